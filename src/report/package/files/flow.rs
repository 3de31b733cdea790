//! How the money flows: from cost kinds through services to parties. Amounts below zero, as credits
//! are, do not flow this way: they are not drawn but told, and what stands beside each node is its
//! sum in the tables.

use std::collections::BTreeMap;

use crate::allocation::{Destination, Dimension};
use crate::money::Cents;
use crate::report::tables::amounts::sum;
use crate::report::tables::label::Names;
use crate::report::{Block, Chart, Column, Drawing, Flow, Layout, Material, Row, Sheet, Value};
use crate::text::{Phrase, Term, term};

/// Amounts by pairs of nodes of neighbouring layers.
type Pairs = BTreeMap<(String, String), Cents>;
/// Nodes with their sums.
type Nodes = Vec<(String, Cents)>;

/// The titles of the layers.
const LAYERS: [Term; 3] = [Term::Kind, Term::Service, Term::Party];

/// Makes the section; nothing where nothing flows.
pub(crate) fn section(material: &Material<'_>) -> Vec<Block> {
    let pairs = [from_kinds(material), to_parties(material)];
    let layers = [nodes(&pairs[0], 0), nodes(&pairs[1], 0), nodes(&pairs[1], 1)];
    let [kinds, services, parties] = layers;
    let layers = [kinds, with_those_of(services, &pairs[0]), in_order(parties, material)];
    let flows: Vec<Flow> = (0..2).flat_map(|layer| flows(&pairs[layer], &layers, layer)).collect();
    if !(0..2).all(|layer| flows.iter().any(|flow| flow.layer == layer)) {
        return Vec::new();
    }
    let lang = material.lang;
    let title = term(Term::FlowOfCost, lang).to_owned();
    let kinds = layers[0].iter().map(|(name, amount)| format!("{name} {}", lang.amount(*amount)));
    let total = lang.amount(sum(layers[2].iter().map(|(_, amount)| *amount)));
    let alternative =
        Phrase::FlowAlternative { kinds: kinds.collect::<Vec<_>>().join("; "), total }.get(lang);
    let table = kind_sheet(&layers[0], material);
    let titles = LAYERS.map(|word| term(word, lang).to_owned());
    let drawing = Drawing::Flow { layers: titles.into_iter().zip(layers).collect(), flows };
    let mut blocks =
        vec![Block::Heading(title.clone()), Block::Chart(Chart { title, alternative, drawing })];
    blocks.extend((0..2).filter_map(|layer| not_drawn(&pairs[layer], layer, material)));
    blocks.push(Block::Sheet(table));
    blocks
}

/// The cost that is shared, by kind and service.
fn from_kinds(material: &Material<'_>) -> Pairs {
    let Material { project, run, lang, .. } = *material;
    let names = Names::new(project, lang);
    let pairs = run.booked.iter().filter_map(|booked| {
        let Destination::Pool(pool) = booked.destination else { return None };
        let entry = &run.costs[booked.entry];
        let to = match run.pools[pool as usize].service {
            Dimension::Mixed => term(Term::SeveralServices, lang).to_owned(),
            _ => names.object(entry.object),
        };
        let kind = entry.kind.as_deref().unwrap_or(term(Term::WithoutKind, lang)).to_owned();
        Some(((kind, to), booked.amount.amount()))
    });
    added(pairs)
}

/// The shares, by service and party.
fn to_parties(material: &Material<'_>) -> Pairs {
    let Material { project, run, lang, .. } = *material;
    let names = Names::new(project, lang);
    added(run.shares.iter().map(|share| {
        let pool = &run.pools[share.pool as usize];
        let from = pool.object().map(|object| names.object(object));
        let from = from.unwrap_or_else(|| term(Term::SeveralServices, lang).to_owned());
        ((from, project.party(share.party).id.clone()), share.amount.amount())
    }))
}

fn added<K: Ord>(amounts: impl Iterator<Item = (K, Cents)>) -> BTreeMap<K, Cents> {
    let mut parts: BTreeMap<K, Vec<Cents>> = BTreeMap::new();
    amounts.for_each(|(key, amount)| parts.entry(key).or_default().push(amount));
    parts.into_iter().map(|(key, parts)| (key, sum(parts))).collect()
}

/// The nodes on one side of pairs, with the sum of all their pairs.
fn nodes(pairs: &Pairs, side: usize) -> Nodes {
    let name = |(from, to): &(String, String)| if side == 0 { from.clone() } else { to.clone() };
    added(pairs.iter().map(|(pair, amount)| (name(pair), *amount))).into_iter().collect()
}

/// Adds services of which nothing was shared out.
fn with_those_of(mut services: Nodes, first: &Pairs) -> Nodes {
    for node in nodes(first, 1) {
        if services.iter().all(|(name, _)| *name != node.0) {
            services.push(node);
        }
    }
    services
}

/// Puts parties into the order of the agreement.
fn in_order(mut parties: Nodes, material: &Material<'_>) -> Nodes {
    let place = |id: &str| material.project.parties.iter().position(|party| party.id == id);
    parties.sort_by_key(|(id, _)| place(id));
    parties
}

fn flows(pairs: &Pairs, layers: &[Nodes; 3], layer: usize) -> Vec<Flow> {
    let place = |layer: usize, name: &str| layers[layer].iter().position(|(node, _)| node == name);
    let flow = |((from, to), amount): (&(String, String), &Cents)| {
        let (from, to) = (place(layer, from)?, place(layer + 1, to)?);
        Some(Flow { layer, from, to, amount: *amount })
    };
    pairs.iter().filter(|(_, amount)| amount.signum() > 0).filter_map(flow).collect()
}

/// Says what is not drawn between two layers.
fn not_drawn(pairs: &Pairs, layer: usize, material: &Material<'_>) -> Option<Block> {
    let lang = material.lang;
    let below = || pairs.values().filter(|amount| amount.signum() < 0).copied();
    let count = below().count();
    let words = Phrase::FlowNotDrawn {
        from: term(LAYERS[layer], lang).to_owned(),
        to: term(LAYERS[layer + 1], lang).to_owned(),
        count: count.to_string(),
        amount: format!("{} {}", lang.amount(sum(below())), material.project.currency),
    };
    (count > 0).then(|| Block::Paragraph(words.get(lang)))
}

fn kind_sheet(kinds: &Nodes, material: &Material<'_>) -> Sheet {
    let lang = material.lang;
    let columns = vec![
        Column::text("kind", term(Term::Kind, lang)),
        Column::number("amount", material.project.currency.clone()),
    ];
    let row = |name: &str, amount: Cents| [Value::text(name), Value::Cents(amount)];
    let mut rows: Vec<Row> =
        kinds.iter().map(|(name, amount)| Row::plain(row(name, *amount))).collect();
    let total = sum(kinds.iter().map(|(_, amount)| *amount));
    rows.push(Row::total(row(term(Term::Total, lang), total)));
    Sheet { columns, rows, layout: Layout::List }
}
