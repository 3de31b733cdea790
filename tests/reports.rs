//! The folder of a report and its proof: the same bytes whatever is around it, the figures of the
//! other commands, nothing replaced that is no report, and every changed byte found.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rayon::prelude::*;
use serde_json::Value;

use crate::cases::umlage;
use crate::support::generate::Random;

pub fn tour() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates/ozg-verbund-mitte")
}

/// Copies the files of a project into a folder.
pub fn copy(project: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(project).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Runs the program in a folder.
pub fn run_in(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
    command.env_clear().current_dir(folder).args(args).output().unwrap()
}

/// Makes a folder with the project `p` and its report `r`.
pub fn reported(project: &Path, args: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(project, &folder.path().join("p"));
    let output =
        run_in(folder.path(), &[&["-C", "p", "report", "-o", "r", "-q"][..], args].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

/// Reads all files of a folder.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect()
}

/// What `verify` says: its exit code and the files that are not the same, as `part file`.
fn verified(folder: &Path) -> (i32, BTreeSet<String>) {
    let output =
        run_in(folder, &["-C", "p", "verify", "r/run.lock.json", "-q", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let files = json["files"].as_array().unwrap().iter().filter(|file| file["state"] != "same");
    let name = |file: &Value| {
        format!("{} {}", file["part"].as_str().unwrap(), file["file"].as_str().unwrap())
    };
    let code = output.status.code().unwrap();
    assert_eq!(json["same"], Value::Bool(code == 0));
    (code, files.map(name).collect())
}

#[test]
fn a_report_holds_what_the_commands_print_and_its_proof_holds() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let report = files(&folder.path().join("r"));
    let csv = |name: &str| String::from_utf8(report[name].clone()).unwrap();
    let finest = "period,rule,service,kind,step,party";
    let period = ["--period", "2023", "-q", "--format", "csv"];
    let printed = |args: &[&str]| umlage(&tour(), &[args, &period].concat());
    assert_eq!(csv("anteile.csv"), printed(&["allocate", "--by", finest]));
    assert_eq!(csv("abrechnung.csv"), printed(&["settle"]));
    let next = umlage(&tour(), &["calls", "--period", "2024", "-q", "--format", "csv"]);
    assert_eq!(csv("abruf.csv"), next, "the calls of the year after");
    let trace = umlage(&tour(), &["explain", "--period", "2023", "-q", "--format", "json"]);
    assert_eq!(csv("trace.json"), trace);
    for party in ["HE", "RP", "SL", "TH", "BUND", "SN"] {
        let page = csv(&format!("abrechnung-{party}.md"));
        let shares = umlage(
            &tour(),
            &["allocate", "--by", "party", "--period", "2023", "-q", "--format", "csv"],
        );
        let amount =
            shares.lines().find_map(|line| line.strip_prefix(&format!("{party},"))).unwrap();
        let german = amount.replace('.', ",");
        let whole = page.replace('.', "").replace('\u{a0}', " ");
        assert!(whole.contains(&german), "{party}: {german}");
        assert!(report.contains_key(&format!("abrechnung-{party}.html")));
    }
    assert_eq!(verified(folder.path()), (0, BTreeSet::new()));
    let lock: Value = serde_json::from_slice(&report["run.lock.json"]).unwrap();
    let digest = lock["run_digest"].as_str().unwrap();
    let pages = report.iter().filter(|(name, _)| name.ends_with(".html") || name.ends_with(".md"));
    for (name, bytes) in pages {
        assert!(
            String::from_utf8_lossy(bytes).contains(digest),
            "{name} has no digest in its footer"
        );
    }
    assert_eq!(lock["outputs"].as_array().unwrap().len(), report.len() - 1);
}

#[test]
fn a_report_for_one_party_and_in_english_has_its_names() {
    let folder = reported(
        &tour(),
        &["--period", "2022", "--for", "Thüringen", "--lang", "en", "--compare", "sachsen"],
    );
    let report = files(&folder.path().join("r"));
    let statements: Vec<&String> =
        report.keys().filter(|name| name.starts_with("statement-")).collect();
    assert_eq!(statements, ["statement-TH.html", "statement-TH.md"]);
    for name in [
        "overview.html",
        "keys.html",
        "budget.html",
        "scenarios.html",
        "audit.html",
        "report.xlsx",
        "shares.csv",
    ] {
        assert!(report.contains_key(name), "{name}");
    }
    let lock: Value = serde_json::from_slice(&report["run.lock.json"]).unwrap();
    assert_eq!(lock["run"]["arguments"]["for"], "TH");
    let inputs = lock["run"]["inputs"].as_array().unwrap();
    assert!(inputs.iter().any(|input| input["file"] == "scenarios/sachsen.toml"), "{inputs:?}");
    assert_eq!(verified(folder.path()), (0, BTreeSet::new()));
}

#[test]
fn the_same_report_has_the_same_bytes_in_another_folder_locale_and_time_zone() {
    let one = reported(&tour(), &["--period", "2023"]);
    let other = tempfile::tempdir().unwrap();
    copy(&tour(), &other.path().join("anderswo/p"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
    command.env_clear().envs([("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati")]);
    command.current_dir(other.path().join("anderswo"));
    let output =
        command.args(["-C", "p", "report", "-o", "r", "-q", "--period", "2023"]).output().unwrap();
    assert!(output.status.success());
    let [a, b] =
        [one.path().join("r"), other.path().join("anderswo/r")].map(|folder| files(&folder));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (name, bytes) in &a {
        assert!(*bytes == b[name], "{name}");
    }
}

/// Takes line and column out of the places of a text: `costs.csv:12:6`.
fn without_places(text: &str) -> String {
    let mut parts = text.split(".csv:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + ".csv" + part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':')
    })
}

/// Other row order: places and digests of input differ by their nature, and nothing else does.
#[test]
fn shuffled_rows_change_no_figure() {
    let one = reported(&tour(), &["--period", "2023"]);
    let shuffled = tempfile::tempdir().unwrap();
    copy(&tour(), &shuffled.path().join("q"));
    let mut random = Random::new(11);
    for name in ["costs.csv", "usage.csv", "payments.csv", "budget.csv"] {
        let path = shuffled.path().join("q").join(name);
        let text = fs::read_to_string(&path).unwrap();
        let mut rows: Vec<&str> = text.lines().collect();
        random.shuffle(&mut rows[1..]);
        fs::write(&path, format!("{}\n", rows.join("\n"))).unwrap();
    }
    let two = reported(&shuffled.path().join("q"), &["--period", "2023"]);
    let [a, b] = [&one, &two].map(|folder| files(&folder.path().join("r")));
    let digest = |report: &BTreeMap<String, Vec<u8>>| {
        let lock: Value = serde_json::from_slice(&report["run.lock.json"]).unwrap();
        lock["run_digest"].as_str().unwrap().trim_start_matches("sha256:").to_owned()
    };
    let [first, second] = [&a, &b].map(digest);
    for (name, bytes) in &a {
        let has_places = name.starts_with("pruefung")
            || name.starts_with("trace")
            || ["run.lock.json", "bericht.xlsx"].contains(&name.as_str());
        if has_places {
            continue;
        }
        let text = |bytes: &[u8], digest: &str| {
            without_places(&String::from_utf8(bytes.to_vec()).unwrap().replace(digest, ""))
        };
        assert!(text(bytes, &first) == text(&b[name], &second), "{name}");
    }
}

#[test]
fn only_a_report_is_replaced_and_only_by_force() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let before = files(&folder.path().join("r"));
    let again =
        |args: &[&str]| run_in(folder.path(), &[&["-C", "p", "report", "-q"][..], args].concat());
    let refused = again(&["-o", "r"]);
    assert_eq!(refused.status.code(), Some(4));
    assert_eq!(files(&folder.path().join("r")), before);
    assert!(again(&["-o", "r", "--force", "--period", "2022"]).status.success());
    assert_ne!(files(&folder.path().join("r")), before);
    let other = again(&["-o", "p", "--force"]);
    assert_eq!(other.status.code(), Some(4), "the project is no report");
    assert!(folder.path().join("p/umlage.toml").is_file());
    let said = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said(&other).contains("(`run.lock.json` fehlt)"), "{}", said(&other));
    fs::create_dir(folder.path().join("fremd")).unwrap();
    fs::write(folder.path().join("fremd/run.lock.json"), "{}").unwrap();
    let foreign = again(&["-o", "fremd", "--force"]);
    assert_eq!(foreign.status.code(), Some(4), "a record of another program");
    assert!(said(&foreign).contains("kein Nachweis, den umlage lesen kann"), "{}", said(&foreign));
    assert_eq!(fs::read(folder.path().join("fremd/run.lock.json")).unwrap(), b"{}");
    fs::write(folder.path().join("r/notizen.txt"), "meine").unwrap();
    assert_eq!(
        again(&["-o", "r", "--force"]).status.code(),
        Some(4),
        "somebody's own file is not lost"
    );
    assert!(folder.path().join("r/notizen.txt").is_file());
    fs::write(folder.path().join("datei"), "x").unwrap();
    assert_eq!(again(&["-o", "datei", "--force"]).status.code(), Some(4));
    assert_eq!(again(&["-o", "no/r"]).status.code(), Some(4));
    assert_eq!(again(&[]).status.code(), Some(2), "where to is not said");
    fs::create_dir(folder.path().join("leer")).unwrap();
    assert!(again(&["-o", "leer"]).status.success(), "an empty folder is taken");
    let left: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

/// How many changed bytes are tried.
fn changes() -> u64 {
    std::env::var("UMLAGE_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(24)
}

#[test]
fn every_changed_byte_is_found_and_its_file_named() {
    let made = reported(&tour(), &["--period", "2023", "--scenario", "sachsen"]);
    let lock: Value =
        serde_json::from_slice(&fs::read(made.path().join("r/run.lock.json")).unwrap()).unwrap();
    let names = |list: &Value| -> Vec<String> {
        list.as_array()
            .unwrap()
            .iter()
            .map(|file| file["file"].as_str().unwrap().to_owned())
            .collect()
    };
    let inputs =
        names(&lock["run"]["inputs"]).into_iter().map(|name| ("input", format!("p/{name}"), name));
    let outputs =
        names(&lock["outputs"]).into_iter().map(|name| ("output", format!("r/{name}"), name));
    let own = ("lock", "r/run.lock.json".to_owned(), "run.lock.json".to_owned());
    let all: Vec<(&str, String, String)> = inputs.chain(outputs).chain([own]).collect();
    let failed: Vec<String> = (0..changes())
        .into_par_iter()
        .filter_map(|seed| {
            let mut random = Random::new(seed);
            let folder = tempfile::tempdir().unwrap();
            copy(made.path(), folder.path());
            // The first tries take each kind in turn.
            let of_kind = |kind: &str| {
                all.iter().filter(|(own, ..)| *own == kind).cloned().collect::<Vec<_>>()
            };
            let kind = ["lock", "input", "output"][usize::try_from(seed % 3).unwrap()];
            let (part, path, name) = random.pick(&of_kind(kind));
            let path = folder.path().join(path);
            let mut bytes = fs::read(&path).unwrap();
            let at = random.below(bytes.len());
            bytes[at] ^= u8::try_from(random.between(1, 255)).unwrap();
            fs::write(&path, bytes).unwrap();
            let (code, found) = verified(folder.path());
            let is_found = code == 1 && found.contains(&format!("{part} {name}"));
            (!is_found)
                .then(|| format!("seed {seed}: {part} {name} byte {at}: exit {code}, {found:?}"))
        })
        .collect();
    println!("{} changed bytes, {} not found", changes(), failed.len());
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn verify_says_what_a_changed_input_changes() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let costs = folder.path().join("p/costs.csv");
    let text = fs::read_to_string(&costs).unwrap();
    let row =
        text.lines().find(|line| line.starts_with("2023") && line.contains("civento")).unwrap();
    fs::write(&costs, text.replacen(row, &row.replacen(".", "1.", 1), 1)).unwrap();
    fs::write(folder.path().join("r/fremd.txt"), "x").unwrap();
    fs::remove_file(folder.path().join("r/abruf.csv")).unwrap();
    let output =
        run_in(folder.path(), &["-C", "p", "verify", "r/run.lock.json", "-q", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let state = |part: &str, file: &str| {
        let files = json["files"].as_array().unwrap();
        files
            .iter()
            .find(|row| row["part"] == part && row["file"] == file)
            .map(|row| row["state"].clone())
    };
    assert_eq!(state("input", "costs.csv"), Some("changed".into()));
    assert_eq!(state("input", "usage.csv"), Some("same".into()));
    assert_eq!(state("output", "fremd.txt"), Some("new".into()));
    assert_eq!(state("output", "abruf.csv"), Some("missing".into()));
    assert_eq!(state("repeated", "anteile.csv"), Some("changed".into()));
    let moved = json["moved"].as_array().unwrap();
    assert!(moved.iter().any(|row| row["party"] == "HE"
        && row["difference"].as_str().unwrap().starts_with(|c: char| c.is_ascii_digit())));
    let page =
        run_in(folder.path(), &["-C", "p", "verify", "r/run.lock.json", "-q", "--lang", "de"]);
    let page = String::from_utf8(page.stdout).unwrap();
    assert!(page.contains("costs.csv") && page.contains("Wessen Betrag sich ändert"), "{page}");
    // Where the input is refused now, its faults are said, and what has changed is still named.
    fs::write(&costs, text.replacen(row, "2023,nichts", 1)).unwrap();
    let output =
        run_in(folder.path(), &["-C", "p", "verify", "r/run.lock.json", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), json["repeated"].clone()), (Some(1), Value::Bool(false)));
    assert!(String::from_utf8_lossy(&output.stderr).contains("costs.csv:"));
}

#[test]
fn the_script_of_the_trace_recomputes_a_report() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/replay.py");
    let report = folder.path().join("r");
    let pairs = [
        ("trace.json", "anteile.csv"),
        ("trace-settlement.json", "abrechnung.csv"),
        ("trace-calls.json", "abruf.csv"),
    ];
    for (trace, figures) in pairs {
        let mut command = Command::new("python3");
        let output =
            command.arg(&script).args([trace, figures].map(|name| report.join(name))).output();
        let text = String::from_utf8(output.unwrap().stdout).unwrap();
        assert!(text.contains(" 0 differences") && !text.contains(" 0 cells"), "{trace}: {text}");
    }
}

/// The texts and the letterhead of one's own.
#[test]
fn the_letterhead_and_own_texts_stand_in_the_statement() {
    let folder = tempfile::tempdir().unwrap();
    copy(&tour(), &folder.path().join("p"));
    let path = folder.path().join("p/umlage.toml");
    let toml = fs::read_to_string(&path).unwrap();
    let toml = toml.split("# Briefkopf").next().unwrap().to_owned();
    let own = "\n[report]\nsender = [\"Geschäftsstelle\", \"Musterweg 1\"]\nreference = \"Az. \
        7\"\ndate = \"2024-04-02\"\n\
        bank = [\"IBAN DE00\"]\ncontact = [\"post@example.org\"]\nlogo = \"logo.svg\"\ntexts \
        = \"texte\"\n\
        [report.recipients]\nHE = [\"Ministerium\", \"Wiesbaden\"]\n";
    fs::write(&path, toml + own).unwrap();
    fs::write(folder.path().join("p/logo.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>")
        .unwrap();
    fs::create_dir(folder.path().join("p/texte")).unwrap();
    fs::write(
        folder.path().join("p/texte/opening.txt"),
        "Guten Tag {{ party }},\n\nes sind {{ share }}.",
    )
    .unwrap();
    let output = run_in(
        folder.path(),
        &["-C", "p", "report", "-o", "r", "-q", "--period", "2023", "--for", "HE"],
    );
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report = files(&folder.path().join("r"));
    let page = String::from_utf8(report["abrechnung-HE.html"].clone()).unwrap();
    for text in [
        "Geschäftsstelle",
        "Musterweg 1",
        "Az. 7",
        "02.04.2024",
        "Sie führen das gemeinsame Konto",
        "post@example.org",
        "Wiesbaden",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("IBAN DE00"), "who keeps the account is not told to pay itself");
    assert!(page.contains("Guten Tag Hessen,") && page.contains("data:image/svg+xml;base64,"));
    let lock: Value = serde_json::from_slice(&report["run.lock.json"]).unwrap();
    let inputs: Vec<&str> = lock["run"]["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|input| input["file"].as_str().unwrap())
        .collect();
    assert!(inputs.contains(&"logo.svg") && inputs.contains(&"texte/opening.txt"), "{inputs:?}");
    assert_eq!(verified(folder.path()), (0, BTreeSet::new()));
}

/// A record whose digests were made anew after it was altered still does not hold.
#[test]
fn a_consistent_forgery_of_the_record_is_found() {
    use umlage::audit::Lock;
    let folder = reported(&tour(), &["--period", "2023"]);
    let path = folder.path().join("r/run.lock.json");
    let true_lock = Lock::read(&fs::read(&path).unwrap()).unwrap().0;
    type Forge = fn(&mut umlage::audit::Run);
    let forgeries: [(&str, Forge); 6] = [
        ("control", |run| run.control["totals"]["cost"] = "1421130.93".into()),
        ("control", |run| run.control["left_out"] = Value::Array(Vec::new())),
        ("keys", |run| run.keys[0].source = "Beschluss XY".to_owned()),
        ("rounding", |run| run.rounding[0].residue = "leave".to_owned()),
        ("settings", |run| run.settings[0].value = "x".to_owned()),
        ("allocation", |run| run.allocation = "sha256:0".to_owned()),
    ];
    for (part, forge) in forgeries {
        let mut run = true_lock.run.clone();
        forge(&mut run);
        fs::write(&path, Lock::new(run, true_lock.outputs.clone()).to_bytes()).unwrap();
        let (code, found) = verified(folder.path());
        assert_eq!(code, 1, "{part}");
        assert!(found.contains(&format!("record {part}")), "{part}: {found:?}");
    }
    // What a payment changes is a balance.
    fs::write(&path, true_lock.to_bytes()).unwrap();
    let payments = folder.path().join("p/payments.csv");
    let text = fs::read_to_string(&payments).unwrap();
    fs::write(&payments, text.replacen("334473.14", "334473.15", 1)).unwrap();
    let output =
        run_in(folder.path(), &["-C", "p", "verify", "r/run.lock.json", "-q", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let moved = json["moved"].as_array().unwrap();
    let own = moved.iter().find(|row| row["party"] == "HE" && row["what"] == "balance").unwrap();
    assert_eq!(own["difference"], "-0.01");
    assert!(moved.iter().all(|row| row["what"] == "balance"));
}

/// A letter that was altered, and its digest in the record with it: both are named.
#[test]
fn what_an_altered_record_was_altered_for_is_named() {
    use umlage::audit::FileRecord;
    let folder = reported(&tour(), &["--period", "2023"]);
    let [letter, lock] =
        ["abrechnung-HE.md", "run.lock.json"].map(|name| folder.path().join("r").join(name));
    let text = fs::read_to_string(&letter).unwrap();
    let forged = text.replace("643.067,81", "643.067,80");
    let [before, now] = [&text, &forged].map(|text| FileRecord::of("", text.as_bytes()).sha256);
    fs::write(&letter, &forged).unwrap();
    fs::write(&lock, fs::read_to_string(&lock).unwrap().replace(&before, &now)).unwrap();
    let (code, found) = verified(folder.path());
    assert_eq!(code, 1);
    assert!(
        found.contains("repeated abrechnung-HE.md")
            && found.iter().any(|it| it.starts_with("lock ")),
        "{found:?}"
    );
}

/// Shares of parts of a year rest on the use of these parts; letter, key sheet and workbook say so.
#[test]
fn values_of_keys_tell_the_time_that_they_count_for() {
    let folder = reported(&tour(), &["--period", "2022"]);
    let report = files(&folder.path().join("r"));
    let values = letter(&report, "abrechnung-HE.md");
    let values = section(&values, "Schlüsselwerte");
    for (time, own, all) in
        [("2022-Q1", "631", "973"), ("01.04.2022 bis 31.12.2022", "2.526", "4.114")]
    {
        assert!(values.contains(&format!("| {time} | {own} | {all} |")), "{values}");
    }
    let keys = letter(&report, "schluessel.md");
    assert!(keys.contains("(digitaler Bauantrag) (2022-Q1)\n"), "{keys}");
}

/// Planned cost has no balances: it is called. And one year is not compared with a stretch that is
/// half empty.
#[test]
fn a_plan_has_no_balances_and_half_a_stretch_is_no_comparison() {
    let folder = reported(&tour(), &["--period", "2024", "--status", "plan"]);
    let report = files(&folder.path().join("r"));
    assert!(!report.contains_key("abrechnung.csv") && report.contains_key("abruf.csv"));
    assert!(!letter(&report, "planung-HE.md").contains("| Saldo |"));
    // Cost begins in 2021, so that the two years before 2022 are not whole.
    let folder = reported(&tour(), &["--period", "2022-01-01/2023-12-31"]);
    let page = letter(&files(&folder.path().join("r")), "uebersicht.md");
    assert!(page.contains("Kein Vergleich mit dem Vorzeitraum"), "{page}");
}

fn letter(report: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(report[name].clone()).unwrap()
}

/// The part of a page in Markdown below a heading.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let (_, rest) = page
        .split_once(&format!("\n## {heading}\n"))
        .unwrap_or_else(|| panic!("{heading}: {page}"));
    rest.split("\n## ").next().unwrap()
}

#[test]
fn a_letter_names_things_by_their_titles_and_says_where_values_come_from() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let report = files(&folder.path().join("r"));
    for (party, name) in [("SL", "Saarland"), ("BUND", "Bund"), ("HH", "Hamburg")] {
        let page = letter(&report, &format!("abrechnung-{party}.md"));
        assert!(page.contains("\nauf Sie entfällt für 2023 ein Anteil von"), "{page}");
        assert!(!page.contains(&format!("auf {name} ")), "{page}");
    }
    let page = letter(&report, "abrechnung-SL.md");
    for id in [
        "einwohner-2020",
        "koenigstein",
        "population",
        "alle-laender",
        ": nachnutzende |",
        "aufenthaltstitel",
    ] {
        assert!(!page.contains(id), "{id}: {page}");
    }
    let values = section(&page, "Schlüsselwerte");
    // Counted by hand in usage.csv: the rows of wohngeld in 2023.
    assert!(
        values.contains(
            "| Tatsächliche Nutzung: Wohngeld | 2023 | 2.676 | 43.807 | 6,10861 | Nutzungszahlen \
                (Anträge), Datei usage.csv |"
        ),
        "{values}"
    );
    assert!(values.contains("| Einwohner 2020 | 31.12.2020 | 983.991 | 13.495.773 |"), "{values}");
    assert!(values.contains("| Königsteiner Schlüssel 2019 | 2019 | 1,19827 | 100 |"), "{values}");
    assert!(
        values.contains("§ 5 Abs. 1 GaFinHG (BGBl. 2021 I S. 4603)")
            && !values.contains("umlage.toml"),
        "{values}"
    );
    assert!(
        section(&page, "Zahlungen, Auslagen und Gutschriften im Einzelnen")
            .contains("| Auslagen für alle | 2023 | Aufenthaltstitel |")
    );
}

#[test]
fn a_reader_can_follow_from_the_balance_to_the_next_call() {
    let folder = reported(&tour(), &["--period", "2023", "--for", "BB"]);
    let report = files(&folder.path().join("r"));
    let page = letter(&report, "abrechnung-BB.md");
    assert!(section(&page, "Ergebnis").contains("| **Saldo** | **-8,59** |"), "{page}");
    // 8.59 + 27.58 = 36.17; 2242.10 - 36.17 = 2205.93.
    let calls = section(&page, "Abruf der Abschläge");
    for line in [
        "| 2024 | 01.07.2024 | 2.242,10 | 36,17 | 2.205,93 | 0,00 | 2.205,93 |",
        "| Guthaben (+) oder Fehlbetrag (−) aus 2023 | 8,59 |",
        "| Ungebundene Restmittel 2023 | 27,58 |",
        "| **zu verrechnen** | **36,17** |",
        "| abzüglich Verrechnung mit Abschlag 2, fällig am 01.07.2024 | -36,17 |",
        "| **bleibt für spätere Abrufe** | **0,00** |",
        "Gebundene Restmittel 2023 (Unterhaltsvorschuss): 41,31 EUR sind gebunden",
    ] {
        assert!(calls.contains(line), "{line}: {calls}");
    }
    let all = letter(&report, "abruf.md");
    assert!(
        all.contains("| Brandenburg (BB) | 4.484,20 | 8,59 | 27,58 | 36,17 | 4.448,03 |"),
        "{all}"
    );
}

/// A claim that was paid after the settlement is no advance.
#[test]
fn payments_stand_by_what_they_are() {
    let folder = reported(&tour(), &["--period", "2022", "--for", "TH"]);
    let report = files(&folder.path().join("r"));
    let page = letter(&report, "abrechnung-TH.md");
    let result = section(&page, "Ergebnis");
    assert!(result.contains("| abzüglich Abschläge | -166.431,28 |"), "{result}");
    assert!(result.contains("| abzüglich Zahlungen nach der Abrechnung | -1.230,48 |"), "{result}");
    let money = section(&page, "Zahlungen, Auslagen und Gutschriften im Einzelnen");
    for line in [
        "| Abschläge | 01.07.2022 | Abschlag 2/2022 (illustrativ) | ZE-2022-023 | 83.215,64 |",
        "| **Summe: Abschläge** |  |  |  | **166.431,28** |",
        "| Zahlungen nach der Abrechnung | 03.07.2023 | Nachforderung 2022 (illustrativ) | \
            ZE-2023-023 | 1.230,48 |",
        "| **Summe: Zahlungen nach der Abrechnung** |  |  |  | **1.230,48** |",
    ] {
        assert!(money.contains(line), "{line}: {money}");
    }
}

/// Reads an amount of machine formats as cents.
fn cents(amount: &Value) -> i64 {
    amount.as_str().unwrap().replace('.', "").parse().unwrap()
}

#[test]
fn what_is_used_and_left_out_adds_up_to_what_was_read() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let report = files(&folder.path().join("r"));
    let lock: Value = serde_json::from_slice(&report["run.lock.json"]).unwrap();
    let control = &lock["run"]["control"];
    let list = |part: &str| control[part].as_array().unwrap().clone();
    let file = |name: &str| list("files").into_iter().find(|row| row["file"] == name).unwrap();
    // The costs of 2023 with half of a row of 29,480.10 that lies half in 2022.
    assert_eq!(file("costs.csv")["amount_used"], control["totals"]["cost"]);
    assert_eq!(file("costs.csv")["amount_used"], "1421130.92");
    // Added up by hand: the rows of 2023 in payments.csv; those of 2023 and 2024 in budget.csv.
    assert_eq!(
        (&file("payments.csv")["rows_used"], &file("payments.csv")["amount_used"]),
        (&33.into(), &"1325969.94".into())
    );
    assert_eq!(
        (&file("budget.csv")["rows_used"], &file("budget.csv")["amount_used"]),
        (&15.into(), &"2901000.00".into())
    );
    for name in ["costs.csv", "payments.csv", "budget.csv"] {
        let left = list("left_out").into_iter().filter(|row| row["file"] == name);
        let left: i64 = left.map(|row| cents(&row["amount"])).sum();
        assert_eq!(
            cents(&file(name)["amount_used"]) + left,
            cents(&file(name)["amount_read"]),
            "{name}"
        );
    }
    let other = reported(&tour(), &["--period", "2021"]);
    let page = letter(&files(&other.path().join("r")), "pruefung.md");
    assert!(page.contains("| payments.csv | Zahlungen | 128 | 34 | 94 |"), "{page}");
    let page = letter(&report, "pruefung.md");
    assert!(
        page.contains("- costs.csv: eine Zeile über 14.740,05, der Teil verwendeter Zeilen"),
        "{page}"
    );
    assert!(
        section(&page, "Mengen der Nutzung und ihr Verbleib")
            .contains("| Anträge | verwendet | 552 | 375.064 |"),
        "{page}"
    );
}

#[test]
fn every_reason_is_told_with_its_amount_or_quantity() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "umlage.toml",
        "[project]\ntitle = \"P\"\nlanguage = \"de\"\n[files]\ncosts = [\"c1.csv\", \"c2.csv\"]\n\
         [party.HE]\nmember = true\n[party.RP]\nmember = true\n[party.SL]\nmember = true\n\
         [service.a]\nparticipants = [\"HE\", \"RP\"]\n[service.b]\nparticipants = [\"HE\"]\n\
         [key.k]\nmethod = \"usage\"\nmeasure = \"Fälle\"\n\
         [rule.r]\nlegal_basis = \"L\"\npool = [\"service\"]\n[[rule.r.step]]\nid = \"s\"\nrest = \
         true\namong = \"participants\"\nkey = \"k\"\n",
    );
    // One entry in two files, of which one of two years is asked for: 50.00 of 100.00 and 0.01 of
    // 0.02.
    write("c1.csv", "period,service,amount\n2022-01-01/2023-12-31,a,100.00\n");
    write("c2.csv", "period,service,amount\n2022-01-01/2023-12-31,a,0.02\n");
    write(
        "usage.csv",
        "period,service,party,quantity,measure\n2023,a,HE,3,Fälle\n2023,a,RP,2.5,Fälle\n\
            2022,a,HE,4,Fälle\n\
         2023,a,HE,7,Tage\n2023,b,HE,5,Fälle\n2023,a,SL,6,Fälle\n",
    );
    let output = run_in(folder.path(), &["check", "--period", "2023", "-q", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let files = json["files"]
        .as_array()
        .unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let used: Vec<(&str, &str)> = files[..2]
        .iter()
        .map(|row| (row["amount_read"].as_str().unwrap(), row["amount_used"].as_str().unwrap()))
        .collect();
    assert_eq!(used, [("100.00", "50.00"), ("0.02", "0.01")], "{json}");
    assert_eq!(json["totals"]["cost"], "50.01");
    let told: Vec<(&str, &str, u64, &str)> = json["quantities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap();
            let reason = text("reason").split([':', ';', ' ']).next().unwrap();
            (text("measure"), reason, row["rows"].as_u64().unwrap(), text("quantity"))
        })
        .collect();
    let expected = [
        ("Fälle", "used", 2, "5.5"),
        ("Fälle", "outside", 1, "4"),
        ("Fälle", "the", 1, "5"),
        ("Fälle", "not", 1, "6"),
        ("Tage", "no", 1, "7"),
    ];
    assert_eq!(told, expected, "{json}");
}

/// All projects of the fixtures that are no examples of faults.
fn projects() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let parts = ["agreements", "cases", "published", "scenarios", "templates", "textbook", "tour"];
    let folders = parts.iter().flat_map(|part| fs::read_dir(root.join(part)).into_iter().flatten());
    let mut all: Vec<PathBuf> = folders.map(|entry| entry.unwrap().path()).collect();
    all.retain(|folder| folder.join("umlage.toml").is_file());
    all.sort();
    all
}

/// What letters and key sheet of a report lack of the keys that the letters name; `None` where
/// there is nothing to share.
fn keys_without_values(project: &Path) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("r");
    let args = ["report", "-o", target.to_str().unwrap(), "-q", "--lang", "de"];
    if !run_in(project, &args).status.success() {
        return None;
    }
    let report = files(&target);
    let sheet = letter(&report, "schluessel.md");
    let letters =
        report.keys().filter(|name| name.starts_with("abrechnung-") && name.ends_with(".md"));
    let mut missing = BTreeSet::new();
    for name in letters {
        let page = letter(&report, name);
        let values = page.split_once("\n## Schlüsselwerte\n").map_or("", |(_, rest)| rest);
        for line in page.lines().filter_map(|line| line.trim_start().strip_prefix("- Schlüssel: "))
        {
            // A key that stands in for another is listed in its place.
            let key = line.split_once("es gilt ").map_or(line, |(_, instead)| instead);
            let key = key.split([',', '(']).next().unwrap().trim();
            if !values.contains(&format!("\n| {key}")) {
                missing.insert(format!("{}: {key} in {name}", project.display()));
            }
            if !sheet.contains(&format!("## {key}")) {
                missing.insert(format!("{}: {key} in the key sheet", project.display()));
            }
        }
    }
    Some(missing.into_iter().collect())
}

#[test]
fn every_key_that_a_letter_names_has_its_values_there_and_on_the_key_sheet() {
    let found: Vec<Vec<String>> =
        projects().par_iter().filter_map(|project| keys_without_values(project)).collect();
    assert!(found.len() > 100, "{} reports", found.len());
    assert_eq!(found.concat(), Vec::<String>::new());
}

#[test]
fn keys_behind_limits_glides_and_parts_are_told_with_their_values() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folder = reported(&root.join("templates/kostenstellen"), &[]);
    let report = files(&folder.path().join("r"));
    // Half of 6,391,360 of 13,670,022 inhabitants and half of 5,210 of 10,780 cases: 0.47542…
    let values = letter(&report, "abrechnung-HE.md");
    assert!(
        section(&values, "Schlüsselwerte")
            .contains("| uebergang: Wohngeld | 31.12.2022, 2024 | 0,475424"),
        "{values}"
    );
    let sheet = letter(&report, "schluessel.md");
    assert!(section(&sheet, "uebergang").contains("| Hessen (HE) | 0,475424"), "{sheet}");
    assert!(values.contains("## Anlage: Herleitung einzelner Anteile"), "{values}");
    // Of six, three and one tenths Hesse would bear six; the cap leaves the weights as they are.
    let folder = reported(&root.join("cases/limit-cap-share"), &["--lang", "de"]);
    let report = files(&folder.path().join("r"));
    let values = letter(&report, "abrechnung-HE.md");
    assert!(section(&values, "Schlüsselwerte").contains("| weights |  | 6 | 10 | 60"), "{values}");
    let sheet = letter(&report, "schluessel.md");
    for line in [
        "| Hessen (HE) | 6 | 60 |",
        "| Saarland (SL) | 1 | 10 |",
        "| **Summe** | **10** | **100** |",
    ] {
        assert!(section(&sheet, "weights").contains(line), "{line}: {sheet}");
    }
    // The largest of the five Länder and the Bund, which bears as much, are weights of one key.
    let folder = reported(&root.join("agreements/kpvp"), &["--lang", "de"]);
    let sheet = letter(&files(&folder.path().join("r")), "schluessel.md");
    let own = section(&sheet, "kpvp");
    for line in ["| Bund (BUND) | 0,2110846161 |", "| Nordrhein-Westfalen (NW) | 0,2110846161 |"] {
        assert!(own.contains(line), "{line}: {sheet}");
    }
    assert!(!sheet.contains("## laender"), "{sheet}");
}

/// The sums beside the nodes of the flow chart.
fn nodes_of(page: &str) -> BTreeMap<String, String> {
    let chart = page.split("<path class=\"flow\"").last().unwrap();
    let texts: Vec<&str> = chart
        .split("<text ")
        .skip(1)
        .filter(|text| text.contains("halo"))
        .map(|text| {
            let inner = text.split_once('>').unwrap().1.split("</text>").next().unwrap();
            inner.rsplit("</title>").next().unwrap()
        })
        .collect();
    texts.chunks(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
}

#[test]
fn the_nodes_of_the_flow_chart_have_the_sums_of_the_tables() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let report = files(&folder.path().join("r"));
    let nodes = nodes_of(&letter(&report, "uebersicht.html"));
    let shares = umlage(
        &tour(),
        &["allocate", "--by", "party", "--period", "2023", "-q", "--format", "csv"],
    );
    let mut found = 0;
    for line in shares.lines().skip(1) {
        let (party, amount) = line.split_once(',').unwrap();
        if let Some(sum) = nodes.get(party) {
            assert_eq!(*sum, umlage::text::Lang::De.number(amount), "{party}");
            found += 1;
        }
    }
    assert!(found >= 5, "{nodes:?}");
    // 71,019.42 of costs less a credit of 1,200.05, which does not flow that way.
    assert_eq!(nodes["Gewerbeanmeldung"], "69.819,37", "{nodes:?}");
    let page = letter(&report, "uebersicht.md");
    let flow = section(&page, "Kostenfluss");
    assert!(
        flow.contains("von Kostenart zu Leistung (Anzahl: 1), zusammen -1.200,05 EUR"),
        "{flow}"
    );
    // 617,513.15 + 4,200.00 + 129,913.88 + 144,480.93 + 491,401.71 + 8,821.25.
    for line in [
        "| a | 617.513,15 |",
        "| **Summe** | **1.396.330,92** |",
        "(a 617.513,15; anschluss 4.200,00;",
    ] {
        assert!(flow.contains(line), "{line}: {flow}");
    }
    // Kinds below one percent are named: 4,200.00 + 8,821.25.
    assert_eq!(nodes["Übrige (2): anschluss, e"], "13.021,25", "{nodes:?}");
    // The parties stand in the order of the agreement, the heading and the picture say the same but
    // once.
    let html = letter(&report, "uebersicht.html");
    let order = ["HE", "RP", "SL", "TH", "BUND"]
        .map(|party| html.find(&format!(">{party}</text>")).unwrap());
    assert!(order.is_sorted(), "{order:?}");
    for title in ["Kostenfluss", "Veränderung gegenüber dem Vorzeitraum"] {
        assert!(html.contains(title) && !html.contains(&format!("<figcaption>{title}")), "{title}");
    }
    assert!(letter(&report, "uebersicht.html").contains(">13.021,25</text>"), "{nodes:?}");
}

#[test]
fn a_key_says_what_it_is_asked_for_what_it_rests_on_and_what_its_fractions_are_of() {
    let page = |args: &[&str]| {
        umlage(
            &tour(),
            &[&["keys"], args, &["--period", "2023", "-q", "--format", "markdown"]].concat(),
        )
    };
    let use_of = page(&["nutzung", "--service", "wohngeld"]);
    for line in [
        "Leistung: Wohngeld; Zeitraum: 2023",
        "Quelle: usage.csv, Anträge",
        "| Beteiligter | Gewicht | Anteil in % | Bruch |",
    ] {
        assert!(use_of.contains(line), "{line}: {use_of}");
    }
    // The fractions of the table are the weights over their sum.
    let rows: Vec<Vec<String>> = use_of
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('/'))
        .map(|line| line.split('|').map(|cell| cell.replace(['*', ' ', '.'], "")).collect())
        .collect();
    let number = |text: &str| text.parse::<i128>().unwrap();
    let all = number(&rows.last().unwrap()[2]);
    assert!(rows.len() > 3 && all > 0, "{use_of}");
    for row in &rows {
        let (above, below) = row[4].split_once('/').unwrap();
        assert_eq!(number(&row[2]) * number(below), number(above) * all, "{row:?}");
    }
    let people = page(&["einwohner-2020"]);
    assert!(
        people.contains("Zeitraum: 2023") && people.contains("Quelle: Statistisches Bundesamt"),
        "{people}"
    );
    assert!(
        people.contains("| **Summe** | **13.495.773** | **100,00000** | **1/1** |"),
        "{people}"
    );
}

#[test]
fn a_comparison_names_what_it_is_held_against_and_says_first_where_nothing_changes() {
    let layered =
        ["--scenario", "plan-2025", "--status", "plan", "--period", "2025", "--compare", "sachsen"];
    let report = files(&reported(&tour(), &layered).path().join("r"));
    let page = letter(&report, "szenarien.md");
    let base = "Plan 2025: die Kosten des Plans 2024 mit 3 % Steigerung";
    assert!(page.contains(&format!("\nAusgangslage: {base}\n")), "{page}");
    let heads = page.find("| Ausgangslage | S1 | Differenz |").unwrap();
    assert!(page.find("S1 = Sachsen tritt 2025 bei").unwrap() < heads, "{page}");
    assert!(page.contains("Balkendiagramm"), "{page}");
    let report =
        files(&reported(&tour(), &["--period", "2023", "--compare", "sachsen"]).path().join("r"));
    let page = letter(&report, "szenarien.md");
    let said = "Das Szenario „Sachsen tritt 2025 bei“ ändert für 2023 nichts";
    assert!(page.find(said).unwrap() < page.find("Ausgangslage: ").unwrap(), "{page}");
    assert!(!page.contains("Balkendiagramm"), "{page}");
}

#[test]
fn a_letter_over_several_periods_tells_the_period_of_each_row() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let folder = reported(&cases.join("pools-by-month"), &["--lang", "de"]);
    let page = letter(&files(&folder.path().join("r")), "abrechnung-HE.md");
    let lines = section(&page, "Anteile im Einzelnen");
    // A third of 1,000.00 until July, a quarter from August on.
    for line in [
        "| Split by months | 2021-07 |  | nach-monaten: nachnutzende | 1.000,00 | 1.000,00 | \
            33,33333 | 333,34 |",
        "| Split by months | 2021-08 |  | nach-monaten: nachnutzende | 1.000,00 | 1.000,00 | \
            25,00000 | 250,00 |",
        "| **Summe** |  |  |  |  |  |  | **7.164,25** |",
    ] {
        assert!(lines.contains(line), "{line}: {lines}");
    }
    let years = tempfile::tempdir().unwrap();
    let target = years.path().join("r");
    let args =
        ["report", "-o", target.to_str().unwrap(), "-q", "--period", "2021-01-01/2023-12-31"];
    assert!(run_in(&tour(), &args).status.success());
    let page = letter(&files(&target), "abrechnung-SL.md");
    assert!(page.contains("# Kostenabrechnung 2021 bis 2023: Saarland (SL)"), "{page}");
    assert!(page.contains("auf Sie entfällt für 2021 bis 2023 ein Anteil von"), "{page}");
    let lines = section(&page, "Anteile im Einzelnen");
    let rows: Vec<Vec<&str>> = lines
        .lines()
        .filter(|line| line.contains("| Wohngeld |"))
        .map(|line| line.split(" | ").collect())
        .collect();
    let times: BTreeSet<&str> = rows.iter().map(|row| row[1]).collect();
    assert_eq!(times, BTreeSet::from(["2021", "2022", "2023"]), "{lines}");
    // One service stands together, its periods in order.
    let services: Vec<&str> = lines.lines().filter_map(|line| line.split(" | ").next()).collect();
    let blocks = services.chunk_by(|a, b| a == b).filter(|chunk| chunk[0] == "| Wohngeld").count();
    assert_eq!(blocks, 1, "{lines}");
}

#[test]
fn the_closing_names_the_sheets_of_the_workbook() {
    let folder = reported(&tour(), &["--period", "2023", "--for", "SL"]);
    let page = letter(&files(&folder.path().join("r")), "abrechnung-SL.md");
    assert!(page.contains("Blätter „Rechenweg“"), "{page}");
}

#[test]
fn the_audit_sheet_lists_payments_budget_and_usage_with_what_became_of_them() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let report = files(&folder.path().join("r"));
    let page = letter(&report, "pruefung.md");
    let head = "# Prüfblatt: OZG-Verbund Mitte (Beispiel mit erfundenen Zahlen)\n\n\
        Kostenverteilung 2023, Ist, Beträge in EUR\n";
    assert!(page.contains(head), "{page}");
    assert!(
        letter(&report, "schluessel.md").contains(&head.replace("Prüfblatt", "Schlüsselblatt"))
    );
    let payments = section(&page, "Zahlungen und ihr Verbleib");
    let rows = |section: &str, file: &str, fate: &str| {
        section
            .lines()
            .filter(|line| {
                line.starts_with(&format!("| {file}:")) && line.ends_with(&format!("| {fate} |"))
            })
            .count()
    };
    // Of 128 payments 33 are for 2023, of 36 rows of the budget 15 for 2023 and 2024.
    assert_eq!(rows(payments, "payments.csv", "verwendet"), 33, "{payments}");
    assert_eq!(
        rows(payments, "payments.csv", "für einen anderen Abrechnungszeitraum"),
        95,
        "{payments}"
    );
    assert!(
        payments.contains(
            "| payments.csv:77:15 | 02.01.2023 | Hessen (HE) | 2023 | Abschlag \
        1/2023 (illustrativ) | ZE-2023-001 | 334.473,14 | verwendet |"
        ),
        "{payments}"
    );
    let budget = section(&page, "Haushaltszeilen und ihr Verbleib");
    assert_eq!(
        (
            rows(budget, "budget.csv", "verwendet"),
            rows(budget, "budget.csv", "anderes Haushaltsjahr")
        ),
        (15, 21),
        "{budget}"
    );
    let usage = section(&page, "Ausgelassene Zeilen der Nutzung");
    assert!(usage.contains("- außerhalb des Zeitraums: 840 Zeilen, von usage.csv:"), "{usage}");
    assert!(!usage.contains("| usage.csv"), "{usage}");
    // Names, and the words of the workbook.
    let costs = section(&page, "Kostenzeilen und ihr Verbleib");
    assert!(
        costs.contains(
            "| 2021-Q1 | Unterhaltsvorschuss | d | BSP-2021-0019 | \
            Betriebsdienstleister (Beispiel) | 4.682,00 | 0,00 | außerhalb des Zeitraums |"
        ),
        "{costs}"
    );
    assert!(
        !costs.contains("anderer Zeitraum") && !costs.contains("| unterhaltsvorschuss |"),
        "{costs}"
    );
}

#[test]
fn few_rows_of_usage_that_were_left_out_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "umlage.toml",
        "[project]\ntitle = \"P\"\nlanguage = \"de\"\n[party.HE]\nmember = true\n[party.RP]\n\
            member = true\n\
         [service.a]\nname = \"Antrag\"\nparticipants = [\"HE\", \"RP\"]\n\
         [key.k]\nmethod = \"usage\"\nmeasure = \"Fälle\"\n\
         [rule.r]\nlegal_basis = \"L\"\npool = [\"service\"]\n[[rule.r.step]]\nid = \"s\"\nrest = \
         true\namong = \"participants\"\nkey = \"k\"\n",
    );
    write("costs.csv", "period,service,amount\n2023,a,100.00\n");
    // One row of another measure; 201 of other years are too many to list.
    let other: String = (0..201).map(|at| format!("{},a,HE,1,Fälle\n", 1800 + at)).collect();
    write(
        "usage.csv",
        &format!(
            "period,service,party,quantity,measure\n2023,a,HE,3,Fälle\n2023,a,RP,2.5,Tage\n{other}"
        ),
    );
    let output = run_in(folder.path(), &["report", "-o", "r", "-q", "--period", "2023"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = letter(&files(&folder.path().join("r")), "pruefung.md");
    let usage = section(&page, "Ausgelassene Zeilen der Nutzung");
    assert!(
        usage.contains(
            "| 2023 | Antrag | Rheinland-Pfalz (RP) | Tage | 2,5 | kein Schlüssel zählt diese \
                Messgröße |"
        ),
        "{usage}"
    );
    assert!(usage.contains("- außerhalb des Zeitraums: 201 Zeilen, von usage.csv:4"), "{usage}");
    assert_eq!(usage.matches("| usage.csv:").count(), 1, "{usage}");
}

#[test]
fn the_overview_shows_the_sums_first_and_services_below_each_other() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let page = letter(&files(&folder.path().join("r")), "uebersicht.md");
    let first = page.split("\n## ").next().unwrap();
    assert!(
        first.contains("| Beteiligter | Summe |") && first.contains("| Hessen (HE) | 643.067,81 |"),
        "{first}"
    );
    let services = section(&page, "Anteile nach Leistungen");
    assert!(services.contains("| Leistung | HE | RP | SL | TH | BW |"), "{services}");
    // 33,833.05 + 20,773.68 + 4,658.45 + 10,554.19, of four Länder.
    let row = services.lines().find(|line| line.starts_with("| Gewerbeanmeldung |")).unwrap();
    assert!(
        row.starts_with("| Gewerbeanmeldung | 33.833,05 | 20.773,68 | 4.658,45 | 10.554,19 |"),
        "{row}"
    );
    assert!(row.ends_with("| 69.819,37 |"), "{row}");
    // A narrow table stays as it is.
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let folder = reported(&cases.join("limit-cap-share"), &["--lang", "de"]);
    let page = letter(&files(&folder.path().join("r")), "uebersicht.md");
    assert!(
        page.contains("| Beteiligter | plattform | Summe |")
            && !page.contains("Anteile nach Leistungen")
    );
}
