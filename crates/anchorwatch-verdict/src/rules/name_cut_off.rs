//! Connections are cut off for the target's name, and not for other names at the same address.
//!
//! Everything up to the ClientHello is the same, so the name decides. At the measurer's own server,
//! which cuts off nobody, only the path can have done it; elsewhere the server may refuse the name
//! itself. A device that cuts off some connections whatever their names can look like that by
//! chance. The confidences follow OONI's and Censored Planet's classes: a reset seldom comes by
//! chance, silence often does.
//!
//! **Must not hit:** a target that answers at all.

use anchorwatch_evidence::{Failure, Purpose, Stage, TlsHandshake};

use super::Hit;
use crate::{Against, Confidence, Detail, RuleId, Saw, VerdictCode, case::Case};

/// From this many on each side, chance is no explanation.
const ENOUGH: u64 = 2;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let name = case.name.to_string();
    let mut targets = case.measurement.tls_handshakes.iter();
    if targets.any(|it| it.purpose == Purpose::Target && !it.peer_certificates.is_empty()) {
        return None;
    }
    let handshakes = case.measurement.tls_handshakes.iter();
    let at_own = Cut::of(
        handshakes.clone(),
        Purpose::OwnServer,
        Purpose::OwnServerControl,
    );
    if let Some(cut) = at_own {
        let (sure, stage) = (cut.confidence(10), cut.stage);
        return Some(hit(sure, stage, cut.saw_at_own_server(name), &[]));
    }
    let cut = Cut::at_target(handshakes)?;
    let against = [Against::ServerMayRefuseTheName];
    let (sure, stage) = (cut.confidence(0), cut.stage);
    Some(hit(sure, stage, cut.saw(name), &against))
}

fn hit(confidence: Confidence, stage: Option<Stage>, saw: Saw, against: &[Against]) -> Hit {
    let details = stage.map(|stage| Detail::FailedAfter { stage });
    Hit {
        rule: RuleId::NameCutOff,
        leads_to: VerdictCode::CensoredOrDown,
        confidence,
        saw,
        details: details.into_iter().collect(),
        against: [against, &[Against::ConnectionsAreLimited]].concat(),
    }
}

/// Handshakes that all ended alike before a certificate, beside others that did not.
pub(super) struct Cut {
    failure: Failure,
    /// How far each of them came, if that is known and the same.
    pub(super) stage: Option<Stage>,
    tries: u64,
    controls: u64,
}

impl Cut {
    /// Of handshakes with the target, by its own name and by others.
    pub(super) fn at_target<'a>(
        handshakes: impl Iterator<Item = &'a TlsHandshake> + Clone,
    ) -> Option<Self> {
        Self::of(handshakes, Purpose::Target, Purpose::TargetControl)
    }

    fn of<'a>(
        handshakes: impl Iterator<Item = &'a TlsHandshake> + Clone,
        name: Purpose,
        control: Purpose,
    ) -> Option<Self> {
        let of = |purpose: Purpose| {
            let handshakes = handshakes.clone();
            handshakes.filter(move |it| it.purpose == purpose && !it.is_limited())
        };
        let is_answered = |it: &&TlsHandshake| !it.peer_certificates.is_empty();
        if of(name).any(|it| is_answered(&it)) || !of(control).all(|it| is_answered(&it)) {
            return None;
        }
        let failure = of(name).next()?.failure.clone()?;
        let is_same = of(name).all(|it| it.failure.as_ref() == Some(&failure));
        // Whoever is beside the path races with the server, so the stages may differ.
        let stage = of(name).next()?.failed_after;
        let stage = stage.filter(|first| of(name).all(|it| it.failed_after == Some(*first)));
        let (tries, controls) = (of(name).count() as u64, of(control).count() as u64);
        let is_cut = matches!(
            failure,
            // Over QUIC, anyone can refuse the connection in the server's name.
            Failure::ConnectionRefused
                | Failure::ConnectionReset
                | Failure::EofError
                | Failure::GenericTimeoutError
                // So can a router, or whoever names other versions: a server chooses one before it
                // can read the name.
                | Failure::HostUnreachable
                | Failure::NetworkUnreachable
                | Failure::QuicIncompatibleVersion
        );
        let is_enough = tries.min(controls) >= ENOUGH;
        (is_cut && is_same && is_enough).then_some(Self {
            failure,
            stage,
            tries,
            controls,
        })
    }

    pub(super) fn confidence(&self, more: u8) -> Confidence {
        Confidence::hundredths(
            more + match self.failure {
                Failure::ConnectionReset => 80,
                Failure::EofError => 75,
                _ => 70,
            },
        )
    }

    fn saw(self, name: String) -> Saw {
        Saw::NameCutOff {
            name,
            failure: self.failure,
            tries: self.tries,
            controls: self.controls,
        }
    }

    fn saw_at_own_server(self, name: String) -> Saw {
        Saw::NameCutOffAtOwnServer {
            name,
            failure: self.failure,
            tries: self.tries,
            controls: self.controls,
        }
    }

    pub(super) fn saw_over_quic(self, name: String) -> Saw {
        Saw::NameCutOffOverQuic {
            name,
            failure: self.failure,
            tries: self.tries,
            controls: self.controls,
        }
    }
}
