//! Draws diagnostics with their excerpt.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::source::{Loc, SourceMap};
use crate::text::{Lang, clean};

/// Draws diagnostics one below the other: code, message, excerpt with the place underlined, notes and the remedy.
pub fn render<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &SourceMap,
    lang: Lang,
    styled: bool,
) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&one(diagnostic, sources, lang, &renderer));
        out.push_str("\n\n");
    }
    out
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
    let title = level.primary_title(clean(&diagnostic.fault.message(lang))).id(diagnostic.fault.code());
    let mut group = title.elements(snippets(diagnostic, sources, lang));
    for label in &diagnostic.labels {
        if let Loc::Builtin(_) = label.loc {
            let text = label.text.as_ref().map_or("", |text| text.get(lang));
            group = group.element(
                note.clone().message(format!("{} {text}", sources.place(label.loc)).trim().to_owned()),
            );
        }
    }
    for text in &diagnostic.notes {
        group = group.element(note.clone().message(clean(text.get(lang))));
    }
    group = group.element(help.message(clean(&diagnostic.fault.remedy(lang))));
    renderer.render(&[group])
}

/// One excerpt for each source, in the order of the labels; the first label is the primary one.
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
        let mut snippet = Snippet::source(&source.text).path(clean(&source.name)).line_start(1);
        for label in &diagnostic.labels {
            if let Loc::File { source: id, line, column, len } = label.loc
                && id == file
            {
                let kind = if first { AnnotationKind::Primary } else { AnnotationKind::Context };
                let annotation = kind.span(source.bytes_of(line, column, len));
                let text = label.text.as_ref().map(|text| clean(text.get(lang)));
                snippet = snippet.annotation(annotation.label(text));
                first = false;
            }
        }
        out.push(snippet);
    }
    out
}
