//! Whole units from exact parts: the one place where a sum is rounded among several receivers,
//! cents of a step as well as percentages of a key.
//!
//! Rules: rules.md#rounding, rules.md#residue-default, rules.md#residue-other.
#![warn(clippy::arithmetic_side_effects)]

mod apportionment;
mod largest_remainder;
mod limited;
mod policy;
mod rounded;

pub use apportionment::{apportion, parts};
pub use limited::{Misfit, limited};
pub use policy::{ApportionResidue, Policy, Ties, Unit};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Cents, Mode, Ratio, parse_amount};

    /// Splits by weights as a step does, with the default policy.
    fn by_weights(
        sum: Cents,
        weights: &[i128],
        unit: Cents,
        residue: ApportionResidue,
    ) -> Vec<i128> {
        let total: i128 = weights.iter().sum();
        let exact: Vec<Ratio> =
            weights.iter().map(|w| &sum.ratio() * &Ratio::new(*w, total)).collect();
        let shares = apportion(sum, &exact, unit, residue, Ties::SizeThenOrder).unwrap();
        shares.into_iter().map(Cents::get).collect()
    }

    fn hamilton(sum: i128, weights: &[i128]) -> Vec<i128> {
        by_weights(Cents::new(sum), weights, Cents::ONE, ApportionResidue::LargestRemainder)
    }

    #[test]
    fn rounding_vectors_of_other_libraries() {
        let table = include_str!("../../fixtures/textbook/rounding_vectors.csv");
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let mut rows = 0;
        for row in reader.records() {
            let row = row.unwrap();
            let numbers =
                |text: &str| -> Vec<i128> { text.split(' ').map(|n| n.parse().unwrap()).collect() };
            let amounts = |text: &str| -> Vec<i128> {
                text.split(' ').map(|n| parse_amount(n).unwrap().get()).collect()
            };
            let (sum, unit) = (parse_amount(&row[1]).unwrap(), parse_amount(&row[2]).unwrap());
            let got = by_weights(sum, &numbers(&row[3]), unit, ApportionResidue::LargestRemainder);
            assert_eq!(got, amounts(&row[4]), "{}", &row[0]);
            rows += 1;
        }
        assert_eq!(rows, 12);
    }

    #[test]
    fn apportionments_of_the_textbooks() {
        let table = include_str!("../../fixtures/textbook/apportionment_hamilton.csv");
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let mut rows = 0;
        for row in reader.records() {
            let row = row.unwrap();
            let numbers =
                |text: &str| -> Vec<i128> { text.split(' ').map(|n| n.parse().unwrap()).collect() };
            assert_eq!(
                hamilton(row[3].parse().unwrap(), &numbers(&row[2])),
                numbers(&row[4]),
                "{}",
                &row[0]
            );
            rows += 1;
        }
        assert_eq!(rows, 5);
    }

    #[test]
    fn the_alabama_paradox_is_there_and_documented() {
        assert_eq!(hamilton(3, &[1, 3, 3]), [1, 1, 1]);
        assert_eq!(hamilton(4, &[1, 3, 3]), [0, 2, 2]);
    }

    #[test]
    fn parts_of_both_signs_are_cut_towards_zero_and_mirrored() {
        let parts = [Ratio::new(7, 2), Ratio::new(-5, 2), Ratio::ZERO];
        let shares = |sum: i128, parts: &[Ratio]| {
            let lr = ApportionResidue::LargestRemainder;
            apportion(Cents::new(sum), parts, Cents::ONE, lr, Ties::SizeThenOrder).unwrap()
        };
        assert_eq!(shares(1, &parts).iter().map(|c| c.get()).collect::<Vec<_>>(), [3, -2, 0]);
        let mirrored: Vec<Ratio> = parts.iter().map(|p| -p).collect();
        assert_eq!(shares(-1, &mirrored).iter().map(|c| c.get()).collect::<Vec<_>>(), [-3, 2, 0]);
    }

    #[test]
    fn each_policy_puts_the_difference_where_it_says() {
        let split = |residue| by_weights(Cents::new(1000), &[1, 1, 1], Cents::new(100), residue);
        assert_eq!(split(ApportionResidue::LargestRemainder), [400, 300, 300]);
        assert_eq!(split(ApportionResidue::LargestShare(Mode::HalfUp)), [400, 300, 300]);
        assert_eq!(split(ApportionResidue::To(2, Mode::Up)), [400, 400, 200]);
        assert_eq!(split(ApportionResidue::Leave(Mode::Down)), [300, 300, 300]);
        let odd = |residue| by_weights(Cents::new(1050), &[1, 1, 1], Cents::new(100), residue);
        assert_eq!(odd(ApportionResidue::LargestRemainder), [400, 300, 300]);
        assert_eq!(odd(ApportionResidue::LargestShare(Mode::HalfEven)), [250, 400, 400]);
    }
}
