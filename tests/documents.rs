//! The documents do not lie: the commands of README, tours and guides are run, and printed outputs
//! compared.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::gallery::compare;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Runs a command line as a reader would type it, in a folder.
fn type_in(line: &str, folder: &Path) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_umlage")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    Command::new("sh")
        .arg("-c")
        .arg(line)
        .current_dir(folder)
        .env("PATH", path)
        .env_remove("COLUMNS")
        .output()
        .unwrap()
}

/// The command lines of a page's `console` blocks with the exit code that each is to have.
fn commands(page: &str) -> Vec<(String, i32)> {
    let mut commands = Vec::new();
    let mut expected = None;
    for line in page.lines() {
        if let Some(info) = line.strip_prefix("```") {
            expected = info.strip_prefix("console").map(|rest| {
                rest.trim().strip_prefix("exit=").map_or(0, |code| code.parse().unwrap())
            });
        } else if let (Some(exit), Some(command)) = (expected, line.strip_prefix("$ ")) {
            commands.push((command.to_owned(), exit));
        }
    }
    commands
}

#[test]
fn the_commands_of_the_tours_and_guides_run() {
    for page in [
        "docs/tutorial.md",
        "docs/rundgang.md",
        "docs/handbuch.md",
        "docs/reference/keys.md",
        "docs/concepts/limits.md",
    ] {
        let commands = commands(&read(page));
        assert!(!commands.is_empty(), "{page} has no commands");
        let folder = tempfile::tempdir().unwrap();
        for (command, exit) in commands {
            let output = type_in(&command, folder.path());
            let errors = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(exit), "{page}: {command}\n{errors}");
        }
    }
}

#[test]
fn the_commands_of_pages_on_the_fixtures_run() {
    for page in [
        "docs/concepts/centres.md",
        "docs/guides/budget.md",
        "docs/guides/changes.md",
        "docs/guides/from-contract-to-toml.md",
        "docs/guides/keys.md",
        "docs/guides/scenarios.md",
        "docs/guides/settlement.md",
    ] {
        let commands = commands(&read(page));
        assert!(!commands.is_empty(), "{page} has no commands");
        for (command, exit) in commands {
            let output = type_in(&command, Path::new(env!("CARGO_MANIFEST_DIR")));
            let errors = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(exit), "{page}: {command}\n{errors}");
        }
    }
}

#[test]
fn the_readme_has_the_main_commands() {
    let readme = read("README.md");
    let command = "cargo run --release -- -C fixtures/templates/ozg-verbund-mitte allocate";
    assert!(
        readme.contains(command) && readme.contains("cargo test --locked"),
        "the README has both commands"
    );
    assert!(read(".ci/run").contains("fixtures/templates/ozg-verbund-mitte allocate"));
}

/// A page with what has to stand in the block below each mark `<!-- MARK: NAME -->`, and the names.
fn with_shown(page: &str, mark: &str, shown: impl Fn(&str) -> String) -> (String, Vec<String>) {
    let mark = format!("<!-- {mark}: ");
    let mut parts = page.split(&mark);
    let (mut found, mut names) = (parts.next().unwrap().to_owned(), Vec::new());
    for part in parts {
        let (name, rest) = part.split_once(" -->\n\n```").unwrap();
        let (language, rest) = rest.split_once('\n').unwrap();
        let (_, rest) = rest.split_once("```\n").unwrap();
        let text = shown(name);
        let text = text.trim_end();
        found.push_str(&format!("{mark}{name} -->\n\n```{language}\n{text}\n```\n{rest}"));
        names.push(name.to_owned());
    }
    (found, names)
}

/// Compares a page with what it has to be.
fn hold(page: &str, found: &str) {
    if let Err(difference) = compare(&Path::new(env!("CARGO_MANIFEST_DIR")).join(page), found) {
        panic!("{difference}\nUMLAGE_BLESS=1 writes the page anew");
    }
}

#[test]
fn pages_show_what_the_program_prints_and_the_readme_its_project() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (page, outputs, project) in
        [("README.md", 2, Some("fixtures/readme")), ("docs/guides/settlement.md", 3, None)]
    {
        let printed = |command: &str| {
            let output = type_in(command, root);
            assert!(output.status.success() && !output.stdout.is_empty(), "{page}: {command}");
            String::from_utf8(output.stdout).unwrap()
        };
        let (found, commands) = with_shown(&read(page), "output", printed);
        assert_eq!(commands.len(), outputs, "{page}");
        let (found, mut files) = with_shown(&found, "file", read);
        files.sort();
        let in_project = |folder| files_below(&root.join(folder), &["toml", "csv"]);
        let expected = project.map(in_project).unwrap_or_default();
        assert_eq!(
            files.iter().map(|file| root.join(file)).collect::<Vec<_>>(),
            expected,
            "{page}"
        );
        hold(page, &found);
    }
}

/// All files below a folder with one of some endings, in their order.
fn files_below(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path, endings));
        } else if path
            .extension()
            .is_some_and(|ending| endings.iter().any(|known| ending == *known))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// All pages: those below docs, and those at the root such as the README.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = files_below(&root.join("docs"), &["md"]);
    let at_root = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    pages.extend(at_root.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    pages.sort();
    pages
}

/// The targets of the links of a page.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// The names of a page's headings, as GitHub makes them.
fn anchors(text: &str) -> BTreeSet<String> {
    let heads = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |line: &str| -> String {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    let named = text.split("<a id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    heads.map(anchor).chain(named.map(str::to_owned)).collect()
}

#[test]
fn every_page_is_listed_and_every_link_leads_somewhere() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let contents = fs::read_to_string(docs.join("README.md")).unwrap();
    let listed: BTreeSet<PathBuf> = links(&contents).map(|link| docs.join(link)).collect();
    let mut wrong = Vec::new();
    for path in pages() {
        let to_list = path.starts_with(&docs) && !path.ends_with("README.md");
        if to_list && !listed.contains(&path) {
            wrong.push(format!("not listed: {}", path.display()));
        }
        let text = fs::read_to_string(&path).unwrap();
        for link in links(&text).filter(|link| !link.contains("://")) {
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let target =
                if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let is_there = target.exists()
                && (place.is_empty()
                    || anchors(&fs::read_to_string(&target).unwrap()).contains(place));
            if !is_there {
                wrong.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The rules that a text cites, such as `rules.md#slices`.
fn cited(text: &str) -> impl Iterator<Item = String> {
    let name =
        |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    text.split("rules.md#").skip(1).map(name)
}

/// The contract lies in the project: what is cited stands there, and each rule says where it is
/// kept.
#[test]
fn every_rule_that_is_cited_is_there_and_every_rule_is_cited_by_code_or_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = read("docs/reference/rules.md");
    let anchors = anchors(&page);
    let mut by_code = BTreeSet::new();
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "docs"] {
        for path in files_below(&root.join(folder), &["rs", "md", "py", "sh"]) {
            let text = fs::read_to_string(&path).unwrap();
            let stranger = |name: &String| !name.is_empty() && !anchors.contains(name);
            wrong.extend(
                cited(&text).filter(stranger).map(|name| format!("{}: {name}", path.display())),
            );
            if text.contains(concat!("PRODUCT", ".md")) {
                wrong.push(format!("{} cites a page that is not in the project", path.display()));
            }
            if folder != "docs" {
                by_code.extend(cited(&text));
            }
        }
    }
    let rules: Vec<&str> =
        page.split("<a id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(rules.len() > 100, "the page has its rules");
    let uncited = rules.iter().filter(|rule| !by_code.contains(**rule));
    wrong.extend(uncited.map(|rule| format!("cited by neither code nor tests: {rule}")));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Rules are numbered without a gap, their names are unique, and the contents lead to each, in
/// their order.
#[test]
fn the_page_of_rules_is_numbered_and_its_contents_are_complete() {
    let page = read("docs/reference/rules.md");
    let (contents, body) = page.split_once("\n## 1 ").unwrap();
    let listed: Vec<&str> = links(contents).filter_map(|link| link.strip_prefix('#')).collect();
    let (mut section, mut rule, mut names) = (1, 0, Vec::new());
    let lines: Vec<&str> = body.lines().skip(1).collect();
    for (index, line) in lines.iter().enumerate() {
        if let Some(head) = line.strip_prefix("## ") {
            (section, rule) = (section + 1, 0);
            assert!(head.starts_with(&format!("{section} ")), "{head}");
        } else if let Some(name) = line.strip_prefix("<a id=\"") {
            rule += 1;
            names.push(name.strip_suffix("\"></a>").unwrap());
            let next = lines[index + 1];
            assert!(next.starts_with(&format!("**{section}.{rule} ")), "{section}.{rule}: {next}");
        }
    }
    assert_eq!(names, listed);
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "two rules have one name");
}

/// A fence that stays open swallows what follows, and a link in it leads nowhere.
#[test]
fn every_fence_is_closed() {
    let mut wrong = Vec::new();
    for path in pages() {
        let mut open = None;
        for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            let fence = line.trim_start().strip_prefix("```");
            open = match (open, fence) {
                (None, Some(_)) => Some(number),
                (Some(_), Some("")) => None,
                (Some(start), _) if line.starts_with('#') && line.contains("# `[") => {
                    wrong.push(format!("{}:{}: swallows a heading", path.display(), start + 1));
                    None
                }
                (open, _) => open,
            };
        }
        wrong.extend(open.map(|start| format!("{}:{}: stays open", path.display(), start + 1)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The reference of commands tells every format and every command that there is.
#[test]
fn formats_and_commands_are_told_completely() {
    let page = read("docs/reference/commands.md");
    let option = page.lines().find(|line| line.starts_with("| `--format F`")).unwrap();
    for format in umlage::render::RENDERERS {
        let name = format!("`{}`", format.name());
        assert!(option.contains(&name), "`--format` does not tell {name}");
        assert!(page.contains(&format!("\n| {name} |")), "the table of formats lacks {name}");
    }
    let help = String::from_utf8(type_in("umlage help", Path::new(".")).stdout).unwrap();
    let listed = help.split("Commands:").nth(1).unwrap().split("\n\n").next().unwrap();
    let command_line = read("docs/reference/cli.md");
    let names = listed.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    for name in names.filter(|name| !name.is_empty() && *name != "help") {
        assert!(command_line.contains(&format!("## umlage {name}\n")), "cli.md lacks {name}");
        assert!(page.contains(&format!("`{name}")), "commands.md lacks {name}");
    }
}

#[test]
fn the_reference_of_the_command_line_is_what_help_prints() {
    let mut page = String::from(
        "# The command line\n\n<!-- Generated from `umlage help` by `tests/documents.rs`; \
            UMLAGE_BLESS=1 writes it anew. -->\n\n\
         What the commands print is told in [commands.md](commands.md).\n",
    );
    let folder = tempfile::tempdir().unwrap();
    for command in [
        "",
        "init",
        "check",
        "preview",
        "allocate",
        "keys",
        "centres",
        "explain",
        "scenario",
        "scenario show",
        "scenario compare",
        "scenario sweep",
        "changes",
        "calls",
        "settle",
        "budget",
        "report",
        "export",
        "verify",
        "completions",
        "man",
    ] {
        let output = type_in(&format!("umlage help {command}"), folder.path());
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        page.push_str(&format!(
            "\n## {}\n\n```text\n{}\n```\n",
            format!("umlage {command}").trim(),
            lines.join("\n").trim_end()
        ));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/cli.md");
    if std::env::var_os("UMLAGE_BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), page, "run with UMLAGE_BLESS=1");
}
