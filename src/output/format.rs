//! The formats of output by name.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use super::choice::ChoiceError;
use crate::nearest::nearest;

/// A format of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for people.
    Table,
    /// A table with more columns.
    Wide,
    /// One array of complete objects.
    Json,
    /// A complete object on each line.
    Ndjson,
    /// One list of complete objects.
    Yaml,
    /// Comma-separated values as in RFC 4180, with LF at line ends.
    Csv,
    /// Tab-separated values, escaped and never quoted.
    Tsv,
    /// An id on each line.
    Id,
    /// One object from region to id.
    Map,
}

impl Format {
    /// All formats, in the order of the help text.
    pub const ALL: [Format; 9] = [
        Format::Table,
        Format::Wide,
        Format::Json,
        Format::Ndjson,
        Format::Yaml,
        Format::Csv,
        Format::Tsv,
        Format::Id,
        Format::Map,
    ];

    /// The format that the end of a file's name stands for, in lower or upper case.
    pub fn of_file(path: &Path) -> Option<Self> {
        let end = path.extension()?.to_str()?.to_ascii_lowercase();
        match end.as_str() {
            "json" => Some(Format::Json),
            "ndjson" | "jsonl" => Some(Format::Ndjson),
            "yaml" | "yml" => Some(Format::Yaml),
            "csv" => Some(Format::Csv),
            "tsv" => Some(Format::Tsv),
            _ => None,
        }
    }

    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Wide => "wide",
            Format::Json => "json",
            Format::Ndjson => "ndjson",
            Format::Yaml => "yaml",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Id => "id",
            Format::Map => "map",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = ChoiceError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Format::ALL
            .into_iter()
            .find(|format| format.as_str() == name)
            .ok_or_else(|| ChoiceError::Format {
                name: name.to_owned(),
                nearest: nearest(name, Format::ALL.map(Format::as_str)),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_gives_a_format() {
        for (name, format) in [
            ("images.json", Some(Format::Json)),
            ("a.b/images.JSON", Some(Format::Json)),
            ("images.ndjson", Some(Format::Ndjson)),
            ("images.jsonl", Some(Format::Ndjson)),
            ("images.yaml", Some(Format::Yaml)),
            ("images.yml", Some(Format::Yaml)),
            ("images.csv", Some(Format::Csv)),
            ("images.tsv", Some(Format::Tsv)),
            ("images.txt", None),
            ("a.json/images", None),
            (".json", None),
            ("images", None),
        ] {
            assert_eq!(Format::of_file(Path::new(name)), format, "{name}");
        }
    }

    #[test]
    fn formats_are_read_as_they_are_written() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse::<Format>().unwrap(), format);
        }
        assert_eq!(
            "jsno".parse::<Format>().unwrap_err().to_string(),
            "no format is called `jsno`; did you mean `json`?"
        );
    }
}
