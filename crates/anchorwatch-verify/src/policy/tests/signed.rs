//! Who signed, whatever else is wrong with the chain.

use super::{
    pki::{Authority, ORDINARY, new_year},
    *,
};
use crate::Attribution;

/// The attribution of a chain for a public name on a machine with this local root.
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
    // The same text, but PrintableString and UTF8String have different bytes.
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

/// The root's key under another name: what it signs names that one as the issuer.
fn under_name(root: &Authority, value: rcgen::DnValue) -> Authority {
    root.with_name_of(&Authority::root("x", &|params| {
        params.distinguished_name = rcgen::DistinguishedName::new();
        let kind = rcgen::DnType::CommonName;
        params.distinguished_name.push(kind, value.clone());
    }))
}

#[test]
fn neither_string_type_nor_case_nor_another_name_hides_who_signed() {
    use rcgen::{DnValue, string};
    let root = Authority::root("Imposed", ORDINARY);
    for value in [
        DnValue::BmpString(string::BmpString::try_from("Imposed").unwrap()),
        DnValue::UniversalString(string::UniversalString::try_from("Imposed").unwrap()),
        DnValue::TeletexString(string::TeletexString::try_from("Imposed").unwrap()),
        DnValue::Utf8String("  iMPOSED ".to_owned()),
        DnValue::Utf8String("Somebody else".to_owned()),
    ] {
        let chain = [under_name(&root, value.clone()).leaf(&BOTH, ORDINARY)];
        let leaf = Certificate::from_der(&chain[0]).unwrap();
        assert!(leaf.authority_key_identifier().is_none());
        assert!(is_local(attributed(&root.der, &chain)), "{value:?}");
        let stranger = Authority::root("Imposed", ORDINARY);
        assert!(!is_local(attributed(&stranger.der, &chain)), "{value:?}");
    }
}

/// OpenSSL accepts a root of version 2; webpki accepts versions 3 and 1.
#[test]
fn a_root_that_path_building_cannot_use_is_said_to_have_signed() {
    let root = Authority::root("Imposed", ORDINARY);
    let chain = [root.leaf(&BOTH, ORDINARY)];
    let mut der = root.der.to_vec();
    let version = [0xa0, 0x03, 0x02, 0x01, 0x02];
    let at = der.windows(5).position(|it| it == version).unwrap();
    der[at + 4] = 1;
    let odd = Certificate::from_der(&der).unwrap();
    let (anchors, unusable) = Anchors::of(&[], std::slice::from_ref(&odd));
    assert_eq!((anchors.local().len(), unusable.len()), (0, 1));
    assert!(is_local(attributed(&der.into(), &chain)));
}

#[test]
fn of_a_thousand_roots_those_are_chosen_that_signed_or_are_named_and_no_others() {
    let root = Authority::root("Imposed", ORDINARY);
    let middle = root.below("Middle", ORDINARY);
    let chain = [
        under_name(&middle, rcgen::DnValue::Utf8String("Nobody".to_owned())).leaf(&BOTH, ORDINARY),
        middle.der.clone(),
    ];
    let namesake = Authority::root("imposed", ORDINARY);
    let parse = |der: &CertificateDer<'_>| Certificate::from_der(der).unwrap();
    let mut roots: Vec<Certificate> = (0..1000)
        .map(|n| parse(&Authority::root(&format!("Root {n}"), ORDINARY).der))
        .collect();
    roots.insert(0, parse(&namesake.der));
    roots.push(parse(&middle.der));
    roots.push(parse(&root.der));
    let chosen = crate::roots_for(&chain, &roots);
    let keys: Vec<_> = chosen.roots.iter().map(|it| it.spki_sha256()).collect();
    let expected = [&root.der, &middle.der, &namesake.der].map(|der| parse(der).spki_sha256());
    assert_eq!((keys, chosen.untried_count), (expected.to_vec(), 0));
}

#[test]
fn roots_without_number_are_bounded_and_their_number_is_told() {
    let root = Authority::root("Imposed", ORDINARY);
    let one = Certificate::from_der(&Authority::root("One", ORDINARY).der).unwrap();
    let chain = [root.leaf(&BOTH, ORDINARY)];
    let mut roots = vec![one; 5000];
    let chosen = crate::roots_for(&chain, &roots);
    assert_eq!((chosen.roots.len(), chosen.untried_count), (0, 904));
    roots.push(Certificate::from_der(&root.der).unwrap());
    let chosen = crate::roots_for(&chain, &roots);
    // The named root is tried first, whatever its position, and then nobody else has to be.
    assert_eq!((chosen.roots.len(), chosen.untried_count), (1, 0));
    assert_eq!(chosen.roots[0].der(), &root.der[..]);
}

#[test]
fn a_root_with_the_key_of_a_known_signer_is_chosen_whatever_its_name() {
    let root = Authority::root("Imposed", ORDINARY);
    let twin = under_name(&root, rcgen::DnValue::Utf8String("Nobody".to_owned()));
    let middle = root.below("Middle", ORDINARY);
    let middles_twin = under_name(&middle, rcgen::DnValue::Utf8String("No one".to_owned()));
    let parse = |der: &CertificateDer<'_>| Certificate::from_der(der).unwrap();
    let roots: Vec<Certificate> = [&middles_twin.der, &twin.der, &root.der].map(parse).into();
    let own = middle.leaf(&BOTH, ORDINARY);
    let whole = [own.clone(), middle.der.clone(), root.der.clone()];
    for (chain, expected) in [(&whole[..], 3), (&whole[..2], 3), (&whole[..1], 1)] {
        let chosen = crate::roots_for(chain, &roots);
        assert_eq!((chosen.roots.len(), chosen.untried_count), (expected, 0));
    }
}

#[test]
fn where_no_root_has_to_do_with_a_chain_it_is_refused_and_without_any_root_nothing_is_said() {
    let root = Authority::root("Imposed", ORDINARY);
    let chain = [root.leaf(&BOTH, ORDINARY)];
    let ask = |anchors: Anchors| {
        let policy = Policy::new(anchors, DistrustSet::default());
        policy.decide(&chain, &ReferenceName::parse(PUBLIC_NAME), now())
    };
    let (none, _) = Anchors::of(&[], &[]);
    let chosen = none.clone().chosen_for_one_chain();
    assert_eq!(ask(none), Decision::Inconclusive(Inconclusive::NoAnchor));
    let refusal = refused(ask(chosen));
    assert_eq!(
        (refusal.reason, refusal.attribution),
        (RefusalReason::UnknownIssuer, None)
    );
    let local = [Certificate::from_der(&root.der).unwrap()];
    let (local, _) = Anchors::of(&[], &local);
    assert!(is_local(
        refused(ask(local.chosen_for_one_chain())).attribution
    ));
}

/// The issuer name of a chain, on a machine with only public roots.
fn issuer_name(chain: &[CertificateDer<'_>]) -> Option<crate::IssuerName> {
    let public = parsed(&Root::company("Public").unwrap());
    let (anchors, _) = Anchors::of(&[public], &[]);
    let policy = Policy::new(anchors, DistrustSet::default());
    let refusal = refused(policy.decide(chain, &ReferenceName::parse(PUBLIC_NAME), now()));
    assert_eq!(refusal.attribution, None);
    refusal.issuer_name
}

fn qaznet(name: &str) -> Authority {
    Authority::root("x", &|params| {
        params.distinguished_name = rcgen::DistinguishedName::new();
        let name = name.to_owned();
        for (kind, value) in [
            (rcgen::DnType::CountryName, "KZ".to_owned()),
            (rcgen::DnType::CommonName, name),
        ] {
            params.distinguished_name.push(kind, value);
        }
    })
}

#[test]
fn an_issuer_that_was_not_sent_is_told_by_its_known_name_and_by_no_other() {
    use anchorwatch_identity::registry::KnownName;
    let known = qaznet("Qaznet  trust network");
    let alone = [known.leaf(&BOTH, ORDINARY)];
    let found = issuer_name(&alone).unwrap();
    let crate::NamedIssuer::Known(KnownName::ReadsTraffic(key)) = found.known else {
        panic!("{found:?}");
    };
    assert_eq!(key.id, "kz-qaznet-2016");
    assert_eq!(
        issuer_name(&[qaznet("Qaznet Trust Networks").leaf(&BOTH, ORDINARY)]),
        None
    );
    // A chain that ends early, and one whose last certificate is unrelated.
    let middle = known.below("Middle", ORDINARY);
    let partial = [middle.leaf(&BOTH, ORDINARY), middle.der.clone()];
    assert!(issuer_name(&partial).is_some());
    let other = Authority::root("Other", ORDINARY);
    assert_eq!(
        issuer_name(&[other.leaf(&BOTH, ORDINARY), middle.der]),
        None
    );
}

#[test]
fn the_name_of_what_reads_traffic_is_told_before_that_of_a_product() {
    use crate::NamedIssuer::Known;
    use anchorwatch_identity::registry::KnownName;
    let product = Authority::root("x", &|params| {
        params.distinguished_name = rcgen::DistinguishedName::new();
        for (kind, value) in [
            (rcgen::DnType::OrganizationName, "avast! Web/Mail Shield"),
            (rcgen::DnType::CommonName, "avast! Web/Mail Shield Root"),
        ] {
            params.distinguished_name.push(kind, value);
        }
    });
    let leaf = [product.leaf(&BOTH, ORDINARY)];
    assert!(matches!(
        issuer_name(&leaf).unwrap().known,
        Known(KnownName::Product(_))
    ));
    let crossed = qaznet("Qaznet Trust Network").below("x", &|params| {
        params.distinguished_name = product.distinguished_name();
    });
    let leaf = [crossed.leaf(&BOTH, ORDINARY), crossed.der];
    assert!(matches!(
        issuer_name(&leaf).unwrap().known,
        Known(KnownName::ReadsTraffic(_))
    ));
}
