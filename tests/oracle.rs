//! The engine against a slow exact oracle that was written from the rule text, and the axioms of
//! allocation.
//!
//! `UMLAGE_CASES=100000 cargo test --release --test main oracle -- --nocapture` runs the full
//! number.

use std::sync::LazyLock;

use rayon::prelude::*;

use crate::support::features::{Ablation, FEATURES};
use crate::support::generate::{files, world};
use crate::support::oracle::{Edition, Key, Outcome, Refusal, World, allocate};
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
    /// Both refuse a project with several faults, and tell another one: the text does not say which
    /// is told.
    OtherFault,
    /// The text leaves the case open, or the engine refuses what no money asks for.
    Open,
}

/// What the oracle says to the random projects.
static EXPECTED: LazyLock<Vec<Result<Outcome, Refusal>>> =
    LazyLock::new(|| (0..cases()).into_par_iter().map(|seed| allocate(&world(seed))).collect());

/// Compares one random project; the error says what differs.
fn compare((seed, expected): (u64, &Result<Outcome, Refusal>)) -> Result<Verdict, String> {
    let world = world(seed);
    let text = files(&world, seed);
    match (expected, run(&text)) {
        (Err(Refusal::Undefined(_)), _) => Ok(Verdict::Open),
        (Ok(expected), Ok((project, run))) => {
            same(seed, expected, &project, &run).map(|()| Verdict::Shared)
        }
        (_, Err(error)) if is_empty_statistic(&error) && has_empty_statistic(&world) => {
            Ok(Verdict::Open)
        }
        (_, Err(error)) if is_unknown_measure(&error) && has_unknown_measure(&world) => {
            Ok(Verdict::Open)
        }
        (Err(_), Err(error)) if error.contains("error[E699]") => {
            Err(format!("seed {seed}: {error}"))
        }
        (Err(refusal), Err(error)) => match same_reason(refusal, &error) {
            Ok(()) => Ok(Verdict::Refused),
            Err(other) => {
                println!("seed {seed}: {}", other.lines().next().unwrap_or_default());
                Ok(Verdict::OtherFault)
            }
        },
        (Ok(_), Err(error)) => {
            Err(format!("seed {seed}: the oracle shares, the engine refuses: {error}"))
        }
        (Err(refusal), Ok(_)) => {
            Err(format!("seed {seed}: the oracle refuses ({}), the engine shares", name(refusal)))
        }
    }
}

/// The engine refuses a key over a statistic that nobody has a value of even where no money asks
/// for it.
fn has_empty_statistic(world: &World) -> bool {
    let has = |statistic: &str, edition: &str| {
        world
            .statistics
            .iter()
            .any(|row| (row.statistic.as_str(), row.edition.as_str()) == (statistic, edition))
    };
    world.keys.iter().any(|(_, key)| match key {
        Key::Statistic { statistic, edition: Edition::Named(edition), .. } => {
            !has(statistic, edition)
        }
        Key::Statistic { statistic, edition: Edition::Mean(editions), .. } => {
            editions.iter().any(|edition| !has(statistic, edition))
        }
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
    ["uses", "applications"]
        .iter()
        .any(|measure| world.usage.iter().all(|row| row.measure != *measure))
}

fn is_unknown_measure(error: &str) -> bool {
    error.split("error[").skip(1).all(|rest| rest.starts_with("E242"))
}

/// Compares the class of a refusal with the codes of the engine's faults, which may be more.
fn same_reason(refusal: &Refusal, error: &str) -> Result<(), String> {
    let codes: &[&str] = match refusal {
        Refusal::BadAgreement(_) | Refusal::Undefined(_) => return Ok(()),
        Refusal::Limits(_) => &["E24", "E620", "E621", "E622"],
        Refusal::PartyOnCentre(_) => &["E331"],
        Refusal::DriverZero(_) | Refusal::Singular(_) => &["E610", "E611", "E613"],
        Refusal::NegativeDriver(_) => &["E613"],
        Refusal::CoarseDriver(_) => &["E612"],
        Refusal::CoarseUsage(_) => &["E412", "E612"],
        Refusal::NegativeUsage(_) => &["E413", "E613"],
        Refusal::NotCovered(_) => &["E501"],
        Refusal::TwoRules(_) => &["E502"],
        Refusal::SpansLimit(_) => &["E504"],
        Refusal::MutualOverride(_) => &["E503"],
        Refusal::PoolMixing(_) => &["E506"],
        Refusal::NeedsService(_) => &["E507", "E428"],
        Refusal::SharesBeyondWhole(_) => &["E605"],
        Refusal::OppositeSign(_) => &["E606"],
        Refusal::RestLeft(_) => &["E604"],
        Refusal::AllWeightsZero(_) => &["E405"],
        Refusal::MissingWeight(_) => &["E403"],
        Refusal::OutsideOver(_) => &["E411"],
        Refusal::UsageInOver(_) => &["E410"],
        Refusal::NobodyPresent(_) => &["E603"],
        Refusal::ProRataMissing(_) => &["E601"],
        Refusal::CutInsideMonth(_) => &["E602"],
        Refusal::PartyWithoutDirect(_) => &["E505"],
        Refusal::NegativeWeight(_) => &["E404"],
        Refusal::NoEdition(_) => &["E416"],
        Refusal::TwoEditions(_) => &["E417"],
        Refusal::YearNotInPath(_) => &["E419"],
        Refusal::DivisionByZero(_) => &["E420"],
        Refusal::CoarsePayment(_) => &["E422"],
        Refusal::LimitsOfBothSigns(_) => &["E623"],
        Refusal::NotAYear(_) => &["E630"],
        Refusal::PaidByNobody(_) => &["E631"],
        Refusal::JoinerIsThere(_) => &["E632"],
        Refusal::NobodyToCredit(_) => &["E633"],
        Refusal::NoRate(_) => &["E634", "E251"],
        Refusal::TwoBaseYears(_) => &["E635"],
    };
    match codes.iter().any(|code| error.contains(&format!("error[{code}"))) {
        true => Ok(()),
        false => Err(format!("the oracle refuses {}, the engine: {error}", name(refusal))),
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
        return Err(format!("seed {seed}: {}", list.join("\n")));
    }
    let totals = [run.totals.cost, run.totals.allocated, run.totals.residue, run.totals.not_shared];
    let totals = totals.map(umlage::money::Cents::get);
    let theirs = [expected.cost, expected.allocated, expected.residue, expected.not_shared];
    if totals == theirs {
        Ok(())
    } else {
        Err(format!("seed {seed}: totals {totals:?}, oracle {theirs:?}"))
    }
}

#[test]
fn random_projects_agree_with_the_oracle_to_the_cent() {
    let count = cases();
    let results: Vec<Result<Verdict, String>> = numbered().map(compare).collect();
    let number = |verdict| results.iter().filter(|result| **result == Ok(verdict)).count();
    let verdicts = [Verdict::Shared, Verdict::Refused, Verdict::OtherFault, Verdict::Open];
    let [shared, refused, other, open] = verdicts.map(number);
    let faults: Vec<&String> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    println!(
        "{count} projects: {shared} shared alike, {refused} refused by both, {other} for another \
            fault, {open} open, {} differ",
        faults.len()
    );
    faults.iter().for_each(|fault| println!("{}", fault.lines().next().unwrap_or_default()));
    let shown: Vec<&str> = faults.iter().take(5).map(|fault| fault.as_str()).collect();
    assert!(faults.is_empty(), "{} of {count} differ:\n{}", faults.len(), shown.join("\n"));
    assert!(shared as u64 * 2 > count, "too few projects were shared: {shared} of {count}");
    assert!(
        other as u64 * 5000 < count,
        "too many are refused for another fault: {other} of {count}"
    );
    assert!(open as u64 * 50 < count, "too many cases are open: {open} of {count}");
}

/// The random projects with what the oracle says to them.
fn numbered() -> impl IndexedParallelIterator<Item = (u64, &'static Result<Outcome, Refusal>)> {
    EXPECTED.par_iter().enumerate().map(|(seed, expected)| (seed as u64, expected))
}

/// Whether a feature decides something: without it the result is another.
fn decides(seed: u64, expected: &Result<Outcome, Refusal>, ablation: Ablation) -> bool {
    let mut world = world(seed);
    ablation(&mut world) && allocate(&world) != *expected
}

/// In how many projects each feature must decide something, so that a run says something about it.
const ENOUGH: usize = 3;

/// Counts up to [`ENOUGH`]; all where `UMLAGE_CASES` asks for figures.
#[test]
fn every_feature_decides_something_in_enough_projects_that_can_be_shared() {
    let shared = EXPECTED.iter().filter(|expected| expected.is_ok()).count();
    let most = if std::env::var_os("UMLAGE_CASES").is_some() { shared } else { ENOUGH };
    let count = |(name, ablation): &(&'static str, Ablation)| {
        let all = (0..).zip(EXPECTED.iter()).filter(|(_, expected)| expected.is_ok());
        let deciding = all.filter(|(seed, expected)| decides(*seed, expected, *ablation));
        (*name, deciding.take(most).count())
    };
    let found: Vec<(&str, usize)> = FEATURES.par_iter().map(count).collect();
    println!(
        "{} projects, {shared} can be shared; in so many of these decides something:",
        EXPECTED.len()
    );
    for (feature, number) in &found {
        let basis_points = number * 10_000 / shared;
        println!("{number:6} ({:2}.{:02} %) {feature}", basis_points / 100, basis_points % 100);
    }
    let rare: Vec<_> = found.into_iter().filter(|(_, number)| *number < ENOUGH).collect();
    assert!(rare.is_empty(), "decide something in too few of {shared}: {rare:?}");
}
