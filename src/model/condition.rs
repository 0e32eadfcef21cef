//! A condition on any column: what `--where` takes.

use std::cmp::Ordering;
use std::fmt;

use jiff::Timestamp;

use super::{Cell, Image, Natural, Pattern};

/// A condition on the value of one column.
#[derive(Clone)]
pub struct Condition {
    /// The column's name.
    pub column: &'static str,
    /// Reads the column.
    pub get: fn(&Image) -> Cell<'_>,
    /// How the value is compared.
    pub operator: Operator,
    /// What it is compared with.
    pub operand: Operand,
}

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `~`: a regular expression is found in it.
    Matches,
    /// `!~`: it is not.
    DoesNotMatch,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// What a value is compared with, of the column's kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// Nothing: the value is unknown.
    Unknown,
    /// For free text.
    Text(String),
    /// For text with numbers in it.
    Version(String),
    /// For numbers.
    Int(i64),
    /// For yes or no.
    Bool(bool),
    /// For times.
    Time(Timestamp),
    /// For `~` and `!~`, on whatever the column shows.
    Pattern(Pattern),
}

impl Operator {
    /// All operators, each before those it begins with.
    pub const ALL: [Operator; 8] = [
        Operator::NotEqual,
        Operator::DoesNotMatch,
        Operator::LessOrEqual,
        Operator::GreaterOrEqual,
        Operator::Equal,
        Operator::Matches,
        Operator::Less,
        Operator::Greater,
    ];

    /// How it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Operator::Equal => "=",
            Operator::NotEqual => "!=",
            Operator::Matches => "~",
            Operator::DoesNotMatch => "!~",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
        }
    }
}

impl Condition {
    /// Whether an image meets it.
    ///
    /// An image without a value meets only the condition that the value is unknown. It does not
    /// meet `!=` and `!~`.
    pub fn matches(&self, image: &Image) -> bool {
        self.admits((self.get)(image))
    }

    /// Whether this value of the column meets it.
    pub fn admits(&self, cell: Cell<'_>) -> bool {
        match self.operator {
            Operator::Equal => self.equals(&cell),
            Operator::NotEqual => cell != Cell::Nothing && !self.equals(&cell),
            Operator::Matches => self.finds(cell),
            Operator::DoesNotMatch => cell != Cell::Nothing && !self.finds(cell),
            Operator::Less => self.compare(&cell).is_some_and(Ordering::is_lt),
            Operator::LessOrEqual => self.compare(&cell).is_some_and(Ordering::is_le),
            Operator::Greater => self.compare(&cell).is_some_and(Ordering::is_gt),
            Operator::GreaterOrEqual => self.compare(&cell).is_some_and(Ordering::is_ge),
        }
    }

    fn equals(&self, cell: &Cell<'_>) -> bool {
        match (&self.operand, cell) {
            (Operand::Unknown, Cell::Nothing) => true,
            _ => self.compare(cell).is_some_and(Ordering::is_eq),
        }
    }

    fn finds(&self, cell: Cell<'_>) -> bool {
        match (&self.operand, cell) {
            (_, Cell::Nothing) => false,
            (Operand::Pattern(pattern), cell) => pattern.matches(&cell.into_text()),
            _ => false,
        }
    }

    /// How the cell stands to the operand; `None` when they cannot be compared.
    fn compare(&self, cell: &Cell<'_>) -> Option<Ordering> {
        Some(match (cell, &self.operand) {
            (Cell::Text(actual), Operand::Text(wanted)) => actual.as_ref().cmp(wanted),
            (Cell::Version(actual), Operand::Version(wanted)) => actual.cmp(&Natural(wanted)),
            (Cell::Int(actual), Operand::Int(wanted)) => actual.cmp(wanted),
            (Cell::Bool(actual), Operand::Bool(wanted)) => actual.cmp(wanted),
            (Cell::Time(actual), Operand::Time(wanted)) => actual.cmp(wanted),
            _ => return None,
        })
    }
}

// The getter belongs to the column, whose name says which it is.
impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        (self.column, self.operator, &self.operand)
            == (other.column, other.operator, &other.operand)
    }
}

impl Eq for Condition {}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operator = self.operator.as_str();
        write!(f, "{} {operator} {:?}", self.column, self.operand)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> Image {
        Image {
            name: Some("web-1".into()),
            version: Some("1.10".into()),
            size_gib: Some(40),
            cloud_init: Some(true),
            created: "2025-01-01T00:00:00Z".parse().ok(),
            ..Image::default()
        }
    }

    fn holds(get: fn(&Image) -> Cell<'_>, operator: &str, operand: Operand) -> bool {
        let operator = Operator::ALL
            .into_iter()
            .find(|known| known.as_str() == operator);
        let condition = Condition {
            column: "any",
            get,
            operator: operator.unwrap(),
            operand,
        };
        condition.matches(&image())
    }

    fn name(image: &Image) -> Cell<'_> {
        Cell::maybe(image.name.as_deref())
    }

    fn family(image: &Image) -> Cell<'_> {
        Cell::maybe(image.family.as_deref())
    }

    fn version(image: &Image) -> Cell<'_> {
        Cell::Version(Natural(image.version.as_deref().unwrap_or_default()))
    }

    fn size(image: &Image) -> Cell<'_> {
        image.size_gib.map_or(Cell::Nothing, Cell::Int)
    }

    fn created(image: &Image) -> Cell<'_> {
        image.created.map_or(Cell::Nothing, Cell::Time)
    }

    fn cloud_init(image: &Image) -> Cell<'_> {
        image.cloud_init.map_or(Cell::Nothing, Cell::Bool)
    }

    #[test]
    fn every_operator_on_every_kind() {
        let text = |text: &str| Operand::Text(text.into());
        let time = |text: &str| Operand::Time(text.parse().unwrap());
        assert!(holds(name, "=", text("web-1")) && !holds(name, "=", text("web")));
        assert!(holds(name, "!=", text("web")) && !holds(name, "!=", text("web-1")));
        assert!(holds(name, "<", text("web-2")) && !holds(name, ">", text("web-2")));
        assert!(holds(version, ">", Operand::Version("1.9".into())));
        assert!(!holds(version, "<=", Operand::Version("1.9".into())));
        for (operator, expected) in [
            ("=", [false, true, false]),
            ("!=", [true, false, true]),
            ("<", [false, false, true]),
            ("<=", [false, true, true]),
            (">", [true, false, false]),
            (">=", [true, true, false]),
        ] {
            let found = [39, 40, 41].map(|size_gib| holds(size, operator, Operand::Int(size_gib)));
            assert_eq!(found, expected, "{operator}");
        }
        assert!(holds(cloud_init, "=", Operand::Bool(true)));
        assert!(holds(created, ">=", time("2025-01-01T00:00:00Z")));
        assert!(!holds(created, ">", time("2025-01-01T00:00:00Z")));
    }

    #[test]
    fn patterns_look_at_what_is_shown() {
        let pattern = |text: &str| Operand::Pattern(Pattern::new(text).unwrap());
        assert!(holds(name, "~", pattern("^web-[0-9]$")) && !holds(name, "!~", pattern("web")));
        assert!(holds(size, "~", pattern("^4.$")));
        assert!(holds(created, "~", pattern("^2025-01")));
    }

    #[test]
    fn the_unknown_is_equal_to_itself_alone() {
        assert!(holds(family, "=", Operand::Unknown) && !holds(family, "!=", Operand::Unknown));
        assert!(holds(name, "!=", Operand::Unknown) && !holds(name, "=", Operand::Unknown));
        assert!(!holds(family, "=", Operand::Text("web".into())));
        assert!(!holds(family, "!=", Operand::Text("web".into())));
        assert!(!holds(family, "<", Operand::Text("web".into())));
        assert!(!holds(
            family,
            "~",
            Operand::Pattern(Pattern::new("").unwrap())
        ));
        assert!(!holds(
            family,
            "!~",
            Operand::Pattern(Pattern::new("").unwrap())
        ));
    }
}
