use rcgen::{KeyPair, RsaKeySize};

use super::{Subject, Validity};

/// The description from which a [`super::Root`] is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// The name, as subject and as issuer.
    pub subject: Subject,
    /// Whether it has the mark of the generator of 2020.
    pub generator_mark: GeneratorMark,
    /// The kind of key.
    pub key_kind: KeyKind,
    /// When it is valid.
    pub validity: Validity,
}

/// The habits of the program that made the eight Kazakh roots of 28 February 2020.
///
/// Source: `openssl x509 -text` and `asn1parse` of all eight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeneratorMark {
    /// The serial is the key identifier with its top bit cleared. The extensions are, in this
    /// order, basic constraints and key usage (both critical), subject key identifier (SHA-1 of
    /// the key's bits), and an authority key identifier with key identifier, directory name and
    /// serial.
    Present,
    /// A random serial, and no authority key identifier.
    Absent,
}

/// The kind of key that a root has.
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
    /// Describes an ordinary company's root, valid for ten years.
    pub fn company(common_name: &str) -> Self {
        Self {
            subject: Subject::company(common_name),
            generator_mark: GeneratorMark::Absent,
            key_kind: KeyKind::P256,
            validity: Validity::LONG,
        }
    }

    /// Describes a root with the name and mark of the family of 2020. The key is P-256 instead of
    /// RSA-4096, which no rule checks and which takes seconds to make.
    pub fn isca_like() -> Self {
        Self {
            generator_mark: GeneratorMark::Present,
            ..Self::isca_name_only()
        }
    }

    /// Describes a root like that of 2016, which was used in July 2019, with its name. The key has
    /// 2,048 bits instead of 4,096.
    pub fn qaznet_like() -> Self {
        Self {
            subject: Subject::qaznet(),
            key_kind: KeyKind::Rsa2048,
            ..Self::company("")
        }
    }

    /// Describes an ordinary root with the family's name, which anyone can make to mislead.
    pub fn isca_name_only() -> Self {
        Self {
            subject: Subject::isca(),
            ..Self::company("")
        }
    }

    /// Describes a root with the generator's mark and an ordinary name.
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
