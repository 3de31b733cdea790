//! What was paid on calls, as far as it is known on a day.

use jiff::civil::Date;

use super::calls::{Call, CalledRun};
use super::payments;
use crate::model::{DateRange, PartyIx, Project};
use crate::money::{Cents, Mode, Ratio};

/// Lists the calls of a party, each with what was paid on it until a day, or until now: the
/// payments of its settlement period up to the day of settlement, on the calls in the order of
/// their due days.
pub fn paid_on_calls<'a>(
    project: &'a Project,
    called: &'a CalledRun,
    party: PartyIx,
    until: Option<Date>,
) -> Vec<(&'a Call, Cents)> {
    let mut all = Vec::new();
    for period in &called.periods {
        let mut left = paid(project, party, *period, until);
        for call in called.calls.iter().filter(|call| call.party == party && call.period == *period)
        {
            let called = call.amount.amount();
            let paid = match Cents::round(&left, Cents::ONE, Mode::HalfUp) {
                Some(left) => left.min(called),
                // More than 128 bits hold is more than any call.
                None => called,
            };
            let paid = if left.signum() > 0 { paid } else { Cents::ZERO };
            left = &left - &paid.ratio();
            all.push((call, paid));
        }
    }
    all
}

/// Adds up what a party paid in for a settlement period, less what it got back.
fn paid(project: &Project, party: PartyIx, period: DateRange, until: Option<Date>) -> Ratio {
    let settled = project.settled_on(period);
    let last = until.map_or(settled, |until| until.min(settled));
    let own = project.payments.iter().filter(|payment| {
        payment.party == party
            && payment.date <= last
            && !payment.is_interest()
            && payments::period_of(project, payment).is_ok_and(|own| own == period)
    });
    own.fold(Ratio::ZERO, |sum, payment| &sum + &payment.amount.ratio())
}
