//! Formulas over the cells of a workbook.

use crate::money::Ratio;

/// A cell: worksheet, row and column of its table, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The key of the worksheet; `None`: the worksheet in which the formula stands.
    pub worksheet: Option<&'static str>,
    /// The row of its table.
    pub row: u32,
    /// The column.
    pub column: u16,
}

/// Cells from one to another, of the same worksheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    /// The first.
    pub from: At,
    /// The last, below and to the right.
    pub to: At,
}

/// An expression over cells. Money counts in currency units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// The value of a cell.
    Cell(At),
    /// A number whose decimals end.
    Number(Ratio),
    /// All cells of a range added up.
    Total(Range),
    /// All parts added up.
    Sum(Vec<Formula>),
    /// The first less all others.
    Difference(Vec<Formula>),
    /// All multiplied.
    Product(Vec<Formula>),
    /// The first over the second.
    Quotient(Box<Formula>, Box<Formula>),
    /// Rounded half up to so many decimals.
    Round(Box<Formula>, u8),
    /// Cut towards zero to so many decimals (negative: to tens, hundreds), after `guard` decimals
    /// have taken away what binary fractions lack.
    Cut {
        /// What is cut.
        of: Box<Formula>,
        /// The decimals before.
        guard: u8,
        /// The decimals that stay.
        decimals: i8,
    },
    /// The cells of a range added up, in rows where each other range holds the number beside it
    /// (SUMIFS).
    SumWhere {
        /// What is added up.
        sum: Range,
        /// Where to look, and the number to find.
        equal: Vec<(Range, Formula)>,
    },
}

impl At {
    /// Names a cell of the worksheet in which the formula stands.
    pub const fn here(row: u32, column: u16) -> At {
        At { worksheet: None, row, column }
    }

    /// Names a cell of another worksheet.
    pub const fn of(worksheet: &'static str, row: u32, column: u16) -> At {
        At { worksheet: Some(worksheet), row, column }
    }

    /// Names the cell below.
    #[must_use]
    pub const fn below(self) -> At {
        At { row: self.row.saturating_add(1), ..self }
    }

    /// Returns its value.
    pub const fn cell(self) -> Formula {
        Formula::Cell(self)
    }
}

impl Range {
    /// Takes the cells of a column, `rows` of them from the row of the first.
    pub const fn down(from: At, rows: u32) -> Range {
        let to = At { row: from.row.saturating_add(rows.saturating_sub(1)), ..from };
        Range { from, to }
    }

    /// Takes cells of a row, up to a column.
    pub const fn across(from: At, column: u16) -> Range {
        Range { from, to: At { column, ..from } }
    }
}

impl Formula {
    /// Rounds to the cent.
    #[must_use]
    pub fn cents(self) -> Formula {
        self.rounded(2)
    }

    /// Rounds half up to so many decimals.
    #[must_use]
    pub fn rounded(self, decimals: u8) -> Formula {
        Formula::Round(Box::new(self), decimals)
    }

    /// Divides.
    #[must_use]
    pub fn over(self, other: Formula) -> Formula {
        Formula::Quotient(Box::new(self), Box::new(other))
    }
}

impl Formula {
    /// Shows every cell, and every range that is added up as it stands, to `see`. What a condition
    /// finds is not among them: it is found wherever it stands.
    pub fn places(&self, see: &mut impl FnMut(At)) {
        match self {
            Formula::Cell(at) => see(*at),
            Formula::Number(_) => {}
            Formula::Total(range) => [range.from, range.to].into_iter().for_each(see),
            Formula::Sum(parts) | Formula::Difference(parts) | Formula::Product(parts) => {
                parts.iter().for_each(|part| part.places(see));
            }
            Formula::Quotient(above, below) => {
                [above, below].into_iter().for_each(|part| part.places(see))
            }
            Formula::Round(of, _) | Formula::Cut { of, .. } => of.places(see),
            Formula::SumWhere { equal, .. } => {
                equal.iter().for_each(|(_, number)| number.places(see))
            }
        }
    }
}
