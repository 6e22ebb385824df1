//! A writer of XML that cannot write anything else: every name is fixed, every value is escaped.

use std::fmt::Write as _;

/// XML being written.
#[derive(Default)]
pub(crate) struct Xml {
    out: String,
    open: Vec<String>,
    in_tag: bool,
}

impl Xml {
    /// Opens an element; attributes may follow until content does.
    pub(crate) fn start(&mut self, name: &str) -> &mut Xml {
        self.close_tag();
        self.out.push('<');
        self.out.push_str(name);
        self.open.push(name.to_owned());
        self.in_tag = true;
        self
    }

    /// Adds an attribute to the element just opened.
    pub(crate) fn attribute(&mut self, name: &str, value: &str) -> &mut Xml {
        let _ = write!(self.out, " {name}=\"");
        escape(&mut self.out, value);
        self.out.push('"');
        self
    }

    /// Adds an attribute that is a number, with at most four decimals.
    pub(crate) fn number(&mut self, name: &str, value: f32) -> &mut Xml {
        self.attribute(name, &decimal(value))
    }

    /// Adds text content.
    pub(crate) fn text(&mut self, text: &str) -> &mut Xml {
        self.close_tag();
        escape(&mut self.out, text);
        self
    }

    /// Adds XML that another [`Xml`] has written.
    pub(crate) fn fragment(&mut self, xml: &str) -> &mut Xml {
        self.close_tag();
        self.out.push_str(xml);
        self
    }

    /// Closes the innermost open element.
    pub(crate) fn end(&mut self) -> &mut Xml {
        if let Some(name) = self.open.pop() {
            if self.in_tag {
                self.out.push_str("/>");
                self.in_tag = false;
            } else {
                let _ = write!(self.out, "</{name}>");
            }
        }
        self
    }

    /// Closes what is open and gives the text.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.out
    }

    fn close_tag(&mut self) {
        if self.in_tag {
            self.out.push('>');
            self.in_tag = false;
        }
    }
}

/// A number with at most four decimals: a ten-thousandth of a millimetre is finer than any printer.
pub(crate) fn decimal(value: f32) -> String {
    let text = format!("{value:.4}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// A text as the value of an attribute, in quotes of either kind.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

/// Escapes for content and for attributes in double quotes; what XML 1.0 has no way to write is left out.
fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
}
