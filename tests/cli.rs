//! The command line from outside: what it prints where, in which language, and how it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// What a run gave.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A folder of its own, in which the program runs with an environment that must not matter.
pub struct World {
    folder: TempDir,
}

impl World {
    /// Nothing in it.
    pub fn empty() -> World {
        World { folder: tempfile::tempdir().unwrap() }
    }

    /// A project with two parties, two services and a remainder.
    fn project() -> World {
        let world = World::empty();
        world.file("umlage.toml", AGREEMENT);
        world.file("costs.csv", COSTS);
        world
    }

    pub fn file(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
        command.args(args).current_dir(self.folder.path()).env_clear().stdin(Stdio::null());
        command.env("LANG", "de_DE.UTF-8").env("LANGUAGE", "de").env("COLUMNS", "20");
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        let output = self.command(args).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Run {
            code: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Runs and expects success without a word on standard error.
    pub fn good(&self, args: &[&str]) -> String {
        let run = self.run(args);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
        run.out
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

const AGREEMENT: &str = r#"
[project]
title = "Zwei Länder"
language = "de"

[party.SL]
member = true
[party.HE]
member = true

[service.b]
name = "Bauantrag"
[service.a]
name = "Anmeldung"

[rule.halb]
title = "Zu gleichen Teilen"
legal_basis = "Vereinbarung § 1"
[[rule.halb.step]]
id = "bund"
share = "10 %"
to = "BUND"
[[rule.halb.step]]
id = "rest"
rest = true
among = "members"
key = "gleich"

[key.gleich]
method = "equal"
"#;

const COSTS: &str = "period,amount,service\n2024,1000.01,a\n2024,2000000.00,b\n2023,-50.00,a\n";

#[test]
fn shares_come_in_the_order_of_the_agreement() {
    let world = World::project();
    let csv = world.good(&["allocate", "--format", "csv", "--period", "2024"]);
    assert_eq!(
        csv,
        "party,service,amount\nSL,b,900000.00\nSL,a,450.01\nHE,b,900000.00\nHE,a,450.00\n\
         BUND,b,200000.00\nBUND,a,100.00\n"
    );
    let by = world.good(&["allocate", "--format", "csv", "--by", "period,kind,rule,step,centre"]);
    assert_eq!(
        by,
        "period,kind,rule,step,centre,amount\n2023,*,halb,bund,*,-5.00\n2023,*,halb,rest,*,-45.00\n\
         2024,*,halb,bund,*,200100.00\n2024,*,halb,rest,*,1800900.01\n"
    );
}

#[test]
fn csv_for_excel_is_german_and_json_is_exact() {
    let world = World::project();
    let excel =
        world.good(&["allocate", "--format", "csv-de", "--by", "party", "--period", "2024"]);
    assert_eq!(excel, "\u{feff}party;amount\r\nSL;900450,01\r\nHE;900450,00\r\nBUND;200100,00\r\n");
    let json = world.good(&["allocate", "--format", "json", "--by", "party"]);
    let start = "{\"schema\":\"umlage/allocation/1\",\"project\":\"Zwei \
        Länder\",\"period\":\"2023,2024\",\
                 \"currency\":\"EUR\",\"by\":[\"party\"],\"rows\":[{\"party\":\"SL\",\"amount\":\"900427.51\"},";
    assert!(json.starts_with(start), "{json}");
    let totals = "\"totals\":{\"cost\":\"2000950.01\",\"allocated\":\"2000950.01\",\"residue\":\"0.00\",\
                  \"not_shared\":\"0.00\"},\"digest\":\"sha256:";
    assert!(json.contains(totals) && json.ends_with("\"}\n"), "{json}");
}

#[test]
fn the_digest_is_that_of_the_sorted_cells_and_the_totals() {
    let world = World::project();
    let cells =
        world.good(&["allocate", "--format", "csv", "--by", "period,rule,service,kind,step,party"]);
    let cents = |amount: &str| amount.replace('.', "").parse::<i128>().unwrap();
    let mut lines: Vec<String> = cells
        .lines()
        .skip(1)
        .map(|line| {
            let (grain, amount) = line.rsplit_once(',').unwrap();
            format!("{}|{}\n", grain.replace(',', "|"), cents(amount))
        })
        .collect();
    lines.sort();
    lines.push("cost|200095001\nallocated|200095001\nresidue|0\nnot_shared|0\n".to_owned());
    let hash = Sha256::digest(lines.concat());
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    for args in [["--by", "party", "--lang", "en"], ["--by", "kind,party", "--lang", "de"]] {
        let json = world.good(&[&["allocate", "--format", "json"], &args[..]].concat());
        assert!(json.contains(&format!("\"digest\":\"sha256:{hash}\"")), "{json}");
    }
}

#[test]
fn people_get_names_totals_legal_bases_and_the_balance() {
    let world = World::project();
    let german = world.good(&["allocate", "--period", "2024"]);
    for expected in [
        "Zwei Länder\nKostenverteilung 2024, Ist, Beträge in EUR\n",
        "Beteiligter       Bauantrag  Anmeldung         Summe\n",
        "Saarland (SL)    900.000,00     450,01    900.450,01\n",
        "Summe          2.000.000,00   1.000,01  2.001.000,01\n",
        "Rechtsgrundlagen\nZu gleichen Teilen: Vereinbarung § 1\n",
        "Probe: Kosten = verteilt + Rundungsrest + nicht umgelegt\n\
         Kosten 2.001.000,01 = verteilt 2.001.000,01 + Rundungsrest 0,00\n  + nicht umgelegt \
         0,00\n",
    ] {
        assert!(german.contains(expected), "{expected}\n{german}");
    }
    let english = world.good(&["allocate", "--period", "2024", "--lang", "en"]);
    assert!(
        english.contains("Total              2,000,000.00   1,000.01  2,001,000.01\n"),
        "{english}"
    );
    assert!(
        english.contains(
            "Cost 2,001,000.01 = allocated 2,001,000.01 + residue 0.00 + not shared 0.00\n"
        )
    );
    assert!(!german.contains('\u{1b}'), "no colour outside a terminal");
    assert!(world.good(&["allocate", "--color", "always"]).contains('\u{1b}'));
}

#[test]
fn a_period_without_cost_is_no_error() {
    let world = World::project();
    let args = ["allocate", "--period", "2030"];
    assert_eq!(world.good(&[&args[..], &["--format", "csv"]].concat()), "party,service,amount\n");
    assert!(
        world.good(&[&args[..], &["--format", "json"]].concat()).contains("\"period\":\"2030\"")
    );
    assert!(world.good(&args).ends_with("Im Zeitraum 2030 gibt es keine Kosten.\n"));
}

#[test]
fn names_cannot_steer_the_terminal_but_stay_as_they_are_for_machines() {
    let world = World::project();
    let agreement =
        AGREEMENT.replace("name = \"Anmeldung\"", "name = \"An\\u001b[31m\\u202Emeldung\"");
    world.file("umlage.toml", &agreement.replace("\"Zwei Länder\"", "\"Zwei\\rLänder\\u009b\""));
    let page = world.good(&["allocate"]);
    assert!(
        !page.contains(['\u{1b}', '\u{202e}', '\r', '\u{9b}'])
            && page.contains("An\u{fffd}[31m\u{fffd}meldung")
    );
    assert!(world.good(&["allocate", "--format", "json"]).contains("Zwei\\rLänder\u{9b}"));
}

#[test]
fn what_excel_would_take_for_a_formula_is_neutralised_for_excel_alone() {
    let world = World::project();
    world
        .file("umlage.toml", &AGREEMENT.replace("title = \"Zu", "pool = [\"kind\"]\ntitle = \"Zu"));
    world.file("costs.csv", "period,amount,service,kind\n2024,10.00,a,\"=1+1;\"\n2024,10.00,a,\n");
    let by = ["allocate", "--by", "kind", "--format"];
    let excel = world.good(&[&by[..], &["csv-de"]].concat());
    assert_eq!(excel, "\u{feff}kind;amount\r\n\"'=1+1;\";10,00\r\n-;10,00\r\n");
    assert_eq!(world.good(&[&by[..], &["csv"]].concat()), "kind,amount\n=1+1;,10.00\n-,10.00\n");
}

#[test]
fn a_small_sum_that_others_bear_is_explained() {
    let case =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/agreements/gafinhg-redistribution");
    let run = World::empty().run(&[
        "-C",
        case.to_str().unwrap(),
        "--lang",
        "en",
        "explain",
        "--party",
        "HB",
    ]);
    assert_eq!(run.code, 0);
    let sentence = "Bremen (HB), 2024: 0.00 EUR, because the others bear 50,300.05 EUR";
    let derived = "5,000,000.03 × 0.95379 ÷ 94.81005";
    let plain = run.out.replace("\n    ", " ");
    assert!(plain.contains(sentence) && plain.contains(derived), "{}", run.out);
    let everybody =
        World::empty().run(&["-C", case.to_str().unwrap(), "explain", "--format", "json"]);
    assert!(!everybody.out.contains("50300.05"), "the sum that moved is no share");
}

#[test]
fn wrong_command_lines_exit_2() {
    let world = World::project();
    for args in [
        &["allocate", "--by", "party,land"][..],
        &["allocate", "--by", "party,party"],
        &["allocate", "--by", ""],
        &["allocate", "--period", "24"],
        &["allocate", "--format", "pdf"],
        &["allocate", "--lang", "fr"],
        &["allocate", "--status", "budget"],
        &["allocate", "--what"],
        &["zuteilen"],
        &["keys", "gleich", "--list"],
        &["init", "--template", "nichts", "neu"],
        &["man", "nichts"],
        &[],
    ] {
        let run = world.run(args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        assert!(!run.err.is_empty(), "{args:?}");
    }
    assert!(
        world
            .run(&["allocate", "--by", "party,land"])
            .err
            .starts_with("Fehler: `--by` kennt `land` nicht")
    );
}

#[test]
fn invalid_input_exits_3_in_the_language_of_the_project() {
    let world = World::empty();
    let run = world.run(&["allocate"]);
    assert_eq!((run.code, run.out.as_str()), (3, ""));
    assert!(run.err.starts_with("error[E101]"), "the environment is ignored: {}", run.err);
    assert!(
        world.run(&["-C", "nirgends", "allocate", "--lang", "de"]).err.starts_with("Fehler[E110]")
    );

    let world = World::project();
    world.file("umlage.toml", &AGREEMENT.replace("rest = true", "rst = true"));
    let run = world.run(&["check"]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("Fehler[") && run.err.contains("umlage.toml:"), "{}", run.err);
    assert!(run.out.starts_with("Fehler: "), "{}", run.out);
    let json = world.run(&["check", "--format", "json"]).out;
    assert!(json.starts_with("{\"schema\":\"umlage/check/1\",\"ok\":false,"), "{json}");
    assert!(world.run(&["allocate", "--lang", "en"]).err.contains("error["));
}

#[test]
fn unknown_names_are_met_with_the_nearest() {
    let world = World::project();
    let run = world.run(&["keys", "gliech"]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("E216") && run.err.contains("`gleich`"), "{}", run.err);
    for args in [["--party", "HEE"], ["--service", "x"], ["--rule", "x"]] {
        assert_eq!(world.run(&[&["explain"], &args[..]].concat()).code, 3, "{args:?}");
    }
}

#[test]
fn the_project_is_found_upward() {
    let world = World::project();
    fs::create_dir_all(world.path("a/b")).unwrap();
    let below = world
        .command(&["allocate", "--by", "party", "--format", "csv"])
        .current_dir(world.path("a/b"))
        .output();
    assert!(String::from_utf8(below.unwrap().stdout).unwrap().starts_with("party,amount\nSL,"));
    assert_eq!(world.run(&["-C", "a", "allocate"]).code, 3, "-C names the folder itself");
}

#[test]
fn files_are_written_whole_and_replaced_only_by_force() {
    let world = World::project();
    let args = ["allocate", "--format", "csv", "--by", "rule", "-o", "out.csv"];
    assert_eq!(world.good(&args), "");
    assert_eq!(
        fs::read_to_string(world.path("out.csv")).unwrap(),
        "rule,amount\nhalb,2000950.01\n"
    );
    world.file("out.csv", "mine");
    let run = world.run(&args);
    assert_eq!(run.code, 4);
    assert!(run.err.contains("out.csv") && run.err.contains("--force"), "{}", run.err);
    assert_eq!(fs::read_to_string(world.path("out.csv")).unwrap(), "mine");
    world.good(&[&args[..], &["--force"]].concat());
    assert_eq!(
        fs::read_to_string(world.path("out.csv")).unwrap(),
        "rule,amount\nhalb,2000950.01\n"
    );
    assert_eq!(world.names(), ["costs.csv", "out.csv", "umlage.toml"]);
    assert_eq!(world.run(&["allocate", "-o", "no/where.csv"]).code, 4);
    assert_eq!(world.run(&["allocate", "-o", ".", "--force"]).code, 4);
}

#[cfg(unix)]
#[test]
fn a_written_file_is_as_open_as_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::project();
    world.good(&["allocate", "-o", "out.txt"]);
    let mode = |name: &str| fs::metadata(world.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("out.txt"), mode("costs.csv"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_a_closed_pipe_is_not() {
    let world = World::project();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = world.command(&["allocate"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("Fehler: "));

    let mut child =
        world.command(&["explain"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(4), &b""[..]));
    assert_eq!(world.run(&["allocate", "-o", "/dev/full", "--force"]).code, 4);
}

#[test]
fn keys_are_exact_and_need_no_project() {
    let world = World::empty();
    let csv =
        world.good(&["keys", "koenigstein-2019", "--among", "HE,RP,SL,TH", "--format", "csv"]);
    assert_eq!(
        csv,
        "party,share_percent,fraction\nHE,46.2334521741,743709/1608595\n\
            RP,29.9545876992,481848/1608595\n\
         SL,7.4491714819,119827/1608595\nTH,16.3627886447,263211/1608595\n"
    );
    let all = world.good(&["keys", "koenigstein-2019", "--format", "csv"]);
    assert_eq!(all.lines().count(), 17, "all with a value");
    assert!(
        all.contains("\nBW,13.04061,1304061/10000000\n"),
        "exact without zeros at the end: {all}"
    );
    let list = world.good(&["keys", "--list", "--format", "csv"]);
    assert!(list.starts_with("key,method,statistic,edition,built_in,source\n"));
    assert!(list.contains("koenigstein-2019,statistic,koenigstein,2019,true,"), "{list}");

    let world = World::project();
    let own = world.good(&["keys", "gleich", "--format", "csv"]);
    assert_eq!(own, "party,share_percent,fraction\nSL,50,1/2\nHE,50,1/2\n", "the members");
    let three = world.good(&["keys", "gleich", "--among", "members,BY", "--format", "csv"]);
    assert!(three.contains("SL,33.3333333333,1/3\n"), "{three}");
}

#[test]
fn an_explanation_ends_with_the_figure_and_leads_to_the_line() {
    let world = World::project();
    let args = ["explain", "--party", "SL", "--service", "a", "--period", "2024"];
    let json = world.good(&[&args[..], &["--format", "json"]].concat());
    assert!(json.starts_with("{\"schema\":\"umlage/trace/1\",\"steps\":[{\"id\":1,"), "{json}");
    for expected in [
        "\"operation\":\"read\",\"subject\":\"entry\",\"inputs\":[\"costs.csv:2:6\"],\"value\":\"100001/100\",\
         \"rounded\":\"1000.01\",\"money\":true",
        "\"rule\":\"halb\",\"step\":\"rest\",\"legal_basis\":\"Vereinbarung § 1\",\"party\":\"SL\",\
         \"period\":\"2024\",\"service\":\"a\",\"centre\":\"*\",\"kind\":\"*\",\"unit\":\"0.01\",\
         \"residue\":\"largest-remainder\",\"index\":0,\"ties\":\"size\"",
        "\"subject\":\"figure\"",
    ] {
        assert!(json.contains(expected), "{expected}\n{json}");
    }
    let page = world.good(&args);
    for expected in [
        "Saarland (SL), Anmeldung, 2024: 450,01 EUR.",
        "Rechtsgrundlage: Vereinbarung § 1",
        "Kostenposition: 1.000,01 (costs.csv:2:6)",
        "Quote: 10 % (umlage.toml:",
        "genauer Anteil Saarland (SL): 450,005 = 900,01 × 1 ÷ 2",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    let none = world.run(&["explain", "--party", "BY"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    assert!(none.err.starts_with("Fehler: kein Anteil"));
}

#[test]
fn findings_exit_1_only_when_strict() {
    let world = World::project();
    world.file("usage.csv", "period,service,party,quantity\n2024,a,HE,5\n");
    let run = world.run(&["check"]);
    assert_eq!(run.code, 0);
    assert!(
        run.err.contains("Feststellung[W301]") && run.err.contains("usage.csv:2"),
        "{}",
        run.err
    );
    assert!(run.out.contains("Fehler: 0, Feststellungen: 1, Hinweise: 0"), "{}", run.out);
    assert_eq!(world.run(&["check", "--strict"]).code, 1);
}

#[test]
fn check_tells_what_was_left_out_and_why() {
    let world = World::project();
    world
        .file("costs.csv", "period,amount,service,status\n2024,10.00,a,actual\n2025,7.00,a,plan\n");
    let json = world.good(&["check", "--format", "json"]);
    let file = "{\"file\":\"costs.csv\",\"table\":\"costs\",\"rows_read\":2,\"rows_used\":1,\"rows_left_out\":1,\
                \"amount_read\":\"17.00\",\"amount_used\":\"10.00\"}";
    assert!(json.contains(file), "{json}");
    assert!(
        json.contains("\"left_out\":[{\"file\":\"costs.csv\",\"reason\":\"other status"),
        "{json}"
    );
    assert!(world.good(&["check"]).contains("costs.csv: eine Zeile über 7,00, anderer Status"));
}

#[test]
fn init_writes_a_project_that_runs_and_touches_nothing_else() {
    let world = World::empty();
    let list = world.good(&["init", "--list", "--format", "csv"]);
    for name in list.lines().skip(1).map(|line| line.split(',').next().unwrap()) {
        let said = world.good(&["init", name, "--template", name]);
        assert!(
            said.contains("illustrative") && said.contains(&format!("umlage -C {name} check")),
            "{said}"
        );
        assert_eq!(world.run(&["-C", name, "check"]).code, 0, "{name}");
        world.good(&["-C", name, "allocate", "--format", "csv"]);
    }
    let first = list.lines().nth(1).unwrap().split(',').next().unwrap();
    let costs = world.path(first).join("costs.csv");
    fs::write(&costs, "mine").unwrap();
    fs::remove_file(world.path(first).join("README.md")).unwrap();
    assert_eq!(world.run(&["init", first]).code, 4);
    assert_eq!(fs::read_to_string(&costs).unwrap(), "mine");
    assert!(
        !world.path(first).join("README.md").exists(),
        "nothing is written where not all can be"
    );
    world.good(&["init", first, "--force"]);
    assert_ne!(fs::read_to_string(&costs).unwrap(), "mine");
}

#[test]
fn shells_and_manual_are_served() {
    let world = World::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(world.good(&["completions", shell]).contains("allocate"), "{shell}");
    }
    assert!(world.good(&["man"]).contains(".TH umlage 1"));
    assert!(world.good(&["man", "allocate"]).contains("umlage allocate"));
    assert!(world.good(&["--version"]).starts_with("umlage "));
    for command in ["init", "check", "allocate", "keys", "centres", "explain", "completions", "man"]
    {
        assert!(world.good(&[command, "--help"]).contains("Examples:\n  umlage "), "{command}");
    }
}

#[test]
fn a_page_outside_a_terminal_is_at_most_80_wide() {
    let template =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates/ozg-verbund-mitte");
    let world = World::empty();
    let page = world.good(&["-C", template.to_str().unwrap(), "allocate"]);
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    assert!(page.contains("1.396.330,92"));
}
