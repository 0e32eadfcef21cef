//! Which known word somebody may have meant.

/// The candidate a misspelled word most likely means, if any is near enough.
///
/// Near is one change for short words and up to three for long ones; two
/// letters that changed places count as one change, upper and lower case as
/// none. A beginning of at least two letters is near: people shorten.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(64).flat_map(char::to_lowercase).collect();
    let allowed = (word.len() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (cost(&word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn cost(word: &[char], candidate: &str) -> usize {
    let shortened = word.len() >= 2
        && candidate
            .chars()
            .flat_map(char::to_lowercase)
            .take(word.len())
            .eq(word.iter().copied());
    if shortened {
        0
    } else {
        distance(word, candidate)
    }
}

/// Insertions, deletions, substitutions and swaps of neighbours that lead from
/// one word to the other (optimal string alignment).
fn distance(word: &[char], candidate: &str) -> usize {
    let other: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in word.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, against) in other.iter().enumerate() {
            let changed = last[column] + usize::from(letter != against);
            let mut best = changed.min(last[column + 1] + 1).min(current[column] + 1);
            let swapped =
                row > 0 && column > 0 && *letter == other[column - 1] && word[row - 1] == *against;
            if swapped {
                best = best.min(before_last[column - 1] + 1);
            }
            current.push(best);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let keys = ["regions", "retries", "timeout", "proxy", "ca_bundle"];
        for (word, expected) in [
            ("region", Some("regions")),
            ("regoins", Some("regions")),
            ("Retries", Some("retries")),
            ("tiemout", Some("timeout")),
            ("proxxy", Some("proxy")),
            ("cabundle", Some("ca_bundle")),
            ("time", Some("timeout")),
            ("colour", None),
            ("", None),
            ("t", None),
            ("xy", None),
        ] {
            assert_eq!(nearest(word, keys), expected, "{word}");
        }
    }

    #[test]
    fn a_distance_counts_swaps_once() {
        for (word, other, expected) in [
            ("", "", 0),
            ("abc", "", 3),
            ("", "ab", 2),
            ("ab", "ba", 1),
            ("kitten", "sitting", 3),
        ] {
            let letters: Vec<char> = word.chars().collect();
            assert_eq!(distance(&letters, other), expected, "{word} {other}");
        }
    }
}
