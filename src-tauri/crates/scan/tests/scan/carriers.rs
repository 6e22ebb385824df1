//! Texts that hold another system's ticket code or a name.

use proptest::prelude::*;
use scan::{ScannedCode, interpret};

use crate::{here, key};

#[track_caller]
fn check(text: &str, candidates: &[&str], search: &str) {
    let scanned = interpret(text, &key(), here());
    assert!(matches!(scanned, ScannedCode::Other(_)), "{text:?} is none of ours");
    assert_eq!(scanned.candidates(), candidates, "candidates of {text:?}");
    assert_eq!(scanned.search(), search, "to search for, of {text:?}");
}

/// A text that is searched for as it is.
#[track_caller]
fn check_url(text: &str, carried: &[&str]) {
    check(text, &[&[text], carried].concat(), text);
}

#[test]
fn a_plain_text_is_itself() {
    check("ABC-123", &["ABC-123"], "ABC-123");
    check("  abc\r\n", &["abc"], "abc");
    check("Karen Bøgelund", &["Karen Bøgelund"], "Karen Bøgelund");
    check("", &[""], "");
    check(" \u{0}\t ", &[""], "");
}

#[test]
fn a_text_like_ours_keeps_itself_for_the_list() {
    for text in ["AK1", "ak1-foreign", "AK18NAJU7UCVG2S7WT3S756HQWB7H", "AK1P0AJU7UCVG2S7D2NX69KUTPJGR"] {
        assert_eq!(interpret(text, &key(), here()).candidates(), [text], "an equal ticket code of the list wins");
    }
}

#[test]
fn identifiers_of_symbologies_are_taken_off() {
    check("]Q1abc", &["]Q1abc", "abc"], "abc");
    check("]C1ABC-12", &["]C1ABC-12", "ABC-12"], "ABC-12");
    check("]d2 9 ", &["]d2 9", "9"], "9");
    check("]Q1", &["]Q1"], "]Q1");
    check("]ø1abc", &["]ø1abc"], "]ø1abc");
    check("]", &["]"], "]");
    check(
        "]Q1https://t.example/c?ticket=77aa",
        &["]Q1https://t.example/c?ticket=77aa", "https://t.example/c?ticket=77aa", "77aa", "c"],
        "https://t.example/c?ticket=77aa",
    );
}

#[test]
fn markers_of_the_letters_are_taken_off_and_doubled_backslashes_become_one() {
    check("]Q2\\000026ABC-12", &["]Q2\\000026ABC-12", "\\000026ABC-12", "ABC-12"], "ABC-12");
    check("\\000003Søren", &["\\000003Søren", "Søren"], "Søren");
    check("\\000026A\\\\B\\000003C", &["\\000026A\\\\B\\000003C", "A\\BC"], "A\\BC");
    check(
        "]Q2\\000026https://t.example/c?ticket=7",
        &[
            "]Q2\\000026https://t.example/c?ticket=7",
            "\\000026https://t.example/c?ticket=7",
            "https://t.example/c?ticket=7",
            "7",
            "c",
        ],
        "https://t.example/c?ticket=7",
    );
    // No marker: too few digits, or not at the beginning, where a backslash is one of the code's own.
    for text in ["\\00026AB", "AB\\000026", "\\00002éx", "\\"] {
        check(text, &[text], text);
    }
    let ours = "]Q2\\000026AK18NAJU7UCVG2S7WT3S756HQWB7H";
    assert!(matches!(interpret(ours, &key(), here()), ScannedCode::Ours(..)), "our own code in UTF-8");
}

#[test]
fn urls_give_what_may_be_a_code() {
    check_url("https://example.org/check?ticket=AB12", &["AB12", "check"]);
    check_url("HTTPS://EXAMPLE.ORG/TICKETS/AB12", &["AB12"]);
    check_url("https://example.org/tickets/AB12/", &["AB12"]);
    check_url("https://example.org/e?id=7&code=AB12&Ticket=XY", &["XY", "AB12", "7", "e"]);
    check_url("https://example.org/?lang=da&secret=a%2Fb%20c", &["a/b c"]);
    check_url("https://example.org/e#AB12", &["AB12", "e"]);
    check_url("https://example.org/#/show/AB12", &["/show/AB12", "AB12"]);
    check_url("https://example.org/#code=AB12", &["AB12", "code=AB12"]);
    check_url("https://example.org/#/show?code=AB12", &["AB12", "/show?code=AB12", "show"]);
    check_url("www.example.org/AB12", &["AB12"]);
    check_url("wix://scan/AB%C3%98", &["ABØ"]);
    check_url("https://example.org/100%", &["100%"]);
    check_url("https://example.org/%ff%zz", &["%ff%zz"]);
    check_url("https://example.org", &[]);
    check_url("https://example.org/?ticket=", &[]);
    check_url("https://", &[]);
    check_url("http: //example.org/x", &[]);
}

#[test]
fn a_vcard_is_searched_by_its_name() {
    let search = |card: &str, name: &str| {
        let scanned = interpret(card, &key(), here());
        assert_eq!(scanned.search(), name, "of {card:?}");
        assert_eq!(scanned.candidates(), [card.trim()], "a list may hold whole cards");
    };
    search("BEGIN:VCARD\r\nVERSION:3.0\r\nN:Bøgelund;Karen;;;\r\nFN:Karen Bøgelund\r\nEND:VCARD\r\n", "Karen Bøgelund");
    search("begin:vcard\nVERSION:4.0\nitem1.FN;LANGUAGE=da:Mette\\, Lind\nEND:VCARD", "Mette, Lind");
    search("BEGIN:VCARD\nN:Sørensen;Jens;Peter;Dr.;\nEND:VCARD", "Jens Sørensen");
    search("BEGIN:VCARD\nFN:  \nN:Holm\nEND:VCARD", "Holm");
    search("BEGIN:VCARD\nFN:Anne-\n Marie Holm\nEND:VCARD", "Anne-Marie Holm");
    search("BEGIN:VCARD\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:S=C3=B8rensen;Jens\nEND:VCARD", "Jens Sørensen");
    search("MECARD:N:Sørensen,Jens;TEL:20304050;;", "Jens Sørensen");
    search("MECARD:TEL:1;N:Holm\\;Lund,A\\,B;;", "A,B Holm;Lund");
    search("mecard:N:Holm;;", "Holm");
    search("mecard:n:lIND,aNNA;;", "aNNA lIND");
    search("BEGIN:VCARD\r\nFN;ENCODING=QUOTED-PRINTABLE:Jens=20=\r\nS=C3=B8rensen\r\nEND:VCARD", "Jens Sørensen");
    search(
        "BEGIN:VCARD\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:S=F8rensen;J=F8rgen\nEND:VCARD",
        "Jørgen Sørensen",
    );
    search("BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:S=F8rensen;Jens\nEND:VCARD", "Jens Sørensen");
    search("MECARD:TEL:1;;", "MECARD:TEL:1;;");
}

#[test]
fn only_what_an_address_calls_an_order_is_an_order_number() {
    let orders = |text: &str, orders: &[&str]| {
        assert_eq!(interpret(text, &key(), here()).scanned().orders(), orders, "of {text:?}");
    };
    orders("1042", &["1042"]);
    orders("]Q1 1042", &["]Q1 1042", "1042"]);
    orders("]Q2\\0000261042", &["]Q2\\0000261042", "\\0000261042", "1042"]);
    for text in
        ["https://menu.example/place/1042", "https://x.example/?id=1042&t=1042&c=1042#1042", "www.x.example/1042"]
    {
        orders(text, &[text]);
    }
    for text in [
        "https://x.example/?order=1042",
        "https://x.example/e?id=7&Booking=1042",
        "https://x.example/#/show?ordre=1042",
        "https://x.example/#ordrenummer=1042",
    ] {
        orders(text, &[text, "1042"]);
    }
}

#[test]
fn words_names_and_addresses_of_e_mail_are_worth_a_search_and_codes_are_not() {
    let named = |text: &str| interpret(text, &key(), here()).scanned().named().map(str::to_owned);
    for text in [
        "Anna Lind",
        "Lind, Anna",
        "Anne-Marie",
        "anna@x.dk",
        "anna2@x.dk",
        "Jens Sørensen 2",
        "Kysthøj A/S",
        "Zoe\u{308}",
    ] {
        assert_eq!(named(text).as_deref(), Some(text));
    }
    assert_eq!(named("]Q1Anna Lind").as_deref(), Some("Anna Lind"));
    assert_eq!(named("Anna\r\n  Lind").as_deref(), Some("Anna Lind"));
    assert_eq!(named("MECARD:N:Lind2,Anna;;").as_deref(), Some("Anna Lind2"), "on a card whatever stands there");
    for text in [
        "",
        "A",
        "20417-118",
        "QX-7712",
        "AB 1234 56",
        "https://anna.example/lind",
        "www.lind.example",
        "WIFI:S:Gast;;",
    ] {
        assert_eq!(named(text), None, "{text:?}");
    }
}

#[test]
fn long_texts_are_cut() {
    let long = "å".repeat(10_000);
    let scanned = interpret(&long, &key(), here());
    assert_eq!(scanned.candidates()[0].chars().count(), 4_300);
    assert_eq!(scanned.search().chars().count(), 200);
}

proptest! {
    #[test]
    fn no_carrier_breaks(
        start in prop::sample::select(vec!["", "]Q1", "https://a/b?t=", "x://", "BEGIN:VCARD\nN:", "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:", "MECARD:N:", "AK1", "www."]),
        text in r"(\PC|[%=;,:\\/#?&\n \t\]]){0,60}",
    ) {
        let scanned = interpret(&format!("{start}{text}"), &key(), here());
        for (place, candidate) in scanned.candidates().iter().enumerate() {
            prop_assert!(place == 0 || !candidate.is_empty());
            prop_assert!(!scanned.candidates()[..place].contains(candidate), "no text twice");
        }
    }
}
