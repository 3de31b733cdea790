//! Headings, terms and sentences. One place for both languages; the glossary in `docs/glossary.md`
//! has the same terms.

/// Asks each page that is left for its words; then makes the catalogue of them all.
macro_rules! gather {
    ({ $page:ident! $($left:tt)* } $($gathered:tt)*) => { $page! { { $($left)* } $($gathered)* } };
    ({} $($gathered:tt)*) => { catalogue! { $($gathered)* } };
}

#[macro_use]
mod common;
#[macro_use]
mod letters;
#[macro_use]
mod package;
#[macro_use]
mod settlement;
#[macro_use]
mod budget;
#[macro_use]
mod keys;
#[macro_use]
mod scenarios;
#[macro_use]
mod changes;
#[macro_use]
mod check;
#[macro_use]
mod allocation;
#[macro_use]
mod derivation;
#[macro_use]
mod command_line;
#[macro_use]
mod charts;

use super::Lang;

macro_rules! catalogue {
    (
        $(
            terms { $( $term:ident = $term_de:literal, $term_en:literal; )* }
            phrases { $(
                $phrase:ident { $($blank:ident),+ } = $phrase_de:literal, $phrase_en:literal;
            )* }
        )+
    ) => {
        /// A heading or term that people read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the words themselves stand beside each in the catalogue")]
        pub enum Term { $( $( $term, )* )+ }

        /// Returns a term in a language.
        pub const fn term(term: Term, lang: Lang) -> &'static str {
            match (term, lang) {
                $( $(
                    (Term::$term, Lang::De) => $term_de,
                    (Term::$term, Lang::En) => $term_en,
                )* )+
            }
        }

        /// A sentence with blanks that people read.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the fields are the blanks of the sentence beside each in \
            the catalogue")]
        pub enum Phrase { $( $( $phrase { $($blank: String),+ }, )* )+ }

        impl Phrase {
            /// Returns the sentence in a language.
            pub fn get(&self, lang: Lang) -> String {
                match (self, lang) { $( $(
                    (Phrase::$phrase { $($blank),+ }, Lang::De) => format!($phrase_de),
                    (Phrase::$phrase { $($blank),+ }, Lang::En) => format!($phrase_en),
                )* )+ }
            }
        }

        #[cfg(test)]
        const TERMS: &[(&str, &str)] = &[ $( $( ($term_de, $term_en), )* )+ ];
    };
}

gather! {{
    common!
    letters!
    package!
    settlement!
    budget!
    keys!
    scenarios!
    changes!
    check!
    allocation!
    derivation!
    command_line!
    charts!
}}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_has_words_in_both_languages() {
        assert!(TERMS.iter().all(|(de, en)| !de.trim().is_empty() && !en.trim().is_empty()));
        assert_eq!(term(Term::Total, Lang::De), "Summe");
    }
}
