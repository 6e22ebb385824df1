//! Who works at the desks. Signing in is the window's: it remembers who stands at it.

use checkin::StaffId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Pin, Role, StaffMember};

use super::overview::NoParams;
use super::params::{self, Id};
use super::wire;
use crate::acts::staff;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

/// Who works at the desks.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct StaffResult {
    /// Whoever signed in last first.
    staff: Vec<StaffWire>,
}

/// Somebody who works here.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct StaffWire {
    /// Their id.
    id: String,
    /// Their name.
    name: String,
    /// What they may do: `desk` or `lead`.
    #[cfg_attr(test, ts(type = "'desk' | 'lead'"))]
    role: &'static str,
    /// How many digits their PIN has.
    digits: u8,
}

impl StaffWire {
    fn new(member: &StaffMember) -> Self {
        Self { id: member.id.to_string(), name: member.name.clone(), role: member.role.as_str(), digits: member.digits }
    }
}

fn everybody(kiosk: &Kiosk) -> Result<Value, KioskError> {
    let staff = kiosk.read(|view| view.staff())?;
    wire::json(StaffResult { staff: staff.iter().map(StaffWire::new).collect() })
}

pub(super) fn staff(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let NoParams {} = params::read(params)?;
    everybody(kiosk)
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct PutStaffParams {
    /// Whom to change; absent: somebody new, who needs a PIN.
    id: Option<Id<StaffId>>,
    name: String,
    #[cfg_attr(test, ts(type = "'desk' | 'lead'"))]
    role: String,
    /// 4 to 8 digits; absent: as it was.
    pin: Option<String>,
}

pub(super) fn put_staff(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    // A PIN is no part of the journal, so nothing is bound to the nonce; the same words again change nothing.
    let params: PutStaffParams = params::read(params::without_nonce(params))?;
    let role = Role::from_name(&params.role).ok_or_else(|| KioskError::parameter("role", "must be desk or lead"))?;
    let pin =
        params.pin.map(|pin| Pin::new(pin).ok_or_else(|| KioskError::typed("pin", "pin", "must be 4 to 8 digits")));
    let pin = pin.transpose()?;
    staff::put(kiosk, params.id.map(|Id(id)| id), &params.name, role, pin.as_ref())?;
    everybody(kiosk)
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct RemoveStaffParams {
    id: Id<StaffId>,
}

pub(super) fn remove_staff(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let RemoveStaffParams { id: Id(id) } = params::read(params::without_nonce(params))?;
    staff::remove(kiosk, id)?;
    everybody(kiosk)
}
