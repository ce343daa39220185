//! A key that reads traffic, in a certificate with another subject than the known ones
//! of that key: renamed.
//!
//! The key decides whatever the name is; the rule says that someone took the trouble.
//! Keys of which no certificate is known have no name to differ from. Source: the
//! certificates of the registry.

use crate::{Certificate, registry};

pub(super) fn matches(certificate: &Certificate) -> bool {
    registry::known_key_of(certificate).is_some_and(|known| {
        known.conduct.reads_traffic()
            && !known.certificates.is_empty()
            && !known.is_named(certificate.subject())
    })
}
