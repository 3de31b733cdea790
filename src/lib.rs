//! Shares the cost of shared digital public services among the states of a consortium: exact to the
//! cent, explainable to the source line, repeatable to the byte.
//!
//! ```text
//! files ─input─▶ raw tables with places ─overlay─▶ winner and what it hides ─resolve─▶ Project
//!                                                                                        │
//!     checked run: shares and trace ◀─invariants─ allocation: numbered stages ◀──────────┘
//!           │
//!           ├─▶ analysis, scenario: comparison, changes, settlement, budget ─┐
//!           ▼                                                                │
//!     report: Document of typed sheets ◀─────────────────────────────────────┘
//!           │
//!           └─render─▶ bytes (table, csv, json, xlsx, html, …) ─cli─▶ file or standard output
//! ```
//!
//! Left of `Project` and right of `render` is the outside world. Between them everything is pure:
//! no clock, no environment, no file, no printing.

pub mod allocation;
pub mod analysis;
pub mod apportion;
pub mod audit;
pub mod cli;
pub mod diag;
pub mod input;
pub mod keys;
pub mod model;
pub mod money;
pub mod render;
pub mod report;
pub mod scenario;
pub mod source;
pub mod text;
pub mod trace;
