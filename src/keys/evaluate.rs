//! Evaluating a key: its method, and what the key says of the weights.
//!
//! Rules: rules.md#weights, rules.md#multipliers, rules.md#over, rules.md#decision.

use std::collections::BTreeMap;

use super::normal::{all_zero, normalised, present};
use super::noticed::Noticed;
use super::question::{Evaluation, Question, Weight};
use super::{
    complement, compound, decimals, equal, fixed, largest, mix, payments, statistic, usage,
};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{Key, KeyIx, Method, Over, PartyIx, Project};
use crate::trace::{Money, Scope, Subject, Trace, Traced};

/// Evaluates a key: one weight for each receiver, in their order.
pub fn weights(
    key: KeyIx,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let presence = question.presence.iter().map(Traced::step).collect();
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
        evaluation.fits(key, *party, weight.value())?;
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
        Method::Glide { from, to, path } => mix::glide(key, *from, *to, path, question, evaluation),
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
        let value = Money::Number(factor.value.clone());
        let factor = evaluation.of(*party).read(Subject::Quota, value, factor.loc);
        evaluation.of(*party).product(Subject::Weight, &[&weight, &factor])
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
    Ok(present(chosen, question, evaluation))
}

impl<'a> Evaluation<'a> {
    /// Starts an evaluation for the questions of one slice.
    pub fn new(
        project: &'a Project,
        trace: &'a mut Trace,
        noticed: &'a mut Noticed,
        scope: Scope,
    ) -> Evaluation<'a> {
        Evaluation { project, trace, noticed, scope, known: BTreeMap::new(), weights }
    }
}
