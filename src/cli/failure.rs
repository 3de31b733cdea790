//! Why a command stops.

use std::io;
use std::path::Path;

use super::{exit, staging};
use crate::input;
use crate::text::{Lang, Phrase, Text};

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
        let folder = staging::folder_of(path);
        let Some(error) = refused(error) else {
            let file = path.display().to_string();
            return Failure::internal(&Phrase::CannotWrite { file, reason: error.to_string() });
        };
        if error.kind() == io::ErrorKind::NotFound && !folder.exists() {
            return Failure::files(&Phrase::NoSuchFolder { folder: folder.display().to_string() });
        }
        Failure::system(exit::FILES, error, |reason| Phrase::CannotWrite {
            file: path.display().to_string(),
            reason,
        })
    }

    /// Standard output could not be written.
    pub(super) fn print(error: &io::Error) -> Failure {
        Failure::system(exit::FILES, error, |reason| Phrase::CannotPrint { reason })
    }

    /// The system refused; it is said in the words of people.
    pub(super) fn system(
        exit: u8,
        error: &io::Error,
        phrase: impl Fn(String) -> Phrase,
    ) -> Failure {
        let reason = input::of_system(error);
        let [de, en] =
            [Lang::De, Lang::En].map(|lang| phrase(reason.get(lang).to_owned()).get(lang));
        Failure { exit, message: Some(Text::new(de, en)) }
    }

    /// A fault of the program.
    pub(super) fn internal(phrase: &Phrase) -> Failure {
        Failure::new(exit::INTERNAL, phrase)
    }

    fn new(exit: u8, phrase: &Phrase) -> Failure {
        Failure { exit, message: Some(Text::new(phrase.get(Lang::De), phrase.get(Lang::En))) }
    }
}

/// Finds what the system said behind an error.
pub(super) fn refused(error: &anyhow::Error) -> Option<&io::Error> {
    error.chain().find_map(|cause| cause.downcast_ref())
}
