//! The program `umlage`.

use std::process::ExitCode;

fn main() -> ExitCode {
    umlage::cli::main(std::env::args_os())
}
