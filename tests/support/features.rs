//! What a random world has, told by its effect: each feature is a change that takes it away.

use super::oracle::{
    AtMost, Driver, Edition, Finish, How, Key, Limit, PoolBy, Residue, Step, World,
};

/// Takes a feature away; false where the world does not have it.
pub type Ablation = fn(&mut World) -> bool;

/// All features with what takes them away.
pub const FEATURES: &[(&str, Ablation)] = &[
    ("surcharge", |world| emptied(&mut world.surcharges)),
    ("indexation", |world| emptied(&mut world.indexations)),
    ("credit", |world| emptied(&mut world.credits)),
    ("catch-up", |world| emptied(&mut world.catch_ups)),
    ("minimum billed, others bear it", |world| {
        let rules =
            world.rules.iter_mut().filter(|rule| matches!(rule.minimum_billed, Some((_, true))));
        rules.map(|rule| rule.minimum_billed = None).count() > 0
    }),
    ("floor", |world| without(world, |step| step.floor.take().is_some())),
    ("cap", |world| {
        without(world, |step| !is_per_unit(step.cap.as_ref()) && step.cap.take().is_some())
    }),
    ("cap for each unit", |world| {
        without(world, |step| is_per_unit(step.cap.as_ref()) && step.cap.take().is_some())
    }),
    ("at most an amount", |world| {
        without(world, |step| {
            matches!(step.at_most, Some(AtMost::Amount(_))) && step.at_most.take().is_some()
        })
    }),
    ("at most for each unit", |world| {
        without(world, |step| {
            matches!(step.at_most, Some(AtMost::PerUnit(..))) && step.at_most.take().is_some()
        })
    }),
    ("only", |world| without(world, |step| step.only.take().is_some())),
    ("except", |world| without(world, |step| !std::mem::take(&mut step.except).is_empty())),
    ("base amount", |world| {
        without(world, |step| matches!(step.how, How::Each(_)) && set(&mut step.how, How::Each(0)))
    }),
    ("residue to the largest share", |world| residue(world, &Residue::LargestShare)),
    ("residue that stays", |world| residue(world, &Residue::Leave)),
    ("key fixed", |world| equal(world, |key| matches!(key, Key::Fixed { .. }))),
    ("key statistic", |world| {
        equal(world, |key| matches!(key, Key::Statistic { edition: Edition::Named(_), .. }))
    }),
    ("key mean of editions", |world| {
        equal(world, |key| matches!(key, Key::Statistic { edition: Edition::Mean(_), .. }))
    }),
    ("key edition in force", |world| {
        equal(world, |key| matches!(key, Key::Statistic { edition: Edition::InForce(_), .. }))
    }),
    ("key usage", |world| equal(world, |key| matches!(key, Key::Usage { .. }))),
    ("key payments", |world| equal(world, |key| matches!(key, Key::Payments(_)))),
    ("key mix", |world| equal(world, |key| matches!(key, Key::Mix(_)))),
    ("key glide", |world| equal(world, |key| matches!(key, Key::Glide { .. }))),
    ("key largest-of", |world| equal(world, |key| matches!(key, Key::LargestOf { .. }))),
    ("key complement", |world| equal(world, |key| matches!(key, Key::Complement { .. }))),
    ("key product", |world| equal(world, |key| matches!(key, Key::Product(_)))),
    ("key ratio", |world| equal(world, |key| matches!(key, Key::Ratio(..)))),
    ("over", |world| finished(world, |finish| finish.over.take().is_some())),
    ("decimals", |world| finished(world, |finish| finish.decimals.take().is_some())),
    ("multipliers", |world| {
        finished(world, |finish| !std::mem::take(&mut finish.multipliers).is_empty())
    }),
    ("fallback", |world| finished(world, |finish| finish.fallback.take().is_some())),
    ("centre that is emptied", |world| {
        let driven = |id: &Option<String>| {
            world.centres.iter().any(|one| Some(&one.id) == id.as_ref() && one.driver.is_some())
        };
        let before = world.costs.len();
        let kept: Vec<_> = world.costs.iter().filter(|row| !driven(&row.centre)).cloned().collect();
        world.costs = kept;
        world.costs.len() < before
    }),
    ("driver direct cost", |world| drivers(world, |driver| matches!(driver, Driver::DirectCost))),
    ("driver usage", |world| drivers(world, |driver| matches!(driver, Driver::Usage(_)))),
    ("driver fixed", |world| drivers(world, |driver| matches!(driver, Driver::Fixed(_)))),
    ("driver table", |world| drivers(world, |driver| matches!(driver, Driver::Table(_)))),
    ("driver with periods", |world| {
        let dated = world.drivers.iter().any(|row| row.period.is_some());
        dated && drivers(world, |driver| matches!(driver, Driver::Table(_)))
    }),
    ("finer pools of what centres give", |world| {
        let driven = world.centres.iter().any(|centre| centre.driver.is_some());
        driven && coarser(world, &[PoolBy::Quarter, PoolBy::Month])
    }),
    ("pools by centre", |world| coarser(world, &[PoolBy::Centre])),
];

fn emptied<T>(list: &mut Vec<T>) -> bool {
    !std::mem::take(list).is_empty()
}

fn set<T>(place: &mut T, value: T) -> bool {
    *place = value;
    true
}

fn is_per_unit(limit: Option<&Limit>) -> bool {
    matches!(limit, Some(Limit::PerUnit(..)))
}

/// Changes steps.
fn without(world: &mut World, change: impl Fn(&mut Step) -> bool) -> bool {
    world
        .rules
        .iter_mut()
        .flat_map(|rule| &mut rule.steps)
        .filter_map(|step| change(step).then_some(()))
        .count()
        > 0
}

/// Takes a way of dealing with residues away.
fn residue(world: &mut World, residue: &Residue) -> bool {
    let mut found = false;
    for rule in &mut world.rules {
        for rounding in std::iter::once(&mut rule.rounding)
            .chain(rule.steps.iter_mut().map(|step| &mut step.rounding))
        {
            if rounding.as_ref().is_some_and(|rounding| rounding.residue == *residue) {
                *rounding = None;
                found = true;
            }
        }
    }
    found
}

/// Makes equal keys of some.
fn equal(world: &mut World, which: impl Fn(&Key) -> bool) -> bool {
    world.keys.iter_mut().filter(|(_, key)| which(key)).map(|(_, key)| *key = Key::Equal).count()
        > 0
}

/// Changes what is done to weights.
fn finished(world: &mut World, change: impl Fn(&mut Finish) -> bool) -> bool {
    world.finishes.iter_mut().filter_map(|(_, finish)| change(finish).then_some(())).count() > 0
}

/// Makes equal drivers of some.
fn drivers(world: &mut World, which: impl Fn(&Driver) -> bool) -> bool {
    let drivers = world.centres.iter_mut().filter_map(|centre| centre.driver.as_mut());
    drivers.filter(|driver| which(driver)).map(|driver| *driver = Driver::Equal).count() > 0
}

/// Takes dimensions of pools away.
fn coarser(world: &mut World, dimensions: &[PoolBy]) -> bool {
    let pools = world.rules.iter_mut().filter_map(|rule| rule.pool.as_mut());
    let shorter = pools.filter(|pool| pool.iter().any(|by| dimensions.contains(by)));
    shorter.map(|pool| pool.retain(|by| !dimensions.contains(by))).count() > 0
}
