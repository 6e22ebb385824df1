//! The headings that are known, in Danish, English, Norwegian, Swedish and German.
//!
//! They are those of the usual exports (Eventbrite, pretix, Hi.Events, Indico, Odoo, alf.io, Meetup, Microsoft and
//! Google Forms, NemTilmeld, Billetto) and what people write by hand. They are compared folded: small letters, no
//! punctuation but `#`, single blanks.

use checkin::{Field, names};

use crate::Column;

/// How surely a heading means its column. Of two columns with headings for the same thing the surer one is it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sureness {
    /// It may mean something else, and gives way to a sure one.
    Perhaps,
    /// It means that.
    Sure,
    /// It says whose it is: `Attendee email` beside the `Email` of whoever booked. Of codes: it is called a code.
    Surer,
    /// It is what a scanner reads: `Barcode` beside a `Ticket number`.
    Surest,
}

/// Headings of codes that are what a scanner reads.
#[rustfmt::skip]
const SCANNED: [&str; 17] = [
    "stregkode", "stregkoder", "qr kode", "qrkode", "qr", "qr code", "ticket secret", "secret", "barcode", "barcodes",
    "barcode number", "barcode #", "strekkode", "streckkod", "qr kod", "qr code content", "strichcode",
];

/// Headings of codes that are called so, and not a number.
#[rustfmt::skip]
const CALLED_CODES: [&str; 8] = [
    "billetkode", "billetkoder", "ticket code", "ticket codes", "ticketcode", "billettkode", "biljettkod", "public id",
];

/// Words before what is the attendee's own, the longer before the shorter. Not "guest": in some lists that is whoever the
/// attendee brings.
#[rustfmt::skip]
const OF_THE_ATTENDEE: [&str; 23] = [
    "attendee s", "attendees", "attendee", "participant s", "participants", "participant", "delegate s", "delegate",
    "deltagerens", "deltagernes", "deltagers", "deltager", "deltakerens", "deltakers", "deltaker", "deltagarens",
    "deltagares", "deltagare", "deltagar", "teilnehmer in", "teilnehmerin", "teilnehmers", "teilnehmer",
];

/// Words behind it.
#[rustfmt::skip]
const THE_ATTENDEES: [&str; 11] = [
    " på deltageren", " på deltager", " for deltageren", " for deltager", " deltager", " des teilnehmers", " teilnehmer",
    " of the attendee", " of attendee", " attendee", " participant",
];

/// Column → headings that surely mean it, and headings that mean it when there is no surer one.
// Formatted, it would have a heading a line.
#[rustfmt::skip]
const KNOWN: [(Column, &[&str], &[&str]); 21] = [
    (
        Column::FirstName,
        &[
            "fornavn", "fornavne", "fornavn e", "for og mellemnavn", "for og mellemnavne", "deltagers fornavn",
            "first name", "firstname", "given name", "given names", "forename", "attendee first name", "förnamn",
            "tilltalsnamn", "vorname", "vornamen", "teilnehmer vorname",
        ],
        &[],
    ),
    (
        Column::MiddleName,
        &[
            "mellemnavn", "mellemnavne", "middle name", "middle names", "mellomnavn", "mellannamn", "zweiter vorname",
        ],
        &[],
    ),
    (
        Column::LastName,
        &[
            "efternavn", "efternavne", "slægtsnavn", "deltagers efternavn", "last name", "lastname", "family name",
            "surname", "attendee last name", "etternavn", "efternamn", "nachname", "familienname",
            "teilnehmer nachname",
        ],
        &[],
    ),
    (
        Column::Name,
        &[
            "navn", "fulde navn", "fuldt navn", "dit navn", "dit fulde navn", "deltagernavn", "deltagerens navn",
            "navn på deltager", "name", "full name", "fullname", "your name", "attendee name", "participant name",
            "guest name", "fullt navn", "deltakernavn", "deltakerens navn", "namn", "fullständigt namn",
            "deltagarnamn", "deltagarens namn", "vollständiger name", "teilnehmername", "name des teilnehmers",
        ],
        &[
            "deltager", "gæst", "attendee", "participant", "guest", "deltaker", "deltagare", "teilnehmer",
            "teilnehmer in",
        ],
    ),
    (
        Column::BadgeName,
        &[
            "navn på badge", "navn på navneskilt", "navneskilt", "badgenavn", "badge name", "name on badge",
            "name badge", "navn på skilt", "navn på navneskiltet", "navneskiltnavn", "namn på namnskylt", "namnskylt", "namensschild",
            "name auf dem namensschild",
        ],
        &[],
    ),
    (
        Column::Organisation,
        &[
            "organisation", "virksomhed", "virksomhedsnavn", "firma", "firma org", "firma organisation", "firmanavn",
            "arbejdsplads", "arbejdssted", "ansættelsessted", "arbejdsgiver", "organization", "company",
            "company name", "company organization", "company organisation", "organisation name", "organization name",
            "organisationsnavn", "employer", "workplace", "affiliation", "institution", "organisasjon", "bedrift",
            "selskap", "arbeidsplass", "arbeidsgiver", "företag", "arbetsplats", "arbetsgivare", "unternehmen",
            "arbeitgeber", "einrichtung",
        ],
        &["forening", "kommune", "afdeling", "förening", "verein"],
    ),
    (
        Column::Title,
        &[
            "stilling", "stillingsbetegnelse", "stilling titel", "jobtitel", "arbejdstitel", "job title", "jobtitle",
            "job position", "stillingstittel", "befattning", "arbetstitel", "yrkestitel", "berufsbezeichnung", "jobbezeichnung",
        ],
        &["titel", "title", "tittel", "position", "funktion", "rolle", "role", "roll", "yrke"],
    ),
    (
        Column::Email,
        &[
            "e mail", "email", "mail", "e mailadresse", "mailadresse", "mail adresse", "emailadresse", "e mail adresse",
            "email adresse", "email address", "e mail address", "attendee email", "attendee e mail",
            "deltagers e mail", "epost", "e post", "epostadresse", "e postadresse", "epostadress", "e postadress",
            "mejl", "mejladress", "mailaddress",
        ],
        &[],
    ),
    (
        Column::Phone,
        &[
            "telefon", "telefonnummer", "telefonnr", "telefon nr", "tlf", "tlfnr", "tlf nr", "mobil", "mobilnummer",
            "mobilnr", "mobil nr", "mobiltelefon", "mobiltelefonnummer", "phone", "phone number", "telephone", "mobile",
            "mobile phone", "mobile number", "cell phone", "attendee phone", "mobilnummer", "handy", "handynummer",
            "rufnummer",
        ],
        &[],
    ),
    (
        Column::TicketType,
        &[
            "billettype", "billet type", "billet", "billetkategori", "billetnavn", "deltagertype", "tilmeldingstype",
            "ticket type", "ticket", "ticket name", "ticket category", "product", "product name",
            "registration type", "attendee type", "event ticket", "billett", "billettkategori", "deltakertype",
            "påmeldingstype", "biljett", "biljettyp", "biljettkategori", "deltagartyp", "ticketart", "tickettyp",
            "ticketkategorie", "teilnahmeart", "teilnehmertyp", "eintrittskarte",
        ],
        &["kategori", "type", "category", "item", "typ", "kategorie", "produkt"],
    ),
    (
        Column::Code,
        &[
            "billetnr", "billet nr", "billetnummer", "billetkode", "billetkoder", "billet id", "stregkode",
            "stregkoder", "qr kode", "qrkode", "deltagernr", "deltager nr", "deltagernummer", "deltager id",
            "ticket code", "ticket codes", "ticket id",
            "ticket number", "ticket no", "ticket #", "ticket secret", "secret", "barcode", "barcodes",
            "barcode number", "barcode #", "qr", "qr code", "qr code content", "attendee #", "attendee id",
            "attendee number", "public id", "billettnr",
            "billettnummer", "billettkode", "billett id", "strekkode", "deltakernummer", "biljettnr",
            "biljettnummer", "biljettkod", "biljett id", "streckkod", "qr kod", "deltagarnummer", "ticketnummer",
            "ticketcode", "ticket nr", "strichcode", "teilnehmernummer",
        ],
        &["nr", "id", "no", "number", "nummer", "kode", "code", "kod", "uuid"],
    ),
    (
        Column::Order,
        &[
            "ordre", "ordrenr", "ordre nr", "ordrenummer", "ordre id", "ordrekode", "bestilling", "bestillingsnr",
            "bestillingsnummer", "tilmeldingsnr", "tilmeldingsnummer", "order", "order #", "order code", "order id",
            "order no", "order nr", "order number", "order reference", "booking", "booking id", "booking number",
            "booking reference", "reservationid", "reservation id", "registration number", "påmeldingsnummer",
            "ordernr", "ordernummer", "order nummer", "bokningsnummer", "bestellnummer", "bestellung", "bestellcode",
            "buchungsnummer", "auftragsnummer",
        ],
        &[],
    ),
    (
        Column::Status,
        &[
            "status", "tilmeldingsstatus", "deltagerstatus", "billetstatus", "attendee status",
            "registration status", "registration state", "ticket status", "rsvp", "påmeldingsstatus",
            "deltakerstatus", "anmälningsstatus", "deltagarstatus", "anmeldestatus", "teilnahmestatus",
        ],
        &["state", "ordrestatus", "order status", "tilmeldt status"],
    ),
    (
        Column::Cancelled,
        &[
            "annulleret", "er annulleret", "cancelled", "canceled", "is cancelled", "is canceled", "afmeldt", "frameldt",
            "avmeldt", "kansellert", "avbokad", "avanmäld", "storniert", "abgemeldet",
        ],
        &[],
    ),
    (Column::Paid, &["betalt", "er betalt", "paid", "is paid", "payment received", "betald", "bezahlt"], &[]),
    (
        Column::Language,
        &["sprog", "foretrukket sprog", "language", "preferred language", "språk", "sprache"],
        &["locale"],
    ),
    (
        Column::Note,
        &[
            "note", "noter", "bemærkning", "bemærkninger", "kommentar", "kommentarer", "notes", "comment",
            "comments", "remark", "remarks", "merknad", "merknader", "notat", "anmärkning", "anmärkningar",
            "anteckning", "anteckningar", "bemerkung", "bemerkungen", "notiz", "notizen", "anmerkung", "anmerkungen",
            "kommentare",
        ],
        &[
            "allergi", "allergier", "kost", "diæt", "allergies", "dietary requirements", "dietary restrictions",
            "matallergi", "specialkost", "allergien", "ernährung",
        ],
    ),
    (
        Column::Attention,
        &[
            "kræver særlig opmærksomhed", "særlig opmærksomhed", "opmærksomhed", "advarsel", "obs",
            "besked ved skranken", "besked til skranken",
            "requires special attention", "special attention", "attention", "alert", "krever oppmerksomhet",
            "kräver uppmärksamhet", "erfordert besondere aufmerksamkeit", "benötigt besondere aufmerksamkeit",
            "besondere aufmerksamkeit",
        ],
        &[],
    ),
    (
        Column::CheckedInAt,
        &[
            "ankomst", "ankomsttid", "ankommet", "ankom", "første ankomst", "første indgang", "tjekket ind",
            "indtjekket", "mødt", "check in tid", "checked in", "checked in at", "check in", "check in time",
            "check in date", "checkin time", "first entry", "arrived", "arrived at", "attended date", "scan time",
            "sjekket inn", "innsjekket", "incheckad", "incheckning", "ankomsttid", "eingecheckt", "check in zeit",
            "ankunft",
        ],
        &[],
    ),
    // A heading `Price` alone stays an own column, as the sample of pretix wants it.
    (Column::Price, &["pris", "billetpris", "ticket price", "billettpris", "biljettpris", "preis", "ticketpreis"], &[]),
    (Column::No, &["linje", "line", "løbenr", "løbenummer", "lbnr", "lb nr", "#", "row", "række", "löpnummer", "lfd nr"], &[]),
];

/// What a heading means, if it is known.
pub(crate) fn meaning(heading: &str) -> Option<(Column, Sureness)> {
    let folded = fold(heading);
    of_the_attendee(&folded).or_else(|| known(&folded)).or_else(|| either(heading))
}

fn known(folded: &str) -> Option<(Column, Sureness)> {
    KNOWN.iter().find_map(|(column, sure, perhaps)| {
        if sure.contains(&folded) {
            let sureness = match column {
                Column::Code if SCANNED.contains(&folded) => Sureness::Surest,
                Column::Code if CALLED_CODES.contains(&folded) => Sureness::Surer,
                _ => Sureness::Sure,
            };
            Some((column.clone(), sureness))
        } else if perhaps.contains(&folded) {
            Some((column.clone(), Sureness::Perhaps))
        } else {
            None
        }
    })
}

/// `Attendee email`, `Deltagers telefon`, `Teilnehmername`: what is known without the attendee, of somebody's own.
fn of_the_attendee(folded: &str) -> Option<(Column, Sureness)> {
    let before = OF_THE_ATTENDEE.iter().filter_map(|word| folded.strip_prefix(word));
    let behind = THE_ATTENDEES.iter().filter_map(|word| folded.strip_suffix(word));
    before.chain(behind).find_map(|rest| {
        let (column, sureness) = known(rest.trim_start())?;
        let sureness = if sureness == Sureness::Perhaps { sureness } else { Sureness::Surer };
        is_personal(&column).then_some((column, sureness))
    })
}

fn is_personal(column: &Column) -> bool {
    column.is_name()
        || matches!(
            column,
            Column::BadgeName | Column::Organisation | Column::Title | Column::Email | Column::Phone | Column::Status
        )
}

/// `Firma/organisation`: two headings for the same.
fn either(heading: &str) -> Option<(Column, Sureness)> {
    let mut parts = heading.split('/').map(|part| known(&fold(part)));
    let (column, mut least) = parts.next()??;
    let mut is_one = true;
    for part in parts {
        let (other, sureness) = part?;
        if other != column {
            return None;
        }
        least = least.min(sureness);
        is_one = false;
    }
    (!is_one).then_some((column, least))
}

/// A text folded for comparison: small letters, no punctuation but `#`, single blanks. Also used for words in cells.
pub(crate) fn fold(text: &str) -> String {
    let cleaned = names::clean(&Field::Name, text).text.to_lowercase();
    let spaced: String =
        cleaned.chars().map(|letter| if letter.is_alphanumeric() || letter == '#' { letter } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
