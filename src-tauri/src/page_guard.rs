//! What WebKit would show beside the page by itself: dialogs to print, to choose files, to say `alert`, menus, a page over the
//! whole screen, a question for a password. None of it is ours, and each is a way to the computer behind the window.

use tauri::WebviewWindow;

/// Refuses all of it.
#[cfg(target_os = "linux")]
pub(crate) fn refuse_dialogs(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{AuthenticationRequestExt, FileChooserRequestExt, SettingsExt, WebViewExt};

    window.with_webview(|webview| {
        let view = webview.inner();
        if let Some(settings) = WebViewExt::settings(&view) {
            settings.set_enable_fullscreen(false);
        }
        // `true`: it is dealt with, WebKit shows nothing.
        view.connect_print(|_, _| true);
        view.connect_context_menu(|_, _, _, _| true);
        view.connect_script_dialog(|_, _| true);
        view.connect_run_file_chooser(|_, request| {
            request.cancel();
            true
        });
        view.connect_authenticate(|_, request| {
            request.cancel();
            true
        });
    })
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn refuse_dialogs(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
