//! XLSX and XLSM: values by calamine, cell by cell.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx};

use super::area::Position;
use super::build::{Builder, Built};
use super::elsewhere::{OtherSheet, Run, Search};
use super::pick::{choose, search};
use super::refused::damaged;
use super::survey::{Shown, Survey, check_cells, is_euro, label, survey};
use super::value::Value;
use super::{Pick, number};
use crate::diag::Checked;

/// Reads the sheet that is picked.
pub(crate) fn read(file: &str, bytes: &[u8], pick: &Pick) -> Checked<Built> {
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|reason| damaged(file, reason))?;
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let sheets: Vec<(String, bool)> =
        sheets.map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect();
    let names: Vec<String> = sheets.iter().map(|(name, _)| name.clone()).collect();
    let sheet = choose(file, &names, pick, |name| {
        check_cells(file, bytes, name)?;
        is_filled(file, &mut book, name)
    })?;
    check_cells(file, bytes, &sheet)?;
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|reason| damaged(file, reason))?;
    let styles = shown_by_style(cells.styles());
    let mut survey = survey(file, bytes, &sheet, &styles)?;
    survey.is_hidden = sheets.iter().any(|(name, is_hidden)| *name == sheet && *is_hidden);
    let mut builder = Builder::new(file, &sheet, pick);
    while let Some(cell) =
        cells.next_cell_with_formula_metadata().map_err(|reason| damaged(file, reason))?
    {
        let value = value(&cell.value, cell.pos, &survey);
        builder.cell(cell.pos, value, cell.formula.is_some())?;
    }
    drop(cells);
    let built = builder.finish(&survey)?;
    let mut others = Vec::new();
    for (name, is_hidden) in
        sheets.iter().filter(|(name, _)| pick.sheet.is_some() && *name != sheet)
    {
        check_cells(file, bytes, name)?;
        let survey = self::survey(file, bytes, name, &styles)?;
        others.extend(look(file, &mut book, search(pick, name, *is_hidden), name, &survey)?);
    }
    Ok(built.with(others))
}

/// Looks for the table on a sheet that is not read.
fn look(
    file: &str,
    book: &mut Xlsx<Cursor<&[u8]>>,
    mut search: Search<'_>,
    sheet: &str,
    survey: &Survey,
) -> Checked<Option<OtherSheet>> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|reason| damaged(file, reason))?;
    let (mut row, mut line): (u32, Vec<(u32, Value)>) = (0, Vec::new());
    let mut end = |line: &mut Vec<(u32, Value)>| {
        let runs = line.iter().map(|(column, value)| Run { column: *column, repeated: 1, value });
        search.row(&runs.collect::<Vec<_>>(), 1);
        line.clear();
    };
    while let Some(cell) =
        cells.next_cell_with_formula_metadata().map_err(|reason| damaged(file, reason))?
    {
        let at = cell.pos;
        if at.0 != row {
            end(&mut line);
            row = at.0;
        }
        match value(&cell.value, at, survey) {
            Value::Empty if cell.formula.is_some() => line.push((at.1, Value::formula())),
            Value::Empty => {}
            value => line.push((at.1, value)),
        }
    }
    end(&mut line);
    Ok(search.finish())
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
        let is_own = format.format_id.is_none_or(|id| id >= FIRST_OWN_FORMAT);
        let unit = || unit(&format.format_code, is_own).map(|unit| Shown::Unit(unit.into()));
        let words = || words(&format.format_code).map(Shown::Label);
        shown(&format.format_code).or_else(unit).or_else(words).map(|shown| (index, shown))
    });
    formats.collect()
}

/// Tells percentages and months by the code of a format; quoted and escaped characters do not
/// count.
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
    (bare.contains('m') && bare.contains('y') && !bare.contains(['d', 'h', 's']))
        .then_some(Shown::Month)
}

/// Says what a cell holds as a text would.
fn value(value: &DataRef<'_>, at: Position, survey: &Survey) -> Value {
    let shown = survey.shown.get(&at);
    match value {
        DataRef::Empty => Value::Empty,
        DataRef::String(text) => Value::Text(text.clone()),
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Int(number) => Value::Number(number.to_string()).beside(shown),
        DataRef::Float(float) if shown == Some(&Shown::Percent) => match number::decimal(*float, 2)
        {
            Ok(percent) => Value::Percent(format!("{percent} %")),
            Err(_) => Value::Error(float.to_string()),
        },
        DataRef::Float(float) => match number::decimal(*float, 0).into() {
            Value::Error(_) => Value::Error(float.to_string()),
            number => number.beside(shown),
        },
        DataRef::Bool(flag) => Value::Flag(*flag),
        DataRef::DateTime(date) => moment(date, shown),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Shown(text.clone()),
        DataRef::Error(error) => Value::Error(error.to_string()),
    }
}

/// Writes a date as `2024-03-15`, one that is shown as a month as `2024-03`, and with the time of
/// day where it has one.
fn moment(date: &ExcelDateTime, shown: Option<&Shown>) -> Value {
    let stored = number::decimal(date.as_f64(), 0);
    if date.is_duration() {
        return stored.map_or_else(
            |_| Value::Error(date.to_string()),
            |days| Value::Shown(format!("{days} d")),
        );
    }
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    let serial = stored.as_ref().ok().and_then(|stored| whole(stored));
    if !serial.is_some_and(|serial| is_day(serial, (year, month, day))) {
        return Value::NoDate(stored.unwrap_or_else(|_| date.to_string()));
    }
    Value::Shown(match (hour, minute, second, milli) {
        (0, 0, 0, 0) if shown == Some(&Shown::Month) && day == 1 => format!("{year:04}-{month:02}"),
        (0, 0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    })
}

/// Reads the whole days of a stored date.
fn whole(stored: &str) -> Option<i64> {
    stored.split('.').next()?.parse().ok()
}

/// The last days that spreadsheets know, counted from 1900 and from 1904.
const LAST_DAYS: [i64; 2] = [2_958_465, 2_957_003];

/// Tells whether a stored number is a day; calamine takes every other one for the first or the last
/// that there is.
fn is_day(serial: i64, day: (u16, u8, u8)) -> bool {
    let is_early = serial < 1 && (serial, day) != (0, (1904, 1, 1));
    let is_late = day == (9999, 12, 31) && !LAST_DAYS.contains(&serial);
    !is_early && !is_late
}

/// Formats with a smaller number are built in: which currency a bare `$` among them shows is a
/// matter of the computer.
const FIRST_OWN_FORMAT: u32 = 164;

/// Finds the unit that a format shows, where it is a currency other than the euro, or thousands or
/// millions of them. `is_own` tells a format that is not built in.
fn unit(code: &str, is_own: bool) -> Option<String> {
    let mut units: Vec<String> = vec![String::new()];
    let mut named = Vec::new();
    let mut characters = code.chars();
    while let Some(c) = characters.next() {
        let Some(last) = units.last_mut() else { break };
        match c {
            '\\' => last.extend(characters.next()),
            '_' | '*' => drop(characters.next()),
            '"' => last.extend(characters.by_ref().take_while(|c| *c != '"')),
            '[' => {
                let inner: String = characters.by_ref().take_while(|c| *c != ']').collect();
                let symbol =
                    inner.strip_prefix('$').map(|rest| rest.split('-').next().unwrap_or_default());
                named.extend(symbol.map(str::to_owned));
            }
            '$' if !is_own => {}
            c if is_currency_sign(c) => last.push(c),
            ' ' | '\u{a0}' => last.push(c),
            _ => units.push(String::new()),
        }
    }
    let named = named.into_iter().filter(|unit| !unit.trim().is_empty());
    let found = named.chain(units.into_iter().filter(|unit| is_unit(unit.trim())));
    found.map(|unit| unit.trim().to_owned()).find(|unit| !is_euro(unit))
}

/// Finds the words that a format shows beside a number, the euro apart. A format that shows
/// thousands of what is stored, `#,##0, "TEUR"`, says with them what it does, and the number is the
/// true one.
fn words(code: &str) -> Option<Arc<str>> {
    let mut section = Section::default();
    let mut characters = code.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' => section.shown.extend(characters.next()),
            '_' | '*' => drop(characters.next()),
            '"' => section.shown.extend(characters.by_ref().take_while(|c| *c != '"')),
            '[' => characters.by_ref().take_while(|c| *c != ']').for_each(drop),
            ';' => match std::mem::take(&mut section).words() {
                None => {}
                words => return words,
            },
            'E' | 'e' if matches!(characters.peek(), Some('+' | '-')) => {}
            '0' | '#' | '?' | ',' | '.' => section.mark(c),
            c if c.is_alphabetic() => section.shown.push(c),
            _ => section.shown.push(' '),
        }
    }
    section.words()
}

/// A section of a format: what it shows as it is, and the places of digits and marks between them.
#[derive(Default)]
struct Section {
    shown: String,
    has_number: bool,
    in_fraction: bool,
    is_scaled: bool,
}

impl Section {
    fn mark(&mut self, c: char) {
        match c {
            // Behind the last digit it shows thousands; between digits it sets them apart.
            ',' => self.is_scaled = self.has_number,
            '.' => self.in_fraction = true,
            _ => (self.has_number, self.is_scaled) = (true, self.is_scaled && self.in_fraction),
        }
        self.shown.push(' ');
    }

    fn words(self) -> Option<Arc<str>> {
        let is_general = self.shown.contains("General");
        let found = label(&self.shown.replace("General", " "));
        found.filter(|_| (self.has_number || is_general) && !self.is_scaled)
    }
}

/// Tells the code of a currency, and what has the sign of one.
fn is_unit(text: &str) -> bool {
    let is_code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    is_code || text.contains(is_currency_sign)
}

fn is_currency_sign(c: char) -> bool {
    matches!(c, '$' | '¢' | '£' | '¥' | '\u{20a0}'..='\u{20cf}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_tell_currencies() {
        for (code, expected) in [
            ("#,##0.00\\ [$CHF]", Some("CHF")),
            ("[$USD]\\ #,##0.00", Some("USD")),
            ("[$$-409]#,##0.00", Some("$")),
            ("#,##0.00\\ \"CHF\"", Some("CHF")),
            ("#,##0.00 \\U\\S\\D", Some("USD")),
            ("$#,##0.00", Some("$")),
            ("#,##0 \"T€\"", Some("T€")),
            ("0;[Red]-0 \"£\"", Some("£")),
            ("#,##0.00\\ \"€\"", None),
            ("#,##0.00 [$€-407]", None),
            ("#,##0.00\\ [$EUR]", None),
            ("_-* #,##0.00\\ \"€\"_-;\\-* #,##0.00\\ \"€\"_-", None),
            ("[$-407]mmmm\\ yyyy", None),
            ("0 \"Fälle\"", None),
            ("General", None),
        ] {
            assert_eq!(unit(code, true).as_deref(), expected, "{code}");
        }
        assert_eq!(unit("_($* #,##0.00_)", false), None);
    }

    #[test]
    fn formats_tell_words_beside_a_number() {
        for (code, expected) in [
            ("#,##0.00 \"TEUR\"", Some("TEUR")),
            ("#,##0.00\\ \"US-Dollar\"", Some("US-Dollar")),
            ("0.00 \"Tsd.\"", Some("Tsd.")),
            ("\"SFr.\" 0.00", Some("SFr.")),
            ("0.00 \"in Tausend\"", Some("in Tausend")),
            ("#,##0 \"EUR (in Tsd.)\"", Some("EUR (in Tsd.)")),
            ("#,##0 \\T\\s\\d", Some("Tsd")),
            ("0.00;[Red]-0.00 \"Dollar\"", Some("Dollar")),
            ("General \"TEUR\"", Some("TEUR")),
            ("#,##0 TEUR", Some("TEUR")),
            ("#,##0, \"TEUR\"", None),
            ("#,##0.0,, \"Mio\"", None),
            ("#,##0.00\\ \"€\"", None),
            ("#,##0.00 \"Euro\"", None),
            ("#,##0.00 \"(EUR)\"", None),
            ("#,##0.00 [$EUR]", None),
            ("0.00;-0.00;\"keine\";@", None),
            ("0.00E+00", None),
            ("# ?/?", None),
            ("[>=100][Blue]0;[Red]0", None),
            ("_-* #,##0.00\\ _€_-", None),
            ("General", None),
            ("@", None),
        ] {
            assert_eq!(words(code).as_deref(), expected, "{code}");
        }
    }

    #[test]
    fn stored_numbers_are_days_or_none() {
        for (serial, day, expected) in [
            (45_000, (2023, 3, 15), true),
            (0, (1899, 12, 31), false),
            (0, (1904, 1, 1), true),
            (-1, (1899, 12, 31), false),
            (20_230_315, (9999, 12, 31), false),
            (2_958_465, (9999, 12, 31), true),
        ] {
            assert_eq!(is_day(serial, day), expected, "{serial}");
        }
    }

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
