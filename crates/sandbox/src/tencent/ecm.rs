//! The operation of ECM 2019-07-19: `DescribeImage`.
//!
//! Source: the vendor's API page of the operation (2023-08-18) and the samples of its command line
//! tool. The page says neither in which order images come nor what a filter with several values
//! means; the answers to that are this emulator's and marked "choice".

use serde_json::Value;

use super::{
    answer::refusal,
    arguments::{Arguments, check_names, malformed},
    ecm_image::EcmImage,
};
use crate::{
    answer::{Refusal, around_list},
    call::Call,
    entry::Entry,
    fault::FaultKind,
    paging::{self, Page},
};

/// `Limit` when it is not sent.
pub(crate) const LIMIT: u32 = 20;
const LIMIT_LIMIT: i64 = 100;

const FILTERS_ALLOWED: usize = 10;

/// Lists images from an offset on.
///
/// # Errors
/// The code of the first wrong argument.
pub(crate) fn describe_image(call: &Call) -> Result<String, Refusal> {
    let Query {
        offset,
        limit,
        filters,
    } = Query::read(&Arguments::read(call.request)?)?;
    let mut found = call.world.tencent.all(call.shuffle);
    let ignores = call.has(FaultKind::IgnoreFilters);
    found.retain(|entry| ignores || filters.iter().all(|filter| filter.matches(&entry.image)));
    let found = call.shifts.present(
        None,
        &found,
        |entry| &*entry.image.image_id,
        call.has(FaultKind::ListShifts),
    );
    let Page { rows, total } = paging::page(call, &found, offset, paging::size(call, limit));
    let total = total.map_or_else(String::new, |total| format!("\"TotalCount\":{total},"));
    let head = format!("{{\"Response\":{{{total}\"ImageSet\":");
    let tail = format!(",\"RequestId\":\"{}\"}}}}", call.request_id);
    // The page allows null where there is nothing; past the end there is something (choice).
    if found.is_empty() || call.has(FaultKind::NullImages) {
        return Ok(format!("{head}null{tail}"));
    }
    Ok(around_list(&head, rows.into_iter().map(Entry::text), &tail))
}

/// Checked arguments.
struct Query {
    offset: usize,
    limit: usize,
    filters: Vec<Filter>,
}

impl Query {
    fn read(arguments: &Arguments) -> Result<Query, Refusal> {
        arguments.check_names(&["Filters", "Limit", "Offset"])?;
        let page = || {
            refusal(
                "InvalidParameterValue.InvaildPageParam",
                "Offset begins at 0 and Limit at 1.",
            )
        };
        let limit = arguments.integer("Limit")?.unwrap_or(LIMIT.into());
        let offset = arguments.integer("Offset")?.unwrap_or(0);
        if limit > LIMIT_LIMIT {
            return Err(refusal(
                "InvalidParameterValue.ParameterValueTooLarge",
                format!("The Limit {limit} exceeds {LIMIT_LIMIT}."),
            ));
        }
        if limit == 0 {
            return Err(page());
        }
        let filters = arguments.objects("Filters")?;
        if filters.len() > FILTERS_ALLOWED {
            return Err(invalid("there are more than ten"));
        }
        Ok(Query {
            offset: usize::try_from(offset).map_err(|_| page())?,
            limit: usize::try_from(limit).map_err(|_| page())?,
            filters: filters
                .into_iter()
                .map(Filter::read)
                .collect::<Result<_, _>>()?,
        })
    }
}

/// One condition. An image has to meet all of them, and any of the values of each (choice).
struct Filter {
    name: FilterName,
    values: Vec<String>,
}

/// What can be filtered on.
#[derive(Clone, Copy, PartialEq)]
enum FilterName {
    Id,
    Kind,
    Instance,
    Name,
    System,
}

impl Filter {
    /// Reads and checks `Name` and `Values`.
    fn read(members: &serde_json::Map<String, Value>) -> Result<Filter, Refusal> {
        check_names(members, &["Name", "Values"])?;
        let name = match members.get("Name") {
            None => return Err(invalid("one has no Name")),
            Some(name) => name.as_str().ok_or_else(|| malformed("Filters.Name"))?,
        };
        let values: Vec<String> = match members.get("Values") {
            None => Vec::new(),
            Some(values) => {
                serde_json::from_value(values.clone()).map_err(|_| malformed("Filters.Values"))?
            }
        };
        let name = match name {
            "image-id" => FilterName::Id,
            "image-type" => FilterName::Kind,
            "instance-type" => FilterName::Instance,
            "image-name" => FilterName::Name,
            "image-os" => FilterName::System,
            _ => return Err(invalid(&format!("`{name}` is not supported"))),
        };
        let fuzzy = matches!(name, FilterName::Name | FilterName::System);
        if values.is_empty() {
            return Err(invalid("one has no Values"));
        }
        if fuzzy && values.len() > 1 {
            return Err(invalid("a fuzzy one takes one value"));
        }
        let types = ["PRIVATE_IMAGE", "PUBLIC_IMAGE"];
        if name == FilterName::Kind && !values.iter().all(|kind| types.contains(&kind.as_str())) {
            return Err(invalid("the image type is not known"));
        }
        if name == FilterName::Id && !values.iter().all(|id| id.starts_with("img-")) {
            return Err(refusal(
                "InvalidParameterValue.InvalidImageID",
                "An image id begins with `img-`.",
            ));
        }
        Ok(Filter { name, values })
    }

    /// "Fuzzy" is taken as "contains", and the case of letters matters (choice: the stricter reading).
    fn matches(&self, image: &EcmImage) -> bool {
        self.values.iter().any(|value| match self.name {
            FilterName::Id => image.image_id == *value,
            FilterName::Kind => image.image_type == value,
            FilterName::Instance => image.runs_on(value),
            FilterName::Name => image.image_name.contains(value.as_str()),
            FilterName::System => image.image_os_name.contains(value.as_str()),
        })
    }
}

fn invalid(why: &str) -> Refusal {
    refusal(
        "InvalidParameterValue.InvalidFilter",
        format!("The filter is invalid: {why}."),
    )
}
