//! What is known of particular keys: facts with their sources, compiled in.
//!
//! The build turns `data/known-roots/*.toml` and Mozilla's TLS-server roots (crate
//! `webpki-root-certs`) into tables sorted by key hash, and refuses data that do
//! not agree with themselves.

use crate::{CertSha256, Certificate, SpkiSha256, UnixSeconds};

/// A root that was used, or made to be used, by someone known.
///
/// Every fact has a [`Source`]; hashes were computed from the certificate.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownRoot {
    /// The stable identifier, for example `kz-qaznet-2016`.
    pub id: &'static str,
    /// Who made and used it.
    pub operator: &'static str,
    /// What it was used for.
    pub conduct: Conduct,
    /// The subject, RFC 4514.
    pub subject: &'static str,
    /// The DER of the subject, for path building.
    pub subject_der: &'static [u8],
    /// The exact certificate that is known.
    pub cert_sha256: CertSha256,
    /// SHA-1 of that certificate, lower-case hexadecimal: identifies in old reports, never blocks.
    pub cert_sha1_hex: &'static str,
    /// The key.
    pub spki_sha256: SpkiSha256,
    /// The DER of the key, enough to block it where a mechanism wants a certificate.
    pub spki_der: &'static [u8],
    /// The serial number's content octets, lower-case hexadecimal.
    pub serial_hex: &'static str,
    /// When the certificate begins to hold.
    pub not_before: UnixSeconds,
    /// When it ceases to.
    pub not_after: UnixSeconds,
    /// The first day of known use, `YYYY-MM-DD`, where there is a source for it.
    pub first_known_use: Option<&'static str>,
    /// Where each of this comes from.
    pub sources: &'static [Source],
}

/// What a known root was used for. A fact, not a judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conduct {
    /// It signed certificates in other people's names, to read their traffic.
    Interception,
    /// A root program removed it for cause; no interception with it is known.
    RemovedForCause,
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

/// All known roots, sorted by key hash, no duplicates.
#[must_use]
pub fn known_roots() -> &'static [KnownRoot] {
    generated::KNOWN_ROOTS
}

/// The known root with this key.
///
/// **Not checked:** the name. A known key is known under any name.
#[must_use]
pub fn known_key(key: &SpkiSha256) -> Option<&'static KnownRoot> {
    let at = generated::KNOWN_ROOTS
        .binary_search_by(|root| root.spki_sha256.cmp(key))
        .ok()?;
    generated::KNOWN_ROOTS.get(at)
}

/// Whether the key is in Mozilla's set for TLS servers, as this program ships it.
///
/// **Not checked:** the machine's own copy of that set; it is the suspect.
#[must_use]
pub fn in_public_program(key: &SpkiSha256) -> bool {
    generated::PUBLIC_PROGRAM_KEYS.binary_search(key).is_ok()
}

/// How many keys the public program has.
#[must_use]
pub fn public_program_key_count() -> usize {
    generated::PUBLIC_PROGRAM_KEYS.len()
}

/// Whether the certificate's authority is or was in Mozilla's root program, and the
/// key is not in its set for TLS servers now: retired, removed, or for e-mail only.
///
/// **Not checked:** why it left. Keys that were used to deceive are not in the table.
#[must_use]
pub fn is_retired_from_program(certificate: &Certificate) -> bool {
    generated::RETIRED_KEYS
        .binary_search(&certificate.spki_sha256())
        .is_ok()
        || generated::RETIRED_CERTIFICATES
            .binary_search(&certificate.sha256())
            .is_ok()
}

mod generated {
    use super::{Conduct, KnownRoot, Source};
    use crate::{CertSha256, SpkiSha256, UnixSeconds};

    include!(concat!(env!("OUT_DIR"), "/registry.rs"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_are_sorted_without_duplicates() {
        assert!(
            known_roots()
                .windows(2)
                .all(|pair| pair[0].spki_sha256 < pair[1].spki_sha256)
        );
        assert!(
            generated::PUBLIC_PROGRAM_KEYS
                .windows(2)
                .all(|pair| pair[0] < pair[1])
        );
    }

    #[test]
    fn the_ten_roots_of_kazakhstan_are_known_by_key() {
        assert_eq!(
            known_roots()
                .iter()
                .filter(|root| root.id.starts_with("kz-"))
                .count(),
            10
        );
        for root in known_roots() {
            assert_eq!(
                SpkiSha256::of(root.spki_der),
                root.spki_sha256,
                "{}",
                root.id
            );
            assert_eq!(known_key(&root.spki_sha256), Some(root));
        }
    }

    #[test]
    fn no_known_root_is_in_the_public_program() {
        assert!(public_program_key_count() > 100);
        assert!(
            known_roots()
                .iter()
                .all(|root| !in_public_program(&root.spki_sha256))
        );
    }

    #[test]
    fn the_subject_text_is_what_the_subject_der_says() {
        use x509_parser::{prelude::FromDer as _, x509::X509Name};
        for root in known_roots() {
            let (rest, name) = X509Name::from_der(root.subject_der).unwrap();
            assert!(rest.is_empty(), "{}", root.id);
            assert_eq!(
                crate::DistinguishedName::from_parsed(&name).to_string(),
                root.subject
            );
        }
    }

    #[test]
    fn no_key_has_two_standings() {
        for key in generated::RETIRED_KEYS {
            assert!(!in_public_program(key) && known_key(key).is_none(), "{key}");
        }
    }

    #[test]
    fn a_key_that_differs_in_one_bit_is_unknown() {
        let mut bytes = *known_roots()[0].spki_sha256.as_bytes();
        bytes[31] ^= 1;
        assert_eq!(known_key(&SpkiSha256::from_bytes(bytes)), None);
    }

    #[test]
    fn every_known_root_has_a_dated_source() {
        for root in known_roots() {
            assert!(!root.sources.is_empty(), "{}", root.id);
            assert!(
                root.sources.iter().all(|source| source.read.len() == 10),
                "{}",
                root.id
            );
        }
    }
}
