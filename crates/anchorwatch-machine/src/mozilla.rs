//! Firefox and Thunderbird: profiles, policies, preferences, AutoConfig.
//!
//! ```text
//! per user    profile folders: cert9.db and its modules, prefs.js, user.js, cert_override.txt
//! machine     policies.json   (in /etc/firefox/policies, else in the program's distribution)
//!             *.js            default preferences, next to the program and in /etc/firefox
//!             the .cfg that a default preference names: AutoConfig, a program
//! ```
//!
//! No preference of Firefox 153 on Linux makes it trust the system's roots:
//! `security.enterprise_roots.enabled`, and with it the policy
//! `Certificates.ImportEnterpriseRoots`, was measured to have no effect there.

use anchorwatch_home::Tree;

use crate::{Client, Inventory, User};
use program::PROGRAMS;

pub mod autoconfig;
pub mod cert_override;
pub(crate) mod copies;
mod last_opened;
mod others;
pub(crate) mod policy;
mod prefs;
pub mod profile;
mod profiles_ini;
pub mod program;
mod proxy;
pub mod refusal;
pub(crate) mod remark;
mod settings_file;

pub use remark::MozillaRemark;

/// Reads the settings of the system.
pub(crate) fn of_system(tree: &Tree) -> Inventory {
    let mut found = Inventory::default();
    for program in &PROGRAMS {
        let copies = program.copies(tree);
        policy::read_copies(tree, &copies, &mut found);
        autoconfig::read_copies(tree, &copies, &mut found);
    }
    found
}

/// Reads one user's settings and profiles.
pub(crate) fn of_user(tree: &Tree, user: &User) -> Inventory {
    let mut found = Inventory::default();
    for program in &PROGRAMS {
        policy::of_user(tree, program, user, &mut found);
    }
    for (client, place) in profile::places(tree, user) {
        profile::all(tree, user, &place, client, &mut found);
    }
    found
}

/// Reads one profile, at any path (`--profile`).
pub(crate) fn of_profile(
    tree: &Tree,
    user: Option<&User>,
    folder: &std::path::Path,
    client: Client,
    found: &mut Inventory,
) {
    match user {
        Some(user) => profile::one(tree, user, folder, client, found),
        None => profile::database(tree, None, folder, client, found),
    }
}
