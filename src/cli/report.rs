//! What an error, a warning or a note says, to people and to programs.

use clap::ValueEnum;
use serde::Serialize;

use super::hints::{UNREADABLE, hint_of_class, hint_of_doubt, hint_of_transport};
use crate::error::{Call, Class, ConfigError, Error, Origin, Purpose, TransportKind};
use crate::words::count;

/// What kind of message it is, by the name that programs read. clap lists them all, for the
/// schema of messages. Those before `Note` are errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    Usage,
    NotFound,
    TooOld,
    Credentials,
    Config,
    Network,
    Service,
    Untrusted,
    Output,
    Command,
    Other,
    Note,
    Warning,
    Progress,
    Trace,
}

/// An error or warning as it is told. Its members are those of
/// `--error-format json`, in this order.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Report {
    pub(super) kind: Kind,
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
    pub(super) fn new(kind: Kind, message: String, hint: Option<String>) -> Self {
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
        Self::new(Kind::Note, message, None)
    }

    /// How far a command is.
    pub(super) fn progress(message: String) -> Self {
        Self::new(Kind::Progress, message, None)
    }

    /// What goes over the wire.
    pub(super) fn trace(line: &str) -> Self {
        Self::new(Kind::Trace, line.to_owned(), None)
    }

    /// Something odd that does not hinder.
    pub(super) fn warning(message: String, call: &Call) -> Self {
        Self::new(Kind::Warning, message, None).of(call)
    }

    /// A failure that does not hinder: what it keeps from being known.
    pub(super) fn warning_of(what: &str, error: &Error) -> Self {
        let report = report_of(error);
        Self {
            kind: Kind::Warning,
            message: format!("{what}: {}", report.message),
            ..report
        }
    }

    /// Says what to do about it.
    pub(super) fn with_hint(self, hint: Option<String>) -> Self {
        Self { hint, ..self }
    }

    /// Says which target it is about, where it is about one.
    pub(super) fn at(self, target: Option<&Call>) -> Self {
        match target {
            Some(call) => self.of(call),
            None => self,
        }
    }

    fn of(mut self, call: &Call) -> Self {
        self.provider = (!call.provider.is_empty()).then_some(call.provider);
        self.profile.clone_from(&call.profile);
        self.region.clone_from(&call.region);
        self.action = (!call.action.is_empty()).then_some(call.action);
        self.http_status = call.http_status;
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
        let is_alone = self.kind == Kind::Credentials && self.action.is_none();
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
        let attempts = count(self.attempts.into(), "attempt");
        (self.attempts > 0).then(|| format!("{id} {action}, {attempts}"))
    }
}

pub(super) fn report_of(error: &Error) -> Report {
    match error {
        Error::Config(error) => {
            let kind = if is_usage(error) {
                Kind::Usage
            } else {
                Kind::Config
            };
            let report = Report::new(kind, error.to_string(), error.hint.clone());
            match error.account.as_deref() {
                Some(account) => Report {
                    provider: Some(account.provider),
                    profile: account.profile.clone(),
                    ..report
                },
                None => report,
            }
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
            ..Report::new(Kind::Credentials, message.clone(), hint.clone())
        },
        Error::Unsupported { message, hint } => {
            Report::new(Kind::Usage, message.clone(), hint.clone())
        }
        Error::Transport { call, failure } => {
            let kind = match failure.kind {
                // The service was reached.
                TransportKind::TooLarge => Kind::Service,
                TransportKind::Authorities => Kind::Config,
                _ => Kind::Network,
            };
            let mut report = Report::new(
                kind,
                failure.message.clone(),
                Some(hint_of_transport(failure.kind, call)),
            )
            .of(call);
            report.retryable = failure.kind.is_retryable();
            report
        }
        Error::Untrusted { call, doubt } => {
            let hint = Some(hint_of_doubt(doubt).to_owned());
            Report::new(Kind::Untrusted, doubt.to_string(), hint).of(call)
        }
        Error::Decode { call, failure } => {
            let message = format!("the service's answer is unreadable: {}", failure.message);
            let mut report =
                Report::new(Kind::Service, message, Some(UNREADABLE.to_owned())).of(call);
            // A redirect would come again.
            report.retryable = matches!(call.http_status, Some(200..300));
            report
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
fn words_of(class: Class, call: &Call) -> (Kind, &'static str) {
    match class {
        Class::Throttled => (Kind::Service, "the service is throttling"),
        Class::Server => (Kind::Service, "the service failed"),
        Class::Replayed => (
            Kind::Service,
            "the service takes the request for a repeated one",
        ),
        Class::Clock => (
            Kind::Credentials,
            "this machine's clock and the service's are too far apart",
        ),
        Class::UnknownKey => (
            Kind::Credentials,
            "the service does not know the access key",
        ),
        Class::Signature => (
            Kind::Credentials,
            "the service does not accept the signature",
        ),
        Class::Expired => (
            Kind::Credentials,
            "the temporary credentials are expired or incomplete",
        ),
        Class::Denied if call.purpose.gives_key() => {
            (Kind::Credentials, "not allowed to ask for keys")
        }
        Class::Region | Class::Request if call.purpose.gives_key() => {
            (Kind::Credentials, "the service gives no key")
        }
        Class::Region | Class::Request if call.purpose == Purpose::Identity => {
            (Kind::Credentials, "the service refuses the request")
        }
        Class::Denied if call.purpose == Purpose::Identity => {
            (Kind::Credentials, "not allowed to ask whose key it is")
        }
        Class::Denied if call.purpose == Purpose::Regions => {
            (Kind::Credentials, "not allowed to list regions")
        }
        Class::Denied => (Kind::Credentials, "not allowed to list images"),
        Class::Restricted => (
            Kind::Credentials,
            "the provider restricts this account or where its key may be used",
        ),
        Class::Overdue => (
            Kind::Credentials,
            "the account has unpaid bills or no balance",
        ),
        Class::Endpoint => (
            Kind::Config,
            "the endpoint does not serve this region or operation",
        ),
        Class::NotOffered => (Kind::Config, "the region does not offer the operation"),
        Class::Region => (Kind::Usage, "the service does not know the region"),
        Class::Request => (Kind::Usage, "the service refuses the request"),
        Class::DryRun => (Kind::Other, "the permission check passed"),
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
