//! Sharing the cost: who pays what, and why.
//!
//! [`allocate`] runs the stages in order; each takes the type of the stage before, so that none can
//! be left out.
#![warn(clippy::arithmetic_side_effects)]

mod amount;
mod assign;
mod balance;
mod billing;
mod centres;
mod collect;
mod context;
mod cut;
mod derive;
mod distribute;
mod findings;
mod invariants;
mod keyed;
mod limits;
mod part;
mod pool;
mod pool_result;
mod pools;
mod pro_rata;
mod receivers;
mod run;
mod selection;
mod split;
mod stages;
mod step_amount;
mod used;

pub use centres::{CentreTransfer, borne, passages};
pub use keyed::key_findings;
pub use run::{
    AllocationRun, Booked, Destination, Dimension, EntryFate, NotBilled, Pool, Request, Share,
    StepResidue, Totals,
};
pub use split::part_within;
pub use stages::{allocate, check_period};
