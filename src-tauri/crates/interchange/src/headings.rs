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
}

/// Column → headings that surely mean it, and headings that mean it when there is no surer one.
// Formatted, it would have a heading a line.
#[rustfmt::skip]
const KNOWN: [(Column, &[&str], &[&str]); 19] = [
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
            "name badge", "navn på navneskiltet", "navneskiltnavn", "namn på namnskylt", "namnskylt", "namensschild",
            "name auf dem namensschild",
        ],
        &[],
    ),
    (
        Column::Organisation,
        &[
            "organisation", "virksomhed", "virksomhedsnavn", "firma", "firma org", "firma organisation", "firmanavn",
            "arbejdsplads", "arbejdssted", "ansættelsessted", "arbejdsgiver", "organization", "company",
            "company name", "company organization", "employer", "workplace", "affiliation", "institution", "organisasjon", "bedrift", "selskap",
            "arbeidsplass", "arbeidsgiver", "företag", "arbetsplats", "arbetsgivare", "unternehmen", "arbeitgeber",
            "einrichtung",
        ],
        &["forening", "kommune", "afdeling", "förening", "verein"],
    ),
    (
        Column::Title,
        &[
            "stilling", "stillingsbetegnelse", "jobtitel", "arbejdstitel", "job title", "jobtitle", "job position",
            "stillingstittel", "befattning", "arbetstitel", "yrkestitel", "berufsbezeichnung", "jobbezeichnung",
        ],
        &["titel", "title", "tittel", "position", "funktion", "rolle", "role", "roll", "yrke"],
    ),
    (
        Column::Email,
        &[
            "e mail", "email", "mail", "e mailadresse", "mailadresse", "emailadresse", "e mail adresse",
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
            "mobilnr", "mobiltelefon", "mobiltelefonnummer", "phone", "phone number", "telephone", "mobile",
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
            "qr kode", "deltagernr", "deltagernummer", "deltager id", "ticket code", "ticket codes", "ticket id",
            "ticket number", "ticket no", "ticket #", "ticket secret", "secret", "barcode", "barcode number",
            "barcode #", "qr", "qr code", "attendee #", "attendee id", "attendee number", "public id", "billettnr",
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
            "indtjekket", "check in tid", "checked in", "checked in at", "check in", "check in time",
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

/// What a folded heading means, if it is known.
pub(crate) fn meaning(folded: &str) -> Option<(Column, Sureness)> {
    KNOWN.iter().find_map(|(column, sure, perhaps)| {
        if sure.contains(&folded) {
            Some((column.clone(), Sureness::Sure))
        } else if perhaps.contains(&folded) {
            Some((column.clone(), Sureness::Perhaps))
        } else {
            None
        }
    })
}

/// A text folded for comparison: small letters, no punctuation but `#`, single blanks. Also used for words in cells.
pub(crate) fn fold(text: &str) -> String {
    let cleaned = names::clean(&Field::Name, text).text.to_lowercase();
    let spaced: String =
        cleaned.chars().map(|letter| if letter.is_alphanumeric() || letter == '#' { letter } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
