//! The order of rows.

use super::columns::find;
use super::{ChoiceError, Column, Direction, Row};

/// Columns to sort by, the most important first. None leaves rows as they come.
#[derive(Debug, Clone)]
pub struct Order<R: Row>(Vec<(&'static Column<R>, Direction)>);

impl<R: Row> Order<R> {
    /// The order that rows come in.
    pub fn none() -> Self {
        Self(Vec::new())
    }

    /// Whether rows stay in the order they come in.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads items of the form `KEY`, `KEY:asc` or `KEY:desc`, or `none` alone.
    ///
    /// # Errors
    ///
    /// [`ChoiceError`]: an unknown column or direction, a column named twice, or
    /// `none` among others.
    pub fn parse(items: &[impl AsRef<str>]) -> Result<Self, ChoiceError> {
        let mut keys: Vec<(&'static Column<R>, Direction)> = Vec::with_capacity(items.len());
        for item in items {
            let item = item.as_ref();
            if item == "none" {
                return if items.len() == 1 {
                    Ok(Self::none())
                } else {
                    Err(ChoiceError::NoneAndMore)
                };
            }
            let (name, direction) = match item.split_once(':') {
                None => (item, Direction::Ascending),
                Some((name, "asc")) => (name, Direction::Ascending),
                Some((name, "desc")) => (name, Direction::Descending),
                Some((_, other)) => return Err(ChoiceError::Direction(other.to_owned())),
            };
            let column = find::<R>(name)?;
            if keys.iter().any(|(other, _)| other.name == column.name) {
                return Err(ChoiceError::Twice(column.name));
            }
            keys.push((column, direction));
        }
        Ok(Self(keys))
    }

    /// This order, and the usual one for rows that it does not tell apart.
    #[must_use]
    pub fn then_default(mut self) -> Self {
        for (column, direction) in Self::default().0 {
            if !self.0.iter().any(|(other, _)| other.name == column.name) {
                self.0.push((column, direction));
            }
        }
        self
    }

    /// Sorts rows. Equal ones stay in the order they have.
    pub fn sort(&self, rows: &mut [R]) {
        rows.sort_by_cached_key(|row| self.key(row));
    }

    /// Bytes that are ordered as rows are.
    pub(super) fn key(&self, row: &R) -> Vec<u8> {
        let mut key = Vec::new();
        for (column, direction) in &self.0 {
            (column.get)(row).push_key(*direction == Direction::Descending, &mut key);
        }
        key
    }
}

/// The order of [`Row::DEFAULT_ORDER`].
impl<R: Row> Default for Order<R> {
    fn default() -> Self {
        let keys = R::DEFAULT_ORDER.iter();
        Self(
            keys.filter_map(|(name, way)| Some((find(name).ok()?, *way)))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Image;
    use crate::output::samples::image;

    fn rows() -> Vec<Image> {
        let row = |profile: &str, region, id, created: &str, version: &str| Image {
            profile: Some(profile.to_owned()),
            created: created.parse().ok(),
            version: (!version.is_empty()).then(|| version.to_owned()),
            ..image(region, id)
        };
        vec![
            row("b", "r1", "m-1", "2025-01-01T00:00:00Z", "1.9"),
            row("a", "r2", "m-2", "", "1.10"),
            row("a", "r2", "m-3", "2025-01-01T00:00:00Z", ""),
            row("a", "r2", "m-5", "2025-01-02T00:00:00Z", "2"),
            row("a", "r2", "m-4", "2025-01-02T00:00:00Z", ""),
            row("a", "r1", "m-6", "2024-01-01T00:00:00Z", "1.9"),
        ]
    }

    fn sorted(order: &Order<Image>) -> String {
        let mut rows = rows();
        order.sort(&mut rows);
        rows.iter()
            .map(|row| row.id.trim_start_matches("m-"))
            .collect()
    }

    #[test]
    fn images_are_newest_first_in_each_region_of_each_profile() {
        assert_eq!(sorted(&Order::default()), "645321");
    }

    #[test]
    fn keys_apply_in_turn_and_unknown_is_last_both_ways() {
        for (items, expected) in [
            (&["none"][..], "123546"),
            (&[], "123546"),
            (&["id:desc"], "654321"),
            (&["version"], "162534"),
            (&["version:asc", "id:desc"], "612543"),
            (&["version:desc"], "521634"),
            (&["created"], "613542"),
            (&["created:desc"], "541362"),
        ] {
            let order = Order::parse(items).unwrap();
            assert_eq!(sorted(&order), expected, "{items:?}");
        }
    }

    #[test]
    fn senseless_orders_are_refused() {
        for (items, expected) in [
            (
                &["regoin"][..],
                "no column is called `regoin`; did you mean `region`?",
            ),
            (
                &["id:up"],
                "a sort key ends in `:asc` or `:desc`, not in `:up`",
            ),
            (&["id:"], "a sort key ends in `:asc` or `:desc`, not in `:`"),
            (&["id", "id:desc"], "the column `id` is named twice"),
            (
                &["id", "none"],
                "`none` keeps the order as it is: no sort key can stand beside it",
            ),
        ] {
            let error = Order::<Image>::parse(items).unwrap_err();
            assert_eq!(error.to_string(), expected, "{items:?}");
        }
    }
}
