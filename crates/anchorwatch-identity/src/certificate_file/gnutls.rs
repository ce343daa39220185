//! When GnuTLS loads nothing from a file of roots.
//!
//! `gnutls_certificate_set_x509_trust_file` imports every block labelled `CERTIFICATE` or
//! `X509 CERTIFICATE`, and none if one of them fails (measured with GnuTLS 3.7.9).
//!
//! ```text
//! begin   the mark, at any position in a line
//! data    base64 up to the next hyphen; line ends, spaces and tabs are skipped. A header (RFC 1421)
//!         or a NUL is not base64
//! ```
//!
//! Only certain refusals count. If there is a block labelled `X509 CERTIFICATE`, GnuTLS may read it
//! in place of a damaged one, so nothing is said of such a file, and nothing of a block without an
//! end.

use data_encoding::BASE64;

use super::der_shape;
use crate::pem;

/// Why GnuTLS loads nothing from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GnutlsRefusal {
    /// A block has something that is not base64.
    #[error("the block in line {line} is not only base64")]
    NotBase64 {
        /// The line of its begin mark, from 1.
        line: usize,
    },
    /// A block is no certificate.
    #[error("the block in line {line} is not a certificate")]
    NoCertificate {
        /// The line of its begin mark, from 1.
        line: usize,
    },
}

impl GnutlsRefusal {
    /// Why GnuTLS loads nothing if this file is named as a file of roots; `None` if it may load it.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if pem::find(bytes, OTHER_BEGIN, 0).is_some() {
            return None;
        }
        let mut next = pem::find(bytes, BEGIN, 0);
        while let Some(at) = next {
            let body = at + BEGIN.len();
            let end = pem::find(bytes, DASHES, body)?;
            let line = || 1 + bytes.iter().take(at).filter(|it| **it == b'\n').count();
            let body = bytes.get(body..end)?;
            let base64 = body.split(|byte| *byte == b'-').next().unwrap_or_default();
            let text: Vec<u8> = base64.iter().copied().filter(|it| !is_blank(*it)).collect();
            if !text.iter().all(|byte| is_base64(*byte)) || is_cut_short(&text) {
                return Some(Self::NotBase64 { line: line() });
            }
            if is_no_certificate(&text) {
                // What comes before the hyphen of a header may be base64.
                let is_whole = base64.len() == body.len();
                return Some(match is_whole {
                    true => Self::NoCertificate { line: line() },
                    false => Self::NotBase64 { line: line() },
                });
            }
            next = pem::find(bytes, BEGIN, end);
        }
        None
    }
}

/// Whether letters are missing at its end. With padding that does not fit it may still be read.
fn is_cut_short(text: &[u8]) -> bool {
    let letters = text.iter().filter(|byte| **byte != b'=').count();
    letters % 4 == 1 || letters == text.len() && !letters.is_multiple_of(4)
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

const fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// `false` if it may be one, or if it cannot be told.
fn is_no_certificate(text: &[u8]) -> bool {
    BASE64.decode(text).is_ok_and(|der| {
        let head = der.get(..der_shape::HEAD).unwrap_or(&der);
        !der.is_empty() && der_shape::is_no_certificate(head, der.len())
    })
}

const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
const OTHER_BEGIN: &[u8] = b"-----BEGIN X509 CERTIFICATE";
const DASHES: &[u8] = b"-----";

#[cfg(test)]
mod tests;
