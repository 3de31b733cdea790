//! Texts of a page: escaped, cut, and those below each sheet of paper.

use super::super::shown::clean;
use crate::report::Block;

pub(super) fn foot(block: &Block) -> Option<&String> {
    match block {
        Block::Footer(text) => Some(text),
        _ => None,
    }
}

/// Writes a text so that nothing in it is markup, between tags and in attributes.
pub(super) fn escaped(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Cuts a text that is longer than so many signs.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
        None => text.to_owned(),
    }
}
