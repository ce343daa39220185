//! What the certificate of an authority has.

use std::hash::{BuildHasher, RandomState};

use rcgen::{
    BasicConstraints, CertificateParams, IsCa, KeyPair, KeyUsagePurpose, PublicKeyData,
    SerialNumber,
};
use sha1::{Digest, Sha1};

use super::{Subject, Validity};
use crate::Error;

/// Describes a certificate authority of this name: basic constraints and key usage, no more.
pub(super) fn authority_params(
    subject: &Subject,
    validity: Validity,
) -> Result<CertificateParams, Error> {
    let mut params = CertificateParams::default();
    (params.not_before, params.not_after) = validity.dates()?;
    params.distinguished_name = subject.distinguished_name();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(params)
}

/// Returns SHA-1 of the key's BIT STRING without its unused-bits octet (RFC 5280 §4.2.1.2, method
/// 1).
pub(super) fn key_identifier(key: &KeyPair) -> Vec<u8> {
    Sha1::digest(key.der_bytes()).to_vec()
}

/// Returns a positive serial of 16 octets. It only has to be unique, so the randomness of the
/// standard library's hash keys is enough.
pub(super) fn random_serial() -> SerialNumber {
    let half = || RandomState::new().hash_one("serial").to_be_bytes();
    let mut octets = [half(), half()].concat();
    if let Some(first) = octets.first_mut() {
        *first = *first & 0x7f | 0x40;
    }
    SerialNumber::from_slice(&octets)
}
