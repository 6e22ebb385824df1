//! The calls of `kiosk::api` as Tauri commands, under the same names. Each is one line: whatever needs a decision is
//! decided in `kiosk`.

use kiosk::Problem;
use serde_json::Value;
use tauri::State;

use crate::desk::Desk;

/// Makes one command for each call, the list of their names, and the handler with the shell's own calls.
macro_rules! calls {
    ($($name:ident),* $(,)?) => {
        /// The calls that go through to `kiosk::api`.
        #[cfg(test)]
        pub(crate) const CALLS: &[&str] = &[$(stringify!($name)),*];

        $(
            #[tauri::command]
            pub(crate) async fn $name(desk: State<'_, Desk>, params: Value) -> Result<Value, Problem> {
                desk.call(stringify!($name), params).await
            }
        )*

        /// Answers the calls of the page.
        pub(crate) fn handler() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
            use crate::backup_calls as backup;
            use crate::kiosk_calls as kiosk;
            use crate::scanner_calls as scanner;
            use crate::shell_calls as shell;
            use crate::sign_calls as sign;
            use crate::start_calls as start;
            tauri::generate_handler![
                $($name,)*
                shell::opening, shell::restoreBackup, shell::keepWindow, shell::keepScreen, shell::computer,
                scanner::keepScanners, scanner::pluggedIn, scanner::scannerNews, scanner::readFrame,
                start::chooseList, start::startSample, start::startEvent, start::openEvent,
                sign::unlock, sign::changePassphrase, sign::signIn, sign::leave, sign::leadWord,
                kiosk::setKiosk, kiosk::leaveKiosk,
                backup::chooseFolder, backup::bringBack, backup::chooseBackup, backup::openBackup,
                start::chooseTemplate, start::choosePicture, start::chooseTemplateFile,
            ]
        }
    };
}

#[expect(non_snake_case, reason = "a command has the name of its function, and the calls have one name everywhere")]
mod named {
    use super::*;

    calls! {
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
        designTemplate, editTemplate, stepTemplate,
    }
}

#[cfg(test)]
pub(crate) use named::CALLS;
pub(crate) use named::handler;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use std::collections::BTreeMap;

    use kiosk::api;
    use serde_json::Value;

    use super::CALLS;
    use crate::shell_calls::SHELL_CALLS;

    const HOST: &str = include_str!("../../ui/src/host.js");

    #[test]
    fn the_handlers_are_the_calls_of_the_kiosk() {
        let calls: Vec<&str> = api::METHODS.iter().map(|method| method.name).collect();
        assert_eq!(CALLS, calls, "the shell makes the calls of `ankomstctl rpc` and no others");
        assert!(SHELL_CALLS.iter().all(|call| !CALLS.contains(call)), "no name means two things");
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
        assert_eq!(named, SHELL_CALLS, "in ui/src/host.js");
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
        assert_eq!(allowed("shell"), SHELL_CALLS);
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
