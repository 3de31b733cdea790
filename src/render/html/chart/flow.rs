//! Money that flows from layer to layer (Sankey diagram). Nodes below one percent are joined, and
//! say so.

use std::collections::BTreeMap;

use super::{LEADING, LINES, Picture, broken, decimal, part, pixels, put};
use crate::money::Cents;
use crate::report::Flow;
use crate::text::Phrase;

/// The height of the sum of all flows between two layers, in pixels.
const WHOLE: usize = 360;
/// The least room of a node with its two lines of text, and the gap between nodes.
const ROOM: u64 = 32_000;
const GAP: u64 = 6_000;
/// The room of the titles, in pixels.
const TITLES: usize = 24;
/// The width of a node in pixels.
const NODE: i32 = 10;
/// Across the whole picture there is room for about so many signs.
const SIGNS: usize = 96;

/// A layer: its title, and what is in it with its sum.
type Layer = (String, Vec<(String, Cents)>);

/// A node: its name and sum, what flows through it, where it stands, and how much of it is drawn on
/// either side.
#[derive(Clone, Default)]
struct Node {
    name: String,
    /// Its name in lines for which there is room.
    lines: Vec<String>,
    sum: Option<Cents>,
    into: u128,
    out: u128,
    top: u64,
    drawn: [u64; 2],
}

impl Node {
    fn amount(&self) -> u128 {
        self.into.max(self.out)
    }
}

/// Flows by layer and the nodes in it and in the next.
type Flows = BTreeMap<(usize, usize, usize), u128>;

impl Picture {
    /// Draws flows; there is no legend.
    pub(super) fn flow(&mut self, layers: &[Layer], flows: &[Flow]) -> String {
        let mut sums = Flows::new();
        for flow in flows.iter().filter(|flow| is_possible(flow, layers)) {
            let sum = sums.entry((flow.layer, flow.from, flow.to)).or_default();
            *sum = sum.saturating_add(flow.amount.get().unsigned_abs());
        }
        let mut nodes = nodes(layers, &sums);
        let sums = self.joined(&mut nodes, sums);
        let whole = nodes.iter().map(|layer| total(layer)).max().unwrap_or(0);
        for at in 0..nodes.len() {
            let most = self.most(&nodes, at);
            nodes[at].iter_mut().for_each(|node| node.lines = broken(&node.name, most, LINES));
        }
        let tallest = nodes.iter_mut().map(|layer| stacked(layer, whole)).max().unwrap_or(0);
        self.height = pixels(TITLES) + tallest;
        let last = layers.len().saturating_sub(1);
        self.bands(&mut nodes, &sums, whole, last);
        for (at, (layer, (title, _))) in nodes.iter().zip(layers).enumerate() {
            let most = SIGNS / layers.len().max(1);
            let anchor = if at == last && at > 0 { " text-anchor=\"end\"" } else { "" };
            self.text(across(at, last), 14_000, &format!(" class=\"soft\"{anchor}"), title, most);
            layer
                .iter()
                .filter(|node| node.amount() > 0)
                .for_each(|node| self.node(node, at, last, whole));
        }
        String::new()
    }

    /// Counts the signs for which a name of a layer has room: up to the next layer, of which the
    /// last has its names on the same side.
    fn most(&self, nodes: &[Vec<Node>], at: usize) -> usize {
        let last = nodes.len().saturating_sub(1);
        let room = (SIGNS / last.max(1)).saturating_sub(2);
        // What the last layer has beside the one before it: its names, up to a third of the room.
        let least = room / 3;
        let longest = |layer: usize| {
            let named = nodes[layer].iter().filter(|node| node.amount() > 0);
            let signs = |node: &Node| {
                let sum = node.sum.map_or(0, |sum| self.lang.amount(sum).chars().count());
                node.name.chars().count().max(sum)
            };
            named.map(signs).max().unwrap_or(0)
        };
        match at {
            _ if at == last && at > 0 => room.saturating_sub(longest(at - 1)).max(least),
            _ if at + 1 == last => room - longest(last).min(least),
            _ => room,
        }
    }

    /// Joins the nodes of each layer that are below one percent, where there are several.
    fn joined(&self, nodes: &mut [Vec<Node>], sums: Flows) -> Flows {
        let whole = nodes.iter().map(|layer| total(layer)).max().unwrap_or(0);
        let mut into: Vec<Vec<usize>> = Vec::new();
        for layer in nodes.iter_mut() {
            let is_small = |node: &Node| node.amount() > 0 && node.amount() < whole / 100;
            let count = layer.iter().filter(|node| is_small(node)).count();
            let others = layer.len();
            let target =
                |(at, node): (usize, &Node)| if count > 1 && is_small(node) { others } else { at };
            into.push(layer.iter().enumerate().map(target).collect());
            let names = layer.iter().filter(|node| is_small(node)).map(|node| node.name.as_str());
            let names = names.collect::<Vec<_>>().join(", ");
            let name = Phrase::OthersJoined { count: count.to_string(), names }.get(self.lang);
            let sum =
                Cents::sum(layer.iter().filter(|node| is_small(node)).filter_map(|node| node.sum));
            layer.push(Node { name, sum, ..Node::default() });
            layer.iter_mut().for_each(|node| (node.into, node.out) = (0, 0));
        }
        let mut joined = Flows::new();
        for ((layer, from, to), amount) in sums {
            let (from, to) = (into[layer][from], into[layer + 1][to]);
            let sum = joined.entry((layer, from, to)).or_default();
            *sum = sum.saturating_add(amount);
        }
        weigh(nodes, &joined);
        joined
    }

    fn bands(&mut self, nodes: &mut [Vec<Node>], sums: &Flows, whole: u128, last: usize) {
        let height = decimal(self.height);
        put!(self, "<svg width=\"100%\" height=\"{height}\" viewBox=\"0 0 100 {height}\" ");
        self.out.push_str("preserveAspectRatio=\"none\">\n");
        for ((layer, from, to), amount) in sums {
            let thick = part(*amount, whole, pixels(WHOLE));
            let start = slot(&mut nodes[*layer][*from], 1, thick);
            let end = slot(&mut nodes[layer + 1][*to], 0, thick);
            let (left, right) = (across(*layer, last), across(layer + 1, last));
            let [x1, x2, middle] = [left, right, left.midpoint(right)].map(decimal);
            let [y1, y2, y3, y4] = [start, end, end + thick, start + thick].map(decimal);
            put!(self, "<path class=\"flow\" d=\"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}");
            put!(self, "L{x2} {y3}C{middle} {y3} {middle} {y4} {x1} {y4}Z\"/>\n");
        }
        self.out.push_str("</svg>\n");
    }

    /// Draws a node with its name and amount; those of the last layer stand to its left.
    fn node(&mut self, node: &Node, at: usize, last: usize, whole: u128) {
        let height = height(node, whole);
        let (x, is_last) = (across(at, last), at == last && at > 0);
        let shift = match at {
            0 => 0,
            _ if is_last => -NODE,
            _ => -NODE / 2,
        };
        let (left, top, tall) = (decimal(x), decimal(node.top), decimal(height));
        put!(
            self,
            "<rect class=\"node\" x=\"{left}%\" y=\"{top}\" width=\"{NODE}\" height=\"{tall}\" "
        );
        put!(self, "transform=\"translate({shift} 0)\"/>\n");
        let (dx, anchor) =
            if is_last { (-NODE - 5, " text-anchor=\"end\"") } else { (shift + NODE + 5, "") };
        let middle = node.top + height / 2;
        // The lines of the name and that of the amount stand around the middle.
        let more = extra(node) / 2;
        let look = format!(" class=\"halo\"{anchor}");
        self.lines((x, middle.saturating_sub(2_000 + more)), (&look, dx), &node.lines, &node.name);
        if let Some(sum) = node.sum {
            let look = format!(" class=\"soft halo\" dx=\"{dx}\"{anchor}");
            self.text(x, middle + 12_000 + more, &look, &self.lang.amount(sum), usize::MAX);
        }
    }
}

/// Tells whether a flow leads from a node to one of the next layer.
fn is_possible(flow: &Flow, layers: &[Layer]) -> bool {
    let has =
        |layer: usize, node: usize| layers.get(layer).is_some_and(|(_, names)| node < names.len());
    flow.amount.signum() > 0 && has(flow.layer, flow.from) && has(flow.layer + 1, flow.to)
}

fn nodes(layers: &[Layer], sums: &Flows) -> Vec<Vec<Node>> {
    let node = |(name, sum): &(String, Cents)| Node {
        name: name.clone(),
        sum: Some(*sum),
        ..Node::default()
    };
    let mut nodes: Vec<Vec<Node>> =
        layers.iter().map(|(_, names)| names.iter().map(node).collect()).collect();
    weigh(&mut nodes, sums);
    nodes
}

/// Sums up what flows into and out of each node.
fn weigh(nodes: &mut [Vec<Node>], sums: &Flows) {
    for ((layer, from, to), amount) in sums {
        let (out, into) = (&mut nodes[*layer][*from].out, *amount);
        *out = out.saturating_add(into);
        let into = &mut nodes[layer + 1][*to].into;
        *into = into.saturating_add(*amount);
    }
}

fn total(layer: &[Node]) -> u128 {
    layer.iter().fold(0, |sum: u128, node| sum.saturating_add(node.amount()))
}

fn height(node: &Node, whole: u128) -> u64 {
    part(node.amount(), whole, pixels(WHOLE)).max(1_000)
}

/// The height of the lines of a name after the first.
fn extra(node: &Node) -> u64 {
    pixels(LEADING * node.lines.len().saturating_sub(1))
}

/// Stacks the nodes of a layer, each in the middle of its room; returns the height of all.
fn stacked(layer: &mut [Node], whole: u128) -> u64 {
    let mut top = 0;
    for node in layer.iter_mut().filter(|node| node.amount() > 0) {
        let height = height(node, whole);
        let room = height.max(ROOM + extra(node));
        node.top = pixels(TITLES) + top + (room - height) / 2;
        top += room + GAP;
    }
    top
}

/// Takes the next part of one side of a node; returns where it begins.
fn slot(node: &mut Node, side: usize, thick: u64) -> u64 {
    let begin = node.top + node.drawn[side];
    node.drawn[side] += thick;
    begin
}

/// Returns where a layer stands.
fn across(layer: usize, last: usize) -> u64 {
    let wide = |count: usize| u128::try_from(count).unwrap_or(u128::MAX);
    part(wide(layer), wide(last), 100_000)
}
