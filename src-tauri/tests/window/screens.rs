//! Every screen of the app, and how one gets there from the idle one.

use serde_json::{Value, json};

use crate::desk::Desk;

/// A screen and the way to it, from the idle screen.
pub(crate) type Screen = (&'static str, fn(&Desk));

/// Every screen.
pub(crate) const SCREENS: [Screen; 46] = [
    ("idle", |_| {}),
    ("no printers", |desk| {
        desk.to_screen("printers");
        desk.wait_for(".printers-none");
    }),
    ("add a printer", |desk| {
        desk.to_screen("printers");
        desk.click("[data-deed=add]");
        desk.wait_for(".printer-form [data-deed='form.look']");
    }),
    ("hits", |desk| {
        desk.type_text("mette n");
        desk.wait("hits", "document.querySelectorAll('.hit').length > 1");
    }),
    ("nobody", |desk| {
        desk.type_text("qwerty");
        desk.wait("nobody", "page.seen(document.querySelector('.no-hits'))");
    }),
    ("several fit", |desk| {
        desk.type_text("nie");
        desk.wait("many", "document.querySelectorAll('.hit').length > 7");
        // The rest of the rows is drawn, and the list scrolls, once nobody types.
        desk.wait_for(".hits.scrolls");
        desk.key("Return");
        desk.wait_for(".ask:not([hidden])");
    }),
    ("a guess", |desk| {
        desk.type_text("bøglund");
        desk.wait("a guess", "document.querySelectorAll('.guesses .hit').length > 0");
        desk.key("Return");
        desk.wait_for(".ask:not([hidden])");
    }),
    ("choice", |desk| {
        desk.type_text("mette n");
        desk.wait("hits", "document.querySelectorAll('.hit').length > 1");
        desk.key("Return");
        desk.wait("cards", "document.querySelectorAll('.person-card').length === 2");
    }),
    ("go", |desk| {
        let all = desk.call("listAttendees", &json!({"arrived": false, "status": "confirmed"}));
        let person = all["attendees"].as_array().unwrap().iter().find(|person| is_plain(person)).unwrap().clone();
        verdict(desk, person["name"].as_str().unwrap());
        desk.verdict("admitted");
    }),
    ("seen", |desk| {
        verdict(desk, "nienke");
        desk.key("Escape");
        verdict(desk, "nienke");
    }),
    ("decide", |desk| verdict(desk, "anne-sofie n")),
    ("stop", |desk| verdict(desk, "søren nielsen")),
    ("unknown with a form", |desk| {
        desk.scan("WEB-2017-00418-K");
        desk.verdict("unknownCode");
        desk.key("F2");
        desk.wait_focus("[name=givenName]");
    }),
    ("attendee", |desk| {
        desk.type_text("anne-sofie n");
        desk.first_hit("Anne-Sofie Nielsen");
        desk.key("F4");
        desk.wait_for(".person-title");
    }),
    ("edit", |desk| {
        desk.type_text("anne-sofie n");
        desk.first_hit("Anne-Sofie Nielsen");
        desk.key("F4");
        desk.wait_for(".person-title");
        desk.key("ctrl+e");
        desk.wait_focus("[name=givenName]");
    }),
    ("settings", |desk| {
        desk.to_screen("settings");
        desk.wait_for(".settings-screen h1");
    }),
    ("security", |desk| {
        desk.to_screen("settings");
        desk.click("[data-choice='tab.security']");
        desk.wait_for("[data-no-staff]");
        desk.click("[data-choice=addStaff]");
        desk.wait_focus("[name=staffName]");
    }),
    ("backups", |desk| {
        desk.to_screen("settings");
        desk.click("[data-choice='tab.backups']");
        desk.wait_for(".backups-card");
    }),
    ("the way out of kiosk mode", |desk| {
        desk.js("dispatchEvent(new Event('closeasked')); return true", &[]);
        desk.wait_focus("[data-way-out=stay]");
    }),
    ("the scanner's test", |desk| {
        desk.scan("AKT1+TEST:Zy-=0+X_7");
        desk.wait_for(".came .note");
        desk.wait("the code", "document.querySelector('.test-code img')?.naturalWidth > 0");
    }),
    ("programme", |desk| {
        desk.to_screen("programme");
        desk.wait_for(".programme [data-session]");
    }),
    ("overview", |desk| {
        desk.to_screen("overview");
        desk.wait_for(".chart");
    }),
    ("overview as a table", |desk| {
        desk.to_screen("overview");
        desk.key("ctrl+t");
        desk.wait_for(".slot-table");
        desk.key("ctrl+t");
        desk.wait_for(".chart");
        desk.key("ctrl+t");
        desk.wait_for(".slot-table");
    }),
    ("who is inside", |desk| {
        desk.key("ctrl+i");
        desk.wait_for(".inside tbody tr");
    }),
    ("paper and files", |desk| {
        desk.to_screen("overview");
        desk.key("ctrl+p");
        desk.wait_for("[data-keep=export]");
    }),
    ("the paper list back in", |desk| {
        desk.to_screen("overview");
        desk.key("ctrl+p");
        desk.tab_to("[data-keep=paper]");
        desk.key("Return");
        desk.wait_focus("#paper-time");
    }),
    ("list", |desk| desk.to_screen("list")),
    ("list: columns", |desk| list(desk, 1)),
    ("list: look through", |desk| list(desk, 2)),
    ("list: compare", |desk| {
        list(desk, 3);
        desk.wait_for(".list-compare tbody tr");
    }),
    ("list: done", |desk| {
        list(desk, 3);
        press(desk, "act.apply");
        desk.wait_for("[data-keep='list.undo']");
    }),
    ("list: undone", |desk| {
        desk.to_screen("list");
        desk.tab_to("[data-keep='list.undo']");
        press(desk, "list.undo");
        desk.wait_gone("[data-keep='list.undo']");
    }),
    ("a name is asked for", |desk| {
        let number = desk.call("listAttendees", &json!({"limit": 1000}))["attendees"].as_array().unwrap().len();
        let name = format!("Gæst {number} af Nyborg Kommune");
        desk.call("addWalkIn", &json!({"name": name, "organisation": "Nyborg Kommune"}));
        desk.type_text(&name.to_lowercase());
        desk.first_hit(&name);
        desk.key("Return");
        desk.wait_focus(".name-form [name=givenName]");
    }),
    ("a question", |desk| ask_something(desk)),
    ("guests who wait", |desk| {
        ask_something(desk);
        desk.scan("WEB-2017-00418-K");
        desk.verdict("unknownCode");
        desk.wait_for("#waiting [data-for=question]");
        // Nobody else is asked it on the screens that follow; these wait on.
        desk.call("amendEvent", &json!({"fields": {"questions": []}}));
    }),
    ("the same person", |desk| {
        desk.type_text("anne-sofie n");
        desk.first_hit("Anne-Sofie Nielsen");
        desk.key("F4");
        desk.wait_for(".person-title");
        desk.tab_to("[data-keep=join]");
        desk.key("Return");
        desk.wait_focus(".join-form input");
        desk.key("ctrl+a");
        desk.type_text("niels");
        desk.wait_for(".join-form .offer");
    }),
    ("settings: the programme", |desk| {
        desk.to_screen("settings");
        desk.tab_to("[data-choice=\"set.sessions\"]");
        desk.key("Return");
        desk.wait_for(".set-item");
    }),
    ("settings: a session", |desk| {
        desk.to_screen("settings");
        desk.tab_to("[data-choice=\"set.sessions\"]");
        desk.key("Return");
        desk.tab_to(".set-item");
        desk.key("Return");
        desk.wait_focus("#set-sessions-title");
    }),
    ("badges", |desk| {
        desk.to_screen("badges");
        desk.wait_for(".template-card .card-picture");
    }),
    ("badges: who gets one", |desk| {
        desk.to_screen("badges");
        desk.tab_to("[data-keep='more.card']");
        desk.key("Return");
        desk.wait_for(".details input");
        desk.tab_to("[data-keep=new]");
        desk.key("Return");
        desk.wait_for(".template-form");
    }),
    ("badges: the designer", |desk| desk.design()),
    ("badges: a new field", |desk| {
        desk.design();
        desk.tab_to("[data-keep=add]");
        desk.key("Return");
        desk.wait_for("[data-add]");
    }),
    ("badges: something to be put right", |desk| {
        desk.design();
        desk.set_number("left", "0");
        desk.wait_for(".advice-line");
        desk.set_number("width", "9");
        desk.wait("everybody tried", "document.querySelector('.fit.decide')");
        desk.wait_for(".fit .link");
        desk.click(".fit .link");
        desk.wait_for(".hard-card .why");
    }),
    ("badges: printed beforehand", |desk| {
        desk.to_screen("badges");
        desk.tab_to("[data-keep=batch]");
        desk.key("Return");
        desk.wait("the papers", "document.querySelectorAll('[data-keep=sheet] option').length > 1");
        desk.tab_to("[data-keep=sheet]");
        desk.key("Down");
        desk.wait_for("[data-keep=start]");
        press(desk, "boxes-on");
        desk.wait_for(".batch-boxes li");
        desk.wait("the sheet", "document.querySelector('.sheet')?.width > 300");
    }),
    ("badges: a batch that is done", |desk| {
        // In the second language they have theirs already; the batch that was done is still told of.
        desk.call("printBadges", &json!({"ticketTypes": ["presse"], "sheet": "a4-4xa6", "boxes": 1}));
        desk.to_screen("badges");
        desk.wait_for("[data-keep=batch]");
        desk.tab_to("[data-keep=batch]");
        desk.key("Return");
        desk.wait_for(".batch-now");
        desk.wait("it is over", "!document.querySelector('[data-keep=stop]')");
    }),
    ("keys and scope", |desk| {
        desk.key("F1");
        desk.wait_for(".key-list");
        desk.key("F8");
        desk.wait_for(".scope-list");
    }),
];

/// A question to a guest of whom nothing else is remarkable.
fn ask_something(desk: &Desk) {
    let question = json!({"id": "middag", "text": "Vil du med til middagen i aften i den store sal?", "answer": "choice", "choices": ["Ja, med kød", "Ja, uden", "Nej"], "required": true});
    desk.call("amendEvent", &json!({"fields": {"questions": [question]}}));
    let all = desk.call("listAttendees", &json!({"arrived": false, "status": "confirmed"}));
    let person = all["attendees"].as_array().unwrap().iter().find(|person| is_plain(person)).unwrap().clone();
    desk.type_text(person["name"].as_str().unwrap());
    desk.first_hit(person["name"].as_str().unwrap());
    desk.key("Return");
    desk.wait_for(".question");
}

/// A list with every kind of trouble, and so many steps into it. A list that was chosen before is still there.
fn list(desk: &Desk, steps: usize) {
    let file = desk.folder().join("lists/list.csv");
    if !file.exists() {
        std::fs::create_dir_all(desk.folder().join("lists")).unwrap();
        std::fs::write(&file, LIST).unwrap();
    }
    desk.to_screen("list");
    if desk.count("[data-keep='list.next']") == 0 {
        desk.choose_list(&file);
        desk.wait_for(".list-steps [aria-current=step]:nth-child(2)");
    } else {
        press(desk, "list.next");
    }
    for _ in 1..steps {
        press(desk, "list.next");
    }
}

/// Presses a button of the list's screen, once it does not mistake the key for the one before.
fn press(desk: &Desk, name: &str) {
    desk.tab_to(&format!("[data-keep='{name}']:enabled"));
    std::thread::sleep(std::time::Duration::from_millis(500));
    desk.key("Return");
}

const LIST: &str = "Fornavn;Efternavn;Firma/Org.;Stilling;E-mail;Billet;Stregkode;Betalt?;Rum
Ann-Kathrine Margrethe;Wolff-Vestergaard;Foreningen for Udsatte Børn og Unge i Vestjylland;Chefkonsulent;akw@vest.example;Deltager;L-1;ja;A
Per;Holm;Havnby Kommune;;per.holm@@havnby.example;Deltager;L-2;ja;A
Per;Kvist;Havnby Kommune;;per@havnby.example;Deltager;L-2;ja;A
;;Havnby Kommune;;;Deltager;L-4;ja;A
Ole;Dam;=1+1;;per@havnby.example;Deltager;4,50189E+12;nej;B
Ida;Lund;Havnby Kommune;Rektor;ida@havnby.example;Deltager;L-6;ja;A;mere
Åse;Bo;\"Foreningen;;;;;;
";

fn verdict(desk: &Desk, typed: &str) {
    desk.type_text(typed);
    desk.wait(
        "a hit",
        "document.querySelectorAll('.hit').length > 0 && !document.querySelector('.verdict:not([hidden])')",
    );
    desk.key("Return");
    desk.wait_for(".verdict .step");
    // Cards that come after the verdict.
    desk.wait_awake();
}

/// Whether somebody is checked in by typing their name and Enter: nobody is called alike, and the keyboard has the letters.
fn is_plain(person: &Value) -> bool {
    let name = person["name"].as_str().unwrap();
    person["alert"] == ""
        && name != "Mette Nielsen"
        && name.chars().all(|letter| letter.is_ascii_alphabetic() || letter == ' ')
}
