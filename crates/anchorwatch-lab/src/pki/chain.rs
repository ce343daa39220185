use std::fmt;

use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::certificate_pem;

/// What a server presents: its certificates, leaf first, and the leaf's private key.
///
/// The key is held in memory only: nothing here writes it, and `Debug` does not show it.
pub struct ServerChain {
    certificates: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

impl ServerChain {
    pub(super) fn new(
        certificates: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
    ) -> Self {
        Self { certificates, key }
    }

    /// The same chain with one more certificate at its end: the root itself, or a
    /// cross-signed twin.
    #[must_use]
    pub fn followed_by(mut self, certificate: CertificateDer<'static>) -> Self {
        self.certificates.push(certificate);
        self
    }

    /// The certificates in the order in which they are sent, leaf first. Never empty.
    pub fn certificates(&self) -> &[CertificateDer<'static>] {
        &self.certificates
    }

    /// The certificates as PEM, leaf first. **No key.**
    pub fn pem(&self) -> String {
        self.certificates
            .iter()
            .map(|der| certificate_pem(der))
            .collect()
    }

    /// The leaf's private key, PKCS #8.
    pub fn key(&self) -> &PrivateKeyDer<'static> {
        &self.key
    }
}

impl Clone for ServerChain {
    fn clone(&self) -> Self {
        Self::new(self.certificates.clone(), self.key.clone_key())
    }
}

impl fmt::Debug for ServerChain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ServerChain")
            .field("certificate_count", &self.certificates.len())
            .field("key", &"<scrubbed>")
            .finish()
    }
}
