//! Operations of Alibaba Cloud STS 2015-04-01: `AssumeRole`, `AssumeRoleWithOIDC`, `GetCallerIdentity`.
//!
//! Sources: the vendor's API pages of the three, the error tables of `AssumeRole` and
//! `AssumeRoleWithSAML`, and the product's list of error codes (2025). Where none of them names a
//! code, the choice is this emulator's and marked "choice".

use serde_json::{Value, json};

use super::refusals::forbidden_by_sts;
use super::{
    key_form::FORM,
    known::{ACCOUNT_ID, OIDC_PROVIDER_ARN, number},
};
use crate::{
    answer::Refusal,
    call::Call,
    keys::{Identity, TemporaryKey},
    request::Params,
    roles::{Judgement, ROLES, Role, is_made_of, judge},
};

/// How long a key lives that nobody gave a time for, and the longest a role allows, in seconds.
const HOUR: u32 = 3_600;
const SHORTEST: u32 = 900;

const POLICY_LENGTH: usize = 2_048;

/// Gives out a key of a role to the owner of another key, be that one permanent or temporary.
///
/// # Errors
/// The code of the first wrong argument, or `NoPermission` without the role's external id.
pub(crate) fn assume_role(call: &Call) -> Result<String, Refusal> {
    let wanted = Wanted::read(call.params)?;
    let external_id = call.params.text("ExternalId");
    // The page gives the form, and the code is made like its neighbours' (choice).
    if external_id.is_some_and(|id| !is_made_of(id, 2..=1_224, "+=,.@:/-")) {
        return Err(wrong("ExternalId"));
    }
    if !wanted.role.trusts(external_id) {
        return Err(forbidden_by_sts("AssumeRole"));
    }
    Ok(wanted.answer(call, json!({})))
}

/// Gives out a key of a role to the owner of a token of an identity provider. Nothing is signed.
///
/// # Errors
/// The code of the first wrong argument, or why the token is not accepted.
pub(crate) fn assume_role_with_oidc(call: &Call) -> Result<String, Refusal> {
    let provider = required(call.params, "OIDCProviderArn")?;
    let wanted = Wanted::read(call.params)?;
    let unauthentic = |code: &'static str, message: &str| Err(Refusal::new(401, code, message));
    if provider != OIDC_PROVIDER_ARN {
        let message = "No such OIDC Provider registered.";
        return unauthentic("AuthenticationFail.NoPermission", message);
    }
    let token = call.params.text("OIDCToken").unwrap_or_default();
    match judge(token) {
        Judgement::Good => {}
        Judgement::Expired => {
            let message = "This JsonWebToken is expired.";
            return unauthentic("AuthenticationFail.OIDCToken.Expired", message);
        }
        Judgement::Forged => {
            let message = "OIDC token validate failed: invalid signature.";
            return unauthentic("AuthenticationFail.OIDCToken.InvalidSignature", message);
        }
        Judgement::Malformed => {
            let message = "The OIDCToken is empty or not of three parts.";
            return unauthentic("AuthenticationFail.OIDCToken.Invalid", message);
        }
    }
    // Such a role trusts users only.
    if !wanted.role.trusts(None) {
        return unauthentic("AuthenticationFail.NoPermission", "There is no permission");
    }
    let token = json!({ "OIDCTokenInfo": {
        "Issuer": "https://oidc.sandbox.invalid",
        "Subject": "cloudq",
        "ClientIds": "sts.aliyuncs.com",
        "VerificationInfo": "Success",
    } });
    Ok(wanted.answer(call, token))
}

/// Tells whom the key stands for. A user has a `UserId`, who assumed a role a `RoleId`.
///
/// # Errors
/// `NoPermission` for nobody.
pub(crate) fn get_caller_identity(call: &Call) -> Result<String, Refusal> {
    let Some(account) = call.account else {
        return Err(forbidden_by_sts("GetCallerIdentity"));
    };
    let mut body = match &account.identity {
        Identity::User { name } => json!({
            "IdentityType": "RAMUser",
            "UserId": number(name),
            "PrincipalId": number(name),
            "Arn": format!("acs:ram::{ACCOUNT_ID}:user/{name}"),
        }),
        Identity::Role { role, session } => json!({
            "IdentityType": "AssumedRoleUser",
            "RoleId": number(role.name),
            "PrincipalId": format!("{}:{session}", number(role.name)),
            "Arn": format!("acs:ram::{ACCOUNT_ID}:assumed-role/{}/{session}", role.name),
        }),
    };
    body["AccountId"] = json!(ACCOUNT_ID.to_string());
    body["RequestId"] = json!(call.request_id);
    Ok(body.to_string())
}

/// The members that say what a key is, as every source of the vendor's names them.
pub(crate) fn credentials(key: &TemporaryKey) -> Value {
    json!({
        "AccessKeyId": key.id,
        "AccessKeySecret": key.secret,
        "SecurityToken": key.token,
        "Expiration": key.expiration(),
    })
}

/// The checked arguments that both ways to a role have in common.
struct Wanted {
    role: &'static Role,
    session: String,
    seconds: u32,
}

impl Wanted {
    fn read(params: &Params) -> Result<Wanted, Refusal> {
        let role = role(required(params, "RoleArn")?)?;
        let session = required(params, "RoleSessionName")?;
        if !is_made_of(session, 2..=64, ".@-") {
            return Err(wrong("RoleSessionName"));
        }
        let seconds = match params.text("DurationSeconds").map(str::parse) {
            None => HOUR,
            Some(Ok(seconds)) if (SHORTEST..=HOUR).contains(&seconds) => seconds,
            Some(_) => {
                return Err(Refusal::new(
                    400,
                    "InvalidParameter.DurationSeconds",
                    "The Min/Max value of DurationSeconds is 15min/1hr.",
                ));
            }
        };
        if let Some(policy) = params.text("Policy") {
            check_policy(policy)?;
        }
        Ok(Wanted {
            role,
            session: session.to_owned(),
            seconds,
        })
    }

    /// Gives out the key; `more` are further members of the answer.
    fn answer(&self, call: &Call, more: Value) -> String {
        let Wanted {
            role,
            session,
            seconds,
        } = self;
        let keys = call.keys;
        let key = keys.give(&FORM, role, session, *seconds, call.now);
        let mut body = more;
        body["RequestId"] = json!(call.request_id);
        body["Credentials"] = credentials(&key);
        body["AssumedRoleUser"] = json!({
            "Arn": format!("acs:ram::{ACCOUNT_ID}:role/{}/{session}", role.name),
            "AssumedRoleId": format!("{}:{session}", number(role.name)),
        });
        body.to_string()
    }
}

/// Reads `acs:ram::ACCOUNT:role/NAME`.
fn role(arn: &str) -> Result<&'static Role, Refusal> {
    let parts = arn
        .strip_prefix("acs:ram::")
        .and_then(|rest| rest.split_once(":role/"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_digit());
    let Some((account, name)) = parts.filter(|(account, name)| digits(account) && !name.is_empty())
    else {
        return Err(wrong("RoleArn"));
    };
    ROLES
        .iter()
        .find(|role| role.name == name && account == ACCOUNT_ID.to_string())
        .ok_or_else(|| Refusal::new(404, "EntityNotExist.Role", "The specified Role not exists."))
}

fn check_policy(policy: &str) -> Result<(), Refusal> {
    if policy.chars().count() > POLICY_LENGTH {
        return Err(Refusal::new(
            400,
            "InvalidParameter.PolicySize",
            format!("The size of Policy must not exceed {POLICY_LENGTH} characters."),
        ));
    }
    let grammatical = serde_json::from_str::<Value>(policy)
        .is_ok_and(|policy| policy["Version"].is_string() && policy["Statement"].is_array());
    if grammatical {
        return Ok(());
    }
    Err(Refusal::new(
        400,
        "InvalidParameter.PolicyGrammar",
        "The parameter Policy has not passed grammar check.",
    ))
}

/// A parameter that must be there; the code is that of `AssumeRoleWithSAML`'s table.
fn required<'a>(params: &'a Params, name: &str) -> Result<&'a str, Refusal> {
    params.text(name).ok_or_else(|| {
        Refusal::new(
            400,
            format!("MissingParameter.{name}"),
            format!("Parameter {name} is required."),
        )
    })
}

fn wrong(name: &str) -> Refusal {
    Refusal::new(
        400,
        format!("InvalidParameter.{name}"),
        format!("The parameter {name} is wrongly formed."),
    )
}
