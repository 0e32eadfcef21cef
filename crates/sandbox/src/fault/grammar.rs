//! How a fault is written on the command line.

use std::{error::Error, fmt, str::FromStr};

use super::{
    kinds::{FaultKind, KINDS, Stage},
    rules::Fault,
};

/// A fault that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidFault(String);

impl fmt::Display for InvalidFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Error for InvalidFault {}

/// As it is written on the command line, which cannot name an operation.
impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.kind)?;
        if let Some(times) = self.times {
            write!(formatter, ":{times}")?;
        }
        if let Some(region) = &self.region {
            write!(formatter, "@{region}")?;
        }
        if let Some(page) = self.page {
            write!(formatter, "/{page}")?;
        }
        Ok(())
    }
}

impl FromStr for Fault {
    type Err = InvalidFault;

    fn from_str(text: &str) -> Result<Fault, InvalidFault> {
        let (rest, page) = split(text, '/');
        let (rest, region) = split(rest, '@');
        let (name, times) = split(rest, ':');
        let Some(kind) = FaultKind::all().find(|kind| kind.name() == name) else {
            let names: Vec<&str> = KINDS.iter().map(|(_, name, ..)| *name).collect();
            let names = names.join(", ");
            return Err(InvalidFault(format!(
                "unknown fault `{name}`; known are: {names}"
            )));
        };
        if region == Some("") {
            return Err(InvalidFault(format!(
                "no region after `@` in fault `{text}`"
            )));
        }
        if kind.stage() == Stage::Connection && (region.is_some() || page.is_some()) {
            return Err(InvalidFault(format!(
                "fault `{text}`: `{name}` comes before a request, so that it knows neither region nor page"
            )));
        }
        Ok(Fault {
            kind,
            action: None,
            region: region.map(str::to_owned),
            page: page.map(|page| positive(page, "page", text)).transpose()?,
            times: times
                .map(|times| positive(times, "count", text))
                .transpose()?,
        })
    }
}

fn split(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn positive(number: &str, what: &str, whole: &str) -> Result<u32, InvalidFault> {
    number.parse().ok().filter(|number| *number > 0).ok_or_else(|| {
        InvalidFault(format!(
            "the {what} `{number}` in fault `{whole}` is not a number from 1; write KIND[:N][@REGION][/PAGE]"
        ))
    })
}
