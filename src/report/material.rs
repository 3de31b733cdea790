//! What a report is made of, and what makes one.

use crate::allocation::AllocationRun;
use crate::diag::Diagnostics;
use crate::model::{Project, Status};
use crate::report::Document;
use crate::source::SourceMap;
use crate::text::Lang;

/// What a report is made of.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its allocation.
    pub run: &'a AllocationRun,
    /// The files, for places.
    pub sources: &'a SourceMap,
    /// Actual or planned cost.
    pub status: Status,
    /// What was found while reading and allocating.
    pub diagnostics: &'a Diagnostics,
    /// The language of the page.
    pub lang: Lang,
}

/// A report.
pub trait Report: Sync {
    /// Makes the document.
    fn document<'a>(&'a self, material: Material<'a>) -> Document<'a>;
}
