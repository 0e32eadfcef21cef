//! A limit that is reached hides neither a failure nor a doubt that is known by then.

use cloudq::sandbox::{Fault, FaultKind};
use serde_json::Value;

use crate::support::{Ended, Service, cloudq, text};

const FIRST: &str = "cn-hangzhou";
const SECOND: &str = "cn-beijing";

/// So many images in each region. In the first region a page goes wrong, and comes after all
/// pages of the second region.
fn service(images: usize, page: u32, kind: FaultKind) -> Service {
    let at_page = |kind, times| Fault {
        kind,
        action: None,
        region: Some(FIRST.to_owned()),
        page: Some(page),
        times,
    };
    Service::with(|options| {
        options.images = images;
        // A second attempt takes longer.
        options.faults = vec![
            at_page(FaultKind::Unavailable, Some(1)),
            at_page(kind, None),
        ];
    })
}

fn list(service: &Service, arguments: &str) -> Ended {
    cloudq("images list --retries 1")
        .args(arguments)
        .at(service)
        .run()
}

fn list_both(service: &Service, arguments: &str) -> Ended {
    list(service, &format!("-r {FIRST},{SECOND} {arguments}"))
}

fn lines(ended: &Ended) -> Vec<Value> {
    let lines = ended.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Checks the rows of a run that went well but for a failure, which it told.
#[track_caller]
fn check_failure(ended: &Ended, rows: &[Value], expected: usize, words: &str) {
    assert_eq!((ended.code, rows.len()), (Some(11), expected), "{ended}");
    assert!(rows.iter().all(|row| text(row, "region") == SECOND));
    assert!(ended.stderr.starts_with("error: "), "{ended}");
    assert!(ended.stderr.contains(words), "{ended}");
}

#[test]
fn a_failure_before_the_limit_is_told() {
    let service = || service(5, 1, FaultKind::Forbidden);
    for limit in [3, 5] {
        let ended = list_both(&service(), &format!("-o ndjson --limit {limit}"));
        check_failure(&ended, &lines(&ended), limit, "Forbidden");
    }
    let ended = list_both(&service(), "-o ndjson --limit 3 --on-error fail");
    ended.failed_saying(4, &["Forbidden", FIRST]);
}

#[test]
fn rows_of_a_failed_target_fill_no_limit() {
    for format in ["json", "csv", "table"] {
        let service = service(5, 2, FaultKind::InternalError);
        let arguments = format!("-o {format} --sort-by none --limit 5 --page-size 2");
        let ended = list_both(&service, &arguments);
        assert_eq!(ended.code, Some(11), "{ended}");
        assert!(ended.stderr.contains("InternalError"), "{ended}");
        assert!(!ended.stdout.contains(FIRST), "{ended}");
        if format == "json" {
            let rows: Vec<Value> = serde_json::from_str(&ended.stdout).unwrap();
            check_failure(&ended, &rows, 5, FIRST);
        }
    }
}

#[test]
fn a_doubt_about_a_list_that_was_read_is_told() {
    let service = || service(3, 1, FaultKind::TotalHigh);
    let formats = ["ndjson", "json", "csv"];
    for format in formats {
        let arguments = format!("-o {format} --sort-by none --limit 4");
        let ended = list_both(&service(), &arguments);
        assert_eq!(ended.code, Some(0), "{ended}");
        assert!(ended.stderr.starts_with("warning: "), "{ended}");
        assert!(ended.stderr.contains(FIRST), "{ended}");

        let ended = list_both(&service(), &format!("{arguments} --fail-incomplete"));
        assert_eq!(ended.code, Some(11), "{ended}");
        assert!(ended.stderr.starts_with("error: "), "{ended}");
        assert!(ended.stderr.contains(FIRST), "{ended}");
    }
}

#[test]
fn an_image_that_contradicts_the_question_is_told() {
    let service = || service(24, 1, FaultKind::IgnoreFilters);
    let arguments = "-o ndjson --limit 25 --family web";
    let ended = list_both(&service(), arguments);
    assert_eq!((ended.code, lines(&ended).len()), (Some(0), 25), "{ended}");
    assert!(ended.stderr.starts_with("warning: "), "{ended}");
    assert!(ended.stderr.contains("like it"), "{ended}");
    let ended = list_both(&service(), &format!("{arguments} --fail-incomplete"));
    assert_eq!(ended.code, Some(11), "{ended}");
}

/// The second query of the target is not read to its end.
#[test]
fn a_doubt_about_a_part_of_a_target_is_told() {
    let service = Service::new();
    let own = list(&service, "--owner self -o id").lines().len();
    service.set_faults(vec![Fault::always(FaultKind::TotalHigh)]);
    let limit = own + 1;
    let arguments = format!("--owner self,system -o ndjson --limit {limit}");
    let ended = list(&service, &arguments);
    assert_eq!(
        (ended.code, lines(&ended).len()),
        (Some(0), limit),
        "{ended}"
    );
    assert!(ended.stderr.starts_with("warning: "), "{ended}");
    let ended = list(&service, &format!("{arguments} --fail-incomplete"));
    assert_eq!(ended.code, Some(12), "{ended}");
}
