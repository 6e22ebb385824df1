//! The types of all calls in TypeScript, for the page: `ui/types/wire.d.ts` is written from here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use checkin::Field;
use ts_rs::{Config, TS};

use super::{
    METHODS, arrivals, attendees, backups, batches, check_in, colleagues, design, desk, erase, exports, find, inside,
    jobs, list_rows, lists, overview, printer_deeds, printers, scanner, settings, staff, support, templates,
};
use crate::error::Problem;

/// The declarations, each once, and the name by which the list of calls uses one.
#[derive(Default)]
struct Declared {
    declarations: BTreeMap<String, String>,
}

impl Declared {
    fn add<T: TS + 'static>(&mut self, config: &Config) -> String {
        let mut seen = BTreeSet::new();
        self.visit::<T>(config, &mut seen);
        T::name(config)
    }

    fn visit<T: TS + 'static + ?Sized>(&mut self, config: &Config, seen: &mut BTreeSet<String>) {
        struct Visitor<'a>(&'a mut Declared, &'a Config, &'a mut BTreeSet<String>);
        impl ts_rs::TypeVisitor for Visitor<'_> {
            fn visit<T: TS + 'static + ?Sized>(&mut self) {
                self.0.visit::<T>(self.1, self.2);
            }
        }
        if seen.insert(T::name(config)) {
            // Only types of ours are declared; texts, numbers and lists have their names already.
            if T::output_path().is_some() {
                let declaration = format!("export {}", T::decl(config));
                let other = self.declarations.insert(T::ident(config), declaration.clone());
                assert!(other.is_none_or(|other| other == declaration), "two types have the name {}", T::ident(config));
            }
            T::visit_dependencies(&mut Visitor(self, config, seen));
            T::visit_generics(&mut Visitor(self, config, seen));
        }
    }
}

/// Text of the whole file.
fn wire() -> String {
    let config = Config::new();
    let mut declared = Declared::default();
    macro_rules! calls {
        ($($name:literal: $params:ty => $result:ty),* $(,)?) => {
            [$(($name, declared.add::<$params>(&config), declared.add::<$result>(&config))),*]
        };
    }
    let calls = calls! {
        "findAttendees": find::FindParams => find::FindResult,
        "listAttendees": attendees::ListParams => attendees::ListResult,
        "getAttendee": attendees::AttendeeParams => attendees::AttendeeWire,
        "checkIn": check_in::CheckInParams => check_in::CheckInResult,
        "undo": check_in::UndoParams => check_in::UndoResult,
        "undoCheckIn": check_in::UndoCheckInParams => check_in::UndoResult,
        "addWalkIn": PersonFields => attendees::AttendeeWire,
        "amendAttendee": AmendParams => attendees::AttendeeWire,
        "substituteAttendee": SubstituteParams => attendees::AttendeeWire,
        "joinAttendees": attendees::JoinParams => attendees::AttendeeWire,
        "setStatus": attendees::StatusParams => attendees::AttendeeWire,
        "reissueBadge": attendees::ReissueParams => attendees::AttendeeWire,
        "acknowledgeAlert": attendees::AttendeeParams => attendees::AttendeeWire,
        "importList": ImportParams => lists::ImportReport,
        "undoImport": lists::UndoImportParams => lists::ImportReport,
        "renderBadge": jobs::RenderParams => jobs::Rendered,
        "renderProgramme": batches::ProgrammeParams => jobs::Rendered,
        "planBadges": batches::BatchParams => batches::PlanWire,
        "sheetPicture": batches::SheetParams => batches::SheetPicture,
        "printBadges": batches::BatchParams => batches::StateWire,
        "badgeBatch": batches::NoParams => batches::StateWire,
        "steerBadges": batches::SteerParams => batches::StateWire,
        "queueBadge": jobs::QueueParams => jobs::PrintJobWire,
        "printJobs": jobs::JobsParams => Vec<jobs::PrintJobWire>,
        "answerJob": jobs::AnswerParams => jobs::PrintJobWire,
        "cancelJob": jobs::JobParams => jobs::PrintJobWire,
        "refusals": check_in::RefusalsParams => Vec<check_in::RefusalWire>,
        "programme": Nothing => overview::ProgrammeWire,
        "overview": Nothing => overview::OverviewWire,
        "event": Nothing => desk::EventInfo,
        "deskState": desk::DeskStateParams => desk::DeskState,
        "latest": desk::LatestParams => desk::LatestResult,
        "colleagues": colleagues::ColleaguesParams => colleagues::Colleagues,
        "importProgress": Nothing => lists::ImportProgressWire,
        "cancelImport": Nothing => lists::CancelledWire,
        "listRows": list_rows::RowsParams => list_rows::RowsWire,
        "listLines": list_rows::LinesParams => list_rows::LinesWire,
        "saveRejected": list_rows::SaveRejectedParams => inside::Saved,
        "exportList": exports::ExportParams => exports::ExportedWire,
        "exportColumns": Nothing => Vec<exports::ColumnWire>,
        "saveReport": exports::ReportParams => inside::Saved,
        "savePerson": exports::PersonParams => inside::Saved,
        "arrivals": arrivals::ArrivalsParams => arrivals::ArrivalsDay,
        "whoIsInside": inside::InsideParams => inside::InsideWire,
        "saveInside": inside::SaveParams => inside::Saved,
        "health": settings::HealthParams => settings::HealthWire,
        "nameDesk": settings::NameDeskParams => desk::EventInfo,
        "amendEvent": EventFields => desk::EventInfo,
        "eventSettings": Nothing => crate::settings::EventFile,
        "testScanner": scanner::TestParams => scanner::TestWire,
        "deskCommand": scanner::CommandParams => scanner::CommandWire,
        "saveDeskCodes": scanner::CodesParams => inside::Saved,
        "saveSupport": support::SupportParams => inside::Saved,
        "printers": Nothing => printers::PrintersWire,
        "findPrinters": Nothing => Vec<printer_deeds::FoundPrinter>,
        "savePrinter": crate::printers::PrinterFile => printers::PrintersWire,
        "removePrinter": printer_deeds::PrinterParams => printers::PrintersWire,
        "pausePrinter": printer_deeds::PauseParams => printers::PrintersWire,
        "setPrinting": printer_deeds::PrintingParams => printers::PrintersWire,
        "testPrint": printer_deeds::TestPrintParams => printers::PrintersWire,
        "rollChanged": printer_deeds::PrinterParams => printers::PrintersWire,
        "moveJobs": printer_deeds::MoveParams => printers::PrintersWire,
        "staff": Nothing => staff::StaffResult,
        "putStaff": staff::PutStaffParams => staff::StaffResult,
        "removeStaff": staff::RemoveStaffParams => staff::StaffResult,
        "mentions": erase::EraseParams => Vec<erase::Mention>,
        "eraseAttendee": erase::EraseParams => crate::acts::erase::Erased,
        "eraseEvent": erase::EraseEventParams => crate::acts::erase::Erased,
        "backups": Nothing => backups::BackupsWire,
        "chooseMedium": backups::MediumParams => backups::BackupsWire,
        "badgeTemplates": Nothing => templates::TemplatesWire,
        "hardestNames": Nothing => Vec<templates::HardWire>,
        "templateFit": templates::TemplateParams => templates::FitWire,
        "saveTemplate": templates::SaveTemplateParams => templates::TemplateFile,
        "makeTemplate": templates::MakeParams => design::DesignWire,
        "removeTemplate": templates::TemplateParams => templates::TemplatesWire,
        "assignTemplate": templates::AssignParams => templates::TemplatesWire,
        "designTemplate": templates::TemplateParams => design::DesignWire,
        "editTemplate": design::EditParams => design::DesignWire,
        "stepTemplate": design::StepParams => design::DesignWire,
    };
    let mut text = String::from(
        "// The calls of kiosk::api and what they take and give. Generated from Rust; `cargo xtask bless` writes it anew.\n\n",
    );
    declared.add::<Problem>(&config);
    declared.add::<list_rows::ReadingParams>(&config);
    declared.add::<lists::OrderParams>(&config);
    for declaration in declared.declarations.values() {
        let _ = writeln!(text, "{declaration}\n");
    }
    text.push_str("/** Every call: what it takes and what it gives. Calls that change something take a `nonce`. */\n");
    text.push_str("export interface Calls {\n");
    for ((name, params, result), method) in calls.iter().zip(METHODS) {
        assert_eq!(*name, method.name, "the types stand in the order of METHODS");
        let once = if method.writes { " & { nonce?: string }" } else { "" };
        let repeated = if method.writes { " & { repeated?: boolean }" } else { "" };
        let _ = writeln!(text, "  {name}: {{ params: {params}{once}; result: {result}{repeated} }};");
    }
    text.push_str("}\n");
    assert_eq!(calls.len(), METHODS.len(), "each call has its types");
    text
}

/// The fields that staff may set: every field that has a name, own fields and answers.
struct PersonFields;
struct AmendParams;
struct ImportParams;
struct SubstituteParams;
/// Settings of the event that may change while it is open.
struct EventFields;
/// A call without parameters.
struct Nothing;
/// A line of a person's history: what all have, and what its own kind says.
pub(super) struct HistoryLine;

/// What every line has; what the page reads of some kinds; and the rest, which `rpc.md` lists.
const HISTORY_LINE: &str = "{ record: string, kind: string, at: string, desk: string, staff: string, undone?: boolean, \
    outcome?: string, direction?: string, end?: string, job?: string, reason?: string, session?: string, \
    overridden?: string, fields?: Record<string, string | string[] | null> } & { [key: string]: unknown }";

fn person_fields() -> String {
    let named = Field::NAMED.iter().map(|field| {
        let kind = if field.is_list() { "string[]" } else { "string" };
        format!("{}?: {kind} | null", field.key())
    });
    let open = ["fields", "answers"].map(|name| format!("{name}?: Record<string, string | null>"));
    format!("{{ {} }}", named.chain(open).collect::<Vec<_>>().join(", "))
}

fn event_fields() -> String {
    let fields = crate::acts::event::FIELDS.iter().map(|(name, kind)| format!("{name}?: {kind} | null"));
    format!("{{ fields: {{ {} }} }}", fields.collect::<Vec<_>>().join(", "))
}

macro_rules! by_hand {
    ($($type:ty: $name:literal, $text:expr);* $(;)?) => { $(
        impl TS for $type {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;

            fn name(_: &Config) -> String {
                $name.to_owned()
            }

            fn inline(_: &Config) -> String {
                $text
            }

            fn decl(_: &Config) -> String {
                format!("type {} = {};", $name, $text)
            }

            fn output_path() -> Option<std::path::PathBuf> {
                Some("wire.d.ts".into())
            }
        }
    )* };
}

by_hand! {
    PersonFields: "PersonFields", person_fields();
    AmendParams: "AmendParams", "{ attendee: string, fields: PersonFields, reason?: string }".to_owned();
    SubstituteParams: "SubstituteParams", "{ attendee: string } & PersonFields".to_owned();
    ImportParams: "ImportParams", "ListReading & ImportOrder".to_owned();
    EventFields: "EventFields", event_fields();
    Nothing: "Nothing", "Record<string, never>".to_owned();
    HistoryLine: "HistoryLine", HISTORY_LINE.to_owned();
}

#[test]
fn the_page_has_the_types_of_every_call() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/types/wire.d.ts");
    let text = wire();
    if std::env::var_os("ANKOMST_BLESS").is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(known == text, "{} is not what the calls are now: run `cargo xtask bless`", file.display());
}

#[test]
fn every_call_is_named_exactly_once() {
    let text = wire();
    let (_, calls) = text.split_once("export interface Calls {\n").unwrap();
    let named: Vec<&str> = calls.lines().filter_map(|line| Some(line.strip_prefix("  ")?.split_once(':')?.0)).collect();
    assert_eq!(named, METHODS.map(|method| method.name), "in the order of METHODS, none left out");
    assert_eq!(named.iter().collect::<BTreeSet<_>>().len(), named.len(), "and none twice");
}
