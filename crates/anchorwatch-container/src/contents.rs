//! What a file holds, part by part.

use std::collections::BTreeMap;

use anchorwatch_identity::Certificate;

use super::{Error, Format, Other, Profile};

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Contents {
    /// What the file is.
    pub format: Format,
    /// Its certificates, and the places where one may be that could not be read, in
    /// the order in which they stand.
    pub items: Vec<Item>,
    /// Who signed the file, as it claims: one line for each signer. Not checked.
    pub signers: Vec<String>,
    /// How many private keys a PKCS #12 in it shows. They are not decrypted.
    pub private_key_count: usize,
    /// How many keys, requests and revocation lists stand in it outside of PKCS #12.
    pub others: BTreeMap<Other, usize>,
    /// What a configuration profile says of itself and does.
    pub profile: Option<Profile>,
}

/// A certificate of a file, or a place where one may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Where it stands, in words; empty for the file itself.
    pub place: String,
    /// Whether it is what the file offers, or comes with a signature.
    pub standing: Standing,
    /// What is there.
    pub certificate: Result<Certificate, Error>,
    /// What a bag of PKCS #12 says of it to Java; [`JavaMark::None`] in other formats.
    pub java_mark: JavaMark,
}

/// What a bag of PKCS #12 says of its certificate to Java.
///
/// Java takes a certificate of such a file for an anchor only if it is marked so, and
/// of a private key's chain the key's own certificate (OpenJDK's `PKCS12KeyStore` and
/// `TrustStoreUtil`; run with OpenJDK 17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JavaMark {
    /// It bears the attribute `trustedKeyUsage`.
    Trusted,
    /// It bears a key's identifier, or is the first of its part and bears none: if
    /// there is a private key, it is that key's own.
    OfAKey,
    /// Neither.
    None,
}

/// Why a certificate is in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The file offers it: installing the file installs it.
    Offered,
    /// It came with the signature over a profile: it is not among what the profile
    /// installs, but a program that takes the file for PKCS #7 may install it.
    InSignature,
    /// The file marks it as not to be believed: installing the file refuses it.
    Distrusted,
}
