//! Distribution keys at work: weights of receivers, each with its derivation.
//!
//! `by_method` finds the function of each method; each lives in its own file and knows nothing of
//! pools or money. A key is evaluated for the receivers of one slice of time. Weights are not
//! normalised: whoever asks divides by their sum. A key without weight for anybody gives zeros; the
//! asker decides whether that is a fault.
//!
//! Rules: rules.md#weights, rules.md#weights-fail, rules.md#multipliers, rules.md#decision.

mod complement;
mod compound;
mod decimals;
mod edition;
mod equal;
mod fixed;
mod largest;
mod mix;
mod noticed;
mod outside;
mod payments;
mod presence;
mod statistic;
mod usage;

use std::collections::BTreeMap;

use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{DateRange, History, Key, KeyIx, Method, Over, PartyIx, Project, ServiceIx};
use crate::money::Ratio;
use crate::source::Loc;
use crate::text::Text;
use crate::trace::{Figure, Input, Money, Operation, Scope, StepId, Subject, Trace};

pub use edition::editions;
pub use noticed::{Asked, Counter, Noticed, StoodIn, WithoutDriver, WithoutUse};
pub use outside::{Shares, shares};
pub use presence::{ActiveFraction, active_fraction_of};
pub use usage::use_of;

/// A traced weight.
#[derive(Clone, Debug)]
pub struct Weight {
    /// Its exact value.
    pub value: Ratio,
    /// The step that derives it.
    pub step: StepId,
}

/// What a key is evaluated for.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// Who receives, in the order of parties.
    pub receivers: &'a [PartyIx],
    /// The part of the settlement period present, for `weight-days` and `weight-months`; empty: all
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
    known: BTreeMap<Answered, Vec<Weight>>,
}

/// A question that was answered: the key, the receivers, the steps of their parts present, the time
/// and the service.
type Answered = (KeyIx, Vec<PartyIx>, Vec<StepId>, DateRange, Option<ServiceIx>);

/// The most digits of a weight, above or below the line of its fraction. A product of a key with
/// itself doubles them, and a product of that once more.
const MOST_DIGITS: u64 = 10_000;

/// Evaluates a key: one weight for each receiver, in their order.
pub fn weights(
    key: KeyIx,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let presence = question.presence.iter().map(|presence| presence.step).collect();
    let asked = (key, question.receivers.to_vec(), presence, question.window, question.service);
    if let Some(known) = evaluation.known.get(&asked) {
        return Ok(known.clone());
    }
    let outer = evaluation.scope;
    let about = evaluation.project.key(key);
    let result = match about.stands_in() {
        Some(fallback) => weights(fallback, question, evaluation),
        None => {
            evaluation.scope = Scope { key: Some(key), ..outer };
            evaluate(about, question, evaluation)
        }
    };
    evaluation.scope = outer;
    let found = result?;
    evaluation.known.insert(asked, found.clone());
    Ok(found)
}

/// Evaluates a key that counts. What the key says of its own weights, `multipliers` and `decimals`,
/// is not said of those of another that is taken instead.
fn evaluate(
    key: &Key,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let mut found = match &key.over {
        Some(group) => over(key, group, question, evaluation)?,
        None => {
            let own = by_method(key, question, evaluation)?;
            if let Some(other) = usage::instead(key, &own, question, evaluation) {
                return weights(other, question, evaluation);
            }
            multiplied(key, own, question, evaluation)
        }
    };
    if let Some(decimals) = key.decimals {
        found = decimals::round(decimals, found, question, evaluation);
    }
    for (weight, party) in found.iter().zip(question.receivers) {
        evaluation.fits(key, *party, &weight.value)?;
    }
    Ok(found)
}

/// Evaluates a key by its method alone.
fn by_method(
    key: &Key,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    match &key.method {
        Method::Equal => Ok(equal::weigh(question, evaluation)),
        Method::Fixed { weights } => fixed::weigh(key, weights, question, evaluation),
        Method::Statistic { statistic, negative_is_zero, .. } => {
            statistic::weigh(key, statistic, *negative_is_zero, question, evaluation)
        }
        Method::Usage { measure, services, .. } => {
            usage::weigh(key, measure, services, question, evaluation)
        }
        Method::Payments { purposes } => payments::weigh(key, purposes, question, evaluation),
        Method::Mix { parts } => mix::weigh(key, parts, question, evaluation),
        Method::Glide { from, to, path } => {
            mix::glide(key, (*from, *to), path, question, evaluation)
        }
        Method::LargestOf { key: of, parties } => {
            largest::weigh(*of, parties, question, evaluation)
        }
        Method::Complement { key: of, party } => {
            complement::weigh(key, *of, *party, question, evaluation)
        }
        Method::Product { factors } => compound::product(key, factors, question, evaluation),
        Method::Ratio { numerator, denominator } => {
            compound::ratio(key, *numerator, *denominator, question, evaluation)
        }
    }
}

/// Multiplies the weights of those for whom the key has a multiplier (Einwohnerwertung).
fn multiplied(
    key: &Key,
    weights: Vec<Weight>,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Vec<Weight> {
    let multiply = |(weight, party): (Weight, &PartyIx)| {
        let Some(factor) = key.multipliers.get(party) else { return weight };
        let place = [Input::Place(factor.loc)];
        let read =
            evaluation.add(Operation::Read, Subject::Quota, factor.value.clone(), place, *party);
        let value = &weight.value * &factor.value;
        let inputs = [weight.step, read.step].map(Input::Step);
        evaluation.add(Operation::Product, Subject::Weight, value, inputs, *party)
    };
    weights.into_iter().zip(question.receivers).map(multiply).collect()
}

/// rules.md#over: normalise over the group first, whatever its dates, then rescale to the
/// receivers.
fn over(
    key: &Key,
    over: &Over,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    if let Some(stranger) = question.receivers.iter().find(|party| !over.parties.contains(party)) {
        let party = evaluation.project.party(*stranger).id.clone();
        let fault = Fault::NotInOver { party, key: key.id.clone(), group: over.group.clone() };
        return Err(Box::new(Diagnostic::at(fault, key.loc)));
    }
    let group: Vec<PartyIx> = over.parties.iter().copied().collect();
    let whole = Question { receivers: &group, presence: &[], ..*question };
    let weights = multiplied(key, by_method(key, &whole, evaluation)?, &whole, evaluation);
    let Some(normal) = normalised(&group, &weights, evaluation) else {
        return Err(Box::new(all_zero(key, question.window)));
    };
    let chosen: Vec<Weight> = question
        .receivers
        .iter()
        .filter_map(|party| group.iter().position(|member| member == party))
        .map(|index| normal[index].clone())
        .collect();
    Ok(present(&chosen, question, evaluation))
}

/// Multiplies weights by the part of the settlement period present.
fn present(
    weights: &[Weight],
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Vec<Weight> {
    if question.presence.is_empty() {
        return weights.to_vec();
    }
    let factors = weights.iter().zip(question.presence).zip(question.receivers);
    factors
        .map(|((weight, presence), party)| {
            let value = &weight.value * &presence.part;
            let inputs = [Input::Step(weight.step), Input::Step(presence.step)];
            evaluation.add(Operation::Product, Subject::Weight, value, inputs, *party)
        })
        .collect()
}

/// Divides weights by their sum; `None` where that is zero.
fn normalised(
    parties: &[PartyIx],
    weights: &[Weight],
    evaluation: &mut Evaluation<'_>,
) -> Option<Vec<Weight>> {
    let sum = Ratio::sum(weights.iter().map(|weight| &weight.value));
    if sum.is_zero() {
        return None;
    }
    let total = sum_of(weights, &sum, evaluation);
    let shares = parties.iter().zip(weights).map(|(party, weight)| {
        let value = weight.value.part_of(&sum);
        let inputs = [Input::Step(weight.step), Input::Step(total)];
        evaluation.add(Operation::Quotient, Subject::NormalWeight, value, inputs, *party)
    });
    Some(shares.collect())
}

/// Adds the step that sums weights up.
pub(crate) fn sum_of(weights: &[Weight], sum: &Ratio, evaluation: &mut Evaluation<'_>) -> StepId {
    let inputs: Vec<Input> = weights.iter().map(|weight| Input::Step(weight.step)).collect();
    let scope = evaluation.scope;
    evaluation.trace.add(
        Operation::Sum,
        Subject::WeightSum,
        Money::Number(sum.clone()),
        inputs,
        scope,
    )
}

/// The fault of a key that has no weight for anybody.
pub(crate) fn all_zero(key: &Key, range: DateRange) -> Diagnostic {
    Diagnostic::at(Fault::AllWeightsZero { key: key.id.clone(), range: within(range) }, key.loc)
}

/// Names a stretch of time for a message, with a blank before it; all time needs no word.
fn within(range: DateRange) -> Text {
    if range == DateRange::ALWAYS {
        Text::default()
    } else {
        Text::new(format!(" im Zeitraum {range}"), format!(" in {range}"))
    }
}

impl<'a> Evaluation<'a> {
    /// Starts an evaluation for the questions of one slice.
    pub fn new(
        project: &'a Project,
        trace: &'a mut Trace,
        noticed: &'a mut Noticed,
        scope: Scope,
    ) -> Evaluation<'a> {
        Evaluation { project, trace, noticed, scope, known: BTreeMap::new() }
    }
}

impl Evaluation<'_> {
    /// Refuses a weight of more digits than anybody can read, before the next product doubles them.
    fn fits(&self, key: &Key, party: PartyIx, value: &Ratio) -> Checked<()> {
        if value.digits() <= MOST_DIGITS {
            return Ok(());
        }
        let (key_id, party) = (key.id.clone(), self.project.party(party).id.clone());
        let fault = Fault::WeightTooLong { key: key_id, party, most: MOST_DIGITS.to_string() };
        Err(Box::new(Diagnostic::at(fault, key.loc)))
    }

    /// Adds a step about the weight of a party.
    fn add(
        &mut self,
        operation: Operation,
        subject: Subject,
        value: Ratio,
        inputs: impl IntoIterator<Item = Input>,
        party: PartyIx,
    ) -> Weight {
        let scope = Scope { party: Some(party), ..self.scope };
        let step = self.trace.add(operation, subject, Money::Number(value.clone()), inputs, scope);
        Weight { value, step }
    }

    /// Adds the steps of a number of a party that was read from a data file.
    fn read(
        &mut self,
        value: Ratio,
        places: &[Loc],
        history: Option<&History>,
        party: PartyIx,
    ) -> Weight {
        let scope = Scope { party: Some(party), ..self.scope };
        let figure = Figure {
            subject: Subject::Weight,
            places,
            value: Money::Number(value.clone()),
            history,
        };
        Weight { value, step: self.trace.figure(&figure, scope) }
    }

    /// The fault of a receiver without a value.
    fn no_weight(&self, key: &Key, party: PartyIx) -> Box<Diagnostic> {
        let party = self.project.party(party).id.clone();
        Box::new(Diagnostic::at(Fault::NoWeightFor { party, key: key.id.clone() }, key.loc))
    }

    /// The fault of a weight below zero.
    fn negative(
        &self,
        key: &Key,
        party: PartyIx,
        value: &Ratio,
        loc: crate::source::Loc,
    ) -> Box<Diagnostic> {
        let party = self.project.party(party).id.clone();
        let fault =
            Fault::NegativeWeight { party, key: key.id.clone(), value: Text::number(value, 10) };
        Box::new(Diagnostic::at(fault, loc).and(key.loc))
    }
}
