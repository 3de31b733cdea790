//! XLSX and XLSM: values by calamine, cell by cell.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, Xlsx};

use super::area::Position;
use super::build::{Builder, Built, Value};
use super::survey::{Shown, Survey, check_places, survey};
use super::{Pick, choose, damaged, number};
use crate::diag::Checked;

/// Reads the sheet that is picked.
pub(super) fn read(file: &str, bytes: &[u8], pick: &Pick) -> Checked<Built> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|reason| damaged(file, reason))?;
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    let sheet = choose(file, &names, pick, |name| {
        check_places(file, bytes, name)?;
        is_filled(file, &mut book, name)
    })?;
    check_places(file, bytes, &sheet)?;
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|reason| damaged(file, reason))?;
    let survey = survey(file, bytes, &sheet, &shown_by_style(cells.styles()))?;
    let mut builder = Builder::new(file, &sheet, pick);
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|reason| damaged(file, reason))? {
        let value = value(&cell.value, cell.pos, &survey);
        builder.cell(cell.pos, value, cell.formula.is_some())?;
    }
    builder.finish(&survey)
}

/// Tells whether any cell of a sheet has a value.
fn is_filled(file: &str, book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Checked<bool> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|reason| damaged(file, reason))?;
    while let Some(cell) = cells.next_cell().map_err(|reason| damaged(file, reason))? {
        if *cell.get_value() != DataRef::Empty {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Finds the styles that show something else than the number stored.
fn shown_by_style(styles: &[calamine::Style]) -> BTreeMap<usize, Shown> {
    let formats = styles.iter().enumerate().filter_map(|(index, style)| {
        let format = style.number_format.as_ref()?;
        shown(&format.format_code).map(|shown| (index, shown))
    });
    formats.collect()
}

/// Tells percentages and months by the code of a format; quoted and escaped characters do not count.
fn shown(code: &str) -> Option<Shown> {
    let mut bare = String::new();
    let mut characters = code.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' | '_' | '*' => {
                characters.next();
            }
            '"' => characters.by_ref().take_while(|c| *c != '"').for_each(drop),
            '[' => characters.by_ref().take_while(|c| *c != ']').for_each(drop),
            ';' => break,
            c => bare.push(c.to_ascii_lowercase()),
        }
    }
    if bare.contains('%') {
        return Some(Shown::Percent);
    }
    (bare.contains('m') && bare.contains('y') && !bare.contains(['d', 'h', 's'])).then_some(Shown::Month)
}

/// Says what a cell holds as a text would.
fn value(value: &DataRef<'_>, at: Position, survey: &Survey) -> Value {
    let shown = survey.shown.get(&at).copied();
    match value {
        DataRef::Empty => Value::Empty,
        DataRef::String(text) => Value::Text(text.clone()),
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Int(number) => Value::Number(number.to_string()),
        DataRef::Float(float) if shown == Some(Shown::Percent) => match number::decimal(*float, 2) {
            Some(percent) => Value::Percent(format!("{percent} %")),
            None => Value::Error(float.to_string()),
        },
        DataRef::Float(float) => {
            number::decimal(*float, 0).map_or_else(|| Value::Error(float.to_string()), Value::Number)
        }
        DataRef::Bool(flag) => Value::Flag(*flag),
        DataRef::DateTime(date) => moment(date, shown),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Shown(text.clone()),
        DataRef::Error(error) => Value::Error(error.to_string()),
    }
}

/// Writes a date as `2024-03-15`, one that is shown as a month as `2024-03`, and with the time of day where it has one.
fn moment(date: &ExcelDateTime, shown: Option<Shown>) -> Value {
    if date.is_duration() {
        let days = number::decimal(date.as_f64(), 0).unwrap_or_default();
        return Value::Shown(format!("{days} d"));
    }
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    Value::Shown(match (hour, minute, second, milli) {
        (0, 0, 0, 0) if shown == Some(Shown::Month) && day == 1 => format!("{year:04}-{month:02}"),
        (0, 0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_tell_percentages_and_months() {
        for (code, expected) in [
            ("0.00%", Some(Shown::Percent)),
            ("0\"%\"", None),
            ("0\\%", None),
            ("mmm-yy", Some(Shown::Month)),
            ("[$-407]mmmm\\ yyyy;@", Some(Shown::Month)),
            ("dd.mm.yyyy", None),
            ("yyyy-mm-dd", None),
            ("General", None),
            ("#,##0.00\\ \"€\"", None),
            ("[h]:mm", None),
        ] {
            assert_eq!(shown(code), expected, "{code}");
        }
    }
}
