//! Formulas in the notation of a workbook.

use super::position::head_of;
use super::text::Names;
use crate::report::{At, Formula, Range, Workbook, Worksheet};

/// Writes formulas of a workbook.
pub(super) struct Notation<'a> {
    pub(super) workbook: &'a Workbook,
    pub(super) names: &'a Names<'a>,
}

impl Notation<'_> {
    /// Writes a formula that stands in a worksheet.
    pub(super) fn formula(&self, own: &Worksheet, formula: &Formula) -> String {
        let inner = |formula: &Formula| self.formula(own, formula);
        let list = |parts: &[Formula], sign: &str| {
            parts.iter().map(|part| self.operand(own, part)).collect::<Vec<_>>().join(sign)
        };
        match formula {
            Formula::Cell(at) => self.cell(own, *at),
            Formula::Number(number) => number.decimal(15).0,
            Formula::Total(range) => format!("SUM({})", self.range(own, *range)),
            Formula::Sum(parts) if parts.is_empty() => "0".to_owned(),
            Formula::Sum(parts) => list(parts, "+"),
            Formula::Difference(parts) => list(parts, "-"),
            Formula::Product(parts) => list(parts, "*"),
            Formula::Quotient(above, below) => {
                format!("{}/{}", self.operand(own, above), self.operand(own, below))
            }
            Formula::Round(of, decimals) => format!("ROUND({},{decimals})", inner(of)),
            Formula::Cut { of, guard, decimals } => {
                format!("ROUNDDOWN(ROUND({},{guard}),{decimals})", inner(of))
            }
            Formula::SumWhere { sum, equal } => {
                let pairs = equal.iter().map(|(range, number)| {
                    format!(",{},{}", self.range(own, *range), inner(number))
                });
                format!("SUMIFS({}{})", self.range(own, *sum), pairs.collect::<String>())
            }
        }
    }

    /// Writes a part of a formula, in brackets where it needs them.
    fn operand(&self, own: &Worksheet, formula: &Formula) -> String {
        let text = self.formula(own, formula);
        let several = |parts: &[Formula]| parts.len() > 1;
        let compound = match formula {
            Formula::Sum(parts) | Formula::Difference(parts) | Formula::Product(parts) => {
                several(parts)
            }
            Formula::Quotient(..) => true,
            Formula::Number(number) => number.signum() < 0,
            _ => false,
        };
        if compound { format!("({text})") } else { text }
    }

    /// Writes a cell, which moves with the formula.
    fn cell(&self, own: &Worksheet, at: At) -> String {
        format!("{}{}", self.worksheet_of(at), address(self.worksheet(own, at), at, ""))
    }

    fn range(&self, own: &Worksheet, range: Range) -> String {
        let worksheet = self.worksheet(own, range.from);
        let (from, to) = (address(worksheet, range.from, "$"), address(worksheet, range.to, "$"));
        format!("{}{from}:{to}", self.worksheet_of(range.from))
    }

    /// Writes where a link leads; `None` where there is no such worksheet.
    pub(super) fn link(&self, own: &Worksheet, at: At) -> Option<String> {
        let index = self.names.find(at.worksheet.unwrap_or(&own.key))?;
        let worksheet = self.workbook.worksheets.get(index)?;
        ((at.row as usize) < worksheet.rows.len()).then(|| {
            format!("internal:{}!{}", quoted(self.names.at(index)), address(worksheet, at, ""))
        })
    }

    fn worksheet<'a>(&'a self, own: &'a Worksheet, at: At) -> &'a Worksheet {
        let other = at
            .worksheet
            .and_then(|key| self.names.find(key))
            .and_then(|index| self.workbook.worksheets.get(index));
        other.unwrap_or(own)
    }

    fn worksheet_of(&self, at: At) -> String {
        let index = at.worksheet.and_then(|key| self.names.find(key));
        index.map_or(String::new(), |index| format!("{}!", quoted(self.names.at(index))))
    }
}

/// Sets the name of a worksheet in quotes.
fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

/// Writes the address of a cell: `B7`, with a sign before column and row `$B$7`.
fn address(worksheet: &Worksheet, at: At, fixed: &str) -> String {
    let row = head_of(worksheet).saturating_add(2).saturating_add(at.row);
    format!("{fixed}{}{fixed}{row}", letters(at.column))
}

/// Writes the number of a column in letters.
pub(super) fn letters(column: u16) -> String {
    let (before, last) = (column / 26, column % 26);
    let letter = char::from(b'A'.saturating_add(u8::try_from(last).unwrap_or_default()));
    if before == 0 { letter.to_string() } else { format!("{}{letter}", letters(before - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        let all = [0, 25, 26, 701, 702, 16_383].map(letters);
        assert_eq!(all, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
