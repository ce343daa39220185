//! The basis of decisions, and the decision itself.

use std::{cell::RefCell, sync::Arc};

use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_policy::{DistrustSet, NameScope, ReferenceName, consent::ConsentScope};
use rustls_pki_types::{CertificateDer, ServerName};

use crate::{
    Anchor, AnchorUse, Anchors, Check, Deciding, Decision, Inconclusive, PathElement, PathPosition,
    Refusal, RefusalReason, RuleId, UnusableAnchor, VerifiedChain, Via,
    anchor::AnchorSet,
    anchor_distrust::EntriesByAnchor,
    attribution::{self, Attributed},
    ct,
    search::{self, Found, Signatures},
    violation::Refused,
};

mod transparency;

use transparency::Transparency;

/// The basis of decisions: the roots, the distrust entries and the consents. Made once, since
/// that compares every local root with every entry; then only read, by any number of threads.
#[derive(Debug, Clone)]
pub struct Policy {
    pub(crate) anchors: Anchors,
    pub(crate) distrust: Arc<DistrustSet>,
    pub(crate) entries_by_anchor: Arc<EntriesByAnchor>,
    pub(crate) transparency: Transparency,
    own_names: Arc<[ConsentScope]>,
    signatures: Signatures,
}

impl Policy {
    /// A policy with these roots and distrust entries.
    #[must_use]
    pub fn new(anchors: Anchors, distrust: impl Into<Arc<DistrustSet>>) -> Self {
        let distrust = distrust.into();
        let entries_by_anchor = Arc::new(EntriesByAnchor::of(&anchors, &distrust));
        Self {
            anchors,
            distrust,
            entries_by_anchor,
            transparency: Transparency::default(),
            own_names: Arc::default(),
            signatures: Signatures::default(),
        }
    }

    /// The same, with other local roots.
    #[must_use]
    pub fn with_local(&self, local: &[Certificate]) -> (Self, Vec<UnusableAnchor>) {
        let (anchors, unusable) = self.anchors.with_local(local);
        let entries_by_anchor = self.entries_by_anchor.with_local(&anchors, &self.distrust);
        let policy = Self {
            anchors,
            entries_by_anchor: Arc::new(entries_by_anchor),
            ..self.clone()
        };
        (policy, unusable)
    }

    /// The same, with other distrust entries.
    #[must_use]
    pub fn with_distrust(&self, distrust: impl Into<Arc<DistrustSet>>) -> Self {
        let distrust = distrust.into();
        let entries_by_anchor = Arc::new(EntriesByAnchor::of(&self.anchors, &distrust));
        Self {
            distrust,
            entries_by_anchor,
            ..self.clone()
        }
    }

    /// The same, with these names and networks as private too: any local root may vouch for them.
    /// A consent to one root is narrower and preferable.
    #[must_use]
    pub fn with_private_names(mut self, own: impl Into<Arc<[ConsentScope]>>) -> Self {
        self.own_names = own.into();
        self
    }

    /// The same, but signatures of certificates that this process has found valid are not checked
    /// again. The decisions are the same; it is for those who judge many chains. Up to 8 MiB are
    /// remembered in all.
    #[must_use]
    pub fn remembering_signatures(mut self) -> Self {
        self.signatures = Signatures::Remembered;
        self
    }

    /// The same, with this mode of Certificate Transparency. The default is to report.
    #[must_use]
    pub fn with_transparency(mut self, mode: ct::Mode) -> Self {
        self.transparency.mode = mode;
        self
    }

    /// The same, with this list of logs instead of the shipped one.
    #[must_use]
    pub fn with_logs(mut self, logs: impl Into<Arc<ct::Logs>>) -> Self {
        self.transparency.logs = Some(logs.into());
        self
    }

    /// The roots.
    #[must_use]
    pub fn anchors(&self) -> &Anchors {
        &self.anchors
    }

    /// Whether a local root may vouch for the name.
    #[must_use]
    pub fn scope(&self, name: &ReferenceName) -> NameScope {
        name.scope_with(&self.own_names)
    }

    /// Decides whether a chain, as a server sent it, may vouch for a name at a time.
    ///
    /// The order of the certificates after the first does not matter, and surplus ones do no
    /// harm. The roots are chosen from the name before any path is built: the public ones, and a
    /// local one only if the name is private or a consent covers it. A path with a violation
    /// ([`Check::violation`]) is skipped if there is another without one.
    ///
    /// **Not checked:** revocation by the issuing authority, and that the server holds the key
    /// (the handshake checks that).
    pub fn decide(
        &self,
        chain: &[CertificateDer<'_>],
        name: &ReferenceName,
        at: UnixSeconds,
    ) -> Decision {
        self.decided(chain, name, at, Telling::WhoSigned)
    }

    /// The same decision, but a refusal does not say who signed. Finding the signer takes longer
    /// than deciding, and is only for people to read.
    pub fn decide_briefly(
        &self,
        chain: &[CertificateDer<'_>],
        name: &ReferenceName,
        at: UnixSeconds,
    ) -> Decision {
        self.decided(chain, name, at, Telling::Nothing)
    }

    fn decided(
        &self,
        chain: &[CertificateDer<'_>],
        name: &ReferenceName,
        at: UnixSeconds,
        telling: Telling,
    ) -> Decision {
        if chain.is_empty() {
            return Decision::Inconclusive(Inconclusive::NoCertificate);
        }
        let check = self.check(name, at);
        let local = self.local_for(&check);
        if self.anchors.is_without_root(&local) {
            return Decision::Inconclusive(Inconclusive::NoAnchor);
        }
        let mut failed = Failed::default();
        for set in [&self.anchors.public, &local] {
            if let Some(found) = self.search(chain, set, &check, &mut failed) {
                let anchor = set.anchors.get(found.place);
                return self.accepted(name, &check, anchor, found.elements);
            }
        }
        Decision::Refused(Box::new(self.refused(chain, &check, failed, telling)))
    }

    /// The check of paths for this name at this time.
    #[must_use]
    pub fn check<'a>(&'a self, name: &'a ReferenceName, at: UnixSeconds) -> Check<'a> {
        Check::new(self, name, at)
    }

    /// The local roots that may vouch for the name.
    fn local_for(&self, check: &Check<'_>) -> Arc<AnchorSet> {
        match check.scope() {
            NameScope::Private(_) => Arc::clone(&self.anchors.local),
            NameScope::Public => {
                Arc::new(self.anchors.local.only(|anchor| check.may_speak(anchor)))
            }
        }
    }

    /// The first path to a root of the set without a violation.
    fn search(
        &self,
        chain: &[CertificateDer<'_>],
        set: &AnchorSet,
        check: &Check<'_>,
        failed: &mut Failed,
    ) -> Option<Found> {
        if set.is_empty() {
            return None;
        }
        let refused = RefCell::new(None);
        let found = search::path(chain, set, check.at(), self.signatures, &|path| {
            let Some(violation) = check.violation(path) else {
                return Ok(());
            };
            refused.borrow_mut().get_or_insert_with(|| Refused {
                deciding: violation.deciding(),
                place: set.place_of(path.anchor()),
                path: search::elements(path),
            });
            Err(webpki::Error::CertDistrusted)
        });
        let error = match found {
            Ok(found) => return Some(found),
            Err(error) => error,
        };
        if failed.refused.is_none() {
            let refused = refused.into_inner();
            failed.refused = refused.map(|refused: Refused| {
                let anchor = refused.place.and_then(|place| set.anchors.get(place));
                let anchor = anchor.map(|anchor| self.anchor_use(anchor, None));
                (refused, anchor)
            });
        }
        failed.error = Some(match failed.error.take() {
            // The error of the search that got further is more telling.
            Some(first) if error == webpki::Error::UnknownIssuer => first,
            _ => error,
        });
        None
    }

    /// webpki found a path without a violation. Checks the name and the SCTs.
    fn accepted(
        &self,
        name: &ReferenceName,
        check: &Check<'_>,
        anchor: Option<&Anchor>,
        path: Vec<PathElement>,
    ) -> Decision {
        let refused = |path, reason, deciding| {
            Decision::Refused(Box::new(Refusal {
                reason,
                path,
                anchor: anchor.map(|anchor| self.anchor_use(anchor, None)),
                deciding,
                attribution: None,
                issuer_name: None,
            }))
        };
        let (Some(anchor), Some(own)) = (anchor, path.first()) else {
            return refused(path, RefusalReason::UnknownIssuer, None);
        };
        if !speaks_for(own.der(), name) {
            return refused(path, RefusalReason::NameMismatch, None);
        }
        let anchor_use = self.anchor_use(anchor, Some(check.scope()));
        let transparency = self.transparency.of(&path, anchor, &anchor_use, check.at());
        if self.transparency.is_refused(transparency.status) {
            let rule = RuleId::CertificateTransparency;
            let deciding = Deciding {
                certificate: PathPosition::InPath(0),
                spki_sha256: own.spki_sha256(),
                rule,
                entry_source: None,
            };
            return refused(path, rule.reason(), Some(deciding));
        }
        Decision::Trusted(VerifiedChain::new(path, anchor_use, transparency))
    }

    /// `accepted_for` is the scope of the name that the root was accepted for, if it was.
    fn anchor_use(&self, anchor: &Anchor, accepted_for: Option<NameScope>) -> AnchorUse {
        let is_public = self.anchors.public.has_key(&anchor.spki_sha256());
        let via = match (is_public, accepted_for) {
            (true, _) => Via::PublicProgram,
            (false, Some(NameScope::Private(_))) => Via::LocalPrivateName,
            (false, Some(NameScope::Public)) => Via::Consent,
            (false, None) => Via::NoRight,
        };
        AnchorUse {
            spki_sha256: anchor.spki_sha256(),
            subject: anchor.subject().to_owned(),
            via,
        }
    }

    /// No path may be used. Finds out why, and who signed.
    fn refused(
        &self,
        chain: &[CertificateDer<'_>],
        check: &Check<'_>,
        mut failed: Failed,
        telling: Telling,
    ) -> Refusal {
        if failed.refused.is_none() && matches!(check.scope(), NameScope::Public) {
            // Only to explain: would a local root have vouched for it?
            let found = self.search(chain, &self.anchors.local, check, &mut failed);
            debug_assert!(found.is_none(), "a local root spoke for a public name");
        }
        let reason = match failed.error.as_ref().map(RefusalReason::of) {
            // A short key's signature is valid but not accepted.
            Some(RefusalReason::InvalidSignature)
                if !attribution::has_wrong_signature(chain, &self.anchors) =>
            {
                Some(RefusalReason::ConstraintViolated)
            }
            reason => reason,
        };
        let (refused, anchor) = failed.refused.unzip();
        let attributed = match telling {
            Telling::WhoSigned => attribution::of(chain, &self.anchors, check.at()),
            Telling::Nothing => Attributed::default(),
        };
        Refusal {
            reason: match &refused {
                Some(refused) => refused.deciding.rule.reason(),
                None => reason.unwrap_or(RefusalReason::UnknownIssuer),
            },
            anchor: anchor.flatten(),
            attribution: attributed.attribution,
            issuer_name: attributed.issuer_name,
            deciding: refused.as_ref().map(|refused| refused.deciding.clone()),
            path: refused.map(|refused| refused.path).unwrap_or_default(),
        }
    }
}

/// How much to tell about a refused chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Telling {
    WhoSigned,
    Nothing,
}

/// The state of a search without a result.
#[derive(Default)]
struct Failed {
    error: Option<webpki::Error>,
    refused: Option<(Refused, Option<AnchorUse>)>,
}

/// Whether a certificate is for a name, whoever signed it. Only that: it proves nothing.
#[must_use]
pub fn speaks_for(leaf: &CertificateDer<'_>, name: &ReferenceName) -> bool {
    let server_name = match (name.dns(), name.ip()) {
        (Some(dns), _) => ServerName::try_from(dns).ok(),
        (None, Some(ip)) => Some(ServerName::from(ip)),
        (None, None) => None,
    };
    let leaf = webpki::EndEntityCert::try_from(leaf);
    match (leaf, server_name) {
        (Ok(leaf), Some(server_name)) => {
            leaf.verify_is_valid_for_subject_name(&server_name).is_ok()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
