//! Reads one entry of an unambiguous zip archive.
//!
//! A component's archive is small and made by one tool. Everything that could make two readers
//! see different files is refused: bytes after the end record, a directory that does not end
//! there, a repeated entry, a local header with another name.

use super::{ArchiveProblem, Error, Part, cursor::Cursor};

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
            return Err(refused(ArchiveProblem::Repeated));
        }
    }
    let entry = found.ok_or_else(|| refused(ArchiveProblem::NoCrlSet))?;
    if entry.size > max {
        return Err(refused(ArchiveProblem::TooLarge));
    }
    let stored = content(archive, &entry)?;
    match entry.method {
        0 if stored.len() == entry.size => Ok(stored.to_vec()),
        8 => inflated(stored, entry.size),
        _ => Err(refused(ArchiveProblem::Method)),
    }
}

fn inflated(packed: &[u8], size: usize) -> Result<Vec<u8>, Error> {
    let content = miniz_oxide::inflate::decompress_to_vec_with_limit(packed, size)
        .map_err(|_| refused(ArchiveProblem::Damaged))?;
    if content.len() == size {
        Ok(content)
    } else {
        Err(refused(ArchiveProblem::Size))
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
    const PART: Part = Part::ArchiveDirectory;
    let end_at = archive
        .len()
        .checked_sub(END_BYTES)
        .ok_or_else(|| refused(ArchiveProblem::TooShort))?;
    let mut end = Cursor::new(archive.get(end_at..).unwrap_or_default());
    if end.array(PART)? != *b"PK\x05\x06" {
        return Err(refused(ArchiveProblem::NoEnd));
    }
    let [disk, directory_disk, here, count] = [
        end.u16(PART)?,
        end.u16(PART)?,
        end.u16(PART)?,
        end.u16(PART)?,
    ];
    let (size, start) = (end.u32(PART)? as usize, end.u32(PART)? as usize);
    if (disk, directory_disk, here) != (0, 0, count) || count > MAX_FILES || end.u16(PART)? != 0 {
        return Err(refused(ArchiveProblem::EndRecord));
    }
    if start.checked_add(size) != Some(end_at) {
        return Err(refused(ArchiveProblem::DirectoryGap));
    }
    let mut cursor = Cursor::new(archive.get(start..end_at).unwrap_or_default());
    let entries = (0..count).map(|_| directory_entry(&mut cursor));
    let entries = entries.collect::<Result<Vec<_>, _>>()?;
    if cursor.is_empty() {
        Ok(entries)
    } else {
        Err(refused(ArchiveProblem::DirectorySurplus))
    }
}

fn directory_entry<'a>(cursor: &mut Cursor<'a>) -> Result<Entry<'a>, Error> {
    const PART: Part = Part::DirectoryEntry;
    if cursor.array(PART)? != *b"PK\x01\x02" {
        return Err(refused(ArchiveProblem::DirectoryForeign));
    }
    let _versions: [u8; 4] = cursor.array(PART)?;
    let flags = cursor.u16(PART)?;
    let method = cursor.u16(PART)?;
    let _time_and_crc: [u8; 8] = cursor.array(PART)?;
    let packed_size = cursor.u32(PART)? as usize;
    let size = cursor.u32(PART)? as usize;
    let lengths = [cursor.u16(PART)?, cursor.u16(PART)?, cursor.u16(PART)?];
    let _disk_and_attributes: [u8; 8] = cursor.array(PART)?;
    let local_offset = cursor.u32(PART)? as usize;
    let [name, extra, comment] = lengths.map(usize::from);
    let name = cursor.take(PART, name)?;
    cursor.take(PART, extra + comment)?;
    // Bit 0: encrypted.
    if flags & 1 != 0 {
        return Err(refused(ArchiveProblem::Encrypted));
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
    const PART: Part = Part::ArchiveEntry;
    let mut cursor = Cursor::new(archive.get(entry.local_offset..).unwrap_or_default());
    if cursor.array(PART)? != *b"PK\x03\x04" {
        return Err(refused(ArchiveProblem::NoEntry));
    }
    let _to_lengths: [u8; 22] = cursor.array(PART)?;
    let lengths = [cursor.u16(PART)?, cursor.u16(PART)?];
    let [name, extra] = lengths.map(usize::from);
    if cursor.take(PART, name)? != entry.name {
        return Err(refused(ArchiveProblem::OtherName));
    }
    cursor.take(PART, extra)?;
    cursor.take(PART, entry.packed_size)
}

fn refused(why: ArchiveProblem) -> Error {
    Error::Archive { why }
}
