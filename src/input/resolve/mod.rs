//! From the tree and the data files to the [`Project`]: every id means something, every value has
//! its type.

mod budget;
mod centres;
mod checks;
mod derivations;
mod filter_list;
mod header;
mod keys;
mod limits;
mod parties;
mod project;
mod report;
mod rounding;
mod rules;
mod selection;
mod services;
mod settlement;
mod steps;

pub(super) use project::{builtin_project, resolve};

#[cfg(test)]
mod tests;
