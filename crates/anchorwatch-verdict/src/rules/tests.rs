//! Rules on decisions that would need a known private key to produce.

use anchorwatch_evidence::{AnchorView, Measurement, PublicAnchors, Purpose, Target, TlsHandshake};
use anchorwatch_identity::{
    UnixSeconds,
    registry::{Conduct, KnownKey, known_roots},
};
use anchorwatch_policy::ReferenceName;
use anchorwatch_verify::{Attribution, Basis, Decision, Refusal, RefusalReason};

use super::*;
use crate::{Against, Confidence, Detail, Operator, Saw, VerdictCode};

fn signed_by(root: &'static KnownKey) -> Decision {
    Decision::Refused(Box::new(Refusal {
        reason: RefusalReason::UnknownIssuer,
        path: Vec::new(),
        anchor: None,
        deciding: None,
        attribution: Some(Attribution {
            spki_sha256: root.spki_sha256,
            subject: root.title().to_owned(),
            basis: Basis::Registry,
            known: Some(root),
            family: Vec::new(),
            look_alike: None,
            is_retired: false,
            holds_at: None,
        }),
        issuer_name: None,
    }))
}

fn known_key_says(root: &'static KnownKey, host: &str, is_key_proven: Option<bool>) -> Option<Hit> {
    says(RuleId::KnownKey, signed_by(root), host, is_key_proven)
}

fn says(rule: RuleId, decision: Decision, host: &str, is_key_proven: Option<bool>) -> Option<Hit> {
    let measurement = Measurement {
        target: Target {
            host: host.to_owned(),
            port: 443,
        },
        measured_at: UnixSeconds::new(0),
        queries: Vec::new(),
        tcp_connect: Vec::new(),
        tls_handshakes: Vec::new(),
        quic_handshakes: Vec::new(),
        requests: Vec::new(),
        own_server: None,
        anchors: AnchorView {
            public: PublicAnchors::Bundled,
            local: Vec::new(),
            local_count: 0,
            local_source: String::new(),
            local_unreadable: Vec::new(),
            owners_choices: anchorwatch_evidence::OwnersChoices::default(),
        },
        imported_from: None,
    };
    let handshake = TlsHandshake {
        purpose: Purpose::Target,
        address: Some("192.0.2.1:443".parse().unwrap()),
        ttl: None,
        min_ttl: None,
        server_name: None,
        failure: None,
        failed_after: None,
        tls_version: None,
        cipher_suite: None,
        peer_certificates: Vec::new(),
        is_key_proven,
        key_signature: None,
        client_hello: Vec::new(),
        server_hello: Vec::new(),
        echo: None,
        transfer: None,
        elapsed: std::time::Duration::ZERO,
    };
    let case = Case {
        measurement: &measurement,
        handshake: Some(&handshake),
        is_over_quic: false,
        name: ReferenceName::parse(host),
        scope: ReferenceName::parse(host).scope(),
        chain: std::rc::Rc::default(),
        has_own: false,
        decision,
        is_public_for_another_name: false,
        is_sites_own: false,
        is_completed_by_notary: false,
        known_elsewhere: None,
        is_proven_elsewhere: false,
        is_repeated: false,
        compared: std::rc::Rc::default(),
    };
    apply(rule, &case)
}

#[test]
fn a_chain_signed_by_a_key_known_for_interception_is_intercepted_as_surely_as_can_be() {
    for root in known_roots()
        .iter()
        .filter(|root| root.conduct == Conduct::Interception)
    {
        let hit = known_key_says(root, PUBLIC, Some(true)).unwrap();
        assert_eq!(
            (hit.leads_to, hit.confidence),
            (VerdictCode::Intercepted, Confidence::HIGHEST)
        );
        let saw = Saw::SignedByInterceptionKey {
            known_id: root.id.to_owned(),
            operator: Operator::of(root),
        };
        assert_eq!(hit.saw, saw);
    }
}

#[test]
fn a_leaked_key_that_signs_for_a_public_name_is_an_interception_and_for_a_private_one_is_not() {
    let leaked = |root: &&KnownKey| root.conduct == Conduct::LeakedKey;
    for root in known_roots().iter().filter(leaked) {
        let hit = known_key_says(root, PUBLIC, Some(true)).unwrap();
        assert_eq!(hit.leads_to, VerdictCode::Intercepted);
        assert!(!hit.against.is_empty());
        assert_eq!(
            known_key_says(root, "127.0.0.1", Some(true)),
            None,
            "{}",
            root.id
        );
    }
}

#[test]
fn a_root_that_is_known_for_other_reasons_accuses_nobody_of_interception() {
    let others: Vec<_> = known_roots()
        .iter()
        .filter(|root| !root.conduct.reads_traffic())
        .collect();
    assert!(
        others
            .iter()
            .any(|root| root.conduct == Conduct::GovernmentRoot)
    );
    assert!(
        others
            .into_iter()
            .all(|root| known_key_says(root, PUBLIC, Some(true)).is_none())
    );
}

#[test]
fn a_chain_whose_key_was_not_proven_is_a_suspicion_that_says_so() {
    let root = known_roots()
        .iter()
        .find(|root| root.conduct == Conduct::Interception)
        .unwrap();
    for is_key_proven in [None, Some(false)] {
        let hit = known_key_says(root, PUBLIC, is_key_proven).unwrap();
        assert_eq!(hit.leads_to, VerdictCode::Suspected);
        assert!(matches!(hit.against[..], [Against::RecordedChain { .. }]));
    }
}

#[test]
fn a_root_that_left_the_public_program_accuses_nobody_and_one_that_was_added_does() {
    let local = |is_retired| {
        let Decision::Refused(mut refusal) = signed_by(&known_roots()[0]) else {
            panic!("refused")
        };
        if let Some(attribution) = &mut refusal.attribution {
            attribution.basis = Basis::LocalAnchor;
            attribution.known = None;
            attribution.is_retired = is_retired;
        }
        Decision::Refused(refusal)
    };
    let rule = RuleId::LocalRootForPublicName;
    assert_eq!(says(rule, local(true), PUBLIC, Some(true)), None);
    let hit = says(rule, local(false), PUBLIC, Some(true)).unwrap();
    assert_eq!(hit.leads_to, VerdictCode::Intercepted);
    // The chain under a retired root is refused, but accuses nobody.
    let hit = says(RuleId::UntrustedChain, local(true), PUBLIC, Some(true)).unwrap();
    assert_eq!(hit.leads_to, VerdictCode::Inconclusive);
}

const PUBLIC: &str = "www.example.kz";

#[test]
fn that_no_log_accepts_a_root_is_said_of_those_of_which_it_is_known() {
    let is_said = |hit: &Hit| {
        let mut details = hit.details.iter();
        details.any(|it| matches!(it, Detail::RootNotInLogs { as_of } if as_of == "2026-08-22"))
    };
    let mut said = Vec::new();
    for root in known_roots() {
        if let Some(hit) = known_key_says(root, PUBLIC, Some(true)) {
            assert_eq!(
                is_said(&hit),
                root.not_in_logs_as_of.is_some(),
                "{}",
                root.id
            );
            said.extend(is_said(&hit).then_some(root.operator_code));
        }
    }
    assert_eq!(said, ["kazakhstan"; 10]);
    // A state's root that was installed here, and one that nobody knows.
    let installed = |known: Option<&'static KnownKey>| {
        let Decision::Refused(mut refusal) = signed_by(&known_roots()[0]) else {
            panic!("refused")
        };
        if let Some(attribution) = &mut refusal.attribution {
            (attribution.basis, attribution.known) = (Basis::LocalAnchor, known);
        }
        let rule = RuleId::LocalRootForPublicName;
        says(rule, Decision::Refused(refusal), PUBLIC, Some(true)).unwrap()
    };
    let state = known_roots()
        .iter()
        .find(|root| root.operator_code == "russia");
    assert!(is_said(&installed(state)) && !is_said(&installed(None)));
}
