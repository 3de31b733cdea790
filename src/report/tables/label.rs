//! What things are called: ids for machines, names for people.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::dimension::Coordinate;
use crate::allocation::{AllocationRun, Dimension, Pool};
use crate::model::{
    Ceiling, CostObject, DateRange, HowMuch, Party, PartyIx, ProRata, Project, Receivers, Residue,
    Rule, RuleIx, ServiceIx, Status, Step, Whole,
};
use crate::money::{Cents, Mode, Ratio};
use crate::report::{DimensionName, Value};
use crate::text::{Lang, Phrase, Term, term};

/// The most decimals of a part that the agreement names in percent.
const PLACES: u32 = 10;

/// The mark of a dimension that the entries have no value for.
const MISSING: &str = "-";
/// The mark of a dimension that the pool is not formed by.
const MIXED: &str = "*";

/// Returns a dimension's value, `-` or `*`.
pub(crate) fn mark<T>(dimension: &Dimension<T>, value: impl FnOnce(&T) -> Value) -> Value {
    match dimension {
        Dimension::Is(it) => value(it),
        Dimension::Missing => Value::word(MISSING),
        Dimension::Mixed => Value::word(MIXED),
    }
}

/// Returns a coordinate as machines read it.
pub(crate) fn machine(project: &Project, coordinate: &Coordinate) -> Value {
    match coordinate {
        Coordinate::Period(period) => Value::Date(period.to_string()),
        Coordinate::Rule(rule) => Value::text(&project.rule(*rule).id),
        Coordinate::Service(service) => mark(service, |ix| Value::text(&project.service(*ix).id)),
        Coordinate::Centre(centre) => mark(centre, |ix| Value::text(&project.centre(*ix).id)),
        Coordinate::Kind(kind) => mark(kind, |kind| Value::text(kind)),
        Coordinate::Step { id, .. } => Value::text(id),
        Coordinate::Party(party) => Value::text(&project.party(*party).id),
    }
}

/// The names of a project for people, in one language.
pub(crate) struct Names<'a> {
    project: &'a Project,
    lang: Lang,
    /// Names that several services have.
    doubled: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(project: &'a Project, lang: Lang) -> Names<'a> {
        let mut seen = BTreeSet::new();
        let names = project.services.iter().map(|service| service.name.as_str());
        let doubled = names.filter(|name| !seen.insert(*name)).collect();
        Names { project, lang, doubled }
    }

    /// Returns a coordinate as people read it.
    pub(crate) fn coordinate(&self, coordinate: &Coordinate) -> Value {
        let project = self.project;
        match coordinate {
            Coordinate::Rule(rule) => Value::text(rule_title(project.rule(*rule))),
            Coordinate::Service(service) => mark(service, |ix| Value::text(self.service(*ix))),
            Coordinate::Centre(centre) => mark(centre, |ix| Value::text(&project.centre(*ix).name)),
            Coordinate::Party(party) => Value::text(self.party(*party)),
            other => machine(project, other),
        }
    }

    /// Returns a party's name with its id: `Hessen (HE)`.
    pub(crate) fn party(&self, party: PartyIx) -> String {
        party_name(self.project, party, self.lang)
    }

    /// Names the service of a pool, or its cost centre.
    pub(crate) fn pool(&self, pool: &Pool) -> Value {
        match (&pool.service, pool.object()) {
            (Dimension::Missing, Some(centre)) => Value::text(self.object(centre)),
            (service, _) => mark(service, |ix| Value::text(self.service(*ix))),
        }
    }

    /// Returns the name of a service or centre.
    pub(crate) fn object(&self, object: CostObject) -> String {
        match object {
            CostObject::Service(service) => self.service(service),
            CostObject::Centre(centre) => self.project.centre(centre).name.clone(),
        }
    }

    /// Returns a service's name, with its id where another has the same name.
    pub(crate) fn service(&self, service: ServiceIx) -> String {
        let service = self.project.service(service);
        let doubled = self.doubled.contains(service.name.as_str());
        if doubled { format!("{} ({})", service.name, service.id) } else { service.name.clone() }
    }
}

/// Returns a party's name with its id: `Hessen (HE)`.
pub(crate) fn party_name(project: &Project, party: PartyIx, lang: Lang) -> String {
    name_of(project.party(party), lang)
}

/// Returns the name of a party with its id.
pub(crate) fn name_of(party: &Party, lang: Lang) -> String {
    let name = party.name.get(lang);
    if name == party.id || name.is_empty() {
        party.id.clone()
    } else {
        format!("{name} ({})", party.id)
    }
}

/// Returns a rule's title, its id where it has none.
pub(crate) fn rule_title(rule: &Rule) -> &str {
    rule.title.as_deref().unwrap_or(&rule.id)
}

/// Returns a step's title, its id where it has none.
pub(crate) fn step_title(step: &Step) -> &str {
    step.title.as_deref().unwrap_or(&step.id)
}

/// Returns the legal basis of a step: its own, else the rule's.
pub(crate) fn legal_basis(project: &Project, rule: RuleIx, step: Option<u16>) -> &str {
    let rule = project.rule(rule);
    step.and_then(|step| rule.steps.get(usize::from(step)))
        .and_then(|step| step.legal_basis.as_deref())
        .unwrap_or(&rule.legal_basis)
}

/// Returns the heading of a dimension.
pub(crate) const fn heading(name: DimensionName, lang: Lang) -> &'static str {
    let heading = match name {
        DimensionName::Period => Term::Period,
        DimensionName::Rule => Term::Rule,
        DimensionName::Service => Term::Service,
        DimensionName::Centre => Term::Centre,
        DimensionName::Kind => Term::Kind,
        DimensionName::Step => Term::Step,
        DimensionName::Party => Term::Party,
    };
    term(heading, lang)
}

/// Returns the word for the status of cost.
pub(crate) const fn status_word(status: Status, lang: Lang) -> &'static str {
    match status {
        Status::Actual => term(Term::Actual, lang),
        Status::Plan => term(Term::Plan, lang),
    }
}

/// Lists the labels of the periods of a run: the one asked for, else those that have cost.
pub(crate) fn periods(project: &Project, run: &AllocationRun) -> Vec<String> {
    ranges(project, run).iter().map(ToString::to_string).collect()
}

fn ranges(project: &Project, run: &AllocationRun) -> Vec<DateRange> {
    let one = |range: &DateRange| project.settled_per.around(range.from) == *range;
    match run.selected {
        Some(range) if one(&range) || run.periods.is_empty() => vec![range],
        _ => run.periods.clone(),
    }
}

/// Names the periods of a run for people.
pub(crate) fn period_words(project: &Project, run: &AllocationRun, lang: Lang) -> String {
    stretches(&ranges(project, run), lang)
}

/// Names periods in order for people: those that follow each other without a gap by the first and
/// the last.
pub(crate) fn stretches(periods: &[DateRange], lang: Lang) -> String {
    let follows = |before: &DateRange, next: &DateRange| {
        before.to.tomorrow().is_ok_and(|day| day == next.from)
    };
    let words = periods.chunk_by(follows).filter_map(|chunk| {
        let (first, last) = (chunk.first()?, chunk.last()?);
        let (from, to) = (first.to_string(), last.to_string());
        Some(match [&from, &to].iter().any(|name| name.contains('/')) {
            _ if from == to => lang.dates(&from),
            true => lang.dates(&DateRange::new(first.from, last.to)?.to_string()),
            false => Phrase::FromTo { from, to }.get(lang),
        })
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Says how a step rounds; what goes to one party as it is, is not rounded.
pub(crate) fn rounding_words(project: &Project, step: &Step, lang: Lang) -> String {
    let mode = |mode: Mode| {
        let word = match mode {
            Mode::HalfUp => Term::RoundHalfUp,
            Mode::HalfEven => Term::RoundHalfEven,
            Mode::Down => Term::RoundDown,
            Mode::Up => Term::RoundUp,
        };
        term(word, lang)
    };
    let how = match step.rounding.residue {
        Residue::LargestRemainder => term(Term::ResidueLargestRemainder, lang).to_owned(),
        Residue::LargestShare(how) => {
            format!("{}, {}", mode(how), term(Term::ResidueLargestShare, lang))
        }
        Residue::To(party, how) => {
            let party = party_name(project, party, lang);
            format!("{}, {} {party}", mode(how), term(Term::DifferenceGoesTo, lang))
        }
        Residue::Leave(how) => format!("{}, {}", mode(how), term(Term::DifferenceStays, lang)),
    };
    let unit = format!("{} {}", lang.amount(step.rounding.unit), project.currency);
    Phrase::StepRounds { unit, how }.get(lang)
}

/// Says how much of the cost a step of a rule takes.
pub(crate) fn takes_words(project: &Project, rule: &Rule, step: &Step, lang: Lang) -> String {
    let money = |amount: Cents| format!("{} {}", lang.amount(amount), project.currency);
    let is_first = rule.steps.first() == Some(step);
    let mut words = match &step.how_much {
        HowMuch::Share { share, of } => {
            let (percent, ends) = (&share.value * &Ratio::from(100)).decimal(PLACES);
            let part =
                if ends { format!("{} %", lang.number(&percent)) } else { share.value.fraction() };
            match of {
                Whole::Rest if !is_first => Phrase::TakesShareOfRest { part }.get(lang),
                _ => Phrase::TakesShare { part }.get(lang),
            }
        }
        HowMuch::Amount(amount) => Phrase::TakesAmount { amount: money(amount.value) }.get(lang),
        HowMuch::Each(amount) => {
            let whom = match step.receivers {
                Some(Receivers::Members) => Term::EachMember,
                Some(Receivers::Participants) => Term::EachParticipant,
                _ => Term::EachReceiver,
            };
            let whom = term(whom, lang).to_owned();
            Phrase::TakesEach { amount: money(amount.value), whom }.get(lang)
        }
        HowMuch::Rest if is_first => term(Term::TakesAll, lang).to_owned(),
        HowMuch::Rest => term(Term::TakesRest, lang).to_owned(),
        HowMuch::Direct => term(Term::TakesDirect, lang).to_owned(),
    };
    words.push_str(&match &step.at_most {
        Some(Ceiling::Amount(amount)) => {
            Phrase::TakesAtMost { amount: money(amount.value) }.get(lang)
        }
        Some(Ceiling::PerUnit(unit)) => {
            let (amount, measure) = (money(unit.amount.value), unit.measure.value.clone());
            Phrase::TakesAtMostPerUnit { amount, measure }.get(lang)
        }
        None => String::new(),
    });
    words.push_str(step.only.as_ref().map_or("", |_| term(Term::OnlyOfItsCost, lang)));
    words
}

/// Says how a rule counts who is there for a part of the time; `None` where the agreement knows no
/// such case.
pub(crate) const fn time_words(rule: &Rule, lang: Lang) -> Option<&'static str> {
    let word = match rule.pro_rata {
        Some(ProRata::Days) => Term::TimeByDays,
        Some(ProRata::Months) => Term::TimeByMonths,
        Some(ProRata::WeightDays) => Term::TimeInWeightByDays,
        Some(ProRata::WeightMonths) => Term::TimeInWeightByMonths,
        Some(ProRata::None) => Term::TimeNotCounted,
        None => return None,
    };
    Some(term(word, lang))
}

/// Writes a day for people.
pub(crate) fn day(day: Date, lang: Lang) -> String {
    lang.dates(&day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Grain;

    #[test]
    fn periods_that_follow_each_other_are_named_by_the_first_and_the_last() {
        let month = |year: i16, month: i8| Grain::Month.around(jiff::civil::date(year, month, 1));
        let said = |periods: &[DateRange]| stretches(periods, Lang::De);
        assert_eq!(said(&[month(2023, 1)]), "2023-01");
        assert_eq!(said(&[month(2022, 12), month(2023, 1), month(2023, 2)]), "2022-12 bis 2023-02");
        assert_eq!(
            said(&[month(2023, 1), month(2023, 3), month(2023, 4)]),
            "2023-01, 2023-03 bis 2023-04"
        );
        assert_eq!(said(&[]), "");
    }
}
