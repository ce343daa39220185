//! Answers that say that the server could not read an encrypted name.

use anchorwatch_evidence::{Failure, Measurement, Purpose, TlsHandshake};
use anchorwatch_policy::{NameScope, ReferenceName};
use anchorwatch_verify::{Decision, Policy};

use crate::ServerKey;

/// The most different answers that are looked at: a measurement has one name in clear, and evidence
/// can be anybody's.
const MOST: usize = 64;

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
    pub(crate) fn all_of(measurement: &Measurement, policy: &Policy) -> Vec<Self> {
        let handshakes = measurement.tls_handshakes.iter();
        let mut rejected: Vec<&TlsHandshake> = Vec::new();
        for one in handshakes.filter(|it| is_rejected(it)) {
            let is_same = |known: &&TlsHandshake| {
                (&known.server_name, &known.failure, known.is_key_proven)
                    == (&one.server_name, &one.failure, one.is_key_proven)
                    && known.peer_certificates == one.peer_certificates
            };
            if !rejected.iter().any(is_same) {
                rejected.push(one);
            }
            if rejected.len() == MOST {
                break;
            }
        }
        let answers = rejected.into_iter();
        answers
            .filter_map(|it| Self::of(it, measurement, policy))
            .collect()
    }

    fn of(handshake: &TlsHandshake, measurement: &Measurement, policy: &Policy) -> Option<Self> {
        let outer = ReferenceName::parse(handshake.server_name.as_ref()?);
        let sent = handshake.peer_certificates.iter();
        let sent: Vec<_> = sent.map(|der| der.as_slice().into()).collect();
        Some(Self {
            scope: policy.scope(&outer),
            decision: policy.decide(&sent, &outer, measurement.measured_at),
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
