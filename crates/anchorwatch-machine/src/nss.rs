//! Mozilla's NSS databases: where they are, and how a program reads them.
//!
//! A database is a folder: `cert9.db` has the certificates and their trust, `key4.db` the
//! signatures of the trust, `pkcs11.txt` the modules that are loaded with it.

use std::path::Path;

use anchorwatch_home::Tree;

use crate::{Client, Inaccessible, Inventory, User};

mod certificates;
mod database;
mod library;
mod modules;
mod p11_kit;
pub mod pass_key;
pub(crate) mod remark;
mod roots;
mod signature;
mod trust_policy;

pub use certificates::OLD_FORM;
pub use modules::folders as module_folders;
pub(crate) use modules::judged as module_judged;
pub use remark::NssRemark;
pub(crate) use roots::of_program as list_of_program;

/// The machine's database, a Red Hat design: applications that ask for it get it in
/// addition to each user's own (nsssysinit(8)). None of the programs that we name does.
pub const SYSTEM: &str = "/etc/pki/nssdb";

/// Chromium's databases, relative to a home; the first is preferred.
pub const CHROMIUM: [&str; 2] = [".pki/nssdb", ".local/share/pki/nssdb"];

/// Reads the machine's own database.
pub(crate) fn of_system(tree: &Tree) -> Inventory {
    let mut found = Inventory::default();
    take(tree, None, SYSTEM.as_ref(), &[], &mut found);
    found.add(roots::of_system(tree));
    found.add(trust_policy::read(tree, None));
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
    found.add(trust_policy::read(tree, Some(user)));
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
    certificates::take(tree, user, folder, clients, found);
    modules::of_database(tree, user, folder, clients, found);
}

#[cfg(test)]
mod tests;
