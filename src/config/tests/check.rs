//! Tests of what `Config::check` finds beyond the file's own text.

use super::super::Config;
use super::Case;

/// The problems as `line message`, the folder left out.
fn problems(case: &Case) -> Vec<String> {
    let folder = format!("{}/", case.folder.path().display());
    let problems = Config::check(&case.flags, &case.env()).problems;
    let told = problems.iter().map(ToString::to_string);
    told.map(|problem| problem.replace(&folder, "")).collect()
}

fn role(name: &str, more: &str) -> String {
    format!("[profiles.{name}]\ncredentials = {{ type = 'assume-role', role_arn = 'r', {more} }}\n")
}

#[cfg(unix)]
#[test]
fn the_file_with_the_secret_that_takes_a_role_is_looked_at() {
    let key = "access_key_id = 'x', access_key_secret_file = 'key'";
    let case = Case::new(&role("p", key));
    assert_eq!(problems(&case), ["key: there is no such file"]);
    case.write("key", "hunter2", 0o644);
    let open = "key: others may read it (mode 0644), and it is a secret";
    assert_eq!(problems(&case), [open]);
    case.write("key", "hunter2", 0o600);
    assert!(problems(&case).is_empty());
}

#[cfg(unix)]
#[test]
fn a_source_profile_that_cannot_take_the_role_is_told_as_when_it_is_used() {
    let file = role("none", "source_profile = 'nobody'")
        + &role("bare", "source_profile = 'empty'")
        + &role("foreign", "source_profile = 'ecm'")
        + &role("fine", "source_profile = 'key'")
        + &role("over", "source_profile = 'fine'")
        + &role("env", "source_profile = 'any'")
        + "[profiles.empty]\n[profiles.ecm]\nprovider = 'ecm'\ncredentials = { type = 'tccli' }\n\
           [profiles.any]\nprovider = 'ecm'\ncredentials = { type = 'env' }\n\
           [profiles.key]\ncredentials = { type = 'process', command = ['x'] }\n";
    let case = Case::new(&file);
    let expected = [
        (
            "foreign",
            6,
            "the `source_profile` `ecm` holds a key for tencent-ecm, which is none for alibaba-ecs",
        ),
        ("none", 2, "the `source_profile` `nobody` is not there"),
        ("bare", 4, "the `source_profile` `empty` has no credentials"),
    ];
    let mut found = problems(&case);
    found.sort();
    let mut told = expected.map(|(_, line, why)| format!("config.toml:{line}:15: {why}"));
    told.sort();
    assert_eq!(found, told);
    for (name, _, why) in expected {
        let mut case = Case::new(&file);
        case.flags.profiles = vec![name.to_owned()];
        assert_eq!(case.no_key().0, why);
    }
}

#[test]
fn source_profiles_that_lead_back_are_told() {
    let file = role("a", "source_profile = 'b'")
        + &role("b", "source_profile = 'a'")
        + &role("c", "source_profile = 'b'");
    let case = Case::new(&file);
    let found = problems(&case);
    assert_eq!(found.len(), 3, "{found:?}");
    for (problem, way) in found.iter().zip(["b > a > b", "a > b > a", "b > a > b"]) {
        let expected = format!("profiles take their keys from each other: {way}");
        assert!(problem.ends_with(&expected), "{found:?}");
    }
    assert!(found[0].contains(&case.profile("a").no_key().0));
}
