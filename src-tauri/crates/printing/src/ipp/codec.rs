//! IPP messages as bytes (RFC 8010): what we ask is written, what comes back is read with limits.

/// The most attributes of a reply, members of collections counted.
const MOST_ATTRIBUTES: usize = 8_192;
/// The most values of a reply.
const MOST_VALUES: usize = 32_768;
/// How deep collections may lie in each other.
const DEEPEST: usize = 6;

const OPERATION_GROUP: u8 = 0x01;
const JOB_GROUP: u8 = 0x02;
const END: u8 = 0x03;
const INTEGER: u8 = 0x21;
const BOOLEAN: u8 = 0x22;
const ENUM: u8 = 0x23;
const OCTETS: u8 = 0x30;
const RESOLUTION: u8 = 0x32;
const RANGE: u8 = 0x33;
const COLLECTION: u8 = 0x34;
const COLLECTION_END: u8 = 0x37;
const NAME: u8 = 0x42;
const KEYWORD: u8 = 0x44;
const URI: u8 = 0x45;
const CHARSET: u8 = 0x47;
const LANGUAGE: u8 = 0x48;
const MIME: u8 = 0x49;
const MEMBER: u8 = 0x4a;

/// A value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number, or one of a list.
    Integer(i32),
    /// Yes or no.
    Boolean(bool),
    /// Text, a name, a keyword, an address.
    Text(String),
    /// From and to.
    Range(i32, i32),
    /// Dots across and down, per inch.
    Resolution(i32, i32),
    /// Bytes.
    Octets(Vec<u8>),
    /// Named values.
    Collection(Vec<Attribute>),
    /// Something that we need not know.
    Other,
}

/// A named list of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: Vec<Value>,
}

/// A reply that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// Below 0x100: done.
    pub status: u16,
    /// The attributes of all groups after the first, with the tag of their group.
    pub attributes: Vec<(u8, Attribute)>,
}

/// A reply that makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Garbled;

impl Reply {
    /// The values of an attribute; of the first, if several groups have it.
    #[must_use]
    pub fn values(&self, name: &str) -> &[Value] {
        let found = self.attributes.iter().find(|(_, attribute)| attribute.name == name);
        found.map_or(&[], |(_, attribute)| attribute.values.as_slice())
    }

    /// A number.
    #[must_use]
    pub fn integer(&self, name: &str) -> Option<i32> {
        self.values(name).iter().find_map(|value| match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        })
    }

    /// A text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts(name).next()
    }

    /// All texts.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.values(name).iter().filter_map(|value| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Yes or no.
    #[must_use]
    pub fn boolean(&self, name: &str) -> Option<bool> {
        self.values(name).iter().find_map(|value| match value {
            Value::Boolean(is) => Some(*is),
            _ => None,
        })
    }
}

impl Attribute {
    /// The member of this name in a collection.
    #[must_use]
    pub fn member<'a>(members: &'a [Attribute], name: &str) -> Option<&'a Value> {
        members.iter().find(|member| member.name == name)?.values.first()
    }
}

/// Reads a reply.
///
/// # Errors
/// [`Garbled`] for what is cut off, too much, or no IPP.
pub fn read(bytes: &[u8]) -> Result<Reply, Garbled> {
    let mut reader = Reader { bytes, attributes: 0, values: 0 };
    let version = reader.u16()?;
    if !(0x0100..0x0300).contains(&version) {
        return Err(Garbled);
    }
    let status = reader.u16()?;
    // The number of the request: one connection has one request at a time.
    let _ = (reader.u16()?, reader.u16()?);
    let mut attributes: Vec<(u8, Attribute)> = Vec::new();
    let mut group = 0;
    let mut is_first_of_group = true;
    loop {
        let tag = reader.u8()?;
        match tag {
            END => return Ok(Reply { status, attributes }),
            0x00..0x10 => {
                group = tag;
                is_first_of_group = true;
            }
            _ => {
                let name = reader.text()?;
                let value = reader.value(tag, 0)?;
                match attributes.last_mut() {
                    // Without a name it is another value of the attribute before.
                    Some((_, before)) if name.is_empty() && !is_first_of_group => before.values.push(value),
                    _ if name.is_empty() || group == 0 => return Err(Garbled),
                    _ => attributes.push((group, reader.named(name, value)?)),
                }
                is_first_of_group = false;
            }
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    attributes: usize,
    values: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Garbled> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(Garbled)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn u8(&mut self) -> Result<u8, Garbled> {
        self.take(1)?.first().copied().ok_or(Garbled)
    }

    fn u16(&mut self) -> Result<u16, Garbled> {
        Ok(u16::from_be_bytes(self.take(2)?.try_into().map_err(|_| Garbled)?))
    }

    fn counted(&mut self) -> Result<&'a [u8], Garbled> {
        let length = usize::from(self.u16()?);
        self.take(length)
    }

    fn text(&mut self) -> Result<String, Garbled> {
        Ok(String::from_utf8_lossy(self.counted()?).into_owned())
    }

    fn named(&mut self, name: String, value: Value) -> Result<Attribute, Garbled> {
        self.attributes += 1;
        if self.attributes > MOST_ATTRIBUTES { Err(Garbled) } else { Ok(Attribute { name, values: vec![value] }) }
    }

    fn value(&mut self, tag: u8, depth: usize) -> Result<Value, Garbled> {
        self.values += 1;
        if self.values > MOST_VALUES {
            return Err(Garbled);
        }
        let bytes = self.counted()?;
        let number = |bytes: &[u8]| Some(i32::from_be_bytes(bytes.try_into().ok()?));
        Ok(match tag {
            INTEGER | ENUM => Value::Integer(number(bytes).ok_or(Garbled)?),
            BOOLEAN => Value::Boolean(*bytes.first().ok_or(Garbled)? != 0),
            RANGE | RESOLUTION => {
                let (first, second) = bytes.split_at_checked(4).ok_or(Garbled)?;
                let one = number(first).ok_or(Garbled)?;
                let other = number(second.get(..4).ok_or(Garbled)?).ok_or(Garbled)?;
                match (tag, second.get(4)) {
                    (RANGE, _) => Value::Range(one, other),
                    // Units: 3 is dots per inch, 4 is dots per centimetre.
                    (_, Some(4)) => Value::Resolution(per_inch(one), per_inch(other)),
                    _ => Value::Resolution(one, other),
                }
            }
            OCTETS => Value::Octets(bytes.to_vec()),
            // Text and names with a language: the language, then the text.
            0x35 | 0x36 => {
                let mut inner = Reader { bytes, attributes: 0, values: 0 };
                inner.counted()?;
                Value::Text(inner.text()?)
            }
            0x40..=0x49 => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
            COLLECTION if depth == DEEPEST => return Err(Garbled),
            COLLECTION => Value::Collection(self.members(depth)?),
            _ => Value::Other,
        })
    }

    fn members(&mut self, depth: usize) -> Result<Vec<Attribute>, Garbled> {
        let mut members: Vec<Attribute> = Vec::new();
        let mut name = None;
        loop {
            let tag = self.u8()?;
            // The name of each value in a collection is empty; a member's name is a value of its own.
            self.counted()?;
            match tag {
                COLLECTION_END => {
                    self.counted()?;
                    return Ok(members);
                }
                MEMBER => name = Some(self.text()?),
                0x00..0x10 => return Err(Garbled),
                _ => {
                    let value = self.value(tag, depth + 1)?;
                    match (name.take(), members.last_mut()) {
                        (Some(name), _) => members.push(self.named(name, value)?),
                        (None, Some(before)) => before.values.push(value),
                        (None, None) => return Err(Garbled),
                    }
                }
            }
        }
    }
}

fn per_inch(per_centimetre: i32) -> i32 {
    i32::try_from(i64::from(per_centimetre) * 254 / 100).unwrap_or(i32::MAX)
}

/// What a printer is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    PrintJob = 0x0002,
    CancelJob = 0x0008,
    JobAttributes = 0x0009,
    PrinterAttributes = 0x000b,
    CupsPrinters = 0x4002,
}

/// A request being written.
pub(crate) struct Request(Vec<u8>);

impl Request {
    /// A request about the printer at this address.
    pub(crate) fn new(operation: Operation, printer: &str) -> Self {
        let [high, low] = (operation as u16).to_be_bytes();
        let request = Self(vec![2, 0, high, low, 0, 0, 0, 1, OPERATION_GROUP]);
        let request = request.put(CHARSET, "attributes-charset", b"utf-8");
        let request = request.put(LANGUAGE, "attributes-natural-language", b"en");
        if printer.is_empty() { request } else { request.uri("printer-uri", printer) }
    }

    pub(crate) fn uri(self, name: &str, uri: &str) -> Self {
        self.put(URI, name, uri.as_bytes())
    }

    pub(crate) fn name(self, name: &str, text: &str) -> Self {
        self.put(NAME, name, text.as_bytes())
    }

    pub(crate) fn mime(self, name: &str, format: &str) -> Self {
        self.put(MIME, name, format.as_bytes())
    }

    pub(crate) fn keyword(self, name: &str, word: &str) -> Self {
        self.put(KEYWORD, name, word.as_bytes())
    }

    pub(crate) fn keywords(mut self, name: &str, words: &[&str]) -> Self {
        for (at, word) in words.iter().enumerate() {
            self = self.put(KEYWORD, if at == 0 { name } else { "" }, word.as_bytes());
        }
        self
    }

    pub(crate) fn integer(self, name: &str, number: i32) -> Self {
        self.put(INTEGER, name, &number.to_be_bytes())
    }

    /// From here on it is about the job.
    pub(crate) fn job(mut self) -> Self {
        self.0.push(JOB_GROUP);
        self
    }

    /// `media-col` with a size, in hundredths of a millimetre.
    pub(crate) fn media_size(self, width: i32, height: i32) -> Self {
        self.put(COLLECTION, "media-col", b"")
            .put(MEMBER, "", b"media-size")
            .put(COLLECTION, "", b"")
            .put(MEMBER, "", b"x-dimension")
            .put(INTEGER, "", &width.to_be_bytes())
            .put(MEMBER, "", b"y-dimension")
            .put(INTEGER, "", &height.to_be_bytes())
            .put(COLLECTION_END, "", b"")
            .put(COLLECTION_END, "", b"")
    }

    pub(crate) fn bytes(mut self) -> Vec<u8> {
        self.0.push(END);
        self.0
    }

    fn put(mut self, tag: u8, name: &str, value: &[u8]) -> Self {
        self.0.push(tag);
        for part in [name.as_bytes(), value] {
            // Nothing that we send is longer; what were longer would be cut, not overflow.
            let length = u16::try_from(part.len()).unwrap_or(u16::MAX);
            self.0.extend(length.to_be_bytes());
            self.0.extend(&part[..usize::from(length)]);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let request = Request::new(Operation::PrintJob, "ipp://p/").name("job-name", "Ærø").job().integer("copies", 2);
        let bytes = request.media_size(10_500, 14_800).bytes();
        let reply = read(&bytes).unwrap();
        assert_eq!(reply.status, Operation::PrintJob as u16, "where a reply has its status");
        assert_eq!((reply.text("job-name"), reply.integer("copies")), (Some("Ærø"), Some(2)));
        let [Value::Collection(media)] = reply.values("media-col") else { panic!("{reply:?}") };
        let Some(Value::Collection(size)) = Attribute::member(media, "media-size") else { panic!("{media:?}") };
        assert_eq!(Attribute::member(size, "y-dimension"), Some(&Value::Integer(14_800)));
    }

    #[test]
    fn nothing_that_is_cut_off_or_senseless_is_read() {
        let good = Request::new(Operation::PrintJob, "ipp://p/").job().media_size(1, 2).bytes();
        for length in 0..good.len() {
            assert_eq!(read(&good[..length]), Err(Garbled), "cut off after {length} bytes");
        }
        assert_eq!(read(b"HTTP/1.1 200 OK"), Err(Garbled));
        let deep = [&good[..good.len() - 1], &[COLLECTION, 0, 1, b'x', 0, 0][..]].concat();
        let deep = [deep, [MEMBER, 0, 0, 0, 1, b'y', COLLECTION, 0, 0, 0, 0].repeat(100)].concat();
        assert_eq!(read(&deep), Err(Garbled), "collections without end");
        let many = [&good[..9], &[INTEGER, 0, 1, b'x', 0, 4, 0, 0, 0, 1].repeat(10_000)[..], &[END]].concat();
        assert_eq!(read(&many), Err(Garbled), "attributes without end");
    }
}
