//! What the documents of a report are made of.

use super::letter_texts::Texts;
use crate::allocation::AllocationRun;
use crate::analysis::Comparison;
use crate::analysis::settlement::{CalledRun, Outcome, Settlement};
use crate::model::PartyIx;
use crate::report::tables::label::{period_words, status_word};
use crate::report::{Block, BudgetReport, Logo, Material};
use crate::text::Phrase;

/// What was reckoned for a report.
#[derive(Clone, Copy)]
pub struct ReportInput<'a> {
    /// The allocation.
    pub material: Material<'a>,
    /// Its settlement.
    pub settlement: Option<&'a Settlement>,
    /// What is called in for the next period.
    pub called: Option<&'a CalledRun>,
    /// The budget account.
    pub budget: Option<BudgetReport<'a>>,
    /// The period before, of the same length, where it has cost.
    pub before: Option<&'a AllocationRun>,
    /// A comparison with scenarios.
    pub comparison: Option<&'a Comparison>,
    /// Whose rows alone stand in overview, shares, settlement and calls; `None`: everybody's.
    pub party: Option<PartyIx>,
    /// The line at the foot of each page.
    pub stamp: &'a str,
}

/// What the documents are made of.
#[derive(Clone, Copy)]
pub struct Package<'a> {
    /// The run and what was reckoned from it.
    pub input: ReportInput<'a>,
    /// The words of the statements.
    pub texts: &'a Texts,
    /// The logo.
    pub logo: Option<&'a Logo>,
}

/// Tells whether a period is not closed: what is booked of it may be a part, which no whole period
/// is compared with.
pub(crate) fn is_open(package: &Package<'_>) -> bool {
    let accounts = package.input.settlement.into_iter().flat_map(Settlement::accounts);
    accounts.into_iter().any(|account| account.outcome == Outcome::Open)
}

/// Says of which project, period and status a page is.
pub(crate) fn about(material: &Material<'_>) -> Vec<Block> {
    let Material { project, run, lang, .. } = *material;
    let about = Phrase::AllocationAbout {
        period: period_words(project, run, lang),
        status: status_word(material.status, lang).to_owned(),
        currency: project.currency.clone(),
    };
    let mut blocks = vec![Block::Title(project.title.clone()), Block::Paragraph(about.get(lang))];
    blocks.extend(crate::report::commands::scenario_show::about(project, lang));
    blocks
}
