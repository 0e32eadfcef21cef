//! Ten images whose texts are awkward, in every format, on terminals and without one.

use std::fmt::Write as _;
use std::fs;

use cloudq::output::Format;
use serde_json::Value;

use crate::support::{Ended, Run, Service, cloudq, for_each, root, without_ages};

/// The ten images, as the service answers them.
fn answer() -> String {
    fs::read_to_string(root().join("tests/data/awkward.json")).unwrap()
}

fn service() -> Service {
    let data = answer().parse().unwrap();
    Service::with(|options| options.data = Some(data))
}

/// Those with ids that a shell may be given.
const SAFE: &str = "id ~ ^m-awkward";

/// A list in a format: of all images, or where the format has no room for them of
/// those that it has room for.
fn list(service: &Service, format: Format) -> Run {
    let list = cloudq("images list --color never -o").arg(format.as_str());
    let list = match format {
        Format::Id => list.arg("--where").arg(SAFE),
        Format::Map => cloudq("images latest --color never --family 生产环境 -o map"),
        _ => list,
    };
    list.without("COLUMNS").at(service)
}

fn is_table(format: Format) -> bool {
    matches!(format, Format::Table | Format::Wide)
}

#[test]
fn every_format_at_every_width() {
    let service = service();
    for format in Format::ALL {
        let piped = list(&service, format).run().ok();
        for width in [60, 100, 200] {
            let shown = list(&service, format).run_on_terminal(width).ok();
            if is_table(format) {
                insta::assert_snapshot!(format!("{format}_{width}"), without_ages(&shown));
            } else {
                assert_eq!(shown, piped, "{format} {width}");
            }
        }
        insta::assert_snapshot!(
            format!("{format}"),
            if is_table(format) {
                without_ages(&piped)
            } else {
                piped
            }
        );
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    use unicode_width::UnicodeWidthStr as _;

    let service = service();
    for format in [Format::Table, Format::Wide] {
        for width in [30, 60, 79, 80, 81, 100, 120, 200, 300] {
            let shown = list(&service, format).run_on_terminal(width).ok();
            assert_eq!(shown.lines().count(), 11, "{shown}");
            for line in shown.lines() {
                assert!(line.width() <= width.into(), "{width}: {line}");
                assert!(!line.ends_with(' '), "{line:?}");
            }
        }
    }
}

#[test]
fn an_id_that_is_none_is_refused() {
    let service = service();
    let mut told = String::new();
    for (format, more) in [("id", ""), ("map", ""), ("map", "--limit 1")] {
        let list = cloudq("images list -o").args(format).args(more);
        let ended = list.at(&service).run();
        write!(told, "# {format} {more}\n{:?} {}", ended.code, ended.stderr).unwrap();
        assert_eq!(ended.stdout, "");
    }
    insta::assert_snapshot!("refused", told);
}

/// What a terminal acts on, what turns text around, and what hides in it. Line feeds
/// and tabs are judged apart.
fn is_harmful(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[test]
fn nothing_harmful_is_printed() {
    let service = service();
    let harm = |format: Format, ended: Ended| {
        let has_tabs = matches!(format, Format::Csv | Format::Tsv);
        let text = ended.ok();
        let harmful = |c| is_harmful(c) && c != '\n' && !(c == '\t' && has_tabs);
        assert_eq!(text.find(harmful), None, "{format}: {text:?}");
    };
    for_each(Format::ALL, Format::to_string, |&format| {
        harm(format, list(&service, format).run());
        harm(format, list(&service, format).run_on_terminal(100));
        harm(format, list(&service, format).run_on_terminal(2_000));
    });
    // The service's own objects, too.
    for format in [Format::Json, Format::Ndjson] {
        harm(format, list(&service, format).arg("--raw").run());
    }
}

#[test]
fn json_gives_back_what_the_service_said() {
    let service = service();
    let answer: Value = serde_json::from_str(&answer()).unwrap();
    let said = answer["Images"]["Image"].as_array().unwrap();
    assert_eq!(said.len(), 10);
    let run = |format: &str, raw: bool| {
        let list = cloudq("images list --sort-by none -o").args(format);
        let list = list.args(if raw { "--raw" } else { "" }).at(&service);
        list.run_on_terminal(100).ok()
    };
    let lines = |text: &str| -> Vec<Value> {
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let json: Vec<Value> = serde_json::from_str(&run("json", false)).unwrap();
    assert_eq!(lines(&run("ndjson", false)), json);
    for (row, said) in json.iter().zip(said) {
        for (member, said_member) in [
            ("id", "ImageId"),
            ("name", "ImageName"),
            ("family", "ImageFamily"),
            ("description", "Description"),
        ] {
            // What is empty or not there is unknown.
            let expected = said.get(said_member).filter(|text| **text != "");
            assert_eq!(row[member], expected.cloned().unwrap_or_default());
        }
    }
    for row in lines(&run("ndjson", true)).iter().zip(said) {
        assert_eq!(&row.0["provider_raw"], row.1);
    }
}

#[test]
fn the_newest_of_awkward_families_are_told_apart() {
    let service = service();
    let latest = |arguments: &str| {
        let run = cloudq("images latest --color never -r cn-hangzhou,cn-beijing");
        run.args(arguments).without("COLUMNS").at(&service)
    };
    let families = "--family 生产环境,שרת-1,true";
    for width in [60, 80] {
        let shown = latest(families).run_on_terminal(width).ok();
        insta::assert_snapshot!(format!("latest_{width}"), shown);
    }
    insta::assert_snapshot!("latest", latest(families).run().ok());
    // The last one's id is none for a map.
    let families = "--family 生产环境,שרת-1 -o map";
    insta::assert_snapshot!("latest_map", latest(families).run().ok());
    for number in [1, 2, 3, 4, 5, 6, 7, 9] {
        let id = format!("m-awkward0{number}");
        let list = latest("--id").args(&id).run().lines();
        assert_eq!(list.len(), 3, "{list:?}");
        assert!(list.iter().all(|line| !line.contains(is_harmful)));
        let map = latest("-o map --id").args(&id).run().json();
        assert_eq!(map["cn-beijing"], *id);
    }
}
