//! `[service]` and `[centre]`, with services.csv and participation.csv: what cost is incurred for,
//! and who takes part.
//!
//! Rules: rules.md#participants.

use crate::diag::{Diagnostic, Fault};
use crate::input::config::fields::{self, Fields};
use crate::input::config::shape::Shape;
use crate::input::config::tree::{Entry, Value};
use crate::input::names::directory::{Directory, check_id, enter_names};
use crate::input::names::leika::is_leika;
use crate::input::tables::ParticipationRow;
use crate::model::{MembershipPeriods, Service, ServiceIx, Span};
use crate::source::Sourced;

/// The services and, for each, who takes part as far as umlage.toml says it.
pub(super) struct Services {
    list: Vec<Service>,
    participants: Vec<Vec<Span>>,
}

/// Reads the services: those of umlage.toml in the order of the file, then those of services.csv by
/// id.
pub(super) fn read(
    tables: Vec<(&Entry, Fields<'_>)>,
    mut rows: Vec<Service>,
    directory: &mut Directory<'_>,
) -> Services {
    let mut all = Services { list: Vec::new(), participants: Vec::new() };
    for (entry, fields) in tables {
        check_id(directory.faults, &entry.key, entry.key_loc);
        all.participants.push(participants(&fields, directory));
        all.list.push(service(entry, &fields));
        fields.finish();
    }
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    all.list.extend(rows);
    all.participants.resize_with(all.list.len(), Vec::new);
    for (index, service) in all.list.iter().enumerate() {
        let number = ServiceIx(u32::try_from(index).unwrap_or(u32::MAX));
        if let Some(ServiceIx(twin)) = directory.services.insert(service.id.clone(), number) {
            let fault = Fault::DuplicateId { list: "service".to_owned(), id: service.id.clone() };
            let twin = &all.list[twin as usize];
            directory.faults.push(Diagnostic::at(fault, service.loc).and(twin.loc));
        }
    }
    let numbered = (0..).map(ServiceIx).zip(&all.list);
    let named = numbered.map(|(index, service)| (&*service.id, &*service.name, index)).collect();
    enter_names("service", &mut directory.services, &mut directory.shared, named);
    all
}

/// Reads `[service.ID]` without its participants.
fn service(entry: &Entry, fields: &Fields<'_>) -> Service {
    let leika = fields.text("leika").filter(|text| check_leika(fields, text));
    let tags = fields.texts("tags").unwrap_or_default();
    Service {
        id: entry.key.clone(),
        name: fields.text("name").map_or(&*entry.key, |name| name.value).to_owned(),
        leika: leika.map(|text| text.value.to_owned()),
        tags: tags.iter().map(|tag| tag.value.to_owned()).collect(),
        participants: MembershipPeriods::default(),
        loc: entry.key_loc,
    }
}

fn check_leika(fields: &Fields<'_>, text: &Sourced<&str>) -> bool {
    let good = is_leika(text.value);
    if !good {
        fields.faults.at(Fault::BadLeika { value: text.value.to_owned() }, text.loc);
    }
    good
}

/// Reads who takes part: a list of parties, or the name of a group.
fn participants(fields: &Fields<'_>, directory: &Directory<'_>) -> Vec<Span> {
    let Some(node) = fields.get("participants") else { return Vec::new() };
    let path = fields.path("participants");
    match &node.value {
        Value::List(list) => directory.spans(&path, list),
        Value::Text(name) => {
            let group = directory.group(Sourced::new(name, node.loc));
            group.map(|memberships| memberships.spans().to_vec()).unwrap_or_default()
        }
        _ => {
            fields::wrong_type::<()>(directory.faults, &path, Shape::PartiesOrGroup, node);
            Vec::new()
        }
    }
}

impl Services {
    /// Adds the rows of participation.csv and returns the services: both make one memberships.
    pub(super) fn with_participation(
        mut self,
        rows: Vec<ParticipationRow>,
        directory: &Directory<'_>,
    ) -> Vec<Service> {
        for row in rows {
            self.participants[row.service.0 as usize].push(row.span);
        }
        for (service, spans) in self.list.iter_mut().zip(self.participants) {
            service.participants =
                directory.memberships(&format!("service.{}.participants", service.id), spans);
        }
        self.list
    }
}
