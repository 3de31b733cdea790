//! The workbook of a report: what is shared, by which rule, how it is settled and called, and where every cent comes from.

use super::{Book, BudgetReport, Material};
use crate::analysis::settlement::{CalledRun, Settlement};
use crate::model::PartyIx;

/// What the workbook of a report is made of.
#[derive(Clone, Copy)]
pub struct Dossier<'a> {
    /// The allocation.
    pub material: Material<'a>,
    /// Its settlement.
    pub settlement: Option<&'a Settlement>,
    /// What is called in for the next period.
    pub called: Option<&'a CalledRun>,
    /// The budget account.
    pub budget: Option<&'a BudgetReport<'a>>,
    /// Whose rows alone stand in overview, shares, settlement and calls; `None`: everybody's.
    pub party: Option<PartyIx>,
    /// The line at the foot of each page.
    pub stamp: &'a str,
}

/// Makes the workbook of a report.
pub fn report_book(dossier: &Dossier<'_>) -> Book {
    Book { lang: dossier.material.lang, title: dossier.material.project.title.clone(), leaves: Vec::new() }
}
