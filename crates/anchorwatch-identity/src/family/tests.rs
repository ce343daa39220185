use super::*;

use crate::registry;

/// A self-signed certificate with the attributes in the given order.
fn named(attributes: &[(rcgen::DnType, &str)]) -> Certificate {
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    for (kind, value) in attributes {
        params.distinguished_name.push(kind.clone(), *value);
    }
    let key = rcgen::KeyPair::generate().unwrap();
    Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap()
}

fn qaznet(common_name: &str) -> Certificate {
    named(&[
        (rcgen::DnType::CountryName, "KZ"),
        (rcgen::DnType::CommonName, common_name),
    ])
}

#[test]
fn no_root_of_the_public_program_matches_a_family() {
    for der in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
        let certificate = Certificate::from_der(der).unwrap();
        assert_eq!(matches(&certificate), [], "{}", certificate.subject());
    }
}

#[test]
fn rule_ids_are_distinct() {
    let mut ids = FamilyRule::ALL.map(FamilyRule::id).to_vec();
    ids.dedup();
    assert_eq!(ids.len(), FamilyRule::ALL.len());
}

#[test]
fn a_new_key_under_the_name_of_qaznet_is_suspected() {
    // The known name is a PrintableString, this one a UTF8String: the text decides.
    let twin = qaznet("Qaznet Trust Network");
    assert_ne!(
        twin.subject().der(),
        registry::known_roots()
            .iter()
            .find(|known| known.id == "kz-qaznet-2016")
            .unwrap()
            .certificates[0]
            .subject_der
    );
    assert_eq!(matches(&twin), [FamilyRule::KnownNameNewKey]);
}

#[test]
fn case_and_white_space_do_not_hide_a_known_name() {
    for spelling in ["QAZNET TRUST NETWORK", "qaznet  trust network"] {
        assert_eq!(matches(&qaznet(spelling)), [FamilyRule::KnownNameNewKey]);
    }
}

#[test]
fn a_name_that_differs_in_one_letter_is_not_a_known_name() {
    assert_eq!(matches(&qaznet("Qaznet Trust Networks")), []);
}

#[test]
fn a_name_that_looks_like_a_known_one_is_suspected_as_such() {
    for attributes in [
        &[
            (rcgen::DnType::CountryName, "KG"),
            (rcgen::DnType::CommonName, "Qaznet Trust Network"),
        ][..],
        &[(rcgen::DnType::CommonName, "Qaznet Trust Network G2")],
        &[(rcgen::DnType::CommonName, "Q\u{430}znet Trust Network")],
    ] {
        assert_eq!(matches(&named(attributes)), [FamilyRule::LookAlikeName]);
    }
    // In another order it is the same name.
    let turned = named(&[
        (rcgen::DnType::CommonName, "Qaznet Trust Network"),
        (rcgen::DnType::CountryName, "KZ"),
    ]);
    assert_eq!(matches(&turned), [FamilyRule::KnownNameNewKey]);
}

#[test]
fn the_name_of_a_root_that_was_only_removed_raises_no_suspicion() {
    let cnnic = registry::known_roots()
        .iter()
        .find(|known| known.id == "cnnic-root")
        .unwrap();
    assert_eq!(cnnic.title(), "CN=CNNIC ROOT,O=CNNIC,C=CN");
    let twin = named(&[
        (rcgen::DnType::CountryName, "CN"),
        (rcgen::DnType::OrganizationName, "CNNIC"),
        (rcgen::DnType::CommonName, "CNNIC ROOT"),
    ]);
    assert_eq!(twin.subject().to_string(), cnnic.title());
    assert_eq!(matches(&twin), []);
}
