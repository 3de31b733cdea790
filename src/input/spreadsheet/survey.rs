//! What calamine does not tell of an XLSX sheet: hidden rows and columns, merged cells, and cells
//! whose format shows something else than the number stored.
//!
//! Rules: rules.md#units.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Cursor};
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::area::{self, Area, Position};
use super::limits::MOST_ROWS;
use super::refused::damaged;
use crate::diag::Checked;

/// How a number is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As a percentage.
    Percent,
    /// As a month, without the day.
    Month,
    /// In another currency than the euro, or in thousands.
    Unit(Arc<str>),
    /// With words beside it, which are a unit where it is money.
    Label(Arc<str>),
}

/// Tells the euro.
pub(crate) fn is_euro(unit: &str) -> bool {
    matches!(unit.to_lowercase().as_str(), "€" | "eur" | "euro")
}

/// Returns what stands beside a number in a format, where it holds other words than the euro.
pub(crate) fn label(text: &str) -> Option<Arc<str>> {
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words
        .any(|word| !is_euro(word))
        .then(|| text.split_whitespace().collect::<Vec<_>>().join(" ").into())
}

/// What is known of a sheet beside its values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Survey {
    /// Hidden rows, from 0.
    pub(crate) hidden_rows: BTreeSet<u32>,
    /// Hidden columns, first and last, from 0.
    pub(crate) hidden_columns: Vec<(u32, u32)>,
    /// Whether the spreadsheet hides the sheet.
    pub(crate) is_hidden: bool,
    /// Merged cells.
    pub(crate) merged: Vec<Area>,
    /// Cells that do not show the number stored.
    pub(crate) shown: BTreeMap<Position, Shown>,
}

/// Walks over the XML of a sheet. `styles` tells which styles show something else.
pub(crate) fn survey(
    file: &str,
    bytes: &[u8],
    sheet: &str,
    styles: &BTreeMap<usize, Shown>,
) -> Checked<Survey> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|reason| damaged(file, reason))?;
    let part = part_of(file, &mut archive, sheet)?;
    let mut walk = Walk { styles, survey: Survey::default(), is_flat: false, row: 0, column: 0 };
    each_element(file, &mut archive, &part, |element, is_end| walk.element(element, is_end))?;
    Ok(walk.survey)
}

/// Refuses a sheet that names rows or cells that no sheet has, and cells whose number is not
/// written in one piece. calamine counts the former without a check and takes a piece of the
/// latter, so that this comes before it.
pub(crate) fn check_cells(file: &str, bytes: &[u8], sheet: &str) -> Checked<()> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|reason| damaged(file, reason))?;
    let part = part_of(file, &mut archive, sheet)?;
    let mut reader = reader(file, &mut archive, &part)?;
    let (mut cell, mut buffer) = (CellCheck::default(), Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return Ok(()),
            Ok(event) => {
                let wrong = match &event {
                    Event::Start(element) => wrong_place(element),
                    _ => None,
                };
                if let Some(wrong) = wrong.or_else(|| cell.wrong(&event)) {
                    return Err(damaged(file, wrong));
                }
            }
            Err(reason) => return Err(damaged(file, reason)),
        }
    }
}

/// The cell in which the check is.
#[derive(Default)]
struct CellCheck {
    name: String,
    /// Whether its value is a text of its own, which may be written in pieces.
    is_text: bool,
    /// The pieces of its value; `None` outside of it.
    pieces: Option<usize>,
    /// How many values it has.
    values: usize,
}

impl CellCheck {
    /// Names the cell where an event shows that its value is not one piece of text.
    fn wrong(&mut self, event: &Event<'_>) -> Option<String> {
        match event {
            Event::Start(element) if element.local_name().as_ref() == "c" => {
                let kind = attribute(element, "t").unwrap_or_default();
                let is_text = matches!(kind.as_str(), "str" | "inlineStr" | "is" | "d");
                *self = CellCheck {
                    name: attribute(element, "r").unwrap_or_default(),
                    is_text,
                    ..Self::default()
                };
            }
            Event::Start(element) if element.local_name().as_ref() == "v" => {
                (self.pieces, self.values) = (Some(0), self.values.saturating_add(1));
            }
            Event::End(element) if element.local_name().as_ref() == "v" => self.pieces = None,
            Event::Text(_) => self.pieces = self.pieces.map(|pieces| pieces.saturating_add(1)),
            // A comment, a reference to a character and the like.
            _ => self.pieces = self.pieces.map(|_| usize::MAX),
        }
        let in_pieces = !self.is_text && self.pieces.is_some_and(|pieces| pieces > 1);
        (in_pieces || self.values > 1).then(|| self.name.clone())
    }
}

/// Returns a place that no sheet has, or that cannot be read.
fn wrong_place(element: &BytesStart<'_>) -> Option<String> {
    let is_place: fn(&str) -> bool = match element.local_name().as_ref() {
        "row" => |text| text.parse().is_ok_and(|row: u32| (1..=MOST_ROWS).contains(&row)),
        "c" => |text| area::cell(text).is_some(),
        "dimension" | "f" | "v" | "is" => |text| Area::parse(text).is_some(),
        _ => return None,
    };
    for name in ["r", "ref"] {
        match element.try_get_attribute(name) {
            Ok(Some(place)) if !is_place(&place.value) => return Some(place.value.into_owned()),
            Ok(_) => {}
            Err(reason) => return Some(reason.to_string()),
        }
    }
    None
}

struct Walk<'a> {
    styles: &'a BTreeMap<usize, Shown>,
    survey: Survey,
    /// Whether rows that do not say otherwise have no height.
    is_flat: bool,
    row: u32,
    column: u32,
}

impl Walk<'_> {
    fn element(&mut self, element: &BytesStart<'_>, is_end: bool) {
        let number =
            |name: &str| attribute(element, name).and_then(|text| text.parse::<u32>().ok());
        match (element.local_name().as_ref(), is_end) {
            ("row", false) => {
                self.row = number("r").and_then(|row| row.checked_sub(1)).unwrap_or(self.row);
                let is_flat =
                    attribute(element, "ht").map_or(self.is_flat, |height| is_zero(&height));
                if is_flat || is_true(element, "hidden") {
                    self.survey.hidden_rows.insert(self.row);
                }
            }
            ("row", true) => (self.row, self.column) = (self.row.saturating_add(1), 0),
            ("c", false) => {
                let named = attribute(element, "r").and_then(|name| area::cell(&name));
                let at = named.unwrap_or((self.row, self.column));
                self.column = at.1.saturating_add(1);
                let style = number("s").and_then(|style| usize::try_from(style).ok());
                if let Some(shown) = style.and_then(|style| self.styles.get(&style)) {
                    self.survey.shown.insert(at, shown.clone());
                }
            }
            ("sheetFormatPr", false) => self.is_flat = is_true(element, "zeroHeight"),
            ("col", false) if is_true(element, "hidden") || has_no_width(element) => {
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    self.survey
                        .hidden_columns
                        .push((first.saturating_sub(1), last.saturating_sub(1)));
                }
            }
            ("mergeCell", false) => {
                self.survey
                    .merged
                    .extend(attribute(element, "ref").and_then(|area| Area::parse(&area)));
            }
            _ => {}
        }
    }
}

/// Finds the part that holds a sheet, by the relations of the package.
fn part_of(file: &str, archive: &mut ZipArchive<Cursor<&[u8]>>, sheet: &str) -> Checked<String> {
    let mut book = "xl/workbook.xml".to_owned();
    each_element(file, archive, "_rels/.rels", |element, is_end| {
        let is_book =
            attribute(element, "Type").is_some_and(|kind| kind.ends_with("/officeDocument"));
        if let Some(target) = attribute(element, "Target").filter(|_| is_book && !is_end) {
            book = target.trim_start_matches('/').to_owned();
        }
    })?;
    let (folder, name) = book.rsplit_once('/').unwrap_or(("", &book));
    let mut id = None;
    each_element(file, archive, &book, |element, is_end| {
        let is_sheet = !is_end && element.local_name().as_ref() == "sheet";
        if is_sheet && attribute(element, "name").as_deref() == Some(sheet) {
            id = relation(element);
        }
    })?;
    let mut part = None;
    each_element(file, archive, &format!("{folder}/_rels/{name}.rels"), |element, is_end| {
        if !is_end && id.is_some() && attribute(element, "Id") == id {
            part = attribute(element, "Target");
        }
    })?;
    let part = part.ok_or_else(|| damaged(file, sheet))?;
    Ok(match part.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("{folder}/{part}"),
    })
}

/// Returns the relation of a sheet, whatever the prefix of its name space.
fn relation(element: &BytesStart<'_>) -> Option<String> {
    let mut attributes = element.attributes();
    let mut known = attributes.with_checks(false).flatten();
    known
        .find(|attribute| attribute.key.local_name().as_ref() == "id")
        .map(|id| id.value.into_owned())
}

/// Returns the value of an attribute.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    attribute
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()
        .map(|value| value.into_owned())
}

fn is_true(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| value == "1" || value == "true")
}

/// Tells a height or width of zero, with or without its unit.
pub(crate) fn is_zero(size: &str) -> bool {
    let number = size.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    !number.is_empty() && number.chars().all(|c| matches!(c, '0' | '.'))
}

fn has_no_width(element: &BytesStart<'_>) -> bool {
    attribute(element, "width").is_some_and(|width| is_zero(&width))
}

/// Opens a part for reading; case does not count in its name.
pub(crate) fn reader<'a, 'b>(
    file: &str,
    archive: &'a mut ZipArchive<Cursor<&'b [u8]>>,
    part: &str,
) -> Checked<Reader<impl BufRead + use<'a, 'b>>> {
    let name = {
        let mut names = archive.file_names().flatten();
        names.find(|name| name.eq_ignore_ascii_case(part)).map(|name| name.into_owned())
    };
    let name = name.ok_or_else(|| damaged(file, format!("{part} ?")))?;
    let entry = archive.by_name(&name).map_err(|reason| damaged(file, reason))?;
    let mut reader = Reader::from_reader(BufReader::new(entry));
    reader.config_mut().expand_empty_elements = true;
    Ok(reader)
}

/// Calls for the beginning and the end of every element of a part.
fn each_element(
    file: &str,
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    part: &str,
    mut each: impl FnMut(&BytesStart<'_>, bool),
) -> Checked<()> {
    let mut reader = reader(file, archive, part)?;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => each(&element, false),
            Ok(Event::End(end)) => each(&BytesStart::new(end.name().as_ref()), true),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(reason) => return Err(damaged(file, reason)),
        }
    }
}
