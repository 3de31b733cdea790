//! Every case under `fixtures/published` and `fixtures/cases`: the command printed in its `case.toml` gives exactly
//! the files under `expected/`, which come from official tables or from calculation by hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use toml::Table;

/// The folders of all cases.
pub fn cases() -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut cases = Vec::new();
    for group in ["published", "cases"] {
        for entry in fs::read_dir(fixtures.join(group)).unwrap() {
            let path = entry.unwrap().path();
            if path.join("case.toml").exists() {
                cases.push(path);
            }
        }
    }
    cases.sort();
    assert!(cases.len() >= 23, "cases are missing: {}", cases.len());
    cases
}

/// Runs the program in a project folder and returns what it prints.
pub fn umlage(project: &Path, args: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_umlage")).arg("-C").arg(project).args(args).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} {args:?}: {:?}\n{errors}", project.display(), output.status);
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_case_gives_the_expected_cells_and_totals() {
    for case in cases() {
        let about: Table = fs::read_to_string(case.join("case.toml")).unwrap().parse().unwrap();
        let args: Vec<&str> =
            about["args"].as_array().unwrap().iter().map(|arg| arg.as_str().unwrap()).collect();
        let expected = about["expected"].as_table().unwrap();
        let table = fs::read_to_string(case.join(expected["stdout"].as_str().unwrap())).unwrap();
        assert_eq!(umlage(&case, &args), table, "{}", case.display());
        let totals: Table =
            fs::read_to_string(case.join(expected["totals"].as_str().unwrap())).unwrap().parse().unwrap();
        let json = umlage(&case, &["allocate", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        for name in ["cost", "allocated", "residue", "not_shared"] {
            assert_eq!(json["totals"][name].as_str(), totals[name].as_str(), "{name} of {}", case.display());
        }
    }
}

#[test]
fn the_printed_table_of_gafinhg_kinvfg_and_itko_is_reproduced_cell_by_cell() {
    let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/published");
    for (case, file, column, by_party) in [
        ("gafinhg-2021", "gafinhg_2021.csv", 2, "party"),
        ("kinvfg-2015", "kinvfg_2015_3500mio.csv", 2, "party"),
        ("itko", "itko_sib_bauwerke.csv", 4, "party"),
    ] {
        let printed = fs::read_to_string(published.join("tables").join(file)).unwrap();
        let mut found =
            csv_rows(&umlage(&published.join(case), &["allocate", "--by", by_party, "--format", "csv"]));
        found.sort();
        let mut expected: Vec<Vec<String>> = csv_rows(&printed)
            .into_iter()
            .map(|row| {
                let amount = if row[column].contains('.') {
                    row[column].clone()
                } else {
                    format!("{}.00", row[column])
                };
                vec![row[0].replace("Bund", "BUND"), amount]
            })
            .collect();
        expected.sort();
        assert_eq!(found, expected, "{case}");
    }
}

/// The rows of a CSV text without its header.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}
