//! The steps of a derivation, one in each row.

use super::Dossier;
use crate::money::{Cents, Mode, Ratio};
use crate::report::explanation::step_label;
use crate::report::{At, BookCell, BookRow, Formula, Leaf, Material, Range, Value};
use crate::text::{Phrase, Term};
use crate::trace::{Input, Operation, Step, StepId};

/// Beyond so many steps a leaf has no formulas.
const LIVE: usize = 200_000;
/// The most steps of a leaf.
const MOST: usize = 1_000_000;
/// The most cells that a sum names one by one.
const NAMED: usize = 60;
/// The most inputs that are listed.
const LISTED: usize = 200;
/// The column of the value.
pub(super) const VALUE: u16 = 5;

/// The steps of a leaf: some of a run, in order.
pub(super) struct Steps<'a> {
    pub(super) key: &'static str,
    material: Material<'a>,
    ids: Vec<StepId>,
}

impl<'a> Steps<'a> {
    /// Takes all steps of a run.
    pub(super) fn whole(key: &'static str, material: Material<'a>) -> Steps<'a> {
        Steps { key, material, ids: (0..material.run.trace.base()).map(StepId).collect() }
    }

    /// Takes the derivation of some figures.
    pub(super) fn of(
        key: &'static str,
        material: Material<'a>,
        ends: impl IntoIterator<Item = StepId>,
    ) -> Steps<'a> {
        Steps { key, material, ids: material.run.trace.derivation(ends) }
    }

    /// Returns the step.
    pub(super) fn step(&self, id: StepId) -> &'a Step {
        self.material.run.trace.step(id)
    }

    /// Returns the inputs of a step that are steps.
    pub(super) fn inputs(&self, id: StepId) -> Vec<StepId> {
        let steps = self.material.run.trace.inputs_of(id).iter().filter_map(|input| match input {
            Input::Step(id) => Some(*id),
            Input::Place(_) => None,
        });
        steps.collect()
    }

    /// Returns the first place from which a step comes.
    pub(super) fn place(&self, id: StepId) -> Option<String> {
        self.material.run.trace.inputs_of(id).iter().find_map(|input| match input {
            Input::Place(loc) => Some(self.material.sources.place(*loc)),
            Input::Step(id) => self.place(*id),
        })
    }

    /// Returns the cell in which a step stands.
    pub(super) fn at(&self, id: StepId) -> Option<At> {
        Some(At::of(self.key, self.row(id)?, 0))
    }

    fn row(&self, id: StepId) -> Option<u32> {
        let row = self.ids.binary_search(&id).ok().filter(|row| *row < MOST)?;
        u32::try_from(row).ok()
    }

    /// Makes the leaf.
    pub(super) fn leaf(&self, dossier: &Dossier<'_>, name: Term) -> Leaf {
        let mut leaf = dossier.leaf(self.key, name, Term::TitleTrace);
        leaf.notes.push(dossier.say(Term::NoteTrace).to_owned());
        let live = self.ids.len() <= LIVE;
        if !live {
            leaf.notes.push(dossier.say(Term::NoteConstants).to_owned());
        }
        if self.ids.len() > MOST {
            let count = |count: usize| dossier.material.lang.count(count as u64);
            let (shown, all) = (count(MOST), count(self.ids.len()));
            leaf.notes.push(Phrase::RowsCut { shown, all }.get(dossier.material.lang));
        }
        leaf.columns = dossier
            .numbers([Term::NumberWord])
            .chain(dossier.texts([Term::OperationWord, Term::SubjectHead, Term::InputsHead, Term::ExactHead]))
            .chain(dossier.numbers([Term::ValueHead, Term::RoundedHead]))
            .collect();
        leaf.fixed = 1;
        leaf.rows = (1_u64..)
            .zip(self.ids.iter().take(MOST))
            .map(|(number, id)| self.line(number, *id, live))
            .collect();
        leaf
    }

    fn line(&self, number: u64, id: StepId, live: bool) -> BookRow {
        let step = self.step(id);
        let value = if step.money { &step.value * &Ratio::new(1, 100) } else { step.value.clone() };
        let rounded = Cents::round(&step.value, Cents::ONE, Mode::HalfUp).filter(|_| step.money);
        let formula = if live { self.formula(id, step) } else { None };
        let inputs = self.material.run.trace.inputs_of(id);
        let first = inputs.iter().find_map(|input| match input {
            Input::Step(id) => self.at(*id),
            Input::Place(_) => None,
        });
        let cell =
            BookCell { value: Value::Fraction(value.clone()), formula: formula.map(Box::new), link: None };
        BookRow::plain([
            Value::Count(number).into(),
            Value::word(step.operation.name()).into(),
            Value::text(step_label(id, &self.material)).into(),
            BookCell::from(Value::text(self.listed(inputs))).linked(first.filter(|_| live)),
            // Where nothing is cut off, the value alone says it.
            (if value.is_integer() { Value::Empty } else { Value::Fraction(value) }).into(),
            cell,
            Value::of(rounded.filter(|_| !step.value.is_integer()), Value::Cents).into(),
        ])
    }

    /// Lists inputs by their numbers and places; numbers in a row from first to last.
    fn listed(&self, inputs: &[Input]) -> String {
        let number = |input: &Input| match input {
            Input::Step(id) => self.row(*id).map(|row| u64::from(row) + 1),
            Input::Place(_) => None,
        };
        let (mut texts, mut rest) = (Vec::new(), inputs);
        while let [first, others @ ..] = rest {
            let mut after = 0;
            if let Some(start) = number(first) {
                after = (start + 1..)
                    .zip(others)
                    .take_while(|(next, input)| number(input) == Some(*next))
                    .count();
            }
            texts.push(match (number(first), first, after) {
                (Some(start), _, 2..) => format!("{start}–{}", start + after as u64),
                (Some(start), ..) => start.to_string(),
                (None, Input::Place(loc), _) => self.material.sources.place(*loc),
                (None, ..) => "–".to_owned(),
            });
            rest = if after > 1 { &others[after..] } else { others };
        }
        if texts.len() > LISTED {
            let count = (texts.len() - LISTED).to_string();
            texts.truncate(LISTED);
            texts.push(Phrase::AndMorePlaces { count }.get(self.material.lang));
        }
        texts.join("; ")
    }

    /// Returns the formula of a step, where its inputs stand in the leaf.
    fn formula(&self, id: StepId, step: &Step) -> Option<Formula> {
        let inputs = self.inputs(id);
        let rows = inputs.iter().map(|input| self.row(*input)).collect::<Option<Vec<u32>>>()?;
        let cells = || rows.iter().map(|row| At::here(*row, VALUE).cell()).collect::<Vec<_>>();
        let whole = step.money && step.value.is_integer();
        let formula = match (step.operation, &rows[..]) {
            (_, []) => return None,
            (Operation::Sum, [first, ..]) if rows.is_sorted_by(|a, b| a + 1 == *b) => {
                Formula::Total(Range::down(At::here(*first, VALUE), u32::try_from(rows.len()).ok()?))
            }
            (Operation::Sum, _) if rows.len() <= NAMED => Formula::Sum(cells()),
            (Operation::Difference, _) if rows.len() <= NAMED => Formula::Difference(cells()),
            (Operation::Product, _) if rows.len() <= NAMED => Formula::Product(cells()),
            (Operation::Quotient, [above, below]) => {
                At::here(*above, VALUE).cell().over(At::here(*below, VALUE).cell())
            }
            (Operation::Portion, [sum, weight, total]) => {
                let above = [*sum, *weight].map(|row| At::here(row, VALUE).cell());
                Formula::Product(above.into()).over(At::here(*total, VALUE).cell())
            }
            _ => return None,
        };
        Some(if whole { formula.cents() } else { formula })
    }
}
