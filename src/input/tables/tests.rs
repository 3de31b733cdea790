use crate::input::testing::{TOML, faults_in, load_files, whole};
use crate::money::Ratio;
use crate::source::Loc;

fn costs(rows: &str) -> Vec<String> {
    let text = format!("period,service,centre,amount,id,status,party,paid_by,due\n{rows}\n");
    faults_in(&[("costs.csv", &text)])
}

#[test]
fn a_cost_is_for_a_known_service_or_centre_and_has_its_own_id() {
    assert_eq!(costs("2024,wohngeld,x,1,,,,,"), ["E314 costs.csv:2:15"]);
    assert_eq!(costs("2024,,,1,,,,,"), ["E318 costs.csv:2:6"]);
    assert_eq!(costs("2024,wohngeldd,,1,,,,,"), ["E214 costs.csv:2:6"]);
    assert_eq!(costs("2024,,x,1,,,,,"), ["E215 costs.csv:2:7"]);
    assert_eq!(costs("2024,wohngeld,,1,A,,,,\n2024,wohngeld,,2,A,,,,"), ["E312 costs.csv:3:18"]);
    assert_eq!(
        costs("2024,wohngeld,,1,,ist,Hesen,XX,1.1.2024"),
        ["E206 costs.csv:2:19", "E212 costs.csv:2:23", "E212 costs.csv:2:29", "E209 costs.csv:2:32"]
    );
    assert_eq!(costs("2024,wohngeld,,1,A,plan,Freistaat Bayern,06,2024-01-31"), Vec::<String>::new());
}

#[test]
fn services_are_defined_once() {
    let services = |rows: &str| faults_in(&[("services.csv", &format!("service,name,leika\n{rows}\n"))]);
    assert_eq!(services("a,A,\na,B,"), ["E313 services.csv:3:1"]);
    assert_eq!(services("wohngeld,A,"), ["E218 services.csv:2:1"]);
    assert_eq!(
        services("all,A,\nx y,,\na,,\"9,91E+13\""),
        ["E208 services.csv:2:1", "E207 services.csv:3:1", "E316 services.csv:4:4"]
    );
}

#[test]
fn participation_and_umlage_toml_make_one_roster() {
    let rows = |rows: &str| faults_in(&[("participation.csv", &format!("service,party,from,to\n{rows}\n"))]);
    assert_eq!(rows("wohngeld,HE,2020-01-01,2021-12-31"), ["E211 participation.csv:2:1"]);
    assert_eq!(rows("wohngeld,SL,,2021-12-31\nwohngeld,SL,2022-01-01,"), Vec::<String>::new());
    assert_eq!(
        rows("wohngeld,SL,,2021-12-31\nwohngeld,Saarland,2021-12-31,"),
        ["E211 participation.csv:3:1"]
    );
    assert_eq!(
        rows("wohngeld,SL,2022-01-01,2021-01-01\nx,y,,"),
        ["E210 participation.csv:2:24", "E214 participation.csv:3:1", "E212 participation.csv:3:3"]
    );
}

#[test]
fn usage_names_what_is_known() {
    let text = "period,service,party,quantity,measure\n2024,x,Hes,many,\n2024,wohngeld,Hesse,-1.25,calls\n";
    assert_eq!(
        faults_in(&[("usage.csv", text)]),
        ["E214 usage.csv:2:6", "E212 usage.csv:2:8", "E310 usage.csv:2:12"]
    );
}

#[test]
fn statistics_do_not_change_what_is_built_in() {
    let changed = "statistic,edition,party,value\nkoenigstein,2019,06,7.5\n";
    assert_eq!(faults_in(&[("statistics.csv", changed)]), ["E315 statistics.csv:2:21"]);
    let twice = "statistic,edition,party,value\nx,1,HE,1\nx,1,Hessen,1\n";
    assert_eq!(faults_in(&[("statistics.csv", twice)]), ["E313 statistics.csv:3:12"]);
    let equal = "statistic,edition,party,value\nkoenigstein,2019,HE,7.437090\n";
    let project = whole(load_files(TOML, &[("statistics.csv", equal)]));
    let hesse = project.find_party("HE").unwrap();
    let value =
        |project: &crate::model::Project| project.statistics["koenigstein"]["2019"].values[&hesse].clone();
    assert_eq!(value(&project).loc, Loc::Builtin("koenigstein/2019/HE"));
    let toml = format!("{TOML}\n[files]\nstatistics = {{ replace = true }}\n");
    let project = whole(load_files(&toml, &[("statistics.csv", changed)]));
    assert_eq!(value(&project).value, Ratio::new(15, 2));
}
