//! One of the threads that add up the rows of a large file. Ordinary rows of known words go the short way; every other
//! row goes through the strict reader, which alone decides what is right. What it finds wrong is told later, in order.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::blocks::Block;
use super::number::{self, MICRO, Style};
use super::words::Words;
use crate::input::csv::{Field, Records};
use crate::input::data::{self, Row};
use crate::input::directory::Directory;
use crate::input::faults::Faults;
use crate::input::header::Header;
use crate::input::layout::Layout;
use crate::input::notes::Notes;
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
pub(super) struct Plan<'a> {
    pub(super) source: SourceId,
    pub(super) layout: &'a Layout,
    pub(super) header: &'a Header,
    pub(super) style: Style,
}

/// What the rows of one key add to in whole numbers, and where they stand. Blocks come in order, so that the lines of one
/// thread only grow.
#[derive(Clone, Copy, Default)]
struct Sum {
    wholes: i64,
    rows: Rows,
}

/// The lines of the first and the last of some rows, and their number.
#[derive(Clone, Copy, Default)]
pub(super) struct Rows {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) count: u32,
}

/// A row about which something is to be said: the number of its line and its bytes.
pub(super) type Told = (u32, Vec<u8>);

/// What a thread has read.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) sums: Vec<(UsageKey, Ratio, Rows)>,
    pub(super) read: u64,
    pub(super) used: u64,
    pub(super) told: Vec<Told>,
    /// Unusual numbers.
    pub(super) notes: Notes,
}

/// A thread at work.
pub(super) struct Worker<'a> {
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
    keys: Vec<UsageKey>,
    sums: Vec<Sum>,
    /// What is no whole number: millionths by the number of the sum, and what the strict reader read.
    millionths: FxHashMap<usize, i64>,
    more: FxHashMap<usize, Ratio>,
    tally: Tally,
}

impl<'a> Worker<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, directory: &'a Directory<'a>, scratch: &'a Faults) -> Worker<'a> {
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
            keys: Vec::new(),
            sums: Vec::new(),
            millionths: FxHashMap::default(),
            more: FxHashMap::default(),
            tally: Tally::default(),
        }
    }

    /// Returns what was read, with exact sums.
    pub(super) fn finish(mut self) -> Tally {
        for (index, (key, sum)) in self.keys.into_iter().zip(self.sums).enumerate() {
            let parts = Ratio::new(self.millionths.remove(&index).unwrap_or(0).into(), MICRO.into());
            let whole = &Ratio::from(i128::from(sum.wholes)) + &parts;
            let value = self.more.remove(&index).map_or(whole.clone(), |more| &whole + &more);
            self.tally.sums.push((key, value, sum.rows));
        }
        self.tally
    }

    /// Adds the rows of a block.
    pub(super) fn take(&mut self, block: &Block) {
        let strict = !is_ordinary(block) || self.plan.header.width > WIDEST;
        if strict {
            return self.strict_block(block);
        }
        let delimiter = u8::try_from(self.plan.layout.delimiter).unwrap_or(b',');
        let bytes = &block.bytes[..];
        let (mut bounds, mut count) = ([0_usize; WIDEST], 0);
        let (mut start, mut line) = (0, block.first_line);
        for hit in memchr::memchr2_iter(delimiter, b'\n', bytes) {
            if bytes[hit] == delimiter {
                if let Some(bound) = bounds.get_mut(count) {
                    *bound = hit;
                }
                count += 1;
                continue;
            }
            self.row(bytes, (start, hit), (&mut bounds, count), line);
            (start, count) = (hit + 1, 0);
            line = line.wrapping_add(1);
        }
        if start < bytes.len() {
            self.row(bytes, (start, bytes.len()), (&mut bounds, count), line);
        }
    }

    /// Adds one row, whose delimiters are known.
    fn row(
        &mut self,
        block: &[u8],
        (start, end): (usize, usize),
        (bounds, count): (&mut [usize; WIDEST], usize),
        line: u32,
    ) {
        let row_end = if end > start && block[end - 1] == b'\r' { end - 1 } else { end };
        if row_end == start {
            return;
        }
        if count + 1 == self.plan.header.width
            && let Some(last) = bounds.get_mut(count)
        {
            *last = row_end;
            if self.short_way(block, start, bounds, line) {
                return;
            }
        }
        self.strict_row(&block[start..end], line);
    }

    /// Adds an ordinary row of known words; `false` where it is none.
    fn short_way(&mut self, block: &[u8], start: usize, bounds: &[usize; WIDEST], line: u32) -> bool {
        let field = |index: usize| -> (usize, usize) {
            let from = if index == 0 { start } else { bounds[index - 1] + 1 };
            (from, bounds[index])
        };
        let mut numbers = [0_u32; 4];
        for (column, number) in numbers.iter_mut().enumerate() {
            let Some(index) = self.places[column] else { continue };
            let (from, to) = field(index);
            let Some(found) = self.words[column].find(block, from, to) else { return false };
            *number = found;
        }
        let (from, to) = field(self.quantity);
        let Some((wholes, millionths)) = number::read(&block[from..to], self.plan.style) else {
            return false;
        };
        let Some(index) = self.cell(numbers) else { return false };
        self.add(index, wholes, millionths, line);
        self.tally.read += 1;
        self.tally.used += 1;
        true
    }

    /// Finds the sum of a key by the numbers of its words, or begins one.
    fn cell(&mut self, numbers: [u32; 4]) -> Option<usize> {
        let [period, service, party, measure] = numbers;
        let place = self.cells.place(numbers);
        if *place != 0 {
            return Some(*place as usize - 1);
        }
        let measure = Arc::clone(self.measures.get(measure as usize)?);
        let range = *self.periods.get(period as usize)?;
        self.keys.push((ServiceIx(service), measure, range, PartyIx(u16::try_from(party).ok()?)));
        self.sums.push(Sum::default());
        *place = u32::try_from(self.keys.len()).ok()?;
        Some(self.keys.len() - 1)
    }

    /// Adds to a sum.
    fn add(&mut self, index: usize, wholes: i64, millionths: i64, line: u32) {
        let sum = &mut self.sums[index];
        sum.rows.count(line);
        match sum.wholes.checked_add(wholes) {
            Some(all) => sum.wholes = all,
            None => self.add_more(index, &Ratio::from(i128::from(wholes))),
        }
        if millionths != 0 {
            let all = self.millionths.entry(index).or_default();
            match all.checked_add(millionths) {
                Some(sum) => *all = sum,
                None => self.add_more(index, &Ratio::new(millionths.into(), MICRO.into())),
            }
        }
    }

    fn add_more(&mut self, index: usize, value: &Ratio) {
        let more = self.more.entry(index).or_insert(Ratio::ZERO);
        *more = &*more + value;
    }

    /// Reads a block by the strict reader, row by row where line feeds end rows outside quotation marks.
    fn strict_block(&mut self, block: &Block) {
        if block.ends.lone > 0 {
            return self.strict_row(&block.bytes, block.first_line);
        }
        let (mut start, mut line, mut first, mut open) = (0, block.first_line, block.first_line, false);
        for hit in memchr::memchr2_iter(b'"', b'\n', &block.bytes) {
            if block.bytes[hit] == b'"' {
                open = !open;
                continue;
            }
            line = line.wrapping_add(1);
            if !open {
                self.strict_row(&block.bytes[start..=hit], first);
                (start, first) = (hit + 1, line);
            }
        }
        if start < block.bytes.len() {
            self.strict_row(&block.bytes[start..], first);
        }
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
        if !self.scratch.is_empty() || text.chars().any(data::is_control) {
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
        let measure = self.measures.iter().position(|known| known == measure).unwrap_or_else(|| {
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
        let numbers =
            period.zip(measure).map(|(period, measure)| [period, service.0, party.0.into(), measure]);
        if let Some(index) = numbers.and_then(|numbers| self.cell(numbers)) {
            self.sums[index].rows.count(line);
            self.add_more(index, quantity);
        }
    }

    /// Keeps a row about which something is to be said.
    fn tell(&mut self, bytes: &[u8], line: u32) {
        if self.tally.told.len() < MOST_TOLD {
            self.tally.told.push((line, bytes.to_owned()));
        }
    }
}

impl Rows {
    fn count(&mut self, line: u32) {
        if self.count == 0 {
            self.first = line;
        }
        self.last = line;
        self.count = self.count.saturating_add(1);
    }

    /// Takes in other rows.
    pub(super) fn take(&mut self, other: Rows) {
        self.first = if self.count == 0 { other.first } else { self.first.min(other.first) };
        self.last = self.last.max(other.last);
        self.count = self.count.saturating_add(other.count);
    }
}

/// Where the sum of a key stands, by the numbers of its words; counted from 1, 0 for none.
struct Cells {
    services: usize,
    parties: usize,
    /// By period, then measure: the number of a table.
    tables: Vec<Vec<u32>>,
    /// By service, then party.
    dense: Vec<Vec<u32>>,
    /// Where tables would be too large.
    sparse: FxHashMap<[u32; 4], u32>,
}

/// Tables have at most so many cells.
const LARGEST_TABLE: usize = 1 << 16;

impl Cells {
    fn new(services: usize, last_party: Option<&PartyIx>) -> Cells {
        let parties = last_party.map_or(0, |party| usize::from(party.0) + 1);
        Cells { services, parties, tables: Vec::new(), dense: Vec::new(), sparse: FxHashMap::default() }
    }

    fn place(&mut self, numbers: [u32; 4]) -> &mut u32 {
        let [period, service, party, measure] = numbers.map(|number| number as usize);
        let fits =
            self.services.saturating_mul(self.parties) <= LARGEST_TABLE && period < 1000 && measure < 100;
        if !fits || service >= self.services || party >= self.parties {
            return self.sparse.entry(numbers).or_insert(0);
        }
        if self.tables.len() <= period {
            self.tables.resize(period + 1, Vec::new());
        }
        let row = &mut self.tables[period];
        if row.len() <= measure {
            row.resize(measure + 1, 0);
        }
        if row[measure] == 0 {
            self.dense.push(vec![0; self.services * self.parties]);
            row[measure] = u32::try_from(self.dense.len()).unwrap_or(u32::MAX);
        }
        &mut self.dense[row[measure] as usize - 1][service * self.parties + party]
    }
}

/// Tells whether a block holds nothing but plain lines: no quotation mark, no control character, no carriage return but
/// before a line feed.
fn is_ordinary(block: &Block) -> bool {
    let low = block.bytes.iter().map(|byte| usize::from(*byte < 0x20 || *byte == 0x7f)).sum::<usize>();
    let ends = block.ends.feeds + block.ends.returns;
    let tabs = || memchr::memchr_iter(b'\t', &block.bytes).count();
    !block.quoted
        && block.ends.lone == 0
        && (low == ends || low == ends + tabs())
        && (block.bytes.is_ascii() || std::str::from_utf8(&block.bytes).is_ok_and(is_clean))
}

fn is_clean(text: &str) -> bool {
    !text.chars().any(data::is_control)
}
