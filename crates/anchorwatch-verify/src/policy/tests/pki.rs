//! Authorities with freely chosen extensions.

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use rustls_pki_types::CertificateDer;

pub(super) struct Authority {
    params: CertificateParams,
    key: KeyPair,
    pub(super) der: CertificateDer<'static>,
}

/// How a certificate differs from an ordinary one.
pub(super) type Change<'a> = &'a dyn Fn(&mut CertificateParams);

pub(super) const ORDINARY: Change<'static> = &|_| {};

impl Authority {
    pub(super) fn root(name: &str, change: Change<'_>) -> Self {
        let key = KeyPair::generate().unwrap();
        let params = params(name, change);
        let der = params.self_signed(&key).unwrap().der().clone();
        Self { params, key, der }
    }

    /// An authority under this one.
    pub(super) fn below(&self, name: &str, change: Change<'_>) -> Self {
        let key = KeyPair::generate().unwrap();
        let params = params(name, change);
        let der = self.sign(&params, &key);
        Self { params, key, der }
    }

    /// A new self-signed certificate with its name and key.
    pub(super) fn again(&self, change: Change<'_>) -> CertificateDer<'static> {
        let mut params = self.params.clone();
        change(&mut params);
        params.self_signed(&self.key).unwrap().der().clone()
    }

    pub(super) fn leaf(&self, names: &[&str], change: Change<'_>) -> CertificateDer<'static> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        params.is_ca = IsCa::ExplicitNoCa;
        change(&mut params);
        self.sign(&params, &KeyPair::generate().unwrap())
    }

    /// The parameters of an ordinary root with this name.
    pub(super) fn params_of(name: &str) -> CertificateParams {
        params(name, ORDINARY)
    }

    /// Its key with another's name: what it signs names that one as the issuer.
    pub(super) fn with_name_of(&self, other: &Self) -> Self {
        let key = KeyPair::try_from(self.key.serialize_der()).unwrap();
        Self {
            params: other.params.clone(),
            key,
            der: self.der.clone(),
        }
    }

    pub(super) fn distinguished_name(&self) -> DistinguishedName {
        self.params.distinguished_name.clone()
    }

    fn sign(&self, params: &CertificateParams, key: &KeyPair) -> CertificateDer<'static> {
        let issuer = Issuer::from_params(&self.params, &self.key);
        params.signed_by(key, &issuer).unwrap().der().clone()
    }
}

fn params(name: &str, change: Change<'_>) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    change(&mut params);
    params
}

/// The start of a year, for the dates of certificates.
pub(super) fn new_year(year: i32) -> time::OffsetDateTime {
    rcgen::date_time_ymd(year, 1, 1)
}
