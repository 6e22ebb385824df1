//! `src-tauri/docs/benchmarks.md`: a section for each part, of which a run rewrites what it has measured and nothing else.

use super::results::Part;
use super::table;

/// What stands before the sections.
const HEAD: &str = "\
# Benchmarks

Written by `cargo xtask bench`. Everything in one part was measured side by side in one run; no test asserts any of it. A median lies
in the middle of all samples, 95 % (99 %) of them do not exceed the p95 (p99); a dash: too few samples to tell. `cargo xtask bench PART`
measures a part anew and leaves the others as they are. The paragraphs between the marks *notes* are written by hand and
kept by every run: there stands what was tried where an aim is missed.
";

/// The page as it should be after a run.
///
/// `before` is the page as it is; parts that this run did not measure stay, with their own day and commit, and so do all
/// notes. New parts come in the order of `parts`, behind those that are there.
pub(crate) fn page(before: &str, parts: &[Part], measured: &str) -> String {
    let mut sections: Vec<Section> = sections(before);
    for part in parts {
        let body = table::part(part, measured);
        match sections.iter_mut().find(|section| section.name == part.name) {
            Some(section) => section.body = body,
            None => sections.push(Section { name: part.name.clone(), body, notes: String::new() }),
        }
    }
    let missed = missed(&sections);
    let all = sections.iter().map(Section::text).collect::<Vec<_>>().join("\n");
    format!("{HEAD}\n{missed}\n{all}")
}

/// The parts with a missed aim and no word on what was tried.
pub(crate) fn without_a_word(page: &str) -> Vec<String> {
    let silent =
        |section: &Section| section.notes.trim().is_empty() && aims(section).any(|aim| aim.contains(table::MISSED));
    sections(page).into_iter().filter(silent).map(|section| section.name).collect()
}

/// One part of the page.
#[derive(Debug, PartialEq, Eq)]
struct Section {
    name: String,
    /// What the bench writes.
    body: String,
    /// What people write.
    notes: String,
}

impl Section {
    fn text(&self) -> String {
        let Self { name, body, notes } = self;
        format!("{}{body}{}\n{}{notes}{END_OF_NOTES}", begin(name), end(name), begin_notes(name))
    }
}

fn begin(name: &str) -> String {
    format!("<!-- measured: {name} -->\n")
}

fn end(name: &str) -> String {
    format!("<!-- end of {name} -->\n")
}

fn begin_notes(name: &str) -> String {
    format!("<!-- notes on {name}, written by hand -->\n")
}

const END_OF_NOTES: &str = "<!-- end of notes -->\n";

fn sections(page: &str) -> Vec<Section> {
    let mut found = Vec::new();
    // A checkout with CRLF line ends reads the same.
    let page = page.replace("\r\n", "\n");
    for piece in page.split("<!-- measured: ").skip(1) {
        let Some((name, rest)) = piece.split_once(" -->\n") else { continue };
        let Some((body, rest)) = rest.split_once(end(name).as_str()) else { continue };
        let notes = rest.split_once(begin_notes(name).as_str()).and_then(|(_, notes)| notes.split_once(END_OF_NOTES));
        let notes = notes.map_or("", |(notes, _)| notes);
        found.push(Section { name: name.to_owned(), body: body.to_owned(), notes: notes.to_owned() });
    }
    found
}

fn aims(section: &Section) -> impl Iterator<Item = &str> {
    section.body.lines().filter(|line| line.starts_with(table::AIM))
}

/// Which aims are missed, first of all: nobody should have to look for them.
fn missed(sections: &[Section]) -> String {
    let all = || sections.iter().flat_map(|section| aims(section).map(move |aim| (section, aim)));
    let missed: Vec<String> = all()
        .filter(|(_, aim)| aim.contains(table::MISSED))
        .map(|(section, aim)| format!("- {}: {}\n", section.name, aim.trim_start_matches(table::AIM).trim_start()))
        .collect();
    let count = all().count();
    match missed.len() {
        0 if count == 0 => String::new(),
        0 => format!("All {count} aims are met.\n"),
        n => format!("{} of {count} aims are met. Missed:\n\n{}", count - n, missed.concat()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::results::{Aim, Bound, Comparison, Series};
    use super::super::statistics::Figure;
    use super::*;

    fn part(name: &str, value: f64, limit: f64) -> Part {
        let aim = Aim { of: "Ankomst".into(), figure: Figure::Median, bound: Bound::AtMost, limit, times: None };
        let series = Series { name: "Ankomst".into(), samples: vec![value] };
        let comparison = Comparison {
            title: "one".into(),
            how: "So.".into(),
            unit: "ms".into(),
            series: vec![series],
            aims: vec![aim],
        };
        Part { name: name.into(), title: name.to_uppercase(), comparisons: vec![comparison], skipped: Vec::new() }
    }

    /// What a person writes into the page after a run.
    fn note(page: &str, name: &str, note: &str) -> String {
        page.replace(&begin_notes(name), &format!("{}{note}", begin_notes(name)))
    }

    #[test]
    fn a_part_is_measured_anew_and_the_others_stay() {
        let first = page("", &[part("a", 1.0, 2.0), part("b", 3.0, 2.0)], "Monday");
        let second = page(&first, &[part("a", 1.5, 2.0)], "Tuesday");
        let read = sections(&second);
        assert!(read[0].body.contains("Tuesday") && read[0].body.contains("1.5 ms"), "{second}");
        assert!(read[1].body.contains("Monday") && read[1].body.contains("3 ms"), "the other one is as it was");
        assert_eq!(second.matches("# Benchmarks").count(), 1, "one head");
        assert_eq!(page(&second, &[], "Wednesday"), second, "a run that measured nothing changes nothing");
    }

    #[test]
    fn notes_are_kept_over_runs() {
        let first = page("", &[part("a", 3.0, 2.0), part("b", 1.0, 2.0)], "Monday");
        let noted = note(&first, "a", "Tried a larger cache: no difference.\n\n| a | table |\n");
        let again = page(&noted, &[part("a", 4.0, 2.0), part("b", 1.0, 2.0)], "Tuesday");
        assert!(again.contains("Tried a larger cache: no difference.\n\n| a | table |\n"), "{again}");
        assert!(again.contains("4 ms") && !again.contains("3 ms"), "beside the new figures");
        let windows = page(&noted.replace('\n', "\r\n"), &[part("a", 4.0, 2.0)], "Tuesday");
        assert!(windows.contains("Tried a larger cache: no difference.\n"), "whatever the line ends");
    }

    #[test]
    fn what_is_missed_stands_at_the_head_and_wants_a_word() {
        let all_well = page("", &[part("a", 1.0, 2.0)], "Monday");
        assert!(all_well.contains("All 1 aims are met."), "{all_well}");
        assert_eq!(without_a_word(&all_well), Vec::<String>::new());
        let missed = page("", &[part("a", 3.0, 2.0), part("b", 1.0, 2.0)], "Monday");
        let head = missed.split("<!--").next().unwrap();
        assert!(
            head.contains("1 of 2 aims are met") && head.contains("- a: ") && head.contains("missed by 50 %"),
            "{head}"
        );
        assert_eq!(without_a_word(&missed), ["a"]);
        assert_eq!(without_a_word(&note(&missed, "a", "Tried.\n")), Vec::<String>::new());
    }
}
