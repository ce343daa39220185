//! What only a search through a home, or outside homes, finds: installations with roots of their own,
//! settings of projects, and settings of programs that no table knows.
//!
//! A search takes up to a second, and in a home something always happens. So each part of it
//! has a finding of its own, and when something happens, only the parts that it may concern are
//! looked at again:
//!
//! ```text
//! a name comes to a searched folder       the folder is listed again, and what is new in it searched
//! others may list a folder than before    it is searched as if it were new
//! a file of a part, or one that it names  the part is read again
//! a file in a folder of configurations    it is read again
//! the kernel could not keep all events    everything is searched again
//! ```
//!
//! A folder is watched before it is listed, so nothing is missed between the two. What cannot be read
//! within 20 seconds of processor time is left out, and the watch is called partial.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};

use anchorwatch_home::{LookedAt, Tree};
use rustix::time::{ClockId, clock_gettime};
use sha2::{Digest as _, Sha256};

use super::{
    MOST_ROUNDS, Watched,
    events::Events,
    happened::{Happened, Part},
    places,
};
use crate::{
    Inventory, User, format,
    installation::{
        self,
        walk::{Follow, Installations},
    },
    settings::{self, unknown::search as texts},
};

/// How long this process may compute for one search, in seconds; a large home takes two. What a
/// user planted must not have the worker end before it watches.
const MOST_SECONDS: u64 = 20;

/// The folders that a search went through, each with its number and how deep it went below.
#[derive(Debug, Default)]
struct Folders(HashMap<PathBuf, ((u64, u64), u32)>);

impl Folders {
    /// Whether a folder has not been searched as deep.
    fn enter(&mut self, path: &Path, identity: (u64, u64), depth: u32) -> bool {
        let known = self.0.get(path);
        let is_known = known.is_some_and(|(known, deep)| *known == identity && *deep >= depth);
        if !is_known {
            self.0.insert(path.to_owned(), (identity, depth));
        }
        !is_known
    }

    /// Has a folder searched when it is met again.
    fn leave(&mut self, path: &Path) {
        self.0.remove(path);
    }

    fn depth(&self, path: &Path) -> Option<u32> {
        self.0.get(path).map(|(_, depth)| *depth)
    }

    /// Forgets what is no longer where it was.
    fn forget(&mut self, happened: &Happened) {
        for folder in &happened.gone {
            self.0.remove(folder);
        }
        let moved = &happened.moved;
        if !moved.is_empty() {
            self.0
                .retain(|path, _| !path.ancestors().any(|above| moved.contains(above)));
        }
    }
}

/// The searches, and what they found.
pub(super) struct Search<'a> {
    tree: &'a Tree,
    watched: Watched<'a>,
    /// Those in which installations are searched.
    folders: Folders,
    /// Those in which settings of unknown programs are searched.
    of_texts: Folders,
    findings: HashMap<Part, [u8; 32]>,
    has_begun: bool,
    is_another: bool,
    /// How long one search may compute.
    pub(super) most: Duration,
    /// How long this process may have computed at the end of this search.
    until: Duration,
    files_left: usize,
}

impl<'a> Search<'a> {
    pub(super) fn new(tree: &'a Tree, watched: Watched<'a>) -> Self {
        Self {
            tree,
            watched,
            folders: Folders::default(),
            of_texts: Folders::default(),
            findings: HashMap::new(),
            has_begun: false,
            is_another: false,
            most: Duration::from_secs(MOST_SECONDS),
            until: Duration::ZERO,
            files_left: 0,
        }
    }

    fn user(&self) -> Option<&'a User> {
        match self.watched {
            Watched::Home(user) => Some(user),
            Watched::OutsideHomes => None,
        }
    }

    /// Searches everything for the first time.
    pub(super) fn begin(&mut self, events: &mut Events) {
        self.bound();
        self.start(events);
        self.has_begun = true;
    }

    fn bound(&mut self) {
        self.until = computed().saturating_add(self.most);
        self.files_left = texts::MAX_FILES;
    }

    /// Looks again at what this may concern. Returns whether something else was found than before.
    pub(super) fn again(&mut self, happened: &Happened, events: &mut Events) -> bool {
        self.bound();
        if happened.is_all {
            (self.folders, self.of_texts) = Default::default();
            self.start(events);
            return self.is_another;
        }
        self.folders.forget(happened);
        self.of_texts.forget(happened);
        for part in &happened.parts {
            match part {
                Part::Start => self.start(events),
                Part::Folder(folder) => {
                    self.folder(folder, events);
                    if let Some(environment) = installation::walk::around(folder) {
                        self.folder(environment, events);
                    }
                }
                Part::File(path) => self.file(path, events),
            }
            if self.is_another {
                return true;
            }
        }
        false
    }

    /// Searches what was not searched yet.
    fn start(&mut self, events: &mut Events) {
        let (tree, user) = (self.tree, self.user());
        let (bases, looked) = tree.noting(|| self.bases());
        let places = places::of(tree, self.watched.folder(), &looked);
        events.watch(tree, places, Some(&Rc::new(Part::Start)));
        let mut step = Step::new(self, events, None);
        installation::follow(tree, user, &mut step);
        for (base, depth) in bases {
            texts::over(tree, &base, depth, &mut step);
        }
    }

    /// The folders with which the search for texts begins. Those for installations are looked at too.
    fn bases(&self) -> Vec<(PathBuf, u32)> {
        let user = self.user();
        for root in installation::roots(user) {
            // Whether it is there is noted.
            drop(self.tree.identity(&root));
        }
        let bases = user.map(|user| texts::bases_of_user(self.tree, &user.home));
        let bases = bases.unwrap_or_default();
        for (base, _) in &bases {
            drop(self.tree.identity(base));
        }
        bases
    }

    /// Looks at a folder again, and searches what is new in it.
    fn folder(&mut self, folder: &Path, events: &mut Events) {
        let (tree, user) = (self.tree, self.user());
        if let Some(depth) = self.folders.depth(folder) {
            let mut step = Step::new(self, events, Some(folder));
            installation::follow_again(tree, user, folder, depth, &mut step);
        }
        if let Some(depth) = self.of_texts.depth(folder) {
            let mut step = Step::new(self, events, Some(folder));
            texts::over(tree, folder, depth, &mut step);
        }
    }

    fn file(&mut self, path: &Path, events: &mut Events) {
        let (tree, user) = (self.tree, self.user());
        let Some(user) = user else { return };
        let part = Part::File(path.to_owned());
        let read = || settings::of_searched_file(tree, user, path);
        // What a link leads to may be in no folder that is watched.
        let is_link = !tree.resolve_final(path).is_ok_and(|real| real == path);
        let is_itself = |looked: &LookedAt| !is_link && looked.path == path;
        self.read(part, read, is_itself, events);
    }

    /// Reads a part once each folder that the reading needs is watched, beside what is watched anyway.
    fn read(
        &mut self,
        part: Part,
        read: impl Fn() -> Inventory,
        is_watched: impl Fn(&LookedAt) -> bool,
        events: &mut Events,
    ) {
        if computed() > self.until {
            return events.leave_out();
        }
        let part = Rc::new(part);
        let mut rounds = 0..MOST_ROUNDS;
        let finding = loop {
            let (inventory, mut looked) = self.tree.noting(&read);
            let has_found = inventory != Inventory::default();
            looked.retain(|looked| has_found || !is_watched(looked));
            let places = places::of(self.tree, self.watched.folder(), &looked);
            let is_new = events.watch(self.tree, places, Some(&part));
            if !is_new || rounds.next().is_none() {
                break has_found.then(|| hash(&inventory));
            }
        };
        self.finds(Part::clone(&part), finding);
    }

    fn finds(&mut self, part: Part, finding: Option<[u8; 32]>) {
        let before = match finding {
            Some(finding) => self.findings.insert(part, finding),
            None => self.findings.remove(&part),
        };
        self.is_another |= self.has_begun && before != finding;
    }
}

/// How long this process has computed.
fn computed() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).unwrap_or_default()
}

fn hash(inventory: &Inventory) -> [u8; 32] {
    match format::write(inventory) {
        Ok(text) => Sha256::digest(text).into(),
        Err(error) => Sha256::digest(error.to_string()).into(),
    }
}

/// One step of a search.
struct Step<'s, 'a> {
    search: &'s mut Search<'a>,
    events: &'s mut Events,
    /// The folder that is looked at again, of which only new names matter.
    again: Option<&'s Path>,
    /// Whether the files of the present folder are read.
    reads_files: bool,
    seen: HashSet<(u64, u64)>,
}

impl<'s, 'a> Step<'s, 'a> {
    fn new(search: &'s mut Search<'a>, events: &'s mut Events, again: Option<&'s Path>) -> Self {
        Self {
            search,
            events,
            again,
            reads_files: true,
            seen: HashSet::new(),
        }
    }
}

impl Follow for Step<'_, '_> {
    fn enters(&mut self, path: &Path, identity: (u64, u64), depth_left: u32) -> bool {
        let is_new = self.search.folders.enter(path, identity, depth_left);
        if is_new && !self.events.search(self.search.tree, path, false) {
            self.search.folders.leave(path);
        }
        is_new || self.again == Some(path)
    }

    fn found(&mut self, path: &Path, found: &Installations) {
        let part = Part::Folder(path.to_owned());
        if *found == Installations::default() {
            return self.search.finds(part, None);
        }
        let (tree, user) = (self.search.tree, self.search.user());
        let read = || installation::of_folder(tree, user, found);
        self.search.read(part, read, |_| false, self.events);
    }
}

impl texts::Search for Step<'_, '_> {
    fn enters(&mut self, folder: &Path, identity: (u64, u64), depth_left: u32) -> bool {
        if !self.seen.insert(identity) {
            return false;
        }
        let is_new = self.search.of_texts.enter(folder, identity, depth_left);
        if is_new && !self.events.search(self.search.tree, folder, true) {
            self.search.of_texts.leave(folder);
        }
        self.reads_files = is_new;
        is_new || self.again == Some(folder)
    }

    fn file(&mut self, path: &Path) -> bool {
        if !self.reads_files {
            return true;
        }
        let left = self.search.files_left.checked_sub(1);
        self.search.files_left = left.unwrap_or_default();
        if left.is_some() {
            self.search.file(path, self.events);
        }
        left.is_some()
    }
}
