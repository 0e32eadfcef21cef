//! The role of the virtual machine that this runs on, from the metadata service.
//!
//! The service is link-local and never asked through a proxy. It lists the machine's
//! role in a folder, and the role's key below that. Some have a newer version, in which
//! a token is asked for first.

use std::sync::Arc;

use jiff::Timestamp;

use super::cached::Fetch;
use super::fetch_context::{CredentialSource, FetchContext};
use super::json_key::{KeyMembers, TemporaryCredentials};
use super::metadata_client::{MetadataClient, key_of};
use crate::error::{Error, Origin};
use crate::http::{Fetching, Response};
use crate::request::{Endpoint, Request, percent};

/// How long the token of the newer version is to work, in seconds: as long as it may.
const TOKEN_SECONDS: &str = "21600";

/// The metadata service of a vendor.
#[derive(Debug)]
pub struct MetadataService {
    /// The folder with the role's key.
    pub folder: &'static str,
    /// The token of its newer version, where it has one.
    pub token: Option<MetadataToken>,
    /// The names of the key's parts in its answer.
    pub members: &'static KeyMembers,
}

/// The token of the newer version of a metadata service.
#[derive(Debug)]
pub struct MetadataToken {
    /// The path that gives it.
    pub path: &'static str,
    /// The header that says for how long.
    pub lifetime_header: &'static str,
    /// The header that it is sent in.
    pub header: &'static str,
}

/// The role of the machine.
#[derive(Debug, Clone)]
pub struct InstanceRole {
    /// The service.
    pub service: &'static MetadataService,
    /// Its address.
    pub metadata: Endpoint,
    /// The role's name, if it is known.
    pub name: Option<String>,
    /// The variable that forbids to ask the older version, without a token.
    pub only_with_token: Option<&'static str>,
}

impl CredentialSource for InstanceRole {
    fn account(&self) -> String {
        format!("role {:?} of {}", self.name, self.metadata)
    }

    fn fetch(&self, context: &FetchContext, _: &Origin) -> Result<Box<dyn Fetch>, Error> {
        Ok(Box::new(AskMetadata {
            role: self.clone(),
            client: context.near()?,
        }))
    }

    fn preview(&self, _: &Origin, _: Timestamp) -> Result<Vec<String>, Error> {
        Ok(vec![format!("the metadata service at {}", self.metadata)])
    }
}

/// Asks the metadata service.
pub(crate) struct AskMetadata {
    pub(crate) role: InstanceRole,
    pub(crate) client: Arc<MetadataClient>,
}

impl Fetch for AskMetadata {
    fn fetch(&self) -> Fetching<'_, TemporaryCredentials> {
        Box::pin(async {
            self.key().await.map_err(|why| {
                Error::credentials(
                    format!("no role of this machine: {} {why}", self.role.metadata),
                    "only virtual machines of the vendor with a role have one; \
                     `cloudq auth check` shows which key is used",
                )
            })
        })
    }
}

impl AskMetadata {
    async fn key(&self) -> Result<TemporaryCredentials, String> {
        let service = self.role.service;
        let token = match &service.token {
            Some(token) => self.token(token).await?,
            None => None,
        };
        let name = match &self.role.name {
            Some(name) => name.clone(),
            None => self.name(token.as_ref()).await?,
        };
        let path = format!("{}{}", service.folder, percent(&name));
        let response = self.get(path, token.as_ref()).await?;
        if response.status == 404 {
            return Err(format!("knows no role `{}`", name.escape_debug()));
        }
        key_of(&response, service.members)
    }

    /// The header with the token; `None` when the older version is to be asked.
    async fn token(&self, token: &MetadataToken) -> Result<Option<Header>, String> {
        let mut request = self.request("PUT", token.path.to_owned());
        let seconds = TOKEN_SECONDS.to_owned();
        request.headers.push((token.lifetime_header, seconds));
        let why = match self.client.send(&request).await {
            Ok(response) if response.status == 200 => match text(&response.body) {
                Some(text) => return Ok(Some((token.header, text))),
                None => "gave no token".to_owned(),
            },
            Ok(response) => format!("answered with HTTP {}", response.status),
            Err(failure) => failure.message,
        };
        match self.role.only_with_token {
            None => Ok(None),
            Some(variable) => Err(format!(
                "{why}, and {variable} forbids to ask without a token"
            )),
        }
    }

    /// The name of the machine's role.
    async fn name(&self, token: Option<&Header>) -> Result<String, String> {
        let folder = self.role.service.folder.to_owned();
        let response = self.get(folder, token).await?;
        match response.status {
            200 => text(&response.body).ok_or_else(|| "names no role".to_owned()),
            404 => Err("says that this machine has no role".to_owned()),
            status => Err(format!("answered with HTTP {status}")),
        }
    }

    async fn get(&self, path: String, token: Option<&Header>) -> Result<Response, String> {
        let mut request = self.request("GET", path);
        request.headers.extend(token.cloned());
        let answer = self.client.send(&request).await;
        answer.map_err(|failure| failure.message)
    }

    fn request(&self, method: &'static str, path: String) -> Request {
        Request {
            method,
            path,
            ..Request::post(&self.role.metadata, "metadata", "metadata")
        }
    }
}

/// A header with a token.
type Header = (&'static str, String);

/// The first line of an answer, if it is one word that a header or path may hold.
fn text(body: &[u8]) -> Option<String> {
    let word = std::str::from_utf8(body).ok()?.lines().next()?.trim();
    let plain = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic());
    plain.then(|| word.to_owned())
}
