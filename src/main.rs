//! The program `umlage`.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A report is made of millions of small texts and fractions, on all cores.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    umlage::cli::main(std::env::args_os())
}
