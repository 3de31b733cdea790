//! The key sheet (Schlüsselblatt): every key that was used, with the weights that counted, its edition and source.

use std::collections::{BTreeMap, BTreeSet};

use super::weights::{all_parts, counted};
use super::{Handout, about};
use crate::allocation::Dimension;
use crate::model::{Editions, KeyIx, Method, PartyIx};
use crate::money::Ratio;
use crate::report::keys::{describe, key_title};
use crate::report::label::{Names, rule_title};
use crate::report::origin::Origin;
use crate::report::{Block, Column, Layout, Material, Row, Sheet, Value};
use crate::text::{Phrase, Term, term};
use crate::trace::StepId;

/// The weights of the receivers of one apportionment.
type Weights = BTreeMap<PartyIx, Ratio>;

/// Makes the page.
pub(super) fn page(handout: &Handout<'_>) -> Vec<Block> {
    let material = handout.dossier.material;
    let Material { project, lang, .. } = material;
    let names = Names::new(project, lang);
    let mut page = about(&material);
    let used = used(&material);
    if used.is_empty() {
        page.push(Block::Paragraph(term(Term::NoKeyUsed, lang).to_owned()));
    }
    for (key, (origin, variants)) in used {
        let key = project.key(key);
        page.push(Block::Heading(key_title(project, key, lang)));
        page.push(Block::Paragraph(describe(project, key, lang)));
        let told = matches!(&key.method, Method::Statistic { editions: Editions::Named(_), .. });
        let editions = if told { String::new() } else { origin.editions() };
        for (word, text) in [(Term::Edition, editions), (Term::Source, origin.sources())] {
            if !text.is_empty() {
                page.push(Block::Paragraph(format!("{}: {text}", term(word, lang))));
            }
        }
        for (weights, of) in variants {
            let of = of.into_iter().collect::<Vec<_>>().join(", ");
            page.push(Block::Paragraph(Phrase::UsedFor { of }.get(lang)));
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
        Column::number("weight", term(Term::WeightHead, lang)),
        Column::number("part", term(Term::SharePercent, lang)),
    ];
    let written = |weight: &Ratio| Value::text(lang.number(&weight.decimal(10).0));
    let part = |weight: &Ratio| Value::of(weight.checked_div(&total), Value::Percent);
    let mut rows: Vec<Row> = weights
        .iter()
        .map(|(party, weight)| Row::plain([Value::text(names.party(*party)), written(weight), part(weight)]))
        .collect();
    rows.push(Row::total([Value::text(term(Term::Total, lang)), written(&total), part(&total)]));
    Sheet { columns, rows, layout: Layout::List }
}

/// What weights counted for: the services and centres.
type Uses = BTreeMap<Weights, BTreeSet<String>>;

/// Finds the weights that counted, by key, with what they rest on; the same weights once, with what they counted for.
fn used(material: &Material<'_>) -> BTreeMap<KeyIx, (Origin, Uses)> {
    let Material { project, run, lang, .. } = *material;
    let names = Names::new(project, lang);
    let mut by_sum: BTreeMap<(KeyIx, StepId, u32), Weights> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for share in &run.shares {
        // The shares of one sum have the same parts.
        let parts = all_parts(&run.trace, share.amount.step());
        if !parts.first().is_some_and(|first| seen.insert((share.pool, *first))) {
            continue;
        }
        for one in parts.into_iter().flat_map(|part| counted(project, &run.trace, part)) {
            let weight = run.trace.step(one.weight).value.clone();
            by_sum.entry((one.key, one.all, share.pool)).or_default().insert(one.party, weight);
        }
    }
    let mut used: BTreeMap<KeyIx, (Origin, Uses)> = BTreeMap::new();
    for ((key, _, pool), weights) in by_sum {
        let pool = &run.pools[pool as usize];
        let of = match (&pool.service, &pool.centre) {
            (Dimension::Is(service), _) => names.service(*service),
            (_, Dimension::Is(centre)) => project.centre(*centre).name.clone(),
            _ => rule_title(project.rule(pool.rule)).to_owned(),
        };
        let (origin, uses) = used.entry(key).or_default();
        origin.extend(Origin::of(key, pool, material));
        uses.entry(weights).or_default().insert(of);
    }
    used
}
