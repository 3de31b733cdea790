//! Dirty and hostile files: `fixtures/hostile/verdicts.toml` says of each what becomes of it,
//! `messages.*.txt` what the program says, `numbers.csv` how texts are read as numbers.
//! `UMLAGE_BLESS=1` writes the messages anew: read them.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use umlage::diag::{Severity, render};
use umlage::input::{Disk, Loaded, Memory, load};
use umlage::model::Project;
use umlage::money::Ratio;
use umlage::text::Lang;

use crate::gallery::compare;

const AGREEMENT: &str = r#"
[project]
title = "Verbund"
[party.HE]
member = true
[party.TH]
member = true
[service.wohngeld]
[service.bauantrag]
[rule.kosten]
legal_basis = "Vereinbarung § 3"
[[rule.kosten.step]]
id = "rest"
rest = true
among = "members"
key = "equal"
"#;
const COSTS: &str = "period,service,amount\n2024,wohngeld,1.00\n";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hostile")
}

/// What is to become of a file.
struct Verdict {
    name: String,
    table: String,
    layout: String,
    verdict: String,
    codes: BTreeSet<String>,
    sum: Option<String>,
    used: u64,
    left_out: u64,
}

fn verdicts() -> Vec<Verdict> {
    let all: toml::Table =
        fs::read_to_string(folder().join("verdicts.toml")).unwrap().parse().unwrap();
    let verdict = |of: &toml::Value| {
        let text = |field: &str| of.get(field).map(|text| text.as_str().unwrap().to_owned());
        let number = |field: &str| of.get(field).map_or(0, |number| number.as_integer().unwrap());
        let codes =
            of.get("codes").map(|codes| codes.as_array().unwrap().clone()).unwrap_or_default();
        Verdict {
            name: text("name").unwrap(),
            table: text("table").unwrap_or_else(|| "costs".to_owned()),
            layout: text("layout").unwrap_or_default(),
            verdict: text("verdict").unwrap(),
            codes: codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect(),
            sum: text("sum"),
            used: u64::try_from(number("used")).unwrap(),
            left_out: u64::try_from(number("left_out")).unwrap(),
        }
    };
    all["file"].as_array().unwrap().iter().map(verdict).collect()
}

/// Reads a file as the table it is to be.
fn read(of: &Verdict, bytes: Vec<u8>) -> Loaded {
    let costs = ("costs.csv".to_owned(), COSTS.into());
    if of.table == "umlage.toml" {
        return load(&Memory([("umlage.toml".to_owned(), bytes), costs].into()), &[]);
    }
    let comma = if of.layout.is_empty() { "" } else { ", " };
    let entry =
        format!("[files]\n{} = {{ path = \"{}\"{comma}{} }}\n", of.table, of.name, of.layout);
    let toml = format!("{entry}{AGREEMENT}").into_bytes();
    let files = [("umlage.toml".to_owned(), toml), (of.name.clone(), bytes), costs];
    load(&Memory(files.into()), &[])
}

/// The codes that were said, each once.
fn codes(loaded: &Loaded) -> BTreeSet<String> {
    loaded.diagnostics.iter().map(|diagnostic| diagnostic.fault.code().to_owned()).collect()
}

/// Adds up what a table holds.
fn sum(project: &Project, table: &str) -> Ratio {
    let cents = |amounts: &mut dyn Iterator<Item = Ratio>| {
        &Ratio::sum(amounts.collect::<Vec<_>>().iter()) * &Ratio::new(1, 100)
    };
    match table {
        "usage" => Ratio::sum(project.usage.iter().map(|row| &row.quantity)),
        "drivers" => Ratio::sum(project.drivers.iter().map(|row| &row.quantity.value)),
        "statistics" => {
            let own = |name: &&String| !matches!(name.as_str(), "population");
            let editions =
                project.statistics.iter().filter(|(name, _)| own(name)).flat_map(|(_, all)| all);
            let own = editions.filter(|(edition, _)| {
                !["2014", "2015", "2016", "2019"].contains(&edition.as_str())
            });
            Ratio::sum(
                own.flat_map(|(_, edition)| edition.values.values()).map(|value| &value.value),
            )
        }
        "payments" => cents(&mut project.payments.iter().map(|payment| payment.amount.ratio())),
        _ => cents(&mut project.entries.iter().map(|entry| entry.amount.ratio())),
    }
}

/// Tells what is wrong with the verdict of the program.
fn wrong(of: &Verdict, loaded: &Loaded) -> Vec<String> {
    let mut wrong = Vec::new();
    let found = codes(loaded);
    if found != of.codes {
        wrong.push(format!("{}: {found:?} instead of {:?}", of.name, of.codes));
    }
    let worst = loaded.diagnostics.iter().map(|diagnostic| diagnostic.severity()).fold(
        "accept",
        |worst, severity| match severity {
            Severity::Error => "refuse",
            _ if worst == "refuse" => worst,
            _ => "note",
        },
    );
    if worst != of.verdict {
        wrong.push(format!("{}: {worst} instead of {}", of.name, of.verdict));
    }
    let Some(project) = loaded.project.as_ref() else {
        if of.verdict != "refuse" {
            wrong.push(format!("{}: no project", of.name));
        }
        return wrong;
    };
    let table = if of.table == "umlage.toml" { "costs" } else { &of.table };
    if let Some(expected) = &of.sum {
        let found = sum(project, table);
        let expected: rust_decimal::Decimal = expected.parse().unwrap();
        if found != Ratio::from(expected) {
            wrong.push(format!("{}: the sum is {found} instead of {expected}", of.name));
        }
    }
    let count = project.counts.iter().find(|count| count.table == table).unwrap();
    let left_out: u64 = count.left_out.iter().map(|left_out| left_out.rows).sum();
    if (count.used, left_out) != (of.used, of.left_out) || count.read != count.used + left_out {
        wrong.push(format!(
            "{}: read {}, used {}, left out {left_out}",
            of.name, count.read, count.used
        ));
    }
    wrong
}

#[test]
fn every_file_gets_its_verdict_and_its_message() {
    let mut faults = Vec::new();
    let (mut named, mut messages) = (BTreeSet::new(), [String::new(), String::new()]);
    for of in verdicts() {
        let bytes = fs::read(folder().join("files").join(&of.name)).unwrap();
        let loaded = read(&of, bytes);
        faults.extend(wrong(&of, &loaded));
        for (lang, page) in [Lang::En, Lang::De].into_iter().zip(&mut messages) {
            let said = render(loaded.diagnostics.iter(), &loaded.sources, lang, false);
            assert!(said.len() < 30_000, "{}: a message of {} bytes", of.name, said.len());
            if !said.is_empty() {
                page.push_str(&format!("== {}\n{said}", of.name));
            }
        }
        assert!(named.insert(of.name.clone()), "{} twice", of.name);
    }
    let there: BTreeSet<String> = fs::read_dir(folder().join("files"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, named, "a file without a verdict");
    assert!(named.len() >= 80);
    for (lang, page) in ["en", "de"].into_iter().zip(&messages) {
        faults.extend(compare(&folder().join(format!("messages.{lang}.txt")), page).err());
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Takes the escapes of numbers.csv back: `\\u{a0}`.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').unwrap();
        out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        out.push_str(rest);
    }
    out
}

/// Says how a text is read as a number: its value and the notes, or the fault.
fn number(text: &str, kind: &str, layout: &str) -> String {
    let (table, header, row) = match kind {
        "amount" => ("costs", "period,service,amount", "2024,wohngeld,"),
        "quantity" => ("usage", "period,service,party,quantity", "2024,wohngeld,HE,"),
        "weight" => ("statistics", "statistic,edition,party,value", "s,2024,HE,"),
        other => panic!("{other}"),
    };
    let delimiter = if layout.is_empty() { "," } else { ";" };
    let lines = format!("{header}\n{row}").replace(',', delimiter);
    let of = Verdict {
        name: "f.csv".to_owned(),
        table: table.to_owned(),
        layout: layout.to_owned(),
        verdict: String::new(),
        codes: BTreeSet::new(),
        sum: None,
        used: 1,
        left_out: 0,
    };
    let loaded = read(&of, format!("{lines}\"{}\"\n", text.replace('"', "\"\"")).into_bytes());
    let value = loaded.project.as_ref().map(|project| sum(project, table).decimal(40).0);
    // One percentage alone is no whole; here only the reading of the number counts.
    let said = codes(&loaded).into_iter().filter(|code| code != "W405");
    value.into_iter().chain(said).collect::<Vec<_>>().join(" ")
}

#[test]
fn no_text_is_read_as_a_number_in_two_ways() {
    let mut reader = csv::Reader::from_path(folder().join("numbers.csv")).unwrap();
    let (mut wrong, mut rows) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record.unwrap();
        let text = unescaped(&record[0]);
        for (expected, layout) in [(&record[2], ""), (&record[3], "format = \"de\"")] {
            let found = number(&text, &record[1], layout);
            if found != *expected {
                wrong.push(format!(
                    "{text:?} {} {layout}: {found} instead of {expected}",
                    &record[1]
                ));
            }
        }
        rows += 1;
    }
    assert!(rows >= 300 && wrong.is_empty(), "{rows} rows\n{}", wrong.join("\n"));
}

/// A project on disk.
fn on_disk(toml: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("umlage.toml"), toml).unwrap();
    fs::write(folder.path().join("costs.csv"), COSTS).unwrap();
    folder
}

fn codes_on_disk(folder: &Path) -> Vec<String> {
    codes(&load(&Disk { root: folder.to_owned() }, &[])).into_iter().collect()
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_read_through_links_or_not() {
    use std::os::unix::fs::symlink;
    for (target, code) in [
        ("/dev/zero", "E102"),
        ("/dev/full", "E102"),
        (".", "E102"),
        ("usage.csv", "E102"),
        ("no.csv", "E102"),
        ("pipe", "E102"),
    ] {
        let folder = on_disk(&format!("[files]\nusage = [\"usage.csv\"]\n{AGREEMENT}"));
        assert!(Command::new("mkfifo").arg(folder.path().join("pipe")).status().unwrap().success());
        symlink(target, folder.path().join("usage.csv")).unwrap();
        assert_eq!(codes_on_disk(folder.path()), [code], "{target}");
    }
    let folder = on_disk(&format!("[files]\nusage = [\"link.csv\", \"pipe\"]\n{AGREEMENT}"));
    fs::write(
        folder.path().join("usage.txt"),
        "period,service,party,quantity\n2024,wohngeld,HE,1\n",
    )
    .unwrap();
    symlink("usage.txt", folder.path().join("link.csv")).unwrap();
    assert_eq!(codes_on_disk(folder.path()), ["E102"]);
    fs::write(folder.path().join("pipe"), "period,service,party,quantity\n2024,wohngeld,TH,1\n")
        .unwrap();
    assert_eq!(codes_on_disk(folder.path()), Vec::<String>::new());
    fs::remove_file(folder.path().join("umlage.toml")).unwrap();
    assert!(
        Command::new("mkfifo").arg(folder.path().join("umlage.toml")).status().unwrap().success()
    );
    assert_eq!(codes_on_disk(folder.path()), ["E102"]);
}

#[test]
fn a_gigabyte_in_one_line_is_refused_in_bounded_memory() {
    for (name, code) in [
        ("costs.csv", "E113"),
        ("usage.csv", "E111"),
        ("statistics.csv", "E113"),
        ("umlage.toml", "E113"),
    ] {
        let folder = on_disk(AGREEMENT);
        let file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(folder.path().join(name))
            .unwrap();
        file.set_len(1 << 30).unwrap();
        if name == "usage.csv" {
            (&file).write_all(b"period,service,party,quantity\n").unwrap();
        }
        drop(file);
        assert_eq!(codes_on_disk(folder.path()), [code], "{name}");
    }
    let long = format!(
        "period,service,amount,note\n2024,wohngeld,{},{}\n",
        "x".repeat(4 << 20),
        "ä".repeat(2 << 20)
    );
    let loaded = load(
        &Memory(
            [("umlage.toml".to_owned(), AGREEMENT.into()), ("costs.csv".to_owned(), long.into())]
                .into(),
        ),
        &[],
    );
    let said = render(loaded.diagnostics.iter(), &loaded.sources, Lang::De, false);
    assert!(said.contains("E310") && said.len() < 10_000, "{}", said.len());
}

#[test]
fn as_many_rows_as_some_programs_can_hold_are_refused() {
    for (rows, refused) in [
        (65_534, false),
        (65_535, true),
        (65_536, true),
        (65_537, false),
        (1_048_575, true),
        (1_048_576, true),
    ] {
        let usage =
            format!("period,service,party,quantity\n{}", "2024,wohngeld,HE,1\n".repeat(rows));
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(usage.as_bytes()).unwrap();
        for (name, bytes) in
            [("usage.csv", usage.into_bytes()), ("usage.csv.gz", gzip.finish().unwrap())]
        {
            let toml = format!("[files]\nusage = \"{name}\"\n{AGREEMENT}");
            let files =
                [("umlage.toml", toml.into_bytes()), ("costs.csv", COSTS.into()), (name, bytes)];
            let loaded =
                load(&Memory(files.map(|(name, bytes)| (name.to_owned(), bytes)).into()), &[]);
            let found: Vec<String> = codes(&loaded).into_iter().collect();
            assert_eq!(found.contains(&"E347".to_owned()), refused, "{name} {rows} {found:?}");
        }
    }
}

#[test]
fn packed_usage_beside_the_agreement_is_read_as_usage_in_a_text_is() {
    let usage = "period,service,party,quantity\n2024,wohngeld,HE,1\n2024,wohngeld,RP,3\n";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(usage.as_bytes()).unwrap();
    let zstandard = ruzstd::encoding::compress_to_vec(
        usage.as_bytes(),
        ruzstd::encoding::CompressionLevel::Fastest,
    );
    let packed = [("usage.csv.gz", gzip.finish().unwrap()), ("usage.csv.zst", zstandard)];
    for (name, bytes) in [("usage.csv", usage.into())].into_iter().chain(packed) {
        let files = [("umlage.toml", AGREEMENT.into()), ("costs.csv", COSTS.into()), (name, bytes)];
        let loaded = load(&Memory(files.map(|(name, bytes)| (name.to_owned(), bytes)).into()), &[]);
        let project = loaded.project.unwrap();
        let count = project.counts.iter().find(|count| count.table == "usage");
        assert_eq!(count.map(|count| (count.file.as_str(), count.read)), Some((name, 2)));
    }
}

#[test]
fn names_that_steer_a_terminal_are_shown_and_kept() {
    let hostile = "Rot\u{1b}[31m\u{202e}\u{9b}2J\u{e0061}";
    let quoted = r"Rot\u001b[31m\u202e\u009b2J\U000e0061";
    let toml = AGREEMENT
        .replace("\"Verbund\"", &format!("\"{quoted}\""))
        .replace("[service.wohngeld]", &format!("[service.wohngeld]\nname = \"{quoted}\""))
        .replace("[party.HE]", &format!("[party.HE]\nname = \"{quoted}\""))
        .replace("Vereinbarung § 3", quoted);
    let folder = on_disk(&toml);
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
        let output = command.args(args).current_dir(folder.path()).env_clear().output().unwrap();
        assert!(output.status.success(), "{args:?} {}", String::from_utf8_lossy(&output.stderr));
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    for args in [
        &["allocate"][..],
        &["check"],
        &["explain", "--party", "HE"],
        &["keys", "equal"],
        &["allocate", "--by", "rule,party"],
    ] {
        let (out, err) = run(args);
        assert!(!(out + &err).contains(['\u{1b}', '\u{202e}', '\u{9b}', '\u{e0061}']), "{args:?}");
    }
    let (json, _) = run(&["allocate", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(document["project"], hostile);
}
