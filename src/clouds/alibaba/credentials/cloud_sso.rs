//! A sign-in at Alibaba Cloud's `CloudSSO` that its CLI made.
//!
//! `POST {sign-in host}/cloud-credentials` with the access token, answered with
//! `CloudCredential`. The token cannot be renewed here: that needs a browser. Source
//! code of the CLI (`config/profile.go`) and the Go SDK (`cloud_sso.go`), read 2026-11.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use crate::clock::Clock;
use crate::credentials::{
    CredentialSource, Fetch, FetchContext, KeyMembers, MetadataClient, TemporaryCredentials,
    VendorRecord, failed, key_in, parse, unreached,
};
use crate::error::{Error, Origin};
use crate::http::{Fetching, address};
use crate::request::{Body, Endpoint, Params, Request};
use crate::secret::Secret;

/// What errors call a request for a key.
const ACTION: &str = "cloud-credentials";

/// What to do when the sign-in is over.
const AGAIN: &str = "sign in again with the Alibaba Cloud CLI: aliyun configure --mode CloudSSO";

/// A sign-in: the account and the access configuration that were chosen.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct SignIn {
    endpoint: Endpoint,
    access_token: Secret,
    expires: Option<Timestamp>,
    account: String,
    access_configuration: String,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignIn({})", self.endpoint)
    }
}

impl SignIn {
    /// Reads the members of a profile of the CLI.
    pub(super) fn read(entry: &VendorRecord<'_>) -> Result<Self, Error> {
        let member = "cloud_sso_sign_in_url";
        let url = entry.needed(member)?;
        let after_scheme = url.find("://").map_or(0, |at| at + 3);
        let end = url[after_scheme..]
            .find(['/', '?', '#'])
            .map_or(url.len(), |at| after_scheme + at);
        Ok(Self {
            endpoint: address::parse(&url[..end]).map_err(|why| entry.wrong(member, &why))?,
            access_token: match entry.text("access_token")? {
                Some(token) => Secret::new(token),
                None => return Err(entry.refuse("is not signed in", AGAIN)),
            },
            expires: entry.time("cloud_sso_access_token_expire")?,
            account: entry.needed("cloud_sso_account_id")?.to_owned(),
            access_configuration: entry.needed("cloud_sso_access_config")?.to_owned(),
        })
    }

    /// Refuses a sign-in that has ended.
    fn check(&self, now: Timestamp) -> Result<(), Error> {
        if self.expires.is_some_and(|end| end <= now) {
            return Err(over(&self.endpoint, "has ended"));
        }
        Ok(())
    }
}

impl CredentialSource for SignIn {
    fn account(&self) -> String {
        self.account.clone()
    }

    fn fetch(&self, context: &FetchContext, _: &Origin) -> Result<Box<dyn Fetch>, Error> {
        Ok(Box::new(CloudSso {
            sign_in: self.clone(),
            client: context.far()?,
            clock: Arc::clone(&context.clock),
        }))
    }

    fn preview(&self, _: &Origin, now: Timestamp) -> Result<Vec<String>, Error> {
        self.check(now)?;
        Ok(vec![format!("{ACTION} at {}", self.endpoint)])
    }
}

/// Asks for a key with it.
pub(super) struct CloudSso {
    pub(super) sign_in: SignIn,
    pub(super) client: Arc<MetadataClient>,
    pub(super) clock: Arc<dyn Clock>,
}

impl Fetch for CloudSso {
    fn fetch(&self) -> Fetching<'_, TemporaryCredentials> {
        Box::pin(async {
            let SignIn {
                endpoint,
                access_token,
                account,
                access_configuration,
                ..
            } = &self.sign_in;
            self.sign_in.check(self.clock.now())?;
            let mut members = Params::default();
            members
                .set("AccountId", account.as_str())
                .set("AccessConfigurationId", access_configuration.as_str());
            let request = Request {
                path: "/cloud-credentials".to_owned(),
                headers: vec![
                    ("accept", "application/json".to_owned()),
                    ("authorization", format!("Bearer {}", access_token.expose())),
                    ("content-type", "application/json".to_owned()),
                ],
                body: Body::Json(members.as_object().clone()),
                ..Request::post(endpoint, "cloudsso", ACTION)
            };
            let refused = |why: String| {
                Error::credentials(format!("no key from the sign-in: {endpoint} {why}"), AGAIN)
            };
            let response = self.client.send(&request).await;
            let response = response.map_err(|failure| unreached(ACTION, endpoint, &failure))?;
            match response.status {
                200 => {}
                401 | 403 => return Err(over(endpoint, "is not accepted")),
                500.. => return Err(failed(ACTION, endpoint, response.status)),
                status => return Err(refused(format!("answered with HTTP {status}"))),
            }
            let answer = |why| refused(format!("gave an answer that {why}"));
            let value = parse(&response.body).map_err(answer)?;
            let key = value.get("CloudCredential").unwrap_or(&Value::Null);
            key_in(key, &KeyMembers::COMMON).map_err(answer)
        })
    }
}

fn over(endpoint: &Endpoint, what: &str) -> Error {
    Error::ended(format!("the sign-in at {endpoint} {what}"), AGAIN)
}
