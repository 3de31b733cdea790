//! The overview for all parties: who bears what, the change against the period before, where the
//! money flows, the balances.

use std::collections::BTreeMap;

use super::flow;
use crate::allocation::AllocationRun;
use crate::model::PartyIx;
use crate::money::Cents;
use crate::report::package::input::{Package, is_open};
use crate::report::tables::amounts::sum;
use crate::report::tables::label::{Names, period_words};
use crate::report::{
    Allocation, Block, Chart, Column, DimensionName, Drawing, Layout, Link, Material, Report as _,
    Row, SettlementReport, Sheet, Value, settlement,
};
use crate::text::{Phrase, Term, term};

/// Makes the page.
pub(crate) fn page(package: &Package<'_>, links: Vec<Link>) -> Vec<Block> {
    let material = package.input.material;
    let lang = material.lang;
    let mut page: Vec<Block> = package.logo.cloned().map(Block::Logo).into_iter().collect();
    page.extend(shares(material));
    page.extend(change(package));
    page.extend(flow::section(&material));
    if let Some(accounts) = package.input.settlement {
        let report = SettlementReport {
            project: material.project,
            settlement: accounts,
            transfers: None,
            status: material.status,
            lang,
        };
        page.push(Block::Heading(term(Term::StatementSheet, lang).to_owned()));
        page.extend(
            settlement(report)
                .page()
                .into_iter()
                .skip_while(|block| matches!(block, Block::Title(_))),
        );
    }
    page.push(Block::Heading(term(Term::OtherDocuments, lang).to_owned()));
    page.push(Block::Links(links));
    page
}

/// The shares by service and party.
const BY_SERVICE: Allocation<'static> =
    Allocation { by: &[DimensionName::Service, DimensionName::Party] };
/// A table of more columns than these is wide.
const WIDE: usize = 8;

/// Who bears what. Where the table of parties and services is wide, the sums of the parties stand
/// first, and the services stand below each other in a table of their own, with the parties by
/// their ids.
fn shares(material: Material<'_>) -> Vec<Block> {
    let page = Allocation::DEFAULT.document(material).page();
    let is_wide = |sheet: &Sheet| {
        let (services, parties) =
            (sheet.columns.len().saturating_sub(2), sheet.rows.len().saturating_sub(1));
        sheet.columns.len() > WIDE && parties <= services.saturating_mul(2)
    };
    let mut blocks = Vec::new();
    let mut turned = false;
    for block in page {
        match block {
            Block::Sheet(sheet) if !turned && is_wide(&sheet) => {
                turned = true;
                blocks.push(Block::Sheet(sums(sheet)));
            }
            Block::Heading(title)
                if turned && blocks.iter().all(|it| !matches!(it, Block::Heading(_))) =>
            {
                blocks.extend(by_service(material));
                blocks.push(Block::Heading(title));
            }
            block => blocks.push(block),
        }
    }
    blocks
}

/// Keeps the first column and the last, which has the sums.
fn sums(mut sheet: Sheet) -> Sheet {
    let middle = 1..sheet.columns.len().saturating_sub(1);
    sheet.columns.drain(middle.clone());
    sheet.rows.iter_mut().for_each(|row| drop(row.cells.drain(middle.clone())));
    sheet
}

fn by_service(material: Material<'_>) -> Vec<Block> {
    let page = BY_SERVICE.document(material).page();
    let sheet = page
        .into_iter()
        .find_map(|block| if let Block::Sheet(sheet) = block { Some(sheet) } else { None });
    let Some(mut sheet) = sheet else { return Vec::new() };
    let inner = 1..sheet.columns.len().saturating_sub(1);
    sheet.columns[inner].iter_mut().for_each(|party| party.title = party.name.clone());
    vec![Block::Heading(term(Term::SharesByService, material.lang).to_owned()), Block::Sheet(sheet)]
}

/// The shares of two periods beside each other.
fn change(package: &Package<'_>) -> Vec<Block> {
    if is_open(package) {
        return Vec::new();
    }
    let Some(before) = package.input.before else {
        return vec![Block::Paragraph(
            term(Term::NothingBefore, package.input.material.lang).to_owned(),
        )];
    };
    let Material { project, run, lang, .. } = package.input.material;
    let names = Names::new(project, lang);
    let [old, new] = [before, run].map(by_party);
    let labels = [before, run].map(|run| period_words(project, run, lang));
    let mut parties: Vec<PartyIx> = old.keys().chain(new.keys()).copied().collect();
    parties.sort();
    parties.dedup();
    let row = |name: String, old: Cents, new: Cents| {
        let difference = Value::of(new.checked_sub(old), Value::Cents);
        [Value::text(name), Value::Cents(old), Value::Cents(new), difference]
    };
    let figure = |sums: &BTreeMap<PartyIx, Cents>, party: PartyIx| sums.get(&party).copied();
    let mut rows: Vec<Row> = Vec::new();
    let mut bars = Vec::new();
    for party in parties {
        let [was, is] = [&old, &new].map(|sums| figure(sums, party));
        rows.push(Row::plain(row(
            names.party(party),
            was.unwrap_or_default(),
            is.unwrap_or_default(),
        )));
        bars.push((project.party(party).id.clone(), vec![was, is]));
    }
    let [was, is] = [&old, &new].map(|sums| sum(sums.values().copied()));
    rows.push(Row::total(row(term(Term::Total, lang).to_owned(), was, is)));
    let columns = vec![
        Column::text("party", term(Term::Party, lang)),
        Column::number("before", labels[0].clone()),
        Column::number("now", labels[1].clone()),
        Column::number("difference", term(Term::Difference, lang)),
    ];
    let title = term(Term::ChangeAgainstBefore, lang).to_owned();
    let alternative = Phrase::ChangeAlternative {
        before: labels[0].clone(),
        now: labels[1].clone(),
        old: lang.amount(was),
        new: lang.amount(is),
    };
    let drawing = Drawing::Bars { series: labels.into(), bars };
    vec![
        Block::Heading(title.clone()),
        Block::Chart(Chart { title, alternative: alternative.get(lang), drawing }),
        Block::Sheet(Sheet { columns, rows, layout: Layout::List }),
    ]
}

fn by_party(run: &AllocationRun) -> BTreeMap<PartyIx, Cents> {
    let mut sums: BTreeMap<PartyIx, Vec<Cents>> = BTreeMap::new();
    for share in &run.shares {
        sums.entry(share.party).or_default().push(share.amount.amount());
    }
    sums.into_iter().map(|(party, amounts)| (party, sum(amounts))).collect()
}
