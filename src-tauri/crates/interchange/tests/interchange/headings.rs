//! Headings of the usual exports, a table per language.

use interchange::{ListError, ReadOptions, read};

/// Checks what each heading of a list is taken for, with a row of numbers below; `-` for own columns.
#[track_caller]
fn check(headings: &str, expected: &str) {
    check_above(headings, &headings.split(',').map(|_| "1").collect::<Vec<_>>().join(","), expected);
}

/// Checks what each heading is taken for above these rows.
#[track_caller]
fn check_above(headings: &str, rows: &str, expected: &str) {
    let list = format!("{headings}\n{rows}");
    let listing = match read("list.csv", list.as_bytes(), &ReadOptions::default()) {
        Ok(listing) => listing,
        Err(ListError::NoHeader { .. }) => panic!("no header in {headings}"),
        Err(error) => panic!("{error}"),
    };
    let taken = headings.split(',').map(|heading| {
        let column = listing.mapping.iter().find(|(_, other)| other == heading);
        column.map_or("-".to_owned(), |(column, _)| column.key())
    });
    assert_eq!(taken.collect::<Vec<_>>().join(","), expected, "for {headings} above {rows}");
}

#[test]
fn danish() {
    check(
        "Ordrenummer,Billetnummer,Fornavn,Efternavn,E-mail,Mobilnr.,Firma,Stilling,Billettype,Betalt,Status,Bemærkninger",
        "order,code,first_name,last_name,email,phone,organisation,title,ticket_type,paid,status,note",
    );
    check("Navn,Mailadresse,Arbejdsplads,Titel,Tlf.,Sprog,Pris", "name,email,organisation,title,phone,language,price");
    check("Deltagerens navn,Ansættelsessted,Navn på badge,Ankomst", "name,organisation,badge_name,checked_in_at");
    check("Fornavn *,EFTERNAVN:,Særlig opmærksomhed,T-shirt", "first_name,last_name,attention,-");
    check("Nr.,Billetkode,Navn,Titel,Stilling", "no,code,name,-,title");
    check("Fornavn,Mellemnavn,Efternavn,Mobil nr.,Mail adresse", "first_name,middle_name,last_name,phone,email");
    check("Navn,Stilling/titel,Virksomhed / organisation,Annulleret", "name,title,organisation,cancelled");
}

#[test]
fn english() {
    check(
        "Order #,First Name,Last Name,Email,Ticket Type,Attendee #,Attendee Status,Job Title,Company",
        "order,first_name,last_name,email,ticket_type,code,status,title,organisation",
    );
    check(
        "ID,Given name,Surname,E-mail address,Phone Number,Affiliation",
        "code,first_name,last_name,email,phone,organisation",
    );
    check("Name,Company/Organisation,E-mail / mail", "name,organisation,email");
    check("Name,Organisation name,Name/Company", "name,organisation,-");
    check("Full Name,Barcode,Category,Position,Remarks,Arrived", "name,code,ticket_type,title,note,checked_in_at");
}

#[test]
fn norwegian() {
    check(
        "Fornavn,Etternavn,E-post,Mobil,Arbeidsplass,Stillingstittel,Billettype,Billettnummer,Språk,Merknad",
        "first_name,last_name,email,phone,organisation,title,ticket_type,code,language,note",
    );
    check("Deltakernavn,E-postadresse,Bedrift,Påmeldingsstatus", "name,email,organisation,status");
}

#[test]
fn swedish() {
    check(
        "Förnamn,Efternamn,E-postadress,Telefon,Företag,Befattning,Biljettyp,Biljettnummer,Bokningsnummer,Anmärkning",
        "first_name,last_name,email,phone,organisation,title,ticket_type,code,order,note",
    );
    check("Namn,Mejl,Arbetsplats,Betald,Anmälningsstatus", "name,email,organisation,paid,status");
}

#[test]
fn german() {
    check(
        "Vorname,Nachname,E-Mail-Adresse,Handynummer,Unternehmen,Berufsbezeichnung,Ticketart,Strichcode,Bestellnummer,Bemerkung",
        "first_name,last_name,email,phone,organisation,title,ticket_type,code,order,note",
    );
    check("Vorname,Name,Firma", "first_name,name,organisation");
    check(
        "Vollständiger Name,E-Mail,Firma,Sprache,Bezahlt,Eingecheckt",
        "name,email,organisation,language,paid,checked_in_at",
    );
}

#[test]
fn exports_of_other_systems() {
    // Eventbrite: the barcode on the ticket is not in the usual export; the attendee's number is.
    check(
        "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Order Type,Attendee Status,Job Title,Company",
        "order,-,first_name,last_name,email,-,ticket_type,code,-,status,title,organisation",
    );
    // pretix: the secret is what the QR code holds, and the first address is that of whoever ordered.
    check(
        "Order code,Email,Order date,Product,Attendee name,Attendee email,Company,Ticket secret,Order status",
        "order,-,-,ticket_type,name,email,organisation,code,status",
    );
    // NemTilmeld and the like.
    check(
        "Ordrenummer,Billetnummer,Billettype,Fornavn,Efternavn,E-mail,Firma,Betalt,Status",
        "order,code,ticket_type,first_name,last_name,email,organisation,paid,status",
    );
    // Hi.Events: the code that is scanned is the public id.
    check(
        "ID,First Name,Last Name,Email,Status,Is Checked In,Checked In At,Product Name,Public ID,Notes",
        "no,first_name,last_name,email,status,-,checked_in_at,ticket_type,code,note",
    );
    // alf.io
    check(
        "ID,Category,Event,Status,ReservationID,Full Name,First Name,Last Name,E-Mail,Language",
        "code,ticket_type,-,status,order,-,first_name,last_name,email,language",
    );
    // Odoo
    check(
        "Attendee Name,Email,Phone,Company Name,Event Ticket,Barcode,Status",
        "name,email,phone,organisation,ticket_type,code,status",
    );
    // Indico
    check("ID,Name,Email Address,Affiliation,Registration state,Price", "code,name,email,organisation,status,-");
    // Meetup
    check("Name,User ID,RSVP,Guests", "name,-,status,-");
    // Microsoft Forms, Google Forms
    check("Id,Starttidspunkt,Mail,Navn,Hvor arbejder du?", "code,-,email,name,-");
    check("Tidsstempel,Mailadresse,Dit fulde navn,Virksomhed", "-,email,name,organisation");
    // Billetto
    check("Ordre ID,Billet ID,Stregkode,Billettype,Navn,E-mail,Telefon", "order,-,code,ticket_type,name,email,phone");
}

#[test]
fn what_a_scanner_reads_is_the_code() {
    check("Attendee #,Barcode #,Name", "-,code,name");
    check("Billetnr,Billetkode,QR-kode,Navn", "-,-,code,name");
    check("Ticket number,Ticket code,Name", "-,code,name");
}

#[test]
fn what_is_said_to_be_the_attendees_goes_before_the_bookers() {
    check("Navn,E-mail,Telefon,Deltagers navn,Deltagerens e-mail,Deltager telefon", "-,-,-,name,email,phone");
    check("Name,Firma,E-Mail,Teilnehmername,E-Mail des Teilnehmers", "-,organisation,-,name,email");
    check("Email,Name,Participant: Name,Email (attendee)", "-,-,name,email");
    // Nobody wrote one: the booker's is better than none.
    check_above("Name,Email,Attendee email", "Bo,bo@a.dk,\nIb,bo@a.dk,", "name,email,-");
    // Whom the guest brings is not the guest.
    check("Name,Guest name", "name,-");
}

#[test]
fn a_filled_column_goes_before_an_empty_one() {
    check_above("Navn,Fulde navn", ",Bo As\n,Ib By", "-,name");
    check_above("Navn,Fulde navn", "Bo,Bo As\nIb,Ib By", "name,-");
    // Some who signed in are named by the form itself.
    check_above("Navn,Fulde navn", "Bo,Bo As\n,Ib By\n,Ea Ry", "-,name");
    check_above("Navn,Mail,E-mail", "Bo,anonymous,bo@a.dk", "name,-,email");
    check_above("Navn,Telefon,Mobil", "Bo,,1\nIb,2,3\nEa,,4", "name,-,phone");
    // A note is not looked for among allergies because nobody wrote one yet.
    check_above("Navn,Bemærkninger,Allergi", "Bo,,Nødder", "name,note,-");
}

#[test]
fn the_column_with_the_time_says_who_has_arrived() {
    check_above("Name,Checked in,Check-in date", "Bo,Yes,2026-10-01 08:12\nIb,No,", "name,-,checked_in_at");
    check_above("Name,Checked in,Check-in date", "Bo,No,\nIb,No,", "name,checked_in_at,-");
}

#[test]
fn what_several_people_share_is_no_ticket_code() {
    check_above("Navn,Kode", "Bo,EARLY\nIb,EARLY\nEa,", "name,-");
    let tables: String = (0..60).map(|n| format!("Person {n},{}\n", n % 8)).collect();
    check_above("Navn,Nr.", &tables, "name,-");
    check_above("Navn,Nr.,Billetkode", &tables.replace('\n', ",\n"), "name,-,code");
    check_above("Navn,Vej,Nr.,Postnr", "Bo,Åvej,4,1000\nIb,Søvej,5,1000", "name,-,-,-");
    // One who has another's is told as a row with a code that was there before.
    let codes: String = (0..60).map(|n| format!("Person {n},{}\n", n.max(1))).collect();
    check_above("Navn,Nr.", &codes, "name,code");
    // The same person twice is a row too many, and the codes are codes.
    check_above("Navn,ID", "Bo,1\nBo,1", "name,code");
    // A heading that means nothing else is believed.
    check_above("Navn,Billetkode", "Bo,A\nIb,A\nEa,A", "name,code");
}

#[test]
fn a_state_is_a_status_if_it_says_one() {
    check_above("Name,City,State", "Bo,Austin,TX\nIb,Fargo,ND", "name,-,-");
    check_above("Name,State", "Bo,complete\nIb,withdrawn", "name,status");
}

#[test]
fn a_column_for_those_who_cancelled_says_so() {
    check_above("Navn,Annulleret", "Bo,Ja\nIb,Nej\nEa,", "name,cancelled");
    check_above("Name,Cancelled", "Bo,2026-08-01\nIb,", "name,cancelled");
    check_above("Name,Cancelled", "Bo,by phone\nIb,", "name,-");
}
