//! Holds the rooms to their directions: who may use whom, from the `crate::` paths in the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::house::{self, rust_files};

/// What each room may use, beside itself. The reasons are in `docs/decisions/`.
const ROOMS: &[(&str, &[&str])] = &[
    ("money", &[]),
    ("text", &["money"]),
    ("source", &[]),
    ("diag", &["source", "text"]),
    ("model", &["money", "source", "text"]),
    ("apportion", &["money"]),
    ("trace", &["money", "source", "model", "apportion"]),
    ("keys", &["money", "source", "diag", "text", "model", "trace", "apportion"]),
    ("allocation", &["money", "source", "diag", "text", "model", "trace", "apportion", "keys"]),
    (
        "analysis",
        &["money", "source", "diag", "text", "model", "trace", "apportion", "keys", "allocation"],
    ),
    ("audit", &["money", "source", "text", "model", "trace", "allocation"]),
    ("input", &["money", "source", "diag", "text", "model"]),
    (
        "scenario",
        &[
            "money",
            "source",
            "diag",
            "text",
            "model",
            "trace",
            "keys",
            "allocation",
            "analysis",
            "input",
        ],
    ),
    (
        "report",
        &[
            "money",
            "source",
            "diag",
            "text",
            "model",
            "trace",
            "apportion",
            "keys",
            "allocation",
            "analysis",
            "scenario",
            "audit",
        ],
    ),
    ("render", &["money", "report", "text", "trace"]),
    (
        "cli",
        &[
            "money",
            "source",
            "diag",
            "text",
            "model",
            "trace",
            "keys",
            "allocation",
            "analysis",
            "scenario",
            "audit",
            "input",
            "report",
            "render",
        ],
    ),
];

#[test]
fn rooms_use_only_what_they_may() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        ROOMS.iter().map(|(room, uses)| (*room, uses.iter().copied().collect())).collect();
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut rooms = BTreeSet::new();
    for file in rust_files(&src) {
        let path = file.strip_prefix(&src).unwrap();
        let room =
            path.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs");
        if matches!(room, "lib" | "main") {
            continue;
        }
        rooms.insert(room.to_owned());
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        let code: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        for used in code.split("crate::").skip(1) {
            let used: String =
                used.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            let known = ROOMS.iter().any(|(name, _)| *name == used);
            if known
                && used != room
                && !allowed.get(room).is_some_and(|uses| uses.contains(used.as_str()))
            {
                wrong.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let known: BTreeSet<String> = ROOMS.iter().map(|(room, _)| (*room).to_owned()).collect();
    assert_eq!(rooms, known, "every room stands in the table");
}

/// What is written where an amount that is missing, or does not fit, would go on as nothing or as
/// the old sum. A zero that is meant has a name: `Cents::found`, `Ratio::found`, `Ratio::part_of`.
const SWALLOWS: [&str; 4] = [
    "unwrap_or(Cents::ZERO)",
    "unwrap_or(Ratio::ZERO)",
    "unwrap_or(*sum)",
    "unwrap_or(Ratio::ONE)",
];

/// What may not fit.
const MAY_NOT_FIT: [&str; 5] = [
    "Cents::sum(",
    "Cents::round(",
    ".checked_neg(",
    "Cents::ZERO.checked_sub(",
    "*sum = sum.checked_add(",
];

/// Tells whether a statement that does what may not fit goes on with another amount.
fn swallows(statement: &str) -> bool {
    let fallible = MAY_NOT_FIT.iter().filter_map(|what| statement.split_once(what));
    let goes_on =
        |rest: &str| rest.contains(".unwrap_or_default()") || rest.contains(".unwrap_or(");
    SWALLOWS.iter().any(|pattern| statement.contains(pattern))
        || fallible.into_iter().any(|(_, rest)| goes_on(rest))
}

#[test]
fn no_sum_that_does_not_fit_goes_on_as_another_amount() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for file in rust_files(&src) {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let lines = code.lines().map(str::trim).filter(|line| !line.starts_with("//"));
        let statements = lines.collect::<String>();
        let found = statements.split([';', '{', '}']).filter(|statement| swallows(statement));
        wrong.extend(found.map(|statement| format!("{}: {statement}", file.display())));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_swallows_an_amount_is_known() {
    let all = [
        "let total = Cents::sum(sums).unwrap_or(Cents::ZERO)",
        "*sum = sum.checked_add(share.amount()).unwrap_or(*sum)",
        "let sum = Cents::sum(amounts.iter().copied()).unwrap_or_default()",
        "let rounded = Cents::round(&exact, unit, mode).map(Cents::ratio).unwrap_or(value)",
        "let part = value.checked_div(&total).unwrap_or(Ratio::ZERO)",
    ];
    assert!(all.into_iter().all(swallows));
    assert!(!swallows("let sum = Cents::sum(amounts).ok_or_else(overflow)?"));
    assert!(!swallows("let stays = Cents::found(after.get(&party))"));
}

/// A reader holds a file in mind when it needs none that needs it, a function when it fits a screen,
/// and a parameter when it has a name.
#[test]
fn files_functions_and_lines_can_be_held_in_mind() {
    let figures = house::count(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(figures.lines > 10_000, "the code was found");
    assert_eq!(figures.wide, Vec::<String>::new());
    assert_eq!(figures.long, Vec::<String>::new());
    assert_eq!(figures.circles, Vec::<Vec<String>>::new());
    assert!(figures.tuples.len() < 10, "{:#?}", figures.tuples);
}
