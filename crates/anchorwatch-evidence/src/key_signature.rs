//! A server's signature over a handshake, kept so that it can be checked later.

use anchorwatch_identity::{Certificate, KeyProof, handshake_key_proof};

/// The signature of a CertificateVerify (RFC 8446 §4.4.3) or ServerKeyExchange (RFC 5246 §7.4.3)
/// that was not checked when it came.
///
/// The signed octets have this connection's random numbers in them, so a signature that was
/// recorded elsewhere does not fit. **Not checked:** that they are those of the ClientHello in the
/// same file; whoever writes evidence can write any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySignature {
    /// The algorithm's number (RFC 8446 §4.2.3).
    pub scheme: u16,
    /// What the server signed.
    pub signed: Vec<u8>,
    /// The signature.
    pub signature: Vec<u8>,
}

impl KeySignature {
    /// Whether the key of this certificate (DER) made it; `None` if that cannot be checked.
    #[must_use]
    pub fn is_made_by(&self, certificate: &[u8]) -> Option<bool> {
        let certificate = Certificate::from_der(certificate).ok()?;
        let proof = handshake_key_proof(
            certificate.spki_der(),
            self.scheme,
            &self.signed,
            &self.signature,
        );
        match proof {
            KeyProof::Proven => Some(true),
            KeyProof::Refuted => Some(false),
            KeyProof::NotCheckable => None,
        }
    }
}
