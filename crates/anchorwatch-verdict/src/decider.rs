//! Decides about chains, within the budget of a measurement. The only place of this crate that asks
//! `verify` for a decision.

use std::{cell::RefCell, collections::HashMap};

use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_policy::ReferenceName;
use anchorwatch_verify::{Decision, Policy, Via};

use crate::budget::{self, Budget};

/// The most local roots that count for the cost of a refusal: `verify` tries no more.
const MOST_LOCAL: u64 = 512;

/// The most lists of certificates with which one chain is completed.
const MOST_COMPLETED: usize = 4;

/// A chain, with the name and the time.
type Asked<'a> = (&'a [Vec<u8>], String, UnixSeconds);

/// Decides by one policy.
pub(crate) struct Decider<'a, 'p> {
    pub(crate) policy: &'p Policy,
    pub(crate) budget: &'p Budget,
    local_count: u64,
    /// What was asked before.
    public: RefCell<HashMap<Asked<'a>, bool>>,
}

impl<'a, 'p> Decider<'a, 'p> {
    /// `local_count` is how many local roots the policy has.
    pub(crate) fn new(policy: &'p Policy, budget: &'p Budget, local_count: usize) -> Self {
        Self {
            policy,
            budget,
            local_count: (local_count as u64).min(MOST_LOCAL),
            public: RefCell::default(),
        }
    }

    /// The decision, with who signed if it is refused; `None` if it would be too much.
    pub(crate) fn decide(
        &self,
        sent: &[Vec<u8>],
        name: &ReferenceName,
        at: UnixSeconds,
    ) -> Option<Decision> {
        // Without a certificate there is nothing to do.
        if !sent.is_empty() && !self.budget.allows() {
            return None;
        }
        let der: Vec<_> = sent.iter().map(|der| der.as_slice().into()).collect();
        let decision = self.policy.decide(&der, name, at);
        self.budget.charge(match &decision {
            Decision::Trusted(_) => budget::TRUSTED,
            Decision::Refused(_) => budget::ATTRIBUTED + self.local_count,
            Decision::Inconclusive(_) => 0,
        });
        Some(decision)
    }

    /// The same without who signed.
    pub(crate) fn decide_briefly<'c>(
        &self,
        sent: impl Iterator<Item = &'c Vec<u8>>,
        name: &ReferenceName,
        at: UnixSeconds,
    ) -> Option<Decision> {
        if !self.budget.allows() {
            return None;
        }
        let der: Vec<_> = sent.map(|der| der.as_slice().into()).collect();
        let decision = self.policy.decide_briefly(&der, name, at);
        self.budget.charge(match &decision {
            Decision::Trusted(_) => budget::TRUSTED,
            Decision::Refused(_) | Decision::Inconclusive(_) => budget::REFUSED,
        });
        Some(decision)
    }

    /// Whether a public root vouches for the chain and the name.
    pub(crate) fn is_public(
        &self,
        sent: &'a [Vec<u8>],
        name: &ReferenceName,
        at: UnixSeconds,
    ) -> bool {
        let key = (sent, name.to_string(), at);
        if let Some(known) = self.public.borrow().get(&key) {
            return *known;
        }
        let decision = self.decide_briefly(sent.iter(), name, at);
        let is_it = decision.as_ref().is_some_and(is_public);
        self.public.borrow_mut().insert(key, is_it);
        is_it
    }

    /// Whether a public root vouches for the chain and one of the certificate's own names.
    pub(crate) fn is_public_for_own_name(
        &self,
        own: &Certificate,
        sent: &'a [Vec<u8>],
        at: UnixSeconds,
    ) -> bool {
        let names = own.alternative_names();
        // A wildcard vouches for every name one label below it.
        names.first().is_some_and(|name| {
            let name = name.value.replacen('*', "www", 1);
            self.is_public(sent, &ReferenceName::parse(&name), at)
        })
    }

    /// Whether a public root vouches for the chain and the name with one of these lists of
    /// certificates, now or at the end of the own one's validity.
    pub(crate) fn is_completed<'o>(
        &self,
        sent: &[Vec<u8>],
        others: impl Iterator<Item = &'o [Vec<u8>]>,
        name: &ReferenceName,
        at: UnixSeconds,
    ) -> bool {
        let own = sent.first().map(|der| Certificate::from_der(der));
        let Some(Ok(own)) = own else { return false };
        let times = [at, own.validity().not_after];
        others.take(MOST_COMPLETED).any(|rest| {
            let mut times = times.into_iter();
            times.any(|at| {
                let all = sent.iter().chain(rest);
                let decision = self.decide_briefly(all, name, at);
                decision.as_ref().is_some_and(is_public)
            })
        })
    }
}

/// Whether a public root vouches for the chain.
pub(crate) fn is_public(decision: &Decision) -> bool {
    matches!(decision, Decision::Trusted(it) if it.anchor().via == Via::PublicProgram)
}
