//! The way of a newcomer through `ankomstctl`, from the sample to the export.

use serde_json::Value;

use crate::desk::Desk;

/// A reader that has nothing to do with ours beyond the standard.
fn read_by_another_program(png: &std::path::Path) -> String {
    let picture = image::open(png).expect("a picture").to_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        picture.get_pixel(u32::try_from(x).unwrap(), u32::try_from(y).unwrap()).0[0]
    });
    let grids = prepared.detect_grids();
    assert_eq!(grids.len(), 1, "one code on the badge");
    grids[0].decode().expect("it can be read").1
}

#[test]
fn from_the_sample_to_the_export() {
    let desk = Desk::new();
    let made = desk.json(&["sample", "nyborg.ankomst"]).ok().json();
    assert_eq!(made["attendees"], 240, "the sample has 240 people");

    // find: three letters are enough, and without naming the event again.
    let found = desk.json(&["find", "nie", "--limit", "5"]).ok().json();
    let hits = found["hits"].as_array().expect("hits");
    assert_eq!(hits.len(), 5, "as many as asked for");
    let id = desk.find("mette nielsen egehavn");

    // check in
    let entry = desk.json(&["check-in", "--attendee", &id, "--desk", "Skranke 2", "--staff", "Anna"]).ok().json();
    assert_eq!(entry["outcome"], "admitted");
    let check_in = entry["checkIn"].as_str().expect("a record").to_owned();
    let job = entry["printJob"]["id"].as_str().expect("an entry queues a badge").to_owned();
    let badge = desk.path("nyborg.ankomst-files/badges").join(format!("{id}-{job}.pdf"));
    assert!(badge.is_file(), "without a printer the badge lies in the event's folder");

    // badge as PDF and PNG; the code read by another program
    desk.json(&["badge", "--attendee", &id, "--out", "badge.pdf"]).ok();
    assert!(std::fs::read(desk.path("badge.pdf")).unwrap().starts_with(b"%PDF-"), "a PDF");
    for template in ["a6", "card"] {
        desk.json(&["badge", "--attendee", &id, "--out", "badge.png", "--template", template]).ok();
        let code = read_by_another_program(&desk.path("badge.png"));
        let ours = desk.json(&["read", "badge.png"]).ok().json();
        assert_eq!(ours[0]["texts"], serde_json::json!([code]), "we read the same on {template}");
        assert_eq!(desk.run(&["read", "badge.png"]).ok().out, format!("badge.png\t{code}\n"), "one line a code");
    }
    let code = read_by_another_program(&desk.path("badge.png"));
    assert_eq!(code.len(), 29, "our code has 29 characters");

    // scanned again, at another desk
    let again = desk.json(&["check-in", "--code", &code, "--desk", "Skranke 1"]).ok().json();
    assert_eq!(again["outcome"], "alreadyCheckedIn");
    assert_eq!(again["attendee"]["id"], id.as_str(), "the code says who");
    assert_eq!(again["first"]["at"], entry["attendee"]["firstEntry"]["at"], "it says when");
    assert_eq!(again["first"]["staff"], "Anna", "and who let them in");
    assert!(again["first"]["desk"].as_str().is_some_and(|name| name.starts_with("Skranke")), "and where: {again}");

    // one character changed
    let mut forged = code.into_bytes();
    forged[20] = if forged[20] == b'7' { b'8' } else { b'7' };
    let forged = String::from_utf8(forged).unwrap();
    let refused = desk.json(&["check-in", "--code", &forged]).ok().json();
    assert_eq!(refused["outcome"], "forgedCode", "one character changed");
    assert_eq!(refused["attendee"], Value::Null, "a forged code is about nobody");

    // undo
    let undone = desk.json(&["undo", &check_in, "--reason", "Forkert person"]).ok().json();
    assert_eq!((&undone["undone"], &undone["now"]["presence"]), (&true.into(), &"expected".into()));
    assert_eq!(undone["badge"], "takeBack", "the badge is out already");

    // verify, export
    let verdict = desk.json(&["verify"]).ok().json();
    assert_eq!(verdict["ok"], true, "{verdict}");
    let heads = verdict["heads"].as_str().unwrap().to_owned();
    desk.json(&["check-in", "--attendee", &id]).ok();
    desk.json(&["verify", "--against", &heads]).ok();
    desk.json(&["export", "everyone.csv"]).ok();
    let csv = std::fs::read_to_string(desk.path("everyone.csv")).unwrap();
    assert_eq!(csv.lines().count(), 241, "a heading and 240 people");
    assert!(csv.starts_with("Id,Name,Given name,Family name,"), "English headings: {}", &csv[..60]);
    desk.json(&["export", "everyone.xlsx"]).ok();
    desk.run(&["export", "alle.csv"]).ok();
    let danish = std::fs::read_to_string(desk.path("alle.csv")).unwrap();
    assert!(danish.starts_with("\u{feff}Id;Navn;Fornavn;Efternavn;"), "Danish Excel wants a mark and semicolons");
}

#[test]
fn a_copy_on_another_computer_goes_on_under_a_new_desk() {
    let desk = Desk::with_sample();
    let id = desk.find("mette nielsen egehavn");
    desk.json(&["check-in", "--attendee", &id]).ok();
    desk.json(&["backup", "copy.ankomst"]).ok();
    assert_eq!(desk.json(&["--event", "copy.ankomst", "verify"]).ok().json()["ok"], true, "the copy is whole");

    let first = desk.json(&["verify"]).json()["heads"].clone();
    let second = desk.json(&["--event", "copy.ankomst", "check-in", "--attendee", &id]).ok().json();
    assert_eq!(second["outcome"], "alreadyCheckedIn", "what was done is in the copy");
    let heads = desk.json(&["--event", "copy.ankomst", "verify"]).ok().json()["heads"].clone();
    assert_eq!(heads.as_str().unwrap().split(',').count(), 2, "the copy has a desk of its own: {heads} after {first}");

    // And back: what was there is moved aside, never deleted.
    let restored = desk.json(&["--event", "event.ankomst", "restore", "copy.ankomst"]).ok().json();
    let aside = restored["aside"].as_str().expect("the old file has a new name");
    assert!(std::path::Path::new(aside).is_file(), "and lies there");
    assert_eq!(desk.json(&["--event", "event.ankomst", "verify"]).ok().json()["ok"], true);
}

#[test]
fn generated_people_are_the_same_for_the_same_seed() {
    let desk = Desk::new();
    let names = |file: &str, seed: &str| -> Vec<String> {
        desk.json(&["generate", file, "--attendees", "150", "--seed", seed]).ok();
        desk.json(&["export", &format!("{file}.csv")]).ok();
        let csv = std::fs::read_to_string(desk.path(&format!("{file}.csv"))).unwrap();
        csv.lines().skip(1).map(|line| line.split(',').nth(1).unwrap().to_owned()).collect()
    };
    let first = names("a.ankomst", "7");
    assert_eq!(first.len(), 150, "as many as asked for");
    assert_eq!(names("b.ankomst", "7"), first, "the same people in the same order");
    assert_ne!(names("c.ankomst", "8"), first, "others for another seed");
}

#[test]
fn erasing_takes_the_data_and_leaves_the_counts() {
    let desk = Desk::with_sample();
    let id = desk.find("mette nielsen egehavn");
    desk.json(&["check-in", "--attendee", &id]).ok();
    let before = desk.json(&["overview"]).ok().json();
    assert_eq!(desk.json(&["erase", "--attendee", &id]).ok().json()["erased"], 1);
    let bytes = std::fs::read(desk.path("event.ankomst")).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(!holds("m.nielsen@egehavn.example"), "the address is nowhere in the file");
    assert!(holds("Foreningen Trygge Trin"), "while that of others is");
    let badges = std::fs::read_dir(desk.path("event.ankomst-files/badges")).unwrap().count();
    assert_eq!(badges, 0, "the badge in the folder went too");
    let after = desk.json(&["overview"]).ok().json();
    assert_eq!(after["arrived"], before["arrived"], "who came came");
    assert_eq!(after["listed"], before["listed"], "who was listed was listed");
    assert_eq!(desk.json(&["verify"]).ok().json()["ok"], true, "the chain still verifies");

    assert_eq!(desk.json(&["erase", "--event"]).ok().json()["erased"], 239, "everybody else");
    assert_eq!(desk.json(&["overview"]).ok().json()["arrived"], before["arrived"]);
    assert_eq!(desk.json(&["verify"]).ok().json()["ok"], true);
}
