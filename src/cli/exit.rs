//! How a run ends, for scripts.
//!
//! Rules: rules.md#exit-codes.

/// Done.
pub const DONE: u8 = 0;
/// A check or comparison found something, or a finding under `--strict`.
pub const FINDING: u8 = 1;
/// The command line is wrong.
pub const USAGE: u8 = 2;
/// The input is invalid; the diagnostics say where and what to do.
pub const INVALID: u8 = 3;
/// A file or standard output could not be written.
pub const FILES: u8 = 4;
/// A fault of the program: please report it.
pub const INTERNAL: u8 = 70;
