//! The gallery of faults: every folder `fixtures/errors/CODE-slug` is a small project that shows
//! one fault, with what the program says about it in both languages. `UMLAGE_BLESS=1` writes down
//! what it says now: read it before it is committed, as a clerk would who has to mend the file.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use toml::Table;
use umlage::diag::CODES;

/// Codes without a folder, and why.
const WITHOUT_FOLDER: &[(&str, &str)] = &[
    ("E101", "shows the folder in which the program runs; `tests/cli.rs` runs it"),
    ("E113", "needs a file of 512 MiB; `tests/verdicts.rs` makes one"),
    ("E229", "needs 60,001 tables; a unit test of `input` makes them"),
    ("E317", "no sum of amounts that can be read leaves 128 bits"),
    ("E427", "needs 102 scenario files; `tests/derived.rs` makes them"),
    ("E699", "a fault of the program"),
    ("E705", "needs a million rows; `tests/books.rs` makes them"),
    ("E706", "needs 16,384 services; `tests/books.rs` makes them"),
];

/// One folder of the gallery.
pub struct Case {
    /// The folder.
    pub folder: PathBuf,
    /// Its name, `CODE-slug`.
    pub name: String,
    /// The arguments.
    pub args: Vec<String>,
    exit: i32,
}

impl Case {
    /// The code that the folder shows.
    pub fn code(&self) -> &str {
        self.name.split('-').next().unwrap()
    }

    /// Runs the command of the case in a language. The folder is the working directory, so that no
    /// path is absolute; `{out}` is a folder for what the command writes.
    fn run(&self, lang: &str) -> Output {
        let out = tempfile::tempdir().unwrap();
        let args = self.args.iter().map(|arg| arg.replace("{out}", out.path().to_str().unwrap()));
        let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
        command.current_dir(&self.folder).args(args).args(["--lang", lang]);
        command.env_clear().env("NO_COLOR", "1");
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command.output().unwrap()
    }

    /// The file of what the case says in a language.
    pub fn expected(&self, lang: &str) -> PathBuf {
        self.folder.join(format!("expected.{lang}.txt"))
    }
}

/// All folders in order.
pub fn gallery() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/errors");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let case = |folder: PathBuf| {
        let about: Table = fs::read_to_string(folder.join("case.toml")).unwrap().parse().unwrap();
        let args =
            about["args"].as_array().unwrap().iter().map(|arg| arg.as_str().unwrap().to_owned());
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let exit = i32::try_from(about["exit"].as_integer().unwrap()).unwrap();
        Case { args: args.collect(), exit, name, folder }
    };
    folders.into_iter().map(case).collect()
}

/// Tells whether expected files are to be written anew.
pub fn bless() -> bool {
    std::env::var_os("UMLAGE_BLESS").is_some_and(|value| value == "1")
}

/// Compares a text with a file, or writes it there.
pub fn compare(file: &Path, text: &str) -> Result<(), String> {
    if bless() {
        let aside = file.with_extension("new");
        fs::write(&aside, text).unwrap();
        fs::rename(aside, file).unwrap();
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    if expected == text {
        return Ok(());
    }
    Err(format!("{}:\n{text}\ninstead of\n{expected}", file.display()))
}

#[test]
fn every_fault_says_in_both_languages_what_is_written_down() {
    let mut wrong = Vec::new();
    for case in gallery() {
        for lang in ["en", "de"] {
            let output = case.run(lang);
            let (said, printed) = (String::from_utf8(output.stderr).unwrap(), output.stdout);
            wrong.extend(compare(&case.expected(lang), &said).err());
            if output.status.code() != Some(case.exit) {
                wrong.push(format!("{}: exit {:?}", case.name, output.status.code()));
            }
            let is_check = case.args.iter().any(|arg| arg == "check");
            let is_error = case.code().starts_with('E');
            let compares = case.args.iter().any(|arg| arg == "verify");
            if is_error && !is_check && !compares && !printed.is_empty() {
                wrong.push(format!("{}: an error prints a result", case.name));
            }
            let (word, verdict) =
                if lang == "en" { ("error", "Errors: ") } else { ("Fehler", "Fehler: ") };
            if is_error && is_check && !String::from_utf8_lossy(&printed).starts_with(verdict) {
                wrong.push(format!("{}: the verdict of check is missing", case.name));
            }
            if is_error && !said.contains(&format!("{word}[{}]", case.code())) {
                wrong.push(format!("{}: another fault", case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_folder_shows_its_fault_alone() {
    for case in gallery().iter().filter(|case| !case.name.contains("several-faults")) {
        let said = fs::read_to_string(case.expected("en")).unwrap();
        let codes: BTreeSet<&str> = said
            .lines()
            .filter_map(|line| Some(line.split_once('[')?.1.split_once("]: ")?.0))
            .collect();
        assert!(codes.contains(case.code()), "{}: {codes:?}", case.name);
        let errors = codes.iter().filter(|code| code.starts_with('E')).count();
        assert!(errors <= 1 || case.code() == "E320", "{}: {codes:?}", case.name);
    }
}

#[test]
fn every_code_has_a_folder_and_every_folder_a_code() {
    let shown: BTreeSet<String> = gallery().iter().map(|case| case.code().to_owned()).collect();
    let known: BTreeSet<String> = CODES.iter().map(|info| info.code.to_owned()).collect();
    assert!(shown.is_subset(&known), "{:?}", shown.difference(&known));
    let missing: Vec<&str> = known.difference(&shown).map(String::as_str).collect();
    let excused: Vec<&str> = WITHOUT_FOLDER.iter().map(|(code, _)| *code).collect();
    assert_eq!(missing, excused);
    assert!(gallery().len() >= 150, "folders are missing");
}

/// The page that lists every fault.
const PAGE: &str = "docs/reference/errors.md";

#[test]
fn the_page_of_faults_is_true() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if let Err(difference) = compare(&file, &page()) {
        panic!("{difference}\nUMLAGE_BLESS=1 writes the page anew");
    }
}

fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    let mut chapter = "";
    let mut codes: Vec<_> = CODES.iter().collect();
    // Errors by chapter, then notes, then findings.
    codes.sort_by_key(|info| info.code);
    for info in codes {
        let title = chapter_of(info.code);
        if title != chapter {
            page.push_str(&format!("\n## {title}\n"));
            chapter = title;
        }
        page.push_str(&format!("\n### {}\n\n{}\n", info.code, info.about.trim()));
        let cases: Vec<Case> =
            gallery().into_iter().filter(|case| case.code() == info.code).collect();
        match cases.first() {
            Some(case) => {
                page.push_str(&format!("\n```text\n{}\n```\n\n", example(case)));
                let link = |case: &Case| format!("[{0}](../../fixtures/errors/{0})", case.name);
                page.push_str(&format!(
                    "In the gallery: {}\n",
                    cases.iter().map(link).collect::<Vec<_>>().join(", ")
                ));
            }
            None => {
                let reason = WITHOUT_FOLDER.iter().find(|(code, _)| *code == info.code).unwrap().1;
                page.push_str(&format!("\nNot in the gallery: {reason}.\n"));
            }
        }
    }
    page
}

const INTRODUCTION: &str = "\
# Errors, findings and notes

Every code the program can give, with an example from the [gallery](../../fixtures/errors): small \
projects that show one
fault each, with what the program says in English and in German. The letter tells how bad it is: \
an error (`E`) ends the
run with exit code 3, a finding (`W`) ends it with 1 under `--strict`, a note (`N`) changes \
nothing; only `N401` counts under
`--strict`, too, because another key shared than the agreed one. A code keeps its meaning from \
version to version. All faults of
a run are told together; the same one in many rows of a file is one message with the first places \
and a count, and what follows
from another fault is not told.

This page is written by a test from the catalogue and the gallery.
";

fn chapter_of(code: &str) -> &'static str {
    match &code[..2] {
        "E1" => "Project and files",
        "E2" => "umlage.toml",
        "E3" => "Data files",
        "E4" => "Keys",
        "E5" => "Rules and pools",
        "E6" => "Allocation",
        "E7" => "Output and comparison",
        "E8" => "Settlement and budget",
        code if code.starts_with('W') => "Findings",
        _ => "Notes",
    }
}

/// The part of what a case says that is about its code.
fn example(case: &Case) -> String {
    let said = String::from_utf8(case.run("en").stderr).unwrap();
    let about = |part: &&str| part.contains(&format!("[{}]: ", case.code()));
    said.split("\n\n").find(about).unwrap_or_default().to_owned()
}

#[test]
fn no_message_holds_a_path_of_this_machine_or_an_untranslated_word() {
    let root = env!("CARGO_MANIFEST_DIR");
    for case in gallery() {
        let [en, de] = ["en", "de"].map(|lang| fs::read_to_string(case.expected(lang)).unwrap());
        assert!(!en.contains(root) && !de.contains(root), "{}", case.name);
        assert_eq!(en.matches("to do: ").count(), de.matches("Abhilfe: ").count(), "{}", case.name);
        for word in [" the ", "error", "note: ", "help", " or ", " and ", " is "] {
            assert!(!de.contains(word), "{}: `{word}`", case.name);
        }
    }
}
