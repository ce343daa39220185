//! The same certificates at the start of the bundle, if a root with the same name stays in it.
//!
//! OpenSSL keeps what it read of the bundle in memory, and searches the folder only for names
//! that it does not have yet (`ossl_x509_store_ctx_get_by_subject`, `x509_lu.c`). So a root in
//! the bundle with a refused key's name and another key hides the file in the folder. If the
//! bundle also has the refusing certificate, OpenSSL holds both before any lookup. It takes the
//! one whose key identifier the server's certificate names, and if both fit, the one that is
//! valid now (`X509_STORE_CTX_get1_issuer`). Ours is expired, so it never replaces the other.
//!
//! **Other readers** were measured with OpenSSL 3.0.22, GnuTLS 3.7.9, Node 20 and p11-kit
//! 0.24.1: only OpenSSL's file readers accept this label. Java's `CertificateFactory` ignores
//! labels and fails at the data after the certificate, so a program that reads the bundle with
//! it reads nothing. So ours are there only while such a root is.

use std::collections::BTreeSet;

use anchorwatch_identity::{Certificate, pem};

use super::{HEAD, TAIL, files_of, name_hash};
use crate::own_file::OwnFile;

/// The bundle's content, split.
pub(crate) struct Parted {
    /// What we wrote, byte for byte.
    pub(crate) ours: Vec<u8>,
    /// Everything else.
    pub(crate) others: Vec<u8>,
}

impl Parted {
    pub(crate) fn of(content: &[u8]) -> Self {
        let mut parted = Self {
            ours: Vec::new(),
            others: Vec::new(),
        };
        let mut from = 0;
        let mut next = pem::find(content, HEAD.as_bytes(), 0);
        while let Some(begin) = next {
            next = pem::find(content, HEAD.as_bytes(), begin + HEAD.len());
            let limit = next.unwrap_or(content.len());
            // Searching only up to the next header keeps each search short.
            let Some(end) = pem::find(&content[..limit], TAIL.as_bytes(), begin) else {
                continue;
            };
            let text = &content[begin..end + TAIL.len()];
            if is_ours(text) {
                parted.others.extend_from_slice(&content[from..begin]);
                parted.ours.extend_from_slice(text);
                from = end + TAIL.len();
            }
        }
        parted.others.extend_from_slice(&content[from..]);
        parted
    }
}

/// The texts of the rejects that share a name with a certificate in this content.
pub(crate) fn beside_namesakes(rejects: &[OwnFile], content: &[u8]) -> Vec<u8> {
    if rejects.is_empty() {
        return Vec::new();
    }
    let blocks = pem::blocks(content).into_iter();
    let staying = blocks.filter_map(|block| block.certificates.ok()).flatten();
    let names: BTreeSet<u32> = staying
        .filter_map(|certificate| name_hash::of(certificate.subject().der()))
        .collect();
    let needed = rejects
        .iter()
        .filter(|reject| names.contains(&reject.hash))
        .map(|reject| reject.content.as_slice());
    needed.collect::<Vec<_>>().concat()
}

/// Only an exact copy of our bytes counts; lookalikes are cut as usual.
fn is_ours(text: &[u8]) -> bool {
    let blocks = pem::blocks(text);
    let [block] = blocks.as_slice() else {
        return false;
    };
    let certificates: &[Certificate] = block.certificates.as_deref().unwrap_or_default();
    certificates.iter().any(|one| {
        let rejects = files_of(one.subject().der(), one.spki_der());
        rejects.iter().any(|reject| reject.content == text)
    })
}
