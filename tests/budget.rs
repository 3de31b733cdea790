//! The budget account: a year by hand, faults of its data, and random projects.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::{Date, date};
use umlage::allocation::{Request, allocate};
use umlage::analysis::budget::{Account, BudgetYear, account, check, reconcile};
use umlage::input::load;
use umlage::model::{Project, Status, parse_period};
use umlage::money::Cents;
use umlage::report::{Block, BudgetReport, Row, Sheet, budget_report};
use umlage::source::Loc;
use umlage::text::Lang;

use crate::support::generate::Random;
use crate::support::run::memory;

const AGREEMENT: &str = "[project]\ntitle = \"t\"\n[party.HE]\nmember = true\n[party.RP]\nmember \
    = true\n\
    [service.s]\nname = \"S\"\n[rule.r]\nlegal_basis = \"x\"\ncosts = { kinds = [\"a\"] }\npool = \
    []\n\
    [[rule.r.step]]\nid = \"rest\"\nrest = true\namong = \"members\"\nkey = \"equal\"\n\
    [rule.n]\nlegal_basis = \"x\"\ncosts = { kinds = [\"n\"] }\npool = []\nallocate = false\n";

const BUDGET: &str = "year,budget_chapter,budget_title,amount,name,carried_in,adjusted,committed,ve_year,ve_amount,ve_used,cover
2024,03,531,1000.00,Betrieb,50.00,-20.00,100.00,2025,300.00,120.00,532
2024,03,531,0.00,,,,,2026,200.00,,
2024,03,532,400.00,Pflege,,,,,,,
2024,03,533,200.00,Druck,,,30.00,,,,03/532; 531
2023,03,531,900.00,Betrieb,,,,,,,
";

const COSTS: &str = "period,service,amount,kind,status,budget_chapter,budget_title,due
2022,s,75.00,a,actual,03,531,2022-12-30
2023,s,200.00,a,actual,03,531,2023-03-31
2023,s,600.00,a,actual,03,531,2023-10-01
2024,s,365.00,a,actual,03,531,2024-06-30
2024,s,-65.00,a,actual,03,531,2024-06-30
2024,s,501.00,a,actual,03,532,2024-03-31
2024,s,91.00,n,actual,03,533,2025-01-15
2023-07-01/2024-06-30,s,36.60,a,actual,03,533,2024-05-01
2024-03,s,7.00,a,actual,,,
2024,s,80.00,a,plan,03,532,2024-04-01
";

fn files(budget: &str, costs: &str, more: &str) -> Vec<(String, String)> {
    let texts = [("umlage.toml", format!("{AGREEMENT}{more}")), ("costs.csv", costs.to_owned())];
    let all = texts.into_iter().chain([("budget.csv", budget.to_owned())]);
    all.map(|(name, text)| (name.to_owned(), text)).collect()
}

fn project(files: &[(String, String)]) -> Project {
    let loaded = load(&memory(files), &[]);
    let codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.fault.code()).collect();
    loaded.project.unwrap_or_else(|| panic!("{codes:?}"))
}

fn codes(files: &[(String, String)]) -> Vec<&'static str> {
    load(&memory(files), &[]).diagnostics.iter().map(|d| d.fault.code()).collect()
}

fn years(project: &Project, as_of: Option<Date>) -> Vec<BudgetYear> {
    account(project, &project.budget.years(), as_of).unwrap()
}

fn title<'a>(year: &'a BudgetYear, title: &str) -> &'a Account {
    let is = |account: &&Account| account.title.as_ref().is_some_and(|own| &*own.title == title);
    year.accounts.iter().find(is).unwrap()
}

fn cents(amount: i128) -> Cents {
    Cents::new(amount)
}

#[test]
fn a_year_by_hand() {
    // What is due in 2022 and 2025 has no budget there.
    let project = project(&files(BUDGET, COSTS, ""));
    let all = years(&project, None);
    assert_eq!(all.iter().map(|year| year.year).collect::<Vec<_>>(), [2023, 2024]);
    let year = &all[1];
    assert_eq!(year.as_of, Some(date(2024, 6, 30)));

    // 1,000 + 50 - 20; 365 spent, 65 came back, gross; 1,030 - 365 - 100 left.
    let one = title(year, "531");
    assert_eq!(
        [one.available, one.spent, one.income, one.remaining],
        [103_000, 36_500, 6_500, 56_500].map(cents)
    );
    assert_eq!(one.used().unwrap().fraction(), "73/206");
    assert_eq!(one.earlier, [80_000, 7_500].map(|spent| Some(cents(spent))));
    // Before 2022 there is no cost at all; in 2022 there is some, but none on this title.
    assert_eq!(title(&all[0], "531").earlier, [Some(cents(7_500)), None]);
    assert_eq!(title(year, "532").earlier, [Some(cents(0)), Some(cents(0))]);
    let line = one.line.as_ref().unwrap();
    assert_eq!((line.name.as_str(), line.commitments.len()), ("Betrieb", 2));
    assert_eq!(line.commitments[&2025].granted, cents(30_000));
    assert_eq!(line.commitments[&2025].used, cents(12_000));

    // 101 over; 531, first in order, has 565 left and gives all of it, 533 nothing.
    let two = title(year, "532");
    assert_eq!([two.planned, two.spent, two.remaining], [8_000, 50_100, -10_100].map(cents));
    assert_eq!(
        [two.cover_in, one.cover_out, two.exceeded().unwrap()],
        [10_100, 10_100, 0].map(cents)
    );
    assert_eq!(year.draws.len(), 1);

    // What lacks a title stands last, in the month in which its period ends.
    let none = year.accounts.last().unwrap();
    assert_eq!((none.title.clone(), none.spent), (None, cents(700)));
    assert_eq!(
        check(&project).unwrap().iter().map(|d| d.fault.code()).collect::<Vec<_>>(),
        ["N851", "N852", "N852"]
    );
    // Each at the first row that it counts: without title, due in 2022, due in 2025.
    let places: Vec<Loc> = check(&project).unwrap().iter().map(|d| d.labels[0].loc).collect();
    let row =
        |of: i128| project.entries.iter().find(|entry| entry.amount == cents(of)).unwrap().loc();
    assert_eq!(places, [700, 7_500, 9_100].map(row));
}

#[test]
fn the_forecast_by_hand() {
    let project = project(&files(BUDGET, COSTS, ""));
    // 182 of 366 days are over; 200 of 800 were due by 30 June 2023.
    let one = title(&years(&project, None)[1], "531").forecast;
    assert_eq!(one.line, Some(cents(73_401)), "365.00 x 366 / 182 = 734.010989…");
    assert_eq!(one.pattern, Some(cents(146_000)), "365.00 x 800 / 200");
    assert_eq!(one.committed, Some(cents(46_500)), "365.00 + 100.00");
    // Nothing was due by then in the year before, so no pattern; a day before the year gives no
    // forecast.
    let early = &years(&project, Some(date(2024, 3, 31)));
    let two = title(&early[1], "532").forecast;
    assert_eq!(
        (two.line, two.pattern),
        (Some(cents(201_501)), None),
        "501.00 x 366 / 91 = 2015.010989…"
    );
    assert_eq!(title(&early[1], "531").forecast.line, Some(Cents::ZERO));
    assert_eq!(title(&early[0], "531").forecast.line, Some(cents(80_000)), "2023 is over");
    assert_eq!(title(&years(&project, Some(date(2023, 12, 31)))[1], "531").forecast.line, None);
}

#[test]
fn the_last_day_of_february_is_that_of_the_year_before() {
    let budget = "year,budget_chapter,budget_title,amount\n2025,03,531,9.00\n2024,03,531,9.00\n";
    let costs = "period,service,amount,kind,budget_chapter,budget_title,due\n\
        2024,s,1.00,a,03,531,2024-02-29\n\
        2024,s,3.00,a,03,531,2024-03-01\n2025,s,2.00,a,03,531,2025-02-28\n";
    let all = years(&project(&files(budget, costs, "")), None);
    assert_eq!(title(&all[1], "531").forecast.pattern, Some(cents(800)), "2.00 x 4 / 1");
}

#[test]
fn one_view_leads_to_the_other() {
    let project = project(&files(BUDGET, COSTS, ""));
    let request = Request { period: parse_period("2024").ok(), status: Status::Actual };
    let run = allocate(&project, request).unwrap();
    let found = reconcile(&project, 2024, &run).unwrap();
    // 36.60 from July 2023 to June 2024: 184 of 366 days are 18.40 for 2023, 182 are 18.20 for
    // 2024.
    let of = |name: &str| {
        let is = |(title, _): &&(Option<_>, _)| {
            title
                .as_ref()
                .map_or(name == "-", |own: &umlage::model::BudgetTitle| &*own.title == name)
        };
        let sums = &found.titles.iter().find(is).unwrap().1;
        [sums.spent, sums.income, sums.other_periods, sums.due_elsewhere, sums.cost].map(Cents::get)
    };
    assert_eq!(of("531"), [36_500, 6_500, 0, 0, 30_000]);
    assert_eq!(of("532"), [50_100, 0, 0, 0, 50_100]);
    assert_eq!(of("533"), [3_660, 0, 1_840, 9_100, 10_920]);
    assert_eq!(of("-"), [700, 0, 0, 0, 700]);
    // 300.00 + 501.00 + 109.20 + 7.00, of which 91.00 is not shared.
    assert_eq!((found.made, found.allocated), (Cents::ZERO, cents(91_720)));
    assert_eq!(run.totals.not_shared, cents(9_100));
}

#[test]
fn what_a_surcharge_makes_stands_by_itself() {
    let surcharge =
        "[surcharge.z]\nlegal_basis = \"x\"\nrate = \"10 %\"\ncosts = { kinds = [\"a\"] }\n";
    let project = project(&files(BUDGET, COSTS, surcharge));
    let request = Request { period: parse_period("2023").ok(), status: Status::Actual };
    let found = reconcile(&project, 2023, &allocate(&project, request).unwrap()).unwrap();
    // 800.00 + 18.40 of cost; ten percent on it: 20.00 + 60.00 + 1.84.
    assert_eq!((found.made, found.allocated), (cents(8_184), cents(90_024)));
}

#[test]
fn an_overspent_title_is_a_finding_also_above_the_limit() {
    let budget = BUDGET.replace("120.00,532\n", "120.00,\n").replace("03/532; 531", "");
    let found = |more: &str| {
        let project = project(&files(&budget, COSTS, more));
        let found = check(&project).unwrap();
        found
            .iter()
            .map(|d| d.fault.code())
            .filter(|code| code.starts_with('W'))
            .collect::<Vec<_>>()
    };
    assert_eq!(found(""), ["W851"]);
    // 2023: 800 of 900 are 88.9 %.
    assert_eq!(found("[budget]\nwarn = \"88 %\"\n"), ["W852", "W851"]);
    assert_eq!(found("[budget]\nwarn = \"8/9\"\n"), ["W851"]);
}

#[test]
fn what_is_committed_beyond_what_is_available_is_a_finding() {
    let found = |rows: &str, more: &str| {
        let budget = format!("year,budget_chapter,budget_title,amount,committed,cover\n{rows}");
        let costs = "period,service,amount,kind,budget_chapter,budget_title,due\n\
            2024,s,60.00,a,03,1,2024-03-31\n";
        let found = check(&project(&files(&budget, costs, more))).unwrap();
        found.iter().map(|d| (d.fault.code(), d.fault.message(Lang::En))).collect::<Vec<_>>()
    };
    let codes =
        |rows: &str, more: &str| found(rows, more).into_iter().map(|one| one.0).collect::<Vec<_>>();
    let alone = found("2024,03,1,100.00,60.00,\n", "");
    assert_eq!(alone.len(), 1);
    assert!(alone[0].0 == "W853" && alone[0].1.contains("cannot cover 20.00 EUR"), "{alone:?}");
    assert_eq!(codes("2024,03,1,100.00,40.00,\n", ""), [""; 0], "to the cent");
    assert_eq!(codes("2024,03,1,50.00,60.00,\n", ""), ["W851"], "what is overspent is told once");
    assert_eq!(codes("2024,03,1,100.00,60.00,\n", "[budget]\nwarn = \"50 %\"\n"), ["W853", "W852"]);
    // Another title can give 20.00, but not 19.99, and no title gives twice, nor what it needs
    // itself.
    assert_eq!(codes("2024,03,1,100.00,60.00,\n2024,03,2,20.00,,1\n", ""), [""; 0]);
    assert_eq!(codes("2024,03,1,100.00,60.00,\n2024,03,2,19.99,,1\n", ""), ["W853"]);
    assert_eq!(
        codes("2024,03,1,100.00,60.00,\n2024,03,2,20.00,,1;3\n2024,03,3,0.00,0.01,\n", ""),
        ["W853"]
    );
    assert_eq!(codes("2024,03,1,100.00,60.00,\n2024,03,2,20.00,0.01,1\n", ""), ["W853"]);
    // 10.00 are drawn for what is spent; of the 50.00 left, 50.00 are for what is committed.
    assert_eq!(codes("2024,03,1,50.00,50.00,\n2024,03,2,60.00,,1\n", ""), [""; 0]);
    assert_eq!(codes("2024,03,1,50.00,50.01,\n2024,03,2,60.00,,1\n", ""), ["W853"]);
}

/// The rows of what was spent in the last year, as the page has them.
fn spending(files: &[(String, String)]) -> Vec<Vec<String>> {
    let project = project(files);
    let (all, dues) = (years(&project, None), BTreeMap::new());
    let report = BudgetReport {
        project: &project,
        years: &all,
        reconciliations: &[],
        dues: &dues,
        lang: Lang::En,
    };
    let tables = budget_report(report).page().into_iter().filter_map(|block| match block {
        Block::Sheet(sheet) => Some(sheet),
        _ => None,
    });
    // Title, spent, committed, remaining, used; before them stands what was available, after them
    // what else there is.
    let used =
        |sheet: &Sheet| sheet.columns.iter().position(|column| column.name == "percent_used");
    let sheet = tables.filter(|sheet| used(sheet).is_some()).last().unwrap();
    let end = used(&sheet).unwrap();
    let plain =
        |row: &Row| -> Vec<String> { row.cells.iter().map(|cell| cell.value.plain()).collect() };
    let kept = |row: Vec<String>| row[..1].iter().chain(&row[end - 3..=end]).cloned().collect();
    sheet.rows.iter().map(plain).map(kept).collect()
}

/// The columns of the last forecast of the page after the title, and whether the page gives a
/// reason for an empty sum.
fn forecast_columns(as_of: Date) -> (Vec<String>, bool) {
    let project = project(&files(BUDGET, COSTS, ""));
    let (all, dues) = (years(&project, Some(as_of)), BTreeMap::new());
    let report = BudgetReport {
        project: &project,
        years: &all,
        reconciliations: &[],
        dues: &dues,
        lang: Lang::En,
    };
    let page = budget_report(report).page();
    let said = |text: &str| {
        let is_it =
            |block: &Block| matches!(block, Block::Paragraph(said) if said.starts_with(text));
        page.iter().rposition(is_it)
    };
    let Block::Sheet(sheet) = &page[said("Forecast").unwrap() + 1] else { panic!("no table") };
    let titles = sheet.columns.iter().skip(1).map(|column| column.title.clone()).collect();
    (titles, said("Where a sum is missing").is_some())
}

#[test]
fn the_page_draws_no_straight_line_early_in_the_year_or_after_its_end() {
    let [line, pattern, committed] =
        ["Straight line", "Last year's pattern", "Spent and committed"];
    assert_eq!(forecast_columns(date(2024, 3, 30)), (vec![pattern.into(), committed.into()], true));
    let all = vec![line.into(), pattern.into(), committed.into()];
    assert_eq!(forecast_columns(date(2024, 3, 31)), (all, true));
    assert_eq!(forecast_columns(date(2024, 12, 31)), (vec![committed.into()], false));
    assert_eq!(forecast_columns(date(2025, 1, 31)), (vec![committed.into()], false));
}

#[test]
fn the_totals_of_the_page_add_up_with_cost_without_a_title() {
    let rows = spending(&files(BUDGET, COSTS, ""));
    // 1,630.00 available; 902.60 + 7.00 spent, 130.00 committed: 590.40 left; 909.60 / 1,630.00 are
    // 55.8 %.
    assert_eq!(rows[3], ["-", "7.00", "", "-7.00", ""]);
    assert_eq!(rows[4], ["Total", "909.60", "130.00", "590.40", "55.8"]);
}

#[test]
fn percentages_of_the_page_have_one_decimal() {
    let costs = "period,service,amount,kind,budget_chapter,budget_title\n2024,s,400.00,a,03,532\n";
    let rows = spending(&files(BUDGET, costs, ""));
    assert_eq!([&rows[0][4], &rows[1][4], &rows[2][4]], ["0.0", "100.0", "0.0"]);
}

#[test]
fn faults_of_the_budget_are_told() {
    let with = |row: &str| codes(&files(&format!("{BUDGET}{row}\n"), COSTS, ""));
    assert_eq!(with("2024,03,534,1.00,,,,,2024,1.00,,"), ["E851"]);
    assert_eq!(with("2024,03,534,1.00,,,,,2025,1.00,1.01,"), ["E852"]);
    assert_eq!(with("2024,03,534,1.00,,,,,,,1.01,"), ["E853"]);
    assert_eq!(with("2024,03,534,1.00,,,,,,,,04/531"), ["E854"]);
    assert_eq!(with("2024,03,534,1.00,,,,,,,,534"), ["E855"]);
    assert_eq!(with("2024,03,531,0.00,Anders,,,,2027,,,"), ["E856"]);
    assert_eq!(with("2024,03,534,1.00,,,,-1.00,,,,"), ["E858"]);
    assert_eq!(with("2024,03,534,1.00,,,,,2025,-1.00,-2.00,"), ["E858", "E858"]);
    assert_eq!(with("2024,03,534,1.00,,,,,2025,1.00,-2.00,"), ["E858"]);
    assert_eq!(with("2024,03,531,1.00,,,,,2027,,,"), ["E859"]);
    assert_eq!(with("2024,03,531,-1.00,,,,,2027,,,"), ["E859"]);
    assert_eq!(with("2024,03,531,0.00,,-1.00,-1.00,,2027,,,"), [""; 0]);
    assert_eq!(with("2024,03,531,1.00,,,,,2026,,,"), ["E313"]);
    assert_eq!(with("24,03,534,1.00,,,,,,,,"), ["E250"]);
    assert_eq!(with("2025,03,534,1.00,,,,,,,,"), ["E857"]);
}

#[test]
fn scenarios_change_and_add_budget_rows() {
    let scenario = "[[change]]\ntable = \"budget\"\nyear = \"2024\"\nbudget_title = \"531\"\n\
        ve_year = \"\"\nadd = \"10.00\"\n\
        [[add.budget]]\nyear = \"2025\"\nbudget_chapter = \"03\"\nbudget_title = \"533\"\namount \
        = \"5.00\"\n";
    let mut files = files(BUDGET, COSTS, "");
    files.push(("s.toml".to_owned(), format!("title = \"s\"\n{scenario}")));
    // ve_year = "" selects rows without a later year; 531 has none of these.
    let layer =
        umlage::input::Layer { name: "s.toml".to_owned(), bytes: files[3].1.clone().into_bytes() };
    let loaded = umlage::input::Session::open(&memory(&files), &[layer]).with(&[], &[]);
    assert!(loaded.diagnostics.has_errors());
    let scenario = scenario.replace("ve_year = \"\"", "ve_year = \"2025\"");
    let layer = umlage::input::Layer {
        name: "s.toml".to_owned(),
        bytes: format!("title = \"s\"\n{scenario}").into_bytes(),
    };
    let loaded =
        umlage::input::Session::open(&memory(&files), &[layer]).with(&[], &[]).project.unwrap();
    let amounts: BTreeMap<String, i128> = loaded
        .budget
        .lines
        .iter()
        .map(|line| (format!("{} {}", line.year, line.title), line.amount.get()))
        .collect();
    assert_eq!(amounts["2024 03/531"], 101_000);
    assert_eq!(amounts["2025 03/533"], 500);
}

/// A random project: years, titles, entries of any sign, length and due day.
fn random(random: &mut Random) -> Vec<(String, String)> {
    let mut budget =
        "year,budget_chapter,budget_title,amount,carried_in,committed,cover\n".to_owned();
    for year in 2021..=2025 {
        for title in 1..=3 {
            let (amount, rest) = (random.below(50_000), random.below(500));
            let cover = ["", "t1", "t1;t2"][random.below(3)];
            let cover = if title == 3 { cover } else { "" };
            writeln!(budget, "{year},03,t{title},{amount}.00,{rest}.25,{rest}.00,{cover}").unwrap();
        }
    }
    let mut costs = "period,service,amount,kind,budget_chapter,budget_title,due\n".to_owned();
    for _ in 0..random.below(40) {
        let (from, length) = (2021 + random.below(3), random.below(2));
        let (month, end) = (1 + random.below(12), 1 + random.below(12));
        let end = if length == 0 { month.max(end) } else { end };
        let sign = ["", "-"][usize::from(random.below(4) == 0)];
        let amount = random.below(1_000_000);
        let kind = ["a", "n"][random.below(2)];
        let title = ["t1", "t2", "t3", ""][random.below(4)];
        let due = match random.below(3) {
            0 => String::new(),
            more => format!("{}-{:02}-15", from + more - 1, 1 + random.below(12)),
        };
        let days = |year: usize, month: usize| {
            let day =
                Date::new(i16::try_from(year).unwrap(), i8::try_from(month).unwrap(), 1).unwrap();
            day.days_in_month()
        };
        let to = from + length;
        let period = match random.below(2) {
            0 => format!("{from}-{month:02}-07/{to}-{end:02}-20"),
            _ => format!("{from}-{month:02}-01/{to}-{end:02}-{}", days(to, end)),
        };
        writeln!(
            costs,
            "{period},s,{sign}{}.{:02},{kind},03,{title},{due}",
            amount / 100,
            amount % 100
        )
        .unwrap();
    }
    let mut files = files(&budget, &costs, "");
    // Half of the projects share by months, in pools of a month, so that entries are split in
    // another way.
    if random.below(2) == 0 {
        files[0].1 =
            files[0].1.replacen("pool = []", "pool = [\"month\"]\npro_rata = \"months\"", 1);
    }
    files
}

#[test]
fn random_budgets_add_up() {
    let cases =
        std::env::var("UMLAGE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(60);
    for seed in 0..cases {
        let mut generator = Random::new(seed);
        let files = random(&mut generator);
        if files[1].1.lines().count() == 1 {
            continue;
        }
        let project = project(&files);
        let all = years(&project, None);
        for year in &all {
            sections_add_up(&project, year, seed);
        }
        // Over all years, what is due is what is for the years: 2021 to 2025 hold all of it.
        let booked: i128 = all
            .iter()
            .flat_map(|year| &year.accounts)
            .map(|one| one.spent.get() - one.income.get())
            .sum();
        let entries: i128 = project.entries.iter().map(|entry| entry.amount.get()).sum();
        assert_eq!(booked, entries, "seed {seed}");
    }
}

fn sections_add_up(project: &Project, year: &BudgetYear, seed: u64) {
    let request =
        Request { period: parse_period(&year.year.to_string()).ok(), status: Status::Actual };
    let run = allocate(project, request).unwrap();
    let found = reconcile(project, year.year, &run).unwrap();
    for (title, sums) in &found.titles {
        let [spent, income, other, elsewhere, cost] =
            [sums.spent, sums.income, sums.other_periods, sums.due_elsewhere, sums.cost]
                .map(Cents::get);
        assert_eq!(spent - income - other + elsewhere, cost, "seed {seed}, {title:?}");
        let own = year.accounts.iter().find(|account| account.title == *title);
        let own = own.map_or((0, 0), |own| (own.spent.get(), own.income.get()));
        assert_eq!(own, (spent, income), "seed {seed}, {title:?}");
    }
    let cost: i128 = found.titles.iter().map(|(_, sums)| sums.cost.get()).sum();
    assert_eq!(cost, run.totals.cost.get(), "seed {seed}");
    let sum =
        |part: fn(&Account) -> Cents| year.accounts.iter().map(|one| part(one).get()).sum::<i128>();
    assert_eq!(sum(|one| one.cover_in), sum(|one| one.cover_out), "seed {seed}");
    let drawn: i128 = year.draws.iter().map(|draw| draw.amount.get()).sum();
    assert_eq!(drawn, sum(|one| one.cover_in), "seed {seed}");
    for one in year.accounts.iter().filter(|one| one.cover_out > Cents::ZERO) {
        assert!(one.cover_out <= one.remaining && one.cover_in.is_zero(), "seed {seed}");
    }
}
