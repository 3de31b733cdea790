//! `[[change]]`: what a scenario does to the numbers of rows, after they are read and before
//! anything is added up.
//!
//! Rules: rules.md#change.

use std::sync::Arc;

use super::select::{Mark, Selectable, Selection};
use crate::diag::{Diagnostic, Fault};
use crate::input::builtin::Statistics;
use crate::input::config::fields::{self, Fields};
use crate::input::config::shape::Shape;
use crate::input::config::tree::{Node, Value};
use crate::input::names::directory::Directory;
use crate::input::records::schema::Schema;
use crate::input::tables::{BudgetRow, CostLine, DriverLine, PaymentLine, registry};
use crate::model::{
    DateRange, Edit, EditHow, History, PartyIx, RowEffect, RowEffectKind, Statistic, UsageRow,
};
use crate::money::{Cents, Mode, NumberFault, Ratio, parse_amount, parse_number, parse_share};
use crate::source::{Loc, Sourced};
use crate::text::{Lang, Text};

/// A change of some rows.
pub(crate) struct Change {
    /// The table.
    pub(crate) table: &'static str,
    selection: Selection,
    how: How,
    loc: Loc,
}

/// What is done to the numbers.
enum How {
    Factor(Sourced<Ratio>),
    Add(Sourced<Ratio>),
    Set(Sourced<Ratio>),
    /// The rate, and the last year that stays as it is.
    Grow(Sourced<Ratio>, i16),
}

/// Reads the changes in the order of the layers.
pub(crate) fn read(list: &[Node], directory: &Directory<'_>) -> Vec<Change> {
    let read = |node: &Node| {
        let fields = Fields::of_node("change".to_owned(), node, directory.faults)?;
        let change = change(&fields, directory);
        if change.is_some() {
            fields.finish();
        }
        change
    };
    list.iter().filter_map(read).collect()
}

fn change(fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Change> {
    fields.text("id");
    fields.required("table")?;
    let changed = registry::ALL.into_iter().filter(|schema| schema.is_changed);
    let words: Vec<(&str, &Schema)> = changed.map(|schema| (schema.table, schema)).collect();
    let schema = fields.word("table", &words)?;
    let table = schema.table;
    let selection = Selection::read(table, fields, directory);
    let how = how(fields, schema.is_money());
    Some(Change { table, selection: selection?, how: how?, loc: fields.loc })
}

/// Reads exactly one of `factor`, `add`, `set` and `grow`.
fn how(fields: &Fields<'_>, money: bool) -> Option<How> {
    let given = fields.present(&["factor", "add", "set", "grow"]);
    for field in ["factor", "add", "set", "grow", "since"] {
        fields.get(field);
    }
    if let [(first, _), (second, loc), ..] = given[..] {
        fields.not_together(second, first, loc);
        return None;
    }
    if let (Some((name, loc)), true) =
        (fields.present(&["since"]).first(), fields.present(&["grow"]).is_empty())
    {
        let other = given.first().map_or("factor", |(name, _)| name);
        fields.not_together(name, other, *loc);
        return None;
    }
    let Some((name, _)) = given.first() else {
        fields.faults.at(Fault::ChangeMissing { table: fields.name.clone() }, fields.loc);
        return None;
    };
    Some(match *name {
        "factor" => How::Factor(value(fields, "factor", factor)?),
        "add" => How::Add(value(fields, "add", |text| number(text, money))?),
        "set" => How::Set(value(fields, "set", |text| number(text, money))?),
        _ => {
            let rate = value(fields, "grow", rate);
            let since = fields.required_label("since");
            let year =
                since.and_then(|since| fields::year(fields, "since", &since.value, since.loc));
            How::Grow(rate?, year?)
        }
    })
}

/// Reads a factor: a number or a percentage, not negative.
fn factor(text: &str) -> Option<Ratio> {
    let read = match parse_share(text) {
        Ok(share) => Some(share.value().clone()),
        Err(NumberFault::NoShareSign) => parse_number(text).ok().map(Ratio::from),
        Err(_) => None,
    };
    read.filter(|factor| factor.signum() >= 0)
}

/// Reads a rate of growth: a percentage or fraction, above -100 %.
pub(crate) fn rate(text: &str) -> Option<Ratio> {
    let read = parse_share(text).ok().map(|share| share.value().clone());
    read.filter(|rate| (&Ratio::ONE + rate).signum() > 0)
}

/// Reads a number of a row; money in cents.
fn number(text: &str, money: bool) -> Option<Ratio> {
    if money {
        parse_amount(text).ok().map(Cents::ratio)
    } else {
        parse_number(text).ok().map(Ratio::from)
    }
}

/// Reads a number that stands in quotation marks.
pub(crate) fn value(
    fields: &Fields<'_>,
    field: &'static str,
    parse: impl Fn(&str) -> Option<Ratio>,
) -> Option<Sourced<Ratio>> {
    let node = fields.get(field)?;
    let shape = match field {
        "factor" | "add" | "set" => Shape::Amount,
        _ => Shape::Share,
    };
    if let (Value::Integer(number), "factor") = (&node.value, field) {
        return Some(Sourced::new(Ratio::from(*number), node.loc))
            .filter(|factor| factor.value.signum() >= 0);
    }
    let Value::Text(text) = &node.value else {
        return fields::wrong_type(fields.faults, &fields.path(field), shape, node);
    };
    let read = parse(text.trim()).map(|value| Sourced::new(value, node.loc));
    if read.is_none() {
        let example = match field {
            "factor" => Text::new("`\"1.08\"` oder `\"108 %\"`", "`\"1.08\"` or `\"108 %\"`"),
            "add" | "set" => Text::new(
                "`\"1000.00\"`, bei Mengen auch mehr Nachkommastellen,",
                "`\"1000.00\"`, for quantities with more decimals as well,",
            ),
            _ => Text::new("`\"3 %\"`, mehr als -100 %,", "`\"3 %\"`, more than -100 %,"),
        };
        let fault =
            Fault::BadChangeValue { field: fields.path(field), value: text.clone(), example };
        return fields::fault_at(fields.faults, fault, node);
    }
    read
}

/// A row whose number can be changed.
pub(crate) trait Editable: Selectable {
    /// Whether the number is money, rounded to the cent.
    const MONEY: bool;
    /// Returns the number; money in cents.
    fn number(&self) -> Ratio;
    /// How many rows were added up to this one.
    fn rows(&self) -> u64 {
        1
    }
    /// What was done to it so far.
    fn history(&self) -> Option<&Arc<History>>;
    /// Puts another number in.
    fn put(&mut self, value: &Ratio, history: Arc<History>);
}

/// Rounds what comes out of a multiplication: money half-up to the cent. `None` beyond 128 bits.
pub(crate) fn rounded(value: &Ratio, money: bool) -> Option<Ratio> {
    if money {
        Cents::round(value, Cents::ONE, Mode::HalfUp).map(Cents::ratio)
    } else {
        Some(value.clone())
    }
}

impl Change {
    /// Changes the rows it selects, and tells of them; a change that selects none is a fault.
    pub(crate) fn apply<T: Editable>(
        &self,
        rows: &mut dyn Iterator<Item = &mut T>,
        directory: &Directory<'_>,
    ) -> RowEffect {
        let mut effect = RowEffect {
            kind: RowEffectKind::Changed,
            table: self.table,
            loc: self.loc,
            rows: 0,
            before: Ratio::ZERO,
            after: Ratio::ZERO,
            money: T::MONEY,
        };
        let (mut changed, errors) = (false, directory.faults.errors());
        for row in rows {
            if !self.selection.selects(row, directory) {
                continue;
            }
            let Some(how) = self.for_row(row, directory) else { continue };
            let before = row.number();
            let exact = self.after(&before, how);
            let Some(after) = rounded(&exact, T::MONEY) else {
                directory.faults.push(too_large(
                    &before,
                    &exact,
                    T::MONEY,
                    self.operand().loc,
                    row.loc(),
                ));
                continue;
            };
            effect.rows = effect.rows.saturating_add(row.rows());
            effect.before = &effect.before + &before;
            effect.after = &effect.after + &after;
            changed |= before != after;
            let mut history = row.history().map_or_else(
                || History { read: before, years: 0, edits: Vec::new() },
                |history| History::clone(history),
            );
            history.edits.push(Edit { how, value: self.operand().clone(), result: after.clone() });
            row.put(&after, Arc::new(history));
        }
        let is_lost = directory.faults.has_lost(self.table);
        if effect.rows == 0 && directory.faults.errors() == errors && !is_lost {
            let what = Text::new("nichts passt zu dieser Änderung", "nothing matches this change");
            let fault = Fault::SelectsNothing { table: format!("`{}`", self.table), what };
            directory.faults.at(fault, self.loc);
        } else if !changed && directory.faults.errors() == errors {
            let fault = Fault::ChangesNothing {
                rows: effect.rows.to_string(),
                table: self.table.to_owned(),
            };
            directory.faults.at(fault, self.operand().loc);
        }
        effect
    }

    fn operand(&self) -> &Sourced<Ratio> {
        match &self.how {
            How::Factor(value) | How::Add(value) | How::Set(value) | How::Grow(value, _) => value,
        }
    }

    /// What is done to a row; `None` where its year does not grow yet, or it has none.
    fn for_row(&self, row: &impl Editable, directory: &Directory<'_>) -> Option<EditHow> {
        let How::Grow(_, since) = &self.how else {
            return Some(match self.how {
                How::Add(_) => EditHow::Add(row.rows()),
                How::Set(_) => EditHow::Set(row.rows()),
                How::Factor(_) | How::Grow(..) => EditHow::Factor,
            });
        };
        let time = row.time().filter(|time| time.from.year() == time.to.year());
        let Some(time) = time else {
            let period = row.time().map_or_else(
                || Text::new("eine Zeile ohne Zeitraum", "a row without a period"),
                |time| Text::same(time.to_string()),
            );
            let fault = Fault::ChangeSpansRow { period, limits: since.to_string() };
            directory.faults.push(Diagnostic::at(fault, row.loc()).and(self.loc));
            return None;
        };
        let years = u16::try_from(time.from.year().saturating_sub(*since))
            .ok()
            .filter(|years| *years > 0)?;
        Some(EditHow::Grow(years))
    }

    /// The number that comes out, unrounded.
    fn after(&self, before: &Ratio, how: EditHow) -> Ratio {
        let value = &self.operand().value;
        let times = |count: u64| value * &Ratio::from(i128::from(count));
        match how {
            EditHow::Factor => before * value,
            EditHow::Add(count) => before + &times(count),
            EditHow::Set(count) => times(count),
            EditHow::Grow(years) => grown(before, value, years),
        }
    }
}

/// The fault of a number that a change or growth makes too large, at the place that makes it.
pub(crate) fn too_large(
    before: &Ratio,
    after: &Ratio,
    money: bool,
    rate: Loc,
    row: Loc,
) -> Diagnostic {
    let shown = |number: &Ratio| {
        let unit = if money { Ratio::new(1, 100) } else { Ratio::ONE };
        let number = (number * &unit).decimal(2).0;
        Text::new(Lang::De.number(&number), Lang::En.number(&number))
    };
    let fault = Fault::ResultTooLarge { before: shown(before), after: shown(after) };
    Diagnostic::at(fault, rate).and_here(row, "diese Zeile", "this row")
}

/// A number after some years of growth, unrounded.
pub(crate) fn grown(number: &Ratio, rate: &Ratio, years: u16) -> Ratio {
    let factor = &Ratio::ONE + rate;
    (0..years).fold(number.clone(), |value, _| &value * &factor)
}

impl Editable for CostLine {
    const MONEY: bool = true;

    fn number(&self) -> Ratio {
        self.amount.value.ratio()
    }

    fn history(&self) -> Option<&Arc<History>> {
        self.amount.history.as_ref()
    }

    fn put(&mut self, value: &Ratio, history: Arc<History>) {
        put_amount(&mut self.amount.value, value);
        self.amount.history = Some(history);
    }
}

impl Editable for BudgetRow {
    const MONEY: bool = true;

    fn number(&self) -> Ratio {
        self.amount.value.ratio()
    }

    fn history(&self) -> Option<&Arc<History>> {
        self.amount.history.as_ref()
    }

    fn put(&mut self, value: &Ratio, history: Arc<History>) {
        put_amount(&mut self.amount.value, value);
        self.amount.history = Some(history);
    }
}

impl Editable for PaymentLine {
    const MONEY: bool = true;

    fn number(&self) -> Ratio {
        self.amount.value.ratio()
    }

    fn history(&self) -> Option<&Arc<History>> {
        self.amount.history.as_ref()
    }

    fn put(&mut self, value: &Ratio, history: Arc<History>) {
        put_amount(&mut self.amount.value, value);
        self.amount.history = Some(history);
    }
}

/// Puts a whole number of cents in; [`rounded`] has checked that it fits.
fn put_amount(amount: &mut Cents, value: &Ratio) {
    if let Some(value) = Cents::round(value, Cents::ONE, Mode::HalfUp) {
        *amount = value;
    }
}

impl Editable for UsageRow {
    const MONEY: bool = false;

    fn number(&self) -> Ratio {
        self.quantity.clone()
    }

    fn rows(&self) -> u64 {
        self.places.iter().map(|loc| loc.rows()).sum()
    }

    fn history(&self) -> Option<&Arc<History>> {
        self.history.as_ref()
    }

    fn put(&mut self, value: &Ratio, history: Arc<History>) {
        self.quantity = value.clone();
        self.history = Some(history);
    }
}

impl Editable for DriverLine {
    const MONEY: bool = false;

    fn number(&self) -> Ratio {
        self.row.quantity.value.clone()
    }

    fn history(&self) -> Option<&Arc<History>> {
        self.row.history.as_ref()
    }

    fn put(&mut self, value: &Ratio, history: Arc<History>) {
        self.row.quantity.value = value.clone();
        self.row.history = Some(history);
    }
}

/// A value of a statistic, taken out to be changed.
pub(crate) struct Entry {
    statistic: String,
    edition: String,
    pub(crate) party: PartyIx,
    pub(crate) value: Sourced<Ratio>,
    pub(crate) history: Option<Arc<History>>,
}

impl Selectable for Entry {
    fn mark(&self, column: &str) -> Option<Mark<'_>> {
        match column {
            "statistic" => Some(Mark::text(&self.statistic)),
            "edition" => Some(Mark::text(&self.edition)),
            "party" => Some(Mark::Party(self.party)),
            _ => None,
        }
    }

    /// The year of the edition.
    fn time(&self) -> Option<DateRange> {
        let year = self.edition.get(..4)?;
        crate::model::parse_period(&self.edition).or_else(|_| crate::model::parse_period(year)).ok()
    }

    fn loc(&self) -> Loc {
        self.value.loc
    }
}

impl Editable for Entry {
    const MONEY: bool = false;

    fn number(&self) -> Ratio {
        self.value.value.clone()
    }

    fn history(&self) -> Option<&Arc<History>> {
        self.history.as_ref()
    }

    fn put(&mut self, value: &Ratio, history: Arc<History>) {
        self.value.value = value.clone();
        self.history = Some(history);
    }
}

/// Lists the values of an edition, with what was done to them.
pub(crate) fn entries<'a>(
    statistic: &'a str,
    edition: &'a str,
    found: &'a Statistic,
) -> impl Iterator<Item = Entry> + 'a {
    found.values.iter().map(move |(party, value)| Entry {
        statistic: statistic.to_owned(),
        edition: edition.to_owned(),
        party: *party,
        value: value.clone(),
        history: found.histories.get(party).cloned(),
    })
}

/// Changes values of statistics, the built-in ones included.
pub(crate) fn apply_to_statistics(
    changes: &[&Change],
    statistics: &mut Statistics,
    directory: &Directory<'_>,
) -> Vec<RowEffect> {
    let mut entries: Vec<Entry> = statistics
        .iter()
        .flat_map(|(statistic, editions)| {
            editions.iter().flat_map(move |(edition, found)| entries(statistic, edition, found))
        })
        .collect();
    let effects =
        changes.iter().map(|change| change.apply(&mut entries.iter_mut(), directory)).collect();
    for entry in entries {
        let Some(history) = entry.history else { continue };
        let editions = statistics.get_mut(&entry.statistic);
        if let Some(found) = editions.and_then(|editions| editions.get_mut(&entry.edition)) {
            found.values.insert(entry.party, entry.value);
            found.histories.insert(entry.party, history);
        }
    }
    effects
}
