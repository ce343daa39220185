//! Re-keyed: the exact name of an interception root, with a key that the registry does not know.
//!
//! Seven of the roots of Kazakhstan of 2020 share one name, and Aastra's of 2008 and 2016 do, so
//! each except the first would have been found by the one before it. Counter-evidence: a maker
//! that replaces a leaked key may keep the name. Source: the certificates of the registry.

use crate::{Certificate, registry};

pub(super) fn matches(certificate: &Certificate) -> bool {
    registry::known_key_of(certificate).is_none()
        && registry::known_roots()
            .iter()
            .filter(|known| known.conduct.reads_traffic())
            .any(|known| known.is_named(certificate.subject()))
}
