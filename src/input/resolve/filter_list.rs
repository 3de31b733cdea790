//! A filter of a selection.

use std::collections::BTreeSet;

use super::super::faults::Faults;
use crate::diag::Fault;
use crate::input::config::fields::{self};
use crate::input::config::shape::Shape;
use crate::input::config::tree::{Node, Value};
use crate::model::Filter;
use crate::source::Sourced;

/// Reads a filter: `"*"`, `["*"]` or a list.
pub(super) fn filter<T: Ord>(
    field: &str,
    node: &Node,
    faults: &Faults,
    find: impl Fn(Sourced<&str>) -> Option<T>,
) -> Option<Filter<T>> {
    let list = match &node.value {
        Value::Text(text) if text == "*" => return Some(Filter::Any),
        Value::List(list) => list,
        _ => return fields::wrong_type(faults, field, Shape::Filter, node),
    };
    let texts: Option<Vec<Sourced<&str>>> =
        list.iter().map(|node| fields::text(faults, field, node)).collect();
    let texts = texts?;
    if texts.iter().any(|text| text.value == "*") {
        if let Some(other) = texts.iter().find(|text| text.value != "*") {
            let fault = Fault::NotTogether { field: other.value.to_owned(), other: "*".to_owned() };
            faults.at(fault, other.loc);
        }
        return Some(Filter::Any);
    }
    let found: Vec<Option<T>> = texts.into_iter().map(find).collect();
    found.into_iter().collect::<Option<BTreeSet<T>>>().map(Filter::Listed)
}
