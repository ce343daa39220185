//! Removes refused trusted certificates from a keystore, and puts them back.
//!
//! Remaining entries keep their bytes and order; the file is sealed again with the
//! file's own password and parameters. If the password is unknown, the file is not changed:
//! with a wrong seal, programs that know the password could not read it at all. Private keys
//! and their chains are never changed.
//!
//! If several entries have one name, Java uses the last one (`Hashtable.put` in `engineLoad` of
//! OpenJDK's `JavaKeyStore` and `PKCS12KeyStore`). If that one is removed, so are the entries
//! that it hid: filtering must not expose roots that Java did not trust before.
//!
//! **Trust:** the author of the file chose every byte. Each result is read back before it is
//! returned.

use anchorwatch_identity::Certificate;
use anchorwatch_machine::java::jks;
use anchorwatch_remark::{Remark as _, Told};

use crate::java::remark::JavaRemark;

mod bags;
mod entries;
mod selection;

/// The result of filtering a keystore.
#[derive(Debug, Default)]
pub(crate) struct Filtered {
    /// The keystore without the removed entries; `None` if none was removed.
    pub(crate) content: Option<Vec<u8>>,
    /// What was removed, in file order.
    pub(crate) removed: Vec<Removed>,
    /// What may hold a refused certificate all the same.
    pub(crate) blind_spots: Vec<Told>,
}

/// An entry that was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Removed {
    /// Its displayed name.
    pub(crate) alias: String,
    /// Its certificate. A hidden entry's certificate may be unreadable.
    pub(crate) certificate: Option<Certificate>,
    /// All that is needed to put it back: a word for the format, and the entry's bytes in
    /// base64.
    pub(crate) entry: String,
}

/// The result of putting entries back.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PutBack {
    /// All are already there.
    Nothing,
    /// The keystore with them.
    Content(Vec<u8>),
    /// Something else is in their place.
    Conflict(Told),
}

/// Removes the refused trusted certificates. These passwords are tried before the usual ones.
///
/// # Errors
/// A sentence, if a refused certificate cannot be removed, or the bytes are not a keystore
/// that Java reads.
pub(crate) fn without(
    bytes: &[u8],
    passwords: &[String],
    is_refused: &dyn Fn(&Certificate) -> bool,
) -> Result<Filtered, Told> {
    let filter = if is_jks(bytes) {
        entries::without
    } else {
        bags::without
    };
    let mut filtered = filter(bytes, passwords, is_refused)?;
    if let Some(content) = &filtered.content {
        let again = filter(content, passwords, is_refused)?;
        if again.content.is_some() {
            return Err(JavaRemark::StillShowsRefused.told());
        }
        filtered.blind_spots = again.blind_spots;
    }
    Ok(filtered)
}

/// Puts removed entries back, whatever else the keystore now contains.
///
/// # Errors
/// A sentence, if the keystore cannot be read or sealed, or an entry is malformed.
pub(crate) fn with_again(
    bytes: &[u8],
    passwords: &[String],
    removed: &[&str],
) -> Result<PutBack, Told> {
    if is_jks(bytes) {
        entries::with_again(bytes, passwords, removed)
    } else {
        bags::with_again(bytes, passwords, removed)
    }
}

/// Removes entries that a receipt keeps, if they are still as they were put there; `None` if none is
/// there.
///
/// # Errors
/// A sentence, if the keystore cannot be read or sealed, or an entry is malformed.
pub(crate) fn without_entries(bytes: &[u8], added: &[&str]) -> Result<Option<Vec<u8>>, Told> {
    if added.is_empty() {
        return Ok(None);
    }
    if is_jks(bytes) {
        entries::without_entries(bytes, added)
    } else {
        bags::without_entries(bytes, added)
    }
}

/// The certificate of an entry that a receipt keeps; `None` if it has none that can be read.
pub(crate) fn certificate_of(text: &str) -> Option<Certificate> {
    let (word, kept) = word_and_bytes(text).ok()?;
    match word.strip_prefix(entries::WORD) {
        Some(version) => entries::certificate_of(&kept, version.parse().ok()?),
        None => bags::certificate_of(&kept),
    }
}

fn is_jks(bytes: &[u8]) -> bool {
    let magic = bytes.first_chunk().map(|magic| u32::from_be_bytes(*magic));
    matches!(magic, Some(jks::JKS | jks::JCEKS))
}

/// The format and the bytes of an entry that a receipt keeps.
fn word_and_bytes(text: &str) -> Result<(&str, Vec<u8>), Told> {
    let parts = text.split_once(' ').and_then(|(word, encoded)| {
        let bytes = data_encoding::BASE64.decode(encoded.as_bytes());
        Some((word, bytes.ok()?))
    });
    parts.ok_or_else(|| JavaRemark::BadItem.told())
}

fn in_words(word: &str, bytes: &[u8]) -> String {
    format!("{word} {}", data_encoding::BASE64.encode(bytes))
}

fn other_format(word: &str) -> PutBack {
    let format = word.to_owned();
    PutBack::Conflict(JavaRemark::OtherFormat { format }.told())
}

fn taken(alias: Option<&str>) -> PutBack {
    let remark = match alias.map(str::to_owned) {
        Some(entry) => JavaRemark::NameTaken { entry },
        None => JavaRemark::NamelessTaken,
    };
    PutBack::Conflict(remark.told())
}

fn entry_unreadable(alias: Option<&str>, why: Told) -> Told {
    let why = why.into();
    let remark = match alias.map(str::to_owned) {
        Some(entry) => JavaRemark::EntryUnreadable { entry, why },
        None => JavaRemark::NamelessEntryUnreadable { why },
    };
    remark.told()
}

#[cfg(test)]
mod tests;
