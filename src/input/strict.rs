//! The reader of CSV against Python's in strict mode, over mutated files: whatever Python refuses
//! is refused here, and what both take has the same fields. `tests/strict.py` judges.
//! `UMLAGE_CASES` sets the number of files.

use std::io::{BufWriter, Write as _};
use std::process::Command;

use serde_json::json;

use super::faults::Faults;
use super::mutants::{Dice, fixtures, mutate, seeds};
use crate::input::files::decode::{self, Charset};
use crate::input::records::csv::Records;
use crate::input::records::text::controls;
use crate::source::SourceMap;

/// What quoting turns on.
const WORDS: [&str; 20] = [
    "\"", "\"", "\"\"", "\"\"\"", "\",", ",\"", "\"\n", "\n\"", "\" ", " \"", "\r", "\n", "\r\n",
    ",", ";", "\t", "\0", "\u{feff}", "ä", "\"x\"",
];

/// A valid file and what stands between its fields.
type Original = (Vec<u8>, char);

/// The files of the fixtures, each in a layout of its own: another delimiter, all fields quoted,
/// other line ends.
fn originals() -> Vec<Original> {
    let mut all = Vec::new();
    for (index, bytes) in
        fixtures(&["cases", "agreements", "published", "templates"], "csv").into_iter().enumerate()
    {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let delimiter = [';', ',', '\t', '|'][index % 4];
        let rows = read(text.as_bytes(), if text.contains(';') { ';' } else { ',' }).0;
        let rows = rows.unwrap_or_else(|| panic!("{text}"));
        let end = [csv::Terminator::CRLF, csv::Terminator::Any(b'\n'), csv::Terminator::Any(b'\r')]
            [index % 3];
        let quoted = [csv::QuoteStyle::Always, csv::QuoteStyle::Necessary][index / 4 % 2];
        let mut writer = csv::WriterBuilder::new()
            .delimiter(u8::try_from(delimiter).unwrap())
            .terminator(end)
            .quote_style(quoted)
            .flexible(true)
            .from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        all.push((text.into_bytes(), ','));
        all.push((writer.into_inner().unwrap(), delimiter));
    }
    all
}

/// Reads a file as a data file is read: its rows, or the codes of what is wrong.
fn read(bytes: &[u8], delimiter: char) -> (Option<Vec<Vec<String>>>, Vec<&'static str>) {
    let (mut sources, faults) = (SourceMap::default(), Faults::default());
    let mut rows: Vec<Vec<String>> = Vec::new();
    if let Some(source) = decode::take(bytes, "f", Charset::Unicode, &mut sources, &faults) {
        controls(&sources, source, &faults);
        let records = Records::new(&sources.get(source).text, source, delimiter, &faults);
        rows.extend(
            records.map(|record| record.into_iter().map(|field| field.text.into_owned()).collect()),
        );
    }
    let is_good = faults.errors() == 0;
    let codes = faults.into_inner().iter().map(|diagnostic| diagnostic.fault.code()).collect();
    (is_good.then_some(rows), codes)
}

#[test]
fn nothing_is_read_that_python_refuses_and_all_else_is_read_alike() {
    let originals = originals();
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut lines = BufWriter::new(&file);
    for seed in seeds(10_000) {
        let mut dice = Dice::new(seed);
        let (original, delimiter) = &originals[dice.below(originals.len())];
        let other = &originals[dice.below(originals.len())].0;
        let mut bytes = original.clone();
        mutate(&mut dice, &mut bytes, &WORDS, other);
        let (rows, codes) = read(&bytes, *delimiter);
        let bytes: String = bytes.into_iter().map(char::from).collect();
        let line = json!({ "bytes": bytes, "delimiter": delimiter, "rows": rows, "codes": codes });
        writeln!(lines, "{line}").unwrap();
    }
    drop(lines);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/strict.py");
    let output = Command::new("python3").arg(script).arg(file.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
