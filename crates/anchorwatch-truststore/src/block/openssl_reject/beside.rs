//! Certificates that stay in the store and can lead to a refused key.

use std::{collections::BTreeSet, path::Path};

use anchorwatch_home::Tree;
use anchorwatch_identity::{CertSha256, Certificate, CertificateFile, SpkiSha256, registry};

use super::{Draft, Request};
use crate::{collect::MAX_FILE_BYTES, debian::BUNDLE};

/// Warns of what the refusing certificates do not reach.
pub(super) fn warn(tree: &Tree, request: &Request, draft: &mut Draft) {
    // What cannot be read here is said by the filter.
    let Ok(bundle) = tree.read(BUNDLE.as_ref(), MAX_FILE_BYTES) else {
        return;
    };
    // With `--unlisted` more is held out than what is refused by key.
    let held_out: BTreeSet<CertSha256> = draft
        .held_out
        .iter()
        .filter(|held| held.path == Path::new(BUNDLE))
        .map(|held| held.certificate.sha256())
        .collect();
    let bundle = CertificateFile::read(&bundle);
    let staying: Vec<Certificate> = bundle
        .certificates()
        .filter(|certificate| !request.list.refuses_key_of(certificate))
        .filter(|certificate| !held_out.contains(&certificate.sha256()))
        .cloned()
        .collect();
    warn_of_local_roots(&staying, draft);
}

/// Public authorities are watched; whoever else has a root here can certify what they like.
fn warn_of_local_roots(staying: &[Certificate], draft: &mut Draft) {
    let local = staying
        .iter()
        .filter(|one| !registry::in_public_program(&one.spki_sha256()));
    for key in keys(local) {
        draft.warnings.push(format!(
            "a root of no public program stays ({key}): if its owner certified a refused key, git, wget, Java and others without OpenSSL will believe that chain"
        ));
    }
}

fn keys<'a>(certificates: impl Iterator<Item = &'a Certificate>) -> BTreeSet<SpkiSha256> {
    certificates.map(Certificate::spki_sha256).collect()
}
