//! One request from decoded bytes to its outcome, with the counts and the log of what was seen.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Instant,
};

use crate::{
    answer::{Answer, Refusal, request_id},
    call::Call,
    cloud::{Caller, Cloud},
    clouds,
    fault::{self, Fault, FaultKind, Faults, Outcome, Stage, Target},
    key_page::Asked,
    keys::Keys,
    options::Options,
    product::Product,
    request::Request,
    retries::{Delivery, Retries},
    shifts::Shifts,
    time::moment_text,
    voice::Voice,
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

/// The emulated service, apart from its sockets.
pub(crate) struct Service {
    options: Options,
    world: World,
    keys: Keys,
    clouds: Vec<Box<dyn Cloud>>,
    faults: Faults,
    shifts: Shifts,
    shuffle: Mutex<Option<u64>>,
    requests: AtomicU64,
    refused: AtomicU64,
    spoiled: AtomicU64,
    retries: Retries,
    connections: AtomicU64,
    log: Mutex<VecDeque<Seen>>,
}

impl Service {
    pub(crate) fn new(mut options: Options) -> Service {
        Service {
            world: World::new(options.images, options.seed, options.data.take()),
            keys: Keys::new(options.seed, options.key_lifetime),
            clouds: clouds::all(&options),
            faults: Faults::new(std::mem::take(&mut options.faults)),
            shifts: Shifts::new(options.seed),
            shuffle: Mutex::new(options.shuffle),
            requests: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            spoiled: AtomicU64::new(0),
            retries: Retries::default(),
            connections: AtomicU64::new(0),
            log: Mutex::default(),
            options,
        }
    }

    pub(crate) fn latency(&self) -> std::time::Duration {
        self.options.latency
    }

    /// How long a client may take to send the head of a request, and its body.
    pub(crate) fn patience(&self) -> std::time::Duration {
        self.options.patience
    }

    /// Counts a connection and gives its number.
    pub(crate) fn connected(&self) -> u64 {
        self.connections.fetch_add(1, Relaxed) + 1
    }

    pub(crate) fn stats(&self) -> Stats {
        Stats {
            requests: self.requests.load(Relaxed),
            refused_signatures: self.refused.load(Relaxed),
            faults: self.spoiled.load(Relaxed),
            retries: self.retries.count(),
            connections: self.connections.load(Relaxed),
            ecm_busiest_second: self.busiest_second(),
        }
    }

    fn busiest_second(&self) -> u64 {
        let busiest = self.clouds.iter().map(|cloud| cloud.busiest_second());
        busiest.max().unwrap_or_default()
    }

    /// Is there a page that hands out keys and belongs to no API?
    pub(crate) fn has_key_page(&self, path: &str) -> bool {
        self.clouds.iter().any(|cloud| cloud.has_key_page(path))
    }

    fn key_page(&self, asked: &Asked) -> Answer {
        let answered = self.clouds.iter().find_map(|cloud| cloud.key_page(asked));
        answered.unwrap_or_else(|| asked.nowhere())
    }

    /// The cloud that a request is for.
    #[expect(clippy::expect_used, reason = "the last cloud claims what is left")]
    fn cloud(&self, request: &Request) -> &dyn Cloud {
        let mut clouds = self.clouds.iter();
        let cloud = clouds.find(|cloud| cloud.claims(request));
        &**cloud.expect("one claims it")
    }

    pub(crate) fn log(&self) -> Vec<Seen> {
        lock(&self.log).iter().cloned().collect()
    }

    pub(crate) fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Puts faults in place of all others.
    pub(crate) fn replace_faults(&self, faults: Vec<Fault>) {
        let shifts = |fault: &Fault| fault.kind == FaultKind::ListShifts;
        self.shifts.begin(faults.iter().any(shifts));
        self.faults.replace(faults);
    }

    pub(crate) fn shifts(&self) -> &Shifts {
        &self.shifts
    }

    pub(crate) fn retries(&self) -> &Retries {
        &self.retries
    }

    /// Is a new connection to be refused? Counts it then.
    pub(crate) fn refuses(&self) -> bool {
        let refuses = self.faults.refuse();
        if refuses {
            self.spoiled.fetch_add(1, Relaxed);
        }
        refuses
    }

    pub(crate) fn set_shuffle(&self, shuffle: Option<u64>) {
        *lock(&self.shuffle) = shuffle;
    }

    /// Answers one request of an API, or for a page that hands out keys, and notes it. The delivery is to be told when the answer is on its way.
    pub(crate) fn answer(
        &self,
        request: &Request,
        connection: u64,
        received: Instant,
    ) -> (Outcome, Delivery<'_>) {
        let number = self.requests.fetch_add(1, Relaxed) + 1;
        let cloud = self.cloud(request);
        let product = cloud.product(request);
        cloud.came(product, received);
        let is_key_page = self.has_key_page(&request.path);
        let target = if is_key_page {
            Target::page(&request.path)
        } else {
            cloud.target(request)
        };
        self.retries.asked(&target);
        let mut happened = self.faults.take(Stage::Clock, &target);
        let skew = happened.iter().map(|kind| kind.skew()).sum::<i64>();
        let now = (self.options.now)();
        let request_id = request_id(self.options.seed, number);
        let voice = cloud.voice(request, product, &target, request_id);
        let mut outcome = if is_key_page {
            let answer = self.key_page(&Asked {
                request,
                request_id: voice.request_id(),
                keys: &self.keys,
                now,
                seed: self.options.seed,
                v2_only: self.options.metadata_v2_only,
            });
            self.spoil(answer, &*voice, &target, &mut happened)
        } else {
            match self.admit(cloud, product, request, (now, skew)) {
                Err(refusal) => Outcome::Send(voice.refusal(&refusal)),
                Ok(caller) => {
                    let answer = self.perform(
                        (cloud, product),
                        (request, received, now),
                        &caller,
                        &*voice,
                        &target,
                        &mut happened,
                    );
                    self.spoil(answer, &*voice, &target, &mut happened)
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
            nonce: cloud.said(request).nonce,
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
        cloud: &dyn Cloud,
        product: &Product,
        request: &Request,
        clock: (i64, i64),
    ) -> Result<Caller, Refusal> {
        cloud.check_entrance(request)?;
        if let Some(caller) = without_key(cloud, product, request) {
            return Ok(caller);
        }
        let admitted = cloud.admit(&self.keys, request, clock);
        if admitted.is_err() {
            self.refused.fetch_add(1, Relaxed);
        }
        admitted
    }

    /// Runs the operation of a verified request.
    fn perform(
        &self,
        (cloud, product): (&dyn Cloud, &Product),
        (request, received, now): (&Request, Instant, i64),
        caller: &Caller,
        voice: &dyn Voice,
        target: &Target,
        happened: &mut Vec<FaultKind>,
    ) -> Answer {
        let listing = self.faults.take(Stage::Listing, target);
        let run = || {
            if caller.version != product.version {
                return Err(cloud.unknown_version());
            }
            let operation = product
                .operation(&caller.action)
                .ok_or_else(|| cloud.unknown_action())?;
            let account = caller.account.as_deref();
            product.check_permission(operation, account)?;
            if let Some(account) = account {
                cloud.check_rate(product, operation, account, received)?;
            }
            (operation.run)(&Call {
                world: &self.world,
                shifts: &self.shifts,
                request,
                params: &request.params,
                request_id: voice.request_id(),
                account,
                keys: &self.keys,
                now,
                shuffle: *lock(&self.shuffle),
                faults: &listing,
            })
        };
        let answer = match run() {
            Ok(text) => voice.success(text),
            Err(refusal) => voice.refusal(&refusal),
        };
        happened.extend(listing);
        answer
    }

    /// Spoils a ready answer if a fault is due.
    fn spoil(
        &self,
        answer: Answer,
        voice: &dyn Voice,
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

/// Who calls an operation that needs no key, and shows none.
fn without_key(cloud: &dyn Cloud, product: &Product, request: &Request) -> Option<Caller> {
    let said = cloud.said(request);
    let is_free = |action: &String| !said.is_signed && product.is_open(action);
    Some(Caller {
        account: None,
        action: said.action.filter(is_free)?,
        version: said.version.unwrap_or_default(),
    })
}

/// The date format of HTTP headers (RFC 9110, section 5.6.7).
fn http_date(seconds: i64) -> String {
    moment_text(seconds, "%a, %d %b %Y %H:%M:%S GMT")
}
