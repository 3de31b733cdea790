//! The page of a document for people at a terminal, as wide as the terminal is.
//!
//! Rules: rules.md#width.

use super::renderer::{Medium, Renderer};
use super::shown::clean;
use super::wrap::{wrap, wrap_words};
use crate::report::{Block, Document, Emphasis, Line, Sheet};
use crate::text::Lang;

mod draw;
mod grid;
mod layout;
mod width;

/// Tables, headings and trees in plain text.
#[derive(Clone, Copy, Debug)]
pub struct Table;

impl Renderer for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn render(&self, document: &Document<'_>, medium: Medium) -> Vec<u8> {
        let mut out = String::new();
        let mut after_title = true;
        for block in document.page().into_iter().filter(is_text) {
            if !after_title {
                out.push('\n');
            }
            after_title = matches!(block, Block::Title(_) | Block::Heading(_));
            for line in lines(&block, document.lang, medium) {
                out.push_str(line.trim_end_matches(' '));
                out.push('\n');
            }
        }
        out.into_bytes()
    }
}

fn lines(block: &Block, lang: Lang, medium: Medium) -> Vec<String> {
    let width = medium.width;
    match block {
        Block::Title(text) | Block::Heading(text) => {
            wrap(&clean(text), width, 0).iter().map(|line| draw::bold(line, medium)).collect()
        }
        Block::Paragraph(text) => wrap(&clean(text), width, 0),
        Block::Terms(terms) => {
            let terms: Vec<String> = terms.iter().map(|term| clean(term)).collect();
            wrap_words(terms.iter().map(String::as_str), width, 2)
        }
        Block::Tree(lines) => lines.iter().flat_map(|line| tree_line(line, medium)).collect(),
        Block::Sheet(sheet) => sheet_lines(sheet, lang, medium),
        Block::Address(lines) => {
            lines.iter().flat_map(|line| wrap(&clean(line), width, 2)).collect()
        }
        Block::Links(links) => links
            .iter()
            .flat_map(|link| wrap(&clean(&format!("{}: {}", link.text, link.file)), width, 2))
            .collect(),
        Block::Footer(text) => wrap(&clean(text), width, 0),
        Block::Chart(_) | Block::Logo(_) => Vec::new(),
    }
}

/// Leaves out pictures.
fn is_text(block: &Block) -> bool {
    !matches!(block, Block::Chart(_) | Block::Logo(_))
}

fn sheet_lines(sheet: &Sheet, lang: Lang, medium: Medium) -> Vec<String> {
    let grids = layout::arrange(grid::Grid::of(sheet, lang), sheet.layout, medium.width);
    let mut out = Vec::new();
    for grid in grids {
        if !out.is_empty() {
            out.push(String::new());
        }
        out.extend(draw::draw(&grid, medium));
    }
    out
}

fn tree_line(line: &Line, medium: Medium) -> Vec<String> {
    let indent = line.depth * 2;
    let width = medium.width.saturating_sub(indent).max(20);
    let lines = wrap(&clean(&line.text), width, 2);
    lines
        .into_iter()
        .map(|text| {
            let text =
                if line.emphasis == Emphasis::Total { draw::bold(&text, medium) } else { text };
            format!("{}{text}", " ".repeat(indent))
        })
        .collect()
}
