//! Calls with which a person chooses files: the first start, and the list to be read. `shell_calls.rs` says why they are
//! not in `rpc`. The dialogs are opened here, and what they give is remembered (`paths.rs`), so that the page has no say over files
//! beyond what a person chose. They show the computer's files, so where an event is open only the lead opens them (`calls.rs`).
#![expect(non_snake_case, reason = "a command has the name of its function, and the page calls it so")]

use std::path::PathBuf;

use kiosk::settings::EventFile;
use kiosk::{KioskError, Problem, words};
use serde::Deserialize;
use tauri::async_runtime::spawn_blocking;
use tauri::{AppHandle, Manager, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};

use crate::desk::Desk;

/// Endings of lists that can be read.
const LISTS: [&str; 6] = ["csv", "txt", "tsv", "xlsx", "ods", "xls"];
/// Endings of event files.
pub(crate) const EVENTS: [&str; 1] = ["ankomst"];
/// Endings of badge templates.
const TEMPLATES: [&str; 1] = ["svg"];
/// Endings of pictures on badges.
const PICTURES: [&str; 3] = ["png", "jpg", "jpeg"];
/// The longest title of an event, in characters.
const MAX_TITLE: usize = 200;

/// Lets a person choose a list; null if they chose none.
#[tauri::command]
pub(crate) async fn chooseList(window: WebviewWindow) -> Result<Option<PathBuf>, Problem> {
    blocking(window, |window| Ok(choose(window, "choose.list", "choose.list.kind", &LISTS))).await
}

/// Opens the sample event, made in the user's folder if it is not there.
#[tauri::command]
pub(crate) async fn startSample(window: WebviewWindow) -> Result<(), Problem> {
    blocking(window, |window| window.state::<Desk>().start_sample()).await
}

/// What an event needs to begin with; the dates are those of `EVENT.toml`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewEvent {
    title: String,
    starts: String,
    ends: String,
    time_zone: String,
}

/// Makes an event in the user's folder and opens it.
#[tauri::command]
pub(crate) async fn startEvent(window: WebviewWindow, params: NewEvent) -> Result<(), Problem> {
    blocking(window, move |window| {
        let title = params.title.trim();
        if title.is_empty() || title.chars().count() > MAX_TITLE {
            return Err(KioskError::typed("title", "title", "must have 1 to 200 characters"));
        }
        let settings = serde_json::json!({
            "title": title, "starts": params.starts, "ends": params.ends, "timeZone": params.time_zone,
        });
        let event: EventFile =
            serde_json::from_value(settings).map_err(|error| KioskError::Settings(error.to_string()).in_a_form())?;
        window.state::<Desk>().start_event(&event).map_err(KioskError::in_a_form)
    })
    .await
}

/// Lets a person choose an event file and opens it; whether they chose one.
#[tauri::command]
pub(crate) async fn openEvent(window: WebviewWindow) -> Result<bool, Problem> {
    blocking(window, |window| {
        let Some(file) = choose(window, "choose.event", "choose.event.kind", &EVENTS) else { return Ok(false) };
        window.state::<Desk>().start_with(file).map(|()| true)
    })
    .await
}

/// Lets a person choose an SVG file; null if they chose none.
#[tauri::command]
pub(crate) async fn chooseTemplate(window: WebviewWindow) -> Result<Option<PathBuf>, Problem> {
    blocking(window, |window| Ok(choose(window, "choose.template", "choose.template.kind", &TEMPLATES))).await
}

/// Lets a person choose a picture for a badge; null if they chose none.
#[tauri::command]
pub(crate) async fn choosePicture(window: WebviewWindow) -> Result<Option<PathBuf>, Problem> {
    blocking(window, |window| Ok(choose(window, "choose.picture", "choose.picture.kind", &PICTURES))).await
}

/// What a file is called at first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileName {
    name: String,
}

/// Lets a person choose where a template's file is saved; null if they chose nowhere.
#[tauri::command]
pub(crate) async fn chooseTemplateFile(window: WebviewWindow, params: FileName) -> Result<Option<PathBuf>, Problem> {
    blocking(window, move |window| {
        // The name is a suggestion for a file, never a way into another folder.
        let name: String =
            params.name.chars().filter(|letter| !matches!(letter, '/' | '\\' | '\0')).take(100).collect();
        let dialog = dialog(window, "choose.templateFile", "choose.template.kind", &TEMPLATES).set_file_name(name);
        let file = dialog.blocking_save_file().and_then(|file| file.into_path().ok());
        window.state::<Desk>().remember_paths(|paths| paths.chosen_to_write(file.as_deref()));
        Ok(file)
    })
    .await
}

/// The system's dialog, with a title and a name for the kind of file.
fn dialog(window: &WebviewWindow, title: &str, kind: &str, endings: &[&str]) -> FileDialogBuilder<tauri::Wry> {
    let language = window.state::<Desk>().caller().language;
    let dialog = window.app_handle().dialog().file().set_parent(window);
    let dialog = dialog.set_title(words::say(language, title, &[]));
    dialog.add_filter(words::say(language, kind, &[]), endings)
}

/// Lets a person choose a folder.
pub(crate) fn folder_dialog(window: &WebviewWindow, title: &str) -> Option<PathBuf> {
    let language = window.state::<Desk>().caller().language;
    let dialog = window.app_handle().dialog().file().set_parent(window).set_title(words::say(language, title, &[]));
    let folder = dialog.blocking_pick_folder().and_then(|folder| folder.into_path().ok());
    window.state::<Desk>().remember_paths(|paths| paths.chosen_to_read(folder.as_deref()));
    folder
}

/// Lets a person choose a file that is there.
pub(crate) fn choose(window: &WebviewWindow, title: &str, kind: &str, endings: &[&str]) -> Option<PathBuf> {
    let file = dialog(window, title, kind, endings).blocking_pick_file().and_then(|file| file.into_path().ok());
    window.state::<Desk>().remember_paths(|paths| paths.chosen_to_read(file.as_deref()));
    file
}

/// Runs `act` on a thread that may block; a dialog stays open as long as a person likes.
pub(crate) async fn blocking<T: Send + 'static>(
    window: WebviewWindow,
    act: impl FnOnce(&WebviewWindow) -> Result<T, KioskError> + Send + 'static,
) -> Result<T, Problem> {
    let app: AppHandle = window.app_handle().clone();
    let done = spawn_blocking(move || act(&window)).await.unwrap_or(Err(KioskError::NoAnswer));
    done.map_err(|error| error.problem(app.state::<Desk>().caller().language))
}
