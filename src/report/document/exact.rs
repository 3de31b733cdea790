//! What a formula comes to, exactly.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::money::{Cents, Mode, Ratio};
use crate::report::{At, Formula, Range, Value, Workbook, Worksheet};

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

/// Evaluates formulas of a workbook with exact fractions, from the values of the cells.
pub struct Exact<'a> {
    worksheets: BTreeMap<&'a str, &'a Worksheet>,
    sums: RefCell<Known>,
}

impl<'a> Exact<'a> {
    /// Reads a workbook.
    pub fn new(workbook: &'a Workbook) -> Exact<'a> {
        let worksheets =
            workbook.worksheets.iter().map(|sheet| (sheet.key.as_str(), sheet)).collect();
        Exact { worksheets, sums: RefCell::default() }
    }

    /// Tells whether a formula comes to the value of its cell, by exact fractions, and whether a
    /// program that calculates with fifteen digits comes to it as well.
    pub fn agrees(&self, sheet: &'a Worksheet, formula: &Formula, value: &Value) -> bool {
        let Some(expected) = number(value, true) else { return false };
        self.of(sheet, formula).is_some_and(|result| result == expected)
    }

    fn of(&self, sheet: &'a Worksheet, formula: &Formula) -> Option<Ratio> {
        match formula {
            Formula::Cell(at) => self.cell(sheet, *at),
            Formula::Number(number) => Some(number.clone()),
            Formula::Total(range) => {
                steady_sum(self.cells(sheet, *range)?.collect::<Option<Vec<_>>>()?)
            }
            Formula::Sum(parts) => Some(Ratio::sum(&self.all(sheet, parts)?)),
            Formula::Difference(parts) => {
                let values = self.all(sheet, parts)?;
                let (first, others) = values.split_first()?;
                Some(first - &Ratio::sum(others))
            }
            Formula::Product(parts) => Some(
                self.all(sheet, parts)?.iter().fold(Ratio::ONE, |product, value| &product * value),
            ),
            Formula::Quotient(above, below) => {
                self.of(sheet, above)?.checked_div(&self.of(sheet, below)?)
            }
            Formula::Round(of, decimals) => {
                let unit = power(i8::try_from(*decimals).ok()?)?;
                let scaled = &self.of(sheet, of)? * &unit;
                if !scaled.is_integer() && half(&scaled)? <= &self.error(sheet, of)? * &unit {
                    return None;
                }
                Ratio::from(scaled.round(Mode::HalfUp)?).checked_div(&unit)
            }
            Formula::Cut { of, guard, decimals } => cut(&self.of(sheet, of)?, *guard, *decimals),
            Formula::SumWhere { sum, equal } => self.sum_where(sheet, *sum, equal),
        }
    }

    fn all(&self, sheet: &'a Worksheet, parts: &[Formula]) -> Option<Vec<Ratio>> {
        parts.iter().map(|part| self.of(sheet, part)).collect()
    }

    /// By how much binary fractions may miss the result of a formula without rounding: programs set
    /// the difference of numbers to nothing that agree in their first 48 bits.
    fn error(&self, sheet: &'a Worksheet, formula: &Formula) -> Option<Ratio> {
        Some(&self.size(sheet, formula)? * &Ratio::new(1, 1 << 47))
    }

    /// The result of a formula as if no part took anything away from another.
    fn size(&self, sheet: &'a Worksheet, formula: &Formula) -> Option<Ratio> {
        let all = |parts: &[Formula]| {
            parts.iter().map(|part| self.size(sheet, part)).collect::<Option<Vec<_>>>()
        };
        match formula {
            Formula::Sum(parts) | Formula::Difference(parts) => Some(Ratio::sum(&all(parts)?)),
            Formula::Product(parts) => {
                Some(all(parts)?.iter().fold(Ratio::ONE, |product, value| &product * value))
            }
            Formula::Quotient(above, below) => {
                self.size(sheet, above)?.checked_div(&self.of(sheet, below)?.abs())
            }
            other => Some(self.of(sheet, other)?.abs()),
        }
    }

    fn worksheet(&self, own: &'a Worksheet, at: At) -> Option<&'a Worksheet> {
        at.worksheet.map_or(Some(own), |key| self.worksheets.get(key).copied())
    }

    fn cell(&self, own: &'a Worksheet, at: At) -> Option<Ratio> {
        value_at(self.worksheet(own, at)?, at.row, at.column)
    }

    fn cells(
        &self,
        own: &'a Worksheet,
        range: Range,
    ) -> Option<impl Iterator<Item = Option<Ratio>> + use<'a>> {
        let sheet = self.worksheet(own, range.from)?;
        let columns = move || range.from.column..=range.to.column;
        Some(
            (range.from.row..=range.to.row)
                .flat_map(move |row| columns().map(move |column| value_at(sheet, row, column))),
        )
    }

    fn sum_where(
        &self,
        sheet: &'a Worksheet,
        sum: Range,
        equal: &[(Range, Formula)],
    ) -> Option<Ratio> {
        let ranges: Vec<Range> = equal.iter().map(|(range, _)| *range).collect();
        let wanted =
            equal.iter().map(|(_, number)| self.of(sheet, number)).collect::<Option<Vec<_>>>()?;
        let mut known = self.sums.borrow_mut();
        let sums =
            known.entry((sum, ranges.clone())).or_insert_with(|| self.grouped(sheet, sum, &ranges));
        Some(Ratio::found(sums.as_ref()?.get(&wanted)))
    }

    fn grouped(&self, sheet: &'a Worksheet, sum: Range, ranges: &[Range]) -> Option<Sums> {
        let mut parts: BTreeMap<Vec<Ratio>, Vec<Ratio>> = BTreeMap::new();
        let mut conditions =
            ranges.iter().map(|range| self.cells(sheet, *range)).collect::<Option<Vec<_>>>()?;
        for value in self.cells(sheet, sum)? {
            let key = conditions
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

fn value_at(sheet: &Worksheet, row: u32, column: u16) -> Option<Ratio> {
    let cell = sheet.rows.get(row as usize)?.cells.get(usize::from(column))?;
    number(&cell.value, sheet.columns.get(usize::from(column))?.numeric)
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
