//! Finding a person, in the library: a letter at a time, and whether it is the person meant; beside what others do.

mod others;
mod queries;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Instant;

use checkin::{AttendeeId, Field, FieldValue};
use find::{Entry, Index};
use kiosk::sample;

use crate::ground::{Ground, SEED};
use crate::report::{Comparison, Report, us};

use super::badge::of_own_process;
use queries::Workload;

/// How many people a window asks for.
const LIMIT: usize = 50;
/// How many names are typed.
const NAMES: usize = 1_000;
/// Sizes of lists.
const SIZES: [u32; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// The size for which there are aims, and at which others are measured.
const AIMED: u32 = 100_000;
/// Queries of each kind.
const QUERIES: usize = 400;
/// Of each kind for the others, some of which look at everybody.
const QUERIES_OF_OTHERS: usize = 60;
/// Whoever is among these is seen at once.
const SEEN: usize = 5;

/// Says what an index of so many people takes of memory, in bytes a person.
const MEMORY: &str = "--find-memory";

/// What a process does that was started with this part's own flag. Its own, so that nothing that was measured before has left
/// memory in which an index would find room.
pub(crate) fn in_a_process_of_its_own(arguments: &[String]) -> Option<ExitCode> {
    let [flag, size] = arguments else { return None };
    if flag != MEMORY {
        return None;
    }
    Some(match memory(size.parse().unwrap_or(0)) {
        Ok(bytes) => {
            println!("{bytes}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    })
}

fn memory(size: u32) -> Result<f64, String> {
    let people = invented(size);
    let before = resident()?;
    let index = Index::of(people.iter().cloned());
    let bytes = resident()?.saturating_sub(before) as f64 / f64::from(size.max(1));
    std::hint::black_box((index, people));
    Ok(bytes)
}

fn invented(size: u32) -> Vec<Entry> {
    sample::generate(size, SEED).zip(1..).map(|(person, n)| entry(&person.values, n)).collect()
}

pub(crate) fn run(ground: &Ground, report: &mut Report) -> Result<(), String> {
    for size in SIZES.map(|size| ground.people(size)) {
        report.progress(&format!("{size} people"));
        let people = invented(size);
        let bytes = of_own_process(&[MEMORY, &size.to_string()])?;
        let start = Instant::now();
        let mut index = Index::of(people.iter().cloned());
        let built = start.elapsed().as_secs_f64();
        report.add(keystrokes(ground, &index, &people, size));
        for comparison in making(ground, &mut index, &people, size, built, bytes) {
            report.add(comparison);
        }
        let workloads = queries::workloads(&people, ground.times(QUERIES, 20));
        report.add(recall(&index, &workloads, size));
        if size == ground.people(AIMED) {
            beside(ground, report, &people, &workloads, &index)?;
        }
    }
    Ok(())
}

fn keystrokes(ground: &Ground, index: &Index, people: &[Entry], size: u32) -> Comparison {
    let names = ground.times(NAMES, 50);
    let step = (people.len() / 7 * 3) | 1;
    let (mut keystrokes, mut first_letters) = (Vec::new(), Vec::new());
    for nth in 0..names {
        let name: Vec<char> = people[nth * step % people.len()].name.to_lowercase().chars().collect();
        for letters in 1..=name.len().min(12) {
            let typed: String = name[..letters].iter().collect();
            let start = Instant::now();
            let found = index.search(&typed, LIMIT);
            let took = us(start.elapsed());
            std::hint::black_box(found);
            keystrokes.push(took);
            if letters == 1 {
                first_letters.push(took);
            }
        }
    }
    let how = format!(
        "{names} names of the list typed from their first letter to the twelfth, one search a letter, the best {LIMIT} asked for, \
         on one thread. The first letter finds most and is told by itself too."
    );
    let title = format!("A keystroke with {} people on the list", grouped(size));
    let comparison = Comparison::new(&title, "µs", &how)
        .series("Ankomst", keystrokes)
        .series("Ankomst, first letters", first_letters);
    if size == AIMED { comparison.at_most("Ankomst", "p99", 1_000.0) } else { comparison }
}

fn making(ground: &Ground, index: &mut Index, people: &[Entry], size: u32, built: f64, bytes: f64) -> [Comparison; 3] {
    let mut updates = Vec::new();
    for nth in 0..ground.times(NAMES, 50) {
        let mut person = people[nth * 7_919 % people.len()].clone();
        person.organisation.push_str(" Nord");
        let start = Instant::now();
        index.put(person);
        updates.push(us(start.elapsed()));
    }
    let people = grouped(size);
    let memory = "In a process of its own: resident memory after and before the index was built, beside the list itself; so with what the allocator keeps.";
    let change =
        "Another organisation for somebody, which takes the words of the old one away and adds those of the new one.";
    let built = Comparison::new(
        &format!("The index of {people} people built"),
        "s",
        "From nothing, in one go, as the kiosk does when an event is opened; on one thread.",
    )
    .series("Ankomst", [built]);
    let memory = Comparison::new(&format!("Memory of an index of {people} people"), "B a person", memory)
        .series("Ankomst", [bytes]);
    let change = Comparison::new(&format!("One change among {people} people"), "µs", change).series("Ankomst", updates);
    if size == AIMED {
        let aim = |comparison: Comparison, limit| comparison.at_most("Ankomst", "median", limit);
        return [aim(built, 0.5), aim(memory, 300.0), aim(change, 100.0)];
    }
    [built, memory, change]
}

/// Of a hundred queries, how many show the person meant among the first five.
fn recall(index: &Index, workloads: &[Workload], size: u32) -> Comparison {
    let how = "Queries made by rules from the list with a fixed seed, where at most five people share the clean, folded words (those that \
         were meant and those that were typed); of a hundred, how many show the person meant among the first five. The pairs \"as it is heard\" are in the repository \
         (`bench/src/parts/find/heard.tsv`, and `heard_kept_back.tsv` for those that were written down after the rules of sound and changed none), each with its source.";
    let title = format!("Who was meant is among the first five, {} people", grouped(size));
    let mut comparison = Comparison::new(&title, "%", how);
    for Workload { name, wanted_percent, queries } in workloads.iter().filter(|workload| !workload.queries.is_empty()) {
        let seen = queries.iter().filter(|query| {
            let hits = index.search(&query.typed, SEEN).hits;
            let missed = hits.iter().all(|hit| hit.id != number(query.means));
            if missed {
                eprintln!("bench: find: {name}: not among the first five: {}", query.typed);
            }
            !missed
        });
        let percent = share(seen.count(), queries.len());
        comparison = comparison.series(name, [percent]);
        if size == AIMED {
            comparison = comparison.at_least(name, "median", *wanted_percent);
        }
    }
    comparison
}

/// The same queries asked of others.
fn beside(
    ground: &Ground,
    report: &mut Report,
    people: &[Entry],
    workloads: &[Workload],
    index: &Index,
) -> Result<(), String> {
    let few = ground.times(QUERIES_OF_OTHERS, 5);
    let how = format!("The first {few} queries of each kind, the best five asked for, in memory, on one thread.");
    let mut times = Comparison::new("A whole query, beside other ways to search", "µs", &how);
    let mut found = Comparison::new("Who was meant is among the first five, beside other ways to search", "%", &how);
    let queries =
        || workloads.iter().flat_map(|workload| workload.queries.iter().take(few).map(|query| (workload.name, query)));
    let mut took = Vec::new();
    for (_, query) in queries() {
        let start = Instant::now();
        std::hint::black_box(index.search(&query.typed, SEEN));
        took.push(us(start.elapsed()));
    }
    times = times.series("Ankomst", took);
    let mut by_way: BTreeMap<(String, &str), (usize, usize)> = BTreeMap::new();
    let mut count = |who: &str, how: &'static str, seen: bool| {
        let place = by_way.entry((who.to_owned(), how)).or_default();
        *place = (place.0 + usize::from(seen), place.1 + 1);
    };
    for (how, query) in queries() {
        let seen = index.search(&query.typed, SEEN).hits.iter().any(|hit| hit.id == number(query.means));
        count("Ankomst", how, seen);
    }
    for mut other in others::all(people)? {
        report.progress(other.name());
        let mut took = Vec::new();
        for (how, query) in queries() {
            let start = Instant::now();
            let places = other.search(&query.typed)?;
            took.push(us(start.elapsed()));
            count(other.name(), how, places.contains(&query.means));
        }
        times = times.series(other.name(), took);
    }
    for ((who, how), (seen, all)) in by_way {
        found = found.series(&format!("{who}: {how}"), [share(seen, all)]);
    }
    report.add(times);
    report.add(found);
    Ok(())
}

fn share(part: usize, all: usize) -> f64 {
    100.0 * part as f64 / all.max(1) as f64
}

fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap_or("")).collect();
    groups.join(",")
}

/// Resident memory of this process in bytes (`/proc/self/statm`, second field, in pages; proc(5)).
fn resident() -> Result<u64, String> {
    let text = std::fs::read_to_string("/proc/self/statm").map_err(|error| error.to_string())?;
    let pages: u64 = text.split_whitespace().nth(1).and_then(|pages| pages.parse().ok()).ok_or("no memory told")?;
    Ok(pages * 4_096)
}

/// The id of a place on the list.
fn number(place: usize) -> AttendeeId {
    AttendeeId::from_uuid(uuid::Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0000 + place as u128 + 1))
}

/// What the kiosk puts into the index of an invented person.
fn entry(values: &BTreeMap<Field, FieldValue>, place: u32) -> Entry {
    let text = |field: Field| match values.get(&field) {
        Some(FieldValue::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let id = number(place.saturating_sub(1) as usize);
    Entry {
        family_name: text(Field::FamilyName),
        badge_name: text(Field::BadgeName),
        organisation: text(Field::Organisation),
        title: text(Field::Title),
        email: text(Field::Email),
        phone: text(Field::Phone),
        order: text(Field::Order),
        ..Entry::new(id, &text(Field::Name))
    }
}
