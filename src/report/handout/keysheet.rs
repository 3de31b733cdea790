//! The key sheet (Schlüsselblatt): every key that was used, with the weights that counted, its edition and source.

use std::collections::{BTreeMap, BTreeSet};

use super::Handout;
use crate::model::{KeyIx, PartyIx};
use crate::money::Ratio;
use crate::report::keys::{describe, key_title, source};
use crate::report::label::Names;
use crate::report::{Block, Column, Layout, Material, Row, Sheet, Value};
use crate::text::{Phrase, Term, term};
use crate::trace::{Input, Operation};

/// The weights of the receivers of one apportionment.
type Weights = BTreeMap<PartyIx, Ratio>;

/// Makes the page.
pub(super) fn page(handout: &Handout<'_>) -> Vec<Block> {
    let material = handout.dossier.material;
    let Material { project, lang, .. } = material;
    let names = Names::new(project, lang);
    let mut page =
        vec![Block::Title(term(Term::KeySheet, lang).to_owned()), Block::Paragraph(project.title.clone())];
    page.extend(super::statement::about(&material));
    let used = used(&material);
    if used.is_empty() {
        page.push(Block::Paragraph(term(Term::NoKeyUsed, lang).to_owned()));
    }
    for (key, variants) in used {
        let about = project.key(key);
        page.push(Block::Heading(key_title(about).to_owned()));
        page.push(Block::Paragraph(describe(project, about, lang)));
        page.push(Block::Paragraph(
            Phrase::SourceOf { source: source(project, about, material.sources) }.get(lang),
        ));
        for weights in variants {
            page.push(Block::Sheet(sheet(&weights, &names, &material)));
        }
    }
    page
}

fn sheet(weights: &Weights, names: &Names<'_>, material: &Material<'_>) -> Sheet {
    let lang = material.lang;
    let total = Ratio::sum(weights.values());
    let columns = vec![
        Column::text("party", term(Term::Party, lang)),
        Column::number("weight", term(Term::SubjectWeight, lang)),
        Column::number("part", term(Term::SharePercent, lang)),
    ];
    let written = |weight: &Ratio| Value::text(lang.number(&weight.decimal(6).0));
    let part = |weight: &Ratio| Value::of(weight.checked_div(&total), Value::Percent);
    let mut rows: Vec<Row> = weights
        .iter()
        .map(|(party, weight)| Row::plain([Value::text(names.party(*party)), written(weight), part(weight)]))
        .collect();
    rows.push(Row::total([Value::text(term(Term::Total, lang)), written(&total), part(&total)]));
    Sheet { columns, rows, layout: Layout::List }
}

/// Finds the weights that counted, by key; the same weights once.
fn used(material: &Material<'_>) -> BTreeMap<KeyIx, BTreeSet<Weights>> {
    let trace = &material.run.trace;
    let mut by_sum: BTreeMap<(KeyIx, u32), Weights> = BTreeMap::new();
    for share in &material.run.shares {
        let Operation::Apportion { .. } = trace.step(share.amount.step()).operation else { continue };
        for input in trace.inputs_of(share.amount.step()).iter().skip(1) {
            let Input::Step(exact) = input else { continue };
            let [_, Input::Step(weight), Input::Step(all)] = trace.inputs_of(*exact) else { continue };
            let (Operation::Portion, step) = (trace.step(*exact).operation, trace.step(*weight)) else {
                continue;
            };
            if let (Some(key), Some(party)) = (step.scope.key, step.scope.party) {
                by_sum.entry((key, all.0)).or_default().insert(party, step.value.clone());
            }
        }
    }
    let mut used: BTreeMap<KeyIx, BTreeSet<Weights>> = BTreeMap::new();
    for ((key, _), weights) in by_sum {
        used.entry(key).or_default().insert(weights);
    }
    used
}
