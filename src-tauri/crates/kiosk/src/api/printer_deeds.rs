//! What is done with printers: added, changed, paused, tried; their queues moved; new ones found.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::StoreError;

use super::overview::NoParams;
use super::params;
use super::printers::{all, queues, told};
use super::wire;
use crate::acts::Once;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::printers::{AutoPrint, LONGEST_NAME, MOST_PRINTERS, PrinterFile, TestPage};

/// How long is listened for printers in the network.
const LISTENING: Duration = Duration::from_secs(3);
/// The port of CUPS on this computer.
const CUPS_PORT: u16 = 631;

/// Changes the settings, starts the workers anew, and says how all is then.
fn changed<T>(
    kiosk: &Kiosk,
    change: impl FnOnce(&mut crate::printers::PrinterSettings) -> Result<T, KioskError>,
) -> Result<Value, KioskError> {
    let before = kiosk.shared().printers.board().version;
    kiosk.shared().printers.change(change)?;
    if kiosk.shared().printers.board().version != before {
        kiosk.follow_printers()?;
    }
    wire::json(all(kiosk)?)
}

pub(super) fn save_printer(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let (mut printer, _): (PrinterFile, Once) = params::read_once("savePrinter", params)?;
    printer.name = printer.name.trim().to_owned();
    printer.place = printer.place.trim().to_owned();
    printer.address = printer.address.trim().to_owned();
    printer.certificate = printer.certificate.map(|text| text.replace(':', "").to_ascii_lowercase());
    printer.check()?;
    let roll = printer.roll_labels;
    let mut id = printer.id.clone();
    let mut was_roll = None;
    let saved = kiosk.shared().printers.board().version;
    kiosk.shared().printers.change(|settings| {
        if settings.printers.iter().any(|other| other.id != printer.id && other.name == printer.name) {
            return Err(KioskError::typed("printerTaken", "name", "another printer has this name"));
        }
        if id.is_empty() {
            if settings.printers.len() == MOST_PRINTERS {
                return Err(KioskError::typed("printersFull", "name", "there are 12 printers already"));
            }
            id = settings.free_id(&printer.name);
            settings.order.push(id.clone());
            settings.printers.push(PrinterFile { id: id.clone(), ..printer });
            return Ok(());
        }
        let known = settings.printers.iter_mut().find(|known| known.id == id).ok_or(StoreError::NotFound)?;
        was_roll = known.roll_labels;
        *known = printer;
        Ok(())
    })?;
    if roll != was_roll {
        kiosk.shared().printers.board().states.entry(id).or_default().left = roll;
    }
    if kiosk.shared().printers.board().version != saved {
        kiosk.follow_printers()?;
    }
    wire::json(all(kiosk)?)
}

/// Which printer.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct PrinterParams {
    printer: String,
}

pub(super) fn remove_printer(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let (PrinterParams { printer }, _): (_, Once) = params::read_once("removePrinter", params)?;
    changed(kiosk, |settings| {
        settings.find(&printer).ok_or(StoreError::NotFound)?;
        settings.printers.retain(|known| known.id != printer);
        Ok(())
    })
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct PauseParams {
    printer: String,
    paused: bool,
}

pub(super) fn pause_printer(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let (PauseParams { printer, paused }, _): (_, Once) = params::read_once("pausePrinter", params)?;
    changed(kiosk, |settings| {
        let known = settings.printers.iter_mut().find(|known| known.id == printer).ok_or(StoreError::NotFound)?;
        known.paused = paused;
        Ok(())
    })
}

/// What is printed where; what is not named stays as it is.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PrintingParams {
    order: Option<Vec<String>>,
    templates: Option<BTreeMap<String, Vec<String>>>,
    auto: Option<AutoPrint>,
    silence_ms: Option<u32>,
}

pub(super) fn set_printing(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, _): (PrintingParams, Once) = params::read_once("setPrinting", params)?;
    if params.silence_ms.is_some_and(|silence| !(1_000..=120_000).contains(&silence)) {
        return Err(KioskError::parameter("silenceMs", "is not 1000 to 120000"));
    }
    changed(kiosk, |settings| {
        for id in params.order.iter().flatten().chain(params.templates.iter().flat_map(BTreeMap::values).flatten()) {
            settings.find(id).ok_or(StoreError::NotFound)?;
        }
        if let Some(unknown) =
            params.templates.iter().flat_map(BTreeMap::keys).find(|name| name.chars().count() > LONGEST_NAME)
        {
            return Err(KioskError::NoTemplate(unknown.chars().take(LONGEST_NAME).collect()));
        }
        settings.order = params.order.unwrap_or_else(|| settings.order.clone());
        settings.templates = params.templates.unwrap_or_else(|| settings.templates.clone());
        settings.auto = params.auto.unwrap_or(settings.auto);
        settings.silence_ms = params.silence_ms.unwrap_or(settings.silence_ms);
        Ok(())
    })
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct TestPrintParams {
    printer: String,
    page: TestPage,
}

pub(super) fn test_print(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let nonce = params.get("nonce").and_then(Value::as_str).map(ToOwned::to_owned);
    let (TestPrintParams { printer, page }, _): (_, Once) = params::read_once("testPrint", params)?;
    let printers = &kiosk.shared().printers;
    if !printers.is_repeated(nonce.as_deref()) {
        let mut board = printers.board();
        board.settings.find(&printer).ok_or(StoreError::NotFound)?;
        let state = board.states.entry(printer).or_default();
        state.wanted = Some(page);
        state.tested = None;
        drop(board);
        printers.wake();
    }
    wire::json(all(kiosk)?)
}

pub(super) fn roll_changed(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let (PrinterParams { printer }, _): (_, Once) = params::read_once("rollChanged", params)?;
    let printers = &kiosk.shared().printers;
    {
        let mut board = printers.board();
        let roll = board.settings.find(&printer).ok_or(StoreError::NotFound)?.roll_labels;
        let state = board.states.entry(printer).or_default();
        state.left = roll;
        // Asked at once how it is now.
        state.looked = None;
    }
    printers.wake();
    printers.keep();
    wire::json(all(kiosk)?)
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct MoveParams {
    from: String,
    to: String,
}

pub(super) fn move_jobs(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let (MoveParams { from, to }, _): (_, Once) = params::read_once("moveJobs", params)?;
    let event = kiosk.event();
    let now = kiosk.shared().clock.now();
    let told = kiosk.read(|view| told(view, kiosk, &event, now))?;
    let queues = queues(kiosk, &told.waiting)?;
    let printers = &kiosk.shared().printers;
    {
        let mut board = printers.board();
        for id in [&from, &to] {
            board.settings.find(id).ok_or(StoreError::NotFound)?;
        }
        for (job, _, at) in queues {
            // One that is being printed stays where it is.
            if at == from && !board.in_hand.contains_key(&job.id) {
                board.sent_to.insert(job.id, to.clone());
            }
        }
    }
    printers.keep();
    printers.wake();
    wire::json(all(kiosk)?)
}

/// A printer that was found.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub(super) struct FoundPrinter {
    /// How it is spoken to: as `savePrinter` takes it.
    #[cfg_attr(test, ts(type = "'ipp' | 'zpl' | 'brother'"))]
    kind: &'static str,
    /// What it calls itself.
    name: String,
    /// Where it is.
    address: String,
    /// What it is, if it says.
    model: String,
}

pub(super) fn find_printers(_: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let NoParams {} = params::read(params)?;
    let patience = printing::Patience::new(Duration::from_secs(2));
    let mut found = printing::find::devices(std::path::Path::new("/dev/usb"));
    found.extend(printing::find::queues("localhost", CUPS_PORT, patience));
    found.extend(printing::find::in_network(LISTENING));
    found.truncate(printing::find::MOST_FOUND);
    let kind = |found: &printing::find::Found| {
        use printing::find::FoundKind;
        let is_brother = [&found.name, &found.model].iter().any(|text| text.to_lowercase().contains("brother ql"));
        match found.kind {
            FoundKind::Ipp | FoundKind::Ipps | FoundKind::Queue => "ipp",
            FoundKind::Device => "brother",
            FoundKind::Raw if is_brother => "brother",
            FoundKind::Raw => "zpl",
        }
    };
    let found = found.into_iter().map(|one| FoundPrinter {
        kind: kind(&one),
        name: one.name,
        address: one.address,
        model: one.model,
    });
    wire::json(found.collect::<Vec<_>>())
}
