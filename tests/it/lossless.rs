//! Whatever an image looks like on the wire, it is read, and `--raw` loses nothing of it.

use std::fmt::Write as _;

use cloudq::clouds::PROVIDERS;
use cloudq::http::Response;
use cloudq::model::Image;
use cloudq::provider::{Listing, Options, Place, Provider};
use cloudq::request::Params;
use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::Value;

use crate::support::for_each;

/// How many answers of each provider are made up.
const CASES: u32 = 256;

/// JSON whose text is under control: the digits of numbers, how texts are escaped.
#[derive(Debug, Clone)]
enum Json {
    Plain(&'static str),
    Number(String),
    Text(String, Escapes),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// What of a text is written as `\u`.
#[derive(Debug, Clone, Copy)]
enum Escapes {
    Needed,
    All,
}

impl Json {
    /// The text, with this between the tokens.
    fn write(&self, space: &str, to: &mut String) {
        match self {
            Json::Plain(text) => to.push_str(text),
            Json::Number(digits) => to.push_str(digits),
            Json::Text(text, Escapes::Needed) => {
                to.push_str(&Value::from(text.as_str()).to_string());
            }
            Json::Text(text, Escapes::All) => {
                to.push('"');
                for unit in text.encode_utf16() {
                    write!(to, "\\u{unit:04X}").unwrap();
                }
                to.push('"');
            }
            Json::List(list) => {
                to.push('[');
                for (place, element) in list.iter().enumerate() {
                    to.push_str(if place == 0 { "" } else { "," });
                    to.push_str(space);
                    element.write(space, to);
                    to.push_str(space);
                }
                to.push(']');
            }
            Json::Object(members) => {
                to.push('{');
                for (place, (name, value)) in members.iter().enumerate() {
                    to.push_str(if place == 0 { "" } else { "," });
                    to.push_str(space);
                    to.push_str(&Value::from(name.as_str()).to_string());
                    to.push_str(space);
                    to.push(':');
                    to.push_str(space);
                    value.write(space, to);
                    to.push_str(space);
                }
                to.push('}');
            }
        }
    }

    fn text(&self, space: &str) -> String {
        let mut text = String::new();
        self.write(space, &mut text);
        text
    }
}

/// What the pages promise of a member.
#[derive(Debug, Clone, Copy)]
enum Shape {
    Scalar,
    List(&'static [Member]),
    Object(&'static [Member]),
}

/// A member by its name.
type Member = (&'static str, Shape);

/// Members that are scalars, and after them those that are not.
macro_rules! members {
    ($($scalar:literal)* $(; $($name:literal: $shape:expr),+)?) => {
        &[$(($scalar, Shape::Scalar),)* $($(($name, $shape),)+)?]
    };
}

const ECS: &[Member] = members!(
    "ImageId" "ImageName" "ImageFamily" "ImageVersion" "Description" "OSType" "OSName" "OSNameEn"
    "Platform" "Architecture" "BootMode" "Size" "ImageOwnerAlias" "ImageOwnerId" "IsPublic" "Status"
    "Progress" "Usage" "CreationTime" "IsSelfShared" "IsCopied" "IsSubscribed" "IsSupportCloudinit"
    "IsSupportIoOptimized" "ProductCode" "ResourceGroupId" "LoginAsNonRootSupported" "Usable"
    "SupplierName" "LicenseType";
    "Tags": Shape::Object(members!(; "Tag": Shape::List(members!("TagKey" "TagValue")))),
    "DiskDeviceMappings": Shape::Object(members!(; "DiskDeviceMapping": Shape::List(members!(
        "Type" "Device" "Size" "Format" "SnapshotId" "Encrypted" "Progress" "RemainTime"
        "ImportOSSBucket" "ImportOSSObject"
    )))),
    "Features": Shape::Object(members!(
        "NvmeSupport" "ImdsSupport" "CpuOnlineUpgrade" "CpuOnlineDowngrade" "MemoryOnlineUpgrade"
        "MemoryOnlineDowngrade"
    )),
    "DetectionOptions": Shape::Object(members!("Status"; "Items": Shape::Object(members!(;
        "Item": Shape::List(members!("Name" "Value" "RiskLevel" "RiskCode"))
    )))),
    "SecureBootOptions": Shape::Object(members!("SecureBootSupport"))
);

const ENS: &[Member] = members!(
    "ImageId" "Description" "ImageSize" "ImageVersion" "OSName" "OSType" "ComputeType"
    "ImageOwnerAlias" "RegionId";
    "DiskDeviceMappings": Shape::Object(members!(; "DiskDeviceMapping": Shape::List(members!(
        "Type" "Size" "Format" "imageId"
    ))))
);

const ECM: &[Member] = members!(
    "ImageId" "ImageName" "ImageState" "ImageType" "ImageOsName" "ImageDescription" "ImageCreateTime"
    "Architecture" "OsType" "OsVersion" "Platform" "ImageOwner" "ImageSize" "ImageSource" "TaskId"
    "IsSupportCloudInit";
    "SrcImage": Shape::Object(members!(
        "ImageId" "ImageName" "ImageOsName" "ImageDescription" "Region" "RegionID" "RegionName"
        "InstanceName" "InstanceId" "ImageType"
    ))
);

/// What a provider's image is made of, and what stands around its images.
fn wire(provider: &dyn Provider) -> (&'static [Member], [&'static str; 2]) {
    match provider.facts().id {
        "alibaba-ecs" => (
            ECS,
            [
                r#"{"PageSize":100,"PageNumber":1,"TotalCount":9,"Images":{"Image":"#,
                r#"},"RequestId":"R"}"#,
            ],
        ),
        "alibaba-ens" => (
            ENS,
            [r#"{"Code":0,"Images":{"Image":"#, r#"},"RequestId":"R"}"#],
        ),
        "tencent-ecm" => (
            ECM,
            [
                r#"{"Response":{"TotalCount":9,"ImageSet":"#,
                r#","RequestId":"R"}}"#,
            ],
        ),
        other => panic!("nobody says how an answer of {other} looks"),
    }
}

/// Words that mean something somewhere, and texts that have hurt other programs.
#[rustfmt::skip]
const WORDS: [&str; 30] = [
    "", " ", "0", "1", "-1", "37%", "true", "False", "null", "linux", "Windows", "CentOS",
    "Available", "Deprecated", "NORMAL", "self", "others", "PUBLIC_IMAGE", "instance", "arm_vm",
    "m-1", "64位 中文版", "e\u{301} 👨‍👩‍👧 \u{202e}gpj.exe", "\u{1b}[31m\u{7}\u{0}\r\n\t",
    "\"quoted\" \\ back\\slash\\", "2025-03-09T18:30:00Z", "2019-07-22 20:48:14",
    "9999-99-99T99:99:99Z", "{\"a\": 1}", "\u{feff}\u{ffff}",
];

/// Numbers at and beyond the edges of what integers and doubles hold exactly. Those
/// above the largest double are left out: they become null before an answer is read.
#[rustfmt::skip]
const NUMBERS: [&str; 16] = [
    "0", "-0", "-0.0", "1", "40", "40.0", "0.1", "9007199254740993", "9223372036854775807",
    "9223372036854775808", "-9223372036854775809", "18446744073709551616",
    "123456789012345678901234567890123456789012345678901234567890", "1.7976931348623157e308",
    "2.50E-400", "1e+2",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => select(&WORDS[..]).prop_map(str::to_owned),
        1 => vec(any::<char>(), 0..12).prop_map(String::from_iter),
    ]
}

fn scalar() -> impl Strategy<Value = Json> {
    let escapes = prop_oneof![4 => Just(Escapes::Needed), 1 => Just(Escapes::All)];
    let number = prop_oneof![
        select(&NUMBERS[..]).prop_map(str::to_owned),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_filter_map("JSON has no such number", |number| {
            number.is_finite().then(|| format!("{number:e}"))
        }),
    ];
    prop_oneof![
        4 => (text(), escapes).prop_map(|(text, escapes)| Json::Text(text, escapes)),
        2 => number.prop_map(Json::Number),
        1 => select(&["null", "true", "false"][..]).prop_map(Json::Plain),
    ]
}

/// Members of any name, each once.
fn strange_members(
    value: impl Strategy<Value = Json>,
) -> impl Strategy<Value = Vec<(String, Json)>> {
    // A refusal is told by the first of these, though never inside an image.
    let name = prop_oneof![
        select(&["Code", "Error", "Message", "Images", "Response"][..]).prop_map(str::to_owned),
        text()
    ];
    vec((name, value), 0..3).prop_map(|members| {
        let unique = members.into_iter().enumerate();
        unique
            .map(|(place, (name, value))| (format!("{name}{}", "~".repeat(place)), value))
            .collect()
    })
}

/// Any value, a few levels deep.
fn anything() -> impl Strategy<Value = Json> {
    scalar().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Json::List),
            strange_members(inner).prop_map(Json::Object),
        ]
    })
}

/// A value as the pages promise it, or any other.
fn value(shape: Shape) -> BoxedStrategy<Json> {
    let promised = match shape {
        Shape::Scalar => scalar().boxed(),
        Shape::List(members) => vec(prop_oneof![5 => object(members), 1 => anything()], 0..3)
            .prop_map(Json::List)
            .boxed(),
        Shape::Object(members) => object(members),
    };
    prop_oneof![4 => promised, 1 => anything()].boxed()
}

/// An object with some of these members and a few strange ones, in any order.
fn object(members: &[Member]) -> BoxedStrategy<Json> {
    let known: Vec<BoxedStrategy<Option<(String, Json)>>> = members
        .iter()
        .map(|&(name, shape)| {
            let member = value(shape).prop_map(move |value| Some((name.to_owned(), value)));
            prop_oneof![1 => Just(None), 3 => member].boxed()
        })
        .collect();
    let names: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    (known, strange_members(anything()), any::<Index>())
        .prop_map(move |(known, mut strange, turn)| {
            strange.retain(|(name, _)| !names.contains(name));
            let mut members: Vec<(String, Json)> =
                known.into_iter().flatten().chain(strange).collect();
            if !members.is_empty() {
                let turn = turn.index(members.len());
                members.rotate_left(turn);
            }
            Json::Object(members)
        })
        .boxed()
}

/// Where answers come from.
fn place(raw: bool) -> Place {
    Place {
        profile: Some("work".to_owned()),
        region: Some("cn-hangzhou".to_owned()),
        options: Options::default(),
        now: Timestamp::UNIX_EPOCH,
        endpoint: PROVIDERS[0].endpoint("cn-hangzhou"),
        signature: "acs3-hmac-sha256",
        raw,
    }
}

fn read(listing: &dyn Listing<Image>, body: &str) -> Result<Vec<Image>, TestCaseError> {
    let page = listing.read(body.as_bytes());
    page.map(|page| page.rows)
        .map_err(|error| TestCaseError::fail(format!("{error}\n{body}")))
}

/// Checks the rows of one listing, with and without the service's own objects.
fn check(
    listing: impl Fn(&Place) -> Box<dyn Listing<Image>>,
    body: &str,
    sent: &[Json],
) -> Result<(), TestCaseError> {
    let kept = read(&*listing(&place(true)), body)?;
    prop_assert_eq!(kept.len(), sent.len());
    for (image, sent) in kept.iter().zip(sent) {
        let sent = sent.text("");
        let raw = image.raw.as_ref().map(cloudq::model::Raw::get);
        prop_assert_eq!(raw, Some(sent.as_str()));
        let printed = serde_json::to_string(image).unwrap();
        let end = format!(",\"provider_raw\":{sent}}}");
        prop_assert!(printed.ends_with(&end), "{}", printed);
        let printed: Value = serde_json::from_str(&printed).unwrap();
        let sent: Value = serde_json::from_str(&sent).unwrap();
        prop_assert_eq!(&printed["provider_raw"], &sent);
    }
    let plain: Vec<Image> = kept
        .into_iter()
        .map(|image| Image { raw: None, ..image })
        .collect();
    prop_assert_eq!(read(&*listing(&place(false)), body)?, plain);
    Ok(())
}

/// Makes up the same values at every run, and checks each.
fn for_all<S: Strategy>(values: &S, check: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    if let Err(error) = TestRunner::new_with_rng(config, rng).run(values, check) {
        panic!("{error}");
    }
}

fn id(provider: &&dyn Provider) -> String {
    provider.facts().id.to_owned()
}

#[test]
fn an_image_of_any_shape_is_read_and_nothing_of_it_is_lost() {
    for_each(PROVIDERS.iter().copied(), id, |&provider| {
        let (members, [before, after]) = wire(provider);
        let images = vec(object(members), 0..4);
        let space = select(&["", " ", "\r\n\t"][..]);
        for_all(&(images, space), |(images, space)| {
            let list = Json::List(images.clone()).text(space);
            let body = format!("{before}{space}{list}{space}{after}");
            prop_assert_eq!(provider.failure(&Response::new(200, body.as_bytes())), None);
            let listing = |place: &Place| provider.images(place, &Params::default());
            check(listing, &body, &images)
        });
    });
}

/// The one call for the newest image of a family has an envelope of its own.
#[test]
fn the_newest_of_a_family_is_read_as_in_a_list() {
    let has_call = |provider: &&dyn Provider| {
        let listing = provider.newest_of_family(&place(false), "web");
        listing.is_some()
    };
    for_each(
        PROVIDERS.iter().copied().filter(has_call),
        id,
        |&provider| {
            let (members, _) = wire(provider);
            for_all(&object(members), |image| {
                let Json::Object(mut members) = image else {
                    unreachable!("an object was asked for")
                };
                // Without an id there would be none.
                members.retain(|(name, _)| name != "ImageId");
                let image_id = Json::Text("m-1".to_owned(), Escapes::Needed);
                members.push(("ImageId".to_owned(), image_id));
                let image = Json::Object(members);
                let body = format!("{{\"Image\":{},\"RequestId\":\"R\"}}", image.text(" "));
                let listing = |place: &Place| provider.newest_of_family(place, "web").unwrap();
                check(listing, &body, &[image])
            });
        },
    );
}
