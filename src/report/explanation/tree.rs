//! The derivation of one share as a tree of sentences.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{label, number, place_of, range_words};
use crate::money::{Cents, Mode};
use crate::report::keys::describe;
use crate::report::label::party_name;
use crate::report::{Emphasis, Line, Material};
use crate::text::{Phrase, Term, term};
use crate::trace::{ApportionResidue, Input, Operation, StepId, Subject};

/// How many values of one kind are listed; the machine form has all.
const LISTED: usize = 20;
/// How many operands a formula shows.
const OPERANDS: usize = 4;

/// Writes derivations; what was told once is referred to by its number.
pub(super) struct Teller<'a> {
    material: &'a Material<'a>,
    /// The block and line where each step was told.
    told: BTreeMap<StepId, (usize, usize)>,
    /// The lines that refer to a step told before.
    references: Vec<((usize, usize), StepId)>,
    blocks: Vec<Vec<Line>>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(material: &'a Material<'a>) -> Teller<'a> {
        Teller { material, told: BTreeMap::new(), references: Vec::new(), blocks: Vec::new() }
    }

    /// Starts a block, with lines before the derivation.
    pub(super) fn block(&mut self, lines: Vec<Line>) {
        self.blocks.push(lines);
    }

    /// Returns the blocks, with a number at whatever is referred to.
    pub(super) fn finish(mut self) -> Vec<Vec<Line>> {
        let targets: BTreeSet<(usize, usize)> =
            self.references.iter().filter_map(|(_, step)| self.told.get(step).copied()).collect();
        let numbers: BTreeMap<(usize, usize), usize> = targets.into_iter().zip(1..).collect();
        for (at, number) in &numbers {
            self.blocks[at.0][at.1].text.push_str(&format!(" [{number}]"));
        }
        for (at, step) in &self.references {
            if let Some(number) = self.told.get(step).and_then(|told| numbers.get(told)) {
                let see = Phrase::See { number: number.to_string() }.get(self.material.lang);
                self.blocks[at.0][at.1].text.push_str(&format!(", {see}"));
            }
        }
        self.blocks
    }

    fn line(&mut self, depth: usize, text: String) -> (usize, usize) {
        let block = self.blocks.len() - 1;
        self.blocks[block].push(Line { depth, text, emphasis: Emphasis::Plain });
        (block, self.blocks[block].len() - 1)
    }

    /// Tells a step and what it is made of.
    pub(super) fn tell(&mut self, id: StepId, depth: usize) {
        let inputs = self.steps_of(id);
        let step = self.material.run.trace.step(id);
        // A sum of one is that one: it needs no line of its own, unless it says what a step takes.
        if let (Operation::Sum, [only], true) =
            (step.operation, &inputs[..], step.subject != Subject::StepSum)
        {
            return self.tell(*only, depth);
        }
        let head =
            format!("{}: {}", label(id, self.material), number(&step.value, step.money, self.material.lang));
        if !inputs.is_empty() && self.told.contains_key(&id) {
            let at = self.line(depth, head);
            self.references.push((at, id));
            return;
        }
        let how = self.how(id, &inputs);
        let at = self.line(depth, if how.is_empty() { head } else { format!("{head} = {how}") });
        if !inputs.is_empty() {
            self.told.insert(id, at);
        }
        self.tell_inputs(id, &inputs, depth + 1);
    }

    fn tell_inputs(&mut self, id: StepId, inputs: &[StepId], depth: usize) {
        let step = self.material.run.trace.step(id);
        if step.subject == Subject::WeightSum {
            return self.tell_flat(inputs, depth);
        }
        let wanted: Vec<StepId> = match step.operation {
            Operation::Apportion { index, .. } => {
                let own = inputs.get(usize::from(index) + 1);
                inputs.first().into_iter().chain(own).copied().collect()
            }
            _ => inputs.to_vec(),
        };
        for input in wanted.iter().take(LISTED) {
            self.tell(*input, depth);
        }
        self.more(wanted.len(), depth);
    }

    /// Lists weights, one line for each party.
    fn tell_flat(&mut self, weights: &[StepId], depth: usize) {
        for weight in weights.iter().take(LISTED) {
            let step = self.material.run.trace.step(*weight);
            let party =
                step.scope.party.map(|party| party_name(self.material.project, party, self.material.lang));
            let value = number(&step.value, step.money, self.material.lang);
            let place =
                place_of(*weight, self.material).map(|place| format!(" ({place})")).unwrap_or_default();
            self.line(depth, format!("{}: {value}{place}", party.unwrap_or_default()));
        }
        self.more(weights.len(), depth);
    }

    fn more(&mut self, count: usize, depth: usize) {
        if count > LISTED {
            let more = Phrase::AndMore { count: (count - LISTED).to_string() }.get(self.material.lang);
            self.line(depth, more);
        }
    }

    fn steps_of(&self, id: StepId) -> Vec<StepId> {
        let inputs = self.material.run.trace.inputs_of(id).iter();
        inputs.filter_map(|input| if let Input::Step(step) = input { Some(*step) } else { None }).collect()
    }

    /// Says how a value comes about.
    fn how(&self, id: StepId, inputs: &[StepId]) -> String {
        let (trace, lang) = (&self.material.run.trace, self.material.lang);
        let step = trace.step(id);
        let values: Vec<String> = inputs
            .iter()
            .map(|input| {
                let step = trace.step(*input);
                number(&step.value, step.money, lang)
            })
            .collect();
        let joined = |mark: &str| values.join(mark);
        match step.operation {
            Operation::Read => place_of(id, self.material).unwrap_or_default(),
            Operation::Constant => String::new(),
            Operation::Days(range) | Operation::Months(range) => range_words(range, lang),
            Operation::Sum if step.subject == Subject::StepSum => term(Term::AllThatIsLeft, lang).to_owned(),
            Operation::Sum if values.is_empty() => String::new(),
            Operation::Sum if values.len() > OPERANDS => {
                Phrase::SumOf { count: values.len().to_string() }.get(lang)
            }
            Operation::Sum => joined(" + "),
            Operation::Difference => joined(" − "),
            Operation::Product => joined(" × "),
            Operation::Quotient => joined(" ÷ "),
            Operation::Portion => match &values[..] {
                [whole, part, of] => format!("{whole} × {part} ÷ {of}"),
                _ => String::new(),
            },
            Operation::Round(unit, mode) => {
                Phrase::Rounded { unit: lang.amount(unit), mode: mode_word(mode, lang).to_owned() }.get(lang)
            }
            Operation::AtMost => term(Term::AtMostLeft, lang).to_owned(),
            Operation::Apportion { index, unit, residue, .. } => {
                self.rounding(id, inputs.get(usize::from(index) + 1).copied(), unit, residue)
            }
        }
    }

    /// Says how an exact part was rounded, and whether it got a part of the difference.
    fn rounding(&self, id: StepId, own: Option<StepId>, unit: Cents, residue: ApportionResidue) -> String {
        let (trace, lang) = (&self.material.run.trace, self.material.lang);
        let mode = residue.parts().1.unwrap_or(Mode::Down);
        let policy = match residue {
            ApportionResidue::LargestRemainder => Term::LargestRemainder,
            ApportionResidue::LargestShare(_) => Term::LargestShare,
            ApportionResidue::To(..) => Term::ResidueTo,
            ApportionResidue::Leave(_) => Term::ResidueLeave,
        };
        let before = own.and_then(|own| Cents::round(&trace.step(own).value, unit, mode));
        let after = Cents::round(&trace.step(id).value, Cents::ONE, Mode::HalfUp);
        let change = before.zip(after).and_then(|(before, after)| after.checked_sub(before));
        let change = match change {
            Some(change) if !change.is_zero() => {
                let sign = if change.signum() > 0 { "+" } else { "" };
                Phrase::RoundingShare { change: format!("{sign}{}", lang.amount(change)) }.get(lang)
            }
            _ => String::new(),
        };
        let mode = mode_word(mode, lang).to_owned();
        let rounded = Phrase::Rounded { unit: lang.amount(unit), mode }.get(lang);
        format!("{rounded}{change} ({})", term(policy, lang))
    }
}

const fn mode_word(mode: Mode, lang: crate::text::Lang) -> &'static str {
    let word = match mode {
        Mode::HalfUp => Term::HalfUp,
        Mode::HalfEven => Term::HalfEven,
        Mode::Down => Term::Down,
        Mode::Up => Term::Up,
    };
    term(word, lang)
}

/// Describes a key for the head of a block.
pub(super) fn key_line(key: crate::model::KeyIx, material: &Material<'_>) -> String {
    let key = material.project.key(key);
    let how = describe(material.project, key, material.lang);
    format!("{} {}: {how}", term(Term::Key, material.lang), key.title.as_deref().unwrap_or(&key.id))
}
