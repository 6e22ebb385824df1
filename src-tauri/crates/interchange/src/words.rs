//! What words in cells mean, in the five languages of the headings.

use checkin::Status;

use crate::headings::fold;

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
            "erstattet", "kommer ikke", "deltager ikke",
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

/// The tag of a language that the kiosk speaks.
pub(crate) fn language(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    LANGUAGES.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(tag, _)| *tag)
}
