//! The staff's window and what it may not do: go elsewhere, open others, fetch files.

use tauri::webview::{DownloadEvent, NewWindowResponse};
use tauri::{App, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::desk::Desk;
use crate::kiosk_mode::hold;
use crate::page_guard::refuse_dialogs;
use crate::page_watch;

/// The label of the staff's window, which its capability file names.
pub(crate) const STAFF: &str = "staff";

/// The smallest size at which every screen is whole, in logical pixels.
const LEAST: (f64, f64) = (1280.0, 720.0);
/// The size of the smallest full screen that houses have.
const USUAL: (f64, f64) = (1366.0, 768.0);

/// Opens the window.
///
/// # Errors
/// What keeps the system from showing it.
pub(crate) fn open(app: &App) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, STAFF, WebviewUrl::App("index.html".into()))
        .title("Ankomst")
        .inner_size(USUAL.0, USUAL.1)
        .min_inner_size(LEAST.0, LEAST.1)
        .maximized(true)
        .fullscreen(app.state::<Desk>().kiosk_mode.state().on)
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, event| !matches!(event, DownloadEvent::Requested { .. }))
        // A file dropped on the window must not be opened in place of the page.
        .disable_drag_drop_handler()
        .general_autofill_enabled(false)
        .zoom_hotkeys_enabled(false)
        // Also in builds for development: the inspector is a way round everything that the page refuses.
        .devtools(false)
        .build()?;
    page_watch::watch(&window)?;
    allow_the_camera(&window)?;
    refuse_dialogs(&window)?;
    hold(&window)?;
    Ok(window)
}

/// The page itself and nothing else.
fn is_ours(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    // On Windows the page lies under http://tauri.localhost.
    (url.scheme() == "tauri" && host == "localhost") || (url.scheme() == "http" && host == "tauri.localhost")
}

/// Settings may turn a camera on, and the page may look through it without being asked each time; nothing else that a page
/// can ask for is granted. Without this WebKitGTK has no cameras at all.
#[cfg(target_os = "linux")]
fn allow_the_camera(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::glib::object::Cast;
    use webkit2gtk::{
        PermissionRequestExt, SettingsExt, UserMediaPermissionRequest, UserMediaPermissionRequestExt, WebViewExt,
    };
    window.with_webview(|webview| {
        let view = webview.inner();
        if let Some(settings) = WebViewExt::settings(&view) {
            settings.set_enable_media_stream(true);
            // A window that a test drives has the pictures of WebKit's own device for a camera.
            settings.set_enable_mock_capture_devices(crate::driven::is_driven());
        }
        view.connect_permission_request(|_, request| {
            let media = request.downcast_ref::<UserMediaPermissionRequest>();
            if media.is_some_and(|media| media.is_for_video_device() && !media.is_for_audio_device()) {
                request.allow();
            } else {
                request.deny();
            }
            true
        });
    })
}

#[cfg(not(target_os = "linux"))]
fn allow_the_camera(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_on_its_page() {
        let ours = |url: &str| Url::parse(url).is_ok_and(|url| is_ours(&url));
        assert!(ours("tauri://localhost/index.html"));
        assert!(ours("http://tauri.localhost/"));
        for elsewhere in
            ["https://example.org/", "file:///etc/passwd", "data:text/html,x", "about:blank", "badge://localhost/x"]
        {
            assert!(!ours(elsewhere), "{elsewhere}");
        }
    }
}
