//! The odd certificates of pyca/cryptography's tests, each as a chain and as a root.

use std::{collections::BTreeMap, fs};

use anchorwatch_identity::Certificate;
use anchorwatch_policy::DistrustSet;
use anchorwatch_verify::{Anchors, Decision};
use rustls_pki_types::{CertificateDer, pem::PemObject as _};

use crate::{
    corpus,
    graph::decide,
    pki::{ORDINARY, Signer},
};

#[test]
fn an_odd_certificate_is_refused_as_a_chain_and_vouches_for_nobody_as_a_root() {
    let Some(folder) = corpus().map(|corpus| corpus.join("corpora/pyca_x509_custom")) else {
        return;
    };
    let root = Signer::new("Public");
    let good = root.leaf(&["www.example.kz"], ORDINARY);
    let root = Certificate::from_der(&root.root(ORDINARY)).unwrap();
    let mut counts = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let der = CertificateDer::from_pem_slice(&bytes).map_or(bytes, |der| der.to_vec());
        let odd = CertificateDer::from(der);
        let parsed = Certificate::from_der(&odd);
        let kind = if parsed.is_ok() { "read" } else { "not read" };
        *counts.entry(kind).or_insert(0) += 1;
        let roots: Vec<Certificate> = [root.clone()].into_iter().chain(parsed).collect();
        let (anchors, _) = Anchors::of(&roots, &roots);
        for name in ["www.example.kz", "cryptography.io", "wiki.intranet"] {
            let ask = |chain: &[CertificateDer<'_>]| {
                decide(anchors.clone(), DistrustSet::built_in(), chain, name)
            };
            let alone = ask(std::slice::from_ref(&odd));
            assert!(
                matches!(alone, Decision::Refused(_)),
                "{}: {alone:?}",
                path.display()
            );
            // After a good one it has no effect.
            let behind = ask(&[good.clone(), odd.clone(), odd.clone()]);
            let is_trusted = matches!(behind, Decision::Trusted(_));
            assert_eq!(is_trusted, name == "www.example.kz", "{}", path.display());
        }
    }
    // The folder's other files are revocation lists, not certificates.
    assert!(counts["read"] > 60 && counts["not read"] > 20, "{counts:?}");
}
