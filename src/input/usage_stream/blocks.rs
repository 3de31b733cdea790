//! A large file in blocks of whole rows, each with the number of its first line.

use std::io::{self, Read};

use crate::input::records::csv;

/// So many bytes are read at once; in the tests beside the code few, so that small files have many
/// blocks.
const BLOCK: usize = if cfg!(test) { 1 << 9 } else { 1 << 17 };
/// No row is longer; what is, is no table.
const LONGEST_ROW: usize = if cfg!(test) { 1 << 18 } else { csv::LONGEST_ROW };

/// Whole rows of a file.
#[derive(Default)]
pub(crate) struct Block {
    /// The rows with their line ends.
    pub(crate) bytes: Vec<u8>,
    /// The line of the first row.
    pub(crate) first_line: u32,
    /// How many line ends of one kind and the other the rows have.
    pub(crate) ends: Ends,
    /// Whether there is a quotation mark.
    pub(crate) quoted: bool,
}

/// Line feeds, and carriage returns before one and elsewhere.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Ends {
    pub(crate) feeds: usize,
    pub(crate) returns: usize,
    /// Carriage returns that end a line by themselves.
    pub(crate) lone: usize,
}

impl Ends {
    /// What is left without some.
    pub(crate) fn without(self, other: Ends) -> Ends {
        Ends {
            feeds: self.feeds.saturating_sub(other.feeds),
            returns: self.returns.saturating_sub(other.returns),
            lone: self.lone.saturating_sub(other.lone),
        }
    }
}

/// Why a file cannot be read on.
pub(crate) enum Stop {
    /// The system says so.
    System(io::Error),
    /// The row that begins on this line is too long.
    LongRow(u32),
}

/// The blocks of a file, one after another.
pub(crate) struct Blocks {
    input: Box<dyn Read + Send>,
    /// What was read behind the last whole row.
    rest: Vec<u8>,
    line: u32,
}

impl Blocks {
    /// Begins at the first byte; a byte order mark is skipped.
    pub(crate) fn new(mut input: Box<dyn Read + Send>) -> io::Result<Blocks> {
        let mut rest = Vec::new();
        (&mut input).take(3).read_to_end(&mut rest)?;
        if rest == b"\xef\xbb\xbf" {
            rest.clear();
        }
        Ok(Blocks { input, rest, line: 1 })
    }

    /// Reads the next block into a buffer; `false` at the end of the file. Blank lines alone are no
    /// block, so that the header is in the first.
    pub(crate) fn next(&mut self, block: &mut Block) -> Result<bool, Stop> {
        let Block { bytes, first_line, ends, quoted } = block;
        bytes.clear();
        bytes.append(&mut self.rest);
        *first_line = self.line;
        loop {
            let read = fill(&mut self.input, bytes).map_err(Stop::System)?;
            *quoted = memchr::memchr(b'"', bytes).is_some();
            let end = if read == 0 { Some(bytes.len()) } else { last_row_end(bytes, *quoted) };
            let is_blank =
                |end: usize| bytes[..end].iter().all(|byte| matches!(byte, b'\r' | b'\n'));
            if let Some(end) = end.filter(|end| read == 0 || !is_blank(*end)) {
                self.rest.extend_from_slice(&bytes[end..]);
                bytes.truncate(end);
                break;
            }
            if bytes.len() > LONGEST_ROW {
                return Err(Stop::LongRow(self.line));
            }
        }
        *ends = line_ends(bytes);
        let lines = ends.feeds.saturating_add(ends.lone);
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        Ok(!bytes.is_empty())
    }
}

/// Reads on behind what is there; returns how much, 0 at the end of the file.
fn fill(input: &mut dyn Read, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let (before, mut read) = (bytes.len(), 0);
    bytes.resize(before + BLOCK, 0);
    while read < BLOCK {
        match input.read(&mut bytes[before + read..]) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
            Err(fault) => return Err(fault),
        }
    }
    bytes.truncate(before + read);
    Ok(read)
}

/// Counts the line ends.
pub(crate) fn line_ends(bytes: &[u8]) -> Ends {
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    let returns = memchr::memchr_iter(b'\r', bytes);
    let (mut all, mut lone) = (0, 0);
    for at in returns {
        all += 1;
        lone += usize::from(bytes.get(at + 1) != Some(&b'\n'));
    }
    Ends { feeds, returns: all, lone }
}

/// Finds where the last whole row ends; a line end between quotation marks ends none.
fn last_row_end(bytes: &[u8], quoted: bool) -> Option<usize> {
    if !quoted {
        return last_line_end(bytes, 0..bytes.len());
    }
    let marks: Vec<usize> = memchr::memchr_iter(b'"', bytes).collect();
    let mut outside = vec![(0, marks[0])];
    outside.extend(
        marks[1..].chunks(2).map(|pair| (pair[0], pair.get(1).copied().unwrap_or(bytes.len()))),
    );
    outside.into_iter().rev().find_map(|(from, to)| last_line_end(bytes, from..to))
}

/// Finds the last line end in a stretch. A carriage return at the end of what was read may be half
/// of one.
fn last_line_end(bytes: &[u8], stretch: std::ops::Range<usize>) -> Option<usize> {
    let from = stretch.start;
    let ends = memchr::memrchr2_iter(b'\n', b'\r', &bytes[stretch]).map(|at| from + at + 1);
    ends.into_iter().find(|end| bytes[end - 1] == b'\n' || *end < bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_whole_rows_with_true_lines() {
        for (end, quoted) in [("\n", false), ("\r\n", false), ("\r", false), ("\n", true)] {
            let row = |number: usize| match (quoted, number % 7) {
                (true, 0) => format!("{number},\"a{end}b\"\"{end}\"{end}"),
                _ => format!("{number},{}{end}", "x".repeat(number % 50)),
            };
            let text: String = (0..5000).map(row).collect();
            let mut blocks =
                Blocks::new(Box::new(io::Cursor::new(text.clone().into_bytes()))).ok().unwrap();
            let (mut block, mut all, mut count) = (Block::default(), Vec::new(), 0);
            while blocks.next(&mut block).ok().unwrap() {
                let lines = String::from_utf8_lossy(&all).matches(end).count();
                assert_eq!(block.first_line as usize, lines + 1, "{end:?}");
                all.extend_from_slice(&block.bytes);
                count += 1;
                let next = &text.as_bytes()[all.len()..];
                assert!(next.is_empty() || next[0].is_ascii_digit(), "{end:?}");
            }
            assert!(all == text.as_bytes() && count > 3, "{end:?}");
        }
    }

    #[test]
    fn a_row_without_end_is_refused_in_bounded_memory() {
        let endless = Box::new(io::repeat(b'x').take(1 << 30));
        let mut blocks = Blocks::new(endless).ok().unwrap();
        let mut block = Block::default();
        assert!(matches!(blocks.next(&mut block), Err(Stop::LongRow(1))));
        assert!(block.bytes.capacity() < 4 * LONGEST_ROW);
    }
}
