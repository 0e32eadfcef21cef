//! ENS and ECM: what is the same of services that list all regions at once.

use cloudq::sandbox::{
    ACCESS_KEY_ID, ACCESS_KEY_SECRET, DENIED_KEY_ID, DENIED_KEY_SECRET, STS_KEY_ID, STS_KEY_SECRET,
    STS_TOKEN,
};
use serde_json::Value;

use crate::support::{Ended, Service, cloudq, for_each, profile, schemes, text, without_ages};

/// Provider, operation, and an image that is there.
const CLOUDS: [(&str, &str, &str); 2] = [
    (
        "alibaba-ens",
        "DescribeImageInfos",
        "centos_6_08_64_20G_alibase_20171110",
    ),
    ("tencent-ecm", "DescribeImage", "img-7kq2vd1m"),
];

fn ask(service: &Service, provider: &str, arguments: &str) -> Ended {
    let run = cloudq("--provider").arg(provider).args(arguments);
    run.at(service).run()
}

/// Checks for both clouds that these arguments are wrong usage, and nothing is sent.
#[track_caller]
fn refused(arguments: &[&str], words: &[&str]) {
    let service = Service::new();
    for_each(
        CLOUDS.iter().flat_map(|(provider, ..)| {
            let with = move |arguments| (*provider, arguments);
            arguments.iter().map(with)
        }),
        |case| format!("{case:?}"),
        |(provider, arguments)| {
            ask(&service, provider, arguments).failed_saying(2, words);
            assert_eq!(service.stats().connections, 0);
        },
    );
}

#[test]
fn three_images_in_every_format() {
    let service = Service::of(3);
    for (provider, ..) in CLOUDS {
        for format in ["table", "json", "csv"] {
            let ended = ask(&service, provider, &format!("images list -o {format}"));
            let shown = ended.ok();
            let shown = if format == "table" {
                without_ages(&shown)
            } else {
                shown
            };
            insta::assert_snapshot!(format!("{provider}_{format}"), shown);
        }
    }
}

#[test]
fn a_region_is_no_choice() {
    refused(
        &[
            "images list -r cn-hangzhou",
            "images latest --name x -r cn-hangzhou,cn-beijing",
            "images get x --region cn-hangzhou",
        ],
        &["--region", "has no regions", "hint: leave the region out"],
    );
    refused(&["regions"], &["has no regions", "all at once"]);
}

#[test]
fn all_regions_are_asked_without_asking_which() {
    for (provider, action, _) in CLOUDS {
        let service = Service::new();
        let plain = ask(&service, provider, "images list -o json").ok();
        for arguments in ["-r all", "--all-regions"] {
            let arguments = format!("images list -o json {arguments}");
            assert_eq!(ask(&service, provider, &arguments).ok(), plain);
        }
        assert_eq!(service.actions(), [action; 3]);
    }
}

/// Variables may be meant for other accounts.
#[test]
fn a_region_in_the_environment_does_not_matter() {
    for (provider, ..) in CLOUDS {
        let service = Service::new();
        let plain = ask(&service, provider, "images list -o json").ok();
        for variable in [
            "CLOUDQ_REGION",
            "ALIBABA_CLOUD_REGION_ID",
            "ALICLOUD_REGION",
            "TENCENTCLOUD_REGION",
        ] {
            let run = cloudq("images list -o json").at(&service);
            let run = run.env("CLOUDQ_PROVIDER", provider);
            assert_eq!(run.env(variable, "us-east-1").run().ok(), plain);
        }
        assert!(service.log().iter().all(|seen| seen.region.is_none()));
    }
}

#[test]
fn a_region_in_a_profile_is_a_mistake_of_the_file() {
    let service = Service::new();
    for (provider, scheme) in schemes().filter(|(provider, _)| *provider != "alibaba-ecs") {
        let key = [ACCESS_KEY_ID, ACCESS_KEY_SECRET];
        let file = profile(provider, &service.endpoint(), scheme, &key);
        let named = file.replace("endpoint", "regions = [\"cn-hangzhou\"]\nendpoint");
        let ended = cloudq("images list -p p").config(&named).run();
        ended.failed_saying(5, &["has no regions", "config.toml:3:"]);
        let all = file.replace("endpoint", "regions = \"all\"\nendpoint");
        cloudq("images list -p p").config(&all).run().ok();
    }
}

#[test]
fn families_are_unknown() {
    refused(
        &[
            "images list --family web",
            "images latest --family web",
            "images latest --family web,api --arch arm64",
        ],
        &[
            "--family cannot be used",
            "hint: ",
            "--name",
            "--name-regex",
        ],
    );
}

#[test]
fn a_map_needs_regions_to_ask() {
    refused(&["images list -o map"], &["map", "images latest"]);
    let service = Service::new();
    let map = |(provider, id): (&str, &str)| {
        ask(
            &service,
            provider,
            &format!("images latest -o map --id {id}"),
        )
    };
    for edge in [
        ("alibaba-ens", "ubuntu_22_04_arm64_20G_alibase_20240115"),
        ("tencent-ecm", "img-7kq2vd1m"),
    ] {
        map(edge).failed_saying(2, &["`map`", "by region"]);
    }
    assert_eq!(service.log().len(), 0, "nothing was sent");
}

/// Who follows a hint must not be refused for it.
#[test]
fn nothing_found_is_told_with_what_was_looked_at() {
    let service = Service::new();
    let nothing = |provider| ask(&service, provider, "images latest --name no-such-image");
    let looked_at = "only available images owned by you or the cloud were searched";
    nothing("tencent-ecm").failed_saying(3, &["no image matches", looked_at]);
    let ended = nothing("alibaba-ens");
    ended.failed_saying(3, &["no image matches"]);
    // It has neither owners nor states to look at.
    assert!(!ended.stderr.contains("--owner"), "{ended}");
}

#[test]
fn every_scheme_signs_with_every_kind_of_key() {
    let service = Service::unlimited(24);
    let keys: [&[&str]; 2] = [
        &[ACCESS_KEY_ID, ACCESS_KEY_SECRET],
        &[STS_KEY_ID, STS_KEY_SECRET, STS_TOKEN],
    ];
    for (provider, scheme) in schemes() {
        for key in keys {
            let file = profile(provider, &service.endpoint(), scheme, key);
            let run = cloudq("images list -p p -o id --retries 0").config(&file);
            assert_eq!(run.run().lines().len(), 24, "{provider} {scheme}");
        }
    }
    assert_eq!(service.stats().refused_signatures, 0);
}

#[test]
fn a_denied_key_is_told_which_permission_it_needs() {
    let service = Service::new();
    for (provider, scheme) in schemes() {
        let key = [DENIED_KEY_ID, DENIED_KEY_SECRET];
        let file = profile(provider, &service.endpoint(), scheme, &key);
        let ended = cloudq("images list -p p").config(&file).run();
        let short = provider.split('-').next_back().unwrap();
        let permission = format!("profile `p` needs {short}:DescribeImage");
        ended.failed_saying(4, &["not allowed to list images", &permission]);
        // Only ECS says it with a status of its own.
        let json = cloudq("images list -p p --error-format json");
        let told: Value = serde_json::from_str(&json.config(&file).run().stderr).unwrap();
        let expected = match provider {
            "alibaba-ecs" => (403, "Forbidden.RAM"),
            "alibaba-ens" => (400, "NoPermission"),
            _ => (200, "UnauthorizedOperation.ForbiddenOperation"),
        };
        assert_eq!(told["http_status"], expected.0, "{told}");
        assert_eq!(told["provider_code"], expected.1, "{told}");
        assert_eq!(told["exit_code"], 4, "{told}");
    }
}

#[test]
fn an_image_is_shown_by_its_id() {
    let service = Service::new();
    for (provider, action, id) in CLOUDS {
        let before = service.log().len();
        let rows = ask(&service, provider, &format!("images get -o json {id}")).rows();
        assert_eq!(rows.len(), 1);
        assert_eq!(
            (text(&rows[0], "id"), text(&rows[0], "provider")),
            (id, provider)
        );
        let ended = ask(
            &service,
            provider,
            &format!("images get -o id {id} img-n0where1"),
        );
        assert_eq!((ended.code, ended.stdout.trim()), (Some(3), id), "{ended}");
        assert!(ended.stderr.contains("img-n0where1"), "{ended}");
        assert_eq!(service.actions()[before..], [action; 2]);
    }
}

#[test]
fn what_the_services_do_not_have_is_refused_with_the_reason() {
    for (arguments, reason) in [
        ("--tag env=prod", "no tags"),
        ("--usage unused", "does not tell whether machines"),
        ("--snapshot s-1", "which snapshot"),
        ("--resource-group rg-1", "no resource groups"),
        ("--io-optimized", "no I/O optimised"),
        ("--boot-mode UEFI", "how an image boots"),
        ("--action create", "can be used for"),
        ("--show-expired", "do not run out"),
        ("--check-permission", "no check of its own"),
    ] {
        let flag = arguments.split(' ').next().unwrap();
        for command in ["list", "latest"] {
            let line = format!("images {command} {arguments}");
            refused(&[&line], &[flag, "cannot be used", "hint: ", reason]);
        }
    }
}
