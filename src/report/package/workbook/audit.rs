//! What was read and what became of it: files, cost rows, findings, control totals.

use std::collections::BTreeMap;

use super::trace::Steps;
use crate::allocation::{Booked, Destination, EntryFate};
use crate::diag::Severity;
use crate::model::{
    Booking, Budget, BudgetTitle, CostEntry, CostObject, RuleIx, Status, budget_day,
};
use crate::money::Cents;
use crate::report::commands::check::{FileCount, files};
use crate::report::package::input::ReportInput;
use crate::report::tables::amounts::{less, sum};
use crate::report::tables::disposition::Disposition;
use crate::report::tables::label::{Names, rule_title, status_word};
use crate::report::{At, BudgetReport, Cell, Formula, Range, Row, Value, Worksheet};
use crate::text::Term;

/// The columns of a cost row.
pub(crate) const PART: u16 = 7;
pub(crate) const POOL: u16 = 10;
pub(crate) const SPENT: u16 = 15;
pub(crate) const INCOME: u16 = 16;
pub(crate) const LINE: u16 = 17;
const DISPOSITION: u16 = 11;

/// The cell with the cost that is not shared, as the rows of cost add up to it.
pub(crate) const NOT_SHARED: At = At::of("control", 1, 1);

/// What becomes of a part of a cost row, in the order of its numbers.
const DISPOSITIONS: [Disposition; 5] = [
    Disposition::Shared,
    Disposition::NotShared,
    Disposition::PassedOn,
    Disposition::OtherStatus,
    Disposition::OtherPeriod,
];

/// Returns the number by which formulas find what became of a part of a cost row.
fn number(disposition: Disposition) -> u64 {
    (1..).zip(DISPOSITIONS).find(|(_, it)| *it == disposition).map_or(0, |(number, _)| number)
}

/// Makes the worksheets.
pub(crate) fn worksheets(input: &ReportInput<'_>, steps: &Steps<'_>) -> Vec<Worksheet> {
    let counts = files(&input.material);
    let entries = entries(input, steps);
    let control = control(input, entries.next_row());
    vec![
        file_worksheet(input, &counts),
        left_out(input, &counts),
        entries,
        findings(input),
        control,
    ]
}

fn file_worksheet(input: &ReportInput<'_>, counts: &[FileCount]) -> Worksheet {
    let mut sheet = input.worksheet("files", Term::LeafFiles, Term::TitleFiles);
    let numbers =
        [Term::RowsRead, Term::RowsUsed, Term::RowsLeftOut, Term::AmountRead, Term::AmountUsed];
    sheet.columns =
        input.texts([Term::File, Term::FileKind]).chain(input.numbers(numbers)).collect();
    sheet.rows = counts.iter().map(|file| Row::plain(file.cells_in(input.material.lang))).collect();
    sheet
}

fn left_out(input: &ReportInput<'_>, counts: &[FileCount]) -> Worksheet {
    let mut sheet = input.worksheet("left-out", Term::LeafLeftOut, Term::LeftOut);
    sheet.columns = input
        .texts([Term::File, Term::ReasonHead])
        .chain(input.numbers([Term::RowsRead, Term::Amount, Term::RowsWithoutAmount]))
        .collect();
    let rows = counts.iter().flat_map(|file| {
        file.left_out.iter().map(|left_out| {
            Row::plain([
                Value::text(&file.file),
                Value::text(left_out.reason.get(input.material.lang)),
                Value::Count(left_out.rows),
                Value::of(left_out.amount, Value::Cents),
                Value::Count(left_out.unread),
            ])
        })
    });
    sheet.rows = rows.collect();
    or_none(sheet, input)
}

/// Says that there is nothing to list.
fn or_none(mut sheet: Worksheet, input: &ReportInput<'_>) -> Worksheet {
    if sheet.rows.is_empty() {
        sheet.notes.push(input.say(Term::NothingToList).to_owned());
    }
    sheet
}

/// Counts the rows of the cost entries.
pub(crate) fn length(input: &ReportInput<'_>) -> u32 {
    let run = input.material.run;
    let mut parts = vec![0_u32; run.costs.len()];
    run.booked.iter().for_each(|part| parts[part.entry] += 1);
    parts.into_iter().map(|parts| parts.max(1)).sum()
}

/// Lists the cost entries, each as often as parts of it go somewhere.
fn entries(input: &ReportInput<'_>, steps: &Steps<'_>) -> Worksheet {
    let run = input.material.run;
    let mut sheet = input.worksheet("entries", Term::LeafEntries, Term::TitleEntries);
    input.for_screen(&mut sheet);
    sheet.columns = input
        .texts([Term::PlaceHead, Term::Period, Term::Service, Term::Kind, Term::StatusHead])
        .chain(input.texts([Term::Description]))
        .chain(input.numbers([Term::Amount, Term::PartHead]))
        .chain(input.texts([Term::FateHead, Term::Rule]))
        .chain(input.numbers([Term::PoolNumber, Term::FateNumber]))
        .collect();
    let lines = input.budget.as_ref().map(budget_lines);
    if lines.is_some() {
        sheet.columns.extend(input.texts([Term::Chapter, Term::Title, Term::Due]));
        sheet.columns.extend(input.numbers([
            Term::BudgetSpent,
            Term::BudgetIncome,
            Term::BudgetLineNumber,
        ]));
    }
    let mut booked: Vec<Vec<&Booked>> = run.costs.iter().map(|_| Vec::new()).collect();
    for part in &run.booked {
        booked[part.entry].push(part);
    }
    let names = Names::new(input.material.project, input.material.lang);
    for ((entry, fate_of), parts) in run.costs.iter().zip(&run.entries).zip(booked) {
        let head = head(input, entry, &names);
        let rows = parts_of(input, *fate_of, &parts, steps);
        // What is booked on a title counts once, however many parts of it are shared.
        for (first, (part, end)) in std::iter::once(true).chain(std::iter::repeat(false)).zip(rows)
        {
            let cells = head.clone().into_iter().map(Cell::from).chain([part]).chain(end);
            let budget = &input.material.project.budget;
            let budget = lines.as_ref().map(|lines| on_title(budget, entry, lines, first));
            sheet.rows.push(Row::plain(cells.chain(budget.into_iter().flatten().map(Cell::from))));
        }
    }
    sheet
}

/// Lists the parts of an entry, each with what became of it; of an entry of which nothing was
/// booked one without an amount.
fn parts_of(
    input: &ReportInput<'_>,
    entry: EntryFate,
    parts: &[&Booked],
    steps: &Steps<'_>,
) -> Vec<(Cell, [Cell; 4])> {
    let run = input.material.run;
    if parts.is_empty() {
        // It is of another status or period.
        let left = match entry {
            EntryFate::OtherPeriod => Disposition::OtherPeriod,
            _ => Disposition::OtherStatus,
        };
        return vec![(Cell::from(Value::Empty), end(input, left, None, None))];
    }
    let row = |part: &&Booked| {
        let (rule, pool) = match (part.destination, entry) {
            (Destination::Pool(pool), _) => (Some(run.pools[pool as usize].rule), Some(pool)),
            (_, EntryFate::NotShared(rule)) => (Some(rule), None),
            _ => (None, None),
        };
        (steps.amount(part.amount), end(input, part.destination.into(), rule, pool))
    };
    parts.iter().map(row).collect()
}

/// The rows of the budget worksheet by year and title.
type BudgetLines = BTreeMap<(i16, Option<BudgetTitle>), u64>;

fn budget_lines(budget: &BudgetReport<'_>) -> BudgetLines {
    let all = budget
        .years
        .iter()
        .flat_map(|year| year.accounts.iter().map(|it| (year.year, it.title.clone())));
    all.zip(1..).collect()
}

/// Chapter, title, the day on which an entry counts, what of it was spent and what came in, and the
/// number of its line in the budget; only actual cost counts there.
fn on_title(budget: &Budget, entry: &CostEntry, lines: &BudgetLines, counts: bool) -> [Value; 6] {
    let (day, title) = (budget_day(entry), BudgetTitle::of(entry));
    let line = lines.get(&(day.year(), title)).filter(|_| counts && entry.status == Status::Actual);
    let shown = |sum: Option<Cents>| {
        Value::of(sum.filter(|sum| !sum.is_zero() && line.is_some()), Value::Cents)
    };
    let spent = budget.booked(entry, &[Booking::Spent, Booking::Deducted]);
    let income =
        budget.booked(entry, &[Booking::Income]).and_then(|sum| Cents::ZERO.checked_sub(sum));
    [
        Value::of(entry.budget_chapter.as_deref(), Value::text),
        Value::of(entry.budget_title.as_deref(), Value::text),
        Value::Date(day.to_string()),
        shown(spent),
        shown(income),
        Value::of(line.copied(), Value::Count),
    ]
}

/// Place, time, cost object, kind, status, description and amount of an entry.
fn head(input: &ReportInput<'_>, entry: &CostEntry, names: &Names<'_>) -> [Value; 7] {
    let material = &input.material;
    let object = match entry.object {
        CostObject::Service(service) => names.service(service),
        CostObject::Centre(centre) => material.project.centre(centre).name.clone(),
    };
    let texts = [
        entry.id.as_deref(),
        entry.document.as_deref(),
        entry.supplier.as_deref(),
        entry.note.as_deref(),
    ];
    let words: Vec<&str> = texts.into_iter().flatten().collect();
    [
        Value::text(material.sources.place(entry.loc())),
        Value::Date(entry.period.to_string()),
        Value::text(object),
        Value::of(entry.kind.as_deref(), Value::text),
        Value::text(status_word(entry.status, material.lang)),
        Value::text(words.join(", ")),
        Value::Cents(entry.amount),
    ]
}

/// What became of it, by which rule, in which pool, and the number of what became of it.
fn end(
    input: &ReportInput<'_>,
    disposition: Disposition,
    rule: Option<RuleIx>,
    pool: Option<u32>,
) -> [Cell; 4] {
    [
        Value::text(input.say(disposition.word())),
        Value::of(rule, |rule| Value::text(rule_title(input.material.project.rule(rule)))),
        Value::of(pool, |pool| Value::Count(u64::from(pool) + 1)),
        Value::Count(number(disposition)),
    ]
    .map(Cell::from)
}

fn findings(input: &ReportInput<'_>) -> Worksheet {
    let (material, mut sheet) =
        (&input.material, input.worksheet("findings", Term::LeafFindings, Term::TitleFindings));
    sheet.columns = input
        .texts([Term::NumberWord, Term::SeverityHead, Term::Message, Term::Remedy, Term::PlaceHead])
        .collect();
    let rows = material.diagnostics.iter().map(|diagnostic| {
        let severity = match diagnostic.severity() {
            Severity::Error => Term::SeverityError,
            Severity::Warning => Term::SeverityFinding,
            Severity::Note => Term::SeverityNote,
        };
        let places: Vec<String> =
            diagnostic.labels.iter().map(|label| material.sources.place(label.loc)).collect();
        Row::plain([
            Value::word(diagnostic.fault.code()),
            Value::text(input.say(severity)),
            Value::text(diagnostic.fault.message(material.lang)),
            Value::text(diagnostic.remedy(material.lang)),
            Value::text(places.join(", ")),
        ])
    });
    sheet.rows = rows.collect();
    or_none(sheet, input)
}

/// The sums of the run, once more from the rows of the other worksheets.
fn control(input: &ReportInput<'_>, entries: u32) -> Worksheet {
    let run = input.material.run;
    let mut sheet = input.worksheet("control", Term::LeafControl, Term::TitleControl);
    sheet.columns = input
        .texts([Term::Figure])
        .chain(input.numbers([
            Term::ControlIs,
            Term::ControlShould,
            Term::Difference,
            Term::NumberWord,
        ]))
        .collect();
    let destination = |fate: fn(&Destination) -> bool| {
        sum(run
            .booked
            .iter()
            .filter(|part| fate(&part.destination))
            .map(|part| part.amount.amount()))
    };
    let shared = destination(|goes| matches!(goes, Destination::Pool(_)));
    let withheld = destination(|goes| matches!(goes, Destination::NotShared(_)));
    let in_pools = less(run.totals.cost, run.totals.not_shared);
    let column = |column| Range::down(At::of("entries", 0, column), entries);
    let lines = [
        (Term::PartsShared, shared, in_pools, 1),
        (Term::PartsNotShared, withheld, run.totals.not_shared, 2),
    ];
    for (row, (word, is, should, fate)) in (0_u32..).zip(lines) {
        let equal = vec![(column(DISPOSITION), At::here(row, 4).cell())];
        let formula = Formula::SumWhere { sum: column(PART), equal }.cents();
        sheet.rows.push(line(
            input,
            row,
            word,
            Cell::live(Value::Cents(is), formula),
            should,
            fate,
        ));
    }
    let both = [0, 1].map(|row| At::here(row, 1).cell());
    let cost = sum([shared, withheld]);
    let cost = Cell::live(Value::Cents(cost), Formula::Sum(both.into()).cents());
    sheet.rows.push(line(input, 2, Term::Cost, cost, run.totals.cost, 3));
    sheet
}

fn line(
    input: &ReportInput<'_>,
    row: u32,
    word: Term,
    is: Cell,
    should: Cents,
    number: u64,
) -> Row {
    let found = if let Value::Cents(found) = is.value { found } else { Cents::ZERO };
    let difference = less(found, should);
    let cells = [1, 2].map(|column| At::here(row, column).cell());
    Row::plain([
        Value::text(input.say(word)).into(),
        is,
        Value::Cents(should).into(),
        Cell::live(Value::Cents(difference), Formula::Difference(cells.into()).cents()),
        Value::Count(number).into(),
    ])
}
