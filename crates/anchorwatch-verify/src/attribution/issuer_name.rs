//! Whose name stands above a chain that nobody who is known signed.

use anchorwatch_identity::{
    Certificate,
    registry::{self, KnownName},
};

/// The issuer that a certificate of the chain names, where that name is known.
///
/// **Trust:** a name and no signature; anyone can write it. It is worth saying because it is
/// what is left of an interceptor whose root is neither sent nor installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerName {
    /// The issuer's name, RFC 4514.
    pub name: String,
    /// What is known of it.
    pub known: KnownName,
}

/// The first known name on the way up from the server's own certificate, over signatures;
/// one that reads traffic before a product's.
pub(super) fn of(paths: &[Vec<&Certificate>]) -> Option<IssuerName> {
    let highest = paths.iter().filter_map(|path| path.last());
    let mut known = highest.filter_map(|certificate| {
        Some(IssuerName {
            name: certificate.issuer().to_string(),
            known: registry::known_name(certificate.issuer())?,
        })
    });
    let first = known.next()?;
    let is_product = |name: &IssuerName| matches!(name.known, KnownName::Product(_));
    if is_product(&first) {
        return known.find(|name| !is_product(name)).or(Some(first));
    }
    Some(first)
}
