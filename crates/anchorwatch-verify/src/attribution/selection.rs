//! Selects the roots that matter to one chain.

use std::collections::BTreeSet;

use anchorwatch_identity::{Certificate, is_signed_by};
use rustls_pki_types::CertificateDer;

use super::signers::Signers;

/// How many signatures are tried, at a tenth of a millisecond each. So no store, however large,
/// costs more than half a second, and a chain of three certificates can be compared with 1,300
/// roots.
const MOST_TRIED: usize = 4096;
/// How many roots are kept that the chain names but that did not sign it.
const MOST_NAMED: usize = 64;

/// The roots that matter to a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootsFor<'a> {
    /// Those that signed a certificate of the chain first, then those that it only names.
    pub roots: Vec<&'a Certificate>,
    /// How many roots were not compared with the whole chain, because there are too many.
    pub untried_count: usize,
}

/// Chooses the roots that signed a certificate of the chain, whatever their names, and those that
/// it names: by the name, ignoring string type, case and spacing, or by the key identifier.
///
/// Leaving out the others changes no decision and no attribution, unless there are too many roots
/// to try.
#[must_use]
pub fn roots_for<'a>(chain: &[CertificateDer<'_>], roots: &'a [Certificate]) -> RootsFor<'a> {
    let signers = Signers::of(chain);
    let names = Names::of(signers.sent());
    let paths = signers.paths();
    let reached: Vec<&Certificate> = paths
        .iter()
        .filter_map(|path| path.last().copied())
        .collect();
    let (named, others): (Vec<_>, Vec<_>) = roots.iter().partition(|root| names.hold(root));
    let mut left = MOST_TRIED;
    let mut untried_count = 0;
    let (mut signed, mut only_named) = (Vec::new(), Vec::new());
    let all = named.into_iter().map(|root| (root, true));
    for (root, is_named) in all.chain(others.into_iter().map(|root| (root, false))) {
        let is_affordable = left >= reached.len();
        left = left.saturating_sub(reached.len());
        untried_count += usize::from(!is_affordable);
        let has_signed = is_affordable
            && reached
                .iter()
                .any(|certificate| is_signed_by(certificate, root.spki_der()));
        if has_signed {
            signed.push(root);
        } else if is_named {
            only_named.push(root);
        }
    }
    only_named.truncate(MOST_NAMED);
    signed.append(&mut only_named);
    RootsFor {
        roots: signed,
        untried_count,
    }
}

/// The issuers that the certificates of a chain name.
struct Names<'s> {
    issuers: BTreeSet<&'s str>,
    key_identifiers: BTreeSet<&'s [u8]>,
}

impl<'s> Names<'s> {
    fn of(sent: &'s [Certificate]) -> Self {
        let authorities = sent
            .iter()
            .filter_map(Certificate::authority_key_identifier);
        Self {
            issuers: sent.iter().map(|it| it.issuer().canonical()).collect(),
            key_identifiers: authorities
                .filter_map(|authority| authority.key_identifier.as_deref())
                .collect(),
        }
    }

    fn hold(&self, root: &Certificate) -> bool {
        let identifiers = [
            root.subject_key_identifier(),
            Some(&root.public_key_sha1()[..]),
        ];
        self.issuers.contains(root.subject().canonical())
            || identifiers
                .into_iter()
                .flatten()
                .any(|identifier| self.key_identifiers.contains(identifier))
    }
}
