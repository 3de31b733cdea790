//! Makes all files of a report in memory: `report` writes them, `verify` compares them.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::record;
use crate::allocation::{AllocationRun, Request, allocate};
use crate::analysis::budget::{BudgetYear, Reconciliation, account};
use crate::analysis::settlement::{
    CalledRun, Due, Settlement, calls, due_before_letters, dues, settles,
};
use crate::analysis::{Bill, Comparison, Line, Side, Sort, compare};
use crate::audit::{FileRecord, LOCK, Lock, Run};
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::project::{Opened, scenarios};
use crate::cli::settings::{self, Settings};
use crate::cli::{budget, scenario, settle};
use crate::diag::{Diagnostic, Fault};
use crate::input::{Fence, Files, Layer, Session, Stationery, Witness, stationery};
use crate::model::{DateRange, Grain, PartyIx, Status};
use crate::render::{Csv, Html, Json, Markdown, Medium, Renderer as _, workbook};
use crate::report::{
    self, Allocation, BLANKS, Basis, BudgetReport, CallReport, Compare, DimensionName, Document,
    Explanation, Logo, Material, Package, PackageFile, Report as _, ReportInput, SettlementReport,
    TextFault, Texts, Wanted, budget_report, derived, report_workbook, scenario_comparison,
};
use crate::source::Loc;
use crate::text::{Term, Text, term};
use crate::trace::Traced;

/// What is asked of a report beside the options of every command.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct Ask {
    /// Whose statement alone is wanted.
    pub(in crate::cli) party: Option<String>,
    /// With which scenarios it is compared.
    pub(in crate::cli) compare: Vec<String>,
    /// Whether nothing outside the folder of the project may be read.
    pub(in crate::cli) stay_within: bool,
}

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

/// What was reckoned.
struct Reckoned {
    run: AllocationRun,
    before: Option<AllocationRun>,
    settlement: Option<Settlement>,
    called: Option<CalledRun>,
    budget: Option<BudgetParts>,
    comparison: Option<Comparison>,
}

struct BudgetParts {
    years: Vec<BudgetYear>,
    reconciliations: Vec<Reconciliation>,
    dues: std::collections::BTreeMap<(i16, PartyIx), Due>,
}

/// Makes the report.
pub(in crate::cli) fn make(settings: &Settings, ask: &Ask) -> Result<Made, Failure> {
    let say = |unread: crate::cli::project::Unread| unread.say(settings.ui);
    let disk = settings.files().map_err(say)?;
    let fence = Fence::around(&disk);
    let files: &dyn Files = if ask.stay_within { &fence } else { &disk };
    let witness = Witness::new(files);
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
    let reckoned = reckon(&mut opened, settings, (&session, &compared))?;
    let (texts, logo) = words(&mut opened, &witness)?;
    let inputs = record::inputs(&witness, below.iter().chain(&compared));
    let results = (&reckoned.run, reckoned.settlement.as_ref());
    let run = record::run(&opened, results, settings, (ask, party, inputs));
    let run = run.map_err(|fault| opened.refuse(fault))?;
    let files = documents(
        &opened,
        settings,
        &reckoned,
        &Look { party, texts: &texts, logo: logo.as_ref() },
        &run,
    )?;
    Ok(Made { run, files, findings: opened.has_findings() })
}

/// Reckons everything that the project has.
fn reckon(
    opened: &mut Opened,
    settings: &Settings,
    (session, compared): (&Session<'_>, &[Layer]),
) -> Result<Reckoned, Failure> {
    let run = opened.allocate(settings.request())?;
    opened.note_findings(&run);
    let whole = run.selected.or_else(|| whole(&run));
    let before = whole.and_then(|range| before(opened, settings.status, range));
    // Balances are those of actual cost; a plan is called.
    let settlement = match settles(&opened.project) && settings.status == Status::Actual {
        true => Some(settle::settlement(opened, settings)?),
        false => None,
    };
    let called = called(opened, settings.status, whole)?;
    let late = due_before_letters(&opened.project, settlement.as_ref(), called.as_ref());
    opened.note(late);
    let budget = budget_parts(opened, whole)?;
    let comparison = match compared {
        [] => None,
        layers => Some(comparison(opened, settings, &run, (session, layers))?),
    };
    Ok(Reckoned { run, before, settlement, called, budget, comparison })
}

/// From the first to the last settlement period that has cost.
fn whole(run: &AllocationRun) -> Option<DateRange> {
    DateRange::new(run.periods.first()?.from, run.periods.last()?.to)
}

/// Allocates the stretch of equal length before; `None` where one of its settlement periods has no
/// cost, or where it cannot be shared.
fn before(opened: &Opened, status: Status, range: DateRange) -> Option<AllocationRun> {
    let per = opened.project.settled_per;
    let period = Some(same_length_before(range, per)?);
    let run = allocate(&opened.project, Request { period, status }).ok()?;
    (!run.shares.is_empty() && run.periods.len() == range.periods(per).len()).then_some(run)
}

/// The stretch of as many settlement periods before another.
fn same_length_before(range: DateRange, per: Grain) -> Option<DateRange> {
    let to = range.from.yesterday().ok()?;
    let mut from = range.from;
    for _ in range.periods(per) {
        from = per.around(from.yesterday().ok()?).from;
    }
    DateRange::new(from, to)
}

/// Makes the calls: for actual cost those of the next settlement period, for planned cost those of
/// the period itself.
fn called(
    opened: &mut Opened,
    status: Status,
    whole: Option<DateRange>,
) -> Result<Option<CalledRun>, Failure> {
    let Some(whole) = whole else { return Ok(None) };
    let per = opened.project.settled_per;
    let next = whole.to.tomorrow().ok().map(|day| per.around(day));
    let wanted = if status == Status::Actual { next } else { Some(whole) };
    let is_planned = |period: &DateRange| {
        let mut entries = opened.project.entries.iter();
        entries
            .any(|entry| entry.status == Status::Plan && entry.period.intersect(period).is_some())
    };
    let Some(period) = wanted.filter(is_planned) else { return Ok(None) };
    let request = Request { period: Some(period), status: Status::Plan };
    let called = calls(&opened.project, request).map_err(|faults| opened.fail(faults))?;
    opened.note(called.run.key_findings(&opened.project));
    opened.note(called.findings.clone());
    Ok(Some(called))
}

/// Draws up the budget of the years of the period and the one after, where the project has them.
fn budget_parts(
    opened: &mut Opened,
    whole: Option<DateRange>,
) -> Result<Option<BudgetParts>, Failure> {
    let Some(whole) = whole else { return Ok(None) };
    let wanted = whole.from.year()..=whole.to.year().saturating_add(1);
    let years: BTreeSet<i16> =
        opened.project.budget.years().into_iter().filter(|year| wanted.contains(year)).collect();
    if years.is_empty() {
        return Ok(None);
    }
    let accounts = account(&opened.project, &years, None).map_err(|faults| opened.fail(faults))?;
    let found = crate::analysis::budget::findings(&opened.project, &accounts);
    let found = found.map_err(|faults| opened.fail(faults))?;
    opened.note(found);
    let reconciliations = budget::reconciliations(opened, &years)?;
    let mut dues = dues(&opened.project).map_err(|faults| opened.fail(faults))?;
    dues.retain(|(year, _), _| years.contains(year));
    Ok(Some(BudgetParts { years: accounts, reconciliations, dues }))
}

fn comparison(
    opened: &Opened,
    settings: &Settings,
    run: &AllocationRun,
    (session, layers): (&Session<'_>, &[Layer]),
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
fn words(opened: &mut Opened, files: &Witness<'_>) -> Result<(Texts, Option<Logo>), Failure> {
    let read = stationery(files, &opened.project, &mut opened.sources)
        .map_err(|faults| opened.fail(faults))?;
    let Stationery { logo, texts: own } = read;
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

/// What the documents look like, and for whom they are.
struct Look<'a> {
    party: Option<PartyIx>,
    texts: &'a Texts,
    logo: Option<&'a Logo>,
}

fn documents(
    opened: &Opened,
    settings: &Settings,
    reckoned: &Reckoned,
    look: &Look<'_>,
    run: &Run,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let lang = opened.ui.lang;
    let stamp = format!("{} · {} {}", run.program, term(Term::RunDigest, lang), run.digest());
    let project = &opened.project;
    let budget = reckoned.budget.as_ref().map(|parts| BudgetReport {
        project,
        years: &parts.years,
        reconciliations: &parts.reconciliations,
        dues: &parts.dues,
        lang,
    });
    let periods =
        reckoned.comparison.iter().flat_map(|comparison| comparison.periods.iter().copied());
    let basis = Basis::new(project, reckoned.run.selected, periods, Some(settings.status));
    let compare = reckoned.comparison.as_ref().map(|comparison| Compare {
        comparison,
        basis: &basis,
        line: Line::Party,
        per: None,
    });
    let compared = compare.as_ref().map(|compare| scenario_comparison(compare, lang).page());
    let input = ReportInput {
        material: opened.material(&reckoned.run, settings),
        settlement: reckoned.settlement.as_ref(),
        called: reckoned.called.as_ref(),
        budget: budget.as_ref(),
        before: reckoned.before.as_ref(),
        comparison: reckoned.comparison.as_ref(),
        party: look.party,
        stamp: &stamp,
    };
    let package =
        Package { input, comparison: compared.as_deref(), texts: look.texts, logo: look.logo };
    let files = report::package(&package)
        .map_err(|(name, fault)| opened.refuse(bad_text(opened, name, &fault)))?;
    let book = || {
        let book = report_workbook(&input);
        let bytes = workbook(&book);
        rayon::spawn(move || drop(book));
        bytes.map(|bytes| (format!("{}.xlsx", term(Term::FileBook, lang)), bytes))
    };
    let others = || {
        let pages: Vec<Vec<(String, Vec<u8>)>> = files.par_iter().map(pages).collect();
        let others = [tables, derivations].par_iter().flat_map_iter(|make| make(&input));
        pages.into_iter().flatten().chain(others.collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let (book, mut files) = rayon::join(book, others);
    let too_large = |table| opened.refuse(Box::new(Diagnostic::new(settings::too_large(&table))));
    files.push(book.map_err(too_large)?);
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

/// The derivations of shares, balances and calls, where there are any.
fn derivations(input: &ReportInput<'_>) -> Vec<(String, Vec<u8>)> {
    let material = input.material;
    let all = Wanted::default();
    let shares = Explanation { wanted: &all };
    let shares = (!shares.is_empty(&material))
        .then(|| ("trace.json", Json.render(&shares.document(material), MEDIUM)));
    let of = |name, amounts: Vec<Traced>, run| {
        let material = Material { run, ..material };
        (!amounts.is_empty()).then(|| (name, Json.render(&derived(amounts, material), MEDIUM)))
    };
    let balances = input.settlement.and_then(|settlement| {
        let amounts = settlement.accounts().map(|account| account.balance).collect();
        of("trace-settlement.json", amounts, &settlement.run)
    });
    let calls = input.called.and_then(|called| {
        of("trace-calls.json", called.calls.iter().map(|call| call.amount).collect(), &called.run)
    });
    let there = [shares, balances, calls].into_iter().flatten();
    there.map(|(name, bytes)| (name.to_owned(), bytes)).collect()
}

/// The tables for machines and for Excel.
fn tables(input: &ReportInput<'_>) -> Vec<(String, Vec<u8>)> {
    use DimensionName::{Kind, Party, Period, Rule, Service, Step};
    let material = input.material;
    let finest = Allocation { by: &[Period, Rule, Service, Kind, Step, Party] };
    let mut all: Vec<(Term, Document<'_>)> = vec![(Term::FileShares, finest.document(material))];
    if let Some(settlement) = input.settlement {
        let report = SettlementReport {
            project: material.project,
            settlement,
            transfers: None,
            status: material.status,
            lang: material.lang,
        };
        all.push((Term::FileStatement, report::settlement(report)));
    }
    if let Some(called) = input.called {
        let report = CallReport { project: material.project, called, lang: material.lang };
        all.push((Term::FileCalls, report::calls(report)));
    }
    all.extend(input.budget.map(|budget| (Term::FileBudget, budget_report(budget))));
    let mut files = Vec::new();
    for (word, document) in &all {
        let name = term(*word, material.lang);
        files.push((format!("{name}.csv"), Csv::MACHINE.render(document, MEDIUM)));
        files.push((format!("{name}.de.csv"), Csv::GERMAN.render(document, MEDIUM)));
    }
    files
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
