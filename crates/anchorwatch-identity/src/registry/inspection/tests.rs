use super::*;
use crate::Certificate;

fn product(common_name: &str, organization: &str) -> Option<&'static str> {
    let mut params = rcgen::CertificateParams::default();
    let mut name = rcgen::DistinguishedName::new();
    name.push(rcgen::DnType::CommonName, common_name);
    name.push(rcgen::DnType::OrganizationName, organization);
    params.distinguished_name = name;
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
    inspection_product(certificate.subject()).map(|product| product.name)
}

#[test]
fn a_product_is_named_by_the_values_that_the_list_gives() {
    let kaspersky = "Kaspersky Anti-Virus Personal Root Certificate";
    assert_eq!(product("x", "Fortinet Ltd."), Some("Fortinet"));
    assert_eq!(product("x", "Fortinet"), Some("Fortinet"));
    assert_eq!(product("FortiGate CA", "Fortinet"), Some("FortiGate"));
    assert_eq!(product(kaspersky, "x"), Some("Kaspersky Internet Security"));
    assert_eq!(product("x", "ZSCALER INC."), Some("Zscaler"));
    assert_eq!(
        product("x", "Blue Coat Systems"),
        Some("Symantec Blue Coat")
    );
    assert_eq!(product("Sophos_CA_C01234", "x"), Some("Sophos"));
}

#[test]
fn a_value_that_only_contains_a_name_is_no_match() {
    assert_eq!(product("x", "Not Fortinet"), None);
    assert_eq!(product("x", "Fortinet Ltd"), None);
    assert_eq!(product("x", "Zscaler"), None);
    assert_eq!(product("My Sophos_CA_C01234", "x"), None);
}

#[test]
fn where_two_values_are_given_one_is_not_enough() {
    assert_eq!(product("Cisco Umbrella Root CA", "x"), None);
    assert_eq!(product("x", "Cisco"), None);
    assert_eq!(
        product("Cisco Umbrella Root CA", "Cisco"),
        Some("Cisco Umbrella")
    );
}

#[test]
fn a_state_s_root_is_no_product() {
    assert_eq!(
        product("Information Security Certification Authority", "ISCA"),
        None
    );
}

#[test]
fn no_root_of_the_public_program_is_named_like_a_product() {
    for der in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
        let root = Certificate::from_der(der).unwrap();
        assert_eq!(
            inspection_product(root.subject()),
            None,
            "{}",
            root.subject()
        );
    }
}
