//! The status of a key in the root programs.

use super::{generated, known_key_of};
use crate::{CertSha256, Certificate, SpkiSha256, UnixSeconds};

/// The status of a key in four root programs.
///
/// **Not checked:** what a program includes a key for. «Included» at Mozilla may be for e-mail
/// only; use [`in_public_program`] for TLS servers.
///
/// Source: the CCADB's root certificate records (copy of 2026-08-22), NSS's certdata
/// and Chromium's `root_stores.json`; `data/public-program/programs.tsv` says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProgramStatuses {
    /// Mozilla's, which NSS and most Linux distributions ship.
    pub mozilla: ProgramStatus,
    /// Chrome's own.
    pub chrome: ProgramStatus,
    /// Apple's.
    pub apple: ProgramStatus,
    /// Microsoft's.
    pub microsoft: ProgramStatus,
}

/// The status of a key in one root program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgramStatus {
    /// It is in the program.
    Included,
    /// Only certificates issued before a date are trusted (Microsoft's «NotBefore»).
    NotBefore,
    /// It is in the program, but not trusted for anything new (Microsoft's «Disable»).
    Disabled,
    /// The program blocks it.
    Blocked,
    /// It was in the program.
    Removed,
    /// It was never in the program.
    NotIncluded,
    /// No source says anything. Not the same as not included.
    Unknown,
}

/// A row of the generated tables.
#[derive(Debug, Clone, Copy)]
pub(super) struct ProgramRecord {
    status: ProgramStatuses,
    state: Option<&'static str>,
}

impl ProgramStatuses {
    const UNKNOWN: Self = Self {
        mozilla: ProgramStatus::Unknown,
        chrome: ProgramStatus::Unknown,
        apple: ProgramStatus::Unknown,
        microsoft: ProgramStatus::Unknown,
    };
}

impl ProgramRecord {
    pub(super) const fn new(words: [ProgramStatus; 4], state: Option<&'static str>) -> Self {
        let [mozilla, chrome, apple, microsoft] = words;
        Self {
            status: ProgramStatuses {
                mozilla,
                chrome,
                apple,
                microsoft,
            },
            state,
        }
    }
}

/// Whether the key is in Mozilla's set for TLS servers, as this program ships it.
///
/// **Not checked:** the machine's own copy of that set; it is the suspect.
#[must_use]
pub fn in_public_program(key: &SpkiSha256) -> bool {
    generated::PUBLIC_PROGRAM_KEYS.binary_search(key).is_ok()
}

/// The latest `notBefore` of server certificates that Mozilla trusts under this root, if it does
/// not trust them all (`CKA_NSS_SERVER_DISTRUST_AFTER`).
#[must_use]
pub fn server_distrust_after(key: &SpkiSha256) -> Option<UnixSeconds> {
    let at = generated::DISTRUST_AFTER
        .binary_search_by(|(other, _)| other.cmp(key))
        .ok()?;
    generated::DISTRUST_AFTER.get(at).map(|(_, after)| *after)
}

/// How many keys are in Mozilla's set for TLS servers.
#[must_use]
pub fn public_program_key_count() -> usize {
    generated::PUBLIC_PROGRAM_KEYS.len()
}

/// The status of the certificate's key in the root programs, or of the certificate if no source
/// gives its key.
#[must_use]
pub fn program_status(certificate: &Certificate) -> ProgramStatuses {
    record(certificate).map_or(ProgramStatuses::UNKNOWN, |record| record.status)
}

/// The status of a key in the root programs; `None` if no source gives it.
#[must_use]
pub fn program_status_of_key(key: &SpkiSha256) -> Option<ProgramStatuses> {
    of_key(key).map(|record| record.status)
}

/// The status of a certificate of which no source gives the key; `None` for all others.
#[must_use]
pub fn program_status_of_certificate(hash: &CertSha256) -> Option<ProgramStatuses> {
    of_certificate(hash).map(|record| record.status)
}

/// Whether the certificate's authority is or was in Mozilla's root program, and the
/// key is not in its set for TLS servers now: retired, removed, or for e-mail only.
///
/// **Not checked:** why it left. A key with a history of its own ([`known_key_of`]) never counts
/// as retired.
#[must_use]
pub fn is_retired_from_program(certificate: &Certificate) -> bool {
    let key = certificate.spki_sha256();
    let has_left = || {
        let mozilla = program_status(certificate).mozilla;
        matches!(mozilla, ProgramStatus::Included | ProgramStatus::Removed)
    };
    !in_public_program(&key) && known_key_of(certificate).is_none() && has_left()
}

/// The country (ISO 3166-1 alpha-2) of a government root: the CCADB names a government authority
/// as its owner, and neither Mozilla, Chrome nor Apple ever included the key.
///
/// **Not checked:** government roots that the CCADB does not list; ask [`known_key_of`].
#[must_use]
pub fn government_authority(certificate: &Certificate) -> Option<&'static str> {
    record(certificate)?.state
}

fn record(certificate: &Certificate) -> Option<&'static ProgramRecord> {
    of_key(&certificate.spki_sha256()).or_else(|| of_certificate(&certificate.sha256()))
}

fn of_key(key: &SpkiSha256) -> Option<&'static ProgramRecord> {
    let at = generated::PROGRAM_KEYS.binary_search_by(|(other, _)| other.cmp(key));
    generated::PROGRAM_KEYS
        .get(at.ok()?)
        .map(|(_, record)| record)
}

fn of_certificate(hash: &CertSha256) -> Option<&'static ProgramRecord> {
    let at = generated::PROGRAM_CERTIFICATES.binary_search_by(|(other, _)| other.cmp(hash));
    let row = generated::PROGRAM_CERTIFICATES.get(at.ok()?);
    row.map(|(_, record)| record)
}

#[cfg(test)]
mod tests;
