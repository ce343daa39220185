//! The trust settings after the certificate in OpenSSL's `TRUSTED CERTIFICATE`.
//!
//! ```text
//! -----BEGIN TRUSTED CERTIFICATE-----
//! Certificate
//! CertAux ::= SEQUENCE {                            X509_CERT_AUX, x_x509a.c
//!     trust  SEQUENCE OF OBJECT IDENTIFIER OPTIONAL
//!     reject [0] SEQUENCE OF OBJECT IDENTIFIER OPTIONAL
//!     alias  UTF8String OPTIONAL
//!     keyid  OCTET STRING OPTIONAL
//!     other  [1] SEQUENCE OF AlgorithmIdentifier OPTIONAL }
//! -----END TRUSTED CERTIFICATE-----
//! ```
//!
//! OpenSSL obeys them wherever it reads this label (measured with 3.0.22: a file, a hash name and
//! the default folder). GnuTLS, Go and Node's `NODE_EXTRA_CA_CERTS` skip blocks with this label,
//! and Java refuses a certificate with more bytes after it.

use x509_parser::asn1_rs::{Any, Class, FromDer as _, Tag};

/// The uses that a certificate is trusted and rejected for, and its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustSettings {
    /// The trusted uses, each the contents of an OBJECT IDENTIFIER; `None` if there is no list,
    /// which leaves the decision to the program.
    pub trusted: Option<Vec<Vec<u8>>>,
    /// The rejected uses.
    pub rejected: Vec<Vec<u8>>,
    /// The name that OpenSSL shows.
    pub alias: Option<String>,
}

impl TrustSettings {
    /// Reads the settings at the start of the bytes. `None` if there are none, or they are
    /// ambiguous.
    #[must_use]
    pub fn from_der_prefix(bytes: &[u8]) -> Option<Self> {
        let (_, outer) = Any::from_der(bytes).ok()?;
        if !is_sequence(&outer) {
            return None;
        }
        let mut settings = Self::default();
        let mut rest = outer.data;
        let mut last = None;
        while !rest.is_empty() {
            let (after, field) = Any::from_der(rest).ok()?;
            rest = after;
            // The fields are ordered, and none may be repeated.
            let place = settings.take(&field)?;
            if last.is_some_and(|last| place <= last) {
                return None;
            }
            last = Some(place);
        }
        Some(settings)
    }

    fn take(&mut self, field: &Any<'_>) -> Option<u8> {
        match (field.class(), field.tag().0) {
            (Class::Universal, _) if is_sequence(field) => {
                self.trusted = Some(uses(field.data)?);
                Some(0)
            }
            (Class::ContextSpecific, 0) if field.header.is_constructed() => {
                self.rejected = uses(field.data)?;
                Some(1)
            }
            (Class::Universal, tag) if tag == Tag::Utf8String.0 => {
                self.alias = Some(String::from_utf8(field.data.to_vec()).ok()?);
                Some(2)
            }
            (Class::Universal, tag) if tag == Tag::OctetString.0 => Some(3),
            (Class::ContextSpecific, 1) if field.header.is_constructed() => Some(4),
            _ => None,
        }
    }

    /// Whether OpenSSL rejects the certificate as a root for TLS servers: server authentication
    /// or any use is rejected, or there is a list of trusted uses without either (`obj_trust` in
    /// x509_trust.c).
    #[must_use]
    pub fn reject_servers(&self) -> bool {
        let for_servers = |list: &[Vec<u8>]| {
            list.iter()
                .any(|one| *one == SERVER_AUTH || *one == ANY_EXTENDED_KEY_USAGE)
        };
        for_servers(&self.rejected)
            || self
                .trusted
                .as_ref()
                .is_some_and(|trusted| !for_servers(trusted))
    }

    /// How p11-kit reads them: whether the trusted uses, without the rejected ones, include
    /// servers, or `None` if none remain, which refuses the certificate. Unlike OpenSSL, it reads
    /// a missing list of trusted uses as an empty one (`trust/parser.c`; measured with 0.24.1).
    #[must_use]
    pub fn p11_kit_for_servers(&self) -> Option<bool> {
        let trusted = self.trusted.iter().flatten();
        let mut left = trusted
            .filter(|one| !self.rejected.contains(one))
            .peekable();
        left.peek()?;
        Some(left.any(|one| *one == SERVER_AUTH || *one == ANY_EXTENDED_KEY_USAGE))
    }
}

fn is_sequence(any: &Any<'_>) -> bool {
    any.class() == Class::Universal && any.tag() == Tag::Sequence && any.header.is_constructed()
}

fn uses(mut rest: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut uses = Vec::new();
    while !rest.is_empty() {
        let (after, one) = Any::from_der(rest).ok()?;
        if one.class() != Class::Universal || one.tag() != Tag::Oid {
            return None;
        }
        uses.push(one.data.to_vec());
        rest = after;
    }
    Some(uses)
}

/// 1.3.6.1.5.5.7.3.1 and 2.5.29.37.0 (RFC 5280 §4.2.1.12).
const SERVER_AUTH: [u8; 8] = [0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01];
const ANY_EXTENDED_KEY_USAGE: [u8; 4] = [0x55, 0x1d, 0x25, 0x00];

#[cfg(test)]
mod tests;
