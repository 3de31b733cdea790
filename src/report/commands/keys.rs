//! Distribution keys: their shares, and the list of all there are.

use std::collections::BTreeSet;

use crate::allocation::AllocationRun;
use crate::keys::{StoodIn, editions};
use crate::model::{DateRange, Editions, KeyIx, Method, PartyIx, Project, ServiceIx};
use crate::money::Ratio;
use crate::report::commands::scenario_show;
use crate::report::tables::key_words::{describe, edition_words, source};
use crate::report::tables::label::{Names, party_name};
use crate::report::tables::origin::{edition_word, words};
use crate::report::tables::stood_in;
use crate::report::{Block, Column, DataPart, Document, Emphasis, Layout, Line, Row, Sheet, Value};
use crate::source::{Loc, SourceMap};
use crate::text::{Lang, Term, term};

/// The longest fraction that people are shown; longer ones are for machines.
const READABLE_FRACTION: usize = 21;

/// The exact share of each receiver under a key.
#[derive(Clone, Debug)]
pub struct KeyShares {
    /// The key.
    pub key: KeyIx,
    /// The service whose use counts, where one was named.
    pub service: Option<ServiceIx>,
    /// The time that was asked for, or has cost.
    pub period: Option<DateRange>,
    /// The shares in the order of parties; they add to one.
    pub shares: Vec<(PartyIx, Ratio)>,
    /// The weights that they are made of.
    pub weights: Vec<Ratio>,
    /// Where another key stood in for it or for a part of it.
    pub stood_in: Vec<StoodIn>,
}

/// Tells the shares of one key.
pub fn key_shares<'a>(
    project: &'a Project,
    key: &'a KeyShares,
    sources: &'a SourceMap,
    lang: Lang,
) -> Document<'a> {
    let about = project.key(key.key);
    let columns = vec![
        Column::text("party", term(Term::Party, lang)),
        Column::number("share_percent", term(Term::SharePercent, lang)),
        Column::number("fraction", term(Term::Fraction, lang)),
    ];
    let same = columns.clone();
    let data = move || {
        let rows = key.shares.iter().map(|(party, share)| {
            let id = Value::text(&project.party(*party).id);
            Row::plain([id, Value::Percent(share.clone()), Value::Fraction(share.clone())])
        });
        let rows = Sheet { columns: columns.clone(), rows: rows.collect(), layout: Layout::List };
        let mut parts = vec![
            DataPart::fact("key", Value::text(&about.id)),
            DataPart::fact("method", Value::word(about.method.name())),
        ];
        parts.extend(scenario_show::facts(project));
        parts.push(DataPart::records("rows", rows));
        let instead =
            key.stood_in.iter().map(|it| Value::text(&project.key(it.instead).id)).collect();
        parts.extend(
            (!key.stood_in.is_empty()).then(|| DataPart::fact("stood_in", Value::List(instead))),
        );
        parts
    };
    let page = move || {
        let how = std::iter::once(describe(project, about, lang));
        let how = how
            .chain(stood_in::of_keys(project, &key.stood_in, lang))
            .collect::<Vec<_>>()
            .join("; ");
        let mut page = vec![Block::Title(about.title.as_deref().unwrap_or(&about.id).to_owned())];
        page.extend(scenario_show::about(project, lang));
        page.push(Block::Paragraph(how));
        page.extend(asked_of(project, key, lang).map(Block::Paragraph));
        page.extend(rests_on(project, key, sources, lang).map(Block::Paragraph));
        page.push(Block::Sheet(for_people(project, key, same.clone(), lang)));
        page
    };
    Document::new("umlage/key/1", lang, data, page)
}

/// Says for which service and time a key was asked.
fn asked_of(project: &Project, key: &KeyShares, lang: Lang) -> Option<String> {
    let service =
        key.service.map(|service| (Term::Service, Names::new(project, lang).service(service)));
    let period = key.period.map(|period| (Term::Period, period.to_string()));
    let words = [service, period].into_iter().flatten();
    let words: Vec<String> =
        words.map(|(word, name)| format!("{}: {name}", term(word, lang))).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

/// Says on which editions and sources a key and its parts rest.
fn rests_on(
    project: &Project,
    key: &KeyShares,
    sources: &SourceMap,
    lang: Lang,
) -> impl Iterator<Item = String> {
    let window = key.period.unwrap_or(DateRange::ALWAYS);
    let (mut open, mut seen) = (vec![key.key], BTreeSet::new());
    let (mut labels, mut places) = (BTreeSet::new(), BTreeSet::new());
    while let Some(next) = open.pop() {
        if !seen.insert(next) {
            continue;
        }
        let about = project.decided(next);
        if let Method::Statistic { statistic, editions: wanted, .. } = &about.method {
            let found = editions(project, about, window).unwrap_or_default();
            let all = project.statistics.get(statistic).into_iter().flatten();
            let used = all.filter(|(label, _)| found.contains(label));
            places.extend(used.flat_map(|(_, edition)| words(edition, lang)));
            // The sentence above names those of a key of its own.
            if next != key.key || !matches!(wanted, Editions::Named(_)) {
                labels.extend(found.iter().map(|label| edition_word(label, lang)));
            }
            continue;
        }
        let instead = key.stood_in.iter().find(|it| it.key == next).map(|it| it.instead);
        let parts = match about.method {
            Method::Usage { .. } => instead.into_iter().collect(),
            _ => about.method.keys(),
        };
        if parts.is_empty() {
            places.insert(source(project, about, sources, lang));
        }
        open.extend(parts);
    }
    let told = [(Term::Edition, labels, ", "), (Term::Source, places, "; ")];
    let line = move |(word, texts, between): (Term, BTreeSet<String>, &str)| {
        let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        (!texts.is_empty()).then(|| format!("{}: {}", term(word, lang), texts.join(between)))
    };
    told.into_iter().filter_map(line)
}

/// The table of a key whose percentages are rounded to something else than the whole: what they
/// are, and what part of the sum that makes.
fn of_rounded(project: &Project, key: &KeyShares, total: &Ratio, lang: Lang) -> Sheet {
    let columns = vec![
        Column::text("party", term(Term::Party, lang)),
        Column::number("percentage", term(Term::RoundedPercentage, lang)),
        Column::number("share_percent", term(Term::SharePercent, lang)),
    ];
    let cells = |name: String, percentage: &Ratio| {
        let share = Value::of(percentage.checked_div(total), Value::Percent);
        [Value::text(name), Value::Percent(percentage.clone()), share]
    };
    let party = |(party, share): &(PartyIx, Ratio)| {
        Row::plain(cells(party_name(project, *party, lang), share))
    };
    let mut rows: Vec<Row> = key.shares.iter().map(party).collect();
    rows.push(Row::total(cells(term(Term::Total, lang).to_owned(), total)));
    Sheet { columns, rows, layout: Layout::List }
}

/// The same table with names, the weights that the shares are made of, and a total; without
/// fractions where one is too long to read, and without weights that are the shares already.
fn for_people(project: &Project, key: &KeyShares, mut columns: Vec<Column>, lang: Lang) -> Sheet {
    let total = Ratio::sum(key.shares.iter().map(|(_, share)| share));
    if total != Ratio::ONE {
        return of_rounded(project, key, &total, lang);
    }
    let readable = key.shares.iter().all(|(_, share)| share.fraction().len() <= READABLE_FRACTION);
    let width = if readable { 3 } else { 2 };
    columns.truncate(width);
    let all = Ratio::sum(&key.weights);
    let weighed = all != Ratio::ONE;
    if weighed {
        columns.insert(1, Column::number("weight", term(Term::WeightHead, lang)));
    }
    let cells = |name: String, weight: &Ratio, share: &Ratio| {
        let weight = weighed.then(|| Value::text(lang.number(&weight.decimal(10).0)));
        let parts = [Value::Percent(share.clone()), Value::Fraction(share.clone())];
        std::iter::once(Value::text(name)).chain(weight).chain(parts.into_iter().take(width - 1))
    };
    let both = key.shares.iter().zip(&key.weights);
    let mut rows: Vec<Row> = both
        .map(|((party, share), weight)| {
            Row::plain(cells(party_name(project, *party, lang), weight, share))
        })
        .collect();
    rows.push(Row::total(cells(term(Term::Total, lang).to_owned(), &all, &total)));
    Sheet { columns, rows, layout: Layout::List }
}

/// Lists all keys: the project's, then the ready ones.
pub fn key_list<'a>(project: &'a Project, sources: &'a SourceMap, lang: Lang) -> Document<'a> {
    let page = move || {
        let mut short = key_sheet(project, sources, lang);
        short.columns.pop();
        short.rows.iter_mut().for_each(|row| drop(row.cells.pop()));
        vec![
            Block::Title(term(Term::Keys, lang).to_owned()),
            Block::Sheet(short),
            Block::Heading(term(Term::Source, lang).to_owned()),
            Block::Tree(sources_of(project, sources, lang)),
        ]
    };
    let data = move || vec![DataPart::records("keys", key_sheet(project, sources, Lang::En))];
    Document::new("umlage/keys/1", lang, data, page)
}

/// The list with the source of each key in the last column.
fn key_sheet(project: &Project, sources: &SourceMap, lang: Lang) -> Sheet {
    let names = [
        ("key", Term::Key),
        ("method", Term::Method),
        ("statistic", Term::Statistic),
        ("edition", Term::Edition),
        ("built_in", Term::BuiltIn),
        ("source", Term::Source),
    ];
    let columns =
        names.iter().map(|(name, heading)| Column::text(*name, term(*heading, lang))).collect();
    let rows = project.keys.iter().map(|key| {
        let edition = match &key.method {
            Method::Statistic { statistic, editions, .. } => {
                Some((statistic, edition_words(editions)))
            }
            _ => None,
        };
        Row::plain([
            Value::text(&key.id),
            Value::word(key.method.name()),
            Value::of(edition.as_ref(), |(statistic, _)| Value::text(*statistic)),
            Value::of(edition.as_ref(), |(_, edition)| Value::text(edition)),
            Value::Flag(matches!(key.loc, Loc::Builtin(_))),
            Value::text(source(project, key, sources, lang)),
        ])
    });
    Sheet { columns, rows: rows.collect(), layout: Layout::List }
}

/// Lists the sources, each with the keys that rest on it, in the order of keys.
fn sources_of(project: &Project, sources: &SourceMap, lang: Lang) -> Vec<Line> {
    let mut found: Vec<(String, Vec<&str>)> = Vec::new();
    for key in &project.keys {
        let text = source(project, key, sources, lang);
        match found.iter_mut().find(|(known, _)| *known == text) {
            Some((_, keys)) => keys.push(&key.id),
            None if text.is_empty() => {}
            None => found.push((text, vec![&key.id])),
        }
    }
    let line = |(source, keys): (String, Vec<&str>)| Line {
        depth: 0,
        text: format!("{}: {source}", keys.join(", ")),
        emphasis: Emphasis::Plain,
    };
    found.into_iter().map(line).collect()
}

/// Lists the keys that took part in a run: id, method, statistic with editions, source.
pub fn used_keys(project: &Project, run: &AllocationRun, sources: &SourceMap) -> Vec<[String; 4]> {
    let numbers =
        (0..project.keys.len()).filter_map(|number| u16::try_from(number).ok()).map(KeyIx);
    let used = numbers.filter(|key| run.trace.mentions(*key));
    used.map(|ix| {
        let key = project.key(ix);
        let edition = match &key.method {
            Method::Statistic { statistic, editions, .. } => {
                format!("{statistic} {}", edition_words(editions))
            }
            _ => String::new(),
        };
        [
            key.id.clone(),
            key.method.name().to_owned(),
            edition,
            source(project, key, sources, Lang::En),
        ]
    })
    .collect()
}
