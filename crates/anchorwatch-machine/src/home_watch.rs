//! Waits until the roots and settings that are read in a home, or outside homes, are others than before.
//!
//! The places are those at which a reading of the home looks, whether or not something is there
//! yet ([`Tree::noting`]): a database that a browser will make, a setting that is not set. When
//! something happens there, the home is read again, and only a reading that differs counts.
//! inotify(7) tells what happens, so nothing is asked again and again.
//!
//! Outside homes these are the settings of all programs, databases, policies, keystores of JDKs and the
//! owner's consents (`home_watch/outside_homes.rs`). The system store has its own watch.
//!
//! **Bounded:** a process with the user's rights waits, so that the kernel's limits on watches are
//! the user's own. It reads again at most as often as takes a tenth of its time, or every ten seconds,
//! and ends once it has computed for [`privsep`](crate::privsep)'s limit.
//!
//! **Not covered:** what a search through the whole home finds: settings of unknown programs, and
//! installations that come later (a JDK, a Python environment); those that are there are watched.
//! Outside homes a Python environment that comes later, and a JDK that comes to an unusual folder.
//! Changes by another machine, in a home on a file server.

use std::{
    io,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use anchorwatch_home::{LookedAt, Tree};
use sha2::{Digest as _, Sha256};

use crate::{User, format, installation, survey};

mod events;
mod outside_homes;
mod places;

use events::Events;

/// How long to wait after something happened: programs write a file in several steps.
const SETTLE: Duration = Duration::from_secs(1);

/// A rest after each reading, as a multiple of the time that it took, and within these.
const RESTS: u32 = 9;
const LEAST_REST: Duration = Duration::from_secs(1);
const MOST_REST: Duration = Duration::from_secs(10);

/// How often to look whether another file system was mounted at the home.
const MOUNTED: Duration = Duration::from_secs(60);

/// How often a reading finds new folders before it counts as it is.
const MOST_ROUNDS: u32 = 10;

/// The largest file that is compared with itself, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// What is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched<'a> {
    /// The home of this user.
    Home(&'a User),
    /// What is outside homes.
    OutsideHomes,
}

impl Watched<'_> {
    /// The folder below which everything counts.
    fn folder(&self) -> &Path {
        match self {
            Self::Home(user) => &user.home,
            Self::OutsideHomes => Path::new("/"),
        }
    }
}

/// How much of a home is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Each place at which a reading looks.
    Whole,
    /// Not all: there are too many, or the kernel's limit is reached.
    Partial,
}

/// Waits until a reading differs from the one at the beginning. `ready` is called when nothing that
/// happens from then on is missed.
///
/// # Errors
/// inotify does not work here, or the error of `ready`.
pub fn wait_for_change(
    tree: &Tree,
    watched: Watched<'_>,
    ready: impl FnOnce(Extent) -> io::Result<()>,
) -> io::Result<()> {
    let mut home = Home {
        tree,
        watched,
        found: found_by_walk(tree, watched),
        events: Events::new()?,
    };
    let place = tree.identity(watched.folder()).ok();
    let before = home.reading();
    ready(home.events.extent())?;
    loop {
        if !home.events.come_within(MOUNTED)? {
            if tree.identity(watched.folder()).ok() != place {
                return Ok(());
            }
            continue;
        }
        thread::sleep(SETTLE);
        if !home.events.take()? {
            continue;
        }
        let began = Instant::now();
        if home.reading() != before {
            return Ok(());
        }
        let rest = began.elapsed().saturating_mul(RESTS);
        thread::sleep(rest.clamp(LEAST_REST, MOST_REST));
    }
}

/// The files of installations and of databases in unusual places.
fn found_by_walk(tree: &Tree, watched: Watched<'_>) -> Vec<PathBuf> {
    let inventory = match watched {
        Watched::Home(user) => installation::of_user(tree, user),
        Watched::OutsideHomes => installation::of_system(tree),
    };
    let stores = inventory.stores.into_iter();
    let mut found: Vec<PathBuf> = stores
        .filter_map(|store| tree.strip_root(&store.path))
        .collect();
    found.sort();
    found.dedup();
    found
}

struct Home<'a> {
    tree: &'a Tree,
    watched: Watched<'a>,
    found: Vec<PathBuf>,
    events: Events,
}

impl Home<'_> {
    /// Reads the home once every folder that the reading needs is watched.
    fn reading(&mut self) -> Vec<u8> {
        let mut rounds = 0..MOST_ROUNDS;
        loop {
            let (reading, mut looked) = self.tree.noting(|| self.read());
            let found = self.found.iter().cloned();
            looked.extend(found.map(|path| LookedAt {
                path,
                is_read: true,
                is_listed: false,
            }));
            let places = places::of(self.tree, self.watched.folder(), &looked);
            let is_new = self.events.watch(self.tree, places);
            if !is_new || rounds.next().is_none() {
                return reading;
            }
        }
    }

    fn read(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        let inventory = match self.watched {
            Watched::Home(user) => survey::known_places(self.tree, user),
            Watched::OutsideHomes => {
                outside_homes::add_files(self.tree, &mut hash);
                survey::outside_homes(self.tree)
            }
        };
        match format::write(&inventory) {
            Ok(text) => hash.update(text),
            Err(error) => hash.update(error.to_string()),
        }
        for path in &self.found {
            match self.tree.read(path, MAX_BYTES) {
                Ok(content) => hash.update(Sha256::digest(content)),
                Err(error) => hash.update(error.to_string()),
            }
        }
        hash.finalize().to_vec()
    }
}

#[cfg(test)]
mod tests;
