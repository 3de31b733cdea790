//! What must change nothing, over thousands of random projects: an empty scenario, one period after
//! the other, a row written as two, factors that undo each other, entries written by hand that were
//! made of others. `UMLAGE_CASES` sets the number.

use std::collections::BTreeMap;

use umlage::allocation::{AllocationRun, Request, Totals, allocate};
use umlage::input::{Layer, Session};
use umlage::model::{Project, parse_period};

use crate::axioms::{ensure, over_one_in};
use crate::support::derive::entries;
use crate::support::generate::files;
use crate::support::oracle::{CostRow, Entry, Period, RowKey, World};
use crate::support::run::{memory, rows, run};

/// Shares and totals.
type Bill = (BTreeMap<RowKey, i128>, Totals);

fn result(project: &Project, run: &AllocationRun) -> Bill {
    (rows(project, run), run.totals)
}

/// What a project comes to under a scenario.
fn under(world: &World, seed: u64, scenario: &str) -> Result<Bill, String> {
    let memory = memory(&files(world, seed));
    let layer = Layer {
        name: "s.toml".to_owned(),
        bytes: format!("title = \"s\"\n{scenario}").into_bytes(),
    };
    let loaded = Session::open(&memory, &[layer]).with(&[], &[]);
    let project = loaded.project.ok_or_else(|| format!("not read: {:?}", loaded.diagnostics))?;
    let run = allocate(&project, Request::default())
        .map_err(|faults| format!("not shared: {faults:?}"))?;
    Ok(result(&project, &run))
}

fn same(expected: &Bill, found: &Bill) -> Result<(), String> {
    let differs = || {
        let different = expected.0.iter().find(|(key, cents)| found.0.get(key) != Some(cents));
        let more = found.0.iter().find(|(key, _)| !expected.0.contains_key(key));
        format!("differs: {different:?} {more:?}, {:?} became {:?}", expected.1, found.1)
    };
    ensure(expected == found, differs)
}

#[test]
fn a_scenario_that_says_nothing_changes_nothing() {
    over_one_in(3, |world, seed, project, run| {
        same(&result(project, run), &under(world, seed, "")?)
    });
}

#[test]
fn factors_that_undo_each_other_change_nothing() {
    over_one_in(3, |world, seed, project, run| {
        let tables = [
            ("costs", world.costs.len(), "2", "1/2"),
            ("usage", world.usage.len(), "3", "1/3"),
            ("payments", world.payments.len(), "2", "50 %"),
            ("drivers", world.drivers.len(), "7", "1/7"),
            ("statistics", world.statistics.len(), "200 %", "0.5"),
        ];
        let mut changes = String::new();
        for (table, _, there, back) in tables.into_iter().filter(|(_, rows, ..)| *rows > 0) {
            for factor in [there, back] {
                changes
                    .push_str(&format!("[[change]]\ntable = \"{table}\"\nfactor = \"{factor}\"\n"));
            }
        }
        same(&result(project, run), &under(world, seed, &changes)?)
    });
}

#[test]
fn periods_one_by_one_are_all_periods() {
    over_one_in(3, |_, seed, project, run| {
        let mut periods: BTreeMap<String, BTreeMap<RowKey, i128>> =
            run.pools.iter().map(|pool| (pool.period.to_string(), BTreeMap::new())).collect();
        for (key, cents) in rows(project, run) {
            periods.get_mut(&key.period).unwrap().insert(key, cents);
        }
        // A month among many says as much as all of them.
        let turn = usize::try_from(seed % 7).unwrap();
        let chosen: Vec<_> = if periods.len() > 6 {
            periods.into_iter().skip(turn).step_by(7).collect()
        } else {
            periods.into_iter().collect()
        };
        for (period, expected) in chosen {
            let request =
                Request { period: Some(parse_period(&period).unwrap()), ..Request::default() };
            let alone =
                allocate(project, request).map_err(|faults| format!("{period}: {faults:?}"))?;
            ensure(rows(project, &alone) == expected, || format!("{period} alone is another"))?;
            let sum: i128 = expected.values().sum();
            ensure(alone.totals.allocated.get() == sum, || {
                format!("{period}: {:?}", alone.totals)
            })?;
        }
        Ok(())
    });
}

#[test]
fn a_row_written_as_two_changes_nothing() {
    over_one_in(3, |world, seed, project, first| {
        let mut two = world.clone();
        for row in world.costs.iter().filter(|row| row.id.is_none()) {
            // Also parts of both signs, and nothing at all.
            for cents in [row.cents / 3, -row.cents, row.cents - row.cents / 3] {
                two.costs.push(CostRow { cents, ..row.clone() });
            }
        }
        for row in &world.usage {
            let mut part = row.clone();
            part.quantity.digits /= 2;
            two.usage.push(part.clone());
            part.quantity.digits = -part.quantity.digits;
            two.usage.push(part);
        }
        for row in &world.payments {
            let mut part = row.clone();
            part.cents /= 2;
            two.payments.push(part.clone());
            part.cents = -part.cents;
            two.payments.push(part);
        }
        let (other_project, other) = run(&files(&two, seed))?;
        same(&result(project, first), &result(&other_project, &other))
    });
}

/// A period as two days.
fn period(entry: &Entry) -> Period {
    Period { span: entry.span, text: format!("{}/{}", entry.span.from, entry.span.to) }
}

/// Where no centres stand between, whatever is made of entries could have been written into the
/// file.
#[test]
fn what_is_made_of_entries_is_shared_like_what_is_written() {
    over_one_in(1, |world, seed, project, first| {
        let made = [
            world.surcharges.len(),
            world.indexations.len(),
            world.credits.len(),
            world.catch_ups.len(),
        ];
        if made == [0; 4] || world.centres.iter().any(|centre| centre.driver.is_some()) {
            return Ok(());
        }
        let mut written = world.clone();
        written.surcharges.clear();
        written.indexations.clear();
        written.credits.clear();
        written.catch_ups.clear();
        written.costs.clear();
        // Where the text leaves open what is made, there is nothing to write.
        let Ok(entries) = entries(world) else { return Ok(()) };
        for (number, entry) in entries.iter().enumerate() {
            written.costs.push(CostRow {
                period: period(entry),
                cents: i128::try_from(&entry.cents).unwrap(),
                service: entry.service.clone().unwrap_or_default(),
                centre: entry.centre.clone(),
                id: Some(format!("Z-{number}")),
                kind: entry.kind.clone(),
                nature: entry.nature.clone(),
                party: entry.party.clone(),
                paid_by: entry.paid_by.clone(),
                budget_title: entry.budget_title.clone(),
            });
        }
        let (other_project, other) = run(&files(&written, seed))?;
        same(&result(project, first), &result(&other_project, &other))
    });
}
