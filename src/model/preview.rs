//! What is in a data file that nobody has described yet.

use crate::money::Ratio;

/// What is in a text file.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Its name.
    pub file: String,
    /// The encoding in which it is read.
    pub encoding: &'static str,
    /// Whether a byte order mark stands before the text.
    pub mark: bool,
    /// How lines end: `LF`, `CRLF`, `CR`, or several of them.
    pub line_ends: String,
    /// What stands between fields; `None` where nothing gives every row as many fields.
    pub delimiter: Option<char>,
    /// The line of the header.
    pub header: u32,
    /// How many rows stand below it.
    pub rows: u64,
    /// How many of them add others up, and count in no sum.
    pub totals: u64,
    /// How many lines stand below the table, such as a note on its source.
    pub below: u64,
    /// Its columns.
    pub columns: Vec<PreviewColumn>,
    /// The first rows.
    pub first: Vec<Vec<String>>,
    /// Whether numbers have a decimal comma; `None` where they can be read in two ways, or in none.
    pub decimal_comma: Option<bool>,
    /// For which table the entry is; empty where none comes into question, and then there is no
    /// entry.
    pub table: &'static str,
    /// The entry of umlage.toml: a table `[files.…]`.
    pub entry: String,
    /// Columns of that table that must be there and were not found.
    pub missing: Vec<&'static str>,
}

impl Preview {
    /// Returns the table for which the entry is, if one comes into question.
    pub fn fits(&self) -> Option<&'static str> {
        Some(self.table).filter(|table| !table.is_empty())
    }
}

/// A column of a file.
#[derive(Clone, Debug)]
pub struct PreviewColumn {
    /// Its name in the header.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// How many of its fields are not empty.
    pub filled: u64,
    /// Whether every field is a number of digits with at most a decimal point.
    pub plain: bool,
    /// The sum of its numbers.
    pub sum: Option<Ratio>,
    /// The column of the table that it is taken for.
    pub column: Option<&'static str>,
}

/// What the fields of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Nothing: all are empty.
    Empty,
    /// Names or codes of the built-in parties.
    Party,
    /// Municipality keys of 8 or 12 digits.
    Municipality,
    /// Days, year-month-day.
    Date,
    /// Days, `TT.MM.JJJJ`.
    GermanDate,
    /// Years, quarters, months or days.
    Period,
    /// Numbers that both styles read alike.
    Number,
    /// Numbers with a decimal point.
    PointNumber,
    /// Numbers with a decimal comma.
    CommaNumber,
    /// Numbers that can be read in two ways, such as `1.080`.
    AmbiguousNumber,
    /// Anything.
    Text,
}

impl FieldKind {
    /// Tells whether the fields are numbers.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            FieldKind::Number
                | FieldKind::PointNumber
                | FieldKind::CommaNumber
                | FieldKind::AmbiguousNumber
        )
    }
}
