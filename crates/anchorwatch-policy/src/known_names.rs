//! Names that were seen whole: an entry has only their hashes.

use std::collections::BTreeMap;

use anchorwatch_identity::{Certificate, NameSha256};

/// Names by their hashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownNames(BTreeMap<NameSha256, Vec<u8>>);

impl KnownNames {
    /// Adds a name, as DER.
    pub fn add(&mut self, der: &[u8]) {
        self.0.insert(NameSha256::of(der), der.to_vec());
    }

    /// Adds the subject and the issuer of a certificate.
    pub fn add_of(&mut self, certificate: &Certificate) {
        self.add(certificate.subject().der());
        self.add(certificate.issuer().der());
    }

    /// Adds names that were found elsewhere.
    pub fn add_all(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    pub(crate) fn get(&self, hash: &NameSha256) -> Option<&[u8]> {
        self.0.get(hash).map(Vec::as_slice)
    }
}
