//! A value of any shape, the result of a `--query`, in every format.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Write};

use jmespath::Variable;

use super::fit::Heading;
use super::ordered::Ordered;
use super::{
    Format, Layout, Narrow, QueryError, csv, csv_injection, escape, id, json, table, tsv, yaml,
};
use crate::model::Kind;

/// How important all columns of a table are: the last is cut first.
const KEEP: u8 = 50;

/// Writes a value. A list of nothing has the header of these members, where they are
/// known.
pub(super) fn write(
    out: &mut dyn Write,
    format: Format,
    value: Ordered<'_>,
    members: Option<Vec<String>>,
    layout: &Layout,
) -> Result<(), QueryError> {
    match format {
        Format::Json => json::write_document(out, &value)?,
        Format::Yaml => yaml::write_document(out, &value)?,
        Format::Ndjson if value.value.is_null() => json::write_lines(out, &[value])?,
        Format::Ndjson => json::write_lines(out, &elements(value))?,
        Format::Id => {
            for id in ids(value)? {
                writeln!(out, "{id}")?;
            }
        }
        Format::Map => write_map(out, value)?,
        Format::Table | Format::Wide | Format::Csv | Format::Tsv => {
            let grid = Grid::new(value, members);
            match format {
                Format::Csv => csv::write_texts(out, grid.records(layout))?,
                Format::Tsv => tsv::write_texts(out, grid.records(layout))?,
                _ => grid.write_table(out, layout)?,
            }
        }
    }
    Ok(())
}

/// The elements of a list, or the value alone; none of null.
fn elements(value: Ordered<'_>) -> Vec<Ordered<'_>> {
    match value.value {
        Variable::Null => Vec::new(),
        Variable::Array(values) => values.iter().map(|element| value.with(element)).collect(),
        _ => vec![value],
    }
}

/// The texts that the format `id` prints, each of them checked.
fn ids(value: Ordered<'_>) -> Result<Vec<&str>, QueryError> {
    let mut ids = Vec::new();
    for element in elements(value) {
        let Variable::String(id) = element.value else {
            return Err(shape(Format::Id, "ids alone", element));
        };
        id::check_text(id)?;
        ids.push(id.as_str());
    }
    Ok(ids)
}

/// Writes an object of ids, or of such objects.
fn write_map(out: &mut dyn Write, value: Ordered<'_>) -> Result<(), QueryError> {
    let needs = "an object of ids alone, or of objects of ids alone";
    let check = |value: Ordered<'_>| match value.value {
        Variable::String(text) => Ok(id::check_text(text)?),
        _ => Err(shape(Format::Map, needs, value)),
    };
    let object = match value.value {
        Variable::Null => return Ok(()),
        Variable::Object(object) => object,
        _ => return Err(shape(Format::Map, needs, value)),
    };
    let mut is_nested = None;
    for (_, member) in value.members(object) {
        let inner = match member.value {
            Variable::Object(inner) => Some(inner),
            _ => None,
        };
        // Whoever reads it goes the same way down to each id.
        if *is_nested.get_or_insert(inner.is_some()) != inner.is_some() {
            return Err(shape(Format::Map, needs, member));
        }
        match inner {
            Some(inner) => member.members(inner).try_for_each(|(_, id)| check(id))?,
            None => check(member)?,
        }
    }
    Ok(json::write_document(out, &value)?)
}

fn shape(format: Format, needs: &'static str, value: Ordered<'_>) -> QueryError {
    let given = match value.value {
        Variable::Null | Variable::Expref(_) => "null",
        Variable::Bool(_) => "true or false",
        Variable::Number(_) => "a number",
        Variable::String(_) => "a text",
        Variable::Array(_) => "a list",
        Variable::Object(_) => "an object",
    };
    QueryError::Shape {
        format,
        needs,
        given,
    }
}

/// A value as rows of cells.
struct Grid<'v> {
    /// The names of the columns, where the rows are objects.
    header: Option<Vec<Cow<'v, str>>>,
    rows: Vec<Vec<Ordered<'v>>>,
}

impl<'v> Grid<'v> {
    /// A row for each object of a list, with the members of all of them; for each list of
    /// a list; and else for each value, all by itself.
    fn new(value: Ordered<'v>, members: Option<Vec<String>>) -> Self {
        let values = elements(value);
        let all = |is: fn(&Variable) -> bool| values.iter().all(|element| is(element.value));
        match values.first().map(|first| first.value) {
            None => Self {
                header: members
                    .filter(|_| matches!(value.value, Variable::Array(_)))
                    .map(|members| members.into_iter().map(Cow::from).collect()),
                rows: Vec::new(),
            },
            Some(Variable::Object(_)) if all(|value| matches!(value, Variable::Object(_))) => {
                let names = all_names(&values);
                let row = |element: &Ordered<'v>| {
                    let cell = |name: &&str| match element.value {
                        Variable::Object(object) => object.get(*name).map(|value| &**value),
                        _ => None,
                    };
                    let cells = names.iter().map(cell);
                    cells
                        .map(|cell| element.with(cell.unwrap_or(&Variable::Null)))
                        .collect()
                };
                Self {
                    rows: values.iter().map(row).collect(),
                    header: Some(names.into_iter().map(Cow::from).collect()),
                }
            }
            Some(Variable::Array(_)) if all(|value| matches!(value, Variable::Array(_))) => {
                let mut rows: Vec<_> = values.into_iter().map(elements).collect();
                let width = rows.iter().map(Vec::len).max().unwrap_or_default();
                for row in &mut rows {
                    row.resize(width, value.with(&Variable::Null));
                }
                Self { header: None, rows }
            }
            _ => Self {
                header: None,
                rows: values.into_iter().map(|value| vec![value]).collect(),
            },
        }
    }

    /// The lines of csv and tsv.
    fn records<'a>(&'a self, layout: &'a Layout) -> impl Iterator<Item = Vec<Cow<'a, str>>> {
        let guarded = |text| csv_injection::guarded(text, layout);
        let header = self.header.iter().filter(|_| layout.header);
        let header = header.map(move |names| {
            let names = names.iter().map(|name| Cow::from(&**name));
            names.map(guarded).collect()
        });
        let rows = self.rows.iter().map(move |row| {
            let cell = |cell: &Ordered<'v>| match cell.value {
                Variable::Number(_) => text(*cell),
                _ => guarded(text(*cell)),
            };
            row.iter().map(cell).collect()
        });
        header
            .chain(rows)
            .filter(|record: &Vec<_>| !record.is_empty())
    }

    fn write_table(&self, out: &mut dyn Write, layout: &Layout) -> io::Result<()> {
        let texts = |row: &Vec<Ordered<'v>>| -> Vec<String> {
            row.iter()
                .map(|cell| escape(text(*cell)).into_owned())
                .collect()
        };
        let columns: Vec<Heading<'_>> = match (&self.header, self.rows.first().map(Vec::len)) {
            (Some(names), _) => names.iter().map(|name| heading(name)).collect(),
            // Lines, of which nothing is cut.
            (None, Some(1)) => {
                let mut lines = self.rows.iter().flat_map(texts);
                return lines.try_for_each(|line| writeln!(out, "{line}"));
            }
            (None, width) => (0..width.unwrap_or(0)).map(|_| heading("")).collect(),
        };
        if columns.is_empty() {
            return Ok(());
        }
        let rows: Vec<String> = self
            .rows
            .iter()
            .map(|row| texts(row).join(table::BETWEEN))
            .collect();
        let layout = Layout {
            header: layout.header && self.header.is_some(),
            ..*layout
        };
        table::write_cells(out, &rows, &columns, &layout)
    }
}

/// The names of the members of all objects, in the order in which they come first.
fn all_names<'v>(objects: &[Ordered<'v>]) -> Vec<&'v str> {
    let (mut names, mut seen) = (Vec::new(), HashSet::new());
    for element in objects {
        let Variable::Object(object) = element.value else {
            continue;
        };
        // Most objects have nothing new, and putting one in order costs more.
        if object.keys().all(|name| seen.contains(name.as_str())) {
            continue;
        }
        let members = element.members(object).map(|(name, _)| name);
        names.extend(members.filter(|name| seen.insert(*name)));
    }
    names
}

/// A column of a table.
fn heading(name: &str) -> Heading<'static> {
    Heading {
        header: escape(name.to_uppercase()).into_owned().into(),
        keep: KEEP,
        narrow: Narrow::TEXT,
        kind: Kind::Text,
        is_state: false,
        may_vanish: false,
    }
}

/// What stands in a cell, not escaped yet.
fn text(value: Ordered<'_>) -> Cow<'_, str> {
    match value.value {
        Variable::Null => "".into(),
        Variable::String(text) => text.into(),
        _ => json::line(&value).into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::output::Query;

    /// What is printed of a list with one row.
    fn printed(expression: &str, row: &serde_json::Value, format: Format) -> String {
        let layout = Layout::default();
        laid_out(expression, std::slice::from_ref(row), format, &layout).unwrap()
    }

    fn laid_out(
        expression: &str,
        rows: &[serde_json::Value],
        format: Format,
        layout: &Layout,
    ) -> Result<String, QueryError> {
        let query = Query::parse(expression).unwrap();
        let mut document = query.document();
        for row in rows {
            document.push(row.to_string().as_bytes()).unwrap();
        }
        let mut out = Vec::new();
        document.write(&mut out, format, layout)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn each_shape_has_its_text_in_each_format() {
        let row =
            json!({"id": "m-1", "n": 4, "f": false, "no": null, "tags": {"b": "1", "a": "x"}});
        let table = "ID   N  NO\nm-1  4\n";
        for (expression, format, expected) in [
            ("[].{id: id, n: n, no: no}", Format::Table, table),
            ("[].{id: id, n: n, no: no}", Format::Wide, table),
            ("[0].{id: id, n: n, no: no}", Format::Table, table),
            ("[].{n: n, id: id}", Format::Csv, "n,id\n4,m-1\n"),
            ("[].{n: n, id: id}", Format::Tsv, "n\tid\n4\tm-1\n"),
            (
                "[].{n: n, id: id}",
                Format::Ndjson,
                "{\"n\":4,\"id\":\"m-1\"}\n",
            ),
            ("[].{n: n, id: id}", Format::Yaml, "- \"n\": 4\n  id: m-1\n"),
            (
                "[].[n, id, tags]",
                Format::Table,
                "4  m-1  {\"a\":\"x\",\"b\":\"1\"}\n",
            ),
            ("[].[n, id]", Format::Csv, "4,m-1\n"),
            ("[].[n, id]", Format::Ndjson, "[4,\"m-1\"]\n"),
            ("[[id], [n, id]]", Format::Tsv, "\t\n\t\n"),
            ("[].id", Format::Table, "m-1\n"),
            ("[].id", Format::Id, "m-1\n"),
            ("[].id", Format::Csv, "m-1\n"),
            ("[].id", Format::Ndjson, "\"m-1\"\n"),
            ("[0].id", Format::Id, "m-1\n"),
            ("[0].id", Format::Json, "\"m-1\"\n"),
            ("[0].id", Format::Yaml, "m-1\n"),
            ("length(@)", Format::Table, "1\n"),
            ("sum([].n)", Format::Json, "4\n"),
            ("avg([].n) | [@, `2.5`]", Format::Ndjson, "4\n2.5\n"),
            ("[0].f", Format::Tsv, "false\n"),
            ("[?f]", Format::Json, "[]\n"),
            ("[?f]", Format::Yaml, "[]\n"),
            ("[?f]", Format::Table, ""),
            ("[?f].{b: n, a: id}", Format::Csv, "b,a\n"),
            ("[?f].{b: n, a: id}", Format::Table, "B  A\n"),
            ("[?f].{b: n, a: id, b: n}", Format::Csv, "b,a\n"),
            ("[].{b: n, a: id, b: n}", Format::Csv, "b,a\n4,m-1\n"),
            ("sort_by([?f].{b: n, a: id}, &b)", Format::Csv, "b,a\n"),
            ("reverse([?f].{b: n, a: id}) | [:2]", Format::Csv, "b,a\n"),
            ("map(&{b: n, a: id}, [?f])", Format::Csv, "b,a\n"),
            ("[?f].{b: n, a: id} | [?b] | [].b", Format::Csv, ""),
            ("[?f].{b: n} | @[].{c: b}", Format::Csv, "c\n"),
            ("[?f].{b: n, a: id}", Format::Ndjson, ""),
            ("{eu: [0].id}", Format::Map, "{\n  \"eu\": \"m-1\"\n}\n"),
            (
                "{b: {web: [0].id}, a: [0].tags}",
                Format::Map,
                "{\n  \"b\": {\n    \"web\": \"m-1\"\n  },\n  \"a\": {\n    \"b\": \"1\",\n    \"a\": \"x\"\n  }\n}\n",
            ),
        ] {
            assert_eq!(
                printed(expression, &row, format),
                expected,
                "{expression} {format}"
            );
        }
        for format in Format::ALL {
            let expected = match format {
                Format::Json | Format::Ndjson | Format::Yaml => "null\n",
                _ => "",
            };
            assert_eq!(printed("nothing", &row, format), expected, "{format}");
        }
    }

    #[test]
    fn members_are_in_the_order_of_the_expression_or_the_row() {
        let row = r#"{"z":1,"provider":{"y":1,"b":[{"d":1,"c":2}]},"a":2}"#;
        let written = |expression: &str| {
            let query = Query::parse(expression).unwrap();
            let mut document = query.document();
            document.push(row.as_bytes()).unwrap();
            let mut out = Vec::new();
            document
                .write(&mut out, Format::Ndjson, &Layout::default())
                .unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written("@"), format!("{row}\n"));
        assert_eq!(written("[0]"), format!("{row}\n"));
        assert_eq!(
            written("[].{q: a, b: provider.{y: y, x: z}, a: z}"),
            "{\"q\":2,\"b\":{\"y\":1,\"x\":null},\"a\":1}\n"
        );
    }

    #[test]
    fn an_order_in_the_expression_wins_over_all_others() {
        let rows = [json!({"id": "m-1", "name": "n"}), json!({"b": 1, "a": 2})];
        let layout = Layout::default();
        for (expression, expected) in [
            // The names of both are the same, and the first order holds for both.
            (
                "[[0].{a: id, b: name}, [0].{b: id, a: name}]",
                "{\"a\":\"m-1\",\"b\":\"n\"}\n{\"a\":\"n\",\"b\":\"m-1\"}\n",
            ),
            ("[0].{b: id, a: name}", "{\"b\":\"m-1\",\"a\":\"n\"}\n"),
            // A row has them the other way round.
            ("[0].{a: id, b: name}", "{\"a\":\"m-1\",\"b\":\"n\"}\n"),
            // A name twice stands where it stands first.
            (
                "[0].{b: id, a: name, b: name}",
                "{\"b\":\"n\",\"a\":\"n\"}\n",
            ),
        ] {
            let printed = laid_out(expression, &rows, Format::Ndjson, &layout).unwrap();
            assert_eq!(printed, expected, "{expression}");
        }
    }

    #[test]
    fn no_order_drops_a_member() {
        let names = ["", "\0", "a", "a\0", "a\0b", "b", "\0b", "\u{ff}"];
        let all = || 0_usize..1 << names.len();
        let members = |set: usize| {
            let names = names.iter().enumerate();
            names.filter(move |(at, _)| set & (1 << at) != 0)
        };
        // The last name comes first, so that none is sorted.
        let rows: Vec<String> = all()
            .map(|set| {
                let members: Vec<String> = members(set)
                    .map(|(at, name)| format!("{}:{at}", json!(name)))
                    .rev()
                    .collect();
                format!("{{{}}}", members.join(","))
            })
            .collect();
        let query = Query::parse("@").unwrap();
        let mut document = query.document();
        for row in &rows {
            document.push(row.as_bytes()).unwrap();
        }
        let mut out = Vec::new();
        document
            .write(&mut out, Format::Ndjson, &Layout::default())
            .unwrap();
        let printed = String::from_utf8(out).unwrap();
        assert!(printed.lines().eq(&rows), "{printed}");
    }

    #[test]
    fn rows_that_differ_have_the_columns_of_all() {
        let rows = [json!({"a": 1}), json!({"b": 2}), json!({"a": [1], "b": 3})];
        let layout = Layout::default();
        let csv = laid_out("@", &rows, Format::Csv, &layout).unwrap();
        assert_eq!(csv, "a,b\n1,\n,2\n[1],3\n");
        let bare = Layout {
            header: false,
            ..layout
        };
        let tsv = laid_out("@", &rows, Format::Tsv, &bare).unwrap();
        assert_eq!(tsv, "1\t\n\t2\n[1]\t3\n");
        // What comes first stands first, in the order of its object.
        let expression = "[[0], {d: `1`, a: `2`, c: `3`}, [2]]";
        let table = laid_out(expression, &rows, Format::Table, &layout).unwrap();
        assert_eq!(table, "A    D  C  B\n1\n2    1  3\n[1]        3\n");
        // Rows of several kinds are lines.
        let mixed = laid_out("[[0], `[1,2]`, `\"x\"`]", &rows, Format::Table, &layout).unwrap();
        assert_eq!(mixed, "{\"a\":1}\n[1,2]\nx\n");
        // Short lists are filled up.
        let lists = laid_out("`[[1,2],[3],[]]`", &rows, Format::Csv, &layout).unwrap();
        assert_eq!(lists, "1,2\n3,\n,\n");
        assert_eq!(
            laid_out("`[[],[]]`", &rows, Format::Csv, &layout).unwrap(),
            ""
        );
    }

    #[test]
    fn what_does_not_fit_is_refused_and_nothing_is_printed() {
        let rows = [json!({"id": "m-1", "n": 1, "bad": "$(x)"})];
        let layout = Layout::default();
        for (expression, format, expected) in [
            (
                "[].n",
                Format::Id,
                "the format `id` needs ids alone, and there is a number",
            ),
            (
                "@",
                Format::Id,
                "the format `id` needs ids alone, and there is an object",
            ),
            (
                "@",
                Format::Map,
                "the format `map` needs an object of ids alone, or of objects of ids alone, and there is a list",
            ),
            (
                "{a: [0].id, b: [0].n}",
                Format::Map,
                "the format `map` needs an object of ids alone, or of objects of ids alone, and there is a number",
            ),
            (
                "{a: [0].id, b: {c: [0].id}}",
                Format::Map,
                "the format `map` needs an object of ids alone, or of objects of ids alone, and there is an object",
            ),
            (
                "{b: {c: [0].id}, a: [0].id}",
                Format::Map,
                "the format `map` needs an object of ids alone, or of objects of ids alone, and there is a text",
            ),
            ("[].[id, bad][]", Format::Id, "the id `$(x)` is not printed"),
            ("{a: [0].bad}", Format::Map, "the id `$(x)` is not printed"),
            ("sum([].id)", Format::Json, "Argument 0 expects type"),
        ] {
            let error = laid_out(expression, &rows, format, &layout)
                .unwrap_err()
                .to_string();
            assert!(error.starts_with(expected), "{expression}: {error}");
        }
    }

    #[test]
    fn nothing_harmful_is_printed_in_any_format() {
        let text = "=1\u{1b}[31m\u{202e}\u{9b}";
        let row = json!({ text: text, "id": "m-1" });
        for expression in ["@", "[0]", "[].keys(@)", "[].values(@)", "values([0])"] {
            for format in Format::ALL {
                let rows = [row.clone()];
                for csv_safe in [true, false] {
                    let layout = Layout {
                        csv_safe,
                        ..Layout::default()
                    };
                    let Ok(written) = laid_out(expression, &rows, format, &layout) else {
                        assert!(matches!(format, Format::Id | Format::Map));
                        continue;
                    };
                    let harmful = |c| crate::output::escape::is_harmful(c) && !"\n\t".contains(c);
                    assert_eq!(written.find(harmful), None, "{expression} {format}");
                    let is_armed = written.contains("'=1");
                    let separated = matches!(format, Format::Csv | Format::Tsv);
                    // A list in a cell begins with its bracket.
                    let is_cell = expression != "[].keys(@)" || separated;
                    assert_eq!(is_armed, csv_safe && separated && is_cell, "{written}");
                }
            }
        }
    }
}
