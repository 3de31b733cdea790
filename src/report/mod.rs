//! What is told of a project and its allocation, as documents of typed cells. No format and no
//! printing here.

mod commands;
mod derivation;
mod document;
mod material;
mod package;
mod tables;

pub use commands::allocate::Allocation;
pub use commands::budget::{BudgetReport, budget_report};
pub use commands::calls::{CallReport, call_figure, calls};
pub use commands::centres::{Variant, cascade, cascade_comparison};
pub use commands::changes::{ChangeReport, change_report};
pub use commands::check::CheckReport;
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
pub use derivation::{ExplainedFigure, Explanation, Wanted, derived, explained};
pub use document::exact::Exact;
pub use document::formula::{At, Formula, Range};
pub use document::workbook::{Workbook, Worksheet, WorksheetChart};
pub use document::{
    Block, Cell, Chart, Column, Content, DataPart, Document, Drawing, EXACT_PLACES, Emphasis, Flow,
    Layout, Line, Link, Logo, Records, Row, SHOWN_PLACES, Sheet, Value,
};
pub use material::{Material, Report};
pub use package::workbook::report_workbook;
pub use package::{
    BLANKS, Blanks, BudgetFigures, Package, PackageFile, ReportFigures, ReportInput, TextFault,
    Texts, package, report_derivations, report_tables,
};
pub use tables::basis::Basis;
pub use tables::dimension::{ByFault, DimensionName, parse_by};
