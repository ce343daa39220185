//! What pages without encryption lead to.

use anchorwatch_evidence::{HttpRequest, HttpUrl};

use super::*;

const NAME: &str = "www.example.kz";

fn request(host: &str, certificates: &[&[u8]]) -> HttpRequest {
    let url = HttpUrl::first_page(host, 80);
    let certificates = certificates.iter();
    HttpRequest {
        status: Some(200),
        certificates: certificates.map(|der| der.to_vec()).collect(),
        ..HttpRequest::to("192.0.2.1:80".parse().unwrap(), &url)
    }
}

/// A site whose certificate a public root signed.
fn genuine() -> Measurement {
    let mut scene = Scene::new(NAME);
    scene.chain = Some(scene.public.issue(&[NAME]).unwrap());
    scene.measurement()
}

fn verdict_with(mut measurement: Measurement, requests: Vec<HttpRequest>) -> Verdict {
    measurement.requests = requests;
    judge(&measurement, &Arc::new(DistrustSet::built_in()))
}

/// What a rule said.
fn hit(verdict: &Verdict, rule: RuleId) -> Option<&Hit> {
    verdict.hits.iter().find(|hit| hit.rule == rule)
}

#[test]
fn another_site_that_offers_its_root_is_a_suspicion() {
    let root = Root::isca_like().unwrap();
    let offered = request("qca.kz", &[root.der()]);
    let verdict = verdict_with(genuine(), vec![offered]);
    assert_eq!(
        (verdict.code, verdict.confidence),
        (VerdictCode::Suspected, Confidence::hundredths(50))
    );
    let hit = hit(&verdict, RuleId::InstallPage).unwrap();
    assert!(matches!(&hit.saw, Saw::LedToRoot { page, .. } if page == "http://qca.kz/"));
    // Nothing interfered with the site's own certificate.
    assert_eq!(verdict.ooni_mechanism, None);
    assert!(verdict.against.contains(&Against::RootOfferedOpenly));
}

#[test]
fn the_root_that_also_signed_for_the_name_is_named_and_page_words_are_said() {
    let mut scene = Scene::new(NAME);
    let root = Root::company("Somebody").unwrap();
    scene.chain = Some(root.issue(&[NAME]).unwrap());
    let mut offered = request("portal.example", &[root.der()]);
    offered.says_install = true;
    let verdict = verdict_with(scene.measurement(), vec![offered]);
    // The root is not installed here, and an offer is no proof.
    assert_eq!(
        (verdict.code, verdict.confidence),
        (VerdictCode::Suspected, Confidence::hundredths(85))
    );
    let details = &hit(&verdict, RuleId::InstallPage).unwrap().details;
    let expected = [Detail::OfferedRootSigned, Detail::PageSaysInstall];
    assert_eq!(details[..], expected);
}

#[test]
fn a_site_that_offers_its_own_root_is_not_accused() {
    let root = Root::company("Some site's own").unwrap();
    for host in [NAME, "pki.example.kz"] {
        let verdict = verdict_with(genuine(), vec![request(host, &[root.der()])]);
        assert_eq!(verdict.code, VerdictCode::NotSeen, "{host}");
        let hit = hit(&verdict, RuleId::InstallPage).unwrap();
        assert!(matches!(hit.saw, Saw::RootOffered { .. }));
        // Its own certificate is under that root too.
        let mut scene = Scene::new(NAME);
        scene.chain = Some(root.issue(&[NAME]).unwrap());
        let verdict = verdict_with(scene.measurement(), vec![request(host, &[root.der()])]);
        assert_eq!(verdict.code, VerdictCode::Inconclusive, "{host}");
    }
}

#[test]
fn a_public_root_a_leaf_and_a_private_name_are_nothing() {
    let root = Root::company("Somebody").unwrap();
    let leaf = root.issue(&["a.example"]).unwrap().certificates()[0].to_vec();
    let verdict = verdict_with(genuine(), vec![request("b.example", &[&leaf])]);
    assert_eq!(rules(&verdict), [RuleId::PubliclyTrusted]);
    let mut scene = Scene::new("wiki.intranet");
    scene.chain = Some(scene.local.issue(&["wiki.intranet"]).unwrap());
    let offered = vec![request("b.example", &[root.der()])];
    assert_eq!(
        verdict_with(scene.measurement(), offered).code,
        VerdictCode::NotSeen
    );
}

pub(super) fn redirect(host: &str, location: &str) -> HttpRequest {
    HttpRequest {
        status: Some(302),
        location: Some(location.to_owned()),
        ..request(host, &[])
    }
}

pub(super) fn required(host: &str) -> HttpRequest {
    HttpRequest {
        status: Some(511),
        ..request(host, &[])
    }
}

#[test]
fn a_sign_in_page_is_named_and_is_no_interception() {
    let redirect = |location: &str| redirect(NAME, location);
    let required = required(NAME);
    let mut silent = Scene::new(NAME);
    silent.failure = Some(Failure::PlainHttpResponse);
    for (portal, is_http) in [
        (required, false),
        (redirect("http://192.168.1.1/login"), false),
        (redirect("http://portal.lan:8080/"), false),
        (redirect("http://portal.example/"), true),
    ] {
        let measurement = if is_http {
            silent.measurement()
        } else {
            genuine()
        };
        let verdict = verdict_with(measurement, vec![portal]);
        let expected = match is_http {
            true => VerdictCode::CaptivePortal,
            // The site's own certificate came: nobody is kept away.
            false => VerdictCode::NotSeen,
        };
        assert_eq!(verdict.code, expected);
        assert!(hit(&verdict, RuleId::CaptivePortal).is_some());
    }
    // Sites move, and send everyone to TLS.
    for location in ["https://example.kz/", "http://other.example/", "/en"] {
        let verdict = verdict_with(genuine(), vec![redirect(location)]);
        assert_eq!(rules(&verdict), [RuleId::PubliclyTrusted], "{location}");
    }
}

#[test]
fn a_root_does_not_hide_behind_other_certificates_of_its_file() {
    let root = Root::company("Somebody").unwrap();
    let decoys: Vec<ServerChain> = (0..30)
        .map(|number| root.issue(&[&format!("a{number}.example")]).unwrap())
        .collect();
    let decoys = decoys.iter().map(|it| it.certificates()[0].to_vec());
    let decoys: Vec<Vec<u8>> = decoys.collect();
    let mut all: Vec<&[u8]> = decoys.iter().map(Vec::as_slice).collect();
    let verdict = verdict_with(genuine(), vec![request("qca.kz", &all)]);
    assert_eq!(verdict.code, VerdictCode::NotSeen);
    all.push(root.der());
    let verdict = verdict_with(genuine(), vec![request("qca.kz", &all)]);
    assert_eq!(verdict.code, VerdictCode::Suspected);
}

#[test]
fn a_public_authority_s_certificate_is_no_root_to_install_and_one_of_nobody_s_is() {
    let mut scene = Scene::new(NAME);
    scene.chain = Some(scene.public.issue(&[NAME]).unwrap());
    let authority = Root::company("Authority").unwrap();
    let by_public = authority.cross_signed_by(&scene.public).unwrap();
    let offered = request("pki.example", &[&by_public]);
    let verdict = verdict_with(scene.measurement(), vec![offered]);
    assert_eq!(verdict.code, VerdictCode::NotSeen);
    let hit = hit(&verdict, RuleId::InstallPage).unwrap();
    assert!(matches!(hit.saw, Saw::PublicAuthorityOffered { .. }));
    // One that names the public root as its issuer, which did not sign it.
    let namesake = Root::company("Public").unwrap();
    let by_namesake = authority.cross_signed_by(&namesake).unwrap();
    for both in [vec![&*by_namesake], vec![&*by_public, &*by_namesake]] {
        let offered = request("pki.example", &both);
        let verdict = verdict_with(scene.measurement(), vec![offered]);
        assert_eq!(verdict.code, VerdictCode::Suspected);
    }
}
