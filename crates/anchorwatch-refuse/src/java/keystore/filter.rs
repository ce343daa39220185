//! A keystore without the trusted certificates that are refused, and with them again.
//!
//! Entries that stay are the same bytes in the same order; what seals the file is made
//! anew with the file's own password and parameters. A file whose password is not known
//! is left alone: with a seal that does not fit, programs that know the password would
//! read nothing of it any more. Private keys and their chains are never touched.
//!
//! Java believes of entries with one name the last (`Hashtable.put` in the `engineLoad`
//! of OpenJDK's `JavaKeyStore` and `PKCS12KeyStore`). Where that one is taken out,
//! those that it hid go with it: filtering brings nothing to light that Java did not
//! believe before.
//!
//! **Trust:** whoever wrote the file chose every byte. Nothing is given that was not
//! read back first.

use anchorwatch_identity::Certificate;
use anchorwatch_machine::java::jks;

mod bags;
mod entries;
mod selection;

/// What filtering made of a keystore.
#[derive(Debug, Default)]
pub(crate) struct Filtered {
    /// The keystore without what was removed; nothing, where nothing was.
    pub(crate) content: Option<Vec<u8>>,
    /// What was removed, in the order of the file.
    pub(crate) removed: Vec<Removed>,
    /// What may hold a refused certificate all the same, a sentence each.
    pub(crate) blind_spots: Vec<String>,
}

/// An entry that was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Removed {
    /// Its name, as people see it.
    pub(crate) alias: String,
    /// Its certificate; one that was hidden behind it may be unreadable.
    pub(crate) certificate: Option<Certificate>,
    /// All that is needed to put it back: a word for the format, and the entry's bytes
    /// in base64.
    pub(crate) entry: String,
}

/// What putting entries back made of a keystore.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PutBack {
    /// All are there already.
    Nothing,
    /// The keystore with them.
    Content(Vec<u8>),
    /// Something else stands in their place: a sentence.
    Conflict(String),
}

/// Takes the trusted certificates out that are refused. The passwords are tried before
/// the usual ones.
///
/// # Errors
/// A sentence, where a refused certificate is in the keystore and cannot be taken out,
/// or the bytes are no keystore that Java reads.
pub(crate) fn without(
    bytes: &[u8],
    passwords: &[String],
    is_refused: &dyn Fn(&Certificate) -> bool,
) -> Result<Filtered, String> {
    let filter = if is_jks(bytes) {
        entries::without
    } else {
        bags::without
    };
    let mut filtered = filter(bytes, passwords, is_refused)?;
    if let Some(content) = &filtered.content {
        let again = filter(content, passwords, is_refused)?;
        if again.content.is_some() {
            return Err("it still shows a refused certificate after that was taken out".to_owned());
        }
        filtered.blind_spots = again.blind_spots;
    }
    Ok(filtered)
}

/// Puts entries back that were taken out, whatever else the keystore holds by now.
///
/// # Errors
/// A sentence, where the keystore cannot be read or sealed, or an entry is none.
pub(crate) fn with_again(
    bytes: &[u8],
    passwords: &[String],
    removed: &[&str],
) -> Result<PutBack, String> {
    if is_jks(bytes) {
        entries::with_again(bytes, passwords, removed)
    } else {
        bags::with_again(bytes, passwords, removed)
    }
}

fn is_jks(bytes: &[u8]) -> bool {
    let magic = bytes.first_chunk().map(|magic| u32::from_be_bytes(*magic));
    matches!(magic, Some(jks::JKS | jks::JCEKS))
}

/// An entry in the words in which it is kept, taken apart.
fn word_and_bytes(text: &str) -> Result<(&str, Vec<u8>), String> {
    let parts = text.split_once(' ').and_then(|(word, encoded)| {
        let bytes = data_encoding::BASE64.decode(encoded.as_bytes());
        Some((word, bytes.ok()?))
    });
    parts.ok_or_else(|| "what was noted of a removed entry cannot be read".to_owned())
}

fn in_words(word: &str, bytes: &[u8]) -> String {
    format!("{word} {}", data_encoding::BASE64.encode(bytes))
}

fn other_format(word: &str) -> PutBack {
    PutBack::Conflict(format!(
        "the keystore has another format than when an entry of the format {word} was taken out"
    ))
}

fn taken(alias: &str) -> PutBack {
    PutBack::Conflict(format!(
        "another certificate has the name {alias:?} in the keystore by now"
    ))
}

const UNKNOWN_PASSWORD: &str = "the keystore has another password than those that are known, \
     so it could not be sealed again and is left as it is";

#[cfg(test)]
mod tests;
