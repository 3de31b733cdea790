//! The audit sheet (Prüfblatt): what was read, every row of costs, payments and budget with what
//! became of it, and the usage that was left out.

use std::collections::BTreeMap;

use crate::allocation::EntryFate;
use crate::model::CostEntry;
use crate::money::Cents;
use crate::report::package::input::{Package, about};
use crate::report::tables::amounts::sum;
use crate::report::tables::disposition::{
    Disposition, budget_dispositions, payment_dispositions, usage_dispositions,
};
use crate::report::tables::label::{Names, day, rule_title};
use crate::report::{
    Block, CheckReport, Column, Emphasis, Layout, Line, Material, Report as _, Row, Sheet, Value,
};
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

fn columns<const N: usize>(
    material: &Material<'_>,
    columns: [(&'static str, Term, bool); N],
) -> Vec<Column> {
    let column = |(name, title, numeric): (&'static str, Term, bool)| match numeric {
        true => Column::number(name, term(title, material.lang)),
        false => Column::text(name, term(title, material.lang)),
    };
    columns.map(column).into()
}

/// Every cost entry of the run with its place and what became of it.
fn cost_rows(material: &Material<'_>) -> Sheet {
    let Material { project, run, lang, .. } = *material;
    let columns = columns(
        material,
        [
            ("place", Term::Place, false),
            ("period", Term::Period, false),
            ("service", Term::Service, false),
            ("kind", Term::Kind, false),
            ("document", Term::DocumentNumber, false),
            ("supplier", Term::Supplier, false),
            ("amount", Term::Amount, true),
            ("counted", Term::CountedHere, true),
            ("fate", Term::BecameOf, false),
        ],
    );
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
    let rows = entries.into_iter().map(|(number, (entry, disposition))| {
        Row::plain([
            Value::text(places(entry, material)),
            Value::Date(entry.period.to_string()),
            Value::text(names.object(entry.object)),
            Value::of(entry.kind.as_deref(), Value::text),
            Value::of(entry.document.as_deref(), Value::text),
            Value::of(entry.supplier.as_deref(), Value::text),
            Value::Cents(entry.amount),
            Value::Cents(sum(counted.get(&number).into_iter().flatten().copied())),
            Value::text(said(*disposition)),
        ])
    });
    Sheet { columns, rows: rows.collect(), layout: Layout::List }
}

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
    let columns = columns(
        material,
        [
            ("place", Term::Place, false),
            ("date", Term::Date, false),
            ("party", Term::Party, false),
            ("period", Term::Period, false),
            ("what", Term::Item, false),
            ("document", Term::DocumentNumber, false),
            ("amount", Term::Amount, true),
            ("fate", Term::BecameOf, false),
        ],
    );
    let names = Names::new(project, lang);
    let mut rows: Vec<_> = payment_dispositions(material).collect();
    rows.sort_by_key(|(_, row, _)| row.loc);
    let rows = rows.into_iter().map(|(payment, row, disposition)| {
        Row::plain([
            Value::text(sources.place(row.loc)),
            Value::text(day(payment.date, lang)),
            Value::text(names.party(payment.party)),
            Value::of(payment.period, |period| Value::Date(period.to_string())),
            Value::of(payment.purpose.as_deref(), Value::text),
            Value::of(payment.document.as_deref(), Value::text),
            Value::Cents(row.value),
            Value::text(term(disposition.word(), lang)),
        ])
    });
    Sheet { columns, rows: rows.collect(), layout: Layout::List }
}

/// Every row of the budget.
fn budget_rows(material: &Material<'_>) -> Sheet {
    let Material { sources, lang, .. } = *material;
    let columns = columns(
        material,
        [
            ("place", Term::Place, false),
            ("year", Term::BudgetYear, false),
            ("title", Term::Title, false),
            ("purpose", Term::Purpose, false),
            ("amount", Term::Appropriation, true),
            ("fate", Term::BecameOf, false),
        ],
    );
    let mut rows: Vec<_> = budget_dispositions(material).collect();
    rows.sort_by_key(|(_, row, _)| row.loc);
    let rows = rows.into_iter().map(|(line, row, disposition)| {
        Row::plain([
            Value::text(sources.place(row.loc)),
            Value::Date(line.year.to_string()),
            Value::text(format!("{} {}", line.title.chapter, line.title.title)),
            Value::text(&line.name),
            Value::Cents(row.value),
            Value::text(term(disposition.word(), lang)),
        ])
    });
    Sheet { columns, rows: rows.collect(), layout: Layout::List }
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
    let columns = columns(
        material,
        [
            ("place", Term::Place, false),
            ("period", Term::Period, false),
            ("service", Term::Service, false),
            ("party", Term::Party, false),
            ("measure", Term::Measure, false),
            ("quantity", Term::Quantity, true),
            ("fate", Term::BecameOf, false),
        ],
    );
    let names = Names::new(project, lang);
    let mut listed: Vec<_> =
        usage_dispositions(material).filter(|(_, disposition)| is_listed(*disposition)).collect();
    listed.sort_by(|(a, _), (b, _)| a.places.cmp(&b.places));
    let rows = listed.into_iter().map(|(row, disposition)| {
        let places: Vec<String> = row.places.iter().map(|place| sources.place(*place)).collect();
        Row::plain([
            Value::text(places.join(", ")),
            Value::Date(row.period.to_string()),
            Value::text(names.service(row.service)),
            Value::text(names.party(row.party)),
            Value::text(&*row.measure),
            Value::text(lang.number(&row.quantity.decimal(10).0)),
            Value::text(term(disposition.word(), lang)),
        ])
    });
    Sheet { columns, rows: rows.collect(), layout: Layout::List }
}
