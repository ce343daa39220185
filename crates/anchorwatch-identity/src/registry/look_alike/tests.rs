use rcgen::DnType;

use super::*;
use crate::{
    Certificate,
    registry::{KnownName, generated, known_name, named::named},
};

fn called(common_name: &str) -> DistinguishedName {
    named(&[(DnType::CommonName, common_name)])
}

/// The identifier of the key whose name it looks like.
fn looks_like(name: &DistinguishedName) -> Option<&'static str> {
    match known_name(name)? {
        KnownName::LookAlike(known) => Some(known.id),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn other_attributes_around_the_common_name_hide_no_interceptor() {
    let qaznet = "Qaznet Trust Network";
    for attributes in [
        &[(DnType::CommonName, qaznet)][..],
        &[
            (DnType::CountryName, "KZ"),
            (DnType::OrganizationName, qaznet),
            (DnType::CommonName, qaznet),
        ],
        &[(DnType::CountryName, "KG"), (DnType::CommonName, qaznet)],
    ] {
        assert_eq!(looks_like(&named(attributes)), Some("kz-qaznet-2016"));
    }
    let isca = "Information Security Certification Authority";
    for attributes in [
        &[
            (DnType::CommonName, isca),
            (DnType::OrganizationName, "ISCA"),
        ][..],
        &[(DnType::CommonName, isca), (DnType::CountryName, "KZ")],
    ] {
        assert!(
            looks_like(&named(attributes))
                .unwrap()
                .starts_with("kz-isca")
        );
    }
}

#[test]
fn another_generation_or_alphabet_hides_no_interceptor_and_another_word_is_another_name() {
    for common_name in [
        "Qaznet Trust Network G2",
        "Qaznet Trust Network Root CA 2",
        "Q\u{430}zn\u{435}t Trust Network",
        "Qaznet\u{200b} Trust\u{a0}\u{a0}Network",
        "\u{ff31}aznet TRUST network 2027",
    ] {
        assert_eq!(
            looks_like(&called(common_name)),
            Some("kz-qaznet-2016"),
            "{common_name}"
        );
    }
    for common_name in [
        "Qaznet Trust Works",
        "Qaznet Trust Networks",
        "Trust Network",
        "Network G2",
        "Information Security",
        "Certification Authority",
        "Information Security Certification Authority of Example",
    ] {
        assert_eq!(looks_like(&called(common_name)), None, "{common_name}");
    }
}

#[test]
fn a_longer_isca_name_is_resembled_with_its_organization_or_its_country() {
    let longer = "Infоrmation Security Certification Authority Astana";
    for (kind, value, resembles) in [
        (DnType::OrganizationName, "I\u{405}CA", true),
        (DnType::CountryName, "kz", true),
        (DnType::OrganizationName, "Another", false),
        (DnType::CountryName, "KG", false),
    ] {
        let name = named(&[(DnType::CommonName, longer), (kind, value)]);
        assert_eq!(looks_like(&name).is_some(), resembles, "{name}");
    }
}

#[test]
fn no_public_root_and_no_name_of_the_tables_looks_like_an_interceptor() {
    for der in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
        let root = Certificate::from_der(der).unwrap();
        assert_eq!(look_alike(root.subject()), None, "{}", root.subject());
    }
    let programs = include_str!("../../../../../data/public-program/programs.tsv");
    let names = programs.lines().filter(|line| !line.starts_with('#'));
    let names = names.filter_map(|line| line.split('\t').next_back());
    let products = generated::INSPECTION_PRODUCTS.iter();
    let others = [
        "Root CA",
        "CA",
        "Aastra",
        "127.0.0.1",
        "Superfish, Inc. CA 2",
    ];
    let mut asked = 0;
    for name in names
        .chain(products.map(|product| product.name))
        .chain(others)
    {
        // Long names do not fit into a certificate, and are cut as there.
        let name: String = name.chars().take(64).collect();
        assert_eq!(look_alike(&called(&name)), None, "{name}");
        asked += 1;
    }
    assert!(asked > 800, "{asked}");
}

#[test]
fn no_compared_name_is_short() {
    let names: Vec<String> = interceptors().flat_map(common_names).collect();
    assert!(names.len() > 10);
    for name in names {
        for skeleton in skeletons_of_any_generation(&name) {
            assert!(skeleton.chars().count() >= 12, "{name}");
        }
    }
}
