//! Which regions are asked: their names, and the word `all`.

use crate::words::quoted;

/// The longest region id taken. Real ones have about twenty characters.
const LONGEST: usize = 64;

/// Which regions to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegionChoice {
    /// Every region the provider offers.
    All,
    /// These, each once, in the order given; never none.
    Named(Vec<String>),
}

impl RegionChoice {
    /// Whether more than one region may be meant.
    pub fn is_several(&self) -> bool {
        match self {
            RegionChoice::All => true,
            RegionChoice::Named(ids) => ids.len() > 1,
        }
    }

    /// The choice for people: `all`, or ids with commas.
    pub fn display(&self) -> String {
        match self {
            RegionChoice::All => "all".to_owned(),
            RegionChoice::Named(ids) => ids.join(","),
        }
    }
}

/// Checks a region id: lower-case letters, digits and hyphens after a letter.
/// It becomes part of a host name, so nothing else may get in.
///
/// # Errors
/// When the text is anything else, or the word `all`.
pub fn parse_id(text: &str) -> Result<String, String> {
    let letters = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if text == "all" {
        Err("`all` is not the id of a region".to_owned())
    } else if text.is_empty() {
        Err("the id of a region is empty".to_owned())
    } else if text.len() <= LONGEST
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(letters)
    {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "{} is not the id of a region: lower-case letters, digits and hyphens after a letter, \
             such as `cn-hangzhou`",
            quoted(text)
        ))
    }
}

/// Checks a list of region ids, or the one word `all`, and drops repetitions.
///
/// # Errors
/// When the list is empty, an id is not one, or `all` does not stand alone.
pub fn choice<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<RegionChoice, String> {
    let words: Vec<&str> = words.into_iter().collect();
    if words == ["all"] {
        return Ok(RegionChoice::All);
    }
    if words.contains(&"all") {
        return Err("`all` stands alone: leave the other regions out".to_owned());
    }
    list(words).map(RegionChoice::Named)
}

/// Checks a list of region ids and drops repetitions.
///
/// # Errors
/// When the list is empty or an id is not one.
pub fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Vec<String>, String> {
    let mut ids = Vec::new();
    for word in words {
        let id = parse_id(word)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.is_empty() {
        Err("the list of regions is empty".to_owned())
    } else {
        Ok(ids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_stand_in_a_host_name_is_a_region() {
        let longest = "a".repeat(LONGEST);
        for good in ["cn-hangzhou", "a", "cn-hangzhou-acdr-ut-1", "eu2", &longest] {
            assert_eq!(parse_id(good).as_deref(), Ok(good));
        }
        let too_long = "a".repeat(LONGEST + 1);
        for bad in [
            "",
            "all",
            "CN-hangzhou",
            "1cn",
            "-cn",
            "cn_1",
            "cn.evil.com",
            "cn/..",
            "cn@host",
            "cn:80",
            "cn hangzhou",
            "cn\n",
            "cn#",
            "cn?x",
            "cn%2e",
            "ｃｎ",
            &too_long,
        ] {
            assert!(parse_id(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_choice_is_all_or_a_list_without_repetitions() {
        let named = |ids: &[&str]| {
            Ok(RegionChoice::Named(
                ids.iter().map(|id| (*id).to_owned()).collect(),
            ))
        };
        assert_eq!(choice(["all"]), Ok(RegionChoice::All));
        assert_eq!(choice(["b", "a", "b"]), named(&["b", "a"]));
        for (words, reason) in [
            (&["all", "a"][..], "stands alone"),
            (&[], "list of regions is empty"),
            (&["a", ""], "id of a region is empty"),
            (&["a", "B"], "not the id"),
        ] {
            let message = choice(words.iter().copied()).unwrap_err();
            assert!(message.contains(reason), "{words:?}: {message}");
        }
    }
}
