//! Lists that change while they are read, of every product that has pages.

use std::collections::BTreeSet;

use serde_json::Value;

use super::client::{Client, with_images};
use super::tencent::Tc3;
use crate::{Fault, FaultKind, Options};

const COUNT: u64 = 60;

/// A page: how many images there are, and the ids of the first twenty.
async fn page(client: &Client) -> (u64, Vec<String>) {
    let request = if client.version == "2014-05-26" {
        let params = [("RegionId", "cn-hangzhou"), ("PageSize", "20")];
        client.acs3("DescribeImages", &params)
    } else {
        Tc3::post(client, "{\"Limit\":20}").sign(client)
    };
    let answer = client.send(&request).await.json();
    let (list, total) = match &answer["Response"] {
        Value::Null => (&answer["Images"]["Image"], &answer["TotalCount"]),
        response => (&response["ImageSet"], &response["TotalCount"]),
    };
    let id = |image: &Value| image["ImageId"].as_str().unwrap().to_owned();
    let ids = list.as_array().unwrap().iter().map(id).collect();
    (total.as_u64().unwrap(), ids)
}

#[tokio::test]
async fn an_image_goes_or_comes_back_before_each_page() {
    for (version, region) in [("2014-05-26", Some("cn-hangzhou")), ("2019-07-19", None)] {
        let mut client = Client::start(Options {
            ecm_rate: None,
            ..with_images(60)
        })
        .await;
        client.version = version;
        let (total, whole) = page(&client).await;
        assert_eq!(total, COUNT);
        client
            .sandbox
            .set_faults(vec![Fault::always(FaultKind::ListShifts)]);
        let mut before = total;
        let mut fronts = BTreeSet::new();
        for _ in 0..40 {
            let (total, ids) = page(&client).await;
            assert_eq!(total.abs_diff(before), 1, "{version}");
            assert_eq!(ids.len(), 20);
            fronts.insert(ids[0].clone());
            before = total;
        }
        assert!(fronts.len() > 1, "{version}");
        let missing = client.sandbox.missing();
        assert!(missing.len() as u64 >= COUNT - before, "{version}");
        assert!(missing.iter().all(|(of, _)| of.as_deref() == region));
        let told = client
            .send("GET /-/missing HTTP/1.1\r\nhost: h\r\n\r\n")
            .await
            .text();
        let line = |(region, id): &(Option<String>, String)| match region {
            Some(region) => format!("{region} {id}\n"),
            None => format!("{id}\n"),
        };
        assert_eq!(told, missing.iter().map(line).collect::<String>());
        // It stands still when nothing happens any more, and is whole again without the fault.
        client
            .sandbox
            .set_faults(vec!["list-shifts:1".parse().unwrap()]);
        let still = page(&client).await;
        assert_eq!(still.0.abs_diff(before), 1);
        assert_eq!(page(&client).await, still);
        client.sandbox.set_faults(Vec::new());
        assert_eq!(page(&client).await, (COUNT, whole));
        assert_eq!(client.sandbox.missing(), []);
    }
}
