//! What handshakes over QUIC show.

use std::net::IpAddr;

use anchorwatch_evidence::{
    DnsAnswer, DnsData, DnsEngine, DnsExchange, DnsQuery, DnsQueryType, DnsResponse, QuicHandshake,
    Resolver, Stage,
};
use anchorwatch_remark::Remark as _;

use super::*;
use crate::{Against, HelloKind, Mechanism, OoniState, ServerKey};

const NAME: &str = "www.example.kz";

/// What came.
#[derive(Clone, Copy)]
enum Came<'a> {
    Chain(&'a ServerChain),
    /// With this proof of the key.
    Unproven(&'a ServerChain, Option<bool>),
    Failure(&'a Failure),
}

struct Network {
    scene: Scene,
    genuine: ServerChain,
    forged: ServerChain,
    of_others: ServerChain,
}

impl Network {
    fn new() -> Self {
        let scene = Scene::new(NAME);
        Self {
            genuine: scene.public.issue(&[NAME]).unwrap(),
            forged: scene.local.issue(&[NAME]).unwrap(),
            of_others: scene.public.issue(&["www.example.org"]).unwrap(),
            scene,
        }
    }

    /// Each twice.
    fn measurement(&self, over_tcp: &[Came<'_>], over_quic: &[(Purpose, Came<'_>)]) -> Measurement {
        let mut measurement = self.scene.measurement();
        let usual = measurement.tls_handshakes.remove(0);
        for came in over_tcp {
            let handshake = met(&usual, Purpose::Target, *came);
            measurement
                .tls_handshakes
                .extend([handshake.clone(), handshake]);
        }
        for (purpose, came) in over_quic {
            let handshake = over(met(&usual, *purpose, *came));
            measurement
                .quic_handshakes
                .extend([handshake.clone(), handshake]);
        }
        measurement
    }

    fn verdict(&self, over_tcp: &[Came<'_>], over_quic: &[(Purpose, Came<'_>)]) -> Verdict {
        judged(&self.measurement(over_tcp, over_quic))
    }
}

fn met(usual: &TlsHandshake, purpose: Purpose, came: Came<'_>) -> TlsHandshake {
    let (chain, is_key_proven, failure) = match came {
        Came::Chain(chain) => (Some(chain), Some(true), None),
        Came::Unproven(chain, is_key_proven) => (Some(chain), is_key_proven, None),
        Came::Failure(failure) => (None, None, Some(failure.clone())),
    };
    let sent = chain.into_iter().flat_map(|chain| chain.certificates());
    TlsHandshake {
        purpose,
        failed_after: failure.as_ref().map(|_| Stage::ClientHello),
        failure,
        is_key_proven,
        peer_certificates: sent.map(|der| der.to_vec()).collect(),
        ..usual.clone()
    }
}

pub(super) fn over(tls: TlsHandshake) -> QuicHandshake {
    QuicHandshake {
        tls,
        quic_version: 1,
        offered_versions: Vec::new(),
        is_retried: false,
        negotiated_protocol: None,
        ttl_exceeded_by: None,
    }
}

const SILENCE: Failure = Failure::GenericTimeoutError;

#[test]
fn a_chain_that_is_forged_over_quic_alone_is_judged_by_the_same_rules() {
    let network = Network::new();
    let verdict = network.verdict(
        &[Came::Chain(&network.genuine)],
        &[(Purpose::Target, Came::Chain(&network.forged))],
    );
    assert_eq!(verdict.code, VerdictCode::Intercepted);
    assert!(rules(&verdict).contains(&RuleId::LocalRootForPublicName));
    assert!(rules(&verdict).contains(&RuleId::AnswersDiffer));
    // Those over QUIC are behind those over TCP.
    assert_eq!(verdict.shown_by, Some(2));
    assert_eq!(verdict.tries, 2);
    assert!(matches!(
        saw(&verdict, RuleId::OnlySomeHellos),
        Some(Saw::RefusedForSomeHellos { refused, trusted, .. })
            if refused == [HelloKind::Quic] && trusted == [HelloKind::Usual]
    ));
}

#[test]
fn an_unknown_forger_over_quic_alone_forbids_that_nothing_was_seen() {
    let mut network = Network::new();
    network.forged = Root::company("Nobody").unwrap().issue(&[NAME]).unwrap();
    let verdict = network.verdict(
        &[Came::Chain(&network.genuine)],
        &[(Purpose::Target, Came::Chain(&network.forged))],
    );
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    assert_eq!(verdict.hits[0].rule, RuleId::AnswersDiffer);
}

#[test]
fn a_chain_that_is_replayed_over_quic_is_a_suspicion() {
    let network = Network::new();
    for is_key_proven in [None, Some(false)] {
        let verdict = network.verdict(
            &[Came::Chain(&network.genuine)],
            &[(
                Purpose::Target,
                Came::Unproven(&network.forged, is_key_proven),
            )],
        );
        assert_eq!(verdict.code, VerdictCode::Suspected);
    }
    // A proof over TCP proves nothing over QUIC, nor the other way round.
    let verdict = network.verdict(
        &[Came::Unproven(&network.genuine, None)],
        &[(Purpose::Target, Came::Chain(&network.genuine))],
    );
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    assert!(verdict.server_key.is_some_and(|it| it != ServerKey::Proven));
}

#[test]
fn a_clean_answer_over_quic_clears_nobody_and_is_said_beside_one_over_tcp() {
    let network = Network::new();
    let over_quic = [(Purpose::Target, Came::Chain(&network.genuine))];
    let verdict = network.verdict(&[Came::Failure(&SILENCE)], &over_quic);
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    assert!(matches!(
        saw(&verdict, RuleId::OnlySomeHellos),
        Some(Saw::AnsweredForSomeHellos { trusted, .. }) if trusted == [HelloKind::Quic]
    ));
    let verdict = network.verdict(&[Came::Chain(&network.genuine)], &over_quic);
    assert_eq!(verdict.code, VerdictCode::NotSeen);
    assert!(
        verdict.hits[0]
            .details
            .contains(&Detail::QuicAgrees { count: 2 })
    );
    let verdict = network.verdict(&[Came::Chain(&network.forged)], &over_quic);
    assert_eq!(verdict.code, VerdictCode::Intercepted);
}

#[test]
fn a_name_that_is_cut_off_over_quic_alone_is_told_if_the_site_offers_it() {
    let network = Network::new();
    let measured = |failure: &Failure| {
        network.measurement(
            &[Came::Chain(&network.genuine)],
            &[
                (Purpose::Target, Came::Failure(failure)),
                (Purpose::TargetControl, Came::Chain(&network.of_others)),
            ],
        )
    };
    let cut = |failure: &Failure| {
        let mut measurement = measured(failure);
        measurement.queries.push(record(&["h3"]));
        judged(&measurement)
    };
    let verdict = cut(&SILENCE);
    assert_eq!(verdict.code, VerdictCode::CensoredOrDown);
    assert_eq!(verdict.confidence, Confidence::hundredths(70));
    assert_eq!(verdict.ooni_mechanism, Some(Mechanism::TlsTimeout));
    assert_eq!(verdict.ooni_state, Some(OoniState::Impaired));
    assert_eq!(
        saw(&verdict, RuleId::QuicCutOff),
        Some(Saw::NameCutOffOverQuic {
            name: NAME.to_owned(),
            failure: SILENCE,
            tries: 2,
            controls: 2,
        })
    );
    assert!(verdict.against.contains(&Against::ServerMayRefuseTheName));
    // Anyone who saw the first packet can close the connection.
    for failure in [
        Failure::ConnectionRefused,
        Failure::EofError,
        Failure::HostUnreachable,
        Failure::NetworkUnreachable,
        Failure::QuicIncompatibleVersion,
    ] {
        let verdict = cut(&failure);
        assert_eq!(verdict.code, VerdictCode::CensoredOrDown);
        assert_eq!(verdict.ooni_mechanism, Some(Mechanism::Tls));
    }
    // Where nobody known vouches for what came over TCP, that decides.
    let unknown = Root::company("Nobody").unwrap().issue(&[NAME]).unwrap();
    let mut refused = network.measurement(
        &[Came::Chain(&unknown)],
        &[
            (Purpose::Target, Came::Failure(&SILENCE)),
            (Purpose::TargetControl, Came::Chain(&network.of_others)),
        ],
    );
    refused.queries.push(record(&["h3"]));
    assert_eq!(judged(&refused).code, VerdictCode::Inconclusive);
    // Without a record, HTTP/3 may be for other names alone: it is said, and decides nothing.
    let verdict = judged(&measured(&SILENCE));
    assert_eq!(verdict.code, VerdictCode::NotSeen);
    assert!(rules(&verdict).contains(&RuleId::QuicCutOff));
    let codes = verdict.not_checked.iter().map(NotChecked::code);
    assert_eq!(codes.filter(|code| code.starts_with("quic")).count(), 0);
    // A server that has no certificate for the name says so itself.
    assert_eq!(cut(&Failure::SslFailedHandshake).code, VerdictCode::NotSeen);
}

#[test]
fn silence_over_quic_to_every_name_accuses_nobody() {
    let network = Network::new();
    let silent = [
        (Purpose::Target, Came::Failure(&SILENCE)),
        (Purpose::TargetControl, Came::Failure(&SILENCE)),
    ];
    let verdict = network.verdict(&[Came::Chain(&network.genuine)], &silent);
    assert_eq!(rules(&verdict), [RuleId::PubliclyTrusted]);
    let unanswered = NotChecked::QuicUnanswered { tries: 2 };
    assert!(verdict.not_checked.contains(&unanswered));
    // One name of which one handshake was answered is not cut off.
    let mut once = network.measurement(
        &[Came::Chain(&network.genuine)],
        &[
            (Purpose::Target, Came::Failure(&SILENCE)),
            (Purpose::TargetControl, Came::Chain(&network.of_others)),
        ],
    );
    let sent = network.genuine.certificates().iter();
    once.quic_handshakes[0].tls.peer_certificates = sent.map(|der| der.to_vec()).collect();
    assert!(!rules(&judged(&once)).contains(&RuleId::QuicCutOff));
}

/// A record that offers these protocols.
fn record(alpn: &[&str]) -> DnsQuery {
    let data = DnsData::Https {
        priority: 1,
        hostname: ".".to_owned(),
        ech_sha256: None,
        alpn: alpn.iter().map(|it| (*it).to_owned()).collect(),
    };
    DnsQuery {
        hostname: NAME.to_owned(),
        resolver: Resolver::Other,
        failure: None,
        answers: Vec::new(),
        exchange: Some(DnsExchange {
            engine: DnsEngine::Udp,
            resolver_address: "192.0.2.53:53".parse().unwrap(),
            resolver_name: None,
            query_type: DnsQueryType::Https,
            responses: vec![DnsResponse {
                rcode: 0,
                is_truncated: false,
                answers: vec![DnsAnswer { ttl: 60, data }],
                elapsed: std::time::Duration::ZERO,
            }],
            unmatched_count: 0,
        }),
    }
}

#[test]
fn silence_over_quic_though_the_site_offers_it_is_said_and_decides_nothing() {
    let network = Network::new();
    let silent = [(Purpose::Target, Came::Failure(&SILENCE))];
    for (came, code) in [
        (&network.forged, VerdictCode::Intercepted),
        (&network.genuine, VerdictCode::NotSeen),
    ] {
        let mut measurement = network.measurement(&[Came::Chain(came)], &silent);
        let without = judged(&measurement);
        measurement.queries.push(record(&["h2", "h3"]));
        let verdict = judged(&measurement);
        assert_eq!(
            (verdict.code, verdict.confidence),
            (code, without.confidence)
        );
        assert_eq!(
            saw(&verdict, RuleId::QuicSilent),
            Some(Saw::QuicSilent {
                name: NAME.to_owned(),
                tries: 2,
            })
        );
        for other in [
            record(&["h2"]),
            DnsQuery {
                hostname: "a".to_owned(),
                ..record(&["h3"])
            },
        ] {
            measurement.queries = vec![other];
            assert_eq!(saw(&judged(&measurement), RuleId::QuicSilent), None);
        }
    }
}

#[test]
fn what_was_not_asked_over_quic_is_said() {
    let network = Network::new();
    let verdict = network.verdict(&[Came::Chain(&network.genuine)], &[]);
    assert!(verdict.not_checked.contains(&NotChecked::Quic));
    let asked = [(Purpose::Target, Came::Chain(&network.genuine))];
    let verdict = network.verdict(&[Came::Chain(&network.genuine)], &asked);
    let codes = verdict.not_checked.iter().map(NotChecked::code);
    assert_eq!(codes.filter(|code| code.starts_with("quic")).count(), 0);
}

#[test]
fn a_trace_over_quic_places_who_answers_over_quic() {
    let network = Network::new();
    let mut measurement = network.measurement(
        &[Came::Chain(&network.genuine)],
        &[(Purpose::Target, Came::Chain(&network.forged))],
    );
    let usual = measurement.tls_handshakes[0].clone();
    let router: IpAddr = "198.18.1.1".parse().unwrap();
    for (ttl, purpose, came) in [
        (1, Purpose::Target, None),
        (2, Purpose::Target, Some(&network.forged)),
        (3, Purpose::TargetControl, None),
        (4, Purpose::TargetControl, Some(&network.of_others)),
    ] {
        let lost = Failure::HostUnreachable;
        let came = came.map_or(Came::Failure(&lost), Came::Chain);
        let mut handshake = over(met(&usual, purpose, came));
        handshake.tls.ttl = Some(ttl);
        handshake.ttl_exceeded_by = handshake.tls.failure.as_ref().map(|_| router);
        measurement.quic_handshakes.push(handshake);
    }
    let verdict = judged(&measurement);
    let location = verdict.location.unwrap();
    assert!(location.is_over_quic);
    assert_eq!((location.hop, location.control_hop), (2, Some(4)));
    assert_eq!(location.router_before(), Some(router));
    assert!(!verdict.not_checked.contains(&NotChecked::PlaceOnPath));
    // Where the genuine answer came over QUIC too, the place shows nothing.
    let genuine = over(met(&usual, Purpose::Target, Came::Chain(&network.genuine)));
    measurement.quic_handshakes.push(genuine);
    let verdict = judged(&measurement);
    assert_eq!(verdict.location, None);
    assert!(verdict.not_checked.contains(&NotChecked::PlaceComesAndGoes));
}

#[test]
fn a_trace_over_quic_places_nobody_who_was_seen_over_tcp() {
    let network = Network::new();
    let mut measurement = network.measurement(
        &[Came::Chain(&network.forged)],
        &[(Purpose::Target, Came::Chain(&network.forged))],
    );
    let usual = measurement.tls_handshakes[0].clone();
    let mut limited = over(met(&usual, Purpose::Target, Came::Chain(&network.forged)));
    limited.tls.ttl = Some(9);
    measurement.quic_handshakes.push(limited);
    let verdict = judged(&measurement);
    assert_eq!(
        (verdict.code, verdict.location),
        (VerdictCode::Intercepted, None)
    );
}

#[test]
fn a_private_name_over_quic_clears_nobody_over_tcp() {
    let name = "nas.home.arpa";
    let scene = Scene::new(name);
    let own = scene.local.issue(&[name]).unwrap();
    let unknown = Root::company("Nobody").unwrap().issue(&[name]).unwrap();
    let mut measurement = scene.measurement();
    let usual = measurement.tls_handshakes.remove(0);
    let over_quic = over(met(&usual, Purpose::Target, Came::Chain(&own)));
    measurement.quic_handshakes.push(over_quic);
    for came in [
        Came::Chain(&unknown),
        Came::Unproven(&unknown, None),
        Came::Failure(&SILENCE),
    ] {
        measurement.tls_handshakes = vec![met(&usual, Purpose::Target, came)];
        assert_eq!(judged(&measurement).code, VerdictCode::Inconclusive);
    }
    measurement.tls_handshakes = vec![met(&usual, Purpose::Target, Came::Chain(&own))];
    assert_eq!(judged(&measurement).code, VerdictCode::NotSeen);
}
