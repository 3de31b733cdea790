//! What sharing one pool gives.

use std::collections::BTreeSet;

use super::run::{Share, StepResidue};
use crate::keys::Noticed;
use crate::model::PartyIx;
use crate::trace::Trace;

/// What one pool gives.
#[derive(Default)]
pub(super) struct PoolResult {
    pub(super) shares: Vec<Share>,
    pub(super) residues: Vec<StepResidue>,
    /// What those would have paid who were left out.
    pub(super) moved: Vec<Share>,
    pub(super) noticed: Noticed,
}

impl PoolResult {
    /// Takes in what another pool gives, whose trace was appended.
    pub(super) fn take_in(&mut self, other: PoolResult, shift: u32, base: u32) {
        self.residues.extend(other.residues);
        self.noticed.extend(other.noticed);
        let shifted = |mut share: Share| {
            share.amount = share.amount.moved(shift, base);
            share
        };
        self.shares.extend(other.shares.into_iter().map(shifted));
        self.moved.extend(other.moved.into_iter().map(shifted));
    }

    /// Puts what is left out of a pool's result behind the result without it; `own` is the trace of
    /// both.
    pub(super) fn replaced(
        self,
        own: &mut Trace,
        again: PoolResult,
        again_trace: Trace,
        left_out: &BTreeSet<PartyIx>,
        base: u32,
    ) -> PoolResult {
        let moved =
            self.shares.into_iter().filter(|share| left_out.contains(&share.party)).collect();
        let mut result = PoolResult { moved, noticed: self.noticed, ..PoolResult::default() };
        result.take_in(again, own.append(again_trace, base), base);
        result
    }
}
