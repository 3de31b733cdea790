//! Keys in words: their names, how they share, and where their figures come from.

use std::collections::BTreeSet;

use crate::model::{AsOf, Editions, Key, KeyIx, Method, PartyIx, Project};
use crate::money::Ratio;
use crate::report::tables::label::{day, party_name};
use crate::report::tables::origin::{edition_word, of_measure, words};
use crate::source::{Loc, SourceMap};
use crate::text::{Lang, Phrase, Term, term};

/// Says where the figures of a key come from: the source of its statistic, the files of use, else
/// where it is defined.
pub(crate) fn source(project: &Project, key: &Key, sources: &SourceMap, lang: Lang) -> String {
    match &key.method {
        Method::Statistic { statistic, editions: Editions::Named(named), .. } => {
            let all = project.statistics.get(statistic).into_iter().flatten();
            let used = all.filter(|(label, _)| named.contains(label));
            let words: BTreeSet<String> =
                used.flat_map(|(_, edition)| words(edition, lang)).collect();
            words.into_iter().collect::<Vec<_>>().join("; ")
        }
        Method::Usage { measure, .. } => {
            let files =
                project.counts.iter().filter(|count| count.table == "usage" && count.used > 0);
            of_measure(&files.map(|count| count.file.clone()).collect(), measure)
        }
        _ if matches!(key.loc, Loc::Builtin(_)) => String::new(),
        _ => sources.place(key.loc),
    }
}

/// Writes the editions that count, or the rule by which one is found, for people.
pub(crate) fn edition_text(editions: &Editions, lang: Lang) -> String {
    let word = match editions {
        Editions::Named(named) => {
            return named
                .iter()
                .map(|label| edition_word(label, lang))
                .collect::<Vec<_>>()
                .join(", ");
        }
        Editions::InForce(AsOf::Day(date)) => return day(*date, lang),
        Editions::InForce(AsOf::PeriodStart) => Term::AsOfPeriodStart,
        Editions::InForce(AsOf::SettlementDay) => Term::AsOfSettlementDay,
        Editions::InForce(AsOf::PublishedYearBefore) => Term::AsOfPublished,
        Editions::InForce(AsOf::YearMinusTwo) => Term::AsOfYearMinusTwo,
    };
    term(word, lang).to_owned()
}

/// Writes the editions that count, or the rule by which one is found, as umlage.toml does.
pub(crate) fn edition_words(editions: &Editions) -> String {
    match editions {
        Editions::Named(named) => named.join(", "),
        Editions::InForce(AsOf::Day(day)) => format!("in-force {day}"),
        Editions::InForce(as_of) => {
            let word =
                AsOf::WORDS.iter().find(|(_, other)| other == as_of).map_or("", |(word, _)| *word);
            format!("in-force {word}")
        }
    }
}

/// Names a key for people: by its title, a ready key by its statistic and edition, else by its id.
pub(crate) fn key_title(project: &Project, key: &Key, lang: Lang) -> String {
    match (&key.title, &key.method, key.loc) {
        (Some(title), ..) => title.clone(),
        (None, Method::Statistic { statistic, editions, .. }, Loc::Builtin(_)) => {
            format!(
                "{} {}",
                statistic_title(project, statistic, lang),
                edition_text(editions, lang)
            )
        }
        (None, Method::Equal, Loc::Builtin(_)) => term(Term::KeyEqual, lang).to_owned(),
        _ => key.id.clone(),
    }
}

/// Names a statistic.
pub(crate) fn statistic_title(project: &Project, statistic: &str, lang: Lang) -> String {
    let mut editions = project.statistics.get(statistic).into_iter().flat_map(|all| all.values());
    let title = editions.find_map(|edition| edition.title.as_ref());
    title.map_or(statistic, |title| title.get(lang)).to_owned()
}

/// Describes how the shares of a key come about, in a sentence.
pub(crate) fn describe(project: &Project, key: &Key, lang: Lang) -> String {
    let id = |key: KeyIx| key_title(project, project.key(key), lang);
    let mut text = match &key.method {
        Method::Equal => term(Term::KeyEqual, lang).to_owned(),
        Method::Fixed { .. } => term(Term::KeyFixed, lang).to_owned(),
        Method::Statistic { statistic, editions, .. } => {
            statistic_words(statistic_title(project, statistic, lang), editions, lang)
        }
        Method::Usage { measure, .. } => Phrase::KeyUsage { measure: measure.clone() }.get(lang),
        Method::Payments { purposes } if purposes.is_empty() => {
            term(Term::KeyPayments, lang).to_owned()
        }
        Method::Payments { purposes } => {
            let purposes: Vec<&str> = purposes.iter().map(String::as_str).collect();
            format!("{}: {}", term(Term::KeyPayments, lang), purposes.join(", "))
        }
        Method::Mix { parts } => {
            let part =
                |part: &crate::model::MixPart| format!("{} {}", part.weight.value, id(part.key));
            let parts = parts.iter().map(part).collect::<Vec<_>>().join(" + ");
            Phrase::KeyMix { parts }.get(lang)
        }
        Method::LargestOf { key, parties } => {
            let parties: Vec<String> =
                parties.iter().map(|party| party_name(project, *party, lang)).collect();
            Phrase::KeyLargestOf { key: id(*key), parties: parties.join(", ") }.get(lang)
        }
        Method::Complement { key, party } => {
            Phrase::KeyComplement { key: id(*key), party: party_name(project, *party, lang) }
                .get(lang)
        }
        Method::Product { factors } => {
            factors.iter().map(|key| id(*key)).collect::<Vec<_>>().join(" × ")
        }
        Method::Ratio { numerator, denominator } => {
            format!("{} ÷ {}", id(*numerator), id(*denominator))
        }
        Method::Glide { from, to, path } => {
            let part = |(year, part): (&i16, &crate::source::Sourced<Ratio>)| {
                let percent = (&part.value * &Ratio::from(100)).decimal(6).0;
                format!("{year}: {} %", lang.number(&percent))
            };
            let path = path.iter().map(part).collect::<Vec<_>>().join("; ");
            Phrase::KeyGlide { from: id(*from), to: id(*to), path }.get(lang)
        }
    };
    text.push_str(&describe_fields(project, key, lang));
    text
}

/// Says what a key has beside its method: multipliers, the group it is over, decimals, decision.
pub(crate) fn describe_fields(project: &Project, key: &Key, lang: Lang) -> String {
    let mut text = String::new();
    if !key.multipliers.is_empty() {
        let factor = |(party, factor): (&PartyIx, &crate::source::Sourced<Ratio>)| {
            let percent = (&factor.value * &Ratio::from(100)).decimal(10).0;
            format!("{} {} %", project.party(*party).id, lang.number(&percent))
        };
        let factors = key.multipliers.iter().map(factor).collect::<Vec<_>>().join(", ");
        text.push_str(&Phrase::KeyMultipliers { factors }.get(lang));
    }
    if let Some(over) = &key.over {
        text.push_str("; ");
        text.push_str(&Phrase::KeyOver { group: over.group.clone() }.get(lang));
    }
    if let Some(decimals) = key.decimals {
        text.push_str(&Phrase::KeyDecimals { places: decimals.places.to_string() }.get(lang));
    }
    if let Some(decision) = key.decision.as_ref().filter(|decision| !decision.unanimous) {
        let basis =
            decision.legal_basis.as_ref().map(|basis| format!(" ({basis})")).unwrap_or_default();
        let fallback = key_title(project, project.key(decision.fallback), lang);
        text.push_str(&Phrase::KeyNotUnanimous { fallback, basis }.get(lang));
    }
    text
}

/// Says by which editions of a statistic a key shares.
pub(crate) fn statistic_words(statistic: String, editions: &Editions, lang: Lang) -> String {
    let edition = edition_text(editions, lang);
    let phrase = match editions {
        Editions::Named(named) if named.len() == 1 => Phrase::KeyStatistic { statistic, edition },
        Editions::Named(_) => Phrase::KeyMean { statistic, editions: edition },
        Editions::InForce(_) => Phrase::KeyInForce { statistic, rule: edition },
    };
    phrase.get(lang)
}

/// Names a key and describes it; one whose name already says statistic and edition is only named.
pub(crate) fn named_and_described(project: &Project, key: &Key, lang: Lang) -> String {
    let (title, how) = (key_title(project, key, lang), describe(project, key, lang));
    if let Method::Statistic { statistic, editions, .. } = &key.method {
        let statistic = statistic_title(project, statistic, lang);
        let is_same = how == statistic_words(statistic.clone(), editions, lang);
        if is_same && title == format!("{statistic} {}", edition_text(editions, lang)) {
            return title;
        }
    }
    format!("{title}, {how}")
}

/// Describes a key in a line of its own, with its name before it.
pub(crate) fn key_line(project: &Project, key: KeyIx, lang: Lang) -> String {
    let key = project.key(key);
    let how = describe(project, key, lang);
    let name = match &key.title {
        Some(title) => format!("{title} ({})", key.id),
        None => key.id.clone(),
    };
    format!("{}: {name}, {how}", term(Term::Key, lang))
}
