//! The audit sheet (Prüfblatt): what was read, every row of costs, payments and budget with what
//! became of it, and the usage that was left out.

use std::collections::BTreeMap;

use crate::allocation::EntryFate;
use crate::model::{AmountRow, BudgetLine, CostEntry, PaymentRow, UsageRow};
use crate::money::Cents;
use crate::report::package::input::{Package, about};
use crate::report::tables::amounts::sum;
use crate::report::tables::disposition::{
    Disposition, budget_dispositions, payment_dispositions, usage_dispositions,
};
use crate::report::tables::label::{Names, rule_title};
use crate::report::tables::record_table::Reader;
use crate::report::{Block, CheckReport, Emphasis, Line, Material, Report as _, Sheet, Value};
use crate::source::Loc;
use crate::text::{Phrase, Term, term};

/// Up to so many rows of usage that were left out for one reason are listed one by one.
const FEW: u64 = 200;

/// Makes the page.
pub(crate) fn page(package: &Package<'_>) -> Vec<Block> {
    let material = package.input.material;
    let mut page = about(&material);
    let protocol = CheckReport.document(material).page();
    page.extend(protocol.into_iter().filter(|block| !matches!(block, Block::Title(_))));
    let sheets = [
        (Term::CostRows, cost_rows(&material)),
        (Term::PaymentRows, payment_rows(&material)),
        (Term::BudgetRows, budget_rows(&material)),
    ];
    for (title, sheet) in sheets.into_iter().filter(|(_, sheet)| !sheet.rows.is_empty()) {
        page.push(Block::Heading(term(title, material.lang).to_owned()));
        page.push(Block::Sheet(sheet));
    }
    page.extend(usage_left_out(&material));
    page
}

/// Every cost entry of the run with its place and what became of it.
fn cost_rows(material: &Material<'_>) -> Sheet {
    let Material { project, run, lang, .. } = *material;
    let names = Names::new(project, lang);
    let said = |entry: EntryFate| {
        let word = term(Disposition::from(entry).word(), lang);
        match entry {
            EntryFate::Shared(rule) | EntryFate::NotShared(rule) => {
                format!("{word}: {}", rule_title(project.rule(rule)))
            }
            _ => word.to_owned(),
        }
    };
    let mut counted: BTreeMap<usize, Vec<Cents>> = BTreeMap::new();
    for booked in &run.booked {
        counted.entry(booked.entry).or_default().push(booked.amount.amount());
    }
    let mut entries: Vec<_> = run.costs.iter().zip(&run.entries).enumerate().collect();
    entries.sort_by_key(|(_, (entry, _))| entry.loc());
    Reader::people(project, lang)
        .table()
        .text("place", Term::Place, |(_, (it, _)): &Entry<'_>| Value::text(places(it, material)))
        .text("period", Term::Period, |(_, (it, _))| Value::Date(it.period.to_string()))
        .text("service", Term::Service, |(_, (it, _))| Value::text(names.object(it.object)))
        .text("kind", Term::Kind, |(_, (it, _))| Value::of(it.kind.as_deref(), Value::text))
        .text("document", Term::DocumentNumber, |(_, (it, _))| {
            Value::of(it.document.as_deref(), Value::text)
        })
        .text("supplier", Term::Supplier, |(_, (it, _))| {
            Value::of(it.supplier.as_deref(), Value::text)
        })
        .number("amount", Term::Amount, |(_, (it, _))| Value::Cents(it.amount))
        .number("counted", Term::CountedHere, |(number, _)| {
            Value::Cents(sum(counted.get(number).into_iter().flatten().copied()))
        })
        .text("fate", Term::BecameOf, |(_, (_, disposition))| Value::text(said(**disposition)))
        .sheet(entries)
}

/// A cost entry with its number, and what became of it.
type Entry<'a> = (usize, (&'a CostEntry, &'a EntryFate));

/// Names the place of an entry; of rows that are alike the first and how many more there are.
fn places(entry: &CostEntry, material: &Material<'_>) -> String {
    let first = material.sources.place(entry.loc());
    match entry.rows.len().saturating_sub(1) {
        0 => first,
        more => format!(
            "{first}, {}",
            Phrase::AndMorePlaces { count: more.to_string() }.get(material.lang)
        ),
    }
}

/// Every row of payments.
fn payment_rows(material: &Material<'_>) -> Sheet {
    let Material { project, sources, lang, .. } = *material;
    let mut rows: Vec<_> = payment_dispositions(material).collect();
    rows.sort_by_key(|(_, row, _)| row.loc);
    type Paid<'a> = (&'a PaymentRow, &'a AmountRow, Disposition);
    let reader = Reader::people(project, lang);
    reader
        .table()
        .text("place", Term::Place, |(_, row, _): &Paid<'_>| Value::text(sources.place(row.loc)))
        .text("date", Term::Date, |(it, ..)| reader.day(it.date))
        .text("party", Term::Party, |(it, ..)| reader.party(it.party))
        .text("period", Term::Period, |(it, ..)| {
            Value::of(it.period, |period| Value::Date(period.to_string()))
        })
        .text("what", Term::Item, |(it, ..)| Value::of(it.purpose.as_deref(), Value::text))
        .text("document", Term::DocumentNumber, |(it, ..)| {
            Value::of(it.document.as_deref(), Value::text)
        })
        .number("amount", Term::Amount, |(_, row, _)| Value::Cents(row.value))
        .text("fate", Term::BecameOf, |(.., it)| Value::text(term(it.word(), lang)))
        .sheet(rows)
}

/// Every row of the budget.
fn budget_rows(material: &Material<'_>) -> Sheet {
    let Material { project, sources, lang, .. } = *material;
    let mut rows: Vec<_> = budget_dispositions(material).collect();
    rows.sort_by_key(|(_, row, _)| row.loc);
    type Planned<'a> = (&'a BudgetLine, &'a AmountRow, Disposition);
    Reader::people(project, lang)
        .table()
        .text("place", Term::Place, |(_, row, _): &Planned<'_>| Value::text(sources.place(row.loc)))
        .text("year", Term::BudgetYear, |(it, ..)| Value::Date(it.year.to_string()))
        .text("title", Term::Title, |(it, ..)| {
            Value::text(format!("{} {}", it.title.chapter, it.title.title))
        })
        .text("purpose", Term::Purpose, |(it, ..)| Value::text(&it.name))
        .number("amount", Term::Appropriation, |(_, row, _)| Value::Cents(row.value))
        .text("fate", Term::BecameOf, |(.., it)| Value::text(term(it.word(), lang)))
        .sheet(rows)
}

/// The rows of usage that were left out: one by one where few have the same reason, else their
/// count, and the first and last place.
fn usage_left_out(material: &Material<'_>) -> Vec<Block> {
    let mut places: BTreeMap<Disposition, Vec<Loc>> = BTreeMap::new();
    for (row, disposition) in
        usage_dispositions(material).filter(|(_, disposition)| *disposition != Disposition::Used)
    {
        places.entry(disposition).or_default().extend(&row.places);
    }
    let count = |places: &[Loc]| places.iter().map(|place| place.rows()).sum::<u64>();
    let (few, many): (BTreeMap<_, _>, BTreeMap<_, _>) =
        places.into_iter().partition(|(_, places)| count(places) <= FEW);
    let lines: Vec<Line> = many
        .into_iter()
        .filter_map(|(disposition, places)| {
            let said = |place: &Loc| material.sources.place(*place);
            let (first, last) = (said(places.iter().min()?), said(places.iter().max()?));
            let (count, reason) = (
                material.lang.count(count(&places)),
                disposition.reason().get(material.lang).to_owned(),
            );
            let text = Phrase::UsageLeftOut { reason, count, first, last }.get(material.lang);
            Some(Line { depth: 0, text, emphasis: Emphasis::Plain })
        })
        .collect();
    let sheet = usage_rows(material, |disposition| few.contains_key(&disposition));
    if lines.is_empty() && sheet.rows.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading(term(Term::UsageRowsLeftOut, material.lang).to_owned())];
    blocks.extend((!lines.is_empty()).then_some(Block::Tree(lines)));
    blocks.extend((!sheet.rows.is_empty()).then_some(Block::Sheet(sheet)));
    blocks
}

/// The rows of usage of which certain things became.
fn usage_rows(material: &Material<'_>, is_listed: impl Fn(Disposition) -> bool) -> Sheet {
    let Material { project, sources, lang, .. } = *material;
    let names = Names::new(project, lang);
    let mut listed: Vec<_> =
        usage_dispositions(material).filter(|(_, disposition)| is_listed(*disposition)).collect();
    listed.sort_by(|(a, _), (b, _)| a.places.cmp(&b.places));
    let places = |row: &UsageRow| {
        let places: Vec<String> = row.places.iter().map(|place| sources.place(*place)).collect();
        Value::text(places.join(", "))
    };
    let reader = Reader::people(project, lang);
    reader
        .table()
        .text("place", Term::Place, |(row, _): &(&UsageRow, Disposition)| places(row))
        .text("period", Term::Period, |(row, _)| Value::Date(row.period.to_string()))
        .text("service", Term::Service, |(row, _)| Value::text(names.service(row.service)))
        .text("party", Term::Party, |(row, _)| reader.party(row.party))
        .text("measure", Term::Measure, |(row, _)| Value::text(&*row.measure))
        .number("quantity", Term::Quantity, |(row, _)| {
            Value::text(lang.number(&row.quantity.decimal(10).0))
        })
        .text("fate", Term::BecameOf, |(_, it)| Value::text(term(it.word(), lang)))
        .sheet(listed)
}
