//! The words of a derivation: what a step is about, and its value.

use crate::model::{CostObject, KeyIx, Makes};
use crate::money::{Cents, Mode, Ratio};
use crate::report::Material;
use crate::report::tables::key_words::key_title;
use crate::report::tables::label::{party_name, step_title};
use crate::text::{Lang, Phrase, Term, term};
use crate::trace::{Input, Operation, Step, StepId, Subject};

/// The decimals of a number that goes on.
const PLACES: u32 = 6;
/// The most decimals of a number that goes on.
const MOST_PLACES: u32 = 30;
/// A result may be off by less than one in so many: half of the sixth decimal.
const TOLERANCE: i128 = 2_000_000;
/// The longest fraction that stands for its decimals, such as 2/3.
const SHORT_FRACTION: usize = 5;
/// The longest fraction that stands beside its decimals.
const READABLE_FRACTION: usize = 40;

/// Writes a value: money in currency units, a number that goes on with six decimals.
pub(crate) fn number(value: &Ratio, money: bool, lang: Lang) -> String {
    number_to(PLACES, value, money, lang)
}

/// Writes a value; a number that goes on with so many decimals.
fn number_to(places: u32, value: &Ratio, money: bool, lang: Lang) -> String {
    if money && value.is_integer() {
        let amount = Cents::round(value, Cents::ONE, Mode::HalfUp);
        return amount.map(|amount| lang.amount(amount)).unwrap_or_default();
    }
    let value = units(value, money);
    let (exact, ends) = value.decimal(10);
    if ends {
        return lang.number(&exact);
    }
    let fraction = value.fraction();
    if fraction.len() <= SHORT_FRACTION {
        return fraction;
    }
    format!("{}…", lang.number(&value.decimal(places).0))
}

/// Returns the number that is read where a value is written with so many decimals.
fn as_read(places: u32, value: &Ratio, money: bool) -> Option<Ratio> {
    let value = units(value, money);
    if value.decimal(10).1 || value.fraction().len() <= SHORT_FRACTION {
        return Some(value);
    }
    let scale = 10_i128.checked_pow(places)?;
    Some(Ratio::new((&value * &Ratio::from(scale)).round(Mode::HalfUp)?, scale))
}

/// Writes what a step is made of, so that whoever works it out again gets its value to six
/// decimals: numbers that go on have as many decimals as that takes.
pub(crate) fn operands(step: &Step, inputs: &[&Step], lang: Lang) -> Vec<String> {
    let comes_out = |places: &u32| {
        let read = inputs.iter().map(|input| as_read(*places, &input.value, input.money));
        let result =
            read.collect::<Option<Vec<Ratio>>>().and_then(|read| worked_out(step.operation, &read));
        result.is_none_or(|result| {
            let off = (&result - &units(&step.value, step.money)).abs();
            &off * &Ratio::from(TOLERANCE) < Ratio::ONE
        })
    };
    let goes_on = |input: &&Step| {
        as_read(0, &input.value, input.money)
            .is_none_or(|read| read != units(&input.value, input.money))
    };
    let places = match inputs.iter().any(goes_on) {
        true => (PLACES..MOST_PLACES).step_by(3).find(comes_out).unwrap_or(MOST_PLACES),
        false => PLACES,
    };
    inputs.iter().map(|input| value_to(places, input, lang)).collect()
}

/// Works out an operation on numbers as they are read; `None` for what is no plain arithmetic.
fn worked_out(operation: Operation, values: &[Ratio]) -> Option<Ratio> {
    match (operation, values) {
        (Operation::Sum, values) => Some(Ratio::sum(values)),
        (Operation::Difference, [whole, parts @ ..]) => Some(whole - &Ratio::sum(parts)),
        (Operation::Product, values) => {
            Some(values.iter().fold(Ratio::ONE, |all, value| &all * value))
        }
        (Operation::Quotient, [part, all]) => part.checked_div(all),
        (Operation::Portion, [whole, part, all]) => (whole * part).checked_div(all),
        _ => None,
    }
}

/// Writes a value as a decimal number, and as a fraction where it goes on.
pub(crate) fn exact(value: &Ratio, money: bool, lang: Lang) -> String {
    let text = number(value, money, lang);
    let fraction = units(value, money).fraction();
    let short = fraction.len() <= READABLE_FRACTION;
    if text.ends_with('…') && short { format!("{text} ({fraction})") } else { text }
}

/// Writes the value of a step; a quota in percent where that ends.
pub(crate) fn value_words(step: &Step, lang: Lang) -> String {
    value_to(PLACES, step, lang)
}

fn value_to(places: u32, step: &Step, lang: Lang) -> String {
    if matches!(step.subject, Subject::Quota | Subject::Rate) && !step.money {
        let (percent, ends) = (&step.value * &Ratio::from(100)).decimal(10);
        if ends {
            return format!("{} %", lang.number(&percent));
        }
    }
    number_to(places, &step.value, step.money, lang)
}

/// Money in currency units, other numbers as they are.
fn units(value: &Ratio, money: bool) -> Ratio {
    if money { value * &Ratio::new(1, 100) } else { value.clone() }
}

/// Names what a step is about, with the party, key and time it belongs to.
pub(crate) fn label(id: StepId, material: &Material<'_>) -> String {
    let (project, lang) = (material.project, material.lang);
    let step = material.run.trace.step(id);
    let scope = step.scope;
    let mut text = term(subject_word(step), lang).to_owned();
    if let (Subject::Made, Some(derivation)) = (step.subject, scope.derivation) {
        let derivation = project.derivation(derivation);
        let title = derivation.title.as_deref().unwrap_or(&derivation.id);
        text = format!("{} {}", term(derived_word(&derivation.makes), lang), quoted(title, lang));
        let made = matches!(
            step.operation,
            Operation::Round(..) | Operation::Apportion { .. } | Operation::Product
        );
        if made && step.value.is_integer() {
            text.push_str(&format!(" ({})", derivation.legal_basis));
        }
    }
    if let (Subject::StepSum, Some(rule), Some(index)) = (step.subject, scope.rule, scope.step)
        && let Some(step) = project.rule(rule).steps.get(usize::from(index))
    {
        text.push_str(&format!(" {}", quoted(step_title(step), lang)));
    }
    text.push_str(&passage(step, material));
    if let Some(party) = scope.party.filter(|_| is_of_party(step.subject)) {
        text.push_str(&format!(" {}", party_name(project, party, lang)));
    }
    if let Some(key) = key_of(id, material) {
        text.push_str(&format!(
            ", {}",
            Phrase::ByKey { key: key_title(project, project.key(key), lang) }.get(lang)
        ));
    }
    if let Some(range) = scope.range.filter(|_| is_in_time(step.subject)) {
        text.push_str(&format!(", {}", lang.dates(&range.to_string())));
    }
    text
}

/// Tells what is named with its party.
const fn is_of_party(subject: Subject) -> bool {
    matches!(
        subject,
        Subject::Weight
            | Subject::NormalWeight
            | Subject::Percent
            | Subject::ActiveFraction
            | Subject::Floor
            | Subject::Cap
            | Subject::ExactShare
            | Subject::Share
            | Subject::Quota
            | Subject::Derived
            | Subject::Changed
            | Subject::Figure
            | Subject::Payment
            | Subject::Outlay
            | Subject::Credit
            | Subject::Balance
            | Subject::Instalment
            | Subject::SetOff
            | Subject::Call
            | Subject::Owed
            | Subject::Gets
            | Subject::Transfer
            | Subject::Interest
    )
}

/// Tells what is named with its time.
const fn is_in_time(subject: Subject) -> bool {
    matches!(
        subject,
        Subject::SliceSum
            | Subject::Changed
            | Subject::EntryPart
            | Subject::Made
            | Subject::Brought
            | Subject::Figure
            | Subject::Payment
            | Subject::Credit
            | Subject::Balance
            | Subject::Instalment
            | Subject::Call
    )
}

/// Names the centre whose cost a step is about, and who receives it.
fn passage(step: &Step, material: &Material<'_>) -> String {
    let project = material.project;
    let name = |object| match object {
        CostObject::Service(service) => project.service(service).name.clone(),
        CostObject::Centre(centre) => project.centre(centre).name.clone(),
    };
    let from = step.scope.centre.map(|centre| project.centre(centre).name.clone());
    match (from, step.scope.object.map(name)) {
        (Some(from), Some(to)) => format!(" {from} → {to}"),
        (Some(one), None) | (None, Some(one)) => format!(" {one}"),
        (None, None) => String::new(),
    }
}

/// Returns the key of a weight; of a sum or a normalised weight that of the weights it is made of.
fn key_of(id: StepId, material: &Material<'_>) -> Option<KeyIx> {
    let trace = &material.run.trace;
    let step = trace.step(id);
    match (step.subject, trace.inputs_of(id).first()) {
        (Subject::Weight, _) => step.scope.key,
        (Subject::NormalWeight | Subject::WeightSum, Some(Input::Step(first))) => {
            key_of(*first, material)
        }
        _ => None,
    }
}

/// Names what a step is about; what one subject stands for is told apart by its scope and by what
/// the step does.
pub(crate) const fn subject_word(step: &Step) -> Term {
    let scope = &step.scope;
    match (step.subject, &step.operation) {
        (Subject::Time, operation) => time_word(operation),
        (Subject::Quota, _) if scope.key.is_some() => Term::SubjectMultiplier,
        (Subject::Quota, _) if scope.party.is_some() => Term::SubjectBase,
        (Subject::Quota, _) if step.money => Term::SubjectAmount,
        (Subject::Weight, _) if scope.key.is_none() => Term::SubjectUse,
        (Subject::NormalWeight, Operation::Product) => Term::SubjectWeighted,
        (Subject::WeightSum, _) if step.money => Term::SubjectBaseSum,
        (Subject::Floor, _) if scope.party.is_none() => Term::SubjectFloorOfRule,
        (Subject::Cap, _) if scope.party.is_none() => Term::SubjectCapOfRule,
        (Subject::ExactShare, Operation::Limit { .. }) => Term::SubjectLimitedShare,
        (Subject::ExactShare, _) if scope.party.is_none() => Term::SubjectSliceTotal,
        (Subject::Owed, _) if scope.party.is_none() => Term::NetBefore,
        (Subject::Gets, _) if scope.party.is_none() => Term::SubjectGetsAccount,
        (subject, _) => usual_word(subject),
    }
}

/// Names a subject as it mostly is.
const fn usual_word(subject: Subject) -> Term {
    match subject {
        Subject::Entry => Term::SubjectEntry,
        Subject::EntryPart => Term::SubjectEntryPart,
        Subject::Change => Term::SubjectChange,
        Subject::Changed => Term::SubjectChanged,
        Subject::Made => Term::SubjectMade,
        Subject::Growth => Term::SubjectGrowth,
        Subject::Driver => Term::SubjectDriver,
        Subject::DriverSum => Term::SubjectDriverSum,
        Subject::Passed => Term::SubjectPassed,
        Subject::Reaches => Term::SubjectReaches,
        Subject::Booked => Term::SubjectBooked,
        Subject::Derived => Term::SubjectDerived,
        Subject::Brought => Term::SubjectBrought,
        Subject::Time => Term::SubjectTime,
        Subject::Total => Term::SubjectTotal,
        Subject::Left => Term::SubjectLeft,
        Subject::Quota => Term::SubjectQuota,
        Subject::StepSum => Term::SubjectStepSum,
        Subject::SliceSum => Term::SubjectSliceSum,
        Subject::Fraction => Term::SubjectFraction,
        Subject::ActiveFraction => Term::SubjectPresence,
        Subject::Weight => Term::SubjectWeight,
        Subject::Percent => Term::SubjectPercent,
        Subject::NormalWeight => Term::SubjectNormalWeight,
        Subject::WeightSum => Term::SubjectWeightSum,
        Subject::Floor => Term::SubjectFloor,
        Subject::Cap => Term::SubjectCap,
        Subject::ExactShare => Term::SubjectExactShare,
        Subject::Share => Term::SubjectShare,
        Subject::Figure => Term::SubjectFigure,
        Subject::Payment => Term::SubjectPayment,
        Subject::Outlay => Term::SubjectOutlay,
        Subject::Credit => Term::SubjectCreditOfPeriod,
        Subject::Balance => Term::SubjectBalance,
        Subject::Instalment => Term::SubjectInstalment,
        Subject::SetOff => Term::SubjectSetOff,
        Subject::Call => Term::SubjectCall,
        Subject::Owed => Term::SubjectOwed,
        Subject::Gets => Term::SubjectGets,
        Subject::Transfer => Term::SubjectTransfer,
        Subject::Rate => Term::SubjectRate,
        Subject::Interest => Term::SubjectInterest,
    }
}

/// Names a part of time.
const fn time_word(operation: &Operation) -> Term {
    match operation {
        Operation::Days(_) => Term::SubjectDays,
        Operation::Months(_) => Term::SubjectMonths,
        _ => Term::SubjectTime,
    }
}

/// Names what a derivation makes.
const fn derived_word(makes: &Makes) -> Term {
    match makes {
        Makes::Indexation(_) => Term::SubjectIndexation,
        Makes::Surcharge(_) => Term::SubjectSurcharge,
        Makes::Credit => Term::SubjectCredit,
        Makes::CatchUp(_) => Term::SubjectCatchUp,
    }
}

/// Returns the places at which a step reads; several are counted.
pub(crate) fn place_of(id: StepId, material: &Material<'_>) -> Option<String> {
    let mut places = material.run.trace.inputs_of(id).iter().filter_map(|input| match input {
        Input::Place(loc) => Some(material.sources.place(*loc)),
        Input::Step(_) => None,
    });
    let first = places.next()?;
    Some(match places.count() {
        0 => first,
        more => format!(
            "{first}, {}",
            Phrase::AndMorePlaces { count: more.to_string() }.get(material.lang)
        ),
    })
}

pub(crate) fn quoted(text: &str, lang: Lang) -> String {
    match lang {
        Lang::De => format!("„{text}“"),
        Lang::En => format!("“{text}”"),
    }
}

/// Names a way of rounding.
pub(crate) const fn mode_word(mode: Mode, lang: Lang) -> &'static str {
    let word = match mode {
        Mode::HalfUp => Term::HalfUp,
        Mode::HalfEven => Term::HalfEven,
        Mode::Down => Term::Down,
        Mode::Up => Term::Up,
    };
    term(word, lang)
}
