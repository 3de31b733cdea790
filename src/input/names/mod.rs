//! What ids and names in a project mean.

pub(crate) mod directory;
pub(crate) mod leika;
pub(crate) mod municipality;
