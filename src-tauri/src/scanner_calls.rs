//! The calls about this computer's scanners; `shell_calls.rs` says why they are the window's own.
#![expect(non_snake_case, reason = "a command has the name of its function, and the page calls it so")]

use std::time::Duration;

use kiosk::scanners::{Found, State as ScannerState, plugged_in};
use kiosk::{Problem, event_files};
use serde::{Deserialize, Serialize};
use tauri::async_runtime::spawn_blocking;
use tauri::{AppHandle, Manager, State};

use crate::desk::Desk;
use crate::scanner_settings::ScannerSettings;

/// The longest time that a question for news waits. The page asks again and again; if it does not, nothing is held up.
const NEWS: Duration = Duration::from_secs(20);

/// Takes over what is known of the scanners and writes it down.
#[tauri::command]
pub(crate) async fn keepScanners(app: AppHandle, params: ScannerSettings) -> Result<(), Problem> {
    let language = app.state::<Desk>().caller().language;
    let kept = spawn_blocking(move || app.state::<Desk>().keep_scanners(params)).await;
    kept.unwrap_or(Err(kiosk::KioskError::NoAnswer)).map_err(|error| error.problem(language))
}

/// The texts of the QR codes in a camera's frame: a raw body of one grey byte a pixel; its width and height and
/// how many came before it as headers.
#[tauri::command]
pub(crate) async fn readFrame(request: tauri::ipc::Request<'_>, desk: State<'_, Desk>) -> Result<Vec<String>, Problem> {
    let language = desk.caller().language;
    let side = |name: &str| request.headers().get(name)?.to_str().ok()?.parse::<usize>().ok();
    let (tauri::ipc::InvokeBody::Raw(grey), Some(width), Some(height)) =
        (request.body(), side("width"), side("height"))
    else {
        return Err(
            kiosk::KioskError::parameter("frame", "grey bytes with `width` and `height` as headers").problem(language)
        );
    };
    let frame = side("frame").and_then(|frame| u64::try_from(frame).ok()).unwrap_or_default();
    let grey = grey.clone();
    let read = spawn_blocking(move || event_files::read_frame(width, height, &grey, frame)).await;
    read.unwrap_or(Err(kiosk::KioskError::NoAnswer)).map_err(|error| error.problem(language))
}

/// A scanner that is plugged in.
#[derive(Serialize)]
pub(crate) struct PluggedIn {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<String>,
    name: String,
    serial: bool,
}

/// The serial ports and the devices with keys of this computer.
#[tauri::command]
pub(crate) async fn pluggedIn() -> Result<Vec<PluggedIn>, Problem> {
    let found = spawn_blocking(plugged_in).await.unwrap_or_default();
    let plugged = |found: Found| PluggedIn { id: found.id, port: found.port, name: found.name, serial: found.serial };
    Ok(found.into_iter().map(plugged).collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewsParams {
    seen: u64,
}

/// What has happened at the scanners.
#[derive(Serialize)]
pub(crate) struct News {
    version: u64,
    scans: Vec<Scan>,
    scanners: Vec<OneScanner>,
}

#[derive(Serialize)]
struct Scan {
    scanner: String,
    text: String,
}

#[derive(Serialize)]
struct OneScanner {
    id: String,
    /// `starting`, `ready`, or why not: `missing`, `noPermission`, `busy`, `unusable`, `gone`.
    state: &'static str,
}

/// Waits until a scanner has read something or its state is another one, at most 20 seconds.
#[tauri::command]
pub(crate) async fn scannerNews(desk: State<'_, Desk>, params: NewsParams) -> Result<News, Problem> {
    let (devices, language) = (desk.devices(), desk.caller().language);
    let news = spawn_blocking(move || devices.news(params.seen, NEWS)).await;
    let news = news.map_err(|_| kiosk::KioskError::NoAnswer.problem(language))?;
    let state = |state: ScannerState| match state {
        ScannerState::Starting => "starting",
        ScannerState::Ready => "ready",
        ScannerState::Away(why) => why,
    };
    Ok(News {
        version: news.version,
        scans: news.scans.into_iter().map(|scan| Scan { scanner: scan.scanner, text: scan.text }).collect(),
        scanners: news.scanners.into_iter().map(|(id, is)| OneScanner { id, state: state(is) }).collect(),
    })
}
