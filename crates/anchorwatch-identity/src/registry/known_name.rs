//! What a name alone suggests: grounds for suspicion, never proof.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{InspectionProduct, KnownKey, inspection_product, known_roots};
use crate::{DistinguishedName, family::bears_isca_name, once::once};

/// What is known about a name.
///
/// **Trust:** anyone can put any name into a certificate. Use it only to point at something,
/// never to trust or excuse anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownName {
    /// The name of an interception root.
    ReadsTraffic(&'static KnownKey),
    /// A name of the family of Kazakhstan's roots that no known root has.
    IscaFamily,
    /// The name of an antivirus or a gateway.
    Product(&'static InspectionProduct),
}

/// What is known about this name; if several things are, the worst.
///
/// Names are compared in their canonical form, ignoring the order of their parts. Several keys
/// can share a name; the returned one is an example.
#[must_use]
pub fn known_name(name: &DistinguishedName) -> Option<KnownName> {
    static NAMES: OnceLock<BTreeMap<Vec<String>, &'static KnownKey>> = OnceLock::new();
    if let Some(known) = once(&NAMES, names).get(&parts(name.canonical())) {
        return Some(KnownName::ReadsTraffic(known));
    }
    if bears_isca_name(name) {
        return Some(KnownName::IscaFamily);
    }
    inspection_product(name).map(KnownName::Product)
}

fn names() -> BTreeMap<Vec<String>, &'static KnownKey> {
    let mut names = BTreeMap::new();
    for known in known_roots().iter().filter(|it| it.conduct.reads_traffic()) {
        for certificate in known.certificates {
            if let Some(name) = DistinguishedName::canonical_of(certificate.subject_der) {
                names.entry(parts(&name)).or_insert(known);
            }
        }
    }
    names
}

/// The relative names of a canonical name, sorted. A comma inside one is escaped.
fn parts(canonical: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut is_escaped = false;
    for character in canonical.chars() {
        if character == ',' && !is_escaped {
            parts.push(String::new());
            continue;
        }
        is_escaped = character == '\\' && !is_escaped;
        if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    parts.sort_unstable();
    parts
}

#[cfg(test)]
mod tests;
