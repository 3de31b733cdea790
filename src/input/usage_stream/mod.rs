//! usage.csv where it is large: read as a stream by all cores in bounded memory.
//!
//! Of each key (service, measure, period, party) the exact sum is kept, the lines of the first and
//! the last row and their number. Small files are read whole by `tables`; both ways give the same
//! sums.
//!
//! Rules: rules.md#streamed.

mod blocks;
mod cells;
mod marks;
mod number;
mod packed;
mod sample;
mod words;
mod worker;

use crate::input::records::data_file::DataFile;
use crate::input::records::row::Row;
use crate::input::records::text::{MOST_FAULTS, controls, may_be_cut_off};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use blocks::{Block, Blocks, Stop};
use cells::Rows;
pub(super) use packed::MOST_WINDOW;
#[cfg(test)]
pub(super) use sample::KEPT;

use number::Style;
use packed::Packing;
use sample::Sample;
use worker::{Plan, Tally, Told, Worker};

use super::Files;
use super::faults::Faults;
use super::tables::{USAGE, UsageKey, UsageSums, usage_of_row};
use crate::diag::{Diagnostic, Fault};
use crate::input::files::reasons;
use crate::input::names::directory::Directory;
use crate::input::records::csv::Records;
use crate::input::records::header::Header;
use crate::input::records::lines::Lines;
use crate::input::records::notes::Notes;
use crate::input::records::swapped;
use crate::model::ReadCount;
use crate::money::{NumberStyle, Ratio};
use crate::source::{Loc, SourceMap, hex};
use crate::text::{Lang, Text};

/// From this size on a file is read as a stream, and so is what is compressed and standard input.
pub(super) const LARGE: u64 = 16 << 20;

/// Tells whether a file of some bytes is to be read as a stream.
pub(super) fn is_stream(path: &str, size: u64) -> bool {
    path == crate::input::files::access::STANDARD_INPUT
        || Packing::of(path).is_some()
        || size >= LARGE
}

/// How ordinary numbers are written in a layout.
fn style(numbers: &NumberStyle) -> Style {
    let ascii = |mark: &char| u8::try_from(*mark).ok().filter(u8::is_ascii);
    let thousands = numbers.thousands.iter().find_map(ascii).filter(|_| numbers.declared);
    Style {
        decimal: ascii(&numbers.decimal).unwrap_or(b'.'),
        thousands,
        declared: numbers.declared,
    }
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
            Stop::System(reason) => Diagnostic::new(reasons::unreadable(&name, &reason)),
            Stop::LongRow(line) => {
                let place = Loc::Rows { source: file.source, first: line, last: line, count: 1 };
                Diagnostic::at(crate::input::records::csv::row_too_long(), place)
            }
        });
    };
    let opened = packed::open(files, &name).and_then(Blocks::new);
    let mut blocks = opened.map_err(|reason| unreadable(Stop::System(reason))).ok()?;
    let mut first = Block::default();
    blocks.next(&mut first).map_err(unreadable).ok()?;
    let header = header(&mut first, file, &name, sources, faults)?;
    let plan = Plan {
        source: file.source,
        layout: &file.layout,
        header: &header,
        style: style(&file.layout.numbers),
    };
    let feed = Mutex::new(Feed { blocks, pending: Some(first), stop: None });
    let tallies = work(&feed, &plan, directory);
    if let Some(stop) = feed.into_inner().unwrap_or_else(PoisonError::into_inner).stop {
        unreadable(stop);
    }
    let mut count =
        ReadCount { file: name.clone(), table: USAGE.table.to_owned(), ..ReadCount::default() };
    let notes = Notes::default();
    let (told, sample) = merge(tallies, file, sums, &mut count, &notes);
    notes.say(&name, faults);
    if !file.layout.repeated {
        tell_repeated(&sample, file, &name, faults);
    }
    tell(told, file, &name, &header, directory, sources);
    if count.read == 0 && faults.errors() == before {
        faults.at(Fault::HeaderOnly { file: name }, header.loc);
    }
    may_be_cut_off(count.read, header.loc, faults);
    Some(count)
}

/// Reads the header off the first block, and keeps its text for excerpts.
fn header(
    first: &mut Block,
    file: &DataFile,
    name: &str,
    sources: &mut SourceMap,
    faults: &Faults,
) -> Option<Header> {
    if matches!(first.bytes[..], [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        let why = Text::new("zu groß, um umgewandelt zu werden", "too large to be converted");
        faults.push(Diagnostic::new(Fault::Utf16 { file: name.to_owned(), why }));
        return None;
    }
    let valid = match std::str::from_utf8(&first.bytes) {
        Ok(text) => text,
        Err(fault) => std::str::from_utf8(&first.bytes[..fault.valid_up_to()]).unwrap_or_default(),
    };
    let mut lines = Lines::Text(Records::at(valid, file.source, file.layout.delimiter, faults, 1));
    let header = Header::read(&mut lines, name, &file.layout, &USAGE, faults);
    let Lines::Text(records) = lines else { return None };
    let (offset, line) = records.position();
    sources.keep_text(file.source, valid[..offset].to_owned());
    controls(sources, file.source, faults);
    let text = &first.bytes[..offset];
    first.ends = first.ends.without(blocks::line_ends(text));
    first.bytes.drain(..offset);
    first.first_line = line;
    header
}

/// Has all cores read, or as many threads as the system grants; this one in any case.
fn work(feed: &Mutex<Feed>, plan: &Plan<'_>, directory: &Directory<'_>) -> Vec<Tally> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let others = (1..cores).map_while(|_| {
            let thread = std::thread::Builder::new();
            thread.spawn_scoped(scope, || one(feed, plan, directory)).ok()
        });
        let others: Vec<_> = others.collect();
        let own = one(feed, plan, directory);
        let joined = others.into_iter().map(std::thread::ScopedJoinHandle::join);
        let joined =
            joined.map(|tally| tally.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        std::iter::once(own).chain(joined).collect()
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

/// Adds what the threads have read to the sums; returns the rows about which something is to be
/// said, by line.
fn merge(
    tallies: Vec<Tally>,
    file: &DataFile,
    sums: &mut UsageSums,
    count: &mut ReadCount,
    notes: &Notes,
) -> (Vec<Told>, Sample) {
    let mut all: BTreeMap<UsageKey, (Ratio, Rows)> = BTreeMap::new();
    let (mut told, mut sample) = (Vec::new(), Sample::default());
    for tally in tallies {
        count.read += tally.read;
        count.used += tally.used;
        told.extend(tally.told);
        notes.take(&tally.notes);
        sample.join(tally.sample);
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
    (told, sample)
}

/// Tells rows that repeat others, as far as the sample shows it.
fn tell_repeated(sample: &Sample, file: &DataFile, name: &str, faults: &Faults) {
    let Some(found) = sample.repeated() else { return };
    let at = |line| Loc::Rows { source: file.source, first: line, last: line, count: 1 };
    let [first, second] = found.lines;
    let said = Diagnostic::at(super::tables::repeated(found.more, name), at(second)).and(at(first));
    let rows = |lang: Lang| lang.count(found.rows);
    faults.push(if found.is_all {
        said
    } else {
        said.note(
            format!("die Datei ist groß: verglichen sind {} verschiedene Zeilen", rows(Lang::De)),
            format!("the file is large: {} different rows are compared", rows(Lang::En)),
        )
    });
}

/// Reads the rows that were put aside once more, this time with their text for excerpts.
fn tell(
    told: Vec<Told>,
    file: &DataFile,
    name: &str,
    header: &Header,
    directory: &Directory<'_>,
    sources: &mut SourceMap,
) {
    let (faults, quiet) = (directory.faults, Notes::default());
    for (line, text) in told.into_iter().take(MOST_FAULTS) {
        let lossy = String::from_utf8_lossy(&text).into_owned();
        let source = sources.add_excerpt(name, lossy, line);
        if let Err(fault) = std::str::from_utf8(&text) {
            let at = fault.valid_up_to();
            let bad = &text[at..text.len().min(at + fault.error_len().unwrap_or(3))];
            let loc = sources.loc(source, at..at + '\u{fffd}'.len_utf8());
            faults.at(Fault::NotUtf8 { file: name.to_owned(), bytes: hex(bad) }, loc);
            continue;
        }
        controls(sources, source, faults);
        let text = &sources.get(source).text;
        for fields in Records::at(text, source, file.layout.delimiter, faults, line) {
            let row = Row::quiet(fields, header, &file.layout, &quiet, faults);
            // What is wrong with it is told; it is counted already.
            let read = |row: &Row<'_>| row.is_whole() && usage_of_row(row, directory).is_ok();
            swapped::used(&row, &USAGE, Some(directory), read);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;

    use crate::input::mutants::{Dice, mutate, seeds};
    use crate::input::testing::TOML;
    use crate::input::{Loaded, Memory, load};
    use crate::source::Loc;

    const COSTS: &str = "period,service,amount\n2024,wohngeld,1.00\n";

    /// Reads usage whole, and compressed and so as a stream.
    fn both(usage: &[u8], layout: &str) -> [Loaded; 2] {
        [("usage.csv", usage.to_vec()), ("usage.csv.gz", gzip(usage))]
            .map(|(name, bytes)| read_as(name, bytes, layout))
    }

    fn gzip(usage: &[u8]) -> Vec<u8> {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(usage).unwrap();
        gzip.finish().unwrap()
    }

    fn zstandard(usage: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(usage, ruzstd::encoding::CompressionLevel::Fastest)
    }

    fn read_as(name: &str, bytes: Vec<u8>, layout: &str) -> Loaded {
        let toml = format!("{TOML}\n[files]\nusage = {{ path = \"{name}\"{layout} }}\n");
        let files =
            [("umlage.toml", toml.into_bytes()), ("costs.csv", COSTS.into()), (name, bytes)];
        load(
            &Memory(files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()),
            &[],
        )
    }

    /// The sums, or the codes and lines of what is wrong.
    fn told(loaded: &Loaded) -> Result<Vec<String>, Vec<String>> {
        let Some(project) = &loaded.project else {
            let errors = loaded.diagnostics.iter().filter(|d| d.fault.code().starts_with('E'));
            let line = |loc: Option<Loc>| loc.and_then(Loc::line).unwrap_or(0);
            let mut told: Vec<String> = errors
                .map(|d| {
                    format!("{} {}", d.fault.code(), line(d.labels.first().map(|label| label.loc)))
                })
                .collect();
            told.sort();
            return Err(told);
        };
        let row = |row: &crate::model::UsageRow| {
            let rows: u64 = row.places.iter().map(|loc| loc.rows()).sum();
            let first = row.places.iter().filter_map(|loc| loc.line()).min();
            format!(
                "{} {:?} {:?} {} {} {rows} {first:?}",
                row.period, row.service, row.party, row.measure, row.quantity
            )
        };
        let count = project.counts.iter().find(|count| count.table == "usage");
        let counts = count.map(|count| format!("{} {}", count.read, count.used));
        Ok(project.usage.iter().map(row).chain(counts).collect())
    }

    fn alike(usage: &[u8], layout: &str) {
        let [whole, stream] = both(usage, layout);
        assert_eq!(told(&stream), told(&whole), "{}", String::from_utf8_lossy(usage));
    }

    #[test]
    fn both_ways_to_read_give_the_same_sums_and_faults() {
        let header = "period,service,party,quantity,measure\n";
        for rows in [
            "2024-01,wohngeld,HE,3,a\n2024-01,wohngeld,06,2.5,a\n2024-02,wohngeld,HE,-1,\n",
            "2024-01,\"wohngeld\",HE,3,\"a\nb\"\n\n2024-01,wohngeld,HE,3,a\n",
            "2024-01,wohngeld,HE,3,a\r\n2024-01,wohngeld,HE,3,a\r\n",
            "2024-01,wohngeld,XX,3,a\n2024-01,wohngeld,HE,3\n2024-13,wohngeld,HE,3,a\n",
            "2024-01,wohngeld,HE,3,a\n2024-01,wohngeld,HE,\u{85}3,a\n2024-01,wohngeld,HE,\"3,a\n",
            "2024-01,wohngeld,HE,1.080,a\n",
            "2024-01,wohngeld,HE,0.125,a\n2024-01,wohngeld,HE,1234.567,a\n",
            "",
            "\n\n\n",
        ] {
            alike(format!("{}{header}{rows}", "\r\n".repeat(3000)).as_bytes(), "");
            alike(format!("{header}{rows}").as_bytes(), "");
        }
        alike(b"\n\nperiod,service,party,quantity", "");
        alike(b"period,service,party,quantity,no\0te\n2024-01,wohngeld,HE,1,\n", "");
        alike(b"period,service,party,quantity\n2024-01,wohngeld,HE,1\n2024-01,w\xf6,HE,1\n", "");
        let german = "period;service;party;quantity\r\n2024-01;wohngeld;HE;1.080,5\r\n\
            2024-01;wohngeld;HE;100,00-\r\n";
        alike(german.as_bytes(), ", format = \"de\"");
        let [_, stream] = both(german.as_bytes(), ", format = \"de\"");
        assert_eq!(stream.project.unwrap().usage[0].quantity, crate::money::Ratio::new(19610, 20));
    }

    #[test]
    fn many_blocks_keep_their_lines() {
        let mut usage = "period,service,party,quantity\n".to_owned();
        for number in 0..120_000 {
            usage.push_str(&format!(
                "2024-{:02},wohngeld,{},{}\n",
                number % 12 + 1,
                ["HE", "TH"][number % 2],
                number % 977
            ));
        }
        alike(usage.as_bytes(), "");
        usage.push_str("2024-01,wohngeld,HE,x\n");
        usage.push_str(&"2024-01,wohngeld,HE,1\n".repeat(100_000));
        let [_, stream] = both(usage.as_bytes(), "");
        assert_eq!(told(&stream), Err(vec!["E310 120002".to_owned()]));
    }

    /// Usage as a ministry may have it: some rows over several blocks, with a style of quoting,
    /// line ends and numbers.
    fn original(dice: &mut Dice, (delimiter, numbers): (&str, &[&str])) -> String {
        let end = dice.pick(&["\n", "\n", "\r\n", "\r"]);
        let often = [0, 3, 20][dice.below(3)];
        let mut rows = vec![["period", "service", "party", "quantity", "measure"].join(delimiter)];
        for _ in 0..dice.below(60) {
            let fields = [
                dice.pick(&[
                    "2024",
                    "2024-01",
                    "2024-02",
                    "2024-Q3",
                    "2024-03-15",
                    "2024-01-01/2024-01-31",
                ]),
                dice.pick(&["wohngeld"]),
                dice.pick(&["HE", "06", "Hessen", "TH", "Thüringen", "RP"]),
                dice.pick(numbers),
                dice.pick(&["", "a", "Anträge", "b c"]),
            ];
            let quoted = |field: &str| {
                if dice.below(20) < often { format!("\"{field}\"") } else { field.to_owned() }
            };
            rows.push(fields.map(quoted).join(delimiter));
        }
        rows.join(end) + if dice.below(2) == 0 { "" } else { end }
    }

    /// Tells whether both ways agree: the same sums, or the same faults. Behind a fault of quoting
    /// the rows of a stream may be cut elsewhere, so that the line of the first counts; control
    /// characters behind a faulty header are told of whole files only; and a file that is not text
    /// is refused whole, as a stream only its rows are.
    fn agree(whole: &Loaded, stream: &Loaded) -> bool {
        let (Err(mut whole), Err(mut stream)) = (told(whole), told(stream)) else {
            return told(whole) == told(stream);
        };
        for faults in [&mut whole, &mut stream] {
            faults.retain(|fault| !fault.starts_with("E107"));
        }
        let line = |fault: &String| fault[5..].parse::<u32>().unwrap();
        let first = |faults: &[String]| faults.iter().map(line).filter(|line| *line > 0).min();
        let has = |codes: &[&str]| whole.iter().any(|fault| codes.contains(&&fault[..4]));
        let is_cut = has(&["E301", "E302", "E319"]) && first(&whole) == first(&stream);
        whole == stream || is_cut || has(&["E105", "E106"])
    }

    #[test]
    fn mutants_are_read_alike_both_ways() {
        const LAYOUTS: [(&str, &str, &[&str]); 3] = [
            (
                "",
                ",",
                &[
                    "1",
                    "3",
                    "0",
                    "-2",
                    "17.5",
                    "12345678901",
                    "0.000001",
                    "1234567890123456789.5",
                    "007",
                    "+4",
                ],
            ),
            (", delimiter = \"\\t\"", "\t", &["1", "-2.5", "400"]),
            (
                ", format = \"de\"",
                ";",
                &["1", "1.080,5", "-2", "100,00-", "1 234", "12 €", "1.234.567", "0,000001"],
            ),
        ];
        const WORDS: [&str; 24] = [
            "\"", "\"", "\"\"", "\n", "\r", "\r\n", "\n\n", ",", ";", "\t", " ", "\0", "\u{85}",
            "\u{feff}", "\u{a0}", "ä", "0", "-", ".", "1.080", "wohngeld", "HE", "2024-01",
            "\"a\nb\"",
        ];
        let mut accepted = 0;
        let seeds = seeds(1500);
        let count = seeds.end - seeds.start;
        for seed in seeds {
            let mut dice = Dice::new(seed);
            let (layout, delimiter, numbers) = LAYOUTS[dice.below(3)];
            let other = original(&mut dice, (delimiter, numbers)).into_bytes();
            let mut usage = original(&mut dice, (delimiter, numbers)).into_bytes();
            if dice.below(8) > 0 {
                mutate(&mut dice, &mut usage, &WORDS, &other);
            }
            let whole = read_as("usage.csv", usage.clone(), layout);
            let stream = match dice.below(2) {
                0 => read_as("usage.csv.gz", gzip(&usage), layout),
                _ => read_as("usage.csv.zst", zstandard(&usage), layout),
            };
            accepted += u64::from(whole.project.is_some());
            let (both, text) = ([told(&whole), told(&stream)], String::from_utf8_lossy(&usage));
            assert!(agree(&whole, &stream), "seed {seed}{layout}: {both:?}\n{text}");
        }
        println!("{count} usage files read alike both ways, {accepted} of them accepted");
        assert!(accepted * 10 > count, "only {accepted} were accepted");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn no_text_is_read_in_two_ways(
            rows in "((2024-0[1-3]|2024),(wohngeld|\"wohngeld\"),(HE|06|TH|X),\
                (-?[0-9]{1,5}|[0-9.,]{0,4}|\"[0-9]\"),[a-b]?(\n|\r\n|\r|\n\n)){0,12}"
        ) {
            alike(format!("period,service,party,quantity,measure\n{rows}").as_bytes(), "");
        }
    }
}
