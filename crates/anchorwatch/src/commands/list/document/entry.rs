//! Every entry of a list, and what the registry knows of a key.

use anchorwatch_identity::registry::{self, KnownKey};
use anchorwatch_policy::{Class, DistrustEntry, distrust::Match};
use data_encoding::HEXLOWER;
use serde::Serialize;

/// One entry, with the hashes of its kind of match.
#[derive(Debug, Default, Serialize)]
pub(crate) struct EntryDocument {
    r#match: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) spki_sha256: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) subject_der_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) issuer_der_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) issuer_spki_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) serial: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cert_sha256: Option<String>,
    threshold: &'static str,
    is_limited: bool,
    pub(crate) source: String,
    /// The publisher's own words.
    says: Option<String>,
}

/// A key in the registry.
#[derive(Debug, Serialize)]
pub(crate) struct KnownKeyDocument {
    pub(crate) id: &'static str,
    pub(crate) class: &'static str,
    pub(crate) operator: &'static str,
    pub(crate) title: &'static str,
    pub(crate) spki_sha256: String,
    certificates: Vec<KnownCertificateDocument>,
    first_known_use: Option<&'static str>,
    sources: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct KnownCertificateDocument {
    cert_sha256: String,
    cert_sha1: &'static str,
    subject: &'static str,
    not_before: String,
    not_after: String,
}

impl EntryDocument {
    pub(crate) fn of(entry: &DistrustEntry) -> Self {
        let mut document = Self {
            r#match: entry.matches.kind().code(),
            threshold: entry.threshold.code(),
            is_limited: !entry.limits.are_none(),
            source: entry.source.to_string(),
            says: entry.source.says().map(str::to_owned),
            ..Self::default()
        };
        match &entry.matches {
            Match::Key(key) => document.spki_sha256 = vec![key.to_string()],
            Match::SubjectKey { subject, key } => {
                document.subject_der_sha256 = Some(subject.to_string());
                document.spki_sha256 = vec![key.to_string()];
            }
            Match::SubjectUnlessKey { subject, keys } => {
                document.subject_der_sha256 = Some(subject.to_string());
                document.spki_sha256 = keys.iter().map(ToString::to_string).collect();
            }
            Match::IssuerSerial { issuer, serial } => {
                document.issuer_der_sha256 = Some(issuer.to_string());
                document.serial = Some(HEXLOWER.encode(serial.as_bytes()));
            }
            Match::IssuerKeySerial { issuer_key, serial } => {
                document.issuer_spki_sha256 = Some(issuer_key.to_string());
                document.serial = Some(HEXLOWER.encode(serial.as_bytes()));
            }
            Match::Certificate(certificate) => {
                document.cert_sha256 = Some(certificate.to_string());
            }
            // For a kind newer than this document, only the code is given.
            _ => {}
        }
        document
    }

    /// What it matches, in one line for people.
    pub(crate) fn line(&self) -> String {
        format!("{}  {}  {}", self.hashes(), self.r#match, self.source)
    }

    /// The hashes and the serial number that it matches.
    pub(crate) fn hashes(&self) -> String {
        let keys = self.spki_sha256.join(" ");
        let parts = [
            self.subject_der_sha256.as_deref(),
            self.issuer_der_sha256.as_deref(),
            self.issuer_spki_sha256.as_deref(),
            self.serial.as_deref(),
            self.cert_sha256.as_deref(),
            Some(keys.as_str()).filter(|keys| !keys.is_empty()),
        ];
        let hashes: Vec<&str> = parts.into_iter().flatten().collect();
        hashes.join(" ")
    }
}

impl KnownKeyDocument {
    /// Every key that the registry knows.
    pub(crate) fn all() -> Vec<Self> {
        registry::known_roots().iter().map(Self::of).collect()
    }

    fn of(known: &'static KnownKey) -> Self {
        let certificates = known.certificates.iter();
        Self {
            id: known.id,
            class: Class::of_conduct(known.conduct).code(),
            operator: known.operator,
            title: known.title(),
            spki_sha256: known.spki_sha256.to_string(),
            certificates: certificates
                .map(|one| KnownCertificateDocument {
                    cert_sha256: one.sha256.to_string(),
                    cert_sha1: one.sha1_hex,
                    subject: one.subject,
                    not_before: one.not_before.to_string(),
                    not_after: one.not_after.to_string(),
                })
                .collect(),
            first_known_use: known.first_known_use,
            sources: known.sources.iter().map(|source| source.url).collect(),
        }
    }
}
