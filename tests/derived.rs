//! Entries made of others, in time: surcharges, credits, catch-ups, what cost centres pass on. They
//! lie where their sources lie, and no selection of periods changes an amount.

use std::collections::{BTreeMap, BTreeSet};

use umlage::allocation::{Request, allocate};
use umlage::model::parse_period;

use crate::support::generate::Random;
use crate::support::oracle::RowKey;
use crate::support::run::{rows, run};

/// Amounts at the grain of the digest.
type Bill = BTreeMap<RowKey, i128>;

/// Shares a project in memory; the error is what a person would see.
fn bill(toml: &str, costs: &str, more: &[(&str, &str)]) -> Result<Bill, String> {
    let project = [("umlage.toml", toml), ("costs.csv", costs)];
    let files: Vec<(String, String)> = project
        .iter()
        .chain(more)
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    run(&files).map(|(project, run)| rows(&project, &run))
}

/// The bill of one party, by rule.
fn of<'a>(bill: &'a Bill, party: &'a str) -> Vec<(&'a str, &'a str, i128)> {
    let own = bill.iter().filter(|(key, _)| key.party == party);
    own.map(|(key, cents)| (key.period.as_str(), key.rule.as_str(), *cents)).collect()
}

/// A consortium that grows and shrinks at the first of months, with a surcharge, a growth and a
/// catch-up over its cost; `object` is the column of costs.csv in which cost is booked.
fn consortium(random: &mut Random) -> String {
    let mut pick = |list: &[&'static str]| random.pick(list);
    let settled = pick(&["year", "quarter", "month"]);
    let pool = pick(&[
        "[\"service\"]",
        "[\"service\", \"month\"]",
        "[\"service\", \"quarter\", \"kind\"]",
    ]);
    let pro_rata = pick(&["days", "months", "weight-days", "none"]);
    let (from, to) =
        (pick(&["2022-07-01", "2023-04-01", "2023-10-01"]), pick(&["2022-12-31", "2023-06-30"]));
    format!(
        r#"
[project]
settled_per = "{settled}"
[party.HE]
member = true
[party.TH]
member = [{{ from = "{from}" }}]
[party.SL]
member = [{{ to = "{to}" }}]
[party.SN]
member = [{{ from = "2024-01-01" }}]
[service.s]
[centre.civento]
driver = "equal"
[cascade]
method = "direct"
[surcharge.aufsicht]
legal_basis = "x"
costs = {{ kinds = ["a", "b"] }}
rate = "10 %"
[catch_up.sn]
legal_basis = "x"
costs = {{ kinds = ["a"] }}
party = "SN"
on = "2024-01-01"
key = "equal"
[rule.r]
legal_basis = "x"
costs = {{ kinds = ["a", "b"] }}
pro_rata = "{pro_rata}"
pool = {pool}
[[rule.r.step]]
id = "alle"
rest = true
among = "members"
key = "equal"
[rule.n]
legal_basis = "x"
costs = {{ kinds = ["catch-up"] }}
[[rule.n.step]]
id = "d"
direct = true
"#
    )
}

/// Random cost of whole months of 2022 to 2024, in tens of euros, so that a tenth of it has no part
/// of a cent.
fn costs(random: &mut Random) -> Vec<(String, &'static str, usize)> {
    let row = |random: &mut Random| {
        let month = format!("{}-{:02}", 2022 + random.below(3), 1 + random.below(12));
        let kind = random.pick(&["a", "b"]);
        (month, kind, 10 * (1 + random.below(400)))
    };
    (0..2 + random.below(8)).map(|_| row(random)).collect()
}

fn csv(rows: &[(String, &str, usize)], object: &str) -> String {
    let header = format!("period,{object},kind,amount\n");
    let name = if object == "service" { "s" } else { "civento" };
    rows.iter().fold(header, |text, (month, kind, euros)| {
        format!("{text}{month},{name},{kind},{euros}.00\n")
    })
}

/// The cost of whole months gives the same bill whether it is booked on the service or reaches it
/// through a cost centre: what is made of it lies where it lies.
#[test]
fn cost_lies_where_it_was_booked_whether_it_comes_through_a_centre_or_not() {
    for seed in 0..300 {
        let mut random = Random::new(seed);
        let (toml, rows) = (consortium(&mut random), costs(&mut random));
        let direct = bill(&toml, &csv(&rows, "service"), &[])
            .unwrap_or_else(|error| panic!("{seed}: {error}"));
        let passed_on = bill(&toml, &csv(&rows, "centre"), &[])
            .unwrap_or_else(|error| panic!("{seed}: {error}"));
        assert_eq!(direct, passed_on, "{seed}\n{toml}\n{}", csv(&rows, "service"));
    }
}

/// The settlement periods, asked for one by one, give what they give together.
#[test]
fn a_selection_of_periods_changes_no_amount() {
    for seed in 0..100 {
        let mut random = Random::new(seed);
        let (toml, rows_of_file) = (consortium(&mut random), costs(&mut random));
        let object = random.pick(&["service", "centre"]);
        let files = [("umlage.toml", toml.clone()), ("costs.csv", csv(&rows_of_file, object))];
        let files: Vec<(String, String)> =
            files.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        let (project, all) = run(&files).unwrap();
        let together = rows(&project, &all);
        let periods: BTreeSet<&String> = together.keys().map(|key| &key.period).collect();
        let mut one_by_one = Bill::new();
        for period in periods {
            let request = Request { period: parse_period(period).ok(), ..Request::default() };
            let alone = allocate(&project, request).unwrap_or_else(|_| panic!("{seed}: {period}"));
            one_by_one.extend(rows(&project, &alone));
        }
        assert_eq!(together, one_by_one, "{seed}\n{toml}\n{}", files[1].1);
    }
}

#[test]
fn credits_alone_on_the_receivers_of_direct_cost_mirror_the_invoices() {
    let toml = r#"
[party.HE]
member = true
[service.a]
[service.b]
[centre.civento]
driver = "direct-cost"
[cascade]
method = "direct"
[rule.r]
legal_basis = "x"
[[rule.r.step]]
id = "alle"
rest = true
to = "HE"
"#;
    let costs = |sign: &str| {
        format!(
            "period,service,centre,amount\n2024,a,,{sign}30.00\n2024,b,,{sign}10.00\n\
                2024,,civento,100.00\n"
        )
    };
    let by_service = |bill: Bill| -> Vec<(String, i128)> {
        bill.into_iter().map(|(key, cents)| (key.service, cents)).collect()
    };
    let [invoices, credits] =
        ["", "-"].map(|sign| by_service(bill(toml, &costs(sign), &[]).unwrap()));
    assert_eq!(invoices, [("a".to_owned(), 10_500), ("b".to_owned(), 3_500)]);
    assert_eq!(credits, [("a".to_owned(), 4_500), ("b".to_owned(), 1_500)]);
    let mixed = costs("").replace("b,,10.00", "b,,-10.00");
    assert!(
        bill(toml, &mixed, &[]).unwrap_err().contains("E613"),
        "cost and credits give no proportion"
    );
}

/// What is caught up stands under the nature and the title of what it is made of, each by itself.
#[test]
fn a_catch_up_keeps_natures_and_budget_titles_apart() {
    let toml = r#"
[party.HE]
member = true
[party.TH]
member = [{ from = "2024-01-01" }]
[service.s]
[catch_up.th]
legal_basis = "x"
costs = { kinds = ["aufbau"] }
party = "TH"
on = "2024-01-01"
key = "equal"
[rule.alt]
legal_basis = "x"
costs = { kinds = ["aufbau"] }
[[rule.alt.step]]
id = "he"
rest = true
to = "HE"
[rule.personal]
legal_basis = "x"
costs = { kinds = ["catch-up"], natures = ["staff"] }
[[rule.personal.step]]
id = "d"
direct = true
[rule.titel]
legal_basis = "x"
costs = { kinds = ["catch-up"], budget_titles = ["53201"] }
[[rule.titel.step]]
id = "d"
direct = true
"#;
    let costs = "period,service,kind,nature,budget_title,amount\n2023,s,aufbau,staff,,600.00\n\
        2023,s,aufbau,,53201,80.00\n";
    let bill = bill(toml, costs, &[]).unwrap();
    assert_eq!(of(&bill, "TH"), [("2024", "personal", 30_000), ("2024", "titel", 4_000)]);
}

/// What a rule divides by months is caught up by months.
#[test]
fn a_catch_up_divides_by_months_where_the_rule_does() {
    let toml = r#"
[party.HE]
member = true
[party.TH]
member = [{ from = "2024-01-01" }]
[service.s]
[key.nutzung]
method = "usage"
measure = "uses"
[catch_up.th]
legal_basis = "x"
costs = { kinds = ["aufbau"] }
party = "TH"
on = "2024-01-01"
key = "nutzung"
[rule.r]
legal_basis = "x"
costs = { kinds = ["aufbau"] }
pro_rata = "months"
[[rule.r.step]]
id = "alle"
rest = true
among = ["HE", "TH"]
key = "nutzung"
[rule.n]
legal_basis = "x"
costs = { kinds = ["catch-up"] }
[[rule.n.step]]
id = "d"
direct = true
"#;
    let costs = "period,service,kind,amount\n2022-07-01/2023-06-30,s,aufbau,3650.00\n";
    let usage = "period,service,party,quantity\n2022-09,s,HE,90\n2022-09,s,TH,10\n\
        2023-02,s,HE,10\n2023-02,s,TH,30\n";
    let bill = bill(toml, costs, &[("usage.csv", usage)]).unwrap();
    // 1,825.00 in each year: 1,825.00 x 10/100 + 1,825.00 x 30/40.
    let expected = [("2022", "r", 18_250), ("2023", "r", 136_875), ("2024", "n", 155_125)];
    assert_eq!(of(&bill, "TH"), expected);
}

/// A project whose only rule shares by the last of some keys, each made of the one before.
fn built_of_keys(first: &str, levels: usize, made_of: impl Fn(&str) -> String) -> String {
    let keys = (1..=levels)
        .map(|level| format!("[key.k{level}]\n{}\n", made_of(&format!("k{}", level - 1))));
    format!(
        r#"
[party.HE]
member = true
[party.RP]
member = true
[service.s]
[rule.r]
legal_basis = "x"
[[rule.r.step]]
id = "a"
rest = true
among = "members"
key = "k{levels}"
[key.k0]
{first}
{}"#,
        keys.collect::<String>()
    )
}

const COST: &str = "period,service,amount\n2023,s,130.00\n";

/// A key that others name twice is evaluated once, so that stages cost what they are and not two to
/// their number.
#[test]
fn stages_of_keys_are_evaluated_once_each() {
    let third = r#"method = "fixed"
weights = { HE = "1/3", RP = "2/7" }"#;
    let twice = |key: &str| {
        format!(
            "method = \"mix\"\nparts = [{{ key = \"{key}\", weight = \"1/2\" }}, {{ key \
                = \"{key}\", weight = \"1/2\" }}]"
        )
    };
    let found = bill(&built_of_keys(third, 99, twice), COST, &[]).unwrap();
    assert_eq!(found.values().copied().collect::<Vec<_>>(), [7_000, 6_000]);
}

/// Chains of every way in which a key leads to another end in a result or in a message, whatever
/// their length.
#[test]
fn chains_of_keys_end_in_a_result_or_a_message() {
    let equal = "method = \"equal\"";
    let ways: [fn(&str) -> String; 6] = [
        |key| format!("method = \"mix\"\nparts = [{{ key = \"{key}\", weight = \"1\" }}]"),
        |key| format!("method = \"usage\"\nmeasure = \"uses\"\notherwise = \"{key}\""),
        |key| {
            format!(
                "method = \"fixed\"\nweights = {{ HE = 1 }}\ndecision = {{ unanimous = false, \
                    fallback = \"{key}\" }}"
            )
        },
        |key| format!("method = \"product\"\nfactors = [\"{key}\"]"),
        |key| format!("method = \"ratio\"\nnumerator = \"{key}\"\ndenominator = \"equal\""),
        |key| format!("method = \"largest-of\"\nkey = \"{key}\"\nparties = [\"RP\"]"),
    ];
    for way in ways {
        let found = bill(&built_of_keys(equal, 99, way), COST, &[]).unwrap();
        assert_eq!(found.values().copied().collect::<Vec<_>>(), [6_500, 6_500], "{}", way("k"));
        for levels in [100, 3_000] {
            let error = bill(&built_of_keys(equal, levels, way), COST, &[]).unwrap_err();
            assert!(error.contains("error[E425]"), "{error}");
            assert_eq!(error.matches("error[").count(), 1, "{error}");
        }
    }
}

#[test]
fn a_product_whose_digits_double_is_refused_at_once() {
    let half = "method = \"fixed\"\nweights = { HE = \"1/3\", RP = \"2/7\" }";
    let square = |key: &str| format!("method = \"product\"\nfactors = [\"{key}\", \"{key}\"]");
    assert!(bill(&built_of_keys(half, 8, square), COST, &[]).is_ok());
    assert!(bill(&built_of_keys(half, 60, square), COST, &[]).unwrap_err().contains("error[E426]"));
}

/// A circle of many keys is told, and quickly.
#[test]
fn a_long_circle_of_keys_is_told() {
    let first = "method = \"mix\"\nparts = [{ key = \"k3000\", weight = \"1\" }]";
    let mix =
        |key: &str| format!("method = \"mix\"\nparts = [{{ key = \"{key}\", weight = \"1\" }}]");
    assert!(
        bill(&built_of_keys(first, 3_000, mix), COST, &[]).unwrap_err().contains("error[E409]")
    );
}

/// What never counts is not asked what it counts; what stands in is.
#[test]
fn of_a_key_and_its_fallback_the_one_that_counts_is_checked() {
    let decided = |unanimous: &str, pool: &str, key: &str, fallback: &str| {
        let toml = format!(
            r#"
[party.HE]
member = true
[service.s]
[key.f]
method = "product"
factors = ["k"]
[key.k]
{key}
decision = {{ unanimous = {unanimous}, fallback = "other" }}
[key.other]
{fallback}
[rule.r]
legal_basis = "x"
pool = {pool}
[[rule.r.step]]
id = "a"
rest = true
among = "members"
key = "f"
"#
        );
        bill(&toml, COST, &[("usage.csv", "period,service,party,quantity\n2023,s,HE,1\n")])
    };
    let (usage, equal) = ("method = \"usage\"\nmeasure = \"uses\"", "method = \"equal\"");
    for pool in ["[]", "[\"service\"]"] {
        assert!(decided("false", pool, usage, equal).is_ok());
        assert!(decided("true", pool, equal, usage).is_ok());
        assert!(decided("true", pool, usage, equal).unwrap_err().contains("E410"));
        assert!(decided("false", pool, equal, usage).unwrap_err().contains("E410"));
    }
}

/// A folder with scenarios of which each builds on the next.
fn baselines(count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    std::fs::create_dir(folder.path().join("scenarios")).unwrap();
    write("umlage.toml", &built_of_keys("method = \"equal\"", 0, |_| String::new()));
    write("costs.csv", COST);
    for number in 0..count {
        let next = if number + 1 < count {
            format!("baseline = \"s{}\"\n", number + 1)
        } else {
            String::new()
        };
        write(
            &format!("scenarios/s{number}.toml"),
            &format!("title = \"S\"\n{next}[project]\ntitle = \"P\"\n"),
        );
    }
    folder
}

#[test]
fn scenarios_build_on_each_other_up_to_a_limit() {
    let allocate = ["--scenario", "s0", "allocate", "--format", "csv"];
    assert!(crate::cases::run(baselines(100).path(), &allocate).is_ok());
    let error = crate::cases::run(baselines(2_000).path(), &allocate).unwrap_err();
    assert!(error.contains("error[E427]") && error.matches("error[").count() == 1, "{error}");
}

/// A surcharge on a cost that one party bears alone is borne by that party, too.
#[test]
fn a_surcharge_keeps_the_party_that_bears_the_cost_alone() {
    let toml = r#"
[party.HE]
member = true
[party.TH]
member = true
[service.s]
[surcharge.aufsicht]
legal_basis = "x"
rate = "10 %"
[rule.r]
legal_basis = "x"
[[rule.r.step]]
id = "d"
direct = true
[[rule.r.step]]
id = "alle"
rest = true
among = "members"
key = "equal"
"#;
    let found =
        bill(toml, "period,service,party,amount\n2024,s,TH,100.00\n2024,s,,40.00\n", &[]).unwrap();
    assert_eq!(of(&found, "TH"), [("2024", "r", 2_200), ("2024", "r", 11_000)]);
    assert_eq!(of(&found, "HE"), [("2024", "r", 2_200)]);
}

/// What a usage key says of its weights is said of use; the key taken instead keeps its own.
#[test]
fn multipliers_and_decimals_of_a_usage_key_do_not_apply_to_its_otherwise() {
    let toml = r#"
[party.HE]
member = true
[party.TH]
member = true
[service.s]
[key.fest]
method = "fixed"
weights = { HE = 2, TH = 1 }
[key.nutzung]
method = "usage"
measure = "uses"
otherwise = "fest"
multipliers = { TH = "200 %" }
decimals = 0
[rule.r]
legal_basis = "x"
[[rule.r.step]]
id = "alle"
rest = true
among = "members"
key = "nutzung"
"#;
    let amounts = |usage: &str| -> Vec<i128> {
        let usage = format!("period,service,party,quantity\n{usage}");
        let cost = "period,service,amount\n2024,s,100.00\n";
        bill(toml, cost, &[("usage.csv", &usage)]).unwrap().into_values().collect()
    };
    assert_eq!(amounts("2023,s,HE,1\n"), [6_667, 3_333], "the fixed key as it is");
    assert_eq!(amounts("2024,s,HE,2\n2024,s,TH,2\n"), [3_300, 6_700], "1 : 2 in whole percent");
}

/// Who is there only in slices without cost is no receiver, and no floor makes it one.
#[test]
fn a_floor_gives_nothing_to_who_is_in_no_slice_with_cost() {
    let toml = r#"
[party.HE]
member = true
[party.TH]
member = [{ from = "2024-07-01" }]
[service.s]
[rule.r]
legal_basis = "x"
pro_rata = "days"
[[rule.r.step]]
id = "alle"
rest = true
among = "members"
key = "equal"
floor = "10.00"
"#;
    let found = bill(toml, "period,service,amount\n2024-03,s,100.00\n", &[]).unwrap();
    assert_eq!((of(&found, "HE"), of(&found, "TH")), (vec![("2024", "r", 10_000)], vec![]));
    let both = bill(toml, "period,service,amount\n2024-08,s,100.00\n", &[]).unwrap();
    assert_eq!(of(&both, "TH"), [("2024", "r", 5_000)]);
}
