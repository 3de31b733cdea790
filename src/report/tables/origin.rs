//! What the weights of a key rest on: which editions or times count, and where their figures come
//! from.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::allocation::{Dimension, Pool};
use crate::keys::editions;
use crate::model::{DateRange, Key, KeyIx, Method, ServiceIx, Statistic, UsageScope};
use crate::report::Material;
use crate::report::tables::label::day;
use crate::source::{Loc, SourceMap};
use crate::text::{Lang, Phrase};

/// What a key rests on in a pool.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    /// The editions of statistics.
    editions: BTreeSet<String>,
    /// The time whose use was counted, or for which the weights count.
    times: BTreeSet<String>,
    sources: BTreeSet<String>,
}

impl Origin {
    /// Finds what a key rests on in a pool, or in a part of its time: what its parts rest on.
    pub(crate) fn of(
        key: KeyIx,
        pool: &Pool,
        range: Option<DateRange>,
        material: &Material<'_>,
    ) -> Origin {
        let mut origin = Origin::default();
        let range = range.unwrap_or(pool.window);
        origin.add(key, pool, range, &mut BTreeSet::new(), material);
        if range != pool.window {
            origin.times.insert(material.lang.dates(&range.to_string()));
        }
        origin
    }

    /// Takes in what another rests on.
    pub(crate) fn extend(&mut self, other: Origin) {
        self.editions.extend(other.editions);
        self.times.extend(other.times);
        self.sources.extend(other.sources);
    }

    /// Lists the editions, then the times.
    pub(crate) fn editions(&self) -> String {
        listed(self.editions.iter().chain(&self.times), ", ")
    }

    /// Lists the sources.
    pub(crate) fn sources(&self) -> String {
        listed(&self.sources, "; ")
    }

    /// Takes in what a key rests on; of `seen` it was taken in.
    fn add(
        &mut self,
        key: KeyIx,
        pool: &Pool,
        range: DateRange,
        seen: &mut BTreeSet<KeyIx>,
        material: &Material<'_>,
    ) {
        if !seen.insert(key) {
            return;
        }
        let about = material.project.decided(key);
        match &about.method {
            Method::Statistic { statistic, .. } => {
                self.add_statistic(about, statistic, pool, material)
            }
            Method::Usage { measure, services, otherwise } => {
                let files = usage_files(measure, services, pool, range, material);
                match otherwise.filter(|_| files.is_empty()) {
                    Some(fallback) => self.add(fallback, pool, range, seen, material),
                    None => {
                        self.times.insert(material.lang.dates(&range.to_string()));
                        let (files, measure) = (listed(&files, ", "), measure.clone());
                        self.sources.insert(match files.is_empty() {
                            true => measure,
                            false => Phrase::UsageFigures { measure, files }.get(material.lang),
                        });
                    }
                }
            }
            Method::Payments { .. } => {
                let paid = material.project.payments.iter().flat_map(|payment| &payment.rows);
                self.sources.extend(files(paid.map(|row| row.loc), material.sources));
            }
            Method::Fixed { .. } => {
                self.sources.insert(material.sources.place(about.loc));
            }
            method => {
                method
                    .keys()
                    .into_iter()
                    .for_each(|part| self.add(part, pool, range, seen, material));
            }
        }
    }

    fn add_statistic(&mut self, key: &Key, statistic: &str, pool: &Pool, material: &Material<'_>) {
        let Material { project, lang, .. } = *material;
        let all = project.statistics.get(statistic);
        for label in editions(project, key, pool.window).unwrap_or_default() {
            let edition = all.and_then(|all| all.get(&label));
            self.sources.extend(edition.into_iter().flat_map(|edition| words(edition, lang)));
            self.editions.insert(edition_word(&label, lang));
        }
    }
}

/// Says where the figures of an edition come from.
pub(crate) fn words(edition: &Statistic, lang: Lang) -> impl Iterator<Item = String> {
    edition.source.iter().map(move |source| source.get(lang).to_owned())
}

/// Writes the name of an edition; a reference day as a day.
pub(crate) fn edition_word(label: &str, lang: Lang) -> String {
    label.parse::<Date>().map_or_else(|_| label.to_owned(), |date| day(date, lang))
}

/// Names files of use and what is counted in them.
pub(crate) fn of_measure(files: &BTreeSet<String>, measure: &str) -> String {
    let files = listed(files, ", ");
    if files.is_empty() { measure.to_owned() } else { format!("{files}, {measure}") }
}

/// Finds the files that hold the use which a key counts in the time of a pool.
fn usage_files(
    measure: &str,
    services: &UsageScope,
    pool: &Pool,
    range: DateRange,
    material: &Material<'_>,
) -> BTreeSet<String> {
    let own = match &pool.service {
        Dimension::Is(service) => Some(*service),
        _ => None,
    };
    let counts = |service: ServiceIx| match services {
        UsageScope::Pool => own == Some(service),
        UsageScope::All => true,
        UsageScope::Listed(listed) => listed.contains(&service),
    };
    let is_in = |period: &DateRange| period.intersect(&range).is_some();
    let all = (0..).map(ServiceIx).take(material.project.services.len());
    let rows = all.filter(|service| counts(*service));
    let rows = rows.flat_map(|service| material.project.usage_of(service, measure));
    let rows = rows.filter(|(_, row)| is_in(&row.period)).flat_map(|(_, row)| &row.places);
    files(rows.copied(), material.sources)
}

/// Names the files of places.
fn files(places: impl Iterator<Item = Loc>, sources: &SourceMap) -> BTreeSet<String> {
    let found: BTreeSet<_> = places.filter_map(Loc::source).collect();
    found.into_iter().map(|source| sources.get(source).name.clone()).collect()
}

fn listed<'a>(words: impl IntoIterator<Item = &'a String>, between: &str) -> String {
    words.into_iter().map(String::as_str).collect::<Vec<_>>().join(between)
}
