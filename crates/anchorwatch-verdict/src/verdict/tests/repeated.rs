//! The same handshake many times, and answers that differ.

use super::*;

const NAME: &str = "www.example.kz";

fn judged(handshakes: Vec<TlsHandshake>, scene: &Scene) -> Verdict {
    let mut measurement = scene.measurement();
    measurement.tls_handshakes = handshakes;
    judge(&measurement, &Arc::new(DistrustSet::built_in()))
}

fn handshake(scene: &Scene, chain: &ServerChain, is_key_proven: Option<bool>) -> TlsHandshake {
    let mut handshake = scene.measurement().tls_handshakes.remove(0);
    let certificates = chain.certificates().iter();
    handshake.peer_certificates = certificates.map(|der| der.to_vec()).collect();
    handshake.is_key_proven = is_key_proven;
    handshake
}

#[test]
fn a_handshake_that_comes_again_counts_and_changes_nothing_else() {
    let scene = Scene::new(NAME);
    let stranger = Root::company("Somebody").unwrap();
    let [genuine, forged] = [&scene.public, &stranger]
        .map(|root| handshake(&scene, &root.issue(&[NAME]).unwrap(), Some(true)));
    let once = judged(vec![genuine.clone(), forged.clone()], &scene);
    let many = [vec![genuine; 1_000], vec![forged; 1_000]].concat();
    let many = judged(many, &scene);
    assert_eq!((once.code, once.tries), (VerdictCode::Inconclusive, 2));
    assert_eq!((many.code, many.tries), (VerdictCode::Inconclusive, 2_000));
    assert_eq!(rules(&many), rules(&once));
    let (trusted, refused, name) = (1_000, 1_000, NAME.to_owned());
    let differ = Saw::AnswersDiffer {
        name,
        trusted,
        refused,
    };
    assert!(many.hits.iter().any(|hit| hit.saw == differ));
}

#[test]
fn a_refused_certificate_beside_a_trusted_one_is_never_clean_whoever_proved_its_key() {
    let scene = Scene::new(NAME);
    let stranger = Root::company("Somebody").unwrap();
    let genuine = handshake(&scene, &scene.public.issue(&[NAME]).unwrap(), Some(true));
    let forged = stranger.issue(&[NAME]).unwrap();
    for is_key_proven in [Some(true), Some(false), None] {
        let forged = handshake(&scene, &forged, is_key_proven);
        let verdict = judged(vec![genuine.clone(), forged, genuine.clone()], &scene);
        assert_eq!(verdict.code, VerdictCode::Inconclusive);
    }
    // The twin: nothing was refused.
    let verdict = judged(vec![genuine.clone(), genuine], &scene);
    assert_eq!(verdict.code, VerdictCode::NotSeen);
}

#[test]
fn a_refused_certificate_for_the_encrypted_name_is_never_clean_either() {
    let scene = Scene::new(NAME);
    let stranger = Root::company("Somebody").unwrap();
    let [genuine, mut forged] = [&scene.public, &stranger]
        .map(|root| handshake(&scene, &root.issue(&[NAME]).unwrap(), Some(true)));
    forged.purpose = Purpose::TargetEch;
    let verdict = judged(vec![genuine.clone(), forged.clone()], &scene);
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    // The twin: the same answer came for the encrypted name.
    forged.peer_certificates = genuine.peer_certificates.clone();
    let verdict = judged(vec![genuine, forged], &scene);
    assert_eq!(verdict.code, VerdictCode::NotSeen);
}
