//! Chains whose root is not available.

use anchorwatch_lab::pki::{Attribute, Subject};

use super::*;

const NAME: &str = "www.example.kz";

fn root_named(attributes: &[(Attribute, &str)]) -> Root {
    let company = Root::company("x").unwrap();
    company.renamed(Subject::new(attributes)).unwrap()
}

fn qaznet() -> Root {
    root_named(&[
        (Attribute::Country, "KZ"),
        (Attribute::CommonName, "Qaznet Trust Network"),
    ])
}

fn avast() -> Root {
    root_named(&[
        (Attribute::Organization, "avast! Web/Mail Shield"),
        (Attribute::CommonName, "avast! Web/Mail Shield Root"),
    ])
}

/// The server's certificate alone, on a machine where the root is not installed.
fn alone(root: &Root) -> Scene {
    let mut scene = Scene::new(NAME);
    scene.local = Root::company("Something else").unwrap();
    scene.chain = Some(root.issue(&[NAME]).unwrap());
    scene
}

/// The same, where the server sends the root too.
fn with_its_root(root: &Root) -> Scene {
    let mut scene = alone(root);
    let root = root.der().clone();
    scene.chain = scene.chain.map(|chain| chain.followed_by(root));
    scene
}

#[test]
fn a_lone_leaf_under_the_name_of_a_root_that_reads_traffic_is_suspected_by_that_name() {
    for (root, words) in [
        (
            Root::isca_like().unwrap(),
            "CN=Information Security Certification Authority",
        ),
        (qaznet(), "kz-qaznet-2016"),
    ] {
        let verdict = alone(&root).verdict();
        assert_eq!(
            (verdict.code, verdict.confidence, &verdict.signer),
            (VerdictCode::Suspected, Confidence::hundredths(40), &None)
        );
        assert_eq!(
            rules(&verdict),
            [RuleId::IssuerName, RuleId::UntrustedChain]
        );
        let said = format!("{:?}", verdict.hits[0].saw);
        assert!(said.contains(words), "{said}");
        assert_eq!(verdict.against[0], Against::AnyoneCanWriteAName);
    }
}

#[test]
fn a_name_that_looks_like_an_interceptor_s_is_suspected_as_such() {
    for name in ["Qaznet Trust Network G2", "Q\u{430}znet Trust Network"] {
        let root = root_named(&[(Attribute::CommonName, name)]);
        let verdict = alone(&root).verdict();
        assert_eq!(
            (verdict.code, verdict.confidence),
            (VerdictCode::Suspected, Confidence::hundredths(40))
        );
        let Saw::NamedAlmostLike {
            known_id, title, ..
        } = &verdict.hits[0].saw
        else {
            panic!("{:?}", verdict.hits[0].saw)
        };
        assert_eq!(known_id, "kz-qaznet-2016");
        assert_eq!(title, "CN=Qaznet Trust Network,C=KZ");
        // Sent along, it is reported once, and says what it looks like.
        let verdict = with_its_root(&root).verdict();
        assert_eq!(
            rules(&verdict),
            [RuleId::FamilyMatch, RuleId::UntrustedChain]
        );
        let said = format!("{:?}", verdict.hits[0].details);
        assert!(said.contains("kz-qaznet-2016"), "{said}");
        // Installed, the signature is proof enough.
        let mut scene = alone(&root);
        scene.local = root;
        assert_eq!(scene.verdict().code, VerdictCode::Intercepted);
    }
    let other = root_named(&[(Attribute::CommonName, "Qaznet Trust Works G2")]);
    assert_eq!(rules(&alone(&other).verdict()), [RuleId::UntrustedChain]);
}

#[test]
fn the_same_where_the_intermediate_came_and_its_issuer_did_not() {
    let mut scene = alone(&qaznet());
    let chain = qaznet().issue_with(&[NAME], &Issuance::VIA_INTERMEDIATE);
    scene.chain = Some(chain.unwrap());
    assert_eq!(scene.verdict().code, VerdictCode::Suspected);
    // An intermediate that did not sign the server's certificate says nothing about it.
    let stray = scene.chain.unwrap().certificates()[1].clone();
    let other = Root::company("Another").unwrap().issue(&[NAME]).unwrap();
    scene.chain = Some(other.followed_by(stray));
    assert_eq!(scene.verdict().code, VerdictCode::Inconclusive);
}

#[test]
fn a_letter_less_is_another_name_and_a_public_chain_beside_the_name_is_the_sites_own() {
    let almost = root_named(&[
        (Attribute::Country, "KZ"),
        (Attribute::CommonName, "Qaznet Trust Networ"),
    ]);
    let verdict = alone(&almost).verdict();
    assert_eq!(rules(&verdict), [RuleId::UntrustedChain]);
    // For another host, and cross-signed by a stranger under the known name.
    let mut scene = Scene::new(NAME);
    let chain = scene.public.issue(&["other.example"]).unwrap();
    let crossed = scene.public.cross_signed_by(&qaznet()).unwrap();
    scene.chain = Some(chain.followed_by(crossed));
    let verdict = scene.verdict();
    assert_eq!(
        (verdict.code, rules(&verdict)),
        (VerdictCode::Inconclusive, vec![RuleId::UntrustedChain])
    );
}

#[test]
fn a_family_that_was_sent_is_not_counted_again_by_its_name() {
    let root = Root::isca_like().unwrap();
    let verdict = with_its_root(&root).verdict();
    assert_eq!(
        (verdict.code, verdict.confidence, rules(&verdict)),
        (
            VerdictCode::Suspected,
            Confidence::hundredths(40),
            vec![RuleId::FamilyMatch, RuleId::UntrustedChain]
        )
    );
}

#[test]
fn a_product_is_reported_by_its_name_and_accuses_nobody() {
    let verdict = alone(&avast()).verdict();
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    let told = verdict
        .hits
        .iter()
        .find(|hit| hit.rule == RuleId::InspectionIssuerName)
        .unwrap();
    let Saw::NamedLikeProduct { issuer, product } = &told.saw else {
        panic!("{:?}", told.saw)
    };
    assert!(issuer.contains("avast! Web/Mail Shield Root") && product.contains("Avast"));
}

fn russian(common_name: &str) -> Root {
    root_named(&[
        (Attribute::Country, "RU"),
        (
            Attribute::Organization,
            "The Ministry of Digital Development and Communications",
        ),
        (Attribute::CommonName, common_name),
    ])
}

#[test]
fn a_state_is_reported_by_its_root_s_name_and_accused_of_nothing() {
    for common_name in ["Russian Trusted Root CA", "Russian Trusted Sub CA"] {
        let verdict = alone(&russian(common_name)).verdict();
        assert_eq!(
            (verdict.code, rules(&verdict)),
            (
                VerdictCode::Inconclusive,
                vec![RuleId::GovernmentIssuerName, RuleId::UntrustedChain]
            )
        );
        let Saw::NamedLikeGovernmentRoot { root, country, .. } = &verdict.hits[0].saw else {
            panic!("{:?}", verdict.hits[0].saw)
        };
        assert_eq!((root.as_str(), country.as_str()), (common_name, "RU"));
        // The harmless reasons are still told.
        let is_not_sent = |it: &Against| matches!(it, Against::IssuerNotSent { .. });
        assert!(verdict.against.contains(&Against::AnyoneCanNameAState));
        assert!(verdict.against.iter().any(is_not_sent));
    }
    let almost = alone(&russian("Russian Trustes Sub CA")).verdict();
    assert_eq!(rules(&almost), [RuleId::UntrustedChain]);
}

#[test]
fn with_the_root_installed_the_signature_is_reported_and_the_name_is_not() {
    for root in [qaznet(), avast(), russian("Russian Trusted Root CA")] {
        let mut scene = alone(&root);
        scene.local = root;
        let verdict = scene.verdict();
        assert_eq!(verdict.code, VerdictCode::Intercepted);
        let by_name = [
            RuleId::IssuerName,
            RuleId::GovernmentIssuerName,
            RuleId::InspectionIssuerName,
        ];
        assert!(rules(&verdict).iter().all(|rule| !by_name.contains(rule)));
    }
}

#[test]
fn a_page_that_signed_itself_is_said_to_be_self_signed() {
    let own = Root::company("router").unwrap();
    let mut scene = alone(&own);
    let leaf = scene.chain.take().unwrap();
    // An authority's certificate as the server's, as `openssl req -x509` makes it.
    let mut measurement = scene.measurement();
    measurement.tls_handshakes[0].peer_certificates = vec![own.der().to_vec()];
    let verdict = judge(&measurement, &Arc::new(DistrustSet::built_in()));
    assert_eq!(verdict.code, VerdictCode::Inconclusive);
    let is_self_signed = |verdict: &Verdict| matches!(verdict.hits[0].saw, Saw::SelfSigned { .. });
    assert!(is_self_signed(&verdict), "{:?}", verdict.hits);
    // Its twin, which someone else signed, is not.
    scene.chain = Some(leaf);
    assert!(!is_self_signed(&scene.verdict()));
}

#[test]
fn with_given_public_roots_that_did_not_sign_a_local_signer_is_reported() {
    let mut scene = Scene::new(NAME);
    scene.local = Root::company("Gateway").unwrap();
    scene.chain = Some(scene.local.issue(&[NAME]).unwrap());
    let mut measurement = scene.measurement();
    measurement.anchors.public = PublicAnchors::Given(Vec::new());
    let ask = |it: &Measurement| judge(it, &Arc::new(DistrustSet::built_in()));
    assert_eq!(ask(&measurement).code, VerdictCode::Intercepted);
    measurement.anchors.local.clear();
    let verdict = ask(&measurement);
    assert_eq!(rules(&verdict), [RuleId::UntrustedChain]);
}

#[test]
fn another_handshake_proves_a_key_that_the_first_could_not_and_no_other_key() {
    let mut scene = Scene::new(NAME);
    scene.local = Root::company("Gateway").unwrap();
    scene.chain = Some(scene.local.issue(&[NAME]).unwrap());
    let proven = scene.measurement().tls_handshakes.remove(0);
    let ask = |first: Option<bool>, second: &TlsHandshake| {
        let mut measurement = scene.measurement();
        measurement.tls_handshakes[0].is_key_proven = first;
        measurement.tls_handshakes.push(second.clone());
        judge(&measurement, &Arc::new(DistrustSet::built_in())).against
    };
    let is_replay = |it: &Against| matches!(it, Against::RecordedChain { .. });
    let is_doubted = |against: Vec<Against>| against.iter().any(is_replay);
    assert!(!is_doubted(ask(None, &proven)));
    assert!(is_doubted(ask(Some(false), &proven)));
    let mut other = proven.clone();
    other.peer_certificates = vec![scene.local.der().to_vec()];
    assert!(is_doubted(ask(None, &other)));
}
