//! Texts out of bytes, however they are cut.

use std::time::Duration;

use proptest::prelude::*;
use scan::{Packets, SILENCE};

const NOW: Duration = Duration::from_secs(5);

/// All texts of these bytes, the last one ended by silence.
fn texts(bytes: &[u8]) -> Vec<String> {
    let mut packets = Packets::new();
    let mut texts = packets.feed(bytes, NOW);
    texts.extend(packets.rest(NOW + SILENCE));
    texts
}

#[track_caller]
fn check(bytes: &[u8], expected: &[&str]) {
    assert_eq!(texts(bytes), expected, "{}", bytes.escape_ascii());
}

#[test]
fn each_ending_ends_a_text_and_blank_ones_are_none() {
    for end in ["\r", "\n", "\r\n", "\n\r", "\t", "\0", "\u{3}", "\u{4}", "\r\n\0", ""] {
        check(format!("TICKET 7{end}").as_bytes(), &["TICKET 7"]);
    }
    check(b"one\rtwo\nthree\tfour\0five\x03six\x04seven", &["one", "two", "three", "four", "five", "six", "seven"]);
    check(b"\r\n\r\n\0 \r\t\x1d\r\xef\xbb\xbf\r", &[]);
    check(b"", &[]);
}

#[test]
fn what_leads_in_and_disturbs_is_dropped_and_separators_are_kept() {
    check(b"\x02AB12\x03", &["AB12"]);
    check(b"\x01\x02AB\x0712\x1b\x7f\x0b\r", &["AB12"]);
    check(b"[)>\x1e06\x1dP123\x1dQ7\x1e\x04", &["[)>\u{1e}06\u{1d}P123\u{1d}Q7\u{1e}"]);
    check(b"a\x1cb\x1fc\r", &["a\u{1c}b\u{1f}c"]);
}

#[test]
fn letters_are_utf_8_and_else_windows_1252() {
    check("Søren Ærø – 漢字 😀\r".as_bytes(), &["Søren Ærø – 漢字 😀"]);
    check(b"S\xf8ren \xc6r\xf8 \x96 \x80\r", &["Søren Ærø – €"]);
    // Each text for itself.
    check(b"S\xf8ren\rS\xc3\xb8ren\r", &["Søren", "Søren"]);
    // Control characters above 127, which both can hold.
    check(b"a\xc2\x85b\rc\x81d\xe6\r", &["ab", "cdæ"]);
}

const CARD: &str = "BEGIN:VCARD\nVERSION:3.0\nFN:Anne-\n Marie Lind\nNOTE:a\tb\nEND:VCARD";

#[test]
fn a_visiting_card_is_one_text_whatever_ends_its_lines() {
    for end in ["\r", "\n", "\r\n"] {
        let card = CARD.replace('\n', end);
        for ending in ["\r", "\r\n", "\t", "\0", ""] {
            check(format!("{card}{ending}").as_bytes(), &[CARD]);
            check(format!("{card}{end}{ending}AB12\r").as_bytes(), &[CARD, "AB12"]);
        }
        check(format!("]Q2\\000026{card}\r").as_bytes(), &[&format!("]Q2\\000026{CARD}")]);
    }
    check(CARD.to_lowercase().as_bytes(), &[&CARD.to_lowercase()]);
    check(b"x BEGIN:VCARD is no card\rAB12\r", &["x BEGIN:VCARD is no card", "AB12"]);
}

#[test]
fn a_card_without_an_end_ends_by_silence_or_by_its_length() {
    let mut packets = Packets::new();
    assert_eq!(packets.feed(b"BEGIN:VCARD\r\nFN:Anna", NOW), [""; 0]);
    assert_eq!(packets.feed(b"AB12\r", NOW + SILENCE), ["BEGIN:VCARD\nFN:Anna", "AB12"]);
    check(b"BEGIN:VCARD\rFN:Anna\0AB12\r", &["BEGIN:VCARD\nFN:Anna", "AB12"]);
    let long = format!("BEGIN:VCARD\r{}END:VCARD\rAB12\r", "NOTE:this is long enough\r".repeat(1_000));
    check(long.as_bytes(), &["AB12"]);
    let endless = format!("BEGIN:VCARD\r{}", "NOTE:x\r".repeat(100_000));
    check(endless.as_bytes(), &[]);
}

#[test]
fn silence_ends_a_text() {
    let mut packets = Packets::new();
    assert_eq!(packets.feed(b"AB", NOW), [""; 0]);
    let later = NOW + SILENCE - Duration::from_millis(1);
    assert_eq!(packets.rest(later), None, "not silent for long enough");
    assert_eq!(packets.feed(b"12", later), [""; 0]);
    assert_eq!(packets.over_at(), Some(later + SILENCE), "counted from the last letter");
    assert_eq!(packets.rest(NOW + SILENCE), None, "not from the first");
    assert_eq!(packets.rest(later + SILENCE).as_deref(), Some("AB12"));
    assert_eq!((packets.rest(later + SILENCE * 2), packets.over_at()), (None, None), "reported once");

    assert_eq!(packets.feed(b"one", NOW), [""; 0]);
    assert_eq!(packets.feed(b"two\r", NOW + SILENCE), ["one", "two"], "two scans, not one");
    assert_eq!(packets.feed(b"three", NOW), [""; 0]);
    assert_eq!(packets.feed(b"four\r", Duration::ZERO), ["threefour"], "a clock that goes back is no silence");
    assert_eq!(packets.feed(b"five", Duration::MAX), [""; 0]);
    assert_eq!(packets.rest(Duration::MAX).as_deref(), Some("five"), "the end of time is silent");
}

#[test]
fn a_text_that_is_too_long_is_dropped_whole() {
    let long = "x".repeat(4_300);
    check(format!("{long}\rnext\r").as_bytes(), &[&long, "next"]);
    check(format!("{long}x\rnext\r").as_bytes(), &["next"]);
    check(format!("{long}x").as_bytes(), &[]);
    // Characters count, not bytes.
    let wide = "漢".repeat(4_300);
    check(format!("{wide}\rnext\r").as_bytes(), &[&wide, "next"]);
    check(format!("{wide}漢\rnext\r").as_bytes(), &["next"]);
    let latin = vec![0xf8; 4_301];
    check(&latin[1..], &[&"ø".repeat(4_300)]);
    check(&latin, &[]);
}

#[test]
fn a_megabyte_without_an_end_leaves_nothing_behind() {
    let mut packets = Packets::new();
    for piece in vec![b'x'; 1 << 20].chunks(64) {
        assert_eq!(packets.feed(piece, NOW), [""; 0], "no piece of it is a text");
    }
    assert_eq!(packets.feed(b"x\rAB12\r", NOW), ["AB12"], "what comes behind its end is read");

    packets.feed(&vec![b'x'; 1 << 20], NOW);
    assert_eq!(packets.rest(NOW + SILENCE), None, "silence ends it, and it is no text");
    assert_eq!(packets.feed(b"AB12\r", NOW + SILENCE), ["AB12"], "what comes after silence is read");
}

#[test]
fn debug_shows_nothing_of_it() {
    let mut packets = Packets::new();
    packets.feed(b"SECRET", NOW);
    assert_eq!(format!("{packets:?}"), "Packets(…)");
}

/// Bytes as a scanner sends them, mostly.
fn sent() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![6 => 0x20..=0x7e_u8, 2 => 0..=0x1f_u8, 1 => 0x80..=0xff_u8];
    prop_oneof![proptest::collection::vec(byte, 0..60), any::<String>().prop_map(String::into_bytes)]
}

proptest! {
    #[test]
    fn the_cuts_between_packets_do_not_matter(
        bytes in sent(),
        repeated in prop_oneof![Just(1_usize), 300..=700_usize],
        cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 0..8),
    ) {
        let bytes = bytes.repeat(repeated);
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let mut packets = Packets::new();
        let mut found: Vec<String> = Vec::new();
        for cut in cuts.windows(2) {
            found.extend(packets.feed(&bytes[cut[0]..cut[1]], NOW));
        }
        found.extend(packets.rest(NOW + SILENCE));
        prop_assert_eq!(found, texts(&bytes));
    }

    #[test]
    fn any_bytes_at_any_time_give_proper_texts(
        pieces in proptest::collection::vec((any::<Vec<u8>>(), any::<Duration>()), 0..20),
    ) {
        let mut packets = Packets::new();
        for (bytes, at) in pieces {
            let mut found = packets.feed(&bytes, at);
            found.extend(packets.rest(at.saturating_add(SILENCE)));
            for text in found {
                prop_assert!(!text.trim().is_empty());
                prop_assert!(text.chars().count() <= 4_300);
                prop_assert!(crate::is_clean(&text));
            }
        }
    }
}
