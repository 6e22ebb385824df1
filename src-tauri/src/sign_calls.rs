//! Who stands at this window, and the event's passphrase. `shell_calls.rs` says why these are not in `rpc`.
#![expect(non_snake_case, reason = "a command has the name of its function, and the page calls it so")]

use std::path::PathBuf;

use kiosk::acts::staff::{self, SignIn};
use kiosk::{KioskError, Passphrase, Pin, Problem, Role, StaffMember, Unlock};
use serde::{Deserialize, Serialize};
use tauri::async_runtime::spawn_blocking;
use tauri::{AppHandle, Manager, State};

use crate::desk::Desk;

/// Who has signed in.
#[derive(Serialize)]
pub(crate) struct SignedIn {
    id: String,
    name: String,
    /// `desk` or `lead`.
    role: &'static str,
}

impl SignedIn {
    pub(crate) fn new(member: &StaffMember) -> Self {
        Self { id: member.id.to_string(), name: member.name.clone(), role: member.role.as_str() }
    }
}

/// What was typed to open an event.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    passphrase: String,
}

/// Opens an event that has a passphrase.
#[tauri::command]
pub(crate) async fn unlock(app: AppHandle, params: Words) -> Result<(), Problem> {
    let language = app.state::<Desk>().caller().language;
    let opened = spawn_blocking(move || app.state::<Desk>().unlock(Passphrase::new(params.passphrase))).await;
    opened.unwrap_or(Err(KioskError::NoAnswer)).map_err(|error| error.problem(language))
}

/// What the event has now, and what it shall have.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWords {
    current: Option<String>,
    passphrase: Option<String>,
}

/// Gives the event another passphrase, or none. The event is closed and opened again; the page begins anew. Returns the copies
/// that still open with the old one.
#[tauri::command]
pub(crate) async fn changePassphrase(app: AppHandle, params: NewWords) -> Result<Vec<PathBuf>, Problem> {
    let language = app.state::<Desk>().caller().language;
    let changed = spawn_blocking(move || {
        let current = params.current.map_or(Unlock::Nothing, |words| Unlock::Passphrase(Passphrase::new(words)));
        let new = params.passphrase.map(Passphrase::new);
        if new.as_ref().is_some_and(|new| !new.may_be_given()) {
            return Err(KioskError::unfit_passphrase());
        }
        app.state::<Desk>().while_closed(|place| place.change_passphrase(current, new.as_ref()))
    });
    changed.await.unwrap_or(Err(KioskError::NoAnswer)).map_err(|error| error.problem(language))
}

/// Somebody and what they typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NameAndPin {
    staff: String,
    pin: String,
}

/// How signing in ended.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignInResult {
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_in: Option<SignedIn>,
    /// So many seconds the next attempt has to wait.
    wait: i64,
}

/// Signs somebody in at this window.
#[tauri::command]
pub(crate) async fn signIn(desk: State<'_, Desk>, params: NameAndPin) -> Result<SignInResult, Problem> {
    Ok(match try_pin(&desk, params).await? {
        SignIn::Right(member) => {
            desk.sign(Some(member.clone()));
            SignInResult { signed_in: Some(SignedIn::new(&member)), wait: 0 }
        }
        SignIn::Wrong(wait) | SignIn::Wait(wait) => SignInResult { signed_in: None, wait: seconds(wait) },
    })
}

/// Locks this window.
#[tauri::command]
pub(crate) async fn leave(desk: State<'_, Desk>) -> Result<(), Problem> {
    desk.sign(None);
    Ok(())
}

/// A lead gives their word for the next act that needs it, without taking the window over.
#[tauri::command]
pub(crate) async fn leadWord(desk: State<'_, Desk>, params: NameAndPin) -> Result<SignInResult, Problem> {
    Ok(match try_pin(&desk, params).await? {
        SignIn::Right(member) if member.role == Role::Lead => {
            let given = SignInResult { signed_in: Some(SignedIn::new(&member)), wait: 0 };
            desk.give_word(member);
            given
        }
        SignIn::Right(_) => SignInResult::default(),
        SignIn::Wrong(wait) | SignIn::Wait(wait) => SignInResult { signed_in: None, wait: seconds(wait) },
    })
}

/// Whole seconds, so that none is promised too few.
fn seconds(wait: kiosk::Wait) -> i64 {
    let whole = wait.as_secs();
    if wait.subsec_nanos() > 0 { whole + 1 } else { whole }
}

async fn try_pin(desk: &Desk, params: NameAndPin) -> Result<SignIn, Problem> {
    desk.with_kiosk(move |kiosk, _| {
        let id = params.staff.parse().map_err(|_| KioskError::parameter("staff", "is no id"))?;
        let pin = Pin::new(params.pin).ok_or_else(|| KioskError::typed("pin", "pin", "must be 4 to 8 digits"))?;
        staff::sign_in(kiosk, id, &pin)
    })
    .await
}
