//! `--set path=value`: one small layer over umlage.toml for each.
//!
//! A path leads through tables by field or id and through lists of tables by their `id`. An id may itself contain
//! dots (`service.a.b.name`): the longest one that exists is meant. It may be quoted as in TOML, too.

use super::faults::Faults;
use super::tree::{self, Entry, Node, Table, Value};
use crate::diag::Fault;
use crate::source::{Loc, SourceId, SourceMap};

/// No field of umlage.toml lies deeper.
const DEEPEST: usize = 32;

/// One part of a path.
struct Segment {
    text: String,
    quoted: bool,
    loc: Loc,
}

/// Lays one setting over the tree.
pub(super) fn apply(tree: &mut Table, setting: &str, sources: &mut SourceMap, faults: &Faults) {
    let setting = setting.trim();
    let source = sources.add("--set", setting.to_owned(), setting.as_bytes());
    let Some((path, value_at)) = parse_path(setting, sources, source) else {
        let whole = sources.loc(source, 0..setting.len());
        return faults.at(Fault::BadSetting { setting: setting.to_owned() }, whole);
    };
    let value = tree::parse_value(sources, source, value_at, faults).unwrap_or_else(|| {
        Node::new(Value::Text(setting[value_at..].to_owned()), sources.loc(source, value_at..setting.len()))
    });
    match table_layer(Some(tree), &path, value) {
        Ok(layer) => tree.lay_over(layer),
        Err(at) => faults.at(Fault::SettingPath { part: at.text.clone() }, at.loc),
    }
}

/// Reads the path up to the `=` and finds the byte at which the value begins.
fn parse_path(setting: &str, sources: &SourceMap, source: SourceId) -> Option<(Vec<Segment>, usize)> {
    let mut path = Vec::new();
    let mut at = 0;
    loop {
        let rest = &setting[at..];
        at += rest.len() - rest.trim_start().len();
        let rest = &setting[at..];
        let quoted = rest.starts_with(['"', '\'']);
        let len = if quoted { quoted_len(rest)? } else { rest.find(['.', '='])? };
        let raw = rest[..len].trim_end();
        let text = if quoted { unquoted(raw)? } else { raw.to_owned() };
        if text.is_empty() || path.len() == DEEPEST {
            return None;
        }
        path.push(Segment { text, quoted, loc: sources.loc(source, at..at + raw.len()) });
        at += len;
        let rest = setting[at..].trim_start();
        at = setting.len() - rest.len() + 1;
        match rest.chars().next()? {
            '.' => {}
            '=' => return Some((path, setting.len() - setting[at..].trim_start().len())),
            _ => return None,
        }
    }
}

/// Measures a quoted segment with its quotation marks.
fn quoted_len(text: &str) -> Option<usize> {
    let mark = text.chars().next()?;
    let mut escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' && mark == '"' {
            escaped = true;
        } else if c == mark {
            return Some(index + 1);
        }
    }
    None
}

/// Takes the quotation marks and escapes off, as TOML does.
fn unquoted(text: &str) -> Option<String> {
    toml::de::DeValue::parse(text).ok()?.get_ref().as_str().map(str::to_owned)
}

/// Makes the layer that says `path = value` inside a table; fails at the segment that leads nowhere.
fn table_layer<'p>(base: Option<&Table>, path: &'p [Segment], value: Node) -> Result<Table, &'p Segment> {
    let known: Vec<&str> = base.iter().flat_map(|table| &table.entries).map(|entry| &*entry.key).collect();
    let (key, count) = longest(path, &known);
    let below = base.and_then(|table| table.get(&key));
    let node = node_layer(below, path, count, value)?;
    Ok(Table { entries: vec![Entry { key, key_loc: path[0].loc, node }] })
}

/// Makes the layer for the node to which the first `done` segments lead.
fn node_layer<'p>(
    base: Option<&Node>,
    path: &'p [Segment],
    done: usize,
    value: Node,
) -> Result<Node, &'p Segment> {
    let rest = &path[done..];
    if rest.is_empty() {
        return Ok(value);
    }
    let layer = match base.map(|node| &node.value) {
        None => Value::Table(table_layer(None, rest, value)?),
        Some(Value::Table(table)) => Value::Table(table_layer(Some(table), rest, value)?),
        Some(Value::List(list)) if tree::have_ids(list) => Value::List(vec![item_layer(list, rest, value)?]),
        Some(_) => return Err(&path[done - 1]),
    };
    Ok(Node::new(layer, path[0].loc))
}

/// Makes the layer for one table of a list, with the `id` by which it merges.
fn item_layer<'p>(list: &[Node], path: &'p [Segment], value: Node) -> Result<Node, &'p Segment> {
    let known: Vec<&str> = list.iter().filter_map(Node::id).collect();
    let (id, count) = longest(path, &known);
    let below = list.iter().find(|node| node.id() == Some(&id));
    let mut item = node_layer(below, path, count, value)?;
    let Value::Table(table) = &mut item.value else { return Err(&path[0]) };
    if table.get("id").is_none() {
        let node = Node::new(Value::Text(id), path[0].loc);
        table.entries.push(Entry { key: "id".to_owned(), key_loc: path[0].loc, node });
    }
    Ok(item)
}

/// Finds the longest known id at the beginning of a path, else takes the first segment; with the segments it has.
fn longest(path: &[Segment], known: &[&str]) -> (String, usize) {
    for count in (2..=path.len()).rev() {
        if path[..count].iter().all(|segment| !segment.quoted) {
            let id = path[..count].iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(".");
            if known.contains(&id.as_str()) {
                return (id, count);
            }
        }
    }
    (path[0].text.clone(), 1)
}
