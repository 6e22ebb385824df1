//! Headings of the usual exports, a table per language.

use interchange::{ListError, ReadOptions, read};

/// Checks what each heading of a list is taken for; `-` for own columns.
#[track_caller]
fn check(headings: &str, expected: &str) {
    let mut list = headings.to_owned();
    list.push('\n');
    list.push_str(&headings.split(',').map(|_| "1").collect::<Vec<_>>().join(","));
    let listing = match read("list.csv", list.as_bytes(), &ReadOptions::default()) {
        Ok(listing) => listing,
        Err(ListError::NoHeader { .. }) => panic!("no header in {headings}"),
        Err(error) => panic!("{error}"),
    };
    let taken = headings.split(',').map(|heading| {
        let column = listing.mapping.iter().find(|(_, other)| other == heading);
        column.map_or("-".to_owned(), |(column, _)| column.key())
    });
    assert_eq!(taken.collect::<Vec<_>>().join(","), expected, "for {headings}");
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
    // pretix: the secret is what the QR code holds.
    check(
        "Order code,Order date,Product,Attendee name,Attendee email,Company,Ticket secret,Order status",
        "order,-,ticket_type,name,email,organisation,code,status",
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
    check("Ordre ID,Billet ID,Stregkode,Billettype,Navn,E-mail,Telefon", "order,code,-,ticket_type,name,email,phone");
}
