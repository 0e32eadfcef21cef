//! One JSON object to look an id up in: by region, or by region and family.

use std::collections::BTreeMap;
use std::io::Write;

use super::id::check;
use super::json::write_document;
use super::{OutputError, Row};

/// Writes `{region: id}`, or nested `{region: {family: id}}`, with sorted keys.
/// There, a row without a family has the key `""`. Nothing is written if a row is
/// refused.
pub(super) fn write<R: Row>(
    out: &mut dyn Write,
    rows: &[R],
    nested: bool,
) -> Result<(), OutputError> {
    rows.iter().try_for_each(check)?;
    let mut regions: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for row in rows {
        let region = row.region().ok_or(OutputError::NoRegion)?;
        let family = if nested {
            row.family().unwrap_or_default()
        } else {
            ""
        };
        if regions
            .entry(region)
            .or_default()
            .insert(family, row.id())
            .is_some()
        {
            return Err(OutputError::Ambiguous {
                region: region.to_owned(),
                family: nested.then(|| family.to_owned()),
            });
        }
    }
    if nested {
        write_document(out, &regions)?;
    } else {
        let flat: BTreeMap<&str, &str> = regions
            .iter()
            .flat_map(|(region, ids)| ids.values().map(|id| (*region, *id)))
            .collect();
        write_document(out, &flat)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Image;
    use crate::output::samples::image;
    use crate::output::{Column, Direction};

    fn row(region: &str, family: &str, id: &str) -> Image {
        let family = (!family.is_empty()).then(|| family.to_owned());
        Image {
            family,
            ..image(region, id)
        }
    }

    fn written(rows: &[Image], nested: bool) -> Result<String, OutputError> {
        let mut out = Vec::new();
        let result = write(&mut out, rows, nested);
        assert!(result.is_ok() || out.is_empty());
        result.map(|()| String::from_utf8(out).unwrap())
    }

    #[test]
    fn one_family_is_flat_and_several_nest() {
        let text = written(&[row("b", "web", "m-2"), row("a", "", "m-1")], false).unwrap();
        assert_eq!(text, "{\n  \"a\": \"m-1\",\n  \"b\": \"m-2\"\n}\n");

        let rows = [
            row("b", "web", "m-2"),
            row("a", "web", "m-1"),
            row("b", "api", "m-3"),
        ];
        let text: serde_json::Value = serde_json::from_str(&written(&rows, true).unwrap()).unwrap();
        let expected = serde_json::json!({"a": {"web": "m-1"}, "b": {"api": "m-3", "web": "m-2"}});
        assert_eq!(text, expected);
        assert_eq!(written(&[], false).unwrap(), "{}\n");
        // The shape is a matter of what was asked, not of what was found.
        let text = written(&rows[1..2], true).unwrap();
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).unwrap(),
            serde_json::json!({"a": {"web": "m-1"}})
        );
    }

    #[test]
    fn two_rows_for_one_place_are_refused() {
        let error = written(&[row("a", "web", "m-1"), row("a", "", "m-2")], false).unwrap_err();
        assert!(error.to_string().contains("for region `a`, and"), "{error}");

        let rows = [
            row("a", "web", "m-1"),
            row("a", "api", "m-2"),
            row("a", "web", "m-3"),
        ];
        let error = written(&rows, true).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("for region `a` and family `web`, and"),
            "{error}"
        );
    }

    #[test]
    fn unsafe_ids_are_refused() {
        let error = written(&[row("a", "", "m-1"), row("b", "", "$(x)")], false).unwrap_err();
        assert!(matches!(error, OutputError::UnsafeId { .. }));
    }

    #[test]
    fn rows_without_regions_are_refused() {
        #[derive(serde::Serialize)]
        struct Profile;
        impl Row for Profile {
            const DEFAULT_COLUMNS: &'static [&'static str] = &[];
            const WIDE_COLUMNS: &'static [&'static str] = &[];
            const DEFAULT_ORDER: &'static [(&'static str, Direction)] = &[];
            fn columns() -> &'static [Column<Self>] {
                &[]
            }
            fn id(&self) -> &'static str {
                "prod"
            }
        }
        assert!(matches!(
            write(&mut Vec::new(), &[Profile], false),
            Err(OutputError::NoRegion)
        ));
    }
}
