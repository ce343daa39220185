//! Certificates that stay in the store and keep OpenSSL from looking further.

use std::collections::BTreeSet;

use anchorwatch_home::Tree;
use anchorwatch_identity::pem;

use super::{Draft, Request, name_hash};
use crate::{collect::MAX_FILE_BYTES, debian::BUNDLE};

/// Warns of every certificate of the bundle that has a refused key's name and another
/// key: OpenSSL finds it first and does not look into the folder for that name.
pub(super) fn warn(tree: &Tree, request: &Request, draft: &mut Draft) {
    let names = request.keys.iter().flat_map(|refused| &refused.names);
    let refused: BTreeSet<u32> = names.filter_map(|name| name_hash::of(name)).collect();
    // What cannot be read here is said by the filter.
    let Ok(bundle) = tree.read(BUNDLE.as_ref(), MAX_FILE_BYTES) else {
        return;
    };
    let blocks = pem::blocks(&bundle).into_iter();
    let certificates = blocks.filter_map(|block| block.certificates.ok()).flatten();
    for certificate in certificates {
        let is_same_name =
            name_hash::of(certificate.subject().der()).is_some_and(|hash| refused.contains(&hash));
        if is_same_name && !request.list.refuses_key_of(&certificate) {
            draft.warnings.push(format!(
                "a root that stays has a refused key's name with another key ({}): OpenSSL will not refuse a chain through another root to the refused key under that name",
                certificate.spki_sha256()
            ));
        }
    }
}
