//! Who pays what: the report of `umlage allocate`.

use std::collections::{BTreeMap, BTreeSet};

use crate::allocation::{Dimension, EntryFate, NotBilled, Totals};
use crate::audit;
use crate::model::{Derivation, KeyIx, Project, RuleIx};
use crate::money::Cents;
use crate::report::commands::scenario_show;
use crate::report::tables::amounts::sum;
use crate::report::tables::control::{balance, below_minimum, totals};
use crate::report::tables::dimension::{Coordinate, Grid};
use crate::report::tables::key_words::key_line;
use crate::report::tables::label::{
    Names, heading, legal_basis, machine, period_words, periods, rule_title, status_word,
    step_title,
};
use crate::report::tables::{charts, stood_in};
use crate::report::{
    Block, Cell, Column, Content, DataPart, DimensionName, Document, Emphasis, Layout, Line,
    Material, Report, Row, Sheet, Value,
};
use crate::text::{Lang, Phrase, Term, term};
use crate::trace::StepId;

/// The shares of a run, summed by dimensions.
#[derive(Clone, Copy, Debug)]
pub struct Allocation<'a> {
    /// The dimensions, each at most once.
    pub by: &'a [DimensionName],
}

impl Allocation<'static> {
    /// By party and service.
    pub const DEFAULT: Allocation<'static> =
        Allocation { by: &[DimensionName::Party, DimensionName::Service] };
}

impl Report for Allocation<'_> {
    fn document<'a>(&'a self, material: Material<'a>) -> Document<'a> {
        let by = self.by;
        Document::new(
            "umlage/allocation/1",
            material.lang,
            move || data(by, &Rows::of(by, &material), &material),
            move || page(by, &Rows::of(by, &material), &material),
        )
    }
}

/// The shares summed over equal coordinates, in their order.
struct Rows(BTreeMap<Vec<Coordinate>, Sum>);

/// A sum of shares, with the step that derives it where it is one share alone.
#[derive(Clone, Copy, Default)]
struct Sum {
    amount: Cents,
    shares: usize,
    anchor: Option<StepId>,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.amount = sum([self.amount, other.amount]);
        self.shares += other.shares;
        self.anchor = self.anchor.or(other.anchor);
    }

    fn cell(self) -> Cell {
        let anchor = self.anchor.filter(|_| self.shares == 1);
        Cell { anchor, ..Cell::from(Value::Cents(self.amount)) }
    }
}

impl Rows {
    fn of(by: &[DimensionName], material: &Material<'_>) -> Rows {
        let grid = Grid::new(material.project, material.run, by);
        let mut rows: BTreeMap<Vec<Coordinate>, Sum> = BTreeMap::new();
        for share in &material.run.shares {
            let one =
                Sum { amount: share.amount.amount(), shares: 1, anchor: Some(share.amount.step()) };
            rows.entry(grid.coordinates(share)).or_default().add(one);
        }
        Rows(rows)
    }

    /// Sums the rows once more over what a function makes of their coordinates.
    fn summed<K: Ord>(&self, key: impl Fn(&[Coordinate]) -> K) -> BTreeMap<K, Sum> {
        let mut sums: BTreeMap<K, Sum> = BTreeMap::new();
        for (coordinates, sum) in &self.0 {
            sums.entry(key(coordinates)).or_default().add(*sum);
        }
        sums
    }

    fn total(&self) -> Sum {
        self.summed(|_| ()).into_values().next().unwrap_or_default()
    }
}

fn data<'a>(by: &[DimensionName], rows: &Rows, material: &Material<'_>) -> Vec<DataPart<'a>> {
    let (project, run) = (material.project, material.run);
    let columns = by
        .iter()
        .map(|name| Column::text(name.name(), heading(*name, material.lang)))
        .chain([Column::number("amount", term(Term::Amount, material.lang))])
        .collect();
    let table = rows.0.iter().map(|(coordinates, sum)| {
        Row::plain(coordinates.iter().map(|c| machine(project, c).into()).chain([sum.cell()]))
    });
    let sheet = Sheet { columns, rows: table.collect(), layout: Layout::List };
    let mut parts = vec![DataPart::fact("project", Value::text(&project.title))];
    parts.extend(scenario_show::facts(project));
    parts.extend([
        DataPart::fact("period", Value::word(periods(project, run).join(","))),
        DataPart::fact("currency", Value::text(&project.currency)),
        DataPart::fact("by", Value::List(by.iter().map(|name| Value::word(name.name())).collect())),
        DataPart::records("rows", sheet),
        DataPart { name: "totals", content: Content::Group(totals(&run.totals)) },
    ]);
    if project.rules.iter().any(|rule| rule.minimum_billed.is_some()) {
        parts.push(DataPart::records("not_billed", not_billed(material)));
    }
    let undecided = undecided(project, run.pools.iter().map(|pool| pool.rule));
    if !undecided.is_empty() {
        parts.push(DataPart::records(
            "undecided",
            undecided_sheet(project, &undecided, material.lang),
        ));
    }
    parts.extend(stood_in::part(material));
    parts.push(DataPart::fact("digest", Value::word(audit::digest(project, run))));
    parts
}

/// Lists the keys of some rules, parts of keys included, on which the decision was not unanimous.
fn undecided(project: &Project, rules: impl Iterator<Item = RuleIx>) -> BTreeSet<KeyIx> {
    let keys = rules.flat_map(|rule| &project.rule(rule).steps).filter_map(|step| step.key);
    keys.flat_map(|key| project.undecided(key)).collect()
}

/// Lists keys with those that stand in for them.
fn undecided_sheet(project: &Project, keys: &BTreeSet<KeyIx>, lang: Lang) -> Sheet {
    let columns = vec![
        Column::text("key", term(Term::Key, lang)),
        Column::text("stands_in", term(Term::StandsIn, lang)),
        Column::text("legal_basis", term(Term::LegalBasis, lang)),
    ];
    let row = |key: &KeyIx| {
        let key = project.key(*key);
        let fallback = key.stands_in().map(|fallback| project.key(fallback).id.clone());
        let basis = key.decision.as_ref().and_then(|decision| decision.legal_basis.clone());
        Row::plain(
            [key.id.clone(), fallback.unwrap_or_default(), basis.unwrap_or_default()]
                .map(Value::text),
        )
    };
    Sheet { columns, rows: keys.iter().map(row).collect(), layout: Layout::List }
}

/// Lists the sums below the minimum that is billed.
fn not_billed(material: &Material<'_>) -> Sheet {
    let (project, lang) = (material.project, material.lang);
    let columns = vec![
        Column::text("period", term(Term::Period, lang)),
        Column::text("rule", term(Term::Rule, lang)),
        Column::text("party", term(Term::Party, lang)),
        Column::number("amount", term(Term::Amount, lang)),
        Column::text("below", term(Term::BelowMinimum, lang)),
    ];
    let row = |small: &NotBilled| {
        Row::plain([
            Value::Date(small.period.to_string()).into(),
            Value::text(&project.rule(small.rule).id).into(),
            Value::text(&project.party(small.party).id).into(),
            Value::Cents(small.amount).into(),
            Cell::from(Value::word(small.below.name())),
        ])
    };
    Sheet { columns, rows: material.run.not_billed.iter().map(row).collect(), layout: Layout::List }
}

/// Tells of the sums below the minimum that is billed.
fn small_sums(material: &Material<'_>) -> Vec<Line> {
    let line = |small: &NotBilled| {
        let rule = rule_title(material.project.rule(small.rule));
        let text = format!("{}, {rule}: {}", small.period, below_minimum(small, material));
        Line { depth: 0, text, emphasis: Emphasis::Plain }
    };
    material.run.not_billed.iter().map(line).collect()
}

fn page(by: &[DimensionName], rows: &Rows, material: &Material<'_>) -> Vec<Block> {
    let lang = material.lang;
    let period = period_words(material.project, material.run, lang);
    let about = Phrase::AllocationAbout {
        period: period.clone(),
        status: status_word(material.status, lang).to_owned(),
        currency: material.project.currency.clone(),
    };
    let mut page =
        vec![Block::Title(material.project.title.clone()), Block::Paragraph(about.get(lang))];
    page.extend(scenario_show::about(material.project, lang));
    if material.run.pools.is_empty() && material.run.totals == Totals::default() {
        page.push(Block::Paragraph(Phrase::NoCost { period }.get(lang)));
        return page;
    }
    if rows.0.is_empty() {
        page.push(Block::Paragraph(term(Term::NothingShared, lang).to_owned()));
    } else {
        page.push(Block::Sheet(match by {
            [_, _] => cross(by, rows, material),
            _ => list(by, rows, material),
        }));
        page.extend(legend(rows, lang).map(Block::Paragraph));
        page.extend(chart(by, rows, material));
    }
    if !material.run.not_billed.is_empty() {
        page.push(Block::Heading(term(Term::BelowMinimum, lang).to_owned()));
        page.push(Block::Tree(small_sums(material)));
    }
    page.push(Block::Heading(term(Term::LegalBases, lang).to_owned()));
    page.push(Block::Tree(legal_bases(material)));
    page.push(Block::Heading(term(Term::Balance, lang).to_owned()));
    page.push(balance(&material.run.totals, lang));
    page
}

/// Draws the shares where the rows are parties.
fn chart(by: &[DimensionName], rows: &Rows, material: &Material<'_>) -> Option<Block> {
    if by.first() != Some(&DimensionName::Party) {
        return None;
    }
    let lang = material.lang;
    let names = Names::new(material.project, lang);
    let parties = rows.summed(|c| c[0].clone());
    let bar = |(party, sum): (&Coordinate, &Sum)| {
        (text_of(&names.coordinate(party)), vec![Some(sum.amount)])
    };
    let series = vec![term(Term::Share, lang).to_owned()];
    charts::bars(term(Term::SharesOfParties, lang), series, parties.iter().map(bar).collect(), lang)
}

/// Lays the first dimension down and the second across, with totals.
fn cross(by: &[DimensionName], rows: &Rows, material: &Material<'_>) -> Sheet {
    let (project, lang) = (material.project, material.lang);
    let names = Names::new(project, lang);
    let down = rows.summed(|c| c[0].clone());
    let across = rows.summed(|c| c[1].clone());
    let total = term(Term::Total, lang);
    let mut columns = vec![Column::text(by[0].name(), heading(by[0], lang))];
    for coordinate in across.keys() {
        let name = text_of(&machine(project, coordinate));
        columns.push(Column::number(name, text_of(&names.coordinate(coordinate))));
    }
    columns.push(Column::number("total", total));
    let mut table: Vec<Row> = Vec::new();
    for (row, sum) in &down {
        let inner = across.keys().map(|column| {
            rows.0
                .get(&vec![row.clone(), column.clone()])
                .map_or(Cell::from(Value::Empty), |sum| sum.cell())
        });
        let cells = [names.coordinate(row).into()].into_iter().chain(inner).chain([sum.cell()]);
        table.push(Row::plain(cells));
    }
    let bottom = [Value::text(total).into()].into_iter();
    table.push(Row::total(
        bottom.chain(across.values().map(|sum| sum.cell())).chain([rows.total().cell()]),
    ));
    Sheet { columns, rows: table, layout: Layout::Cross }
}

/// Lists all dimensions as columns, with a total below; what repeats from the row above is left
/// blank.
fn list(by: &[DimensionName], rows: &Rows, material: &Material<'_>) -> Sheet {
    let lang = material.lang;
    let names = Names::new(material.project, lang);
    let mut columns: Vec<Column> =
        by.iter().map(|name| Column::text(name.name(), heading(*name, lang))).collect();
    columns.push(Column::number("amount", term(Term::Amount, lang)));
    let mut table: Vec<Row> = Vec::new();
    let mut above: &[Coordinate] = &[];
    for (coordinates, sum) in &rows.0 {
        let same = coordinates.iter().zip(above).take_while(|(this, above)| this == above).count();
        above = coordinates;
        let cells = coordinates.iter().enumerate().map(|(index, coordinate)| {
            let repeated = index < same;
            if repeated { Value::Empty.into() } else { names.coordinate(coordinate).into() }
        });
        table.push(Row::plain(cells.chain([sum.cell()])));
    }
    let blanks = std::iter::repeat_n(Cell::from(Value::Empty), by.len() - 1);
    let bottom = [Value::text(term(Term::Total, lang)).into()].into_iter();
    table.push(Row::total(bottom.chain(blanks).chain([rows.total().cell()])));
    Sheet { columns, rows: table, layout: Layout::List }
}

/// Explains the marks `*` and `-`, where they occur.
fn legend(rows: &Rows, lang: Lang) -> Option<String> {
    let has = |mark: fn(&Coordinate) -> bool| rows.0.keys().flatten().any(mark);
    let mixed = has(|c| {
        matches!(
            c,
            Coordinate::Service(Dimension::Mixed)
                | Coordinate::Centre(Dimension::Mixed)
                | Coordinate::Kind(Dimension::Mixed)
        )
    });
    let missing = has(|c| {
        matches!(
            c,
            Coordinate::Service(Dimension::Missing)
                | Coordinate::Centre(Dimension::Missing)
                | Coordinate::Kind(Dimension::Missing)
        )
    });
    let lines = [(mixed, Term::MixedMark), (missing, Term::MissingMark)];
    let lines: Vec<&str> =
        lines.iter().filter(|(has, _)| *has).map(|(_, word)| term(*word, lang)).collect();
    (!lines.is_empty()).then(|| lines.join("; "))
}

/// Names the legal basis of each rule that occurs, and of its steps where theirs differs.
fn legal_bases(material: &Material<'_>) -> Vec<Line> {
    let project = material.project;
    let shared = material.run.pools.iter().map(|pool| pool.rule);
    let withheld = material.run.entries.iter().filter_map(|fate| match fate {
        EntryFate::NotShared(rule) => Some(*rule),
        _ => None,
    });
    let used: BTreeSet<_> = shared.chain(withheld).collect();
    let mut lines = Vec::new();
    for ix in used {
        let rule = project.rule(ix);
        let plain = |depth, text| Line { depth, text, emphasis: Emphasis::Plain };
        lines.push(plain(0, format!("{}: {}", rule_title(rule), rule.legal_basis)));
        for (number, step) in
            rule.steps.iter().enumerate().filter(|(_, step)| step.legal_basis.is_some())
        {
            let basis = legal_basis(project, ix, u16::try_from(number).ok());
            lines.push(plain(1, format!("{}: {basis}", step_title(step))));
        }
        for key in undecided(project, std::iter::once(ix)) {
            lines.push(plain(1, key_line(project, key, material.lang)));
        }
        let stood_in = stood_in::lines(material, |_, pool| pool.rule == ix);
        lines.extend(stood_in.into_iter().map(|text| plain(1, text)));
    }
    for made in project.derivations.iter().filter(|made| is_used(made, material)) {
        let title = made.title.as_deref().unwrap_or(&made.id);
        lines.push(Line {
            depth: 0,
            text: format!("{title}: {}", made.legal_basis),
            emphasis: Emphasis::Plain,
        });
    }
    lines
}

/// Tells whether a derivation made an entry that counts in the run.
fn is_used(derivation: &Derivation, material: &Material<'_>) -> bool {
    let mut made = material.run.costs.iter().zip(&material.run.entries);
    made.any(|(entry, fate)| {
        entry.made_by == Some(derivation.loc) && *fate != EntryFate::OtherPeriod
    })
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Word(text) | Value::Date(text) => text.clone(),
        _ => String::new(),
    }
}
