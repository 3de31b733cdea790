//! Why a command stops.

use std::path::Path;

use super::exit;
use crate::text::Lang;
use crate::text::{Phrase, Text};

/// Why a command stops: the exit code, and what is still to be said.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: u8,
    pub(super) message: Option<Text>,
}

/// What a command gives: the exit code, or why it stopped.
pub(super) type Outcome = Result<u8, Failure>;

impl Failure {
    /// Everything has been said.
    pub(super) const fn said(exit: u8) -> Failure {
        Failure { exit, message: None }
    }

    /// The command line is wrong.
    pub(super) fn usage(phrase: &Phrase) -> Failure {
        Failure::new(exit::USAGE, phrase)
    }

    /// A file system refused.
    pub(super) fn files(phrase: &Phrase) -> Failure {
        Failure::new(exit::FILES, phrase)
    }

    /// A path could not be written.
    pub(super) fn write(path: &Path, error: &anyhow::Error) -> Failure {
        Failure::files(&Phrase::CannotWrite {
            file: path.display().to_string(),
            reason: format!("{error:#}"),
        })
    }

    /// A fault of the program.
    pub(super) fn internal(phrase: &Phrase) -> Failure {
        Failure::new(exit::INTERNAL, phrase)
    }

    fn new(exit: u8, phrase: &Phrase) -> Failure {
        Failure { exit, message: Some(Text::new(phrase.get(Lang::De), phrase.get(Lang::En))) }
    }
}
