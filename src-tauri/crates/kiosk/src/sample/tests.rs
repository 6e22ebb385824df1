use std::collections::{BTreeMap, BTreeSet};

use checkin::names::{clean, join};
use checkin::{Field, FieldValue, Language, SessionId, Status, TicketTypeId};

use super::generate::TICKET_TYPES;
use super::*;

/// The people of seed 1 as they were when the promise was made. If this changes, `ankomstctl generate` invents other
/// people than it did for a seed that somebody has written down: do not bless it without need.
const FIRST_THOUSAND_OF_SEED_1: u64 = 0x978c_1a9c_10a8_cb55;

impl Invented {
    fn text(&self, field: &Field) -> String {
        self.values.get(field).map(FieldValue::to_text).unwrap_or_default()
    }

    fn list(&self, field: &Field) -> Vec<String> {
        self.values.get(field).map(FieldValue::to_list).unwrap_or_default()
    }
}

fn parse(event: &str) -> toml::Table {
    event.parse().expect("an event that is no TOML cannot be opened")
}

fn tables<'a>(event: &'a toml::Table, key: &str) -> Vec<&'a toml::Table> {
    event.get(key).and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_table).collect()
}

fn string<'a>(table: &'a toml::Table, key: &str) -> &'a str {
    table.get(key).and_then(toml::Value::as_str).unwrap_or_default()
}

fn strings<'a>(table: &'a toml::Table, key: &str) -> Vec<&'a str> {
    table.get(key).and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_str).collect()
}

fn seats(event: &toml::Table) -> BTreeMap<String, usize> {
    let sessions = tables(event, "sessions").into_iter();
    let limited = sessions.filter_map(|session| Some((session, session.get("seats")?.as_integer()?)));
    limited.map(|(session, seats)| (string(session, "id").to_owned(), usize::try_from(seats).unwrap())).collect()
}

fn count<T: Ord>(things: impl IntoIterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    for thing in things {
        *counts.entry(thing).or_default() += 1;
    }
    counts
}

/// FNV-1a, 64 bits, over every field of everybody.
fn digest(people: impl IntoIterator<Item = Invented>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut eat = |text: &str| {
        for byte in text.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for person in people {
        for (field, value) in &person.values {
            eat(&field.key());
            eat(&value.to_text());
        }
    }
    hash
}

/// What holds for invented people of any origin, in the event they are for.
#[track_caller]
fn check_people(people: &[Invented], event: &str) {
    let event = parse(event);
    let sessions: BTreeSet<&str> = tables(&event, "sessions").into_iter().map(|table| string(table, "id")).collect();
    let types: BTreeSet<&str> = tables(&event, "ticketTypes").into_iter().map(|table| string(table, "id")).collect();
    let mut codes = BTreeSet::new();
    let mut registered: BTreeMap<String, usize> = BTreeMap::new();
    for person in people {
        let name = person.text(&Field::Name);
        for field in
            [Field::Name, Field::GivenName, Field::FamilyName, Field::TicketType, Field::Status, Field::Language]
        {
            assert!(!person.text(&field).is_empty(), "{name} needs the field {}, everybody has it", field.key());
        }
        for (field, value) in &person.values {
            assert_eq!(
                field.is_list(),
                matches!(value, FieldValue::List(_)),
                "{name}: {} has the other form",
                field.key()
            );
            assert!(!value.to_text().is_empty(), "{name}: what has no value is left out, as {} is not", field.key());
            for text in value.to_list() {
                let cleaned = clean(field, &text);
                assert_eq!(
                    (cleaned.text, cleaned.cut),
                    (text, false),
                    "{name}: an import would change {}",
                    field.key()
                );
            }
        }
        let mail = person.text(&Field::Email);
        let right = mail.ends_with(".example") && mail.is_ascii() && mail.matches('@').count() == 1;
        assert!(mail.is_empty() || right, "{mail} could be somebody's: invented addresses end in .example");
        let phone = person.text(&Field::Phone);
        assert!(
            phone.is_empty() || (phone.starts_with("20 ") && phone.len() == 11),
            "{phone} is not of the invented form"
        );
        assert!(
            Status::from_name(&person.text(&Field::Status)).is_some(),
            "{name}: the status is one of the contract's"
        );
        assert!(Language::from_tag(&person.text(&Field::Language)).is_some(), "{name}: the language is da or en");
        assert!(types.contains(person.text(&Field::TicketType).as_str()), "{name}: the event has the ticket type");
        for code in person.list(&Field::TicketCodes) {
            assert!(code.chars().count() >= 6, "{name}: {code} is too short for a ticket code");
            assert!(!code.to_uppercase().starts_with("AK1"), "{name}: {code} would be read as one of ours");
            assert!(codes.insert(code.to_lowercase()), "{name}: {code} is another person's too, case aside");
        }
        let sessions_of = person.list(&Field::Sessions);
        assert!(sessions_of.len() <= 1, "{name}: break-outs run side by side, nobody is in two");
        let comes = matches!(person.text(&Field::Status).as_str(), "confirmed" | "paymentDue");
        assert!(comes || sessions_of.is_empty(), "{name}: who does not come takes no seat");
        for session in sessions_of {
            assert!(sessions.contains(session.as_str()), "{name}: the programme has no {session}");
            *registered.entry(session).or_default() += 1;
        }
    }
    let seats = seats(&event);
    for (session, taken) in registered {
        assert!(seats.get(&session).is_some_and(|seats| taken <= *seats), "{session} has not seats for {taken}");
    }
}

/// What holds for an `EVENT.toml` of ours.
#[track_caller]
fn check_event(event: &str) {
    let event = parse(event);
    for key in ["title", "timeZone", "starts", "ends"] {
        assert!(!string(&event, key).is_empty(), "an event needs {key}");
    }
    assert_eq!(event.get("rehearsal").and_then(toml::Value::as_bool), Some(true), "nothing here counts");
    assert!(!event.contains_key("opens") && !event.contains_key("closes"), "a rehearsal has no entry window");
    let types: Vec<_> = tables(&event, "ticketTypes");
    let told: Vec<_> =
        types.iter().map(|table| (string(table, "id"), string(table, "name"), string(table, "colour"))).collect();
    assert_eq!(told, TICKET_TYPES, "sample and rehearsal have the same ticket types");
    for (id, name, colour) in told {
        assert_eq!(TicketTypeId::from_name(name).as_str(), id, "a list that says {name} means this type");
        assert!(contrast_to_white(colour) >= 4.5, "white text on {colour} of {name} cannot be read");
    }
    let mut ids = BTreeSet::new();
    let date = string(&event, "starts");
    for session in tables(&event, "sessions") {
        let id = string(session, "id");
        assert!(id.parse::<SessionId>().is_ok(), "{id:?} is no id of a session");
        assert!(ids.insert(id.to_owned()), "{id} is there twice");
        assert!(!string(session, "title").is_empty() && !string(session, "room").is_empty(), "{id} has title and room");
        let (starts, ends) = (string(session, "starts"), string(session, "ends"));
        assert!(starts < ends && starts.starts_with(date) && ends.starts_with(date), "{id} lies on the day, forwards");
        let open = ["opensBeforeMinutes", "closesAfterMinutes"].iter().all(|key| !session.contains_key(*key));
        assert!(open, "{id}: sessions of a rehearsal are open all day");
    }
}

/// The contrast of white text on this colour. Source: WCAG 2.2, relative luminance and contrast ratio.
fn contrast_to_white(colour: &str) -> f64 {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    1.05 / (0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5) + 0.05)
}

#[test]
fn the_sample_event_is_the_real_conference() {
    check_event(event_toml());
    let event = parse(event_toml());
    let check = |key, fact| assert_eq!(string(&event, key), fact, "sample-event.md binds {key}");
    check("title", "Collective impact – muligheder og udfordringer");
    check("timeZone", "Europe/Copenhagen");
    check("starts", "2017-09-18");
    check("ends", "2017-09-18");
    check("venue", "Hotel Nyborg Strand, Nyborg");
    check("organiser", "Socialt Udviklingscenter SUS");
    let supporters = [
        "Bikubenfonden",
        "Lauritzen Fonden",
        "Den A.P. Møllerske Støttefond",
        "Helsefonden",
        "Realdania",
        "Kræftens Bekæmpelse",
    ];
    assert_eq!(strings(&event, "supporters"), supporters, "in the order in which they are named");
    assert!(string(&event, "note").contains("opfundet"), "the note says what is invented");
    assert!(!string(&event, "note").contains("  "), "the note is one text, not lines");
    let sessions = tables(&event, "sessions");
    assert_eq!(
        (string(sessions[0], "starts"), string(sessions[0], "id")),
        ("2017-09-18T08:30", "registrering"),
        "first"
    );
    assert_eq!(string(sessions[sessions.len() - 1], "ends"), "2017-09-18T16:30", "the day ends in the afternoon");
    assert_eq!(seats(&event).len(), 4, "four break-outs with limited seats");
    let off = |table: &&&toml::Table| table.get("checkIn").and_then(toml::Value::as_bool) == Some(false);
    assert_eq!(sessions.iter().filter(off).count(), 4, "nobody checks in to registration, pauses and lunch");
}

#[test]
fn whoever_speaks_is_on_the_list() {
    let people = attendees();
    let types: BTreeMap<String, String> =
        people.iter().map(|person| (person.text(&Field::Name), person.text(&Field::TicketType))).collect();
    let event = parse(event_toml());
    let speakers: BTreeSet<_> = tables(&event, "sessions").into_iter().flat_map(|it| strings(it, "speakers")).collect();
    for speaker in &speakers {
        let ticket_type = types.get(*speaker).map(String::as_str);
        let speaks = matches!(ticket_type, Some("oplaegsholder" | "arrangoer"));
        assert!(speaks, "{speaker} would be refused at the entrance: {ticket_type:?}");
    }
    for (name, _) in types.iter().filter(|(_, it)| *it == "oplaegsholder") {
        assert!(speakers.contains(name.as_str()), "{name} has a speaker's ticket but does not speak");
    }
}

#[test]
fn the_sample_has_the_people_it_promises() {
    let people = attendees();
    check_people(&people, event_toml());
    assert_eq!(people.len(), 240, "the contract says 240");
    let header = rows(ATTENDEES).next().unwrap_or_default().split('\t').filter(|key| Field::from_key(key).is_none());
    assert_eq!(header.count(), 0, "a heading that names no field would lose its column");
    assert!(
        rows(ATTENDEES).all(|row| row.split('\t').count() == 16),
        "a row with too few cells would shift its fields"
    );

    let types = count(people.iter().map(|person| person.text(&Field::TicketType)));
    let types: Vec<_> = TICKET_TYPES.iter().map(|(id, ..)| types.get(*id).copied().unwrap_or_default()).collect();
    assert_eq!(types, [212, 14, 8, 6], "as drawn in the pictures");
    let statuses = count(people.iter().map(|person| person.text(&Field::Status)));
    let statuses: Vec<_> =
        Status::ALL.iter().map(|it| statuses.get(it.as_str()).copied().unwrap_or_default()).collect();
    assert_eq!(statuses, [222, 7, 5, 6], "confirmed, unpaid, waitlisted, cancelled");
    let with_code = people.iter().filter(|person| !person.list(&Field::TicketCodes).is_empty()).count();
    assert!((70..=90).contains(&with_code), "about a third have a code of another system, not {with_code}");
    let registered = count(people.iter().flat_map(|person| person.list(&Field::Sessions)));
    let registered: Vec<_> = registered.into_values().collect();
    assert_eq!(registered, [38, 60, 31, 52], "as drawn in the pictures; the second is full");
    let orders = count(people.iter().map(|person| person.text(&Field::Order)).filter(|order| !order.is_empty()));
    assert!(
        orders.values().any(|it| *it == 1) && orders.values().filter(|it| **it > 1).count() > 20,
        "alone and in groups"
    );
    assert!(orders.values().all(|people| *people <= 8), "a group is at most eight");
    for order in orders.keys() {
        let of_it = people.iter().filter(|person| person.text(&Field::Order) == *order);
        let places = count(of_it.map(|person| person.text(&Field::Organisation)));
        assert_eq!(places.len(), 1, "those of order {order} are colleagues: {places:?}");
    }
    assert!(people.iter().filter(|person| !person.text(&Field::Alert).is_empty()).count() >= 6, "some have an alert");
    assert!(people.iter().filter(|person| !person.text(&Field::Note).is_empty()).count() >= 6, "some have a note");
    assert_eq!(
        people.iter().filter(|it| it.text(&Field::Organisation).is_empty()).count(),
        2,
        "as drawn in the pictures"
    );
}

#[test]
fn the_two_main_speakers_are_as_in_the_programme() {
    let people = attendees();
    for (name, title, organisation) in [
        ("Stephen Patrick", "Director", "Aspen Forum for Community Solutions"),
        ("Ove Kaj Pedersen", "Professor", "Copenhagen Business School"),
    ] {
        let speaker =
            people.iter().find(|person| person.text(&Field::Name) == name).expect("a main speaker is on the list");
        let told = [Field::Title, Field::Organisation, Field::TicketType].map(|field| speaker.text(&field));
        assert_eq!(
            told,
            [title, organisation, "oplaegsholder"],
            "{name} is real, and said to be what the programme says"
        );
        for field in [Field::Email, Field::Phone, Field::TicketCodes, Field::Order, Field::Note] {
            assert_eq!(speaker.text(&field), "", "{name} is real: nothing is invented for {}", field.key());
        }
    }
}

#[test]
fn the_sample_has_names_that_are_hard() {
    let people = attendees();
    let names = count(people.iter().map(|person| person.text(&Field::Name)));
    let metter: Vec<_> = people.iter().filter(|person| person.text(&Field::Name) == "Mette Nielsen").collect();
    assert_eq!(metter.len(), 2, "the two Mette Nielsen");
    let differ = |field| metter[0].text(&field) != metter[1].text(&field);
    assert!(
        differ(Field::Organisation) && differ(Field::Title) && differ(Field::Email),
        "one can ask which of the two"
    );
    for pair in [
        ["Kristian Holm", "Christian Holm"],
        ["Kirsten Sørensen", "Kirsten Sörensen"],
        ["Bjarne Lauridsen", "Bjarne Lauritsen"],
    ] {
        assert!(pair.iter().all(|name| names.contains_key(*name)), "{pair:?} sound alike");
    }
    let doubled: Vec<_> = names.iter().filter(|(_, count)| **count > 1).map(|(name, _)| name.as_str()).collect();
    assert_eq!(doubled, ["Kirsten Sørensen", "Mette Nielsen"], "namesakes are there on purpose only");
    let letters: String = names.keys().map(|name| name.to_lowercase()).collect();
    for letter in "æøåéèêäöüßłışşğðþñãčžšđřțșģķņēėūõőəáíóïîçćż’ạấễ".chars()
    {
        assert!(letters.contains(letter), "a font without {letter} is to be found out here, not at the entrance");
    }
    let in_script = |from, to| names.keys().filter(|name| name.chars().any(|it| (from..=to).contains(&it))).count();
    assert_eq!(in_script('\u{600}', '\u{6ff}'), 1, "one name in Arabic script");
    assert_eq!(in_script('\u{4e00}', '\u{9fff}'), 1, "one name in Chinese");
    let long = names.keys().filter(|name| name.chars().filter(|letter| letter.is_alphabetic()).count() >= 60).count();
    assert!(long >= 3, "very long names");
    let turned = people
        .iter()
        .filter(|it| it.text(&Field::Name) != join(&it.text(&Field::GivenName), &it.text(&Field::FamilyName)));
    assert_eq!(turned.count(), 2, "two names have the family name first, as their bearers write them");
}

#[test]
fn a_rehearsal_holds_together_at_any_size() {
    for (attendees, seed) in [(0, 0), (1, 1), (19, 2), (240, u64::MAX), (1_001, 3), (5_000, 4)] {
        let event = generated_event_toml(attendees, seed);
        check_event(&event);
        let parsed = parse(&event);
        assert_eq!(string(&parsed, "title"), format!("Øvelse med {attendees} gæster"), "the title says how many");
        assert_eq!(tables(&parsed, "sessions").len(), 8, "eight sessions");
        let people: Vec<_> = generate(attendees, seed).collect();
        assert_eq!(people.len(), attendees as usize, "as many as were asked for");
        check_people(&people, &event);
    }
}

#[test]
fn the_same_seed_gives_the_same_people() {
    assert_eq!(digest(generate(1_000, 1)), FIRST_THOUSAND_OF_SEED_1, "the people of a seed are promised for ever");
    assert_eq!(digest(generate(500, 9)), digest(generate(500, 9)), "the same number and seed");
    assert_ne!(digest(generate(500, 9)), digest(generate(500, 10)), "another seed gives other people");
}

#[test]
fn names_are_as_frequent_as_in_denmark() {
    for seed in [1, 2, 3] {
        let people: Vec<_> = generate(10_000, seed).collect();
        let families = count(people.iter().map(|person| person.text(&Field::FamilyName)));
        let mut by_count: Vec<_> = families.iter().map(|(name, count)| (*count, name.as_str())).collect();
        by_count.sort_unstable_by(|a, b| b.cmp(a));
        let top: BTreeSet<&str> = by_count.iter().take(3).map(|(_, name)| *name).collect();
        assert_eq!(top, BTreeSet::from(["Nielsen", "Jensen", "Hansen"]), "the three commonest in Denmark, seed {seed}");
        assert!((300..600).contains(&by_count[0].0), "one in 20 to 30 is called {:?}", by_count[0]);
        assert!(families.len() > 2_000, "rare names are many: {}", families.len());
        let middle = people.iter().filter(|person| person.text(&Field::GivenName).contains(' ')).count();
        assert!((3_500..4_500).contains(&middle), "about 40 % have a middle or second given name: {middle}");
        let elsewhere = people.iter().filter(|person| person.text(&Field::Language) == "en").count();
        assert!((200..450).contains(&elsewhere), "some of those from elsewhere want English: {elsewhere}");
        let organisations = count(people.iter().map(|person| person.text(&Field::Organisation)));
        assert!((300..=400).contains(&organisations.len()), "one for 25 people: {}", organisations.len());
        assert!(organisations.values().any(|people| *people > 100), "some workplaces send many");
    }
}
