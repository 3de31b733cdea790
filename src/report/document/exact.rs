//! What a formula comes to, exactly.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::money::{Cents, Mode, Ratio};
use crate::report::Value;
use crate::report::document::workbook::{At, Book, Formula, Leaf, Range};

/// The most digits a number of a workbook keeps.
const DIGITS: u32 = 15;
/// The largest number of summands times their sum at which binary fractions keep the cent: 2^53 ×
/// 0.0045.
const STEADY: i128 = 40_000_000_000_000;

/// A number with fewer digits than this, decimals of the guard included, is cut as its exact value
/// is.
const SURE: i8 = 12;

/// The sums of a range by the numbers that stand beside it in other ranges.
type Sums = BTreeMap<Vec<Ratio>, Ratio>;
/// Such sums, formed once for each set of ranges.
type Known = BTreeMap<(Range, Vec<Range>), Option<Sums>>;

/// Evaluates formulas of a book with exact fractions, from the values of the cells.
pub struct Exact<'a> {
    leaves: BTreeMap<&'a str, &'a Leaf>,
    sums: RefCell<Known>,
}

impl<'a> Exact<'a> {
    /// Reads a book.
    pub fn new(book: &'a Book) -> Exact<'a> {
        let leaves = book.leaves.iter().map(|leaf| (leaf.key.as_str(), leaf)).collect();
        Exact { leaves, sums: RefCell::default() }
    }

    /// Tells whether a formula comes to the value of its cell, by exact fractions, and whether a
    /// program that calculates with fifteen digits comes to it as well.
    pub fn agrees(&self, leaf: &'a Leaf, formula: &Formula, value: &Value) -> bool {
        let Some(expected) = number(value, true) else { return false };
        self.of(leaf, formula).is_some_and(|result| result == expected)
    }

    fn of(&self, leaf: &'a Leaf, formula: &Formula) -> Option<Ratio> {
        match formula {
            Formula::Cell(at) => self.cell(leaf, *at),
            Formula::Number(number) => Some(number.clone()),
            Formula::Total(range) => {
                steady_sum(self.cells(leaf, *range)?.collect::<Option<Vec<_>>>()?)
            }
            Formula::Sum(parts) => Some(Ratio::sum(&self.all(leaf, parts)?)),
            Formula::Difference(parts) => {
                let values = self.all(leaf, parts)?;
                let (first, others) = values.split_first()?;
                Some(first - &Ratio::sum(others))
            }
            Formula::Product(parts) => Some(
                self.all(leaf, parts)?.iter().fold(Ratio::ONE, |product, value| &product * value),
            ),
            Formula::Quotient(above, below) => {
                self.of(leaf, above)?.checked_div(&self.of(leaf, below)?)
            }
            Formula::Round(of, decimals) => {
                let unit = power(i8::try_from(*decimals).ok()?)?;
                let scaled = &self.of(leaf, of)? * &unit;
                if !scaled.is_integer() && half(&scaled)? <= &self.error(leaf, of)? * &unit {
                    return None;
                }
                Ratio::from(scaled.round(Mode::HalfUp)?).checked_div(&unit)
            }
            Formula::Cut { of, guard, decimals } => cut(&self.of(leaf, of)?, *guard, *decimals),
            Formula::SumWhere { sum, equal } => self.sum_where(leaf, *sum, equal),
        }
    }

    fn all(&self, leaf: &'a Leaf, parts: &[Formula]) -> Option<Vec<Ratio>> {
        parts.iter().map(|part| self.of(leaf, part)).collect()
    }

    /// By how much binary fractions may miss the result of a formula without rounding: programs set
    /// the difference of numbers to nothing that agree in their first 48 bits.
    fn error(&self, leaf: &'a Leaf, formula: &Formula) -> Option<Ratio> {
        Some(&self.size(leaf, formula)? * &Ratio::new(1, 1 << 47))
    }

    /// The result of a formula as if no part took anything away from another.
    fn size(&self, leaf: &'a Leaf, formula: &Formula) -> Option<Ratio> {
        let all = |parts: &[Formula]| {
            parts.iter().map(|part| self.size(leaf, part)).collect::<Option<Vec<_>>>()
        };
        match formula {
            Formula::Sum(parts) | Formula::Difference(parts) => Some(Ratio::sum(&all(parts)?)),
            Formula::Product(parts) => {
                Some(all(parts)?.iter().fold(Ratio::ONE, |product, value| &product * value))
            }
            Formula::Quotient(above, below) => {
                self.size(leaf, above)?.checked_div(&self.of(leaf, below)?.abs())
            }
            other => Some(self.of(leaf, other)?.abs()),
        }
    }

    fn leaf(&self, own: &'a Leaf, at: At) -> Option<&'a Leaf> {
        at.leaf.map_or(Some(own), |key| self.leaves.get(key).copied())
    }

    fn cell(&self, own: &'a Leaf, at: At) -> Option<Ratio> {
        value_at(self.leaf(own, at)?, at.row, at.column)
    }

    fn cells(
        &self,
        own: &'a Leaf,
        range: Range,
    ) -> Option<impl Iterator<Item = Option<Ratio>> + use<'a>> {
        let leaf = self.leaf(own, range.from)?;
        let columns = move || range.from.column..=range.to.column;
        Some(
            (range.from.row..=range.to.row)
                .flat_map(move |row| columns().map(move |column| value_at(leaf, row, column))),
        )
    }

    fn sum_where(&self, leaf: &'a Leaf, sum: Range, equal: &[(Range, Formula)]) -> Option<Ratio> {
        let ranges: Vec<Range> = equal.iter().map(|(range, _)| *range).collect();
        let wanted =
            equal.iter().map(|(_, number)| self.of(leaf, number)).collect::<Option<Vec<_>>>()?;
        let mut known = self.sums.borrow_mut();
        let sums =
            known.entry((sum, ranges.clone())).or_insert_with(|| self.grouped(leaf, sum, &ranges));
        Some(Ratio::found(sums.as_ref()?.get(&wanted)))
    }

    fn grouped(&self, leaf: &'a Leaf, sum: Range, ranges: &[Range]) -> Option<Sums> {
        let mut parts: BTreeMap<Vec<Ratio>, Vec<Ratio>> = BTreeMap::new();
        let mut beside =
            ranges.iter().map(|range| self.cells(leaf, *range)).collect::<Option<Vec<_>>>()?;
        for value in self.cells(leaf, sum)? {
            let key = beside
                .iter_mut()
                .map(|cells| cells.next().flatten())
                .collect::<Option<Vec<_>>>()?;
            parts.entry(key).or_default().push(value?);
        }
        parts.into_iter().map(|(key, values)| Some((key, steady_sum(values)?))).collect()
    }
}

/// Adds up, where binary fractions keep the cent.
fn steady_sum(values: Vec<Ratio>) -> Option<Ratio> {
    let size = Ratio::sum(&values.iter().map(Ratio::abs).collect::<Vec<_>>());
    let count = Ratio::from(i128::try_from(values.len()).ok()?);
    (&size * &count <= Ratio::from(STEADY)).then(|| Ratio::sum(&values))
}

/// Cuts towards zero, where the guard can neither lift a value to the next step nor leave it below
/// its own: after five operations binary fractions are wrong by less than half a unit of the guard.
fn cut(value: &Ratio, guard: u8, decimals: i8) -> Option<Ratio> {
    let unit = power(decimals)?;
    let scaled = value * &unit;
    let whole = Ratio::from(scaled.round(Mode::Down)?);
    let result = whole.checked_div(&unit)?;
    let next = &(&whole.abs() + &Ratio::ONE) - &scaled.abs();
    let apart = &next * &power(i8::try_from(guard).ok()?)? >= unit;
    let small = &value.abs() * &power(i8::try_from(guard).ok()?)? < power(SURE)?;
    (small && (scaled == whole || apart)).then_some(result)
}

/// Returns how far a number is from the nearest that lies halfway between two whole ones.
fn half(number: &Ratio) -> Option<Ratio> {
    let down = Ratio::from(number.abs().round(Mode::Down)?);
    Some((&(&number.abs() - &down) - &Ratio::new(1, 2)).abs())
}

/// Returns ten to a power.
fn power(exponent: i8) -> Option<Ratio> {
    let size = Ratio::from(10_i128.checked_pow(exponent.unsigned_abs().into())?);
    if exponent < 0 { Ratio::ONE.checked_div(&size) } else { Some(size) }
}

fn value_at(leaf: &Leaf, row: u32, column: u16) -> Option<Ratio> {
    let cell = leaf.rows.get(row as usize)?.cells.get(usize::from(column))?;
    number(&cell.value, leaf.columns.get(usize::from(column))?.numeric)
}

/// Returns the number that a cell holds; `None` for text, and for amounts that no number of a
/// workbook keeps.
fn number(value: &Value, numeric: bool) -> Option<Ratio> {
    match value {
        Value::Empty => Some(Ratio::ZERO),
        Value::Cents(amount) => keeps(*amount).then(|| &amount.ratio() * &Ratio::new(1, 100)),
        Value::Percent(part) => Some(part.clone()),
        Value::Points(part) => Some(part * &Ratio::from(100)),
        Value::Fraction(fraction) if numeric => Some(fraction.clone()),
        Value::Count(count) => Some(Ratio::from(i128::from(*count))),
        _ => None,
    }
}

/// Tells whether a workbook keeps every digit of an amount.
pub(crate) fn keeps(amount: Cents) -> bool {
    amount.get().unsigned_abs() < 10_u128.pow(DIGITS)
}
