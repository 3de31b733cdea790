//! `[party]` and `[group]`: who there is, in which order, who is a member, and groups by name.
//!
//! Rules: rules.md#members, rules.md#groups.

use std::collections::BTreeMap;

use crate::diag::Fault;
use crate::input::builtin::{self, BUND, BuiltinParty};
use crate::input::config::fields::{self, Fields};
use crate::input::config::shape::Shape;
use crate::input::config::tree::{Entry, Value};
use crate::input::names::directory::{Directory, check_id};
use crate::model::{DateRange, MembershipPeriods, Party, PartyIx, Span};
use crate::source::{Loc, SourceId};
use crate::text::Text;

/// Reads the parties in their order, and who is a member. A built-in party whose table stands in a
/// scenario alone keeps its place among the built-in ones, so that a scenario of later years
/// decides no tie of earlier ones; `agreement` is umlage.toml.
pub(super) fn read(
    tables: Vec<(&Entry, Fields<'_>)>,
    agreement: Option<SourceId>,
    directory: &mut Directory<'_>,
) -> (Vec<Party>, MembershipPeriods) {
    let mut tables: Vec<_> = tables
        .into_iter()
        .filter(|(entry, _)| {
            let good = check_id(directory.faults, &entry.key, entry.key_loc);
            if !good {
                directory.faults.lose("party", [entry.key.as_str()]);
            }
            good
        })
        .collect();
    // The Bund stands last wherever its table is; a stable sort leaves the others in the order of
    // the file.
    tables.sort_by_key(|(entry, _)| entry.key == BUND);
    let has_place = |entry: &Entry| {
        entry.key != BUND && (entry.key_loc.source() == agreement || !builtin::is_id(&entry.key))
    };
    let placed = tables.iter().filter(|(entry, _)| has_place(entry));
    let mut parties: Vec<Party> = placed.map(|(entry, _)| party(&entry.key)).collect();
    let others =
        builtin::PARTIES.iter().filter(|other| !parties.iter().any(|party| party.id == other.id));
    let others: Vec<Party> = others.map(BuiltinParty::party).collect();
    parties.extend(others);
    for (index, party) in parties.iter().enumerate() {
        register_builtin(party, index_of(index), directory);
    }
    let places: BTreeMap<String, usize> =
        parties.iter().enumerate().map(|(index, party)| (party.id.clone(), index)).collect();
    let mut members = Vec::new();
    for (entry, fields) in tables {
        let Some(index) = places.get(&entry.key).copied() else { continue };
        own_fields(entry, &fields, &mut parties[index], index_of(index), directory);
        let spans = membership(&fields, index_of(index), directory);
        members.extend_from_slice(directory.memberships(&fields.path("member"), spans).spans());
        fields.finish();
    }
    (parties, MembershipPeriods::new(members))
}

fn index_of(index: usize) -> PartyIx {
    PartyIx(u16::try_from(index).unwrap_or(u16::MAX))
}

/// Makes the built-in party of an id, else one of the project.
fn party(id: &str) -> Party {
    let known = builtin::PARTIES.iter().find(|party| party.id == id);
    known.map_or_else(
        || Party {
            id: id.to_owned(),
            name: Text::same(id),
            kind: "other".to_owned(),
            iso: None,
            ags: None,
            aliases: &[],
            builtin: false,
        },
        BuiltinParty::party,
    )
}

/// Enters the names that the program knows.
fn register_builtin(party: &Party, index: PartyIx, directory: &mut Directory<'_>) {
    let Some(known) = builtin::PARTIES.iter().find(|known| known.id == party.id) else { return };
    let names =
        [&party.id, &party.name.de, &party.name.en].into_iter().chain(&party.iso).chain(&party.ags);
    let aliases = known.aliases.iter().map(|alias| (*alias).to_owned());
    for name in names.cloned().chain(aliases) {
        directory.parties.insert(name, index);
    }
}

/// Reads name and kind, and enters the id and the names.
fn own_fields(
    entry: &Entry,
    fields: &Fields<'_>,
    party: &mut Party,
    index: PartyIx,
    directory: &mut Directory<'_>,
) {
    if let Some(kind) = fields.text("kind") {
        party.kind = kind.value.to_owned();
    }
    let mut names = vec![(party.id.clone(), entry.key_loc)];
    let name = name(fields);
    if name.is_none() && !fields.present(&["name"]).is_empty() {
        directory.faults.lose_all("party");
    }
    if let Some((name, loc)) = name {
        names.push((name.de.clone(), loc));
        if name.en != name.de {
            names.push((name.en.clone(), loc));
        }
        party.name = name;
    }
    for (name, loc) in names {
        let holder = *directory.parties.entry(name.clone()).or_insert(index);
        if holder != index {
            let holder = directory.name_of(holder);
            let meaning = Text::new(
                format!("so heißt der Beteiligte `{holder}`"),
                format!("this is what the party `{holder}` is called"),
            );
            directory.faults.at(Fault::ReservedId { id: name, meaning }, loc);
        }
    }
}

/// Reads a name: one text, or one for each language.
fn name(fields: &Fields<'_>) -> Option<(Text, Loc)> {
    let node = fields.get("name")?;
    let path = fields.path("name");
    match &node.value {
        Value::Table(_) => {
            let both = Fields::of_node(path, node, fields.faults)?;
            let (de, en) = (both.required_text("de"), both.required_text("en"));
            both.finish();
            Some((Text::new(de?.value, en?.value), node.loc))
        }
        _ => {
            fields::text(fields.faults, &path, node).map(|text| (Text::same(text.value), text.loc))
        }
    }
}

/// Reads when a party is a member: `true`, or a list of ranges.
fn membership(fields: &Fields<'_>, party: PartyIx, directory: &Directory<'_>) -> Vec<Span> {
    let Some(node) = fields.get("member") else { return Vec::new() };
    let path = fields.path("member");
    match &node.value {
        Value::Flag(true) => vec![Span { party, range: DateRange::ALWAYS, loc: node.loc }],
        Value::Flag(false) => Vec::new(),
        Value::List(list) => {
            let ranges = list.iter().filter_map(|item| {
                let fields = Fields::of_node(path.clone(), item, directory.faults)?;
                let range = fields.range();
                fields.finish();
                Some(Span { party, range: range?, loc: item.loc })
            });
            ranges.collect()
        }
        _ => {
            fields::wrong_type::<()>(directory.faults, &path, Shape::Membership, node);
            Vec::new()
        }
    }
}

/// Reads the groups; the sixteen Länder are one.
pub(super) fn groups(all: Option<Fields<'_>>, directory: &mut Directory<'_>) {
    let laender = builtin::PARTIES.iter().filter(|party| party.id != BUND);
    let spans = laender.filter_map(|party| {
        let party = *directory.parties.get(party.id)?;
        Some(Span { party, range: DateRange::ALWAYS, loc: Loc::Builtin("all-laender") })
    });
    let laender = MembershipPeriods::new(spans.collect());
    directory.groups.insert("all-laender".to_owned(), laender);
    let Some(all) = all else { return };
    for entry in all.entries() {
        let path = all.path(&entry.key);
        let Value::List(list) = &entry.node.value else {
            fields::wrong_type::<()>(directory.faults, &path, Shape::Parties, &entry.node);
            directory.faults.lose("group", [entry.key.as_str()]);
            continue;
        };
        if !check_id(directory.faults, &entry.key, entry.key_loc) {
            directory.faults.lose("group", [entry.key.as_str()]);
        } else {
            let memberships = directory.memberships(&path, directory.spans(&path, list));
            directory.groups.insert(entry.key.clone(), memberships);
        }
    }
}
