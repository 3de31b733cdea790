//! The only reader of files: umlage.toml and the data files become a checked [`Project`].
//!
//! Everything that is wrong is reported, not only the first fault; a file that is not TOML is the
//! exception. What needs the calculation (cost that no rule covers, receivers without weight) is
//! not found here.
//!
//! Rules: rules.md#all-faults, rules.md#nothing-dropped.

mod builtin;
mod config;
mod edits;
mod files;
mod names;
mod records;

mod faults;

#[cfg(test)]
mod figures;

#[cfg(test)]
#[path = "../../tests/support/mutants.rs"]
mod mutants;

mod preview;

mod resolve;

mod loaded;
mod session;

#[cfg(test)]
mod strict;

mod tables;
#[cfg(test)]
mod testing;

mod usage_stream;

mod spreadsheet;

pub use config::layers::{Layer, find_scenario, unknown_scenario, unreadable};
pub use files::access::{Disk, Fence, FileId, Files, Identity, Memory};
pub use files::letter_texts::{LetterTemplates, TEXTS, letter_templates};
pub use files::reasons::of_system;
pub use files::recorder::{InputRecorder, Seen, digest_of_file};
pub use files::search::Matches;
pub(crate) use files::system::is_there;
pub use files::system::read_whole;
pub use loaded::Loaded;
pub use preview::{Previewed, preview};
pub use session::Session;

use crate::model::Project;

/// Reads a project. `settings` are the texts of `--set`, in order.
pub fn load(files: &dyn Files, settings: &[String]) -> Loaded {
    Session::open(files, &[]).with(&[], settings)
}

/// Returns a project without cost: the built-in parties, statistics and ready keys, for use outside
/// a project.
pub fn builtin_project() -> Project {
    resolve::builtin_project()
}

#[cfg(test)]
mod tests {
    use super::testing::{COSTS, TOML, load_files, load_set, whole};
    use super::*;
    use crate::model::{CostObject, HowMuch, Method, Receivers};

    const AGREEMENT: &str = r#"
[project]
title = "OZG-Verbund Mitte"
language = "de"
period = "2024"
[files]
usage = ["usage/*.csv", "usage/jan.csv"]
[party.TH]
member = [{ from = "2021-08-01", to = 2023-12-31 }, { from = "2024-02-01" }]
[party.STADT-KASSEL]
name = "Stadt Kassel"
kind = "municipality"
[party.BUND]
[party.HE]
member = true
[group]
kueste = ["HB", "Freie und Hansestadt Hamburg", "13", { party = "DE-SH", from = "2022-01-01" }]
[service.wohngeld]
name = "Wohngeld"
participants = ["HE", "RP", { party = "TH", from = "2021-08-01", to = "2023-12-31" }]
[service."a.b"]
participants = "kueste"
[centre.civento]
name = "Plattform Civento"
[key.gemischt]
method = "mix"
parts = [{ key = "koenigstein-2019", weight = "2/3" }, { key = "einwohner", weight = "1/3" }]
over = "all-laender"
[key.einwohner]
method = "statistic"
statistic = "population"
edition = "2022-12-31"
[key.nutzung]
method = "usage"
measure = "applications"
otherwise = "equal"
[key.vertrag]
method = "fixed"
weights = { HE = "40 %", RP = "30 %", SL = "10 %", "Thüringen" = "20 %" }
[rule.gemeinsam]
title = "Gemeinsam"
legal_basis = "Beschluss 2023/35"
costs = { kinds = ["a", "b"], from = "2021-01-01" }
pool = ["service", "kind"]
pro_rata = "months"
rounding = { unit = "1.00", residue = "to:HE", mode = "half-even" }
overrides = ["einzeln"]
[[rule.gemeinsam.step]]
id = "bund"
share = "25 %"
to = "BUND"
[[rule.gemeinsam.step]]
id = "nachnutzer"
rest = true
among = "participants"
key = "gemischt"
only = { suppliers = "*" }
[rule.einzeln]
legal_basis = "Beschluss 2021/24"
[[rule.einzeln.step]]
id = "einzeln"
direct = true
"#;

    fn agreement() -> Project {
        whole(load_files(
            AGREEMENT,
            &[
                (
                    "costs.csv",
                    "\u{feff}period,amount,service,centre,kind,id\r\n2024,5.00,wohngeld,,a,\r\n\
                        2024,-1.50,wohngeld,,a,\r\n2024-03,7.00,,civento,b,c1\r\n",
                ),
                ("services.csv", "service,name,leika,tags\nz,Zett,99012345678901,x;y\nB,,,\n"),
                (
                    "participation.csv",
                    "service,party,from,to\nwohngeld,06,,2020-01-01\nB,Hesse,,\n"
                        .replace("06,,2020-01-01", "SN,,2020-01-01")
                        .as_str(),
                ),
                (
                    "usage/jan.csv",
                    "period,service,party,quantity,measure\n2024-01,B,HE,3,applications\n\
                        2024-01,B,Hessen,1.5,applications\n",
                ),
                ("usage/feb.csv", "period,service,party,quantity\n2024-02,B,HE,-3\n"),
                (
                    "statistics.csv",
                    "statistic,edition,party,value,source\nkoenigstein,2019,HE,7.43709,again\n\
                        students,2023,HE,5,own\n",
                ),
            ],
        ))
    }

    #[test]
    fn parties_services_and_keys_come_in_their_order() {
        let project = agreement();
        let ids: Vec<&str> = project.parties.iter().map(|party| party.id.as_str()).collect();
        assert_eq!(ids.len(), 18);
        assert_eq!(ids[..5], ["TH", "STADT-KASSEL", "HE", "BW", "BY"]);
        assert_eq!(ids.last(), Some(&"BUND"));
        let services: Vec<&str> =
            project.services.iter().map(|service| service.id.as_str()).collect();
        assert_eq!(services, ["wohngeld", "a.b", "B", "z"]);
        let keys: Vec<&str> = project.keys.iter().map(|key| key.id.as_str()).collect();
        assert_eq!(keys[..4], ["gemischt", "einwohner", "nutzung", "vertrag"]);
        assert_eq!((keys.len(), keys.last()), (4 + 4 + 13 + 1, Some(&"equal")));
        assert_eq!(project.services[0].participants.spans().len(), 4);
        assert_eq!(project.services[1].participants.spans().len(), 4);
        assert_eq!(project.members.spans().len(), 3);
    }

    #[test]
    fn rules_are_read_whole() {
        let project = agreement();
        let rule = &project.rules[0];
        assert_eq!(rule.overrides, [crate::model::RuleIx(1)]);
        assert!(rule.pool.service && rule.pool.kind && !rule.pool.month);
        let step = &rule.steps[1];
        assert!(matches!(step.how_much, HowMuch::Rest));
        assert!(matches!(step.receivers, Some(Receivers::Participants)));
        assert!(matches!(project.key(step.key.unwrap()).method, Method::Mix { .. }));
        assert_eq!(step.rounding, rule.steps[0].rounding);
        let hesse = project.find_party("HE").unwrap();
        let mode = crate::money::Mode::HalfEven;
        assert_eq!(step.rounding.residue, crate::model::Residue::To(hesse, mode));
    }

    #[test]
    fn rows_that_are_alike_are_added_up_and_keep_their_places() {
        let project = agreement();
        assert_eq!(project.entries.len(), 2);
        assert_eq!(project.entries[0].object, CostObject::Service(crate::model::ServiceIx(0)));
        assert_eq!(project.entries[0].amount, crate::money::Cents::new(350));
        assert_eq!(project.entries[0].rows.len(), 2);
        assert_eq!(project.entries[1].centre, Some(crate::model::CentreIx(0)));
        assert_eq!(project.usage.len(), 2);
        assert_eq!(project.usage[0].quantity, crate::money::Ratio::new(9, 2));
        assert_eq!(project.usage[0].places.len(), 2);
        assert_eq!(&*project.usage[1].measure, "uses");
        assert!(
            project
                .counts
                .iter()
                .all(|count| count.read == count.used && count.left_out.is_empty())
        );
    }

    #[test]
    fn the_order_of_rows_does_not_show() {
        let costs = |rows: &[&str]| {
            let text = format!("period,service,amount,kind,id\n{}\n", rows.join("\n"));
            let project = whole(load_files(TOML, &[("costs.csv", &text)]));
            let show = |entry: &crate::model::CostEntry| {
                let rows: Vec<String> = entry.rows.iter().map(|row| row.value.plain()).collect();
                format!("{} {:?} {:?} {}", entry.period, entry.kind, entry.id, rows.join("+"))
            };
            project.entries.iter().map(show).collect::<Vec<_>>()
        };
        let mut rows = [
            "2024,wohngeld,1,a,",
            "2024,wohngeld,2,a,",
            "2023,wohngeld,3,b,",
            "2024,wohngeld,1,a,x",
        ];
        let forth = costs(&rows);
        rows.reverse();
        assert_eq!(forth, costs(&rows));
        assert_eq!(forth.len(), 3);
    }

    #[test]
    fn a_built_in_project_has_parties_statistics_and_ready_keys() {
        let project = builtin_project();
        assert_eq!(project.parties.len(), 17);
        assert_eq!(project.keys.len(), 18);
        assert_eq!(project.groups["all-laender"].spans().len(), 16);
        assert_eq!(project.find_party("BUND"), Some(crate::model::PartyIx(16)));
    }

    #[test]
    fn settings_change_the_project() {
        let settings = [
            "party.TH.member=true",
            "rule.r.step.rest.key=population-2022-12-31",
            "project.period=2024",
        ];
        let project = whole(load_set(TOML, &[("costs.csv", COSTS)], &settings));
        assert_eq!(project.members.spans().len(), 2);
        assert_eq!(project.key(project.rules[0].steps[0].key.unwrap()).id, "population-2022-12-31");
        assert_eq!(project.parties[1].id, "BW", "a table outside umlage.toml gives no place");
    }

    #[test]
    fn files_are_named_by_path_list_and_pattern() {
        use super::testing::found;
        let files =
            [("data/a.csv", COSTS), ("data/b.csv", "period,service,amount\n2024,wohngeld,1.00\n")];
        let rows = |named: &str| {
            let toml = format!("{TOML}[files]\ncosts = {named}\n");
            whole(load_files(&toml, &files))
                .entries
                .iter()
                .map(|entry| entry.rows.len())
                .sum::<usize>()
        };
        assert_eq!(rows("\"data/a.csv\""), 1);
        assert_eq!(rows("\"data/*.csv\""), 2);
        assert_eq!(rows("[\"data/*.csv\", \"./data//a.csv\", \"data/../costs.csv\"]"), 3);
        assert_eq!(rows("{ path = [\"data/b.csv\"] }"), 1);
        for (named, expected) in [
            ("\"data/c.csv\"", "E102 umlage.toml:15:9"),
            ("\"data/x*.csv\"", "E103 umlage.toml:15:9"),
            ("[]", "E104 umlage.toml:15:9"),
            ("5", "E203 umlage.toml:15:9"),
        ] {
            let toml = format!("{TOML}[files]\ncosts = {named}\n");
            assert_eq!(found(load_files(&toml, &files)), [expected], "{named}");
        }
        assert_eq!(
            found(load(&Memory([("umlage.toml".into(), TOML.into())].into()), &[])),
            ["E104"]
        );
        assert_eq!(found(load(&Memory::default(), &[])), ["E102"]);
    }

    mod properties {
        use proptest::prelude::*;

        use super::super::testing::{TOML, load_set};
        use super::super::{Memory, load};

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(1500))]

            #[test]
            fn no_bytes_make_reading_panic(
                toml in proptest::collection::vec(any::<u8>(), 0..200),
                costs in proptest::collection::vec(any::<u8>(), 0..200),
            ) {
                for toml in [toml, TOML.into()] {
                    let costs = ("costs.csv".into(), costs.clone());
                    load(&Memory([("umlage.toml".into(), toml), costs].into()), &[]);
                }
            }

            #[test]
            fn no_text_of_the_right_letters_makes_reading_panic(
                toml in "([a-z\\[\\]{}.=\"', \n0-9%/-]|rule|step|key|party|id|share){0,60}",
                costs in "(period|amount|service|[,;\"\r\n 0-9.\u{feff}\u{a0}ä-]){0,40}",
                setting in "(rule|r|step|rest|[.=\"'\\\\ 0-9ä])([.=\"'\\\\ \\[{a-z0-9ä]){0,20}",
            ) {
                let toml = format!("{TOML}\n{toml}");
                load_set(&toml, &[("costs.csv", &costs), ("usage.csv", &costs)], &[]);
                load_set(TOML, &[], &[&setting]);
            }
        }
    }
}
