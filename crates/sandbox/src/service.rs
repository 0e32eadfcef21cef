//! One request from decoded bytes to its outcome, with the counts and the log of what was seen.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Instant,
};

use super::{
    Fault, Options,
    answer::{Answer, Language, Refusal, Voice, request_id},
    busiest::Busiest,
    control,
    envelope::Envelope,
    fault::{self, FaultKind, Faults, Outcome, Stage, Target},
    key_pages,
    keys::{Account, Keys},
    operation::{self, Call},
    product::{Product, named},
    request::Request,
    retries::{Delivery, Retries},
    shifts::Shifts,
    tencent::{self, envelope::is_unsigned, rate::Rate},
    verify::Gate,
    world::World,
};

/// Requests remembered at most.
const LOG_LENGTH: usize = 100_000;

/// Counts since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Requests received.
    pub requests: u64,
    /// Requests that did not pass verification: signature, time stamp, nonce, key or token.
    pub refused_signatures: u64,
    /// Faults that happened, to requests and to connections.
    pub faults: u64,
    /// Requests that ask for the same (operation, region, page and page size) as one that had
    /// failed before: for each failure the next such request, whoever sends it.
    ///
    /// What failed is what got an error, no answer or a spoiled one, or was given up by its client
    /// while it waited. A connection that was refused brought no request that could come again.
    pub retries: u64,
    /// Connections accepted.
    pub connections: u64,
    /// The most requests of ECM that came within one second, whatever they were answered: the
    /// vendor documents a limit.
    pub ecm_busiest_second: u64,
}

/// One request, as the log remembers it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The operation's name, empty if none was named; of a page that is no API its path.
    pub action: String,
    /// The region, as sent: `RegionId`, `Region` or `X-TC-Region`.
    pub region: Option<String>,
    /// `PageNumber`, as sent; of ECM, which has no pages, `Offset / Limit + 1`.
    pub page: Option<u32>,
    /// `PageSize`, or `Limit`, as sent.
    pub page_size: Option<u32>,
    /// The nonce, as sent; Tencent's version 3 has none.
    pub nonce: Option<String>,
    /// The HTTP status; `None` if no answer was given.
    pub status: Option<u16>,
    /// The error code of the answer.
    pub code: Option<String>,
    /// Faults that happened to it.
    pub faults: Vec<FaultKind>,
    /// Which connection it came on, counted from 1.
    pub connection: u64,
    /// When its last byte had arrived.
    pub received: Instant,
}

/// Who calls what, when that is beyond doubt.
struct Caller {
    /// `None` for operations that need no key.
    account: Option<Arc<Account>>,
    version: String,
    action: String,
}

/// The emulated service, apart from its sockets.
pub(super) struct Service {
    options: Options,
    world: World,
    keys: Keys,
    gate: Gate,
    rate: Rate,
    faults: Faults,
    shifts: Shifts,
    shuffle: Mutex<Option<u64>>,
    requests: AtomicU64,
    refused: AtomicU64,
    spoiled: AtomicU64,
    retries: Retries,
    connections: AtomicU64,
    ecm_busiest: Busiest,
    log: Mutex<VecDeque<Seen>>,
}

impl Service {
    pub(super) fn new(mut options: Options) -> Service {
        Service {
            world: World::new(options.images, options.seed).with_data(options.data.take()),
            keys: Keys::new(options.seed, options.key_lifetime),
            gate: Gate::default(),
            rate: Rate::new(options.ecm_rate),
            faults: Faults::new(std::mem::take(&mut options.faults)),
            shifts: Shifts::new(options.seed),
            shuffle: Mutex::new(options.shuffle),
            requests: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            spoiled: AtomicU64::new(0),
            retries: Retries::default(),
            connections: AtomicU64::new(0),
            ecm_busiest: Busiest::default(),
            log: Mutex::default(),
            options,
        }
    }

    pub(super) fn latency(&self) -> std::time::Duration {
        self.options.latency
    }

    /// How long a client may take to send the head of a request, and its body.
    pub(super) fn patience(&self) -> std::time::Duration {
        self.options.patience
    }

    /// Counts a connection and gives its number.
    pub(super) fn connected(&self) -> u64 {
        self.connections.fetch_add(1, Relaxed) + 1
    }

    pub(super) fn stats(&self) -> Stats {
        Stats {
            requests: self.requests.load(Relaxed),
            refused_signatures: self.refused.load(Relaxed),
            faults: self.spoiled.load(Relaxed),
            retries: self.retries.count(),
            connections: self.connections.load(Relaxed),
            ecm_busiest_second: self.ecm_busiest.most(),
        }
    }

    pub(super) fn log(&self) -> Vec<Seen> {
        lock(&self.log).iter().cloned().collect()
    }

    pub(super) fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Puts faults in place of all others.
    pub(super) fn replace_faults(&self, faults: Vec<Fault>) {
        let shifts = |fault: &Fault| fault.kind == FaultKind::ListShifts;
        self.shifts.begin(faults.iter().any(shifts));
        self.faults.replace(faults);
    }

    pub(super) fn shifts(&self) -> &Shifts {
        &self.shifts
    }

    pub(super) fn retries(&self) -> &Retries {
        &self.retries
    }

    /// Is a new connection to be refused? Counts it then.
    pub(super) fn refuses(&self) -> bool {
        let refuses = self.faults.refuse();
        if refuses {
            self.spoiled.fetch_add(1, Relaxed);
        }
        refuses
    }

    pub(super) fn set_shuffle(&self, shuffle: Option<u64>) {
        *lock(&self.shuffle) = shuffle;
    }

    /// Answers one request, and notes it. The delivery is to be told when the answer is on its way.
    pub(super) fn answer(
        &self,
        request: &Request,
        connection: u64,
        received: Instant,
    ) -> (Outcome, Delivery<'_>) {
        if let Some(answer) = control::answer(self, request) {
            return (Outcome::Send(answer), Delivery::new(&self.retries, None));
        }
        let number = self.requests.fetch_add(1, Relaxed) + 1;
        let product = Product::of(request);
        if product == Product::Ecm {
            self.ecm_busiest.came(received);
        }
        let target = target(product, request);
        self.retries.asked(&target);
        let mut happened = self.faults.take(Stage::Clock, &target);
        let skew = happened.iter().map(|kind| kind.skew()).sum::<i64>();
        let now = (self.options.now)();
        let voice = Voice {
            language: language(request),
            request_id: product.spell_request_id(request_id(self.options.seed, number)),
            host: product.host(target.region.as_deref()),
            product,
            action: target.action.clone(),
        };
        let mut outcome = if key_pages::has(&request.path) {
            let answer = key_pages::answer(&key_pages::Asked {
                request,
                request_id: &voice.request_id,
                keys: &self.keys,
                now,
                seed: self.options.seed,
                v2_only: self.options.metadata_v2_only,
            });
            self.spoil(answer, &voice, &target, &mut happened)
        } else {
            match self.admit(product, request, (now, skew)) {
                Err(refusal) => Outcome::Send(voice.refusal(&refusal)),
                Ok(caller) => {
                    let arrival = (request, received, now);
                    self.perform(arrival, &caller, &voice, &target, &mut happened)
                }
            }
        };
        self.spoiled.fetch_add(happened.len() as u64, Relaxed);
        let answer = match &mut outcome {
            Outcome::Send(answer) | Outcome::SendLate(answer) | Outcome::Mangle(answer, _) => {
                Some(answer)
            }
            Outcome::Reset | Outcome::Hang => None,
        };
        let (mut status, mut code) = (None, None);
        if let Some(answer) = answer {
            answer.headers.push(("date", http_date(now + skew)));
            status = Some(answer.status);
            code.clone_from(&answer.code);
        }
        let good =
            status == Some(200) && code.is_none() && happened.iter().all(|kind| kind.is_harmless());
        if !good {
            self.retries.failed(&target);
        }
        let delivery = Delivery::new(&self.retries, good.then(|| target.clone()));
        self.note(Seen {
            action: target.action,
            region: target.region,
            page: target.page,
            page_size: target.page_size,
            nonce: nonce(product, request),
            status,
            code,
            faults: happened,
            connection,
            received,
        });
        (outcome, delivery)
    }

    /// Checks where the request goes and who sent it.
    fn admit(
        &self,
        product: Product,
        request: &Request,
        clock: (i64, i64),
    ) -> Result<Caller, Refusal> {
        if product.is_tencent() {
            tencent::check_entrance(request)?;
        } else {
            check_entrance(request)?;
        }
        if let Some(caller) = without_key(product, request) {
            return Ok(caller);
        }
        let admitted = if product.is_tencent() {
            let admitted = tencent::admit(&self.keys, request, clock);
            admitted.map(|(envelope, account)| Caller {
                account: Some(account),
                version: envelope.version,
                action: envelope.action,
            })
        } else {
            Envelope::read(request).and_then(|envelope| {
                Ok(Caller {
                    account: Some(self.gate.admit(&self.keys, request, &envelope, clock)?),
                    version: envelope.version,
                    action: envelope.action,
                })
            })
        };
        if admitted.is_err() {
            self.refused.fetch_add(1, Relaxed);
        }
        admitted
    }

    /// Runs the operation of a verified request, and spoils the answer if a fault is due.
    fn perform(
        &self,
        (request, received, now): (&Request, Instant, i64),
        caller: &Caller,
        voice: &Voice,
        target: &Target,
        happened: &mut Vec<FaultKind>,
    ) -> Outcome {
        let listing = self.faults.take(Stage::Listing, target);
        let found = operation::find(voice.product, &caller.version, &caller.action);
        let result = found.and_then(|operation| {
            let account = caller.account.as_deref();
            operation::check_permission(operation, account)?;
            if voice.product == Product::Ecm
                && let Some(account) = account
            {
                self.rate
                    .admit(&account.key_id, operation.action, received)?;
            }
            (operation.run)(&Call {
                world: &self.world,
                shifts: &self.shifts,
                request,
                params: &request.params,
                request_id: &voice.request_id,
                account,
                keys: &self.keys,
                now,
                shuffle: *lock(&self.shuffle),
                faults: &listing,
            })
        });
        let answer: Answer = match result {
            Ok(text) => voice.success(text),
            Err(refusal) => voice.refusal(&refusal),
        };
        happened.extend(listing);
        self.spoil(answer, voice, target, happened)
    }

    /// Spoils a ready answer if a fault is due.
    fn spoil(
        &self,
        answer: Answer,
        voice: &Voice,
        target: &Target,
        happened: &mut Vec<FaultKind>,
    ) -> Outcome {
        match self.faults.take(Stage::Answer, target).first() {
            None => Outcome::Send(answer),
            Some(kind) => {
                happened.push(*kind);
                fault::spoil(*kind, answer, voice)
            }
        }
    }

    fn note(&self, seen: Seen) {
        let mut log = lock(&self.log);
        if log.len() == LOG_LENGTH {
            log.pop_front();
        }
        log.push_back(seen);
    }
}

/// Locks; a panic elsewhere leaves nothing half done here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_acs3(request: &Request) -> bool {
    request
        .header("authorization")
        .is_some_and(|header| header.starts_with("ACS3-"))
}

/// Without ACS3, JSON must be asked for; places where there is no API speak JSON.
fn language(request: &Request) -> Language {
    let asked = request
        .params
        .text("Format")
        .is_some_and(|format| format.eq_ignore_ascii_case("json"));
    // Without a signature, a call in the form of ACS3 names its operation in a header all the same.
    let headers =
        request.params.text("Action").is_none() && request.header_text("x-acs-action").is_some();
    if asked || headers || is_acs3(request) || request.path != "/" {
        Language::Json
    } else {
        Language::Xml
    }
}

fn nonce(product: Product, request: &Request) -> Option<String> {
    if is_acs3(request) {
        return request.header_text("x-acs-signature-nonce");
    }
    let name = if product.is_tencent() {
        "Nonce"
    } else {
        "SignatureNonce"
    };
    request.params.text(name).map(str::to_owned)
}

fn target(product: Product, request: &Request) -> Target {
    if key_pages::has(&request.path) {
        return Target {
            action: request.path.clone(),
            region: None,
            page: None,
            page_size: None,
        };
    }
    if product.is_tencent() {
        return tencent::target(request);
    }
    let params = &request.params;
    let number = |name| params.text(name).and_then(|number| number.parse().ok());
    Target {
        action: named(request, "x-acs-action", "Action").unwrap_or_default(),
        region: params.text("RegionId").map(str::to_owned),
        page: number("PageNumber"),
        page_size: number("PageSize"),
    }
}

/// Who calls an operation that needs no key, and shows none.
fn without_key(product: Product, request: &Request) -> Option<Caller> {
    let (unsigned, action, version) = if product.is_tencent() {
        let unsigned = is_unsigned(request);
        (
            unsigned,
            tencent::action(request),
            tencent::version(request),
        )
    } else {
        let unsigned = !is_acs3(request) && request.params.text("Signature").is_none();
        let action = named(request, "x-acs-action", "Action");
        (unsigned, action, named(request, "x-acs-version", "Version"))
    };
    let action = action.filter(|action| unsigned && operation::is_open(product, action))?;
    Some(Caller {
        account: None,
        version: version.unwrap_or_default(),
        action,
    })
}

/// Checks the path and the method, before anybody asks who calls.
fn check_entrance(request: &Request) -> Result<(), Refusal> {
    if request.path != "/" {
        return Err(Refusal::new(
            404,
            "InvalidApi.NotFound",
            "Specified api is not found, please check your url and method.",
        ));
    }
    if !["GET", "POST"].contains(&request.method.as_str()) {
        return Err(Refusal::new(
            403,
            "UnsupportedHTTPMethod",
            "This http method is not supported.",
        ));
    }
    Ok(())
}

/// The date format of HTTP headers (RFC 9110, section 5.6.7).
fn http_date(seconds: i64) -> String {
    let moment = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
