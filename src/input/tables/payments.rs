//! payments.csv: what parties paid in, and what was paid back to them.
//!
//! Rules: rules.md#double-booking.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::registry::PAYMENTS;
use super::table_files::TableFiles;
use crate::diag::Fault;
use crate::input::edits::select::{Mark, Selectable};
use crate::input::faults::Reported;
use crate::input::names::directory::Directory;
use crate::input::records::row::Row;
use crate::model::{AmountRow, DateRange, PartyIx, PaymentPlaces, PaymentRow, ReadCount};
use crate::money::Cents;
use crate::source::Loc;

/// Every column but the amount: rows that are alike in it are one payment. Payments come in this
/// order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::input) struct Features {
    party: PartyIx,
    date: Date,
    period: Option<DateRange>,
    purpose: Option<Arc<str>>,
    document: Option<Arc<str>>,
}

/// A row: what it says, and its amount.
#[derive(Clone)]
pub(in crate::input) struct PaymentLine {
    features: Features,
    places: PaymentPlaces,
    pub(in crate::input) amount: AmountRow,
}

impl Selectable for PaymentLine {
    fn mark(&self, column: &str) -> Option<Mark<'_>> {
        match column {
            "party" => Some(Mark::Party(self.features.party)),
            "purpose" => self.features.purpose.as_deref().map(Mark::text),
            "document" => self.features.document.as_deref().map(Mark::text),
            _ => None,
        }
    }

    fn time(&self) -> Option<DateRange> {
        self.features.period.or_else(|| DateRange::new(self.features.date, self.features.date))
    }

    fn loc(&self) -> Loc {
        self.amount.loc
    }
}

/// Reads the rows.
pub(in crate::input) fn read(
    files: &TableFiles<'_>,
    directory: &Directory<'_>,
    counts: &mut Vec<ReadCount>,
) -> Vec<PaymentLine> {
    let mut lines = Vec::new();
    files.rows(&PAYMENTS, Some(directory), counts, |row| {
        let (features, amount) = (features(row, directory), row.amount("amount"));
        let (Ok(features), Ok(amount)) = (features, amount) else { return false };
        let places = PaymentPlaces {
            date: row.loc_of("date"),
            party: row.loc_of("party"),
            period: row.loc_of("period"),
        };
        lines.push(PaymentLine { features, places, amount: amount.into() });
        true
    });
    lines
}

/// Makes the payments; rows with equal keys are added up and keep their places.
pub(in crate::input) fn payments(
    lines: &[PaymentLine],
    directory: &Directory<'_>,
) -> Vec<PaymentRow> {
    let mut payments: BTreeMap<&Features, Vec<&PaymentLine>> = BTreeMap::new();
    for line in lines {
        payments.entry(&line.features).or_default().push(line);
    }
    payments
        .into_iter()
        .filter_map(|(features, lines)| payment(features.clone(), lines, directory))
        .collect()
}

fn features(row: &Row<'_>, directory: &Directory<'_>) -> Result<Features, Reported> {
    let date = row.required("date").and_then(|_| row.date("date"));
    let party = row.required("party").map(|name| directory.party(name));
    let period = row.period_of("period");
    let purpose = row.name("purpose");
    Ok(Features {
        date: date?.ok_or(Reported)?.value,
        party: party?.ok_or(Reported)?,
        period: period?,
        purpose: purpose?.map(|text| Arc::from(text.value)),
        document: row.shared("document"),
    })
}

fn payment(
    features: Features,
    lines: Vec<&PaymentLine>,
    directory: &Directory<'_>,
) -> Option<PaymentRow> {
    let places = lines.iter().map(|line| line.places).min()?;
    let mut rows: Vec<AmountRow> = lines.into_iter().map(|line| line.amount.clone()).collect();
    rows.sort_by_key(|row| (row.value, row.loc));
    let Some(amount) = Cents::sum(rows.iter().map(|row| row.value)) else {
        directory.faults.at(Fault::AmountOverflow, rows.first()?.loc);
        return None;
    };
    let Features { party, date, period, purpose, document } = features;
    Some(PaymentRow { date, party, period, purpose, document, amount, places, rows })
}
