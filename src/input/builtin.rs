//! What the program knows without a project: the Länder and the Bund, and the statistics with their
//! sources.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::faults::Faults;
use crate::input::records::csv::Records;
use crate::model::{Party, PartyIx, Statistic};
use crate::money::{Ratio, parse_number};
use crate::source::{Loc, SourceMap, Sourced};
use crate::text::Text;

/// A party that the program knows.
pub(super) struct BuiltinParty {
    /// The two letters of ISO 3166-2:DE, which are the id; `BUND` for the Federation.
    pub(super) id: &'static str,
    /// Amtlicher Gemeindeschlüssel of the Land; empty for the Bund.
    ags: &'static str,
    de: &'static str,
    en: &'static str,
    /// Further names under which it is known: the official full names of the states and of the
    /// Federation. The list is closed; a name comes in by review only, and none is a part of
    /// another state's name.
    pub(super) aliases: &'static [&'static str],
}

/// The id of the Bund, which stands last in every order.
pub(super) const BUND: &str = "BUND";

/// The built-in parties in their order (rules.md#order).
pub(super) const PARTIES: [BuiltinParty; 17] = [
    land("BW", "08", "Baden-Württemberg", "Baden-Württemberg", &["Land Baden-Württemberg"]),
    land("BY", "09", "Bayern", "Bavaria", &["Freistaat Bayern", "Free State of Bavaria"]),
    land("BE", "11", "Berlin", "Berlin", &["Land Berlin"]),
    land("BB", "12", "Brandenburg", "Brandenburg", &["Land Brandenburg"]),
    land(
        "HB",
        "04",
        "Bremen",
        "Bremen",
        &["Freie Hansestadt Bremen", "Free Hanseatic City of Bremen"],
    ),
    land(
        "HH",
        "02",
        "Hamburg",
        "Hamburg",
        &["Freie und Hansestadt Hamburg", "Free and Hanseatic City of Hamburg"],
    ),
    land("HE", "06", "Hessen", "Hesse", &["Land Hessen"]),
    land(
        "MV",
        "13",
        "Mecklenburg-Vorpommern",
        "Mecklenburg-Western Pomerania",
        &["Land Mecklenburg-Vorpommern"],
    ),
    land("NI", "03", "Niedersachsen", "Lower Saxony", &["Land Niedersachsen"]),
    land(
        "NW",
        "05",
        "Nordrhein-Westfalen",
        "North Rhine-Westphalia",
        &["Land Nordrhein-Westfalen"],
    ),
    land("RP", "07", "Rheinland-Pfalz", "Rhineland-Palatinate", &["Land Rheinland-Pfalz"]),
    land("SL", "10", "Saarland", "Saarland", &[]),
    land("SN", "14", "Sachsen", "Saxony", &["Freistaat Sachsen", "Free State of Saxony"]),
    land("ST", "15", "Sachsen-Anhalt", "Saxony-Anhalt", &["Land Sachsen-Anhalt"]),
    land("SH", "01", "Schleswig-Holstein", "Schleswig-Holstein", &["Land Schleswig-Holstein"]),
    land("TH", "16", "Thüringen", "Thuringia", &["Freistaat Thüringen", "Free State of Thuringia"]),
    land(
        BUND,
        "",
        "Bund",
        "Federation",
        &["Bundesrepublik Deutschland", "Federal Republic of Germany", "Federal Government"],
    ),
];

const fn land(
    id: &'static str,
    ags: &'static str,
    de: &'static str,
    en: &'static str,
    aliases: &'static [&'static str],
) -> BuiltinParty {
    BuiltinParty { id, ags, de, en, aliases }
}

impl BuiltinParty {
    /// Returns the party as the model has it.
    pub(super) fn party(&self) -> Party {
        let is_land = !self.ags.is_empty();
        Party {
            id: self.id.to_owned(),
            name: Text::new(self.de, self.en),
            kind: if is_land { "land" } else { "bund" }.to_owned(),
            iso: is_land.then(|| format!("DE-{}", self.id)),
            ags: is_land.then(|| self.ags.to_owned()),
            aliases: self.aliases,
            builtin: true,
        }
    }
}

/// Tells whether a text is the id of a built-in party.
pub(super) fn is_id(text: &str) -> bool {
    PARTIES.iter().any(|party| party.id == text)
}

/// Tells whether a text is a name or code of a built-in party.
pub(super) fn is_party(text: &str) -> bool {
    PARTIES.iter().any(|party| party.party().is_called(text))
}

/// A value of the reference data.
struct Reference {
    statistic: &'static str,
    edition: String,
    party: String,
    value: Ratio,
    source: Text,
    loc: Loc,
}

/// The built-in statistic whose values are percentages.
pub(super) const IN_PERCENT: &str = "koenigstein";

/// What the built-in statistics are called, in German and English.
const TITLES: [(&str, &str, &str); 2] = [
    (IN_PERCENT, "Königsteiner Schlüssel", "Königstein key"),
    ("population", "Einwohner", "population"),
];

/// The reference data, read once. Places are names such as `koenigstein/2019/HE`, kept for the
/// whole run.
static REFERENCES: LazyLock<Vec<Reference>> = LazyLock::new(|| {
    let mut all = read("koenigstein", include_str!("reference/koenigstein.csv"));
    all.extend(read("population", include_str!("reference/population.csv")));
    all
});

/// What is cited for an edition of a statistic.
static CITED: LazyLock<BTreeMap<[String; 2], Text>> = LazyLock::new(|| {
    let cited = |row: Vec<String>| match row.as_slice() {
        // The last column is a remark on where the values were read; it is not shown.
        [statistic, edition, en, de, _] => {
            Some(([statistic.clone(), edition.clone()], Text::new(de, en)))
        }
        _ => None,
    };
    rows("sources", include_str!("reference/sources.csv")).into_iter().filter_map(cited).collect()
});

/// Reads the rows of an embedded file below its header.
fn rows(name: &'static str, text: &'static str) -> Vec<Vec<String>> {
    let faults = Faults::default();
    let source = SourceMap::default().add(name, String::new(), &[]);
    let rows = Records::new(text, source, ',', &faults).skip(1);
    rows.map(|row| row.iter().map(|field| field.text.to_string()).collect()).collect()
}

/// Reads an embedded file with the columns edition, Land and value. A test counts what comes out.
fn read(statistic: &'static str, text: &'static str) -> Vec<Reference> {
    let reference = |row: Vec<String>| {
        let [edition, party, value] = row.as_slice() else { return None };
        let place = format!("{statistic}/{edition}/{party}");
        Some(Reference {
            statistic,
            edition: edition.clone(),
            party: party.clone(),
            value: Ratio::from(parse_number(value).ok()?),
            source: CITED.get(&[statistic.to_owned(), edition.clone()])?.clone(),
            loc: Loc::Builtin(Box::leak(place.into_boxed_str())),
        })
    };
    rows(statistic, text).into_iter().filter_map(reference).collect()
}

/// The statistics by id and edition.
pub(super) type Statistics = BTreeMap<String, BTreeMap<String, Statistic>>;

/// Returns the built-in statistics for parties in their order.
pub(super) fn statistics(find: impl Fn(&str) -> Option<PartyIx>) -> Statistics {
    let mut all = Statistics::new();
    for reference in REFERENCES.iter() {
        let editions = all.entry(reference.statistic.to_owned()).or_default();
        let edition = editions.entry(reference.edition.clone()).or_default();
        if let Some(party) = find(&reference.party) {
            edition.values.insert(party, Sourced::new(reference.value.clone(), reference.loc));
        }
        edition.source.insert(reference.source.clone());
        edition.title = TITLES
            .iter()
            .find(|(id, ..)| *id == reference.statistic)
            .map(|(_, de, en)| Text::new(*de, *en));
    }
    all
}

/// Lists the built-in editions: statistic and edition, in the order of ready keys.
pub(super) fn editions() -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<(&str, &str)> = Vec::new();
    for reference in REFERENCES.iter() {
        let edition = (reference.statistic, reference.edition.as_str());
        if !all.contains(&edition) {
            all.push(edition);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_of_the_reference_data_is_read() {
        let find = |id: &str| {
            let index = PARTIES.iter().position(|party| party.id == id)?;
            u16::try_from(index).ok().map(PartyIx)
        };
        let all = statistics(find);
        let editions: Vec<&String> = all["koenigstein"].keys().collect();
        assert_eq!(editions, ["2014", "2015", "2016", "2019"]);
        assert_eq!(all["population"].len(), 13);
        for (name, edition) in all.values().flatten() {
            assert_eq!(edition.values.len(), 16, "{name}");
            assert!(
                edition.title.is_some() && edition.source.iter().all(|it| !it.de.is_empty()),
                "{name}"
            );
        }
        assert_eq!(CITED.len(), 17);
        let hesse = &all["koenigstein"]["2019"].values[&PartyIx(6)];
        assert_eq!(hesse.value, Ratio::new(743_709, 100_000));
        assert_eq!(hesse.loc, Loc::Builtin("koenigstein/2019/HE"));
        let sum = Ratio::sum(all["koenigstein"]["2019"].values.values().map(|value| &value.value));
        assert_eq!(sum, Ratio::from(100));
    }

    #[test]
    fn only_what_may_be_cited_is_cited() {
        let publishers = ["Destatis", "Bundesanzeiger", "BGBl."];
        for (edition, text) in CITED.iter() {
            for words in [&text.de, &text.en] {
                assert!(
                    publishers.iter().any(|publisher| words.contains(publisher)),
                    "{edition:?}: {words}"
                );
                let copies =
                    ["GitHub", "http", "www.", ".de", ".com", "Kopie", "copies", "Wiki", "BIAJ"];
                assert!(copies.iter().all(|copy| !words.contains(copy)), "{edition:?}: {words}");
            }
        }
    }

    #[test]
    fn no_name_means_two_parties() {
        let mut names = BTreeSet::new();
        for party in &PARTIES {
            let own: BTreeSet<&str> = [party.id, party.ags, party.de, party.en]
                .into_iter()
                .chain(party.aliases.iter().copied())
                .collect();
            for name in own {
                assert!(names.insert(name), "{name}");
            }
        }
        let ags: BTreeSet<&str> =
            PARTIES.iter().map(|party| party.ags).filter(|ags| !ags.is_empty()).collect();
        assert_eq!(ags.len(), 16);
        assert_eq!((ags.first(), ags.last()), (Some(&"01"), Some(&"16")));
    }
}
