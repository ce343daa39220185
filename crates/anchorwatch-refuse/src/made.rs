//! Certificates for tests.

use anchorwatch_identity::Certificate;

/// A root with this common name, and its PEM.
pub(crate) fn root(name: &str) -> (Certificate, String) {
    let mut parameters = rcgen::CertificateParams::default();
    parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    parameters
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    let key = rcgen::KeyPair::generate().unwrap();
    let made = parameters.self_signed(&key).unwrap();
    (Certificate::from_der(made.der()).unwrap(), made.pem())
}
