//! Scenarios beside their base: the report of `umlage scenario compare`.

use crate::analysis::{Compared, Comparison, Line, Per, Side};
use crate::model::DateRange;
use crate::money::{Cents, Mode, Ratio};
use crate::report::tables::charts;
use crate::report::{
    Basis, Block, Column, DataPart, Document, Emphasis, Layout, Row, Sheet, Value,
};
use crate::text::{Lang, Phrase, Term, Text, term};

/// A comparison and how it is told.
#[derive(Clone, Copy)]
pub struct Compare<'a> {
    /// The figures.
    pub comparison: &'a Comparison,
    /// On what the figures rest.
    pub basis: &'a Basis<'a>,
    /// What the lines are.
    pub line: Line,
    /// What each line is divided by besides.
    pub per: Option<&'a Per>,
}

/// Tells a comparison.
pub fn scenario_comparison<'a>(compare: &Compare<'a>, lang: Lang) -> Document<'a> {
    let compare = *compare;
    Document::new("umlage/comparison/1", lang, move || compare.data(), move || compare.page(lang))
}

impl<'a> Compare<'a> {
    fn data(self) -> Vec<DataPart<'a>> {
        let comparison = self.comparison;
        let mut columns = vec![
            Column::text("period", "period"),
            Column::text("scenario", "scenario"),
            Column::text(self.line_name(), self.line_name()),
            Column::number("base", "base"),
            Column::number("amount", "amount"),
            Column::number("difference", "difference"),
        ];
        if self.per.is_some() {
            columns.push(Column::number("base_per_unit", "base_per_unit"));
            columns.push(Column::number("amount_per_unit", "amount_per_unit"));
        }
        let mut rows = Vec::new();
        for (period, side) in
            comparison.periods.iter().flat_map(|p| comparison.sides.iter().map(move |s| (p, s)))
        {
            for (id, _) in &comparison.lines {
                let Compared { base, amount, difference, .. } =
                    comparison.at(side, Some(*period), Some(id));
                let mut cells =
                    vec![Value::Date(period.to_string()), Value::text(&side.name), Value::text(id)];
                cells.extend([base, amount, difference].map(Value::Cents));
                if self.per.is_some() {
                    cells.push(per_units(1, &comparison.base, *period, id, base));
                    cells.push(per_units(1, side, *period, id, amount));
                }
                rows.push(Row::plain(cells));
            }
        }
        let rows = Sheet { columns, rows, layout: Layout::List };
        let mut parts = vec![DataPart::fact("project", Value::text(&self.basis.project.title))];
        parts.extend(self.basis.facts());
        parts.extend([
            DataPart::records("rows", rows),
            DataPart::fact("base", Value::text(&comparison.base.title)),
            DataPart::records("scenarios", self.scenarios()),
            DataPart::records("totals", self.totals()),
        ]);
        parts
    }

    fn line_name(self) -> &'static str {
        match self.line {
            Line::Party => "party",
            Line::Service => "service",
        }
    }

    fn line_title(self, lang: Lang) -> &'static str {
        match self.line {
            Line::Party => term(Term::Party, lang),
            Line::Service => term(Term::Service, lang),
        }
    }

    fn scenarios(self) -> Sheet {
        let columns =
            ["scenario", "title", "unchanged"].map(|name| Column::text(name, name)).to_vec();
        let row = |side: &Side| {
            let same = self
                .comparison
                .unchanged(side)
                .iter()
                .map(|p| Value::Date(p.to_string()))
                .collect();
            Row::plain([Value::text(&side.name), Value::text(&side.title), Value::List(same)])
        };
        Sheet {
            columns,
            rows: self.comparison.sides.iter().map(row).collect(),
            layout: Layout::List,
        }
    }

    /// The sums of all lines, shown or not.
    fn totals(self) -> Sheet {
        let columns = vec![
            Column::text("period", "period"),
            Column::text("scenario", "scenario"),
            Column::number("base", "base"),
            Column::number("amount", "amount"),
            Column::number("difference", "difference"),
        ];
        let comparison = self.comparison;
        let mut rows = Vec::new();
        for (period, side) in
            comparison.periods.iter().flat_map(|p| comparison.sides.iter().map(move |s| (p, s)))
        {
            let Compared { base, amount, difference, .. } =
                comparison.at(side, Some(*period), None);
            let cells = [Value::Date(period.to_string()), Value::text(&side.name)];
            rows.push(Row::plain(
                cells.into_iter().chain([base, amount, difference].map(Value::Cents)),
            ));
        }
        Sheet { columns, rows, layout: Layout::List }
    }

    fn page(self, lang: Lang) -> Vec<Block> {
        let comparison = self.comparison;
        let mut page = self.basis.head(self.basis.project.title.clone(), lang);
        let unchanged = comparison.sides.iter().flat_map(|side| self.unchanged(side, lang));
        page.extend(unchanged.map(Block::Paragraph));
        page.push(Block::Paragraph(
            Phrase::ComparedWith { base: comparison.base.title.clone() }.get(lang),
        ));
        page.push(Block::Tree(self.legend(lang)));
        if comparison.periods.is_empty() {
            page.push(Block::Paragraph(term(Term::NoCostToCompare, lang).to_owned()));
        }
        let several = comparison.periods.len() > 1;
        if several {
            for (index, side) in comparison.sides.iter().enumerate() {
                let heading = format!("{}: {}", label(index), term(Term::DifferenceByPeriod, lang));
                page.push(Block::Heading(heading));
                page.push(Block::Sheet(self.by_period(side, lang)));
            }
        }
        for period in &comparison.periods {
            if several {
                page.push(Block::Heading(period.to_string()));
            }
            page.extend(self.one_period(Some(*period), lang));
        }
        if several {
            page.push(Block::Heading(term(Term::AllPeriods, lang).to_owned()));
            page.extend(self.one_period(None, lang));
        }
        page
    }

    /// Says which scenario stands behind each label.
    fn legend(self, lang: Lang) -> Vec<crate::report::Line> {
        let sides = &self.comparison.sides;
        let labels = sides.iter().enumerate().map(|(index, side)| {
            let (label, title) = (label(index), side.title.clone());
            Phrase::ScenarioLegend { label, title }.get(lang)
        });
        let line = |text| crate::report::Line { depth: 0, text, emphasis: Emphasis::Plain };
        labels.map(line).collect()
    }

    /// Says in which periods nothing changes, to the cent, and in which only the lines that are
    /// shown do not.
    fn unchanged(self, side: &Side, lang: Lang) -> Vec<String> {
        let told = |periods: Vec<DateRange>, phrase: fn(String, String) -> Phrase| {
            let names: Vec<String> = periods.iter().map(ToString::to_string).collect();
            (!names.is_empty()).then(|| phrase(side.title.clone(), names.join(", ")).get(lang))
        };
        let unchanged = |title, periods| Phrase::UnchangedPeriods { title, periods };
        let same_lines = match self.line {
            Line::Service => |title, periods| Phrase::SameLinesOfServices { title, periods },
            Line::Party => |title, periods| Phrase::SameLinesOfParties { title, periods },
        };
        let unchanged = told(self.comparison.unchanged(side), unchanged);
        unchanged.into_iter().chain(told(self.comparison.same_lines(side), same_lines)).collect()
    }

    /// The differences of all periods beside each other.
    fn by_period(self, side: &Side, lang: Lang) -> Sheet {
        let comparison = self.comparison;
        let mut columns = vec![Column::text(self.line_name(), self.line_title(lang))];
        columns.extend(
            comparison.periods.iter().map(|p| Column::number(p.to_string(), p.to_string())),
        );
        columns.push(Column::number("total", term(Term::Total, lang)));
        let periods = || comparison.periods.iter().map(|period| Some(*period)).chain([None]);
        let sheet = |lines: &[&str]| -> Vec<Value> {
            periods().map(|p| Value::Cents(comparison.over(side, p, lines).difference)).collect()
        };
        Sheet { columns, rows: self.rows(&sheet, lang), layout: Layout::Cross }
    }

    /// One row for each line, one for those not shown, and the total.
    fn rows(self, values: &dyn Fn(&[&str]) -> Vec<Value>, lang: Lang) -> Vec<Row> {
        let comparison = self.comparison;
        let named = |name: String, lines: &[&str]| {
            std::iter::once(Value::text(name)).chain(values(lines)).collect::<Vec<_>>()
        };
        let mut rows: Vec<Row> = comparison
            .lines
            .iter()
            .map(|(id, name)| Row::plain(named(self.name(id, name.get(lang)), &[id])))
            .collect();
        let others: Vec<&str> = comparison.others.iter().map(String::as_str).collect();
        if !others.is_empty() {
            rows.push(Row::plain(named(term(Term::Others, lang).to_owned(), &others)));
        }
        let all: Vec<&str> =
            comparison.lines.iter().map(|(id, _)| id.as_str()).chain(others).collect();
        rows.push(Row::total(named(term(Term::Total, lang).to_owned(), &all)));
        rows
    }

    fn name(self, id: &str, name: &str) -> String {
        if self.line == Line::Service || id == name {
            name.to_owned()
        } else {
            format!("{name} ({id})")
        }
    }

    /// A period: one table where there is one scenario, else one for amounts and one for
    /// differences.
    fn one_period(self, period: Option<DateRange>, lang: Lang) -> Vec<Block> {
        let chart = self.chart(period, lang);
        match &self.comparison.sides[..] {
            [side] => std::iter::once(Block::Sheet(self.single(side, period, lang)))
                .chain(chart)
                .collect(),
            sides => {
                let mut blocks = vec![
                    Block::Heading(term(Term::Amount, lang).to_owned()),
                    Block::Sheet(self.amounts(sides, period, lang)),
                ];
                blocks.extend(chart);
                blocks.extend([
                    Block::Heading(term(Term::DifferenceToBase, lang).to_owned()),
                    Block::Sheet(self.differences(sides, period, lang)),
                ]);
                if let (Some(per), Some(period)) = (self.per, period) {
                    blocks.push(Block::Heading(per_title(per, self.units(), lang)));
                    blocks.push(Block::Sheet(self.by_units(sides, period, lang)));
                }
                blocks
            }
        }
    }

    /// Bars of the base and of each scenario, where the lines are parties and one of them changes.
    fn chart(self, period: Option<DateRange>, lang: Lang) -> Option<Block> {
        if self.line != Line::Party {
            return None;
        }
        let comparison = self.comparison;
        let base = term(Term::Base, lang).to_owned();
        let series = match &comparison.sides[..] {
            [side] => vec![base, side_head(0, side)],
            sides => std::iter::once(base).chain((0..sides.len()).map(label)).collect(),
        };
        let bar = |(id, name): &(String, Text)| {
            let base = comparison.over(&comparison.base, period, &[id]).base;
            let amounts =
                comparison.sides.iter().map(|side| comparison.over(side, period, &[id]).amount);
            (
                self.name(id, name.get(lang)),
                std::iter::once(base).chain(amounts).map(Some).collect(),
            )
        };
        let bars: charts::Rows = comparison.lines.iter().map(bar).collect();
        if bars.iter().all(|(_, amounts)| amounts.windows(2).all(|pair| pair[0] == pair[1])) {
            return None;
        }
        charts::bars(term(Term::BaseAndScenarios, lang), series, bars, lang)
    }

    fn single(self, side: &Side, period: Option<DateRange>, lang: Lang) -> Sheet {
        let comparison = self.comparison;
        let ranks = comparison.ranks(side, period);
        let mut columns = vec![
            Column::text(self.line_name(), self.line_title(lang)),
            Column::number("base", term(Term::Base, lang)),
            Column::number("amount", label(0)),
            Column::number("difference", term(Term::Difference, lang)),
            Column::number("percent", "%"),
            Column::number("rank", term(Term::Rank, lang)),
        ];
        let per = self.per.zip(period);
        let units = self.units();
        if let Some((per, _)) = per {
            let title = per_title(per, units, lang);
            columns.push(Column::number(
                "base_per_unit",
                format!("{} {title}", term(Term::Base, lang)),
            ));
            columns.push(Column::number("amount_per_unit", format!("{} {title}", label(0))));
        }
        let values = |lines: &[&str]| {
            let compared = comparison.over(side, period, lines);
            let mut cells =
                [compared.base, compared.amount, compared.difference].map(Value::Cents).to_vec();
            cells.push(Value::of(compared.percent.as_ref(), |part| Value::Points(tenths(part))));
            let rank = match lines {
                [line] => {
                    ranks.get(*line).filter(|_| comparison.lines.iter().any(|(id, _)| id == line))
                }
                _ => None,
            };
            cells.push(Value::of(rank, |rank| Value::Count(*rank)));
            if let Some((_, period)) = per {
                let unit = |side, amount| match lines {
                    [line] => per_units(units, side, period, line, amount),
                    _ => Value::Empty,
                };
                cells.push(unit(&comparison.base, compared.base));
                cells.push(unit(side, compared.amount));
            }
            cells
        };
        Sheet { columns, rows: self.rows(&values, lang), layout: Layout::List }
    }

    /// Columns of the base, where asked, and of every scenario.
    fn columns(self, sides: usize, base: bool, lang: Lang) -> Vec<Column> {
        let mut columns = vec![Column::text(self.line_name(), self.line_title(lang))];
        columns.extend(base.then(|| Column::number("base", term(Term::Base, lang))));
        columns.extend((0..sides).map(|index| Column::number(label(index), label(index))));
        columns
    }

    fn amounts(self, sides: &[Side], period: Option<DateRange>, lang: Lang) -> Sheet {
        let values = |lines: &[&str]| {
            let base = self.comparison.over(&self.comparison.base, period, lines).base;
            let amounts = sides.iter().map(|side| self.comparison.over(side, period, lines).amount);
            std::iter::once(base).chain(amounts).map(Value::Cents).collect()
        };
        let columns = self.columns(sides.len(), true, lang);
        Sheet { columns, rows: self.rows(&values, lang), layout: Layout::Beside }
    }

    fn differences(self, sides: &[Side], period: Option<DateRange>, lang: Lang) -> Sheet {
        let values = |lines: &[&str]| {
            let all = sides.iter().map(|side| self.comparison.over(side, period, lines).difference);
            all.map(Value::Cents).collect()
        };
        let columns = self.columns(sides.len(), false, lang);
        Sheet { columns, rows: self.rows(&values, lang), layout: Layout::Beside }
    }

    /// For how many units people are told an amount: for the first of one, a thousand and a million
    /// for which no amount that is shown is below one euro. An inhabitant of a Land bears cents.
    fn units(self) -> u32 {
        let comparison = self.comparison;
        let sides = || std::iter::once(&comparison.base).chain(&comparison.sides);
        let lines = || comparison.lines.iter().map(|(id, _)| id.as_str());
        let each = comparison.periods.iter().flat_map(|period| {
            sides().flat_map(move |side| {
                lines()
                    .filter_map(|id| exact_per_unit(side, *period, id, side.bill.sum(*period, id)))
            })
        });
        let least = each.map(|exact| exact.abs()).filter(|exact| !exact.is_zero()).min();
        let fits = |units: &u32| {
            least.as_ref().is_none_or(|least| {
                least * &Ratio::from(i128::from(*units)) >= Cents::new(100).ratio()
            })
        };
        [1, 1_000].into_iter().find(fits).unwrap_or(1_000_000)
    }

    fn by_units(self, sides: &[Side], period: DateRange, lang: Lang) -> Sheet {
        let units = self.units();
        let values = |lines: &[&str]| {
            let [line] = lines else { return vec![Value::Empty; sides.len() + 1] };
            let all = std::iter::once(&self.comparison.base).chain(sides);
            all.map(|side| per_units(units, side, period, line, side.bill.sum(period, line)))
                .collect()
        };
        let columns = self.columns(sides.len(), true, lang);
        let mut rows = self.rows(&values, lang);
        rows.pop();
        Sheet { columns, rows, layout: Layout::Beside }
    }
}

/// Heads the column of a scenario with its label and its title.
pub(crate) fn side_head(index: usize, side: &Side) -> String {
    format!("{}: {}", label(index), side.title)
}

/// Names a scenario in the heads of columns.
fn label(index: usize) -> String {
    format!("S{}", index + 1)
}

fn per_title(per: &Per, units: u32, lang: Lang) -> String {
    let count = lang.count(units.into());
    match (per, units) {
        (Per::Case(measure), 1) => Phrase::PerCase { measure: measure.clone() }.get(lang),
        (Per::Case(measure), _) => Phrase::PerCases { count, measure: measure.clone() }.get(lang),
        (Per::Inhabitant, 1) => term(Term::PerInhabitant, lang).to_owned(),
        (Per::Inhabitant, _) => Phrase::PerInhabitants { count }.get(lang),
    }
}

/// An amount by its units; `None` where there are none.
fn exact_per_unit(side: &Side, period: DateRange, line: &str, amount: Cents) -> Option<Ratio> {
    let units = side.bill.units.get(&(period, line.to_owned()))?;
    amount.ratio().checked_div(units)
}

/// An amount for so many of its units, half-up to the cent; empty where it has none.
fn per_units(count: u32, side: &Side, period: DateRange, line: &str, amount: Cents) -> Value {
    let exact = exact_per_unit(side, period, line, amount)
        .map(|exact| &exact * &Ratio::from(i128::from(count)));
    Value::of(exact.and_then(|exact| Cents::round(&exact, Cents::ONE, Mode::HalfUp)), Value::Cents)
}

/// A part in tenths of a percent, for people.
pub(crate) fn tenths(part: &Ratio) -> Ratio {
    let scaled = (part * &Ratio::from(1000)).round(Mode::HalfUp);
    scaled.map_or_else(|| part.clone(), |scaled| Ratio::new(scaled, 1000))
}
