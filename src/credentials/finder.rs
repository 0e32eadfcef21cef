//! Finding out how a source's key is had, from files and variables.

use std::path::PathBuf;

use super::{
    Base, Found, Recipe, Source, Step, Vendor, aliyun_cli, environment, ini, instance_role, pair,
    place, sts, tccli,
};
use crate::error::{ConfigError, Error, Origin};
use crate::http::address;
use crate::machine::Env;
use crate::provider::Provider;
use crate::request::Endpoint;

/// The credentials of a profile of ours, as they are written down.
pub struct Written {
    /// Where its key comes from.
    pub source: Source,
    /// Where that stands.
    pub origin: Origin,
    /// Its own address of the token service.
    pub sts: Option<Endpoint>,
}

/// Another profile of ours, by its name, whose key is to take a role; else why it
/// cannot.
pub type Lookup<'a> = dyn Fn(&str) -> Result<Written, Error> + 'a;

/// Finds keys in what the machine offers.
pub struct Finder<'a> {
    /// Its variables and home.
    pub env: &'a Env,
    /// Whose keys are looked for.
    pub provider: &'static dyn Provider,
    /// The token service's address, if the profile gives one.
    pub sts: Option<Endpoint>,
    /// Other profiles of ours, for roles.
    pub profiles: &'a Lookup<'a>,
}

/// More roles are not taken one after the other: whoever does has made a mistake.
pub(super) const LONGEST_CHAIN: usize = 8;

impl Finder<'_> {
    /// Finds the key of a source; `None` when it is the environment and there is none.
    ///
    /// # Errors
    /// [`Error::Credentials`] when there is none or half of one, [`Error::Config`]
    /// when a file or variable cannot be used.
    pub fn find(&self, source: &Source, origin: &Origin) -> Result<Option<Found>, Error> {
        self.find_after(source, origin, &mut Vec::new())
    }

    /// The current profile of the vendor's CLI; `None` when there is none, it is
    /// empty, or a variable says to leave it alone.
    ///
    /// # Errors
    /// As [`Finder::find`].
    pub fn vendor_cli(&self) -> Result<Option<Found>, Error> {
        match Vendor::of(self.provider.facts()) {
            Ok(Vendor::Alibaba) => aliyun_cli::current(self),
            Ok(Vendor::Tencent) => tccli::current(self),
            Err(_) => Ok(None),
        }
    }

    /// The file of the vendor's SDKs; `None` when there is none, or it is empty.
    ///
    /// # Errors
    /// As [`Finder::find`].
    pub fn sdk_file(&self) -> Result<Option<Found>, Error> {
        match Vendor::of(self.provider.facts()) {
            Ok(_) => ini::current(self),
            Err(_) => Ok(None),
        }
    }

    /// The role of the machine, where a variable of the vendor asks for it.
    ///
    /// # Errors
    /// As [`Finder::find`].
    pub fn asked_instance_role(&self) -> Result<Option<Found>, Error> {
        environment::instance_role(self)
    }

    /// The names are those of the profiles on the way here.
    fn find_after(
        &self,
        source: &Source,
        origin: &Origin,
        names: &mut Vec<String>,
    ) -> Result<Option<Found>, Error> {
        let found = |recipe| Found {
            recipe,
            origin: origin.clone(),
            place: place(source, origin),
            region: Ok(None),
            inside: None,
            step: Step::Profile,
        };
        Ok(Some(match source {
            Source::Static(key) => found(Recipe::fixed(key.read()?)),
            Source::Environment => return environment::find(self),
            Source::Process { command } => found(Recipe::Process {
                command: command.clone(),
            }),
            Source::AliyunCli { profile, file } => {
                self.only(Vendor::Alibaba, source)?;
                aliyun_cli::find(self, profile.as_deref(), file.as_deref())?
            }
            Source::Tccli { profile, folder } => {
                self.only(Vendor::Tencent, source)?;
                tccli::find(self, profile.as_deref(), folder.as_deref())?
            }
            Source::Ini { profile, file } => ini::find(self, profile.as_deref(), file.as_deref())?,
            Source::AssumeRole { base, role } => found(Recipe::AssumeRole {
                base: Box::new(self.base(base, names)?),
                role: role.clone(),
                sts: self.sts(None)?,
            }),
            Source::Oidc(oidc) => found(Recipe::Oidc {
                oidc: oidc.clone(),
                sts: self.sts(None)?,
            }),
            Source::InstanceRole {
                role_name,
                metadata,
            } => found(self.instance_role(role_name.as_deref(), metadata.as_ref())?),
            Source::CredentialsUri(uri) => found(Recipe::Uri(uri.clone())),
        }))
    }

    fn base(&self, base: &Base, names: &mut Vec<String>) -> Result<Recipe, Error> {
        let none = || {
            Error::credentials(
                "the key that takes the role is to come from the environment, which has none",
                format!(
                    "set {}, or name a `source_profile`",
                    pair(self.provider.facts())
                ),
            )
        };
        match base {
            Base::Static(key) => Ok(Recipe::fixed(key.read()?)),
            Base::Environment => Ok(environment::find(self)?.ok_or_else(none)?.recipe),
            Base::Profile(name) => {
                follow(names, name)?;
                let written = (self.profiles)(name)?;
                let theirs = Finder {
                    sts: written.sts,
                    ..*self
                };
                let found = theirs.find_after(&written.source, &written.origin, names)?;
                Ok(found.ok_or_else(none)?.recipe)
            }
        }
    }

    /// The address of the token service: our variable, the profile, a vendor's
    /// file, or the vendor's own.
    pub(super) fn sts(&self, of_file: Option<Endpoint>) -> Result<Endpoint, Error> {
        if let Some(endpoint) = self.variable("CLOUDQ_STS_ENDPOINT")? {
            return Ok(endpoint);
        }
        match self.sts.clone().or(of_file) {
            Some(endpoint) => Ok(endpoint),
            None => Ok(sts::service(Vendor::of(self.provider.facts())?).endpoint()),
        }
    }

    /// The address of the token service for this account, whatever its key.
    ///
    /// # Errors
    /// When a variable has another address that is none, or the vendor has no
    /// such service.
    pub fn sts_endpoint(&self) -> Result<Endpoint, Error> {
        self.sts(None)
    }

    pub(super) fn instance_role(
        &self,
        name: Option<&str>,
        given: Option<&Endpoint>,
    ) -> Result<Recipe, Error> {
        let vendor = Vendor::of(self.provider.facts())?;
        let given = match self.variable("CLOUDQ_METADATA_ENDPOINT")? {
            None => given.cloned(),
            variable => variable,
        };
        let is_true = |name| {
            self.env
                .get(name)
                .is_some_and(|value| value.eq_ignore_ascii_case("true"))
        };
        if vendor == Vendor::Alibaba && is_true("ALIBABA_CLOUD_ECS_METADATA_DISABLED") {
            return Err(Error::credentials(
                "ALIBABA_CLOUD_ECS_METADATA_DISABLED forbids to ask for the instance's role",
                "unset it, or use credentials of another type",
            ));
        }
        Ok(Recipe::InstanceRole {
            name: name.map(str::to_owned),
            metadata: given.unwrap_or_else(|| instance_role::endpoint(vendor)),
            older: !is_true("ALIBABA_CLOUD_IMDSV1_DISABLED"),
        })
    }

    /// An address in a variable of ours.
    fn variable(&self, name: &'static str) -> Result<Option<Endpoint>, ConfigError> {
        let Some(text) = self.env.text(name)? else {
            return Ok(None);
        };
        let at = |why: String| ConfigError::new(why).at(Origin::Variable(name));
        address::parse(text).map(Some).map_err(at)
    }

    /// Refuses a source whose keys are another vendor's.
    fn only(&self, vendor: Vendor, source: &Source) -> Result<(), Error> {
        let facts = self.provider.facts();
        if Vendor::of(facts)? == vendor {
            return Ok(());
        }
        let other = match vendor {
            Vendor::Alibaba => "tccli",
            Vendor::Tencent => "aliyun-cli",
        };
        Err(Error::credentials(
            format!(
                "credentials of type `{}` hold no keys for {}",
                source.kind(),
                facts.id
            ),
            format!("use the type `{other}`, or name another `provider`"),
        ))
    }

    /// The user's home.
    pub(super) fn home(&self, what: &str) -> Result<PathBuf, Error> {
        self.env.home().map(PathBuf::from).ok_or_else(|| {
            Error::credentials(
                format!("{what} is in the home directory, and none is known"),
                "set HOME, or name the file with the key `file` of the credentials",
            )
        })
    }
}

/// Adds a profile to those on the way to a key.
///
/// # Errors
/// When it is among them, or they are too many.
pub fn follow(names: &mut Vec<String>, name: &str) -> Result<(), Error> {
    let is_endless = names.iter().any(|known| known == name) || names.len() >= LONGEST_CHAIN;
    names.push(name.to_owned());
    if is_endless {
        Err(endless(names))
    } else {
        Ok(())
    }
}

/// Profiles that name each other for taking roles.
pub(super) fn endless(names: &[String]) -> Error {
    Error::credentials(
        format!(
            "profiles take their keys from each other: {}",
            names.join(" > ")
        ),
        "let one of them have a key of its own",
    )
}
