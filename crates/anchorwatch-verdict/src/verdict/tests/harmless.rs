//! What a chain that is not trusted looks like where nobody reads.

use super::*;

const NAME: &str = "www.example.org";

fn scene(issue: impl FnOnce(&Root) -> ServerChain) -> Scene {
    let mut scene = Scene::new(NAME);
    scene.local = Root::company("Something else").unwrap();
    scene.chain = Some(issue(&scene.public));
    scene
}

fn explained(scene: &Scene, words: &str) {
    is_explained(&scene.verdict(), words);
}

fn is_explained(verdict: &Verdict, words: &str) {
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    assert_eq!(verdict.against.len(), 1, "{:?}", verdict.against);
    assert!(verdict.against[0].contains(words), "{}", verdict.against[0]);
}

#[test]
fn each_common_fault_of_a_server_is_named_with_the_fact_that_shows_it() {
    let whole = scene(|root| {
        root.issue_with(&[NAME], &Issuance::VIA_INTERMEDIATE)
            .unwrap()
    });
    let mut measurement = whole.measurement();
    measurement.tls_handshakes[0].peer_certificates.truncate(1);
    is_explained(
        &judge(&measurement, &Arc::new(DistrustSet::built_in())),
        "that of CN=Example Intermediate did not come",
    );
    let expired = Issuance {
        leaf: Validity::EXPIRED,
        intermediate: Some(Validity::LONG),
    };
    explained(
        &scene(|root| root.issue_with(&[NAME], &expired).unwrap()),
        "CN=www.example.org was valid until",
    );
    let expired_above = Issuance {
        leaf: Validity::CURRENT,
        intermediate: Some(Validity::EXPIRED),
    };
    explained(
        &scene(|root| root.issue_with(&[NAME], &expired_above).unwrap()),
        "CN=Example Intermediate was valid until",
    );
    explained(
        &scene(|root| root.issue(&["portal.example"]).unwrap()),
        "sign-in page",
    );
    let other = Root::company("Household").unwrap();
    let der = other.der().to_vec().into();
    explained(
        &scene(|_| other.issue(&[NAME]).unwrap().followed_by(der)),
        "came with the certificate, and nothing here trusts it",
    );
}

#[test]
fn where_somebody_is_known_to_have_signed_or_the_chain_is_good_nothing_is_excused() {
    let mut scene = scene(|root| root.issue(&[NAME]).unwrap());
    assert_eq!(scene.verdict().code, VerdictCode::NotSeen);
    scene.local = Root::company("Gateway").unwrap();
    scene.chain = Some(scene.local.issue(&[NAME]).unwrap());
    let verdict = scene.verdict();
    assert_eq!(verdict.code, VerdictCode::Intercepted);
    assert!(
        verdict
            .against
            .iter()
            .all(|it| !it.contains("looks the same: that"))
    );
    // A name that reads traffic, neither sent nor installed.
    scene.local = Root::company("Something else").unwrap();
    scene.chain = Some(Root::isca_like().unwrap().issue(&[NAME]).unwrap());
    let verdict = scene.verdict();
    assert_eq!(verdict.code, VerdictCode::Suspected);
    assert!(verdict.against.iter().all(|it| !it.contains("forgets")));
}
