//! The policies, prepared for the roots that a program trusts.

use std::sync::{Arc, Mutex, OnceLock};

use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256, UnixSeconds, registry};
use anchorwatch_list::ListState;
use anchorwatch_policy::{
    Consents, DistrustSet, NameScope, PublicPrograms, ReferenceName, consent::ConsentScope,
    distrust::Presented,
};
use anchorwatch_verify::{Anchors, Policy, ct};

/// What policies are made of, except the roots that a program itself trusts.
#[derive(Debug, Clone)]
pub(crate) struct Inputs {
    /// The public roots, if they are not those that ship with this program.
    pub(crate) public: Option<Arc<[Certificate]>>,
    /// Whose root programs make a root public.
    pub(crate) programs: PublicPrograms,
    pub(crate) private_names: Arc<[ConsentScope]>,
    pub(crate) local: Arc<[Certificate]>,
    pub(crate) consents: Consents,
    /// What the owner refuses, and what ships with this program.
    pub(crate) own_distrust: Arc<DistrustSet>,
    /// The same, with what the signed lists refuse now.
    pub(crate) distrust: Arc<DistrustSet>,
}

/// Policies by the roots that a program trusts in addition to ours, the latest last.
#[derive(Debug)]
pub(crate) struct Policies {
    inputs: Inputs,
    base: OnceLock<Arc<Policy>>,
    per_program: Mutex<Vec<(Vec<CertSha256>, Arc<Policy>)>>,
}

impl Inputs {
    /// The same, with these signed lists instead of any others.
    pub(crate) fn following(mut self, lists: Option<&ListState>, now: UnixSeconds) -> Self {
        self.distrust = match lists {
            Some(lists) => Arc::new(self.own_distrust.with(lists.entries(now))),
            None => Arc::clone(&self.own_distrust),
        };
        self
    }

    fn policy(&self) -> Policy {
        // What cannot be used as a root vouches for nothing.
        let (anchors, _unusable) = match &self.public {
            Some(public) => Anchors::of(public, &self.local),
            None => Anchors::bundled_from(self.programs, &self.local),
        };
        let anchors = anchors.with_consents(self.consents.clone());
        // The library reports nothing about public logs, and one that outlives its list of logs
        // cannot require them.
        Policy::new(anchors, Arc::clone(&self.distrust))
            .with_private_names(Arc::clone(&self.private_names))
            .with_transparency(ct::Mode::Off)
    }
}

impl Policies {
    pub(crate) fn new(inputs: Inputs) -> Self {
        Self {
            base: OnceLock::new(),
            per_program: Mutex::default(),
            inputs,
        }
    }

    /// The same, with these signed lists instead of any others. The roots are not read again.
    pub(crate) fn following(&self, lists: Option<&ListState>, now: UnixSeconds) -> Self {
        let inputs = self.inputs.clone().following(lists, now);
        let base = OnceLock::new();
        if let Some(made) = self.base.get() {
            let distrust = Arc::clone(&inputs.distrust);
            base.get_or_init(|| Arc::new(made.with_distrust(distrust)));
        }
        Self {
            base,
            per_program: Mutex::default(),
            inputs,
        }
    }

    /// Made when a public name is first checked; a private name needs no public root.
    pub(crate) fn base(&self) -> &Arc<Policy> {
        // Never waits: after a fork, the thread that is making it may not exist.
        self.base.get().unwrap_or_else(|| {
            let made = Arc::new(self.inputs.policy());
            self.base.get_or_init(|| made)
        })
    }

    /// Returns whether a local root may vouch for the name.
    pub(crate) fn scope(&self, name: &ReferenceName) -> NameScope {
        name.scope_with(&self.inputs.private_names)
    }

    /// Returns the policy for a program that trusts these roots as well. They are local unless
    /// they are in the public set.
    pub(crate) fn for_program(&self, roots: &[Certificate]) -> Arc<Policy> {
        let mut local: Vec<&Certificate> = roots
            .iter()
            .filter(|root| !self.is_public(root) && !self.inputs.local.contains(root))
            .collect();
        local.sort_by_key(|root| root.sha256());
        local.dedup_by_key(|root| root.sha256());
        if local.is_empty() {
            return Arc::clone(self.base());
        }
        let hashes: Vec<CertSha256> = local.iter().map(|root| root.sha256()).collect();
        // Never waits: after a fork, another process may hold the lock forever.
        let Ok(mut kept) = self.per_program.try_lock() else {
            return self.build_for(&local);
        };
        let known = kept.iter().find(|(of, _)| *of == hashes);
        if let Some((_, policy)) = known {
            return Arc::clone(policy);
        }
        let policy = self.build_for(&local);
        if kept.len() >= MAX_KEPT {
            kept.remove(0);
        }
        kept.push((hashes, Arc::clone(&policy)));
        policy
    }

    fn is_public(&self, root: &Certificate) -> bool {
        let key = root.spki_sha256();
        let mut public = self.base().anchors().public().iter();
        public.any(|anchor| anchor.spki_sha256() == key)
    }

    /// Returns whether some entry may refuse a certificate: by its key, in any encoding, by the key
    /// that signed it, which is as bad, or in another way. A decision then says whether it does.
    pub(crate) fn may_refuse(&self, certificate: &Certificate) -> bool {
        let distrust = &self.inputs.distrust;
        let is_refused = |key: &SpkiSha256| distrust.entry(key).is_some();
        let mut known = [
            registry::known_key_of(certificate),
            registry::known_signer(certificate),
        ]
        .into_iter()
        .flatten();
        !distrust.is_silent_about(&Presented::of(certificate))
            || known.any(|key| is_refused(&key.spki_sha256))
    }

    #[cfg(test)]
    pub(crate) fn kept_count(&self) -> usize {
        self.per_program.lock().unwrap().len()
    }

    fn build_for(&self, more: &[&Certificate]) -> Arc<Policy> {
        let more = more.iter().map(|root| (*root).clone());
        let local: Vec<Certificate> = self.inputs.local.iter().cloned().chain(more).collect();
        let (policy, _unusable) = self.base().with_local(&local);
        Arc::new(policy)
    }
}

/// A program has one root of its own, or a few; a server that shows a different chain each time
/// must not fill the memory.
const MAX_KEPT: usize = 8;
