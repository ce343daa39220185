use std::fmt;

use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::certificate_pem;

/// What a server presents: its certificates, leaf first, and the leaf's private key.
///
/// The key stays in memory: nothing here writes it, and `Debug` does not show it.
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

    /// Returns the same chain with one more certificate at its end: the root itself, or a
    /// cross-signed twin.
    #[must_use]
    pub fn followed_by(mut self, certificate: CertificateDer<'static>) -> Self {
        self.certificates.push(certificate);
        self
    }

    /// Returns the certificates in the order in which they are sent, leaf first. Never empty.
    pub fn certificates(&self) -> &[CertificateDer<'static>] {
        &self.certificates
    }

    /// Returns the certificates as PEM, leaf first. **Without the key.**
    pub fn pem(&self) -> String {
        self.certificates
            .iter()
            .map(|der| certificate_pem(der))
            .collect()
    }

    /// Returns the leaf's private key, PKCS #8.
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
