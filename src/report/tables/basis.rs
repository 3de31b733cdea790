//! On what the figures of a comparison rest: the project with what lies over it, settlement
//! periods, status, currency.

use super::label::{status_word, stretches};
use crate::model::{DateRange, Project, Status};
use crate::report::commands::scenario_show;
use crate::report::{Block, DataPart, Value};
use crate::text::{Lang, Phrase, Term, term};

/// On what figures rest.
#[derive(Clone, Debug)]
pub struct Basis<'a> {
    /// The project.
    pub project: &'a Project,
    /// The settlement periods in order; empty: all, without a time of their own.
    pub periods: Vec<DateRange>,
    /// Actual or planned cost; `None` where sides differ in it, or where no cost is looked at.
    pub status: Option<Status>,
}

impl<'a> Basis<'a> {
    /// Makes a basis of the period asked for, where that is one or none has cost, else of those
    /// that have cost.
    pub fn new(
        project: &'a Project,
        selected: Option<DateRange>,
        with_cost: impl IntoIterator<Item = DateRange>,
        status: Option<Status>,
    ) -> Basis<'a> {
        let with_cost: std::collections::BTreeSet<DateRange> = with_cost.into_iter().collect();
        let periods = match selected {
            Some(range)
                if with_cost.is_empty() || project.settled_per.around(range.from) == range =>
            {
                vec![range]
            }
            _ => with_cost.into_iter().collect(),
        };
        Basis { project, periods, status }
    }

    /// Names periods, status and currency in a sentence.
    pub(crate) fn words(&self, lang: Lang) -> String {
        let period = match &self.periods[..] {
            [] => term(Term::AllPeriods, lang).to_owned(),
            periods => stretches(periods, lang),
        };
        let status = self.status.map(|status| status_word(status, lang).to_owned());
        let currency = Phrase::AmountsIn { currency: self.project.currency.clone() }.get(lang);
        std::iter::once(period).chain(status).chain([currency]).collect::<Vec<_>>().join(", ")
    }

    /// Begins a page: the title, what lies over the agreement, periods, status and currency.
    pub(crate) fn head(&self, title: String, lang: Lang) -> Vec<Block> {
        let mut head = vec![Block::Title(title)];
        head.extend(scenario_show::about(self.project, lang));
        head.push(Block::Paragraph(self.words(lang)));
        head
    }

    /// Says the same for machines.
    pub(crate) fn facts<'p>(&self) -> Vec<DataPart<'p>> {
        let periods: Vec<String> = self.periods.iter().map(ToString::to_string).collect();
        let mut facts = scenario_show::facts(self.project);
        facts.push(DataPart::fact("period", Value::word(periods.join(","))));
        facts
            .extend(self.status.map(|status| DataPart::fact("status", Value::word(status.name()))));
        facts.push(DataPart::fact("currency", Value::text(&self.project.currency)));
        facts
    }
}
