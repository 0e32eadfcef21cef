//! Which columns are shown.

use super::{ChoiceError, Column, Format, Row};
use crate::nearest::nearest;

/// Columns that tell apart what stands after them: when added, they come first, and a region
/// comes after them.
const LEADING: [&str; 2] = ["provider", "profile"];

/// The columns that a format has unless told otherwise: those of
/// [`Row::DEFAULT_COLUMNS`] or [`Row::WIDE_COLUMNS`], but all of them in csv and tsv, as scripts read
/// these and want complete data.
pub fn default_columns<R: Row>(format: Format) -> Vec<&'static Column<R>> {
    match format {
        Format::Csv | Format::Tsv => {
            let columns = R::columns().iter();
            columns.filter(|column| column.is_member()).collect()
        }
        Format::Wide => named(R::WIDE_COLUMNS),
        _ => named(R::DEFAULT_COLUMNS),
    }
}

fn named<R: Row>(names: &[&str]) -> Vec<&'static Column<R>> {
    names.iter().filter_map(|name| find(name).ok()).collect()
}

/// The columns of the format `wide`, of rows that a table would show with these:
/// those of [`Row::WIDE_COLUMNS`] and what else the table has, `provider` and
/// `profile` in front and the rest at the end.
///
/// # Errors
///
/// [`ChoiceError::Column`] when the table names one that there is not.
pub fn wide_columns<R: Row>(table: &[&str]) -> Result<Vec<&'static Column<R>>, ChoiceError> {
    let added: Vec<String> = table.iter().map(|name| format!("+{name}")).collect();
    select(&added, &default_columns(Format::Wide))
}

/// Chooses columns.
///
/// `name` items list the columns, in this order, each at most once. `+name` items
/// add to the defaults, at the end (`provider`, `profile` and then `region` at the front, and none after an
/// id that is the last column), and
/// `^name` items remove; what is there already is not added again, what is not
/// there need not be removed. No items at all leave the defaults.
///
/// # Errors
///
/// [`ChoiceError`]: an unknown name, a name listed twice, plain items mixed with
/// the others, or no column left.
pub fn select<R: Row>(
    items: &[impl AsRef<str>],
    defaults: &[&'static Column<R>],
) -> Result<Vec<&'static Column<R>>, ChoiceError> {
    let changes = items
        .iter()
        .filter(|item| item.as_ref().starts_with(['+', '^']))
        .count();
    let shown = if changes == items.len() {
        change(items, defaults)?
    } else if changes == 0 {
        list(items)?
    } else {
        return Err(ChoiceError::Mixed);
    };
    if shown.is_empty() {
        Err(ChoiceError::NoColumn)
    } else {
        Ok(shown)
    }
}

fn list<R: Row>(items: &[impl AsRef<str>]) -> Result<Vec<&'static Column<R>>, ChoiceError> {
    let mut shown: Vec<&'static Column<R>> = Vec::with_capacity(items.len());
    for item in items {
        let column = find::<R>(item.as_ref())?;
        if shown.iter().any(|other| other.name == column.name) {
            return Err(ChoiceError::Twice(column.name));
        }
        shown.push(column);
    }
    Ok(shown)
}

fn change<R: Row>(
    items: &[impl AsRef<str>],
    defaults: &[&'static Column<R>],
) -> Result<Vec<&'static Column<R>>, ChoiceError> {
    let mut shown = defaults.to_vec();
    for item in items {
        let item = item.as_ref();
        let column = find::<R>(item.trim_start_matches(['+', '^']))?;
        if item.starts_with('^') {
            shown.retain(|other| other.name != column.name);
        } else if !shown.iter().any(|other| other.name == column.name) {
            let is_leading = |column: &Column<R>| LEADING.contains(&column.name);
            let at = if is_leading(column) || column.name == "region" {
                shown.iter().take_while(|other| is_leading(other)).count()
            } else {
                let is_id = shown.last().is_some_and(|last| last.name == "id");
                shown.len() - usize::from(is_id)
            };
            shown.insert(at, column);
        }
    }
    Ok(shown)
}

/// The column of this name, or with this header in lower case. Both are matched exactly.
///
/// # Errors
///
/// [`ChoiceError::Column`] when there is none, with the nearest name.
pub fn find<R: Row>(name: &str) -> Result<&'static Column<R>, ChoiceError> {
    let all = R::columns();
    all.iter()
        .find(|column| column.is_called(name))
        .ok_or_else(|| {
            let names: Vec<&'static str> = all.iter().map(|column| column.name).collect();
            ChoiceError::Column {
                name: name.to_owned(),
                nearest: near_name(name, names),
            }
        })
}

/// Names of members in other tools and APIs, in lower case and without underscores, and
/// the column that has their value.
const OTHER_NAMES: [(&str, &str); 13] = [
    ("createdat", "created"),
    ("createdtime", "created"),
    ("createtime", "created"),
    ("creationdate", "created"),
    ("creationtime", "created"),
    ("creationtimestamp", "created"),
    ("imageid", "id"),
    ("imagename", "name"),
    ("imagefamily", "family"),
    ("imageversion", "version"),
    ("imagestatus", "status"),
    ("state", "status"),
    ("disksize", "size_gib"),
];

/// The known name that was meant, perhaps: the same one in another spelling, such as
/// `OwnerId`, the one for a name of other tools, or else the most similar one.
pub(super) fn near_name<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    let wanted = plain(name);
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == wanted);
    known
        .clone()
        .into_iter()
        .find(|known| plain(known) == wanted || other.is_some_and(|(_, name)| name == known))
        .or_else(|| nearest(name, known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Image, Region};

    #[test]
    fn names_of_other_tools_are_understood() {
        let names = Image::columns().iter().map(|column| column.name);
        for (name, expected) in [
            ("created_at", Some("created")),
            ("CreationTime", Some("created")),
            ("image_id", Some("id")),
            ("ImageName", Some("name")),
            ("OwnerId", Some("owner_id")),
            ("state", Some("status")),
            ("regoin", Some("region")),
            ("colour", None),
        ] {
            assert_eq!(near_name(name, names.clone()), expected, "{name}");
        }
        // Regions have no such column.
        assert_eq!(near_name("created_at", ["id", "name"]), None);
    }

    fn chosen(items: &[&str]) -> Result<String, ChoiceError> {
        let defaults = list::<Image>(&["region", "id", "name"]).unwrap();
        let columns = select(items, &defaults)?;
        Ok(columns
            .iter()
            .map(|column| column.name)
            .collect::<Vec<_>>()
            .join(" "))
    }

    #[test]
    fn a_list_replaces_and_changes_change() {
        for (items, expected) in [
            (&[][..], "region id name"),
            (&["name", "os_type"], "name os_type"),
            (&["name", "arch"], "name architecture"),
            (&["+os_type"], "region id name os_type"),
            (&["^id"], "region name"),
            (&["^id", "+id"], "region name id"),
            (
                &["+tags", "+profile", "+provider"],
                "profile provider region id name tags",
            ),
            (&["+id", "^tags"], "region id name"),
        ] {
            assert_eq!(chosen(items).unwrap(), expected, "{items:?}");
        }
    }

    #[test]
    fn senseless_choices_are_refused() {
        let unknown = |name: &str, nearest| ChoiceError::Column {
            name: name.into(),
            nearest,
        };
        for (items, expected) in [
            (&["id", "+name"][..], ChoiceError::Mixed),
            (&["^name", "id"], ChoiceError::Mixed),
            (&["id", "name", "id"], ChoiceError::Twice("id")),
            (&["^region", "^id", "^name"], ChoiceError::NoColumn),
            (&["regoin"], unknown("regoin", Some("region"))),
            (
                &["+architectur"],
                unknown("architectur", Some("architecture")),
            ),
            (&["^colour"], unknown("colour", None)),
            (&[""], unknown("", None)),
        ] {
            assert_eq!(chosen(items), Err(expected), "{items:?}");
        }
    }

    #[test]
    fn wide_has_whatever_the_table_has() {
        let names = |table: &[&str]| {
            let columns = wide_columns::<Image>(table).unwrap();
            columns.iter().map(|column| column.name).collect::<Vec<_>>()
        };
        let wide = Image::WIDE_COLUMNS;
        assert_eq!(names(&["id", "created", "status"]), wide);
        let all = names(&["profile", "region", "id", "platform"]);
        let (id, others) = wide.split_last().unwrap();
        let leading: &[&str] = &["profile", "region"];
        assert_eq!(all, [leading, others, &["platform", *id]].concat());
        assert!(wide_columns::<Image>(&["colour"]).is_err());
    }

    #[test]
    fn csv_and_tsv_are_complete_by_default() {
        let count = |format| default_columns::<Image>(format).len();
        assert_eq!(count(Format::Table), Image::DEFAULT_COLUMNS.len());
        assert_eq!(count(Format::Wide), Image::WIDE_COLUMNS.len());
        let members = Image::columns().iter().filter(|column| column.is_member());
        let members = members.count();
        assert_eq!(members, Image::columns().len() - 1, "all but `age`");
        assert_eq!(count(Format::Csv), members);
        assert_eq!(count(Format::Tsv), members);
        assert_eq!(default_columns::<Region>(Format::Table)[0].name, "id");
    }
}
