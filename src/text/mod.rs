//! What people read, in German and English: the language itself, number and date styles, and the catalogue of
//! headings and terms. Machine formats never pass through here.

mod catalogue;

pub use catalogue::{Term, term};

use crate::money::Cents;

/// The language of human output and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lang {
    /// German.
    De,
    /// English, the default outside a project.
    #[default]
    En,
}

impl Lang {
    /// Reads `de` or `en`.
    pub fn parse(text: &str) -> Option<Lang> {
        match text {
            "de" => Some(Lang::De),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// Returns the code, `de` or `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::De => "de",
            Lang::En => "en",
        }
    }

    /// Writes an amount for people: `1.234,56` or `1,234.56`.
    pub fn amount(self, amount: Cents) -> String {
        match self {
            Lang::De => amount.grouped('.', ','),
            Lang::En => amount.grouped(',', '.'),
        }
    }

    /// Turns a plain decimal number (`0.125`) into the language's style (`0,125`).
    pub fn number(self, plain: &str) -> String {
        match self {
            Lang::De => plain.replace('.', ","),
            Lang::En => plain.to_owned(),
        }
    }
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Text {
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Makes a text that differs by language.
    pub fn new(de: impl Into<String>, en: impl Into<String>) -> Text {
        Text { de: de.into(), en: en.into() }
    }

    /// Makes a text that is the same in both languages, as names given by the user are.
    pub fn same(text: impl Into<String>) -> Text {
        let text = text.into();
        Text { de: text.clone(), en: text }
    }

    /// Returns the text in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::De => &self.de,
            Lang::En => &self.en,
        }
    }
}

/// Finds the nearest of some known names, for "did you mean"; `None` where nothing is near.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1.max(candidate.chars().count().min(name.len()) / 3))
        .min()
        .map(|(_, candidate)| candidate)
}
