//! The limits of what is read, so that no file costs more time or memory than a kiosk has.
//!
//! The longest values of fields are `contract.md`'s and live in `checkin`.

/// Largest file, in bytes.
pub const FILE_BYTES: u64 = 64 << 20;
/// Largest sum of everything packed inside a workbook, in bytes. Counted while unpacking: what a zip file says of
/// itself is not believed.
pub const UNPACKED_BYTES: u64 = 512 << 20;
/// Largest part of a workbook that has to be held in memory as a whole (XLSX: shared strings and styles), in bytes.
pub const PART_BYTES: u64 = 96 << 20;
/// Longest text inside a workbook without any mark-up, in bytes: a reader of XML has to hold it as a whole.
pub const RUN_BYTES: usize = 16 << 20;
/// Most parts inside a workbook.
pub const PARTS: usize = 4_096;
/// Most sheets that are looked through for a list.
pub const SHEETS: usize = 64;
/// Most rows below the header that are neither blank nor the header again.
pub const ROWS: u64 = 200_000;
/// Most columns.
pub const COLUMNS: usize = 500;
/// Longest cell in characters (Excel's own limit); longer ones are cut with the warning `too_long`.
pub const CELL_CHARACTERS: usize = 32_767;
/// Most text that all rows together may have, in bytes. Cells of a workbook share texts and stand for many, so that
/// this is not bounded by what is unpacked.
pub const TEXT_BYTES: usize = 512 << 20;
/// Most text that a listing may hold, in bytes, counting 64 for each value.
pub const LISTING_BYTES: usize = 512 << 20;
/// Longest own heading in characters.
pub const HEADING_CHARACTERS: usize = 100;
/// Rows among which the header is looked for.
pub const HEADER_WITHIN: usize = 100;
/// Skipped rows that are reported; they need not be, and a file can hold millions of blank lines.
pub const SKIPPED_REPORTED: usize = 10_000;
/// Largest old `.xls` workbook in cells, counted as the smallest rectangle around each sheet's cells.
pub const XLS_CELLS: u64 = 4_000_000;
/// Values of each column shown to whoever decides what the column is.
pub const COLUMN_SAMPLES: usize = 3;
