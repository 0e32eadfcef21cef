//! Images for the tests of this module.

use crate::model::{Disk, Image, Owner, Status};

/// An image of which only this is known.
pub(super) fn image(region: &str, id: &str) -> Image {
    Image {
        provider: "alibaba-ecs",
        region: Some(region.to_owned()),
        id: id.to_owned(),
        ..Image::default()
    }
}

/// An image of which everything is known.
pub(super) fn full_image() -> Image {
    let text = |text: &str| Some(text.to_owned());
    Image {
        profile: text("prod"),
        name: text("web"),
        family: text("web-family"),
        version: text("1.10"),
        description: text("a, b\n\"c\""),
        os_type: text("linux"),
        os_name: text("Debian 12 64-bit"),
        platform: text("Debian"),
        architecture: text("x86_64"),
        boot_mode: text("UEFI"),
        size_gib: Some(40),
        owner: Some(Owner::Own),
        owner_id: text("1234567890123456"),
        status: Some(Status::Available),
        status_raw: text("Available"),
        progress_percent: Some(100),
        created: "2025-03-09T18:30:00Z".parse().ok(),
        created_raw: text("2025-03-10 02:30:00"),
        deprecated: Some(false),
        tags: [
            ("env".to_owned(), "prod".to_owned()),
            ("a".to_owned(), String::new()),
        ]
        .into(),
        disks: vec![
            Disk {
                kind: text("system"),
                size_gib: Some(40),
                ..Disk::default()
            },
            Disk {
                size_gib: Some(100),
                ..Disk::default()
            },
            Disk {
                kind: text("data"),
                ..Disk::default()
            },
        ],
        usage: text("in-use"),
        cloud_init: Some(true),
        io_optimized: Some(true),
        copied: Some(false),
        subscribed: Some(false),
        shared: Some(true),
        product_code: text("p-1"),
        resource_group: text("rg-1"),
        source: text("self"),
        usable: Some(true),
        ..image("cn-beijing", "m-1")
    }
}
