//! From bytes to text: byte order mark, else UTF-16 that shows in its zeros, else UTF-8, else windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_8859_15, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252};

use crate::{ListError, Unreadable};

/// A text and what it was written in.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) encoding: &'static str,
}

/// The encodings a person can choose when letters look wrong, the likeliest first.
pub const ENCODINGS: [&str; 8] =
    ["utf-8", "windows-1252", "macintosh", "ibm850", "iso-8859-15", "windows-1250", "utf-16le", "utf-16be"];

/// What an encoding would make of the letters of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// One of [`ENCODINGS`].
    pub encoding: &'static str,
    /// The first places with other letters than A to Z, at most [`SHOWN`].
    pub samples: Vec<String>,
}

/// Places that are shown, and bytes around each.
const SHOWN: usize = 3;
const AROUND: usize = 24;
/// Looked at to know UTF-16 without a mark, in bytes.
const WIDE_BYTES: usize = 32;

/// What each encoding would make of the first places of a text file that differ between them; nothing for a workbook,
/// and for a file of plain letters only.
#[must_use]
pub fn encodings(bytes: &[u8]) -> Vec<Guess> {
    let is_marked = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    if is_marked || wide(bytes).is_some() || crate::workbook::is_workbook(bytes) {
        return Vec::new();
    }
    let ends = |byte: &u8| matches!(byte, b'\n' | b'\r' | b';' | b',' | b'\t' | b'|' | b'"');
    let mut places: Vec<&[u8]> = Vec::new();
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    for cell in body.split(ends).filter(|cell| !cell.is_ascii()) {
        let first = cell.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
        let place = &cell[first.saturating_sub(AROUND)..cell.len().min(first + AROUND)];
        if !places.contains(&place) {
            places.push(place);
        }
        if places.len() == SHOWN {
            break;
        }
    }
    if places.is_empty() {
        return Vec::new();
    }
    let one_byte = ENCODINGS.into_iter().filter(|name| !name.starts_with("utf-16"));
    let sample = |name: &str, place: &&[u8]| decode_as(place, name).trim().to_owned();
    one_byte
        .map(|encoding| Guess { encoding, samples: places.iter().map(|place| sample(encoding, place)).collect() })
        .collect()
}

/// The upper half of code page 850, which Danish DOS wrote (Microsoft, `cp850.txt`; the Encoding Standard has no such).
const IBM850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";

fn decode_as<'a>(bytes: &'a [u8], name: &str) -> Cow<'a, str> {
    let table: &'static Encoding = match name {
        "windows-1252" => return from_windows_1252(bytes),
        "ibm850" => {
            let upper: Vec<char> = IBM850.chars().collect();
            let letter = |byte: &u8| match byte.checked_sub(128) {
                None => char::from(*byte),
                Some(place) => upper.get(usize::from(place)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
            };
            return Cow::Owned(bytes.iter().map(letter).collect());
        }
        "macintosh" => MACINTOSH,
        "iso-8859-15" => ISO_8859_15,
        "windows-1250" => WINDOWS_1250,
        "utf-16le" => UTF_16LE,
        "utf-16be" => UTF_16BE,
        _ => return String::from_utf8_lossy(bytes),
    };
    table.decode_without_bom_handling(bytes).0
}

/// A text file in the encoding that a person chose; a byte order mark is taken off whatever it says.
fn decode_chosen<'a>(bytes: &'a [u8], name: &'static str) -> Decoded<'a> {
    let marks: [&[u8]; 3] = [b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF"];
    let body = marks.iter().find_map(|mark| bytes.strip_prefix(*mark)).unwrap_or(bytes);
    Decoded { text: decode_as(body, name), encoding: name }
}

/// Decodes a text file. What cannot be decoded becomes U+FFFD, which [`crate::doubt`] finds again, row by row.
pub(crate) fn decode<'a>(bytes: &'a [u8], chosen: Option<&str>) -> Result<Decoded<'a>, ListError> {
    let chosen = chosen.and_then(|wanted| ENCODINGS.into_iter().find(|name| *name == wanted));
    let decoded = chosen.map_or_else(|| decode_any(bytes), |name| decode_chosen(bytes, name));
    if is_binary(&decoded.text) {
        return Err(Unreadable::Binary.into());
    }
    if is_other_document(&decoded.text) {
        return Err(Unreadable::OtherDocument.into());
    }
    Ok(decoded)
}

fn decode_any(bytes: &[u8]) -> Decoded<'_> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return Decoded { text: String::from_utf8_lossy(rest), encoding: "utf-8 with BOM" };
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return Decoded { text: UTF_16LE.decode_without_bom_handling(rest).0, encoding: "utf-16le with BOM" };
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return Decoded { text: UTF_16BE.decode_without_bom_handling(rest).0, encoding: "utf-16be with BOM" };
    }
    if let Some((table, encoding)) = wide(bytes) {
        return Decoded { text: table.decode_without_bom_handling(bytes).0, encoding };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), encoding: "utf-8" },
        Err(_) => Decoded { text: from_windows_1252(bytes), encoding: "windows-1252" },
    }
}

/// Whether a file without a mark is UTF-16, and which: headings are in letters of which every second byte is zero. A file that
/// is no text may begin like that too, but has a NUL further down.
fn wide(bytes: &[u8]) -> Option<(&'static Encoding, &'static str)> {
    let (units, _) = bytes[..bytes.len().min(WIDE_BYTES)].as_chunks::<2>();
    let first = units.iter().filter(|[first, _]| *first == 0).count();
    let second = units.iter().filter(|[_, second]| *second == 0).count();
    let is_most = |zeros: usize| zeros > 0 && 4 * zeros >= 3 * units.len();
    match (first, second) {
        (0, zeros) if is_most(zeros) => Some((UTF_16LE, "utf-16le")),
        (zeros, 0) if is_most(zeros) => Some((UTF_16BE, "utf-16be")),
        _ => None,
    }
}

/// The five bytes without a letter in windows-1252 become C1 controls in the Encoding Standard, which would vanish from
/// names without a trace; they are marked as lost instead.
fn from_windows_1252(bytes: &[u8]) -> Cow<'_, str> {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let is_hole = |letter: char| ('\u{80}'..='\u{9F}').contains(&letter);
    if text.contains(is_hole) { Cow::Owned(text.replace(is_hole, "\u{FFFD}")) } else { text }
}

/// No list holds a NUL, nor a control character in every hundredth place (a stray few are cleaned away). DOS ended files
/// with one (0x1A).
fn is_binary(text: &str) -> bool {
    let is_odd = |letter: char| letter.is_control() && !matches!(letter, '\t'..='\r' | '\u{1A}' | '\u{85}');
    let odd = text.chars().filter(|letter| is_odd(*letter)).count();
    text.contains('\0') || odd > 4 + text.len() / 100
}

fn is_other_document(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(16).collect::<String>().to_lowercase();
    ["<!doctype", "<html", "<head", "<table", "<?xml", "%pdf-", "{\\rtf"].iter().any(|mark| start.starts_with(mark))
}
