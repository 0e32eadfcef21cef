//! How many rows and values an answer may hold. A few bytes of JSON can become hundreds
//! of bytes of memory, so that the size of the body alone is no bound.

use crate::error::DecodeError;

/// Rows for each that was asked for.
const ROWS: usize = 10;

/// Objects and lists for each image that was asked for. An image with 20 tags and 64
/// disks has about 90.
const CONTAINERS: usize = 100;

/// Values of any kind for each image that was asked for. That image has about 900.
const VALUES: usize = 1_000;

/// How many images a list that comes whole may be taken to have asked for.
pub(crate) const WHOLE: u32 = 1_000;

/// Checks how much a body holds, before it is parsed. It is much faster than that.
///
/// # Errors
/// When it holds more than a page of `asked` rows can.
pub(super) fn check_body(body: &[u8], asked: u32) -> Result<(), DecodeError> {
    let check = |held: &Held| {
        within(held.containers, asked, CONTAINERS, "objects and lists")?;
        within(held.values, asked, VALUES, "values")
    };
    check(&Held::at_most(body)).or_else(|_| check(&Held::of(body)))
}

/// Checks the number of rows.
///
/// # Errors
/// When there are far more than were asked for.
pub(super) fn check_rows(rows: usize, asked: u32) -> Result<(), DecodeError> {
    within(rows, asked, ROWS, "rows")
}

fn within(count: usize, asked: u32, each: usize, what: &str) -> Result<(), DecodeError> {
    let most = usize::try_from(asked)
        .unwrap_or(usize::MAX)
        .saturating_mul(each);
    if count <= most {
        return Ok(());
    }
    Err(DecodeError::new(format!(
        "it holds more than {most} {what}, too many for a page of {asked}"
    )))
}

/// What a JSON text holds, whether or not it is valid.
#[derive(Debug, Default, PartialEq)]
struct Held {
    /// Objects and lists.
    containers: usize,
    /// Values, those included.
    values: usize,
}

impl Held {
    /// What it holds at most: marks inside of texts count too. Most bodies need no more than
    /// this, which is ten times as fast as [`Held::of`].
    fn at_most(json: &[u8]) -> Self {
        let mut held = Self::default();
        // Counters of a byte are what the compiler can add up many at once.
        for part in json.chunks(usize::from(u8::MAX)) {
            let (mut containers, mut commas) = (0_u8, 0_u8);
            for byte in part {
                containers += u8::from(matches!(byte, b'{' | b'['));
                commas += u8::from(*byte == b',');
            }
            held.containers += usize::from(containers);
            held.values += usize::from(containers) + usize::from(commas);
        }
        held
    }

    fn of(json: &[u8]) -> Self {
        let mut held = Self::default();
        let mut rest = json.iter();
        while let Some(byte) = rest.next() {
            match byte {
                b'{' | b'[' => {
                    held.containers += 1;
                    held.values += 1;
                }
                b',' => held.values += 1,
                b'"' => rest = after_text(rest.as_slice()).iter(),
                _ => {}
            }
        }
        held
    }
}

/// What is behind a text that has begun.
fn after_text(mut rest: &[u8]) -> &[u8] {
    while let Some(at) = memchr::memchr2(b'"', b'\\', rest) {
        let length = if rest[at] == b'"' { 1 } else { 2 };
        rest = rest.get(at + length..).unwrap_or_default();
        if length == 1 {
            return rest;
        }
    }
    &[]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_inside_a_text_is_not_counted() {
        for (json, containers, values) in [
            ("", 0, 0),
            ("{}", 1, 1),
            (r#"{"a":"[{,\"[{,","b":[1,2,{}]}"#, 3, 6),
            (r#"["\\",[]"#, 2, 3),
            (r#"["\"#, 1, 1),
            (r#"["open,[{"#, 1, 1),
        ] {
            let expected = Held { containers, values };
            assert_eq!(Held::of(json.as_bytes()), expected, "{json}");
            let most = Held::at_most(json.as_bytes());
            assert!(
                most.containers >= containers && most.values >= values,
                "{json}"
            );
        }
        let text = format!("[\"{}\"]", "[,".repeat(10_000));
        assert_eq!(check_body(text.as_bytes(), 2), Ok(()));
        let most = Held::at_most(text.as_bytes());
        assert_eq!((most.containers, most.values), (10_001, 20_001));
    }

    #[test]
    fn each_bound_counts() {
        let message = |checked: Result<(), DecodeError>| checked.map_err(|error| error.message);
        let of = |body: &str| message(check_body(body.as_bytes(), 2));
        assert_eq!(of("{}"), Ok(()));
        assert_eq!(of(&"[".repeat(200)), Ok(()));
        assert!(of(&"[".repeat(201)).is_err_and(|error| error.contains("objects and lists")));
        assert_eq!(of(&",".repeat(2_000)), Ok(()));
        assert!(of(&",".repeat(2_001)).is_err_and(|error| error.contains("2000 values")));
        assert_eq!(check_rows(20, 2), Ok(()));
        let rows = "it holds more than 20 rows, too many for a page of 2";
        assert_eq!(message(check_rows(21, 2)), Err(rows.to_owned()));
        // Without a number of rows there is no bound to overflow.
        assert!(check_rows(1 << 20, u32::MAX).is_ok());
    }
}
