//! Who signed a chain that no allowed root vouches for.
//!
//! Only signatures attribute: a name in a certificate is its maker's to choose. And they
//! attribute whatever else is wrong: an interceptor's chain may break every rule of path
//! building, expire, or send its root in the server's place, and curl may still be fooled.

use anchorwatch_identity::{
    Certificate, SpkiSha256, UnixSeconds,
    family::{self, FamilyRule},
    is_signed_by,
    registry::{self, KnownKey},
};
use rustls_pki_types::CertificateDer;

use crate::{Anchor, Anchors, search};

mod forged;
mod issuer_name;
mod selection;
mod signers;

pub(crate) use forged::has_wrong_signature;
pub use issuer_name::{IssuerName, NamedIssuer};
pub use selection::{RootsFor, roots_for};

use signers::{Signers, is_named};

/// How many signatures of local roots are tried that a certificate does not name. It costs
/// some 50 milliseconds at the worst; a machine has 150 such roots, and `roots_for` has a
/// budget of its own.
const MOST_UNNAMED: usize = 512;

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
    /// A time at which every certificate of the chain is valid, if it is not valid at the
    /// one asked for; without such a time the beginning of the server's own. The chain
    /// is expired or not yet valid, and was signed all the same.
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

/// Who is behind a chain, by what is known of its signatures or, where nothing is, of names.
#[derive(Default)]
pub(crate) struct Attributed {
    pub(crate) attribution: Option<Attribution>,
    pub(crate) issuer_name: Option<IssuerName>,
}

/// A chain that a public root signed is the site's own, whoever cross-signed it too, and
/// has no attribution.
pub(crate) fn of(chain: &[CertificateDer<'_>], anchors: &Anchors, at: UnixSeconds) -> Attributed {
    let signers = Signers::of(chain);
    let times = [Some(at), signers.common_time()];
    let is_public = times
        .into_iter()
        .flatten()
        .any(|time| search::path(chain, &anchors.public, time, &|_| Ok(())).is_ok());
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
        is_retired: certificates.any(registry::is_retired_from_program),
        holds_at,
    }
}

/// Someone whose key signed a certificate. Those that say most come last: a key that reads
/// traffic says more than where it lies; of any other, such as a state's, it matters first
/// that someone added it to this machine; and a public root's own comes before all.
#[derive(Debug, Clone, Copy)]
enum Signer<'a> {
    Known(&'static KnownKey),
    Local(&'a Anchor),
    Public,
}

impl Signer<'_> {
    fn weight(&self) -> u8 {
        match self {
            Self::Public => 3,
            Self::Known(known) if known.conduct.reads_traffic() => 2,
            Self::Local(_) => 1,
            Self::Known(_) => 0,
        }
    }
}

/// Who of all that are known signed the last certificate of a path of signatures.
///
/// Known keys are tried whatever the certificate says of its issuer, since it can say
/// anything; so are local roots, those that it names first. Of the public ones only those
/// that it names. One that has itself signed the certificate below it may have a known key
/// in another encoding.
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
