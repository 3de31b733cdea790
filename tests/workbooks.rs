//! Workbooks give what the same data as CSV gives, and hostile ones are refused before they cost
//! anything.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use umlage::allocation::{Request, allocate};
use umlage::audit::digest;
use umlage::diag::render;
use umlage::input::{Loaded, Memory, load};
use umlage::text::Lang;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const TOML: &str = r#"
[files]
costs = "costs.ods"
[party.HE]
member = true
[service.wohngeld]
participants = ["HE", "RP"]
[rule.r]
legal_basis = "Beschluss 1"
[[rule.r.step]]
id = "rest"
rest = true
among = "members"
key = "equal"
"#;

/// Loads a project of which the costs are a workbook; `entry` is its line under `[files]`.
fn loaded(entry: &str, file: &str, bytes: Vec<u8>) -> Loaded {
    let toml = TOML.replace(r#"costs = "costs.ods""#, entry);
    let files = [("umlage.toml".to_owned(), toml.into_bytes()), (file.to_owned(), bytes)];
    load(&Memory(BTreeMap::from(files)), &[])
}

/// Lists what is found as `E341 costs.xlsx:Kosten!A2`.
fn found(loaded: &Loaded) -> Vec<String> {
    let lines = loaded.diagnostics.iter().map(|diagnostic| {
        let place = diagnostic.labels.first().map(|label| loaded.sources.place(label.loc));
        format!("{} {}", diagnostic.fault.code(), place.unwrap_or_default()).trim_end().to_owned()
    });
    lines.collect()
}

fn xlsx(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Kosten").unwrap();
    for (column, name) in ["period", "service", "amount", "due"].into_iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), name).unwrap();
    }
    fill(sheet);
    book.save_to_buffer().unwrap()
}

fn ods(body: &str) -> Vec<u8> {
    let spaces: String = ["office", "table", "text", "style", "number"]
        .map(|name| format!(r#" xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0""#))
        .concat();
    let content = format!(
        "<office:document-content{spaces}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    );
    packed(&[("content.xml", content.as_bytes())])
}

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Changes the parts of a workbook.
fn patched(bytes: &[u8], mut change: impl FnMut(&str, String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let text = change(&name, text);
        parts.push((name, text.into_bytes()));
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    packed(&parts)
}

const TEMPLATE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/templates/ozg-verbund-mitte/");

fn template_rows(table: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(format!("{TEMPLATE}{table}.csv"))
        .unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Tells what a clerk would have as a number or a date.
fn is_number(text: &str) -> bool {
    text.parse::<i64>().is_ok_and(|_| !text.starts_with('0'))
        || text.contains('.') && !text.contains([' ', '-'])
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && ExcelDateTime::parse_from_str(text).is_ok()
}

fn is_text_only(column: &str) -> bool {
    column.starts_with("budget_") || column == "note"
}

fn template_xlsx(table: &str) -> Vec<u8> {
    let rows = template_rows(table);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    for (at, row) in rows.iter().enumerate() {
        for (column, text) in
            rows[0].iter().zip(row).enumerate().map(|(index, (name, text))| ((index, name), text))
        {
            let (line, index) = (u32::try_from(at).unwrap(), u16::try_from(column.0).unwrap());
            if text.is_empty() {
            } else if is_date(text) {
                let date = ExcelDateTime::parse_from_str(text).unwrap();
                sheet.write_with_format(line, index, &date, &day).unwrap();
            } else if is_number(text) && !is_text_only(column.1) {
                sheet
                    .write(line, index, text.parse::<rust_xlsxwriter_number::Number>().unwrap().0)
                    .unwrap();
            } else {
                sheet.write(line, index, text.as_str()).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// The only place where a number becomes floating-point: a workbook holds nothing else.
#[expect(clippy::disallowed_types, reason = "what workbooks hold")]
mod rust_xlsxwriter_number {
    pub(super) struct Number(pub(super) f64);

    impl std::str::FromStr for Number {
        type Err = std::num::ParseFloatError;

        fn from_str(text: &str) -> Result<Number, Self::Err> {
            text.parse().map(Number)
        }
    }
}

fn template_ods(table: &str) -> Vec<u8> {
    let rows = template_rows(table);
    let mut body =
        r#"<table:table table:name="Tabelle1"><table:table-column table:number-columns-repeated="16384"/>"#
            .to_owned();
    for row in &rows {
        body.push_str("<table:table-row>");
        for (column, text) in rows[0].iter().zip(row) {
            let shown = text.replace('&', "&amp;").replace('<', "&lt;");
            body.push_str(&if text.is_empty() {
                "<table:table-cell/>".to_owned()
            } else if is_date(text) {
                format!(r#"<table:table-cell office:value-type="date" office:date-value="{text}"><text:p>x</text:p></table:table-cell>"#)
            } else if is_number(text) && !is_text_only(column) {
                format!(r#"<table:table-cell office:value-type="float" office:value="{text}"><text:p>x</text:p></table:table-cell>"#)
            } else {
                format!(r#"<table:table-cell office:value-type="string"><text:p>{shown}</text:p></table:table-cell>"#)
            });
        }
        body.push_str(
            r#"<table:table-cell table:number-columns-repeated="16370"/></table:table-row>"#,
        );
    }
    body.push_str(r#"<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>"#);
    ods(&body)
}

#[test]
fn the_tour_as_workbooks_has_the_digest_of_its_csv_files() {
    let text = |name: &str| std::fs::read(format!("{TEMPLATE}{name}")).unwrap();
    let toml = ("umlage.toml".to_owned(), text("umlage.toml"));
    let projects = [
        [("costs.csv", text("costs.csv")), ("usage.csv", text("usage.csv"))],
        [("costs.xlsx", template_xlsx("costs")), ("usage.xlsx", template_xlsx("usage"))],
        [("costs.ods", template_ods("costs")), ("usage.ods", template_ods("usage"))],
    ];
    let digests = projects.map(|files| {
        let files = files.map(|(name, bytes)| (name.to_owned(), bytes));
        let loaded = load(&Memory(files.into_iter().chain([toml.clone()]).collect()), &[]);
        let said = render(loaded.diagnostics.iter(), &loaded.sources, Lang::En, false);
        let project = loaded.project.unwrap_or_else(|| panic!("{said}"));
        let counts: Vec<(u64, u64)> =
            project.counts.iter().map(|count| (count.read, count.used)).collect();
        (digest(&project, &allocate(&project, Request::default()).unwrap()), counts)
    });
    assert_eq!(digests[0], digests[1]);
    assert_eq!(digests[0], digests[2]);
}

#[test]
fn what_is_shown_is_what_is_read() {
    let month = Format::new().set_num_format("mmm yy");
    let percent = Format::new().set_num_format("0.0 %");
    let bytes = xlsx(|sheet| {
        let first = ExcelDateTime::parse_from_str("2024-03-01").unwrap();
        sheet.write_with_format(1, 0, &first, &month).unwrap();
        sheet.write(1, 1, "wohngeld").unwrap();
        sheet.write_formula(1, 2, Formula::new("=0.1+0.2").set_result("0.3")).unwrap();
        sheet.write(3, 0, 2024).unwrap();
        sheet.write(3, 1, "wohngeld").unwrap();
        sheet.write(3, 2, 12).unwrap();
    });
    let read = loaded("", "costs.xlsx", bytes);
    assert_eq!(found(&read), ["N303 costs.xlsx:Kosten!A1"]);
    let project = read.project.unwrap();
    let entry = project.entries.iter().find(|entry| entry.amount.get() == 30).unwrap();
    assert_eq!(entry.period.to_string(), "2024-03");
    assert_eq!(read.sources.place(entry.rows[0].loc), "costs.xlsx:Kosten!C2");
    let bytes = xlsx(|sheet| {
        sheet.write(1, 0, 2024).unwrap();
        sheet.write(1, 1, "wohngeld").unwrap();
        sheet.write_with_format(1, 2, 4, &percent).unwrap();
    });
    let read = loaded("", "costs.xlsx", bytes);
    assert_eq!(found(&read), ["E310 costs.xlsx:Kosten!C2"]);
    assert!(render(read.diagnostics.iter(), &read.sources, Lang::En, false).contains("`400 %`"));
}

#[test]
fn an_ods_shows_words_beside_an_amount_by_its_format() {
    let number = |scale: &str, words: &str| {
        format!(
            r#"<number:number-style style:name="N1"><number:number{scale}/><number:text> {words}</number:text></number:number-style><style:style style:name="ce1" style:data-style-name="N1"/>"#
        )
    };
    let scaled = r#" number:display-factor="1000""#;
    for (styles, expected) in [
        (number("", "TEUR"), vec!["E310 costs.ods:K!C2"]),
        (number("", "(in Tsd.)"), vec!["E310 costs.ods:K!C2"]),
        (number("", "Euro"), vec![]),
        (number(scaled, "TEUR"), vec![]),
    ] {
        let text = |text: &str| {
            format!(
                r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
            )
        };
        let head = ["period", "service", "amount"].map(&text).concat();
        let amount = r#"<table:table-cell table:style-name="ce1" office:value-type="float" office:value="7"/>"#;
        let row = ["2023", "wohngeld"].map(&text).concat() + amount;
        let body = format!(
            r#"{styles}<table:table table:name="K"><table:table-row>{head}</table:table-row><table:table-row>{row}</table:table-row></table:table>"#
        );
        assert_eq!(found(&loaded("", "costs.ods", ods(&body))), expected, "{styles}");
    }
}

#[test]
fn an_ods_shows_months_by_the_style_of_the_cell_or_of_its_column() {
    let styles = r#"<number:date-style style:name="N1"><number:month/><number:year/></number:date-style><style:style style:name="ce1" style:data-style-name="N1"/><style:style style:name="ce2"/>"#;
    let cell = |style: &str, day: &str| {
        format!(
            r#"<table:table-cell {style} office:value-type="date" office:date-value="{day}"><text:p>x</text:p></table:table-cell>"#
        )
    };
    let text = |text: &str| {
        format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let row = |first: String, amount: &str| {
        format!("<table:table-row>{first}{}{}</table:table-row>", text("wohngeld"), text(amount))
    };
    let rows = [
        format!(
            "<table:table-row>{}{}{}</table:table-row>",
            text("period"),
            text("service"),
            text("amount")
        ),
        row(cell("", "2024-03-01"), "1.00"),
        row(cell(r#"table:style-name="ce2""#, "2024-03-01"), "2.00"),
        row(cell(r#"table:style-name="ce1""#, "2024-03-15T00:00:00"), "3.00"),
    ];
    let body = format!(
        r#"{styles}<table:table table:name="a"><table:table-column table:default-cell-style-name="ce1"/>{}</table:table>"#,
        rows.concat()
    );
    let project = loaded("", "costs.ods", ods(&body)).project.unwrap();
    let mut periods: Vec<(i128, String)> = project
        .entries
        .iter()
        .map(|entry| (entry.amount.get(), entry.period.to_string()))
        .collect();
    periods.sort();
    assert_eq!(
        periods,
        [
            (100, "2024-03".to_owned()),
            (200, "2024-03-01".to_owned()),
            (300, "2024-03-15".to_owned())
        ]
    );
}

#[test]
fn a_sheet_and_a_range_can_be_named() {
    let mut book = Workbook::new();
    for name in ["Vorjahr", "Kosten 2024"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, "Kosten des Verbunds").unwrap();
        for (row, cells) in
            [["period", "service", "amount"], ["2024", "wohngeld", "7.00"]].iter().enumerate()
        {
            for (column, text) in cells.iter().enumerate() {
                sheet
                    .write(
                        u32::try_from(row + 2).unwrap(),
                        u16::try_from(column + 1).unwrap(),
                        *text,
                    )
                    .unwrap();
            }
        }
        sheet.write(3, 6, "bitte prüfen").unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let entry = |rest: &str| format!(r#"costs = {{ path = "k.xlsx"{rest} }}"#);
    let codes = |rest: &str| found(&loaded(&entry(rest), "k.xlsx", bytes.clone()));
    assert_eq!(codes(""), ["E118"]);
    let beside = ["N307 k.xlsx:Kosten 2024!G4", "W307 umlage.toml:3:36"];
    assert_eq!(codes(r#", sheet = "Kosten 2024", range = "B3:D9""#), beside);
    let meant = codes(r#", sheet = "Kosten 2024", range = "B3:D9", left_out = ["Vorjahr"]"#);
    assert_eq!(meant, beside[..1]);
    assert_eq!(codes(r#", sheet = "Kosten 2023", range = "B3:D9""#), ["E119"]);
    assert_eq!(codes(r#", sheet = "Kosten 2024""#), ["E322"]);
    assert_eq!(codes(r#", sheet = "Vorjahr", range = "K1:L9""#)[0], "E108");
}

#[test]
fn declared_sizes_cost_nothing() {
    let plain = xlsx(|sheet| {
        sheet.write(1, 0, 2024).unwrap();
        sheet.write(1, 1, "wohngeld").unwrap();
        sheet.write(1, 2, 7).unwrap();
    });
    let huge = patched(&plain, |name, text| {
        if !name.ends_with("sheet1.xml") {
            return text;
        }
        let text = text.replace(r#"ref="A1:D2""#, r#"ref="A1:XFD1048576""#);
        assert!(text.contains("XFD1048576"));
        text.replace(
            "</sheetData>",
            r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>"#,
        )
    });
    let codes = found(&loaded("", "costs.xlsx", huge));
    assert_eq!(codes, ["E349 costs.xlsx:Kosten!XFD1048576", "E347 costs.xlsx:Kosten!A1048576"]);
    for (rows, columns) in [("1048576", "16384"), ("4294967295", "4294967295"), ("1048575", "6")] {
        let cell = format!(
            r#"<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string"><text:p>x</text:p></table:table-cell>"#
        );
        let body = format!(
            r#"<table:table table:name="a"><table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row></table:table>"#
        );
        let codes = found(&loaded("", "costs.ods", ods(&body)));
        assert!(matches!(codes[0].as_str(), "E116" | "E115"), "{rows} {columns} {codes:?}");
    }
    let blanks = r#"<table:table table:name="a"><table:table-row><table:table-cell office:value-type="string"><text:p>x<text:s text:c="4000000000"/></text:p></table:table-cell></table:table-row></table:table>"#;
    assert_eq!(found(&loaded("", "costs.ods", ods(blanks))), ["E116"]);
}

#[test]
fn a_text_that_many_cells_share_is_counted_for_each() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "x".repeat(32_000)).unwrap();
    let bytes = patched(&book.save_to_buffer().unwrap(), |name, text| {
        let rows: String = (2..9_000)
            .map(|row| format!(r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#))
            .collect();
        if name.ends_with("sheet1.xml") {
            text.replace("</sheetData>", &(rows + "</sheetData>"))
        } else {
            text
        }
    });
    assert_eq!(found(&loaded("", "costs.xlsx", bytes)), ["E116"]);
}

#[test]
fn damaged_workbooks_are_refused_and_never_stop_the_program() {
    let whole = [("costs.xlsx", template_xlsx("costs")), ("costs.ods", template_ods("costs"))];
    let mut seed = 7_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).unwrap() % below
    };
    for (file, bytes) in whole {
        for _ in 0..40 {
            let mut broken = bytes.clone();
            let at = next(broken.len());
            broken[at] ^= 1 << next(8);
            loaded("", file, broken);
            let cut = next(bytes.len());
            assert!(loaded("", file, bytes[..cut].to_vec()).project.is_none());
            let (chance, what) =
                (next(400), ["<", ">", "\"", "r", "1", "/", "&", "\u{0}"][next(8)]);
            let changed = patched(&bytes, |_, text| {
                let at = (0..text.len())
                    .rev()
                    .find(|at| *at <= chance * text.len() / 400 && text.is_char_boundary(*at));
                let (head, tail) = text.split_at(at.unwrap_or(0));
                let mut tail = tail.chars();
                tail.next();
                format!("{head}{what}{}", tail.as_str())
            });
            loaded("", file, changed);
        }
    }
}
