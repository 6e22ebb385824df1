//! A later version of a list: what differs, what is decided about it, and what never happens by itself.

use kiosk::settings::EventFile;
use kiosk::{Caller, Kiosk, KioskOptions, api};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{PATIENCE, call, options, standing_clock};

/// An event into which versions of a list come.
pub(crate) struct Versions {
    folder: TempDir,
    pub(crate) kiosk: Kiosk,
}

impl Versions {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let event = EventFile::from_toml(
            "title = \"Tom\"\ntimeZone = \"UTC\"\nstarts = \"2026-11-23\"\nends = \"2026-11-23\"\n",
        );
        let options: KioskOptions = options(folder.path(), standing_clock());
        let kiosk = Kiosk::create(&folder.path().join("event.ankomst"), &event.unwrap(), &options).unwrap();
        Self { folder, kiosk }
    }

    /// Takes a version in as a script does.
    #[track_caller]
    pub(crate) fn import(&self, list: &str) -> Value {
        self.import_with(list, &json!([]))
    }

    /// Takes a version in with what was decided.
    #[track_caller]
    fn import_with(&self, list: &str, choices: &Value) -> Value {
        call(&self.kiosk, "importList", json!({"text": list, "choices": choices}))
    }

    /// The differences of a version.
    #[track_caller]
    fn differences(&self, list: &str) -> Vec<Value> {
        let preview = call(&self.kiosk, "importList", json!({"text": list, "preview": true, "differences": true}));
        preview["differences"].as_array().cloned().unwrap_or_default()
    }

    /// Nothing differs any more.
    #[track_caller]
    fn is_same(&self, list: &str) {
        let report = self.import(list);
        let counts = ["added", "updated", "conflicts"].map(|count| report[count].as_u64().unwrap());
        assert_eq!((counts, &report["import"]), ([0; 3], &Value::Null), "the same list changes nothing: {report}");
    }

    #[track_caller]
    pub(crate) fn person(&self, name: &str) -> Value {
        let all = call(&self.kiosk, "listAttendees", json!({"limit": 1000}));
        let all = all["attendees"].as_array().unwrap();
        all.iter().find(|person| person["name"] == name).unwrap_or_else(|| panic!("no {name} in {all:?}")).clone()
    }

    fn names(&self) -> Vec<String> {
        let all = call(&self.kiosk, "listAttendees", json!({"limit": 1000}));
        let mut names: Vec<String> =
            all["attendees"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    }

    pub(crate) fn close(self) {
        self.kiosk.close(PATIENCE).unwrap();
        let event = self.folder.path().join("event.ankomst");
        assert!(
            kiosk::event_files::verify(&event, &kiosk::Unlock::Nothing, None).unwrap().ok,
            "the projections are those of the journal"
        );
    }
}

const FIRST: &str = "Billetkode;Navn;Organisation;Mail\nV-1001;Pia Skov;Havnby;pia@a.example\nV-1002;Ole Lund;Havnby;ole@a.example\nV-1003;Eva Gram;Fjordby;eva@a.example\n";

/// Of one kind and person: the difference.
#[track_caller]
fn of<'a>(differences: &'a [Value], kind: &str, name: &str) -> &'a Value {
    let found = differences.iter().find(|one| one["kind"] == kind && one["name"] == name);
    found.unwrap_or_else(|| panic!("no {kind} {name} in {differences:?}"))
}

#[test]
fn what_is_new_changed_and_gone_is_told_field_by_field() {
    let versions = Versions::new();
    versions.import(FIRST);
    let eva = versions.person("Eva Gram");
    call(&versions.kiosk, "checkIn", json!({"attendee": eva["id"]}));
    let later = "Billetkode;Navn;Organisation;Mail\nV-1001;Pia Skou;Nordby;pia@a.example\nV-1002;Ole Lund;Havnby;ole@a.example\nV-1004;Bo Ås;Havnby;bo@a.example\n";
    let told = versions.differences(later);
    assert_eq!(told.len(), 3, "Ole is as he was: {told:?}");
    let gone = of(&told, "gone", "Eva Gram");
    assert_eq!((&gone["weighty"], &gone["taken"]), (&json!(true), &json!(false)), "she has arrived; nothing by itself");
    assert!(gone["now"]["arrived"].is_string());
    assert_eq!(told[0]["name"], "Eva Gram", "arrived but gone comes first");
    let pia = of(&told, "changed", "Pia Skou");
    let fields: Vec<_> =
        pia["fields"].as_array().unwrap().iter().map(|it| (&it["field"], &it["now"], &it["list"])).collect();
    assert_eq!(
        fields,
        [
            (&json!("name"), &json!("Pia Skov"), &json!("Pia Skou")),
            (&json!("organisation"), &json!("Havnby"), &json!("Nordby"))
        ],
        "a name's parts go with the name"
    );
    assert_eq!(of(&told, "new", "Bo Ås")["organisation"], "Havnby");
    assert_eq!(versions.names(), ["Eva Gram", "Ole Lund", "Pia Skov"], "a preview changes nothing");
    versions.import(later);
    versions.is_same(later);
    assert_eq!(versions.person("Eva Gram")["status"], "confirmed", "gone: nothing happens by itself");
    versions.close();
}

#[test]
fn rows_and_fields_are_left_out_one_by_one() {
    let versions = Versions::new();
    versions.import(FIRST);
    let later = "Billetkode;Navn;Organisation;Mail\nV-1001;Pia Skou;Nordby;pia@a.example\nV-1002;Ole Lundt;Vestby;ole@a.example\nV-1003;Eva Gram;Fjordby;eva@a.example\nV-1004;Bo Ås;;\nV-1005;Ida Dam;;\n";
    let choices = json!([
        {"line": 2, "fields": {"name": false}},
        {"line": 3, "take": false},
        {"line": 5, "take": false},
    ]);
    let report = versions.import_with(later, &choices);
    assert_eq!((&report["added"], &report["updated"]), (&json!(1), &json!(1)), "{report}");
    let pia = versions.person("Pia Skov");
    assert_eq!(
        (&pia["organisation"], &pia["familyName"]),
        (&json!("Nordby"), &json!("Skov")),
        "the one, not the other"
    );
    assert_eq!(versions.person("Ole Lund")["organisation"], "Havnby");
    assert_eq!(versions.names(), ["Eva Gram", "Ida Dam", "Ole Lund", "Pia Skov"]);
    let left = versions.differences(later);
    assert_eq!(left.len(), 3, "what was left out is asked about the next time: {left:?}");
    versions.close();
}

#[test]
fn a_desks_correction_stays_until_the_lead_takes_the_lists_value() {
    let versions = Versions::new();
    versions.import(FIRST);
    let pia = versions.person("Pia Skov");
    call(&versions.kiosk, "amendAttendee", json!({"attendee": pia["id"], "fields": {"familyName": "Skovgaard"}}));
    versions.is_same(FIRST);
    let later = FIRST.replace("Pia Skov", "Pia Skou");
    let told = versions.differences(&later);
    let field = &of(&told, "changed", "Pia Skou")["fields"][0];
    assert_eq!(
        (&field["now"], &field["list"], &field["desk"], &field["taken"]),
        (&json!("Pia Skovgaard"), &json!("Pia Skou"), &json!("Desk A"), &json!(false))
    );
    let report = versions.import(&later);
    assert_eq!(
        (&report["updated"], &report["kept"]),
        (&json!(1), &json!(1)),
        "the list is heard, nothing shown changes"
    );
    assert_eq!(versions.person("Pia Skovgaard")["familyName"], "Skovgaard");
    versions.is_same(&later);

    let third = FIRST.replace("Pia Skov", "Pia Skovbo");
    let report = versions.import_with(&third, &json!([{"line": 2, "fields": {"name": true}}]));
    let pia = versions.person("Pia Skovbo");
    assert_eq!((&pia["familyName"], &report["kept"]), (&json!("Skovbo"), &json!(0)), "the lead took the list's word");
    call(&versions.kiosk, "undoImport", json!({"import": report["import"]}));
    assert_eq!(versions.person("Pia Skovgaard")["id"], pia["id"], "and the undo brings the desk's back");
    versions.close();
}

#[test]
fn ticked_ones_who_are_gone_become_cancelled_until_a_list_names_them_again() {
    let versions = Versions::new();
    versions.import(FIRST);
    let eva = versions.person("Eva Gram");
    let without = FIRST.lines().filter(|line| !line.contains("Eva")).collect::<Vec<_>>().join("\n");
    let report = versions.import_with(&without, &json!([{"attendee": eva["id"], "take": true}]));
    assert_eq!((&report["gone"], &report["updated"]), (&json!(1), &json!(1)));
    assert_eq!(versions.person("Eva Gram")["status"], "cancelled");
    let again = versions.import(&without);
    assert_eq!((&again["gone"], &again["import"]), (&json!(0), &Value::Null), "she is not asked about twice");
    let back = versions.differences(FIRST);
    assert_eq!(of(&back, "changed", "Eva Gram")["fields"][0]["list"], "confirmed");
    let report = versions.import(FIRST);
    assert_eq!(versions.person("Eva Gram")["status"], "confirmed", "named again");
    call(&versions.kiosk, "undoImport", json!({"import": report["import"]}));
    assert_eq!(versions.person("Eva Gram")["status"], "cancelled");
    versions.close();
}

#[test]
fn another_person_with_the_same_code_waits_for_a_word() {
    let later = FIRST.replace("Ole Lund;Havnby;ole@a.example", "Karen Dahl;Vestby;karen@a.example");
    let conflicted = || {
        let versions = Versions::new();
        versions.import(FIRST);
        versions
    };
    let versions = conflicted();
    let told = versions.differences(&later);
    let conflict = of(&told, "conflict", "Karen Dahl");
    assert_eq!((&conflict["now"]["name"], &conflict["taken"]), (&json!("Ole Lund"), &json!(false)));
    assert_eq!(told.len(), 1, "Ole is not told as gone beside it: {told:?}");
    let report = versions.import(&later);
    assert_eq!((&report["conflicts"], &report["import"]), (&json!(1), &Value::Null), "never by itself");
    versions.close();

    let versions = conflicted();
    let ole = versions.person("Ole Lund");
    let report = versions.import_with(&later, &json!([{"line": 3, "as": "substitution"}]));
    let (ole, karen) =
        (call(&versions.kiosk, "getAttendee", json!({"attendee": ole["id"]})), versions.person("Karen Dahl"));
    assert_eq!((&ole["status"], &ole["replacedBy"]), (&json!("cancelled"), &karen["id"]));
    assert_eq!((&karen["ticketCodes"], &karen["replaces"]), (&json!(["V-1002"]), &ole["id"]), "she holds the ticket");
    assert_eq!(call(&versions.kiosk, "checkIn", json!({"text": "V-1002"}))["attendee"]["name"], "Karen Dahl");
    versions.is_same(&later);
    let next = later.replace("Karen Dahl;Vestby", "Karen Dahl;Østby");
    versions.import(&next);
    assert_eq!(versions.person("Karen Dahl")["organisation"], "Østby", "and later lists change her");
    call(&versions.kiosk, "undoImport", json!({"import": report["import"]}));
    assert_eq!(versions.person("Ole Lund")["status"], "confirmed", "one undo");
    versions.close();

    let versions = conflicted();
    let ole = versions.person("Ole Lund");
    versions.import_with(&later, &json!([{"line": 3, "as": "correction"}]));
    assert_eq!(versions.person("Karen Dahl")["id"], ole["id"], "the same person under the right name");
    versions.is_same(&later);
    versions.close();

    let versions = conflicted();
    versions.import_with(&later, &json!([{"line": 3, "as": "new"}]));
    assert_eq!(versions.person("Karen Dahl")["ticketCodes"], json!([]), "the code stays with Ole");
    assert_eq!(versions.person("Ole Lund")["ticketCodes"], json!(["V-1002"]));
    versions.is_same(&later);
    versions.close();

    let versions = conflicted();
    call(&versions.kiosk, "checkIn", json!({"text": "V-1002"}));
    let params = json!({"text": later, "choices": [{"line": 3, "as": "substitution"}]});
    let refused = api::call(&versions.kiosk, &Caller::default(), "importList", params).unwrap_err();
    assert_eq!(refused.code(), "hasArrived", "who is here cannot be somebody else");
    versions.close();
}

#[test]
fn who_may_be_the_same_is_asked_about() {
    let first = "Navn;Organisation;Mail\nKristian Holm;Kysthøj;kh@a.example\nBo Ås;Havnby;bo@a.example\n";
    let later =
        "Navn;Organisation;Mail\nChristian Holm;Kysthøj;\nBo Ås-Lund;Nordby;bo@a.example\nBirgit Holm;Kysthøj;\n";
    let versions = Versions::new();
    versions.import(first);
    let kristian = versions.person("Kristian Holm");
    let told = versions.differences(later);
    assert_eq!(of(&told, "same", "Christian Holm")["now"]["name"], "Kristian Holm");
    assert_eq!(of(&told, "same", "Bo Ås-Lund")["now"]["name"], "Bo Ås", "the same mail and a word of the name");
    assert_eq!(of(&told, "new", "Birgit Holm")["now"], Value::Null, "a family is not a person");
    versions.import_with(later, &json!([{"line": 2, "as": "correction"}]));
    assert_eq!(versions.person("Christian Holm")["id"], kristian["id"]);
    assert_eq!(versions.names(), ["Birgit Holm", "Bo Ås", "Bo Ås-Lund", "Christian Holm"], "without a word: new");
    versions.close();
}

#[test]
fn an_own_column_that_is_emptied_is_emptied_here() {
    let versions = Versions::new();
    versions.import("Navn;Rum\nBo Ås;A\nIda Dam;\n");
    let report = versions.import("Navn;Rum\nBo Ås;\nIda Dam;\n");
    assert_eq!((&report["updated"], &report["unchanged"]), (&1.into(), &1.into()), "{report}");
    let report = versions.import("Navn\nBo Ås\nIda Dam\n");
    assert_eq!(report["unchanged"], 2, "a list without the column says nothing of it: {report}");
    versions.close();
}

#[test]
fn people_are_matched_by_code_then_order_then_mail_then_organisation_and_never_by_mail_alone() {
    let check = |before: &str, after: &str, wanted: [u64; 3], why: &str| {
        let versions = Versions::new();
        versions.import(before);
        let report = versions.import(after);
        let counts = ["added", "updated", "unchanged"].map(|count| report[count].as_u64().unwrap());
        assert_eq!(counts, wanted, "{why}: {report}");
        versions.close();
    };
    check("Navn;Billetkode\nBo Ås;K1\n", "Navn;Billetkode\nBo Åse;K1\n", [0, 1, 0], "the code, and a word in common");
    check("Navn;Ordre\nBo Ås;77\n", "Navn;Ordre;Mail\nBo Ås;77;b@a.example\n", [0, 1, 0], "order and name");
    check("Navn;Ordre\nBo Ås;77\n", "Navn;Ordre\nIda Dam;77\n", [1, 0, 0], "an order is a group");
    check(
        "Navn;Mail;Firma\nBo Ås;b@a.example;A\n",
        "Navn;Mail;Firma\nBO ÅS;B@a.example;B\n",
        [0, 1, 0],
        "mail and name",
    );
    check("Navn;Mail\nBo Ås;b@a.example\n", "Navn;Mail\nIda Dam;b@a.example\n", [1, 0, 0], "never the mail alone");
    check("Navn;Firma\nBo Ås;A\n", "Navn;Firma\nBo Ås;A\n", [0, 0, 1], "name and organisation");
    check("Navn;Firma\nBo Ås;A\n", "Navn;Firma\nBo Ås;B\n", [1, 0, 0], "a namesake elsewhere is another person");
    check(
        "Navn;Firma;Billetkode\nBo Ås;A;K1\nBo Ås;A;K2\n",
        "Navn;Firma;Billetkode\nBo Ås;A;\nBo Ås;A;K1\n",
        [0, 1, 1],
        "a row with only a name leaves the one to whom another row has the code",
    );
}

#[test]
fn a_walk_in_whom_a_list_names_later_is_on_the_list_from_then_on() {
    let versions = Versions::new();
    let bo = call(&versions.kiosk, "addWalkIn", json!({"name": "Bo Ås", "organisation": "Havnby", "note": "vegetar"}));
    let list = "Navn;Organisation;Mail\nBo Ås;Havnby;bo@a.example\n";
    let report = versions.import(list);
    assert_eq!((&report["added"], &report["updated"]), (&json!(0), &json!(1)), "not twice");
    let now = versions.person("Bo Ås");
    assert_eq!((&now["id"], &now["email"], &now["note"]), (&bo["id"], &json!("bo@a.example"), &json!("vegetar")));
    versions.is_same(list);
    let gone = versions.import("Navn;Organisation;Mail\nIda Dam;Havnby;\n");
    assert_eq!(gone["gone"], 1, "and can be gone from it");
    versions.close();
}

#[test]
fn a_list_that_has_changed_since_it_was_looked_at_is_not_taken() {
    let versions = Versions::new();
    let looked = call(&versions.kiosk, "importList", json!({"text": FIRST, "preview": true}));
    let params = json!({"text": FIRST.replace("Pia", "Mia"), "digest": looked["digest"]});
    let refused = api::call(&versions.kiosk, &Caller::default(), "importList", params).unwrap_err();
    assert_eq!(refused.code(), "listChanged");
    let report = call(&versions.kiosk, "importList", json!({"text": FIRST, "digest": looked["digest"]}));
    assert_eq!(report["added"], 3);
    for wrong in [
        json!([{"line": 2, "attendee": versions.person("Pia Skov")["id"]}]),
        json!([{"take": true}]),
        json!([{"line": 2}, {"line": 2}]),
        json!([{"line": 2, "as": "friend"}]),
    ] {
        let params = json!({"text": FIRST, "choices": wrong});
        let refused = api::call(&versions.kiosk, &Caller::default(), "importList", params).unwrap_err();
        assert_eq!(refused.code(), "wrongParameter", "{wrong}");
    }
    versions.close();
}

const WITH_ARRIVALS: &str = "Billetkode;Navn;Organisation;Ankomst\nV-1001;Pia Skov;Havnby;2026-11-23 07:15\nV-1002;Ole Lund;Havnby;\nV-1003;Eva Gram;Fjordby;2026-11-23 07:20\n";

#[test]
fn an_arrival_that_a_later_list_brings_is_told_and_can_be_left_out() {
    let versions = Versions::new();
    versions.import(FIRST);
    let told = versions.differences(WITH_ARRIVALS);
    let pia = of(&told, "changed", "Pia Skov");
    let arrival = &pia["fields"][0];
    assert_eq!(
        (&arrival["field"], &arrival["now"], &arrival["taken"]),
        (&json!("arrivedAt"), &json!(""), &json!(true)),
        "{pia}"
    );
    assert!(arrival["list"].as_str().unwrap().contains("T07:15:00"), "{arrival}");
    assert_eq!(pia["fields"].as_array().unwrap().len(), 1, "and nothing else of her");
    let left = json!([{"line": 2, "fields": {"arrivedAt": false}}]);
    let report = versions.import_with(WITH_ARRIVALS, &left);
    assert_eq!((&report["updated"], &report["unchanged"]), (&json!(1), &json!(2)), "{report}");
    assert_eq!(versions.person("Pia Skov")["presence"], "expected", "hers was left out");
    assert_eq!(versions.person("Eva Gram")["presence"], "inside");
    assert_eq!(of(&versions.differences(WITH_ARRIVALS), "changed", "Pia Skov")["taken"], true, "and is asked about");
    versions.close();
}

#[test]
fn an_arrival_that_a_desk_took_back_is_not_brought_again_by_the_same_list() {
    let versions = Versions::new();
    versions.import(FIRST);
    let report = versions.import(WITH_ARRIVALS);
    assert_eq!(report["updated"], 2, "{report}");
    let pia = call(&versions.kiosk, "getAttendee", json!({"attendee": versions.person("Pia Skov")["id"]}));
    assert_eq!(pia["presence"], "inside");
    let entry = pia["history"].as_array().unwrap().iter().find(|line| line["kind"] == "checkIn").unwrap();
    call(&versions.kiosk, "undo", json!({"record": entry["record"], "reason": "she is not here"}));
    versions.is_same(WITH_ARRIVALS);
    assert_eq!(versions.person("Pia Skov")["presence"], "expected", "the desk's undo stands");
    // Another time is another arrival.
    let later = WITH_ARRIVALS.replace("07:15", "07:45");
    assert_eq!(of(&versions.differences(&later), "changed", "Pia Skov")["fields"][0]["field"], "arrivedAt");
    // Whoever undoes the whole list may read it again.
    let report = versions.import(&later);
    call(&versions.kiosk, "undoImport", json!({"import": report["import"]}));
    assert_eq!(versions.person("Pia Skov")["presence"], "expected");
    assert_eq!(versions.import(&later)["updated"], 1);
    assert_eq!(versions.person("Pia Skov")["presence"], "inside");
    versions.close();
}

#[test]
fn nobody_whom_a_row_that_does_not_come_in_names_is_gone() {
    let versions = Versions::new();
    versions.import(FIRST);
    let ole = versions.person("Ole Lund");
    // One semicolon too many in Ole's line; Eva stands in a row whose code Pia has; nobody names Kim.
    versions.import(&format!("{FIRST}V-1004;Kim Dam;Havnby;kim@a.example\n"));
    let later = "Billetkode;Navn;Organisation;Mail\nV-1001;Pia Skov;Havnby;pia@a.example\nV-1002;Ole Lund;Havnby;ole@a.example;x\nV-1001;Eva Gram;Fjordby;eva@a.example\n";
    let preview = call(&versions.kiosk, "importList", json!({"text": later, "preview": true, "differences": true}));
    assert_eq!(preview["rejected"].as_array().unwrap().len(), 2, "{preview}");
    let gone: Vec<&Value> =
        preview["differences"].as_array().unwrap().iter().filter(|one| one["kind"] == "gone").collect();
    assert_eq!((gone.len(), &gone[0]["name"], &preview["gone"]), (1, &json!("Kim Dam"), &json!(1)), "{gone:?}");
    versions.import_with(later, &json!([{"attendee": ole["id"], "take": true}]));
    assert_eq!(versions.person("Ole Lund")["status"], "confirmed", "the list names him");
    versions.close();
}
