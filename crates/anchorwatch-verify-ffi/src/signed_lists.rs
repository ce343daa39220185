//! The signed lists that this machine follows, and whether they changed since they were read.
//!
//! `list update` verifies them and replaces one file as a whole. A process looks at that file's
//! metadata when it checks a connection and reads the file again only if it is another one, so it
//! needs neither a thread nor a restart.
//!
//! **Trust:** the file is taken as the owner's other files are, if nobody but the owner of the system
//! could have written it. Signatures are not checked again: whoever can replace it could replace this
//! library too.

use std::{
    io,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use anchorwatch_home::{ListFiles, Tree, paths};
use anchorwatch_list::ListState;

use crate::{Error, Place};

/// Where the file is, and which folders that was read in.
#[derive(Debug, Clone)]
pub(crate) struct SignedLists {
    root: PathBuf,
    place: Place,
}

/// A version of the file, by its metadata; `None` if there was none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Version(Option<[i128; 5]>);

/// The lists as they were read.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) version: Version,
    pub(crate) lists: Option<Arc<ListState>>,
}

impl SignedLists {
    /// Those of a tree that is not an image.
    pub(crate) fn of(tree: &Tree) -> Self {
        let root = tree.display_path(Path::new("/"));
        Self {
            place: Place::of(&root),
            root,
        }
    }

    /// The version that is there; `None` if that cannot be known.
    pub(crate) fn version(&self) -> Option<Version> {
        let path = self.root.join(paths::SIGNED_LISTS.trim_start_matches('/'));
        match std::fs::metadata(path) {
            Ok(file) => Some(Version(Some([
                file.dev().into(),
                file.ino().into(),
                file.size().into(),
                nanoseconds(file.mtime(), file.mtime_nsec()),
                nanoseconds(file.ctime(), file.ctime_nsec()),
            ]))),
            Err(error) if is_missing(&error) => Some(Version(None)),
            Err(_) => None,
        }
    }

    /// Reads the lists if they changed. `None` means that what is held stays: nothing changed, or
    /// what is there cannot be used, is older, or belongs to another root folder.
    ///
    /// A version that cannot be used is looked at once.
    pub(crate) fn changed_since(&self, held: &Held) -> Option<Held> {
        let version = self.version()?;
        if version == held.version || self.place != Place::of(&self.root) {
            return None;
        }
        let lists = match self.read() {
            Ok(lists) => lists,
            // Out of descriptors or of memory: the next connection tries again.
            Err(Error::Owner(anchorwatch_home::Error::Io { .. })) => return None,
            Err(_) => held.lists.clone(),
        };
        let is_older = match (&lists, &held.lists) {
            (Some(new), Some(old)) => new.is_older_than(old),
            _ => false,
        };
        let lists = if is_older { held.lists.clone() } else { lists };
        Some(Held { version, lists })
    }

    fn read(&self) -> Result<Option<Arc<ListState>>, Error> {
        let tree = Tree::open(&self.root).map_err(Error::Owner)?;
        let octets = ListFiles::new(&tree).published().map_err(Error::Owner)?;
        decoded(octets.as_deref())
    }
}

impl Version {
    /// No file.
    pub(crate) const NOTHING: Self = Self(None);
}

/// The lists in the file's octets.
pub(crate) fn decoded(octets: Option<&[u8]>) -> Result<Option<Arc<ListState>>, Error> {
    let state = octets.map(ListState::decode).transpose();
    let state = state.map_err(|why| {
        Error::Owner(anchorwatch_home::Error::Format {
            path: paths::SIGNED_LISTS.into(),
            source: why.into(),
        })
    });
    Ok(state?.map(Arc::new))
}

fn nanoseconds(seconds: i64, rest: i64) -> i128 {
    i128::from(seconds) * 1_000_000_000 + i128::from(rest)
}

fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
