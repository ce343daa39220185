use super::*;
use crate::Certificate;

/// A name written as in the data: `CN=… | O=… | OU=…`.
fn named(text: &str) -> DistinguishedName {
    let mut name = rcgen::DistinguishedName::new();
    for part in text.split(" | ") {
        let (kind, value) = part.split_once('=').unwrap();
        let kind = match kind {
            "CN" => rcgen::DnType::CommonName,
            "O" => rcgen::DnType::OrganizationName,
            "OU" => rcgen::DnType::OrganizationalUnitName,
            "C" => rcgen::DnType::CountryName,
            other => panic!("{other}"),
        };
        name.push(kind, value);
    }
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = name;
    static KEY: std::sync::LazyLock<rcgen::KeyPair> =
        std::sync::LazyLock::new(|| rcgen::KeyPair::generate().unwrap());
    let certificate = Certificate::from_der(params.self_signed(&*KEY).unwrap().der()).unwrap();
    certificate.subject().clone()
}

fn product(text: &str) -> Option<&'static str> {
    inspection_product(&named(text)).map(|product| product.name)
}

#[test]
fn every_row_names_its_examples_and_not_what_comes_near() {
    for (name, examples, near_misses) in generated::INSPECTION_EXAMPLES {
        for example in *examples {
            assert_eq!(product(example), Some(*name), "{example}");
            assert_eq!(product(&example.replace("CN=", "CN= ")), Some(*name));
        }
        for near in *near_misses {
            assert_eq!(product(near), None, "{name}: {near}");
        }
    }
}

#[test]
fn words_are_compared_whole_in_any_case_and_in_their_order() {
    assert_eq!(product("CN=x | O=ZSCALER INC."), Some("Zscaler"));
    assert_eq!(product("CN=ESET  ssl filter ca"), Some("ESET"));
    assert_eq!(product("CN=Zscalers"), None);
    assert_eq!(product("CN=shield mail web"), None);
    // Words from two values do not form a phrase.
    assert_eq!(product("CN=Charles | O=Proxy"), None);
}

#[test]
fn where_two_values_are_given_one_is_not_enough() {
    assert_eq!(product("CN=avast! Web Root | O=avast! Mail Shield"), None);
    assert_eq!(product("CN=x | O=Cisco"), None);
}

#[test]
fn a_state_s_root_is_no_product() {
    let isca = "CN=Information Security Certification Authority | O=ISCA | C=KZ";
    assert_eq!(product(isca), None);
    assert_eq!(product("CN=Qaznet Trust Network | C=KZ"), None);
    assert_eq!(product("CN=Russian Trusted Root CA"), None);
}

#[test]
fn a_name_made_to_keep_us_busy_is_looked_at_in_part() {
    let far = format!("CN={}Zscaler", "a ".repeat(200_000));
    assert_eq!(product(&far), None);
    let near = format!("CN={}Zscaler", "a ".repeat(100));
    assert_eq!(product(&near), Some("Zscaler"));
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
