//! The role of the virtual machine that this runs on, from the metadata service.
//!
//! Alibaba Cloud: "View instance metadata" with its token (v2), which is tried
//! first, then without (v1). Tencent Cloud: "CAM role of an instance". The service
//! is link-local and never asked through a proxy. Read 2026-11.

use std::sync::Arc;

use super::Vendor;
use super::answer::Fresh;
use super::cached::Fetch;
use super::plain::{Plain, key_of};
use crate::error::Error;
use crate::http::Fetching;
use crate::request::{Endpoint, Request, percent};

/// How long the token of v2 is to work, in seconds: as long as it may.
const TOKEN_SECONDS: &str = "21600";

/// Where the vendor's machines find their metadata.
pub(super) fn endpoint(vendor: Vendor) -> Endpoint {
    let authority = match vendor {
        Vendor::Alibaba => "100.100.100.200",
        Vendor::Tencent => "metadata.tencentyun.com",
    };
    Endpoint::new(false, authority)
}

/// Asks the metadata service.
pub(super) struct InstanceRole {
    pub(super) vendor: Vendor,
    pub(super) name: Option<String>,
    pub(super) metadata: Endpoint,
    pub(super) older: bool,
    pub(super) plain: Arc<Plain>,
}

impl Fetch for InstanceRole {
    fn fetch(&self) -> Fetching<'_, Fresh> {
        Box::pin(async {
            self.key().await.map_err(|why| {
                Error::credentials(
                    format!("no role of this machine: {} {why}", self.metadata),
                    "only virtual machines of the vendor with a role have one; \
                     `cloudq auth check` shows which key is used",
                )
            })
        })
    }
}

impl InstanceRole {
    async fn key(&self) -> Result<Fresh, String> {
        let folder = match self.vendor {
            Vendor::Alibaba => "/latest/meta-data/ram/security-credentials/",
            Vendor::Tencent => "/latest/meta-data/cam/security-credentials/",
        };
        let token = match self.vendor {
            Vendor::Alibaba => self.token().await?,
            Vendor::Tencent => None,
        };
        let name = match &self.name {
            Some(name) => name.clone(),
            None => self.role(folder, token.as_deref()).await?,
        };
        let path = format!("{folder}{}", percent(&name));
        let response = self.get(path, token.as_deref()).await?;
        if response.status == 404 {
            return Err(format!("knows no role `{}`", name.escape_debug()));
        }
        key_of(&response)
    }

    /// The token of v2; `None` when v1 is to be asked.
    async fn token(&self) -> Result<Option<String>, String> {
        let mut request = self.request("PUT", "/latest/api/token".to_owned());
        let seconds = TOKEN_SECONDS.to_owned();
        request
            .headers
            .push(("x-aliyun-ecs-metadata-token-ttl-seconds", seconds));
        let why = match self.plain.send(&request).await {
            Ok(response) if response.status == 200 => match text(&response.body) {
                Some(token) => return Ok(Some(token)),
                None => "gave no token".to_owned(),
            },
            Ok(response) => format!("answered with HTTP {}", response.status),
            Err(failure) => failure.message,
        };
        if self.older {
            Ok(None)
        } else {
            Err(format!(
                "{why}, and ALIBABA_CLOUD_IMDSV1_DISABLED forbids to ask without a token"
            ))
        }
    }

    /// The name of the machine's role.
    async fn role(&self, folder: &str, token: Option<&str>) -> Result<String, String> {
        let response = self.get(folder.to_owned(), token).await?;
        match response.status {
            200 => text(&response.body).ok_or_else(|| "names no role".to_owned()),
            404 => Err("says that this machine has no role".to_owned()),
            status => Err(format!("answered with HTTP {status}")),
        }
    }

    async fn get(
        &self,
        path: String,
        token: Option<&str>,
    ) -> Result<crate::http::Response, String> {
        let mut request = self.request("GET", path);
        if let Some(token) = token {
            request
                .headers
                .push(("x-aliyun-ecs-metadata-token", token.to_owned()));
        }
        let answer = self.plain.send(&request).await;
        answer.map_err(|failure| failure.message)
    }

    fn request(&self, method: &'static str, path: String) -> Request {
        Request {
            method,
            path,
            ..Request::post(&self.metadata, "metadata", "metadata")
        }
    }
}

/// The first line of an answer, if it is one word that a header or path may hold.
fn text(body: &[u8]) -> Option<String> {
    let word = std::str::from_utf8(body).ok()?.lines().next()?.trim();
    let plain = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic());
    plain.then(|| word.to_owned())
}
