//! Parties down, services across: each cell adds up shares.

use std::collections::{BTreeMap, BTreeSet};

use super::shares::{PARTY, SERVICE, SHARE, party_number, services, shown};
use super::{Dossier, pools};
use crate::model::PartyIx;
use crate::money::Cents;
use crate::report::tables::amounts::sum;
use crate::report::tables::label::{Names, mark};
use crate::report::{At, BookCell, BookChart, BookRow, Column, Formula, Leaf, Range, Value};
use crate::text::Term;

/// Makes the leaf.
pub(crate) fn leaf(dossier: &Dossier<'_>) -> Leaf {
    let mut leaf = dossier.leaf("overview", Term::LeafOverview, Term::TitleOverview);
    leaf.notes.push(dossier.say(Term::NoteOverview).to_owned());
    leaf.fixed = 1;
    let (project, run) = (dossier.material.project, dossier.material.run);
    let (services, names) = (services(dossier), Names::new(project, dossier.material.lang));
    let mut sums: BTreeMap<(PartyIx, usize), Vec<Cents>> = BTreeMap::new();
    for share in shown(dossier) {
        let service =
            services.binary_search(&run.pools[share.pool as usize].service).unwrap_or_default();
        sums.entry((share.party, service)).or_default().push(share.amount.amount());
    }
    let sums: BTreeMap<_, _> = sums.into_iter().map(|(key, parts)| (key, sum(parts))).collect();
    leaf.columns = dossier.texts([Term::Party]).collect();
    for service in &services {
        let name = mark(service, |ix| Value::text(names.service(*ix))).plain();
        leaf.columns.push(Column::number("", name));
    }
    leaf.columns.extend(dossier.numbers([Term::Total, Term::PartyNumber]));
    let numbers = (1..=services.len()).map(|number| Value::Count(number as u64));
    let first = [Value::text(dossier.say(Term::ServiceNumber))].into_iter();
    leaf.rows.push(BookRow::plain(first.chain(numbers).chain([Value::Empty, Value::Empty])));
    let parties: BTreeSet<PartyIx> = sums.keys().map(|(party, _)| *party).collect();
    let length = u32::try_from(shown(dossier).count()).unwrap_or(u32::MAX);
    for party in &parties {
        let name = names.party(*party);
        let row = party_row(&leaf, (*party, name), services.len(), &sums, length);
        leaf.rows.push(row);
    }
    let total = super::shares::total_column(services.len());
    totals(&mut leaf, dossier, services.len(), &sums);
    let last = leaf.next_row().saturating_sub(2);
    if !parties.is_empty() && dossier.party.is_none() {
        leaf.charts.push(BookChart {
            title: dossier.say(Term::SharesBarTitle).to_owned(),
            alternative: dossier.say(Term::TitleOverview).to_owned(),
            labels: 0,
            series: vec![total],
            rows: (1, last),
        });
        balance(&mut leaf, dossier, total);
    }
    leaf
}

/// Returns the cell of the total of a party; `None`: a party without a share.
pub(crate) fn total_of(dossier: &Dossier<'_>, party: PartyIx) -> Option<At> {
    let parties: BTreeSet<PartyIx> = shown(dossier).map(|share| share.party).collect();
    let row = parties.iter().position(|own| *own == party)?;
    let column = super::shares::total_column(services(dossier).len());
    Some(At::of("overview", u32::try_from(row).ok()?.checked_add(1)?, column))
}

/// The sums of a party by service, their total, and its number.
fn party_row(
    leaf: &Leaf,
    (party, name): (PartyIx, String),
    services: usize,
    sums: &BTreeMap<(PartyIx, usize), Cents>,
    length: u32,
) -> BookRow {
    let row = leaf.next_row();
    let total = super::shares::total_column(services);
    let column = |column| Range::down(At::of("shares", 0, column), length);
    let inner =
        (0..services).zip(1_u16..).map(|(service, place)| match sums.get(&(party, service)) {
            Some(amount) => {
                let equal = vec![
                    (column(PARTY), At::here(row, total + 1).cell()),
                    (column(SERVICE), At::here(0, place).cell()),
                ];
                let formula = Formula::SumWhere { sum: column(SHARE), equal }.cents();
                BookCell::live(Value::Cents(*amount), formula)
            }
            None => Value::Empty.into(),
        });
    let all = sum((0..services).filter_map(|service| sums.get(&(party, service)).copied()));
    let across = Formula::Total(Range::across(At::here(row, 1), total - 1)).cents();
    let ends =
        [BookCell::live(Value::Cents(all), across), Value::Count(party_number(party)).into()];
    BookRow::plain([BookCell::from(Value::text(name))].into_iter().chain(inner).chain(ends))
}

/// Adds the row of totals below the rows of the parties.
fn totals(
    leaf: &mut Leaf,
    dossier: &Dossier<'_>,
    services: usize,
    sums: &BTreeMap<(PartyIx, usize), Cents>,
) {
    let rows = leaf.next_row().saturating_sub(1);
    let down = |column| Formula::Total(Range::down(At::here(1, column), rows)).cents();
    let of = |service: usize| {
        sum(sums.iter().filter(|((_, own), _)| *own == service).map(|(_, amount)| *amount))
    };
    let live = |column, amount| {
        if rows == 0 {
            Value::Cents(amount).into()
        } else {
            BookCell::live(Value::Cents(amount), down(column))
        }
    };
    let mut cells = vec![BookCell::from(Value::text(dossier.say(Term::Total)))];
    cells.extend((0..services).zip(1_u16..).map(|(service, column)| live(column, of(service))));
    cells.push(live(super::shares::total_column(services), sum(sums.values().copied())));
    cells.push(Value::Empty.into());
    leaf.rows.push(BookRow::total(cells));
}

/// Adds the check: cost = allocated + residue + not shared.
fn balance(leaf: &mut Leaf, dossier: &Dossier<'_>, total: u16) {
    let totals = dossier.material.run.totals;
    let grand = leaf.next_row().saturating_sub(1);
    let below = |lines: u32| At::here(grand + lines, total).cell();
    let lines = [
        (Term::Allocated, totals.allocated, Some(At::here(grand, total).cell())),
        (Term::Residue, totals.residue, pools::residue_total(dossier).map(At::cell)),
        (Term::NotShared, totals.not_shared, Some(super::audit::NOT_SHARED.cell())),
        (Term::Cost, totals.cost, Some(Formula::Sum(vec![below(1), below(2), below(3)]).cents())),
    ];
    let width = leaf.columns.len();
    for (word, amount, formula) in lines {
        let mut cells: Vec<BookCell> = (0..width).map(|_| Value::Empty.into()).collect();
        cells[0] = Value::text(dossier.say(word)).into();
        cells[usize::from(total)] =
            BookCell { value: Value::Cents(amount), formula: formula.map(Box::new), link: None };
        leaf.rows.push(if word == Term::Cost {
            BookRow::total(cells)
        } else {
            BookRow::plain(cells)
        });
    }
}
