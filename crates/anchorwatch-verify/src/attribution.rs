//! Who signed a chain that no allowed root vouches for.
//!
//! Only signatures attribute: a name in a certificate is its maker's to choose.

use anchorwatch_identity::{
    Certificate, SpkiSha256, UnixSeconds,
    family::{self, FamilyRule},
    registry::{self, KnownRoot},
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
    /// The known root with that key.
    pub known: Option<&'static KnownRoot>,
    /// The families that the root looks like, where its certificate is at hand.
    pub family: Vec<FamilyRule>,
    /// The time at which the signatures and validities hold, if that is another than
    /// the one asked for: the chain is expired or not yet valid, and was signed all the same.
    pub holds_at: Option<UnixSeconds>,
}

/// Whence a signing root is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Someone added it to this machine.
    LocalAnchor,
    /// It is in the registry of known roots.
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
    let known: Vec<Anchor> = registry::known_roots()
        .iter()
        .filter_map(Anchor::from_known_root)
        .collect();
    let by_known: Vec<&Anchor> = known.iter().collect();
    let by_local: Vec<&Anchor> = anchors.local().iter().collect();
    let other_time = common_time(chain).filter(|time| *time != at);
    std::iter::once((at, None))
        .chain(other_time.map(|time| (time, Some(time))))
        .find_map(|(time, holds_at)| {
            // The registry first: a known key says more than where the root lies.
            let found = signed_by(chain, &by_known, time, Basis::Registry);
            let found = found.or_else(|| signed_by(chain, &by_local, time, Basis::LocalAnchor));
            found.map(|attribution| Attribution {
                holds_at,
                ..attribution
            })
        })
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
