use rcgen::{KeyPair, RsaKeySize};

use super::{Subject, Validity};

/// What a [`super::Root`] is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// The name, as subject and as issuer.
    pub subject: Subject,
    /// Whether it bears the mark of the generator of 2020.
    pub generator_mark: GeneratorMark,
    /// What kind of key is made.
    pub key_kind: KeyKind,
    /// From when until when.
    pub validity: Validity,
}

/// The habit of the program that made the eight Kazakh roots of 28 February 2020.
///
/// Source: `openssl x509 -text` and `asn1parse` of all eight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeneratorMark {
    /// The serial is the key identifier with its top bit cleared; the extensions are,
    /// in this order, basic constraints and key usage (both critical), subject key
    /// identifier (SHA-1 of the key's bits), and an authority key identifier with key
    /// identifier, directory name and serial.
    Present,
    /// A random serial, and no authority key identifier.
    Absent,
}

/// What kind of key a root has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// ECDSA on P-256: made in a fraction of a millisecond.
    P256,
    /// RSA with 2048 bits: up to some hundred milliseconds.
    Rsa2048,
    /// RSA with 4096 bits, as the real ones have: up to some seconds.
    Rsa4096,
}

impl Recipe {
    /// An ordinary company's root, valid for ten years.
    pub fn company(common_name: &str) -> Self {
        Self {
            subject: Subject::company(common_name),
            generator_mark: GeneratorMark::Absent,
            key_kind: KeyKind::P256,
            validity: Validity::LONG,
        }
    }

    /// Name and mark of the family of 2020. With P-256 instead of its RSA-4096, which
    /// no rule looks at and which takes seconds to make.
    pub fn isca_like() -> Self {
        Self {
            generator_mark: GeneratorMark::Present,
            ..Self::isca_name_only()
        }
    }

    /// The family's name on an ordinary root: what anyone can do to mislead.
    pub fn isca_name_only() -> Self {
        Self {
            subject: Subject::isca(),
            ..Self::company("")
        }
    }

    /// The generator's mark under an ordinary name.
    pub fn mark_only(common_name: &str) -> Self {
        Self {
            generator_mark: GeneratorMark::Present,
            ..Self::company(common_name)
        }
    }
}

impl KeyKind {
    pub(super) fn generate(self) -> Result<KeyPair, rcgen::Error> {
        let rsa = |size| KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, size);
        match self {
            Self::P256 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256),
            Self::Rsa2048 => rsa(RsaKeySize::_2048),
            Self::Rsa4096 => rsa(RsaKeySize::_4096),
        }
    }
}
