//! Alibaba Cloud STS, version 2015-04-01.
//!
//! Vendor pages: `AssumeRole`, `AssumeRoleWithOIDC`, `GetCallerIdentity` and
//! "Endpoints" of the Security Token Service, read 2026-11. The endpoint without a
//! region serves keys for all of them.

use serde_json::Value;

use super::super::api;
use super::super::sign_acs3::Acs3;
use super::super::unsigned::UnsignedForm;
use crate::clouds::shared::rpc::RpcCall;
use crate::credentials::{
    Identity, KeyMembers, Oidc, Role, TemporaryCredentials, TokenService, json, key_in,
};
use crate::error::{ApiFailure, DecodeError};
use crate::http::{ApiConventions, RequestId, Response};
use crate::request::{Endpoint, Params, Request};
use crate::secret::Secret;
use crate::sign::Authorize;

/// The token service.
pub(super) struct Sts;

static CONVENTIONS: ApiConventions = ApiConventions {
    list_index_base: 1,
    request_id: RequestId::Header("x-acs-request-id"),
    retry_after_ms: Some("x-acs-retry-after"),
    open_headers: &[
        "x-acs-action",
        "x-acs-date",
        "x-acs-request-id",
        "x-acs-version",
    ],
    hidden_fields: &["OIDCToken"],
    secret_answers: true,
    calls_per_second: None,
};

impl TokenService for Sts {
    fn endpoint(&self) -> Endpoint {
        Endpoint::https("sts.aliyuncs.com")
    }

    fn conventions(&self) -> &'static ApiConventions {
        &CONVENTIONS
    }

    fn authorizer(&self) -> &'static dyn Authorize {
        &Acs3
    }

    fn unsigned(&self) -> &'static dyn Authorize {
        &UnsignedForm
    }

    fn assume_role(&self, at: &Endpoint, role: &Role) -> Request {
        request(
            at,
            self.authorizer(),
            self.assume_role_action(),
            role_params(role),
        )
    }

    fn assume_by_oidc_action(&self) -> &'static str {
        "AssumeRoleWithOIDC"
    }

    fn assume_by_oidc(&self, at: &Endpoint, oidc: &Oidc, token: &Secret) -> Request {
        let mut params = role_params(&oidc.role);
        params
            .set("OIDCProviderArn", oidc.provider.as_str())
            .set("OIDCToken", token.expose());
        request(at, self.unsigned(), self.assume_by_oidc_action(), params)
    }

    fn is_ended_token(&self, code: &str) -> bool {
        code == "AuthenticationFail.OIDCToken.Expired"
    }

    fn key(&self, body: &[u8]) -> Result<TemporaryCredentials, DecodeError> {
        let value = json(body)?;
        let key = value.get("Credentials").unwrap_or(&Value::Null);
        key_in(key, &KeyMembers::COMMON)
            .map_err(|why| DecodeError::new(format!("`Credentials` {why}")))
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
        Identity::read(&value, "IdentityType")
    }

    fn failure(&self, response: &Response) -> Option<ApiFailure> {
        api::failure(response, api::is_success)
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
    if let Some(id) = &role.external_id {
        params.set("ExternalId", id.as_str());
    }
    if let Some(policy) = &role.policy {
        params.set("Policy", policy.as_str());
    }
    params
}

fn request(at: &Endpoint, scheme: &dyn Authorize, action: &'static str, params: Params) -> Request {
    let call = RpcCall {
        service: "sts",
        action,
        version: "2015-04-01",
        region: None,
        params,
    };
    api::request(at, scheme.name(), &call)
}
