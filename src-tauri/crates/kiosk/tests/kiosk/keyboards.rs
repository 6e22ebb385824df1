//! Codes of other systems, scanned where scanner and computer are set to keyboards of two countries.

use super::answers::code_of;
use super::desk::{person, sample};
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
    let torn = |before: &str, text: &str| call(&kiosk, "checkIn", json!({"text": text, "before": [before]}));
    assert_eq!(torn("WE", "B/12-A=3")["attendee"]["id"], bo, "a code that is whole stays what it is");
    assert_eq!(torn("WEB", "/12-A=3")["attendee"]["id"], anna);
    assert_eq!(torn("WEB-1", "2+A´3")["attendee"]["id"], anna, "also where the keyboards disagree");
    let pieces = json!({"text": "3", "before": ["ni", "WEB/", "12-A="]});
    assert_eq!(call(&kiosk, "checkIn", pieces)["attendee"]["id"], anna, "in three pieces, behind letters of a name");
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

fn scan_on(kiosk: &Kiosk, text: &str, scanner: &str, computer: &str) -> Value {
    call(kiosk, "checkIn", json!({"text": text, "keyboards": {"scanner": scanner, "computer": computer}}))
}

#[test]
fn what_was_learnt_of_a_scanner_is_undone_without_a_word() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let anna = with_codes(&kiosk, "Anna Lind", &["WEB/12-A=3"]);
    let answer = scan_on(&kiosk, "WEB-12+A´3", "us", "da");
    assert_eq!((&answer["attendee"]["id"], &answer["keyboards"]), (&anna, &Value::Null), "{answer}");
    // A second scanner at the desk that is set right.
    assert_eq!(scan_on(&kiosk, "WEB/12-A=3", "us", "da")["attendee"]["id"], anna);
    // Two people's codes, and without knowing the keyboards nobody could say whose: known, there is one.
    let bo = with_codes(&kiosk, "Bo Holm", &["AB/77"]);
    with_codes(&kiosk, "Carl Dam", &["AB'77"]);
    let meant = scan_on(&kiosk, "AB-77", "us", "da");
    assert_eq!(meant["attendee"]["id"], bo, "{meant}");
    let strange = json!({"text": "x", "keyboards": {"scanner": "fr", "computer": "da"}});
    let wrong = api::call(&kiosk, &Caller::default(), "checkIn", strange).unwrap_err();
    assert!(wrong.to_string().contains("keyboards.scanner"), "{wrong}");
}

#[test]
fn a_text_that_no_keyboard_garbled_is_not_made_into_the_code_beside_it() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let anna = with_codes(&kiosk, "Anna Lind", &["AB/77"]);
    // A camera, a port, or a desk whose test said that scanner and computer agree.
    for alike in ["us", "da", "de", "sv"] {
        let answer = scan_on(&kiosk, "AB-77", alike, alike);
        assert_eq!((&answer["outcome"], &answer["keyboards"]), (&json!("unknownCode"), &Value::Null), "{answer}");
    }
    // Two accents at the end, and Caps Lock, are keyboards' doings too.
    with_codes(&kiosk, "Bo Holm", &["QUJD´´"]);
    assert_eq!(scan_on(&kiosk, "QUJD´", "da", "da")["outcome"], "unknownCode");
    assert_eq!(
        scan_on(&kiosk, "AB-77", "da", "us")["outcome"],
        "unknownCode",
        "another pair than the one that was learnt"
    );
    assert_eq!(scan_on(&kiosk, "AB/77", "us", "us")["attendee"]["id"], anna, "and what is read well admits");
}

#[test]
fn order_numbers_and_the_case_of_codes_are_understood_where_keyboards_disagree() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let anna = call(&kiosk, "addWalkIn", json!({"name": "Anna Lind", "order": "2017/0042"}))["id"].clone();
    let bo = with_codes(&kiosk, "Bo Holm", &["web/12-a=3"]);
    let answer = scan(&kiosk, "2017-0042");
    assert_eq!((&answer["attendee"]["id"], &answer["keyboards"]["scanner"]), (&anna, &json!("us")), "{answer}");
    assert_eq!(scan(&kiosk, "WEB-12+A´3")["attendee"]["id"], bo);
    assert_eq!(scan_on(&kiosk, "2017-0042", "da", "da")["outcome"], "unknownCode");
}

#[test]
fn what_a_scanner_puts_before_our_codes_is_understood_also_where_keyboards_disagree() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let kim = person(&kiosk, "Kim Kjær Nielsen")["id"].clone();
    let code = code_of(&kiosk, folder.path(), &kim);
    let answer = scan(&kiosk, &format!("¨Q1{code}"));
    assert_eq!((&answer["outcome"], &answer["attendee"]["id"]), (&json!("admitted"), &kim), "{answer}");
    assert_eq!(answer["keyboards"], json!({"scanner": "us", "computer": "da"}));
    assert_eq!(scan(&kiosk, &format!("]Q1{code}"))["attendee"]["id"], kim);
    let torn = scan(&kiosk, &format!("¨Q1{}", &code[..20]));
    assert_eq!(torn["reason"], "damagedCode", "{torn}");

    let reader = store::Reader::open(&folder.path().join("event.ankomst")).unwrap();
    let (key, event) = (scan::CodeKey::from_bytes(*reader.code_key().unwrap()), reader.event().unwrap());
    let undo = scan::command_code(&key, event, scan::Command::Undo);
    for before in ["", "]Q1", "]Q2\\000026", "¨Q1", "+Q1"] {
        let said = call(&kiosk, "deskCommand", json!({"text": format!("{before}{undo}")}));
        assert_eq!(said["command"], "undo", "behind {before}");
    }
    for (text, corrected) in [("]Q1AKT1-TEST:Zy/=0+X_7", 0), ("¨Q1AKT1+TESTÆZy-´0`X?7", 6)] {
        let test = call(&kiosk, "testScanner", json!({"text": text}));
        assert_eq!((&test["test"], &test["whole"]), (&json!(true), &json!(true)), "{text}: {test}");
        assert_eq!(test["corrected"], corrected, "{text}: {test}");
    }
}

#[test]
fn an_address_that_holds_somebodys_order_number_by_chance_admits_nobody() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let anna = call(&kiosk, "addWalkIn", json!({"name": "Anna Lind", "order": "1042"}))["id"].clone();
    for text in [
        "https://menu.example/place/1042",
        "https://menu.example/?id=1042",
        "https://menu.example/?t=1042&c=1042",
        "https://menu.example/#1042",
        "httpsÆ--menu.example-place-1042",
    ] {
        let answer = scan(&kiosk, text);
        assert_eq!(
            (&answer["outcome"], &answer["attendee"]),
            (&json!("unknownCode"), &Value::Null),
            "{text}: {answer}"
        );
    }
    assert_eq!(scan(&kiosk, "https://tickets.example/?order=1042")["attendee"]["id"], anna);
    assert_eq!(scan(&kiosk, "1042")["attendee"]["id"], anna);
}

#[test]
fn a_short_code_in_an_address_does_not_hide_the_code_that_is_meant() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    with_codes(&kiosk, "Anna Lind", &["12"]);
    let bo = with_codes(&kiosk, "Bo Holm", &["QX-7712"]);
    let carl = call(&kiosk, "addWalkIn", json!({"name": "Carl Dam", "order": "20999"}))["id"].clone();
    assert_eq!(scan(&kiosk, "https://t.example/show/QX-7712?id=12")["attendee"]["id"], bo);
    assert_eq!(
        scan(&kiosk, "https://t.example/show/qx-7712?id=12")["attendee"]["id"],
        bo,
        "also without regard to case"
    );
    assert_eq!(scan(&kiosk, "https://t.example/show?order=20999&id=12")["attendee"]["id"], carl);
    let alone = scan(&kiosk, "https://t.example/show?id=12");
    assert_eq!((&alone["outcome"], &alone["reason"]), (&json!("unknownCode"), &json!("shortCode")), "{alone}");
    assert_eq!(alone["candidates"][0]["name"], "Anna Lind", "it is shown whose it is");
    // The order of one and the short code of another: nobody knows which is meant.
    call(&kiosk, "addWalkIn", json!({"name": "Dan Munk", "order": "12"}));
    assert_eq!(scan(&kiosk, "12")["reason"], "shortCode");
}

#[test]
fn a_card_and_words_that_are_nobodys_code_say_what_to_search_for() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    for (text, search) in [
        ("MECARD:N:Lind,Anna;;", "Anna Lind"),
        ("BEGIN:VCARD\nVERSION:3.0\nN:Lind;Anna;;;\nEND:VCARD", "Anna Lind"),
        ("anna@x.dk", "anna@x.dk"),
        ("Lind, Anna", "Lind, Anna"),
        ("]Q1Anna Lind", "Anna Lind"),
        // An American scanner on a Danish computer.
        ("MECARDÆNÆLind,Annaææ", "Anna Lind"),
    ] {
        let answer = scan(&kiosk, text);
        assert_eq!(
            (&answer["outcome"], &answer["search"]),
            (&json!("unknownCode"), &json!(search)),
            "{text}: {answer}"
        );
    }
    let code = with_codes(&kiosk, "Anna Lind", &["a/b"]);
    assert!(code.is_string());
    for text in ["XYZ-1234", "https://menu.example/table/7", "a/b", "AK1TORN", "AKC1"] {
        let answer = scan(&kiosk, text);
        assert_eq!((&answer["outcome"], &answer["search"]), (&json!("unknownCode"), &Value::Null), "{text}: {answer}");
    }
    let admitted = scan(&kiosk, &code_of(&kiosk, folder.path(), &code));
    assert_eq!((&admitted["outcome"], &admitted["search"]), (&json!("admitted"), &Value::Null));
}

#[test]
fn a_hundred_codes_with_letters_behind_dead_keys_are_right_under_each_pair() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    // What is typed, and what arrives: a dead key waits for its letter, and both become one. American keyboards have none.
    for (scanner, computer, meant, arrives) in [
        ("us", "da", "=a+e]u}o", "áèüô"),
        ("us", "de", "=a+e`o", "áèô"),
        ("us", "sv", "=e+i}u]a]o", "éìûäö"),
        ("de", "da", "+e*i´a", "ëîá"),
        ("da", "us", "´a-=", "=a/)"),
    ] {
        for n in 0..100 {
            let number = n * 37 % 89;
            let code = format!("{scanner}{computer}{n:02}x{meant}x{number}");
            let arrived = format!("{scanner}{computer}{n:02}x{arrives}x{number}");
            let person = with_codes(&kiosk, &format!("Gæst {scanner} {computer} {n}"), &[&code]);
            let answer = scan_on(&kiosk, &arrived, scanner, computer);
            assert_eq!(answer["attendee"]["id"], person, "{code} as {arrived}: {answer}");
        }
    }
}

#[test]
fn a_hundred_codes_of_a_learnt_scanner_are_right_under_each_pair() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    for (scanner, computer, from, to) in
        [("us", "da", "-_:/=+.", "+?Æ-´`."), ("da", "us", "-_:/=+.", "/?>&)-."), ("de", "da", "-_:/=+.zy", "-_:/=¨.yz")]
    {
        for n in 0..100 {
            let code = format!("{scanner}{n:02}-_:/=+.zy{}", n * 37 % 89);
            let person = with_codes(&kiosk, &format!("Gæst {scanner} {n}"), &[&code]);
            let arrives: String = code
                .chars()
                .map(|letter| {
                    from.chars().position(|one| one == letter).map_or(letter, |at| to.chars().nth(at).unwrap())
                })
                .collect();
            assert_ne!(arrives, code);
            let answer = scan_on(&kiosk, &arrives, scanner, computer);
            assert_eq!(answer["attendee"]["id"], person, "{code} as {arrives}: {answer}");
        }
    }
}

#[test]
fn the_test_code_says_what_the_scanner_is_set_to() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let test = |text: &str| call(&kiosk, "testScanner", json!({"text": text}));
    let crossed = test("AKT1+TESTÆZy-´0`X?7");
    assert_eq!(crossed["keyboards"], json!({"scanner": "us", "computer": "da"}), "{crossed}");
    assert_eq!((&crossed["corrected"], &crossed["whole"], &crossed["test"]), (&json!(6), &json!(true), &json!(true)));
    assert_eq!(crossed["letters"][4], json!({"meant": "-", "came": "+"}));
    let same = test(scan::calibration::TEST_CODE);
    assert_eq!((&same["keyboards"], &same["corrected"], &same["whole"]), (&Value::Null, &json!(0), &json!(true)));
    let torn = test("AKT1-TES");
    assert_eq!((&torn["whole"], &torn["test"]), (&json!(false), &json!(true)));
    assert_eq!(test("20417-118")["test"], false);
}

#[test]
fn command_cards_are_told_apart_and_check_nobody_in() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let session = call(&kiosk, "programme", json!({}))["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|session| session["checkIn"] == true)
        .unwrap()["id"]
        .clone();
    let command = |text: &str| call(&kiosk, "deskCommand", json!({"text": text}));
    assert_eq!(command("AKC1")["command"], "damaged");
    assert_eq!(command("AKC18NU0000000000000000000")["command"], "otherEvent");
    assert_eq!(command("Anna")["command"], "none");
    let reader = store::Reader::open(&folder.path().join("event.ankomst")).unwrap();
    let (key, event) = (scan::CodeKey::from_bytes(*reader.code_key().unwrap()), reader.event().unwrap());
    let mark = scan::SessionMark::of(&session.as_str().unwrap().parse().unwrap());
    for (name, said) in [
        ("undo", scan::Command::Undo),
        ("reprint", scan::Command::Reprint),
        ("event", scan::Command::Event),
        ("session", scan::Command::Session(mark)),
    ]
    .map(|(name, command)| (name, scan::command_code(&key, event, command)))
    {
        let answer = command(&said);
        assert_eq!(answer["command"], name, "{answer}");
        assert_eq!(answer["session"], if name == "session" { session.clone() } else { Value::Null });
        assert_eq!(scan(&kiosk, &said)["outcome"], "unknownCode", "a command is nobody's code");
    }
}

#[test]
fn the_codes_of_the_desk_are_put_on_paper() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    for codes in ["test", "cards"] {
        let saved = call(&kiosk, "saveDeskCodes", json!({"codes": codes}));
        let pdf = std::fs::read(saved["path"].as_str().unwrap()).unwrap();
        assert!(pdf.starts_with(b"%PDF-"), "{codes}");
    }
}
