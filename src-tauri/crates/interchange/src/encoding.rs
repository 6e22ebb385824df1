//! From bytes to text: byte order mark, else UTF-8, else windows-1252.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::{ListError, Unreadable};

/// A text and what it was written in.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) encoding: &'static str,
}

/// The name of the encoding that is taken when nothing else fits.
pub(crate) const FALLBACK: &str = "windows-1252";

/// Decodes a text file. What cannot be decoded becomes U+FFFD, which [`is_doubtful`] finds again, row by row.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ListError> {
    let decoded = decode_any(bytes);
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
