//! What matters outside homes beside settings and databases: what the owner allows, and keystores of
//! JDKs, also of those that are installed later.

use std::path::Path;

use anchorwatch_home::{Tree, paths};
use sha2::{Digest as _, Sha256};

use super::MAX_BYTES;

/// What the owner allows.
const OWNERS: [&str; 2] = [paths::CONSENTS, paths::CONFIGURATION];

/// Folders in which packages and people put JDKs, one folder each.
const OF_JDKS: [&str; 5] = ["/usr/lib/jvm", "/usr/java", "/opt", "/usr/local", "/srv"];

/// The most folders of each that are looked into; a developer's machine has ten.
const MOST_FOLDERS: usize = 200;

/// A JDK's keystores and its list of blocked certificates, of version 8 in the folder of its JRE.
const FILES: [&str; 6] = [
    "lib/security/cacerts",
    "lib/security/jssecacerts",
    "lib/security/blocked.certs",
    "jre/lib/security/cacerts",
    "jre/lib/security/jssecacerts",
    "jre/lib/security/blacklisted.certs",
];

/// Adds their contents to a reading. A file that is not there yet counts as such.
pub(super) fn add_files(tree: &Tree, hash: &mut Sha256) {
    for path in OWNERS {
        add(tree, path.as_ref(), hash);
    }
    for folder in OF_JDKS.map(Path::new) {
        let mut entries = tree.list(folder).unwrap_or_default();
        entries.sort_by(|one, other| one.name.cmp(&other.name));
        entries.truncate(MOST_FOLDERS);
        for entry in entries {
            let folder = folder.join(entry.name);
            for file in FILES {
                add(tree, &folder.join(file), hash);
            }
        }
    }
}

fn add(tree: &Tree, path: &Path, hash: &mut Sha256) {
    match tree.read(path, MAX_BYTES) {
        Ok(content) => hash.update(Sha256::digest(content)),
        Err(error) => hash.update(error.to_string()),
    }
}
