//! Who may make which call: the cases in which the desk may do what else is the lead's, and the gate itself.

use checkin::RecordId;
use jiff::SignedDuration;
use serde_json::Value;
use store::{Role, StoreError};

use super::Need;
use crate::error::KioskError;
use crate::kiosk::{Authority, Caller, Kiosk};
use crate::printers::PrinterKind;

/// So long desk staff may undo what they did themselves.
const OWN_FOR: SignedDuration = SignedDuration::from_mins(15);

/// A case in which the desk may.
#[derive(Clone, Copy)]
pub struct Case {
    /// In which, as the handbook says it; the key is `need.NAME`.
    pub name: &'static str,
    may: fn(&Kiosk, &Caller, &Value) -> Result<bool, KioskError>,
}

/// A check-in that passes no refusal.
pub(super) const WITHOUT_OVERRIDE: Case =
    Case { name: "withoutOverride", may: |_, _, params| Ok(params.get("override").is_none_or(Value::is_null)) };

/// The undo of an own act of the last quarter of an hour.
pub(super) const OWN_AND_RECENT: Case = Case { name: "ownAndRecent", may: is_own_and_recent };

/// Somebody has paid at the desk.
pub(super) const HAS_PAID: Case = Case { name: "hasPaid", may: has_paid };

/// Who somebody is, but not whether they may enter: no status (but "has paid", as with `setStatus`) and no ticket codes.
pub(super) const NO_STATUS_NO_CODES: Case = Case {
    name: "noStatusNoCodes",
    may: |kiosk, caller, params| admits_nobody(kiosk, caller, params, params.get("fields")),
};

/// The same of somebody new, whose fields stand by themselves.
pub(super) const NO_STATUS_NO_CODES_OF_ANOTHER: Case =
    Case { name: "noStatusNoCodes", may: |kiosk, caller, params| admits_nobody(kiosk, caller, params, Some(params)) };

fn admits_nobody(kiosk: &Kiosk, caller: &Caller, params: &Value, fields: Option<&Value>) -> Result<bool, KioskError> {
    let field = |name: &str| fields.and_then(|fields| fields.get(name));
    // Also `null`: what the list says may be more than what was said at a desk.
    match (field("ticketCodes"), field("status")) {
        (Some(_), _) => Ok(false),
        (None, None) => Ok(true),
        (None, Some(status)) => {
            let attendee = params.get("attendee").cloned().unwrap_or_default();
            has_paid(kiosk, caller, &serde_json::json!({"attendee": attendee, "status": status}))
        }
    }
}

/// A printer is added or changed, and by that neither a certificate is accepted nor names are put into a folder that the lead has
/// not seen: it may lie on a disk or a share where anybody reads them, also beside an event with a passphrase.
pub(super) const NO_NEW_CERTIFICATE: Case = Case {
    name: "noNewCertificate",
    may: |kiosk, _, params| Ok(accepts_no_certificate(kiosk, params) && is_no_new_folder(kiosk, params)),
};

fn is_no_new_folder(kiosk: &Kiosk, params: &Value) -> bool {
    if params.get("kind").and_then(Value::as_str) != Some("folder") {
        return true;
    }
    let text = |name: &str| params.get(name).and_then(Value::as_str).unwrap_or_default();
    let board = kiosk.shared().printers.board();
    let known = board.settings.find(text("id"));
    known.is_some_and(|known| known.kind == PrinterKind::Folder && known.address == text("address").trim())
}

fn accepts_no_certificate(kiosk: &Kiosk, params: &Value) -> bool {
    let Some(given) = params.get("certificate").and_then(Value::as_str) else { return true };
    let id = params.get("id").and_then(Value::as_str).unwrap_or_default();
    let board = kiosk.shared().printers.board();
    let known = board.settings.find(id).and_then(|printer| printer.certificate.as_deref());
    known.is_some_and(|known| known.eq_ignore_ascii_case(&given.replace(':', "")))
}

fn is_own_and_recent(kiosk: &Kiosk, caller: &Caller, params: &Value) -> Result<bool, KioskError> {
    let named = ["record", "checkIn"].iter().find_map(|name| params.get(name)?.as_str());
    // What is malformed or not there is told by the call itself.
    let Some(record) = named.and_then(|record| record.parse::<RecordId>().ok()) else { return Ok(true) };
    let told = match kiosk.read(|view| view.record(record)) {
        Ok(told) => told.sealed.record,
        Err(KioskError::Store(StoreError::NotFound)) => return Ok(true),
        Err(error) => return Err(error),
    };
    let ago = kiosk.shared().clock.now().as_millisecond().saturating_sub(told.stamp.ms);
    Ok(told.kind != "import" && told.staff == caller.staff && ago <= OWN_FOR.as_millis().try_into().unwrap_or(0))
}

fn has_paid(kiosk: &Kiosk, _: &Caller, params: &Value) -> Result<bool, KioskError> {
    if params.get("status").and_then(Value::as_str) != Some("confirmed") {
        return Ok(false);
    }
    let id = params.get("attendee").and_then(Value::as_str).and_then(|id| id.parse().ok());
    let Some(id) = id else { return Ok(true) };
    match kiosk.read(|view| view.attendee(id)) {
        Ok(attendee) => Ok(attendee.profile.status == checkin::Status::PaymentDue),
        Err(KioskError::Store(StoreError::NotFound)) => Ok(true),
        Err(error) => Err(error),
    }
}

/// Lets a call through, or says what is missing. Where there are no staff, everybody may do everything.
pub(super) fn permit(kiosk: &Kiosk, caller: &Caller, need: Need, params: &Value) -> Result<(), KioskError> {
    let role = match caller.authority {
        Authority::Owner => return Ok(()),
        _ if !kiosk.shared().has_staff() => return Ok(()),
        Authority::Nobody => None,
        Authority::Staff(role) => Some(role),
    };
    match (need, role) {
        (Need::Anyone, _) | (_, Some(Role::Lead)) | (Need::Desk, Some(Role::Desk)) => Ok(()),
        (_, None) => Err(KioskError::Locked),
        (Need::Lead, Some(Role::Desk)) => Err(KioskError::LeadNeeded),
        (Need::DeskIf(case), Some(Role::Desk)) => {
            if (case.may)(kiosk, caller, params)? {
                Ok(())
            } else {
                Err(KioskError::LeadNeeded)
            }
        }
    }
}

/// The same gate for what a window does beyond the calls: `need` is of the act as a whole.
///
/// # Errors
/// `locked`, `leadNeeded`.
pub fn permit_act(kiosk: &Kiosk, caller: &Caller, need: Need) -> Result<(), KioskError> {
    permit(kiosk, caller, need, &Value::Null)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::path::Path;

    use super::*;
    use crate::api::METHODS;
    use crate::words;

    /// The handbook's page of roles.
    fn page() -> String {
        let mut page = String::from(
            "# Who may do what\n\nWhere staff are entered, each call of the kiosk needs somebody who has signed in. Made from the list of calls; \
             `cargo xtask bless` writes it anew.\n`ankomstctl` asks for no PIN: whoever runs it has the file itself. \
             What only the window does: [roles-window.md](roles-window.md).\n\n\
             | call | before signing in | desk | lead |\n| --- | --- | --- | --- |\n",
        );
        for method in METHODS {
            let (before, desk) = match method.need {
                Need::Anyone => ("yes", "yes".to_owned()),
                Need::Desk => ("", "yes".to_owned()),
                Need::Lead => ("", String::new()),
                Need::DeskIf(case) => ("", words::say(checkin::Language::English, &format!("need.{}", case.name), &[])),
            };
            let _ = writeln!(page, "| `{}` | {before} | {desk} | yes |", method.name);
        }
        page
    }

    #[test]
    fn the_handbook_has_the_table_of_roles() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/handbook/roles.md");
        let page = page();
        if std::env::var_os("ANKOMST_BLESS").is_some() {
            std::fs::write(&file, &page).unwrap();
        }
        let known = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(known == page, "{} is not what the calls are now: run `cargo xtask bless`", file.display());
    }
}
