//! Unlisted roots, and what replaces them outside the system store.

use std::collections::BTreeMap;

use anchorwatch_identity::{CertSha256, Certificate};

pub(crate) mod search;

/// Unlisted roots, by certificate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Limited(BTreeMap<CertSha256, LimitedRoot>);

/// What replaces a root that is not on any list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LimitedRoot {
    /// In a file; `None`: nothing.
    pub(crate) in_files: Option<Certificate>,
    /// In an NSS database; `None`: nothing.
    pub(crate) in_databases: Option<Certificate>,
    /// The names for which it speaks, beyond the private ones.
    pub(crate) names: Vec<String>,
}

impl Limited {
    /// What replaces a certificate; `None` if it is not limited.
    pub(crate) fn get(&self, certificate: &CertSha256) -> Option<&LimitedRoot> {
        self.0.get(certificate)
    }

    /// Those of these certificates.
    pub(crate) fn of_these<'a>(
        &self,
        certificates: impl IntoIterator<Item = &'a CertSha256>,
    ) -> Self {
        let certificates = certificates.into_iter();
        let found = certificates.filter_map(|one| Some((*one, self.0.get(one)?.clone())));
        Self(found.collect())
    }

    /// The names of the root for which a certificate stands.
    pub(crate) fn names_of(&self, certificate: &Certificate) -> Vec<String> {
        let root = self.by_stand_in(certificate);
        root.map_or_else(Vec::new, |root| root.names.clone())
    }

    /// Whether a certificate replaces one of these.
    pub(crate) fn stands(&self, certificate: &Certificate) -> bool {
        self.by_stand_in(certificate).is_some()
    }

    fn by_stand_in(&self, certificate: &Certificate) -> Option<&LimitedRoot> {
        self.0.values().find(|root| {
            let both = [&root.in_files, &root.in_databases];
            both.into_iter().flatten().any(|one| one == certificate)
        })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&CertSha256, &LimitedRoot)> {
        self.0.iter()
    }

    fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

impl FromIterator<(CertSha256, LimitedRoot)> for Limited {
    fn from_iter<I: IntoIterator<Item = (CertSha256, LimitedRoot)>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}
