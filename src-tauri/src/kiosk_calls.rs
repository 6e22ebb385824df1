//! In and out of kiosk mode. `shell_calls.rs` says why these are not in `rpc`.
#![expect(non_snake_case, reason = "a command has the name of its function, and the page calls it so")]

use kiosk::{KioskError, Problem};
use serde::Deserialize;
use tauri::async_runtime::spawn_blocking;
use tauri::{AppHandle, Manager, State, WebviewWindow};

use crate::desk::Desk;
use crate::kiosk_mode::KioskState;

/// Whether the mode shall be on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    on: bool,
}

/// Turns kiosk mode on or off, now and at each start.
#[tauri::command]
pub(crate) async fn setKiosk(app: AppHandle, window: WebviewWindow, params: Wanted) -> Result<KioskState, Problem> {
    let language = app.state::<Desk>().caller().language;
    let set = spawn_blocking(move || app.state::<Desk>().kiosk_mode.set(params.on)).await;
    let state = set.unwrap_or(Err(KioskError::NoAnswer)).map_err(|error| error.problem(language))?;
    // A desktop that has no full screen still has the window, which does not close.
    let _ = window.set_fullscreen(state.on);
    Ok(state)
}

/// How far out somebody wants.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WayOut {
    /// Out of the program, not only out of full screen.
    end: bool,
}

/// Leaves full screen until the next start, or ends the program.
#[tauri::command]
pub(crate) async fn leaveKiosk(
    desk: State<'_, Desk>,
    window: WebviewWindow,
    params: WayOut,
) -> Result<KioskState, Problem> {
    let state = desk.kiosk_mode.leave(params.end);
    if params.end {
        let _ = window.close();
    } else {
        let _ = window.set_fullscreen(false);
    }
    Ok(state)
}
