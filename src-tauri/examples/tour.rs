//! The main way through the app, by real keys in a real window: one picture a step, into the folder that is named.
//! `cargo xtask tour` starts it.
#![expect(clippy::print_stdout, clippy::panic, reason = "a program for the terminal: what cannot be done ends it")]

fn main() {
    #[cfg(target_os = "linux")]
    {
        let mut arguments = std::env::args_os().skip(1);
        let Some(folder) = arguments.next() else {
            println!("tour FOLDER");
            return;
        };
        tour::walk(std::path::Path::new(&folder));
    }
    #[cfg(not(target_os = "linux"))]
    println!("the tour needs X, and so Linux");
}

#[cfg(target_os = "linux")]
mod tour {
    use std::path::{Path, PathBuf};
    use std::sync::Arc;
    use std::time::Duration;

    use kiosk::clock::SystemClock;
    use kiosk::{KioskOptions, event_files};
    use serde_json::{Value, json};
    use testkit::{App, AppOptions, Display, Size, by_role, by_role_part};

    /// The smallest full screen that houses have.
    const USUAL: Size = Size::new(1366, 768);

    /// A list as they come: a preamble, codes, and something wrong in several rows.
    const LIST: &str = "Deltagerliste pr. 14. september
Fornavn;Efternavn;Firma/Org.;Stilling;E-mail;Billet;Stregkode;Status;Rum
Ann-Kathrine;Wolff-Vestergaard;Foreningen for Udsatte Børn og Unge;Chefkonsulent;akw@vest.example;Deltager;L-1;Bekræftet;A
Per;Holm;Havnby Kommune;Pædagog;per.holm@@havnby.example;Deltager;L-2;Bekræftet;A
Pia;Kvist;Havnby Kommune;;pia@havnby.example;Deltager;L-2;Bekræftet;A
;;Havnby Kommune;;;Deltager;L-4;Bekræftet;A
Ole;Dam;=1+1;Rektor;ole@havnby.example;Deltager;4,50189E+12;Afmeldt;B
Ida;Lund;Havnby Kommune;Rektor;ida@havnby.example;Deltager;L-6;Bekræftet;A;mere
Bo;Ås;Havnby Kommune;Vicevært;bo@havnby.example;Frivillig;L-7;Bekræftet;B
Kim;Bro;\"Foreningen;;;;;;
";

    /// A window and the folder for its pictures.
    struct Tour {
        app: App,
        folder: PathBuf,
        step: usize,
    }

    pub(super) fn walk(folder: &Path) {
        let place = tempfile::tempdir().unwrap_or_else(|error| panic!("no folder for the event: {error}"));
        let (home, event) = (place.path().join("home"), place.path().join("nyborg.ankomst"));
        std::fs::create_dir_all(&home)
            .and_then(|()| std::fs::create_dir_all(folder))
            .unwrap_or_else(|error| panic!("{error}"));
        make_sample(&home, &event);
        let display = Display::start(USUAL, "dk");
        let binary = std::env::current_exe().unwrap_or_else(|error| panic!("{error}"));
        let binary = binary.ancestors().nth(2).map(|target| target.join("ankomst")).unwrap_or_default();
        let app = App::start(&display, AppOptions::new(&binary, &place.path().join("first")));
        let mut tour = Tour { app, folder: folder.to_owned(), step: 0 };
        tour.first_start();
        let Tour { app, step, .. } = tour;
        app.close();
        let app = App::start(&display, AppOptions::new(&binary, &home).event(&event));
        let mut tour = Tour { app, folder: folder.to_owned(), step };
        tour.arrivals();
        tour.outcomes();
        tour.guest();
        tour.waiting();
        tour.session();
        tour.overview();
        tour.list(&place.path().join("lists"));
        tour.looks();
        println!("{} pictures in {}", tour.step, folder.display());
        tour.app.close();
    }

    fn make_sample(home: &Path, event: &Path) {
        let options = KioskOptions {
            home: home.to_owned(),
            desk: "Skranke 2".to_owned(),
            clock: Arc::new(SystemClock),
            prints: false,
            backs_up: None,
            max_bytes: None,
            unlock: kiosk::Unlock::Nothing,
        };
        let made = event_files::create_sample(event, &options).and_then(|kiosk| kiosk.close(Duration::from_secs(10)));
        made.unwrap_or_else(|error| panic!("the sample event: {error}"));
    }

    impl Tour {
        /// Takes a picture of the screen.
        fn picture(&mut self, name: &str) {
            self.step += 1;
            // What comes after the verdict: the badge's picture, colleagues.
            std::thread::sleep(Duration::from_millis(900));
            self.app.screenshot(&self.folder.join(format!("{:02}-{name}.png", self.step)));
        }

        fn call(&self, name: &str, params: &Value) -> Value {
            self.app.js(
                "return globalThis.__TAURI_INTERNALS__.invoke(arguments[0], { params: arguments[1] })",
                &[json!(name), params.clone()],
            )
        }

        fn search(&self, typed: &str) {
            self.app.type_text(typed);
            self.app.wait("hits", "document.querySelectorAll('.hit').length > 0");
        }

        fn verdict(&self, outcome: &str) {
            self.app.wait(
                outcome,
                &format!("document.querySelector('.verdict:not([hidden])')?.dataset.outcome === '{outcome}'"),
            );
            std::thread::sleep(Duration::from_millis(450));
        }

        fn back(&self) {
            for _ in 0..4 {
                self.app.key("Escape");
            }
            self.app.wait_for(".idle .ready");
        }

        fn first_start(&mut self) {
            self.app.wait_focus("[data-way=sample]");
            self.picture("first-start");
            self.app.key("Tab");
            self.app.key("Return");
            self.app.wait_focus("[name=title]");
            self.app.type_text("Fagdag");
            self.picture("first-start-event");
        }

        fn arrivals(&mut self) {
            self.app.wait_for("#field input");
            self.picture("ready");
            self.search("nie");
            self.picture("found");
            self.app.key("Escape");
            self.search("mette n");
            self.picture("namesakes");
            self.app.key("Return");
            self.app.wait_for(".person-card");
            self.picture("which-of-the-two");
            self.app.key("ctrl+1");
            self.verdict("admitted");
            self.picture("admitted");
            self.back();
            for typed in ["niels aag", "nienke", "kim kj", "karen bø"] {
                self.search(typed);
                self.app.key("Return");
                self.app.wait_for(".verdict .step");
                self.back();
            }
            self.app.key("ctrl+z");
            self.app.wait_for(".toast");
            self.picture("undone");
            self.back();
        }

        fn outcomes(&mut self) {
            for (typed, outcome) in
                [("nienke", "alreadyCheckedIn"), ("anne-sofie n", "paymentDue"), ("søren nielsen", "cancelled")]
            {
                self.search(typed);
                self.app.key("Return");
                self.verdict(outcome);
                self.picture(outcome);
                self.back();
            }
            let waitlisted = self.call("listAttendees", &json!({"status": "waitlisted"}));
            let name = waitlisted["attendees"][0]["name"].as_str().unwrap_or_default().to_owned();
            self.search(&name);
            self.app.key("Return");
            self.verdict("waitlisted");
            self.picture("waitlisted");
            self.back();
            self.app.scan("AK1ABCDEFGHJKLMNPQRSTUVWX234");
            self.verdict("unknownCode");
            self.picture("half-a-code");
            self.app.scan("WEB-2017-00418-K");
            self.app.wait_text(".verdict .read", "WEB-2017");
            self.app.key("F2");
            self.app.type_text("Gitte");
            self.app.key("Tab");
            self.app.type_text("Holst");
            self.app.wait_text(".guest-form", "Ligner");
            self.picture("unknown-with-a-new-guest");
            self.app.key("Escape");
            self.back();
        }

        fn guest(&mut self) {
            self.search("niels aag");
            self.app.key("F4");
            self.app.wait_for(".person-title");
            self.picture("guest");
            self.app.key("ctrl+e");
            self.picture("guest-corrected");
            self.app.key("Escape");
            self.app.click(by_role_part("button", "Fortryd tjek ind"));
            self.picture("why-undo");
            self.back();
        }

        /// Guests for whom something is still to be done, and what is done about two entries of one person.
        fn waiting(&mut self) {
            for (name, alert) in [("Gæst 2 af Nyborg Kommune", ""), ("Ruth Valbjørn", "Giv mappen til oplægsholderen")]
            {
                let guest = self.call("addWalkIn", &json!({"name": name, "organisation": "Nyborg Kommune"}));
                if !alert.is_empty() {
                    let fields = json!({"attendee": guest["id"], "fields": {"alert": alert}});
                    self.call("amendAttendee", &fields);
                }
            }
            self.search("ruth valb");
            self.app.key("Return");
            self.app.wait_for(".alert-note");
            self.picture("alert");
            self.back();
            self.search("gæst 2");
            self.app.key("Return");
            self.app.wait_for(".name-form");
            self.picture("name-asked");
            let ask =
                json!([{"id": "middag", "text": "Vil du med til middagen?", "answer": "yesNo", "required": true}]);
            self.call("amendEvent", &json!({"fields": {"questions": ask}}));
            self.app.key("Escape");
            self.back();
            self.search("kirsten hald");
            self.app.key("Return");
            self.app.wait_for(".question");
            self.picture("question");
            self.app.scan("WEB-2017-00418-K");
            self.verdict("unknownCode");
            self.picture("strip");
            self.call("amendEvent", &json!({"fields": {"questions": []}}));
            self.back();
            self.app.key("ctrl+b");
            self.app.wait_for(".alert-line");
            self.picture("alert-guest");
            self.app.key("ctrl+k");
            self.app.click(by_role_part("button", "Samme person som"));
            self.app.wait_for(".join-form");
            self.app.key("ctrl+a");
            self.app.type_text("karen");
            self.app.wait_for(".join-form .offer");
            self.picture("same-person");
            self.back();
        }

        fn session(&mut self) {
            self.app.key("F8");
            self.picture("scope");
            self.app.click(by_role_part("radio", "Break-out 2"));
            self.search("niels aag");
            self.app.key("Return");
            self.verdict("admitted");
            self.picture("session");
            self.app.key("F8");
            self.app.click(by_role_part("radio", "Break-out 1"));
            self.search("niels aag");
            self.app.key("Return");
            self.verdict("notInSession");
            self.picture("other-room");
            self.app.click("[data-screen=programme]");
            self.app.wait_for(".programme [data-session]");
            self.picture("programme");
            self.back();
            self.app.key("F8");
            self.app.click(by_role_part("radio", "Hele konferencen"));
            self.back();
        }

        /// A morning of arrivals, as far as it is over, and who is inside.
        fn overview(&mut self) {
            // Fewer at first, most after three quarters of an hour; nobody comes later than now.
            self.app.js(
                "return (async () => { const call = (name, params) => globalThis.__TAURI_INTERNALS__.invoke(name, { params });
                 const doors = Date.parse((await call('arrivals', {})).doors);
                 const { attendees } = await call('listAttendees', { status: 'confirmed', arrived: false, limit: 130 });
                 for (const [nth, person] of attendees.entries()) {
                     const part = nth / attendees.length;
                     const minutes = part < 0.6 ? 45 * Math.sqrt(part / 0.6) : 70 - 25 * Math.sqrt((1 - part) / 0.4);
                     const at = new Date(doors + minutes * 60_000);
                     if (at < new Date()) await call('checkIn', { attendee: person.id, at: at.toISOString() });
                 }
                 return true })()",
                &[],
            );
            self.app.click("[data-screen=overview]");
            self.app.wait_for(".chart");
            self.picture("overview");
            self.app.key("ctrl+t");
            self.app.wait_for(".slot-table");
            self.picture("overview-table");
            self.app.key("ctrl+t");
            self.app.key("ctrl+i");
            self.app.wait_for(".inside tbody tr");
            self.picture("inside");
            self.back();
            self.back();
        }

        /// A list with every kind of trouble, from the file to the undo.
        fn list(&mut self, folder: &Path) {
            let file = folder.join("deltagerliste-v7.csv");
            std::fs::create_dir_all(folder)
                .and_then(|()| std::fs::write(&file, LIST))
                .unwrap_or_else(|error| panic!("the list: {error}"));
            self.app.click("[data-screen=list]");
            self.picture("list");
            self.choose_list(&file);
            for name in ["list-columns", "list-look-through", "list-put-in"] {
                self.app.wait_for("[data-keep='list.next'], [data-keep='act.apply']");
                self.picture(name);
                if name != "list-put-in" {
                    self.app.click("[data-keep='list.next']");
                }
            }
            self.app.click("[data-keep='act.apply']");
            self.app.wait_for("[data-keep='list.undo']");
            self.picture("list-done");
            self.app.click("[data-keep='list.undo']");
            self.app.wait_gone("[data-keep='list.undo']");
            self.picture("list-undone");
            // The same list waits for the other looks.
            self.app.click("[data-keep='list.again']");
            self.choose_list(&file);
            self.app.wait_for("[data-keep='list.next']");
            self.back();
        }

        fn choose_list(&mut self, file: &Path) {
            self.app.click("[data-keep='list.file.choose']");
            // The dialog is the system's; it takes keys a moment after it is there.
            std::thread::sleep(Duration::from_secs(2));
            self.app.type_text(&file.to_string_lossy());
            self.app.key("Return");
            self.app.wait_for("select[data-heading=Fornavn]");
        }

        fn looks(&mut self) {
            self.app.key("F1");
            self.picture("keys");
            self.app.key("Escape");
            self.app.click("[data-screen=settings]");
            self.app.wait_for(".checks [data-check=file]");
            self.picture("settings");
            self.app.click("[data-choice='set.sessions']");
            self.app.js("document.querySelector('.event-card').scrollIntoView(); return true", &[]);
            self.picture("settings-programme");
            self.app.click(".set-item");
            self.app.js("document.querySelector('.event-card').scrollIntoView(); return true", &[]);
            self.picture("settings-session");
            self.app.key("Escape");
            self.app.click("[data-choice='set.event']");
            self.app.js("document.querySelector('.event-card').scrollIntoView(); return true", &[]);
            self.picture("settings-event");
            for (radio, name) in [("Mørk", "dark"), ("Høj kontrast", "contrast")] {
                self.app.click("[data-screen=settings]");
                self.app.click(by_role("radio", radio));
                self.back();
                self.picture(&format!("{name}-ready"));
                self.search("nie");
                self.picture(&format!("{name}-found"));
                self.back();
                self.search("anne-sofie n");
                self.app.key("Return");
                self.verdict("paymentDue");
                self.picture(&format!("{name}-payment"));
                self.back();
                self.app.scan("WEB-2017-00418-K");
                self.verdict("unknownCode");
                self.picture(&format!("{name}-unknown"));
                self.back();
                self.app.click("[data-screen=overview]");
                self.app.wait_for(".chart");
                self.picture(&format!("{name}-overview"));
                self.app.click("[data-screen=settings]");
                self.app.wait_for(".checks [data-check=file]");
                self.picture(&format!("{name}-settings"));
                self.app.click("[data-screen=list]");
                for step in ["file", "columns", "look-through", "put-in"] {
                    self.picture(&format!("{name}-list-{step}"));
                    if step != "put-in" {
                        self.app.click("[data-keep='list.next']");
                    }
                }
                self.back();
            }
            self.app.click("[data-screen=settings]");
            self.app.click(by_role("radio", "Lys"));
            self.app.click(by_role("radio", "English"));
            self.back();
            self.search("line");
            self.app.key("Return");
            self.app.wait_for(".verdict .step");
            self.picture("english-admitted");
            self.back();
        }
    }
}
