//! Whatever happens to the bytes of a project, reading it ends with a project or with faults, never
//! with a panic.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use umlage::allocation::{Request, allocate};
use umlage::diag::render;
use umlage::input::{Memory, load};
use umlage::text::Lang;

/// The files of a project by their names.
type Project = BTreeMap<String, Vec<u8>>;

/// All projects of the gallery, the templates and the cases.
fn projects() -> Vec<Project> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut found = Vec::new();
    for group in ["errors", "templates", "cases"] {
        let mut folders: Vec<PathBuf> = fs::read_dir(fixtures.join(group))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        folders.sort();
        found.extend(
            folders.iter().filter(|folder| folder.join("umlage.toml").exists()).map(|f| files(f)),
        );
    }
    assert!(found.len() > 150, "projects are missing");
    found
}

/// The files of a folder that a project can be made of.
fn files(folder: &Path) -> Project {
    let mut files = Project::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_file() && (name == "umlage.toml" || name.ends_with(".csv")) {
            files.insert(name, fs::read(path).unwrap());
        }
    }
    files
}

/// One thing that happens to a file.
#[derive(Clone, Debug)]
enum Damage {
    Flip(u8),
    Insert(Vec<u8>),
    Delete(usize),
    Repeat(usize),
    Cut,
}

fn damage() -> impl Strategy<Value = Damage> {
    let text = prop::sample::select(vec![
        "\"",
        "\r",
        "\r\n",
        "\n",
        ",",
        ";",
        "\u{feff}",
        "\u{202e}",
        "\0",
        "[",
        "]",
        "{",
        "}",
        "=",
        "-",
        "0",
        "9999999999",
        "1/0",
        " %",
        "ä",
        "\u{10ffff}",
        "sep=;",
        "2024-02-30",
        "\"\"\"",
        "#",
        ".",
    ]);
    prop_oneof![
        any::<u8>().prop_map(Damage::Flip),
        text.prop_map(|text| Damage::Insert(text.as_bytes().to_vec())),
        prop::collection::vec(any::<u8>(), 1..5).prop_map(Damage::Insert),
        (1usize..40).prop_map(Damage::Delete),
        (1usize..80).prop_map(Damage::Repeat),
        Just(Damage::Cut),
    ]
}

/// Does it to a file at a place.
fn harm(bytes: &mut Vec<u8>, at: usize, damage: &Damage) {
    let at = at.min(bytes.len());
    match damage {
        Damage::Flip(mask) => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= mask),
        Damage::Insert(text) => drop(bytes.splice(at..at, text.iter().copied())),
        Damage::Delete(len) => drop(bytes.drain(at..bytes.len().min(at + len))),
        Damage::Repeat(len) => {
            let piece = bytes[at..bytes.len().min(at + len)].to_vec();
            bytes.splice(at..at, piece);
        }
        Damage::Cut => bytes.truncate(at),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_project_is_read_or_refused(
        project in prop::sample::select(projects()),
        damages in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), damage()), 1..6),
    ) {
        let mut project = project;
        let names: Vec<String> = project.keys().cloned().collect();
        for (file, place, damage) in &damages {
            let bytes = project.get_mut(file.get(&names)).unwrap();
            let at = place.index(bytes.len() + 1);
            harm(bytes, at, damage);
        }
        let loaded = load(&Memory(project), &[]);
        prop_assert!(loaded.project.is_some() || loaded.diagnostics.has_errors());
        for lang in [Lang::De, Lang::En] {
            render(loaded.diagnostics.iter(), &loaded.sources, lang, false);
        }
        if let Some(project) = &loaded.project
            && let Err(faults) = allocate(project, Request::default())
        {
            render(faults.iter(), &loaded.sources, Lang::De, false);
        }
    }
}
