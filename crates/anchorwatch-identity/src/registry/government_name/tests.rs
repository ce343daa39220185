use rcgen::DnType;

use super::*;
use crate::{Certificate, registry::named::named};

const MINISTRY: &str = "The Ministry of Digital Development and Communications";

fn russian(common_name: &str) -> DistinguishedName {
    named(&[
        (DnType::CountryName, "RU"),
        (DnType::OrganizationName, MINISTRY),
        (DnType::CommonName, common_name),
    ])
}

fn of_country(country: &str, common_name: &str) -> Option<&'static GovernmentName> {
    let name = [
        (DnType::CommonName, common_name),
        (DnType::CountryName, country),
    ];
    government_name(&named(&name))
}

#[test]
fn the_russian_root_and_its_intermediate_are_known_by_name_and_not_with_another_letter() {
    for common_name in ["Russian Trusted Root CA", "Russian Trusted Sub CA"] {
        let found = government_name(&russian(common_name)).unwrap();
        assert_eq!(
            (found.name.as_str(), found.country.as_str()),
            (common_name, "RU")
        );
        assert_eq!(found.known.unwrap().id, "ru-trusted-root-ca-2022");
        let almost = common_name.replace("Trusted", "Trustee");
        assert_eq!(government_name(&russian(&almost)), None);
    }
    // The whole name is known, so another organization is another name.
    assert_eq!(of_country("RU", "Russian Trusted Root CA"), None);
}

#[test]
fn a_root_of_which_the_ccadb_gives_the_name_is_known_in_its_country_only() {
    let found = of_country("th", "thailand national ROOT certification authority - G1").unwrap();
    assert_eq!((found.country.as_str(), found.known), ("TH", None));
    let almost = "Thailand National Root Certification Authority - G9";
    assert_eq!(of_country("TH", almost), None);
    assert_eq!(of_country("KH", &found.name), None);
}

#[test]
fn general_words_are_no_name_of_a_state() {
    assert!(generated::GOVERNMENT_NAMES.contains(&("KR", "Root CA")));
    assert_eq!(of_country("KR", "Root CA"), None);
    assert!(of_country("KR", "GPKIRootCA1").is_some());
}

#[test]
fn no_public_root_has_the_name_of_a_state_s_root() {
    for der in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
        let root = Certificate::from_der(der).unwrap();
        assert_eq!(government_name(root.subject()), None, "{}", root.subject());
    }
}
