//! What may be said on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use kiosk::{AttendeeId, Language, RecordId, SessionId};

/// The check-in kiosk without a window.
#[derive(Debug, Parser)]
#[command(name = "ankomstctl", version, about, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// The event file; without it, the one open last.
    #[arg(long, global = true, env = "ANKOMST_EVENT", value_name = "FILE")]
    pub(crate) event: Option<PathBuf>,
    /// This desk's name.
    #[arg(long, global = true, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(crate) desk: String,
    /// Who is at the desk.
    #[arg(long, global = true, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(crate) staff: String,
    /// The language of messages and headings: da or en.
    #[arg(long, global = true, value_name = "LANG", default_value = "da", value_parser = language)]
    lang: Language,
    /// A file with the event's passphrase; else the variable ANKOMST_PASSPHRASE, else the terminal asks. A new event gets
    /// the one that is given.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// One JSON document instead of text.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Arguments {
    pub(crate) fn language(&self) -> Language {
        self.lang
    }
}

fn language(tag: &str) -> Result<Language, String> {
    Language::from_tag(tag).ok_or_else(|| "da or en".to_owned())
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the sample event: a rehearsal with programme and 240 invented attendees.
    Sample {
        /// The file to make.
        file: PathBuf,
    },
    /// Make an empty event.
    Create {
        /// The file to make.
        file: PathBuf,
        /// Its settings.
        #[arg(long, value_name = "EVENT.toml")]
        from: PathBuf,
    },
    /// Make an invented event of any size; the same people for the same seed.
    Generate {
        /// The file to make.
        file: PathBuf,
        /// How many attendees.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
        attendees: u32,
        /// Which people.
        #[arg(long, value_name = "S", default_value_t = 1)]
        seed: u64,
    },
    /// Read a list of attendees: CSV, XLSX, ODS, XLS.
    Import {
        /// The list.
        list: PathBuf,
        /// Only say what it would do.
        #[arg(long)]
        preview: bool,
        /// Take FIELD from the column with this heading.
        #[arg(long, value_name = "FIELD=COLUMN", value_parser = mapping)]
        map: Vec<(String, String)>,
        /// The sheet of a workbook.
        #[arg(long, value_name = "NAME")]
        sheet: Option<String>,
    },
    /// Find attendees, best first.
    Find {
        /// Any part of name, organisation, e-mail, phone, order or code.
        text: String,
        /// How many.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        limit: Option<u32>,
    },
    /// Check somebody in and print the outcome.
    #[command(group = clap::ArgGroup::new("who").required(true).args(["code", "attendee"]))]
    CheckIn {
        /// A scanned code or an order number.
        #[arg(long, value_name = "TEXT")]
        code: Option<String>,
        /// An attendee's id.
        #[arg(long, value_name = "ID")]
        attendee: Option<AttendeeId>,
        /// To this session instead of the event.
        #[arg(long, value_name = "ID")]
        session: Option<SessionId>,
        /// Out instead of in.
        #[arg(long)]
        exit: bool,
    },
    /// Make an act void.
    Undo {
        /// The act's record.
        record: RecordId,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Draw badges; the file's ending decides: .pdf, .png, .svg, .zpl.
    #[command(group = clap::ArgGroup::new("whose").required(true).args(["attendee", "all"]))]
    Badge {
        /// Whose.
        #[arg(long, value_name = "ID")]
        attendee: Option<AttendeeId>,
        /// Everybody's.
        #[arg(long)]
        all: bool,
        /// The file to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// The template.
        #[arg(long, value_name = "NAME")]
        template: Option<String>,
        /// The sheet on which they are laid.
        #[arg(long, value_name = "NAME")]
        sheet: Option<String>,
    },
    /// Print badges beforehand: into files in the event's folder, box by box, and write down where each lies.
    Badges {
        /// The order: surname, organisation or ticketType.
        #[arg(long, value_name = "ORDER", default_value = "surname")]
        order: BadgesOrder,
        /// Only this ticket type; may be given several times.
        #[arg(long = "ticket-type", value_name = "ID")]
        ticket_types: Vec<kiosk::TicketTypeId>,
        /// The sheet, by name or as `grid=2x5 place=80x50 …`; without it each badge is a page.
        #[arg(long, value_name = "NAME")]
        sheet: Option<String>,
        /// How many boxes the badges are put into.
        #[arg(long, value_name = "N", default_value_t = 0)]
        boxes: u16,
        /// The first free place on the first sheet, from 1.
        #[arg(long, value_name = "N", default_value_t = 1)]
        start: u32,
        /// By how much the printer is off, in mm to the right and down: `1.5,-0.5`.
        #[arg(long, value_name = "MM,MM", allow_hyphen_values = true)]
        shift: Option<String>,
        /// Print backs too, for paper that the printer turns over this edge.
        #[arg(long, value_name = "EDGE")]
        two_sided: Option<BadgesEdge>,
        /// Marks to cut along.
        #[arg(long)]
        crop_marks: bool,
        /// Those too who have a badge already.
        #[arg(long)]
        again: bool,
        /// The template, if not that of each ticket type.
        #[arg(long, value_name = "NAME")]
        template: Option<String>,
    },
    /// Write the programme as PDF.
    Programme {
        /// The file to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Print the codes in pictures: one line a code, PICTURE<TAB>TEXT.
    Read {
        /// PNG, JPEG or WebP.
        #[arg(required = true, value_name = "PICTURE")]
        pictures: Vec<PathBuf>,
    },
    /// Write everybody, with arrivals and sessions, to a .csv or .xlsx file.
    Export {
        /// The file to write.
        file: PathBuf,
        /// These columns in this order, by their keys, joined by commas.
        #[arg(long, value_name = "KEYS", value_delimiter = ',')]
        columns: Option<Vec<String>>,
        /// Only those who have come (true) or not (false).
        #[arg(long, value_name = "BOOL")]
        arrived: Option<bool>,
        /// Only those of this status.
        #[arg(long, value_name = "STATUS")]
        status: Option<String>,
        /// Only those registered for, or inside, this session.
        #[arg(long, value_name = "ID")]
        session: Option<String>,
        /// Only those of this ticket type.
        #[arg(long, value_name = "ID")]
        ticket_type: Option<String>,
    },
    /// Write a report as PDF: arrivals, inside, noShows, statistics.
    Report {
        /// Which.
        #[arg(value_name = "KIND", value_parser = ["arrivals", "inside", "noShows", "statistics"])]
        kind: String,
        /// The file to write.
        file: PathBuf,
    },
    /// Write everything that is known of one person to a JSON file.
    Person {
        /// Whose.
        #[arg(long, value_name = "ID")]
        attendee: AttendeeId,
        /// The file to write.
        file: PathBuf,
    },
    /// Print the counts.
    Overview,
    /// Check file, chain and projections; names each fault.
    Verify {
        /// Heads that were written down earlier: DESK:NUMBER:DIGEST, several joined by commas.
        #[arg(long, value_name = "HEAD")]
        against: Option<String>,
    },
    /// Give the event another passphrase, a first one, or none.
    Passphrase {
        /// A file with the new one; else the variable `ANKOMST_NEW_PASSPHRASE`, else the terminal asks.
        #[arg(long, value_name = "FILE", conflicts_with = "none")]
        new_file: Option<PathBuf>,
        /// None any more: whoever has the file can read it.
        #[arg(long)]
        none: bool,
    },
    /// Copy the event to a new file.
    Backup {
        /// The file to make.
        file: PathBuf,
    },
    /// Put a backup in the event's place; what was there is moved aside.
    Restore {
        /// The backup; without it, the newest good one.
        #[arg(required_unless_present = "rescue")]
        file: Option<PathBuf>,
        /// A damaged event file that was put aside: what its journal still gives beyond the backup is added.
        #[arg(long, value_name = "FILE", conflicts_with = "file")]
        rescue: Option<PathBuf>,
    },
    /// Erase a person's data, or everybody's (`--event`); counts stay.
    #[command(group = clap::ArgGroup::new("whom").required(true).args(["attendee", "everybody"]))]
    Erase {
        /// Whose.
        #[arg(long, value_name = "ID")]
        attendee: Option<AttendeeId>,
        /// Everybody's; also written as `--event` without a file.
        #[arg(long)]
        everybody: bool,
    },
    /// Every call as JSON-RPC 2.0 on standard input and output, one object a line.
    Rpc,
}

fn mapping(text: &str) -> Result<(String, String), String> {
    let (field, column) = text.split_once('=').ok_or("FIELD=COLUMN")?;
    Ok((field.trim().to_owned(), column.trim().to_owned()))
}

/// What clap says about wrong usage, as one line: the problem without the usage and the advice below it.
pub(crate) fn one_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let problem: Vec<&str> = text
        .lines()
        .take_while(|line| !line.starts_with("Usage:"))
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let problem = problem.join(" ");
    problem.strip_prefix("error: ").unwrap_or(&problem).to_owned()
}

/// `erase --event` means everybody, while `--event FILE` names the event for every command. Which of the two it is
/// shows in whether a file follows.
pub(crate) fn erase_everybody(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.collect();
    let Some(erase) = arguments.iter().position(|argument| argument == "erase") else { return arguments };
    for place in erase + 1..arguments.len() {
        let bare = match arguments.get(place + 1) {
            Some(next) => next.to_string_lossy().starts_with('-'),
            None => true,
        };
        if arguments[place] == "--event" && bare {
            arguments[place] = "--everybody".into();
        }
    }
    arguments
}

/// The order of `badges`.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum BadgesOrder {
    /// By family name, in Danish order.
    Surname,
    /// By organisation.
    Organisation,
    /// By ticket type.
    #[value(name = "ticketType")]
    TicketType,
}

/// The edge over which a printer turns paper.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum BadgesEdge {
    /// As a book.
    Long,
    /// As a pad.
    Short,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn erase_event_is_told_from_the_event_file() {
        let check = |given: &str, wanted: &str| {
            let words = given.split(' ').map(OsString::from);
            let words: Vec<String> =
                erase_everybody(words).iter().map(|word| word.to_string_lossy().into_owned()).collect();
            assert_eq!(words.join(" "), wanted, "for {given}");
        };
        check("ankomstctl erase --event", "ankomstctl erase --everybody");
        check("ankomstctl --event x erase --event", "ankomstctl --event x erase --everybody");
        check("ankomstctl erase --event --json", "ankomstctl erase --everybody --json");
        check("ankomstctl erase --event x --attendee y", "ankomstctl erase --event x --attendee y");
        check("ankomstctl find --event", "ankomstctl find --event");
    }
}
