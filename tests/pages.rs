//! Pages as HTML and Markdown: well-formed, safe, accessible, complete, and the same every time.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::cli::World;

/// Commands whose pages have every kind of block.
const COMMANDS: &[&str] = &[
    "-C fixtures/templates/ozg-verbund-mitte allocate --period 2023",
    "-C fixtures/templates/ozg-verbund-mitte allocate --period 2023 --by service,party --lang en",
    "-C fixtures/templates/ozg-verbund-mitte explain --party HE --service wohngeld --period 2023",
    "-C fixtures/templates/ozg-verbund-mitte settle --period 2023",
    "-C fixtures/templates/ozg-verbund-mitte changes plan actual --period 2023",
    "-C fixtures/templates/ozg-verbund-mitte scenario compare bund-0 bund-25 --status plan \
        --period 2024",
    "-C fixtures/scenarios/million scenario sweep --vary rule.gemeinsam.step.bund.share=0..50:5% \
        --lang en",
    "keys koenigstein-2019 --among all-laender",
];

fn run(line: &str, more: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_umlage"))
        .args(line.split(' '))
        .args(more)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .output()
        .unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Reads a page as XML: the elements with their attributes, and all text.
fn parsed(page: &str) -> (Vec<(String, String)>, String) {
    let mut reader = Reader::from_str(page);
    let (mut elements, mut text) = (Vec::new(), String::new());
    let mut open: Vec<String> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                open.push(tag.name().as_ref().to_owned());
                let attributes = tag.attributes_raw().to_owned();
                elements.push((open.last().unwrap().clone(), attributes));
            }
            Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                elements.push((name, tag.attributes_raw().to_owned()));
            }
            Event::End(_) => drop(open.pop().unwrap()),
            Event::Text(part) if open.last().is_some_and(|name| name != "style") => {
                text.push_str(part.as_ref());
                text.push(' ');
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "not closed: {open:?}");
    (elements, text)
}

/// Holds a page to what every page must keep.
fn check(page: &str) -> String {
    let (elements, text) = parsed(page);
    let count = |name: &str| elements.iter().filter(|(element, _)| element == name).count();
    let with = |name: &str, part: &str| {
        elements
            .iter()
            .filter(|(element, attributes)| element == name && attributes.contains(part))
            .count()
    };
    assert_eq!(with("meta", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"), 1);
    for (element, attributes) in &elements {
        assert!(
            !["script", "iframe", "object", "link", "form", "base"].contains(&element.as_str()),
            "{element}"
        );
        let is_event =
            attributes.split_whitespace().any(|it| it.starts_with("on") && it.contains("=\""));
        assert!(!is_event, "{attributes}");
    }
    let addresses = ["href=\"http", "src=\"http", "url(", "@import", "href=\"//"];
    assert!(addresses.iter().all(|address| !page.contains(address)), "an address outside");
    assert_eq!((count("html"), count("main"), count("h1"), count("title") > 0), (1, 1, 1, true));
    assert_eq!((count("table"), count("table")), (count("caption"), with("div", "class=\"table")));
    assert_eq!(
        (with("div", "scroll\""), with("div", "scroll\"")),
        (with("div", "tabindex=\"0\""), with("div", "role=\"region\""))
    );
    assert_eq!(with("th", "scope=\"col\"") + with("th", "scope=\"row\""), count("th"));
    assert_eq!((with("svg", "role=\"img\""), count("desc")), (count("figure"), count("figure")));
    let ids: Vec<&str> =
        page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "ids are unique");
    text
}

#[test]
fn every_page_is_well_formed_safe_and_accessible_and_the_same_every_time() {
    for command in COMMANDS {
        let page = run(command, &["--format", "html"]);
        let text = check(&page);
        let lang =
            if command.contains("--lang en") || command.starts_with("keys") { "en" } else { "de" };
        assert!(page.contains(&format!("<html lang=\"{lang}\">")), "{command}");
        assert!(!text.contains('\u{1b}'));
        assert_eq!(page, run(command, &["--format", "html"]), "{command}");
    }
}

#[test]
fn every_amount_of_the_csv_stands_in_the_page() {
    for (command, column) in [(COMMANDS[0], 2), (COMMANDS[5], 4)] {
        let (text, markdown) =
            (check(&run(command, &["--format", "html"])), run(command, &["--format", "markdown"]));
        let table = run(command, &["--format", "csv"]);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let mut count = 0;
        for row in reader.records() {
            let amount = umlage::text::Lang::De.number(&row.unwrap()[column]);
            assert!(text.contains(&amount) && markdown.contains(&amount), "{command}: {amount}");
            count += 1;
        }
        assert!(count > 10, "{command}");
    }
}

const HOSTILE: &str = "<script>x</script> \\\"><img src=x onerror=y> a|b\\n| --- \
    | \\u001b[31m \\u202e ]]> --> </style>";

fn hostile() -> World {
    let world = World::empty();
    let long = "Ä".repeat(40_000);
    let project = format!(
        "[project]\ntitle = \"{HOSTILE}\"\nlanguage = \"de\"\n[files]\ncosts = \"costs.csv\"\n\
         [party.HE]\nmember = true\nname = \"{HOSTILE}\"\n[party.SL]\nmember = true\nname \
         = \"{long}\"\n\
         [service.a]\nname = \"{HOSTILE}\"\nparticipants = [\"HE\", \"SL\"]\n\
         [rule.r]\ntitle = \"{HOSTILE}\"\nlegal_basis = \"{HOSTILE}\"\n\
         [[rule.r.step]]\nid = \"rest\"\nrest = true\namong = \"members\"\nkey = \"equal\"\n"
    );
    world.file("umlage.toml", &project);
    world.file("costs.csv", "period,service,amount\n2023,a,-1000.01\n");
    world
}

#[test]
fn no_text_is_markup() {
    let world = hostile();
    for command in [["allocate", "--lang", "en"], ["explain", "--party", "HE"]] {
        let page = world.run(&[&command[..], &["--format", "html"]].concat()).out;
        let text = check(&page);
        assert!(
            page.contains("&lt;script&gt;")
                && text.contains('\u{fffd}')
                && !page.contains('\u{202e}')
        );
        let markdown = world.run(&[&command[..], &["--format", "markdown"]].concat()).out;
        assert!(!markdown.contains('\u{202e}') && !markdown.contains('\u{1b}'));
        let count = |text: &str| markdown.matches(text).count();
        assert!(
            count("<script>") == 0
                && count("<script") > 0
                && count("<script") == count("\\<script\\>")
        );
    }
}

#[test]
fn a_table_in_markdown_has_as_many_cells_in_every_row() {
    let markdown = hostile().run(&["allocate", "--format", "markdown"]).out;
    let rows: Vec<&str> = markdown.lines().filter(|line| line.starts_with('|')).collect();
    let cells = |row: &str| row.replace("\\\\", "").replace("\\|", "").matches('|').count();
    assert_eq!(rows.len(), 5, "headings, rule, two parties, total");
    assert!(rows.iter().all(|row| cells(row) == cells(rows[1])), "{rows:#?}");
}

#[test]
fn the_bars_of_the_page_are_as_long_as_the_shares() {
    let page = run(COMMANDS[0], &["--format", "html"]);
    let table = run(COMMANDS[0], &["--format", "csv", "--by", "party"]);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let cents = |text: &str| text.replace('.', "").parse::<i128>().unwrap();
    let shares: Vec<i128> = reader.records().map(|row| cents(&row.unwrap()[1])).collect();
    let width = |rest: &str| {
        let (whole, part) = rest.split('%').next().unwrap().split_once('.').unwrap_or((rest, ""));
        let whole = whole.split('%').next().unwrap();
        format!("{whole}{part:0<3}").parse::<i128>().unwrap()
    };
    let bars: Vec<i128> = page
        .split("<rect class=\"bar")
        .skip(1)
        .map(|rect| width(rect.split(" width=\"").nth(1).unwrap()))
        .collect();
    assert_eq!(bars.len(), shares.len());
    let most = shares.iter().max().unwrap();
    for (bar, share) in bars.iter().zip(&shares) {
        assert!((bar * most - share * 66_000).abs() <= *most, "{bar} for {share} of {most}");
    }
}
