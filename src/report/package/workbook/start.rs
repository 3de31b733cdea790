//! How a worksheet begins and ends: what it is about, its columns, its totals.

use crate::analysis::settlement::CalledRun;
use crate::report::package::input::ReportInput;
use crate::report::{
    At, CallReport, Cell, Column, Formula, Material, Range, Row, Value, Worksheet,
};
use crate::text::{Phrase, Term, term};

impl ReportInput<'_> {
    /// Starts a worksheet of the allocation.
    pub(crate) fn worksheet(&self, key: &str, name: Term, title: Term) -> Worksheet {
        let Material { project, run, status, lang, .. } = self.material;
        let about = Phrase::AllocationAbout {
            period: crate::report::tables::label::periods(project, run).join(", "),
            status: crate::report::tables::label::status_word(status, lang).to_owned(),
            currency: project.currency.clone(),
        };
        self.worksheet_about(&about, key, name, title)
    }

    /// Starts a worksheet of the calls, which are of a time of their own.
    pub(crate) fn call_worksheet(
        &self,
        called: &CalledRun,
        key: &str,
        name: Term,
        title: Term,
    ) -> Worksheet {
        let Material { project, lang, .. } = self.material;
        let report = CallReport { project, called, lang };
        let mut sheet = self.worksheet_about(&report.about(), key, name, title);
        sheet.notes.extend(report.legal_basis());
        sheet
    }

    /// Starts a worksheet that says as the page of the same figures does what it is about.
    pub(crate) fn worksheet_about(
        &self,
        about: &Phrase,
        key: &str,
        name: Term,
        title: Term,
    ) -> Worksheet {
        let lang = self.material.lang;
        Worksheet {
            key: key.to_owned(),
            name: term(name, lang).to_owned(),
            title: term(title, lang).to_owned(),
            notes: vec![self.about(about)],
            footer: self.stamp.to_owned(),
            ..Worksheet::default()
        }
    }

    /// Keeps the rows of a worksheet from paper: there are as many as steps.
    pub(crate) fn for_screen(&self, sheet: &mut Worksheet) {
        sheet.for_screen = true;
        sheet.notes.push(self.say(Term::NoteForScreen).to_owned());
    }

    /// Names the project, what the figures are about, and what lies over the agreement.
    pub(crate) fn about(&self, about: &Phrase) -> String {
        let Material { project, lang, .. } = self.material;
        let said = [project.title.clone(), about.get(lang).trim_end_matches('.').to_owned()];
        let over = crate::report::commands::scenario_show::said(project, lang);
        said.into_iter().chain(over).collect::<Vec<_>>().join(". ")
    }

    /// Says a term.
    pub(crate) fn say(&self, word: Term) -> &'static str {
        term(word, self.material.lang)
    }

    /// Makes columns of text.
    pub(crate) fn texts<const N: usize>(
        &self,
        titles: [Term; N],
    ) -> impl Iterator<Item = Column> + use<N> {
        let lang = self.material.lang;
        titles.into_iter().map(move |title| Column::text("", term(title, lang)))
    }

    /// Makes columns of numbers.
    pub(crate) fn numbers<const N: usize>(
        &self,
        titles: [Term; N],
    ) -> impl Iterator<Item = Column> + use<N> {
        let lang = self.material.lang;
        titles.into_iter().map(move |title| Column::number("", term(title, lang)))
    }
}

/// Makes the row of totals below all rows of a worksheet: sums of the columns that hold amounts.
pub(crate) fn totals(
    sheet: &Worksheet,
    word: &str,
    sums: impl IntoIterator<Item = (u16, Value)>,
) -> Row {
    let rows = sheet.next_row();
    let mut cells: Vec<Cell> = sheet.columns.iter().map(|_| Value::Empty.into()).collect();
    if let Some(first) = cells.first_mut() {
        *first = Value::text(word).into();
    }
    for (column, value) in sums {
        let formula = Formula::Total(Range::down(At::here(0, column), rows)).cents();
        if let Some(cell) = cells.get_mut(usize::from(column)) {
            *cell = if rows > 0 { Cell::live(value, formula) } else { value.into() };
        }
    }
    Row::total(cells)
}
