//! What comes out where a variable runs over its values: the report of `umlage scenario sweep`.

use std::collections::BTreeSet;

use crate::model::{DateRange, Project};
use crate::money::{Cents, Ratio};
use crate::report::tables::charts;
use crate::report::tables::label::{rule_title, step_title};
use crate::report::{Basis, Block, Column, DataPart, Document, Layout, Row, Sheet, Value};
use crate::scenario::{Axis, AxisKind, Corridor, Crossing, Point};
use crate::text::{Lang, Phrase, Term, Text, term};

/// The points of a sweep and how they are told.
#[derive(Clone, Copy)]
pub struct SweepResult<'a> {
    /// On what the figures rest.
    pub basis: &'a Basis<'a>,
    /// The variables.
    pub axes: &'a [Axis],
    /// The runs, in the order of the axes.
    pub points: &'a [Point],
    /// The parties that are shown: id and name.
    pub parties: &'a [(String, Text)],
    /// Where the amount of a party crosses another.
    pub crossings: Option<(&'a str, &'a [Crossing])>,
}

/// The steps of a picture, from the smallest amount to the largest.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// A picture has at most so many steps.
const WIDEST: usize = 40;

/// Tells a sweep.
pub fn sweep<'a>(result: &SweepResult<'a>, lang: Lang) -> Document<'a> {
    let result = *result;
    Document::new("umlage/sweep/1", lang, move || result.data(), move || result.page(lang))
}

impl<'a> SweepResult<'a> {
    fn data(self) -> Vec<DataPart<'a>> {
        let mut columns: Vec<Column> =
            self.axes.iter().map(|axis| Column::text(&axis.name, &axis.name)).collect();
        columns.push(Column::text("period", "period"));
        columns.push(Column::text("party", "party"));
        columns.push(Column::number("amount", "amount"));
        let periods: BTreeSet<DateRange> = self
            .points
            .iter()
            .flat_map(|point| point.bill.keys().map(|(period, _)| *period))
            .collect();
        let mut rows = Vec::new();
        for point in self.points {
            let labels = || self.labels(point).into_iter().map(Value::text);
            for period in &periods {
                for (id, _) in self.parties {
                    let amount =
                        point.bill.get(&(*period, id.clone())).copied().unwrap_or_default();
                    let cells =
                        [Value::Date(period.to_string()), Value::text(id), Value::Cents(amount)];
                    rows.push(Row::plain(labels().chain(cells)));
                }
            }
        }
        let mut parts = vec![DataPart::fact("project", Value::text(&self.basis.project.title))];
        parts.extend(self.basis.facts());
        parts.push(DataPart::records("rows", Sheet { columns, rows, layout: Layout::List }));
        parts.push(DataPart::records("ranges", self.ranges(None)));
        if let Some((party, crossings)) = self.crossings {
            parts.push(DataPart::fact("break_even_of", Value::text(party)));
            parts.push(DataPart::records("break_even", crossing_sheet(crossings)));
        }
        parts
    }

    fn labels(self, point: &Point) -> Vec<String> {
        self.axes.iter().zip(&point.at).map(|(axis, index)| axis.label(*index)).collect()
    }

    fn page(self, lang: Lang) -> Vec<Block> {
        let mut page = self.basis.head(self.basis.project.title.clone(), lang);
        for axis in self.axes {
            page.push(Block::Paragraph(self.about(axis, lang)));
        }
        match self.axes {
            [axis] => {
                page.push(Block::Sheet(self.by_value(axis, lang)));
                page.extend(self.chart(axis, lang));
            }
            [down, across] => {
                for party in self.parties.iter().filter(|_| self.parties.len() <= 3) {
                    page.push(Block::Heading(shown(&party.0, &party.1, lang)));
                    page.push(Block::Sheet(self.grid(down, across, &party.0, lang)));
                }
            }
            _ => {}
        }
        page.push(Block::Sheet(self.ranges(Some(lang))));
        if let Some((party, crossings)) = self.crossings {
            page.push(Block::Heading(Phrase::BreakEvenOf { party: party.to_owned() }.get(lang)));
            page.extend(crossings.iter().map(|crossing| Block::Paragraph(tell(crossing, lang))));
            if crossings.is_empty() {
                page.push(Block::Paragraph(term(Term::NoBreakEven, lang).to_owned()));
            }
        }
        page
    }

    /// A curve for each party.
    fn chart(self, axis: &Axis, lang: Lang) -> Option<Block> {
        let points = self.points.iter().map(|point| axis.label(point.at[0])).collect();
        let curve = |party: &(String, Text)| {
            (
                shown(&party.0, &party.1, lang),
                self.points.iter().map(|point| Some(point.amount(&party.0))).collect(),
            )
        };
        charts::curves(
            &self.head(axis, lang),
            points,
            self.parties.iter().map(curve).collect(),
            lang,
        )
    }

    /// One row for each value, one column for each party.
    fn by_value(self, axis: &Axis, lang: Lang) -> Sheet {
        let mut columns = vec![Column::text(&axis.name, self.head(axis, lang))];
        columns.extend(self.parties.iter().map(|(id, _)| Column::number(id, id)));
        let row = |point: &Point| {
            let mut label = axis.label(point.at[0]);
            if let AxisKind::Join { parties, only } = &axis.kind {
                let alone = *only && point.at[0] == 0;
                let sign = if alone { term(Term::OnlyThese, lang) } else { "+" };
                label = format!("{label} ({sign} {})", parties[point.at[0]]);
            }
            let amounts = self.parties.iter().map(|(id, _)| Value::Cents(point.amount(id)));
            Row::plain(std::iter::once(Value::text(label)).chain(amounts))
        };
        Sheet { columns, rows: self.points.iter().map(row).collect(), layout: Layout::Beside }
    }

    /// What one party pays by both variables.
    fn grid(self, down: &Axis, across: &Axis, party: &str, lang: Lang) -> Sheet {
        let mut columns = vec![Column::text(
            &down.name,
            format!("{} \\ {}", self.head(down, lang), self.head(across, lang)),
        )];
        columns
            .extend((0..across.len()).map(|at| Column::number(across.label(at), across.label(at))));
        let row = |at: usize, points: &[Point]| {
            let amounts = points.iter().map(|point| Value::Cents(point.amount(party)));
            Row::plain(std::iter::once(Value::text(down.label(at))).chain(amounts))
        };
        let lines = self.points.chunks(across.len().max(1)).enumerate();
        let rows = lines.map(|(at, points)| row(at, points)).collect();
        Sheet { columns, rows, layout: Layout::Beside }
    }

    /// The smallest and the largest bill of each party, and a picture of all.
    fn ranges(self, people: Option<Lang>) -> Sheet {
        let lang = people.unwrap_or_default();
        let mut columns = vec![
            Column::text("party", term(Term::Party, lang)),
            Column::number("smallest", term(Term::Smallest, lang)),
            Column::text("smallest_at", term(Term::At, lang)),
            Column::number("largest", term(Term::Largest, lang)),
            Column::text("largest_at", term(Term::At, lang)),
        ];
        let picture = people.is_some() && self.axes.len() == 1;
        columns.extend(picture.then(|| Column::text("picture", term(Term::Course, lang))));
        let row = |party: &(String, Text)| {
            let amounts: Vec<Cents> =
                self.points.iter().map(|point| point.amount(&party.0)).collect();
            let first = |wanted: Option<&Cents>| amounts.iter().position(|one| Some(one) == wanted);
            let at = |index: Option<usize>| {
                Value::of(index, |index| Value::text(self.labels(&self.points[index]).join(", ")))
            };
            let amount =
                |index: Option<usize>| Value::of(index, |index| Value::Cents(amounts[index]));
            let (smallest, largest) = (first(amounts.iter().min()), first(amounts.iter().max()));
            let name =
                people.map_or_else(|| party.0.clone(), |lang| shown(&party.0, &party.1, lang));
            let mut cells = vec![
                Value::text(name),
                amount(smallest),
                at(smallest),
                amount(largest),
                at(largest),
            ];
            cells.extend(picture.then(|| Value::text(sparkline(&amounts))));
            Row::plain(cells)
        };
        Sheet { columns, rows: self.parties.iter().map(row).collect(), layout: Layout::List }
    }
}

/// Names a party with its id.
fn shown(id: &str, name: &Text, lang: Lang) -> String {
    let name = name.get(lang);
    if id == name { id.to_owned() } else { format!("{name} ({id})") }
}

/// Names a path of the agreement by the titles of what it leads to; `None` where these say no more
/// than the path.
fn title_of(project: &Project, path: &str, lang: Lang) -> Option<String> {
    let (place, field) = path.rsplit_once('.')?;
    let field = match field {
        "share" => term(Term::SubjectQuota, lang),
        "amount" => term(Term::Amount, lang),
        "key" => term(Term::Key, lang),
        other => other,
    };
    let place = place.strip_prefix("rule.")?;
    let rule = project
        .rules
        .iter()
        .filter(|rule| is_below(place, &rule.id))
        .max_by_key(|rule| rule.id.len())?;
    let rest = place.get(rule.id.len()..)?;
    let of = match rest.strip_prefix(".step.") {
        Some(step) => step_title(rule.steps.iter().find(|known| known.id == step)?).to_owned(),
        None if rest.is_empty() => String::new(),
        None => return None,
    };
    let rule = rule_title(rule);
    Some(if of.is_empty() { format!("{rule}: {field}") } else { format!("{rule}, {of}: {field}") })
}

fn is_below(place: &str, id: &str) -> bool {
    place.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl SweepResult<'_> {
    /// Names a variable for people.
    fn head(self, axis: &Axis, lang: Lang) -> String {
        match axis.kind {
            AxisKind::Values(_) => {
                title_of(self.basis.project, &axis.name, lang).unwrap_or_else(|| axis.name.clone())
            }
            AxisKind::Join { .. } => term(Term::Users, lang).to_owned(),
        }
    }

    /// Says over what a variable runs.
    fn about(self, axis: &Axis, lang: Lang) -> String {
        let title = title_of(self.basis.project, &axis.name, lang);
        let name =
            title.map_or_else(|| axis.name.clone(), |title| format!("{title} ({})", axis.name));
        values_of(axis, name, lang)
    }
}

fn values_of(axis: &Axis, name: String, lang: Lang) -> String {
    let count = axis.len().to_string();
    match axis.kind {
        AxisKind::Values(_) if axis.len() == 1 => format!("{name} = {}", axis.label(0)),
        AxisKind::Values(_) => {
            let (first, last) = (axis.label(0), axis.label(axis.len() - 1));
            Phrase::AxisValues { name, count, first, last }.get(lang)
        }
        AxisKind::Join { only: false, .. } => Phrase::AxisJoin { name, count }.get(lang),
        AxisKind::Join { only: true, .. } => Phrase::AxisJoinOnly { name, count }.get(lang),
    }
}

/// Draws amounts as a row of bars between the smallest and the largest; of many, those at even
/// distances.
fn sparkline(amounts: &[Cents]) -> String {
    let (Some(least), Some(most)) = (amounts.iter().min(), amounts.iter().max()) else {
        return String::new();
    };
    let wide = most.get() - least.get();
    let chosen = amounts.len().min(WIDEST);
    let height = |amount: Cents| match wide {
        0 => 0,
        _ => usize::try_from((amount.get() - least.get()) * 7 / wide).unwrap_or(0),
    };
    let index = |step: usize| match chosen {
        0 | 1 => 0,
        _ => step * (amounts.len() - 1) / (chosen - 1),
    };
    (0..chosen).map(|step| BARS[height(amounts[index(step)]).min(BARS.len() - 1)]).collect()
}

fn crossing_sheet(crossings: &[Crossing]) -> Sheet {
    let columns = vec![
        Column::text("from", "from"),
        Column::text("to", "to"),
        Column::text("exact", "exact"),
        Column::number("amount", "amount"),
        Column::number("against", "against"),
    ];
    let fraction =
        |value: &Option<Ratio>| Value::of(value.as_ref(), |value| Value::Fraction(value.clone()));
    let row = |crossing: &Crossing| {
        Row::plain([
            fraction(&crossing.at.0.value),
            fraction(&crossing.at.1.value),
            Value::Flag(crossing.is_exact),
            Value::Cents(crossing.amounts.0),
            Value::Cents(crossing.amounts.1),
        ])
    };
    Sheet { columns, rows: crossings.iter().map(row).collect(), layout: Layout::List }
}

fn tell(crossing: &Crossing, lang: Lang) -> String {
    let (amount, against) = (lang.amount(crossing.amounts.0), lang.amount(crossing.amounts.1));
    let (at, to) = (in_words(&crossing.at.0, lang), in_words(&crossing.at.1, lang));
    match crossing.is_exact {
        true => Phrase::BreakEvenAt { at, amount, against }.get(lang),
        // The ends of a stretch narrower than what is shown: the amount jumps there by cents.
        false if at == to => Phrase::BreakEvenAt { at, amount, against }.get(lang),
        false => Phrase::BreakEvenBetween { from: at, to, amount, against }.get(lang),
    }
}

/// The longest fraction that stands beside its decimals, such as 10/27; machines are given every
/// one.
const SHORT_FRACTION: usize = 7;

/// A value as a decimal; where that does not end, with its fraction if it is short.
fn in_words(number: &crate::scenario::Number, lang: Lang) -> String {
    let Some(value) = &number.value else { return number.text.clone() };
    let (factor, sign) = if number.percent { (100, " %") } else { (1, "") };
    let (decimal, ends) = (value * &Ratio::from(factor)).decimal(8);
    let decimal = format!("{}{sign}", lang.number(&decimal));
    match value.fraction() {
        _ if ends => decimal,
        fraction if fraction.len() <= SHORT_FRACTION => format!("{decimal} ({fraction})"),
        _ => format!("≈ {decimal}"),
    }
}

/// What a party pays among n users, over all orders of accession.
#[derive(Clone, Copy)]
pub struct CorridorResult<'a> {
    /// On what the figures rest.
    pub basis: &'a Basis<'a>,
    /// Where users join.
    pub what: &'a str,
    /// Whether nobody else takes part.
    pub only: bool,
    /// The least and the most.
    pub corridor: &'a Corridor,
    /// The parties that are shown: id and name.
    pub parties: &'a [(String, Text)],
}

/// Tells a corridor.
pub fn accession_corridor<'a>(result: &CorridorResult<'a>, lang: Lang) -> Document<'a> {
    let result = *result;
    let data = move || {
        let mut parts = vec![DataPart::fact("project", Value::text(&result.basis.project.title))];
        parts.extend(result.basis.facts());
        parts.push(DataPart::records("rows", result.sheet(None, None)));
        parts
    };
    let page = move || {
        let mut page = result.basis.head(result.basis.project.title.clone(), lang);
        let name = result.what.to_owned();
        let orders =
            if result.only { Phrase::AllOrdersOnly { name } } else { Phrase::AllOrders { name } };
        page.push(Block::Paragraph(orders.get(lang)));
        for party in result.parties {
            page.push(Block::Heading(shown(&party.0, &party.1, lang)));
            page.push(Block::Sheet(result.sheet(Some(lang), Some(&party.0))));
        }
        page
    };
    Document::new("umlage/corridor/1", lang, data, page)
}

impl CorridorResult<'_> {
    fn sheet(self, people: Option<Lang>, only: Option<&str>) -> Sheet {
        let lang = people.unwrap_or_default();
        let mut columns = vec![Column::number("users", term(Term::Users, lang))];
        columns.extend(only.is_none().then(|| Column::text("party", term(Term::Party, lang))));
        columns.push(Column::number("smallest", term(Term::Smallest, lang)));
        columns.push(Column::text("smallest_with", term(Term::With, lang)));
        columns.push(Column::number("largest", term(Term::Largest, lang)));
        columns.push(Column::text("largest_with", term(Term::With, lang)));
        let is_shown = |id: &str| match only {
            Some(only) => only == id,
            None => self.parties.iter().any(|(party, _)| party == id),
        };
        let partners = |id: &str, all: &[String]| {
            let others: Vec<&str> =
                all.iter().map(String::as_str).filter(|party| *party != id).collect();
            Value::text(others.join(" "))
        };
        let rows =
            self.corridor.iter().filter(|((_, id), _)| is_shown(id)).map(|((users, id), span)| {
                let mut cells = vec![Value::Count(*users as u64)];
                cells.extend(only.is_none().then(|| Value::text(id)));
                cells.extend([Value::Cents(span.smallest.0), partners(id, &span.smallest.1)]);
                cells.extend([Value::Cents(span.largest.0), partners(id, &span.largest.1)]);
                Row::plain(cells)
            });
        Sheet { columns, rows: rows.collect(), layout: Layout::List }
    }
}
