//! Whether a signature of a chain is wrong, or only of a kind that path building refuses.
//!
//! webpki has one word for both: it does not take RSA keys below 2,048 bits, and calls a
//! signature by one wrong.

use anchorwatch_identity::{Certificate, SignatureCheck, certificate_signature};
use rustls_pki_types::CertificateDer;

use super::signers::is_named;
use crate::Anchors;

/// Whether the chain holds a certificate that nobody signed whom it names as its issuer,
/// though somebody of that name is there.
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

/// More than any path is long, and than keys share a name.
const MOST_ASKED: usize = 32;
