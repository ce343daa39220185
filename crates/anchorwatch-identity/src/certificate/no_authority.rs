//! The names in a server's own certificate, which says that it is not an authority.

use x509_parser::{
    certificate::X509Certificate,
    extensions::{GeneralName, ParsedExtension},
    prelude::FromDer as _,
};

use super::Certificate;

impl Certificate {
    /// The DNS names and addresses for which a server may use this certificate, if its basic
    /// constraints say `cA FALSE` explicitly, its key usage does not allow it to sign
    /// certificates, and its one subjectAltName contains nothing else (RFC 5280 §4.2.1).
    ///
    /// If the subjectAltName has no DNS name, programs that use OpenSSL take the subject's common
    /// names as DNS names, so they are included then.
    ///
    /// **Not checked:** whether a program that trusts it as an anchor looks at any of this;
    /// webpki does not.
    #[must_use]
    pub fn names_of_no_authority(&self) -> Option<Vec<String>> {
        let (_, parsed) = X509Certificate::from_der(&self.der).ok()?;
        let mut is_said = false;
        let mut names = None;
        let mut has_dns = false;
        for extension in parsed.extensions() {
            match extension.parsed_extension() {
                ParsedExtension::BasicConstraints(constraints) if !constraints.ca => is_said = true,
                ParsedExtension::BasicConstraints(_) => return None,
                ParsedExtension::KeyUsage(usage) if usage.key_cert_sign() => return None,
                // If there are two, programs may disagree about which one counts.
                ParsedExtension::SubjectAlternativeName(_) if names.is_some() => return None,
                ParsedExtension::SubjectAlternativeName(alternative) => {
                    let mut all = alternative.general_names.iter();
                    has_dns = all.any(|name| matches!(name, GeneralName::DNSName(_)));
                    let all = alternative.general_names.iter().map(text);
                    names = Some(all.collect::<Option<Vec<String>>>()?);
                }
                _ => {}
            }
        }
        let mut names: Vec<String> = names?;
        if !has_dns {
            for name in parsed.subject().iter_common_name() {
                names.push(name.as_str().ok()?.to_owned());
            }
        }
        (is_said && !names.is_empty()).then_some(names)
    }
}

fn text(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(octets) => {
            let v4 = <[u8; 4]>::try_from(*octets).map(std::net::IpAddr::from);
            let address = v4.or_else(|_| <[u8; 16]>::try_from(*octets).map(std::net::IpAddr::from));
            Some(address.ok()?.to_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, KeyUsagePurpose, SanType};

    use super::*;

    fn made(change: impl FnOnce(&mut CertificateParams)) -> Option<Vec<String>> {
        let names = vec!["localhost".to_owned(), "10.0.0.7".to_owned()];
        let mut params = CertificateParams::new(names).unwrap();
        params.is_ca = IsCa::ExplicitNoCa;
        change(&mut params);
        let certificate = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        Certificate::from_der(certificate.der())
            .unwrap()
            .names_of_no_authority()
    }

    #[test]
    fn without_a_dns_name_the_common_name_is_one_and_with_one_it_is_none() {
        let with = |names: Vec<SanType>| {
            made(|params| {
                params.subject_alt_names = names;
                let common = rcgen::DnType::CommonName;
                params.distinguished_name = rcgen::DistinguishedName::new();
                params.distinguished_name.push(common, "www.bank.example");
            })
        };
        let address = SanType::IpAddress([10, 0, 0, 7].into());
        let name = SanType::DnsName("localhost".try_into().unwrap());
        let found = with(vec![address.clone()]).unwrap();
        assert_eq!(found, ["10.0.0.7", "www.bank.example"]);
        assert_eq!(
            with(vec![address, name]).unwrap(),
            ["10.0.0.7", "localhost"]
        );
    }

    #[test]
    fn a_certificate_with_two_lists_of_names_says_none() {
        let second = |wanted: bool| {
            made(|params| {
                // A list with the name «a.example», written by hand: rcgen writes only one list.
                let mut list = vec![0x30, 11, 0x82, 9];
                list.extend(b"a.example");
                let oid: &[u64] = if wanted { &[2, 5, 29, 17] } else { &[1, 3, 9] };
                let more = rcgen::CustomExtension::from_oid_content(oid, list);
                params.custom_extensions.push(more);
            })
        };
        assert_eq!(second(true), None);
        assert_eq!(second(false).unwrap(), ["localhost", "10.0.0.7"]);
    }

    #[test]
    fn a_server_s_own_certificate_says_its_names_and_whatever_may_be_more_does_not() {
        let names = made(|_| {});
        assert_eq!(names.unwrap(), ["localhost", "10.0.0.7"]);
        let more: [fn(&mut CertificateParams); 5] = [
            |params| params.is_ca = IsCa::NoCa,
            |params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained),
            |params| params.key_usages = vec![KeyUsagePurpose::KeyCertSign],
            |params| params.subject_alt_names.clear(),
            |params| {
                let mail = SanType::Rfc822Name("a@b.test".try_into().unwrap());
                params.subject_alt_names.push(mail);
            },
        ];
        for change in more {
            assert_eq!(made(change), None);
        }
    }
}
