use std::path::{Path, PathBuf};

use clap::Args;

use super::exit;
use super::failure::{Failure, Outcome};
use super::project;
use super::settings::Settings;
use crate::input::{self, Disk};
use crate::report::file_preview;

/// Show what is in a file, and an entry for `[files]` that reads it
///
/// Tells encoding, line ends, delimiter (the one by which every row has as many fields), header,
/// columns with their type and control sum, and the first rows. Nothing is guessed: numbers with
/// two readings are told as such. The entry is to be checked and copied into umlage.toml.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage preview kosten.csv                     what is in it
  umlage -C projekt preview projekt/fälle.csv   the entry names the file as seen from the project
  umlage preview export.csv --format json       for machines")]
pub(super) struct Preview {
    /// The file: CSV or another text with one row a line
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Preview {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let files = Disk { root: PathBuf::new() };
        let name = self.name(settings);
        let seen = input::preview(&files, &self.file.to_string_lossy(), &name);
        settings.ui.diagnostics(&seen.diagnostics.into_sorted(), &seen.sources);
        let Some(preview) = seen.preview else { return Err(Failure::said(exit::INVALID)) };
        settings.deliver(&file_preview(&preview, settings.ui.lang))?;
        settings.verdict(false)
    }

    /// Names the file as seen from the project, where it lies in it.
    fn name(&self, settings: &Settings) -> String {
        let real = |path: &Path| path.canonicalize().ok();
        let root = project::folder(&settings.global).and_then(|folder| real(&folder));
        let within = root
            .zip(real(&self.file))
            .and_then(|(root, file)| file.strip_prefix(root).ok().map(Path::to_owned));
        let path = within.unwrap_or_else(|| self.file.clone());
        path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
    }
}
