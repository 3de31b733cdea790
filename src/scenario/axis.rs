//! The variables of a sweep: a range or list of values for a path, or users that join one after
//! another.
//!
//! Rules: rules.md#sweep-join.

use crate::money::{Ratio, parse_number, parse_share};

/// The most values of a range.
const MOST_VALUES: usize = 100_000;

/// A variable and its values.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Its name: a path of umlage.toml, or a word that settings use in braces; for users, the
    /// service or `members`.
    pub name: String,
    /// What it does.
    pub kind: AxisKind,
}

/// What a variable does.
#[derive(Clone, Debug)]
pub enum AxisKind {
    /// Sets a value.
    Values(Vec<Number>),
    /// The first n of these parties, by their ids, take part, always; the others of them do not.
    Join {
        /// Their ids, in the order in which they join.
        parties: Vec<String>,
        /// Whether nobody else takes part; else whoever is not named stays as it is.
        only: bool,
    },
}

/// A value of an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// As it is written.
    pub text: String,
    /// What it is worth, where it is a number; a percentage as a part of one.
    pub value: Option<Ratio>,
    /// Whether it is written in percent.
    pub percent: bool,
    /// Whether it stands in a setting as it is typed, or as text.
    raw: bool,
}

/// Why a text is no axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AxisFault {
    /// There is no `=`, or nothing on one side of it.
    NoValue,
    /// A range is `FROM..TO:STEP`, and the step leads from one to the other.
    BadRange(String),
    /// The range has too many values.
    TooMany,
    /// The same value twice.
    Doubled(String),
}

impl Number {
    /// Writes a number of a range: as a decimal where it ends, else as a fraction.
    pub fn of(value: Ratio, percent: bool) -> Number {
        let hundred = Ratio::from(100);
        let shown = if percent { &value * &hundred } else { value.clone() };
        let text = match (shown.decimal(10), percent) {
            ((text, true), true) => format!("{text} %"),
            ((text, true), false) => text,
            ((_, false), _) => value.fraction(),
        };
        Number { text, value: Some(value), percent, raw: false }
    }

    fn listed(text: &str) -> Number {
        let share = parse_share(text).ok().map(|share| share.value().clone());
        let number = parse_number(text).ok().map(Ratio::from);
        let percent = text.ends_with('%');
        let is_number = number.is_some() || share.is_some();
        Number { text: text.to_owned(), value: share.or(number), percent, raw: !is_number }
    }

    /// The number as the value of a setting.
    fn written(&self) -> String {
        if self.raw { self.text.clone() } else { format!("\"{}\"", self.text) }
    }

    /// What is left to one.
    fn complement(&self) -> Option<Number> {
        Some(Number::of(&Ratio::ONE - self.value.as_ref()?, self.percent))
    }
}

impl Axis {
    /// Reads `PATH=FROM..TO:STEP` or `PATH=A,B,C`.
    ///
    /// # Errors
    /// Where it is none: see [`AxisFault`].
    pub fn parse(text: &str) -> Result<Axis, AxisFault> {
        let (name, values) = text.split_once('=').ok_or(AxisFault::NoValue)?;
        let (name, values) = (name.trim(), values.trim());
        if name.is_empty() || values.is_empty() {
            return Err(AxisFault::NoValue);
        }
        let values = if values.contains("..") { range(values)? } else { list(values)? };
        Ok(Axis { name: name.to_owned(), kind: AxisKind::Values(values) })
    }

    /// Reads `SERVICE=HE,RP,…`; the parties as they are typed.
    ///
    /// # Errors
    /// Where it is none: see [`AxisFault`].
    pub fn parse_join(text: &str) -> Result<(String, Vec<String>), AxisFault> {
        let (name, parties) = text.split_once('=').ok_or(AxisFault::NoValue)?;
        let parties: Vec<String> =
            parties.split(',').map(|party| party.trim().to_owned()).collect();
        if name.trim().is_empty() || parties.iter().any(String::is_empty) {
            return Err(AxisFault::NoValue);
        }
        Ok((name.trim().to_owned(), parties))
    }

    /// Returns how many values there are.
    pub fn len(&self) -> usize {
        match &self.kind {
            AxisKind::Values(values) => values.len(),
            AxisKind::Join { parties, .. } => parties.len(),
        }
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes a value.
    pub fn label(&self, index: usize) -> String {
        match &self.kind {
            AxisKind::Values(values) => values[index].text.clone(),
            AxisKind::Join { .. } => (index + 1).to_string(),
        }
    }

    /// Puts a value into the settings that use it; a name with a dot is a path and makes a setting
    /// of its own.
    pub(super) fn apply(&self, value: &Number, settings: &mut Vec<String>) {
        let (here, rest) = (format!("{{{}}}", self.name), format!("{{1-{}}}", self.name));
        let complement = value.complement().map(|number| number.text).unwrap_or_default();
        let mut is_used = false;
        for setting in settings.iter_mut() {
            if setting.contains(&here) || setting.contains(&rest) {
                is_used = true;
                // Where it is the whole value it is text; what looks like a decimal would be no
                // exact number in TOML.
                *setting = match setting.split_once('=') {
                    Some((path, whole)) if whole.trim() == here => {
                        format!("{path}={}", value.written())
                    }
                    Some((path, whole)) if whole.trim() == rest => {
                        format!("{path}=\"{complement}\"")
                    }
                    _ => setting.replace(&here, &value.text).replace(&rest, &complement),
                };
            }
        }
        if !is_used {
            settings.push(format!("{}={}", self.name, value.written()));
        }
    }
}

/// Reads `FROM..TO:STEP`, all in percent or none.
fn range(text: &str) -> Result<Vec<Number>, AxisFault> {
    let bad = || AxisFault::BadRange(text.to_owned());
    let (from, rest) = text.split_once("..").ok_or_else(bad)?;
    let (to, step) = rest.split_once(':').ok_or_else(bad)?;
    let percent = [from, to, step].iter().any(|part| part.trim().ends_with('%'));
    let number = |part: &str| -> Result<Ratio, AxisFault> {
        let plain = part.trim().trim_end_matches('%').trim_end();
        let value = match plain.contains('/') {
            true => parse_share(plain).map(|share| share.value().clone()),
            false => parse_number(plain).map(Ratio::from),
        };
        let value = value.map_err(|_| bad())?;
        Ok(if percent { &value * &Ratio::new(1, 100) } else { value })
    };
    let (from, to, step) = (number(from)?, number(to)?, number(step)?);
    let wide = &to - &from;
    if step.is_zero() || wide.signum() * step.signum() < 0 {
        return Err(bad());
    }
    let mut values = Vec::new();
    let mut value = from;
    while (&to - &value).signum() * step.signum() >= 0 {
        if values.len() == MOST_VALUES {
            return Err(AxisFault::TooMany);
        }
        values.push(Number::of(value.clone(), percent));
        value = &value + &step;
        if wide.is_zero() {
            break;
        }
    }
    Ok(values)
}

/// Reads a list; a comma inside brackets or quotation marks parts nothing.
fn list(text: &str) -> Result<Vec<Number>, AxisFault> {
    let (mut depth, mut quoted, mut start) = (0_i32, None, 0);
    let mut parts = Vec::new();
    for (at, letter) in text.char_indices() {
        match (quoted, letter) {
            (Some(mark), _) if letter == mark => quoted = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quoted = Some(letter),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    let values: Vec<Number> = parts.iter().map(|part| Number::listed(part.trim())).collect();
    for (index, value) in values.iter().enumerate() {
        if value.text.is_empty() {
            return Err(AxisFault::NoValue);
        }
        if values[..index].contains(value) {
            return Err(AxisFault::Doubled(value.text.clone()));
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let axis = Axis::parse(text).unwrap();
        (0..axis.len()).map(|index| axis.label(index)).collect()
    }

    #[test]
    fn ranges_and_lists_are_read_exactly() {
        assert_eq!(texts("a.b=0..50:12.5%"), ["0 %", "12.5 %", "25 %", "37.5 %", "50 %"]);
        assert_eq!(texts("w=0..1:1/3"), ["0", "1/3", "2/3", "1"]);
        assert_eq!(texts("w=3..1:-1"), ["3", "2", "1"]);
        assert_eq!(texts("w=0.1..0.35:0.1"), ["0.1", "0.2", "0.3"]);
        assert_eq!(texts("k=a,[1, 2],\"x,y\""), ["a", "[1, 2]", "\"x,y\""]);
        for (text, fault) in [
            ("a", AxisFault::NoValue),
            ("a=", AxisFault::NoValue),
            ("a=1,,2", AxisFault::NoValue),
            ("a=1..2", AxisFault::BadRange("1..2".into())),
            ("a=1..2:0", AxisFault::BadRange("1..2:0".into())),
            ("a=1..2:-1", AxisFault::BadRange("1..2:-1".into())),
            ("a=0..1:1/1000000", AxisFault::TooMany),
            ("a=1,2,1", AxisFault::Doubled("1".into())),
        ] {
            assert_eq!(Axis::parse(text).unwrap_err(), fault, "{text}");
        }
    }

    #[test]
    fn a_value_goes_into_braces_or_makes_a_setting() {
        let apply = |axis: &str, settings: &[&str]| {
            let axis = Axis::parse(axis).unwrap();
            let AxisKind::Values(values) = &axis.kind else { panic!() };
            let mut settings: Vec<String> =
                settings.iter().map(|text| (*text).to_owned()).collect();
            axis.apply(&values[0], &mut settings);
            settings
        };
        assert_eq!(apply("r.share=30 %", &[]), ["r.share=\"30 %\""]);
        assert_eq!(apply("r.key=nutzung", &["x=1"]), ["x=1", "r.key=nutzung"]);
        assert_eq!(apply("w=30 %", &["a={w}", "b={1-w}"]), ["a=\"30 %\"", "b=\"70 %\""]);
        assert_eq!(apply("w=1/3..1:1/3", &["b=\"{1-w}\""]), ["b=\"2/3\""]);
    }
}
