//! Where another key shared than the one that the agreement names, in words.

use std::collections::{BTreeMap, BTreeSet};

use super::label::{Names, rule_title, stretches};
use crate::allocation::Pool;
use crate::keys::StoodIn;
use crate::model::{DateRange, KeyIx, Project};
use crate::report::tables::key_words::{describe, key_title};
use crate::report::{Column, Content, DataPart, Layout, Material, Row, Sheet, Value};
use crate::text::{Lang, Phrase};

/// Says which keys shared in the place of others, why, and for which services and periods; only
/// those that are meant.
pub(crate) fn lines(
    material: &Material<'_>,
    is_meant: impl Fn(&StoodIn, &Pool) -> bool,
) -> Vec<String> {
    let Material { project, lang, .. } = *material;
    let names = Names::new(project, lang);
    let mut found: BTreeMap<(KeyIx, KeyIx), BTreeMap<String, BTreeSet<DateRange>>> =
        BTreeMap::new();
    let all = &material.run.noticed.stood_in;
    let meant = in_pools(material).filter(|(it, pool)| is_meant(it, pool));
    for (it, pool) in meant.filter_map(|(it, pool)| Some((in_the_end(it, all)?, pool))) {
        let of = pool.object().map(|object| names.object(object));
        let of = of.unwrap_or_else(|| rule_title(project.rule(pool.rule)).to_owned());
        found
            .entry((it.key, it.instead))
            .or_default()
            .entry(of)
            .or_default()
            .insert(it.asked.window);
    }
    let told = |((key, instead), of): ((KeyIx, KeyIx), BTreeMap<String, BTreeSet<DateRange>>)| {
        let title = |key: KeyIx| key_title(project, project.key(key), lang);
        let of = of.into_iter().map(|(of, ranges)| {
            let ranges: Vec<DateRange> = ranges.into_iter().collect();
            format!("{of} {}", stretches(&ranges, lang))
        });
        let how = describe(project, project.decided(instead), lang);
        let of = of.collect::<Vec<_>>().join("; ");
        Phrase::StoodIn { key: title(key), instead: title(instead), how, of }.get(lang)
    };
    found.into_iter().map(told).collect()
}

/// Says the same of keys that were asked for themselves.
pub(crate) fn of_keys(project: &Project, all: &[StoodIn], lang: Lang) -> Vec<String> {
    let names = Names::new(project, lang);
    let told = |it: &StoodIn| {
        let service = it.asked.service.map(|service| names.service(service));
        let time = (it.asked.window != DateRange::ALWAYS)
            .then(|| lang.dates(&it.asked.window.to_string()));
        let of = service.into_iter().chain(time).collect::<Vec<_>>().join(" ");
        let title = |key: KeyIx| key_title(project, project.key(key), lang);
        let how = describe(project, project.decided(it.instead), lang);
        Phrase::StoodIn { key: title(it.key), instead: title(it.instead), how, of }.get(lang)
    };
    let all: BTreeSet<StoodIn> = all.iter().copied().collect();
    all.iter().filter_map(|it| in_the_end(it, &all)).map(|it| told(&it)).collect()
}

/// Follows a chain of keys that stood in for each other at one place: the first, and the one that
/// shared in the end. `None` for what stands further on in a chain.
fn in_the_end(it: &StoodIn, all: &BTreeSet<StoodIn>) -> Option<StoodIn> {
    let here = || all.iter().filter(|other| other.asked == it.asked);
    if here().any(|other| other.instead == it.key) {
        return None;
    }
    let mut end = *it;
    while let Some(next) = here().find(|other| other.key == end.instead) {
        end.instead = next.instead;
    }
    Some(end)
}

fn in_pools<'a>(material: &Material<'a>) -> impl Iterator<Item = (&'a StoodIn, &'a Pool)> {
    let run = material.run;
    run.noticed.stood_in.iter().filter_map(|it| Some((it, run.pools.get(it.asked.pool? as usize)?)))
}

/// Lists the same for machines; `None` where every key shared that the agreement names.
pub(crate) fn part<'a>(material: &Material<'_>) -> Option<DataPart<'a>> {
    let project = material.project;
    let rows: BTreeSet<[String; 6]> = in_pools(material)
        .map(|(it, pool)| {
            let rule = project.rule(pool.rule);
            let step = it.asked.step.and_then(|step| rule.steps.get(usize::from(step)));
            [
                it.asked.window.to_string(),
                rule.id.clone(),
                pool.object().map_or("*", |object| project.id_of(object)).to_owned(),
                step.map(|step| step.id.clone()).unwrap_or_default(),
                project.key(it.key).id.clone(),
                project.key(it.instead).id.clone(),
            ]
        })
        .collect();
    let columns = ["period", "rule", "service", "step", "key", "instead"];
    let columns = columns.map(|name| Column::text(name, name)).into();
    let row = |[period, rest @ ..]: [String; 6]| {
        Row::plain(std::iter::once(Value::Date(period)).chain(rest.map(Value::text)))
    };
    let sheet = Sheet { columns, rows: rows.into_iter().map(row).collect(), layout: Layout::List };
    (!sheet.rows.is_empty())
        .then(|| DataPart { name: "stood_in", content: Content::Records(sheet.into()) })
}
