//! JSON-RPC: the protocol, every parameter error, nonces.

use serde_json::{Value, json};

use crate::desk::{Desk, Rpc};

#[test]
fn the_protocol_is_kept_line_by_line() {
    let desk = Desk::with_sample();
    let mut rpc = desk.rpc();
    let code = |answer: &Value| answer["error"]["code"].as_i64();
    let check = |rpc: &mut Rpc, line: &[u8], wanted: i64| {
        let answer = rpc.line(line);
        assert_eq!(
            code(&answer),
            Some(wanted),
            "for {}: {answer}",
            String::from_utf8_lossy(&line[..line.len().min(80)])
        );
        assert_eq!(answer["jsonrpc"], "2.0", "every answer says its version");
    };
    check(&mut rpc, b"no json", -32700);
    check(&mut rpc, b"{\"jsonrpc\":\"2.0\",", -32700);
    check(&mut rpc, &[0xff, 0xfe, b'{', b'}'], -32700);
    check(&mut rpc, b"[]", -32600);
    check(&mut rpc, b"42", -32600);
    check(&mut rpc, br#"{"id":1,"method":"overview"}"#, -32600);
    check(&mut rpc, br#"{"jsonrpc":"2.0","id":1}"#, -32600);
    check(&mut rpc, br#"{"jsonrpc":"2.0","id":{},"method":"overview"}"#, -32600);
    check(&mut rpc, br#"{"jsonrpc":"2.0","id":1,"method":"openTheDoor"}"#, -32601);
    check(&mut rpc, br#"{"jsonrpc":"2.0","id":1,"method":"overview","params":[1]}"#, -32602);
    // A line over 1 MiB is refused, and the next one read as usual.
    check(&mut rpc, &vec![b'x'; (1 << 20) + 1], -32600);
    check(&mut rpc, &vec![b'x'; 5 << 20], -32600);
    check(&mut rpc, &vec![b'x'; 1 << 20], -32700);
    // Empty lines and notifications have no answer; the next request has.
    rpc.send(b"");
    rpc.send(br#"{"jsonrpc":"2.0","method":"overview"}"#);
    assert_eq!(rpc.call("overview", &json!({}))["listed"], 229, "the answer to the next request");
    assert_eq!(rpc.line(br#"{"jsonrpc":"2.0","id":"a","method":"programme"}"#)["id"], "a", "ids may be texts");
    assert_eq!(rpc.close(), 0, "the end of input is the end");
}

/// Each method with parameters that are wrong, and the field that is named.
#[test]
fn every_wrong_parameter_is_named() {
    let desk = Desk::with_sample();
    let id = desk.find("mette nielsen egehavn");
    let mut rpc = desk.rpc();
    let mut check = |method: &str, params: Value, field: &str| {
        let answer = rpc.answer(method, &params);
        assert_eq!(answer["error"]["code"], -32602, "{method} {params}: {answer}");
        assert_eq!(answer["error"]["data"]["field"], field, "{method} {params}: {answer}");
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains(field), "the message names it too: {message}");
    };
    for method in ["getAttendee", "acknowledgeAlert", "queueBadge"] {
        check(method, json!({"attendee": id, "colour": "red"}), "colour");
    }
    check("renderBadge", json!({"format": "pdf"}), "attendee");
    check("checkIn", json!({"attendee": id, "override": {"reason": "x", "by": "me"}}), "override.by");
    check("reissueBadge", json!({"attendee": id, "reason": "x".repeat(1001)}), "reason");
    check("setStatus", json!({"attendee": id, "status": "confirmed", "reason": "x".repeat(1001)}), "reason");
    check("getAttendee", json!({}), "attendee");
    check("getAttendee", json!({"attendee": 7}), "attendee");
    check("getAttendee", json!({"attendee": "x"}), "attendee");
    check("findAttendees", json!({}), "text");
    check("findAttendees", json!({"text": 1}), "text");
    check("findAttendees", json!({"text": "a", "limit": 0}), "limit");
    check("findAttendees", json!({"text": "a", "limit": "many"}), "limit");
    check("findAttendees", json!({"text": "a", "session": "No Such"}), "session");
    check("findAttendees", json!({"text": "x".repeat(5000)}), "text");
    check("findAttendees", json!({"text": "a", "txt": "b"}), "txt");
    check("listAttendees", json!({"sort": "shoeSize"}), "sort");
    check("listAttendees", json!({"descending": "yes"}), "descending");
    check("listAttendees", json!({"arrived": 1}), "arrived");
    check("listAttendees", json!({"status": "late"}), "status");
    check("listAttendees", json!({"session": ""}), "session");
    check("listAttendees", json!({"limit": -1}), "limit");
    check("listAttendees", json!({"after": "first"}), "after");
    check("checkIn", json!({}), "text");
    check("checkIn", json!({"text": "a", "attendee": id}), "attendee");
    check("checkIn", json!({"attendee": "me"}), "attendee");
    check("checkIn", json!({"text": ["a"]}), "text");
    check("checkIn", json!({"attendee": id, "session": "A B"}), "session");
    check("checkIn", json!({"attendee": id, "direction": "up"}), "direction");
    check("checkIn", json!({"attendee": id, "at": "today"}), "at");
    check("checkIn", json!({"attendee": id, "at": "2999-01-01T00:00:00Z"}), "at");
    check("checkIn", json!({"attendee": id, "override": "yes"}), "override");
    check("checkIn", json!({"attendee": id, "override": {}}), "override.reason");
    check("checkIn", json!({"attendee": id, "override": {"reason": " "}}), "override.reason");
    check("checkIn", json!({"attendee": id, "answers": {"lunch": "fish"}}), "answers.lunch");
    check("checkIn", json!({"attendee": id, "nonce": ""}), "nonce");
    check("checkIn", json!({"attendee": id, "nonce": "n".repeat(65)}), "nonce");
    check("checkIn", json!({"attendee": id, "nonce": 1}), "nonce");
    check("undo", json!({"record": id}), "reason");
    check("undo", json!({"record": "x", "reason": "y"}), "record");
    check("undo", json!({"record": id, "reason": " "}), "reason");
    check("undoCheckIn", json!({"checkIn": "x", "reason": "y"}), "checkIn");
    check("addWalkIn", json!({}), "name");
    check("addWalkIn", json!({"name": "  "}), "name");
    check("addWalkIn", json!({"name": 5}), "name");
    check("addWalkIn", json!({"name": "A", "shoeSize": "43"}), "shoeSize");
    check("addWalkIn", json!({"name": "A", "ticketType": "nobody"}), "ticketType");
    check("amendAttendee", json!({"attendee": id}), "fields");
    check("amendAttendee", json!({"attendee": id, "fields": {"shoeSize": "43"}}), "fields.shoeSize");
    check("amendAttendee", json!({"attendee": id, "fields": {"title": 3}}), "fields.title");
    check("amendAttendee", json!({"attendee": id, "fields": {"ticketCodes": "a"}}), "fields.ticketCodes");
    check("amendAttendee", json!({"attendee": id, "fields": {"status": "late"}}), "status");
    check("amendAttendee", json!({"attendee": id, "fields": {"language": "fr"}}), "language");
    check("amendAttendee", json!({"attendee": id, "fields": {"sessions": ["nowhere"]}}), "sessions");
    check("amendAttendee", json!({"attendee": id, "fields": {"answers": {"q": "a"}}}), "answer:q");
    check("substituteAttendee", json!({"attendee": id}), "name");
    check("substituteAttendee", json!({"attendee": "x", "name": "A"}), "attendee");
    check("joinAttendees", json!({"keep": id}), "same");
    check("joinAttendees", json!({"keep": "x", "same": id}), "keep");
    check("joinAttendees", json!({"keep": id, "same": id}), "same");
    check("setStatus", json!({"attendee": id, "status": "late"}), "status");
    check("setStatus", json!({"attendee": id}), "status");
    check("reissueBadge", json!({"attendee": id}), "reason");
    check("reissueBadge", json!({"attendee": id, "reason": ""}), "reason");
    check("acknowledgeAlert", json!({"attendee": null}), "attendee");
    check("importList", json!({}), "path");
    check("importList", json!({"path": 1}), "path");
    check("importList", json!({"path": "x", "preview": "yes"}), "preview");
    check("importList", json!({"path": "x", "map": ["name"]}), "map");
    check("undoImport", json!({"import": "x"}), "import");
    check("renderBadge", json!({"attendee": id, "format": "gif"}), "format");
    check("queueBadge", json!({"attendee": id, "printer": "p".repeat(201)}), "printer");
    check("printJobs", json!({"state": "late"}), "state");
    check("answerJob", json!({"job": id}), "cameOut");
    check("answerJob", json!({"job": "x", "cameOut": true}), "job");
    check("cancelJob", json!({}), "job");
    check("refusals", json!({"since": "yesterday"}), "since");
    check("refusals", json!({"limit": 0}), "limit");
    check("programme", json!({"day": 1}), "day");
    check("overview", json!({"day": 1}), "day");
}

#[test]
fn a_well_formed_id_that_is_not_there_is_not_found() {
    let desk = Desk::with_sample();
    let id = desk.find("mette nielsen egehavn");
    let none = "0190b5c0-7c1d-7cc3-98c4-dc0c0c07398f";
    let mut rpc = desk.rpc();
    for (method, params) in [
        ("getAttendee", json!({"attendee": none})),
        ("checkIn", json!({"attendee": none})),
        ("checkIn", json!({"attendee": id, "session": "nowhere"})),
        ("findAttendees", json!({"text": "a", "session": "nowhere"})),
        ("listAttendees", json!({"session": "nowhere"})),
        ("undo", json!({"record": none, "reason": "x"})),
        ("undoCheckIn", json!({"checkIn": none, "reason": "x"})),
        ("amendAttendee", json!({"attendee": none, "fields": {"title": "x"}})),
        ("substituteAttendee", json!({"attendee": none, "name": "A B"})),
        ("joinAttendees", json!({"keep": id, "same": none})),
        ("joinAttendees", json!({"keep": none, "same": id})),
        ("setStatus", json!({"attendee": none, "status": "confirmed"})),
        ("reissueBadge", json!({"attendee": none, "reason": "x"})),
        ("acknowledgeAlert", json!({"attendee": none})),
        ("undoImport", json!({"import": none})),
        ("renderBadge", json!({"attendee": none, "format": "pdf"})),
        ("queueBadge", json!({"attendee": none})),
        ("answerJob", json!({"job": none, "cameOut": true})),
        ("cancelJob", json!({"job": none})),
    ] {
        assert_eq!(rpc.broken(method, &params), "notFound", "{method} {params}");
    }
    assert_eq!(rpc.broken("checkIn", &json!({"attendee": id, "session": "frokost"})), "noCheckInHere", "lunch");
    assert_eq!(rpc.broken("renderBadge", &json!({"attendee": id, "format": "pdf", "template": "x"})), "noSuchTemplate");
}

#[test]
fn a_call_with_its_nonce_is_made_once() {
    let desk = Desk::with_sample();
    let id = desk.find("mette nielsen egehavn");
    let mut rpc = desk.rpc();
    let params = json!({"attendee": id, "nonce": "n-1"});
    let first = rpc.call("checkIn", &params);
    let again = rpc.call("checkIn", &params);
    assert_eq!(
        (&again["outcome"], &again["checkIn"], &again["printJob"]["id"]),
        (&first["outcome"], &first["checkIn"], &first["printJob"]["id"])
    );
    assert_eq!((&first["repeated"], &again["repeated"]), (&Value::Null, &true.into()), "it says so");
    assert_eq!(rpc.broken("checkIn", &json!({"attendee": id, "direction": "exit", "nonce": "n-1"})), "nonceReused");
    assert_eq!(rpc.broken("reissueBadge", &json!({"attendee": id, "reason": "x", "nonce": "n-1"})), "nonceReused");

    rpc.call("undo", &json!({"record": first["checkIn"], "reason": "test", "nonce": "n-2"}));
    assert_eq!(rpc.call("checkIn", &params)["undone"], true, "what was undone since says so");

    // A refusal is not bound: the same call may do better later.
    let cancelled = rpc.call("listAttendees", &json!({"status": "cancelled"}))["attendees"][0]["id"].clone();
    let params = json!({"attendee": cancelled, "nonce": "n-3"});
    assert_eq!(rpc.call("checkIn", &params)["outcome"], "cancelled");
    rpc.call("setStatus", &json!({"attendee": cancelled, "status": "confirmed"}));
    let admitted = rpc.call("checkIn", &params);
    assert_eq!((&admitted["outcome"], &admitted["repeated"]), (&"admitted".into(), &Value::Null));

    let walk_in = json!({"name": "Ny Gæst", "nonce": "n-4"});
    let (one, two) = (rpc.call("addWalkIn", &walk_in), rpc.call("addWalkIn", &walk_in));
    assert_eq!((&one["id"], &two["repeated"]), (&two["id"], &true.into()), "one guest, not two");
    rpc.close();
    // Also after a restart.
    let mut rpc = desk.rpc();
    assert_eq!(rpc.call("addWalkIn", &walk_in)["id"], one["id"]);
}

#[test]
fn reading_goes_on_beside_a_writer() {
    let desk = Desk::with_sample();
    let id = desk.find("mette nielsen egehavn");
    let mut writer = desk.rpc();
    assert_eq!(writer.call("overview", &json!({}))["arrived"], 0);
    let refused = desk.json(&["check-in", "--attendee", &id]);
    assert_eq!((refused.status, refused.problem()["code"].as_str()), (1, Some("eventInUse")), "one writer");
    let mut reader = desk.rpc();
    assert_eq!(reader.broken("checkIn", &json!({"attendee": id})), "eventInUse", "also through rpc");
    writer.call("checkIn", &json!({"attendee": id}));
    assert_eq!(reader.call("overview", &json!({}))["arrived"], 1, "who reads sees what was acknowledged");
    assert_eq!(desk.json(&["verify"]).ok().json()["ok"], true, "a check beside the writer");
    desk.json(&["backup", "copy.ankomst"]).ok();
    writer.close();
    reader.close();
}
