//! The calls of `kiosk::api` as Tauri commands, under the same names. Each is one line: whatever needs a decision is
//! decided in `kiosk`. With them stands the one table of the shell's own calls.

use std::sync::Arc;

use kiosk::Problem;
use serde_json::Value;
use tauri::async_runtime::spawn;
use tauri::ipc::Invoke;
use tauri::{Manager, State};

use crate::desk::Desk;
use crate::needs::Need;

/// Makes one command for each call, the list of their names, the table of the shell's own calls with who may make each, and the
/// handler of all: a call of the shell that is not in the table is not there.
macro_rules! calls {
    (kiosk: $($name:ident),* ; shell: $($module:ident :: $call:ident => $need:expr),* $(,)?) => {
        /// The calls that go through to `kiosk::api`.
        #[cfg(test)]
        pub(crate) const CALLS: &[&str] = &[$(stringify!($name)),*];

        /// The calls that only a window needs, and who may make each.
        pub(crate) const SHELL_CALLS: &[(&str, Need)] = &[$((stringify!($call), $need)),*];

        $(
            #[tauri::command]
            pub(crate) async fn $name(desk: State<'_, Desk>, params: Value) -> Result<Value, Problem> {
                desk.call(stringify!($name), params).await
            }
        )*

        /// Makes each call, whoever asks.
        pub(super) fn all() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
            use crate::backup_calls as backup;
            use crate::kiosk_calls as kiosk;
            use crate::scanner_calls as scanner;
            use crate::shell_calls as shell;
            use crate::sign_calls as sign;
            use crate::start_calls as start;
            tauri::generate_handler![$($name,)* $($module::$call),*]
        }
    };
}

/// Answers the calls of the page. The shell's own go through their gate here, before anything of them is read.
pub(crate) fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    let make = Arc::new(named::all());
    move |invoke| {
        let name = invoke.message.command();
        let need = SHELL_CALLS.iter().find(|(call, _)| *call == name).map_or(Need::Anyone, |(_, need)| *need);
        if need == Need::Anyone {
            return make(invoke);
        }
        let (make, app) = (Arc::clone(&make), invoke.message.webview_ref().app_handle().clone());
        spawn(async move {
            match app.state::<Desk>().permit(need).await {
                Ok(()) => {
                    make(invoke);
                }
                Err(problem) => invoke.resolver.reject(problem),
            }
        });
        true
    }
}

#[expect(non_snake_case, reason = "a command has the name of its function, and the calls have one name everywhere")]
mod named {
    use super::*;

    calls! {
        kiosk:
        findAttendees, listAttendees, getAttendee, checkIn, undo, undoCheckIn, addWalkIn, amendAttendee,
        substituteAttendee, joinAttendees, setStatus, reissueBadge, acknowledgeAlert, seeContact, importList, undoImport,
        renderBadge, renderProgramme, planBadges, sheetPicture, printBadges, badgeBatch, steerBadges, queueBadge, printJobs, answerJob, cancelJob, refusals, programme, overview,
        event, deskState, latest, colleagues, importProgress, cancelImport, listRows, listLines, saveRejected,
        exportList, exportColumns, saveReport, savePerson,
        arrivals, whoIsInside, saveInside, health, nameDesk, amendEvent, eventSettings,
        testScanner, deskCommand, saveDeskCodes, saveSupport,
        printers, findPrinters, savePrinter, removePrinter, pausePrinter, setPrinting, testPrint, rollChanged, moveJobs,
        staff, putStaff, removeStaff,
        mentions, eraseAttendee, eraseEvent,
        backups, chooseMedium,
        badgeTemplates, hardestNames, templateFit, saveTemplate, makeTemplate, removeTemplate, assignTemplate,
        designTemplate, editTemplate, stepTemplate;
        shell:
        shell::opening => Need::Anyone,
        shell::restoreBackup => Need::NoEvent,
        // How this window looks; the lock screen has the languages.
        shell::keepWindow => Need::Anyone,
        // What the page has to go on with if it dies; also that it is locked now.
        shell::keepScreen => Need::Anyone,
        start::chooseList => Need::Lead,
        start::startSample => Need::NoEvent,
        start::startEvent => Need::NoEvent,
        start::openEvent => Need::NoEvent,
        start::chooseTemplate => Need::Lead,
        start::choosePicture => Need::Lead,
        start::chooseTemplateFile => Need::Lead,
        scanner::keepScanners => Need::Desk,
        scanner::pluggedIn => Need::Desk,
        // A locked desk hears its scanners and says that it is locked; what they read is not kept until somebody signs in.
        scanner::scannerNews => Need::Anyone,
        scanner::readFrame => Need::Anyone,
        shell::computer => Need::Anyone,
        // What is typed decides: a passphrase, a PIN.
        sign::unlock => Need::Anyone,
        sign::changePassphrase => Need::Lead,
        sign::signIn => Need::Anyone,
        sign::leave => Need::Anyone,
        sign::leadWord => Need::Anyone,
        kiosk::setKiosk => Need::Lead,
        kiosk::leaveKiosk => Need::WayOut,
        backup::chooseFolder => Need::Lead,
        backup::bringBack => Need::Lead,
        backup::chooseBackup => Need::NoEvent,
        backup::openBackup => Need::NoEvent,
    }
}

#[cfg(test)]
pub(crate) use named::CALLS;
pub(crate) use named::SHELL_CALLS;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use std::collections::BTreeMap;

    use kiosk::api;
    use serde_json::Value;

    use super::{CALLS, SHELL_CALLS};

    fn shell_calls() -> Vec<&'static str> {
        SHELL_CALLS.iter().map(|(call, _)| *call).collect()
    }

    const HOST: &str = include_str!("../../ui/src/host.js");

    #[test]
    fn the_handlers_are_the_calls_of_the_kiosk() {
        let calls: Vec<&str> = api::METHODS.iter().map(|method| method.name).collect();
        assert_eq!(CALLS, calls, "the shell makes the calls of `ankomstctl rpc` and no others");
        assert!(SHELL_CALLS.iter().all(|(call, _)| !CALLS.contains(call)), "no name means two things");
    }

    #[test]
    fn the_page_knows_each_call_and_whether_it_changes_something() {
        let list = between(HOST, "export const CALLS = Object.freeze(", "}),");
        let named: BTreeMap<&str, &str> =
            list.lines().filter_map(|line| line.trim().trim_end_matches(',').split_once(": ")).collect();
        let calls =
            api::METHODS.iter().map(|method| (method.name, if method.writes { "true" } else { "false" })).collect();
        assert_eq!(named, calls, "in ui/src/host.js");
        let list = between(HOST, "export const SHELL_CALLS = Object.freeze(/** @type {const} */ ([", "])");
        let named: Vec<&str> = list.split(", ").map(|name| name.trim_matches('\'')).collect();
        assert_eq!(named, shell_calls(), "in ui/src/host.js");
    }

    #[test]
    fn the_window_may_make_these_calls_and_nothing_else() {
        let permissions: toml::Table = include_str!("../permissions/calls.toml").parse().unwrap();
        let permissions = permissions["permission"].as_array().unwrap();
        let allowed = |name: &str| -> Vec<&str> {
            let one = permissions.iter().find(|one| one["identifier"].as_str() == Some(name)).expect("this permission");
            one["commands"]["allow"].as_array().unwrap().iter().filter_map(toml::Value::as_str).collect()
        };
        assert_eq!(permissions.len(), 2, "two permissions: the kiosk's calls and the shell's own");
        assert_eq!(allowed("calls"), CALLS);
        assert_eq!(allowed("shell"), shell_calls());
        let capability: Value = serde_json::from_str(include_str!("../capabilities/staff.json")).unwrap();
        assert_eq!(capability["permissions"], serde_json::json!(["calls", "shell"]), "no plugin, no event");
        assert_eq!(capability["windows"], serde_json::json!([crate::window::STAFF]));
        assert_eq!(capability["remote"], Value::Null, "no page from elsewhere");
        let files: Vec<_> =
            std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/capabilities")).unwrap().flatten().collect();
        assert_eq!(files.len(), 1, "one file per kind of window");
        let config: Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        assert_eq!(
            config["app"]["security"]["capabilities"],
            serde_json::json!(["staff"]),
            "named, or every file is active"
        );
    }

    #[test]
    fn the_page_may_load_nothing_from_elsewhere_and_run_nothing_inline() {
        let config: Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        let security = &config["app"]["security"];
        let policy = security["csp"].as_object().unwrap();
        assert_eq!(policy["default-src"], "'none'");
        assert_eq!(policy["script-src"], "'self'");
        assert_eq!(policy["style-src"], "'self'");
        for (directive, sources) in policy {
            let sources = sources.as_str().unwrap();
            assert!(
                !sources.contains("unsafe") && !sources.contains('*') && !sources.contains("https:"),
                "{directive}"
            );
        }
        assert_eq!(config["app"]["withGlobalTauri"], false, "the page has one door");
    }

    fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
        text.split_once(start).expect("the list begins").1.split_once(end).expect("the list ends").0
    }
}
