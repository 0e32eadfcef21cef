//! Tencent Cloud STS, version 2018-08-13.
//!
//! Vendor pages: `AssumeRole`, `AssumeRoleWithWebIdentity` and `GetCallerIdentity`
//! of the Security Token Service, read 2026-11. The region must be given and does
//! not matter; the SDKs name `ap-guangzhou`.

use serde_json::Value;

use super::super::api;
use super::super::sign_tc3::Tc3;
use super::super::unsigned::UnsignedJson;
use crate::clouds::shared::rpc::RpcCall;
use crate::credentials::{
    Identity, KeyMembers, Oidc, Role, TemporaryCredentials, TokenService, json, key_in, seconds,
};
use crate::error::{ApiFailure, DecodeError};
use crate::http::{ApiConventions, RequestId, Response};
use crate::request::{Endpoint, Params, Request, percent};
use crate::secret::Secret;
use crate::sign::Authorize;

/// The names of a key's parts in its token service, metadata service and CLI.
pub(super) static MEMBERS: KeyMembers = KeyMembers {
    id: &["accesskeyid", "secretid", "tmpsecretid"],
    secret: &["accesskeysecret", "secretkey", "tmpsecretkey"],
    ..KeyMembers::COMMON
};

/// The token service.
pub(super) struct Sts;

static CONVENTIONS: ApiConventions = ApiConventions {
    list_index_base: 0,
    request_id: RequestId::Member("RequestId"),
    retry_after_ms: None,
    open_headers: &[
        "x-tc-action",
        "x-tc-language",
        "x-tc-region",
        "x-tc-timestamp",
        "x-tc-version",
    ],
    hidden_fields: &[],
    secret_answers: true,
    calls_per_second: None,
};

impl TokenService for Sts {
    fn endpoint(&self) -> Endpoint {
        Endpoint::https("sts.tencentcloudapi.com")
    }

    fn conventions(&self) -> &'static ApiConventions {
        &CONVENTIONS
    }

    fn authorizer(&self) -> &'static dyn Authorize {
        &Tc3
    }

    fn unsigned(&self) -> &'static dyn Authorize {
        &UnsignedJson
    }

    fn assume_role(&self, at: &Endpoint, role: &Role) -> Request {
        let mut params = role_params(role);
        if let Some(id) = &role.external_id {
            params.set("ExternalId", id.as_str());
        }
        if let Some(policy) = &role.policy {
            // The one parameter that has to be %-encoded once more.
            params.set("Policy", percent(policy));
        }
        request(at, self.authorizer(), self.assume_role_action(), params)
    }

    fn assume_by_oidc_action(&self) -> &'static str {
        "AssumeRoleWithWebIdentity"
    }

    fn assume_by_oidc(&self, at: &Endpoint, oidc: &Oidc, token: &Secret) -> Request {
        let mut params = role_params(&oidc.role);
        params
            .set("ProviderId", oidc.provider.as_str())
            .set("WebIdentityToken", token.expose());
        request(at, self.unsigned(), self.assume_by_oidc_action(), params)
    }

    fn key(&self, body: &[u8]) -> Result<TemporaryCredentials, DecodeError> {
        let value = json(body)?;
        let response = &value["Response"];
        let key = response.get("Credentials").unwrap_or(&Value::Null);
        let fresh = key_in(key, &MEMBERS)
            .map_err(|why| DecodeError::new(format!("`Credentials` {why}")))?;
        // The end stands beside the key, not in it.
        let end = response["ExpiredTime"].as_i64().and_then(seconds);
        Ok(TemporaryCredentials {
            expires: end.or(fresh.expires),
            ..fresh
        })
    }

    fn caller(&self, at: &Endpoint) -> Request {
        request(
            at,
            self.authorizer(),
            "GetCallerIdentity",
            Params::default(),
        )
    }

    fn identity(&self, body: &[u8]) -> Result<Identity, DecodeError> {
        let value = json(body)?;
        Identity::read(&value["Response"], "Type")
    }

    fn failure(&self, response: &Response) -> Option<ApiFailure> {
        api::failure(response)
    }
}

fn role_params(role: &Role) -> Params {
    let mut params = Params::default();
    params
        .set("RoleArn", role.arn.as_str())
        .set("RoleSessionName", role.session());
    if let Some(seconds) = role.duration {
        params.set("DurationSeconds", seconds);
    }
    params
}

fn request(at: &Endpoint, scheme: &dyn Authorize, action: &'static str, params: Params) -> Request {
    let call = RpcCall {
        service: "sts",
        action,
        version: "2018-08-13",
        region: Some("ap-guangzhou"),
        params,
    };
    api::request(at, scheme.name(), &call)
}
