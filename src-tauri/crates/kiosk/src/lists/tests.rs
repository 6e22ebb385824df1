//! What becomes of a list when something breaks around it.

use std::sync::Arc;

use serde_json::json;
use store::Act;
use tempfile::TempDir;

use crate::clock::ManualClock;
use crate::kiosk::Kiosk;
use crate::settings::EventFile;
use crate::testing::{call, options};

#[test]
fn an_import_in_force_keeps_its_people_whatever_breaks_behind_it() {
    let folder = TempDir::new().unwrap();
    let event =
        EventFile::from_toml("title = \"Tom\"\ntimeZone = \"UTC\"\nstarts = \"2026-11-23\"\nends = \"2026-11-23\"\n");
    let clock = Arc::new(ManualClock::at("2026-11-23T08:00:00Z".parse().unwrap()));
    let options = options(folder.path(), clock);
    let kiosk = Kiosk::create(&folder.path().join("event.ankomst"), &event.unwrap(), &options).unwrap();
    // Settings that this version does not know: the event cannot be read anew once the list is in.
    let strange = Act::Settings { settings: json!({"title": 1}) };
    kiosk.write(move |desk| desk.transact("", |tx| Ok(tx.append(&strange, None, None, None).map(|_| ())?))).unwrap();
    assert!(kiosk.write(|desk| desk.refresh_event()).is_err(), "this is what breaks");
    let report = call(&kiosk, "importList", json!({"text": "Navn;Mail\nBo Ås;bo@a.example\n"}));
    assert!(report["import"].is_string(), "the list is in: {report}");
    let people = call(&kiosk, "listAttendees", json!({}));
    let bo = &people["attendees"][0];
    assert_eq!((&bo["name"], &bo["email"]), (&json!("Bo Ås"), &json!("bo@a.example")), "{people}");
    assert_eq!(people["attendees"].as_array().unwrap().len(), 1);
    kiosk.close(std::time::Duration::from_secs(30)).unwrap();
}
