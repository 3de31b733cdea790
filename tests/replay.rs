//! The trace alone is enough: `tests/replay.py` (standard library only) recomputes every cell of every fixture from
//! `explain --format json`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cases::{cases, umlage};

#[test]
fn a_short_script_recomputes_every_cell_of_every_fixture() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates");
    let mut projects = cases();
    projects.extend(fs::read_dir(templates).unwrap().map(|e| e.unwrap().path()).filter(|path| path.is_dir()));
    for project in projects {
        for period in periods(&project) {
            replay(&project, &["--period", &period]);
        }
    }
}

/// The settlement years in which a project has cost.
fn periods(project: &Path) -> Vec<String> {
    let all = umlage(
        project,
        &["allocate", "--by", "period", "--format", "csv", "--period", "0001-01-01/9999-12-31"],
    );
    all.lines().skip(1).filter_map(|line| line.split(',').next().map(str::to_owned)).collect()
}

fn replay(project: &Path, period: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, args: &[&str]| -> PathBuf {
        let path = folder.path().join(name);
        fs::write(&path, umlage(project, &[args, period].concat())).unwrap();
        path
    };
    let trace = write("trace.json", &["explain", "--format", "json"]);
    let by = "period,rule,service,kind,step,party";
    let cells = write("cells.csv", &["allocate", "--by", by, "--format", "csv"]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/replay.py");
    let output = Command::new("python3").arg(&script).arg(&trace).arg(&cells).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} {period:?}: {said}{errors}", project.display());
    assert!(said.contains(" 0 differences") && !said.starts_with("0 steps"), "{said}");
}

#[test]
fn the_script_is_short_enough_to_be_read() {
    let lines = include_str!("replay.py").lines().count();
    assert!(lines <= 60, "{lines} lines");
}
