//! The contents of a file, part by part.

use std::collections::BTreeMap;

use anchorwatch_identity::Certificate;

use super::{Error, Format, Other, PlaceStep, Profile, Signer};

/// The contents of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Contents {
    /// The file's format.
    pub format: Format,
    /// Its certificates, and the parts that could not be read and may contain one, in file order.
    pub items: Vec<Item>,
    /// Who signed the file, as it claims. Not checked.
    pub signers: Vec<Signer>,
    /// How many private keys a PKCS #12 in it shows. They are not decrypted.
    pub private_key_count: usize,
    /// How many keys, requests and revocation lists are in it outside of PKCS #12.
    pub others: BTreeMap<Other, usize>,
    /// What a configuration profile says about itself and does.
    pub profile: Option<Profile>,
}

/// A certificate of a file, or a part that may contain one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Where it is, from the outside in; empty for the file itself.
    pub place: Vec<PlaceStep>,
    /// Why it is in the file.
    pub presence: Presence,
    /// The certificate, or why it cannot be read.
    pub certificate: Result<Certificate, Error>,
    /// What a PKCS #12 bag tells Java about it; [`JavaMark::None`] in other formats.
    pub java_mark: JavaMark,
}

/// What a PKCS #12 bag tells Java about its certificate.
///
/// Java trusts a certificate of such a file as an anchor only if it is marked, and, of a private
/// key's chain, only the key's own certificate (OpenJDK's `PKCS12KeyStore` and `TrustStoreUtil`;
/// run with OpenJDK 17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JavaMark {
    /// It has the attribute `trustedKeyUsage`.
    Trusted,
    /// It has a key's identifier, or is the first of its part and has none: if there is a private
    /// key, it is that key's own certificate.
    OfAKey,
    /// Neither.
    None,
}

/// Why a certificate is in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// The file offers it: installing the file installs it.
    Offered,
    /// It came with the signature over a profile. The profile does not install it, but a program
    /// that reads the file as PKCS #7 may.
    InSignature,
    /// The file marks it as distrusted: installing the file refuses it.
    Distrusted,
}
