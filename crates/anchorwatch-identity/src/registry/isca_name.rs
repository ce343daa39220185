//! The name family: `O=ISCA`, `C=KZ`, and a common name that begins with
//! «Information Security Certification Authority».
//!
//! Nine of the ten known roots of Kazakhstan match (Qaznet of 2016 does not); the
//! Russian state root, Superfish and CNNIC do not. Source: the certificates
//! themselves, data/known-roots/kazakhstan.toml.

use crate::{
    DistinguishedName,
    name::{folded, skeleton::skeleton},
};

pub(super) const COMMON_NAME: &str = "information security certification authority";
const ORGANIZATION: &str = "isca";
const COUNTRY: &str = "kz";

/// Whether a name belongs to the family. Case, white space and string types are ignored (RFC 5280
/// §7.1).
pub(crate) fn is_isca_name(name: &DistinguishedName) -> bool {
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

/// Whether a name looks like one of the family: a common name that begins so to a reader's eyes,
/// and the organization or the country. The words alone are too common to suspect every longer
/// name.
pub(super) fn resembles_isca_name(name: &DistinguishedName) -> bool {
    let any = |values: &[String], looks: &dyn Fn(&str) -> bool| {
        values.iter().any(|value| looks(&skeleton(value)))
    };
    let own = skeleton(COMMON_NAME);
    any(name.common_names(), &|text| text.starts_with(&own))
        && (any(name.organizations(), &|text| text == skeleton(ORGANIZATION))
            || any(name.countries(), &|text| text == COUNTRY))
}
