//! The overview: its numbers, chart, table and the list of who is inside, by the keyboard alone.

use serde_json::json;

use crate::desk::{Desk, desk};

fn figure(name: &str) -> String {
    format!("[data-figure={name}] b")
}

/// Somebody comes in at another call of this desk.
fn arrive(desk: &Desk, name: &str) {
    let person = desk.person(name);
    assert_eq!(desk.call("checkIn", &json!({"attendee": person["id"]}))["outcome"], "admitted");
}

#[test]
fn the_numbers_follow_by_themselves_and_the_chart_with_them() {
    let desk = desk();
    desk.to_screen("overview");
    desk.wait_text(figure("arrived").as_str(), "0");
    desk.wait_text("[data-figure=arrived]", "mødt af");
    desk.wait_for("[data-role=empty]");
    desk.wait_for(".chart text");
    let bars = "document.querySelectorAll('.chart rect[fill=\"#14577a\"], .chart rect[fill=\"#7cc0e2\"]').length";
    assert_eq!(desk.js(&format!("return {bars}"), &[]), 0, "nobody has come");
    arrive(&desk, "Niels Aagaard");
    arrive(&desk, "Kim Kjær Nielsen");
    desk.wait_text(figure("arrived").as_str(), "2");
    desk.wait_text(figure("inside").as_str(), "2");
    desk.wait_text(figure("rate").as_str(), "0,2");
    desk.wait("a bar", &format!("{bars} === 1 || {bars} === 2"));
    desk.wait_gone("[data-role=empty]");
    desk.wait_text("[data-role=types]", "Deltager");
    desk.wait_text("[data-role=organisations]", "andre");
    assert_eq!(desk.count("[data-role=organisations] .measure"), 9, "eight organisations and the rest");
    let label = desk.attribute(".chart", "aria-label").unwrap();
    assert!(label.starts_with("Ankomster pr. 5 minutter. Flest kl. ") && label.ends_with("I alt 2."), "{label}");
    desk.call("addWalkIn", &json!({"name": "Ny Gæst"}));
    desk.wait_text(figure("walkIns").as_str(), "1");
    desk.close();
}

#[test]
fn the_chart_is_a_table_too_and_the_focus_stays() {
    let desk = desk();
    arrive(&desk, "Niels Aagaard");
    desk.to_screen("overview");
    desk.wait_focus("[data-keep=table]");
    desk.wait_for(".chart");
    desk.key("Return");
    desk.wait_for(".slot-table tbody tr");
    desk.wait_focus("[data-keep=table]");
    let sum = "[...document.querySelectorAll('.slot-table tbody tr')].reduce((sum, row) => sum + Number(row.cells[1].textContent), 0)";
    desk.wait("the arrival in the table", &format!("{sum} === 1"));
    desk.key("ctrl+t");
    desk.wait_for(".chart");
    // Letters are the field's here as everywhere, so that no scan is cut.
    desk.type_text("niels aag");
    desk.first_hit("Niels Aagaard");
    desk.close();
}

#[test]
fn numbers_that_nobody_answers_for_are_called_old() {
    let desk = desk();
    desk.to_screen("overview");
    desk.wait_text(figure("arrived").as_str(), "0");
    // The event goes away under the window, as when its process is stuck.
    desk.js(
        "const answer = globalThis.fetch;
         globalThis.fetch = (to, ...rest) => String(to).endsWith('/overview') ? new Promise(() => undefined) : answer(to, ...rest); return true",
        &[],
    );
    // So long an answer may take before what stands there is called old.
    std::thread::sleep(std::time::Duration::from_secs(5));
    desk.wait_text(".overview-head .pill.stop", "Svarer ikke. Tallene er fra kl.");
    desk.close();
}

#[test]
fn who_is_inside_comes_by_one_key_from_anywhere_and_is_saved_on_paper() {
    let desk = desk();
    arrive(&desk, "Niels Aagaard");
    arrive(&desk, "Kim Kjær Nielsen");
    let niels = desk.person("Niels Aagaard")["id"].clone();
    desk.call("checkIn", &json!({"attendee": niels, "session": "velkomst"}));
    desk.key("ctrl+i");
    desk.wait_text(".inside h1", "2 er inde nu");
    let names = "[...document.querySelectorAll('.inside tbody tr')].map((row) => row.cells[0].textContent).join()";
    desk.wait("the names in Danish order", &format!("{names} === 'Kim Kjær Nielsen,Niels Aagaard'"));
    desk.wait_focus("[data-keep=save]");
    desk.key("Return");
    desk.wait_text(".inside-said", "event.ankomst-files/reports/inside-");
    let reports = desk.folder().join("event.ankomst-files/reports");
    assert_eq!(std::fs::read_dir(reports).unwrap().count(), 1);
    // A room by the keyboard.
    desk.tab_to("[data-keep=where]");
    desk.key("v");
    desk.wait_text(".inside h1", "1 er inde nu");
    desk.wait("one name", &format!("{names} === 'Niels Aagaard'"));
    desk.key("Escape");
    desk.wait_focus("[data-keep=inside]");
    desk.wait_text(figure("inside").as_str(), "2");
    desk.key("Escape");
    desk.idle();
    desk.close();
}

#[test]
fn the_lead_sees_which_codes_are_turned_away() {
    let desk = desk();
    desk.to_screen("overview");
    desk.wait_text(figure("arrived").as_str(), "0");
    assert_eq!(desk.count("[data-role=refused]"), 0, "nobody was turned away");
    desk.scan("WEB-2017-99999-X");
    desk.verdict("unknownCode");
    desk.scan("WEB-2017-88888-X");
    desk.wait_text(".verdict .read", "88888");
    desk.to_screen("overview");
    desk.wait_text("[data-role=refused] [data-reason=unknownCode] b", "2");
    desk.wait_text("[data-role=refused]", "Ukendt kode");
    desk.wait_text(".refused-codes", "WEB-2017-99999-X");
    desk.close();
}

#[test]
fn a_house_with_more_guests_than_seats_says_by_how_many_and_who_came_last() {
    let desk = desk();
    arrive(&desk, "Niels Aagaard");
    desk.to_screen("overview");
    desk.wait_text(figure("inside").as_str(), "1");
    assert_eq!(desk.count("[data-role=beyond]"), 0);
    desk.call("amendEvent", &serde_json::json!({"fields": {"seats": 1}}));
    let id = desk.person("Kim Kjær Nielsen")["id"].clone();
    desk.call("checkIn", &serde_json::json!({"attendee": id, "override": {"reason": "the lead says so"}}));
    desk.wait_text("[data-role=beyond]", "1 flere inde");
    desk.wait_text("[data-role=beyond] .last-in", "Kim Kjær Nielsen kl.");
    desk.close();
}

#[test]
fn reports_and_the_list_go_out_and_the_paper_list_comes_back_in_with_its_times() {
    let desk = desk();
    desk.to_screen("overview");
    desk.key("ctrl+p");
    desk.tab_to("[data-keep=report-arrivals]");
    // Enter does nothing to what has only just come up.
    desk.wait_awake();
    desk.key("Return");
    desk.wait_text("[role=status]", "arrivals-");
    desk.tab_to("[data-keep=export]");
    desk.key("Return");
    desk.wait_text("[role=status]", ".xlsx");
    let reports = desk.folder().join("event.ankomst-files/reports");
    let endings: Vec<String> = std::fs::read_dir(reports)
        .unwrap()
        .flatten()
        .filter_map(|file| Some(file.path().extension()?.to_string_lossy().into_owned()))
        .collect();
    assert!(endings.contains(&"pdf".to_owned()) && endings.contains(&"xlsx".to_owned()), "{endings:?}");

    let code = desk.code_of("Karen Bøgelund");
    desk.tab_to("[data-keep=paper]");
    desk.key("Return");
    desk.wait_focus("#paper-time");
    desk.scan(&code);
    desk.wait_text("[role=status]", "Tast tiden");
    desk.key("ctrl+a");
    desk.type_text("0001");
    desk.key("Return");
    desk.wait_text(".paper-back tbody tr", "Karen Bøgelund");
    let first = desk.person("Karen Bøgelund")["firstEntry"]["at"].as_str().unwrap().to_owned();
    assert!(first.contains("T00:01:00"), "as it was written down: {first}");
    desk.key("Escape");
    desk.wait_for("[data-keep=export]");
    desk.close();
}
