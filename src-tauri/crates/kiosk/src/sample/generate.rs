//! Rehearsals of any size: an event and its attendees from a number and a seed.
//!
//! The people come one by one from one stream of chance, colleagues with the same order after each other. What must
//! hold over all of them (no ticket code twice, no more registrations than seats) is worked out from each person's
//! place on the list, so that nothing has to be remembered, however many they are.

use checkin::{Field, Status, names};

use super::Invented;
use super::organisations::{Organisation, organisation};
use super::people::{Drawn, Names, ascii};
use super::random::{Random, Weighted, mix};

/// One workplace for so many people, but not fewer workplaces than [`LEAST_ORGANISATIONS`].
const PEOPLE_PER_ORGANISATION: u32 = 25;
const LEAST_ORGANISATIONS: u32 = 10;

/// So many people in a row fill each break-out by its share; see [`BREAK_OUTS`].
const BLOCK: u32 = 20;

struct BreakOut {
    id: &'static str,
    title: &'static str,
    room: &'static str,
    /// Registrations in each block of people.
    share: u32,
    /// Seats for each block; not fewer than the share. The first has none to spare.
    seats: u32,
}

const BREAK_OUTS: [BreakOut; 4] = [
    BreakOut { id: "break-out-1", title: "Break-out 1: Fælles mål", room: "Storebælt", share: 6, seats: 6 },
    BreakOut { id: "break-out-2", title: "Break-out 2: Fælles målinger", room: "Knudshoved", share: 5, seats: 6 },
    BreakOut {
        id: "break-out-3",
        title: "Break-out 3: Det, der gør en forskel",
        room: "Slipshavn",
        share: 3,
        seats: 4,
    },
    BreakOut { id: "break-out-4", title: "Break-out 4: Rygraden", room: "Sprogø", share: 2, seats: 4 },
];

const NOTES: [&str; 6] = [
    "Går kl. 15 for at nå toget",
    "Vegetar",
    "Kommer først til frokost",
    "Har ringet om parkering",
    "Kollega kommer måske i stedet",
    "Faktura sendt, EAN mangler",
];
const ALERTS: [&str; 4] = [
    "Kørestol: rampe ved nordindgangen",
    "Giv kuverten fra sekretariatet",
    "Teleslynge: plads på de forreste rækker",
    "Glemt jakke ligger i skranke 1",
];

/// So many invented people: the same in the same order for the same number and seed, for ever.
///
/// Names are as frequent as in Denmark, from the tables in `names/`. Everybody has a ticket code of another system, no
/// two the same, whatever the number. Registrations stay within the seats of [`generated_event_toml`] for the same
/// number.
pub fn generate(attendees: u32, seed: u64) -> impl Iterator<Item = Invented> {
    let mut crowd = Crowd::new(attendees, seed);
    (0..attendees).map(move |number| crowd.person(number))
}

/// The event for [`generate`] with the same number and seed, in the form of an `EVENT.toml`.
#[must_use]
pub fn generated_event_toml(attendees: u32, seed: u64) -> String {
    let mut toml = format!(
        r#"title = "Øvelse med {attendees} gæster"
timeZone = "Europe/Copenhagen"
starts = "2026-10-05"
ends = "2026-10-05"
venue = "Hotel Nyborg Strand, Nyborg"
organiser = "Konferencesekretariatet"
rehearsal = true
note = "Opfundet til øvelse: {attendees} gæster af frø {seed}. Ligner et navn en virkelig person, er det et tilfælde."
"#
    );
    for (id, name, colour) in TICKET_TYPES {
        toml.push_str(&format!("\n[[ticketTypes]]\nid = \"{id}\"\nname = \"{name}\"\ncolour = \"{colour}\"\n"));
    }
    let mut session = |id: &str, title: &str, room: &str, from: &str, to: &str, more: &str| {
        toml.push_str(&format!(
            "\n[[sessions]]\nid = \"{id}\"\ntitle = \"{title}\"\nroom = \"{room}\"\n\
             starts = \"2026-10-05T{from}\"\nends = \"2026-10-05T{to}\"\n{more}"
        ));
    };
    session("aabning", "Åbning", "Storebælt", "09:30", "10:15", "");
    session("hovedoplaeg", "Hovedoplæg", "Storebælt", "10:30", "12:00", "");
    for BreakOut { id, title, room, seats, .. } in BREAK_OUTS {
        let seats = u64::from(seats) * u64::from(attendees.div_ceil(BLOCK).max(1));
        session(id, title, room, "13:00", "14:15", &format!("seats = {seats}\nregisteredOnly = true\n"));
    }
    let half = attendees.div_ceil(2).max(1);
    session("paneldebat", "Paneldebat", "Knudshoved", "14:30", "15:30", &format!("seats = {half}\n"));
    session("afslutning", "Afslutning", "Storebælt", "15:30", "16:00", "");
    toml
}

/// The ticket types of the sample; a test holds that they are the same.
pub(super) const TICKET_TYPES: [(&str, &str, &str); 4] = [
    ("deltager", "Deltager", "#14577a"),
    ("oplaegsholder", "Oplægsholder", "#533a8e"),
    ("presse", "Presse", "#5c3d00"),
    ("arrangoer", "Arrangør", "#37444d"),
];

/// What has to be known for the next person.
struct Crowd {
    random: Random,
    names: Names,
    ticket_types: Weighted<&'static str>,
    statuses: Weighted<Status>,
    organisations: u64,
    seed: u64,
    orders: u32,
    order: Order,
}

/// Colleagues who registered together.
struct Order {
    left: u64,
    number: String,
    organisation: Organisation,
    organisation_number: u32,
    /// All have the address of the one who booked.
    shares_address: bool,
    address: Option<String>,
    code: CodeForm,
}

/// The look of another system's ticket code.
#[derive(Clone, Copy)]
enum CodeForm {
    Digits,
    Secret,
    Short,
}

impl Crowd {
    fn new(attendees: u32, seed: u64) -> Self {
        let organisation = organisation(0);
        Self {
            random: Random::new(seed),
            names: Names::read(),
            ticket_types: Weighted::new(TICKET_TYPES.iter().map(|(id, ..)| *id).zip([920, 50, 20, 10])),
            statuses: Weighted::new(Status::ALL.into_iter().zip([925, 30, 20, 25])),
            organisations: u64::from(attendees.div_ceil(PEOPLE_PER_ORGANISATION).max(LEAST_ORGANISATIONS)),
            seed,
            orders: 0,
            order: Order {
                left: 0,
                number: String::new(),
                organisation,
                organisation_number: 0,
                shares_address: false,
                address: None,
                code: CodeForm::Digits,
            },
        }
    }

    fn person(&mut self, number: u32) -> Invented {
        if self.order.left == 0 {
            self.order = self.next_order();
        }
        self.order.left -= 1;
        let Drawn { given, family, from_elsewhere } = self.names.draw(&mut self.random);
        let email = self.email(number, &given, &family);
        let random = &mut self.random;
        let status = self.statuses.draw(random).unwrap_or_default();
        let language = if from_elsewhere && random.percent(40) { "en" } else { "da" };

        let mut person = Invented::new();
        person.say(Field::Name, names::join(&given, &family));
        person.say(Field::GivenName, given);
        person.say(Field::FamilyName, family);
        person.say(Field::Organisation, self.order.organisation.name.as_str());
        person.say(Field::Title, random.text(self.order.organisation.titles));
        person.say(Field::Email, email);
        if random.percent(55) {
            person.say(Field::Phone, phone(random));
        }
        person.say(Field::TicketType, self.ticket_types.draw(random).unwrap_or_default());
        person.say_list(Field::TicketCodes, vec![code(self.order.code, number, self.seed, random)]);
        person.say(Field::Order, self.order.number.as_str());
        person.say(Field::Status, status.as_str());
        person.say(Field::Language, language);
        if random.percent(2) {
            person.say(Field::Note, random.text(&NOTES));
        }
        if random.percent(1) {
            person.say(Field::Alert, random.text(&ALERTS));
        }
        if matches!(status, Status::Confirmed | Status::PaymentDue) {
            person.say_list(Field::Sessions, break_out(number, self.seed).map(str::to_owned).into_iter().collect());
        }
        person
    }

    fn next_order(&mut self) -> Order {
        let random = &mut self.random;
        let size = if random.percent(55) { 1 } else { 2 + random.below(7).min(random.below(7)) };
        // The square of an even chance: a workplace of a small number sends many people, one of a big number few.
        let chance = random.next() >> 32;
        let drawn = (self.organisations * ((chance * chance) >> 32)) >> 32;
        let organisation_number = u32::try_from(drawn).unwrap_or_default();
        let code = match random.below(10) {
            0..5 => CodeForm::Digits,
            5..8 => CodeForm::Secret,
            _ => CodeForm::Short,
        };
        let shares_address = random.percent(35);
        self.orders += 1;
        Order {
            left: size,
            number: format!("{}-{:06}", 10_000 + self.seed % 90_000, self.orders),
            organisation: organisation(organisation_number),
            organisation_number,
            shares_address,
            address: None,
            code,
        }
    }

    /// The address at work, different for everybody who has one of their own; empty for some.
    fn email(&mut self, number: u32, given: &str, family: &str) -> String {
        if self.order.shares_address
            && let Some(address) = &self.order.address
        {
            return address.clone();
        }
        if self.random.percent(6) {
            return String::new();
        }
        let (first, last) = (given.split([' ', '-']).next().unwrap_or_default(), family);
        let (first, last, number) = (ascii(first), ascii(last), u64::from(number) + 1);
        let domain = &self.order.organisation.domain;
        // Half of the workplaces write names out, the others use the first letters.
        let address = if self.order.organisation_number.is_multiple_of(2) {
            format!("{first}.{last}{number}@{domain}.example")
        } else {
            let letters = |name: &str| name.chars().take(2).collect::<String>();
            format!("{}{}{number}@{domain}.example", letters(&first), letters(&last))
        };
        self.order.address = Some(address.clone());
        address
    }
}

fn phone(random: &mut Random) -> String {
    let mut pair = || random.below(100);
    format!("20 {:02} {:02} {:02}", pair(), pair(), pair())
}

/// Letters of secrets; 32, so that five bits are a letter. No 1, so that none begins like a code of ours (AK1).
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A ticket code. The forms differ in length or letters, and within a form the place on the list is in the code one to
/// one, so no two people share one.
fn code(form: CodeForm, number: u32, seed: u64, random: &mut Random) -> String {
    let number = u64::from(number);
    let letters = |bits: u64, count: u32| -> String {
        let five = |at| usize::try_from((bits >> (5 * at)) & 31).ok();
        (0..count).filter_map(|at| LETTERS.get(five(at)?).copied().map(char::from)).collect()
    };
    // 35 bits; a product with an odd number is one to one.
    let placed = number.wrapping_mul(0x5_8a5c_7b1d).wrapping_add(mix(seed)) & ((1 << 35) - 1);
    match form {
        // 11 digits; the factor ends in 7, so it has no divisor in common with 10^11 and is one to one.
        CodeForm::Digits => {
            let placed = u128::from(number) * 61_803_398_877 + u128::from(mix(seed));
            format!("4{:011}", placed % 100_000_000_000)
        }
        CodeForm::Secret => {
            let (a, b) = (random.next(), random.next());
            format!("{}{}{}", letters(placed, 7), letters(a, 12), letters(b, 13))
        }
        CodeForm::Short => format!("KVIT-{}", letters(placed, 7).to_uppercase()),
    }
}

/// The break-out this person is registered for. Within a block everybody has another turn, so each break-out is drawn
/// exactly by its share; which turn is whose differs from block to block.
fn break_out(number: u32, seed: u64) -> Option<&'static str> {
    let (block, at) = (number / BLOCK, number % BLOCK);
    let shift = mix(seed ^ u64::from(block)) % u64::from(BLOCK);
    // 7 and 20 have no factor in common: all turns are taken once.
    let mut turn = (u64::from(at) * 7 + shift) % u64::from(BLOCK);
    for break_out in &BREAK_OUTS {
        if turn < u64::from(break_out.share) {
            return Some(break_out.id);
        }
        turn -= u64::from(break_out.share);
    }
    None
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_place_on_the_list_is_in_its_code_one_to_one() {
        // A step that has a divisor in common with the modulus (10^11 or 2^35) comes back to 0 at one of these.
        let powers = |of: u64| (0..32).map_while(move |power| of.checked_pow(power));
        let numbers = powers(2).flat_map(|two| powers(5).map(move |five| two.saturating_mul(five)));
        let numbers: BTreeSet<u32> = numbers.filter_map(|number| u32::try_from(number).ok()).chain([0]).collect();
        // The rest of a secret comes from the same chance each time, so only its place tells it from others.
        for form in [CodeForm::Digits, CodeForm::Secret, CodeForm::Short] {
            let codes = numbers.iter().map(|number| code(form, *number, 1, &mut Random::new(0)));
            let distinct: BTreeSet<String> = codes.collect();
            assert_eq!(distinct.len(), numbers.len(), "two people of a very big rehearsal would share a code");
        }
    }
}
