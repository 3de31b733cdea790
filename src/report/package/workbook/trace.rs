//! The steps of a derivation, one in each row.

use rayon::prelude::*;

use crate::money::{Cents, Mode, Ratio};
use crate::report::derivation::step_label;
use crate::report::package::input::ReportInput;
use crate::report::{At, Cell, Formula, Material, Range, Row, Value, Worksheet};
use crate::text::{Lang, Phrase, Term, term};
use crate::trace::{Input, Operation, Step, StepId, Traced};

/// Beyond so many steps a worksheet has no formulas.
const LIVE: usize = 200_000;
/// The most steps of a worksheet.
const MOST: u32 = 1_000_000;
/// The most cells that a sum names one by one.
const NAMED: usize = 60;
/// The most inputs that are listed.
const LISTED: usize = 200;
/// The column of the value.
pub(crate) const VALUE: u16 = 5;

/// The steps of a worksheet: the derivation of some figures, numbered from 1 in their order as the
/// trace in JSON numbers them.
pub(crate) struct Steps<'a> {
    pub(crate) key: &'static str,
    material: Material<'a>,
    /// The derivation, and for each step the row that it has.
    ids: Vec<StepId>,
    rows: Vec<Option<u32>>,
    /// Steps that stand in another worksheet, in order, with their cells.
    elsewhere: Vec<(StepId, At)>,
}

impl<'a> Steps<'a> {
    /// Takes the derivation of some figures; what stands in another worksheet gets no row here.
    pub(crate) fn of(
        key: &'static str,
        material: Material<'a>,
        ends: impl IntoIterator<Item = StepId>,
        mut elsewhere: Vec<(StepId, At)>,
    ) -> Steps<'a> {
        elsewhere.sort_unstable();
        let ids = material.run.trace.derivation(ends);
        let mut next = 0_u32;
        let mut row = |id: &StepId| {
            let own = elsewhere.binary_search_by_key(id, |(step, _)| *step).is_err();
            let row = (own && next < MOST).then_some(next);
            next = next.saturating_add(u32::from(own));
            row
        };
        let rows = ids.iter().map(&mut row).collect();
        Steps { key, material, ids, rows, elsewhere }
    }

    /// Returns the step.
    pub(crate) fn step(&self, id: StepId) -> &'a Step {
        self.material.run.trace.step(id)
    }

    /// Returns the inputs of a step that are steps.
    pub(crate) fn inputs(&self, id: StepId) -> Vec<StepId> {
        self.material.run.trace.steps_of(id)
    }

    /// Returns the first place from which a step comes.
    pub(crate) fn place(&self, id: StepId) -> Option<String> {
        self.material.run.trace.inputs_of(id).iter().find_map(|input| match input {
            Input::Place(loc) => Some(self.material.sources.place(*loc)),
            Input::Step(id) => self.place(*id),
        })
    }

    /// Returns the cell in which a step begins, to be led to.
    pub(crate) fn at(&self, id: StepId) -> Option<At> {
        let at = self.value(id)?;
        Some(if at.worksheet == Some(self.key) { At { column: 0, ..at } } else { at })
    }

    /// Returns the cell in which the value of a step stands.
    pub(crate) fn value(&self, id: StepId) -> Option<At> {
        match self.elsewhere.binary_search_by_key(&id, |(step, _)| *step) {
            Ok(place) => self.elsewhere.get(place).map(|(_, at)| *at),
            Err(_) => Some(At::of(self.key, self.rows.get(self.place_of(id)?).copied()??, VALUE)),
        }
    }

    /// Returns the number of a step.
    pub(crate) fn number(&self, id: StepId) -> Option<u64> {
        Some(self.place_of(id)? as u64 + 1)
    }

    fn place_of(&self, id: StepId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    /// Makes a cell of an amount that comes from its derivation and leads there.
    pub(crate) fn amount(&self, amount: Traced) -> Cell {
        let formula = self.value(amount.step()).map(|at| at.cell().cents());
        Cell::from(amount).with(formula).linked(self.at(amount.step()))
    }

    /// Makes the worksheet.
    pub(crate) fn worksheet(&self, input: &ReportInput<'_>, mut sheet: Worksheet) -> Worksheet {
        sheet.notes.push(input.say(Term::NoteTrace).to_owned());
        input.for_screen(&mut sheet);
        if !self.elsewhere.is_empty() {
            sheet.notes.push(input.say(Term::NoteTraceShares).to_owned());
        }
        let own = self.ids.len().saturating_sub(self.elsewhere.len());
        let live = own <= LIVE;
        if !live {
            sheet.notes.push(input.say(Term::NoteConstants).to_owned());
        }
        if own > MOST as usize {
            let count = |count: u64| input.material.lang.count(count);
            let (shown, all) = (count(MOST.into()), count(own as u64));
            sheet.notes.push(Phrase::RowsCut { shown, all }.get(input.material.lang));
        }
        sheet.columns = input
            .numbers([Term::NumberWord])
            .chain(input.texts([
                Term::OperationWord,
                Term::SubjectHead,
                Term::InputsHead,
                Term::ExactHead,
            ]))
            .chain(input.numbers([Term::ValueHead, Term::RoundedHead]))
            .collect();
        sheet.fixed = 1;
        let shown = (1_u64..).zip(&self.ids).zip(&self.rows).filter(|(_, row)| row.is_some());
        let shown: Vec<(u64, StepId)> = shown.map(|((number, id), _)| (number, *id)).collect();
        sheet.rows =
            shown.into_par_iter().map(|(number, id)| self.line(number, id, live)).collect();
        sheet
    }

    fn line(&self, number: u64, id: StepId, live: bool) -> Row {
        let step = self.step(id);
        let value = if step.money { &step.value * &Ratio::new(1, 100) } else { step.value.clone() };
        let rounded = Cents::round(&step.value, Cents::ONE, Mode::HalfUp).filter(|_| step.money);
        let formula = if live { self.formula(id, step) } else { None };
        let inputs = self.material.run.trace.inputs_of(id);
        let first = inputs.iter().find_map(|input| match input {
            Input::Step(id) => self.at(*id),
            Input::Place(_) => None,
        });
        let cell = Cell::from(Value::Fraction(value.clone())).with(formula);
        Row::plain([
            Value::Count(number).into(),
            Value::text(words(step.operation, self.material.lang)).into(),
            Value::text(step_label(id, &self.material)).into(),
            Cell::from(Value::text(self.listed(inputs))).linked(first.filter(|_| live)),
            // Where nothing is cut off, the value alone says it.
            (if value.is_integer() { Value::Empty } else { Value::Fraction(value) }).into(),
            cell,
            Value::of(rounded.filter(|_| !step.value.is_integer()), Value::Cents).into(),
        ])
    }

    /// Lists inputs by their numbers and places; numbers in a row from first to last.
    fn listed(&self, inputs: &[Input]) -> String {
        let number = |input: &Input| match input {
            Input::Step(id) => self.number(*id),
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

    /// Returns the formula of a step, where its inputs stand in the worksheet.
    fn formula(&self, id: StepId, step: &Step) -> Option<Formula> {
        let here =
            |at: At| if at.worksheet == Some(self.key) { At { worksheet: None, ..at } } else { at };
        let inputs = self.inputs(id);
        let at =
            inputs.iter().map(|input| self.value(*input).map(here)).collect::<Option<Vec<At>>>()?;
        let cells = || at.iter().map(|at| at.cell()).collect::<Vec<_>>();
        let whole = step.money && step.value.is_integer();
        let formula = match (step.operation, &at[..]) {
            (_, []) => return None,
            (Operation::Sum, [first, ..]) if at.is_sorted_by(|a, b| a.below() == *b) => {
                Formula::Total(Range::down(*first, u32::try_from(at.len()).ok()?))
            }
            (Operation::Sum, _) if at.len() <= NAMED => Formula::Sum(cells()),
            (Operation::Difference, _) if at.len() <= NAMED => Formula::Difference(cells()),
            (Operation::Product, _) if at.len() <= NAMED => Formula::Product(cells()),
            (Operation::Quotient, [above, below]) => above.cell().over(below.cell()),
            (Operation::Portion, [sum, weight, total]) => {
                Formula::Product(vec![sum.cell(), weight.cell()]).over(total.cell())
            }
            _ => return None,
        };
        Some(if whole { formula.cents() } else { formula })
    }
}

/// Says what a step does; where the word is not that of the trace in JSON, that one stands behind
/// it.
fn words(operation: Operation, lang: Lang) -> String {
    let word = match operation {
        Operation::Read => Term::OperationRead,
        Operation::Constant => Term::OperationConstant,
        Operation::Days(_) => Term::OperationDays,
        Operation::Months(_) => Term::OperationMonths,
        Operation::Sum => Term::OperationSum,
        Operation::Difference => Term::OperationDifference,
        Operation::Product => Term::OperationProduct,
        Operation::Largest => Term::OperationLargest,
        Operation::Replace => Term::OperationReplace,
        Operation::Quotient => Term::OperationQuotient,
        Operation::Portion => Term::OperationPortion,
        Operation::Round(..) => Term::OperationRound,
        Operation::AtMost => Term::OperationAtMost,
        Operation::Limit { .. } => Term::OperationLimit,
        Operation::Solve { .. } => Term::OperationSolve,
        Operation::Apportion { .. } => Term::OperationApportion,
    };
    let (word, name) = (term(word, lang), operation.name());
    if word == name { name.to_owned() } else { format!("{word} ({name})") }
}
