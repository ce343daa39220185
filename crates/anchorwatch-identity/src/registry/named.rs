//! Names for the tests.

use rcgen::DnType;

use crate::{Certificate, DistinguishedName};

/// A name of these attributes, in their order.
pub(super) fn named(attributes: &[(DnType, &str)]) -> DistinguishedName {
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    for (kind, value) in attributes {
        params.distinguished_name.push(kind.clone(), *value);
    }
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
    certificate.subject().clone()
}
