//! Diagnostics: what is wrong with the input, where, and what to do.
//!
//! Every fault is a variant of [`Fault`] with a stable code and its words in both languages in one
//! place (`catalogue.rs`). Functions that read or check return a value with warnings, or all faults
//! together.
//!
//! Rules: rules.md#severities.

mod catalogue;
mod group;
mod render;

pub use catalogue::{CODES, CodeInfo, Fault, STRICT_NOTES};
pub use group::messages;
pub use render::{Look, render};

use crate::source::Loc;
use crate::text::{Lang, Text};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The run cannot go on; exit code 3.
    Error,
    /// A finding: the run goes on, `--strict` makes it exit 1.
    Warning,
    /// Worth knowing.
    Note,
}

/// How a note begins that tells the name that was perhaps meant.
const SUGGESTION: &str = "did you mean";

/// One fault, the places it is about and what else helps.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What is wrong.
    pub fault: Fault,
    /// The places, the first being where the fault is.
    pub labels: Vec<Label>,
    /// Further facts: the name that was perhaps meant, figures, tables.
    pub notes: Vec<Text>,
    /// What to do here instead of what the fault says for all cases.
    pub instead: Option<Text>,
}

/// A place with an optional word about it.
#[derive(Clone, Debug)]
pub struct Label {
    /// The place.
    pub loc: Loc,
    /// What it is, where the fault itself does not say.
    pub text: Option<Text>,
}

impl Diagnostic {
    /// Makes a diagnostic without a place.
    pub fn new(fault: Fault) -> Diagnostic {
        Diagnostic { fault, labels: Vec::new(), notes: Vec::new(), instead: None }
    }

    /// Makes a diagnostic at a place.
    pub fn at(fault: Fault, loc: Loc) -> Diagnostic {
        Diagnostic::new(fault).and(loc)
    }

    /// Tells whether another says the same of the same places.
    pub fn is_same(&self, other: &Diagnostic) -> bool {
        let places = |it: &Diagnostic| it.labels.iter().map(|label| label.loc).collect::<Vec<_>>();
        self.fault == other.fault && places(self) == places(other)
    }

    /// Adds a place.
    pub fn and(mut self, loc: Loc) -> Diagnostic {
        self.labels.push(Label { loc, text: None });
        self
    }

    /// Adds a place with a word about it.
    pub fn and_here(mut self, loc: Loc, de: &str, en: &str) -> Diagnostic {
        self.labels.push(Label { loc, text: Some(Text::new(de, en)) });
        self
    }

    /// Adds a note.
    pub fn note(mut self, de: impl Into<String>, en: impl Into<String>) -> Diagnostic {
        self.notes.push(Text::new(de, en));
        self
    }

    /// Says what to do here, instead of what the fault says for all cases.
    pub fn to_do(mut self, de: impl Into<String>, en: impl Into<String>) -> Diagnostic {
        self.instead = Some(Text::new(de, en));
        self
    }

    /// Returns what to do.
    pub fn remedy(&self, lang: Lang) -> String {
        self.instead
            .as_ref()
            .map_or_else(|| self.fault.remedy(lang), |text| text.get(lang).to_owned())
    }

    /// Adds the name that was perhaps meant.
    pub fn did_you_mean(self, nearest: Option<&str>) -> Diagnostic {
        match nearest {
            Some(name) => self.note(
                format!("gemeint ist vielleicht `{name}`"),
                format!("{SUGGESTION} `{name}`?"),
            ),
            None => self,
        }
    }

    /// Returns how bad it is.
    pub fn severity(&self) -> Severity {
        self.fault.severity()
    }
}

/// What needs the service of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// `among = "participants"`.
    Participants,
    /// A usage key without `services`.
    Usage,
}

impl Needed {
    /// Says what to write instead, for the remedies of E506 and E507.
    pub fn other(self) -> Text {
        match self {
            Needed::Participants => Text::new(
                "unter `among` eine Gruppe oder Liste nennen",
                "name a group or list under `among`",
            ),
            Needed::Usage => Text::new(
                "im Nutzungsschlüssel angeben, welche Leistungen zählen: `services = [\"*\"]` \
                    oder eine Liste",
                "tell the usage key which services it counts: `services = [\"*\"]` or a list",
            ),
        }
    }
}

/// Collects the diagnostics of a pass.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Takes one in.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.all.push(diagnostic);
    }

    /// Takes several in.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.all.extend(diagnostics);
    }

    /// Keeps the value of a result, or its diagnostic.
    pub fn keep<T>(&mut self, result: Result<T, Box<Diagnostic>>) -> Option<T> {
        result.map_err(|diagnostic| self.push(*diagnostic)).ok()
    }

    /// Tells whether there is an error among them.
    pub fn has_errors(&self) -> bool {
        self.all.iter().any(|d| d.severity() == Severity::Error)
    }

    /// Lists them in the order in which they were found.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Diagnostic> {
        self.all.iter()
    }

    /// Counts them.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Forgets all but the first ones.
    pub fn truncate(&mut self, len: usize) {
        self.all.truncate(len);
    }

    /// Takes out those of which something is true; tells how many errors were among them.
    pub fn remove(&mut self, is_it: impl Fn(&Diagnostic) -> bool) -> usize {
        let errors =
            |all: &[Diagnostic]| all.iter().filter(|it| it.severity() == Severity::Error).count();
        let before = errors(&self.all);
        self.all.retain(|it| !is_it(it));
        before.saturating_sub(errors(&self.all))
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns them in the order of their places, so that the order of reading does not show.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.all.sort_by_key(|d| (d.severity(), d.labels.first().map(|label| label.loc)));
        self.all
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Diagnostics {
        Diagnostics { all: vec![diagnostic] }
    }
}

/// The result of one step of reading or allocating: a value, or one diagnostic.
pub type Checked<T> = Result<T, Box<Diagnostic>>;
