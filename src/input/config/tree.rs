//! umlage.toml as a tree whose nodes know their place, and layers over it.
//!
//! Tables keep the order of the file, because it decides ties and output. A layer is a tree of the
//! same shape: tables merge by id, lists of tables with an `id` merge by it, other lists and values
//! are replaced whole, and what is replaced stays below the winner as what it hides.
//!
//! Rules: rules.md#layers.

use toml::de::{DeTable, DeValue};

use super::quoting::toml_key;
use crate::diag::{Diagnostic, Fault};
use crate::input::faults::Faults;
use crate::input::files::reasons;
use crate::source::{Loc, SourceId, SourceMap};

/// A value with its place and what it hides.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// The value.
    pub(crate) value: Value,
    /// Where the winning layer sets it.
    pub(crate) loc: Loc,
    /// What a lower layer says.
    pub(crate) hides: Option<Box<Node>>,
}

/// A TOML value. Floats keep their text, because no exact number comes out of them.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// A string.
    Text(String),
    /// A whole number.
    Integer(i128),
    /// A floating-point number as it is written.
    Float(String),
    /// True or false.
    Flag(bool),
    /// A date, a time or both as it is written.
    Date(String),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Table),
}

/// A table in the order of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// The fields.
    pub(crate) entries: Vec<Entry>,
}

/// A field of a table.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The name of the field, or an id.
    pub(crate) key: String,
    /// Where the name stands.
    pub(crate) key_loc: Loc,
    /// What it holds.
    pub(crate) node: Node,
}

impl Node {
    /// Makes a node that hides nothing.
    pub(crate) fn new(value: Value, loc: Loc) -> Node {
        Node { value, loc, hides: None }
    }

    /// Writes the value for a message: short, and in the words of TOML rather than of a language.
    pub(crate) fn shown(&self) -> String {
        match &self.value {
            Value::Text(text) => format!("\"{text}\""),
            Value::Integer(number) => number.to_string(),
            Value::Float(text) | Value::Date(text) => text.clone(),
            Value::Flag(flag) => flag.to_string(),
            Value::List(_) => "[…]".to_owned(),
            Value::Table(_) => "{ … }".to_owned(),
        }
    }

    /// Returns the id of a table in a list.
    pub(crate) fn id(&self) -> Option<&str> {
        match &self.value {
            Value::Table(table) => match table.get("id").map(|node| &node.value) {
                Some(Value::Text(id)) => Some(id),
                _ => None,
            },
            _ => None,
        }
    }

    /// Writes the whole value in the words of TOML.
    pub(crate) fn written(&self) -> String {
        match &self.value {
            Value::List(list) => {
                format!("[{}]", list.iter().map(Node::written).collect::<Vec<_>>().join(", "))
            }
            Value::Table(table) => {
                let field =
                    |entry: &Entry| format!("{} = {}", toml_key(&entry.key), entry.node.written());
                format!("{{ {} }}", table.entries.iter().map(field).collect::<Vec<_>>().join(", "))
            }
            _ => self.shown(),
        }
    }

    /// Lays another tree over this one. A value that holds already is a finding.
    pub(crate) fn lay_over(&mut self, layer: Node, faults: &Faults) {
        match (&mut self.value, layer.value) {
            (Value::Table(base), Value::Table(layer)) => base.lay_over(layer, faults),
            (Value::List(base), Value::List(layer)) if have_ids(&layer) && some_have_ids(base) => {
                lay_items_over(base, layer, faults);
            }
            (_, value) => {
                let winner = Node::new(value, layer.loc);
                if same(self, &winner) {
                    let fault = Fault::SameValue { value: winner.shown() };
                    faults.push(Diagnostic::at(fault, winner.loc).and_here(
                        self.loc,
                        "hier steht er schon",
                        "it stands here",
                    ));
                }
                let hidden = std::mem::replace(self, winner.settled(faults));
                self.hides = Some(Box::new(hidden));
            }
        }
    }

    /// Puts the items of new lists where their `after` says.
    fn settled(mut self, faults: &Faults) -> Node {
        self.value = match self.value {
            Value::List(list) if have_ids(&list) => {
                let mut settled = Vec::new();
                lay_items_over(&mut settled, list, faults);
                Value::List(settled)
            }
            Value::Table(table) => {
                let mut settled = Table::default();
                settled.lay_over(table, faults);
                Value::Table(settled)
            }
            value => value,
        };
        self
    }

    /// Takes the field `after` out of a table.
    fn take_after(&mut self) -> Option<Node> {
        let Value::Table(table) = &mut self.value else { return None };
        let at = table.entries.iter().position(|entry| entry.key == "after")?;
        Some(table.entries.remove(at).node)
    }
}

/// Lays tables with an `id` over a list of such: they merge by it, and new ones go to the end or
/// behind the one that `after` names.
fn lay_items_over(base: &mut Vec<Node>, layer: Vec<Node>, faults: &Faults) {
    for mut item in layer {
        let after = item.take_after();
        let known = base.iter().position(|node| node.id() == item.id());
        let mut at = match known {
            Some(at) => {
                if let Value::Table(table) = &mut item.value {
                    table.entries.retain(|entry| entry.key != "id");
                }
                base[at].lay_over(item, faults);
                at
            }
            None => {
                base.push(item.settled(faults));
                base.len().saturating_sub(1)
            }
        };
        let Some(after) = after else { continue };
        let item = base.remove(at);
        let named = match &after.value {
            Value::Text(id) => base.iter().position(|node| node.id() == Some(id)),
            _ => None,
        };
        match named {
            Some(before) => at = before.saturating_add(1),
            None => {
                let id =
                    if let Value::Text(id) = &after.value { id.clone() } else { after.shown() };
                faults.at(Fault::AfterNothing { id }, after.loc);
            }
        }
        base.insert(at, item);
    }
}

impl Table {
    /// Returns a field.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// Lays another table over this one: fields merge by name, new ones go to the end.
    pub(crate) fn lay_over(&mut self, layer: Table, faults: &Faults) {
        for Entry { key, key_loc, node } in layer.entries {
            match self.entries.iter_mut().find(|base| base.key == key) {
                Some(base) => base.node.lay_over(node, faults),
                None => self.entries.push(Entry { key, key_loc, node: node.settled(faults) }),
            }
        }
    }

    /// Takes a field out.
    pub(crate) fn take(&mut self, key: &str) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(at))
    }
}

/// Tells whether two nodes say the same, wherever they stand.
pub(crate) fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Text(a), Value::Text(b)) | (Value::Float(a), Value::Float(b)) => a == b,
        (Value::Date(a), Value::Date(b)) => a == b,
        (Value::Integer(a), Value::Integer(b)) => a == b,
        (Value::Flag(a), Value::Flag(b)) => a == b,
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Table(a), Value::Table(b)) => {
            let alike = |a: &Entry| b.get(&a.key).is_some_and(|b| same(&a.node, b));
            a.entries.len() == b.entries.len() && a.entries.iter().all(alike)
        }
        _ => false,
    }
}

/// Tells whether a list has a table with an `id`.
pub(crate) fn some_have_ids(list: &[Node]) -> bool {
    list.iter().any(|node| node.id().is_some())
}

/// Tells whether a list is one of tables that each have an `id`.
pub(crate) fn have_ids(list: &[Node]) -> bool {
    !list.is_empty() && list.iter().all(|node| node.id().is_some())
}

/// Reads a TOML file into a tree.
pub(crate) fn parse(sources: &SourceMap, source: SourceId, faults: &Faults) -> Option<Table> {
    let text = &sources.get(source).text;
    match DeTable::parse(text) {
        Ok(table) => Some(Reader { sources, source, offset: 0, faults }.table(table.get_ref())),
        Err(fault) => {
            let at = fault.span().unwrap_or(0..0);
            let reason = Fault::TomlSyntax { reason: reasons::of_toml(fault.message()) };
            faults.push(Diagnostic::at(reason, sources.loc(source, at)));
            None
        }
    }
}

/// Reads the rest of a source from a byte on as one TOML value; `None` where it is none.
pub(crate) fn parse_value(
    sources: &SourceMap,
    source: SourceId,
    offset: usize,
    faults: &Faults,
) -> Option<Node> {
    let text = sources.get(source).text.get(offset..)?;
    let value = DeValue::parse(text).ok()?;
    Some(Reader { sources, source, offset, faults }.node(&value))
}

/// Turns what the TOML parser gives into our tree.
struct Reader<'a> {
    sources: &'a SourceMap,
    source: SourceId,
    offset: usize,
    faults: &'a Faults,
}

impl Reader<'_> {
    fn loc(&self, span: std::ops::Range<usize>) -> Loc {
        self.sources.loc(self.source, span.start + self.offset..span.end + self.offset)
    }

    fn table(&self, table: &DeTable<'_>) -> Table {
        let entries = table.iter().map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_loc: self.loc(key.span()),
            node: self.node(value),
        });
        Table { entries: entries.collect() }
    }

    fn node(&self, value: &toml::Spanned<DeValue<'_>>) -> Node {
        let loc = self.loc(value.span());
        let read = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(number) => match i128::from_str_radix(number.as_str(), number.radix())
            {
                Ok(number) => Value::Integer(number),
                Err(_) => {
                    self.faults.at(Fault::NumberTooLarge { value: number.to_string() }, loc);
                    Value::Integer(0)
                }
            },
            DeValue::Float(number) => Value::Float(number.to_string()),
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Datetime(date) => Value::Date(date.to_string()),
            DeValue::Array(list) => Value::List(list.iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node::new(read, loc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_layers(layers: &[&str]) -> (Table, SourceMap) {
        let mut sources = SourceMap::default();
        let faults = Faults::default();
        let mut trees = Vec::new();
        for (index, layer) in layers.iter().enumerate() {
            let source =
                sources.add(format!("{index}.toml"), (*layer).to_owned(), layer.as_bytes());
            trees.push(parse(&sources, source, &faults).unwrap());
        }
        let mut trees = trees.into_iter();
        let mut tree = trees.next().unwrap();
        trees.for_each(|layer| tree.lay_over(layer, &faults));
        (tree, sources)
    }

    fn at<'t>(table: &'t Table, path: &str) -> &'t Node {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let mut node = table.get(first).unwrap();
        for part in rest.split('.').filter(|part| !part.is_empty()) {
            node = match &node.value {
                Value::Table(table) => table.get(part).unwrap(),
                Value::List(list) => list.iter().find(|item| item.id() == Some(part)).unwrap(),
                _ => panic!("{path}"),
            };
        }
        node
    }

    #[test]
    fn tables_and_lists_with_ids_merge_and_keep_their_order() {
        let base = "[b]\nx = 1\n[a]\nx = 1\n[[a.step]]\nid = \"1\"\nshare = \"5 %\"\n[[a.step]]\n\
            id = \"2\"\n";
        let layer =
            "[a]\nx = 2\n[[a.step]]\nid = \"3\"\n[[a.step]]\nid = \"1\"\nshare = \"6 %\"\n[c]\n";
        let (tree, sources) = parse_layers(&[base, layer]);
        let keys: Vec<&str> = tree.entries.iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["b", "a", "c"]);
        let Value::List(steps) = &at(&tree, "a.step").value else { panic!() };
        let ids: Vec<_> = steps.iter().filter_map(Node::id).collect();
        assert_eq!(ids, ["1", "2", "3"]);
        let share = at(&tree, "a.step.1.share");
        assert_eq!(
            (share.shown(), sources.place(share.loc)),
            ("\"6 %\"".into(), "1.toml:7:9".into())
        );
        let hidden = share.hides.as_ref().unwrap();
        assert_eq!(
            (hidden.shown(), sources.place(hidden.loc)),
            ("\"5 %\"".into(), "0.toml:7:9".into())
        );
        assert!(at(&tree, "b.x").hides.is_none());
    }

    #[test]
    fn other_lists_and_values_are_replaced_whole() {
        let (tree, _) = parse_layers(&[
            "a = [1, 2]\nb = { c = 1 }\nd = 1",
            "a = [3]\nb = 5",
            "a = []\nd = { e = 1 }",
        ]);
        let Value::List(list) = &at(&tree, "a").value else { panic!() };
        assert!(list.is_empty());
        let hidden = at(&tree, "a").hides.as_ref().unwrap();
        assert!(matches!(&hidden.value, Value::List(list) if list.len() == 1));
        assert!(
            matches!(&hidden.hides.as_ref().unwrap().value, Value::List(list) if list.len() == 2)
        );
        assert_eq!(at(&tree, "b").shown(), "5");
        assert_eq!(at(&tree, "d.e").shown(), "1");
    }

    #[test]
    fn places_are_those_of_values() {
        let text =
            "# ä\n[t.\"x.y\"]\nä = 1\n".replace("ä = 1", "\"ä\" = [1.50, 0x1F, 2020-01-01, true]");
        let (tree, sources) = parse_layers(&[&text]);
        let Value::Table(table) = &at(&tree, "t").value else { panic!() };
        let entry = &table.entries[0];
        assert_eq!(
            (entry.key.as_str(), sources.place(entry.key_loc)),
            ("x.y", "0.toml:2:4".to_owned())
        );
        let Value::Table(table) = &entry.node.value else { panic!() };
        let Value::List(list) = &table.get("ä").unwrap().value else { panic!() };
        let shown: Vec<String> =
            list.iter().map(|n| format!("{} {}", n.shown(), sources.place(n.loc))).collect();
        assert_eq!(
            shown,
            ["1.50 0.toml:3:8", "31 0.toml:3:14", "2020-01-01 0.toml:3:20", "true 0.toml:3:32"]
        );
    }

    #[test]
    fn what_is_not_toml_is_one_fault_at_its_place() {
        for (text, place) in
            [("a = 1\nb = x\n", "f:2:5"), ("a = 1\na = 2", "f:2:1"), ("[a", "f:1:3")]
        {
            let mut sources = SourceMap::default();
            let source = sources.add("f", text.to_owned(), text.as_bytes());
            let faults = Faults::default();
            assert!(parse(&sources, source, &faults).is_none());
            let found = faults.into_inner();
            let places: Vec<String> =
                found.iter().map(|d| sources.place(d.labels[0].loc)).collect();
            assert_eq!(places, [place]);
        }
    }
}
