//! Renamed: an interception key in a certificate whose subject differs from all known ones of
//! that key.
//!
//! The key alone decides; this rule adds that someone renamed it. If no certificate of a key is
//! known, there is no name to differ from. Source: the certificates of the registry.

use crate::{Certificate, registry};

pub(super) fn matches(certificate: &Certificate) -> bool {
    registry::known_key_of(certificate).is_some_and(|known| {
        known.conduct.reads_traffic()
            && !known.certificates.is_empty()
            && !known.is_named(certificate.subject())
    })
}
