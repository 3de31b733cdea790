//! All readings of a number, slowly and from the rules of `docs/reference/files.md` alone: every
//! way to take a text apart is tried, so that a text with two readings would show.

use std::collections::BTreeSet;

use umlage::money::NumberStyle;

/// A number as it is written: whether it is negative, its digits before and behind the decimal
/// mark.
pub type Written = (bool, String, String);

const BLANKS: [char; 3] = [' ', '\u{a0}', '\u{202f}'];
const DASHES: [char; 3] = ['-', '\u{2212}', '\u{2013}'];

/// Every reading of a text in a style.
pub fn readings(text: &str, style: &NumberStyle) -> BTreeSet<Written> {
    let mut all = BTreeSet::new();
    if !style.declared {
        for (negative, rest) in
            [(false, Some(text)), (false, text.strip_prefix('+')), (true, text.strip_prefix('-'))]
        {
            all.extend(
                rest.into_iter()
                    .flat_map(|rest| unsigned(rest, style))
                    .map(|(w, p)| (negative, w, p)),
            );
        }
        return all;
    }
    for (inner, has_unit) in with_unit(text) {
        let mut bodies: Vec<(bool, String)> = vec![(false, inner.clone())];
        bodies.extend(inner.strip_prefix('+').map(|rest| (false, rest.to_owned())));
        bodies.extend(
            DASHES
                .iter()
                .filter_map(|dash| inner.strip_prefix(*dash))
                .map(|rest| (true, rest.to_owned())),
        );
        bodies.extend(
            DASHES
                .iter()
                .filter_map(|dash| inner.strip_suffix(*dash))
                .map(|rest| (true, rest.to_owned())),
        );
        if let Some(within) = inner.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            let within = with_unit(within).into_iter().filter(|(_, again)| !(has_unit && *again));
            bodies.extend(within.map(|(rest, _)| (true, rest)));
        }
        for (negative, body) in bodies {
            all.extend(
                unsigned(&body, style).into_iter().map(|(whole, part)| (negative, whole, part)),
            );
        }
    }
    all
}

/// The text as it is, and without the unit before or behind it; whether there was one.
fn with_unit(text: &str) -> Vec<(String, bool)> {
    let mut all = vec![(text.to_owned(), false)];
    for unit in ["€", "EUR"] {
        all.extend(
            text.strip_prefix(unit).map(|rest| (rest.trim_start_matches(BLANKS).to_owned(), true)),
        );
        all.extend(
            text.strip_suffix(unit).map(|rest| (rest.trim_end_matches(BLANKS).to_owned(), true)),
        );
    }
    all
}

/// Digits with at most one decimal mark, and marks between thousands.
fn unsigned(text: &str, style: &NumberStyle) -> BTreeSet<(String, String)> {
    let mut all: BTreeSet<(String, String)> =
        wholes(text, style).map(|whole| (whole, String::new())).collect();
    for (at, mark) in text.match_indices(style.decimal) {
        let part = &text[at + mark.len()..];
        if is_digits(part) {
            all.extend(wholes(&text[..at], style).map(|whole| (whole, part.to_owned())));
        }
    }
    all
}

/// Digits, or one to three digits, not 0 first, and then groups of a mark and three digits.
fn wholes(text: &str, style: &NumberStyle) -> impl Iterator<Item = String> {
    let mut found = Vec::new();
    if is_digits(text) {
        found.push(text.to_owned());
    }
    for mark in &style.thousands {
        let groups: Vec<&str> = text.split(*mark).collect();
        let [first, rest @ ..] = &groups[..] else { continue };
        let fits = is_digits(first) && first.len() < 4 && !first.starts_with('0');
        if fits && !rest.is_empty() && rest.iter().all(|group| is_digits(group) && group.len() == 3)
        {
            found.push(groups.concat());
        }
    }
    found.into_iter()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c: char| c.is_ascii_digit())
}
