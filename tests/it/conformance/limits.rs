//! Documented limits: what is at one is sent and accepted, what is one beyond is
//! refused before anything is sent.

use cloudq::clouds::{PROVIDERS, by_name};
use cloudq::engine::Plan;
use cloudq::error::Error;
use cloudq::model::{Filter, TagFilter};
use serde_json::json;

use super::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, among_all, ask, id, service, since};
use crate::support::{cloudq, for_each};

/// A limit of one provider.
struct Limit {
    provider: &'static str,
    at: Vec<Filter>,
    beyond: Vec<Filter>,
    says: &'static str,
}

fn tags(count: usize) -> Filter {
    let tag = |number| TagFilter {
        key: format!("k{number}"),
        value: Some("v".to_owned()),
    };
    Filter::Tags((0..count).map(tag).collect())
}

fn tag(key: &str, value: &str) -> Filter {
    Filter::Tags(vec![TagFilter {
        key: key.to_owned(),
        value: Some(value.to_owned()),
    }])
}

fn family(name: &str) -> Filter {
    Filter::Family(vec![name.to_owned()])
}

/// So many elements of `Filters`.
fn ecm_filters(count: usize) -> Filter {
    let one = json!({"Name": "image-os", "Values": ["CentOS"]});
    let list = vec![one; count];
    Filter::Params(vec![("Filters".to_owned(), json!(list).to_string())])
}

fn limits() -> Vec<Limit> {
    let ecs = |at, beyond, says| Limit {
        provider: "alibaba-ecs",
        at: vec![at],
        beyond: vec![beyond],
        says,
    };
    let ecm = |at, beyond| Limit {
        provider: "tencent-ecm",
        at,
        beyond,
        says: "11 filters are too many: Tencent Cloud ECM takes at most 10",
    };
    let fits = || Filter::InstanceType("S5.SMALL1".to_owned());
    let long = |sign: &str, count: usize| sign.repeat(count);
    let (key, value) = ("has 1 to 64 characters", "has at most 128 characters");
    let length = "has 2 to 128 characters";
    vec![
        ecs(tags(20), tags(21), "21 tags are too many: at most 20"),
        ecs(tag(&long("k", 64), "v"), tag(&long("k", 65), "v"), key),
        ecs(tag(&long("键", 64), "v"), tag(&long("键", 65), "v"), key),
        ecs(tag("k", "v"), tag("", "v"), key),
        ecs(tag("k", &long("v", 128)), tag("k", &long("v", 129)), value),
        ecs(
            tag("k", &long("值", 128)),
            tag("k", &long("值", 129)),
            value,
        ),
        ecs(family(&long("f", 128)), family(&long("f", 129)), length),
        ecs(family(&long("族", 128)), family(&long("族", 129)), length),
        ecs(family("ff"), family("f"), length),
        ecm(vec![ecm_filters(10)], vec![ecm_filters(11)]),
        ecm(vec![ecm_filters(9), fits()], vec![ecm_filters(10), fits()]),
    ]
}

#[test]
fn a_value_at_the_limit_is_sent_and_one_beyond_is_not() {
    let service = service();
    let name = |limit: &Limit| format!("{} {}", limit.provider, limit.says);
    for_each(limits(), name, |limit| {
        let provider = by_name(limit.provider).unwrap();
        ask(&service, provider, &among_all(&limit.at)).unwrap();
        let before = service.log().len();
        match ask(&service, provider, &among_all(&limit.beyond)) {
            Err(Error::Unsupported { message, .. }) => {
                assert!(message.contains(limit.says), "{message}");
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(service.log().len(), before);
    });
}

#[test]
fn ids_of_ecm_are_asked_for_five_at_a_time() {
    let provider = by_name("tencent-ecm").unwrap();
    for (count, queries) in [(1, 1), (5, 1), (6, 2), (10, 2), (11, 3)] {
        let ids = (0..count).map(|number| format!("img-{number:08}"));
        let question = among_all(&[Filter::Id(ids.collect())]);
        let plan = Plan::new(provider, &question).unwrap();
        assert_eq!(plan.queries.len(), queries, "{count} ids");
    }
}

#[test]
fn the_largest_page_is_asked_for_and_a_larger_one_is_not() {
    let service = service();
    for_each(PROVIDERS.iter().copied(), id, |provider| {
        let facts = provider.facts();
        let key = &facts.variables().keys[0];
        let run = |size: u32| {
            cloudq("images list -o id --page-size")
                .arg(size.to_string())
                .at(&service)
                .env("CLOUDQ_PROVIDER", facts.id)
                .env(key.id[0], ACCESS_KEY_ID)
                .env(key.secret[0], ACCESS_KEY_SECRET)
                .run()
        };
        let before = service.log().len();
        let Some(most) = facts.page_size else {
            run(100).failed_saying(2, &["--page-size", facts.title, "all images at once"]);
            assert_eq!(service.log().len(), before);
            return;
        };
        assert_eq!(most, 100);
        assert!(!run(100).lines().is_empty());
        let seen = since(&service, before);
        assert!(seen.iter().all(|seen| seen.page_size == Some(100)));
        let before = service.log().len();
        run(101).failed_saying(2, &["--page-size", facts.title, "at most 100"]);
        assert_eq!(service.log().len(), before);
    });
}
