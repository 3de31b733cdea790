//! Keys, comparisons and scenarios say the truth: what stands in for what was agreed is named,
//! sides that cannot be compared are told before their table, and a what-if cannot pass for the
//! bill.

use std::fs;
use std::path::Path;

use crate::cli::{Run, World};

/// Three states; usage of one service is missing, of the other that of the Saarland.
const AGREEMENT: &str = r#"
[project]
title = "Verbund"
language = "de"
[party.HE]
member = true
[party.RP]
member = true
[party.SL]
member = true
[service.wohngeld]
name = "Wohngeld"
participants = ["HE", "RP", "SL"]
[service.elster]
name = "Elster"
participants = ["HE", "RP", "SL"]
[key.nutzung]
method = "usage"
measure = "uses"
otherwise = "koenigstein-2019"
[rule.r]
legal_basis = "Beschluss"
[[rule.r.step]]
id = "bund"
share = "25 %"
to = "BUND"
[[rule.r.step]]
id = "rest"
rest = true
among = "participants"
key = "nutzung"
"#;

fn verbund() -> World {
    let world = World::empty();
    world.file("umlage.toml", AGREEMENT);
    world.file("costs.csv", "period,service,amount\n2024,wohngeld,1000.00\n2024,elster,500.00\n");
    world.file(
        "usage.csv",
        "period,service,party,quantity\n2024,elster,HE,5\n2024,elster,RP,5\n2024,elster,SL,0\n",
    );
    world
}

/// A run that does its work, whatever it has to tell.
fn done(world: &World, args: &[&str]) -> Run {
    let run = world.run(args);
    assert_eq!(run.code, 0, "{args:?}\n{}", run.err);
    run
}

/// The tour of the repository.
fn tour(args: &[&str]) -> Run {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates/ozg-verbund-mitte");
    let folder = root.to_str().unwrap().to_owned();
    let world = World::empty();
    done(&world, &[&["-C", folder.as_str()], args].concat())
}

#[test]
fn a_key_that_stands_in_is_told_by_every_command_and_counts_under_strict() {
    let world = verbund();
    let commands: [&[&str]; 8] = [
        &["check"],
        &["allocate"],
        &["explain", "--party", "HE"],
        &["settle"],
        &["export", "--to", "hledger"],
        &["keys", "nutzung", "--service", "wohngeld"],
        &["keys", "--compare", "equal,nutzung", "--service", "wohngeld"],
        &["report", "-o", "bericht"],
    ];
    for command in commands {
        let told = done(&world, &[command, &["-q", "--force"]].concat());
        assert!(
            told.err.contains("Hinweis[N401]") && told.err.contains("`wohngeld` 2024"),
            "{command:?} {}",
            told.err
        );
        assert!(!told.err.contains("`elster`"), "{}", told.err);
        let strict = world.run(&[command, &["--strict", "--force"]].concat());
        assert_eq!(strict.code, 1, "{command:?}");
    }
    let instead = "statt nutzung gilt Königsteiner Schlüssel";
    for command in [
        &["allocate"][..],
        &["explain", "--party", "HE"],
        &["keys", "nutzung", "--service", "wohngeld"],
    ] {
        let words = done(&world, command).out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(instead), "{command:?}\n{words}");
    }
    let json = done(&world, &["allocate", "--format", "json"]).out;
    assert!(json.contains(r#""stood_in":[{"period":"2024","rule":"r","service":"wohngeld","step":"rest","key":"nutzung","instead":"koenigstein-2019"}]"#), "{json}");
}

#[test]
fn letters_and_key_sheet_name_the_key_that_shared() {
    let world = verbund();
    world.file("marker.txt", "");
    done(&world, &["report", "-o", "bericht"]);
    let pages = files(&world, "bericht", "html");
    let with: Vec<&String> = pages
        .iter()
        .filter(|(_, text)| text.contains("statt nutzung gilt"))
        .map(|(name, _)| name)
        .collect();
    for page in ["abrechnung-HE.html", "abrechnung-RP.html", "abrechnung-SL.html"] {
        assert!(
            with.iter().any(|name| name.to_lowercase().ends_with(&page.to_lowercase())),
            "{page}: {with:?}"
        );
    }
    assert!(with.iter().any(|name| name.contains("schluessel")), "the key sheet: {with:?}");
    let bund = pages.iter().find(|(name, _)| name.contains("BUND")).unwrap();
    assert!(!bund.1.contains("statt nutzung gilt"), "the Bund pays by no key");
}

/// The files of a folder with an ending, by name.
fn files(world: &World, folder: &str, ending: &str) -> Vec<(String, String)> {
    let listed = world.run(&["verify", &format!("{folder}/run.lock.json")]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    let entries = fs::read_dir(world.path(folder)).unwrap().map(|entry| entry.unwrap().path());
    let wanted = entries.filter(|path| path.extension().is_some_and(|found| found == ending));
    let read = |path: std::path::PathBuf| {
        (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
    };
    wanted.map(read).collect()
}

#[test]
fn a_receiver_without_a_row_of_usage_is_a_finding_and_a_zero_says_that_it_is_meant() {
    let world = verbund();
    assert!(!done(&world, &["allocate"]).err.contains("W402"), "the Saarland says 0");
    world.file("usage.csv", "period,service,party,quantity\n2024,elster,HE,5\n2024,elster,RP,5\n");
    let told = done(&world, &["allocate", "--format", "csv"]);
    assert!(told.out.contains("SL,elster,0.00\n"), "{}", told.out);
    assert!(told.err.contains("Feststellung[W402]: `SL` hat keine Nutzungszeile"), "{}", told.err);
    assert!(told.err.contains("`elster` 2024") && !told.err.contains("`HE`"), "{}", told.err);
    // In pools by month a row in another month is enough.
    world.file(
        "umlage.toml",
        &AGREEMENT.replace("legal_basis", "pool = [\"service\", \"month\"]\nlegal_basis"),
    );
    world.file(
        "usage.csv",
        "period,service,party,quantity\n2024-01,elster,HE,5\n2024-02,elster,RP,5\n\
            2024-01,elster,SL,1\n",
    );
    world
        .file("costs.csv", "period,service,amount\n2024-01,elster,100.00\n2024-02,elster,100.00\n");
    assert!(!done(&world, &["allocate"]).err.contains("W402"));
}

#[test]
fn unchanged_means_that_nobody_pays_another_amount_for_any_service() {
    let world = verbund();
    world.file("equal.toml", "title = \"Gleich\"\n[rule.r.step.rest]\n");
    world.file(
        "equal.toml",
        "title = \"Gleich\"\n[[rule.r.step]]\nid = \"rest\"\nkey = \"equal\"\n",
    );
    let by_service = done(&world, &["scenario", "compare", "equal.toml", "--by", "service"]).out;
    let words = by_service.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!words.contains("ändert für"), "{by_service}");
    assert!(
        words.contains("kosten in 2024 dasselbe, aber die Beteiligten zahlen anderes"),
        "{by_service}"
    );
    let json =
        done(&world, &["scenario", "compare", "equal.toml", "--by", "service", "--format", "json"])
            .out;
    assert!(json.contains("\"unchanged\":[]"), "{json}");
    world.file("same.toml", "title = \"Gleich\"\n[rule.r]\nlegal_basis = \"Anderer Beschluss\"\n");
    let same = done(&world, &["scenario", "compare", "same.toml", "--by", "service"]).out;
    assert!(
        same.replace('\n', " ")
            .contains("ändert für 2024 nichts: Jeder Betrag ist auf den Cent derselbe"),
        "{same}"
    );
}

#[test]
fn comparisons_without_cost_say_so_before_the_table() {
    let world = verbund();
    let changes = done(&world, &["changes", "2024", "2025"]);
    assert!(
        changes.err.contains("Feststellung[W406]")
            && changes.err.contains("`2024` 1.500,00 EUR, `2025` 0,00 EUR"),
        "{}",
        changes.err
    );
    let words = changes.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("Verteilte Kosten: 2024 1.500,00 EUR, 2025 0,00 EUR."),
        "{}",
        changes.out
    );
    world.file("dear.toml", "title = \"Teurer\"\n[[change]]\ntable = \"costs\"\nfactor = \"2\"\n");
    let compare = done(&world, &["scenario", "compare", "dear.toml", "--status", "plan"]);
    assert!(compare.err.contains("nur mit `--status actual`"), "{}", compare.err);
    assert!(compare.out.contains("Keine der Seiten hat Kosten"), "{}", compare.out);
    let compare = done(&world, &["scenario", "compare", "dear.toml"]);
    assert!(
        compare.err.contains("W407") && compare.err.contains("`Teurer` 3.000,00 EUR"),
        "{}",
        compare.err
    );
}

#[test]
fn comparisons_name_period_status_and_currency() {
    let world = verbund();
    world.file(
        "equal.toml",
        "title = \"Gleich\"\n[[rule.r.step]]\nid = \"rest\"\nkey = \"equal\"\n",
    );
    let commands: [&[&str]; 5] = [
        &["scenario", "compare", "equal.toml"],
        &["scenario", "sweep", "--vary", "rule.r.step.bund.share=0..50:25%"],
        &["changes", "base", "equal.toml"],
        &["keys", "--compare", "equal,nutzung", "--service", "elster"],
        &["scenario", "sweep", "--join", "elster=HE,RP", "--every-order"],
    ];
    for command in commands {
        let page = done(&world, &[command, &["--period", "2024"]].concat()).out;
        assert!(page.contains("2024, Ist, Beträge in EUR"), "{command:?}\n{page}");
        let json = done(&world, &[command, &["--period", "2024", "--format", "json"]].concat()).out;
        for part in ["\"period\":\"2024\"", "\"status\":\"actual\"", "\"currency\":\"EUR\""] {
            assert!(json.contains(part), "{command:?} {part}\n{json}");
        }
    }
}

#[test]
fn what_holds_without_agreement_is_said_only_where_it_was_laid_down() {
    let world = verbund();
    let args = ["keys", "--compare", "equal,nutzung", "--service", "elster"];
    let page = |more: &[&str]| {
        let run = done(&world, &[&args[..], more].concat());
        run.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(
        page(&[]).contains("Annahme: Vereinbart wird K1, ohne Einigung gilt K2"),
        "{}",
        page(&[])
    );
    assert!(page(&["--fallback", "nutzung"]).contains("Vereinbart ist K1; ohne Einigung gilt K2."));
    let decided = "[key.gleich]\nmethod = \"equal\"\ndecision = { unanimous = true, fallback \
        = \"nutzung\" }\n";
    world.file("umlage.toml", &format!("{AGREEMENT}{decided}"));
    let run = done(&world, &["keys", "--compare", "gleich,nutzung", "--service", "elster"]);
    assert!(run.out.contains("Vereinbart ist K1; ohne Einigung gilt K2."), "{}", run.out);
}

#[test]
fn who_joins_comes_beside_those_who_take_part() {
    let world = verbund();
    let pays = |args: &[&str], users: &str, party: &str| -> String {
        let csv = done(&world, &[&["scenario", "sweep", "--format", "csv"], args].concat()).out;
        let row = csv.lines().find(|line| line.starts_with(&format!("{users},2024,{party},")));
        row.map(|row| row.rsplit(',').next().unwrap().to_owned()).unwrap_or_default()
    };
    let set = "rule.r.step.rest.key=equal";
    let joined = ["--join", "*=SN,BY", "--set", set];
    // 1,500.00 less 25 % among three and one, and among three and two.
    assert_eq!(pays(&joined, "1", "HE"), "281.25");
    assert_eq!(pays(&joined, "1", "SN"), "281.25");
    assert_eq!(pays(&joined, "2", "HE"), "225.00");
    let only = ["--join", "*=SN,BY", "--only", "--set", set];
    assert_eq!(
        (pays(&only, "1", "SN"), pays(&only, "1", "HE")),
        ("1125.00".to_owned(), String::new())
    );
    // Who takes part and is named joins when its turn comes.
    let present = ["--join", "*=SL,RP", "--set", set];
    assert_eq!(
        (pays(&present, "1", "HE"), pays(&present, "1", "RP")),
        ("562.50".to_owned(), "0.00".to_owned())
    );
    let page = done(&world, &[&["scenario", "sweep"], &only[..]].concat()).out;
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("1 (nur SN)") && words.contains("sonst nimmt niemand teil"), "{page}");
    let corridor = ["scenario", "sweep", "--every-order", "--format", "csv"];
    let corridor = done(&world, &[&corridor[..], &joined].concat()).out;
    assert!(corridor.contains("1,SN,281.25,"), "{corridor}");
}

#[test]
fn a_sweep_tells_who_joins_without_use() {
    let world = verbund();
    let run = done(&world, &["scenario", "sweep", "--join", "elster=SN"]);
    assert!(
        run.err.contains("W402") && run.err.contains("`SN` hat keine Nutzungszeile"),
        "{}",
        run.err
    );
}

#[test]
fn a_what_if_by_set_says_so_on_every_page_and_in_every_json() {
    let world = verbund();
    let set = ["--set", "rule.r.step.bund.share=35 %"];
    let said = "rule.r.step.bund.share = 35 % (statt 25 %)";
    let commands: [&[&str]; 9] = [
        &["keys", "nutzung", "--service", "elster"],
        &["allocate"],
        &["check"],
        &["settle"],
        &["explain", "--party", "HE"],
        &["changes", "base", "base"],
        &["scenario", "compare", "same.toml"],
        &["scenario", "sweep", "--join", "elster=HE"],
        &["keys", "--compare", "equal,nutzung", "--service", "elster"],
    ];
    world.file("same.toml", "title = \"X\"\n[rule.r]\nlegal_basis = \"Anderer Beschluss\"\n");
    for command in commands {
        let page = done(&world, &[command, &set].concat()).out;
        let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            words.contains(&format!("Abweichend von der Vereinbarung: {said}")),
            "{command:?}\n{page}"
        );
        let json = done(&world, &[command, &set, &["--format", "json"]].concat()).out;
        assert!(
            json.contains(r#""set":["rule.r.step.bund.share = \"35 %\""]"#),
            "{command:?}\n{json}"
        );
        let plain = done(&world, &[command, &["--format", "json"]].concat()).out;
        assert!(!plain.contains("\"set\":"), "{command:?}\n{plain}");
    }
    let journal = done(&world, &[&["export", "--to", "hledger"], &set[..]].concat()).out;
    assert!(
        journal.starts_with("; deviating from the agreement: rule.r.step.bund.share"),
        "{journal}"
    );
    done(&world, &[&["report", "-o", "bericht"], &set[..]].concat());
    for (name, page) in files(&world, "bericht", "html") {
        assert!(page.contains(said), "{name}");
    }
    let same =
        ["allocate", "--set", "rule.r.step.bund.share=25 %", "--set", "project.title=Anders"];
    let same = done(&world, &same).out;
    assert!(!same.contains("Abweichend"), "the agreement says the same\n{same}");
}

#[test]
fn an_exact_break_even_may_have_as_many_digits_as_it_needs() {
    let args = [
        "--lang",
        "en",
        "scenario",
        "sweep",
        "--vary",
        "rule.gemeinsam-bis-2023.step.bund.share=0..50:5%",
        "--party",
        "HE",
        "--break-even",
        "HE",
        "--against",
    ];
    for against in ["600000.00", "605000.00", "607000.00", "640000.00"] {
        let page = tour(&[&args[..], &[against]].concat()).out;
        let line = page
            .lines()
            .find(|line| line.starts_with("at ≈ "))
            .unwrap_or_else(|| panic!("{against}\n{page}"));
        assert!(line.len() < 70 && !line.contains('/'), "{line}");
    }
    let page = tour(&[&args[..], &["600000.00"]].concat()).out;
    assert!(page.contains("at ≈ 49.39"), "{page}");
    let json = tour(&[&args[..], &["600000.00", "--format", "json"]].concat()).out;
    let exact =
        json.split("\"break_even\":[{\"from\":\"").nth(1).unwrap().split('"').next().unwrap();
    let (top, bottom) = exact.split_once('/').unwrap();
    assert!(top.len() > 28 && bottom.len() > 28, "{exact}");
}

#[test]
fn a_scenario_named_twice_counts_once() {
    let world = verbund();
    world.file("dear.toml", "title = \"Teurer\"\n[[change]]\ntable = \"costs\"\nfactor = \"2\"\n");
    world.file("copy.toml", "title = \"Teurer\"\n[[change]]\ntable = \"costs\"\nfactor = \"2\"\n");
    let once = done(&world, &["allocate", "--scenario", "dear.toml", "--format", "csv"]).out;
    for again in ["dear.toml", "./dear.toml", "copy.toml"] {
        let args = ["allocate", "--scenario", "dear.toml", "--scenario", again, "--format", "csv"];
        let twice = done(&world, &args);
        assert!(twice.out == once && twice.err.contains("W703"), "{again}\n{}", twice.err);
    }
}

#[test]
fn a_sweep_without_a_variable_says_what_is_needed() {
    let run = verbund().run(&["scenario", "sweep"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--vary, --join: eines davon ist nötig"), "{}", run.err);
}
