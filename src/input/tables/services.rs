//! services.csv: what `[service.ID]` says, for long lists.

use std::collections::BTreeMap;

use super::registry::SERVICES;
use super::table_files::TableFiles;
use crate::diag::{Diagnostic, Fault};
use crate::input::faults::Reported;
use crate::input::names::directory::check_id;
use crate::input::names::leika::is_leika;
use crate::input::records::row::Row;
use crate::model::{MembershipPeriods, ReadCount, Service};
use crate::source::Loc;

/// Reads the services, without their participants, in the order of the rows.
pub(in crate::input) fn read(files: &TableFiles<'_>, counts: &mut Vec<ReadCount>) -> Vec<Service> {
    let mut rows = Vec::new();
    let mut seen: BTreeMap<String, Loc> = BTreeMap::new();
    files.rows(&SERVICES, None, counts, |row| {
        let Ok(service) = service(row) else { return false };
        if let Some(first) = seen.get(&service.id) {
            let fault = Fault::DuplicateRow { key: format!("service/{}", service.id) };
            row.faults.push(Diagnostic::at(fault, service.loc).and(*first));
            return false;
        }
        seen.insert(service.id.clone(), service.loc);
        rows.push(service);
        true
    });
    rows
}

fn service(row: &Row<'_>) -> Result<Service, Reported> {
    let id = row.required("service").and_then(|id| {
        let good = check_id(row.faults, id.value, id.loc);
        if !good {
            // The name that is meant is another one.
            row.faults.lose_all(SERVICES.table);
        }
        if good { Ok(id) } else { Err(Reported) }
    });
    let leika = match row.text("leika") {
        Some(text) if !is_leika(text.value) => {
            row.faults.at(Fault::BadLeika { value: text.value.to_owned() }, text.loc);
            Err(Reported)
        }
        other => Ok(other),
    };
    let (id, leika) = (id?, leika?);
    let tags = row.text("tags").map_or("", |tags| tags.value).split([',', ';']).map(str::trim);
    Ok(Service {
        id: id.value.to_owned(),
        name: row.text("name").map_or(id.value, |name| name.value).to_owned(),
        leika: leika.map(|text| text.value.to_owned()),
        tags: tags.filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
        participants: MembershipPeriods::default(),
        loc: id.loc,
    })
}
