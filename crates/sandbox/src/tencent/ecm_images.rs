//! The images of ECM: some that tests and demonstrations rely on, and ordinary ones.
//!
//! Dates are fixed, never relative to now. Everything here is invented.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{
    ecm_image::{EcmImage, SrcImage},
    known::TENCENT_ACCOUNT_ID,
};
use crate::{
    entry::Text,
    random::{Random, hash},
    time::moment_text,
};

/// The account that owns the private images.
const OWNER: u64 = TENCENT_ACCOUNT_ID;
/// An account whose id does not fit a double exactly.
const LARGE_OWNER: u64 = 9_007_199_254_740_993;

const PRIVATE: &str = "PRIVATE_IMAGE";
const PUBLIC: &str = "PUBLIC_IMAGE";
const NORMAL: &str = "NORMAL";

/// 2019-07-01T00:00:00 and 2024-08-01T00:00:00, in no zone: older than the newest special images.
const FIRST_DAY: i64 = 1_561_939_200;
const LAST_DAY: i64 = 1_722_470_400;

/// Every image: the special ones first, then ordinary ones up to the wanted number.
pub(crate) fn all(seed: u64, count: usize) -> Vec<EcmImage> {
    let mut images = special();
    images.truncate(count);
    let mut taken: HashSet<Text> = images.iter().map(|image| image.image_id.clone()).collect();
    let mut random = Random::new(hash(seed, "ecm"));
    while images.len() < count {
        let image = ordinary(&mut random, images.len());
        if taken.insert(image.image_id.clone()) {
            images.push(image);
        }
    }
    images
}

/// An operating system images are made of.
#[derive(Clone, Copy)]
struct System {
    name: &'static str,
    kind: &'static str,
    version: &'static str,
    platform: &'static str,
    architecture: &'static str,
    size: u32,
}

const CENTOS: System = System {
    name: "CentOS 7.9 64位",
    kind: "linux",
    version: "7.9.0",
    platform: "CentOS",
    architecture: "x86_64",
    size: 50,
};
/// As the vendor's sample describes it: the distribution as the type, and no platform.
const OLD_CENTOS: System = System {
    name: "CentOS 6.9 32位",
    kind: "CentOS",
    version: "CentOS 6.9 32位",
    platform: "",
    architecture: "i386",
    size: 50,
};
const UBUNTU: System = System {
    name: "Ubuntu Server 22.04 LTS 64bit",
    kind: "linux",
    version: "22.04",
    platform: "Ubuntu",
    architecture: "x86_64",
    size: 20,
};
const UBUNTU_ARM: System = System {
    name: "Ubuntu Server 22.04 LTS 64bit for ARM",
    architecture: "arm64",
    ..UBUNTU
};
const DEBIAN_32: System = System {
    name: "Debian 10.2 32位",
    version: "10.2",
    platform: "Debian",
    architecture: "i386",
    ..UBUNTU
};
const TENCENT: System = System {
    name: "Tencent Linux release 2.4 (Final)",
    version: "2.4",
    platform: "TencentOS",
    ..CENTOS
};
const WINDOWS: System = System {
    name: "Windows Server 2019 数据中心版 64位中文版",
    kind: "windows",
    version: "2019",
    platform: "Windows",
    ..CENTOS
};
const SYSTEMS: &[System] = &[
    CENTOS, CENTOS, UBUNTU, UBUNTU_ARM, DEBIAN_32, TENCENT, WINDOWS, OLD_CENTOS,
];

/// The most useful first, so that a small sandbox keeps them.
fn special() -> Vec<EcmImage> {
    let mut images = web_base();
    images.push(public("img-tl24pub0", TENCENT));
    images.push(public("img-win2019p", WINDOWS));
    images.extend(oddities());
    images.push(EcmImage {
        src_image: Some(SrcImage::EMPTY),
        ..public("img-ubt2204p", UBUNTU)
    });
    images.push(EcmImage {
        src_image: Some(SrcImage::EMPTY),
        ..public("img-ubtarm0p", UBUNTU_ARM)
    });
    images.push(EcmImage {
        task_id: None,
        is_support_cloud_init: None,
        ..public("img-deb1032p", DEBIAN_32)
    });
    images.push(public("img-0ffc1al1", CENTOS));
    images
}

/// One name with many versions: the newest that is ready is one of two made in the same second, and
/// there are newer ones that are not ready.
fn web_base() -> Vec<EcmImage> {
    let versions = [
        ("img-7kq2vd1m", "web-base-2024q3", "2024-09-02 09:15:07"),
        ("img-w24q4a01", "web-base-2024q4", "2024-12-02 10:00:00"),
        ("img-w24q4b02", "web-base-2024q4-fix", "2024-12-02 10:00:00"),
    ];
    let mut images: Vec<EcmImage> = versions
        .into_iter()
        .map(|(id, name, time)| EcmImage {
            image_description: Some("前端基础镜像，每周一构建".into()),
            src_image: Some(SrcImage {
                image_id: Some("img-0ffc1al1"),
                image_name: Some(CENTOS.name),
                image_os_name: Some(CENTOS.name),
                region: Some("ap-hangzhou-ecm"),
                region_id: Some(1011),
                region_name: Some("杭州"),
                instance_name: Some("web-01"),
                instance_id: Some("ein-3fj0q9sz"),
                image_type: Some(PUBLIC),
                ..SrcImage::EMPTY
            }),
            ..private(id, name, CENTOS, time)
        })
        .collect();
    images.push(EcmImage {
        image_state: "CREATING",
        image_size: 0,
        task_id: Some("1528611"),
        ..private(
            "img-w25q1c03",
            "web-base-2025q1",
            UBUNTU,
            "2025-03-03 23:59:59",
        )
    });
    images.push(EcmImage {
        image_description: Some("旧版字段集".into()),
        image_owner: 251_006_057,
        src_image: Some(SrcImage {
            region: Some("ap-shenzhen-ecm-ct2"),
            region_id: Some(1051),
            region_name: Some("深圳"),
            ..SrcImage::EMPTY
        }),
        image_source: "xx",
        task_id: None,
        is_support_cloud_init: None,
        ..private(
            "img-0ldshape",
            "web-base-2024q2",
            OLD_CENTOS,
            "2024-06-03 23:30:00",
        )
    });
    images.push(private(
        "img-w24q1d04",
        "web-base-2024q1",
        CENTOS,
        "2024-03-04 00:00:00",
    ));
    images.push(EcmImage {
        image_state: "CREATEFAILED",
        task_id: Some("1528999"),
        ..private(
            "img-w25q1f05",
            "web-base-2025q1-retry",
            UBUNTU,
            "2025-03-04 08:00:00",
        )
    });
    images
}

/// Members that are null, odd or hostile.
fn oddities() -> Vec<EcmImage> {
    vec![
        EcmImage {
            image_source: "EXTERNAL_IMPORT",
            image_description: Some("第一行\n第二行\t<b>&amp;</b>".into()),
            src_image: Some(SrcImage::EMPTY),
            is_support_cloud_init: Some(json!(false)),
            ..private(
                "img-ext00001",
                "导入 镜像 🚀 \"beta\" \\ 1",
                DEBIAN_32,
                "2023-02-28 00:00:00",
            )
        },
        EcmImage {
            image_state: "CREATING",
            image_description: None,
            image_owner: LARGE_OWNER,
            image_size: 0,
            src_image: Some(SrcImage::NULLS),
            task_id: Some("1528612"),
            is_support_cloud_init: Some(Value::Null),
            ..private(
                "img-win2k19x",
                "win-golden-构建中",
                WINDOWS,
                "2024-12-31 23:59:59",
            )
        },
        EcmImage {
            image_owner: LARGE_OWNER,
            ..private(
                "img-armedge1",
                "edge-arm-2024.11",
                UBUNTU_ARM,
                "2024-11-11 11:11:11",
            )
        },
        EcmImage {
            // Of no documented state: a client must not trip over a new one.
            image_state: "FROZEN",
            ..private(
                "img-fr0zen01",
                "api-gateway-2023",
                CENTOS,
                "2023-07-01 12:00:00",
            )
        },
        EcmImage {
            image_description: Some("=1+1".into()),
            ..private(
                "img-h0st1le1",
                "red \u{1b}[31malert\u{1b}[0m\r\nsecond line, \"quoted\"",
                UBUNTU,
                "2022-02-02 02:02:02",
            )
        },
    ]
}

/// A private image of the account.
fn private(
    id: impl Into<Text>,
    name: impl Into<Text>,
    system: System,
    time: impl Into<Text>,
) -> EcmImage {
    EcmImage {
        image_id: id.into(),
        image_name: name.into(),
        image_state: NORMAL,
        image_type: PRIVATE,
        image_os_name: system.name.into(),
        image_description: Some("".into()),
        image_create_time: time.into(),
        architecture: system.architecture,
        os_type: system.kind,
        os_version: system.version,
        platform: system.platform,
        image_owner: OWNER,
        image_size: system.size,
        src_image: None,
        image_source: "CREATE_IMAGE",
        task_id: Some(""),
        is_support_cloud_init: Some(json!(true)),
    }
}

/// A public image: named like its system, of nobody, and of no time.
fn public(id: impl Into<Text>, system: System) -> EcmImage {
    EcmImage {
        image_type: PUBLIC,
        image_owner: 0,
        image_source: "OFFICIAL",
        ..private(id, system.name, system, "")
    }
}

fn ordinary(random: &mut Random, number: usize) -> EcmImage {
    let system = *random.pick(SYSTEMS);
    let id = format!("img-{}", random.identifier(8));
    if random.chance(15) {
        return public(id, system);
    }
    let name = *random.pick(&["edge-cdn", "iot-gateway", "视频转码", "game-node"]);
    let span = LAST_DAY.abs_diff(FIRST_DAY);
    let moment = FIRST_DAY.saturating_add_unsigned(random.below(span));
    let mut image = private(
        id,
        format!("{name}-{number:04}"),
        system,
        moment_text(moment, "%Y-%m-%d %H:%M:%S"),
    );
    if random.chance(50) {
        image.src_image = Some(SrcImage::EMPTY);
    }
    if random.chance(5) {
        image.image_state = "CREATEFAILED";
        image.task_id = Some("1400001");
    }
    image
}
