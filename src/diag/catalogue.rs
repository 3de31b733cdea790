//! Every fault there is: its stable code, its message and its remedy, in English and German.
//!
//! The code's letter tells the severity: `E` error, `W` finding, `N` note. The number's hundreds
//! tell the room: 1 project and files, 2 umlage.toml, 3 data files, 4 keys, 5 rules and pools, 6
//! allocation, 7 output and comparison, 8 settlement, budget and documents to hand in.

/// Asks each page that is left for its faults; then makes the catalogue of them all.
macro_rules! gather {
    ({ $page:ident! $($left:tt)* } $($gathered:tt)*) => { $page! { { $($left)* } $($gathered)* } };
    ({} $($gathered:tt)*) => { faults! { $($gathered)* } };
}

#[macro_use]
mod files;
#[macro_use]
mod agreement;
#[macro_use]
mod records;
#[macro_use]
mod keys;
#[macro_use]
mod rules;
#[macro_use]
mod allocation;
#[macro_use]
mod output;
#[macro_use]
mod settlement;

use super::Severity;
use crate::text::{Lang, Text};

/// What the registry knows of a code.
#[derive(Clone, Copy, Debug)]
pub struct CodeInfo {
    /// The code, such as `E301`.
    pub code: &'static str,
    /// The name of the variant.
    pub name: &'static str,
    /// What it is about, from the doc comment.
    pub about: &'static str,
}

/// What fills a blank: raw text of the input, or words that differ by language.
trait Blank {
    /// Returns the words in one language.
    fn words(&self, lang: Lang) -> &str;
}

impl Blank for String {
    fn words(&self, _: Lang) -> &str {
        self
    }
}

impl Blank for Text {
    fn words(&self, lang: Lang) -> &str {
        self.get(lang)
    }
}

/// The type of a blank: a string unless `Text` is said.
macro_rules! blank {
    () => {
        String
    };
    (Text) => {
        Text
    };
}

macro_rules! faults {
    ($(
        $(#[doc = $about:literal])+
        $name:ident $({ $($field:ident $(: $type:ident)?),+ })? = $code:literal
        en $message_en:literal, $remedy_en:literal
        de $message_de:literal, $remedy_de:literal
    )+) => {
        /// A fault with what is needed to tell of it. The text of input is carried raw and
        /// neutralised when printed.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the fields are the blanks of the message below each \
            variant")]
        pub enum Fault {
            $( $(#[doc = $about])+ $name $({ $($field: blank!($($type)?)),+ })?, )+
        }

        /// All codes in order.
        pub const CODES: &[CodeInfo] = &[
            $( CodeInfo { code: $code, name: stringify!($name), about: concat!($($about),+) }, )+
        ];

        #[expect(unused_variables, reason = "a message or remedy need not use every field")]
        impl Fault {
            /// Returns the stable code.
            pub fn code(&self) -> &'static str {
                match self { $( Fault::$name $({ $($field),+ })? => $code, )+ }
            }

            /// Says what is wrong.
            pub fn message(&self, lang: Lang) -> String {
                match (self, lang) { $(
                    (Fault::$name $({ $($field),+ })?, Lang::En) => {
                        $( $( let $field = $field.words(lang); )+ )?
                        format!($message_en)
                    }
                    (Fault::$name $({ $($field),+ })?, Lang::De) => {
                        $( $( let $field = $field.words(lang); )+ )?
                        format!($message_de)
                    }
                )+ }
            }

            /// Says what is wrong but for the raw text of the input: what the same fault has in
            /// common in many rows.
            pub fn gist(&self) -> String {
                match self { $(
                    Fault::$name $({ $($field),+ })? => {
                        $( $( let $field = match stringify!($field) {
                            "value" | "example" | "entry" => "…",
                            _ => $field.words(Lang::En),
                        }; )+ )?
                        format!($message_en)
                    }
                )+ }
            }

            /// Says what to do.
            pub fn remedy(&self, lang: Lang) -> String {
                match (self, lang) { $(
                    (Fault::$name $({ $($field),+ })?, Lang::En) => {
                        $( $( let $field = $field.words(lang); )+ )?
                        format!($remedy_en)
                    }
                    (Fault::$name $({ $($field),+ })?, Lang::De) => {
                        $( $( let $field = $field.words(lang); )+ )?
                        format!($remedy_de)
                    }
                )+ }
            }
        }
    };
}

/// Notes that `--strict` counts like findings: another key than the agreed one shared.
pub const STRICT_NOTES: &[&str] = &["N401"];

impl Fault {
    /// Tells whether `--strict` counts it: findings, and the notes of [`STRICT_NOTES`].
    pub fn is_finding(&self) -> bool {
        self.severity() == Severity::Warning || STRICT_NOTES.contains(&self.code())
    }

    /// Returns how bad it is, by the letter of its code.
    pub fn severity(&self) -> Severity {
        match self.code().as_bytes().first() {
            Some(b'W') => Severity::Warning,
            Some(b'N') => Severity::Note,
            _ => Severity::Error,
        }
    }
}

gather! {{
    files!
    agreement!
    records!
    keys!
    rules!
    allocation!
    output!
    settlement!
}}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_in_order_within_their_letter() {
        for letter in ["E", "W", "N"] {
            let codes: Vec<_> =
                CODES.iter().map(|c| c.code).filter(|c| c.starts_with(letter)).collect();
            assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
        }
        assert!(CODES.iter().all(|c| c.code.len() == 4 && !c.about.trim().is_empty()));
    }
}
