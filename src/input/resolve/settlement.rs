//! `[calls]`, `[settlement]` and `[leftover]`: how money is called in and accounted for.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::header::month_day;
use crate::diag::{Diagnostic, Fault};
use crate::input::config::fields::{self, Fields};
use crate::input::config::shape::Shape;
use crate::input::config::tree::{Node, Value};
use crate::input::names::directory::{Directory, check_id};
use crate::model::{
    Calls, DateRange, Handling, Instalment, Leftover, LeftoverSplit, PartyIx, Project,
    SettlementTerms, Takes, Workdays,
};
use crate::money::{Cents, Ratio};
use crate::source::Sourced;
use crate::text::Text;

/// Reads all three into a project.
pub(super) fn read(root: &Fields<'_>, project: &mut Project, directory: &Directory<'_>) {
    // Known fields even where a table is not there, so that the nearest name of a misspelt one is
    // found.
    let (calls, settlement) = (root.table("calls"), root.table("settlement"));
    project.calls = calls.map(|fields| read_calls(fields, directory)).unwrap_or_default();
    project.settlement =
        settlement.map(|fields| read_terms(fields, project, directory)).unwrap_or_default();
    for (entry, fields) in root.tables("leftover") {
        check_id(directory.faults, &entry.key, entry.key_loc);
        project.leftovers.extend(leftover(&entry.key, &fields, project, directory));
        fields.finish();
    }
}

fn read_calls(fields: Fields<'_>, directory: &Directory<'_>) -> Calls {
    let legal_basis = fields.filled("legal_basis").map(|text| text.value.to_owned());
    let day = fields.get("day").and_then(|node| day(&fields, node)).unwrap_or(1);
    let instalments = fields.get("instalments").map(|node| instalments(node, day, directory));
    let words = [("next", Workdays::Next), ("previous", Workdays::Previous)];
    let workdays = fields.word("workdays", &words).unwrap_or_default();
    fields.finish();
    Calls { legal_basis, instalments: instalments.unwrap_or_default(), workdays }
}

/// Reads a day of the month that every month has.
fn day(fields: &Fields<'_>, node: &Node) -> Option<i8> {
    let day =
        node.shown().trim_matches('"').parse::<i8>().ok().filter(|day| (1..=28).contains(day));
    if day.is_none() {
        let fault = Fault::UnknownValue {
            field: fields.path("day"),
            value: node.shown(),
            known: "1–28".to_owned(),
        };
        fields.faults.push(Diagnostic::at(fault, node.loc).note(
            "ein Tag, den nicht jeder Monat hat, ist bei den Abschlägen einzeln anzugeben: \
                `instalments = \
                [\"03-31\", \"06-30\"]`",
            "a day that not every month has is named by the instalments themselves: `instalments \
                = [\"03-31\", \"06-30\"]`",
        ));
    }
    day
}

/// Reads the instalments: a word, or a list of days and tables.
fn instalments(node: &Node, day: i8, directory: &Directory<'_>) -> Vec<Instalment> {
    let every = |months: &[i8]| -> Vec<Instalment> {
        let on = |month: &i8| Instalment { due: (*month, day), takes: Takes::Equal, loc: node.loc };
        months.iter().map(on).collect()
    };
    let (field, faults) = ("calls.instalments", directory.faults);
    match &node.value {
        Value::List(list) => {
            let mut read: Vec<Instalment> =
                list.iter().filter_map(|node| instalment(node, directory)).collect();
            read.sort_by_key(|instalment| instalment.due);
            if read.len() == list.len() {
                check(&read, node, directory);
            }
            read
        }
        Value::Text(text) => {
            let words: [(&str, &[i8]); 4] = [
                ("years", &[1]),
                ("half-years", &[1, 7]),
                ("quarters", &[1, 4, 7, 10]),
                ("months", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
            ];
            let word = fields::word(faults, field, Sourced::new(text, node.loc), &words);
            word.map(every).unwrap_or_default()
        }
        _ => fields::wrong_type(faults, field, Shape::List, node).unwrap_or_default(),
    }
}

fn instalment(node: &Node, directory: &Directory<'_>) -> Option<Instalment> {
    let faults = directory.faults;
    if let Value::Text(text) = &node.value {
        let due = month_day(Sourced::new(text, node.loc), faults)?;
        return Some(Instalment { due, takes: Takes::Equal, loc: node.loc });
    }
    let fields = Fields::of_node("calls.instalments".to_owned(), node, faults)?;
    let due = fields.required_text("due").and_then(|text| month_day(text, faults));
    let takes = takes(&fields, directory);
    fields.finish();
    Some(Instalment { due: due?, takes: takes?, loc: node.loc })
}

fn takes(fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Takes> {
    let given = fields.present(&["share", "amount", "amounts"]);
    if given.len() != 1 {
        for field in ["share", "amount", "amounts"] {
            fields.get(field);
        }
    }
    if let [_, (second, loc), ..] = given[..] {
        fields.not_together(second, given[0].0, loc);
        return None;
    }
    match given.first() {
        None => Some(Takes::Equal),
        Some(("share", _)) => fields.share("share").map(Takes::Share),
        Some(("amount", _)) => fields.amount("amount").map(Takes::Amount),
        Some(_) => amounts(fields, "amounts", directory).map(Takes::Amounts),
    }
}

/// Reads a table of parties with an amount for each.
fn amounts(
    fields: &Fields<'_>,
    field: &'static str,
    directory: &Directory<'_>,
) -> Option<BTreeMap<PartyIx, Sourced<Cents>>> {
    let table = fields.table(field)?;
    let mut found = BTreeMap::new();
    let mut whole = true;
    for entry in table.entries() {
        let party = directory.party(Sourced::new(&entry.key, entry.key_loc));
        let amount = fields::amount(table.faults, table.path(&entry.key), &entry.node);
        match (party, amount) {
            (Some(party), Some(amount)) => drop(found.insert(party, amount)),
            _ => whole = false,
        }
    }
    whole.then_some(found)
}

/// The parts of a share must add to the whole, unless an instalment takes what is left.
fn check(instalments: &[Instalment], node: &Node, directory: &Directory<'_>) {
    let has_rest = instalments.iter().any(|instalment| instalment.takes == Takes::Equal);
    let parts = instalments.iter().filter_map(|instalment| match &instalment.takes {
        Takes::Share(share) => Some(&share.value),
        _ => None,
    });
    let sum = Ratio::sum(parts);
    let is_wrong = if has_rest { sum > Ratio::ONE } else { sum != Ratio::ONE };
    if is_wrong && !instalments.is_empty() {
        let how = if sum > Ratio::ONE {
            Text::new(
                "die Teile so kürzen, dass sie zusammen 100 % ergeben",
                "lower them until they add to 100 %",
            )
        } else {
            Text::new(
                "auf 100 % ergänzen oder einem Abschlag weder `share` noch einen Betrag geben: \
                    auf ihn entfällt der verbleibende Betrag",
                "let them add to 100 %, or give one instalment neither `share` nor an amount: it \
                    takes what is left",
            )
        };
        directory.faults.at(Fault::InstalmentSum { sum: Text::percent(&sum, 10), how }, node.loc);
    }
}

fn read_terms(fields: Fields<'_>, project: &Project, directory: &Directory<'_>) -> SettlementTerms {
    let legal_basis = fields.filled("legal_basis").map(|text| text.value.to_owned());
    let account = fields.text("account").and_then(|name| directory.party(name));
    let closed =
        fields.label("closed").and_then(|label| settlement_period(&fields, label, project));
    let words = [("pay", Handling::Pay), ("carry", Handling::Carry)];
    let claims = fields.word("claims", &words).unwrap_or_default();
    let surplus = fields.word("surplus", &words).unwrap_or_default();
    let number = |field| {
        let node = fields.get(field)?;
        match node.value {
            Value::Integer(number) => u16::try_from(number).ok().map(|number| (number, node.loc)),
            _ => None,
        }
        .or_else(|| {
            let known = "0–65535".to_owned();
            let fault =
                Fault::UnknownValue { field: fields.path(field), value: node.shown(), known };
            fields::fault_at(directory.faults, fault, node)
        })
    };
    let instalment = number("instalment").filter(|(number, loc)| {
        let count = project.calls.instalments.len().max(1);
        let fits = *number > 0 && usize::from(*number) <= count;
        if !fits {
            let fault =
                Fault::NoSuchInstalment { number: number.to_string(), count: count.to_string() };
            directory.faults.at(fault, *loc);
        }
        fits
    });
    let days = number("days").map_or(0, |(days, _)| days);
    let (threshold, interest) = (fields.amount("threshold"), fields.share("interest"));
    fields.finish();
    let instalment = instalment.map(|(number, _)| number);
    let closed = closed.map(|period| period.to);
    SettlementTerms {
        legal_basis,
        account,
        closed,
        claims,
        surplus,
        instalment,
        days,
        threshold,
        interest,
    }
}

fn leftover(
    id: &str,
    fields: &Fields<'_>,
    project: &Project,
    directory: &Directory<'_>,
) -> Option<Leftover> {
    let title = fields.text("title").map(|title| title.value.to_owned());
    let legal_basis = fields.required_text("legal_basis");
    let from =
        fields.required_label("from").and_then(|label| settlement_period(fields, label, project));
    let into = match fields.label("into") {
        Some(label) => settlement_period(fields, label, project),
        None => from.and_then(|from| following(from, project)),
    };
    let bound = fields.flag("bound").is_some_and(|flag| flag.value);
    let until = match fields.get("until") {
        Some(_) => fields.date("until").map(|day| day.value),
        None => from.map(end_of_second_year_after),
    };
    let split = split(fields, directory);
    let (from, into, until) = (from?, into?, until?);
    if into.from <= from.to {
        let fault = Fault::LeftoverBackwards {
            id: id.to_owned(),
            from: from.to_string(),
            into: into.to_string(),
        };
        directory.faults.at(fault, fields.loc);
        return None;
    }
    if until < into.from {
        let fault = Fault::LeftoverExpired {
            id: id.to_owned(),
            until: until.to_string(),
            into: into.to_string(),
        };
        directory.faults.at(fault, fields.loc);
        return None;
    }
    let legal_basis = legal_basis?.value.to_owned();
    Some(Leftover {
        id: id.to_owned(),
        title,
        legal_basis,
        from,
        into,
        bound,
        until,
        split: split?,
        loc: fields.loc,
    })
}

/// Until when leftovers can be used at the latest: the end of the second year after (BHO § 45 Abs.
/// 2).
fn end_of_second_year_after(from: DateRange) -> Date {
    Date::new(from.to.year().saturating_add(2), 12, 31).unwrap_or(Date::MAX)
}

fn following(from: DateRange, project: &Project) -> Option<DateRange> {
    from.to.tomorrow().ok().map(|day| project.settled_per.around(day))
}

/// Reads a period that must be one settlement period.
fn settlement_period(
    fields: &Fields<'_>,
    label: Sourced<String>,
    project: &Project,
) -> Option<DateRange> {
    let period = fields::period(fields.faults, &label.value, label.loc)?;
    let whole = project.settled_per.around(period.from);
    if period != whole {
        let fault = Fault::NoSettlementPeriod { period: label.value, whole: whole.to_string() };
        fields.faults.at(fault, label.loc);
        return None;
    }
    Some(period)
}

fn split(fields: &Fields<'_>, directory: &Directory<'_>) -> Option<LeftoverSplit> {
    let given = fields.present(&["amount", "parts"]);
    let by = fields.text("by");
    if let [_, (_, loc)] = given[..] {
        for field in ["amount", "parts"] {
            fields.get(field);
        }
        fields.not_together("parts", "amount", loc);
        return None;
    }
    if let Some(("parts", _)) = given.first() {
        fields.get("amount");
        if let Some(by) = by {
            fields.not_together("by", "parts", by.loc);
            return None;
        }
        return amounts(fields, "parts", directory).map(LeftoverSplit::Parts);
    }
    fields.get("parts");
    fields.required("amount");
    let amount = fields.amount("amount");
    match by {
        None => amount.map(LeftoverSplit::Shares),
        Some(by) if by.value == "shares" => amount.map(LeftoverSplit::Shares),
        Some(by) if by.value == "payments" => amount.map(LeftoverSplit::Payments),
        Some(by) => {
            let key = directory.key(by);
            Some(LeftoverSplit::Key(amount?, key?))
        }
    }
}

/// A document number on two payments is one booking entered twice, unless one payment of a party is
/// told in parts: for several periods or purposes.
pub(super) fn check_documents(project: &Project, directory: &Directory<'_>) {
    let mut seen: BTreeMap<&str, &crate::model::PaymentRow> = BTreeMap::new();
    for payment in &project.payments {
        let Some(document) = payment.document.as_deref() else { continue };
        let first = *seen.entry(document).or_insert(payment);
        // Payments that are alike in all but the amount are rows of one; others differ in period or
        // purpose here.
        let twin = match (first.party, first.date) == (payment.party, payment.date) {
            true => payment.rows.get(1),
            false => first.rows.first(),
        };
        let (Some(here), Some(there)) = (payment.rows.first(), twin) else { continue };
        let (first, second) = (here.loc.min(there.loc), here.loc.max(there.loc));
        let fault = Fault::DocumentTwice { document: document.to_owned() };
        directory.faults.push(Diagnostic::at(fault, second).and(first));
    }
}
