//! The one test binary. A file under `tests` that is not named here fails `every_test_file_is_run`.

#![expect(unreachable_pub, reason = "what the tests share is public within this binary alone")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "what helps a test stops it where it cannot go on, and reads files as any program does"
)]

mod accounts;
mod agreements;
mod architecture;
mod axioms;
mod books;
mod budget;
mod cases;
mod causes;
mod changes;
mod cli;
mod derived;
mod documents;
mod exports;
mod faults;
mod files;
mod gallery;
mod hostile;
mod identities;
mod key_comparison;
mod layouts;
mod mutation;
mod oracle;
mod pages;
mod proof;
mod repeat;
mod replay;
mod reports;
mod scenario_pages;
mod scenarios;
mod settlement;
mod settlements;
mod shell;
mod silence;
mod support;
mod trials;
mod truth;
mod verdicts;
mod whatif;
mod wording;
mod workbooks;
mod workbooks_out;

use std::collections::BTreeSet;

#[test]
fn every_test_file_is_run() {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    let main = include_str!("main.rs");
    let mut forgotten = BTreeSet::new();
    for entry in std::fs::read_dir(here).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs")
            && !["main", "figures"].contains(&module) // the second is a program of its own
            && !main.contains(&format!("mod {module};"))
        {
            forgotten.insert(name);
        }
    }
    assert!(forgotten.is_empty(), "not run: {forgotten:?}");
}
