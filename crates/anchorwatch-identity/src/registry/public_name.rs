//! The names of the public program's roots.

use std::{collections::BTreeSet, sync::OnceLock};

use super::generated;
use crate::{DistinguishedName, once::once};

/// Whether this is the name of a root of the public program: the same text, ignoring case, white
/// space (RFC 5280 §7.1) and string types.
///
/// **Not checked:** the key. If a certificate has such a name and a key that is not in the
/// program ([`in_public_program`](super::in_public_program)), it is an impostor, or a root of the
/// same authority that is not in the program.
#[must_use]
pub fn names_public_root(name: &DistinguishedName) -> bool {
    static NAMES: OnceLock<BTreeSet<String>> = OnceLock::new();
    once(&NAMES, names).contains(name.canonical())
}

fn names() -> BTreeSet<String> {
    generated::PUBLIC_PROGRAM_SUBJECTS
        .iter()
        .filter_map(|der| DistinguishedName::canonical_of(der))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Certificate;

    fn named(change: impl Fn(&str) -> String) -> Certificate {
        let root = webpki_root_certs::TLS_SERVER_ROOT_CERTS
            .iter()
            .map(|der| Certificate::from_der(der).unwrap())
            .find(|root| root.subject().common_names() == ["ISRG Root X1"])
            .unwrap();
        let mut params = rcgen::CertificateParams::default();
        params.distinguished_name = rcgen::DistinguishedName::new();
        let subject = root.subject();
        let parts = [
            (rcgen::DnType::CountryName, &subject.countries()[0]),
            (rcgen::DnType::OrganizationName, &subject.organizations()[0]),
            (rcgen::DnType::CommonName, &subject.common_names()[0]),
        ];
        for (kind, value) in parts {
            params.distinguished_name.push(kind, change(value));
        }
        let key = rcgen::KeyPair::generate().unwrap();
        Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap()
    }

    #[test]
    fn every_public_root_has_the_name_of_one() {
        for der in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
            let root = Certificate::from_der(der).unwrap();
            assert!(names_public_root(root.subject()), "{}", root.subject());
        }
    }

    #[test]
    fn case_space_and_string_type_do_not_hide_a_borrowed_name_and_a_letter_does() {
        assert!(names_public_root(named(str::to_owned).subject()));
        assert!(names_public_root(named(str::to_uppercase).subject()));
        assert!(names_public_root(
            named(|text| text.replace(' ', "  ")).subject()
        ));
        assert!(!names_public_root(
            named(|text| format!("{text}.")).subject()
        ));
    }
}
