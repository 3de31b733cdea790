//! Where a value came from: files once into a map, and a place for every value that was read.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};

mod cells;

pub use cells::{Cells, column_letters};

/// The number of a source in the [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A place: a field of a file, or a value built into the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Loc {
    /// A stretch of one line; lines and columns count from 1, columns and lengths in characters.
    File {
        /// Which file.
        source: SourceId,
        /// The line.
        line: u32,
        /// The column of the first character.
        column: u32,
        /// How many characters the stretch has; zero points between two.
        len: u32,
    },
    /// Some rows of a large file, of which only the count and the lines of the first and the last
    /// are kept.
    Rows {
        /// Which file.
        source: SourceId,
        /// The line of the first row.
        first: u32,
        /// The line of the last.
        last: u32,
        /// How many rows.
        count: u32,
    },
    /// A value of the built-in reference data, such as `koenigstein/2019/HE`.
    Builtin(&'static str),
}

impl Loc {
    /// Returns the file, where it is one.
    pub fn source(self) -> Option<SourceId> {
        match self {
            Loc::File { source, .. } | Loc::Rows { source, .. } => Some(source),
            Loc::Builtin(_) => None,
        }
    }

    /// Returns the line, or that of the first row.
    pub fn line(self) -> Option<u32> {
        match self {
            Loc::File { line, .. } | Loc::Rows { first: line, .. } => Some(line),
            Loc::Builtin(_) => None,
        }
    }

    /// Counts the rows that it stands for.
    pub fn rows(self) -> u64 {
        if let Loc::Rows { count, .. } = self { count.into() } else { 1 }
    }
}

/// A value with the place it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub loc: Loc,
}

impl<T> Sourced<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, loc: Loc) -> Sourced<T> {
        Sourced { value, loc }
    }

    /// Makes another value of this one, at the same place.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced { value: make(self.value), loc: self.loc }
    }
}

/// One source of values.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name shown to people and in the trace: a path relative to the project, or `--set`.
    pub name: String,
    /// The text, kept for excerpts; of a large file nothing, or a single row.
    pub text: String,
    /// SHA-256 of the bytes as they were read; empty for a large file.
    pub sha256: String,
    /// The number of the first line of the text: 1 but for a row of a large file.
    first_line: u32,
    /// Which cells the lines are made of, where the source is a sheet of a workbook.
    pub cells: Option<Cells>,
    lines: Lines,
}

/// How many lines end before each stretch of a text: enough to find any of them, in little memory.
#[derive(Clone, Debug, Default)]
struct Lines(Vec<u32>);

/// A stretch has so many bytes.
const STRETCH: usize = 1 << 10;

impl Lines {
    fn of(text: &str) -> Lines {
        let (mut before, mut all) = (0_u32, Vec::new());
        for start in (0..text.len()).step_by(STRETCH) {
            all.push(before);
            let ends = line_ends(text.as_bytes(), start..start.saturating_add(STRETCH)).count();
            before = before.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        }
        Lines(all)
    }

    /// Counts the lines that end before a byte.
    fn ends_before(&self, text: &str, byte: usize) -> u32 {
        let Some(stretch) =
            (byte / STRETCH).min(self.0.len().saturating_sub(1)).checked_mul(STRETCH)
        else {
            return u32::MAX;
        };
        let before = self.0.get(stretch / STRETCH).copied().unwrap_or(0);
        let ends = line_ends(text.as_bytes(), stretch..byte).count();
        before.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX))
    }

    /// Finds the byte behind the end of the line of a number, counted from 1; `None` where there
    /// are not so many.
    fn behind(&self, text: &str, line: u32) -> Option<usize> {
        let stretch = self.0.partition_point(|before| *before < line).checked_sub(1)?;
        let more = line.checked_sub(*self.0.get(stretch)?)?.checked_sub(1)?;
        let ends = line_ends(text.as_bytes(), stretch * STRETCH..text.len());
        ends.into_iter().nth(more as usize).map(|end| end + 1)
    }
}

/// Lists the bytes in a stretch that end a line: LF, and CR but before LF.
fn line_ends(bytes: &[u8], stretch: std::ops::Range<usize>) -> impl Iterator<Item = usize> {
    let stretch = stretch.start..stretch.end.min(bytes.len());
    let found = memchr::memchr2_iter(b'\n', b'\r', bytes.get(stretch.clone()).unwrap_or_default());
    let found = found.map(move |at| stretch.start + at);
    found.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
}

impl Source {
    /// Returns the number of the line (from 1) that holds this byte.
    pub fn line_of(&self, byte: usize) -> u32 {
        self.lines.ends_before(&self.text, byte).saturating_add(self.first_line)
    }

    /// Returns the byte at which a line (from 1) starts.
    pub fn line_start(&self, line: u32) -> usize {
        match line.saturating_sub(self.first_line) {
            0 => 0,
            above => self.lines.behind(&self.text, above).unwrap_or(self.text.len()),
        }
    }

    /// Returns the byte range of a stretch of characters on a line.
    pub fn bytes_of(&self, line: u32, column: u32, len: u32) -> std::ops::Range<usize> {
        let start = self.line_start(line);
        let rest = self.text.get(start..).unwrap_or_default();
        let at =
            |count: usize| rest.char_indices().nth(count).map_or(rest.len(), |(index, _)| index);
        let first = (column as usize).saturating_sub(1);
        start + at(first)..start + at(first + len as usize)
    }
}

/// All sources of a run, in the order in which they were read. A copy shares the texts.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    sources: Vec<Arc<Source>>,
}

impl SourceMap {
    /// Takes a source in. `text` is its content as text, `bytes` what was read.
    pub fn add(&mut self, name: impl Into<String>, text: String, bytes: &[u8]) -> SourceId {
        let sha256 = hex(&Sha256::digest(bytes));
        let lines = Lines::of(&text);
        self.push(Source { name: name.into(), text, sha256, first_line: 1, cells: None, lines })
    }

    /// Takes in a large file that is read as a stream, or one row of it that starts on a line: what
    /// it holds elsewhere is not kept.
    pub fn add_excerpt(
        &mut self,
        name: impl Into<String>,
        text: String,
        first_line: u32,
    ) -> SourceId {
        let lines = Lines::of(&text);
        self.push(Source {
            name: name.into(),
            text,
            sha256: String::new(),
            first_line,
            cells: None,
            lines,
        })
    }

    /// Keeps the beginning of a large file.
    pub fn keep_text(&mut self, id: SourceId, text: String) {
        let source = Arc::make_mut(&mut self.sources[id.0 as usize]);
        source.lines = Lines::of(&text);
        source.text = text;
    }

    fn push(&mut self, source: Source) -> SourceId {
        let id = SourceId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        self.sources.push(Arc::new(source));
        id
    }

    /// Takes the sheet of a workbook in: its `text` has a line for every row.
    pub fn add_sheet(
        &mut self,
        name: impl Into<String>,
        text: String,
        bytes: &[u8],
        cells: Cells,
    ) -> SourceId {
        let id = self.add(name, text, bytes);
        if let Some(source) = self.sources.last_mut() {
            Arc::make_mut(source).cells = Some(cells);
        }
        id
    }

    /// Returns a source by its number.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// Returns the line in which a place of a file begins, without its end.
    pub fn line_at(&self, loc: Loc) -> Option<&str> {
        let Loc::File { source, line, .. } = loc else { return None };
        let source = self.get(source);
        let line = source.text.get(source.line_start(line)..)?;
        Some(line.split(['\r', '\n']).next().unwrap_or_default())
    }

    /// Finds a source by its name.
    pub fn find(&self, name: &str) -> Option<SourceId> {
        let index = self.sources.iter().position(|source| source.name == name)?;
        u32::try_from(index).ok().map(SourceId)
    }

    /// Lists the sources in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter().map(Arc::as_ref)
    }

    /// Makes a place from a byte range of a source; a range over several lines ends with its first.
    pub fn loc(&self, id: SourceId, bytes: std::ops::Range<usize>) -> Loc {
        let source = self.get(id);
        let line = source.line_of(bytes.start);
        let start = source.line_start(line);
        let count = |range: std::ops::Range<usize>| {
            u32::try_from(source.text.get(range).unwrap_or_default().chars().count())
                .unwrap_or(u32::MAX)
        };
        let end = bytes.end.min(source.line_start(line + 1)).max(bytes.start);
        Loc::File {
            source: id,
            line,
            column: count(start..bytes.start) + 1,
            len: count(bytes.start..end),
        }
    }

    /// Writes a place as the trace does: `file:line:column`, `file:Sheet!C14`,
    /// `file:first-last#count` or `file:line` for rows of a large file, or
    /// `builtin:koenigstein/2019/HE`.
    pub fn place(&self, loc: Loc) -> String {
        match loc {
            Loc::File { source, line, column, .. } => {
                let source = self.get(source);
                match &source.cells {
                    Some(cells) => {
                        let cell = cells.name_at(line, source.bytes_of(line, column, 0).start);
                        format!("{}:{}!{cell}", source.name, cells.sheet)
                    }
                    None => format!("{}:{line}:{column}", source.name),
                }
            }
            Loc::Rows { source, first, count: 1, .. } => {
                format!("{}:{first}", self.get(source).name)
            }
            Loc::Rows { source, first, last, count } => {
                format!("{}:{first}-{last}#{count}", self.get(source).name)
            }
            Loc::Builtin(name) => format!("builtin:{name}"),
        }
    }
}

/// Writes bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_true_under_every_line_end() {
        for text in ["a\nbä\n\nc", "a\r\nbä\r\n\r\nc", "a\rbä\r\rc"] {
            let mut map = SourceMap::default();
            let id = map.add("f", text.to_owned(), text.as_bytes());
            let start = text.find('ä').unwrap();
            assert_eq!(map.place(map.loc(id, start..start + 2)), "f:2:2", "{text:?}");
            let start = text.find('c').unwrap();
            assert_eq!(map.place(map.loc(id, start..start + 1)), "f:4:1", "{text:?}");
            assert_eq!(
                map.get(id).bytes_of(2, 2, 1),
                text.find('ä').unwrap()..text.find('ä').unwrap() + 2
            );
        }
    }

    #[test]
    fn lines_of_a_long_text_are_found_like_those_of_a_short_one() {
        for end in ["\n", "\r\n", "\r"] {
            let rows: Vec<String> = (0..3000).map(|row| "x".repeat(row % 37)).collect();
            let text = rows.join(end);
            let mut map = SourceMap::default();
            let id = map.add("f", text.clone(), &[]);
            let (source, mut start) = (map.get(id), 0);
            for (row, number) in rows.iter().zip(1..) {
                assert_eq!(source.line_start(number), start, "{end:?} {number}");
                assert_eq!(source.line_of(start), number, "{end:?} {start}");
                assert_eq!(source.line_of(start + row.len()), number, "{end:?} {start}");
                start += row.len() + end.len();
            }
            assert_eq!(source.line_start(3001), text.len());
            assert_eq!(source.line_start(9999), text.len());
        }
    }

    #[test]
    fn a_place_over_several_lines_ends_with_its_first() {
        let mut map = SourceMap::default();
        let id = map.add("f", "ab\ncd".to_owned(), b"ab\ncd");
        assert_eq!(map.loc(id, 1..5), Loc::File { source: id, line: 1, column: 2, len: 2 });
    }
}
