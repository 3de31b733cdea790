//! What lies over the project: the report of `umlage scenario show`.

use crate::model::{EffectiveValue, Project, RowEffect, RowEffectKind, Scenario};
use crate::money::{Cents, Mode, Ratio};
use crate::report::{Block, Cell, Column, DataPart, Document, Layout, Row, Sheet, Value};
use crate::source::SourceMap;
use crate::text::{Lang, Phrase, Term, term};

/// The most decimals of a quantity.
const PLACES: u32 = 10;

/// The layers over umlage.toml.
#[derive(Clone, Copy)]
pub struct Layers<'a> {
    /// The project under the layers.
    pub project: &'a Project,
    /// Every value.
    pub values: &'a [EffectiveValue],
    /// What was done to rows.
    pub effects: &'a [RowEffect],
    /// The files, for places.
    pub sources: &'a SourceMap,
    /// Whether every value is shown, or only those that layers change.
    pub all: bool,
}

impl<'a> Layers<'a> {
    fn shown(&self) -> impl Iterator<Item = &'a EffectiveValue> + use<'a> {
        let all = self.all;
        self.values.iter().filter(move |value| all || value.is_layered)
    }
}

/// Shows which values and rows the layers change, where each comes from and what it hides.
pub fn scenario_layers<'a>(layers: &Layers<'a>, lang: Lang) -> Document<'a> {
    let layers = *layers;
    Document::new("umlage/scenario/1", lang, move || data(layers), move || page(layers, lang))
}

fn data<'a>(layers: Layers<'a>) -> Vec<DataPart<'a>> {
    let scenarios = layers.project.scenarios.as_slice();
    vec![
        DataPart::fact("project", Value::text(&layers.project.title)),
        DataPart::fact("scenario", titles(scenarios)),
        DataPart::records("values", value_sheet(layers, None)),
        DataPart::records("scenarios", scenario_sheet(scenarios)),
        DataPart::records("rows", row_sheet(layers, None)),
    ]
}

/// The titles of scenarios, from the lowest layer up.
pub(crate) fn titles(scenarios: &[Scenario]) -> Value {
    Value::List(scenarios.iter().map(|scenario| Value::text(&scenario.title)).collect())
}

/// Says what lies over the agreement: the scenarios, and the values of `--set`; nothing where
/// nothing does.
pub(crate) fn about(project: &Project, lang: Lang) -> Vec<Block> {
    said(project, lang).into_iter().map(Block::Paragraph).collect()
}

/// The same in sentences.
pub(crate) fn said(project: &Project, lang: Lang) -> Vec<String> {
    let titles: Vec<&str> =
        project.scenarios.iter().map(|scenario| scenario.title.as_str()).collect();
    let titles = (!titles.is_empty())
        .then(|| Phrase::UnderScenario { titles: titles.join(" + ") }.get(lang));
    let set: Vec<String> = project.deviations.iter().map(|value| deviation(value, lang)).collect();
    let set = (!set.is_empty()).then(|| Phrase::Deviating { settings: set.join("; ") }.get(lang));
    titles.into_iter().chain(set).collect()
}

/// Writes a value that was set, and what it stands for.
fn deviation(value: &EffectiveValue, lang: Lang) -> String {
    let plain = |text: &str| text.trim_matches('"').to_owned();
    let (path, new) = (value.path.clone(), value.value.as_deref().map(plain).unwrap_or_default());
    match value.hides.last() {
        Some(hidden) => {
            Phrase::Deviation { path, value: new, instead: plain(&hidden.value) }.get(lang)
        }
        None => format!("{path} = {new}"),
    }
}

/// Says the same for machines; nothing where nothing lies over the agreement.
pub(crate) fn facts<'a>(project: &Project) -> Vec<DataPart<'a>> {
    let scenario = (!project.scenarios.is_empty())
        .then(|| DataPart::fact("scenario", titles(&project.scenarios)));
    let set = project.deviations.iter().map(|value| {
        Value::text(format!("{} = {}", value.path, value.value.as_deref().unwrap_or_default()))
    });
    let set =
        (!project.deviations.is_empty()).then(|| DataPart::fact("set", Value::List(set.collect())));
    scenario.into_iter().chain(set).collect()
}

fn scenario_sheet(scenarios: &[Scenario]) -> Sheet {
    let names = ["file", "title", "author", "description", "baseline", "reference"];
    let text = |text: &Option<String>| Value::of(text.as_ref(), Value::text);
    let row = |scenario: &Scenario| {
        Row::plain([
            Value::text(&scenario.file),
            Value::text(&scenario.title),
            text(&scenario.author),
            text(&scenario.description),
            Value::of(scenario.baseline.as_ref(), |baseline| Value::text(&baseline.value)),
            text(&scenario.reference),
        ])
    };
    let columns = names.map(|name| Column::text(name, name)).to_vec();
    Sheet { columns, rows: scenarios.iter().map(row).collect(), layout: Layout::List }
}

/// Lists the values; a value that was removed has none.
fn value_sheet(layers: Layers<'_>, people: Option<Lang>) -> Sheet {
    let lang = people.unwrap_or_default();
    let columns = vec![
        Column::text("path", term(Term::Path, lang)),
        Column::text("value", term(Term::Value, lang)),
        Column::text("from", term(Term::From, lang)),
        Column::text("hides", term(Term::Hides, lang)),
        Column::text("hides_from", term(Term::From, lang)),
    ];
    let row = |value: &EffectiveValue| {
        let hidden = value.hides.first();
        let removed = || people.map_or(Value::Empty, |lang| Value::text(term(Term::Removed, lang)));
        Row::plain([
            Value::text(&value.path),
            value.value.as_ref().map_or_else(removed, Value::text),
            Value::text(line(layers.sources, value.loc)),
            Value::of(hidden, |hidden| Value::text(&hidden.value)),
            Value::of(hidden, |hidden| Value::text(line(layers.sources, hidden.loc))),
        ])
    };
    Sheet { columns, rows: layers.shown().map(row).collect(), layout: Layout::List }
}

/// Names a place by file and line.
fn line(sources: &SourceMap, loc: crate::source::Loc) -> String {
    let place = sources.place(loc);
    match loc {
        crate::source::Loc::File { .. } => {
            place.rsplit_once(':').map_or(place.clone(), |(line, _)| line.to_owned())
        }
        _ => place,
    }
}

/// Lists what was done to rows.
fn row_sheet(layers: Layers<'_>, people: Option<Lang>) -> Sheet {
    let lang = people.unwrap_or_default();
    let columns = vec![
        Column::text("what", term(Term::DoneToRows, lang)),
        Column::text("table", term(Term::FileKind, lang)),
        Column::number("rows", term(Term::RowsRead, lang)),
        Column::number("before", term(Term::Before, lang)),
        Column::number("after", term(Term::After, lang)),
        Column::text("from", term(Term::From, lang)),
    ];
    let number = |value: &Ratio, money: bool| -> Cell {
        let amount = Cents::round(value, Cents::ONE, Mode::HalfUp).filter(|_| money);
        let plain = value.decimal(PLACES).0;
        match (amount, people) {
            (Some(amount), _) => Value::Cents(amount).into(),
            (None, Some(lang)) => Value::word(lang.number(&plain)).into(),
            (None, None) => Value::word(plain).into(),
        }
    };
    let row = |effect: &RowEffect| {
        let what = match people {
            Some(lang) => Value::text(term(word(effect.kind), lang)),
            None => Value::word(effect.kind.name()),
        };
        Row::plain([
            what.into(),
            Value::word(effect.table).into(),
            Value::Count(effect.rows).into(),
            number(&effect.before, effect.money),
            number(&effect.after, effect.money),
            Cell::from(Value::text(line(layers.sources, effect.loc))),
        ])
    };
    Sheet { columns, rows: layers.effects.iter().map(row).collect(), layout: Layout::List }
}

const fn word(kind: RowEffectKind) -> Term {
    match kind {
        RowEffectKind::Changed => Term::RowsChanged,
        RowEffectKind::Added => Term::RowsAdded,
        RowEffectKind::Projected => Term::RowsProjected,
    }
}

fn page(layers: Layers<'_>, lang: Lang) -> Vec<Block> {
    let mut page = vec![Block::Title(layers.project.title.clone())];
    page.extend(about(layers.project, lang));
    for scenario in layers.project.scenarios.iter() {
        page.extend(scenario.description.clone().map(Block::Paragraph));
    }
    if layers.shown().next().is_some() {
        page.push(Block::Sheet(value_sheet(layers, Some(lang))));
    }
    if !layers.effects.is_empty() {
        page.push(Block::Heading(term(Term::DoneToRows, lang).to_owned()));
        page.push(Block::Sheet(row_sheet(layers, Some(lang))));
    }
    if layers.shown().next().is_none() && layers.effects.is_empty() {
        page.push(Block::Paragraph(term(Term::NothingLayered, lang).to_owned()));
    }
    page
}
