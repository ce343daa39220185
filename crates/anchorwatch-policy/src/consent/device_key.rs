//! Proof that a key's private half is on this device.

use anchorwatch_identity::SpkiSha256;
use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    rsa::KeyPair as RsaKeyPair,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING,
        ECDSA_P521_SHA512_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
    },
};

use super::ConsentError;

/// Proof that the private half of a key was shown. Only [`KeyOnThisDevice::of`] makes one.
///
/// **Not checked:** that the key is nowhere else. A vendor may ship the same key to every
/// customer; such keys get the class `leaked_key` once they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyOnThisDevice(SpkiSha256);

impl KeyOnThisDevice {
    /// Takes a private key (PKCS #8, PKCS #1 or SEC 1, as DER) and the public key that it should
    /// belong to. The bytes are neither kept nor shown.
    ///
    /// # Errors
    /// [`ConsentError::NoPrivateKey`], [`ConsentError::OtherPrivateKey`].
    pub fn of(private_key_der: &[u8], key: &SpkiSha256) -> Result<Self, ConsentError> {
        let spki = public_half(private_key_der).ok_or(ConsentError::NoPrivateKey)?;
        let got = SpkiSha256::of(&spki);
        if got == *key {
            Ok(Self(got))
        } else {
            Err(ConsentError::OtherPrivateKey { got })
        }
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> SpkiSha256 {
        self.0
    }
}

fn public_half(der: &[u8]) -> Option<Vec<u8>> {
    rsa(der).or_else(|| ecdsa(der)).or_else(|| ed25519(der))
}

fn rsa(der: &[u8]) -> Option<Vec<u8>> {
    let pair = RsaKeyPair::from_pkcs8(der)
        .or_else(|_| RsaKeyPair::from_der(der))
        .ok()?;
    spki(pair.public_key())
}

fn ecdsa(der: &[u8]) -> Option<Vec<u8>> {
    let curves = [
        &ECDSA_P256_SHA256_ASN1_SIGNING,
        &ECDSA_P384_SHA384_ASN1_SIGNING,
        &ECDSA_P521_SHA512_ASN1_SIGNING,
    ];
    let mut pairs = curves.into_iter().filter_map(|curve| {
        EcdsaKeyPair::from_pkcs8(curve, der)
            .or_else(|_| EcdsaKeyPair::from_private_key_der(curve, der))
            .ok()
    });
    spki(pairs.next()?.public_key())
}

fn ed25519(der: &[u8]) -> Option<Vec<u8>> {
    let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).ok()?;
    spki(pair.public_key())
}

fn spki(public: &impl AsDer<PublicKeyX509Der<'static>>) -> Option<Vec<u8>> {
    public.as_der().ok().map(|der| der.as_ref().to_vec())
}
