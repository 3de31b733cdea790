//! `umlage keys --compare`: by-hand figures on published keys, what a project's cost gives, and how
//! it is told.

use crate::cli::World;

const FOUR: [&str; 5] =
    ["keys", "--compare", "koenigstein-2019,population-2022-12-31", "--among", "HE,RP,SL,TH"];

fn with<'a>(args: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [args, more].concat()
}

/// Königstein key 2019: 7.43709, 4.81848, 1.19827 and 2.63211 of 16.08595 %. Population: 6,391,360,
/// 4,159,150, 992,666 and 2,126,846 of 13,670,022. Of a million, both columns miss two cents, which
/// go to the largest remainders: RP and TH, HE and SL.
#[test]
fn a_million_among_four_by_hand() {
    let csv = World::empty().good(&with(&FOUR, &["--amount", "1000000.00", "--format", "csv"]));
    assert_eq!(
        csv,
        "key,party,share_percent,fraction,amount,difference\n\
         koenigstein-2019,HE,46.2334521741,743709/1608595,462334.52,0.00\n\
         koenigstein-2019,RP,29.9545876992,481848/1608595,299545.88,0.00\n\
         koenigstein-2019,SL,7.4491714819,119827/1608595,74491.71,0.00\n\
         koenigstein-2019,TH,16.3627886447,263211/1608595,163627.89,0.00\n\
         population-2022-12-31,HE,46.7545699634,3195680/6835011,467545.70,5211.18\n\
         population-2022-12-31,RP,30.4253350872,2079575/6835011,304253.35,4707.47\n\
         population-2022-12-31,SL,7.2616269381,496333/6835011,72616.27,-1875.44\n\
         population-2022-12-31,TH,15.5584680112,1063423/6835011,155584.68,-8043.21\n"
    );
}

/// § 5 GaFinHG 2021: 2.75 billion by the Königstein key 2019, published in euros, against the
/// population of 31 December 2019 (Destatis, written down here once more). Whole cents by largest
/// remainder, counted here in whole numbers.
#[test]
fn the_published_shares_of_the_gafinhg_against_population() {
    let population: [(&str, i128); 16] = [
        ("BW", 11_100_394),
        ("BY", 13_124_737),
        ("BE", 3_669_491),
        ("BB", 2_521_893),
        ("HB", 681_202),
        ("HH", 1_847_253),
        ("HE", 6_288_080),
        ("MV", 1_608_138),
        ("NI", 7_993_608),
        ("NW", 17_947_221),
        ("RP", 4_093_903),
        ("SL", 986_887),
        ("SN", 4_071_971),
        ("ST", 2_194_782),
        ("SH", 2_903_773),
        ("TH", 2_133_378),
    ];
    let (sum, people) = (275_000_000_000, population.iter().map(|(_, own)| own).sum::<i128>());
    assert_eq!(people, 83_166_711, "the published total of Germany");
    let mut cents: Vec<i128> = population.iter().map(|(_, own)| sum * own / people).collect();
    let mut by_remainder: Vec<usize> = (0..16).collect();
    by_remainder.sort_by_key(|at| -(sum * population[*at].1 % people));
    let missing = usize::try_from(sum - cents.iter().sum::<i128>()).unwrap();
    for at in &by_remainder[..missing] {
        cents[*at] += 1;
    }
    let published = include_str!("../fixtures/published/tables/gafinhg_2021.csv");
    let euros: Vec<i128> = published
        .lines()
        .skip(1)
        .map(|row| row.rsplit(',').next().unwrap().parse().unwrap())
        .collect();

    let keys = "koenigstein-2019,population-2019-12-31";
    let args = ["keys", "--compare", keys, "--among", "all-laender", "--amount", "2750000000.00"];
    let csv = World::empty().good(&with(&args, &["--format", "csv"]));
    let rows: Vec<Vec<&str>> = csv.lines().skip(1).map(|row| row.split(',').collect()).collect();
    assert_eq!(rows.len(), 32);
    for (at, (party, _)) in population.iter().enumerate() {
        let amount = |row: usize, place: usize| number(rows[row][place].replace('.', ""));
        assert_eq!([rows[at][1], rows[at + 16][1]], [*party; 2]);
        assert_eq!((amount(at, 4), amount(at, 5)), (euros[at] * 100, 0), "{party}");
        assert_eq!(
            (amount(at + 16, 4), amount(at + 16, 5)),
            (cents[at], cents[at] - euros[at] * 100),
            "{party}"
        );
    }
    let winners = population.iter().enumerate().filter(|(at, _)| cents[*at] < euros[*at] * 100);
    let winners: Vec<&str> = winners.map(|(_, (party, _))| *party).collect();
    assert_eq!(
        winners,
        ["BE", "HB", "HH", "MV", "SL", "SN", "ST", "TH"],
        "cities and the east gain"
    );
    let page = World::empty().good(&with(&args, &["--lang", "de"]));
    assert_eq!(page.matches("Entlastung\n").count(), 8, "{page}");
}

#[test]
fn four_keys_and_sixteen_laender_stand_side_by_side_at_80_columns() {
    let keys = "koenigstein-2019,population-2022-12-31,equal,koenigstein-2014";
    let args = ["keys", "--compare", keys, "--among", "all-laender", "--fallback", "equal"];
    for (amount, shown) in [("99999999.99", "99.999.999,99"), ("999999999.99", "999.999.999,99")] {
        let page = World::empty().good(&with(&args, &["--amount", amount, "--lang", "de"]));
        assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
        let totals = page.lines().find(|line| line.starts_with("Summe")).unwrap();
        assert_eq!(totals.matches(shown).count(), 4, "one table holds all four keys\n{page}");
        for heading in [
            "Differenz zu K1 (über null",
            "Differenz zu K1 in Prozent",
            "Kleinste und größte Belastung",
        ] {
            let (_, table) = page.split_once(heading).unwrap();
            let rows = table.lines().skip(1).take_while(|line| !line.is_empty()).skip(2);
            assert_eq!(rows.filter(|line| line.contains(") ")).count(), 16, "{heading}\n{page}");
        }
        let (_, range) = page.split_once("Verhandlungsspielraum").unwrap();
        assert_eq!(
            (range.matches("Vorteil\n").count(), range.matches("Nachteil\n").count()),
            (11, 5),
            "{page}"
        );
    }
}

#[test]
fn the_comparison_is_told_in_german_and_english() {
    let world = World::empty();
    let args = with(&FOUR, &["--amount", "1000000.00", "--fallback", "population-2022-12-31"]);
    let german = world.good(&with(&args, &["--lang", "de"]));
    for line in [
        "Umlagemasse: 1.000.000,00 EUR",
        "K2 = population-2022-12-31, nach der Statistik Einwohner, Stand 31.12.2022",
        "Summe                 1.000.000,00  1.000.000,00",
        "Hessen (HE)            5.211,18  +1,1  Mehrbelastung",
        "Thüringen (TH)        -8.043,21  -4,9  Entlastung",
        "K2                     2           2            0    9.918,65",
        "Vereinbart ist K1; ohne Einigung gilt K2. Durch die Einigung im Vorteil: 2, im",
        "Nachteil: 2, unverändert: 0.",
        "Rheinland-Pfalz (RP)  299.545,88  304.253,35       4.707,47  Vorteil",
        "Saarland (SL)          72.616,27   74.491,71      -1.875,44  Nachteil",
    ] {
        assert!(german.lines().any(|other| other == line), "{line}\n{german}");
    }
    let english = world.good(&args);
    for line in ["Hesse (HE)                   5,211.18  +1.1  pays more", "Bargaining range"] {
        assert!(english.lines().any(|other| other == line), "{line}\n{english}");
    }
}

#[test]
fn without_an_amount_shares_are_compared_and_money_columns_are_empty() {
    let world = World::empty();
    let csv = world.good(&with(&FOUR, &["--format", "csv-de"]));
    assert!(csv.contains("population-2022-12-31;SL;7,2616269381;496333/6835011;;\r\n"), "{csv}");
    let page = world.good(&FOUR);
    assert!(page.contains("Hesse (HE)                   +0.52112  +1.1  pays more\n"), "{page}");
    assert!(!page.contains("Bargaining"), "no key of usage and no --fallback: no range");
}

#[test]
fn every_edition_and_amount_adds_up_under_seventeen_receivers() {
    let world = World::empty();
    let keys = "equal,koenigstein-2014,koenigstein-2019,population-2010-12-31";
    for (amount, cents) in
        [("0.01", 1), ("-100000000.07", -10_000_000_007), ("0", 0), ("999.99", 99_999)]
    {
        let args = [
            "keys",
            "--compare",
            keys,
            "--amount",
            amount,
            "--among",
            "all-laender",
            "--format",
            "csv",
        ];
        let csv = world.good(&args);
        for key in keys.split(',') {
            let own = csv.lines().filter(|line| line.starts_with(&format!("{key},")));
            let column = |place: usize| -> i128 {
                own.clone()
                    .map(|line| line.split(',').nth(place).unwrap().replace('.', ""))
                    .map(number)
                    .sum()
            };
            assert_eq!(
                (own.clone().count(), column(4), column(5)),
                (16, cents, 0),
                "{key} {amount}"
            );
        }
    }
}

fn number(text: String) -> i128 {
    text.parse().unwrap()
}

/// Two services; of the first 100.00 go to Hessen alone, 50.00 are not shared, and 1,000.00 are
/// shared.
const AGREEMENT: &str = r#"
[project]
title = "Verbund"
language = "de"
period = "2024"
[party.HE]
member = true
[party.TH]
member = true
[service.wohngeld]
participants = ["HE", "TH"]
[service.bauantrag]
participants = ["HE", "TH"]
[key.nutzung]
method = "usage"
measure = "uses"
[rule.alles]
legal_basis = "Vereinbarung § 1"
costs = { kinds = ["a", "e"] }
[[rule.alles.step]]
id = "einzeln"
direct = true
[[rule.alles.step]]
id = "rest"
rest = true
among = "members"
key = "equal"
[rule.offen]
legal_basis = "Vereinbarung § 2"
costs = { kinds = ["x"] }
allocate = false
"#;

const COSTS: &str = "period,service,amount,kind,party\n2024,wohngeld,1000.00,a,\n\
    2024,wohngeld,100.00,e,HE\n\
                     2024,wohngeld,50.00,x,\n2024,bauantrag,7.00,a,\n2023,wohngeld,9.00,a,\n";

fn project(usage: &str) -> World {
    let world = World::empty();
    world.file("umlage.toml", AGREEMENT);
    world.file("costs.csv", COSTS);
    world.file("usage.csv", &format!("period,service,party,quantity\n{usage}"));
    world
}

#[test]
fn the_cost_that_rules_share_is_the_sum_and_usage_is_the_fallback() {
    let world =
        project("2024,wohngeld,HE,3\n2024,wohngeld,TH,1\n2023,wohngeld,TH,5\n2023,wohngeld,HE,0\n");
    let args = ["keys", "--compare", "equal,nutzung", "--service", "wohngeld"];
    let json = world.good(&with(&args, &["--format", "json"]));
    for part in [
        "\"reference\":\"equal\",\"fallback\":\"nutzung\",\"amount\":\"1000.00\"",
        "{\"key\":\"nutzung\",\"party\":\"HE\",\"share_percent\":\"75\",\"fraction\":\"3/4\",\"amount\":\"750.00\",\
         \"difference\":\"250.00\"}",
        "{\"key\":\"nutzung\",\"party\":\"TH\",\"points\":\"-25\",\"percent\":\"-50\",\"effect\":\"less\"}",
        "{\"party\":\"TH\",\"least\":\"250.00\",\"least_keys\":[\"nutzung\"],\"most\":\"500.00\",\
         \"most_keys\":[\"equal\"],\"range_from\":\"250.00\",\"range_to\":\"500.00\",\"without_agreement\":\"-250.00\",\
         \"agreement\":\"loses\"}",
        "\"summary\":[{\"key\":\"nutzung\",\"more\":1,\"less\":1,\"same\":0,\"shifted\":\"250.00\"}]",
    ] {
        assert!(json.contains(part), "{part}\n{json}");
    }
    let page = world.good(&args);
    assert!(
        page.contains("Umlagemasse: 1.000,00 EUR, Kosten der Leistung wohngeld, 2024\n"),
        "{page}"
    );
    let other_year = world.good(&with(&args, &["--period", "2023", "--format", "csv"]));
    assert!(other_year.contains("nutzung,TH,100,1/1,9.00,4.50\n"), "{other_year}");
    let named =
        world.good(&with(&args, &["--amount", "10", "--reference", "nutzung", "--format", "csv"]));
    assert!(named.contains("equal,HE,50,1/2,5.00,-2.50\n"), "{named}");
    let without = world.good(&["keys", "--compare", "equal,koenigstein-2019", "--format", "csv"]);
    assert!(without.contains("equal,HE,50,1/2,,\n"), "no service: no sum\n{without}");
}

#[test]
fn keys_that_cannot_be_computed_are_told_together_and_nothing_is_printed() {
    let world = project("2023,wohngeld,HE,3\n");
    let keys = "koenigstein-2019,nutzung,equal,population-2022-12-31";
    let args = ["keys", "--compare", keys, "--service", "wohngeld", "--among", "HE,BUND"];
    let run = world.run(&args);
    assert_eq!((run.code, run.out.as_str()), (3, ""));
    assert_eq!(run.err.matches("Fehler[E403]").count(), 2, "{}", run.err);
    assert_eq!(run.err.matches("Fehler[E405]").count(), 1, "{}", run.err);
}

#[test]
fn faults_of_the_command_line_are_told_together() {
    let args = [
        "keys",
        "--compare",
        "koenigstein-2019,koenigstien-2019,equal,equal",
        "--amount",
        "1.000,00",
    ];
    let run = World::empty()
        .run(&with(&args, &["--reference", "nutzung", "--fallback", "koenigstein-2019"]));
    assert_eq!((run.code, run.out.as_str()), (3, ""));
    let codes: Vec<&str> = run.err.split("error[").skip(1).map(|rest| &rest[..4]).collect();
    assert_eq!(codes, ["E216", "E218", "E221", "E424", "E424"], "{}", run.err);
    for option in ["--reference", "--amount", "--fallback"] {
        for without in [&["keys", "equal"][..], &["keys", "--list"], &["keys"]] {
            let args = [without, &[option, "1"]].concat();
            assert_eq!(World::empty().run(&args).code, 2, "{option} is of --compare");
        }
    }
}
