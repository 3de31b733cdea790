//! Draws diagnostics with their excerpt. The same fault at many places of a file is one message
//! with the first of them, and counted, so that one misread column does not hide everything else.

use std::borrow::Cow;
use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::group::{Group, grouped};
use super::{Diagnostic, Label, Severity};
use crate::source::{Loc, Source, SourceId, SourceMap};
use crate::text::{Lang, clean, is_hostile};

/// So many faults of one code are drawn for each file.
const MOST_OF_A_CODE: usize = 20;

/// So many places of the same fault are drawn,
const PLACES_DRAWN: usize = 3;

/// and of so many more the lines are named.
const PLACES_NAMED: usize = 10;

/// A message has at most so many characters.
const LONGEST_MESSAGE: usize = 1000;

/// How diagnostics are drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// Whether there are colours.
    pub styled: bool,
    /// How wide the terminal is; `None` where there is none, and lines are as long as they are.
    pub width: Option<usize>,
}

impl From<bool> for Look {
    fn from(styled: bool) -> Look {
        Look { styled, width: None }
    }
}

/// So much stands before a note or remedy: the excerpt's margin and the word.
const BEFORE: usize = 18;

/// Breaks a note or remedy into lines that fit beside its word.
fn wrapped(text: &str, width: Option<usize>) -> String {
    let Some(width) = width.map(|width| width.saturating_sub(BEFORE).max(BEFORE)) else {
        return text.to_owned();
    };
    let (mut out, mut used) = (String::new(), 0);
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
    }
    out
}

/// Draws diagnostics one below the other: code, message, excerpt with the place underlined, notes
/// and the remedy.
pub fn render<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &SourceMap,
    lang: Lang,
    look: impl Into<Look>,
) -> String {
    let look = look.into();
    let renderer = if look.styled { Renderer::styled() } else { Renderer::plain() };
    let groups = grouped(diagnostics, sources);
    let mut seen: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut beyond: BTreeMap<Kind, usize> = BTreeMap::new();
    for group in &groups {
        let seen = seen.entry(kind(group.first)).or_default();
        *seen += 1;
        if *seen > MOST_OF_A_CODE {
            *beyond.entry(kind(group.first)).or_default() += group.len();
        }
    }
    let mut drawn: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut out = String::new();
    for group in groups {
        let kind = kind(group.first);
        let drawn = drawn.entry(kind).or_default();
        *drawn += 1;
        if *drawn <= MOST_OF_A_CODE {
            out.push_str(&one(&group, sources, lang, &renderer, look.width));
            out.push_str("\n\n");
        }
        if let Some(more) = beyond.get(&kind).filter(|_| *drawn == MOST_OF_A_CODE) {
            out.push_str(&and_more(*more, kind, sources, lang));
            out.push_str("\n\n");
        }
    }
    out
}

type Kind = (&'static str, Option<SourceId>);

/// What makes faults alike: the code and the file.
fn kind(diagnostic: &Diagnostic) -> Kind {
    let file = diagnostic.labels.first().and_then(|label| label.loc.source());
    (diagnostic.fault.code(), file)
}

fn and_more(more: usize, kind: Kind, sources: &SourceMap, lang: Lang) -> String {
    let (code, file) = kind;
    let count = lang.count(more.try_into().unwrap_or(u64::MAX));
    let file = file.map(|file| clean(&sources.get(file).name));
    match (lang, file) {
        (Lang::En, Some(file)) => format!("… and {count} more of {code} in `{file}`"),
        (Lang::En, None) => format!("… and {count} more of {code}"),
        (Lang::De, Some(file)) => format!("… und {count} weitere {code} in `{file}`"),
        (Lang::De, None) => format!("… und {count} weitere {code}"),
    }
}

fn one(
    group: &Group<'_>,
    sources: &SourceMap,
    lang: Lang,
    renderer: &Renderer,
    width: Option<usize>,
) -> String {
    let diagnostic = &with_places(group);
    let level = match (diagnostic.severity(), lang) {
        (Severity::Error, Lang::En) => Level::ERROR,
        (Severity::Error, Lang::De) => Level::ERROR.with_name("Fehler"),
        (Severity::Warning, Lang::En) => Level::WARNING.with_name("finding"),
        (Severity::Warning, Lang::De) => Level::WARNING.with_name("Feststellung"),
        (Severity::Note, Lang::En) => Level::NOTE,
        (Severity::Note, Lang::De) => Level::NOTE.with_name("Hinweis"),
    };
    let (help, note) = match lang {
        Lang::En => (Level::HELP.with_name("to do"), Level::NOTE),
        Lang::De => (Level::HELP.with_name("Abhilfe"), Level::NOTE.with_name("Anmerkung")),
    };
    let title = level
        .primary_title(short(clean(&diagnostic.fault.message(lang))))
        .id(diagnostic.fault.code());
    let mut elements = title.elements(snippets(diagnostic, sources, lang));
    for label in &diagnostic.labels {
        if !matches!(label.loc, Loc::File { .. }) {
            let place = sources.place(label.loc);
            let text = label
                .text
                .as_ref()
                .map_or(place.clone(), |text| format!("{}: {place}", text.get(lang)));
            elements = elements.element(note.clone().message(wrapped(&clean(&text), width)));
        }
    }
    for text in &diagnostic.notes {
        elements = elements.element(note.clone().message(wrapped(&clean(text.get(lang)), width)));
    }
    if let Some(more) = more_places(group, sources, lang) {
        elements = elements.element(note.message(wrapped(&more, width)));
    }
    elements = elements.element(help.message(wrapped(&clean(&diagnostic.remedy(lang)), width)));
    without_lines(renderer.render(&[elements]), diagnostic, sources)
}

/// Adds the first places of the others to those of the first.
fn with_places(group: &Group<'_>) -> Diagnostic {
    let mut diagnostic = group.first.clone();
    let places = group.others.iter().take(PLACES_DRAWN.saturating_sub(1));
    for (at, label) in (1..).zip(places.filter_map(|other| other.labels.first())) {
        diagnostic.labels.insert(at, Label { loc: label.loc, text: None });
    }
    diagnostic
}

/// Says how often the fault stands elsewhere, and where.
fn more_places(group: &Group<'_>, sources: &SourceMap, lang: Lang) -> Option<String> {
    let others =
        group.others.get(PLACES_DRAWN.saturating_sub(1)..).filter(|others| !others.is_empty())?;
    let locs = others.iter().filter_map(|other| Some(other.labels.first()?.loc));
    let place = |loc: Loc| {
        let (place, file) =
            (sources.place(loc), loc.source().map_or("", |file| &sources.get(file).name));
        place
            .strip_prefix(file)
            .map_or(place.clone(), |rest| rest.trim_start_matches(':').to_owned())
    };
    let mut named: Vec<String> = locs.take(PLACES_NAMED).map(place).collect();
    if others.len() > PLACES_NAMED {
        named.push("…".to_owned());
    }
    let count = lang.count(others.len().try_into().unwrap_or(u64::MAX));
    let list = clean(&named.join(", "));
    Some(match (lang, others.len()) {
        (Lang::En, 1) => format!("the same at one more place: {list}"),
        (Lang::De, 1) => format!("ebenso an einer weiteren Stelle: {list}"),
        (Lang::En, _) => format!("the same at {count} more places: {list}"),
        (Lang::De, _) => format!("ebenso an {count} weiteren Stellen: {list}"),
    })
}

/// Cuts the middle out of a message that repeats a raw text of the input without end.
fn short(message: String) -> String {
    let length = message.chars().count();
    if length <= LONGEST_MESSAGE {
        return message;
    }
    let half = LONGEST_MESSAGE / 2;
    let head: String = message.chars().take(half).collect();
    let tail: String = message.chars().skip(length.saturating_sub(half)).collect();
    format!("{head} … {tail}")
}

/// One excerpt for each source, in the order of the labels; the first label is the primary one.
/// That of a sheet begins with the name of the cell.
fn snippets<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a SourceMap,
    lang: Lang,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut files = Vec::new();
    for label in &diagnostic.labels {
        if let Loc::File { source, .. } = label.loc
            && !files.contains(&source)
        {
            files.push(source);
        }
    }
    let mut first = true;
    let mut out = Vec::new();
    for file in files {
        let source = sources.get(file);
        let lines = diagnostic.labels.iter().filter_map(|label| match label.loc {
            Loc::File { source, line, .. } if source == file => Some(line),
            _ => None,
        });
        let (first_line, last_line) =
            lines.fold((u32::MAX, 0), |(a, b), line| (a.min(line), b.max(line)));
        let (text, start) = excerpt(source, first_line, last_line);
        let path = cell_of(diagnostic, sources, file).unwrap_or_else(|| clean(&source.name));
        let mut snippet = Snippet::source(text).path(path).line_start(first_line as usize);
        for label in &diagnostic.labels {
            if let Loc::File { source: id, line, column, len } = label.loc
                && id == file
            {
                let kind = if first { AnnotationKind::Primary } else { AnnotationKind::Context };
                let bytes = source.bytes_of(line, column, len);
                let annotation = kind.span(bytes.start - start..bytes.end - start);
                let text = label.text.as_ref().map(|text| clean(text.get(lang)));
                snippet = snippet.annotation(annotation.label(text));
                first = false;
            }
        }
        out.push(snippet);
    }
    out
}

/// Names the first cell that a diagnostic is about in a source that is a sheet.
fn cell_of(diagnostic: &Diagnostic, sources: &SourceMap, file: SourceId) -> Option<String> {
    sources.get(file).cells.as_ref()?;
    let is_here = |loc: &Loc| matches!(loc, Loc::File { source, .. } if *source == file);
    let loc = diagnostic.labels.iter().map(|label| label.loc).find(is_here)?;
    Some(clean(&sources.place(loc)))
}

/// Takes line and column away behind the name of a cell, which whoever draws puts there.
fn without_lines(drawn: String, diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let files = diagnostic.labels.iter().filter_map(|label| match label.loc {
        Loc::File { source, .. } => Some(source),
        Loc::Rows { .. } | Loc::Builtin(_) => None,
    });
    let mut out = drawn;
    for cell in files.filter_map(|file| cell_of(diagnostic, sources, file)) {
        let Some(end) = out.find(&format!("{cell}:")).map(|at| at + cell.len()) else { continue };
        let rest =
            out[end..].trim_start_matches([':', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        let behind = out.len() - rest.len();
        out.replace_range(end..behind, "");
    }
    out
}

/// Cuts the lines out of a source between which the labels lie, with the byte at which they begin.
/// Lengths stay as they are, so that places hold.
fn excerpt(source: &Source, first_line: u32, last_line: u32) -> (Cow<'_, str>, usize) {
    let start = source.line_start(first_line);
    let end = source.line_start(last_line.saturating_add(1));
    let text = source.text.get(start..end).unwrap_or_default();
    let mut rest = text.char_indices();
    if rest.all(|(at, c)| shown(c, &text[at + c.len_utf8()..]) == c) {
        return (Cow::Borrowed(text), start);
    }
    let marked = text.char_indices().map(|(at, c)| shown(c, &text[at + c.len_utf8()..]));
    (Cow::Owned(marked.collect()), start)
}

/// Returns the character to draw, of the same length: a lone carriage return ends a line for us,
/// but not for who draws it, and characters that steer a terminal are replaced. Those of one byte
/// get their picture from who draws.
fn shown(c: char, next: &str) -> char {
    match (c, c.len_utf8()) {
        ('\r', _) if !next.starts_with('\n') => '\n',
        (_, 3) if is_hostile(c) => '\u{fffd}',
        (_, 2) if is_hostile(c) => '\u{a4}',
        (_, 4) if is_hostile(c) => '\u{1fb95}',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Fault;
    use crate::text::Text;

    fn drawn(text: &str, faults: &[(&str, &str)]) -> String {
        let mut sources = SourceMap::default();
        let source = sources.add("f.csv", text.to_owned(), text.as_bytes());
        let fault = |(column, at): &(&str, &str)| {
            let start = text.find(at).unwrap();
            let fault = Fault::EmptyField { what: Text::same(format!("`{column}`")) };
            Diagnostic::at(fault, sources.loc(source, start..start + at.len()))
        };
        let all: Vec<Diagnostic> = faults.iter().map(fault).collect();
        render(&all, &sources, Lang::En, false)
    }

    #[test]
    fn the_same_fault_at_many_places_is_one_message_and_twenty_of_a_code_are_drawn() {
        let mut sources = SourceMap::default();
        let files = ["a.csv", "b.csv"].map(|name| sources.add(name, "x\n".repeat(300), b""));
        let fault = |column: String, at: usize, file| {
            Diagnostic::at(
                Fault::EmptyField { what: Text::same(format!("`{column}`")) },
                sources.loc(file, at..at + 1),
            )
        };
        let mut all: Vec<Diagnostic> =
            (0..200).map(|at| fault("c".to_owned(), 2 * at, files[0])).collect();
        all.push(Diagnostic::at(Fault::NoRule, sources.loc(files[0], 0..1)));
        all.extend((0..25).map(|at| fault(format!("d{at}"), at * 2, files[1])));
        all.extend((0..21).map(|_| Diagnostic::new(Fault::NoCostObject)));
        let text = render(&all, &sources, Lang::De, false);
        assert_eq!(text.matches("Fehler[E307]: `c`").count(), 1);
        let places = "ebenso an 197 weiteren Stellen: 4:1, 5:1, 6:1, 7:1, 8:1, 9:1, 10:1, 11:1, \
            12:1, 13:1, …\n";
        assert_eq!(text.matches(places).count(), 1, "{text}");
        assert_eq!(text.matches("Fehler[E307]: `d").count(), 20);
        assert_eq!(text.matches("… und 5 weitere E307 in `b.csv`\n\n").count(), 1);
        assert!(text.contains("E227") && text.ends_with("\n\n… und 1 weitere E318\n\n"), "{text}");
    }

    #[test]
    fn the_raw_text_of_data_makes_no_other_message_but_that_of_the_agreement_does() {
        let mut sources = SourceMap::default();
        for (name, messages) in [("a.csv", 1), ("umlage.toml", 2)] {
            let file = sources.add(name, "x\ny\n".to_owned(), b"");
            let fault = |value: &str, at: usize| {
                let fault = Fault::BadPeriod { value: value.to_owned(), day: Text::default() };
                Diagnostic::at(fault, sources.loc(file, at..at + 1))
            };
            let text = render(&[fault("x", 0), fault("y", 2)], &sources, Lang::En, false);
            assert_eq!(text.matches("error[E308]").count(), messages, "{text}");
        }
    }

    #[test]
    fn remedies_are_broken_where_the_terminal_ends() {
        let fault = Diagnostic::new(Fault::NoCostObject);
        let look = Look { styled: false, width: Some(40) };
        let text = render([&fault], &SourceMap::default(), Lang::De, look);
        let remedy = text.lines().skip(1).filter(|line| !line.is_empty());
        assert!(
            remedy.clone().count() > 1 && remedy.clone().all(|line| line.chars().count() <= 40),
            "{text}"
        );
    }

    #[test]
    fn the_line_shown_is_true_under_every_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "c,d", "", "e,ä", "f\u{0},g"].join(end);
            let shown = drawn(&text, &[("x", "ä"), ("y", "g")]);
            assert!(
                shown.contains("f.csv:4:3\n") && shown.contains("4 | e,ä\n  |   ^\n"),
                "{shown}"
            );
            assert_eq!(
                drawn("a\u{202e}b\u{9b},ä", &[("x", "ä")]).matches("a\u{fffd}b\u{a4},ä").count(),
                1
            );
            assert!(
                shown.contains("f.csv:5:4\n") && shown.contains("5 | f␀,g\n  |    ^\n"),
                "{shown}"
            );
        }
    }
}
