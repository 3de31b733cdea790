//! The fields of keys that come after the method: editions, multipliers, decimals, decision; and
//! the methods that are made of other keys.

use std::collections::{BTreeMap, BTreeSet};

use super::below_zero::negative;
use crate::diag::Fault;
use crate::input::config::fields::{self, Fields};
use crate::input::config::tree::{Entry, Value};
use crate::input::names::directory::Directory;
use crate::model::{AsOf, Decimals, DecimalsResidue, Decision, KeyIx, Method, PartyIx};
use crate::money::Ratio;
use crate::source::Sourced;

/// The most decimals of a percentage; more would not fit beside 100.
const MOST_DECIMALS: i128 = 20;

/// Which editions a key says.
pub(super) enum Given {
    /// By name.
    Named(Vec<Sourced<String>>),
    /// By a rule on dates.
    InForce(AsOf),
}

/// Reads `edition` or `editions`, and `as_of` beside `edition = "in-force"`.
pub(super) fn editions(fields: &Fields<'_>) -> Option<Given> {
    let several = match fields.get("editions") {
        Some(_) => Some(fields.list("editions")?),
        None => None,
    };
    let one = match several {
        Some(_) => fields.label("edition"),
        None => fields.required_label("edition"),
    };
    let as_of = fields.get("as_of").map(|_| as_of(fields));
    let loc = |name| fields.present(&[name]).first().map_or(fields.loc, |(_, loc)| *loc);
    match (one, several) {
        (Some(_), Some(_)) => {
            fields.not_together("editions", "edition", loc("editions"));
            None
        }
        (Some(one), None) if one.value == "in-force" => match as_of {
            Some(as_of) => as_of.map(Given::InForce),
            None => {
                fields.required("as_of");
                None
            }
        },
        (_, several) if as_of.is_some() => {
            let other = if several.is_some() { "editions" } else { "edition" };
            fields.not_together("as_of", other, loc("as_of"));
            None
        }
        (Some(one), None) => Some(Given::Named(vec![one])),
        (None, Some(nodes)) => {
            let path = fields.path("editions");
            let label = |node| fields::label(fields.faults, &path, node);
            let all: Option<Vec<Sourced<String>>> = nodes.iter().map(label).collect();
            if nodes.is_empty() {
                let (field, table) = ("editions".to_owned(), fields.name.clone());
                fields.faults.at(Fault::MissingField { field, table }, loc("editions"));
                return None;
            }
            all.map(Given::Named)
        }
        (None, None) => None,
    }
}

/// Reads the rule by which an edition is in force: a word, or a date.
fn as_of(fields: &Fields<'_>) -> Option<AsOf> {
    let is_date = match &fields.get("as_of")?.value {
        Value::Date(_) => true,
        Value::Text(text) => text.trim().starts_with(|c: char| c.is_ascii_digit()),
        _ => false,
    };
    if is_date {
        return fields.date("as_of").map(|day| AsOf::Day(day.value));
    }
    fields.word("as_of", &AsOf::WORDS)
}

/// Reads by what the weights of parties are multiplied; `None` where it is faulty.
pub(super) fn multipliers(
    id: &str,
    fields: &Fields<'_>,
    directory: &Directory<'_>,
) -> Option<BTreeMap<PartyIx, Sourced<Ratio>>> {
    if fields.get("multipliers").is_none() {
        return Some(BTreeMap::new());
    }
    let table = fields.table("multipliers")?;
    let read = |entry: &Entry| {
        let party = directory.party(Sourced::new(entry.key.trim(), entry.key_loc));
        let factor = fields::weight(fields.faults, &table.path(&entry.key), &entry.node);
        let (factor, _) = factor?;
        negative(&entry.key, id, &factor, directory);
        Some((party?, factor))
    };
    let all: Vec<Option<(PartyIx, Sourced<Ratio>)>> = table.entries().iter().map(read).collect();
    all.into_iter().collect()
}

/// Reads to how many decimals percentages are rounded.
pub(super) fn decimals(fields: &Fields<'_>) -> Option<Option<Decimals>> {
    let words = [
        ("leave", DecimalsResidue::Leave),
        ("largest-share", DecimalsResidue::LargestShare),
        ("largest-remainder", DecimalsResidue::LargestRemainder),
    ];
    let residue = match fields.get("decimals_residue") {
        None => Some(DecimalsResidue::Leave),
        Some(_) => fields.word("decimals_residue", &words),
    };
    let Some(node) = fields.get("decimals") else {
        if let Some((_, loc)) = fields.present(&["decimals_residue"]).first() {
            let fault =
                Fault::MissingField { field: "decimals".to_owned(), table: fields.name.clone() };
            fields.faults.at(fault, *loc);
            return None;
        }
        return Some(None);
    };
    let places = match node.value {
        Value::Integer(places) if (0..=MOST_DECIMALS).contains(&places) => {
            u8::try_from(places).ok()
        }
        _ => None,
    };
    if places.is_none() {
        let fault = Fault::BadDecimals { field: fields.path("decimals"), value: node.shown() };
        fields.faults.at(fault, node.loc);
    }
    Some(Some(Decimals { places: places?, residue: residue? }))
}

/// Reads whether the decision on the key was unanimous, and what holds otherwise.
pub(super) fn decision(fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Option<Decision>> {
    if fields.get("decision").is_none() {
        return Some(None);
    }
    let table = fields.table("decision")?;
    let unanimous = table.required("unanimous").and_then(|_| table.flag("unanimous"));
    let fallback = table.required_text("fallback").map(|id| directory.key(id));
    let legal_basis = table.filled("legal_basis").map(|basis| basis.value.to_owned());
    table.finish();
    Some(Some(Decision { unanimous: unanimous?.value, fallback: fallback??, legal_basis }))
}

fn key(fields: &Fields<'_>, field: &'static str, directory: &Directory<'_>) -> Option<KeyIx> {
    fields.required_text(field).and_then(|id| directory.key(id))
}

/// Reads a key that glides from one to another.
pub(super) fn glide(fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Method> {
    let (from, to) = (key(fields, "from", directory), key(fields, "to", directory));
    let path = fields.required_table("path").and_then(|table| fields::shares_by_year(&table));
    Some(Method::Glide { from: from?, to: to?, path: path? })
}

/// Reads a key by which some pay as much as the largest other.
pub(super) fn largest_of(fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Method> {
    let key = key(fields, "key", directory);
    fields.required("parties")?;
    let names = fields.texts("parties")?;
    let parties: Option<BTreeSet<PartyIx>> =
        names.into_iter().map(|name| directory.party(name)).collect();
    Some(Method::LargestOf { key: key?, parties: parties? })
}

/// Reads a key by what was paid in.
pub(super) fn payments(fields: &Fields<'_>) -> Method {
    let purposes = fields.texts("purposes").unwrap_or_default();
    Method::Payments {
        purposes: purposes.into_iter().map(|purpose| purpose.value.to_owned()).collect(),
    }
}

/// Reads a key by which one bears what the others' weights miss of one.
pub(super) fn complement(fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Method> {
    let key = key(fields, "key", directory);
    let party = fields.required_text("party").and_then(|name| directory.party(name));
    Some(Method::Complement { key: key?, party: party? })
}

/// Reads a key whose weights are products.
pub(super) fn product(fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Method> {
    fields.required("factors")?;
    let names = fields.texts("factors")?;
    if names.is_empty() {
        let fault = Fault::MissingField { field: "factors".to_owned(), table: fields.name.clone() };
        fields.faults.at(fault, fields.loc);
        return None;
    }
    let factors: Option<Vec<KeyIx>> = names.into_iter().map(|id| directory.key(id)).collect();
    Some(Method::Product { factors: factors? })
}

/// Reads a key whose weights are quotients.
pub(super) fn ratio(fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Method> {
    let (numerator, denominator) =
        (key(fields, "numerator", directory), key(fields, "denominator", directory));
    Some(Method::Ratio { numerator: numerator?, denominator: denominator? })
}
