//! Follows signatures up from the server's certificate.

use std::collections::BTreeSet;

use anchorwatch_identity::{CertSha256, Certificate, UnixSeconds};
use rustls_pki_types::CertificateDer;

use crate::known_signatures::is_signed_by;

/// How many certificates of a chain are parsed.
const MOST_PARSED: usize = 256;
/// How many signatures between certificates of the chain are tried.
const MOST_TRIED: usize = 64;
/// For how many certificates the signer is searched: each costs as many signatures as there are
/// known keys.
const MOST_ASKED: usize = 16;
/// The most certificates between the server's and the signer.
const MOST_STEPS: usize = 8;

/// The readable certificates of a chain, the server's own first.
pub(super) struct Signers {
    sent: Vec<Certificate>,
}

/// The certificates from the server's own upwards, each signed by the next.
pub(super) type SignedPath<'s> = Vec<&'s Certificate>;

impl Signers {
    /// Empty if the server's own certificate cannot be read.
    pub(super) fn of(chain: &[CertificateDer<'_>]) -> Self {
        let mut seen = BTreeSet::new();
        let mut chain = chain.iter();
        // The first must not be skipped: the next would be taken for the server's.
        let own = chain.next().and_then(|der| Certificate::from_der(der).ok());
        let sent = match own {
            None => Vec::new(),
            Some(own) => {
                seen.insert(own.sha256());
                let rest = chain
                    .filter(|der| der.first() == Some(&0x30))
                    .take(MOST_PARSED)
                    .filter_map(|der| Certificate::from_der(der).ok())
                    .filter(|certificate| seen.insert(certificate.sha256()));
                std::iter::once(own).chain(rest).collect()
            }
        };
        Self { sent }
    }

    /// A time at which every certificate that was sent is valid, if there is one.
    pub(super) fn common_time(&self) -> Option<UnixSeconds> {
        let all: Vec<&Certificate> = self.sent.iter().collect();
        common_time(&all)
    }

    /// Every certificate reachable from the server's own by signatures, with the path to it.
    pub(super) fn paths(&self) -> Vec<SignedPath<'_>> {
        let mut left = MOST_TRIED;
        let mut walked: Vec<SignedPath<'_>> = Vec::new();
        let mut paths: Vec<SignedPath<'_>> =
            self.sent.first().map(|own| vec![own]).into_iter().collect();
        let mut reached: BTreeSet<_> = self
            .sent
            .first()
            .map(Certificate::sha256)
            .into_iter()
            .collect();
        while walked.len() < MOST_ASKED
            && let Some(path) = paths.pop()
        {
            if let Some(last) = path.last()
                && path.len() <= MOST_STEPS
            {
                for above in self.above(last, &reached, &mut left) {
                    if reached.insert(above.sha256()) {
                        paths.push(path.iter().copied().chain([above]).collect());
                    }
                }
            }
            walked.push(path);
        }
        walked
    }

    /// All readable certificates that were sent.
    pub(super) fn sent(&self) -> &[Certificate] {
        &self.sent
    }

    /// The certificates that are not reached yet and whose key signed this one. Those that it names
    /// are tried first.
    fn above(
        &self,
        child: &Certificate,
        reached: &BTreeSet<CertSha256>,
        left: &mut usize,
    ) -> Vec<&Certificate> {
        let (named, others): (Vec<_>, Vec<_>) = self
            .sent
            .iter()
            .filter(|parent| !reached.contains(&parent.sha256()))
            .partition(|parent| is_named(child, parent));
        let own = has_signed_itself(child).then(|| child.spki_der());
        let tried = named.into_iter().chain(others).take_while(|_| {
            *left = left.saturating_sub(1);
            *left > 0
        });
        tried
            .filter(|parent| match own {
                Some(own) => parent.spki_der() == own,
                None => is_signed_by(child, parent.spki_der()),
            })
            .collect()
    }
}

/// Whether a certificate that names itself as its issuer bears the signature of its own key. Those
/// that name somebody else are not asked: nearly none of them does.
pub(super) fn has_signed_itself(certificate: &Certificate) -> bool {
    certificate.issuer().is_same_as(certificate.subject())
        && is_signed_by(certificate, certificate.spki_der())
}

/// Whether a certificate names another as its issuer, in any string type, or by the key
/// identifier.
pub(super) fn is_named(child: &Certificate, parent: &Certificate) -> bool {
    let identified = child
        .authority_key_identifier()
        .and_then(|authority| authority.key_identifier.as_deref());
    child.issuer().is_same_as(parent.subject())
        || identified.is_some_and(|id| {
            parent.subject_key_identifier() == Some(id) || parent.public_key_sha1() == id
        })
}

/// A time at which these are valid, if they are not valid at `at`.
pub(super) fn time_of(path: &[&Certificate], at: UnixSeconds) -> Option<UnixSeconds> {
    let is_valid = |certificate: &&Certificate| {
        let validity = certificate.validity();
        validity.not_before <= at && at <= validity.not_after
    };
    if path.iter().all(is_valid) {
        return None;
    }
    let own = path.first().map(|own| own.validity().not_before);
    common_time(path).or(own)
}

fn common_time(certificates: &[&Certificate]) -> Option<UnixSeconds> {
    let validities = || {
        certificates
            .iter()
            .map(|certificate| certificate.validity())
    };
    let from = validities().map(|validity| validity.not_before).max()?;
    let until = validities().map(|validity| validity.not_after).min()?;
    (from <= until).then_some(from)
}
