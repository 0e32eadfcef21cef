//! The manual: the pages of commands and topics.

use std::fs;
use std::process::Command;

use crate::commands::commands;
use crate::help::TOPICS;
use crate::support::cloudq;

/// The name of a command's page.
fn page(words: &str) -> String {
    format!("cloudq {words}").trim_end().replace(' ', "-") + ".1"
}

#[test]
fn each_command_and_topic_has_its_page() {
    let folder = tempfile::tempdir().unwrap();
    let ended = cloudq("man").arg(folder.path()).run();
    let mut names: Vec<String> = commands().iter().map(|words| page(words)).collect();
    names.extend(TOPICS.map(|topic| page(&format!("help {topic}"))));
    names.sort();
    let mut written: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    assert_eq!(written, names);
    assert_eq!(
        (ended.code, ended.stdout.as_str()),
        (Some(0), ""),
        "{ended}"
    );
    let told = format!("note: wrote {} pages into ", names.len());
    assert!(ended.stderr.starts_with(&told), "{ended}");
    let list = fs::read_to_string(folder.path().join("cloudq-images-list.1")).unwrap();
    for part in [
        ".SH FILTERS",
        "\\-\\-name\\-regex",
        ".SH EXAMPLES",
        "cloudq images list \\-\\-name \\*(Aqweb",
    ] {
        assert!(list.contains(part), "{part}: {list}");
    }
    let shown = cloudq("man").run().ok();
    let kept = fs::read_to_string(folder.path().join("cloudq.1")).unwrap();
    assert_eq!(shown, kept);
    for name in &names {
        is_fine(&folder.path().join(name));
    }
}

/// Lets the typesetter that is here judge a page; one that is not here has no opinion.
fn is_fine(page: &std::path::Path) {
    for (program, arguments) in [
        ("groff", &["-man", "-Tutf8", "-ww", "-z"][..]),
        ("mandoc", &["-Tlint", "-Wwarning"]),
    ] {
        let Ok(output) = Command::new(program).args(arguments).arg(page).output() else {
            continue;
        };
        let said = [output.stdout, output.stderr].concat();
        assert!(
            output.status.success() && said.is_empty(),
            "{program} {}: {}",
            page.display(),
            String::from_utf8_lossy(&said)
        );
    }
}

#[test]
fn a_folder_that_is_none_is_refused() {
    let run = cloudq("man missing");
    run.run()
        .failed_saying(1, &["missing/cloudq.1", "make the folder missing first"]);
    let run = cloudq("man file");
    fs::write(run.home().join("file"), "").unwrap();
    run.run().failed_saying(1, &["cannot write file/cloudq.1"]);
}
