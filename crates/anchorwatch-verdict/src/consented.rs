//! Whether the owner's consent explains everything that came.

use std::collections::HashSet;

use anchorwatch_evidence::{Measurement, Purpose, TlsHandshake};
use anchorwatch_policy::ReferenceName;
use anchorwatch_verify::{Decision, Via};

use crate::{decider::Decider, own_server};

/// Whether a root with the owner's consent signed every answer to the target's name, and every one
/// that somebody else gave in place of the measurer's own server, whatever the name: then it
/// explains what changed on the way there. Where no certificate came, nothing was signed.
pub(crate) fn is_consented(measurement: &Measurement, decider: &Decider<'_, '_>) -> bool {
    if measurement.anchors.owners_choices.consents.is_empty() {
        return false;
    }
    let handshakes = measurement.handshakes();
    let answered = handshakes.filter(|it| !it.peer_certificates.is_empty());
    let answered = answered.filter(|it| match it.purpose {
        Purpose::OwnServer => true,
        Purpose::OwnServerControl => own_server::is_of_somebody_else(it, measurement),
        other => other.sends_target_name(),
    });
    let (mut known, mut is_any) = (HashSet::new(), false);
    for it in answered {
        let is_new = known.insert((it.purpose.code(), &it.server_name, &it.peer_certificates));
        let is_proven = it.is_key_proven == Some(true);
        if !is_proven || is_new && !is_by_consented_root(it, measurement, decider) {
            return false;
        }
        is_any = true;
    }
    is_any
}

/// Other names than the target's need no consent of their own: it is the same root that signs.
fn is_by_consented_root(
    it: &TlsHandshake,
    measurement: &Measurement,
    decider: &Decider<'_, '_>,
) -> bool {
    let target = &measurement.target.host;
    let is_control = it.purpose == Purpose::OwnServerControl;
    let control = it.server_name.as_ref().filter(|_| is_control);
    let name = ReferenceName::parse(control.unwrap_or(target));
    let choices = &measurement.anchors.owners_choices;
    let has_consent = |key: &[u8; 32]| choices.consents.iter().any(|it| it.spki_sha256 == *key);
    match decider.decide(&it.peer_certificates, &name, measurement.measured_at) {
        // It may be: then nobody is accused, and what was left out is said.
        None => true,
        Some(Decision::Trusted(verified)) => verified.anchor().via == Via::Consent,
        Some(Decision::Refused(refusal)) if is_control => {
            let signer = refusal.attribution.as_ref();
            signer.is_some_and(|signer| has_consent(signer.spki_sha256.as_bytes()))
        }
        Some(Decision::Refused(_) | Decision::Inconclusive(_)) => false,
    }
}
