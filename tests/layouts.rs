//! Files as ministries have them: the same data in another layout gives the same bill, and what `preview` suggests reads
//! the file.

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
            "{table} = {{ path = \"{table}.txt\", format = \"de\", header = 3, encoding = \"windows-1252\", \
             columns = {{ {number} = \"Wert in EUR\" }} }}\n"
        );
        (format!("{table}.txt"), text, entry)
    });
    let entries: String = files.iter().map(|(_, _, entry)| entry.as_str()).collect();
    fs::write(folder.join("umlage.toml"), format!("{toml}\n[files]\n{entries}")).unwrap();
    let utf16 = |text: &str| format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let western = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let encodings: [&Encode; 4] =
        [&|text| text.as_bytes().to_vec(), &|text| format!("\u{feff}{text}").into_bytes(), &western, &utf16];
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
    let sum = preview["columns"].as_array().unwrap().iter().find(|column| column["as"] == "amount").unwrap();
    assert_eq!(sum["sum"], "5895292.18");
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
