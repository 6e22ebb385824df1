//! `badge://localhost/ATTENDEE`: the picture of a badge, for an `<img>`; with `?template=NAME&dpi=N` (and `side=back`) its dots in a template at a
//! resolution; `scanner-test` in the place of an attendee: the
//! scanner's test code.

use kiosk::{AttendeeId, BadgeFormat, BadgeOrder, Problem, badge_picture, render_badges};
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
    let look = Look::of(request.uri().query().unwrap_or_default());
    tauri::async_runtime::spawn(async move {
        let desk = app.state::<Desk>();
        responder.respond(match look {
            Some(look) => dots(&desk, attendee, look).await.map_or_else(|_| nothing(StatusCode::NOT_FOUND), png),
            None => draw(&desk, attendee).await.map_or_else(|_| nothing(StatusCode::NOT_FOUND), picture),
        });
    });
}

/// In which template, and how finely.
struct Look {
    template: String,
    back: bool,
    dpi: u32,
}

impl Look {
    /// What a query asks for; `None`: the badge as the person gets it.
    fn of(query: &str) -> Option<Self> {
        let value = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
        };
        // Names of templates are plain letters, so nothing in them is written otherwise in an address.
        let back = value("side") == Some("back");
        Some(Self { template: value("template")?.to_owned(), back, dpi: value("dpi")?.parse().ok()? })
    }
}

async fn dots(desk: &Desk, attendee: AttendeeId, look: Look) -> Result<Vec<u8>, Problem> {
    desk.with_kiosk(move |kiosk, caller| {
        kiosk::api::permit_act(kiosk, caller, kiosk::api::Need::Desk)?;
        badge_picture(kiosk, attendee, Some(&look.template), look.back, look.dpi)
    })
    .await
}

fn png(png: Vec<u8>) -> Response<Vec<u8>> {
    let response =
        Response::builder().header(header::CONTENT_TYPE, "image/png").header(header::CACHE_CONTROL, "no-store");
    response.body(png).unwrap_or_else(|_| nothing(StatusCode::INTERNAL_SERVER_ERROR))
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
