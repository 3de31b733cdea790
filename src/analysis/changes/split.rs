//! The exact change of every party, split into causes, and rounded so that they add to it.
//!
//! Rules: rules.md#causes.

use std::collections::BTreeSet;

use super::align::{Order, align};
use super::cause::Cause;
use super::exact::{Amounts, amounts, exact, objects};
use super::mixtures::{Mixed, mix, run_exactly};
use super::shapley::{Attribution, CoalitionValue, less, nothing};
use super::shift;
use super::shift::Shift;
use super::state::{Pair, without};
use crate::allocation::{AllocationRun, Request};
use crate::apportion::{ApportionResidue, Ties, apportion};
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::model::{CostObject, DateRange, Party, PartyIx, Project};
use crate::money::{Cents, Ratio};

/// One of the two states: a project, and what is asked of its allocation.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The project.
    pub project: &'a Project,
    /// What is asked; the periods of both sides are as long.
    pub request: Request,
    /// Its allocation.
    pub run: &'a AllocationRun,
}

impl Side<'_> {
    fn period(&self) -> Option<DateRange> {
        self.request.period.or(self.project.period)
    }
}

/// The difference of every party's amount, split into causes.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The parties of both sides, for names; the numbers below are theirs.
    pub names: Vec<Party>,
    /// The causes in the stated order; several stand together where they could not be told apart.
    pub causes: Vec<Vec<Cause>>,
    /// The parties that pay on either side, in their order.
    pub parties: Vec<PartyChange>,
    /// Why causes could not be told apart: a fault of a mixture of both sides.
    pub merged: Option<Box<Diagnostic>>,
    /// What every mixture of what differs comes to; `None` where nothing could be told apart.
    pub attribution: Option<Attribution>,
}

/// The difference of one party's amount. Causes add to `after` less `before`, to the cent.
#[derive(Clone, Debug)]
pub struct PartyChange {
    /// Who.
    pub party: PartyIx,
    /// What it pays on the first side.
    pub before: Cents,
    /// What it pays on the second side.
    pub after: Cents,
    /// What each cause makes, one after another in the stated order.
    pub stated_order: Vec<Cents>,
    /// What each cause makes, on average over all orders (Shapley).
    pub order_free: Vec<Cents>,
}

/// Checks that two periods are made of whole settlement periods and are as long in months.
pub fn check_periods(project: &Project, a: DateRange, b: DateRange) -> Checked<()> {
    crate::allocation::check_period(project, a)?;
    crate::allocation::check_period(project, b)?;
    if shift::months(a) == shift::months(b) {
        return Ok(());
    }
    let fault = Fault::PeriodsOfUnequalLength {
        first: a.to_string(),
        first_months: shift::months(a).to_string(),
        second: b.to_string(),
        second_months: shift::months(b).to_string(),
    };
    Err(Box::new(Diagnostic::new(fault)))
}

/// Splits the difference between two runs into causes; a fault for periods of unequal length.
pub fn changes(a: Side<'_>, b: Side<'_>) -> Result<Changes, Diagnostics> {
    if let (Some(first), Some(second)) = (a.period(), b.period()) {
        check_periods(b.project, first, second).map_err(|fault| Diagnostics::from(*fault))?;
    }
    let aligned = align(a.project, b.project);
    let states = [(a, &aligned.first, aligned.first_order.as_ref()), (b, &aligned.second, None)];
    let [first, second] = states.map(|(side, (project, numbers), order)| State {
        project,
        order,
        request: side.request,
        period: side.period(),
        exact: exact(side.run, |party| numbers.party(party), project.parties.len()),
        objects: objects(side.run).into_iter().map(|object| numbers.object(object)).collect(),
        amounts: amounts(side.run, |party| numbers.party(party)),
    });
    let split = split(&first, &second);
    let mut causes: Vec<Vec<Cause>> = split.lines.iter().map(|line| line.causes.clone()).collect();
    causes.push(vec![Cause::Rounding]);
    let (before, after) = (
        first.amounts.as_ref().ok_or_else(overflow)?,
        second.amounts.as_ref().ok_or_else(overflow)?,
    );
    let parties: BTreeSet<PartyIx> = before.keys().chain(after.keys()).copied().collect();
    let amount = |amounts: &Amounts, party: &PartyIx| Cents::found(amounts.get(party));
    let change = |party: &PartyIx| split.of(*party, amount(before, party), amount(after, party));
    let parties =
        parties.iter().map(change).collect::<Option<Vec<PartyChange>>>().ok_or_else(overflow)?;
    let Split { merged, attribution, .. } = split;
    Ok(Changes { names: second.project.parties.clone(), causes, parties, merged, attribution })
}

pub(super) fn overflow() -> Diagnostics {
    Diagnostics::from(Diagnostic::new(Fault::AmountOverflow))
}

/// Largest remainder: the cents add to the change.
pub(super) fn whole_cents(change: Cents, exact: &[Ratio]) -> Option<Vec<Cents>> {
    let policy = ApportionResidue::LargestRemainder;
    apportion(change, exact, Cents::ONE, policy, Ties::SizeThenOrder)
}

/// A side under the numbers that both have in common.
pub(super) struct State<'a> {
    project: &'a Project,
    /// In which order it is run, where that is another one.
    order: Option<&'a Order>,
    request: Request,
    period: Option<DateRange>,
    /// What each party pays before it is rounded.
    exact: CoalitionValue,
    /// What has cost of its own.
    objects: BTreeSet<CostObject>,
    /// `None` beyond 128 bits.
    amounts: Option<Amounts>,
}

/// What one cause, or several together, make of the exact change of every party.
pub(super) struct Line {
    causes: Vec<Cause>,
    stated_order: CoalitionValue,
    order_free: CoalitionValue,
}

/// The exact change, split.
pub(super) struct Split {
    lines: Vec<Line>,
    merged: Option<Box<Diagnostic>>,
    attribution: Option<Attribution>,
}

impl Split {
    /// Everything together: nothing can be told apart.
    fn whole(change: CoalitionValue, fault: Option<Box<Diagnostic>>) -> Split {
        let causes = Cause::ALL.into_iter().filter(|cause| *cause != Cause::Rounding).collect();
        Split {
            lines: vec![Line { causes, stated_order: change.clone(), order_free: change }],
            merged: fault,
            attribution: None,
        }
    }

    /// Rounds what the causes make for a party, so that they add to its change; what is not exact
    /// is the rounding.
    fn of(&self, party: PartyIx, before: Cents, after: Cents) -> Option<PartyChange> {
        let at = usize::from(party.0);
        let change = after.checked_sub(before)?;
        let round = |parts: &dyn Fn(&Line) -> &CoalitionValue| {
            let mut exact: Vec<Ratio> =
                self.lines.iter().map(|line| parts(line)[at].clone()).collect();
            exact.push(&change.ratio() - &Ratio::sum(&exact));
            whole_cents(change, &exact)
        };
        let stated_order = round(&|line| &line.stated_order)?;
        let order_free = round(&|line| &line.order_free)?;
        Some(PartyChange { party, before, after, stated_order, order_free })
    }
}

/// Splits the exact change as finely as the mixtures of both sides can be shared.
pub(super) fn split(a: &State<'_>, b: &State<'_>) -> Split {
    let ended: BTreeSet<CostObject> = a.objects.difference(&b.objects).copied().collect();
    let begun: BTreeSet<CostObject> = b.objects.difference(&a.objects).copied().collect();
    let apart = common(a, &ended).and_then(|first| Ok((first, common(b, &begun)?)));
    let (first, second, fault) = match apart {
        Ok((first, second)) => (first, second, None),
        Err(fault) => {
            let whole = |state: &State<'_>| (state.project.clone(), state.exact.clone());
            (whole(a), whole(b), Some(fault))
        }
    };
    let shift = match (a.period, b.period) {
        (Some(from), Some(to)) => Shift::between(from, to),
        _ => Shift::NONE,
    };
    let moved = shift.project(&first.0);
    let pair = Pair { a: &moved, b: &second.0, order: a.order };
    let mixed = match mix(pair, b.request, &first.1, shift, &second.1) {
        Ok(mixed) => mixed,
        Err(fault) => return Split::whole(less(&b.exact, &a.exact), Some(fault)),
    };
    let services = less(&less(&b.exact, &second.1), &less(&a.exact, &first.1));
    assemble(mixed, services, &first.1, fault)
}

/// Runs a side without the cost of some services and centres.
pub(super) fn common(
    state: &State<'_>,
    apart: &BTreeSet<CostObject>,
) -> Result<(Project, CoalitionValue), Box<Diagnostic>> {
    if apart.is_empty() {
        return Ok((state.project.clone(), state.exact.clone()));
    }
    let project = without(state.project, apart);
    let value = run_exactly(&project, state.request, state.order)?;
    Ok((project, value))
}

/// Puts the lines of all causes into the stated order; a cause that does not differ makes nothing.
pub(super) fn assemble(
    mixed: Mixed,
    services: CoalitionValue,
    first: &CoalitionValue,
    apart: Option<Box<Diagnostic>>,
) -> Split {
    let Mixed { causes, attribution, start, fault } = mixed;
    let order: Vec<usize> = (0..attribution.factors()).collect();
    let parts = attribution.along(&order).into_iter().zip(attribution.order_free());
    let mut lines: Vec<Line> = causes
        .into_iter()
        .zip(parts)
        .map(|(causes, (stated_order, order_free))| Line { causes, stated_order, order_free })
        .collect();
    let same = |value: CoalitionValue| (value.clone(), value);
    for cause in Cause::ALL {
        let (stated_order, order_free) = match cause {
            Cause::Rounding => continue,
            Cause::NewAndEndedServices => same(services.clone()),
            Cause::Calendar => same(less(&start, first)),
            _ if lines.iter().any(|line| line.causes.contains(&cause)) => continue,
            _ => same(nothing(start.len())),
        };
        lines.push(Line { causes: vec![cause], stated_order, order_free });
    }
    if apart.is_some() {
        merge_services(&mut lines);
    }
    lines.sort_by(|a, b| a.causes.cmp(&b.causes));
    Split { lines, merged: apart.or(fault), attribution: Some(attribution) }
}

/// Where a side cannot be shared without its new or ended services, they belong to the cost level.
pub(super) fn merge_services(lines: &mut Vec<Line>) {
    lines.retain(|line| line.causes != [Cause::NewAndEndedServices]);
    if let Some(line) = lines.iter_mut().find(|line| line.causes.contains(&Cause::CostLevel)) {
        line.causes.push(Cause::NewAndEndedServices);
        line.causes.sort();
    }
}
