//! A statistic: Königsteiner Schlüssel, population, or the project's own; in named editions or the
//! one in force.
//!
//! Rules: rules.md#statistic.

use super::normal::present;
use super::{Evaluation, Question, Weight, edition};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{Key, PartyIx};
use crate::money::Ratio;
use crate::trace::{Input, Money, Subject};

/// `method = "statistic"`: the values of a statistic, of several editions the mean.
pub(super) fn weigh(
    key: &Key,
    statistic: &str,
    negative_is_zero: bool,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let editions = edition::editions(evaluation.project, key, question.window)?;
    let one = |party: &PartyIx| {
        let value = value(key, statistic, &editions, *party, evaluation)?;
        not_negative(key, value, negative_is_zero, *party, evaluation)
    };
    let found = question.receivers.iter().map(one).collect::<Checked<Vec<Weight>>>()?;
    Ok(present(found, question, evaluation))
}

/// Reads the value of a party, of several editions the mean.
fn value(
    key: &Key,
    statistic: &str,
    editions: &[String],
    party: PartyIx,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Weight> {
    let project = evaluation.project;
    let mut read = Vec::new();
    for edition in editions {
        let found = project.statistics.get(statistic).and_then(|all| all.get(edition));
        let Some(found) = found else {
            let known = edition::known(project, statistic);
            let (statistic, edition) = (statistic.to_owned(), edition.clone());
            let fault = Fault::MissingEdition { statistic, edition, known };
            return Err(Box::new(Diagnostic::at(fault, key.loc)));
        };
        let value = found.values.get(&party).ok_or_else(|| evaluation.no_weight(key, party))?;
        let history = found.histories.get(&party).map(AsRef::as_ref);
        read.push(evaluation.read(value.value.clone(), &[value.loc], history, party));
    }
    if let [only] = &read[..] {
        return Ok(only.clone());
    }
    let total = evaluation.of(party).sum(Subject::Weight, &read);
    let count = Ratio::from(i128::try_from(read.len()).unwrap_or(1));
    let years = evaluation.of_all().constant(Subject::Weight, Money::Number(count));
    let mean = evaluation.of(party).quotient(Subject::Weight, &total, &years);
    mean.ok_or_else(|| evaluation.no_weight(key, party))
}

/// A negative value is a fault, or counts as zero.
fn not_negative(
    key: &Key,
    weight: Weight,
    is_zero: bool,
    party: PartyIx,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Weight> {
    if weight.value().signum() >= 0 {
        return Ok(weight);
    }
    if !is_zero {
        let loc = match evaluation.trace.inputs_of(weight.step()) {
            [Input::Place(loc)] => *loc,
            _ => key.loc,
        };
        return Err(evaluation.negative(key, party, weight.value(), loc));
    }
    let zero = evaluation.of(party).constant(Subject::Weight, Money::Number(Ratio::ZERO));
    Ok(evaluation.of(party).largest(Subject::Weight, &[weight, zero]))
}
