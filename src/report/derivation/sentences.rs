//! The derivation for people: the figure, the shares it is made of, and how each comes about.

use super::matching::Matching;
use super::tree::DerivationText;
use super::words::quoted;
use crate::allocation::{Dimension, NotBilled, Pool, Share};
use crate::model::Below;
use crate::money::Cents;
use crate::report::commands::scenario_show;
use crate::report::tables::control::below_minimum;
use crate::report::tables::key_words::key_line;
use crate::report::tables::label::{
    Names, legal_basis, mark, party_name, periods, rule_title, step_title,
};
use crate::report::tables::stood_in;
use crate::report::{Block, Cell, Column, Emphasis, Layout, Line, Material, Row, Sheet, Value};
use crate::text::{Phrase, Term, term};

/// How many shares are told in full.
const TOLD: usize = 20;

/// Tells how the sum comes about.
pub(crate) fn page(matching: &Matching<'_>, material: &Material<'_>) -> Vec<Block> {
    let lang = material.lang;
    let project = Block::Title(material.project.title.clone());
    let mut page = vec![project];
    page.extend(scenario_show::about(material.project, lang));
    page.push(Block::Paragraph(figure(matching, material)));
    if matching.shares.len() > 1 {
        page.push(Block::Sheet(overview(matching, material)));
    }
    let names = Names::new(material.project, lang);
    let mut text = DerivationText::new(material);
    let all_zero = matching.shares.iter().all(|share| share.amount.amount().is_zero());
    let worth_telling = |share: &&Share| all_zero || !share.amount.amount().is_zero();
    let told: Vec<&Share> = matching.shares.iter().copied().filter(worth_telling).collect();
    for share in told.iter().take(TOLD) {
        text.block(head(share, material));
        text.tell(share.amount.step(), 0);
    }
    for (share, lines) in told.iter().zip(text.finish()) {
        page.push(Block::Heading(title(share, material, &names)));
        page.push(Block::Tree(lines));
    }
    if told.len() > TOLD {
        let count = (told.len() - TOLD).to_string();
        page.push(Block::Paragraph(Phrase::MoreShares { count }.get(lang)));
    }
    page
}

/// Says in a sentence who pays how much for what.
fn figure(matching: &Matching<'_>, material: &Material<'_>) -> String {
    let (project, lang) = (material.project, material.lang);
    let wanted = matching.wanted;
    let who = match wanted.party {
        Some(party) => party_name(project, party, lang),
        None => term(Term::AllParties, lang).to_owned(),
    };
    let mut what = Vec::new();
    what.extend(wanted.service.map(|service| Names::new(project, lang).service(service)));
    what.extend(wanted.rule.map(|rule| rule_title(project.rule(rule)).to_owned()));
    what.extend(wanted.step.as_ref().map(|step| quoted(step, lang)));
    what.extend(Some(periods(project, material.run).join(", ")));
    let paid = if matching.moved { Cents::ZERO } else { matching.total };
    let amount = format!("{} {}", lang.amount(paid), project.currency);
    if matching.moved {
        let others = format!("{} {}", lang.amount(matching.total), project.currency);
        return Phrase::NothingPaid { who, what: what.join(", "), amount, others }.get(lang);
    }
    let figure = Phrase::FigureOf { who, what: what.join(", "), amount }.get(lang);
    match matching.shares.len() {
        1 => format!("{figure}."),
        count => {
            format!("{figure}, {}.", Phrase::SumOfShares { count: count.to_string() }.get(lang))
        }
    }
}

/// Lists the shares with their sum.
fn overview(matching: &Matching<'_>, material: &Material<'_>) -> Sheet {
    let lang = material.lang;
    let names = Names::new(material.project, lang);
    let with_party = matching.wanted.party.is_none();
    let headings = [Term::Period, Term::Service, Term::Kind, Term::RuleAndStep, Term::Party];
    let mut columns: Vec<Column> =
        headings.iter().map(|heading| Column::text("", term(*heading, lang))).collect();
    let mut rows: Vec<Row> =
        matching.shares.iter().map(|share| row(share, material, &names)).collect();
    if !with_party {
        columns.pop();
        rows.iter_mut().for_each(|row| drop(row.cells.remove(4)));
    }
    if rows.iter().all(|row| rows[0].cells[0].value == row.cells[0].value) {
        // The sentence above says for which time.
        columns.remove(0);
        rows.iter_mut().for_each(|row| drop(row.cells.remove(0)));
    }
    let width = columns.len();
    columns.push(Column::number("amount", term(Term::Amount, lang)));
    let blanks = std::iter::repeat_n(Value::Empty, width - 1);
    let total = std::iter::once(Value::text(term(Term::Total, lang))).chain(blanks);
    rows.push(Row::total(total.chain([Value::Cents(matching.total)])));
    drop_uniform(&mut columns, &mut rows);
    Sheet { columns, rows, layout: Layout::List }
}

/// Leaves out columns that say the same mark in every row.
fn drop_uniform(columns: &mut Vec<Column>, rows: &mut [Row]) {
    for index in (1..columns.len().saturating_sub(1)).rev() {
        let marks = |row: &Row| matches!(&row.cells[index].value, Value::Word(_) | Value::Empty);
        if rows.iter().all(marks) {
            columns.remove(index);
            rows.iter_mut().for_each(|row| drop(row.cells.remove(index)));
        }
    }
}

fn row(share: &Share, material: &Material<'_>, names: &Names<'_>) -> Row {
    let project = material.project;
    let (pool, step) = origin(share, material);
    let amount = Cell::from(share.amount);
    let cells = [
        Value::Date(pool.window.to_string()),
        names.pool(pool),
        mark(&pool.kind, |kind| Value::text(kind)),
        Value::text(format!("{}: {}", rule_title(project.rule(pool.rule)), step_title(step))),
        Value::text(party_name(project, share.party, material.lang)),
    ];
    Row::plain(cells.into_iter().map(Cell::from).chain([amount]))
}

fn origin<'a>(share: &Share, material: &Material<'a>) -> (&'a Pool, &'a crate::model::Step) {
    let pool = &material.run.pools[share.pool as usize];
    (pool, &material.project.rule(pool.rule).steps[usize::from(share.step)])
}

/// The heading of a share: what for, when, who, how much.
fn title(share: &Share, material: &Material<'_>, names: &Names<'_>) -> String {
    let (project, lang) = (material.project, material.lang);
    let (pool, _) = origin(share, material);
    let mut words = vec![party_name(project, share.party, lang)];
    if let Value::Text(name) = names.pool(pool) {
        words.push(name);
    }
    words.push(pool.window.to_string());
    if let Dimension::Is(kind) = &pool.kind {
        words.push(format!("{} {kind}", term(Term::Kind, lang)));
    }
    format!("{}: {} {}", words.join(", "), lang.amount(share.amount.amount()), project.currency)
}

/// The first lines of a share: rule, legal basis, step and key.
fn head(share: &Share, material: &Material<'_>) -> Vec<Line> {
    let (project, lang) = (material.project, material.lang);
    let (pool, step) = origin(share, material);
    let basis = legal_basis(project, pool.rule, Some(share.step));
    let mut texts = vec![
        format!("{}: {}", term(Term::Rule, lang), rule_title(project.rule(pool.rule))),
        format!("{}: {basis}", term(Term::LegalBasis, lang)),
        format!("{}: {}", term(Term::Step, lang), step_title(step)),
    ];
    texts.extend(step.key.map(|key| key_line(project, key, lang)));
    let undecided = step
        .key
        .into_iter()
        .flat_map(|key| project.undecided(key))
        .filter(|key| Some(*key) != step.key);
    texts.extend(undecided.map(|key| key_line(project, key, lang)));
    texts.extend(stood_in::lines(material, |it, _| {
        it.asked.pool == Some(share.pool) && it.asked.step == Some(share.step)
    }));
    let same_bill = |small: &&NotBilled| small.rule == pool.rule && small.period == pool.period;
    let told = |small: &&NotBilled| small.below == Below::Rest || small.party == share.party;
    texts.extend(material.run.not_billed.iter().filter(same_bill).filter(told).map(|small| {
        format!("{}: {}", term(Term::BelowMinimum, lang), below_minimum(small, material))
    }));
    texts.into_iter().map(|text| Line { depth: 0, text, emphasis: Emphasis::Plain }).collect()
}
