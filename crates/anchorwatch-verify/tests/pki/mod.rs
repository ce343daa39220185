//! Certificates of any shape, made at run time.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, DnValue,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, PublicKeyData, SerialNumber,
};
use rustls_pki_types::CertificateDer;

/// A name and a key, independent of certificates.
#[derive(Clone)]
pub(crate) struct Signer {
    name: DistinguishedName,
    key: Arc<KeyPair>,
}

/// How a certificate differs from an ordinary one.
pub(crate) type Change<'a> = &'a dyn Fn(&mut CertificateParams);

pub(crate) const ORDINARY: Change<'static> = &|_| {};

impl Signer {
    pub(crate) fn new(name: &str) -> Self {
        Self::of(name, Arc::new(KeyPair::generate().unwrap()))
    }

    pub(crate) fn of(name: &str, key: Arc<KeyPair>) -> Self {
        let mut distinguished = DistinguishedName::new();
        distinguished.push(DnType::CommonName, name);
        Self {
            name: distinguished,
            key,
        }
    }

    /// The same key under another name.
    pub(crate) fn renamed(&self, name: &str) -> Self {
        Self::of(name, Arc::clone(&self.key))
    }

    /// The same name with another key.
    pub(crate) fn rekeyed(&self) -> Self {
        Self {
            name: self.name.clone(),
            key: Arc::new(KeyPair::generate().unwrap()),
        }
    }

    /// Its key under a differently encoded name.
    pub(crate) fn spelled(&self, name: DistinguishedName) -> Self {
        Self {
            name,
            key: Arc::clone(&self.key),
        }
    }

    /// A self-signed certificate of its name and key.
    pub(crate) fn root(&self, change: Change<'_>) -> CertificateDer<'static> {
        self.certify(self, change)
    }

    /// An authority's certificate for another name and key.
    pub(crate) fn certify(&self, subject: &Self, change: Change<'_>) -> CertificateDer<'static> {
        let mut params = subject.params();
        change(&mut params);
        self.sign(params, &*subject.key)
    }

    /// A server's certificate with a fresh key.
    pub(crate) fn leaf(&self, names: &[&str], change: Change<'_>) -> CertificateDer<'static> {
        self.leaf_of(&KeyPair::generate().unwrap(), names, change)
    }

    pub(crate) fn leaf_of(
        &self,
        key: &impl PublicKeyData,
        names: &[&str],
        change: Change<'_>,
    ) -> CertificateDer<'static> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "server");
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.use_authority_key_identifier_extension = true;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        (params.not_before, params.not_after) = (year(2020), year(2040));
        change(&mut params);
        self.sign(params, key)
    }

    pub(crate) fn params(&self) -> CertificateParams {
        let mut params = CertificateParams::default();
        params.distinguished_name = self.name.clone();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.use_authority_key_identifier_extension = true;
        (params.not_before, params.not_after) = (year(2020), year(2040));
        params
    }

    /// A certificate of any kind, for any key.
    pub(crate) fn sign(
        &self,
        mut params: CertificateParams,
        key: &impl PublicKeyData,
    ) -> CertificateDer<'static> {
        // Otherwise rcgen derives it from the key, and twins would have the same number.
        static SERIAL: AtomicU64 = AtomicU64::new(1);
        let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
        params
            .serial_number
            .get_or_insert_with(|| SerialNumber::from(serial));
        let own = self.params();
        let issuer = Issuer::from_params(&own, &*self.key);
        params.signed_by(key, &issuer).unwrap().der().clone()
    }
}

/// Alternative names exactly as given, valid or not: tags and contents of GeneralName (RFC 5280
/// §4.2.1.6).
pub(crate) fn alternative_names(names: &[(u8, &[u8])]) -> CustomExtension {
    let content: Vec<u8> = names
        .iter()
        .flat_map(|(tag, name)| tlv(*tag, name))
        .collect();
    CustomExtension::from_oid_content(&[2, 5, 29, 17], tlv(SEQUENCE, &content))
}

/// A name as a UTF8String.
pub(crate) fn utf8_name(name: &str) -> DistinguishedName {
    let mut distinguished = DistinguishedName::new();
    distinguished.push(DnType::CommonName, DnValue::Utf8String(name.to_owned()));
    distinguished
}

/// Tag, length, contents.
pub(crate) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let zeros = length.iter().take_while(|octet| **octet == 0).count();
    let octets = &length[zeros..];
    let head = match octets {
        [] => vec![tag, 0],
        [short @ 0..=0x7f] => vec![tag, *short],
        long => [&[tag, 0x80 | u8::try_from(long.len()).unwrap()], long].concat(),
    };
    [head.as_slice(), content].concat()
}

/// dNSName and iPAddress of GeneralName.
pub(crate) const DNS_NAME: u8 = 0x82;
pub(crate) const IP_ADDRESS: u8 = 0x87;
pub(crate) const SEQUENCE: u8 = 0x30;

/// The first second of a year.
pub(crate) fn year(year: i32) -> time::OffsetDateTime {
    rcgen::date_time_ymd(year, 1, 1)
}
