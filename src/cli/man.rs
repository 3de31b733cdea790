use clap::Args;

use super::exit;
use super::failure::{Failure, Outcome};
use super::settings::Settings;
use crate::text::Phrase;

/// Write the manual page
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage man | man -l -                        read it
  umlage man > /usr/local/share/man/man1/umlage.1
  umlage man allocate | man -l -               the page of one command")]
pub(super) struct Man {
    /// The command; without it the page of the program
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

impl Man {
    /// Writes the page of the whole program, or of one of its commands.
    pub(super) fn run(&self, settings: &Settings, mut whole: clap::Command) -> Outcome {
        whole.build();
        let page = match &self.command {
            None => whole,
            Some(name) => whole
                .find_subcommand(name)
                .cloned()
                .ok_or_else(|| Failure::usage(&Phrase::UnknownCommand { name: name.clone() }))?,
        };
        let mut bytes = Vec::new();
        clap_mangen::Man::new(page).render(&mut bytes).map_err(|error| {
            Failure::system(exit::INTERNAL, &error, |reason| Phrase::CannotPrint { reason })
        })?;
        settings.write(&bytes)?;
        Ok(exit::DONE)
    }
}
