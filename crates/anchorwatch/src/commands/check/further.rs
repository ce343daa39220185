//! Whether a first answer is enough, or more is to be asked.

use anchorwatch_evidence::{Failure, Measurement};
use anchorwatch_verdict::{RuleId, Verdict, VerdictCode};

/// Whether nothing is left to ask: no interception was seen, or one that the owner consented to. Who slows
/// down a name answers to nothing, so that no trace finds it; who answers in the site's place besides
/// is looked for.
pub(crate) fn is_settled(verdict: &Verdict) -> bool {
    let mut hits = verdict.hits.iter();
    match verdict.code {
        VerdictCode::NotSeen | VerdictCode::InspectedWithConsent => true,
        VerdictCode::Throttled => !hits.any(|hit| hit.rule == RuleId::UntrustedChain),
        _ => false,
    }
}

/// Whether an answer came that does not show that nobody reads the connection: a certificate, or
/// the end of the connection. Silence is not asked again, because each try waits for long.
pub(crate) fn is_open(measurement: &Measurement, verdict: &Verdict) -> bool {
    let mut handshakes = measurement.tls_handshakes.iter();
    let has_answer = handshakes.any(|it| {
        let is_cut = matches!(
            it.failure,
            Some(Failure::ConnectionReset | Failure::EofError)
        );
        is_cut || !it.peer_certificates.is_empty()
    });
    has_answer && !is_settled(verdict)
}

#[cfg(test)]
mod tests {
    use anchorwatch_verdict::{Confidence, Hit, Missed, Saw};

    use super::*;

    fn verdict(code: VerdictCode, rules: &[RuleId]) -> Verdict {
        let name = "www.example.kz".to_owned();
        let hits = rules.iter().map(|rule| Hit {
            rule: *rule,
            leads_to: code,
            confidence: Confidence::hundredths(60),
            saw: Saw::SelfSigned { name: name.clone() },
            details: Vec::new(),
            against: Vec::new(),
        });
        Verdict {
            code,
            confidence: Confidence::hundredths(60),
            signer: None,
            hits: hits.collect(),
            against: Vec::new(),
            server_key: None,
            transparency: None,
            location: None,
            tries: 1,
            missed: Missed::with_tries(1),
            ooni_mechanism: None,
            ooni_state: None,
            shown_by: None,
            not_checked: Vec::new(),
        }
    }

    #[test]
    fn a_slow_name_is_traced_if_somebody_may_answer_in_the_sites_place() {
        let slow = RuleId::Throttled;
        assert!(is_settled(&verdict(VerdictCode::Throttled, &[slow])));
        let rules = [slow, RuleId::UntrustedChain];
        assert!(!is_settled(&verdict(VerdictCode::Throttled, &rules)));
        let clean = verdict(VerdictCode::NotSeen, &[RuleId::PubliclyTrusted]);
        assert!(is_settled(&clean));
        for code in [VerdictCode::DnsTampered, VerdictCode::CaptivePortal] {
            assert!(!is_settled(&verdict(code, &[])));
        }
    }
}
