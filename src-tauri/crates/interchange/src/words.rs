//! What words in cells mean, in the five languages of the headings.

use checkin::Status;

use crate::headings::fold;
use crate::times;

const YES: [&str; 14] =
    ["yes", "ja", "j", "y", "1", "true", "x", "wahr", "sand", "sandt", "sant", "✓", "paid", "betalt"];
const NO: [&str; 12] =
    ["no", "nej", "nei", "nein", "n", "0", "false", "falsk", "falskt", "falsch", "unpaid", "ubetalt"];

/// Words for a status. Those of cancelled are rule 10 of `import-samples/README.md` and their like.
// Formatted, it would have a word a line.
#[rustfmt::skip]
const STATUS: [(Status, &[&str]); 4] = [
    (
        Status::Cancelled,
        &[
            "not attending", "afmeldt", "refunded", "cancelled", "canceled", "deleted", "annulleret", "aflyst",
            "slettet", "refunderet", "withdrawn", "rejected", "declined", "cancelled by attendee", "not going", "no",
            "nej", "nei", "nein", "avmeldt", "kansellert", "avlyst", "slettet", "refundert", "avbokad", "avbokat",
            "avanmäld", "återbetald", "inställd", "raderad", "abgemeldet", "storniert", "abgesagt", "gelöscht",
            "erstattet", "kommer ikke", "deltager ikke", "afbud", "meldt afbud", "har meldt afbud", "frameldt", "udmeldt",
            "cancel", "invalidated", "released",
        ],
    ),
    (
        Status::PaymentDue,
        &[
            "paymentdue", "payment due", "mangler betaling", "betaling mangler", "ikke betalt", "ubetalt", "unpaid",
            "not paid", "pending", "pending payment", "awaiting payment", "awaiting offline payment", "to be paid",
            "expired", "obetald", "ej betald", "unbezahlt", "nicht bezahlt", "zahlung ausstehend", "offen",
        ],
    ),
    (
        Status::Waitlisted,
        &[
            "waitlisted", "waitlist", "waiting", "waiting list", "on waitlist", "on waiting list", "venteliste",
            "på venteliste", "ventelisten", "väntelista", "på väntelista", "warteliste", "auf warteliste",
            "auf der warteliste",
        ],
    ),
    (
        Status::Confirmed,
        &[
            "", "confirmed", "attending", "going", "registered", "active", "valid", "completed", "complete",
            "approved", "accepted", "paid", "checked in", "attended", "acquired", "yes", "ok", "used", "free",
            "bekræftet", "tilmeldt", "betalt", "godkendt", "gyldig", "aktiv", "ankommet", "gennemført", "ja",
            "deltager", "påmeldt", "bekreftet", "godkjent", "anmäld", "bekräftad", "betald", "godkänd", "angemeldet",
            "bestätigt", "bezahlt", "gültig",
        ],
    ),
];

const TOTALS: [&str; 12] = [
    "i alt",
    "ialt",
    "total",
    "totalt",
    "totals",
    "grand total",
    "sum",
    "summa",
    "summe",
    "gesamt",
    "insgesamt",
    "samlet",
];

/// What may stand beside the number of a sum.
const UNITS: [&str; 10] = ["kr", "dkk", "nok", "sek", "eur", "stk", "personer", "deltagere", "billetter", "pladser"];

const LANGUAGES: [(&str, &[&str]); 2] = [
    ("da", &["da", "dk", "dan", "da dk", "dansk", "danish", "dänisch", "danska"]),
    ("en", &["en", "eng", "en gb", "en us", "english", "engelsk", "engelska", "englisch"]),
];

/// Yes or no, if it is one of them.
pub(crate) fn yes_or_no(text: &str) -> Option<bool> {
    let folded = if text == "✓" { text.to_owned() } else { fold(text) };
    if YES.contains(&folded.as_str()) {
        return Some(true);
    }
    NO.contains(&folded.as_str()).then_some(false)
}

/// The status a word means; blank is confirmed.
pub(crate) fn status(text: &str) -> Option<Status> {
    let folded = fold(text);
    STATUS.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(status, _)| *status)
}

/// Whether somebody has cancelled, as a column for just that says it: yes or no, since when, or the word once more.
pub(crate) fn is_cancelled(text: &str) -> Option<bool> {
    let is_said = || times::is_when(text.trim()) || status(text) == Some(Status::Cancelled);
    yes_or_no(text).or_else(|| is_said().then_some(true))
}

/// Whether a text in the place of a name is what stands before a sum at the end of a list: `I alt`, `Total: 240`.
pub(crate) fn is_total(name: &str) -> bool {
    let folded = fold(name);
    let words = folded.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
    TOTALS.contains(&words)
}

/// Whether a text is numbers, and at most what they count: `1.250,00 kr.`, `240 deltagere`.
pub(crate) fn is_amount(text: &str) -> bool {
    fold(text).split(' ').all(|word| UNITS.contains(&word) || word.chars().all(|letter| letter.is_numeric()))
}

/// The tag of a language that the kiosk speaks.
pub(crate) fn language(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    LANGUAGES.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(tag, _)| *tag)
}
