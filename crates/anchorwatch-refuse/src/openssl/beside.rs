//! Certificates that stay in the store and can lead to a refused key.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anchorwatch_container::certificate_file;
use anchorwatch_home::Tree;
use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256, registry};
use anchorwatch_machine::{audit::shipped_roots, debian::BUNDLE, store_builder::MAX_FILE_BYTES};

use super::{Draft, Targets};

/// Warns of what the refusing certificates do not cover.
pub(super) fn warn(tree: &Tree, targets: &Targets, draft: &mut Draft) {
    // The filter reports a bundle that cannot be read.
    let Ok(bundle) = tree.read(BUNDLE.as_ref(), MAX_FILE_BYTES) else {
        return;
    };
    // With `--unlisted` more is withheld than the refused keys.
    let withheld: BTreeSet<CertSha256> = draft
        .withheld
        .iter()
        .filter(|held| held.path == Path::new(BUNDLE))
        .map(|held| held.certificate.sha256())
        .collect();
    let bundle = certificate_file(&bundle);
    let staying: Vec<Certificate> = bundle
        .certificates()
        .filter(|certificate| !targets.list.refuses_key_of(certificate))
        .filter(|certificate| !withheld.contains(&certificate.sha256()))
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
    let Some(Named { count, names }) = Named::of(&added) else {
        return;
    };
    let (who, whose) = match count {
        1 => ("1 root that was added here stays".to_owned(), "its owner"),
        _ => (
            format!("{count} roots that were added here stay"),
            "one of their owners",
        ),
    };
    draft.warnings.push(format!(
        "{who} trusted: if {whose} signed a certificate for a refused key, git, wget, Java and others without OpenSSL accept that chain; OpenSSL's programs accept it too where the server's certificate names its issuer by serial number or by an unusual key identifier ({names})"
    ));
}

/// Roots by name, for one sentence.
struct Named {
    /// The number of keys.
    count: usize,
    /// The names, shortened if there are many.
    names: String,
}

impl Named {
    fn of(certificates: &[&Certificate]) -> Option<Self> {
        let by_key: BTreeMap<SpkiSha256, &Certificate> = certificates
            .iter()
            .map(|certificate| (certificate.spki_sha256(), *certificate))
            .collect();
        let mut names: Vec<String> = by_key.values().map(|one| name_of(one)).collect();
        names.sort();
        let count = names.len();
        let left_out = count.saturating_sub(MOST_NAMES);
        names.truncate(MOST_NAMES);
        if left_out > 0 {
            names.push(format!("and {left_out} more"));
        }
        let names = names.join("; ");
        (count > 0).then_some(Self { count, names })
    }
}

fn name_of(certificate: &Certificate) -> String {
    let name = certificate.subject().to_string();
    let head: String = name.chars().take(MOST_LETTERS).collect();
    match (name.is_empty(), head.len() < name.len()) {
        (true, _) => format!("a root without a name, key {}", certificate.spki_sha256()),
        (_, true) => format!("{head}…"),
        (_, false) => head,
    }
}

/// How many names one sentence has, and how many characters of each.
const MOST_NAMES: usize = 10;
const MOST_LETTERS: usize = 100;

#[cfg(test)]
mod tests;
