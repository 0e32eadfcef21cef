//! A service that gives keys at an address: on this machine, or encrypted.
//!
//! `GET` answers status 200 with a key in JSON; where there is a member `Code`, it is
//! `Success`.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::cached::Fetch;
use super::fetch_context::{CredentialSource, FetchContext};
use super::json_key::{KeyMembers, TemporaryCredentials};
use super::metadata_client::{MetadataClient, failed, key_of, unreached};
use crate::error::{Error, Origin};
use crate::http::{Fetching, address};
use crate::request::{Endpoint, Request};

/// What errors call a request to it.
const ACTION: &str = "credentials-uri";

/// An address with a path. Only its host is shown: what follows may be a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Uri {
    endpoint: Endpoint,
    path: String,
    query: String,
}

impl Uri {
    /// Reads `https://host[:port][/path][?query]`; `http` is for this machine only.
    ///
    /// # Errors
    /// When the text is anything else. The message repeats the host at most.
    pub fn parse(text: &str) -> Result<Self, String> {
        let after_scheme = text.find("://").map_or(0, |at| at + 3);
        let end = text[after_scheme..]
            .find(['/', '?', '#'])
            .map_or(text.len(), |at| after_scheme + at);
        let (authority, rest) = text.split_at(end);
        let endpoint = address::parse(authority)?;
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%/?".contains(&b);
        if !rest.bytes().all(plain) {
            return Err("the path of an address needs %-encoding, and has no `#`".to_owned());
        }
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        Ok(Self {
            endpoint,
            path: if path.is_empty() { "/" } else { path }.to_owned(),
            query: query.to_owned(),
        })
    }

    /// All of it, which is not to be printed.
    fn whole(&self) -> String {
        format!("{}{}", self.endpoint, self.path_and_query())
    }

    /// What follows the host.
    fn path_and_query(&self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{}{mark}{}", self.path, self.query)
    }

    /// Whether it is on this machine.
    fn is_loopback(&self) -> bool {
        self.endpoint.is_loopback()
    }

    /// Whether anything follows the host: that is never shown, as it may be a secret.
    pub(super) fn holds_secret(&self) -> bool {
        self.path != "/" || !self.query.is_empty()
    }
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.endpoint.fmt(f)
    }
}

impl fmt::Debug for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uri({})", self.endpoint)
    }
}

/// A key that such a service gives.
#[derive(Debug)]
pub struct UriKey {
    /// The address.
    pub uri: Uri,
    /// The names of the key's parts in its answer.
    pub members: &'static KeyMembers,
}

impl CredentialSource for UriKey {
    fn account(&self) -> String {
        self.uri.whole()
    }

    fn fetch(&self, context: &FetchContext, _: &Origin) -> Result<Box<dyn Fetch>, Error> {
        Ok(Box::new(AskUri {
            uri: self.uri.clone(),
            members: self.members,
            client: if self.uri.is_loopback() {
                context.near()?
            } else {
                context.far()?
            },
        }))
    }

    fn preview(&self, _: &Origin, _: Timestamp) -> Result<Vec<String>, Error> {
        Ok(vec![format!("the service at {}", self.uri)])
    }
}

/// Asks such a service.
pub(super) struct AskUri {
    pub(super) uri: Uri,
    pub(super) members: &'static KeyMembers,
    pub(super) client: Arc<MetadataClient>,
}

impl Fetch for AskUri {
    fn fetch(&self) -> Fetching<'_, TemporaryCredentials> {
        Box::pin(async {
            let request = Request {
                method: "GET",
                // As the user wrote it, and so encoded already.
                path: self.uri.path_and_query(),
                ..Request::post(&self.uri.endpoint, "credentials", ACTION)
            };
            let refused = |why: String| {
                Error::credentials(
                    format!("no key from the credentials URI: {} {why}", self.uri),
                    "is the service that gives keys running, and the address right?",
                )
            };
            // One on this machine is part of how the key is had, one elsewhere is not.
            let near = self.uri.is_loopback();
            let answer = match self.client.send(&request).await {
                Ok(answer) => answer,
                Err(failure) if near => return Err(refused(failure.message)),
                Err(failure) => return Err(unreached(ACTION, &self.uri, &failure)),
            };
            if answer.status >= 500 && !near {
                return Err(failed(ACTION, &self.uri, answer.status));
            }
            key_of(&answer, self.members).map_err(refused)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_on_this_machine_or_encrypted() {
        for (text, path, query) in [
            ("http://localhost:80", "/", ""),
            ("http://127.0.0.1:9/keys/a%20b", "/keys/a%20b", ""),
            ("https://keys.example.com/a?b=c/d", "/a", "b=c/d"),
            ("https://keys.example.com?b", "/", "b"),
        ] {
            let uri = Uri::parse(text).unwrap();
            assert_eq!(
                (uri.path.as_str(), uri.query.as_str()),
                (path, query),
                "{text}"
            );
        }
        for text in [
            "",
            "keys",
            "http://keys.example.com/hunter2",
            "ftp://localhost/hunter2",
            "https://user:hunter2@keys.example.com/",
            "https://keys.example.com/hunter2#x",
            "https://keys.example.com/hunter2 x",
            "file:///etc/passwd",
        ] {
            let message = Uri::parse(text).unwrap_err();
            assert!(!message.contains("hunter2"), "{message}");
        }
    }

    #[test]
    fn what_follows_the_host_makes_the_file_private() {
        for (text, secret) in [
            ("https://keys.example.com", false),
            ("https://keys.example.com/", false),
            ("https://keys.example.com/hunter2", true),
            ("https://keys.example.com/?hunter2", true),
        ] {
            assert_eq!(Uri::parse(text).unwrap().holds_secret(), secret, "{text}");
        }
    }

    #[test]
    fn what_follows_the_host_is_not_shown() {
        let uri = Uri::parse("https://keys.example.com/hunter2?hunter2").unwrap();
        assert_eq!(format!("{uri} {uri:?}").matches("hunter2").count(), 0);
    }
}
