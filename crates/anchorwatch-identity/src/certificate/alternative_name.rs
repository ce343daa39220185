//! The names that a certificate is for (RFC 5280 §4.2.1.6).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use x509_parser::{
    certificate::X509Certificate,
    extensions::{GeneralName, ParsedExtension},
    prelude::FromDer as _,
};

use super::Certificate;

/// The most names that are read from one certificate; public certificates have under 1,000.
pub const MAX_ALTERNATIVE_NAME_COUNT: usize = 1_000;

/// One name of the subjectAltName.
///
/// **Trust:** the certificate's maker chose the value. It may contain characters that control a
/// terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlternativeName {
    /// The kind of name.
    pub kind: AlternativeNameKind,
    /// Its value as text, or as hexadecimal if it is not text.
    pub value: String,
}

/// The kind of a name in the subjectAltName.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AlternativeNameKind {
    /// A DNS name.
    Dns,
    /// An IP address, or octets of another length.
    Ip,
    /// A mail address.
    Email,
    /// A URI.
    Uri,
    /// Another kind; its value is hexadecimal or a distinguished name.
    Other,
}

impl AlternativeNameKind {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Ip => "ip",
            Self::Email => "email",
            Self::Uri => "uri",
            Self::Other => "other",
        }
    }
}

impl Certificate {
    /// The names of every subjectAltName extension, in encoded order, at most
    /// [`MAX_ALTERNATIVE_NAME_COUNT`]. Empty if none can be read.
    ///
    /// **Not checked:** whether the values are well-formed names.
    #[must_use]
    pub fn alternative_names(&self) -> Vec<AlternativeName> {
        let Ok((_, parsed)) = X509Certificate::from_der(&self.der) else {
            return Vec::new();
        };
        let mut names = Vec::new();
        for extension in parsed.extensions() {
            if let ParsedExtension::SubjectAlternativeName(list) = extension.parsed_extension() {
                names.extend(list.general_names.iter().map(named));
            }
        }
        names.truncate(MAX_ALTERNATIVE_NAME_COUNT);
        names
    }
}

fn named(name: &GeneralName<'_>) -> AlternativeName {
    use AlternativeNameKind as Kind;
    let (kind, value) = match name {
        GeneralName::DNSName(name) => (Kind::Dns, (*name).to_owned()),
        GeneralName::IPAddress(octets) => (Kind::Ip, address(octets)),
        GeneralName::RFC822Name(name) => (Kind::Email, (*name).to_owned()),
        GeneralName::URI(name) => (Kind::Uri, (*name).to_owned()),
        GeneralName::DirectoryName(name) => (
            Kind::Other,
            crate::DistinguishedName::from_parsed(name).to_string(),
        ),
        other => (Kind::Other, format!("{other:?}")),
    };
    AlternativeName { kind, value }
}

fn address(octets: &[u8]) -> String {
    let v4 = <[u8; 4]>::try_from(octets).map(|octets| IpAddr::from(Ipv4Addr::from(octets)));
    let address =
        v4.or_else(|_| <[u8; 16]>::try_from(octets).map(|octets| Ipv6Addr::from(octets).into()));
    address.map_or_else(
        |_| data_encoding::HEXLOWER.encode(octets),
        |address: IpAddr| address.to_string(),
    )
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair, SanType};

    use super::*;

    #[test]
    fn each_kind_of_name_is_read_in_its_order() {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.subject_alt_names = vec![
            SanType::DnsName("a.example".try_into().unwrap()),
            SanType::IpAddress([10, 0, 0, 7].into()),
            SanType::IpAddress("2001:db8::1".parse().unwrap()),
            SanType::Rfc822Name("a@b.example".try_into().unwrap()),
            SanType::URI("https://a.example/".try_into().unwrap()),
        ];
        let der = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        let certificate = Certificate::from_der(der.der()).unwrap();
        let names = certificate.alternative_names();
        let shown: Vec<String> = names
            .iter()
            .map(|name| format!("{}:{}", name.kind.code(), name.value))
            .collect();
        assert_eq!(
            shown,
            [
                "dns:a.example",
                "ip:10.0.0.7",
                "ip:2001:db8::1",
                "email:a@b.example",
                "uri:https://a.example/"
            ]
        );
    }

    #[test]
    fn a_certificate_without_names_has_none() {
        let params = CertificateParams::new(Vec::new()).unwrap();
        let der = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        let certificate = Certificate::from_der(der.der()).unwrap();
        assert_eq!(certificate.alternative_names(), []);
    }
}
