//! One or two variables over their values: at each point a full, exact run.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::axis::{Axis, AxisKind};
use crate::allocation::{AllocationRun, Request, allocate};
use crate::analysis::{party_sums, sure};
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::input::Session;
use crate::model::{DateRange, MembershipPeriods, PartyIx, Project, ServiceIx, Span};
use crate::money::{Cents, Ratio};
use crate::source::SourceMap;
use crate::trace::{Input, Subject, Traced};

/// The most points of a sweep.
pub const MOST_POINTS: usize = 1_000_000;

/// What is run over and over.
pub struct Sweep<'a> {
    /// The project, read once.
    pub session: &'a Session<'a>,
    /// `--set`; braces hold the names of variables.
    pub settings: &'a [String],
    /// What is asked of each run.
    pub request: Request,
    /// The variables; the last one runs fastest.
    pub axes: Vec<Axis>,
}

/// A run of a sweep.
#[derive(Clone, Debug)]
pub struct Point {
    /// The number of the value on each axis.
    pub at: Vec<usize>,
    /// What each party pays in each settlement period.
    pub bill: BTreeMap<(DateRange, String), Cents>,
    /// What is to be told of its keys: where another stood in, and who has no row of use.
    pub findings: Vec<Diagnostic>,
}

impl Point {
    /// Adds up what a party pays over all periods.
    pub fn amount(&self, party: &str) -> Cents {
        let own = self.bill.iter().filter(|((_, id), _)| id == party).map(|(_, sum)| *sum);
        sure(Cents::sum(own))
    }
}

/// Why a point has no run.
#[derive(Debug)]
pub struct Failed {
    /// The point, as values of the axes.
    pub at: Vec<String>,
    /// What is wrong.
    pub diagnostics: Diagnostics,
    /// The files, for excerpts.
    pub sources: SourceMap,
}

impl Sweep<'_> {
    /// Runs every point; `done` is told after each. Points come in the order of the axes.
    ///
    /// # Errors
    /// The first point, in this order, that cannot be run.
    pub fn run(&self, done: &(dyn Fn() + Sync)) -> Result<Vec<Point>, Box<Failed>> {
        let (set, join): (Vec<usize>, Vec<usize>) = (0..self.axes.len())
            .partition(|axis| matches!(self.axes[*axis].kind, AxisKind::Values(_)));
        let runs: Vec<Result<Vec<Point>, Box<Failed>>> = combinations(&self.axes, &set)
            .into_par_iter()
            .map(|fixed| {
                let (project, sources) = self.project(&fixed)?;
                let joins = combinations(&self.axes, &join);
                let one = |joined: Vec<usize>| {
                    let at: Vec<usize> =
                        fixed.iter().zip(&joined).map(|(a, b)| (*a).max(*b)).collect();
                    let point = self.point(&project, &sources, at);
                    done();
                    point
                };
                joins.into_par_iter().map(one).collect()
            })
            .collect();
        let mut points = Vec::new();
        for run in runs {
            points.extend(run?);
        }
        points.sort_by(|a, b| a.at.cmp(&b.at));
        Ok(points)
    }

    /// Reads the project as it is at the values of those axes that set something.
    fn project(&self, at: &[usize]) -> Result<(Project, SourceMap), Box<Failed>> {
        let mut settings = self.settings.to_vec();
        for (axis, index) in self.axes.iter().zip(at) {
            if let AxisKind::Values(values) = &axis.kind {
                axis.apply(&values[*index], &mut settings);
            }
        }
        self.resolve(&settings).map_err(|mut failed| {
            failed.at = self.labels(at);
            failed
        })
    }

    /// Reads the project under settings.
    pub(super) fn resolve(&self, settings: &[String]) -> Result<(Project, SourceMap), Box<Failed>> {
        let loaded = self.session.with(&[], settings);
        match loaded.project {
            Some(project) => Ok((project, loaded.sources)),
            None => Err(Box::new(Failed {
                at: Vec::new(),
                diagnostics: loaded.diagnostics,
                sources: loaded.sources,
            })),
        }
    }

    fn point(
        &self,
        project: &Project,
        sources: &SourceMap,
        at: Vec<usize>,
    ) -> Result<Point, Box<Failed>> {
        let mut joined = None;
        for (axis, index) in self.axes.iter().zip(&at) {
            if let AxisKind::Join { parties, only } = &axis.kind {
                let project = joined.get_or_insert_with(|| project.clone());
                join(project, &axis.name, &parties[..=*index], parties, *only);
            }
        }
        let project = joined.as_ref().unwrap_or(project);
        let run = allocate(project, self.request).map_err(|diagnostics| {
            Box::new(Failed { at: self.labels(&at), diagnostics, sources: sources.clone() })
        })?;
        let bill = bill(project, &run).map_err(|fault| {
            Box::new(Failed {
                at: self.labels(&at),
                diagnostics: (*fault).into(),
                sources: sources.clone(),
            })
        })?;
        // Places of settings mean nothing outside the point; what is told names rule, service and
        // period.
        let without_places = |finding: Diagnostic| Diagnostic::new(finding.fault);
        let findings = run.key_findings(project).into_iter().map(without_places).collect();
        Ok(Point { bill, findings, at })
    }

    /// Writes the values of a point.
    pub fn labels(&self, at: &[usize]) -> Vec<String> {
        self.axes
            .iter()
            .zip(at)
            .map(|(axis, index)| format!("{} = {}", axis.name, axis.label(*index)))
            .collect()
    }
}

/// Lists all combinations of the values of some axes; the others stay at their first.
fn combinations(axes: &[Axis], of: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![vec![0; axes.len()]];
    for axis in of {
        let values = axes[*axis].len();
        all = all
            .into_iter()
            .flat_map(|at| {
                (0..values).map(move |value| {
                    let mut next = at.clone();
                    next[*axis] = value;
                    next
                })
            })
            .collect();
    }
    all
}

/// The name by which members join, instead of the participants of a service.
pub(super) const MEMBERS: &str = "members";
/// The name by which parties join every service.
const ALL: &str = "*";

/// Has those that joined take part, always, and the rest of those named not: in a service, in all
/// of them, or as members. Whoever is not named stays as it is, unless `only` those named are to
/// take part.
pub(super) fn join(
    project: &mut Project,
    what: &str,
    joined: &[String],
    named: &[String],
    only: bool,
) {
    let find = |ids: &[String]| -> Vec<PartyIx> {
        ids.iter().filter_map(|id| project.find_party(id)).collect()
    };
    let (joined, named) = (find(joined), find(named));
    let with = |old: &MembershipPeriods, loc| {
        let stay = if only { Vec::new() } else { old.without(&named).spans().to_vec() };
        let new = joined.iter().map(|party| Span { party: *party, range: DateRange::ALWAYS, loc });
        MembershipPeriods::new(stay.into_iter().chain(new).collect())
    };
    if what == MEMBERS {
        let loc = project.members.spans().first().map(|span| span.loc);
        project.members =
            with(&project.members, loc.unwrap_or(crate::source::Loc::Builtin(MEMBERS)));
        return;
    }
    let services: Vec<usize> = match project.find_service(what) {
        Some(ServiceIx(service)) => vec![service as usize],
        None if what == ALL => (0..project.services.len()).collect(),
        None => Vec::new(),
    };
    for index in services {
        let service = &mut project.services[index];
        service.participants = with(&service.participants, service.loc);
    }
}

/// Adds up what each party pays.
pub(super) fn bill(
    project: &Project,
    run: &AllocationRun,
) -> Checked<BTreeMap<(DateRange, String), Cents>> {
    let named = |((period, party), sum): ((_, PartyIx), _)| {
        ((period, project.party(party).id.clone()), sum)
    };
    Ok(party_sums(run)?.into_iter().map(named).collect())
}

/// Adds up what a party pays over all periods: in cents, and before rounding, in cents.
pub(super) fn amount_of(
    project: &Project,
    run: &AllocationRun,
    party: &str,
) -> Checked<(Cents, Ratio)> {
    let own = || run.shares.iter().filter(|share| project.party(share.party).id == party);
    let cents = Cents::sum(own().map(|share| share.amount.amount()));
    let cents = cents.ok_or_else(|| Box::new(Diagnostic::new(Fault::AmountOverflow)))?;
    let parts: Vec<Ratio> = own().map(|share| exact(run, share.amount)).collect();
    Ok((cents, Ratio::sum(&parts)))
}

/// Finds what a share is before it is rounded, in cents.
fn exact(run: &AllocationRun, share: Traced) -> Ratio {
    let own = run.trace.step(share.step());
    let inputs = run.trace.inputs_of(share.step()).iter();
    let steps = inputs.filter_map(|input| match input {
        Input::Step(step) => Some(run.trace.step(*step)),
        _ => None,
    });
    let mut parts = steps
        .filter(|step| step.subject == Subject::ExactShare && step.scope.party == own.scope.party);
    parts.next().map_or_else(|| own.value.clone(), |step| step.value.clone())
}
