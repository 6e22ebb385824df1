//! Letters that were read in the wrong encoding once, in files that are valid all the same.

use interchange::{ReadOptions, WarningReason, read};

use crate::{check, listing};

/// Whether a row with this text has the remark.
fn doubts(text: &str) -> bool {
    let listing = listing(&format!("Navn;Firma\nBo;x {text}\nEa;{text}"));
    let doubtful = listing.warnings.iter().filter(|warned| warned.reason == WarningReason::UndecodableText).count();
    assert!(matches!(doubtful, 0 | 2), "at the start of a cell as behind a blank: {text:?}");
    doubtful == 2
}

#[test]
fn letters_read_in_the_wrong_encoding_are_seen() {
    let texts = [
        "SÃ¸ren",
        "KÃ¦r",
        "Ã…rhus",
        "ÅKJÃ†R",
        "Ã˜sterby",
        "Ã…RHUS",
        "Ã–REBRO",
        "Ã¥",
        "RenÃ©",
        "voilÃ\u{A0}",
        "S\u{C3}\u{B8}ren og Søren",
        "Oâ€™Brien",
        "10 â‚¬",
        "BoÂ\u{A0}As",
        "WiÅ›niewski",
        "Å»aneta",
        "KÄ™dzior",
        "Å\u{81}ukasz",
        "Ð˜Ð²Ð°Ð½",
        "çŽ‹å°\u{8F}æ˜Ž",
        "S›ren",
        "Kj‘r",
        "K‘r",
        "St‘hr Hansen",
        "†se G†rd",
        "S¿ren",
        "K¾r",
        "Malm¿",
        "¯stergaard",
        "GŒrd",
        "RenŽe",
        "S°ren",
        "Kµr",
        "J”rgen",
        "S├©ren",
        "S√∏ren",
        "S¢ren",
        "S\u{9B}ren",
        "S\u{FFFD}ren",
    ];
    for text in texts {
        assert!(doubts(text), "for {text:?}");
    }
}

#[test]
fn names_as_people_write_them_are_none() {
    let texts = [
        "Søren Åkjær",
        "Gitte O’Brien",
        "D‘Angelo",
        "O‘Brien",
        "N’DIAYE",
        "M‘Bappé",
        "Lars‘s",
        "Rock‘n roll",
        "ANDRÉ’S",
        "GRÅ”",
        "“BLÅ”",
        "«BLÅ»",
        "“Broen”s venner",
        "Foreningen “Broen mellem Os”",
        "Odense Å\u{A0}ved broen",
        "Å – Æ",
        "Straß’ Söhne",
        "Strauß’ und Voß’",
        "SÃO PAULO",
        "JOÃO",
        "ÂNGELA",
        "Łukasz Wiśniewski",
        "Hassan Yıldız",
        "Zeynep Şahin",
        "Šárka Žižka",
        "VŠB",
        "Œuvre",
        "ŒUVRE",
        "Ÿ",
        "Col·lecció",
        "Müller & Söhne – Teknik",
        "LEGO®",
        "Hansen †",
        "§ 4",
        "20 °C",
        "¿Qué?",
        "Nº 5",
        "½ dag",
        "10 €",
        "√",
        "ja √",
        "Иван",
        "王 小明",
        "محمد الحسن",
        "🙂 Smilla 🙂",
        "Bo…",
        "Bo…Ea",
        "Nuka Møller-Ólavsdóttir",
        "René Süßkind",
        "Bo\u{A0}As",
        "A\u{30A}se Bjo\u{308}rk",
        "50 µg",
    ];
    for text in texts {
        assert!(!doubts(text), "for {text:?}");
    }
}

#[test]
fn the_remark_does_not_depend_on_the_kind_of_file() {
    check("Navn;Firma\nSÃ¸ren;\nSøren;", "2:SÃ¸ren 3:Søren 2?undecodable_text");
    // DOS and an old Mac, taken for windows-1252.
    for (bytes, name) in [(&b"Navn;Firma\nS\x9Bren;\nBo;"[..], "S›ren"), (b"Navn;Firma\nS\xBFren;\nBo;", "S¿ren")] {
        let listing = read("list.csv", bytes, &ReadOptions::default()).unwrap();
        assert_eq!(listing.encoding, "windows-1252");
        assert_eq!(crate::summary(&listing), format!("2:{name} 3:Bo 2?undecodable_text"));
    }
}
