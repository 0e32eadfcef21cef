//! The example of a configuration file is valid, and `config init` writes it.

use std::fs;

use crate::support::{cloudq, root, write_private};

fn example() -> String {
    fs::read_to_string(root().join("config.example.toml")).unwrap()
}

#[test]
fn the_example_is_valid() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("example.toml");
    write_private(&path, &example());
    let said = cloudq("config validate --config").arg(&path).run().ok();
    assert_eq!(said, format!("{}: valid\n", path.display()));
}

#[test]
fn a_broken_example_would_be_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("example.toml");
    write_private(
        &path,
        &example().replace("[profiles.main]", "[profiles.main]\nregoins = []"),
    );
    let ended = cloudq("config validate --config").arg(&path).run();
    ended.failed_saying(5, &["regoins", "regions", "example.toml:"]);
}

#[test]
fn init_writes_the_example_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("below/config.toml");
    let first = cloudq("config init --config").arg(&path).run();
    assert_eq!(first.code, Some(0), "{first}");
    assert_eq!(first.stdout, format!("{}\n", path.display()));
    assert_eq!(fs::read_to_string(&path).unwrap(), example());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    write_private(&path, "version = 1\n");
    let second = cloudq("config init --config").arg(&path).run();
    second.failed_saying(5, &[path.to_str().unwrap(), "already", "--config"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), "version = 1\n");
}

#[test]
fn init_begins_where_path_says() {
    let run = cloudq("config path");
    let path = run.config_path();
    assert_eq!(run.run().ok(), format!("{}\n", path.display()));

    // Without notes nothing but the path is told.
    let run = cloudq("config init --quiet");
    let path = run.config_path();
    assert_eq!(run.run().ok(), format!("{}\n", path.display()));
}
