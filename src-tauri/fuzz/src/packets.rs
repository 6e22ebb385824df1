//! What a scanner on a serial port sends.

use std::time::Duration;

use scan::Packets;

/// The most characters of a text.
const MOST: usize = 4_300;

/// However the bytes are cut into packets, the same texts come out; none is blank or too long, and none holds a control
/// character that would mean something to whoever shows it.
pub fn check(bytes: &[u8]) {
    let at = Duration::from_secs(1);
    let mut whole = Packets::new();
    let mut texts = whole.feed(bytes, at);
    texts.extend(whole.rest(at + scan::SILENCE));

    let mut cut = Packets::new();
    let mut texts_of_pieces = Vec::new();
    let mut rest = bytes;
    while let Some(length) = rest.first() {
        let (piece, behind) = rest.split_at(usize::from(*length).clamp(1, rest.len()));
        texts_of_pieces.extend(cut.feed(piece, at));
        rest = behind;
    }
    texts_of_pieces.extend(cut.rest(at + scan::SILENCE));
    assert_eq!(texts, texts_of_pieces, "packets say nothing");

    for text in &texts {
        assert!(!text.trim().is_empty(), "a blank text is no scan");
        assert!(text.chars().count() <= MOST, "a text has an end");
        let is_card = text.to_ascii_uppercase().contains("BEGIN:VCARD\n");
        let harmless = |letter: char| {
            !letter.is_ascii_control()
                || matches!(letter, '\u{1c}'..='\u{1f}')
                || (is_card && matches!(letter, '\n' | '\t'))
        };
        assert!(text.chars().all(harmless), "only the separators of codes stay, and the lines of a card");
    }
}
