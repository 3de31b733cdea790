//! umlage.toml as a tree that knows the place of every value, with scenarios and `--set` as layers
//! over it.

pub(crate) mod dates;
pub(crate) mod fields;
pub(crate) mod layers;
pub(crate) mod quoting;
pub(crate) mod setting;
pub(crate) mod shape;
pub(crate) mod tree;
