//! A file that someone sends → its certificates, for **identity** to name.
//!
//! What [`read`] understands:
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
//! The format is recognised from the bytes, never from a name. Some installers are more lenient
//! than others, so this reader looks everywhere and reports strictly: everything that may contain
//! a certificate and was not understood becomes an [`Item`] with an error, so that «there is
//! nothing else in it» is never said by mistake.
//!
//! **Trust:** the file's maker chose every byte. The work is bounded: see
//! [`MAX_CONTAINER_BYTES`], [`MAX_ITEM_COUNT`], [`MAX_NESTING`], [`MAX_DERIVATION_COST`],
//! [`MAX_UNFOLDED_BYTES`], [`MAX_SEARCHED_BYTES`], [`MAX_NODE_COUNT`] and [`MAX_TREE_DEPTH`].
//!
//! **Not checked:** signatures, message authentication codes and names. For a signed file, only
//! the claimed signers are reported.

pub mod bags;
mod base64_text;
mod ber;
mod budget;
mod certificate_file;
mod contents;
mod disguise;
mod embedded;
mod format;
mod other;
mod p11_kit;
mod pem_armor;
mod pkcs12;
mod pkcs7;
mod place;
mod plist_tree;
mod profile;
mod property_list;
mod reading;
mod registry_export;
mod role;
mod scheme;
mod serialized_store;
mod text;

pub use anchorwatch_identity::certificate_file::{
    ContainerError as Error, ContainerPart, Damage, PropertyListProblem,
};
pub use budget::{
    MAX_CONTAINER_BYTES, MAX_DERIVATION_COST, MAX_ITEM_COUNT, MAX_NESTING, MAX_NODE_COUNT,
    MAX_SEARCHED_BYTES, MAX_UNFOLDED_BYTES,
};
pub use certificate_file::certificate_file;
pub use contents::{Contents, Item, JavaMark, Presence};
pub use format::Format;
pub use other::Other;
pub use place::{PlaceStep, Signer};
pub use plist_tree::MAX_TREE_DEPTH;
pub use profile::{Effect, Payload, Profile};
pub use reading::{read, read_together};
pub use role::Role;

#[cfg(test)]
mod tests;
