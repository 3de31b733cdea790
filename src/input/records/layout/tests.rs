use crate::input::testing::{TOML, found, load_files, whole};
use crate::input::{Loaded, Memory, load};
use crate::money::{Cents, Ratio};

/// Loads the project with one entry under `[files]` and some files.
fn with(entry: &str, files: &[(&str, &[u8])]) -> Loaded {
    let toml = format!("{TOML}[files]\n{entry}\n");
    let mut memory = Memory::default();
    memory.0.insert("costs.csv".to_owned(), crate::input::testing::COSTS.into());
    memory.0.insert("umlage.toml".to_owned(), toml.into());
    for (name, bytes) in files {
        memory.0.insert((*name).to_owned(), bytes.to_vec());
    }
    load(&memory, &[])
}

fn costs(entry: &str, bytes: &[u8]) -> Vec<String> {
    found(with(&format!("costs = {{ {entry} }}"), &[("costs.csv", bytes)]))
}

fn none() -> Vec<String> {
    Vec::new()
}

#[test]
fn a_german_file_is_read_in_one_word() {
    let text = "period;service;amount;due\r\n2024;wohngeld;1.080,50 €;31.07.2026\r\n\
        01.03.2024;wohngeld;-1 000;\r\n";
    for bytes in [text.as_bytes().to_vec(), format!("\u{feff}{text}").into_bytes()] {
        let project = whole(with("costs = { format = \"de\" }", &[("costs.csv", &bytes)]));
        let amounts: Vec<Cents> = project.entries.iter().map(|entry| entry.amount).collect();
        assert_eq!(amounts, [Cents::new(108_050), Cents::new(-100_000)]);
        assert_eq!(
            project.entries[0].due.map(|day| day.to_string()).as_deref(),
            Some("2026-07-31")
        );
        assert_eq!(project.entries[1].period.to_string(), "2024-03-01");
    }
    assert_eq!(
        costs("format = \"de\"", b"period,service,amount\n2024,wohngeld,1\n"),
        ["E305 costs.csv:1:1"]
    );
}

#[test]
fn every_part_of_a_layout_can_be_named_alone() {
    let tabs = b"period\tservice\tamount\n2024\twohngeld\t1'080.50\n";
    assert_eq!(costs(r#"delimiter = "\t", decimal = ".""#, tabs), none());
    assert_eq!(costs(r#"delimiter = "\t""#, tabs), ["E310 costs.csv:2:15"]);
    assert_eq!(
        costs(r#"decimal = ",""#, b"period,service,amount\n2024,wohngeld,\"1.080,5\"\n"),
        none()
    );
    let narrow = r#"decimal = ",", thousands = " ""#;
    assert_eq!(
        costs(narrow, b"period,service,amount\n2024,wohngeld,1.080\n"),
        ["E310 costs.csv:2:15"]
    );
    assert_eq!(costs(narrow, b"period,service,amount\n2024,wohngeld,1 080\n"), none());
    let dates =
        b"period,service,amount,due\n2024,wohngeld,1,07/31/2026\n2024,wohngeld,1,2026-07-31\n";
    assert_eq!(costs(r#"dates = "MM/DD/YYYY""#, dates), none());
    let wrong =
        b"period,service,amount,due\n2024,wohngeld,1,31.07.26\n2024,wohngeld,1,31.02.2024\n";
    assert_eq!(
        costs(r#"dates = "TT.MM.JJJJ""#, wrong),
        ["E209 costs.csv:2:17", "E209 costs.csv:3:17"]
    );
}

#[test]
fn amounts_of_three_decimals_are_told_apart_from_wrong_thousands() {
    for (amount, code) in [
        ("1,080", "E309"),
        ("1.234,567", "E309"),
        ("0,0001", "E309"),
        ("1.23,4", "E310"),
        ("0.123", "E310"),
        ("10.999.99", "E310"),
        ("1.000.000.000.000.000", "E311"),
        ("12 %", "E310"),
    ] {
        let text = format!("period;service;amount\n2024;wohngeld;{amount}\n");
        assert_eq!(
            costs("format = \"de\"", text.as_bytes()),
            [format!("{code} costs.csv:2:15")],
            "{amount}"
        );
    }
}

#[test]
fn what_is_no_layout_is_refused() {
    for (entry, code) in [
        (r#"format = "excel""#, "E206"),
        (r#"delimiter = ";;""#, "E261"),
        (r#"delimiter = "a""#, "E261"),
        (r#"decimal = """#, "E261"),
        (r#"thousands = "-""#, "E261"),
        (r#"decimal = ",", thousands = ",""#, "E264"),
        (r#"dates = "TT.MM.JJ""#, "E262"),
        (r#"encoding = "latin1""#, "E206"),
        ("header = 0", "E263"),
        (r#"header = "2""#, "E263"),
        (r#"columns = { quantity = "Anzahl" }"#, "E260"),
        (r#"set = { measure = "x" }"#, "E260"),
        (r#"columns = { amount = "amount" }, set = { amount = "1" }"#, "E224"),
        (r#"party = { iso = "x" }"#, "E205"),
        (r#"party = { ags = "x" }, set = { party = "HE" }"#, "E224"),
        (r#"separator = ";""#, "E202"),
        (r#"sheet = 3"#, "E203"),
    ] {
        let found = costs(entry, b"period,service,amount\n2024,wohngeld,1\n");
        assert!(found.iter().any(|line| line.starts_with(code)), "{entry}: {found:?}");
    }
    assert_eq!(
        costs(r#"sheet = "Kosten", range = "B4:F90""#, b"period,service,amount\n2024,wohngeld,1\n"),
        ["E354 umlage.toml:15:19", "E354 umlage.toml:15:37"]
    );
}

#[test]
fn columns_have_the_names_of_the_file() {
    let entry = r#"costs.columns = { amount = "Betrag", period = "Jahr" }
        costs.set = { service = "wohngeld" }"#;
    let read = |text: &str| with(entry, &[("costs.csv", text.as_bytes())]);
    let project = whole(read("Jahr,Betrag\n2024,5\n"));
    assert_eq!(project.entries[0].amount, Cents::new(500));
    assert_eq!(found(read("Jahr,Betrag,service\n2024,5,x\n")), ["E350 costs.csv:1:13"]);
    assert_eq!(found(read("Jahr,amount\n2024,5\n")), ["E304 costs.csv:1:1"]);
    let wrong = r#"costs = { set = { service = "wohngelt" } }"#;
    let files: &[(&str, &[u8])] = &[("costs.csv", b"period,amount\n2024,5\n2024,6\n")];
    assert_eq!(found(with(wrong, files)), ["E214 umlage.toml:15:29"]);
    let number = r#"costs = { format = "de", set = { amount = "1.50" } }"#;
    let project = whole(with(number, &[("costs.csv", b"period;service\n2024;wohngeld\n")]));
    assert_eq!(project.entries[0].amount, Cents::new(150));
    assert_eq!(project.counts[0].used, 1);
}

#[test]
fn lines_above_the_header_and_rows_of_no_interest_are_counted() {
    let entry = r#"costs = { header = 4, where = { Art = ["a", "b"], Land = "x" } }"#;
    let text = "Titel\n\"Stand\n\nperiod,service,amount,Art,Land\n2024,wohngeld,1,a,x\n\
        2024,wohngeld,2.50,c,x\n2024,wohngeld,4,b,y\n2024,wohngeld,8,b,x\n";
    let project = whole(with(entry, &[("costs.csv", text.as_bytes())]));
    let count = &project.counts[0];
    assert_eq!((count.read, count.used), (6, 2));
    let left: Vec<(u64, Option<Cents>)> =
        count.left_out.iter().map(|left| (left.rows, left.amount)).collect();
    assert_eq!(left, [(1, Some(Cents::new(250))), (1, Some(Cents::new(400))), (2, None)]);
    assert_eq!(costs("header = 3", b"a\nb\n\nc\n"), ["E353"]);
    assert_eq!(costs("header = 9", b"a\nb\n\nc\n"), ["E353"]);
    assert_eq!(
        costs("where = { x = \"1\" }", b"period,service,amount\n2024,wohngeld,1\n"),
        ["E304 costs.csv:1:1"]
    );
}

#[test]
fn other_encodings_are_read_where_they_are_named() {
    let text = b"period,service,amount,note\n2024,wohngeld,1,Pr\xfcfung \x80\n2024,wohngeld,x,\n";
    assert_eq!(costs("", text), ["E105 costs.csv:2:19"]);
    assert_eq!(costs(r#"encoding = "windows-1252""#, text), ["E310 costs.csv:3:15", "N310"]);
    let utf16: Vec<u8> =
        "\u{feff}period,service,amount,note\r\n2024,wohngeld,1,äöü€\r\n2024,äöü,1,\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
    assert_eq!(costs("", &utf16), ["E214 costs.csv:3:6", "N310"]);
}

#[test]
fn unusual_numbers_are_told_once_for_a_file() {
    let text = "period;service;amount\n2024;wohngeld;100,00-\n2024;wohngeld;5-\n\
        2024;wohngeld;(900,23)\n2024;wohngeld;\u{2212}1\n";
    let loaded = with("costs = { format = \"de\" }", &[("costs.csv", text.as_bytes())]);
    assert_eq!(
        found(loaded),
        ["N311 costs.csv:2:15", "N312 costs.csv:4:15", "N313 costs.csv:5:15"]
    );
}

#[test]
fn a_municipality_key_names_the_land() {
    let entry = r#"usage.party = { ags = "Gemeinde" }
        usage.columns = { quantity = "Anzahl" }
        usage.set = { service = "wohngeld" }"#;
    let read = |rows: &str| {
        with(entry, &[("usage.csv", format!("period,Gemeinde,Anzahl\n{rows}\n").as_bytes())])
    };
    let project = whole(read("2024,06611000,5\n2024,07315000,7\n2024,06000,1"));
    let quantities: Vec<Ratio> = project.usage.iter().map(|row| row.quantity.clone()).collect();
    assert_eq!(quantities, [Ratio::from(6), Ratio::from(7)]);
    assert_eq!(found(read("2024,6611000,5")), ["E351 usage.csv:2:6"]);
}

#[test]
fn totals_control_the_rows() {
    let costs = |rows: &str| {
        let text = format!("period,service,amount\n{rows}\n");
        load_files(TOML, &[("costs.csv", &text)])
    };
    let project = whole(costs("2024,wohngeld,1\n2024,wohngeld,2\nSumme,,3"));
    let count = &project.counts[0];
    assert_eq!((count.read, count.used, count.left_out[0].rows), (3, 2, 1));
    assert_eq!(
        found(costs("2024,wohngeld,1\n,Gesamt:,2")),
        ["E352 costs.csv:3:10", "N316 costs.csv:3:1"]
    );
    assert_eq!(found(costs("2024,wohngeld,1\n2024,Insgesamt,")), ["N316 costs.csv:3:1"]);
    let statistics = |rows: &str| {
        let text = format!("statistic,edition,party,value\n{rows}\n");
        found(load_files(TOML, &[("statistics.csv", &text)]))
    };
    assert_eq!(
        statistics("a,1,Deutschland,3\na,1,HE,1\na,1,RP,2\na,2,HE,5\na,2,Deutschland,5\nb,1,HE,1"),
        ["N316 statistics.csv:2:1"]
    );
    assert_eq!(
        statistics("a,1,Deutschland,3\na,1,HE,1\na,1,RP,1\na,2,RP,1"),
        ["E352 statistics.csv:2:17", "N316 statistics.csv:2:1"]
    );
    let toml = format!("{TOML}[party.Gesamt]\n");
    let text = "period,service,party,amount\n2024,wohngeld,Gesamt,3\n";
    assert_eq!(whole(load_files(&toml, &[("costs.csv", text)])).counts[0].used, 1);
    let usage = "period,service,party,quantity\n2024-01,wohngeld,HE,3\n2024-02,wohngeld,HE,4\n\
        2024,wohngeld,Summe,7\n";
    assert_eq!(found(load_files(TOML, &[("usage.csv", usage)])), ["N316 usage.csv:4:1"]);
}

#[test]
fn flat_files_of_genesis_are_read() {
    let entry = r#"statistics.format = "genesis"
        statistics.columns = { edition = "time", party = "1_variable_attribute_label" }
        statistics.set = { statistic = "bevoelkerung" }
        statistics.where = { 1_variable_code = "DLAND" }"#;
    let read = |rows: &str| {
        let header = "statistics_code;time;1_variable_code;1_variable_attribute_code;\
            1_variable_attribute_label;value;value_unit";
        with(entry, &[("statistics.csv", format!("\u{feff}{header}\r\n{rows}\r\n").as_bytes())])
    };
    let rows = "12411;31.12.2022;DLAND;DG;Deutschland;6391361,5;Anzahl\r\n\
        12411;31.12.2022;DLAND;06;Hessen;6391360,5;Anzahl\r\n\
        12411;31.12.2022;DLAND;10;Saarland;1;Anzahl\r\n\
        12411;31.12.2022;DLAND;13;Thüringen;-;Anzahl\r\n\
        12411;31.12.2022;DLAND;01;Bremen;0,0;Anzahl\r\n12411;31.12.2022;X;01;Bremen;7;Anzahl";
    let loaded = read(rows);
    let project = loaded
        .project
        .as_ref()
        .map(|project| project.statistics["bevoelkerung"]["2022-12-31"].values.len());
    assert_eq!(project, Some(4));
    assert_eq!(
        found(loaded),
        ["N316 statistics.csv:2:1", "N314 statistics.csv:5:37", "N315 statistics.csv:6:34"]
    );
    let old = r#"statistics.format = "genesis"
        statistics.columns = { edition = "Zeit", value = "BEVSTD__Bevoelkerungsstand__Anzahl" }
        statistics.party = { ags = "1_Auspraegung_Code" }
        statistics.set = { statistic = "bevoelkerung" }"#;
    let text = "Statistik_Code;Zeit;1_Auspraegung_Code;1_Auspraegung_Label;\
        BEVSTD__Bevoelkerungsstand__Anzahl\r\n12411;31.12.2010;06;Hessen;6067021\r\n";
    assert_eq!(found(with(old, &[("statistics.csv", text.as_bytes())])), none());
    for symbol in [".", "...", "/", "x", "()"] {
        let row = format!("12411;31.12.2022;DLAND;06;Hessen;{symbol};Anzahl");
        assert_eq!(found(read(&row)), ["E310 statistics.csv:2:34"], "{symbol}");
    }
}

mod properties {
    use proptest::prelude::*;

    use super::with;
    use crate::input::{Memory, preview};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn no_bytes_make_a_layout_or_preview_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            for entry in [
                "costs = { format = \"de\", encoding = \"windows-1252\", header = 2 }",
                "costs = { format = \"genesis\", set = { period = \"2024\", service \
                    = \"wohngeld\" } }",
            ] {
                with(entry, &[("costs.csv", &bytes)]);
            }
            preview(&Memory([("x".to_owned(), bytes)].into()), "x", "x");
        }

        #[test]
        fn no_text_of_the_right_letters_makes_a_layout_or_preview_panic(
            rows in "(Summe|06611000|[;,\"\r\n 0-9.€()\u{a0}\u{2212}ä-]){0,60}",
        ) {
            let text = format!("period;service;Gemeinde;amount\n{rows}").into_bytes();
            let entry = "costs = { format = \"de\", party = { ags = \"Gemeinde\" }, where = { \
                period = \"2024\" } }";
            with(entry, &[("costs.csv", &text)]);
            with("costs = { format = \"de\" }", &[("costs.csv", &text)]);
            let seen = preview(&Memory([("x".to_owned(), text)].into()), "x", "x");
            prop_assert!(seen.preview.is_some());
        }
    }
}
