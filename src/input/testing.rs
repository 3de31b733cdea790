//! A small project in memory for the tests of this room, and what is wrong with it as lines.

use super::{Loaded, Memory, load};
use crate::model::Project;

/// A project that is whole: one service, one rule, one cost.
pub(super) const TOML: &str = r#"
[party.HE]
member = true
[service.wohngeld]
name = "Wohngeld"
participants = ["HE", "RP"]
[rule.r]
legal_basis = "Beschluss 1"
[[rule.r.step]]
id = "rest"
rest = true
among = "members"
key = "equal"
"#;

/// Its costs.
pub(super) const COSTS: &str = "period,service,amount\n2024,wohngeld,100.00\n";

/// Loads umlage.toml with some files beside it.
pub(super) fn load_files(toml: &str, files: &[(&str, &str)]) -> Loaded {
    load_set(toml, files, &[])
}

/// Loads umlage.toml with files and settings.
pub(super) fn load_set(toml: &str, files: &[(&str, &str)], settings: &[&str]) -> Loaded {
    let mut memory = Memory::default();
    memory.0.insert("umlage.toml".to_owned(), toml.into());
    memory.0.insert("costs.csv".to_owned(), COSTS.into());
    for (name, text) in files {
        memory.0.insert((*name).to_owned(), text.as_bytes().to_vec());
    }
    let settings: Vec<String> = settings.iter().map(|text| (*text).to_owned()).collect();
    load(&memory, &settings)
}

/// Lists what was found as `E202 umlage.toml:3:1`, in the order of places.
pub(super) fn found(loaded: Loaded) -> Vec<String> {
    let Loaded { sources, diagnostics, .. } = loaded;
    let lines = diagnostics.into_sorted().into_iter().map(|d| {
        let place = d
            .labels
            .first()
            .map_or(String::new(), |label| format!(" {}", sources.place(label.loc)));
        format!("{}{place}", d.fault.code())
    });
    lines.collect()
}

/// Lists what is wrong with an umlage.toml.
pub(super) fn faults_of(toml: &str) -> Vec<String> {
    found(load_files(toml, &[]))
}

/// Lists what is wrong where some text of the whole project is replaced.
pub(super) fn faults_with(from: &str, to: &str) -> Vec<String> {
    assert!(TOML.contains(from), "{from}");
    faults_of(&TOML.replacen(from, to, 1))
}

/// Lists what is wrong with data files beside the whole project.
pub(super) fn faults_in(files: &[(&str, &str)]) -> Vec<String> {
    found(load_files(TOML, files))
}

/// Returns a project that must be without fault.
pub(super) fn whole(loaded: Loaded) -> Project {
    let Loaded { project, sources, diagnostics, .. } = loaded;
    let shown = crate::diag::render(diagnostics.iter(), &sources, crate::text::Lang::En, false);
    project.unwrap_or_else(|| panic!("{shown}"))
}
