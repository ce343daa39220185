//! What the kernel tells of folders (inotify(7)).

use std::{
    collections::{HashMap, hash_map::Entry},
    ffi::OsStr,
    fs, io,
    mem::MaybeUninit,
    os::{
        fd::{AsRawFd as _, OwnedFd},
        unix::ffi::OsStrExt as _,
    },
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};

use anchorwatch_home::Tree;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{
        Access, AtFlags, accessat,
        inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags},
    },
    io::Errno,
};

use super::{
    Extent,
    happened::{Happened, Part},
    of_parts::OfParts,
    places::Matters,
};

/// The most folders that are watched for known places. A home with several browsers has some hundred.
const MOST_KNOWN: usize = 2_000;

/// The most folders that searches go through and that are watched. A developer's home has some ten
/// thousand. The kernel keeps about a kilobyte for each.
const MOST_SEARCHED: usize = 20_000;

/// The most paths of one folder; the oldest are forgotten.
const MOST_PATHS: usize = 8;

/// Of the watches that the kernel gives a user, this part is left to others.
const LEFT_TO_OTHERS: usize = 2;

/// The kernel's default of old.
const USUAL_LIMIT: usize = 8_192;

/// The most events that are taken at once; the kernel keeps 16,384.
const MOST_EVENTS: u32 = 20_000;

const BUFFER_BYTES: usize = 64 << 10;

/// What is told of each watched folder.
const ALWAYS: WatchFlags = WatchFlags::CREATE
    .union(WatchFlags::MOVED_TO)
    .union(WatchFlags::ATTRIB)
    .union(WatchFlags::MOVE_SELF)
    .union(WatchFlags::MASK_ADD)
    .union(WatchFlags::ONLYDIR)
    .union(WatchFlags::EXCL_UNLINK);

/// The same of a folder in which any file may matter: a file counts once it is whole.
const OF_FILES: WatchFlags = ALWAYS.union(WatchFlags::CLOSE_WRITE);

/// The same of a folder of which names are read.
const OF_NAMES: WatchFlags = OF_FILES
    .union(WatchFlags::DELETE)
    .union(WatchFlags::MOVE)
    .union(WatchFlags::MODIFY)
    .union(WatchFlags::DELETE_SELF);

/// A name came or went, or others may read it.
const ANOTHER: ReadFlags = ReadFlags::CREATE
    .union(ReadFlags::ATTRIB)
    .union(ReadFlags::DELETE)
    .union(ReadFlags::MOVED_FROM)
    .union(ReadFlags::MOVED_TO);

/// Watched folders, and what matters in each.
pub(super) struct Events {
    inotify: OwnedFd,
    folders: HashMap<i32, Folder>,
    /// The most folders.
    pub(super) most: usize,
    is_partial: bool,
}

/// What matters in a watched folder.
#[derive(Default)]
struct Folder {
    /// For known places.
    known: Option<Matters>,
    /// For parts of the searches that look at names here.
    parts: OfParts,
    /// Its paths, if searches go through it: links can lead to it, too.
    searched: Vec<Rc<Path>>,
    /// Whether any file in it may be a setting.
    has_files: bool,
    detail: Detail,
}

/// How much of what happens in a folder is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Detail {
    #[default]
    Nothing,
    Search,
    Files,
    Names,
}

impl Detail {
    const fn flags(self) -> WatchFlags {
        match self {
            Self::Nothing | Self::Search => ALWAYS,
            Self::Files => OF_FILES,
            Self::Names => OF_NAMES,
        }
    }
}

/// Why a folder is not watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unwatched {
    /// It is not there, or cannot be reached.
    Absent,
    /// The user may not list it.
    Unlisted {
        /// Nor read anything in it.
        is_closed: bool,
    },
    /// There are too many, or the kernel does not watch it.
    TooMany,
}

impl Unwatched {
    fn of(errno: Errno, folder: &OwnedFd) -> Self {
        match errno {
            Errno::NOENT | Errno::NOTDIR => Self::Absent,
            Errno::ACCESS => {
                let entered = accessat(folder, ".", Access::EXISTS, AtFlags::EACCESS);
                Self::Unlisted {
                    is_closed: entered == Err(Errno::ACCESS),
                }
            }
            _ => Self::TooMany,
        }
    }
}

impl Events {
    pub(super) fn new() -> io::Result<Self> {
        let limit = fs::read_to_string("/proc/sys/fs/inotify/max_user_watches");
        let limit = limit.ok().and_then(|text| text.trim().parse().ok());
        let limit: usize = limit.unwrap_or(USUAL_LIMIT);
        Ok(Self {
            inotify: inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?,
            folders: HashMap::new(),
            most: (MOST_KNOWN + MOST_SEARCHED).min(limit / LEFT_TO_OTHERS),
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

    /// How many folders are watched.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.folders.len()
    }

    /// Something is not watched: what it needs is too much.
    pub(super) const fn leave_out(&mut self) {
        self.is_partial = true;
    }

    /// Watches those of the folders that are there, for known places or a part of a search. Returns
    /// whether one was not watched so before.
    pub(super) fn watch(
        &mut self,
        tree: &Tree,
        places: Vec<(PathBuf, Matters)>,
        part: Option<&Rc<Part>>,
    ) -> bool {
        let mut is_new = false;
        let most = match part {
            Some(_) => self.most_searched(),
            None => self.most,
        };
        for (path, matters) in places {
            let (folder, is_more) = match self.folder(tree, &path, Detail::Names, most) {
                Ok(watched) => watched,
                Err(why) => {
                    self.leave_out_for(why);
                    continue;
                }
            };
            is_new |= is_more;
            match part {
                Some(part) => folder.parts.add(part, matters),
                None => folder.known.get_or_insert_default().add(matters),
            }
        }
        is_new
    }

    /// Watches a folder that a search goes through, with or without the files in it. Returns whether
    /// it may be listed: if it may not, the search finds nothing there until somebody opens it.
    pub(super) fn search(&mut self, tree: &Tree, path: &Path, has_files: bool) -> bool {
        let detail = if has_files {
            Detail::Files
        } else {
            Detail::Search
        };
        let most = self.most_searched();
        match self.folder(tree, path, detail, most) {
            Ok((folder, _)) => {
                folder.is_searched_as(path);
                folder.has_files |= has_files;
                true
            }
            Err(Unwatched::Unlisted { .. }) => false,
            Err(why) => {
                self.leave_out_for(why);
                true
            }
        }
    }

    /// A known place is read by its name, so it may be read in a folder that may not be listed.
    const fn leave_out_for(&mut self, why: Unwatched) {
        let is_read = match why {
            Unwatched::Absent | Unwatched::Unlisted { is_closed: true } => false,
            Unwatched::Unlisted { is_closed: false } | Unwatched::TooMany => true,
        };
        self.is_partial |= is_read;
    }

    /// How many folders of searches are watched: some watches are left for known places.
    fn most_searched(&self) -> usize {
        self.most - MOST_KNOWN.min(self.most / 2)
    }

    /// Watches a folder. Returns it, and whether more of it is watched than before.
    fn folder(
        &mut self,
        tree: &Tree,
        path: &Path,
        detail: Detail,
        most: usize,
    ) -> Result<(&mut Folder, bool), Unwatched> {
        // What is not there comes as a name of the folder above.
        let opened = tree.open_folder(path).map_err(|_| Unwatched::Absent)?;
        // By its number, so that no link leads out of the tree.
        let number = format!("/proc/self/fd/{}", opened.as_raw_fd());
        let watched = inotify::add_watch(&self.inotify, number, detail.flags());
        let watch = watched.map_err(|errno| Unwatched::of(errno, &opened))?;
        let count = self.folders.len();
        match self.folders.entry(watch) {
            Entry::Vacant(_) if count >= most => {
                // It may have gone meanwhile.
                let _gone = inotify::remove_watch(&self.inotify, watch);
                Err(Unwatched::TooMany)
            }
            entry => {
                let folder = entry.or_default();
                let is_more = folder.detail < detail;
                folder.detail = folder.detail.max(detail);
                Ok((folder, is_more))
            }
        }
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

    /// Takes what has happened so far.
    pub(super) fn take(&mut self, happened: &mut Happened) -> io::Result<()> {
        let mut buffer = vec![MaybeUninit::uninit(); BUFFER_BYTES];
        let mut reader = Reader::new(&self.inotify, &mut buffer);
        let mut gone = Vec::new();
        for _ in 0..MOST_EVENTS {
            let event = match reader.next() {
                Ok(event) => event,
                Err(Errno::AGAIN) => break,
                Err(errno) => return Err(errno.into()),
            };
            let is = event.events();
            if is.contains(ReadFlags::QUEUE_OVERFLOW) {
                happened.everything();
            }
            let Some(folder) = self.folders.get_mut(&event.wd()) else {
                continue;
            };
            match event.file_name() {
                Some(name) => folder.tell(OsStr::from_bytes(name.to_bytes()), is, happened),
                None => folder.tell_itself(is, happened),
            }
            if is.contains(ReadFlags::IGNORED) {
                gone.push(event.wd());
            }
        }
        for watch in gone {
            self.folders.remove(&watch);
        }
        Ok(())
    }
}

impl Folder {
    /// Something happened to a name in it.
    fn tell(&self, name: &OsStr, is: ReadFlags, happened: &mut Happened) {
        let is_another = is.intersects(ANOTHER);
        let known = self.known.as_ref();
        happened.is_known |= known.is_some_and(|matters| matters.has(name, is_another));
        self.parts.tell(name, is_another, happened);
        let is_folder = is.contains(ReadFlags::ISDIR);
        let has_come = is.intersects(ReadFlags::CREATE | ReadFlags::MOVED_TO);
        // Others may list it now: it is searched as if it were new.
        let is_opened = is_folder && is.contains(ReadFlags::ATTRIB);
        for path in &self.searched {
            if is_opened {
                happened.gone(&path.join(name));
            }
            if has_come || is_opened {
                happened.part(&Part::Folder(path.to_path_buf()));
            }
            if self.has_files && !is_folder {
                happened.part(&Part::File(path.join(name)));
            }
        }
    }

    /// Something happened to the folder.
    fn tell_itself(&mut self, is: ReadFlags, happened: &mut Happened) {
        if is.contains(ReadFlags::ATTRIB) {
            return;
        }
        happened.is_known |= self.known.is_some();
        self.parts.tell_all(happened);
        // It is found again where it is now.
        for path in std::mem::take(&mut self.searched) {
            if is.contains(ReadFlags::MOVE_SELF) {
                happened.moved(&path);
            } else {
                happened.gone(&path);
            }
        }
    }

    fn is_searched_as(&mut self, path: &Path) {
        if self.searched.iter().any(|known| **known == *path) {
            return;
        }
        if self.searched.len() >= MOST_PATHS {
            self.searched.remove(0);
        }
        self.searched.push(path.into());
    }
}
