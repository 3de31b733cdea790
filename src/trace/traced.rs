//! Values that record how they came about: an operation computes its result and writes the step
//! that derives it in one go, so that the two cannot differ.
//!
//! Rules: rules.md#derivation.

use super::operation::Operation;
use super::step::{Input, Money, Scope, StepId, Subject, Trace};
use crate::apportion::{self, Misfit, Policy};
use crate::model::{DateRange, months_in};
use crate::money::{Cents, Mode, Ratio};
use crate::source::Loc;

/// A value with the step that derives it. Only a [`Trace`] makes one: as [`Cents`] an amount that
/// is paid, as [`Ratio`] an exact one, money or a plain number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traced<T = Cents> {
    value: T,
    is_money: bool,
    step: StepId,
}

/// A sum that was shared within limits.
pub struct Limited {
    parts: Vec<Ratio>,
    is_money: bool,
    inputs: std::ops::Range<u32>,
}

/// A table of centres that was solved.
pub struct Solved {
    size: u32,
    rows: Vec<u32>,
    parts: Vec<Vec<Ratio>>,
    inputs: std::ops::Range<u32>,
}

impl Solved {
    /// Returns what reaches a final receiver of the row at an index.
    pub fn part(&self, row: usize, to: u32) -> &Ratio {
        &self.parts[row][to as usize]
    }
}

/// An exact value: money, or a plain number.
pub type Exact = Traced<Ratio>;

impl<T> Traced<T> {
    /// Returns the value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the step that derives it.
    pub fn step(&self) -> StepId {
        self.step
    }

    /// Returns the same value after its trace was appended to another: see [`Trace::append`].
    pub fn moved(self, shift: u32, base: u32) -> Traced<T> {
        Traced { step: self.step.moved(shift, base), ..self }
    }
}

impl Traced<Cents> {
    /// Returns the amount.
    pub fn amount(&self) -> Cents {
        self.value
    }

    /// Returns the amount as an exact one.
    pub fn exact(&self) -> Exact {
        Traced { value: self.value.ratio(), is_money: true, step: self.step }
    }
}

impl Traced<Ratio> {
    /// Returns the value with its unit.
    pub fn money(&self) -> Money {
        if self.is_money {
            Money::Cents(self.value.clone())
        } else {
            Money::Number(self.value.clone())
        }
    }

    /// Tells whether the value is money.
    pub fn is_money(&self) -> bool {
        self.is_money
    }

    /// Takes whole cents as an amount; `None` where it is something else.
    pub fn whole(&self) -> Option<Traced> {
        let amount = Cents::round(&self.value, Cents::ONE, Mode::Down)?;
        let is_whole = self.is_money && amount.ratio() == self.value;
        is_whole.then_some(Traced { value: amount, is_money: true, step: self.step })
    }
}

impl Trace {
    /// Shares a sum by its exact parts; `None` beyond 128 bits. Each share is recorded when it is
    /// taken: [`Trace::part`].
    pub fn apportion(
        &mut self,
        sum: &Exact,
        exact: &[Exact],
        policy: Policy,
    ) -> Option<Apportionment> {
        let values: Vec<Ratio> = exact.iter().map(|part| part.value.clone()).collect();
        let parts = apportion::parts(&sum.value, &values, policy)?;
        let inputs = std::iter::once(sum).chain(exact).map(|input| Input::Step(input.step));
        let inputs = self.inputs(inputs);
        Some(Apportionment { parts, is_money: sum.is_money, policy, inputs })
    }

    /// Records the share at an index.
    pub fn part(
        &mut self,
        of: &Apportionment,
        index: u32,
        subject: Subject,
        scope: Scope,
    ) -> Exact {
        let value = of.parts[index as usize].clone();
        let operation = Operation::Apportion { index, policy: of.policy };
        let money = unit(value.clone(), of.is_money);
        let step = self.add_shared(operation, subject, money, of.inputs.clone(), scope);
        Traced { value, is_money: of.is_money, step }
    }

    /// Shares a sum by weights within floors and caps, one of each for each share; each share is
    /// recorded when it is taken: [`Trace::limited`].
    ///
    /// # Errors
    /// Limits that cannot be kept.
    pub fn limit(
        &mut self,
        sum: &Exact,
        weights: &[Exact],
        floors: &[Exact],
        caps: &[Exact],
    ) -> Result<Limited, Misfit> {
        let [weigh, least, most] = [weights, floors, caps]
            .map(|all| all.iter().map(|one| one.value.clone()).collect::<Vec<Ratio>>());
        let (parts, _) = apportion::limited(&sum.value, &weigh, &least, &most)?;
        let all = std::iter::once(sum).chain(weights).chain(floors).chain(caps);
        let inputs = self.inputs(all.map(|input| Input::Step(input.step)));
        Ok(Limited { parts, is_money: sum.is_money, inputs })
    }

    /// Records the limited share at an index.
    pub fn limited(&mut self, of: &Limited, index: u32, subject: Subject, scope: Scope) -> Exact {
        let value = of.parts[index as usize].clone();
        let (operation, money) = (Operation::Limit { index }, unit(value.clone(), of.is_money));
        let step = self.add_shared(operation, subject, money, of.inputs.clone(), scope);
        Traced { value, is_money: of.is_money, step }
    }

    /// Solves what each centre of a table passes on to the final receivers in the end, for the
    /// wanted rows: [`Operation::Solve`]. `passed_on` is the solver; `None` where it finds none.
    /// Each part is recorded when it is taken: [`Trace::solved`].
    pub fn solve(
        &mut self,
        table: &[Vec<Exact>],
        rows: &[usize],
        passed_on: impl Fn(&[Vec<Ratio>], &[usize]) -> Option<Vec<Vec<Ratio>>>,
    ) -> Option<Solved> {
        let value = |row: &Vec<Exact>| row.iter().map(|part| part.value.clone()).collect();
        let values: Vec<Vec<Ratio>> = table.iter().map(value).collect();
        let inputs = self.inputs(table.iter().flatten().map(|part| Input::Step(part.step)));
        let parts = passed_on(&values, rows)?;
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let rows = rows.iter().map(|row| number(*row)).collect();
        Some(Solved { size: number(table.len()), rows, parts, inputs })
    }

    /// Records what reaches a final receiver of the row at an index.
    pub fn solved(
        &mut self,
        of: &Solved,
        row: usize,
        to: u32,
        subject: Subject,
        scope: Scope,
    ) -> Exact {
        let value = of.part(row, to).clone();
        let operation = Operation::Solve { size: of.size, from: of.rows[row], to };
        let number = Money::Number(value.clone());
        let step = self.add_shared(operation, subject, number, of.inputs.clone(), scope);
        Traced { value, is_money: false, step }
    }

    /// Takes the whole cents that a step comes to, with it; `None` where it comes to something
    /// else.
    pub fn traced(&self, step: StepId) -> Option<Traced> {
        self.exact(step).whole()
    }

    /// Takes the value that a step comes to, with it.
    pub fn exact(&self, step: StepId) -> Exact {
        let found = self.step(step);
        Traced { value: found.value.clone(), is_money: found.money, step }
    }
}

/// A sum that was shared.
pub struct Apportionment {
    /// The shares, in the order of the exact parts.
    pub parts: Vec<Ratio>,
    is_money: bool,
    policy: Policy,
    inputs: std::ops::Range<u32>,
}

/// Operations at one place of the calculation: what they record has the same scope.
pub struct Recorder<'t> {
    trace: &'t mut Trace,
    scope: Scope,
}

impl Trace {
    /// Starts operations at a place of the calculation.
    pub fn at(&mut self, scope: Scope) -> Recorder<'_> {
        Recorder { trace: self, scope }
    }
}

impl Recorder<'_> {
    fn record(
        &mut self,
        operation: Operation,
        subject: Subject,
        value: Money,
        inputs: impl IntoIterator<Item = Input>,
    ) -> Exact {
        let step = self.trace.add(operation, subject, value.clone(), inputs, self.scope);
        let (value, is_money) = match value {
            Money::Cents(value) => (value, true),
            Money::Number(value) => (value, false),
        };
        Traced { value, is_money, step }
    }

    fn derive<'a>(
        &mut self,
        operation: Operation,
        subject: Subject,
        value: Ratio,
        is_money: bool,
        inputs: impl IntoIterator<Item = &'a Exact>,
    ) -> Exact {
        let inputs = inputs.into_iter().map(|input| Input::Step(input.step));
        let step =
            self.trace.add(operation, subject, unit(value.clone(), is_money), inputs, self.scope);
        Traced { value, is_money, step }
    }

    /// Reads a value at its place.
    pub fn read(&mut self, subject: Subject, value: Money, place: Loc) -> Exact {
        self.record(Operation::Read, subject, value, [Input::Place(place)])
    }

    /// Reads a value that stands at several places: rows with equal keys.
    pub(super) fn rows(&mut self, subject: Subject, sum: Money, rows: &[Loc]) -> Exact {
        self.record(Operation::Read, subject, sum, rows.iter().map(|loc| Input::Place(*loc)))
    }

    /// Rounds what a scenario made of a row, as the row itself was rounded.
    pub(super) fn rounded_row(&mut self, value: &Exact, row: &Ratio) -> Exact {
        let operation = Operation::Round(Cents::ONE, Mode::HalfUp);
        self.derive(operation, Subject::Changed, row.clone(), value.is_money, [value])
    }

    /// States a value that the rule itself fixes.
    pub fn constant(&mut self, subject: Subject, value: Money) -> Exact {
        self.record(Operation::Constant, subject, value, [])
    }

    /// Measures a stretch of time in days.
    pub fn days(&mut self, range: DateRange) -> Exact {
        let days = Money::Number(Ratio::from(range.days()));
        self.record(Operation::Days(range), Subject::Time, days, [])
    }

    /// Measures a stretch of time in months.
    pub fn months(&mut self, range: DateRange) -> Exact {
        let months = Money::Number(months_in(&range));
        self.record(Operation::Months(range), Subject::Time, months, [])
    }

    /// Adds up values of one kind; no value at all is the number nothing.
    pub fn sum(&mut self, subject: Subject, parts: &[Exact]) -> Exact {
        let is_money = parts.first().is_some_and(|part| part.is_money);
        let sum = Ratio::sum(parts.iter().map(Traced::value));
        self.derive(Operation::Sum, subject, sum, is_money, parts)
    }

    /// Adds up values of one kind; a single one stands for itself.
    pub fn joined(&mut self, subject: Subject, mut parts: Vec<Exact>) -> Exact {
        match parts.len() {
            1 => parts.remove(0),
            _ => self.sum(subject, &parts),
        }
    }

    /// Adds up money; no amount at all is nothing.
    pub fn total(&mut self, subject: Subject, parts: &[Exact]) -> Exact {
        let sum = Ratio::sum(parts.iter().map(Traced::value));
        self.derive(Operation::Sum, subject, sum, true, parts)
    }

    /// Takes an amount as it is, under another name.
    pub fn same(&mut self, subject: Subject, amount: Traced) -> Traced {
        let step = self.total(subject, &[amount.exact()]).step;
        Traced { step, ..amount }
    }

    /// Takes values away from one.
    pub fn difference(&mut self, subject: Subject, from: &Exact, less: &[Exact]) -> Exact {
        let left = less.iter().fold(from.value.clone(), |left, part| &left - &part.value);
        let inputs = std::iter::once(from).chain(less);
        self.derive(Operation::Difference, subject, left, from.is_money, inputs)
    }

    /// Multiplies values; at most one is money.
    pub fn product(&mut self, subject: Subject, factors: &[&Exact]) -> Exact {
        let value = factors.iter().fold(Ratio::ONE, |product, factor| &product * &factor.value);
        let is_money = factors.iter().any(|factor| factor.is_money);
        self.derive(Operation::Product, subject, value, is_money, factors.iter().copied())
    }

    /// Divides a value by another of the same kind, or money by a number; `None` for a division by
    /// nothing.
    pub fn quotient(&mut self, subject: Subject, value: &Exact, by: &Exact) -> Option<Exact> {
        let quotient = value.value.checked_div(&by.value)?;
        let is_money = value.is_money && !by.is_money;
        Some(self.derive(Operation::Quotient, subject, quotient, is_money, [value, by]))
    }

    /// Says what part a value is of a whole; nothing of a whole that is nothing.
    pub fn part_of(&mut self, subject: Subject, value: &Exact, whole: &Exact) -> Exact {
        let part = value.value.part_of(&whole.value);
        self.derive(Operation::Quotient, subject, part, false, [value, whole])
    }

    /// Takes of a value the part that `part` is of `whole`; nothing of a whole that is nothing.
    pub fn portion(&mut self, subject: Subject, of: &Exact, part: &Exact, whole: &Exact) -> Exact {
        let portion = (&of.value * &part.value).part_of(&whole.value);
        let is_money = of.is_money || (part.is_money && !whole.is_money);
        self.derive(Operation::Portion, subject, portion, is_money, [of, part, whole])
    }

    /// Takes the largest of some values; nothing where there is none.
    pub fn largest(&mut self, subject: Subject, of: &[Exact]) -> Exact {
        let is_money = of.first().is_some_and(|value| value.is_money);
        let largest = Ratio::found(of.iter().map(Traced::value).max());
        self.derive(Operation::Largest, subject, largest, is_money, of)
    }

    /// Puts a value in the place of another.
    pub fn replace(&mut self, subject: Subject, by: &Exact, old: &Exact) -> Exact {
        self.derive(Operation::Replace, subject, by.value.clone(), by.is_money, [by, old])
    }

    /// Rounds money to a multiple of a unit; `None` beyond 128 bits.
    pub fn round(
        &mut self,
        subject: Subject,
        value: &Exact,
        unit: Cents,
        mode: Mode,
    ) -> Option<Traced> {
        let rounded = Cents::round(&value.value, unit, mode)?;
        let operation = Operation::Round(unit, mode);
        let step = self.derive(operation, subject, rounded.ratio(), true, [value]).step;
        Some(Traced { value: rounded, is_money: true, step })
    }

    /// Cuts a value to the size of a limit, in the direction of `sign`; nothing where the limit has
    /// another sign.
    pub fn at_most(
        &mut self,
        subject: Subject,
        value: &Exact,
        limit: &Exact,
        sign: &Exact,
    ) -> Exact {
        let direction = sign.value.signum();
        let size = if limit.value.signum() == direction {
            value.value.abs().min(limit.value.abs())
        } else {
            Ratio::ZERO
        };
        let cut = if direction < 0 { -&size } else { size };
        self.derive(Operation::AtMost, subject, cut, value.is_money, [value, limit, sign])
    }
}

fn unit(value: Ratio, is_money: bool) -> Money {
    if is_money { Money::Cents(value) } else { Money::Number(value) }
}
