//! A row and what its fields mean.

use std::cell::Cell;
use std::sync::Arc;

use jiff::civil::Date;

use super::field::Field;
use super::header::Header;
use super::layout::Layout;
use super::notes::{Left, Notes};
use super::schema::Schema;
use super::text::{SIGNED, SUMS, code_point, is_control, is_sign, trim};
use crate::diag::{Diagnostic, Fault};
use crate::input::config::dates::{self, DateForm};
use crate::input::config::fields;
use crate::input::faults::{Faults, Reported};
use crate::input::names::directory::total_row;
use crate::input::names::municipality;
use crate::model::{DateRange, parse_date, parse_period};
use crate::money::{Cents, NumberFault, NumberStyle, Ratio, parse_amount, parse_number};
use crate::source::{Loc, Sourced};
use crate::text::{Text, is_invisible, unguarded};

/// A row of a data file.
pub(crate) struct Row<'r> {
    pub(crate) fields: Vec<Field<'r>>,
    pub(crate) header: &'r Header,
    pub(crate) layout: &'r Layout,
    notes: &'r Notes,
    /// What is wrong so far.
    pub(crate) faults: &'r Faults,
    /// Whether the time of the row cannot be read: then nobody knows whether it is a row of data at
    /// all.
    doubtful: Cell<bool>,
}

impl Row<'_> {
    /// Hands the row to its reader; where that refuses it, its names are lost.
    pub(crate) fn is_used(&self, schema: &Schema, each: impl FnOnce(&Row<'_>) -> bool) -> bool {
        let used = each(self);
        if !used {
            self.refuse(schema);
        }
        used
    }

    /// Remembers the names of a row that cannot be read; where one of them is missing, it may have
    /// been any.
    pub(super) fn refuse(&self, schema: &Schema) {
        let is_name = |column: &&&str| {
            !matches!(**column, "period" | "date" | "year") && **column != schema.number
        };
        if schema
            .required
            .iter()
            .filter(is_name)
            .any(|column| self.text(column).is_none_or(|text| text.value.contains(is_control)))
        {
            self.faults.lose_all(schema.table);
        }
        self.faults.lose(schema.table, self.fields.iter().map(|field| trim(&field.text)));
        // By the names that they have when they are read, and those that umlage.toml sets.
        let names = schema
            .columns()
            .filter_map(|column| Some(self.label(column, self.text(column)?.value)));
        self.faults.lose(schema.table, names.collect::<Vec<_>>().iter().map(String::as_str));
    }

    /// Returns the place of the row's first field.
    pub(crate) fn loc(&self) -> Loc {
        self.fields.first().map_or(self.header.loc, |field| field.loc)
    }

    /// Makes a row of its fields.
    pub(crate) fn quiet<'r>(
        fields: Vec<Field<'r>>,
        header: &'r Header,
        layout: &'r Layout,
        notes: &'r Notes,
        faults: &'r Faults,
    ) -> Row<'r> {
        Row { fields, header, layout, notes, faults, doubtful: Cell::new(false) }
    }

    /// Tells whether the row has as many fields as the header and says something; reports where
    /// not.
    pub(crate) fn is_whole(&self) -> bool {
        let (fields, header) = (&self.fields, self.header);
        if fields.iter().any(|field| field.text.contains(is_control)) {
            // Told for the whole file.
            return false;
        }
        if fields.len() != header.width {
            let fault = Fault::FieldCount {
                found: fields.len().to_string(),
                expected: header.width.to_string(),
            };
            let at =
                fields.get(header.width).or(fields.last()).map_or(header.loc, |field| field.loc);
            let diagnostic = Diagnostic::at(fault, at);
            self.faults.push(diagnostic.and_here(header.loc, "die Kopfzeile", "the header"));
            return false;
        }
        let empty = fields.iter().all(|field| trim(&field.text).is_empty());
        if empty {
            let what = Text::new("die ganze Zeile", "the whole row");
            self.faults.at(Fault::EmptyField { what }, self.loc());
        }
        !empty
    }

    /// Returns the place of a column in this row, that of the row where it has no such column.
    pub(crate) fn loc_of(&self, column: &str) -> Loc {
        let index = self.header.index(column);
        index.and_then(|index| self.fields.get(index)).map_or(self.loc(), |field| field.loc)
    }

    /// Returns a column's field: that of the row, or the one that umlage.toml sets.
    pub(super) fn field(&self, column: &str) -> Option<&Field<'_>> {
        match self.header.index(column) {
            Some(index) => self.fields.get(index),
            None => self.header.constant(column),
        }
    }

    /// Reads the amount of a row that is left out.
    pub(crate) fn left(&self, schema: &Schema) -> Left {
        let Some(text) = self.text(schema.number).filter(|_| schema.number == "amount") else {
            return Left::Nothing;
        };
        let plain = self.style(schema.number).plain(text.value).ok();
        let amount = plain.and_then(|(plain, _)| parse_amount(&plain).ok());
        amount.map_or(Left::Unread, Left::Amount)
    }

    /// Returns a free text without blanks around it; `None` where it is empty.
    pub(crate) fn text(&self, column: &str) -> Option<Sourced<&str>> {
        let field = self.field(column)?;
        let text = trim(&field.text);
        let text = if self.layout.guarded { unguarded(text) } else { text };
        (!text.is_empty()).then_some(Sourced::new(text, field.loc))
    }

    /// Returns a free text to be shared by many rows.
    pub(crate) fn shared(&self, column: &str) -> Option<Arc<str>> {
        self.text(column).map(|text| Arc::from(text.value))
    }

    /// Returns a text by which rows are told apart; `Err` where it holds invisible characters.
    pub(crate) fn name(&self, column: &str) -> Result<Option<Sourced<&str>>, Reported> {
        let Some(text) = self.text(column) else { return Ok(None) };
        if column == "party" && self.layout.ags.is_some() {
            return municipality::land(text, self.faults).map(Some);
        }
        if SIGNED.contains(&column) && is_sign(text.value) {
            let (column, value) = (column.to_owned(), text.value.to_owned());
            self.faults.at(Fault::ReservedText { column, value }, text.loc);
            return Err(Reported);
        }
        match text.value.chars().find(|c| is_invisible(*c) || c.is_control()) {
            None => Ok(Some(text)),
            Some(c) => {
                let loc = self.field(column).map_or(text.loc, |field| place_of(c, field));
                self.faults.at(Fault::ControlCharacter { character: code_point(c) }, loc);
                Err(Reported)
            }
        }
    }

    /// Returns a name that must be there.
    pub(crate) fn required(&self, column: &str) -> Result<Sourced<&str>, Reported> {
        self.name(column)?.ok_or_else(|| {
            self.lacks(Fault::EmptyField { what: Text::same(format!("`{column}`")) }, column)
        })
    }

    /// Reports that something is missing in the row, unless it is doubtful.
    pub(crate) fn lacks(&self, fault: Fault, column: &str) -> Reported {
        if !self.doubtful.get() {
            self.faults.at(fault, self.loc_of(column));
        }
        Reported
    }

    /// Reports a fault of the row's time, which makes the whole row doubtful.
    pub(crate) fn doubt(&self, diagnostic: Diagnostic) -> Reported {
        self.doubtful.set(true);
        let at = diagnostic.labels.first().map(|label| label.loc);
        let is_sum = |field: &&Field<'_>| {
            let text = field.text.to_lowercase();
            SUMS.iter().any(|word| text.contains(word))
        };
        let mut sums = self.fields.iter().filter(is_sum).peekable();
        let is_total = sums.peek().is_some();
        self.faults.push(if sums.any(|field| Some(field.loc) == at) {
            total_row(diagnostic)
        } else if is_total {
            diagnostic.note(
                "ist das eine Zeile mit Summen, so gehört sie nicht in die Datei; sie würde \
                    doppelt gezählt",
                "a row of totals does not belong in the file; it would be counted twice",
            )
        } else {
            diagnostic
        });
        Reported
    }

    /// Reads a period that must be there.
    pub(crate) fn period(&self) -> Result<DateRange, Reported> {
        self.required("period")?;
        self.period_of("period")?.ok_or(Reported)
    }

    /// Reads a period; a day may have the form of the layout's dates.
    pub(crate) fn period_of(&self, column: &str) -> Result<Option<DateRange>, Reported> {
        let Some(text) = self.text(column) else { return Ok(None) };
        match self.day(column, &text) {
            Some(day) => day.map(|day| DateRange::new(day.value, day.value)),
            None => {
                let read = fields::read_period(text.value, text.loc, self.form(column));
                read.map(Some).map_err(|diagnostic| self.doubt(*diagnostic))
            }
        }
    }

    /// Reads a date.
    pub(crate) fn date(&self, column: &str) -> Result<Option<Sourced<Date>>, Reported> {
        let Some(text) = self.text(column) else { return Ok(None) };
        if let Some(day) = self.day(column, &text) {
            return day.map(Some);
        }
        if let (Some(form), Err(_)) = (self.form(column), parse_date(text.value)) {
            let example = dates::meant(text.value, Some(form)).unwrap_or_else(|| form.example());
            let fault = Fault::BadDate { value: text.value.to_owned(), example };
            return Err(self.doubt(Diagnostic::at(fault, text.loc)));
        }
        fields::read_date(text.value, text.loc)
            .map(Some)
            .map_err(|diagnostic| self.doubt(*diagnostic))
    }

    /// Reads a day in the form of the layout's dates; `None` where the text has another form.
    pub(super) fn day(
        &self,
        column: &str,
        text: &Sourced<&str>,
    ) -> Option<Result<Sourced<Date>, Reported>> {
        let form = self.form(column)?;
        let iso = form.iso(text.value)?;
        Some(parse_date(&iso).map(|day| Sourced::new(day, text.loc)).map_err(|_| {
            let fault = Fault::BadDate { value: text.value.to_owned(), example: form.example() };
            let diagnostic = Diagnostic::at(fault, text.loc);
            self.faults.push(diagnostic.note("diesen Tag gibt es nicht", "there is no such day"));
            Reported
        }))
    }

    /// The form of dates in a column; what umlage.toml sets is written as there.
    pub(super) fn form(&self, column: &str) -> Option<&DateForm> {
        self.layout.dates.as_ref().filter(|_| self.header.constant(column).is_none())
    }

    /// How numbers of a column are written.
    pub(super) fn style(&self, column: &str) -> &NumberStyle {
        if self.is_plain(column) { &PLAIN } else { &self.layout.numbers }
    }

    /// Tells what is surely written with a decimal point: what umlage.toml sets, and what a
    /// workbook holds as a number.
    pub(super) fn is_plain(&self, column: &str) -> bool {
        self.header.constant(column).is_some()
            || self.field(column).is_some_and(|field| field.stored)
    }

    /// Tells whether a text is a time as a column may hold it.
    pub(crate) fn is_time(&self, column: &str, text: &str) -> bool {
        let iso = self.form(column).and_then(|form| form.iso(text));
        let text = iso.as_deref().unwrap_or(text);
        if column == "period" { parse_period(text).is_ok() } else { parse_date(text).is_ok() }
    }

    /// Tells whether a text is a number as a column may hold it.
    pub(crate) fn is_number(&self, column: &str, text: &str) -> bool {
        self.style(column)
            .plain(percent(text).unwrap_or(text))
            .is_ok_and(|(plain, _)| parse_number(&plain).is_ok())
    }

    /// Writes a day in the form of the layout's dates as year-month-day, so that it has one name;
    /// other texts stay.
    pub(crate) fn label(&self, column: &str, text: &str) -> String {
        let iso =
            self.form(column).and_then(|form| form.iso(text)).filter(|iso| parse_date(iso).is_ok());
        iso.unwrap_or_else(|| text.to_owned())
    }

    /// Reads an amount that must be there.
    pub(crate) fn amount(&self, column: &str) -> Result<Sourced<Cents>, Reported> {
        let text = self.required(column)?;
        self.read_number(column, &text, text.value, parse_amount)
    }

    /// Reads a number that must be there.
    pub(crate) fn number(&self, column: &str) -> Result<Sourced<Ratio>, Reported> {
        let text = self.required(column)?;
        if !self.layout.numbers.declared && !self.is_plain(column) && has_two_readings(text.value) {
            let (column, value) = (column.to_owned(), text.value.to_owned());
            self.faults.at(Fault::TwoReadings { column, value }, text.loc);
            return Err(Reported);
        }
        self.read_number(column, &text, text.value, quantity)
    }

    /// Reads a weight that must be there: a number, or a percentage, which is its part of one.
    /// Tells which.
    pub(crate) fn weight(&self, column: &str) -> Result<(Sourced<Ratio>, bool), Reported> {
        let text = self.required(column)?;
        let Some(number) = percent(text.value) else { return Ok((self.number(column)?, false)) };
        let read = self.read_number(column, &text, number, quantity)?;
        Ok((read.map(|value| &value * &Ratio::new(1, 100)), true))
    }

    /// Reads the number of a row of any table.
    pub(crate) fn figure(&self, schema: &Schema) -> Result<Sourced<Ratio>, Reported> {
        match schema.table {
            "statistics" | "drivers" => self.weight(schema.number).map(|(weight, _)| weight),
            "costs" | "payments" | "budget" => self
                .amount(schema.number)
                .map(|amount| amount.map(|cents| &cents.ratio() * &Ratio::new(1, 100))),
            _ => self.number(schema.number),
        }
    }

    pub(super) fn read_number<T>(
        &self,
        column: &str,
        text: &Sourced<&str>,
        number: &str,
        parse: impl Fn(&str) -> Result<T, NumberFault>,
    ) -> Result<Sourced<T>, Reported> {
        let loc = self.loc_of(column);
        let written = if self.layout.official { self.notes.official(number, loc) } else { number };
        let read = self.style(column).plain(written).and_then(|(plain, oddity)| {
            let value = parse(&plain)?;
            if let Some(oddity) = oddity {
                self.notes.odd(oddity, loc);
            }
            Ok(value)
        });
        read.map(|value| Sourced::new(value, loc))
            .map_err(|fault| self.number_fault(column, text, fault))
    }

    pub(super) fn number_fault(
        &self,
        column: &str,
        text: &Sourced<&str>,
        fault: NumberFault,
    ) -> Reported {
        let value = text.value.to_owned();
        let style = self.style(column);
        let whole = value.matches(style.decimal).count() == 1 && style.plain(&value).is_ok();
        let fault = match fault {
            NumberFault::TooLarge => Fault::NumberTooLarge { value },
            NumberFault::SubCent => Fault::SubCentAmount { value, how: cents_remedy(style) },
            NumberFault::Thousands if whole => {
                Fault::SubCentAmount { value, how: cents_remedy(style) }
            }
            _ => Fault::BadNumber { column: column.to_owned(), value, how: number_remedy(style) },
        };
        let diagnostic = Diagnostic::at(fault, text.loc);
        self.faults.push(if is_symbol(text.value) {
            diagnostic.note(
                "amtliche Tabellen setzen solche Zeichen für „nichts vorhanden“, „unbekannt“ oder \
                    „geheim“: hier muss \
                 eine Zahl stehen, für nichts 0",
                "official tables put such signs for \"nothing there\", \"unknown\" or \"secret\": \
                    here a number must \
                 stand, for nothing 0",
            )
        } else {
            diagnostic
        });
        Reported
    }
}

pub(super) fn quantity(text: &str) -> Result<Ratio, NumberFault> {
    parse_number(text).map(Ratio::from)
}

/// Takes the percent sign off; `None` where there is none behind a bare number.
pub(super) fn percent(text: &str) -> Option<&str> {
    let number = trim(text.strip_suffix('%')?);
    let is_sign = |c: char| matches!(c, '+' | '-' | '\u{2212}' | '–');
    let digits = number.trim_start_matches(is_sign);
    let is_digit = |c: char| c.is_ascii_digit();
    (digits.starts_with(is_digit) && digits.ends_with(is_digit)).then_some(number)
}

/// Tells a number that may be thousands or have three decimals: `1.080`.
pub(super) fn has_two_readings(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let Some((whole, part)) = digits.split_once('.') else { return false };
    let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    (1..=3).contains(&whole.len())
        && part.len() == 3
        && are_digits(whole)
        && are_digits(part)
        && !whole.starts_with('0')
}

/// The style of umlage.toml.
pub(super) static PLAIN: NumberStyle =
    NumberStyle { decimal: '.', thousands: Vec::new(), declared: false };

/// What to write instead of an amount with more than two decimals.
pub(super) fn cents_remedy(style: &NumberStyle) -> Text {
    if style.declared {
        return Text::default();
    }
    Text::new(
        "; Tausender haben kein Zeichen: `1080`, nicht `1.080`. Schreibt die Datei Zahlen anders, \
            so steht das unter \
         `[files]`: `format = \"de\"` oder `decimal`",
        "; thousands have no mark: `1080`, not `1.080`. Where the file writes numbers in another \
            way, say so under \
         `[files]`: `format = \"de\"` or `decimal`",
    )
}

/// What to write instead of what is no number.
pub(super) fn number_remedy(style: &NumberStyle) -> Text {
    if style.declared {
        let (mark, example) = (style.decimal, style.example());
        return Text::new(
            format!(
                "Ziffern mit dem Dezimalzeichen `{mark}` schreiben, Tausender in Dreiergruppen, \
                    als Einheit höchstens € \
                 oder EUR, etwa `{example}`"
            ),
            format!(
                "write digits with the decimal sign `{mark}`, thousands in groups of three and no \
                    unit but € or EUR, \
                 such as `{example}`"
            ),
        );
    }
    Text::new(
        "Ziffern mit Dezimalpunkt, ohne Tausenderzeichen und ohne Einheit schreiben, etwa \
            `1234.56`, oder unter \
         `[files]` sagen, wie die Datei Zahlen schreibt: `format = \"de\"` oder `decimal`",
        "write digits with a decimal point, without a thousands mark and without a unit, such as \
            `1234.56`, or say \
         under `[files]` how the file writes numbers: `format = \"de\"` or `decimal`",
    )
}

/// Tells the signs that stand for a number in tables of statistical offices.
pub(super) fn is_symbol(text: &str) -> bool {
    matches!(text, "-" | "–" | "." | "..." | "…" | "/" | "x" | "X" | "()")
}

/// Returns the place of a character in a field, or that of the field where its text is not as it is
/// in the file.
pub(super) fn place_of(wanted: char, field: &Field<'_>) -> Loc {
    let Loc::File { source, line, column, len } = field.loc else { return field.loc };
    let length = u32::try_from(field.text.chars().count()).unwrap_or(u32::MAX);
    let before = match len.checked_sub(length) {
        Some(0) => 0,
        Some(2) => 1,
        _ => return field.loc,
    };
    let position = field.text.chars().position(|c| c == wanted).unwrap_or_default();
    let column =
        column.saturating_add(before).saturating_add(u32::try_from(position).unwrap_or_default());
    Loc::File { source, line, column, len: 1 }
}
