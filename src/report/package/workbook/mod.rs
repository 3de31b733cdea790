//! The workbook of a report: what is shared, by which rule, how it is settled and called, and where
//! every cent comes from.

mod audit;
mod budget;
mod compared;
mod keys;
mod overview;
mod pools;
mod settled;
mod shares;
mod trace;

use crate::allocation::AllocationRun;
use crate::analysis::Comparison;
use crate::analysis::settlement::{CalledRun, Settlement};
use crate::model::PartyIx;
use crate::report::{
    At, Book, BookCell, BookRow, BudgetReport, CallReport, Column, Formula, Leaf, Material, Range,
    Value,
};
use crate::text::{Phrase, Term, term};
use crate::trace::Traced;
use trace::Steps;

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
    /// The period before, of the same length, where it has cost.
    pub before: Option<&'a AllocationRun>,
    /// A comparison with scenarios.
    pub comparison: Option<&'a Comparison>,
    /// Whose rows alone stand in overview, shares, settlement and calls; `None`: everybody's.
    pub party: Option<PartyIx>,
    /// The line at the foot of each page.
    pub stamp: &'a str,
}

/// Makes the workbook of a report.
pub fn report_book(dossier: &Dossier<'_>) -> Book {
    let material = dossier.material;
    let shares = material.run.shares.iter().map(|share| share.amount.step());
    let steps = Steps::of("trace", material, shares, shares::derived_here(dossier));
    let settled = dossier.settlement.map(|settlement| settled::steps(dossier, settlement));
    let due = dossier.called.filter(|called| !called.calls.is_empty());
    let called = due.map(|called| settled::call_steps(dossier, called));
    let (whole, mut leaves) = rayon::join(
        || steps.leaf(dossier, dossier.leaf(steps.key, Term::LeafTrace, Term::TitleTrace)),
        || {
            let mut leaves = vec![overview::leaf(dossier)];
            leaves.extend(dossier.before.map(|run| compared::before(dossier, run)));
            leaves.extend(
                dossier.comparison.map(|comparison| compared::scenarios(dossier, comparison)),
            );
            leaves.extend([shares::leaf(dossier, &steps), pools::leaf(dossier, &steps)]);
            if let (Some(settlement), Some(steps)) = (dossier.settlement, &settled) {
                leaves.extend(settled::leaves(dossier, settlement, steps));
            }
            if let (Some(called), Some(steps)) = (due, &called) {
                leaves.push(settled::calls(dossier, called, steps));
                leaves.extend(settled::set_off(dossier, called, steps));
            }
            leaves.push(keys::leaf(dossier, &steps));
            leaves.extend(dossier.budget.map(|budget| budget::leaf(dossier, budget)));
            leaves.extend(audit::leaves(dossier, &steps));
            leaves
        },
    );
    leaves.push(whole);
    if let Some(steps) = settled {
        let leaf = dossier.leaf(steps.key, Term::LeafTraceSettlement, Term::TitleTrace);
        leaves.push(steps.leaf(dossier, leaf));
    }
    if let (Some(called), Some(steps)) = (due, called) {
        let leaf = dossier.call_leaf(called, steps.key, (Term::LeafTraceCalls, Term::TitleTrace));
        leaves.push(steps.leaf(dossier, leaf));
    }
    Book { lang: material.lang, title: material.project.title.clone(), leaves }
}

impl Dossier<'_> {
    /// Starts a leaf of the allocation.
    fn leaf(&self, key: &str, name: Term, title: Term) -> Leaf {
        let Material { project, run, status, lang, .. } = self.material;
        let about = Phrase::AllocationAbout {
            period: crate::report::tables::label::periods(project, run).join(", "),
            status: crate::report::tables::label::status_word(status, lang).to_owned(),
            currency: project.currency.clone(),
        };
        self.leaf_about(&about, key, (name, title))
    }

    /// Starts a leaf of the calls, which are of a time of their own.
    fn call_leaf(&self, called: &CalledRun, key: &str, names: (Term, Term)) -> Leaf {
        let Material { project, lang, .. } = self.material;
        let report = CallReport { project, called, lang };
        let mut leaf = self.leaf_about(&report.about(), key, names);
        leaf.notes.extend(report.legal_basis());
        leaf
    }

    /// Starts a leaf that says as the page of the same figures does what it is about.
    fn leaf_about(&self, about: &Phrase, key: &str, (name, title): (Term, Term)) -> Leaf {
        let lang = self.material.lang;
        Leaf {
            key: key.to_owned(),
            name: term(name, lang).to_owned(),
            title: term(title, lang).to_owned(),
            notes: vec![self.about(about)],
            footer: self.stamp.to_owned(),
            ..Leaf::default()
        }
    }

    /// Keeps the rows of a leaf from paper: there are as many as steps.
    fn for_screen(&self, leaf: &mut Leaf) {
        leaf.for_screen = true;
        leaf.notes.push(self.say(Term::NoteForScreen).to_owned());
    }

    /// Names the project, what the figures are about, and what lies over the agreement.
    fn about(&self, about: &Phrase) -> String {
        let Material { project, lang, .. } = self.material;
        let said = [project.title.clone(), about.get(lang).trim_end_matches('.').to_owned()];
        let over = crate::report::commands::scenario_show::said(project, lang);
        said.into_iter().chain(over).collect::<Vec<_>>().join(". ")
    }

    /// Says a term.
    fn say(&self, word: Term) -> &'static str {
        term(word, self.material.lang)
    }

    /// Makes columns of text.
    fn texts<const N: usize>(&self, titles: [Term; N]) -> impl Iterator<Item = Column> + use<N> {
        let lang = self.material.lang;
        titles.into_iter().map(move |title| Column::text("", term(title, lang)))
    }

    /// Makes columns of numbers.
    fn numbers<const N: usize>(&self, titles: [Term; N]) -> impl Iterator<Item = Column> + use<N> {
        let lang = self.material.lang;
        titles.into_iter().map(move |title| Column::number("", term(title, lang)))
    }
}

/// Makes a cell of an amount that comes from its derivation and leads there.
fn amount(amount: Traced, steps: &Steps<'_>) -> BookCell {
    let formula = steps.value(amount.step()).map(|at| Box::new(at.cell().cents()));
    BookCell { value: Value::Cents(amount.amount()), formula, link: steps.at(amount.step()) }
}

/// Makes the row of totals below all rows of a leaf: sums of the columns that hold amounts.
fn totals(leaf: &Leaf, word: &str, sums: impl IntoIterator<Item = (u16, Value)>) -> BookRow {
    let rows = leaf.next_row();
    let mut cells: Vec<BookCell> = leaf.columns.iter().map(|_| Value::Empty.into()).collect();
    if let Some(first) = cells.first_mut() {
        *first = Value::text(word).into();
    }
    for (column, value) in sums {
        let formula = Formula::Total(Range::down(At::here(0, column), rows)).cents();
        if let Some(cell) = cells.get_mut(usize::from(column)) {
            *cell = if rows > 0 { BookCell::live(value, formula) } else { value.into() };
        }
    }
    BookRow::total(cells)
}
