//! The most that is read of a workbook.

/// A workbook has at most so many bytes, packed.
pub(super) const MOST_PACKED: usize = 50 << 20;

/// The parts of a workbook have at most so many bytes in all, unpacked.
pub(super) const MOST_UNPACKED: u64 = 256 << 20;

/// The texts that cells share have at most so many bytes, unpacked.
pub(super) const MOST_SHARED: u64 = 64 << 20;

/// A part is at most so many times as large as it is packed.
pub(super) const MOST_RATIO: u64 = 200;

/// Parts below this size may be packed better.
pub(super) const SMALL_PART: u64 = 1 << 20;

/// A workbook has at most so many parts.
pub(super) const MOST_PARTS: usize = 4096;

/// A sheet has at most so many cells: filled rows times columns of the header.
pub(super) const MOST_CELLS: usize = 5_000_000;

/// The texts of a sheet have at most so many bytes in all.
pub(super) const MOST_TEXT: usize = 256 << 20;

/// A cell has at most so many characters, as in Excel.
pub(super) const MOST_CHARACTERS: usize = 32_767;

/// A sheet has at most so many rows.
pub(super) const MOST_ROWS: u32 = 1_048_576;

/// A sheet has at most so many columns.
pub(super) const MOST_COLUMNS: u32 = 16_384;
