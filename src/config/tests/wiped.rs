//! What is left in memory of a secret that was read.

use super::*;
use crate::secret::memory::{holds, marker};

/// Whether a secret is in memory while it is used, and afterwards. The text is
/// made of the one given, with the secret in place of `SECRET`.
fn remains(seed: usize, text: &str, keep: impl Fn(&str) -> Config) -> (bool, bool) {
    let mut whole = zeroize::Zeroizing::new(String::with_capacity(4096));
    for (number, part) in text.split("SECRET").enumerate() {
        if number > 0 {
            whole.push_str(&marker(seed));
        }
        whole.push_str(part);
    }
    let config = keep(&whole);
    drop(whole);
    let used = holds(seed);
    drop(config);
    (used, holds(seed))
}

fn of_file(text: &str) -> Config {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    std::fs::write(&path, text).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let flags = Flags {
        config: Some(path),
        ..Flags::default()
    };
    let config = Config::load(&flags, Env::default()).unwrap();
    // Signing takes a copy of the key.
    let _ = config.accounts();
    config
}

#[test]
fn a_secret_of_the_file_is_wiped() {
    for (seed, value) in [
        (11, "'SECRET'"),
        (12, "\"SECRET\""),
        // With an escape it cannot stay where it stands in the text.
        (13, "\"SECRET\\u0041\""),
        (14, "\"\\u0041SECRET\""),
        (15, "\"\"\"SECRET\"\"\""),
    ] {
        let text = format!(
            "default_profile = 'p'\n[profiles.p.credentials]\ntype = 'static'\n\
             access_key_id = 'x'\naccess_key_secret = {value}\n"
        );
        assert_eq!(remains(seed, &text, of_file), (true, false), "{value}");
    }
}

#[test]
fn a_password_of_a_proxy_is_wiped() {
    let text = "[defaults]\nproxy = 'http://user:SECRET@proxy:1'\n";
    assert_eq!(remains(21, text, of_file), (true, false));
}

#[test]
fn a_secret_of_the_environment_is_wiped() {
    let keep = |secret: &str| {
        let env = Env::of([
            (ID, "LTAIsomebodys00001"),
            (SECRET, secret),
            (TOKEN, secret),
        ]);
        let config = Config::load(&Flags::default(), env).unwrap();
        assert!(config.accounts().unwrap()[0].credentials.is_ok());
        config
    };
    assert_eq!(remains(31, "SECRET", keep), (true, false));
}
