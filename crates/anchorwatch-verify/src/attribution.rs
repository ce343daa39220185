//! Who signed a chain that no allowed root vouches for.
//!
//! Only signatures attribute: a name in a certificate is its maker's to choose.

use anchorwatch_identity::{
    Certificate, SpkiSha256, UnixSeconds,
    family::{self, FamilyRule},
    registry::{self, KnownKey},
};
use rustls_pki_types::CertificateDer;

use crate::{Anchor, Anchors, search};

/// Who signed a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// The signing root's key.
    pub spki_sha256: SpkiSha256,
    /// Its subject, RFC 4514.
    pub subject: String,
    /// Whence the root is known.
    pub basis: Basis,
    /// What is known of that key.
    pub known: Option<&'static KnownKey>,
    /// The families that the root looks like, where its certificate is at hand.
    pub family: Vec<FamilyRule>,
    /// Whether the root is or was in the public program and is not in the set that we
    /// ship: nobody added it, and it has no right to speak all the same.
    pub is_retired: bool,
    /// The time at which the signatures and validities hold, if that is another than
    /// the one asked for: the chain is expired or not yet valid, and was signed all the same.
    pub holds_at: Option<UnixSeconds>,
}

/// Whence a signing root is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Someone added it to this machine.
    LocalAnchor,
    /// It is in the registry of known keys.
    Registry,
}

impl Basis {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LocalAnchor => "local_anchor",
            Self::Registry => "registry",
        }
    }
}

pub(crate) fn of(
    chain: &[CertificateDer<'_>],
    anchors: &Anchors,
    at: UnixSeconds,
) -> Option<Attribution> {
    let (reading, other): (Vec<&'static KnownKey>, Vec<_>) = registry::known_roots()
        .iter()
        .partition(|known| known.conduct.reads_traffic());
    let of_known = |known: &[&'static KnownKey]| -> Vec<Anchor> {
        known
            .iter()
            .flat_map(|known| Anchor::from_known_key(known))
            .collect()
    };
    let (reading, other) = (of_known(&reading), of_known(&other));
    // A key that reads traffic says more than where it lies; of any other, such as a
    // state's, it matters first that someone added it to this machine.
    let signers: [(Vec<&Anchor>, Basis); 3] = [
        (reading.iter().collect(), Basis::Registry),
        (anchors.local().iter().collect(), Basis::LocalAnchor),
        (other.iter().collect(), Basis::Registry),
    ];
    let public: Vec<&Anchor> = anchors.public().iter().collect();
    let other_time = common_time(chain).filter(|time| *time != at);
    let times = std::iter::once((at, None)).chain(other_time.map(|time| (time, Some(time))));
    for (time, holds_at) in times {
        // A chain that a public root signed is the site's own, whoever cross-signed it too.
        if search::path(chain, &public, time, &|_| true).is_ok() {
            return None;
        }
        let found = signers
            .iter()
            .find_map(|(anchors, basis)| signed_by(chain, anchors, time, *basis));
        if let Some(found) = found {
            return Some(Attribution { holds_at, ..found });
        }
    }
    None
}

fn signed_by(
    chain: &[CertificateDer<'_>],
    anchors: &[&Anchor],
    at: UnixSeconds,
    basis: Basis,
) -> Option<Attribution> {
    let path = search::path(chain, anchors, at, &|_| true).ok()?;
    let anchor = anchors
        .iter()
        .find(|anchor| anchor.spki_sha256() == path.anchor_spki_sha256)?;
    Some(Attribution {
        spki_sha256: path.anchor_spki_sha256,
        subject: path.anchor_subject,
        basis,
        known: registry::known_key(&path.anchor_spki_sha256),
        family: anchor
            .certificate()
            .map(family::matches)
            .unwrap_or_default(),
        is_retired: anchor
            .certificate()
            .is_some_and(registry::is_retired_from_program),
        holds_at: None,
    })
}

/// A second at which every certificate of the chain is valid, if there is one.
fn common_time(chain: &[CertificateDer<'_>]) -> Option<UnixSeconds> {
    let parsed: Vec<Certificate> = chain
        .iter()
        .filter_map(|der| Certificate::from_der(der).ok())
        .collect();
    let from = parsed
        .iter()
        .map(|certificate| certificate.validity().not_before)
        .max()?;
    let until = parsed
        .iter()
        .map(|certificate| certificate.validity().not_after)
        .min()?;
    (from <= until).then_some(from)
}
