//! A certificate of a path.

use std::fmt;

use anchorwatch_identity::{Certificate, SpkiSha256};
use rustls_pki_types::CertificateDer;

/// One certificate of a path, the server's own first.
#[derive(Clone, PartialEq, Eq)]
pub struct PathElement {
    der: CertificateDer<'static>,
    spki_sha256: SpkiSha256,
}

impl PathElement {
    pub(crate) fn new(der: CertificateDer<'_>, spki_sha256: SpkiSha256) -> Self {
        Self {
            der: der.into_owned(),
            spki_sha256,
        }
    }

    /// The certificate.
    #[must_use]
    pub fn der(&self) -> &CertificateDer<'static> {
        &self.der
    }

    /// Its key.
    #[must_use]
    pub fn spki_sha256(&self) -> SpkiSha256 {
        self.spki_sha256
    }

    /// Its subject, RFC 4514.
    #[must_use]
    pub fn subject(&self) -> String {
        Certificate::from_der(&self.der).map_or_else(
            |_| "(a name that cannot be read)".to_owned(),
            |parsed| parsed.subject().to_string(),
        )
    }
}

impl fmt::Debug for PathElement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PathElement")
            .field("subject", &self.subject())
            .field("spki_sha256", &self.spki_sha256)
            .finish_non_exhaustive()
    }
}
