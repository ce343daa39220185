//! Who signed a refused chain.
//!
//! Only signatures attribute: a certificate's maker can choose any name. They attribute whatever
//! else is wrong: an interceptor's chain may break every rule of path building, be expired, or
//! have its root in place of the server's certificate, and still fool curl.

use anchorwatch_identity::{
    Certificate, SpkiSha256, UnixSeconds,
    family::{self, FamilyRule},
    is_signed_by,
    registry::{self, KnownKey},
};
use rustls_pki_types::CertificateDer;

use crate::{
    Anchor, Anchors,
    search::{self, Signatures},
};

mod forged;
mod issuer_name;
mod selection;
mod signers;

pub(crate) use forged::has_wrong_signature;
pub use issuer_name::{IssuerName, NamedIssuer};
pub use selection::{RootsFor, roots_for};

use signers::{Signers, is_named};

/// How many signatures are tried for local roots that a certificate does not name. The worst case
/// costs about 50 milliseconds; a machine has 150 such roots, and `roots_for` has its own budget.
const MOST_UNNAMED: usize = 512;

/// Who signed a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// The signing root's key.
    pub spki_sha256: SpkiSha256,
    /// Its subject, RFC 4514.
    pub subject: String,
    /// How the root is known.
    pub basis: Basis,
    /// What is known about that key.
    pub known: Option<&'static KnownKey>,
    /// The families that the root resembles, if its certificate is available.
    pub family: Vec<FamilyRule>,
    /// The key whose name the root's resembles, if that is one of these families.
    pub look_alike: Option<&'static KnownKey>,
    /// Whether the root is or was in the public program but is not in the shipped set: nobody
    /// added it, but it may not vouch for anything either.
    pub is_retired: bool,
    /// If the chain is not valid at the given time: a time at which every certificate is, or else
    /// the start of the server certificate's validity. The chain is expired or not yet valid, but
    /// it was still signed.
    pub holds_at: Option<UnixSeconds>,
}

/// How a signing root is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// It is a local root of this machine.
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

/// Who is behind a chain, by its signatures or, if they tell nothing, by its names.
#[derive(Default)]
pub(crate) struct Attributed {
    pub(crate) attribution: Option<Attribution>,
    pub(crate) issuer_name: Option<IssuerName>,
}

/// A chain that a public root signed is the site's own, even if others cross-signed it, and has
/// no attribution.
pub(crate) fn of(chain: &[CertificateDer<'_>], anchors: &Anchors, at: UnixSeconds) -> Attributed {
    let signers = Signers::of(chain);
    let times = [Some(at), signers.common_time()];
    let is_public = times.into_iter().flatten().any(|time| {
        search::path(chain, &anchors.public, time, Signatures::default(), &|_| {
            Ok(())
        })
        .is_ok()
    });
    if is_public {
        return Attributed::default();
    }
    let paths = signers.paths();
    let mut unnamed_left = MOST_UNNAMED;
    let mut best: Option<(Signer<'_>, &[&Certificate])> = None;
    for path in &paths {
        let Some(signer) = signer_of(path, anchors, &mut unnamed_left) else {
            continue;
        };
        if best.is_none_or(|(best, _)| best.weight() < signer.weight()) {
            best = Some((signer, path));
        }
    }
    let Some((signer, path)) = best else {
        return Attributed {
            attribution: None,
            issuer_name: issuer_name::of(&paths, anchors),
        };
    };
    let holds_at = signers::time_of(path, at);
    let attribution = match signer {
        Signer::Public => None,
        Signer::Known(known) => Some(Attribution {
            spki_sha256: known.spki_sha256,
            subject: known.title().to_owned(),
            basis: Basis::Registry,
            known: Some(known),
            family: Vec::new(),
            look_alike: None,
            is_retired: false,
            holds_at,
        }),
        Signer::Local(anchor) => Some(of_local(anchor, holds_at)),
    };
    Attributed {
        attribution,
        issuer_name: None,
    }
}

fn of_local(anchor: &Anchor, holds_at: Option<UnixSeconds>) -> Attribution {
    let mut certificates = anchor.certificates().iter();
    Attribution {
        spki_sha256: anchor.spki_sha256(),
        subject: anchor.subject().to_owned(),
        basis: Basis::LocalAnchor,
        known: anchor
            .certificates()
            .first()
            .and_then(registry::known_key_of),
        family: anchor
            .certificates()
            .first()
            .map(family::matches)
            .unwrap_or_default(),
        look_alike: anchor
            .certificates()
            .first()
            .and_then(|root| registry::resembled(root.subject())),
        is_retired: certificates.any(registry::is_retired_from_program),
        holds_at,
    }
}

/// The signer of a certificate.
#[derive(Debug, Clone, Copy)]
enum Signer<'a> {
    Known(&'static KnownKey),
    Local(&'a Anchor),
    Public,
}

impl Signer<'_> {
    /// Decides which signer is reported if there are several. An interception key matters more
    /// than where it is installed. For any other known key, such as a government's, it matters
    /// more that it is a local root. A public root's signature outranks all.
    fn weight(&self) -> u8 {
        match self {
            Self::Public => 3,
            Self::Known(known) if known.conduct.reads_traffic() => 2,
            Self::Local(_) => 1,
            Self::Known(_) => 0,
        }
    }
}

/// Which of all known signers signed the last certificate of a path of signatures.
///
/// Known keys are tried whatever issuer the certificate names, since it can name any; so are
/// local roots, the named ones first. Public roots are tried only if named. A certificate that
/// itself signed the one below it may have a known key in another encoding.
fn signer_of<'a>(
    path: &[&Certificate],
    anchors: &'a Anchors,
    unnamed_left: &mut usize,
) -> Option<Signer<'a>> {
    let (&certificate, below) = path.split_last()?;
    let named = |anchor: &&Anchor| {
        let mut certificates = anchor.certificates().iter();
        certificates.any(|root| is_named(certificate, root))
    };
    let signed = |anchor: &&Anchor| {
        // They all have the same key.
        let mut certificates = anchor.certificates().iter().take(1);
        certificates.any(|root| is_signed_by(certificate, root.spki_der()))
    };
    let public = anchors.public().iter().filter(named).find(signed);
    let known = registry::known_roots()
        .iter()
        .filter(|known| is_signed_by(certificate, known.spki_der));
    let own = below
        .last()
        .and_then(|_| registry::known_key_of(certificate));
    let (expected, others): (Vec<_>, Vec<_>) = anchors.added().partition(named);
    let local = expected
        .into_iter()
        .find(|anchor| signed(anchor))
        .or_else(|| {
            let mut tried = others.into_iter().take_while(|_| {
                let is_left = *unnamed_left > 0;
                *unnamed_left = unnamed_left.saturating_sub(1);
                is_left
            });
            tried.find(|anchor| signed(anchor))
        });
    let all = public
        .map(|_| Signer::Public)
        .into_iter()
        .chain(known.map(Signer::Known))
        .chain(own.map(Signer::Known))
        .chain(local.map(Signer::Local));
    all.max_by_key(Signer::weight)
}
