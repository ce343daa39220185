//! The measurer's own server.

use anchorwatch_evidence::{HelloEcho, OwnServer};
use anchorwatch_identity::Certificate;
use anchorwatch_lab::hello::ClientHello;
use rustls::{SignatureScheme, crypto::aws_lc_rs};

use super::*;

mod throttled;

const NAME: &str = "www.example.kz";

/// What the measurer sends.
fn sent() -> Vec<u8> {
    ClientHello::chrome_143(NAME, 0x0a0a).records(usize::MAX)
}

/// What an interceptor sends instead.
fn other() -> Vec<u8> {
    ClientHello::kazakhstan_2019(NAME).records(usize::MAX)
}

struct Own {
    chain: ServerChain,
    forged: ServerChain,
    handshakes: Vec<TlsHandshake>,
}

impl Own {
    fn new() -> Self {
        Self {
            chain: Root::company("Public")
                .unwrap()
                .issue(&["own.example"])
                .unwrap(),
            forged: Root::company("Somebody").unwrap().issue(&[NAME]).unwrap(),
            handshakes: Vec::new(),
        }
    }

    fn echo(&self, signer: &ServerChain, received: &[u8]) -> HelloEcho {
        let nonce = [7; 32];
        let key = aws_lc_rs::sign::any_supported_type(signer.key()).unwrap();
        let signer = key
            .choose_scheme(&[SignatureScheme::ECDSA_NISTP256_SHA256])
            .unwrap();
        let own = Certificate::from_der(&self.chain.certificates()[0]).unwrap();
        let message = HelloEcho::signed_message(&nonce, received);
        HelloEcho {
            nonce,
            client_hello: received.to_vec(),
            spki: own.spki_der().to_vec(),
            scheme: u16::from(signer.scheme()),
            signature: signer.sign(&message).unwrap(),
        }
    }

    /// Adds handshakes in which this chain is shown and this echo comes.
    fn add(&mut self, count: usize, purpose: Purpose, shown: Shown, echo: Option<HelloEcho>) {
        let chain = match shown {
            Shown::Own => &self.chain,
            Shown::Forged | Shown::ForgedUnproven => &self.forged,
        };
        let handshake = TlsHandshake {
            purpose,
            address: Some("192.0.2.9:443".parse().unwrap()),
            ttl: None,
            min_ttl: None,
            server_name: Some(NAME.to_owned()),
            failure: None,
            failed_after: None,
            tls_version: None,
            cipher_suite: None,
            peer_certificates: vec![chain.certificates()[0].to_vec()],
            is_key_proven: (shown != Shown::ForgedUnproven).then_some(true),
            key_signature: None,
            client_hello: sent(),
            server_hello: Vec::new(),
            echo,
            transfer: None,
            elapsed: std::time::Duration::ZERO,
        };
        self.handshakes.extend(vec![handshake; count]);
    }

    /// The verdict, if the target itself shows a trusted certificate too.
    fn verdict_beside_a_trusted_target(&self) -> Verdict {
        let mut scene = Scene::new(NAME);
        scene.chain = Some(scene.public.issue(&[NAME]).unwrap());
        self.judged(scene.measurement(), true)
    }

    fn verdict(&self) -> Verdict {
        self.judged(Scene::new(NAME).measurement(), false)
    }

    fn judged(&self, mut measurement: Measurement, keeps_target: bool) -> Verdict {
        let own = Certificate::from_der(&self.chain.certificates()[0]).unwrap();
        if !keeps_target {
            measurement.tls_handshakes.clear();
        }
        measurement.tls_handshakes.extend(self.handshakes.clone());
        measurement.own_server = Some(OwnServer {
            address: "192.0.2.9:443".parse().unwrap(),
            spki_sha256: *own.spki_sha256().as_bytes(),
        });
        judge(&measurement, &Arc::new(DistrustSet::built_in()))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Own,
    Forged,
    ForgedUnproven,
}

#[test]
fn another_key_for_the_name_alone_is_interception() {
    let mut own = Own::new();
    own.add(2, Purpose::OwnServer, Shown::Forged, None);
    own.add(2, Purpose::OwnServerControl, Shown::Own, None);
    let beside = own.verdict_beside_a_trusted_target();
    let verdict = own.verdict();
    assert_eq!(
        (verdict.code, beside.code),
        (VerdictCode::Intercepted, VerdictCode::Intercepted)
    );
    assert_eq!(verdict.hits[0].rule, RuleId::OwnServerKey);
    assert_eq!(verdict.hits[0].confidence, Confidence::hundredths(98));
    assert_eq!(
        verdict.hits[0].saw,
        Saw::OtherKeyAtOwnServer {
            name: NAME.to_owned(),
            other_key: 2,
            total: 2,
            own_key: 2,
            controls: 2
        }
    );
}

#[test]
fn an_interceptor_that_acts_now_and_then_is_seen_once_it_acts() {
    let mut own = Own::new();
    own.add(7, Purpose::OwnServer, Shown::Own, None);
    own.add(1, Purpose::OwnServer, Shown::Forged, None);
    own.add(8, Purpose::OwnServerControl, Shown::Own, None);
    let verdict = own.verdict();
    assert_eq!(
        (verdict.code, verdict.hits[0].confidence),
        (VerdictCode::Intercepted, Confidence::hundredths(90))
    );
}

#[test]
fn another_key_for_every_name_accuses_nobody() {
    let mut own = Own::new();
    own.add(2, Purpose::OwnServer, Shown::Forged, None);
    own.add(2, Purpose::OwnServerControl, Shown::Forged, None);
    let verdict = own.verdict();
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    assert_eq!(
        verdict.hits[0].saw,
        Saw::OwnServerNotReached {
            other_key: 4,
            total: 4
        }
    );
}

#[test]
fn another_key_without_its_proof_accuses_nobody() {
    let mut own = Own::new();
    own.add(2, Purpose::OwnServer, Shown::ForgedUnproven, None);
    own.add(2, Purpose::OwnServerControl, Shown::Own, None);
    assert_eq!(own.verdict().code, VerdictCode::Inconclusive);
}

#[test]
fn a_changed_hello_is_interception_for_all_names_or_for_one() {
    for (controls, is_for_name_alone) in [(sent(), true), (other(), false)] {
        let mut own = Own::new();
        let (changed, control) = (
            own.echo(&own.chain, &other()),
            own.echo(&own.chain, &controls),
        );
        own.add(2, Purpose::OwnServer, Shown::Forged, Some(changed));
        own.add(2, Purpose::OwnServerControl, Shown::Forged, Some(control));
        let verdict = own.verdict();
        assert_eq!(
            (
                verdict.code,
                verdict.hits[0].rule,
                verdict.hits[0].confidence
            ),
            (
                VerdictCode::Intercepted,
                RuleId::ChangedClientHello,
                Confidence::hundredths(97)
            )
        );
        let details = &verdict.hits[0].details;
        assert!(details.contains(&Detail::HelloOfKnownInterceptor {
            product: "kzmitm-20190719".to_owned()
        }));
        let is_alone = matches!(verdict.hits[0].saw, Saw::HelloChangedForName { .. });
        assert_eq!(is_alone, is_for_name_alone);
    }
}

#[test]
fn an_echo_that_the_server_did_not_sign_accuses_nobody() {
    let mut own = Own::new();
    let forged = own.echo(&own.forged, &other());
    let moved = HelloEcho {
        nonce: [8; 32],
        ..own.echo(&own.chain, &other())
    };
    let mut changed = own.echo(&own.chain, &sent());
    changed.client_hello = other();
    for echo in [forged, moved, changed] {
        own.add(1, Purpose::OwnServer, Shown::Own, Some(echo));
    }
    own.add(3, Purpose::OwnServerControl, Shown::Own, None);
    let verdict = own.verdict();
    assert!(!rules(&verdict).contains(&RuleId::ChangedClientHello));
    assert_ne!(verdict.code, VerdictCode::Intercepted);
}

#[test]
fn a_hello_cut_into_other_records_is_not_changed() {
    let mut own = Own::new();
    let cut = ClientHello::chrome_143(NAME, 0x0a0a).records(17);
    assert_ne!(cut, sent());
    let echo = own.echo(&own.chain, &cut);
    own.add(2, Purpose::OwnServer, Shown::Own, Some(echo));
    assert_ne!(own.verdict().code, VerdictCode::Intercepted);
}

#[test]
fn the_place_is_the_nearest_hop_from_which_somebody_else_answers() {
    let mut own = Own::new();
    own.add(1, Purpose::OwnServer, Shown::Forged, None);
    own.add(1, Purpose::OwnServerControl, Shown::Own, None);
    for (ttl, purpose, shown) in [
        (4, Purpose::OwnServer, Shown::Forged),
        (3, Purpose::OwnServer, Shown::Forged),
        (7, Purpose::OwnServerControl, Shown::Own),
    ] {
        own.add(1, purpose, shown, None);
        own.handshakes.last_mut().unwrap().ttl = Some(ttl);
    }
    // With two it did not come.
    own.add(1, Purpose::OwnServer, Shown::Forged, None);
    let lost = own.handshakes.last_mut().unwrap();
    lost.ttl = Some(2);
    lost.peer_certificates.clear();
    lost.is_key_proven = None;
    let verdict = own.verdict();
    let location = verdict.location.unwrap();
    assert_eq!((location.hop, location.control_hop), (3, Some(7)));
    assert_eq!(verdict.hits[0].rule, RuleId::OwnServerKey);
    assert!(matches!(
        verdict.hits[0].saw,
        Saw::OtherKeyAtOwnServer {
            other_key: 3,
            total: 3,
            own_key: 2,
            controls: 2,
            ..
        }
    ));
    // What is shown is what somebody else sent.
    let shown = &own.handshakes[verdict.shown_by.unwrap()];
    assert_eq!(shown.purpose, Purpose::OwnServer);
    assert!(!shown.peer_certificates.is_empty());
}

/// The trace's packet that got no answer may have been let through, so the place is too far away.
#[test]
fn an_interceptor_that_comes_and_goes_is_placed_nowhere() {
    let mut own = Own::new();
    own.add(2, Purpose::OwnServer, Shown::Forged, None);
    own.handshakes.last_mut().unwrap().ttl = Some(3);
    own.add(2, Purpose::OwnServerControl, Shown::Own, None);
    let steady = own.verdict();
    assert_eq!(steady.location.map(|it| it.hop), Some(3));
    own.add(1, Purpose::OwnServer, Shown::Own, None);
    let verdict = own.verdict();
    assert_eq!(verdict.location, None);
    let unchecked = NotChecked::PlaceComesAndGoes;
    assert!(verdict.not_checked.contains(&unchecked));
    assert!(!steady.not_checked.contains(&unchecked));
}

#[test]
fn a_trace_that_meets_the_server_itself_places_nobody() {
    let mut own = Own::new();
    own.add(2, Purpose::OwnServer, Shown::Own, None);
    own.handshakes.last_mut().unwrap().ttl = Some(4);
    own.add(2, Purpose::OwnServerControl, Shown::Own, None);
    let verdict = own.verdict();
    assert_eq!(verdict.location, None);
    assert!(!verdict.not_checked.contains(&NotChecked::PlaceOnPath));
}

#[test]
fn a_name_that_is_cut_off_at_the_own_server_is_cut_off_on_the_way() {
    for (failure, confidence) in [
        (Failure::ConnectionReset, 90),
        (Failure::EofError, 85),
        (Failure::GenericTimeoutError, 80),
    ] {
        let mut own = Own::new();
        own.add(2, Purpose::OwnServer, Shown::Own, None);
        for handshake in &mut own.handshakes {
            handshake.failure = Some(failure.clone());
            handshake.peer_certificates.clear();
            handshake.is_key_proven = None;
        }
        own.add(2, Purpose::OwnServerControl, Shown::Own, None);
        let verdict = own.verdict();
        assert_eq!(
            (verdict.code, verdict.confidence),
            (
                VerdictCode::CensoredOrDown,
                Confidence::hundredths(confidence)
            )
        );
        // A control that fails too, or a try that gets through, and the name does not decide.
        for spoiled in [0, 2] {
            let mut own = Own {
                chain: own.chain.clone(),
                forged: own.forged.clone(),
                handshakes: own.handshakes.clone(),
            };
            let other = own.handshakes[2 - spoiled].clone();
            let handshake = &mut own.handshakes[spoiled];
            handshake.failure = other.failure;
            handshake.peer_certificates = other.peer_certificates;
            assert_ne!(own.verdict().code, VerdictCode::CensoredOrDown);
        }
    }
}

#[test]
fn a_server_that_was_not_reached_is_no_good_answer() {
    let mut own = Own::new();
    own.add(2, Purpose::OwnServer, Shown::Forged, None);
    own.add(2, Purpose::OwnServerControl, Shown::Forged, None);
    let verdict = own.verdict_beside_a_trusted_target();
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    assert!(matches!(
        verdict.hits[0].saw,
        Saw::OwnServerNotReached { .. }
    ));
    // Its chain may be anyone's, the owner's own authority's too: nobody is accused by it.
    assert!(!rules(&verdict).contains(&RuleId::LocalRootForPublicName));
}

#[test]
fn some_connections_that_end_elsewhere_are_suspected_whatever_their_names() {
    let mut own = Own::new();
    own.add(1, Purpose::OwnServer, Shown::Own, None);
    own.add(1, Purpose::OwnServerControl, Shown::Own, None);
    own.add(1, Purpose::OwnServerControl, Shown::Forged, None);
    let verdict = own.verdict_beside_a_trusted_target();
    assert_eq!(verdict.code, VerdictCode::Suspected);
    assert!(verdict.against.contains(&Against::SeveralMachines));
    assert_eq!(
        verdict.hits[0].saw,
        Saw::OtherKeysAtOwnServer {
            other_key: 1,
            own_key: 2,
            total: 3
        }
    );
}

#[test]
fn a_hello_that_is_changed_for_other_names_alone_is_interception() {
    let mut own = Own::new();
    let (same, changed) = (
        own.echo(&own.chain, &sent()),
        own.echo(&own.chain, &other()),
    );
    own.add(1, Purpose::OwnServer, Shown::Own, Some(same));
    own.add(1, Purpose::OwnServerControl, Shown::Own, Some(changed));
    let verdict = own.verdict_beside_a_trusted_target();
    assert_eq!(verdict.code, VerdictCode::Intercepted);
}

#[test]
fn a_signed_echo_that_cannot_be_read_is_a_changed_hello() {
    for received in [&b""[..], b"something else"] {
        let mut own = Own::new();
        let echo = own.echo(&own.chain, received);
        own.add(1, Purpose::OwnServer, Shown::Own, Some(echo));
        let verdict = own.verdict();
        assert_eq!(verdict.code, VerdictCode::Intercepted);
    }
}

#[test]
fn what_the_own_server_did_not_say_is_not_checked() {
    let unclear = |verdict: &Verdict| {
        let mut not_checked = verdict.not_checked.iter();
        not_checked.find_map(|it| match it {
            NotChecked::OwnServerUnclear { unclear, total } => Some((*unclear, *total)),
            _ => None,
        })
    };
    let mut own = Own::new();
    let same = own.echo(&own.chain, &sent());
    own.add(2, Purpose::OwnServer, Shown::Own, Some(same));
    let clean = own.verdict_beside_a_trusted_target();
    assert_eq!((clean.code, unclear(&clean)), (VerdictCode::NotSeen, None));
    assert!(clean.hits[0].details.contains(&Detail::OwnServerUnchanged {
        unchanged: 2,
        total: 2
    }));
    let forged = own.echo(&own.forged, &sent());
    own.add(1, Purpose::OwnServerControl, Shown::Own, Some(forged));
    own.add(1, Purpose::OwnServerControl, Shown::Own, None);
    own.add(1, Purpose::OwnServerControl, Shown::ForgedUnproven, None);
    let verdict = own.verdict_beside_a_trusted_target();
    assert_eq!(unclear(&verdict), Some((3, 5)));
}

#[test]
fn a_server_that_passes_the_name_on_to_the_target_is_not_proven_to_be_intercepted() {
    let mut own = Own::new();
    let mut scene = Scene::new(NAME);
    let target = scene.public.issue(&[NAME]).unwrap();
    scene.chain = Some(target.clone());
    own.forged = target;
    own.add(2, Purpose::OwnServer, Shown::Forged, None);
    own.add(2, Purpose::OwnServerControl, Shown::Own, None);
    let verdict = own.judged(scene.measurement(), true);
    assert_eq!(verdict.code, VerdictCode::Suspected);
    assert!(verdict.against.contains(&Against::RoutedByName));
}

#[test]
fn a_name_that_the_target_answers_to_is_not_cut_off() {
    let mut own = Own::new();
    own.add(2, Purpose::OwnServer, Shown::Own, None);
    for handshake in &mut own.handshakes {
        handshake.failure = Some(Failure::ConnectionReset);
        handshake.peer_certificates.clear();
        handshake.is_key_proven = None;
    }
    own.add(2, Purpose::OwnServerControl, Shown::Own, None);
    assert_eq!(own.verdict().code, VerdictCode::CensoredOrDown);
    // Nor is it tested at the own server: whoever cuts that off must not pass for nobody.
    let verdict = own.verdict_beside_a_trusted_target();
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    assert!(matches!(
        verdict.hits[0].saw,
        Saw::OwnServerUntested { total: 2, .. }
    ));
}

#[test]
fn an_own_server_that_answers_nothing_is_no_good_answer() {
    for failure in [Failure::ConnectionRefused, Failure::GenericTimeoutError] {
        let mut own = Own::new();
        own.add(1, Purpose::OwnServer, Shown::Own, None);
        own.add(1, Purpose::OwnServerControl, Shown::Own, None);
        for handshake in &mut own.handshakes {
            handshake.failure = Some(failure.clone());
            handshake.peer_certificates.clear();
            handshake.is_key_proven = None;
        }
        let verdict = own.verdict_beside_a_trusted_target();
        assert_eq!(verdict.code, VerdictCode::Inconclusive);
        // Without a connection there is no handshake either.
        own.handshakes.clear();
        let verdict = own.verdict_beside_a_trusted_target();
        assert_eq!(verdict.code, VerdictCode::Inconclusive);
    }
}
