//! What a shell can do to a run: places that cannot be written, streams that are closed or full,
//! signals, terminals without colour. Every end is told in words of the reader's language, with the
//! exit code of the file system.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::reports::{copy, run_in, tour};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with the tour as `p`.
fn with_tour() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&tour(), &folder.path().join("p"));
    folder
}

fn shell(folder: &Path, line: &str) -> Output {
    let line = line.replace("umlage", env!("CARGO_BIN_EXE_umlage"));
    Command::new("sh").args(["-c", &line]).current_dir(folder).output().unwrap()
}

/// Where nothing can be written, it is said why, in both languages and without the words of the
/// system.
#[cfg(unix)]
#[test]
fn a_place_that_cannot_be_written_is_told_in_both_languages() {
    let folder = with_tour();
    fs::write(folder.path().join("datei"), "x").unwrap();
    let long = "x".repeat(300);
    let cases = [
        ("allocate -o a/b.csv", "den Ordner `a` gibt es nicht", "there is no folder `a`"),
        ("report -o a/b", "den Ordner `a` gibt es nicht", "there is no folder `a`"),
        (
            "allocate -o datei/b.csv",
            "ein Teil des Pfads ist kein Ordner",
            "a part of the path is no folder",
        ),
        (&format!("allocate -o {long}"), "der Dateiname ist zu lang", "the file name is too long"),
        ("allocate > /dev/full", "kein Platz mehr", "no space is left"),
        ("man > /dev/full", "kein Platz mehr", "no space is left"),
        ("completions bash > /dev/full", "kein Platz mehr", "no space is left"),
        ("init datei/neu", "ein Teil des Pfads ist kein Ordner", "a part of the path is no folder"),
        ("allocate -o /proc/umlage.csv", "", ""),
        ("report -o /proc/bericht", "", ""),
    ];
    for (args, de, en) in cases {
        for (lang, expected) in [("de", de), ("en", en)] {
            let output = shell(folder.path(), &format!("umlage -C p -q --lang {lang} {args}"));
            let said = text(&output.stderr);
            assert_eq!(output.status.code(), Some(4), "{args}: {said}");
            assert!(said.contains(expected), "{args}: {said}");
            for english in ["os error", "No such", "Not a", "denied", "create:", "write:", "entity"]
            {
                assert!(!said.contains(english), "{args}: {said}");
            }
            let umlaut = [" nicht", "kein", " gibt es"].iter().any(|word| said.contains(word));
            assert_eq!(umlaut, lang == "de", "{args}: {said}");
        }
    }
}

/// The working folder may be taken away while a shell stands in it.
#[cfg(unix)]
#[test]
fn a_folder_that_is_gone_is_told() {
    let folder = with_tour();
    for (lang, said) in [("de", "ist nicht mehr da"), ("en", "is gone or cannot be read")] {
        let line = format!("mkdir weg && cd weg && rmdir ../weg && umlage --lang {lang} allocate");
        let output = shell(folder.path(), &line);
        let err = text(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{err}");
        assert!(err.contains("[E101]") && err.contains(said) && !err.contains("``"), "{err}");
    }
}

/// What a closed stream would have got is thrown away as by `/dev/null`: no file that is written
/// gets it, and the work is done.
#[cfg(unix)]
#[test]
fn a_closed_stream_takes_nothing_away() {
    let folder = with_tour();
    let whole = |name: &str, streams: &str| {
        let output = shell(folder.path(), &format!("umlage -C p report -o {name} {streams}"));
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        crate::reports::files(&folder.path().join(name))
    };
    let (open, closed) = (whole("offen", ""), whole("zu", ">&- 2>&- <&-"));
    let texts = |report: &std::collections::BTreeMap<String, Vec<u8>>| -> Vec<(String, Vec<u8>)> {
        report
            .iter()
            .filter(|(name, _)| *name != "run.lock.json")
            .map(|(n, b)| (n.clone(), b.clone()))
            .collect()
    };
    assert!(!closed.is_empty() && texts(&open) == texts(&closed));
}

#[test]
fn a_hyphen_means_standard_output() {
    let folder = with_tour();
    let plain = run_in(folder.path(), &["-C", "p", "-q", "allocate", "--format", "csv"]);
    let hyphen =
        run_in(folder.path(), &["-C", "p", "-q", "allocate", "--format", "csv", "-o", "-"]);
    assert!(plain.status.success() && !plain.stdout.is_empty());
    assert_eq!(plain, hyphen);
    let report = run_in(folder.path(), &["-C", "p", "-q", "report", "-o", "-"]);
    assert_eq!(report.status.code(), Some(2), "a report is a folder");
    assert!(!folder.path().join("-").exists());
}

/// A run that is broken off takes away what it had written aside, and ends by the signal.
#[cfg(unix)]
#[test]
fn a_signal_leaves_nothing_half_written() {
    use std::os::unix::process::ExitStatusExt as _;
    let folder = with_tour();
    let names = || -> Vec<String> {
        let entries = fs::read_dir(folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    let mut caught = 0;
    for round in 0..8_u64 {
        let signal = if round % 2 == 0 { ("-TERM", 15) } else { ("-INT", 2) };
        let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
        command.args(["-C", "p", "report", "-q", "--period", "2023", "-o", "r"]);
        let mut child = command.current_dir(folder.path()).stderr(Stdio::null()).spawn().unwrap();
        // Sent while files are written, and a little later each time.
        let aside = || names().iter().any(|name| name.ends_with(".part"));
        while !aside() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(Duration::from_micros(500 * round));
        let _ = Command::new("kill").args([signal.0, &child.id().to_string()]).status();
        let status = child.wait().unwrap();
        if status.signal() == Some(signal.1) {
            caught += 1;
        } else {
            assert_eq!(status.code(), Some(0));
        }
        assert!(names().iter().all(|name| !name.starts_with('.')), "{:?}", names());
        if folder.path().join("r").exists() {
            fs::remove_dir_all(folder.path().join("r")).unwrap();
        }
    }
    assert!(caught > 0, "no signal came in time");
}

/// On a terminal that has no colours, none are used.
#[test]
fn a_dumb_terminal_gets_no_colour() {
    let folder = with_tour();
    if !Command::new("script").arg("-V").output().is_ok_and(|output| output.status.success()) {
        println!("not tried: script is not installed");
        return;
    }
    let seen = |term: &str| {
        let line = format!("{} -C p -q allocate --by party", env!("CARGO_BIN_EXE_umlage"));
        let mut command = Command::new("script");
        command.args(["-qec", &line, "/dev/null"]).env("TERM", term).env_remove("NO_COLOR");
        text(&command.current_dir(folder.path()).output().unwrap().stdout)
    };
    assert!(seen("xterm").contains('\u{1b}'));
    assert!(!seen("dumb").contains('\u{1b}'));
}
