//! Tests of who signs.

use super::super::*;
use super::{Case, FILE, ID, SECRET, TOKEN, pair};
use crate::error::Error;
use crate::secret::Secret;

#[test]
fn the_first_complete_key_signs() {
    let found = |case: &Case| {
        let (key, found) = case.key().unwrap();
        (key.id, key.secret.expose().to_owned(), found.place)
    };
    let told = |id: &str, secret: &str, source: &str| (id.into(), secret.into(), source.into());
    let path = |case: &Case| {
        format!(
            "static in {}:14",
            case.folder.path().join("config.toml").display()
        )
    };
    let from_env = told("env-id", "env-secret", &format!("environment {ID}"));
    let real = pair("env-id", "env-secret");

    let case = Case::new(FILE);
    assert_eq!(
        found(&case),
        told("LTAIprodprodprod", "prod-hunter2", &path(&case))
    );
    // The environment stands above a default profile, not above a flag.
    let case = case.set(&real);
    assert_eq!(found(&case), from_env);
    let by_variable = Case::new(FILE).set(&[("CLOUDQ_PROFILE", "prod")]);
    let by_variable = by_variable.set(&real);
    assert_eq!(
        found(&by_variable),
        told("LTAIprodprodprod", "prod-hunter2", &path(&by_variable))
    );
    let case = case.profile("prod");
    assert_eq!(
        found(&case),
        told("LTAIprodprodprod", "prod-hunter2", &path(&case))
    );
    assert_eq!(found(&case.profile("env")), from_env);
    assert_eq!(found(&Case::new("").set(&real)), from_env);
    let old = [
        ("ALICLOUD_ACCESS_KEY", "old"),
        ("ALICLOUD_SECRET_KEY", "old-secret"),
    ];
    let case = Case::new("").set(&old);
    assert_eq!(
        found(&case),
        told("old", "old-secret", "environment ALICLOUD_ACCESS_KEY")
    );
    // Families in order, each by itself.
    assert_eq!(found(&case.set(&real)), from_env);
    let case = Case::new("").set(&real).set(&[(TOKEN, "t0ken")]);
    assert_eq!(case.key().unwrap().0.token, Some(Secret::new("t0ken")));
    let case = Case::new("")
        .set(&real)
        .set(&[("ALICLOUD_SECURITY_TOKEN", "t0ken")]);
    assert_eq!(case.key().unwrap().0.token, None);
}

#[test]
fn half_a_key_names_the_missing_half_and_no_secret() {
    let old_id = "ALICLOUD_ACCESS_KEY_ID (or ALICLOUD_ACCESS_KEY)";
    let old_secret = "ALICLOUD_ACCESS_KEY_SECRET (or ALICLOUD_SECRET_KEY)";
    for (variables, there, absent) in [
        (&[(ID, "hunter2")][..], ID.to_owned(), SECRET.to_owned()),
        (&[(SECRET, "hunter2")], SECRET.to_owned(), ID.to_owned()),
        (
            &[(SECRET, "hunter2"), (ID, "")],
            SECRET.to_owned(),
            ID.to_owned(),
        ),
        (
            &[(TOKEN, "hunter2")],
            TOKEN.to_owned(),
            format!("{ID} and {SECRET}"),
        ),
        (
            &[("ALICLOUD_ACCESS_KEY", "hunter2")],
            "ALICLOUD_ACCESS_KEY".into(),
            old_secret.into(),
        ),
        (
            &[("ALICLOUD_SECRET_KEY", "hunter2")],
            "ALICLOUD_SECRET_KEY".into(),
            old_id.into(),
        ),
        // Not completed from the other family, nor from the default profile.
        (
            &[(ID, "hunter2"), ("ALICLOUD_SECRET_KEY", "x")],
            ID.to_owned(),
            SECRET.to_owned(),
        ),
    ] {
        let (message, hint) = Case::new(FILE).set(variables).no_key();
        assert_eq!(
            message,
            format!("half a key: {there} is set, {absent} is not")
        );
        assert!(
            hint.contains(&absent) && !hint.contains("hunter2"),
            "{hint}"
        );
    }
    let (message, _) = Case::new("").set(&pair("id", "hunter2 \n")).no_key();
    assert!(
        message.starts_with(SECRET) && !message.contains("hunter2"),
        "{message}"
    );
}

#[test]
fn without_a_key_there_are_three_ways() {
    let nothing_chosen = "the environment has none, and no profile is chosen";
    for (case, looked, way) in [
        (Case::new(""), nothing_chosen, "config init"),
        (
            Case::new("[profiles.p]\n[profiles.q]"),
            nothing_chosen,
            "choose a profile with --profile: `p`, `q`",
        ),
        (
            Case::new("default_profile = 'p'\n[profiles.p]"),
            "neither the environment nor profile `p` has any",
            "add `credentials` to [profiles.p]",
        ),
    ] {
        let (message, hint) = case.no_key();
        assert_eq!(message, format!("no credentials for alibaba-ecs: {looked}"));
        let ways: Vec<&str> = hint.lines().collect();
        assert_eq!(ways.len(), 3, "{hint}");
        for (way, part) in ways
            .iter()
            .zip([way, &format!("{ID} and {SECRET}"), "-p sandbox"])
        {
            assert!(way.contains(part), "{way}");
        }
    }
}

#[test]
fn a_named_profile_with_credentials_gets_no_other_key() {
    let case = Case::new(FILE).set(&pair("id", "secret")).profile("bare");
    assert_eq!(case.key().unwrap().0.id, "id");
    let (message, hint) = Case::new(FILE).profile("env").no_key();
    assert!(
        message.starts_with("profile `env` takes its key from the environment"),
        "{message}"
    );
    assert!(hint.contains(ID), "{hint}");
}

#[test]
fn a_secret_is_read_from_its_file_when_it_is_needed() {
    let file = "[profiles.p]\ncredentials = { type = 'static', secret_id = 'id', secret_key_file = 'key' }";
    let case = Case::new(file).profile("p");
    let broken = |case: &Case| match case.key().unwrap_err() {
        Error::Config(error) => error.to_string(),
        other => panic!("{other:?}"),
    };
    let path = case.folder.path().join("key").display().to_string();
    assert_eq!(broken(&case), format!("{path}: there is no such file"));
    for (text, secret) in [
        ("s3cret", "s3cret"),
        ("s3cret\n", "s3cret"),
        ("s3cret\r\n", "s3cret"),
    ] {
        case.write("key", text, 0o600);
        assert_eq!(case.key().unwrap().0.secret.expose(), secret, "{text:?}");
    }
    for text in ["", "\n", "hunter2\n\n", " hunter2", "hunter2\nx"] {
        case.write("key", text, 0o600);
        let message = broken(&case);
        assert!(
            message.starts_with(&path) && !message.contains("hunter2"),
            "{message}"
        );
    }
    assert_eq!(Config::check(&case.flags, &case.env()).problems.len(), 1);
}

#[cfg(unix)]
#[test]
fn a_secret_that_others_can_read_is_refused() {
    let case = Case::new(FILE);
    let path = case.write("config.toml", FILE, 0o644);
    let error = case.config_error();
    assert_eq!(
        error.to_string(),
        format!(
            "{}: others may read it (mode 0644), and line 14 holds a secret",
            path.display()
        )
    );
    assert_eq!(error.hint, Some(format!("chmod 600 {}", path.display())));
    // Without a secret in it the file is nobody's concern; the other file is.
    let file = "[profiles.p]\ncredentials = { type = 'static', secret_id = 'id', secret_key_file = 'key' }";
    let case = Case::new("").profile("p");
    case.write("config.toml", file, 0o644);
    let key = case.write("key", "hunter2", 0o640);
    let error = case.key().unwrap_err();
    let expected = format!(
        "{}: others may read it (mode 0640), and it is a secret",
        key.display()
    );
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_key_is_not_shown_to_another_vendor() {
    let refused = "profile `prod` holds a key for alibaba-ecs, which is none for tencent-ecm";
    for by_flag in [false, true] {
        let mut case = Case::new(FILE);
        if by_flag {
            case = case.profile("prod");
        }
        assert_eq!(case.key().unwrap().0.id, "LTAIprodprodprod");
        case.flags.provider = Some("ecm".into());
        assert_eq!(case.no_key().0, refused);
        // Another service of the same vendor takes the same keys.
        case.flags.provider = Some("ens".into());
        assert_eq!(case.key().unwrap().0.id, "LTAIprodprodprod");
    }
}

#[test]
fn a_profile_without_a_provider_holds_a_key_for_the_built_in_one() {
    let file = "[profiles.ali]\ncredentials = { type = 'static', access_key_id = 'LTAI', \
                access_key_secret = 'x' }\n[profiles.env]\ncredentials = { type = 'env' }\n\
                [profiles.role]\ncredentials = { type = 'assume-role', role_arn = 'r', \
                source_profile = 'ali' }";
    for name in ["ali", "role"] {
        let mut case = Case::new(file).profile(name);
        assert!(case.account().credentials.is_ok());
        case.flags.provider = Some("ecm".into());
        let Error::Credentials { message, hint, .. } = case.account().credentials.unwrap_err()
        else {
            panic!("{name}");
        };
        let expected =
            format!("profile `{name}` holds a key for alibaba-ecs, which is none for tencent-ecm");
        assert_eq!(message, expected);
        let add = format!("add `provider = \"tencent-ecm\"` to [profiles.{name}]");
        assert!(hint.unwrap().ends_with(&add));
    }
    // The environment has a key for each vendor.
    let mut case = Case::new(file).profile("env").set(&[
        ("TENCENTCLOUD_SECRET_ID", "theirs"),
        ("TENCENTCLOUD_SECRET_KEY", "x"),
    ]);
    case.flags.provider = Some("ecm".into());
    assert_eq!(case.key().unwrap().0.id, "theirs");
}
