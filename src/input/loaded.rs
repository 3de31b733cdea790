//! What reading gives.

use super::config::layers::Stack;
use crate::diag::Diagnostics;
use crate::model::{EffectiveValue, Project, RowEffect};
use crate::source::{SourceId, SourceMap};

/// What reading gave: a project where nothing was wrong, and everything that is to be said.
#[derive(Debug)]
pub struct Loaded {
    /// The project; `None` where there is an error.
    pub project: Option<Project>,
    /// The files read, for excerpts and places.
    pub sources: SourceMap,
    /// Errors, findings and notes.
    pub diagnostics: Diagnostics,
    /// What scenarios did to rows, in the order in which it was done.
    pub effects: Vec<RowEffect>,
    pub(super) stack: Stack,
    pub(super) base: Option<SourceId>,
}

impl Loaded {
    /// Lists every value of umlage.toml and the layers over it, as it counts, and those that were
    /// removed.
    pub fn values(&self) -> Vec<EffectiveValue> {
        self.stack.values(self.base)
    }
}
