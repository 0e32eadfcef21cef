//! `--query`: a `JMESPath` expression over the complete result.
//!
//! <https://jmespath.org/specification.html>

use std::collections::HashSet;
use std::io::Write;
use std::sync::LazyLock;

use jmespath::ast::{Ast, KeyValuePair};
use jmespath::functions::{AvgFn, Function};
use jmespath::{
    Context, ErrorReason, JmespathError, Rcvar, Runtime, RuntimeError, SearchResult, Variable,
    interpret,
};

use super::members::{Missing, missing, parts};
use super::ordered::{Ordered, Orders};
use super::{Format, Layout, QueryError, value};
use crate::nearest::nearest;

/// The functions of the specification.
const FUNCTIONS: [&str; 26] = [
    "abs",
    "avg",
    "ceil",
    "contains",
    "ends_with",
    "floor",
    "join",
    "keys",
    "length",
    "map",
    "max",
    "max_by",
    "merge",
    "min",
    "min_by",
    "not_null",
    "reverse",
    "sort",
    "sort_by",
    "starts_with",
    "sum",
    "to_array",
    "to_number",
    "to_string",
    "type",
    "values",
];

/// What functions do.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut runtime = Runtime::new();
    runtime.register_builtin_functions();
    runtime.register_function("avg", Box::new(Average));
    runtime
});

/// The function `avg`: of nothing it gives null, which the crate takes for an error.
struct Average;

impl Function for Average {
    fn evaluate(&self, args: &[Rcvar], context: &mut Context<'_>) -> SearchResult {
        match args {
            [list] if list.as_array().is_some_and(Vec::is_empty) => Ok(Rcvar::new(Variable::Null)),
            _ => AvgFn::new().evaluate(args, context),
        }
    }
}

/// Signs of operators that may nest one part in another: each may cost a piece of the
/// stack.
const NESTING: &str = "([{.|&!<>=";
const MOST_NESTED: usize = 400;

/// The greatest number in brackets: no list is longer, and sums of two stay in 32 bits.
const MOST_INDEX: i32 = 1_000_000_000;

/// An expression.
#[derive(Debug)]
pub struct Query {
    text: String,
    ast: Ast,
}

impl Query {
    /// Reads an expression.
    ///
    /// # Errors
    /// [`QueryError::Expression`]: it does not follow the grammar, calls a function that
    /// there is not or with a wrong number of arguments, or is too long.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        if let Some(at) = operators(text).nth(MOST_NESTED) {
            let message = format!("more than {MOST_NESTED} operators");
            return Err(wrong(text, message, at));
        }
        let ast = jmespath::parse(text).map_err(|error| unread(text, error))?;
        let query = Self {
            text: text.to_owned(),
            ast,
        };
        query.check(&query.ast)?;
        // Of an empty list little can be told, but how functions are called shows.
        match query.search(&Rcvar::new(Variable::Array(Vec::new()))) {
            Err(error) if is_of_any_document(&error) => Err(refused(text, error)),
            _ => Ok(query),
        }
    }

    fn check(&self, ast: &Ast) -> Result<(), QueryError> {
        match ast {
            Ast::Function { name, offset, .. } if !FUNCTIONS.contains(&name.as_str()) => {
                return Err(QueryError::Expression {
                    message: format!("no function is called `{name}`"),
                    nearest: nearest(name, FUNCTIONS),
                    at: Some(place(&self.text, *offset)),
                });
            }
            Ast::Index { idx, offset } => self.check_index(Some(*idx), *offset)?,
            Ast::Slice {
                start,
                stop,
                step,
                offset,
            } => {
                for number in [*start, *stop, Some(*step)] {
                    self.check_index(number, *offset)?;
                }
                if *step == 0 {
                    return Err(wrong(&self.text, "a slice has no step 0".into(), *offset));
                }
            }
            _ => {}
        }
        parts(ast).into_iter().try_for_each(|part| self.check(part))
    }

    fn check_index(&self, number: Option<i32>, offset: usize) -> Result<(), QueryError> {
        match number {
            Some(number) if number.unsigned_abs() > MOST_INDEX.unsigned_abs() => {
                let message = format!("{number} is beyond {MOST_INDEX}");
                Err(wrong(&self.text, message, offset))
            }
            _ => Ok(()),
        }
    }

    fn search(&self, document: &Rcvar) -> Result<Rcvar, JmespathError> {
        // The crate's own method would copy the document.
        let mut context = Context::new(&self.text, &RUNTIME);
        interpret(document, &self.ast, &mut context)
    }

    /// Begins the document that it is asked of: a list without rows.
    pub fn document(&self) -> Document<'_> {
        let mut orders = Orders::default();
        add_written(&mut orders, &self.ast);
        Document {
            query: self,
            orders,
            rows: Vec::new(),
        }
    }
}

/// The list of complete objects, as the format `json` has it.
pub struct Document<'q> {
    query: &'q Query,
    orders: Orders,
    rows: Vec<Rcvar>,
}

impl Document<'_> {
    /// Adds a row, of which this is the JSON object.
    ///
    /// Numbers become those of `JMESPath`: whole ones of 64 bits, and others with the
    /// precision of 64 bits.
    ///
    /// # Errors
    /// [`QueryError::Document`] when it has too many levels.
    pub fn push(&mut self, json: &[u8]) -> Result<(), QueryError> {
        self.rows.push(self.orders.read(json)?);
        Ok(())
    }

    /// Writes what the expression gives, in any format.
    ///
    /// # Errors
    /// [`QueryError`]: the expression does not fit the document, the result does not fit
    /// the format, or writing fails. The first two print nothing.
    pub fn write(
        self,
        out: &mut dyn Write,
        format: Format,
        layout: &Layout,
    ) -> Result<Answer, QueryError> {
        let document = Rcvar::new(Variable::Array(self.rows));
        let result = self.query.search(&document);
        let missing = missing(
            Context::new(&self.query.text, &RUNTIME),
            &self.query.ast,
            &document,
        );
        let result = result.map_err(|error| {
            // What a function does not take is often the null of a misspelt member.
            match missing.iter().find(|missing| missing.is_of_rows) {
                Some(missing) => QueryError::Member {
                    message: missing.message.clone(),
                    hint: missing.hint.clone(),
                },
                None => refused(&self.query.text, error),
            }
        })?;
        let members = members(&self.query.ast, None);
        let ordered = Ordered {
            value: &result,
            orders: &self.orders,
        };
        value::write(out, format, ordered, members, layout)?;
        Ok(Answer {
            is_null: result.is_null() || result.is_expref(),
            is_void: is_void(&result),
            missing,
        })
    }
}

/// The facts about a written result that a message may need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whether it is null, which no expression is meant to give.
    pub is_null: bool,
    /// Whether there is nothing in it but null, empty lists and empty objects.
    pub is_void: bool,
    /// Members that the expression names and no object has.
    pub missing: Vec<Missing>,
}

fn is_void(value: &Variable) -> bool {
    match value {
        Variable::Null => true,
        Variable::Array(values) => values.iter().all(|value| is_void(value)),
        Variable::Object(members) => members.values().all(|value| is_void(value)),
        _ => false,
    }
}

/// Adds the orders that stand in an expression.
fn add_written(orders: &mut Orders, ast: &Ast) {
    if let Ast::MultiHash { elements, .. } = ast {
        orders.add(names(elements));
    }
    for part in parts(ast) {
        add_written(orders, part);
    }
}

/// The members of each object that an expression gives, where they stand in it; asked of
/// objects, or of a list of objects, that have those that are given.
fn members(ast: &Ast, given: Option<Vec<String>>) -> Option<Vec<String>> {
    match ast {
        Ast::MultiHash { elements, .. } => Some(names(elements)),
        Ast::Projection { lhs, rhs, .. } | Ast::Subexpr { lhs, rhs, .. } => {
            members(rhs, members(lhs, given))
        }
        Ast::Condition { then, .. } => members(then, given),
        Ast::Flatten { node, .. } => members(node, given),
        Ast::Identity { .. } | Ast::Index { .. } | Ast::Slice { .. } => given,
        Ast::Function { name, args, .. } => match (name.as_str(), args.as_slice()) {
            ("sort_by" | "reverse" | "to_array", [list, ..]) => members(list, given),
            ("map", [Ast::Expref { ast, .. }, list]) => members(ast, members(list, given)),
            _ => None,
        },
        _ => None,
    }
}

/// The names of the members that are written, each of them once.
fn names(elements: &[KeyValuePair]) -> Vec<String> {
    let mut seen = HashSet::new();
    let names = elements.iter().map(|element| &element.key);
    names.filter(|name| seen.insert(*name)).cloned().collect()
}

/// Where the operators begin that may nest, none of which is in a quoted text. `[]` and
/// `[?` come twice: each of them is two expressions, one in the other.
fn operators(text: &str) -> impl Iterator<Item = usize> {
    let mut characters = text.char_indices().peekable();
    let mut second = None;
    std::iter::from_fn(move || {
        if second.is_some() {
            return second.take();
        }
        while let Some((at, character)) = characters.next() {
            if "'\"`".contains(character) {
                // As the crate reads it: a backslash goes with what follows, in all three.
                while let Some((_, inner)) = characters.next() {
                    match inner {
                        '\\' => drop(characters.next()),
                        _ if inner == character => break,
                        _ => {}
                    }
                }
            } else if NESTING.contains(character) {
                // `==`, `||` and `&&` are twice the same, the others end in `=`.
                let doubled = match character {
                    '|' => "|",
                    '&' => "&",
                    '=' | '!' | '<' | '>' => "=",
                    '[' => "]?",
                    _ => "",
                };
                let next = characters.next_if(|(_, next)| doubled.contains(*next));
                second = next.filter(|_| character == '[').map(|_| at);
                return Some(at);
            }
        }
        None
    })
}

/// Whether the expression would fail whatever it is asked of.
fn is_of_any_document(error: &JmespathError) -> bool {
    matches!(
        error.reason,
        ErrorReason::Runtime(
            RuntimeError::TooManyArguments { .. } | RuntimeError::NotEnoughArguments { .. }
        )
    )
}

/// An expression that does not follow the grammar. What the crate says of its end, and of
/// a sign in a wrong place, are words of its own code.
fn unread(text: &str, error: JmespathError) -> QueryError {
    let message = match error.reason {
        ErrorReason::Parse(message) => message,
        ErrorReason::Runtime(error) => error.to_string(),
    };
    let rest = text.get(error.offset..).unwrap_or_default();
    let message = if message.ends_with("-- found Eof") {
        "the expression ends too early".to_owned()
    } else if message.starts_with("Unexpected nud token") || message.contains(" led token") {
        let found = rest.chars().next().unwrap_or_default();
        format!("`{found}` has no place here")
    } else {
        message
    };
    wrong(text, message, error.offset)
}

/// An expression that does not fit what it is asked of.
fn refused(text: &str, error: JmespathError) -> QueryError {
    match error.reason {
        ErrorReason::Runtime(reason) => wrong(text, reason.to_string(), error.offset),
        // The functions of the crate say this of numbers alone, and tell no place.
        ErrorReason::Parse(_) => QueryError::Expression {
            message: "a result is beyond the greatest number".to_owned(),
            nearest: None,
            at: None,
        },
    }
}

fn wrong(text: &str, message: String, offset: usize) -> QueryError {
    QueryError::Expression {
        message,
        nearest: None,
        at: Some(place(text, offset)),
    }
}

/// The number of the character that begins at this byte.
fn place(text: &str, offset: usize) -> usize {
    let before = text.char_indices().take_while(|(at, _)| *at < offset);
    before.count() + 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::output::samples::full_image;
    use crate::output::{json_line, write_rows};

    fn error(text: &str) -> String {
        let error = Query::parse(text).err();
        error.map_or_else(String::new, |error| error.to_string())
    }

    #[test]
    fn what_is_wrong_with_an_expression_is_told_with_its_place() {
        let deep = "(".repeat(401);
        for (text, words) in [
            ("", "the expression ends too early, at character 1"),
            ("[", "the expression ends too early, at character 2"),
            ("[].{a", "the expression ends too early, at character 6"),
            ("[?a", "the expression ends too early, at character 4"),
            ("id ==", "the expression ends too early, at character 6"),
            ("[].a)", "Did not parse the complete expression"),
            ("a || )", "`)` has no place here, at character 6"),
            ("生", "Invalid character: 生, at character 1"),
            ("foo bar", ", at character 5"),
            ("'生产' x", ", at character 6"),
            ("lenght(@)", "no function is called `lenght`, at character "),
            (
                "[].[id, upper(name)]",
                "no function is called `upper`, at character ",
            ),
            ("sort_by(@, &nope(id))", "no function is called `nope`"),
            (
                "length(@, @)",
                "Too many arguments: expected 1, found 2, at character ",
            ),
            (
                "length()",
                "Not enough arguments: expected 1, found 0, at character ",
            ),
            (
                "[1::2147483647]",
                "2147483647 is beyond 1000000000, at character ",
            ),
            (
                "[-2147483647]",
                "-2147483647 is beyond 1000000000, at character ",
            ),
            ("[99999999999]", ", at character 2"),
            ("[::0]", "a slice has no step 0, at character "),
            (&deep, "more than 400 operators, at character 401"),
        ] {
            let said = error(text);
            assert!(said.contains(words), "{text}: {said}");
        }
        let query = Query::parse("lenght(@)").unwrap_err();
        let QueryError::Expression { nearest, .. } = query else {
            panic!("{query}");
        };
        assert_eq!(nearest, Some("length"));
    }

    #[test]
    fn an_average_of_nothing_is_null_and_no_place_is_made_up() {
        let printed = |expression: &str| {
            let query = Query::parse(expression).unwrap();
            let mut document = query.document();
            document.push(b"{\"n\":2,\"big\":1e308}").unwrap();
            let mut out = Vec::new();
            let written = document.write(&mut out, Format::Ndjson, &Layout::default());
            written.map(|_| String::from_utf8(out).unwrap())
        };
        assert_eq!(printed("[avg([?f].n)]").unwrap(), "null\n");
        assert_eq!(printed("avg([].n)").unwrap(), "2\n");
        for (expression, message) in [
            (
                "avg(n)",
                "Argument 0 expects type array[number], given null, at character 4",
            ),
            (
                "sum([[].big, [].big][])",
                "a result is beyond the greatest number",
            ),
        ] {
            assert_eq!(printed(expression).unwrap_err().to_string(), message);
        }
        assert!(error("avg()").starts_with("Not enough arguments"));
    }

    #[test]
    fn a_member_that_no_object_has_is_found_wherever_it_is_named() {
        let asked = |expression: &str| {
            let query = Query::parse(expression).unwrap();
            let mut document = query.document();
            for row in [
                r#"{"id":"m-1","name":"web","tags":{"env":"prod"},"disks":[{"size_gib":40}],"family":null}"#,
                r#"{"id":"m-2","name":"api","tags":{},"disks":[],"family":null}"#,
            ] {
                document.push(row.as_bytes()).unwrap();
            }
            let mut out = Vec::new();
            let answer = document
                .write(&mut out, Format::Json, &Layout::default())
                .unwrap();
            let told = answer.missing.into_iter().map(|missing| {
                missing.message
                    + &missing
                        .hint
                        .map(|hint| format!("; {hint}"))
                        .unwrap_or_default()
            });
            (answer.is_null, told.collect::<Vec<_>>().join(" / "))
        };
        let name = "no object has a member `nme`; did you mean `name`?";
        for (expression, is_null, told) in [
            ("[0].nme", true, name),
            ("[].nme", false, name),
            ("[*].{a: nme, b: id}", false, name),
            ("[?nme=='web'].id", false, name),
            ("[?name=='none'].nme", false, name),
            ("[].[id, nme]", false, name),
            ("map(&nme, @)", false, name),
            ("length([].nme)", false, name),
            ("[0].not_null(nme, id)", false, name),
            ("@ | [0] | nme", true, name),
            (
                "id",
                true,
                "a list has no member `id`; did you mean `[].id`, for each element?",
            ),
            (
                "famly",
                true,
                "a list has no member `famly`; did you mean `[].family`, for each element?",
            ),
            (
                "[].disks[].siz_gib",
                false,
                "no object has a member `siz_gib`; did you mean `size_gib`?",
            ),
            (
                "images[].id",
                true,
                "a list has no member `images`; the whole result is a list: begin with `[]`, as in `[].id`",
            ),
            (
                "[].ImageName",
                false,
                "no object has a member `ImageName`; did you mean `name`?",
            ),
            // A member of other objects is none of these.
            ("[].disks[].name", false, "no object has a member `name`"),
            (
                "[].tags.evn",
                false,
                "no object has a member `evn`; did you mean `env`?",
            ),
            (
                "[0].id.size",
                true,
                "a string, number or boolean has no member `size`",
            ),
            // These are there, whatever their values.
            ("[].tags.env", false, ""),
            ("[?tags.env=='prod'].name", false, ""),
            ("[].{a: id} | [].a", false, ""),
            ("sort_by(@, &name)[].id", false, ""),
            ("[0].family", true, ""),
            ("[0].family.more", true, ""),
            ("[9]", true, ""),
            ("[9].id", true, ""),
            ("[].family", false, ""),
            ("@", false, ""),
        ] {
            assert_eq!(
                asked(expression),
                (is_null, told.to_owned()),
                "{expression}"
            );
        }
    }

    #[test]
    fn a_function_that_a_misspelt_member_stops_names_it() {
        for expression in [
            "sort_by(@, &nme)[0].id",
            "max_by(@, &nme).id",
            "[?starts_with(nme, 'w')]",
        ] {
            let query = Query::parse(expression).unwrap();
            let mut document = query.document();
            for name in ["web", "api"] {
                let row = format!(r#"{{"id":"m-1","name":"{name}"}}"#);
                document.push(row.as_bytes()).unwrap();
            }
            let layout = Layout::default();
            let error = document.write(&mut Vec::new(), Format::Json, &layout);
            let Err(QueryError::Member { message, hint }) = error else {
                panic!("{expression}: {error:?}");
            };
            assert_eq!(message, "no object has a member `nme`", "{expression}");
            assert_eq!(hint.as_deref(), Some("did you mean `name`?"));
        }
    }

    #[test]
    fn all_functions_are_those_of_the_crate() {
        for name in FUNCTIONS {
            assert!(RUNTIME.get_function(name).is_some(), "{name}");
        }
    }

    #[test]
    fn operators_are_counted_once_and_not_in_quotes() {
        for (text, expected) in [
            ("a == b || c && d != e", 4),
            ("a<b<=c>d>=e", 4),
            ("!a | &b", 3),
            ("!!a", 2),
            ("a|&b", 2),
            ("a.b[0][?c].{d: (e)}[]", 9),
            ("'([{.|' \"a.b\\\".\" `[\"\\`.\"]` .", 1),
            ("'it\\'s.' . '", 1),
            ("'\\\\' . a", 1),
            ("'", 0),
        ] {
            assert_eq!(operators(text).count(), expected, "{text}");
        }
        let long = format!("a == '{}'", ".".repeat(1_000));
        assert_eq!(error(&long), "");
        let many = vec!["a == 'b.c'"; 200].join(" || ");
        assert_eq!(error(&many), "");
    }

    /// As small as the main thread of any system has it.
    const STACK: usize = 1 << 20;

    #[test]
    fn what_an_expression_may_be_deep_fits_on_a_small_stack() {
        for (open, inner, close, operators) in [
            ("(", "a", ")", 1),
            ("[", "a", "]", 1),
            ("[?", "a", "]", 2),
            ("{a:", "a", "}", 1),
            ("!", "a", "", 1),
            ("a.", "a", "", 1),
            ("a[0].", "a", "", 2),
            ("", "a", "[0]", 1),
            ("", "@", "[]", 2),
            ("", "@", "[*]", 1),
            ("", "@", "[::2]", 1),
            ("", "@", "[?@]", 2),
            ("", "@", ".*", 1),
            ("*.", "a", "", 1),
            ("a.[", "a", "]", 2),
            ("@.{a:", "a", "}", 2),
            ("a|", "a", "", 1),
            ("", "a", "|a", 1),
            ("a||", "a", "", 1),
            ("@&&", "a", "", 1),
            ("a==", "a", "", 1),
            ("a<=(", "a", ")", 2),
            ("not_null(", "a", ")", 1),
            ("to_array(", "a", ")", 1),
            ("map(&", "@", ",@)", 2),
            ("sort_by(@,&", "'a'", ")", 2),
        ] {
            let times = MOST_NESTED / operators;
            let text = open.repeat(times) + inner + &close.repeat(times);
            let check = move || {
                let query = Query::parse(&text).map_err(|error| format!("{text}: {error}"));
                let query = query.unwrap();
                let lists = "[".repeat(100) + "{\"a\": {\"a\": 1}}" + &"]".repeat(100);
                for format in [Format::Json, Format::Yaml, Format::Csv, Format::Table] {
                    let mut document = query.document();
                    document.push(b"{\"a\": {\"a\": [{\"a\": 1}]}}").unwrap();
                    document.push(lists.as_bytes()).unwrap();
                    let _ = document.write(&mut Vec::new(), format, &Layout::default());
                }
            };
            let thread = std::thread::Builder::new().stack_size(STACK).spawn(check);
            thread.unwrap().join().unwrap();
        }
    }

    #[test]
    fn the_document_is_what_json_prints() {
        let rows = [full_image(), full_image()];
        let mut expected = Vec::new();
        write_rows(&mut expected, Format::Json, &rows, &[], &Layout::default()).unwrap();
        let query = Query::parse("@").unwrap();
        let mut document = query.document();
        for row in &rows {
            document.push(json_line(row).as_bytes()).unwrap();
        }
        let mut out = Vec::new();
        document
            .write(&mut out, Format::Json, &Layout::default())
            .unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            String::from_utf8(expected).unwrap()
        );
    }

    #[test]
    fn an_object_too_deep_to_be_held_is_refused() {
        let query = Query::parse("@").unwrap();
        let deep = "[".repeat(200) + &"]".repeat(200);
        let refused = query.document().push(deep.as_bytes());
        assert!(matches!(refused, Err(QueryError::Document(_))));
    }

    #[test]
    fn whole_numbers_have_no_point_and_others_keep_it() {
        for (text, expected) in [
            ("1", "1"),
            ("1.0", "1"),
            ("-3.0", "-3"),
            ("0.5", "0.5"),
            ("18446744073709551615", "18446744073709551615"),
            ("1e300", "1e+300"),
        ] {
            let query = Query::parse("[0]").unwrap();
            let mut document = query.document();
            document.push(text.as_bytes()).unwrap();
            let mut out = Vec::new();
            document
                .write(&mut out, Format::Ndjson, &Layout::default())
                .unwrap();
            assert_eq!(String::from_utf8(out).unwrap().trim_end(), expected);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_expression_ends_the_program(
            parts in proptest::collection::vec(
                prop_oneof![
                    Just("["), Just("]"), Just("{"), Just("}"), Just("("), Just(")"), Just("a"), Just(":"),
                    Just("."), Just("*"), Just("?"), Just("&"), Just("@"), Just("|"), Just("=="), Just("<"),
                    Just("!"), Just(","), Just("-1"), Just("2"), Just("'x'"), Just("`1`"), Just("`[1,\"a\"]`"),
                    Just("\"生\""), Just("sort_by"), Just("max_by"), Just("length"), Just("join"), Just("生"),
                    Just("sum"), Just("keys"), Just("to_number"), Just("\\"), Just("`"), Just("'"), Just(" "),
                ],
                0..14,
            )
        ) {
            let text = parts.concat();
            if let Ok(query) = Query::parse(&text) {
                for format in Format::ALL {
                    let mut document = query.document();
                    for row in [r#"{"a":[{"a":2},{"a":"x"},null],"b":1.5}"#, r#"{"a":{"a":[]},"生":true}"#] {
                        document.push(row.as_bytes()).unwrap();
                    }
                    let _ = document.write(&mut Vec::new(), format, &Layout::default());
                }
            }
        }
    }
}
