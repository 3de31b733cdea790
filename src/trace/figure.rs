//! The steps of a number that was read, and of what a scenario did to it.

use super::step::{Money, Scope, StepId, Subject, Trace};
use super::traced::{Exact, Recorder};
use crate::model::{Edit, EditHow, History};
use crate::money::Ratio;
use crate::source::Loc;

/// A number of data rows with equal keys.
pub struct Figure<'a> {
    /// What it is about.
    pub subject: Subject,
    /// Where it was read.
    pub places: &'a [Loc],
    /// The number as it counts.
    pub value: Money,
    /// What a scenario did to it.
    pub history: Option<&'a History>,
}

impl Trace {
    /// Adds the steps of a number: see [`Recorder::figure`].
    pub fn figure(&mut self, figure: &Figure<'_>, scope: Scope) -> StepId {
        self.at(scope).figure(figure).step()
    }
}

impl Recorder<'_> {
    /// Adds the steps of a number: the one that reads it and, for each thing that a scenario did to
    /// it, those that lead to the next value.
    pub fn figure(&mut self, figure: &Figure<'_>) -> Exact {
        let unit = |value: &Ratio| match figure.value {
            Money::Cents(_) => Money::Cents(value.clone()),
            Money::Number(_) => Money::Number(value.clone()),
        };
        let (Money::Cents(value) | Money::Number(value)) = &figure.value;
        let first = figure.history.map_or(value, |history| &history.read);
        let read = self.rows(figure.subject, unit(first), figure.places);
        let edits = figure.history.iter().flat_map(|history| &history.edits);
        edits.fold(read, |value, edit| self.edited(&value, edit, &unit))
    }

    /// Does to a value what a scenario does: its result is rounded where the row must be whole.
    fn edited(&mut self, value: &Exact, edit: &Edit, unit: &impl Fn(&Ratio) -> Money) -> Exact {
        let (operand, place) = (&edit.value.value, edit.value.loc);
        let number = || Money::Number(operand.clone());
        let changed = match edit.how {
            EditHow::Add(times) => {
                let change = self.times(unit(operand), place, times);
                self.sum(Subject::Changed, &[value.clone(), change])
            }
            EditHow::Set(times) => {
                let change = self.times(unit(operand), place, times);
                self.replace(Subject::Changed, &change, value)
            }
            EditHow::Factor => {
                let factor = self.read(Subject::Change, number(), place);
                self.product(Subject::Changed, &[value, &factor])
            }
            EditHow::Grow(years) => {
                let rate = self.read(Subject::Quota, number(), place);
                let one = self.constant(Subject::Growth, Money::Number(Ratio::ONE));
                let factor = self.sum(Subject::Growth, &[one, rate]);
                let mut factors = vec![value];
                factors.extend(std::iter::repeat_n(&factor, usize::from(years)));
                self.product(Subject::Changed, &factors)
            }
        };
        if *changed.value() == edit.result {
            return changed;
        }
        self.rounded_row(&changed, &edit.result)
    }

    /// Reads the operand of an edit, once for each of the rows that were added up.
    fn times(&mut self, operand: Money, place: Loc, rows: u64) -> Exact {
        let change = self.read(Subject::Change, operand, place);
        if rows == 1 {
            return change;
        }
        let rows = Money::Number(Ratio::from(i128::from(rows)));
        let rows = self.constant(Subject::Change, rows);
        self.product(Subject::Change, &[&change, &rows])
    }
}
