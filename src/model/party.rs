//! Who bears cost, and when.
//!
//! Rules: rules.md#joining.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::DateRange;
use crate::source::Loc;
use crate::text::Text;

/// The number of a party in the order of parties (rules.md#order), which decides ties and output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyIx(pub u16);

/// Someone who can bear cost (Beteiligter): a Land, the Bund, or one that the project adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The id, such as `HE`.
    pub id: String,
    /// The name in both languages.
    pub name: Text,
    /// What it is: `land`, `bund`, `municipality` or the project's own word.
    pub kind: String,
    /// ISO 3166-2, for the built-in ones.
    pub iso: Option<String>,
    /// Amtlicher Gemeindeschlüssel of the Land, two digits.
    pub ags: Option<String>,
    /// Further names that are accepted, a closed list.
    pub aliases: &'static [&'static str],
    /// Whether the program knows it without a `[party]` table.
    pub builtin: bool,
}

impl Party {
    /// Tells whether a text names this party exactly: by id, ISO 3166-2, AGS, name or alias.
    pub fn is_called(&self, text: &str) -> bool {
        let same = |code: &Option<String>| code.as_deref() == Some(text);
        self.id == text
            || same(&self.iso)
            || same(&self.ags)
            || self.name.de == text
            || self.name.en == text
            || self.aliases.contains(&text)
    }
}

/// A party during a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Who.
    pub party: PartyIx,
    /// When, inclusive.
    pub range: DateRange,
    /// Where it is said.
    pub loc: Loc,
}

/// A list of parties with their dates: the members, a service's participants, a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MembershipPeriods {
    spans: Vec<Span>,
}

impl MembershipPeriods {
    /// Makes a memberships; spans come into the order of parties.
    pub fn new(mut spans: Vec<Span>) -> MembershipPeriods {
        spans.sort_by_key(|span| (span.party, span.range));
        MembershipPeriods { spans }
    }

    /// Lists the spans in the order of parties.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Returns the memberships without some parties.
    pub fn without(&self, except: &[PartyIx]) -> MembershipPeriods {
        MembershipPeriods {
            spans: self
                .spans
                .iter()
                .filter(|span| !except.contains(&span.party))
                .copied()
                .collect(),
        }
    }

    /// Lists who is in it on at least one day of the range.
    pub fn on_any_day(&self, range: &DateRange) -> BTreeSet<PartyIx> {
        self.spans
            .iter()
            .filter(|span| span.range.intersect(range).is_some())
            .map(|span| span.party)
            .collect()
    }

    /// Lists the days inside the range on which somebody joins, or is no longer in it.
    pub fn changes(&self, range: &DateRange) -> BTreeSet<Date> {
        let inside = |day: &Date| range.from < *day && *day <= range.to;
        let starts = self.spans.iter().map(|span| span.range.from).filter(inside);
        let ends =
            self.spans.iter().filter_map(|span| span.range.to.tomorrow().ok()).filter(inside);
        let days: BTreeSet<Date> = starts.chain(ends).collect();
        let on = |day: Date| self.on_any_day(&DateRange { from: day, to: day });
        days.into_iter()
            .filter(|day| day.yesterday().is_ok_and(|before| on(before) != on(*day)))
            .collect()
    }

    /// Lists the stretches of the range in which a party is in it.
    pub fn presence(&self, party: PartyIx, range: &DateRange) -> Vec<DateRange> {
        self.spans
            .iter()
            .filter(|span| span.party == party)
            .filter_map(|span| span.range.intersect(range))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_period;

    fn span(party: u16, period: &str) -> Span {
        Span {
            party: PartyIx(party),
            range: parse_period(period).unwrap(),
            loc: Loc::Builtin("test"),
        }
    }

    #[test]
    fn a_change_is_a_day_on_which_the_set_differs_from_the_day_before() {
        let memberships = MembershipPeriods::new(vec![
            span(1, "2020"),
            span(0, "2020-01-01/2020-06-30"),
            span(0, "2020-07-01/2020-09-30"),
            span(2, "2020-08"),
        ]);
        let days: Vec<String> = memberships
            .changes(&parse_period("2020").unwrap())
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(days, ["2020-08-01", "2020-09-01", "2020-10-01"]);
        assert!(memberships.changes(&parse_period("2020-Q1").unwrap()).is_empty());
        assert_eq!(memberships.on_any_day(&parse_period("2020-Q4").unwrap()), [PartyIx(1)].into());
        assert_eq!(memberships.presence(PartyIx(0), &parse_period("2020-Q3").unwrap()).len(), 1);
    }
}
