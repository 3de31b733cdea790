//! umlage.toml as a tree whose nodes know their place, and layers over it.
//!
//! Tables keep the order of the file, because it decides ties and output. A layer is a tree of the same shape:
//! tables merge by id, lists of tables with an `id` merge by it, other lists and values are replaced whole, and
//! what is replaced stays below the winner as what it hides.

use toml::de::{DeTable, DeValue};

use super::faults::Faults;
use crate::diag::{Diagnostic, Fault};
use crate::source::{Loc, SourceId, SourceMap};

/// A value with its place and what it hides.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The value.
    pub(super) value: Value,
    /// Where the winning layer sets it.
    pub(super) loc: Loc,
    /// What a lower layer says.
    pub(super) hides: Option<Box<Node>>,
}

/// A TOML value. Floats keep their text, because no exact number comes out of them.
#[derive(Clone, Debug)]
pub(super) enum Value {
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
pub(super) struct Table {
    /// The fields.
    pub(super) entries: Vec<Entry>,
}

/// A field of a table.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The name of the field, or an id.
    pub(super) key: String,
    /// Where the name stands.
    pub(super) key_loc: Loc,
    /// What it holds.
    pub(super) node: Node,
}

impl Node {
    /// Makes a node that hides nothing.
    pub(super) fn new(value: Value, loc: Loc) -> Node {
        Node { value, loc, hides: None }
    }

    /// Writes the value for a message: short, and in the words of TOML rather than of a language.
    pub(super) fn shown(&self) -> String {
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
    pub(super) fn id(&self) -> Option<&str> {
        match &self.value {
            Value::Table(table) => match table.get("id").map(|node| &node.value) {
                Some(Value::Text(id)) => Some(id),
                _ => None,
            },
            _ => None,
        }
    }

    /// Lays another tree over this one.
    pub(super) fn lay_over(&mut self, layer: Node) {
        match (&mut self.value, layer.value) {
            (Value::Table(base), Value::Table(layer)) => base.lay_over(layer),
            (Value::List(base), Value::List(layer)) if have_ids(base) && have_ids(&layer) => {
                for item in layer {
                    match base.iter_mut().find(|node| node.id() == item.id()) {
                        Some(node) => node.lay_over(item),
                        None => base.push(item),
                    }
                }
            }
            (_, value) => {
                let hidden = std::mem::replace(self, Node::new(value, layer.loc));
                self.hides = Some(Box::new(hidden));
            }
        }
    }
}

impl Table {
    /// Returns a field.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// Lays another table over this one: fields merge by name, new ones go to the end.
    pub(super) fn lay_over(&mut self, layer: Table) {
        for entry in layer.entries {
            match self.entries.iter_mut().find(|base| base.key == entry.key) {
                Some(base) => base.node.lay_over(entry.node),
                None => self.entries.push(entry),
            }
        }
    }
}

/// Tells whether a list is one of tables that each have an `id`.
pub(super) fn have_ids(list: &[Node]) -> bool {
    !list.is_empty() && list.iter().all(|node| node.id().is_some())
}

/// Reads a TOML file into a tree.
pub(super) fn parse(sources: &SourceMap, source: SourceId, faults: &Faults) -> Option<Table> {
    let text = &sources.get(source).text;
    match DeTable::parse(text) {
        Ok(table) => Some(Reader { sources, source, offset: 0, faults }.table(table.get_ref())),
        Err(fault) => {
            let at = fault.span().unwrap_or(0..0);
            let reason = Fault::TomlSyntax { reason: fault.message().to_owned() };
            faults.push(Diagnostic::at(reason, sources.loc(source, at)));
            None
        }
    }
}

/// Reads the rest of a source from a byte on as one TOML value; `None` where it is none.
pub(super) fn parse_value(
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
            DeValue::Integer(number) => match i128::from_str_radix(number.as_str(), number.radix()) {
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
