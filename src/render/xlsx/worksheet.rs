//! One worksheet: title, notes, table, charts.

use rust_xlsxwriter::{self as xlsx, ExcelDateTime, Format, Formula as Written, Url, XlsxError};

use super::formula::Notation;
use super::look::{CellFormat, Look, cell_format, is_tenths};
use super::position::{end_of, head_of, short};
use super::text::{CELL, Names, cut};
use super::{chart, paper};
use crate::money::{Cents, Mode, Ratio};
use crate::report::{Cell, Column, Emphasis, Exact, Row, Value, Workbook, Worksheet};

/// The most links of a worksheet.
const LINKS: usize = 60_000;
/// The narrowest and the widest column, in characters.
const NARROW: usize = 7;
const WIDE: usize = 42;
/// The decimals of a number that goes on.
const PLACES: u32 = 15;
/// The most digits a number of a workbook keeps.
const DIGITS: usize = 15;
/// The height of a line in points.
const LINE: u16 = 14;
/// The longest formula of a workbook.
const FORMULA: usize = 8_000;

/// What worksheets are written with.
pub(super) struct Writer<'a> {
    pub(super) workbook: &'a Workbook,
    pub(super) names: &'a Names<'a>,
    pub(super) look: &'a Look,
    pub(super) exact: &'a Exact<'a>,
    pub(super) about: &'a paper::About<'a>,
}

/// The table of a worksheet, and what its cells are written with.
struct Table<'a> {
    worksheet: &'a Worksheet,
    notation: Notation<'a>,
    /// How most cells of each column look.
    usual: Vec<Usual<'a>>,
}

/// Where a cell stands in the file, and how it stands out there.
#[derive(Clone, Copy)]
struct Spot {
    row: u32,
    column: u16,
    emphasis: Emphasis,
    linked: bool,
}

/// How most cells of a column look.
#[derive(Clone, Copy, Default)]
struct Usual<'a> {
    format: Option<&'a Format>,
    /// Whether its percentages have one decimal.
    tenths: bool,
}

impl<'a> Writer<'a> {
    /// Writes a worksheet.
    pub(super) fn write(
        &self,
        worksheet: &'a Worksheet,
        name: &str,
        sheet: &mut xlsx::Worksheet,
    ) -> Result<(), XlsxError> {
        sheet.set_name(name)?;
        let widths = widths(worksheet);
        for (column, width) in (0_u16..).zip(&widths) {
            sheet.set_column_width(column, short(*width))?;
        }
        self.notes(worksheet, &widths, sheet)?;
        let head = head_of(worksheet);
        let titles = worksheet
            .columns
            .iter()
            .zip(&widths)
            .map(|(column, width)| wrapped(&column.title, *width));
        height(titles, head, sheet)?;
        for (column, about) in (0_u16..).zip(&worksheet.columns) {
            let format = if about.numeric { &self.look.number_head } else { &self.look.head };
            sheet.write_string_with_format(head, column, cut(&about.title, CELL), format)?;
        }
        let usual = self.usual(worksheet);
        for (column, format) in (0_u16..).zip(&usual) {
            if let Some(format) = format.format {
                sheet.set_column_format(column, format)?;
            }
        }
        let notation = Notation { workbook: self.workbook, names: self.names };
        let table = Table { worksheet, notation, usual };
        let mut links = 0_usize;
        for (row, about) in (head.saturating_add(1)..).zip(&worksheet.rows) {
            let cells = about.cells.iter().zip(&worksheet.columns).zip(&widths);
            // Words are not broken, so that lines are not filled.
            let lines = cells.map(|((cell, head), width)| {
                (text_length(&cell.value, head.numeric) * 11 / 10).div_ceil((*width).max(1))
            });
            height(lines, row, sheet)?;
            self.row(&table, about, row, &mut links, sheet)?;
        }
        let mut last = end_of(worksheet).saturating_add(2);
        sheet.write_string_with_format(last, 0, cut(&worksheet.footer, CELL), &self.look.footer)?;
        let mut right = short(widths.len().saturating_sub(1));
        for about in &worksheet.charts {
            let (row, column) =
                chart::insert(about, worksheet, name, last.saturating_add(2), &widths, sheet)?;
            (last, right) = (row, right.max(column));
        }
        paper::set_up(worksheet, self.about, &widths, last, right, sheet)
    }

    /// Writes title and notes; a note runs over the width of the table.
    fn notes(
        &self,
        worksheet: &Worksheet,
        widths: &[usize],
        sheet: &mut xlsx::Worksheet,
    ) -> Result<(), XlsxError> {
        sheet.write_string_with_format(0, 0, cut(&worksheet.title, CELL), &self.look.title)?;
        let (mut width, mut columns) = (0_usize, 0_u16);
        for one in widths {
            if width >= paper::READABLE {
                break;
            }
            width = width.saturating_add(*one);
            columns = columns.saturating_add(1);
        }
        for (row, note) in (1_u32..).zip(&worksheet.notes) {
            let text = cut(note, CELL);
            let lines =
                text.lines().map(|line| line.chars().count() / width.max(20) + 1).sum::<usize>();
            sheet.set_row_height(row, LINE.saturating_mul(short(lines.min(28))))?;
            if columns > 1 {
                sheet.merge_range(row, 0, row, columns.saturating_sub(1), "", &self.look.note)?;
            }
            sheet.write_string_with_format(row, 0, text, &self.look.note)?;
        }
        Ok(())
    }

    fn row(
        &self,
        table: &Table<'a>,
        about: &Row,
        row: u32,
        links: &mut usize,
        sheet: &mut xlsx::Worksheet,
    ) -> Result<(), XlsxError> {
        for (column, cell) in (0_u16..).zip(&about.cells).take(table.worksheet.columns.len()) {
            let link = cell
                .link
                .filter(|_| *links < LINKS)
                .and_then(|at| table.notation.link(table.worksheet, at));
            if let Some(link) = &link {
                *links = links.saturating_add(1);
                let url = Url::new(link).set_text("→");
                sheet.write_url_with_format(
                    row,
                    column,
                    url,
                    self.look.cell(CellFormat::Text, true, about.emphasis),
                )?;
            }
            if column == 0 && about.depth > 0 {
                let text = cut(&plain(&cell.value, self.workbook), CELL);
                sheet.write_string_with_format(
                    row,
                    0,
                    text,
                    self.look.indented(about.depth, about.emphasis),
                )?;
                continue;
            }
            let spot = Spot { row, column, emphasis: about.emphasis, linked: link.is_some() };
            self.cell(table, cell, spot, sheet)?;
        }
        Ok(())
    }

    fn cell(
        &self,
        table: &Table<'a>,
        cell: &Cell,
        spot: Spot,
        sheet: &mut xlsx::Worksheet,
    ) -> Result<(), XlsxError> {
        let Spot { row, column, emphasis, linked } = spot;
        let worksheet = table.worksheet;
        let numeric = worksheet.columns.get(usize::from(column)).is_some_and(|head| head.numeric);
        let usual = table.usual.get(usize::from(column)).copied().unwrap_or_default();
        let shown = cell_format(&cell.value, numeric, usual.tenths);
        // What looks like its column takes its look from it.
        let own = |shown| {
            let format = self.look.cell(shown, linked, emphasis);
            Some(format)
                .filter(|format| !usual.format.is_some_and(|usual| std::ptr::eq(usual, *format)))
        };
        if let Some(day) = day(&cell.value) {
            match own(CellFormat::Day) {
                Some(format) => sheet.write_datetime_with_format(row, column, &day, format)?,
                None => sheet.write_datetime(row, column, &day)?,
            };
            return Ok(());
        }
        let Some(digits) = digits(&cell.value, numeric) else {
            let text = cut(&plain(&cell.value, self.workbook), CELL);
            match own(CellFormat::Text) {
                _ if text.is_empty() && emphasis == Emphasis::Plain => {}
                Some(format) => drop(sheet.write_string_with_format(row, column, text, format)?),
                None => drop(sheet.write_string(row, column, text)?),
            }
            return Ok(());
        };
        let live = cell
            .formula
            .as_deref()
            .filter(|formula| self.exact.agrees(worksheet, formula, &cell.value));
        let text = live
            .map(|formula| table.notation.formula(worksheet, formula))
            .filter(|text| text.len() < FORMULA);
        match (text.map(|text| Written::new(text).set_result(&digits)), own(shown)) {
            (Some(formula), Some(format)) => {
                sheet.write_formula_with_format(row, column, formula, format)?
            }
            (Some(formula), None) => sheet.write_formula(row, column, formula)?,
            (None, Some(format)) => {
                sheet.write_number_with_format(row, column, float(&digits), format)?
            }
            (None, None) => sheet.write_number(row, column, float(&digits))?,
        };
        Ok(())
    }

    /// The look of the first plain value of each column: most cells have it.
    fn usual(&self, worksheet: &Worksheet) -> Vec<Usual<'a>> {
        let format = |(column, head): (usize, &Column), tenths: bool| {
            let plain = worksheet
                .rows
                .iter()
                .filter(|row| row.emphasis == Emphasis::Plain && row.depth == 0);
            let cell = plain
                .filter_map(|row| row.cells.get(column))
                .find(|cell| cell.value != Value::Empty)?;
            let format = if day(&cell.value).is_some() {
                CellFormat::Day
            } else {
                cell_format(&cell.value, head.numeric, tenths)
            };
            Some(self.look.cell(format, cell.link.is_some(), Emphasis::Plain))
        };
        let of = |(column, head): (usize, &Column)| {
            let values = worksheet
                .rows
                .iter()
                .filter_map(|row| row.cells.get(column))
                .map(|cell| &cell.value);
            let tenths = is_tenths(values);
            Usual { format: format((column, head), tenths), tenths }
        };
        worksheet.columns.iter().enumerate().map(of).collect()
    }
}

/// Reads the digits of a number into the only form a workbook has for it.
#[expect(
    clippy::disallowed_types,
    reason = "a workbook holds binary fractions; no more digits come here than they keep"
)]
fn float(digits: &str) -> f64 {
    digits.parse().unwrap_or_default()
}

/// Writes the digits of a number; `None` for text, and for numbers whose digits a workbook would
/// alter.
fn digits(value: &Value, numeric: bool) -> Option<String> {
    let digits = match value {
        Value::Cents(amount) => amount.plain(),
        Value::Percent(part) => decimal(part),
        Value::Points(part) => decimal(&(part * &Ratio::from(100))),
        Value::Fraction(fraction) if numeric => decimal(fraction),
        Value::Count(count) => count.to_string(),
        _ => return None,
    };
    let whole = digits.trim_start_matches('-').split('.').next().unwrap_or_default().len();
    let kept = match value {
        Value::Cents(_) => whole.saturating_add(2) <= DIGITS,
        _ => whole <= DIGITS,
    };
    kept.then_some(digits)
}

/// Writes a number with the decimals that a workbook can use.
fn decimal(value: &Ratio) -> String {
    let whole = value.round(Mode::Down).filter(|_| value.is_integer());
    whole.map_or_else(|| value.decimal(PLACES).0, |whole| whole.to_string())
}

/// Returns a single day as a date.
fn day(value: &Value) -> Option<ExcelDateTime> {
    let Value::Date(text) = value else { return None };
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if text.len() != 10 || parts.next().is_some() {
        return None;
    }
    ExcelDateTime::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Writes a value as people read it.
fn plain(value: &Value, workbook: &Workbook) -> String {
    let lang = workbook.lang;
    match value {
        Value::Cents(amount) => lang.amount(*amount),
        Value::Flag(true) => crate::text::term(crate::text::Term::Yes, lang).to_owned(),
        Value::Flag(false) => crate::text::term(crate::text::Term::No, lang).to_owned(),
        Value::List(values) => {
            values.iter().map(|one| plain(one, workbook)).collect::<Vec<_>>().join(", ")
        }
        other => other.plain(),
    }
}

/// Chooses the width of each column by what stands in it.
pub(super) fn widths(worksheet: &Worksheet) -> Vec<usize> {
    let width = |(index, column): (usize, &Column)| {
        // No word of a title is broken.
        let words =
            column.title.split([' ', '-']).map(|word| word.chars().count().saturating_add(1));
        let word = words.max().unwrap_or_default();
        let cells = worksheet
            .rows
            .iter()
            .filter_map(|row| row.cells.get(index).map(|cell| (cell, row.depth)));
        let widest = cells
            .map(|(cell, depth)| length(&cell.value, column.numeric) + usize::from(depth))
            .max();
        let wide = match (column.numeric, worksheet.columns.len()) {
            (true, _) => (WIDE / 2).max(word.saturating_add(2).min(WIDE)),
            (false, 1) => paper::READABLE,
            (false, _) => WIDE,
        };
        widest.unwrap_or_default().max(word).saturating_add(2).clamp(NARROW, wide)
    };
    worksheet.columns.iter().enumerate().map(width).collect()
}

/// Counts the characters of a value as it is shown.
fn length(value: &Value, numeric: bool) -> usize {
    match value {
        Value::Text(text) | Value::Word(text) | Value::Date(text) => {
            text.chars().take(WIDE).count()
        }
        Value::Cents(amount) => grouped(*amount),
        Value::Fraction(_) if numeric => 14,
        Value::Percent(_) | Value::Points(_) => 11,
        Value::Fraction(fraction) => fraction.fraction().len().min(WIDE),
        Value::List(values) => {
            values.iter().map(|one| length(one, numeric).saturating_add(2)).sum::<usize>().min(WIDE)
        }
        Value::Count(count) => count.to_string().len(),
        Value::Empty | Value::Flag(_) => 0,
    }
}

/// Counts the lines of a title in bold letters, whose words are not broken.
fn wrapped(title: &str, width: usize) -> usize {
    let width = (width * 9 / 10).max(1);
    let (mut lines, mut at) = (1_usize, 0_usize);
    for word in title.split(' ').map(|word| word.chars().count()) {
        if at > 0 && at.saturating_add(word) >= width {
            (lines, at) = (lines.saturating_add(1), 0);
        }
        at = at.saturating_add(word).saturating_add(1);
        lines = lines.saturating_add(word / width.saturating_add(1));
    }
    lines
}

/// Makes a row as high as the text with the most lines.
fn height(
    lines: impl Iterator<Item = usize>,
    row: u32,
    sheet: &mut xlsx::Worksheet,
) -> Result<(), XlsxError> {
    match lines.max() {
        Some(lines @ 2..) => {
            sheet.set_row_height(row, LINE.saturating_mul(short(lines.min(28)))).map(|_| ())
        }
        _ => Ok(()),
    }
}

/// Counts the characters of what is broken into lines.
fn text_length(value: &Value, numeric: bool) -> usize {
    match value {
        Value::Text(text) => text.chars().take(usize::from(u8::MAX) * 8).count(),
        Value::Fraction(fraction) if !numeric => fraction.fraction().len(),
        _ => 0,
    }
}

/// Counts the characters of an amount with its marks.
fn grouped(amount: Cents) -> usize {
    let digits = amount.get().unsigned_abs().checked_ilog10().unwrap_or_default() as usize;
    digits.saturating_add(3).saturating_add(digits.saturating_sub(2) / 3)
}
