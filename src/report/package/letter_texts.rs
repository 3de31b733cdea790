//! The words around the figures: templates whose blanks are filled with finished texts. Nothing is
//! calculated in them.

use std::collections::BTreeMap;

use minijinja::{Environment, ErrorKind, UndefinedBehavior};

use crate::text::{Lang, Text};

/// The names that a template may use, each with its value. Amounts are written out; the last ones
/// are empty or `yes`.
pub type Blanks = BTreeMap<&'static str, String>;

/// The words of a document to hand in (Textbausteine).
#[derive(Clone, Debug)]
pub struct Texts {
    /// Before the figures.
    pub opening: String,
    /// After them.
    pub closing: String,
}

/// A template that cannot be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFault {
    /// The line, from 1.
    pub line: u32,
    /// The column of the first character, from 1.
    pub column: u32,
    /// How many characters it is about.
    pub length: u32,
    /// Why.
    pub reason: Text,
    /// Whether it is too long or does not end, so that another name does not help.
    pub is_too_much: bool,
}

impl Texts {
    /// Returns the built-in words.
    pub fn built_in(lang: Lang) -> Texts {
        let (opening, closing) = match lang {
            Lang::De => {
                (include_str!("texts/opening.de.txt"), include_str!("texts/closing.de.txt"))
            }
            Lang::En => {
                (include_str!("texts/opening.en.txt"), include_str!("texts/closing.en.txt"))
            }
        };
        Texts { opening: opening.to_owned(), closing: closing.to_owned() }
    }
}

/// Filling in a text takes at most so many steps; each 64 bytes that it makes on the way count as
/// one.
pub(crate) const MOST_STEPS: u64 = 50_000;
/// A filled-in text has at most so many characters.
pub(crate) const MOST_CHARACTERS: usize = 20_000;

/// Fills in a template; blank lines part its paragraphs.
///
/// # Errors
/// A template that is not well formed, or uses a name that is not there.
pub(crate) fn fill(template: &str, blanks: &Blanks) -> Result<Vec<String>, TextFault> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(MOST_STEPS));
    let template = template.replace("\r\n", "\n");
    let filled = environment.template_from_str(&template).and_then(|ready| {
        let mut unknown: Vec<String> = ready.undeclared_variables(false).into_iter().collect();
        unknown.retain(|name| !blanks.contains_key(name.as_str()));
        unknown.sort();
        match unknown.first() {
            Some(name) => Ok(Err(unknown_name(&template, name))),
            None => ready.render(blanks).map(Ok),
        }
    });
    let filled = filled.map_err(|error| not_well_formed(&error))??;
    if filled.chars().count() > MOST_CHARACTERS {
        return Err(too_long());
    }
    let words = |paragraph: &str| paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(filled.split("\n\n").map(words).filter(|paragraph| !paragraph.is_empty()).collect())
}

fn too_long() -> TextFault {
    let most = |lang: Lang| lang.count(MOST_CHARACTERS as u64);
    let reason = Text::new(
        format!("ausgefüllt hat er mehr als {} Zeichen", most(Lang::De)),
        format!("filled in it has more than {} characters", most(Lang::En)),
    );
    TextFault { line: 1, column: 1, length: 0, reason, is_too_much: true }
}

fn not_well_formed(error: &minijinja::Error) -> TextFault {
    let line = error.line().and_then(|line| u32::try_from(line).ok()).unwrap_or(1);
    if error.kind() == ErrorKind::OutOfFuel {
        let most = |lang: Lang| lang.count(MOST_STEPS);
        let reason = Text::new(
            format!("er ist nach {} Schritten nicht zu Ende", most(Lang::De)),
            format!("it is not finished after {} steps", most(Lang::En)),
        );
        return TextFault { line, column: 1, length: 0, reason, is_too_much: true };
    }
    let reason = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    TextFault { line, column: 1, length: 0, reason: Text::same(reason), is_too_much: false }
}

fn unknown_name(template: &str, name: &str) -> TextFault {
    let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let at = template.find(name).unwrap_or_default();
    let before = &template[..at];
    let line = count(&before.chars().filter(|c| *c == '\n').collect::<String>()).saturating_add(1);
    let column = count(before.rsplit('\n').next().unwrap_or_default()).saturating_add(1);
    let reason = Text::new(format!("`{name}` gibt es nicht"), format!("there is no `{name}`"));
    TextFault { line, column, length: count(name), reason, is_too_much: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blanks() -> Blanks {
        let mut blanks: Blanks =
            crate::report::BLANKS.iter().map(|name| (*name, String::new())).collect();
        blanks.insert("project", "{{ share }} <b>".to_owned());
        blanks.insert("claim", "yes".to_owned());
        blanks
    }

    #[test]
    fn the_built_in_words_can_be_filled_in_in_every_case() {
        for lang in [Lang::De, Lang::En] {
            let texts = Texts::built_in(lang);
            let mut blanks = blanks();
            for case in ["claim", "refund", "carried", "open", "even"] {
                blanks.insert(case, "yes".to_owned());
                let filled = fill(&texts.opening, &blanks).unwrap();
                assert_eq!(filled.len(), 3, "{filled:?}");
                assert!(filled[1].contains("{{ share }} <b>"), "{filled:?}");
                blanks.insert(case, String::new());
            }
            assert_eq!(fill(&texts.opening, &blanks).unwrap().len(), 2);
            assert_eq!(fill(&texts.closing, &blanks).unwrap().len(), 3);
        }
    }

    #[test]
    fn the_page_of_limits_tells_the_figures() {
        let page = include_str!("../../../docs/reference/limits.md");
        for figure in [MOST_STEPS, MOST_CHARACTERS as u64] {
            assert!(page.contains(&format!("| {} | `E872` |", Lang::En.count(figure))), "{figure}");
        }
    }

    #[test]
    fn what_is_not_known_or_not_well_formed_is_told_with_its_line() {
        let fault = |text: &str| fill(text, &blanks()).unwrap_err();
        let unknown = fault("a\n\nä {{ kosten }}");
        assert_eq!((unknown.line, unknown.column, unknown.length), (3, 6, 6));
        assert_eq!(fault("a\n{% if claim %}").line, 2);
        let twice = "{% macro f(n) %}{% if n > 0 %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro \
            %}{{ f(60) }}";
        for endless in [twice, "{{ (\"a\" * 100000000) }}", "{% for a in range(9) %}{% endfor %}"] {
            assert!(!fault(endless).reason.en.is_empty(), "{endless}");
        }
        assert!(fault(twice).reason.en.contains("50,000"), "{:?}", fault(twice));
        assert!(fault("{{ \"a\" * 30000 }}").reason.de.contains("20.000 Zeichen"));
        assert_eq!(fill("a\r\n\r\nb  c\n", &blanks()).unwrap(), ["a", "b c"]);
    }
}
