//! The same file with entries removed or added. Every other byte stays, except the count
//! and the digest.

use super::{DIGEST_LENGTH, Entries, Entry, Error, Left, Standing, TRUSTED, digest};

/// The bytes before the first entry: magic, version, count.
const HEADER_LENGTH: usize = 12;

impl<'a> Entries<'a> {
    /// The version, which determines an entry's layout.
    pub fn version(&self) -> Option<u32> {
        let mut left = Left {
            bytes: self.bytes,
            at: 0,
        };
        left.number().and_then(|_magic| left.number()).ok()
    }

    /// Whether the position of the file's digest is known.
    pub fn is_whole(&self) -> bool {
        self.body_length.is_some()
    }

    /// The bytes of an entry.
    pub fn bytes_of(&self, entry: &Entry<'_>) -> &'a [u8] {
        self.bytes.get(entry.place.clone()).unwrap_or_default()
    }

    /// The file without these trusted entries, and with the given ones appended, sealed
    /// with the password. `None` if the file's password is another, or its count does not
    /// match.
    pub fn rewritten(
        &self,
        without: &[&Entry<'_>],
        with: &[&[u8]],
        password: &str,
    ) -> Option<Vec<u8>> {
        let is_trusted = |entry: &&Entry<'_>| entry.standing == Standing::Trusted;
        if !self.is_sealed_with(password) || !without.iter().all(is_trusted) {
            return None;
        }
        let length = self.body_length?;
        let mut counted = Left {
            bytes: self.bytes.get(8..HEADER_LENGTH)?,
            at: 0,
        };
        let count = counted.number().ok()?;
        let count = count
            .checked_sub(u32::try_from(without.len()).ok()?)?
            .checked_add(u32::try_from(with.len()).ok()?)?;
        let mut body = self.bytes.get(..8)?.to_vec();
        body.extend(count.to_be_bytes());
        let mut at = HEADER_LENGTH;
        for entry in without {
            body.extend(self.bytes.get(at..entry.place.start)?);
            at = entry.place.end;
        }
        body.extend(self.bytes.get(at..self.end)?);
        body.extend(with.concat());
        body.extend(self.bytes.get(self.end..length)?);
        let seal = digest(password, &body);
        body.extend(seal);
        body.extend(self.bytes.get(length + DIGEST_LENGTH..)?);
        Some(body)
    }
}

/// The alias in an entry's bytes, by which Java identifies it.
pub fn name_of(entry: &[u8]) -> &[u8] {
    let mut left = Left {
        bytes: entry,
        at: 0,
    };
    left.number()
        .and_then(|_tag| left.text())
        .unwrap_or_default()
}

/// Reads the bytes of one trusted entry from a file of this version.
pub fn trusted_entry(bytes: &[u8], version: u32) -> Result<Entry<'_>, Error> {
    let mut found = Vec::new();
    let mut left = Left { bytes, at: 0 };
    super::entry(&mut left, version, &mut found)?;
    match (found.pop(), found.is_empty(), left.bytes) {
        (Some(entry), true, []) if entry.standing == Standing::Trusted => Ok(entry),
        _ => Err(Error::Tag {
            tag: TRUSTED,
            at: left.at,
        }),
    }
}

#[cfg(test)]
mod tests;
