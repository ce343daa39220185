//! Adds certificates with a refused key to every JDK's list of blocked certificates.
//!
//! Java refuses a certificate on this list anywhere in a chain and from any keystore (tested
//! with OpenJDK 17). The list contains certificates, not keys. So it blocks known twins, even
//! if they are imported again by hand; [`keystore`](super::keystore) handles the others.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::{Change, Edit, EditFormat, EditItem, File, Node, Role, Tree};
use anchorwatch_identity::CertSha256;
use anchorwatch_machine::{Client, User, installation};

use super::remark::JavaRemark;
use crate::{
    coverage::{Covered, Mechanism, Reach},
    draft::Draft,
    pem_filter::FilterRemark,
    targets::{Goal, Targets},
    writable::others_can_write,
};

mod lines;
pub(crate) mod revert;

pub(crate) const MECHANISM: Mechanism =
    Mechanism::of_places("java_blocked_certs", Reach::EachCertificate);

/// The format of the edit, which determines its items.
pub(crate) const FORMAT: &str = "java_blocked_certs";

/// Names of the list in JDKs; the second one until version 16.
const NAMES: [&str; 2] = ["blocked.certs", "blacklisted.certs"];

/// Whether the path has the name of such a list.
pub(crate) fn is_one(path: &Path) -> bool {
    NAMES.iter().any(|name| path.ends_with(name))
}

/// Plans the JDKs outside users' homes.
pub(crate) fn of_system(tree: &Tree, targets: &Targets, users: &[User], draft: &mut Draft) {
    let homes = || installation::java_homes(tree, None);
    for path in lists(tree, targets, homes, draft) {
        if users.iter().any(|user| path.starts_with(&user.home)) {
            continue;
        }
        match others_can_write(tree, &path) {
            Ok(false) => cover(tree, targets, &path, draft),
            Ok(true) => draft.warn(&JavaRemark::BlockedCertsWritable {
                path: tree.display_path(&path),
            }),
            Err(error) => draft.blind(&error),
        }
    }
}

/// Plans the JDKs in a user's home.
pub(crate) fn of_user(tree: &Tree, user: &User, targets: &Targets, draft: &mut Draft) {
    let homes = || installation::java_homes(tree, Some(user));
    for path in lists(tree, targets, homes, draft) {
        if path.starts_with(&user.home) {
            cover(tree, targets, &path, draft);
        }
    }
}

/// The resolved paths of the lists, without duplicates.
fn lists(
    tree: &Tree,
    targets: &Targets,
    homes: impl FnOnce() -> Vec<PathBuf>,
    draft: &mut Draft,
) -> BTreeSet<PathBuf> {
    let mut lists = BTreeSet::new();
    if targets.goal != Goal::Refuse || hashes(targets).next().is_none() {
        return lists;
    }
    for home in homes() {
        let security = home.join("lib/security");
        let mut is_there = false;
        for name in NAMES {
            let path = security.join(name);
            if tree.identity(&path).is_ok() {
                is_there = true;
                match tree.resolve_final(&path) {
                    Ok(path) => drop(lists.insert(path)),
                    Err(error) => draft.blind(&error),
                }
            }
        }
        let is_java = ["lib/modules", "lib/rt.jar"]
            .iter()
            .any(|part| tree.identity(&home.join(part)).is_ok());
        if is_java && !is_there {
            draft.cannot_see(&JavaRemark::BlockedCertsMissing {
                path: tree.display_path(&home),
            });
        }
    }
    lists
}

fn hashes(targets: &Targets) -> impl Iterator<Item = CertSha256> {
    let keys = targets.keys.iter();
    keys.flat_map(|key| key.certificates.iter().copied())
}

fn cover(tree: &Tree, targets: &Targets, path: &Path, draft: &mut Draft) {
    let shown = tree.display_path(path);
    let file = match tree.node(path) {
        Ok(Node::File(file)) => file,
        Ok(_) => return,
        Err(error) => return draft.blind(&error),
    };
    let wanted: Vec<CertSha256> = hashes(targets).collect();
    match lines::with(&file.content, &wanted) {
        Ok(Some((content, added))) => {
            draft.warn(&upgrade(path, shown));
            draft.changes.push(change(path, file, content, &added));
        }
        Ok(None) => {}
        Err(why) => {
            let why = why.into();
            draft.cannot_see(&FilterRemark::AtPath { path: shown, why });
            return;
        }
    }
    draft.covered.push(Covered {
        mechanism: MECHANISM,
        path: path.to_owned(),
        clients: vec![Client::Java],
    });
}

fn change(path: &Path, file: File, content: Vec<u8>, added: &[CertSha256]) -> Change {
    let items = added.iter().map(|hash| EditItem {
        name: hash.to_string(),
        before: None,
        after: Some(hash.to_string()),
    });
    let edit = Edit {
        format: EditFormat::new(FORMAT),
        items: items.collect(),
    };
    Change {
        path: path.to_owned(),
        role: Role::Shared(edit),
        actor: None,
        after: Node::File(File {
            content,
            modified: None,
            ..file.clone()
        }),
        before: Node::File(file),
    }
}

fn upgrade(path: &Path, shown: PathBuf) -> JavaRemark {
    if path.starts_with("/etc") {
        JavaRemark::BlockedCertsOfPackage { path: shown }
    } else {
        JavaRemark::BlockedCertsReplacedByUpgrade { path: shown }
    }
}

#[cfg(test)]
mod tests;
