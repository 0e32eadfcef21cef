//! Operations of Tencent Cloud STS 2018-08-13: `AssumeRole`, `AssumeRoleWithWebIdentity`, `GetCallerIdentity`.
//!
//! Sources: the vendor's API pages of the three and its command line tool's definition of them
//! (3.1.189), which hold the samples; the error codes are those that the Go SDK lists for each. Which
//! input gets which of them is not documented (choice).

use serde_json::{Value, json};

use super::{
    answer::{forbidden_by_sts, refusal},
    arguments::Arguments,
    envelope::region,
};
use super::{
    key_form::FORM,
    known::{TENCENT_ACCOUNT_ID, TENCENT_OIDC_PROVIDER_ID, number},
};
use crate::{
    answer::Refusal,
    call::Call,
    keys::{Identity, TemporaryKey},
    roles::{Judgement, ROLES, Role, is_made_of, judge},
};

/// How long a key lives that nobody gave a time for, and the longest it may, in seconds.
const DEFAULT: u32 = 7_200;
const LONGEST: u32 = 43_200;

/// Gives out a key of a role to the owner of another key, be that one permanent or temporary.
///
/// # Errors
/// The code of the first wrong argument, or `UnauthorizedOperation` without the role's external id.
pub(crate) fn assume_role(call: &Call) -> Result<String, Refusal> {
    let arguments = Arguments::read(call.request)?;
    arguments.check_names(&[
        "DurationSeconds",
        "ExternalId",
        "Policy",
        "RoleArn",
        "RoleSessionName",
        "SerialNumber",
        "SourceIdentity",
        "Tags",
        "TokenCode",
    ])?;
    let wanted = Wanted::read(call, &arguments)?;
    if let Some(policy) = arguments.text("Policy")? {
        check_policy(policy)?;
    }
    let external_id = arguments.text("ExternalId")?;
    if external_id.is_some_and(|id| !is_made_of(id, 2..=128, "+=,.@:/-")) {
        return Err(wrong("ExternalId"));
    }
    if !wanted.role.trusts(external_id) {
        return Err(forbidden_by_sts("AssumeRole"));
    }
    Ok(wanted.answer(call))
}

/// Gives out a key of a role to the owner of a token of an identity provider. In place of a
/// signature there is `Authorization: SKIP`.
///
/// # Errors
/// The code of the first wrong argument, or `InvalidParameter.WebIdentityTokenError`.
pub(crate) fn assume_role_with_web_identity(call: &Call) -> Result<String, Refusal> {
    let arguments = Arguments::read(call.request)?;
    arguments.check_names(&[
        "DurationSeconds",
        "ProviderId",
        "RoleArn",
        "RoleSessionName",
        "WebIdentityToken",
    ])?;
    let provider = required(&arguments, "ProviderId")?;
    let token = required(&arguments, "WebIdentityToken")?;
    let wanted = Wanted::read(call, &arguments)?;
    if provider != TENCENT_OIDC_PROVIDER_ID {
        return Err(wrong("ProviderId"));
    }
    let judgement = judge(token);
    if judgement != Judgement::Good {
        let why = match judgement {
            Judgement::Expired => "has expired",
            Judgement::Forged => "is not signed by the identity provider",
            _ => "is not of three parts",
        };
        return Err(refusal(
            "InvalidParameter.WebIdentityTokenError",
            format!("The WebIdentityToken {why}."),
        ));
    }
    // Such a role trusts users only.
    if !wanted.role.trusts(None) {
        return Err(forbidden_by_sts("AssumeRoleWithWebIdentity"));
    }
    Ok(wanted.answer(call))
}

/// Tells whom the key stands for.
///
/// # Errors
/// `UnknownParameter` for any argument.
pub(crate) fn get_caller_identity(call: &Call) -> Result<String, Refusal> {
    Arguments::read(call.request)?.check_names(&[])?;
    check_region(call)?;
    let Some(account) = call.account else {
        return Err(forbidden_by_sts("GetCallerIdentity"));
    };
    let mut body = match &account.identity {
        Identity::User { name } => json!({
            "Type": "CAMUser",
            "UserId": number(name),
            "PrincipalId": number(name),
            "Arn": format!("qcs::cam:{TENCENT_ACCOUNT_ID}:uin/{}", number(name)),
        }),
        Identity::Role { role, session } => json!({
            "Type": "CAMRole",
            "UserId": format!("{}:{session}", number(role.name)),
            "PrincipalId": TENCENT_ACCOUNT_ID.to_string(),
            "Arn": format!("qcs::sts:{TENCENT_ACCOUNT_ID}:assumed-role/{}", number(role.name)),
        }),
    };
    body["AccountId"] = json!(TENCENT_ACCOUNT_ID.to_string());
    Ok(enveloped(call, body))
}

/// The checked arguments that both ways to a role have in common.
struct Wanted {
    role: &'static Role,
    session: String,
    seconds: u32,
}

impl Wanted {
    fn read(call: &Call, arguments: &Arguments) -> Result<Wanted, Refusal> {
        check_region(call)?;
        let arn = required(arguments, "RoleArn")?;
        let session = required(arguments, "RoleSessionName")?;
        if !is_made_of(session, 2..=128, "+=,.@-") {
            return Err(wrong("RoleSessionName"));
        }
        let seconds = match arguments.integer("DurationSeconds")? {
            None => DEFAULT,
            Some(seconds) => u32::try_from(seconds)
                .ok()
                .filter(|seconds| (1..=LONGEST).contains(seconds))
                .ok_or_else(|| {
                    refusal(
                        "InvalidParameter.OverTimeError",
                        format!("DurationSeconds must be from 1 to {LONGEST}."),
                    )
                })?,
        };
        Ok(Wanted {
            role: role(arn)?,
            session: session.to_owned(),
            seconds,
        })
    }

    /// Gives out the key.
    fn answer(&self, call: &Call) -> String {
        let Wanted {
            role,
            session,
            seconds,
        } = self;
        let keys = call.keys;
        let key = keys.give(&FORM, role, session, *seconds, call.now);
        let TemporaryKey {
            id,
            secret,
            token,
            end,
        } = &key;
        let body = json!({
            "Credentials": { "TmpSecretId": id, "TmpSecretKey": secret, "Token": token },
            "ExpiredTime": end,
            "Expiration": key.expiration(),
        });
        enveloped(call, body)
    }
}

fn enveloped(call: &Call, mut body: Value) -> String {
    body["RequestId"] = json!(call.request_id);
    json!({ "Response": body }).to_string()
}

/// Reads `qcs::cam::uin/ACCOUNT:roleName/NAME` or `qcs::cam::uin/ACCOUNT:role/NUMBER`.
fn role(arn: &str) -> Result<&'static Role, Refusal> {
    let parts = arn
        .strip_prefix("qcs::cam::uin/")
        .and_then(|rest| rest.split_once(':'));
    let Some((account, (kind @ ("roleName" | "role"), which))) =
        parts.and_then(|(account, rest)| Some((account, rest.split_once('/')?)))
    else {
        return Err(wrong("RoleArn"));
    };
    let name = |role: &Role| match kind {
        "role" => number(role.name),
        _ => role.name,
    };
    ROLES
        .iter()
        .find(|role| name(role) == which && account == TENCENT_ACCOUNT_ID.to_string())
        .ok_or_else(|| refusal("ResourceNotFound.RoleNotFound", "There is no such role."))
}

/// The policy is escaped once more than the parameter that it is.
fn check_policy(policy: &str) -> Result<(), Refusal> {
    let plain = percent_encoding::percent_decode_str(policy).decode_utf8_lossy();
    let grammatical =
        serde_json::from_str::<Value>(&plain).is_ok_and(|policy| policy["statement"].is_array());
    if grammatical {
        return Ok(());
    }
    Err(refusal(
        "InvalidParameter.StrategyFormatError",
        "The policy is not well formed.",
    ))
}

/// All three are documented to need a region, though none does anything with it.
fn check_region(call: &Call) -> Result<(), Refusal> {
    match region(call.request) {
        Some(_) => Ok(()),
        None => Err(missing("Region")),
    }
}

fn required<'a>(arguments: &'a Arguments, name: &str) -> Result<&'a str, Refusal> {
    arguments.text(name)?.ok_or_else(|| missing(name))
}

fn missing(name: &str) -> Refusal {
    refusal(
        "MissingParameter",
        format!("The request is missing a required parameter `{name}`."),
    )
}

fn wrong(name: &str) -> Refusal {
    refusal(
        "InvalidParameter.ParamError",
        format!("The parameter `{name}` is not well formed."),
    )
}
