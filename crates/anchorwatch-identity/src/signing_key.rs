//! Whether a public key made a signature: asks aws-lc directly.
//!
//! `aws-lc-rs` checks RSASSA-PSS only from 2,048 bits on, and supports neither P-224 nor
//! Brainpool's curves nor SHA-224 with RSA. The library below it supports them and is already
//! linked. Who signed is a fact even if no browser would accept the key.

#![expect(
    unsafe_code,
    reason = "aws-lc is a library in C, and its safe wrapper checks fewer kinds of keys"
)]

use std::{
    ffi::c_int,
    ptr::{self, NonNull},
};

use aws_lc_sys as sys;
use x509_parser::x509::SubjectPublicKeyInfo;

/// How a message is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hash {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512Of224,
    Sha512Of256,
    Sha3Of224,
    Sha3Of256,
    Sha3Of384,
    Sha3Of512,
}

/// How a message is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    RsaPkcs1(Hash),
    /// RSASSA-PSS (RFC 8017 §8.1), with a salt of any length.
    RsaPss { hash: Hash, mask_hash: Hash },
    /// ECDSA, on the key's own curve.
    Ecdsa(Hash),
    /// Ed25519 (RFC 8032).
    Ed25519,
}

impl Algorithm {
    /// RSASSA-PSS whose mask uses the hash of the message, as in TLS.
    pub(crate) const fn pss(hash: Hash) -> Self {
        Self::RsaPss {
            hash,
            mask_hash: hash,
        }
    }

    pub(crate) const fn kind(self) -> KeyKind {
        match self {
            Self::RsaPkcs1(_) | Self::RsaPss { .. } => KeyKind::Rsa,
            Self::Ecdsa(_) => KeyKind::Ec,
            Self::Ed25519 => KeyKind::Ed25519,
        }
    }
}

/// The kind of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// RSA, under its own identifier, that of PSS (RFC 4055 §1.2) or the old one of X.509.
    Rsa,
    /// Any Weierstrass curve (RFC 5480 §2.1.1).
    Ec,
    Ed25519,
    /// Anything else.
    Other,
}

impl KeyKind {
    pub(crate) fn of(spki: &SubjectPublicKeyInfo<'_>) -> Self {
        match spki.algorithm.algorithm.to_id_string().as_str() {
            "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" | "2.5.8.1.1" => Self::Rsa,
            "1.2.840.10045.2.1" => Self::Ec,
            "1.3.101.112" => Self::Ed25519,
            _ => Self::Other,
        }
    }
}

/// A key that the library can check signatures with.
///
/// RSA from 512 to 16,384 bits; P-224, P-256, P-384, P-521, secp256k1 and the random curves of
/// Brainpool from 224 bits on; Ed25519.
pub(crate) struct SigningKey {
    key: NonNull<sys::EVP_PKEY>,
    kind: KeyKind,
}

impl SigningKey {
    /// `None` if the library does not support the kind of key, its curve or its length.
    pub(crate) fn of(spki: &SubjectPublicKeyInfo<'_>) -> Option<Self> {
        let kind = KeyKind::of(spki);
        let key = match kind {
            KeyKind::Rsa => rsa(&spki.subject_public_key.data),
            KeyKind::Ec | KeyKind::Ed25519 => any(spki.raw),
            KeyKind::Other => None,
        }?;
        let key = Self { key, kind };
        (kind != KeyKind::Rsa || key.bits() >= MIN_RSA_BITS).then_some(key)
    }

    /// Whether the key made the signature; `None` if the library cannot tell.
    pub(crate) fn has_signed(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Option<bool> {
        if algorithm.kind() != self.kind {
            return None;
        }
        // SAFETY: takes no arguments; `Context` frees the result.
        let context = Context(NonNull::new(unsafe { sys::EVP_MD_CTX_new() })?);
        let hash = match algorithm {
            Algorithm::RsaPkcs1(hash) | Algorithm::RsaPss { hash, .. } | Algorithm::Ecdsa(hash) => {
                hash.method()
            }
            Algorithm::Ed25519 => ptr::null(),
        };
        let mut of_key = ptr::null_mut();
        // SAFETY: the context and the key are alive until the end of this function, which is
        // longer than either is used; the method is null or static; no engine is named. The key's
        // context belongs to `context`; the pointer to it is written to a local variable.
        let is_ready = unsafe {
            sys::EVP_DigestVerifyInit(
                context.0.as_ptr(),
                &raw mut of_key,
                hash,
                ptr::null_mut(),
                self.key.as_ptr(),
            )
        };
        let is_ready = is_ready == 1 && prepared(of_key, algorithm);
        let answer = is_ready.then(|| {
            // SAFETY: the context was initialized above; both slices are alive and passed with
            // their own lengths.
            let holds = unsafe {
                sys::EVP_DigestVerify(
                    context.0.as_ptr(),
                    signature.as_ptr(),
                    signature.len(),
                    message.as_ptr(),
                    message.len(),
                )
            };
            holds == 1
        });
        forget_errors();
        answer
    }

    fn bits(&self) -> c_int {
        // SAFETY: the key is alive as long as `self`, and is only read.
        unsafe { sys::EVP_PKEY_bits(self.key.as_ptr()) }
    }
}

impl Drop for SigningKey {
    fn drop(&mut self) {
        // SAFETY: this is the only reference that we own, and it is not used again.
        unsafe { sys::EVP_PKEY_free(self.key.as_ptr()) }
    }
}

/// Frees a context of the library.
struct Context(NonNull<sys::EVP_MD_CTX>);

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: as for `SigningKey`.
        unsafe { sys::EVP_MD_CTX_free(self.0.as_ptr()) }
    }
}

/// Sets RSA's padding; other kinds have none.
fn prepared(context: *mut sys::EVP_PKEY_CTX, algorithm: Algorithm) -> bool {
    match algorithm {
        // SAFETY (all calls): the library made this context for an RSA key in
        // `EVP_DigestVerifyInit`; the method is static.
        Algorithm::RsaPkcs1(_) => unsafe {
            sys::EVP_PKEY_CTX_set_rsa_padding(context, sys::RSA_PKCS1_PADDING) == 1
        },
        Algorithm::RsaPss { mask_hash, .. } => unsafe {
            sys::EVP_PKEY_CTX_set_rsa_padding(context, sys::RSA_PKCS1_PSS_PADDING) == 1
                && sys::EVP_PKEY_CTX_set_rsa_pss_saltlen(context, sys::RSA_PSS_SALTLEN_AUTO) == 1
                && sys::EVP_PKEY_CTX_set_rsa_mgf1_md(context, mask_hash.method()) == 1
        },
        Algorithm::Ecdsa(_) | Algorithm::Ed25519 => true,
    }
}

/// An `RSAPublicKey` (RFC 8017 §A.1.1), whatever its wrapper says about padding.
fn rsa(der: &[u8]) -> Option<NonNull<sys::EVP_PKEY>> {
    // SAFETY: the slice is alive and is copied.
    let rsa = NonNull::new(unsafe { sys::RSA_public_key_from_bytes(der.as_ptr(), der.len()) });
    let key = rsa.and_then(|rsa| {
        // SAFETY: takes no arguments.
        let key = NonNull::new(unsafe { sys::EVP_PKEY_new() });
        // SAFETY: both are alive; the key takes a reference of its own.
        let is_set =
            key.map(|key| unsafe { sys::EVP_PKEY_set1_RSA(key.as_ptr(), rsa.as_ptr()) } == 1);
        // SAFETY: our reference, which is not used again.
        unsafe { sys::RSA_free(rsa.as_ptr()) };
        match (key, is_set) {
            (Some(key), Some(false)) => {
                // SAFETY: our reference, which is not used again.
                unsafe { sys::EVP_PKEY_free(key.as_ptr()) };
                None
            }
            (key, _) => key,
        }
    });
    if key.is_none() {
        forget_errors();
    }
    key
}

/// A `SubjectPublicKeyInfo` of a kind that the library supports.
fn any(der: &[u8]) -> Option<NonNull<sys::EVP_PKEY>> {
    let mut rest = sys::cbs_st {
        data: der.as_ptr(),
        len: der.len(),
    };
    // SAFETY: the slice is alive while it is read, and the rest of it is written to a local
    // variable.
    let key = NonNull::new(unsafe { sys::EVP_parse_public_key(&raw mut rest) });
    if key.is_none() {
        forget_errors();
    }
    key
}

/// Clears this thread's error queue, where other code would take a failure here as its own.
fn forget_errors() {
    // SAFETY: takes no arguments, and touches only this thread's queue.
    unsafe { sys::ERR_clear_error() }
}

impl Hash {
    fn method(self) -> *const sys::EVP_MD {
        // SAFETY (all calls): each takes no arguments and returns a static pointer.
        unsafe {
            match self {
                Self::Md5 => sys::EVP_md5(),
                Self::Sha1 => sys::EVP_sha1(),
                Self::Sha224 => sys::EVP_sha224(),
                Self::Sha256 => sys::EVP_sha256(),
                Self::Sha384 => sys::EVP_sha384(),
                Self::Sha512 => sys::EVP_sha512(),
                Self::Sha512Of224 => sys::EVP_sha512_224(),
                Self::Sha512Of256 => sys::EVP_sha512_256(),
                Self::Sha3Of224 => sys::EVP_sha3_224(),
                Self::Sha3Of256 => sys::EVP_sha3_256(),
                Self::Sha3Of384 => sys::EVP_sha3_384(),
                Self::Sha3Of512 => sys::EVP_sha3_512(),
            }
        }
    }
}

/// The shortest key that OpenSSL makes (`RSA_MIN_MODULUS_BITS`).
const MIN_RSA_BITS: c_int = 512;
