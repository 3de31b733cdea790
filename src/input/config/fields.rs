//! Reads a table of umlage.toml field by field and collects what is wrong.
//!
//! A field is known when somebody asks for it; [`Fields::finish`] reports the others with the
//! nearest known name.
//!
//! Rules: rules.md#one-spelling, rules.md#unknown-field.

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::dates::{self, DateForm};
use super::shape::Shape;
use super::tree::{Entry, Node, Table, Value};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::input::faults::Faults;
use crate::model::{DateRange, PeriodFault, parse_date, parse_period};
use crate::money::{Cents, NumberFault, Ratio, Share, parse_amount, parse_number, parse_share};
use crate::source::{Loc, Sourced};
use crate::text::{Text, nearest};

/// The most tables of one kind; with the built-in ones the numbers of parties and keys stay within
/// 16 bits.
pub(crate) const MOST_TABLES: usize = 60_000;

/// A table that is being read.
pub(crate) struct Fields<'a> {
    /// The path of the table, such as `rule.x.costs`; empty for the whole file.
    pub(crate) name: String,
    /// Where the table begins.
    pub(crate) loc: Loc,
    /// What is wrong so far.
    pub(crate) faults: &'a Faults,
    table: &'a Table,
    known: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    /// Begins to read a table.
    pub(crate) fn new(name: String, loc: Loc, table: &'a Table, faults: &'a Faults) -> Fields<'a> {
        Fields { name, loc, faults, table, known: RefCell::default() }
    }

    /// Begins to read a node that must be a table.
    pub(crate) fn of_node(name: String, node: &'a Node, faults: &'a Faults) -> Option<Fields<'a>> {
        match &node.value {
            Value::Table(table) => Some(Fields::new(name, node.loc, table, faults)),
            _ => wrong_type(faults, &name, Shape::Table, node),
        }
    }

    /// Returns the full name of a field.
    pub(crate) fn path(&self, field: &str) -> String {
        if self.name.is_empty() { field.to_owned() } else { format!("{}.{field}", self.name) }
    }

    /// Returns a field as it is.
    pub(crate) fn get(&self, field: &'static str) -> Option<&'a Node> {
        self.known.borrow_mut().push(field);
        self.table.get(field)
    }

    /// Returns a field that must be there.
    pub(crate) fn required(&self, field: &'static str) -> Option<&'a Node> {
        let node = self.get(field);
        if node.is_none() {
            let fault = Fault::MissingField { field: field.to_owned(), table: self.name.clone() };
            self.faults.at(fault, self.loc);
        }
        node
    }

    /// Reads a text.
    pub(crate) fn text(&self, field: &'static str) -> Option<Sourced<&'a str>> {
        text(self.faults, &self.path(field), self.get(field)?)
    }

    /// Reads a text that must be there and say something.
    pub(crate) fn required_text(&self, field: &'static str) -> Option<Sourced<&'a str>> {
        self.filled_text(field, self.required(field)?)
    }

    /// Reads a text that need not be there, but says something where it is.
    pub(crate) fn filled(&self, field: &'static str) -> Option<Sourced<&'a str>> {
        self.filled_text(field, self.get(field)?)
    }

    fn filled_text(&self, field: &str, node: &'a Node) -> Option<Sourced<&'a str>> {
        let read = text(self.faults, &self.path(field), node)?;
        if read.value.trim().is_empty() {
            let fault = Fault::MissingField { field: field.to_owned(), table: self.name.clone() };
            self.faults.at(fault, read.loc);
            return None;
        }
        Some(read)
    }

    /// Reads a label: a text, or a year or day that was written without quotes.
    pub(crate) fn label(&self, field: &'static str) -> Option<Sourced<String>> {
        self.label_of(field, self.get(field)?)
    }

    /// Reads a label that must be there.
    pub(crate) fn required_label(&self, field: &'static str) -> Option<Sourced<String>> {
        self.label_of(field, self.required(field)?)
    }

    fn label_of(&self, field: &str, node: &Node) -> Option<Sourced<String>> {
        label(self.faults, &self.path(field), node)
    }

    /// Reads `true` or `false`.
    pub(crate) fn flag(&self, field: &'static str) -> Option<Sourced<bool>> {
        let node = self.get(field)?;
        match node.value {
            Value::Flag(flag) => Some(Sourced::new(flag, node.loc)),
            _ => wrong_type(self.faults, &self.path(field), Shape::Flag, node),
        }
    }

    /// Reads a date, a string or a TOML date.
    pub(crate) fn date(&self, field: &'static str) -> Option<Sourced<Date>> {
        let node = self.get(field)?;
        let text = match &node.value {
            Value::Date(text) | Value::Text(text) => text,
            _ => return wrong_type(self.faults, &self.path(field), Shape::Date, node),
        };
        date(self.faults, text, node.loc)
    }

    /// Reads the fields `from` and `to`; an absent one is no limit. `None` where they are faulty.
    pub(crate) fn limits(&self) -> Option<Limits> {
        let limit = |field| match (self.date(field), self.table.get(field)) {
            (None, Some(_)) => None,
            (day, _) => Some(day),
        };
        let (from, to) = (limit("from"), limit("to"));
        let limits = (from?, to?);
        range(self.faults, &limits)?;
        Some(limits)
    }

    /// Reads the fields `from` and `to` as a range.
    pub(crate) fn range(&self) -> Option<DateRange> {
        range(self.faults, &self.limits()?)
    }

    /// Reads an amount that is not negative.
    pub(crate) fn amount(&self, field: &'static str) -> Option<Sourced<Cents>> {
        amount(self.faults, self.path(field), self.get(field)?)
    }

    /// Reads a share from 0 to 100 %.
    pub(crate) fn share(&self, field: &'static str) -> Option<Sourced<Ratio>> {
        share(self.faults, &self.path(field), self.get(field)?)
    }

    /// Reads a period.
    pub(crate) fn period(&self, field: &'static str) -> Option<DateRange> {
        let label = self.label(field)?;
        period(self.faults, &label.value, label.loc)
    }

    /// Reads a word of a closed list.
    pub(crate) fn word<T: Copy>(&self, field: &'static str, words: &[(&str, T)]) -> Option<T> {
        word(self.faults, &self.path(field), self.text(field)?, words)
    }

    /// Reads a list.
    pub(crate) fn list(&self, field: &'static str) -> Option<&'a [Node]> {
        let node = self.get(field)?;
        match &node.value {
            Value::List(list) if list.len() > MOST_TABLES => {
                self.too_many(self.path(field), node.loc);
                None
            }
            Value::List(list) => Some(list),
            _ => wrong_type(self.faults, &self.path(field), Shape::List, node),
        }
    }

    fn too_many(&self, list: String, loc: Loc) {
        self.faults.at(Fault::TooMany { list, limit: MOST_TABLES.to_string() }, loc);
    }

    /// Reads a list of texts.
    pub(crate) fn texts(&self, field: &'static str) -> Option<Vec<Sourced<&'a str>>> {
        let path = self.path(field);
        Some(self.list(field)?.iter().filter_map(|node| text(self.faults, &path, node)).collect())
    }

    /// Reads a table below.
    pub(crate) fn table(&self, field: &'static str) -> Option<Fields<'a>> {
        let table = Fields::of_node(self.path(field), self.get(field)?, self.faults);
        if table.is_none() {
            self.faults.lose_all(field);
        }
        table
    }

    /// Reads a table below that must be there.
    pub(crate) fn required_table(&self, field: &'static str) -> Option<Fields<'a>> {
        Fields::of_node(self.path(field), self.required(field)?, self.faults)
    }

    /// Reads a table of tables by id: `[party.HE]`, `[rule.x]`. The place of each is that of its
    /// id.
    pub(crate) fn tables(&self, field: &'static str) -> Vec<(&'a Entry, Fields<'a>)> {
        let Some(all) = self.table(field) else { return Vec::new() };
        if all.entries().len() > MOST_TABLES {
            self.too_many(field.to_owned(), all.loc);
            self.faults.lose_all(field);
            return Vec::new();
        }
        let each = all.entries().iter().filter_map(|entry| {
            let Some(mut fields) = Fields::of_node(all.path(&entry.key), &entry.node, self.faults)
            else {
                self.faults.lose(field, [entry.key.as_str()]);
                return None;
            };
            fields.loc = entry.key_loc;
            Some((entry, fields))
        });
        each.collect()
    }

    /// Lists all fields of a table whose fields are ids.
    pub(crate) fn entries(&self) -> &'a [Entry] {
        &self.table.entries
    }

    /// Lists those of some fields that are there, whatever they hold.
    pub(crate) fn present(&self, fields: &[&'static str]) -> Vec<(&'static str, Loc)> {
        let there = |field: &&'static str| Some((*field, self.table.get(field)?.loc));
        fields.iter().filter_map(there).collect()
    }

    /// Reports that one field cannot stand beside another, or beside a value of it.
    pub(crate) fn not_together(&self, field: &str, other: &str, loc: Loc) {
        let fault = Fault::NotTogether { field: self.path(field), other: other.to_owned() };
        let beside = other.split(' ').next().and_then(|other| self.table.get(other));
        let diagnostic = Diagnostic::at(fault, loc);
        self.faults
            .push(beside.into_iter().fold(diagnostic, |diagnostic, node| diagnostic.and(node.loc)));
    }

    /// What the table is said to lack, and what is not known of it elsewhere, follows from a field
    /// that is misspelt.
    fn misspelt(&self, field: &str) {
        self.faults.withdraw(self.loc);
        match self.name.split_once('.') {
            Some((kind, id)) if field != "name" => self.faults.lose(kind, [id]),
            Some((kind, _)) => self.faults.lose_all(kind),
            None => self.faults.lose_all(&self.name),
        }
    }

    /// Remembers the names in tables whose own name is misspelt: what refers to them elsewhere is
    /// no fault of its own.
    pub(crate) fn lose_misspelt(&self, tables: &[&'static str]) {
        for entry in self.entries().iter().filter(|entry| !tables.contains(&entry.key.as_str())) {
            let Some(meant) = nearest(&entry.key, tables.iter().copied()) else { continue };
            if let Value::Table(table) = &entry.node.value {
                self.faults.lose(meant, table.entries.iter().map(|entry| entry.key.as_str()));
            }
        }
    }

    /// Reports the fields that nobody asked for.
    pub(crate) fn finish(self) {
        let known = self.known.borrow();
        for entry in self.entries().iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let table = if self.name.is_empty() { "umlage.toml" } else { &self.name };
            let fault = Fault::UnknownField { field: entry.key.clone(), table: table.to_owned() };
            let mut all: Vec<&str> = known.clone();
            all.dedup();
            let list = all.join("`, `");
            let meant = nearest(&entry.key, known.iter().copied());
            if let Some(field) = meant.filter(|_| !self.name.is_empty()) {
                self.misspelt(field);
            }
            let diagnostic = Diagnostic::at(fault, entry.key_loc)
                .did_you_mean(meant)
                .note(format!("bekannt sind hier `{list}`"), format!("known here: `{list}`"));
            self.faults.push(diagnostic);
        }
    }
}

/// Reads a label: a text, or a year or day that was written without quotes.
pub(crate) fn label(faults: &Faults, field: &str, node: &Node) -> Option<Sourced<String>> {
    match &node.value {
        Value::Integer(_) | Value::Date(_) => Some(Sourced::new(node.shown(), node.loc)),
        _ => text(faults, field, node).map(|text| Sourced::new(text.value.to_owned(), text.loc)),
    }
}

/// Reads a node that must be a text.
pub(crate) fn text<'a>(faults: &Faults, field: &str, node: &'a Node) -> Option<Sourced<&'a str>> {
    match &node.value {
        Value::Text(text) => Some(Sourced::new(text, node.loc)),
        _ => wrong_type(faults, field, Shape::Text, node),
    }
}

/// Reads an amount that is not negative.
pub(crate) fn amount(faults: &Faults, field: String, node: &Node) -> Option<Sourced<Cents>> {
    let Value::Text(text) = &node.value else {
        return wrong_type(faults, &field, Shape::Amount, node);
    };
    let value = text.clone();
    let fault = match parse_amount(text.trim()) {
        Ok(amount) if amount.signum() >= 0 => return Some(Sourced::new(amount, node.loc)),
        Ok(_) => Fault::NegativeAmount { field, value },
        Err(NumberFault::TooLarge) => Fault::NumberTooLarge { value },
        Err(_) => Fault::BadAmount { field, value },
    };
    fault_at(faults, fault, node)
}

/// Reads a share from 0 to 100 %.
pub(crate) fn share(faults: &Faults, field: &str, node: &Node) -> Option<Sourced<Ratio>> {
    let Value::Text(text) = &node.value else {
        return wrong_type(faults, field, Shape::Share, node);
    };
    let (field, value) = (field.to_owned(), text.clone());
    let fault = match parse_share(text.trim()) {
        Ok(share) if share.value().signum() >= 0 && *share.value() <= Ratio::ONE => {
            return Some(Sourced::new(share.value().clone(), node.loc));
        }
        Ok(_) => Fault::ShareOutOfRange { field, value },
        Err(_) => Fault::BadShare { field, value },
    };
    fault_at(faults, fault, node)
}

/// Reads a share for each of some years: growth, or the way of a gliding key.
pub(crate) fn shares_by_year(table: &Fields<'_>) -> Option<BTreeMap<i16, Sourced<Ratio>>> {
    let read = |entry: &Entry| {
        let of_year = year(table, &entry.key, &entry.key, entry.key_loc);
        let part = share(table.faults, &table.path(&entry.key), &entry.node);
        Some((of_year?, part?))
    };
    let all: Vec<Option<(i16, Sourced<Ratio>)>> = table.entries().iter().map(read).collect();
    if all.is_empty() {
        let fault = Fault::MissingField { field: "2024".to_owned(), table: table.name.clone() };
        table.faults.at(fault, table.loc);
        return None;
    }
    all.into_iter().collect()
}

/// Reads a year of four digits.
pub(crate) fn year(fields: &Fields<'_>, field: &str, text: &str, loc: Loc) -> Option<i16> {
    let year = four_digits(text.trim_matches('"').trim());
    if year.is_none() {
        let fault = Fault::BadYear { field: fields.path(field), value: text.to_owned() };
        fields.faults.push(Diagnostic::at(fault, loc));
    }
    year
}

/// Reads four digits as a year.
pub(crate) fn four_digits(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|year| digits && *year > 0)
}

/// Reads the weight of a party or of a part: an integer, a share or a plain decimal number as text.
/// Tells whether it is a percentage.
pub(crate) fn weight(faults: &Faults, field: &str, node: &Node) -> Option<(Sourced<Ratio>, bool)> {
    let text = match &node.value {
        Value::Integer(number) => {
            return Some((Sourced::new(Ratio::from(*number), node.loc), false));
        }
        Value::Text(text) => text,
        _ => return wrong_type(faults, field, Shape::Weight, node),
    };
    let read = match parse_share(text.trim()) {
        Ok(share) => Ok((share.value().clone(), matches!(share, Share::Percent(_)))),
        Err(NumberFault::NoShareSign) => {
            parse_number(text.trim()).map(|number| (Ratio::from(number), false))
        }
        Err(fault) => Err(fault),
    };
    match read {
        Ok((value, percent)) => Some((Sourced::new(value, node.loc), percent)),
        Err(NumberFault::TooLarge) => {
            fault_at(faults, Fault::NumberTooLarge { value: text.clone() }, node)
        }
        Err(_) => {
            let fault = Fault::BadWeight { field: field.to_owned(), value: text.clone() };
            fault_at(faults, fault, node)
        }
    }
}

/// Reads a date.
pub(crate) fn date(faults: &Faults, text: &str, loc: Loc) -> Option<Sourced<Date>> {
    read_date(text, loc).map_err(|diagnostic| faults.push(*diagnostic)).ok()
}

/// Reads a date, or says why it is none.
pub(crate) fn read_date(text: &str, loc: Loc) -> Checked<Sourced<Date>> {
    parse_date(text.trim()).map(|day| Sourced::new(day, loc)).map_err(|reason| {
        let example = dates::meant(text, None).unwrap_or_else(|| "2021-08-01".to_owned());
        let diagnostic = Diagnostic::at(Fault::BadDate { value: text.to_owned(), example }, loc);
        Box::new(match reason {
            PeriodFault::NoSuchDay => {
                diagnostic.note("diesen Tag gibt es nicht", "there is no such day")
            }
            _ => diagnostic,
        })
    })
}

/// Reads a period.
pub(crate) fn period(faults: &Faults, text: &str, loc: Loc) -> Option<DateRange> {
    read_period(text, loc, None).map_err(|diagnostic| faults.push(*diagnostic)).ok()
}

/// Reads a period, or says why it is none; `form` is that of the file's days.
pub(crate) fn read_period(text: &str, loc: Loc, form: Option<&DateForm>) -> Checked<DateRange> {
    parse_period(text.trim()).map_err(|reason| {
        if reason == PeriodFault::Backwards {
            let (from, to) = text.split_once('/').unwrap_or((text, text));
            let fault = Fault::DatesBackwards { from: from.to_owned(), to: to.to_owned() };
            return Box::new(Diagnostic::at(fault, loc));
        }
        let day = form.map(DateForm::example);
        let day = day.map(|day| {
            Text::new(format!("; einen Tag auch als `{day}`"), format!("; a day also as `{day}`"))
        });
        let fault = Fault::BadPeriod { value: text.to_owned(), day: day.unwrap_or_default() };
        Box::new(Diagnostic::at(fault, loc).did_you_mean(dates::meant(text, form).as_deref()))
    })
}

/// The first and the last day of a range; an absent one is no limit.
pub(crate) type Limits = (Option<Sourced<Date>>, Option<Sourced<Date>>);

/// Makes a range of its limits.
pub(crate) fn range(faults: &Faults, limits: &Limits) -> Option<DateRange> {
    let first = limits.0.as_ref().map_or(Date::MIN, |day| day.value);
    let last = limits.1.as_ref().map_or(Date::MAX, |day| day.value);
    let range = DateRange::new(first, last);
    if let (None, (Some(from), Some(to))) = (range, limits) {
        let fault =
            Fault::DatesBackwards { from: from.value.to_string(), to: to.value.to_string() };
        faults.push(Diagnostic::at(fault, to.loc).and(from.loc));
    }
    range
}

/// Finds a word in a closed list.
pub(crate) fn word<T: Copy>(
    faults: &Faults,
    field: &str,
    text: Sourced<&str>,
    words: &[(&str, T)],
) -> Option<T> {
    let found = words.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
    if found.is_none() {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let near = nearest(text.value, known.iter().copied());
        let fault = Fault::UnknownValue {
            field: field.to_owned(),
            value: text.value.to_owned(),
            known: known.join(", "),
        };
        faults.push(Diagnostic::at(fault, text.loc).did_you_mean(near));
    }
    found
}

/// Reports a value of the wrong type.
pub(crate) fn wrong_type<T>(
    faults: &Faults,
    field: &str,
    expected: Shape,
    node: &Node,
) -> Option<T> {
    faults.push(with_hidden(expected.missed(field.to_owned(), node), node));
    None
}

/// Reports a fault at a node, with the value that it hides.
pub(crate) fn fault_at<T>(faults: &Faults, fault: Fault, node: &Node) -> Option<T> {
    faults.push(with_hidden(Diagnostic::at(fault, node.loc), node));
    None
}

/// Adds the value that a node hides.
fn with_hidden(diagnostic: Diagnostic, node: &Node) -> Diagnostic {
    match &node.hides {
        Some(hidden) => {
            diagnostic.and_here(hidden.loc, "dieser Wert ist verdeckt", "this value is hidden")
        }
        None => diagnostic,
    }
}
