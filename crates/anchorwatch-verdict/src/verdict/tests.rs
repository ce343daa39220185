use anchorwatch_evidence::{
    AnchorView, Failure, PublicAnchors, Purpose, Target, TcpConnect, TlsHandshake,
};
use anchorwatch_identity::{UnixSeconds, registry};
use anchorwatch_lab::pki::{Issuance, Recipe, Root, ServerChain, Validity};

use super::*;
use crate::{Detail, Saw};

mod arrival;
mod consent;
mod copied;
mod dns;
mod earlier;
mod harmless;
mod hellos;
mod imported;
mod issuer;
mod misissued;
mod not_checked;
mod notary;
mod ooni;
mod own_server;
mod pages;
mod quic;
mod repeated;
mod server_hellos;
mod site_fault;
mod stale_roots;
mod together;
mod too_much;
mod transparency;

struct Scene {
    public: Root,
    local: Root,
    name: &'static str,
    chain: Option<ServerChain>,
    is_key_proven: Option<bool>,
    failure: Option<Failure>,
}

impl Scene {
    fn new(name: &'static str) -> Self {
        Self {
            public: Root::company("Public").unwrap(),
            local: Root::isca_like().unwrap(),
            name,
            chain: None,
            is_key_proven: Some(true),
            failure: None,
        }
    }

    fn measurement(&self) -> Measurement {
        let address: std::net::SocketAddr = "192.0.2.1:443".parse().unwrap();
        let chain = self.chain.iter().flat_map(|chain| chain.certificates());
        Measurement {
            target: Target {
                host: self.name.to_owned(),
                port: 443,
            },
            measured_at: UnixSeconds::new(anchorwatch_lab::clock::now_unix_s()),
            queries: Vec::new(),
            tcp_connect: vec![TcpConnect {
                address,
                ttl: None,
                ttl_exceeded_by: None,
                failure: None,
                elapsed: std::time::Duration::ZERO,
            }],
            tls_handshakes: vec![TlsHandshake {
                purpose: Purpose::Target,
                address: Some(address),
                ttl: None,
                min_ttl: None,
                server_name: Some(self.name.to_owned()),
                failure: self.failure.clone(),
                failed_after: None,
                tls_version: None,
                cipher_suite: None,
                peer_certificates: chain.map(|der| der.to_vec()).collect(),
                is_key_proven: self.is_key_proven,
                key_signature: None,
                client_hello: Vec::new(),
                server_hello: Vec::new(),
                echo: None,
                transfer: None,
                elapsed: std::time::Duration::ZERO,
            }],
            quic_handshakes: Vec::new(),
            requests: Vec::new(),
            own_server: None,
            anchors: AnchorView {
                public: PublicAnchors::Given(vec![self.public.der().to_vec()]),
                local: vec![self.local.der().to_vec()],
                local_count: 1,
                local_source: "a test".to_owned(),
                local_unreadable: Vec::new(),
                owners_choices: anchorwatch_evidence::OwnersChoices::default(),
            },
            imported_from: None,
        }
    }

    fn verdict(&self) -> Verdict {
        judge(&self.measurement(), &Arc::new(DistrustSet::built_in()))
    }
}

fn rules(verdict: &Verdict) -> Vec<RuleId> {
    verdict.hits.iter().map(|hit| hit.rule).collect()
}

fn judged(measurement: &Measurement) -> Verdict {
    judge(measurement, &Arc::new(DistrustSet::built_in()))
}

fn saw(verdict: &Verdict, rule: RuleId) -> Option<Saw> {
    let mut hits = verdict.hits.iter();
    hits.find(|hit| hit.rule == rule).map(|hit| hit.saw.clone())
}

#[test]
fn a_rekeyed_family_root_in_the_place_of_a_public_site_is_intercepted() {
    let mut scene = Scene::new("www.example.kz");
    scene.chain = Some(scene.local.issue(&["www.example.kz"]).unwrap());
    let verdict = scene.verdict();
    assert_eq!(verdict.code, VerdictCode::Intercepted);
    assert_eq!(
        rules(&verdict),
        [
            RuleId::LocalRootForPublicName,
            RuleId::FamilyMatch,
            RuleId::UntrustedChain
        ]
    );
    assert_eq!(verdict.confidence, Confidence::hundredths(96));
    assert_eq!(
        verdict.signer.as_deref(),
        Some("C=KZ,O=ISCA,CN=Information Security Certification Authority")
    );
    assert_eq!(verdict.against.len(), 2);
}

#[test]
fn a_company_root_in_the_place_of_a_public_site_is_intercepted_with_less_confidence() {
    let mut scene = Scene::new("www.example.kz");
    scene.local = Root::company("Example Works").unwrap();
    scene.chain = Some(scene.local.issue(&["www.example.kz"]).unwrap());
    let verdict = scene.verdict();
    assert_eq!(
        (verdict.code, verdict.confidence),
        (VerdictCode::Intercepted, Confidence::hundredths(90))
    );
}

#[test]
fn interception_is_seen_though_the_forged_certificate_is_for_another_name() {
    // In 2019 the interceptor copied the name from the server's own certificate, not from the
    // SNI.
    let mut scene = Scene::new("www.facebook.com");
    scene.chain = Some(scene.local.issue(&["iqala.kz"]).unwrap());
    assert_eq!(scene.verdict().code, VerdictCode::Intercepted);
}

#[test]
fn interception_with_an_expired_chain_is_interception_and_no_fault_of_the_site() {
    let mut scene = Scene::new("www.example.kz");
    let expired = Issuance {
        leaf: Validity::EXPIRED,
        ..Issuance::default()
    };
    scene.chain = Some(
        scene
            .local
            .issue_with(&["www.example.kz"], &expired)
            .unwrap(),
    );
    let verdict = scene.verdict();
    assert_eq!(verdict.code, VerdictCode::Intercepted);
    assert!(matches!(
        verdict.hits[0].details[..],
        [Detail::HoldsOnlyAt { .. }]
    ));
}

#[test]
fn the_same_root_for_a_private_name_is_not_seen() {
    let mut scene = Scene::new("wiki.intranet");
    scene.chain = Some(scene.local.issue(&["wiki.intranet"]).unwrap());
    let verdict = scene.verdict();
    assert_eq!(
        (verdict.code, rules(&verdict)),
        (VerdictCode::NotSeen, vec![RuleId::PrivateName])
    );
}

#[test]
fn a_publicly_trusted_chain_is_not_seen_and_says_its_limits() {
    let mut scene = Scene::new("www.example.kz");
    scene.chain = Some(scene.public.issue(&["www.example.kz"]).unwrap());
    let verdict = scene.verdict();
    assert_eq!(
        (verdict.code, rules(&verdict)),
        (VerdictCode::NotSeen, vec![RuleId::PubliclyTrusted])
    );
    assert!(!verdict.against.is_empty() && !verdict.not_checked.is_empty());
}

#[test]
fn a_public_chain_that_anyone_could_have_replayed_is_inconclusive() {
    let mut scene = Scene::new("www.example.kz");
    scene.chain = Some(scene.public.issue(&["www.example.kz"]).unwrap());
    for is_key_proven in [None, Some(false)] {
        scene.is_key_proven = is_key_proven;
        let verdict = scene.verdict();
        assert_eq!(
            (verdict.code, rules(&verdict)),
            (VerdictCode::Inconclusive, vec![RuleId::UntrustedChain])
        );
    }
}

#[test]
fn a_known_certificate_sent_along_with_a_public_chain_accuses_nobody() {
    let mut scene = Scene::new("www.example.kz");
    let chain = scene.public.issue(&["www.example.kz"]).unwrap();
    scene.chain = Some(chain.followed_by(scene.local.der().clone()));
    assert_eq!(scene.verdict().code, VerdictCode::NotSeen);
}

#[test]
fn a_family_root_that_is_not_installed_is_suspected() {
    let mut scene = Scene::new("www.example.kz");
    let elsewhere = Root::isca_like().unwrap();
    scene.chain = Some(
        elsewhere
            .issue(&["www.example.kz"])
            .unwrap()
            .followed_by(elsewhere.der().clone()),
    );
    let verdict = scene.verdict();
    assert_eq!(
        (verdict.code, verdict.confidence),
        (VerdictCode::Suspected, Confidence::hundredths(40))
    );
    assert_eq!(verdict.signer, None);
}

#[test]
fn an_untrusted_chain_alone_is_inconclusive() {
    let mut scene = Scene::new("www.example.kz");
    scene.chain = Some(
        Root::company("Some site's own")
            .unwrap()
            .issue(&["www.example.kz"])
            .unwrap(),
    );
    assert_eq!(scene.verdict().code, VerdictCode::Inconclusive);
}

#[test]
fn no_chain_is_inconclusive_and_the_failure_is_named() {
    let mut scene = Scene::new("www.example.kz");
    scene.failure = Some(Failure::ConnectionReset);
    let verdict = scene.verdict();
    assert_eq!(
        (verdict.code, rules(&verdict)),
        (VerdictCode::Inconclusive, vec![RuleId::NoChain])
    );
    assert!(matches!(
        verdict.hits[0].saw,
        Saw::NoCertificateCame {
            failure: Failure::ConnectionReset,
            ..
        }
    ));
}

#[test]
fn judging_again_gives_the_same_verdict() {
    let mut scene = Scene::new("www.example.kz");
    scene.chain = Some(scene.local.issue(&["www.example.kz"]).unwrap());
    let measurement = scene.measurement();
    let again = anchorwatch_evidence::Evidence {
        software: String::new(),
        measurements: vec![measurement.clone()],
    };
    let read = anchorwatch_evidence::Evidence::decode(&again.encode())
        .unwrap()
        .measurements
        .remove(0);
    assert_eq!(
        judge(&measurement, &Arc::new(DistrustSet::built_in())),
        judge(&read, &Arc::new(DistrustSet::built_in()))
    );
}

#[test]
fn every_rule_has_an_identifier_of_its_own() {
    let mut ids = RuleId::ALL.map(RuleId::id).to_vec();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RuleId::ALL.len());
    // The rule on known keys needs the known roots.
    assert!(!registry::known_roots().is_empty());
}

#[test]
fn one_intercepted_connection_among_clean_ones_is_interception_in_any_order() {
    let mut scene = Scene::new("www.example.kz");
    scene.chain = Some(scene.local.issue(&["www.example.kz"]).unwrap());
    let forged = scene.measurement().tls_handshakes.remove(0);
    scene.chain = Some(scene.public.issue(&["www.example.kz"]).unwrap());
    let clean = scene.measurement();
    for handshakes in [
        vec![forged.clone(), clean.tls_handshakes[0].clone()],
        vec![clean.tls_handshakes[0].clone(), forged],
    ] {
        let measurement = Measurement {
            tls_handshakes: handshakes,
            ..clean.clone()
        };
        let verdict = judge(&measurement, &Arc::new(DistrustSet::built_in()));
        assert_eq!(
            (verdict.code, verdict.confidence),
            (VerdictCode::Intercepted, Confidence::hundredths(96))
        );
    }
}

/// The verdict on a chain under a public root, so many days after the list of logs was made.
fn after_the_list(days: i64) -> Verdict {
    let always = Validity::days(-2000, 4000);
    let mut scene = Scene::new("www.example.kz");
    scene.public = Root::new(Recipe {
        validity: always,
        ..Recipe::company("Public")
    })
    .unwrap();
    let issuance = Issuance {
        leaf: always,
        intermediate: None,
        ..Issuance::default()
    };
    let chain = scene.public.issue_with(&["www.example.kz"], &issuance);
    scene.chain = Some(chain.unwrap());
    let mut measurement = scene.measurement();
    let as_of = ct::Logs::bundled().as_of().get();
    measurement.measured_at = UnixSeconds::new(as_of + days * 24 * 60 * 60);
    judge(&measurement, &Arc::new(DistrustSet::built_in()))
}

#[test]
fn transparency_is_reported_for_a_chain_under_a_public_root_unless_the_list_is_too_old() {
    let transparency = ct::Status::NoScts;
    let doubt = Against::NotLogged { transparency };
    let too_old = NotChecked::TransparencyListTooOld;
    for (days, status) in [(1, Some(transparency)), (71, None)] {
        let verdict = after_the_list(days);
        assert_eq!(verdict.code, VerdictCode::NotSeen);
        assert_eq!(verdict.transparency, status);
        assert_eq!(verdict.against.contains(&doubt), status.is_some());
        assert_eq!(verdict.not_checked.contains(&too_old), status.is_none());
    }
}

#[test]
fn of_a_chain_under_another_root_and_of_a_refused_one_transparency_is_not_checked() {
    for is_installed in [true, false] {
        let mut scene = Scene::new("wiki.intranet");
        scene.chain = Some(scene.local.issue(&["wiki.intranet"]).unwrap());
        if !is_installed {
            scene.local = Root::company("Another").unwrap();
        }
        let verdict = scene.verdict();
        let not_asked = NotChecked::TransparencyNoPublicChain;
        assert!(verdict.not_checked.contains(&not_asked));
        assert_eq!(verdict.transparency, None);
    }
}
