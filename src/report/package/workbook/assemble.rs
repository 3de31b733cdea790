//! Puts the worksheets of a report together.

use super::trace::Steps;
use super::{audit, budget, compared, keys, overview, pools, settled, shares};
use crate::report::Workbook;
use crate::report::package::input::ReportInput;
use crate::text::Term;

/// Makes the workbook of a report.
pub fn report_workbook(input: &ReportInput<'_>) -> Workbook {
    let material = input.material;
    let shares = material.run.shares.iter().map(|share| share.amount.step());
    let steps = Steps::of("trace", material, shares, shares::derived_here(input));
    let settled = input.settlement.map(|settlement| settled::steps(input, settlement));
    let due = input.called.filter(|called| !called.calls.is_empty());
    let called = due.map(|called| settled::call_steps(input, called));
    let (whole, mut worksheets) = rayon::join(
        || steps.worksheet(input, input.worksheet(steps.key, Term::LeafTrace, Term::TitleTrace)),
        || {
            let mut worksheets = vec![overview::worksheet(input)];
            worksheets.extend(input.before.map(|run| compared::before(input, run)));
            worksheets
                .extend(input.comparison.map(|comparison| compared::scenarios(input, comparison)));
            worksheets.extend([shares::worksheet(input, &steps), pools::worksheet(input, &steps)]);
            if let (Some(settlement), Some(steps)) = (input.settlement, &settled) {
                worksheets.extend(settled::worksheets(input, settlement, steps));
            }
            if let (Some(called), Some(steps)) = (due, &called) {
                worksheets.push(settled::calls(input, called, steps));
                worksheets.extend(settled::set_off(input, called, steps));
            }
            worksheets.push(keys::worksheet(input, &steps));
            worksheets.extend(input.budget.map(|budget| budget::worksheet(input, &budget)));
            worksheets.extend(audit::worksheets(input, &steps));
            worksheets
        },
    );
    worksheets.push(whole);
    if let Some(steps) = settled {
        let sheet = input.worksheet(steps.key, Term::LeafTraceSettlement, Term::TitleTrace);
        worksheets.push(steps.worksheet(input, sheet));
    }
    if let (Some(called), Some(steps)) = (due, called) {
        let sheet = input.call_worksheet(called, steps.key, Term::LeafTraceCalls, Term::TitleTrace);
        worksheets.push(steps.worksheet(input, sheet));
    }
    Workbook { lang: material.lang, title: material.project.title.clone(), worksheets }
}
