//! `[centre]` and `[cascade]`: cost centres, their drivers, and how they are emptied.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Fault};
use crate::input::config::fields::{self, Fields};
use crate::input::config::shape::Shape;
use crate::input::config::tree::{Entry, Node, Value};
use crate::input::faults::Faults;
use crate::input::names::directory::{Directory, check_id, enter_names};
use crate::model::{
    Cascade, CascadeMethod, Centre, CentreIx, CostObject, Driver, Project, Targets,
};
use crate::money::Ratio;
use crate::source::Sourced;
use crate::text::{Text, nearest};

/// The `[centre]` tables, with their ids known but their drivers, which may name other centres,
/// still unread.
pub(super) struct Tables<'a>(Vec<(&'a Entry, Fields<'a>)>);

impl<'a> Tables<'a> {
    /// Takes in the ids of the centres in the order of the file.
    pub(super) fn of(
        tables: Vec<(&'a Entry, Fields<'a>)>,
        directory: &mut Directory<'_>,
    ) -> Tables<'a> {
        for (index, (entry, _)) in (0..).zip(&tables) {
            check_id(directory.faults, &entry.key, entry.key_loc);
            directory.centres.insert(entry.key.clone(), CentreIx(index));
        }
        let named = (0..).map(CentreIx).zip(&tables).filter_map(|(index, (entry, fields))| {
            let Value::Text(name) = &fields.get("name")?.value else { return None };
            Some((&*entry.key, name.as_str(), index))
        });
        enter_names("centre", &mut directory.centres, &mut directory.shared, named.collect());
        Tables(tables)
    }

    /// Reads the centres.
    pub(super) fn read(self, directory: &Directory<'_>) -> Vec<Centre> {
        let centre = |(entry, fields): (&Entry, Fields<'_>)| {
            let name = fields.text("name").map_or(&*entry.key, |name| name.value).to_owned();
            let driver = fields.get("driver").and_then(|node| {
                let driver = driver(&fields.path("driver"), node, directory);
                if driver.is_none() {
                    directory.faults.lose("centre", [entry.key.as_str()]);
                }
                Some(Sourced::new(driver?, node.loc))
            });
            let to = fields
                .get("to")
                .and_then(|node| targets(&fields, node, directory))
                .unwrap_or_default();
            if let [(_, loc)] = fields.present(&["to"])[..]
                && fields.present(&["driver"]).is_empty()
            {
                let fault = Fault::NoDriver { centre: entry.key.clone(), field: fields.path("to") };
                directory.faults.at(fault, loc);
            }
            fields.finish();
            Centre { id: entry.key.clone(), name, driver, to, loc: entry.key_loc }
        };
        self.0.into_iter().map(centre).collect()
    }
}

/// Reads a driver: a word, or a table with one of `usage`, `table` and `fixed`.
fn driver(path: &str, node: &Node, directory: &Directory<'_>) -> Option<Driver> {
    if let Value::Text(text) = &node.value {
        let words = [("equal", Driver::Equal), ("direct-cost", Driver::DirectCost)];
        let known = [("equal", 0), ("direct-cost", 1)];
        let found = fields::word(directory.faults, path, Sourced::new(text, node.loc), &known)?;
        return words.into_iter().nth(found).map(|(_, driver)| driver);
    }
    let fields = Fields::of_node(path.to_owned(), node, directory.faults)?;
    let usage = fields.filled("usage").map(|measure| Driver::Usage(measure.value.to_owned()));
    let table = fields.filled("table").map(|name| Driver::Table(name.value.to_owned()));
    let fixed = fields.table("fixed").and_then(|weights| fixed(&weights, directory));
    let present = fields.present(&["usage", "table", "fixed"]);
    match present[..] {
        [] => {
            let known = "`usage`, `table`, `fixed`".to_owned();
            fields.faults.at(Fault::NoneOf { table: path.to_owned(), fields: known }, node.loc);
        }
        [_] => {}
        [(first, _), (second, loc), ..] => fields.not_together(second, first, loc),
    }
    fields.finish();
    usage.or(table).or(fixed)
}

/// Reads the weights of services and centres.
fn fixed(table: &Fields<'_>, directory: &Directory<'_>) -> Option<Driver> {
    let mut weights = BTreeMap::new();
    let mut percents = 0;
    for entry in table.entries() {
        let object = directory.cost_object(Sourced::new(entry.key.trim(), entry.key_loc));
        let weight = fields::weight(table.faults, &table.path(&entry.key), &entry.node);
        let (object, (weight, percent)) = (object?, weight?);
        if weight.value.signum() < 0 {
            let (field, value) = (table.path(&entry.key), weight.value.decimal(10).0);
            table.faults.at(Fault::NegativeAmount { field, value }, weight.loc);
        }
        percents += usize::from(percent);
        weights.insert(object, weight);
    }
    let key = table.name.clone();
    if percents > 0 && percents < weights.len() {
        table.faults.at(Fault::PercentMixed { key }, table.loc);
    } else if percents > 0 {
        let sum = Ratio::sum(weights.values().map(|weight| &weight.value));
        if sum != Ratio::ONE {
            let sum = Text::percent(&sum, 10);
            table.faults.at(Fault::PercentSum { key, sum }, table.loc);
        }
    }
    Some(Driver::Fixed(weights))
}

/// Reads `to`: `"services"`, `"all"`, or a list of services and centres.
fn targets(fields: &Fields<'_>, node: &Node, directory: &Directory<'_>) -> Option<Targets> {
    let path = fields.path("to");
    match &node.value {
        Value::List(list) => {
            let mut found = BTreeSet::new();
            for node in list {
                let object = directory.cost_object(fields::text(directory.faults, &path, node)?)?;
                if !found.insert(object) {
                    let fault = Fault::DuplicateId { list: path.clone(), id: node.shown() };
                    directory.faults.at(fault, node.loc);
                }
            }
            Some(Targets::Listed(found.into_iter().collect()))
        }
        Value::Text(text) => {
            let words = [("services", false), ("all", true)];
            let all = fields::word(directory.faults, &path, Sourced::new(text, node.loc), &words)?;
            Some(if all { Targets::All } else { Targets::Services })
        }
        _ => fields::wrong_type(directory.faults, &path, Shape::List, node),
    }
}

/// Reads `[cascade]`. An order, where there is one, names centres with a driver, each once.
pub(super) fn cascade(
    fields: Option<Fields<'_>>,
    centres: &[Centre],
    directory: &Directory<'_>,
) -> Option<Cascade> {
    let fields = fields?;
    let words = CascadeMethod::ALL.map(|method| (method.name(), method));
    let name = fields.required_text("method");
    let method =
        name.and_then(|name| fields::word(fields.faults, &fields.path("method"), name, &words));
    let mut order = Vec::new();
    let before = fields.faults.errors();
    let ids = fields.texts("order").unwrap_or_default();
    if fields.faults.errors() > before {
        fields.faults.lose_all("cascade");
    }
    for id in ids {
        let (loc, centre) = (id.loc, id.value.to_owned());
        let Some(ix) = directory.centre(id) else {
            fields.faults.lose_all("cascade");
            continue;
        };
        if order.contains(&ix) {
            let fault = Fault::DuplicateId { list: fields.path("order"), id: centre };
            fields.faults.at(fault, loc);
        } else if fields.faults.may_have("centre", &centre) {
            // Its driver is faulty.
        } else if centres[usize::from(ix.0)].driver.is_none() {
            fields.faults.at(Fault::NoDriver { centre, field: fields.path("order") }, loc);
        } else {
            order.push(ix);
        }
    }
    let loc = fields.present(&["order"]).first().map_or(fields.loc, |(_, loc)| *loc);
    fields.finish();
    if method.is_none() {
        directory.faults.lose_all("cascade");
    }
    Some(Cascade { method: method?, order, loc })
}

/// Checks that there is a method, an order where it matters, and rows for every table.
pub(super) fn check(project: &Project, faults: &Faults) {
    let with_driver = || {
        let numbered = (0..).map(CentreIx).zip(&project.centres);
        numbered.filter_map(|(ix, centre)| Some((ix, centre, centre.driver.as_ref()?)))
    };
    for (_, _, driver) in with_driver() {
        if let Driver::Table(name) = &driver.value
            && project.drivers_of(name).is_empty()
            && !faults.may_have("drivers", name)
        {
            let near = nearest(name, project.drivers.iter().map(|row| row.driver.as_str()));
            let fault = Fault::UnknownDriver { driver: name.clone() };
            faults.push(Diagnostic::at(fault, driver.loc).did_you_mean(near));
        }
    }
    let Some((_, first, driver)) = with_driver().next() else { return };
    let Some(cascade) = &project.cascade else {
        if !faults.has_lost("cascade") {
            faults.at(Fault::CascadeMissing { centre: first.id.clone() }, driver.loc);
        }
        return;
    };
    let missing: Vec<String> = with_driver()
        .filter(|(ix, ..)| cascade.method.is_ordered() && !cascade.order.contains(ix))
        .map(|(_, centre, _)| format!("`{}`", centre.id))
        .collect();
    if !missing.is_empty() && !faults.has_lost("cascade") {
        faults.at(Fault::OrderIncomplete { centres: missing.join(", ") }, cascade.loc);
    }
}

/// Checks that no cost on a centre that is emptied is for one party alone.
pub(super) fn check_entries(project: &Project, faults: &Faults) {
    for entry in project.entries.iter() {
        if let (Some(party), CostObject::Centre(ix)) = (entry.party, entry.object)
            && project.centre(ix).driver.is_some()
        {
            let party = project.party(party).id.clone();
            let fault = Fault::PartyOnCentre { party, centre: project.centre(ix).id.clone() };
            faults.at(fault, entry.loc());
        }
    }
}
