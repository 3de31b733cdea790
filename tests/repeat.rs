//! Same input, same bytes: twice, in another folder, under another locale and time zone, with
//! shuffled rows.
//!
//! Rules: rules.md#repeatable.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::generate::Random;

/// The views whose bytes are compared.
const VIEWS: &[&[&str]] = &[
    &["allocate"],
    &[
        "allocate",
        "--by",
        "period,rule,service,centre,kind,step,party",
        "--format",
        "csv",
        "--period",
        "2021",
    ],
    &["allocate", "--format", "csv-de", "--by", "rule,party"],
    &["allocate", "--format", "json", "--period", "2022"],
    &["keys", "gemischt", "--format", "csv"],
    &["check", "--lang", "en"],
];

fn bytes(project: &Path, args: &[&str], locale: &str, zone: &str) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_umlage"))
        .env_clear()
        .envs([("LANG", locale), ("LC_ALL", locale), ("TZ", zone)])
        .arg("-C")
        .arg(project)
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn the_same_input_gives_the_same_bytes_whatever_is_around_it() {
    let tour = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates/ozg-verbund-mitte");
    let elsewhere = tempfile::tempdir().unwrap();
    let mut random = Random::new(7);
    for entry in fs::read_dir(&tour).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let mut text = fs::read_to_string(&path).unwrap();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let mut rows: Vec<&str> = text.lines().collect();
            for index in (2..rows.len()).rev() {
                rows.swap(index, random.below(index) + 1);
            }
            text = rows.join("\r\n");
        }
        fs::write(elsewhere.path().join(path.file_name().unwrap()), text).unwrap();
    }
    for view in VIEWS {
        let first = bytes(&tour, view, "de_DE.UTF-8", "Europe/Berlin");
        assert!(!first.is_empty());
        assert_eq!(first, bytes(&tour, view, "de_DE.UTF-8", "Europe/Berlin"), "twice: {view:?}");
        assert_eq!(
            first,
            bytes(&tour, view, "tr_TR.UTF-8", "Pacific/Kiritimati"),
            "locale: {view:?}"
        );
        assert_eq!(first, bytes(elsewhere.path(), view, "C", "UTC"), "folder and order: {view:?}");
    }
}
