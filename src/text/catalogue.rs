//! Headings and terms. One place for both languages; the glossary in `docs/glossary.md` has the same pairs.

use super::Lang;

/// A heading or term that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// Sum of a row or column.
    Total,
}

/// Returns a term in a language.
pub const fn term(term: Term, lang: Lang) -> &'static str {
    match (term, lang) {
        (Term::Total, Lang::De) => "Summe",
        (Term::Total, Lang::En) => "Total",
    }
}
