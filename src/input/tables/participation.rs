//! participation.csv: who takes part in which service, and when.

use super::registry::PARTICIPATION;
use super::table_files::TableFiles;
use crate::input::config::fields;
use crate::input::faults::Reported;
use crate::input::names::directory::Directory;
use crate::input::records::row::Row;
use crate::model::{ReadCount, ServiceIx, Span};

/// A party takes part in a service for a time.
#[derive(Clone)]
pub(in crate::input) struct ParticipationRow {
    /// The service.
    pub(in crate::input) service: ServiceIx,
    /// Who, and when.
    pub(in crate::input) span: Span,
}

/// Reads who takes part.
pub(in crate::input) fn read(
    files: &TableFiles<'_>,
    directory: &Directory<'_>,
    counts: &mut Vec<ReadCount>,
) -> Vec<ParticipationRow> {
    let mut rows = Vec::new();
    files.rows(&PARTICIPATION, Some(directory), counts, |row| {
        let read = participation(row, directory);
        let used = read.is_ok();
        rows.extend(read);
        used
    });
    rows
}

fn participation(row: &Row<'_>, directory: &Directory<'_>) -> Result<ParticipationRow, Reported> {
    let service = row.required("service").map(|id| directory.service(id));
    let party = row.required("party").map(|name| directory.party(name));
    let (from, to) = (row.date("from"), row.date("to"));
    let range = fields::range(row.faults, &(from?, to?)).ok_or(Reported);
    let (service, party, range) = (service?.ok_or(Reported)?, party?.ok_or(Reported)?, range?);
    Ok(ParticipationRow { service, span: Span { party, range, loc: row.loc() } })
}
