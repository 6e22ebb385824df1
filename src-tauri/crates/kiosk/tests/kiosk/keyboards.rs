//! Codes of other systems, scanned where scanner and computer are set to keyboards of two countries.

use super::desk::sample;
use super::*;

fn with_codes(kiosk: &Kiosk, name: &str, codes: &[&str]) -> Value {
    let guest = call(kiosk, "addWalkIn", json!({"name": name, "ticketCodes": codes}));
    guest["id"].clone()
}

fn scan(kiosk: &Kiosk, text: &str) -> Value {
    call(kiosk, "checkIn", json!({"text": text}))
}

#[test]
fn a_code_that_a_scanner_of_another_country_garbled_admits_and_says_so() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let anna = with_codes(&kiosk, "Anna Lind", &["WEB/12-A=3"]);
    // An American scanner on a Danish computer.
    let answer = scan(&kiosk, "WEB-12+A´3");
    assert_eq!((&answer["outcome"], &answer["attendee"]["id"]), (&json!("admitted"), &anna), "{answer}");
    assert_eq!(answer["keyboards"], json!({"scanner": "us", "computer": "da"}));
    let clean = scan(&kiosk, "WEB/12-A=3");
    assert_eq!((&clean["outcome"], &clean["keyboards"]), (&json!("alreadyCheckedIn"), &Value::Null));
}

#[test]
fn an_address_that_holds_a_code_is_read_too() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let anna = with_codes(&kiosk, "Anna Lind", &["QX-7712"]);
    let answer = scan(&kiosk, "httpsÆ--t.example-show_ticket´QX+7712");
    assert_eq!(answer["attendee"]["id"], anna, "{answer}");
}

#[test]
fn where_two_pairs_mean_two_people_nobody_is_admitted() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    // `AB-77` is `AB/77` of an American scanner on a Danish computer, and `AB'77`… of others.
    let meant: Vec<String> = scan::uncross("AB-77").into_iter().map(|crossed| crossed.text).collect();
    assert!(meant.len() > 1, "{meant:?}");
    with_codes(&kiosk, "Anna Lind", &[&meant[0]]);
    with_codes(&kiosk, "Bo Holm", &[&meant[1]]);
    assert_eq!(scan(&kiosk, "AB-77")["outcome"], "unknownCode");
}

#[test]
fn a_short_code_and_a_name_are_not_made_into_somebodys_code() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    with_codes(&kiosk, "Anna Lind", &["a/b"]);
    assert_eq!(scan(&kiosk, "a-b")["outcome"], "unknownCode", "three letters admit nobody, however they are typed");
    assert_eq!(scan(&kiosk, "Anne-Marie")["outcome"], "unknownCode");
}

#[test]
fn a_scan_that_was_torn_in_two_is_put_together() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let anna = with_codes(&kiosk, "Anna Lind", &["WEB/12-A=3"]);
    let bo = with_codes(&kiosk, "Bo Holm", &["B/12-A=3"]);
    let torn = |before: &str, text: &str| call(&kiosk, "checkIn", json!({"text": text, "before": before}));
    assert_eq!(torn("WE", "B/12-A=3")["attendee"]["id"], bo, "a code that is whole stays what it is");
    assert_eq!(torn("WEB", "/12-A=3")["attendee"]["id"], anna);
    assert_eq!(torn("WEB-1", "2+A´3")["attendee"]["id"], anna, "also where the keyboards disagree");
    let nobody = torn("ni", "XYZ-1234");
    assert_eq!(nobody["outcome"], "unknownCode", "letters of a name make no code of it");
    let refused = call(&kiosk, "refusals", json!({}));
    let unknown = refused.as_array().unwrap().iter().find(|one| one["reason"] == "unknownCode");
    assert_eq!(unknown.map(|one| &one["text"]), Some(&json!("XYZ-1234")), "{refused}");
}

#[test]
fn two_accents_at_the_end_are_written_once_and_understood() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let anna = with_codes(&kiosk, "Anna Lind", &["QUJD/y+9=="]);
    assert_eq!(scan(&kiosk, "QUJD-y`9´")["attendee"]["id"], anna);
    with_codes(&kiosk, "Bo Holm", &["QUJD/y+9="]);
    assert_eq!(scan(&kiosk, "QUJD-y`9´")["outcome"], "unknownCode", "two people could be meant");
}
