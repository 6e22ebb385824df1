//! Whom a scanned text means: a ticket code of the list, a code of ours, an order number, or any of these on another keyboard.

use checkin::{AttendeeId, Claim, TicketCode, UnknownReason};
use scan::ScannedCode;
use store::View;

use super::check_in::Keyboards;
use crate::error::KioskError;
use crate::kiosk::Shared;

/// A text as it was read, and else as it was meant on another keyboard. Where scanner and computer are `known` to disagree,
/// what they make of it comes first, and nothing is said of it.
pub(super) fn by_scan(
    view: View<'_>,
    shared: &Shared,
    text: &str,
    known: Option<Keyboards>,
) -> Result<(Vec<AttendeeId>, Claim, Option<Keyboards>), KioskError> {
    if let Some(keyboards) = known
        && let Some((people, claim)) = meant_on_known_keyboards(view, shared, text, keyboards)?
    {
        return Ok((people, claim, None));
    }
    let mut claim = Claim::default();
    let people = meant_by_text(view, shared, text, &mut claim)?;
    if !is_nothing(&claim) {
        return Ok((people, claim, None));
    }
    let (people, crossed) = meant_on_another_keyboard(view, shared, text)?;
    if crossed.is_some() {
        claim.unknown = None;
    }
    Ok((people, claim, crossed))
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
    for candidate in scanned.candidates() {
        let holders = view.with_ticket_code(candidate)?;
        if !holders.is_empty() {
            let admits = TicketCode::new(candidate).is_some_and(|code| code.admits());
            claim.unknown = (!admits).then_some(UnknownReason::ShortCode);
            return Ok(holders);
        }
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
        ScannedCode::Other(scanned) => return meant_by_other(view, scanned.candidates(), claim),
    }
    Ok(Vec::new())
}

/// A text that is no code of ours and that no ticket code equals: without regard to case, then as an order number.
fn meant_by_other(view: View<'_>, candidates: &[String], claim: &mut Claim) -> Result<Vec<AttendeeId>, KioskError> {
    for candidate in candidates {
        let holders = view.with_folded_ticket_code(candidate)?;
        if !holders.is_empty() {
            let admits = TicketCode::new(candidate).is_some_and(|code| code.admits());
            claim.unknown = (!admits).then_some(UnknownReason::ShortCode);
            return Ok(holders);
        }
    }
    for candidate in candidates {
        let ordered = view.with_order(candidate)?;
        if !ordered.is_empty() {
            return Ok(ordered);
        }
    }
    claim.unknown = Some(UnknownReason::NotListed);
    Ok(Vec::new())
}

/// A text that is nothing may be a ticket code of another system, garbled because scanner and computer are set to keyboards
/// of two countries. It counts only if it is equal to a ticket code, character by character, and if whichever pair makes one
/// of it means the same people.
fn meant_on_another_keyboard(
    view: View<'_>,
    shared: &Shared,
    text: &str,
) -> Result<(Vec<AttendeeId>, Option<Keyboards>), KioskError> {
    let mut found: Option<(Vec<AttendeeId>, Keyboards)> = None;
    for crossed in scan::uncross(text.trim()) {
        let scanned = scan::interpret(&crossed.text, &shared.code_key, shared.event_id);
        for candidate in
            scanned.candidates().iter().filter(|code| TicketCode::new(code).is_some_and(|code| code.admits()))
        {
            let holders = view.with_ticket_code(candidate)?;
            match &found {
                _ if holders.is_empty() => {}
                None => found = Some((holders, (crossed.scanner, crossed.computer))),
                Some((same, _)) if *same == holders => {}
                // Two codes of two people: nobody knows which was meant.
                Some(_) => return Ok((Vec::new(), None)),
            }
        }
    }
    Ok(found.map_or((Vec::new(), None), |(holders, layouts)| (holders, Some(layouts))))
}
