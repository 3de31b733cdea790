//! Files as they lie about: links, pipes, copies, odd names, packed by other programs, too wide,
//! too long, texts without end. Each is read as what it is, or refused with its reason; nothing is
//! passed over.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What a run printed.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// Runs the program in a folder.
fn run(folder: &Path, args: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
    let output = command.arg("-C").arg(folder).args(args).stdin(Stdio::null()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// Shares the cost; the shares as one line.
fn shares(folder: &Path, more: &[&str]) -> Ran {
    let args = [&["allocate", "--by", "party", "--format", "csv"], more].concat();
    let ran = run(folder, &args);
    let rows = ran.out.lines().skip(1).collect::<Vec<_>>().join(" ");
    Ran { out: rows, ..ran }
}

/// Copies a project of `fixtures/faults` to where it may be changed.
fn copy(name: &str) -> (TempDir, PathBuf) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults").join(name);
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("project");
    copy_folder(&from, &to);
    (folder, to)
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[cfg(unix)]
fn link(to: impl AsRef<Path>, at: &Path) {
    std::os::unix::fs::symlink(to, at).unwrap();
}

/// Puts something that cannot be read in the place of a file: what, and a word of the reason.
#[cfg(unix)]
const UNREADABLE: [(&str, &str); 4] = [
    ("dangling", "leads nowhere"),
    ("circle", "leads nowhere"),
    ("pipe", "pipe"),
    ("folder", "folder"),
];

#[cfg(unix)]
fn put(what: &str, at: &Path) {
    let _ = fs::remove_file(at);
    match what {
        "dangling" => link("not-mounted/usage.csv", at),
        "circle" => link(at.file_name().unwrap(), at),
        "pipe" => assert!(Command::new("mkfifo").arg(at).status().unwrap().success()),
        _ => fs::create_dir(at).unwrap(),
    }
}

#[cfg(unix)]
#[test]
fn what_is_there_and_cannot_be_read_is_never_absent() {
    let (_kept, project) = copy("present-but-unreadable-is-absent");
    assert_eq!(shares(&project, &[]).out, "HE,440.00 RP,560.00");
    for (what, reason) in UNREADABLE {
        for table in [
            "costs",
            "usage",
            "payments",
            "participation",
            "statistics",
            "services",
            "drivers",
            "budget",
        ] {
            let (_kept, project) = copy("present-but-unreadable-is-absent");
            put(what, &project.join(format!("{table}.csv")));
            let ran = shares(&project, &[]);
            let said = format!("cannot read `{table}.csv`: ");
            assert!(ran.code == 3 && ran.out.is_empty(), "{what} {table}: {}", ran.out);
            assert!(
                ran.err.contains("error[E102]") && ran.err.contains(&said),
                "{what} {table}: {}",
                ran.err
            );
            assert!(
                ran.err.contains(reason) && !ran.err.contains("E104"),
                "{what} {table}: {}",
                ran.err
            );
        }
        let (_kept, project) = copy("glob-panics");
        put(what, &project.join("nutzung/2025.csv"));
        let ran = shares(&project, &[]);
        assert!(
            ran.code == 3 && ran.err.contains("cannot read `nutzung/2025.csv`"),
            "{what}: {}",
            ran.err
        );
        // Nor is the agreement itself, whatever lies in the folders above.
        fs::remove_file(project.join("umlage.toml")).unwrap();
        put(what, &project.join("umlage.toml"));
        let ran = shares(&project, &[]);
        assert!(ran.code == 3 && ran.err.contains("E102"), "{what}: {}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn folders_that_cannot_be_searched_are_told() {
    let (_kept, project) = copy("glob-panics");
    link("not-mounted", &project.join("nutzung/archiv"));
    assert_eq!(
        shares(&project, &[]).out,
        "HE,440.00 RP,560.00",
        "the pattern does not ask for folders"
    );
    for pattern in ["nutzung/**/*.csv", "nutzung/*/*.csv", "nutzung/archiv/*.csv"] {
        let ran = shares(&project, &["--set", &format!("files.usage={pattern}")]);
        let is_told =
            ran.err.contains("cannot read `nutzung/archiv`") && ran.err.contains("leads nowhere");
        assert!(ran.code == 3 && is_told, "{pattern}: {}", ran.err);
    }
    let (_kept, project) = copy("template-loops");
    fs::write(project.join("t/closing.txt"), "Ende").unwrap();
    put("dangling", &project.join("t/opening.txt"));
    let ran = run(&project, &["report", "-o", project.join("r").to_str().unwrap()]);
    assert!(ran.code == 3 && ran.err.contains("cannot read `t/opening.txt`"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_file_counts_once_whatever_paths_lead_to_it() {
    let name = "same-file-counted-twice";
    let once = "HE,500.00 RP,500.00";
    let (kept, project) = copy(name);
    let other = kept.path().join("other");
    fs::create_dir(&other).unwrap();
    link("2024.csv", &project.join("kosten/latest.csv"));
    link("2024.csv", &project.join("kosten/aktuell.csv"));
    fs::hard_link(project.join("kosten/2024.csv"), project.join("kosten/zweit.csv")).unwrap();
    let absolute = project.join("kosten/2024.csv");
    let list = |one: &str, two: &str| format!("files.costs=[\"{one}\", \"{two}\"]");
    for set in [
        "files.costs=[\"kosten/*.csv\"]".to_owned(),
        list("kosten/2024.csv", absolute.to_str().unwrap()),
        list(absolute.to_str().unwrap(), "kosten/2024.csv"),
        list("kosten/latest.csv", "../project/kosten/2024.csv"),
        list("kosten/zweit.csv", "kosten/../kosten/./latest.csv"),
    ] {
        let ran = shares(&project, &["--strict", "--set", &set]);
        assert_eq!((ran.code, ran.out.as_str()), (0, once), "{set}: {}", ran.err);
    }
    let check = run(&project, &["check"]);
    assert!(
        check.out.contains("kosten/2024.csv") && !check.out.contains("latest"),
        "{}",
        check.out
    );
    // Over a link, `..` leads to another folder than the text says.
    fs::create_dir(other.join("in")).unwrap();
    fs::write(other.join("costs.csv"), "period,service,amount\n2024,s,7.00\n").unwrap();
    fs::write(project.join("costs.csv"), "period,service,amount\n2024,s,9.00\n").unwrap();
    link(other.join("in"), &project.join("weg"));
    assert_eq!(shares(&project, &["--set", "files.costs=weg/../costs.csv"]).out, "HE,3.50 RP,3.50");
}

#[cfg(unix)]
#[test]
fn patterns_end_where_links_go_round_in_circles() {
    let (_kept, project) = copy("same-file-counted-twice");
    link(".", &project.join("kosten/aktuell"));
    link("../kosten", &project.join("kosten/auch"));
    for pattern in [
        "kosten/**/*.csv".to_owned(),
        "kosten/2*.csv".to_owned(),
        format!("kosten/{}*.csv", "*/".repeat(40)),
    ] {
        let ran = shares(&project, &["--strict", "--set", &format!("files.costs={pattern}")]);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (0, "HE,500.00 RP,500.00"),
            "{pattern}: {}",
            ran.err
        );
    }
}

#[test]
fn copies_are_counted_and_told() {
    let (_kept, project) = copy("same-file-counted-twice");
    fs::copy(project.join("kosten/2024.csv"), project.join("kosten/2024 (1).csv")).unwrap();
    let ran = shares(&project, &["--strict"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "HE,1000.00 RP,1000.00"), "{}", ran.err);
    assert!(
        ran.err.contains("finding[W101]: `kosten/2024.csv` is the same as `kosten/2024 (1).csv`"),
        "{}",
        ran.err
    );
    let meant = ["--strict", "--set", "files.costs={path=\"kosten/*.csv\", repeated=\"add\"}"];
    let ran = shares(&project, &meant);
    assert_eq!((ran.code, ran.out.as_str()), (0, "HE,1000.00 RP,1000.00"), "{}", ran.err);
    // Of packed usage, which is read as a stream, too.
    let (_kept, project) = copy("zst-rows-lost");
    fs::copy(project.join("usage.csv.zst"), project.join("u2.csv.zst")).unwrap();
    let ran = shares(&project, &["--strict", "--set", "files.usage=u*.csv.zst"]);
    assert!(ran.code == 1 && ran.err.contains("W101"), "{}", ran.err);
}

#[test]
fn all_frames_are_read_and_what_is_damaged_is_refused() {
    let (_kept, project) = copy("zst-rows-lost");
    assert_eq!(shares(&project, &["--strict"]).out, "HE,100.00 RP,900.00");
    let of = |file: &str| shares(&project, &["--set", &format!("files.usage={file}")]);
    assert_eq!(of("skippable.csv.zst").out, "HE,100.00 RP,900.00");
    let good = fs::read(project.join("usage.csv.zst")).unwrap();
    fs::write(project.join("cut.csv.zst"), &good[..good.len() - 6]).unwrap();
    fs::write(project.join("nothing.csv.zst"), "").unwrap();
    let gzip = |text: &str| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(text.as_bytes()).unwrap();
        gzip.finish().unwrap()
    };
    let rows =
        ["period,service,party,quantity\n2024,s,HE,10\n", "2024,s,RP,90\n"].map(gzip).concat();
    fs::write(project.join("two.csv.gz"), &rows).unwrap();
    fs::write(project.join("cut.csv.gz"), &rows[..rows.len() - 9]).unwrap();
    fs::write(project.join("behind.csv.gz"), [&rows[..], b"rest"].concat()).unwrap();
    let mut other = rows.clone();
    let sum = other.len() - 8;
    other[sum] ^= 1;
    fs::write(project.join("sum.csv.gz"), other).unwrap();
    fs::write(project.join("nothing.csv.gz"), "").unwrap();
    assert_eq!(of("two.csv.gz").out, "HE,100.00 RP,900.00");
    for file in [
        "damaged.csv.zst",
        "garbage.csv.zst",
        "cut.csv.zst",
        "nothing.csv.zst",
        "cut.csv.gz",
        "behind.csv.gz",
        "sum.csv.gz",
        "nothing.csv.gz",
    ] {
        let ran = of(file);
        assert!(
            ran.code == 3 && ran.err.contains("E114") && ran.out.is_empty(),
            "{file}: {}",
            ran.err
        );
    }
    // A frame whose header asks for a window of 2 GiB, and one that asks for a dictionary.
    for (name, header, said) in [
        ("long.csv.zst", &[0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0, 0][..], "at most 128 MiB"),
        ("words.csv.zst", &[0x28, 0xb5, 0x2f, 0xfd, 0x21, 7, 1, 0x01, 0, 0][..], "a dictionary"),
    ] {
        fs::write(project.join(name), header).unwrap();
        let ran = of(name);
        assert!(
            ran.code == 3 && ran.err.contains("E120") && ran.err.contains(said),
            "{name}: {}",
            ran.err
        );
    }
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_text_is_told_and_a_folder_may_have_one() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let (kept, project) = copy("glob-panics");
    let odd = OsStr::from_bytes(b"M\xe4rz.csv");
    fs::write(project.join("nutzung").join(odd), "period,service,party,quantity\n2024,s,RP,1\n")
        .unwrap();
    let ran = shares(&project, &[]);
    assert!(
        ran.code == 3 && ran.err.contains("cannot read `nutzung/M\u{fffd}rz.csv`"),
        "{}",
        ran.err
    );
    fs::remove_file(project.join("nutzung").join(odd)).unwrap();
    let moved = kept.path().join(OsStr::from_bytes(b"Verb\xfcnde"));
    fs::rename(&project, &moved).unwrap();
    assert_eq!(shares(&moved, &[]).out, "HE,440.00 RP,560.00");
    let ran = shares(&moved, &["--set", "files.usage=a\\u0000b"]);
    assert!(ran.code == 3, "{}", ran.err);
    let ran = shares(&moved, &["--set", "files.usage=\"a\\u0000b\""]);
    assert!(ran.code == 3 && ran.err.contains("E102") && !ran.err.contains("E114"), "{}", ran.err);
}

#[test]
fn wide_and_long_rows_are_refused_at_once() {
    let (_kept, project) = copy("present-but-unreadable-is-absent");
    let wide = |names: usize| {
        let mut text = "period,service,amount".to_owned();
        (0..names).for_each(|number| write!(text, ",c{number}").unwrap());
        text + "\n2024,s,1.00" + &",".repeat(names) + "\n"
    };
    let equal = |names: usize| "a,".repeat(names) + "a\n";
    for (text, code, figure) in [
        (wide(16_382), "E123", "16,384"),
        (",".repeat(1_000_000), "E123", "16,384"),
        ("period,service,amount\n".to_owned() + &"a".repeat(20 << 20), "E111", "16 MiB"),
        ("a; ".repeat(10 << 20), "E111", "16 MiB"),
        (equal(1 << 20), "E123", "16,384"),
        (equal(16_000), "E306", "stands twice"),
        ("period,service,amount\n\"".to_owned() + &"a\n".repeat(1 << 20), "E301", "quotation mark"),
    ] {
        fs::write(project.join("costs.csv"), &text).unwrap();
        let ran = run(&project, &["check"]);
        let said = format!("error[{code}]: ");
        let line = ran.err.lines().find(|line| line.starts_with(&said)).unwrap_or_default();
        assert!(
            ran.code == 3 && line.contains(figure),
            "{code}: {}",
            &ran.err[..ran.err.len().min(2000)]
        );
    }
    fs::write(project.join("costs.csv"), wide(16_381)).unwrap();
    assert_eq!(run(&project, &["check"]).code, 0);
    for (text, code) in [("a".repeat(20 << 20), "E111"), ("a;".repeat(10 << 20), "E123")] {
        fs::write(project.join("x.csv"), text).unwrap();
        let ran = run(&project, &["preview", project.join("x.csv").to_str().unwrap()]);
        assert!(ran.code == 3 && ran.err.contains(code), "{}", ran.err);
    }
}

#[test]
fn a_text_without_end_ends() {
    let (_kept, project) = copy("template-loops");
    let report = |more: &[&str]| {
        let folder = project.join("r");
        let _ = fs::remove_dir_all(&folder);
        run(&project, &[&["report", "-o", folder.to_str().unwrap()], more].concat())
    };
    let ran = report(&[]);
    assert!(ran.code == 3 && ran.err.contains("E872") && ran.err.contains("50,000"), "{}", ran.err);
    for set in [
        "report.logo=../x.svg",
        "report.texts=../t",
        "report.logo=/x.svg",
        "report.texts=t/../../t",
    ] {
        let ran = report(&["--set", set]);
        assert!(ran.code == 3 && ran.err.contains("error[E121]"), "{set}: {}", ran.err);
    }
    fs::write(project.join("t/opening.txt"), "a".repeat((64 << 10) + 1)).unwrap();
    let ran = report(&[]);
    assert!(ran.code == 3 && ran.err.contains("E122") && ran.err.contains("64 KiB"), "{}", ran.err);
}

#[test]
fn the_environment_does_not_steer_the_threads() {
    let (_kept, project) = copy("present-but-unreadable-is-absent");
    for count in ["100000", "0", "x"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
        command
            .env("RAYON_NUM_THREADS", count)
            .arg("-C")
            .arg(&project)
            .args(["allocate", "--by", "party"]);
        assert!(command.output().unwrap().status.success(), "{count}");
    }
    // A container with a limit of processes; whoever may do everything is not held by it.
    if cfg!(target_os = "linux") {
        let mut command = Command::new("sh");
        let words = "ulimit -u 1; exec \"$0\" -C \"$1\" allocate --by party";
        let output = command
            .args(["-c", words, env!("CARGO_BIN_EXE_umlage")])
            .arg(&project)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn rows_of_usage_that_repeat_others_are_told() {
    let (_kept, project) = copy("present-but-unreadable-is-absent");
    let header = "period,service,party,quantity\n";
    let other = "2024,s,RP,9\n";
    let rows = "2024,s,HE,5\n2024,s,RP,5\n2024,s,HE,5\n2024,s,HE,5\n";
    fs::write(project.join("usage.csv"), format!("{header}{rows}")).unwrap();
    let ran = shares(&project, &["--strict"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "HE,750.00 RP,250.00"), "{}", ran.err);
    assert!(ran.err.contains("finding[W305]: in `usage.csv` 2 rows repeat"), "{}", ran.err);
    assert!(ran.err.contains("usage.csv:4:11"), "{}", ran.err);
    let meant = shares(&project, &["--strict", "--set", "files.usage.repeated=add"]);
    assert_eq!((meant.code, meant.out), (0, ran.out), "{}", meant.err);
    fs::write(project.join("usage.csv"), format!("{header}{other}2024,s,HE,5\n2024,s,HE,5.0\n"))
        .unwrap();
    assert_eq!(
        shares(&project, &["--strict"]).code,
        0,
        "rows that differ in a letter are told apart"
    );
    // As a stream: as many different rows as there is room for.
    let many = (0..30_000).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "2024,s,HE,{number}");
        text
    });
    for (text, said) in [
        (format!("{header}{rows}"), Some("in `u.csv.gz` 2 rows repeat")),
        (format!("{header}{other}{many}"), None),
        (format!("{header}{other}{many}{many}"), Some("4,096 different rows are compared")),
    ] {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(text.as_bytes()).unwrap();
        fs::write(project.join("u.csv.gz"), gzip.finish().unwrap()).unwrap();
        let ran = shares(&project, &["--strict", "--set", "files.usage=u.csv.gz"]);
        assert_eq!(ran.code, i32::from(said.is_some()), "{}", ran.err);
        assert!(said.is_none_or(|said| ran.err.contains(said)), "{}", ran.err);
    }
}

#[test]
fn so_many_rules_are_refused_with_one_message() {
    let (_kept, project) = copy("present-but-unreadable-is-absent");
    let rules = (0..60_001).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "[rule.r{number}]\nlegal_basis = \"x\"");
        text
    });
    fs::write(project.join("umlage.toml"), format!("[project]\nlanguage = \"en\"\n{rules}"))
        .unwrap();
    let ran = run(&project, &["check"]);
    assert!(ran.code == 3 && ran.err.contains("E229"), "{}", ran.err);
    assert!(!ran.err.contains("E227"), "{}", ran.err);
}
