//! The report of each command, one file each.

pub(crate) mod allocate;
pub(crate) mod budget;
pub(crate) mod calls;
pub(crate) mod centres;
pub(crate) mod changes;
pub(crate) mod check;
pub(crate) mod export;
pub(crate) mod keys;
pub(crate) mod keys_compare;
pub(crate) mod preview;
pub(crate) mod scenario_compare;
pub(crate) mod scenario_show;
pub(crate) mod scenario_sweep;
pub(crate) mod settle;
pub(crate) mod verify;
