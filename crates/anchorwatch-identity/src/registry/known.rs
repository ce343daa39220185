//! Keys with a history, and intermediates of which only a SHA-1 is known.

use std::{
    collections::{HashMap, HashSet},
    sync::OnceLock,
};

use sha1::{Digest, Sha1};

use super::generated;
use crate::{
    CertSha256, Certificate, DistinguishedName, SpkiSha256, UnixSeconds, key_number::key_number,
    once::once,
};

/// A key with a history: who held it, and what is known about its use.
///
/// Every fact has a [`Source`]; hashes were computed from the certificates.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownKey {
    /// The stable identifier, for example `kz-qaznet-2016`.
    pub id: &'static str,
    /// Who made and used it, or who held it.
    pub operator: &'static str,
    /// The same as a stable code, for translations.
    pub operator_code: &'static str,
    /// What is known about its use.
    pub conduct: Conduct,
    /// The key.
    pub spki_sha256: SpkiSha256,
    /// The DER of the key, enough to block it if a mechanism needs a certificate.
    pub spki_der: &'static [u8],
    /// The known certificates of this key, including re-issues and cross-signatures. Empty if
    /// only the key was published.
    pub certificates: &'static [KnownCertificate],
    /// The names (DER) of intermediates under a state's root, which sign its servers'
    /// certificates.
    pub subordinate_names: &'static [&'static [u8]],
    /// The first day of known use, `YYYY-MM-DD`, if there is a source for it.
    pub first_known_use: Option<&'static str>,
    /// A day, `YYYY-MM-DD`, on which no listed log of Certificate Transparency accepted certificates
    /// that lead to it. `None`: nobody looked, or one does.
    pub not_in_logs_as_of: Option<&'static str>,
    /// The sources of these facts; never empty.
    pub sources: &'static [Source],
}

/// One exact certificate of a known key.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownCertificate {
    /// The certificate.
    pub sha256: CertSha256,
    /// Its SHA-1, lower-case hexadecimal: for comparison with old reports, never for blocking.
    pub sha1_hex: &'static str,
    /// The serial number's content octets, lower-case hexadecimal.
    pub serial_hex: &'static str,
    /// The subject, RFC 4514.
    pub subject: &'static str,
    /// The DER of the subject, for path building.
    pub subject_der: &'static [u8],
    /// The first second of its validity.
    pub not_before: UnixSeconds,
    /// The last second of its validity.
    pub not_after: UnixSeconds,
}

/// An intermediate that was seen in an interception and whose key no source gives. It is
/// identified by the SHA-1 of the certificate, and never blocked by it.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownIntermediate {
    /// The stable identifier.
    pub id: &'static str,
    /// Who made and used it.
    pub operator: &'static str,
    /// The same as a stable code, for translations.
    pub operator_code: &'static str,
    /// SHA-1 of the certificate, lower-case hexadecimal.
    pub sha1_hex: &'static str,
    /// The serial number's content octets, lower-case hexadecimal.
    pub serial_hex: &'static str,
    /// The issuer, RFC 4514.
    pub issuer: &'static str,
    /// The first second of its validity.
    pub not_before: UnixSeconds,
    /// The last second of its validity.
    pub not_after: UnixSeconds,
    /// When the measurement that shows it was made.
    pub seen: UnixSeconds,
    /// The identifier of the known key that signed it, if a source says which.
    pub signed_by: Option<&'static str>,
    /// The sources of these facts; never empty.
    pub sources: &'static [Source],
}

/// What is known about a key's use. A fact, not a judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conduct {
    /// The private key is public: anyone can sign with it.
    LeakedKey,
    /// It signed certificates for other people's names to read traffic, or was made for that.
    Interception,
    /// A root program removed or blocked the authority for cause: a break-in,
    /// misissued certificates, deception.
    RemovedForCause,
    /// The key of a server certificate that was issued for someone else's names.
    Misissued,
    /// A government root; no interception with it is known.
    GovernmentRoot,
}

/// The source of a fact.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The address of the source.
    pub url: &'static str,
    /// The date of the copy that was read, `YYYY-MM-DD`.
    pub read: &'static str,
    /// What it says.
    pub says: &'static str,
}

impl KnownKey {
    /// The name under which the key is best known: the subject of its first known
    /// certificate, or the entry's identifier where no certificate is known.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.certificates
            .first()
            .map_or(self.id, |certificate| certificate.subject)
    }
}

impl KnownKey {
    /// Whether a known certificate of this key has this name as its subject, whatever the order of
    /// its parts.
    pub(crate) fn is_named(&self, name: &DistinguishedName) -> bool {
        static NAMES: OnceLock<Names> = OnceLock::new();
        let names = once(&NAMES, names).get(&name.parts());
        names.is_some_and(|ids| ids.contains(self.id))
    }
}

/// The identifiers of the keys that had a name, by the name's parts.
type Names = HashMap<Vec<String>, HashSet<&'static str>>;

fn names() -> Names {
    let mut names = Names::new();
    for known in known_roots() {
        for one in known.certificates {
            if let Some(name) = DistinguishedName::from_der(one.subject_der) {
                names.entry(name.parts()).or_default().insert(known.id);
            }
        }
    }
    names
}

impl Conduct {
    /// Whether the key's holder is known for interception, or could be anyone.
    #[must_use]
    pub const fn reads_traffic(self) -> bool {
        matches!(self, Self::LeakedKey | Self::Interception)
    }
}

/// All known keys, sorted by key hash, no duplicates.
#[must_use]
pub fn known_roots() -> &'static [KnownKey] {
    generated::KNOWN_KEYS
}

/// What is known about this key.
///
/// **Not checked:** the name. A known key is known under any name.
#[must_use]
pub fn known_key(key: &SpkiSha256) -> Option<&'static KnownKey> {
    let at = generated::KNOWN_KEYS
        .binary_search_by(|known| known.spki_sha256.cmp(key))
        .ok()?;
    generated::KNOWN_KEYS.get(at)
}

/// What is known about the certificate's key, however the key is encoded.
///
/// The same key can be encoded in other bytes with another hash: without the parameters, under
/// RSASSA-PSS, with another exponent, as a compressed point. The private key works for all of
/// them.
///
/// **Not checked:** the name, as with [`known_key`].
#[must_use]
pub fn known_key_of(certificate: &Certificate) -> Option<&'static KnownKey> {
    known_key(&certificate.spki_sha256()).or_else(|| known_key_in(certificate.spki_der()))
}

/// What is known about the key in this `SubjectPublicKeyInfo` (DER), by its key number. Allocates
/// nothing after the first call.
#[must_use]
pub fn known_key_in(spki_der: &[u8]) -> Option<&'static KnownKey> {
    static NUMBERS: OnceLock<Numbers> = OnceLock::new();
    let number = key_number(spki_der)?;
    let (whole, known) = once(&NUMBERS, numbers).get(first_octets(number))?;
    (*whole == number).then_some(*known)
}

/// Indexed by their first octets, which are distinct: hashing a whole modulus would take longer
/// than the rest of the look-up.
type Numbers = HashMap<&'static [u8], (&'static [u8], &'static KnownKey)>;

fn numbers() -> Numbers {
    known_roots()
        .iter()
        .filter_map(|known| Some((key_number(known.spki_der)?, known)))
        .map(|(number, known)| (first_octets(number), (number, known)))
        .collect()
}

fn first_octets(number: &[u8]) -> &[u8] {
    number.first_chunk::<8>().map_or(number, |first| first)
}

/// All intermediates known only by a SHA-1.
#[must_use]
pub fn known_intermediates() -> &'static [KnownIntermediate] {
    generated::KNOWN_INTERMEDIATES
}

/// The known intermediate that this certificate is.
///
/// **Not checked:** more than SHA-1, serial number, issuer and validity. A second certificate
/// with the same SHA-1 would be mistaken for it.
#[must_use]
pub fn known_intermediate(certificate: &Certificate) -> Option<&'static KnownIntermediate> {
    let found = known_intermediates()
        .iter()
        .find(|known| known.states(certificate))?;
    let sha1: [u8; 20] = Sha1::digest(certificate.der()).into();
    (hex(&sha1) == found.sha1_hex).then_some(found)
}

impl KnownIntermediate {
    /// Whether the certificate has the fields of the known one; cheaper than hashing it.
    fn states(&self, certificate: &Certificate) -> bool {
        let validity = certificate.validity();
        validity.not_before == self.not_before
            && validity.not_after == self.not_after
            && hex(certificate.serial()) == self.serial_hex
            && certificate.issuer().to_string() == self.issuer
    }
}

fn hex(octets: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(octets)
}

#[cfg(test)]
mod tests;
