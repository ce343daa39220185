//! Signed by a known key: an intermediate, a renamed root or a server's certificate of the same
//! operator. The signature is proof, so this is the only rule that is more than suspicion.

use crate::{Certificate, registry};

pub(super) fn matches(certificate: &Certificate) -> bool {
    registry::known_signer(certificate).is_some()
}
