//! A region as every cloud has it.

use serde::Serialize;

/// A region that a provider offers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Region {
    /// The provider's id.
    pub provider: &'static str,
    /// The profile that asked.
    pub profile: Option<String>,
    /// The region's id, as `--region` takes it.
    pub id: String,
    /// A name for people, in English where the service has one.
    pub name: Option<String>,
    /// The service's host there.
    pub endpoint: Option<String>,
    /// The service's word for the state of sales there; a region that is sold
    /// out still answers queries.
    pub status: Option<String>,
}
