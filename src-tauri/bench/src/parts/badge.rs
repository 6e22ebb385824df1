//! Badges as PDF: the first of a process, one more, and a thousand in a file, beside ReportLab drawing the same.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use badge::{Content, Fonts, Slot, Template};
use checkin::{Field, FieldValue};
use kiosk::sample;
use serde_json::{Value, json};

use crate::ground::{Ground, SEED};
use crate::programs;
use crate::report::{Comparison, Report, ms};

use super::memory::mb;

/// The template of events that name none; it has a QR code.
const TEMPLATE: &str = "a6";
/// Badges in a file.
const BATCH: usize = 1_000;
/// Badges in a file whose memory is looked at.
const MANY: usize = 10_000;

const OURS: &str = "Ankomst";
const REPORTLAB: &str = "ReportLab";
const REPORTLAB_VERSION: &str = "5.1.0";
/// Draws what `badges.json` says with ReportLab.
const SCRIPT: &str = include_str!("reportlab_badges.py");

/// Flags of the processes that this part starts of its own program.
const COLD: &str = "--badge-cold";
const PEAK: &str = "--badge-peak";

/// What a process does that was started with one of this part's own flags.
pub(crate) fn in_a_process_of_its_own(arguments: &[String]) -> Option<ExitCode> {
    let start = Instant::now();
    let measured = match arguments {
        [flag] if flag == COLD => batch(&people(1)).map(|_| ms(start.elapsed())),
        [flag, count] if flag == PEAK => batch(&people(count.parse().unwrap_or(0))).and_then(|_| peak_mb()),
        _ => return None,
    };
    Some(match measured {
        Ok(value) => {
            println!("{value}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    })
}

pub(crate) fn run(ground: &Ground, report: &mut Report) -> Result<(), String> {
    let count = ground.times(BATCH, 50);
    let badges = people(count);
    let rival = match Rival::prepare(ground, report, &badges) {
        Ok(rival) => Some(rival),
        Err(why) => {
            report.skip(&format!("ReportLab: {why}"));
            None
        }
    };
    let rivals = |how: &str, times: usize| rival.as_ref().map_or(Ok(Vec::new()), |rival| rival.draw(how, times));

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ground.times(20, 2) {
        ours.push(of_own_process(&[COLD])?);
        theirs.extend(rivals("cold", 1)?);
    }
    let how = "In a process just started, from its first line to the bytes of one PDF: reading template and typefaces is counted (for Python, loading ReportLab too).";
    report.add(
        Comparison::new("The first badge", "ms", how)
            .series(OURS, ours)
            .series(REPORTLAB, theirs)
            .at_most(OURS, "median", 15.0),
    );

    let mut ours = Vec::new();
    for content in badges.iter().take(200) {
        let start = Instant::now();
        std::hint::black_box(batch(std::slice::from_ref(content))?);
        ours.push(ms(start.elapsed()));
    }
    let theirs = rivals("warm", 200.min(count))?;
    let how = "One PDF each for 200 people, one after the other in a process that has drawn before.";
    report.add(
        Comparison::new("One more badge", "ms", how)
            .series(OURS, ours)
            .series(REPORTLAB, theirs)
            .at_most(OURS, "median", 5.0),
    );

    report.progress(&format!("{count} in a file"));
    let (mut ours, mut theirs, mut bytes) = (Vec::new(), Vec::new(), 0);
    let many = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    for _ in 0..ground.times(3, 1) {
        let start = Instant::now();
        bytes = batch(&badges)?.len();
        ours.push(ms(start.elapsed()) / many);
        theirs.extend(rivals("batch", 1)?);
    }
    let how = "1,000 people into one PDF on one core, from their texts to its bytes; the time of a badge is a thousandth of that.";
    report.add(
        Comparison::new("A badge of a batch", "ms", how)
            .series(OURS, ours)
            .series(REPORTLAB, theirs)
            .at_most(OURS, "median", 0.5),
    );
    let kb = |bytes: usize| mb(u64::try_from(bytes).unwrap_or(u64::MAX)) * 1e3 / many;
    let theirs = rivals("size", 1)?.into_iter().map(|bytes| bytes / 1e3 / many);
    let how = "The same file, a thousandth of it.";
    report.add(
        Comparison::new("Size of a badge in it", "KB", how)
            .series(OURS, [kb(bytes)])
            .series(REPORTLAB, theirs)
            .at_most(OURS, "median", 6.0),
    );

    let many = ground.times(MANY, 100);
    report.progress(&format!("memory for {many} in a file"));
    let peak = of_own_process(&[PEAK, &many.to_string()])?;
    let how = "The most memory that a process held (its `VmHWM`) that drew 10,000 badges into one PDF.";
    report.add(
        Comparison::new("Memory for 10,000 badges", "MB", how).series(OURS, [peak]).at_most(OURS, "median", 200.0),
    );
    Ok(())
}

/// Draws badges into one PDF, as the kiosk does.
fn batch(badges: &[Content]) -> Result<Vec<u8>, String> {
    let template = Template::builtin(TEMPLATE).ok_or("no template")?;
    let fonts = Fonts::with_system();
    let filled = badges.iter().map(|content| badge::fill(template, content, &fonts));
    badge::pdf_of(filled).map_err(|error| error.to_string())
}

const EVENT: &str = "Nordisk konference om levende havne og øer";
const DATES: &str = "18.9.2027–19.9.2027 · Nyborg Strand";
const SUPPORTERS: [&str; 4] = ["Realdania", "Nyborg Kommune", "Region Syddanmark", "Nordisk Ministerråd"];

/// What stands on the badges of invented people.
fn people(count: usize) -> Vec<Content> {
    texts(count).iter().map(content).collect()
}

/// The same as JSON, for ReportLab.
fn texts(count: usize) -> Vec<Value> {
    let people = sample::generate(u32::try_from(count).unwrap_or(u32::MAX), SEED);
    let of = |person: &sample::Invented, field: Field| {
        person.values.get(&field).map(FieldValue::to_text).unwrap_or_default()
    };
    people
        .zip(0_u64..)
        .map(|(person, nth)| {
            json!({
                "given_name": of(&person, Field::GivenName), "family_name": of(&person, Field::FamilyName),
                "organisation": of(&person, Field::Organisation), "title": of(&person, Field::Title), "ticket_type": "Deltager",
                // As long as a real code, of the same letters.
                "qr": format!("AK1BENCH{:021}", nth * 7_919),
            })
        })
        .collect()
}

fn content(texts: &Value) -> Content {
    let text = |key: &str| texts[key].as_str().unwrap_or_default().to_owned();
    Content::new()
        .text(Slot::GivenName, text("given_name"))
        .text(Slot::FamilyName, text("family_name"))
        .text(Slot::Organisation, text("organisation"))
        .text(Slot::Title, text("title"))
        .text(Slot::TicketType, text("ticket_type"))
        .text(Slot::Event, EVENT)
        .text(Slot::Dates, DATES)
        .text(Slot::Supporters, SUPPORTERS.join("\n"))
        .qr(text("qr"))
}

/// Starts this program once more and reads the one number that it says.
/// The number that this program says when it is started anew with these arguments.
pub(super) fn of_own_process(arguments: &[&str]) -> Result<f64, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    number(&programs::output(programs::command(own).args(arguments))?)
}

fn number(text: &str) -> Result<f64, String> {
    text.trim().parse().map_err(|_| format!("no number: {text}"))
}

/// The most memory that this process has held.
pub(super) fn peak_mb() -> Result<f64, String> {
    let status = std::fs::read_to_string("/proc/self/status").map_err(|error| error.to_string())?;
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    kib.map(|kib| mb(kib * 1024)).ok_or_else(|| "the system does not say".to_owned())
}

/// ReportLab in a Python of its own.
struct Rival {
    python: PathBuf,
    folder: tempfile::TempDir,
}

impl Rival {
    /// Fetches ReportLab if it is not there yet, and puts typefaces and texts where its script finds them.
    fn prepare(ground: &Ground, report: &Report, badges: &[Content]) -> Result<Self, String> {
        let home = ground.kept().join("bench-python");
        let python = home.join("bin/python");
        if !has_reportlab(&python) {
            report.progress("fetching ReportLab for Python");
            programs::output(programs::command("python3").args(["-m", "venv"]).arg(&home))?;
            let package = format!("reportlab=={REPORTLAB_VERSION}");
            programs::output(programs::command(&python).args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                &package,
            ]))?;
        }
        let folder = ground.new_folder()?;
        let texts = json!({ "event": EVENT, "dates": DATES, "supporters": SUPPORTERS, "people": texts(badges.len()) });
        let texts = texts.to_string();
        let files: [(&str, &[u8]); 4] = [
            ("draw.py", SCRIPT.as_bytes()),
            ("badges.json", texts.as_bytes()),
            ("NotoSans-Regular.ttf", notosans::REGULAR_TTF),
            ("NotoSans-Bold.ttf", notosans::BOLD_TTF),
        ];
        for (name, bytes) in files {
            std::fs::write(folder.path().join(name), bytes).map_err(|error| format!("{name}: {error}"))?;
        }
        Ok(Self { python, folder })
    }

    /// Lets it draw; each number that it says, in ms (of `size`, in bytes; of `batch`, a badge of it).
    fn draw(&self, how: &str, times: usize) -> Result<Vec<f64>, String> {
        let mut python = programs::command(&self.python);
        python.current_dir(self.folder.path()).args(["draw.py", how, &times.to_string()]);
        programs::output(&mut python)?.lines().map(number).collect()
    }
}

fn has_reportlab(python: &Path) -> bool {
    let version =
        programs::output(programs::command(python).args(["-c", "import reportlab; print(reportlab.__version__)"]));
    version.is_ok_and(|version| version.trim() == REPORTLAB_VERSION)
}
