//! The file's form as a JSON Schema, draft 2020-12, for editors and checks.
//!
//! It is made from the keys that reading goes by, and never refuses what reading
//! takes. Some things it lets pass that reading does not: a `default_profile` that
//! is not there, an address or a duration that only looks like one.
//!
//! <https://json-schema.org/draft/2020-12>, read 2026-11-22. A TOML file is checked
//! as the JSON that has the same tables, lists and values.

use serde_json::{Map, Value, json};

use super::keys::{self, Form, Key};
use super::names::{ALL, SANDBOX, default_provider};
use super::options;
use crate::clouds::PROVIDERS;
use crate::provider::Facts;

/// The schema of the whole file.
pub fn of_file() -> Value {
    let mut schema = table(keys::TOP.iter());
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("Configuration of cloudq");
    schema
}

/// A table of these keys and no others.
fn table<'k>(keys: impl Iterator<Item = &'k Key>) -> Value {
    let properties: Map<String, Value> = keys
        .map(|key| (key.name.to_owned(), described(key)))
        .collect();
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

fn described(key: &Key) -> Value {
    let mut schema = value(key);
    schema["description"] = json!(key.about);
    schema
}

fn value(key: &Key) -> Value {
    match &key.form {
        Form::Text | Form::Path => json!({"type": "string", "minLength": 1}),
        Form::Command => json!({
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "minItems": 1,
        }),
        Form::Uri => text(r"^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\s]+[^#\s]*$"),
        Form::Secret => json!({"type": "string", "minLength": 1, "writeOnly": true}),
        Form::Duration => text(
            "^(([0-9]+(ms|mo|[smhdwy]))*0*[1-9][0-9]*(ms|mo|[smhdwy])([0-9]+(ms|mo|[smhdwy]))*|P[0-9]+[YMWD0-9THS]*|PT[0-9][0-9HMS]*)$",
        ),
        Form::Number(limits) => {
            json!({"type": "integer", "minimum": limits.start(), "maximum": limits.end()})
        }
        Form::Regions => json!({"anyOf": [{"const": ALL}, {"const": [ALL]}, regions()]}),
        Form::RegionList => regions(),
        Form::Endpoint => text(r"^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\s]+/?$"),
        Form::Proxy => {
            text(r"^(none|([Hh][Tt][Tt][Pp][Ss]?|[Ss][Oo][Cc][Kk][Ss]5[Hh]?)://[^/?#\s]+/?)$")
        }
        Form::Provider => {
            let names = PROVIDERS.iter().map(|provider| provider.facts());
            one_of(names.flat_map(|facts| [facts.id, facts.alias]))
        }
        Form::Signature => {
            let providers = PROVIDERS.iter().map(|provider| provider.facts());
            one_of(providers.flat_map(|facts| facts.signatures.iter().copied()))
        }
        Form::CredentialType => one_of(keys::credential_types()),
        Form::Table => match key.name {
            "defaults" => table(keys::NETWORK.iter()),
            "profiles" => profiles(),
            "credentials" => credentials(),
            // A test checks that there is no other.
            _ => json!({"type": "object"}),
        },
    }
}

fn text(pattern: &str) -> Value {
    json!({"type": "string", "pattern": pattern})
}

fn one_of<'w>(words: impl Iterator<Item = &'w str>) -> Value {
    let mut known: Vec<&str> = Vec::new();
    for word in words {
        if !known.contains(&word) {
            known.push(word);
        }
    }
    json!({"enum": known})
}

fn regions() -> Value {
    let id = json!({
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]{0,63}$",
        "not": {"const": ALL},
    });
    json!({"type": "array", "items": id, "minItems": 1})
}

fn profiles() -> Value {
    // Letters and digits of all scripts: of ASCII all else but `.`, `_` and `-` is
    // left out, as not every validator knows classes of letters.
    let name = json!({
        "pattern": r"^[^\x00-/:-@\[-`{-\x7f][^\x00-,/:-@\[-^`{-\x7f]{0,63}$",
        "not": {"enum": [SANDBOX, ALL]},
    });
    let profile = profile(&options::services());
    json!({"type": "object", "propertyNames": name, "additionalProperties": profile})
}

/// A profile for one of these services.
pub(super) fn profile(services: &[&Facts]) -> Value {
    let mut profile = table(keys::PROFILE.iter().chain(keys::NETWORK));
    for option in options::all(services) {
        profile["properties"][option.name] = json!({"type": "string", "minLength": 1});
    }
    let rules = services.iter().map(|facts| of_provider(facts, services));
    profile["allOf"] = rules.collect();
    profile
}

/// The rules where a profile names this provider, or, for the one built in, none.
fn of_provider(facts: &Facts, services: &[&Facts]) -> Value {
    let named = json!({"properties": {"provider": {"enum": [facts.id, facts.alias]}}});
    let mut rule = json!({
        "if": named,
        "then": {"properties": {"signature": {"enum": facts.signatures}}},
    });
    if facts.id != default_provider().facts().id {
        rule["if"]["required"] = json!(["provider"]);
    }
    if !facts.regional {
        let properties = &mut rule["then"]["properties"];
        properties["regions"] = json!({"enum": [ALL, [ALL]]});
        properties["exclude_regions"] = json!(false);
    }
    for option in options::all(services) {
        let own = facts.options.iter().find(|own| own.name == option.name);
        rule["then"]["properties"][option.name] = match own {
            Some(own) => json!({"pattern": own.pattern, "description": own.about}),
            None => json!(false),
        };
    }
    rule
}

fn credentials() -> Value {
    let kinds = keys::TYPES.types.iter().map(|known| {
        let own = known.keys.iter().copied();
        let mut kind = table(keys::CREDENTIALS.iter().chain(own));
        kind["properties"]["type"]["enum"] = json!([known.of.name]);
        let needed = ["type"].iter().chain(known.of.required);
        kind["required"] = needed.copied().collect();
        let more = known.of.schema.map(|schema| schema(&keys::TYPES.words));
        if let Some(Value::Object(more)) = more {
            for (name, value) in more {
                kind[name] = value;
            }
        }
        kind
    });
    json!({"type": "object", "oneOf": kinds.collect::<Value>()})
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use boon::{Compiler, SchemaIndex, Schemas};

    use super::super::file;
    use super::*;

    struct Checker {
        schemas: Schemas,
        index: SchemaIndex,
    }

    impl Checker {
        fn new() -> Self {
            let mut compiler = Compiler::new();
            compiler.add_resource("file.json", of_file()).unwrap();
            let mut schemas = Schemas::new();
            let index = compiler.compile("file.json", &mut schemas).unwrap();
            Self { schemas, index }
        }

        fn takes(&self, text: &str) -> bool {
            let value: Value = toml::from_str(text).unwrap();
            self.schemas.validate(&value, self.index).is_ok()
        }
    }

    fn is_read(text: &str) -> bool {
        file::parse(Path::new("/c/config.toml"), text, Some(Path::new("/h"))).is_ok()
    }

    /// What a value of each form may be, and what it may not.
    fn samples(key: &Key) -> (Vec<&'static str>, Vec<&'static str>) {
        match &key.form {
            Form::Text | Form::Secret | Form::Path => (vec!["'x'"], vec!["''", "1", "[]"]),
            Form::Command => (
                vec!["['x']", "['x', 'y z']"],
                vec!["'x'", "[]", "['']", "1"],
            ),
            Form::Uri => (
                vec!["'https://a/b?c'", "'http://localhost:1'"],
                vec!["'a'", "''", "'https://a#b'", "1"],
            ),
            Form::Duration => (
                vec![
                    "'1ms'", "'007d'", "'3650d'", "'2w'", "'6mo'", "'10y'", "'P30D'", "'PT1H'",
                ],
                vec![
                    "'0s'", "'1'", "'1 s'", "'s'", "'P'", "'PT'", "'p1D'", "''", "1",
                ],
            ),
            Form::Number(limits) if *limits == keys::RETRIES => {
                (vec!["0", "10"], vec!["11", "-1", "1.5", "'1'"])
            }
            Form::Number(limits) if *limits == keys::CONCURRENCY => {
                (vec!["1", "32"], vec!["0", "33"])
            }
            Form::Number(_) => (vec!["1"], vec!["0", "2", "'1'"]),
            Form::Regions => (
                vec!["'all'", "['all']", "['cn-a']", "['cn-a', 'b']"],
                vec!["'cn-a'", "[]", "['all', 'b']", "['B']", "[1]", "1", "['']"],
            ),
            Form::RegionList => (
                vec!["['cn-a']"],
                vec!["'all'", "['all']", "[]", "['B']", "1"],
            ),
            Form::Endpoint => (
                vec!["'https://a.example'", "'HTTP://localhost:1/'"],
                vec![
                    "'a.example'",
                    "'ftp://a'",
                    "'https://'",
                    "'https://a/b'",
                    "1",
                ],
            ),
            Form::Proxy => (
                vec![
                    "'none'",
                    "'http://a:1'",
                    "'https://u:p@a'",
                    "'socks5://a'",
                    "'SOCKS5h://a:1'",
                ],
                vec!["'a:1'", "''", "'http://a/b'", "'socks4://a'", "1"],
            ),
            Form::Provider => (vec!["'ecs'", "'tencent-ecm'"], vec!["'azure'", "''", "1"]),
            Form::Signature => (
                vec!["'hmac-sha1'", "'acs3-hmac-sha256'"],
                vec!["'tc3-hmac-sha256'", "'md5'", "1"],
            ),
            // Given in full where they are needed.
            Form::CredentialType | Form::Table => (vec![], vec!["1", "[]", "''"]),
        }
    }

    #[test]
    fn each_key_takes_what_reading_takes() {
        let checker = Checker::new();
        let mut checked = 0;
        for (keys, before) in [
            (keys::TOP, "profiles.x = {}\n"),
            (keys::NETWORK, "[defaults]\n"),
            (keys::NETWORK, "[profiles.p]\n"),
            (keys::PROFILE, "[profiles.p]\n"),
            (&keys::CREDENTIALS[..1], "[profiles.p.credentials]\n"),
            (
                &keys::CREDENTIALS[1..],
                "[profiles.p.credentials]\ntype = 'env'\n",
            ),
        ] {
            for key in keys.iter().filter(|key| key.name != "profiles") {
                let (good, bad) = samples(key);
                for (value, expected) in good
                    .iter()
                    .map(|value| (value, true))
                    .chain(bad.iter().map(|value| (value, false)))
                {
                    let value = match key.name {
                        "default_profile" if expected => "'x'",
                        _ => value,
                    };
                    let text = format!("{before}{} = {value}\n", key.name);
                    assert_eq!(is_read(&text), expected, "reading: {text}");
                    assert_eq!(checker.takes(&text), expected, "schema: {text}");
                    checked += 1;
                }
            }
        }
        assert!(checked > 100, "{checked}");
    }

    /// Whole texts, and whether they are fine.
    const TEXTS: &[(&str, bool)] = &[
        ("", true),
        ("regoins = []", false),
        ("defaults.regions = ['a']", false),
        ("profiles = 1", false),
        ("profiles.p = 1", false),
        ("profiles.p = {}", true),
        ("profiles.p.regoins = ['a']", false),
        ("profiles.sandbox = {}", false),
        ("profiles.all = {}", false),
        ("profiles.'sandbox2' = {}", true),
        ("profiles.'a.b_c-d' = {}", true),
        ("profiles.'é中' = {}", true),
        ("profiles.'' = {}", false),
        ("profiles.'-a' = {}", false),
        ("profiles.'_a' = {}", false),
        ("profiles.'a b' = {}", false),
        ("profiles.'a,b' = {}", false),
        ("profiles.'a/b' = {}", false),
        ("profiles.'a`' = {}", false),
        ("[profiles.p]\nprovider = 'ens'\nregions = ['a']", false),
        ("[profiles.p]\nprovider = 'ens'\nregions = 'all'", true),
        (
            "[profiles.p]\nprovider = 'ens'\nexclude_regions = ['a']",
            false,
        ),
        (
            "[profiles.p]\nprovider = 'ecm'\nsignature = 'tc3-hmac-sha256'",
            true,
        ),
        (
            "[profiles.p]\nprovider = 'ecm'\nsignature = 'acs3-hmac-sha256'",
            false,
        ),
        ("profiles.p.credentials = {}", false),
        ("profiles.p.credentials = { type = 'env' }", true),
        (
            "profiles.p.credentials = { type = 'env', token = 'x' }",
            false,
        ),
        ("profiles.p.credentials = { type = 'static' }", false),
        (
            "profiles.p.credentials = { type = 'static', access_key_id = 'x' }",
            false,
        ),
        (
            "profiles.p.credentials = { type = 'static', secret_key = 'x' }",
            false,
        ),
        (
            "profiles.p.credentials = { type = 'static', access_key_id = 'x', access_key_secret = 'y' }",
            true,
        ),
        (
            "profiles.p.credentials = { type = 'static', secret_id = 'x', secret_key_file = 'y', token = 'z' }",
            true,
        ),
        (
            "profiles.p.credentials = { type = 'static', secret_id = 'x', secret_key = 'y', access_key_secret = 'z' }",
            false,
        ),
        (
            "profiles.p.credentials = { type = 'static', secret_id = 'x', access_key_id = 'x', secret_key = 'y' }",
            false,
        ),
        (
            "profiles.p.credentials = { type = 'static', secret_id = 'x', secret_key = 'y', token = 'z', security_token = 'z' }",
            false,
        ),
        (
            "profiles.p.credentials = { type = 'static', secret_id = 'x', secret_key = 'y', colour = 'z' }",
            false,
        ),
        ("profiles.p.credentials = { type = 'process' }", false),
        (
            "profiles.p.credentials = { type = 'process', command = 'x' }",
            false,
        ),
        (
            "profiles.p.credentials = { type = 'process', command = ['x', 'y'] }",
            true,
        ),
        ("profiles.p.credentials = { type = 'tccli' }", true),
        ("profiles.p.credentials = { type = 'assume-role' }", false),
        (
            "profiles.p.credentials = { type = 'assume-role', role_arn = 'r' }",
            true,
        ),
        (
            "profiles.p.credentials = { type = 'assume-role', role_arn = 'r', source_profile = 'q' }",
            true,
        ),
        (
            "profiles.p.credentials = { type = 'assume-role', role_arn = 'r', secret_id = 'x' }",
            false,
        ),
        (
            "profiles.p.credentials = { type = 'assume-role', role_arn = 'r', secret_id = 'x', secret_key = 'y' }",
            true,
        ),
        (
            "profiles.p.credentials = { type = 'assume-role', role_arn = 'r', source_profile = 'q', secret_id = 'x', secret_key = 'y' }",
            false,
        ),
        (
            "profiles.p.credentials = { type = 'oidc', role_arn = 'r', oidc_token_file = 'f' }",
            false,
        ),
        (
            "profiles.p.credentials = { type = 'oidc', role_arn = 'r', oidc_token_file = 'f', provider_id = 'x' }",
            true,
        ),
        (
            "profiles.p.credentials = { type = 'credentials-uri' }",
            false,
        ),
        (
            "profiles.p.credentials = { type = 'credentials-uri', url = 'https://a/b' }",
            true,
        ),
    ];

    #[test]
    fn whole_files_are_taken_that_reading_takes() {
        let checker = Checker::new();
        for (text, expected) in TEXTS {
            assert_eq!(is_read(text), *expected, "reading: {text}");
            assert_eq!(checker.takes(text), *expected, "schema: {text}");
        }
    }

    #[test]
    fn every_key_is_described_and_every_table_has_its_keys() {
        fn collect(schema: &Value, found: &mut Vec<(String, Value)>) {
            match schema {
                Value::Object(members) => {
                    if let Some(Value::Object(properties)) = members.get("properties") {
                        found.extend(properties.clone());
                    }
                    members.values().for_each(|value| collect(value, found));
                }
                Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        collect(&of_file(), &mut found);
        let tables = [keys::TOP, keys::NETWORK, keys::PROFILE, keys::CREDENTIALS];
        let of_types = keys::TYPES.types.iter().flat_map(|known| &known.keys);
        for key in tables.into_iter().flatten().chain(of_types.copied()) {
            let described = |(name, schema): &(String, Value)| {
                name == key.name && schema["description"] == key.about
            };
            assert!(found.iter().any(described), "{}", key.name);
            if key.form == Form::Table {
                let more = value(key).as_object().unwrap().len();
                assert!(more > 1, "the table `{}` has no keys", key.name);
            }
        }
    }
}
