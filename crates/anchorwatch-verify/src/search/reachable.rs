//! Selects the certificates sent by a server that can belong to a path.
//!
//! A server may send thousands of bytes of garbage, or a dozen authorities with one name that all
//! signed each other; path building over them takes minutes. A real chain has two or three
//! intermediates, a cross-signed one twice that.

use std::collections::BTreeSet;

use anchorwatch_identity::{CertSha256, Certificate};
use rustls_pki_types::CertificateDer;

/// How many intermediates are used. With 24, and six of one name, a chain of nine kilobytes took
/// webpki's 200,000 steps for each search: two seconds.
const MOST: usize = 12;
/// How many of one name: old and new cross-signatures of one authority.
const MOST_OF_ONE_NAME: usize = 4;
/// How many certificates are parsed to find them.
const MOST_PARSED: usize = 256;

/// The intermediates reachable from the first certificate by issuer and subject name, each once.
/// If many have the same name, those with a matching key identifier come first.
pub(super) fn intermediates<'a>(chain: &[CertificateDer<'a>]) -> Vec<CertificateDer<'a>> {
    let Some((leaf, rest)) = chain.split_first() else {
        return Vec::new();
    };
    let Ok(leaf) = Certificate::from_der(leaf) else {
        return Vec::new();
    };
    let mut seen: BTreeSet<CertSha256> = [leaf.sha256()].into();
    let sent: Vec<(Certificate, &CertificateDer<'a>)> = rest
        .iter()
        .filter(|der| der.first() == Some(&0x30))
        .take(MOST_PARSED)
        .filter_map(|der| Some((Certificate::from_der(der).ok()?, der)))
        .filter(|(certificate, _)| seen.insert(certificate.sha256()))
        .collect();

    let mut kept: Vec<CertificateDer<'a>> = Vec::new();
    let mut asked: BTreeSet<Vec<u8>> = BTreeSet::new();
    let mut children = vec![leaf];
    while let Some(child) = children.pop() {
        if !asked.insert(child.issuer().der().to_vec()) {
            continue;
        }
        let wanted = child
            .authority_key_identifier()
            .and_then(|id| id.key_identifier.clone());
        let mut parents: Vec<_> = sent
            .iter()
            .filter(|(certificate, _)| certificate.subject().der() == child.issuer().der())
            .collect();
        parents.sort_by_key(|(certificate, _)| {
            certificate.subject_key_identifier() != wanted.as_deref()
        });
        for (certificate, der) in parents
            .into_iter()
            .take(MOST_OF_ONE_NAME.min(MOST - kept.len()))
        {
            kept.push((*der).clone());
            children.push(certificate.clone());
        }
    }
    kept
}
