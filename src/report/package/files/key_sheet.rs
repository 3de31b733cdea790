//! The key sheet (Schlüsselblatt): every key that was used, with the weights that counted, its
//! edition and source.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{DateRange, Editions, Method, PartyIx};
use crate::money::Ratio;
use crate::report::derivation::weights::{Used, used};
use crate::report::package::input::{Package, about};
use crate::report::tables::key_words::{describe, key_title};
use crate::report::tables::label::{Names, stretches};
use crate::report::tables::origin::Origin;
use crate::report::tables::stood_in;
use crate::report::{Block, Column, Layout, Material, Row, Sheet, Value};
use crate::text::{Phrase, Term, term};

/// The weights of the receivers of one apportionment.
type Weights = BTreeMap<PartyIx, Ratio>;

/// Makes the page.
pub(crate) fn page(package: &Package<'_>) -> Vec<Block> {
    let material = package.input.material;
    let Material { project, lang, .. } = material;
    let names = Names::new(project, lang);
    let mut page = about(&material);
    let used = used(&material);
    let timed = used.iter().flat_map(|used| &used.ranges).collect::<BTreeSet<_>>().len() > 1;
    if used.is_empty() {
        page.push(Block::Paragraph(term(Term::NoKeyUsed, lang).to_owned()));
    }
    for variants in used.chunk_by(|one, next| one.key == next.key) {
        page.extend(
            variants.first().into_iter().flat_map(|first| head(first, variants, &material)),
        );
        for used in variants {
            let of = used.of.iter().cloned().collect::<Vec<_>>().join(", ");
            let ranges: Vec<DateRange> = used.ranges.iter().copied().collect();
            let of = if timed { format!("{of} ({})", stretches(&ranges, lang)) } else { of };
            page.push(Block::Paragraph(Phrase::UsedFor { of }.get(lang)));
            page.push(Block::Sheet(sheet(&used.values(&material.run.trace), &names, &material)));
        }
    }
    page
}

/// What a key is, and what all of its weights rest on.
fn head(first: &Used, variants: &[Used], material: &Material<'_>) -> Vec<Block> {
    let Material { project, lang, .. } = *material;
    let key = project.key(first.key);
    let mut origin = Origin::default();
    variants.iter().for_each(|used| origin.extend(used.origin.clone()));
    let told = matches!(&key.method, Method::Statistic { editions: Editions::Named(_), .. });
    let editions = if told { String::new() } else { origin.editions() };
    let mut head = vec![
        Block::Heading(key_title(project, key, lang)),
        Block::Paragraph(describe(project, key, lang)),
    ];
    for (word, text) in [(Term::Edition, editions), (Term::Source, origin.sources())] {
        if !text.is_empty() {
            head.push(Block::Paragraph(format!("{}: {text}", term(word, lang))));
        }
    }
    head.extend(
        stood_in::lines(material, |it, _| it.instead == first.key)
            .into_iter()
            .map(Block::Paragraph),
    );
    head
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
        .map(|(party, weight)| {
            Row::plain([Value::text(names.party(*party)), written(weight), part(weight)])
        })
        .collect();
    rows.push(Row::total([Value::text(term(Term::Total, lang)), written(&total), part(&total)]));
    Sheet { columns, rows, layout: Layout::List }
}
