//! ZPL II, the language of Zebra label printers and compatibles.
//!
//! The badge is sent as one picture (`^GFA`), so that it looks as it was drawn whatever fonts the printer has.
//! Source: Zebra Programming Guide, `^GF` and `^PW`/`^LL`.

use std::fmt::Write;

use badge::Bitmap;

/// A label that prints `bitmap`, one of its dots per printer dot, `copies` times.
#[must_use]
pub fn to_zpl(bitmap: &Bitmap, copies: u32) -> String {
    let row_bytes = bitmap.bytes_per_row();
    let total = row_bytes * bitmap.height() as usize;
    let mut zpl = String::with_capacity(total * 2 + 128);
    // Writing to a String cannot fail.
    let _ = write!(zpl, "^XA^PW{}^LL{}^LH0,0^FO0,0^GFA,{total},{total},{row_bytes},", bitmap.width(), bitmap.height());
    let digit = |four: u8| char::from(if four < 10 { b'0' + four } else { b'A' - 10 + four });
    for byte in bitmap.rows() {
        // Most of a label is paper.
        match byte {
            0 => zpl.push_str("00"),
            byte => zpl.extend([digit(byte >> 4), digit(byte & 15)]),
        }
    }
    let _ = writeln!(zpl, "^FS^PQ{}^XZ", copies.max(1));
    zpl
}
