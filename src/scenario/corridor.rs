//! The corridor of a party over all orders of accession: what it pays among n users, whoever the
//! others are.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::sweep::{Failed, Sweep, bill, join};
use crate::allocation::allocate;
use crate::analysis::sure;
use crate::money::Cents;

/// With more users there are too many sets of them.
const MOST_USERS: usize = 20;

/// The least and the most that a party pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The least, and with whom.
    pub smallest: (Cents, Vec<String>),
    /// The most, and with whom.
    pub largest: (Cents, Vec<String>),
}

/// By number of users and party.
pub type Corridor = BTreeMap<(usize, String), Span>;

/// Returns how many runs a corridor over so many users takes; `None`: too many.
pub fn orders(users: usize) -> Option<u64> {
    (users <= MOST_USERS).then(|| (1_u64 << users) - 1)
}

/// Runs every set of the users. A bill depends on who takes part, not on the order in which they
/// came, so that the sets cover all orders. `what` is a service, `*` or `members`.
///
/// # Errors
/// A set that cannot be run.
pub fn corridor(
    sweep: &Sweep<'_>,
    what: &str,
    users: &[String],
    only: bool,
    done: &(dyn Fn() + Sync),
) -> Result<Corridor, Box<Failed>> {
    let (project, sources) = sweep.resolve(sweep.settings)?;
    let all = orders(users.len()).unwrap_or(0);
    let spans = (1..=all).into_par_iter().map(|set| {
        let mut project = project.clone();
        let chosen: Vec<String> = (0..users.len())
            .filter(|bit| set >> bit & 1 == 1)
            .map(|bit| users[bit].clone())
            .collect();
        join(&mut project, what, &chosen, users, only);
        let failed = |diagnostics| {
            let at = vec![format!("{what} = {}", chosen.join(","))];
            Box::new(Failed { at, diagnostics, sources: sources.clone() })
        };
        let run = allocate(&project, sweep.request).map_err(failed)?;
        let mut amounts: BTreeMap<String, Cents> = BTreeMap::new();
        for ((_, party), cents) in bill(&project, &run).map_err(|fault| failed((*fault).into()))? {
            let sum = amounts.entry(party).or_default();
            *sum = sure(sum.checked_add(cents));
        }
        done();
        let one = |party: &String| {
            let amount = (amounts.get(party).copied().unwrap_or_default(), chosen.clone());
            ((chosen.len(), party.clone()), Span { smallest: amount.clone(), largest: amount })
        };
        Ok(chosen.iter().map(one).collect::<Corridor>())
    });
    spans.try_reduce(Corridor::new, |mut all, more| {
        for (key, span) in more {
            match all.entry(key) {
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert(span);
                }
                std::collections::btree_map::Entry::Occupied(mut place) => {
                    place.get_mut().widen(span)
                }
            }
        }
        Ok(all)
    })
}

impl Span {
    /// Takes in another; of equal amounts the first set by its users counts, so that the result is
    /// always the same.
    fn widen(&mut self, other: Span) {
        if other.smallest < self.smallest {
            self.smallest = other.smallest;
        }
        let larger = |new: &(Cents, Vec<String>), old: &(Cents, Vec<String>)| {
            new.0 > old.0 || new.0 == old.0 && new.1 < old.1
        };
        if larger(&other.largest, &self.largest) {
            self.largest = other.largest;
        }
    }
}
