//! What a message may say: amounts in the style of its language, nothing that follows from another message, and no
//! place but that of the raw text it quotes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::gallery::gallery;

/// Takes out what stands in backquotes, because it is quoted from a file or to be written into one.
fn without_quotes(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join("`…`")
}

/// Finds numbers whose decimal mark is a point: 12.5, but neither 1.250,50 nor the date 01.08.2021.
fn decimal_points(text: &str) -> Vec<&str> {
    let tokens = text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
    let is_thousands = |token: &str| {
        let whole = token.split_once(',').map_or(token, |(whole, _)| whole);
        let mut groups = whole.split('.');
        groups.next().is_some_and(|first| !first.is_empty() && first.len() <= 3 && first != "0")
            && groups.all(|group| group.len() == 3)
    };
    let is_date = |token: &str| matches!(token.as_bytes(), [_, _, b'.', _, _, b'.', _, _, _, _]);
    let tokens = tokens.map(|token| token.trim_matches(['.', ',']));
    tokens.filter(|token| token.contains('.') && !is_thousands(token) && !is_date(token)).collect()
}

#[test]
fn numbers_with_a_decimal_point_are_found() {
    let found = decimal_points("1229.78 EUR von 1.000,00; 0.5 am 01.08.2021, 7.43709. Und 1.250.000");
    assert_eq!(found, ["1229.78", "0.5", "7.43709"]);
    assert_eq!(without_quotes("a `1.5` b `x` c"), "a `…` b `…` c");
}

#[test]
fn german_messages_write_no_decimal_point() {
    let mut wrong = Vec::new();
    for case in gallery() {
        let said = fs::read_to_string(case.expected("de")).unwrap();
        let is_said = |line: &&str| line.contains("]: ") || line.trim_start().starts_with("= ");
        for line in said.lines().filter(is_said) {
            let found = decimal_points(&without_quotes(line)).join(", ");
            wrong.extend((!found.is_empty()).then(|| format!("{}: {found} in {line}", case.name)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The folder of a project that once went wrong.
fn fault(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults").join(name)
}

/// Runs the program on a project and returns its exit code and what it says on standard error.
fn said(project: &Path, args: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
    command.env("NO_COLOR", "1").arg("-C").arg(project).args(args);
    let output = command.output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn german_messages_about_the_budget_have_a_decimal_comma() {
    let project = fault("german-budget-messages-point");
    let (exit, text) = said(&project, &["budget"]);
    assert_eq!(exit, 0, "{text}");
    assert!(text.contains("1.229,78 EUR von 1.000,00 EUR; 229,78 EUR sind"), "{text}");
    assert!(text.contains("zusammen 42,50 EUR"), "{text}");
    let half = ["--set", "rule.r.step.s.share=\"50 %\"", "--set", "rule.r.step.s.rest=false", "allocate"];
    let (exit, text) = said(&project, &half);
    assert_eq!(exit, 3, "{text}");
    assert!(text.contains("[E604]: 636,14 EUR bleiben"), "{text}");
}
