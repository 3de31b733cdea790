//! Every case under `fixtures/published`, `fixtures/cases` and `fixtures/agreements`: the command
//! printed in its `case.toml` gives exactly the files under `expected/`, which come from official
//! tables or from calculation by hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use toml::Table;

/// The folders of all cases.
pub fn cases() -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut cases = Vec::new();
    for group in ["published", "cases", "agreements"] {
        for entry in fs::read_dir(fixtures.join(group)).unwrap() {
            let path = entry.unwrap().path();
            if path.join("case.toml").exists() {
                cases.push(path);
            }
        }
    }
    cases.sort();
    assert!(cases.len() >= 50, "cases are missing: {}", cases.len());
    cases
}

/// Runs the program in a project folder and returns what it prints, or its errors.
pub fn run(project: &Path, args: &[&str]) -> Result<String, String> {
    let output = Command::new(env!("CARGO_BIN_EXE_umlage"))
        .arg("-C")
        .arg(project)
        .args(args)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{} {args:?}: {:?}\n{errors}", project.display(), output.status));
    }
    Ok(String::from_utf8(output.stdout).unwrap())
}

/// Runs the program in a project folder and returns what it prints.
pub fn umlage(project: &Path, args: &[&str]) -> String {
    run(project, args).unwrap_or_else(|error| panic!("{error}"))
}

/// Reads a TOML file.
pub fn table(file: &Path) -> Table {
    fs::read_to_string(file).unwrap().parse().unwrap()
}

/// Compares what the command of a case prints, and the totals, with what is written down.
fn check(case: &Path) -> Result<(), String> {
    let about = table(&case.join("case.toml"));
    let args: Vec<&str> =
        about["args"].as_array().unwrap().iter().map(|arg| arg.as_str().unwrap()).collect();
    let expected = about["expected"].as_table().unwrap();
    let cells = fs::read_to_string(case.join(expected["stdout"].as_str().unwrap())).unwrap();
    let printed = run(case, &args)?;
    if printed != cells {
        return Err(format!("{}:\n{printed}instead of\n{cells}", case.display()));
    }
    let totals = table(&case.join(expected["totals"].as_str().unwrap()));
    let json: serde_json::Value =
        serde_json::from_str(&run(case, &["allocate", "--format", "json"])?).unwrap();
    for name in ["cost", "allocated", "residue", "not_shared"] {
        if json["totals"][name].as_str() != totals[name].as_str() {
            return Err(format!("{name} of {}: {}", case.display(), json["totals"][name]));
        }
    }
    Ok(())
}

#[test]
fn every_case_gives_the_expected_cells_and_totals() {
    let wrong: Vec<String> = cases().iter().filter_map(|case| check(case).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
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
        let mut found = csv_rows(&umlage(
            &published.join(case),
            &["allocate", "--by", by_party, "--format", "csv"],
        ));
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
