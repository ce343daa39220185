//! webpki's path building with this crate's types.

use std::{borrow::Cow, time::Duration};

use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use rustls_pki_types::{CertificateDer, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, Error, KeyUsage, VerifiedPath};

use crate::{PathElement, anchor::AnchorSet, cert_fields::CertFields, known_signatures};

mod reachable;

/// How many intermediates are given to path building unfiltered. A real chain has one or two, a
/// cross-signed one twice that; four can be ordered in 24 ways.
const FEW: usize = 4;

/// A path whose signatures and constraints webpki has checked, without a violation.
pub(crate) struct Found {
    /// The server's own certificate first.
    pub(crate) elements: Vec<PathElement>,
    /// The root's index in the set.
    pub(crate) place: usize,
}

/// What becomes of a signature that was checked before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Signatures {
    #[default]
    CheckedEachTime,
    /// See [`known_signatures`].
    Remembered,
}

/// The first path to one of the roots that `violation` lets through.
///
/// If the server sent many certificates, only those that can belong to a path are considered
/// ([`reachable`]); within that, webpki bounds signatures and paths.
pub(crate) fn path(
    chain: &[CertificateDer<'_>],
    set: &AnchorSet,
    at: UnixSeconds,
    signatures: Signatures,
    violation: &dyn Fn(&VerifiedPath<'_>) -> Result<(), Error>,
) -> Result<Found, Error> {
    let Some((leaf, rest)) = chain.split_first() else {
        return Err(Error::UnknownIssuer);
    };
    let intermediates = if rest.len() <= FEW {
        Cow::Borrowed(rest)
    } else {
        Cow::Owned(reachable::intermediates(chain))
    };
    let leaf = EndEntityCert::try_from(leaf)?;
    // webpki's time starts in 1970.
    let seconds = u64::try_from(at.get()).unwrap_or(0);
    let verified = leaf.verify_for_usage(
        match signatures {
            Signatures::CheckedEachTime => ALL_VERIFICATION_ALGS,
            Signatures::Remembered => known_signatures::algorithms(),
        },
        &set.trust_anchors,
        &intermediates,
        UnixTime::since_unix_epoch(Duration::from_secs(seconds)),
        KeyUsage::server_auth(),
        None,
        Some(violation),
    )?;
    Ok(Found {
        elements: elements(&verified),
        place: set
            .place_of(verified.anchor())
            .ok_or(Error::UnknownIssuer)?,
    })
}

/// The certificates of a path, the server's own first.
pub(crate) fn elements(path: &VerifiedPath<'_>) -> Vec<PathElement> {
    let own: &webpki::Cert<'_> = path.end_entity();
    std::iter::once(own)
        .chain(path.intermediate_certificates())
        .map(|certificate| {
            let der = certificate.der();
            let spki = CertFields::of(&der).map(|fields| SpkiSha256::of(fields.spki));
            let spki = spki.unwrap_or_else(|| SpkiSha256::of(&[]));
            PathElement::new(der, spki)
        })
        .collect()
}
