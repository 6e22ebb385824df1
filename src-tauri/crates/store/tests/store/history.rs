//! Random histories: all kinds of act about 20 attendees, at three desks with clocks of their own, which hear of one
//! another now and then, and a fourth whose program is newer.

use std::collections::BTreeMap;

use checkin::fields::Said;
use checkin::{AttendeeId, BadgePlace, Direction, Field, FieldValue, JobEnd, Kind, RecordId, Scope};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};
use store::{Act, Head, Sayings, Sealed, Writer};
use uuid::Uuid;

use crate::bench::{Bench, at, attendee};
use crate::chain::{NewerDesk, chain_key};

/// One step of a history; what the numbers mean depends on the kind of act.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    desk: usize,
    what: usize,
    who: u8,
    other: u8,
    pick: usize,
    bits: u8,
    /// How far the desk's clock goes on, or back, in milliseconds.
    tick: i64,
}

/// What a step does, each as often as it stands here.
const WHAT: [&str; 37] = [
    "listed",
    "listed",
    "listed",
    "import",
    "import",
    "walkIn",
    "walkIn",
    "amended",
    "amended",
    "amended",
    "substituted",
    "joined",
    "entry",
    "entry",
    "entry",
    "exit",
    "session",
    "session",
    "session",
    "leave",
    "refused",
    "undone",
    "undone",
    "undone",
    "undone",
    "reissued",
    "acknowledged",
    "looked",
    "queued",
    "queued",
    "attempt",
    "end",
    "erased",
    "settings",
    "type",
    "newer",
    "hear",
];

pub(crate) fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let step =
        (0..3_usize, 0..WHAT.len(), 0..20_u8, 0..20_u8, any::<u16>(), any::<u8>(), -30_000..120_000_i64).prop_map(
            |(desk, what, who, other, pick, bits, tick)| Step { desk, what, who, other, pick: pick.into(), bits, tick },
        );
    prop::collection::vec(step, 1..most)
}

/// Three desks of one event.
pub(crate) struct Desks {
    pub(crate) bench: Bench,
    pub(crate) writers: Vec<Writer>,
    clocks: [i64; 3],
    newer: NewerDesk,
    /// All records made so far, with their parts, whatever was erased since.
    pub(crate) made: Vec<Sealed>,
}

impl Desks {
    pub(crate) fn new() -> Self {
        let bench = Bench::quick();
        let first = bench.create("desk-0.ankomst");
        first.close().unwrap();
        let mut writers = Vec::new();
        for desk in 0..3 {
            let file = bench.path(&format!("desk-{desk}.ankomst"));
            if desk > 0 {
                std::fs::copy(bench.path("desk-0.ankomst"), &file).unwrap();
            }
        }
        for desk in 0..3 {
            let file = bench.path(&format!("desk-{desk}.ankomst"));
            let options = bench.options(&if desk == 0 { "home".to_owned() } else { format!("home-{desk}") });
            writers.push(Writer::open(&file, &options, at(0)).unwrap());
        }
        let newer = NewerDesk::new(chain_key(&bench.path("desk-0.ankomst")));
        let mut desks = Self { bench, writers, clocks: [0, 90_000, -400_000], newer, made: Vec::new() };
        // The first records: settings, and that each desk is there.
        let mut first: BTreeMap<RecordId, Sealed> = BTreeMap::new();
        for writer in &desks.writers {
            for (_, sealed) in writer.view().journal_after(0, 100).unwrap() {
                first.insert(sealed.record.id, sealed);
            }
        }
        desks.made.extend(first.into_values());
        desks
    }

    pub(crate) fn run(steps: &[Step]) -> Self {
        let mut desks = Self::new();
        // Runs of one desk go into one transaction.
        for run in steps.chunk_by(|a, b| a.desk == b.desk && WHAT[b.what] != "hear" && WHAT[a.what] != "hear") {
            if WHAT[run[0].what] == "hear" {
                desks.hear(run[0].desk);
            } else {
                desks.make(run);
            }
        }
        desks
    }

    /// A desk gets everything that was made until now.
    pub(crate) fn hear(&mut self, desk: usize) {
        let now = self.now(desk);
        let made = &self.made;
        self.writers[desk]
            .transact(now, "", |tx| made.iter().try_for_each(|sealed| tx.receive(sealed).map(|_| ())))
            .unwrap();
        fold_all(&mut self.writers[desk], now);
    }

    pub(crate) fn now(&self, desk: usize) -> Timestamp {
        at(self.clocks[desk])
    }

    fn make(&mut self, run: &[Step]) {
        let desk = run[0].desk;
        let mut made = std::mem::take(&mut self.made);
        let (newer, clocks) = (&mut self.newer, &mut self.clocks);
        for step in run {
            clocks[desk] += step.tick;
        }
        let now = clocks[desk];
        self.writers[desk]
            .transact(at(now), ["", "anna", "bo"][desk], |tx| {
                for step in run {
                    if WHAT[step.what] == "newer" {
                        made.push(from_tomorrow(newer, step, now, &made));
                        continue;
                    }
                    let Some((act, who)) = act(step, &made) else { continue };
                    // Some are re-entered from a paper list.
                    let back = (step.bits & 0xC0 == 0xC0).then(|| at(now - i64::from(step.bits) * 10_000));
                    let id = tx.append(&act, who, back, None)?;
                    made.push(tx.view().record(id)?.sealed);
                    if WHAT[step.what] == "erased" && step.bits & 1 == 0 {
                        tx.erase(attendee(step.who), None)
                            .and_then(|id| tx.view().record(id))
                            .map(|told| made.push(told.sealed))?;
                    }
                }
                Ok(())
            })
            .unwrap();
        self.made = made;
        fold_all(&mut self.writers[desk], at(now));
    }
}

pub(crate) fn fold_all(writer: &mut Writer, now: Timestamp) {
    while writer.fold_due(now, |_| true).unwrap().value {}
}

fn from_tomorrow(newer: &mut NewerDesk, step: &Step, now: i64, made: &[Sealed]) -> Sealed {
    let target = made[step.pick % made.len()].record.id.to_string();
    let (kind, version, facts) = match step.pick % 7 {
        0 => ("checkIn", 2, json!({ "direction": "entry" })),
        1 => ("seatGiven", 1, json!({ "seat": 4 })),
        2 => ("desk", 2, json!({ "label": "Tomorrow", "heads": [] })),
        3 => ("undone", 9, json!({ "target": target })),
        4 => ("erased", 2, json!({ "records": [target] })),
        5 => ("desk", 1, json!({ "label": format!("Number {}", step.bits), "heads": [] })),
        // A known kind in a form that this program cannot read.
        _ => ("joined", 1, json!({ "same": "everybody" })),
    };
    newer.seal((kind, version), now, Some(attendee(step.who)), &facts)
}

fn session(n: usize) -> checkin::SessionId {
    ["talk", "panel", "workshop"][n % 3].parse().unwrap()
}

/// `talk` and `panel` overlap or not, `workshop` has no times for a while.
fn settings(step: &Step) -> Value {
    let mut settings = crate::bench::settings();
    settings["sessions"] = json!([
        { "id": "talk", "starts": "2027-03-04T09:00", "ends": "2027-03-04T10:00" },
        { "id": "panel", "starts": format!("2027-03-04T{:02}:30", 9 + step.pick % 2), "ends": "2027-03-04T11:00" },
    ]);
    if step.bits & 1 == 1 {
        let workshop = json!({ "id": "workshop", "starts": "2027-03-04T09:15", "ends": "2027-03-04T12:00" });
        settings["sessions"].as_array_mut().unwrap().push(workshop);
    }
    settings
}

fn import_id(pick: usize) -> RecordId {
    RecordId::from_uuid(Uuid::from_u128(0x1111_0000_0000_7000_8000_0000_0000_0000 + (pick % 5) as u128))
}

/// A record of these kinds, if there is one.
fn pick_of(made: &[Sealed], pick: usize, fits: impl Fn(&Sealed) -> bool) -> Option<&Sealed> {
    let fitting: Vec<&Sealed> = made.iter().filter(|sealed| fits(sealed)).collect();
    fitting.get(pick % fitting.len().max(1)).copied()
}

fn is(kind: &'static str) -> impl Fn(&Sealed) -> bool {
    move |sealed| sealed.record.kind == kind
}

fn act(step: &Step, made: &[Sealed]) -> Option<(Act, Option<AttendeeId>)> {
    let Step { who, other, pick, bits, .. } = *step;
    let (person, other) = (attendee(who), attendee(other));
    let bit = |n: u8| bits >> n & 1 == 1;
    // Few, so that somebody is given the same number twice, and two people the same one.
    let number = 1 + (pick % 3) as u64 + 3 * u64::from(who % 7);
    let act = match WHAT[step.what] {
        "listed" => Act::Listed {
            import: import_id(pick),
            line: 2 + u32::from(who),
            said: say(step, made, &["listed"]),
            number: bit(0).then_some(number),
        },
        "import" => {
            let act = Act::Import { import: import_id(pick), file_digest: format!("{pick:064x}"), rows: 3 };
            return Some((act, None));
        }
        "walkIn" => Act::WalkIn { said: say(step, made, &DESK), number },
        "amended" => Act::Amended {
            said: say(step, made, &DESK),
            reason: if bit(1) { "typo".into() } else { String::new() },
            import: (bits & 12 == 12).then(|| import_id(pick)),
        },
        "substituted" => Act::Substituted {
            replaces: other,
            said: say(step, made, &DESK),
            number,
            import: (bits & 12 == 12).then(|| import_id(pick)),
        },
        // Seldom, and among few, so that groups stay small and meet in both directions.
        "joined" if who < 6 => Act::Joined { same: attendee(step.other % 6) },
        "joined" => return None,
        "entry" | "exit" | "session" | "leave" => Act::CheckIn {
            scope: if matches!(WHAT[step.what], "entry" | "exit") {
                Scope::Event
            } else {
                Scope::Session(session(pick))
            },
            direction: if matches!(WHAT[step.what], "entry" | "session") { Direction::Entry } else { Direction::Exit },
            overridden: (bits & 3 == 3).then(|| (Kind::ALL[pick % 18], "the lead says so".into())),
            import: (bits & 12 == 12).then(|| import_id(pick)),
            // Some acts of an event where everybody comes anew each day; several days begin in the middle of all this.
            day: (bits & 32 == 32).then(|| at(i64::from(step.other) * 6_000 - 60_000)),
            enters_event: WHAT[step.what] == "session" && bits & 16 == 16,
        },
        "refused" => {
            let act = Act::Refused {
                outcome: Kind::ALL[pick % 18],
                reason: if bit(0) { "damagedCode".into() } else { String::new() },
                scope: if bit(1) { Scope::Event } else { Scope::Session(session(pick)) },
                scanned: if bit(2) { format!("AK1 scanned {pick}") } else { String::new() },
            };
            return Some((act, bit(3).then_some(person)));
        }
        "undone" => {
            // Mostly what can be undone; sometimes anything, such as an undo.
            let undoable = |sealed: &Sealed| bits & 7 == 0 || sealed.act().is_some_and(|act| act.can_be_undone());
            let target = pick_of(made, pick, undoable)?;
            let act = Act::Undone { target: target.record.id, reason: format!("reason {pick}") };
            return Some((act, target.record.attendee.filter(|_| bit(3))));
        }
        "reissued" => Act::Reissued {
            // Also numbers of those whom any `joined` ties to this person.
            revokes: made
                .iter()
                .filter(|sealed| {
                    sealed.record.attendee.is_some_and(|whose| whose == person || joined(made, whose, person))
                })
                .filter(|sealed| ["listed", "walkIn", "substituted", "reissued"].contains(&sealed.record.kind.as_str()))
                .map(|sealed| sealed.record.id)
                .collect(),
            number,
            reason: "lost".into(),
        },
        "acknowledged" => Act::Acknowledged,
        "looked" => Act::Looked,
        "queued" => Act::BadgeQueued {
            printer: if bit(0) { "zebra".into() } else { String::new() },
            copies: 1 + u32::from(bits % 3),
            reprint_of: pick_of(made, pick, is("badgeQueued")).filter(|_| bit(2)).map(|sealed| sealed.record.id),
            check_in: pick_of(made, pick, is("checkIn")).filter(|_| bit(3)).map(|sealed| sealed.record.id),
            batch: bit(4).then(|| {
                let box_name = ["A", "B", ""][usize::from(bits % 3)].to_owned();
                (RecordId::from_uuid(Uuid::from_u128(7)), BadgePlace { box_name, row: u32::from(bits) })
            }),
        },
        "attempt" | "end" => {
            let job = pick_of(made, pick, is("badgeQueued"))?;
            let (id, reason) = (job.record.id, if bit(4) { "jam".to_owned() } else { String::new() });
            let act = if WHAT[step.what] == "attempt" {
                Act::BadgeAttempt { job: id, printer: format!("zebra-{}", bits % 3), number: 1 + u32::from(bits % 4) }
            } else {
                Act::BadgeEnd { job: id, end: JobEnd::ALL[usize::from(bits % 4)], reason }
            };
            // About whom the job is, or about the one into whom that person was joined, or about nobody.
            return Some((act, [job.record.attendee, Some(other), None][pick % 3]));
        }
        "erased" => Act::Erased {
            records: made
                .iter()
                .filter(|sealed| sealed.part.is_some())
                .filter(|sealed| sealed.record.attendee == Some(person) && (bit(1) || sealed.record.number % 2 == 0))
                .map(|sealed| sealed.record.id)
                .collect(),
            organisation: ["", "Nyborg", "Odense"][usize::from(bits >> 2) % 3].to_owned(),
        },
        "settings" => return Some((Act::Settings { settings: settings(step) }, None)),
        "type" => {
            let id = ["vip", "press"][pick % 2].parse().unwrap();
            if bit(0) {
                return Some((Act::Desk { label: format!("Desk {pick}"), heads: Vec::<Head>::new() }, None));
            }
            return Some((Act::TicketType { id, name: format!("Type {pick}") }, None));
        }
        other => panic!("no such step: {other}"),
    };
    Some((act, Some(person)))
}

fn joined(made: &[Sealed], a: AttendeeId, b: AttendeeId) -> bool {
    made.iter().any(|sealed| match (sealed.act(), sealed.record.attendee) {
        (Some(Act::Joined { same }), Some(keep)) => (keep, same) == (a, b) || (keep, same) == (b, a),
        _ => false,
    })
}

const DESK: [&str; 3] = ["walkIn", "amended", "substituted"];

/// A few fields; each replaces some of the words said about it before in the same layer, as a desk that knew only those
/// would.
fn say(step: &Step, made: &[Sealed], layer: &[&str]) -> Sayings {
    let Step { pick, bits, .. } = *step;
    let text = |text: String| Said::Value(FieldValue::Text(text));
    let list = |texts: &[&str]| Said::Value(FieldValue::List(texts.iter().map(|text| (*text).to_owned()).collect()));
    let pool = [
        (Field::Name, text(format!("Name {pick}"))),
        (Field::Email, text(if pick % 4 == 0 { String::new() } else { format!("n{pick}@example.org") })),
        (Field::TicketType, text(["vip", "press", "No Slug", ""][pick % 4].to_owned())),
        (Field::Status, text(["confirmed", "paymentDue", "waitlisted", "cancelled", "unheardOf"][pick % 5].to_owned())),
        (Field::TicketCodes, list([&["T-1", "t-1"], &["T-2", " "], &["ABC", "ABC"]][pick % 3])),
        (Field::Sessions, list([&["talk"][..], &["panel", "talk"], &[], &["No Slug"]][pick % 4])),
        (Field::Order, text(format!("O-{}", pick % 3))),
        (Field::Language, text(["da", "en", "fr"][pick % 3].to_owned())),
        (Field::Alert, text("VIP".to_owned())),
        (Field::Own("T-shirt".into()), text(["S", "", "XL"][pick % 3].to_owned())),
        (Field::Answer("lunch".into()), text(["fish", ""][pick % 2].to_owned())),
    ];
    let mut said = Sayings::default();
    for (n, (field, value)) in pool.into_iter().enumerate() {
        if (pick.rotate_left(3) ^ usize::from(bits)) >> n & 1 == 0 && field != Field::Name {
            continue;
        }
        let take_list = layer == DESK && step.what != 5 && bits % 5 == 0;
        let before = made.iter().filter(|sealed| {
            layer.contains(&sealed.record.kind.as_str()) && sealed.record.attendee == Some(attendee(step.who))
        });
        let replaced: Vec<RecordId> = before
            .map(|sealed| sealed.record.id)
            .enumerate()
            .filter(|(m, _)| (pick >> (m % 8)) & 1 == 1)
            .map(|(_, id)| id)
            .collect();
        if !replaced.is_empty() {
            said.replaces.insert(field.clone(), replaced);
        }
        said.values.insert(field, if take_list { Said::TakeList } else { value });
    }
    said
}
