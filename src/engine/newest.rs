//! Choosing the newest image.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::pages::first_page;
use super::{Question, Target};
use crate::error::{Doubt, Error};
use crate::model::{Image, Natural};
use crate::provider::{AgeHints, Recency};

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

/// The newest images.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    /// They themselves, newest first.
    pub images: Vec<Image>,
    /// From how many they were chosen.
    pub candidates: usize,
    /// The architectures of those, where they show one.
    pub architectures: BTreeSet<String>,
    /// What told that they are newer.
    pub basis: Basis,
    /// The newest of those, in their order, to be told.
    pub leading: Vec<Candidate>,
    /// What told the last image that was chosen from the first one after it; `None`
    /// where one of them is not there.
    pub decided: Option<By>,
}

/// How many of the newest are told.
const LEADING: usize = 5;

/// One of the images that were chosen from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// The day that is read in its id, where there is no time of creation.
    pub date: Option<Date>,
    /// Its version.
    pub version: Option<String>,
}

/// What told two images apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The time of creation, or the date inside the id.
    Time,
    /// The version.
    Version,
    /// The date inside the id, of images with the same version.
    Date,
    /// The id.
    Id,
}

/// What an order from newest to oldest goes by. Ties go by the version, runs of
/// digits compared as numbers, then by the id, the higher one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Nothing: there is only one.
    Alone,
    /// The time of creation.
    Created,
    /// The date inside the id.
    DateInId,
    /// The version, as not every id has a date inside.
    VersionInId,
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Basis::Alone => "which leaves no choice",
            Basis::Created => "by the time of creation, then the version, then the id",
            Basis::DateInId => {
                "by the date inside the id, as there is no time of creation, then the version, \
                 then the id"
            }
            Basis::VersionInId => {
                "by the version, as there is no time of creation and not every id has a date \
                 inside"
            }
        })
    }
}

/// Chooses the newest images. The order they came in does not matter.
///
/// # Errors
/// When what tells the age of any of several is missing or unreadable: it could be
/// the newest, and to take it for the oldest would be a guess.
pub fn newest(images: Vec<Image>, choice: Choice, recency: Recency) -> Result<Newest, Doubt> {
    let candidates = images.len();
    let architectures = images.iter().filter_map(|image| image.architecture.clone());
    let architectures = architectures.collect();
    let (mut ages, basis) = match recency {
        _ if candidates <= 1 => (images.into_iter().map(Age::of).collect(), Basis::Alone),
        Recency::Created => (by_creation(images)?, Basis::Created),
        Recency::AgeHints(read) => by_marks(images, read)?,
    };
    ages.sort_by(|left, right| right.compare(left, basis).0);
    if basis == Basis::VersionInId {
        check_versions(&ages, choice)?;
    }
    let end = choice.skip.saturating_add(choice.count);
    let decided = match (
        end.checked_sub(1).and_then(|last| ages.get(last)),
        ages.get(end),
    ) {
        (Some(last), Some(next)) => Some(last.compare(next, basis).1),
        _ => None,
    };
    Ok(Newest {
        leading: ages.iter().take(LEADING).map(Age::candidate).collect(),
        decided,
        images: ages
            .into_iter()
            .skip(choice.skip)
            .take(choice.count)
            .map(|age| age.image)
            .collect(),
        candidates,
        architectures,
        basis,
    })
}

/// An image with all that tells its age.
struct Age {
    date: Option<Date>,
    version: Option<String>,
    image: Image,
}

impl Age {
    fn of(image: Image) -> Self {
        Self {
            date: None,
            version: image.version.clone(),
            image,
        }
    }

    /// Which of two is the newer one, and what tells that.
    fn compare(&self, other: &Self, basis: Basis) -> (Ordering, By) {
        let time = match basis {
            Basis::Created => self.image.created.cmp(&other.image.created),
            Basis::DateInId => self.date.cmp(&other.date),
            Basis::VersionInId | Basis::Alone => Ordering::Equal,
        };
        if time.is_ne() {
            return (time, By::Time);
        }
        let version = natural(self).cmp(&natural(other));
        if version.is_ne() {
            return (version, By::Version);
        }
        let date = self.date.cmp(&other.date);
        if date.is_ne() {
            return (date, By::Date);
        }
        (self.image.id.cmp(&other.image.id), By::Id)
    }

    fn candidate(&self) -> Candidate {
        Candidate {
            id: self.image.id.clone(),
            created: self.image.created,
            date: self.date,
            version: self.version.clone(),
        }
    }
}

fn natural(age: &Age) -> Option<Natural<'_>> {
    age.version.as_deref().map(Natural)
}

fn by_creation(images: Vec<Image>) -> Result<Vec<Age>, Doubt> {
    let has_times = images.iter().any(|image| image.created.is_some());
    let age = |image: Image| match (&image.created, &image.created_raw) {
        (Some(_), _) => Ok(Age::of(image)),
        (None, Some(raw)) => Err(Doubt::Time(format!(
            "the creation time of {} cannot be read (`{raw}`)",
            image.id
        ))),
        (None, None) => {
            let why = format!("{} has no creation time", image.id);
            Err(if has_times {
                Doubt::Time(why)
            } else {
                Doubt::NoTimes(why)
            })
        }
    };
    images.into_iter().map(age).collect()
}

fn by_marks(images: Vec<Image>, read: fn(&Image) -> AgeHints) -> Result<(Vec<Age>, Basis), Doubt> {
    let age = |image: Image| {
        let AgeHints { date, version } = read(&image);
        Age {
            date,
            version,
            image,
        }
    };
    let ages: Vec<Age> = images.into_iter().map(age).collect();
    let undated = ages.iter().find(|age| age.date.is_none());
    let unversioned = ages.iter().find(|age| age.version.is_none());
    let basis = match (undated, unversioned) {
        (None, _) => Basis::DateInId,
        (Some(_), None) => Basis::VersionInId,
        (Some(undated), Some(unversioned)) => {
            return Err(Doubt::AgeHints(format!(
                "the id {} has no date inside, and {} has no version",
                undated.image.id, unversioned.image.id
            )));
        }
    };
    Ok((ages, basis))
}

/// Versions order images of one distribution, and only as far as they differ: of
/// two equal ones, dates must tell which is newer.
fn check_versions(ages: &[Age], choice: Choice) -> Result<(), Doubt> {
    let platform = |age: &Age| age.image.platform.as_ref().map(|name| name.to_lowercase());
    let first = ages.first().map(platform);
    if let (Some(one), Some(other)) = (
        ages.first(),
        ages.iter().find(|age| Some(platform(age)) != first),
    ) {
        return Err(Doubt::AgeHints(format!(
            "the versions of {} and {} are those of different systems",
            one.image.id, other.image.id
        )));
    }
    let chosen = choice.skip.saturating_add(choice.count);
    for pair in ages.windows(2).take(chosen) {
        let [newer, older] = pair else { continue };
        let undated = newer.date.is_none() || older.date.is_none();
        let same = match (natural(newer), natural(older)) {
            (Some(newer), Some(older)) => newer.is_same(older),
            _ => true,
        };
        if undated && same {
            return Err(Doubt::AgeHints(format!(
                "{} and {} are of one version, and not both ids have a date inside",
                newer.image.id, older.image.id
            )));
        }
    }
    Ok(())
}

/// Asks the service itself for the newest image of a family, in one call.
///
/// `None` when the provider has no such call for this family, or when its answer
/// does not meet the question: the pages do not say whose images the call may
/// answer with, and an image of a stranger must not pass for one's own.
///
/// # Errors
/// As [`crate::http::Client::call`], and when the answer cannot be read.
pub async fn newest_of_family(
    target: &Target,
    family: &str,
    question: &Question,
) -> Option<Result<Option<Image>, Error>> {
    let listing = target
        .account
        .provider
        .newest_of_family(&target.place(), family)?;
    let answer = target.page(&*listing, first_page(1, None)).await;
    let answer = answer.map(|arrived| arrived.page.rows.into_iter().next());
    match answer {
        Ok(Some(image)) if !question.filters().all(|filter| filter.matches(&image)) => None,
        answer => {
            target.metrics.end();
            Some(answer)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, OnceLock};

    use super::*;
    use crate::clock::{Clock as _, SystemClock};
    use crate::clouds::by_name;
    use crate::engine::Account;
    use crate::error::Origin;
    use crate::http::{Client, FixedKey, Network, NoLog, Response, Sending, Transport};
    use crate::model::{Filter, Owner, OwnerFilter, Status, StatusFilter};
    use crate::provider::Options;
    use crate::request::Request;
    use crate::secret::Secret;
    use crate::sign::Credentials;

    /// Answers every call with one image of that owner, which may not be usable yet.
    struct Family(&'static str, Option<bool>);

    impl Transport for Family {
        fn send<'a>(&'a self, _: &'a Request, _: &'a OnceLock<Response>) -> Sending<'a> {
            let image = serde_json::json!({
                "ImageId": "m-1", "ImageFamily": "web", "ImageOwnerAlias": self.0,
                "Status": "Available", "Usable": self.1,
            });
            let body = serde_json::json!({ "Image": image })
                .to_string()
                .into_bytes();
            Box::pin(async move {
                Ok(Response {
                    status: 200,
                    headers: Vec::new(),
                    body: body.into(),
                })
            })
        }
    }

    /// Which images the call may answer with is not documented: one that does
    /// not meet the conditions must be no answer.
    #[tokio::test]
    async fn an_answer_of_a_stranger_or_not_usable_is_none() {
        let provider = by_name("alibaba-ecs").unwrap();
        let own = Question {
            assumed: vec![
                Filter::Owner(vec![OwnerFilter::Is(Owner::Own)]),
                Filter::Status(StatusFilter::In(vec![Status::Available])),
            ],
            ..Question::default()
        };
        for (owner, usable, accepted) in [
            ("self", None, true),
            ("self", Some(true), true),
            ("self", Some(false), false),
            ("others", None, false),
            ("", None, false),
        ] {
            let network = Network::default();
            let client = Client::new(
                Box::new(Family(owner, usable)),
                &network,
                Arc::new(SystemClock),
                Arc::new(NoLog),
                Arc::default(),
            );
            let account = Arc::new(Account {
                provider,
                profile: None,
                raw: false,
                endpoint: None,
                options: Options::default(),
                now: SystemClock.now(),
                keys: Arc::new(FixedKey::new(Credentials {
                    id: "id".into(),
                    secret: Secret::new("secret"),
                    token: None,
                })),
                key_origin: Origin::BuiltIn,
                authorizer: provider.authorizer("acs3-hmac-sha256").unwrap(),
                client: Arc::new(client),
            });
            let target = Target::new(&account, "cn-hangzhou");
            let answer = newest_of_family(&target, "web", &own).await;
            assert_eq!(answer.is_some(), accepted, "{owner} {usable:?}");
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
        newest(images, Choice { skip, count }, Recency::Created)
            .map(|newest| newest.images.into_iter().map(|image| image.id).collect())
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
            ids(
                vec![
                    image("m-odd", "", "1"),
                    image("m-1", "2024-01-01T00:00:00Z", "")
                ],
                0,
                1
            )
            .unwrap_err()
            .contains("m-odd has no creation time")
        );
        // Of one there is no choice.
        assert_eq!(ids(vec![image("m-odd", "", "1")], 0, 1).unwrap(), ["m-odd"]);
    }

    /// Ids of the form `name_version_date`, each part but the name optional.
    fn marks(image: &Image) -> AgeHints {
        let mut parts = image.id.split('_').skip(1);
        AgeHints {
            version: parts.next().filter(|text| !text.is_empty()).map(Into::into),
            date: parts.next().and_then(|text| text.parse().ok()),
        }
    }

    fn by_marks(ids: &[&str]) -> Result<(Vec<String>, Basis), String> {
        let system = |id: &str| id.split('_').next().map(str::to_owned);
        let images = ids.iter().map(|id| Image {
            platform: system(id),
            ..image(id, "", "")
        });
        let choice = Choice { skip: 0, count: 2 };
        newest(images.collect(), choice, Recency::AgeHints(marks))
            .map(|found| {
                let ids = found.images.into_iter().map(|image| image.id);
                (ids.collect(), found.basis)
            })
            .map_err(|error| error.to_string())
    }

    #[test]
    fn without_creation_times_the_date_in_the_id_counts_then_the_version() {
        let (ids, basis) = by_marks(&[
            "os_7.9_20240101",
            "os_8.5_20230101",
            "os_7.10_20240101",
            "so__20250101",
        ])
        .unwrap();
        assert_eq!(basis, Basis::DateInId);
        assert_eq!(ids, ["so__20250101", "os_7.10_20240101"]);
        let versions = [
            "os_7.9_20240101",
            "os_8.5",
            "os_7.10_20230101",
            "os_7.10_20240101",
        ];
        let (ids, basis) = by_marks(&versions).unwrap();
        assert_eq!(basis, Basis::VersionInId);
        assert_eq!(ids, ["os_8.5", "os_7.10_20240101"]);
        assert_eq!(
            by_marks(&["m-1"]).unwrap(),
            (vec!["m-1".to_owned()], Basis::Alone)
        );
    }

    #[test]
    fn without_a_date_and_a_version_nobody_guesses() {
        for (ids, why) in [
            (
                &["os_7.9", "os__20240101"][..],
                "the id os_7.9 has no date inside, and os__",
            ),
            (
                &["m-1", "os_7.9_20240101"],
                "the id m-1 has no date inside, and m-1 has no version",
            ),
            (&["os_7.9", "so_11_20240101"], "of different systems"),
            (&["os_7.9", "os_7.9_20240101"], "of one version"),
            (&["os_8", "os_7.9", "os_7.9_20240101"], "of one version"),
            (&["os_7.09", "os_7.9_20240101"], "of one version"),
        ] {
            let message = by_marks(ids).unwrap_err();
            assert!(message.contains(why), "{message}");
        }
        // What is not chosen need not be in order.
        assert!(by_marks(&["os_9", "os_8", "os_7.9", "os_7.9_20240101"]).is_ok());
    }
}
