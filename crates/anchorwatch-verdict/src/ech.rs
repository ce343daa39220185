//! Answers that say that the server could not read an encrypted name.

use std::collections::HashSet;

use anchorwatch_evidence::{Failure, Measurement, Purpose, TlsHandshake};
use anchorwatch_policy::{NameScope, ReferenceName};
use anchorwatch_verify::Decision;

use crate::{ServerKey, decider::Decider};

/// A rejection of ECH with a certificate.
#[derive(Debug)]
pub(crate) struct EchAnswer {
    /// The name that was sent in clear.
    pub(crate) outer: ReferenceName,
    /// Whether that name is private, by the owner's choice too.
    pub(crate) scope: NameScope,
    /// The decision about the certificate, for that name.
    pub(crate) decision: Decision,
    pub(crate) server_key: ServerKey,
    /// Whether no configuration came with which to try again.
    pub(crate) is_disabled: bool,
}

impl EchAnswer {
    /// Each different one, once.
    pub(crate) fn all_of<'a>(measurement: &'a Measurement, decider: &Decider<'a, '_>) -> Vec<Self> {
        let mut seen = HashSet::new();
        let handshakes = measurement.tls_handshakes.iter();
        let rejected = handshakes.filter(|it| is_rejected(it));
        let different = rejected.filter(|it| {
            let is_disabled = it.failure == Some(Failure::EchDisabled);
            let key = ServerKey::of(it, measurement);
            seen.insert((
                &it.server_name,
                is_disabled,
                key.code(),
                &it.peer_certificates,
            ))
        });
        different
            .filter_map(|it| Self::of(it, measurement, decider))
            .collect()
    }

    fn of(
        handshake: &TlsHandshake,
        measurement: &Measurement,
        decider: &Decider<'_, '_>,
    ) -> Option<Self> {
        let outer = ReferenceName::parse(handshake.server_name.as_ref()?);
        let sent = &handshake.peer_certificates;
        Some(Self {
            scope: decider.policy.scope(&outer),
            decision: decider.decide(sent, &outer, measurement.measured_at)?,
            outer,
            server_key: ServerKey::of(handshake, measurement),
            is_disabled: handshake.failure == Some(Failure::EchDisabled),
        })
    }
}

fn is_rejected(handshake: &TlsHandshake) -> bool {
    let is_rejection = matches!(
        handshake.failure,
        Some(Failure::EchRejected | Failure::EchDisabled)
    );
    let is_ech = handshake.purpose == Purpose::TargetEch;
    is_ech && is_rejection && !handshake.peer_certificates.is_empty()
}
