//! The same certificates in front of the bundle, where a root of the same name stays.
//!
//! OpenSSL keeps what it read of the bundle in memory, and looks into the folder only for
//! a name of which it holds nothing (`ossl_x509_store_ctx_get_by_subject`, `x509_lu.c`).
//! A root that stays in the bundle under a refused key's name, with another key, so hides
//! the file in the folder. With the refusing certificate in the bundle too, OpenSSL holds
//! both before it looks for anything: it takes the one whose key identifier the server's
//! certificate names, and of two that fit the one that is valid now
//! (`X509_STORE_CTX_get1_issuer`). Ours is expired, so it never stands in the other's way.
//!
//! **Where else it is read** was measured with OpenSSL 3.0.22, GnuTLS 3.7.9, Node 20 and
//! p11-kit 0.24.1: only OpenSSL's readers of files take this label. Java's
//! `CertificateFactory` takes no label into account and fails at what stands behind the
//! certificate, so a program that reads the bundle by it reads none of it. So ours stand
//! there only while such a root does.

use std::collections::BTreeSet;

use anchorwatch_identity::{Certificate, pem};

use super::{HEAD, RejectFile, TAIL, name_hash};

/// The bundle's content, parted.
pub(crate) struct Parted {
    /// What we wrote, byte for byte as we write it.
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
        let mut next = find(content, HEAD.as_bytes(), 0);
        while let Some(begin) = next {
            next = find(content, HEAD.as_bytes(), begin + HEAD.len());
            let limit = next.unwrap_or(content.len());
            // No text of ours reaches to the next one's head: each search stays short.
            let Some(end) = find(&content[..limit], TAIL.as_bytes(), begin) else {
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

/// The texts of those whose name a certificate of this content has.
pub(crate) fn beside_namesakes(rejects: &[RejectFile], content: &[u8]) -> Vec<u8> {
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

/// Only every byte as we write it will do: what merely looks like ours is cut as any other.
fn is_ours(text: &[u8]) -> bool {
    let blocks = pem::blocks(text);
    let [block] = blocks.as_slice() else {
        return false;
    };
    let certificates: &[Certificate] = block.certificates.as_deref().unwrap_or_default();
    certificates.iter().any(|one| {
        let rejects = RejectFile::all_of(one.subject().der(), one.spki_der());
        rejects.iter().any(|reject| reject.content == text)
    })
}

fn find(content: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let rest = content.get(from..)?;
    let mut windows = rest.windows(what.len());
    windows
        .position(|window| window == what)
        .map(|at| from + at)
}
