//! Checks a log's signature.

use anchorwatch_identity::SpkiSha256;
use rustls_pki_types::SignatureVerificationAlgorithm;

use super::sct_list::SerializedSct;
use crate::der::{self, NotDer, Reader};

/// Hash and signature algorithm (RFC 5246 §7.4.1.4.1) of each kind of key that a log may have
/// (RFC 6962 §2.1.4). Logs sign only with SHA-256.
const SCHEMES: [([u8; 2], &dyn SignatureVerificationAlgorithm); 2] = [
    ([4, 3], webpki::aws_lc_rs::ECDSA_P256_SHA256),
    ([4, 1], webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA256),
];

/// A precertificate with its issuer's key: the part of the signed data that is the same for every
/// SCT.
///
/// ```text
/// digitally-signed struct (RFC 6962 §3.2):
///   version (1 octet, 0), signature type (1, 0: certificate timestamp), timestamp (8),
///   entry type (2, 1: precertificate), SHA-256 of the issuer's key (32),
///   TBSCertificate (length 3), extensions (length 2)
/// ```
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// From the entry type to the TBSCertificate.
    bytes: Vec<u8>,
}

impl Entry {
    /// `None` for a TBSCertificate of 2^24 octets or more.
    pub(super) fn new(tbs: &[u8], issuer_spki: &[u8]) -> Option<Self> {
        let length = u32::try_from(tbs.len()).ok()?.to_be_bytes();
        let [0, length @ ..] = length else {
            return None;
        };
        let issuer_key_hash = SpkiSha256::of(issuer_spki);
        let parts: [&[u8]; 4] = [&[0, 1], issuer_key_hash.as_bytes(), &length, tbs];
        Some(Self {
            bytes: parts.concat(),
        })
    }

    /// Whether this key signed the SCT for this precertificate.
    pub(super) fn is_signed_by(&self, log_key: &[u8], serialized: &SerializedSct<'_>) -> bool {
        let Ok((algorithm_id, key)) = key_of(log_key) else {
            return false;
        };
        let scheme = SCHEMES
            .iter()
            .find(|(scheme, _)| *scheme == serialized.scheme)
            .filter(|(_, algorithm)| algorithm.public_key_alg_id().as_ref() == algorithm_id);
        scheme.is_some_and(|(_, algorithm)| {
            algorithm
                .verify_signature(key, &self.message(serialized), serialized.signature)
                .is_ok()
        })
    }

    fn message(&self, serialized: &SerializedSct<'_>) -> Vec<u8> {
        // It was read with a length prefix of two octets.
        let length = u16::try_from(serialized.extensions.len()).unwrap_or(u16::MAX);
        let parts: [&[u8]; 5] = [
            &[0, 0],
            &serialized.timestamp_ms.to_be_bytes(),
            &self.bytes,
            &length.to_be_bytes(),
            serialized.extensions,
        ];
        parts.concat()
    }
}

/// The algorithm of a SubjectPublicKeyInfo, and the key's own octets.
fn key_of(spki: &[u8]) -> Result<(&[u8], &[u8]), NotDer> {
    let mut parts = Reader::new(der::only(spki, der::SEQUENCE)?.content);
    let algorithm = parts.expect(der::SEQUENCE)?;
    let bits = parts.expect(der::BIT_STRING)?;
    parts.end()?;
    let Some((0, key)) = bits.content.split_first() else {
        return Err(NotDer);
    };
    Ok((algorithm.content, key))
}
