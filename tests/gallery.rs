//! The gallery of faults: every folder under `fixtures/errors` shows one situation, with the full text a person sees
//! in both languages. `UMLAGE_BLESS=1` writes the texts and the reference page anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use toml::Table;
use umlage::diag::CODES;

/// Codes that no input can bring about, with the reason.
const WITHOUT_FIXTURE: &[(&str, &str)] = &[
    ("E101", "shows the folder in which the program runs: tested in `tests/cli.rs`"),
    ("E229", "needs more than 65,535 rules, keys or parties: tested beside the code"),
    ("E317", "amounts of at most 15 digits cannot add up to more than 128 bits: a guard"),
    ("E320", "needs more than 1,000 faults in one file: tested beside the code"),
    ("E699", "a fault of the program itself"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root().join("fixtures/errors")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap().to_str().unwrap().to_owned()
}

fn bless() -> bool {
    std::env::var_os("UMLAGE_BLESS").is_some()
}

/// Runs the case in its folder, in one language.
fn run(folder: &Path, about: &Table, lang: &str) -> Output {
    let args = about["args"].as_array().unwrap().iter().map(|arg| arg.as_str().unwrap());
    let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
    command.current_dir(folder).env_clear().args(["-C", ".", "--lang", lang]).args(args).output().unwrap()
}

fn about(folder: &Path) -> Table {
    fs::read_to_string(folder.join("case.toml")).unwrap().parse().unwrap()
}

/// Compares a text with a file, or writes the file.
fn same_as_file(path: &Path, text: &str, wrong: &mut Vec<String>) {
    if bless() {
        fs::write(path, text).unwrap();
    } else if fs::read_to_string(path).unwrap_or_default() != text {
        wrong.push(format!("{} differs; now:\n{text}", path.display()));
    }
}

#[test]
fn every_situation_is_told_as_expected_in_both_languages() {
    let mut wrong = Vec::new();
    for folder in folders() {
        let about = about(&folder);
        let exit = i32::try_from(about["exit"].as_integer().unwrap()).unwrap();
        for lang in ["en", "de"] {
            let output = run(&folder, &about, lang);
            let text = String::from_utf8(output.stderr).unwrap();
            if output.status.code() != Some(exit) {
                wrong.push(format!("{} {lang}: exit {:?}\n{text}", name(&folder), output.status.code()));
            }
            if exit == 3 && !output.stdout.is_empty() {
                wrong.push(format!("{} {lang}: a result in spite of a fault", name(&folder)));
            }
            same_as_file(&folder.join(format!("expected.{lang}.txt")), &text, &mut wrong);
            let code = name(&folder).split('-').next().unwrap().to_owned();
            if CODES.iter().any(|info| info.code == code) && !text.contains(&format!("[{code}]")) {
                wrong.push(format!("{} does not show its code:\n{text}", name(&folder)));
            }
            if text.contains('\u{1b}')
                || text.contains('\u{202e}')
                || text.contains(env!("CARGO_MANIFEST_DIR"))
            {
                wrong.push(format!("{} lets something through:\n{text}", name(&folder)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_situation_and_every_situation_a_code() {
    let shown: BTreeSet<String> = folders().iter().map(|folder| name(folder)[..4].to_owned()).collect();
    let missing: Vec<&str> = CODES
        .iter()
        .map(|info| info.code)
        .filter(|code| !shown.contains(*code) && !WITHOUT_FIXTURE.iter().any(|(without, _)| without == code))
        .collect();
    assert!(missing.is_empty(), "no situation for {missing:?}");
    assert!(folders().len() >= 100);
}

#[test]
fn the_reference_of_errors_is_up_to_date() {
    let mut page = String::from(
        "# Errors, findings, notes\n\n<!-- Generated from the catalogue and the gallery by `tests/gallery.rs`. -->\n\n\
         Every message has a stable code. `E` stops the run (exit 3), `W` is a finding (`--strict`: exit 1), `N` is a\n\
         note. The number's hundreds tell the place: 1 project and files, 2 umlage.toml, 3 data files, 4 keys, 5 rules\n\
         and pools, 6 allocation. Each situation below is a project under `fixtures/errors/`, with its text in English\n\
         and German.\n",
    );
    for info in CODES {
        writeln!(page, "\n## {} {}\n\n{}", info.code, info.name, info.about.trim()).unwrap();
        if let Some((_, reason)) = WITHOUT_FIXTURE.iter().find(|(code, _)| *code == info.code) {
            writeln!(page, "\nNot in the gallery: {reason}.").unwrap();
        }
        for folder in folders().iter().filter(|folder| name(folder).starts_with(info.code)) {
            let output = run(folder, &about(folder), "en");
            let text = String::from_utf8(output.stderr).unwrap();
            writeln!(page, "\n`fixtures/errors/{}`\n\n```text\n{}\n```", name(folder), text.trim_end())
                .unwrap();
        }
    }
    let mut wrong = Vec::new();
    same_as_file(&root().join("docs/reference/errors.md"), &page, &mut wrong);
    assert!(wrong.is_empty(), "docs/reference/errors.md is not up to date: run with UMLAGE_BLESS=1");
}
