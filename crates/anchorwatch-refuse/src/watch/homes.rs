//! What the watch of homes says of itself, for `status`: which homes it does not watch, or not
//! whole.
//!
//! ```text
//! /run/anchorwatch/homes.json   {"partial": ["/home/ana"], "unwatched": [], "most": null}
//! ```
//!
//! systemd deletes the folder when the service ends (`RuntimeDirectory`, systemd.exec(5)), so a file
//! that is there is that of the service that runs.
//!
//! **Trust:** a file that others than root can write says nothing.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::{Change, Directory, Error, File, Node, Role, Tree};
use anchorwatch_machine::format::{path, path_text};
use anchorwatch_remark::{Remark as _, Told};
use serde::{Deserialize, Serialize};

use super::{Watch, state};

const FOLDER: &str = "/run/anchorwatch";
const FILE: &str = "/run/anchorwatch/homes.json";
const TEMPORARY: &str = ".anchorwatch-homes";

/// The largest such file that is read, in bytes: a hundred homes, each with the longest path
/// (PATH_MAX).
const MAX_BYTES: u64 = 1 << 20;

anchorwatch_remark::remarks! {
    /// How far homes are watched.
    pub(crate) enum HomeWatchRemark {
        /// Not each place in a home is watched.
        "home_watched_in_part" => Partial,
        /// A home is not watched.
        "home_not_watched" => Unwatched,
        /// There are more homes than are watched.
        "homes_not_all_watched" => TooMany {
            /// How many are watched.
            most: u64,
        },
        /// The watch runs, and does not say what it watches.
        "home_watch_unknown" => Unknown,
    }
}

/// What is not watched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unwatched {
    /// Homes of which not each place is watched. `/`: what is outside homes.
    pub partial: BTreeSet<PathBuf>,
    /// Homes that are not watched.
    pub unwatched: BTreeSet<PathBuf>,
    /// How many homes are watched, if there are more.
    pub most: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    partial: Vec<String>,
    unwatched: Vec<String>,
    most: Option<u64>,
}

impl Unwatched {
    /// Writes it down.
    ///
    /// # Errors
    /// [`Error::Io`]: usually missing rights.
    pub fn write(&self, tree: &Tree) -> Result<(), Error> {
        let (uid, gid) = tree.owner();
        let folder = Node::Directory(Directory {
            mode: 0o755,
            uid,
            gid,
        });
        if tree.node(FOLDER.as_ref())? == Node::Absent {
            make(tree, FOLDER, folder)?;
        }
        let texts = |paths: &BTreeSet<PathBuf>| paths.iter().map(|path| path_text(path)).collect();
        let document = Document {
            partial: texts(&self.partial),
            unwatched: texts(&self.unwatched),
            most: self.most,
        };
        let file = Node::File(File {
            content: serde_json::to_vec(&document).unwrap_or_default(),
            mode: 0o644,
            uid,
            gid,
            xattrs: [].into(),
            modified: None,
        });
        make(tree, FILE, file)
    }

    /// Reads it; `None` if nothing says it.
    fn read(tree: &Tree) -> Option<Self> {
        let text = tree.read_own(FILE.as_ref(), MAX_BYTES).ok()?;
        let document: Document = serde_json::from_slice(&text).ok()?;
        let paths = |texts: &[String]| -> Option<BTreeSet<PathBuf>> {
            texts.iter().map(|text| path(text).ok()).collect()
        };
        Some(Self {
            partial: paths(&document.partial)?,
            unwatched: paths(&document.unwatched)?,
            most: document.most,
        })
    }
}

fn make(tree: &Tree, path: &str, after: Node) -> Result<(), Error> {
    let change = Change {
        path: path.into(),
        role: Role::Own,
        actor: None,
        before: tree.node(path.as_ref())?,
        after,
    };
    tree.make(&change, TEMPORARY)
}

/// Which homes are not watched, or not whole, one remark each. Whether a watch is installed and runs is
/// said elsewhere ([`state`]).
#[must_use]
pub fn unwatched_homes(tree: &Tree) -> Vec<(PathBuf, Told)> {
    let is_running = match state(tree) {
        Watch::Running => true,
        Watch::Installed | Watch::Stopped { .. } => false,
        Watch::Absent => return Vec::new(),
    };
    let homes = Path::new("/home");
    let Some(found) = Unwatched::read(tree) else {
        let unknown = HomeWatchRemark::Unknown.told();
        return is_running
            .then(|| (homes.to_owned(), unknown))
            .into_iter()
            .collect();
    };
    let told = |paths: BTreeSet<PathBuf>, remark: &HomeWatchRemark| {
        let told = remark.told();
        let paths = paths.into_iter().map(|path| (path, told.clone()));
        paths.collect::<Vec<_>>()
    };
    let most = found
        .most
        .map(|most| HomeWatchRemark::TooMany { most }.told());
    [
        told(found.partial, &HomeWatchRemark::Partial),
        told(found.unwatched, &HomeWatchRemark::Unwatched),
        most.map(|told| (homes.to_owned(), told))
            .into_iter()
            .collect(),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_others_can_write_says_nothing() {
        use std::{fs, os::unix::fs::PermissionsExt as _};
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("run")).unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        assert_eq!(Unwatched::read(&tree), None);
        let mut written = Unwatched {
            partial: ["/home/ana".into()].into(),
            unwatched: ["/home/bob".into(), "/".into()].into(),
            most: Some(100),
        };
        written.write(&tree).unwrap();
        assert_eq!(Unwatched::read(&tree), Some(written.clone()));
        written.partial.clear();
        written.write(&tree).unwrap();
        assert_eq!(Unwatched::read(&tree), Some(written));
        let file = folder.path().join("run/anchorwatch/homes.json");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
        assert_eq!(Unwatched::read(&tree), None);
    }
}
