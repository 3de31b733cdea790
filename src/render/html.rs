//! A page as one self-contained, accessible HTML file without a script. It is well-formed XML, too.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::address::address;
use super::renderer::{Medium, Renderer};
use crate::report::{Block, Document, Emphasis, Line, Link, Logo};
use crate::text::{Term, term};

mod chart;
mod grid;
mod page;
mod paper;
mod sheet;
mod text;

use grid::Grid;
use page::{Page, put};
use text::{escaped, foot};

/// HTML.
#[derive(Clone, Copy, Debug)]
pub struct Html;

impl Renderer for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn render(&self, document: &Document<'_>, _medium: Medium) -> Vec<u8> {
        let blocks = document.page();
        let grids: Vec<Grid<'_>> =
            blocks.iter().filter_map(|block| Grid::of(block, document.lang)).collect();
        let papers = paper::papers(&blocks, &grids);
        let mut page = Page::new(document.lang, grids, papers);
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

impl Page<'_> {
    fn head(&mut self, blocks: &[Block], schema: &str) {
        let title = blocks.iter().find_map(|block| match block {
            Block::Title(text) | Block::Heading(text) if !text.trim().is_empty() => {
                Some(text.as_str())
            }
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
        put!(self, "<style>\n{STYLE}{}</style>\n</head>\n", paper::style(blocks));
    }

    fn body(&mut self, blocks: &[Block]) {
        put!(
            self,
            "<body>\n<a class=\"skip\" href=\"#content\">{}</a>\n",
            term(Term::SkipToContent, self.lang)
        );
        let opening = opening(blocks);
        self.paper = self.papers.next().unwrap_or_default();
        let class = self.paper.class();
        if opening > 0 {
            put!(self, "<header{class}>\n");
            blocks[..opening].iter().for_each(|block| self.block(block));
            self.out.push_str("</header>\n");
        }
        put!(self, "<main id=\"content\" tabindex=\"-1\">\n<div{class}>\n");
        blocks[opening..].iter().for_each(|block| self.block(block));
        self.end_section();
        self.out.push_str("</main>\n");
        self.footer(blocks);
        self.out.push_str("</body>\n</html>\n");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(text) | Block::Heading(text) => {
                self.heading(text, matches!(block, Block::Title(_)))
            }
            Block::Paragraph(text) => {
                text.clone_into(&mut self.about);
                put!(self, "<p>{}</p>\n", escaped(text));
            }
            Block::Terms(terms) => {
                let spans = terms.iter().map(|term| format!("<span>{}</span>", escaped(term)));
                put!(self, "<p class=\"terms\">{}</p>\n", spans.collect::<Vec<_>>().join(" "));
            }
            Block::Sheet(_) => {
                if let Some(grid) = self.grids.next() {
                    self.sheet(&grid);
                }
            }
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
        self.paper = self.papers.next().unwrap_or_default();
        let paper = self.paper.class();
        let class = if is_title { " class=\"part\"" } else { "" };
        put!(self, "<section{paper}>\n<h2{class}>{}</h2>\n", escaped(text));
    }

    /// Ends a section, or what stands before the first one.
    fn end_section(&mut self) {
        self.out.push_str(if std::mem::take(&mut self.in_section) {
            "</section>\n"
        } else {
            "</div>\n"
        });
    }

    fn logo(&mut self, logo: &Logo) {
        let (kind, bytes) = (escaped(logo.media_type), STANDARD.encode(&logo.bytes));
        let alternative = escaped(&logo.alternative);
        put!(
            self,
            "<p class=\"logo\"><img src=\"data:{kind};base64,{bytes}\" \
                alt=\"{alternative}\"/></p>\n"
        );
    }

    fn links(&mut self, links: &[Link]) {
        let name = self.unique(term(Term::OtherDocuments, self.lang));
        put!(self, "<nav aria-label=\"{}\">\n<ul>\n", escaped(&name));
        for link in links {
            put!(
                self,
                "<li><a href=\"{}\">{}</a></li>\n",
                address(&link.file),
                escaped(&link.text)
            );
        }
        self.out.push_str("</ul>\n</nav>\n");
    }

    /// Writes lines as lists within lists; no line stands more than one level below the one above.
    fn tree(&mut self, lines: &[Line]) {
        let mut open = 0;
        for line in lines {
            let level = line.depth.min(open).min(DEEPEST) + 1;
            match level > open {
                true => {
                    self.out.push_str(if open == 0 { "<ul class=\"tree\">\n" } else { "\n<ul>\n" })
                }
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
            put!(self, "<footer{}>\n", self.paper.class());
            feet.iter().for_each(|text| {
                put!(self, "<p>{}</p>\n", escaped(text));
            });
            self.out.push_str("</footer>\n");
        }
    }
}

/// Counts the blocks of the letterhead: what stands before the title, and the title.
fn opening(blocks: &[Block]) -> usize {
    let is_title = |block: &Block| matches!(block, Block::Title(_));
    let head = blocks
        .iter()
        .take_while(|block| matches!(block, Block::Logo(_) | Block::Address(_)))
        .count();
    head + usize::from(blocks.get(head).is_some_and(is_title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Cents;
    use crate::report::{Chart, Column, Drawing, Flow, Layout, Row, Sheet, Value};
    use crate::text::Lang;

    pub(super) fn render(page: Vec<Block>) -> String {
        let document = Document::new("test", Lang::De, Vec::new, move || page.clone());
        let page =
            String::from_utf8(Html.render(&document, Medium { width: 80, styled: false })).unwrap();
        balanced(&page);
        page
    }

    /// Holds that every element is closed in order.
    fn balanced(page: &str) {
        let mut reader = quick_xml::Reader::from_str(page);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    }

    fn chart(drawing: Drawing) -> Block {
        Block::Chart(Chart {
            title: "Bild".to_owned(),
            alternative: "in Worten".to_owned(),
            drawing,
        })
    }

    fn amounts(cents: &[i128]) -> Vec<Option<Cents>> {
        cents.iter().map(|cents| Some(Cents::new(*cents))).collect()
    }

    #[test]
    fn a_letter_has_its_parts_where_they_belong() {
        let page = render(vec![
            Block::Logo(Logo {
                media_type: "image/png",
                bytes: vec![1, 2, 3].into(),
                alternative: "A \"B\"".to_owned(),
            }),
            Block::Address(vec!["Amt <1>".to_owned(), "Ort".to_owned()]),
            Block::Title("Titel".to_owned()),
            Block::Heading("Teil".to_owned()),
            Block::Links(vec![Link { text: "HE".to_owned(), file: "a b.html".to_owned() }]),
            Block::Footer("Lauf \" } </style> 1".to_owned()),
        ]);
        assert!(page.contains("src=\"data:image/png;base64,AQID\" alt=\"A &quot;B&quot;\""));
        assert!(page.contains("Amt &lt;1&gt;<br/>\nOrt</p>\n<h1>Titel</h1>\n</header>\n<main"));
        assert!(
            page.contains("<section>\n<h2>Teil</h2>\n<nav ")
                && page.contains("href=\"a%20b.html\"")
        );
        assert!(page.contains("</main>\n<footer>\n<p>Lauf &quot; } &lt;/style&gt; 1</p>"));
        assert!(
            page.contains("@bottom-left { content: \"Lauf \\22  \\7d  \\3c \\2f style\\3e  1\"; }")
        );
    }

    #[test]
    fn lines_of_a_tree_are_lists_within_lists_however_they_jump() {
        let line =
            |depth: usize| Line { depth, text: depth.to_string(), emphasis: Emphasis::Plain };
        let page = render(vec![Block::Tree([0, 5, 1, 2, 0, 1].map(line).to_vec())]);
        assert!(page.contains(
            "<li>0\n<ul>\n<li>5</li>\n<li>1\n<ul>\n<li>2</li>\n</ul>\n</li>\n</ul>\n</li>\n<li>0\n\
                <ul>"
        ));
        render(vec![Block::Tree((0..200).map(line).collect()), Block::Tree(Vec::new())]);
    }

    #[test]
    fn tables_have_names_of_their_own_and_wide_ones_larger_paper() {
        let sheet = |columns: usize| {
            let cells = std::iter::once(Value::text("HE"));
            let row = Row::total(
                cells.chain((1..columns).map(|_| Value::Cents(Cents::new(-123_456_789)))),
            );
            let columns = std::iter::once(Column::text("a", "A"))
                .chain((1..columns).map(|_| Column::number("b", "B")));
            Block::Sheet(Sheet {
                columns: columns.collect(),
                rows: vec![row],
                layout: Layout::Cross,
            })
        };
        let page = render(vec![Block::Title("T".to_owned()), sheet(3), sheet(3)]);
        assert!(page.contains("id=\"t1\">T</span>") && page.contains("id=\"t2\">T (2)</span>"));
        assert!(page.contains(
            "<tbody class=\"end\">\n<tr class=\"foot\"><th \
            scope=\"row\">HE</th><td class=\"n\">-1.234.567,89</td>"
        ));
        assert!(page.contains("<div>\n<div class=\"table\">"));
        assert!(
            render(vec![sheet(12)]).contains("<div class=\"across\">\n<div class=\"table scroll\"")
        );
        assert!(
            render(vec![sheet(30)]).contains("<div class=\"large\">\n<div class=\"table scroll\"")
        );
        let (title, part) =
            (Block::Title("T".to_owned()), |name: &str| Block::Heading(name.to_owned()));
        let page = render(vec![
            title,
            sheet(3),
            part("a"),
            sheet(3),
            sheet(12),
            part("b"),
            sheet(30),
            part("c"),
        ]);
        assert!(
            page.contains("<header>\n<h1>T</h1>")
                && page.contains("<section class=\"across\">\n<h2>a</h2>")
        );
        assert!(
            page.contains("<section class=\"large\">\n<h2>b</h2>")
                && page.contains("<section>\n<h2>c</h2>")
        );
    }

    #[test]
    fn a_page_of_paper_never_begins_with_the_sums_alone_and_sums_alone_stay_in_sight() {
        let sheet = |layout: Layout| {
            let columns =
                vec![Column::text("a", "A"), Column::number("b", "B"), Column::number("c", "C")];
            let cells = |name: &str| [Value::text(name), Value::Count(1), Value::Count(2)];
            let rows = ["1", "2", "3"].map(|name| Row::plain(cells(name)));
            let rows = rows.into_iter().chain([Row::total(cells("S"))]).collect();
            render(vec![Block::Sheet(Sheet { columns, rows, layout })])
        };
        let page = sheet(Layout::Beside);
        let end = page.split("<tbody class=\"end\">").nth(1).unwrap();
        assert!(page.contains("<tbody>\n<tr><th scope=\"row\">1</th>"), "{page}");
        let order = ["<tr><th scope=\"row\">2<", "<tr><th scope=\"row\">3<", "<tr class=\"foot\">"];
        let places = order.map(|text| end.find(text).unwrap());
        assert!(
            places.is_sorted()
                && STYLE.contains(".end, tr, figure, .address, .terms { break-inside: avoid; }")
        );
        // Nothing holds the group itself back: its first row may begin a page.
        assert!(
            STYLE.contains("\nthead + tbody tr:nth-child(-n + 2), tbody tr:last-child, .foot,")
        );
        // The last column stays in sight at the right only where it holds sums.
        assert!(!page.contains(" sum\"") && STYLE.contains(".scroll tr > .sum { right: 0;"));
        assert!(sheet(Layout::Cross).contains("<th scope=\"col\" class=\"n sum\""));
    }

    #[test]
    fn a_page_that_begins_with_a_wide_table_is_across_throughout() {
        let sheet = |columns: usize| {
            let cells = (0..columns).map(|_| Value::Cents(Cents::new(-123_456_789)));
            let columns = (0..columns).map(|_| Column::number("b", "B")).collect();
            Block::Sheet(Sheet { columns, rows: vec![Row::plain(cells)], layout: Layout::List })
        };
        let part = |name: &str| Block::Heading(name.to_owned());
        let page =
            render(vec![Block::Title("T".to_owned()), part("a"), sheet(12), part("b"), sheet(2)]);
        assert!(
            page.contains("<header class=\"across\">")
                && page.contains("<section class=\"across\">\n<h2>b")
        );
    }

    #[test]
    fn a_heading_and_its_picture_say_the_same_but_once_and_long_labels_are_broken() {
        let bars = vec![(
            "Bauvorbescheid und Baugenehmigung (digitaler Bauantrag)".to_owned(),
            amounts(&[1]),
        )];
        let picture = || chart(Drawing::Bars { series: Vec::new(), bars: bars.clone() });
        let page = render(vec![
            Block::Title("T".to_owned()),
            Block::Heading("Bild".to_owned()),
            picture(),
        ]);
        assert!(!page.contains("<figcaption>") && page.contains("<title id=\"c1t\">Bild</title>"));
        assert!(
            page.contains(">Bauvorbescheid und Baugenehmigung<tspan ")
                && page.contains(">(digitaler Bauantrag)<")
        );
        assert!(
            render(vec![Block::Title("T".to_owned()), picture()])
                .contains("<figcaption>Bild</figcaption>")
        );
    }

    #[test]
    fn only_a_table_that_is_wider_than_a_narrow_screen_is_scrolled() {
        let sheet = |first: &str, cents: i128| {
            let columns = vec![Column::text("a", "A"), Column::number("b", "EUR")];
            let rows = vec![Row::plain([Value::text(first), Value::Cents(Cents::new(cents))])];
            render(vec![Block::Sheet(Sheet { columns, rows, layout: Layout::List })])
        };
        let page = sheet("abzüglich Auslagen für alle", -12_345_678_901);
        assert!(
            !page.contains("tabindex=\"0\"")
                && page.contains("<td class=\"n\">-123.456.789,01</td>")
        );
        assert!(page.contains("min-width:min(24ch,46vw)") && page.contains("min-width:15ch"));
        let long = sheet("a", i128::MAX);
        assert!(long.contains(
            "class=\"table scroll\" role=\"region\" aria-labelledby=\"t1\" tabindex=\"0\""
        ));
        // A word is as wide there as in a table that is not scrolled: `Gewerbeanmeldun g` is no
        // word.
        assert!(
            sheet("Gewerbeanmeldung und anderes", i128::MAX).contains("min-width:min(24ch,46vw)")
        );
    }

    #[test]
    fn totals_in_bold_count_wider_and_periods_break_after_the_slash() {
        let table = |emphasis: fn([Value; 2]) -> Row| {
            let columns = vec![Column::text("a", "A"), Column::number("b", "B")];
            let rows = vec![emphasis([
                Value::text("2023-01-02/2023-03-04"),
                Value::Cents(Cents::new(1_000_000_000)),
            ])];
            render(vec![Block::Sheet(Sheet { columns, rows, layout: Layout::List })])
        };
        // 10.000.000,00 has 13 signs.
        assert!(
            table(Row::plain).contains("<th scope=\"col\" class=\"n\" style=\"min-width:13ch\">")
        );
        let bold = table(Row::total);
        assert!(bold.contains("<th scope=\"col\" class=\"n\" style=\"min-width:15ch\">"));
        assert!(bold.contains("2023-01-02/<wbr/>2023-03-04"));
    }

    #[test]
    fn charts_stand_extreme_amounts_and_nothing() {
        let most = amounts(&[i128::MIN, i128::MAX, 0]);
        let bars = |bars| chart(Drawing::Bars { series: Vec::new(), bars });
        let curves = |count: usize, curves| {
            let points = (0..count).map(|at| at.to_string()).collect();
            chart(Drawing::Curves { axis: "x".to_owned(), points, curves })
        };
        let name = || "Ä".repeat(40_000);
        let page = render(vec![
            bars(vec![(name(), most.clone()), ("b".to_owned(), vec![None])]),
            bars(Vec::new()),
            curves(3, vec![(name(), most)]),
            curves(1, vec![("p".to_owned(), amounts(&[0]))]),
            curves(0, Vec::new()),
            chart(Drawing::Flow { layers: Vec::new(), flows: Vec::new() }),
        ]);
        assert!(!page.contains("NaN") && page.matches("<figure>").count() == 6);
    }

    #[test]
    fn small_flows_are_joined_and_say_so() {
        let nodes = |cents: &[i128]| {
            cents
                .iter()
                .enumerate()
                .map(|(at, cents)| (format!("N{at}"), Cents::new(*cents)))
                .collect()
        };
        // What is written is the sum of a node, whatever is drawn: the second has 0.70 that is not
        // drawn.
        let layers = vec![
            ("A".to_owned(), nodes(&[99_000, 430, 400, 100])),
            ("B".to_owned(), nodes(&[99_930])),
        ];
        let flow =
            |from: usize, cents: i128| Flow { layer: 0, from, to: 0, amount: Cents::new(cents) };
        let flows = vec![flow(0, 99_000), flow(1, 500), flow(2, 400), flow(3, 100), flow(9, 1)];
        let page = render(vec![chart(Drawing::Flow { layers, flows })]);
        assert!(
            page.contains(">Übrige (3): N1, N2, N3</text>")
                && page.contains(">9,30</text>")
                && page.contains(">999,30</text>")
                && !page.contains(">N1<")
        );
        assert_eq!(page.matches("<path class=\"flow\"").count(), 2);
    }

    #[test]
    fn negative_bars_stand_left_of_the_zero_line() {
        let bars = vec![("a".to_owned(), amounts(&[-100])), ("b".to_owned(), amounts(&[200]))];
        let page = render(vec![chart(Drawing::Bars { series: vec!["s".to_owned()], bars })]);
        assert!(
            page.contains("x=\"0%\" y=\"18\" width=\"22%\"")
                && page.contains("x=\"22%\" y=\"61\" width=\"44%\"")
        );
    }
}
