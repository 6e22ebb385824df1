//! What was said about a person, field by field, and what holds now.
//!
//! Fields have two layers. What imports said is the *list* layer, what staff amended the *desk* layer, which covers the
//! list's value until somebody takes the list's value again. Within a layer a saying names, per field, the records it
//! replaces; a value that nothing replaces holds. If several hold (two desks at once), the latest stamp is shown and
//! the others are kept to be shown beside it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{RecordId, Stamp};

/// A field of an attendee.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The whole name as listed.
    Name,
    /// Given names.
    GivenName,
    /// Family name with its particles.
    FamilyName,
    /// What the badge says instead of the name; empty: the name.
    BadgeName,
    /// Organisation (workplace).
    Organisation,
    /// Job title.
    Title,
    /// E-mail address as given, right or wrong.
    Email,
    /// Telephone number as given.
    Phone,
    /// Id of the ticket type.
    TicketType,
    /// Ticket codes of other systems that admit this person.
    TicketCodes,
    /// Order number, often shared by a group.
    Order,
    /// Registration status; see [`crate::Status`].
    Status,
    /// Language of the person, `da` or `en`.
    Language,
    /// A note for staff.
    Note,
    /// An alert shown before the badge is handed out.
    Alert,
    /// Sessions the person is registered for.
    Sessions,
    /// A column of the list that is none of the above, by its heading.
    Own(String),
    /// The answer to a question of the event, by the question's id.
    Answer(String),
}

impl Field {
    /// The fields with a fixed name, in the order of the contract.
    pub const NAMED: [Self; 16] = [
        Self::Name,
        Self::GivenName,
        Self::FamilyName,
        Self::BadgeName,
        Self::Organisation,
        Self::Title,
        Self::Email,
        Self::Phone,
        Self::TicketType,
        Self::TicketCodes,
        Self::Order,
        Self::Status,
        Self::Language,
        Self::Note,
        Self::Alert,
        Self::Sessions,
    ];

    /// The field's name in JSON and in the journal: `givenName`, or `field:Heading` and `answer:question` for the two
    /// open kinds.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Own(heading) => format!("field:{heading}"),
            Self::Answer(question) => format!("answer:{question}"),
            named => named.fixed_key().to_owned(),
        }
    }

    /// The field with this name; see [`Field::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        if let Some(heading) = key.strip_prefix("field:") {
            return (!heading.is_empty()).then(|| Self::Own(heading.to_owned()));
        }
        if let Some(question) = key.strip_prefix("answer:") {
            return (!question.is_empty()).then(|| Self::Answer(question.to_owned()));
        }
        Self::NAMED.into_iter().find(|field| field.fixed_key() == key)
    }

    fn fixed_key(&self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::GivenName => "givenName",
            Self::FamilyName => "familyName",
            Self::BadgeName => "badgeName",
            Self::Organisation => "organisation",
            Self::Title => "title",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::TicketType => "ticketType",
            Self::TicketCodes => "ticketCodes",
            Self::Order => "order",
            Self::Status => "status",
            Self::Language => "language",
            Self::Note => "note",
            Self::Alert => "alert",
            Self::Sessions => "sessions",
            Self::Own(_) => "field",
            Self::Answer(_) => "answer",
        }
    }

    /// Whether the value is a list of texts ([`FieldValue::List`]).
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self, Self::TicketCodes | Self::Sessions)
    }

    /// Whether the value says something about the person as such and so belongs into the erasable part of a record.
    /// Ticket type, status, language and sessions are facts that counts are made of.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        !matches!(self, Self::TicketType | Self::Status | Self::Language | Self::Sessions)
    }

    /// The longest value in characters (`contract.md`, Limits of fields).
    #[must_use]
    pub fn limit(&self) -> usize {
        match self {
            Self::Organisation | Self::Title => 300,
            Self::Note => 4_000,
            _ => 200,
        }
    }
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldValue {
    /// One text; empty means that there is none.
    Text(String),
    /// Several texts, such as ticket codes.
    List(Vec<String>),
}

impl FieldValue {
    /// The text, or the list joined by blanks.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(texts) => texts.join(" "),
        }
    }

    /// The list, or the text as a list of one; an empty text is an empty list.
    #[must_use]
    pub fn to_list(&self) -> Vec<String> {
        match self {
            Self::Text(text) if text.is_empty() => Vec::new(),
            Self::Text(text) => vec![text.clone()],
            Self::List(texts) => texts.clone(),
        }
    }
}

/// Who said something about a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// An import.
    List,
    /// Staff at a desk.
    Desk,
}

/// What one record says about one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The field has this value.
    Value(FieldValue),
    /// The list's value shall hold again. Only staff say that.
    TakeList,
}

/// What one record says about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// The record.
    pub record: RecordId,
    /// When, for the order between records of which none replaces the other.
    pub stamp: Stamp,
    /// Whose word it is.
    pub layer: Layer,
    /// Whether an `undone` makes it void. A void saying has no value, but what it replaced stays replaced for those
    /// who replaced it in turn.
    pub void: bool,
    /// The fields.
    pub values: BTreeMap<Field, Said>,
    /// Per field, the records whose word this one takes the place of.
    pub replaces: BTreeMap<Field, Vec<RecordId>>,
}

/// What holds for one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The value shown.
    pub value: FieldValue,
    /// The layer it comes from.
    pub layer: Layer,
    /// The records that hold in that layer, the one shown first. A new saying of the same layer replaces all of them.
    pub holds: Vec<RecordId>,
    /// Other values that hold at the same time, latest first.
    pub others: Vec<FieldValue>,
}

/// What holds of all that was said, per field. The order of `sayings` does not matter.
#[must_use]
pub fn settle(sayings: &[Saying]) -> BTreeMap<Field, Settled> {
    let fields: BTreeSet<&Field> = sayings.iter().flat_map(|saying| saying.values.keys()).collect();
    fields.into_iter().filter_map(|field| Some((field.clone(), settle_field(field, sayings)?))).collect()
}

/// The records that hold for `field` in `layer`, latest first: those a new saying of that layer has to replace.
#[must_use]
pub fn holding(field: &Field, layer: Layer, sayings: &[Saying]) -> Vec<RecordId> {
    standing(field, layer, sayings).iter().map(|(saying, _)| saying.record).collect()
}

fn settle_field(field: &Field, sayings: &[Saying]) -> Option<Settled> {
    let desk = values(&standing(field, Layer::Desk, sayings));
    if let Some(settled) = settled(desk, Layer::Desk) {
        return Some(settled);
    }
    settled(values(&standing(field, Layer::List, sayings)), Layer::List)
}

fn settled(values: Vec<(RecordId, Option<FieldValue>)>, layer: Layer) -> Option<Settled> {
    let holds = values.iter().map(|(record, _)| *record).collect();
    let mut values = values.into_iter().map(|(_, value)| value);
    // The latest word decides; if it is "take the list's value", this layer has none.
    let value = values.next()??;
    let mut others = Vec::new();
    for other in values.flatten() {
        if other != value && !others.contains(&other) {
            others.push(other);
        }
    }
    Some(Settled { value, layer, holds, others })
}

fn values(standing: &[(&Saying, &Said)]) -> Vec<(RecordId, Option<FieldValue>)> {
    let value = |said: &Said| match said {
        Said::Value(value) => Some(value.clone()),
        Said::TakeList => None,
    };
    standing.iter().map(|(saying, said)| (saying.record, value(said))).collect()
}

/// The sayings of one layer about one field that stand and that no standing one replaces, latest first.
fn standing<'a>(field: &Field, layer: Layer, sayings: &'a [Saying]) -> Vec<(&'a Saying, &'a Said)> {
    let said: Vec<(&Saying, &Said)> = sayings
        .iter()
        .filter(|saying| saying.layer == layer)
        .filter_map(|saying| Some((saying, saying.values.get(field)?)))
        .collect();
    let replaced = replaced(field, &said);
    let mut standing: Vec<_> =
        said.into_iter().filter(|(saying, _)| !saying.void && !replaced.contains(&saying.record)).collect();
    standing.sort_by_key(|(saying, _)| std::cmp::Reverse((saying.stamp, saying.record)));
    standing
}

/// All records that standing sayings replace, also by way of void ones in between.
fn replaced(field: &Field, said: &[(&Saying, &Said)]) -> BTreeSet<RecordId> {
    let edges: BTreeMap<RecordId, &[RecordId]> =
        said.iter().filter_map(|(saying, _)| Some((saying.record, saying.replaces.get(field)?.as_slice()))).collect();
    let mut open: Vec<RecordId> =
        said.iter().filter(|(saying, _)| !saying.void).map(|(saying, _)| saying.record).collect();
    let mut replaced = BTreeSet::new();
    while let Some(record) = open.pop() {
        for target in edges.get(&record).copied().unwrap_or_default() {
            if replaced.insert(*target) {
                open.push(*target);
            }
        }
    }
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DeskId;
    use uuid::Uuid;

    fn record(n: u128) -> RecordId {
        RecordId::from_uuid(Uuid::from_u128(n))
    }

    fn says(n: u128, layer: Layer, value: Option<&str>, replaces: &[u128]) -> Saying {
        let said = value.map_or(Said::TakeList, |text| Said::Value(FieldValue::Text(text.to_owned())));
        Saying {
            record: record(n),
            stamp: Stamp { ms: i64::try_from(n).unwrap(), counter: 0, desk: DeskId::from_uuid(Uuid::nil()) },
            layer,
            void: false,
            values: BTreeMap::from([(Field::Name, said)]),
            replaces: BTreeMap::from([(Field::Name, replaces.iter().map(|n| record(*n)).collect())]),
        }
    }

    fn void(saying: Saying) -> Saying {
        Saying { void: true, ..saying }
    }

    #[track_caller]
    fn check(sayings: &[Saying], shown: Option<&str>, others: &[&str]) {
        let settled = settle(sayings);
        let name = settled.get(&Field::Name);
        assert_eq!(name.map(|name| name.value.to_text()).as_deref(), shown, "the value shown");
        let beside: Vec<String> =
            name.map(|name| name.others.iter().map(FieldValue::to_text).collect()).unwrap_or_default();
        assert_eq!(beside, others, "the values beside it");
        let mut turned = sayings.to_vec();
        turned.reverse();
        assert_eq!(settle(&turned), settled, "the order of arrival does not matter");
    }

    #[test]
    fn the_later_import_wins() {
        check(
            &[says(1, Layer::List, Some("Jens"), &[]), says(2, Layer::List, Some("Jens P."), &[1])],
            Some("Jens P."),
            &[],
        );
    }

    #[test]
    fn a_correction_at_the_desk_covers_every_import() {
        let list = says(1, Layer::List, Some("Jens"), &[]);
        let desk = says(2, Layer::Desk, Some("Jens Peter"), &[]);
        let later = says(3, Layer::List, Some("Jen"), &[1]);
        check(&[list.clone(), desk.clone(), later.clone()], Some("Jens Peter"), &[]);
        check(&[list, desk, later, says(4, Layer::Desk, None, &[2])], Some("Jen"), &[]);
    }

    #[test]
    fn two_desks_at_once_both_hold_and_the_latest_is_shown() {
        let first = says(1, Layer::Desk, Some("Anna"), &[]);
        let a = says(2, Layer::Desk, Some("Anne"), &[1]);
        let b = says(3, Layer::Desk, Some("Anja"), &[1]);
        check(&[first.clone(), a.clone(), b.clone()], Some("Anja"), &["Anne"]);
        check(&[first, a, b, says(4, Layer::Desk, Some("Ane"), &[2, 3])], Some("Ane"), &[]);
    }

    #[test]
    fn undo_brings_back_what_was_replaced_but_not_what_a_later_word_replaced() {
        let a = says(1, Layer::Desk, Some("A"), &[]);
        let b = says(2, Layer::Desk, Some("B"), &[1]);
        let c = says(3, Layer::Desk, Some("C"), &[2]);
        check(&[a.clone(), void(b.clone())], Some("A"), &[]);
        check(&[a.clone(), void(b.clone()), c.clone()], Some("C"), &[]);
        check(&[a, b, void(c)], Some("B"), &[]);
    }

    #[test]
    fn a_void_first_word_leaves_nothing() {
        check(&[void(says(1, Layer::List, Some("Jens"), &[]))], None, &[]);
    }

    #[test]
    fn every_key_names_its_field() {
        for field in Field::NAMED.into_iter().chain([Field::Own("T-shirt".into()), Field::Answer("lunch".into())]) {
            assert_eq!(Field::from_key(&field.key()), Some(field.clone()), "{} goes there and back", field.key());
        }
        for none in ["", "field:", "answer:", "surname"] {
            assert_eq!(Field::from_key(none), None, "{none:?} is no field");
        }
    }
}
