//! Causes of change over random pairs: two periods of a project, and two projects of which one is
//! changed. The case by hand is `fixtures/cases/changes-two-years`. `UMLAGE_CASES` sets the number
//! of projects.

use rayon::prelude::*;
use umlage::allocation::{Request, allocate};
use umlage::analysis::changes::shapley::{Attribution, Coalition, CoalitionValue};
use umlage::analysis::changes::{Cause, Changes, Side, changes};
use umlage::input::load;
use umlage::model::{DateRange, Project};
use umlage::money::{Cents, Ratio};

use crate::support::generate::{Random, files, world};
use crate::support::oracle::{During, Key, Limit, LimitValue, Mode, Residue, Rounding, World};
use crate::support::run::memory;

fn project(world: &World) -> Option<Project> {
    load(&memory(&files(world, 0)), &[]).project
}

/// Splits the difference between two projects or periods; `None` where one alone cannot be shared.
fn split(a: (&Project, Option<DateRange>), b: (&Project, Option<DateRange>)) -> Option<Changes> {
    let request = |period| Request { period, ..Request::default() };
    let runs = (allocate(a.0, request(a.1)).ok()?, allocate(b.0, request(b.1)).ok()?);
    let first = Side { project: a.0, request: request(a.1), run: &runs.0 };
    let second = Side { project: b.0, request: request(b.1), run: &runs.1 };
    Some(changes(first, second).unwrap())
}

/// What of a world is changed for the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Variant {
    Cost,
    Services,
    Usage,
    Statistics,
    Weights,
    Members,
    Limits,
    RoundingRule,
    OrderOfParties,
}

const VARIANTS: [Variant; 9] = [
    Variant::Cost,
    Variant::Services,
    Variant::Usage,
    Variant::Statistics,
    Variant::Weights,
    Variant::Members,
    Variant::Limits,
    Variant::RoundingRule,
    Variant::OrderOfParties,
];

impl Variant {
    /// The causes that may make something where nothing else was changed.
    fn causes(self) -> Vec<Cause> {
        let cause = match self {
            Variant::Cost => Cause::CostLevel,
            Variant::Services => Cause::NewAndEndedServices,
            Variant::Usage => Cause::Usage,
            Variant::Statistics => Cause::KeyData,
            Variant::Weights | Variant::OrderOfParties => Cause::KeyOrRule,
            Variant::Members => Cause::MembersAndParticipants,
            Variant::Limits => Cause::Limits,
            Variant::RoundingRule => Cause::Rounding,
        };
        vec![cause, Cause::Rounding]
    }

    fn apply(self, world: &mut World) {
        match self {
            Variant::Cost => {
                world.costs.iter_mut().step_by(2).for_each(|row| row.cents += row.cents / 3)
            }
            Variant::Services => {
                let gone =
                    world.costs.first().map(|row| row.service.clone()).filter(|id| !id.is_empty());
                world.costs.retain(|row| Some(&row.service) != gone.as_ref());
            }
            Variant::Usage => {
                world.usage.iter_mut().step_by(2).for_each(|row| row.quantity.digits *= 3);
                world.drivers.iter_mut().step_by(2).for_each(|row| row.quantity.digits *= 2);
            }
            Variant::Statistics => {
                world.statistics.iter_mut().step_by(2).for_each(|row| row.value.digits *= 2);
            }
            Variant::Weights => {
                for (_, key) in &mut world.keys {
                    if let Key::Fixed { percent: false, weights } = key
                        && let Some((_, weight)) = weights.first_mut()
                    {
                        *weight += &num_rational::BigRational::from_integer(3.into());
                    }
                }
            }
            Variant::Members => {
                if let Some(party) = world.parties.iter_mut().find(|party| party.member.is_empty())
                {
                    party.member = vec![During::default()];
                }
            }
            Variant::Limits => {
                for step in world.rules.iter_mut().flat_map(|rule| &mut rule.steps) {
                    if let Some(Limit::All(LimitValue::Amount(cents))) = &mut step.cap {
                        *cents += *cents / 10;
                    }
                    if let Some(Limit::All(LimitValue::Amount(cents))) = &mut step.floor {
                        *cents -= *cents / 10;
                    }
                }
            }
            Variant::RoundingRule => {
                let leave = Rounding { unit: 100, mode: Mode::HalfUp, residue: Residue::Leave };
                // Floors and caps are rounded to the unit: there another unit is another limit.
                for rule in &mut world.rules {
                    if rule.steps.iter().all(|step| step.floor.is_none() && step.cap.is_none()) {
                        rule.rounding = Some(leave.clone());
                    }
                }
            }
            Variant::OrderOfParties => world.parties.reverse(),
        }
    }
}

fn ensure(holds: bool, fault: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(fault()) }
}

fn sum(cents: &[Cents]) -> Cents {
    Cents::sum(cents.iter().copied()).unwrap()
}

/// Both splits add up for every party, and every cause is there once.
fn adds_up(found: &Changes) -> Result<(), String> {
    let mut causes: Vec<Cause> = found.causes.concat();
    causes.sort();
    ensure(causes == Cause::ALL, || format!("causes {causes:?}"))?;
    for party in &found.parties {
        let change = party.after.checked_sub(party.before).unwrap();
        ensure(sum(&party.stated_order) == change, || format!("stated order {party:?}"))?;
        ensure(sum(&party.order_free) == change, || format!("order-free {party:?}"))?;
    }
    Ok(())
}

/// All orders of some factors.
fn orders(factors: usize) -> Vec<Vec<usize>> {
    (0..factors).fold(vec![Vec::new()], |shorter, factor| {
        let longer = |order: Vec<usize>| {
            (0..=order.len()).map(move |at| {
                let mut order = order.clone();
                order.insert(at, factor);
                order
            })
        };
        shorter.into_iter().flat_map(longer).collect()
    })
}

/// The same attribution with its factors listed in another order: factor `i` is `order[i]` of the old one.
fn relisted(attribution: &Attribution, order: &[usize]) -> Attribution {
    let old = |set: Coalition| {
        let members = order.iter().enumerate().filter(|(new, _)| (set >> new) & 1 == 1);
        members.fold(0, |set, (_, old)| set | 1 << old)
    };
    let worth =
        (0..1 << attribution.factors()).map(|set| attribution.value(old(set)).clone()).collect();
    Attribution::new(attribution.factors(), worth).unwrap()
}

/// However the causes are listed, and as the mean over all their orders, the order-free split is
/// the same.
fn is_order_free(found: &Changes, random: &mut Random) -> Result<(), String> {
    let Some(attribution) = &found.attribution else { return Ok(()) };
    let parts = attribution.order_free();
    let all = orders(attribution.factors());
    let order = &all[random.below(all.len())];
    for (new, old) in relisted(attribution, order).order_free().iter().zip(order) {
        ensure(*new == parts[*old], || format!("listed as {order:?}"))?;
    }
    if attribution.factors() > 4 {
        return Ok(());
    }
    let count = Ratio::from(i128::try_from(all.len()).unwrap());
    let along: Vec<Vec<CoalitionValue>> =
        all.iter().map(|order| attribution.along(order)).collect();
    for (factor, part) in parts.iter().enumerate() {
        for (party, value) in part.iter().enumerate() {
            let total = Ratio::sum(along.iter().map(|split| &split[factor][party]));
            ensure(total.checked_div(&count).as_ref() == Some(value), || {
                format!("mean over orders of {factor}")
            })?;
        }
    }
    Ok(())
}

/// Turned round, every cause makes the opposite.
fn is_mirrored(there: &Changes, back: &Changes) -> Result<(), String> {
    ensure(there.causes == back.causes, || {
        format!("{:?} against {:?}", there.causes, back.causes)
    })?;
    let name = |changes: &Changes, at: u16| changes.names[usize::from(at)].id.clone();
    for party in &there.parties {
        let id = name(there, party.party.0);
        let other = back.parties.iter().find(|other| name(back, other.party.0) == id);
        let opposite: Vec<Cents> =
            other.unwrap().order_free.iter().map(|cents| Cents::new(-cents.get())).collect();
        ensure(opposite == party.order_free, || {
            format!("{id}: {opposite:?} against {:?}", party.order_free)
        })?;
    }
    Ok(())
}

fn is_nothing(found: &Changes, allowed: &[Cause]) -> Result<(), String> {
    for party in &found.parties {
        for (at, causes) in found.causes.iter().enumerate() {
            let zero = party.stated_order[at].is_zero() && party.order_free[at].is_zero();
            let may = causes.iter().any(|cause| allowed.contains(cause));
            ensure(zero || may, || format!("{causes:?} makes something: {party:?}"))?;
        }
    }
    Ok(())
}

/// What was tried.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    pairs: u64,
    periods: u64,
    scenarios: u64,
    single: u64,
    merged: u64,
    factors: [u64; 7],
}

impl Tally {
    fn note(&mut self, found: &Changes) {
        self.pairs += 1;
        self.merged += u64::from(found.merged.is_some());
        self.factors[found.attribution.as_ref().map_or(0, Attribution::factors)] += 1;
    }

    fn plus(mut self, other: Tally) -> Tally {
        self.pairs += other.pairs;
        self.periods += other.periods;
        self.scenarios += other.scenarios;
        self.single += other.single;
        self.merged += other.merged;
        for (ours, theirs) in self.factors.iter_mut().zip(other.factors) {
            *ours += theirs;
        }
        self
    }
}

/// Two periods of a project, there and back, and a period against itself.
fn periods(project: &Project, random: &mut Random, tally: &mut Tally) -> Result<(), String> {
    let Ok(run) = allocate(project, Request::default()) else { return Ok(()) };
    let Some(first) = run.periods.first().copied() else { return Ok(()) };
    let last = run.periods[random.below(run.periods.len())];
    if let Some(found) = split((project, Some(first)), (project, Some(last))) {
        adds_up(&found)?;
        is_order_free(&found, random)?;
        tally.note(&found);
        tally.periods += 1;
    }
    let same = split((project, Some(last)), (project, Some(last)));
    same.map_or(Ok(()), |same| is_nothing(&same, &[]))
}

/// A project against one of which one thing is changed, and against one of which several are.
fn scenarios(
    base: &World,
    project: &Project,
    random: &mut Random,
    tally: &mut Tally,
) -> Result<(), String> {
    let one = VARIANTS[random.below(VARIANTS.len())];
    let mut world = base.clone();
    one.apply(&mut world);
    if let Some(other) = self::project(&world)
        && let Some(found) = split((project, None), (&other, None))
    {
        adds_up(&found)
            .and_then(|()| is_nothing(&found, &one.causes()))
            .map_err(|e| format!("{one:?}: {e}"))?;
        tally.note(&found);
        tally.single += 1;
    }
    let mut several = VARIANTS.to_vec();
    several.retain(|_| random.below(2) == 0);
    let mut world = base.clone();
    several.iter().for_each(|variant| variant.apply(&mut world));
    let Some(other) = self::project(&world) else { return Ok(()) };
    let pair = ((project, None), (&other, None));
    let (Some(there), Some(back)) = (split(pair.0, pair.1), split(pair.1, pair.0)) else {
        return Ok(());
    };
    let checked = adds_up(&there).and_then(|()| is_order_free(&there, random));
    checked.and_then(|()| is_mirrored(&there, &back)).map_err(|e| format!("{several:?}: {e}"))?;
    tally.note(&there);
    tally.scenarios += 1;
    Ok(())
}

/// Two Länder that share by halves, or by whom is there.
const HALVES: &str = r#"
[project]
[party.HE]
member = true
[party.TH]
member = true
[service.portal]
[rule.betrieb]
legal_basis = "Vertrag"
pro_rata = "days"
costs = { kinds = ["betrieb"] }
[[rule.betrieb.step]]
id = "alle"
rest = true
among = "members"
key = "equal"
"#;

fn by_hand(toml: &str, costs: &str) -> Project {
    let files = [
        ("umlage.toml", toml.to_owned()),
        ("costs.csv", format!("period,service,kind,amount\n{costs}")),
    ];
    load(&memory(&files.map(|(name, text)| (name.to_owned(), text))), &[]).project.unwrap()
}

fn year(number: i16) -> Option<DateRange> {
    Some(umlage::model::parse_period(&number.to_string()).unwrap())
}

/// What each cause makes for a party, causes that make nothing left out; both splits are the same
/// here.
fn told(found: &Changes, party: &str) -> Vec<(Vec<Cause>, i128)> {
    let is_asked = |at: u16| found.names[usize::from(at)].id == party;
    let change = found.parties.iter().find(|change| is_asked(change.party.0)).unwrap();
    assert_eq!(change.stated_order, change.order_free);
    let cents = change.order_free.iter().map(|cents| cents.get());
    found.causes.iter().cloned().zip(cents).filter(|(_, cents)| *cents != 0).collect()
}

/// 365 × 366 = 1,335.90 in cents. Thüringen joined on 1 July 2023: it bore half of 184 days of 365,
/// 366 × 92 = 336.72. The same in 2024 is half of 184 days of 366, 365 × 92 = 335.80: the leap day
/// makes -0.92. In 2024 it bears half, 667.95: +332.15.
#[test]
fn the_leap_day_is_told_apart_from_a_member_more() {
    let toml = HALVES.replacen(
        "[party.TH]\nmember = true",
        "[party.TH]\nmember = [{ from = \"2023-07-01\" }]",
        1,
    );
    let project = by_hand(&toml, "2023,portal,betrieb,1335.90\n2024,portal,betrieb,1335.90\n");
    let found = split((&project, year(2023)), (&project, year(2024))).unwrap();
    let expected = |sign: i128| {
        vec![
            (vec![Cause::MembersAndParticipants], sign * 33_215),
            (vec![Cause::Calendar], sign * -92),
        ]
    };
    assert_eq!(told(&found, "TH"), expected(1));
    assert_eq!(told(&found, "HE"), expected(-1));
}

/// A price index of 10 % is a matter of cost, not of rules: half of 10.00 each.
#[test]
fn an_indexed_figure_grows_the_cost_level() {
    let indexed = "[indexation.preis]\nlegal_basis = \"Vertrag\"\ncosts = { kinds = [\"betrieb\"] \
        }\nrates = { 2024 = \"10 %\" }\nuntil = 2024\n";
    let project = by_hand(&format!("{HALVES}{indexed}"), "2023,portal,betrieb,100.00\n");
    let found = split((&project, year(2023)), (&project, year(2024))).unwrap();
    assert_eq!(told(&found, "HE"), [(vec![Cause::CostLevel], 500)]);
}

/// The second project has another service before the first one, and another party: numbers differ,
/// names count.
#[test]
fn services_and_parties_are_known_by_their_names() {
    let toml = HALVES.replace("[service.portal]", "[service.archiv]\n[service.portal]");
    let toml = toml.replace(
        "[party.HE]",
        "[party.KASSEL]\nkind = \"municipality\"\nmember = true\n[party.HE]",
    );
    let (before, after) = (
        by_hand(HALVES, "2024,portal,betrieb,120.00\n"),
        by_hand(&toml, "2024,portal,betrieb,120.00\n2024,archiv,betrieb,30.00\n"),
    );
    let found = split((&before, None), (&after, None)).unwrap();
    // 60.00 of two become 40.00 of three; the new service costs each 10.00.
    let change = |members| {
        vec![
            (vec![Cause::NewAndEndedServices], 1000),
            (vec![Cause::MembersAndParticipants], members),
        ]
    };
    assert_eq!(told(&found, "TH"), change(-2000));
    assert_eq!(told(&found, "KASSEL"), change(4000));
    let back = split((&after, None), (&before, None)).unwrap();
    assert_eq!(
        told(&back, "KASSEL"),
        [(vec![Cause::NewAndEndedServices], -1000), (vec![Cause::MembersAndParticipants], -4000)]
    );
}

/// Percentages of three equal parts without decimals are 34, 33, 33: the first in the file takes
/// the point over. Another order of the file is another agreement.
#[test]
fn the_order_of_parties_is_part_of_the_agreement() {
    let key = "[key.drittel]\nmethod = \"equal\"\ndecimals = 0\ndecimals_residue \
        = \"largest-remainder\"\n";
    let toml = HALVES.replace(
        "[service.portal]",
        &format!("[party.SL]\nmember = true\n[service.portal]\n{key}"),
    );
    let toml = toml.replace("key = \"equal\"", "key = \"drittel\"");
    let turned = toml.replacen("party.HE", "party.X", 1).replacen("party.SL", "party.HE", 1);
    let turned = turned.replacen("party.X", "party.SL", 1);
    let [before, after] = [toml, turned].map(|toml| by_hand(&toml, "2024,portal,betrieb,100.00\n"));
    let found = split((&before, None), (&after, None)).unwrap();
    assert_eq!(told(&found, "HE"), [(vec![Cause::KeyOrRule], -100)]);
    assert_eq!(told(&found, "SL"), [(vec![Cause::KeyOrRule], 100)]);
}

/// Cost of a kind that only the new rules cover cannot be mixed with the old rules: both causes
/// stand together, a member more stays apart. 100.00 by halves become 120.00 by thirds.
#[test]
fn what_cannot_be_mixed_stands_together() {
    let wartung = "[rule.wartung]\nlegal_basis = \"Vertrag\"\ncosts = { kinds = [\"wartung\"] }\n\
        [[rule.wartung.step]]\nid = \"alle\"\nrest = true\namong = \"members\"\nkey = \"equal\"\n";
    let toml = HALVES.replace("[service.portal]", "[party.SL]\nmember = true\n[service.portal]");
    let after = by_hand(
        &format!("{toml}{wartung}"),
        "2024,portal,betrieb,100.00\n2024,portal,wartung,20.00\n",
    );
    let found =
        split((&by_hand(HALVES, "2024,portal,betrieb,100.00\n"), None), (&after, None)).unwrap();
    assert_eq!(found.merged.as_ref().unwrap().fault.code(), "E501");
    assert!(found.causes.contains(&vec![Cause::CostLevel, Cause::KeyOrRule]), "{:?}", found.causes);
    let hesse = found
        .parties
        .iter()
        .find(|change| found.names[usize::from(change.party.0)].id == "HE")
        .unwrap();
    // Stated order: 100 to 120 by halves is +10.00; then 120 by halves to thirds is -20.00.
    // Order-free the means: with three members the cost makes 6.67, with two 10.00; a member makes
    // -20.00 or -16.67.
    let at = |cause: Cause| found.causes.iter().position(|causes| causes.contains(&cause)).unwrap();
    let [cost, members] = [at(Cause::CostLevel), at(Cause::MembersAndParticipants)];
    assert_eq!(
        [hesse.stated_order[cost], hesse.stated_order[members]].map(Cents::get),
        [1000, -2000]
    );
    assert_eq!([hesse.order_free[cost], hesse.order_free[members]].map(Cents::get), [833, -1833]);
}

#[test]
fn causes_add_up_and_depend_on_no_order_over_random_pairs() {
    let count: u64 =
        std::env::var("UMLAGE_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(150);
    let check = |seed: u64| -> Result<Tally, String> {
        let world = world(seed);
        let mut tally = Tally::default();
        let Some(project) = project(&world) else { return Ok(tally) };
        let mut random = Random::new(seed ^ 0xC4A_11E5);
        let tried = periods(&project, &mut random, &mut tally)
            .and_then(|()| scenarios(&world, &project, &mut random, &mut tally));
        tried.map(|()| tally).map_err(|fault| format!("seed {seed}: {fault}"))
    };
    let tried =
        (0..count).into_par_iter().map(check).try_reduce(Tally::default, |a, b| Ok(a.plus(b)));
    let tally = tried.unwrap_or_else(|fault| panic!("{fault}"));
    println!("{count} projects: {tally:?}");
    assert!(tally.pairs > count && tally.merged * 2 < tally.pairs, "{tally:?}");
}
