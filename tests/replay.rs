//! The trace alone is enough: `tests/replay.py` (standard library only) recomputes every cell of
//! every fixture from `explain --format json`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use umlage::money::{Ratio, parse_number, parse_share};

use crate::cases::{cases, run, umlage};
use crate::support::books::books;

#[test]
fn a_short_script_recomputes_every_cell_of_every_fixture() {
    for project in projects() {
        for period in periods(&project) {
            replay(&project, &["--period", &period]);
        }
    }
}

/// A scenario that changes every table: each year by itself, and all together.
#[test]
fn what_a_scenario_changes_is_recomputed_and_stands_at_its_place() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios/rows");
    for period in ["2024", "2025", "2026", "2024-01-01/2026-12-31"] {
        replay(&project, &["--scenario", "plan", "--period", period]);
    }
    assert!(places_of(&project, &["--scenario", "plan"]) > 60);
}

/// Balances, calls and transfers of the templates, and of random years: every figure from its
/// steps, and what is read from its place.
#[test]
fn what_is_settled_is_recomputed_and_stands_at_its_place() {
    let mut figures = BTreeMap::new();
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates");
    let folders = fs::read_dir(templates).unwrap().map(|entry| entry.unwrap().path());
    for project in folders.filter(|path| path.is_dir()) {
        settled(&project, &mut figures);
    }
    let mut seeds = 0;
    for seed in 0..40 {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in books(seed).files() {
            fs::write(folder.path().join(name), text).unwrap();
        }
        // Payments of strangers are refused, and others of that kind.
        if seeds < 8 && run(folder.path(), &["settle"]).is_ok() {
            settled(folder.path(), &mut figures);
            seeds += 1;
        }
    }
    assert!(figures.len() == 5 && figures.values().all(|count| *count > 20), "{figures:?}");
}

/// Recomputes the figures of a project, and counts them by kind.
fn settled(project: &Path, figures: &mut BTreeMap<&'static str, usize>) {
    let views: [(&str, &[&str], &[&str]); 5] = [
        ("balance", &["settle"], &["--of", "balance"]),
        ("calls", &["calls"], &["--of", "calls"]),
        (
            "hub",
            &["settle", "--transfers", "hub:HE"],
            &["--of", "transfers", "--transfers", "hub:HE"],
        ),
        (
            "direct",
            &["settle", "--transfers", "direct"],
            &["--of", "transfers", "--transfers", "direct"],
        ),
        ("minimal", &["settle", "--transfers", "minimal"], &["--of", "transfers"]),
    ];
    let always: &[&str] = &["--period", "0001-01-01/9999-12-31", "-q"];
    for (name, shown, explained) in views {
        let csv = umlage(project, &[shown, &["--format", "csv"], always].concat());
        let count = csv.lines().count() - 1;
        *figures.entry(name).or_insert(0) += count;
        if count > 0 {
            let json =
                umlage(project, &[&["explain", "--format", "json"], explained, always].concat());
            same(&json, &csv, &format!("{} {name}", project.display()));
            places_of(project, &[explained, always].concat());
        }
    }
}

/// The folders of all fixtures that can be shared.
fn projects() -> Vec<PathBuf> {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates");
    let mut projects = cases();
    projects.extend(
        fs::read_dir(templates).unwrap().map(|e| e.unwrap().path()).filter(|path| path.is_dir()),
    );
    projects
}

/// The settlement years in which a project has cost.
fn periods(project: &Path) -> Vec<String> {
    let all = umlage(
        project,
        &["allocate", "--by", "period", "--format", "csv", "--period", "0001-01-01/9999-12-31"],
    );
    all.lines().skip(1).filter_map(|line| line.split(',').next().map(str::to_owned)).collect()
}

fn replay(project: &Path, period: &[&str]) {
    let json = umlage(project, &[&["explain", "--format", "json"], period].concat());
    let by = "period,rule,service,kind,step,party";
    let csv = umlage(project, &[&["allocate", "--by", by, "--format", "csv"], period].concat());
    same(&json, &csv, &format!("{} {period:?}", project.display()));
}

/// Lets the script compare a trace with the figures that are printed.
fn same(json: &str, csv: &str, what: &str) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| -> PathBuf {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let (trace, figures) = (write("trace.json", json), write("figures.csv", csv));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/replay.py");
    let output = Command::new("python3").arg(&script).arg(&trace).arg(&figures).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}: {said}{errors}");
    assert!(said.contains(" 0 differences") && !said.starts_with("0 steps"), "{said}");
}

/// The script trusts what is read; here every value read is compared with the text at its place.
#[test]
fn every_value_that_is_read_stands_at_its_place() {
    let mut places = 0;
    for project in projects() {
        places += places_of(&project, &[]);
    }
    assert!(places > 500, "only {places} places");
}

/// Compares every value that is read with the text at its place, and counts the places.
fn places_of(project: &Path, args: &[&str]) -> usize {
    let json = umlage(project, &[&["explain", "--format", "json"], args].concat());
    let trace: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mut places = 0;
    for step in trace["steps"].as_array().unwrap().iter().filter(|step| step["operation"] == "read")
    {
        let inputs: Vec<&str> =
            step["inputs"].as_array().unwrap().iter().map(|i| i.as_str().unwrap()).collect();
        if inputs.iter().any(|place| place.starts_with("builtin:")) {
            continue;
        }
        let values: Vec<Ratio> = inputs.iter().map(|place| value_at(project, place)).collect();
        let (top, bottom) = step["value"].as_str().unwrap().split_once('/').unwrap();
        let value = Ratio::new(top.parse().unwrap(), bottom.parse().unwrap());
        assert_eq!(Ratio::sum(&values), value, "{} {inputs:?}", project.display());
        places += inputs.len();
    }
    places
}

/// Reads the number that stands at `file:line:column`.
fn value_at(project: &Path, place: &str) -> Ratio {
    let mut parts = place.rsplitn(3, ':');
    let (column, line) = (parts.next().unwrap(), parts.next().unwrap());
    let text = fs::read_to_string(project.join(parts.next().unwrap())).unwrap();
    let line = text.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap();
    let rest: String = line.chars().skip(column.parse::<usize>().unwrap() - 1).collect();
    let rest = rest.trim_start_matches('"');
    let end = rest.find(['"', ',', '}', ']', '#']).unwrap_or(rest.len());
    let written = rest[..end].trim();
    match parse_share(written) {
        Ok(share) => share.value().clone(),
        Err(_) => {
            Ratio::from(parse_number(written).unwrap_or_else(|_| panic!("{place}: {written}")))
        }
    }
}

#[test]
fn the_script_is_short_enough_to_be_read() {
    let lines = include_str!("replay.py").lines().count();
    assert!(lines <= 60, "{lines} lines");
}
