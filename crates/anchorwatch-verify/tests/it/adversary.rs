//! The decision under attack by someone who knows the code. Each attack has a twin that differs
//! in one thing and is accepted.

use anchorwatch_identity::Certificate;
use anchorwatch_policy::DistrustSet;
use anchorwatch_verify::{Anchors, Decision, RefusalReason, Via};
use rcgen::{BasicConstraints, CustomExtension, IsCa};
use rustls_pki_types::CertificateDer;

use crate::{
    graph::{PRIVATE_NAME, PUBLIC_NAME, decide},
    pki::{Change, DNS_NAME, ORDINARY, SEQUENCE, Signer, alternative_names, tlv, utf8_name},
};

mod names;
mod spellings;

const BOTH: [&str; 2] = [PUBLIC_NAME, PRIVATE_NAME];

/// A public root, a local one, and an intermediate of the public one's.
struct Scene {
    public: Signer,
    local: Signer,
    middle: Signer,
}

fn parsed(der: &CertificateDer<'_>) -> Certificate {
    Certificate::from_der(der).unwrap()
}

impl Scene {
    fn new() -> Self {
        Self {
            public: Signer::new("Public"),
            local: Signer::new("Local"),
            middle: Signer::new("Middle"),
        }
    }

    fn ask(&self, chain: &[CertificateDer<'_>], name: &str) -> Decision {
        let public = parsed(&self.public.root(ORDINARY));
        let local = parsed(&self.local.root(ORDINARY));
        let (anchors, _) = Anchors::of(&[public], &[local]);
        decide(anchors, DistrustSet::default(), chain, name)
    }

    /// A leaf under the public root's intermediate.
    fn with_leaf(&self, change: Change<'_>) -> Vec<CertificateDer<'static>> {
        vec![
            self.middle.leaf(&BOTH, change),
            self.public.certify(&self.middle, ORDINARY),
        ]
    }
}

fn reason(decision: &Decision) -> Option<RefusalReason> {
    match decision {
        Decision::Trusted(_) => None,
        Decision::Refused(refusal) => Some(refusal.reason),
        Decision::Inconclusive(why) => panic!("{why:?}"),
    }
}

fn extension(last_arc: u64, is_critical: bool) -> CustomExtension {
    let arcs = [1, 3, 6, 1, 4, 1, 99_999, last_arc];
    let mut extension = CustomExtension::from_oid_content(&arcs, vec![0x05, 0x00]);
    extension.set_criticality(is_critical);
    extension
}

#[test]
fn an_authority_in_the_servers_place_is_refused() {
    let scene = Scene::new();
    assert_eq!(
        reason(&scene.ask(&scene.with_leaf(ORDINARY), PUBLIC_NAME)),
        None
    );
    let authority: Change<'_> = &|params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let refused = reason(&scene.ask(&scene.with_leaf(authority), PUBLIC_NAME));
    assert_eq!(refused, Some(RefusalReason::ConstraintViolated));
}

#[test]
fn a_root_in_the_servers_place_is_refused_for_a_name_of_its_own_too() {
    let scene = Scene::new();
    for root in [&scene.public, &scene.local] {
        let named = root.root(&|params| {
            params.custom_extensions = vec![alternative_names(&[
                (DNS_NAME, PUBLIC_NAME.as_bytes()),
                (DNS_NAME, PRIVATE_NAME.as_bytes()),
            ])];
        });
        for name in BOTH {
            let refused = reason(&scene.ask(std::slice::from_ref(&named), name));
            assert_eq!(refused, Some(RefusalReason::ConstraintViolated), "{name}");
        }
    }
}

#[test]
fn a_certificate_that_a_servers_own_signed_is_refused() {
    let scene = Scene::new();
    let site = Signer::new("server");
    let own = |is_ca: &IsCa| {
        let change: Change<'_> = &|params| params.is_ca = *is_ca;
        vec![
            site.leaf(&["www.bank.example"], ORDINARY),
            scene.public.certify(&site, change),
        ]
    };
    let authority = IsCa::Ca(BasicConstraints::Unconstrained);
    assert_eq!(
        reason(&scene.ask(&own(&authority), "www.bank.example")),
        None
    );
    for no_authority in [IsCa::NoCa, IsCa::ExplicitNoCa] {
        let refused = reason(&scene.ask(&own(&no_authority), "www.bank.example"));
        assert_eq!(refused, Some(RefusalReason::ConstraintViolated));
    }
}

/// Like Firefox, webpki checks only the basic constraints of authorities, not their key usage.
#[test]
fn an_intermediate_whose_key_usage_is_not_to_sign_certificates_is_refused() {
    let scene = Scene::new();
    let usage = |usage: rcgen::KeyUsagePurpose| {
        let change = move |params: &mut rcgen::CertificateParams| params.key_usages = vec![usage];
        let chain = vec![
            scene.middle.leaf(&BOTH, ORDINARY),
            scene.public.certify(&scene.middle, &change),
        ];
        reason(&scene.ask(&chain, PUBLIC_NAME))
    };
    use rcgen::KeyUsagePurpose::{CrlSign, KeyCertSign};
    assert_eq!(usage(CrlSign), Some(RefusalReason::ConstraintViolated));
    assert_eq!(usage(KeyCertSign), None);
}

#[test]
fn an_issuers_name_in_another_string_type_leads_nowhere() {
    let scene = Scene::new();
    let same_bytes = scene.public.renamed("Public");
    let other_type = scene.public.spelled(utf8_name("Public"));
    let printable = scene.public.leaf(&BOTH, ORDINARY) == same_bytes.leaf(&BOTH, ORDINARY);
    assert!(!printable, "serial numbers differ");
    assert_eq!(
        reason(&scene.ask(&[same_bytes.leaf(&BOTH, ORDINARY)], PUBLIC_NAME)),
        None
    );
    let printable_root = scene.public.spelled({
        let mut name = rcgen::DistinguishedName::new();
        let value = rcgen::string::PrintableString::try_from("Public").unwrap();
        name.push(
            rcgen::DnType::CommonName,
            rcgen::DnValue::PrintableString(value),
        );
        name
    });
    let refused = [printable_root, other_type]
        .iter()
        .filter(|spelled| {
            let chain = [spelled.leaf(&BOTH, ORDINARY)];
            reason(&scene.ask(&chain, PUBLIC_NAME)) == Some(RefusalReason::UnknownIssuer)
        })
        .count();
    assert_eq!(refused, 1, "one of the two types is the root's own");
}

#[test]
fn a_hundred_and_fifty_local_decoys_of_a_public_roots_name_take_nothing_from_it() {
    let scene = Scene::new();
    let decoys: Vec<Certificate> = (0..150)
        .map(|_| parsed(&scene.public.rekeyed().root(ORDINARY)))
        .collect();
    let public = [parsed(&scene.public.root(ORDINARY))];
    let (anchors, _) = Anchors::of(&public, &decoys);
    let chain = scene.with_leaf(ORDINARY);
    for name in BOTH {
        let Decision::Trusted(verified) =
            decide(anchors.clone(), DistrustSet::default(), &chain, name)
        else {
            panic!("{name} is refused")
        };
        assert_eq!(verified.anchor().via, Via::PublicProgram);
    }
    // They take no effect if sent along, either.
    let mut crowded = chain;
    crowded.extend(
        decoys
            .iter()
            .map(|decoy| CertificateDer::from(decoy.der().to_vec())),
    );
    assert_eq!(reason(&scene.ask(&crowded, PUBLIC_NAME)), None);
}

/// An attacker who can insert four certificates can also cut the connection.
#[test]
fn we_still_refuse_a_good_chain_behind_four_decoys_that_claim_its_intermediates_name_and_identifier()
 {
    let scene = Scene::new();
    let mut chain = scene.with_leaf(ORDINARY);
    let identifier = parsed(&chain[1]).subject_key_identifier().unwrap().to_vec();
    let decoy = || {
        let twin = scene.middle.rekeyed();
        scene.local.certify(&twin, &|params| {
            params.key_identifier_method = rcgen::KeyIdMethod::PreSpecified(identifier.clone());
        })
    };
    let decoys: Vec<_> = (0..4).map(|_| decoy()).collect();
    chain.splice(1..1, decoys[..3].iter().cloned());
    assert_eq!(reason(&scene.ask(&chain, PUBLIC_NAME)), None);
    chain.insert(1, decoys[3].clone());
    assert!(reason(&scene.ask(&chain, PUBLIC_NAME)).is_some());
}

#[test]
fn an_extension_twice_is_refused() {
    let scene = Scene::new();
    let names = |name: &str| alternative_names(&[(DNS_NAME, name.as_bytes())]);
    let leaf = |extensions: Vec<CustomExtension>| {
        scene.with_leaf(&|params| {
            params.subject_alt_names.clear();
            params.custom_extensions = extensions.clone();
        })
    };
    let once = leaf(vec![names(PUBLIC_NAME)]);
    assert_eq!(reason(&scene.ask(&once, PUBLIC_NAME)), None);
    for other in [PUBLIC_NAME, PRIVATE_NAME] {
        let twice = leaf(vec![names(PUBLIC_NAME), names(other)]);
        assert!(reason(&scene.ask(&twice, PUBLIC_NAME)).is_some(), "{other}");
        assert!(
            reason(&scene.ask(&twice, PRIVATE_NAME)).is_some(),
            "{other}"
        );
    }
}

#[test]
fn an_extension_that_nobody_knows_is_refused_if_it_is_critical_wherever_it_stands() {
    let scene = Scene::new();
    for is_critical in [false, true] {
        let odd: Change<'_> = &|params| params.custom_extensions = vec![extension(1, is_critical)];
        let in_leaf = scene.with_leaf(odd);
        let in_middle = vec![
            scene.middle.leaf(&BOTH, ORDINARY),
            scene.public.certify(&scene.middle, odd),
        ];
        for chain in [in_leaf, in_middle] {
            assert_eq!(
                reason(&scene.ask(&chain, PUBLIC_NAME)).is_some(),
                is_critical
            );
        }
    }
}

#[test]
fn what_follows_a_certificate_is_refused() {
    let scene = Scene::new();
    let chain = scene.with_leaf(ORDINARY);
    for place in 0..2 {
        let mut longer = chain.clone();
        longer[place] = [chain[place].as_ref(), &[0]].concat().into();
        assert!(
            reason(&scene.ask(&longer, PUBLIC_NAME)).is_some(),
            "{place}"
        );
    }
}

/// Nested as deep as these bytes allow, as an extension and as a certificate.
#[test]
fn bytes_that_nest_without_end_are_refused() {
    let scene = Scene::new();
    let deep = (0..20_000).fold(Vec::new(), |inside: Vec<u8>, _| {
        // Lengths beyond 65,535 are cut off: the list begins and never ends.
        tlv(SEQUENCE, inside.get(..60_000).unwrap_or(&inside))
    });
    let mut nested = extension(2, false);
    nested = CustomExtension::from_oid_content(
        &nested.oid_components().collect::<Vec<_>>(),
        deep.clone(),
    );
    let chain = scene.with_leaf(&|params| params.custom_extensions = vec![nested.clone()]);
    // An unknown extension that is not critical is ignored.
    assert_eq!(reason(&scene.ask(&chain, PUBLIC_NAME)), None);
    let refused = reason(&scene.ask(&[deep.into()], PUBLIC_NAME));
    assert_eq!(refused, Some(RefusalReason::MalformedCertificate));
}
