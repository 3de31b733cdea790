//! Journals for other software: hledger and beancount read them without a complaint and reckon the
//! balances that `settle` shows, over the tour, the agreements and random projects. Where a program
//! is not installed its test says so.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;
use umlage::allocation::Request;
use umlage::analysis::settlement::{Account, CreditKind, Settlement, settle};
use umlage::input::load;
use umlage::model::Project;
use umlage::render::{Medium, journal_renderer};
use umlage::report::{Journal, journal};

use crate::cases::{cases, umlage};
use crate::support::books::books;
use crate::support::run::memory;

/// How many random projects are tried.
const RANDOM: u64 = 200;

/// The programs that read journals, with what makes them tell their version.
const READERS: [(&str, &str); 2] = [("hledger", "hledger"), ("beancount", "bean-check")];

/// A journal in a file, and the balances of parties and periods by their account that it must have,
/// in cents, and what each party owes altogether.
struct Exported {
    file: PathBuf,
    balances: BTreeMap<String, i128>,
    owed: BTreeMap<String, i128>,
}

/// An account as `settle` shows it: party, period, balance, and what of its credits is carried from
/// the period before.
type Shown = (String, String, [i128; 2]);

impl Exported {
    /// What a party owes altogether is what each period adds, and what came from before the first.
    fn of(file: PathBuf, shown: &[Shown]) -> Exported {
        let first = shown.iter().map(|(_, period, _)| period.as_str()).min().unwrap_or_default();
        let (mut balances, mut owed) = (BTreeMap::new(), BTreeMap::new());
        for (party, period, [balance, carried]) in shown {
            let added = if period == first { *balance } else { balance + carried };
            *owed.entry(party.clone()).or_insert(0) += added;
            balances.insert(format!("Assets:Parties:{party}:{period}"), *balance);
        }
        owed.retain(|_, cents| *cents != 0);
        balances.retain(|_, cents| *cents != 0);
        Exported { file, balances, owed }
    }

    /// Compares with the balances that a program reckons.
    fn compare(&self, found: &BTreeMap<String, i128>) {
        let (mut balances, mut owed) = (BTreeMap::new(), BTreeMap::new());
        for (account, cents) in found {
            let party = account.split(':').nth(2).unwrap();
            *owed.entry(party.to_owned()).or_insert(0) += cents;
            if !account.ends_with(":Carried") {
                balances.insert(account.clone(), *cents);
            }
        }
        owed.retain(|_, cents| *cents != 0);
        assert_eq!(
            (balances, owed),
            (self.balances.clone(), self.owed.clone()),
            "{}",
            self.file.display()
        );
    }
}

fn is_installed(program: &str) -> bool {
    let runs = |program: &str, args: &[&str]| {
        Command::new(program).args(args).output().is_ok_and(|output| output.status.success())
    };
    let module = || runs("python3", &["-c", "import beancount.loader"]);
    let there = runs(program, &["--version"]) && (program != "bean-check" || module());
    if !there {
        println!("not tried: {program} is not installed");
    }
    there
}

fn cents(text: &str) -> i128 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    let part: i128 = format!("{part:0<2}").parse().unwrap();
    whole.parse::<i128>().unwrap() * 100 + sign * part
}

/// Runs a program on a file; what it prints, or its complaint.
fn read(program: &str, args: &[&str], file: &Path) -> Result<String, String> {
    let output =
        Command::new(program).args(args).arg(file).env("LC_ALL", "C.UTF-8").output().unwrap();
    let [out, complaint] =
        [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    if output.status.success() {
        Ok(out)
    } else {
        Err(format!("{program} {}: {out}{complaint}", file.display()))
    }
}

/// Reads the balances of the accounts of parties as hledger reckons them; those of nothing are left
/// out.
fn hledger(file: &Path) -> BTreeMap<String, i128> {
    read("hledger", &["check", "ordereddates", "accounts", "commodities", "-f"], file).unwrap();
    let list = ["bal", "Assets:Parties", "--flat", "--no-total", "-O", "csv", "-f"];
    let csv = read("hledger", &list, file).unwrap();
    let balance =
        |row: csv::StringRecord| (row[0].to_owned(), cents(row[1].split(' ').next().unwrap()));
    csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).map(balance).collect()
}

/// Lists all balances that beancount reckons, file by file; complains as `bean-check` does.
const BEANCOUNT: &str = "
import sys
from beancount import loader
from beancount.core import data
for name in sys.argv[1:]:
    entries, errors, _ = loader.load_file(name)
    for error in errors:
        sys.exit(f'{name}: {error}')
    sums = {}
    for entry in entries:
        for posting in getattr(entry, 'postings', []):
            if posting.account.startswith('Assets:Parties:'):
                sums[posting.account] = sums.get(posting.account, 0) + posting.units.number
    for account, amount in sums.items():
        if amount:
            print(name, account, format(amount, 'f'), sep='\\t')
";

fn beancount(exported: &[Exported]) -> BTreeMap<PathBuf, BTreeMap<String, i128>> {
    let files = exported.iter().map(|one| one.file.as_os_str());
    let output = Command::new("python3").args(["-c", BEANCOUNT]).args(files).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut all: BTreeMap<PathBuf, BTreeMap<String, i128>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let [name, account, amount] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        all.entry(PathBuf::from(name)).or_default().insert(account.to_owned(), cents(amount));
    }
    all
}

/// The accounts as they are shown.
fn shown(project: &Project, settlement: &Settlement) -> Vec<Shown> {
    let shown = |account: &Account| {
        let carried = account.credit_parts.iter().filter(|part| part.kind == CreditKind::Carried);
        let carried: i128 = carried.map(|part| part.amount.amount().get()).sum();
        let (party, period) = (project.party(account.party).id.clone(), account.period.to_string());
        (party, period, [account.balance.amount().get(), carried])
    };
    settlement.accounts().map(shown).collect()
}

/// Exports every random project that can be settled.
fn random(folder: &Path, software: &str) -> Vec<Exported> {
    let renderer = journal_renderer(software).unwrap();
    let export = |seed: u64| {
        let loaded = load(&memory(&books(seed).files()), &[]);
        let project = loaded.project.as_ref()?;
        let settlement = settle(project, Request::default()).ok()?;
        let books = Journal { project, settlement: &settlement, transfers: None };
        let text = renderer.render(&journal(books), Medium { width: 80, styled: false });
        let file = folder.join(format!("random-{seed}.{software}"));
        fs::write(&file, text).unwrap();
        Some(Exported::of(file, &shown(project, &settlement)))
    };
    (0..).filter_map(export).take(usize::try_from(RANDOM).unwrap()).collect()
}

/// Exports the tour and every case by the command, all its periods.
fn printed(folder: &Path, software: &str) -> Vec<Exported> {
    let tour = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates/ozg-verbund-mitte");
    let all = ["--period", "2021-01-01/2024-12-31"];
    let projects = cases().into_iter().map(|project| (project, &[][..])).chain([(tour, &all[..])]);
    let export = |(number, (project, period)): (usize, (PathBuf, &[&str]))| {
        let settled = ["settle", "-q", "--format", "json"];
        let settled = crate::cases::run(&project, &[&settled[..], period].concat()).ok()?;
        let text = umlage(&project, &[&["export", "-q", "--to", software][..], period].concat());
        let file = folder.join(format!("{number}.{software}"));
        fs::write(&file, text).unwrap();
        let settled: serde_json::Value = serde_json::from_str(&settled).unwrap();
        let rows =
            settled["rows"].as_array().unwrap().iter().zip(settled["outcomes"].as_array().unwrap());
        let credits = settled["credits"].as_array().unwrap();
        let amount = |row: &serde_json::Value, name: &str| cents(row[name].as_str().unwrap());
        let shown = |(row, outcome): (&serde_json::Value, &serde_json::Value)| {
            assert_eq!(row["party"], outcome["party"]);
            let own = |credit: &&serde_json::Value| {
                credit["kind"] == "carried"
                    && ["party", "period"].iter().all(|name| credit[name] == outcome[name])
            };
            let carried: i128 =
                credits.iter().filter(own).map(|credit| amount(credit, "amount")).sum();
            let [party, period] =
                ["party", "period"].map(|name| outcome[name].as_str().unwrap().to_owned());
            (party, period, [amount(row, "balance"), carried])
        };
        Some(Exported::of(file, &rows.map(shown).collect::<Vec<_>>()))
    };
    projects.enumerate().filter_map(export).collect()
}

#[test]
fn journals_are_read_without_complaint_and_their_balances_are_those_of_the_settlement() {
    let folder = tempfile::tempdir().unwrap();
    for (software, program) in READERS {
        if !is_installed(program) {
            continue;
        }
        let mut exported = printed(folder.path(), software);
        let printed = exported.len();
        exported.extend(random(folder.path(), software));
        let found: BTreeMap<PathBuf, BTreeMap<String, i128>> = match software {
            "beancount" => beancount(&exported),
            _ => exported.par_iter().map(|one| (one.file.clone(), hledger(&one.file))).collect(),
        };
        let none = BTreeMap::new();
        for one in &exported {
            one.compare(found.get(&one.file).unwrap_or(&none));
        }
        let accounts: usize = exported.iter().map(|one| one.balances.len()).sum();
        println!(
            "{software}: {printed} projects and {RANDOM} random ones, {accounts} balances equal"
        );
        assert!(printed > 10 && accounts > 1000, "{printed} {accounts}");
    }
}

#[test]
fn the_command_that_checks_for_beancount_finds_nothing_in_the_tour() {
    if !is_installed("bean-check") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let tour = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates/ozg-verbund-mitte");
    let file = folder.path().join("tour.beancount");
    let all = ["--period", "2021-01-01/2024-12-31", "--transfers", "minimal"];
    fs::write(&file, umlage(&tour, &[&["export", "-q", "--to", "beancount"][..], &all].concat()))
        .unwrap();
    assert_eq!(read("bean-check", &[], &file), Ok(String::new()));
}

#[test]
fn names_that_are_commands_elsewhere_are_text_in_journals() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "\\\";}{|,: =cmd|'/c calc'!A0 <script> ; \\ \u{202f}@ 2024-01-01 * x";
    let toml = format!(
        "[project]\ntitle = \"T\"\n[party.HE]\nmember = true\nname = '''{hostile}'''\n\
            [service.\"ä.ö-x\"]\n\
         [service.\"a.o-x\"]\n[rule.r]\nlegal_basis = '''{hostile}'''\ntitle = '''{hostile}'''\n\
         [[rule.r.step]]\nid = \"a\"\nrest = true\namong = \"members\"\nkey = \"equal\"\n",
    );
    let mut costs = csv::Writer::from_writer(Vec::new());
    costs.write_record(["period", "service", "amount", "supplier", "document", "note"]).unwrap();
    costs.write_record(["2024", "ä.ö-x", "-10.01", hostile, hostile, hostile]).unwrap();
    costs
        .write_record(["2024", "a.o-x", "30.02", hostile, &format!("2{hostile}"), hostile])
        .unwrap();
    fs::write(folder.path().join("umlage.toml"), toml).unwrap();
    fs::write(folder.path().join("costs.csv"), costs.into_inner().unwrap()).unwrap();
    let wanted = BTreeMap::from([("Assets:Parties:HE:2024".to_owned(), 2001)]);
    for (software, program) in READERS {
        if !is_installed(program) {
            continue;
        }
        let file = folder.path().join(software);
        fs::write(&file, umlage(folder.path(), &["export", "-q", "--to", software])).unwrap();
        let found = match software {
            "beancount" => {
                let exported = [Exported::of(file.clone(), &[])];
                beancount(&exported).remove(&file).unwrap_or_default()
            }
            _ => hledger(&file),
        };
        assert_eq!(found, wanted, "{software}");
    }
}

/// Without a program: the postings of the tour, by party and account.
#[test]
fn the_postings_of_the_tour_are_its_true_position_and_leave_out_what_is_not_shared() {
    let tour = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates/ozg-verbund-mitte");
    let sums = |period: &str,
                of: fn(&BTreeMap<String, String>) -> Option<String>|
     -> BTreeMap<String, i128> {
        let csv = umlage(&tour, &["export", "-q", "--to", "csv", "--period", period]);
        let mut sums = BTreeMap::new();
        for row in csv::Reader::from_reader(csv.as_bytes()).deserialize() {
            let row: BTreeMap<String, String> = row.unwrap();
            if let Some(name) = of(&row) {
                *sums.entry(name).or_insert(0) += cents(&row["amount"]);
            }
        }
        sums
    };
    let party = |row: &BTreeMap<String, String>| {
        Some(row["account"].strip_prefix("Assets:Parties:")?[..2].to_owned())
    };
    // Bayern: 551.79 for 2023, and what stands on its account of 2024, which took over nothing.
    let all = sums("2021-01-01/2024-12-31", party);
    let of_2024 = sums("2024", party);
    assert_eq!(all["BY"], of_2024["BY"] + 55_179);
    // The Saarland carries all balances; so it owes what its last account says, whichever periods
    // are written.
    assert_eq!((all["SL"], of_2024["SL"]), (-4_964_528, -4_964_528));
    let not_shared = |row: &BTreeMap<String, String>| {
        let is_it = row["account"] == "Equity:Not-Shared";
        assert!(!is_it || (!row["rule"].is_empty() && !row["legal_basis"].is_empty()), "{row:?}");
        is_it.then(|| "all".to_owned())
    };
    assert_eq!(sums("2021-01-01/2024-12-31", not_shared)["all"], -62_030_000);
}
