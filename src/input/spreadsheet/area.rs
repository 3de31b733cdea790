//! Stretches of cells, as spreadsheets write them: `B3:H200`.

use std::fmt;

use super::limits::{MOST_COLUMNS, MOST_ROWS};
use crate::source::column_letters;

/// A cell: row and column, from 0.
pub(crate) type Position = (u32, u32);

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) struct Area {
    /// The first row and column.
    pub(crate) first: Position,
    /// The last row and column, inclusive.
    pub(crate) last: Position,
}

impl Area {
    /// Reads `B3:H200` or `B3`; dollar signs do not count.
    pub(in crate::input) fn parse(text: &str) -> Option<Area> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let (first, last) = (cell(first)?, cell(last)?);
        (first.0 <= last.0 && first.1 <= last.1).then_some(Area { first, last })
    }

    /// Tells whether a cell lies inside.
    pub(crate) fn contains(&self, at: Position) -> bool {
        let (row, column) = at;
        (self.first.0..=self.last.0).contains(&row)
            && (self.first.1..=self.last.1).contains(&column)
    }

    /// Returns what two areas have in common.
    pub(crate) fn common(&self, other: &Area) -> Option<Area> {
        let first = (self.first.0.max(other.first.0), self.first.1.max(other.first.1));
        let last = (self.last.0.min(other.last.0), self.last.1.min(other.last.1));
        (first.0 <= last.0 && first.1 <= last.1).then_some(Area { first, last })
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cell = |at: Position| {
            let (row, column) = at;
            format!("{}{}", column_letters(column), row.saturating_add(1))
        };
        write!(f, "{}:{}", cell(self.first), cell(self.last))
    }
}

/// Reads the name of a cell.
pub(crate) fn cell(text: &str) -> Option<Position> {
    let text = text.replace('$', "");
    let split = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, digits) = text.split_at(split);
    if letters.is_empty() || letters.len() > 3 || !digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let digit = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?).checked_add(1)?;
        column = column.checked_mul(26)?.checked_add(digit)?;
    }
    let row: u32 = digits.parse().ok()?;
    let position = (row.checked_sub(1)?, column.checked_sub(1)?);
    (position.0 < MOST_ROWS && position.1 < MOST_COLUMNS).then_some(position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_and_written() {
        for text in ["B3:H200", "A1:XFD1048576"] {
            assert_eq!(Area::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Area::parse("$B$3:$b$3"), Area::parse("B3"));
        for text in
            ["", "B", "3", "B0", "H2:B3", "XFE1", "A1048577", "Ä1", "A1:", "A+1", "A99999999999"]
        {
            assert_eq!(Area::parse(text), None, "{text}");
        }
    }
}
