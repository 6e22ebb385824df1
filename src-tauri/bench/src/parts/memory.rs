//! Memory of all processes of the app, beside an empty window of the same Tauri.

use std::time::Duration;

use testkit::App;

use crate::ground::Ground;
use crate::report::{Comparison, Report};

use super::windows::Starter;

const STARTS: usize = 3;

/// After so long nothing of the start is under way any more.
const RESTS: Duration = Duration::from_secs(4);

pub(crate) fn run(ground: &Ground, report: &mut Report) -> Result<(), String> {
    let place = ground.event(ground.people(5_000))?;
    let starter = Starter::new(ground);
    let (mut ours, mut empty) = (Vec::new(), Vec::new());
    for _ in 0..ground.times(STARTS, 1) {
        let started = starter.empty()?;
        empty.push(at_rest(&started.app)?);
        started.app.close();
        let started = starter.app(&place)?;
        ours.push(at_rest(&started.app)?);
        started.app.close();
    }
    let how = "The proportional share (PSS) of all processes of each program, those of WebKit included, four seconds after it could be used: \
         what two processes share is counted half for each. The app has an event with 5,000 people open.";
    report.add(
        Comparison::new("At rest, with 5,000 people on the list", "MB", how)
            .series("Ankomst", ours)
            .series("an empty Tauri window", empty),
    );
    Ok(())
}

fn at_rest(app: &App) -> Result<f64, String> {
    std::thread::sleep(RESTS);
    let mut open = vec![app.process()];
    let mut bytes = 0;
    while let Some(process) = open.pop() {
        bytes += share(process)?;
        open.extend(testkit::children(process).into_iter().map(|(id, _)| id));
    }
    Ok(mb(bytes))
}

/// The proportional share of a process, in bytes.
fn share(process: u32) -> Result<u64, String> {
    let file = format!("/proc/{process}/smaps_rollup");
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let share =
        text.lines().find_map(|line| line.strip_prefix("Pss:")?.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    share.map(|kib| kib * 1024).ok_or_else(|| format!("{file} names no share"))
}

/// Bytes in millions.
#[expect(clippy::cast_precision_loss, reason = "no file or process is that large")]
pub(crate) fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
