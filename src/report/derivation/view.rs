//! One step of a derivation as people are told it.

use std::cmp::Ordering;

use super::words::{
    exact, label, mode_word, number, operands, place_of, subject_word, value_words,
};
use crate::allocation::{Destination, Dimension};
use crate::apportion::{ApportionResidue, Unit};
use crate::model::Status;
use crate::money::{Mode, Ratio};
use crate::report::Material;
use crate::report::tables::label::{party_name, rule_title};
use crate::text::{Lang, Phrase, Term, term};
use crate::trace::{Operation, Policy, Step, StepId, Subject};

/// How many operands a formula shows.
const OPERANDS: usize = 4;

/// What is told of a step.
pub(crate) struct View {
    /// Which step is told.
    pub(crate) id: StepId,
    /// What it is, and its value.
    pub(crate) head: String,
    /// How the value comes about.
    pub(crate) how: String,
    /// The steps to be told below it.
    pub(crate) parts: Vec<StepId>,
    /// Whether these are told in one line each, and how.
    pub(crate) items: Items,
}

/// How the parts of a step are told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Items {
    /// As steps of their own.
    Steps,
    /// In one line each, by party.
    Parties,
    /// In one line each, by place.
    Rows,
}

impl View {
    /// Looks at a step, passing over those that say nothing of their own.
    pub(crate) fn of(id: StepId, material: &Material<'_>) -> View {
        let id = passed_over(id, material);
        let step = material.run.trace.step(id);
        // What a step takes is told by its quota, unless it takes all that is left.
        let source = match material.run.trace.steps_of(id)[..] {
            [only]
                if step.subject == Subject::StepSum
                    && subject(only, material) == Subject::Quota =>
            {
                only
            }
            _ => id,
        };
        let lang = material.lang;
        let value = match step.subject {
            Subject::ExactShare => exact(&step.value, step.money, lang),
            _ => value_words(step, lang),
        };
        let place = place(id, material);
        let how = how(source, material);
        let parts = parts(source, material);
        let reads =
            |part: &StepId| matches!(material.run.trace.step(*part).operation, Operation::Read);
        let items = match step.subject {
            Subject::WeightSum => Items::Parties,
            Subject::Weight if !parts.is_empty() && parts.iter().all(reads) => Items::Rows,
            _ => Items::Steps,
        };
        let how = if how.is_empty() { place } else { format!(" = {how}") };
        View { id, head: format!("{}: {value}", label(id, material)), how, parts, items }
    }
}

/// Tells a step in one line, and which one that is: its party, where that is asked for, its value
/// and its place.
pub(crate) fn item(id: StepId, items: Items, material: &Material<'_>) -> (StepId, String) {
    let id = passed_over(id, material);
    let step = material.run.trace.step(id);
    let party = step.scope.party.filter(|_| items == Items::Parties);
    let name =
        party.map(|party| format!("{}: ", party_name(material.project, party, material.lang)));
    let text = format!(
        "{}{}{}",
        name.unwrap_or_default(),
        value_words(step, material.lang),
        place(id, material)
    );
    (id, text)
}

/// Tells a share in one line: what for, how much, and where it is explained; `None` for what is no
/// share of cost.
pub(crate) fn share_line(id: StepId, material: &Material<'_>) -> Option<String> {
    let (project, lang) = (material.project, material.lang);
    let step = material.run.trace.step(id);
    if step.subject != Subject::Share || step.scope.pool.is_none() {
        return match (step.operation, &material.run.trace.steps_of(id)[..]) {
            (Operation::Sum, [only]) if step.subject != Subject::StepSum => {
                share_line(*only, material)
            }
            _ => None,
        };
    }
    let pool = material.run.pools.get(step.scope.pool? as usize)?;
    let what = match &pool.service {
        Dimension::Is(service) => format!("{}, ", project.service(*service).name),
        _ => String::new(),
    };
    let what = format!("{what}{}, {}", rule_title(project.rule(pool.rule)), pool.window);
    let head = format!("{} {what}: {}", term(Term::SubjectShare, lang), value_words(step, lang));
    let status = if is_planned(step.scope.pool?, material) { " --status plan" } else { "" };
    let options = format!("--party {}{status}", project.party(step.scope.party?).id);
    Some(format!("{head}, {}", Phrase::SeeExplain { options }.get(lang)))
}

/// Tells a pool of planned cost; what was put behind a settlement is the plan.
fn is_planned(pool: u32, material: &Material<'_>) -> bool {
    let booked =
        material.run.booked.iter().find(|booked| booked.destination == Destination::Pool(pool));
    booked.is_none_or(|booked| material.run.costs[booked.entry].status == Status::Plan)
}

/// Returns the place of a value, or the stretch of a length of time, in brackets.
fn place(id: StepId, material: &Material<'_>) -> String {
    let place = match material.run.trace.step(id).operation {
        Operation::Days(range) | Operation::Months(range) => {
            Some(material.lang.dates(&range.to_string()))
        }
        _ => place_of(id, material),
    };
    place.map(|place| format!(" ({place})")).unwrap_or_default()
}

/// Passes over a sum of one, and over a portion that is the whole.
fn passed_over(id: StepId, material: &Material<'_>) -> StepId {
    let step = material.run.trace.step(id);
    match (step.operation, &material.run.trace.steps_of(id)[..]) {
        (Operation::Sum, [only]) if step.subject != Subject::StepSum => {
            passed_over(*only, material)
        }
        _ => id,
    }
}

fn subject(id: StepId, material: &Material<'_>) -> Subject {
    material.run.trace.step(id).subject
}

/// Lists the steps told below a step.
fn parts(id: StepId, material: &Material<'_>) -> Vec<StepId> {
    let inputs = material.run.trace.steps_of(id);
    match material.run.trace.step(id).operation {
        Operation::Apportion { index, .. } => {
            let own = inputs.get(index as usize + 1);
            inputs.first().into_iter().chain(own).copied().collect()
        }
        Operation::Portion if is_whole(&inputs, material) => inputs.into_iter().take(1).collect(),
        Operation::Limit { index } => limits_of(&inputs, index as usize, material),
        Operation::Solve { .. } => {
            let says = |input: &StepId| !material.run.trace.step(*input).value.is_zero();
            inputs.into_iter().filter(says).collect()
        }
        // The third says only in which direction.
        Operation::AtMost => inputs.into_iter().take(2).collect(),
        _ => inputs,
    }
}

/// Tells whether a portion takes the whole of its first input.
fn is_whole(inputs: &[StepId], material: &Material<'_>) -> bool {
    let value = |id: StepId| &material.run.trace.step(id).value;
    matches!(inputs, [_, part, of] if value(*part) == value(*of))
}

/// Joins operands; what is below zero stands in brackets behind a sign.
fn joined(values: &[String], sign: &str) -> String {
    let operand = |(index, value): (usize, &String)| match index > 0 && value.starts_with('-') {
        true => format!("({value})"),
        false => value.clone(),
    };
    values.iter().enumerate().map(operand).collect::<Vec<_>>().join(sign)
}

/// Says how a value comes about.
fn how(id: StepId, material: &Material<'_>) -> String {
    let lang = material.lang;
    let step = material.run.trace.step(id);
    let inputs = material.run.trace.steps_of(id);
    let read: Vec<&Step> = inputs.iter().map(|input| material.run.trace.step(*input)).collect();
    let values = match read.len() > OPERANDS {
        true => read.iter().map(|input| value_words(input, lang)).collect(),
        false => operands(step, &read, lang),
    };
    match step.operation {
        Operation::Read | Operation::Constant | Operation::Days(_) | Operation::Months(_) => {
            String::new()
        }
        Operation::Sum if step.subject == Subject::StepSum => {
            term(Term::AllThatIsLeft, lang).to_owned()
        }
        Operation::Sum if values.len() > OPERANDS => {
            Phrase::SumOf { count: values.len().to_string() }.get(lang)
        }
        Operation::Sum => joined(&values, " + "),
        Operation::Difference => joined(&values, " − "),
        Operation::Product if values.len() == 1 => String::new(),
        Operation::Product => joined(&values, " × "),
        Operation::Largest if values.len() > OPERANDS => {
            Phrase::LargestOfValues { count: values.len().to_string() }.get(lang)
        }
        Operation::Largest => Phrase::LargestOf { values: values.join("; ") }.get(lang),
        Operation::Replace => match &values[..] {
            [new, old] => Phrase::InsteadOf { new: new.clone(), old: old.clone() }.get(lang),
            _ => String::new(),
        },
        Operation::Quotient => values.join(" ÷ "),
        Operation::Portion if is_whole(&inputs, material) => String::new(),
        Operation::Portion => match &values[..] {
            [whole, part, of] => format!("{whole} × {part} ÷ {of}"),
            _ => String::new(),
        },
        Operation::Solve { size, .. } => Phrase::Solved { centres: size.to_string() }.get(lang),
        Operation::Round(unit, mode) => rounded(Unit::Cents(unit), mode, lang),
        Operation::AtMost
            if inputs.first().is_some_and(|first| subject(*first, material) == Subject::Cap) =>
        {
            term(Term::AtMostCeiling, lang).to_owned()
        }
        Operation::AtMost => term(Term::AtMostLeft, lang).to_owned(),
        Operation::Limit { index } => limit_words(id, &inputs, index as usize, material),
        Operation::Apportion { index, policy: Policy { unit, residue, .. } } => {
            rounding(step, inputs.get(index as usize + 1), unit, residue, material)
        }
    }
}

fn rounded(unit: Unit, mode: Mode, lang: Lang) -> String {
    let unit = match unit {
        Unit::Cents(unit) => lang.amount(unit),
        Unit::Places(places) => Phrase::Decimals { places: places.to_string() }.get(lang),
    };
    Phrase::Rounded { unit, mode: mode_word(mode, lang).to_owned() }.get(lang)
}

/// Says how an exact part was rounded, and whether it got a part of the difference.
fn rounding(
    share: &Step,
    own: Option<&StepId>,
    unit: Unit,
    residue: ApportionResidue,
    material: &Material<'_>,
) -> String {
    let lang = material.lang;
    let mode = residue.parts().1.unwrap_or(Mode::Down);
    let policy = match residue {
        ApportionResidue::LargestRemainder => Term::LargestRemainder,
        ApportionResidue::LargestShare(_) => Term::LargestShare,
        ApportionResidue::To(..) => Term::ResidueTo,
        ApportionResidue::Leave(_) => Term::ResidueLeave,
    };
    let before = own.and_then(|own| unit.round(&material.run.trace.step(*own).value, mode));
    let change = before.map(|before| &share.value - &before);
    let change = match change {
        Some(change) if !change.is_zero() => {
            let sign = if change.signum() > 0 { "+" } else { "" };
            Phrase::RoundingShare {
                change: format!("{sign}{}", number(&change, share.money, lang)),
            }
            .get(lang)
        }
        _ => String::new(),
    };
    format!("{}{change} ({})", rounded(unit, mode, lang), term(policy, lang))
}

/// The sum and the weight of the receiver at an index, and its floor and its cap where it has one:
/// the constant zero stands for no floor, the sum for no cap.
fn limits_of(inputs: &[StepId], index: usize, material: &Material<'_>) -> Vec<StepId> {
    let width = inputs.len() / 3;
    let at = |place: usize| inputs.get(place).copied();
    let is_floor =
        |id: &StepId| !matches!(material.run.trace.step(*id).operation, Operation::Constant);
    let is_cap = |id: &StepId| Some(*id) != at(0);
    let floor = at(1 + width + index).filter(is_floor);
    let cap = at(1 + 2 * width + index).filter(is_cap);
    [at(0), at(1 + index), floor, cap].into_iter().flatten().collect()
}

/// The limited parts of a sum as they are recorded, with their weights by size.
struct LimitedParts {
    weights: Vec<Ratio>,
    shares: Vec<Ratio>,
    /// What every weight is multiplied by.
    factor: Ratio,
}

impl LimitedParts {
    /// Reads the parts of which one was recorded by a step; `None` where not all of them were.
    fn of(id: StepId, inputs: &[StepId], material: &Material<'_>) -> Option<LimitedParts> {
        let trace = &material.run.trace;
        let size = |id: &StepId| trace.step(*id).value.abs();
        let rest = inputs.get(1..)?;
        let columns: Vec<Vec<Ratio>> =
            rest.chunks(rest.len() / 3).map(|column| column.iter().map(size).collect()).collect();
        let [weights, floors, caps] = <[Vec<Ratio>; 3]>::try_from(columns).ok()?;
        let parts = trace.sharing_inputs(id);
        let signed = |id: &StepId| trace.step(*id).value.clone();
        let shares: Vec<Ratio> = parts.iter().map(signed).collect();
        if shares.len() != weights.len() {
            return None;
        }
        let factor = |index: usize| shares[index].abs().checked_div(&weights[index]);
        let is_within = |index: &usize| {
            let share = shares[*index].abs();
            share > floors[*index] && share < caps[*index]
        };
        // Where every part is at a limit, the factor is the least that brings all caps about.
        let is_cut =
            |index: &usize| shares[*index].abs() == caps[*index] && floors[*index] < caps[*index];
        let all = 0..weights.len();
        let within = all.clone().filter(is_within).find_map(factor);
        let factor = within.or_else(|| all.filter(is_cut).filter_map(factor).max());
        Some(LimitedParts { weights, factor: Ratio::found(factor.as_ref()), shares })
    }

    /// Compares a part with its weight times the factor: above, it was raised; below, cut.
    fn change(&self, index: usize) -> Ordering {
        self.shares[index].abs().cmp(&(&self.weights[index] * &self.factor))
    }
}

/// Says whether a part was raised to its floor, cut to its cap or multiplied by the factor of all,
/// and who else was raised or cut.
fn limit_words(id: StepId, inputs: &[StepId], index: usize, material: &Material<'_>) -> String {
    let lang = material.lang;
    let Some(parts) = LimitedParts::of(id, inputs, material) else { return String::new() };
    let receiver = |index: usize| inputs.get(1 + index).map(|id| material.run.trace.step(*id));
    let own = match parts.change(index) {
        Ordering::Greater => term(Term::RaisedToFloor, lang).to_owned(),
        Ordering::Less => term(Term::CutToCap, lang).to_owned(),
        Ordering::Equal if parts.factor == Ratio::ONE => term(Term::WithinLimits, lang).to_owned(),
        Ordering::Equal => {
            let what = receiver(index)
                .map(|step| term(subject_word(step), lang).trim_end_matches(',').to_owned())
                .unwrap_or_default();
            Phrase::TimesFactor { what, factor: number(&parts.factor, false, lang) }.get(lang)
        }
    };
    let others = |wanted: Ordering| {
        let all = 0..parts.shares.len();
        let those = all.filter(|other| *other != index && parts.change(*other) == wanted);
        let named = those.filter_map(|other| {
            let party = receiver(other)?.scope.party?;
            let amount = number(&parts.shares[other], true, lang);
            Some(format!("{} {amount}", party_name(material.project, party, lang)))
        });
        named.collect::<Vec<_>>().join("; ")
    };
    let mut words = own;
    for (wanted, word) in
        [(Ordering::Greater, Term::OthersRaised), (Ordering::Less, Term::OthersCut)]
    {
        let others = others(wanted);
        if !others.is_empty() {
            words.push_str(&format!("; {}: {others}", term(word, lang)));
        }
    }
    words
}
