//! Nothing vanishes in silence: over random files of every kind, and every way to narrow them, the
//! rows and the money that stand in a file are those that `check` shows as used and as left out
//! with a reason. The test counts what it writes and knows nothing of how it is read.
//! `UMLAGE_CASES` sets the number of projects, or `FROM..TO`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;

use rust_xlsxwriter::{Workbook, Worksheet};
use serde_json::Value;
use umlage::allocation::{Request, allocate};
use umlage::diag::{Diagnostic, render};
use umlage::input::{Layer, Memory, Session};
use umlage::model::{DateRange, Status, parse_period};
use umlage::render::{Json, Medium, Renderer as _};
use umlage::report::{CheckReport, Material, Report as _};
use umlage::text::Lang;

use crate::support::mutants::{Dice, seeds};

/// The agreement: cost of the kind `a` is shared by use, `b` in steps of which one is narrowed, `x`
/// is not shared.
const AGREEMENT: &str = r#"
[project]
title = "Verbund"
[party.HE]
member = true
[party.RP]
member = true
[party.SL]
[service.wohngeld]
participants = ["HE", "RP"]
[service.zulassung]
[key.nutzung]
method = "usage"
measure = "Anträge"
otherwise = "equal"
[rule.a]
legal_basis = "Beschluss 1"
costs = { kinds = ["a"] }
[[rule.a.step]]
id = "rest"
rest = true
among = "members"
key = "nutzung"
[rule.b]
legal_basis = "Beschluss 2"
costs = { kinds = ["b"] }
[[rule.b.step]]
id = "personal"
rest = true
to = "HE"
only = { natures = ["staff"] }
[[rule.b.step]]
id = "rest"
rest = true
among = "members"
key = "equal"
[rule.x]
legal_basis = "Beschluss 3"
costs = { kinds = ["x"] }
allocate = false
"#;

/// What stands in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Inside {
    rows: u64,
    cents: i128,
    /// How many rows have an amount that nobody can read.
    unread: u64,
}

/// A table: its columns, and rows of plain texts with a number in one column.
struct Table {
    name: &'static str,
    columns: Vec<&'static str>,
    number: Option<usize>,
    rows: Vec<Vec<String>>,
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Csv,
    German,
    Genesis,
    Gzip,
    Zstandard,
    Xlsx,
    Ods,
}

/// A file with the lines of umlage.toml that name it.
struct Written {
    file: String,
    bytes: Vec<u8>,
    entry: String,
    inside: Inside,
}

const PERIODS: [&str; 5] = ["2022", "2023", "2023-Q2", "2024-03", "2022-07-01/2023-06-30"];
const MONTHS: [&str; 4] = ["2022-05", "2023-01", "2023-11", "2024-03"];
const PARTIES: [&str; 3] = ["HE", "RP", "SL"];
const SERVICES: [&str; 2] = ["wohngeld", "zulassung"];

fn cents(text: &str) -> i128 {
    let (whole, part) = text.split_once('.').unwrap_or((text, "00"));
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    let part = format!("{part:0<2}");
    whole.parse::<i128>().unwrap() * 100 + sign * part.parse::<i128>().unwrap()
}

fn amount(cents: i128) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}

fn one_of<T: Copy>(dice: &mut Dice, from: &[T]) -> T {
    from[dice.below(from.len())]
}

fn some_amount(dice: &mut Dice) -> String {
    let sign = if dice.below(8) == 0 { -1 } else { 1 };
    amount(sign * i128::try_from(1 + dice.below(5_000_000)).unwrap())
}

impl Table {
    fn of(
        name: &'static str,
        columns: &[&'static str],
        number: &str,
        rows: Vec<Vec<String>>,
    ) -> Table {
        let number = columns.iter().position(|column| *column == number);
        Table { name, columns: columns.to_vec(), number, rows }
    }

    /// Whether its numbers are money.
    fn is_money(&self) -> bool {
        self.number.is_some_and(|number| self.columns[number] == "amount")
    }

    fn sum(&self, rows: &[Vec<String>]) -> i128 {
        let number = self.number.filter(|_| self.is_money());
        number.map_or(0, |number| rows.iter().map(|row| cents(&row[number])).sum())
    }
}

fn text(dice: &mut Dice, from: &[&str]) -> String {
    one_of(dice, from).to_owned()
}

fn many(dice: &mut Dice, row: &dyn Fn(&mut Dice, usize) -> Vec<String>) -> Vec<Vec<String>> {
    let count = 1 + dice.below(12);
    (0..count).map(|index| row(dice, index)).collect()
}

/// The tables of amounts.
fn money_tables(dice: &mut Dice) -> Vec<Table> {
    // A scenario finds a row of each table that it changes.
    let first =
        |index: usize, text: String, first: &str| if index == 0 { first.to_owned() } else { text };
    let costs = many(dice, &|dice, index| {
        vec![
            text(dice, &SERVICES),
            text(dice, &PERIODS),
            some_amount(dice),
            first(index, text(dice, &["a", "b", "x"]), "a"),
            text(dice, &["staff", "material"]),
            text(dice, &["actual", "actual", "plan"]),
            format!("Beleg {index}"),
        ]
    });
    let payments = many(dice, &|dice, index| {
        let year = text(dice, &["2022", "2023", "2024"]);
        vec![
            first(index, text(dice, &["HE", "RP"]), "HE"),
            format!("{year}-07-{:02}", 1 + index),
            some_amount(dice),
            year,
            text(dice, &["advance", "interest"]),
        ]
    });
    let budget = many(dice, &|dice, index| {
        let year = text(dice, &["2022", "2023", "2024", "2025"]);
        let positive = amount(i128::try_from(dice.below(900_000)).unwrap());
        vec![format!("{index:03}"), year, "0399".to_owned(), positive]
    });
    vec![
        Table::of(
            "costs",
            &["service", "period", "amount", "kind", "nature", "status", "document"],
            "amount",
            costs,
        ),
        Table::of(
            "payments",
            &["party", "date", "amount", "period", "purpose"],
            "amount",
            payments,
        ),
        Table::of(
            "budget",
            &["budget_title", "year", "budget_chapter", "amount"],
            "amount",
            budget,
        ),
    ]
}

/// The other tables.
fn other_tables(dice: &mut Dice) -> Vec<Table> {
    let usage = many(dice, &|dice, _| {
        let quantity = (1 + dice.below(500)).to_string();
        vec![
            text(dice, &SERVICES),
            text(dice, &MONTHS),
            text(dice, &PARTIES),
            quantity,
            text(dice, &["Anträge", "Aufrufe"]),
        ]
    });
    let statistics = PARTIES
        .iter()
        .map(|party| {
            vec![
                (*party).to_owned(),
                "schueler".to_owned(),
                "2023".to_owned(),
                (1 + dice.below(90)).to_string(),
            ]
        })
        .collect();
    let drivers = SERVICES
        .iter()
        .map(|service| {
            vec![(*service).to_owned(), "last".to_owned(), (1 + dice.below(9)).to_string()]
        })
        .collect();
    let services =
        (0..1 + dice.below(4)).map(|index| vec![format!("s{index}"), format!("Leistung {index}")]);
    let participation =
        ["HE", "RP"].iter().map(|party| vec!["zulassung".to_owned(), (*party).to_owned()]);
    vec![
        Table::of(
            "usage",
            &["service", "period", "party", "quantity", "measure"],
            "quantity",
            usage,
        ),
        Table::of("statistics", &["party", "statistic", "edition", "value"], "value", statistics),
        Table::of("drivers", &["receiver", "driver", "quantity"], "quantity", drivers),
        Table::of("services", &["service", "name"], "", services.collect()),
        Table::of("participation", &["service", "party"], "", participation.collect()),
    ]
}

/// Chooses how a table is written.
fn form(table: &Table, dice: &mut Dice) -> Form {
    match table.name {
        "usage" => one_of(
            dice,
            &[Form::Csv, Form::German, Form::Gzip, Form::Zstandard, Form::Xlsx, Form::Ods],
        ),
        "statistics" => one_of(dice, &[Form::Csv, Form::Genesis, Form::Xlsx]),
        _ => one_of(dice, &[Form::Csv, Form::German, Form::Xlsx, Form::Ods]),
    }
}

/// The lines of a file, before they are written in its form, and what is said of them under
/// `[files]`.
struct Sheet {
    lines: Vec<Vec<String>>,
    entry: Vec<String>,
    inside: Inside,
    /// Rows of the same table on another sheet.
    other: Vec<Vec<String>>,
}

/// Puts a table on a sheet, with all that may stand beside it.
fn lay_out(table: &Table, form: Form, dice: &mut Dice) -> Sheet {
    let is_stream = matches!(form, Form::Gzip | Form::Zstandard);
    let is_book = matches!(form, Form::Xlsx | Form::Ods);
    let mut head: Vec<String> = table.columns.iter().map(|column| (*column).to_owned()).collect();
    let (mut rows, mut entry) = (table.rows.clone(), Vec::new());
    if table.name == "usage" && !is_stream && dice.below(3) == 0 {
        entry.push("set = { measure = \"Aufrufe\" }".to_owned());
        head.pop();
        rows.iter_mut().for_each(|row| drop(row.pop()));
    }
    let width = head.len();
    let mut inside = Inside { rows: rows.len() as u64, cents: table.sum(&rows), unread: 0 };
    let filtered = !is_stream && dice.below(3) == 0;
    if filtered {
        head.push("Ampel".to_owned());
        entry.push("where = { Ampel = [\"gruen\"] }".to_owned());
        for (index, row) in rows.iter_mut().enumerate() {
            // One row at least is read.
            let colour = if index == 0 { "gruen" } else { one_of(dice, &["gruen", "rot"]) };
            row.push(colour.to_owned());
            if let Some(number) = table.number.filter(|_| colour == "rot" && dice.below(4) == 0) {
                inside.cents -= table.sum(std::slice::from_ref(row));
                inside.unread += spoil(table, row, number, dice);
            }
        }
    }
    if dice.below(3) == 0 {
        head.push("Bemerkung".to_owned());
        rows.iter_mut().for_each(|row| row.push("gesehen".to_owned()));
    }
    if let Some(number) = table.number.filter(|_| !is_stream && dice.below(3) == 0) {
        let read: Vec<&Vec<String>> =
            rows.iter().filter(|row| !filtered || row[width] == "gruen").collect();
        let sum: i128 = read.iter().map(|row| cents(&row[number])).sum();
        let mut total = vec![String::new(); head.len()];
        "Summe".clone_into(&mut total[0]);
        total[number] = if table.is_money() { amount(sum) } else { (sum / 100).to_string() };
        if filtered {
            one_of(dice, &["gruen", ""]).clone_into(&mut total[width]);
        }
        // What a total says is the money of other rows: it is a row that is left out, and no money.
        inside.rows += 1;
        rows.push(total);
    }
    let mut sheet = Sheet { lines: Vec::new(), entry, inside, other: Vec::new() };
    if !is_stream && dice.below(3) == 0 {
        above(table, &head, is_book, dice, &mut sheet);
    }
    let first = sheet.lines.len() + 1;
    sheet.lines.push(head.clone());
    let has_total = rows.len() > table.rows.len();
    sheet.lines.extend(rows);
    if is_book && !has_total && table.rows.len() > 1 && dice.below(3) == 0 {
        leave_out(first, table.rows.len(), head.len(), dice, &mut sheet);
    }
    if is_book && dice.below(2) == 0 {
        below(table, &head, first, dice, &mut sheet);
    }
    if is_book && dice.below(3) == 0 {
        elsewhere(table, head, dice, &mut sheet);
    }
    sheet
}

/// Puts the same table on another sheet.
fn elsewhere(table: &Table, head: Vec<String>, dice: &mut Dice, sheet: &mut Sheet) {
    sheet.entry.push("sheet = \"Tabelle\"".to_owned());
    sheet.other.push(head);
    for row in &table.rows {
        let mut row = row.clone();
        match table.number.filter(|_| dice.below(8) == 0) {
            Some(number) => sheet.inside.unread += spoil(table, &mut row, number, dice),
            None => sheet.inside.cents += table.sum(std::slice::from_ref(&row)),
        }
        row.push("gruen".to_owned());
        sheet.other.push(row);
    }
    sheet.inside.rows += table.rows.len() as u64;
}

/// Writes something into a row that is no number; returns how many amounts cannot be read because
/// of it.
fn spoil(table: &Table, row: &mut [String], number: usize, dice: &mut Dice) -> u64 {
    row[number] = one_of(dice, &["9 999 Taler", "200.00 DM", "12x"]).to_owned();
    u64::from(table.is_money())
}

/// Leaves a row of the table out on purpose.
fn leave_out(first: usize, rows: usize, width: usize, dice: &mut Dice, sheet: &mut Sheet) {
    let row = first + 2 + dice.below(rows - 1);
    let column = char::from(b'A' + u8::try_from(width - 1).unwrap());
    sheet.entry.push(format!("left_out = [\"A{row}:{column}{row}\"]"));
}

/// Puts lines above the header: titles, and perhaps a row that looks like those of the table.
fn above(table: &Table, head: &[String], is_book: bool, dice: &mut Dice, sheet: &mut Sheet) {
    let padded = |mut row: Vec<String>| {
        row.resize(head.len(), String::new());
        row
    };
    sheet.lines.push(padded(vec!["Auswertung des Verbunds".to_owned()]));
    sheet.inside.rows += 1;
    if dice.below(2) == 0 {
        sheet.lines.push(padded(table.rows[0].clone()));
        sheet.inside.rows += 1;
        match table.number.filter(|_| dice.below(4) == 0) {
            Some(number) => {
                let row = sheet.lines.last_mut().unwrap();
                sheet.inside.unread += spoil(table, row, number, dice);
            }
            None => sheet.inside.cents += table.sum(&table.rows[..1]),
        }
    }
    if is_book || dice.below(2) == 0 {
        sheet.lines.push(Vec::new());
    }
    sheet.entry.push(format!("header = {}", sheet.lines.len() + 1));
}

/// Ends the range of a sheet above some rows, and puts a remark below.
fn below(table: &Table, head: &[String], first: usize, dice: &mut Dice, sheet: &mut Sheet) {
    let last = sheet.lines.len();
    let column = char::from(b'A' + u8::try_from(head.len() - 1).unwrap());
    sheet.entry.push(format!("range = \"A{first}:{column}{last}\""));
    for _ in 0..1 + dice.below(3) {
        let mut row = table.rows[dice.below(table.rows.len())].clone();
        row.resize(head.len(), "gruen".to_owned());
        match table.number.filter(|_| dice.below(4) == 0) {
            Some(number) => sheet.inside.unread += spoil(table, &mut row, number, dice),
            None => sheet.inside.cents += table.sum(std::slice::from_ref(&row)),
        }
        sheet.inside.rows += 1;
        sheet.lines.push(row);
    }
    sheet.lines.push(vec!["Stand: 31.12.2024".to_owned()]);
    sheet.inside.rows += 1;
}

fn write(table: &Table, dice: &mut Dice) -> Written {
    let form = form(table, dice);
    let Sheet { lines, mut entry, inside, other } = lay_out(table, form, dice);
    let number = table.number;
    let (ending, bytes) = match form {
        Form::Csv => ("csv", joined(&lines, ",", "\n", |_, text| text.to_owned())),
        Form::German | Form::Genesis => {
            let german = |column: usize, text: &str| match number {
                Some(number) if number == column => text.replace('.', ","),
                _ => text.to_owned(),
            };
            ("csv", joined(&lines, ";", "\r\n", german))
        }
        Form::Gzip => {
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gzip.write_all(&joined(&lines, ",", "\n", |_, text| text.to_owned())).unwrap();
            ("csv.gz", gzip.finish().unwrap())
        }
        Form::Zstandard => {
            let plain = joined(&lines, ",", "\n", |_, text| text.to_owned());
            let level = ruzstd::encoding::CompressionLevel::Fastest;
            ("csv.zst", ruzstd::encoding::compress_to_vec(&plain[..], level))
        }
        Form::Xlsx => ("xlsx", xlsx(&lines, &other, number)),
        Form::Ods => ("ods", ods(&lines, &other, number)),
    };
    match form {
        Form::German => entry.push("format = \"de\"".to_owned()),
        Form::Genesis => entry.push("format = \"genesis\"".to_owned()),
        _ => {}
    }
    let file = format!("data/{}.{ending}", table.name);
    let entry = format!("[files.{}]\npath = \"{file}\"\n{}\n", table.name, entry.join("\n"));
    Written { file, bytes, entry, inside }
}

fn joined(
    lines: &[Vec<String>],
    between: &str,
    end: &str,
    text: impl Fn(usize, &str) -> String,
) -> Vec<u8> {
    let mut out = String::new();
    for line in lines {
        let fields: Vec<String> =
            line.iter().enumerate().map(|(column, field)| text(column, field)).collect();
        write!(out, "{}{end}", fields.join(between)).unwrap();
    }
    out.into_bytes()
}

/// Tells what a clerk would have as a number in a sheet.
fn is_number(column: usize, number: Option<usize>, text: &str) -> bool {
    number == Some(column) && text.parse::<Figure>().is_ok()
}

/// The only place where a number becomes floating-point: a workbook holds nothing else.
#[expect(clippy::disallowed_types, reason = "what workbooks hold")]
type Figure = f64;

fn xlsx(lines: &[Vec<String>], other: &[Vec<String>], number: Option<usize>) -> Vec<u8> {
    let mut book = Workbook::new();
    let fill = |sheet: &mut Worksheet, lines: &[Vec<String>]| {
        for (row, line) in (0_u32..).zip(lines) {
            for (index, text) in line.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let column = u16::try_from(index).unwrap();
                if is_number(index, number, text) {
                    sheet.write(row, column, text.parse::<Figure>().unwrap()).unwrap();
                } else {
                    sheet.write(row, column, text.as_str()).unwrap();
                }
            }
        }
    };
    fill(book.add_worksheet().set_name("Tabelle").unwrap(), lines);
    if !other.is_empty() {
        let mut moved = vec![vec!["Vorjahr".to_owned()], Vec::new()];
        moved.extend_from_slice(other);
        fill(book.add_worksheet().set_name("Vorjahr").unwrap(), &moved);
    }
    book.save_to_buffer().unwrap()
}

fn ods(lines: &[Vec<String>], other: &[Vec<String>], number: Option<usize>) -> Vec<u8> {
    let spaces: String = ["office", "table", "text"]
        .map(|name| format!(r#" xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0""#))
        .concat();
    let mut body = String::new();
    for (name, lines) in [("Tabelle", lines), ("Vorjahr", other)] {
        write!(body, r#"<table:table table:name="{name}">"#).unwrap();
        for line in lines {
            body.push_str("<table:table-row>");
            for (index, text) in line.iter().enumerate() {
                let kind = if is_number(index, number, text) {
                    format!(r#"office:value-type="float" office:value="{text}""#)
                } else {
                    r#"office:value-type="string""#.to_owned()
                };
                let cell = match text.as_str() {
                    "" => "<table:table-cell/>".to_owned(),
                    text => format!(
                        "<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"
                    ),
                };
                body.push_str(&cell);
            }
            body.push_str("</table:table-row>");
        }
        body.push_str("</table:table>");
    }
    let content = format!(
        "<office:document-content{spaces}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    );
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(content.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

/// What `check` is asked beside the files.
struct Question {
    settings: Vec<String>,
    layers: Vec<Layer>,
    period: Option<DateRange>,
    status: Status,
}

fn question(dice: &mut Dice) -> Question {
    let year = one_of(dice, &["2022", "2023", "2024"]);
    let set = dice.below(4) == 0;
    let scenario = "title = \"Teurer\"\n[[change]]\nid = \"mehr\"\ntable = \"costs\"\nkind \
        = \"a\"\nfactor = \"1.1\"\n\
                    [[change]]\nid = \"weniger\"\ntable = \"payments\"\nparty = \"HE\"\nadd \
                    = \"-3.00\"\n";
    let layer = Layer { name: "scenarios/teurer.toml".to_owned(), bytes: scenario.into() };
    Question {
        settings: if set { vec![format!("project.period={year}")] } else { Vec::new() },
        layers: if dice.below(4) == 0 { vec![layer] } else { Vec::new() },
        period: (!set && dice.below(2) == 0).then(|| parse_period(year).unwrap()),
        status: if dice.below(3) == 0 { Status::Plan } else { Status::Actual },
    }
}

/// Runs `check` and returns what it writes for machines.
fn check(files: BTreeMap<String, Vec<u8>>, question: &Question) -> Result<Value, String> {
    let memory = Memory(files);
    let loaded = Session::open(&memory, &question.layers).with(&[], &question.settings);
    let text = |faults: &mut dyn Iterator<Item = &Diagnostic>| {
        render(faults, &loaded.sources, Lang::En, false)
    };
    let Some(project) = &loaded.project else { return Err(text(&mut loaded.diagnostics.iter())) };
    let request = Request { period: question.period, status: question.status };
    let run = allocate(project, request).map_err(|faults| text(&mut faults.iter()))?;
    let material = Material {
        project,
        run: &run,
        sources: &loaded.sources,
        status: question.status,
        diagnostics: &loaded.diagnostics,
        lang: Lang::De,
    };
    let bytes = Json.render(&CheckReport.document(material), Medium { width: 80, styled: false });
    Ok(serde_json::from_slice(&bytes).unwrap())
}

fn money(value: &Value) -> i128 {
    value.as_str().map_or(0, cents)
}

/// Compares what stands in a file with what `check` says of it.
fn agrees(said: &Value, table: &Table, written: &Written) -> Result<(), String> {
    let of_file = |list: &'static str| {
        said[list].as_array().unwrap().iter().filter(|one| one["file"] == written.file.as_str())
    };
    let Some(count) = of_file("files").next() else { return Err("no word about it".to_owned()) };
    let rows = |name: &str| count[name].as_u64().unwrap();
    let unread =
        of_file("left_out").map(|left| left["rows_without_amount"].as_u64().unwrap()).sum();
    let read = Inside { rows: rows("rows_read"), cents: money(&count["amount_read"]), unread };
    if read != written.inside {
        return Err(format!("in the file {:?}, read {read:?}", written.inside));
    }
    let (mut left_rows, mut left_cents) = (0, 0);
    for left in of_file("left_out") {
        let reason = left["reason"].as_str().unwrap();
        let is_part = reason.starts_with("the part") || reason.starts_with("changed by");
        left_rows += if is_part { 0 } else { left["rows"].as_u64().unwrap() };
        left_cents += money(&left["amount"]);
    }
    if rows("rows_read") != rows("rows_used") + left_rows || rows("rows_left_out") != left_rows {
        return Err(format!("rows: {count} and {left_rows} left out"));
    }
    let used = money(&count["amount_used"]);
    if read.cents != used + left_cents {
        return Err(format!("money: {count} and {left_cents} left out"));
    }
    let totals = &said["totals"];
    let billed =
        money(&totals["allocated"]) + money(&totals["residue"]) + money(&totals["not_shared"]);
    if table.name == "costs" && used != billed {
        return Err(format!("money: {used} is used, {billed} shared or not shared"));
    }
    Ok(())
}

/// Tries one project; lists the reasons for which rows were left out.
fn one(seed: u64) -> Result<Vec<String>, String> {
    let mut dice = Dice::new(seed);
    let mut tables = money_tables(&mut dice);
    tables.extend(other_tables(&mut dice));
    let mut toml = AGREEMENT.to_owned();
    let mut files = BTreeMap::new();
    let mut all = Vec::new();
    for table in &tables {
        let written = write(table, &mut dice);
        toml.push_str(&written.entry);
        files.insert(written.file.clone(), written.bytes.clone());
        all.push(written);
    }
    files.insert("umlage.toml".to_owned(), toml.clone().into_bytes());
    let question = question(&mut dice);
    let about = |problem: &str| format!("seed {seed}: {problem}\n{toml}");
    let said = check(files, &question).map_err(|said| about(&said))?;
    for (table, written) in tables.iter().zip(&all) {
        agrees(&said, table, written)
            .map_err(|problem| about(&format!("{}: {problem}", written.file)))?;
    }
    let reasons =
        said["left_out"].as_array().unwrap().iter().map(|left| left["reason"].as_str().unwrap());
    Ok(reasons.map(str::to_owned).collect())
}

/// Every way to leave something out, by the beginning of its reason.
const REASONS: [&str; 17] = [
    "above the header",
    "rows of values above the header",
    "outside `range`",
    "rows of values outside `range`",
    "on the sheet `Vorjahr`",
    "rows of totals",
    "named under `left_out`",
    "`Ampel` has none",
    "outside the period",
    "the part of used rows",
    "changed by the scenario",
    "other status",
    "no key counts this measure",
    "other budget year",
    "for another settlement period",
    "interest",
    "the service has no cost",
];

#[test]
fn what_stands_in_the_files_is_used_or_left_out_with_a_reason() {
    let mut met = BTreeSet::new();
    let all = seeds(300);
    let is_many = all.clone().count() >= 100;
    for seed in all {
        match one(seed) {
            Ok(reasons) => met.extend(reasons),
            Err(problem) => panic!("{problem}"),
        }
    }
    let missing: Vec<&str> = REASONS
        .into_iter()
        .filter(|reason| !met.iter().any(|met: &String| met.starts_with(reason)))
        .collect();
    assert!(!is_many || missing.is_empty(), "never met: {missing:?}, but {met:?}");
}
