//! What other ClientHellos show.

use anchorwatch_evidence::Stage;
use anchorwatch_lab::pki::ServerChain;

use super::*;
use crate::{Against, HelloKind};

mod ech_blocked;

const NAME: &str = "www.example.kz";

/// What came for a kind of hello, each time.
enum Came<'a> {
    Chain(&'a ServerChain),
    Failure(Failure),
}

struct Network {
    scene: Scene,
    genuine: ServerChain,
    forged: ServerChain,
}

impl Network {
    fn new() -> Self {
        let scene = Scene::new(NAME);
        Self {
            genuine: scene.public.issue(&[NAME]).unwrap(),
            forged: scene.local.issue(&[NAME]).unwrap(),
            scene,
        }
    }

    /// Each kind twice.
    fn measurement(&self, came: &[(Purpose, Came<'_>)]) -> Measurement {
        let mut measurement = self.scene.measurement();
        let usual = measurement.tls_handshakes.remove(0);
        for (purpose, came) in came {
            let mut handshake = TlsHandshake {
                purpose: *purpose,
                ..usual.clone()
            };
            match came {
                Came::Chain(chain) => {
                    let sent = chain.certificates().iter();
                    handshake.peer_certificates = sent.map(|der| der.to_vec()).collect();
                }
                Came::Failure(failure) => {
                    handshake.failure = Some(failure.clone());
                    handshake.is_key_proven = None;
                }
            }
            measurement
                .tls_handshakes
                .extend([handshake.clone(), handshake]);
        }
        measurement
    }

    fn verdict(&self, came: &[(Purpose, Came<'_>)]) -> Verdict {
        judged(&self.measurement(came))
    }
}

#[test]
fn an_interceptor_of_tls_1_2_alone_is_seen_though_the_usual_answer_is_clean() {
    let network = Network::new();
    let verdict = network.verdict(&[
        (Purpose::Target, Came::Chain(&network.genuine)),
        (Purpose::TargetTls12, Came::Chain(&network.forged)),
        (Purpose::TargetTls13, Came::Chain(&network.genuine)),
    ]);
    assert_eq!(verdict.code, VerdictCode::Intercepted);
    assert!(rules(&verdict).contains(&RuleId::LocalRootForPublicName));
    assert_eq!(
        saw(&verdict, RuleId::OnlySomeHellos),
        Some(Saw::RefusedForSomeHellos {
            name: NAME.to_owned(),
            refused: vec![HelloKind::Tls12],
            trusted: vec![HelloKind::Usual, HelloKind::Tls13],
        })
    );
}

#[test]
fn an_interceptor_that_reads_only_what_comes_in_one_piece_is_named_so() {
    let network = Network::new();
    let verdict = network.verdict(&[
        (Purpose::Target, Came::Chain(&network.forged)),
        (Purpose::TargetSplitHello, Came::Chain(&network.genuine)),
    ]);
    assert_eq!(verdict.code, VerdictCode::Intercepted);
    assert!(matches!(
        saw(&verdict, RuleId::OnlySomeHellos),
        Some(Saw::RefusedForSomeHellos { refused, trusted, .. })
            if refused == [HelloKind::Usual] && trusted == [HelloKind::Split]
    ));
}

#[test]
fn a_kind_that_gets_both_answers_says_nothing_of_hellos() {
    let network = Network::new();
    let mut measurement = network.measurement(&[
        (Purpose::Target, Came::Chain(&network.forged)),
        (Purpose::TargetSplitHello, Came::Chain(&network.genuine)),
    ]);
    // One of the split ones meets the interceptor too: it acts by chance.
    measurement.tls_handshakes[2].peer_certificates =
        measurement.tls_handshakes[0].peer_certificates.clone();
    assert_eq!(saw(&judged(&measurement), RuleId::OnlySomeHellos), None);
}

#[test]
fn an_unusual_hello_clears_nobody() {
    let network = Network::new();
    for failure in [Failure::ConnectionReset, Failure::SslFailedHandshake] {
        let verdict = network.verdict(&[
            (Purpose::Target, Came::Failure(failure)),
            (Purpose::TargetSplitHello, Came::Chain(&network.genuine)),
        ]);
        assert_eq!(verdict.code, VerdictCode::Inconclusive);
        assert!(matches!(
            saw(&verdict, RuleId::OnlySomeHellos),
            Some(Saw::AnsweredForSomeHellos { trusted, .. }) if trusted == [HelloKind::Split]
        ));
        assert_eq!(verdict.tries, 0);
    }
}

#[test]
fn a_server_without_tls_1_2_or_split_hellos_is_clean() {
    let network = Network::new();
    let refused = || Came::Failure(Failure::SslFailedHandshake);
    let verdict = network.verdict(&[
        (Purpose::Target, Came::Chain(&network.genuine)),
        (Purpose::TargetTls12, refused()),
        (
            Purpose::TargetSplitHello,
            Came::Failure(Failure::ConnectionReset),
        ),
        (Purpose::TargetNoName, refused()),
    ]);
    assert_eq!(
        (verdict.code, rules(&verdict), verdict.tries),
        (VerdictCode::NotSeen, vec![RuleId::PubliclyTrusted], 2)
    );
}

#[test]
fn what_a_server_shows_without_a_name_accuses_nobody() {
    let network = Network::new();
    let own = network.scene.local.issue(&["host.internal"]).unwrap();
    let verdict = network.verdict(&[
        (Purpose::Target, Came::Chain(&network.genuine)),
        (Purpose::TargetNoName, Came::Chain(&own)),
    ]);
    assert_eq!(
        (verdict.code, rules(&verdict)),
        (VerdictCode::NotSeen, vec![RuleId::PubliclyTrusted])
    );
}

#[test]
fn the_certificate_without_a_name_shows_that_the_name_decides() {
    let network = Network::new();
    let default = network.scene.public.issue(&["default.example"]).unwrap();
    let verdict = network.verdict(&[
        (Purpose::Target, Came::Chain(&network.forged)),
        (Purpose::TargetNoName, Came::Chain(&default)),
    ]);
    assert!(matches!(
        saw(&verdict, RuleId::OnlySomeHellos),
        Some(Saw::RefusedForSomeHellos { trusted, .. }) if trusted == [HelloKind::NoName]
    ));
}

const OUTER: &str = "outer.example";

/// A genuine answer to the usual hello, and this one to an encrypted name.
fn rejected(network: &Network, outer: &str, chain: &ServerChain, failure: Failure) -> Measurement {
    let mut measurement = network.measurement(&[
        (Purpose::Target, Came::Chain(&network.genuine)),
        (Purpose::TargetEch, Came::Chain(chain)),
    ]);
    for handshake in &mut measurement.tls_handshakes[2..] {
        handshake.server_name = Some(outer.to_owned());
        handshake.failure = Some(failure.clone());
    }
    measurement
}

#[test]
fn a_rejection_of_ech_under_an_added_root_is_interception() {
    let network = Network::new();
    let chain = network.scene.local.issue(&[OUTER]).unwrap();
    for (failure, details) in [
        (Failure::EchDisabled, vec![Detail::EchSwitchedOff]),
        (Failure::EchRejected, vec![]),
    ] {
        let verdict = judged(&rejected(&network, OUTER, &chain, failure));
        assert_eq!(
            (verdict.code, verdict.confidence),
            (VerdictCode::Intercepted, Confidence::hundredths(90))
        );
        assert_eq!(verdict.hits[0].rule, RuleId::EchRejected);
        assert_eq!(verdict.hits[0].details, details);
        assert!(verdict.against.contains(&Against::OwnerMayHaveAddedIt));
        let signer = verdict.signer.unwrap();
        assert!(signer.contains("ISCA"), "{signer}");
    }
}

#[test]
fn a_rejection_of_ech_under_a_public_root_is_what_a_server_does() {
    let network = Network::new();
    let chain = network.scene.public.issue(&[OUTER]).unwrap();
    for failure in [Failure::EchDisabled, Failure::EchRejected] {
        let verdict = judged(&rejected(&network, OUTER, &chain, failure));
        assert_eq!(
            (verdict.code, rules(&verdict)),
            (VerdictCode::NotSeen, vec![RuleId::PubliclyTrusted])
        );
    }
}

#[test]
fn a_replayed_rejection_is_a_suspicion_and_a_private_outer_name_is_none() {
    let network = Network::new();
    let chain = network.scene.local.issue(&[OUTER]).unwrap();
    let mut measurement = rejected(&network, OUTER, &chain, Failure::EchDisabled);
    for handshake in &mut measurement.tls_handshakes[2..] {
        handshake.is_key_proven = None;
    }
    assert_eq!(judged(&measurement).code, VerdictCode::Suspected);
    let chain = network.scene.local.issue(&["wiki.intranet"]).unwrap();
    let private = rejected(&network, "wiki.intranet", &chain, Failure::EchDisabled);
    assert_eq!(judged(&private).code, VerdictCode::NotSeen);
}

#[test]
fn a_rejection_by_nobody_known_is_not_clean() {
    let network = Network::new();
    let stranger = Root::company("Some site's own").unwrap();
    let chain = stranger.issue(&[OUTER]).unwrap();
    let verdict = judged(&rejected(&network, OUTER, &chain, Failure::EchDisabled));
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    assert_eq!(verdict.against[0], Against::OldEchConfiguration);
    // Cut off instead: no certificate, and nothing is said.
    let verdict = network.verdict(&[
        (Purpose::Target, Came::Chain(&network.genuine)),
        (Purpose::TargetEch, Came::Failure(Failure::ConnectionReset)),
    ]);
    assert_eq!(verdict.code, VerdictCode::NotSeen);
}

#[test]
fn what_a_connection_that_is_cut_off_ended_after_is_said_if_it_is_always_the_same() {
    let network = Network::new();
    let cut = [
        (Purpose::Target, Came::Failure(Failure::ConnectionReset)),
        (Purpose::TargetControl, Came::Chain(&network.genuine)),
    ];
    let mut measurement = network.measurement(&cut);
    let stage = Stage::ClientHello;
    for handshake in &mut measurement.tls_handshakes[..2] {
        handshake.failed_after = Some(stage);
    }
    let verdict = judged(&measurement);
    assert_eq!(verdict.code, VerdictCode::CensoredOrDown);
    for hit in &verdict.hits {
        assert_eq!(
            hit.details,
            [Detail::FailedAfter { stage }],
            "{:?}",
            hit.rule
        );
    }
    // The server was faster once: still cut off.
    measurement.tls_handshakes[0].failed_after = Some(Stage::ServerHello);
    let verdict = judged(&measurement);
    assert_eq!(verdict.code, VerdictCode::CensoredOrDown);
    assert!(verdict.hits[0].details.is_empty());
}
