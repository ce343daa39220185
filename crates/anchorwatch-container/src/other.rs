//! Contents of a file that are not certificates.

use x509_parser::{
    certification_request::X509CertificationRequest, prelude::FromDer as _,
    revocation_list::CertificateRevocationList, x509::SubjectPublicKeyInfo,
};

use super::{
    ContainerPart,
    ber::{self, Element},
};

anchorwatch_remark::closed_list! {
    /// Something related to certificates that cannot make anyone trusted.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Other {
        /// A private key, plain or encrypted. It is not decrypted.
        PrivateKey,
        /// A public key.
        PublicKey,
        /// A certificate request (RFC 2986).
        Request,
        /// A certificate revocation list (RFC 5280 §5).
        RevocationList,
    }
}

impl Other {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::PrivateKey => "private_key",
            Self::PublicKey => "public_key",
            Self::Request => "request",
            Self::RevocationList => "revocation_list",
        }
    }

    /// Recognises a PEM block by its label (RFC 7468 §§6, 7, 10, 11, 13, and OpenSSL's older
    /// names).
    pub(super) fn of_label(label: &[u8]) -> Option<Self> {
        Some(match label {
            _ if label.ends_with(b"PRIVATE KEY") => Self::PrivateKey,
            _ if label.ends_with(b"PUBLIC KEY") => Self::PublicKey,
            b"CERTIFICATE REQUEST" | b"NEW CERTIFICATE REQUEST" => Self::Request,
            b"X509 CRL" | b"CRL" => Self::RevocationList,
            _ => return None,
        })
    }

    /// Recognises DER by its shape. `der` is exactly one SEQUENCE.
    pub(super) fn of_der(der: &[u8]) -> Option<Self> {
        if is_private_key(der) == Some(true) {
            return Some(Self::PrivateKey);
        }
        if matches!(SubjectPublicKeyInfo::from_der(der), Ok((b"", _))) {
            return Some(Self::PublicKey);
        }
        if matches!(X509CertificationRequest::from_der(der), Ok((b"", _))) {
            return Some(Self::Request);
        }
        matches!(CertificateRevocationList::from_der(der), Ok((b"", _)))
            .then_some(Self::RevocationList)
    }
}

/// Recognises a private key by its version and its algorithm or number, its octets, or both (RFC
/// 5208 §5, RFC 8017 appendix A.1.2, RFC 5915 §3). PKCS #12 has version 3; an encrypted key has
/// no version.
fn is_private_key(der: &[u8]) -> Option<bool> {
    const WHAT: ContainerPart = ContainerPart::Key;
    let outer = ber::only(der, WHAT).ok()?;
    let mut parts = outer.children(WHAT);
    let (first, second) = (parts.next()?.ok()?, parts.next()?.ok()?);
    if first.is_integer() && first.content.len() == 1 && first.content != [3] {
        return Some(true);
    }
    let algorithm = |part: &Element<'_>| {
        let mut inner = part.children(WHAT);
        inner.next().and_then(Result::ok)?.oid().map(<[u8]>::to_vec)
    };
    // EncryptedPrivateKeyInfo: an algorithm of PKCS #5 or #12 before an OCTET STRING.
    let oid = algorithm(&first)?;
    let is_password_based = oid.starts_with(&PKCS5) || oid.starts_with(&PKCS12_PBE);
    Some(is_password_based && second.is_octet_string() && parts.next().is_none())
}

/// 1.2.840.113549.1.5 and 1.2.840.113549.1.12.1.
const PKCS5: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05];
const PKCS12_PBE: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01];
