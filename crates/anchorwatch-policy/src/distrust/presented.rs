//! A certificate as a path presents it: the key of a look-up in the set.

use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256};

/// A certificate as a path presents it. Borrows everything; making one allocates nothing.
///
/// Unknown facts are left out, and entries that need them do not match: webpki's anchors, for
/// example, have neither serial number nor bytes.
#[derive(Debug, Clone, Copy)]
pub struct Presented<'a> {
    /// The key.
    pub key: SpkiSha256,
    /// The DER of the subject's whole `Name`, with its outer tag and length.
    pub subject: &'a [u8],
    /// The signer that it names, and its serial number.
    pub issued: Option<IssuerAndSerial<'a>>,
    /// The whole certificate, hashed or not.
    pub whole: WholeCertificate<'a>,
    /// The key of the certificate above it in the path. An anchor has none: a CRLSet's serial
    /// numbers do not apply to it (Chromium's net/cert/internal/revocation_checker.cc).
    pub issuer_key: Option<SpkiSha256>,
}

/// As `IssuerAndSerialNumber` of CMS.
#[derive(Debug, Clone, Copy)]
pub struct IssuerAndSerial<'a> {
    /// The DER of the issuer's whole `Name`, with its outer tag and length.
    pub issuer: &'a [u8],
    /// The serial number's INTEGER content octets, verbatim.
    pub serial: &'a [u8],
}

/// A whole certificate; it is hashed only if the set has entries by certificate.
#[derive(Debug, Clone, Copy)]
pub enum WholeCertificate<'a> {
    /// The bytes.
    Der(&'a [u8]),
    /// The hash, if it is already known.
    Hash(CertSha256),
    /// Only the key and the name are known.
    Unknown,
}

impl<'a> Presented<'a> {
    /// A certificate by itself, with an unknown issuer.
    #[must_use]
    pub fn of(certificate: &'a Certificate) -> Self {
        Self {
            key: certificate.spki_sha256(),
            subject: certificate.subject().der(),
            issued: Some(IssuerAndSerial {
                issuer: certificate.issuer().der(),
                serial: certificate.serial(),
            }),
            whole: WholeCertificate::Hash(certificate.sha256()),
            issuer_key: None,
        }
    }

    /// The same, with the key of the certificate above it.
    #[must_use]
    pub fn issued_by(self, issuer_key: SpkiSha256) -> Self {
        Self {
            issuer_key: Some(issuer_key),
            ..self
        }
    }
}
