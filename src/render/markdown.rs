//! A page as Markdown (that of GitHub), for minutes and mail. Pictures are left out.

use super::renderer::{Medium, Renderer};
use super::shown::{clean, decimals, show};
use crate::report::{Block, Document, Emphasis, Line, Link, Sheet};
use crate::text::Lang;

/// Markdown.
#[derive(Clone, Copy, Debug)]
pub struct Markdown;

impl Renderer for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn render(&self, document: &Document<'_>, _medium: Medium) -> Vec<u8> {
        let page = document.page();
        let (feet, blocks): (Vec<&Block>, Vec<&Block>) =
            page.iter().partition(|block| matches!(block, Block::Footer(_)));
        let mut parts: Vec<String> =
            blocks.into_iter().filter_map(|block| part(block, document.lang)).collect();
        if !feet.is_empty() {
            parts.push("---".to_owned());
            parts.extend(feet.into_iter().filter_map(|block| part(block, document.lang)));
        }
        let mut out = parts.join("\n\n");
        out.push('\n');
        out.into_bytes()
    }
}

/// Writes a block; `None` where nothing of it can be written.
fn part(block: &Block, lang: Lang) -> Option<String> {
    let text = match block {
        Block::Title(text) => format!("# {}", line(text)),
        Block::Heading(text) => format!("## {}", line(text)),
        Block::Paragraph(text) | Block::Footer(text) => line(text),
        Block::Terms(terms) => line(&terms.join(" ")),
        Block::Tree(lines) => tree(lines),
        Block::Sheet(sheet) => table(sheet, lang),
        Block::Address(lines) => address(lines),
        // One link is a line of its own: as a list it would go on with a list before it.
        Block::Links(links) if links.len() == 1 => links.iter().map(linked).collect(),
        Block::Links(links) => {
            links.iter().map(|link| format!("- {}", linked(link))).collect::<Vec<_>>().join("\n")
        }
        Block::Chart(chart) => format!("*{}*", inline(chart.alternative.trim())),
        Block::Logo(_) => String::new(),
    };
    (!text.trim_matches(['#', '*', ' ']).is_empty()).then_some(text)
}

fn address(lines: &[String]) -> String {
    let filled = lines.iter().map(|text| line(text)).filter(|text| !text.is_empty());
    filled.collect::<Vec<_>>().join("\\\n")
}

fn linked(link: &Link) -> String {
    format!("[{}]({})", inline(&link.text), super::address::address(&link.file))
}

/// Writes a tree as lists; no line stands more than one level below the one above.
fn tree(lines: &[Line]) -> String {
    let mut out = Vec::new();
    let mut allowed = 0;
    for entry in lines {
        let depth = entry.depth.min(allowed);
        allowed = depth + 1;
        let text = line(&entry.text);
        out.push(format!("{}- {}", "  ".repeat(depth), strong(text, entry.emphasis)));
    }
    out.join("\n")
}

fn table(sheet: &Sheet, lang: Lang) -> String {
    let decimals = decimals(sheet);
    let marks = sheet.columns.iter().map(|column| if column.numeric { "---:" } else { "---" });
    let mut lines = vec![
        row(sheet.columns.iter().map(|column| inline(&column.title))),
        row(marks.map(str::to_owned)),
    ];
    for entry in &sheet.rows {
        let cells = entry.cells.iter().zip(&decimals);
        let texts = cells.map(|(cell, decimals)| inline(&show(&cell.value, *decimals, lang)));
        lines.push(row(texts.map(|text| strong(text, entry.emphasis))));
    }
    lines.join("\n")
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let mut out = String::from("|");
    for cell in cells {
        out.push(' ');
        out.push_str(&cell);
        out.push_str(" |");
    }
    out
}

fn strong(text: String, emphasis: Emphasis) -> String {
    if emphasis == Emphasis::Total && !text.is_empty() { format!("**{text}**") } else { text }
}

/// Writes a text so that nothing in it is markup or HTML.
fn inline(text: &str) -> String {
    let text = clean(text);
    let text = text.trim();
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        let is_link = c == ':' && rest.starts_with("://")
            || c == '.'
                && text[..at].len() >= 3
                && text[..at].to_ascii_lowercase().ends_with("www");
        if is_link
            || matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#' | '$'
            )
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Writes a text that begins a line, so that it does not begin a list, a rule or a heading either.
fn line(text: &str) -> String {
    let text = inline(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = digits > 0 && text[digits..].starts_with(['.', ')']);
    if is_number && !text[digits + 1..].starts_with(|c: char| c.is_ascii_digit()) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    if text.starts_with(['-', '+', '=']) { format!("\\{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Cents;
    use crate::report::{Chart, Column, Drawing, Layout, Row, Value};

    fn render(page: Vec<Block>) -> String {
        let document = Document::new("test", Lang::De, Vec::new, move || page.clone());
        String::from_utf8(Markdown.render(&document, Medium { width: 80, styled: false })).unwrap()
    }

    fn entry(depth: usize, text: &str) -> Line {
        Line { depth, text: text.to_owned(), emphasis: Emphasis::Plain }
    }

    #[test]
    fn a_page_has_headings_tables_lists_and_a_footer_below_a_rule() {
        let columns = vec![Column::text("a", "Land"), Column::number("b", "Betrag")];
        let rows = vec![
            Row::plain([Value::text("a|b"), Value::Cents(Cents::new(-123_456))]),
            Row::total([Value::text("Summe"), Value::Empty]),
        ];
        let chart = Chart {
            title: "T".to_owned(),
            alternative: "Balken".to_owned(),
            drawing: Drawing::Bars { series: Vec::new(), bars: Vec::new() },
        };
        let page = render(vec![
            Block::Footer("Lauf 1".to_owned()),
            Block::Title("Titel".to_owned()),
            Block::Address(vec!["Amt".to_owned(), "1. Stock".to_owned()]),
            Block::Sheet(Sheet { columns, rows, layout: Layout::List }),
            Block::Chart(chart),
            Block::Tree(vec![entry(0, "a"), entry(3, "b"), entry(1, "c"), entry(0, "d")]),
            Block::Links(vec![crate::report::Link {
                text: "HE".to_owned(),
                file: "a (1).html".to_owned(),
            }]),
        ]);
        assert_eq!(
            page,
            "# Titel\n\nAmt\\\n1\\. Stock\n\n| Land | Betrag |\n| --- | ---: |\n| a\\|b | \
                -1.234,56 |\n\
             | **Summe** |  |\n\n*Balken*\n\n- a\n  - b\n  - c\n- d\n\n[HE](a%20%281%29.html)\n\n\
             ---\n\nLauf 1\n"
        );
    }

    #[test]
    fn no_text_is_markup() {
        for (text, written) in [
            ("<script>x</script>", "\\<script\\>x\\</script\\>"),
            ("a|b\n|---|", "a\\|b\u{fffd}\\|---\\|"),
            ("![x](http://y)", "!\\[x\\](http\\://y)"),
            (
                "www.x.de `c` &lt; *b* _i_ ~s~ \\",
                "www\\.x.de \\`c\\` \\&lt; \\*b\\* \\_i\\_ \\~s\\~ \\\\",
            ),
            ("    code\u{1b}\u{202e}", "code\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(inline(text), written);
        }
        for (text, written) in
            [("- a", "\\- a"), ("12. a", "12\\. a"), ("1.234,56", "1.234,56"), ("===", "\\===")]
        {
            assert_eq!(line(text), written);
        }
    }
}
