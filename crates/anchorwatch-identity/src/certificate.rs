//! One certificate's facts, from untrusted bytes.

mod alternative_name;
mod made;
mod malformed;
mod no_authority;

use anchorwatch_remark::Remark as _;
use sha1::{Digest, Sha1};
use x509_parser::{
    extensions::ParsedExtension,
    prelude::{FromDer, X509Certificate},
};

pub use alternative_name::{AlternativeName, AlternativeNameKind, MAX_ALTERNATIVE_NAME_COUNT};
pub use malformed::MalformedPart;

use crate::{CertSha256, DistinguishedName, SpkiSha256, UnixSeconds, Validity};

/// The largest certificate that is read, in bytes.
///
/// The largest root of Mozilla's set has under 2 KiB; TLS 1.3 could carry 16 MiB (RFC 8446
/// §4.4.2). One mebibyte leaves room for unusual certificates and bounds the work.
pub const MAX_CERTIFICATE_BYTES: usize = 1 << 20;

/// Why bytes cannot be read as a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More bytes than any certificate needs; usually not a certificate at all.
    #[error("the certificate has {got} bytes, and at most {max} are read")]
    TooLarge {
        /// How many bytes were given.
        got: usize,
        /// [`MAX_CERTIFICATE_BYTES`].
        max: usize,
    },
    /// The DER ends early or breaks RFC 5280; usually a truncated or damaged file.
    #[error("the DER does not parse as an X.509 certificate: {}", part.code())]
    Malformed {
        /// The first part that does not parse.
        part: MalformedPart,
    },
    /// More bytes follow the certificate.
    #[error("the certificate ends at byte {offset}, but {surplus} more follow")]
    TrailingBytes {
        /// Where the certificate ends.
        offset: usize,
        /// How many bytes follow.
        surplus: usize,
    },
}

/// What a certificate says about itself.
///
/// **Not checked:** signatures, validity and constraints.
///
/// **Trust:** the maker of the bytes chose every field; only the hashes identify it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    sha256: CertSha256,
    spki_der: Vec<u8>,
    spki_sha256: SpkiSha256,
    public_key_sha1: [u8; 20],
    subject: DistinguishedName,
    issuer: DistinguishedName,
    serial: Vec<u8>,
    validity: Validity,
    issuing: IssuingConstraints,
    subject_key_identifier: Option<Vec<u8>>,
    authority_key_identifier: Option<AuthorityKeyIdentifier>,
}

/// Whether a certificate says that it may issue server certificates. A field is `None` if its
/// extension is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IssuingConstraints {
    /// `cA` (RFC 5280 §4.2.1.9).
    pub is_ca: Option<bool>,
    /// `pathLenConstraint`: how many intermediates may be between it and a leaf.
    pub max_intermediates: Option<u32>,
    /// `keyCertSign` (RFC 5280 §4.2.1.3).
    pub may_sign_certificates: Option<bool>,
    /// Whether the extended key usages include `id-kp-serverAuth` or any use (RFC 5280
    /// §4.2.1.12).
    pub is_for_servers: Option<bool>,
}

/// The fields of the extension (RFC 5280 §4.2.1.1) that tell generators apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityKeyIdentifier {
    /// `keyIdentifier`.
    pub key_identifier: Option<Vec<u8>>,
    /// Whether `authorityCertIssuer` has a directory name.
    pub has_directory_name: bool,
    /// `authorityCertSerialNumber`, content octets.
    pub serial: Option<Vec<u8>>,
}

impl Certificate {
    /// Reads one DER certificate that fills the bytes exactly.
    ///
    /// # Errors
    /// [`Error`] says what is wrong with the bytes.
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        let (certificate, surplus) = Self::from_der_prefix(der)?;
        if surplus == 0 {
            Ok(certificate)
        } else {
            Err(Error::TrailingBytes {
                offset: der.len() - surplus,
                surplus,
            })
        }
    }

    /// Reads the certificate at the start of the bytes, and returns how many bytes follow.
    ///
    /// OpenSSL's `TRUSTED CERTIFICATE` is a certificate with more bytes after it.
    ///
    /// # Errors
    /// [`Error`] says what is wrong with the bytes.
    pub fn from_der_prefix(der: &[u8]) -> Result<(Self, usize), Error> {
        if der.len() > MAX_CERTIFICATE_BYTES {
            return Err(Error::TooLarge {
                got: der.len(),
                max: MAX_CERTIFICATE_BYTES,
            });
        }
        let (rest, parsed) = X509Certificate::from_der(der).map_err(|error| Error::Malformed {
            part: MalformedPart::of(&error),
        })?;
        let own = &der[..der.len() - rest.len()];
        Ok((Self::from_parsed(own, &parsed), rest.len()))
    }

    fn from_parsed(der: &[u8], parsed: &X509Certificate<'_>) -> Self {
        let key = parsed.public_key();
        let mut subject_key_identifier = None;
        let mut authority_key_identifier = None;
        let mut issuing = IssuingConstraints::default();
        for extension in parsed.extensions() {
            match extension.parsed_extension() {
                ParsedExtension::SubjectKeyIdentifier(id) => {
                    subject_key_identifier = Some(id.0.to_vec());
                }
                ParsedExtension::AuthorityKeyIdentifier(id) => {
                    authority_key_identifier = Some(AuthorityKeyIdentifier::from_parsed(id));
                }
                ParsedExtension::BasicConstraints(constraints) => {
                    issuing.is_ca = Some(constraints.ca);
                    issuing.max_intermediates = constraints.path_len_constraint;
                }
                ParsedExtension::KeyUsage(usage) => {
                    issuing.may_sign_certificates = Some(usage.key_cert_sign());
                }
                ParsedExtension::ExtendedKeyUsage(usages) => {
                    issuing.is_for_servers = Some(usages.server_auth || usages.any);
                }
                _ => {}
            }
        }
        Self {
            der: der.to_vec(),
            sha256: CertSha256::of(der),
            spki_der: key.raw.to_vec(),
            spki_sha256: SpkiSha256::of(key.raw),
            public_key_sha1: Sha1::digest(&key.subject_public_key.data).into(),
            subject: DistinguishedName::from_parsed(parsed.subject()),
            issuer: DistinguishedName::from_parsed(parsed.issuer()),
            serial: parsed.raw_serial().to_vec(),
            validity: Validity {
                not_before: UnixSeconds::new(parsed.validity().not_before.timestamp()),
                not_after: UnixSeconds::new(parsed.validity().not_after.timestamp()),
            },
            issuing,
            subject_key_identifier,
            authority_key_identifier,
        }
    }

    /// The bytes that were read.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The hash of the whole certificate.
    #[must_use]
    pub fn sha256(&self) -> CertSha256 {
        self.sha256
    }

    /// SHA-1 of the whole certificate, which many programs still show beside SHA-256. For people
    /// only; never used to decide.
    #[must_use]
    pub fn sha1(&self) -> [u8; 20] {
        Sha1::digest(&self.der).into()
    }

    /// The DER of the `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn spki_der(&self) -> &[u8] {
        &self.spki_der
    }

    /// The hash of the `SubjectPublicKeyInfo`: what blocks match.
    #[must_use]
    pub fn spki_sha256(&self) -> SpkiSha256 {
        self.spki_sha256
    }

    /// SHA-1 of the public key's bits: method (1) of RFC 5280 §4.2.1.2 for key identifiers.
    /// Recognises a generator; never used to block.
    #[must_use]
    pub fn public_key_sha1(&self) -> &[u8; 20] {
        &self.public_key_sha1
    }

    /// The owner of the key, as the certificate names it.
    #[must_use]
    pub fn subject(&self) -> &DistinguishedName {
        &self.subject
    }

    /// The signer, as the certificate names it.
    #[must_use]
    pub fn issuer(&self) -> &DistinguishedName {
        &self.issuer
    }

    /// The serial number's INTEGER content octets, verbatim (sign octet kept).
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// The validity period that the certificate claims.
    #[must_use]
    pub fn validity(&self) -> Validity {
        self.validity
    }

    /// Whether basic constraints say `cA TRUE` (RFC 5280 §4.2.1.9). A trust store
    /// may hold a root that does not say so (Dell's eDellRoot did not).
    #[must_use]
    pub fn is_ca(&self) -> bool {
        self.issuing.is_ca == Some(true)
    }

    /// What the certificate says about its right to issue others.
    #[must_use]
    pub fn issuing(&self) -> IssuingConstraints {
        self.issuing
    }

    /// Whether subject and issuer are the same bytes. It does not tell who signed.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.subject.der() == self.issuer.der()
    }

    /// The subject key identifier, if there is one.
    #[must_use]
    pub fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.subject_key_identifier.as_deref()
    }

    /// The authority key identifier, if there is one.
    #[must_use]
    pub fn authority_key_identifier(&self) -> Option<&AuthorityKeyIdentifier> {
        self.authority_key_identifier.as_ref()
    }
}

impl AuthorityKeyIdentifier {
    fn from_parsed(parsed: &x509_parser::extensions::AuthorityKeyIdentifier<'_>) -> Self {
        use x509_parser::extensions::GeneralName;
        Self {
            key_identifier: parsed.key_identifier.as_ref().map(|id| id.0.to_vec()),
            has_directory_name: parsed.authority_cert_issuer.as_ref().is_some_and(|names| {
                names
                    .iter()
                    .any(|name| matches!(name, GeneralName::DirectoryName(_)))
            }),
            serial: parsed.authority_cert_serial.map(<[u8]>::to_vec),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_certificate() -> Vec<u8> {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(["a.test".to_owned()]).unwrap();
        params.self_signed(&key).unwrap().der().to_vec()
    }

    #[test]
    fn a_certificate_cut_at_any_byte_is_refused_with_a_reason() {
        let der = a_certificate();
        assert!(Certificate::from_der(&der).is_ok());
        for length in 0..der.len() {
            assert!(
                Certificate::from_der(&der[..length]).is_err(),
                "cut at {length}"
            );
        }
    }

    #[test]
    fn trailing_bytes_are_refused_and_counted() {
        let mut der = a_certificate();
        let offset = der.len();
        der.extend_from_slice(b"more");
        assert_eq!(
            Certificate::from_der(&der),
            Err(Error::TrailingBytes { offset, surplus: 4 })
        );
        let (certificate, surplus) = Certificate::from_der_prefix(&der).unwrap();
        assert_eq!(surplus, 4);
        assert_eq!(certificate.sha256(), CertSha256::of(&der[..offset]));
    }

    #[test]
    fn more_bytes_than_the_limit_are_refused_unread() {
        let got = MAX_CERTIFICATE_BYTES + 1;
        let refused = Error::TooLarge {
            got,
            max: MAX_CERTIFICATE_BYTES,
        };
        assert_eq!(Certificate::from_der(&vec![0x30; got]), Err(refused));
    }

    #[test]
    fn the_key_hash_covers_the_whole_public_key_info() {
        use rcgen::PublicKeyData as _;
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(["a.test".to_owned()]).unwrap();
        let der = params.self_signed(&key).unwrap().der().to_vec();
        let certificate = Certificate::from_der(&der).unwrap();
        assert_eq!(
            certificate.spki_sha256(),
            SpkiSha256::of(&key.subject_public_key_info())
        );
    }
}
