//! A case folder for each way in which a source gives a key, or none.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use super::{Known, assert_hidden, copy, run};
use crate::support::{Service, for_each, root, text};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What it shows.
    about: String,
    #[serde(default = "usual")]
    args: String,
    #[serde(default)]
    env: BTreeMap<String, String>,
    expect: Expect,
}

fn usual() -> String {
    "auth check -o json".to_owned()
}

/// What is to come of it; what is not said is not looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    code: i32,
    /// Members of the one row; without a status there is no row.
    status: Option<String>,
    step: Option<String>,
    identity: Option<String>,
    identity_begins: Option<String>,
    account: Option<String>,
    region: Option<String>,
    /// How the source is told.
    place: Option<String>,
    /// Whether the key has an end.
    expires: Option<bool>,
    /// What is told on stderr.
    #[serde(default)]
    says: Vec<String>,
    /// The operations that the emulator saw.
    traffic: Option<Vec<String>>,
    /// What else must not be printed.
    #[serde(default)]
    secrets: Vec<String>,
}

/// The folders of all cases.
fn folders() -> Vec<PathBuf> {
    let below = |path: PathBuf| {
        let entries = fs::read_dir(path).unwrap();
        entries.map(|entry| entry.unwrap().path())
    };
    let mut folders: Vec<PathBuf> = below(root().join("tests/data/credentials"))
        .flat_map(below)
        .collect();
    folders.sort();
    folders
}

#[test]
fn every_source_gives_its_key_or_says_why_not() {
    let folders = folders();
    assert!(folders.len() > 100, "{}", folders.len());
    // Programs and paths in the cases are those of Unix.
    if cfg!(unix) {
        for_each(
            folders,
            |folder| folder.display().to_string(),
            |folder| check(folder),
        );
    }
}

fn check(folder: &Path) {
    let case = fs::read_to_string(folder.join("case.toml")).unwrap();
    let case: Case = toml::from_str(&case).unwrap();
    let service = Service::new();
    let mut run = run(&service, &case.args).arg("-vvv");
    let known = Known {
        sandbox: service.endpoint(),
        home: run.home().display().to_string(),
    };
    for (name, value) in &case.env {
        run = run.env(name, &known.fill(value));
    }
    let home = folder.join("home");
    if home.exists() {
        copy(&run, &known, &home, "");
    }
    let ended = run.run();
    let expect = &case.expect;
    let about = format!("{}\n{ended}", case.about);
    assert_eq!(ended.code, Some(expect.code), "{about}");
    assert_hidden(&ended, &expect.secrets);
    for words in &expect.says {
        let words = known.fill(words);
        assert!(
            ended.stderr.contains(&words),
            "`{words}` is missing: {about}"
        );
    }
    if let Some(traffic) = &expect.traffic {
        let seen: Vec<String> = service.log().into_iter().map(|seen| seen.action).collect();
        assert_eq!(&seen, traffic, "{about}");
    }
    let Some(status) = &expect.status else {
        assert_eq!(ended.stdout, "", "{about}");
        return;
    };
    let rows: Vec<Value> = serde_json::from_str(&ended.stdout).expect(&about);
    let [row] = rows.as_slice() else {
        panic!("{about}");
    };
    assert_eq!(text(row, "status"), status, "{about}");
    assert_eq!(row["problem"].is_null(), status == "ok", "{about}");
    assert_eq!(row["listing_permitted"] == true, status == "ok", "{about}");
    check_row(row, expect, &known, &about);
}

fn check_row(row: &Value, expect: &Expect, known: &Known, about: &str) {
    for (member, expected) in [
        ("step", &expect.step),
        ("identity", &expect.identity),
        ("account", &expect.account),
        ("region", &expect.region),
    ] {
        if let Some(expected) = expected {
            assert_eq!(text(row, member), known.fill(expected), "{about}");
        }
    }
    if let Some(begins) = &expect.identity_begins {
        assert!(text(row, "identity").starts_with(begins), "{about}");
    }
    if let Some(place) = &expect.place {
        assert!(text(row, "source").contains(&known.fill(place)), "{about}");
    }
    if let Some(expires) = expect.expires {
        assert_eq!(row["expires"].is_string(), expires, "{about}");
    }
}
