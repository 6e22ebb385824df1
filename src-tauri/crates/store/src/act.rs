//! The kinds of record: what each says, as facts that stay and a personal part that can be erased.
//!
//! Bodies are for ever: a form once released is never rewritten. A new form of a kind gets the next version, and
//! [`Act::decode`] reads them all (frozen examples lie in `tests/data`).

mod json;

use std::collections::BTreeMap;

use checkin::fields::Said;
use checkin::{
    AttendeeId, BadgePlace, DeskId, Direction, Field, FieldValue, JobEnd, Kind, RecordId, Scope, TicketTypeId,
};
use jiff::Timestamp;
use serde_json::{Map, Value};

use json::{
    badge_number, head_from_json, head_to_json, id, ids, ids_to_json, number, optional_id, put, put_id, put_said,
    put_scope, put_text, said, scope, text,
};

/// What a record says.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// The event's settings: the content of `EVENT.toml` as JSON.
    Settings {
        /// The settings.
        settings: Value,
    },
    /// A ticket type that a list brought.
    TicketType {
        /// Its id.
        id: TicketTypeId,
        /// Its name as listed.
        name: String,
    },
    /// A desk identity was made.
    Desk {
        /// The desk's name on screen.
        label: String,
        /// The heads of all chains in the file at that time.
        heads: Vec<Head>,
    },
    /// A row of a list.
    Listed {
        /// The import it came with; it counts once that has taken effect.
        import: RecordId,
        /// The row's line in the list.
        line: u32,
        /// What the row says.
        said: Sayings,
        /// The number of the badge code, for a person who is new.
        number: Option<u64>,
    },
    /// An import takes effect.
    Import {
        /// The import's id.
        import: RecordId,
        /// SHA-256 of the list, hexadecimal.
        file_digest: String,
        /// How many rows it brought.
        rows: u32,
    },
    /// A person came who is on no list.
    WalkIn {
        /// What was said.
        said: Sayings,
        /// The number of the badge code.
        number: u64,
    },
    /// Staff corrected something.
    Amended {
        /// What was said.
        said: Sayings,
        /// Why; may be empty.
        reason: String,
        /// The import with which it was decided to take the list's word again.
        import: Option<RecordId>,
    },
    /// Somebody comes instead of somebody else. About the new person.
    Substituted {
        /// Who stays away.
        replaces: AttendeeId,
        /// What is said about the new person.
        said: Sayings,
        /// The number of the new person's badge code.
        number: u64,
        /// The import that brought the new person.
        import: Option<RecordId>,
    },
    /// Two entries are one person. About the one kept.
    Joined {
        /// The other one.
        same: AttendeeId,
    },
    /// A check-in.
    CheckIn {
        /// To what.
        scope: Scope,
        /// In or out.
        direction: Direction,
        /// The rule that was passed over, and why.
        overridden: Option<(Kind, String)>,
        /// The import that brought it, for an arrival recorded elsewhere.
        import: Option<RecordId>,
        /// Where everybody comes anew each day: the first moment of the day in which it lies.
        day: Option<Timestamp>,
        /// An entry to a session that is one to the event too.
        enters_event: bool,
    },
    /// An attempt that was refused.
    Refused {
        /// The outcome.
        outcome: Kind,
        /// What it said more; may be empty.
        reason: String,
        /// To what.
        scope: Scope,
        /// What was scanned or typed, at most 200 characters; empty for a chosen attendee.
        scanned: String,
    },
    /// An act is void.
    Undone {
        /// The act.
        target: RecordId,
        /// Why.
        reason: String,
    },
    /// A badge code was replaced.
    Reissued {
        /// The records that gave the numbers which are revoked.
        revokes: Vec<RecordId>,
        /// The new number.
        number: u64,
        /// Why.
        reason: String,
    },
    /// Staff have seen the alert.
    Acknowledged,
    /// Staff have uncovered contact data or what else is masked.
    Looked,
    /// A badge shall be printed.
    BadgeQueued {
        /// The printer asked for; may be empty.
        printer: String,
        /// How many copies.
        copies: u32,
        /// The job of which this is a reprint.
        reprint_of: Option<RecordId>,
        /// The check-in that asked for it.
        check_in: Option<RecordId>,
        /// For a badge of a batch: the batch's id, and where the badge lies.
        batch: Option<(RecordId, BadgePlace)>,
    },
    /// A printer is about to get the first byte.
    BadgeAttempt {
        /// The job.
        job: RecordId,
        /// The printer.
        printer: String,
        /// The attempt's number, from 1.
        number: u32,
    },
    /// A print job ended.
    BadgeEnd {
        /// The job.
        job: RecordId,
        /// How.
        end: JobEnd,
        /// Why, as a short word; may be empty.
        reason: String,
    },
    /// Personal parts were erased.
    Erased {
        /// The records that lost theirs.
        records: Vec<RecordId>,
        /// The organisation under which the person still counts; empty if too few share it, or if nobody in particular was
        /// erased.
        organisation: String,
    },
}

/// What is said per field, and which records' word that takes the place of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sayings {
    /// Per field, its value.
    pub values: BTreeMap<Field, Said>,
    /// Per field, the records replaced.
    pub replaces: BTreeMap<Field, Vec<RecordId>>,
}

impl Sayings {
    /// Sayings that replace nothing.
    #[must_use]
    pub fn new(values: impl IntoIterator<Item = (Field, FieldValue)>) -> Self {
        let values = values.into_iter().map(|(field, value)| (field, Said::Value(value))).collect();
        Self { values, replaces: BTreeMap::new() }
    }
}

/// The end of a desk's chain at some time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    /// The desk.
    pub desk: DeskId,
    /// The number of its last record.
    pub number: u64,
    /// That record's digest.
    pub digest: [u8; 32],
}

/// A body as it lies in the file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Encoded {
    pub(crate) kind: &'static str,
    pub(crate) version: u32,
    pub(crate) facts: Value,
    pub(crate) part: Option<Value>,
}

impl Act {
    /// The kind's name in journal and history.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Settings { .. } => "settings",
            Self::TicketType { .. } => "ticketType",
            Self::Desk { .. } => "desk",
            Self::Listed { .. } => "listed",
            Self::Import { .. } => "import",
            Self::WalkIn { .. } => "walkIn",
            Self::Amended { .. } => "amended",
            Self::Substituted { .. } => "substituted",
            Self::Joined { .. } => "joined",
            Self::CheckIn { .. } => "checkIn",
            Self::Refused { .. } => "refused",
            Self::Undone { .. } => "undone",
            Self::Reissued { .. } => "reissued",
            Self::Acknowledged => "acknowledged",
            Self::Looked => "looked",
            Self::BadgeQueued { .. } => "badgeQueued",
            Self::BadgeAttempt { .. } => "badgeAttempt",
            Self::BadgeEnd { .. } => "badgeEnd",
            Self::Erased { .. } => "erased",
        }
    }

    /// Whether an `undone` may name it.
    #[must_use]
    pub const fn can_be_undone(&self) -> bool {
        matches!(
            self,
            Self::CheckIn { .. }
                | Self::Amended { .. }
                | Self::Substituted { .. }
                | Self::WalkIn { .. }
                | Self::Joined { .. }
                | Self::Import { .. }
        )
    }

    pub(crate) fn encode(&self) -> Encoded {
        let mut facts = Map::new();
        let mut part = Map::new();
        match self {
            Self::Settings { settings } => put(&mut facts, "settings", settings.clone()),
            Self::TicketType { id, name } => {
                put(&mut facts, "id", id.as_str());
                put(&mut facts, "name", name.as_str());
            }
            Self::Desk { label, heads } => {
                put(&mut facts, "label", label.as_str());
                put(&mut facts, "heads", heads.iter().map(head_to_json).collect::<Vec<_>>());
            }
            Self::Listed { import, line, said, number } => {
                put(&mut facts, "import", import.to_string());
                put(&mut facts, "line", *line);
                put_said(&mut facts, &mut part, said);
                if let Some(number) = number {
                    put(&mut part, "number", *number);
                }
            }
            Self::Import { import, file_digest, rows } => {
                put(&mut facts, "import", import.to_string());
                put(&mut facts, "fileDigest", file_digest.as_str());
                put(&mut facts, "rows", *rows);
            }
            Self::WalkIn { said, number } => {
                put_said(&mut facts, &mut part, said);
                put(&mut part, "number", *number);
            }
            Self::Amended { said, reason, import } => {
                put_id(&mut facts, "import", *import);
                put_said(&mut facts, &mut part, said);
                put_text(&mut part, "reason", reason);
            }
            Self::Substituted { replaces, said, number, import } => {
                put_id(&mut facts, "import", *import);
                put(&mut facts, "replacesAttendee", replaces.to_string());
                put_said(&mut facts, &mut part, said);
                put(&mut part, "number", *number);
            }
            Self::Joined { same } => put(&mut facts, "same", same.to_string()),
            Self::CheckIn { scope, direction, overridden, import, day, enters_event } => {
                put_scope(&mut facts, scope);
                put(&mut facts, "direction", direction.as_str());
                if let Some((kind, reason)) = overridden {
                    put(&mut facts, "overridden", kind.as_str());
                    put_text(&mut part, "reason", reason);
                }
                put_id(&mut facts, "import", *import);
                if let Some(day) = day {
                    put(&mut facts, "day", day.as_millisecond());
                }
                if *enters_event {
                    put(&mut facts, "entersEvent", true);
                }
            }
            Self::Refused { outcome, reason, scope, scanned } => {
                put(&mut facts, "outcome", outcome.as_str());
                put_text(&mut facts, "reason", reason);
                put_scope(&mut facts, scope);
                put_text(&mut part, "scanned", scanned);
            }
            Self::Undone { target, reason } => {
                put(&mut facts, "target", target.to_string());
                put_text(&mut part, "reason", reason);
            }
            Self::Reissued { revokes, number, reason } => {
                put(&mut facts, "revokes", ids_to_json(revokes));
                put(&mut part, "number", *number);
                put_text(&mut part, "reason", reason);
            }
            Self::Acknowledged | Self::Looked => {}
            Self::BadgeQueued { printer, copies, reprint_of, check_in, batch } => {
                put_text(&mut facts, "printer", printer);
                put(&mut facts, "copies", *copies);
                put_id(&mut facts, "reprintOf", *reprint_of);
                put_id(&mut facts, "checkIn", *check_in);
                if let Some((batch, place)) = batch {
                    put(&mut facts, "batch", batch.to_string());
                    put_text(&mut facts, "box", &place.box_name);
                    put(&mut facts, "row", place.row);
                }
            }
            Self::BadgeAttempt { job, printer, number } => {
                put(&mut facts, "job", job.to_string());
                put_text(&mut facts, "printer", printer);
                put(&mut facts, "number", *number);
            }
            Self::BadgeEnd { job, end, reason } => {
                put(&mut facts, "job", job.to_string());
                put(&mut facts, "end", end.as_str());
                put_text(&mut facts, "reason", reason);
            }
            Self::Erased { records, organisation } => {
                put(&mut facts, "records", ids_to_json(records));
                put_text(&mut facts, "organisation", organisation);
            }
        }
        let part = (!part.is_empty()).then_some(Value::Object(part));
        Encoded { kind: self.kind(), version: self.version(), facts: Value::Object(facts), part }
    }

    /// The version of the form in which this is written: the first that can say it, so that an older program reads
    /// what it can understand and leaves out what it would count wrongly.
    const fn version(&self) -> u32 {
        match self {
            Self::CheckIn { day: Some(_), .. }
            | Self::CheckIn { enters_event: true, .. }
            | Self::Amended { import: Some(_), .. }
            | Self::Substituted { import: Some(_), .. }
            | Self::BadgeQueued { batch: Some(_), .. } => 2,
            _ => 1,
        }
    }

    /// The act of these bytes; `None` for a kind, a version or a form that this program does not know. A missing part
    /// (erased) leaves its values empty.
    #[must_use]
    pub fn decode(kind: &str, version: u32, facts: &[u8], part: Option<&[u8]>) -> Option<Self> {
        if !(version == 1 || (version == 2 && matches!(kind, "checkIn" | "amended" | "substituted" | "badgeQueued"))) {
            return None;
        }
        let facts: Value = serde_json::from_slice(facts).ok()?;
        let part: Value = part.map_or(Some(Value::Null), |part| serde_json::from_slice(part).ok())?;
        Some(match kind {
            "settings" => Self::Settings { settings: facts.get("settings")?.clone() },
            "ticketType" => Self::TicketType { id: id(&facts, "id")?, name: text(&facts, "name") },
            "desk" => Self::Desk {
                label: text(&facts, "label"),
                heads: facts.get("heads")?.as_array()?.iter().map(head_from_json).collect::<Option<_>>()?,
            },
            "listed" => Self::Listed {
                import: id(&facts, "import")?,
                line: number(&facts, "line")?,
                said: said(&facts, &part)?,
                number: part.get("number").and_then(Value::as_u64),
            },
            "import" => Self::Import {
                import: id(&facts, "import")?,
                file_digest: text(&facts, "fileDigest"),
                rows: number(&facts, "rows")?,
            },
            "walkIn" => Self::WalkIn { said: said(&facts, &part)?, number: badge_number(&part) },
            "amended" => Self::Amended {
                said: said(&facts, &part)?,
                reason: text(&part, "reason"),
                import: optional_id(&facts, "import")?,
            },
            "substituted" => Self::Substituted {
                replaces: id(&facts, "replacesAttendee")?,
                said: said(&facts, &part)?,
                number: badge_number(&part),
                import: optional_id(&facts, "import")?,
            },
            "joined" => Self::Joined { same: id(&facts, "same")? },
            "checkIn" => Self::CheckIn {
                scope: scope(&facts)?,
                direction: Direction::from_name(facts.get("direction")?.as_str()?)?,
                overridden: match facts.get("overridden") {
                    Some(kind) => Some((Kind::from_name(kind.as_str()?)?, text(&part, "reason"))),
                    None => None,
                },
                import: optional_id(&facts, "import")?,
                day: match facts.get("day") {
                    Some(day) => Some(Timestamp::from_millisecond(day.as_i64()?).ok()?),
                    None => None,
                },
                enters_event: facts.get("entersEvent").is_some_and(|says| says.as_bool() == Some(true)),
            },
            "refused" => Self::Refused {
                outcome: Kind::from_name(facts.get("outcome")?.as_str()?)?,
                reason: text(&facts, "reason"),
                scope: scope(&facts)?,
                scanned: text(&part, "scanned"),
            },
            "undone" => Self::Undone { target: id(&facts, "target")?, reason: text(&part, "reason") },
            "reissued" => Self::Reissued {
                revokes: ids(facts.get("revokes")?)?,
                number: badge_number(&part),
                reason: text(&part, "reason"),
            },
            "acknowledged" => Self::Acknowledged,
            "looked" => Self::Looked,
            "badgeQueued" => Self::BadgeQueued {
                printer: text(&facts, "printer"),
                // An order for nothing is no order.
                copies: number(&facts, "copies").filter(|copies| *copies >= 1)?,
                reprint_of: optional_id(&facts, "reprintOf")?,
                check_in: optional_id(&facts, "checkIn")?,
                batch: match optional_id(&facts, "batch")? {
                    Some(batch) => {
                        let row = facts.get("row").map_or(Some(0), |_| number(&facts, "row"))?;
                        Some((batch, BadgePlace { box_name: text(&facts, "box"), row }))
                    }
                    None => None,
                },
            },
            "badgeAttempt" => Self::BadgeAttempt {
                job: id(&facts, "job")?,
                printer: text(&facts, "printer"),
                number: number(&facts, "number")?,
            },
            "badgeEnd" => Self::BadgeEnd {
                job: id(&facts, "job")?,
                end: JobEnd::from_name(facts.get("end")?.as_str()?)?,
                reason: text(&facts, "reason"),
            },
            "erased" => {
                Self::Erased { records: ids(facts.get("records")?)?, organisation: text(&facts, "organisation") }
            }
            _ => return None,
        })
    }
}

/// The number that stands for "erased": no badge has it, since numbers are drawn from 1 on.
pub(crate) const ERASED_NUMBER: u64 = 0;
