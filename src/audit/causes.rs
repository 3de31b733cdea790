//! What is no longer as it was when a report was made: the settings and rows behind what has moved.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};

use super::Run;
use crate::money::{Cents, parse_amount};

/// A setting or a row that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The setting, by its path; empty for a row of a data file.
    pub setting: String,
    /// Where it stands, or stood where it is gone.
    pub place: String,
    /// What it was, where it was there.
    pub before: Option<Stated>,
    /// What it is, where it is there.
    pub now: Option<Stated>,
}

/// What a setting or a row says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stated {
    /// A sum of money.
    Money(Cents),
    /// Anything else, as it is written.
    Text(String),
}

/// Finds the settings that differ between two runs, and the figures read from files that differ
/// between their derivations. Rows that only moved to other lines are none.
pub fn causes(before: &Run, now: &Run, derivations: &[(&[u8], &[u8])]) -> Vec<Cause> {
    let mut found = settings(before, now);
    let digests = |run: &Run| -> BTreeMap<String, String> {
        run.inputs.iter().map(|input| (input.file.clone(), input.sha256.clone())).collect()
    };
    let (old, new) = (digests(before), digests(now));
    let files: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changed: Vec<&String> =
        files.into_iter().filter(|file| old.get(*file) != new.get(*file)).collect();
    let [was, is] = [0, 1].map(|side| {
        let texts = derivations.iter().map(|pair| if side == 0 { pair.0 } else { pair.1 });
        texts.flat_map(read_figures).collect::<BTreeMap<_, _>>()
    });
    for file in changed.into_iter().filter(|file| !file.ends_with(".toml")) {
        found.extend(rows(&of_file(&was, file), &of_file(&is, file)));
    }
    found
}

fn settings(before: &Run, now: &Run) -> Vec<Cause> {
    let old: BTreeMap<&str, _> = before.settings.iter().map(|it| (it.path.as_str(), it)).collect();
    let new: BTreeSet<&str> = now.settings.iter().map(|it| it.path.as_str()).collect();
    let stated = |value: &String| Some(Stated::Text(value.clone()));
    let others = now.settings.iter().filter_map(|setting| {
        let was = old.get(setting.path.as_str()).map(|old| old.value.clone());
        (was.as_ref() != Some(&setting.value)).then(|| Cause {
            setting: setting.path.clone(),
            place: setting.place.clone(),
            before: was.as_ref().and_then(stated),
            now: stated(&setting.value),
        })
    });
    let gone = before.settings.iter().filter(|setting| !new.contains(setting.path.as_str()));
    let gone = gone.map(|setting| Cause {
        setting: setting.path.clone(),
        place: setting.place.clone(),
        before: stated(&setting.value),
        now: None,
    });
    others.chain(gone).collect()
}

/// A place in the order of lines and columns.
type Place = (Vec<u64>, String);

/// Lists the figures of one file in the order of their places.
fn of_file<'a>(figures: &'a BTreeMap<Place, Stated>, file: &str) -> Vec<(&'a str, &'a Stated)> {
    let is_there = |place: &str| {
        place.strip_prefix(file).is_some_and(|rest| rest.starts_with([':', '!', ' ']))
    };
    let all = figures.iter().filter(|((_, place), _)| is_there(place));
    all.map(|((_, place), stated)| (place.as_str(), stated)).collect()
}

/// Compares the figures of a file. Where they stand does not count: rows may have moved to other
/// lines.
fn rows(was: &[(&str, &Stated)], is: &[(&str, &Stated)]) -> Vec<Cause> {
    let (gone, come) = (without(was, is), without(is, was));
    let cause = |place: &str, before: Option<&Stated>, now: Option<&Stated>| Cause {
        setting: String::new(),
        place: place.to_owned(),
        before: before.cloned(),
        now: now.cloned(),
    };
    if gone.len() == come.len() {
        let pairs = gone.iter().zip(&come);
        return pairs.map(|(was, is)| cause(is.0, Some(was.1), Some(is.1))).collect();
    }
    let gone = gone.iter().map(|was| cause(was.0, Some(was.1), None));
    gone.chain(come.iter().map(|is| cause(is.0, None, Some(is.1)))).collect()
}

/// Takes out of a list, once each, the figures of another.
fn without<'a>(
    list: &[(&'a str, &'a Stated)],
    other: &[(&str, &Stated)],
) -> Vec<(&'a str, &'a Stated)> {
    let mut counts: BTreeMap<&Stated, usize> = BTreeMap::new();
    for (_, stated) in other {
        let count = counts.entry(stated).or_default();
        *count = count.saturating_add(1);
    }
    let mut left = list.to_vec();
    left.retain(|(_, stated)| match counts.get_mut(stated) {
        Some(count) if *count > 0 => {
            *count = count.saturating_sub(1);
            false
        }
        _ => true,
    });
    left
}

/// Reads from a derivation what was read from files.
fn read_figures(text: &[u8]) -> Vec<(Place, Stated)> {
    let trace: Derivation = serde_json::from_slice(text).unwrap_or_default();
    let read = trace.steps.into_iter().filter(|step| step.operation == "read");
    read.filter_map(|step| {
        let place = step.inputs.0?;
        let money = if step.money { parse_amount(&step.rounded).ok() } else { None };
        let stated = money.map_or(Stated::Text(step.rounded), Stated::Money);
        Some(((numbers(&place), place), stated))
    })
    .collect()
}

/// The numbers in a place, by which line 9 comes before line 10.
fn numbers(place: &str) -> Vec<u64> {
    place.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

/// A derivation as it is written, but for what is not needed here.
#[derive(Default, Deserialize)]
struct Derivation {
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    operation: String,
    inputs: First,
    #[serde(default)]
    rounded: String,
    #[serde(default)]
    money: bool,
}

/// The first of a list, where it is a text.
struct First(Option<String>);

impl<'de> Deserialize<'de> for First {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<First, D::Error> {
        deserializer.deserialize_seq(TakeFirst)
    }
}

struct TakeFirst;

#[derive(Deserialize)]
#[serde(untagged)]
enum Input {
    Place(String),
    Step(IgnoredAny),
}

impl<'de> Visitor<'de> for TakeFirst {
    type Value = First;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of inputs")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<First, A::Error> {
        let first = match list.next_element()? {
            Some(Input::Place(place)) => Some(place),
            Some(Input::Step(IgnoredAny)) | None => None,
        };
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(First(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace(reads: &[(u32, &str)]) -> Vec<u8> {
        let steps = reads.iter().map(|(line, amount)| {
            let inputs = format!(r#""inputs":["costs.csv:{line}:6",1]"#);
            format!(r#"{{"operation":"read",{inputs},"rounded":"{amount}","money":true}}"#)
        });
        format!(r#"{{"schema":"x","steps":[{}]}}"#, steps.collect::<Vec<_>>().join(","))
            .into_bytes()
    }

    fn told(was: &[(u32, &str)], is: &[(u32, &str)]) -> Vec<String> {
        let [was, is] = [was, is].map(|reads| read_figures(&trace(reads)).into_iter().collect());
        let said = |stated: Option<Stated>| match stated {
            Some(Stated::Money(amount)) => amount.plain(),
            Some(Stated::Text(text)) => text,
            None => "-".to_owned(),
        };
        let all = rows(&of_file(&was, "costs.csv"), &of_file(&is, "costs.csv")).into_iter();
        all.map(|cause| format!("{} {} {}", cause.place, said(cause.before), said(cause.now)))
            .collect()
    }

    #[test]
    fn a_changed_row_is_told_by_its_line_and_moved_rows_are_not() {
        let was = [(9, "1.00"), (10, "2.00"), (11, "3.00")];
        assert_eq!(told(&was, &was), Vec::<String>::new());
        let changed = [(9, "1.00"), (10, "2.01"), (11, "3.00")];
        assert_eq!(told(&was, &changed), ["costs.csv:10:6 2.00 2.01"]);
        let added = [(9, "1.00"), (10, "7.00"), (11, "2.00"), (12, "3.00")];
        assert_eq!(told(&was, &added), ["costs.csv:10:6 - 7.00"]);
        assert_eq!(told(&was, &was[..2]), ["costs.csv:11:6 3.00 -"]);
        let shuffled = [(9, "3.00"), (10, "1.00"), (11, "2.00")];
        assert_eq!(told(&was, &shuffled), Vec::<String>::new());
        let both = [(9, "2.00"), (10, "3.50")];
        assert_eq!(
            told(&was, &both),
            ["costs.csv:9:6 1.00 -", "costs.csv:11:6 3.00 -", "costs.csv:10:6 - 3.50"]
        );
    }
}
