//! Ids alone, for `$(…)` in a shell.

use std::io::Write;

use super::{OutputError, Row};

/// Writes each row's id on a line. Nothing is written if one of them is refused.
pub(super) fn write<R: Row>(out: &mut dyn Write, rows: &[R]) -> Result<(), OutputError> {
    rows.iter().try_for_each(check)?;
    for row in rows {
        writeln!(out, "{}", row.id())?;
    }
    Ok(())
}

/// Which texts are ids, as a regular expression of JSON Schema; [`is_id`] is the same
/// without one.
pub(super) const PATTERN: &str = "^[A-Za-z0-9][A-Za-z0-9._:/-]*$";

/// Refuses an id that is not of the [`PATTERN`]: whatever else a service might send could
/// be an option, a pattern or a command to its reader.
pub(super) fn check<R: Row>(row: &R) -> Result<(), OutputError> {
    check_text(row.id())
}

/// The same, of an id by itself.
pub(super) fn check_text(id: &str) -> Result<(), OutputError> {
    if is_id(id) {
        Ok(())
    } else {
        Err(OutputError::UnsafeId { id: id.to_owned() })
    }
}

/// Whether a text can be an id: it is of the `PATTERN`.
pub fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._:/-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::image;

    #[test]
    fn ids_are_lines() {
        let rows =
            ["m-2ze0123456789", "img-3la7wnnl", "a:b/c_d.vhd", "7"].map(|id| image("cn", id));
        let mut out = Vec::new();
        write(&mut out, &rows).unwrap();
        assert_eq!(out, b"m-2ze0123456789\nimg-3la7wnnl\na:b/c_d.vhd\n7\n");
        out.clear();
        write(&mut out, &rows[..0]).unwrap();
        assert_eq!(out, b"");
    }

    #[test]
    fn the_pattern_and_the_check_are_the_same() {
        let pattern = regex_lite::Regex::new(PATTERN).unwrap();
        for text in (0..=0xff).map(|byte| char::from(byte).to_string()) {
            for id in [
                text.clone(),
                format!("{text}a"),
                format!("a{text}"),
                format!("a{text}a"),
            ] {
                assert_eq!(pattern.is_match(&id), check_text(&id).is_ok(), "{id:?}");
            }
        }
        assert!(!pattern.is_match("") && check_text("").is_err());
    }

    #[test]
    fn one_unsafe_id_stops_all() {
        for id in [
            "",
            "-rf",
            ".x",
            "a b",
            "a\nb",
            "a;b",
            "$(x)",
            "a*",
            "生产",
            "a\u{200d}",
            "/etc/passwd",
        ] {
            let rows = [image("cn", "m-1"), image("cn", id)];
            let mut out = Vec::new();
            let error = write(&mut out, &rows).unwrap_err();
            assert!(
                matches!(error, OutputError::UnsafeId { id: shown } if shown == id),
                "{id}"
            );
            assert_eq!(out, b"");
        }
    }
}
