//! The folders in which something would have to happen for a reading to find something else.

use std::{
    collections::{BTreeSet, HashMap},
    ffi::{OsStr, OsString},
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

use anchorwatch_home::{LookedAt, Tree};

/// What matters in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Matters {
    /// Names that a reading reads.
    pub(super) names: BTreeSet<OsString>,
    /// Names of which it only sees whether and what they are, as on the way to others: they matter
    /// when they come or go.
    pub(super) on_the_way: BTreeSet<OsString>,
    /// Whether it lists the folder: each name that comes or goes matters.
    pub(super) is_listed: bool,
}

impl Matters {
    /// Whether something that happens to this name matters. `is_another` says that it came or
    /// went, or that others may read it.
    pub(super) fn has(&self, name: &OsStr, is_another: bool) -> bool {
        let mut names = self.names.iter();
        // A database's journal has the database's name and more.
        let is_one = |one: &OsString| name.as_bytes().starts_with(one.as_bytes());
        is_another && (self.is_listed || self.on_the_way.contains(name)) || names.any(is_one)
    }

    pub(super) fn add(&mut self, other: Self) {
        self.names.extend(other.names);
        self.on_the_way.extend(other.on_the_way);
        self.is_listed |= other.is_listed;
    }
}

/// The folders, in the order in which the reading came to them: those below the home on the way
/// to each path, and those to which links at the paths' ends lead. Paths elsewhere count only for
/// the file that they name.
pub(super) fn of(tree: &Tree, home: &Path, looked: &[LookedAt]) -> Vec<(PathBuf, Matters)> {
    let mut folders = Folders::default();
    for looked in looked {
        let path = &looked.path;
        let Ok(inner) = path.strip_prefix(home) else {
            continue;
        };
        let mut folder = home.to_owned();
        for part in inner.parent().iter().flat_map(|above| above.components()) {
            let names = &mut folders.at(&folder).on_the_way;
            names.insert(part.as_os_str().into());
            folder.push(part);
        }
        if let Some(name) = inner.file_name() {
            let matters = folders.at(&folder);
            let names = match looked.is_read {
                true => &mut matters.names,
                false => &mut matters.on_the_way,
            };
            names.insert(name.to_owned());
        }
        if looked.is_listed {
            folders.at(path).is_listed = true;
        }
        if let Ok(real) = tree.resolve_final(path)
            && real != *path
        {
            folders.take_file(&real);
        }
    }
    folders.list()
}

#[derive(Default)]
struct Folders {
    order: Vec<PathBuf>,
    matters: HashMap<PathBuf, Matters>,
}

impl Folders {
    fn at(&mut self, folder: &Path) -> &mut Matters {
        if !self.matters.contains_key(folder) {
            self.order.push(folder.to_owned());
        }
        self.matters.entry(folder.to_owned()).or_default()
    }

    fn take_file(&mut self, path: &Path) {
        if let (Some(folder), Some(name)) = (path.parent(), path.file_name()) {
            self.at(folder).names.insert(name.to_owned());
        }
    }

    fn list(mut self) -> Vec<(PathBuf, Matters)> {
        let order = std::mem::take(&mut self.order).into_iter();
        let of = |folder: PathBuf| self.matters.remove(&folder).map(|it| (folder, it));
        order.filter_map(of).collect()
    }
}
