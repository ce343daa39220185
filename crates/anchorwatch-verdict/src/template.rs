//! What a server shows to other names: its own certificate, if a public root vouches for it.

use std::sync::Arc;

use anchorwatch_evidence::{Measurement, Purpose, TlsHandshake};
use anchorwatch_identity::Certificate;
use anchorwatch_policy::{DistrustSet, ReferenceName};
use anchorwatch_verify::{Anchors, Decision, Policy, Via};

/// The certificate that came for control names.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    pub(crate) own: Certificate,
    /// How many handshakes showed it.
    pub(crate) seen: u64,
    /// How many control handshakes there were.
    pub(crate) total: u64,
}

impl Template {
    /// `None` if there is no such certificate, or more than one.
    ///
    /// It counts only with its key proven and under a public root: the interceptor of 2019 worked
    /// in both directions, so a control can meet the forged certificate too.
    pub(crate) fn of(
        measurement: &Measurement,
        anchors: &Anchors,
        distrust: &Arc<DistrustSet>,
    ) -> Option<Self> {
        let controls = measurement.tls_handshakes.iter();
        let controls = controls.filter(|it| it.purpose == Purpose::TargetControl);
        let total = controls.clone().count() as u64;
        let shown = controls.filter(|it| it.is_key_proven == Some(true));
        let policy = Policy::new(anchors.clone(), Arc::clone(distrust));
        let mut template: Option<Self> = None;
        for handshake in shown {
            let own = handshake.peer_certificates.first()?;
            match &mut template {
                Some(known) if known.own.der() == own => known.seen += 1,
                Some(_) => return None,
                None => {
                    let own = Certificate::from_der(own).ok()?;
                    is_public(&own, handshake, measurement, &policy).then_some(())?;
                    let seen = 1;
                    template = Some(Self { own, seen, total });
                }
            }
        }
        template
    }
}

/// Whether a public root vouches for the chain and one of the certificate's own names.
fn is_public(
    own: &Certificate,
    handshake: &TlsHandshake,
    measurement: &Measurement,
    policy: &Policy,
) -> bool {
    let sent = handshake.peer_certificates.iter();
    let sent: Vec<_> = sent.map(|der| der.as_slice().into()).collect();
    let names = own.alternative_names();
    let Some(name) = names.first() else {
        return false;
    };
    // A wildcard vouches for every name one label below it.
    let name = name.value.replacen('*', "www", 1);
    let decision = policy.decide(&sent, &ReferenceName::parse(&name), measurement.measured_at);
    matches!(decision, Decision::Trusted(it) if it.anchor().via == Via::PublicProgram)
}
