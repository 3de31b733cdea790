//! The weights of every key as they were used.

use std::collections::BTreeSet;

use super::Dossier;
use super::trace::Steps;
use crate::keys::editions;
use crate::model::{DateRange, KeyIx, PartyIx};
use crate::report::keys::key_title;
use crate::report::keys::{describe, source};
use crate::report::label::Names;
use crate::report::origin::edition_word;
use crate::report::{At, BookCell, BookRow, Formula, Leaf, Range, Value};
use crate::text::Term;
use crate::trace::{StepId, Subject};

const WEIGHT: u16 = 4;

/// The weights of a key for one sum, of which other sums may be shared alike.
struct Used {
    key: KeyIx,
    range: Option<DateRange>,
    edition: String,
    weights: Vec<(PartyIx, StepId)>,
    total: StepId,
}

/// Makes the leaf.
pub(super) fn leaf(dossier: &Dossier<'_>, steps: &Steps<'_>) -> Leaf {
    let (project, sources) = (dossier.material.project, dossier.material.sources);
    let mut leaf = dossier.leaf("keys", Term::LeafKeys, Term::Keys);
    leaf.columns = dossier
        .texts([Term::Key, Term::Edition, Term::Period, Term::Party])
        .chain(dossier.numbers([Term::WeightHead, Term::SharePercent]))
        .chain(dossier.texts([Term::Source]))
        .collect();
    let names = Names::new(project, dossier.material.lang);
    let mut told = BTreeSet::new();
    for used in found(dossier, steps) {
        let key = project.key(used.key);
        if told.insert(used.key) {
            leaf.notes.push(format!(
                "{}: {}",
                key_title(project, key, dossier.material.lang),
                describe(project, key, dossier.material.lang)
            ));
        }
        let first = leaf.next_row();
        let count = u32::try_from(used.weights.len()).unwrap_or(u32::MAX);
        let (total, source) =
            (&steps.step(used.total).value, source(project, key, sources, dossier.material.lang));
        for (party, weight) in &used.weights {
            let value = &steps.step(*weight).value;
            let own = At::here(leaf.next_row(), WEIGHT).cell();
            let percent = own.over(Formula::Total(Range::down(At::here(first, WEIGHT), count)));
            let part = value.checked_div(total).unwrap_or(crate::money::Ratio::ZERO);
            leaf.rows.push(BookRow::plain([
                BookCell::from(Value::text(key_title(project, key, dossier.material.lang))),
                Value::text(&used.edition).into(),
                Value::of(used.range, |range| Value::Date(range.to_string())).into(),
                Value::text(names.party(*party)).into(),
                BookCell::from(Value::Fraction(value.clone())).linked(steps.at(*weight)),
                BookCell::live(Value::Percent(part), percent),
                Value::text(&source).into(),
            ]));
        }
    }
    leaf
}

/// Finds the sums of weights by which steps are shared; the same weights of a key but once.
fn found(dossier: &Dossier<'_>, steps: &Steps<'_>) -> Vec<Used> {
    let (project, run) = (dossier.material.project, dossier.material.run);
    let mut known = BTreeSet::new();
    let mut all = Vec::new();
    for id in (0..run.trace.base()).map(StepId) {
        let step = steps.step(id);
        let (Subject::WeightSum, false, Some(rule), Some(index), None) =
            (step.subject, step.money, step.scope.rule, step.scope.step, step.scope.key)
        else {
            continue;
        };
        let Some(key) = project.rule(rule).steps.get(usize::from(index)).and_then(|step| step.key) else {
            continue;
        };
        let weights: Option<Vec<_>> =
            steps.inputs(id).into_iter().map(|input| Some((steps.step(input).scope.party?, input))).collect();
        let Some(weights) = weights else { continue };
        let values: Vec<_> =
            weights.iter().map(|(party, weight)| (*party, steps.step(*weight).value.clone())).collect();
        let edition = step.scope.range.map(|range| editions(project, project.key(key), range));
        let lang = dossier.material.lang;
        let edition = edition.and_then(Result::ok).unwrap_or_default();
        let edition: Vec<String> = edition.iter().map(|label| edition_word(label, lang)).collect();
        let edition = edition.join(", ");
        if known.insert((key, edition.clone(), values)) {
            all.push(Used { key, range: step.scope.range, edition, weights, total: id });
        }
    }
    all.sort_by_key(|used| used.key);
    all
}
