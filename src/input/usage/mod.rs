//! usage.csv where it is large: read as a stream by all cores in bounded memory.
//!
//! Of each key (service, measure, period, party) the exact sum is kept, the lines of the first and the last row and
//! their number. Small files are read whole by `tables`; both ways give the same sums.

mod blocks;
mod number;
mod words;
mod worker;

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::{Mutex, PoisonError};

use blocks::{Block, Blocks, Stop};
use number::Style;
use worker::{Plan, Rows, Tally, Told, Worker};

use super::Files;
use super::csv::Records;
use super::data::{self, Header};
use super::directory::Directory;
use super::faults::Faults;
use super::layout::DataFile;
use super::reasons;
use super::tables::{USAGE, UsageKey, UsageSums, usage_of_row};
use crate::diag::{Diagnostic, Fault};
use crate::model::ReadCount;
use crate::money::Ratio;
use crate::source::{Loc, SourceMap};

/// From this size on a file is read as a stream, and so is what is compressed and standard input.
pub(super) const LARGE: u64 = 16 << 20;

/// Tells whether a path is to be read as a stream.
pub(super) fn is_stream(files: &dyn Files, path: &str) -> bool {
    path == super::files::STANDARD_INPUT || compression(path).is_some() || files.size(path) >= LARGE
}

/// How a file is compressed.
enum Compression {
    Gzip,
    Zstandard,
}

fn compression(path: &str) -> Option<Compression> {
    if path.ends_with(".gz") {
        Some(Compression::Gzip)
    } else if path.ends_with(".zst") {
        Some(Compression::Zstandard)
    } else {
        None
    }
}

fn open(files: &dyn Files, path: &str) -> io::Result<Box<dyn Read + Send>> {
    let input = files.open(path)?;
    Ok(match compression(path) {
        None => input,
        Some(Compression::Gzip) => Box::new(flate2::read::MultiGzDecoder::new(input)),
        Some(Compression::Zstandard) => {
            Box::new(ruzstd::decoding::StreamingDecoder::new(input).map_err(io::Error::other)?)
        }
    })
}

/// What is being read, by all threads in turn.
struct Feed {
    blocks: Blocks,
    /// What of the first block lies behind the header.
    pending: Option<Block>,
    stop: Option<Stop>,
}

/// Adds the rows of a large file to the sums.
pub(super) fn read(
    files: &dyn Files,
    file: &DataFile,
    directory: &Directory<'_>,
    sources: &mut SourceMap,
    sums: &mut UsageSums,
) -> Option<ReadCount> {
    let name = sources.get(file.source).name.clone();
    let faults = directory.faults;
    let before = faults.errors();
    let unreadable = |stop: Stop| {
        faults.push(match stop {
            Stop::System(reason) => {
                let reason = reasons::of_system(&reason);
                Diagnostic::new(Fault::FileUnreadable { file: name.clone(), reason })
            }
            Stop::LongRow(line) => {
                let place = Loc::Rows { source: file.source, first: line, last: line, count: 1 };
                Diagnostic::at(Fault::RowTooLong { file: name.clone() }, place)
            }
        });
    };
    let opened = open(files, &name).and_then(Blocks::new);
    let mut blocks = opened.map_err(|reason| unreadable(Stop::System(reason))).ok()?;
    let mut first = Block::default();
    blocks.next(&mut first).map_err(unreadable).ok()?;
    let header = header(&mut first, (file, &name), sources, faults)?;
    let plan = Plan {
        source: file.source,
        delimiter: file.layout.delimiter,
        header: &header,
        style: Style { decimal: b'.', thousands: None },
        always_strict: !file.layout.delimiter.is_ascii(),
    };
    let feed = Mutex::new(Feed { blocks, pending: Some(first), stop: None });
    let tallies = work(&feed, &plan, directory);
    if let Some(stop) = feed.into_inner().unwrap_or_else(PoisonError::into_inner).stop {
        unreadable(stop);
    }
    let mut count = ReadCount { file: name.clone(), table: USAGE.table.to_owned(), ..ReadCount::default() };
    let told = merge(tallies, file, sums, &mut count);
    tell(told, (file, &name, &header), directory, sources);
    if count.read == 0 && faults.errors() == before {
        faults.at(Fault::HeaderOnly { file: name }, header.loc);
    }
    Some(count)
}

/// Reads the header off the first block, and keeps its text for excerpts.
fn header(
    first: &mut Block,
    (file, name): (&DataFile, &str),
    sources: &mut SourceMap,
    faults: &Faults,
) -> Option<Header> {
    if data::is_utf16(&first.bytes) {
        faults.push(Diagnostic::new(Fault::Utf16 { file: name.to_owned() }));
        return None;
    }
    let valid = match std::str::from_utf8(&first.bytes) {
        Ok(text) => text,
        Err(fault) => std::str::from_utf8(&first.bytes[..fault.valid_up_to()]).unwrap_or_default(),
    };
    let mut records = Records::at(valid, file.source, file.layout.delimiter, faults, 1);
    let header = Header::read(&mut records, (name, &file.layout), &USAGE, faults);
    let (offset, line) = records.position();
    sources.keep_text(file.source, valid[..offset].to_owned());
    let text = &first.bytes[..offset];
    first.ends = first.ends.without(blocks::line_ends(text));
    first.bytes.drain(..offset);
    first.first_line = line;
    header
}

/// Has all cores read.
fn work(feed: &Mutex<Feed>, plan: &Plan<'_>, directory: &Directory<'_>) -> Vec<Tally> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(|| one(feed, plan, directory))).collect();
        let joined = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined.map(|tally| tally.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

fn one(feed: &Mutex<Feed>, plan: &Plan<'_>, directory: &Directory<'_>) -> Tally {
    let scratch = Faults::default();
    let directory = directory.with_faults(&scratch);
    let mut worker = Worker::new(plan, &directory, &scratch);
    let mut block = Block::default();
    while next(feed, &mut block) {
        worker.take(&block);
    }
    worker.finish()
}

/// Fetches the next block; only one thread reads at a time.
fn next(feed: &Mutex<Feed>, block: &mut Block) -> bool {
    let mut feed = feed.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pending) = feed.pending.take() {
        *block = pending;
        return true;
    }
    if feed.stop.is_some() {
        return false;
    }
    feed.blocks.next(block).unwrap_or_else(|stop| {
        feed.stop = Some(stop);
        false
    })
}

/// Adds what the threads have read to the sums; returns the rows about which something is to be said, by line.
fn merge(tallies: Vec<Tally>, file: &DataFile, sums: &mut UsageSums, count: &mut ReadCount) -> Vec<Told> {
    let mut all: BTreeMap<UsageKey, (Ratio, Rows)> = BTreeMap::new();
    let mut told = Vec::new();
    for tally in tallies {
        count.read += tally.read;
        count.used += tally.used;
        told.extend(tally.told);
        for (key, value, rows) in tally.sums {
            let (whole, those) = all.entry(key).or_insert((Ratio::ZERO, Rows::default()));
            *whole = &*whole + &value;
            those.take(rows);
        }
    }
    for (key, (value, Rows { first, last, count })) in all {
        let (sum, places) = sums.entry(key).or_insert((Ratio::ZERO, Vec::new()));
        *sum = &*sum + &value;
        places.push(Loc::Rows { source: file.source, first, last, count });
    }
    told.sort();
    told
}

/// Reads the rows that were put aside once more, this time with their text for excerpts.
fn tell(
    told: Vec<Told>,
    (file, name, header): (&DataFile, &str, &Header),
    directory: &Directory<'_>,
    sources: &mut SourceMap,
) {
    let faults = directory.faults;
    for (line, text) in told.into_iter().take(data::MOST_FAULTS) {
        let lossy = String::from_utf8_lossy(&text).into_owned();
        let source = sources.add_excerpt(name, lossy, line);
        if let Err(fault) = std::str::from_utf8(&text) {
            data::not_utf8(&text, fault, source, sources, faults);
            continue;
        }
        data::controls(sources, source, faults);
        let text = &sources.get(source).text;
        for fields in Records::at(text, source, file.layout.delimiter, faults, line) {
            data::take(fields, header, faults, |row| usage_of_row(row, directory).is_ok());
        }
    }
}
