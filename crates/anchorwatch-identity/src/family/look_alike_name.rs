//! The name looks like an interception root's and is written otherwise, over a key that the
//! registry does not know.
//!
//! Which names look alike, and which must not, is in `registry/look_alike.rs`. Counter-evidence:
//! anyone can choose a name, and an authority elsewhere may have chosen the same words.

use crate::{Certificate, registry};

pub(super) fn matches(certificate: &Certificate) -> bool {
    registry::known_key_of(certificate).is_none()
        && registry::resembled(certificate.subject()).is_some()
}
