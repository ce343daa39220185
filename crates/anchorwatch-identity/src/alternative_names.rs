//! The hosts that a certificate claims to be for.

use std::net::{Ipv4Addr, Ipv6Addr};

use x509_parser::{
    extensions::{GeneralName, ParsedExtension},
    prelude::{FromDer as _, X509Certificate},
};

use crate::Certificate;

impl Certificate {
    /// The DNS names and addresses of the subject alternative name (RFC 5280 §4.2.1.6), in
    /// encoded order. Names of other kinds are left out.
    ///
    /// **Trust:** the certificate's maker chose the text. Escape it before you print it.
    #[must_use]
    pub fn server_names(&self) -> Vec<String> {
        let Ok((_, parsed)) = X509Certificate::from_der(self.der()) else {
            return Vec::new();
        };
        let mut names = Vec::new();
        for extension in parsed.extensions() {
            if let ParsedExtension::SubjectAlternativeName(alternative) =
                extension.parsed_extension()
            {
                names.extend(alternative.general_names.iter().filter_map(server_name));
            }
        }
        names
    }
}

fn server_name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(octets) => match octets.len() {
            4 => <[u8; 4]>::try_from(*octets)
                .ok()
                .map(|octets| Ipv4Addr::from(octets).to_string()),
            16 => <[u8; 16]>::try_from(*octets)
                .ok()
                .map(|octets| Ipv6Addr::from(octets).to_string()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_come_in_their_order_and_others_are_left_out() {
        let mut params = rcgen::CertificateParams::new([
            "www.example.org".to_owned(),
            "192.0.2.7".to_owned(),
            "2001:db8::1".to_owned(),
        ])
        .unwrap();
        let mail = rcgen::string::Ia5String::try_from("a@example.org").unwrap();
        params
            .subject_alt_names
            .push(rcgen::SanType::Rfc822Name(mail));
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
        let names = ["www.example.org", "192.0.2.7", "2001:db8::1"];
        assert_eq!(certificate.server_names(), names);
    }

    #[test]
    fn a_certificate_without_the_extension_has_no_name() {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::default();
        let certificate = Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
        assert!(certificate.server_names().is_empty());
    }
}
