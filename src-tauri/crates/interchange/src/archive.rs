//! The zip file that a modern workbook is, checked before anybody unpacks it.

use std::io::{self, Cursor, Read, Write, copy};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::{ListError, Unreadable, limits};

/// A workbook's zip file.
pub(crate) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Opens a zip file, having unpacked all of it once into nothing, to count.
///
/// The sizes that a zip file names are its author's; a bomb lies about them, and lets many entries share one packed
/// block. Half a gigabyte takes about a second, a usual list a few milliseconds. A ratio is no measure: Excel's
/// formatted empty rows pack a thousand to one.
pub(crate) fn open(bytes: &[u8]) -> Result<Archive<'_>, ListError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| why(&error))?;
    if archive.len() > limits::PARTS {
        return Err(Unreadable::Damaged.into());
    }
    let mut left = limits::UNPACKED_BYTES;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| why(&error))?;
        let name = entry.name().map_err(|error| why(&error))?.into_owned();
        let is_text = !is_picture(&name);
        let is_held = is_text && !is_sheet(&name);
        let most = if is_held { left.min(limits::PART_BYTES) } else { left };
        let mut runs = Runs::default();
        let unpacked = copy(&mut entry.take(most + 1), &mut runs).map_err(|_| Unreadable::Damaged)?;
        if is_text && runs.longest > limits::RUN_BYTES {
            return Err(ListError::UnpacksTooLarge { max: limits::UNPACKED_BYTES });
        }
        if unpacked > most {
            let max = if most < left { limits::PART_BYTES } else { limits::UNPACKED_BYTES };
            return Err(ListError::UnpacksTooLarge { max });
        }
        left -= unpacked;
    }
    Ok(archive)
}

/// Whether a part of that name is there.
pub(crate) fn has(archive: &Archive<'_>, name: &str) -> bool {
    archive.index_for_name(name).is_some()
}

/// Sheets are read as a stream; everything else but pictures, which nobody reads, is held in memory.
fn is_sheet(name: &str) -> bool {
    name.contains("worksheets/") || name == "content.xml"
}

fn is_picture(name: &str) -> bool {
    name.contains("media/") || name.contains("Pictures/")
}

/// Looked at in one go, in bytes: far less than [`limits::RUN_BYTES`].
const PIECE: usize = 64 << 10;

/// Takes bytes and only remembers the longest run without the start of a tag; one that is shorter than [`PIECE`] it may miss.
#[derive(Default)]
struct Runs {
    longest: usize,
    open: usize,
}

impl Write for Runs {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Runs inside a piece are shorter than any that matters: only the first and the last tag of it are looked for.
        for piece in bytes.chunks(PIECE) {
            let mut tags = piece.iter().enumerate().filter(|(_, byte)| **byte == b'<').map(|(place, _)| place);
            let first = tags.next();
            self.longest = self.longest.max(self.open + first.unwrap_or(piece.len()));
            self.open = match tags.next_back().or(first) {
                Some(last) => piece.len() - last - 1,
                None => self.open + piece.len(),
            };
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn why(error: &ZipError) -> ListError {
    match error {
        ZipError::UnsupportedArchive(text) if *text == ZipError::PASSWORD_REQUIRED => Unreadable::Password,
        _ => Unreadable::Damaged,
    }
    .into()
}
