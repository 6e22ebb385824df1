//! The scanner at this desk: how it gets on with the computer's keyboard, and the desk's own command codes.

use std::path::PathBuf;

use checkin::Event;
use report::{DeskCode, DeskCodeError, code_cards_pdf, code_page_pdf, code_svg};
use scan::calibration::{self, Agreement, TEST_CODE};
use scan::{Command, ScannedCode, SessionMark, command_code};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::inside::Saved;
use super::keyboards::KeyboardsWire;
use super::params;
use super::wire;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk, Shared};
use crate::words;

/// The longest text that is taken for a scan.
const MAX_TEXT: usize = 4_300;

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "TestScannerParams"))]
#[serde(deny_unknown_fields)]
pub(super) struct TestParams {
    text: String,
}

/// What arrived of the test code.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ScannerTest", optional_fields))]
pub(super) struct TestWire {
    /// Whether it was the test code at all, garbled or not.
    test: bool,
    /// Whether every letter is understood.
    whole: bool,
    /// Scanner and computer, if they disagree in a way that can be undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    keyboards: Option<KeyboardsWire>,
    /// How many letters are put right.
    corrected: u32,
    /// Each letter of the code.
    letters: Vec<LetterWire>,
}

/// A letter of the test code.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct LetterWire {
    /// As it is in the code.
    meant: char,
    /// As it arrived; may be empty.
    came: String,
}

pub(super) fn test_scanner(_: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: TestParams = params::read(params)?;
    let text = params::limited("text", params.text, MAX_TEXT)?;
    let agreement = calibration::agreement(&text);
    let letters: Vec<LetterWire> = calibration::arrived(&text)
        .into_iter()
        .map(|letter| LetterWire { meant: letter.meant, came: letter.came })
        .collect();
    let is_other = |letter: &&LetterWire| !letter.came.eq_ignore_ascii_case(letter.meant.encode_utf8(&mut [0; 4]));
    let other = letters.iter().filter(is_other).count();
    wire::json(TestWire {
        test: calibration::is_test(&text),
        whole: agreement != Agreement::Unknown,
        keyboards: match agreement {
            Agreement::Crossed { scanner, computer } => Some(KeyboardsWire::from((scanner, computer))),
            Agreement::Same | Agreement::Unknown => None,
        },
        // At most the letters of the code.
        corrected: u32::try_from(other).unwrap_or(u32::MAX),
        letters,
    })
}

/// The picture of the test code as SVG, for the screen.
///
/// # Errors
/// If it cannot be drawn.
pub fn test_code_picture() -> Result<Vec<u8>, KioskError> {
    code_svg(TEST_CODE).map(String::into_bytes).map_err(|error| not_drawn(&error))
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "DeskCommandParams"))]
#[serde(deny_unknown_fields)]
pub(super) struct CommandParams {
    text: String,
}

/// What a scanned command code tells the desk to do, or why nothing.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "DeskCommand", optional_fields))]
pub(super) struct CommandWire {
    /// `undo`, `reprint`, `event`, `session`; or `damaged`, `otherEvent`, `forged`, `noSession`, `none`.
    #[cfg_attr(
        test,
        ts(
            type = "'undo' | 'reprint' | 'event' | 'session' | 'damaged' | 'otherEvent' | 'forged' | 'noSession' | 'none'"
        )
    )]
    command: &'static str,
    /// The session that is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

pub(super) fn desk_command(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: CommandParams = params::read(params)?;
    let text = params::limited("text", params.text, MAX_TEXT)?;
    let shared = kiosk.shared();
    let mut session = None;
    let command = match said(shared, &text) {
        ScannedCode::Command(Command::Undo, _) => "undo",
        ScannedCode::Command(Command::Reprint, _) => "reprint",
        ScannedCode::Command(Command::Event, _) => "event",
        ScannedCode::Command(Command::Session(mark), _) => {
            let event = kiosk.event();
            session =
                event.sessions.iter().find(|known| SessionMark::of(&known.id) == mark).map(|it| it.id.to_string());
            if session.is_some() { "session" } else { "noSession" }
        }
        ScannedCode::Damaged(_) => "damaged",
        ScannedCode::OtherEvent(_) => "otherEvent",
        ScannedCode::Forged(_) => "forged",
        ScannedCode::Ours(..) | ScannedCode::Other(_) => "none",
    };
    wire::json(CommandWire { command, session })
}

/// What a text says, and where that is nothing, what it says on another keyboard: the identifier that a scanner puts before a card's
/// code may be garbled. A card is signed, so that no keyboard makes one.
fn said(shared: &Shared, text: &str) -> ScannedCode {
    let interpret = |text: &str| scan::interpret(text, &shared.code_key, shared.event_id);
    let is_ours = |scanned: &ScannedCode| !matches!(scanned, ScannedCode::Other(_));
    let scanned = interpret(text);
    if is_ours(&scanned) {
        return scanned;
    }
    let mut crossed = scan::uncross(text.trim()).into_iter().map(|crossed| interpret(&crossed.text));
    crossed.find(is_ours).unwrap_or(scanned)
}

/// Which codes are put on paper.
#[derive(Clone, Copy, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
enum DeskCodes {
    /// The scanner's test code.
    Test,
    /// A card for each command.
    Cards,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "DeskCodesParams", optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct CodesParams {
    codes: DeskCodes,
    out: Option<String>,
}

pub(super) fn save_desk_codes(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: CodesParams = params::read(params)?;
    let say = |key: &str| words::say(caller.language, key, &[]);
    let (name, pdf) = match params.codes {
        DeskCodes::Test => {
            let page =
                DeskCode { title: say("deskCode.test"), about: say("deskCode.test.about"), code: TEST_CODE.to_owned() };
            ("scanner-test.pdf", code_page_pdf(&page))
        }
        DeskCodes::Cards => ("desk-cards.pdf", code_cards_pdf(&cards(kiosk, &kiosk.event(), say))),
    };
    let path = params.out.map_or_else(|| kiosk.shared().clear.reports.join(name), PathBuf::from);
    store::write_atomically(&path, &pdf.map_err(|error| not_drawn(&error))?)?;
    wire::json(Saved { path: path.display().to_string() })
}

fn cards(kiosk: &Kiosk, event: &Event, say: impl Fn(&str) -> String) -> Vec<DeskCode> {
    let shared = kiosk.shared();
    let code = |command| command_code(&shared.code_key, shared.event_id, command);
    let card = |name: &str, command| DeskCode {
        title: say(&format!("deskCode.{name}")),
        about: say(&format!("deskCode.{name}.about")),
        code: code(command),
    };
    let mut cards = vec![card("undo", Command::Undo), card("reprint", Command::Reprint), card("event", Command::Event)];
    cards.extend(event.sessions.iter().filter(|session| session.check_in).map(|session| DeskCode {
        title: session.title.clone(),
        about: session.room.clone(),
        code: code(Command::Session(SessionMark::of(&session.id))),
    }));
    cards
}

fn not_drawn(error: &DeskCodeError) -> KioskError {
    KioskError::Badge(error.to_string())
}
