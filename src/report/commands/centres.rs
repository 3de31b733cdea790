//! Cost centres: how they are emptied, and what other methods would give.

use std::collections::{BTreeMap, BTreeSet};

use crate::allocation::CentreTransfer;
use crate::model::{CascadeMethod, CentreIx, CostObject, Project};
use crate::money::{Cents, Mode, Ratio};
use crate::report::{Block, Column, DataPart, Document, Layout, Row, Sheet, Value};
use crate::text::{Lang, Phrase, Term, term};

/// What each receiver bears in the end by one method and order.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The method.
    pub method: CascadeMethod,
    /// The order of the centres, where the method has one.
    pub order: Vec<CentreIx>,
    /// Who bears how much; `None` where the method does not work with these drivers.
    pub borne: Option<BTreeMap<CostObject, Cents>>,
}

/// Tells what each centre passes on.
pub fn cascade<'a>(
    project: &'a Project,
    passages: &'a [CentreTransfer],
    lang: Lang,
) -> Document<'a> {
    let data = move || {
        let rows = DataPart::records("rows", passage_sheet(project, passages, lang, false));
        crate::report::commands::scenario_show::facts(project).into_iter().chain([rows]).collect()
    };
    let page = move || {
        let mut page = vec![Block::Title(project.title.clone())];
        page.extend(crate::report::commands::scenario_show::about(project, lang));
        page.push(Block::Paragraph(about(project, lang)));
        page.extend(common(passages, lang).into_iter().map(Block::Paragraph));
        if !passages.is_empty() {
            page.push(Block::Sheet(passage_sheet(project, passages, lang, true)));
            page.push(Block::Paragraph(term(Term::CascadeRounded, lang).to_owned()));
        }
        page
    };
    Document::new("umlage/centres/1", lang, data, page)
}

/// Names the method and the order.
fn about(project: &Project, lang: Lang) -> String {
    match &project.cascade {
        Some(cascade) => {
            let order = if cascade.method.is_ordered() {
                order(project, &cascade.order)
            } else {
                String::new()
            };
            format!(
                "{}{}",
                method_word(cascade.method, lang),
                if order.is_empty() { order } else { format!(": {order}") }
            )
        }
        None => term(Term::NoDrivers, lang).to_owned(),
    }
}

/// The columns that say when, of which kind and in which pass.
const DIMENSIONS: [(&str, Term); 3] =
    [("period", Term::Period), ("kind", Term::Kind), ("pass", Term::Pass)];

/// What a passage has in the columns that say when, of which kind and in which pass.
fn dimensions(passage: &CentreTransfer) -> [Value; 3] {
    [
        Value::Date(passage.period.to_string()),
        passage.kind.as_deref().map_or(Value::word("-"), Value::text),
        Value::Count(passage.pass.into()),
    ]
}

/// Tells which of those columns are the same for all.
fn constant(passages: &[CentreTransfer]) -> [bool; 3] {
    let mut all = passages.iter().map(dimensions);
    let Some(first) = all.next() else { return [false; 3] };
    let alike =
        |alike: [bool; 3], other: [Value; 3]| [0, 1, 2].map(|i| alike[i] && other[i] == first[i]);
    all.fold([true; 3], alike)
}

/// Says once what is the same for all: the period and the kind.
fn common(passages: &[CentreTransfer], lang: Lang) -> Option<String> {
    let first = passages.first()?;
    let constant = constant(passages);
    let kind = first.kind.as_deref().map(|kind| format!("{} {kind}", term(Term::Kind, lang)));
    let period = format!("{} {}", term(Term::Period, lang), first.period);
    let said = [Some(period), kind].into_iter().zip(constant).filter(|(_, same)| *same);
    let said: Vec<String> = said.filter_map(|(text, _)| text).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn order(project: &Project, order: &[CentreIx]) -> String {
    order.iter().map(|centre| project.centre(*centre).id.as_str()).collect::<Vec<_>>().join(" > ")
}

fn method_word(method: CascadeMethod, lang: Lang) -> &'static str {
    let word = match method {
        CascadeMethod::Direct => Term::MethodDirect,
        CascadeMethod::StepDown => Term::MethodStepDown,
        CascadeMethod::DoubleStepDown => Term::MethodDoubleStepDown,
        CascadeMethod::Reciprocal => Term::MethodReciprocal,
    };
    term(word, lang)
}

fn name(project: &Project, object: CostObject, for_people: bool) -> Value {
    Value::text(match object {
        _ if !for_people => project.id_of(object),
        CostObject::Service(service) => &project.service(service).name,
        CostObject::Centre(centre) => &project.centre(centre).name,
    })
}

fn cents(value: &Ratio) -> Value {
    Value::of(Cents::round(value, Cents::ONE, Mode::HalfUp), Value::Cents)
}

/// Lists what passes; people do not see the columns that are the same for all, which [`common`]
/// names.
fn passage_sheet(
    project: &Project,
    passages: &[CentreTransfer],
    lang: Lang,
    for_people: bool,
) -> Sheet {
    let hidden = if for_people { constant(passages) } else { [false; 3] };
    let shown = |index: &usize| !hidden[*index];
    let column = |index: usize| {
        let (name, word) = DIMENSIONS[index];
        let title = term(word, lang);
        if name == "pass" { Column::number(name, title) } else { Column::text(name, title) }
    };
    let mut columns: Vec<Column> = (0..2).filter(shown).map(column).collect();
    columns.push(Column::text("centre", term(Term::Centre, lang)));
    columns.extend((2..3).filter(shown).map(column));
    columns.push(Column::number("own", term(Term::OwnCost, lang)));
    columns.push(Column::number("received", term(Term::Received, lang)));
    columns.push(Column::text("receiver", term(Term::PassedTo, lang)));
    columns.push(Column::number("amount", term(Term::Amount, lang)));
    if !for_people {
        columns.push(Column::number("exact", term(Term::Fraction, lang)));
    }
    let mut rows = Vec::new();
    for passage in passages {
        let dimensions = dimensions(passage);
        for (to, amount) in &passage.gives {
            let dimension = |index: usize| dimensions[index].clone();
            let mut cells: Vec<Value> = (0..2).filter(shown).map(dimension).collect();
            cells.push(name(project, CostObject::Centre(passage.centre), for_people));
            cells.extend((2..3).filter(shown).map(dimension));
            cells.extend([
                cents(&passage.own),
                cents(&passage.received),
                name(project, *to, for_people),
                cents(amount),
            ]);
            if !for_people {
                cells.push(Value::Fraction(amount * &Ratio::new(1, 100)));
            }
            rows.push(Row::plain(cells));
        }
    }
    Sheet { columns, rows, layout: Layout::List }
}

/// Sets what each method and order gives beside the project's own, which comes first.
pub fn cascade_comparison<'a>(
    project: &'a Project,
    variants: &'a [Variant],
    lang: Lang,
) -> Document<'a> {
    let data = move || {
        let rows = DataPart::records("rows", comparison_sheet(project, variants, lang, false));
        crate::report::commands::scenario_show::facts(project).into_iter().chain([rows]).collect()
    };
    let page = move || {
        let mut page = vec![Block::Title(project.title.clone())];
        page.extend(crate::report::commands::scenario_show::about(project, lang));
        page.push(Block::Paragraph(about(project, lang)));
        page.push(Block::Sheet(comparison_sheet(project, variants, lang, true)));
        for variant in variants.iter().filter(|variant| variant.borne.is_none()) {
            let what =
                format!("{} {}", method_word(variant.method, lang), order(project, &variant.order));
            page.push(Block::Paragraph(
                Phrase::NotPossible { what: what.trim().to_owned() }.get(lang),
            ));
        }
        page
    };
    Document::new("umlage/centres-comparison/1", lang, data, page)
}

fn comparison_sheet(
    project: &Project,
    variants: &[Variant],
    lang: Lang,
    for_people: bool,
) -> Sheet {
    let columns = vec![
        Column::text("receiver", term(Term::Receiver, lang)),
        Column::text("method", term(Term::Method, lang)),
        Column::text("order", term(Term::Order, lang)),
        Column::number("amount", term(Term::Amount, lang)),
        Column::number("difference", term(Term::DifferenceToOwn, lang)),
    ];
    let receivers: BTreeSet<CostObject> = variants
        .iter()
        .filter_map(|variant| variant.borne.as_ref())
        .flat_map(BTreeMap::keys)
        .copied()
        .collect();
    let amount = |variant: &Variant, receiver: CostObject| {
        variant.borne.as_ref().map(|borne| Cents::found(borne.get(&receiver)))
    };
    let mut rows = Vec::new();
    for receiver in receivers {
        let own = Cents::found(variants.first().and_then(|first| amount(first, receiver)).as_ref());
        for variant in variants.iter().filter(|variant| variant.borne.is_some()) {
            let here = Cents::found(amount(variant, receiver).as_ref());
            let method =
                if for_people { method_word(variant.method, lang) } else { variant.method.name() };
            rows.push(Row::plain([
                name(project, receiver, for_people),
                Value::word(method),
                Value::text(order(project, &variant.order)),
                Value::Cents(here),
                Value::of(here.checked_sub(own), Value::Cents),
            ]));
        }
    }
    Sheet { columns, rows, layout: Layout::List }
}
