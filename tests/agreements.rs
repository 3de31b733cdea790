//! The page of agreements: every project under `fixtures/agreements`, and the rules that cannot be
//! written yet.

use std::fs;
use std::path::Path;

use toml::Table;

use crate::cases::{cases, table};
use crate::gallery::compare;

const PAGE: &str = "docs/reference/agreements.md";

const INTRODUCTION: &str = "\
# Agreements

Rules by which public bodies share cost, each written as a project that runs. The result of each \
is compared, cell by cell,
with a calculation by hand that stands in its `case.toml`. The [printed \
tables](../../fixtures/published) are projects too.
What is not published is illustrative, and each project says what that is.

This page is written by a test from the `case.toml` of each project.
";

#[test]
fn the_page_of_agreements_is_true() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if let Err(difference) = compare(&file, &page()) {
        panic!("{difference}\nUMLAGE_BLESS=1 writes the page anew");
    }
}

#[test]
fn every_agreement_says_what_it_rests_on() {
    let agreements = agreements();
    assert!(agreements.len() >= 26, "agreements are missing: {}", agreements.len());
    for (id, about) in agreements {
        for field in
            ["title", "question", "rule", "legal_basis", "source", "figures", "calculation"]
        {
            let text = about.get(field).and_then(toml::Value::as_str).unwrap_or_default();
            assert!(!text.trim().is_empty(), "{id} says nothing about `{field}`");
        }
        assert!(!about["constructs"].as_array().unwrap().is_empty(), "{id} names no construct");
    }
}

/// The projects by their ids.
fn agreements() -> Vec<(String, Table)> {
    let agreement = |case: &Path| {
        let id = case.file_name()?.to_str()?.to_owned();
        case.parent()?.ends_with("agreements").then(|| (id, table(&case.join("case.toml"))))
    };
    cases().iter().filter_map(|case| agreement(case)).collect()
}

fn page() -> String {
    let agreements = agreements();
    let mut page = INTRODUCTION.to_owned();
    page.push_str("\n| agreement | title | constructs |\n|---|---|---|\n");
    for (id, about) in &agreements {
        page.push_str(&format!(
            "| [{id}](#{id}) | {} | {} |\n",
            text(about, "title"),
            constructs(about)
        ));
    }
    for (id, about) in &agreements {
        page.push_str(&format!(
            "\n## {id}\n\n**{}.** {}\n\n- Constructs (used): {}\n- Legal basis: {}\n- Source: {}\n\
                - Figures: {}\n- Result \
             checked: {} ([project](../../fixtures/agreements/{id}))\n",
            text(about, "title"),
            text(about, "rule"),
            constructs(about),
            text(about, "legal_basis"),
            text(about, "source"),
            text(about, "figures"),
            result(id),
        ));
    }
    page.push_str(&not_yet());
    page
}

fn text<'a>(about: &'a Table, field: &str) -> &'a str {
    about[field].as_str().unwrap()
}

fn constructs(about: &Table) -> String {
    let names: Vec<&str> =
        about["constructs"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    names.join(", ")
}

/// How much is compared: cells and totals.
fn result(id: &str) -> String {
    let expected =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/agreements").join(id).join("expected");
    let cells = fs::read_to_string(expected.join("allocation.csv")).unwrap().lines().count() - 1;
    let totals = table(&expected.join("totals.toml"));
    format!(
        "{cells} cells; cost {}, allocated {}, residue {}, not shared {}",
        text(&totals, "cost"),
        text(&totals, "allocated"),
        text(&totals, "residue"),
        text(&totals, "not_shared"),
    )
}

/// The rules that have no project, with the reason.
fn not_yet() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/agreements/not-yet.toml");
    let mut section = String::from("\n## Not expressible yet\n\n| rule | reason |\n|---|---|\n");
    for rule in table(&file)["rule"].as_array().unwrap() {
        let rule = rule.as_table().unwrap();
        section.push_str(&format!("| {} | {} |\n", text(rule, "entry"), text(rule, "reason")));
    }
    section
}
