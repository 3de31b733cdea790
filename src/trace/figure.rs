//! The steps of a number that was read, and of what a scenario did to it.

use super::{Input, Money, Operation, Scope, StepId, Subject, Trace};
use crate::model::{Edit, EditHow, History};
use crate::money::{Cents, Mode, Ratio};
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
    /// Adds the steps of a number: the one that reads it and, for each thing that a scenario did to
    /// it, those that lead to the next value.
    pub fn figure(&mut self, figure: &Figure<'_>, scope: Scope) -> StepId {
        let wrap = |value: Ratio| match figure.value {
            Money::Cents(_) => Money::Cents(value),
            Money::Number(_) => Money::Number(value),
        };
        let (Money::Cents(value) | Money::Number(value)) = &figure.value;
        let first = figure.history.map_or(value, |history| &history.read);
        let places = figure.places.iter().map(|loc| Input::Place(*loc));
        let mut step =
            self.add(Operation::Read, figure.subject, wrap(first.clone()), places, scope);
        let mut value = first;
        for edit in figure.history.iter().flat_map(|history| &history.edits) {
            step = self.edit((value, step), edit, &wrap, scope);
            value = &edit.result;
        }
        step
    }

    fn edit(
        &mut self,
        (before, last): (&Ratio, StepId),
        edit: &Edit,
        wrap: &impl Fn(Ratio) -> Money,
        scope: Scope,
    ) -> StepId {
        let operand = match edit.how {
            EditHow::Factor | EditHow::Grow(_) => Money::Number(edit.value.value.clone()),
            EditHow::Add(_) | EditHow::Set(_) => wrap(edit.value.value.clone()),
        };
        let subject =
            if matches!(edit.how, EditHow::Grow(_)) { Subject::Quota } else { Subject::Change };
        let mut change =
            self.add(Operation::Read, subject, operand, [Input::Place(edit.value.loc)], scope);
        let times = match edit.how {
            EditHow::Add(times) | EditHow::Set(times) => times,
            EditHow::Factor | EditHow::Grow(_) => 1,
        };
        if times != 1 {
            let (count, value) = (Ratio::from(i128::from(times)), edit.value.value.clone());
            let rows = self.number(Operation::Constant, Subject::Change, count.clone(), &[], scope);
            let inputs = [Input::Step(change), Input::Step(rows)];
            change =
                self.add(Operation::Product, Subject::Change, wrap(&value * &count), inputs, scope);
        }
        let (operation, inputs, exact) = match edit.how {
            EditHow::Add(_) => (Operation::Sum, vec![last, change], edit.result.clone()),
            EditHow::Set(_) => (Operation::Replace, vec![change, last], edit.result.clone()),
            EditHow::Factor => (Operation::Product, vec![last, change], before * &edit.value.value),
            EditHow::Grow(years) => {
                let one = self.number(Operation::Constant, Subject::Growth, Ratio::ONE, &[], scope);
                let factor = &Ratio::ONE + &edit.value.value;
                let grown = self.number(
                    Operation::Sum,
                    Subject::Growth,
                    factor.clone(),
                    &[one, change],
                    scope,
                );
                let exact = (0..years).fold(before.clone(), |value, _| &value * &factor);
                let factors = std::iter::repeat_n(grown, usize::from(years));
                (Operation::Product, std::iter::once(last).chain(factors).collect(), exact)
            }
        };
        let is_exact = exact == edit.result;
        let inputs: Vec<Input> = inputs.into_iter().map(Input::Step).collect();
        let step = self.add(operation, Subject::Changed, wrap(exact), inputs, scope);
        if is_exact {
            return step;
        }
        let round = Operation::Round(Cents::ONE, Mode::HalfUp);
        self.add(round, Subject::Changed, wrap(edit.result.clone()), [Input::Step(step)], scope)
    }

    fn number(
        &mut self,
        operation: Operation,
        subject: Subject,
        value: Ratio,
        inputs: &[StepId],
        scope: Scope,
    ) -> StepId {
        let inputs = inputs.iter().map(|step| Input::Step(*step));
        self.add(operation, subject, Money::Number(value), inputs, scope)
    }
}
