//! What was typed before and after any command, and what it means.
//!
//! Rules: rules.md#language.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};

use super::failure::{Failure, Outcome};
use super::ui::{Color, Ui};
use super::{exit, output};
use crate::diag::{Diagnostic, Fault};
use crate::model::{DateRange, Status, parse_period};
use crate::render::{MOST_COLUMNS, MOST_ROWS, RENDERERS, Renderer, TooLarge, renderer};
use crate::report::Document;
use crate::source::SourceMap;
use crate::text::{Lang, Phrase};

/// The fault of a table that no sheet of a workbook can hold.
pub(super) fn too_large(table: &TooLarge) -> Fault {
    let TooLarge { table, rows, columns } = table.clone();
    if columns > MOST_COLUMNS {
        let (columns, limit) = (columns.to_string(), MOST_COLUMNS.to_string());
        return Fault::TooManyColumns { table, columns, limit };
    }
    Fault::TooManyRows { table, rows: rows.to_string(), limit: MOST_ROWS.to_string() }
}

/// The names of formats, as values of an option.
pub(super) fn names(renderers: &'static [&dyn Renderer]) -> PossibleValuesParser {
    PossibleValuesParser::new(renderers.iter().map(|renderer| renderer.name()))
}

/// Options of every command.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct Global {
    /// Take the project in this folder (default: the nearest folder upward with umlage.toml)
    #[arg(short = 'C', long = "project", value_name = "DIR", global = true)]
    pub(super) project: Option<PathBuf>,

    /// Select settlement periods: 2024, 2024-Q1, 2024-03 or 2024-01-01/2024-06-30
    #[arg(long, value_name = "P", global = true)]
    period: Option<String>,

    /// Take actual or planned cost
    #[arg(long, value_name = "STATUS", global = true, default_value = "actual",
          value_parser = PossibleValuesParser::new(["actual", "plan"]))]
    status: String,

    /// Lay a scenario over the project: a file, or a name in its folder scenarios; repeatable,
    /// later wins
    #[arg(long = "scenario", value_name = "FILE", global = true)]
    pub(super) scenario: Vec<String>,

    /// Change a value of umlage.toml for this run: PATH=VALUE, repeatable
    #[arg(long = "set", value_name = "PATH=VALUE", global = true)]
    pub(super) set: Vec<String>,

    /// Language of human output and messages (default: that of the project, else en)
    #[arg(long, value_name = "LANG", global = true,
          value_parser = PossibleValuesParser::new(["de", "en"])
              .map(|text| Lang::parse(&text).unwrap_or_default()))]
    pub(super) lang: Option<Lang>,

    /// Format of the result
    #[arg(long, value_name = "F", global = true, default_value = "table",
          value_parser = names(RENDERERS))]
    format: String,

    /// Write the result to this file instead of standard output (`-`); a report to this folder
    #[arg(short = 'o', long = "output", value_name = "FILE", global = true)]
    output: Option<PathBuf>,

    /// Replace existing files
    #[arg(long, global = true)]
    pub(super) force: bool,

    /// Exit with 1 where there are findings
    #[arg(long, global = true)]
    strict: bool,

    /// Do not print notes
    #[arg(short = 'q', long, global = true)]
    pub(super) quiet: bool,

    /// Use colour
    #[arg(long, value_name = "WHEN", global = true, value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
}

/// What the options mean.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) global: Global,
    pub(super) period: Option<DateRange>,
    pub(super) status: Status,
    pub(super) ui: Ui,
}

impl Settings {
    /// Makes sense of what was typed.
    pub(super) fn new(global: Global, ui: Ui) -> Result<Settings, Failure> {
        let period = match global.period.as_deref().map(|text| parse_period(text).map_err(|_| text))
        {
            None => None,
            Some(Ok(period)) => Some(period),
            Some(Err(text)) => {
                return Err(Failure::usage(&Phrase::BadPeriodOption { period: text.to_owned() }));
            }
        };
        let status =
            if global.status == Status::Plan.name() { Status::Plan } else { Status::Actual };
        Ok(Settings { global, period, status, ui })
    }

    /// Renders a document and writes it to `-o` or standard output.
    pub(super) fn deliver(&self, document: &Document<'_>) -> Result<(), Failure> {
        let Some(renderer) = renderer(&self.global.format) else {
            return Err(Failure::said(exit::USAGE));
        };
        if let Some(table) = renderer.too_large(document) {
            let diagnostic = Diagnostic::new(too_large(&table));
            self.ui.diagnostics(&[diagnostic], &SourceMap::default());
            return Err(Failure::said(exit::INVALID));
        }
        let medium = self.ui.medium(self.output().is_some());
        self.write(&renderer.render(document, medium))
    }

    /// Writes bytes to `-o` or standard output.
    pub(super) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        match self.output() {
            Some(path) => output::write(path, bytes, self.global.force),
            None => self.ui.result(bytes),
        }
    }

    /// Returns the path of `-o`; `-` means standard output, as without it.
    pub(super) fn output(&self) -> Option<&Path> {
        self.global.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Returns how a run ends that has done its work: findings count under `--strict`.
    pub(super) fn verdict(&self, findings: bool) -> Outcome {
        Ok(if findings && self.strict() { exit::FINDING } else { exit::DONE })
    }

    fn strict(&self) -> bool {
        self.global.strict
    }
}
