//! The program from start to end.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use tauri::{Builder, Manager, RunEvent};

use crate::desk::Desk;
use crate::event::Where;
use crate::{calls, kiosk_mode, pictures, say, window};

/// Opens the window on an event, in kiosk mode if that is wanted, and runs until it is closed.
pub(crate) fn run(event: Option<PathBuf>, sample: bool, kiosk: bool) -> ExitCode {
    let Some(place) = Where::find(event, sample) else {
        say(&mut std::io::stderr(), "ankomst: no folder for the user's data is known: set ANKOMST_HOME\n");
        return ExitCode::FAILURE;
    };
    kiosk::log::start(&place.home);
    let one_instance = tauri_plugin_single_instance::Builder::new()
        .dbus_id(instance_id(place.file.as_deref().unwrap_or(&place.home)))
        .callback(|app, _, _| {
            if let Some(window) = app.get_webview_window(window::STAFF) {
                // A window that will not come to the front is still there.
                let _ = window.unminimize().and_then(|()| window.set_focus());
            }
        })
        .build();
    let built = Builder::default()
        .plugin(one_instance)
        .plugin(tauri_plugin_dialog::init())
        .manage(Desk::new(place, kiosk))
        .on_window_event(kiosk_mode::on_event)
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::answer)
        .invoke_handler(calls::handler())
        .setup(|app| {
            app.state::<Desk>().awake.begin();
            let handle = app.handle().clone();
            // The window is there while the file is checked and opened.
            std::thread::Builder::new().name("opening".to_owned()).spawn(move || handle.state::<Desk>().open())?;
            window::open(app)?;
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run(|app, event| {
                if let RunEvent::Exit = event {
                    app.state::<Desk>().close();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&mut std::io::stderr(), &format!("ankomst: the window cannot be opened: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

/// A name on the session bus that belongs to one event file (at a first start to the user's folder): a second start with the same file brings the first window
/// to the front, one with another file opens a window of its own. Where there is no bus, the lock on the event file
/// still keeps a second writer out.
fn instance_id(file: &Path) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    file.canonicalize().unwrap_or_else(|_| file.to_owned()).hash(&mut hasher);
    format!("dk.ankomst.desk.e{:016x}", hasher.finish())
}
