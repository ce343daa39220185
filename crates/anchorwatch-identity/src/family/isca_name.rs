//! The name family: `O=ISCA`, `C=KZ`, and a common name that begins with
//! «Information Security Certification Authority».
//!
//! Nine of the ten known roots of Kazakhstan match (Qaznet of 2016 does not); the
//! Russian state root, Superfish and CNNIC do not. Source: the certificates
//! themselves, data/known-roots/kazakhstan.toml.

use crate::{Certificate, DistinguishedName, name::folded};

const COMMON_NAME: &str = "information security certification authority";
const ORGANIZATION: &str = "isca";
const COUNTRY: &str = "kz";

pub(super) fn matches(certificate: &Certificate) -> bool {
    is_borne_by(certificate.subject())
}

/// Whether a name belongs to the family. Case, white space and string types are ignored (RFC 5280
/// §7.1).
pub(super) fn is_borne_by(name: &DistinguishedName) -> bool {
    name.common_names()
        .iter()
        .any(|value| folded(value).starts_with(COMMON_NAME))
        && name
            .organizations()
            .iter()
            .any(|value| folded(value) == ORGANIZATION)
        && name
            .countries()
            .iter()
            .any(|value| folded(value) == COUNTRY)
}
