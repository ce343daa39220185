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

/// A key with a history: who held it, and what is known of its use.
///
/// Every fact has a [`Source`]; hashes were computed from the certificates.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownKey {
    /// The stable identifier, for example `kz-qaznet-2016`.
    pub id: &'static str,
    /// Who made and used it, or in whose hands it was.
    pub operator: &'static str,
    /// The same as a stable code, for translations.
    pub operator_code: &'static str,
    /// What is known of its use.
    pub conduct: Conduct,
    /// The key.
    pub spki_sha256: SpkiSha256,
    /// The DER of the key, enough to block it where a mechanism wants a certificate.
    pub spki_der: &'static [u8],
    /// The certificates of this key that are known: re-issues and cross-signatures
    /// too. Empty where only the key was published.
    pub certificates: &'static [KnownCertificate],
    /// The first day of known use, `YYYY-MM-DD`, where there is a source for it.
    pub first_known_use: Option<&'static str>,
    /// Where each of this comes from; never empty.
    pub sources: &'static [Source],
}

/// One exact certificate of a known key.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownCertificate {
    /// The certificate.
    pub sha256: CertSha256,
    /// Its SHA-1, lower-case hexadecimal: identifies in old reports, never blocks.
    pub sha1_hex: &'static str,
    /// The serial number's content octets, lower-case hexadecimal.
    pub serial_hex: &'static str,
    /// The subject, RFC 4514.
    pub subject: &'static str,
    /// The DER of the subject, for path building.
    pub subject_der: &'static [u8],
    /// When the certificate begins to hold.
    pub not_before: UnixSeconds,
    /// When it ceases to.
    pub not_after: UnixSeconds,
}

/// An intermediate that was seen in an interception, of which no source gives the
/// key: it is identified by the SHA-1 of the certificate, and never blocked by it.
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
    /// When the certificate begins to hold.
    pub not_before: UnixSeconds,
    /// When it ceases to.
    pub not_after: UnixSeconds,
    /// When the measurement was made that shows it.
    pub seen: UnixSeconds,
    /// The identifier of the known key that signed it, where a source says which.
    pub signed_by: Option<&'static str>,
    /// Where each of this comes from; never empty.
    pub sources: &'static [Source],
}

/// What is known of a key's use. A fact, not a judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conduct {
    /// The private key is public: anyone can sign with it.
    LeakedKey,
    /// It signed certificates in other people's names to read their traffic, or was
    /// made for that.
    Interception,
    /// A root program removed or blocked the authority for cause: a break-in,
    /// misissued certificates, deception.
    RemovedForCause,
    /// The key of a server's certificate that someone had issued for names of others.
    Misissued,
    /// A state's own root; no interception with it is known.
    StateRoot,
}

/// Where a fact was read.
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
    /// Whether a known certificate of this key has this name as its subject.
    pub(crate) fn is_named(&self, name: &DistinguishedName) -> bool {
        static NAMES: OnceLock<Names> = OnceLock::new();
        let names = once(&NAMES, names).get(name.canonical());
        names.is_some_and(|ids| ids.contains(self.id))
    }
}

/// By the canonical form of a name, the identifiers of the keys that had it.
type Names = HashMap<String, HashSet<&'static str>>;

fn names() -> Names {
    let mut names = Names::new();
    for known in known_roots() {
        for one in known.certificates {
            if let Some(name) = DistinguishedName::canonical_of(one.subject_der) {
                names.entry(name).or_default().insert(known.id);
            }
        }
    }
    names
}

impl Conduct {
    /// Whether whoever holds the key is known to read with it, or can be anyone.
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

/// What is known of this key.
///
/// **Not checked:** the name. A known key is known under any name.
#[must_use]
pub fn known_key(key: &SpkiSha256) -> Option<&'static KnownKey> {
    let at = generated::KNOWN_KEYS
        .binary_search_by(|known| known.spki_sha256.cmp(key))
        .ok()?;
    generated::KNOWN_KEYS.get(at)
}

/// What is known of the certificate's key, however the key is encoded there.
///
/// The same key can be spelled in other bytes, which have another hash: without the
/// parameters, under RSASSA-PSS, with another exponent, as a compressed point. Whoever
/// holds the private key can use them all.
///
/// **Not checked:** the name, as with [`known_key`].
#[must_use]
pub fn known_key_of(certificate: &Certificate) -> Option<&'static KnownKey> {
    known_key(&certificate.spki_sha256()).or_else(|| known_key_in(certificate.spki_der()))
}

/// What is known of the key that this DER of a `SubjectPublicKeyInfo` spells, by the
/// number that the key is made of. Allocates nothing after the first call.
#[must_use]
pub fn known_key_in(spki_der: &[u8]) -> Option<&'static KnownKey> {
    static NUMBERS: OnceLock<Numbers> = OnceLock::new();
    let number = key_number(spki_der)?;
    let (whole, known) = once(&NUMBERS, numbers).get(first_octets(number))?;
    (*whole == number).then_some(*known)
}

/// By their first octets, in which no two agree: to hash a whole modulus takes longer than
/// all the rest of the question.
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

/// All intermediates that are known by a SHA-1 alone.
#[must_use]
pub fn known_intermediates() -> &'static [KnownIntermediate] {
    generated::KNOWN_INTERMEDIATES
}

/// The known intermediate that this certificate is.
///
/// **Not checked:** more than SHA-1, serial number, issuer and validity. Whoever could
/// make a second certificate with the same SHA-1 could be taken for it.
#[must_use]
pub fn known_intermediate(certificate: &Certificate) -> Option<&'static KnownIntermediate> {
    let found = known_intermediates()
        .iter()
        .find(|known| known.states(certificate))?;
    let sha1: [u8; 20] = Sha1::digest(certificate.der()).into();
    (hex(&sha1) == found.sha1_hex).then_some(found)
}

impl KnownIntermediate {
    /// Whether the certificate says what the known one says; cheaper than its hash.
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
