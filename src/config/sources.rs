//! Reading a profile's `credentials` into where its key comes from.

use toml::de::{DeTable, DeValue};

use super::document::{Document, Value, Wrong, kind, text, texts};
use super::duration;
use super::keys::{self, Form, Key};
use super::settings::Sourced;
use crate::credentials::{
    FieldPlace, FieldProblem, FieldValue, Fields, Registry, Source, check_part,
};
use crate::http::address;
use crate::request::Endpoint;
use crate::secret::Secret;
use crate::words::{list, quoted, suggestion};

/// What was read.
pub(super) struct Credentials {
    pub(super) source: Sourced<Source>,
    /// The token service's address, which is for keys of all types.
    pub(super) sts: Option<Sourced<Endpoint>>,
}

/// Reads the credentials of a profile; `None` when there are none, or wrong ones.
pub(super) fn read(
    document: &mut Document<'_>,
    profile: &DeTable<'_>,
    registry: &'static Registry,
) -> Option<Credentials> {
    let value = profile.get("credentials")?;
    let origin = document.origin(&value.span());
    let DeValue::Table(table) = value.get_ref() else {
        let message = format!(
            "`credentials`: must be a table, not {}",
            kind(value.get_ref())
        );
        document.problem(
            &value.span(),
            message,
            Some("write `{ type = \"env\" }`".to_owned()),
        );
        return None;
    };
    let types = registry.types.iter().map(|known| known.of.name);
    if !table.contains_key("type") {
        let message = "`credentials`: the key `type` is missing".to_owned();
        let hint = format!("types: {}", list(types));
        document.problem(&value.span(), message, Some(hint));
        return None;
    }
    let chosen = document.setting(table, "type", |value| {
        let name = text(value)?;
        registry.find(name).ok_or_else(|| {
            let hint = suggestion(name, types, "types");
            Wrong::from(format!("there is no credential type {}", quoted(name))).hint(hint)
        })
    })?;
    let chosen = chosen.value;
    let own = chosen.keys.iter().copied();
    let known = keys::CREDENTIALS.iter().chain(own.clone());
    let place = format!("in credentials of type `{}`", chosen.of.name);
    document.check_keys(table, known, &place);
    let sts = document.setting(table, "sts_endpoint", |value| {
        Ok(address::parse(text(value)?)?)
    });
    let before = document.problems.len();
    let values = own.filter(|key| table.contains_key(key.name));
    let mut fields = Fields {
        values: values
            .map(|key| (key.name, field(document, table, key)))
            .collect(),
        words: registry.words.clone(),
        problems: Vec::new(),
    };
    let source = chosen.read(&mut fields);
    for problem in fields.problems {
        tell(document, value, table, problem);
    }
    let source = source.filter(|_| document.problems.len() == before)?;
    Some(Credentials {
        source: Sourced::new(source, origin),
        sts,
    })
}

/// Tells of something wrong with the values of a type.
fn tell(
    document: &mut Document<'_>,
    whole: &Value<'_>,
    table: &DeTable<'_>,
    problem: FieldProblem,
) {
    let FieldProblem {
        place,
        message,
        hint,
    } = problem;
    let entry = |name| table.get_key_value(name);
    let (span, message) = match place {
        FieldPlace::Whole => (whole.span(), format!("`credentials`: {message}")),
        FieldPlace::Name(name) => (
            entry(name).map_or(whole.span(), |(key, _)| key.span()),
            message,
        ),
        FieldPlace::Value(name) => (
            entry(name).map_or(whole.span(), |(_, value)| value.span()),
            format!("`{name}`: {message}"),
        ),
    };
    document.problem(&span, message, hint);
}

/// The value of a key as its form has it; `None` when it is wrong.
fn field(document: &mut Document<'_>, table: &DeTable<'_>, key: &Key) -> Option<FieldValue> {
    let value = table.get(key.name)?;
    let read: Result<FieldValue, Wrong> = match &key.form {
        Form::Secret => text(value).and_then(|text| {
            check_part(text)?;
            Ok(FieldValue::Secret(Secret::new(text)))
        }),
        Form::Command => command(document, value).map(FieldValue::Command),
        Form::Path => document.path(value).map(FieldValue::Path),
        Form::Duration => {
            text(value).and_then(|text| Ok(FieldValue::Duration(duration::parse(text)?)))
        }
        Form::Endpoint => {
            text(value).and_then(|text| Ok(FieldValue::Endpoint(address::parse(text)?)))
        }
        // Forms of other tables are none of a credential type.
        _ => text(value).map(|text| FieldValue::Text(text.to_owned())),
    };
    Some(document.setting(table, key.name, |_| read)?.value)
}

fn command(document: &Document<'_>, value: &Value<'_>) -> Result<Vec<String>, Wrong> {
    if let DeValue::String(line) = value.get_ref() {
        return Err(
            Wrong::from("must be a list: no shell splits it into words").hint(format!(
                "write `[\"{}\"]`",
                line.escape_debug().to_string().replace(' ', "\", \"")
            )),
        );
    }
    match texts(value, |_| Ok(()))? {
        words if words.is_empty() => Err("names no program".into()),
        mut words => {
            if let Some(path) = program(document, value) {
                words[0] = path?;
            }
            Ok(words)
        }
    }
}

/// The path of the command's program; `None` where it is a name alone, which is
/// looked for in `PATH`.
fn program(document: &Document<'_>, command: &Value<'_>) -> Option<Result<String, Wrong>> {
    let first = command.get_ref().as_array()?.first()?;
    if !text(first).ok()?.contains(std::path::is_separator) {
        return None;
    }
    let path = document.path(first);
    Some(path.and_then(|path| {
        let path = path.into_os_string().into_string();
        path.map_err(|_| "is in a folder whose name is not valid UTF-8".into())
    }))
}
