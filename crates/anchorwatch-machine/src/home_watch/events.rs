//! What the kernel tells of folders (inotify(7)).

use std::{
    collections::HashMap,
    ffi::OsStr,
    io,
    mem::MaybeUninit,
    os::{
        fd::{AsRawFd as _, OwnedFd},
        unix::ffi::OsStrExt as _,
    },
    path::PathBuf,
    time::Duration,
};

use anchorwatch_home::Tree;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags},
    io::Errno,
};

use super::{Extent, places::Matters};

/// The most folders that are watched. A home with several browsers has some hundred.
const MOST_FOLDERS: usize = 2_000;

/// The most events that are taken at once; the kernel keeps 16,384.
const MOST_EVENTS: u32 = 20_000;

const BUFFER_BYTES: usize = 64 << 10;

const FLAGS: WatchFlags = WatchFlags::CREATE
    .union(WatchFlags::DELETE)
    .union(WatchFlags::MOVE)
    .union(WatchFlags::MODIFY)
    .union(WatchFlags::CLOSE_WRITE)
    .union(WatchFlags::ATTRIB)
    .union(WatchFlags::DELETE_SELF)
    .union(WatchFlags::MOVE_SELF)
    .union(WatchFlags::ONLYDIR)
    .union(WatchFlags::EXCL_UNLINK);

/// A name came or went, or others may read it.
const ANOTHER: ReadFlags = ReadFlags::CREATE
    .union(ReadFlags::ATTRIB)
    .union(ReadFlags::DELETE)
    .union(ReadFlags::MOVED_FROM)
    .union(ReadFlags::MOVED_TO);

/// Watched folders, and what matters in each.
pub(super) struct Events {
    inotify: OwnedFd,
    folders: HashMap<i32, Matters>,
    is_partial: bool,
}

impl Events {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            inotify: inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?,
            folders: HashMap::new(),
            is_partial: false,
        })
    }

    /// How much of what was asked for is watched.
    pub(super) const fn extent(&self) -> Extent {
        if self.is_partial {
            Extent::Partial
        } else {
            Extent::Whole
        }
    }

    /// Watches those of the folders that are there. Returns whether one was not watched before.
    pub(super) fn watch(&mut self, tree: &Tree, places: Vec<(PathBuf, Matters)>) -> bool {
        let mut is_new = false;
        for (folder, matters) in places {
            // What is not there comes as a name of the folder above.
            let Ok(folder) = tree.open_folder(&folder) else {
                continue;
            };
            // By its number, so that no link leads out of the tree.
            let path = format!("/proc/self/fd/{}", folder.as_raw_fd());
            match inotify::add_watch(&self.inotify, path, FLAGS) {
                Ok(watch) if self.folders.len() < MOST_FOLDERS => {
                    is_new |= !self.folders.contains_key(&watch);
                    self.folders.entry(watch).or_default().add(matters);
                }
                Ok(watch) => match self.folders.get_mut(&watch) {
                    Some(known) => known.add(matters),
                    None => {
                        self.is_partial = true;
                        // It may have gone meanwhile.
                        let _gone = inotify::remove_watch(&self.inotify, watch);
                    }
                },
                Err(Errno::NOENT | Errno::NOTDIR) => {}
                Err(_) => self.is_partial = true,
            }
        }
        is_new
    }

    /// Whether something happens within this time.
    pub(super) fn come_within(&self, time: Duration) -> io::Result<bool> {
        let time = Timespec {
            tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: time.subsec_nanos().into(),
        };
        let mut polled = [PollFd::new(&self.inotify, PollFlags::IN)];
        match poll(&mut polled, Some(&time)) {
            Ok(count) => Ok(count > 0),
            Err(Errno::INTR) => Ok(false),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Takes what has happened so far. Returns whether any of it matters.
    pub(super) fn take(&mut self) -> io::Result<bool> {
        let mut buffer = vec![MaybeUninit::uninit(); BUFFER_BYTES];
        let mut reader = Reader::new(&self.inotify, &mut buffer);
        let (mut matter, mut gone) = (false, Vec::new());
        for _ in 0..MOST_EVENTS {
            let event = match reader.next() {
                Ok(event) => event,
                Err(Errno::AGAIN) => break,
                Err(errno) => return Err(errno.into()),
            };
            if event.events().contains(ReadFlags::IGNORED) {
                gone.push(event.wd());
            }
            matter |= match (event.file_name(), self.folders.get(&event.wd())) {
                (Some(name), Some(folder)) => {
                    let is_another = event.events().intersects(ANOTHER);
                    folder.has(OsStr::from_bytes(name.to_bytes()), is_another)
                }
                // Of the folder itself, or too many happened to tell.
                _ => !event.events().intersects(ReadFlags::ATTRIB),
            };
        }
        for watch in gone {
            self.folders.remove(&watch);
        }
        Ok(matter)
    }
}
