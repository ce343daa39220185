//! One measurement, prepared once for all rules.

use anchorwatch_evidence::{Measurement, PublicAnchors, TlsHandshake};
use anchorwatch_identity::Certificate;
use anchorwatch_policy::{DistrustSet, ReferenceName};
use anchorwatch_verify::{Anchors, Decision, decide};

/// What a rule looks at.
pub(crate) struct Case<'a> {
    pub(crate) measurement: &'a Measurement,
    /// The handshake that is judged: the last that brought a chain, else the last.
    pub(crate) handshake: Option<&'a TlsHandshake>,
    pub(crate) name: ReferenceName,
    /// The chain's certificates that can be read.
    pub(crate) chain: Vec<Certificate>,
    pub(crate) decision: Decision,
}

impl<'a> Case<'a> {
    pub(crate) fn of(measurement: &'a Measurement, distrust: &DistrustSet) -> Self {
        let handshakes = &measurement.tls_handshakes;
        let with_chain = handshakes
            .iter()
            .rev()
            .find(|handshake| !handshake.peer_certificates.is_empty());
        let handshake = with_chain.or_else(|| handshakes.last());
        let name = ReferenceName::parse(&measurement.target.host);
        let sent = handshake
            .map(|handshake| handshake.peer_certificates.as_slice())
            .unwrap_or_default();
        let der: Vec<_> = sent.iter().map(|der| der.as_slice().into()).collect();
        let decision = decide(
            &der,
            &name,
            &anchors(measurement),
            distrust,
            measurement.measured_at,
        );
        let chain = sent
            .iter()
            .filter_map(|der| Certificate::from_der(der).ok())
            .collect();
        Self {
            measurement,
            handshake,
            name,
            chain,
            decision,
        }
    }
}

fn anchors(measurement: &Measurement) -> Anchors {
    let readable = |all: &[Vec<u8>]| {
        all.iter()
            .filter_map(|der| Certificate::from_der(der).ok())
            .collect::<Vec<_>>()
    };
    let local = readable(&measurement.anchors.local);
    // A root that path building cannot use vouches for nothing; it is no evidence.
    let (anchors, _unusable) = match &measurement.anchors.public {
        PublicAnchors::Bundled => Anchors::bundled_and(&local),
        PublicAnchors::Given(given) => Anchors::of(&readable(given), &local),
    };
    anchors
}
