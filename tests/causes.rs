//! What a message may say: amounts in the style of its language, nothing that follows from another
//! message, and no place but that of the raw text it quotes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use umlage::allocation::{Request, allocate};
use umlage::diag::{Diagnostic, Severity, messages};
use umlage::input::{Memory, load};

use crate::gallery::{Case, gallery};

/// Takes out what stands in backquotes, because it is quoted from a file or to be written into one.
fn without_quotes(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join("`…`")
}

/// Finds numbers whose decimal mark is a point: 12.5, but neither 1.250,50 nor the date 01.08.2021.
fn decimal_points(text: &str) -> Vec<&str> {
    let tokens = text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
    let is_thousands = |token: &str| {
        let whole = token.split_once(',').map_or(token, |(whole, _)| whole);
        let mut groups = whole.split('.');
        groups.next().is_some_and(|first| !first.is_empty() && first.len() <= 3 && first != "0")
            && groups.all(|group| group.len() == 3)
    };
    let is_date = |token: &str| matches!(token.as_bytes(), [_, _, b'.', _, _, b'.', _, _, _, _]);
    let tokens = tokens.map(|token| token.trim_matches(['.', ',']));
    tokens.filter(|token| token.contains('.') && !is_thousands(token) && !is_date(token)).collect()
}

#[test]
fn numbers_with_a_decimal_point_are_found() {
    let found =
        decimal_points("1229.78 EUR von 1.000,00; 0.5 am 01.08.2021, 7.43709. Und 1.250.000");
    assert_eq!(found, ["1229.78", "0.5", "7.43709"]);
    assert_eq!(without_quotes("a `1.5` b `x` c"), "a `…` b `…` c");
}

#[test]
fn german_messages_write_no_decimal_point() {
    let mut wrong = Vec::new();
    for case in gallery() {
        let said = fs::read_to_string(case.expected("de")).unwrap();
        let is_said = |line: &&str| line.contains("]: ") || line.trim_start().starts_with("= ");
        for line in said.lines().filter(is_said) {
            let found = decimal_points(&without_quotes(line)).join(", ");
            wrong.extend((!found.is_empty()).then(|| format!("{}: {found} in {line}", case.name)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The folder of a project that once went wrong.
fn fault(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults").join(name)
}

/// Runs the program on a project and returns its exit code and what it says on standard error.
fn said(project: &Path, args: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
    command.env("NO_COLOR", "1").arg("-C").arg(project).args(args);
    let output = command.output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn german_messages_about_the_budget_have_a_decimal_comma() {
    let project = fault("german-budget-messages-point");
    let (exit, text) = said(&project, &["budget"]);
    assert_eq!(exit, 0, "{text}");
    assert!(text.contains("1.229,78 EUR, verfügbar 1.000,00 EUR; 229,78 EUR sind"), "{text}");
    assert!(text.contains("zusammen 42,50 EUR"), "{text}");
    let half =
        ["--set", "rule.r.step.s.share=\"50 %\"", "--set", "rule.r.step.s.rest=false", "allocate"];
    let (exit, text) = said(&project, &half);
    assert_eq!(exit, 3, "{text}");
    assert!(text.contains("[E604]: 636,14 EUR"), "{text}");
}

#[test]
fn a_statistic_whose_rows_are_refused_is_not_called_unknown() {
    let (exit, text) = said(&fault("follow-on-unknown-statistic"), &["allocate", "--lang", "en"]);
    assert_eq!((exit, text.matches("error[").count()), (3, 1), "{text}");
    assert!(
        text.contains("error[E333]")
            && text.contains("statistics.csv:2:17")
            && text.contains("48.815")
    );
}

#[test]
fn a_statistic_that_the_layout_names_is_not_called_unknown_when_its_rows_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let head = "[files]\nstatistics = { path = \"s.csv\", format = \"genesis\", columns = { \
        edition = \"time\", \
        party = \"land\" }, set = { statistic = \"stud\" } }\n";
    let key = "[key.k]\nmethod = \"statistic\"\nstatistic = \"stud\"\nedition = \"2022-12-31\"\n";
    let rule = "[party.HE]\nmember = true\n[service.s]\n[rule.r]\nlegal_basis = \"x\"\n\
        [[rule.r.step]]\nid = \"a\"\n\
        rest = true\namong = \"members\"\nkey = \"k\"\n";
    write("umlage.toml", &format!("{head}{key}{rule}"));
    write("s.csv", "time;land;value\n31.12.2022;HE;6x0\n");
    write("costs.csv", "period,service,amount\n2024,s,1\n");
    let (exit, text) = said(folder.path(), &["allocate", "--lang", "en"]);
    assert_eq!((exit, text.matches("error[").count()), (3, 1), "{text}");
    assert!(text.contains("error[E310]"), "{text}");
}

#[test]
fn texts_that_would_make_two_bills_alike_are_refused() {
    let project = fault("names-in-the-digest");
    let all = [
        ("without-kind", 0, ""),
        ("kind-minus", 3, "E323"),
        ("kind-star", 3, "E323"),
        ("kind-lines", 3, "E107"),
    ];
    for (file, code, told) in all {
        let (exit, text) =
            said(&project, &["allocate", "--set", &format!("files.costs=\"{file}.csv\"")]);
        assert_eq!(exit, code, "{file}: {text}");
        assert!(text.contains(told), "{file}: {text}");
    }
}

/// A project that has every table, each of them used.
const WHOLE: &[(&str, &str)] = &[
    (
        "umlage.toml",
        r#"[project]
title = "Verbund"
period = "2024"
[party.HE]
member = true
[party.TH]
member = true
[party.VERBAND]
name = "Zweckverband"
member = true
[group]
mitte = ["HE", "TH"]
[service.wohngeld]
name = "Wohngeld"
participants = ["HE", "TH"]
[centre.plattform]
driver = { table = "flaeche" }
[cascade]
method = "step-down"
order = ["plattform"]
[key.anteile]
method = "statistic"
statistic = "anteile"
edition = "2023"
[key.nutzung]
method = "usage"
measure = "antraege"
[rule.alle]
legal_basis = "§ 3"
costs = { kinds = ["a"] }
overrides = ["andere"]
[[rule.alle.step]]
id = "anteile"
share = "50 %"
among = "mitte"
key = "anteile"
[[rule.alle.step]]
id = "rest"
rest = true
among = "participants"
key = "nutzung"
[rule.andere]
legal_basis = "§ 4"
[[rule.andere.step]]
id = "rest"
rest = true
among = "members"
key = "equal"
"#,
    ),
    (
        "costs.csv",
        "period,service,centre,kind,amount,budget_chapter,budget_title\n\
            2024,wohngeld,,a,100.00,0399,538 91\n2024,elterngeld,,b,50.00,0399,538 91\n\
            2024,,plattform,b,30.00,,\n",
    ),
    ("services.csv", "service,name\nelterngeld,Elterngeld\n"),
    ("participation.csv", "service,party,from\nelterngeld,HE,2023-01-01\n"),
    (
        "usage.csv",
        "period,service,party,quantity,measure\n2024,wohngeld,HE,10,antraege\n\
            2024,wohngeld,TH,30,antraege\n",
    ),
    (
        "statistics.csv",
        "statistic,edition,party,value\nanteile,2023,HE,40 %\nanteile,2023,TH,60 %\n",
    ),
    ("drivers.csv", "driver,receiver,quantity\nflaeche,wohngeld,3\nflaeche,elterngeld,1\n"),
    ("payments.csv", "date,party,amount,period\n2024-02-01,Zweckverband,10.00,2024\n"),
    ("budget.csv", "year,budget_chapter,budget_title,amount\n2024,0399,538 91,1000.00\n"),
];

/// Reads and allocates the whole project with some files changed; lists the errors, one for each
/// message.
fn errors_with(changed: &BTreeMap<String, String>) -> Vec<String> {
    let files = WHOLE.iter().map(|(name, text)| {
        let text = changed.get(*name).cloned().unwrap_or_else(|| (*text).to_owned());
        ((*name).to_owned(), text.into_bytes())
    });
    let loaded = load(&Memory(files.collect()), &[]);
    let allocated = loaded.project.as_ref().map(|project| allocate(project, Request::default()));
    let refused = allocated.and_then(Result::err);
    let all = loaded.diagnostics.iter().chain(refused.iter().flat_map(|faults| faults.iter()));
    let errors: Vec<&Diagnostic> = all.filter(|it| it.severity() == Severity::Error).collect();
    let place = |it: &&Diagnostic| {
        it.labels.first().map(|label| loaded.sources.place(label.loc)).unwrap_or_default()
    };
    messages(errors, &loaded.sources)
        .iter()
        .map(|it| format!("{} {}", it.fault.code(), place(it)))
        .collect()
}

#[test]
fn one_cause_is_one_message_whatever_cell_of_whatever_table_is_spoilt() {
    assert_eq!(errors_with(&BTreeMap::new()), Vec::<String>::new());
    let (mut tried, mut wrong) = (0, Vec::new());
    for (name, text) in WHOLE.iter().filter(|(name, _)| name.ends_with(".csv")) {
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        for (row, cells) in rows.iter().enumerate() {
            for column in 0..cells.len() {
                for spoilt in ["?!", "", "\u{7f}"] {
                    let mut rows: Vec<Vec<&str>> = rows.clone();
                    rows[row][column] = spoilt;
                    let lines: Vec<String> =
                        rows.iter().map(|cells| cells.join(",") + "\n").collect();
                    let errors = errors_with(&[((*name).to_owned(), lines.concat())].into());
                    tried += 1;
                    if errors.len() > 1 {
                        wrong.push(format!("{name}:{}:{column} `{spoilt}`: {errors:?}", row + 1));
                    }
                }
            }
        }
        for text in ["", "a,b\n1,2\n", "\u{0}"] {
            let errors = errors_with(&[((*name).to_owned(), text.to_owned())].into());
            if errors.len() != 1 {
                wrong.push(format!("{name} `{text}`: {errors:?}"));
            }
        }
    }
    assert!(tried > 200 && wrong.is_empty(), "{tried}:\n{}", wrong.join("\n"));
}

#[test]
fn one_cause_is_one_message_whatever_value_of_the_agreement_is_spoilt() {
    let (name, text) = WHOLE[0];
    let (mut tried, mut wrong) = (0, Vec::new());
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let Some((field, _)) = line.split_once(" = ") else { continue };
        for changed in [
            format!("{field} = 1.5"),
            format!("{field} = \"?!\""),
            format!("{field} = [1]"),
            line.replacen(" = ", "e = ", 1),
        ] {
            let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            lines[at].clone_from(&changed);
            let errors = errors_with(&[(name.to_owned(), lines.join("\n"))].into());
            tried += 1;
            if errors.len() > 1 {
                wrong.push(format!("{}: {changed}: {errors:?}", at + 1));
            }
        }
    }
    assert!(tried > 100 && wrong.is_empty(), "{tried}:\n{}", wrong.join("\n"));
}

/// The messages that a case shows, with their code, their title, and what is underlined first.
fn shown(case: &Case, lang: &str) -> Vec<Shown> {
    let text = fs::read_to_string(case.expected(lang)).unwrap();
    let messages = text.split("\n\n").filter(|part| part.contains("]: "));
    messages.filter_map(|message| Shown::of(message, &case.name)).collect()
}

/// A message as it is drawn.
struct Shown {
    name: String,
    title: String,
    place: String,
    line: String,
    underlined: String,
}

impl Shown {
    fn of(message: &str, name: &str) -> Option<Shown> {
        let lines: Vec<&str> = message.lines().collect();
        let arrow = lines.iter().position(|line| line.trim_start().starts_with("--> "))?;
        let marks = lines
            .iter()
            .position(|line| line.contains('^') && line.trim_start().starts_with('|'))?;
        let line = lines.get(marks.checked_sub(1)?)?.split_once('|')?.1;
        let below = lines[marks].split_once('|')?.1;
        let underlined = line
            .chars()
            .zip(below.chars())
            .filter(|(_, mark)| *mark == '^')
            .map(|(c, _)| c)
            .collect();
        Some(Shown {
            name: name.to_owned(),
            title: lines[0].to_owned(),
            place: lines[arrow].trim_start()[4..].to_owned(),
            line: line.trim_start().to_owned(),
            underlined,
        })
    }

    /// The texts that the title quotes.
    fn quoted(&self) -> Vec<&str> {
        self.title.split('`').skip(1).step_by(2).collect()
    }
}

/// The errors and findings of a text, each with its line.
fn causes(text: &str) -> Vec<String> {
    let words = ["error[", "finding["];
    let messages =
        text.split("\n\n").filter(|part| words.iter().any(|word| part.starts_with(word)));
    let mut all: Vec<String> = messages
        .map(|message| {
            let place = message
                .lines()
                .find(|line| line.trim_start().starts_with("--> "))
                .unwrap_or_default();
            // A mended text may be shorter, so that what stands behind it moves.
            let line = place.trim().rsplit_once(':').map_or("", |(line, _)| line);
            format!("{} {line}", message.lines().next().unwrap_or_default())
        })
        .collect();
    all.sort();
    all
}

/// Runs a case with one text of a file, or of its arguments, replaced.
fn mended(case: &Case, mend: &toml::Table) -> Vec<String> {
    let [file, from, to] = ["file", "from", "to"].map(|field| mend[field].as_str().unwrap());
    let folder = tempfile::tempdir().unwrap();
    crate::reports::copy(&case.folder, folder.path());
    let out = folder.path().to_str().unwrap();
    let mut args: Vec<String> = case.args.iter().map(|arg| arg.replace("{out}", out)).collect();
    if file == "args" {
        args.iter_mut().for_each(|arg| *arg = arg.replace(from, to));
    } else {
        let text = fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(text.contains(from), "{}: `{from}` is not in {file}", case.name);
        fs::write(folder.path().join(file), text.replace(from, to)).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_umlage"));
    command.current_dir(folder.path()).args(args).args(["--lang", "en"]).env("NO_COLOR", "1");
    causes(&String::from_utf8(command.output().unwrap().stderr).unwrap())
}

#[test]
fn no_message_of_the_gallery_follows_from_another() {
    let mut several = 0;
    for case in gallery() {
        let all = causes(&fs::read_to_string(case.expected("en")).unwrap());
        let names = fs::read_dir(&case.folder).unwrap().map(|entry| entry.unwrap().file_name());
        let has_workbook = names
            .into_iter()
            .any(|name| Path::new(&name).extension().is_some_and(|it| it == "xlsx"));
        // That a file is read no further says so itself; a workbook is not mended by a text.
        if all.len() < 2 || case.code() == "E320" || has_workbook {
            continue;
        }
        several += 1;
        let about: toml::Table =
            fs::read_to_string(case.folder.join("case.toml")).unwrap().parse().unwrap();
        let mends =
            about.get("mend").and_then(|mends| mends.as_array()).cloned().unwrap_or_default();
        let mut gone: Vec<String> = Vec::new();
        for mend in &mends {
            let left = mended(&case, mend.as_table().unwrap());
            let missing: Vec<&String> =
                all.iter().filter(|message| !left.contains(message)).collect();
            assert!(
                missing.len() == 1 && left.len() + 1 == all.len(),
                "{}: {mend}: {left:?}",
                case.name
            );
            gone.push(missing[0].clone());
        }
        gone.sort();
        assert_eq!(
            gone, all,
            "{}: each message has a cause of its own, told under `[[mend]]`",
            case.name
        );
    }
    assert!(several >= 4, "{several}");
}

/// Codes that say something of a whole row, of several, or of a party by its code, and what their
/// place is.
const ABOUT_MORE: [(&str, &str); 14] = [
    ("E211", "the row, or the list, that names the party in its own way"),
    ("E331", "the amount of the row"),
    ("E332", "the value that differs from the first"),
    ("E404", "the value"),
    ("E413", "the negative values"),
    ("E501", "the amount of the row"),
    ("E505", "the amount of the row"),
    ("E809", "the amount of the row"),
    ("W301", "the quantities of the rows"),
    ("W302", "the amounts of both rows"),
    ("W303", "the amounts of both rows"),
    ("W405", "the first of the values"),
    ("W802", "the amount of the row"),
    ("W807", "the amount of the row"),
];

#[test]
fn the_place_of_a_message_is_that_of_the_raw_text_it_quotes() {
    let (mut held, mut wrong) = (0, Vec::new());
    for message in gallery().iter().flat_map(|case| shown(case, "en")) {
        let quoted = message.quoted();
        let is_exempt = ABOUT_MORE.iter().any(|(code, _)| message.name.starts_with(code));
        // What is quoted and stands in the line is what the place is about, wholly or as a part.
        let in_line: Vec<&&str> =
            quoted.iter().filter(|text| text.len() > 1 && message.line.contains(**text)).collect();
        let underlined = message.underlined.trim_matches(['"', '\'', ' ']);
        let is_there =
            in_line.iter().any(|text| underlined.contains(**text) || text.contains(underlined));
        // The value of a field that the message names.
        let is_value = quoted.iter().any(|field| {
            let field = field.rsplit('.').next().unwrap_or_default();
            message.line.contains(&format!("{field} = "))
        });
        if !in_line.is_empty() && !underlined.is_empty() && !is_exempt {
            held += 1;
            if !is_there && !is_value {
                wrong.push(format!(
                    "{}: {} underlines `{underlined}` in `{}`",
                    message.name, message.title, message.line
                ));
            }
        }
        // A cell that is named is the cell of the place.
        if let Some((_, cell)) = message.place.split_once('!')
            && let Some(named) = message.title.split_whitespace().find(|word| word.contains('!'))
            && !named.contains(':')
            && !is_exempt
            && !named.trim_matches(['`', ',', ':']).ends_with(&format!("!{cell}"))
        {
            wrong.push(format!("{}: {} points at {}", message.name, message.title, message.place));
        }
    }
    assert!(held > 100 && wrong.is_empty(), "{held}:\n{}", wrong.join("\n"));
}

#[test]
fn merged_titles_above_the_header_are_one_message() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let plain = rust_xlsxwriter::Format::new();
    sheet.merge_range(0, 0, 0, 2, "Kosten des Verbunds", &plain).unwrap();
    sheet.merge_range(1, 0, 1, 2, "Stand 31.01.2025", &plain).unwrap();
    sheet.write_row(2, 0, ["period", "service", "amount"]).unwrap();
    for row in 3..22 {
        sheet.write_row(row, 0, ["2024", "wohngeld"]).unwrap();
        sheet.write_number(row, 2, 100).unwrap();
    }
    book.save(folder.path().join("costs.xlsx")).unwrap();
    let toml = WHOLE[0].1;
    let short = &toml[..toml.find("[centre").unwrap()];
    let rule = "[rule.r]\nlegal_basis = \"x\"\n[[rule.r.step]]\nid = \"s\"\nrest = true\namong \
        = \"members\"\nkey = \"equal\"\n";
    let write = |more: &str| {
        fs::write(folder.path().join("umlage.toml"), format!("{short}{rule}{more}")).unwrap()
    };
    write("");
    let (exit, text) = said(folder.path(), &["check", "--lang", "en"]);
    assert_eq!((exit, text.matches("error[").count()), (3, 1), "{text}");
    assert!(
        text.contains("error[E322]") && text.contains("`{ path = \"costs.xlsx\", header = 3 }`"),
        "{text}"
    );
    write("[files]\ncosts = { path = \"costs.xlsx\", header = 3 }\n");
    assert_eq!(said(folder.path(), &["check"]).0, 0);
}
