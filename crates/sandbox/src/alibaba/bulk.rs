//! Ordinary images that fill a region up to the wanted number.

use super::{
    image::{ALINUX_ARM, CENTOS, DEBIAN, DEBIAN_32, Image, System, UBUNTU, WINDOWS},
    images::{RESOURCE_GROUP, SHARING_ACCOUNT},
    maker::{Maker, public, tags},
    regions::REGIONS,
};
use crate::{
    random::{Random, hash},
    time::moment_text,
};

/// 2023-01-01T00:00:00Z and 2026-06-30T00:00:00Z: older than the newest version of every special family.
const FIRST_DAY: i64 = 1_672_531_200;
const LAST_DAY: i64 = 1_782_777_600;

const FAMILIES: &[&str] = &[
    "app-base",
    "db-node",
    "ci-runner",
    "gpu-train",
    "edge-proxy",
    "订单服务",
];
const SYSTEMS: &[System] = &[
    UBUNTU, UBUNTU, ALINUX_ARM, DEBIAN, CENTOS, CENTOS, WINDOWS, DEBIAN_32,
];
/// Public images here are of families that no special image belongs to.
const PUBLIC_SYSTEMS: &[System] = &[DEBIAN, CENTOS, WINDOWS];
const TAG_SETS: &[&[(&str, &str)]] = &[
    &[],
    &[("env", "prod")],
    &[("env", "test"), ("team", "data")],
    &[("环境", "测试"), ("owner", "")],
    &[
        ("build", "a&b=c d+e"),
        ("team", "platform"),
        ("env", "prod"),
    ],
];

/// Makes `count` images for one region.
pub(crate) fn fill(maker: &mut Maker, seed: u64, region: usize, count: usize) -> Vec<Image> {
    let mut random = Random::new(hash(seed ^ 0xB01D, REGIONS[region]));
    (1..=count)
        .map(|number| ordinary(maker, &mut random, number))
        .collect()
}

fn ordinary(maker: &mut Maker, random: &mut Random, number: usize) -> Image {
    let span = LAST_DAY.abs_diff(FIRST_DAY);
    let moment = FIRST_DAY.saturating_add_unsigned(random.below(span));
    let time = moment_text(moment, "%Y-%m-%dT%H:%M:%SZ");
    let share = random.below(100);
    if share < 15 {
        let day = moment_text(moment, "%Y%m%d");
        return public(
            *random.pick(PUBLIC_SYSTEMS),
            &format!("{day}_{number:04}"),
            time,
        );
    }
    let family = *random.pick(FAMILIES);
    let system = *random.pick(SYSTEMS);
    let mut image = maker.own(format!("{family}-{number:04}"), system, time);
    if random.chance(70) {
        image.image_family = Some(family.into());
        image.image_version = Some(moment_text(moment, "%Y.%-m.%-d").into());
    }
    if random.chance(40) {
        image.usage = Some("instance");
    }
    if random.chance(20) {
        image.description = Some(format!("built by pipeline {number}").into());
        image.resource_group_id = Some(RESOURCE_GROUP.into());
    }
    if share < 35 {
        image.image_owner_alias = "others";
        image.image_owner_id = Some(SHARING_ACCOUNT + random.below(3));
        image.tags = None;
    } else {
        image.tags = Some(tags(random.pick::<&[_]>(TAG_SETS)));
    }
    image
}
