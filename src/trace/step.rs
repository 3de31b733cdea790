//! The arena and its steps.

use super::Operation;
use crate::model::{CentreIx, CostObject, DateRange, DerivationIx, KeyIx, PartyIx, RuleIx};
use crate::money::Ratio;
use crate::source::Loc;

/// The number of a step; inputs have smaller numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId(pub u32);

impl StepId {
    pub(super) fn moved(self, shift: u32, base: u32) -> StepId {
        if self.0 >= base { StepId(self.0 + shift) } else { self }
    }
}

/// What a step takes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The value of an earlier step.
    Step(StepId),
    /// A value in the input data or in the built-in reference data.
    Place(Loc),
}

impl From<StepId> for Input {
    fn from(step: StepId) -> Input {
        Input::Step(step)
    }
}

/// What a step is about, in the words of the field. People read it; machines read the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A cost entry (Kostenposition).
    Entry,
    /// A part of an entry that falls into one period.
    EntryPart,
    /// What a scenario does to a number that was read.
    Change,
    /// A number of a data row as a scenario changed it.
    Changed,
    /// An entry made of others: by a surcharge, an indexation, a credit or a catch-up.
    Made,
    /// By what a figure grows in a year.
    Growth,
    /// What a receiver has of the driver of a cost centre (Bezugsgröße).
    Driver,
    /// The driver added up over the receivers.
    DriverSum,
    /// The part of its cost that a centre passes on to a receiver.
    Passed,
    /// The part of the cost of a centre that reaches a final receiver in the end.
    Reaches,
    /// Cost booked on a service or centre.
    Booked,
    /// The exact part of a derived entry, before rounding.
    Derived,
    /// What a stretch of time brings to a derived entry.
    Brought,
    /// Length of time.
    Time,
    /// The total of a pool or of the entries a step is narrowed to (Umlagemasse).
    Total,
    /// What is left at that moment.
    Left,
    /// A quota or fixed sum written in the rule.
    Quota,
    /// The sum a step takes.
    StepSum,
    /// The part of the sum that falls into a slice of time.
    SliceSum,
    /// The fraction of what is left that the step takes.
    Fraction,
    /// The part of the settlement period present.
    ActiveFraction,
    /// A weight of a key (Gewicht).
    Weight,
    /// A percentage of the receivers, before it is rounded.
    Percent,
    /// A weight normalised over the receivers.
    NormalWeight,
    /// The sum of the weights.
    WeightSum,
    /// The least that a receiver bears (Mindestbetrag).
    Floor,
    /// The most that a receiver bears, or that a step takes (Höchstbetrag).
    Cap,
    /// An exact part of a receiver, before rounding.
    ExactShare,
    /// A share, rounded (Anteil).
    Share,
    /// A figure made of several shares.
    Figure,
    /// A payment, or what a party has paid in altogether (Einzahlung, Abschläge).
    Payment,
    /// What a party paid for all (Auslage).
    Outlay,
    /// What a party is credited with, or owes, from another period (Gutschrift, Vortrag,
    /// Restmittel).
    Credit,
    /// What is still to be paid, negative: paid too much (Saldo).
    Balance,
    /// An instalment before anything is set off (Abschlag).
    Instalment,
    /// What is set off against an instalment (Verrechnung).
    SetOff,
    /// What is called in (Abruf).
    Call,
    /// What somebody still has to pay to others.
    Owed,
    /// What somebody still gets from others.
    Gets,
    /// What one pays another to settle balances (Ausgleichszahlung).
    Transfer,
    /// A rate of interest (Zinssatz).
    Rate,
    /// Interest on what came late (Zinsen).
    Interest,
}

/// Where in the calculation a step belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The pool.
    pub pool: Option<u32>,
    /// The rule.
    pub rule: Option<RuleIx>,
    /// The number of the step in its rule.
    pub step: Option<u16>,
    /// The key.
    pub key: Option<KeyIx>,
    /// The party.
    pub party: Option<PartyIx>,
    /// The cost centre whose cost is passed on.
    pub centre: Option<CentreIx>,
    /// Who receives from it.
    pub object: Option<CostObject>,
    /// The stretch of time.
    pub range: Option<DateRange>,
    /// The rule that makes entries out of entries.
    pub derivation: Option<DerivationIx>,
}

/// One step of a derivation.
#[derive(Clone, Debug)]
pub struct Step {
    /// What it does.
    pub operation: Operation,
    /// What it is about.
    pub subject: Subject,
    /// Its exact value; money is in cents.
    pub value: Ratio,
    /// Whether the value is money.
    pub money: bool,
    /// Where it belongs.
    pub scope: Scope,
    first_input: u32,
    inputs: u32,
}

/// The arena of all steps of a run. It only grows; settlement and reports append to it.
///
/// Pools are shared out in parallel, each with a trace of its own; such a trace is appended whole,
/// as a segment, without being copied.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// In the order of their numbers; the last one grows.
    segments: Vec<Segment>,
    /// The number that the next step gets.
    next: u32,
}

/// Steps with consecutive numbers, and their inputs.
#[derive(Clone, Debug, Default)]
struct Segment {
    first: u32,
    steps: Vec<Step>,
    inputs: Vec<Input>,
}

impl Trace {
    /// Starts a trace whose steps come after those of another, to be appended to it later.
    pub fn after(base: &Trace) -> Trace {
        Trace { segments: Vec::new(), next: base.next }
    }

    fn last(&mut self) -> &mut Segment {
        if self.segments.is_empty() {
            self.segments.push(Segment { first: self.next, ..Segment::default() });
        }
        let last = self.segments.len() - 1;
        &mut self.segments[last]
    }

    /// Writes inputs down once, for several steps that share them.
    pub(super) fn inputs(
        &mut self,
        inputs: impl IntoIterator<Item = Input>,
    ) -> std::ops::Range<u32> {
        let segment = self.last();
        let start = count(segment.inputs.len());
        segment.inputs.extend(inputs);
        start..count(segment.inputs.len())
    }

    /// Adds a step with its own inputs.
    pub(super) fn add(
        &mut self,
        operation: Operation,
        subject: Subject,
        value: Money,
        inputs: impl IntoIterator<Item = Input>,
        scope: Scope,
    ) -> StepId {
        let inputs = self.inputs(inputs);
        self.add_shared(operation, subject, value, inputs, scope)
    }

    /// Adds a step whose inputs were written down by [`Trace::inputs`].
    pub(super) fn add_shared(
        &mut self,
        operation: Operation,
        subject: Subject,
        value: Money,
        inputs: std::ops::Range<u32>,
        scope: Scope,
    ) -> StepId {
        let (value, money) = match value {
            Money::Cents(value) => (value, true),
            Money::Number(value) => (value, false),
        };
        let (first_input, inputs) = (inputs.start, inputs.end - inputs.start);
        self.last().steps.push(Step {
            operation,
            subject,
            value,
            money,
            scope,
            first_input,
            inputs,
        });
        let id = StepId(self.next);
        self.next = count(self.next as usize + 1);
        id
    }

    /// Takes in the trace of another run, whose pools come `pools` further on; returns by how much
    /// its numbers move.
    pub fn append_run(&mut self, mut other: Trace, pools: u32) -> u32 {
        for step in other.segments.iter_mut().flat_map(|segment| &mut segment.steps) {
            step.scope.pool = step.scope.pool.map(|pool| pool.saturating_add(pools));
        }
        self.append(other, 0)
    }

    /// Takes in a trace that was started by [`Trace::after`] this one when its next number was
    /// `base`; returns by how much its numbers move.
    pub fn append(&mut self, other: Trace, base: u32) -> u32 {
        let shift = self.next - base;
        for mut segment in other.segments {
            segment.first += shift;
            for input in &mut segment.inputs {
                if let Input::Step(id) = input {
                    *id = id.moved(shift, base);
                }
            }
            self.next = count(segment.first as usize + segment.steps.len());
            self.segments.push(segment);
        }
        shift
    }

    /// Returns the number that the next step gets.
    pub fn base(&self) -> u32 {
        self.next
    }

    fn segment(&self, id: StepId) -> (&Segment, usize) {
        let index =
            self.segments.partition_point(|segment| segment.first <= id.0).saturating_sub(1);
        let segment = &self.segments[index];
        (segment, (id.0 - segment.first) as usize)
    }

    /// Returns a step.
    pub fn step(&self, id: StepId) -> &Step {
        let (segment, index) = self.segment(id);
        &segment.steps[index]
    }

    /// Lists the inputs of a step that are steps.
    pub fn steps_of(&self, id: StepId) -> Vec<StepId> {
        let inputs = self.inputs_of(id).iter();
        inputs
            .filter_map(|input| if let Input::Step(step) = input { Some(*step) } else { None })
            .collect()
    }

    /// Returns the inputs of a step.
    pub fn inputs_of(&self, id: StepId) -> &[Input] {
        let (segment, index) = self.segment(id);
        let step = &segment.steps[index];
        let start = step.first_input as usize;
        &segment.inputs[start..start + step.inputs as usize]
    }

    /// Lists the steps recorded in a row that share the inputs of a step, itself included: the
    /// parts of one sum.
    pub fn sharing_inputs(&self, id: StepId) -> Vec<StepId> {
        let (segment, index) = self.segment(id);
        let inputs = |step: &Step| (step.first_input, step.inputs);
        let shares = |step: &&Step| inputs(step) == inputs(&segment.steps[index]);
        let before = segment.steps[..index].iter().rev().take_while(shares).count();
        let after = segment.steps[index..].iter().take_while(shares).count();
        let number = |index: usize| StepId(count(segment.first as usize + index));
        (index - before..index + after).map(number).collect()
    }

    /// Counts the steps.
    pub fn len(&self) -> usize {
        self.segments.iter().map(|segment| segment.steps.len()).sum()
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Tells whether a key was evaluated.
    pub fn mentions(&self, key: KeyIx) -> bool {
        self.segments
            .iter()
            .flat_map(|segment| &segment.steps)
            .any(|step| step.scope.key == Some(key))
    }

    /// Lists the steps from which the given ones are derived, themselves included, in ascending
    /// order.
    pub fn derivation(&self, ends: impl IntoIterator<Item = StepId>) -> Vec<StepId> {
        let mut open: std::collections::BTreeSet<StepId> = ends.into_iter().collect();
        let mut needed = Vec::new();
        while let Some(id) = open.pop_last() {
            needed.push(id);
            for input in self.inputs_of(id) {
                if let Input::Step(earlier) = input {
                    open.insert(*earlier);
                }
            }
        }
        needed.reverse();
        needed
    }
}

/// The value of a step: an exact number of cents, or a plain number.
#[derive(Clone, Debug)]
pub enum Money {
    /// Money, in cents.
    Cents(Ratio),
    /// A weight, a quota, a length of time.
    Number(Ratio),
}

/// A trace holds at most 2^32 steps; beyond that the numbers would repeat, so the run stops.
fn count(len: usize) -> u32 {
    match u32::try_from(len) {
        Ok(len) => len,
        Err(_) => unreachable!("a trace of more than 4 billion steps"),
    }
}
