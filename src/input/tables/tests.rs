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
        [
            "E206 costs.csv:2:19",
            "E212 costs.csv:2:23",
            "E212 costs.csv:2:29",
            "E209 costs.csv:2:32"
        ]
    );
    assert_eq!(
        costs("2024,wohngeld,,1,A,plan,Freistaat Bayern,06,2024-01-31"),
        Vec::<String>::new()
    );
}

#[test]
fn services_are_defined_once() {
    let services =
        |rows: &str| faults_in(&[("services.csv", &format!("service,name,leika\n{rows}\n"))]);
    assert_eq!(services("a,A,\na,B,"), ["E313 services.csv:3:1"]);
    assert_eq!(services("wohngeld,A,"), ["E218 services.csv:2:1"]);
    assert_eq!(
        services("all,A,\nx y,,\na,,\"9,91E+13\""),
        ["E208 services.csv:2:1", "E207 services.csv:3:1", "E316 services.csv:4:4"]
    );
}

#[test]
fn participation_and_umlage_toml_make_one_roster() {
    let rows = |rows: &str| {
        faults_in(&[("participation.csv", &format!("service,party,from,to\n{rows}\n"))])
    };
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
    let text = "period,service,party,quantity,measure\n2024,x,Hes,many,\n\
        2024,wohngeld,Hesse,-1.25,calls\n";
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
    let value = |project: &crate::model::Project| {
        project.statistics["koenigstein"]["2019"].values[&hesse].clone()
    };
    assert_eq!(value(&project).loc, Loc::Builtin("koenigstein/2019/HE"));
    let toml = format!("{TOML}\n[files]\nstatistics = {{ replace = true }}\n");
    let project = whole(load_files(&toml, &[("statistics.csv", changed)]));
    assert_eq!(value(&project).value, Ratio::new(15, 2));
}

#[test]
fn texts_of_tables_and_of_the_digest_are_no_signs_and_one_line() {
    let costs = |rest: &str| {
        faults_in(&[(
            "costs.csv",
            &format!("period,service,amount,kind\n2024,wohngeld,1,{rest}\n"),
        )])
    };
    assert_eq!(costs("-"), ["E323 costs.csv:2:17"]);
    assert_eq!(costs("*"), ["E323 costs.csv:2:17"]);
    assert_eq!(costs("\"a\nb\""), ["E107 costs.csv:2:17"]);
    assert_eq!(costs("a-*"), Vec::<String>::new());
    let services = |id: &str| faults_in(&[("services.csv", &format!("service\n{id}\n"))]);
    assert_eq!(services("-"), ["E208 services.csv:2:1"]);
    assert_eq!(services(&"x".repeat(101)), ["E207 services.csv:2:1"]);
    assert_eq!(services(&"x".repeat(100)), Vec::<String>::new());
}

#[test]
fn services_and_centres_are_found_by_their_names() {
    let services =
        "service,name\na,Elterngeld\nb,Zwilling\nc,Zwilling\nElterngeld2,d\nd,Elterngeld3\n";
    let project = |name: &str| {
        let costs = format!("period,service,amount\n2024,{name},1\n");
        load_files(TOML, &[("costs.csv", &costs), ("services.csv", services)])
    };
    let found = |name: &str| {
        let project = whole(project(name));
        project.service(project.entries[0].service().unwrap()).id.clone()
    };
    assert_eq!(found("Elterngeld"), "a");
    assert_eq!(found("d"), "d", "an id goes before a name");
    let twins = crate::input::testing::found(project("Zwilling"));
    assert_eq!(twins, ["E247 costs.csv:2:6"]);
    let toml = format!("{TOML}\n[centre.c]\nname = \"Plattform\"\n");
    let costs = [("costs.csv", "period,centre,amount\n2024,Plattform,1\n")];
    assert_eq!(whole(load_files(&toml, &costs)).entries.len(), 1);
}

#[test]
fn percentages_that_are_no_whole_are_a_finding() {
    let statistics = |rows: &str, toml: &str| {
        let text = format!("statistic,edition,party,value\n{rows}");
        let files =
            [("costs.csv", crate::input::testing::COSTS), ("statistics.csv", text.as_str())];
        crate::input::testing::found(load_files(&format!("{TOML}{toml}"), &files))
    };
    let short = "x,1,HE,40 %\nx,1,TH,55 %\nx,2,HE,40 %\nx,2,TH,60 %\n";
    assert_eq!(statistics(short, ""), ["W405 statistics.csv:2:8"]);
    assert_eq!(
        statistics(short, "\n[files]\nstatistics = { partial = true }\n"),
        Vec::<String>::new()
    );
    let thirds = "x,1,HE,33.33 %\nx,1,TH,33.33 %\nx,1,SL,33.33 %\n";
    assert_eq!(statistics(thirds, ""), Vec::<String>::new());
}

#[test]
fn what_follows_from_a_refused_row_is_not_told() {
    let toml = |rest: &str| format!("{TOML}\n{rest}");
    let key = "[key.f]\nmethod = \"statistic\"\nstatistic = \"flaeche\"\nedition = \"2023\"\n";
    let rows = "statistic,edition,party,value\nflaeche,2023,HE,951.185\nflaeche,2023,TH,48.815\n";
    let found = |toml: &str, files: &[(&str, &str)]| {
        let costs = [("costs.csv", crate::input::testing::COSTS)];
        let has_costs = files.iter().any(|(name, _)| *name == "costs.csv");
        let all: Vec<_> =
            files.iter().chain(costs.iter().filter(|_| !has_costs)).copied().collect();
        crate::input::testing::found(load_files(toml, &all))
    };
    let two = ["E333 statistics.csv:2:17", "E333 statistics.csv:3:17"];
    assert_eq!(found(&toml(key), &[("statistics.csv", rows)]), two);
    let missing = "statistic,edition,party,wert\nflaeche,2023,HE,1\n";
    assert_eq!(found(&toml(key), &[("statistics.csv", missing)]), ["E304 statistics.csv:1:1"]);
    let centre = "[centre.c]\ndriver = { table = \"t\" }\n[cascade]\nmethod = \"direct\"\n";
    let drivers = "driver,receiver,quantity\nt,wohngeld,x\n";
    assert_eq!(found(&toml(centre), &[("drivers.csv", drivers)]), ["E310 drivers.csv:2:12"]);
    let costs = "period,service,amount\n2024,elterngeld,1\n";
    let services = "service,leika\nelterngeld,1\n";
    assert_eq!(
        found(TOML, &[("services.csv", services), ("costs.csv", costs)]),
        ["E316 services.csv:2:12"]
    );
    let order =
        "[centre.c]\ndriver = \"equal\"\n[cascade]\nmethod = \"step-down\"\norder = [\"cc\"]\n";
    assert_eq!(found(&toml(order), &[]).len(), 1);
    let subtotal = "period,service,amount\n2024,wohngeld,1\nZwischensumme,,1\n";
    assert_eq!(found(TOML, &[("costs.csv", subtotal)]), ["E308 costs.csv:3:1"]);
    let swapped = "period,service,party,quantity\n2024,HE,wohngeld,1\n2024,TH,wohngeld,1\n";
    let told = ["E321 usage.csv:2:6", "E321 usage.csv:3:6"];
    assert_eq!(found(TOML, &[("usage.csv", swapped)]), told);
    let swapped = "period,service,amount\n100.50,wohngeld,2024-03\n";
    assert_eq!(found(TOML, &[("costs.csv", swapped)]), ["E321 costs.csv:2:1"]);
}
