//! The shares of a statement one by one, each as a product, and what rounding did.

use super::product::{Product, places};
use super::{Statement, kinds};
use crate::allocation::Share;
use crate::money::{Cents, Mode, Ratio};
use crate::report::tables::label::{rule_title, step_title};
use crate::report::{Block, Cell, Column, Layout, Material, Row, Sheet, Value};
use crate::text::{Phrase, Term, term};

/// To what effects of rounding are rounded before they are added.
const BILLION: i128 = 1_000_000_000;

impl Statement<'_, '_> {
    /// Every share: from which cost, by which step, with which part, and what rounding did; where
    /// there are several times, by service and then by time.
    pub(crate) fn lines(&self) -> Vec<Block> {
        if self.shares.is_empty() {
            return vec![
                self.heading(Term::StatementLines),
                Block::Paragraph(self.word(Term::NoShareHere)),
            ];
        }
        let timed = self.has_several_times();
        let shares = self.ordered(timed);
        let product = |share: &&Share| Product::of(&self.material.run.trace, share.amount.step());
        let products: Vec<Product> = shares.iter().filter_map(product).collect();
        let places = places(&products);
        let is_cut =
            products.iter().any(|product| product.time(self.material.lang) != Value::Empty);
        let annexed = self.annexed();
        let mut columns = self.line_columns(timed);
        let mut rows: Vec<Row> =
            shares.into_iter().map(|share| self.line(share, timed, &annexed, places)).collect();
        if !is_cut {
            let at = columns.len() - 2;
            columns.remove(at);
            rows.iter_mut().for_each(|row| drop(row.cells.remove(at)));
        }
        let total = std::iter::once(Value::text(self.word(Term::Total)));
        let empty = std::iter::repeat_n(Value::Empty, columns.len() - 2);
        rows.push(Row::total(total.chain(empty).chain([Value::Cents(self.total())])));
        vec![
            self.heading(Term::StatementLines),
            Block::Sheet(Sheet { columns, rows, layout: Layout::List }),
            Block::Paragraph(match is_cut {
                true => format!(
                    "{} {}",
                    self.word(Term::ProductMeans),
                    self.word(Term::ProductWithTime)
                ),
                false => self.word(Term::ProductMeans),
            }),
            Block::Paragraph(self.rounding()),
        ]
    }

    fn line_columns(&self, timed: bool) -> Vec<Column> {
        let lang = self.material.lang;
        let mut columns = vec![
            Column::text("service", term(Term::Service, lang)),
            Column::text("kind", term(Term::Kind, lang)),
            Column::text("step", term(Term::Step, lang)),
            Column::number("cost", term(Term::LineCost, lang)),
            Column::number("sum", term(Term::ToShare, lang)),
            Column::number("part", term(Term::PartOfSum, lang)),
            Column::number("time", term(Term::TimePart, lang)),
            Column::number("amount", term(Term::Share, lang)),
        ];
        if timed {
            columns.insert(1, Column::text("period", term(Term::Period, lang)));
        }
        columns
    }

    fn line(&self, share: &Share, timed: bool, annexed: &[&Share], places: u32) -> Row {
        let Material { project, run, lang, .. } = self.material;
        let pool = &run.pools[share.pool as usize];
        let rule = project.rule(pool.rule);
        let step = &rule.steps[usize::from(share.step)];
        let product = Product::of(&run.trace, share.amount.step());
        let annex =
            (1..).zip(annexed).find(|(_, other)| other.amount.step() == share.amount.step());
        let annex =
            annex.map(|(number, _)| Phrase::InAnnex { number: number.to_string() }.get(lang));
        let annex = annex.map(|annex| format!(" ({annex})")).unwrap_or_default();
        let mut cells = vec![
            Value::text(self.object(share)),
            Value::text(kinds(run, share.pool)),
            Value::text(format!("{}: {}{annex}", rule_title(rule), step_title(step))),
            Value::Cents(pool.cost),
            Value::of(product.as_ref(), |product| Value::Cents(product.sum)),
            product.as_ref().map_or(Value::Empty, |product| product.value(places)),
            product.map_or(Value::Empty, |product| product.time(lang)),
        ];
        if timed {
            cells.insert(1, Value::Date(pool.window.to_string()));
        }
        let amount = Cell::from(share.amount);
        Row::plain(cells.into_iter().map(Cell::from).chain([amount]))
    }

    /// What rounding to whole cents changed, in cents with two decimals. Each effect is rounded to
    /// a billionth before they are added: the exact sum of thousands of fractions would have a
    /// denominator of thousands of digits.
    fn rounding(&self) -> String {
        let (lang, trace) = (self.material.lang, &self.material.run.trace);
        let effects = self.shares.iter().filter_map(|share| {
            let Product { exact, .. } = Product::of(trace, share.amount.step())?;
            (&(&share.amount.amount().ratio() - &exact) * &Ratio::from(BILLION)).round(Mode::HalfUp)
        });
        let sum = Ratio::new(effects.fold(0, i128::saturating_add), BILLION);
        let hundredths = (&sum * &Ratio::from(100)).round(Mode::HalfUp).unwrap_or_default();
        let sign = if hundredths > 0 { "+" } else { "" };
        let cents = lang.amount(Cents::new(hundredths));
        Phrase::RoundingEffect { cents: format!("{sign}{cents}") }.get(lang)
    }
}
