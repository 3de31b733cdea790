//! `[project]`: the head of the agreement.

use super::super::faults::Faults;
use crate::diag::Fault;
use crate::input::config::fields::Fields;
use crate::model::{Budget, Calls, Grain, Letterhead, MembershipPeriods, Project, SettlementTerms};
use crate::source::Sourced;
use crate::text::{Lang, Text};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn empty() -> Project {
    Project {
        title: String::new(),
        currency: "EUR".to_owned(),
        language: Lang::En,
        period: None,
        settled_per: Grain::Year,
        settlement_day: None,
        parties: Vec::new(),
        members: MembershipPeriods::default(),
        groups: BTreeMap::new(),
        services: Vec::new(),
        centres: Vec::new(),
        cascade: None,
        drivers: Vec::new(),
        keys: Vec::new(),
        statistics: Arc::default(),
        rules: Vec::new(),
        derivations: Vec::new(),
        calls: Calls::default(),
        settlement: SettlementTerms::default(),
        letterhead: Letterhead::default(),
        leftovers: Vec::new(),
        entries: Arc::default(),
        usage: Arc::default(),
        payments: Vec::new(),
        budget: Budget::default(),
        counts: Vec::new(),
        scenarios: Arc::default(),
        deviations: Arc::default(),
    }
}

/// Reads `[project]` into a project without content.
pub(super) fn header(fields: Option<Fields<'_>>) -> Project {
    let mut project = empty();
    let Some(fields) = fields else { return project };
    if let Some(title) = fields.text("title") {
        project.title = title.value.to_owned();
    }
    if let Some(currency) = fields.filled("currency") {
        project.currency = currency.value.to_owned();
    }
    let languages = [Lang::De, Lang::En].map(|lang| (lang.code(), lang));
    project.language = fields.word("language", &languages).unwrap_or_default();
    project.period = fields.period("period");
    let grains = [Grain::Year, Grain::Quarter, Grain::Month].map(|grain| (grain.name(), grain));
    project.settled_per = fields.word("settled_per", &grains).unwrap_or(Grain::Year);
    project.settlement_day =
        fields.text("settlement_day").and_then(|text| month_day(text, fields.faults));
    fields.finish();
    project
}

/// Reads month and day, `MM-DD`.
pub(super) fn month_day(text: Sourced<&str>, faults: &Faults) -> Option<(i8, i8)> {
    // Of a leap year, so that 02-29 is a day.
    let day = crate::model::parse_date(&format!("2024-{}", text.value.trim())).ok();
    if day.is_none() {
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let has_form = text
            .value
            .trim()
            .split_once('-')
            .is_some_and(|(month, day)| digits(month) && digits(day));
        let how = if has_form {
            Text::new(
                "einen Tag schreiben, den es in jenem Monat gibt",
                "write a day that the month has",
            )
        } else {
            Text::new("beide zweistellig schreiben", "write them with two digits each")
        };
        faults.at(Fault::BadMonthDay { value: text.value.to_owned(), how }, text.loc);
    }
    day.map(|day| (day.month(), day.day()))
}
