//! Exact solution of the linear systems in which cost centres pass cost to one another.
//!
//! Elimination with fractions lets them grow beyond all use. The system is solved modulo as many
//! primes as the determinant needs digits, and the whole numbers are put together from their
//! remainders.
//!
//! Why not the textbook's elimination without fractions (Bareiss)? Measured on two cores: its
//! forward half alone took 2.3 s for 200 centres with all their ends and 48 s for 500 centres with
//! one; the whole program takes 0.4 s and 8 s for them (`tests/bench/centres.py`).

use std::ops::{Div, Mul, Neg, Sub};
use std::sync::Arc;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};
use rayon::prelude::*;

use crate::money::Ratio;

/// Primes are sought downward from here, so that remainders and their sums fit 64 bits.
const BELOW: u64 = 1 << 62;
/// These bases decide for every number of 64 bits whether it is prime (Sorenson and Webster 2015).
const BASES: [u64; 12] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];
/// From this size of the determinant on the results stand over it without cancelling.
const WIDE: u64 = 127;

/// Follows what is passed on to the end. Row i of `table` says which part centre i gives to each
/// centre and then to each end; the rows add to one. For each of the wanted rows the result says
/// which part reaches each end.
///
/// `None` where some centres pass only to one another.
pub(crate) fn passed_on(table: &[Vec<Ratio>], wanted: &[usize]) -> Option<Vec<Vec<Ratio>>> {
    let rows: Vec<Vec<BigInt>> =
        (0..).zip(table).map(|(index, row)| equation(index, row, table.len())).collect();
    let (determinant, visits) = visits(&rows, wanted);
    if determinant.is_zero() {
        return None;
    }
    let determinant = Arc::new(determinant);
    let width = rows.first().map_or(0, Vec::len);
    let gives = |end: usize| -> Gives {
        let gives =
            rows.iter().map(|row| &row[end]).enumerate().filter(|(_, part)| !part.is_zero());
        gives.map(|(centre, part)| (centre, part.to_u64_digits().1)).collect()
    };
    let ends: Vec<Gives> = (table.len()..width).map(gives).collect();
    let reaches = |visits: &Vec<BigInt>| -> Vec<Ratio> {
        let visits: Vec<Vec<u64>> = visits.iter().map(|visits| visits.to_u64_digits().1).collect();
        let reaches = |gives: &Gives| {
            let top = sum_of_products(
                gives.iter().map(|(centre, part)| (&visits[*centre][..], &part[..])),
            );
            if determinant.bits() > WIDE {
                Ratio::over(top, &determinant)
            } else {
                Ratio::of_integers(top, (*determinant).clone())
            }
        };
        ends.iter().map(reaches).collect()
    };
    Some(visits.par_iter().map(reaches).collect())
}

/// Which centres give to an end, and how much: the digits of whole numbers to the base of 2^64, the
/// lowest first.
type Gives = Vec<(usize, Vec<u64>)>;

/// Adds products up in one place. A sum of big integers would make a number for each product, and
/// making them takes longer than the arithmetic. None is negative; digits are to the base of 2^64,
/// the lowest first.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "a product of 64-bit numbers and two more of them fit 128 bits"
)]
#[expect(clippy::cast_possible_truncation, reason = "the lower half of 128 bits")]
fn sum_of_products<'d>(products: impl Iterator<Item = (&'d [u64], &'d [u64])>) -> BigInt {
    let mut sum: Vec<u64> = Vec::new();
    for (digits, factors) in products {
        for (shift, factor) in factors.iter().enumerate() {
            let needed = digits.len() + shift + 2;
            sum.resize(needed.max(sum.len()), 0);
            let mut carry = 0_u128;
            for (place, digit) in sum[shift..].iter_mut().zip(digits) {
                let product = u128::from(*digit).wrapping_mul(u128::from(*factor));
                carry = carry.wrapping_add(u128::from(*place)).wrapping_add(product);
                (*place, carry) = (carry as u64, carry >> 64);
            }
            for place in &mut sum[shift + digits.len()..] {
                carry += u128::from(*place);
                (*place, carry) = (carry as u64, carry >> 64);
                if carry == 0 {
                    break;
                }
            }
            if carry != 0 {
                sum.push(carry as u64);
            }
        }
    }
    let bytes: Vec<u8> = sum.iter().flat_map(|digit| digit.to_le_bytes()).collect();
    BigInt::from_bytes_le(Sign::Plus, &bytes)
}

/// Writes the equation of a centre in whole numbers: itself less what it gives to centres, equal to
/// what it gives to ends.
fn equation(index: usize, row: &[Ratio], size: usize) -> Vec<BigInt> {
    let given = row.iter().filter(|value| !value.is_zero());
    let scale = given.fold(BigInt::one(), |scale, value| scale.lcm(&value.integers().1));
    let whole = |value: &Ratio| {
        let (top, bottom) = value.integers();
        Mul::mul(top, Div::div(&scale, bottom))
    };
    let entry = |(column, value): (usize, &Ratio)| match column {
        _ if column != index && value.is_zero() => BigInt::ZERO,
        _ if column >= size => whole(value),
        _ if column == index => Sub::sub(&scale, whole(value)),
        _ => Neg::neg(whole(value)),
    };
    row.iter().enumerate().map(entry).collect()
}

/// Returns the determinant of the equations and, for each wanted centre, how often its cost comes
/// by each centre, times the determinant, by equation: rows of the inverse in whole numbers.
///
/// A row adds to zero with its ends, so that the determinant is at most the product of the
/// diagonal. Cost that comes by a centre from elsewhere comes there at most as often as cost that
/// starts there, and that is a principal minor: none of the numbers is negative or above the
/// product.
fn visits(rows: &[Vec<BigInt>], wanted: &[usize]) -> (BigInt, Vec<Vec<BigInt>>) {
    let limit: BigInt = (0..).zip(rows).map(|(index, row): (usize, _)| &row[index]).product();
    let mut primes = Vec::new();
    let mut modulus = BigInt::one();
    while modulus <= limit {
        let prime = prime_below(primes.last().copied().unwrap_or(BELOW));
        modulus = Mul::mul(modulus, prime);
        primes.push(prime);
    }
    let solved: Vec<Residues> =
        primes.par_iter().map(|prime| solve(rows, wanted, *prime)).collect();
    let units: Vec<Vec<u64>> =
        primes.iter().map(|prime| unit(&modulus, *prime).to_u64_digits().1).collect();
    let whole = |remainders: Vec<u64>| -> BigInt {
        let products = units.iter().zip(&remainders);
        let products = products.map(|(unit, rest)| (&unit[..], std::slice::from_ref(rest)));
        sum_of_products(products).mod_floor(&modulus)
    };
    let determinant = whole(solved.iter().map(|residues| residues.determinant).collect());
    let visits = |index: usize| -> Vec<BigInt> {
        let value = |centre: usize| {
            whole(solved.iter().map(|residues| residues.visits[centre][index]).collect())
        };
        (0..rows.len()).map(value).collect()
    };
    (determinant, (0..wanted.len()).into_par_iter().map(visits).collect())
}

/// A solution modulo a prime: each value times the determinant.
struct Residues {
    determinant: u64,
    /// By centre, then by wanted centre.
    visits: Vec<Vec<u64>>,
}

/// Eliminates modulo a prime, the equations standing in columns. A prime that divides a leading
/// minor gives zeros, which are right modulo it only where the whole determinant is zero; among
/// primes near 2^62 that does not happen by chance, and the caller's sums are checked.
fn solve(rows: &[Vec<BigInt>], wanted: &[usize], prime: u64) -> Residues {
    let size = rows.len();
    let rest = |value: &BigInt| match value.is_zero() {
        true => 0,
        false => value.mod_floor(&prime.into()).to_u64().unwrap_or_default(),
    };
    let column = |column: usize| -> Vec<u64> {
        let starts = wanted.iter().map(|start| u64::from(*start == column));
        rows.iter().map(|row| rest(&row[column])).chain(starts).collect()
    };
    let mut rows: Vec<Vec<u64>> = (0..size).map(column).collect();
    let mut determinant = 1;
    for pivot in 0..size {
        let lead = rows[pivot][pivot];
        determinant = times(determinant, lead, prime);
        let inverse = Factor::new(power(lead, prime.saturating_sub(2), prime), prime);
        let mut top = std::mem::take(&mut rows[pivot]);
        top[pivot..].iter_mut().for_each(|value| *value = inverse.times(*value));
        for row in rows.iter_mut().filter(|row| row.get(pivot).is_some_and(|value| *value != 0)) {
            let factor = Factor::new(prime.saturating_sub(row[pivot]), prime);
            for (value, above) in
                row[pivot..].iter_mut().zip(&top[pivot..]).filter(|(_, above)| **above != 0)
            {
                *value = plus(*value, factor.times(*above), prime);
            }
        }
        rows[pivot] = top;
    }
    let visits = rows.iter().map(|row| {
        let values = row[size..].iter();
        values.map(|value| times(*value, determinant, prime)).collect()
    });
    Residues { determinant, visits: visits.collect() }
}

/// A factor for many numbers modulo a prime below 2^63: its quotient, worked out once, spares them
/// the division (Shoup's method, as in Harvey, "Faster arithmetic for number-theoretic transforms",
/// 2014).
struct Factor {
    value: u64,
    /// The factor times 2^64, divided by the prime.
    quotient: u64,
    prime: u64,
}

impl Factor {
    #[expect(clippy::cast_possible_truncation, reason = "the factor is below the prime")]
    fn new(value: u64, prime: u64) -> Factor {
        let quotient = Div::div(u128::from(value) << 64, u128::from(prime));
        Factor { value, quotient: quotient as u64, prime }
    }

    #[expect(
        clippy::arithmetic_side_effects,
        reason = "a product of two 64-bit numbers fits 128 bits"
    )]
    fn times(&self, other: u64) -> u64 {
        let whole = ((u128::from(other) * u128::from(self.quotient)) >> 64) as u64;
        let rest = other.wrapping_mul(self.value).wrapping_sub(whole.wrapping_mul(self.prime));
        rest.min(rest.wrapping_sub(self.prime))
    }
}

/// The number that is one modulo the prime and zero modulo the others.
fn unit(modulus: &BigInt, prime: u64) -> BigInt {
    let others = Div::div(modulus, prime);
    let rest = others.mod_floor(&prime.into()).to_u64().unwrap_or_default();
    Mul::mul(others, power(rest, prime.saturating_sub(2), prime))
}

#[expect(clippy::arithmetic_side_effects, reason = "both are below 2^62")]
fn plus(a: u64, b: u64, modulus: u64) -> u64 {
    let sum = a + b;
    sum.min(sum.wrapping_sub(modulus))
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
#[expect(clippy::arithmetic_side_effects, reason = "the big integers that sums are held against")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_of_products_are_those_of_big_integers(
            pairs in proptest::collection::vec(
                (
                    proptest::collection::vec(edge(), 0..5),
                    proptest::collection::vec(edge(), 0..3),
                ),
                0..6,
            ),
        ) {
            let big = |digits: &[u64]| {
                digits.iter().rev().fold(BigInt::ZERO, |value, digit| (value << 64) + *digit)
            };
            let expected: BigInt = pairs.iter().map(|(a, b)| big(a) * big(b)).sum();
            let products = pairs.iter().map(|(a, b)| (&a[..], &b[..]));
            prop_assert_eq!(sum_of_products(products), expected);
        }
    }

    fn edge() -> impl Strategy<Value = u64> {
        prop_oneof![Just(0), Just(1), Just(u64::MAX), any::<u64>()]
    }

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
                let through: Vec<Ratio> =
                    (0..table.len()).map(|j| &table[i][j] * &found[j][end]).collect();
                assert_eq!(*value, &table[i][table.len() + end] + &Ratio::sum(&through));
            }
        }
    }
}
