//! Tests drive the window through WebKit's automation, by which whoever is at this computer could read and do anything. The
//! program that is shipped does not start like that; one that may be driven says TEST on its screen.

/// What WebKitGTK and Tauri turn automation on by.
const AUTOMATION: &str = "TAURI_WEBVIEW_AUTOMATION";

/// Whether this build may be driven: one for development, or one with the feature `e2e`, which benches are made with.
const MAY_BE: bool = cfg!(debug_assertions) || cfg!(feature = "e2e");

/// Whether something drives the window.
pub(crate) fn is_driven() -> bool {
    // Tauri looks whether it is there, not what it says.
    std::env::var_os(AUTOMATION).is_some()
}

/// What keeps the program from starting; `None`: nothing.
pub(crate) fn refusal() -> Option<&'static str> {
    refused(is_driven(), MAY_BE)
}

fn refused(is_driven: bool, may_be: bool) -> Option<&'static str> {
    (is_driven && !may_be).then_some(
        "the variable TAURI_WEBVIEW_AUTOMATION is set: a kiosk that another program can drive is none. Take it away; \
         for tests build with the feature e2e",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shipped_does_not_start_while_something_may_drive_it() {
        assert!(refused(true, false).is_some_and(|why| why.contains("e2e")));
        assert_eq!(refused(true, true), None, "a build for tests");
        assert_eq!(refused(false, false), None, "a desk");
    }
}
