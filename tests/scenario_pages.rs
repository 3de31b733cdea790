//! The page of `scenario compare` with six scenarios, the Bund and 16 Länder, 100 columns wide:
//! read back cell by cell and held against the figures.

use std::collections::BTreeMap;
use std::path::Path;

use unicode_width::UnicodeWidthStr;

use umlage::allocation::{Request, allocate};
use umlage::analysis::{Bill, Comparison, Line, Side, Sort, compare};
use umlage::input::{Disk, Layer, Session};
use umlage::model::{Project, Status, parse_period};
use umlage::render::{Medium, Renderer, Table};
use umlage::report::{Basis, Compare, scenario_comparison};
use umlage::text::Lang;

const WIDTH: usize = 100;
const SIX: [&str; 6] = ["bund-0", "bund-25", "bund-35", "alle-16", "plattform", "nutzung"];

/// The tour with its costs times a factor, beside six of its scenarios.
fn comparison(factor: &str, period: &str, scenarios: &[&str]) -> Comparison {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates/ozg-verbund-mitte");
    let layer = |name: &str| {
        let bytes = std::fs::read(root.join("scenarios").join(format!("{name}.toml"))).unwrap();
        Layer { name: name.to_owned(), bytes }
    };
    let times =
        format!("title = \"times\"\n[[change]]\ntable = \"costs\"\nfactor = \"{factor}\"\n");
    let below = Layer { name: "times.toml".to_owned(), bytes: times.into_bytes() };
    let files = Disk { root: root.clone() };
    let session = Session::open(&files, &[below]);
    let side = |name: &str, layers: &[Layer]| {
        let project = session.with(layers, &[]).project.unwrap();
        let request = Request { period: Some(parse_period(period).unwrap()), status: Status::Plan };
        let run = allocate(&project, request).unwrap();
        let own = layers.first().and(project.scenarios.last());
        let title = own.map_or_else(|| project.title.clone(), |scenario| scenario.title.clone());
        Side {
            name: name.to_owned(),
            title,
            bill: Bill::of(&project, &run, Line::Party, None).unwrap(),
        }
    };
    let sides = scenarios.iter().map(|name| side(name, &[layer(name)])).collect();
    compare(side("", &[]), sides, Sort::Order, &[])
}

fn page(comparison: &Comparison, lang: Lang, width: usize) -> String {
    let project = umlage::input::builtin_project();
    let project = Project { title: "OZG-Verbund Mitte".to_owned(), ..project };
    let basis = Basis::new(&project, None, comparison.periods.iter().copied(), Some(Status::Plan));
    let compare = Compare { comparison, basis: &basis, line: Line::Party, per: None };
    let document = scenario_comparison(&compare, lang);
    String::from_utf8(Table.render(&document, Medium { width, styled: false })).unwrap()
}

/// Cuts a line of a table where two blanks or more stand.
fn cells(line: &str) -> Vec<&str> {
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

/// Reads the tables under a heading back: head of the row and head of the column give the cell. A
/// long name may stand on two lines, a number never.
fn read_back(page: &str, heading: &str) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    let mut lines = page.lines().skip_while(|line| *line != heading).skip(1).peekable();
    while let Some(head) = lines.next_if(|line| line.contains("  S")) {
        let heads = &cells(head)[1..];
        let mut rows: Vec<(String, Vec<&str>)> = Vec::new();
        for line in
            lines.by_ref().take_while(|line| !line.is_empty()).filter(|line| !line.starts_with('─'))
        {
            match cells(line)[..] {
                [more] => rows.last_mut().unwrap().0.push_str(&format!(" {more}")),
                [name, ref row @ ..] => rows.push((name.to_owned(), row.to_vec())),
                [] => panic!("a blank row"),
            }
        }
        for (name, row) in rows {
            assert_eq!(
                row.len(),
                heads.len(),
                "a cell is broken or missing: {name} {row:?}\n{page}"
            );
            for (head, cell) in heads.iter().zip(row) {
                let place = (name.clone(), (*head).to_owned());
                assert_eq!(
                    found.insert(place, cell.to_owned()),
                    None,
                    "twice: {name} {head}\n{page}"
                );
            }
        }
    }
    found
}

/// An amount without the marks of its language.
fn cents(text: &str, lang: Lang) -> i128 {
    let (thousands, decimal) = if lang == Lang::De { ('.', ',') } else { (',', '.') };
    let (whole, part) = text.rsplit_once(decimal).unwrap_or_else(|| panic!("{text}"));
    assert!(part.len() == 2 && !part.contains(thousands), "{text}");
    format!("{}{part}", whole.replace(thousands, "")).parse().unwrap_or_else(|_| panic!("{text}"))
}

/// 1,395,000.00 to share, and a thousand times as much.
#[test]
fn six_scenarios_and_seventeen_parties_are_readable_at_100_columns() {
    for factor in ["1", "1000"] {
        let comparison = comparison(factor, "2024", &SIX);
        assert_eq!((comparison.sides.len(), comparison.lines.len()), (6, 17));
        for (lang, amount, difference, base, total) in [
            (Lang::De, "Betrag", "Differenz zur Ausgangslage", "Ausgangslage", "Summe"),
            (Lang::En, "Amount", "Difference to the base", "Base", "Total"),
        ] {
            let page = page(&comparison, lang, WIDTH);
            for line in page.lines() {
                assert!(line.width() <= WIDTH, "{} columns: {line}\n{page}", line.width());
            }
            let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
            for (index, side) in comparison.sides.iter().enumerate() {
                let legend = format!("S{} = {}", index + 1, side.title);
                assert!(words.contains(&legend), "{legend}\n{page}");
            }
            let (amounts, differences) = (read_back(&page, amount), read_back(&page, difference));
            assert_eq!((amounts.len(), differences.len()), (18 * 7, 18 * 6), "{page}");
            let period = comparison.periods[0];
            for (id, name) in &comparison.lines {
                let row = format!("{} ({id})", name.get(lang));
                let shown = |table: &BTreeMap<(String, String), String>, column: &str| {
                    cents(&table[&(row.clone(), column.to_owned())], lang)
                };
                let agreed = comparison.base.bill.sum(period, id).get();
                assert_eq!(shown(&amounts, base), agreed);
                for (index, side) in comparison.sides.iter().enumerate() {
                    let label = format!("S{}", index + 1);
                    let bill = side.bill.sum(period, id).get();
                    assert_eq!(shown(&amounts, &label), bill, "{row} {label}");
                    assert_eq!(shown(&differences, &label), bill - agreed, "{row} {label}");
                }
            }
            let cost = 139_500_000 * factor.parse::<i128>().unwrap();
            assert_eq!(cents(&amounts[&(total.to_owned(), base.to_owned())], lang), cost);
        }
    }
}

#[test]
fn several_years_of_six_scenarios_fit_100_columns_too() {
    let six = ["sachsen", "thueringen", "plattform", "bund-0", "bund-35", "alle-16"];
    let comparison = comparison("1000", "2024-01-01/2025-12-31", &six);
    for lang in [Lang::De, Lang::En] {
        let page = page(&comparison, lang, WIDTH);
        assert!(page.lines().all(|line| line.width() <= WIDTH), "{page}");
    }
}

/// With few rows the table is turned: the scenarios stand below each other, and the last of them is
/// no total.
#[test]
fn the_last_scenario_is_not_drawn_as_a_total() {
    let mut comparison = comparison("1", "2024", &SIX);
    let others = comparison.lines.split_off(1).into_iter().map(|(id, _)| id);
    comparison.others = others.collect();
    let page = page(&comparison, Lang::De, 80);
    let lines: Vec<&str> = page.lines().collect();
    let last = lines.iter().position(|line| line.starts_with("S6  ")).unwrap();
    assert!(lines[last - 1].starts_with("S5  "), "{page}");
}
