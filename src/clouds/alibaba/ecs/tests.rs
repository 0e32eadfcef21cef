//! Tests of reading answers, with those of the vendor's pages and SDKs.

use jiff::Timestamp;
use serde_json::Value;

use super::wire;
use crate::clouds::by_name;
use crate::clouds::shared::element::Wire as _;
use crate::model::{Image, Owner, Status};
use crate::provider::{Options, Page, PageRef, Place, Rest};
use crate::request::{Endpoint, Params};

fn place() -> Place {
    Place {
        profile: Some("work".into()),
        region: Some("cn-hangzhou".into()),
        options: Options::default(),
        now: Timestamp::UNIX_EPOCH,
        endpoint: Endpoint::https("ecs.cn-hangzhou.aliyuncs.com"),
        signature: "acs3-hmac-sha256",
        raw: false,
    }
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/alibaba/responses/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

fn images(name: &str) -> Page<Image> {
    let ecs = by_name("alibaba-ecs").unwrap();
    ecs.images(&place(), &Params::default())
        .read(&fixture(name))
        .unwrap()
}

fn newest(name: &str) -> Vec<Image> {
    let ecs = by_name("alibaba-ecs").unwrap();
    ecs.newest_of_family(&place(), "web")
        .unwrap()
        .read(&fixture(name))
        .unwrap()
        .rows
}

#[test]
fn a_page_of_every_kind_of_image() {
    let page = images("describe_images_page.json");
    assert_eq!(
        page.rest,
        Rest::Total {
            rows: 12,
            page_size: 5
        }
    );
    let [system, custom, windows, copying, marketplace] = &page.rows[..] else {
        panic!("{} rows", page.rows.len())
    };

    assert_eq!(system.owner, Some(Owner::System));
    assert_eq!(system.owner_id, None, "account 0 is nobody");
    assert_eq!(
        system.os_name.as_deref(),
        Some("Debian  12.9 64 bit"),
        "English where there is one"
    );
    assert_eq!(system.usage.as_deref(), Some("in-use"));
    assert_eq!((system.description.as_ref(), system.disks.len()), (None, 0));

    assert_eq!(
        custom.name.as_deref(),
        Some("生产环境 web+api（备份）~v2 *final*")
    );
    assert_eq!(custom.owner_id.as_deref(), Some("1234567890123456"));
    assert_eq!(
        (custom.shared, custom.copied, custom.cloud_init),
        (Some(true), Some(false), Some(true))
    );
    assert_eq!(custom.tags["owner"], "");
    assert_eq!(custom.tags["cost:center"], "a&b=c d+e");
    assert_eq!(custom.disks[1].size_gib, Some(2048));
    assert_eq!(custom.disks[1].encrypted, Some(true));
    assert_eq!(custom.created, "2025-03-09T18:30:00Z".parse().ok());
    assert_eq!(
        custom.resource_group.as_deref(),
        Some("rg-cloudqexample001")
    );

    assert_eq!(windows.family, None);
    assert_eq!(windows.cloud_init, None, "absent is unknown");
    assert_eq!(windows.os_type.as_deref(), Some("windows"));

    assert_eq!(
        (copying.status, copying.progress_percent),
        (Some(Status::Pending), Some(37))
    );
    assert_eq!(copying.disks[0].remaining_seconds, Some(213));
    assert_eq!(
        copying.disks[0].import_object.as_deref(),
        Some("images/目录/ubuntu 22.04.qcow2")
    );

    assert_eq!(marketplace.owner, Some(Owner::Marketplace));
    assert_eq!(marketplace.product_code.as_deref(), Some("cmjj00012345"));
    assert_eq!(marketplace.subscribed, Some(true));
}

#[test]
fn types_may_drift() {
    let page = images("describe_images_type_drift.json");
    assert_eq!(
        page.rest,
        Rest::Total {
            rows: 2,
            page_size: 10
        }
    );
    let [drifted, minimal] = &page.rows[..] else {
        panic!("{} rows", page.rows.len())
    };
    assert_eq!(drifted.owner_id.as_deref(), Some("201693514356660001"));
    assert_eq!(drifted.size_gib, Some(40));
    assert_eq!(drifted.progress_percent, Some(100));
    assert_eq!(drifted.version.as_deref(), Some("2"));
    assert_eq!((drifted.copied, drifted.shared), (Some(false), Some(true)));
    assert_eq!(
        drifted.created,
        "2025-03-09T18:30:00Z".parse().ok(),
        "a time without seconds"
    );
    assert_eq!(drifted.disks[0].encrypted, Some(true));
    assert!(drifted.tags.is_empty());
    let known = Image {
        provider: "alibaba-ecs",
        profile: Some("work".into()),
        region: Some("cn-hangzhou".into()),
        id: "m-bp1cloudq0minimal004".into(),
        ..Image::default()
    };
    assert_eq!(*minimal, known, "everything else is unknown");
}

#[test]
fn no_images_in_every_form() {
    for body in [
        r#"{"RequestId":"R","TotalCount":0}"#,
        r#"{"RequestId":"R","Images":null,"TotalCount":0}"#,
        r#"{"RequestId":"R","Images":{"Image":null},"TotalCount":0}"#,
        r#"{"RequestId":"R","Images":{},"TotalCount":0}"#,
        r#"{"RequestId":"R","Images":{"Image":[]}}"#,
    ] {
        let ecs = by_name("alibaba-ecs").unwrap();
        let listing = ecs.images(&place(), &Params::default());
        let page = listing.read_page(&FIRST, body.as_bytes()).unwrap();
        assert!(page.rows.is_empty(), "{body}");
    }
    assert!(images("describe_images_empty.json").rows.is_empty());
}

const FIRST: PageRef = PageRef {
    number: 1,
    size: 100,
    token: None,
};

/// Objects that the API did not write, for each of its operations.
#[test]
fn an_answer_without_the_api_s_own_members_is_no_empty_list() {
    let ecs = by_name("alibaba-ecs").unwrap();
    let images = ecs.images(&place(), &Params::default());
    let of_family = ecs.newest_of_family(&place(), "web").unwrap();
    let regions = ecs.regions(&place()).unwrap();
    for (body, [images_lack, family_lacks, regions_lack]) in [
        ("{}", ["RequestId", "RequestId", "RequestId"]),
        (r#"{"error":"x"}"#, ["RequestId", "RequestId", "RequestId"]),
        (r#"{"RequestId":""}"#, ["RequestId"; 3]),
        (r#"{"RequestId":"R"}"#, ["Images", "", "Regions"]),
        (
            r#"{"RequestId":"R","Images":null}"#,
            ["", "Image", "Regions"],
        ),
        (
            r#"{"TotalCount":0,"Images":{"Image":[]},"Regions":{"Region":[]}}"#,
            ["RequestId"; 3],
        ),
        (
            r#"{"RequestId":"R","TotalCount":0,"Regions":{"Region":null}}"#,
            ["", "Image", "Regions"],
        ),
        (
            r#"{"RequestId":"R","data":[]}"#,
            ["Images", "Image", "Regions"],
        ),
    ] {
        let body = body.as_bytes();
        for (lacking, read) in [
            (images_lack, images.read(body).map(drop)),
            (family_lacks, of_family.read(body).map(drop)),
            (regions_lack, regions.read(body).map(drop)),
        ] {
            match read {
                Ok(()) => assert_eq!(lacking, ""),
                Err(error) => {
                    let expected = format!("the API's own member `{lacking}` is missing");
                    assert_eq!(error.message, expected);
                }
            }
        }
    }
}

/// Gateways write a code of success; the API does not.
#[test]
fn an_empty_list_with_a_code_is_somebody_else_s() {
    let ecs = by_name("alibaba-ecs").unwrap();
    let listing = ecs.images(&place(), &Params::default());
    let read = |code: &str, list: &str| {
        let body =
            format!(r#"{{"RequestId":"R",{code}"TotalCount":0,"Images":{{"Image":{list}}}}}"#);
        listing.read(body.as_bytes()).map(|page| page.rows.len())
    };
    for code in [
        r#""Code":"200","#,
        r#""Code":200,"#,
        r#""code":"OK","#,
        r#""Code":0,"#,
    ] {
        let why = read(code, "[]").unwrap_err().message;
        assert!(why.starts_with("it has no images, and the code `"), "{why}");
        assert_eq!(read(code, r#"[{"ImageId":"m-1"}]"#).unwrap(), 1, "{code}");
    }
    for code in ["", r#""Code":null,"#] {
        assert_eq!(read(code, "[]").unwrap(), 0, "{code}");
    }
}

#[test]
fn what_is_wrong_with_an_answer_is_told_truthfully() {
    let ecs = by_name("alibaba-ecs").unwrap();
    let listing = ecs.images(&place(), &Params::default());
    for (body, expected) in [
        ("", "it is empty"),
        (" \r\n", "it is empty"),
        (r#"{"RequestId":"R","#, "it ends in the middle"),
        (
            r#"{"RequestId":"R","TotalCount":0} <!-- cached -->"#,
            "there is more text behind the JSON object, at line 1 column 34",
        ),
        (
            r#"{"TotalCount":0}{}"#,
            "there is more text behind the JSON object, at line 1 column 17",
        ),
        (
            "<html>",
            "not the JSON that was expected: expected value at line 1 column 1",
        ),
        (
            r#"{"Images":{"Image":["m-1"]}}"#,
            "not the JSON that was expected: invalid type: string \"m-1\", expected an object at line 1 column 25",
        ),
    ] {
        let error = listing.read_page(&FIRST, body.as_bytes()).unwrap_err();
        assert_eq!(error.message, expected, "{body}");
    }
}

/// An empty object becomes a whole image in memory: no page is parsed that has too many.
#[test]
fn a_page_of_far_too_many_rows_is_refused() {
    let ecs = by_name("alibaba-ecs").unwrap();
    let listing = ecs.images(&place(), &Params::default());
    for (rows, expected) in [
        (1_000, None),
        (
            1_001,
            Some("it holds more than 1000 rows, too many for a page of 100"),
        ),
        (
            10_000,
            Some("it holds more than 10000 objects and lists, too many for a page of 100"),
        ),
    ] {
        let list = vec!["{}"; rows].join(",");
        let body = format!(r#"{{"RequestId":"R","Images":{{"Image":[{list}]}}}}"#);
        let read = listing.read_page(&FIRST, body.as_bytes());
        assert_eq!(read.err().map(|error| error.message).as_deref(), expected);
    }
}

#[test]
fn a_list_that_is_no_list_is_an_error_rather_than_an_empty_list() {
    for body in [
        r#"{"Images":[{"ImageId":"m-1"}],"TotalCount":1}"#,
        "[]",
        "",
        "<html>",
        r#"{"Images":{"#,
    ] {
        let ecs = by_name("alibaba-ecs").unwrap();
        let listing = ecs.images(&place(), &Params::default());
        assert!(listing.read(body.as_bytes()).is_err(), "{body}");
    }
}

#[test]
fn a_region_without_an_id_is_an_error_rather_than_left_out() {
    let regions = by_name("alibaba-ecs").unwrap().regions(&place()).unwrap();
    for (list, why) in [
        (
            r#"[{"RegionId":"cn-hangzhou"},{}]"#,
            "a region in the list has no id",
        ),
        (r#"[{"RegionId":""}]"#, "a region in the list has no id"),
        ("[]", "the API's own member `Regions` is missing"),
    ] {
        let body = format!(r#"{{"RequestId":"R","Regions":{{"Region":{list}}}}}"#);
        assert_eq!(
            regions.read(body.as_bytes()).unwrap_err().message,
            why,
            "{list}"
        );
    }
}

#[test]
fn the_newest_of_a_family_or_none() {
    assert_eq!(
        newest("describe_image_from_family.json")[0].id,
        "m-bp1cloudq00custom0001"
    );
    assert!(newest("describe_image_from_family_empty.json").is_empty());
    assert!(newest("describe_image_from_family_empty_object.json").is_empty());
    let ecs = by_name("alibaba-ecs").unwrap();
    let listing = ecs.newest_of_family(&place(), "web").unwrap();
    for body in [
        r#"{"RequestId":"R","Image":null}"#,
        r#"{"Image":{"ImageId":""}}"#,
        r#"{"Image":{"ImageId":null}}"#,
    ] {
        assert!(
            listing.read(body.as_bytes()).unwrap().rows.is_empty(),
            "{body}"
        );
    }
}

/// What is no answer to this call must not pass for a family without images.
#[test]
fn a_foreign_answer_is_no_empty_family() {
    for raw in [false, true] {
        let ecs = by_name("alibaba-ecs").unwrap();
        let place = Place { raw, ..place() };
        let listing = ecs.newest_of_family(&place, "web").unwrap();
        for (body, expected) in [
            (r#"{"RequestId":"R"}"#, None),
            (r#"{"RequestId":"R","Image":null}"#, None),
            (r#"{"RequestId":"R","Image":{}}"#, None),
            (r#"{"RequestId":"R","Image":{"ImageId":""}}"#, None),
            (
                r#"{"RequestId":"R","error":"blocked"}"#,
                Some("the API's own member `Image` is missing"),
            ),
            (
                r#"{"RequestId":"R","Code":"200"}"#,
                Some("the API's own member `Image` is missing"),
            ),
            (
                r#"{"RequestId":"R","TotalCount":3,"Images":{"Image":"x"}}"#,
                Some("the API's own member `Image` is missing"),
            ),
            (
                r#"{"RequestId":"R","Image":[]}"#,
                Some("its `Image` is no object"),
            ),
            (
                r#"{"RequestId":"R","Image":""}"#,
                Some("its `Image` is no object"),
            ),
            (
                r#"{"RequestId":"R","Image":[{"ImageId":"m-1"}]}"#,
                Some("its `Image` is no object"),
            ),
        ] {
            let read = listing.read(body.as_bytes());
            match expected {
                None => assert!(read.unwrap().rows.is_empty(), "{body}"),
                Some(why) => assert_eq!(read.unwrap_err().message, why, "{body}"),
            }
        }
    }
}

#[test]
fn regions_with_and_without_a_status() {
    let ecs = by_name("alibaba-ecs").unwrap();
    let page = ecs
        .regions(&place())
        .unwrap()
        .read(&fixture("describe_regions.json"))
        .unwrap();
    assert_eq!(page.rows.len(), 5);
    assert_eq!(page.rows[2].status.as_deref(), Some("soldOut"));
    assert_eq!(page.rows[3].status, None);
    assert_eq!(page.rows[4].name, None);
}

/// The members no row has a place for are those listed here, so that a new
/// one in a fixture is noticed.
#[test]
fn members_passed_over_are_known() {
    const PASSED_OVER: [&str; 5] = [
        "DetectionOptions",
        "Features",
        "FutureField",
        "LoginAsNonRootSupported",
        "SecureBootOptions",
    ];
    let mut found: Vec<String> = Vec::new();
    for name in [
        "describe_images_page.json",
        "describe_images_type_drift.json",
    ] {
        let body: Value = serde_json::from_slice(&fixture(name)).unwrap();
        for image in body["Images"]["Image"].as_array().unwrap() {
            for (member, value) in image.as_object().unwrap() {
                let alone = serde_json::json!({ member: value });
                let wire: wire::WireImage = serde_json::from_value(alone).unwrap();
                let known =
                    wire.into_image(&place()) != wire::WireImage::default().into_image(&place());
                let unset =
                    value.is_null() || value == "" || *value == serde_json::json!({"Tag": []});
                if !known && !unset && member != "ImageOwnerId" && member != "IsPublic" {
                    found.push(member.clone());
                }
            }
        }
    }
    found.sort();
    found.dedup();
    found.retain(|member| member != "DiskDeviceMappings" && member != "Tags");
    assert_eq!(found, PASSED_OVER);
}
