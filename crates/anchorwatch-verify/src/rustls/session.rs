//! A session store that applies new lists.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::ReferenceName;
use rustls::{
    NamedGroup,
    client::{
        ClientSessionMemoryCache, ClientSessionStore, Tls12ClientSessionValue,
        Tls13ClientSessionValue,
    },
};
use rustls_pki_types::{CertificateDer, ServerName};

use crate::{Decision, PathElement, Policy, VerifiedChain};

/// Names whose sessions are resumed: as many as rustls itself remembers. The first ones are kept,
/// since a connection to a forgotten name could still yield a session.
const MAX_NAMES: usize = 256;
/// Different chains of one name; a name with more belongs to a large group of servers.
const MAX_CHAINS: usize = 8;
/// The total size of all kept chains, in octets. A path of two certificates has 2,000 to 4,000.
const MAX_OCTETS: usize = 4 << 20;

/// rustls's own store, with a check before each session.
///
/// rustls does not say which connection a session comes from, and an open connection may yield a
/// session at any time, even after the list has changed. So every chain that was ever accepted
/// for a name is kept, and a session for that name is returned only if the current policy accepts
/// all of them; otherwise the server has to show its certificate.
pub(super) struct Sessions {
    inner: ClientSessionMemoryCache,
    known: Mutex<Known>,
}

struct Known {
    policy: Arc<Policy>,
    /// The number of the policy, from 1.
    generation: u64,
    names: HashMap<ServerName<'static>, Accepted>,
    octet_count: usize,
}

/// The chains that were accepted for a name.
struct Accepted {
    chains: Vec<Chain>,
    /// There were more chains than are kept.
    is_overfull: bool,
    /// The generation that judged all chains, and its result. 0 if none did.
    judged_in: u64,
    are_good: bool,
}

struct Chain {
    path: Vec<CertificateDer<'static>>,
    at: UnixSeconds,
}

impl Sessions {
    pub(super) fn new(policy: Arc<Policy>) -> Self {
        Self {
            // rustls counts eight tickets for each server here.
            inner: ClientSessionMemoryCache::new(MAX_NAMES * 8),
            known: Mutex::new(Known {
                policy,
                generation: 1,
                names: HashMap::new(),
                octet_count: 0,
            }),
        }
    }

    /// Judges by this policy from now on, each name when its next session is requested.
    pub(super) fn replace(&self, policy: Arc<Policy>) {
        let mut known = self.known();
        known.policy = policy;
        known.generation += 1;
    }

    /// Records that a chain was accepted, before any session with it can exist.
    pub(super) fn accepted(
        &self,
        name: ServerName<'static>,
        verified: &VerifiedChain,
        at: UnixSeconds,
        by: &Arc<Policy>,
    ) {
        self.known().accepted(name, verified.path(), at, by);
    }

    fn may_resume(&self, name: &ServerName<'_>) -> bool {
        self.known().may_resume(name)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // A panic leaves at worst a name that was not judged and is judged again.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn accepted(
        &mut self,
        name: ServerName<'static>,
        path: &[PathElement],
        at: UnixSeconds,
        by: &Arc<Policy>,
    ) {
        if self.names.len() >= MAX_NAMES && !self.names.contains_key(&name) {
            return;
        }
        let is_by_present = Arc::ptr_eq(by, &self.policy);
        let judged_in = if is_by_present { self.generation } else { 0 };
        let accepted = self.names.entry(name).or_insert(Accepted {
            chains: Vec::new(),
            is_overfull: false,
            judged_in,
            are_good: true,
        });
        if !is_by_present {
            accepted.judged_in = 0;
        }
        let octet_count: usize = path.iter().map(|element| element.der().len()).sum();
        if accepted.is_overfull || accepted.chains.iter().any(|chain| chain.is(path)) {
            return;
        }
        if accepted.chains.len() >= MAX_CHAINS || self.octet_count + octet_count > MAX_OCTETS {
            accepted.is_overfull = true;
            let kept = accepted.chains.drain(..);
            self.octet_count -= kept.map(|chain| chain.octet_count()).sum::<usize>();
            return;
        }
        self.octet_count += octet_count;
        let path = path.iter().map(|element| element.der().clone()).collect();
        accepted.chains.push(Chain { path, at });
    }

    fn may_resume(&mut self, name: &ServerName<'_>) -> bool {
        let Some(accepted) = self.names.get_mut(&name.to_owned()) else {
            return false;
        };
        if accepted.is_overfull {
            return false;
        }
        if accepted.judged_in != self.generation {
            let reference = ReferenceName::parse(&name.to_str());
            let is_good = |chain: &Chain| {
                let decision = self.policy.decide(&chain.path, &reference, chain.at);
                matches!(decision, Decision::Trusted(_))
            };
            accepted.are_good = accepted.chains.iter().all(is_good);
            accepted.judged_in = self.generation;
        }
        accepted.are_good
    }
}

impl Chain {
    fn is(&self, path: &[PathElement]) -> bool {
        let others = path.iter().map(PathElement::der);
        self.path.len() == path.len() && self.path.iter().zip(others).all(|(a, b)| a == b)
    }

    fn octet_count(&self) -> usize {
        self.path.iter().map(|der| der.len()).sum()
    }
}

impl ClientSessionStore for Sessions {
    fn set_kx_hint(&self, server_name: ServerName<'static>, group: NamedGroup) {
        self.inner.set_kx_hint(server_name, group);
    }

    fn kx_hint(&self, server_name: &ServerName<'_>) -> Option<NamedGroup> {
        self.inner.kx_hint(server_name)
    }

    fn set_tls12_session(&self, server_name: ServerName<'static>, value: Tls12ClientSessionValue) {
        self.inner.set_tls12_session(server_name, value);
    }

    fn tls12_session(&self, server_name: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        let session = self.inner.tls12_session(server_name)?;
        self.may_resume(server_name).then_some(session)
    }

    fn remove_tls12_session(&self, server_name: &ServerName<'static>) {
        self.inner.remove_tls12_session(server_name);
    }

    fn insert_tls13_ticket(
        &self,
        server_name: ServerName<'static>,
        value: Tls13ClientSessionValue,
    ) {
        self.inner.insert_tls13_ticket(server_name, value);
    }

    fn take_tls13_ticket(
        &self,
        server_name: &ServerName<'static>,
    ) -> Option<Tls13ClientSessionValue> {
        let ticket = self.inner.take_tls13_ticket(server_name)?;
        self.may_resume(server_name).then_some(ticket)
    }
}

/// Sessions contain keys, so nothing of them is shown.
impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
