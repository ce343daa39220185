//! Java's `lib/security/blocked.certs`, as sun.security.util.UntrustedCertificates of
//! OpenJDK 17 and 25 reads it.
//!
//! ```text
//! Algorithm=SHA-256
//! 03DB9E5E79FE6117177F81C11595AF598CB176AF766290DBCEB2C318B32E39A2
//! ```
//!
//! It is a `java.util.Properties` file: every key except `Algorithm` is the fingerprint of one
//! exact certificate, in upper case and without colons, because that is how Java writes the
//! fingerprint that it looks up. A line in another spelling never matches.

mod properties;

use anchorwatch_identity::CertSha256;
use data_encoding::HEXUPPER;

use super::{Error, Imported, ListFormat, MAX_RECORDS, RecordName, RecordProblem, Unusable};
use crate::distrust::{DistrustEntry, EntrySource, Limits, ListSource, Match, Threshold};

const ALGORITHM: &str = "Algorithm";
/// The most characters of a bad line that are shown.
const MAX_SHOWN: usize = 40;

/// Whether the text is a property list with an algorithm.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    // Java reads any text as properties; only this key makes it a list of certificates.
    let name = ALGORITHM.as_bytes();
    bytes.windows(name.len()).any(|window| window == name)
        && properties::read(bytes)
            .map_or(true, |pairs| pairs.iter().any(|(key, _)| key == ALGORITHM))
}

/// Reads the fingerprints. Their order, comments and repetitions mean nothing.
///
/// A key that is not a SHA-256 fingerprint in Java's spelling is reported as unusable.
///
/// **Not noticed:** a file truncated between two lines; it does not say how many there are.
///
/// # Errors
/// [`Error::Algorithm`] for an algorithm other than SHA-256 (Java blocks nothing without one),
/// [`Error::PropertiesEscape`], [`Error::TooManyRecords`].
pub fn read(bytes: &[u8]) -> Result<Imported, Error> {
    let pairs = properties::read(bytes)?;
    // If a key is repeated the last one counts, as in a table that is filled in order.
    let algorithm = pairs.iter().rfind(|(key, _)| key == ALGORITHM);
    let algorithm = algorithm.map_or("", |(_, value)| value.as_str());
    // Java removes the colons from every value.
    if algorithm.replace(':', "") != "SHA-256" {
        return Err(Error::Algorithm {
            got: shown(algorithm),
        });
    }
    let mut imported = Imported::unverified(ListFormat::JavaBlocked);
    let lines = pairs.iter().filter(|(key, _)| key != ALGORITHM);
    for (index, (key, _)) in lines.enumerate() {
        if index == MAX_RECORDS {
            return Err(Error::TooManyRecords {
                max: MAX_RECORDS as u64,
            });
        }
        match fingerprint(key) {
            Ok(hash) => imported.entries.push(DistrustEntry {
                matches: Match::Certificate(hash),
                limits: Limits::default(),
                threshold: Threshold::Quick,
                source: EntrySource::List(ListSource {
                    format: ListFormat::JavaBlocked.code(),
                    sequence: None,
                    record: None,
                    says: None,
                }),
            }),
            Err(why) => imported.unusable.push(Unusable {
                record: RecordName::Fingerprint {
                    index: index as u64,
                    text: shown(key),
                },
                why,
            }),
        }
    }
    Ok(imported)
}

fn fingerprint(key: &str) -> Result<CertSha256, RecordProblem> {
    if key.bytes().any(|octet| octet.is_ascii_lowercase()) {
        return Err(RecordProblem::LowerCase);
    }
    let bytes = HEXUPPER.decode(key.as_bytes()).ok();
    bytes
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
        .map(CertSha256::from_bytes)
        .ok_or(RecordProblem::NotAFingerprint)
}

fn shown(text: &str) -> String {
    text.chars().take(MAX_SHOWN).collect()
}
