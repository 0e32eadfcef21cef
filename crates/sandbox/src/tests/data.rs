//! The images a region holds.

use std::collections::HashSet;

use super::client::{Client, options, with_images};
use crate::{
    Options, REGIONS,
    alibaba::{filter::ImageQuery, image::Image, world::Images},
};

fn listed(world: &Images, region: usize) -> Vec<&Image> {
    let found = world.search(region, ImageQuery::default(), None);
    found
        .iter()
        .map(|place| &world.region(region)[*place as usize].image)
        .collect()
}

fn available_of_ours<'a>(world: &'a Images, region: usize, family: &str) -> Vec<&'a Image> {
    let mut images = listed(world, region);
    images.retain(|image| image.image_owner_alias == "self");
    images.retain(|image| image.image_family.as_deref() == Some(family));
    images
}

#[test]
fn every_region_lists_exactly_the_wanted_number() {
    for images in [0, 1, 2, 7, 23, 24, 25, 100, 1_000] {
        let world = Images::new(images, 3, None);
        for (region, name) in REGIONS.iter().enumerate() {
            let found = listed(&world, region);
            assert_eq!(found.len(), images, "{name}");
            let ids: HashSet<&str> = found.iter().map(|image| &*image.image_id).collect();
            assert_eq!(ids.len(), images, "ids repeat");
        }
    }
}

#[test]
fn the_seed_decides_everything() {
    let texts = |seed| {
        let world = Images::new(60, seed, None);
        let region = world.region(1);
        region
            .iter()
            .map(|entry| entry.text().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(5), texts(5));
    assert_ne!(texts(5), texts(6));
}

#[test]
fn custom_ids_differ_between_regions() {
    let world = Images::new(100, 0, None);
    let custom = |region| -> HashSet<String> {
        let images = listed(&world, region).into_iter();
        images
            .map(|image| image.image_id.to_string())
            .filter(|id| id.starts_with("m-"))
            .collect()
    };
    assert!(custom(0).is_disjoint(&custom(1)));
}

#[test]
fn families_are_as_promised() {
    let world = Images::new(24, 0, None);
    for region in 0..REGIONS.len() {
        assert!(available_of_ours(&world, region, "web").len() >= 3);
        let last = region + 1 == REGIONS.len();
        assert_eq!(available_of_ours(&world, region, "api").is_empty(), last);
        assert_eq!(
            available_of_ours(&world, region, "batch").is_empty(),
            region != 0
        );
        assert!(available_of_ours(&world, region, "empty-family").is_empty());
        let all = || world.region(region).iter().map(|entry| &entry.image);
        assert!(all().any(|image| image.image_family.as_deref() == Some("empty-family")));
        assert!(all().any(|image| image.image_family.as_deref() == Some("acs:ubuntu_24_04_x64")));
        let ours = all().filter(|image| image.image_owner_alias == "self");
        let newest = ours
            .filter(|image| image.image_family.as_deref() == Some("web"))
            .max_by_key(|image| &image.creation_time)
            .unwrap();
        assert_eq!(newest.status == "Creating", region % 2 == 1);
    }
}

#[test]
fn two_newest_web_images_are_equally_old() {
    let world = Images::new(24, 0, None);
    let mut web = available_of_ours(&world, 0, "web");
    web.sort_by_key(|image| (&image.creation_time, &image.image_version));
    let [.., first, second] = web[..] else {
        panic!("too few")
    };
    assert_eq!(first.creation_time, second.creation_time);
    assert_eq!(
        (
            first.image_version.as_deref(),
            second.image_version.as_deref()
        ),
        (Some("1.4.1"), Some("1.4.2"))
    );
    assert_ne!(first.image_id, second.image_id);
}

#[test]
fn a_default_sandbox_holds_the_hostile_names() {
    let world = Images::new(24, 0, None);
    let names: Vec<&str> = listed(&world, 0)
        .iter()
        .map(|image| &*image.image_name)
        .collect();
    assert!(names.iter().any(|name| name.contains("\u{1b}[31m")
        && name.contains("\r\n")
        && name.contains('\u{202e}')));
    assert!(names.iter().any(|name| name.starts_with("=HYPERLINK(")));
    assert!(
        names
            .iter()
            .any(|name| name.contains(',') && name.contains('"') && name.contains('\n'))
    );
    assert!(names.iter().any(|name| name.chars().count() == 128));
    assert!(names.iter().any(|name| name.contains("e\u{301}")));
    assert!(names.iter().any(|name| name.contains('🚀')));
    assert!(names.iter().any(|name| name.contains("生产")));
    let images = listed(&world, 0);
    assert!(
        images
            .iter()
            .any(|image| image.image_owner_id.is_some_and(|id| id > 1 << 53))
    );
    for architecture in ["x86_64", "arm64", "i386"] {
        assert!(
            images
                .iter()
                .any(|image| image.architecture == architecture)
        );
    }
    assert!(images.iter().any(|image| image.os_type == "windows"));
}

#[test]
fn dates_are_well_formed_and_fixed() {
    let world = Images::new(500, 0, None);
    for entry in world.region(0) {
        let time = &entry.image.creation_time;
        assert_eq!(time.len(), 20);
        assert!(
            ("2023-01-01".."2026-11-01").contains(&&time[..10]),
            "{time}"
        );
        assert!(time.parse::<jiff::Timestamp>().is_ok());
    }
}

#[tokio::test]
async fn a_shuffle_is_another_stable_order() {
    let client = Client::start(with_images(90)).await;
    let plain = client.list(&[]).await.ids();
    assert_eq!(plain, client.list(&[]).await.ids());
    let mut orders = vec![plain];
    for seed in [0, 1] {
        client.sandbox.set_shuffle(Some(seed));
        let order = client.list(&[]).await.ids();
        assert_eq!(order, client.list(&[]).await.ids());
        assert!(!orders.contains(&order));
        orders.push(order);
    }
    for order in &mut orders {
        order.sort();
    }
    assert!(orders.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn the_shuffle_option_holds_from_the_start() {
    let shuffled = Client::start(Options {
        shuffle: Some(9),
        ..options()
    })
    .await;
    let plain = Client::start(options()).await;
    assert_ne!(shuffled.list(&[]).await.ids(), plain.list(&[]).await.ids());
}
