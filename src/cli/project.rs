//! The project of a run: where it is, what reading and allocating it gives.

use std::path::{Path, PathBuf};

use super::exit;
use super::failure::Failure;
use super::progress::Progress;
use super::settings::{Global, Settings};
use super::ui::Ui;
use crate::allocation::{AllocationRun, Request, allocate, key_findings};
use crate::analysis::{Footing, unequal_cost, without_cost};
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::input::{self, Disk, Files, Layer, Loaded, Session};
use crate::keys::Noticed;
use crate::model::{EffectiveValue, PartyIx, Project, RowEffect, RuleIx, ServiceIx};
use crate::report::Material;
use crate::source::SourceMap;
use crate::text::{Lang, Term, Text, nearest, term};

/// The file that makes a folder a project.
const AGREEMENT: &str = "umlage.toml";

/// A project that was read without error.
pub(super) struct Opened {
    pub(super) project: Project,
    pub(super) sources: SourceMap,
    /// Findings and notes.
    pub(super) diagnostics: Diagnostics,
    /// Every value of umlage.toml and the layers over it.
    pub(super) values: Vec<EffectiveValue>,
    /// What scenarios did to rows.
    pub(super) effects: Vec<RowEffect>,
    /// What was said of another side already.
    known: Vec<Fault>,
    pub(super) ui: Ui,
}

/// A project that was not read: its faults, and the files for their excerpts.
pub(super) struct Unread {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) sources: SourceMap,
}

impl Unread {
    fn of(diagnostic: Diagnostic) -> Unread {
        Unread { diagnostics: vec![diagnostic], sources: SourceMap::default() }
    }

    /// Prints the faults.
    pub(super) fn say(&self, ui: Ui) -> Failure {
        ui.diagnostics(&self.diagnostics, &self.sources);
        Failure::said(code(&self.diagnostics))
    }
}

/// Returns the exit code for faults: sums that do not agree are the program's own.
fn code(diagnostics: &[Diagnostic]) -> u8 {
    let own = diagnostics.iter().any(|d| matches!(d.fault, Fault::Imbalance { .. }));
    if own { exit::INTERNAL } else { exit::INVALID }
}

/// Finds the folder of the project, as cargo does; `None` where there is none.
pub(super) fn folder(global: &Global) -> Option<PathBuf> {
    let is_project = |folder: &Path| input::is_there(&folder.join(AGREEMENT));
    match &global.project {
        Some(folder) => is_project(folder).then(|| folder.clone()),
        None => std::env::current_dir()
            .ok()?
            .ancestors()
            .find(|folder| is_project(folder))
            .map(Path::to_owned),
    }
}

/// Returns the printer. Its language is that of `--lang`, else of the project, even where that
/// cannot be read as a whole.
pub(super) fn ui(global: &Global) -> Ui {
    let lang = global.lang.or_else(|| language(global)).unwrap_or_default();
    Ui { lang, color: global.color, quiet: global.quiet }
}

/// Reads the language of the project leniently, so that messages come in it even where the project
/// has faults.
fn language(global: &Global) -> Option<Lang> {
    let set = global.set.iter().rev().find_map(|setting| {
        let (path, value) = setting.split_once('=')?;
        (path.trim() == "project.language")
            .then(|| Lang::parse(value.trim().trim_matches(['"', '\''])))?
    });
    set.or_else(|| {
        let bytes = Disk { root: folder(global)? }.read(AGREEMENT).ok()?;
        language_of(&String::from_utf8_lossy(&bytes))
    })
}

fn language_of(text: &str) -> Option<Lang> {
    let mut table = "";
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            table = line;
        } else if let Some((name, value)) = line.split_once('=')
            && table.starts_with("[project]")
            && name.trim() == "language"
        {
            let value = value.split('#').next().unwrap_or_default();
            return Lang::parse(value.trim().trim_matches(['"', '\'']));
        }
    }
    None
}

impl Settings {
    /// Reads the project, printing nothing.
    pub(super) fn try_open(&self) -> Result<Opened, Unread> {
        let files = self.files()?;
        let layers = scenarios(&files.root, &files, &self.global.scenario)?;
        let work = Progress::start(term(Term::Reading, self.ui.lang), self.ui.quiet);
        let loaded = Session::open(&files, &layers).with(&[], &self.global.set);
        drop(work);
        self.opened(loaded)
    }

    /// Finds the folder of the project.
    pub(super) fn files(&self) -> Result<Disk, Unread> {
        match folder(&self.global) {
            Some(root) => Ok(Disk { root }),
            None => Err(Unread::of(Diagnostic::new(not_found(self.global.project.as_deref())))),
        }
    }

    /// Takes a project that was read without error.
    pub(super) fn opened(&self, loaded: Loaded) -> Result<Opened, Unread> {
        let values = loaded.values();
        match loaded.project {
            Some(project) if !loaded.diagnostics.has_errors() => {
                let lang = self.global.lang.unwrap_or(project.language);
                let ui = Ui { lang, ..self.ui };
                let (sources, diagnostics) = (loaded.sources, loaded.diagnostics);
                Ok(Opened {
                    project,
                    sources,
                    diagnostics,
                    values,
                    effects: loaded.effects,
                    known: Vec::new(),
                    ui,
                })
            }
            _ => Err(Unread {
                diagnostics: loaded.diagnostics.into_sorted(),
                sources: loaded.sources,
            }),
        }
    }

    /// Reads the project and prints what was found.
    pub(super) fn open(&self) -> Result<Opened, Failure> {
        let opened = self.try_open().map_err(|unread| unread.say(self.ui))?;
        opened.say();
        Ok(opened)
    }

    /// Reads the project, or takes the built-in parties and keys where there is none.
    pub(super) fn open_or_builtin(&self) -> Result<Opened, Failure> {
        if self.global.project.is_some() || folder(&self.global).is_some() {
            return self.open();
        }
        Ok(self.builtin())
    }

    /// Takes the built-in parties and keys for a project.
    pub(super) fn builtin(&self) -> Opened {
        Opened {
            project: input::builtin_project(),
            sources: SourceMap::default(),
            diagnostics: Diagnostics::default(),
            values: Vec::new(),
            effects: Vec::new(),
            known: Vec::new(),
            ui: self.ui,
        }
    }

    /// Returns what is asked of the allocation.
    pub(super) fn request(&self) -> Request {
        Request { period: self.period, status: self.status }
    }
}

impl Opened {
    /// Prints findings and notes.
    pub(super) fn say(&self) {
        self.ui.diagnostics(&self.diagnostics.clone().into_sorted(), &self.sources);
    }

    /// Prints findings and notes that another project did not have: the same code and places are
    /// said once; so is what its run found.
    pub(super) fn say_what_is_new(&mut self, other: &Opened) {
        let mark = |opened: &Opened, diagnostic: &Diagnostic| {
            let places = diagnostic.labels.iter().map(|label| opened.sources.place(label.loc));
            (diagnostic.fault.code(), places.collect::<Vec<_>>())
        };
        let known: Vec<_> =
            other.diagnostics.iter().map(|diagnostic| mark(other, diagnostic)).collect();
        let all = self.diagnostics.clone().into_sorted().into_iter();
        let new: Vec<Diagnostic> =
            all.filter(|diagnostic| !known.contains(&mark(self, diagnostic))).collect();
        self.ui.diagnostics(&new, &self.sources);
        self.known = other.diagnostics.iter().map(|diagnostic| diagnostic.fault.clone()).collect();
    }

    /// Tells whether there are findings.
    pub(super) fn has_findings(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.fault.is_finding())
    }

    /// Prints what a run noticed, and keeps it for the verdict.
    pub(super) fn note_findings(&mut self, run: &AllocationRun) {
        self.note(run.findings(&self.project));
    }

    /// Prints findings, each once, and keeps them for the verdict.
    pub(super) fn note(&mut self, findings: Vec<Diagnostic>) {
        let is_new = |finding: &&Diagnostic| {
            let said = self.diagnostics.iter().any(|other| other.is_same(finding));
            !said && !self.known.contains(&finding.fault)
        };
        let new: Vec<Diagnostic> = findings.iter().filter(is_new).cloned().collect();
        self.ui.diagnostics(&new, &self.sources);
        self.diagnostics.extend(findings);
    }

    /// Tells and keeps what keys came across that were asked for themselves.
    pub(super) fn note_keys(&mut self, noticed: &Noticed) {
        self.note(key_findings(noticed, &[], &self.project));
    }

    /// Allocates, printing what is wrong, and where another key shared than the agreed one.
    pub(super) fn allocate(&mut self, request: Request) -> Result<AllocationRun, Failure> {
        let work = Progress::start(term(Term::Allocating, self.ui.lang), self.ui.quiet);
        let result = allocate(&self.project, request);
        drop(work);
        let run = result.map_err(|faults| self.fail(faults))?;
        self.note(run.key_findings(&self.project));
        Ok(run)
    }

    /// Finds what makes a comparison with another side mean something else than it seems: no cost,
    /// or other cost.
    pub(super) fn held_against(
        &self,
        base: &Opened,
        base_run: &AllocationRun,
        run: &AllocationRun,
        request: Request,
    ) -> Vec<Diagnostic> {
        let base_title = term(Term::Base, self.ui.lang);
        let sides =
            [base.footing(base_title, base_run, request), self.footing(self.title(), run, request)];
        without_cost(sides).into_iter().chain(unequal_cost(sides)).collect()
    }

    /// Returns the title of the topmost scenario, else of the project.
    pub(super) fn title(&self) -> &str {
        self.project.scenarios.last().map_or(&self.project.title, |scenario| &scenario.title)
    }

    /// Returns what a run stands on, as one side of a comparison.
    pub(super) fn footing<'a>(
        &'a self,
        name: &'a str,
        run: &'a AllocationRun,
        request: Request,
    ) -> Footing<'a> {
        let changes_cost = self.effects.iter().any(|effect| effect.table == "costs");
        Footing { name, project: &self.project, request, run, changes_cost }
    }

    /// Prints faults.
    pub(super) fn fail(&self, faults: Diagnostics) -> Failure {
        let faults = faults.into_sorted();
        self.ui.diagnostics(&faults, &self.sources);
        Failure::said(code(&faults))
    }

    /// Prints one fault.
    pub(super) fn refuse(&self, fault: Box<Diagnostic>) -> Failure {
        self.ui.diagnostics(std::slice::from_ref(&*fault), &self.sources);
        Failure::said(code(std::slice::from_ref(&*fault)))
    }

    /// Puts together what reports are made of.
    pub(super) fn material<'a>(
        &'a self,
        run: &'a AllocationRun,
        settings: &Settings,
    ) -> Material<'a> {
        Material {
            project: &self.project,
            run,
            sources: &self.sources,
            status: settings.status,
            diagnostics: &self.diagnostics,
            lang: self.ui.lang,
        }
    }

    /// Finds a party by id, ISO code, AGS or full name.
    pub(super) fn party(&self, text: &str) -> Checked<PartyIx> {
        find_party(&self.project, text).ok_or_else(|| {
            let parties = self.project.parties.iter();
            let known = parties.flat_map(|party| [&party.id, &party.name.de, &party.name.en]);
            let near = nearest(text, known.map(String::as_str));
            let fault = Fault::UnknownParty { party: text.to_owned() };
            Box::new(Diagnostic::new(fault).did_you_mean(near))
        })
    }

    /// Finds a service by its id or name.
    pub(super) fn service(&self, text: &str) -> Checked<ServiceIx> {
        self.project.find_service(text).ok_or_else(|| {
            let called = self.project.services_called(text);
            if !called.is_empty() {
                let ids =
                    called.iter().map(|service| format!("`{}`", self.project.service(*service).id));
                let ids = ids.collect::<Vec<_>>().join(", ");
                return Box::new(Diagnostic::new(Fault::AmbiguousName {
                    name: text.to_owned(),
                    ids,
                }));
            }
            let known = self.project.services.iter().map(|service| service.id.as_str());
            let fault = Fault::UnknownService { service: text.to_owned() };
            Box::new(Diagnostic::new(fault).did_you_mean(nearest(text, known)))
        })
    }

    /// Finds a rule by id.
    pub(super) fn rule(&self, text: &str) -> Checked<RuleIx> {
        self.project.find_rule(text).ok_or_else(|| {
            let known = self.project.rules.iter().map(|rule| rule.id.as_str());
            Box::new(
                Diagnostic::new(Fault::UnknownRule { rule: text.to_owned() })
                    .did_you_mean(nearest(text, known)),
            )
        })
    }
}

/// Reads scenario files: each a path relative to the working directory, else a name in the project.
pub(super) fn scenarios(
    root: &Path,
    files: &dyn Files,
    names: &[String],
) -> Result<Vec<Layer>, Unread> {
    names.iter().map(|name| layer(root, files, name).map_err(|fault| Unread::of(*fault))).collect()
}

fn layer(root: &Path, files: &dyn Files, name: &str) -> Checked<Layer> {
    let here = Disk { root: PathBuf::new() }.size(name).is_ok();
    let (name, path) = match in_project(root, name).filter(|_| here) {
        Some(inside) => (inside.clone(), inside),
        // The project may lie anywhere: from there, only the whole path leads to a file of the
        // working directory.
        None if here => {
            (name.to_owned(), std::path::absolute(name).unwrap_or_default().display().to_string())
        }
        None => {
            let found = input::find_scenario(files, name);
            let found = found.ok_or_else(|| Box::new(input::unknown_scenario(name)))?;
            (found.clone(), found)
        }
    };
    match files.read(&path) {
        Ok(bytes) => Ok(Layer { name, bytes }),
        Err(reason) => Err(Box::new(input::unreadable(&name, &reason))),
    }
}

/// Names a file of the project as the project does.
fn in_project(root: &Path, name: &str) -> Option<String> {
    let (root, path) = (root.canonicalize().ok()?, Path::new(name).canonicalize().ok()?);
    let inside = path.strip_prefix(root).ok()?;
    Some(inside.to_str()?.replace(std::path::MAIN_SEPARATOR, "/"))
}

/// The fault of a folder that is no project; without `-C` the folders above were searched, too.
fn not_found(named: Option<&Path>) -> Fault {
    let Some(folder) = named else {
        let place = match std::env::current_dir() {
            Ok(here) => {
                let here = here.display();
                Text::new(
                    format!("in `{here}` oder einem Ordner darüber liegt keine `umlage.toml`"),
                    format!("no `umlage.toml` in `{here}` or any folder above it"),
                )
            }
            Err(_) => Text::new(
                "der Ordner, in dem der Befehl läuft, ist nicht mehr da oder nicht lesbar",
                "the folder in which the command runs is gone or cannot be read",
            ),
        };
        return Fault::ProjectNotFound { place };
    };
    let why = match folder.is_dir() {
        true => Text::new("darin liegt keine `umlage.toml`", "it holds no `umlage.toml`"),
        false => Text::new("es gibt ihn nicht", "there is no such folder"),
    };
    Fault::NotAProject { folder: folder.display().to_string(), why }
}

fn find_party(project: &Project, text: &str) -> Option<PartyIx> {
    let index = project.parties.iter().position(|party| party.is_called(text))?;
    u16::try_from(index).ok().map(PartyIx)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_found_even_in_a_broken_agreement() {
        let text = "[party.HE\nlanguage = \"en\"\n[project] # hier\ntitle = \"x\nlanguage \
            = \"de\"   # deutsch\n";
        assert_eq!(language_of(text), Some(Lang::De));
        assert_eq!(language_of("language = \"de\""), None);
        assert_eq!(language_of("[project]\nlanguage = \"fr\""), None);
    }
}
