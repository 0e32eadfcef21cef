//! Splits conditions into what the service is asked and what is checked here.

use crate::error::Error;
use crate::model::{Filter, Image};
use crate::provider::{Encoded, Provider, Support};
use crate::request::Params;

/// How a provider is asked for images that meet all conditions.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Queries that together find every image that meets the conditions the
    /// service was given; an image may be found by more than one.
    pub queries: Vec<Params>,
    /// Conditions to check on the rows that come back.
    pub residual: Vec<Filter>,
}

impl Plan {
    /// Asks the provider how it meets each condition.
    ///
    /// # Errors
    /// [`Error::Unsupported`] when it cannot meet one, or would refuse its value.
    pub fn new(provider: &dyn Provider, filters: &[Filter]) -> Result<Self, Error> {
        let mut plan = Self {
            queries: vec![Params::default()],
            residual: Vec::new(),
        };
        for filter in filters {
            let (encode, check_again) = match provider.support(filter.kind()) {
                Support::Exact(encode) => (encode, false),
                Support::Inexact(encode) => (encode, true),
                Support::Client => {
                    plan.residual.push(filter.clone());
                    continue;
                }
                Support::Unsupported(why) => {
                    let flag = filter.kind().flag();
                    let title = provider.facts().title;
                    return Err(Error::Unsupported {
                        message: format!("{flag} cannot be used with {title}"),
                        hint: Some(why.to_owned()),
                    });
                }
            };
            match encode(filter) {
                Encoded::Queries(alternatives) => plan.push(&alternatives),
                Encoded::Kept => {
                    plan.residual.push(filter.clone());
                    continue;
                }
                Encoded::Refused(why) => {
                    return Err(Error::Unsupported {
                        message: format!("invalid value for {}: {why}", filter.kind().flag()),
                        hint: None,
                    });
                }
            }
            if check_again {
                plan.residual.push(filter.clone());
            }
        }
        Ok(plan)
    }

    /// Whether an image meets what the service was not trusted with.
    pub fn keeps(&self, image: &Image) -> bool {
        self.residual.iter().all(|filter| filter.matches(image))
    }

    /// Each query so far with each alternative.
    fn push(&mut self, alternatives: &[Params]) {
        self.queries = self
            .queries
            .iter()
            .flat_map(|query| {
                alternatives.iter().map(|alternative| {
                    let mut query = query.clone();
                    query.merge(alternative);
                    query
                })
            })
            .collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Glob, Owner, OwnerFilter, StatusFilter, TagFilter};
    use crate::provider::by_name;

    fn plan(filters: &[Filter]) -> Result<Plan, String> {
        Plan::new(by_name("alibaba-ecs").unwrap(), filters).map_err(|error| error.to_string())
    }

    fn queries(filters: &[Filter]) -> Vec<String> {
        let pairs = |params: &Params| {
            params
                .flatten(1)
                .into_iter()
                .map(|(n, v)| format!("{n}={v}"))
                .collect::<Vec<_>>()
                .join(" ")
        };
        plan(filters).unwrap().queries.iter().map(pairs).collect()
    }

    fn tags(count: usize) -> Filter {
        Filter::Tags(
            (0..count)
                .map(|n| TagFilter {
                    key: format!("k{n}"),
                    value: Some("v".into()),
                })
                .collect(),
        )
    }

    #[test]
    fn without_conditions_there_is_one_plain_query() {
        assert_eq!(
            plan(&[]).unwrap(),
            Plan {
                queries: vec![Params::default()],
                residual: vec![]
            }
        );
    }

    #[test]
    fn alternatives_multiply() {
        let owners = Filter::Owner(vec![
            OwnerFilter::Is(Owner::Own),
            OwnerFilter::Is(Owner::System),
        ]);
        let ids = Filter::Id(vec!["m-1".into(), "m-2".into()]);
        assert_eq!(
            queries(&[owners, ids]),
            [
                "ImageId=m-1 ImageOwnerAlias=self",
                "ImageId=m-2 ImageOwnerAlias=self",
                "ImageId=m-1 ImageOwnerAlias=system",
                "ImageId=m-2 ImageOwnerAlias=system",
            ]
        );
    }

    #[test]
    fn every_owner_is_two_queries_and_an_account_is_asked_as_shared_and_community() {
        assert_eq!(
            queries(&[Filter::Owner(vec![OwnerFilter::Any])]),
            ["", "ImageOwnerAlias=marketplace"]
        );
        assert_eq!(
            queries(&[Filter::Owner(vec![OwnerFilter::Account(
                "201693514356660001".into()
            )])]),
            [
                "ImageOwnerAlias=others ImageOwnerId=201693514356660001",
                "ImageOwnerAlias=others ImageOwnerId=201693514356660001 IsPublic=true",
            ]
        );
    }

    #[test]
    fn times_are_widened_and_checked_again() {
        let after = Filter::CreatedAfter("2025-01-01T00:00:30Z".parse().unwrap());
        let before = Filter::CreatedBefore("2025-02-01T00:00:30Z".parse().unwrap());
        assert_eq!(
            queries(&[after.clone(), before.clone()]),
            [
                "Filter.1.Key=CreationStartTime Filter.1.Value=2024-12-31T23:59Z \
              Filter.2.Key=CreationEndTime Filter.2.Value=2025-02-01T00:01Z"
            ]
        );
        assert_eq!(
            plan(&[after.clone(), before.clone()]).unwrap().residual,
            [after, before]
        );
    }

    #[test]
    fn a_plain_name_is_asked_for_and_a_pattern_is_checked_here() {
        assert_eq!(
            queries(&[Filter::Name(Glob::new("web-1"))]),
            ["ImageName=web-1"]
        );
        assert_eq!(queries(&[Filter::Name(Glob::new("web-*"))]), [""]);
        assert_eq!(
            plan(&[Filter::Name(Glob::new("web-1"))])
                .unwrap()
                .residual
                .len(),
            1
        );
    }

    #[test]
    fn every_status_is_named_one_by_one() {
        assert_eq!(
            queries(&[Filter::Status(StatusFilter::Any)]),
            ["Status=Available,Creating,Waiting,CreateFailed,UnAvailable,Deprecated"]
        );
    }

    #[test]
    fn documented_limits_and_one_beyond() {
        let tag = |key: &str, value: &str| {
            Filter::Tags(vec![TagFilter {
                key: key.into(),
                value: Some(value.into()),
            }])
        };
        for filter in [
            tags(20),
            tag(&"k".repeat(64), &"v".repeat(128)),
            tag("中".repeat(64).as_str(), ""),
        ] {
            assert!(plan(std::slice::from_ref(&filter)).is_ok(), "{filter:?}");
        }
        for (filter, reason) in [
            (tags(21), "at most 20"),
            (tag(&"k".repeat(65), ""), "1 to 64"),
            (tag("", ""), "1 to 64"),
            (tag("k", &"v".repeat(129)), "at most 128"),
            (tag("acs:k", ""), "do not start with"),
            (tag("k", "https://x"), "do not start with"),
            (
                Filter::Owner(vec![OwnerFilter::Account("me".into())]),
                "is a number",
            ),
        ] {
            let message = plan(&[filter]).unwrap_err();
            assert!(message.contains(reason), "{message}");
        }
    }

    #[test]
    fn family_names_the_service_would_refuse() {
        for good in [
            "ab",
            "web",
            "Web_1-a:b",
            "acs:ubuntu_24_04_x64",
            "生产-1",
            &"a".repeat(128),
        ] {
            assert_eq!(
                queries(&[Filter::Family(vec![good.into()])]),
                [format!("ImageFamily={good}")]
            );
        }
        for bad in [
            "",
            "a",
            "1web",
            "-web",
            "http://x",
            "aliyun-web",
            "we b",
            "web/1",
            "acs:",
            &"a".repeat(129),
        ] {
            let message = plan(&[Filter::Family(vec![bad.into()])]).unwrap_err();
            assert!(
                message.starts_with("invalid value for --family: "),
                "{message}"
            );
        }
    }
}
