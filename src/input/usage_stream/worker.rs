//! One of the threads that add up the rows of a large file. Ordinary rows of known words go the
//! short way; every other row goes through the strict reader, which alone decides what is right.
//! What it finds wrong is told later, in order.

use std::sync::Arc;

use super::blocks::Block;
use super::cells::{Cells, Rows};
use super::marks;
use super::number::{self, Style};
use super::sample::Sample;
use super::words::Words;
use crate::input::faults::Faults;
use crate::input::names::directory::Directory;
use crate::input::records::csv::Records;
use crate::input::records::field::Field;
use crate::input::records::header::Header;
use crate::input::records::layout::Layout;
use crate::input::records::notes::Notes;
use crate::input::records::row::Row;
use crate::input::records::text::is_control;
use crate::input::tables::{DEFAULT_MEASURE, UsageKey, usage_of_row};
use crate::model::{DateRange, PartyIx, ServiceIx};
use crate::money::Ratio;
use crate::source::SourceId;

/// The columns of usage whose words are looked up.
const COLUMNS: [&str; 4] = ["period", "service", "party", "measure"];
/// Rows of more fields always go through the strict reader.
const WIDEST: usize = 64;
/// So many rows with something to say about are kept.
const MOST_TOLD: usize = 1000;

/// What all threads know of a file.
pub(crate) struct Plan<'a> {
    pub(crate) source: SourceId,
    pub(crate) layout: &'a Layout,
    pub(crate) header: &'a Header,
    pub(crate) style: Style,
}

/// A row about which something is to be said: the number of its line and its bytes.
pub(crate) type Told = (u32, Vec<u8>);

/// What a thread has read.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) sums: Vec<(UsageKey, Ratio, Rows)>,
    pub(crate) read: u64,
    pub(crate) used: u64,
    pub(crate) told: Vec<Told>,
    /// Unusual numbers.
    pub(crate) notes: Notes,
    /// Rows that are compared with each other.
    pub(crate) sample: Sample,
}

/// A thread at work.
pub(crate) struct Worker<'a> {
    plan: &'a Plan<'a>,
    directory: &'a Directory<'a>,
    scratch: &'a Faults,
    /// Where the looked-up columns and the quantity stand in a row.
    places: [Option<usize>; 4],
    quantity: usize,
    words: [Words; 4],
    periods: Vec<DateRange>,
    measures: Vec<Arc<str>>,
    cells: Cells,
    /// The delimiters and line ends of a block.
    marks: Vec<u32>,
    tally: Tally,
}

impl<'a> Worker<'a> {
    pub(crate) fn new(
        plan: &'a Plan<'a>,
        directory: &'a Directory<'a>,
        scratch: &'a Faults,
    ) -> Worker<'a> {
        let places = COLUMNS.map(|column| plan.header.index(column));
        let quantity = plan.header.index("quantity").unwrap_or(WIDEST);
        Worker {
            plan,
            directory,
            scratch,
            places,
            quantity,
            words: Default::default(),
            periods: Vec::new(),
            measures: vec![Arc::from(DEFAULT_MEASURE)],
            cells: Cells::new(directory.services.len(), directory.parties.values().max()),
            marks: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Returns what was read, with exact sums.
    pub(crate) fn finish(self) -> Tally {
        let Worker { periods, measures, cells, mut tally, .. } = self;
        for ([period, service, party, measure], value, rows) in cells.finish() {
            let range = periods.get(period as usize).copied();
            let name = measures.get(measure as usize).cloned();
            if let (Some(range), Some(name), Ok(party)) = (range, name, u16::try_from(party)) {
                tally.sums.push(((ServiceIx(service), name, range, PartyIx(party)), value, rows));
            }
        }
        tally
    }

    /// Adds the rows of a block.
    pub(crate) fn take(&mut self, block: &Block) {
        if !is_ordinary(block) || self.plan.header.width > WIDEST {
            return self.strict_block(block);
        }
        let delimiter = u8::try_from(self.plan.layout.delimiter).unwrap_or(b',');
        let (bytes, width) = (&block.bytes[..], self.plan.header.width);
        let mut marks = std::mem::take(&mut self.marks);
        marks::find(bytes, delimiter, &mut marks);
        let (mut start, mut line, mut left) = (0, block.first_line, &marks[..]);
        while !left.is_empty() {
            let fields = left.get(..width).filter(|marks| is_row(bytes, marks, delimiter));
            let count = match fields {
                Some(fields) => {
                    let end = fields[width - 1] as usize;
                    self.tally.sample.take(&bytes[start..end], line);
                    if !self.short_way(bytes, start, fields, line) {
                        self.strict_row(&bytes[start..end], line);
                    }
                    width
                }
                None => {
                    let count =
                        left.iter().position(|at| bytes.get(*at as usize) != Some(&delimiter));
                    let count = count.map_or(left.len(), |last| last + 1);
                    self.row_of_other_width(&bytes[start..left[count - 1] as usize], line);
                    count
                }
            };
            start = (left[count - 1] as usize).wrapping_add(1);
            left = &left[count..];
            line = line.wrapping_add(1);
        }
        self.marks = marks;
    }

    /// Reads a row with more or fewer fields than the header; an empty line is none.
    fn row_of_other_width(&mut self, row: &[u8], line: u32) {
        if !matches!(row, [] | [b'\r']) {
            self.strict_row(row, line);
        }
    }

    /// Adds an ordinary row of known words, whose fields end at the marks; `false` where it is
    /// none.
    #[inline]
    fn short_way(&mut self, block: &[u8], start: usize, marks: &[u32], line: u32) -> bool {
        let last = marks.len().wrapping_sub(1);
        let field = |index: usize| -> (usize, usize) {
            let from = if index == 0 { start } else { (marks[index - 1] as usize).wrapping_add(1) };
            let to = marks[index] as usize;
            let is_return = index == last && to > from && block[to - 1] == b'\r';
            (from, to - usize::from(is_return))
        };
        let mut numbers = [0_u32; 4];
        for (column, number) in numbers.iter_mut().enumerate() {
            let Some(index) = self.places[column] else { continue };
            let (from, to) = field(index);
            let Some(found) = self.words[column].find(block, from, to) else { return false };
            *number = found;
        }
        let (from, to) = field(self.quantity);
        let Some(millionths) = number::read(block, from, to, self.plan.style) else { return false };
        let Some(cell) = self.cells.find(numbers) else { return false };
        self.cells.add(cell, millionths, line);
        self.tally.read = self.tally.read.wrapping_add(1);
        self.tally.used = self.tally.used.wrapping_add(1);
        true
    }

    /// Reads a block by the strict reader, row by row where line feeds end rows outside quotation
    /// marks.
    fn strict_block(&mut self, block: &Block) {
        if block.ends.lone > 0 {
            return self.strict_row(&block.bytes, block.first_line);
        }
        let (mut start, mut line, mut first, mut open) =
            (0, block.first_line, block.first_line, false);
        for hit in memchr::memchr2_iter(b'"', b'\n', &block.bytes) {
            if block.bytes[hit] == b'"' {
                open = !open;
                continue;
            }
            line = line.wrapping_add(1);
            if !open {
                self.sampled_row(&block.bytes[start..=hit], first);
                (start, first) = (hit + 1, line);
            }
        }
        if start < block.bytes.len() {
            self.sampled_row(&block.bytes[start..], first);
        }
    }

    /// Reads one row by the strict reader and compares it with others; an empty line is none.
    fn sampled_row(&mut self, row: &[u8], line: u32) {
        if !matches!(row, b"" | b"\n" | b"\r\n") {
            self.tally.sample.take(row, line);
        }
        self.strict_row(row, line);
    }

    /// Reads rows by the strict reader, and learns their words.
    fn strict_row(&mut self, bytes: &[u8], line: u32) {
        let Ok(text) = std::str::from_utf8(bytes) else { return self.tell(bytes, line) };
        let Plan { source, layout, header, .. } = *self.plan;
        let records = Records::at(text, source, layout.delimiter, self.scratch, line);
        for fields in records {
            self.tally.read += 1;
            let words = fields.clone();
            let row = Row::quiet(fields, header, layout, &self.tally.notes, self.scratch);
            let found = row.is_whole().then(|| usage_of_row(&row, self.directory).ok()).flatten();
            if let Some((key, quantity)) = found {
                self.tally.used += 1;
                let line = row.loc_of("quantity").line().unwrap_or(line);
                self.learn(&words, &key);
                self.add_strict(&key, &quantity, line);
            }
        }
        if !self.scratch.is_empty() || text.chars().any(is_control) {
            self.scratch.clear();
            self.tell(bytes, line);
        }
    }

    /// Gives the words of a row that could be used their numbers.
    fn learn(&mut self, fields: &[Field<'_>], key: &UsageKey) {
        let (service, measure, range, party) = key;
        let position = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let period = self.periods.iter().position(|known| known == range).unwrap_or_else(|| {
            self.periods.push(*range);
            self.periods.len() - 1
        });
        let measure =
            self.measures.iter().position(|known| known == measure).unwrap_or_else(|| {
                self.measures.push(Arc::clone(measure));
                self.measures.len() - 1
            });
        let numbers = [position(period), service.0, party.0.into(), position(measure)];
        for ((place, number), words) in self.places.iter().zip(numbers).zip(&mut self.words) {
            if let Some(std::borrow::Cow::Borrowed(word)) =
                place.and_then(|index| fields.get(index)).map(|field| &field.text)
            {
                words.learn(word.as_bytes(), number);
            }
        }
    }

    /// Adds a row that the strict reader read.
    fn add_strict(&mut self, key: &UsageKey, quantity: &Ratio, line: u32) {
        let (service, measure, range, party) = key;
        let position = |index: Option<usize>| index.and_then(|index| u32::try_from(index).ok());
        let period = position(self.periods.iter().position(|known| known == range));
        let measure = position(self.measures.iter().position(|known| known == measure));
        if let (Some(period), Some(measure)) = (period, measure)
            && let Some(cell) = self.cells.find([period, service.0, party.0.into(), measure])
        {
            self.cells.add_exact(cell, quantity, line);
        }
    }

    /// Keeps a row about which something is to be said.
    fn tell(&mut self, bytes: &[u8], line: u32) {
        if self.tally.told.len() < MOST_TOLD {
            self.tally.told.push((line, bytes.to_owned()));
        }
    }
}

/// Tells whether marks are those of one row: delimiters, and at last a line end.
fn is_row(bytes: &[u8], marks: &[u32], delimiter: u8) -> bool {
    let Some((end, inner)) = marks.split_last() else { return false };
    let is_inner = inner.iter().all(|at| bytes.get(*at as usize) == Some(&delimiter));
    is_inner && bytes.get(*end as usize).is_none_or(|byte| *byte == b'\n')
}

/// Tells whether a block holds nothing but plain lines: no quotation mark, no control character, no
/// carriage return but before a line feed.
fn is_ordinary(block: &Block) -> bool {
    if block.ends.lone == 0 && !holds_unusual_byte(&block.bytes) {
        return true;
    }
    let low =
        block.bytes.iter().map(|byte| usize::from(*byte < 0x20 || *byte == 0x7f)).sum::<usize>();
    let ends = block.ends.feeds + block.ends.returns;
    let tabs = || memchr::memchr_iter(b'\t', &block.bytes).count();
    !block.quoted
        && block.ends.lone == 0
        && (low == ends || low == ends + tabs())
        && (block.bytes.is_ascii() || std::str::from_utf8(&block.bytes).is_ok_and(is_clean))
}

/// Tells whether there is a byte that is no printable ASCII, line end or is a quotation mark. One
/// pass without a branch.
fn holds_unusual_byte(bytes: &[u8]) -> bool {
    let unusual = |byte: u8| {
        let control = (byte < 0x20) & (byte != b'\n') & (byte != b'\r');
        u8::from(control | (byte >= 0x7f) | (byte == b'"'))
    };
    bytes.iter().fold(0, |found, byte| found | unusual(*byte)) != 0
}

fn is_clean(text: &str) -> bool {
    !text.chars().any(is_control)
}
