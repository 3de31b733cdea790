//! The only printer. Results go to standard output, everything else to standard error.

use std::io::{self, IsTerminal, Write};

use super::exit;
use super::failure::Failure;
use crate::diag::{self, Diagnostic, Severity};
use crate::render::Medium;
use crate::source::SourceMap;
use crate::text::{Lang, clean};

/// The width of a page where no terminal tells its own.
const DEFAULT_WIDTH: usize = 80;

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Color {
    /// On a terminal that has it, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Prints in one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ui {
    pub(super) lang: Lang,
    pub(super) color: Color,
    pub(super) quiet: bool,
}

impl Ui {
    /// Returns where a page is read: the terminal, or a file.
    pub(super) fn medium(self, to_file: bool) -> Medium {
        let terminal = !to_file && io::stdout().is_terminal();
        let width = terminal_width().filter(|_| terminal);
        Medium { width: width.unwrap_or(DEFAULT_WIDTH), styled: !to_file && self.styled(terminal) }
    }

    fn styled(self, terminal: bool) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
                terminal
                    && !is_set("NO_COLOR")
                    && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
            }
        }
    }

    /// Writes a result to standard output. A reader that has gone away ends the program without a
    /// word.
    pub(super) fn result(self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                Err(Failure::said(exit::FILES))
            }
            Err(error) => Err(Failure::print(&error)),
        }
    }

    /// Says on standard error why the program stops.
    pub(super) fn error(self, text: &str) {
        let word = match self.lang {
            Lang::De => "Fehler",
            Lang::En => "error",
        };
        say(&format!("{word}: {}\n", clean(text)));
    }

    /// Draws diagnostics on standard error; under `--quiet` no notes but those that `--strict`
    /// counts.
    pub(super) fn diagnostics(self, diagnostics: &[Diagnostic], sources: &SourceMap) {
        let shown = diagnostics
            .iter()
            .filter(|d| !self.quiet || d.severity() != Severity::Note || d.fault.is_finding());
        let terminal = io::stderr().is_terminal();
        let width = terminal_width().filter(|_| terminal);
        say(&diag::render(
            shown,
            sources,
            self.lang,
            diag::Look { styled: self.styled(terminal), width },
        ));
    }
}

/// Returns how wide the terminal is.
fn terminal_width() -> Option<usize> {
    comfy_table::Table::new().width().map(usize::from).filter(|width| *width > 0)
}

/// Writes to standard error. Whether anybody reads it must not change the outcome.
pub(super) fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
