//! Makes all files of a report in memory: `report` writes them, `verify` compares them.

use rayon::prelude::*;

use super::ask::Ask;
use super::record;
use crate::allocation::AllocationRun;
use crate::analysis::{Bill, Comparison, Line, Side, Sort, compare};
use crate::audit::{FileRecord, LOCK, Lock, Run};
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::project::{Opened, scenarios};
use crate::cli::scenario;
use crate::cli::settings::{self, Settings};
use crate::diag::{Diagnostic, Fault};
use crate::input::{
    Fence, Files, InputRecorder, Layer, LetterTemplates, Session, letter_templates,
};
use crate::render::{Csv, Html, Json, Markdown, Medium, Renderer as _, workbook};
use crate::report::{
    BLANKS, Logo, Package, PackageFile, ReportFigures, ReportInput, TextFault, Texts, package,
    report_derivations, report_tables, report_workbook,
};
use crate::source::Loc;
use crate::text::{Term, Text, term};

/// A report in memory.
pub(in crate::cli) struct Made {
    /// What went in and came out.
    pub(in crate::cli) run: Run,
    /// The files without the record, by name.
    pub(in crate::cli) files: Vec<(String, Vec<u8>)>,
    /// Whether there were findings.
    pub(in crate::cli) findings: bool,
}

impl Made {
    /// Records the files.
    pub(in crate::cli) fn outputs(&self) -> Vec<FileRecord> {
        self.files.iter().map(|(name, bytes)| FileRecord::of(name, bytes)).collect()
    }

    /// Adds the record to the files.
    pub(in crate::cli) fn with_lock(self) -> Vec<(String, Vec<u8>)> {
        let lock = Lock::new(self.run.clone(), self.outputs());
        let mut files = self.files;
        files.push((LOCK.to_owned(), lock.to_bytes()));
        files
    }
}

/// Makes the report.
pub(in crate::cli) fn make(settings: &Settings, ask: &Ask) -> Result<Made, Failure> {
    let say = |unread: crate::cli::project::Unread| unread.say(settings.ui);
    let disk = settings.files().map_err(say)?;
    let fence = Fence::around(&disk);
    let files: &dyn Files = if ask.stay_within { &fence } else { &disk };
    let witness = InputRecorder::new(files);
    let read = |names: &[String]| scenarios(&disk.root, files, names).map_err(say);
    let (below, compared) = (read(&settings.global.scenario)?, read(&ask.compare)?);
    let work = Progress::start(term(Term::Reading, settings.ui.lang), settings.ui.quiet);
    let session = Session::open(&witness, &below);
    let loaded = session.with(&[], &settings.global.set);
    drop(work);
    let mut opened = settings.opened(loaded).map_err(say)?;
    opened.say();
    let party = ask.party.as_deref().map(|text| opened.party(text)).transpose();
    let party = party.map_err(|fault| opened.refuse(fault))?;
    let mut figures = figures(&mut opened, settings)?;
    if !compared.is_empty() {
        let comparison = comparison(&opened, settings, &figures.run, &session, &compared)?;
        figures.comparison = Some(comparison);
    }
    let (texts, logo) = words(&mut opened, &witness)?;
    let inputs = record::inputs(&witness, below.iter().chain(&compared));
    let run = record::run(&opened, &figures, settings, ask, party, inputs);
    let run = run.map_err(|fault| opened.refuse(fault))?;
    let lang = opened.ui.lang;
    let stamp = format!("{} · {} {}", run.program, term(Term::RunDigest, lang), run.digest());
    let input = figures.input(opened.material(&figures.run, settings), party, &stamp);
    let files = documents(&opened, &Package { input, texts: &texts, logo: logo.as_ref() })?;
    Ok(Made { run, files, findings: opened.has_findings() })
}

/// Computes all that the project has, with a sign of life, and prints what was noticed.
fn figures(opened: &mut Opened, settings: &Settings) -> Result<ReportFigures, Failure> {
    let work = Progress::start(term(Term::Allocating, opened.ui.lang), opened.ui.quiet);
    let mut findings = Vec::new();
    let figures = ReportFigures::of(&opened.project, settings.request(), &mut findings);
    drop(work);
    findings.into_iter().for_each(|found| opened.note(found));
    figures.map_err(|faults| opened.fail(faults))
}

/// Sets the scenarios beside the project.
fn comparison(
    opened: &Opened,
    settings: &Settings,
    run: &AllocationRun,
    session: &Session<'_>,
    layers: &[Layer],
) -> Result<Comparison, Failure> {
    let side =
        |opened: &Opened, run: &AllocationRun, layer: Option<&Layer>| -> Result<Side, Failure> {
            let title = scenario::side_title(&opened.project, layer);
            let bill = Bill::of(&opened.project, run, Line::Party, None)
                .map_err(|fault| opened.refuse(fault))?;
            Ok(Side { name: layer.map(scenario::stem).unwrap_or_default(), title, bill })
        };
    let first = side(opened, run, None)?;
    let mut sides = Vec::new();
    for layer in layers {
        let loaded = session.with(std::slice::from_ref(layer), &settings.global.set);
        let mut other = settings.opened(loaded).map_err(|unread| unread.say(settings.ui))?;
        other.say_what_is_new(opened);
        let own = other.allocate(settings.request())?;
        let found = other.held_against(opened, run, &own, settings.request());
        other.note(found);
        sides.push(side(&other, &own, Some(layer))?);
    }
    Ok(compare(first, sides, Sort::Order, &[]))
}

/// Reads the words and the logo.
fn words(opened: &mut Opened, files: &InputRecorder<'_>) -> Result<(Texts, Option<Logo>), Failure> {
    let read = letter_templates(files, &opened.project, &mut opened.sources)
        .map_err(|faults| opened.fail(faults))?;
    let LetterTemplates { logo, texts: own } = read;
    let mut texts = Texts::built_in(opened.ui.lang);
    for (name, source) in own {
        let text = opened.sources.get(source).text.clone();
        match name {
            "opening" => texts.opening = text,
            _ => texts.closing = text,
        }
    }
    let alternative =
        opened.project.letterhead.sender.first().unwrap_or(&opened.project.title).clone();
    let logo =
        logo.map(|(media_type, bytes)| Logo { media_type, bytes: bytes.into(), alternative });
    Ok((texts, logo))
}

/// Renders everything that a report consists of.
fn documents(opened: &Opened, made_of: &Package<'_>) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let (input, lang) = (made_of.input, opened.ui.lang);
    let files =
        package(made_of).map_err(|(name, fault)| opened.refuse(bad_text(opened, name, &fault)))?;
    let workbook = || {
        let made = report_workbook(&input);
        let bytes = workbook(&made);
        rayon::spawn(move || drop(made));
        bytes.map(|bytes| (format!("{}.xlsx", term(Term::FileBook, lang)), bytes))
    };
    let others = || {
        let pages: Vec<Vec<(String, Vec<u8>)>> = files.par_iter().map(pages).collect();
        let others = [tables, derivations].par_iter().flat_map_iter(|make| make(&input));
        pages.into_iter().flatten().chain(others.collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let (workbook, mut files) = rayon::join(workbook, others);
    let too_large = |table| opened.refuse(Box::new(Diagnostic::new(settings::too_large(&table))));
    files.push(workbook.map_err(too_large)?);
    files.sort();
    Ok(files)
}

/// Where documents of a report are read.
const MEDIUM: Medium = Medium { width: 80, styled: false };

fn pages(file: &PackageFile) -> Vec<(String, Vec<u8>)> {
    vec![
        (format!("{}.html", file.name), Html.render(&file.document(".html"), MEDIUM)),
        (format!("{}.md", file.name), Markdown.render(&file.document(".md"), MEDIUM)),
    ]
}

fn derivations(input: &ReportInput<'_>) -> Vec<(String, Vec<u8>)> {
    let all = report_derivations(input).into_iter();
    all.map(|(name, document)| (format!("{name}.json"), Json.render(&document, MEDIUM))).collect()
}

fn tables(input: &ReportInput<'_>) -> Vec<(String, Vec<u8>)> {
    let all = report_tables(input).into_iter();
    all.flat_map(|(name, document)| {
        [
            (format!("{name}.csv"), Csv::MACHINE.render(&document, MEDIUM)),
            (format!("{name}.de.csv"), Csv::GERMAN.render(&document, MEDIUM)),
        ]
    })
    .collect()
}

/// The fault of a text that cannot be filled in, at its line where it is one's own.
fn bad_text(opened: &Opened, name: &str, fault: &TextFault) -> Box<Diagnostic> {
    let remedy = if fault.is_too_much {
        Text::new(
            "kürzen: ein Text ist Fließtext mit Werten aus der Abrechnung und braucht keine \
                Wiederholungen",
            "shorten it: a text is prose with values of the statement, and needs no repetition",
        )
    } else {
        let known = BLANKS.map(|name| format!("`{name}`")).join(", ");
        let [de, en] =
            ["zwischen `{{` und `}}` steht eines von", "between `{{` and `}}` stands one of"];
        Text::new(format!("{de} {known}"), format!("{en} {known}"))
    };
    let said = Fault::BadText { reason: fault.reason.clone(), remedy };
    let folder = opened.project.letterhead.texts.as_ref();
    let path = folder.map(|folder| format!("{}/{name}.txt", folder.value.trim_end_matches('/')));
    let source = path.and_then(|path| opened.sources.find(&path));
    let loc = source.map(|source| Loc::File {
        source,
        line: fault.line,
        column: fault.column,
        len: fault.length,
    });
    Box::new(match loc {
        Some(loc) => Diagnostic::at(said, loc),
        None => Diagnostic::new(said),
    })
}
