//! Harmless reasons for an untrusted chain.

use anchorwatch_remark::{Remark as _, Value};

use super::*;

const NAME: &str = "www.example.org";

fn scene(issue: impl FnOnce(&Root) -> ServerChain) -> Scene {
    let mut scene = Scene::new(NAME);
    scene.local = Root::company("Something else").unwrap();
    scene.chain = Some(issue(&scene.public));
    scene
}

fn explained(scene: &Scene, code: &str, fact: &str) {
    is_explained(&scene.verdict(), code, fact);
}

/// Whether exactly one explanation is given, with this fact.
fn is_explained(verdict: &Verdict, code: &str, fact: &str) {
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    assert_eq!(verdict.against.len(), 1, "{:?}", verdict.against);
    let told = verdict.against[0].told();
    assert_eq!(told.code(), code);
    let fact = Value::Text(fact.to_owned());
    assert!(fact == Value::Text(String::new()) || told.facts().any(|(_, value)| *value == fact));
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
        "issuer_not_sent",
        "CN=Example Intermediate",
    );
    let expired = Issuance {
        leaf: Validity::EXPIRED,
        intermediate: Some(Validity::LONG),
        ..Issuance::default()
    };
    explained(
        &scene(|root| root.issue_with(&[NAME], &expired).unwrap()),
        "not_renewed_or_wrong_clock",
        "CN=www.example.org",
    );
    let expired_above = Issuance {
        leaf: Validity::CURRENT,
        intermediate: Some(Validity::EXPIRED),
        ..Issuance::default()
    };
    explained(
        &scene(|root| root.issue_with(&[NAME], &expired_above).unwrap()),
        "not_renewed_or_wrong_clock",
        "CN=Example Intermediate",
    );
    explained(
        &scene(|root| root.issue(&["portal.example"]).unwrap()),
        "sign_in_page",
        "",
    );
    let other = Root::company("Household").unwrap();
    let der = other.der().to_vec().into();
    let household = anchorwatch_identity::Certificate::from_der(other.der());
    let household = household.unwrap().subject().to_string();
    explained(
        &scene(|_| other.issue(&[NAME]).unwrap().followed_by(der)),
        "own_authority",
        &household,
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
            .all(|it| !matches!(it, Against::IssuerNotSent { .. }))
    );
    // The name of an interception root, neither sent nor installed.
    scene.local = Root::company("Something else").unwrap();
    scene.chain = Some(Root::isca_like().unwrap().issue(&[NAME]).unwrap());
    let verdict = scene.verdict();
    assert_eq!(verdict.code, VerdictCode::Suspected);
    let mut against = verdict.against.iter();
    assert!(against.all(|it| !matches!(it, Against::IssuerNotSent { .. })));
}
