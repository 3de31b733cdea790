//! What is told of a project and its allocation, as documents of typed cells. No format and no printing here.
//!
//! [`REPORTS`] lists every report that needs nothing but a run. To add one: a file here, a line in this slice.

mod allocation;
mod basis;
mod book;
mod budget;
mod calls;
mod centres;
mod changes;
mod charts;
mod comparison;
mod dimension;
mod document;
mod dossier;
mod explanation;
mod handout;
mod journal;
mod key_comparison;
mod keys;
mod label;
mod origin;
mod preview;
mod protocol;
mod scenario;
mod settlement;
mod stood_in;
mod sweep;
mod verification;
mod weights;

pub use allocation::Allocation;
pub use basis::Basis;
pub use book::{At, Book, BookCell, BookChart, BookRow, Exact, Formula, Leaf, Range};
pub use budget::{BudgetReport, budget_report};
pub use calls::{CallReport, call_figure, calls};
pub use centres::{Variant, cascade, cascade_comparison};
pub use changes::{ChangeReport, change_report};
pub use comparison::{Compare, scenario_comparison};
pub use dimension::{ByFault, DimensionName, parse_by};
pub use document::{
    Block, Cell, Chart, Column, Content, Document, Drawing, EXACT_PLACES, Emphasis, Flow, Layout, Line, Link,
    Logo, Part, Records, Row, SHOWN_PLACES, Sheet, Value,
};
pub use dossier::{Dossier, report_book};
pub use explanation::{Explanation, Figure, Wanted, derived, explained};
pub use handout::{BLANKS, Blanks, Handout, Sheaf, TextFault, Texts, handout};
pub use journal::{Journal, journal};
pub use key_comparison::{CompareKeys, key_comparison};
pub use keys::{KeyShares, key_list, key_shares, used_keys};
pub use preview::file_preview;
pub use protocol::Protocol;
pub use scenario::{Layers, scenario_layers};
pub use settlement::{SettlementReport, balance_figure, interest_figure, settlement, transfer_figure};
pub use sweep::{CorridorResult, SweepResult, accession_corridor, sweep};
pub use verification::{Checked, Moved, State, Verification, verification};

use crate::allocation::AllocationRun;
use crate::diag::Diagnostics;
use crate::model::{Project, Status};
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
    /// Returns its name.
    fn name(&self) -> &'static str;
    /// Makes the document.
    fn document<'a>(&'a self, material: Material<'a>) -> Document<'a>;
}

/// All reports, each in its default form.
pub const REPORTS: &[&dyn Report] = &[&Allocation::DEFAULT, &Explanation::DEFAULT, &Protocol];
