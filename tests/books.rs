//! Workbooks in and out: what a sheet shows is what is read, what stands beside the table is told,
//! and what does not fit a sheet is not cut off.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rust_xlsxwriter::{self as xlsx, Format};
use umlage::render::{TooLarge, workbook};
use umlage::report::{Column, Row, Value, Workbook, Worksheet};
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
    let codes = said
        .lines()
        .filter_map(|line| Some(line.split_once('[')?.1.split_once("]: ")?.0.to_owned()));
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
    let (exit, csv, codes) =
        told(&folder, &["check", "--format", "csv", "--strict", "--set", meant]);
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
        let found =
            told(&folder, &["--set", &set, "allocate", "--by", "period", "--format", "csv"]);
        assert_eq!((found.0, found.2), (exit, vec![code.to_owned()]), "{name}");
    }
}

fn book(rows: usize, columns: usize) -> Workbook {
    let worksheet = Worksheet {
        key: "t".to_owned(),
        name: "Kosten".to_owned(),
        title: "Kosten".to_owned(),
        columns: (0..columns)
            .map(|column| Column::text(column.to_string(), column.to_string()))
            .collect(),
        rows: (0..rows).map(|_| Row::plain([Value::Count(1)])).collect(),
        ..Worksheet::default()
    };
    Workbook { lang: Lang::De, title: "Kosten".to_owned(), worksheets: vec![worksheet] }
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
    let toml = "[project]\nlanguage = \"en\"\n[party.HE]\nmember = true\n[rule.r]\nlegal_basis \
        = \"x\"\n[[rule.r.step]]\nid = \"a\"\nrest = true\nto = \"HE\"\n";
    let services: String = (0..16_390).map(|number| format!("s{number:05}\n")).collect();
    let costs: String = (0..16_390).map(|number| format!("2023,s{number:05},1.00\n")).collect();
    fs::write(folder.path().join("umlage.toml"), toml).unwrap();
    fs::write(folder.path().join("services.csv"), format!("service\n{services}")).unwrap();
    fs::write(folder.path().join("costs.csv"), format!("period,service,amount\n{costs}")).unwrap();
    let (exit, _, codes) = told(folder.path(), &["allocate", "--format", "xlsx", "-o", "o.xlsx"]);
    assert_eq!((exit, codes), (3, vec!["E706".to_owned()]));
    assert!(!folder.path().join("o.xlsx").exists());
}

const AGREEMENT: &str = "[project]\nlanguage = \"en\"\n[party.HE]\nmember = true\n[party.TH]\n\
    member = true\n[service.s]\n\
    [rule.r]\nlegal_basis = \"x\"\n[[rule.r.step]]\nid = \"a\"\nrest = true\namong = \"members\"\n\
    key = \"equal\"\n";
const HEAD: &[&str] = &["period", "service", "amount"];

/// A sheet: its name and its rows; what reads as a number behind the first column is one.
type Leaves<'a> = &'a [(&'a str, &'a [&'a [&'a str]])];

/// A project whose costs are a workbook, with the format of its numbers.
fn costs(entry: &str, format: &str, sheets: Leaves<'_>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut book = xlsx::Workbook::new();
    let format = Format::new().set_num_format(format);
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0_u32..).zip(*rows) {
            for (column, text) in (0_u16..).zip(*cells).filter(|(_, text)| !text.is_empty()) {
                match text.parse::<Figure>().ok().filter(|_| column > 0) {
                    Some(number) => sheet.write_with_format(row, column, number, &format).unwrap(),
                    None => sheet.write(row, column, *text).unwrap(),
                };
            }
        }
    }
    book.save(folder.path().join("c.xlsx")).unwrap();
    let entry = format!("[files]\ncosts = {{ path = \"c.xlsx\"{entry} }}\n{AGREEMENT}");
    fs::write(folder.path().join("umlage.toml"), entry).unwrap();
    folder
}

/// The only place where a number becomes floating-point: a workbook holds nothing else.
#[expect(clippy::disallowed_types, reason = "what workbooks hold")]
type Figure = f64;

/// The line of `check` about the costs, the codes of what is said, and all of it.
fn checked(folder: &tempfile::TempDir) -> (String, Vec<String>, String) {
    let (_, csv, codes) = told(folder.path(), &["check", "--format", "csv"]);
    let line = csv.lines().find(|line| line.starts_with("c.xlsx")).unwrap_or_default().to_owned();
    let said = run(folder.path(), &["check"]);
    let said = [said.stdout, said.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (line, codes, said)
}

const THREE: Leaves<'static> =
    &[("S", &[HEAD, &["2024", "s", "100"], &["2024", "s", "300"], &["2024", "s", "400"]])];

#[test]
fn rows_of_the_table_are_left_out_where_umlage_toml_says_so() {
    for (entry, line, codes) in [
        (", left_out = [\"A3:C3\"]", "c.xlsx,costs,3,2,1,800.00,500.00", vec![]),
        (", left_out = [\"A3:B3\", \"C3:D9\"]", "", vec!["E356"]),
        (", left_out = [\"A3:B3\", \"C3:D3\"]", "c.xlsx,costs,3,2,1,800.00,500.00", vec![]),
        (", left_out = [\"A2:C4\"]", "c.xlsx,costs,3,0,3,800.00,0.00", vec![]),
        (", left_out = [\"A1:C1\"]", "c.xlsx,costs,3,3,0,800.00,800.00", vec!["W309"]),
        (", left_out = [\"D1:Z9\"]", "c.xlsx,costs,3,3,0,800.00,800.00", vec!["W309"]),
        (", left_out = [\"C3\"]", "", vec!["E356"]),
        (
            ", range = \"A1:C3\", left_out = [\"A2:C2\"]",
            "c.xlsx,costs,3,1,2,800.00,300.00",
            vec!["W306"],
        ),
        (
            ", range = \"A1:C2\", left_out = [\"Z3:Z3\"]",
            "c.xlsx,costs,3,1,2,800.00,100.00",
            vec!["W309", "W306"],
        ),
        (
            ", range = \"A1:C2\", left_out = [\"A3:A4\"]",
            "c.xlsx,costs,3,1,2,800.00,100.00",
            vec!["W306"],
        ),
        (", range = \"A1:C2\", left_out = [\"A3:C4\"]", "c.xlsx,costs,3,1,2,800.00,100.00", vec![]),
        (", sheet = \"S\", left_out = [\"S\"]", "", vec!["E357"]),
    ] {
        let (found, said, _) = checked(&costs(entry, "General", THREE));
        assert_eq!(
            (found.as_str(), said),
            (line, codes.iter().map(|code| (*code).to_owned()).collect()),
            "{entry}"
        );
    }
    let (.., said) = checked(&costs(", left_out = [\"A3:C3\"]", "General", THREE));
    assert!(said.contains("one row of 300.00, named under `left_out`"), "{said}");
}

#[test]
fn nothing_is_refused_in_a_row_that_is_left_out() {
    let rows: &[&[&str]] =
        &[HEAD, &["2024", "s", "100"], &["Zwischensumme", "", "viel", "x"], &["2024", "s", "400"]];
    let (line, codes, _) = checked(&costs(", left_out = [\"A3:D3\"]", "General", &[("S", rows)]));
    assert_eq!((line.as_str(), codes.len()), ("c.xlsx,costs,3,2,1,500.00,500.00", 0));
}

#[test]
fn a_row_beside_the_table_whose_amount_cannot_be_read_is_told() {
    let below: &[&[&str]] = &[
        HEAD,
        &["2024", "s", "100"],
        &["2024", "s", "9.999,99"],
        &["2024", "s", "7"],
        &["", "", ""],
        &["2024", "s", "12.345"],
        &["period", "service", "amount"],
        &["Stand: 2024"],
    ];
    let (line, codes, said) = checked(&costs(", range = \"A1:C2\"", "General", &[("S", below)]));
    assert_eq!(
        (line.as_str(), codes),
        ("c.xlsx,costs,6,1,5,107.00,100.00", vec!["W306".into(), "N308".into()])
    );
    assert!(said.contains("3 rows, together 7.00, 2 of them without a readable amount"), "{said}");
    assert!(said.contains("`left_out = [\"A3:C4\", \"A6:C6\"]`"), "{said}");
    assert!(said.contains("one row of 7.00 and 2 rows without a readable amount"), "{said}");
    let above: &[&[&str]] = &[
        &["Zeitraum", "Leistung", "Betrag"],
        &["2024", "s", "55,00"],
        HEAD,
        &["2024", "s", "100"],
    ];
    let (_, codes, said) = checked(&costs(", header = 3", "General", &[("S", above)]));
    assert_eq!(codes, ["W306"]);
    assert!(said.contains("one row, without a readable amount"), "{said}");
}

#[test]
fn every_sheet_that_holds_something_is_told() {
    let sheets: Leaves<'_> = &[
        ("S", &[HEAD, &["2024", "s", "100"]]),
        (
            "T",
            &[
                &["Titel"],
                &["Period", "Service", "AMOUNT"],
                &["2023", "s", "13"],
                &["2023", "s", "viel"],
            ],
        ),
        ("U", &[&["2024", "s", "14"], &["2024", "s", "15"]]),
        ("leer", &[]),
    ];
    let (line, codes, said) = checked(&costs(", sheet = \"S\"", "General", sheets));
    assert_eq!(
        (line.as_str(), codes),
        ("c.xlsx,costs,3,1,2,113.00,100.00", vec!["W307".into(), "N309".into()])
    );
    assert!(said.contains("2 rows, together 13.00, 1 of them without a readable amount"), "{said}");
    assert!(said.contains("sheets that are not read: `U` (2 rows)"), "{said}");
    let (_, codes, _) =
        checked(&costs(", sheet = \"S\", left_out = [\"T\", \"U\"]", "General", sheets));
    assert!(codes.is_empty(), "{codes:?}");
}

#[test]
fn a_sheet_that_another_table_reads_is_not_told_as_unread() {
    let usage = &["period", "service", "party", "measure", "quantity"];
    let sheets: Leaves<'_> =
        &[("S", &[HEAD, &["2024", "s", "100"]]), ("N", &[usage, &["2024", "s", "HE", "x", "5"]])];
    let folder = costs(", sheet = \"S\"", "General", sheets);
    let (_, codes, _) = checked(&folder);
    assert_eq!(codes, ["N309"]);
    let toml = fs::read_to_string(folder.path().join("umlage.toml")).unwrap();
    let toml =
        toml.replace("[party.HE]", "[files.usage]\npath = \"c.xlsx\"\nsheet = \"N\"\n[party.HE]");
    fs::write(folder.path().join("umlage.toml"), toml).unwrap();
    let (_, codes, _) = checked(&folder);
    assert!(!codes.iter().any(|code| code == "N309"), "{codes:?}");
}

#[test]
fn words_in_the_format_of_an_amount_are_its_unit() {
    for (format, codes) in [
        ("#,##0.00 \"TEUR\"", vec!["E310"]),
        ("#,##0 \"EUR (in Tsd.)\"", vec!["E310"]),
        ("\"SFr.\" 0.00", vec!["E310"]),
        ("#,##0.00 \"Euro\"", vec![]),
        ("#,##0.0,, \"Mio\"", vec![]),
        ("[Red][>100]0.00;0.00", vec![]),
    ] {
        let (_, said, _) = checked(&costs("", format, &[("S", &[HEAD, &["2024", "s", "100"]])]));
        assert_eq!(said, codes, "{format}");
    }
}

#[test]
fn what_a_condition_leaves_out_is_told_with_and_without_an_amount() {
    let head = &["period", "service", "amount", "st"];
    let rows: &[&[&str]] =
        &[head, &["2024", "s", "100", "a"], &["2024", "s", "viel", "b"], &["2024", "s", "7", "b"]];
    let folder = costs(", where = { st = [\"a\"] }", "General", &[("S", rows)]);
    let (line, codes, said) = checked(&folder);
    assert_eq!((line.as_str(), codes.len()), ("c.xlsx,costs,3,1,2,107.00,100.00", 0));
    assert!(said.contains("one row of 7.00 and one row without a readable amount"), "{said}");
    let (_, json, _) = told(folder.path(), &["check", "--format", "json"]);
    assert!(json.contains("\"amount\":\"7.00\",\"rows_without_amount\":1"), "{json}");
}

#[test]
fn one_cause_is_told_once() {
    let (_, codes, said) = checked(&costs(", range = \"A1:B3\"", "General", THREE));
    assert_eq!(codes, ["E304"]);
    assert!(
        said.contains("extend `range`") && said.contains("stands here, outside `range`"),
        "{said}"
    );
    let twice = &["period", "service", "amount", "", "period", "service", "amount"];
    let (_, codes, _) = checked(&costs(
        "",
        "General",
        &[("S", &[twice, &["2024", "s", "1", "", "2024", "s", "2"]])],
    ));
    assert_eq!(codes, ["E306"]);
}
