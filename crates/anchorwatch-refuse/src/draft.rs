//! A plan while the mechanisms add to it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use anchorwatch_home::{Change, Error};
use anchorwatch_identity::{CertSha256, Certificate};
use anchorwatch_machine::Client;
use anchorwatch_remark::{Remark, Told};

use crate::coverage::Covered;

pub(crate) mod document;

/// A certificate that is removed from a file or folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// The certificate. A store can show one under a million names.
    pub certificate: Arc<Certificate>,
    /// The file or link, below the tree's root.
    pub path: PathBuf,
}

/// A root that a file or folder shows held to names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confined {
    /// What is shown: the root's certificate with name constraints.
    pub certificate: Arc<Certificate>,
    /// The names for which the root speaks, beyond the private ones: suffixes and networks.
    pub names: Vec<String>,
    /// The file or link, below the tree's root.
    pub path: PathBuf,
}

/// A certificate in a file, and what comes in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Replaced {
    pub(crate) path: PathBuf,
    pub(crate) before: Certificate,
    pub(crate) after: Certificate,
}

/// A folder outside every home with a database that a user's programs read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Elsewhere {
    pub(crate) folder: PathBuf,
    pub(crate) clients: Vec<Client>,
}

/// A plan while the mechanisms add to it.
#[derive(Debug, Default)]
pub struct Draft {
    /// The changes, in the order in which they are made.
    pub changes: Vec<Change>,
    /// The certificates that are removed.
    pub withheld: Vec<Withheld>,
    /// The roots that a file or folder shows held to names instead.
    pub confined: Vec<Confined>,
    /// What is replaced, in files outside the system store.
    pub(crate) replaced: Vec<Replaced>,
    /// What could not be looked into: a refused key may be in it.
    pub blind_spots: Vec<Told>,
    /// Where a refused key stays trusted, since no mechanism changes that.
    pub not_refused: Vec<Told>,
    /// What the owner should know first.
    pub warnings: Vec<Told>,
    /// The places where the keys are refused.
    pub covered: Vec<Covered>,
    /// Databases outside homes that users' files name.
    pub(crate) databases_elsewhere: Vec<Elsewhere>,
    /// Each certificate of `withheld` and `confined`, once.
    pub(crate) certificates: BTreeMap<CertSha256, Arc<Certificate>>,
}

impl Draft {
    /// Adds the draft of another part of the tree. A home inside another home is planned twice,
    /// but changed once.
    pub(crate) fn add(&mut self, other: Self) {
        let planned: BTreeSet<PathBuf> = self
            .changes
            .iter()
            .map(|change| change.path.clone())
            .collect();
        let (changes, withheld) = (other.changes.into_iter(), other.withheld.into_iter());
        let confined = other.confined.into_iter();
        self.changes
            .extend(changes.filter(|change| !planned.contains(&change.path)));
        self.withheld
            .extend(withheld.filter(|held| !planned.contains(&held.path)));
        self.confined
            .extend(confined.filter(|held| !planned.contains(&held.path)));
        self.blind_spots.extend(other.blind_spots);
        self.not_refused.extend(other.not_refused);
        self.warnings.extend(other.warnings);
        self.covered.extend(other.covered);
        self.databases_elsewhere.extend(other.databases_elsewhere);
    }

    /// Records that a certificate is removed from a file or folder.
    pub(crate) fn withhold(&mut self, certificate: Certificate, path: PathBuf) {
        let known = self.certificates.entry(certificate.sha256());
        let certificate = Arc::clone(known.or_insert_with(|| Arc::new(certificate)));
        self.withheld.push(Withheld { certificate, path });
    }

    /// Records that a file or folder shows a root held to names.
    pub(crate) fn confine(&mut self, certificate: Certificate, names: Vec<String>, path: PathBuf) {
        let known = self.certificates.entry(certificate.sha256());
        let certificate = Arc::clone(known.or_insert_with(|| Arc::new(certificate)));
        self.confined.push(Confined {
            certificate,
            names,
            path,
        });
    }

    /// How much was said of the files so far.
    pub(crate) fn said(&self) -> [usize; 3] {
        [
            self.withheld.len(),
            self.confined.len(),
            self.warnings.len(),
        ]
    }

    /// Drops what was said since.
    pub(crate) fn unsay(&mut self, [withheld, confined, warnings]: [usize; 3]) {
        self.withheld.truncate(withheld);
        self.confined.truncate(confined);
        self.warnings.truncate(warnings);
    }

    /// Drops whatever is planned for these paths.
    pub(crate) fn leave(&mut self, paths: &BTreeSet<&Path>) {
        self.changes.retain(|change| !paths.contains(&*change.path));
        self.withheld.retain(|held| !paths.contains(&*held.path));
        self.confined.retain(|held| !paths.contains(&*held.path));
        self.covered
            .retain(|covered| !paths.contains(&*covered.path));
    }

    /// Records an error for something that could not be read.
    pub(crate) fn blind(&mut self, error: &Error) {
        self.blind_spots.push(error.told());
    }

    /// Adds what could not be looked into.
    pub(crate) fn cannot_see(&mut self, remark: &impl Remark) {
        self.blind_spots.push(remark.told());
    }

    /// Adds where a refused key stays trusted.
    pub(crate) fn does_not_refuse(&mut self, remark: &impl Remark) {
        self.not_refused.push(remark.told());
    }

    /// Adds what the owner should know first.
    pub(crate) fn warn(&mut self, remark: &impl Remark) {
        self.warnings.push(remark.told());
    }

    /// Removes duplicate messages: several users' parts can contain the same.
    pub(crate) fn say_once(&mut self) {
        for remarks in [
            &mut self.blind_spots,
            &mut self.not_refused,
            &mut self.warnings,
        ] {
            let mut seen = BTreeSet::new();
            remarks.retain(|remark| seen.insert(remark.clone()));
        }
    }

    /// Whether a change of the path is planned already.
    pub(crate) fn changes_path(&self, path: &Path) -> bool {
        self.changes.iter().any(|change| change.path == path)
    }

    /// Whether a mechanism that covers every store of a program refuses the keys there.
    pub(crate) fn reaches_by_other_means(&self, client: Client) -> bool {
        self.covered
            .iter()
            .filter(|covered| covered.mechanism.reaches_all)
            .any(|covered| covered.clients.contains(&client))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remark::sentence;

    #[test]
    fn the_same_remark_is_kept_once_and_another_is_kept_too() {
        let remarks = |words: &[&str]| words.iter().map(|one| sentence(*one)).collect();
        let mut draft = Draft {
            warnings: remarks(&["b", "a", "b", "c", "a"]),
            not_refused: remarks(&["x", "x"]),
            ..Draft::default()
        };
        draft.say_once();
        assert_eq!(draft.warnings, ["b", "a", "c"].map(sentence));
        assert_eq!(draft.not_refused, [sentence("x")]);
    }
}
