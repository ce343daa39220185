//! Faults of the site and of the program that measured.

use anchorwatch_evidence::ImportFormat;
use anchorwatch_identity::Certificate;

use super::*;
use crate::{Mechanism, Memo, OoniState, Together};

const NAME: &str = "www.example.kz";
const HOP: u8 = 7;

fn der(chain: &ServerChain) -> Vec<Vec<u8>> {
    chain.certificates().iter().map(|it| it.to_vec()).collect()
}

fn over(root: &Root) -> ServerChain {
    let over = Issuance {
        leaf: Validity::EXPIRED,
        ..Issuance::default()
    };
    root.issue_with(&[NAME], &over).unwrap()
}

/// Two handshakes with the name and two with others, all with this chain, and a trace that finds
/// the answers and the server at one hop.
fn compared(scene: &Scene, chain: &ServerChain) -> Measurement {
    let mut measurement = scene.measurement();
    measurement.anchors.local.clear();
    let mut target = measurement.tls_handshakes[0].clone();
    target.peer_certificates = der(chain);
    let mut control = target.clone();
    control.purpose = Purpose::TargetControl;
    let traced = [&target, &control].map(|one| TlsHandshake {
        ttl: Some(HOP),
        ..one.clone()
    });
    let mut reached = measurement.tcp_connect[0].clone();
    reached.ttl = Some(HOP);
    measurement.tcp_connect.push(reached);
    measurement.tls_handshakes = vec![target.clone(), control.clone(), target, control];
    measurement.tls_handshakes.extend(traced);
    measurement
}

#[test]
fn the_site_s_own_certificate_that_is_over_is_its_fault() {
    let scene = Scene::new(NAME);
    let verdict = judged(&compared(&scene, &over(&scene.public)));
    assert_eq!(verdict.code, VerdictCode::SiteFault);
    assert_eq!(verdict.confidence, Confidence::hundredths(90));
    assert_eq!(verdict.ooni_mechanism, None::<Mechanism>);
    assert_eq!(verdict.ooni_state, Some(OoniState::Down));
}

#[test]
fn what_an_interceptor_can_make_stays_open_however_alike_it_is() {
    let scene = Scene::new(NAME);
    let unknown = Root::company("Unknown").unwrap();
    let other_name = scene.public.issue(&["other.example"]).unwrap();
    for chain in [over(&unknown), unknown.issue(&[NAME]).unwrap(), other_name] {
        let verdict = judged(&compared(&scene, &chain));
        assert_eq!(verdict.code, VerdictCode::Inconclusive);
    }
}

#[test]
fn without_controls_a_trace_or_proven_keys_that_agree_it_stays_open() {
    let scene = Scene::new(NAME);
    let other = der(&over(&scene.public));
    let twins: [&dyn Fn(&mut Measurement); 6] = [
        &|it| it.tls_handshakes[1].peer_certificates.clone_from(&other),
        &|it| it.tls_handshakes[2].peer_certificates.clone_from(&other),
        &|it| it.tls_handshakes[3].is_key_proven = None,
        &|it| it.tls_handshakes[5].ttl = Some(HOP + 4),
        &|it| it.tcp_connect[1].ttl = Some(HOP + 4),
        &|it| it.tls_handshakes.retain(|one| one.ttl.is_none()),
    ];
    for (index, twin) in twins.into_iter().enumerate() {
        let mut measurement = compared(&scene, &over(&scene.public));
        twin(&mut measurement);
        let verdict = judged(&measurement);
        assert_eq!(verdict.code, VerdictCode::Inconclusive, "{index}");
    }
}

#[test]
fn another_answer_to_another_hello_keeps_it_open() {
    let scene = Scene::new(NAME);
    let chain = over(&scene.public);
    let unknown = Root::company("Unknown").unwrap().issue(&[NAME]).unwrap();
    for (other, code) in [
        (der(&chain), VerdictCode::SiteFault),
        (der(&unknown), VerdictCode::Inconclusive),
    ] {
        for purpose in [Purpose::TargetTls12, Purpose::TargetEch] {
            let mut measurement = compared(&scene, &chain);
            let mut hello = measurement.tls_handshakes[0].clone();
            hello.purpose = purpose;
            hello.peer_certificates.clone_from(&other);
            measurement.tls_handshakes.push(hello);
            assert_eq!(judged(&measurement).code, code, "{purpose:?}");
        }
    }
}

#[test]
fn before_a_certificate_begins_the_clock_may_be_wrong() {
    let scene = Scene::new(NAME);
    let chain = over(&scene.public);
    let mut measurement = compared(&scene, &chain);
    assert_eq!(judged(&measurement).code, VerdictCode::SiteFault);
    let own = Certificate::from_der(&der(&chain)[0]).unwrap();
    let begin = own.validity().not_before.get();
    measurement.measured_at = UnixSeconds::new(begin - 1);
    assert_eq!(judged(&measurement).code, VerdictCode::Inconclusive);
}

/// The first one's verdict among all.
fn among(all: &[Measurement]) -> VerdictCode {
    let memo = Memo::new(Arc::new(DistrustSet::built_in()));
    memo.among(Together::of(all)).judge(&all[0]).code
}

fn elsewhere(measurement: &Measurement, host: &str, address: &str) -> Measurement {
    let mut other = measurement.clone();
    other.target.host = host.to_owned();
    for handshake in &mut other.tls_handshakes {
        handshake.address = Some(address.parse().unwrap());
    }
    other
}

#[test]
fn a_key_that_an_unrelated_host_shows_too_is_no_site_s_fault() {
    let scene = Scene::new(NAME);
    let one = compared(&scene, &over(&scene.public));
    let (here, there) = ("192.0.2.1:443", "203.0.113.7:443");
    for (host, address, code) in [
        ("www.other.org", there, VerdictCode::Inconclusive),
        // What a server shows to any name, another name of the same owner, and the same site.
        ("www.other.org", here, VerdictCode::SiteFault),
        ("mail.example.kz", there, VerdictCode::SiteFault),
        (NAME, there, VerdictCode::SiteFault),
    ] {
        let other = elsewhere(&one, host, address);
        assert_eq!(among(&[one.clone(), other]), code, "{host} {address}");
    }
}

/// A large site's certificate is for names of several domains.
#[test]
fn a_key_that_is_certified_for_the_other_host_too_is_the_site_s() {
    let scene = Scene::new(NAME);
    let issuance = Issuance {
        leaf: Validity::EXPIRED,
        ..Issuance::default()
    };
    let names = [NAME, "www.example.org"];
    let chain = scene.public.issue_with(&names, &issuance).unwrap();
    let one = compared(&scene, &chain);
    let other = elsewhere(&one, "www.example.org", "203.0.113.7:443");
    assert_eq!(among(&[one, other]), VerdictCode::SiteFault);
}

#[test]
fn an_issuer_that_somebody_imitates_elsewhere_is_no_site_s_fault() {
    let scene = Scene::new(NAME);
    let one = compared(&scene, &over(&scene.public));
    let host = "www.other.org";
    // The same name, and another key.
    let imitation = Root::company("Public").unwrap();
    let of = |root: &Root| {
        let chain = root.issue(&[host]).unwrap();
        let chain = chain.followed_by(root.der().clone());
        let other = compared(&scene, &chain);
        elsewhere(&other, host, "203.0.113.7:443")
    };
    assert_eq!(
        among(&[one.clone(), of(&imitation)]),
        VerdictCode::Inconclusive
    );
    // A public authority signs for everyone, and who does not send its certificate imitates nobody.
    let mut alone = of(&imitation);
    for handshake in &mut alone.tls_handshakes {
        handshake.peer_certificates.truncate(1);
    }
    let other_name = of(&Root::company("Other").unwrap());
    for other in [of(&scene.public), alone, other_name] {
        assert_eq!(among(&[one.clone(), other]), VerdictCode::SiteFault);
    }
}

/// What another program refused, as it said.
fn refused_by_others(chain: &ServerChain, scene: &Scene) -> Measurement {
    let mut measurement = scene.measurement();
    measurement.imported_from = Some(ImportFormat::Ooni);
    measurement.anchors.local.clear();
    let handshake = &mut measurement.tls_handshakes[0];
    handshake.peer_certificates = der(chain);
    handshake.failure = Some(Failure::SslUnknownAuthority);
    handshake.is_key_proven = None;
    measurement
}

#[test]
fn a_good_chain_that_another_program_refused_is_a_fault_of_its_roots() {
    let scene = Scene::new(NAME);
    let good = scene.public.issue(&[NAME]).unwrap();
    let measurement = refused_by_others(&good, &scene);
    let verdict = judged(&measurement);
    assert_eq!(verdict.code, VerdictCode::StaleRoots);
    assert_eq!((verdict.ooni_mechanism, verdict.ooni_state), (None, None));
    // The twins: a chain that our roots refuse too, another failure, our own measurement, and a
    // second chain that is refused.
    let unknown = Root::company("Unknown").unwrap().issue(&[NAME]).unwrap();
    let bad = refused_by_others(&unknown, &scene);
    let mut reset = measurement.clone();
    reset.tls_handshakes[0].failure = Some(Failure::ConnectionReset);
    let mut ours = measurement.clone();
    ours.imported_from = None;
    let mut both = measurement;
    both.tls_handshakes.push(bad.tls_handshakes[0].clone());
    for twin in [bad, reset, ours, both] {
        assert_eq!(judged(&twin).code, VerdictCode::Inconclusive);
    }
}

#[test]
fn one_handshake_without_a_certificate_is_below_the_floor_and_two_are_not() {
    let mut scene = Scene::new(NAME);
    scene.failure = Some(Failure::GenericTimeoutError);
    scene.is_key_proven = None;
    let mut measurement = scene.measurement();
    let verdict = judged(&measurement);
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    assert_eq!(verdict.ooni_state, Some(OoniState::Insufficient));
    let again = measurement.tls_handshakes[0].clone();
    measurement.tls_handshakes.push(again);
    let state = judged(&measurement).ooni_state;
    assert_eq!(state, Some(OoniState::Impaired));
}
