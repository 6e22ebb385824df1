//! From bytes to text: byte order mark, else UTF-8, else windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_8859_15, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252};

use crate::{ListError, Unreadable};

/// A text and what it was written in.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) encoding: &'static str,
}

/// The name of the encoding that is taken when nothing else fits.
pub(crate) const FALLBACK: &str = "windows-1252";

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

/// What each encoding would make of the first places of a text file that differ between them; nothing for a workbook,
/// and for a file of plain letters only.
#[must_use]
pub fn encodings(bytes: &[u8]) -> Vec<Guess> {
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    if wide || crate::workbook::is_workbook(bytes) {
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

/// Decodes a text file. What cannot be decoded becomes U+FFFD, which [`is_doubtful`] finds again, row by row.
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

/// Whether letters of this cell were lost, or whether it looks like UTF-8 read as windows-1252 ("SÃ¸ren"): one broken
/// byte in a file of UTF-8 turns all of it into that, and nobody should find out from the badges.
pub(crate) fn is_doubtful(text: &str, encoding: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    text.contains(char::REPLACEMENT_CHARACTER) || (encoding == FALLBACK && is_utf8_in_disguise(text))
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
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), encoding: "utf-8" },
        Err(_) => Decoded { text: from_windows_1252(bytes), encoding: FALLBACK },
    }
}

/// The five bytes without a letter in windows-1252 become C1 controls in the Encoding Standard, which would vanish from
/// names without a trace; they are marked as lost instead.
fn from_windows_1252(bytes: &[u8]) -> Cow<'_, str> {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let is_hole = |letter: char| ('\u{80}'..='\u{9F}').contains(&letter);
    if text.contains(is_hole) { Cow::Owned(text.replace(is_hole, "\u{FFFD}")) } else { text }
}

fn is_utf8_in_disguise(text: &str) -> bool {
    let (bytes, _, lost) = WINDOWS_1252.encode(text);
    !lost && !bytes.is_ascii() && std::str::from_utf8(&bytes).is_ok()
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
