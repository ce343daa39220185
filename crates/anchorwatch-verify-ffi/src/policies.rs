//! What decisions rest on, prepared for the roots that a program believes.

use std::sync::{Arc, Mutex, OnceLock};

use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256, registry};
use anchorwatch_policy::{
    Consents, DistrustSet, NameScope, PublicPrograms, ReferenceName, consent::ConsentScope,
};
use anchorwatch_verify::{Anchors, Policy, ct};

/// What policies are made of: all but the roots that a program believes by itself.
#[derive(Debug)]
pub(crate) struct Grounds {
    /// Other public roots than those that ship with this program.
    pub(crate) public: Option<Vec<Certificate>>,
    /// Whose word makes one of those public.
    pub(crate) programs: PublicPrograms,
    pub(crate) private_names: Arc<[ConsentScope]>,
    pub(crate) local: Vec<Certificate>,
    pub(crate) consents: Consents,
    pub(crate) distrust: Arc<DistrustSet>,
}

/// Policies by the roots that a program believes beside ours, the latest last.
#[derive(Debug)]
pub(crate) struct Policies {
    grounds: Grounds,
    without_more: OnceLock<Arc<Policy>>,
    of_programs: Mutex<Vec<(Vec<CertSha256>, Arc<Policy>)>>,
}

impl Grounds {
    fn policy(&self) -> Policy {
        // What cannot be used as a root vouches for nothing.
        let (anchors, _unusable) = match &self.public {
            Some(public) => Anchors::of(public, &self.local),
            None => Anchors::bundled_from(self.programs, &self.local),
        };
        let anchors = anchors.with_consents(self.consents.clone());
        // Nobody here would read what the public logs say, and a library that outlives its
        // list of logs cannot require it.
        Policy::new(anchors, Arc::clone(&self.distrust))
            .with_private_names(Arc::clone(&self.private_names))
            .with_transparency(ct::Mode::Off)
    }
}

impl Policies {
    pub(crate) fn new(grounds: Grounds) -> Self {
        Self {
            without_more: OnceLock::new(),
            of_programs: Mutex::default(),
            grounds,
        }
    }

    /// Made when a public name is first asked about; a private one needs no public root.
    pub(crate) fn without_more(&self) -> &Arc<Policy> {
        // Never waited for: after a fork the one who is at it may not be there.
        self.without_more.get().unwrap_or_else(|| {
            let made = Arc::new(self.grounds.policy());
            self.without_more.get_or_init(|| made)
        })
    }

    /// Whether a local root may speak for the name.
    pub(crate) fn scope(&self, name: &ReferenceName) -> NameScope {
        name.scope_with(&self.grounds.private_names)
    }

    /// The policy where a program believes these roots as well: they are local, unless
    /// they are in the public set.
    pub(crate) fn believing(&self, roots: &[Certificate]) -> Arc<Policy> {
        let mut local: Vec<&Certificate> = roots
            .iter()
            .filter(|root| !self.is_public(root) && !self.grounds.local.contains(root))
            .collect();
        local.sort_by_key(|root| root.sha256());
        local.dedup_by_key(|root| root.sha256());
        if local.is_empty() {
            return Arc::clone(self.without_more());
        }
        let hashes: Vec<CertSha256> = local.iter().map(|root| root.sha256()).collect();
        // Never waited for: after a fork the lock may be another process's for ever.
        let Ok(mut kept) = self.of_programs.try_lock() else {
            return self.made_for(&local);
        };
        let known = kept.iter().find(|(of, _)| *of == hashes);
        if let Some((_, policy)) = known {
            return Arc::clone(policy);
        }
        let policy = self.made_for(&local);
        if kept.len() >= MAX_KEPT {
            kept.remove(0);
        }
        kept.push((hashes, Arc::clone(&policy)));
        policy
    }

    fn is_public(&self, root: &Certificate) -> bool {
        let key = root.spki_sha256();
        let mut public = self.without_more().anchors().public().iter();
        public.any(|anchor| anchor.spki_sha256() == key)
    }

    /// Whether a key is refused wherever it stands, in whatever bytes it is written, or is
    /// that of who signed the certificate: what a refused key signed is as bad as that key.
    pub(crate) fn refuses(&self, certificate: &Certificate) -> bool {
        let is_refused = |key: &SpkiSha256| self.grounds.distrust.entry(key).is_some();
        let mut known = [
            registry::known_key_of(certificate),
            registry::known_signer(certificate),
        ]
        .into_iter()
        .flatten();
        is_refused(&certificate.spki_sha256()) || known.any(|key| is_refused(&key.spki_sha256))
    }

    #[cfg(test)]
    pub(crate) fn kept_count(&self) -> usize {
        self.of_programs.lock().unwrap().len()
    }

    fn made_for(&self, more: &[&Certificate]) -> Arc<Policy> {
        let more = more.iter().map(|root| (*root).clone());
        let local: Vec<Certificate> = self.grounds.local.iter().cloned().chain(more).collect();
        let (policy, _unusable) = self.without_more().with_local(&local);
        Arc::new(policy)
    }
}

/// A program has one root of its own, or a few; a server that shows another chain each
/// time must not fill our memory.
const MAX_KEPT: usize = 8;
