//! The compound file around an old Office document (MS-CFB): a small file system of sectors in chains.
//!
//! calamine (0.38) follows a chain that bites its own tail until the memory is gone, so it is not given the file as it
//! came, but the one stream that matters in a container of our own making.

use crate::{ListError, Unreadable};

/// What a file starts with (MS-CFB 2.2).
pub(crate) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// The last sector of a chain; everything from `NO_SECTOR` on is none.
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const FAT_SECTOR: u32 = 0xFFFF_FFFD;
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// Where the header lists the first sectors of the allocation table, and how many.
const FAT_LIST: usize = 76;
const FAT_LISTED: usize = 109;
/// Streams below this size are kept in small sectors inside another stream.
const SMALL_STREAM: usize = 4_096;
const SMALL_SECTOR: usize = 64;
/// A directory entry.
const ENTRY: usize = 128;

/// Takes a workbook's stream out of a compound file.
pub(crate) fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, ListError> {
    let file = Compound::open(bytes).ok_or(Unreadable::Damaged)?;
    if file.entry("EncryptedPackage").is_some() {
        return Err(Unreadable::Password.into());
    }
    let entry = file.entry("Workbook").or_else(|| file.entry("Book")).ok_or(Unreadable::OtherDocument)?;
    Ok(file.stream(&entry).ok_or(Unreadable::Damaged)?)
}

struct Compound<'a> {
    bytes: &'a [u8],
    sector_size: usize,
    fat: Vec<u32>,
    directory: Vec<u8>,
}

struct Entry {
    start: u32,
    len: usize,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector_size = match short(bytes, 30)? {
            9 => 512,
            12 => 4_096,
            _ => return None,
        };
        let mut file = Self { bytes, sector_size, fat: Vec::new(), directory: Vec::new() };
        file.fat = file.read_fat()?;
        file.directory = file.chain(long(bytes, 48)?, usize::MAX)?;
        Some(file)
    }

    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(id).ok()?.checked_add(1)?.checked_mul(self.sector_size)?;
        let rest = self.bytes.get(start..)?;
        // The last sector of a file is often cut short.
        Some(rest.get(..self.sector_size).unwrap_or(rest))
    }

    fn read_fat(&self) -> Option<Vec<u32>> {
        let mut sectors: Vec<u32> =
            (0..FAT_LISTED).filter_map(|index| long(self.bytes, FAT_LIST + 4 * index)).collect();
        let mut next = long(self.bytes, 68)?;
        // Never more lists than the file has sectors, however they are chained.
        for _ in 0..self.bytes.len() / self.sector_size {
            if next >= NO_SECTOR {
                break;
            }
            let mut list: Vec<u32> = longs(self.sector(next)?).collect();
            next = list.pop()?;
            sectors.extend(list);
        }
        let mut fat = Vec::new();
        for id in sectors.into_iter().filter(|id| *id < NO_SECTOR) {
            fat.extend(longs(self.sector(id)?));
            if fat.len() > self.bytes.len() {
                return None;
            }
        }
        Some(fat)
    }

    /// The bytes of a chain, at most `len`.
    fn chain(&self, start: u32, len: usize) -> Option<Vec<u8>> {
        let mut chain = Vec::new();
        let mut id = start;
        while id != END_OF_CHAIN && chain.len() < len {
            chain.extend_from_slice(self.sector(id)?);
            if chain.len() > self.bytes.len() {
                return None;
            }
            id = *self.fat.get(usize::try_from(id).ok()?)?;
        }
        chain.truncate(len);
        Some(chain)
    }

    fn entry(&self, name: &str) -> Option<Entry> {
        self.directory
            .chunks_exact(ENTRY)
            .find(|entry| name_of(entry).eq_ignore_ascii_case(name))
            .and_then(|entry| Some(Entry { start: long(entry, 116)?, len: usize::try_from(long(entry, 120)?).ok()? }))
    }

    fn stream(&self, entry: &Entry) -> Option<Vec<u8>> {
        if entry.len >= SMALL_STREAM {
            return self.chain(entry.start, entry.len);
        }
        // The first entry is the root, whose stream holds the small sectors.
        let small = self.chain(long(&self.directory, 116)?, usize::MAX)?;
        let table: Vec<u32> = longs(&self.chain(long(self.bytes, 60)?, usize::MAX)?).collect();
        let mut stream = Vec::new();
        let mut id = entry.start;
        while id != END_OF_CHAIN && stream.len() < entry.len {
            let place = usize::try_from(id).ok()?;
            let start = place.checked_mul(SMALL_SECTOR)?;
            stream.extend_from_slice(small.get(start..)?.get(..SMALL_SECTOR)?);
            id = *table.get(place)?;
        }
        stream.truncate(entry.len);
        Some(stream)
    }
}

/// A compound file that holds just this stream, named `Workbook`.
///
/// Sectors of 4,096 bytes: then the header's own list of table sectors is long enough for 400 MB.
pub(crate) fn container(mut stream: Vec<u8>) -> Option<Vec<u8>> {
    const SECTOR: usize = 4_096;
    let len = stream.len().max(SMALL_STREAM);
    stream.resize(len.next_multiple_of(SECTOR), 0);
    let sectors = u32::try_from(stream.len() / SECTOR).ok()?;
    // Sector 0 is the directory, then the stream, then the table, which lists itself too.
    let entries = SECTOR / 4;
    let tables = u32::try_from((stream.len() / SECTOR + 1).div_ceil(entries - 1)).ok()?;
    let first_table = sectors + 1;

    let mut table = vec![END_OF_CHAIN];
    table.extend((1..sectors).map(|sector| sector + 1));
    table.push(END_OF_CHAIN);
    table.extend((0..tables).map(|_| FAT_SECTOR));
    table.resize(usize::try_from(tables).ok()? * entries, u32::MAX);

    let mut header = SIGNATURE.to_vec();
    header.resize(SECTOR, 0);
    put(&mut header, 24, &[0x3E, 0, 4, 0, 0xFE, 0xFF, 12, 0, 6, 0])?;
    for (at, value) in [(44, tables), (48, 0), (56, 4_096), (60, END_OF_CHAIN), (68, END_OF_CHAIN)] {
        put(&mut header, at, &value.to_le_bytes())?;
    }
    for index in 0..FAT_LISTED {
        let sector = u32::try_from(index).ok().filter(|index| *index < tables).map_or(u32::MAX, |n| first_table + n);
        put(&mut header, FAT_LIST + 4 * index, &sector.to_le_bytes())?;
    }

    let mut file = header;
    file.extend(entry("Root Entry", 5, 0, 0)?);
    file.extend(entry("Workbook", 2, 1, len)?);
    file.resize(2 * SECTOR, 0);
    file.extend(stream);
    file.extend(table.into_iter().flat_map(u32::to_le_bytes));
    Some(file)
}

fn entry(name: &str, kind: u8, start: u32, len: usize) -> Option<Vec<u8>> {
    let mut entry = vec![0; ENTRY];
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    put(&mut entry, 0, &name)?;
    put(&mut entry, 64, &u16::try_from(name.len() + 2).ok()?.to_le_bytes())?;
    put(&mut entry, 66, &[kind])?;
    put(&mut entry, 116, &start.to_le_bytes())?;
    put(&mut entry, 120, &u32::try_from(len).ok()?.to_le_bytes())?;
    Some(entry)
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) -> Option<()> {
    bytes.get_mut(at..at + value.len())?.copy_from_slice(value);
    Some(())
}

fn name_of(entry: &[u8]) -> String {
    let units = entry.chunks_exact(2).take(32).filter_map(|unit| short(unit, 0)).take_while(|unit| *unit != 0);
    char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// A number of two bytes, the low one first.
pub(crate) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

/// A number of four bytes, the low one first.
pub(crate) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

fn longs(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|chunk| long(chunk, 0))
}
