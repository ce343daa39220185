//! Mozilla's NSS databases: where they are, and how a program reads them.
//!
//! A database is a folder: `cert9.db` has the certificates and their trust, `key4.db` the
//! signatures of the trust, `pkcs11.txt` the modules that are loaded with it.

use std::path::Path;

use anchorwatch_home::Tree;

use anchorwatch_remark::Remark as _;

use crate::{
    Anchor, Client, Inaccessible, Inventory, Store, StoreKind, Trust, User,
    not_read::NoFile,
    sqlite::{self, DatabaseProblem},
};
use signature::Signatures;

mod database;
mod library;
mod modules;
mod p11_kit;
pub mod pass_key;
pub(crate) mod remark;
mod roots;
mod signature;

pub use modules::folders as module_folders;
pub(crate) use modules::judged as module_judged;
pub use remark::NssRemark;
pub(crate) use roots::of_program as list_of_program;

/// The machine's database, a Red Hat design: applications that ask for it get it in
/// addition to each user's own (nsssysinit(8)). None of the programs that we name does.
pub const SYSTEM: &str = "/etc/pki/nssdb";

/// The database's name before 2018.
pub const OLD_FORM: &str = "cert8.db";

/// Chromium's databases, relative to a home; the first is preferred.
pub const CHROMIUM: [&str; 2] = [".pki/nssdb", ".local/share/pki/nssdb"];

/// Reads the machine's own database.
pub(crate) fn of_system(tree: &Tree) -> Inventory {
    let mut found = Inventory::default();
    take(tree, None, SYSTEM.as_ref(), &[], &mut found);
    found.add(roots::of_system(tree));
    found
}

/// Reads the database from which one user's Chromium takes roots.
///
/// Chromium reads `~/.pki/nssdb`, and `~/.local/share/pki/nssdb` only if the first does not
/// exist (measured with Chromium 156).
pub(crate) fn of_user(tree: &Tree, user: &User) -> Inventory {
    let mut found = Inventory::default();
    for place in CHROMIUM {
        let folder = user.home.join(place);
        match tree.list(&folder) {
            Ok(_) => {
                take(tree, Some(user), &folder, &[Client::Chromium], &mut found);
                break;
            }
            Err(error) if error.is_not_found() => {}
            Err(error) => {
                found
                    .closed
                    .push(Inaccessible::new(tree, &folder, user.uid, &error));
                break;
            }
        }
    }
    found
}

/// Reads one database, if the folder has one, and what its modules bring.
pub(crate) fn take(
    tree: &Tree,
    user: Option<&User>,
    folder: &Path,
    clients: &[Client],
    found: &mut Inventory,
) {
    take_certificates(tree, user, folder, clients, found);
    modules::of_database(tree, user, folder, clients, found);
}

fn take_certificates(
    tree: &Tree,
    user: Option<&User>,
    folder: &Path,
    clients: &[Client],
    found: &mut Inventory,
) {
    let path = folder.join("cert9.db");
    let mut store = Store::new(tree, StoreKind::Nss, &path, user);
    if let Some(known) = found.stores.iter_mut().find(|known| known.id == store.id) {
        return believed_too(known, clients);
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
fn believed_too(store: &mut Store, clients: &[Client]) {
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

#[cfg(test)]
mod tests;
