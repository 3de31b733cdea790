//! What scenarios do to rows: change, add, project into later years.

pub(crate) mod added;
pub(crate) mod change;
pub(crate) mod projection;
pub(crate) mod select;
