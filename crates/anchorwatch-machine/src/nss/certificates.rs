//! The certificates of one database, and the trust that it gives them.

use std::path::Path;

use anchorwatch_home::Tree;
use anchorwatch_remark::Remark as _;

use super::{database, remark::NssRemark, signature::Signatures};
use crate::{
    Anchor, Client, Inventory, Store, StoreKind, Trust, User,
    not_read::NoFile,
    sqlite::{self, DatabaseProblem},
};

/// The database's name before 2018.
pub const OLD_FORM: &str = "cert8.db";

/// Reads the database of a folder, if it has one.
pub(super) fn take(
    tree: &Tree,
    user: Option<&User>,
    folder: &Path,
    clients: &[Client],
    found: &mut Inventory,
) {
    let path = folder.join("cert9.db");
    let mut store = Store::new(tree, StoreKind::Nss, &path, user);
    if let Some(known) = found.stores.iter_mut().find(|known| known.id == store.id) {
        return trusted_too(known, clients);
    }
    let copy = match sqlite::read(tree, &path) {
        Ok(copy) => copy,
        Err(error) if error.is_not_found() => return old_form(tree, user, folder, found),
        Err(error) => {
            let uid = user.and_then(|user| user.uid);
            return found.not_read(tree, store, &path, uid, NoFile::Unread, &error);
        }
    };
    match database::read(copy.content, signatures(tree, folder)) {
        Ok(rows) => {
            store.unreadable = rows.unreadable;
            store.unreadable.extend(copy.unclear.map(|why| why.told()));
            if sqlite::has_content(tree, &folder.join(OLD_FORM)) {
                let name = OLD_FORM.to_owned();
                store
                    .remarks
                    .push(NssRemark::OldFormatBeside { name }.told());
            }
            store.anchors = rows
                .certificates
                .into_iter()
                .map(|(certificate, trust)| Anchor::new(certificate, trust, clients))
                .collect();
        }
        Err(error) => store.error = Some(DatabaseProblem::from(&error).told()),
    }
    found.stores.push(store);
}

/// A database that NSS wrote before 2018. Today's programs copy it into a new `cert9.db` if
/// there is none yet.
fn old_form(tree: &Tree, user: Option<&User>, folder: &Path, found: &mut Inventory) {
    let path = folder.join(OLD_FORM);
    if !sqlite::has_content(tree, &path) {
        return;
    }
    let mut store = Store::new(tree, StoreKind::Nss, &path, user);
    if found.stores.iter().all(|known| known.id != store.id) {
        store.unreadable.push(NssRemark::OldFormat.told());
        found.stores.push(store);
    }
}

/// Adds the programs that share one database.
fn trusted_too(store: &mut Store, clients: &[Client]) {
    for anchor in &mut store.anchors {
        if anchor.trust == Trust::Trusted {
            anchor.effective_for.extend(clients);
            anchor.effective_for.sort();
            anchor.effective_for.dedup();
        }
    }
}

/// The signatures of trust values, if they can be checked reliably: `key4.db` exists, is
/// complete, and its password is empty. Otherwise values are trusted as they are.
fn signatures(tree: &Tree, folder: &Path) -> Option<Signatures> {
    let path = folder.join("key4.db");
    let copy = sqlite::read(tree, &path).ok()?;
    if copy.unclear.is_some() {
        return None;
    }
    Signatures::read(copy.content).ok()?
}
