//! `images latest` in a script: one id, or a refusal, unless the command line asks for several.

use crate::support::{Run, Service, cloudq, for_each};

/// Profiles with one region, with two, and with all of them.
const CONFIG: &str = "\
    default_profile = \"many\"\n\
    [profiles.one]\nregions = [\"cn-hangzhou\"]\ncredentials = { type = \"env\" }\n\
    [profiles.two]\nregions = [\"cn-hangzhou\", \"cn-beijing\"]\ncredentials = { type = \"env\" }\n\
    [profiles.many]\nregions = \"all\"\ncredentials = { type = \"env\" }\n";

/// Arguments, variables, and whether a table is printed.
type Case = (&'static str, &'static [(&'static str, &'static str)], bool);

fn latest(service: &Service, arguments: &str, variables: &[(&str, &str)]) -> Run {
    let run = cloudq("images latest --family web")
        .args(arguments)
        .config(CONFIG);
    let run = run.at(service).without("CLOUDQ_REGION");
    variables
        .iter()
        .fold(run, |run, (name, value)| run.env(name, value))
}

#[test]
fn places_that_nobody_typed_are_refused() {
    let service = Service::new();
    let cases: [(&str, &[(&str, &str)]); 14] = [
        ("", &[]),
        ("-p two", &[]),
        ("-p many", &[]),
        ("-p two --query [0].id", &[]),
        ("-p two --count 2", &[]),
        ("-p many --exclude-region cn-beijing", &[]),
        ("-p two --dry-run", &[]),
        ("", &[("CLOUDQ_PROFILE", "two")]),
        ("", &[("CLOUDQ_PROFILE", "one,two")]),
        ("", &[("CLOUDQ_REGION", "cn-hangzhou,cn-beijing")]),
        ("-p one", &[("CLOUDQ_REGION", "all")]),
        ("-p two", &[("CLOUDQ_OUTPUT", "id")]),
        ("-p two", &[("CLOUDQ_OUTPUT", "table")]),
        // One region is typed, but two profiles are not.
        ("-r cn-hangzhou", &[("CLOUDQ_PROFILE", "one,two")]),
    ];
    for_each(
        cases,
        |(arguments, variables)| format!("{arguments} {variables:?}"),
        |(arguments, variables)| {
            let ended = latest(&service, arguments, variables).run();
            ended.failed_saying(
                2,
                &["`images latest` prints one id", "hint: ", " -r ", " -o"],
            );
        },
    );
    assert_eq!(service.stats().requests, 0);
}

#[test]
fn what_names_several_places_is_told() {
    let service = Service::new();
    for (arguments, variable, words) in [
        (
            "",
            Some(("CLOUDQ_REGION", "cn-hangzhou,cn-beijing")),
            "but CLOUDQ_REGION names several regions",
        ),
        (
            "",
            Some(("CLOUDQ_PROFILE", "one,two")),
            "but CLOUDQ_PROFILE names several profiles",
        ),
        ("-p two", None, "config.toml:6:11 names several regions"),
        ("", None, "config.toml:9:11 names several regions"),
    ] {
        let ended = latest(&service, arguments, variable.as_slice()).run();
        ended.failed_saying(2, &[words]);
    }
}

#[test]
fn places_that_were_typed_are_a_table_and_one_place_is_an_id() {
    let service = Service::new();
    let cases: [Case; 12] = [
        ("-p one", &[], false),
        ("-r cn-hangzhou", &[], false),
        ("-p two -r cn-hangzhou", &[], false),
        ("", &[("CLOUDQ_PROFILE", "one")], false),
        ("", &[("CLOUDQ_REGION", "cn-hangzhou")], false),
        ("-p two --exclude-region cn-beijing", &[], false),
        ("-r cn-hangzhou,cn-beijing", &[], true),
        ("-r all", &[], true),
        ("--all-regions", &[], true),
        ("-p one,two", &[], true),
        ("-p two -o table", &[], true),
        ("-p two -o table", &[("CLOUDQ_OUTPUT", "id")], true),
    ];
    for_each(
        cases,
        |(arguments, variables, _)| format!("{arguments} {variables:?}"),
        |(arguments, variables, is_table)| {
            let ended = latest(&service, arguments, variables).run();
            assert_eq!(ended.code, Some(0), "{ended}");
            assert_eq!(ended.stdout.contains("REGION"), *is_table, "{ended}");
            assert_eq!(ended.stdout.lines().count() == 1, !is_table, "{ended}");
        },
    );
    // A check of permissions prints no id, and a list is meant to be one.
    let may = latest(&service, "-p two --check-permission --owner self", &[]).run();
    assert_eq!(may.code, Some(0), "{may}");
}
