//! How urgent a finding is.
//!
//! | severity | what |
//! |---|---|
//! | alarm | a known interception key, a leaked key, a suspected family, one on a signed list that this machine follows |
//! | ask | an unknown root, a government root, one of an inspection product, one that was removed for cause and that the distribution does not ship; verification that is switched off; a proxy |
//! | note | a retired root; one that was removed for cause, as long as the distribution ships it |
//!
//! A name never lowers the severity. What the owner refuses, consents to or has in a
//! baseline keeps its severity; whether it counts is decided elsewhere.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_container::certificate_file;
use anchorwatch_home::{EntryKind, Tree};
use anchorwatch_identity::{CertSha256, Certificate};
use anchorwatch_policy::Class;

use super::finding::{Finding, Found};
use crate::{
    layout::{self, LAYOUTS},
    store_builder::MAX_FILE_BYTES,
};

anchorwatch_remark::closed_list! {
    /// How urgent a finding is.
    ///
    /// The worst first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Severity {
        /// Someone can read traffic with it, or it looks that way.
        Alarm,
        /// Only the owner of the machine can say whether it is right.
        Ask,
        /// Worth knowing; nothing needs to be done.
        Note,
    }
}

impl Severity {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Alarm => "alarm",
            Self::Ask => "ask",
            Self::Note => "note",
        }
    }
}

impl Finding {
    /// How urgent it is; `None` for a public root, which is not a finding. `shipped` is the
    /// result of [`shipped_roots`].
    #[must_use]
    pub fn severity(&self, shipped: &BTreeSet<CertSha256>) -> Option<Severity> {
        let Some(class) = self.class() else {
            // A setting.
            return Some(Severity::Ask);
        };
        let severity = match class {
            Class::PublicProgram => None,
            Class::LeakedKey
            | Class::KnownInterception
            | Class::SuspectedFamily
            | Class::DistrustedByList => Some(Severity::Alarm),
            Class::RetiredFromProgram => Some(Severity::Note),
            Class::DistrustedByProgram if self.is_shipped(shipped) => Some(Severity::Note),
            _ => Some(Severity::Ask),
        };
        match &self.found {
            // A deceptive name, whatever the class of the key.
            Found::PublicNameForeignKey(_) => {
                Some(severity.map_or(Severity::Ask, |severity| severity.min(Severity::Ask)))
            }
            _ => severity,
        }
    }

    /// Whether the distribution ships every certificate that it is about.
    fn is_shipped(&self, shipped: &BTreeSet<CertSha256>) -> bool {
        match &self.found {
            Found::SameKeyTwice { certificates, .. } => {
                certificates.iter().all(|one| shipped.contains(one))
            }
            _ => self
                .held()
                .is_some_and(|held| shipped.contains(&held.certificate.sha256())),
        }
    }
}

/// The certificates that the distribution ships, as `block --unlisted` determines them:
/// files of its package that match the package manager's records.
///
/// In a tree without such records, such as a minimal image, the package's own folder is
/// trusted if only root can write there. That affects only the severity of a finding, and
/// adds no certificate to any store.
#[must_use]
pub fn shipped_roots(tree: &Tree) -> BTreeSet<CertSha256> {
    match layout::shipped(tree) {
        Ok(shipped) => shipped.certificates,
        Err(_) if layout::has_package_records(tree) => BTreeSet::new(),
        Err(_) => in_the_packages_folder(tree),
    }
}

fn in_the_packages_folder(tree: &Tree) -> BTreeSet<CertSha256> {
    let shipped = LAYOUTS.iter().filter_map(|layout| layout.shipped.as_ref());
    let folders: BTreeSet<PathBuf> = shipped
        .map(|own| Path::new(own.folder).join("mozilla"))
        .collect();
    let mut found = BTreeSet::new();
    for folder in folders {
        let entries = tree.list(&folder).unwrap_or_default();
        let files = entries
            .into_iter()
            .filter(|entry| entry.kind == EntryKind::File)
            .map(|entry| folder.join(entry.name));
        let contents = files.filter_map(|path| tree.read_own(&path, MAX_FILE_BYTES).ok());
        found.extend(contents.flat_map(|content| hashes(&content)));
    }
    found
}

fn hashes(content: &[u8]) -> Vec<CertSha256> {
    let file = certificate_file(content);
    file.certificates().map(Certificate::sha256).collect()
}

#[cfg(test)]
mod tests;
