//! Who signed, whatever else is wrong with the chain.

use super::{
    pki::{Authority, ORDINARY, new_year},
    *,
};
use crate::Attribution;

/// What is said of a chain for a public name on a machine with this root added.
fn attributed(local: &CertificateDer<'_>, chain: &[CertificateDer<'_>]) -> Option<Attribution> {
    let public = parsed(&Root::company("Public").unwrap());
    let local = Certificate::from_der(local).unwrap();
    let (anchors, _) = Anchors::of(&[public], &[local]);
    let policy = Policy::new(anchors, DistrustSet::default());
    let name = ReferenceName::parse(PUBLIC_NAME);
    refused(policy.decide(chain, &name, now())).attribution
}

fn is_local(attribution: Option<Attribution>) -> bool {
    attribution.is_some_and(|it| it.basis == Basis::LocalAnchor)
}

#[test]
fn an_authority_or_the_root_itself_in_the_servers_place_is_attributed() {
    let root = Authority::root("Imposed", ORDINARY);
    let authority = root.below("Server", ORDINARY);
    assert!(is_local(attributed(&root.der, &[authority.der])));
    assert!(is_local(attributed(
        &root.der,
        std::slice::from_ref(&root.der)
    )));
    let stranger = Authority::root("Imposed", ORDINARY);
    assert!(!is_local(attributed(&root.der, &[stranger.der])));
}

#[test]
fn behind_a_first_certificate_that_cannot_be_read_nobody_is_said_to_have_signed_it() {
    let root = Authority::root("Imposed", ORDINARY);
    let signed = root.leaf(&BOTH, ORDINARY);
    for unreadable in [&[][..], &[0x31, 0], &[0x30, 0]] {
        let own = CertificateDer::from(unreadable);
        assert!(attributed(&root.der, &[own.clone(), signed.clone()]).is_none());
        assert!(is_local(attributed(&root.der, &[signed.clone(), own])));
    }
}

#[test]
fn an_issuers_name_in_another_string_type_hides_nobody() {
    use rcgen::{DistinguishedName, DnType, DnValue};
    let root = Authority::root("Imposed", ORDINARY);
    // The same words; PrintableString and UTF8String have other bytes.
    let renamed = Authority::root("x", &|params| {
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(
            DnType::CommonName,
            DnValue::PrintableString("Imposed".try_into().unwrap()),
        );
    });
    let chain = [root.with_name_of(&renamed).leaf(&BOTH, ORDINARY)];
    assert!(is_local(attributed(&root.der, &chain)));
}

#[test]
fn a_hundred_decoys_of_one_name_hide_nobody() {
    let root = Authority::root("Imposed", ORDINARY);
    let middle = root.below("Middle", ORDINARY);
    let mut chain = vec![middle.leaf(&BOTH, ORDINARY)];
    chain.extend((0..100).map(|_| Authority::root("Imposed", ORDINARY).der));
    chain.extend((0..30).map(|_| Authority::root("Middle", ORDINARY).der));
    chain.push(middle.der);
    assert!(is_local(attributed(&root.der, &chain)));
}

#[test]
fn a_chain_of_a_hundred_kilobytes_is_attributed() {
    let root = Authority::root("Imposed", ORDINARY);
    let names: Vec<String> = (0..8_000).map(|n| format!("{n}.example.org")).collect();
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.push(PUBLIC_NAME);
    let leaf = root.leaf(&names, ORDINARY);
    assert!(leaf.len() > 100_000);
    assert!(is_local(attributed(&root.der, &[leaf])));
}

#[test]
fn an_expired_intermediate_under_an_installed_root_is_attributed_with_a_time_at_which_it_held() {
    let root = Authority::root("Imposed", ORDINARY);
    let middle = root.below("Middle", &|params| {
        params.not_before = new_year(2019);
        params.not_after = new_year(2020);
    });
    let chain = [middle.leaf(&BOTH, ORDINARY), middle.der];
    let attribution = attributed(&root.der, &chain).unwrap();
    assert_eq!(attribution.basis, Basis::LocalAnchor);
    assert!(attribution.holds_at.is_some_and(|at| at < now()));
    let valid = [root.leaf(&BOTH, ORDINARY)];
    assert_eq!(attributed(&root.der, &valid).unwrap().holds_at, None);
}

#[test]
fn a_root_that_is_only_sent_along_is_not_said_to_have_signed() {
    let (root, other) = (
        Authority::root("Imposed", ORDINARY),
        Authority::root("Other", ORDINARY),
    );
    let chain = [other.leaf(&BOTH, ORDINARY), other.der, root.der.clone()];
    assert_eq!(attributed(&root.der, &chain), None);
}
