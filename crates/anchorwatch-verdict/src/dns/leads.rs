//! What was found at each address.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    net::IpAddr,
};

use anchorwatch_evidence::{Measurement, Purpose, TlsHandshake};
use anchorwatch_identity::{Certificate, is_self_signed};
use anchorwatch_policy::ReferenceName;
use anchorwatch_verify::{Decision, RefusalReason, speaks_for};

use crate::decider::{Decider, is_public};

#[derive(Debug, Default)]
pub(super) struct Leads {
    found: BTreeMap<IpAddr, Found>,
}

#[derive(Debug, Default)]
struct Found {
    is_trusted: bool,
    /// Somebody who has no public root's word for it claims the name, and holds the key.
    is_forged: bool,
    /// A server with a certificate for other names.
    is_elsewhere: bool,
    /// It is the address that was measured.
    is_target: bool,
}

impl Leads {
    pub(super) fn of<'a>(
        measurement: &'a Measurement,
        decider: &Decider<'a, '_>,
        targets: &[(&'a TlsHandshake, &Decision)],
    ) -> Self {
        let (name, at) = (
            ReferenceName::parse(&measurement.target.host),
            measurement.measured_at,
        );
        let others = measurement.tls_handshakes.iter();
        let others = others
            .filter(|it| it.purpose == Purpose::OtherAddress && it.is_key_proven == Some(true));
        let others: Vec<&TlsHandshake> = others.collect();
        // One chain can have come from many addresses.
        let mut decided: HashMap<&[Vec<u8>], Option<Decision>> = HashMap::new();
        for sent in others.iter().map(|it| it.peer_certificates.as_slice()) {
            let decide = || decider.decide_briefly(sent.iter(), &name, at);
            decided.entry(sent).or_insert_with(decide);
        }
        let others = others.into_iter().filter_map(|it| {
            let decision = decided.get(it.peer_certificates.as_slice())?.as_ref()?;
            Some((it, decision))
        });
        let all: Vec<_> = targets.iter().copied().chain(others).collect();
        let public = all.iter().filter(|(_, decision)| is_public(decision));
        let public: BTreeSet<_> = public
            .map(|(it, _)| it.peer_certificates.as_slice())
            .collect();
        let completed: RefCell<HashMap<&[Vec<u8>], bool>> = RefCell::default();
        let is_sites_own = |sent: &'a [Vec<u8>]| {
            if let Some(known) = completed.borrow().get(sent) {
                return *known;
            }
            let is_it = decider.is_completed(sent, public.iter().copied(), &name, at);
            completed.borrow_mut().insert(sent, is_it);
            is_it
        };
        let mut leads = Self::default();
        for (handshake, decision) in all {
            leads.add(handshake, &name, decision, &is_sites_own);
        }
        leads
    }

    /// `is_sites_own` says whether the site's own chains complete one that is refused.
    fn add<'a>(
        &mut self,
        handshake: &'a TlsHandshake,
        name: &ReferenceName,
        decision: &Decision,
        is_sites_own: &dyn Fn(&'a [Vec<u8>]) -> bool,
    ) {
        let sent = handshake.peer_certificates.as_slice();
        let (Some(address), Some(own)) = (handshake.address, sent.first()) else {
            return;
        };
        let found = self.found.entry(address.ip().to_canonical()).or_default();
        found.is_target |= handshake.purpose == Purpose::Target;
        match decision {
            Decision::Trusted(_) => found.is_trusted |= is_public(decision),
            Decision::Refused(refusal) => {
                let claims_name = speaks_for(&own.as_slice().into(), name);
                let is_forgery = claims_name && is_forgery(refusal.reason, own);
                found.is_forged |= is_forgery && !is_sites_own(sent);
                found.is_elsewhere |= !claims_name;
            }
            Decision::Inconclusive(_) => {}
        }
    }

    pub(super) fn is_trusted(&self, address: IpAddr) -> bool {
        self.at(address).is_some_and(|it| it.is_trusted)
    }

    pub(super) fn is_forged(&self, address: IpAddr) -> bool {
        self.at(address).is_some_and(|it| it.is_forged)
    }

    pub(super) fn is_elsewhere(&self, address: IpAddr) -> bool {
        let found = self.at(address);
        found.is_some_and(|it| it.is_elsewhere && !it.is_trusted)
    }

    pub(super) fn is_target(&self, address: IpAddr) -> bool {
        self.at(address).is_some_and(|it| it.is_target)
    }

    fn at(&self, address: IpAddr) -> Option<&Found> {
        self.found.get(&address.to_canonical())
    }
}

/// A certificate that has only expired, or came without its issuer's, is the server's own fault.
fn is_forgery(reason: RefusalReason, own: &[u8]) -> bool {
    match reason {
        RefusalReason::UnknownIssuer
        | RefusalReason::DistrustedKey
        | RefusalReason::DistrustedCertificate
        | RefusalReason::LocalAnchorForPublicName
        | RefusalReason::InvalidSignature => true,
        RefusalReason::ConstraintViolated => {
            let own = Certificate::from_der(own);
            own.is_ok_and(|own| is_self_signed(&own))
        }
        _ => false,
    }
}
