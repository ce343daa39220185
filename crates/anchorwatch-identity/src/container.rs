//! What a file that someone hands out holds: from hostile bytes to certificates.
//!
//! ```text
//! certificate     DER, PEM, or base64 without marks        RFC 5280, RFC 7468
//! PKCS #7 / CMS   SignedData: its certificates, and what    RFC 2315, RFC 5652
//!                 it signs, read in turn
//! PKCS #12 / PFX  certificate bags, plain or encrypted      RFC 7292
//! profile         Apple's configuration profile, XML or     Apple, Device Management:
//!                 binary property list; its certificate     Configuration Profile
//!                 payloads, read in turn                    Reference
//! .reg, .sst      exports of Windows's stores               \[MS-GPEF\], Wine's crypt32
//! p11-kit         text that p11-kit's `trust` reads         p11-kit, trust/persist.c
//! text            any of these as UTF-16, escaped in JSON,   RFC 8259, RFC 2045, HTML
//!                 HTML or a mail, or attached to one in base64
//! ```
//!
//! The format is told from the bytes, never from a name. Installers differ in how
//! generous they are, so this reader is generous where it looks and strict in what it
//! says: everything that might hold a certificate and was not understood becomes an
//! [`Item`] with an error, so that «nothing else is in there» is never said by mistake.
//!
//! **Trust:** whoever made the file chose every byte. The work is bounded: see
//! [`MAX_CONTAINER_BYTES`], [`MAX_ITEM_COUNT`], [`MAX_NESTING`], [`MAX_DERIVATION_COST`],
//! [`MAX_UNFOLDED_BYTES`], [`MAX_SEARCHED_BYTES`], [`MAX_NODE_COUNT`] and [`MAX_TREE_DEPTH`].
//!
//! **Not checked:** no signature, no message authentication code, no name. A signed
//! file says who claims to have signed it.

pub mod bags;
mod base64_text;
pub(crate) mod ber;
mod budget;
mod disguise;
mod embedded;
mod error;
mod other;
mod p11_kit;
mod pem_armor;
mod pkcs12;
mod pkcs7;
mod plist_tree;
mod profile;
mod property_list;
mod reading;
mod registry_export;
mod role;
mod scheme;
mod serialized_store;
mod text;

pub use budget::{MAX_DERIVATION_COST, MAX_NODE_COUNT, MAX_SEARCHED_BYTES, MAX_UNFOLDED_BYTES};
pub use error::Error;
pub use other::Other;
pub use plist_tree::MAX_TREE_DEPTH;
pub use profile::{Effect, Payload, Profile};
pub use role::Role;

use std::collections::BTreeMap;

use crate::Certificate;

/// The largest file that is read, in bytes.
///
/// All roots of Mozilla's set as PEM have 0.2 MB; a profile may carry fonts and icons.
pub const MAX_CONTAINER_BYTES: usize = 16 << 20;

/// The most certificates and errors that one file gives; the public programs together
/// have under 500 roots.
pub const MAX_ITEM_COUNT: usize = 10_000;

/// How deep containers stand in one another: a signed profile with a PKCS #12 payload
/// of PEM text is three below the file.
pub const MAX_NESTING: usize = 4;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// One certificate, DER.
    Der,
    /// Text with PEM blocks.
    Pem,
    /// Base64 without marks around it.
    Base64,
    /// PKCS #7 or CMS SignedData.
    Pkcs7,
    /// PKCS #12, also called PFX.
    Pkcs12,
    /// Apple's configuration profile.
    Profile,
    /// Apple's configuration profile inside CMS SignedData.
    SignedProfile,
    /// An export of Windows's registry, `.reg`.
    RegistryExport,
    /// A serialized certificate store of Windows, `.sst`.
    SerializedStore,
    /// p11-kit's text of trust objects.
    P11Kit,
    /// Text that carries certificates in another form than PEM: JSON, HTML, a mail.
    Embedded,
    /// Keys, requests or revocation lists.
    NoCertificate,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 12] = [
        Self::Der,
        Self::Pem,
        Self::Base64,
        Self::Pkcs7,
        Self::Pkcs12,
        Self::Profile,
        Self::SignedProfile,
        Self::RegistryExport,
        Self::SerializedStore,
        Self::P11Kit,
        Self::Embedded,
        Self::NoCertificate,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Der => "der",
            Self::Pem => "pem",
            Self::Base64 => "base64",
            Self::Pkcs7 => "pkcs7",
            Self::Pkcs12 => "pkcs12",
            Self::Profile => "profile",
            Self::SignedProfile => "signed_profile",
            Self::RegistryExport => "registry_export",
            Self::SerializedStore => "serialized_store",
            Self::P11Kit => "p11_kit",
            Self::Embedded => "embedded",
            Self::NoCertificate => "no_certificate",
        }
    }

    /// The format in words, with its article.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Der => "a certificate (DER)",
            Self::Pem => "a PEM text",
            Self::Base64 => "base64 text without PEM marks",
            Self::Pkcs7 => "a PKCS #7 file",
            Self::Pkcs12 => "a PKCS #12 file",
            Self::Profile => "an unsigned configuration profile for Apple devices",
            Self::SignedProfile => "a signed configuration profile for Apple devices",
            Self::RegistryExport => "an export of Windows's registry",
            Self::SerializedStore => "a serialized certificate store of Windows",
            Self::P11Kit => "a text of trust objects for p11-kit",
            Self::Embedded => "a text with certificates inside, such as JSON, HTML or a mail",
            Self::NoCertificate => "keys, requests or revocation lists",
        }
    }
}

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

/// Reads a file's bytes.
///
/// The password opens PKCS #12. A profile's own password is tried before it, and the
/// empty one after it.
///
/// # Errors
/// [`Error`] where the bytes as a whole are none of the formats, or none that can be
/// read. A part that cannot be read is an [`Item`], not an error.
pub fn read(bytes: &[u8], password: Option<&str>) -> Result<Contents, Error> {
    reading::read(bytes, password)
}

#[cfg(test)]
mod tests;
