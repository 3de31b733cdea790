//! Scenario files as layers over umlage.toml: their heads, what they build on, what they take out,
//! and the tree that comes out.
//!
//! Rules: rules.md#layers.

use super::fields::Fields;
use super::quoting::toml_key;
use super::setting;
use super::tree::{self, Entry, Node, Table, Value};
use crate::diag::{Diagnostic, Fault};
use crate::input::Files;
use crate::input::faults::Faults;
use crate::input::files::decode::{self, Charset};
use crate::input::files::reasons;
use crate::model::{EffectiveValue, Scenario};
use crate::source::{Loc, SourceId, SourceMap, Sourced};

/// The folder in which scenarios are found by their names.
const FOLDER: &str = "scenarios";
/// The fields of a scenario's head.
const HEAD: [&str; 5] = ["title", "author", "description", "baseline", "reference"];

/// The most scenarios that build on each other.
const MOST_BASELINES: usize = 100;
/// What belongs in a scenario alone.
const SCENARIO_ONLY: [&str; 4] = ["change", "add", "remove", "projection"];

/// A scenario file that was read.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The file as it was named, for messages and places.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Finds a scenario in the project: a file of this path, else one of the folder `scenarios` with or
/// without `.toml`.
pub fn find_scenario(files: &dyn Files, name: &str) -> Option<String> {
    let in_folder = [format!("{FOLDER}/{name}.toml"), format!("{FOLDER}/{name}")];
    let is_folder = |path: &String| {
        files.size(path).is_err_and(|reason| reason.kind() == std::io::ErrorKind::IsADirectory)
    };
    std::iter::once(name.to_owned())
        .chain(in_folder)
        .find(|path| files.exists(path) && !is_folder(path))
}

/// umlage.toml with the layers that lie over it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stack {
    pub(crate) tree: Table,
    pub(crate) scenarios: Vec<Scenario>,
    /// The name and bytes of each of them.
    laid: Vec<(String, Vec<u8>)>,
    removed: Vec<EffectiveValue>,
}

/// Lays scenario files over a tree.
pub(crate) struct Layering<'a> {
    pub(crate) files: &'a dyn Files,
    pub(crate) sources: &'a mut SourceMap,
    pub(crate) faults: &'a Faults,
}

impl Stack {
    /// Takes umlage.toml as the lowest layer.
    pub(crate) fn new(tree: Table, faults: &Faults) -> Stack {
        for entry in tree.entries.iter().filter(|entry| SCENARIO_ONLY.contains(&entry.key.as_str()))
        {
            faults.at(Fault::ScenarioOnly { field: entry.key.clone() }, entry.key_loc);
        }
        Stack { tree, ..Stack::default() }
    }

    /// Lists every value that counts, and those that were removed.
    pub(crate) fn values(&self, base: Option<SourceId>) -> Vec<EffectiveValue> {
        let mut values = Vec::new();
        for entry in &self.tree.entries {
            if !matches!(entry.key.as_str(), "change" | "add") {
                list(&toml_key(&entry.key), &entry.node, base, &mut values);
            }
        }
        values.extend(self.removed.iter().cloned());
        values
    }
}

impl Stack {
    /// Lists the values that `--set` changed, but for those that say nothing of the agreement:
    /// title, language and letterhead.
    pub(crate) fn set(&self, sources: &SourceMap) -> Vec<EffectiveValue> {
        let is_set =
            |loc: Loc| loc.source().is_some_and(|source| sources.get(source).name == setting::NAME);
        let agreed =
            |value: &EffectiveValue| match value.hides.iter().find(|hidden| !is_set(hidden.loc)) {
                Some(hidden) => Some(&hidden.value) != value.value.as_ref(),
                None => true,
            };
        let counts = |value: &EffectiveValue| {
            let path = value.path.as_str();
            !matches!(path, "project.title" | "project.language") && !path.starts_with("report.")
        };
        let values = self.values(None).into_iter().filter(|value| is_set(value.loc));
        values.filter(|value| counts(value) && agreed(value)).collect()
    }
}

/// Lists the values below a node. Tables and lists of tables with ids are looked into; a table
/// without content is a value.
fn list(path: &str, node: &Node, base: Option<SourceId>, values: &mut Vec<EffectiveValue>) {
    match &node.value {
        Value::Table(table) if !table.entries.is_empty() && node.hides.is_none() => {
            for entry in &table.entries {
                list(&format!("{path}.{}", toml_key(&entry.key)), &entry.node, base, values);
            }
        }
        Value::List(items) if tree::have_ids(items) && node.hides.is_none() => {
            for item in items {
                let id = item.id().unwrap_or_default();
                list(&format!("{path}.{}", toml_key(id)), item, base, values);
            }
        }
        _ => {
            let hidden: Vec<&Node> =
                std::iter::successors(node.hides.as_deref(), |node| node.hides.as_deref())
                    .collect();
            values.push(EffectiveValue {
                path: path.to_owned(),
                value: Some(node.written()),
                loc: node.loc,
                is_layered: node.loc.source() != base,
                hides: hidden.iter().map(|node| Sourced::new(node.written(), node.loc)).collect(),
            });
        }
    }
}

impl Layering<'_> {
    /// Lays a scenario file over the others, and below it those that it builds on.
    pub(crate) fn lay(&mut self, layer: &Layer, stack: &mut Stack) {
        let lies = |(name, bytes): &(String, Vec<u8>)| *name == layer.name || *bytes == layer.bytes;
        if let Some(at) = stack.laid.iter().position(lies) {
            let fault = Fault::ScenarioTwice { scenario: layer.name.clone() };
            return self.faults.at(fault, stack.scenarios[at].loc);
        }
        self.lay_chain(layer, stack, &mut Vec::new());
    }

    fn lay_chain(&mut self, layer: &Layer, stack: &mut Stack, chain: &mut Vec<String>) {
        let bytes = &layer.bytes;
        let Some(source) =
            decode::take(bytes, &layer.name, Charset::Utf8Only, self.sources, self.faults)
        else {
            return;
        };
        let Some(mut tree) = tree::parse(self.sources, source, self.faults) else { return };
        let start = self.sources.loc(source, 0..0);
        let Some(scenario) = head(&mut tree, &layer.name, start, self.faults) else { return };
        chain.push(layer.name.clone());
        if let Some(baseline) = &scenario.baseline {
            self.lay_baseline(baseline, stack, chain);
        }
        chain.pop();
        if tree.entries.is_empty() && scenario.baseline.is_none() {
            let fault = Fault::EmptyScenario { scenario: layer.name.clone() };
            self.faults.at(fault, scenario.loc);
        }
        stack.scenarios.push(scenario);
        stack.laid.push((layer.name.clone(), bytes.clone()));
        self.remove(tree.take("remove"), stack);
        append(tree.take("change"), "change", &mut stack.tree);
        if let Some(add) = tree.take("add") {
            append_rows(add, &mut stack.tree);
        }
        stack.tree.lay_over(tree, self.faults);
    }

    /// Lays what a scenario builds on, unless it lies there already.
    fn lay_baseline(
        &mut self,
        baseline: &Sourced<String>,
        stack: &mut Stack,
        chain: &mut Vec<String>,
    ) {
        let Some(path) = find_scenario(self.files, &baseline.value) else {
            let fault = Fault::UnknownScenario { scenario: baseline.value.clone() };
            return self.faults.at(fault, baseline.loc);
        };
        if chain.contains(&path) {
            return self.faults.at(Fault::ScenarioCycle { scenario: path }, baseline.loc);
        }
        if stack.scenarios.iter().any(|scenario| scenario.file == path) {
            return;
        }
        if chain.len() >= MOST_BASELINES {
            let fault =
                Fault::BaselinesTooDeep { scenario: path, most: MOST_BASELINES.to_string() };
            return self.faults.at(fault, baseline.loc);
        }
        if let Some(bytes) = decode::bytes(self.files, &path, self.faults) {
            self.lay_chain(&Layer { name: path, bytes }, stack, chain);
        }
    }

    /// Takes out what `remove` names.
    fn remove(&self, entry: Option<Entry>, stack: &mut Stack) {
        let Some(entry) = entry else { return };
        let mut table = Table::default();
        table.entries.push(entry);
        let fields = Fields::new(String::new(), table.entries[0].key_loc, &table, self.faults);
        for path in fields.texts("remove").unwrap_or_default() {
            let Some((whole, node)) = setting::remove(&mut stack.tree, path.value, path.loc) else {
                self.faults.at(Fault::RemovesNothing { path: path.value.to_owned() }, path.loc);
                continue;
            };
            stack.removed.push(EffectiveValue {
                path: whole,
                value: None,
                loc: path.loc,
                hides: vec![Sourced::new(node.written(), node.loc)],
                is_layered: true,
            });
        }
    }
}

/// Reads the head of a scenario and takes it off.
fn head(tree: &mut Table, name: &str, start: Loc, faults: &Faults) -> Option<Scenario> {
    let entries = HEAD.iter().filter_map(|field| tree.take(field)).collect();
    let head = Table { entries };
    let fields = Fields::new(name.to_owned(), start, &head, faults);
    let title = fields.required_text("title");
    let text = |field| fields.filled(field).map(|text| text.value.to_owned());
    let (author, description, reference) = (text("author"), text("description"), text("reference"));
    let baseline = fields.filled("baseline").map(|text| text.map(str::to_owned));
    let title = title?;
    Some(Scenario {
        file: name.to_owned(),
        title: title.value.to_owned(),
        author,
        description,
        baseline,
        reference,
        loc: title.loc,
    })
}

/// Adds the items of a list to that of the lower layers; those with the `id` of one there are laid
/// over it.
fn append(entry: Option<Entry>, key: &str, tree: &mut Table) {
    let Some(entry) = entry else { return };
    let base = tree.entries.iter_mut().find(|entry| entry.key == key);
    match (base, entry.node.value) {
        (Some(Entry { node: Node { value: Value::List(base), .. }, .. }), Value::List(items)) => {
            for item in items {
                let twin =
                    base.iter_mut().find(|node| item.id().is_some() && node.id() == item.id());
                match twin {
                    Some(twin) => twin.lay_over(item, &Faults::default()),
                    None => base.push(item),
                }
            }
        }
        (_, value) => {
            tree.take(key);
            tree.entries.push(Entry { node: Node { value, ..entry.node }, ..entry });
        }
    }
}

/// Adds rows to those of the lower layers.
fn append_rows(add: Entry, tree: &mut Table) {
    let base = tree.entries.iter_mut().find(|entry| entry.key == "add");
    match (base, add.node.value) {
        (
            Some(Entry { node: Node { value: Value::Table(base), .. }, .. }),
            Value::Table(tables),
        ) => {
            for entry in tables.entries {
                let key = entry.key.clone();
                append(Some(entry), &key, base);
            }
        }
        (_, value) => {
            tree.take("add");
            tree.entries.push(Entry { node: Node { value, ..add.node }, ..add });
        }
    }
}

/// Reports a scenario that cannot be read.
pub fn unreadable(file: &str, reason: &std::io::Error) -> Diagnostic {
    Diagnostic::new(reasons::unreadable(file, reason))
}

/// Reports a scenario that is not there.
pub fn unknown_scenario(name: &str) -> Diagnostic {
    Diagnostic::new(Fault::UnknownScenario { scenario: name.to_owned() })
}
