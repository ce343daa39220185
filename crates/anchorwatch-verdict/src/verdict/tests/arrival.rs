//! What a trace found: hops, the TTLs with which answers arrive, and what routers said.

use super::*;

const NAME: &str = "www.example.kz";

/// A handshake with a limit: of routers on the way, or of the TTL of what arrives.
struct Limited {
    purpose: Purpose,
    ttl: Option<u8>,
    min_ttl: Option<u8>,
    is_answered: bool,
}

fn traced(purpose: Purpose, ttl: u8, is_answered: bool) -> Limited {
    Limited {
        purpose,
        ttl: Some(ttl),
        min_ttl: None,
        is_answered,
    }
}

/// With this TTL a certificate comes, and twice none with one more.
fn arrives(purpose: Purpose, ttl: u8) -> [Limited; 3] {
    let limited = |min_ttl, is_answered| Limited {
        purpose,
        ttl: None,
        min_ttl: Some(min_ttl),
        is_answered,
    };
    [
        limited(ttl, true),
        limited(ttl + 1, false),
        limited(ttl + 1, false),
    ]
}

/// A forged answer to the name, and a genuine one to another name, from these hops.
fn measurement(hops: (u8, u8), more: impl IntoIterator<Item = Limited>) -> Measurement {
    let mut scene = Scene::new(NAME);
    scene.chain = Some(scene.local.issue(&[NAME]).unwrap());
    let mut measurement = scene.measurement();
    let forged = measurement.tls_handshakes[0].clone();
    scene.chain = Some(scene.public.issue(&[NAME]).unwrap());
    let genuine = scene.measurement().tls_handshakes.remove(0);
    let of_trace = [(Purpose::Target, hops.0), (Purpose::TargetControl, hops.1)];
    let of_trace = of_trace.map(|(purpose, hop)| traced(purpose, hop, true));
    for limited in of_trace.into_iter().chain(more) {
        let answer = match limited.purpose {
            Purpose::Target => &forged,
            _ => &genuine,
        };
        let mut handshake = TlsHandshake {
            purpose: limited.purpose,
            ttl: limited.ttl,
            min_ttl: limited.min_ttl,
            ..answer.clone()
        };
        if !limited.is_answered {
            handshake.peer_certificates.clear();
            handshake.failure = Some(Failure::GenericTimeoutError);
            handshake.is_key_proven = None;
        }
        measurement.tls_handshakes.push(handshake);
    }
    measurement
}

fn verdict(hops: (u8, u8), more: impl IntoIterator<Item = Limited>) -> Verdict {
    judge(&measurement(hops, more), &Arc::new(DistrustSet::built_in()))
}

fn both(name: u8, control: u8) -> Vec<Limited> {
    let name = arrives(Purpose::Target, name).into_iter();
    name.chain(arrives(Purpose::TargetControl, control))
        .collect()
}

fn says_otherwise(verdict: &Verdict) -> bool {
    let mut against = verdict.against.iter();
    against.any(|it| matches!(it, Against::ArrivalTtlsSayOtherwise { .. }))
}

#[test]
fn an_answer_from_nearer_is_surer_whether_a_second_witness_agrees_or_is_missing() {
    let (one_place, alone) = (verdict((4, 4), []), verdict((2, 4), []));
    let agreed = verdict((2, 4), both(63, 61));
    assert_eq!(alone.code, VerdictCode::Intercepted);
    assert_eq!(alone.confidence, one_place.confidence.plus(3));
    assert_eq!(agreed.confidence, alone.confidence);
    // From farther away, it takes both.
    let farther = verdict((4, 2), []);
    assert_eq!(farther.confidence, one_place.confidence);
    let agreed_farther = verdict((4, 2), both(61, 63));
    assert_eq!(agreed_farther.confidence, alone.confidence);
    assert!(!says_otherwise(&agreed));
    let place = agreed.location.unwrap();
    assert_eq!(
        (place.arrival_ttl, place.control_arrival_ttl),
        (Some(63), Some(61))
    );
    assert!(alone.not_checked.contains(&NotChecked::ArrivalTtls));
    assert!(!agreed.not_checked.contains(&NotChecked::ArrivalTtls));
}

#[test]
fn witnesses_of_one_place_add_nothing() {
    let alone = verdict((2, 2), []);
    let agreed = verdict((2, 2), both(63, 63));
    assert_eq!(agreed.confidence, alone.confidence);
    assert!(!says_otherwise(&agreed));
}

#[test]
fn a_witness_that_says_otherwise_is_said_and_hides_nothing() {
    for (hops, ttls) in [((2, 4), (61, 61)), ((4, 4), (63, 61))] {
        let one_place = verdict((4, 4), []);
        let otherwise = verdict(hops, both(ttls.0, ttls.1));
        assert_eq!(
            (otherwise.code, otherwise.confidence),
            (one_place.code, one_place.confidence)
        );
        assert!(says_otherwise(&otherwise));
        assert_eq!(otherwise.location.map(|it| it.hop), Some(hops.0));
    }
}

#[test]
fn one_lost_packet_is_no_end() {
    let mut once = both(63, 61);
    once.remove(2);
    let verdict = verdict((2, 4), once);
    let place = verdict.location.unwrap();
    assert_eq!(
        (place.arrival_ttl, place.control_arrival_ttl),
        (None, Some(61))
    );
    assert!(verdict.not_checked.contains(&NotChecked::ArrivalTtls));
}

#[test]
fn silence_that_the_limit_made_is_no_sign_of_a_name_that_is_cut_off() {
    let mut scene = Scene::new(NAME);
    scene.chain = Some(scene.public.issue(&[NAME]).unwrap());
    let mut measurement = scene.measurement();
    let mut silent = measurement.tls_handshakes[0].clone();
    silent.peer_certificates.clear();
    silent.failure = Some(Failure::GenericTimeoutError);
    silent.min_ttl = Some(64);
    measurement.tls_handshakes.extend([silent.clone(), silent]);
    let verdict = judge(&measurement, &Arc::new(DistrustSet::built_in()));
    assert_eq!(verdict.code, VerdictCode::NotSeen);
}

/// Whoever sees a SYN can say in any router's name that it went no further.
#[test]
fn what_routers_are_said_to_be_moves_no_hop_and_accuses_nobody() {
    let distrust = Arc::new(DistrustSet::built_in());
    let said = |ttl, by: &str| TcpConnect {
        address: "192.0.2.1:443".parse().unwrap(),
        ttl: Some(ttl),
        ttl_exceeded_by: by.parse().ok(),
        failure: Some(Failure::HostUnreachable),
        elapsed: std::time::Duration::ZERO,
    };
    let lies = [
        said(1, "198.51.100.77"),
        said(2, "198.51.100.77"),
        said(3, "192.0.2.1"),
        said(9, "::1"),
    ];
    let mut scene = Scene::new(NAME);
    scene.chain = Some(scene.public.issue(&[NAME]).unwrap());
    for measurement in [scene.measurement(), measurement((2, 4), [])] {
        let (honest, mut lied) = (judge(&measurement, &distrust), measurement);
        lied.tcp_connect.extend(lies.clone());
        let mut lied = judge(&lied, &distrust);
        let place =
            |verdict: &Verdict| verdict.location.as_ref().map(|it| (it.hop, it.control_hop));
        assert_eq!(place(&lied), place(&honest));
        lied.location = honest.location.clone();
        assert_eq!(lied, honest);
    }
}
