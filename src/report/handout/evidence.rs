//! The audit sheet (Prüfblatt): what was read, every cost row with what became of it, what was left out and why.

use std::collections::BTreeMap;

use super::Handout;
use crate::allocation::EntryFate;
use crate::model::RuleIx;
use crate::money::Cents;
use crate::report::label::rule_title;
use crate::report::settlement::sum;
use crate::report::{Block, Column, Layout, Material, Protocol, Report as _, Row, Sheet, Value};
use crate::text::{Term, term};

/// Makes the page.
pub(super) fn page(handout: &Handout<'_>) -> Vec<Block> {
    let material = handout.dossier.material;
    let lang = material.lang;
    let mut page = Protocol.document(material).page();
    page.insert(0, Block::Title(term(Term::EvidenceSheet, lang).to_owned()));
    page.retain({
        let mut first = true;
        move |block| !matches!(block, Block::Title(_)) || std::mem::take(&mut first)
    });
    page.push(Block::Heading(term(Term::CostRows, lang).to_owned()));
    page.push(Block::Sheet(cost_rows(&material)));
    page
}

/// Every cost entry of the run with its place and what became of it.
fn cost_rows(material: &Material<'_>) -> Sheet {
    let Material { project, run, sources, lang, .. } = *material;
    let columns = vec![
        Column::text("place", term(Term::Place, lang)),
        Column::text("period", term(Term::Period, lang)),
        Column::text("service", term(Term::Service, lang)),
        Column::text("kind", term(Term::Kind, lang)),
        Column::number("amount", term(Term::Amount, lang)),
        Column::number("counted", term(Term::CountedHere, lang)),
        Column::text("fate", term(Term::BecameOf, lang)),
    ];
    let rule = |rule: RuleIx| rule_title(project.rule(rule)).to_owned();
    let mut counted: BTreeMap<usize, Vec<Cents>> = BTreeMap::new();
    for booked in &run.booked {
        counted.entry(booked.entry).or_default().push(booked.amount.amount());
    }
    let rows = run.costs.iter().zip(&run.entries).enumerate().map(|(number, (entry, fate))| {
        let fate = match fate {
            EntryFate::Shared(ix) => rule(*ix),
            EntryFate::NotShared(ix) => format!("{}: {}", term(Term::NotShared, lang), rule(*ix)),
            EntryFate::OtherStatus => term(Term::OtherStatus, lang).to_owned(),
            EntryFate::PassedOn => term(Term::PassedOn, lang).to_owned(),
            EntryFate::OtherPeriod | EntryFate::Unassigned => term(Term::OutsidePeriod, lang).to_owned(),
        };
        Row::plain([
            Value::text(sources.place(entry.loc())),
            Value::Date(entry.period.to_string()),
            Value::text(project.id_of(entry.object)),
            Value::of(entry.kind.as_deref(), Value::text),
            Value::Cents(entry.amount),
            Value::Cents(sum(counted.get(&number).into_iter().flatten().copied())),
            Value::text(fate),
        ])
    });
    Sheet { columns, rows: rows.collect(), layout: Layout::List }
}
