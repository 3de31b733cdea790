//! Files as ministries have them: the same data in another layout gives the same bill, and what
//! `preview` suggests reads the file.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// The project of the tour.
const TEMPLATE: &str = "fixtures/templates/ozg-verbund-mitte";

/// Writes a text as bytes.
type Encode = dyn Fn(&str) -> Vec<u8>;

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
    command.args(args).current_dir(folder).env_clear().output().unwrap()
}

/// Copies the project of the tour into a folder.
fn copy(folder: &Path) {
    for name in ["umlage.toml", "costs.csv", "usage.csv"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(TEMPLATE).join(name);
        fs::copy(from, folder.join(name)).unwrap();
    }
}

fn digest(folder: &Path) -> Value {
    let output = run(folder, &["allocate", "--format", "json", "-q"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    document["digest"].clone()
}

/// Writes a plain number with a decimal comma and dots between thousands.
fn german_number(plain: &str) -> String {
    let digits = plain.trim_start_matches('-');
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = plain[..plain.len() - digits.len()].to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if part.is_empty() { out } else { format!("{out},{part}") }
}

/// Writes a data file in German: a title above, semicolons, CRLF, another name for the numbers.
fn german(folder: &Path, name: &str, number: &str) -> String {
    let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
    let header = reader.headers().unwrap().clone();
    let mut out = String::from("Auszug für Länder\r\n\r\n");
    let titles = header.iter().map(|column| if column == number { "Wert in EUR" } else { column });
    out.push_str(&titles.collect::<Vec<_>>().join(";"));
    for record in reader.records() {
        let record = record.unwrap();
        let fields = header.iter().zip(&record).map(|(column, field)| match column {
            _ if column == number => format!("{} €", german_number(field)),
            "due" if !field.is_empty() => {
                let parts: Vec<&str> = field.split('-').collect();
                format!("{}.{}.{}", parts[2], parts[1], parts[0])
            }
            _ => format!("\"{}\"", field.replace('"', "\"\"")),
        });
        out.push_str("\r\n");
        out.push_str(&fields.collect::<Vec<_>>().join(";"));
    }
    out
}

#[test]
fn the_tour_in_german_gives_the_same_bill() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    copy(folder);
    let expected = digest(folder);
    let toml = fs::read_to_string(folder.join("umlage.toml")).unwrap();
    let files = [("costs", "amount"), ("usage", "quantity")].map(|(table, number)| {
        let text = german(folder, &format!("{table}.csv"), number);
        fs::remove_file(folder.join(format!("{table}.csv"))).unwrap();
        let entry = format!(
            "{table} = {{ path = \"{table}.txt\", format = \"de\", header = 3, encoding \
                = \"windows-1252\", \
             columns = {{ {number} = \"Wert in EUR\" }} }}\n"
        );
        (format!("{table}.txt"), text, entry)
    });
    let entries: String = files.iter().map(|(_, _, entry)| entry.as_str()).collect();
    fs::write(folder.join("umlage.toml"), format!("{toml}\n[files]\n{entries}")).unwrap();
    let utf16 =
        |text: &str| format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let western = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let encodings: [&Encode; 4] = [
        &|text| text.as_bytes().to_vec(),
        &|text| format!("\u{feff}{text}").into_bytes(),
        &western,
        &utf16,
    ];
    for encode in encodings {
        for (name, text, _) in &files {
            fs::write(folder.join(name), encode(text)).unwrap();
        }
        assert_eq!(digest(folder), expected);
    }
}

#[test]
fn what_preview_suggests_reads_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    copy(folder);
    let expected = digest(folder);
    let text = german(folder, "costs.csv", "amount").replace("Wert in EUR", "Betrag (EUR)");
    fs::remove_file(folder.join("costs.csv")).unwrap();
    fs::write(folder.join("kosten.txt"), encoding_rs::WINDOWS_1252.encode(&text).0).unwrap();
    let output = run(folder, &["preview", "kosten.txt", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let preview: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((preview["table"].as_str(), preview["header"].as_u64()), (Some("costs"), Some(3)));
    let sum = preview["columns"]
        .as_array()
        .unwrap()
        .iter()
        .find(|column| column["as"] == "amount")
        .unwrap();
    assert_eq!(sum["sum"], "9810792.18");
    let toml = fs::read_to_string(folder.join("umlage.toml")).unwrap();
    let entry = preview["entry"].as_str().unwrap();
    fs::write(folder.join("umlage.toml"), format!("{toml}\n{entry}\n")).unwrap();
    assert_eq!(digest(folder), expected);
    for lang in ["de", "en"] {
        let page = run(folder, &["preview", "kosten.txt", "--lang", lang]);
        let page = String::from_utf8(page.stdout).unwrap();
        assert!(page.contains(entry.lines().last().unwrap()), "{page}");
    }
    assert_eq!(run(folder, &["preview", "none.csv"]).status.code(), Some(3));
    assert_eq!(run(folder, &["preview"]).status.code(), Some(2));
}

/// Names the Länder of the tour as official tables do.
const LAENDER: [(&str, &str, &str); 4] = [
    ("HE", "06", "Hessen"),
    ("RP", "07", "Rheinland-Pfalz"),
    ("SL", "10", "Saarland"),
    ("TH", "16", "Thüringen"),
];

/// Writes the use of the tour as a flat file of GENESIS: in the old form or the new, the rows in no
/// order.
fn genesis(folder: &Path, old: bool) -> String {
    let mut reader = csv::Reader::from_path(folder.join("usage.csv")).unwrap();
    let mut rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    rows.sort_by_key(|row| row[3].chars().rev().collect::<String>());
    let mut out = String::from(if old {
        "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;\
         1_Auspraegung_Label;2_Merkmal_Code;2_Merkmal_Label;2_Auspraegung_Code;2_Auspraegung_Label;ANTRAG__Anträge__Anzahl\r\n"
    } else {
        "\u{feff}statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;\
         1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;\
         2_variable_attribute_code;2_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label\r\n"
    });
    for row in &rows {
        let (_, ags, name) = LAENDER.into_iter().find(|(id, _, _)| *id == &row[2]).unwrap();
        let value = row[3].replace('.', ",");
        let start = format!(
            "99901;Nutzung;SMONAT;Monat;{};DLAND;Bundesländer;{ags};{name};LEIST;Leistung;{};{}",
            &row[0], &row[1], &row[1]
        );
        out.push_str(&start);
        out.push_str(&if old {
            format!(";{value}\r\n")
        } else {
            format!(";{value};Anzahl;ANTRAG;Anträge\r\n{start};1,0;Prozent;VERAE;Veränderung\r\n")
        });
    }
    out
}

/// Writes the population of all Länder on a day as GENESIS does.
fn population() -> String {
    let builtin = include_str!("../src/input/reference/population.csv");
    let mut out = String::from(
        "statistics_code;time_code;time;1_variable_code;1_variable_attribute_code;value;value_unit\r\n",
    );
    for line in builtin.lines().filter(|line| line.starts_with("2020-12-31,")) {
        let fields: Vec<&str> = line.split(',').collect();
        out.push_str(&format!(
            "12411;STAG;31.12.2020;DLAND;{};{};Anzahl\r\n",
            fields[1], fields[2]
        ));
    }
    out
}

#[test]
fn the_tour_in_the_form_of_genesis_gives_the_same_bill() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    copy(folder);
    let expected = digest(folder);
    let toml = fs::read_to_string(folder.join("umlage.toml")).unwrap();
    let statistics = "statistics = { path = \"einwohner.csv\", format = \"genesis\", columns = { \
        party = \"1_variable_attribute_code\" }, \
                      set = { statistic = \"population\", edition = \"2020-12-31\" }, where = { \
                      time = \"31.12.2020\" } }";
    fs::write(folder.join("einwohner.csv"), population()).unwrap();
    let new = "columns = { period = \"time\", party = \"1_variable_attribute_label\", service \
        = \"2_variable_attribute_code\", \
               quantity = \"value\" }, where = { value_unit = \"Anzahl\" }";
    let old = "encoding = \"windows-1252\", columns = { period = \"Zeit\", party \
        = \"1_Auspraegung_Code\", \
               service = \"2_Auspraegung_Code\", quantity = \"ANTRAG__Anträge__Anzahl\" }";
    for (is_old, layout) in [(false, new), (true, old)] {
        let text = genesis(folder, is_old);
        let bytes = if is_old {
            encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()
        } else {
            text.into_bytes()
        };
        fs::write(folder.join("nutzung.csv"), bytes).unwrap();
        let usage = format!(
            "usage = {{ path = \"nutzung.csv\", format = \"genesis\", {layout}, set = {{ measure \
                = \"Anträge\" }} }}"
        );
        fs::write(folder.join("umlage.toml"), format!("{toml}\n[files]\n{usage}\n{statistics}\n"))
            .unwrap();
        assert_eq!(digest(folder), expected, "old: {is_old}");
    }
}

#[test]
fn the_tour_as_libreoffice_saves_it_gives_the_same_bill() {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path());
    let expected = digest(folder.path());
    let saved = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tour");
    let german = "format = \"de\", encoding = \"windows-1252\"";
    let german_sheet = "format = \"de\", header = 1";
    for (ending, layout) in [
        (".xlsx", ""),
        (".ods", ""),
        (".xlsx", german_sheet),
        ("-1252.csv", german),
        ("-utf16.csv", "format = \"de\", delimiter = \"\\t\""),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        copy(folder);
        let mut toml = fs::read_to_string(folder.join("umlage.toml")).unwrap() + "\n[files]\n";
        for table in ["costs", "usage"] {
            let name = format!("{table}{ending}");
            fs::remove_file(folder.join(format!("{table}.csv"))).unwrap();
            fs::copy(saved.join(&name), folder.join(&name)).unwrap();
            let comma = if layout.is_empty() { "" } else { ", " };
            toml.push_str(&format!("{table} = {{ path = \"{name}\"{comma}{layout} }}\n"));
        }
        fs::write(folder.join("umlage.toml"), toml).unwrap();
        assert_eq!(digest(folder), expected, "{ending} {layout}");
    }
}
