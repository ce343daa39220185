//! How a certificate was made: the exponent of its key, and how many extensions it has.

use x509_parser::{
    certificate::X509Certificate, extensions::ParsedExtension, prelude::FromDer as _,
    public_key::PublicKey, x509::SubjectPublicKeyInfo,
};

use super::Certificate;

impl Certificate {
    /// The public exponent of an RSA key. `None` for another kind of key, and for an exponent that
    /// cannot be read or has more than 64 bits.
    ///
    /// **Not checked:** whether the key can be used.
    #[must_use]
    pub fn rsa_exponent(&self) -> Option<u64> {
        let (_, spki) = SubjectPublicKeyInfo::from_der(&self.spki_der).ok()?;
        match spki.parsed() {
            Ok(PublicKey::RSA(key)) => key.try_exponent().ok(),
            _ => None,
        }
    }

    /// How many extensions there are besides the subject's alternative names (RFC 5280 §4.2).
    #[must_use]
    pub fn other_extension_count(&self) -> usize {
        let Ok((_, parsed)) = X509Certificate::from_der(&self.der) else {
            return 0;
        };
        let all = parsed.extensions().iter();
        let is_names =
            |it: &ParsedExtension<'_>| matches!(it, ParsedExtension::SubjectAlternativeName(_));
        all.filter(|it| !is_names(it.parsed_extension())).count()
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose};

    use super::*;

    #[test]
    fn no_public_root_has_a_small_exponent() {
        let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
        let roots = roots.map(|der| Certificate::from_der(der).unwrap());
        let all: Vec<_> = roots.map(|root| root.rsa_exponent()).collect();
        assert!(all.contains(&Some(65_537)) && all.contains(&None));
        assert!(all.iter().all(|it| it.is_none_or(|it| it > 40_000)));
    }

    #[test]
    fn extensions_are_counted_without_the_names() {
        let key = KeyPair::generate().unwrap();
        let of = |change: fn(&mut CertificateParams)| {
            let mut params = CertificateParams::new(["a.test".to_owned()]).unwrap();
            change(&mut params);
            let made = params.self_signed(&key).unwrap();
            Certificate::from_der(made.der()).unwrap()
        };
        assert_eq!(of(|_| {}).other_extension_count(), 0);
        let two = of(|params| {
            params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
            params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        });
        assert_eq!(two.other_extension_count(), 2);
        assert_eq!(two.rsa_exponent(), None);
    }
}
