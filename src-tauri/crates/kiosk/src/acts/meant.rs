//! Whom a scanned text means: a ticket code of the list, a code of ours, an order number, or any of these on another keyboard.

use checkin::{AttendeeId, Claim, TicketCode, UnknownReason};
use scan::{ScannedCode, ScannedText};
use store::View;

use super::check_in::Keyboards;
use crate::error::KioskError;
use crate::kiosk::Shared;

/// A text as it was read, and else as it was meant on another keyboard. Where scanner and computer are `known` to disagree,
/// what they make of it comes first, and nothing is said of it. Where they are known to agree, or no keyboard is in the way, a text
/// means what it says and nothing else: the code beside it may be somebody's.
pub(super) fn by_scan(
    view: View<'_>,
    shared: &Shared,
    text: &str,
    known: Option<Keyboards>,
) -> Result<(Vec<AttendeeId>, Claim, Option<Keyboards>), KioskError> {
    if let Some(keyboards) = known.filter(disagree)
        && let Some((people, claim)) = meant_on_known_keyboards(view, shared, text, keyboards)?
    {
        return Ok((people, claim, None));
    }
    let mut claim = Claim::default();
    let people = meant_by_text(view, shared, text, &mut claim)?;
    if is_nothing(&claim)
        && known.is_none()
        && let Some((people, claim, keyboards)) = meant_on_another_keyboard(view, shared, text)?
    {
        return Ok((people, claim, Some(keyboards)));
    }
    Ok((people, claim, None))
}

fn disagree((scanner, computer): &Keyboards) -> bool {
    scanner != computer
}

/// What to search for if a text is nothing: the name on a card, or what is no code but words. A card is known by its sign also
/// where the keyboards have garbled it.
pub(super) fn search(shared: &Shared, text: &str, known: Option<Keyboards>) -> Option<String> {
    let crossed = match known {
        Some((scanner, computer)) if scanner != computer => scan::meant_on(text.trim(), scanner, computer),
        Some(_) => Vec::new(),
        None => scan::uncross(text.trim()).into_iter().map(|crossed| crossed.text).collect(),
    };
    let read = std::iter::once(text.to_owned()).chain(crossed);
    let read: Vec<ScannedCode> = read.map(|text| scan::interpret(&text, &shared.code_key, shared.event_id)).collect();
    let card = read.iter().find(|read| read.scanned().is_card());
    let words = card.or(read.first()).filter(|read| matches!(read, ScannedCode::Other(_)));
    words.and_then(|read| read.scanned().named()).map(str::to_owned)
}

/// What a text was on the scanner's keyboard; `None` if that is nothing, or if it may be two codes of two people.
fn meant_on_known_keyboards(
    view: View<'_>,
    shared: &Shared,
    text: &str,
    (scanner, computer): Keyboards,
) -> Result<Option<(Vec<AttendeeId>, Claim)>, KioskError> {
    let text = text.trim();
    let mut found: Option<(Vec<AttendeeId>, Claim)> = None;
    for meant in scan::meant_on(text, scanner, computer).into_iter().filter(|meant| meant != text) {
        let mut claim = Claim::default();
        let people = meant_by_text(view, shared, &meant, &mut claim)?;
        match &found {
            _ if is_nothing(&claim) => {}
            None => found = Some((people, claim)),
            Some((same, _)) if *same == people => {}
            Some(_) => return Ok(None),
        }
    }
    Ok(found)
}

/// Read well, and on no list.
pub(super) fn is_nothing(claim: &Claim) -> bool {
    claim.unknown == Some(UnknownReason::NotListed)
}

fn meant_by_text(
    view: View<'_>,
    shared: &Shared,
    text: &str,
    claim: &mut Claim,
) -> Result<Vec<AttendeeId>, KioskError> {
    let scanned = scan::interpret(text, &shared.code_key, shared.event_id);
    // A ticket code of the list that is equal wins over whatever the text looks like.
    let mut short = None;
    for candidate in scanned.candidates() {
        let holders = view.with_ticket_code(candidate)?;
        if !holders.is_empty() && admits(candidate) {
            return Ok(holders);
        }
        if !holders.is_empty() && short.is_none() {
            short = Some((candidate.clone(), holders));
        }
    }
    // One that is too short is nobody's word against what else an address holds; against anything else it is.
    if let Some((_, holders)) = short.take_if(|_| !matches!(scanned, ScannedCode::Other(_))) {
        claim.unknown = Some(UnknownReason::ShortCode);
        return Ok(holders);
    }
    match scanned {
        ScannedCode::Ours(number, _) => {
            return match view.badge_number(number.to_bits())? {
                Some(held) => {
                    claim.revoked = held.revoked;
                    Ok(vec![held.attendee])
                }
                None => {
                    claim.unknown = Some(UnknownReason::NotOnThisDesk);
                    Ok(Vec::new())
                }
            };
        }
        ScannedCode::Forged(_) => claim.forged = true,
        ScannedCode::OtherEvent(_) => claim.wrong_event = true,
        ScannedCode::Damaged(_) => claim.unknown = Some(UnknownReason::DamagedCode),
        // The window does what a command says; it is nobody's code.
        ScannedCode::Command(..) => claim.unknown = Some(UnknownReason::NotListed),
        ScannedCode::Other(scanned) => return meant_by_other(view, &scanned, short, claim),
    }
    Ok(Vec::new())
}

/// Whether a ticket code is long enough to admit by itself.
fn admits(code: &str) -> bool {
    TicketCode::new(code).is_some_and(|code| code.admits())
}

/// A text that is no code of ours and that no ticket code equals: without regard to case, then as an order number. Last comes the
/// ticket code that is equal and too `short`.
fn meant_by_other(
    view: View<'_>,
    scanned: &ScannedText,
    mut short: Option<(String, Vec<AttendeeId>)>,
    claim: &mut Claim,
) -> Result<Vec<AttendeeId>, KioskError> {
    for candidate in scanned.candidates() {
        let holders = view.with_folded_ticket_code(candidate)?;
        if !holders.is_empty() && admits(candidate) {
            return Ok(holders);
        }
        if !holders.is_empty() && short.is_none() {
            short = Some((candidate.clone(), holders));
        }
    }
    // Where one text is somebody's short code and somebody's order, nobody knows which is meant.
    let is_short = |order: &String| short.as_ref().is_some_and(|(code, _)| code == order);
    for order in scanned.orders().iter().filter(|order| !is_short(order)) {
        let ordered = view.with_order(order)?;
        if !ordered.is_empty() {
            return Ok(ordered);
        }
    }
    let (reason, holders) = match short {
        Some((_, holders)) => (UnknownReason::ShortCode, holders),
        None => (UnknownReason::NotListed, Vec::new()),
    };
    claim.unknown = Some(reason);
    Ok(holders)
}

/// A text that is nothing may be a code that was garbled because scanner and computer are set to keyboards of two countries: one
/// of the list, or one of ours behind an identifier that the scanner puts before it. It counts only if whichever pair makes
/// something of it means the same people, and if it is long enough for a ticket code that admits. `None` if it is nothing.
fn meant_on_another_keyboard(
    view: View<'_>,
    shared: &Shared,
    text: &str,
) -> Result<Option<(Vec<AttendeeId>, Claim, Keyboards)>, KioskError> {
    let mut found: Option<(Vec<AttendeeId>, Claim, Keyboards)> = None;
    for crossed in scan::uncross(text.trim()).into_iter().filter(|crossed| admits(&crossed.text)) {
        let mut claim = Claim::default();
        let people = meant_by_text(view, shared, &crossed.text, &mut claim)?;
        match &found {
            _ if is_nothing(&claim) || claim.unknown == Some(UnknownReason::ShortCode) => {}
            None => found = Some((people, claim, (crossed.scanner, crossed.computer))),
            Some((same, ..)) if *same == people => {}
            // Two codes of two people: nobody knows which was meant.
            Some(_) => return Ok(None),
        }
    }
    Ok(found)
}
