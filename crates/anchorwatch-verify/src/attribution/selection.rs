//! Selects the roots that matter to one chain.

use std::collections::BTreeSet;

use anchorwatch_identity::Certificate;
use rustls_pki_types::CertificateDer;

use super::signers::{SignedPath, Signers, has_signed_itself};
use crate::known_signatures::is_signed_by;

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
/// to try. One thing is left open: where a certificate that was sent has signed another, the roots
/// that nothing names are not tried on that one, because a stock machine has 140 of them and nearly
/// every server sends who signed. Whoever sends a certificate whose key fits by design hides such
/// a root so; it hides it as well behind an intermediate certificate that it does not send.
#[must_use]
pub fn roots_for<'a>(chain: &[CertificateDer<'_>], roots: &'a [Certificate]) -> RootsFor<'a> {
    let signers = Signers::of(chain);
    let names = Names::of(signers.sent());
    let paths = signers.paths();
    let mut reached = Reached::by(&paths);
    let (named, others): (Vec<_>, Vec<_>) = roots.iter().partition(|root| names.hold(root));
    let mut left = MOST_TRIED;
    let mut untried_count = 0;
    let (mut signed, mut only_named) = (Vec::new(), Vec::new());
    let all = named.into_iter().map(|root| (root, true));
    for (root, is_named) in all.chain(others.into_iter().map(|root| (root, false))) {
        let count = reached.count(is_named);
        let is_affordable = left >= count;
        left = left.saturating_sub(count);
        untried_count += usize::from(!is_affordable);
        if reached.has_signer(root) || is_affordable && reached.try_signer(root, is_named) {
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

/// The certificates that signatures lead to.
struct Reached<'s> {
    /// The highest first: they are more likely a root's.
    all: Vec<&'s Certificate>,
    /// Those of which it is not known who signed them.
    unsigned: Vec<&'s Certificate>,
    /// The keys that signed the others, DER of each `SubjectPublicKeyInfo`.
    keys: BTreeSet<Vec<u8>>,
}

impl<'s> Reached<'s> {
    fn by(paths: &[SignedPath<'s>]) -> Self {
        let steps = paths.iter().flat_map(|path| path.windows(2));
        let steps: Vec<(&Certificate, &Certificate)> = steps
            .filter_map(|step| Some((*step.first()?, *step.last()?)))
            .collect();
        let ends = paths.iter().rev();
        let all: Vec<&Certificate> = ends.filter_map(|path| path.last().copied()).collect();
        let signers = steps.iter().map(|(_, signer)| *signer);
        let themselves = all.iter().copied().filter(|one| has_signed_itself(one));
        let keys = signers.chain(themselves);
        let keys = keys.map(|it| it.spki_der().to_vec()).collect();
        let is_signed = |one: &Certificate| {
            steps
                .iter()
                .any(|(child, _)| child.sha256() == one.sha256())
        };
        let unsigned = all.iter().copied();
        let unsigned = unsigned.filter(|one| !is_signed(one) && !has_signed_itself(one));
        Self {
            unsigned: unsigned.collect(),
            all,
            keys,
        }
    }

    /// How many of them a root is tried on.
    fn count(&self, is_named: bool) -> usize {
        if is_named {
            self.all.len()
        } else {
            self.unsigned.len()
        }
    }

    /// Whether a signer is known that has the root's key.
    fn has_signer(&self, root: &Certificate) -> bool {
        self.keys.contains(root.spki_der())
    }

    /// Whether the root signed one of them. Then it is known who signed that one.
    fn try_signer(&mut self, root: &Certificate, is_named: bool) -> bool {
        let key = root.spki_der();
        let mut tried = if is_named { &self.all } else { &self.unsigned }.iter();
        if !tried.any(|one| is_signed_by(one, key)) {
            return false;
        }
        self.unsigned.retain(|one| !is_signed_by(one, key));
        self.keys.insert(key.to_vec());
        true
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
