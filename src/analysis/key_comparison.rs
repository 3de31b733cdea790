//! Keys beside each other over one pool: what each receiver would bear under each, for `umlage keys
//! --compare`.

use std::cmp::Ordering;

use crate::apportion::{ApportionResidue, Ties, apportion};
use crate::model::{KeyIx, PartyIx};
use crate::money::{Cents, Ratio};

/// What a receiver bears under a key. All burdens of a comparison are of one kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Burden {
    /// An amount, where there is a sum to share.
    Amount(Cents),
    /// A part of the whole.
    Share(Ratio),
}

impl Burden {
    /// What this burden has above another of its kind, which may be below zero.
    pub fn above(&self, other: &Burden) -> Burden {
        match (self, other) {
            (Burden::Amount(own), Burden::Amount(other)) => {
                // Both lie within the sum, twice which fits: see `KeyBurdens::new`.
                Burden::Amount(Cents::new(own.get() - other.get()))
            }
            _ => Burden::Share(&self.ratio() - &other.ratio()),
        }
    }

    /// Returns the exact number of cents, or the part of the whole.
    pub fn ratio(&self) -> Ratio {
        match self {
            Burden::Amount(amount) => amount.ratio(),
            Burden::Share(share) => share.clone(),
        }
    }
}

/// A key of a comparison.
#[derive(Clone, Debug)]
pub struct KeyBurdens {
    /// The key.
    pub key: KeyIx,
    /// The share of each receiver, as [`crate::keys::Shares`] has it.
    pub shares: Vec<Ratio>,
    /// What each receiver bears.
    pub burdens: Vec<Burden>,
}

impl KeyBurdens {
    /// Shares a sum out by the shares of a key, in whole cents by largest remainder, so that they
    /// add up to it; without a sum the shares are the burdens. `None` beyond 128 bits, and where
    /// all shares are zero.
    pub fn new(key: KeyIx, shares: Vec<Ratio>, sum: Option<Cents>) -> Option<KeyBurdens> {
        let burdens = match sum {
            None => shares.iter().cloned().map(Burden::Share).collect(),
            Some(sum) => amounts(&shares, sum)?.into_iter().map(Burden::Amount).collect(),
        };
        Some(KeyBurdens { key, shares, burdens })
    }
}

/// Rounded percentages that miss 100 act as weights, as they do in a step.
fn amounts(shares: &[Ratio], sum: Cents) -> Option<Vec<Cents>> {
    // What differs between two keys fits as well, and all that is more under one of them.
    sum.checked_add(sum)?.checked_neg()?;
    let whole = Ratio::sum(shares);
    let part = |share: &Ratio| (&sum.ratio() * share).checked_div(&whole);
    let exact: Vec<Ratio> = shares.iter().map(part).collect::<Option<_>>()?;
    apportion(sum, &exact, Cents::ONE, ApportionResidue::LargestRemainder, Ties::SizeThenOrder)
}

/// Keys beside each other over the same receivers.
#[derive(Clone, Debug)]
pub struct KeyComparison {
    /// The receivers in the order of parties.
    pub receivers: Vec<PartyIx>,
    /// The sum that is shared out; `None`: shares alone are compared.
    pub sum: Option<Cents>,
    /// The keys, in the order in which they were named.
    pub keys: Vec<KeyBurdens>,
    /// The number of the agreed key, against which the others are held.
    pub reference: usize,
    /// The number of the key that holds where there is no agreement (Beschluss 2021/24 no. 3).
    pub fallback: Option<usize>,
}

/// How a receiver fares under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The burden under the key less that under the reference.
    pub difference: Burden,
    /// The difference as a part of the burden under the reference; `None` where that is zero.
    pub part: Option<Ratio>,
    /// Whether the receiver bears less, the same or more.
    pub effect: Ordering,
}

/// How the receivers fare under a key, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effects {
    /// How many bear more than under the reference.
    pub more: u64,
    /// How many bear less.
    pub less: u64,
    /// How many bear the same.
    pub same: u64,
    /// What those who bear more bear more.
    pub shifted: Burden,
}

/// What a receiver can be moved by between the agreed key and the fallback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The lower of the two burdens.
    pub from: Burden,
    /// The higher of the two.
    pub to: Burden,
    /// The burden under the fallback less that under the agreed key: what there is to lose without
    /// an agreement.
    pub without_agreement: Burden,
    /// The burden under the agreed key against that under the fallback; `Less`: the receiver gains
    /// by the agreement.
    pub agreement: Ordering,
}

impl KeyComparison {
    /// What a receiver bears under a key, both by their numbers.
    pub fn burden(&self, key: usize, receiver: usize) -> &Burden {
        &self.keys[key].burdens[receiver]
    }

    /// Holds a key against the reference for one receiver.
    pub fn change(&self, key: usize, receiver: usize) -> Change {
        let (own, reference) = (self.burden(key, receiver), self.burden(self.reference, receiver));
        let difference = own.above(reference);
        let part = difference.ratio().checked_div(&reference.ratio().abs());
        Change { difference, part, effect: own.cmp(reference) }
    }

    /// Counts who bears more and who less under a key than under the reference.
    pub fn effects(&self, key: usize) -> Effects {
        let changes: Vec<Change> =
            (0..self.receivers.len()).map(|receiver| self.change(key, receiver)).collect();
        let count = |effect| changes.iter().filter(|change| change.effect == effect).count() as u64;
        let rises = || changes.iter().filter(|change| change.effect == Ordering::Greater);
        let shifted = match self.sum {
            None => {
                let rises: Vec<Ratio> = rises().map(|change| change.difference.ratio()).collect();
                Burden::Share(Ratio::sum(&rises))
            }
            Some(_) => {
                let cents = rises().filter_map(|change| match change.difference {
                    Burden::Amount(amount) => Some(amount.get()),
                    Burden::Share(_) => None,
                });
                Burden::Amount(Cents::new(cents.sum()))
            }
        };
        let (more, less) = (count(Ordering::Greater), count(Ordering::Less));
        Effects { more, less, same: count(Ordering::Equal), shifted }
    }

    /// The stretch between agreed key and fallback for a receiver; `None` where there is no
    /// fallback.
    pub fn range(&self, receiver: usize) -> Option<Range> {
        let fallback = self.fallback?;
        let (agreed, without) =
            (self.burden(self.reference, receiver), self.burden(fallback, receiver));
        Some(Range {
            from: agreed.min(without).clone(),
            to: agreed.max(without).clone(),
            without_agreement: without.above(agreed),
            agreement: agreed.cmp(without),
        })
    }

    /// Lists the keys, by their numbers, under which a receiver bears this much.
    pub fn keys_with(&self, receiver: usize, burden: &Burden) -> Vec<usize> {
        (0..self.keys.len()).filter(|key| self.burden(*key, receiver) == burden).collect()
    }

    /// The least and the most that a receiver bears under any of the keys.
    pub fn extremes(&self, receiver: usize) -> Option<(&Burden, &Burden)> {
        let all = || (0..self.keys.len()).map(|key| self.burden(key, receiver));
        all().min().zip(all().max())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::parse_fraction;

    fn compared(keys: &[&[&str]], sum: Option<i128>) -> KeyComparison {
        let sum = sum.map(Cents::new);
        let burdens = |shares: &&[&str]| {
            let shares = shares.iter().map(|share| parse_fraction(share).unwrap()).collect();
            KeyBurdens::new(KeyIx(0), shares, sum).unwrap()
        };
        let receivers = (0..).map(PartyIx).take(keys[0].len()).collect();
        KeyComparison {
            receivers,
            sum,
            keys: keys.iter().map(burdens).collect(),
            reference: 0,
            fallback: None,
        }
    }

    fn cents(burden: &Burden) -> i128 {
        match burden {
            Burden::Amount(amount) => amount.get(),
            Burden::Share(_) => panic!("a share"),
        }
    }

    #[test]
    fn a_pool_of_ten_euros_under_three_keys() {
        let keys: [&[&str]; 3] =
            [&["1/2", "1/4", "1/4"], &["1/3", "1/3", "1/3"], &["1/1", "0/1", "0/1"]];
        let compared = compared(&keys, Some(1000));
        let amounts = |key: usize| compared.keys[key].burdens.iter().map(cents).collect::<Vec<_>>();
        assert_eq!(
            [amounts(0), amounts(1), amounts(2)],
            [[500, 250, 250], [334, 333, 333], [1000, 0, 0]]
        );
        let first = compared.change(1, 0);
        assert_eq!((cents(&first.difference), first.effect), (-166, Ordering::Less));
        assert_eq!(first.part, Some(Ratio::new(-332, 1000)));
        let Effects { more, less, same, shifted } = compared.effects(1);
        assert_eq!((more, less, same, cents(&shifted)), (2, 1, 0, 166));
        let (least, most) = compared.extremes(0).unwrap();
        assert_eq!((cents(least), cents(most)), (334, 1000));
        assert_eq!(compared.range(0), None);
        assert_eq!((compared.keys_with(0, least), compared.keys_with(0, most)), (vec![1], vec![2]));
    }

    #[test]
    fn the_range_lies_between_agreed_key_and_fallback_whatever_other_keys_give() {
        let keys: [&[&str]; 3] =
            [&["1/2", "1/4", "1/4"], &["1/1", "0/1", "0/1"], &["1/4", "1/2", "1/4"]];
        let compared = KeyComparison { fallback: Some(2), ..compared(&keys, Some(1000)) };
        let ranges: Vec<_> = (0..3).map(|receiver| compared.range(receiver).unwrap()).collect();
        let figures = |range: &Range| [&range.from, &range.to, &range.without_agreement].map(cents);
        assert_eq!(
            ranges.iter().map(figures).collect::<Vec<_>>(),
            [[250, 500, -250], [250, 500, 250], [250, 250, 0]]
        );
        let effects: Vec<Ordering> = ranges.iter().map(|range| range.agreement).collect();
        assert_eq!(effects, [Ordering::Greater, Ordering::Less, Ordering::Equal]);
    }

    #[test]
    fn a_credit_is_mirrored_and_a_smaller_credit_is_a_burden() {
        let keys: [&[&str]; 2] = [&["1/2", "1/4", "1/4"], &["1/3", "1/3", "1/3"]];
        let compared = compared(&keys, Some(-1000));
        let amounts: Vec<i128> = compared.keys[1].burdens.iter().map(cents).collect();
        assert_eq!(amounts, [-334, -333, -333]);
        let first = compared.change(1, 0);
        assert_eq!((cents(&first.difference), first.effect), (166, Ordering::Greater));
        assert_eq!(first.part, Some(Ratio::new(332, 1000)), "a third less is got back");
    }

    #[test]
    fn shares_alone_are_compared_exactly_and_nothing_is_no_base_of_a_percentage() {
        let compared = compared(&[&["1/3", "2/3", "0/1"], &["1/3", "1/2", "1/6"]], None);
        assert_eq!(compared.change(1, 0).effect, Ordering::Equal);
        assert_eq!(compared.change(1, 1).difference, Burden::Share(Ratio::new(-1, 6)));
        assert_eq!(compared.change(1, 2).part, None);
        assert_eq!(compared.effects(1).shifted, Burden::Share(Ratio::new(1, 6)));
        let (least, _) = compared.extremes(0).unwrap();
        assert_eq!(compared.keys_with(0, least), [0, 1]);
    }

    #[test]
    fn rounded_percentages_that_miss_a_hundred_share_the_whole_sum() {
        let compared = compared(&[&["3333/10000", "3333/10000", "3333/10000"]], Some(1000));
        let amounts: Vec<i128> = compared.keys[0].burdens.iter().map(cents).collect();
        assert_eq!(amounts, [334, 333, 333]);
    }

    mod properties {
        use proptest::prelude::*;

        use super::*;

        proptest! {
            /// Whatever the keys: every column adds up, the differences of a key cancel out, and
            /// each receiver's extremes are burdens that it has.
            #[test]
            fn every_column_adds_up(
                sum in -1_000_000_i128..1_000_000,
                keys in proptest::collection::vec(proptest::collection::vec(1_i128..1000, 5), 2..5),
            ) {
                let burdens = |weights: &Vec<i128>| {
                    let share = |weight: &i128| Ratio::new(*weight, weights.iter().sum());
                    let shares = weights.iter().map(share).collect();
                    KeyBurdens::new(KeyIx(0), shares, Some(Cents::new(sum))).unwrap()
                };
                let keys: Vec<KeyBurdens> = keys.iter().map(burdens).collect();
                let receivers = (0..5).map(PartyIx).collect();
                let compared = KeyComparison {
                    receivers,
                    sum: Some(Cents::new(sum)),
                    keys,
                    reference: 0,
                    fallback: None,
                };
                for key in 0..compared.keys.len() {
                    let own: i128 = compared.keys[key].burdens.iter().map(cents).sum();
                    prop_assert_eq!(own, sum);
                    let difference = |receiver| cents(&compared.change(key, receiver).difference);
                    let differences = || (0..5).map(difference);
                    prop_assert_eq!(differences().sum::<i128>(), 0);
                    let effects = compared.effects(key);
                    prop_assert_eq!(effects.more + effects.less + effects.same, 5);
                    let falls: i128 = differences().filter(|difference| *difference < 0).sum();
                    prop_assert_eq!(cents(&effects.shifted), -falls);
                }
                for receiver in 0..5 {
                    let (least, most) = compared.extremes(receiver).unwrap();
                    for key in 0..compared.keys.len() {
                        let own = compared.burden(key, receiver);
                        prop_assert!(least <= own && own <= most);
                    }
                    prop_assert!(!compared.keys_with(receiver, least).is_empty());
                }
            }
        }
    }
}
