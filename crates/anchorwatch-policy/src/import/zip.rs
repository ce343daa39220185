//! Reads one entry of an unambiguous zip archive.
//!
//! A component's archive is small and made by one tool. Everything that could make two readers
//! see different files is refused: bytes after the end record, a directory that does not end
//! there, a repeated entry, a local header with another name.

use super::{Error, cursor::Cursor};

/// The most entries of an archive; the component has five.
const MAX_FILES: u16 = 64;
/// The end record without a comment (APPNOTE 6.3.10 §4.3.16).
const END_BYTES: usize = 22;

/// The content of the one entry of this name, of at most `max` bytes.
///
/// **Not checked:** the CRC. The carrier's signature covers every byte.
pub(super) fn entry(archive: &[u8], name: &str, max: usize) -> Result<Vec<u8>, Error> {
    let mut found = None;
    for one in directory(archive)? {
        if one.name == name.as_bytes() && found.replace(one).is_some() {
            return Err(refused("it has an entry twice"));
        }
    }
    let entry = found.ok_or_else(|| refused("it has no crl-set"))?;
    if entry.size > max {
        return Err(refused("its crl-set is larger than any list"));
    }
    let stored = content(archive, &entry)?;
    match entry.method {
        0 if stored.len() == entry.size => Ok(stored.to_vec()),
        8 => inflated(stored, entry.size),
        _ => Err(refused("its crl-set is packed in an unknown way")),
    }
}

fn inflated(packed: &[u8], size: usize) -> Result<Vec<u8>, Error> {
    let content = miniz_oxide::inflate::decompress_to_vec_with_limit(packed, size)
        .map_err(|_| refused("its crl-set does not unpack"))?;
    if content.len() == size {
        Ok(content)
    } else {
        Err(refused("its crl-set has another size than it says"))
    }
}

struct Entry<'a> {
    name: &'a [u8],
    method: u16,
    packed_size: usize,
    size: usize,
    local_offset: usize,
}

/// The central directory (APPNOTE §4.3.12).
fn directory(archive: &[u8]) -> Result<Vec<Entry<'_>>, Error> {
    const WHAT: &str = "the archive's directory";
    let end_at = archive
        .len()
        .checked_sub(END_BYTES)
        .ok_or_else(|| refused("it is too short for one"))?;
    let mut end = Cursor::new(archive.get(end_at..).unwrap_or_default());
    if end.array(WHAT)? != *b"PK\x05\x06" {
        return Err(refused("it does not end as one without a comment does"));
    }
    let [disk, directory_disk, here, count] = [
        end.u16(WHAT)?,
        end.u16(WHAT)?,
        end.u16(WHAT)?,
        end.u16(WHAT)?,
    ];
    let (size, start) = (end.u32(WHAT)? as usize, end.u32(WHAT)? as usize);
    if (disk, directory_disk, here) != (0, 0, count) || count > MAX_FILES || end.u16(WHAT)? != 0 {
        return Err(refused("its end record is not that of a small archive"));
    }
    if start.checked_add(size) != Some(end_at) {
        return Err(refused("its directory does not reach up to the end record"));
    }
    let mut cursor = Cursor::new(archive.get(start..end_at).unwrap_or_default());
    let entries = (0..count).map(|_| directory_entry(&mut cursor));
    let entries = entries.collect::<Result<Vec<_>, _>>()?;
    if cursor.is_empty() {
        Ok(entries)
    } else {
        Err(refused("its directory is longer than its entries"))
    }
}

fn directory_entry<'a>(cursor: &mut Cursor<'a>) -> Result<Entry<'a>, Error> {
    const WHAT: &str = "an entry of the archive's directory";
    if cursor.array(WHAT)? != *b"PK\x01\x02" {
        return Err(refused("its directory holds something else than entries"));
    }
    let _versions: [u8; 4] = cursor.array(WHAT)?;
    let flags = cursor.u16(WHAT)?;
    let method = cursor.u16(WHAT)?;
    let _time_and_crc: [u8; 8] = cursor.array(WHAT)?;
    let packed_size = cursor.u32(WHAT)? as usize;
    let size = cursor.u32(WHAT)? as usize;
    let lengths = [cursor.u16(WHAT)?, cursor.u16(WHAT)?, cursor.u16(WHAT)?];
    let _disk_and_attributes: [u8; 8] = cursor.array(WHAT)?;
    let local_offset = cursor.u32(WHAT)? as usize;
    let [name, extra, comment] = lengths.map(usize::from);
    let name = cursor.take(WHAT, name)?;
    cursor.take(WHAT, extra + comment)?;
    // Bit 0: encrypted.
    if flags & 1 != 0 {
        return Err(refused("an entry is encrypted"));
    }
    Ok(Entry {
        name,
        method,
        packed_size,
        size,
        local_offset,
    })
}

/// The bytes after the local header (APPNOTE §4.3.7).
fn content<'a>(archive: &'a [u8], entry: &Entry<'_>) -> Result<&'a [u8], Error> {
    const WHAT: &str = "an entry of the archive";
    let mut cursor = Cursor::new(archive.get(entry.local_offset..).unwrap_or_default());
    if cursor.array(WHAT)? != *b"PK\x03\x04" {
        return Err(refused("its directory points at no entry"));
    }
    let _to_lengths: [u8; 22] = cursor.array(WHAT)?;
    let lengths = [cursor.u16(WHAT)?, cursor.u16(WHAT)?];
    let [name, extra] = lengths.map(usize::from);
    if cursor.take(WHAT, name)? != entry.name {
        return Err(refused("an entry has another name than in the directory"));
    }
    cursor.take(WHAT, extra)?;
    cursor.take(WHAT, entry.packed_size)
}

fn refused(why: &'static str) -> Error {
    Error::Archive { why }
}
