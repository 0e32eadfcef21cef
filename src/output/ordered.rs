//! Values of a query whose objects keep the order of their members.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use jmespath::{Rcvar, Variable};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Number;

/// Behind each of the names of an object's members where they are one key: no byte of
/// UTF-8, so that a name cannot have it.
const END: u8 = 0xff;

/// In which order objects have their members: as written in the expression, or as the
/// rows have them. The crate keeps them sorted.
///
/// Objects with the same names share an order, the first that was added: the crate does
/// not tell where an object is from.
#[derive(Debug, Default)]
pub(super) struct Orders {
    known: HashMap<Vec<u8>, Vec<String>>,
    /// The names of the object read last at each depth: most have the same.
    recent: Vec<Vec<String>>,
}

impl Orders {
    /// Adds an order, of names that differ. An order that happens to be sorted counts
    /// too: no later one takes its place.
    pub(super) fn add(&mut self, names: Vec<String>) {
        let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        self.known.entry(key(&sorted)).or_insert(names);
    }

    /// Reads a JSON value, and adds the orders that its objects have.
    ///
    /// # Errors
    /// It is no JSON, or has too many levels.
    pub(super) fn read(&mut self, json: &[u8]) -> serde_json::Result<Rcvar> {
        let mut from = serde_json::Deserializer::from_slice(json);
        let build = Build {
            orders: self,
            depth: 0,
        };
        build.deserialize(&mut from)
    }

    /// The members of an object, in their order.
    fn members<'v>(
        &'v self,
        object: &'v BTreeMap<String, Rcvar>,
    ) -> impl Iterator<Item = (&'v str, &'v Variable)> {
        let mut members: Vec<(&str, &Variable)> = object
            .iter()
            .map(|(name, value)| (name.as_str(), &**value))
            .collect();
        let sorted: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
        if let Some(order) = self.known.get(&key(&sorted)) {
            let places: HashMap<&str, usize> = order.iter().map(String::as_str).zip(0..).collect();
            members.sort_by_key(|(name, _)| places.get(name));
        }
        members.into_iter()
    }
}

/// One key for these names.
fn key(names: &[&str]) -> Vec<u8> {
    let bytes = names.iter().flat_map(|name| name.bytes().chain([END]));
    bytes.collect()
}

/// A value whose objects have their members in order.
#[derive(Clone, Copy)]
pub(super) struct Ordered<'v> {
    pub(super) value: &'v Variable,
    pub(super) orders: &'v Orders,
}

impl<'v> Ordered<'v> {
    /// Another value in the same order.
    pub(super) fn with(self, value: &'v Variable) -> Self {
        Self { value, ..self }
    }

    /// The members of an object.
    pub(super) fn members(
        self,
        object: &'v BTreeMap<String, Rcvar>,
    ) -> impl Iterator<Item = (&'v str, Self)> {
        let members = self.orders.members(object);
        members.map(move |(name, value)| (name, self.with(value)))
    }
}

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Variable::Null | Variable::Expref(_) => to.serialize_unit(),
            Variable::Bool(value) => to.serialize_bool(*value),
            Variable::String(text) => to.serialize_str(text),
            Variable::Number(number) => match whole(number) {
                Some(whole) => to.serialize_i64(whole),
                None => number.serialize(to),
            },
            Variable::Array(values) => to.collect_seq(values.iter().map(|value| self.with(value))),
            Variable::Object(object) => {
                let mut to = to.serialize_map(Some(object.len()))?;
                for (name, value) in self.members(object) {
                    to.serialize_entry(name, &value)?;
                }
                to.end()
            }
        }
    }
}

/// The whole number that a function gave as one with a point: a sum of 40 is not 40.0.
#[expect(
    clippy::cast_possible_truncation,
    reason = "it is whole, and small enough"
)]
fn whole(number: &Number) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let value = number.as_f64().filter(|_| number.is_f64())?;
    (value.fract() == 0.0 && value.abs() < EXACT).then_some(value as i64)
}

/// Builds a value, and takes down in which order objects have their members.
struct Build<'o> {
    orders: &'o mut Orders,
    /// In how many objects it is.
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Build<'_> {
    type Value = Rcvar;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Rcvar, D::Error> {
        from.deserialize_any(self).map(Rcvar::new)
    }
}

impl<'de> Visitor<'de> for Build<'_> {
    type Value = Variable;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Variable, E> {
        Ok(Variable::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Variable, E> {
        Ok(Variable::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Variable, E> {
        Ok(Variable::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Variable, E> {
        Ok(Variable::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Variable, E> {
        Ok(Number::from_f64(value).map_or(Variable::Null, Variable::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Variable, E> {
        Ok(Variable::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Variable, E> {
        Ok(Variable::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Variable, A::Error> {
        let mut values = Vec::new();
        let (orders, depth) = (self.orders, self.depth);
        while let Some(value) = from.next_element_seed(Build { orders, depth })? {
            values.push(value);
        }
        Ok(Variable::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Variable, A::Error> {
        let (orders, depth) = (self.orders, self.depth + 1);
        if orders.recent.len() < depth {
            orders.recent.resize_with(depth, Vec::new);
        }
        // They become those of this object from the first that differs on.
        let mut names = std::mem::take(&mut orders.recent[self.depth]);
        let (mut count, mut differs) = (0, false);
        let mut object = BTreeMap::new();
        while let Some(name) = from.next_key::<String>()? {
            let value = from.next_value_seed(Build { orders, depth })?;
            if !object.contains_key(&name) {
                if names.get(count) != Some(&name) {
                    names.truncate(count);
                    names.push(name.clone());
                    differs = true;
                }
                count += 1;
            }
            object.insert(name, value);
        }
        if differs || count < names.len() {
            names.truncate(count);
            orders.add(names.clone());
        }
        orders.recent[self.depth] = names;
        Ok(Variable::Object(object))
    }
}
