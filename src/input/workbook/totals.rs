//! Total rows: recognised, held against the rows above, and left out.

use std::collections::BTreeMap;

use super::records::Kind;
use crate::diag::{Diagnostic, Fault};
use crate::input::csv::Field;
use crate::input::faults::Faults;
use crate::money::{Ratio, parse_number};

/// Columns that are added up.
const SUMMED: [&str; 3] = ["amount", "quantity", "value"];
/// What a total row begins with.
const WORDS: [&str; 7] = ["summe", "gesamt", "insgesamt", "gesamtsumme", "summe gesamt", "total", "sum"];

/// The sums of the columns so far; none where a value is not a number.
#[derive(Debug, Default)]
pub(super) struct Totals(BTreeMap<&'static str, Option<Ratio>>);

/// Tells a row that has a word for a total first and nothing but numbers after it.
pub(super) fn is_total(fields: &[Field<'_>], kinds: &[Kind]) -> bool {
    let mut filled = fields.iter().zip(kinds).filter(|(_, kind)| **kind != Kind::Empty);
    let Some((first, Kind::Text)) = filled.next() else { return false };
    let word = first.text.trim().trim_end_matches(':').trim_end().to_lowercase();
    let mut others = filled.peekable();
    WORDS.contains(&word.as_str()) && others.peek().is_some() && others.all(|(_, kind)| *kind == Kind::Number)
}

impl Totals {
    /// Adds the values of a row.
    pub(super) fn add(&mut self, fields: &[Field<'_>], columns: &[(&'static str, usize)]) {
        for (name, index) in columns.iter().filter(|(name, _)| SUMMED.contains(name)) {
            let value = fields.get(*index).and_then(|field| parse_number(field.text.trim()).ok());
            let sum = self.0.entry(name).or_insert(Some(Ratio::ZERO));
            *sum = match (&*sum, value) {
                (Some(sum), Some(value)) => Some(sum + &Ratio::from(value)),
                _ => None,
            };
        }
    }

    /// Holds a total row against the sums of the rows above; tells whether it agrees.
    pub(super) fn check(
        &self,
        fields: &[Field<'_>],
        columns: &[(&'static str, usize)],
        faults: &Faults,
    ) -> bool {
        let mut agrees = true;
        for (name, index) in columns.iter().filter(|(name, _)| SUMMED.contains(name)) {
            let Some(field) = fields.get(*index).filter(|field| !field.text.is_empty()) else { continue };
            let Some(Some(sum)) = self.0.get(name) else { continue };
            if parse_number(&field.text).is_ok_and(|total| Ratio::from(total) == *sum) {
                let fault = Fault::TotalRow { total: field.text.to_string(), column: (*name).to_owned() };
                faults.at(fault, field.loc);
                continue;
            }
            agrees = false;
            let fault = Fault::TotalDiffers {
                column: (*name).to_owned(),
                total: field.text.to_string(),
                sum: sum.decimal(28).0,
            };
            faults.push(Diagnostic::at(fault, field.loc));
        }
        agrees
    }
}
