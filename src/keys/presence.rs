//! The part of a settlement period in which a receiver is present.
//!
//! Rules: rules.md#weight-time.

use crate::model::{DateRange, MembershipPeriods, PartyIx, months_in};
use crate::money::Ratio;
use crate::trace::{Input, Money, Operation, Scope, StepId, Subject, Trace};

/// A traced part of the settlement period.
#[derive(Clone, Debug)]
pub struct ActiveFraction {
    /// Between zero and one.
    pub part: Ratio,
    /// The step that derives it.
    pub step: StepId,
}

/// Measures which part of a period a party is present, by days or by months.
pub fn active_fraction_of(
    party: PartyIx,
    memberships: &MembershipPeriods,
    period: DateRange,
    by_months: bool,
    trace: &mut Trace,
    scope: Scope,
) -> ActiveFraction {
    let scope = Scope { party: Some(party), ..scope };
    let mut measure = |range: DateRange| {
        let (operation, value) = if by_months {
            (Operation::Months(range), months_in(&range))
        } else {
            (Operation::Days(range), Ratio::from(range.days()))
        };
        let scope = Scope { range: Some(range), ..scope };
        (trace.add(operation, Subject::Time, Money::Number(value.clone()), [], scope), value)
    };
    let stretches: Vec<(StepId, Ratio)> =
        memberships.presence(party, &period).into_iter().map(&mut measure).collect();
    let (whole, length) = measure(period);
    let present = Ratio::sum(stretches.iter().map(|(_, value)| value));
    let inputs: Vec<Input> = stretches.iter().map(|(step, _)| Input::Step(*step)).collect();
    let sum =
        trace.add(Operation::Sum, Subject::Time, Money::Number(present.clone()), inputs, scope);
    let part = present.part_of(&length);
    let inputs = [Input::Step(sum), Input::Step(whole)];
    let step = trace.add(
        Operation::Quotient,
        Subject::ActiveFraction,
        Money::Number(part.clone()),
        inputs,
        scope,
    );
    ActiveFraction { part, step }
}
