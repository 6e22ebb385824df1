//! The least that Tauri can open: a window like the app's on a page with one line. `cargo xtask bench` measures start, memory
//! and size of the app beside it.

use std::process::ExitCode;

use tauri::{Builder, WebviewUrl, WebviewWindowBuilder};

fn main() -> ExitCode {
    let ran = Builder::default()
        .setup(|app| {
            let window = WebviewWindowBuilder::new(app, "empty", WebviewUrl::App("index.html".into()));
            window.title("Empty").inner_size(1366.0, 768.0).min_inner_size(1280.0, 720.0).maximized(true).build()?;
            Ok(())
        })
        .run(tauri::generate_context!("examples/empty_window/tauri.conf.json"));
    if ran.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
