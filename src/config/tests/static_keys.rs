//! Tests of keys that stand in the file.

use super::file::{at, hint, problems, read};

#[test]
fn half_a_key_names_the_other_half() {
    for (keys, message, hint_text) in [
        (
            "access_key_id = 'x'",
            "`access_key_id` is there, its secret is missing",
            "add `access_key_secret` or",
        ),
        (
            "secret_id = 'x'",
            "`secret_id` is there, its secret is missing",
            "add `secret_key` or",
        ),
        (
            "access_key_secret = 'x'",
            "`access_key_secret` is there, the key's id is missing",
            "add `access_key_id`",
        ),
        (
            "secret_key_file = 'x'",
            "`secret_key_file` is there, the key's id is missing",
            "add `secret_id`",
        ),
        (
            "token = 'x'",
            "the key's id and its secret are missing",
            "add `access_key_id`, and",
        ),
    ] {
        let text = format!("[profiles.p]\ncredentials = {{ type = 'static', {keys} }}");
        let found = problems(&text);
        assert!(
            found.len() == 1 && found[0].contains(message),
            "{keys}: {found:?}"
        );
        assert!(found[0].starts_with("2:15 "), "{found:?}");
        assert!(
            hint(&text).starts_with(hint_text),
            "{keys}: {}",
            hint(&text)
        );
    }
}

#[test]
fn two_names_for_one_thing_are_one_too_many() {
    for (keys, first, second) in [
        (
            "access_key_id = 'a', secret_id = 'a', secret_key = 'hunter2'",
            "access_key_id",
            "secret_id",
        ),
        (
            "secret_id = 'a', access_key_secret_file = 'f', secret_key = 'hunter2'",
            "access_key_secret_file",
            "secret_key",
        ),
        (
            "secret_id = 'a', secret_key = 'hunter2', token = 't', security_token = 't'",
            "security_token",
            "token",
        ),
    ] {
        let found = problems(&format!(
            "[profiles.p]\ncredentials = {{ type = 'static', {keys} }}"
        ));
        let expected = format!("`{first}` and `{second}` are two ways to give one thing");
        assert!(
            found.len() == 1 && found[0].ends_with(&expected),
            "{keys}: {found:?}"
        );
    }
}

#[test]
fn no_problem_shows_a_secret() {
    for text in [
        "[profiles.p]\ncredentials = { type = 'static', access_key_id = 'x', access_key_secret = 'hunter2 ' }",
        "[profiles.p]\ncredentials = { type = 'static', access_key_secret = 'hunter2' }",
        "[profiles.p]\ncredentials = { type = 'static', access_key_id = 'x', access_key_secret = ['hunter2'] }",
        "[profiles.p]\ncredentials = { type = 'static', access_key_id = 'x', access_key_secret = hunter2 }",
        "[profiles.p]\ncredentials = { type = 'static', access_key_id = 'x', access_key_secret = 'hunter2 }",
        "[profiles.p]\nendpoint = 'https://u:hunter2@h'",
        "[profiles.p]\nproxy = 'ftp://u:hunter2@h'",
    ] {
        let problems = read(text).unwrap_err();
        assert!(!format!("{problems:?}").contains("hunter2"), "{problems:?}");
    }
    let fine = "[profiles.p]\ncredentials = { type = 'static', access_key_id = 'x', access_key_secret = 'hunter2' }";
    assert!(!format!("{:?}", read(fine)).contains("hunter2"));
}

#[test]
fn only_a_secret_in_the_file_itself_makes_it_secret() {
    let with = |rest: &str| read(&format!("[profiles.p]\n{rest}")).unwrap().secret;
    assert_eq!(with("credentials = { type = 'env' }"), None);
    let file = "credentials = { type = 'static', secret_id = 'x', secret_key_file = 'f' }";
    assert_eq!(with(file), None);
    assert_eq!(with("proxy = 'http://proxy:1'"), None);
    assert_eq!(with("proxy = 'http://u:p@proxy:1'"), Some(at(2, 9)));
    let token =
        "credentials = { type = 'static', secret_id = 'x', secret_key_file = 'f', token = 't' }";
    assert_eq!(with(token), Some(at(2, 15)));
    let inline = "credentials = { type = 'static', secret_id = 'x', secret_key = 's' }";
    assert_eq!(with(inline), Some(at(2, 15)));
    assert!(
        read("[defaults]\nproxy = 'http://u:p@proxy:1'")
            .unwrap()
            .secret
            .is_some()
    );
}
