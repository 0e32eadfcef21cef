//! What can go wrong, sorted by what the caller does next.

use std::fmt;
use std::path::PathBuf;

/// Every failure of the library.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The configuration cannot be used: edit the file or the variable.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// No usable credentials: give some, or complete them.
    #[error("{message}")]
    Credentials {
        /// What is missing or wrong, naming where it was looked for.
        message: String,
        /// What to do about it.
        hint: Option<String>,
        /// Whether there were some, which have ended.
        expired: bool,
        /// The provider that was to be asked, where it is known.
        provider: Option<&'static str>,
        /// The profile, where there is one.
        profile: Option<String>,
    },
    /// The provider cannot do what was asked: ask differently.
    #[error("{message}")]
    Unsupported {
        /// What cannot be done.
        message: String,
        /// What can be done instead.
        hint: Option<String>,
    },
    /// The service was not reached, or did not answer in time: try later.
    #[error("{failure}")]
    Transport {
        /// Which call.
        call: Box<Call>,
        /// How it failed.
        failure: TransportFailure,
    },
    /// The service refused the call.
    #[error("{failure}")]
    Api {
        /// Which call.
        call: Box<Call>,
        /// Its answer.
        failure: Box<ApiFailure>,
    },
    /// The service answered, but its answer cannot be trusted: ask another question.
    /// Waiting does not help.
    #[error("{doubt}")]
    Untrusted {
        /// Which call.
        call: Box<Call>,
        /// Why it cannot be trusted.
        doubt: Doubt,
    },
    /// The service answered something this program cannot read.
    #[error("{failure}")]
    Decode {
        /// Which call.
        call: Box<Call>,
        /// What was unreadable.
        failure: DecodeError,
    },
}

impl Error {
    /// Credentials that are missing or of no use.
    pub fn credentials(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Error::Credentials {
            message: message.into(),
            hint: Some(hint.into()),
            expired: false,
            provider: None,
            profile: None,
        }
    }

    /// Credentials that have ended.
    pub fn ended(message: impl Into<String>, hint: impl Into<String>) -> Self {
        let mut error = Self::credentials(message, hint);
        if let Error::Credentials { expired, .. } = &mut error {
            *expired = true;
        }
        error
    }

    /// Says for which account credentials are missing, cannot be used or could not be
    /// fetched, unless that is known.
    #[must_use]
    pub fn of_account(mut self, id: &'static str, name: Option<&str>) -> Self {
        match &mut self {
            Error::Credentials {
                provider, profile, ..
            } => {
                provider.get_or_insert(id);
                *profile = profile.take().or_else(|| name.map(str::to_owned));
            }
            Error::Config(error) => {
                error.account.get_or_insert_with(|| {
                    Box::new(AccountName {
                        provider: id,
                        profile: name.map(str::to_owned),
                    })
                });
            }
            Error::Transport { call, .. } | Error::Api { call, .. } if call.provider.is_empty() => {
                call.provider = id;
                call.profile = name.map(str::to_owned);
            }
            _ => {}
        }
        self
    }

    /// The call that failed, or whose answer is no good, if this is about one.
    pub fn call(&self) -> Option<&Call> {
        match self {
            Error::Transport { call, .. }
            | Error::Api { call, .. }
            | Error::Untrusted { call, .. }
            | Error::Decode { call, .. } => Some(call),
            _ => None,
        }
    }

    /// Says which call it is about.
    #[must_use]
    pub fn of_call(mut self, of: Call) -> Self {
        match &mut self {
            Error::Transport { call, .. }
            | Error::Api { call, .. }
            | Error::Untrusted { call, .. }
            | Error::Decode { call, .. } => **call = of,
            _ => {}
        }
        self
    }

    /// The account whose credentials cannot be used, if this is about those: its
    /// provider where that is known, and its profile where it has one.
    pub fn account(&self) -> Option<(Option<&'static str>, Option<&str>)> {
        match self {
            Error::Credentials {
                provider, profile, ..
            } => Some((*provider, profile.as_deref())),
            Error::Config(error) => {
                let account = error.account.as_deref()?;
                Some((Some(account.provider), account.profile.as_deref()))
            }
            _ => None,
        }
    }
}

/// What an account is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountName {
    /// Its provider's id.
    pub provider: &'static str,
    /// Its profile, where it has one.
    pub profile: Option<String>,
}

/// A configuration that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The file or variable it stands in.
    pub origin: Option<Origin>,
    /// What to do about it.
    pub hint: Option<String>,
    /// The one account whose credentials cannot be used for it.
    pub account: Option<Box<AccountName>>,
}

impl ConfigError {
    /// A problem that belongs to no single place.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            origin: None,
            hint: None,
            account: None,
        }
    }

    /// Names the place.
    #[must_use]
    pub fn at(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.origin {
            Some(origin) => write!(f, "{origin}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for ConfigError {}

/// Where a setting was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// On the command line: the flag's name with its dashes.
    Flag(&'static str),
    /// In an environment variable: its name.
    Variable(&'static str),
    /// In a file, at a line and column counted from 1 where known.
    File {
        /// The file.
        path: PathBuf,
        /// Line and column.
        place: Option<(usize, usize)>,
    },
    /// Nowhere: the value built into the program.
    BuiltIn,
}

impl Origin {
    /// Whether it was given on the command line.
    pub fn is_flag(&self) -> bool {
        matches!(self, Origin::Flag(_))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Flag(name) | Origin::Variable(name) => f.write_str(name),
            Origin::File { path, place: None } => write!(f, "{}", path.display()),
            Origin::File {
                path,
                place: Some((line, column)),
            } => {
                write!(f, "{}:{line}:{column}", path.display())
            }
            Origin::BuiltIn => f.write_str("built in"),
        }
    }
}

/// The reason for a call: failures of the same class have other messages, hints and exit codes
/// for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Purpose {
    /// To list images, or to find one.
    #[default]
    Images,
    /// To list regions.
    Regions,
    /// To get an access key with another one, or from a service near by.
    AccessKey,
    /// To get an access key with a token of another identity provider.
    Federation,
    /// To find out whose an access key is.
    Identity,
    /// To suggest a name after a failure, which is not worth a second attempt.
    Suggestion,
}

impl Purpose {
    /// Whether the call is for an access key.
    pub fn gives_key(self) -> bool {
        matches!(self, Self::AccessKey | Self::Federation)
    }

    /// Whether a token service or another service of credentials is called, not the service
    /// of images.
    pub fn concerns_credentials(self) -> bool {
        self.gives_key() || self == Self::Identity
    }
}

/// Which call of which service failed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// The provider's id.
    pub provider: &'static str,
    /// The profile whose settings were used.
    pub profile: Option<String>,
    /// Where the key that signed was given.
    pub key_origin: Option<Origin>,
    /// The region asked.
    pub region: Option<String>,
    /// The operation's name.
    pub action: &'static str,
    /// The reason for the call.
    pub purpose: Purpose,
    /// How often it was sent.
    pub attempts: u32,
    /// The service's id for the last answer that had begun.
    pub request_id: Option<String>,
    /// HTTP status of the same answer.
    pub http_status: Option<u16>,
}

/// A service that was not reached, or did not answer in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportFailure {
    /// What kind of failure.
    pub kind: TransportKind,
    /// What happened, with the host but never the whole URL.
    pub message: String,
}

impl fmt::Display for TransportFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// How a service was not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransportKind {
    /// The host's name does not resolve.
    Dns,
    /// No connection: refused or unreachable.
    Connect,
    /// The proxy was not reached, or does not let the call through.
    Proxy,
    /// The proxy wants a user and password, or others than it was given.
    ProxyLogin,
    /// The proxy does not connect to the service: it answered with HTTP 4xx.
    ProxyRefused,
    /// Something on the way answered instead of the service, such as a filter.
    Blocked,
    /// No encrypted connection: certificate or protocol.
    Tls,
    /// The variables that name certificate authorities give none.
    Authorities,
    /// One attempt took too long.
    Timeout,
    /// The whole command took too long.
    Deadline,
    /// The connection broke before the whole answer was there.
    Broken,
    /// The answer is larger than the program accepts.
    TooLarge,
    /// The request was recorded instead of sent.
    NotSent,
}

impl TransportKind {
    /// Whether the same call, signed anew, may succeed a little later.
    pub fn is_retryable(self) -> bool {
        match self {
            TransportKind::Dns
            | TransportKind::Connect
            | TransportKind::Proxy
            | TransportKind::Timeout
            | TransportKind::Broken => true,
            // The same password again and again may lock the account.
            TransportKind::ProxyLogin
            | TransportKind::ProxyRefused
            | TransportKind::Blocked
            | TransportKind::Tls
            | TransportKind::Authorities
            | TransportKind::Deadline
            | TransportKind::TooLarge
            | TransportKind::NotSent => false,
        }
    }
}

/// A refusal by the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiFailure {
    /// What the refusal means, whatever words it came in.
    pub class: Class,
    /// HTTP status; a cloud may report an error inside 200.
    pub status: u16,
    /// The service's own code, empty when it gave none.
    pub code: String,
    /// The service's own text, with anything it echoes of the request cut off.
    pub message: String,
    /// The service's id for this answer.
    pub request_id: Option<String>,
}

impl fmt::Display for ApiFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code.as_str(), self.message.as_str()) {
            ("", "") => write!(f, "HTTP {}", self.status),
            ("", message) => write!(f, "HTTP {}: {message}", self.status),
            (code, "") => f.write_str(code),
            (code, message) => write!(f, "{code}: {message}"),
        }
    }
}

/// What a refusal means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Too many calls: wait and repeat.
    Throttled,
    /// The service's own fault: repeat.
    Server,
    /// The nonce was seen before: sign anew and repeat.
    Replayed,
    /// This machine's clock and the service's are too far apart.
    Clock,
    /// The access key id is unknown or disabled.
    UnknownKey,
    /// The signature does not match: the secret is wrong.
    Signature,
    /// Temporary credentials are expired or do not belong together.
    Expired,
    /// The identity may not do this.
    Denied,
    /// The provider has restricted the account, or the addresses its key may be used from.
    Restricted,
    /// The account has unpaid bills or no balance.
    Overdue,
    /// The endpoint does not serve the region or the operation.
    Endpoint,
    /// The region does not offer the operation.
    NotOffered,
    /// The region does not exist.
    Region,
    /// The request is wrong in itself.
    Request,
    /// A permission check that passed; a cloud may report it as an error.
    DryRun,
}

impl Class {
    /// Whether the same call, signed anew, may succeed a little later.
    pub fn is_retryable(self) -> bool {
        matches!(self, Class::Throttled | Class::Server | Class::Replayed)
    }
}

/// Why an answer cannot be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// An image has no creation time that can be read, so that the newest is unknown;
    /// the text names the image.
    Time(String),
    /// None of several images has a creation time; the text names one.
    NoTimes(String),
    /// Ids and versions do not order the images, so that the newest is unknown; the
    /// text names the images.
    AgeHints(String),
    /// The newest image was created in the future, so that its age is unknown; the text
    /// names the image.
    Future(String),
    /// The rows of a list do not add up to what the service counted, however often the
    /// list was read; the text has the numbers.
    List(String),
    /// As [`Doubt::List`], where images are asked for by id: no filter makes such a list
    /// shorter.
    Ids(String),
    /// The answers are no list: rows were counted and none came, or it has no end.
    NoList(String),
    /// An image shows that it does not meet a condition that the service evaluates; the
    /// text names both.
    Contradiction(String),
    /// The service names regions that cannot be asked.
    Regions(String),
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Doubt::Time(why) | Doubt::NoTimes(why) | Doubt::AgeHints(why) => {
                write!(f, "which image is the newest cannot be told: {why}")
            }
            Doubt::Future(why) => write!(f, "the age of the newest image cannot be told: {why}"),
            Doubt::List(why)
            | Doubt::Ids(why)
            | Doubt::NoList(why)
            | Doubt::Contradiction(why)
            | Doubt::Regions(why) => f.write_str(why),
        }
    }
}

/// An answer that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// What was unreadable.
    pub message: String,
}

impl DecodeError {
    /// Wraps a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DecodeError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_as_editors_read_them() {
        let error = ConfigError::new("unknown key `regoin`").at(Origin::File {
            path: "/etc/c.toml".into(),
            place: Some((3, 5)),
        });
        assert_eq!(error.to_string(), "/etc/c.toml:3:5: unknown key `regoin`");
    }

    #[test]
    fn a_password_that_was_refused_is_not_tried_again() {
        assert!(TransportKind::Proxy.is_retryable());
        assert!(!TransportKind::ProxyLogin.is_retryable());
    }

    #[test]
    fn a_failure_without_words_names_the_status() {
        let mut failure = ApiFailure {
            class: Class::Server,
            status: 502,
            code: String::new(),
            message: String::new(),
            request_id: None,
        };
        assert_eq!(failure.to_string(), "HTTP 502");
        failure.code = "InternalError".into();
        failure.message = "try later".into();
        assert_eq!(failure.to_string(), "InternalError: try later");
    }
}
