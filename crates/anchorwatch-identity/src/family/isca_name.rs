//! The name of the family of Kazakhstan's roots; `registry/isca_name.rs` has it.

use crate::{Certificate, registry};

pub(super) fn matches(certificate: &Certificate) -> bool {
    registry::is_isca_name(certificate.subject())
}
