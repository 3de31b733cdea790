//! The command line: one file per command, each an argument struct whose doc comment is the help,
//! then `run`.

mod allocate;
mod budget;
mod calls;
mod centres;
mod changes;
mod check;
mod completions;
pub mod exit;
mod explain;
mod export;
mod failure;
mod init;
mod keys;
mod man;
mod output;
mod preview;
mod progress;
mod project;
mod report;
mod scenario;
mod settings;
mod settle;
mod staging;
mod ui;
mod verify;

use std::any::Any;
use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use failure::Outcome;
use settings::{Global, Settings};
use ui::{Color, Ui};

use crate::text::Lang;

/// Shares the cost of shared digital public services among the states that bear it: exact to the
/// cent, explainable to the source line, repeatable to the byte
#[derive(Parser, Debug)]
#[command(name = "umlage", version, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

const EXAMPLES: &str = "\
Examples:
  umlage init demo                                 write a project that runs
  umlage -C demo check                             read everything, report every fault
  umlage -C demo allocate                          who pays what
  umlage -C demo explain --party HE                why, down to the source line
  umlage keys koenigstein-2019 --among HE,RP,SL,TH shares of a built-in key

Exit codes: 0 done, 1 a check found something, 2 wrong command line, 3 invalid input, 4 file \
system, 70 internal";

#[derive(Subcommand, Debug)]
enum Command {
    Init(init::Init),
    Check(check::Check),
    Preview(preview::Preview),
    Allocate(allocate::Allocate),
    Keys(keys::Keys),
    Calls(calls::Calls),
    Centres(centres::Centres),
    Changes(changes::ChangesCommand),
    Budget(budget::Budget),
    Explain(explain::Explain),
    Export(export::Export),
    Report(report::Report),
    Scenario(scenario::Scenario),
    Settle(settle::Settle),
    Verify(verify::Verify),
    Completions(completions::Completions),
    Man(man::Man),
}

impl Command {
    fn run(&self, settings: &Settings) -> Outcome {
        match self {
            Command::Init(command) => command.run(settings),
            Command::Check(command) => command.run(settings),
            Command::Preview(command) => command.run(settings),
            Command::Allocate(command) => command.run(settings),
            Command::Keys(command) => command.run(settings),
            Command::Calls(command) => command.run(settings),
            Command::Centres(command) => command.run(settings),
            Command::Changes(command) => command.run(settings),
            Command::Budget(command) => command.run(settings),
            Command::Explain(command) => command.run(settings),
            Command::Export(command) => command.run(settings),
            Command::Scenario(command) => command.run(settings),
            Command::Settle(command) => command.run(settings),
            Command::Report(command) => command.run(settings),
            Command::Verify(command) => command.run(settings),
            Command::Completions(command) => command.run(settings, command_line()),
            Command::Man(command) => command.run(settings, command_line()),
        }
    }
}

/// Runs the program; the code is one of [`exit`].
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    panic::set_hook(Box::new(report_panic));
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    ExitCode::from(guarded(|| on_all_cores(|| run(arguments))))
}

/// The memory for the calls of each thread, in bytes: as much as the first thread of a program
/// usually has.
const STACK: usize = 8 << 20;

/// Does work with a thread for each core, whatever the environment says; with this thread alone
/// where the system grants no others.
fn on_all_cores<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = |count| rayon::ThreadPoolBuilder::new().num_threads(count).stack_size(STACK);
    let pool = threads(cores).build().or_else(|_| threads(1).use_current_thread().build());
    match pool {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// Turns a panic, which the hook has reported, into an exit code.
fn guarded(work: impl FnOnce() -> u8) -> u8 {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        match of_the_machine(words(&*payload)) {
            true => exit::FILES,
            false => exit::INTERNAL,
        }
    })
}

/// What a panic says.
fn words(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("unknown")
}

/// Tells the one failure of a file system for which the standard library has nothing but a panic: a
/// folder that was read to its end and cannot be closed.
fn of_the_machine(words: &str) -> bool {
    words.contains("closedir")
}

fn run(arguments: Vec<OsString>) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let ui = project::ui(&arguments.global);
    match Settings::new(arguments.global, ui).and_then(|settings| arguments.command.run(&settings))
    {
        Ok(code) => code,
        Err(failure) => {
            if let Some(message) = failure.message {
                ui.error(message.get(ui.lang));
            }
            failure.exit
        }
    }
}

/// Prints what clap says: help and version are results, anything else is an error.
fn usage(error: &clap::Error) -> u8 {
    let text = error.render().to_string();
    if error.use_stderr() {
        ui::say(&text);
        return exit::USAGE;
    }
    let ui = Ui { lang: Lang::En, color: Color::Never, quiet: false };
    match ui.result(text.as_bytes()) {
        Ok(()) => exit::DONE,
        Err(failure) => failure.exit,
    }
}

/// Says that a panic is a fault of the program.
fn report_panic(panic: &PanicHookInfo<'_>) {
    let payload = panic.payload();
    let what = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("unknown");
    if of_the_machine(what) {
        return ui::say(&format!(
            "error: a folder cannot be closed: {what}\nFehler: ein Ordner lässt sich nicht \
                schließen\n"
        ));
    }
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    ui::say(&format!(
        "umlage {}: internal error at {place}: {what}\n\
         This is a fault of the program; no result was written. Please report it with the command \
         line and the \
         project.\nDas ist ein Fehler des Programms; bitte mit Befehlszeile und Projekt melden.\n",
        env!("CARGO_PKG_VERSION")
    ));
}

/// Returns the whole command line, for completions and the manual.
fn command_line() -> clap::Command {
    Arguments::command()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_fault_of_the_program_and_exits_70() {
        assert_eq!(guarded(|| exit::FINDING), exit::FINDING);
        assert_eq!(guarded(|| panic!("on purpose")), exit::INTERNAL);
        assert_eq!(guarded(|| panic!("unexpected error during closedir: EIO")), exit::FILES);
    }

    #[test]
    fn the_command_line_is_sound_and_every_command_has_examples() {
        command_line().debug_assert();
        for command in command_line().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.starts_with("Examples:\n  umlage "), "{}", command.get_name());
            assert!(command.get_about().is_some(), "{}", command.get_name());
        }
    }
}
