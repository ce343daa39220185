//! NSS databases outside known programs' places: recognized by the file, wherever it is.
//!
//! They belong to SeaMonkey, Pale Moon, Mullvad Browser or Tor Browser (which has its
//! profile in its own folder), to programs that Flatpak and snap bring under other names,
//! and to programs that are not browsers: Evolution, LibreOffice, Pidgin.

use std::path::{Path, PathBuf};

use anchorwatch_home::Tree;

use crate::{Client, Inventory, User, mozilla, nss};

/// Files that Mozilla's programs write into every profile.
const OF_PROFILE: [&str; 4] = [
    "prefs.js",
    "user.js",
    "compatibility.ini",
    "cert_override.txt",
];

/// Folders and files that only a mail program has in a profile.
const OF_MAIL: [&str; 3] = ["Mail", "ImapMail", "global-messages-db.sqlite"];

/// Reads the databases that are in no known place.
pub(super) fn read(tree: &Tree, user: Option<&User>, walked: &[PathBuf]) -> Inventory {
    let mut found = Inventory::default();
    for (folder, client) in unknown(tree, user, walked) {
        match client {
            Some(client) if client != Client::Chromium => {
                mozilla::of_profile(tree, user, &folder, client, &mut found);
            }
            client => nss::take(tree, user, &folder, client.as_slice(), &mut found),
        }
    }
    found
}

/// The databases in no known place, and the program that reads each, if it is recognized.
pub(super) fn unknown(
    tree: &Tree,
    user: Option<&User>,
    walked: &[PathBuf],
) -> Vec<(PathBuf, Option<Client>)> {
    let known: Vec<_> = user
        .into_iter()
        .flat_map(|user| {
            let profiles = mozilla::profile::of_user(tree, user).into_iter();
            let browsers = nss::CHROMIUM.iter().map(|place| user.home.join(place));
            profiles.map(|(_, folder)| folder).chain(browsers)
        })
        .filter_map(|folder| tree.identity(&folder).ok())
        .collect();
    let is_unknown = |folder: &&PathBuf| {
        let identity = tree.identity(folder);
        identity.is_ok_and(|identity| !known.contains(&identity))
    };
    let unknown = walked.iter().filter(is_unknown);
    unknown
        .map(|folder| (folder.clone(), client(tree, folder)))
        .collect()
}

fn client(tree: &Tree, folder: &Path) -> Option<Client> {
    let has = |names: &[&str]| {
        let mut names = names.iter();
        names.any(|name| tree.identity(&folder.join(name)).is_ok())
    };
    if folder.ends_with("pki/nssdb") || folder.ends_with(".pki/nssdb") {
        return Some(Client::Chromium);
    }
    if !has(&OF_PROFILE) {
        return None;
    }
    let name = folder.to_string_lossy().to_lowercase();
    let is_mail = has(&OF_MAIL) || name.contains("thunderbird") || name.contains("betterbird");
    Some(if is_mail {
        Client::Thunderbird
    } else {
        Client::Firefox
    })
}
