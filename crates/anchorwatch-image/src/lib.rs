//! A container image in one file, as a tree that an audit reads: an OCI archive, or what
//! `docker save` writes.
//!
//! Beside the story: it makes a [`Tree`](anchorwatch_home::Tree) for the crates that read stores.
//! Nothing of the image is unpacked under a name, and nothing of it runs.
//!
//! ```text
//! FILE   a tar archive, or one in gzip or zstd
//!   oci-layout, index.json   -> manifests (blobs/sha256/…) -> configuration and layers
//!   manifest.json            -> the same from docker save, without or beside the former
//! layer  a tar archive, in gzip, in zstd or plain: entries and whiteouts, one layer on another
//! ```
//!
//! What is compressed is written to a file without a name, the spool; what is not stays where it
//! is in FILE. [`Image`](anchorwatch_home::Image) knows where the bytes of each file are.
//!
//! Sources: OCI image specification 1.1.1 (image-layout.md, image-index.md, manifest.md,
//! config.md, layer.md); Docker image specification 1.2 for `manifest.json`.
//!
//! **Not checked:** signatures of images. Layers in xz and bzip2 are not read, nor are
//! images whose layers are kept elsewhere: each is an error, never an image with less in it.
//!
//! **Trust:** whoever made FILE. Every blob is compared with the SHA-256 that the image names for
//! it, so FILE is whole and is the image of that digest; who vouches for the digest is another
//! question. A hostile FILE costs at most what the limits beside each reader allow.

mod archive;
mod blob;
mod candidate;
mod compression;
mod contents;
mod document;
mod entries;
mod error;
mod layer;
mod problem;
mod reference;
mod zstd;

pub use blob::MAX_SPOOL_BYTES;
pub use candidate::{Candidate, Platform};
pub use contents::{Contents, Opened};
pub use error::{Damage, Error, Form};
pub use problem::{ImageProblem, REMARKS};
pub use reference::Selection;
