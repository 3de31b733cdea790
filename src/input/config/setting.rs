//! `--set path=value`: one small layer over umlage.toml for each.
//!
//! A path leads through tables by field or id and through lists of tables by their `id`. An id may
//! itself contain dots (`service.a.b.name`): the longest one that exists is meant. It may be quoted
//! as in TOML, too.
//!
//! Rules: rules.md#set-shown.

use super::quoting::toml_key;
use super::tree::{self, Entry, Node, Table, Value};
use crate::diag::Fault;
use crate::input::faults::Faults;
use crate::source::{Loc, SourceId, SourceMap};

/// The name of a setting among the sources.
pub(crate) const NAME: &str = "--set";

/// No field of umlage.toml lies deeper.
const DEEPEST: usize = 32;

/// One part of a path.
struct Segment {
    text: String,
    quoted: bool,
    loc: Loc,
}

/// Lays one setting over the tree.
pub(crate) fn apply(tree: &mut Table, setting: &str, sources: &mut SourceMap, faults: &Faults) {
    let setting = setting.trim();
    let source = sources.add(NAME, setting.to_owned(), setting.as_bytes());
    let Some((path, value_at)) = parse_path(setting, sources, source) else {
        let whole = sources.loc(source, 0..setting.len());
        return faults.at(Fault::BadSetting { setting: setting.to_owned() }, whole);
    };
    let value = tree::parse_value(sources, source, value_at, faults).unwrap_or_else(|| {
        Node::new(
            Value::Text(setting[value_at..].to_owned()),
            sources.loc(source, value_at..setting.len()),
        )
    });
    match table_layer(Some(tree), &path, value) {
        Ok(layer) => tree.lay_over(layer, faults),
        Err(at) => faults.at(Fault::SettingPath { part: at.text.clone() }, at.loc),
    }
}

/// Reads the path up to the `=` and finds the byte at which the value begins.
fn parse_path(
    setting: &str,
    sources: &SourceMap,
    source: SourceId,
) -> Option<(Vec<Segment>, usize)> {
    segments(setting, &|range| sources.loc(source, range))
}

/// Takes what a path leads to out of the tree; returns the whole path and what was there. `None`
/// where there is no such thing.
pub(crate) fn remove(tree: &mut Table, path: &str, loc: Loc) -> Option<(String, Node)> {
    let (path, _) = segments(&format!("{}=", path.trim()), &|_| loc)?;
    remove_in(tree, &path)
}

fn remove_in(table: &mut Table, path: &[Segment]) -> Option<(String, Node)> {
    let known: Vec<&str> = table.entries.iter().map(|entry| &*entry.key).collect();
    let (key, count) = longest(path, &known);
    if path.len() == count {
        return table.take(&key).map(|entry| (toml_key(&key), entry.node));
    }
    let below = table.entries.iter_mut().find(|entry| entry.key == key)?;
    let (rest, node) = remove_below(&mut below.node, &path[count..])?;
    Some((format!("{}.{rest}", toml_key(&key)), node))
}

fn remove_below(node: &mut Node, path: &[Segment]) -> Option<(String, Node)> {
    let list = match &mut node.value {
        Value::Table(table) => return remove_in(table, path),
        Value::List(list) => list,
        _ => return None,
    };
    let known: Vec<&str> = list.iter().filter_map(Node::id).collect();
    let (id, count) = longest(path, &known);
    let at = list.iter().position(|node| node.id() == Some(&id))?;
    if path.len() == count {
        return Some((toml_key(&id), list.remove(at)));
    }
    let (rest, node) = remove_below(&mut list[at], &path[count..])?;
    Some((format!("{}.{rest}", toml_key(&id)), node))
}

/// Reads the segments up to the `=` and finds the byte behind it; `place` makes places of byte
/// ranges.
fn segments(
    setting: &str,
    place: &dyn Fn(std::ops::Range<usize>) -> Loc,
) -> Option<(Vec<Segment>, usize)> {
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
        path.push(Segment { text, quoted, loc: place(at..at + raw.len()) });
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

/// Makes the layer that says `path = value` inside a table; fails at the segment that leads
/// nowhere.
fn table_layer<'p>(
    base: Option<&Table>,
    path: &'p [Segment],
    value: Node,
) -> Result<Table, &'p Segment> {
    let known: Vec<&str> =
        base.iter().flat_map(|table| &table.entries).map(|entry| &*entry.key).collect();
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
        Some(Value::List(list)) if tree::some_have_ids(list) => {
            Value::List(vec![item_layer(list, rest, value)?])
        }
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

/// Finds the longest known id at the beginning of a path, else takes the first segment; with the
/// segments it has.
fn longest(path: &[Segment], known: &[&str]) -> (String, usize) {
    for count in (2..=path.len()).rev() {
        if path[..count].iter().all(|segment| !segment.quoted) {
            let id = path[..count]
                .iter()
                .map(|segment| segment.text.as_str())
                .collect::<Vec<_>>()
                .join(".");
            if known.contains(&id.as_str()) {
                return (id, count);
            }
        }
    }
    (path[0].text.clone(), 1)
}

#[cfg(test)]
mod tests {
    use crate::input::testing::{TOML, found, load_set, whole};
    use crate::model::Project;

    fn set(settings: &[&str]) -> Project {
        whole(load_set(TOML, &[], settings))
    }

    fn faults(setting: &str) -> Vec<String> {
        found(load_set(TOML, &[], &[setting]))
    }

    #[test]
    fn a_value_is_toml_else_a_string() {
        assert_eq!(
            set(&["project.title=Ein Titel, ganz \"frei\""]).title,
            "Ein Titel, ganz \"frei\""
        );
        assert_eq!(set(&[" project.title = \"in Anführung\" "]).title, "in Anführung");
        assert_eq!(set(&["project.title="]).title, "");
        assert_eq!(set(&["project.settled_per=quarter"]).settled_per, crate::model::Grain::Quarter);
        assert_eq!(set(&["party.TH.member=[{ from = \"2020-01-01\" }]"]).members.spans().len(), 2);
        assert_eq!(faults("project.title=5"), ["E203 --set:1:15"]);
        assert_eq!(faults("project.title=25.00"), ["E204 --set:1:15"]);
    }

    #[test]
    fn later_settings_win() {
        assert_eq!(set(&["project.title=a", "project.title=b"]).title, "b");
    }

    #[test]
    fn steps_are_reached_by_their_id_and_new_ones_go_to_the_end() {
        let settings = ["rule.r.step.rest.share=35 %", "rule.r.step.rest.rest=false"];
        let new = ["rule.r.step.neu.rest=true", "rule.r.step.neu.to=HE"];
        let project = set(&[settings[0], settings[1], new[0], new[1]]);
        let ids: Vec<&str> = project.rules[0].steps.iter().map(|step| step.id.as_str()).collect();
        assert_eq!(ids, ["rest", "neu"]);
        assert_eq!(
            faults("rule.r.step.rest.share=135 %"),
            ["E224 umlage.toml:11:8", "E220 --set:1:24"]
        );
    }

    #[test]
    fn ids_with_dots_are_found_or_quoted() {
        let toml = format!("{TOML}[service.\"a.b\"]\n[service.a]\n");
        let names = |setting: &str| {
            let project = whole(load_set(&toml, &[], &[setting]));
            let named =
                project.services.iter().map(|service| format!("{}={}", service.id, service.name));
            named.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names("service.a.b.name=X"), "wohngeld=Wohngeld a.b=X a=a");
        assert_eq!(names("service.\"a.b\".name=X"), "wohngeld=Wohngeld a.b=X a=a");
        assert_eq!(names("service.a.name=X"), "wohngeld=Wohngeld a.b=a.b a=X");
        assert_eq!(names("service.'c.d'.name=X"), "wohngeld=Wohngeld a.b=a.b a=a c.d=X");
        assert_eq!(names(r#"service."\u0065.f".name=X"#), "wohngeld=Wohngeld a.b=a.b a=a e.f=X");
        assert_eq!(names(" service . a . name = X"), "wohngeld=Wohngeld a.b=a.b a=X");
    }

    #[test]
    fn a_path_leads_through_tables_to_a_value() {
        for setting in [
            "",
            "x",
            "=5",
            ".x=5",
            "a..b=5",
            "\"a=5",
            "\"a\"b=5",
            &format!("{}a=1", "a.".repeat(99)),
        ] {
            assert_eq!(faults(setting).len(), 1, "{setting}");
            assert!(faults(setting)[0].starts_with("E226"), "{setting}");
        }
        assert_eq!(faults("rule.r.legal_basis.x=5"), ["E228 --set:1:8"]);
        assert_eq!(faults("service.wohngeld.participants.HE=5"), ["E228 --set:1:18"]);
        assert_eq!(faults("rule.r.step.rest=5"), ["E228 --set:1:13"]);
        assert_eq!(faults("regel.x=5"), ["E202 --set:1:1"]);
    }
}
