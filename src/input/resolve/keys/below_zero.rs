//! A weight below zero.

use crate::diag::Fault;
use crate::input::names::directory::Directory;
use crate::money::Ratio;
use crate::source::Sourced;
use crate::text::Text;

/// Reports a weight below zero.
pub(super) fn negative(party: &str, key: &str, weight: &Sourced<Ratio>, directory: &Directory<'_>) {
    if weight.value.signum() < 0 {
        let value = Text::number(&weight.value, 10);
        let fault = Fault::NegativeWeight { party: party.to_owned(), key: key.to_owned(), value };
        directory.faults.at(fault, weight.loc);
    }
}
