//! Filter flags, and the conditions they stand for.

#![allow(
    clippy::doc_markdown,
    reason = "doc comments here are help texts for a terminal"
)]

use std::time::Duration;

use clap::Args;
use jiff::Timestamp;

use super::{condition, contradiction, doubts, values};
use crate::cli::failure::Failure;
use crate::config::duration;
use crate::engine::Question;
use crate::model::{
    Action, Filter, Glob, Owner, OwnerFilter, Pattern, Status, StatusFilter, TagFilter, Usage,
};

/// The architectures, in their first spelling.
pub(crate) const ARCHITECTURES: [&str; 3] = ["x86_64", "arm64", "i386"];

/// Which images are meant.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Filters")]
pub(crate) struct FilterArgs {
    /// In one of these image families
    #[arg(long, value_name = "FAMILY", value_delimiter = ',')]
    family: Vec<String>,
    /// One of these ids
    #[arg(long, value_name = "ID", value_delimiter = ',', hide_short_help = true)]
    id: Vec<String>,
    /// With a name like this; `*` and `?` are wildcards
    #[arg(long, value_name = "GLOB")]
    name: Option<String>,
    /// With a name in which this regular expression is found
    #[arg(long, value_name = "REGEX", value_parser = values::pattern, allow_hyphen_values = true, hide_short_help = true)]
    name_regex: Option<String>,
    /// Owned by self, system, shared, community, marketplace, any, or an account
    #[arg(
        long,
        value_name = "OWNER",
        value_delimiter = ',',
        long_help = "Owned by self, system, shared, community, marketplace, an account's id, or any (all but community)"
    )]
    owner: Vec<String>,
    /// In this state: available, pending, failed, unavailable, deprecated or any
    #[arg(
        long,
        value_name = "STATUS",
        value_delimiter = ',',
        hide_short_help = true
    )]
    status: Vec<String>,
    /// For this architecture: x86_64, arm64 or i386
    #[arg(short, long, value_name = "ARCH", value_delimiter = ',')]
    arch: Vec<String>,
    /// With this kind of operating system
    #[arg(long, value_name = "TYPE", value_parser = ["linux", "windows"], hide_short_help = true)]
    os_type: Option<String>,
    /// Of this distribution, such as ubuntu
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    platform: Option<String>,
    /// With this tag, repeatable; all must match
    #[arg(long, value_name = "KEY[=VALUE]", hide_short_help = true)]
    tag: Vec<String>,
    /// Fit for machines of this type
    #[arg(long, value_name = "TYPE", hide_short_help = true)]
    instance_type: Option<String>,
    /// Machines were made from it, or none was
    #[arg(long, value_name = "USAGE", value_parser = Usage::ALL.map(Usage::as_str), hide_short_help = true)]
    usage: Option<String>,
    /// Made from this snapshot
    #[arg(long, value_name = "ID", hide_short_help = true)]
    snapshot: Option<String>,
    /// In this resource group
    #[arg(long, value_name = "ID", hide_short_help = true)]
    resource_group: Option<String>,
    /// With support for cloud-init, or with =false without
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, hide_short_help = true)]
    cloud_init: Option<bool>,
    /// For I/O optimised machines, or with =false for others
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, hide_short_help = true)]
    io_optimized: Option<bool>,
    /// With this way to boot, such as UEFI
    #[arg(long, value_name = "MODE", hide_short_help = true)]
    boot_mode: Option<String>,
    /// Fit to create a machine, or to change the system of one
    #[arg(long, value_name = "ACTION", value_parser = Action::ALL.map(Action::as_str), hide_short_help = true)]
    action: Option<String>,
    /// Created at this time or later: a time, a date, or an age such as 30d
    #[arg(long, value_name = "TIME", hide_short_help = true)]
    created_after: Option<String>,
    /// Created before this time
    #[arg(long, value_name = "TIME", hide_short_help = true)]
    created_before: Option<String>,
    /// Created longer ago than this, such as 90d, 6mo or P90D
    #[arg(long, value_name = "AGE", value_parser = duration::parse, hide_short_help = true, conflicts_with = "created_before")]
    older_than: Option<Duration>,
    /// Created at most this long ago
    #[arg(long, value_name = "AGE", value_parser = duration::parse, hide_short_help = true, conflicts_with = "created_after")]
    newer_than: Option<Duration>,
    /// With such a value in a column, such as 'size_gib > 40'; repeatable
    #[arg(
        long = "where",
        value_name = "CONDITION",
        long_help = "With such a value: COLUMN, one of = != ~ !~ < <= > >=, VALUE; `created < 30d` is older; repeatable"
    )]
    conditions: Vec<String>,
    /// Those too whose time has run out
    #[arg(long, hide_short_help = true)]
    show_expired: bool,
    /// Send one more parameter of the API as it is, repeatable
    #[arg(long, value_name = "NAME=VALUE", hide_short_help = true)]
    param: Vec<String>,
    /// Refuse filters that the service does not decide or narrow
    #[arg(long, hide_short_help = true)]
    server_filters_only: bool,
    /// Ask only whether the list is permitted
    #[arg(long, hide_short_help = true)]
    check_permission: bool,
}

impl FilterArgs {
    /// The question that the flags ask, and notes on values that are probably mistakes.
    pub(crate) fn question(&self, now: Timestamp) -> Result<(Question, Vec<String>), Failure> {
        let mut notes = Vec::new();
        let asked = self.filters(now, &mut notes)?;
        contradiction::check(&asked)?;
        let question = Question {
            asked,
            assumed: Vec::new(),
            server_only: self.server_filters_only,
        };
        Ok((question, notes))
    }

    /// The conditions given, in the order of the help text.
    fn filters(&self, now: Timestamp, notes: &mut Vec<String>) -> Result<Vec<Filter>, Failure> {
        let mut filters = Vec::new();
        if !self.family.is_empty() {
            let families = values::list("--family", &self.family)?;
            filters.push(Filter::Family(distinct(&families)));
        }
        if !self.id.is_empty() {
            let ids = values::ids("--id", &self.id)?;
            filters.push(Filter::Id(distinct(&ids)));
        }
        if let Some(name) = &self.name {
            let name = values::free("--name", name)?;
            let several = "--name-regex '^(A|B)$' takes several names";
            notes.extend(doubts::of_text("--name", name, several));
            filters.push(Filter::Name(Glob::new(name)));
        }
        if let Some(regex) = &self.name_regex {
            let regex = values::free("--name-regex", regex)?;
            notes.extend(doubts::around(regex).map(|what| format!("--name-regex: {what}")));
            let pattern = Pattern::new(regex).map_err(|why| Failure::value("--name-regex", why))?;
            filters.push(Filter::NameRegex(pattern));
        }
        if !self.owner.is_empty() {
            let words = values::list("--owner", &self.owner)?;
            let owners: Result<_, _> = words.iter().map(|word| owner(word)).collect();
            filters.push(Filter::Owner(owners?));
        }
        if !self.status.is_empty() {
            let words = values::list("--status", &self.status)?;
            filters.push(Filter::Status(status(&words)?));
        }
        if !self.arch.is_empty() {
            let words = values::list("--arch", &self.arch)?;
            let architectures: Result<Vec<_>, _> = words.iter().map(|word| arch(word)).collect();
            filters.push(Filter::Arch(distinct(&architectures?)));
        }
        if let Some(os_type) = &self.os_type {
            filters.push(Filter::OsType(os_type.clone()));
        }
        if let Some(platform) = &self.platform {
            let platform = values::free("--platform", platform)?.trim();
            let several = "--where 'platform ~ (A|B)' takes several";
            notes.extend(doubts::of_text("--platform", platform, several));
            filters.push(Filter::Platform(platform.to_owned()));
        }
        if !self.tag.is_empty() {
            let tags: Result<_, _> = self.tag.iter().map(|text| tag(text)).collect();
            filters.push(Filter::Tags(tags?));
            let tags = self.tag.iter().map(|text| around_tag(text));
            notes.extend(tags.flat_map(doubts::of_tag));
        }
        filters.extend(word(
            "--instance-type",
            self.instance_type.as_ref(),
            Filter::InstanceType,
        )?);
        let usage = |word: &String| Usage::ALL.into_iter().find(|usage| usage.as_str() == word);
        filters.extend(self.usage.as_ref().and_then(usage).map(Filter::Usage));
        filters.extend(word(
            "--snapshot",
            self.snapshot.as_ref(),
            Filter::Snapshot,
        )?);
        filters.extend(word(
            "--resource-group",
            self.resource_group.as_ref(),
            Filter::ResourceGroup,
        )?);
        filters.extend(self.cloud_init.map(Filter::CloudInit));
        filters.extend(self.io_optimized.map(Filter::IoOptimized));
        filters.extend(word(
            "--boot-mode",
            self.boot_mode.as_ref(),
            Filter::BootMode,
        )?);
        let action = |word: &String| {
            Action::ALL
                .into_iter()
                .find(|action| action.as_str() == word)
        };
        filters.extend(self.action.as_ref().and_then(action).map(Filter::Action));
        filters.extend(self.times(now, notes)?);
        for text in &self.conditions {
            filters.push(Filter::Where(condition::parse(text, now, notes)?));
        }
        if self.show_expired {
            filters.push(Filter::ShowExpired);
        }
        if self.check_permission {
            filters.push(Filter::CheckPermission);
        }
        if !self.param.is_empty() {
            filters.push(Filter::Params(params(&self.param)?));
        }
        Ok(filters)
    }

    /// The bounds of the time of creation.
    fn times(&self, now: Timestamp, notes: &mut Vec<String>) -> Result<Vec<Filter>, Failure> {
        let mut filters = Vec::new();
        for (flag, text, condition) in [
            (
                "--created-after",
                &self.created_after,
                Filter::CreatedAfter as fn(Timestamp) -> Filter,
            ),
            (
                "--created-before",
                &self.created_before,
                Filter::CreatedBefore,
            ),
        ] {
            if let Some(text) = text {
                let time = values::time(text, now).map_err(|why| Failure::value(flag, why))?;
                if flag == "--created-after" && time > now {
                    notes.push(format!("{flag} {time} is in the future"));
                }
                filters.push(condition(time));
            }
        }
        let ages = [
            (
                self.newer_than,
                Filter::CreatedAfter as fn(Timestamp) -> Filter,
            ),
            (self.older_than, Filter::CreatedBefore),
        ];
        for (age, condition) in ages {
            if let Some(age) = age {
                filters.push(condition(values::before(now, age)));
            }
        }
        Ok(filters)
    }
}

/// A condition on one id or word.
fn word(
    flag: &str,
    value: Option<&String>,
    condition: fn(String) -> Filter,
) -> Result<Option<Filter>, Failure> {
    match value {
        Some(value) => Ok(Some(condition(values::single(flag, value)?))),
        None => Ok(None),
    }
}

/// Parameters of the API, each named once.
fn params(given: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let mut params: Vec<(String, String)> = Vec::new();
    for text in given {
        let refused = |why: String| Failure::value("--param", why);
        let (name, value) = text
            .split_once('=')
            .filter(|(name, _)| !name.is_empty())
            .ok_or_else(|| refused(format!("`{text}` is not of the form NAME=VALUE")))?;
        if params.iter().any(|(known, _)| known == name) {
            return Err(refused(format!("`{name}` is given twice")));
        }
        params.push((name.to_owned(), value.to_owned()));
    }
    Ok(params)
}

/// Drops repetitions.
pub(crate) fn distinct(given: &[String]) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for value in given {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    values
}

fn owner(word: &str) -> Result<OwnerFilter, Failure> {
    if word == "any" {
        return Ok(OwnerFilter::Any);
    }
    if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(OwnerFilter::Account(word.to_owned()));
    }
    if let Some(owner) = Owner::ALL.into_iter().find(|owner| owner.as_str() == word) {
        return Ok(OwnerFilter::Is(owner));
    }
    let known: Vec<&str> = Owner::ALL
        .map(Owner::as_str)
        .into_iter()
        .chain(["any"])
        .collect();
    Err(Failure::choice(
        "--owner",
        word,
        &known,
        " or an account's id",
    ))
}

fn status(words: &[String]) -> Result<StatusFilter, Failure> {
    if words.iter().any(|word| word == "any") {
        return Ok(StatusFilter::Any);
    }
    let mut wanted = Vec::new();
    for word in words {
        let Some(status) = Status::ALL
            .into_iter()
            .find(|status| status.as_str() == word)
        else {
            let known: Vec<&str> = Status::ALL
                .into_iter()
                .map(Status::as_str)
                .chain(["any"])
                .collect();
            return Err(Failure::choice("--status", word, &known, ""));
        };
        if !wanted.contains(&status) {
            wanted.push(status);
        }
    }
    Ok(StatusFilter::In(wanted))
}

fn arch(word: &str) -> Result<String, Failure> {
    Ok(match word {
        "x86_64" | "amd64" => "x86_64",
        "arm64" | "aarch64" => "arm64",
        "i386" => "i386",
        word => {
            return Err(Failure::choice("--arch", word, &ARCHITECTURES, ""));
        }
    }
    .to_owned())
}

/// Trims a tag of blanks, line ends, a byte order mark and a pair of quotes around all of it.
fn around_tag(text: &str) -> &str {
    let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    let text = text.trim_matches(blank);
    let bare = ['"', '\''].into_iter().find_map(|quote| {
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains(quote)).then_some(inner)
    });
    bare.map_or(text, |bare| bare.trim_matches(blank))
}

fn tag(text: &str) -> Result<TagFilter, Failure> {
    let text = around_tag(text);
    let (key, value) = match text.split_once('=') {
        Some((key, value)) => (key.trim_end(), Some(value.trim_start().to_owned())),
        None => (text, None),
    };
    if key.is_empty() {
        return Err(Failure::value(
            "--tag",
            format!("`{text}` has no key; write KEY or KEY=VALUE"),
        ));
    }
    Ok(TagFilter {
        key: key.to_owned(),
        value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn words_become_conditions() {
        let args = FilterArgs {
            family: strings(&["web", "web"]),
            owner: strings(&["self", "201693514356660001"]),
            status: strings(&["available", "pending"]),
            arch: strings(&["amd64", "x86_64", "aarch64"]),
            tag: strings(&["env=prod=1", "owner"]),
            ..FilterArgs::default()
        };
        let filters = args
            .filters(Timestamp::UNIX_EPOCH, &mut Vec::new())
            .map_err(|_| ())
            .unwrap();
        assert_eq!(
            filters,
            [
                Filter::Family(strings(&["web"])),
                Filter::Owner(vec![
                    OwnerFilter::Is(Owner::Own),
                    OwnerFilter::Account("201693514356660001".into())
                ]),
                Filter::Status(StatusFilter::In(vec![Status::Available, Status::Pending])),
                Filter::Arch(strings(&["x86_64", "arm64"])),
                Filter::Tags(vec![
                    TagFilter {
                        key: "env".into(),
                        value: Some("prod=1".into())
                    },
                    TagFilter {
                        key: "owner".into(),
                        value: None
                    },
                ]),
            ]
        );
    }

    #[test]
    fn unknown_words_are_refused_with_the_nearest_one() {
        let cases: [(FilterArgs, &str); 5] = [
            (
                FilterArgs {
                    owner: strings(&["sytem"]),
                    ..FilterArgs::default()
                },
                "--owner",
            ),
            (
                FilterArgs {
                    status: strings(&["avail"]),
                    ..FilterArgs::default()
                },
                "--status",
            ),
            (
                FilterArgs {
                    arch: strings(&["x64"]),
                    ..FilterArgs::default()
                },
                "--arch",
            ),
            (
                FilterArgs {
                    tag: strings(&["=v"]),
                    ..FilterArgs::default()
                },
                "--tag",
            ),
            (
                FilterArgs {
                    created_after: Some("soon".into()),
                    ..FilterArgs::default()
                },
                "--created-after",
            ),
        ];
        for (args, flag) in cases {
            let Err(Failure::Usage { message, .. }) =
                args.filters(Timestamp::UNIX_EPOCH, &mut Vec::new())
            else {
                panic!("{flag} was accepted")
            };
            assert!(message.contains(flag), "{message}");
        }
    }
}
