//! A sum shared by weights within floors and caps: rules.md#limits-factor. Each share is its weight
//! times one factor, raised to its floor and cut to its cap, and the factor is such that the shares
//! add to the sum.

use crate::money::Ratio;

/// Why limits cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The floors add to more than the sum.
    FloorsAbove,
    /// The caps of those who can receive add to less than the sum.
    CapsBelow,
    /// The floor of this receiver is above its cap.
    Crossed(usize),
}

/// Shares a sum by weights within floors and caps; returns the shares and the factor of the
/// weights.
///
/// Weights, floors and caps count by size, and the shares have the sign of the sum. A cap of the
/// whole sum is none. What all shares make together grows with the factor along straight lines that
/// bend only where a share reaches a limit: the two bends around the sum give the factor exactly.
pub fn limited(
    sum: &Ratio,
    weights: &[Ratio],
    floors: &[Ratio],
    caps: &[Ratio],
) -> Result<(Vec<Ratio>, Ratio), Misfit> {
    let size = sum.abs();
    let sizes = |values: &[Ratio]| values.iter().map(Ratio::abs).collect::<Vec<Ratio>>();
    let (weights, floors, caps) = (sizes(weights), sizes(floors), sizes(caps));
    if Ratio::sum(&floors) > size {
        return Err(Misfit::FloorsAbove);
    }
    if let Some(index) = (0..weights.len()).find(|index| floors[*index] > caps[*index]) {
        return Err(Misfit::Crossed(index));
    }
    let at = |factor: &Ratio| -> Vec<Ratio> {
        let share = |index: usize| {
            (&weights[index] * factor).max(floors[index].clone()).min(caps[index].clone())
        };
        (0..weights.len()).map(share).collect()
    };
    let total = |factor: &Ratio| Ratio::sum(&at(factor));
    let bends = (0..weights.len())
        .flat_map(|index| [&floors[index], &caps[index]].map(|limit| (limit, index)));
    let mut bends: Vec<Ratio> =
        bends.filter_map(|(limit, index)| limit.checked_div(&weights[index])).collect();
    bends.push(Ratio::ZERO);
    bends.sort();
    let above = bends.partition_point(|factor| total(factor) < size);
    let Some(high) = bends.get(above) else { return Err(Misfit::CapsBelow) };
    let low = bends.get(above.saturating_sub(1)).unwrap_or(high);
    let (total_low, total_high) = (total(low), total(high));
    let way = (&size - &total_low).part_of(&(&total_high - &total_low));
    let factor = low + &(&(high - low) * &way);
    let sign = Ratio::from(sum.signum());
    Ok((at(&factor).iter().map(|share| share * &sign).collect(), factor))
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "small numbers made for the test")]
mod tests {
    use super::*;
    use crate::apportion::{ApportionResidue, Ties, apportion};
    use crate::money::{Cents, Mode};
    use proptest::prelude::*;

    fn ratios(numbers: &[i128]) -> Vec<Ratio> {
        numbers.iter().map(|number| Ratio::from(*number)).collect()
    }

    fn shares(
        sum: i128,
        weights: &[i128],
        floors: &[i128],
        caps: &[i128],
    ) -> Result<Vec<Ratio>, Misfit> {
        let limited = limited(&Ratio::from(sum), &ratios(weights), &ratios(floors), &ratios(caps));
        limited.map(|(shares, _)| shares)
    }

    #[test]
    fn a_cap_is_cut_and_the_others_bear_it_by_their_weights() {
        // 100 by 6 : 3 : 1, nobody above 40: the first gives 20 up, 60 by 3 : 1 is 45 and 15, so
        // the second is cut too.
        assert_eq!(shares(100, &[6, 3, 1], &[0; 3], &[40; 3]), Ok(ratios(&[40, 40, 20])));
        // With a cap for the first alone: 60 by 3 : 1.
        assert_eq!(shares(100, &[6, 3, 1], &[0; 3], &[40, 100, 100]), Ok(ratios(&[40, 45, 15])));
    }

    #[test]
    fn a_floor_is_filled_up_by_the_others() {
        // 100 by 8 : 1 : 1, nobody below 15: 70 is left for the first.
        assert_eq!(shares(100, &[8, 1, 1], &[15; 3], &[100; 3]), Ok(ratios(&[70, 15, 15])));
        // Floor and cap pull against each other: 100 by 8 : 1 : 1, at most 50, at least 20.
        assert_eq!(shares(100, &[8, 1, 1], &[20; 3], &[50; 3]), Ok(ratios(&[50, 25, 25])));
    }

    #[test]
    fn who_has_no_weight_bears_its_floor_or_nothing() {
        assert_eq!(shares(100, &[1, 1, 0], &[0, 0, 10], &[100; 3]), Ok(ratios(&[45, 45, 10])));
        assert_eq!(shares(100, &[1, 1, 0], &[0; 3], &[100; 3]), Ok(ratios(&[50, 50, 0])));
        assert_eq!(shares(100, &[1, 1, 0], &[0; 3], &[40, 40, 100]), Err(Misfit::CapsBelow));
    }

    #[test]
    fn a_negative_sum_is_the_mirror_and_limits_that_do_not_fit_are_told() {
        assert_eq!(shares(-100, &[-6, -3, -1], &[0; 3], &[40; 3]), Ok(ratios(&[-40, -40, -20])));
        assert_eq!(shares(100, &[1, 1], &[60, 60], &[100; 2]), Err(Misfit::FloorsAbove));
        assert_eq!(shares(100, &[1, 1], &[0, 30], &[100, 20]), Err(Misfit::Crossed(1)));
        assert_eq!(shares(100, &[1, 1], &[50, 50], &[50, 50]), Ok(ratios(&[50, 50])));
    }

    /// Tries every way in which each share is at its floor, at its cap or free, and returns all
    /// that are consistent.
    fn slow(sum: &Ratio, weights: &[Ratio], floors: &[Ratio], caps: &[Ratio]) -> Vec<Vec<Ratio>> {
        let count = weights.len();
        let mut found: Vec<Vec<Ratio>> = Vec::new();
        for way in 0..3_usize.pow(u32::try_from(count).unwrap()) {
            let state: Vec<usize> = (0..count)
                .map(|index| way / 3_usize.pow(u32::try_from(index).unwrap()) % 3)
                .collect();
            let free = |index: &usize| state[*index] == 0;
            let held = (0..count).filter(|index| !free(index));
            let held: Vec<&Ratio> = held
                .map(|index| if state[index] == 1 { &floors[index] } else { &caps[index] })
                .collect();
            let rest = sum - &Ratio::sum(held);
            let weight = Ratio::sum((0..count).filter(free).map(|index| &weights[index]));
            let factors: Vec<Ratio> = match rest.checked_div(&weight) {
                Some(factor) => vec![factor],
                None if !rest.is_zero() => continue,
                // Nobody is free: any factor will do, and it changes only where a limit is reached.
                // Without weights none is ever reached, and nought stands for all.
                None => (0..count)
                    .flat_map(|index| {
                        [&floors[index], &caps[index]]
                            .map(|limit| limit.checked_div(&weights[index]))
                    })
                    .flatten()
                    .chain([Ratio::ZERO])
                    .collect(),
            };
            for factor in factors {
                let by_weight: Vec<Ratio> = weights.iter().map(|weight| weight * &factor).collect();
                let consistent = (0..count).all(|index| match state[index] {
                    0 => floors[index] <= by_weight[index] && by_weight[index] <= caps[index],
                    1 => by_weight[index] <= floors[index],
                    _ => by_weight[index] >= caps[index],
                });
                if consistent && factor.signum() >= 0 {
                    let shares = (0..count).map(|index| match state[index] {
                        0 => by_weight[index].clone(),
                        1 => floors[index].clone(),
                        _ => caps[index].clone(),
                    });
                    found.push(shares.collect());
                }
            }
        }
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn the_shares_are_those_of_a_slow_search(
            sum in 1_i128..60,
            parties in proptest::collection::vec((0_i128..9, 0_i128..12, 0_i128..40), 1..5),
        ) {
            let weights = ratios(&parties.iter().map(|(weight, ..)| *weight).collect::<Vec<_>>());
            let floors = parties.iter().map(|(_, floor, _)| (floor - 4).max(0));
            let floors = ratios(&floors.collect::<Vec<_>>());
            let cap = |((.., room), floor): (&(_, _, i128), _)| floor + &Ratio::from(*room);
            let caps: Vec<Ratio> = parties.iter().zip(&floors).map(cap).collect();
            let sum = Ratio::from(sum);
            let found = slow(&sum, &weights, &floors, &caps);
            match limited(&sum, &weights, &floors, &caps) {
                Ok((shares, factor)) => {
                    let alike = found.iter().all(|other| *other == shares);
                    prop_assert!(!found.is_empty() && alike, "{shares:?} {found:?}");
                    prop_assert_eq!(Ratio::sum(&shares), sum);
                    prop_assert!(factor.signum() >= 0);
                }
                Err(Misfit::FloorsAbove) => prop_assert!(Ratio::sum(&floors) > sum),
                Err(_) => prop_assert!(found.is_empty(), "{found:?}"),
            }
        }

        #[test]
        fn rounding_keeps_a_share_within_limits_in_whole_units(
            sum in 1_i128..400,
            unit in 1_i128..4,
            parties in proptest::collection::vec((0_i128..9, 0_i128..10, 0_i128..90), 1..6),
        ) {
            let weights = ratios(&parties.iter().map(|(weight, ..)| *weight).collect::<Vec<_>>());
            let floors: Vec<i128> = parties.iter().map(|(_, floor, _)| floor * unit).collect();
            let cap = |((.., room), floor): (&(_, _, i128), _)| floor + room * unit;
            let caps: Vec<i128> = parties.iter().zip(&floors).map(cap).collect();
            let limited = limited(&Ratio::from(sum), &weights, &ratios(&floors), &ratios(&caps));
            let Ok((exact, _)) = limited else { return Ok(()) };
            let leave = ApportionResidue::Leave(Mode::HalfUp);
            for policy in [ApportionResidue::LargestRemainder, leave] {
                let (sum, units) = (Cents::new(sum), Cents::new(unit));
                let shares = apportion(sum, &exact, units, policy, Ties::SizeThenOrder).unwrap();
                for (index, share) in shares.iter().enumerate() {
                    let within = floors[index]..=caps[index];
                    prop_assert!(within.contains(&share.get()), "{shares:?}");
                }
            }
        }
    }
}
