//! Backups that a window brings back, which closes and opens its event. `shell_calls.rs` says why these are not in `rpc`.
#![expect(non_snake_case, reason = "a command has the name of its function, and the page calls it so")]

use std::path::PathBuf;

use kiosk::event_files::Held;
use kiosk::{KioskError, Passphrase, Problem, Unlock, api};
use serde::Deserialize;
use serde_json::{Value, json};
use tauri::async_runtime::spawn_blocking;
use tauri::{AppHandle, Manager, WebviewWindow};

use crate::desk::Desk;
use crate::start_calls::{EVENTS, blocking, choose, folder_dialog};

/// Lets the lead choose a folder, such as that of a stick; null if they chose none.
#[tauri::command]
pub(crate) async fn chooseFolder(window: WebviewWindow) -> Result<Option<PathBuf>, Problem> {
    blocking(window, |window| Ok(folder_dialog(window, "choose.folder"))).await
}

/// Which backup.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    path: PathBuf,
}

/// Puts a backup in the event's place and opens it; the event that was there is moved aside. Nobody is signed in then: who works
/// here is what the backup says. Returns where the event lies that was there.
#[tauri::command]
pub(crate) async fn bringBack(app: AppHandle, params: Wanted) -> Result<Option<PathBuf>, Problem> {
    let desk = app.state::<Desk>();
    let language = desk.caller().language;
    desk.paths().may_read("path", &params.path).map_err(|error| error.problem(language))?;
    let info = desk.with_kiosk(|kiosk, caller| api::call(kiosk, caller, "event", json!({}))).await?;
    let name = info["desk"]["name"].as_str().unwrap_or_default().to_owned();
    let done = spawn_blocking({
        let app = app.clone();
        move || app.state::<Desk>().while_closed(|place| Ok((place.clone(), place.bring_back(&params.path, &name)?)))
    });
    let aside = done.await.unwrap_or(Err(KioskError::NoAnswer)).map_err(|error| error.problem(language))?;
    desk.sign(None);
    desk.keep_screen(Value::Null);
    Ok(aside)
}

/// Lets a person choose a backup, where no event is open; null if they chose none.
#[tauri::command]
pub(crate) async fn chooseBackup(window: WebviewWindow) -> Result<Option<PathBuf>, Problem> {
    blocking(window, |window| Ok(choose(window, "choose.backup", "choose.event.kind", &EVENTS))).await
}

/// A backup, and with what it opens.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Backup {
    path: PathBuf,
    passphrase: Option<String>,
}

/// Makes an event of another computer's backup, where no event is open, and opens it. Returns what it holds.
#[tauri::command]
pub(crate) async fn openBackup(window: WebviewWindow, params: Backup) -> Result<Held, Problem> {
    blocking(window, move |window| {
        window.state::<Desk>().paths().may_read("path", &params.path)?;
        let unlock = params.passphrase.map_or(Unlock::Nothing, |words| Unlock::Passphrase(Passphrase::new(words)));
        window.state::<Desk>().start_from_backup(&params.path, unlock)
    })
    .await
}
