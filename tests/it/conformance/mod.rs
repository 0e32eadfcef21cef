//! What every provider promises, for each of the conditions there are: whoever
//! decides on one, the service or this program, the same images are found.

mod limits;
mod samples;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cloudq::clock::{Clock as _, SystemClock};
use cloudq::clouds::PROVIDERS;
use cloudq::engine::{
    self, Account, Completeness, Decides, Event, Job, Plan, Question, Reading, Target,
};
use cloudq::error::{Class, Error, Origin};
use cloudq::http::{Client, FixedKey, Network, NoLog, Proxy, WebTransport};
use cloudq::model::{Filter, FilterKind, Image, Owner, OwnerFilter, StatusFilter};
use cloudq::provider::{Encoded, Options, Provider, Support};
use cloudq::request::Endpoint;
use cloudq::sandbox::{
    ACCESS_KEY_ID, ACCESS_KEY_SECRET, DENIED_KEY_ID, DENIED_KEY_SECRET, REGIONS, Seen,
};
use cloudq::secret::Secret;
use cloudq::sign::Credentials;
use futures_util::StreamExt;

use self::samples::samples;
use crate::support::{Service, for_each};

/// Enough for more than one page.
const IMAGES: usize = 130;

/// An emulator that answers as fast as it is asked.
fn service() -> Service {
    Service::with(|options| {
        options.images = IMAGES;
        options.ecm_rate = None;
    })
}

/// A key, and a signature scheme of the provider.
#[derive(Clone, Copy)]
struct Signing {
    key: (&'static str, &'static str),
    scheme: &'static str,
}

/// The ordinary key in the scheme that is used unless told otherwise.
fn signing(provider: &dyn Provider) -> Signing {
    Signing {
        key: (ACCESS_KEY_ID, ACCESS_KEY_SECRET),
        scheme: provider.facts().signatures[0],
    }
}

fn target(service: &Service, provider: &'static dyn Provider, signing: Signing) -> Target {
    let network = Network {
        proxy: Proxy::None,
        retries: 0,
        ..Network::default()
    };
    let client = Client::new(
        Box::new(WebTransport::new(&network).unwrap()),
        &network,
        Arc::new(SystemClock),
        Arc::new(NoLog),
        Arc::default(),
    );
    let facts = provider.facts();
    let region = if facts.regional { REGIONS[0] } else { "" };
    let (id, secret) = signing.key;
    let account = Account {
        provider,
        profile: None,
        endpoint: Some(Endpoint::new(
            false,
            format!("127.0.0.1:{}", service.port()),
        )),
        options: Options::default(),
        now: SystemClock.now(),
        keys: Arc::new(FixedKey::new(Credentials {
            id: id.to_owned(),
            secret: Secret::new(secret),
            token: None,
        })),
        key_origin: Origin::BuiltIn,
        raw: false,
        authorizer: provider.authorizer(signing.scheme).unwrap(),
        client: Arc::new(client),
    };
    Target::new(&Arc::new(account), region)
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(future)
}

/// Reads the list of one job, in the order of its queries.
fn read(job: Job, reading: Reading) -> Result<Vec<Image>, Error> {
    block_on(async {
        let mut found: BTreeMap<usize, Vec<Image>> = BTreeMap::new();
        let mut events = std::pin::pin!(engine::images(job, reading));
        while let Some(event) = events.next().await {
            match event {
                Event::Page { query, images } => found.entry(query).or_default().extend(images),
                Event::End { end, .. } => {
                    let evidence = end?;
                    assert_eq!(evidence.doubts(), []);
                    // A list that is read to its end is at least counted.
                    let is_unproved =
                        matches!(evidence.completeness, Completeness::Unproved { .. });
                    assert!(!is_unproved || reading.limit.is_some());
                }
            }
        }
        Ok(found.into_values().flatten().collect())
    })
}

/// Plans a question and asks it.
fn ask(
    service: &Service,
    provider: &'static dyn Provider,
    question: &Question,
) -> Result<Vec<Image>, Error> {
    let job = Job {
        plan: Arc::new(Plan::new(provider, question)?),
        target: target(service, provider, signing(provider)),
    };
    read(job, Reading::default())
}

/// What lets every image through, whosever it is and whatever state it is in.
fn open() -> [Filter; 2] {
    let everybody = vec![OwnerFilter::Any, OwnerFilter::Is(Owner::Community)];
    [Filter::Owner(everybody), Filter::Status(StatusFilter::Any)]
}

/// These conditions alone, for images of every owner and state.
fn among_all(filters: &[Filter]) -> Question {
    let taken = |kind| filters.iter().any(|filter| filter.kind() == kind);
    let rest = open().into_iter().filter(|open| !taken(open.kind()));
    Question {
        asked: filters.iter().cloned().chain(rest).collect(),
        ..Question::default()
    }
}

fn all(service: &Service, provider: &'static dyn Provider) -> Vec<Image> {
    let rows = ask(service, provider, &among_all(&[])).unwrap();
    assert!(rows.len() >= IMAGES, "{} images", rows.len());
    rows
}

fn ids<'a>(rows: impl IntoIterator<Item = &'a Image>) -> Vec<&'a str> {
    let mut ids: Vec<&str> = rows.into_iter().map(|image| image.id.as_str()).collect();
    ids.sort_unstable();
    ids
}

/// A provider and a condition.
type Case = (&'static dyn Provider, FilterKind);

fn cases(wanted: impl Fn(FilterKind, Support) -> bool) -> Vec<Case> {
    let kinds = |provider: &'static dyn Provider| FilterKind::ALL.map(|kind| (provider, kind));
    let all = PROVIDERS.iter().copied().flat_map(kinds);
    all.filter(|(provider, kind)| wanted(*kind, provider.support(*kind)))
        .collect()
}

fn name((provider, kind): &Case) -> String {
    format!("{} {}", provider.facts().id, kind.flag())
}

fn is_unsupported(support: Support) -> bool {
    matches!(support, Support::Unsupported(_))
}

/// Checks every sample of the visible conditions against the whole list.
fn check_visible(service: &Service) {
    let wanted = |kind: FilterKind, support| kind.is_visible() && !is_unsupported(support);
    for_each(cases(wanted), name, |&(provider, kind)| {
        let all = all(service, provider);
        let mut telling = false;
        for filter in samples(provider, kind, &all) {
            assert_eq!(filter.kind(), kind);
            let expected = ids(all.iter().filter(|image| filter.matches(image)));
            match ask(service, provider, &among_all(std::slice::from_ref(&filter))) {
                Ok(found) => assert_eq!(ids(&found), expected, "{filter:?}"),
                Err(Error::Unsupported { message, .. }) => {
                    assert_eq!(expected, [""; 0], "{filter:?}: {message}");
                }
                Err(error) => panic!("{filter:?}: {error}"),
            }
            telling |= (1..all.len()).contains(&expected.len());
        }
        assert!(telling, "no sample keeps some images and drops others");
    });
}

#[test]
fn the_service_finds_what_the_rows_show() {
    check_visible(&service());
}

#[test]
fn the_order_of_the_service_does_not_matter() {
    let service = service();
    service.set_shuffle(Some(7));
    check_visible(&service);
}

#[test]
fn what_is_unsupported_is_refused_with_the_reason() {
    let service = service();
    let wanted = |_, support| is_unsupported(support);
    for_each(cases(wanted), name, |&(provider, kind)| {
        let Support::Unsupported(why) = provider.support(kind) else {
            panic!("filtered out above")
        };
        for filter in samples(provider, kind, &[]) {
            let question = Question {
                asked: vec![filter.clone()],
                ..Question::default()
            };
            if filter.is_open() {
                // It asks for nothing, so that nobody has to know of it.
                let plan = Plan::new(provider, &question).unwrap();
                assert_eq!(plan.decides, [(kind, Decides::Nobody)], "{filter:?}");
                continue;
            }
            match ask(&service, provider, &question) {
                Err(Error::Unsupported { message, hint }) => {
                    assert!(message.contains(kind.flag()), "{message}");
                    assert!(message.contains(provider.facts().title), "{message}");
                    assert_eq!(hint.as_deref(), Some(why));
                }
                other => panic!("{filter:?}: {other:?}"),
            }
        }
    });
    assert_eq!(service.actions(), [""; 0]);
}

#[test]
fn what_no_row_shows_is_left_to_the_service() {
    let wanted = |kind: FilterKind, _| !kind.is_visible();
    for_each(cases(wanted), name, |&(provider, kind)| {
        let samples = samples(provider, kind, &[]);
        assert!(!samples.is_empty());
        match provider.support(kind) {
            Support::Unsupported(_) => {}
            Support::Exact(encode) => {
                for filter in samples {
                    let encoded = encode(&filter);
                    assert!(
                        matches!(&encoded, Encoded::Queries(queries) if !queries.is_empty()),
                        "{filter:?}: {encoded:?}"
                    );
                }
            }
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn what_no_row_shows_changes_the_list() {
    let service = service();
    let wanted = |kind: FilterKind, support| {
        !kind.is_visible() && !is_unsupported(support) && kind != FilterKind::CheckPermission
    };
    for_each(cases(wanted), name, |&(provider, kind)| {
        let all = all(&service, provider);
        let all: BTreeSet<&str> = ids(&all).into_iter().collect();
        let mut telling = false;
        for filter in samples(provider, kind, &[]) {
            let question = among_all(std::slice::from_ref(&filter));
            let found = ask(&service, provider, &question).unwrap();
            let found: BTreeSet<&str> = ids(&found).into_iter().collect();
            let (narrow, wide) = match kind {
                FilterKind::ShowExpired => (&all, &found),
                _ => (&found, &all),
            };
            assert!(!narrow.is_empty(), "{filter:?}");
            assert!(narrow.is_subset(wide), "{filter:?}");
            telling |= narrow.len() < wide.len();
        }
        assert!(telling, "no sample makes a difference");
    });
}

#[test]
fn a_permission_is_checked_without_a_list() {
    let service = service();
    let wanted = |kind, support| kind == FilterKind::CheckPermission && !is_unsupported(support);
    for_each(cases(wanted), name, |&(provider, kind)| {
        for filter in samples(provider, kind, &[]) {
            let question = Question {
                asked: vec![filter],
                ..Question::default()
            };
            let plan = Plan::new(provider, &question).unwrap();
            let check = |key| {
                let signing = Signing {
                    key,
                    ..signing(provider)
                };
                let target = target(&service, provider, signing);
                block_on(engine::permission(&target, &plan.queries[0]))
            };
            check((ACCESS_KEY_ID, ACCESS_KEY_SECRET)).unwrap();
            match check((DENIED_KEY_ID, DENIED_KEY_SECRET)) {
                Err(Error::Api { failure, .. }) => assert_eq!(failure.class, Class::Denied),
                other => panic!("{other:?}"),
            }
        }
    });
}

/// What the service was asked since it had seen so many requests.
fn since(service: &Service, before: usize) -> Vec<Seen> {
    service.log().split_off(before)
}

#[test]
fn a_limit_is_pushed_only_when_nothing_is_checked_here() {
    const LIMIT: u32 = 3;
    let service = service();
    let wanted = |_, support| !is_unsupported(support);
    for_each(cases(wanted), name, |&(provider, kind)| {
        let all = all(&service, provider);
        for filter in samples(provider, kind, &all) {
            let question = Question {
                asked: vec![filter.clone()],
                ..Question::default()
            };
            let Ok(plan) = Plan::new(provider, &question) else {
                continue;
            };
            let size = if plan.residual.is_empty() {
                LIMIT
            } else {
                provider.facts().page_size.unwrap_or(LIMIT)
            };
            let queries = plan.queries.len();
            let before = service.log().len();
            let job = Job {
                target: target(&service, provider, signing(provider)),
                plan: plan.into(),
            };
            let reading = Reading {
                limit: Some(LIMIT.into()),
                ..Reading::default()
            };
            let rows = read(job, reading);
            if kind == FilterKind::CheckPermission {
                assert!(rows.is_err(), "a check is answered by a refusal");
            } else {
                let rows = rows.unwrap().len();
                assert!(rows <= queries * LIMIT as usize, "{filter:?}");
            }
            let first = since(&service, before).into_iter().next().unwrap();
            // Where there are no pages, none is asked for.
            let asked = first.page_size.unwrap_or(size);
            assert_eq!(asked, size, "{filter:?}: {first:?}");
            assert_eq!(
                first.page_size.is_some(),
                provider.facts().id != "alibaba-ens"
            );
        }
    });
}

fn id(provider: &&dyn Provider) -> String {
    provider.facts().id.to_owned()
}

#[test]
fn regions_are_listed_where_lists_are_of_regions() {
    let service = service();
    for_each(PROVIDERS.iter().copied(), id, |&provider| {
        let regional = provider.facts().regional;
        let target = target(&service, provider, signing(provider));
        let listing = provider.regions(&target.place());
        assert_eq!(listing.is_some(), regional);
        match block_on(engine::regions(&target)) {
            Ok(regions) if regional => {
                let ids: Vec<&str> = regions.iter().map(|region| region.id.as_str()).collect();
                assert_eq!(ids, REGIONS);
            }
            Err(Error::Unsupported { .. }) if !regional => {}
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn every_signature_scheme_lists_images() {
    let service = service();
    for_each(PROVIDERS.iter().copied(), id, |&provider| {
        assert!(provider.authorizer("no-such-scheme").is_none());
        // Texts of all sorts are signed.
        let names = samples(provider, FilterKind::Name, &all(&service, provider));
        for scheme in provider.facts().signatures {
            assert_eq!(provider.authorizer(scheme).unwrap().name(), *scheme);
            for name in &names {
                let question = among_all(std::slice::from_ref(name));
                let signing = Signing {
                    scheme,
                    ..signing(provider)
                };
                let job = Job {
                    target: target(&service, provider, signing),
                    plan: Plan::new(provider, &question).unwrap().into(),
                };
                read(job, Reading::default()).unwrap();
            }
        }
    });
    assert_eq!(service.stats().refused_signatures, 0);
}
