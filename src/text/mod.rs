//! What people read, in German and English: the language itself, number and date styles, and the
//! catalogue of headings and terms. Machine formats never pass through here.
//!
//! Rules: rules.md#amounts-shown.

mod catalogue;

pub use catalogue::{Phrase, Term, term};

use crate::money::{Cents, Ratio};

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

    /// Writes a number of things for people: `12.345` or `12,345`.
    pub fn count(self, count: u64) -> String {
        self.number(&count.to_string())
    }

    /// Writes a day or a stretch of days for people: `2024-03-15` as `15.03.2024`,
    /// `2021-08-01/2021-12-31` as `01.08.2021 bis 31.12.2021`. Whole years, quarters and months
    /// keep their names, and so does whatever else it is.
    pub fn dates(self, plain: &str) -> String {
        match plain.split_once('/') {
            Some((from, to)) => {
                Phrase::FromTo { from: self.dates(from), to: self.dates(to) }.get(self)
            }
            None => match (self, plain.split('-').collect::<Vec<_>>().as_slice()) {
                (Lang::De, [year, month, day]) => format!("{day}.{month}.{year}"),
                _ => plain.to_owned(),
            },
        }
    }

    /// Turns a plain decimal number (`-1234.125`) into the language's style (`-1.234,125`).
    pub fn number(self, plain: &str) -> String {
        let (thousands, decimal) = match self {
            Lang::De => ('.', ','),
            Lang::En => (',', '.'),
        };
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
        let digits = whole.trim_start_matches('-');
        let mut out = whole[..whole.len() - digits.len()].to_owned();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                out.push(thousands);
            }
            out.push(digit);
        }
        if !decimals.is_empty() {
            out.push(decimal);
            out.push_str(decimals);
        }
        out
    }
}

/// Tells whether a spreadsheet that opens a text file would take a text for a formula, a number or
/// a date, and change it: `=1+1`, `0399`, `1/12`, `14 digits`. A number as it would write it itself
/// is safe.
pub fn is_mistaken(text: &str) -> bool {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']);
    let is_digit = |c: char| c.is_ascii_digit();
    let is_like_number =
        text.contains(is_digit) && text.chars().all(|c| is_digit(c) || ".,/:-+eE%".contains(c));
    let is_plain =
        text.len() <= MOST_DIGITS && text.chars().all(is_digit) && !text.starts_with('0');
    // A fraction of large numbers is no day, month or year.
    let is_date = text.split('/').all(|part| part.len() <= "2024".len());
    is_formula || is_like_number && !is_plain && text != "0" && (is_date || !text.contains('/'))
}

/// The most digits that a spreadsheet keeps and shows as they are.
const MOST_DIGITS: usize = 11;

/// Puts an apostrophe before what a spreadsheet would change.
pub fn guarded(text: &str) -> String {
    if is_mistaken(text) { format!("'{text}") } else { text.to_owned() }
}

/// Takes that apostrophe away again.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|text| is_mistaken(text)).unwrap_or(text)
}

/// Makes control and direction characters visible, so that a text from a file cannot steer the
/// terminal. Only where it is shown: machine formats keep what was read.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if is_hostile(c) { '\u{fffd}' } else { c }).collect()
}

/// Tells characters that can steer a terminal or hide.
pub fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\n') || is_invisible(c)
}

/// Tells characters that cannot be seen and would make two equal-looking names different: those of
/// format and direction, joiners, fillers, variation selectors and tags.
pub fn is_invisible(c: char) -> bool {
    // Most letters come before the first of them.
    c >= '\u{ad}' && is_listed(c)
}

fn is_listed(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}')
        || matches!(c, '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}')
        || matches!(c, '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
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

    /// Writes the same thing in the style of each language.
    pub fn styled(written: impl Fn(Lang) -> String) -> Text {
        Text::new(written(Lang::De), written(Lang::En))
    }

    /// Writes an amount of money: `1.229,78 EUR` or `1,229.78 EUR`.
    pub fn money(amount: Cents, currency: &str) -> Text {
        Text::styled(|lang| format!("{} {currency}", lang.amount(amount)))
    }

    /// Writes a number rounded to so many decimals: `1.229,5` or `1,229.5`.
    pub fn number(value: &Ratio, places: u32) -> Text {
        Text::styled(|lang| lang.number(&value.decimal(places).0))
    }

    /// Writes a part of a whole rounded to so many decimals: `95,24 %` or `95.24 %`.
    pub fn percent(part: &Ratio, places: u32) -> Text {
        let hundredfold = part * &Ratio::from(100);
        Text::styled(|lang| format!("{} %", lang.number(&hundredfold.decimal(places).0)))
    }

    /// Returns the text in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::De => &self.de,
            Lang::En => &self.en,
        }
    }
}

/// Writes a number of things in both languages; the German noun is feminine. Each noun is given for
/// one and for many.
pub fn counted(count: u64, de: (&str, &str), en: (&str, &str)) -> Text {
    if count == 1 {
        return Text::new(format!("eine {}", de.0), format!("one {}", en.0));
    }
    Text::new(
        format!("{} {}", Lang::De.count(count), de.1),
        format!("{} {}", Lang::En.count(count), en.1),
    )
}

/// Finds the nearest of some known names, for "did you mean"; `None` where nothing is near. One
/// that goes on where the name ends comes first. Names of one or two letters, and names with other
/// digits, are never near: one code or year is not a misspelling of another.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let length = name.chars().count();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let near = |candidate: &'a str| {
        let other = candidate.to_lowercase();
        if length > 2 && other.starts_with(&lower) {
            return Some((0, candidate));
        }
        let distance = strsim::damerau_levenshtein(&lower, &other);
        let most = 1.max(candidate.chars().count().min(length) / 3);
        let (ours, theirs) = (digits(&lower), digits(&other));
        let other_number = ours != theirs && !ours.is_empty() && !theirs.is_empty();
        (length > 2 && distance <= most && !other_number).then_some((distance + 1, candidate))
    };
    known.into_iter().filter_map(near).min().map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_change_is_guarded_and_read_back() {
        for text in [
            "=1+1",
            "-x",
            "0399",
            "06",
            "1/12",
            "1.2",
            "3-4",
            "1E5",
            "99010203040506",
            "2024-03",
            "00",
        ] {
            assert!(is_mistaken(text), "{text}");
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in [
            "",
            "0",
            "7",
            "2024",
            "538 91",
            "HE",
            "BSP-2023-0052",
            "2024-Q1",
            "Wohngeld",
            "a/b",
            "496333/6835011",
        ] {
            assert!(!is_mistaken(text), "{text}");
            assert_eq!(guarded(text), text);
        }
        for text in ["0399", "'0399", "'x", "x'", "'", "=1", "''0399", "2024"] {
            assert_eq!(unguarded(&guarded(text)), unguarded(text), "{text}");
        }
        assert_eq!(
            [unguarded("'0399"), unguarded("'x"), unguarded("'2024")],
            ["0399", "'x", "'2024"]
        );
    }

    #[test]
    fn numbers_have_the_marks_of_their_language() {
        assert_eq!(Lang::De.number("-1234567.125"), "-1.234.567,125");
        assert_eq!(Lang::En.number("999"), "999");
        assert_eq!(Lang::En.count(1_000), "1,000");
        assert_eq!(Lang::De.amount(Cents::new(-123_456_789)), "-1.234.567,89");
    }

    #[test]
    fn days_are_written_as_their_language_does() {
        for (plain, de, en) in [
            ("2024", "2024", "2024"),
            ("2024-03", "2024-03", "2024-03"),
            ("2024-03-15", "15.03.2024", "2024-03-15"),
            ("2021-08-01/2021-12-31", "01.08.2021 bis 31.12.2021", "2021-08-01 to 2021-12-31"),
        ] {
            assert_eq!([Lang::De.dates(plain), Lang::En.dates(plain)], [de, en]);
        }
    }

    #[test]
    fn hostile_characters_are_made_visible() {
        assert_eq!(
            clean("a\u{1b}[31mb\r\u{202e}c\u{9b}ä"),
            "a\u{fffd}[31mb\u{fffd}\u{fffd}c\u{fffd}ä"
        );
    }

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(nearest("einwhner", ["einwohner", "koenigstein"]), Some("einwohner"));
        assert_eq!(nearest("xyz", ["einwohner"]), None);
        assert_eq!(nearest("fix", ["mix", "fixed"]), Some("fixed"));
        assert_eq!(nearest("koenigstein-2020", ["koenigstein-2019"]), None);
        assert_eq!(nearest("koenigstien-2020", ["koenigstein-2019"]), None);
        assert_eq!(nearest("HX", ["HE", "HB"]), None);
    }
}
