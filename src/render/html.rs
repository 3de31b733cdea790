//! A page as one self-contained, accessible HTML file without a script. It is well-formed XML, too.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;

use super::shown::clean;
use super::{Medium, Renderer};
use crate::report::{Block, Document, Emphasis, Line, Link, Logo};
use crate::text::{Lang, Term, term};

mod chart;
mod paper;
mod sheet;

/// HTML.
#[derive(Clone, Copy, Debug)]
pub struct Html;

impl Renderer for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn render(&self, document: &Document<'_>, _medium: Medium) -> Vec<u8> {
        let blocks = document.page();
        let mut page = Page::new(document.lang);
        page.head(&blocks, document.schema);
        page.body(&blocks);
        page.out.into_bytes()
    }
}

/// The look.
const STYLE: &str = include_str!("html/style.css");
/// Nothing is loaded and nothing is run.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
/// The most levels of lists within each other; deeper lines stand at the last.
const DEEPEST: usize = 24;
/// The most signs of a caption.
const LONGEST_CAPTION: usize = 160;

/// A page that is being written.
struct Page {
    out: String,
    lang: Lang,
    /// What a table that follows is about.
    about: String,
    /// How often each name of a region has been given.
    names: BTreeMap<String, usize>,
    /// The number of the last id.
    ids: usize,
    /// Whether the heading of the first level is written.
    has_title: bool,
    in_section: bool,
}

/// Writes formatted text.
macro_rules! put {
    ($page:expr, $($format:tt)+) => { $page.out.push_str(&format!($($format)+)) };
}
use put;

impl Page {
    fn new(lang: Lang) -> Page {
        let (about, names) = (String::new(), BTreeMap::new());
        Page { out: String::new(), lang, about, names, ids: 0, has_title: false, in_section: false }
    }

    fn head(&mut self, blocks: &[Block], schema: &str) {
        let title = blocks.iter().find_map(|block| match block {
            Block::Title(text) | Block::Heading(text) if !text.trim().is_empty() => Some(text.as_str()),
            _ => None,
        });
        put!(
            self,
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\"/>\n",
            self.lang.code()
        );
        put!(self, "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"/>\n");
        put!(self, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        put!(self, "<meta name=\"color-scheme\" content=\"light dark\"/>\n");
        put!(self, "<title>{}</title>\n", escaped(title.unwrap_or(schema)));
        put!(self, "<style>\n{STYLE}{}</style>\n</head>\n", paper::style(blocks, self.lang));
    }

    fn body(&mut self, blocks: &[Block]) {
        put!(
            self,
            "<body>\n<a class=\"skip\" href=\"#content\">{}</a>\n",
            term(Term::SkipToContent, self.lang)
        );
        let opening = opening(blocks);
        if opening > 0 {
            self.out.push_str("<header>\n");
            blocks[..opening].iter().for_each(|block| self.block(block));
            self.out.push_str("</header>\n");
        }
        self.out.push_str("<main id=\"content\" tabindex=\"-1\">\n");
        blocks[opening..].iter().for_each(|block| self.block(block));
        self.end_section();
        self.out.push_str("</main>\n");
        self.footer(blocks);
        self.out.push_str("</body>\n</html>\n");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(text) | Block::Heading(text) => self.heading(text, matches!(block, Block::Title(_))),
            Block::Paragraph(text) => {
                text.clone_into(&mut self.about);
                put!(self, "<p>{}</p>\n", escaped(text));
            }
            Block::Terms(terms) => {
                let spans = terms.iter().map(|term| format!("<span>{}</span>", escaped(term)));
                put!(self, "<p class=\"terms\">{}</p>\n", spans.collect::<Vec<_>>().join(" "));
            }
            Block::Sheet(sheet) => self.sheet(sheet),
            Block::Tree(lines) => self.tree(lines),
            Block::Chart(chart) => self.chart(chart),
            Block::Address(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
                put!(self, "<p class=\"address\">{}</p>\n", lines.join("<br/>\n"));
            }
            Block::Logo(logo) => self.logo(logo),
            Block::Links(links) => self.links(links),
            Block::Footer(_) => {}
        }
    }

    /// The first heading is that of the page; each other begins a section.
    fn heading(&mut self, text: &str, is_title: bool) {
        if text.trim().is_empty() {
            return;
        }
        text.clone_into(&mut self.about);
        if !self.has_title {
            self.has_title = true;
            put!(self, "<h1>{}</h1>\n", escaped(text));
            return;
        }
        self.end_section();
        self.in_section = true;
        let class = if is_title { " class=\"part\"" } else { "" };
        put!(self, "<section>\n<h2{class}>{}</h2>\n", escaped(text));
    }

    fn end_section(&mut self) {
        if std::mem::take(&mut self.in_section) {
            self.out.push_str("</section>\n");
        }
    }

    fn logo(&mut self, logo: &Logo) {
        let (kind, bytes) = (escaped(logo.media_type), STANDARD.encode(&logo.bytes));
        let alternative = escaped(&logo.alternative);
        put!(self, "<p class=\"logo\"><img src=\"data:{kind};base64,{bytes}\" alt=\"{alternative}\"/></p>\n");
    }

    fn links(&mut self, links: &[Link]) {
        let name = self.unique(term(Term::OtherDocuments, self.lang));
        put!(self, "<nav aria-label=\"{}\">\n<ul>\n", escaped(&name));
        for link in links {
            put!(self, "<li><a href=\"{}\">{}</a></li>\n", super::address(&link.file), escaped(&link.text));
        }
        self.out.push_str("</ul>\n</nav>\n");
    }

    /// Writes lines as lists within lists; no line stands more than one level below the one above.
    fn tree(&mut self, lines: &[Line]) {
        let mut open = 0;
        for line in lines {
            let level = line.depth.min(open).min(DEEPEST) + 1;
            match level > open {
                true => self.out.push_str(if open == 0 { "<ul class=\"tree\">\n" } else { "\n<ul>\n" }),
                false => self.out.push_str("</li>\n"),
            }
            self.out.push_str(&"</ul>\n</li>\n".repeat(open.saturating_sub(level)));
            open = level;
            let strong = line.emphasis == Emphasis::Total;
            let (start, end) = if strong { ("<strong>", "</strong>") } else { ("", "") };
            put!(self, "<li>{start}{}{end}", escaped(&line.text));
        }
        if open > 0 {
            put!(self, "</li>\n{}</ul>\n", "</ul>\n</li>\n".repeat(open - 1));
        }
    }

    fn footer(&mut self, blocks: &[Block]) {
        let feet: Vec<&String> = blocks.iter().filter_map(foot).collect();
        if !feet.is_empty() {
            self.out.push_str("<footer>\n");
            feet.iter().for_each(|text| {
                put!(self, "<p>{}</p>\n", escaped(text));
            });
            self.out.push_str("</footer>\n");
        }
    }

    /// Gives a new id.
    fn id(&mut self) -> usize {
        self.ids += 1;
        self.ids
    }

    /// Numbers a name that was given before: no two regions have the same.
    fn unique(&mut self, name: &str) -> String {
        let name = cut(name, LONGEST_CAPTION);
        let count = self.names.entry(name.clone()).or_insert(0);
        *count += 1;
        if *count > 1 { format!("{name} ({count})") } else { name }
    }
}

/// Counts the blocks of the letterhead: what stands before the title, and the title.
fn opening(blocks: &[Block]) -> usize {
    let is_title = |block: &Block| matches!(block, Block::Title(_));
    let head = blocks.iter().take_while(|block| matches!(block, Block::Logo(_) | Block::Address(_))).count();
    head + usize::from(blocks.get(head).is_some_and(is_title))
}

fn foot(block: &Block) -> Option<&String> {
    match block {
        Block::Footer(text) => Some(text),
        _ => None,
    }
}

/// Writes a text so that nothing in it is markup, between tags and in attributes.
fn escaped(text: &str) -> String {
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
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
        None => text.to_owned(),
    }
}
