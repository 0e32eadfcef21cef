//! Conditions as parameters of `DescribeImages`.
//!
//! Values the service would refuse are refused here, before anything is sent.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::clouds::alibaba::api;
use crate::model::{Action, Filter, Owner, OwnerFilter, Status, StatusFilter, TagFilter, Usage};
use crate::provider::Encoded;
use crate::request::Params;

pub(super) fn family(filter: &Filter) -> Encoded {
    let Filter::Family(families) = filter else {
        return Encoded::Kept;
    };
    match families.iter().find_map(|family| unusable_family(family)) {
        Some(why) => Encoded::Refused(why),
        None => one_query_each(families, "ImageFamily"),
    }
}

/// The rules of `ImageFamily` on the vendor's page. Its ban on `acs:` is for
/// naming one's own families; public families are asked for by that prefix.
fn unusable_family(family: &str) -> Option<String> {
    let rest = family.strip_prefix("acs:").unwrap_or(family);
    let reason = if !(2..=128).contains(&family.chars().count()) {
        "has 2 to 128 characters"
    } else if ["http://", "https://", "aliyun"]
        .iter()
        .any(|prefix| family.starts_with(prefix))
    {
        "does not start with http://, https:// or aliyun"
    } else if !rest.starts_with(char::is_alphabetic) {
        "starts with a letter"
    } else if !rest
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, ':' | '_' | '-'))
    {
        "has only letters, digits, `:`, `_` and `-`"
    } else {
        return None;
    };
    Some(format!(
        "`{family}` is no family name: a family name {reason}"
    ))
}

pub(super) fn id(filter: &Filter) -> Encoded {
    let Filter::Id(ids) = filter else {
        return Encoded::Kept;
    };
    one_query_each(ids, "ImageId")
}

pub(super) fn name(filter: &Filter) -> Encoded {
    let Filter::Name(glob) = filter else {
        return Encoded::Kept;
    };
    match glob.literal() {
        Some(name) if !name.is_empty() => Encoded::one(|params| {
            params.set("ImageName", name);
        }),
        _ => Encoded::Kept,
    }
}

pub(super) fn owner(filter: &Filter) -> Encoded {
    let Filter::Owner(owners) = filter else {
        return Encoded::Kept;
    };
    let alias = |alias: &str, public: bool| {
        let mut params = Params::default();
        params.set("ImageOwnerAlias", alias);
        if public {
            params.set("IsPublic", true);
        }
        params
    };
    let mut queries: Vec<Params> = Vec::new();
    for owner in owners {
        match owner {
            OwnerFilter::Any => queries.extend([Params::default(), alias("marketplace", false)]),
            OwnerFilter::Is(Owner::Own) => queries.push(alias("self", false)),
            OwnerFilter::Is(Owner::System) => queries.push(alias("system", false)),
            OwnerFilter::Is(Owner::Shared) => queries.push(alias("others", false)),
            OwnerFilter::Is(Owner::Community) => queries.push(alias("others", true)),
            OwnerFilter::Is(Owner::Marketplace) => queries.push(alias("marketplace", false)),
            OwnerFilter::Account(id) => {
                let Ok(number) = id.parse::<u64>() else {
                    return Encoded::Refused(format!(
                        "`{id}` is no account id: an account id is a number"
                    ));
                };
                // The id is accepted in queries for shared and for community images only.
                for public in [false, true] {
                    let mut params = alias("others", public);
                    params.set("ImageOwnerId", number);
                    queries.push(params);
                }
            }
        }
    }
    Encoded::Queries(queries)
}

pub(super) fn status(filter: &Filter) -> Encoded {
    let Filter::Status(wanted) = filter else {
        return Encoded::Kept;
    };
    let wanted = match wanted {
        // Named one by one: `ALL` is younger than most of the regions' gateways.
        StatusFilter::Any => &Status::ALL[..],
        StatusFilter::In(statuses) => statuses,
    };
    let mut words: Vec<&str> = Vec::new();
    for status in wanted {
        let of_status: &[&str] = match status {
            Status::Available => &["Available"],
            // The service calls an image available that is not usable yet.
            Status::Pending => &["Creating", "Waiting", "Available"],
            Status::Failed => &["CreateFailed"],
            Status::Unavailable => &["UnAvailable"],
            Status::Deprecated => &["Deprecated"],
        };
        for word in of_status {
            if !words.contains(word) {
                words.push(word);
            }
        }
    }
    Encoded::one(|params| {
        params.set("Status", words.join(","));
    })
}

pub(super) fn arch(filter: &Filter) -> Encoded {
    let Filter::Arch(architectures) = filter else {
        return Encoded::Kept;
    };
    one_query_each(architectures, "Architecture")
}

pub(super) fn os_type(filter: &Filter) -> Encoded {
    let Filter::OsType(os_type) = filter else {
        return Encoded::Kept;
    };
    one_query("OSType", os_type.as_str())
}

pub(super) fn tags(filter: &Filter) -> Encoded {
    const MOST: usize = 20;
    let Filter::Tags(tags) = filter else {
        return Encoded::Kept;
    };
    if tags.len() > MOST {
        return Encoded::Refused(format!(
            "{} tags are too many: at most {MOST} can be asked for",
            tags.len()
        ));
    }
    if let Some(why) = tags.iter().find_map(unusable_tag) {
        return Encoded::Refused(why);
    }
    Encoded::one(|params| {
        for TagFilter { key, value } in tags {
            params.push(
                "Tag",
                match value {
                    Some(value) => json!({"Key": key, "Value": value}),
                    None => json!({"Key": key}),
                },
            );
        }
    })
}

/// The limits of `Tag.N` on the vendor's page.
fn unusable_tag(tag: &TagFilter) -> Option<String> {
    const PREFIXES: [&str; 4] = ["aliyun", "acs:", "http://", "https://"];
    let value = tag.value.as_deref().unwrap_or_default();
    let banned = |text: &str| PREFIXES.iter().any(|prefix| text.starts_with(prefix));
    let reason = if tag.key.is_empty() || tag.key.chars().count() > 64 {
        "a tag key has 1 to 64 characters"
    } else if value.chars().count() > 128 {
        "a tag value has at most 128 characters"
    } else if banned(&tag.key) || banned(value) {
        "tag keys and values do not start with aliyun, acs:, http:// or https://"
    } else {
        return None;
    };
    Some(format!(
        "the tag `{}` cannot be asked for: {reason}",
        tag.key
    ))
}

pub(super) fn created(filter: &Filter) -> Encoded {
    const MINUTE: SignedDuration = SignedDuration::from_mins(1);
    // A minute wider than asked, as bounds may be exclusive.
    let (key, bound) = match filter {
        Filter::CreatedAfter(time) => ("CreationStartTime", time.checked_sub(MINUTE)),
        Filter::CreatedBefore(time) => ("CreationEndTime", time.checked_add(MINUTE)),
        _ => return Encoded::Kept,
    };
    let Ok(bound) = bound else {
        return Encoded::Kept;
    };
    Encoded::one(|params| {
        params.push(
            "Filter",
            json!({"Key": key, "Value": bound.strftime("%Y-%m-%dT%H:%MZ").to_string()}),
        );
    })
}

pub(super) fn instance_type(filter: &Filter) -> Encoded {
    let Filter::InstanceType(instance_type) = filter else {
        return Encoded::Kept;
    };
    one_query("InstanceType", instance_type.as_str())
}

pub(super) fn usage(filter: &Filter) -> Encoded {
    let Filter::Usage(usage) = filter else {
        return Encoded::Kept;
    };
    let word = match usage {
        Usage::InUse => "instance",
        Usage::Unused => "none",
    };
    one_query("Usage", word)
}

pub(super) fn snapshot(filter: &Filter) -> Encoded {
    let Filter::Snapshot(snapshot) = filter else {
        return Encoded::Kept;
    };
    one_query("SnapshotId", snapshot.as_str())
}

pub(super) fn resource_group(filter: &Filter) -> Encoded {
    let Filter::ResourceGroup(group) = filter else {
        return Encoded::Kept;
    };
    one_query("ResourceGroupId", group.as_str())
}

pub(super) fn cloud_init(filter: &Filter) -> Encoded {
    let Filter::CloudInit(wanted) = filter else {
        return Encoded::Kept;
    };
    one_query("IsSupportCloudinit", *wanted)
}

pub(super) fn io_optimized(filter: &Filter) -> Encoded {
    let Filter::IoOptimized(wanted) = filter else {
        return Encoded::Kept;
    };
    one_query("IsSupportIoOptimized", *wanted)
}

pub(super) fn action(filter: &Filter) -> Encoded {
    let Filter::Action(action) = filter else {
        return Encoded::Kept;
    };
    let word = match action {
        Action::Create => "CreateEcs",
        Action::ChangeOs => "ChangeOS",
    };
    one_query("ActionType", word)
}

pub(super) fn show_expired(_: &Filter) -> Encoded {
    one_query("ShowExpired", true)
}

pub(super) fn check_permission(_: &Filter) -> Encoded {
    one_query("DryRun", true)
}

/// Parameters that this program sets by itself.
const OWN: [&str; 4] = ["RegionId", "PageNumber", "PageSize", "DryRun"];

pub(super) fn params(filter: &Filter) -> Encoded {
    api::params(filter, &OWN)
}

fn one_query(name: &str, value: impl Into<Value>) -> Encoded {
    Encoded::one(|params| {
        params.set(name, value);
    })
}

fn one_query_each(values: &[String], name: &str) -> Encoded {
    let query = |value: &String| {
        let mut params = Params::default();
        params.set(name, value.as_str());
        params
    };
    Encoded::Queries(values.iter().map(query).collect())
}
