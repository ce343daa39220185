//! The homes that snap and Flatpak give their programs inside a user's home.
//!
//! ```text
//! ~/snap/NAME/REVISION     HOME of a snap; `common` next to it is kept between revisions
//! ~/.var/app/ID            XDG folders of a Flatpak, `config` and `data`, and what its
//!                          manifest keeps of the home: Chromium's asks for `.pki`
//! ```
//!
//! Source: Snapcraft, «Data locations»; Flatpak, «Sandbox Permissions»; the manifest of
//! org.chromium.Chromium (`--persist=.pki`). **Not tried here**: the layout is from their
//! documentation. Every program's home is read, because browsers built on Chromium have
//! many names.

use std::path::PathBuf;

use anchorwatch_home::{EntryKind, Tree};

use crate::{Inaccessible, User, limit::Limit};

/// The most homes read for one user; a large desktop has a hundred snaps with three
/// revisions each.
const MAX_HOMES: usize = 2_000;

/// A home inside a home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Home {
    path: PathBuf,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Snap,
    Flatpak,
}

impl Home {
    /// Where Chromium's NSS database can be.
    pub(super) fn databases(&self) -> [PathBuf; 2] {
        let data = match self.kind {
            Kind::Snap => ".local/share/pki/nssdb",
            Kind::Flatpak => "data/pki/nssdb",
        };
        [self.path.join(".pki/nssdb"), self.path.join(data)]
    }

    /// Where configuration files can be; Chromium's own snap has no `.config`.
    pub(crate) fn configuration(&self) -> Vec<PathBuf> {
        match self.kind {
            Kind::Snap => vec![self.path.join(".config"), self.path.clone()],
            Kind::Flatpak => vec![self.path.join("config")],
        }
    }
}

/// Every such home of a user. Inaccessible ones are added to `closed`.
pub(crate) fn homes(tree: &Tree, user: &User, closed: &mut Vec<Inaccessible>) -> Vec<Home> {
    let mut homes = Vec::new();
    for snap in folders(tree, user, user.home.join("snap"), closed) {
        let revisions = folders(tree, user, snap, closed).into_iter();
        homes.extend(revisions.map(|path| Home {
            path,
            kind: Kind::Snap,
        }));
    }
    let flatpaks = folders(tree, user, user.home.join(".var/app"), closed).into_iter();
    homes.extend(flatpaks.map(|path| Home {
        path,
        kind: Kind::Flatpak,
    }));
    if homes.len() > MAX_HOMES {
        let limit = Limit::Sandboxes {
            max: MAX_HOMES as u64,
        };
        closed.push(Inaccessible::limited(tree, &user.home, user.uid, &limit));
        homes.truncate(MAX_HOMES);
    }
    homes
}

fn folders(
    tree: &Tree,
    user: &User,
    folder: PathBuf,
    closed: &mut Vec<Inaccessible>,
) -> Vec<PathBuf> {
    match tree.list(&folder) {
        Ok(entries) => entries
            .into_iter()
            .filter(|entry| matches!(entry.kind, EntryKind::Directory | EntryKind::Symlink))
            .take(MAX_HOMES + 1)
            .map(|entry| folder.join(entry.name))
            .collect(),
        Err(error) => {
            if !error.is_not_found() {
                closed.push(Inaccessible::new(tree, &folder, user.uid, &error));
            }
            Vec::new()
        }
    }
}
