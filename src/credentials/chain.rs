//! Finding out how a source's key is had, from files and variables.

use super::finder::{Finder, follow};
use super::{
    Base, Found, Recipe, Source, Step, Vendor, aliyun_cli, environment, ini, pair, place, tccli,
};
use crate::error::{Error, Origin};

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
}
