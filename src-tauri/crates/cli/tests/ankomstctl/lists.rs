//! Lists through the binary: the real cases, again and again, and undone.

use std::path::Path;

use serde_json::{Value, json};

use crate::desk::{Desk, shared};

fn empty_event() -> Desk {
    let desk = Desk::new();
    std::fs::write(
        desk.path("EVENT.toml"),
        "title = \"Tom\"\ntimeZone = \"Europe/Copenhagen\"\nstarts = \"2026-10-01\"\nends = \"2026-10-01\"\n",
    )
    .unwrap();
    desk.json(&["create", "event.ankomst", "--from", "EVENT.toml"]).ok();
    desk
}

#[test]
fn the_real_lists_come_in_as_expected() {
    let Some(folder) = shared("import-samples") else { return };
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let expected = path.with_file_name(format!("{}.expected.json", path.file_name().unwrap().to_string_lossy()));
        if expected.is_file() {
            seen += 1;
            comes_in(&path, &serde_json::from_slice(&std::fs::read(expected).unwrap()).unwrap());
        }
    }
    assert_eq!(seen, 11, "all of them were tried");
}

fn comes_in(list: &Path, expected: &Value) {
    let desk = empty_event();
    let list = list.to_str().unwrap();
    let count = |value: &Value| value.as_array().map_or(0, Vec::len);
    let status = if count(&expected["rejected"]) > 0 { 3 } else { 0 };
    let preview = desk.json(&["import", list, "--preview"]);
    assert_eq!((preview.status, &preview.json()["added"]), (status, &expected["valid"]), "{list}");
    assert_eq!(desk.json(&["overview"]).ok().json()["listed"], 0, "a preview changes nothing: {list}");
    let report = desk.json(&["import", list]).json();
    assert_eq!(report["added"], expected["valid"], "{list}");
    assert_eq!(report["encoding"], expected["encoding"], "{list}");
    assert_eq!(report["headerLine"], expected["header_line"], "{list}");
    assert_eq!(report["delimiter"], expected["delimiter"], "{list}");
    let pairs = |rows: &Value| -> Vec<(u64, String)> {
        let pair = |row: &Value| (row["line"].as_u64().unwrap(), row["reason"].as_str().unwrap().to_owned());
        let mut pairs: Vec<_> = rows.as_array().unwrap().iter().map(pair).collect();
        pairs.sort();
        pairs
    };
    assert_eq!(pairs(&report["rejected"]), pairs(&expected["rejected"]), "{list}");
    assert_eq!(pairs(&report["warnings"]), pairs(&expected["warnings"]), "{list}");
    let overview = desk.json(&["overview"]).ok().json();
    assert_eq!(overview["cancelled"], count(&expected["cancelled"]), "{list}");

    let again = desk.json(&["import", list]).json();
    assert_eq!(
        (&again["added"], &again["updated"], &again["unchanged"], &again["import"]),
        (&0.into(), &0.into(), &expected["valid"], &Value::Null),
        "the same file changes nothing: {list}"
    );

    let mut rpc = desk.rpc();
    let undone = rpc.call("undoImport", &json!({"import": report["import"]}));
    // Who had arrived by the list's word alone goes with the list.
    assert_eq!((&undone["undone"], &undone["gone"]), (&true.into(), &expected["valid"]), "{list}");
    assert_eq!(rpc.call("listAttendees", &json!({}))["attendees"], json!([]), "{list}");
    rpc.close();
    assert_eq!(desk.json(&["verify"]).ok().json()["ok"], true, "{list}");
}

#[test]
fn a_later_version_of_a_list_keeps_what_happened_at_the_desk() {
    let desk = empty_event();
    let write = |text: &str| std::fs::write(desk.path("list.csv"), text).unwrap();
    write(
        "Billetnr.;Fornavn;Efternavn;Organisation;Billettype\nV-1001;Pia;Skov;Havnby;Deltager\nV-1002;Ole;Lund;Havnby;Deltager\nV-1003;Eva;Gram;Havnby;Gæst\n",
    );
    desk.json(&["import", "list.csv"]).ok();
    let mut rpc = desk.rpc();
    let find = |rpc: &mut crate::desk::Rpc, text: &str| {
        rpc.call("findAttendees", &json!({"text": text}))["hits"][0]["attendee"].clone()
    };
    let pia = find(&mut rpc, "pia");
    assert_eq!(find(&mut rpc, "eva")["ticketType"], "gaest", "a ticket type that the event did not know");
    rpc.call("checkIn", &json!({"attendee": pia["id"]}));
    rpc.call("amendAttendee", &json!({"attendee": pia["id"], "fields": {"familyName": "Skovgaard"}}));
    write(
        "Billetnr.;Fornavn;Efternavn;Organisation;Billettype\nV-1001;Pia;Skou;Nordfjord;Deltager\nV-1002;Karen;Dahl;Havnby;Deltager\nV-1004;Ida;Ny;Havnby;Deltager\n",
    );
    let report = rpc.call("importList", &json!({"path": desk.path("list.csv")}));
    assert_eq!(
        (&report["added"], &report["updated"], &report["conflicts"], &report["gone"]),
        (&1.into(), &1.into(), &1.into(), &2.into()),
        "{report}"
    );
    let pia = rpc.call("getAttendee", &json!({"attendee": pia["id"]}));
    assert_eq!(
        (&pia["organisation"], &pia["familyName"], &pia["presence"]),
        (&"Nordfjord".into(), &"Skovgaard".into(), &"inside".into()),
        "list, desk, and what happened"
    );
    assert_eq!(
        find(&mut rpc, "ole")["status"],
        "confirmed",
        "another person with the same code is not put in by itself"
    );
    let undone = rpc.call("undoImport", &json!({"import": report["import"]}));
    assert_eq!(undone["gone"], 1, "the one who was new goes");
    assert_eq!(
        rpc.call("getAttendee", &json!({"attendee": pia["id"]}))["organisation"],
        "Havnby",
        "the list of before holds"
    );
    rpc.close();
}

#[test]
fn an_import_is_made_once_for_its_nonce_and_a_strange_status_changes_nothing() {
    let desk = empty_event();
    let write = |text: &str| std::fs::write(desk.path("list.csv"), text).unwrap();
    write("Navn;Billetkode;Status\nAnna Ask;V-1001;Afmeldt\n");
    let mut rpc = desk.rpc();
    let import = json!({"path": desk.path("list.csv"), "nonce": "n-1"});
    let first = rpc.call("importList", &import);
    let again = rpc.call("importList", &import);
    assert_eq!((&first["import"], &again["repeated"]), (&again["import"], &true.into()), "one import, not two");
    let other = json!({"path": desk.path("list.csv"), "map": {"name": "Navn"}, "nonce": "n-1"});
    assert_eq!(rpc.broken("importList", &other), "nonceReused");
    write("Navn;Billetkode;Status\nAnna Ask;V-1001;Hmm\n");
    let report = rpc.call("importList", &json!({"path": desk.path("list.csv")}));
    assert_eq!(report["unchanged"], 1, "a word that nobody knows says nothing: {report}");
    assert_eq!(rpc.call("overview", &json!({}))["cancelled"], 1, "who has cancelled has cancelled");
    rpc.close();
}

#[test]
fn an_export_can_be_imported_again() {
    let desk = empty_event();
    let mut rpc = desk.rpc();
    rpc.call("addWalkIn", &json!({"name": "=Anna Ask", "ticketCodes": ["V-1", "V-2"], "note": "a\nb"}));
    rpc.close();
    desk.json(&["export", "out.csv"]).ok();
    desk.json(&["export", "out.xlsx"]).ok();
    for list in ["out.csv", "out.xlsx"] {
        let other = empty_event();
        assert_eq!(other.json(&["import", desk.path(list).to_str().unwrap()]).ok().json()["added"], 1, "{list}");
        let anna = other.json(&["find", "anna"]).ok().json()["hits"][0]["attendee"].clone();
        assert_eq!((&anna["name"], &anna["ticketCodes"]), (&"=Anna Ask".into(), &json!(["V-1", "V-2"])), "{list}");
    }
}

#[test]
fn columns_can_be_chosen_by_hand() {
    let desk = empty_event();
    std::fs::write(desk.path("list.csv"), "Hvem;Hvor\nAnna Ask;Havnby\n").unwrap();
    assert_eq!(desk.json(&["import", "list.csv"]).problem()["code"], "listNoHeader", "no heading is known");
    let report = desk.json(&["import", "list.csv", "--map", "name=Hvem", "--map", "organisation=Hvor"]).ok().json();
    assert_eq!((&report["added"], &report["mapping"]["organisation"]), (&1.into(), &"Hvor".into()));
    let wrong = desk.json(&["import", "list.csv", "--map", "name=Hvad"]);
    assert_eq!((wrong.status, wrong.problem()["code"].as_str()), (1, Some("listNoSuchColumn")));
}
