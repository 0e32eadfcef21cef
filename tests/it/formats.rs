//! What `-o wide` and `-o yaml` print, and `--csv-safe`, on every command that has rows.

use serde_json::Value;

use crate::support::{Service, cloudq};

/// Every command that has rows, and the wide columns of its own.
const COMMANDS: [(&str, &str); 8] = [
    (
        "images list",
        "NAME FAMILY VERSION OS_TYPE OWNER ARCH SIZE_GIB STATUS CREATED AGE ID",
    ),
    (
        "images latest --family web",
        "NAME FAMILY VERSION OS_TYPE OWNER ARCH SIZE_GIB STATUS CREATED AGE ID",
    ),
    (
        "images get m-bp1oe7s7c43dnsq7zzhq",
        "NAME FAMILY VERSION OS_TYPE OWNER ARCH SIZE_GIB STATUS CREATED AGE ID",
    ),
    ("regions", "PROVIDER PROFILE ID NAME ENDPOINT STATUS"),
    (
        "profiles",
        "PROFILE DEFAULT PROVIDER REGIONS CREDENTIALS KEY_ID DEFINED",
    ),
    ("providers show ecs", "PROVIDER FILTER DECIDES WHY"),
    ("config show", "PROFILE SETTING VALUE ORIGIN LAYER ABOUT"),
    (
        "auth check",
        "PROFILE PROVIDER STATUS STEP SOURCE KEY_ID ACCOUNT IDENTITY IDENTITY_TYPE EXPIRES CLOCK_SKEW REGION LISTING",
    ),
];

fn words(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn wide_is_a_table_with_more_columns() {
    let service = Service::new();
    for (command, columns) in COMMANDS {
        let run = |more: &str| cloudq(command).args(more).at(&service).run();
        let wide = run("-o wide");
        assert_eq!(wide.code, Some(0), "{wide}");
        let header = wide.stdout.lines().next().unwrap_or_default();
        assert_eq!(words(header), columns, "{command}");
        // The same columns of a table are the same bytes.
        let help = run("-c help").stdout;
        let members: Vec<&str> = help
            .lines()
            .filter_map(|line| line.split(' ').next())
            // It is for people, and no member of the object.
            .filter(|name| *name != "age")
            .collect();
        let csv = run("-o csv").stdout;
        assert_eq!(csv.lines().next(), Some(members.join(",").as_str()));
        let rows = |text: &str| text.lines().count();
        assert_eq!(rows(&run("-o table").stdout), rows(&wide.stdout));
        let bare = run("-o wide --no-header").stdout;
        assert_eq!(rows(&bare) + 1, rows(&wide.stdout), "{command}");
    }
}

#[test]
fn wide_columns_can_be_changed() {
    let service = Service::new();
    let header = |arguments: &str| {
        let lines = cloudq(arguments).at(&service).run().lines();
        words(&lines[0])
    };
    let usual = header("images list -o wide");
    assert_eq!(
        header("images list -o wide -c +tags,^version"),
        usual.replace("VERSION ", "").replace(" ID", " TAGS ID")
    );
    assert_eq!(header("images list -o wide -c id,name"), "ID NAME");
    // What the service fills, and the state that was asked for, are not lost.
    let ens = header("--provider ens images list -o wide");
    // Names that are the ids are printed once.
    let expected = usual.replace("NAME ", "REGION ");
    assert_eq!(ens, expected.replace(" ID", " PLATFORM ID"));
    assert_eq!(header("images list --status any -o wide"), usual);
    let table = |format: &str| {
        let columns =
            "region,name,family,version,os_type,owner,architecture,size_gib,status,created,age,id";
        let run = cloudq("images list -r all -o").arg(format);
        run.arg("-c").arg(columns).at(&service).run().ok()
    };
    assert_eq!(table("wide"), table("table"));
}

#[test]
fn yaml_is_read_as_the_same_as_json() {
    let service = Service::unlimited(100);
    let raw = COMMANDS[..3]
        .iter()
        .map(|(command, _)| format!("{command} --raw"));
    let several = [
        "images list -r all --sort-by name,id",
        "images list --limit 7",
        "providers",
    ];
    let commands = COMMANDS.iter().map(|(command, _)| (*command).to_owned());
    for command in commands.chain(raw).chain(several.map(str::to_owned)) {
        let run = |format: &str| {
            let ended = cloudq(&command).arg("-o").arg(format).at(&service).run();
            assert_eq!(ended.code, Some(0), "{ended}");
            ended.stdout
        };
        let yaml = run("yaml");
        let read: Value = serde_saphyr::from_str(&yaml).unwrap();
        let json: Value = serde_json::from_str(&run("json")).unwrap();
        assert_eq!(read, json, "{command}");
        let names = |text: &str, before: &[&str]| -> Vec<String> {
            let members = text.lines().filter_map(|line| {
                let line = before.iter().find_map(|blanks| line.strip_prefix(blanks))?;
                let (name, _) = line.split_once(':')?;
                (!name.starts_with([' ', '-', '}'])).then(|| name.trim_matches('"').to_owned())
            });
            members.collect()
        };
        let in_order = names(&run("json"), &["    "]);
        assert_eq!(names(&yaml, &["- ", "  "]), in_order, "{command}");
        assert!(!in_order.is_empty(), "{command}");
    }
    let none = cloudq("images list --name no-such-image -o yaml").at(&service);
    assert_eq!(none.run().ok(), "[]\n");
    let refused = cloudq("images list -o yaml -c id").at(&service).run();
    refused.failed_saying(2, &["--columns cannot be used with the format `yaml`"]);
    let near = cloudq("images list -o ymal").at(&service).run();
    near.failed_saying(2, &["ymal", "yaml"]);
}

/// An image whose texts are formulas.
const FORMULAS: &str = r#"[{"ImageId": "m-1", "ImageName": "=1+1", "Description": "@SUM(A1)", "Size": 20,
    "Status": "Available", "ImageOwnerAlias": "self", "ImageVersion": "+2", "ImageFamily": "-3"}]"#;

#[test]
fn formulas_are_disarmed_for_spreadsheets() {
    let service = Service::with(|options| options.data = Some(FORMULAS.parse().unwrap()));
    let list = |arguments: &str| {
        let columns = "id,name,description,version,family,size_gib";
        let run = cloudq("images list --no-header -c").arg(columns);
        run.args(arguments).at(&service).run()
    };
    let usual = "m-1,=1+1,@SUM(A1),+2,-3,20\n";
    let safe = "m-1,'=1+1,'@SUM(A1),'+2,'-3,20\n";
    assert_eq!(list("-o csv").ok(), usual);
    // Whether rows are sorted, streamed or counted.
    for order in [
        "",
        "--sort-by none",
        "--limit 1",
        "--sort-by none --limit 1",
    ] {
        assert_eq!(list(&format!("-o csv --csv-safe {order}")).ok(), safe);
        let tsv = list(&format!("-o tsv --csv-safe {order}")).ok();
        assert_eq!(tsv, safe.replace(',', "\t"));
    }
    let get = cloudq("images get m-1 --csv-safe -o csv -c name").at(&service);
    assert_eq!(get.run().ok(), "name\n'=1+1\n");
    let from_env = cloudq("images get m-1 --csv-safe -c name").env("CLOUDQ_OUTPUT", "tsv");
    assert_eq!(from_env.at(&service).run().ok(), "name\n'=1+1\n");
}

#[test]
fn what_has_no_cells_cannot_be_disarmed() {
    let service = Service::new();
    for format in ["table", "wide", "json", "ndjson", "yaml", "id"] {
        let run = cloudq("images list --csv-safe -o").arg(format).at(&service);
        let words = ["--csv-safe", format, "-o csv"];
        run.run().failed_saying(2, &words);
    }
    for (command, _) in COMMANDS {
        let run = cloudq(command).arg("--csv-safe").at(&service).run();
        run.failed_saying(2, &["--csv-safe cannot be used without a format"]);
    }
    assert_eq!(service.stats().requests, 0);
}
