//! Faults that trials found: every folder of `fixtures/faults` is the smallest project of one. Its
//! `case.toml` lists what it is run with and what is right; what a test prepares, or makes because
//! it is large or no plain file, is named there or in `README.md` as `file::test`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use toml::Table;

/// The folders, by name.
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 25, "faults are missing: {}", folders.len());
    folders
}

/// Reads a file of a folder that may be missing.
fn text(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap_or_default()
}

/// The commands of a folder, each with what is right.
fn runs(folder: &Path) -> Vec<Table> {
    let about: Table = text(folder, "case.toml").parse().unwrap();
    let runs = about.get("run").map(|runs| runs.as_array().unwrap().clone()).unwrap_or_default();
    runs.into_iter().map(|run| run.as_table().unwrap().clone()).collect()
}

/// The words of a list.
fn list<'a>(run: &'a Table, name: &str) -> Vec<&'a str> {
    let words = run.get(name).map(|words| words.as_array().unwrap().as_slice()).unwrap_or_default();
    words.iter().map(|word| word.as_str().unwrap()).collect()
}

/// Runs one command: its exit code (0 where none is named), all of its standard output (the file
/// `expected`), and what it `says` and does not (`never`), whatever the width of the lines.
fn differs(folder: &Path, run: &Table) -> Option<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
    command.current_dir(folder).args(list(run, "args")).env_clear().env("NO_COLOR", "1");
    let output = command.output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    let exit = run.get("exit").map_or(0, |exit| exit.as_integer().unwrap());
    let expected = run.get("expected").map(|file| text(folder, file.as_str().unwrap()));
    let said = err.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_right = output.status.code().map(i64::from) == Some(exit)
        && expected.is_none_or(|expected| expected == out)
        && list(run, "says").iter().all(|words| said.contains(words))
        && list(run, "never").iter().all(|words| !said.contains(words));
    let args = list(run, "args");
    (!is_right).then(|| format!("{} {args:?}: {:?}\n{out}{err}", folder.display(), output.status))
}

#[test]
fn every_command_of_a_fault_does_what_is_right() {
    let mut wrong = Vec::new();
    for folder in folders() {
        wrong.extend(runs(&folder).iter().filter_map(|run| differs(&folder, run)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The tests that the words of a folder name.
fn named(folder: &Path) -> BTreeSet<(String, String)> {
    let words = text(folder, "README.md") + &text(folder, "case.toml");
    let tokens = words.split(['`', '"']).filter_map(|token| token.split_once("::"));
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let tests = tokens.filter(|(file, test)| is_name(file) && is_name(test));
    tests.map(|(file, test)| (file.to_owned(), test.to_owned())).collect()
}

/// The text of a test; nothing where there is none.
fn body(file: &str, test: &str) -> Option<String> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let source = fs::read_to_string(tests.join(file).with_extension("rs")).ok()?;
    let (_, rest) = source.split_once(&format!("#[test]\nfn {test}() {{\n"))?;
    rest.split_once("\n}\n").map(|(body, _)| body.to_owned())
}

/// Why a folder stands untested, if it does.
fn untested(folder: &Path) -> Option<String> {
    let name = folder.file_name().unwrap().to_str().unwrap();
    let mut bodies = String::new();
    for (file, test) in named(folder) {
        match body(&file, &test) {
            Some(body) => bodies += &body,
            None => return Some(format!("{name}: there is no test {file}::{test}")),
        }
    }
    let is_words = |file: &str| ["README.md", "case.toml"].contains(&file);
    let mut files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let has_project = files.any(|file| !is_words(file.to_str().unwrap()));
    let is_tested = !runs(folder).is_empty()
        || if has_project { bodies.contains(&format!("\"{name}\"")) } else { !bodies.is_empty() };
    (!is_tested).then(|| format!("{name}: no command and no test"))
}

#[test]
fn no_fault_stands_untested() {
    let untested: Vec<String> = folders().iter().filter_map(|folder| untested(folder)).collect();
    assert!(untested.is_empty(), "{}", untested.join("\n"));
}
