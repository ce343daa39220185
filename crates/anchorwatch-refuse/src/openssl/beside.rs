//! Certificates that stay in the store and can lead to a refused key.

use std::collections::{BTreeMap, BTreeSet};

use anchorwatch_container::certificate_file;
use anchorwatch_home::Tree;
use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256, registry};
use anchorwatch_machine::{audit::shipped_roots, store_builder::MAX_FILE_BYTES};

use anchorwatch_remark::Remark;

use super::{Draft, Targets, remark::OpensslRemark};
use crate::{
    name_list::{self, Name},
    system_paths,
};

/// Warns of what the refusing certificates do not cover.
pub(super) fn warn(tree: &Tree, targets: &Targets, draft: &mut Draft) {
    // The filter reports a bundle that cannot be read.
    let path = system_paths::bundle(tree);
    let Ok(bundle) = tree.read(path, MAX_FILE_BYTES) else {
        return;
    };
    // With `--unlisted` more is withheld than the refused keys.
    let withheld: BTreeSet<CertSha256> = draft
        .withheld
        .iter()
        .filter(|held| held.path == path)
        .map(|held| held.certificate.sha256())
        .collect();
    // A root that is held to names can only certify a refused key for those.
    let confined: BTreeSet<SpkiSha256> = draft
        .confined
        .iter()
        .map(|held| held.certificate.spki_sha256())
        .collect();
    let bundle = certificate_file(&bundle);
    let staying: Vec<Certificate> = bundle
        .certificates()
        .filter(|certificate| !targets.list.refuses_key_of(certificate))
        .filter(|certificate| !withheld.contains(&certificate.sha256()))
        .filter(|certificate| !confined.contains(&certificate.spki_sha256()))
        .cloned()
        .collect();
    warn_of_local_roots(tree, &staying, draft);
}

/// Public authorities are watched, and so were those that the distribution ships. Any other
/// owner of a root here can certify anything.
fn warn_of_local_roots(tree: &Tree, staying: &[Certificate], draft: &mut Draft) {
    let shipped = shipped_roots(tree);
    let is_an_authority_s = |one: &Certificate| {
        registry::in_public_program(&one.spki_sha256())
            || registry::is_retired_from_program(one)
            || shipped.contains(&one.sha256())
    };
    // No program accepts a certificate as an issuer's if it says that it is not a CA.
    let can_certify = |one: &Certificate| one.issuing().is_ca != Some(false);
    let added: Vec<&Certificate> = staying
        .iter()
        .filter(|one| can_certify(one) && !is_an_authority_s(one))
        .collect();
    let by_key: BTreeMap<SpkiSha256, &Certificate> = added
        .iter()
        .map(|certificate| (certificate.spki_sha256(), *certificate))
        .collect();
    if by_key.is_empty() {
        return;
    }
    let mut names: Vec<Name> = by_key.values().map(|one| name_of(one)).collect();
    names.sort_by_key(Remark::told);
    draft.warn(&OpensslRemark::AddedRootsStay {
        count: by_key.len() as u64,
        names: name_list::bounded(names),
    });
}

fn name_of(certificate: &Certificate) -> Name {
    let name = certificate.subject().to_string();
    let head: String = name.chars().take(MOST_LETTERS).collect();
    match (name.is_empty(), head.len() < name.len()) {
        (true, _) => Name::Nameless {
            key: certificate.spki_sha256().to_string(),
        },
        (_, true) => Name::Named {
            name: format!("{head}…"),
        },
        (_, false) => Name::Named { name },
    }
}

/// How many letters of a name are listed.
const MOST_LETTERS: usize = 100;

#[cfg(test)]
mod tests;
