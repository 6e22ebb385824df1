//! Texts that carry something else: scanners' prefixes, URLs, visiting cards.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};
use unicode_normalization::char::is_combining_mark;

/// Names of parameters under which ticket systems put their codes, the surest first.
const CODE_PARAMETERS: [&str; 18] = [
    "ticket",
    "ticketcode",
    "ticket_code",
    "ticketnumber",
    "ticket_number",
    "ticketid",
    "ticket_id",
    "barcode",
    "secret",
    "code",
    "token",
    "qr",
    "checkin",
    "order",
    "ref",
    "t",
    "c",
    "id",
];

/// Names of parameters under which they put the number of an order.
const ORDER_PARAMETERS: [&str; 16] = [
    "order",
    "ordernumber",
    "order_number",
    "orderno",
    "order_no",
    "orderid",
    "order_id",
    "ordre",
    "ordrenummer",
    "ordrenr",
    "booking",
    "bookingnumber",
    "booking_number",
    "bookingid",
    "booking_id",
    "bookingref",
];

/// A text without what a scanner says of the symbology, and that without what it says of the letters: the one place where what
/// scanners put before a code is taken off.
pub(crate) fn bare(text: &str) -> (&str, Cow<'_, str>) {
    let marked = trim(without_aim_identifier(trim(text)));
    let bare = match without_eci_markers(marked) {
        Some(unmarked) => Cow::Owned(trim(&unmarked).to_owned()),
        None => Cow::Borrowed(marked),
    };
    (marked, bare)
}

/// Scanners end a text with Enter or Tab, or lead in with a control character.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}')
}

/// The text without the identifier of its symbology (ISO/IEC 15424, AIM: `]`, a letter, a digit or letter), which
/// scanners can be set to send: `]Q1` for a QR code, `]C1` for Code 128, `]d2` for Data Matrix. A text that is nothing
/// but such an identifier stays.
fn without_aim_identifier(text: &str) -> &str {
    match text.as_bytes() {
        [b']', kind, modifier, _, ..] if kind.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() => &text[3..],
        _ => text,
    }
}

/// The text without the markers by which a scanner says how letters are written (extended channel interpretation, ISO/IEC 15424
/// and AIM's ECI protocol: `\` and six digits, `\000026` for UTF-8), if it begins with one. A scanner that sends them doubles every
/// backslash of the code itself; these become one again.
fn without_eci_markers(text: &str) -> Option<String> {
    marker_at(text)?;
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some(behind) = marker_at(rest) {
            rest = behind;
            continue;
        }
        plain.push(letter);
        rest = rest.strip_prefix("\\\\").unwrap_or(&rest[letter.len_utf8()..]);
    }
    Some(plain)
}

/// What stands behind a marker that a text begins with.
fn marker_at(text: &str) -> Option<&str> {
    let (digits, behind) = text.strip_prefix('\\')?.split_at_checked(6)?;
    digits.bytes().all(|digit| digit.is_ascii_digit()).then_some(behind)
}

/// What may be a ticket code in a URL, the likeliest first; nothing if the text is none.
pub(crate) fn codes_in_url(text: &str) -> Vec<String> {
    let Some(Address { place, query, fragment }) = address(text) else { return Vec::new() };
    let mut codes = parameters(query, &CODE_PARAMETERS);
    codes.extend(codes_in_fragment(fragment));
    codes.extend(last_part(place));
    codes
}

/// What a URL says is the number of an order. No other part of it is: `/table/1042` is on the wall of any house.
pub(crate) fn orders_in_url(text: &str) -> Vec<String> {
    let Some(Address { query, fragment, .. }) = address(text) else { return Vec::new() };
    let mut orders = parameters(query, &ORDER_PARAMETERS);
    orders.extend(parameters(query_in_fragment(fragment), &ORDER_PARAMETERS));
    orders
}

/// The parts of a URL behind its scheme.
struct Address<'a> {
    place: &'a str,
    query: &'a str,
    fragment: &'a str,
}

fn address(text: &str) -> Option<Address<'_>> {
    let (rest, fragment) = split_off(after_scheme(text)?, '#');
    let (place, query) = split_off(rest, '?');
    Some(Address { place, query, fragment })
}

/// What follows `https://` or any other such scheme, or a bare `www.`.
fn after_scheme(text: &str) -> Option<&str> {
    if text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) {
        return Some(text);
    }
    let (scheme, rest) = text.split_once("://")?;
    let letters = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-'));
    (letters && !scheme.is_empty()).then_some(rest)
}

fn split_off(text: &str, mark: char) -> (&str, &str) {
    text.split_once(mark).unwrap_or((text, ""))
}

/// Values of parameters with these names, in the order of the names.
fn parameters(query: &str, names: &[&str]) -> Vec<String> {
    let mut found: Vec<(usize, String)> = query
        .split(['&', ';'])
        .filter_map(|pair| pair.split_once('='))
        .filter_map(|(name, value)| {
            let rank = names.iter().position(|known| name.eq_ignore_ascii_case(known))?;
            Some((rank, decoded(value, b'%')))
        })
        .collect();
    // Stable: of two with one name, the first stays first.
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, value)| value).collect()
}

/// Pages that run in the browser keep their address behind the `#`, with a path and parameters of its own.
fn codes_in_fragment(fragment: &str) -> Vec<String> {
    let (place, _) = split_off(fragment, '?');
    let mut codes = parameters(query_in_fragment(fragment), &CODE_PARAMETERS);
    codes.push(decoded(fragment, b'%'));
    codes.extend(place.rsplit('/').find(|part| !part.is_empty()).map(|part| decoded(part, b'%')));
    codes
}

fn query_in_fragment(fragment: &str) -> &str {
    let (_, query) = split_off(fragment, '?');
    if query.is_empty() { fragment } else { query }
}

/// The last part of the path behind the host.
fn last_part(place: &str) -> Option<String> {
    let (_, path) = place.split_once('/')?;
    path.rsplit('/').find(|part| !part.is_empty()).map(|part| decoded(part, b'%'))
}

/// Bytes written as a mark and two hexadecimal digits (`%C3%B8`) made letters again; a text that is then no UTF-8 stays as it
/// was.
fn decoded(text: &str, mark: u8) -> String {
    String::from_utf8(bytes(text, mark)).unwrap_or_else(|_| text.to_owned())
}

/// The letters of quoted-printable (`=C3=B8`; RFC 2045, section 6.7) in the charset that the card names, else in UTF-8, else in
/// Windows-1252: old telephones name none.
fn unquoted(text: &str, charset: Option<&str>) -> String {
    let bytes = bytes(text, b'=');
    match charset.and_then(|name| Encoding::for_label(name.as_bytes())) {
        Some(encoding) => encoding.decode_without_bom_handling(&bytes).0.into_owned(),
        None => String::from_utf8(bytes)
            .unwrap_or_else(|error| WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned()),
    }
}

/// A mark without two digits behind it stays.
fn bytes(text: &str, mark: u8) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let byte = if *first == mark { behind.get(..2).and_then(hex_byte) } else { None };
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &behind[2..] } else { behind };
    }
    bytes
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    let value = digits.iter().try_fold(0, |value, digit| Some(value * 16 + char::from(*digit).to_digit(16)?))?;
    u8::try_from(value).ok()
}

/// The name on a visiting card, given name first: a vCard's `FN`, else its `N`, or the `N` of a MECARD.
pub(crate) fn name_in_card(text: &str) -> Option<String> {
    let name = if starts_with(text, "BEGIN:VCARD") {
        name_in_vcard(text)
    } else if starts_with(text, "MECARD:") {
        name_in_mecard(&text["MECARD:".len()..])
    } else {
        None
    };
    name.map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty())
}

/// Whether a text is what somebody is called, where they come from or an address of e-mail, and no code: a code has digits and no
/// blanks, or more digits than letters.
pub(crate) fn is_said(text: &str) -> bool {
    let is_part = |letter: char| {
        letter.is_alphanumeric() || letter == ' ' || is_combining_mark(letter) || ".,'’`´-–&/()@_+".contains(letter)
    };
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let digits = text.chars().filter(|letter| letter.is_numeric()).count();
    letters >= 2
        && text.chars().all(is_part)
        && (digits == 0 || (text.contains([' ', '@']) && letters > digits))
        && after_scheme(text).is_none()
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// vCard 2.1 to 4.0 (RFC 6350): `group.NAME;PARAMETER=…:value`, long lines folded.
fn name_in_vcard(text: &str) -> Option<String> {
    let lines = unfolded(text);
    let property = |wanted: &str| {
        lines.iter().find_map(|line| {
            let (head, value) = line.split_once(':')?;
            let name = head.split(';').next()?;
            let name = name.rsplit('.').next()?;
            let value = if is_quoted(head) { unquoted(value, charset(head)) } else { value.to_owned() };
            (name.trim().eq_ignore_ascii_case(wanted) && !value.trim().is_empty()).then_some(value)
        })
    };
    let full = property("FN").map(|name| fields(&name, ';').join(" "));
    full.or_else(|| {
        let parts = fields(&property("N")?, ';');
        Some(given_first(&parts))
    })
}

fn is_quoted(head: &str) -> bool {
    head.to_ascii_uppercase().contains("QUOTED-PRINTABLE")
}

/// `CHARSET=…` among the parameters of a vCard 2.1.
fn charset(head: &str) -> Option<&str> {
    let named = |parameter: &&str| starts_with(parameter.trim_start(), "CHARSET=");
    head.split(';').find(named)?.split_once('=').map(|(_, name)| name.trim())
}

/// The lines of a vCard; one that begins with a blank continues the one before, and so does one behind a line of
/// quoted-printable that ends with `=`.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        if let Some(last) = lines.last_mut()
            && last.split_once(':').is_some_and(|(head, _)| is_quoted(head))
            && last.ends_with('=')
        {
            last.pop();
            last.push_str(line);
            continue;
        }
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some(last)) => last.push_str(more),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// NTT DoCoMo's `MECARD:N:Family,Given;TEL:…;;`.
fn name_in_mecard(text: &str) -> Option<String> {
    let fields_of_card = split_unescaped(text, ';');
    let named = |field: &&str| starts_with(field, "N:");
    let name = fields_of_card.iter().map(|field| field.trim_start()).find(named)?.get("N:".len()..)?;
    Some(given_first(&fields(name, ',')))
}

/// `[family, given, …]` as people say it.
fn given_first(parts: &[String]) -> String {
    let part = |place: usize| parts.get(place).map_or("", String::as_str);
    format!("{} {}", part(1), part(0))
}

fn fields(value: &str, separator: char) -> Vec<String> {
    split_unescaped(value, separator).iter().map(|field| unescaped(field)).collect()
}

/// Splits at separators that have no backslash before them; backslashes stay.
fn split_unescaped(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for letter in text.chars() {
        if letter == separator && !escaped {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
        escaped = letter == '\\' && !escaped;
    }
    parts
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') | None => plain.push(' '),
                Some(other) => plain.push(other),
            },
            other => plain.push(other),
        }
    }
    plain
}
