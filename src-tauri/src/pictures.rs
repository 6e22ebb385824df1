//! `badge://localhost/ATTENDEE`: the picture of a badge, for an `<img>`; `scanner-test` in the place of an attendee: the
//! scanner's test code.

use kiosk::{AttendeeId, BadgeFormat, BadgeOrder, Problem, render_badges};
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, UriSchemeContext, UriSchemeResponder, Wry};

use crate::desk::Desk;
use crate::window::STAFF;

/// The name of the protocol.
pub(crate) const SCHEME: &str = "badge";
/// The name of the scanner's test code.
const TEST_CODE: &str = "scanner-test";

/// Draws the badge that is asked for, on a thread of its own.
#[expect(clippy::needless_pass_by_value, reason = "the form that Tauri asks for")]
pub(crate) fn answer(context: UriSchemeContext<'_, Wry>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let app = context.app_handle().clone();
    let name = request.uri().path().trim_start_matches('/');
    if context.webview_label() == STAFF && name == TEST_CODE {
        return responder
            .respond(kiosk::api::test_code_picture().map_or_else(|_| nothing(StatusCode::NOT_FOUND), picture));
    }
    let (true, Ok(attendee)) = (context.webview_label() == STAFF, name.parse::<AttendeeId>()) else {
        return responder.respond(nothing(StatusCode::NOT_FOUND));
    };
    tauri::async_runtime::spawn(async move {
        let drawn = draw(&app.state::<Desk>(), attendee).await;
        responder.respond(match drawn {
            Ok(svg) => picture(svg),
            Err(_) => nothing(StatusCode::NOT_FOUND),
        });
    });
}

async fn draw(desk: &Desk, attendee: AttendeeId) -> Result<Vec<u8>, Problem> {
    desk.with_kiosk(move |kiosk, caller| {
        kiosk::api::permit_act(kiosk, caller, kiosk::api::Need::Desk)?;
        let order = BadgeOrder { attendees: vec![attendee], format: BadgeFormat::Svg, template: None, sheet: None };
        render_badges(kiosk, &order)
    })
    .await
}

fn picture(svg: Vec<u8>) -> Response<Vec<u8>> {
    let response = Response::builder()
        .header(header::CONTENT_TYPE, "image/svg+xml")
        // A name that was corrected must show at once, and no badge stays in a cache on the disk.
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    response.body(svg).unwrap_or_else(|_| nothing(StatusCode::INTERNAL_SERVER_ERROR))
}

fn nothing(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}
