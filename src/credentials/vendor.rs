//! The vendors whose keys are known.

use crate::error::Error;
use crate::provider::Facts;

/// The vendors whose keys are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vendor {
    Alibaba,
    Tencent,
}

impl Vendor {
    pub(super) fn of(facts: &Facts) -> Result<Self, Error> {
        match facts.vendor() {
            "alibaba" => Ok(Vendor::Alibaba),
            "tencent" => Ok(Vendor::Tencent),
            _ => Err(Error::credentials(
                format!(
                    "{} takes static keys and those of its variables only",
                    facts.title
                ),
                "use credentials of type `static` or `env`",
            )),
        }
    }
}
