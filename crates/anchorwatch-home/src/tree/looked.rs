//! Which paths a reader looks at: where something would have to change for the reader to find
//! something else.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use rustix::fs::OFlags;

use super::Tree;

/// The most paths that are kept.
const MOST_PATHS: usize = 100_000;

/// A path that was looked at, whether or not something is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedAt {
    /// The path below the tree's root.
    pub path: PathBuf,
    /// Whether its content or its owner and mode were read, not only whether and what it is.
    pub is_read: bool,
    /// Whether it was listed: then each name in it matters.
    pub is_listed: bool,
}

/// The paths of a reader that wants to know, in the order in which it looked at them.
#[derive(Debug, Default)]
pub(super) struct Looks(Mutex<Option<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    paths: Vec<LookedAt>,
    places: HashMap<PathBuf, usize>,
}

impl Looks {
    fn change<T>(&self, with: impl FnOnce(&mut Option<Seen>) -> T) -> T {
        // A reader that panicked has noted what it looked at.
        with(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes a path that is opened in this way, if someone wants to know.
    pub(super) fn note_open(&self, path: &Path, flags: OFlags) {
        let is_read = !flags.intersects(OFlags::PATH | OFlags::DIRECTORY);
        self.note(path, is_read, false);
    }

    /// Notes a path.
    pub(super) fn note(&self, path: &Path, is_read: bool, is_listed: bool) {
        self.change(|seen| {
            let Some(Seen { paths, places }) = seen else {
                return;
            };
            if let Some(looked) = places.get(path).and_then(|at| paths.get_mut(*at)) {
                looked.is_read |= is_read;
                looked.is_listed |= is_listed;
            } else if paths.len() < MOST_PATHS {
                places.insert(path.to_owned(), paths.len());
                paths.push(LookedAt {
                    path: path.to_owned(),
                    is_read,
                    is_listed,
                });
            }
        });
    }
}

impl Tree {
    /// Reads, and returns which paths were looked at meanwhile, the first 100,000 in their order.
    /// What is looked at in a container image or below an open [`Folder`](super::Folder) is not
    /// noted.
    pub fn noting<T>(&self, read: impl FnOnce() -> T) -> (T, Vec<LookedAt>) {
        self.looks.change(|seen| *seen = Some(Seen::default()));
        let answer = read();
        let seen = self.looks.change(Option::take);
        (answer, seen.map(|seen| seen.paths).unwrap_or_default())
    }
}
