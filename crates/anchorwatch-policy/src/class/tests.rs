use super::*;

use anchorwatch_identity::family::FamilyRule;

const NOW: UnixSeconds = UnixSeconds::new(1_700_000_000);

fn certificate(common_name: &str, organization: &str, country: &str) -> Certificate {
    let mut params = rcgen::CertificateParams::default();
    let mut name = rcgen::DistinguishedName::new();
    name.push(rcgen::DnType::CommonName, common_name);
    name.push(rcgen::DnType::OrganizationName, organization);
    name.push(rcgen::DnType::CountryName, country);
    params.distinguished_name = name;
    let key = rcgen::KeyPair::generate().unwrap();
    Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap()
}

fn codes(classification: &Classification) -> Vec<ReasonCode> {
    classification
        .reasons
        .iter()
        .map(ClassReason::code)
        .collect()
}

#[test]
fn a_fresh_key_under_the_family_name_is_suspected() {
    let next = certificate(
        "Information Security Certification Authority 2027",
        "ISCA",
        "KZ",
    );
    let classification = classify(&next, NOW);
    assert_eq!(classification.class, Class::SuspectedFamily);
    assert_eq!(codes(&classification), [ReasonCode::IscaName]);
    assert_eq!(classification.known, None);
}

#[test]
fn a_company_root_is_unknown_whatever_it_calls_itself() {
    for name in ["DigiCert Global Root G2", "Example Works"] {
        let classification = classify(&certificate(name, "Example", "DE"), NOW);
        assert_eq!(classification.class, Class::Unknown, "{name}");
        assert_eq!(codes(&classification), [ReasonCode::NotInAnyRegistry]);
    }
}

#[test]
fn a_root_named_like_an_antivirus_is_called_so_and_nothing_more() {
    let name = "Kaspersky Anti-Virus Personal Root Certificate";
    let classification = classify(&certificate(name, "Example", "DE"), NOW);
    assert_eq!(classification.class, Class::InspectionProductName);
    assert_eq!(codes(&classification), [ReasonCode::InspectionProductName]);
    let fortinet = classify(&certificate("x", "Fortinet Ltd.", "US"), NOW);
    assert_eq!(fortinet.class, Class::InspectionProductName);
}

#[test]
fn the_name_of_a_product_never_lowers_a_suspicion() {
    let mut params = rcgen::CertificateParams::default();
    let mut name = rcgen::DistinguishedName::new();
    let common_name = "Information Security Certification Authority";
    name.push(rcgen::DnType::CommonName, common_name);
    name.push(rcgen::DnType::OrganizationName, "ISCA");
    // A second common name, as a name may have.
    name.push(rcgen::DnType::CustomDnType(vec![2, 5, 4, 3]), "IWSS.TREND");
    name.push(rcgen::DnType::CountryName, "KZ");
    params.distinguished_name = name;
    let key = rcgen::KeyPair::generate().unwrap();
    let both = Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
    let classification = classify(&both, NOW);
    assert_eq!(classification.class, Class::SuspectedFamily);
    assert_eq!(
        codes(&classification),
        [ReasonCode::IscaName, ReasonCode::InspectionProductName]
    );
}

#[test]
fn a_known_name_over_a_new_key_is_suspected() {
    let twin = certificate("MCSHOLDING TEST", "MCSHOLDING", "EG");
    // Its parts are in another order than the known ones.
    assert_eq!(codes(&classify(&twin, NOW)), [ReasonCode::KnownNameNewKey]);
    let other = certificate("MCSHOLDING BEST", "MCSHOLDING", "EG");
    assert_eq!(classify(&other, NOW).class, Class::Unknown);
    let mut params = rcgen::CertificateParams::default();
    let mut name = rcgen::DistinguishedName::new();
    name.push(rcgen::DnType::CommonName, "edellroot");
    params.distinguished_name = name;
    let key = rcgen::KeyPair::generate().unwrap();
    let dell = Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
    let classification = classify(&dell, NOW);
    assert_eq!(classification.class, Class::SuspectedFamily);
    assert_eq!(codes(&classification), [ReasonCode::KnownNameNewKey]);
}

#[test]
fn the_family_name_in_another_country_only_looks_like_it() {
    let elsewhere = certificate("Information Security Certification Authority", "ISCA", "DE");
    let classification = classify(&elsewhere, NOW);
    assert_eq!(classification.class, Class::SuspectedFamily);
    assert_eq!(codes(&classification), [ReasonCode::LookAlikeName]);
    let other = certificate("Information Security Authority", "ISCA", "DE");
    assert_eq!(classify(&other, NOW).class, Class::Unknown);
}

#[test]
fn every_root_of_the_public_program_is_called_so() {
    for der in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
        let classification = classify(&Certificate::from_der(der).unwrap(), NOW);
        assert_eq!(classification.class, Class::PublicProgram);
        let code = classification.reasons[0].code();
        assert_eq!(code, ReasonCode::PublicProgramKey);
    }
}

#[test]
fn a_root_whose_validity_is_over_says_so_and_keeps_its_class() {
    let root = certificate("Information Security Certification Authority", "ISCA", "KZ");
    let late = UnixSeconds::new(root.validity().not_after.get() + 1);
    let classification = classify(&root, late);
    assert_eq!(classification.class, Class::SuspectedFamily);
    assert_eq!(
        codes(&classification),
        [
            ReasonCode::IscaName,
            ReasonCode::KnownNameNewKey,
            ReasonCode::OutsideValidity
        ]
    );
}

#[test]
fn validity_is_reported_with_its_end_or_its_beginning() {
    let root = certificate("Example Works", "Example", "DE");
    let validity = root.validity();
    let last = |now: i64| {
        let classification = classify(&root, UnixSeconds::new(now));
        classification.reasons.last().cloned()
    };
    let (not_before, not_after) = (validity.not_before, validity.not_after);
    assert_eq!(
        last(not_after.get() + 1),
        Some(ClassReason::Expired { not_after })
    );
    assert_eq!(
        last(not_before.get() - 1),
        Some(ClassReason::NotYetValid { not_before })
    );
    // The edges are inside (RFC 5280 §4.1.2.5).
    let inside = Some(ClassReason::NotInAnyRegistry);
    assert_eq!(last(validity.not_after.get()), inside);
    assert_eq!(last(validity.not_before.get()), inside);
}

#[test]
fn every_family_rule_has_a_reason_code_of_its_own() {
    for rule in FamilyRule::ALL {
        let reason = ClassReason::Family(rule);
        assert_eq!(reason.code().code(), rule.id());
    }
}

#[test]
fn every_conduct_has_a_class_that_is_tried_before_the_public_program() {
    for known in registry::known_roots() {
        let class = Class::of_conduct(known.conduct);
        assert!(class < Class::PublicProgram, "{}", known.id);
        assert_eq!(
            known.conduct.reads_traffic(),
            class < Class::SuspectedFamily,
            "{}",
            known.id
        );
    }
}

#[test]
fn classes_are_listed_in_the_order_in_which_they_are_tried() {
    assert!(Class::ALL.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn codes_read_back() {
    for class in Class::ALL {
        assert_eq!(Class::from_code(class.code()), Some(class));
    }
    assert_eq!(Class::from_code("clean"), None);
}

/// A certificate that names this issuer, signed by a fresh key.
fn issued_by(common_name: &str, organization: &str, country: &str) -> Certificate {
    let named = |common_name: &str, organization: &str, country: &str| {
        let mut params = rcgen::CertificateParams::new(["www.example.kz".to_owned()]).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        for (kind, value) in [
            (rcgen::DnType::CommonName, common_name),
            (rcgen::DnType::OrganizationName, organization),
            (rcgen::DnType::CountryName, country),
        ] {
            if !value.is_empty() {
                params.distinguished_name.push(kind, value);
            }
        }
        params
    };
    let issuer = named(common_name, organization, country);
    let (key, own) = (
        rcgen::KeyPair::generate().unwrap(),
        rcgen::KeyPair::generate().unwrap(),
    );
    let issuer = rcgen::Issuer::from_params(&issuer, &key);
    let leaf = named("www.example.kz", "", "")
        .signed_by(&own, &issuer)
        .unwrap();
    Certificate::from_der(leaf.der()).unwrap()
}

#[test]
fn a_leaf_under_a_name_that_reads_traffic_is_suspected_by_that_name_and_a_letter_saves_it() {
    for (issuer, code) in [
        (
            (
                "Information Security  certification authority",
                "ISCA",
                "KZ",
            ),
            ReasonCode::KnownIssuerName,
        ),
        (
            (
                "Information Security Certification Authority 2027",
                "ISCA",
                "KZ",
            ),
            ReasonCode::IscaIssuerName,
        ),
        (
            ("QAZNET Trust Network", "", "KZ"),
            ReasonCode::KnownIssuerName,
        ),
    ] {
        let classification = classify(&issued_by(issuer.0, issuer.1, issuer.2), NOW);
        assert_eq!(classification.class, Class::SuspectedFamily, "{issuer:?}");
        assert!(
            codes(&classification).contains(&code),
            "{:?}",
            classification.reasons
        );
    }
    for issuer in [
        ("Qaznet Trust Networks", "", "KZ"),
        ("R3", "Let's Encrypt", "US"),
    ] {
        let classification = classify(&issued_by(issuer.0, issuer.1, issuer.2), NOW);
        assert_eq!(codes(&classification), [ReasonCode::NotInAnyRegistry]);
    }
}

#[test]
fn a_leaf_under_the_name_of_a_product_stays_unknown_and_the_product_is_named() {
    let name = "avast! Web/Mail Shield Root";
    let classification = classify(&issued_by(name, "avast! Web/Mail Shield", ""), NOW);
    assert_eq!(classification.class, Class::Unknown);
    assert_eq!(codes(&classification), [ReasonCode::InspectionIssuerName]);
}
