//! One test for each check of umlage.toml.

use crate::input::testing::{TOML, faults_of, faults_with, load_files, whole};
use crate::model::{CentreIx, Filter, HowMuch, Residue, UsageScope};
use crate::money::{Mode, Ratio};

/// Lists the codes of what is wrong where text is added below the whole project.
fn below(toml: &str) -> Vec<String> {
    let found = faults_of(&format!("{TOML}{toml}\n"));
    found.iter().map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect()
}

/// Lists the codes of what is wrong with the one step of a rule.
fn step(fields: &str) -> Vec<String> {
    let rest = "rest = true\namong = \"members\"\nkey = \"equal\"\n";
    faults_with(rest, &format!("{fields}\n")).iter().map(|line| line[..4].to_owned()).collect()
}

/// Lists the codes of what is wrong with the fields of the rule above its step.
fn rule(fields: &str) -> Vec<String> {
    let found =
        faults_with("legal_basis = \"Beschluss 1\"", &format!("legal_basis = \"B\"\n{fields}"));
    found.iter().map(|line| line[..4].to_owned()).collect()
}

const NOTHING: [&str; 0] = [];

#[test]
fn unknown_fields_are_faults_everywhere() {
    for toml in [
        "[projekt]",
        "[project]\ntitel = \"x\"",
        "[files]\nformat = \"de\"",
        "[files]\ncosts = { path = \"costs.csv\", replace = true }",
        "[party.X]\ncolour = \"red\"",
        "[party.X]\nmember = [{ since = \"2020-01-01\" }]",
        "[group]\ng = [{ party = \"HE\", since = \"2020-01-01\" }]",
        "[service.s]\ntitle = \"x\"",
        "[centre.c]\ncolour = \"red\"",
        "[cascades]\nmethod = \"direct\"",
        "[key.k]\nmethod = \"equal\"\nplaces = 5",
        "[key.k]\nmethod = \"equal\"\nweights = {}",
        "[rule.s]\nlegal_basis = \"x\"\nallocate = false\nlimit = 1",
        "[rule.s]\nlegal_basis = \"x\"\nallocate = false\ncosts = { kind = [\"a\"] }",
    ] {
        assert_eq!(below(toml), ["E202"], "{toml}");
    }
    for field in ["ceiling", "pool", "minimum_billed"] {
        assert_eq!(
            step(&format!("rest = true\namong = \"members\"\nkey = \"equal\"\n{field} = \"1\"")),
            ["E202"]
        );
    }
}

/// The first line of each message on a whole project in which a word is spelt otherwise.
fn with_misspelt(table: &str, misspelt: &str) -> Vec<String> {
    let project = "[party.HE]\nmember = true\n[group]\nalle = [\"HE\"]\n[service.wohngeld]\n\
        participants = [\"HE\"]\n\
        [centre.c]\ndriver = \"equal\"\nto = [\"wohngeld\"]\n[cascade]\nmethod = \"direct\"\n\
        [key.k]\nmethod = \"equal\"\n\
        [rule.r]\nlegal_basis = \"x\"\noverrides = [\"q\"]\ncosts = { centres = [\"c\"], services \
        = [\"wohngeld\"] }\n\
        [[rule.r.step]]\nid = \"a\"\nrest = true\namong = \"alle\"\nkey = \"k\"\n\
        [rule.q]\nlegal_basis = \"x\"\n[[rule.q.step]]\nid = \"a\"\nrest = true\nto = \"HE\"\n";
    faults_of(&project.replace(&format!("[{table}"), &format!("[{misspelt}")))
}

#[test]
fn what_is_named_in_a_misspelt_table_is_not_unknown_as_well() {
    for (table, misspelt) in [
        ("service", "services"),
        ("centre", "centres"),
        ("key", "keys"),
        ("party", "partys"),
        ("cascade", "cascades"),
        ("group", "groups"),
    ] {
        let found = with_misspelt(table, misspelt);
        assert!(matches!(&found[..], [one] if one.starts_with("E202")), "{table}: {found:?}");
    }
}

#[test]
fn a_table_that_is_known_is_asked_for() {
    for table in super::project::TABLES {
        let found = faults_of(&format!("[{table}]\n[projekt]\n"));
        let unknown: Vec<&String> = found.iter().filter(|line| line.starts_with("E202")).collect();
        assert!(matches!(&unknown[..], [one] if one.ends_with(":2:2")), "{table}: {found:?}");
    }
}

#[test]
fn limits_stand_where_they_limit_something() {
    let shared =
        |limit: &str| step(&format!("rest = true\namong = \"members\"\nkey = \"equal\"\n{limit}"));
    // Nobody used anything here.
    let of_units = "at_most = { per_unit = \"1.00\", measure = \"m\" }";
    assert_eq!(shared(of_units), ["E242"]);
    for limit in ["floor = \"1.00\"", "cap = { HE = \"5 %\" }", "at_most = \"1.00\""] {
        assert_eq!(shared(limit), NOTHING, "{limit}");
        assert_eq!(step(&format!("amount = \"1.00\"\nto = \"HE\"\n{limit}")), ["E241"], "{limit}");
    }
    assert_eq!(shared("floor = \"1,00\""), ["E240"]);
    assert_eq!(shared("cap = \"101 %\""), ["E220"]);
    assert_eq!(shared("cap = { per_unit = \"1.00\" }"), ["E205"]);
    assert_eq!(shared("floor = { HE = \"1.00\", DE-HE = \"2.00\" }"), ["E218"]);
    assert_eq!(rule("minimum_billed = { amount = \"1.00\", below = \"rest\" }"), NOTHING);
    assert_eq!(rule("minimum_billed = { amount = \"1.00\", below = \"nobody\" }"), ["E206"]);
}

#[test]
fn values_have_their_types() {
    for (toml, code) in [
        ("[project]\ntitle = 5", "E203"),
        ("[project]\nlanguage = \"fr\"", "E206"),
        ("[project]\nsettled_per = \"week\"", "E206"),
        ("[project]\nperiod = \"24\"", "E308"),
        ("[project]\ncurrency = \" \"", "E205"),
        ("[party.X]\nmember = \"yes\"", "E203"),
        ("[party.X]\nmember = [true]", "E203"),
        ("[party.X]\nmember = [{ from = \"1.1.2020\" }]", "E209"),
        ("[party.X]\nmember = [{ from = 2020 }]", "E203"),
        ("[party.X]\nmember = [{ from = 2020-02-01, to = \"2020-01-01\" }]", "E210"),
        ("[party.X]\nmember = [{ to = \"2020-01-01\" }, { from = \"2020-01-01\" }]", "E211"),
        ("[party.X]\nname = { de = \"x\" }", "E205"),
        ("[group]\ng = \"HE\"", "E203"),
        ("[service.s]\nleika = 99012345678901", "E203"),
        ("[service.s]\nleika = \"9901234567890\"", "E316"),
        ("[service.s]\nparticipants = true", "E203"),
        ("[service.s]\ntags = \"x\"", "E203"),
        ("[key.k]\nmethod = \"fixed\"\nweights = { HE = 40.5 }", "E204"),
        ("[key.k]\nmethod = \"fixed\"\nweights = { HE = \"1,5\" }", "E230"),
        ("[key.k]\nmethod = \"median\"", "E206"),
        ("[key.k]", "E205"),
    ] {
        assert_eq!(below(toml), [code], "{toml}");
    }
    assert_eq!(
        faults_of("project = 5\nrule = [1]"),
        ["E203 umlage.toml:1:11", "E203 umlage.toml:2:8", "E214 costs.csv:2:6"]
    );
}

#[test]
fn ids_are_words_without_a_meaning_of_their_own() {
    for table in ["party", "service", "centre"] {
        assert_eq!(below(&format!("[{table}.\"a b\"]")), ["E207"]);
        assert_eq!(below(&format!("[{table}.all-laender]")), ["E208"]);
        assert_eq!(below(&format!("[{table}.\"Ä-1_x\"]")), NOTHING);
    }
    assert_eq!(below("[group]\nmembers = [\"HE\"]"), ["E208"]);
    assert_eq!(below("[key.all]\nmethod = \"equal\""), ["E208"]);
    assert_eq!(below("[rule.services]\nlegal_basis = \"x\"\nallocate = false"), ["E208"]);
    assert_eq!(step("id = \"x\""), ["E201"]);
    assert_eq!(faults_with("id = \"rest\"", "id = \"*\""), ["E208 umlage.toml:10:6"]);
    assert_eq!(faults_with("id = \"rest\"", ""), ["E205 umlage.toml:9:1"]);
}

#[test]
fn every_name_of_a_party_means_one_party() {
    assert_eq!(below("[party.X]\nname = \"Hessen\""), ["E208"]);
    assert_eq!(below("[party.Hessen]\nmember = true"), ["E208"]);
    assert_eq!(below("[party.X]\nname = \"Kassel\"\n[party.Y]\nname = \"Kassel\""), ["E208"]);
    assert_eq!(
        below(
            "[party.RP]\nname = { de = \"Pfalz\", en = \"Palatinate\" }\n[group]\ng = \
                [\"Pfalz\", \"SL\"]"
        ),
        NOTHING
    );
    assert_eq!(below("[group]\ng = [\"Sachs\", \"hessen\", \"6\", \"DE-he\"]"), ["E212"; 4]);
}

#[test]
fn what_is_named_exists() {
    assert_eq!(below("[service.s]\nparticipants = \"kueste\""), ["E213"]);
    assert_eq!(below("[key.k]\nmethod = \"equal\"\nover = \"kueste\""), ["E213"]);
    assert_eq!(rule("costs = { services = [\"wohngelt\"] }"), ["E214"]);
    assert_eq!(rule("costs = { centres = [\"civento\"] }"), ["E215"]);
    assert_eq!(rule("overrides = [\"s\"]"), ["E217"]);
    assert_eq!(rule("rounding = { residue = \"to:XX\" }"), ["E212"]);
    assert_eq!(step("rest = true\namong = \"members\"\nkey = \"gleich\""), ["E216"]);
    assert_eq!(step("rest = true\namong = \"kueste\"\nkey = \"equal\""), ["E213"]);
    assert_eq!(step("rest = true\namong = \"HE\"\nkey = \"equal\""), ["E213"]);
    assert_eq!(step("rest = true\nto = \"XX\""), ["E212"]);
    assert_eq!(
        step("rest = true\namong = [\"XX\", { party = \"HE\" }]\nkey = \"equal\""),
        ["E212"]
    );
    assert_eq!(
        step("rest = true\namong = \"members\"\nexcept = [\"XX\"]\nkey = \"equal\""),
        ["E212"]
    );
    assert_eq!(
        below(
            "[key.k]\nmethod = \"usage\"\nmeasure = \"x\"\nservices = [\"x\"]\notherwise = \"y\""
        ),
        ["E214", "E216"]
    );
}

#[test]
fn statistics_exist_in_the_edition_named() {
    let key = |rest: &str| below(&format!("[key.k]\nmethod = \"statistic\"\n{rest}"));
    assert_eq!(key("statistic = \"koenigstein\"\nedition = \"2018\""), ["E401"]);
    assert_eq!(key("statistic = \"königstein\"\nedition = \"2019\""), ["E402"]);
    assert_eq!(key("statistic = \"koenigstein\""), ["E205"]);
    assert_eq!(key("statistic = \"koenigstein\"\nedition = 2019"), NOTHING);
    assert_eq!(key("statistic = \"population\"\nedition = 2022-12-31"), NOTHING);
    let toml =
        format!("{TOML}[key.k]\nmethod = \"statistic\"\nstatistic = \"own\"\nedition = \"1\"\n");
    let files = [("statistics.csv", "statistic,edition,party,value\nown,1,HE,-5\n")];
    let found = crate::input::testing::found(load_files(&toml, &files));
    assert_eq!(found, ["E404 statistics.csv:2:10"]);
}

#[test]
fn fixed_weights_add_up_and_are_of_one_kind() {
    let key =
        |weights: &str| below(&format!("[key.k]\nmethod = \"fixed\"\nweights = {{ {weights} }}"));
    assert_eq!(key("HE = \"40 %\", RP = \"59.9 %\""), ["E406"]);
    assert_eq!(key("HE = \"40 %\", RP = \"60 %\""), NOTHING);
    assert_eq!(key("HE = \"40 %\", RP = 60"), ["E407"]);
    assert_eq!(key("HE = 1, RP = \"2/3\", SL = \"1.5\", TH = \"0\""), NOTHING);
    assert_eq!(key("HE = 1, RP = -1"), ["E404"]);
    assert_eq!(key("HE = 1, Hessen = 1"), ["E218"]);
    assert_eq!(key("XX = 1"), ["E212"]);
}

#[test]
fn the_parts_of_a_mix_add_to_one() {
    let key = |parts: &str| below(&format!("[key.k]\nmethod = \"mix\"\nparts = [{parts}]"));
    let part = |key: &str, weight: &str| format!("{{ key = \"{key}\", weight = {weight} }}");
    let parts = |first: &str, second: &str| {
        key(&[part("equal", first), part("koenigstein-2019", second)].join(", "))
    };
    assert_eq!(parts("\"2/3\"", "\"1/3\""), NOTHING);
    assert_eq!(parts("\"25 %\"", "\"0.75\""), NOTHING);
    assert_eq!(parts("\"2/3\"", "\"33.33 %\""), ["E408"]);
    assert_eq!(parts("2", "-1"), ["E404"]);
    assert_eq!(parts("0.5", "\"1/2\""), ["E204"]);
    assert_eq!(key(""), ["E408"]);
    assert_eq!(
        key(
            "{ id = \"a\", key = \"equal\", weight = 1 }, { id = \"a\", key = \"equal\", weight = \
                0 }"
        ),
        ["E218"]
    );
    assert_eq!(key("{ key = \"equal\" }"), ["E205"]);
}

#[test]
fn keys_do_not_lead_back_to_themselves() {
    let toml = "[key.a]\nmethod = \"usage\"\nmeasure = \"x\"\notherwise = \"b\"\n\
        [key.b]\nmethod = \"mix\"\nparts = [{ key = \"c\", weight = 1 }]\n\
        [key.c]\nmethod = \"usage\"\nmeasure = \"x\"\notherwise = \"b\"\n";
    assert_eq!(below(toml), ["E409"]);
    assert_eq!(below("[key.a]\nmethod = \"usage\"\nmeasure = \"x\"\notherwise = \"a\""), ["E409"]);
}

#[test]
fn over_takes_no_usage() {
    let toml = "[key.u]\nmethod = \"usage\"\nmeasure = \"x\"\n[key.k]\nmethod = \"mix\"\nover \
        = \"all-laender\"\n\
        parts = [{ key = \"u\", weight = \"1/2\" }, { key = \"equal\", weight = \"1/2\" }]";
    assert_eq!(below(toml), ["E410"]);
}

#[test]
fn rules_say_what_they_rest_on_and_have_steps() {
    assert_eq!(faults_of("[party.HE]\nmember = true\n[service.wohngeld]\n"), ["E227"]);
    assert_eq!(below("[rule.s]\nlegal_basis = \"x\""), ["E509"]);
    assert_eq!(below("[rule.s]\nlegal_basis = \"x\"\nstep = []"), ["E509"]);
    assert_eq!(below("[rule.s]\nallocate = false"), ["E205"]);
    assert_eq!(below("[rule.s]\nallocate = false\nlegal_basis = \" \""), ["E205"]);
    assert_eq!(rule("allocate = false"), ["E224"]);
    assert_eq!(rule("pool = [\"service\", \"week\"]"), ["E206"]);
    assert_eq!(rule("pool = [\"quarter\", \"month\"]"), NOTHING);
    assert_eq!(rule("pro_rata = \"weeks\""), ["E206"]);
    assert_eq!(rule("costs = { from = \"2021-01-01\", to = \"2020-12-31\" }"), ["E210"]);
    assert_eq!(rule("costs = { kinds = [\"*\", \"a\"] }"), ["E224"]);
    assert_eq!(rule("costs = { kinds = \"a\" }"), ["E203"]);
    assert_eq!(below("[[rule.r.step]]\nid = \"rest\"\nrest = true\nto = \"HE\""), ["E218"]);
}

#[test]
fn rules_do_not_override_each_other() {
    let more = |overrides: &str| {
        format!("[rule.s]\nlegal_basis = \"x\"\nallocate = false\noverrides = [{overrides}]")
    };
    assert_eq!(below(&more("\"r\"")), NOTHING);
    assert_eq!(below(&more("\"s\"")), ["E503"]);
    let circle = format!(
        "{}\n[rule.t]\nlegal_basis = \"x\"\nallocate = false\noverrides = [\"s\"]",
        more("\"t\"")
    );
    assert_eq!(below(&circle), ["E503"]);
}

#[test]
fn rounding_is_a_unit_and_one_policy() {
    assert_eq!(rule("rounding = { unit = \"0.005\" }"), ["E225"]);
    assert_eq!(rule("rounding = { unit = \"0\" }"), ["E225"]);
    assert_eq!(rule("rounding = { unit = 1 }"), ["E203"]);
    assert_eq!(rule("rounding = { mode = \"half-up\" }"), ["E224"]);
    assert_eq!(
        rule("rounding = { mode = \"half-up\", residue = \"largest-remainder\" }"),
        ["E224"]
    );
    assert_eq!(rule("rounding = { mode = \"bankers\", residue = \"leave\" }"), ["E206"]);
    assert_eq!(rule("rounding = { residue = \"smallest\" }"), ["E206"]);
    assert_eq!(
        rule("rounding = { unit = \"100.00\", mode = \"down\", residue = \"leave\" }"),
        NOTHING
    );
    let toml = TOML.replace("rest = true", "rest = true\nrounding = { residue = \"to:HE\" }");
    let project = whole(load_files(&toml, &[]));
    let hesse = project.find_party("HE").unwrap();
    assert_eq!(project.rules[0].steps[0].rounding.residue, Residue::To(hesse, Mode::HalfUp));
}

#[test]
fn a_step_says_how_much_exactly_once() {
    let to = |fields: &str| step(&format!("to = \"HE\"\n{fields}"));
    assert_eq!(to(""), ["E223"]);
    assert_eq!(to("rest = false"), ["E223"]);
    assert_eq!(to("share = \"5 %\"\nrest = true"), ["E224"]);
    assert_eq!(to("share = \"5 %\"\nrest = false"), NOTHING);
    assert_eq!(to("share = \"1/3\"\nof = \"rest\""), NOTHING);
    assert_eq!(to("rest = true\nof = \"rest\""), ["E224"]);
    assert_eq!(to("share = \"100.01 %\""), ["E220"]);
    assert_eq!(to("share = \"-1/4\""), ["E220"]);
    assert_eq!(to("share = \"0.25\""), ["E219"]);
    assert_eq!(to("share = 0.25"), ["E204"]);
    assert_eq!(to("amount = \"-5\""), ["E222"]);
    assert_eq!(to("amount = \"5 EUR\""), ["E221"]);
    assert_eq!(to("amount = 5"), ["E203"]);
    assert_eq!(to("each = \"1.234,50\""), ["E221"]);
    assert_eq!(to("amount = \"1000000000000000\""), ["E311"]);
}

#[test]
fn a_step_says_to_whom_exactly_once() {
    assert_eq!(step("rest = true"), ["E223"]);
    assert_eq!(step("rest = true\nto = \"HE\"\namong = \"members\""), ["E224"]);
    assert_eq!(step("rest = true\namong = \"members\""), ["E508"]);
    assert_eq!(step("each = \"5\"\namong = \"members\"\nexcept = [\"RP\"]"), NOTHING);
    assert_eq!(step("each = \"5\"\namong = \"members\"\nkey = \"equal\""), ["E224"]);
    assert_eq!(step("rest = true\nto = \"HE\"\nkey = \"equal\""), ["E224"]);
    assert_eq!(step("rest = true\nto = \"HE\"\nexcept = [\"RP\"]"), ["E224"]);
    assert_eq!(step("direct = true"), NOTHING);
    assert_eq!(step("direct = true\nto = \"HE\""), ["E224"]);
    assert_eq!(
        step("direct = true\namong = \"members\"\nexcept = [\"HE\"]\nkey = \"equal\""),
        ["E224"; 3]
    );
    assert_eq!(step("rest = true\namong = [\"HE\", \"Hessen\"]\nkey = \"equal\""), ["E211"]);
}

#[test]
fn pools_that_are_not_formed_by_service_need_no_service() {
    let mixed = |step_fields: &str, keys: &str| {
        let toml = TOML
            .replace("[[rule.r.step]]", "pool = [\"kind\"]\n[[rule.r.step]]")
            .replace("among = \"members\"\nkey = \"equal\"", step_fields);
        faults_of(&format!("{toml}{keys}"))
            .iter()
            .map(|line| line[..4].to_owned())
            .collect::<Vec<_>>()
    };
    let usage = "[key.u]\nmethod = \"usage\"\nmeasure = \"x\"\n";
    let mix = "[key.m]\nmethod = \"mix\"\nparts = [{ key = \"u\", weight = 1 }]\n";
    assert_eq!(mixed("among = \"participants\"\nkey = \"equal\"", ""), ["E506"]);
    assert_eq!(mixed("among = \"members\"\nkey = \"u\"", usage), ["E506"]);
    assert_eq!(mixed("among = \"members\"\nkey = \"m\"", &format!("{usage}{mix}")), ["E506"]);
    for services in ["[\"*\"]", "\"*\"", "[\"wohngeld\"]"] {
        let usage = format!("{usage}services = {services}\n");
        assert_eq!(mixed("among = \"members\"\nkey = \"u\"", &usage), NOTHING);
    }
}

#[test]
fn selections_and_scopes_are_what_is_written() {
    let toml = format!(
        "{}[centre.c]\n[key.u]\nmethod = \"usage\"\nmeasure = \"x\"\nservices = [\"*\"]\n",
        TOML.replace(
            "[[rule.r.step]]",
            "costs = { centres = [\"c\"], kinds = \"*\", suppliers = [\" A \"] }\n[[rule.r.step]]"
        )
        .replace("rest = true", "share = \"100 %\"")
    );
    let project = whole(load_files(&toml, &[]));
    let costs = &project.rules[0].costs;
    assert_eq!(costs.centres, Some(Filter::Listed([CentreIx(0)].into())));
    assert_eq!(costs.kinds, Some(Filter::Any));
    assert_eq!(costs.suppliers, Some(Filter::Listed(["A".to_owned()].into())));
    assert_eq!(costs.services, None);
    assert!(matches!(
        &project.keys[0].method,
        crate::model::Method::Usage { services: UsageScope::All, .. }
    ));
    let HowMuch::Share { share, .. } = &project.rules[0].steps[0].how_much else { panic!() };
    assert_eq!(share.value, Ratio::ONE);
}

#[test]
fn an_own_key_takes_the_place_of_a_ready_one() {
    let toml = format!("{TOML}[key.koenigstein-2019]\nmethod = \"equal\"\n");
    let project = whole(load_files(&toml, &[]));
    assert_eq!(project.keys.iter().filter(|key| key.id == "koenigstein-2019").count(), 1);
    assert_eq!(project.find_key("koenigstein-2019"), Some(crate::model::KeyIx(0)));
}

#[test]
fn numbers_of_parties_and_keys_stay_countable() {
    let many: String = (0..60_001).map(|number| format!("[centre.c{number}]\n")).collect();
    assert_eq!(below(&many), ["E229"]);
}
