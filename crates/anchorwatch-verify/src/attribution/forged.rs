//! Whether a signature of a chain is invalid, or only of a kind that path building refuses.
//!
//! webpki has one error for both: it does not support RSA keys below 2,048 bits, and reports a
//! signature by one as invalid.

use anchorwatch_identity::{Certificate, SignatureCheck, certificate_signature};
use rustls_pki_types::CertificateDer;

use super::signers::is_named;
use crate::Anchors;

/// Whether the chain has a certificate whose named issuer is available under one or more keys,
/// none of which signed it.
pub(crate) fn has_wrong_signature(chain: &[CertificateDer<'_>], anchors: &Anchors) -> bool {
    let sent: Vec<Certificate> = chain
        .iter()
        .take(MOST_ASKED)
        .filter_map(|der| Certificate::from_der(der).ok())
        .collect();
    let held: Vec<&Certificate> = anchors
        .public()
        .iter()
        .chain(anchors.added())
        .flat_map(|anchor| anchor.certificates())
        .collect();
    sent.iter().any(|child| {
        let named = sent
            .iter()
            .chain(held.iter().copied())
            .filter(|parent| is_named(child, parent))
            .take(MOST_ASKED);
        let mut is_refuted = false;
        for parent in named {
            match certificate_signature(child, parent.spki_der()) {
                SignatureCheck::DoesNotHold => is_refuted = true,
                SignatureCheck::Holds | SignatureCheck::NotCheckable => return false,
            }
        }
        is_refuted
    })
}

/// More than the length of any path, and than the number of keys with one name.
const MOST_ASKED: usize = 32;
