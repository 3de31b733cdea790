//! Scenarios from outside: comparisons of the tour, sweeps, break-even values and orders of
//! accession, by value.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The 16 Länder, those of the worked example first.
const ORDER: &str = "efa=HE,TH,RP,SL,BW,BY,BE,BB,HB,HH,MV,NI,NW,SN,ST,SH";

fn run(project: &str, args: &[&str]) -> (i32, String, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(project);
    let output = Command::new(env!("CARGO_BIN_EXE_umlage"))
        .arg("-C")
        .arg(folder)
        .args(args)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn good(project: &str, args: &[&str]) -> String {
    let (code, out, err) = run(project, args);
    assert_eq!(code, 0, "{args:?}\n{err}");
    out
}

/// The records of a CSV.
fn records(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The amounts of one party by the label of the point.
fn amounts(csv: &str) -> BTreeMap<String, String> {
    records(csv).into_iter().map(|row| (row[0].clone(), row[row.len() - 1].clone())).collect()
}

#[test]
fn the_scenarios_of_the_tour_give_what_is_laid_down_beside_them() {
    let tour = "templates/ozg-verbund-mitte";
    let scenarios =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(tour).join("scenarios");
    for args in [
        &["sachsen", "--base", "plan-2025", "--status", "plan", "--period", "2025"][..],
        &["thueringen", "--base", "plan-2025", "--status", "plan", "--period", "2025"],
        &["bund-0", "--status", "plan", "--period", "2024"],
        &["bund-25", "--status", "plan", "--period", "2024"],
        &["bund-35", "--status", "plan", "--period", "2024"],
        &["nutzung", "--period", "2023"],
        &["alle-16", "--status", "plan", "--period", "2024"],
        &["plattform", "--status", "plan", "--period", "2024"],
    ] {
        let found = good(tour, &[&["scenario", "compare", "-q", "--format", "csv"], args].concat());
        let expected: PathBuf = scenarios.join(format!("{}.expected.csv", args[0]));
        if std::env::var_os("UMLAGE_BLESS").is_some() {
            std::fs::write(&expected, &found).unwrap();
        }
        assert_eq!(found, std::fs::read_to_string(expected).unwrap(), "{args:?}");
        let cents = |text: &String| text.replace('.', "").parse::<i128>().unwrap();
        let sums = records(&found).iter().fold([0; 3], |[base, amount, difference], row| {
            assert_eq!(cents(&row[4]) - cents(&row[3]), cents(&row[5]), "{row:?}");
            [base + cents(&row[3]), amount + cents(&row[4]), difference + cents(&row[5])]
        });
        let more = if args[0] == "plattform" { 1_120_000 } else { 0 };
        assert_eq!(
            sums[2], more,
            "140,000.00 of the platform grow by 8 %, else the cost stays: {args:?}"
        );
    }
}

#[test]
fn a_period_before_a_scenario_is_the_same_to_the_cent_and_said_so() {
    let tour = "templates/ozg-verbund-mitte";
    let out = good(tour, &["scenario", "compare", "plattform", "--period", "2023", "--lang", "en"]);
    assert!(
        out.replace('\n', " ")
            .contains("changes nothing in 2023: every amount is the same to the cent"),
        "{out}"
    );
}

#[test]
fn the_bill_of_hessen_by_the_number_of_users() {
    let csv = good(
        "scenarios/million",
        &["scenario", "sweep", "--join", ORDER, "--party", "HE", "--format", "csv"],
    );
    // Beschluss 2023/35 by hand from the published key: whole euros.
    let euros =
        |users: &str| amounts(&csv)[users].parse::<rust_decimal::Decimal>().unwrap().round();
    let found = ["16", "4", "2", "1"].map(|users| euros(users).to_string());
    assert_eq!(found, ["55778", "249760", "387892", "518593"]);
}

#[test]
fn the_corridor_holds_every_order_of_accession() {
    let users = "efa=HE,TH,RP";
    let csv = good(
        "scenarios/million",
        &["scenario", "sweep", "--join", users, "--only", "--every-order", "--format", "csv"],
    );
    let mut expected: BTreeMap<(usize, String), Vec<i128>> = BTreeMap::new();
    let all = ["HE", "TH", "RP"];
    for set in ["HE", "TH", "RP", "HE,TH", "HE,RP", "TH,RP", "HE,TH,RP"] {
        let last = set.split(',').count();
        let joined = good(
            "scenarios/million",
            &["scenario", "sweep", "--join", &format!("efa={set}"), "--only", "--format", "csv"],
        );
        for row in records(&joined).iter().filter(|row| row[0] == last.to_string()) {
            if set.split(',').any(|party| party == row[2]) && all.contains(&row[2].as_str()) {
                let cents = row[3].replace('.', "").parse().unwrap();
                expected.entry((last, row[2].clone())).or_default().push(cents);
            }
        }
    }
    let found = records(&csv);
    assert_eq!(found.len(), expected.len());
    for row in found {
        let amounts = &expected[&(row[0].parse().unwrap(), row[1].clone())];
        let cents = |text: &String| text.replace('.', "").parse::<i128>().unwrap();
        assert_eq!(cents(&row[2]), *amounts.iter().min().unwrap(), "{row:?}");
        assert_eq!(cents(&row[4]), *amounts.iter().max().unwrap(), "{row:?}");
    }
}

#[test]
fn a_range_sets_a_value_and_each_point_is_a_run_of_its_own() {
    let path = "rule.gemeinsam.step.bund.share";
    let csv = good(
        "scenarios/million",
        &["scenario", "sweep", "--vary", &format!("{path}=0..50:12.5%"), "--format", "csv"],
    );
    let rows = records(&csv);
    assert_eq!(rows.len(), 5 * 17);
    for (percent, amount) in [("0 %", "0.00"), ("12.5 %", "125000.00"), ("50 %", "500000.00")] {
        let bund = rows.iter().find(|row| row[0] == percent && row[2] == "BUND").unwrap();
        assert_eq!(bund[3], amount);
        let alone = good(
            "scenarios/million",
            &[
                "allocate",
                "--by",
                "party",
                "--format",
                "csv",
                "-q",
                "--set",
                &format!("{path}={percent}"),
            ],
        );
        let sweep: Vec<String> = rows
            .iter()
            .filter(|row| row[0] == percent && row[3] != "0.00")
            .map(|row| format!("{},{}", row[2], row[3]))
            .collect();
        let run: Vec<&str> = alone.lines().skip(1).collect();
        assert_eq!(sweep, run, "{percent}");
    }
}

#[test]
fn two_variables_make_a_grid_and_words_in_braces_their_complement() {
    let csv = good(
        "scenarios/million",
        &[
            "scenario",
            "sweep",
            "--vary",
            "w=0..1:1/2",
            "--vary",
            "rule.gemeinsam.step.bund.share=0 %,25 %",
            "--set",
            "rule.gemeinsam.step.nachnutzer.key=mix",
            "--set",
            "key.mix.parts.a.weight={w}",
            "--set",
            "key.mix.parts.b.weight={1-w}",
            "--party",
            "SL",
            "--format",
            "csv",
        ],
    );
    let rows = records(&csv);
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[0][..2], ["0", "0 %"]);
    assert_eq!(rows[5][..2], ["1", "25 %"]);
    // Half the rest of 500,000 in equal parts, and 1.19827 % (Königstein 2019) of 250,000 as one of
    // all Länder.
    assert_eq!(rows[1][..], ["0", "25 %", "2024", "SL", "127995.67"]);
    // By hand 40,241.54, each component rounded half-up, which makes five cents too many; largest
    // remainders do not.
    assert_eq!(rows[5][4], "40241.53");
}

#[test]
fn the_break_even_is_an_exact_value() {
    let args = [
        "scenario",
        "sweep",
        "--vary",
        "rule.gemeinsam.step.bund.share=0..75:25%",
        "--set",
        "rule.gemeinsam.step.alle-laender.share=0 %",
        "--break-even",
        "HE",
        "--format",
        "json",
    ];
    // One user pays what the Bund leaves: 400,000 of a million at 60 %.
    let alone =
        [&args[..], &["--set", "service.efa.participants=[\"HE\"]", "--against", "400000.00"]]
            .concat();
    let json: serde_json::Value = serde_json::from_str(&good("scenarios/million", &alone)).unwrap();
    let found = &json["break_even"][0];
    assert_eq!(
        (found["from"].as_str(), found["exact"].as_bool()),
        (Some("3/5"), Some(true)),
        "{json}"
    );
    assert_eq!(
        (found["amount"].as_str(), found["against"].as_str()),
        (Some("400000.00"), Some("400000.00"))
    );
    // In equal parts a party pays the same at any quota of the Bund times one quarter; by
    // Königstein never the same for HE.
    let keys = [&args[..], &["--against", "rule.gemeinsam.step.nachnutzer.key=equal"]].concat();
    let json: serde_json::Value = serde_json::from_str(&good("scenarios/million", &keys)).unwrap();
    assert_eq!(json["break_even"].as_array().map(Vec::len), Some(0), "{json}");
}

#[test]
fn what_is_no_sweep_is_refused_with_a_remedy() {
    for (args, words) in [
        (&["--vary", "a.b"][..], "has no name or no values"),
        (&["--vary", "a.b=1..2"], "no range FROM..TO:STEP"),
        (&["--vary", "a.b=0..1:1/1000000"], "more than 100,000 values"),
        (&["--vary", "a.b=1,1"], "twice"),
        (&["--join", "efa=HE,Hessen"], "twice"),
        (&["--every-order", "--vary", "a.b=1"], "do not go together"),
        (&["--vary", "a.b=1", "--break-even", "HE", "--against", "x"], "neither an amount"),
        (&[], "one of these is needed"),
    ] {
        let all = [&["--lang", "en", "scenario", "sweep"], args].concat();
        let (code, out, err) = run("scenarios/million", &all);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}\n{err}");
        assert!(err.contains(words), "{args:?}\n{err}");
    }
    for (args, words) in [
        (
            &["--vary", "rule.gemeinsam.step.bund.share=50..150:50%"][..],
            "rule.gemeinsam.step.bund.share = 100 %",
        ),
        (&["--join", "efa=XX"], "E212"),
        (&["--join", "nichts=HE"], "E214"),
    ] {
        let all = [&["--lang", "en", "scenario", "sweep"], args].concat();
        let (code, out, err) = run("scenarios/million", &all);
        assert_eq!((code, out.as_str()), (3, ""), "{args:?}\n{err}");
        assert!(err.contains(words), "{args:?}\n{err}");
    }
}

#[test]
fn comparisons_are_sorted_narrowed_and_divided() {
    let tour = "templates/ozg-verbund-mitte";
    let base = ["scenario", "compare", "nutzung", "--period", "2023", "-q", "--format", "csv"];
    let sorted = records(&good(
        tour,
        &[&base[..], &["--sort", "difference", "--only", "TH,HE,Saarland"]].concat(),
    ));
    let parties: Vec<&str> = sorted.iter().map(|row| row[2].as_str()).collect();
    assert_eq!(parties, ["HE", "SL", "TH"]);
    let per = records(&good(tour, &[&base[..], &["--per", "inhabitant", "--only", "SL"]].concat()));
    // 69,880.08 over the 992,666 inhabitants of 31 December 2022 are 7.04 cents.
    assert_eq!(per[0][6], "0.07");
    // People are told what shows more than a cent: 70.40 for a thousand inhabitants, and it stands
    // above the column.
    let per = ["--lang", "en", "--per", "inhabitant", "--only", "SL"];
    let people =
        ["scenario", "compare", "nutzung", "--period", "2023", "-q", "--format", "markdown"];
    let told = good(tour, &[&people[..], &per[..]].concat());
    assert!(told.contains("per 1,000 inhabitants") && told.contains("| 70.40 |"), "{told}");
    let services = good(tour, &[&base[..], &["--by", "service", "--per", "case"]].concat());
    assert!(services.starts_with(
        "period,scenario,service,base,amount,difference,base_per_unit,amount_per_unit\n"
    ));
    let people = good(
        tour,
        &["scenario", "compare", "bund-0", "bund-35", "--status", "plan", "--period", "2024", "-q"],
    );
    assert!(people.lines().all(|line| line.chars().count() <= 80), "{people}");
}

/// The rename at the end is all that ever makes the file: whoever stops a long run finds what was
/// there before.
#[cfg(unix)]
#[test]
fn an_interrupt_during_a_sweep_leaves_no_file_and_an_older_one_as_it_was() {
    use std::os::unix::process::ExitStatusExt as _;
    use std::time::{Duration, Instant};

    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios/million");
    let sweep = |out: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
        command
            .arg("-C")
            .arg(&project)
            .args(["scenario", "sweep", "-q", "--format", "csv", "--force"]);
        command.args(["--vary", "rule.gemeinsam.step.bund.share=0..50:0.001%"]);
        command.args(["--vary", "rule.gemeinsam.step.alle-laender.share=0..18:1%", "-o"]).arg(out);
        command.spawn().unwrap()
    };
    for (older, wait) in [(None, 300), (None, 1500), (Some("older\n"), 800)] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out.csv");
        if let Some(text) = older {
            std::fs::write(&out, text).unwrap();
        }
        let mut child = sweep(&out);
        std::thread::sleep(Duration::from_millis(wait));
        assert!(child.try_wait().unwrap().is_none(), "the sweep is to be at work still");
        let kill = format!("kill -INT {}", child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        let limit = Instant::now() + Duration::from_secs(20);
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if Instant::now() > limit {
                child.kill().unwrap();
                panic!("the interrupt did not end it; is SIGINT ignored where the tests run?");
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        assert_eq!(status.signal(), Some(2), "ended by the interrupt, not by a fault: {status:?}");
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, usize::from(older.is_some()), "what is left in the folder");
        assert_eq!(std::fs::read_to_string(&out).ok().as_deref(), older);
    }
}
