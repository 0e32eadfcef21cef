//! Choosing the newest image.

use std::cmp::Reverse;

use super::Target;
use crate::error::{DecodeError, Error};
use crate::model::{Filter, Image, Natural};
use crate::provider::PageRef;

/// Which of the matching images is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// How many of the newest to leave out.
    pub skip: usize,
    /// How many to take after those.
    pub count: usize,
}

impl Default for Choice {
    fn default() -> Self {
        Self { skip: 0, count: 1 }
    }
}

/// Chooses the newest images, newest first.
///
/// The newest has the latest creation time; of equal times the higher version
/// (runs of digits compare as numbers), then the higher id. The order the images
/// came in does not matter.
///
/// # Errors
/// When the creation time of any of them is missing or unreadable: it could be
/// the newest, and to take it for the oldest would be a guess.
pub fn newest(mut images: Vec<Image>, choice: Choice) -> Result<Vec<Image>, DecodeError> {
    if let Some(image) = images.iter().find(|image| image.created.is_none()) {
        return Err(DecodeError::new(match &image.created_raw {
            Some(raw) => format!(
                "the creation time of {} cannot be read (`{raw}`), so which image is the newest is unknown",
                image.id
            ),
            None => format!(
                "{} has no creation time, so which image is the newest is unknown",
                image.id
            ),
        }));
    }
    images.sort_by(|left, right| {
        let key = |image: &Image| Reverse(image.created);
        key(left)
            .cmp(&key(right))
            .then_with(|| version(right).cmp(&version(left)))
            .then_with(|| right.id.cmp(&left.id))
    });
    Ok(images
        .into_iter()
        .skip(choice.skip)
        .take(choice.count)
        .collect())
}

fn version(image: &Image) -> Option<Natural<'_>> {
    image.version.as_deref().map(Natural)
}

/// Asks the service itself for the newest image of a family, in one call.
///
/// `None` when the provider has no such call for this family, or when its answer
/// does not meet `filters`: the pages do not say whose images the call may
/// answer with, and an image of a stranger must not pass for one's own.
///
/// # Errors
/// As [`crate::http::Client::call`], and when the answer cannot be read.
pub async fn newest_of_family(
    target: &Target,
    family: &str,
    filters: &[Filter],
) -> Option<Result<Option<Image>, Error>> {
    let listing = target.provider.newest_of_family(&target.scope(), family)?;
    let page = PageRef {
        number: 1,
        size: 1,
        token: None,
    };
    match target
        .page(&*listing, &page)
        .await
        .map(|page| page.rows.into_iter().next())
    {
        Ok(Some(image)) if !filters.iter().all(|filter| filter.matches(&image)) => None,
        answer => Some(answer),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::SystemClock;
    use crate::error::Origin;
    use crate::http::{Client, Network, NoLog, Sending, Transport, WireResponse};
    use crate::model::{Owner, OwnerFilter};
    use crate::provider::by_name;
    use crate::request::WireRequest;
    use crate::secret::Secret;
    use crate::sign::Credentials;

    /// Answers every call with one image of that owner.
    struct Family(&'static str);

    impl Transport for Family {
        fn send<'a>(&'a self, _: &'a WireRequest) -> Sending<'a> {
            let image = serde_json::json!({"ImageId": "m-1", "ImageFamily": "web", "ImageOwnerAlias": self.0});
            let body = serde_json::json!({ "Image": image })
                .to_string()
                .into_bytes();
            Box::pin(async move {
                Ok(WireResponse {
                    status: 200,
                    headers: Vec::new(),
                    body,
                })
            })
        }
    }

    /// Which images the call may answer with is not documented: one that does
    /// not meet the conditions must be no answer.
    #[tokio::test]
    async fn an_answer_of_a_stranger_is_none() {
        let provider = by_name("alibaba-ecs").unwrap();
        let own = [Filter::Owner(vec![OwnerFilter::Is(Owner::Own)])];
        for (owner, accepted) in [("self", true), ("others", false), ("", false)] {
            let network = Network::default();
            let client = Client::new(
                Box::new(Family(owner)),
                &network,
                Arc::new(SystemClock),
                Arc::new(NoLog),
            );
            let target = Target {
                provider,
                profile: None,
                region: "cn-hangzhou".into(),
                endpoint: None,
                credentials: Arc::new(Credentials {
                    id: "id".into(),
                    secret: Secret::new("secret"),
                    token: None,
                }),
                key_origin: Origin::BuiltIn,
                signer: provider.signer("acs3-hmac-sha256").unwrap(),
                client: Arc::new(client),
            };
            let answer = newest_of_family(&target, "web", &own).await;
            assert_eq!(answer.is_some(), accepted, "{owner}");
        }
    }

    fn image(id: &str, created: &str, version: &str) -> Image {
        Image {
            id: id.into(),
            created: created.parse().ok(),
            created_raw: (!created.is_empty()).then(|| created.to_owned()),
            version: (!version.is_empty()).then(|| version.to_owned()),
            ..Image::default()
        }
    }

    fn ids(images: Vec<Image>, skip: usize, count: usize) -> Result<Vec<String>, String> {
        newest(images, Choice { skip, count })
            .map(|images| images.into_iter().map(|image| image.id).collect())
            .map_err(|error| error.to_string())
    }

    fn candidates() -> Vec<Image> {
        vec![
            image("m-old", "2024-01-01T00:00:00Z", "9"),
            image("m-tie-a", "2025-01-01T00:00:00Z", "1.9"),
            image("m-tie-b", "2025-01-01T08:00:00+08:00", "1.10"),
            image("m-tie-c", "2025-01-01T00:00:00Z", "1.10"),
            image("m-none", "2025-01-01T00:00:00Z", ""),
        ]
    }

    #[test]
    fn the_newest_does_not_depend_on_the_order_given() {
        let expected = ["m-tie-c", "m-tie-b", "m-tie-a", "m-none", "m-old"];
        let mut images = candidates();
        for turn in 0..images.len() {
            images.rotate_left(turn);
            assert_eq!(ids(images.clone(), 0, 9).unwrap(), expected);
            images.reverse();
            assert_eq!(ids(images.clone(), 0, 9).unwrap(), expected);
        }
    }

    #[test]
    fn skip_and_count() {
        assert_eq!(ids(candidates(), 0, 1).unwrap(), ["m-tie-c"]);
        assert_eq!(ids(candidates(), 1, 1).unwrap(), ["m-tie-b"]);
        assert_eq!(ids(candidates(), 4, 3).unwrap(), ["m-old"]);
        assert_eq!(ids(candidates(), 9, 1).unwrap(), [""; 0]);
        assert_eq!(ids(Vec::new(), 0, 1).unwrap(), [""; 0]);
    }

    #[test]
    fn an_unreadable_time_is_an_error_and_never_the_oldest() {
        let mut images = candidates();
        images.push(image("m-odd", "yesterday", "1"));
        assert!(
            ids(images, 0, 1)
                .unwrap_err()
                .contains("m-odd cannot be read (`yesterday`)")
        );
        assert!(
            ids(vec![image("m-odd", "", "1")], 0, 1)
                .unwrap_err()
                .contains("m-odd has no creation time")
        );
    }
}
