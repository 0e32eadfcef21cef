//! Every fault there is, at every cloud it can happen to: how the program ends, what it
//! prints, what it says, and that it asks no more often than it should.

mod table;

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use cloudq::clouds::PROVIDERS;
use cloudq::sandbox::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, Fault, FaultKind};

use self::table::{End, FIRST_PAGE, IMAGES, READ_AGAIN, Row, row};
use crate::support::{Ended, Service, cloudq};

/// How many cases run at once: most of them wait for something.
const AT_ONCE: usize = 16;

/// A cloud, and what it lists when nothing is wrong.
struct Cloud {
    id: &'static str,
    /// Whether it lists page by page.
    paged: bool,
    images: BTreeSet<Image>,
}

/// What of a printed image tells it apart. Reading all of it, but keeping no more, spares
/// half of the time.
#[derive(serde::Deserialize, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Image {
    region: Option<String>,
    id: String,
}

/// A fault at a cloud.
struct Case<'a> {
    cloud: &'a Cloud,
    kind: FaultKind,
    row: Row,
}

impl Cloud {
    fn all() -> Vec<Cloud> {
        let service = Service::unlimited(IMAGES);
        let cloud = |provider: &&dyn cloudq::provider::Provider| {
            let facts = provider.facts();
            let listed = list(&service, facts.id, "-o json");
            Cloud {
                id: facts.id,
                paged: facts.page_size.is_some(),
                images: distinct(&printed(&listed)),
            }
        };
        let clouds: Vec<Cloud> = PROVIDERS.iter().map(cloud).collect();
        assert!(clouds.iter().all(|cloud| cloud.images.len() == IMAGES));
        clouds
    }

    fn pages(&self) -> u64 {
        if self.paged { 3 } else { 1 }
    }
}

/// Every fault at every cloud; those that take long come first.
fn cases<'a>(clouds: &'a [Cloud]) -> Vec<Case<'a>> {
    let at = |cloud: &'a Cloud| {
        FaultKind::all().map(move |kind: FaultKind| Case {
            cloud,
            kind,
            row: row(kind, cloud.paged),
        })
    };
    let mut cases: Vec<Case> = clouds.iter().flat_map(at).collect();
    cases.sort_by_key(|case| !case.row.is_late);
    cases
}

impl Case<'_> {
    fn service(&self, fault: Fault) -> Service {
        assert_eq!(fault.kind, self.kind);
        let service = Service::unlimited(IMAGES);
        service.set_faults(vec![fault]);
        service
    }

    /// The timeout where healthy requests have to come in time too: only what never
    /// answers has to be given up.
    fn patience(&self) -> &'static str {
        match self.kind {
            FaultKind::Hang | FaultKind::HangBody => "3s",
            _ => "40s",
        }
    }

    /// Whether the fault can happen to a list of this cloud.
    fn happens(&self) -> bool {
        self.cloud.paged || !self.row.needs_pages
    }

    /// Checks how a run ended against what is expected of it.
    fn check(&self, ended: &Ended, printed: &[Image], (end, words): &(End, &str)) {
        let ids = distinct(printed);
        assert!(ids.is_subset(&self.cloud.images), "{ended}");
        let said = |start: &str| {
            let line = ended.stderr.lines().next().unwrap_or_default();
            line.starts_with(start) && line.contains(words)
        };
        match end {
            End::Whole => {
                assert_eq!((ended.code, &*ended.stderr), (Some(0), ""), "{ended}");
                assert_eq!(ids.len(), IMAGES, "{ended}");
            }
            End::Fewer(count) => {
                assert_eq!((ended.code, &*ended.stderr), (Some(0), ""), "{ended}");
                assert!(count.contains(&ids.len()), "{} of {ended}", ids.len());
            }
            End::Empty => {
                assert_eq!((ended.code, &*ended.stderr), (Some(0), ""), "{ended}");
                assert!(ids.is_empty(), "{ended}");
            }
            End::Warned(count) => {
                assert_eq!(ended.code, Some(0), "{ended}");
                assert!(count.contains(&ids.len()), "{} of {ended}", ids.len());
                assert!(
                    said("warning: ") || said("{\"kind\":\"warning\","),
                    "{ended}"
                );
            }
            End::Fails(code, kind) => {
                assert_eq!(ended.code, Some(*code), "{ended}");
                let json = format!("{{\"kind\":\"{kind}\",\"exit_code\":{code},");
                assert!(said("error: ") || said(&json), "{ended}");
            }
        }
    }

    /// Checks that a run did not ask too often, and that the fault happened.
    fn check_requests(&self, service: &Service, (end, _): &(End, &str), more: u64) {
        let stats = service.stats();
        let pages = match end {
            End::Fails(..) => 1,
            _ => self.cloud.pages(),
        };
        assert!(stats.requests <= pages + more, "{stats:?}");
        assert_eq!(stats.faults > 0, self.happens(), "{stats:?}");
    }
}

/// Lists images; a run that hangs ends with a message that no case expects.
fn list(service: &Service, provider: &str, arguments: &str) -> Ended {
    cloudq("images list")
        .args(arguments)
        .env("CLOUDQ_PROVIDER", provider)
        .env("CLOUDQ_TIMEOUT", "50s")
        .at(service)
        .run()
}

/// The images that were printed: a whole JSON text, or lines each of which is one.
fn printed(ended: &Ended) -> Vec<Image> {
    fn parse<'a, T: serde::Deserialize<'a>>(text: &'a str, ended: &Ended) -> T {
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {ended}"))
    }
    match ended.stdout.chars().next() {
        None => Vec::new(),
        Some('[') => parse(&ended.stdout, ended),
        Some(_) => {
            assert!(ended.stdout.ends_with('\n'), "{ended}");
            let lines = ended.stdout.lines();
            lines.map(|line| parse(line, ended)).collect()
        }
    }
}

/// Which images these are, none of them twice.
fn distinct(images: &[Image]) -> BTreeSet<Image> {
    let set: BTreeSet<Image> = images.iter().cloned().collect();
    assert_eq!(set.len(), images.len(), "no image comes twice");
    set
}

/// Checks all cases, several at once, and names those that fail.
#[track_caller]
fn each<T: Sync>(cases: &[T], name: impl Fn(&T) -> String, check: impl Fn(&T) + Sync) {
    assert!(!cases.is_empty(), "there is no case");
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if catch_unwind(AssertUnwindSafe(|| check(case))).is_err() {
                        failed
                            .lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .push(case);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    let names: Vec<String> = failed.into_iter().map(name).collect();
    assert!(
        names.is_empty(),
        "{} of {} cases failed, see above: {names:#?}",
        names.len(),
        cases.len()
    );
}

fn name(case: &Case) -> String {
    format!("{} at {}", case.kind, case.cloud.id)
}

#[test]
fn what_happens_once() {
    let clouds = Cloud::all();
    each(&cases(&clouds), name, |case| {
        let service = case.service(Fault {
            times: Some(1),
            ..Fault::always(case.kind)
        });
        let patience = case.patience();
        let arguments = format!("-o json --retries 3 --request-timeout {patience}");
        let ended = list(&service, case.cloud.id, &arguments);
        let whole = (End::Whole, "");
        let expected = if case.happens() {
            &case.row.once
        } else {
            &whole
        };
        case.check(&ended, &printed(&ended), expected);
        if matches!(expected.0, End::Fails(..)) {
            assert_eq!(ended.stdout, "", "{ended}");
        }
        case.check_requests(&service, expected, case.row.more[0]);
    });
}

#[test]
fn what_never_ends() {
    let clouds = Cloud::all();
    each(&cases(&clouds), name, |case| {
        let whole = (End::Whole, "");
        let expected = if case.happens() {
            &case.row.always
        } else {
            &whole
        };
        let patience = if case.row.is_late { "300ms" } else { "40s" };
        for format in ["-o json", "-o ndjson --error-format json"] {
            let service = case.service(Fault::always(case.kind));
            let arguments = format!("{format} --retries 1 --request-timeout {patience}");
            let ended = list(&service, case.cloud.id, &arguments);
            case.check(&ended, &printed(&ended), expected);
            // It is the first page that fails: of lines there are none either.
            if matches!(expected.0, End::Fails(..)) {
                assert_eq!(ended.stdout, "", "{ended}");
            }
            case.check_requests(&service, expected, case.row.more[1]);
        }
    });
}

#[test]
fn what_happens_on_a_later_page() {
    let clouds = Cloud::all();
    let mut cases = cases(&clouds);
    cases.retain(|case| case.cloud.paged && case.row.second.is_some());
    each(&cases, name, |case| {
        let end = case.row.second.clone().unwrap();
        let fails = matches!(end, End::Fails(..));
        let words = match end {
            End::Fails(..) => case.row.always.1,
            End::Warned(_) => READ_AGAIN,
            End::Whole | End::Fewer(_) | End::Empty => "",
        };
        let expected = (end, words);
        let patience = case.patience();
        // Between them, the clouds see both.
        let (format, most) = if case.cloud.id == PROVIDERS[0].facts().id {
            ("ndjson", FIRST_PAGE)
        } else {
            ("json", 0)
        };
        let service = case.service(Fault {
            page: Some(2),
            ..Fault::always(case.kind)
        });
        let arguments = format!("-o {format} --retries 0 --request-timeout {patience}");
        let ended = list(&service, case.cloud.id, &arguments);
        let rows = printed(&ended);
        case.check(&ended, &rows, &expected);
        assert!(!fails || rows.len() <= most, "{ended}");
        let stats = service.stats();
        assert!(
            stats.requests <= case.cloud.pages() + case.row.more[2],
            "{stats:?}"
        );
        assert!(stats.faults > 0, "{stats:?}");
    });
}

/// One region is broken, another is not: what is printed of that one is all there is.
#[test]
fn what_happens_in_one_region() {
    let mut clouds = Cloud::all();
    clouds.retain(|cloud| cloud.id == "alibaba-ecs");
    let mut cases = cases(&clouds);
    // Connections have no region, and both regions are one service here, with one clock.
    cases.retain(|case| case.row.second.is_some());
    let both = |case| ["json", "ndjson"].map(|format| (case, format));
    let cases: Vec<(&Case, &str)> = cases.iter().flat_map(both).collect();
    let name = |(case, format): &(&Case, &str)| format!("{} in {format}", name(case));
    each(&cases, name, |(case, format)| {
        let patience = case.patience();
        let whole = (End::Whole, "");
        let (end, words) = match case.row.second {
            // What is merely late is waited for.
            Some(End::Whole) if case.row.is_late => &whole,
            _ => &case.row.always,
        };
        let service = case.service(Fault {
            region: Some("cn-beijing".to_owned()),
            ..Fault::always(case.kind)
        });
        let arguments = format!(
            "-r cn-hangzhou,cn-beijing -o {format} --retries 0 --request-timeout {patience}"
        );
        let ended = list(&service, case.cloud.id, &arguments);
        let (there, here): (Vec<Image>, Vec<Image>) = printed(&ended)
            .into_iter()
            .partition(|image| image.region.as_deref() == Some("cn-beijing"));
        assert!(distinct(&here) == case.cloud.images, "{ended}");
        let there = distinct(&there).len();
        let (code, said, count) = match end {
            End::Whole => (0, "", IMAGES..=IMAGES),
            End::Fewer(count) => (0, "", count.clone()),
            End::Empty => (0, "", 0..=0),
            End::Warned(count) => (0, "warning: ", count.clone()),
            End::Fails(..) => (11, "error: ", 0..=0),
        };
        assert_eq!(ended.code, Some(code), "{ended}");
        assert!(count.contains(&there), "{there} of {ended}");
        assert_eq!(ended.stderr.is_empty(), said.is_empty(), "{ended}");
        assert!(ended.stderr.starts_with(said), "{ended}");
        assert!(ended.stderr.contains(words), "{ended}");
        assert!(!ended.stderr.contains("cn-hangzhou"), "{ended}");
    });
}

/// The newest is chosen from a list that is whole, or not at all.
#[test]
fn what_is_chosen_from() {
    let clouds = Cloud::all();
    let cases = cases(&clouds);
    let latest = |service: &Service, cloud: &Cloud, patience: &str| {
        // Checked here, so that all pages are read; and some of these have no time, or no date.
        let filter = if cloud.paged {
            "created !="
        } else {
            "id ~ ^centos_.*_20[0-9]{6}$"
        };
        cloudq("images latest -q -o json --retries 0 --timeout 50s --where")
            .arg(filter)
            .args("--request-timeout")
            .arg(patience)
            .env("CLOUDQ_PROVIDER", cloud.id)
            .at(service)
            .run()
    };
    let healthy = Service::unlimited(IMAGES);
    let newest = clouds
        .iter()
        .map(|cloud| latest(&healthy, cloud, "40s").ok());
    let newest: Vec<String> = newest.collect();
    each(&cases, name, |case| {
        let service = case.service(Fault::always(case.kind));
        let patience = if case.row.is_late { "300ms" } else { "40s" };
        let ended = latest(&service, case.cloud, patience);
        let whole = (End::Whole, "");
        let (end, words) = if case.happens() {
            &case.row.always
        } else {
            &whole
        };
        match end {
            // Of the filters that `latest` sends ECS evaluates the owner.
            End::Whole
                if case.kind == FaultKind::IgnoreFilters && case.cloud.id == "alibaba-ecs" =>
            {
                ended.failed_saying(12, &["which does not meet --owner"]);
            }
            End::Whole => {
                let place = clouds.iter().position(|cloud| cloud.id == case.cloud.id);
                assert_eq!(ended.ok(), newest[place.unwrap()]);
            }
            End::Fewer(_) => drop(ended.ok()),
            End::Empty => ended.failed_saying(3, &[]),
            End::Warned(_) => ended.failed_saying(12, &[words]),
            End::Fails(code, _) => ended.failed_saying(*code, &[words]),
        }
    });
}

/// However often it is tried again, the time for the whole command ends it.
#[test]
fn what_the_deadline_ends() {
    let clouds = Cloud::all();
    let mut cases = cases(&clouds);
    // Of what passes soon, one cloud is enough: time is kept the same way for all.
    cases.retain(|case| {
        let fails = matches!(case.row.always.0, End::Fails(..));
        fails && (case.row.is_late || case.cloud.id == PROVIDERS[0].facts().id)
    });
    each(&cases, name, |case| {
        let service = case.service(Fault::always(case.kind));
        let arguments = "-o json --retries 10 --timeout 700ms --request-timeout 40s";
        let ended = list(&service, case.cloud.id, arguments);
        let deadline = "no answer within the timeout of 700ms for the whole command";
        let (End::Fails(code, _), words) = &case.row.always else {
            unreachable!("only such were kept")
        };
        if case.row.is_late || ended.stderr.contains(deadline) {
            ended.failed_saying(6, &[deadline, "hint: --timeout"]);
        } else if ended.stderr.contains("within the timeout of 700ms") {
            // On a busy computer the time is over while a large response is read.
            ended.failed_saying(6, &["hint: pass a longer --timeout"]);
        } else {
            // A wait that would end too late is not begun: the failure itself says more.
            ended.failed_saying(*code, &[words]);
        }
        // There are waits between them: the shortest is the one that `throttle-hint` asks for.
        let most = if case.row.is_late { 1 } else { 4 };
        assert!(service.stats().requests <= most, "{:?}", service.stats());
    });
}

/// Who is redirected could be sent anywhere, with a signed request in his hand.
#[test]
fn where_a_redirect_leads() {
    for provider in PROVIDERS.iter() {
        let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
        let here = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", here.local_addr().unwrap());
        let answer = format!(
            "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{}/\r\n\
             content-length: 0\r\nconnection: close\r\n\r\n",
            elsewhere.local_addr().unwrap()
        );
        let redirecting = std::thread::spawn(move || {
            let (mut stream, _) = here.accept().unwrap();
            let mut request = [0; 4096];
            assert!(stream.read(&mut request).unwrap() > 0);
            stream.write_all(answer.as_bytes()).unwrap();
        });
        let ended = cloudq("images list -o json --timeout 50s")
            .env("CLOUDQ_PROVIDER", provider.facts().id)
            .env("CLOUDQ_REGION", "cn-hangzhou")
            .env("CLOUDQ_ENDPOINT", &endpoint)
            .key(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
            .run();
        ended.failed_saying(7, &["redirect (HTTP 307)", "1 attempt\n"]);
        redirecting.join().unwrap();
        elsewhere.set_nonblocking(true).unwrap();
        let came = elsewhere.accept().map_err(|error| error.kind());
        assert_eq!(came.err(), Some(std::io::ErrorKind::WouldBlock), "{ended}");
    }
}
