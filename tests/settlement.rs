//! Calls, accounts and transfers from outside: the tour over its four years by hand, what must tie
//! from year to year, the agreements whose calls and settlements are worked out by hand, and every
//! view in both languages.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cases::{cases, umlage};

const YEARS: [&str; 4] = ["2021", "2022", "2023", "2024"];

fn tour() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates/ozg-verbund-mitte")
}

fn cents(text: &str) -> i128 {
    assert_eq!(text.rsplit_once('.').map(|(_, part)| part.len()), Some(2), "{text} is an amount");
    text.replace('.', "").parse().unwrap()
}

/// The rows of a CSV text as columns by name.
fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(csv.as_bytes()).deserialize().map(Result::unwrap).collect()
}

fn view(args: &[&str]) -> Vec<BTreeMap<String, String>> {
    rows(&umlage(&tour(), &[args, &["-q", "--format", "csv"]].concat()))
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&umlage(&tour(), &[args, &["-q", "--format", "json"]].concat())).unwrap()
}

/// An amount of a party in a view.
fn amount(rows: &[BTreeMap<String, String>], party: &str, column: &str) -> i128 {
    let own = rows.iter().filter(|row| row["party"] == party);
    own.map(|row| cents(&row[column])).sum()
}

fn total(rows: &[BTreeMap<String, String>], column: &str) -> i128 {
    rows.iter().map(|row| cents(&row[column])).sum()
}

/// What a settlement says the credits of a year are made of: by party and kind, with the leftover.
fn credits(year: &str) -> BTreeMap<(String, String, Option<String>), i128> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let settled = json(&["settle", "--period", year]);
    let entry = |row: &Value| {
        let key =
            (text(&row["party"]).unwrap(), text(&row["kind"]).unwrap(), text(&row["leftover"]));
        (key, cents(row["amount"].as_str().unwrap()))
    };
    settled["credits"].as_array().unwrap().iter().map(entry).collect()
}

fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    rows(&fs::read_to_string(tour().join(name)).unwrap())
}

/// Adds up amounts as they stand on paper.
fn adds(amounts: &[&str]) -> i128 {
    amounts.iter().map(|amount| cents(amount)).sum()
}

/// Checks an account: share, advances, paid for all, credits, balance.
fn account(year: &str, party: &str, expected: [&str; 5]) {
    let settled = view(&["settle", "--period", year]);
    for (column, expected) in
        ["share", "advances", "paid_for_all", "credits", "balance"].iter().zip(expected)
    {
        assert_eq!(amount(&settled, party, column), cents(expected), "{year} {party} {column}");
    }
}

/// Checks the two calls of a year.
fn called(year: &str, party: &str, expected: [&str; 2]) {
    let found = view(&["calls", "--period", year]);
    let own: Vec<&str> = found
        .iter()
        .filter(|row| row["party"] == party)
        .map(|row| row["amount"].as_str())
        .collect();
    assert_eq!(own, expected, "{year} {party}");
}

/// The Bund bears a quarter of the kinds a, b and c (from 2024 also d) of the four services that
/// are jointly financed.
#[test]
fn the_bund_of_the_tour_over_four_years_by_hand() {
    // 2021: plan 254,500.00 (a 86,000 98,500 20,000, b 50,000), a quarter 63,625.00, half of it
    // 31,812.50.
    assert_eq!(adds(&["86000.00", "98500.00", "20000.00", "50000.00"]), cents("254500.00"));
    called("2021", "BUND", ["31812.50", "31812.50"]);
    // Actual: a quarter of 84,250.00, 48,600.00, 96,400.00 and 19,850.00.
    assert_eq!(adds(&["21062.50", "12150.00", "24100.00", "4962.50"]), cents("62275.00"));
    account("2021", "BUND", ["62275.00", "63625.00", "0.00", "0.00", "-1350.00"]);

    // 2022: plan 386,500.00, a quarter 96,625.00. What was too much comes off the second half:
    // 48,312.50 - 1,350.00.
    assert_eq!(
        adds(&["87000.00", "45000.00", "99500.00", "65000.00", "7500.00", "40000.00", "42500.00"]),
        cents("386500.00")
    );
    called("2022", "BUND", ["48312.50", "46962.50"]);
    // A quarter of 86,861.75 57,300.00 99,388.40 64,120.70 7,450.00 40,105.90 42,560.19, each
    // half-up.
    assert_eq!(
        adds(&["21715.44", "14325.00", "24847.10", "16030.18", "1862.50", "10026.48", "10640.05"]),
        cents("99446.75")
    );
    // 99,446.75 - 95,275.00 - 1,350.00 = 2,821.75: claimed, and paid on 30 June 2023, so 95,275.00
    // + 2,821.75 are paid.
    account("2022", "BUND", ["99446.75", "98096.75", "0.00", "1350.00", "0.00"]);

    // 2023: plan 391,000.00, a quarter 97,750.00; nothing is carried into it.
    assert_eq!(
        adds(&[
            "92000.00",
            "36000.00",
            "105500.00",
            "8000.00",
            "42500.00",
            "17000.00",
            "45000.00",
            "45000.00"
        ]),
        cents("391000.00")
    );
    called("2023", "BUND", ["48875.00", "48875.00"]);
    // A quarter of 89,473.50 35,940.00 102,376.80 7,980.33 41,311.80 16,640.00 43,839.89 43,210.45.
    assert_eq!(
        adds(&[
            "22368.38", "8985.00", "25594.20", "1995.08", "10327.95", "4160.00", "10959.97",
            "10802.61"
        ]),
        cents("95193.19")
    );
    // Leftovers: 12,000 x 97,750.00 / 1,325,969.94 = 884.635... -> 884.64 by largest remainder;
    // 20,000 x 95,193.19 / 1,396,330.92 = 1,363.476... -> 1,363.48; together 2,248.12. 95,193.19 -
    // 97,750.00 + 2,248.12 = -308.69.
    account("2023", "BUND", ["95193.19", "97750.00", "0.00", "-2248.12", "-308.69"]);

    // 2024: plan 592,000.00 with kind d, a quarter 148,000.00. Set off from the second half: 308.69
    // + 884.64 = 1,193.33; the bound 1,363.48 lower no call. 74,000.00 - 1,193.33 = 72,806.67.
    called("2024", "BUND", ["74000.00", "72806.67"]);
    // No actual cost yet: 0 - 74,000.00 - (1,193.33 + 1,363.48).
    account("2024", "BUND", ["0.00", "74000.00", "0.00", "2556.81", "-76556.81"]);
}

/// The Saarland pays for all in two years. Its shares are those of `allocate`.
#[test]
fn the_saarland_of_the_tour_over_four_years_by_hand() {
    // 43,466.58 in halves; 43,443.14 - 43,466.58.
    called("2021", "SL", ["21733.29", "21733.29"]);
    account("2021", "SL", ["43443.14", "43466.58", "0.00", "0.00", "-23.44"]);
    // 54,655.75: the odd cent goes to the first; 27,327.87 - 23.44. It pays 11,875.25 for all:
    // 64,581.14 - 54,632.31 - 11,875.25 - 23.44.
    called("2022", "SL", ["27327.88", "27304.43"]);
    account("2022", "SL", ["64581.14", "54632.31", "11875.25", "23.44", "-1949.86"]);
    // 68,865.18 in halves of 34,432.59, less 1,949.86. It pays 16,640.00 for all. Leftovers: 12,000
    // x 66,915.32 / 1,325,969.94 = 605.582... -> 605.58, 20,000 x 69,880.08 / 1,396,330.92 =
    // 1,000.910... -> 1,000.91. Credits 1,949.86 - 605.58 - 1,000.91 = 343.37; 69,880.08 -
    // 66,915.32 - 16,640.00 - 343.37.
    called("2023", "SL", ["34432.59", "32482.73"]);
    account("2023", "SL", ["69880.08", "66915.32", "16640.00", "343.37", "-14018.61"]);
    // 68,040.36 in halves of 34,020.18; set off 14,018.61 + 605.58 = 14,624.19; with the bound
    // 1,000.91 15,625.10.
    called("2024", "SL", ["34020.18", "19395.99"]);
    account("2024", "SL", ["0.00", "34020.18", "0.00", "15625.10", "-49645.28"]);
}

#[test]
fn what_one_year_carries_is_the_opening_of_the_next() {
    for (year, next) in YEARS.iter().zip(&YEARS[1..]) {
        let settled = json(&["settle", "--period", year]);
        let balance = |party: &Value| {
            let rows = settled["rows"].as_array().unwrap();
            let row = rows.iter().find(|row| row["party"] == *party).unwrap();
            cents(row["balance"].as_str().unwrap())
        };
        let outcomes = settled["outcomes"].as_array().unwrap();
        let carried: BTreeMap<String, i128> = outcomes
            .iter()
            .filter(|row| row["outcome"] == "carried")
            .map(|row| (row["party"].as_str().unwrap().to_owned(), -balance(&row["party"])))
            .collect();
        assert!(carried.len() > 5, "{year}");
        let of = |year: &str, kind: &str, sign: i128| -> BTreeMap<(String, Option<String>), i128> {
            let own = credits(year).into_iter().filter(|((_, own, _), _)| own == kind);
            own.map(|((party, _, leftover), amount)| ((party, leftover), amount * sign)).collect()
        };
        let opening: BTreeMap<String, i128> = of(next, "carried", 1)
            .into_iter()
            .map(|((party, _), amount)| (party, amount))
            .collect();
        assert_eq!(carried, opening, "{year} and {next}");
        assert_eq!(of(year, "leftover-out", -1), of(next, "leftover-in", 1), "{year} and {next}");
    }
    let left: i128 = credits("2024")
        .iter()
        .filter(|((_, kind, _), _)| kind == "leftover-in")
        .map(|(_, amount)| amount)
        .sum();
    assert_eq!(left, cents("32000.00"), "12,000.00 unbound and 20,000.00 bound");
}

#[test]
fn the_calls_set_off_what_is_carried_and_unbound_and_are_paid_to_the_cent() {
    let payments = table("payments.csv");
    for year in YEARS {
        let calls = view(&["calls", "--period", year]);
        for row in &calls {
            assert_eq!(
                cents(&row["share"]) - cents(&row["set_off"]),
                cents(&row["amount"]),
                "{row:?}"
            );
            assert!(row["instalment"] == "2" || row["set_off"] == "0.00", "{row:?}");
        }
        let credits = credits(year);
        let own = |party: &str| -> i128 {
            let counts = |kind: &str, leftover: &Option<String>| {
                kind == "carried"
                    || kind == "leftover-in" && leftover.as_deref() == Some("ungebunden-2023")
            };
            let own = credits
                .iter()
                .filter(|((it, kind, leftover), _)| it == party && counts(kind, leftover));
            own.map(|(_, amount)| amount).sum()
        };
        let planned = view(&["allocate", "--status", "plan", "--period", year, "--by", "party"]);
        for row in &planned {
            let party = row["party"].as_str();
            assert_eq!(amount(&calls, party, "set_off"), own(party), "{year} {party}");
            assert_eq!(amount(&calls, party, "share"), cents(&row["amount"]), "{year} {party}");
            let paid: i128 = payments
                .iter()
                .filter(|it| {
                    it["party"] == party
                        && it["period"] == year
                        && !it["purpose"].starts_with("Nach")
                })
                .map(|it| cents(&it["amount"]))
                .sum();
            let last =
                |row: &&BTreeMap<String, String>| row["party"] == party && row["instalment"] == "2";
            let second = cents(&calls.iter().find(last).unwrap()["amount"]);
            // What of the calls the tour leaves unpaid.
            let open = match (party, year) {
                (_, "2024") | ("ST", "2023") => second,
                ("BY", "2023") => cents("605.30"),
                _ => 0,
            };
            assert_eq!(paid + open, amount(&calls, party, "amount"), "{year} {party}");
        }
    }
}

#[test]
fn no_cent_comes_about_between_four_years() {
    let sum = |rows: Vec<BTreeMap<String, String>>,
               counts: fn(&BTreeMap<String, String>) -> bool|
     -> i128 {
        rows.iter().filter(|row| counts(row)).map(|row| cents(&row["amount"])).sum()
    };
    let paid = sum(table("payments.csv"), |_| true);
    let outlays = sum(table("costs.csv"), |row| !row["paid_by"].is_empty());
    let all = view(&["settle", "--period", "2021-01-01/2024-12-31"]);
    let borne = cents("3879992.18");
    assert_eq!((total(&all, "share"), total(&all, "advances")), (borne, paid));
    assert_eq!(total(&all, "paid_for_all"), outlays);
    // What was borne less what was paid is what is claimed for 2023 and what stands on the accounts
    // of 2024.
    let last = view(&["settle", "--period", "2024"]);
    let claimed = cents("551.79") + cents("1373.58");
    assert_eq!(borne - paid - outlays, claimed + total(&last, "balance"));
    for year in YEARS {
        let alone = view(&["settle", "--period", year]);
        let of_all = all.iter().filter(|row| row["period"] == year).cloned().map(|mut row| {
            row.remove("period");
            row
        });
        assert_eq!(
            of_all.collect::<Vec<_>>(),
            alone,
            "{year}: a period selects and changes nothing"
        );
    }
}

#[test]
fn every_way_settles_every_claim_of_the_tour() {
    for (way, count) in [("hub:HE", 2), ("minimal", 2), ("hub:RP", 2), ("direct", 48)] {
        let transfers = view(&["settle", "--period", "2023", "--transfers", way]);
        assert_eq!(transfers.len(), count, "{way}");
        let mut nets: BTreeMap<&str, i128> = BTreeMap::new();
        for row in &transfers {
            assert!(cents(&row["amount"]) > 0, "{row:?}");
            *nets.entry(&row["from"]).or_default() += cents(&row["amount"]);
            *nets.entry(&row["to"]).or_default() -= cents(&row["amount"]);
        }
        nets.retain(|_, net| *net != 0);
        let keeper = if way == "hub:RP" { "RP" } else { "HE" };
        let expected = [("BY", "551.79"), ("ST", "1373.58"), (keeper, "-1925.37")];
        assert_eq!(nets, expected.map(|(party, net)| (party, cents(net))).into(), "{way}");
        let json = umlage(&tour(), &["settle", "--transfers", way, "--format", "json", "-q"]);
        assert_eq!(
            json.contains("\"proven\":true"),
            way == "minimal",
            "only the fewest are proven: {way}"
        );
        assert_eq!(json.contains("\"proven\""), way == "minimal", "{way}");
    }
}

#[test]
fn the_agreements_are_called_and_settled_as_by_hand() {
    let mut count = 0;
    for case in cases() {
        for file in fs::read_dir(case.join("expected")).unwrap() {
            let file = file.unwrap().path();
            let name = file.file_stem().unwrap().to_str().unwrap();
            let Some((command @ ("calls" | "settle"), period)) = name.split_once('-') else {
                continue;
            };
            let found = umlage(&case, &[command, "--period", period, "-q", "--format", "csv"]);
            assert_eq!(found, fs::read_to_string(&file).unwrap(), "{}", file.display());
            count += 1;
        }
    }
    assert!(count >= 7, "only {count}");
}

/// The views that people and programs ask for.
const VIEWS: [&[&str]; 10] = [
    &["calls", "--period", "2024"],
    &["settle", "--period", "2022"],
    &["settle", "--period", "2023"],
    &["settle", "--period", "2023", "--transfers", "hub:HE"],
    &["settle", "--period", "2023", "--transfers", "direct"],
    &["settle", "--period", "2023", "--transfers", "minimal"],
    &["explain", "--of", "balance", "--party", "BY", "--period", "2023"],
    &["explain", "--of", "calls", "--party", "BY", "--period", "2024"],
    &["explain", "--of", "transfers", "--transfers", "hub:HE", "--party", "BY", "--period", "2023"],
    &["explain", "--of", "transfers", "--transfers", "direct", "--party", "BY", "--period", "2023"],
];

#[test]
fn every_view_says_the_same_in_both_languages_and_all_formats() {
    for args in VIEWS {
        let print = |format, lang| {
            umlage(&tour(), &[args, &["-q", "--format", format, "--lang", lang]].concat())
        };
        let [german, english] = ["de", "en"].map(|lang| print("table", lang));
        assert_ne!(german, english, "{args:?}");
        assert!(
            german.lines().chain(english.lines()).all(|line| line.chars().count() <= 80),
            "{args:?}"
        );
        let csv = print("csv", "de");
        assert!(rows(&csv).len() > 1, "{args:?}");
        for format in ["csv", "csv-de", "json"] {
            assert_eq!(
                print(format, "de"),
                print(format, "en"),
                "{args:?}: {format} has no language"
            );
        }
        let excel = print("csv-de", "de");
        let excel = excel.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("{args:?}: no mark"));
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(excel.as_bytes());
        let excel: Vec<BTreeMap<String, String>> =
            reader.deserialize().map(Result::unwrap).collect();
        let json: Value = serde_json::from_str(&print("json", "de")).unwrap();
        let name = match (args[0], args.contains(&"--transfers")) {
            ("explain", _) => "steps",
            (_, true) => "transfers",
            _ => "rows",
        };
        let list = json[name].as_array().unwrap();
        assert_eq!((list.len(), excel.len()), (rows(&csv).len(), rows(&csv).len()), "{args:?}");
        for ((row, german_row), object) in rows(&csv).iter().zip(&excel).zip(list) {
            for column in ["amount", "share", "set_off", "balance", "credits", "rounded"] {
                let Some(text) = row.get(column).filter(|text| {
                    text.contains('.') && row.get("money").is_none_or(|money| money == "true")
                }) else {
                    continue;
                };
                assert_eq!(german_row[column], text.replace('.', ","), "{args:?} {row:?}");
                assert_eq!(object[column].as_str(), Some(text.as_str()), "{args:?} {row:?}");
            }
        }
        shown(args, &rows(&csv), &german, &english);
    }
}

/// The amounts of a CSV stand in the pages, written as each language does.
fn shown(args: &[&str], rows: &[BTreeMap<String, String>], german: &str, english: &str) {
    let amounts: Vec<&str> = match args[0] {
        "explain" => {
            let subject = args[2].trim_end_matches('s');
            let own = rows.iter().filter(|row| row["subject"] == subject && row["party"] == "BY");
            own.map(|row| row["rounded"].as_str()).collect()
        }
        _ => rows
            .iter()
            .map(|row| row.get("balance").unwrap_or_else(|| &row["amount"]).as_str())
            .collect(),
    };
    assert!(!amounts.is_empty(), "{args:?}");
    for amount in amounts {
        let grouped = thousands(amount);
        assert!(english.contains(&grouped), "{args:?}: {grouped}");
        let grouped = grouped.replace(',', " ").replace('.', ",").replace(' ', ".");
        assert!(german.contains(&grouped), "{args:?}: {grouped}");
    }
}

fn thousands(amount: &str) -> String {
    let (whole, part) = amount.split_once('.').unwrap();
    let digits = whole.trim_start_matches('-');
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{}{grouped}.{part}", if whole.starts_with('-') { "-" } else { "" })
}

#[test]
fn the_own_budgets_hold_what_is_called_and_claimed_by_due_date() {
    let all = ["--period", "2021-01-01/2024-12-31"];
    let called = view(&[&["calls"][..], &all].concat());
    let settled = json(&[&["settle"][..], &all].concat());
    let mut wanted: BTreeMap<(String, String), [i128; 2]> = BTreeMap::new();
    for row in &called {
        let due = (row["due"][..4].to_owned(), row["party"].clone());
        wanted.entry(due).or_default()[0] += cents(&row["amount"]);
    }
    // A claim stays in the year in which it was due, the year after, even when it is paid after the
    // settlement on 1 June.
    let payments = table("payments.csv");
    for row in settled["rows"].as_array().unwrap().iter().filter(|row| row["period"] != "2024") {
        let [year, party, balance] =
            ["period", "party", "balance"].map(|name| row[name].as_str().unwrap());
        let next = (year.parse::<i32>().unwrap() + 1).to_string();
        let is_later = |row: &&BTreeMap<String, String>| {
            row["party"] == party && row["period"] == year && row["date"] > format!("{next}-06-01")
        };
        let later: i128 = payments.iter().filter(is_later).map(|row| cents(&row["amount"])).sum();
        let claim = cents(balance) + later;
        if claim >= cents("100.00") {
            wanted.entry((next, party.to_owned())).or_default()[1] += claim;
        }
    }
    let budget = json(&["budget", "--period", "2021-01-01/2025-12-31"]);
    let mut found: BTreeMap<(String, String), [i128; 2]> = BTreeMap::new();
    for row in budget["parties"].as_array().unwrap() {
        let text = |name: &str| row[name].as_str().unwrap().to_owned();
        let [called, claimed, to_pay, refunded] =
            ["called", "claimed", "to_pay", "refunded"].map(|name| cents(&text(name)));
        assert_eq!(to_pay, called + claimed);
        found.insert((text("year"), text("party")), [called, claimed - refunded]);
    }
    wanted.retain(|(year, _), _| year.as_str() >= "2021");
    assert_eq!(found, wanted);
    // By hand: Bayern is called for 22,897.69 in 2024 and still owes 551.79 for 2023, due on 1 July
    // 2024.
    let own = found[&("2024".to_owned(), "BY".to_owned())];
    assert_eq!(own, [2_289_769, 55_179]);
    // Thüringen was claimed 7,658.01 for 2021, due on 1 July 2022, and paid it on 15 July.
    assert_eq!(found[&("2022".to_owned(), "TH".to_owned())][1], 765_801);
}

#[test]
fn plan_and_actual_differ_by_their_causes() {
    let changes = json(&["changes", "plan", "actual", "--period", "2023"]);
    let rows = view(&["changes", "plan", "actual", "--period", "2023"]);
    let [plan, actual] = ["plan", "actual"]
        .map(|status| view(&["allocate", "--period", "2023", "--by", "party", "--status", status]));
    assert_eq!((changes["from"].as_str(), changes["to"].as_str()), (Some("plan"), Some("actual")));
    for party in changes["parties"].as_array().unwrap() {
        let id = party["party"].as_str().unwrap();
        let difference = amount(&actual, id, "amount") - amount(&plan, id, "amount");
        assert_eq!(cents(party["difference"].as_str().unwrap()), difference, "{id}");
        for order in ["stated_order", "order_free"] {
            assert_eq!(amount(&rows, id, order), difference, "{id} {order}");
        }
    }
    let level = rows.iter().filter(|row| row["cause"] == "cost-level" && row["party"] == "HE");
    assert_eq!(level.map(|row| row["stated_order"].as_str()).collect::<Vec<_>>(), ["-25878.46"]);
}

/// The balances and due balances of the tour in a folder, by party.
fn balances(folder: &Path) -> BTreeMap<String, String> {
    let settled = umlage(folder, &["settle", "--period", "2023", "-q", "--format", "csv"]);
    rows(&settled).into_iter().map(|row| (row["party"].clone(), row["balance"].clone())).collect()
}

#[test]
fn paying_the_claims_of_the_tour_changes_no_other_balance() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["umlage.toml", "costs.csv", "usage.csv", "payments.csv"] {
        fs::copy(tour().join(name), folder.path().join(name)).unwrap();
    }
    let mut expected = balances(folder.path());
    let file = folder.path().join("payments.csv");
    let paid = "2024-07-01,BY,551.79,2023,Nachforderung,N-1\n\
        2024-07-01,ST,1373.58,2023,Nachforderung,N-2\n";
    fs::write(&file, fs::read_to_string(&file).unwrap() + paid).unwrap();
    for (party, claim) in [("BY", "551.79"), ("ST", "1373.58")] {
        assert_eq!(expected.insert(party.to_owned(), "0.00".to_owned()), Some(claim.to_owned()));
    }
    assert_eq!(balances(folder.path()), expected);
}

#[test]
fn a_leftover_is_listed_with_its_age_while_it_waits() {
    let into = ["--set", "leftover.gebunden-2023.into=\"2025\""];
    for (period, age) in [("2023", 0), ("2024", 1), ("2023-01-01/2024-12-31", 1)] {
        let settled = json(&[&["settle", "--period", period][..], &into].concat());
        let leftovers = settled["leftovers"].as_array().unwrap();
        let waiting = leftovers.iter().find(|row| row["leftover"] == "gebunden-2023").unwrap();
        assert_eq!(waiting["age"], age, "{period}");
        assert_eq!(waiting["amount"], "20000.00");
    }
    let page = umlage(
        &tour(),
        &[&["settle", "-q", "--period", "2024", "--lang", "en"][..], &into].concat(),
    );
    assert!(page.contains("Age") && page.contains("Gebundene Restmittel 2023"), "{page}");
    assert_eq!(json(&["settle", "--period", "2022"])["leftovers"].as_array().unwrap().len(), 0);
}

#[test]
fn everybody_who_pays_or_gets_stands_in_the_table_of_direct_payments() {
    let args = ["settle", "--period", "2023", "--transfers", "direct"];
    let page = umlage(&tour(), &[&args[..], &["-q", "--lang", "en"]].concat());
    let (_, table) = page.split_once("Pays").unwrap();
    for row in view(&args) {
        for party in [&row["from"], &row["to"]] {
            assert!(table.contains(&format!("({party})")), "{party}: {page}");
        }
    }
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("What is not paid now goes through the joint account"), "{page}");
}

#[test]
fn the_page_of_a_balance_leaves_shares_to_a_page_of_their_own() {
    let explain = |args: &[&str], lang| {
        umlage(&tour(), &[&["explain", "-q", "--lang", lang][..], args].concat())
    };
    let balance = ["--of", "balance", "--party", "SL", "--period", "2023"];
    let page = explain(&balance, "de");
    assert!(page.lines().count() < 230, "{} lines", page.lines().count());
    assert!(
        page.contains("umlage explain --party SL") && !page.contains("--status plan"),
        "{page}"
    );
    let steps = json(&[&["explain"][..], &balance].concat())["steps"].as_array().unwrap().len();
    assert!(steps > 1000, "JSON has every step: {steps}");
    let page = explain(&["--of", "calls", "--party", "SL", "--period", "2024"], "de");
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("umlage explain --party SL --status plan"), "{page}");
}

#[test]
fn rates_of_interest_and_sums_owed_have_their_names() {
    let set = [
        "--set",
        "settlement.interest=\"5 %\"",
        "--period",
        "2022",
        "--of",
        "interest",
        "--party",
        "RP",
    ];
    for (lang, name) in [("de", "Zinssatz: 5 %"), ("en", "Rate of interest: 5 %")] {
        let page = umlage(&tour(), &[&["explain", "-q", "--lang", lang][..], &set].concat());
        assert!(page.contains(name), "{page}");
    }
    let minimal =
        ["explain", "-q", "--period", "2023", "--of", "transfers", "--party", "ST", "--lang"];
    for (lang, name) in
        [("de", "noch zu erhalten Hessen (HE): "), ("en", "To be received, Hesse (HE): ")]
    {
        let page = umlage(&tour(), &[&minimal[..], &[lang]].concat());
        assert!(page.contains(name), "{page}");
    }
}
