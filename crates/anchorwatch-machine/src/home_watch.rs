//! Waits until the roots and settings that are read in a home, or outside homes, are others than before.
//!
//! The places are those at which a reading of the home looks, whether or not something is there
//! yet ([`Tree::noting`]): a database that a browser will make, a setting that is not set. When
//! something happens there, the home is read again, and only a reading that differs counts.
//! inotify(7) tells what happens, so nothing is asked again and again. What only a search finds
//! is watched and read part by part (`home_watch/search.rs`).
//!
//! Outside homes these are the settings of all programs, databases, policies, keystores of JDKs and the
//! owner's consents (`home_watch/outside_homes.rs`). The system store has its own watch.
//!
//! **Bounded:** a process with the user's rights waits, so that the kernel's limits on watches are
//! the user's own, and half of these watches are left to other programs. It watches 22,000 folders at
//! most, those nearest to the home first. It reads again at most as often as takes a tenth of its time,
//! or every ten seconds, and ends once it has computed for [`privsep`](crate::privsep)'s limit.
//!
//! **Not covered:** variables of running programs; homes that settings give to the programs that
//! they start; what is deeper than the searches go. A file that a program keeps open counts when it
//! is closed, unless it is in a known place. Changes by another machine, in a home on a file server.

use std::{
    io,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use anchorwatch_home::Tree;
use sha2::{Digest as _, Sha256};

use crate::{User, format, survey};

mod events;
mod happened;
mod of_parts;
mod outside_homes;
mod places;
mod search;

use events::Events;
use happened::Happened;
use search::Search;

/// How long to wait after something happened: programs write a file in several steps. What happens
/// meanwhile is taken this often, because the kernel keeps only so much.
const SETTLE: Duration = Duration::from_secs(1);
const STEPS: u32 = 10;

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
    let mut home = Home::new(tree, watched)?;
    let place = tree.identity(watched.folder()).ok();
    let before = home.begin();
    let extent = home.events.extent();
    ready(extent)?;
    let mut happened = Happened::default();
    let mut rested = Instant::now();
    loop {
        let wait = match happened.is_nothing() {
            true => MOUNTED,
            false => rested.saturating_duration_since(Instant::now()),
        };
        if home.events.come_within(wait)? {
            for _ in 0..STEPS {
                thread::sleep(SETTLE / STEPS);
                home.events.take(&mut happened)?;
            }
        } else if happened.is_nothing() && tree.identity(watched.folder()).ok() != place {
            return Ok(());
        }
        if happened.is_nothing() || Instant::now() < rested {
            continue;
        }
        let began = Instant::now();
        if home.is_another(&std::mem::take(&mut happened), &before)?
            || home.events.extent() != extent
        {
            return Ok(());
        }
        let rest = began.elapsed().saturating_mul(RESTS);
        rested = Instant::now() + rest.clamp(LEAST_REST, MOST_REST);
    }
}

struct Home<'a> {
    tree: &'a Tree,
    watched: Watched<'a>,
    events: Events,
    search: Search<'a>,
}

impl<'a> Home<'a> {
    fn new(tree: &'a Tree, watched: Watched<'a>) -> io::Result<Self> {
        Ok(Self {
            tree,
            watched,
            events: Events::new()?,
            search: Search::new(tree, watched),
        })
    }

    /// Reads and searches for the first time. Known places are watched first, in case not all can be.
    fn begin(&mut self) -> Vec<u8> {
        let reading = self.reading();
        self.search.begin(&mut self.events);
        reading
    }

    /// Whether something else is read or found than at the beginning.
    fn is_another(&mut self, happened: &Happened, before: &[u8]) -> io::Result<bool> {
        if happened.is_all {
            // Which of the watched folders are gone was not told either.
            self.events = Events::new()?;
        }
        Ok(happened.is_known && self.reading() != before
            || self.search.again(happened, &mut self.events))
    }

    /// Reads known places once every folder that the reading needs is watched.
    fn reading(&mut self) -> Vec<u8> {
        let mut rounds = 0..MOST_ROUNDS;
        loop {
            let (reading, looked) = self.tree.noting(|| self.read());
            let places = places::of(self.tree, self.watched.folder(), &looked);
            let is_new = self.events.watch(self.tree, places, None);
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
        hash.finalize().to_vec()
    }
}

#[cfg(test)]
mod tests;
