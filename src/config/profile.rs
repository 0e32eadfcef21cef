//! Reading the tables of the file: a profile, its credentials, and the network
//! settings that `[defaults]` has too.

use std::fmt;

use toml::de::{DeTable, DeValue};

use super::document::{Document, Value, Wrong, as_list, number, text, texts};
use super::names::{NO_REGIONS, default_provider, provider_named};
use super::options::{self, SetOption};
use super::regions::{self, RegionChoice};
use super::settings::{Settings, Sourced};
use super::{duration, keys, sources};
use crate::credentials::Source;
use crate::error::Origin;
use crate::http::address;
use crate::provider::{Facts, Provider};
use crate::request::Endpoint;
use crate::words::{heading, list, quoted};

/// One profile of the file.
#[derive(Clone)]
pub struct Profile {
    /// Where its name stands.
    pub origin: Origin,
    /// Which cloud's image service.
    pub provider: Option<Sourced<&'static dyn Provider>>,
    /// Regions to ask.
    pub regions: Option<Sourced<RegionChoice>>,
    /// Regions to leave out.
    pub exclude_regions: Option<Sourced<Vec<String>>>,
    /// The address instead of the region's own.
    pub endpoint: Option<Sourced<Endpoint>>,
    /// The signature scheme, one of the provider's.
    pub signature: Option<Sourced<&'static str>>,
    /// Where the access key comes from.
    pub credentials: Option<Sourced<Source>>,
    /// The address of the vendor's token service.
    pub sts_endpoint: Option<Sourced<Endpoint>>,
    /// The options of the provider's own.
    pub options: Vec<SetOption>,
    /// Network settings.
    pub settings: Settings,
}

impl Profile {
    /// The provider: the profile's, else the one built in.
    pub(super) fn provider(&self) -> &'static dyn Provider {
        self.provider
            .as_ref()
            .map_or_else(default_provider, |provider| provider.value)
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

/// Reads the table of a profile.
pub(super) fn profile(
    document: &mut Document<'_>,
    table: &DeTable<'_>,
    origin: Origin,
    name: &str,
) -> Profile {
    let provider = document.setting(table, "provider", |value| {
        provider_named(text(value)?).map_err(|error| {
            let wrong = Wrong::from(error.message);
            if let Some(hint) = error.hint {
                wrong.hint(hint)
            } else {
                wrong
            }
        })
    });
    // Of an unknown provider the schemes are unknown too.
    let known_provider = provider.is_some() || !table.contains_key("provider");
    let facts = provider
        .as_ref()
        .map_or_else(default_provider, |p| p.value)
        .facts();
    let services = options::services();
    // So are the options that the profile may set.
    let options = if known_provider {
        facts.options.iter().collect()
    } else {
        options::all(&services)
    };
    let known = keys::PROFILE.iter().chain(keys::NETWORK);
    let known = known.map(|key| key.name);
    document.check_names(
        table,
        &known.chain(options.iter().map(|option| option.name)),
        &format!("in [{}]", heading(name)),
        |key| options::refusal(key, facts, &services),
    );
    let signatures = facts.signatures;
    let credentials = sources::read(document, table, &keys::TYPES);
    let sts_endpoint = credentials.as_ref().and_then(|found| found.sts.clone());
    Profile {
        origin,
        provider,
        regions: document.setting(table, "regions", |value| match region_choice(value)? {
            RegionChoice::Named(_) if !facts.regional => Err(no_regions(facts)),
            choice => Ok(choice),
        }),
        exclude_regions: document.setting(table, "exclude_regions", |value| {
            if !facts.regional {
                return Err(no_regions(facts));
            }
            let ids = texts(value, |id| regions::parse_id(id).map(drop))?;
            Ok(regions::list(ids.iter().map(String::as_str))?)
        }),
        endpoint: document.setting(table, "endpoint", |value| {
            Ok(address::parse_regional(text(value)?)?)
        }),
        signature: document
            .setting(table, "signature", |value| {
                let name = text(value)?;
                match signatures.iter().find(|known| **known == name) {
                    Some(known) => Ok(Some(*known)),
                    None if !known_provider => Ok(None),
                    None => {
                        let message = format!("the provider has no signature {}", quoted(name));
                        let hint = format!("signatures: {}", list(signatures.iter().copied()));
                        Err(Wrong::from(message).hint(hint))
                    }
                }
            })
            .and_then(|found| Some(Sourced::new(found.value?, found.origin))),
        credentials: credentials.map(|found| found.source),
        sts_endpoint,
        options: options::read(document, table, facts),
        settings: network(document, table),
    }
}

/// Why regions of a provider without them mean nothing.
fn no_regions(facts: &Facts) -> Wrong {
    Wrong::from(facts.no_regions()).hint(NO_REGIONS.to_owned())
}

fn region_choice(value: &Value<'_>) -> Result<RegionChoice, Wrong> {
    if let DeValue::String(word) = value.get_ref() {
        return match word.as_ref() {
            "all" => Ok(RegionChoice::All),
            _ => Err(Wrong::from("must be a list, or the word \"all\"").hint(as_list(word))),
        };
    }
    let ids = texts(value, |id| {
        if id == "all" {
            Ok(())
        } else {
            regions::parse_id(id).map(drop)
        }
    })?;
    Ok(regions::choice(ids.iter().map(String::as_str))?)
}

/// Reads the network settings in a table.
pub(super) fn network(document: &mut Document<'_>, table: &DeTable<'_>) -> Settings {
    let time = |value: &Value<'_>| match value.get_ref() {
        DeValue::Integer(seconds) => Err(Wrong::from("must be a text with a unit, not a number")
            .hint(format!("write \"{seconds}s\" for seconds"))),
        _ => Ok(duration::parse(text(value)?)?),
    };
    let folder = |document: &mut Document<'_>, name: &str| {
        let path = table.get(name).map(|value| document.path(value))?;
        document.setting(table, name, |_| path)
    };
    Settings {
        connect_timeout: document.setting(table, "connect_timeout", time),
        request_timeout: document.setting(table, "request_timeout", time),
        timeout: document.setting(table, "timeout", time),
        retries: document.setting(table, "retries", |value| number(value, &keys::RETRIES)),
        concurrency: document.setting(table, "concurrency", |value| {
            number(value, &keys::CONCURRENCY)
        }),
        proxy: document.setting(table, "proxy", |value| {
            Ok(address::parse_proxy(text(value)?)?)
        }),
        ca_bundle: folder(document, "ca_bundle"),
    }
}
