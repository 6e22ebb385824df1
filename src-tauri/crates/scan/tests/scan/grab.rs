//! Texts out of keys, with invented keys: the machines on which tests run have no keyboards.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::time::Duration;

use proptest::prelude::*;
use scan::{GrabError, KeyEvent, KeyScanner, KeySource, Layout, SILENCE, Typist};
use scan::{ScannedCode, interpret};

use KeyEvent::{Lost, Pressed, Released, Repeated};

const NOW: Duration = Duration::from_secs(5);

const TAB: u16 = 15;
const ENTER: u16 = 28;
const CTRL: u16 = 29;
const SHIFT: u16 = 42;
const RIGHT_SHIFT: u16 = 54;
const ALT: u16 = 56;
const SPACE: u16 = 57;
const CAPS_LOCK: u16 = 58;
const KEYPAD_ENTER: u16 = 96;
const ALT_GR: u16 = 100;
const A: u16 = 30;
const B: u16 = 48;
const C: u16 = 46;
/// The keys of the keypad from 0 to 9.
const KEYPAD: [u16; 10] = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73];

fn tap(key: u16) -> Vec<KeyEvent> {
    vec![Pressed(key), Released(key)]
}

fn taps(keys: &[u16]) -> Vec<KeyEvent> {
    keys.iter().flat_map(|key| tap(*key)).collect()
}

fn with(held: u16, keys: &[u16]) -> Vec<KeyEvent> {
    [vec![Pressed(held)], taps(keys), vec![Released(held)]].concat()
}

/// As a scanner types it that is set to this layout.
fn typed(text: &str, layout: Layout) -> Vec<KeyEvent> {
    let letter = |letter: char| {
        if letter == ' ' {
            return tap(SPACE);
        }
        let lies = |key: &u16| layout.letters(*key).is_some_and(|letters| letters.contains(&letter));
        let key = (0..=255).find(lies).unwrap_or_else(|| panic!("{letter} is on no key of {layout:?}"));
        if layout.letters(key).unwrap()[0] == letter { tap(key) } else { with(SHIFT, &[key]) }
    };
    text.chars().flat_map(letter).collect()
}

/// All texts of these keys, the last one ended by silence.
fn texts(layout: Layout, events: &[KeyEvent]) -> Vec<String> {
    let mut typist = Typist::new(layout);
    let mut texts = typist.feed(events, NOW);
    texts.extend(typist.rest(NOW + SILENCE));
    texts
}

#[track_caller]
fn check(layout: Layout, events: &[KeyEvent], expected: &[&str]) {
    assert_eq!(texts(layout, events), expected, "{layout:?}");
}

#[test]
fn our_own_code_is_typed_alike_by_every_scanner() {
    let code = scan::badge_code(&crate::key(), crate::here(), scan::BadgeNumber::from_bits(0x0055_aa33_cc0f_f0a5));
    let american = typed(code.as_str(), Layout::Us);
    for layout in Layout::ALL {
        let keys = typed(code.as_str(), layout);
        assert!(keys == american, "the same keys under {layout:?}");
        let found = texts(layout, &[keys, tap(ENTER)].concat());
        assert_eq!(found, [code.as_str()], "{layout:?}");
        assert!(matches!(interpret(&found[0], &crate::key(), crate::here()), ScannedCode::Ours(..)));
    }
}

#[test]
fn a_visiting_card_is_one_text_though_enter_is_pressed_at_each_line() {
    let lines = ["BEGIN:VCARD", "FN:Anna Lind", "END:VCARD", "AB12"];
    for layout in Layout::ALL {
        let keys: Vec<KeyEvent> = lines.iter().flat_map(|line| [typed(line, layout), tap(ENTER)].concat()).collect();
        check(layout, &keys, &["BEGIN:VCARD\nFN:Anna Lind\nEND:VCARD", "AB12"]);
    }
}

#[test]
fn another_systems_code_is_read_by_the_keyboard_of_the_scanner() {
    let code = "W/1-A_3=7+y:z";
    for layout in Layout::ALL {
        check(layout, &[typed(code, layout), tap(ENTER)].concat(), &[code]);
    }
    // By hand, so that the table is not its own judge: W / 1 - A _ 3 = 7 + y : z.
    let shifted = |key| with(SHIFT, &[key]);
    let american = [
        with(SHIFT, &[17]),
        taps(&[53, 2, 12]),
        shifted(A),
        shifted(12),
        taps(&[4, 13, 8]),
        shifted(13),
        tap(21),
        shifted(39),
        tap(44),
    ]
    .concat();
    check(Layout::Us, &american, &[code]);
    let danish = [
        with(SHIFT, &[17, 8]),
        taps(&[2, 53]),
        shifted(A),
        shifted(53),
        tap(4),
        shifted(11),
        taps(&[8, 12, 21]),
        shifted(52),
        tap(44),
    ]
    .concat();
    check(Layout::Danish, &danish, &[code]);
    let german = [
        with(SHIFT, &[17, 8]),
        taps(&[2, 53]),
        shifted(A),
        shifted(53),
        tap(4),
        shifted(11),
        taps(&[8, 27, 44]),
        shifted(52),
        tap(21),
    ]
    .concat();
    check(Layout::German, &german, &[code]);
    check(Layout::Danish, &american, &["W-1+A?3´7`yÆz"]);
}

#[test]
fn each_ending_ends_a_text_and_blank_ones_are_none() {
    for end in [ENTER, KEYPAD_ENTER, TAB] {
        check(Layout::Us, &[taps(&[A, end, B, end]), vec![]].concat(), &["a", "b"]);
        check(Layout::Us, &taps(&[end, end, SPACE, end]), &[]);
    }
    check(Layout::Us, &taps(&[A, SPACE, B]), &["a b"]);
    check(Layout::Us, &[], &[]);
}

#[test]
fn shift_counts_while_it_is_held() {
    let held = [taps(&[A]), with(SHIFT, &[A, B, 2]), taps(&[C, 2]), with(RIGHT_SHIFT, &[C, 3])].concat();
    check(Layout::Us, &held, &["aAB!c1C@"]);
    // Scanners that are in a hurry let go of a key after the next one is down, and of one shift while the other is down.
    let overlapping = [
        Pressed(SHIFT),
        Pressed(A),
        Pressed(B),
        Released(A),
        Released(B),
        Pressed(RIGHT_SHIFT),
        Released(SHIFT),
        Pressed(C),
        Released(RIGHT_SHIFT),
        Pressed(A),
    ];
    check(Layout::Us, &overlapping, &["ABCa"]);
    // It is not forgotten at the end of a text.
    check(Layout::Us, &with(SHIFT, &[A, ENTER, B]), &["A", "B"]);
}

#[test]
fn caps_lock_changes_letters_only() {
    let keys = [taps(&[CAPS_LOCK, A, 2]), with(SHIFT, &[A, 2]), taps(&[CAPS_LOCK, A])].concat();
    check(Layout::Us, &keys, &["A1a!a"]);
    check(Layout::Danish, &taps(&[CAPS_LOCK, 39, 40, 26, 12, CAPS_LOCK, 39]), &["ÆØÅ+æ"]);
    check(Layout::German, &taps(&[CAPS_LOCK, 12, 21, 44]), &["ßZY"]);
}

#[test]
fn no_key_is_dead() {
    check(Layout::Danish, &taps(&[13, A, 27, A]), &["´a¨a"]);
    check(Layout::German, &taps(&[41, A, 13, 18]), &["^a´e"]);
}

#[test]
fn letters_behind_alt_gr_are_read_and_others_tear_the_text() {
    check(Layout::Danish, &[tap(A), with(ALT_GR, &[3, 8, 11]), tap(B)].concat(), &["a@{}b"]);
    check(Layout::German, &[tap(A), with(ALT_GR, &[16, 12]), tap(B)].concat(), &["a@\\b"]);
    check(Layout::Us, &[tap(A), with(ALT_GR, &[3]), taps(&[B, ENTER, C])].concat(), &["c"]);
    check(Layout::Us, &taps(&[A, 86, B, ENTER, C]), &["c"]);
}

#[test]
fn the_keypad_types_its_digits_and_signs() {
    let keys = [taps(&KEYPAD), taps(&[98, 55, 74, 78, 83])].concat();
    check(Layout::Us, &keys, &["0123456789/*-+."]);
    check(Layout::Danish, &keys, &["0123456789/*-+,"]);
    check(Layout::Us, &with(SHIFT, &KEYPAD), &["0123456789"]);
    check(Layout::Us, &[tap(CAPS_LOCK), taps(&KEYPAD)].concat(), &["0123456789"]);
}

/// A character by its number, as scanners type it that want to be understood everywhere.
fn by_number(digits: &str) -> Vec<KeyEvent> {
    let keys: Vec<u16> = digits.bytes().map(|digit| KEYPAD[usize::from(digit - b'0')]).collect();
    with(ALT, &keys)
}

#[test]
fn alt_and_a_number_are_a_character() {
    let keys = |numbers: &[&str]| numbers.iter().flat_map(|number| by_number(number)).collect::<Vec<_>>();
    check(Layout::German, &keys(&["065", "66", "0198", "0128", "047", "0122"]), &["ABÆ€/z"]);
    check(Layout::Us, &keys(&["0065", "013", "0066", "009", "67"]), &["A", "B", "C"]);
    check(Layout::Us, &keys(&["065", "029", "066"]), &["A\u{1d}B"]);
    check(Layout::Us, &[tap(A), with(ALT, &[]), with(ALT, &[59]), tap(B)].concat(), &["ab"]);
    for unknown in ["198", "0256", "99999999999999999999"] {
        check(Layout::Us, &[tap(A), by_number(unknown), taps(&[B, ENTER, C])].concat(), &["c"]);
    }
    check(Layout::Us, &[tap(A), with(ALT, &[B]), taps(&[B, ENTER, C])].concat(), &["c"]);
}

#[test]
fn a_number_that_is_cut_off_by_silence_is_no_text() {
    let mut typist = Typist::new(Layout::Us);
    let begun = [tap(A), vec![Pressed(ALT)], tap(KEYPAD[0]), tap(KEYPAD[6])].concat();
    assert_eq!(typist.feed(&begun, NOW), [""; 0]);
    assert_eq!(typist.rest(NOW + SILENCE), None);
    let more = [tap(KEYPAD[5]), vec![Released(ALT)], taps(&[B, ENTER])].concat();
    assert_eq!(typist.feed(&more, NOW + SILENCE), ["b"], "Alt and 5 alone are noise");
}

#[test]
fn ctrl_and_a_letter_are_a_control_character() {
    check(Layout::Us, &[tap(A), with(CTRL, &[27]), tap(B)].concat(), &["a\u{1d}b"]);
    check(Layout::Us, &[tap(A), with(CTRL, &[50]), tap(B)].concat(), &["a", "b"]);
    check(Layout::Us, &[with(CTRL, &[B]), tap(A)].concat(), &["a"]);
    check(Layout::Us, &[tap(A), with(97, &[3]), taps(&[B, ENTER, C])].concat(), &["c"]);
}

#[test]
fn repeats_and_keys_without_letters_are_nothing() {
    let keys = [Pressed(A), Repeated(A), Repeated(A), Released(A), Repeated(ENTER), Repeated(SHIFT), Pressed(B)];
    check(Layout::Us, &keys, &["ab"]);
    // Escape, Backspace, F1, Num Lock, Up, the key with the logo, one that does not exist.
    check(Layout::Us, &taps(&[A, 1, 14, 59, 69, 103, 125, 700, u16::MAX, B]), &["ab"]);
}

#[test]
fn what_follows_lost_keys_is_dropped_up_to_its_end() {
    check(Layout::Us, &[taps(&[A, B]), vec![Lost], taps(&[C, ENTER, B])].concat(), &["b"]);
    check(Layout::Us, &[vec![Lost], taps(&[A, B])].concat(), &[]);
    check(Layout::Us, &[vec![Pressed(SHIFT), Lost], taps(&[A, ENTER, B])].concat(), &["b"]);
}

#[test]
fn silence_ends_a_text() {
    let mut typist = Typist::new(Layout::Us);
    assert_eq!(typist.feed(&tap(A), NOW), [""; 0]);
    let later = NOW + SILENCE - Duration::from_millis(1);
    assert_eq!(typist.rest(later), None, "not silent for long enough");
    assert_eq!(typist.feed(&[Pressed(SHIFT)], later), [""; 0]);
    assert_eq!(typist.rest(NOW + SILENCE), None, "shift is typing too");
    assert_eq!(typist.over_at(), Some(later + SILENCE));
    assert_eq!(typist.rest(later + SILENCE).as_deref(), Some("a"));
    assert_eq!((typist.rest(later + SILENCE), typist.over_at()), (None, None), "reported once");
    assert_eq!(typist.feed(&tap(A), NOW), [""; 0]);
    assert_eq!(typist.feed(&taps(&[B, ENTER]), NOW + SILENCE), ["A", "B"], "two scans, not one");
}

#[test]
fn a_text_that_is_too_long_is_dropped_whole() {
    let long = "1".repeat(4_300);
    let keys = |text: &str| typed(text, Layout::Danish);
    check(Layout::Danish, &[keys(&long), taps(&[ENTER, A])].concat(), &[&long, "a"]);
    check(Layout::Danish, &[keys(&long), taps(&[2, ENTER, A])].concat(), &["a"]);
    let wide = "æ".repeat(4_300);
    check(Layout::Danish, &keys(&wide), &[&wide]);
    let mut typist = Typist::new(Layout::Us);
    for _ in 0..1_000 {
        assert_eq!(typist.feed(&taps(&[A; 1_000]), NOW), [""; 0], "no piece of it is a text");
    }
    assert_eq!(typist.feed(&taps(&[ENTER, A, ENTER]), NOW), ["a"]);
}

/// What a source does at one call; after the last, it has gone.
struct Played(VecDeque<Result<Vec<KeyEvent>, GrabError>>);

impl KeySource for Played {
    fn next(&mut self, _: Duration) -> Result<Vec<KeyEvent>, GrabError> {
        self.0.pop_front().unwrap_or(Err(GrabError::Gone))
    }
}

fn played(calls: impl IntoIterator<Item = Vec<KeyEvent>>) -> KeyScanner<Played> {
    KeyScanner::new(Played(calls.into_iter().map(Ok).collect()), Layout::Us)
}

const LONG: Duration = Duration::from_secs(1);

#[test]
fn a_scanner_gives_the_texts_of_its_source() {
    let mut scanner = played([taps(&[A, B]), taps(&[C, ENTER, A, ENTER, B]), vec![], vec![], taps(&[C])]);
    assert_eq!(scanner.read(LONG).unwrap(), [""; 0]);
    assert_eq!(scanner.read(LONG).unwrap(), ["abc", "a"]);
    assert_eq!(scanner.read(LONG).unwrap(), ["b"], "silence was waited for first");
    assert_eq!(scanner.read(Duration::from_millis(10)).unwrap(), [""; 0], "nothing came");
    assert_eq!(scanner.read(LONG).unwrap(), [""; 0]);
}

#[test]
fn short_waits_add_up_to_silence_and_only_waiting_counts() {
    let mut scanner = played([vec![tap(A)], vec![vec![]; 9], vec![tap(B)], vec![vec![]; 10]].concat());
    let short = SILENCE / 10;
    for _ in 0..20 {
        assert_eq!(scanner.read(short).unwrap(), [""; 0], "silence begins anew with each key");
    }
    assert_eq!(scanner.read(short).unwrap(), ["ab"]);
    let mut idle = played(vec![tap(A), vec![], vec![], vec![]]);
    for _ in 0..4 {
        assert_eq!(idle.read(Duration::ZERO).unwrap(), [""; 0], "who does not wait hears no silence");
    }
}

#[test]
fn a_scanner_unplugged_in_the_middle_of_a_code_has_said_nothing() {
    let mut scanner = played([taps(&[A, ENTER, B, C])]);
    assert_eq!(scanner.read(LONG).unwrap(), ["a"]);
    for _ in 0..3 {
        assert_eq!(scanner.read(LONG), Err(GrabError::Gone), "no piece, and it stays gone");
    }
    // A source that has failed is not asked again.
    let calls = VecDeque::from([Ok(taps(&[A])), Err(GrabError::Gone), Ok(vec![]), Ok(taps(&[ENTER]))]);
    let mut scanner = KeyScanner::new(Played(calls), Layout::Us);
    assert_eq!(scanner.read(LONG), Ok(vec![]));
    for _ in 0..3 {
        assert_eq!(scanner.read(LONG), Err(GrabError::Gone));
    }
}

/// A source at which nobody types; it writes down how long it was waited for.
struct Silent<'a>(&'a RefCell<Vec<Duration>>, Option<Vec<KeyEvent>>);

impl KeySource for Silent<'_> {
    fn next(&mut self, timeout: Duration) -> Result<Vec<KeyEvent>, GrabError> {
        self.0.borrow_mut().push(timeout);
        Ok(self.1.take().unwrap_or_default())
    }
}

#[test]
fn a_source_is_waited_for_no_longer_than_needed() {
    let asked = RefCell::new(Vec::new());
    let mut scanner = KeyScanner::new(Silent(&asked, Some(tap(A))), Layout::Us);
    assert_eq!(scanner.read(Duration::MAX).unwrap(), [""; 0]);
    assert_eq!(scanner.read(LONG).unwrap(), ["a"]);
    assert_eq!(scanner.read(LONG).unwrap(), [""; 0]);
    let minute = Duration::from_secs(60);
    assert_eq!(
        asked.take(),
        [minute, SILENCE, LONG],
        "a minute at most, silence where a text waits for it, else as wished"
    );
    scanner = KeyScanner::new(Silent(&asked, Some(vec![Lost])), Layout::Us);
    assert_eq!(scanner.read(LONG).unwrap(), [""; 0]);
    assert_eq!(scanner.read(LONG).unwrap(), [""; 0], "the torn text is over, and the wait is not");
    assert_eq!(asked.take(), [LONG, SILENCE, LONG - SILENCE], "the time that is left is waited out");
}

#[test]
fn every_refusal_says_what_to_do_and_debug_shows_nothing_that_was_scanned() {
    for (error, advice) in [
        (GrabError::Missing, "plug it in"),
        (GrabError::NoPermission, "add the user to the group input, or a udev rule"),
        (GrabError::Busy, "close it"),
        (GrabError::Unusable, "choose another"),
        (GrabError::Gone, "plug it in again"),
    ] {
        assert!(error.to_string().contains(advice), "{error}");
    }
    let mut typist = Typist::new(Layout::Us);
    typist.feed(&taps(&[31, 18, A]), NOW);
    let shown = format!("{typist:?} {:?} {:?}", Pressed(30), played([]));
    assert!(!shown.contains("sea") && !shown.contains("30"), "{shown}");
}

/// Keys as a scanner types them, mostly.
fn events() -> impl Strategy<Value = Vec<KeyEvent>> {
    let key = prop_oneof![8 => 0..=110_u16, 1 => any::<u16>()];
    let event = (key, 0..=3_i32).prop_map(|(key, value)| KeyEvent::from_linux(key, value).unwrap_or(Lost));
    proptest::collection::vec(event, 0..80)
}

proptest! {
    #[test]
    fn the_cuts_between_reads_do_not_matter(events in events(), cut in any::<proptest::sample::Index>()) {
        let cut = cut.index(events.len() + 1);
        for layout in Layout::ALL {
            let mut typist = Typist::new(layout);
            let mut found = typist.feed(&events[..cut], NOW);
            found.extend(typist.feed(&events[cut..], NOW));
            found.extend(typist.rest(NOW + SILENCE));
            prop_assert_eq!(found, texts(layout, &events));
        }
    }

    #[test]
    fn what_a_scanner_types_is_read(text in "[0-9A-Za-z ,.\\-+:/_()=!\"#%&]{1,60}") {
        for layout in Layout::ALL {
            let found = texts(layout, &[typed(&text, layout), tap(ENTER)].concat());
            let expected: Vec<&str> = Some(text.as_str()).filter(|text| !text.trim().is_empty()).into_iter().collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn any_keys_at_any_time_give_proper_texts(
        pieces in proptest::collection::vec((events(), any::<Duration>()), 0..10),
    ) {
        let mut typist = Typist::new(Layout::Danish);
        for (events, at) in pieces {
            let mut found = typist.feed(&events, at);
            found.extend(typist.rest(at.saturating_add(SILENCE)));
            for text in found {
                prop_assert!(!text.trim().is_empty());
                prop_assert!(crate::is_clean(&text));
            }
        }
    }
}
