//! Workbooks that are written: what stands in them is what CSV says, formulas come to the same cent
//! when LibreOffice calculates them once more, and nothing in a name does harm.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Range, Reader as _, Xlsx as Read, open_workbook_from_rs};
use umlage::allocation::{AllocationRun, Request, allocate};
use umlage::analysis::budget::account;
use umlage::analysis::settlement::{calls, dues, settle};
use umlage::analysis::{Bill, Line, Side, Sort, compare};
use umlage::input::{Disk, Files, Loaded, Memory, load};
use umlage::model::{Project, Status, parse_period};
use umlage::money::Cents;
use umlage::render::{Medium, RENDERERS, Renderer as _, Xlsx, renderer, workbook};
use umlage::report::{
    Allocation, At, BudgetReport, Cell, CheckReport, Column, DimensionName, Explanation, Formula,
    Material, Range as Cells, Report, ReportInput, Row, Value, Workbook, Worksheet,
    report_workbook,
};
use umlage::text::Lang;

/// The book of a project folder, and its shares as CSV.
fn book(files: &dyn Files, period: &str, lang: Lang, party: Option<&str>) -> (Workbook, String) {
    let loaded = load(files, &[]);
    let project = loaded.project.as_ref().expect("a readable project");
    let request = Request { period: Some(parse_period(period).unwrap()), status: Status::Actual };
    let run = allocate(project, request).unwrap();
    let (settlement, called) = (settle(project, request).ok(), calls(project, request).ok());
    let years = account(project, &project.budget.years(), None).unwrap();
    let dues = dues(project).unwrap_or_default();
    let budget = BudgetReport { project, years: &years, reconciliations: &[], dues: &dues, lang };
    let material = material(&loaded, project, &run, lang);
    let before = before(project, request);
    let side = |run| Side {
        name: "x".into(),
        title: "X".into(),
        bill: Bill::of(project, run, Line::Party, None).unwrap(),
    };
    let comparison =
        before.as_ref().map(|other| compare(side(&run), vec![side(other)], Sort::Order, &[]));
    let party = party.map(|id| project.parties.iter().position(|party| &*party.id == id).unwrap());
    let input = ReportInput {
        material,
        settlement: settlement.as_ref(),
        called: called.as_ref(),
        before: before.as_ref(),
        comparison: comparison.as_ref(),
        budget: (!years.is_empty()).then_some(budget),
        party: party.map(|index| umlage::model::PartyIx(u16::try_from(index).unwrap())),
        stamp: "Lauf 0123456789abcdef, umlage 0.1.0 & \"Probe\"",
    };
    let by = [DimensionName::Rule, DimensionName::Party];
    let allocation = Allocation { by: &by };
    let csv = renderer("csv")
        .unwrap()
        .render(&allocation.document(material), Medium { width: 80, styled: false });
    (report_workbook(&input), String::from_utf8(csv).unwrap())
}

fn material<'a>(
    loaded: &'a Loaded,
    project: &'a Project,
    run: &'a AllocationRun,
    lang: Lang,
) -> Material<'a> {
    let (sources, diagnostics) = (&loaded.sources, &loaded.diagnostics);
    Material { project, run, sources, status: Status::Actual, diagnostics, lang }
}

/// The year before, where it has cost.
fn before(project: &Project, request: Request) -> Option<AllocationRun> {
    let year = request.period?.from.year() - 1;
    let request = Request { period: Some(parse_period(&year.to_string()).unwrap()), ..request };
    allocate(project, request).ok().filter(|run| !run.shares.is_empty())
}

fn tour() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates/ozg-verbund-mitte")
}

/// The tour of three years, all published fixtures and templates: a name and its book.
fn all_books() -> Vec<(String, Workbook)> {
    let disk = |root: PathBuf| Disk { root };
    let mut all: Vec<(String, Workbook)> = ["2021", "2022", "2023", "2021-01-01/2023-12-31"]
        .map(|period| {
            (
                format!("tour-{}", period.replace('/', "-")),
                book(&disk(tour()), period, Lang::De, None).0,
            )
        })
        .into();
    all.push(("tour-HE".into(), book(&disk(tour()), "2023", Lang::En, Some("HE")).0));
    for folder in ["published", "templates", "agreements"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
        let mut folders: Vec<_> =
            fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
        folders.sort();
        for path in folders.into_iter().filter(|path| path.join("umlage.toml").is_file()) {
            let name = format!("{folder}-{}", path.file_name().unwrap().to_str().unwrap());
            all.push((name, book(&disk(path), "1900-01-01/2999-12-31", Lang::De, None).0));
        }
    }
    all
}

/// The cells and the formulas of every worksheet.
type Read2 = BTreeMap<String, (Range<Data>, Range<String>)>;

fn read(bytes: Vec<u8>) -> Read2 {
    let mut file: Read<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let names = file.sheet_names();
    let both = |name: String| {
        let (cells, formulas) =
            (file.worksheet_range(&name).unwrap(), file.worksheet_formula(&name).unwrap());
        (name, (cells, formulas))
    };
    names.into_iter().map(both).collect()
}

/// Writes a number as cents, as it is shown.
fn cents(cell: &Data) -> Option<i128> {
    let text = match cell {
        Data::Float(number) => format!("{number:.2}"),
        Data::Int(number) => format!("{number}.00"),
        _ => return None,
    };
    text.replace('.', "").parse().ok()
}

#[test]
fn amounts_of_the_overview_are_those_of_csv() {
    let (book, csv) = book(&Disk { root: tour() }, "2023", Lang::De, None);
    let sheets = read(workbook(&book).unwrap());
    let (cells, _) = &sheets["2 Anteile"];
    let mut sums: BTreeMap<String, i128> = BTreeMap::new();
    for row in cells.rows().filter(|row| row[2].to_string().ends_with(')')) {
        let party = row[2].to_string();
        let id = party.rsplit_once('(').unwrap().1.trim_end_matches(')').to_owned();
        *sums.entry(id).or_default() += cents(&row[12]).unwrap();
    }
    let mut expected: BTreeMap<String, i128> = BTreeMap::new();
    for line in csv.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        *expected.entry(fields[1].to_owned()).or_default() +=
            fields[2].replace('.', "").parse::<i128>().unwrap();
    }
    assert_eq!(sums, expected);
    let overview = &sheets["1 Übersicht"].0;
    let total = overview.get_size().1 - 2;
    for row in overview.rows().filter(|row| row[0].to_string().ends_with(')')) {
        let party = row[0].to_string();
        let id = party.rsplit_once('(').unwrap().1.trim_end_matches(')').to_owned();
        assert_eq!(cents(&row[total]), expected.get(&id).copied(), "{party}");
    }
}

#[test]
fn every_leaf_that_can_be_live_has_formulas() {
    let (book, _) = book(&Disk { root: tour() }, "2023", Lang::De, None);
    let sheets = read(workbook(&book).unwrap());
    let live =
        |name: &str| sheets[name].1.used_cells().filter(|(.., text)| !text.is_empty()).count();
    let counts: Vec<(&str, usize)> =
        sheets.keys().map(|name| (name.as_str(), live(name))).collect();
    println!("{counts:?}");
    for name in [
        "1 Übersicht",
        "1a Veränderung",
        "1b Szenarien",
        "2 Anteile",
        "3 Umlagemassen",
        "4 Abrechnung",
        "4a Zahlungen",
        "5 Abruf",
        "5a Verrechnung",
        "7 Haushalt",
        "6 Schlüssel",
        "9 Rechenweg",
    ] {
        assert!(live(name) > 5, "{name} {counts:?}");
    }
    // The share that stands in the overview stands beside the year before, and the difference is
    // their difference.
    let change = &sheets["1a Veränderung"].0;
    let figure = |name: &str, column: usize, cells: &Range<Data>| {
        let row = cells.rows().find(|row| row[0].to_string().starts_with(name)).unwrap();
        cents(&row[column]).unwrap()
    };
    let [was, is, difference] = [1, 2, 3].map(|column| figure("Thüringen", column, change));
    assert_eq!((was, is - was), (16766176, difference));
    let overview = &sheets["1 Übersicht"].0;
    assert_eq!(is, figure("Thüringen", overview.get_size().1 - 2, overview));
    let shares = &sheets["2 Anteile"];
    let rows = shares.0.get_size().0;
    assert!(live("2 Anteile") > 3 * (rows - 6), "{counts:?}");
    // Every formula that the book holds is written: none is dropped because it does not come to its
    // value.
    let wanted: usize = book
        .worksheets
        .iter()
        .flat_map(|worksheet| &worksheet.rows)
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.formula.is_some())
        .count();
    let written: usize = sheets.keys().map(|name| live(name)).sum();
    assert!(written * 100 >= wanted * 97, "{written} of {wanted}");
}

#[test]
fn a_sheet_says_what_it_is_about_as_its_page_does() {
    let (book, _) = book(&Disk { root: tour() }, "2023", Lang::De, None);
    let worksheet =
        |key: &str| book.worksheets.iter().find(|worksheet| worksheet.key == key).unwrap();
    for (key, title, about) in [
        ("calls", "Abruf der Abschläge", ". Abruf 2023 nach dem Plan, Beträge in EUR"),
        ("set-off", "Was verrechnet wird", ". Abruf 2023 nach dem Plan, Beträge in EUR"),
        ("trace-calls", "Rechenweg", ". Abruf 2023 nach dem Plan, Beträge in EUR"),
        (
            "budget",
            "Haushaltsrechnung",
            ". Haushaltsrechnung 2021, 2022, 2023, 2024, 2025, Beträge in EUR. ",
        ),
        ("settlement", "Abrechnung", ". Kostenverteilung 2023, Ist, Beträge in EUR"),
    ] {
        let worksheet = worksheet(key);
        assert!(
            worksheet.title == title && worksheet.notes[0].contains(about),
            "{}: {:?}",
            worksheet.title,
            worksheet.notes
        );
    }
}

#[test]
fn the_budget_sheet_has_the_sums_and_percentages_of_its_page() {
    let root = tour();
    let page = Command::new(env!("CARGO_BIN_EXE_umlage"))
        .args(["-C", root.to_str().unwrap(), "budget", "--period", "2023", "--format", "markdown"])
        .output()
        .unwrap();
    let page = String::from_utf8(page.stdout).unwrap();
    let last = page.lines().find(|line| line.starts_with("| **Summe**")).unwrap();
    let figures: Vec<String> =
        last.split('|').map(|cell| cell.replace(['*', ' ', '.'], "")).collect();
    let (book, _) = book(&Disk { root }, "2023", Lang::De, None);
    let sheets = read(workbook(&book).unwrap());
    let (cells, formulas) = &sheets["7 Haushalt"];
    let row = cells.rows().position(|row| row[0] == "2023" && row[1] == "Summe");
    let row = row.unwrap();
    for (own, there) in [(4, 2), (5, 3), (6, 4), (7, 5), (9, 6), (8, 7), (11, 8)] {
        let there = figures[there].replace(',', "").parse().unwrap();
        assert_eq!(cents(&cells[(row, own)]), Some(there), "column {own}");
        let formula =
            formulas.get_value((u32::try_from(row).unwrap(), u32::try_from(own).unwrap())).unwrap();
        assert!(formula.starts_with("ROUND(SUM("), "{formula}");
    }
    assert_eq!(cells[(row, 12)].to_string(), format!("0.{}", figures[9].replace(',', "")));
}

#[test]
fn a_workbook_goes_to_paper_by_few_pages() {
    let (book, _) = book(&Disk { root: tour() }, "2023", Lang::De, None);
    let for_screen = book
        .worksheets
        .iter()
        .filter(|worksheet| worksheet.for_screen)
        .map(|worksheet| worksheet.key.as_str());
    assert_eq!(
        for_screen.collect::<Vec<_>>(),
        ["entries", "trace", "trace-settlement", "trace-calls"]
    );
    let mut zip = zip::ZipArchive::new(Cursor::new(workbook(&book).unwrap())).unwrap();
    let mut text = |name: &str| std::io::read_to_string(zip.by_name(name).unwrap()).unwrap();
    let areas = text("xl/workbook.xml");
    for (at, worksheet) in book.worksheets.iter().enumerate() {
        let start = format!("<definedName name=\"_xlnm.Print_Area\" localSheetId=\"{at}\">");
        let area = areas.split(&start).nth(1).unwrap().split("</definedName>").next().unwrap();
        let last: usize = area.rsplit('$').next().unwrap().parse().unwrap();
        let (head, rows) = (worksheet.notes.len() + 3, worksheet.rows.len());
        assert!(
            if worksheet.for_screen { last == head } else { last > head + rows },
            "{}: {area}",
            worksheet.name
        );
        // One page wide; as many as it needs down.
        let setup = text(&format!("xl/worksheets/sheet{}.xml", at + 1));
        let setup = setup.split("<pageSetup").nth(1).unwrap().split("/>").next().unwrap();
        assert!(!setup.contains("fitToWidth"), "{}: {setup}", worksheet.name);
    }
    let keys = book.worksheets.iter().find(|worksheet| worksheet.key == "keys").unwrap();
    let titles: Vec<&str> = keys.columns.iter().map(|column| column.title.as_str()).collect();
    let order = ["Schlüssel", "Beteiligter", "Gewicht", "Anteil in %", "Stand", "verwendet für"];
    assert_eq!(titles[..6], order);
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let one = workbook(&book(&Disk { root: tour() }, "2023", Lang::De, None).0).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    assert!(one == workbook(&book(&Disk { root: tour() }, "2023", Lang::De, None).0).unwrap());
}

/// Finds LibreOffice; a test that needs it says so where it is missing.
fn office() -> bool {
    let found = Command::new("soffice")
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success());
    if !found {
        println!("SKIPPED: soffice is not installed, formulas are not calculated once more");
    }
    found
}

/// Lets LibreOffice open workbooks, calculate everything anew, and write them in another format.
fn converted(folder: &Path, format: &str, names: &[String]) -> PathBuf {
    let (profile, out) = (folder.join("profile"), folder.join(format));
    fs::create_dir_all(profile.join("user")).unwrap();
    let settings = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;
    fs::write(profile.join("user/registrymodifications.xcu"), settings).unwrap();
    let mut office = Command::new("soffice");
    office.arg(format!("-env:UserInstallation=file://{}", profile.display()));
    office.args(["--headless", "--convert-to", format, "--outdir"]).arg(&out);
    office.args(names.iter().map(|name| folder.join(format!("{name}.xlsx"))));
    assert!(office.output().unwrap().status.success());
    out
}

#[test]
fn libreoffice_calculates_every_cent_as_it_stands() {
    if !office() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let books = all_books();
    for (name, book) in &books {
        fs::write(folder.path().join(format!("{name}.xlsx")), workbook(book).unwrap()).unwrap();
    }
    let names: Vec<String> = books.into_iter().map(|(name, _)| name).collect();
    let out = converted(folder.path(), "xlsx", &names);
    let mut count = 0;
    for name in names {
        let file = format!("{name}.xlsx");
        let before = read(fs::read(folder.path().join(&file)).unwrap());
        let after = read(fs::read(out.join(&file)).unwrap());
        for (worksheet, (cells, formulas)) in &before {
            let start = formulas.start().unwrap_or_default();
            for (row, column, formula) in
                formulas.used_cells().filter(|(.., text)| !text.is_empty())
            {
                let place = (
                    start.0 + u32::try_from(row).unwrap(),
                    start.1 + u32::try_from(column).unwrap(),
                );
                let (was, is) =
                    (cells.get_value(place).unwrap(), after[worksheet].0.get_value(place));
                let same = is.is_some_and(|is| close(was, is));
                assert!(same, "{name} {worksheet} {place:?} ={formula}: {was:?} became {is:?}");
                count += 1;
            }
            let faults = after[worksheet]
                .0
                .used_cells()
                .filter(|(.., cell)| matches!(cell, Data::Error(_)))
                .count();
            assert_eq!(faults, 0, "{name} {worksheet}");
        }
    }
    println!("{count} formulas");
    assert!(count > 10_000, "{count}");
}

/// Tells whether two numbers are the same: amounts to the cent, others to nine digits or a tenth of
/// a thousandth.
#[expect(clippy::float_arithmetic, reason = "what another program calculates is a binary fraction")]
fn close(was: &Data, is: &Data) -> bool {
    let (Data::Float(one), Data::Float(other)) = (was, is) else { return false };
    let whole = (one * 100.0 - (one * 100.0).round()).abs() < 1e-7;
    (one - other).abs() <= 1e-9 * one.abs().max(1e5) && (!whole || cents(was) == cents(is))
}

const NAMES: [&str; 6] = [
    "=cmd|'/c calc'!A0",
    "../../x",
    "<script>alert(1)</script>",
    "a\u{1b}[31mb",
    "x\u{202e}y",
    "_x0041_ & \"q\"",
];

#[test]
fn hostile_names_and_large_amounts_do_no_harm() {
    let long = "ü".repeat(40_000);
    let names: Vec<&str> =
        NAMES.into_iter().chain([long.as_str(), "=1+1", "+1", "-1", "@SUM(A1)"]).collect();
    let mut worksheets = Vec::new();
    for name in &names {
        let rows = vec![
            Row::plain([Value::text(*name), Value::Cents(Cents::new(-123_456))]),
            Row::plain([Value::text(*name), Value::Cents(Cents::new(1_234_567_890_123_456_789))]),
            Row::plain([Value::text(*name), Value::Cents(Cents::new(999_999_999_999_999))]),
            Row::total([
                Value::text("Summe").into(),
                Cell::live(
                    Value::Cents(Cents::new(1)),
                    Formula::Total(Cells::down(At::here(0, 1), 3)),
                ),
            ]),
        ];
        worksheets.push(Worksheet {
            key: (*name).into(),
            name: (*name).into(),
            title: (*name).into(),
            notes: vec![(*name).into()],
            columns: vec![Column::text("", *name), Column::number("", *name)],
            rows,
            footer: (*name).into(),
            ..Worksheet::default()
        });
    }
    let bytes = workbook(&Workbook { lang: Lang::De, title: NAMES[0].into(), worksheets }).unwrap();
    let mut seen = BTreeSet::new();
    for (cells, formulas) in read(bytes.clone()).into_values() {
        assert!(
            formulas.used_cells().all(|(.., text)| text.is_empty()),
            "no formula comes of a text or a wrong sum"
        );
        seen.insert(cells.get_value((4, 0)).unwrap().to_string());
        assert_eq!(cells.get_value((4, 1)).and_then(cents), Some(-123_456));
        assert_eq!(cells.get_value((5, 1)).unwrap().to_string(), "12.345.678.901.234.567,89");
        assert_eq!(cells.get_value((6, 1)).and_then(cents), Some(999_999_999_999_999));
    }
    assert!(
        seen.contains("=cmd|'/c calc'!A0")
            && seen.contains("a\u{fffd}[31mb")
            && seen.contains("_x0041_ & \"q\""),
        "{seen:?}"
    );
    if office() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("hostile.xlsx"), &bytes).unwrap();
        let out = converted(folder.path(), "xlsx", &["hostile".into()]);
        assert_eq!(read(fs::read(out.join("hostile.xlsx")).unwrap()).len(), names.len());
    }
}

#[test]
fn shares_beyond_fifteen_digits_stay_exact() {
    let toml = "[files]\ncosts = \"costs.csv\"\n[party.HE]\nmember = true\n[party.BY]\nmember = \
        true\n[service.wohngeld]\nparticipants = [\"HE\", \"BY\"]\n[rule.r]\nlegal_basis \
        = \"Beschluss 1\"\n[[rule.r.step]]\nid = \"rest\"\nrest = true\namong = \"members\"\nkey \
        = \"equal\"\n";
    let costs = "period,service,amount\n2023,wohngeld,900000000000001.77\n2023,wohngeld,-7.10\n";
    let files = [("umlage.toml", toml), ("costs.csv", costs)];
    let files =
        Memory(files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into());
    let (book, csv) = book(&files, "2023", Lang::De, None);
    assert!(csv.contains("449999999999997.34") && csv.contains("449999999999997.33"), "{csv}");
    let sheets = read(workbook(&book).unwrap());
    let texts: BTreeSet<String> =
        sheets["2 Anteile"].0.rows().map(|row| row[12].to_string()).collect();
    assert!(
        texts.contains("449.999.999.999.997,34") && texts.contains("449.999.999.999.997,33"),
        "{texts:?}"
    );
}

#[test]
fn any_document_becomes_a_workbook_with_live_totals() {
    let loaded = load(&Disk { root: tour() }, &[]);
    let project = loaded.project.as_ref().unwrap();
    let request = Request { period: Some(parse_period("2023").unwrap()), status: Status::Actual };
    let run = allocate(project, request).unwrap();
    for lang in [Lang::De, Lang::En] {
        let material = material(&loaded, project, &run, lang);
        let reports: [&dyn Report; 3] = [&Allocation::DEFAULT, &Explanation::DEFAULT, &CheckReport];
        for report in reports {
            let sheets =
                read(Xlsx.render(&report.document(material), Medium { width: 80, styled: false }));
            assert!(!sheets.is_empty(), "{}", report.document(material).schema);
            let live = sheets
                .values()
                .flat_map(|(_, formulas)| formulas.used_cells())
                .filter(|(.., text)| !text.is_empty())
                .count();
            assert!(report.document(material).schema != "allocation" || live > 20, "{live}");
        }
    }
    assert_eq!(RENDERERS.iter().filter(|format| format.name() == "xlsx").count(), 1);
}
