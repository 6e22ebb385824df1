//! From the start of the program to a usable *Arrivals*, beside an empty window of the same Tauri.

use crate::ground::Ground;
use crate::report::{Comparison, Report, ms};

use super::windows::Starter;

/// How often each is started.
const STARTS: usize = 30;

const OURS: &str = "Ankomst";
const EMPTY: &str = "an empty Tauri window";

pub(crate) fn run(ground: &Ground, report: &mut Report) -> Result<(), String> {
    let place = ground.event(ground.people(5_000))?;
    let starter = Starter::new(ground);
    // The first start of all reads both programs and WebKit from the disk, and the app folds its copy of the event.
    starter.empty()?.app.close();
    starter.app(&place)?.app.close();
    let (mut ours, mut empty) = (Vec::new(), Vec::new());
    let starts = ground.times(STARTS, 2);
    for nth in 1..=starts {
        report.progress(&format!("start {nth} of {starts}"));
        let started = starter.empty()?;
        empty.push(ms(started.took));
        started.app.close();
        let started = starter.app(&place)?;
        ours.push(ms(started.took));
        started.app.close();
    }
    let how = "Empty window and app are started in turn, by WebKitWebDriver under Xvfb with openbox, and closed by their window; the files are \
         in the system's cache. From the moment before the program is started until the page has drawn a first frame that can be used: for the \
         app, an event with 5,000 people is open, its search index is made and the field has the keys; for the empty window, one line stands \
         there.";
    report.add(
        Comparison::new("With 5,000 people on the list", "ms", how)
            .series(OURS, ours)
            .series(EMPTY, empty)
            .at_most_times(OURS, "median", 1.1, EMPTY),
    );
    Ok(())
}
