//! Values of lists and of flags that take one id: what is around them is trimmed, what
//! cannot be one is refused. The same for every flag, for variables and for ids on stdin.

use std::collections::BTreeSet;

use crate::support::{Ended, Service, cloudq, for_each, text};

const CONFIG: &str = "\
    [profiles.one]
provider = \"alibaba-ecs\"
regions = [\"cn-hangzhou\"]
credentials = { type = \"env\" }
\
    [profiles.two]
provider = \"alibaba-ecs\"
regions = [\"cn-beijing\"]
credentials = { type = \"env\" }
";

const LIST: &str = "images list -o tsv";

/// Two images that are in every emulator.
const IDS: [&str; 2] = ["m-bp1oe7s7c43dnsq7zzhq", "m-bp1xoibej28lec132csv"];

/// A command, the flag that takes a list in it (none for a positional argument), and two elements.
const LISTS: [(&str, &str, [&str; 2]); 11] = [
    (LIST, "--family", ["web", "api"]),
    (LIST, "--id", IDS),
    (LIST, "--owner", ["self", "system"]),
    (LIST, "--status", ["available", "pending"]),
    (LIST, "--arch", ["arm64", "i386"]),
    (LIST, "--region", ["cn-hangzhou", "cn-beijing"]),
    (
        "images list -o tsv -r all",
        "--exclude-region",
        ["cn-hangzhou", "cn-beijing"],
    ),
    (LIST, "--profile", ["one", "two"]),
    (LIST, "--columns", ["name", "id"]),
    (LIST, "--sort-by", ["name", "id:desc"]),
    ("images get -o tsv", "", IDS),
];

/// A flag that takes one id or word, and a value that the emulator has images for.
const SINGLES: [(&str, &str); 5] = [
    ("--instance-type", "ecs.g8y.large"),
    ("--resource-group", "rg-sandboxexample01"),
    ("--boot-mode", "uefi-preferred"),
    ("--provider", "ecs"),
    ("--snapshot", ""),
];

fn run(service: &Service, command: &str, flag: &str, value: &str) -> Ended {
    let run = cloudq(command).config(CONFIG);
    let run = match flag {
        "" => run.arg(value),
        flag => run.arg(flag).arg(value),
    };
    run.at(service).run()
}

/// The same two elements, as editors, spreadsheets and files of variables write them.
fn written([one, two]: [&str; 2]) -> Vec<String> {
    vec![
        format!("{one}, {two}"),
        format!(" {one} ,\t{two} "),
        format!("{one}\r,{two}\r\n"),
        format!("\u{feff}{one},{two}"),
        format!("\"{one}\",\"{two}\""),
        format!("'{one}', '{two}'"),
        format!("\"{one},{two}\""),
        format!("\u{201c}{one}\u{201d},{two}\u{a0}"),
    ]
}

/// What no two elements can be, and a word of the reason.
fn impossible([one, two]: [&str; 2]) -> Vec<(String, &'static str)> {
    vec![
        (String::new(), "empty"),
        (" \r\n".to_owned(), "empty"),
        ("\"\"".to_owned(), "empty"),
        (format!("{one},,{two}"), "empty"),
        (format!("{one},"), "empty"),
        (format!(",{one}"), "empty"),
        (format!("{one}, ,{two}"), "empty"),
        (format!("{one} {two}"), "blank"),
        (format!("{one}\n{two}"), "blank"),
        (format!("{one}\" \"{two}"), "quote"),
        (format!("{one}'{two}"), "quote"),
        (format!("{one}\u{feff}{two}"), "invisible"),
        (format!("{one};{two}"), "another notation"),
        (format!("{one}|{two}"), "another notation"),
        (format!("[{one},{two}]"), "another notation"),
        ("$ID".to_owned(), "another notation"),
    ]
}

#[test]
fn every_flag_with_a_list_is_among_those_tried() {
    fn flags(command: &clap::Command, found: &mut BTreeSet<String>) {
        let lists = command
            .get_arguments()
            .filter(|arg| arg.get_value_delimiter().is_some());
        found.extend(lists.map(|arg| match arg.get_long() {
            Some(long) => format!("--{long}"),
            None => String::new(),
        }));
        command
            .get_subcommands()
            .for_each(|below| flags(below, found));
    }
    let mut found = BTreeSet::new();
    flags(&cloudq::cli::command(), &mut found);
    let tried = LISTS.map(|(_, flag, _)| flag.to_owned());
    assert_eq!(found, BTreeSet::from(tried));
}

#[test]
fn what_is_around_an_element_is_trimmed() {
    let service = Service::new();
    for_each(
        LISTS,
        |(_, flag, _)| (*flag).to_owned(),
        |(command, flag, elements)| {
            let expected = run(&service, command, flag, &elements.join(",")).ok();
            assert!(
                expected.lines().count() > 2,
                "it proves nothing: {expected}"
            );
            for value in written(*elements) {
                let found = run(&service, command, flag, &value).ok();
                assert_eq!(found, expected, "{flag} {value:?}");
            }
        },
    );
}

#[test]
fn what_cannot_be_an_element_is_refused() {
    let service = Service::new();
    for_each(
        LISTS,
        |(_, flag, _)| (*flag).to_owned(),
        |(command, flag, elements)| {
            let name = if flag.is_empty() { "ID" } else { flag };
            for (value, why) in impossible(*elements) {
                run(&service, command, flag, &value).failed_saying(2, &[name, why]);
            }
        },
    );
    for value in ["#", "a,#b", "(x)", "/etc/passwd", "m-1,&", "生产", ".x"] {
        for (command, flag) in [
            ("images get", ""),
            ("images list", "--id"),
            ("images latest", "--id"),
        ] {
            let ended = run(&service, command, flag, value);
            ended.failed_saying(2, &["cannot be an image id", "hint: an id begins with"]);
        }
    }
    for command in ["images list --id -", "images latest --id -"] {
        let ended = cloudq(command).at(&service).run();
        ended.failed_saying(2, &["`-` cannot be an image id"]);
    }
    for command in ["images get m-1,-", "images get m-1 -", "images get - m-1"] {
        let ended = cloudq(command).at(&service).run();
        ended.failed_saying(2, &["`-` reads all ids"]);
    }
    for flag in ["--family", "--id"] {
        run(&service, LIST, flag, "web-*").failed_saying(2, &[flag, "wildcard", "--name"]);
    }
    assert_eq!(service.stats().requests, 0);
}

#[test]
fn a_flag_with_one_id_takes_one() {
    let service = Service::new();
    let rows = cloudq("images list -o json").at(&service).run().rows();
    let snapshot = rows
        .iter()
        .find_map(|row| row["disks"][0]["snapshot_id"].as_str());
    for_each(
        SINGLES,
        |(flag, _)| (*flag).to_owned(),
        |(flag, value)| {
            let value = if value.is_empty() {
                snapshot.unwrap()
            } else {
                value
            };
            let expected = run(&service, LIST, flag, value).ok();
            assert!(expected.lines().count() > 1, "{flag} proves nothing");
            for written in [
                format!(" {value}"),
                format!("{value}\r\n"),
                format!("\u{feff}{value}"),
                format!("\"{value}\""),
                format!("' {value} '"),
            ] {
                assert_eq!(
                    run(&service, LIST, flag, &written).ok(),
                    expected,
                    "{written:?}"
                );
            }
            for (value, why) in [
                (String::new(), "empty"),
                (" ".to_owned(), "empty"),
                (format!("{value} {value}"), "blank"),
                (format!("{value},{value}"), "only one value"),
            ] {
                run(&service, LIST, flag, &value).failed_saying(2, &[flag, why]);
            }
        },
    );
}

#[test]
fn words_in_variables_are_trimmed() {
    let service = Service::new();
    let with = |name, value| {
        let list = cloudq("images list --limit 1").env(name, value);
        list.at(&service).run()
    };
    let ids = with("CLOUDQ_OUTPUT", " id\r\n").ok();
    assert_eq!(ids, with("CLOUDQ_OUTPUT", "id").ok());
    assert!(!with("CLOUDQ_LOG", " 1 ").stderr.is_empty());
    let failed = cloudq("images list --columns nope").env("CLOUDQ_ERROR_FORMAT", " json ");
    assert!(failed.at(&service).run().stderr.starts_with('{'));
    with("CLOUDQ_OUTPUT", "i d").failed_saying(5, &["CLOUDQ_OUTPUT", "`i d` is not"]);
}

#[test]
fn ids_in_utf_16_on_stdin_are_called_that() {
    let utf_16: String = "m-1\n".chars().flat_map(|c| [c, '\0']).collect();
    let ended = cloudq("images get - -r cn-beijing")
        .key("x", "y")
        .stdin(&utf_16)
        .run();
    ended.failed_saying(2, &["from stdin", "UTF-16", "hint: ", "iconv"]);
}

#[test]
fn ids_on_stdin_are_read_as_those_of_flags() {
    let service = Service::new();
    let get = |text: &str| cloudq("images get - -o id").stdin(text).at(&service).run();
    let [one, two] = IDS;
    let expected = get(&format!("{one}\n{two}\n")).lines();
    assert_eq!(expected.len(), 2);
    let mut texts = written(IDS);
    texts.extend([
        format!("{one}\r\n{two}\r\n"),
        format!("{one}\r{two}\r"),
        format!("\u{feff}{one}\r\n\r\n  {two}"),
        format!("{one} {two} {one}"),
        format!("\"{one}\"\n'{two}'\n"),
        format!("\n\n{one}\n \n{two}\n\n"),
    ]);
    for text in texts {
        assert_eq!(get(&text).lines(), expected, "{text:?}");
    }
    // Output for people or for other programs.
    for (text, line) in [
        ("NAME   FAMILY  AGE  ID\nweb-1  web     3d   m-1\n", 1),
        ("ID   NAME\nm-1  web\n", 1),
        ("provider,profile,region,id\necs,,cn-beijing,m-1\n", 1),
        ("ecs,,cn-beijing,m-1\n", 1),
        ("provider\tid\necs\tm-1\n", 1),
        ("id\nm-1\n", 1),
        ("[]\n", 1),
        ("\n[\n  {\n    \"id\": \"m-1\"", 2),
        ("{\"id\":\"m-1\",\"name\":\"web-*\"}\n", 1),
        ("- id: m-1\n", 1),
        ("IMAGE_ID=m-1\n", 1),
        ("m-1\n# m-2 is old\n", 2),
        ("m-1\nm-2\n-\n", 3),
        ("m-1\n$(x)\n", 2),
        ("/etc/passwd\n", 1),
    ] {
        let place = format!("line {line} of stdin");
        let remedy = "`cloudq images list -o id | cloudq images get -`";
        get(text).failed_saying(2, &[&place, remedy]);
    }
    for (text, why) in [
        (String::new(), "stdin gave no image id"),
        ("\n \r\n".to_owned(), "stdin gave no image id"),
        ("\"\"\n".to_owned(), "empty"),
        (format!("{one},,{two}"), "empty"),
        (format!("{one},\n{two}"), "empty"),
        (format!("{one}\"{two}"), "quote"),
        (format!("{one}\u{0}"), "invisible"),
    ] {
        get(&text).failed_saying(2, &["stdin", why]);
    }
}

#[test]
fn variables_are_read_as_flags() {
    let service = Service::new();
    let ask = |name: &str, value: &str| {
        let run = cloudq(LIST).config(CONFIG).at(&service);
        run.without("CLOUDQ_REGION").env(name, value).run()
    };
    for (name, elements) in [
        ("CLOUDQ_REGION", ["cn-hangzhou", "cn-beijing"]),
        ("CLOUDQ_PROFILE", ["one", "two"]),
    ] {
        let expected = ask(name, &elements.join(",")).ok();
        for value in written(elements) {
            assert_eq!(ask(name, &value).ok(), expected, "{name}={value:?}");
        }
        for (value, why) in impossible(elements) {
            if !value.is_empty() {
                ask(name, &value).failed_saying(5, &[name, why]);
            }
        }
    }
}

#[test]
fn a_tag_is_trimmed_and_keeps_what_is_inside() {
    let service = Service::of(300);
    let ask = |tag: &str| run(&service, LIST, "--tag", tag);
    let expected = ask("env=prod").ok();
    assert!(expected.lines().count() > 1);
    for tag in [
        " env=prod",
        "env=prod\r\n",
        "env = prod",
        "\u{feff}env=prod",
        "\"env=prod\"",
        "' env=prod '",
    ] {
        assert_eq!(ask(tag).ok(), expected, "{tag:?}");
    }
    for tag in ["", " ", "=", " =prod", "\"\""] {
        ask(tag).failed_saying(2, &["--tag", "no key"]);
    }
    let rows = cloudq("images list --owner any --status any -o json --tag")
        .arg("build=a&b=c d+e")
        .at(&service)
        .run()
        .rows();
    assert_eq!(text(&rows[0]["tags"], "build"), "a&b=c d+e");
}

#[test]
fn free_text_loses_only_the_ends_of_lines() {
    let service = Service::new();
    for (flag, value) in [
        ("--name", "web-*"),
        ("--name-regex", "^web-"),
        ("--platform", "ubuntu"),
    ] {
        let ask = |value: &str| run(&service, LIST, flag, value);
        let expected = ask(value).ok();
        assert!(expected.lines().count() > 1, "{flag} proves nothing");
        for written in [format!("{value}\r\n"), format!("\u{feff}{value}")] {
            assert_eq!(ask(&written).ok(), expected, "{flag} {written:?}");
        }
        ask("\r\n").failed_saying(2, &[flag, "empty"]);
    }
    let condition = |text: &str| run(&service, LIST, "--where", text).ok();
    assert_eq!(
        condition("\u{feff}size_gib >= 40\r\n"),
        condition("size_gib>=40")
    );
}
