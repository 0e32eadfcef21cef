//! Conditions to ask every provider for, with values taken from its own images.

use std::collections::BTreeSet;

use cloudq::model::{
    Action, Condition, Filter, FilterKind, Glob, Image, Operand, Operator, Owner, OwnerFilter,
    Pattern, Status, StatusFilter, TagFilter, Usage,
};
use cloudq::output;
use cloudq::provider::Provider;
use jiff::{SignedDuration, Timestamp};

/// What no image has in any column.
const NONE_SUCH: &str = "no-such-value";

/// Samples of one kind of condition: values that some of these images have, and
/// some that none has. They are never empty, even when there are no images.
///
/// There is no wildcard here: a new condition has to say what it is to be tested with.
pub(super) fn samples(provider: &dyn Provider, kind: FilterKind, all: &[Image]) -> Vec<Filter> {
    match kind {
        FilterKind::Family => families(all),
        FilterKind::Id => ids(all),
        FilterKind::Name => names(all),
        FilterKind::NameRegex => ["^(web|ubuntu)", "[0-9]{4}$", "(?i)WIN", "^$"]
            .map(|text| Filter::NameRegex(Pattern::new(text).unwrap()))
            .into(),
        FilterKind::Owner => owners(all),
        FilterKind::Status => statuses(),
        FilterKind::Arch => [&["x86_64"][..], &["arm64"], &["i386"], &["arm64", "i386"]]
            .map(|words| Filter::Arch(words.iter().map(|&word| word.to_owned()).collect()))
            .into(),
        FilterKind::OsType => ["linux", "windows"]
            .map(|os| Filter::OsType(os.into()))
            .into(),
        FilterKind::Platform => ["ubuntu", "WINDOWS", "o", NONE_SUCH]
            .map(|text| Filter::Platform(text.into()))
            .into(),
        FilterKind::Tags => tags(all),
        FilterKind::InstanceType => instance_types(provider)
            .map(|text| Filter::InstanceType(text.into()))
            .into(),
        FilterKind::Usage => Usage::ALL.map(Filter::Usage).into(),
        FilterKind::Snapshot => {
            let snapshots = all.iter().flat_map(|image| &image.disks);
            let snapshots = snapshots.filter_map(|disk| disk.snapshot_id.clone());
            some(snapshots.collect(), Filter::Snapshot)
        }
        FilterKind::ResourceGroup => some(
            values(all, |image| image.resource_group.clone()),
            Filter::ResourceGroup,
        ),
        FilterKind::CloudInit => [true, false].map(Filter::CloudInit).into(),
        FilterKind::IoOptimized => [true, false].map(Filter::IoOptimized).into(),
        FilterKind::BootMode => some(
            values(all, |image| {
                image.boot_mode.as_ref().map(|mode| mode.to_lowercase())
            }),
            Filter::BootMode,
        ),
        FilterKind::Action => Action::ALL.map(Filter::Action).into(),
        FilterKind::CreatedAfter => times(all).map(Filter::CreatedAfter).into(),
        FilterKind::CreatedBefore => times(all).map(Filter::CreatedBefore).into(),
        FilterKind::Where => conditions(all),
        FilterKind::ShowExpired => vec![Filter::ShowExpired],
        FilterKind::CheckPermission => vec![Filter::CheckPermission],
        FilterKind::Params => params(provider),
    }
}

/// The different values that images have, in their order.
fn values(all: &[Image], get: impl Fn(&Image) -> Option<String>) -> Vec<String> {
    let values: BTreeSet<String> = all.iter().filter_map(get).collect();
    values.into_iter().collect()
}

/// The first few values one by one, and one that there is not.
fn some(values: Vec<String>, filter: fn(String) -> Filter) -> Vec<Filter> {
    let some = values.into_iter().take(3);
    some.chain([NONE_SUCH.to_owned()]).map(filter).collect()
}

fn families(all: &[Image]) -> Vec<Filter> {
    let families = values(all, |image| image.family.clone());
    let mut samples: Vec<Vec<String>> =
        families.iter().map(|family| vec![family.clone()]).collect();
    samples.push(families.iter().rev().take(2).cloned().collect());
    samples.push(vec![NONE_SUCH.to_owned()]);
    samples.push(
        families
            .into_iter()
            .take(1)
            .chain([NONE_SUCH.to_owned()])
            .collect(),
    );
    samples.retain(|families| !families.is_empty());
    samples.into_iter().map(Filter::Family).collect()
}

fn ids(all: &[Image]) -> Vec<Filter> {
    let step = (all.len() / 6).max(1);
    let six: Vec<String> = all
        .iter()
        .step_by(step)
        .take(6)
        .map(|image| image.id.clone())
        .collect();
    let first = six.first().map_or("m-1", String::as_str).to_owned();
    let stranger = format!("{first}x");
    vec![
        Filter::Id(vec![first.clone()]),
        Filter::Id(vec![stranger.clone()]),
        Filter::Id(vec![stranger, first]),
        Filter::Id(if six.is_empty() {
            vec![NONE_SUCH.to_owned()]
        } else {
            six
        }),
    ]
}

fn names(all: &[Image]) -> Vec<Filter> {
    let names = values(all, |image| image.name.clone());
    let plain: Vec<&String> = names
        .iter()
        .filter(|name| !name.contains(['*', '?']))
        .collect();
    let first = plain.first().map_or("web-1", |name| name.as_str());
    let but_last = &first[..first.char_indices().next_back().map_or(0, |(at, _)| at)];
    let odd = plain
        .iter()
        .filter(|name| !name.bytes().all(|byte| byte.is_ascii_graphic()));
    let mut globs = vec![
        first.to_owned(),
        // The service may find it inside the whole name.
        but_last.to_owned(),
        first.to_uppercase(),
        format!("{but_last}?"),
        format!("*{}", first.chars().skip(1).collect::<String>()),
        format!("{}*", first.chars().take(3).collect::<String>()),
        "*e*".to_owned(),
        "*".to_owned(),
        String::new(),
    ];
    globs.extend(odd.map(|name| (*name).clone()));
    // Wildcards in a name itself.
    globs.extend(
        names
            .iter()
            .filter(|name| name.contains(['*', '?']))
            .cloned(),
    );
    globs
        .into_iter()
        .map(|glob| Filter::Name(Glob::new(glob)))
        .collect()
}

fn owners(all: &[Image]) -> Vec<Filter> {
    let mut owners: Vec<Vec<OwnerFilter>> =
        Owner::ALL.map(|owner| vec![OwnerFilter::Is(owner)]).into();
    owners.push(vec![OwnerFilter::Any]);
    owners.push(vec![OwnerFilter::Any, OwnerFilter::Is(Owner::Community)]);
    owners.push(vec![
        OwnerFilter::Is(Owner::Own),
        OwnerFilter::Is(Owner::System),
    ]);
    // One's own account is `self`: ECS is asked for shared and community images by account.
    let others = all.iter().filter(|image| image.owner != Some(Owner::Own));
    let others: BTreeSet<&String> = others.filter_map(|image| image.owner_id.as_ref()).collect();
    for id in others.into_iter().chain([&"1".to_owned()]) {
        let account = OwnerFilter::Account(id.clone());
        owners.push(vec![account.clone()]);
        owners.push(vec![OwnerFilter::Is(Owner::Own), account]);
    }
    owners.into_iter().map(Filter::Owner).collect()
}

fn statuses() -> Vec<Filter> {
    let mut statuses: Vec<StatusFilter> = Status::ALL
        .map(|status| StatusFilter::In(vec![status]))
        .into();
    statuses.push(StatusFilter::In(vec![Status::Pending, Status::Failed]));
    statuses.push(StatusFilter::Any);
    statuses.into_iter().map(Filter::Status).collect()
}

fn tags(all: &[Image]) -> Vec<Filter> {
    let tag = |key: &str, value: Option<&str>| TagFilter {
        key: key.to_owned(),
        value: value.map(str::to_owned),
    };
    let mut samples = vec![
        vec![tag(NONE_SUCH, None)],
        vec![tag("env", Some(NONE_SUCH))],
    ];
    let pairs: BTreeSet<(&String, &String)> = all.iter().flat_map(|image| &image.tags).collect();
    for (key, value) in pairs {
        samples.push(vec![tag(key, None)]);
        samples.push(vec![tag(key, Some(value))]);
    }
    // Several, and all of them must be there.
    let most = all.iter().max_by_key(|image| image.tags.len());
    let most = most.into_iter().flat_map(|image| &image.tags);
    samples.push(most.map(|(key, value)| tag(key, Some(value))).collect());
    samples.push(vec![tag("env", None), tag("owner", None)]);
    samples.retain(|tags| !tags.is_empty());
    samples.into_iter().map(Filter::Tags).collect()
}

/// Three times of creation and the seconds around one of them.
fn times(all: &[Image]) -> [Timestamp; 5] {
    let times: BTreeSet<Timestamp> = all.iter().filter_map(|image| image.created).collect();
    let nth = |n| times.iter().nth(n).copied().unwrap_or_default();
    let (first, last) = (nth(0), nth(times.len().saturating_sub(1)));
    let middle = nth(times.len() / 2);
    let second = SignedDuration::from_secs(1);
    [first, middle - second, middle, middle + second, last]
}

fn conditions(all: &[Image]) -> Vec<Filter> {
    let [_, _, middle, ..] = times(all);
    let pattern = |text: &str| Operand::Pattern(Pattern::new(text).unwrap());
    let id = all.first().map_or(NONE_SUCH, |image| image.id.as_str());
    [
        ("id", Operator::NotEqual, Operand::Text(id.to_owned())),
        ("name", Operator::Matches, pattern("^(web|ubuntu)")),
        ("tags", Operator::DoesNotMatch, pattern("env")),
        ("owner", Operator::Equal, Operand::Text("self".to_owned())),
        ("description", Operator::Equal, Operand::Unknown),
        (
            "version",
            Operator::Greater,
            Operand::Version("7.9".to_owned()),
        ),
        ("size_gib", Operator::LessOrEqual, Operand::Int(20)),
        ("cloud_init", Operator::Equal, Operand::Bool(true)),
        ("created", Operator::Less, Operand::Time(middle)),
        ("created", Operator::GreaterOrEqual, Operand::Time(middle)),
    ]
    .map(|(name, operator, operand)| {
        let column = output::find::<Image>(name).unwrap();
        Filter::Where(Condition {
            column: column.name,
            get: column.get,
            operator,
            operand,
        })
    })
    .into()
}

/// Types of machines, of different processors.
fn instance_types(provider: &dyn Provider) -> [&'static str; 2] {
    match provider.facts().vendor() {
        "alibaba" => ["ecs.g8y.large", "ecs.g7.large"],
        "tencent" => ["SR1.MEDIUM4", "S5.SMALL1"],
        other => panic!("there is no sample for {other}"),
    }
}

/// Parameters that are documented, and that no other condition sets.
fn params(provider: &dyn Provider) -> Vec<Filter> {
    let of = |pairs: &[(&str, &str)]| {
        let pairs = pairs.iter();
        let pairs = pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Filter::Params(pairs.collect())
    };
    let key = |key, value| of(&[("Filter.1.Key", key), ("Filter.1.Value", value)]);
    match provider.facts().id {
        "alibaba-ecs" => vec![
            key("NetworkType", "classic"),
            key("NetworkType", "vpc"),
            key("CpuOnlineUpgrade", "supported"),
            key("CpuOnlineDowngrade", "unsupported"),
            key("MemoryOnlineUpgrade", "unsupported"),
            key("MemoryOnlineDowngrade", "supported"),
        ],
        "alibaba-ens" => vec![of(&[("OsType", "windows")])],
        "tencent-ecm" => vec![
            of(&[("Filters", r#"[{"Name":"image-os","Values":["CentOS"]}]"#)]),
            of(&[(
                "Filters",
                r#"[{"Name":"image-type","Values":["PUBLIC_IMAGE"]}]"#,
            )]),
        ],
        other => panic!("there is no sample for {other}"),
    }
}
