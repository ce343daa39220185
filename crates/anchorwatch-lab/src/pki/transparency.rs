use std::fmt;
use std::sync::Arc;

use rcgen::{CustomExtension, KeyPair, PublicKeyData, SigningKey};
use sha2::{Digest, Sha256};

use super::{KeyKind, der};
use crate::Error;

/// The signing part of a Certificate Transparency log: it signs SCTs and stores nothing.
#[derive(Clone)]
pub struct TransparencyLog {
    key: Arc<KeyPair>,
    kind: KeyKind,
}

/// What a log signs: a certificate before the extension for SCTs is added.
#[derive(Clone, Copy, Debug)]
pub struct Precertificate<'a> {
    /// DER of the TBSCertificate.
    pub tbs: &'a [u8],
    /// DER of the issuer's SubjectPublicKeyInfo.
    pub issuer_spki: &'a [u8],
}

/// The content of an SCT: a log's signed promise to publish a certificate.
#[derive(Clone, Copy, Debug)]
pub struct TestSct<'a> {
    /// The log.
    pub log: &'a TransparencyLog,
    /// The time at which it claims to have seen the certificate.
    pub timestamp_ms: u64,
    /// The extensions of the SCT.
    pub extensions: &'a [u8],
}

impl TransparencyLog {
    /// Makes a log with a new key.
    ///
    /// # Errors
    ///
    /// [`Error::Certificate`] if no key could be made.
    pub fn new(kind: KeyKind) -> Result<Self, Error> {
        let key = Arc::new(kind.generate()?);
        Ok(Self { key, kind })
    }

    /// Returns the DER of its SubjectPublicKeyInfo, as in lists of logs.
    pub fn spki_der(&self) -> Vec<u8> {
        self.key.subject_public_key_info()
    }

    /// Returns its hash, by which SCTs name the log.
    pub fn id(&self) -> [u8; 32] {
        Sha256::digest(self.spki_der()).into()
    }

    /// Returns an SCT of this log without extensions.
    pub fn sct(&self, timestamp_ms: u64) -> TestSct<'_> {
        TestSct {
            log: self,
            timestamp_ms,
            extensions: &[],
        }
    }
}

impl fmt::Debug for TransparencyLog {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TransparencyLog")
            .field("kind", &self.kind)
            .field("key", &"<scrubbed>")
            .finish()
    }
}

impl TestSct<'_> {
    /// Signs it, and encodes it as in RFC 6962 §3.2.
    ///
    /// # Errors
    ///
    /// [`Error::Certificate`] if the key cannot sign.
    pub fn over(&self, precertificate: Precertificate<'_>) -> Result<Vec<u8>, Error> {
        let extensions = behind_length(2, self.extensions);
        let time = self.timestamp_ms.to_be_bytes();
        let signed = [
            &[0, 0],
            &time[..],
            &[0, 1],
            &Sha256::digest(precertificate.issuer_spki),
            &behind_length(3, precertificate.tbs),
            &extensions,
        ]
        .concat();
        let signature = behind_length(2, &self.log.key.sign(&signed)?);
        let scheme = match self.log.kind {
            KeyKind::P256 => [4, 3],
            KeyKind::Rsa2048 | KeyKind::Rsa4096 => [4, 1],
        };
        Ok([
            &[0],
            &self.log.id()[..],
            &time,
            &extensions,
            &scheme,
            &signature,
        ]
        .concat())
    }
}

/// Encodes a list of SCTs as in TLS.
pub fn sct_list_bytes(scts: &[Vec<u8>]) -> Vec<u8> {
    let each: Vec<u8> = scts.iter().flat_map(|sct| behind_length(2, sct)).collect();
    behind_length(2, &each)
}

/// Returns the certificate extension that holds such a list (RFC 6962 §3.3).
pub fn sct_extension(list: &[u8]) -> CustomExtension {
    let content = der::tlv(der::OCTET_STRING, list);
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 11129, 2, 4, 2], content)
}

/// Returns the last `octet_count` octets of the length, followed by the octets. A length that
/// does not fit is wrong in the output, which is what such a caller wants.
pub fn behind_length(octet_count: usize, octets: &[u8]) -> Vec<u8> {
    let length = octets.len().to_be_bytes();
    let low = length
        .get(length.len().saturating_sub(octet_count)..)
        .unwrap_or_default();
    [low, octets].concat()
}

/// Returns the TBSCertificate of a certificate that rcgen made.
pub(super) fn signed_part(certificate: &[u8]) -> &[u8] {
    let inside = certificate
        .get(header_octet_count(certificate)..)
        .unwrap_or_default();
    inside.get(..whole_octet_count(inside)).unwrap_or_default()
}

fn header_octet_count(element: &[u8]) -> usize {
    match element.get(1) {
        Some(first @ 0x80..) => 2 + usize::from(first & 0x7f),
        _ => 2,
    }
}

fn whole_octet_count(element: &[u8]) -> usize {
    let header = header_octet_count(element);
    let length = match element.get(2..header) {
        Some([]) | None => element.get(1).copied().map_or(0, usize::from),
        Some(octets) => octets
            .iter()
            .fold(0, |length, octet| length << 8 | usize::from(*octet)),
    };
    header + length
}
