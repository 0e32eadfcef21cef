//! Splits conditions into what the service is asked and what is checked here.

use serde_json::Value;

use crate::error::Error;
use crate::model::{Condition, Filter, FilterKind, Image, Operand};
use crate::provider::{Encoded, Provider, Support};
use crate::request::Params;
use crate::words::quoted;

/// What is asked of every provider.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The user's own conditions: a provider that cannot meet one refuses.
    pub asked: Vec<Filter>,
    /// Conditions added for the user: left out where a provider has no such thing.
    pub assumed: Vec<Filter>,
    /// Whether only the service may decide on the user's own conditions.
    pub server_only: bool,
}

impl Question {
    /// All conditions there are.
    pub fn filters(&self) -> impl Iterator<Item = &Filter> {
        self.asked.iter().chain(&self.assumed)
    }

    /// Whether there is a condition of that kind.
    pub fn has(&self, kind: FilterKind) -> bool {
        self.filters().any(|filter| filter.kind() == kind)
    }
}

/// Who decides on a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decides {
    /// The service.
    Server,
    /// The service narrows, and the rows are checked here.
    Both,
    /// The rows are checked here.
    Client,
    /// Nobody: the provider has no such thing, and nothing depends on it.
    Nobody,
}

/// How a provider is asked for images that meet all conditions.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Queries that together find every image that meets the conditions the
    /// service was given; an image may be found by more than one.
    pub queries: Vec<Params>,
    /// Conditions to check on the rows that come back.
    pub residual: Vec<Filter>,
    /// Conditions that the service evaluates and that every row shows: one that
    /// contradicts them cannot be trusted.
    pub promised: Vec<Filter>,
    /// Who decides on each condition, in the order given.
    pub decides: Vec<(FilterKind, Decides)>,
}

impl Plan {
    /// Asks the provider how it meets each condition.
    ///
    /// # Errors
    /// [`Error::Unsupported`] when it cannot meet one, would refuse its value or
    /// all of them together, or when only the service may decide and does not.
    pub fn new(provider: &dyn Provider, question: &Question) -> Result<Self, Error> {
        let mut plan = Self {
            queries: vec![Params::default()],
            residual: Vec::new(),
            promised: Vec::new(),
            decides: Vec::new(),
        };
        for filter in &question.asked {
            let decides = plan.add(provider, filter)?;
            if question.server_only && decides == Decides::Client {
                return Err(only_here(provider, filter.kind()));
            }
        }
        for filter in &question.assumed {
            // The provider has no such thing, or the user's own parameters say
            // otherwise: what nobody asked for is no reason to refuse.
            if plan.add(provider, filter).is_err() {
                plan.leave_out(filter.kind());
            }
        }
        match plan
            .queries
            .iter()
            .find_map(|query| provider.refuses(query))
        {
            Some(message) => Err(Error::Unsupported {
                message,
                hint: None,
            }),
            None => Ok(plan),
        }
    }

    /// Adds one condition and says who decides on it. On an error the plan stays
    /// as it was.
    fn add(&mut self, provider: &dyn Provider, filter: &Filter) -> Result<Decides, Error> {
        let kind = filter.kind();
        let flag = kind.flag();
        if let Filter::Where(condition) = filter
            && let Some(why) = never_told(provider, condition)
        {
            let (column, title) = (condition.column, provider.facts().title);
            return Err(Error::Unsupported {
                message: format!("{flag} '{column} …' cannot be used with {title}"),
                hint: Some(why.to_owned()),
            });
        }
        let encoded = match provider.support(kind) {
            Support::Exact(encode) => (encode(filter), Decides::Server),
            // Nothing can be left over that would have to be checked.
            Support::Inexact(encode) if filter.is_met_by_all() => (encode(filter), Decides::Server),
            Support::Inexact(encode) => (encode(filter), Decides::Both),
            Support::Client if filter.is_met_by_all() => return Ok(self.leave_out(kind)),
            Support::Client => (Encoded::Kept, Decides::Client),
            Support::Unsupported(_) if filter.is_open() => return Ok(self.leave_out(kind)),
            Support::Unsupported(why) => {
                return Err(Error::Unsupported {
                    message: format!("{flag} cannot be used with {}", provider.facts().title),
                    hint: Some(why.to_owned()),
                });
            }
        };
        let decides = match encoded {
            (Encoded::Queries(alternatives), decides) => {
                self.push(&alternatives)
                    .map_err(|name| Error::Unsupported {
                        message: format!(
                            "invalid value for {flag}: `{name}` is set by another option too"
                        ),
                        hint: None,
                    })?;
                decides
            }
            (Encoded::Kept, _) if kind.is_visible() => Decides::Client,
            (Encoded::Kept, _) => {
                return Err(Error::Unsupported {
                    message: format!(
                        "{flag} cannot be used with {} and this value",
                        provider.facts().title
                    ),
                    hint: Some("only the service could decide on it".to_owned()),
                });
            }
            (Encoded::Refused(why), _) => {
                return Err(Error::Unsupported {
                    message: format!("invalid value for {flag}: {why}"),
                    hint: None,
                });
            }
        };
        if decides != Decides::Server {
            self.residual.push(filter.clone());
        } else if kind.is_visible() {
            self.promised.push(filter.clone());
        }
        self.decides.push((kind, decides));
        Ok(decides)
    }

    /// Notes a condition that nothing depends on.
    fn leave_out(&mut self, kind: FilterKind) -> Decides {
        self.decides.push((kind, Decides::Nobody));
        Decides::Nobody
    }

    /// Whether an image meets what the service was not trusted with.
    pub fn keeps(&self, image: &Image) -> bool {
        self.residual.iter().all(|filter| filter.matches(image))
    }

    /// How an image contradicts what the service was asked for: that it has no id, or the
    /// flags, and what the image shows of each. `None` when it does not.
    pub(super) fn contradiction(&self, image: &Image) -> Option<String> {
        if image.id.is_empty() {
            let name = image.name.as_deref().map(quoted);
            let named = name.map_or_else(String::new, |name| format!(", named {name}"));
            return Some(format!("the service listed an image without an id{named}"));
        }
        let shown = self.promised.iter().filter_map(|filter| {
            let shown = filter.contradicted_by(image)?;
            let asked = filter.asked().map(|asked| format!(" {}", quoted(&asked)));
            Some(format!(
                "{}{} (it shows {})",
                filter.kind().flag(),
                asked.unwrap_or_default(),
                quoted(&shown)
            ))
        });
        let shown: Vec<String> = shown.collect();
        (!shown.is_empty()).then(|| {
            format!(
                "the service listed {}, which does not meet {}",
                quoted(&image.id),
                shown.join(", ")
            )
        })
    }

    /// Each query so far with each alternative. Lists grow; a parameter that is
    /// there already with another value is an error, which names it.
    fn push(&mut self, alternatives: &[Params]) -> Result<(), String> {
        let mut queries = Vec::with_capacity(self.queries.len() * alternatives.len());
        for query in &self.queries {
            for alternative in alternatives {
                if let Some(name) = collision(query, alternative) {
                    return Err(name);
                }
                let mut query = query.clone();
                query.merge(alternative);
                queries.push(query);
            }
        }
        self.queries = queries;
        Ok(())
    }
}

/// The first parameter that two queries say differently. `Filter.1.Key` is a part
/// of the list `Filter`, which stands in the other as a whole.
fn collision(query: &Params, other: &Params) -> Option<String> {
    let stem = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
    let collides = |name: &String, value: &Value| {
        query.as_object().iter().any(|(known, there)| {
            if known == name {
                !(value.is_array() && there.is_array()) && value != there
            } else {
                stem(known) == stem(name) && (known == &stem(name) || name == &stem(known))
            }
        })
    };
    let mut pairs = other.as_object().iter();
    pairs
        .find(|(name, value)| collides(name, value))
        .map(|(name, _)| name.clone())
}

/// Why no image of the provider has a value in the column, where that is so: for the same
/// reason it has no use for the flag.
fn never_told(provider: &dyn Provider, condition: &Condition) -> Option<&'static str> {
    if condition.operand == Operand::Unknown {
        return None;
    }
    // Whose an image is some answers tell where the flag cannot be used.
    let kind = match condition.column {
        "family" => FilterKind::Family,
        "status" => FilterKind::Status,
        "tags" => FilterKind::Tags,
        "usage" => FilterKind::Usage,
        "resource_group" => FilterKind::ResourceGroup,
        "cloud_init" => FilterKind::CloudInit,
        "io_optimized" => FilterKind::IoOptimized,
        "boot_mode" => FilterKind::BootMode,
        "created" => FilterKind::CreatedAfter,
        _ => return None,
    };
    match provider.support(kind) {
        Support::Unsupported(why) => Some(why),
        _ => None,
    }
}

fn only_here(provider: &dyn Provider, kind: FilterKind) -> Error {
    let facts = provider.facts();
    let value = match provider.support(kind) {
        Support::Client => "",
        _ => " with this value",
    };
    Error::Unsupported {
        message: format!(
            "{}{value} is checked here for {}, and --server-filters-only wants the service to decide",
            kind.flag(),
            facts.title
        ),
        hint: Some(format!(
            "`cloudq providers show {}` tells who decides on which filter",
            facts.id
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clouds::by_name;
    use crate::model::{Glob, Owner, OwnerFilter, StatusFilter, TagFilter};

    fn plan(filters: &[Filter]) -> Result<Plan, String> {
        let question = Question {
            asked: filters.to_vec(),
            ..Question::default()
        };
        Plan::new(by_name("alibaba-ecs").unwrap(), &question).map_err(|error| error.to_string())
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
                residual: vec![],
                promised: vec![],
                decides: vec![],
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

    /// What an image does not tell it does not meet, whatever the service makes of it.
    #[test]
    fn what_an_image_may_leave_out_is_checked_again() {
        for (wanted, value) in [(true, "true"), (false, "false")] {
            for (filter, name) in [
                (Filter::CloudInit(wanted), "IsSupportCloudinit"),
                (Filter::IoOptimized(wanted), "IsSupportIoOptimized"),
            ] {
                let asked = std::slice::from_ref(&filter);
                assert_eq!(queries(asked), [format!("{name}={value}")]);
                assert_eq!(plan(asked).unwrap().residual, [filter]);
            }
        }
    }

    #[test]
    fn every_status_is_named_one_by_one() {
        assert_eq!(
            queries(&[Filter::Status(StatusFilter::Any)]),
            ["Status=Available,Creating,Waiting,CreateFailed,UnAvailable,Deprecated"]
        );
        // Every image meets it: there is nothing to check.
        let any = plan(&[Filter::Status(StatusFilter::Any)]).unwrap();
        assert_eq!(any.residual, []);
        let pending = Filter::Status(StatusFilter::In(vec![crate::model::Status::Pending]));
        assert_eq!(
            queries(std::slice::from_ref(&pending)),
            ["Status=Creating,Waiting,Available"]
        );
        assert_eq!(
            plan(std::slice::from_ref(&pending)).unwrap().residual,
            [pending]
        );
    }

    #[test]
    fn a_parameter_is_set_by_one_option_only() {
        let param = |name: &str, value: &str| Filter::Params(vec![(name.into(), value.into())]);
        let available = Filter::Status(StatusFilter::In(vec![crate::model::Status::Available]));
        let message = plan(&[available.clone(), param("Status", "Waiting")]).unwrap_err();
        assert_eq!(
            message,
            "invalid value for --param: `Status` is set by another option too"
        );
        for name in ["Tag", "Tag.1.Key", "Tag.2.Value"] {
            assert!(plan(&[tags(1), param(name, "k")]).is_err(), "{name}");
        }
        // What was added for the user gives way.
        let question = Question {
            asked: vec![param("Status", "Waiting")],
            assumed: vec![available],
            ..Question::default()
        };
        let plan = Plan::new(by_name("alibaba-ecs").unwrap(), &question).unwrap();
        assert_eq!(plan.queries[0].as_object()["Status"], "Waiting");
        assert_eq!(plan.queries.len(), 1);
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
