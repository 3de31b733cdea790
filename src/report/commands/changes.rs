//! Why amounts changed: the report of `umlage changes`.

use crate::analysis::changes::{Cause, Changes, PartyChange};
use crate::model::{Party, PartyIx, Status};
use crate::money::Cents;
use crate::report::commands::scenario_show;
use crate::report::tables::charts;
use crate::report::tables::label::{name_of, status_word};
use crate::report::{
    Basis, Block, Column, Content, DataPart, Document, Emphasis, Layout, Line, Row, Sheet, Value,
};
use crate::text::{Lang, Phrase, Term, term};

/// What the report is made of.
pub struct ChangeReport<'a> {
    /// On what the figures rest; of the second side, where they differ.
    pub basis: Basis<'a>,
    /// The changes.
    pub changes: &'a Changes,
    /// What the two sides are called: periods, or scenarios.
    pub sides: [String; 2],
    /// Only the party of this id.
    pub party: Option<String>,
    /// The language of the page.
    pub lang: Lang,
}

/// Tells the difference of every party's amount, and its causes.
pub fn change_report<'a>(comparison: &'a ChangeReport<'a>) -> Document<'a> {
    Document::new(
        "umlage/changes/1",
        comparison.lang,
        move || comparison.data(),
        move || comparison.page(),
    )
}

/// The sums over all parties, in the form of a party's.
struct Sums {
    before: Cents,
    after: Cents,
    stated_order: Vec<Cents>,
    order_free: Vec<Cents>,
}

/// Adds amounts that are parts of sums which the runs have formed and checked.
fn add(a: Cents, b: Cents) -> Cents {
    match a.checked_add(b) {
        Some(sum) => sum,
        None => unreachable!("a part of a checked sum does not fit"),
    }
}

fn difference(before: Cents, after: Cents) -> Cents {
    match after.checked_sub(before) {
        Some(difference) => difference,
        None => unreachable!("the difference of checked sums does not fit"),
    }
}

impl Sums {
    fn of(change: &PartyChange) -> Sums {
        let PartyChange { before, after, stated_order, order_free, .. } = change.clone();
        Sums { before, after, stated_order, order_free }
    }

    fn change(&self) -> Cents {
        difference(self.before, self.after)
    }

    fn total<'a>(parties: impl Iterator<Item = &'a PartyChange>, causes: usize) -> Sums {
        let none = Sums {
            before: Cents::ZERO,
            after: Cents::ZERO,
            stated_order: vec![Cents::ZERO; causes],
            order_free: vec![Cents::ZERO; causes],
        };
        let each = |sums: &[Cents], more: &[Cents]| {
            sums.iter().zip(more).map(|(a, b)| add(*a, *b)).collect()
        };
        parties.fold(none, |sums, party| Sums {
            before: add(sums.before, party.before),
            after: add(sums.after, party.after),
            stated_order: each(&sums.stated_order, &party.stated_order),
            order_free: each(&sums.order_free, &party.order_free),
        })
    }

    /// Lists the causes that make something, by number, with what they make.
    fn causes(&self) -> impl Iterator<Item = (usize, Cents, Cents)> {
        let pairs = self.stated_order.iter().zip(&self.order_free).enumerate();
        pairs
            .map(|(cause, (stated, free))| (cause, *stated, *free))
            .filter(|(_, stated, free)| !stated.is_zero() || !free.is_zero())
    }
}

impl ChangeReport<'_> {
    fn parties(&self) -> impl Iterator<Item = &PartyChange> {
        self.changes
            .parties
            .iter()
            .filter(|change| self.party.as_ref().is_none_or(|id| *id == self.who(change.party).id))
    }

    fn who(&self, party: PartyIx) -> &Party {
        &self.changes.names[usize::from(party.0)]
    }

    fn total(&self) -> Sums {
        Sums::total(self.changes.parties.iter(), self.changes.causes.len())
    }

    fn data<'a>(&self) -> Vec<DataPart<'a>> {
        let id = |party: PartyIx| Value::text(&self.who(party).id);
        let name = |cause: usize| Value::word(cause_name(&self.changes.causes[cause]));
        let causes = |sums: Sums| {
            let pairs = sums.stated_order.into_iter().zip(sums.order_free).enumerate();
            pairs.map(|(cause, (stated, free))| (cause, Value::Cents(stated), Value::Cents(free)))
        };
        let rows = self.parties().flat_map(|change| {
            let cells = move |(cause, stated, free)| {
                Row::plain([id(change.party), name(cause), stated, free])
            };
            causes(Sums::of(change)).map(cells)
        });
        let amounts = self.parties().map(|change| {
            let cents = [change.before, change.after, difference(change.before, change.after)];
            Row::plain([id(change.party)].into_iter().chain(cents.map(Value::Cents)))
        });
        let mut parts = vec![
            DataPart::fact("project", Value::text(&self.basis.project.title)),
            DataPart::fact("from", Value::text(&self.sides[0])),
            DataPart::fact("to", Value::text(&self.sides[1])),
        ];
        parts.extend(self.basis.facts());
        parts.extend([
            DataPart::records(
                "rows",
                list(&["party", "cause"], &["stated_order", "order_free"], rows.collect()),
            ),
            DataPart::records(
                "parties",
                list(&["party"], &["from", "to", "difference"], amounts.collect()),
            ),
        ]);
        if self.party.is_none() {
            let total = self.total();
            let sums =
                [("from", total.before), ("to", total.after), ("difference", total.change())];
            let sums = sums.map(|(name, cents)| (name, Value::Cents(cents))).into();
            parts.push(DataPart { name: "totals", content: Content::Group(sums) });
            let rows =
                causes(total).map(|(cause, stated, free)| Row::plain([name(cause), stated, free]));
            let sheet = list(&["cause"], &["stated_order", "order_free"], rows.collect());
            parts.push(DataPart::records("causes", sheet));
        }
        if let Some(fault) = &self.changes.merged {
            let because = vec![
                ("code", Value::word(fault.fault.code())),
                ("message", Value::text(fault.fault.message(Lang::En))),
            ];
            parts.push(DataPart { name: "not_separable", content: Content::Group(because) });
        }
        parts
    }

    fn page(&self) -> Vec<Block> {
        let lang = self.lang;
        let basis = self.basis.words(lang);
        let about = Phrase::ChangesAbout { from: self.shown(0), to: self.shown(1), basis };
        let mut page = vec![Block::Title(self.basis.project.title.clone())];
        page.extend(scenario_show::about(self.basis.project, lang));
        page.push(Block::Paragraph(about.get(lang)));
        page.extend(self.sums(lang).map(Block::Paragraph));
        if self.parties().next().is_none() {
            page.push(Block::Paragraph(term(Term::PaysOnNeitherSide, lang).to_owned()));
            return page;
        }
        page.push(Block::Sheet(self.sheet()));
        page.push(Block::Paragraph(term(Term::ChangesLegend, lang).to_owned()));
        page.extend(self.not_separable().map(Block::Paragraph));
        page.extend(self.chart());
        page.push(Block::Heading(term(Term::ChangesInWords, lang).to_owned()));
        page.push(Block::Tree(self.words()));
        page
    }

    /// States both sums where they differ: then the differences of parties hold the difference in
    /// cost, too.
    fn sums(&self, lang: Lang) -> Option<String> {
        let all = self.total();
        let (from, to, currency) =
            (self.shown(0), self.shown(1), self.basis.project.currency.clone());
        let (before, after) = (lang.amount(all.before), lang.amount(all.after));
        (all.before != all.after)
            .then(|| Phrase::SumsOfSides { from, before, to, after, currency }.get(lang))
    }

    /// The difference of each party.
    fn chart(&self) -> Option<Block> {
        let lang = self.lang;
        let title = term(Term::DifferenceByParty, lang);
        let bar = |change: &PartyChange| {
            (
                name_of(self.who(change.party), lang),
                vec![Some(difference(change.before, change.after))],
            )
        };
        let series = vec![term(Term::Difference, lang).to_owned()];
        charts::bars(title, series, self.parties().map(bar).collect(), lang)
    }

    /// What a side is called: the status of its cost where that tells the sides apart.
    fn shown(&self, side: usize) -> String {
        let status =
            [Status::Plan, Status::Actual].into_iter().find(|it| it.name() == self.sides[side]);
        match (self.basis.status, status) {
            (None, Some(status)) => status_word(status, self.lang).to_owned(),
            _ => self.sides[side].clone(),
        }
    }

    /// A block for each party, the total last: before, after, difference, and the causes that make
    /// something.
    fn sheet(&self) -> Sheet {
        let lang = self.lang;
        let columns = vec![
            Column::text("party", term(Term::Party, lang)),
            Column::text("cause", term(Term::Cause, lang)),
            Column::number("stated_order", term(Term::StatedOrder, lang)),
            Column::number("order_free", term(Term::OrderFree, lang)),
        ];
        let mut rows = Vec::new();
        for change in self.parties() {
            let name = name_of(self.who(change.party), lang);
            self.block(name, &Sums::of(change), Emphasis::Plain, &mut rows);
        }
        if self.party.is_none() {
            self.block(
                term(Term::Total, lang).to_owned(),
                &self.total(),
                Emphasis::Total,
                &mut rows,
            );
        }
        Sheet { columns, rows, layout: Layout::List }
    }

    fn block(&self, name: String, sums: &Sums, emphasis: Emphasis, rows: &mut Vec<Row>) {
        let lang = self.lang;
        let mut row =
            |name: Value, what: String, stated: Cents, free: Cents, emphasis: Emphasis| {
                let cells = [name, Value::text(what), Value::Cents(stated), Value::Cents(free)];
                rows.push(Row { emphasis, ..Row::plain(cells) });
            };
        let [from, to] = [self.shown(0), self.shown(1)];
        row(Value::text(name), from, sums.before, sums.before, emphasis);
        row(Value::Empty, to, sums.after, sums.after, Emphasis::Plain);
        let difference = term(Term::Difference, lang).to_owned();
        row(Value::Empty, difference, sums.change(), sums.change(), Emphasis::Plain);
        for (cause, stated, free) in sums.causes() {
            row(Value::Empty, self.words_of(cause), stated, free, Emphasis::Plain);
        }
    }

    fn words_of(&self, cause: usize) -> String {
        cause_words(&self.changes.causes[cause], self.lang)
    }

    /// Says which causes stand together, and why.
    fn not_separable(&self) -> Option<String> {
        let fault = self.changes.merged.as_ref()?;
        let together = self.changes.causes.iter().filter(|causes| causes.len() > 1);
        let together: Vec<String> = together.map(|causes| cause_words(causes, self.lang)).collect();
        let causes = together.join("; ");
        let (code, message) = (fault.fault.code().to_owned(), fault.fault.message(self.lang));
        Some(Phrase::NotSeparable { causes, code, message }.get(self.lang))
    }

    /// One sentence for each party, the total last.
    fn words(&self) -> Vec<Line> {
        let parties = self.parties().map(|change| {
            self.sentence(name_of(self.who(change.party), self.lang), &Sums::of(change))
        });
        let all = self
            .party
            .is_none()
            .then(|| self.sentence(term(Term::Total, self.lang).to_owned(), &self.total()));
        let line = |text| Line { depth: 0, text, emphasis: Emphasis::Plain };
        parties.chain(all).map(line).collect()
    }

    fn sentence(&self, who: String, sums: &Sums) -> String {
        let parts: Vec<String> = sums
            .causes()
            .filter(|(_, _, free)| !free.is_zero())
            .map(|(cause, _, free)| format!("{} {}", self.signed(free), self.words_of(cause)))
            .collect();
        if parts.is_empty() {
            let amount = self.money(self.lang.amount(sums.after));
            return Phrase::Unchanged { who, amount }.get(self.lang);
        }
        let (change, parts) = (self.signed(sums.change()), parts.join(", "));
        Phrase::ChangedBy { who, change, parts }.get(self.lang)
    }

    fn signed(&self, amount: Cents) -> String {
        let sign = if amount > Cents::ZERO { "+" } else { "" };
        self.money(format!("{sign}{}", self.lang.amount(amount)))
    }

    fn money(&self, amount: String) -> String {
        match self.basis.project.currency.as_str() {
            "EUR" => format!("{amount} €"),
            other => format!("{amount} {other}"),
        }
    }
}

fn list(texts: &[&str], numbers: &[&str], rows: Vec<Row>) -> Sheet {
    let texts = texts.iter().map(|name| Column::text(*name, *name));
    let numbers = numbers.iter().map(|name| Column::number(*name, *name));
    Sheet { columns: texts.chain(numbers).collect(), rows, layout: Layout::List }
}

/// The name of causes for machines; those that could not be told apart are joined by `+`.
fn cause_name(causes: &[Cause]) -> String {
    causes.iter().map(|cause| cause.name()).collect::<Vec<_>>().join("+")
}

fn cause_words(causes: &[Cause], lang: Lang) -> String {
    let word = |cause: &Cause| {
        term(
            match cause {
                Cause::CostLevel => Term::CauseCostLevel,
                Cause::NewAndEndedServices => Term::CauseServices,
                Cause::Usage => Term::CauseUsage,
                Cause::KeyData => Term::CauseKeyData,
                Cause::KeyOrRule => Term::CauseKeyOrRule,
                Cause::MembersAndParticipants => Term::CauseMembers,
                Cause::Limits => Term::CauseLimits,
                Cause::Calendar => Term::CauseCalendar,
                Cause::Rounding => Term::CauseRounding,
            },
            lang,
        )
    };
    if causes.len() + 1 == Cause::ALL.len() {
        return term(Term::AllCauses, lang).to_owned();
    }
    causes.iter().map(word).collect::<Vec<_>>().join(" + ")
}
