//! What a server shows to other names: its own certificates, if a public root vouches for them.

use anchorwatch_evidence::{Measurement, Purpose};
use anchorwatch_identity::Certificate;
use anchorwatch_policy::ReferenceName;
use anchorwatch_verify::{Decision, Policy, Via};

use crate::own_server::is_lost;

/// The most different certificates that are kept: each chain of the target is compared with each. At
/// most twenty other names are asked for.
const MOST: usize = 64;

/// A certificate that came for control names.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    pub(crate) own: Certificate,
    /// How many handshakes showed it.
    pub(crate) seen: u64,
    /// How many control handshakes there were.
    pub(crate) total: u64,
}

impl Template {
    /// Each certificate that counts, once.
    ///
    /// It counts only with its key proven and under a public root: the interceptor of 2019 worked
    /// in both directions, so a control can meet the forged certificate too.
    pub(crate) fn all_of(measurement: &Measurement, policy: &Policy) -> Vec<Self> {
        let controls = measurement.tls_handshakes.iter();
        let controls = controls.filter(|it| it.purpose == Purpose::TargetControl && !is_lost(it));
        let total = controls.clone().count() as u64;
        let mut templates: Vec<Self> = Vec::new();
        for handshake in controls.filter(|it| it.is_key_proven == Some(true)) {
            let Some(own) = handshake.peer_certificates.first() else {
                continue;
            };
            if let Some(known) = templates.iter_mut().find(|known| known.own.der() == own) {
                known.seen += 1;
            } else if templates.len() < MOST
                && let Ok(own) = Certificate::from_der(own)
                && is_public(&own, &handshake.peer_certificates, measurement, policy)
            {
                let seen = 1;
                templates.push(Self { own, seen, total });
            }
        }
        templates
    }
}

/// Whether a public root vouches for the chain and one of the certificate's own names.
pub(crate) fn is_public(
    own: &Certificate,
    sent: &[Vec<u8>],
    measurement: &Measurement,
    policy: &Policy,
) -> bool {
    let sent: Vec<_> = sent.iter().map(|der| der.as_slice().into()).collect();
    let names = own.alternative_names();
    let Some(name) = names.first() else {
        return false;
    };
    // A wildcard vouches for every name one label below it.
    let name = name.value.replacen('*', "www", 1);
    let decision =
        policy.decide_briefly(&sent, &ReferenceName::parse(&name), measurement.measured_at);
    matches!(decision, Decision::Trusted(it) if it.anchor().via == Via::PublicProgram)
}
