//! Workbooks in and out: what a sheet shows is what is read, what stands beside the table is told, and what does not fit
//! a sheet is not cut off.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use umlage::render::{TooLarge, workbook};
use umlage::report::{Book, BookRow, Column, Leaf, Value};
use umlage::text::Lang;

fn fault(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults").join(name)
}

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
    command.current_dir(folder).args(args).args(["--lang", "en"]);
    command.env_clear().env("NO_COLOR", "1").output().unwrap()
}

/// The exit code, standard output, and the codes of what is said.
fn told(folder: &Path, args: &[&str]) -> (i32, String, Vec<String>) {
    let output = run(folder, args);
    let said = String::from_utf8(output.stderr).unwrap();
    let codes = said.lines().filter_map(|line| Some(line.split_once('[')?.1.split_once("]: ")?.0.to_owned()));
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap(), codes.collect())
}

#[test]
fn a_row_below_the_range_is_a_finding_with_its_sum() {
    let folder = fault("range-leaves-out-a-row");
    let (exit, csv, codes) = told(&folder, &["check", "--format", "csv", "--strict"]);
    assert_eq!((exit, codes), (1, vec!["W306".to_owned()]));
    assert!(csv.contains("costs.xlsx,costs,7,4,3,12076.74,2076.75"), "{csv}");
    assert_eq!(run(&folder, &["check"]).status.code(), Some(0));
    let meant = "files.costs.left_out=[\"A9:C9\"]";
    let (exit, csv, codes) = told(&folder, &["check", "--format", "csv", "--strict", "--set", meant]);
    assert_eq!((exit, codes.len()), (0, 0));
    assert!(csv.contains("costs.xlsx,costs,7,4,3,12076.74,2076.75"), "still counted: {csv}");
}

#[test]
fn the_header_of_a_sheet_is_where_it_is_said_to_be() {
    let (exit, csv, codes) = told(&fault("header-of-a-workbook"), &["check", "--format", "csv"]);
    assert_eq!((exit, codes.len()), (0, 0));
    assert!(csv.contains("costs.xlsx,costs,3,1,2,1200.00,1200.00"), "{csv}");
}

#[test]
fn cells_are_read_as_they_are_shown_or_refused() {
    let folder = fault("workbook-misreadings");
    for (name, exit, code) in [
        ("date-20230315", 3, "E355"),
        ("currency-usd", 3, "E310"),
        ("currency-chf", 3, "E310"),
        ("hidden-sheet", 0, "N306"),
        ("comment-in-number", 3, "E115"),
    ] {
        let set = format!("files.costs={name}.xlsx");
        let found = told(&folder, &["--set", &set, "allocate", "--by", "period", "--format", "csv"]);
        assert_eq!((found.0, found.2), (exit, vec![code.to_owned()]), "{name}");
    }
}

fn book(rows: usize, columns: usize) -> Book {
    let leaf = Leaf {
        key: "t".to_owned(),
        name: "Kosten".to_owned(),
        title: "Kosten".to_owned(),
        columns: (0..columns).map(|column| Column::text(column.to_string(), column.to_string())).collect(),
        rows: (0..rows)
            .map(|_| BookRow { cells: vec![Value::Count(1).into()], ..BookRow::default() })
            .collect(),
        ..Leaf::default()
    };
    Book { lang: Lang::De, title: "Kosten".to_owned(), leaves: vec![leaf] }
}

#[test]
fn what_no_sheet_can_hold_is_refused_and_never_cut_off() {
    let refused = |rows, columns| {
        workbook(&book(rows, columns)).err().map(|TooLarge { rows, columns, .. }| (rows, columns))
    };
    assert_eq!(refused(3, 2), None);
    assert_eq!(refused(1_048_576, 1), Some((1_048_619, 1)));
    assert_eq!(refused(1_048_534, 1), Some((1_048_577, 1)));
    assert_eq!(refused(1, 16_384), None);
    assert_eq!(refused(1, 16_385), Some((44, 16_385)));
}

#[test]
fn a_table_of_too_many_columns_is_an_error_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let toml = "[project]\nlanguage = \"en\"\n[party.HE]\nmember = true\n[rule.r]\nlegal_basis = \"x\"\n[[rule.r.step]]\nid = \"a\"\nrest = true\nto = \"HE\"\n";
    let services: String = (0..16_390).map(|number| format!("s{number:05}\n")).collect();
    let costs: String = (0..16_390).map(|number| format!("2023,s{number:05},1.00\n")).collect();
    fs::write(folder.path().join("umlage.toml"), toml).unwrap();
    fs::write(folder.path().join("services.csv"), format!("service\n{services}")).unwrap();
    fs::write(folder.path().join("costs.csv"), format!("period,service,amount\n{costs}")).unwrap();
    let (exit, _, codes) = told(folder.path(), &["allocate", "--format", "xlsx", "-o", "o.xlsx"]);
    assert_eq!((exit, codes), (3, vec!["E706".to_owned()]));
    assert!(!folder.path().join("o.xlsx").exists());
}
