//! The one list of calls: names, parameters and results as `contract.md` fixes them.
//!
//! [`call`] takes a name and JSON and gives JSON. The command line's `rpc` and the desktop shell make these calls and
//! no others. Types that cross the border lie here, one file per area; domain types are not serialisable.

mod arrivals;
mod attendees;
mod backups;
mod batches;
mod beyond;
mod check_in;
mod colleagues;
mod design;
mod desk;
mod differences;
mod erase;
mod exports;
mod find;
mod inside;
mod jobs;
mod keyboards;
mod list_rows;
mod lists;
mod needs;
mod overview;
mod params;
mod printer_deeds;
mod printers;
mod scanner;
mod settings;
mod staff;
mod support;
mod templates;
#[cfg(test)]
mod types;
mod waiting;
mod wire;

use std::time::Instant;

use serde_json::Value;

use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::log;

pub use attendees::{AttendeeWire, EntryWire};
pub use check_in::CheckInResult;
pub use colleagues::Colleagues;
pub use desk::{DeskState, EventInfo, LatestResult};
pub use jobs::PrintJobWire;
pub use lists::ImportReport;
pub use needs::permit_act;
pub use overview::{OverviewWire, ProgrammeWire};
pub use scanner::test_code_picture;

/// What a call does.
type Handler = fn(&Kiosk, &Caller, Value) -> Result<Value, KioskError>;

/// A call of the list.
#[derive(Clone, Copy)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// Whether it changes something, and so needs the writer.
    pub writes: bool,
    /// Who may make it.
    pub need: Need,
    handler: Handler,
}

/// Who may make a call, where there are staff. This column of [`METHODS`] is the one table of roles; the handbook's is made
/// of it.
#[derive(Clone, Copy)]
pub enum Need {
    /// Everybody, also before signing in: nothing of any guest is in it.
    Anyone,
    /// Whoever has signed in.
    Desk,
    /// The lead.
    Lead,
    /// The lead; the desk in the cases that the function knows, which the words say.
    DeskIf(needs::Case),
}

impl Method {
    const fn for_anyone(self) -> Self {
        Self { need: Need::Anyone, ..self }
    }

    const fn for_lead(self) -> Self {
        Self { need: Need::Lead, ..self }
    }

    const fn for_desk_if(self, case: needs::Case) -> Self {
        Self { need: Need::DeskIf(case), ..self }
    }
}

const fn reads(name: &'static str, handler: Handler) -> Method {
    Method { name, writes: false, need: Need::Desk, handler }
}

const fn writes(name: &'static str, handler: Handler) -> Method {
    Method { name, writes: true, need: Need::Desk, handler }
}

/// All calls, in the order of the contract; those from `event` on are for windows.
pub const METHODS: [Method; 81] = [
    reads("findAttendees", find::find),
    reads("listAttendees", attendees::list),
    reads("getAttendee", attendees::get),
    writes("checkIn", check_in::check_in).for_desk_if(needs::WITHOUT_OVERRIDE),
    writes("undo", check_in::undo).for_desk_if(needs::OWN_AND_RECENT),
    writes("undoCheckIn", check_in::undo_check_in).for_desk_if(needs::OWN_AND_RECENT),
    writes("addWalkIn", attendees::add_walk_in).for_desk_if(needs::NO_STATUS_NO_CODES_OF_ANOTHER),
    writes("amendAttendee", attendees::amend).for_desk_if(needs::NO_STATUS_NO_CODES),
    writes("substituteAttendee", attendees::substitute).for_desk_if(needs::NO_STATUS_NO_CODES_OF_ANOTHER),
    writes("joinAttendees", attendees::join).for_lead(),
    writes("setStatus", attendees::set_status).for_desk_if(needs::HAS_PAID),
    writes("reissueBadge", attendees::reissue_badge),
    writes("acknowledgeAlert", attendees::acknowledge_alert),
    writes("seeContact", attendees::see_contact),
    writes("importList", lists::import_list).for_lead(),
    writes("undoImport", lists::undo_import).for_lead(),
    reads("renderBadge", jobs::render_badge),
    reads("renderProgramme", batches::render_programme),
    reads("planBadges", batches::plan_badges),
    reads("sheetPicture", batches::sheet_picture),
    writes("printBadges", batches::print_badges),
    reads("badgeBatch", batches::badge_batch),
    writes("steerBadges", batches::steer_badges),
    writes("queueBadge", jobs::queue_badge),
    reads("printJobs", jobs::print_jobs),
    writes("answerJob", jobs::answer_job),
    writes("cancelJob", jobs::cancel_job),
    reads("refusals", check_in::refusals),
    reads("programme", overview::programme),
    reads("overview", overview::overview),
    reads("event", desk::event).for_anyone(),
    reads("deskState", desk::desk_state),
    reads("latest", desk::latest),
    reads("colleagues", colleagues::colleagues),
    reads("importProgress", lists::import_progress),
    reads("cancelImport", lists::cancel_import).for_lead(),
    reads("listRows", list_rows::list_rows).for_lead(),
    reads("listLines", list_rows::list_lines),
    reads("saveRejected", list_rows::save_rejected),
    reads("exportList", exports::export_list).for_lead(),
    reads("exportColumns", exports::export_columns).for_lead(),
    reads("saveReport", exports::save_report),
    reads("savePerson", exports::save_person),
    reads("arrivals", arrivals::arrivals),
    reads("whoIsInside", inside::who_is_inside),
    reads("saveInside", inside::save_inside),
    reads("health", settings::health),
    writes("nameDesk", settings::name_desk).for_lead(),
    writes("amendEvent", settings::amend_event).for_lead(),
    reads("eventSettings", settings::event_settings).for_lead(),
    reads("testScanner", scanner::test_scanner),
    reads("deskCommand", scanner::desk_command),
    reads("saveDeskCodes", scanner::save_desk_codes),
    reads("saveSupport", support::save_support),
    reads("printers", printers::printers),
    reads("findPrinters", printer_deeds::find_printers),
    writes("savePrinter", printer_deeds::save_printer).for_desk_if(needs::NO_NEW_CERTIFICATE),
    writes("removePrinter", printer_deeds::remove_printer),
    writes("pausePrinter", printer_deeds::pause_printer),
    writes("setPrinting", printer_deeds::set_printing),
    writes("testPrint", printer_deeds::test_print),
    writes("rollChanged", printer_deeds::roll_changed),
    writes("moveJobs", printer_deeds::move_jobs),
    reads("staff", staff::staff).for_anyone(),
    writes("putStaff", staff::put_staff).for_lead(),
    writes("removeStaff", staff::remove_staff).for_lead(),
    reads("mentions", erase::mentions).for_lead(),
    writes("eraseAttendee", erase::erase_attendee).for_lead(),
    writes("eraseEvent", erase::erase_event).for_lead(),
    reads("backups", backups::backups).for_lead(),
    writes("chooseMedium", backups::choose_medium).for_lead(),
    reads("badgeTemplates", templates::list),
    reads("hardestNames", templates::hardest_names),
    reads("templateFit", templates::fit),
    reads("saveTemplate", templates::save).for_lead(),
    writes("makeTemplate", templates::make).for_lead(),
    writes("removeTemplate", templates::remove).for_lead(),
    writes("assignTemplate", templates::assign).for_lead(),
    reads("designTemplate", design::design),
    writes("editTemplate", design::edit).for_lead(),
    writes("stepTemplate", design::step).for_lead(),
];

/// The call of this name.
#[must_use]
pub fn method(name: &str) -> Option<Method> {
    METHODS.into_iter().find(|method| method.name == name)
}

/// Makes a call.
///
/// # Errors
/// `noSuchCall`; `locked` or `leadNeeded` for one who may not; [`KioskError::Parameter`] with the field's name; what the call itself says.
pub fn call(kiosk: &Kiosk, caller: &Caller, name: &str, params: Value) -> Result<Value, KioskError> {
    let method = method(name).ok_or_else(|| KioskError::NoSuchCall(name.to_owned()))?;
    let begun = Instant::now();
    let ended =
        needs::permit(kiosk, caller, method.need, &params).and_then(|()| (method.handler)(kiosk, caller, params));
    log::called(method.name, method.writes, begun.elapsed(), ended.as_ref());
    ended
}
