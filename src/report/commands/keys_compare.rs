//! Distribution keys beside each other over one pool: the report of `umlage keys --compare`.

use std::cmp::Ordering;

use crate::analysis::key_comparison::{Burden, Change, Effects, KeyComparison, Range};
use crate::model::{DateRange, PartyIx, Project, ServiceIx};
use crate::money::Ratio;
use crate::report::commands::scenario_compare::tenths;
use crate::report::tables::key_words::describe;
use crate::report::tables::label::party_name;
use crate::report::{
    Basis, Block, Column, DataPart, Document, Emphasis, Layout, Line, Row, Sheet, Value,
};
use crate::text::{Lang, Phrase, Term, term};

/// Up to so many keys stand beside the names of parties, more beside their ids: four take the width
/// of a page.
const NAMED: usize = 3;

/// A comparison of keys and how it is told.
#[derive(Clone, Copy)]
pub struct CompareKeys<'a> {
    /// The project of the keys.
    pub project: &'a Project,
    /// The figures.
    pub comparison: &'a KeyComparison,
    /// On what the figures rest.
    pub basis: &'a Basis<'a>,
    /// Whether somebody laid down which key holds without an agreement: the command line, or the
    /// decision on the key.
    pub declared: bool,
    /// Whose cost the sum is and when, where it is not one that was named.
    pub cost_of: Option<(ServiceIx, DateRange)>,
}

/// Tells a comparison of keys.
pub fn key_comparison<'a>(compare: CompareKeys<'a>, lang: Lang) -> Document<'a> {
    Document::new(
        "umlage/key-comparison/1",
        lang,
        move || compare.data(),
        move || compare.page(lang),
    )
}

/// Names a key in the heads of columns.
fn label(key: usize) -> String {
    format!("K{}", key.saturating_add(1))
}

/// What a receiver bears.
fn value(burden: &Burden) -> Value {
    match burden {
        Burden::Amount(amount) => Value::Cents(*amount),
        Burden::Share(share) => Value::Percent(share.clone()),
    }
}

/// What a receiver bears more or less.
fn difference(burden: &Burden) -> Value {
    match burden {
        Burden::Amount(amount) => Value::Cents(*amount),
        Burden::Share(share) => Value::Points(share.clone()),
    }
}

impl<'a> CompareKeys<'a> {
    fn data(self) -> Vec<DataPart<'a>> {
        let comparison = self.comparison;
        let ids = (0..comparison.keys.len()).map(|key| Value::text(self.id(key))).collect();
        let mut parts = vec![
            DataPart::fact("keys", Value::List(ids)),
            DataPart::fact("reference", Value::text(self.id(comparison.reference))),
        ];
        parts.extend(
            comparison.fallback.map(|key| DataPart::fact("fallback", Value::text(self.id(key)))),
        );
        parts.extend(comparison.sum.map(|sum| DataPart::fact("amount", Value::Cents(sum))));
        parts.push(DataPart::records("rows", self.rows()));
        parts.push(DataPart::records("changes", self.changes()));
        parts.push(DataPart::records("parties", self.parties()));
        parts.push(DataPart::records("summary", self.summary()));
        let declared = DataPart::fact("fallback_declared", Value::Flag(self.declared));
        parts.extend(comparison.fallback.map(|_| declared));
        parts.extend(self.basis.facts());
        parts
    }

    fn id(self, key: usize) -> &'a str {
        &self.project.key(self.comparison.keys[key].key).id
    }

    fn party_id(self, party: PartyIx) -> Value {
        Value::text(&self.project.party(party).id)
    }

    /// Lists the keys that are held against the reference.
    fn others(self) -> impl Iterator<Item = usize> {
        let reference = self.comparison.reference;
        (0..self.comparison.keys.len()).filter(move |key| *key != reference)
    }

    fn rows(self) -> Sheet {
        let comparison = self.comparison;
        let mut columns = vec![Column::text("key", "key"), Column::text("party", "party")];
        let numbers = ["share_percent", "fraction", "amount", "difference"];
        columns.extend(numbers.map(|name| Column::number(name, name)));
        let mut rows = Vec::new();
        for (key, about) in comparison.keys.iter().enumerate() {
            for (receiver, (party, share)) in
                comparison.receivers.iter().zip(&about.shares).enumerate()
            {
                let amount = |burden: &Burden| match burden {
                    Burden::Amount(amount) => Value::Cents(*amount),
                    Burden::Share(_) => Value::Empty,
                };
                rows.push(Row::plain([
                    Value::text(self.id(key)),
                    self.party_id(*party),
                    Value::Percent(share.clone()),
                    Value::Fraction(share.clone()),
                    amount(comparison.burden(key, receiver)),
                    amount(&comparison.change(key, receiver).difference),
                ]));
            }
        }
        Sheet { columns, rows, layout: Layout::List }
    }

    /// What changes against the reference: share in percentage points, burden in percent, and in
    /// which direction.
    fn changes(self) -> Sheet {
        let comparison = self.comparison;
        let mut columns = vec![Column::text("key", "key"), Column::text("party", "party")];
        columns.extend(["points", "percent"].map(|name| Column::number(name, name)));
        columns.push(Column::text("effect", "effect"));
        let reference = &comparison.keys[comparison.reference].shares;
        let mut rows = Vec::new();
        for key in self.others() {
            for (receiver, party) in comparison.receivers.iter().enumerate() {
                let Change { part, effect, .. } = comparison.change(key, receiver);
                let points = &comparison.keys[key].shares[receiver] - &reference[receiver];
                let effect = match effect {
                    Ordering::Less => "less",
                    Ordering::Equal => "same",
                    Ordering::Greater => "more",
                };
                rows.push(Row::plain([
                    Value::text(self.id(key)),
                    self.party_id(*party),
                    Value::Points(points),
                    Value::of(part, Value::Points),
                    Value::word(effect),
                ]));
            }
        }
        Sheet { columns, rows, layout: Layout::List }
    }

    /// For each receiver the least, the most, and what is at stake in the agreement.
    fn parties(self) -> Sheet {
        let comparison = self.comparison;
        let names = ["party", "least", "least_keys", "most", "most_keys"];
        let mut columns = names.map(|name| Column::text(name, name)).to_vec();
        let range = ["range_from", "range_to", "without_agreement", "agreement"];
        let range = comparison.fallback.map(|_| range.map(|name| Column::text(name, name)));
        columns.extend(range.into_iter().flatten());
        let row = |(receiver, party): (usize, &PartyIx)| {
            let keys = |burden: &Burden| {
                let keys = comparison.keys_with(receiver, burden).into_iter();
                Value::List(keys.map(|key| Value::text(self.id(key))).collect())
            };
            let mut cells = vec![self.party_id(*party)];
            if let Some((least, most)) = comparison.extremes(receiver) {
                cells.extend([value(least), keys(least), value(most), keys(most)]);
            }
            cells.extend(comparison.range(receiver).into_iter().flat_map(|range| {
                let word = match range.agreement {
                    Ordering::Less => "gains",
                    Ordering::Equal => "same",
                    Ordering::Greater => "loses",
                };
                range_cells(&range).into_iter().chain([Value::word(word)])
            }));
            Row::plain(cells)
        };
        let rows = comparison.receivers.iter().enumerate().map(row).collect();
        Sheet { columns, rows, layout: Layout::List }
    }

    fn summary(self) -> Sheet {
        let mut columns = vec![Column::text("key", "key")];
        columns.extend(["more", "less", "same", "shifted"].map(|name| Column::number(name, name)));
        let rows = self.others().map(|key| {
            let id = std::iter::once(Value::text(self.id(key)));
            Row::plain(id.chain(counts(&self.comparison.effects(key))))
        });
        Sheet { columns, rows: rows.collect(), layout: Layout::List }
    }

    fn page(self, lang: Lang) -> Vec<Block> {
        let comparison = self.comparison;
        let reference = label(comparison.reference);
        let others: Vec<usize> = self.others().collect();
        let mut page = self.basis.head(term(Term::KeyComparison, lang).to_owned(), lang);
        page.extend([
            Block::Paragraph(self.about(lang)),
            Block::Tree(self.legend(lang)),
            Block::Sheet(self.matrix(lang)),
        ]);
        let heading = |phrase: Phrase| Block::Heading(phrase.get(lang));
        if let [key] = others[..] {
            page.push(heading(Phrase::KeyAgainst {
                label: label(key),
                reference: reference.clone(),
            }));
            page.push(Block::Sheet(self.against(key, lang)));
        } else {
            page.push(heading(Phrase::DifferenceAgainst { reference: reference.clone() }));
            page.push(Block::Sheet(self.differences(&others, lang)));
            page.push(heading(Phrase::PercentAgainst { reference: reference.clone() }));
            page.push(Block::Sheet(self.percents(&others, lang)));
        }
        page.push(Block::Heading(term(Term::KeyEffects, lang).to_owned()));
        page.push(Block::Sheet(self.counted(lang)));
        if others.len() > 1 {
            page.push(Block::Heading(term(Term::LeastAndMost, lang).to_owned()));
            page.push(Block::Sheet(self.extremes(lang)));
        }
        if let Some(fallback) = comparison.fallback {
            page.push(Block::Heading(term(Term::BargainingRange, lang).to_owned()));
            page.push(Block::Paragraph(self.stakes(reference, label(fallback), lang)));
            page.push(Block::Sheet(self.bargaining(lang)));
        }
        page
    }

    /// Says which key is agreed, which holds otherwise, and how many gain by the agreement.
    fn stakes(self, reference: String, fallback: String, lang: Lang) -> String {
        let ranges =
            (0..self.comparison.receivers.len()).filter_map(|at| self.comparison.range(at));
        let effects: Vec<Ordering> = ranges.map(|range| range.agreement).collect();
        let count = |wanted| effects.iter().filter(|effect| **effect == wanted).count().to_string();
        let [gain, same, lose] = [Ordering::Less, Ordering::Equal, Ordering::Greater].map(count);
        match self.declared {
            true => Phrase::BargainingAbout { reference, fallback, gain, same, lose },
            false => Phrase::BargainingAssumed { reference, fallback, gain, same, lose },
        }
        .get(lang)
    }

    /// Says which key stands behind each label, and against which the others are held.
    fn legend(self, lang: Lang) -> Vec<Line> {
        let keys = self.comparison.keys.iter().enumerate().map(|(number, key)| {
            let (key, label) = (self.project.key(key.key), label(number));
            let (how, key) = (describe(self.project, key, lang), key.id.clone());
            Phrase::KeyLegend { label, key, how }.get(lang)
        });
        let reference = Phrase::KeyReference { label: label(self.comparison.reference) }.get(lang);
        let line = |text| Line { depth: 0, text, emphasis: Emphasis::Plain };
        keys.chain([reference]).map(line).collect()
    }

    /// Says what is shared out.
    fn about(self, lang: Lang) -> String {
        let Some(sum) = self.comparison.sum else { return term(Term::SharesOnly, lang).to_owned() };
        let (amount, currency) = (lang.amount(sum), self.project.currency.clone());
        match self.cost_of {
            None => Phrase::ComparedSum { amount, currency }.get(lang),
            Some((service, period)) => {
                let (service, period) =
                    (self.project.service(service).name.clone(), period.to_string());
                Phrase::ComparedCost { amount, currency, service, period }.get(lang)
            }
        }
    }

    /// One row for each receiver, with its name before the cells.
    fn each(self, lang: Lang, cells: impl Fn(usize) -> Vec<Value>) -> Vec<Row> {
        let receivers = self.comparison.receivers.iter().enumerate();
        receivers
            .map(|(receiver, party)| {
                let name = Value::text(party_name(self.project, *party, lang));
                Row::plain(std::iter::once(name).chain(cells(receiver)))
            })
            .collect()
    }

    /// What each receiver bears under each key, with the sum of each.
    fn matrix(self, lang: Lang) -> Sheet {
        let comparison = self.comparison;
        let mut columns = vec![Column::text("party", term(Term::Party, lang))];
        columns
            .extend((0..comparison.keys.len()).map(|key| Column::number(label(key), label(key))));
        let cells = |receiver: usize| {
            comparison.keys.iter().map(|key| value(&key.burdens[receiver])).collect()
        };
        let mut rows = self.each(lang, cells);
        if comparison.keys.len() > NAMED {
            for (row, party) in rows.iter_mut().zip(&comparison.receivers) {
                row.cells[0].value = self.party_id(*party);
            }
        }
        let sums = comparison.keys.iter().map(|key| match comparison.sum {
            Some(sum) => Value::Cents(sum),
            None => Value::Percent(Ratio::sum(&key.shares)),
        });
        rows.push(Row::total(std::iter::once(Value::text(term(Term::Total, lang))).chain(sums)));
        Sheet { columns, rows, layout: Layout::Beside }
    }

    /// One key against the reference.
    fn against(self, key: usize, lang: Lang) -> Sheet {
        let columns = vec![
            Column::text("party", term(Term::Party, lang)),
            Column::number("difference", term(Term::Difference, lang)),
            Column::number("percent", "%"),
            Column::text("effect", term(Term::Effect, lang)),
        ];
        let cells = |receiver: usize| {
            let change = self.comparison.change(key, receiver);
            let effect = match change.effect {
                Ordering::Less => Term::BearsLess,
                Ordering::Equal => Term::BearsTheSame,
                Ordering::Greater => Term::BearsMore,
            };
            vec![difference(&change.difference), percent(&change), Value::text(term(effect, lang))]
        };
        Sheet { columns, rows: self.each(lang, cells), layout: Layout::List }
    }

    /// Several keys against the reference, beside each other.
    fn differences(self, keys: &[usize], lang: Lang) -> Sheet {
        self.by_key(keys, lang, |key, receiver| {
            difference(&self.comparison.change(key, receiver).difference)
        })
    }

    /// The same in percent of what is borne under the reference.
    fn percents(self, keys: &[usize], lang: Lang) -> Sheet {
        self.by_key(keys, lang, |key, receiver| percent(&self.comparison.change(key, receiver)))
    }

    fn by_key(self, keys: &[usize], lang: Lang, cell: impl Fn(usize, usize) -> Value) -> Sheet {
        let mut columns = vec![Column::text("party", term(Term::Party, lang))];
        columns.extend(keys.iter().map(|key| Column::number(label(*key), label(*key))));
        let cells = |receiver: usize| keys.iter().map(|key| cell(*key, receiver)).collect();
        Sheet { columns, rows: self.each(lang, cells), layout: Layout::Beside }
    }

    fn counted(self, lang: Lang) -> Sheet {
        let mut columns = vec![Column::text("key", term(Term::Key, lang))];
        let numbers = [
            ("more", Term::BearsMore),
            ("less", Term::BearsLess),
            ("same", Term::BearsTheSame),
            ("shifted", Term::Shifted),
        ];
        columns.extend(numbers.map(|(name, heading)| Column::number(name, term(heading, lang))));
        let rows = self.others().map(|key| {
            let label = std::iter::once(Value::text(label(key)));
            Row::plain(label.chain(counts(&self.comparison.effects(key))))
        });
        Sheet { columns, rows: rows.collect(), layout: Layout::List }
    }

    fn extremes(self, lang: Lang) -> Sheet {
        let columns = vec![
            Column::text("party", term(Term::Party, lang)),
            Column::number("least", term(Term::Least, lang)),
            Column::text("least_keys", term(Term::UnderKey, lang)),
            Column::number("most", term(Term::Most, lang)),
            Column::text("most_keys", term(Term::UnderKey, lang)),
        ];
        let cells = |receiver: usize| {
            let keys = |burden: &Burden| {
                let labels: Vec<String> =
                    self.comparison.keys_with(receiver, burden).into_iter().map(label).collect();
                Value::text(labels.join(", "))
            };
            let extremes = self.comparison.extremes(receiver);
            let cells =
                extremes.map(|(least, most)| [value(least), keys(least), value(most), keys(most)]);
            cells.into_iter().flatten().collect()
        };
        Sheet { columns, rows: self.each(lang, cells), layout: Layout::List }
    }

    fn bargaining(self, lang: Lang) -> Sheet {
        let columns = vec![
            Column::text("party", term(Term::Party, lang)),
            Column::number("range_from", term(Term::RangeFrom, lang)),
            Column::number("range_to", term(Term::RangeTo, lang)),
            Column::number("without_agreement", term(Term::WithoutAgreement, lang)),
            Column::text("agreement", term(Term::ByAgreement, lang)),
        ];
        let cells = |receiver: usize| {
            let ranges = self.comparison.range(receiver).into_iter();
            let cells = ranges.flat_map(|range| {
                let word = match range.agreement {
                    Ordering::Less => Term::Gains,
                    Ordering::Equal => Term::BearsTheSame,
                    Ordering::Greater => Term::Loses,
                };
                range_cells(&range).into_iter().chain([Value::text(term(word, lang))])
            });
            cells.collect()
        };
        Sheet { columns, rows: self.each(lang, cells), layout: Layout::List }
    }
}

/// The ends of a range, and what is borne more without agreement.
fn range_cells(range: &Range) -> [Value; 3] {
    [value(&range.from), value(&range.to), difference(&range.without_agreement)]
}

/// A change in tenths of a percent.
fn percent(change: &Change) -> Value {
    Value::of(change.part.as_ref(), |part| Value::Points(tenths(part)))
}

/// How many bear more, less and the same, and what is shifted.
fn counts(effects: &Effects) -> [Value; 4] {
    let Effects { more, less, same, shifted } = effects;
    [Value::Count(*more), Value::Count(*less), Value::Count(*same), value(shifted)]
}
