//! `providers`: what is built in, and what each of them does with a filter.

use cloudq::clouds::PROVIDERS;
use cloudq::model::FilterKind;
use serde_json::{Value, json};

use crate::support::{cloudq, for_each, text};

/// The filters of a provider with a word.
fn with_word(provider: &str, word: &str) -> Vec<String> {
    let rows = cloudq("providers show -o json").arg(provider).run().rows();
    rows.iter()
        .filter(|row| text(row, "decides") == word)
        .map(|row| text(row, "filter").to_owned())
        .collect()
}

#[test]
fn providers_are_those_of_the_registry() {
    let expected: Vec<Value> = PROVIDERS
        .iter()
        .map(|provider| {
            let facts = provider.facts();
            json!({
                "id": facts.id,
                "alias": facts.alias,
                "title": facts.title,
                "signatures": facts.signatures,
                "regional": facts.regional,
                "page_size": facts.page_size,
            })
        })
        .collect();
    assert_eq!(cloudq("providers -o json").run().rows(), expected);
    let ids: Vec<&str> = PROVIDERS.iter().map(|p| p.facts().id).collect();
    assert_eq!(cloudq("providers -o id").run().lines(), ids);
}

#[test]
fn a_provider_has_the_same_row_in_each_format() {
    let first = |format: &str| {
        let mut lines = cloudq("providers -o").arg(format).run().lines();
        lines.truncate(2);
        lines
    };
    assert_eq!(
        first("csv"),
        [
            "id,alias,title,signatures,regional,page_size",
            "alibaba-ecs,ecs,Alibaba Cloud ECS,\"acs3-hmac-sha256,hmac-sha1\",true,100",
        ]
    );
    assert_eq!(
        first("tsv")[1],
        "alibaba-ecs\tecs\tAlibaba Cloud ECS\tacs3-hmac-sha256,hmac-sha1\ttrue\t100"
    );
    assert_eq!(
        first("ndjson")[0],
        "{\"id\":\"alibaba-ecs\",\"alias\":\"ecs\",\"title\":\"Alibaba Cloud ECS\",\
         \"signatures\":[\"acs3-hmac-sha256\",\"hmac-sha1\"],\"regional\":true,\"page_size\":100}"
    );
    // The widths depend on the other rows.
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let table = first("table")
        .iter()
        .map(|line| words(line))
        .collect::<Vec<_>>();
    assert_eq!(
        table,
        [
            "ID ALIAS TITLE SIGNATURES REGIONAL PAGE_SIZE",
            "alibaba-ecs ecs Alibaba Cloud ECS acs3-hmac-sha256,hmac-sha1 true 100",
        ]
    );
    assert_eq!(
        cloudq("providers").run().ok(),
        cloudq("providers -o table").run().ok()
    );
}

#[test]
fn each_filter_of_each_provider_is_answered_for() {
    for provider in PROVIDERS.iter() {
        let facts = provider.facts();
        let expected: Vec<Value> = FilterKind::ALL
            .iter()
            .map(|&kind| {
                let support = provider.support(kind);
                json!({
                    "provider": facts.id,
                    "filter": kind.flag(),
                    "decides": support.word(),
                    "why": support.why(),
                })
            })
            .collect();
        let shown = |name| cloudq("providers show -o json").arg(name).run().ok();
        let rows: Vec<Value> = serde_json::from_str(&shown(facts.id)).unwrap();
        assert_eq!(rows, expected, "{}", facts.id);
        assert_eq!(shown(facts.id), shown(facts.alias));
    }
}

#[test]
fn the_words_say_what_the_service_does() {
    assert!(with_word("ecs", "server").contains(&"--family".to_owned()));
    assert!(with_word("ecs", "narrowed").contains(&"--name".to_owned()));
    assert!(with_word("ecs", "client").contains(&"--where".to_owned()));
    assert_eq!(with_word("ecs", "unsupported"), [""; 0]);
}

#[test]
fn answers_have_columns() {
    let table = cloudq("providers show ecs").run().lines();
    assert_eq!(table[0], "FILTER              DECIDES   WHY");
    assert_eq!(table[1], "--family            server");
    assert_eq!(table.len(), FilterKind::ALL.len() + 1);
    let tsv = cloudq("providers show ecs -o tsv").run().lines();
    assert_eq!(tsv[0], "provider\tfilter\tdecides\twhy");
    assert_eq!(tsv[1], "alibaba-ecs\t--family\tserver\t");
    let ndjson = cloudq("providers show ecs -o ndjson").run().lines();
    assert_eq!(
        ndjson[0],
        "{\"provider\":\"alibaba-ecs\",\"filter\":\"--family\",\"decides\":\"server\",\"why\":null}"
    );

    // Columns and format may stand on either side of `show`.
    let flags = FilterKind::ALL.map(FilterKind::flag);
    for arguments in [
        "providers show ecs -o tsv -c filter --no-header",
        "providers -o tsv -c filter --no-header show ecs",
        "-o tsv providers -c filter show ecs --no-header",
    ] {
        assert_eq!(cloudq(arguments).run().lines(), flags, "{arguments}");
    }
    let names = |arguments: &str| {
        let lines = cloudq(arguments).run().lines();
        let names = lines.iter().filter_map(|line| line.split(' ').next());
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        names("providers show ecs -c help"),
        ["provider", "filter", "decides", "why"]
    );
    let names = names("providers -c help");
    assert_eq!((names.len(), names[0].as_str()), (6, "id"));
}

#[test]
fn an_unknown_provider_is_refused() {
    let cases = [
        ("alibaba-esc", "did you mean `alibaba-ecs`?"),
        ("ECS", "did you mean `ecs`?"),
        ("nobody", "alibaba-ecs, ecs"),
        ("all", "PROVIDER"),
    ];
    for_each(
        cases,
        |case| case.0.to_owned(),
        |(name, words)| {
            let ended = cloudq("providers show").arg(name).run();
            ended.failed_saying(2, &[name, words]);
        },
    );
    let ended = cloudq("providers show alibaba-esc --error-format json").run();
    let told: Value = serde_json::from_str(&ended.stderr).unwrap();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
    assert_eq!(told["kind"], "usage");
    assert_eq!(told["hint"], "did you mean `alibaba-ecs`?");
}

#[test]
fn wrong_arguments_are_refused() {
    let cases = [
        ("providers shwo ecs", &["shwo", "show"][..]),
        ("providers show", &["PROVIDER"]),
        ("providers -c tilte", &["tilte", "did you mean `title`?"]),
        ("providers -o json -c id", &["--columns", "json"]),
        ("providers -o map", &["map", "provider"]),
        ("providers show ecs -c wyh", &["wyh", "did you mean `why`?"]),
        ("providers show ecs -o json -c why", &["--columns", "json"]),
        ("providers show ecs -o map", &["map", "filter"]),
        ("providers show ecs -o id", &["`id`", "filter", "hint: "]),
    ];
    for_each(
        cases,
        |case| case.0.to_owned(),
        |(arguments, words)| cloudq(arguments).run().failed_saying(2, words),
    );
    let ended = cloudq("providers show ecs")
        .env("CLOUDQ_OUTPUT", "id")
        .run();
    ended.failed_saying(2, &["`id`"]);
}

#[test]
fn no_configuration_is_needed() {
    for command in ["providers", "providers show ecs"] {
        let broken = cloudq(command).config("version = 1\n[profiles.a\n").run();
        assert_eq!(broken.ok(), cloudq(command).run().ok());
        // Nor does the profile matter.
        let ended = cloudq(command).args("-p nobody").run();
        assert_eq!(ended.code, Some(0), "{ended}");
    }
}
