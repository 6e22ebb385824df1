//! The first start, when no event is known: four ways on, by the keyboard alone.

use kiosk::event_files;
use serde_json::json;
use testkit::{App, Display};

use crate::desk::{Desk, Place, USUAL};
use crate::looks::cut_off;
use crate::steps::choose_in_dialog;

/// The program without an event.
fn first(place: &Place) -> App {
    App::start(&Display::start(USUAL, "dk"), place.options())
}

#[test]
fn the_sample_is_one_key_away_and_is_there_again_at_the_next_start() {
    let place = Place::new();
    let app = first(&place);
    app.wait_text("h1", "Velkommen til Ankomst");
    assert_eq!(app.count("[data-way]"), 4);
    assert!(!place.home().join("sample.ankomst").exists(), "nothing is made before somebody asks");
    app.wait_focus("[data-way=sample]");
    app.key("Return");
    app.wait_text("#count", "af 229 er mødt");
    let app = app.restart();
    app.wait_text("#count", "af 229 er mødt");
    app.close();
}

#[test]
fn where_the_sample_is_asked_for_nobody_is_asked() {
    let place = Place::new();
    let mut options = place.options();
    options.args.push("--sample".to_owned());
    let app = App::start(&Display::start(USUAL, "dk"), options);
    app.wait_focus(Desk::FIELD);
    app.wait_text("#count", "af 229 er mødt");
    app.close();
}

#[test]
fn an_event_is_made_and_the_list_comes_next() {
    let place = Place::new();
    let app = first(&place);
    app.wait_focus("[data-way=sample]");
    app.key("Tab");
    app.wait_focus("[data-way=list]");
    app.key("Return");
    app.wait_focus("[name=title]");
    app.key("Return");
    app.wait_text("[role=alert]", "Skriv et navn");
    app.type_text("Aarsdag");
    app.key("Return");
    app.wait_text(".list-head h1", "Hent liste");
    app.wait_text("#count", "af 0 er mødt");
    assert!(place.home().join("aarsdag.ankomst").is_file());
    app.close();
}

#[test]
fn an_event_file_is_opened_and_another_file_is_refused() {
    let place = Place::new();
    place.make_sample();
    let folder = place.path().join("events");
    std::fs::create_dir_all(&folder).unwrap();
    event_files::backup(&place.event(), &kiosk::Unlock::Nothing, &folder.join("copy.ankomst")).unwrap();
    std::fs::write(folder.join("other.ankomst"), "no event").unwrap();
    let app = first(&place);
    for (file, says) in [("other.ankomst", Some("[role=alert]")), ("copy.ankomst", None)] {
        app.wait_focus("[data-way=sample]");
        app.key("Tab");
        app.key("Tab");
        app.wait_focus("[data-way=event]");
        app.key("Return");
        choose_in_dialog(&app, &folder.join(file));
        match says {
            Some(alert) => app.wait_text(alert, "ikke et arrangement"),
            None => app.wait_text("#count", "af 229 er mødt"),
        }
    }
    app.close();
}

#[test]
fn the_first_start_keeps_nobody_out_and_is_whole_at_every_size() {
    let place = Place::new();
    let app = first(&place);
    let looks = [("light", 100), ("dark", 100), ("contrast", 100), ("light", 200)];
    let looks = ["da", "en"].into_iter().flat_map(|language| looks.map(|(theme, zoom)| (language, theme, zoom)));
    for (language, theme, zoom) in looks {
        let settings = json!({"language": language, "theme": theme, "zoom": zoom});
        app.js(
            "return globalThis.__TAURI_INTERNALS__.invoke('keepWindow', { params: arguments[0] })",
            std::slice::from_ref(&settings),
        );
        app.js("location.reload(); return true", &[]);
        app.wait(
            "the look",
            &format!(
                "document.documentElement.lang === '{language}' && document.documentElement.dataset.theme === '{theme}' && Math.abs(innerWidth - {}) < 30",
                136_600 / zoom
            ),
        );
        app.wait_focus("[data-way=sample]");
        for screen in ["ways", "form"] {
            let faults = app.axe(&json!({}));
            assert!(faults.is_empty(), "{screen}, {language}, {theme}, {zoom} %: {}", faults.join("\n"));
            assert!(cut_off(&app).is_empty(), "{screen}, {language}, {theme}, {zoom} %: {:#?}", cut_off(&app));
            if screen == "ways" {
                app.key("Tab");
                app.key("Return");
                app.wait_focus("[name=title]");
            }
        }
        app.key("Escape");
        app.wait_focus("[data-way=sample]");
    }
    app.close();
}
