//! Hellos with an encrypted name that are cut off.

use super::*;
use crate::{Mechanism, OoniState};

const BESIDE_OWN: [Purpose; 2] = [Purpose::TargetGreaseEch, Purpose::TargetEchOwnName];
const BESIDE_OUTER: [Purpose; 2] = [Purpose::OuterGreaseEch, Purpose::TargetEch];

/// All that is sent with an ECH configuration, each twice. Those in `cut` fail; a server that reads
/// encrypted names answers the others.
fn measurement(network: &Network, cut: &[Purpose], failure: &Failure) -> Measurement {
    let outer = network.scene.public.issue(&[OUTER]).unwrap();
    let plain = [Purpose::Target, Purpose::OuterName];
    let all = [plain, BESIDE_OWN, BESIDE_OUTER].concat();
    let came: Vec<_> = all
        .iter()
        .map(|purpose| {
            let shows_outer = [Purpose::OuterName, Purpose::OuterGreaseEch].contains(purpose);
            let came = match cut.contains(purpose) {
                true => Came::Failure(failure.clone()),
                false if shows_outer => Came::Chain(&outer),
                false => Came::Chain(&network.genuine),
            };
            (*purpose, came)
        })
        .collect();
    let mut measurement = network.measurement(&came);
    for handshake in &mut measurement.tls_handshakes {
        let purpose = handshake.purpose;
        if purpose == Purpose::OuterName || BESIDE_OUTER.contains(&purpose) {
            handshake.server_name = Some(OUTER.to_owned());
        }
        if purpose == Purpose::TargetEchOwnName && handshake.failure.is_none() {
            handshake.failure = Some(Failure::EchDisabled);
        }
    }
    measurement
}

fn verdict(network: &Network, cut: &[Purpose], failure: &Failure) -> Verdict {
    judged(&measurement(network, cut, failure))
}

fn seen(verdict: &Verdict) -> Option<Saw> {
    saw(verdict, RuleId::EchBlocked)
}

#[test]
fn a_server_that_reads_encrypted_names_is_clean() {
    let verdict = verdict(&Network::new(), &[], &Failure::ConnectionReset);
    assert_eq!(
        (verdict.code, rules(&verdict), verdict.tries),
        (VerdictCode::NotSeen, vec![RuleId::PubliclyTrusted], 2)
    );
}

#[test]
fn the_outer_name_with_the_extension_is_cut_off_and_neither_alone() {
    let network = Network::new();
    for (failure, hundredths, mechanism) in [
        (Failure::ConnectionReset, 80, Mechanism::TlsResetOther),
        (Failure::EofError, 75, Mechanism::Tls),
        (Failure::GenericTimeoutError, 70, Mechanism::TlsTimeout),
    ] {
        let verdict = verdict(&network, &BESIDE_OUTER, &failure);
        let told = (
            VerdictCode::CensoredOrDown,
            Confidence::hundredths(hundredths),
        );
        assert_eq!((verdict.code, verdict.confidence), told);
        assert_eq!(
            (verdict.ooni_mechanism, verdict.ooni_state),
            (Some(mechanism), Some(OoniState::Impaired))
        );
        assert_eq!(
            seen(&verdict),
            Some(Saw::EchBlockedForName {
                outer: OUTER.to_owned(),
                failure,
                cut: 4,
                answered: 8,
            })
        );
    }
}

#[test]
fn the_extension_is_cut_off_beside_either_name() {
    let all = [BESIDE_OWN, BESIDE_OUTER].concat();
    let failure = Failure::ConnectionReset;
    let verdict = verdict(&Network::new(), &all, &failure);
    assert_eq!(verdict.code, VerdictCode::CensoredOrDown);
    let expected = Saw::EchBlocked {
        failure,
        cut: 8,
        answered: 4,
    };
    assert_eq!(seen(&verdict), Some(expected));
}

#[test]
fn answers_that_do_not_show_what_the_network_looks_at_are_unclear() {
    let network = Network::new();
    let with_plain = [&BESIDE_OUTER[..], &[Purpose::OuterName]].concat();
    for (cut, count) in [
        // The outer name is cut off, whatever comes with it.
        (&with_plain[..], 4),
        // Nobody on the way can tell these two apart.
        (&[Purpose::TargetEch], 2),
        (&[Purpose::OuterGreaseEch], 2),
        (&BESIDE_OWN, 4),
        (&[Purpose::TargetGreaseEch], 2),
    ] {
        let verdict = verdict(&network, cut, &Failure::ConnectionReset);
        assert_eq!(verdict.code, VerdictCode::NotSeen, "{cut:?}");
        let expected = Saw::EchBlockUnclear {
            cut: count,
            total: 8,
        };
        assert_eq!(seen(&verdict), Some(expected), "{cut:?}");
    }
}

#[test]
fn one_lost_connection_or_two_ways_to_end_are_no_block() {
    let network = Network::new();
    let mut blocked = measurement(&network, &BESIDE_OUTER, &Failure::ConnectionReset);
    let handshakes = blocked.tls_handshakes.iter_mut();
    let mut with_ech = handshakes.filter(|it| it.purpose == Purpose::TargetEch);
    with_ech.next().unwrap().failure = Some(Failure::GenericTimeoutError);
    let verdict = judged(&blocked);
    assert_eq!(verdict.code, VerdictCode::NotSeen);
    assert!(matches!(seen(&verdict), Some(Saw::EchBlockUnclear { .. })));
    let mut once = measurement(&network, &BESIDE_OUTER, &Failure::ConnectionReset);
    let mut kept = Vec::new();
    once.tls_handshakes.retain(|it| {
        let is_new = it.purpose != Purpose::OuterName || !kept.contains(&it.purpose);
        kept.push(it.purpose);
        is_new
    });
    let verdict = judged(&once);
    assert_eq!(verdict.code, VerdictCode::NotSeen);
    assert!(matches!(seen(&verdict), Some(Saw::EchBlockUnclear { .. })));
}

#[test]
fn a_handshake_that_a_trace_limits_says_nothing_if_no_answer_comes() {
    let network = Network::new();
    let mut traced = measurement(&network, &BESIDE_OUTER, &Failure::ConnectionReset);
    let mut limited = traced.tls_handshakes[0].clone();
    limited.peer_certificates.clear();
    limited.is_key_proven = None;
    limited.failure = Some(Failure::GenericTimeoutError);
    for (ttl, min_ttl) in [(Some(1), None), (None, Some(64))] {
        traced.tls_handshakes.push(TlsHandshake {
            ttl,
            min_ttl,
            ..limited.clone()
        });
    }
    let verdict = judged(&traced);
    assert_eq!(verdict.code, VerdictCode::CensoredOrDown);
    assert!(matches!(
        seen(&verdict),
        Some(Saw::EchBlockedForName { .. })
    ));
}

#[test]
fn a_site_that_does_not_answer_or_is_not_public_is_for_other_rules() {
    let network = Network::new();
    let reset = Failure::ConnectionReset;
    let with_site = [&BESIDE_OUTER[..], &BESIDE_OWN, &[Purpose::Target]].concat();
    let nothing = verdict(&network, &with_site, &reset);
    assert_eq!(seen(&nothing), None);
    let mut forged = measurement(&network, &BESIDE_OUTER, &reset);
    for handshake in &mut forged.tls_handshakes[..2] {
        let sent = network.forged.certificates().iter();
        handshake.peer_certificates = sent.map(|der| der.to_vec()).collect();
    }
    let verdict = judged(&forged);
    assert_eq!(
        (verdict.code, seen(&verdict)),
        (VerdictCode::Intercepted, None)
    );
}

#[test]
fn a_refusal_in_words_of_tls_is_no_cut() {
    let network = Network::new();
    let verdict = verdict(&network, &BESIDE_OUTER, &Failure::SslFailedHandshake);
    assert_eq!((verdict.code, seen(&verdict)), (VerdictCode::NotSeen, None));
}
