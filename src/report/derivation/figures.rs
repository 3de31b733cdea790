//! Why a balance, a call or a payment is what it is: the derivation of single figures of a
//! settlement.

use super::explanation::Explanation;
use super::matching::{Matching, Wanted};
use super::tree::DerivationText;
use crate::report::commands::scenario_show;
use crate::report::derivation::json;
use crate::report::tables::amounts::sum;
use crate::report::{Block, DataPart, Document, Line, Material, Records};
use crate::trace::Traced;

/// A figure to be explained, and what it is in words.
#[derive(Clone, Debug)]
pub struct ExplainedFigure {
    /// What it is: the heading above its derivation.
    pub title: String,
    /// The figure.
    pub amount: Traced,
}

/// Explains figures of a run: the material's trace must hold their derivation.
pub fn explained<'a>(
    figures: &'a [ExplainedFigure],
    wanted: &'a Wanted,
    material: Material<'a>,
) -> Document<'a> {
    let amounts = move || figures.iter().map(|figure| figure.amount).collect::<Vec<_>>();
    Document::new(
        "umlage/trace/1",
        material.lang,
        move || vec![DataPart::records("steps", records(&amounts(), wanted, material))],
        move || page(figures, &material),
    )
}

/// Derives figures of a run for machines alone.
pub fn derived<'a>(amounts: Vec<Traced>, material: Material<'a>) -> Document<'a> {
    let data = move || {
        vec![DataPart::records("steps", records(&amounts, Explanation::DEFAULT.wanted, material))]
    };
    Document::new("umlage/trace/1", material.lang, data, Vec::new)
}

fn records<'a>(amounts: &[Traced], wanted: &'a Wanted, material: Material<'a>) -> Records<'a> {
    let total = sum(amounts.iter().map(|amount| amount.amount()));
    let matching = Matching { wanted, shares: Vec::new(), total, moved: false };
    json::records(matching, amounts.iter().map(|amount| amount.step()).collect(), material)
}

fn page(figures: &[ExplainedFigure], material: &Material<'_>) -> Vec<Block> {
    let (project, lang) = (material.project, material.lang);
    let mut page = vec![Block::Title(project.title.clone())];
    page.extend(scenario_show::about(project, lang));
    for (figure, lines) in
        figures.iter().zip(blocks(figures, DerivationText::new(material).but_shares()))
    {
        let amount = lang.amount(figure.amount.amount());
        page.push(Block::Heading(format!("{}: {amount} {}", figure.title, project.currency)));
        page.push(Block::Tree(lines));
    }
    page
}

/// Tells the derivations of figures, each in its lines; what was told once is referred to by its
/// number.
pub(crate) fn derivation_lines(
    figures: &[ExplainedFigure],
    material: &Material<'_>,
) -> Vec<Vec<Line>> {
    blocks(figures, DerivationText::new(material))
}

fn blocks(figures: &[ExplainedFigure], mut text: DerivationText<'_>) -> Vec<Vec<Line>> {
    for figure in figures {
        text.block(Vec::new());
        text.tell(figure.amount.step(), 0);
    }
    text.finish()
}
