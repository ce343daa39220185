//! JKS and JCEKS, Java's own keystore formats.
//!
//! ```text
//! header       u32 magic, u32 version (1 or 2), u32 entry count      all big-endian
//! entry        u32 tag, text alias, u64 date, then depending on the tag
//!   1 key        u32 length, protected key; u32 chain length, certificates
//!   2 trusted    certificate
//!   3 secret     a Java object of unstated length (JCEKS only)
//! certificate  text kind (version 2 only), u32 length, encoding
//! text         u16 length, modified UTF-8
//! digest       SHA-1(password as UTF-16BE, "Mighty Aphrodite", all before it)
//! ```
//!
//! Source: OpenJDK's `JavaKeyStore.engineLoad` and `JceKeyStore.engineLoad`, and files
//! written by keytool 17.
//!
//! **Trust:** the author of the file chose every byte. No allocation depends on a length
//! stated in the file.

use super::remark::JavaRemark;
use std::ops::Range;

use sha1::{Digest, Sha1};

mod rewrite;

pub use rewrite::{name_of, trusted_entry};

/// The first four bytes of a JKS file.
pub const JKS: u32 = 0xfeed_feed;
/// The first four bytes of a JCEKS file.
pub const JCEKS: u32 = 0xcece_cece;

/// The most entries that are read, including certificates of chains; a store of all public
/// root programs together has under 500.
const MAX_ENTRY_COUNT: usize = 10_000;

const KEY: u32 = 1;
const TRUSTED: u32 = 2;
const SECRET: u32 = 3;

const DIGEST_LENGTH: usize = 20;

/// The content of a file.
#[derive(Debug, Default)]
pub struct Entries<'a> {
    /// The certificates, in the order of the file.
    pub certificates: Vec<Entry<'a>>,
    /// Why the rest of the file was not read.
    pub cut: Option<Error>,
    bytes: &'a [u8],
    /// Where the last entry that was read ends.
    end: usize,
    /// How many bytes come before the digest: up to where the file was read, or, if an
    /// entry of unstated length ended the reading, all but the last bytes.
    body_length: Option<usize>,
}

/// One certificate.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The alias of its entry.
    pub alias: String,
    /// Why it is in the file.
    pub standing: Standing,
    /// Its bytes, as Java hands them to its certificate factory.
    pub encoding: &'a [u8],
    /// The range of its entry in the file, up to the certificate's end.
    pub(super) place: Range<usize>,
}

/// Why a certificate is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is an entry of its own.
    Trusted,
    /// It is a private key's own certificate, the first of its chain.
    OfAKey,
    /// It is higher up in a private key's chain.
    InAChain,
}

/// Why a file cannot be read completely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A length or a count exceeds the file; usually a truncated file.
    #[error("the keystore ends at byte {at} in the midst of an entry")]
    Ends {
        /// The offset, in bytes.
        at: usize,
    },
    /// Neither 1 nor 2.
    #[error("the keystore has version {version}, and only 1 and 2 are known")]
    Version {
        /// The version in the file.
        version: u32,
    },
    /// A kind of entry that is also unknown to Java.
    #[error("the keystore has an entry of the unknown kind {tag} at byte {at}")]
    Tag {
        /// The tag in the file.
        tag: u32,
        /// The offset, in bytes.
        at: usize,
    },
    /// Its length is not stated, so the next entry cannot be found.
    #[error("a secret key stands at byte {at}; what follows it in the keystore is not read")]
    Secret {
        /// The offset, in bytes.
        at: usize,
    },
    /// More entries than are read.
    #[error("only the first {MAX_ENTRY_COUNT} certificates of the keystore were read")]
    TooMany,
}

impl From<&Error> for JavaRemark {
    fn from(error: &Error) -> Self {
        match *error {
            Error::Ends { at } => Self::KeystoreEnds { at: at as u64 },
            Error::Version { version } => Self::KeystoreVersion {
                version: u64::from(version),
            },
            Error::Tag { tag, at } => Self::KeystoreTag {
                tag: u64::from(tag),
                at: at as u64,
            },
            Error::Secret { at } => Self::KeystoreSecretKey { at: at as u64 },
            Error::TooMany => Self::KeystoreEntriesLimit {
                max: MAX_ENTRY_COUNT as u64,
            },
        }
    }
}

/// Reads a file that begins with [`JKS`] or [`JCEKS`]. Entries before an error are still
/// returned.
pub fn read(bytes: &[u8]) -> Entries<'_> {
    let mut entries = Entries {
        bytes,
        ..Entries::default()
    };
    let mut left = Left { bytes, at: 0 };
    match all(&mut left, &mut entries) {
        Ok(body_length) => entries.body_length = Some(body_length),
        Err(error) => {
            if matches!(error, Error::Secret { .. } | Error::TooMany) {
                let last = bytes.len().checked_sub(DIGEST_LENGTH);
                entries.body_length = last.filter(|length| *length >= entries.end);
            }
            entries.cut = Some(error);
        }
    }
    entries
}

impl Entries<'_> {
    /// Whether the digest over the file matches this password.
    pub fn is_sealed_with(&self, password: &str) -> bool {
        let parts = self
            .body_length
            .and_then(|length| self.bytes.split_at_checked(length));
        parts.is_some_and(|(body, rest)| {
            rest.get(..DIGEST_LENGTH) == Some(digest(password, body).as_slice())
        })
    }
}

fn digest(password: &str, body: &[u8]) -> [u8; DIGEST_LENGTH] {
    let mut hash = Sha1::new();
    for unit in password.encode_utf16() {
        hash.update(unit.to_be_bytes());
    }
    hash.update(b"Mighty Aphrodite");
    hash.update(body);
    hash.finalize().into()
}

/// Returns the length of everything before the digest.
fn all<'a>(left: &mut Left<'a>, entries: &mut Entries<'a>) -> Result<usize, Error> {
    let _magic = left.number()?;
    let version = left.number()?;
    if !matches!(version, 1 | 2) {
        return Err(Error::Version { version });
    }
    // A stated count is harmless: every round consumes at least four bytes.
    let count = left.number()?;
    entries.end = left.at;
    for _ in 0..count {
        entry(left, version, &mut entries.certificates)?;
        entries.end = left.at;
    }
    left.take(DIGEST_LENGTH)?;
    Ok(entries.end)
}

fn entry<'a>(left: &mut Left<'a>, version: u32, found: &mut Vec<Entry<'a>>) -> Result<(), Error> {
    let at = left.at;
    let tag = left.number()?;
    let alias = String::from_utf8_lossy(left.text()?).into_owned();
    let _date = left.take(8)?;
    let mut add = |left: &mut Left<'a>, standing| {
        if found.len() == MAX_ENTRY_COUNT {
            return Err(Error::TooMany);
        }
        found.push(Entry {
            alias: alias.clone(),
            standing,
            encoding: left.certificate(version)?,
            place: at..left.at,
        });
        Ok(())
    };
    match tag {
        TRUSTED => add(left, Standing::Trusted),
        KEY => {
            let _protected_key = left.counted()?;
            for index in 0..left.number()? {
                let standing = if index == 0 {
                    Standing::OfAKey
                } else {
                    Standing::InAChain
                };
                add(left, standing)?;
            }
            Ok(())
        }
        SECRET => Err(Error::Secret { at }),
        tag => Err(Error::Tag { tag, at }),
    }
}

/// The rest of a file.
struct Left<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Left<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Error> {
        match self.bytes.split_at_checked(count) {
            Some((taken, rest)) => {
                self.bytes = rest;
                self.at += count;
                Ok(taken)
            }
            None => Err(Error::Ends {
                at: self.at + self.bytes.len(),
            }),
        }
    }

    fn number(&mut self) -> Result<u32, Error> {
        let bytes = self.take(4)?;
        Ok(bytes
            .iter()
            .fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }

    fn counted(&mut self) -> Result<&'a [u8], Error> {
        let count = self.number()?;
        self.take(usize::try_from(count).unwrap_or(usize::MAX))
    }

    fn text(&mut self) -> Result<&'a [u8], Error> {
        let bytes = self.take(2)?;
        let count = bytes
            .iter()
            .fold(0, |count, byte| count << 8 | usize::from(*byte));
        self.take(count)
    }

    fn certificate(&mut self, version: u32) -> Result<&'a [u8], Error> {
        if version == 2 {
            let _kind = self.text()?;
        }
        self.counted()
    }
}

#[cfg(test)]
pub(super) mod tests;
