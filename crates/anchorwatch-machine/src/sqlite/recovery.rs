//! What SQLite does with a database and the files next to it, done on a copy.
//!
//! ```text
//! journal  = 1*(header records)                      big-endian; SQLite file format §3
//!   header = magic[8] count[4] nonce[4] pages[4] sector[4] page[4], padded to a sector
//!   record = number[4] content[page] sum[4]          a page as it was before
//!   end    = number[4] name length[4] sum[4] magic[8]   the name of the super-journal
//! log      = header[32] frames                       §4
//!   header = magic[4] version[4] page[4] checkpoint[4] salt[8] sum[8]
//!   frame  = number[4] pages-if-commit[4] salt[8] sum[8] content[page]
//! ```
//!
//! A program that is killed while it commits leaves its journal behind: the database is
//! half written, or written and not committed, and the next program that opens it puts the
//! pages back. A log contains what is committed and not yet in the database. Without them,
//! the database shows a state that no program would read.
//!
//! Source: `pager.c` (`pager_playback`, `hasHotJournal`) and `wal.c` (`walIndexRecover`) of
//! SQLite 3.53. Where they recognize the end of a truncated file, so does this reader.
//! Anything that SQLite never writes is rejected, even where they skip it.
//!
//! **Trust:** the folder's owner chose every byte. The sizes stated in the files are
//! checked against `max` before anything is allocated.

use std::collections::BTreeMap;

/// The mark of a journal's header, and of the name at its end.
pub const MAGIC: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];

/// The length of the name, a checksum, and the mark.
const TRAILER_BYTES: usize = 16;

/// The longest path (PATH_MAX).
const MAX_NAME_BYTES: usize = 4096;

/// The shortest header that SQLite reads, in bytes: one sector.
const MIN_HEADER_BYTES: usize = 512;

/// The offset of SQLite's locks: this page is never used, in any database.
const LOCK_OFFSET: usize = 0x4000_0000;

const LOG_MAGIC: u32 = 0x377f_0682;
const LOG_VERSION: u32 = 3_007_000;
const LOG_HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;

anchorwatch_remark::remarks! {
    /// Why what lies beside a database is not understood.
    pub enum Error {
        /// SQLite did not write it.
        "recovery_not_sqlite" => NotOne,
        /// Its end names no super-journal of this database.
        "recovery_odd_name" => OddName,
        /// Its pages have another size than the database's.
        "recovery_page_size" => OtherPageSize,
        /// A page in it is damaged.
        "recovery_damaged" => Damaged,
        /// The database would be larger than is read.
        "recovery_too_large" => TooLarge {
            /// The most bytes.
            max: u64,
        },
        /// Another version of the format.
        "recovery_version" => OtherVersion {
            /// The version.
            version: u64,
        },
    }
}

/// Whether SQLite would read a journal at all: it ignores a cleared one.
#[must_use]
pub fn is_hot(journal: &[u8]) -> bool {
    journal.first().is_some_and(|first| *first != 0)
}

/// The name at a journal's end, if it is marked.
pub(crate) fn super_journal(journal: &[u8]) -> Result<Option<&[u8]>, Error> {
    let Some((before, trailer)) = journal.split_last_chunk::<TRAILER_BYTES>() else {
        return Ok(None);
    };
    let (Some(length), Some(sum)) = (number(trailer, 0), number(trailer, 4)) else {
        return Ok(None);
    };
    if trailer.get(8..) != Some(&MAGIC[..]) {
        return Ok(None);
    }
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let start = before.len().checked_sub(length);
    let name = start
        .and_then(|start| before.get(start..))
        .filter(|name| !name.is_empty() && name.len() <= MAX_NAME_BYTES)
        .ok_or(Error::OddName)?;
    // SQLite adds them up as signed octets.
    let found = name.iter().fold(0_u32, |sum, octet| {
        sum.wrapping_add_signed(i32::from(octet.cast_signed()))
    });
    if found == sum {
        Ok(Some(name))
    } else {
        Err(Error::OddName)
    }
}

/// Whether a journal's end names a super-journal: several databases were changed in one
/// transaction.
#[must_use]
pub fn has_super_journal(journal: &[u8]) -> bool {
    matches!(super_journal(journal), Ok(Some(_)))
}

/// Puts back the pages that a journal keeps, as the next program that opens the database
/// does. The journal must be hot, and its super-journal, if it names one, must exist.
pub(crate) fn roll_back(content: &mut Vec<u8>, journal: &[u8], max: u64) -> Result<(), Error> {
    let first = Header::read(journal, 0)
        .filter(|header| header.is_sound() && journal.len() >= MIN_HEADER_BYTES)
        .ok_or(Error::NotOne)?;
    // A database without pages has nothing to put back.
    if content.is_empty() {
        return Ok(());
    }
    if page_bytes(content) != Some(first.page) {
        return Err(Error::OtherPageSize);
    }
    resize(content, first.pages, first.page, max)?;
    let mut header = first;
    let mut at = first.sector;
    loop {
        for _ in 0..header.records(journal, first.sector) {
            match record(journal, at, &first, header.nonce)? {
                None => return Ok(()),
                Some((page, before)) => {
                    put(content, page, before);
                    at += first.page + 8;
                }
            }
        }
        let next = at.next_multiple_of(first.sector);
        let is_there = next + first.sector <= journal.len();
        match Header::read(journal, next).filter(|_| is_there) {
            Some(next_header) => header = next_header,
            None => return Ok(()),
        }
        at = next + first.sector;
    }
}

/// Applies what a write-ahead log has committed.
pub(crate) fn apply_log(content: &mut Vec<u8>, log: &[u8], max: u64) -> Result<(), Error> {
    let (header, frames) = log
        .split_at_checked(LOG_HEADER_BYTES)
        .ok_or(Error::NotOne)?;
    let (Some(magic), Some(version), Some(page)) =
        (number(header, 0), number(header, 4), number(header, 8))
    else {
        return Err(Error::NotOne);
    };
    let mut sum = Sum::new(magic);
    sum.add(header.get(..24).unwrap_or_default());
    if magic & !1 != LOG_MAGIC
        || !page.is_power_of_two()
        || !(512..=65_536).contains(&page)
        || !sum.is(header, 24)
    {
        return Err(Error::NotOne);
    }
    if version != LOG_VERSION {
        return Err(Error::OtherVersion {
            version: u64::from(version),
        });
    }
    if content.is_empty() {
        return Ok(());
    }
    let page = usize::try_from(page).unwrap_or(usize::MAX);
    let salt = header.get(16..24).unwrap_or_default();
    let (committed, pages) = committed(frames, page, salt, sum);
    if pages == 0 {
        return Ok(());
    }
    if page_bytes(content) != Some(page) {
        return Err(Error::OtherPageSize);
    }
    resize(content, pages, page, max)?;
    for (number, written) in committed {
        put(
            content,
            usize::try_from(number).unwrap_or(usize::MAX),
            written,
        );
    }
    Ok(())
}

/// The last committed content of each page, and the number of pages then.
fn committed<'a>(
    frames: &'a [u8],
    page: usize,
    salt: &[u8],
    mut sum: Sum,
) -> (BTreeMap<u32, &'a [u8]>, u32) {
    let (mut committed, mut pages) = (BTreeMap::new(), 0);
    let mut open = BTreeMap::new();
    for frame in frames.chunks_exact(FRAME_HEADER_BYTES + page) {
        let (header, written) = frame.split_at(FRAME_HEADER_BYTES);
        let (Some(at), Some(commit)) = (number(header, 0), number(header, 4)) else {
            break;
        };
        sum.add(header.get(..8).unwrap_or_default());
        sum.add(written);
        if header.get(8..16) != Some(salt) || at == 0 || !sum.is(header, 16) {
            break;
        }
        open.insert(at, written);
        if commit != 0 {
            committed.append(&mut open);
            pages = commit;
        }
    }
    (committed, pages)
}

#[derive(Debug, Clone, Copy)]
struct Header {
    count: u32,
    nonce: u32,
    pages: u32,
    sector: usize,
    page: usize,
}

impl Header {
    fn read(journal: &[u8], at: usize) -> Option<Self> {
        let header = journal.get(at..)?;
        let field = |at| number(header, at);
        let size = |at| field(at).and_then(|size| usize::try_from(size).ok());
        (header.get(..8)? == MAGIC).then_some(())?;
        Some(Self {
            count: field(8)?,
            nonce: field(12)?,
            pages: field(16)?,
            sector: size(20)?,
            page: size(24)?,
        })
    }

    /// Whether SQLite accepts this header.
    fn is_sound(&self) -> bool {
        self.page.is_power_of_two()
            && (512..=65_536).contains(&self.page)
            && self.sector.is_power_of_two()
            && (32..=65_536).contains(&self.sector)
    }

    /// How many records follow. A program that never waits for the disk does not state it.
    fn records(&self, journal: &[u8], sector: usize) -> usize {
        if self.count == u32::MAX {
            journal.len().saturating_sub(sector)
        } else {
            usize::try_from(self.count).unwrap_or(usize::MAX)
        }
    }
}

/// A page as it was before, and its number; `None` at the end of the journal.
fn record<'a>(
    journal: &'a [u8],
    at: usize,
    first: &Header,
    nonce: u32,
) -> Result<Option<(usize, &'a [u8])>, Error> {
    let Some(record) = journal.get(at..at.saturating_add(first.page + 8)) else {
        return Ok(None);
    };
    let (Some(place), Some(before), Some(sum)) = (
        number(record, 0),
        record.get(4..4 + first.page),
        number(record, 4 + first.page),
    ) else {
        return Ok(None);
    };
    let place = usize::try_from(place).unwrap_or(usize::MAX);
    if place == 0 || place == LOCK_OFFSET / first.page + 1 {
        return Ok(None);
    }
    let mut found = nonce;
    let mut at = first.page - 200;
    while at > 0 {
        found = found.wrapping_add(before.get(at).copied().unwrap_or_default().into());
        at = at.saturating_sub(200);
    }
    if found == sum {
        Ok(Some((place, before)))
    } else {
        Err(Error::Damaged)
    }
}

/// The size of the database's pages (SQLite file format §1.3.2).
fn page_bytes(content: &[u8]) -> Option<usize> {
    match content.get(16..18)? {
        [0, 1] => Some(65_536),
        [high, low] => Some(usize::from(u16::from_be_bytes([*high, *low]))),
        _ => None,
    }
}

fn resize(content: &mut Vec<u8>, pages: u32, page: usize, max: u64) -> Result<(), Error> {
    let size = u64::from(pages).saturating_mul(page as u64);
    match usize::try_from(size) {
        Ok(bytes) if size <= max => {
            content.resize(bytes, 0);
            Ok(())
        }
        _ => Err(Error::TooLarge { max }),
    }
}

/// Puts a page in its place. A page beyond the end is ignored.
fn put(content: &mut [u8], number: usize, page: &[u8]) {
    let start = number.saturating_sub(1).saturating_mul(page.len());
    if let Some(place) = content.get_mut(start..start.saturating_add(page.len())) {
        place.copy_from_slice(page);
    }
}

/// The running checksum of a log, in the byte order of the machine that wrote it.
#[derive(Debug, Clone, Copy)]
struct Sum {
    is_big_endian: bool,
    words: [u32; 2],
}

impl Sum {
    fn new(magic: u32) -> Self {
        Self {
            is_big_endian: magic & 1 == 1,
            words: [0, 0],
        }
    }

    fn add(&mut self, octets: &[u8]) {
        let word = |octets: [u8; 4]| {
            if self.is_big_endian {
                u32::from_be_bytes(octets)
            } else {
                u32::from_le_bytes(octets)
            }
        };
        let [mut one, mut two] = self.words;
        for pair in octets.as_chunks::<8>().0 {
            let [a, b, c, d, e, f, g, h] = *pair;
            one = one.wrapping_add(word([a, b, c, d])).wrapping_add(two);
            two = two.wrapping_add(word([e, f, g, h])).wrapping_add(one);
        }
        self.words = [one, two];
    }

    /// Whether it equals the stored checksum.
    fn is(&self, header: &[u8], at: usize) -> bool {
        self.words.map(Some) == [number(header, at), number(header, at + 4)]
    }
}

fn number(octets: &[u8], at: usize) -> Option<u32> {
    let octets = octets.get(at..)?.first_chunk::<4>()?;
    Some(u32::from_be_bytes(*octets))
}

#[cfg(test)]
mod tests;
