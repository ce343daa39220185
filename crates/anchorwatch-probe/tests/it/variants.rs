//! Other ClientHellos, against a server that knows nothing of ECH.

use std::time::Duration;

use anchorwatch_evidence::{Failure, Purpose, Target, TlsHandshake, client_hello::ClientHello};
use anchorwatch_lab::{Root, Site, ech};
use anchorwatch_probe::{
    Address, Comparison, EchConfigs, Limits, Observed, Pace, Variants, compare, measure,
};

use crate::PATIENCE;

const NAME: &str = "www.example.kz";
const OUTER: &str = "outer.example";
const ECH_EXTENSION: u16 = 0xfe0d;

fn look(host: &str, site: &Site, variants: Variants) -> Observed {
    let target = Target {
        host: host.to_owned(),
        port: 443,
    };
    let comparison = Comparison {
        control_names: Vec::new(),
        round_count: 1,
        own_server: None,
        variants: Some(variants),
        step: PATIENCE,
    };
    let limits = Limits {
        step: PATIENCE,
        ..Limits::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut pace = Pace::new(Duration::ZERO);
        let at = Address::Given(site.address());
        let mut observed = measure(&target, at, limits, &mut pace, &|_| {}).await;
        compare(&mut observed, &target, &comparison, &mut pace, &|_| {}).await;
        observed
    })
}

fn site() -> Site {
    let root = Root::company("A").unwrap();
    Site::builder(root.issue(&["default.example"]).unwrap())
        .for_name(NAME, root.issue(&[NAME]).unwrap())
        .for_name(OUTER, root.issue(&[OUTER]).unwrap())
        .start()
        .unwrap()
}

fn one(observed: &Observed, purpose: Purpose) -> &TlsHandshake {
    let mut all = observed
        .tls_handshakes
        .iter()
        .filter(|it| it.purpose == purpose);
    let found = all.next().unwrap();
    // The usual one is made twice.
    assert!(purpose == Purpose::Target || all.next().is_none());
    found
}

fn offers_ech(handshake: &TlsHandshake) -> bool {
    let hello = ClientHello::parse(&handshake.client_hello).unwrap();
    hello.extensions().body(ECH_EXTENSION).is_some()
}

#[test]
fn each_hello_differs_in_what_it_says_and_gets_the_same_certificate() {
    let observed = look(NAME, &site(), Variants::default());
    let usual = one(&observed, Purpose::Target);
    for (purpose, version) in [
        (Purpose::TargetSplitHello, "TLSv1.3"),
        (Purpose::TargetTls12, "TLSv1.2"),
        (Purpose::TargetTls13, "TLSv1.3"),
        (Purpose::TargetGreaseEch, "TLSv1.3"),
    ] {
        let other = one(&observed, purpose);
        assert_eq!(other.failure, None, "{purpose:?}");
        assert_eq!(other.is_key_proven, Some(true));
        assert_eq!(other.peer_certificates, usual.peer_certificates);
        assert_eq!(other.server_name.as_deref(), Some(NAME));
        assert_eq!(other.tls_version.as_deref(), Some(version));
        assert_eq!(offers_ech(other), purpose == Purpose::TargetGreaseEch);
    }
    assert!(!offers_ech(usual));
    assert_eq!(observed.tls_handshakes.len(), 7);
}

#[test]
fn the_first_record_of_a_split_hello_has_no_name() {
    let observed = look(NAME, &site(), Variants::default());
    let split = one(&observed, Purpose::TargetSplitHello);
    let hello = ClientHello::parse(&split.client_hello).unwrap();
    assert_eq!(hello.server_name().unwrap(), Some(NAME));
    assert!(hello.records().len() > 2);
    let first = &split.client_hello[..64];
    assert!(ClientHello::parse(first).is_err());
    let has_name = |octets: &[u8]| octets.windows(NAME.len()).any(|it| it == NAME.as_bytes());
    assert!(!has_name(first));
    // The twin: the usual hello is in one record, and has it.
    let usual = one(&observed, Purpose::Target);
    let hello = ClientHello::parse(&usual.client_hello).unwrap();
    assert_eq!(hello.records().len(), 1);
    assert!(has_name(&usual.client_hello));
}

#[test]
fn without_a_name_the_server_shows_what_it_shows_to_anyone() {
    let observed = look(NAME, &site(), Variants::default());
    let nameless = one(&observed, Purpose::TargetNoName);
    assert_eq!((&nameless.server_name, &nameless.failure), (&None, &None));
    let hello = ClientHello::parse(&nameless.client_hello).unwrap();
    assert_eq!(hello.server_name().unwrap(), None);
    let usual = one(&observed, Purpose::Target);
    assert_ne!(nameless.peer_certificates, usual.peer_certificates);
}

#[test]
fn an_encrypted_name_is_not_in_the_hello_and_its_rejection_keeps_the_outer_certificate() {
    let ech = EchConfigs::read(ech::configs(OUTER));
    assert!(ech.is_some());
    let observed = look(NAME, &site(), Variants { ech });
    let encrypted = one(&observed, Purpose::TargetEch);
    assert_eq!(encrypted.failure, Some(Failure::EchDisabled));
    assert_eq!(encrypted.server_name.as_deref(), Some(OUTER));
    assert_eq!(encrypted.is_key_proven, Some(true));
    assert!(!encrypted.peer_certificates.is_empty() && offers_ech(encrypted));
    let has_name = |octets: &[u8]| octets.windows(NAME.len()).any(|it| it == NAME.as_bytes());
    assert!(!has_name(&encrypted.client_hello));
}

#[test]
fn beside_a_configuration_both_names_in_clear_are_sent_with_and_without_ech() {
    let ech = EchConfigs::read(ech::configs(OUTER));
    let observed = look(NAME, &site(), Variants { ech });
    let (usual, outer) = (
        one(&observed, Purpose::Target),
        one(&observed, Purpose::OuterName),
    );
    assert_ne!(usual.peer_certificates, outer.peer_certificates);
    // A server without ECH answers to the name in clear.
    let disabled = Some(Failure::EchDisabled);
    for (purpose, name, failure, plain) in [
        (Purpose::OuterName, OUTER, None, outer),
        (Purpose::OuterGreaseEch, OUTER, None, outer),
        (Purpose::TargetGreaseEch, NAME, None, usual),
        (Purpose::TargetEchOwnName, NAME, disabled, usual),
    ] {
        let sent = one(&observed, purpose);
        let hello = ClientHello::parse(&sent.client_hello).unwrap();
        assert_eq!(hello.server_name().unwrap(), Some(name), "{purpose:?}");
        assert_eq!(sent.server_name.as_deref(), Some(name), "{purpose:?}");
        assert_eq!(sent.failure, failure, "{purpose:?}");
        assert_eq!(sent.peer_certificates, plain.peer_certificates);
        assert_eq!(offers_ech(sent), purpose != Purpose::OuterName);
    }
}

#[test]
fn a_configuration_with_the_target_s_own_name_in_clear_is_nothing_to_compare() {
    let purposes = |outer: &str| {
        let ech = EchConfigs::read(ech::configs(outer));
        Variants { ech }.purposes(NAME)
    };
    assert!(!purposes(&NAME.to_uppercase()).contains(&Purpose::OuterName));
    assert!(purposes(OUTER).contains(&Purpose::OuterName));
}

#[test]
fn an_address_has_no_name_to_leave_out_or_to_encrypt() {
    let ech = EchConfigs::read(ech::configs(OUTER));
    let observed = look("127.0.0.1", &site(), Variants { ech });
    let handshakes = observed.tls_handshakes.iter();
    let none = [
        Purpose::TargetNoName,
        Purpose::TargetEch,
        Purpose::TargetEchOwnName,
        Purpose::OuterName,
        Purpose::OuterGreaseEch,
    ];
    assert_eq!(
        handshakes.filter(|it| none.contains(&it.purpose)).count(),
        0
    );
    assert_eq!(observed.tls_handshakes.len(), 6);
}

#[test]
fn a_list_of_configurations_that_is_cut_or_unknown_is_none() {
    let whole = ech::configs(OUTER);
    for length in 0..whole.len() {
        assert_eq!(EchConfigs::read(whole[..length].to_vec()), None, "{length}");
    }
    // Another version.
    let mut other = whole.clone();
    other[2] = 0xff;
    assert_eq!(EchConfigs::read(other), None);
    assert!(EchConfigs::read(whole).is_some());
}
