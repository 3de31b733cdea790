//! The documents as files: which there are, what they are called, and how they lead to each other.
//! To add one: a file in this folder, a line in [`PAGES`].

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::input::Package;
use super::letter_texts::TextFault;
use crate::analysis::Line;
use crate::model::PartyIx;
use crate::report::{
    Basis, Block, CallReport, Compare, Document, Link, Material, budget_report, calls,
    scenario_comparison,
};
use crate::text::{Lang, Term, term};

mod audit_sheet;
mod flow;
mod key_sheet;
mod overview;
mod statement;

pub use statement::BLANKS;

/// One document: what its file is called, without ending, and its page.
#[derive(Clone, Debug)]
pub struct PackageFile {
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

impl PackageFile {
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

/// Makes a page; `None` where the report has nothing of it.
type Page = fn(&Package<'_>) -> Option<Vec<Block>>;

/// The documents for all beside the overview: the name of the file, the title, the page.
const PAGES: &[(Term, Term, Page)] = &[
    (Term::FileKeys, Term::KeySheet, |package| Some(key_sheet::page(package))),
    (Term::FileCalls, Term::CallSheet, call_page),
    (Term::FileBudget, Term::BudgetSheet, |package| {
        package.input.budget.map(|report| budget_report(report).page())
    }),
    (Term::FileComparison, Term::ComparisonSheet, comparison_page),
    (Term::FileEvidence, Term::EvidenceSheet, |package| Some(audit_sheet::page(package))),
];

fn call_page(package: &Package<'_>) -> Option<Vec<Block>> {
    let Material { project, lang, .. } = package.input.material;
    let called = package.input.called.filter(|called| !called.calls.is_empty())?;
    Some(calls(CallReport { project, called, lang }).page())
}

fn comparison_page(package: &Package<'_>) -> Option<Vec<Block>> {
    let Material { project, run, status, lang, .. } = package.input.material;
    let comparison = package.input.comparison?;
    let basis = Basis::new(project, run.selected, comparison.periods.iter().copied(), Some(status));
    let compare = Compare { comparison, basis: &basis, line: Line::Party, per: None };
    Some(scenario_comparison(&compare, lang).page())
}

/// Makes all documents, the overview first.
///
/// # Errors
/// A text that cannot be filled in, by its name.
pub fn package(package: &Package<'_>) -> Result<Vec<PackageFile>, (&'static str, TextFault)> {
    let lang = package.input.material.lang;
    let file = |word: Term, title: Term, blocks: Vec<Block>| PackageFile {
        name: term(word, lang).to_owned(),
        title: term(title, lang).to_owned(),
        blocks,
        named: false,
        lang,
    };
    let mut taken = BTreeSet::new();
    let named: Vec<(PartyIx, String)> = parties(package)
        .into_iter()
        .map(|party| (party, statement::file_name(package, party, &mut taken)))
        .collect();
    let statement = |(party, name): (PartyIx, String)| {
        let (title, blocks) = (statement::title(package, party), statement::page(package, party)?);
        Ok(PackageFile { name, title, blocks, named: true, lang })
    };
    let mut all = named.into_par_iter().map(statement).collect::<Result<Vec<PackageFile>, _>>()?;
    for (name, title, page) in PAGES {
        all.extend(page(package).map(|blocks| file(*name, *title, blocks)));
    }
    let back = Link {
        text: term(Term::OverviewSheet, lang).to_owned(),
        file: term(Term::FileOverview, lang).to_owned(),
    };
    for file in &mut all {
        file.blocks.push(Block::Links(vec![back.clone()]));
        name_page(file);
    }
    let links =
        all.iter().map(|file| Link { text: file.title.clone(), file: file.name.clone() }).collect();
    let overview = overview::page(package, links);
    let mut overview = file(Term::FileOverview, Term::OverviewSheet, overview);
    name_page(&mut overview);
    all.insert(0, overview);
    for file in &mut all {
        let title = file.blocks.iter().find_map(|block| match block {
            Block::Title(title) if file.named => Some(title.clone()),
            _ => None,
        });
        file.blocks.extend(title.map(Block::Footer));
        file.blocks.push(Block::Footer(package.input.stamp.to_owned()));
    }
    Ok(all)
}

/// Names a page by what it is, so that no two have the same title; a statement is named already.
fn name_page(file: &mut PackageFile) {
    if file.named {
        return;
    }
    let title = file.blocks.iter_mut().find_map(|block| match block {
        Block::Title(title) => Some(title),
        _ => None,
    });
    if let Some(title) = title.filter(|title| **title != file.title) {
        *title = format!("{}: {title}", file.title);
    }
}

/// Lists who gets a statement: those with a share or an account, in the order of parties.
fn parties(package: &Package<'_>) -> Vec<PartyIx> {
    let input = &package.input;
    if let Some(party) = input.party {
        return vec![party];
    }
    let shares = input.material.run.shares.iter().map(|share| share.party);
    let accounts =
        input.settlement.into_iter().flat_map(|it| it.accounts().map(|account| account.party));
    shares.chain(accounts).collect::<BTreeSet<_>>().into_iter().collect()
}
