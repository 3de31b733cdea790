//! What must hold of every allocation, over thousands of random projects. `UMLAGE_CASES` sets the
//! number.
//!
//! Not among them, because largest remainder does not have it: monotone in the total (Alabama
//! paradox).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rayon::prelude::*;
use umlage::allocation::{AllocationRun, Share};
use umlage::model::{HowMuch, MembershipPeriods, PartyIx, Project, Receivers, Residue};
use umlage::money::{Cents, Ratio, parse_amount};
use umlage::trace::{ApportionResidue, Input, Operation, Policy, StepId};

use crate::support::derive::entries;
use crate::support::generate::{Random, files, negated, scaled, world};
use crate::support::oracle::{Limit, LimitValue, ProRata, World};
use crate::support::run::{rows, run};

/// A random project that can be shared.
struct Case {
    world: World,
    seed: u64,
    project: Project,
    run: AllocationRun,
}

/// How many projects are tried.
fn count() -> u64 {
    std::env::var("UMLAGE_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(2000)
}

/// All random projects that can be shared, each shared once for all tests.
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let case = |seed: u64| {
        let world = world(seed);
        let (project, run) = run(&files(&world, seed)).ok()?;
        Some(Case { world, seed, project, run })
    };
    (0..count()).into_par_iter().filter_map(case).collect()
});

/// Runs an axiom over random projects that can be shared; a fault names the seed.
pub fn over_cases(
    axiom: impl Fn(&World, u64, &Project, &AllocationRun) -> Result<(), String> + Sync,
) {
    over_one_in(1, axiom);
}

/// Runs an axiom over one in so many of the random projects that can be shared.
pub fn over_one_in(
    step: usize,
    axiom: impl Fn(&World, u64, &Project, &AllocationRun) -> Result<(), String> + Sync,
) {
    let tried = CASES.par_iter().step_by(step).map(|Case { world, seed, project, run }| {
        axiom(world, *seed, project, run).map_err(|fault| format!("seed {seed}: {fault}"))
    });
    let faults: Vec<String> = tried.filter_map(Result::err).collect();
    println!("{} projects", CASES.len().div_ceil(step));
    assert!(faults.is_empty(), "{} differ, the first: {}", faults.len(), faults[0]);
    assert!(CASES.len() as u64 * 2 > count(), "too few projects: {} of {}", CASES.len(), count());
}

pub fn ensure(holds: bool, fault: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(fault()) }
}

#[test]
fn every_stage_conserves_the_sum() {
    over_cases(|_, _, project, run| {
        let shares = Cents::sum(run.shares.iter().map(|share| share.amount.amount())).unwrap();
        ensure(shares == run.totals.allocated, || "shares against total".to_owned())?;
        for (pool, share_sum) in by_pool(run) {
            let left = Cents::sum(run.residues.iter().filter(|r| r.pool == pool).map(|r| r.amount))
                .unwrap();
            let cost = run.pools[pool as usize].cost;
            ensure(share_sum.checked_add(left) == Some(cost), || format!("pool {pool}"))?;
        }
        for share in &run.shares {
            let Operation::Apportion { .. } = run.trace.step(share.amount.step()).operation else {
                continue;
            };
            let step_sum = value_of(run, run.trace.inputs_of(share.amount.step())[0]);
            let same_step = |pool: u32, step: u16| pool == share.pool && step == share.step;
            let paid =
                run.shares.iter().filter(|s| same_step(s.pool, s.step)).map(|s| s.amount.amount());
            let left = run.residues.iter().filter(|r| same_step(r.pool, r.step)).map(|r| r.amount);
            let together = Cents::sum(paid.chain(left)).unwrap();
            let rule = &project.rule(run.pools[share.pool as usize].rule).id;
            ensure(together.ratio() == step_sum, || format!("step {} of {rule}", share.step))?;
        }
        Ok(())
    });
}

fn by_pool(run: &AllocationRun) -> BTreeMap<u32, Cents> {
    let mut sums: BTreeMap<u32, Cents> =
        (0..).zip(&run.pools).map(|(number, _)| (number, Cents::ZERO)).collect();
    for share in &run.shares {
        let sum = sums.get_mut(&share.pool).unwrap();
        *sum = sum.checked_add(share.amount.amount()).unwrap();
    }
    sums
}

fn value_of(run: &AllocationRun, input: Input) -> Ratio {
    match input {
        Input::Step(step) => run.trace.step(step).value.clone(),
        Input::Place(_) => panic!("a place has no value of its own"),
    }
}

#[test]
fn a_share_lies_within_one_unit_of_its_exact_value_and_nothing_gives_nothing() {
    over_cases(|_, _, _, run| {
        for share in &run.shares {
            let Operation::Apportion { index, policy: Policy { unit, residue, .. } } =
                run.trace.step(share.amount.step()).operation
            else {
                continue;
            };
            let exact = value_of(run, run.trace.inputs_of(share.amount.step())[index as usize + 1]);
            let off = (&exact - &share.amount.amount().ratio()).abs();
            let takes_difference = match residue {
                ApportionResidue::To(taker, _) => taker == index,
                ApportionResidue::LargestShare(_) => true,
                ApportionResidue::LargestRemainder | ApportionResidue::Leave(_) => false,
            };
            ensure(takes_difference || off < unit_of(unit), || {
                format!("{exact} became {}", share.amount.amount())
            })?;
            ensure(
                takes_difference || !exact.is_zero() || share.amount.amount().is_zero(),
                || "zero".to_owned(),
            )?;
        }
        Ok(())
    });
}

#[test]
fn a_negative_project_gives_the_mirrored_result() {
    over_cases(|world, seed, project, positive| {
        let (mirrored_project, mirrored) = run(&files(&negated(world), seed))?;
        let expected: BTreeMap<_, _> =
            rows(project, positive).into_iter().map(|(key, cents)| (key, -cents)).collect();
        ensure(rows(&mirrored_project, &mirrored) == expected, || "not mirrored".to_owned())
    });
}

#[test]
fn centres_pass_on_all_that_is_booked_on_them() {
    over_cases(|world, _, _, run| {
        // Indexation, surcharges, credits and catch-ups make cost of cost.
        let made = [
            world.surcharges.len(),
            world.indexations.len(),
            world.credits.len(),
            world.catch_ups.len(),
        ];
        if made != [0; 4] {
            return Ok(());
        }
        let booked: i128 = world.costs.iter().map(|row| row.cents).sum();
        ensure(booked == run.totals.cost.get(), || format!("{booked} became {}", run.totals.cost))?;
        let totals = [run.totals.allocated, run.totals.residue, run.totals.not_shared];
        let totals: i128 = totals.iter().map(|sum| sum.get()).sum();
        ensure(booked == totals, || format!("{booked} is shared as {totals}"))
    });
}

#[test]
fn no_share_passes_its_limits() {
    over_cases(|world, _, project, run| {
        for share in &run.shares {
            let rule = project.rule(run.pools[share.pool as usize].rule);
            let step = &rule.steps[usize::from(share.step)];
            let written = world.rules.iter().find(|one| one.id == rule.id).unwrap();
            let written_step = written.steps.iter().find(|one| one.id == step.id).unwrap();
            // "A rounding difference that goes to the largest share or a named party may pass its
            // limit."
            if !matches!(step.rounding.residue, Residue::LargestRemainder | Residue::Leave(_)) {
                continue;
            }
            let weighted =
                matches!(written.pro_rata, Some(ProRata::WeightDays | ProRata::WeightMonths));
            let size = share.amount.amount().get().abs();
            let limit = |limit: &Option<Limit>| match limit {
                Some(Limit::All(LimitValue::Amount(cents))) => Some(*cents),
                _ => None,
            };
            let party = || format!("{} in {share:?}", project.party(share.party).id);
            if let Some(cap) = limit(&written_step.cap) {
                ensure(size <= cap, || format!("above its cap: {}", party()))?;
            }
            if let Some(floor) = limit(&written_step.floor)
                && !weighted
            {
                ensure(size >= floor, || format!("below its floor: {}", party()))?;
            }
        }
        Ok(())
    });
}

#[test]
fn the_order_of_rows_does_not_matter() {
    over_cases(|world, seed, project, first| {
        let (other_project, other) = run(&files(world, seed ^ 0x5555))?;
        ensure(rows(project, first) == rows(&other_project, &other), || {
            "order of rows shows".to_owned()
        })?;
        ensure(first.totals == other.totals, || "totals".to_owned())
    });
}

#[test]
fn scaling_all_weights_changes_nothing() {
    over_cases(|world, seed, project, first| {
        let (other_project, other) = run(&files(&scaled(world, 7), seed))?;
        ensure(rows(project, first) == rows(&other_project, &other), || "scale shows".to_owned())
    });
}

#[test]
fn who_takes_no_part_does_not_appear() {
    over_cases(|world, _, project, run| {
        for share in &run.shares {
            let allowed = allowed(world, project, run, share);
            ensure(allowed.contains(&share.party), || {
                format!("{} in {share:?}", project.party(share.party).id)
            })?;
        }
        Ok(())
    });
}

/// Everybody who could receive from a step in the settlement period, by its own words.
fn allowed(
    world: &World,
    project: &Project,
    run: &AllocationRun,
    share: &Share,
) -> BTreeSet<PartyIx> {
    let pool = &run.pools[share.pool as usize];
    let step = &project.rule(pool.rule).steps[usize::from(share.step)];
    let present = |memberships: &MembershipPeriods| memberships.on_any_day(&pool.period);
    let mut parties = match (&step.how_much, &step.receivers) {
        (HowMuch::Direct, _) => named(world, project),
        (_, Some(Receivers::To(party))) => [*party].into(),
        (_, Some(Receivers::Members)) => present(&project.members),
        (_, Some(Receivers::Listed { memberships, .. })) => present(memberships),
        (_, Some(Receivers::Participants)) => match &pool.service {
            umlage::allocation::Dimension::Is(service) => {
                present(&project.service(*service).participants)
            }
            _ => BTreeSet::new(),
        },
        (_, None) => BTreeSet::new(),
    };
    parties.retain(|party| !step.except.contains(party));
    if let Residue::To(taker, _) = step.rounding.residue {
        parties.insert(taker);
    }
    parties
}

/// Everybody to whom an entry goes by itself, those that are made of others included; all where the
/// text leaves open what is made.
fn named(world: &World, project: &Project) -> BTreeSet<PartyIx> {
    let all = (0..).map(PartyIx).take(project.parties.len());
    let Ok(entries) = entries(world) else { return all.collect() };
    let ids: BTreeSet<String> = entries.into_iter().filter_map(|entry| entry.party).collect();
    all.filter(|party| ids.contains(&project.party(*party).id)).collect()
}

#[test]
fn every_cent_leads_back_to_places_and_inputs_come_first() {
    over_cases(|_, _, _, run| {
        for share in run.shares.iter().filter(|share| !share.amount.amount().is_zero()) {
            let derivation = run.trace.derivation([share.amount.step()]);
            let places = |step: &StepId| {
                run.trace.inputs_of(*step).iter().any(|input| matches!(input, Input::Place(_)))
            };
            ensure(derivation.iter().any(places), || format!("no place behind {share:?}"))?;
            for step in derivation {
                let earlier =
                    |input: &Input| !matches!(input, Input::Step(other) if *other >= step);
                ensure(run.trace.inputs_of(step).iter().all(earlier), || {
                    format!("{step:?} takes a later step")
                })?;
            }
        }
        Ok(())
    });
}

#[test]
fn reading_back_what_is_written_gives_the_same_amount() {
    let mut random = Random::new(1);
    for _ in 0..10_000 {
        let size = 10_i128.pow(u32::try_from(random.between(1, 17)).unwrap());
        let cents = Cents::new(random.between(1 - size, size - 1));
        assert_eq!(parse_amount(&cents.plain()), Ok(cents));
    }
}

/// The size of a unit of money.
fn unit_of(unit: umlage::trace::Unit) -> Ratio {
    match unit {
        umlage::trace::Unit::Cents(unit) => unit.ratio(),
        umlage::trace::Unit::Places(_) => panic!("a share is money"),
    }
}
