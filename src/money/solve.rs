//! Exact solution of the linear systems in which cost centres pass cost to one another.
//!
//! Elimination with fractions lets them grow beyond all use. The system is solved modulo as many primes as the
//! determinant needs digits, and the whole numbers are put together from their remainders.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};
use rayon::prelude::*;

use super::Ratio;

/// Primes are sought downward from here, so that remainders and their sums fit 64 bits.
const BELOW: u64 = 1 << 62;
/// These bases decide for every number of 64 bits whether it is prime (Sorenson and Webster 2015).
const BASES: [u64; 12] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

/// Follows what is passed on to the end. Row i of `table` says which part centre i gives to each centre and then to
/// each end; the rows add to one. For each of the wanted rows the result says which part reaches each end.
///
/// `None` where some centres pass only to one another.
pub fn passed_on(table: &[Vec<Ratio>], wanted: &[usize]) -> Option<Vec<Vec<Ratio>>> {
    let rows: Vec<Vec<BigInt>> =
        (0..).zip(table).map(|(index, row)| equation(index, row, table.len())).collect();
    // A row adds to zero with its ends, so that the determinant is at most the product of the diagonal, and what
    // reaches an end, being a part, has a numerator of at most the determinant.
    let limit: BigInt = (0..).zip(&rows).map(|(index, row): (usize, _)| &row[index]).product();
    let mut primes = Vec::new();
    let mut modulus = BigInt::one();
    while modulus <= limit {
        let prime = prime_below(primes.last().copied().unwrap_or(BELOW));
        modulus = std::ops::Mul::mul(modulus, prime);
        primes.push(prime);
    }
    let solved: Vec<Residues> = primes.par_iter().map(|prime| solve(&rows, wanted, *prime)).collect();
    let units: Vec<BigInt> = primes.iter().map(|prime| unit(&modulus, *prime)).collect();
    let whole = |remainders: &mut dyn Iterator<Item = u64>| -> BigInt {
        let sum: BigInt = remainders.zip(&units).map(|(rest, unit)| std::ops::Mul::mul(unit, rest)).sum();
        sum.mod_floor(&modulus)
    };
    let determinant = whole(&mut solved.iter().map(|residues| residues.determinant));
    if determinant.is_zero() {
        return None;
    }
    let ends = rows.first().map_or(0, Vec::len).saturating_sub(table.len());
    let row = |index: usize| -> Vec<Ratio> {
        let value = |end: usize| {
            let top = whole(&mut solved.iter().map(|residues| residues.numerators[index][end]));
            Ratio::of_integers(top, determinant.clone())
        };
        (0..ends).map(value).collect()
    };
    Some((0..wanted.len()).into_par_iter().map(row).collect())
}

/// Writes the equation of a centre in whole numbers: itself less what it gives to centres, equal to what it gives to
/// ends.
fn equation(index: usize, row: &[Ratio], size: usize) -> Vec<BigInt> {
    let scale = row.iter().fold(BigInt::one(), |scale, value| scale.lcm(&value.integers().1));
    let whole = |value: &Ratio| {
        let (top, bottom) = value.integers();
        std::ops::Mul::mul(top, std::ops::Div::div(&scale, bottom))
    };
    let entry = |(column, value): (usize, &Ratio)| match column {
        _ if column >= size => whole(value),
        _ if column == index => std::ops::Sub::sub(&scale, whole(value)),
        _ => std::ops::Neg::neg(whole(value)),
    };
    row.iter().enumerate().map(entry).collect()
}

/// A solution modulo a prime: each value times the determinant.
struct Residues {
    determinant: u64,
    numerators: Vec<Vec<u64>>,
}

/// Eliminates modulo a prime. A prime that divides the determinant gives zeros, which are right modulo it only where
/// the whole determinant is zero; among primes near 2^62 that does not happen by chance, and the caller's sums are
/// checked.
fn solve(rows: &[Vec<BigInt>], wanted: &[usize], prime: u64) -> Residues {
    let rest = |value: &BigInt| value.mod_floor(&prime.into()).to_u64().unwrap_or_default();
    let mut rows: Vec<Vec<u64>> = rows.iter().map(|row| row.iter().map(rest).collect()).collect();
    let size = rows.len();
    let mut determinant = 1;
    for pivot in 0..size {
        let lead = rows[pivot][pivot];
        determinant = times(determinant, lead, prime);
        let inverse = power(lead, prime.saturating_sub(2), prime);
        let mut top = std::mem::take(&mut rows[pivot]);
        top[pivot..].iter_mut().for_each(|value| *value = times(*value, inverse, prime));
        for row in rows.iter_mut().filter(|row| row.get(pivot).is_some_and(|value| *value != 0)) {
            let factor = prime.saturating_sub(row[pivot]);
            for (value, above) in row[pivot..].iter_mut().zip(&top[pivot..]).filter(|(_, above)| **above != 0)
            {
                *value = plus(*value, times(factor, *above, prime), prime);
            }
        }
        rows[pivot] = top;
    }
    let row =
        |index: &usize| rows[*index][size..].iter().map(|value| times(*value, determinant, prime)).collect();
    Residues { determinant, numerators: wanted.iter().map(row).collect() }
}

/// The number that is one modulo the prime and zero modulo the others.
fn unit(modulus: &BigInt, prime: u64) -> BigInt {
    let others = std::ops::Div::div(modulus, prime);
    let rest = others.mod_floor(&prime.into()).to_u64().unwrap_or_default();
    std::ops::Mul::mul(others, power(rest, prime.saturating_sub(2), prime))
}

#[expect(clippy::arithmetic_side_effects, reason = "both are below 2^62")]
fn plus(a: u64, b: u64, modulus: u64) -> u64 {
    let sum = a + b;
    if sum >= modulus { sum - modulus } else { sum }
}

#[expect(clippy::arithmetic_side_effects, reason = "a product of two 64-bit numbers fits 128 bits")]
#[expect(clippy::cast_possible_truncation, reason = "the rest is below the modulus")]
fn times(a: u64, b: u64, modulus: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(modulus)) as u64
}

fn power(base: u64, exponent: u64, modulus: u64) -> u64 {
    let bits = (0..u64::BITS).rev().map(|bit| exponent >> bit & 1);
    bits.fold(1, |value, bit| {
        let square = times(value, value, modulus);
        if bit == 1 { times(square, base, modulus) } else { square }
    })
}

fn prime_below(limit: u64) -> u64 {
    (0..limit).rev().find(|candidate| is_prime(*candidate)).unwrap_or(2)
}

/// Miller and Rabin's test.
fn is_prime(candidate: u64) -> bool {
    let less = candidate.saturating_sub(1);
    let twos = less.trailing_zeros();
    candidate % 2 == 1
        && BASES.iter().all(|base| {
            let mut value = power(*base, less >> twos, candidate);
            let mut passes = value == 1 || value == less;
            for _ in 1..twos {
                value = times(value, value, candidate);
                passes |= value == less;
            }
            passes
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[i128]]) -> Vec<Vec<Ratio>> {
        let part = |row: &&[i128]| {
            let sum: i128 = row.iter().sum();
            row.iter().map(|weight| Ratio::new(*weight, sum)).collect()
        };
        rows.iter().map(part).collect()
    }

    #[test]
    fn centres_that_give_to_one_another_and_to_themselves() {
        let found = passed_on(&table(&[&[0, 9, 15, 3], &[16, 0, 16, 64]]), &[0, 1]).unwrap();
        assert_eq!(found[0], [Ratio::new(11, 17), Ratio::new(6, 17)]);
        assert_eq!(Ratio::sum(&found[1]), Ratio::ONE);
        let itself = passed_on(&table(&[&[5, 1, 4]]), &[0]).unwrap();
        assert_eq!(itself[0], [Ratio::new(1, 5), Ratio::new(4, 5)]);
        assert_eq!(passed_on(&table(&[&[0, 1, 0], &[1, 0, 0]]), &[0]), None);
    }

    #[test]
    fn systems_beyond_one_prime_keep_every_part() {
        let size = 12;
        let weights: Vec<Vec<i128>> = (0..size)
            .map(|i| (0..size + 3).map(|j| (i * 7_919 + j * j * 104_729 + 13) % 99_991).collect())
            .collect();
        let rows: Vec<&[i128]> = weights.iter().map(Vec::as_slice).collect();
        let table = table(&rows);
        let wanted: Vec<usize> = (0..table.len()).collect();
        let found = passed_on(&table, &wanted).unwrap();
        for (i, reach) in found.iter().enumerate() {
            assert_eq!(Ratio::sum(reach), Ratio::ONE);
            for (end, value) in reach.iter().enumerate() {
                let through: Vec<Ratio> = (0..table.len()).map(|j| &table[i][j] * &found[j][end]).collect();
                assert_eq!(*value, &table[i][table.len() + end] + &Ratio::sum(&through));
            }
        }
    }
}
