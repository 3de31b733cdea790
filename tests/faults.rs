//! Faults of the machine while a report is written: a system call that fails at any point, a full
//! disk, a kill at any moment. The program never says that all is well when it is not, and the old
//! report is whole, or the new one is.
//!
//! `UMLAGE_CASES=300` tries more points. Needs strace; where it is not installed the tests say so.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::reports::{copy, files, reported, run_in, tour};
use crate::support::generate::Random;

fn points(usual: u64) -> u64 {
    std::env::var("UMLAGE_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// The arguments of a report that takes the place of an older one.
const REPLACE: [&str; 9] = ["-C", "p", "report", "-o", "r", "-q", "--force", "--period", "2023"];

fn has_strace() -> bool {
    let there =
        Command::new("strace").arg("-V").output().is_ok_and(|output| output.status.success());
    if !there {
        println!("not tried: strace is not installed");
    }
    there
}

/// Tells whether a report is whole by its own record, and of which period.
fn period_of(folder: &Path) -> Option<String> {
    let report = files(&folder.join("r"));
    let lock: serde_json::Value = serde_json::from_slice(report.get("run.lock.json")?).ok()?;
    let outputs = lock["outputs"].as_array()?;
    let whole = outputs.len() + 1 == report.len()
        && outputs.iter().all(|output| {
            let bytes = report.get(output["file"].as_str().unwrap());
            bytes.is_some_and(|bytes| bytes.len() as u64 == output["bytes"].as_u64().unwrap())
        });
    whole.then(|| lock["run"]["arguments"]["period"].as_str().unwrap().to_owned())
}

/// A folder with the tour and its report of 2022.
fn old() -> tempfile::TempDir {
    let folder = reported(&tour(), &["--period", "2022"]);
    assert_eq!(period_of(folder.path()).as_deref(), Some("2022"));
    folder
}

#[test]
fn a_system_call_that_fails_at_any_point_leaves_the_old_report_or_the_new_one() {
    if !has_strace() {
        return;
    }
    let old = old();
    let calls = [
        ("write", "ENOSPC"),
        ("fsync", "EIO"),
        ("rename,renameat,renameat2", "EIO"),
        ("openat", "EMFILE"),
        ("close", "EIO"),
    ];
    let mut ends = [0, 0];
    for (call, error) in calls {
        let mut when = 1;
        for _ in 0..points(8) {
            let folder = tempfile::tempdir().unwrap();
            copy(old.path(), folder.path());
            let inject = format!("inject={call}:error={error}:when={when}");
            let mut command = Command::new("strace");
            command.args(["-f", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &inject]);
            let output = command
                .arg(env!("CARGO_BIN_EXE_umlage"))
                .args(REPLACE)
                .current_dir(folder.path())
                .output()
                .unwrap();
            let [said, out] = [&output.stderr, &output.stdout]
                .map(|text| String::from_utf8_lossy(text).into_owned());
            let period = period_of(folder.path());
            let about = format!("{inject}: {:?} {period:?} {said}", output.status);
            assert!(
                !said.contains("panicked") && !said.contains("internal error") && out.is_empty(),
                "{about}"
            );
            match output.status.code() {
                Some(0) => assert_eq!(period.as_deref(), Some("2023"), "{about}"),
                _ => assert!(period.is_some(), "{about}"),
            }
            ends[usize::from(output.status.success())] += 1;
            // More points stand closer together.
            when += 1 + when * 4 / points(8);
        }
    }
    println!("{} runs failed and said so, {} were done", ends[0], ends[1]);
    assert!(ends[0] > 5 && ends[1] > 0, "{ends:?}");
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_report_or_the_new_one() {
    let old = old();
    let mut random = Random::new(3);
    let mut found = std::collections::BTreeMap::new();
    for _ in 0..points(12) {
        let folder = tempfile::tempdir().unwrap();
        copy(old.path(), folder.path());
        let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
        command
            .args(REPLACE)
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        std::thread::sleep(Duration::from_micros(
            u64::try_from(random.between(0, 700_000)).unwrap(),
        ));
        let _ = child.kill();
        child.wait().unwrap();
        let period = period_of(folder.path());
        assert!(period.is_some(), "neither the old report nor the new one is whole");
        *found.entry(period).or_insert(0) += 1;
    }
    println!("{found:?}");
}

#[test]
fn a_full_disk_is_told_and_leaves_the_old_report() {
    let old = old();
    let disk = tempfile::tempdir().unwrap();
    let mount = |args: &[&str]| {
        Command::new(args[0])
            .args(&args[1..])
            .arg(disk.path())
            .output()
            .is_ok_and(|output| output.status.success())
    };
    if !mount(&["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs"]) {
        println!("not tried: a small disk cannot be mounted here");
        return;
    }
    copy(&old.path().join("p"), &old.path().join("q"));
    let target = disk.path().join("r").display().to_string();
    let output =
        run_in(old.path(), &["-C", "p", "report", "-q", "--period", "2023", "-o", &target]);
    let left = fs::read_dir(disk.path()).unwrap().count();
    let unmounted = mount(&["umount"]);
    assert_eq!(output.status.code(), Some(4), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("auf dem Datenträger ist kein Platz mehr")
    );
    assert_eq!((left, unmounted), (0, true), "nothing is left half-written");
}

#[test]
fn a_pipe_that_nobody_reads_ends_without_a_word() {
    let folder = old();
    let mut command = Command::new("sh");
    let line = format!(
        "{} -C p verify r/run.lock.json --format json | true; exit 0",
        env!("CARGO_BIN_EXE_umlage")
    );
    let output = command.args(["-c", &line]).current_dir(folder.path()).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
