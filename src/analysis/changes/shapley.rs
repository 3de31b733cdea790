//! Splitting a difference among what made it: one after another, or in no order (Shapley 1953).
//!
//! Nothing here knows of projects: there are factors, and the value of every coalition of them to
//! each party.

use crate::money::Ratio;

/// The value of a coalition to each party, in exact cents, by the number of the party.
pub type CoalitionValue = Vec<Ratio>;

/// A set of factors (Koalition): bit `i` stands for factor `i`.
pub type Coalition = usize;

/// Factors, and the value of each coalition of them: what is attributed to them.
#[derive(Clone, Debug)]
pub struct Attribution {
    factors: usize,
    /// By the coalition; the empty one comes first.
    values: Vec<CoalitionValue>,
}

impl Attribution {
    /// Takes the value of every coalition, the empty one first; `None` where one is missing.
    pub fn new(factors: usize, values: Vec<CoalitionValue>) -> Option<Attribution> {
        (values.len() == 1_usize.checked_shl(u32::try_from(factors).ok()?)?)
            .then_some(Attribution { factors, values })
    }

    /// Counts the factors.
    pub fn factors(&self) -> usize {
        self.factors
    }

    /// Returns the value of a coalition.
    pub fn value(&self, set: Coalition) -> &CoalitionValue {
        &self.values[set]
    }

    /// Splits the value of all by letting the factors in one after another: what each adds to those
    /// before it. The result has one line for each factor, by number.
    pub fn along(&self, order: &[usize]) -> Vec<CoalitionValue> {
        let mut parts = vec![CoalitionValue::new(); self.factors];
        let mut inside: Coalition = 0;
        for factor in order {
            parts[*factor] = self.adds(*factor, inside);
            inside |= bit(*factor);
        }
        parts
    }

    /// Splits the value of all in no order: what a factor adds, on average over all orders (Shapley
    /// value).
    pub fn order_free(&self) -> Vec<CoalitionValue> {
        let split = |factor: usize| {
            let sets = (0..self.values.len()).filter(|set| set & bit(factor) == 0);
            sets.fold(nothing(self.values[0].len()), |sum, set| {
                let weight = self.weight(set.count_ones());
                let added = self.adds(factor, set);
                sum.iter().zip(&added).map(|(sum, added)| sum + &(added * &weight)).collect()
            })
        };
        (0..self.factors).map(split).collect()
    }

    /// In what part of all orders exactly a given set of so many factors stands before a given
    /// factor.
    fn weight(&self, before: u32) -> Ratio {
        let factors = u32::try_from(self.factors).unwrap_or(u32::MAX);
        let after = factors.saturating_sub(before).saturating_sub(1);
        Ratio::new(factorial(before).saturating_mul(factorial(after)), factorial(factors))
    }

    fn adds(&self, factor: usize, inside: Coalition) -> CoalitionValue {
        less(&self.values[inside | bit(factor)], &self.values[inside])
    }
}

/// What one value is more than another.
pub fn less(a: &CoalitionValue, b: &CoalitionValue) -> CoalitionValue {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// The value of the empty coalition.
pub fn nothing(parties: usize) -> CoalitionValue {
    vec![Ratio::ZERO; parties]
}

fn bit(factor: usize) -> Coalition {
    1_usize.checked_shl(u32::try_from(factor).unwrap_or(u32::MAX)).unwrap_or(0)
}

fn factorial(number: u32) -> i128 {
    (1..=i128::from(number)).fold(1, i128::saturating_mul)
}

/// Lists all ways to form groups of so many factors, each group a set; groups stand by their first
/// factor.
pub fn groupings(factors: usize) -> Vec<Vec<Coalition>> {
    (0..factors).fold(vec![Vec::new()], |shorter, factor| {
        let longer = |groups: Vec<Coalition>| {
            let joined = (0..groups.len()).map({
                let groups = groups.clone();
                move |at| {
                    let mut groups = groups.clone();
                    groups[at] |= bit(factor);
                    groups
                }
            });
            let alone = groups.iter().copied().chain([bit(factor)]).collect();
            joined.chain([alone]).collect::<Vec<_>>()
        };
        shorter.into_iter().flat_map(longer).collect()
    })
}

/// Lists the sets of factors that sets of groups stand for, the empty set first.
pub fn unions(groups: &[Coalition]) -> Vec<Coalition> {
    groups.iter().fold(vec![0], |sets, group| {
        let with: Vec<Coalition> = sets.iter().map(|set| set | group).collect();
        sets.into_iter().chain(with).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribution(factors: usize, values: &[i128]) -> Attribution {
        Attribution::new(factors, values.iter().map(|value| vec![Ratio::from(*value)]).collect())
            .unwrap()
    }

    /// Two own a left glove each, one a right glove; a pair is worth 1 (Shapley value 1/6, 1/6,
    /// 2/3).
    #[test]
    fn the_glove_game_of_the_textbooks() {
        let gloves = attribution(3, &[0, 0, 0, 0, 0, 1, 1, 1]);
        let parts: Vec<String> =
            gloves.order_free().iter().map(|part| part[0].fraction()).collect();
        assert_eq!(parts, ["1/6", "1/6", "2/3"]);
        let last_first = gloves.along(&[2, 1, 0]);
        assert_eq!(
            last_first.iter().map(|part| part[0].fraction()).collect::<Vec<_>>(),
            ["0/1", "1/1", "0/1"]
        );
    }

    /// The numbers of ways to form groups are the Bell numbers.
    #[test]
    fn groupings_are_all_there_once() {
        for (factors, bell) in [(0, 1), (1, 1), (2, 2), (3, 5), (4, 15), (5, 52), (6, 203)] {
            let mut all = groupings(factors);
            assert_eq!(all.len(), bell);
            all.sort();
            all.dedup();
            assert_eq!(all.len(), bell);
            assert!(all.iter().all(|groups| groups.iter().sum::<usize>() + 1 == 1 << factors));
        }
        assert_eq!(unions(&[0b101, 0b010]), [0, 0b101, 0b010, 0b111]);
    }
}
