use clap::Args;
use clap_complete::Shell;

use super::exit;
use super::failure::Outcome;
use super::settings::Settings;

/// Write the completions of a shell
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage completions bash > ~/.local/share/bash-completion/completions/umlage
  umlage completions zsh > ~/.zfunc/_umlage
  umlage completions fish > ~/.config/fish/completions/umlage.fish")]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    /// Writes the completions of the program.
    pub(super) fn run(&self, settings: &Settings, mut program: clap::Command) -> Outcome {
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, &mut program, "umlage", &mut bytes);
        settings.write(&bytes)?;
        Ok(exit::DONE)
    }
}
