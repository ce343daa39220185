//! Watches users' homes, and what is outside them beside the system store: when the roots or settings
//! there change, blocks again what the list says, in every program.
//!
//! ```text
//! this process, root    one worker for each home, and one for what is outside homes; when one ends,
//!                       its home is another: starts the next worker, and as soon as that watches,
//!                       `refilter --everywhere`
//! worker, the user      reads the home, watches it, reads again; ends when it reads something else
//! ```
//!
//! So nothing that happens during a run is missed: it ends the next worker. A run that changes
//! something in a home has one more run follow, which finds nothing to do.
//!
//! A consent that begins or ends by itself has a run too, in that second.
//!
//! **Trust:** users decide when something changes in their homes. `schedule.rs` bounds what that
//! costs, for each user: who changes a home in a loop delays only what is done for that home.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    io::Read as _,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::{Duration, Instant},
};

use anchorwatch_home::{Actor, Tree, effective_user, read_consents};
use anchorwatch_machine::{
    Rights, User,
    home_watch::Extent,
    privsep::{self, NOBODY, UserDocument},
    survey, user,
};
use anchorwatch_refuse::block::Unwatched;

use crate::input;
use consents::Moments;
use schedule::Schedule;

mod consents;
mod schedule;

/// The most homes that are watched; each has a process.
const MOST_HOMES: usize = 100;

/// How often to look for new homes, and for a new version of this program. A worker that does not
/// watch after as long hangs, as with a dead file server.
const LOOK: Duration = Duration::from_secs(60);

/// What is outside homes, as a home.
const OUTSIDE_HOMES: &str = "/";

/// What a worker says when it watches: the whole home, or a part.
const WHOLE: u8 = b'w';
const PARTIAL: u8 = b'p';

/// The word for how much of a home a worker watches.
pub(crate) const fn word(extent: Extent) -> u8 {
    match extent {
        Extent::Whole => WHOLE,
        Extent::Partial => PARTIAL,
    }
}

/// What the log says about the watch.
pub(super) enum Notice<'a> {
    /// More homes than are watched.
    TooMany { max: usize },
    /// Not each place in a home is watched.
    Partial(&'a Path),
    /// The home is not watched.
    Unwatched(&'a Path),
}

/// What comes from the worker with this number.
enum Event {
    Ready { worker: u64, is_whole: bool },
    Ended { worker: u64 },
}

struct Worker {
    home: PathBuf,
    child: Child,
    started: Duration,
    has_begun: bool,
}

/// Watches until this program is replaced by another version.
pub(super) fn watch(tree: &Tree, root: &Path, tell: impl Fn(Notice<'_>)) {
    let began = Instant::now();
    let (sender, events) = channel();
    let mut watch = Watch {
        tree,
        tell,
        sender,
        schedule: Schedule::default(),
        users: BTreeMap::new(),
        workers: BTreeMap::new(),
        count: 0,
        told: BTreeMap::new(),
        has_more: false,
        written: None,
    };
    let was_there = is_there();
    let is_replaced = || was_there && !is_there();
    let mut looked: Option<Duration> = None;
    let mut moments = Moments::since(input::now());
    loop {
        let now = began.elapsed();
        // Ones that cannot be read let nothing in; the run says so.
        let consents = read_consents(tree).unwrap_or_default();
        if moments.have_passed(&consents, input::now()) {
            watch.schedule.run_at(now);
        }
        if looked.is_none_or(|last| now.saturating_sub(last) >= LOOK) {
            if is_replaced() {
                return;
            }
            watch.look(now);
            looked = Some(now);
        }
        for home in watch.schedule.starts(now) {
            watch.start(&home, now);
        }
        if watch.schedule.is_due(now) {
            if is_replaced() {
                return;
            }
            let is_done = run(root);
            watch.schedule.ran(now, began.elapsed(), is_done);
        }
        watch.write();
        let wait = consents::wait(&consents, input::now()).unwrap_or(LOOK);
        watch.take(&events, &began, wait.min(LOOK));
    }
}

struct Watch<'a, T> {
    tree: &'a Tree,
    tell: T,
    sender: Sender<Event>,
    schedule: Schedule,
    /// By home; `None`: what is outside homes.
    users: BTreeMap<PathBuf, Option<User>>,
    workers: BTreeMap<u64, Worker>,
    count: u64,
    /// What was told last of a home, as the code of a worker's word or 0.
    told: BTreeMap<PathBuf, u8>,
    /// Whether there are more homes than are watched.
    has_more: bool,
    /// What was written last for `status`.
    written: Option<Unwatched>,
}

impl<T: Fn(Notice<'_>)> Watch<'_, T> {
    /// Looks which homes there are.
    fn look(&mut self, now: Duration) {
        let mut homes = homes(self.tree);
        let had_more = std::mem::replace(&mut self.has_more, homes.len() > MOST_HOMES);
        if self.has_more {
            homes.truncate(MOST_HOMES);
            if !had_more {
                (self.tell)(Notice::TooMany { max: MOST_HOMES });
            }
        }
        let homes = homes
            .into_iter()
            .map(|user| (user.home.clone(), Some(user)));
        self.users = homes.chain([(OUTSIDE_HOMES.into(), None)]).collect();
        let hang = self
            .workers
            .values()
            .filter(|worker| !worker.has_begun && now.saturating_sub(worker.started) >= LOOK);
        let hang: Vec<PathBuf> = hang.map(|worker| worker.home.clone()).collect();
        for home in hang {
            self.unwatched(&home);
        }
        for gone in self.schedule.have(self.users.keys(), now) {
            self.told.remove(&gone);
            self.workers.retain(|_, worker| {
                let stays = worker.home != gone;
                if !stays {
                    end(worker);
                }
                stays
            });
        }
    }

    /// Starts a worker for a home.
    fn start(&mut self, home: &Path, now: Duration) {
        let Some(user) = self.users.get(home) else {
            return;
        };
        let request = user.as_ref().map(UserDocument::of);
        let actor = actor(self.tree, user.as_ref());
        let started = privsep::start(self.tree, actor, "watch", &request);
        let stdout = started.map(|mut child| (child.stdout.take(), child));
        let Ok((Some(stdout), child)) = stdout else {
            self.unwatched(home);
            self.schedule.ended(home, now);
            return;
        };
        self.count += 1;
        let (worker, sender) = (self.count, self.sender.clone());
        thread::spawn(move || listen(stdout, worker, &sender));
        let home = home.to_owned();
        self.workers.insert(
            worker,
            Worker {
                home,
                child,
                started: now,
                has_begun: false,
            },
        );
    }

    /// Takes what workers say until something is to be done, and no longer than this.
    fn take(&mut self, events: &Receiver<Event>, began: &Instant, most: Duration) {
        let now = began.elapsed();
        let wait = self.schedule.wait(now).min(most);
        let Ok(first) = events.recv_timeout(wait) else {
            return;
        };
        let now = began.elapsed();
        for event in std::iter::once(first).chain(events.try_iter()) {
            match event {
                Event::Ready { worker, is_whole } => {
                    let Some(worker) = self.workers.get_mut(&worker) else {
                        continue;
                    };
                    worker.has_begun = true;
                    self.schedule.ready(&worker.home, now);
                    let code = if is_whole { WHOLE } else { PARTIAL };
                    if self.told.insert(worker.home.clone(), code) != Some(code) && !is_whole {
                        (self.tell)(Notice::Partial(&worker.home));
                    }
                }
                Event::Ended { worker } => {
                    let Some(mut worker) = self.workers.remove(&worker) else {
                        continue;
                    };
                    end(&mut worker);
                    if !worker.has_begun {
                        self.unwatched(&worker.home);
                    }
                    self.schedule.ended(&worker.home, now);
                }
            }
        }
    }

    /// Writes down for `status` what is not watched.
    fn write(&mut self) {
        let told = |code| {
            let told = self.told.iter().filter(|(_, told)| **told == code);
            told.map(|(home, _)| home.clone()).collect::<BTreeSet<_>>()
        };
        let now = Unwatched {
            partial: told(PARTIAL),
            unwatched: told(0),
            most: self.has_more.then_some(MOST_HOMES as u64),
        };
        // Where it cannot be written, `status` says that it is not known.
        if self.written.as_ref() != Some(&now) && now.write(self.tree).is_ok() {
            self.written = Some(now);
        }
    }

    fn unwatched(&mut self, home: &Path) {
        if self.told.insert(home.to_owned(), 0) != Some(0) {
            (self.tell)(Notice::Unwatched(home));
        }
    }
}

/// The users whose homes are watched: people, and root.
fn homes(tree: &Tree) -> Vec<User> {
    let mut users = user::users(tree).0;
    users.retain(|user| {
        let is_person = |uid: u32| uid == 0 || (uid >= 1_000 && uid != NOBODY);
        survey::owner(tree, user).is_some_and(is_person)
            && user.home != Path::new(OUTSIDE_HOMES)
            && tree.identity(&user.home).is_ok()
    });
    users
}

/// With whose rights a home is watched, or what is outside homes.
fn actor(tree: &Tree, user: Option<&User>) -> Actor {
    let (uid, gid) = match (input::rights(), user) {
        (Rights::EachUsers, Some(user)) => (
            survey::owner(tree, user).unwrap_or(NOBODY),
            user.gid.unwrap_or(NOBODY),
        ),
        (Rights::Own, _) | (_, None) => effective_user(),
    };
    Actor { uid, gid }
}

/// Passes on what a worker says: one word, and that it ends.
fn listen(mut stdout: ChildStdout, worker: u64, sender: &Sender<Event>) {
    let mut word = [0];
    if stdout.read_exact(&mut word).is_ok() {
        let is_whole = word == [WHOLE];
        // The receiver ends with the process.
        drop(sender.send(Event::Ready { worker, is_whole }));
        drop(stdout.read(&mut word));
    }
    drop(sender.send(Event::Ended { worker }));
}

fn end(worker: &mut Worker) {
    // It may have ended already.
    drop(worker.child.kill());
    drop(worker.child.wait());
}

/// Whether this program is at its path. If another version is installed there, the kernel calls
/// this one deleted (proc(5)).
fn is_there() -> bool {
    env::current_exe().is_ok_and(|path| path.exists())
}

/// Blocks again what the list says, everywhere. Returns whether it could.
fn run(root: &Path) -> bool {
    let status = Command::new("/proc/self/exe")
        .args(["refilter", "--everywhere", "--root"])
        .arg(root)
        .stdin(Stdio::null())
        .status();
    // 11: something could not be looked into, which a second run cannot either.
    status.is_ok_and(|status| matches!(status.code(), Some(0 | 11)))
}
