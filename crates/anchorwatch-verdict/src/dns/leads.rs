//! What was found at each address.

use std::collections::BTreeMap;
use std::net::IpAddr;

use anchorwatch_evidence::{Measurement, Purpose, TlsHandshake};
use anchorwatch_identity::{Certificate, is_signed_by};
use anchorwatch_policy::ReferenceName;
use anchorwatch_verify::{Decision, Policy, RefusalReason, Via, speaks_for};

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
    pub(super) fn of(
        measurement: &Measurement,
        policy: &Policy,
        targets: &[(&TlsHandshake, &Decision)],
    ) -> Self {
        let mut leads = Self::default();
        let name = ReferenceName::parse(&measurement.target.host);
        for (handshake, decision) in targets {
            leads.add(handshake, &name, decision);
        }
        let others = measurement.tls_handshakes.iter();
        let others = others
            .filter(|it| it.purpose == Purpose::OtherAddress && it.is_key_proven == Some(true));
        for handshake in others {
            let chain = handshake.peer_certificates.iter();
            let chain: Vec<_> = chain.map(|der| der.as_slice().into()).collect();
            let decision = policy.decide_briefly(&chain, &name, measurement.measured_at);
            leads.add(handshake, &name, &decision);
        }
        leads
    }

    fn add(&mut self, handshake: &TlsHandshake, name: &ReferenceName, decision: &Decision) {
        let (Some(address), Some(own)) = (handshake.address, handshake.peer_certificates.first())
        else {
            return;
        };
        let found = self.found.entry(address.ip().to_canonical()).or_default();
        found.is_target |= handshake.purpose == Purpose::Target;
        match decision {
            Decision::Trusted(it) => found.is_trusted |= it.anchor().via == Via::PublicProgram,
            Decision::Refused(refusal) => {
                let claims_name = speaks_for(&own.as_slice().into(), name);
                found.is_forged |= claims_name && is_forgery(refusal.reason, own);
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

/// A certificate that has only expired is the server's own fault.
fn is_forgery(reason: RefusalReason, own: &[u8]) -> bool {
    match reason {
        RefusalReason::UnknownIssuer
        | RefusalReason::DistrustedKey
        | RefusalReason::DistrustedCertificate
        | RefusalReason::LocalAnchorForPublicName
        | RefusalReason::InvalidSignature => true,
        RefusalReason::ConstraintViolated => {
            let own = Certificate::from_der(own);
            own.is_ok_and(|own| is_signed_by(&own, own.spki_der()))
        }
        _ => false,
    }
}
