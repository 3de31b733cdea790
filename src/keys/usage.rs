//! Actual use (tatsächliche Nutzung), Beschluss 2021/24 key b.
//!
//! Rules: rules.md#usage, rules.md#usage-counts, rules.md#otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::normal::within;
use super::{Counter, Evaluation, Question, StoodIn, Weight, WithoutUse};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{Key, KeyIx, Method, PartyIx, ServiceIx, UsageRow, UsageScope};
use crate::money::Ratio;
use crate::source::Loc;
use crate::text::Text;
use crate::trace::Subject;

/// `method = "usage"`: the use of the pool's service, or of those that the key names.
pub(super) fn weigh(
    key: &Key,
    measure: &str,
    services: &UsageScope,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let services = match (services, question.service) {
        (UsageScope::Pool, Some(service)) => BTreeSet::from([service]),
        // Nothing that it could count: not the same as nobody's use, for which `otherwise` is.
        (UsageScope::Pool, None) => {
            let fault = Fault::NoServiceToCount { key: key.id.clone() };
            return Err(Box::new(Diagnostic::at(fault, key.loc)));
        }
        (UsageScope::All, _) => {
            (0..).map(ServiceIx).take(evaluation.project.services.len()).collect()
        }
        (UsageScope::Listed(services), _) => services.clone(),
    };
    let counter = CountedAt {
        loc: key.loc,
        de: "dieser Schlüssel zählt die Nutzung",
        en: "this key counts the usage",
    };
    use_of(&services, measure, counter, question, evaluation)
}

/// The key that is taken instead of a usage key by which no receiver has used anything. Notes it,
/// or else the receivers without a row of use.
pub(super) fn instead(
    key: &Key,
    counted: &[Weight],
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Option<KeyIx> {
    let Method::Usage { otherwise, .. } = &key.method else { return None };
    let other = otherwise.filter(|_| counted.iter().all(|weight| weight.value().is_zero()));
    match (other, evaluation.scope.key) {
        (Some(instead), Some(key)) => {
            let asked = evaluation.asked(question);
            evaluation.noticed.stood_in.insert(StoodIn { key, instead, asked });
        }
        _ => notice_without_use(counted, question, evaluation),
    }
    other
}

/// Notes the receivers whose use was added up of no rows. A row with the quantity 0 says that there
/// was none.
fn notice_without_use(
    counted: &[Weight],
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) {
    let Some(key) = evaluation.scope.key else { return };
    let (asked, counter) = (evaluation.asked(question), Counter::Key(key));
    let of_nothing = |weight: &Weight| evaluation.trace.inputs_of(weight.step()).is_empty();
    let without = counted.iter().zip(question.receivers).filter(|(weight, _)| of_nothing(weight));
    let without = without.map(|(_, party)| WithoutUse { counter, party: *party, asked });
    evaluation.noticed.without_use.extend(without.collect::<Vec<_>>());
}

/// The place that counts use, with words for it in German and English.
#[derive(Clone, Copy)]
pub struct CountedAt<'a> {
    /// The place.
    pub loc: Loc,
    /// What stands there, in German.
    pub de: &'a str,
    /// The same in English.
    pub en: &'a str,
}

/// Adds up the use that each receiver makes of some services in the window. `counter` is the place
/// that counts it.
pub fn use_of(
    services: &BTreeSet<ServiceIx>,
    measure: &str,
    counter: CountedAt<'_>,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let project = evaluation.project;
    let mut found: BTreeMap<PartyIx, Vec<Weight>> = BTreeMap::new();
    for service in services {
        for (number, row) in project.usage_of(*service, measure) {
            if row.period.intersect(&question.window).is_none() {
                continue;
            }
            if !question.window.covers(&row.period) {
                return Err(too_coarse(counter, row, question));
            }
            if question.receivers.contains(&row.party) && (question.counts)(row.party, &row.period)
            {
                evaluation.noticed.counted.insert(number);
                let read = evaluation.read(
                    row.quantity.clone(),
                    &row.places,
                    row.history.as_deref(),
                    row.party,
                );
                found.entry(row.party).or_default().push(read);
            }
        }
    }
    let sum_up = |party: &PartyIx| {
        let rows = found.remove(party).unwrap_or_default();
        let value = Ratio::sum(rows.iter().map(Weight::value));
        if value.signum() < 0 {
            return Err(negative(&value, *party, services, question, evaluation).into());
        }
        Ok(evaluation.of(*party).sum(Subject::Weight, &rows))
    };
    question.receivers.iter().map(sum_up).collect()
}

fn too_coarse(counter: CountedAt<'_>, row: &UsageRow, question: &Question<'_>) -> Box<Diagnostic> {
    let fault =
        Fault::CoarseUsage { period: row.period.to_string(), range: question.window.to_string() };
    let places = row.places.iter().take(1);
    let diagnostic = places.fold(Diagnostic::new(fault), |diagnostic, loc| {
        diagnostic.and_here(*loc, "die Nutzung dieser Zeile", "the usage of this row")
    });
    Box::new(diagnostic.and_here(counter.loc, counter.de, counter.en))
}

fn negative(
    sum: &Ratio,
    party: PartyIx,
    services: &BTreeSet<ServiceIx>,
    question: &Question<'_>,
    evaluation: &Evaluation<'_>,
) -> Diagnostic {
    let project = evaluation.project;
    let names: Vec<&str> =
        services.iter().map(|service| project.service(*service).id.as_str()).collect();
    let fault = Fault::NegativeUsage {
        party: project.party(party).id.clone(),
        service: names.join(", "),
        range: within(question.window),
        sum: Text::number(sum, 10),
    };
    let inside = |row: &&UsageRow| {
        row.party == party
            && services.contains(&row.service)
            && row.quantity.signum() < 0
            && question.window.covers(&row.period)
    };
    let places = project.usage.iter().filter(inside).flat_map(|row| &row.places).take(5);
    places.fold(Diagnostic::new(fault), |diagnostic, loc| diagnostic.and(*loc))
}
