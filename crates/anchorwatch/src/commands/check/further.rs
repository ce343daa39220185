//! Whether a first answer is enough, or more is to be asked.

use anchorwatch_evidence::{Failure, Measurement};
use anchorwatch_verdict::VerdictCode;

/// Whether nothing is left to ask: no interception was seen, or one that the owner consented to. Who slows
/// down a name answers to nothing, so that no trace finds it.
pub(crate) fn is_settled(code: VerdictCode) -> bool {
    matches!(
        code,
        VerdictCode::NotSeen | VerdictCode::InspectedWithConsent | VerdictCode::Throttled
    )
}

/// Whether an answer came that does not show that nobody reads the connection: a certificate, or
/// the end of the connection. Silence is not asked again, because each try waits for long.
pub(crate) fn is_open(measurement: &Measurement, code: VerdictCode) -> bool {
    let mut handshakes = measurement.tls_handshakes.iter();
    let has_answer = handshakes.any(|it| {
        let is_cut = matches!(
            it.failure,
            Some(Failure::ConnectionReset | Failure::EofError)
        );
        is_cut || !it.peer_certificates.is_empty()
    });
    has_answer && !is_settled(code)
}
