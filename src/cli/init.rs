use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::exit;
use super::failure::{Failure, Outcome};
use super::output;
use super::settings::Settings;
use crate::report::{Block, Column, DataPart, Document, Layout, Row, Sheet, Value};
use crate::text::{Lang, Phrase, Term, clean, nearest, term};

/// The templates, inside the program.
static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/templates");

/// Write a project that runs
///
/// Cost and usage of the templates are illustrative. Existing files are not touched without
/// --force; either all files are written or none.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage init --list                             the templates
  umlage init demo                               the first template into the folder demo
  umlage init --template efa-2023-35 efa         another template")]
pub(super) struct Init {
    /// The folder (default: that of -C, else the current one)
    #[arg(value_name = "DIR", conflicts_with = "list")]
    folder: Option<PathBuf>,
    /// The template (default: the first of --list)
    #[arg(long, value_name = "NAME", conflicts_with = "list")]
    template: Option<String>,
    /// List the templates
    #[arg(long)]
    list: bool,
}

#[derive(Deserialize)]
struct Catalogue {
    template: Vec<Template>,
}

/// What is told of a template.
#[derive(Deserialize)]
struct Template {
    name: String,
    title_de: String,
    title_en: String,
    description_de: String,
    description_en: String,
}

impl Init {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let templates = templates()?;
        if self.list {
            settings.deliver(&list(&templates, settings.ui.lang))?;
            return Ok(exit::DONE);
        }
        let template = self.chosen(&templates)?;
        let folder = self.folder.as_ref().or(settings.global.project.as_ref());
        let folder = folder.map_or(Path::new("."), PathBuf::as_path);
        let files = files(template)?;
        let paths: Vec<(PathBuf, &[u8])> =
            files.iter().map(|(path, bytes)| (folder.join(path), *bytes)).collect();
        write_all(&paths, settings.global.force)?;
        let mut said: String =
            paths.iter().map(|(path, _)| format!("{}\n", path.display())).collect();
        said.push_str(&next_steps(template, folder, settings.ui.lang));
        settings.ui.result(clean(&said).as_bytes())?;
        Ok(exit::DONE)
    }

    fn chosen<'a>(&self, templates: &'a [Template]) -> Result<&'a Template, Failure> {
        let Some(name) = &self.template else {
            return templates.first().ok_or_else(|| Failure::said(exit::INTERNAL));
        };
        templates.iter().find(|template| template.name == *name).ok_or_else(|| {
            let known: Vec<&str> =
                templates.iter().map(|template| template.name.as_str()).collect();
            let near = nearest(name, known.iter().copied())
                .map_or_else(|| known.join(", "), str::to_owned);
            Failure::usage(&Phrase::UnknownTemplate { name: name.clone(), known: near })
        })
    }
}

fn templates() -> Result<Vec<Template>, Failure> {
    let broken = |reason: String| {
        Failure::internal(&Phrase::CannotRead { file: "templates.toml".into(), reason })
    };
    let file = TEMPLATES.get_file("templates.toml").and_then(|file| file.contents_utf8());
    let text = file.ok_or_else(|| broken(String::new()))?;
    toml::from_str(text)
        .map(|catalogue: Catalogue| catalogue.template)
        .map_err(|e| broken(e.to_string()))
}

/// Lists the files of a template with their paths inside the project.
fn files(template: &Template) -> Result<Vec<(&'static Path, &'static [u8])>, Failure> {
    let missing = || {
        let file = template.name.clone();
        Failure::internal(&Phrase::CannotRead { file, reason: String::new() })
    };
    let folder = TEMPLATES.get_dir(&template.name).ok_or_else(missing)?;
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(next) = folders.pop() {
        folders.extend(next.dirs());
        for file in next.files() {
            let path = file.path().strip_prefix(&template.name).unwrap_or(file.path());
            files.push((path, file.contents()));
        }
    }
    files.sort();
    Ok(files)
}

/// Writes all files or none: first all aside, then each under its name; what was published is taken
/// back where one fails.
fn write_all(files: &[(PathBuf, &[u8])], force: bool) -> Result<(), Failure> {
    for (path, _) in files {
        output::check(path, force)?;
    }
    let mut made = Made::default();
    let result = made.write(files, force);
    if result.is_err() {
        made.take_back();
    }
    result.map_err(|(path, error)| Failure::write(&path, &error))
}

/// What was made so far, to be taken back in a failure.
#[derive(Default)]
struct Made {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    fn write(
        &mut self,
        files: &[(PathBuf, &[u8])],
        force: bool,
    ) -> Result<(), (PathBuf, anyhow::Error)> {
        let mut staged = Vec::new();
        for (path, bytes) in files {
            let at = |error| (path.clone(), error);
            self.folder_of(path).map_err(at)?;
            staged.push((path, output::stage(path, bytes).map_err(at)?));
        }
        for (path, file) in staged {
            let new = !path.exists();
            output::publish(file, path, force).map_err(|error| (path.clone(), error))?;
            if new {
                self.files.push(path.clone());
            }
        }
        Ok(())
    }

    /// Makes the folder of a file, and those above it.
    fn folder_of(&mut self, path: &Path) -> anyhow::Result<()> {
        let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else {
            return Ok(());
        };
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    fn take_back(&self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn next_steps(template: &Template, folder: &Path, lang: Lang) -> String {
    let here = folder == Path::new(".");
    let option = if here { String::new() } else { format!(" -C {}", folder.display()) };
    let title = match lang {
        Lang::De => template.title_de.clone(),
        Lang::En => template.title_en.clone(),
    };
    format!("{}\n", Phrase::InitDone { title, option }.get(lang))
}

fn list(templates: &[Template], lang: Lang) -> Document<'_> {
    let columns = vec![
        Column::text("template", term(Term::Template, lang)),
        Column::text("title", term(Term::Title, lang)),
        Column::text("description", term(Term::Description, lang)),
    ];
    let row = |lang: Lang| {
        move |template: &Template| {
            let (title, description) = match lang {
                Lang::De => (&template.title_de, &template.description_de),
                Lang::En => (&template.title_en, &template.description_en),
            };
            Row::plain([Value::text(&template.name), Value::text(title), Value::text(description)])
        }
    };
    let sheet = |lang| Sheet {
        columns: columns.clone(),
        rows: templates.iter().map(row(lang)).collect(),
        layout: Layout::List,
    };
    let page_sheet = sheet(lang);
    let data_sheet = sheet(Lang::En);
    let page = move || {
        vec![Block::Title(term(Term::Templates, lang).to_owned()), Block::Sheet(page_sheet.clone())]
    };
    let data = move || vec![DataPart::records("templates", data_sheet.clone())];
    Document::new("umlage/templates/1", lang, data, page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_there_with_its_agreement_and_readme() {
        let templates = templates().ok().unwrap();
        assert!(!templates.is_empty());
        for template in &templates {
            let files = files(template).ok().unwrap();
            let names: Vec<&str> = files.iter().filter_map(|(path, _)| path.to_str()).collect();
            for needed in ["umlage.toml", "costs.csv", "README.md"] {
                assert!(names.contains(&needed), "{}: {names:?}", template.name);
            }
        }
        assert_eq!(TEMPLATES.dirs().count(), templates.len());
    }

    #[test]
    fn either_all_files_are_written_or_none() {
        let root = tempfile::tempdir().unwrap();
        let blocked = root.path().join("p/b");
        fs::create_dir_all(&blocked).unwrap();
        let files: Vec<(PathBuf, &[u8])> =
            vec![(root.path().join("p/new/a.csv"), b"a"), (blocked.clone(), b"b")];
        assert!(write_all(&files, true).is_err());
        assert!(!root.path().join("p/new").exists());
        let mut made = Made::default();
        assert!(made.write(&files, true).is_err());
        made.take_back();
        assert!(!root.path().join("p/new").exists());
    }
}
