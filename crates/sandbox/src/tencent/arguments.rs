//! The arguments of an operation: a JSON body, or names with dots and numbers from 0 in a query or form.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{answer::refusal, envelope::is_v3};
use crate::{answer::Refusal, request::Request};

/// Parameters of version 1 that are not arguments.
const COMMON: &[&str] = &[
    "Action",
    "Language",
    "Nonce",
    "Region",
    "RequestClient",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Timestamp",
    "Token",
    "Version",
];

/// The deepest name understood, in parts; the operations need four.
const DEEPEST: usize = 8;

/// Arguments as one object, whichever way they were sent.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    members: Map<String, Value>,
    /// Sent as text: numbers are then texts too.
    flat: bool,
}

impl Arguments {
    /// Reads the arguments.
    ///
    /// # Errors
    /// `InvalidParameter.InvalidDataFormat` if they are no object, or a list has gaps;
    /// `InvalidRequest` for a body of another type than JSON (choice).
    pub(crate) fn read(request: &Request) -> Result<Arguments, Refusal> {
        if request.method == "POST" && is_v3(request) {
            return Arguments::from_body(request);
        }
        let common = |name: &str| !is_v3(request) && COMMON.contains(&name);
        let params = request.params.0.iter();
        // One SDK sends an empty value for an empty list.
        let sent = params.filter(|(name, value)| !common(name) && !value.is_empty());
        let mut tree = BTreeMap::new();
        for (name, value) in sent {
            let parts: Vec<&str> = name.split('.').collect();
            insert(&mut tree, &parts, value)?;
        }
        let mut members = Map::new();
        for (name, branch) in tree {
            members.insert(name, branch.value()?);
        }
        Ok(Arguments {
            members,
            flat: true,
        })
    }

    fn from_body(request: &Request) -> Result<Arguments, Refusal> {
        let kind = request.header("content-type").unwrap_or_default();
        if !kind.to_ascii_lowercase().starts_with("application/json") {
            return Err(refusal(
                "InvalidRequest",
                "With this signature a body must be of the type application/json.",
            ));
        }
        if request.body.is_empty() {
            return Ok(Arguments::default());
        }
        match serde_json::from_slice(&request.body) {
            Ok(Value::Object(members)) => Ok(Arguments {
                members,
                flat: false,
            }),
            _ => Err(malformed("body")),
        }
    }

    /// Refuses what the operation does not know.
    ///
    /// # Errors
    /// `UnknownParameter`, which names the first.
    pub(crate) fn check_names(&self, known: &[&str]) -> Result<(), Refusal> {
        check_names(&self.members, known)
    }

    /// A text; an empty one counts as absent.
    ///
    /// # Errors
    /// `InvalidParameter.InvalidDataFormat` for anything else.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, Refusal> {
        match self.members.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
            Some(_) => Err(malformed(name)),
        }
    }

    /// A whole number.
    ///
    /// # Errors
    /// `InvalidParameter.InvalidDataFormat` for anything else.
    pub(crate) fn integer(&self, name: &str) -> Result<Option<i64>, Refusal> {
        let Some(value) = self.members.get(name) else {
            return Ok(None);
        };
        let number = if self.flat {
            value.as_str().and_then(|text| text.parse().ok())
        } else {
            value.as_i64()
        };
        number.map(Some).ok_or_else(|| malformed(name))
    }

    /// A list of objects; none is an empty list.
    ///
    /// # Errors
    /// `InvalidParameter.InvalidDataFormat` for anything else.
    pub(crate) fn objects(&self, name: &str) -> Result<Vec<&Map<String, Value>>, Refusal> {
        let Some(value) = self.members.get(name) else {
            return Ok(Vec::new());
        };
        let items = value.as_array().ok_or_else(|| malformed(name))?;
        let objects: Option<Vec<_>> = items.iter().map(Value::as_object).collect();
        objects.ok_or_else(|| malformed(name))
    }
}

/// Refuses members that are not known.
///
/// # Errors
/// `UnknownParameter`, which names the first.
pub(crate) fn check_names(members: &Map<String, Value>, known: &[&str]) -> Result<(), Refusal> {
    match members.keys().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(refusal(
            "UnknownParameter",
            format!("The parameter `{name}` is not recognized."),
        )),
    }
}

/// An argument of the wrong type.
pub(crate) fn malformed(what: &str) -> Refusal {
    refusal(
        "InvalidParameter.InvalidDataFormat",
        format!("The data format of `{what}` is incorrect."),
    )
}

/// A value that is being put together from names with dots.
enum Branch {
    Leaf(String),
    Fork(BTreeMap<String, Branch>),
}

impl Branch {
    /// A fork of numbers is a list, which begins at 0 and has no gaps; any other is an object.
    fn value(self) -> Result<Value, Refusal> {
        let branches = match self {
            Branch::Leaf(text) => return Ok(Value::String(text)),
            Branch::Fork(branches) => branches,
        };
        if !branches.keys().all(|name| name.parse::<usize>().is_ok()) {
            let members = branches
                .into_iter()
                .map(|(name, branch)| Ok((name, branch.value()?)));
            return members.collect::<Result<Map<_, _>, _>>().map(Value::Object);
        }
        let mut items = Vec::new();
        let mut branches = branches;
        while !branches.is_empty() {
            let branch = branches
                .remove(&items.len().to_string())
                .ok_or_else(|| malformed("list"))?;
            items.push(branch.value()?);
        }
        Ok(Value::Array(items))
    }
}

fn insert(tree: &mut BTreeMap<String, Branch>, parts: &[&str], value: &str) -> Result<(), Refusal> {
    let (first, rest) = match parts {
        [first, rest @ ..] if rest.len() < DEEPEST => (*first, rest),
        _ => return Err(malformed("name")),
    };
    if rest.is_empty() {
        let new = Branch::Leaf(value.to_owned());
        return match tree.insert(first.to_owned(), new) {
            None => Ok(()),
            Some(_) => Err(malformed(first)),
        };
    }
    let branch = tree
        .entry(first.to_owned())
        .or_insert_with(|| Branch::Fork(BTreeMap::new()));
    match branch {
        Branch::Fork(branches) => insert(branches, rest, value),
        Branch::Leaf(_) => Err(malformed(first)),
    }
}
