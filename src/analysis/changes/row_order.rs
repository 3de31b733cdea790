//! The order of rows that a project keeps, for rows that were moved or numbered anew.

use crate::model::{DriverRow, PaymentRow, UsageRow};

pub(super) fn sort_usage(rows: &mut [UsageRow]) {
    rows.sort_by(|a, b| {
        let measures = a.measure.cmp(&b.measure);
        a.service.cmp(&b.service).then(measures).then((a.period, a.party).cmp(&(b.period, b.party)))
    });
}

pub(super) fn sort_drivers(rows: &mut [DriverRow]) {
    rows.sort_by(|a, b| (&a.driver, a.period, a.receiver).cmp(&(&b.driver, b.period, b.receiver)));
}

pub(super) fn sort_payments(rows: &mut [PaymentRow]) {
    rows.sort_by_key(|row| (row.party, row.date));
}
