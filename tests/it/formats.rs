//! What `-o wide` prints, on every command that has rows.

use crate::support::{Service, cloudq};

/// Every command that has rows, and the wide columns of its own.
const COMMANDS: [(&str, &str); 8] = [
    (
        "images list",
        "REGION ID NAME FAMILY VERSION OS ARCH SIZE_GIB OWNER STATUS CREATED",
    ),
    (
        "images latest --family web",
        "REGION ID NAME FAMILY VERSION OS ARCH SIZE_GIB OWNER STATUS CREATED",
    ),
    (
        "images get m-bp1oe7s7c43dnsq7zzhq",
        "REGION ID NAME FAMILY VERSION OS ARCH SIZE_GIB OWNER STATUS CREATED",
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
        let members: Vec<&str> = help.lines().collect();
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
        header("images list -o wide -c +tags,^region"),
        usual.replace("REGION ", "") + " TAGS"
    );
    assert_eq!(header("images list -o wide -c id,name"), "ID NAME");
    // What the service fills, and the state that was asked for, are not lost.
    let ens = header("--provider ens images list -o wide");
    assert_eq!(ens, usual.clone() + " PLATFORM");
    assert_eq!(header("images list --status any -o wide"), usual);
    let table = |format: &str| {
        let columns =
            "region,id,name,family,version,os_type,architecture,size_gib,owner,status,created";
        let run = cloudq("images list -r all -o").arg(format);
        run.arg("-c").arg(columns).at(&service).run().ok()
    };
    assert_eq!(table("wide"), table("table"));
}
