//! What a key is asked, and what an evaluation works with.

use std::collections::BTreeMap;

use super::noticed::{Asked, Noticed};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{DateRange, History, Key, KeyIx, PartyIx, Project, ServiceIx};
use crate::money::Ratio;
use crate::source::Loc;
use crate::text::Text;
use crate::trace::{Exact, Figure, Money, Recorder, Scope, StepId, Subject, Trace};

/// A weight (Gewicht): a plain number with the step that derives it.
pub type Weight = Exact;

/// The part of a settlement period in which a receiver is active (zeitanteilig).
pub type ActiveFraction = Exact;

/// What a key is evaluated for.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// Who receives, in the order of parties.
    pub receivers: &'a [PartyIx],
    /// The active fraction of each receiver, for `weight-days` and `weight-months`; empty: all
    /// of it.
    pub presence: &'a [ActiveFraction],
    /// The time whose use counts.
    pub window: DateRange,
    /// The pool's service.
    pub service: Option<ServiceIx>,
    /// Tells whether the use of a party in a period counts for these receivers.
    pub counts: &'a dyn Fn(PartyIx, &DateRange) -> bool,
}

/// What an evaluation works with: it reads the project, writes the trace, and notes what it came
/// across.
///
/// A key that others name several times is evaluated once: its weights are the same, and so is
/// their derivation. All questions of one evaluation have the same `counts`.
pub struct Evaluation<'a> {
    /// The project.
    pub project: &'a Project,
    /// The trace that grows.
    pub trace: &'a mut Trace,
    /// What it came across beside the weights.
    pub noticed: &'a mut Noticed,
    /// The scope of the steps to be added.
    pub scope: Scope,
    pub(super) known: BTreeMap<Answered, Vec<Weight>>,
    /// What evaluates a key; a key that asks another does not know how.
    pub(super) weights: Weights,
}

/// Evaluates a key: one weight for each receiver, in their order.
pub(super) type Weights = fn(KeyIx, &Question<'_>, &mut Evaluation<'_>) -> Checked<Vec<Weight>>;

/// A question that was answered: the key, the receivers, the steps of their parts present, the time
/// and the service.
pub(super) type Answered = (KeyIx, Vec<PartyIx>, Vec<StepId>, DateRange, Option<ServiceIx>);

/// The most digits of a weight, above or below the line of its fraction. A product of a key with
/// itself doubles them, and a product of that once more.
const MOST_DIGITS: u64 = 10_000;

impl Evaluation<'_> {
    /// Refuses a weight of more digits than anybody can read, before the next product doubles them.
    pub(super) fn fits(&self, key: &Key, party: PartyIx, value: &Ratio) -> Checked<()> {
        if value.digits() <= MOST_DIGITS {
            return Ok(());
        }
        let (key_id, party) = (key.id.clone(), self.project.party(party).id.clone());
        let fault = Fault::WeightTooLong { key: key_id, party, most: MOST_DIGITS.to_string() };
        Err(Box::new(Diagnostic::at(fault, key.loc)))
    }

    /// Asks another key.
    pub(super) fn weights(&mut self, key: KeyIx, question: &Question<'_>) -> Checked<Vec<Weight>> {
        (self.weights)(key, question, self)
    }

    /// Adds weights up.
    pub fn sum_of(&mut self, weights: &[Weight]) -> Weight {
        self.of_all().sum(Subject::WeightSum, weights)
    }

    /// Records what is about all receivers.
    pub(super) fn of_all(&mut self) -> Recorder<'_> {
        self.trace.at(self.scope)
    }

    /// Records what is about one party.
    pub(super) fn of(&mut self, party: PartyIx) -> Recorder<'_> {
        self.trace.at(Scope { party: Some(party), ..self.scope })
    }

    /// Adds the steps of a number of a party that was read from a data file.
    pub(super) fn read(
        &mut self,
        value: Ratio,
        places: &[Loc],
        history: Option<&History>,
        party: PartyIx,
    ) -> Weight {
        let value = Money::Number(value);
        self.of(party).figure(&Figure { subject: Subject::Weight, places, value, history })
    }

    /// The fault of a receiver without a value.
    pub(super) fn no_weight(&self, key: &Key, party: PartyIx) -> Box<Diagnostic> {
        let party = self.project.party(party).id.clone();
        Box::new(Diagnostic::at(Fault::NoWeightFor { party, key: key.id.clone() }, key.loc))
    }

    /// The fault of a weight below zero.
    pub(super) fn negative(
        &self,
        key: &Key,
        party: PartyIx,
        value: &Ratio,
        loc: Loc,
    ) -> Box<Diagnostic> {
        let party = self.project.party(party).id.clone();
        let fault =
            Fault::NegativeWeight { party, key: key.id.clone(), value: Text::number(value, 10) };
        Box::new(Diagnostic::at(fault, loc).and(key.loc))
    }

    /// Says where the key that is evaluated was asked.
    pub(super) fn asked(&self, question: &Question<'_>) -> Asked {
        let scope = self.scope;
        Asked {
            pool: scope.pool,
            step: scope.step,
            derivation: scope.derivation,
            service: question.service,
            window: question.window,
        }
    }
}
