//! How a command ends: exit codes, and errors for people and for programs.

use std::fmt;
use std::process::ExitCode;

use serde::Serialize;

use crate::credentials::KEYS;
use crate::error::{Call, Class, ConfigError, Error, Origin, TransportKind, Undecided};
use crate::nearest::nearest;
use crate::output::{ChoiceError, OutputError};
use crate::provider;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    Ok,
    Other,
    Usage,
    Nothing,
    Credentials,
    Config,
    Network,
    Service,
    TooOld,
    Partial,
    Interrupted,
    Terminated,
    /// With the code of a command that was run.
    #[cfg(feature = "sandbox")]
    Command(u8),
}

impl Exit {
    pub(super) fn code(self) -> u8 {
        match self {
            Exit::Ok => 0,
            Exit::Other => 1,
            Exit::Usage => 2,
            Exit::Nothing => 3,
            Exit::Credentials => 4,
            Exit::Config => 5,
            Exit::Network => 6,
            Exit::Service => 7,
            Exit::TooOld => 10,
            Exit::Partial => 11,
            Exit::Interrupted => 130,
            Exit::Terminated => 143,
            #[cfg(feature = "sandbox")]
            Exit::Command(code) => code,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

/// Why a command failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The arguments do not fit.
    Usage {
        message: String,
        hint: Option<String>,
    },
    /// Nothing was found.
    Nothing {
        message: String,
        hint: Option<String>,
    },
    /// The newest image is older than allowed.
    TooOld { message: String },
    /// A command that was to be run could not be started.
    #[cfg(feature = "sandbox")]
    Command { message: String, code: u8 },
    /// The library failed.
    Library(Error),
    /// Rows could not be written.
    Output(OutputError),
    /// Something outside failed that has no class of its own.
    Other(anyhow::Error),
}

impl Failure {
    /// Arguments that do not fit.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Failure::Usage {
            message: message.into(),
            hint: None,
        }
    }

    /// A value that a flag does not take.
    pub(super) fn value(flag: &str, why: impl fmt::Display) -> Self {
        Failure::usage(format!("invalid value for {flag}: {why}"))
    }

    /// A word that is not among those allowed.
    pub(super) fn choice(flag: &str, word: &str, known: &[&str], and: &str) -> Self {
        Failure::Usage {
            message: format!(
                "invalid value for {flag}: `{word}` is not {}{and}",
                known.join(", ")
            ),
            hint: nearest(word, known.iter().copied())
                .map(|word| format!("did you mean `{word}`?")),
        }
    }

    /// Whether the reader of the output went away, which is no failure.
    pub(super) fn is_closed_pipe(&self) -> bool {
        match self {
            Failure::Output(OutputError::Io(error)) => {
                error.kind() == std::io::ErrorKind::BrokenPipe
            }
            _ => false,
        }
    }

    /// The code the program ends with.
    pub(super) fn exit(&self) -> Exit {
        match self {
            _ if self.is_closed_pipe() => Exit::Ok,
            Failure::Usage { .. }
            | Failure::Output(OutputError::NoRegion | OutputError::Ambiguous { .. }) => Exit::Usage,
            Failure::Nothing { .. } => Exit::Nothing,
            Failure::TooOld { .. } => Exit::TooOld,
            #[cfg(feature = "sandbox")]
            Failure::Command { code, .. } => Exit::Command(*code),
            Failure::Library(error) => exit_of(error),
            Failure::Output(OutputError::UnsafeId { .. }) => Exit::Service,

            Failure::Output(_) | Failure::Other(_) => Exit::Other,
        }
    }

    /// Everything an error says.
    pub(super) fn report(&self) -> Report {
        let mut report = match self {
            Failure::Usage { message, hint } => Report::new("usage", message.clone(), hint.clone()),
            Failure::Nothing { message, hint } => {
                Report::new("not-found", message.clone(), hint.clone())
            }
            Failure::TooOld { message } => Report::new("too-old", message.clone(), None),
            #[cfg(feature = "sandbox")]
            Failure::Command { message, .. } => Report::new("command", message.clone(), None),
            Failure::Library(error) => report_of(error),
            Failure::Output(OutputError::Io(error)) => {
                Report::new("output", format!("cannot write the output: {error}"), None)
            }
            Failure::Output(error) => Report::new("output", error.to_string(), None),
            Failure::Other(error) => Report::new("other", format!("{error:#}"), None),
        };
        report.exit_code = self.exit().code();
        report
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Library(error)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Failure::Library(error.into())
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        Failure::Output(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure::Output(OutputError::Io(error))
    }
}

impl From<ChoiceError> for Failure {
    fn from(error: ChoiceError) -> Self {
        Failure::usage(error.to_string())
    }
}

/// An error or warning as it is told. Its members are those of
/// `--error-format json`, in this order.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Report {
    pub(super) kind: &'static str,
    pub(super) exit_code: u8,
    pub(super) message: String,
    pub(super) hint: Option<String>,
    pub(super) provider: Option<&'static str>,
    pub(super) profile: Option<String>,
    pub(super) region: Option<String>,
    pub(super) action: Option<&'static str>,
    pub(super) provider_code: Option<String>,
    pub(super) http_status: Option<u16>,
    pub(super) request_id: Option<String>,
    pub(super) retryable: bool,
    pub(super) attempts: u32,
    /// The service's own words, a line of their own in text; in JSON part of the message.
    #[serde(skip)]
    pub(super) service: Option<String>,
}

impl Report {
    fn new(kind: &'static str, message: String, hint: Option<String>) -> Self {
        Self {
            kind,
            exit_code: 0,
            message,
            hint,
            provider: None,
            profile: None,
            region: None,
            action: None,
            provider_code: None,
            http_status: None,
            request_id: None,
            retryable: false,
            attempts: 0,
            service: None,
        }
    }

    /// Something good to know.
    pub(super) fn note(message: String) -> Self {
        Self::new("note", message, None)
    }

    /// How far a command is.
    pub(super) fn progress(message: String) -> Self {
        Self::new("progress", message, None)
    }

    /// Something odd that does not hinder.
    pub(super) fn warning(message: String, call: &Call) -> Self {
        Self::new("warning", message, None).of(call)
    }

    fn of(mut self, call: &Call) -> Self {
        self.provider = (!call.provider.is_empty()).then_some(call.provider);
        self.profile.clone_from(&call.profile);
        self.region.clone_from(&call.region);
        self.action = (!call.action.is_empty()).then_some(call.action);
        self.request_id.clone_from(&call.request_id);
        self.attempts = call.attempts;
        self
    }

    /// As one object has it: the service's own words are part of the message.
    pub(super) fn with_service(&self) -> Self {
        let mut whole = self.clone();
        if let Some(service) = whole.service.take() {
            whole.message = format!("{}: {service}", whole.message);
        }
        whole
    }

    /// Where it happened, as the end of a line.
    pub(super) fn place(&self, names_profile: bool) -> Option<String> {
        // Where no call was made, only the profile tells which of several it was.
        let is_alone = self.kind == "credentials" && self.action.is_none();
        let profile = self
            .profile
            .as_ref()
            .filter(|_| is_alone || names_profile)
            .map(|profile| format!("profile `{profile}`"));
        let words: Vec<&str> = [self.provider, self.region.as_deref(), profile.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        (!words.is_empty()).then(|| format!("({})", words.join(" ")))
    }

    /// The call, for somebody who asks the service's support.
    pub(super) fn request(&self) -> Option<String> {
        let action = self.action?;
        let id = self.request_id.as_deref().unwrap_or("-");
        let plural = if self.attempts == 1 { "" } else { "s" };
        (self.attempts > 0).then(|| format!("{id} {action}, {} attempt{plural}", self.attempts))
    }
}

fn exit_of(error: &Error) -> Exit {
    match error {
        Error::Config(error) if is_usage(error) => Exit::Usage,
        Error::Config(_) => Exit::Config,
        Error::Credentials { .. } => Exit::Credentials,
        Error::Unsupported { .. } => Exit::Usage,
        Error::Transport { failure, .. } => match failure.kind {
            TransportKind::TooLarge => Exit::Service,
            _ => Exit::Network,
        },
        Error::Decode { .. } | Error::Undecided { .. } => Exit::Service,
        Error::Api { failure, call } => match failure.class {
            Class::Throttled | Class::Server | Class::Replayed => Exit::Service,
            Class::Clock
            | Class::UnknownKey
            | Class::Signature
            | Class::Expired
            | Class::Denied => Exit::Credentials,
            // Of a role or a token that was given.
            Class::Region | Class::Request if call.lists == KEYS => Exit::Credentials,
            Class::Region | Class::Request => Exit::Usage,
            Class::DryRun => Exit::Other,
        },
    }
}

/// Whether a setting is wrong because of a flag's value. Profiles and files that
/// are not there are a matter of the configuration, whoever names them.
fn is_usage(error: &ConfigError) -> bool {
    match &error.origin {
        Some(Origin::Flag(flag)) => !matches!(*flag, "--profile" | "--config"),
        _ => false,
    }
}

fn report_of(error: &Error) -> Report {
    match error {
        Error::Config(error) => {
            let kind = if is_usage(error) { "usage" } else { "config" };
            Report::new(kind, error.to_string(), error.hint.clone())
        }
        Error::Credentials {
            message,
            hint,
            provider,
            profile,
            ..
        } => Report {
            provider: *provider,
            profile: profile.clone(),
            ..Report::new("credentials", message.clone(), hint.clone())
        },
        Error::Unsupported { message, hint } => Report::new("usage", message.clone(), hint.clone()),
        Error::Transport { call, failure } => {
            let mut report = Report::new(
                "network",
                failure.message.clone(),
                hint_of_transport(failure.kind, call),
            )
            .of(call);
            report.retryable = failure.kind.is_retryable();
            report
        }
        Error::Undecided { call, undecided } => {
            let hint = match undecided {
                Undecided::Time(_) => "leave such images out: --where 'created !='",
                Undecided::Marks(_) => {
                    "narrow the search, such as with --platform, --name-regex or --where 'id ~ _20[0-9]{6}'"
                }
            };
            Report::new("service", undecided.to_string(), Some(hint.to_owned())).of(call)
        }
        Error::Decode { call, failure } => {
            let message = format!("the service's answer is unreadable: {}", failure.message);
            Report::new("service", message, None).of(call)
        }
        Error::Api { call, failure } => {
            let (kind, what) = words_of(failure.class, call);
            let code = match failure.code.as_str() {
                "" => format!("HTTP {}", failure.status),
                code => code.to_owned(),
            };
            let mut report = Report::new(
                kind,
                format!("{what}: {code}"),
                hint_of_class(failure.class, call),
            )
            .of(call);
            report.provider_code = (!failure.code.is_empty()).then(|| failure.code.clone());
            report.http_status = Some(failure.status);
            report.retryable = failure.class.is_retryable();
            report.service = (!failure.message.is_empty()).then(|| failure.message.clone());
            report
        }
    }
}

/// The kind of a refusal, and what it means in plain words.
fn words_of(class: Class, call: &Call) -> (&'static str, &'static str) {
    match class {
        Class::Throttled => ("service", "the service is throttling"),
        Class::Server => ("service", "the service failed"),
        Class::Replayed => (
            "service",
            "the service takes the request for a repeated one",
        ),
        Class::Clock => (
            "credentials",
            "this machine's clock and the service's are too far apart",
        ),
        Class::UnknownKey => ("credentials", "the service does not know the access key"),
        Class::Signature => ("credentials", "the service does not accept the signature"),
        Class::Expired => (
            "credentials",
            "the temporary credentials are expired or incomplete",
        ),
        Class::Denied if call.lists == KEYS => ("credentials", "not allowed to ask for keys"),
        Class::Region | Class::Request if call.lists == KEYS => {
            ("credentials", "the service gives no key")
        }
        Class::Denied if call.lists == "regions" => ("credentials", "not allowed to list regions"),
        Class::Denied => ("credentials", "not allowed to list images"),
        Class::Region => ("usage", "the service does not know the region"),
        Class::Request => ("usage", "the service refuses the request"),
        Class::DryRun => ("usage", "the permission check passed"),
    }
}

fn hint_of_class(class: Class, call: &Call) -> Option<String> {
    // Variables count before the default profile: name what was really used.
    let who = match (&call.key_origin, &call.profile) {
        (Some(Origin::Variable(name)), _) => format!("the key in {name}"),
        (_, Some(profile)) => format!("profile `{profile}`"),
        (_, None) => "the key".to_owned(),
    };
    let where_from = match call.key_origin {
        Some(Origin::Variable(_)) => "",
        _ => "; `cloudq auth check` shows which key is used",
    };
    Some(match class {
        Class::Throttled => "lower --concurrency, or try again in a minute".to_owned(),
        Class::Server => "try again later; --retries gives it more tries".to_owned(),
        Class::Replayed => "try again".to_owned(),
        Class::Clock => "set this machine's clock".to_owned(),
        Class::UnknownKey => {
            format!("{who}: check the key's id{where_from}")
        }
        Class::Signature => format!("{who}: the secret does not belong to the key's id"),
        Class::Expired if call.lists == KEYS => {
            format!("{who}: the token or key that asks for another has ended: get a fresh one")
        }
        Class::Denied if call.lists == KEYS && call.action.contains("With") => {
            format!("{who}: check the token, the identity provider and the role's trust policy")
        }
        Class::Expired => format!("{who}: get fresh temporary credentials, with their token"),
        Class::Denied => {
            let service = match call.lists {
                KEYS => "sts",
                _ => provider::by_name(call.provider)?.facts().service,
            };
            format!("{who} needs {service}:{}{where_from}", call.action)
        }
        Class::Region | Class::Request if call.lists == KEYS => {
            format!("{who}: check the role, its trust policy and the token")
        }
        Class::Region => "`cloudq regions` lists the regions".to_owned(),
        Class::Request | Class::DryRun => return None,
    })
}

fn hint_of_transport(kind: TransportKind, call: &Call) -> Option<String> {
    Some(match kind {
        TransportKind::Dns => match &call.region {
            Some(region) => format!("is there a region `{region}`? `cloudq regions` lists them"),
            None => "check the address and the network".to_owned(),
        },
        TransportKind::Connect if call.action.is_empty() => {
            "take another --port, or 0 for a free one".to_owned()
        }
        TransportKind::Connect => {
            "check the address, the network and the proxy (--endpoint, --proxy)".to_owned()
        }
        TransportKind::Tls => {
            "a company's proxy may need its own authority: --ca-bundle FILE".to_owned()
        }
        TransportKind::Timeout => "--request-timeout gives an attempt more time".to_owned(),
        TransportKind::Deadline => "--timeout gives the command more time".to_owned(),
        TransportKind::Broken => "try again; --retries gives it more tries".to_owned(),
        TransportKind::TooLarge => return None,
    })
}

/// The message and the tips of clap's text.
pub(super) fn split_usage(text: &str) -> (String, Option<String>) {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let message: Vec<&str> = lines()
        .take_while(|line| {
            !["tip: ", "Usage: ", "For more "]
                .iter()
                .any(|word| line.starts_with(word))
        })
        .collect();
    let tips: Vec<&str> = lines()
        .filter_map(|line| line.strip_prefix("tip: "))
        .collect();
    let message = message.join(" ").trim_start_matches("error: ").to_owned();
    (message, (!tips.is_empty()).then(|| tips.join("; ")))
}
