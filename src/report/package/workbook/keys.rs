//! The weights of every key as they were used.

use std::collections::BTreeSet;

use super::trace::Steps;
use crate::model::{DateRange, PartyIx};
use crate::money::Ratio;
use crate::report::derivation::weights::{Used, used};
use crate::report::package::input::ReportInput;
use crate::report::tables::key_words::{describe, key_title};
use crate::report::tables::label::{Names, stretches};
use crate::report::tables::stood_in;
use crate::report::{At, Cell, Formula, Range, Row, Value, Worksheet};
use crate::text::Term;
use crate::trace::StepId;

const WEIGHT: u16 = 2;

/// Makes the worksheet.
pub(crate) fn worksheet(input: &ReportInput<'_>, steps: &Steps<'_>) -> Worksheet {
    let (project, lang) = (input.material.project, input.material.lang);
    let mut sheet = input.worksheet("keys", Term::LeafKeys, Term::Keys);
    sheet.columns = input
        .texts([Term::Key, Term::Party])
        .chain(input.numbers([Term::WeightHead, Term::SharePercent]))
        .chain(input.texts([Term::Edition, Term::UsedForHead, Term::Period, Term::Source]))
        .collect();
    let mut told = BTreeSet::new();
    for used in used(&input.material) {
        let key = project.key(used.key);
        if told.insert(used.key) {
            sheet.notes.push(format!(
                "{}: {}",
                key_title(project, key, lang),
                describe(project, key, lang)
            ));
            sheet.notes.extend(stood_in::lines(&input.material, |it, _| it.instead == used.key));
        }
        let rows = rows(sheet.next_row(), &used, input, steps);
        sheet.rows.extend(rows);
    }
    sheet
}

/// The weights for one sum, of which other sums may be shared alike.
fn rows(first: u32, used: &Used, input: &ReportInput<'_>, steps: &Steps<'_>) -> Vec<Row> {
    let (project, lang) = (input.material.project, input.material.lang);
    let names = Names::new(project, lang);
    let values = used.values(&input.material.run.trace);
    let (count, total) =
        (u32::try_from(values.len()).unwrap_or(u32::MAX), Ratio::sum(values.values()));
    let ranges: Vec<DateRange> = used.ranges.iter().copied().collect();
    let title = key_title(project, project.key(used.key), lang);
    let of = used.of.iter().cloned().collect::<Vec<_>>().join(", ");
    let row = |(row, (party, weight)): (u32, (&PartyIx, &StepId))| {
        let value = Ratio::found(values.get(party));
        let all = Formula::Total(Range::down(At::here(first, WEIGHT), count));
        let percent = At::here(row, WEIGHT).cell().over(all);
        let part = value.part_of(&total);
        Row::plain([
            Cell::from(Value::text(&title)),
            Value::text(names.party(*party)).into(),
            Cell::from(Value::Fraction(value)).linked(steps.at(*weight)),
            Cell::live(Value::Percent(part), percent),
            Value::text(used.origin.editions()).into(),
            Value::text(&of).into(),
            Value::text(stretches(&ranges, lang)).into(),
            Value::text(used.origin.sources()).into(),
        ])
    };
    (first..).zip(&used.weights).map(row).collect()
}
