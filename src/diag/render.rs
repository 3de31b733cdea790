//! Draws diagnostics with their excerpt. The same fault at many places of a file is drawn for the first of them and
//! then counted, so that one misread column does not hide everything else.

use std::borrow::Cow;
use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::source::{Loc, Source, SourceId, SourceMap};
use crate::text::{Lang, clean, is_hostile};

/// So many faults of one code are drawn for each file.
const MOST_OF_A_CODE: usize = 20;

/// A message has at most so many characters.
const LONGEST_MESSAGE: usize = 1000;

/// Draws diagnostics one below the other: code, message, excerpt with the place underlined, notes and the remedy.
pub fn render<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &SourceMap,
    lang: Lang,
    styled: bool,
) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let diagnostics: Vec<&Diagnostic> = diagnostics.into_iter().collect();
    let mut counts: BTreeMap<(&str, Option<SourceId>), usize> = BTreeMap::new();
    for diagnostic in &diagnostics {
        *counts.entry(kind(diagnostic)).or_default() += 1;
    }
    let mut drawn: BTreeMap<(&str, Option<SourceId>), usize> = BTreeMap::new();
    let mut out = String::new();
    for diagnostic in diagnostics {
        let kind = kind(diagnostic);
        let drawn = drawn.entry(kind).or_default();
        *drawn += 1;
        if *drawn <= MOST_OF_A_CODE {
            out.push_str(&one(diagnostic, sources, lang, &renderer));
            out.push_str("\n\n");
        }
        let more = counts[&kind].saturating_sub(MOST_OF_A_CODE);
        if *drawn == MOST_OF_A_CODE && more > 0 {
            out.push_str(&and_more(more, kind, sources, lang));
            out.push_str("\n\n");
        }
    }
    out
}

/// What makes faults alike: the code and the file.
fn kind(diagnostic: &Diagnostic) -> (&'static str, Option<SourceId>) {
    let file = diagnostic.labels.first().and_then(|label| label.loc.source());
    (diagnostic.fault.code(), file)
}

fn and_more(more: usize, (code, file): (&str, Option<SourceId>), sources: &SourceMap, lang: Lang) -> String {
    let count = lang.count(more.try_into().unwrap_or(u64::MAX));
    let file = file.map(|file| clean(&sources.get(file).name));
    match (lang, file) {
        (Lang::En, Some(file)) => format!("… and {count} more of {code} in `{file}`"),
        (Lang::En, None) => format!("… and {count} more of {code}"),
        (Lang::De, Some(file)) => format!("… und {count} weitere {code} in `{file}`"),
        (Lang::De, None) => format!("… und {count} weitere {code}"),
    }
}

fn one(diagnostic: &Diagnostic, sources: &SourceMap, lang: Lang, renderer: &Renderer) -> String {
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
        Lang::De => (Level::HELP.with_name("Abhilfe"), Level::NOTE.with_name("dazu")),
    };
    let title =
        level.primary_title(short(clean(&diagnostic.fault.message(lang)))).id(diagnostic.fault.code());
    let mut group = title.elements(snippets(diagnostic, sources, lang));
    for label in &diagnostic.labels {
        if !matches!(label.loc, Loc::File { .. }) {
            let place = sources.place(label.loc);
            let text =
                label.text.as_ref().map_or(place.clone(), |text| format!("{}: {place}", text.get(lang)));
            group = group.element(note.clone().message(clean(&text)));
        }
    }
    for text in &diagnostic.notes {
        group = group.element(note.clone().message(clean(text.get(lang))));
    }
    group = group.element(help.message(clean(&diagnostic.fault.remedy(lang))));
    without_lines(renderer.render(&[group]), diagnostic, sources)
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

/// One excerpt for each source, in the order of the labels; the first label is the primary one. That of a sheet begins
/// with the name of the cell.
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
        let (first_line, last_line) = lines.fold((u32::MAX, 0), |(a, b), line| (a.min(line), b.max(line)));
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
        let rest = out[end..].trim_start_matches([':', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        let behind = out.len() - rest.len();
        out.replace_range(end..behind, "");
    }
    out
}

/// Cuts the lines out of a source between which the labels lie, with the byte at which they begin. Lengths stay as
/// they are, so that places hold.
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

/// Returns the character to draw, of the same length: a lone carriage return ends a line for us, but not for who
/// draws it, and characters that steer a terminal are replaced. Those of one byte get their picture from who draws.
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
    fn the_same_fault_at_many_places_is_drawn_twenty_times_and_counted() {
        let mut sources = SourceMap::default();
        let files = ["a.csv", "b.csv"].map(|name| sources.add(name, "x\n".repeat(300), b""));
        let fault = |column: String, at: usize, file| {
            Diagnostic::at(
                Fault::EmptyField { what: Text::same(format!("`{column}`")) },
                sources.loc(file, at..at + 1),
            )
        };
        let mut all: Vec<Diagnostic> = (0..200).map(|at| fault("c".to_owned(), 2 * at, files[0])).collect();
        all.push(Diagnostic::at(Fault::NoRule, sources.loc(files[0], 0..1)));
        all.extend((0..20).map(|at| fault("d".to_owned(), at * 2, files[1])));
        all.extend((0..21).map(|_| Diagnostic::new(Fault::NoCostObject)));
        let text = render(&all, &sources, Lang::De, false);
        assert_eq!(text.matches("Fehler[E307]: `c`").count(), 20);
        assert_eq!(text.matches("… und 180 weitere E307 in `a.csv`\n\n").count(), 1);
        assert_eq!(text.matches("Fehler[E307]: `d`").count(), 20);
        assert!(text.contains("E227") && text.ends_with("\n\n… und 1 weitere E318\n\n"), "{text}");
        assert_eq!(text.matches("weitere").count(), 2);
    }

    #[test]
    fn the_line_shown_is_true_under_every_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "c,d", "", "e,ä", "f\u{0},g"].join(end);
            let shown = drawn(&text, &[("x", "ä"), ("y", "g")]);
            assert!(shown.contains("f.csv:4:3\n") && shown.contains("4 | e,ä\n  |   ^\n"), "{shown}");
            assert_eq!(drawn("a\u{202e}b\u{9b},ä", &[("x", "ä")]).matches("a\u{fffd}b\u{a4},ä").count(), 1);
            assert!(shown.contains("f.csv:5:4\n") && shown.contains("5 | f␀,g\n  |    ^\n"), "{shown}");
        }
    }
}
