//! The engine against a slow exact oracle that was written from the rule text, and the axioms of allocation.
//!
//! `UMLAGE_CASES=100000 cargo test --release --test main oracle -- --nocapture` runs the full number.

use rayon::prelude::*;

use crate::support::generate::{files, world};
use crate::support::oracle::{Key, Outcome, Refusal, World, allocate};
use crate::support::run::{rows, run};

/// How many random projects are tried; a few thousand unless the environment says more.
fn cases() -> u64 {
    std::env::var("UMLAGE_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(3000)
}

/// What became of a comparison that found no difference.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Both share, to the same cent.
    Shared,
    /// Both refuse, for the same reason.
    Refused,
    /// The text leaves the case open, or the engine refuses what no money asks for.
    Open,
}

/// Compares one random project; the error says what differs.
fn compare(seed: u64) -> Result<Verdict, String> {
    let world = world(seed);
    let expected = allocate(&world);
    let text = files(&world, seed);
    match (expected, run(&text)) {
        (Err(Refusal::Undefined(_)), _) => Ok(Verdict::Open),
        (Ok(expected), Ok((project, run))) => same(seed, &expected, &project, &run).map(|()| Verdict::Shared),
        (_, Err(error)) if is_empty_statistic(&error) && has_empty_statistic(&world) => Ok(Verdict::Open),
        (_, Err(error)) if is_unknown_measure(&error) && has_unknown_measure(&world) => Ok(Verdict::Open),
        (Err(refusal), Err(error)) => {
            same_reason(&refusal, &error).map(|()| Verdict::Refused).map_err(|e| format!("seed {seed}: {e}"))
        }
        (Ok(_), Err(error)) => Err(format!("seed {seed}: the oracle shares, the engine refuses:\n{error}")),
        (Err(refusal), Ok(_)) => {
            Err(format!("seed {seed}: the oracle refuses ({}), the engine shares", name(&refusal)))
        }
    }
}

/// The engine refuses a key over a statistic that nobody has a value of even where no money asks for it.
fn has_empty_statistic(world: &World) -> bool {
    world.keys.iter().any(|(_, key)| match key {
        Key::Statistic { statistic, edition } => {
            world.statistics.iter().all(|row| (&row.statistic, &row.edition) != (statistic, edition))
        }
        Key::Mean { statistic, editions } => editions.iter().any(|edition| {
            world.statistics.iter().all(|row| (&row.statistic, &row.edition) != (statistic, edition))
        }),
        _ => false,
    })
}

/// Whether every fault is a statistic or edition that nobody has a value of.
fn is_empty_statistic(error: &str) -> bool {
    let codes: Vec<&str> = error.split("error[").skip(1).map(|rest| &rest[..4]).collect();
    !codes.is_empty() && codes.iter().all(|code| matches!(*code, "E401" | "E402"))
}

/// The engine refuses a limit for each unit of what nobody used at all.
fn has_unknown_measure(world: &World) -> bool {
    ["uses", "applications"].iter().any(|measure| world.usage.iter().all(|row| row.measure != *measure))
}

fn is_unknown_measure(error: &str) -> bool {
    error.split("error[").skip(1).all(|rest| rest.starts_with("E242"))
}

/// Compares the class of a refusal with the codes of the engine's faults, which may be more.
fn same_reason(refusal: &Refusal, error: &str) -> Result<(), String> {
    let codes: &[&str] = match refusal {
        Refusal::Limits(_) => &["E24", "E62"],
        Refusal::CoarseUsage(_) => &["E612"],
        Refusal::NegativeUsage(_) => &["E613"],
        Refusal::PartyOnCentre(_) | Refusal::DriverZero(_) | Refusal::Singular(_) => &["E23", "E33", "E61"],
        _ => &[],
    };
    if codes.iter().any(|code| error.contains(&format!("error[{code}"))) {
        return Ok(());
    }
    let code = match refusal {
        Refusal::BadAgreement(_) | Refusal::Undefined(_) => return Ok(()),
        Refusal::Limits(_) => "E62x",
        Refusal::PartyOnCentre(_) | Refusal::DriverZero(_) | Refusal::Singular(_) => "E61x",
        Refusal::NotCovered(_) => "E501",
        Refusal::TwoRules(_) => "E502",
        Refusal::SpansLimit(_) => "E504",
        Refusal::MutualOverride(_) => "E503",
        Refusal::PoolMixing(_) => "E506",
        Refusal::SharesBeyondWhole(_) => "E605",
        Refusal::OppositeSign(_) => "E606",
        Refusal::RestLeft(_) => "E604",
        Refusal::AllWeightsZero(_) => "E405",
        Refusal::MissingWeight(_) => "E403",
        Refusal::OutsideOver(_) => "E411",
        Refusal::UsageInOver(_) => "E410",
        Refusal::NobodyPresent(_) => "E603",
        Refusal::ProRataMissing(_) => "E601",
        Refusal::CutInsideMonth(_) => "E602",
        Refusal::CoarseUsage(_) => "E412",
        Refusal::NegativeUsage(_) => "E413",
        Refusal::PartyWithoutDirect(_) => "E505",
    };
    if error.contains(code) {
        Ok(())
    } else {
        Err(format!("the oracle refuses {}, the engine:\n{error}", name(refusal)))
    }
}

fn name(refusal: &Refusal) -> String {
    format!("{}: {refusal:?}", refusal.name())
}

fn same(
    seed: u64,
    expected: &Outcome,
    project: &umlage::model::Project,
    run: &umlage::allocation::AllocationRun,
) -> Result<(), String> {
    let found = rows(project, run);
    if found != expected.rows {
        let different = expected.rows.iter().filter(|(key, cents)| found.get(key) != Some(cents));
        let more = found.iter().filter(|(key, _)| !expected.rows.contains_key(key));
        let list: Vec<String> = different
            .map(|(key, cents)| format!("{key:?}: oracle {cents}, engine {:?}", found.get(key)))
            .chain(more.map(|(key, cents)| format!("{key:?}: oracle none, engine {cents}")))
            .take(6)
            .collect();
        return Err(format!("seed {seed}:\n{}", list.join("\n")));
    }
    let totals = [run.totals.cost, run.totals.allocated, run.totals.residue, run.totals.not_shared];
    let totals = totals.map(umlage::money::Cents::get);
    let theirs = [expected.cost, expected.allocated, expected.residue, expected.not_shared];
    if totals == theirs { Ok(()) } else { Err(format!("seed {seed}: totals {totals:?}, oracle {theirs:?}")) }
}

#[test]
fn random_projects_agree_with_the_oracle_to_the_cent() {
    let count = cases();
    let results: Vec<Result<Verdict, String>> = (0..count).into_par_iter().map(compare).collect();
    let number = |verdict| results.iter().filter(|result| **result == Ok(verdict)).count();
    let [shared, refused, open] = [Verdict::Shared, Verdict::Refused, Verdict::Open].map(number);
    let faults: Vec<&String> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    println!(
        "{count} projects: {shared} shared alike, {refused} refused by both, {open} open, {} differ",
        faults.len()
    );
    let shown: Vec<&str> = faults.iter().take(5).map(|fault| fault.as_str()).collect();
    assert!(faults.is_empty(), "{} of {count} differ:\n{}", faults.len(), shown.join("\n"));
    assert!(shared as u64 * 2 > count, "too few projects were shared: {shared} of {count}");
}
