//! A record holds only if it is, in every list and value, what the repeated run makes; and a
//! stranger's record opens no file outside the folders that it is about.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use rayon::prelude::*;
use serde_json::Value;
use umlage::audit::{Lock, Run};

use crate::reports::{files, reported, run_in, tour};
use crate::support::generate::Random;

fn record(folder: &Path) -> Lock {
    Lock::read(&fs::read(folder.join("r/run.lock.json")).unwrap()).unwrap().0
}

/// Writes a record with consistent digests.
fn write(folder: &Path, run: Run, lock: &Lock) {
    fs::write(folder.join("r/run.lock.json"), Lock::new(run, lock.outputs.clone()).to_bytes())
        .unwrap();
}

fn verify(folder: &Path, args: &[&str]) -> Output {
    run_in(folder, &[&["-C", "p", "verify", "r", "-q"][..], args].concat())
}

/// What differs, as `part file`.
fn found(output: &Output) -> BTreeSet<String> {
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = json["files"].as_array().unwrap().iter().filter(|file| file["state"] != "same");
    all.map(|file| format!("{} {}", file["part"].as_str().unwrap(), file["file"].as_str().unwrap()))
        .collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_record_with_more_in_its_lists_than_the_run_gives_is_found() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let lock = record(folder.path());
    type Forge = fn(&mut Run);
    let forgeries: [(&str, Forge); 9] = [
        ("shares", |run| {
            run.shares.insert(0, {
                let mut share = run.shares[0].clone();
                share.amount = "1.00".into();
                share
            })
        }),
        ("balances", |run| run.balances.insert(0, run.balances[0].clone())),
        ("inputs", |run| {
            run.inputs.push({
                let mut input = run.inputs[0].clone();
                input.file = "/etc/passwd".into();
                input
            })
        }),
        ("shares", |run| run.shares.reverse()),
        ("balances", |run| run.balances.swap(0, 1)),
        // At the end, too, where lists that are compared in pairs would agree.
        ("shares", |run| run.shares.push(run.shares[0].clone())),
        ("shares", |run| drop(run.shares.pop())),
        ("balances", |run| run.balances.push(run.balances[0].clone())),
        ("balances", |run| drop(run.balances.pop())),
    ];
    for (part, forge) in forgeries {
        let mut run = lock.run.clone();
        forge(&mut run);
        write(folder.path(), run, &lock);
        let output = verify(folder.path(), &["--format", "json"]);
        assert_eq!(output.status.code(), Some(1), "{part}");
        let found = found(&output);
        assert!(found.contains(&format!("record {part}")), "{part}: {found:?}");
        assert_eq!(
            part == "inputs",
            found.contains("input /etc/passwd"),
            "what was never read is not the same"
        );
    }
    let outputs = lock.outputs.iter().rev().cloned().collect();
    fs::write(
        folder.path().join("r/run.lock.json"),
        Lock::new(lock.run.clone(), outputs).to_bytes(),
    )
    .unwrap();
    assert!(found(&verify(folder.path(), &["--format", "json"])).contains("record outputs"));
}

#[test]
fn csv_shows_whose_amount_moved() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let lock = record(folder.path());
    let mut run = lock.run.clone();
    run.shares[0].amount = "643067.82".to_owned();
    let mut twice = run.shares[1].clone();
    twice.amount = "1.00".to_owned();
    run.shares.push(twice);
    write(folder.path(), run, &lock);
    let output = verify(folder.path(), &["--format", "csv"]);
    let lines = text(&output.stdout);
    assert!(lines.starts_with("part,file,state,before,now\n"), "{lines}");
    assert!(lines.contains("share,2023 HE,changed,643067.82,643067.81\n"), "{lines}");
    assert!(lines.contains("changed,1.00,0.00\n"), "an amount that stands twice: {lines}");
    assert!(lines.contains("record,shares,changed,,\n"), "{lines}");
}

/// Changes a random list or value below a value of JSON; `false` where it stayed as it was.
fn alter(value: &mut Value, random: &mut Random) -> bool {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let names: Vec<String> = fields.keys().cloned().collect();
            alter(&mut fields[&random.pick(&names)], random)
        }
        Value::Array(list) if list.len() > 1 && random.below(3) == 0 => {
            let before = list.clone();
            match random.below(3) {
                0 => list.reverse(),
                1 => list.insert(0, random.pick(&before)),
                _ => drop(list.remove(random.below(before.len()))),
            }
            *list != before
        }
        Value::Array(list) if !list.is_empty() => {
            let at = random.below(list.len());
            alter(&mut list[at], random)
        }
        Value::String(text) => {
            text.push('1');
            true
        }
        Value::Number(number) => {
            *value = Value::from(number.as_u64().unwrap_or_default() + 1);
            true
        }
        _ => false,
    }
}

#[test]
fn every_change_of_a_list_or_value_of_the_record_is_found() {
    let cases =
        std::env::var("UMLAGE_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(16_u64);
    let made = reported(&tour(), &["--period", "2023"]);
    let lock = record(made.path());
    let passed: Vec<String> = (0..cases)
        .into_par_iter()
        .filter_map(|seed| {
            let mut random = Random::new(seed);
            let mut forged = serde_json::to_value(&lock).unwrap();
            let part = random.pick(&["run", "run", "run", "outputs"].map(str::to_owned));
            if !alter(&mut forged[&part], &mut random) {
                return None;
            }
            let run: Run = serde_json::from_value(forged["run"].clone()).ok()?;
            let outputs = serde_json::from_value(forged["outputs"].clone()).ok()?;
            let path = made.path().join(format!("{seed}/run.lock.json"));
            fs::create_dir(path.parent().unwrap()).unwrap();
            for (name, bytes) in files(&made.path().join("r")) {
                fs::write(path.with_file_name(name), bytes).unwrap();
            }
            fs::write(&path, Lock::new(run, outputs).to_bytes()).unwrap();
            let output = run_in(made.path(), &["-C", "p", "verify", "-q", path.to_str().unwrap()]);
            let said = text(&output.stdout);
            let is_found = output.status.code() == Some(1) && said.lines().count() > 2;
            (!is_found).then(|| format!("seed {seed}: {:?} {said}", output.status.code()))
        })
        .collect();
    assert!(passed.is_empty(), "{passed:#?}");
}

/// A record from a stranger opens nothing outside the project: neither as an input nor by its
/// options.
#[test]
fn a_record_leads_to_no_file_outside() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let secret = folder.path().join("secret.toml");
    fs::write(&secret, "title = \"geheim-4711\"\n[files]\ncosts = \"nirgends.csv\"\n").unwrap();
    let lock = record(folder.path());
    let outside = secret.display().to_string();
    type Forge = fn(&mut Run, String);
    let forgeries: [Forge; 4] = [
        |run, path| run.arguments.scenario = vec![path],
        |run, path| run.arguments.compare = vec![path],
        |run, path| run.arguments.set = vec![format!("files.costs=\"{path}\"")],
        |run, _| run.arguments.set = vec!["files.costs=\"../secret.toml\"".to_owned()],
    ];
    for forge in forgeries {
        let mut run = lock.run.clone();
        forge(&mut run, outside.clone());
        write(folder.path(), run, &lock);
        let output = verify(folder.path(), &["--lang", "en"]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("error[E811]") && said.contains("verify --outside"), "{said}");
        assert!(!said.contains("geheim-4711"), "{said}");
        let trusted = text(&verify(folder.path(), &["--outside", "--lang", "en"]).stderr);
        assert!(!trusted.contains("E811") && trusted.contains("error"), "{trusted}");
    }
    let mut outputs = lock.outputs.clone();
    outputs[0].file = "../secret.toml".to_owned();
    fs::write(
        folder.path().join("r/run.lock.json"),
        Lock::new(lock.run.clone(), outputs).to_bytes(),
    )
    .unwrap();
    let output = verify(folder.path(), &["--format", "csv"]);
    assert!(text(&output.stdout).contains("output,../secret.toml,outside,,\n"));
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_a_file_is_no_archive() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let [file, elsewhere] = ["r/anteile.csv", "anteile.csv"].map(|name| folder.path().join(name));
    fs::rename(&file, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &file).unwrap();
    let output = verify(folder.path(), &["--format", "csv"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("output,anteile.csv,link,,\n"));
}

#[test]
fn a_record_that_is_none_is_told_at_once() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let large = folder.path().join("large.json");
    fs::File::create(&large).unwrap().set_len(513 << 20).unwrap();
    fs::create_dir(folder.path().join("leer")).unwrap();
    for (path, said) in [
        ("large.json", "die Datei ist zu groß"),
        ("leer", "`leer/run.lock.json` lässt sich nicht lesen: die Datei gibt es nicht"),
        ("/dev/zero", "keine gewöhnliche Datei"),
    ] {
        let output = run_in(folder.path(), &["-C", "p", "verify", path]);
        let errors = text(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{path}: {errors}");
        assert!(errors.contains(said) && !errors.contains("os error"), "{path}: {errors}");
    }
}

/// Who reads this page has one question: why does it not agree? Cause, amounts, files, in this
/// order.
#[test]
fn the_cause_comes_first_then_the_amounts_then_the_files() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let costs = folder.path().join("p/costs.csv");
    let before = fs::read_to_string(&costs).unwrap();
    fs::write(&costs, before.replacen("2023,12333.33,", "2023,12343.33,", 1)).unwrap();
    let line = before.lines().position(|line| line.starts_with("2023,12333.33,")).unwrap() + 1;
    let page = text(&verify(folder.path(), &["--lang", "de"]).stdout);
    let row = format!("costs.csv:{line}:6");
    let places = [
        "Ursache",
        &row,
        "Wessen Betrag sich ändert",
        "Anteil",
        "Neu erzeugt",
        "Abweichende Angaben",
    ];
    let at: Vec<usize> = places
        .iter()
        .map(|word| page.find(word).unwrap_or_else(|| panic!("{word}: {page}")))
        .collect();
    assert!(at.is_sorted(), "{at:?}: {page}");
    assert!(page.contains("12.333,33") && page.contains("12.343,33"), "{page}");
    assert!(page.contains("56 von 56 Dateien") && !page.contains("abrechnung-BB.html"), "{page}");
    // A setting is named with its line, and a report whose input is the same says so.
    fs::write(&costs, before).unwrap();
    let toml = folder.path().join("p/umlage.toml");
    let agreement = fs::read_to_string(&toml).unwrap();
    fs::write(&toml, agreement.replacen("share = \"25 %\"", "share = \"26 %\"", 1)).unwrap();
    let page = text(&verify(folder.path(), &["--lang", "en"]).stdout);
    assert!(
        page.contains("rule.gemeinsam-bis-2023.step.bund.share") && page.contains("\"26 %\""),
        "{page}"
    );
    fs::write(&toml, agreement).unwrap();
    fs::write(folder.path().join("r/anteile.csv"), "x").unwrap();
    let page = text(&verify(folder.path(), &["--lang", "en"]).stdout);
    assert!(
        page.contains("The input is the same") && page.contains("No share and no balance changes."),
        "{page}"
    );
}

fn fault(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults").join(name)
}

/// An overpayment that came back frees the title; any other refund is income.
#[test]
fn an_overpayment_that_came_back_is_deducted_and_other_refunds_are_income() {
    let project = fault("refund-not-netted");
    let rows = |args: &[&str]| {
        let output = run_in(&project, &[&["budget", "-q", "--format", "json"][..], args].concat());
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), json)
    };
    let field = |json: &Value, names: &[&str]| -> Vec<String> {
        names
            .iter()
            .map(|name| json["rows"][0][*name].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    let names = ["spent", "deducted", "income", "remaining", "forecast_line"];
    let (code, json) = rows(&["--strict"]);
    assert_eq!(field(&json, &names), ["750.00", "200.00", "0.00", "150.00", "2250.00"]);
    assert!(json["rows"][0]["percent_used"].as_str().unwrap().starts_with("83.3333"));
    assert_eq!(code, Some(0), "nothing is overspent");
    let sums = &json["reconciliation"][0];
    assert_eq!([&sums["spent"], &sums["income"], &sums["cost"]], ["750.00", "0.00", "750.00"]);
    let (code, json) = rows(&["--strict", "--set", "budget.overpayments=[]"]);
    assert_eq!(field(&json, &names), ["950.00", "0.00", "200.00", "-50.00", "2850.00"]);
    assert_eq!(code, Some(1), "W851");
    let page = text(&run_in(&project, &["budget", "-q", "--format", "markdown"]).stdout);
    assert!(page.contains("abgesetzte Überzahlungen") && page.contains("83,3"), "{page}");
    // A workbook sums the rows of the audit sheet and must come to the same.
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("r").display().to_string();
    assert!(
        run_in(&project, &["report", "-q", "--period", "2024", "-o", &target]).status.success()
    );
}

/// One table where it fits, cut between columns where it does not.
#[test]
fn a_budget_year_is_one_table_where_it_fits() {
    let page = text(
        &run_in(&tour(), &["budget", "-q", "--period", "2023", "--format", "markdown"]).stdout,
    );
    let head = page.lines().find(|line| line.contains("Ansatz")).unwrap();
    assert!(
        head.contains("verfügbar") && head.contains("Ist") && head.contains("Festlegung"),
        "{head}"
    );
    let other = run_in(&tour(), &["budget", "-q", "--period", "2030"]);
    let said = text(&other.stdout);
    assert!(
        other.status.success() && said.contains("gibt es keinen Haushalt; vorhanden sind: 2"),
        "{said}"
    );
    assert!(!said.contains("Haushaltsrechnung ,"), "{said}");
}

/// What `csv-de` writes, `format = "de"` reads: a chapter keeps its zero.
#[test]
fn a_table_for_excel_keeps_its_zeros_and_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    crate::reports::copy(&fault("csv-de-loses-leading-zeros"), folder.path());
    let output =
        run_in(folder.path(), &["budget", "-q", "--format", "csv-de", "-o", "haushalt.csv"]);
    assert!(output.status.success());
    let written = fs::read_to_string(folder.path().join("haushalt.csv")).unwrap();
    assert!(written.contains("2024;'0399;538 91;"), "{written}");
    let plain = run_in(folder.path(), &["budget", "-q", "--format", "csv"]).stdout;
    let files = "files.budget={ path = \"haushalt.csv\", format = \"de\" }";
    let again = run_in(folder.path(), &["budget", "-q", "--format", "csv", "--set", files]);
    assert_eq!(text(&again.stdout), text(&plain), "{}", text(&again.stderr));
    let keys = text(
        &run_in(&tour(), &["keys", "equal", "--among", "HE,RP,SL", "--format", "csv-de"]).stdout,
    );
    assert!(keys.contains(";'1/3\r\n"), "{keys}");
}
