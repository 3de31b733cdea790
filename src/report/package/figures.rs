//! What is computed for a report from a project, and in which order; and which documents are made
//! of it beside the pages and the workbook.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::input::ReportInput;
use crate::allocation::{AllocationRun, Request, allocate};
use crate::analysis::Comparison;
use crate::analysis::budget::{self, BudgetYear, Reconciliation, account, reconcile};
use crate::analysis::settlement::{
    CalledRun, Due, Settlement, calls, due_before_letters, dues, settle, settles,
};
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::{DateRange, Grain, PartyIx, Project, Status};
use crate::report::{
    Allocation, BudgetReport, CallReport, DimensionName, Document, Explanation, Material,
    Report as _, SettlementReport, budget_report, derived, settlement,
};
use crate::text::{Lang, Term, term};
use crate::trace::Traced;

/// Everything that is computed for a report.
#[derive(Debug)]
pub struct ReportFigures {
    /// The allocation.
    pub run: AllocationRun,
    /// That of the period before, of the same length, where it has cost.
    pub before: Option<AllocationRun>,
    /// The settlement of actual cost.
    pub settlement: Option<Settlement>,
    /// What is called in for the next period.
    pub called: Option<CalledRun>,
    /// The budget account.
    pub budget: Option<BudgetFigures>,
    /// A comparison with scenarios, which are projects of their own; none at first.
    pub comparison: Option<Comparison>,
}

/// The budget of the years of a report.
#[derive(Debug)]
pub struct BudgetFigures {
    years: Vec<BudgetYear>,
    reconciliations: Vec<Reconciliation>,
    dues: BTreeMap<(i16, PartyIx), Due>,
}

impl ReportFigures {
    /// Computes all that the project has.
    ///
    /// What is noticed on the way is added to `findings`, one list for each step, also where a
    /// later step fails.
    ///
    /// # Errors
    /// What makes a step fail.
    ///
    /// # Examples
    /// A report in memory:
    /// ```
    /// # use std::path::Path;
    /// use umlage::allocation::Request;
    /// use umlage::input::{Disk, load};
    /// use umlage::model::{Status, parse_period};
    /// use umlage::report::{Material, Package, ReportFigures, Texts, package, report_workbook};
    /// use umlage::text::Lang;
    ///
    /// let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    /// let loaded = load(&Disk { root: fixtures.join("templates/ozg-verbund-mitte") }, &[]);
    /// let project = loaded.project.as_ref().unwrap();
    /// let request = Request { period: parse_period("2023").ok(), status: Status::Actual };
    /// let mut findings = Vec::new();
    /// let figures = ReportFigures::of(project, request, &mut findings).unwrap();
    ///
    /// let material = Material {
    ///     project,
    ///     run: &figures.run,
    ///     sources: &loaded.sources,
    ///     status: request.status,
    ///     diagnostics: &loaded.diagnostics,
    ///     lang: Lang::En,
    /// };
    /// let input = figures.input(material, None, "made in memory");
    /// let texts = Texts::built_in(Lang::En);
    /// let files = package(&Package { input, texts: &texts, logo: None }).unwrap();
    /// assert_eq!(files[0].name, "overview");
    /// assert!(report_workbook(&input).worksheets.len() > 5);
    /// ```
    pub fn of(
        project: &Project,
        request: Request,
        findings: &mut Vec<Vec<Diagnostic>>,
    ) -> Result<ReportFigures, Diagnostics> {
        let run = allocate(project, request)?;
        findings.extend([run.key_findings(project), run.findings(project)]);
        let whole = run.selected.or_else(|| whole(&run));
        let before = whole.and_then(|range| before(project, request.status, range));
        // Balances are those of actual cost; a plan is called.
        let settlement = match settles(project) && request.status == Status::Actual {
            true => Some(settle(project, request)?),
            false => None,
        };
        if let Some(settlement) = &settlement {
            findings.extend([settlement.run.key_findings(project), settlement.findings.clone()]);
        }
        let called = called(project, request.status, whole)?;
        if let Some(called) = &called {
            findings.extend([called.run.key_findings(project), called.findings.clone()]);
        }
        findings.push(due_before_letters(project, settlement.as_ref(), called.as_ref()));
        let budget = match whole {
            Some(whole) => BudgetFigures::of(project, whole, findings)?,
            None => None,
        };
        Ok(ReportFigures { run, before, settlement, called, budget, comparison: None })
    }

    /// Puts together what documents are made of: everybody's, or those of one party.
    pub fn input<'a>(
        &'a self,
        material: Material<'a>,
        party: Option<PartyIx>,
        stamp: &'a str,
    ) -> ReportInput<'a> {
        let Material { project, lang, .. } = material;
        ReportInput {
            material,
            settlement: self.settlement.as_ref(),
            called: self.called.as_ref(),
            budget: self.budget.as_ref().map(|budget| budget.report(project, lang)),
            before: self.before.as_ref(),
            comparison: self.comparison.as_ref(),
            party,
            stamp,
        }
    }
}

impl BudgetFigures {
    /// Draws up the budget of the years of the period and the one after, where the project has
    /// them.
    fn of(
        project: &Project,
        whole: DateRange,
        findings: &mut Vec<Vec<Diagnostic>>,
    ) -> Result<Option<BudgetFigures>, Diagnostics> {
        let wanted = whole.from.year()..=whole.to.year().saturating_add(1);
        let years: BTreeSet<i16> =
            project.budget.years().into_iter().filter(|year| wanted.contains(year)).collect();
        if years.is_empty() {
            return Ok(None);
        }
        let accounts = account(project, &years, None)?;
        findings.push(budget::findings(project, &accounts)?);
        let mut reconciliations = Vec::new();
        for year in &years {
            let period = Date::new(*year, 1, 1).ok().map(|day| Grain::Year.around(day));
            let run = allocate(project, Request { period, status: Status::Actual })?;
            findings.push(run.key_findings(project));
            reconciliations.push(reconcile(project, *year, &run)?);
        }
        let mut dues = dues(project)?;
        dues.retain(|(year, _), _| years.contains(year));
        Ok(Some(BudgetFigures { years: accounts, reconciliations, dues }))
    }

    fn report<'a>(&'a self, project: &'a Project, lang: Lang) -> BudgetReport<'a> {
        let BudgetFigures { years, reconciliations, dues } = self;
        BudgetReport { project, years, reconciliations, dues, lang }
    }
}

/// From the first to the last settlement period that has cost.
fn whole(run: &AllocationRun) -> Option<DateRange> {
    DateRange::new(run.periods.first()?.from, run.periods.last()?.to)
}

/// Allocates the stretch of equal length before; `None` where one of its settlement periods has no
/// cost, or where it cannot be shared.
fn before(project: &Project, status: Status, range: DateRange) -> Option<AllocationRun> {
    let per = project.settled_per;
    let period = Some(same_length_before(range, per)?);
    let run = allocate(project, Request { period, status }).ok()?;
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
    project: &Project,
    status: Status,
    whole: Option<DateRange>,
) -> Result<Option<CalledRun>, Diagnostics> {
    let Some(whole) = whole else { return Ok(None) };
    let per = project.settled_per;
    let next = whole.to.tomorrow().ok().map(|day| per.around(day));
    let wanted = if status == Status::Actual { next } else { Some(whole) };
    let is_planned = |period: &DateRange| {
        let mut entries = project.entries.iter();
        entries
            .any(|entry| entry.status == Status::Plan && entry.period.intersect(period).is_some())
    };
    let Some(period) = wanted.filter(is_planned) else { return Ok(None) };
    let request = Request { period: Some(period), status: Status::Plan };
    Ok(Some(calls(project, request)?))
}

/// Every dimension of an allocation, the finest table there is.
const FINEST: &Allocation<'static> = {
    use DimensionName::{Kind, Party, Period, Rule, Service, Step};
    &Allocation { by: &[Period, Rule, Service, Kind, Step, Party] }
};

/// Makes the tables for machines and for Excel, by the names of their files.
pub fn report_tables<'a>(input: &ReportInput<'a>) -> Vec<(&'static str, Document<'a>)> {
    let Material { project, status, lang, .. } = input.material;
    let mut all = vec![(Term::FileShares, FINEST.document(input.material))];
    all.extend(input.settlement.map(|it| {
        let report = SettlementReport { project, settlement: it, transfers: None, status, lang };
        (Term::FileStatement, settlement(report))
    }));
    all.extend(input.called.map(|called| {
        (Term::FileCalls, crate::report::calls(CallReport { project, called, lang }))
    }));
    all.extend(input.budget.map(|budget| (Term::FileBudget, budget_report(budget))));
    all.into_iter().map(|(word, document)| (term(word, lang), document)).collect()
}

/// Makes the derivations of shares, balances and calls, where there are any, by the names of their
/// files.
pub fn report_derivations<'a>(input: &ReportInput<'a>) -> Vec<(&'static str, Document<'a>)> {
    let material = input.material;
    let shares = (!Explanation::DEFAULT.is_empty(&material))
        .then(|| ("trace", const { &Explanation::DEFAULT }.document(material)));
    let of = |name, amounts: Vec<Traced>, run: &'a AllocationRun| {
        let material = Material { run, ..material };
        (!amounts.is_empty()).then(|| (name, derived(amounts, material)))
    };
    let balances = input.settlement.and_then(|settlement| {
        let amounts = settlement.accounts().map(|account| account.balance).collect();
        of("trace-settlement", amounts, &settlement.run)
    });
    let calls = input.called.and_then(|called| {
        of("trace-calls", called.calls.iter().map(|call| call.amount).collect(), &called.run)
    });
    [shares, balances, calls].into_iter().flatten().collect()
}
