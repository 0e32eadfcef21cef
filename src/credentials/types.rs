//! The credential types that all clouds share, and the registry of all types.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::chain::{CloudCredentials, CredentialType, Source};
use super::credentials_uri::Uri;
use super::fields::{FieldPlace, Fields, KeyWords, Keys};
use super::role::{Oidc, Role};
use super::static_key::StaticKey;
use super::written::{
    Base, Command, Environment, FindInFile, MachineRole, VendorFile, WrittenOidc, WrittenRole,
    WrittenUri,
};
use crate::config_key::{Form, Key, key};

/// A credential type with all its keys.
#[derive(Debug)]
pub struct RegisteredType {
    /// The type.
    pub of: &'static CredentialType,
    /// The id of the cloud whose type it is; `None` when all clouds have it.
    pub cloud: Option<&'static str>,
    /// Its keys, on top of those that all types have.
    pub keys: Vec<&'static Key>,
}

/// All credential types, and the words of all clouds for access keys.
#[derive(Debug)]
pub struct Registry {
    /// The types, in the order of help.
    pub types: Vec<RegisteredType>,
    /// The words.
    pub words: Vec<&'static KeyWords>,
}

impl Registry {
    /// The types of these clouds, given by their ids, and those that all clouds share.
    pub fn new(clouds: &[(&'static str, &'static dyn CloudCredentials)]) -> Self {
        let own_words = clouds.iter().filter_map(|(_, cloud)| cloud.key_words());
        let words: Vec<_> = [COMMON].into_iter().chain(own_words).collect();
        let registered = |of: &'static CredentialType, cloud| RegisteredType {
            of,
            cloud,
            keys: of.keys.iter().flat_map(|keys| expanded(keys, &words)).fold(
                Vec::new(),
                |mut keys: Vec<&'static Key>, key| {
                    // Two clouds may have a word in common.
                    if keys.iter().all(|known| known.name != key.name) {
                        keys.push(key);
                    }
                    keys
                },
            ),
        };
        let of_clouds = clouds.iter().flat_map(|(id, cloud)| {
            let types = cloud.types().iter();
            types.map(|of| registered(of, Some(*id)))
        });
        let types = BEFORE_CLOUDS.iter().map(|of| registered(of, None));
        let types = types.chain(of_clouds).collect::<Vec<_>>().into_iter();
        let types = types.chain(AFTER_CLOUDS.iter().map(|of| registered(of, None)));
        Self {
            types: types.collect(),
            words: words.clone(),
        }
    }

    /// The type of this name.
    pub fn find(&self, name: &str) -> Option<&RegisteredType> {
        self.types.iter().find(|known| known.of.name == name)
    }
}

impl RegisteredType {
    /// Reads the values of its keys; `None` when one of them is missing or wrong.
    pub fn read(&self, fields: &mut Fields) -> Option<Source> {
        let written = (self.of.read)(fields)?;
        Some(Source {
            kind: self.of.name,
            cloud: self.cloud,
            written,
        })
    }
}

const COMMON: &KeyWords = &KeyWords::COMMON;

fn expanded(keys: &'static Keys, words: &[&'static KeyWords]) -> Vec<&'static Key> {
    match keys {
        Keys::These(keys) => keys.iter().collect(),
        Keys::AccessKey => words.iter().flat_map(|words| &words.access_key).collect(),
        Keys::IdentityProvider => words.iter().map(|words| &words.identity_provider).collect(),
    }
}

/// The types before those of the clouds.
static BEFORE_CLOUDS: [CredentialType; 3] = [
    CredentialType {
        name: "static",
        about: "the key itself, or the file with its secret",
        keys: &[Keys::AccessKey],
        required: &[],
        schema: Some(|words| json!({"allOf": whole_key(words)})),
        read: |fields| Some(Arc::new(StaticKey::of(fields)?)),
    },
    CredentialType {
        name: "env",
        about: "the vendor's environment variables",
        keys: &[],
        required: &[],
        schema: None,
        read: |_| Some(Arc::new(Environment)),
    },
    CredentialType {
        name: "process",
        about: "a program that prints a key",
        keys: &[Keys::These(&[key(
            "command",
            Form::Command,
            "program that prints a key, and its arguments",
        )])],
        required: &["command"],
        schema: None,
        read: |fields| {
            fields.needed("command");
            let command = fields.command("command")?;
            Some(Arc::new(Command { command }))
        },
    },
];

/// The types after those of the clouds.
static AFTER_CLOUDS: [CredentialType; 5] = [
    CredentialType {
        name: "ini",
        about: "the file of the vendor's SDKs",
        keys: &[Keys::These(&[PROFILE_KEY, FILE_KEY])],
        required: &[],
        schema: None,
        read: |fields| {
            let find: FindInFile =
                |chain, section, file| chain.cloud.sdk_file(chain, section, file);
            Some(VendorFile::of(fields, "file", find))
        },
    },
    CredentialType {
        name: "assume-role",
        about: "a role, taken with another key",
        keys: &[
            Keys::These(ROLE),
            Keys::These(&[key(
                "source_profile",
                Form::Text,
                "profile whose key takes the role",
            )]),
            Keys::AccessKey,
        ],
        required: &["role_arn"],
        schema: Some(|words| json!({"anyOf": key_of_role(words)})),
        read: |fields| {
            let (role, base) = (role(fields), base(fields));
            Some(Arc::new(WrittenRole {
                base: base?,
                role: role?,
            }))
        },
    },
    CredentialType {
        name: "oidc",
        about: "a role, taken with a token in a file",
        keys: &[
            Keys::These(ROLE),
            Keys::IdentityProvider,
            Keys::These(&[key("oidc_token_file", Form::Path, "file with the token")]),
        ],
        required: &["role_arn", "oidc_token_file"],
        schema: Some(|words| {
            let names: Vec<_> = words
                .iter()
                .map(|words| words.identity_provider.name)
                .collect();
            json!({"oneOf": one_given(&names)})
        }),
        read: |fields| Some(Arc::new(WrittenOidc(oidc(fields)?))),
    },
    CredentialType {
        name: "instance-role",
        about: "the role of the virtual machine",
        keys: &[Keys::These(&[
            key("role_name", Form::Text, "name of the machine's role"),
            key(
                "metadata_endpoint",
                Form::Endpoint,
                "address of the metadata service instead of its own",
            ),
        ])],
        required: &[],
        schema: None,
        read: |fields| {
            Some(Arc::new(MachineRole {
                name: fields.text("role_name"),
                metadata: fields.endpoint("metadata_endpoint"),
            }))
        },
    },
    CredentialType {
        name: "credentials-uri",
        about: "a service that gives keys",
        keys: &[Keys::These(&[key(
            "url",
            Form::Uri,
            "address that gives a key",
        )])],
        required: &["url"],
        schema: None,
        read: |fields| {
            fields.needed("url");
            let uri = fields.read("url", Uri::parse)?;
            Some(Arc::new(WrittenUri(uri)))
        },
    },
];

/// The key for a profile of a vendor's tool.
pub(crate) const PROFILE_KEY: Key = key(
    "profile",
    Form::Text,
    "profile of the vendor's tool, else its current one",
);

/// The key for a file of a vendor's tool.
pub(crate) const FILE_KEY: Key = key("file", Form::Path, "file instead of the usual one");

/// A role.
const ROLE: &[Key] = &[
    key("role_arn", Form::Text, "role to take"),
    key(
        "session_name",
        Form::Text,
        "name of the session, in audit logs",
    ),
    key(
        "duration",
        Form::Duration,
        "time the role's key works, 15m to 12h",
    ),
    key(
        "external_id",
        Form::Text,
        "id that the role's owner asks for",
    ),
    key(
        "policy",
        Form::Text,
        "what the role's key may do at most, as JSON",
    ),
];

/// How long a role may be taken for, in seconds.
const ROLE_SECONDS: std::ops::RangeInclusive<u64> = 15 * 60..=12 * 60 * 60;

fn role(fields: &mut Fields) -> Option<Role> {
    fields.needed("role_arn");
    let seconds = fields.duration("duration").map(|time| time.as_secs());
    let seconds = seconds.filter(|seconds| {
        let fits = ROLE_SECONDS.contains(seconds);
        if !fits {
            let place = FieldPlace::Value("duration");
            fields.problem(place, "must be from 15m to 12h", None);
        }
        fits
    });
    Some(Role {
        arn: fields.text("role_arn")?,
        session_name: fields.text("session_name"),
        duration: seconds.and_then(|seconds| u32::try_from(seconds).ok()),
        external_id: fields.text("external_id"),
        policy: fields.text("policy"),
    })
}

/// The key that takes a role: that of a profile, one that stands beside the
/// role, or the environment's.
fn base(fields: &mut Fields) -> Option<Base> {
    let mut own = fields.words.iter().flat_map(|words| words.names());
    let own = own.find(|name| fields.has(name));
    match (fields.text("source_profile"), own) {
        (Some(_), Some(own)) => {
            fields.conflict("source_profile", own);
            None
        }
        (Some(name), None) => Some(Base::Profile(name)),
        (None, Some(_)) => StaticKey::of(fields).map(Base::Static),
        (None, None) => Some(Base::Environment),
    }
}

fn oidc(fields: &mut Fields) -> Option<Oidc> {
    let role = role(fields);
    let names = fields
        .words
        .iter()
        .map(|words| words.identity_provider.name);
    let names: Vec<_> = names.collect();
    let name = match fields.one_of(&names) {
        Some(name) => name,
        None => COMMON.identity_provider.name,
    };
    fields.needed(name);
    fields.needed("oidc_token_file");
    Some(Oidc {
        role: role?,
        provider: fields.text(name)?,
        token_file: fields.path("oidc_token_file")?,
    })
}

/// One of these keys is there.
fn one_given(names: &[&str]) -> Value {
    let given = distinct(names.iter().copied()).into_iter();
    given.map(|name| json!({"required": [name]})).collect()
}

/// These names without those that come again: two clouds may have a word in common.
fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    names.filter(|name| seen.insert(*name)).collect()
}

/// What takes a role: a whole key that stands beside it, or none at all.
fn key_of_role(words: &[&'static KeyWords]) -> Value {
    let own: Vec<_> = words.iter().flat_map(|words| words.names()).collect();
    json!([
        {"not": {"anyOf": one_given(&own)}},
        {"not": {"required": ["source_profile"]}, "allOf": whole_key(words)},
    ])
}

/// A key's id and secret are each given in one of several ways, its token in one
/// at most.
fn whole_key(words: &[&'static KeyWords]) -> Value {
    let names = words.iter().map(|words| words.names());
    let ids: Vec<_> = names.clone().map(|[id, ..]| id).collect();
    let secrets = names
        .clone()
        .flat_map(|[_, secret, file, _]| [secret, file]);
    let secrets: Vec<_> = secrets.collect();
    let tokens = distinct(names.map(|[.., token]| token));
    let mut rules = vec![
        json!({"oneOf": one_given(&ids)}),
        json!({"oneOf": one_given(&secrets)}),
    ];
    for (at, one) in tokens.iter().enumerate() {
        let others = tokens[at + 1..].iter();
        rules.extend(others.map(|other| json!({"not": {"required": [one, other]}})));
    }
    Value::from(rules)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::fields::FieldValue;
    use crate::secret::Secret;

    /// A cloud whose words for a key are in part those of others.
    #[derive(Debug)]
    struct Similar;

    static WORDS: KeyWords = KeyWords::new(
        [
            "access_key_id",
            "key_secret",
            "key_secret_file",
            "security_token",
        ],
        "oidc_provider_arn",
    );

    impl CloudCredentials for Similar {
        fn key_words(&self) -> Option<&'static KeyWords> {
            Some(&WORDS)
        }
    }

    #[test]
    fn clouds_may_have_words_in_common() {
        let registry = Registry::new(&[("similar", &Similar)]);
        let of = registry.find("static").unwrap();
        let names: Vec<_> = of.keys.iter().map(|key| key.name).collect();
        assert_eq!(
            names,
            [
                "access_key_id",
                "access_key_secret",
                "access_key_secret_file",
                "security_token",
                "key_secret",
                "key_secret_file",
            ]
        );
        let value = |name, text: &str| (name, Some(FieldValue::Text(text.to_owned())));
        let mut fields = Fields {
            values: vec![
                value("access_key_id", "id"),
                (
                    "key_secret",
                    Some(FieldValue::Secret(Secret::new("secret"))),
                ),
                (
                    "security_token",
                    Some(FieldValue::Secret(Secret::new("token"))),
                ),
            ],
            words: registry.words.clone(),
            problems: Vec::new(),
        };
        assert!(of.read(&mut fields).is_some(), "{:?}", fields.problems);
        let schema = of.of.schema.unwrap()(&registry.words);
        assert_eq!(
            schema["allOf"][0],
            json!({"oneOf": [{"required": ["access_key_id"]}]})
        );
        assert_eq!(schema["allOf"].as_array().unwrap().len(), 2);
    }
}
