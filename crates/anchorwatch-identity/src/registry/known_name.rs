//! What a name alone suggests: grounds for suspicion, never proof.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{
    GovernmentName, InspectionProduct, KnownKey, government_name, inspection_product, is_isca_name,
    known_roots, look_alike::look_alike,
};
use crate::{DistinguishedName, once::once};

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
    /// A name that looks like that of an interception root and is written otherwise.
    LookAlike(&'static KnownKey),
    /// The name of a state's root, or of an intermediate under it; no interception with it is
    /// known.
    GovernmentRoot(&'static GovernmentName),
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
    if let Some(known) = once(&NAMES, names).get(&name.parts()) {
        return Some(KnownName::ReadsTraffic(known));
    }
    if is_isca_name(name) {
        return Some(KnownName::IscaFamily);
    }
    look_alike(name)
        .map(KnownName::LookAlike)
        .or_else(|| government_name(name).map(KnownName::GovernmentRoot))
        .or_else(|| inspection_product(name).map(KnownName::Product))
}

/// The interception key whose name this one looks like, if it is not that very name.
#[must_use]
pub fn resembled(name: &DistinguishedName) -> Option<&'static KnownKey> {
    match known_name(name)? {
        KnownName::LookAlike(known) => Some(known),
        _ => None,
    }
}

fn names() -> BTreeMap<Vec<String>, &'static KnownKey> {
    let mut names = BTreeMap::new();
    for known in known_roots().iter().filter(|it| it.conduct.reads_traffic()) {
        for certificate in known.certificates {
            if let Some(name) = DistinguishedName::from_der(certificate.subject_der) {
                names.entry(name.parts()).or_insert(known);
            }
        }
    }
    names
}

#[cfg(test)]
mod tests;
