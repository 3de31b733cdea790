//! Scenarios: layers over umlage.toml, changes of rows, new rows and projections, by numbers made
//! by hand and by properties over random projects.

use std::collections::BTreeMap;

use rayon::prelude::*;
use umlage::allocation::{AllocationRun, Request, allocate};
use umlage::audit::digest;
use umlage::diag::render;
use umlage::input::{Layer, Loaded, Memory, Session};
use umlage::model::{DateRange, Project, parse_period};
use umlage::text::Lang;

use crate::support::generate::{files, world};
use crate::support::oracle::{LAENDER, RowKey, World};
use crate::support::run::{memory, rows};

const TOML: &str = r#"
[project]
period = "2024-01-01/2030-12-31"
[party.HE]
member = true
[party.RP]
member = true
[service.wohngeld]
participants = ["HE", "RP"]
[centre.buero]
driver = { table = "koepfe" }
[cascade]
method = "direct"
[key.fest]
method = "fixed"
weights = { HE = 2, RP = 1, SL = 1, TH = 1 }
[key.nutzung]
method = "usage"
measure = "faelle"
[key.leute]
method = "statistic"
statistic = "koepfe"
edition = "2024"
[rule.a]
legal_basis = "Vertrag"
costs = { kinds = ["a"] }
[[rule.a.step]]
id = "bund"
share = "25 %"
to = "BUND"
[[rule.a.step]]
id = "rest"
rest = true
among = "members"
key = "fest"
[rule.b]
legal_basis = "Vertrag"
costs = { kinds = ["b"] }
[[rule.b.step]]
id = "rest"
rest = true
among = "participants"
key = "nutzung"
"#;

fn project() -> Memory {
    let files = [
        ("umlage.toml", TOML),
        (
            "costs.csv",
            "period,service,centre,kind,amount\n2024,wohngeld,,a,1000.00\n\
                2024,wohngeld,,b,300.05\n2025,wohngeld,,b,90.00\n2024,,buero,b,60.00\n",
        ),
        (
            "usage.csv",
            "period,service,party,quantity,measure\n2024,wohngeld,HE,10,faelle\n\
                2024,wohngeld,HE,10.0,faelle\n2024,wohngeld,RP,10,faelle\n\
                2025,wohngeld,RP,5,faelle\n",
        ),
        ("statistics.csv", "statistic,edition,party,value\nkoepfe,2024,HE,6\nkoepfe,2024,RP,4\n"),
        ("drivers.csv", "driver,receiver,quantity,period\nkoepfe,wohngeld,7,2024\n"),
    ];
    Memory(
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect(),
    )
}

fn layer(name: &str, text: &str) -> Layer {
    Layer { name: name.to_owned(), bytes: format!("title = \"{name}\"\n{text}").into_bytes() }
}

fn lay(memory: &Memory, layers: &[&str]) -> Loaded {
    let layers: Vec<Layer> = layers
        .iter()
        .enumerate()
        .map(|(number, text)| layer(&format!("s{}.toml", number + 1), text))
        .collect();
    Session::open(memory, &layers).with(&[], &[])
}

fn said(loaded: &Loaded) -> String {
    render(loaded.diagnostics.iter(), &loaded.sources, Lang::En, false)
}

/// The bill of each party and year, as text.
fn bills(loaded: &Loaded) -> BTreeMap<(String, String), i128> {
    let project = loaded.project.as_ref().unwrap_or_else(|| panic!("{}", said(loaded)));
    let run = allocate(project, Request::default()).unwrap_or_else(|faults| {
        panic!("{}", render(faults.iter(), &loaded.sources, Lang::En, false))
    });
    let mut bills = BTreeMap::new();
    for (key, cents) in rows(project, &run) {
        *bills.entry((key.period, key.party)).or_insert(0) += cents;
    }
    bills
}

fn bill(loaded: &Loaded, year: &str, party: &str) -> i128 {
    bills(loaded).get(&(year.to_owned(), party.to_owned())).copied().unwrap_or(0)
}

fn codes(loaded: &Loaded) -> Vec<String> {
    let diagnostics = loaded.diagnostics.clone().into_sorted();
    let place = |d: &umlage::diag::Diagnostic| {
        d.labels.first().map_or(String::new(), |label| loaded.sources.place(label.loc))
    };
    diagnostics.iter().map(|d| format!("{} {}", d.fault.code(), place(d))).collect()
}

#[test]
fn a_step_is_addressed_by_its_id_and_new_ones_stand_where_after_says() {
    let base = lay(&project(), &[]);
    assert_eq!((bill(&base, "2024", "BUND"), bill(&base, "2025", "RP")), (25000, 9000));
    let quarter = lay(&project(), &["[[rule.a.step]]\nid = \"bund\"\nshare = \"35 %\""]);
    assert_eq!(bill(&quarter, "2024", "BUND"), 35000);
    // 1000 less 25 % is 750; half of what is left goes to TH before the rest is shared.
    let new = "[[rule.a.step]]\nid = \"neu\"\nafter = \"bund\"\nshare = \"1/2\"\nof = \"rest\"\n\
        to = \"TH\"";
    assert_eq!(bill(&lay(&project(), &[new]), "2024", "TH"), 37500);
    assert_eq!(codes(&lay(&project(), &[&new.replace("bund", "x")])), ["E273 s1.toml:4:9"]);
    let last = "[[rule.a.step]]\nid = \"bund\"\nafter = \"rest\"";
    let moved = lay(&project(), &[last]);
    let steps: Vec<String> =
        moved.project.unwrap().rules[0].steps.iter().map(|step| step.id.clone()).collect();
    assert_eq!(steps, ["rest", "bund"]);
}

#[test]
fn what_is_removed_is_gone_and_what_is_not_there_cannot_be_removed() {
    let gone = lay(&project(), &["remove = [\"party.RP.member\", \"rule.a.step.bund\"]"]);
    // HE alone is a member and bears all of kind a; kind b by 20 of 30 cases.
    assert_eq!(bill(&gone, "2024", "BUND"), 0);
    assert_eq!(bill(&gone, "2024", "HE"), 100_000 + 20003 + 4000);
    let wrong = lay(&project(), &["remove = [\"rule.x\", \"party.HE.member\", \"rule.a.step.y\"]"]);
    assert_eq!(codes(&wrong), ["E272 s1.toml:2:11", "E272 s1.toml:2:40"]);
}

#[test]
fn scenarios_are_stacked_and_the_later_one_wins() {
    let share = |percent: &str| format!("[[rule.a.step]]\nid = \"bund\"\nshare = \"{percent} %\"");
    let both = lay(&project(), &[&share("35"), &share("0")]);
    assert_eq!(bill(&both, "2024", "BUND"), 0);
    let values = both.values();
    let value = values.iter().find(|value| value.path == "rule.a.step.bund.share").unwrap();
    let place = |loc| both.sources.place(loc);
    assert_eq!(
        (value.value.as_deref(), place(value.loc)),
        (Some("\"0 %\""), "s2.toml:4:9".to_owned())
    );
    let hidden: Vec<String> = value
        .hides
        .iter()
        .map(|hidden| format!("{} {}", hidden.value, place(hidden.loc)))
        .collect();
    assert_eq!(hidden, ["\"35 %\" s1.toml:4:9", "\"25 %\" umlage.toml:29:9"]);
    assert!(value.is_layered);
    assert_eq!(values.iter().filter(|value| value.is_layered).count(), 1);
    let same = lay(&project(), &[&share("25")]);
    assert_eq!(codes(&same), ["W201 s1.toml:4:9"]);
}

#[test]
fn a_baseline_is_laid_first_and_once_and_a_circle_is_an_error() {
    let mut memory = project();
    let share =
        |percent: &str| format!("[[rule.a.step]]\nid = \"bund\"\nshare = \"{percent} %\"\n");
    let put = |memory: &mut Memory, name: &str, text: String| {
        memory.0.insert(name.to_owned(), format!("title = \"{name}\"\n{text}").into_bytes());
    };
    put(&mut memory, "scenarios/grund.toml", share("10"));
    let one = format!("baseline = \"grund\"\n{}", share("20"));
    let two = "baseline = \"scenarios/grund.toml\"\n[project]\ntitle = \"x\"";
    let stacked = lay(&memory, &[&one, two]);
    assert_eq!(bill(&stacked, "2024", "BUND"), 20000);
    let titles: Vec<&str> =
        stacked.project.as_ref().unwrap().scenarios.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["scenarios/grund.toml", "s1.toml", "s2.toml"]);
    put(&mut memory, "scenarios/grund.toml", "baseline = \"kreis\"\n".to_owned());
    put(&mut memory, "scenarios/kreis.toml", "baseline = \"grund\"\n".to_owned());
    let circle = lay(&memory, &["baseline = \"grund\""]);
    assert_eq!(circle.diagnostics.iter().filter(|d| d.fault.code() == "E271").count(), 1);
    assert_eq!(codes(&lay(&memory, &["baseline = \"nirgends\""]))[0], "E270 s1.toml:2:12");
}

#[test]
fn rows_are_changed_by_selection_and_rounded_to_the_cent() {
    let change = |text: &str| lay(&project(), &[&format!("[[change]]\ntable = \"costs\"\n{text}")]);
    // 300.05 × 1.10 = 330.055, half-up 330.06; the centre's 60.00 stays. 20 of 30 cases are
    // Hesse's.
    let factor =
        change("kind = \"b\"\nservice = [\"wohngeld\"]\nperiod = \"2024\"\nfactor = \"110 %\"");
    assert_eq!(bills(&factor).values().sum::<i128>(), 100_000 + 33006 + 9000 + 6000);
    assert_eq!(bill(&factor, "2024", "HE"), 50000 + 22004 + 4000);
    assert_eq!(factor.effects[0].rows, 1);
    assert_eq!(bill(&change("kind = \"a\"\nadd = \"-200.00\""), "2024", "BUND"), 20000);
    assert_eq!(bill(&change("kind = \"a\"\nset = \"10.00\""), "2024", "BUND"), 250);
    // Two years of 10 % from 2023 on: 90.00 × 1.21 = 108.90.
    let grown = change(
        "kind = \"b\"\nservice = \"wohngeld\"\nfrom = \"2025-01-01\"\ngrow = \"10 %\"\nsince \
            = \"2023\"",
    );
    assert_eq!(bill(&grown, "2025", "RP"), 10890);
    // 2024 is the last year that stays.
    let since = change("kind = \"b\"\ngrow = \"10 %\"\nsince = \"2024\"");
    assert_eq!((bill(&since, "2025", "RP"), since.effects[0].rows), (9900, 1));
}

#[test]
fn usage_statistics_and_drivers_are_changed_too() {
    let of = |text: &str| lay(&project(), &[text]);
    // Two rows of Hesse, 10 cases each; 5 more for each row make 30 of 40.
    let more = of("[[change]]\ntable = \"usage\"\nparty = \"Hessen\"\nadd = \"5\"");
    assert_eq!((bill(&more, "2024", "HE"), more.effects[0].rows), (50000 + 22504 + 4500, 2));
    // By people 6 to 4; with twice as many in Hesse 12 to 4.
    let leute = "[[rule.b.step]]\nid = \"rest\"\nkey = \"leute\"\n";
    assert_eq!(bill(&of(leute), "2025", "HE"), 5400);
    let twice = of(&format!(
        "[[change]]\ntable = \"statistics\"\nstatistic = \"koepfe\"\nparty = \"HE\"\nfactor \
            = \"2\"\n{leute}"
    ));
    assert_eq!(bill(&twice, "2025", "HE"), 6750);
    let builtin = of("[[change]]\ntable = \"statistics\"\nstatistic = \"population\"\nedition \
            = \"2022-12-31\"\nfactor = \"2\"");
    assert_eq!(builtin.effects[0].rows, 16);
    let driver = of("[[change]]\ntable = \"drivers\"\ndriver = \"koepfe\"\nset = \"9\"");
    assert_eq!(driver.project.unwrap().drivers[0].quantity.value.fraction(), "9/1");
}

#[test]
fn a_change_that_selects_or_does_nothing_is_told() {
    let found = |text: &str| codes(&lay(&project(), &[&format!("[[change]]\n{text}")]));
    assert_eq!(found("table = \"costs\"\nkind = \"z\"\nfactor = \"2\""), ["E274 s1.toml:2:1"]);
    assert_eq!(found("table = \"costs\"\nfactor = \"1\""), ["W202 s1.toml:4:10"]);
    assert_eq!(found("table = \"costs\"\nservice = \"w\"\nfactor = \"2\""), ["E214 s1.toml:4:11"]);
    assert_eq!(found("table = \"costs\""), ["E275 s1.toml:2:1"]);
    assert_eq!(found("table = \"costs\"\nfactor = \"2\"\nadd = \"1.00\""), ["E224 s1.toml:5:7"]);
    assert_eq!(found("table = \"costs\"\nadd = \"1.005\""), ["E276 s1.toml:4:7"]);
    assert_eq!(found("table = \"costs\"\ngrow = \"3 %\""), ["E205 s1.toml:2:1"]);
    assert_eq!(
        found("table = \"costs\"\nkind = \"a\"\nto = \"2024-06-30\"\nfactor = \"2\""),
        ["E277 costs.csv:2:18"]
    );
    assert_eq!(found("table = \"costs\"\nfactor = 1.08"), ["E204 s1.toml:4:10"]);
    assert_eq!(found("table = \"costs\"\nsupplyer = \"x\"\nfactor = \"2\""), ["E202 s1.toml:4:1"]);
}

#[test]
fn rows_are_added_by_the_readers_of_files() {
    let text = "[[add.costs]]\nperiod = \"2026\"\nservice = \"wohngeld\"\nkind = \"b\"\namount \
        = \"80.00\"\n\
                [[add.usage]]\nperiod = 2026\nservice = \"wohngeld\"\nparty = \"06\"\nquantity \
                = \"1\"\nmeasure = \"faelle\"\n\
                [[add.participation]]\nservice = \"wohngeld\"\nparty = \"TH\"\n\
                [[add.usage]]\nperiod = \"2026\"\nservice = \"wohngeld\"\nparty = \"TH\"\n\
                quantity = \"3\"\nmeasure = \"faelle\"\n";
    let added = lay(&project(), &[text]);
    assert_eq!((bill(&added, "2026", "TH"), bill(&added, "2026", "HE")), (6000, 2000));
    let wrong = lay(
        &project(),
        &["[[add.costs]]\nperiod = \"26\"\nservice = \"x\"\namount = \"1,50\"\n[[add.cost]]\n\
                [[add.costs]]\nperiod = \"2026\"\namount = \"1.00\"\nsupplyer = \"x\""],
    );
    assert_eq!(
        codes(&wrong),
        [
            "E308 s1.toml:3:10",
            "E214 s1.toml:4:11",
            "E310 s1.toml:5:10",
            "E202 s1.toml:6:7",
            "E318 s1.toml:8:10",
            "E202 s1.toml:10:1"
        ]
    );
}

#[test]
fn a_projection_carries_the_base_year_on_and_grows_from_its_amounts() {
    let text = "[projection]\nbase = \"2024\"\nyears = 3\ncosts = \"10 %\"\n";
    let projected = lay(&project(), &[text]);
    // Kind a: 1000.00, 1100.00, 1210.00, 1331.00; a quarter of it is the Bund's.
    let bund: Vec<i128> =
        ["2024", "2025", "2026", "2027"].map(|year| bill(&projected, year, "BUND")).to_vec();
    assert_eq!(bund, [25000, 27500, 30250, 33275]);
    // Kind b of the service: 2025 has its own 90.00, then 300.05 × 1.21 = 363.0605 and the centre's
    // 60.00 × 1.21. The usage of 2025 is its own, that of later years a copy of 2024.
    let sum = |year: &str| {
        bills(&projected)
            .iter()
            .filter(|((period, _), _)| period == year)
            .map(|(_, cents)| cents)
            .sum::<i128>()
    };
    assert_eq!(sum("2025"), 110_000 + 9000 + 6600);
    assert_eq!(sum("2026"), 121_000 + 36306 + 7260);
    assert_eq!(codes(&projected), ["N201 s1.toml:2:1"]);
    let held = lay(
        &project(),
        &["[projection]\nbase = \"2024\"\nto = \"2026\"\n[[projection.growth]]\ntable \
                = \"costs\"\nkind = \"a\"\nrate = \"-50 %\"\n"],
    );
    assert_eq!(
        (bill(&held, "2026", "BUND"), bill(&held, "2026", "RP")),
        (6250, 6250 + 10002 + 2000)
    );
    assert_eq!(
        codes(&lay(&project(), &["[projection]\nbase = \"2024\"\nto = \"2024\""])),
        ["E279 s1.toml:2:1"]
    );
    assert_eq!(
        codes(&lay(&project(), &["[projection]\nbase = \"2020\"\nyears = 2"]))[0],
        "E274 s1.toml:2:1"
    );
}

#[test]
fn a_projection_of_key_data_adds_editions_for_keys_that_take_the_one_in_force() {
    let text = |growth: &str| {
        format!(
            "[project]\nperiod = \"2026-01-01/2028-12-31\"\n[key.kommend]\nmethod \
                = \"statistic\"\nstatistic = \"koepfe\"\n\
             edition = \"in-force\"\nas_of = \"year-minus-two\"\n[[rule.a.step]]\nid = \"rest\"\n\
             key = \"kommend\"\n\
             [projection]\nbase = \"2024\"\nyears = 4\n[[projection.growth]]\ntable \
             = \"statistics\"\n{growth}"
        )
    };
    let grown =
        lay(&project(), &[&text("statistic = \"koepfe\"\nparty = \"RP\"\nrate = \"100 %\"\n")]);
    assert_eq!(codes(&grown), ["N201 s1.toml:12:1"]);
    // Kind a: 750.00 by 6 to 4, 6 to 8, 6 to 16; kind b and the centre: a third of 360.05.
    let rp: Vec<i128> = ["2026", "2027", "2028"].map(|year| bill(&grown, year, "RP")).to_vec();
    assert_eq!(rp, [30_000 + 12_002, 42_857 + 12_002, 54_545 + 12_002]);
    let nothing = lay(&project(), &[&text("statistic = \"haeuser\"\nrate = \"1 %\"\n")]);
    assert!(codes(&nothing).iter().any(|code| code.starts_with("E274")), "{:?}", codes(&nothing));
}

#[test]
fn a_session_gives_the_same_as_reading_anew() {
    let memory = project();
    let session = Session::open(&memory, &[]);
    let texts = [
        "[[change]]\nid = \"preis\"\ntable = \"costs\"\nfactor = \"1.08\"",
        "[service.neu]\n[party.SL]\nmember = true",
        "[projection]\nbase = \"2024\"\nyears = 2",
        "[files]\nusage = \"usage.csv\"",
        "",
    ];
    for text in texts.into_iter().chain(texts) {
        let again = session.with(&[layer("s1.toml", text)], &[]);
        assert_eq!(bills(&again), bills(&lay(&memory, &[text])), "{text}");
        assert_eq!(codes(&again), codes(&lay(&memory, &[text])), "{text}");
    }
    let set = session.with(&[layer("s1.toml", texts[0])], &["change.preis.factor=2".to_owned()]);
    assert_eq!(bill(&set, "2024", "BUND"), 50000);
}

fn rows_before(project: &Project, run: &AllocationRun, year: i16) -> BTreeMap<RowKey, i128> {
    let all = rows(project, run).into_iter();
    all.filter(|(key, _)| key.period[..4].parse::<i16>().unwrap() < year).collect()
}

/// Changes that begin with a year: dearer, new cost, a new member, a member that is built in, a
/// projection.
fn later_layers(world: &World, year: i16, seed: u64) -> Vec<String> {
    let service = &world.services[0].id;
    let member = |id: &str| format!("[party.{id}]\nmember = [{{ from = \"{year}-01-01\" }}]\n");
    let has_table = |id: &str| world.parties.iter().any(|party| party.id == id);
    let free = LAENDER.into_iter().find(|id| !has_table(id)).map(member).unwrap_or_default();
    let mut layers = vec![
        format!("[[change]]\ntable = \"costs\"\nfrom = \"{year}-01-01\"\nfactor = \"1.08\"\n"),
        format!(
            "[[add.costs]]\nperiod = \"{year}\"\nservice = \"{service}\"\namount = \"1234.56\"\n"
        ),
        format!("[projection]\nbase = \"{year}\"\nyears = 3\ncosts = \"3 %\"\n"),
        format!("{free}{}", member("NEU")),
    ];
    let count = layers.len() as u64;
    layers.rotate_left(usize::try_from(seed % count).unwrap());
    layers
}

#[test]
fn an_empty_scenario_changes_nothing_and_a_later_one_no_earlier_year() {
    let count: u64 =
        std::env::var("UMLAGE_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1200);
    let check = |seed: u64| -> Result<(u64, u64), String> {
        let world = world(seed);
        let memory = memory(&files(&world, seed));
        let session = Session::open(&memory, &[]);
        let Some(project) = session.with(&[], &[]).project else { return Ok((0, 0)) };
        let Ok(run) = allocate(&project, Request::default()) else { return Ok((0, 0)) };
        let same = session
            .with(&[layer("leer.toml", "")], &[])
            .project
            .ok_or("the empty one is refused")?;
        let again = allocate(&same, Request::default()).map_err(|_| "the empty one fails")?;
        if digest(&same, &again) != digest(&project, &run) {
            return Err(format!("seed {seed}: an empty scenario shows"));
        }
        let year = project.entries.iter().map(|entry| entry.period.to.year()).max().unwrap_or(2024);
        let first =
            project.entries.iter().map(|entry| entry.period.from.year()).min().unwrap_or(2024);
        let earlier: Option<DateRange> = parse_period(&format!("{first}-01-01/{}-12-31", year - 1))
            .ok()
            .filter(|_| first < year);
        let Some(period) = earlier else { return Ok((1, 0)) };
        let request = Request { period: Some(period), ..Request::default() };
        let expected = rows_before(&project, &run, year);
        let mut laid = 0;
        for text in later_layers(&world, year, seed) {
            // A change is refused where a row lies in both years, or nothing in the later one.
            let Some(changed) = session.with(&[layer("s.toml", &text)], &[]).project else {
                continue;
            };
            let after =
                allocate(&changed, request).map_err(|_| format!("seed {seed}: {text} fails"))?;
            let found = rows(&changed, &after);
            let differs = |(key, cents): &(&RowKey, &i128)| found.get(key) != Some(cents);
            if found != expected {
                let lost: Vec<_> = expected.iter().filter(differs).take(3).collect();
                return Err(format!("seed {seed}: {text} shows in an earlier year: {lost:?}"));
            }
            laid += 1;
        }
        Ok((1, laid))
    };
    let add = |a: (u64, u64), b: (u64, u64)| Ok((a.0 + b.0, a.1 + b.1));
    let (tried, laid) = (0..count)
        .into_par_iter()
        .map(check)
        .try_reduce(|| (0, 0), add)
        .unwrap_or_else(|fault| panic!("{fault}"));
    println!("{tried} projects, {laid} later scenarios");
    assert!(tried * 2 > count && laid > tried, "too few: {tried} of {count}, {laid}");
}
