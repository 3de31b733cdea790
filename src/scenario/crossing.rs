//! Break-even: the value of a variable at which a party pays the same under two states.

use rayon::prelude::*;

use super::axis::{AxisKind, Number};
use super::sweep::{Failed, Sweep, amount_of};
use crate::allocation::allocate;
use crate::money::{Cents, Ratio};

/// What a party's amount is held against.
#[derive(Clone, Debug)]
pub enum Against {
    /// The same project under further settings, at the same value of the variable.
    Settings(Vec<String>),
    /// A fixed sum: what an own solution would cost.
    Amount(Cents),
}

/// Where two amounts cross.
#[derive(Clone, Debug)]
pub struct Crossing {
    /// The value at which the exact amounts are equal; else the two ends of the smallest stretch
    /// found.
    pub at: (Number, Number),
    /// Whether the amounts before rounding are equal there.
    pub is_exact: bool,
    /// What the party pays at the first end, and what this is held against.
    pub amounts: (Cents, Cents),
}

/// How often a stretch is narrowed.
const NARROWINGS: usize = 64;

/// The difference between two amounts at a value, before rounding, and both in cents.
struct Difference {
    exact: Ratio,
    cents: (Cents, Cents),
}

/// Finds where a party's amount crosses another between neighbouring values of the only variable.
///
/// # Errors
/// A point that cannot be run.
pub fn crossings(
    sweep: &Sweep<'_>,
    party: &str,
    against: &Against,
    done: &(dyn Fn() + Sync),
) -> Result<Vec<Crossing>, Box<Failed>> {
    let Some(AxisKind::Values(values)) = sweep.axes.first().map(|axis| &axis.kind) else {
        return Ok(Vec::new());
    };
    let search = Search { sweep, party, against };
    let ends: Vec<Difference> = values
        .par_iter()
        .map(|value| {
            let found = search.at(value);
            done();
            found
        })
        .collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    for (index, (value, end)) in values.iter().zip(&ends).enumerate() {
        if end.exact.is_zero() {
            found.push(Crossing {
                at: (value.clone(), value.clone()),
                is_exact: true,
                amounts: end.cents,
            });
        } else if let (Some(next), Some(right)) = (ends.get(index + 1), values.get(index + 1))
            && end.exact.signum() * next.exact.signum() < 0
        {
            found.push(search.between(value, end, right, next)?);
        }
    }
    Ok(found)
}

struct Search<'s> {
    sweep: &'s Sweep<'s>,
    party: &'s str,
    against: &'s Against,
}

impl Search<'_> {
    fn at(&self, value: &Number) -> Result<Difference, Box<Failed>> {
        let own = self.amount(value, &[])?;
        let other = match self.against {
            Against::Amount(amount) => (*amount, amount.ratio()),
            Against::Settings(further) => self.amount(value, further)?,
        };
        Ok(Difference { exact: &own.1 - &other.1, cents: (own.0, other.0) })
    }

    fn amount(&self, value: &Number, further: &[String]) -> Result<(Cents, Ratio), Box<Failed>> {
        let Sweep { settings, axes, request, .. } = self.sweep;
        let mut settings = [settings, further].concat();
        axes[0].apply(value, &mut settings);
        let here = || vec![format!("{} = {}", axes[0].name, value.text)];
        let (project, sources) = self.sweep.resolve(&settings).map_err(|mut failed| {
            failed.at = here();
            failed
        })?;
        let run = allocate(&project, *request).map_err(|diagnostics| {
            Box::new(Failed { at: here(), diagnostics, sources: sources.clone() })
        })?;
        let (at, sources) = (here(), sources);
        amount_of(&project, &run, self.party)
            .map_err(|fault| Box::new(Failed { at, diagnostics: (*fault).into(), sources }))
    }

    /// Narrows a stretch by the straight line between its ends, which meets the point at once where
    /// the amounts are straight lines themselves, and by halves in turn.
    fn between(
        &self,
        left: &Number,
        low: &Difference,
        right: &Number,
        high: &Difference,
    ) -> Result<Crossing, Box<Failed>> {
        let (Some(from), Some(to)) = (&left.value, &right.value) else {
            return Ok(Crossing {
                at: (left.clone(), right.clone()),
                is_exact: false,
                amounts: low.cents,
            });
        };
        let (percent, mut amounts) = (left.percent, low.cents);
        let (mut from, mut to) = (from.clone(), to.clone());
        let (mut low, mut high) = (low.exact.clone(), high.exact.clone());
        for round in 0..NARROWINGS {
            let wide = &to - &from;
            // The ends have different signs, so that there is a quotient.
            let straight = (&wide * &low).checked_div(&(&low - &high)).filter(|_| round % 2 == 0);
            let step = straight.unwrap_or_else(|| &wide * &Ratio::new(1, 2));
            let Some(middle) = readable(&(&from + &step), &wide) else { break };
            let number = Number::of(middle.clone(), percent);
            let found = self.at(&number)?;
            if found.exact.is_zero() {
                return Ok(Crossing {
                    at: (number.clone(), number),
                    is_exact: true,
                    amounts: found.cents,
                });
            }
            amounts = found.cents;
            if found.exact.signum() == low.signum() {
                (from, low) = (middle, found.exact);
            } else {
                (to, high) = (middle, found.exact);
            }
        }
        let ends = (Number::of(from, percent), Number::of(to, percent));
        Ok(Crossing { at: ends, is_exact: false, amounts })
    }
}

/// Keeps the fractions of a long search short: one that is too long to be written back is cut to 18
/// decimals, far below what moves a cent; `None` where the stretch is narrower than that.
fn readable(value: &Ratio, wide: &Ratio) -> Option<Ratio> {
    const LONGEST: usize = 600;
    if value.fraction().len() <= LONGEST {
        return Some(value.clone());
    }
    let places = Ratio::from(10_i128.pow(18));
    let scaled = (value * &places).round(crate::money::Mode::HalfUp);
    let short = scaled.map(|scaled| Ratio::new(scaled, 10_i128.pow(18)));
    short.filter(|short| (short - value).abs() < wide.abs())
}
