//! The words of a derivation: what a step is about, and its value.

use jiff::civil::Date;

use crate::model::{DateRange, Method};
use crate::money::{Cents, Mode, Ratio};
use crate::report::Material;
use crate::report::label::{party_name, step_title};
use crate::text::{Lang, Phrase, Term, term};
use crate::trace::{Input, StepId, Subject};

/// The decimals of a number that goes on.
const PLACES: u32 = 6;
/// The longest fraction that is shown beside its decimals.
const READABLE_FRACTION: usize = 24;

/// Writes a value: money in currency units, a number that goes on with its fraction where that is short.
pub(super) fn number(value: &Ratio, money: bool, lang: Lang) -> String {
    if money && value.is_integer() {
        return Cents::round(value, Cents::ONE, Mode::HalfUp)
            .map(|amount| lang.amount(amount))
            .unwrap_or_default();
    }
    let value = if money { value * &Ratio::new(1, 100) } else { value.clone() };
    let (exact, ends) = value.decimal(10);
    if ends {
        return lang.number(&exact);
    }
    let decimals = format!("{}…", lang.number(&value.decimal(PLACES).0));
    let fraction = value.fraction();
    if fraction.len() <= READABLE_FRACTION { format!("{decimals} ({fraction})") } else { decimals }
}

/// Names what a step is about, with the party, key and time it belongs to.
pub(super) fn label(id: StepId, material: &Material<'_>) -> String {
    let (project, lang) = (material.project, material.lang);
    let step = material.run.trace.step(id);
    let scope = step.scope;
    let mut text = term(subject_word(step.subject, step.money), lang).to_owned();
    if let (Subject::StepSum, Some(rule), Some(index)) = (step.subject, scope.rule, scope.step)
        && let Some(step) = project.rule(rule).steps.get(usize::from(index))
    {
        text.push_str(&format!(" {}", quoted(step_title(step), lang)));
    }
    let of_party = matches!(
        step.subject,
        Subject::Weight | Subject::NormalWeight | Subject::Presence | Subject::ExactShare | Subject::Share
    );
    if let Some(party) = scope.party.filter(|_| of_party) {
        text.push_str(&format!(" {}", party_name(project, party, lang)));
    }
    let by_key = matches!(step.subject, Subject::Weight | Subject::NormalWeight | Subject::WeightSum);
    if let Some(key) = scope.key.filter(|_| by_key) {
        let key = project.key(key);
        let name = match &key.method {
            Method::Statistic { edition, .. } if !key.id.contains(edition) => format!("{} {edition}", key.id),
            _ => key.id.clone(),
        };
        text.push_str(&format!(", {}", Phrase::ByKey { key: name }.get(lang)));
    }
    let in_time = matches!(step.subject, Subject::SliceSum | Subject::EntryPart);
    if let Some(range) = scope.range.filter(|_| in_time) {
        text.push_str(&format!(", {}", range_words(range, lang)));
    }
    text
}

const fn subject_word(subject: Subject, money: bool) -> Term {
    match subject {
        Subject::Entry => Term::SubjectEntry,
        Subject::EntryPart => Term::SubjectEntryPart,
        Subject::Time => Term::SubjectTime,
        Subject::Total => Term::SubjectTotal,
        Subject::Left => Term::SubjectLeft,
        Subject::Quota if money => Term::SubjectAmount,
        Subject::Quota => Term::SubjectQuota,
        Subject::StepSum => Term::SubjectStepSum,
        Subject::SliceSum => Term::SubjectSliceSum,
        Subject::Fraction => Term::SubjectFraction,
        Subject::Presence => Term::SubjectPresence,
        Subject::Weight => Term::SubjectWeight,
        Subject::NormalWeight => Term::SubjectNormalWeight,
        Subject::WeightSum => Term::SubjectWeightSum,
        Subject::ExactShare => Term::SubjectExactShare,
        Subject::Share => Term::SubjectShare,
        Subject::Figure => Term::SubjectFigure,
    }
}

/// Writes a stretch of time: a whole period by its name, other days from and to.
pub(super) fn range_words(range: DateRange, lang: Lang) -> String {
    let name = range.to_string();
    if !name.contains('/') && range.days() > 1 {
        return name;
    }
    let day = |day: Date| match lang {
        Lang::De => format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year()),
        Lang::En => day.to_string(),
    };
    if range.from == range.to {
        return day(range.from);
    }
    Phrase::FromTo { from: day(range.from), to: day(range.to) }.get(lang)
}

/// Returns the places at which a step reads; several are counted.
pub(super) fn place_of(id: StepId, material: &Material<'_>) -> Option<String> {
    let mut places = material.run.trace.inputs_of(id).iter().filter_map(|input| match input {
        Input::Place(loc) => Some(material.sources.place(*loc)),
        Input::Step(_) => None,
    });
    let first = places.next()?;
    Some(match places.count() {
        0 => first,
        more => format!("{first}, {}", Phrase::AndMorePlaces { count: more.to_string() }.get(material.lang)),
    })
}

pub(super) fn quoted(text: &str, lang: Lang) -> String {
    match lang {
        Lang::De => format!("„{text}“"),
        Lang::En => format!("“{text}”"),
    }
}
