//! How every screen looks and reads: three themes, two languages, small and large.

use serde_json::{Value, json};
use testkit::{App, Size, by_role, by_role_part};

use crate::desk::{Desk, desk};

const LANGUAGES: [&str; 2] = ["da", "en"];

/// A screen and the way to it, from the idle screen.
type Screen = (&'static str, fn(&Desk));

/// Every screen.
const SCREENS: [Screen; 44] = [
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

/// Back to the idle screen from wherever one is.
fn leave(desk: &Desk) {
    for _ in 0..5 {
        desk.key("Escape");
    }
    desk.idle();
}

fn show_as(desk: &Desk, language: &str, theme: &str) {
    let settings = json!({"language": language, "theme": theme, "zoom": 100});
    desk.call("keepWindow", &settings);
    desk.js("location.reload(); return true", &[]);
    desk.wait(
        "the look",
        &format!(
            "document.documentElement.lang === '{language}' && document.documentElement.dataset.theme === '{theme}'"
        ),
    );
    desk.wait_for(Desk::FIELD);
    leave(desk);
}

#[test]
fn nothing_on_any_screen_keeps_people_with_disabilities_out_when_it_is_light() {
    keeps_nobody_out("light");
}

#[test]
fn nothing_on_any_screen_keeps_people_with_disabilities_out_when_it_is_dark() {
    keeps_nobody_out("dark");
}

#[test]
fn nothing_on_any_screen_keeps_people_with_disabilities_out_in_high_contrast() {
    keeps_nobody_out("contrast");
}

#[track_caller]
fn keeps_nobody_out(theme: &str) {
    let desk = desk();
    let mut faults = Vec::new();
    for language in LANGUAGES {
        show_as(&desk, language, theme);
        for (screen, go) in SCREENS {
            go(&desk);
            for fault in desk.axe(&json!({})) {
                faults.push(format!("{screen}, {language}, {theme}: {fault}"));
            }
            leave(&desk);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    desk.close();
}

#[test]
fn nothing_is_cut_off_on_the_smallest_full_screen() {
    shows_everything_at(100);
}

#[test]
fn nothing_is_cut_off_at_twice_the_size() {
    shows_everything_at(200);
}

#[track_caller]
fn shows_everything_at(zoom: u32) {
    let desk = desk();
    let mut faults = Vec::new();
    for language in LANGUAGES {
        desk.call("keepWindow", &json!({"language": language, "theme": "light", "zoom": zoom}));
        desk.js("location.reload(); return true", &[]);
        desk.wait(
            "the size",
            &format!(
                "document.documentElement.lang === '{language}' && Math.abs(innerWidth - {}) < 30",
                136_600 / zoom
            ),
        );
        desk.wait_for(Desk::FIELD);
        leave(&desk);
        for (screen, go) in SCREENS {
            go(&desk);
            for fault in cut_off(&desk) {
                faults.push(format!("{screen}, {language}, {zoom} %: {fault}"));
            }
            leave(&desk);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    desk.close();
}

/// What can be seen only in part: texts wider than their box that are not meant to end in an ellipsis, and controls that
/// lie outside of the window and of everything that scrolls.
pub(crate) fn cut_off(desk: &App) -> Vec<String> {
    let found = desk.js(
        "const faults = [];
         const scrolls = (element) => { for (let at = element.parentElement; at; at = at.parentElement) {
           const style = getComputedStyle(at);
           if (/auto|scroll/.test(style.overflowY) && at.scrollHeight > at.clientHeight + 1) return true;
           if (/auto|scroll/.test(style.overflowX) && at.scrollWidth > at.clientWidth + 1) return true;
         } return false; };
         for (const element of document.querySelectorAll('body *')) {
           if (!element.checkVisibility() || element.closest('.for-readers, svg')) continue;
           const box = element.getBoundingClientRect();
           if (!box.width || !box.height) continue;
           const style = getComputedStyle(element);
           const name = element.tagName.toLowerCase() + '.' + element.className + ' ' + element.textContent.trim().slice(0, 40);
           const ellipsis = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
           const wide = style.overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 2;
           const high = style.overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 2;
           if (!ellipsis && element.clientWidth && (wide || high)) {
             const edge = box.bottom - element.clientTop;
             const out = [...element.querySelectorAll('*')].filter((one) => one.checkVisibility() && (one.getBoundingClientRect().bottom > edge + 2 || one.getBoundingClientRect().right > box.right + 2));
             faults.push('cut: ' + name + ' by ' + out.slice(0, 3).map((one) => one.tagName + '.' + one.className).join(' '));
           }
           if (element.matches('button, input, textarea, kbd, h1, h2, .step, .word, .name')) {
             const outside = box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1;
             if (outside && !scrolls(element)) faults.push('outside: ' + name + ' ' + JSON.stringify([box.left, box.top, box.right, box.bottom].map(Math.round)));
           }
         }
         return faults",
        &[],
    );
    found.as_array().unwrap().iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn language_and_look_are_chosen_and_stay() {
    let desk = desk();
    assert_eq!(desk.attribute("html", "lang").as_deref(), Some("da"), "Danish first");
    desk.to_screen("settings");
    desk.click(by_role("radio", "English"));
    desk.wait("English", "document.documentElement.lang === 'en'");
    desk.wait_text("h1", "Settings");
    desk.click(by_role_part("radio", "Dark"));
    desk.wait("dark", "document.documentElement.dataset.theme === 'dark'");
    desk.key("Escape");
    desk.wait_text(".ready", "Ready for the next guest");
    let desk = desk.restart();
    desk.wait_text(".ready", "Ready for the next guest");
    desk.wait("dark", "document.documentElement.dataset.theme === 'dark'");
    desk.close();
}

#[test]
fn a_larger_screen_shows_the_same_larger() {
    let desk = desk();
    let small = desk.js("return parseFloat(getComputedStyle(document.documentElement).fontSize)", &[]);
    assert_eq!(small, json!(16), "at 1366 pixels a rem is 16");
    desk.resize(Size::new(1280, 720));
    assert!(cut_off(&desk).is_empty(), "the least window: {:#?}", cut_off(&desk));
    desk.close();
}

#[test]
fn one_gets_everywhere_with_the_keyboard() {
    let desk = desk();
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    let mut seen = Vec::new();
    for _ in 0..40 {
        desk.key("Tab");
        let at = desk.js("const at = document.activeElement; return at.closest('.verdict, .side, .foot, .rail, .field, #scope')?.className || at.id || at.tagName", &[]);
        seen.push(at.as_str().unwrap_or_default().to_owned());
    }
    for place in ["verdict", "side", "foot", "rail", "field"] {
        assert!(seen.iter().any(|at| at.contains(place)), "Tab comes to {place}: {seen:?}");
    }
    desk.close();
}
