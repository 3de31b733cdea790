//! The documents to hand in (Berichtsmappe): an overview for all, a statement for each party, the
//! keys, calls, the budget, a comparison where one is asked for, and what was read and used.

pub(crate) mod workbook;

mod audit_sheet;
mod flow;
mod key_sheet;
mod letter_texts;
mod overview;
mod statement;

pub use letter_texts::{Blanks, TextFault, Texts};
pub use statement::BLANKS;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{Block, CallReport, Document, Link, Logo, Material, budget_report};
use crate::analysis::settlement::{Outcome, Settlement};
use crate::model::PartyIx;
use crate::report::calls;
use crate::report::tables::label::{period_words, status_word};
use crate::text::{Lang, Phrase, Term, term};
use workbook::Dossier;

/// What the documents are made of.
#[derive(Clone, Copy)]
pub struct Handout<'a> {
    /// The run and what was reckoned from it.
    pub dossier: Dossier<'a>,
    /// A comparison with scenarios.
    pub comparison: Option<&'a [Block]>,
    /// The words of the statements.
    pub texts: &'a Texts,
    /// The logo.
    pub logo: Option<&'a Logo>,
}

/// One document: what its file is called, without ending, and its page.
#[derive(Clone, Debug)]
pub struct Sheaf {
    /// The name of the file, from codes alone.
    pub name: String,
    /// Its title in lists.
    pub title: String,
    /// Its page.
    pub blocks: Vec<Block>,
    /// Whether its page is named already.
    named: bool,
    lang: Lang,
}

impl Sheaf {
    /// Makes a document for a renderer of pages, whose files have this ending.
    pub fn document<'a>(&'a self, ending: &'a str) -> Document<'a> {
        let page = move || {
            let mut page = self.blocks.clone();
            for block in &mut page {
                if let Block::Links(links) = block {
                    links.iter_mut().for_each(|link| link.file.push_str(ending));
                }
            }
            page
        };
        Document::new("umlage/report/1", self.lang, Vec::new, page)
    }
}

/// Makes all documents, the overview first.
///
/// # Errors
/// A text that cannot be filled in, by its name.
pub fn handout(handout: &Handout<'_>) -> Result<Vec<Sheaf>, (&'static str, TextFault)> {
    let lang = handout.dossier.material.lang;
    let sheaf = |word: Term, title: Term, blocks: Vec<Block>| Sheaf {
        name: term(word, lang).to_owned(),
        title: term(title, lang).to_owned(),
        blocks,
        named: false,
        lang,
    };
    let mut taken = BTreeSet::new();
    let named: Vec<(PartyIx, String)> = parties(handout)
        .into_iter()
        .map(|party| (party, statement::file_name(handout, party, &mut taken)))
        .collect();
    let statement = |(party, name): (PartyIx, String)| {
        let (title, blocks) = (statement::title(handout, party), statement::page(handout, party)?);
        Ok(Sheaf { name, title, blocks, named: true, lang })
    };
    let mut all = named.into_par_iter().map(statement).collect::<Result<Vec<Sheaf>, _>>()?;
    all.push(sheaf(Term::FileKeys, Term::KeySheet, key_sheet::page(handout)));
    if let Some(called) = handout.dossier.called.filter(|called| !called.calls.is_empty()) {
        let report = CallReport { project: handout.dossier.material.project, called, lang };
        all.push(sheaf(Term::FileCalls, Term::CallSheet, calls(report).page()));
    }
    if let Some(report) = handout.dossier.budget {
        all.push(sheaf(Term::FileBudget, Term::BudgetSheet, budget_report(report).page()));
    }
    if let Some(comparison) = handout.comparison {
        all.push(sheaf(Term::FileComparison, Term::ComparisonSheet, comparison.to_vec()));
    }
    all.push(sheaf(Term::FileEvidence, Term::EvidenceSheet, audit_sheet::page(handout)));
    let back = Link {
        text: term(Term::OverviewSheet, lang).to_owned(),
        file: term(Term::FileOverview, lang).to_owned(),
    };
    for sheaf in &mut all {
        sheaf.blocks.push(Block::Links(vec![back.clone()]));
        name_page(sheaf);
    }
    let links = all
        .iter()
        .map(|sheaf| Link { text: sheaf.title.clone(), file: sheaf.name.clone() })
        .collect();
    let overview = overview::page(handout, links);
    let mut overview = sheaf(Term::FileOverview, Term::OverviewSheet, overview);
    name_page(&mut overview);
    all.insert(0, overview);
    for sheaf in &mut all {
        let title = sheaf.blocks.iter().find_map(|block| match block {
            Block::Title(title) if sheaf.named => Some(title.clone()),
            _ => None,
        });
        sheaf.blocks.extend(title.map(Block::Footer));
        sheaf.blocks.push(Block::Footer(handout.dossier.stamp.to_owned()));
    }
    Ok(all)
}

/// Tells whether a period is not closed: what is booked of it may be a part, which no whole period
/// is compared with.
fn is_open(handout: &Handout<'_>) -> bool {
    let accounts = handout.dossier.settlement.into_iter().flat_map(Settlement::accounts);
    accounts.into_iter().any(|account| account.outcome == Outcome::Open)
}

/// Says of which project, period and status a page is.
fn about(material: &Material<'_>) -> Vec<Block> {
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

/// Names a page by what it is, so that no two have the same title; a statement is named already.
fn name_page(sheaf: &mut Sheaf) {
    if sheaf.named {
        return;
    }
    let title = sheaf.blocks.iter_mut().find_map(|block| match block {
        Block::Title(title) => Some(title),
        _ => None,
    });
    if let Some(title) = title.filter(|title| **title != sheaf.title) {
        *title = format!("{}: {title}", sheaf.title);
    }
}

/// Lists who gets a statement: those with a share or an account, in the order of parties.
fn parties(handout: &Handout<'_>) -> Vec<PartyIx> {
    let dossier = &handout.dossier;
    if let Some(party) = dossier.party {
        return vec![party];
    }
    let shares = dossier.material.run.shares.iter().map(|share| share.party);
    let accounts =
        dossier.settlement.into_iter().flat_map(|it| it.accounts().map(|account| account.party));
    shares.chain(accounts).collect::<BTreeSet<_>>().into_iter().collect()
}
