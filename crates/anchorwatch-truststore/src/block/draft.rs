//! A plan while the mechanisms write at it.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::{Change, Error};
use anchorwatch_identity::Certificate;

use crate::{Client, error_text::with_cause};

pub(crate) mod document;

/// A certificate that is taken out of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldOut {
    /// The certificate.
    pub certificate: Certificate,
    /// The file or link, below the tree's root.
    pub path: PathBuf,
}

/// One way in which a key is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Mechanism {
    /// The system store without the key, after every update too.
    SystemStore,
    /// A certificate that OpenSSL rejects, for chains that another root cross-signed.
    OpensslReject,
    /// A policy of Chromium and what is built on it.
    ChromiumPolicy,
    /// An AutoConfig script of Firefox and Thunderbird.
    MozillaAutoconfig,
    /// The storage of one profile of Firefox or Thunderbird, where no script reaches it.
    SecurityState,
    /// A policy of Firefox and Thunderbird that closes the way around an error.
    MozillaPolicy,
    /// Exceptions that a person made in Firefox or Thunderbird, taken out.
    CertOverride,
    /// Trust values of NSS.
    NssTrust,
    /// Java's keystores without the key.
    JavaKeystore,
    /// Java's list of blocked certificates.
    JavaBlockedCerts,
    /// A file of certificates without the key: Python's bundles, and what settings name.
    PemBundle,
}

impl Mechanism {
    /// All mechanisms, in the order in which they are printed.
    pub const ALL: [Self; 11] = [
        Self::SystemStore,
        Self::OpensslReject,
        Self::ChromiumPolicy,
        Self::MozillaAutoconfig,
        Self::SecurityState,
        Self::MozillaPolicy,
        Self::CertOverride,
        Self::NssTrust,
        Self::JavaKeystore,
        Self::JavaBlockedCerts,
        Self::PemBundle,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SystemStore => "system_store",
            Self::OpensslReject => "openssl_reject",
            Self::ChromiumPolicy => "chromium_policy",
            Self::MozillaAutoconfig => "mozilla_autoconfig",
            Self::SecurityState => "security_state",
            Self::MozillaPolicy => "mozilla_policy",
            Self::CertOverride => "cert_override",
            Self::NssTrust => "nss_trust",
            Self::JavaKeystore => "java_keystore",
            Self::JavaBlockedCerts => "java_blocked_certs",
            Self::PemBundle => "pem_bundle",
        }
    }

    /// Whether it reaches every store of its programs, on the whole machine.
    pub(crate) const fn reaches_all(self) -> bool {
        matches!(self, Self::ChromiumPolicy | Self::MozillaAutoconfig)
    }

    /// The mechanism with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|mechanism| mechanism.code() == code)
    }
}

/// What a mechanism refuses of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Every certificate with the key, whatever is in it.
    ByKey,
    /// The key under each of the names that are known of it.
    ByNameAndKey,
    /// The key under each of the names that are known of it, and under each that a
    /// certificate of the program's own has, as it looks again and again.
    ByKeyInProgram,
    /// No key as such: no person can click a refusal away.
    NoWayAround,
    /// Each of the certificates that are known of it; a re-issued one gets through.
    EachCertificate,
}

impl Reach {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::ByKey,
        Self::ByNameAndKey,
        Self::ByKeyInProgram,
        Self::NoWayAround,
        Self::EachCertificate,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ByKey => "by_key",
            Self::ByNameAndKey => "by_name_and_key",
            Self::ByKeyInProgram => "by_key_in_program",
            Self::NoWayAround => "no_way_around",
            Self::EachCertificate => "each_certificate",
        }
    }

    /// The reach with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reach| reach.code() == code)
    }
}

/// A place that a mechanism covers, whether it had to be changed or was so already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// How.
    pub mechanism: Mechanism,
    /// Where, below the tree's root.
    pub path: PathBuf,
    /// What of a key is refused there.
    pub reach: Reach,
    /// The programs that refuse it.
    pub clients: Vec<Client>,
}

/// A plan while the mechanisms write at it.
#[derive(Debug, Default)]
pub struct Draft {
    /// The changes, in the order in which they are made.
    pub changes: Vec<Change>,
    /// The certificates that are taken out.
    pub held_out: Vec<HeldOut>,
    /// What could not be looked into, a sentence each: a refused key may be in it.
    pub blind_spots: Vec<String>,
    /// Where a refused key goes on being believed, since no mechanism changes that, a
    /// sentence each.
    pub not_refused: Vec<String>,
    /// What the owner should know first, a sentence each.
    pub warnings: Vec<String>,
    /// The places where the keys are refused.
    pub covered: Vec<Covered>,
}

impl Draft {
    /// Takes in what another part of the tree needs. A home in another's home is planned
    /// by both, and changed once.
    pub(crate) fn add(&mut self, other: Self) {
        let planned: BTreeSet<PathBuf> = self
            .changes
            .iter()
            .map(|change| change.path.clone())
            .collect();
        let (changes, held_out) = (other.changes.into_iter(), other.held_out.into_iter());
        self.changes
            .extend(changes.filter(|change| !planned.contains(&change.path)));
        self.held_out
            .extend(held_out.filter(|held| !planned.contains(&held.path)));
        self.blind_spots.extend(other.blind_spots);
        self.not_refused.extend(other.not_refused);
        self.warnings.extend(other.warnings);
        self.covered.extend(other.covered);
    }

    /// What could not be looked into.
    pub(crate) fn blind(&mut self, error: &Error) {
        self.blind_spots.push(with_cause(error));
    }

    /// Leaves out what was said before: several users' parts can say the same.
    pub(crate) fn say_once(&mut self) {
        for sentences in [
            &mut self.blind_spots,
            &mut self.not_refused,
            &mut self.warnings,
        ] {
            let mut said = BTreeSet::new();
            sentences.retain(|sentence| said.insert(sentence.clone()));
        }
    }

    /// Whether a change of the path is planned already.
    pub(crate) fn changes_path(&self, path: &Path) -> bool {
        self.changes.iter().any(|change| change.path == path)
    }

    /// Whether a mechanism that reaches every store of a program refuses the keys there.
    pub(crate) fn reaches_by_other_means(&self, client: Client) -> bool {
        self.covered
            .iter()
            .filter(|covered| covered.mechanism.reaches_all())
            .any(|covered| covered.clients.contains(&client))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_sentence_is_said_once_and_another_is_kept() {
        let text = |words: &[&str]| words.iter().map(|one| (*one).to_owned()).collect();
        let mut draft = Draft {
            warnings: text(&["b", "a", "b", "c", "a"]),
            not_refused: text(&["x", "x"]),
            ..Draft::default()
        };
        draft.say_once();
        assert_eq!(draft.warnings, ["b", "a", "c"]);
        assert_eq!(draft.not_refused, ["x"]);
    }
}
