//! What stands on the papers that people sign: who is asked for money, what is cited, and that
//! every product comes out with the figures as they are printed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Signed as _, Zero as _};

use crate::reports::{copy, files, reported, run_in, tour};
use crate::support::generate;

/// The pages of a report in Markdown.
fn pages(folder: &Path) -> BTreeMap<String, String> {
    let pages = files(&folder.join("r")).into_iter().filter(|(name, _)| name.ends_with(".md"));
    pages.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

/// Two Länder that share 100.00 of 2024, of which TH has paid its half, and 40.00 that are planned
/// for 2025.
const EVEN: [(&str, &str); 3] = [
    (
        "umlage.toml",
        "[project]\nperiod = \"2024\"\n[party.HE]\nmember = true\n[party.TH]\nmember = true\n\
            [service.s]\n[rule.r]\nlegal_basis = \
         \"Vereinbarung\"\n[[rule.r.step]]\nid = \"a\"\nrest = true\namong = \"members\"\nkey \
         = \"equal\"\n[calls]\ninstalments = \
         [\"07-01\"]\n[settlement]\naccount = \"HE\"\n",
    ),
    (
        "costs.csv",
        "period,service,amount,status\n2024,s,100.00,actual\n2024,s,100.00,plan\n\
            2025,s,40.00,plan\n",
    ),
    ("payments.csv", "date,party,amount,period\n2024-03-01,TH,50.00,2024\n"),
];

#[test]
fn who_owes_nothing_for_a_period_is_led_to_the_call() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("p");
    fs::create_dir(&project).unwrap();
    EVEN.iter().for_each(|(name, text)| fs::write(project.join(name), text).unwrap());
    for (lang, name, words) in [
        ("de", "abrechnung-TH.md", "für diesen Zeitraum ist nichts zu zahlen. Der Abruf"),
        ("en", "statement-TH.md", "nothing is due for it. For the call see below."),
    ] {
        let run = run_in(folder.path(), &["-C", "p", "report", "-o", "r", "-q", "--lang", lang]);
        assert!(run.status.success(), "{run:?}");
        let page = fs::read_to_string(folder.path().join("r").join(name)).unwrap();
        assert!(page.contains(words) && page.contains("20,00") | page.contains("20.00"), "{page}");
        fs::remove_dir_all(folder.path().join("r")).unwrap();
    }
}

/// The lines below a heading, up to the next.
fn below<'a>(page: &'a str, heading: &str) -> &'a str {
    let rest = page.split_once(&format!("\n## {heading}\n")).map_or("", |(_, rest)| rest);
    rest.split("\n## ").next().unwrap()
}

/// Reads a number as it is printed in German: `1.234,56`, `0,074…`, `2/3`, `25 %`.
fn number(text: &str) -> Option<BigRational> {
    let text = text.trim().trim_end_matches('…').trim_start_matches('(').trim_end_matches(')');
    if let Some((top, bottom)) = text.split_once('/') {
        return Some(number(top)? / number(bottom)?);
    }
    if let Some(percent) = text.strip_suffix('%') {
        return Some(number(percent)? / BigRational::from(BigInt::from(100)));
    }
    let (whole, decimals) = text.split_once(',').unwrap_or((text, ""));
    let digits = format!("{}{decimals}", whole.replace('.', ""));
    let scale = num_traits::pow(BigInt::from(10), decimals.len());
    Some(BigRational::new(digits.parse().ok()?, scale))
}

/// Tells whether a page has shares that are rounded to something else than whole cents.
fn rounds_to_cents(page: &str) -> bool {
    let units = page.lines().filter_map(|line| line.split_once("Rundung auf "));
    units.map(|(_, unit)| unit).all(|unit| unit.starts_with("0,01 "))
}

/// The rows of a table below a heading, each cell by the title of its column.
fn table<'a>(page: &'a str, heading: &str) -> Vec<BTreeMap<&'a str, &'a str>> {
    let cells =
        |line: &'a str| line.trim_matches('|').split(" | ").map(str::trim).collect::<Vec<_>>();
    let rows = below(page, heading)
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    let mut lines = rows.map(cells);
    let titles = lines.next().unwrap_or_default();
    lines.map(|cells| titles.iter().copied().zip(cells).collect()).collect()
}

/// Works out every line of a letter again from what is printed; returns how many lines were held.
fn multiplied(name: &str, page: &str) -> usize {
    let cent = BigRational::new(BigInt::from(1), BigInt::from(100));
    let hundred = BigRational::from(BigInt::from(100));
    let weights: Vec<BigRational> =
        table(page, "Schlüsselwerte").iter().filter_map(|row| number(row["Anteil in %"])).collect();
    let mut held = 0;
    for row in table(page, "Anteile im Einzelnen") {
        let printed =
            ["zu verteilen", "Ihr Anteil daran in %", "Anteil"].map(|title| number(row[title]));
        let [Some(sum), Some(part), Some(share)] = printed else { continue };
        // Whoever has no part of it may be the one that takes the difference of rounding.
        if part.is_zero() {
            continue;
        }
        let time =
            row.get("Zeitanteil").and_then(|time| number(time)).unwrap_or(BigRational::one());
        let product = sum * &part / &hundred * time;
        assert!((&product - &share).abs() < cent, "{name}: {row:?}: {product}");
        // What is not told in the annex is a value of a key as it is printed there.
        let is_value = weights.iter().any(|weight| (weight - &part).abs() < cent);
        assert!(
            is_value || row["Schritt"].contains("(Anlage Nr. "),
            "{name}: {row:?}: {weights:?}"
        );
        held += 1;
    }
    held
}

/// Works out every formula of a derivation again from what is printed; returns how many were held.
fn worked_out(name: &str, page: &str) -> usize {
    let tolerance = BigRational::new(BigInt::from(1), BigInt::from(1_000_000));
    let mut held = 0;
    for line in page.lines() {
        let Some((head, formula)) = line.split_once(" = ") else { continue };
        let Some(left) = head.rsplit_once(": ").map(|(_, value)| value.split(" (").next().unwrap())
        else {
            continue;
        };
        let formula = formula.split(", siehe").next().unwrap();
        let (Some(left), Some(found)) = (number(left), evaluated(formula)) else { continue };
        assert!((&left - &found).abs() < tolerance, "{name}: {line}: {found}");
        held += 1;
    }
    held
}

/// Works out a formula from left to right; `None` where words stand in it.
fn evaluated(formula: &str) -> Option<BigRational> {
    let mut words = Vec::new();
    for word in formula.split(' ') {
        // A percentage has its sign apart.
        if word == "%" {
            *words.last_mut()? = format!("{}%", words.last()?);
        } else {
            words.push(word.to_owned());
        }
    }
    let (first, rest) = words.split_first()?;
    let mut value = number(first)?;
    let mut any = false;
    for pair in rest.chunks(2) {
        let [operator, operand] = pair else { return None };
        let operand = number(operand)?;
        value = match operator.as_str() {
            "+" => value + operand,
            "−" => value - operand,
            "×" => value * operand,
            "÷" if !operand.is_zero() => value / operand,
            _ => return None,
        };
        any = true;
    }
    any.then_some(value)
}

#[test]
fn whatever_is_multiplied_in_words_comes_out_with_the_figures_that_are_printed() {
    let (mut products, mut formulas, mut timed) = (0, 0, 0);
    let folder = reported(&tour(), &["--period", "2023", "--lang", "de"]);
    let before = reported(&tour(), &["--period", "2021", "--lang", "de"]);
    for (name, page) in pages(folder.path()).into_iter().chain(pages(before.path())) {
        products += multiplied(&name, &page);
        formulas += worked_out(&name, &page);
        timed += page.matches(" | 5/12 | ").count();
    }
    assert!(timed > 5, "{timed} shares of a part of the year");
    let project = folder.path().join("p");
    for party in ["HE", "RP", "SL", "TH", "BUND"] {
        let args = ["explain", "--party", party, "--period", "2023", "--format", "markdown"];
        formulas += worked_out(party, &String::from_utf8(run_in(&project, &args).stdout).unwrap());
    }
    assert!(
        products > 200 && formulas > 100,
        "{products} products and {formulas} formulas of the tour"
    );
    for seed in 0..12 {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in generate::files(&generate::world(seed), 0) {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let explained = run_in(folder.path(), &["explain", "--lang", "de", "--format", "markdown"]);
        formulas +=
            worked_out(&format!("seed {seed}"), &String::from_utf8(explained.stdout).unwrap());
        let made = run_in(folder.path(), &["report", "-o", "r", "-q", "--lang", "de"]);
        if !made.status.success() {
            continue;
        }
        let letters = pages(folder.path()).into_iter().filter(|(_, page)| rounds_to_cents(page));
        products += letters
            .map(|(name, page)| multiplied(&format!("seed {seed}: {name}"), &page))
            .sum::<usize>();
    }
    assert!(products > 250 && formulas > 200, "{products} products and {formulas} formulas");
}

/// A consortium of four: HE keeps the account, SL has paid too little, RP too much, TH what it
/// bears.
const FOUR: &str = r#"
[project]
title = "Verbund"
language = "de"
period = "2024"
[party.HE]
member = true
[party.RP]
member = true
[party.SL]
member = true
[party.TH]
member = true
[service.wohngeld]
name = "Wohngeld"
[rule.betrieb]
legal_basis = "Vereinbarung § 3"
[[rule.betrieb.step]]
id = "mitglieder"
rest = true
among = "members"
key = "equal"
[settlement]
account = "HE"
closed = "2024"
days = 30
[report]
bank = ["Landeskasse", "IBAN DE00"]
contact = ["Team Kosten"]
"#;

fn four(lang: &str, args: &[&str]) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("umlage.toml"), FOUR).unwrap();
    let costs = "service,period,kind,amount,status\nwohngeld,2024,a,4000.00,actual\n\
        wohngeld,2024,a,4000.00,plan\n";
    fs::write(folder.path().join("costs.csv"), costs).unwrap();
    let payments = "party,date,period,amount\nHE,2024-01-02,2024,900.00\n\
        RP,2024-01-02,2024,1200.00\n\
                    SL,2024-01-02,2024,950.00\nTH,2024-01-02,2024,1000.00\n";
    fs::write(folder.path().join("payments.csv"), payments).unwrap();
    let made =
        run_in(folder.path(), &[&["report", "-o", "r", "-q", "--lang", lang], args].concat());
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    pages(folder.path())
}

#[test]
fn only_who_owes_is_told_where_to_pay() {
    let letters = four("de", &[]);
    let way = |party: &str| below(&letters[&format!("abrechnung-{party}.md")], "Zahlungshinweise");
    assert!(way("SL").contains("IBAN DE00"));
    assert!(!way("RP").contains("IBAN") && way("RP").contains("Erstattung wird überwiesen"));
    assert!(!way("HE").contains("IBAN") && way("HE").contains("Sie führen das gemeinsame Konto"));
    assert_eq!(way("TH"), "");
    let says = |party: &str, words: &str| {
        let letter = &letters[&format!("abrechnung-{party}.md")];
        assert!(letter.contains(words), "{letter}");
        assert!(letter.contains("Team Kosten"));
    };
    says("SL", "eine Nachforderung von 50,00 EUR; sie ist am 31.01.2025 fällig");
    says(
        "RP",
        "haben Sie 200,00 EUR zu viel gezahlt; der Betrag wird Ihnen bis zum 31.01.2025 erstattet.",
    );
    says(
        "HE",
        "eine Nachforderung von 100,00 EUR; der Betrag ist zum 31.01.2025 zugunsten des \
            gemeinsamen Kontos",
    );
    says("TH", "Ihr Anteil ist durch Zahlungen und Gutschriften ausgeglichen");
    let letters = four("en", &[]);
    assert!(
        letters["statement-RP.md"]
            .contains("a credit of 200.00 EUR in your favour; it will be refunded")
    );
    assert!(letters["statement-HE.md"].contains("You keep the joint account"));
}

#[test]
fn a_plan_is_no_settlement() {
    for (lang, prefix, word) in [("de", "planung-", "brechnung"), ("en", "plan-", "tatement")] {
        let pages = four(lang, &["--status", "plan"]);
        let letters = pages.iter().filter(|(name, _)| name.starts_with(prefix));
        assert_eq!(letters.clone().count(), 4, "{:?}", pages.keys());
        for (name, page) in letters.chain(pages.get_key_value("uebersicht.md")) {
            let headings =
                page.lines().filter(|line| line.starts_with('#') || line.starts_with("- ["));
            headings.for_each(|line| assert!(!line.contains(word), "{name}: {line}"));
        }
    }
}

#[test]
fn a_part_of_a_sum_is_no_part_of_the_cost() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let letter = &pages(folder.path())["abrechnung-BUND.md"];
    let lines = below(letter, "Anteile im Einzelnen");
    assert!(
        lines.contains("| Kosten | zu verteilen | Ihr Anteil daran in % | Anteil |"),
        "{lines}"
    );
    assert!(lines.contains("| 89.473,50 | 22.368,38 | 100 | 22.368,38 |"), "{lines}");
    // The cost times the quota is no whole cent, and the letter does not say that nothing was
    // rounded.
    assert!(
        lines.contains("Die Summen unter „zu verteilen“ sind auf ganze Cent gerundet."),
        "{lines}"
    );
    let says = |party: &str, words: &str| {
        let letter = &pages(folder.path())[&format!("abrechnung-{party}.md")];
        assert!(below(letter, "Rechtsgrundlagen").contains(words), "{letter}");
    };
    says("BUND", "verteilt werden 25 % der Kosten");
    says("BY", "verteilt werden 25 % der Kosten");
    says("HE", "verteilt wird der nach den vorhergehenden Schritten verbleibende Betrag");
    says("HE", "fester Betrag von 5.000,00 EUR je Mitglied");
    says("HE", "Zeitanteil: nach Monaten; wer hinzukommt");
}

#[test]
fn paper_has_no_way_back_and_one_footer() {
    let folder = reported(&tour(), &["--period", "2023", "--for", "BUND"]);
    let page = fs::read_to_string(folder.path().join("r/abrechnung-BUND.html")).unwrap();
    let print = page.split_once("@media print").unwrap().1;
    assert!(print.contains(".skip, footer, nav { display: none; }\nh2 + nav { display: block; }"));
    assert!(page.contains("@bottom-left") && page.contains("<footer"));
}

#[test]
fn only_what_may_be_cited_is_cited() {
    for lang in ["de", "en"] {
        let folder = reported(&tour(), &["--period", "2023", "--lang", lang]);
        let mut said: Vec<String> = pages(folder.path()).into_values().collect();
        let project = folder.path().join("p");
        let list = run_in(&project, &["keys", "--list", "--lang", lang]);
        said.push(String::from_utf8(list.stdout).unwrap());
        for page in &said {
            for copy in ["GitHub", "COVID", "Kopie", "copies", "wordpress", "Wiki", "verschrieben"]
            {
                assert!(!page.contains(copy), "{copy} in {page}");
            }
        }
        assert!(said.iter().any(|page| page.contains("12411-0010")));
    }
}

/// One seventh three times and four sevenths, rounded to 100.01 %: a title of a column says the
/// same in `keys` and in the report.
#[test]
fn one_title_of_a_column_says_one_thing() {
    let folder = tempfile::tempdir().unwrap();
    let agreement = FOUR.replace(
        "key = \"equal\"",
        "key = \"siebtel\"\n[key.siebtel]\nmethod = \"fixed\"\ndecimals = 2\nweights = { HE = 1, \
            RP = 1, SL = 1, TH = 4 }",
    );
    fs::write(folder.path().join("umlage.toml"), agreement).unwrap();
    let costs = "service,period,kind,amount,status\nwohngeld,2024,a,700.00,actual\n";
    fs::write(folder.path().join("costs.csv"), costs).unwrap();
    let keys = run_in(folder.path(), &["keys", "siebtel", "--format", "markdown"]);
    let keys = String::from_utf8(keys.stdout).unwrap();
    assert!(keys.contains("| Beteiligter | gerundeter Prozentsatz | Anteil in % |"), "{keys}");
    assert!(run_in(folder.path(), &["report", "-o", "r", "-q"]).status.success());
    let sheet = &pages(folder.path())["schluessel.md"];
    let last = |page: &str, party: &str| {
        let line = page.lines().find(|line| line.starts_with(&format!("| {party}"))).unwrap();
        line.trim_end_matches(" |").rsplit(" | ").next().unwrap().to_owned()
    };
    for party in ["Hessen", "Thüringen"] {
        assert_eq!(last(&keys, party), last(sheet, party), "{keys}\n{sheet}");
    }
    let note = "Prozentwerte sind auf 5 Nachkommastellen gerundet; gerechnet wird mit den genauen \
        Brüchen.";
    assert!(keys.contains(note) && sheet.contains(note), "{keys}\n{sheet}");
    let thirds = run_in(&tour(), &["keys", "equal", "--among", "HE,RP,SL"]);
    let thirds = String::from_utf8(thirds.stdout).unwrap();
    assert!(
        thirds.contains("33,33333") && thirds.contains("auf 5 Nachkommastellen gerundet"),
        "{thirds}"
    );
    let quarters = String::from_utf8(run_in(&tour(), &["keys", "equal"]).stdout).unwrap();
    assert!(!quarters.contains("gerundet"), "{quarters}");
}

#[test]
fn the_audit_page_leads_to_the_papers_in_the_order_of_the_file() {
    let folder = reported(&tour(), &["--period", "2023"]);
    let page = &pages(folder.path())["pruefung.md"];
    let rows = below(page, "Kostenzeilen und ihr Verbleib");
    assert!(rows.contains("| Kostenart | Beleg | Lieferant | Betrag |"), "{rows}");
    let lines: Vec<u32> = rows
        .lines()
        .filter_map(|line| line.strip_prefix("| costs.csv:")?.split(':').next()?.parse().ok())
        .collect();
    assert!(lines.len() > 100 && lines.is_sorted(), "{lines:?}");
    assert!(below(page, "Zahlungen und ihr Verbleib").contains("| Beleg | Betrag |"));
}

#[test]
fn a_derivation_names_the_document_and_its_overview_is_a_table() {
    let out = String::from_utf8(
        run_in(&tour(), &["explain", "--party", "HE", "--period", "2023"]).stdout,
    )
    .unwrap();
    assert!(out.contains("Beleg BSP-2023-"), "{out}");
    let head = out.lines().find(|line| line.contains("Regel: Schritt")).unwrap_or_default();
    assert!(head.contains("Leistung") && head.contains("Betrag"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 80));
}

/// What is set for one run stands on every page, so that it cannot pass for the bill.
#[test]
fn what_is_set_for_one_run_is_named_on_every_page() {
    let folder = tempfile::tempdir().unwrap();
    copy(&tour(), &folder.path().join("p"));
    let setting = "rule.gemeinsam-bis-2023.step.bund.share=35 %";
    let args = ["-C", "p", "report", "-o", "r", "-q", "--period", "2023", "--set", setting];
    assert!(run_in(folder.path(), &args).status.success());
    for (name, bytes) in files(&folder.path().join("r")) {
        if name.ends_with(".md") || name.ends_with(".html") {
            let page = String::from_utf8(bytes).unwrap();
            assert!(page.contains("rule.gemeinsam-bis-2023.step.bund.share"), "{name}");
        }
    }
}

/// The letters of the tour, which bear the date 03.06.2024.
fn dated(period: &str, lang: &str) -> BTreeMap<String, String> {
    pages(reported(&tour(), &["--period", period, "--lang", lang]).path())
}

#[test]
fn a_letter_says_what_is_paid_and_what_falls_due_on_one_day() {
    let letters = dated("2023", "de");
    let bavaria = &letters["abrechnung-BY.md"];
    let calls = table(bavaria, "Abruf der Abschläge");
    assert_eq!([calls[0]["bereits gezahlt"], calls[0]["offen"]], ["11.514,94", "0,00"]);
    assert_eq!([calls[1]["bereits gezahlt"], calls[1]["offen"]], ["0,00", "11.382,75"]);
    assert!(bavaria.contains(
        "Am 01.07.2024 sind zusammen 11.934,54 EUR fällig: Nachforderung 551,79 EUR, Abschlag \
            11.382,75 EUR."
    ));
    let way = below(bavaria, "Zahlungshinweise");
    assert!(way.contains("Verwendungszweck: BY Abrechnung 2023; BY Abschlag 2024"), "{way}");
    let hesse = &letters["abrechnung-HE.md"];
    assert!(
        hesse.contains("wird mit Abschlag 2 des Abrufs 2024 (fällig am 01.07.2024) verrechnet"),
        "{hesse}"
    );
    assert!(hesse.contains("Ergebnis: Guthaben, wird mit dem nächsten Abruf verrechnet"));
    assert!(hesse.contains("| Guthaben (+) oder Fehlbetrag (−) aus 2023 | 54.322,13 |"), "{hesse}");
    assert!(
        hesse.contains("| abzüglich Verrechnung mit Abschlag 2, fällig am 01.07.2024 | -"),
        "{hesse}"
    );
    for (name, letter) in letters.iter().filter(|(name, _)| name.starts_with("abrechnung-")) {
        assert!(letter.contains("\n\nMit freundlichen Grüßen\n\n"), "{name}");
        let title = letter.lines().find_map(|line| line.strip_prefix("# ")).unwrap();
        let foot = letter.split("\n---\n").nth(1).unwrap();
        assert!(foot.contains(title), "{name}: {foot}");
    }
}

#[test]
fn a_reference_of_ones_own_stands_alone() {
    let folder = tempfile::tempdir().unwrap();
    let own = FOUR.replace("\"IBAN DE00\"", "\"IBAN DE00\", \"Verwendungszweck: 4711\"");
    fs::write(folder.path().join("umlage.toml"), own).unwrap();
    let costs = "service,period,kind,amount,status\nwohngeld,2024,a,4000.00,actual\n";
    fs::write(folder.path().join("costs.csv"), costs).unwrap();
    assert!(run_in(folder.path(), &["report", "-o", "r", "-q"]).status.success());
    let letter = &pages(folder.path())["abrechnung-SL.md"];
    assert_eq!(letter.matches("Verwendungszweck").count(), 1, "{letter}");
    assert!(four("de", &[])["abrechnung-SL.md"].contains("Verwendungszweck: SL Abrechnung 2024"));
}

#[test]
fn an_open_period_without_cost_is_no_statement_of_nothing() {
    for (lang, file, booked, claim, change) in [
        (
            "de",
            "abrechnung",
            "noch keine Kosten gebucht",
            "ein Anspruch auf Auszahlung besteht erst nach",
            "Veränderung",
        ),
        (
            "en",
            "statement",
            "is booked for 2024 yet",
            "there is no claim to payment",
            "Change against",
        ),
    ] {
        let pages = dated("2024", lang);
        let letter = &pages[&format!("{file}-HE.md")];
        for words in [booked, claim, "350"] {
            assert!(letter.contains(words), "{words}: {letter}");
        }
        for (name, page) in &pages {
            assert!(
                !page.contains(change) && !page.contains("auf Sie entfallen"),
                "{name}: {page}"
            );
        }
    }
}

/// Days and stretches of days are written as German does, wherever people read; the places of
/// built-in figures are names.
#[test]
fn no_page_in_german_has_a_day_of_the_machine() {
    let is_day = |word: &str| {
        let parts: Vec<&str> = word.split('-').collect();
        let is_number = |part: &&str, length| {
            part.len() == length && part.bytes().all(|it| it.is_ascii_digit())
        };
        matches!(&parts[..], [year, month, day] if is_number(year, 4) && is_number(month, 2) && is_number(day, 2))
    };
    for period in ["2021", "2023"] {
        for (name, page) in dated(period, "de") {
            for line in page.lines() {
                let words = line.split(|c: char| c.is_whitespace() || "(),;|".contains(c));
                let mut days = words.filter(|word| !word.starts_with("builtin:"));
                assert!(!days.any(|word| word.split('/').any(is_day)), "{name}: {line}");
            }
        }
    }
}
