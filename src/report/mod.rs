//! What is told of a project and its allocation, as documents of typed cells. No format and no
//! printing here.
//!
//! [`REPORTS`] lists every report that needs nothing but a run. To add one: a file here, a line in
//! this slice.

mod commands;
mod document;
mod tables;

mod derivation;
mod package;

pub use commands::allocate::Allocation;
pub use commands::budget::{BudgetReport, budget_report};
pub use commands::calls::{CallReport, call_figure, calls};
pub use commands::centres::{Variant, cascade, cascade_comparison};
pub use commands::changes::{ChangeReport, change_report};
pub use commands::check::Protocol;
pub use commands::export::{Journal, journal};
pub use commands::keys::{KeyShares, key_list, key_shares, used_keys};
pub use commands::keys_compare::{CompareKeys, key_comparison};
pub use commands::preview::file_preview;
pub use commands::scenario_compare::{Compare, scenario_comparison};
pub use commands::scenario_show::{Layers, scenario_layers};
pub use commands::scenario_sweep::{CorridorResult, SweepResult, accession_corridor, sweep};
pub use commands::settle::{
    SettlementReport, balance_figure, interest_figure, settlement, transfer_figure,
};
pub use commands::verify::{Checked, Moved, State, Verification, verification};
pub use derivation::{Explanation, Figure, Wanted, derived, explained};
pub use document::workbook::{At, Book, BookCell, BookChart, BookRow, Exact, Formula, Leaf, Range};
pub use document::{
    Block, Cell, Chart, Column, Content, Document, Drawing, EXACT_PLACES, Emphasis, Flow, Layout,
    Line, Link, Logo, Part, Records, Row, SHOWN_PLACES, Sheet, Value,
};
pub use package::workbook::{Dossier, report_book};
pub use package::{BLANKS, Blanks, Handout, Sheaf, TextFault, Texts, handout};
pub use tables::basis::Basis;
pub use tables::dimension::{ByFault, DimensionName, parse_by};

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
