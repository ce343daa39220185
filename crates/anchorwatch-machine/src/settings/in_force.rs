//! What is in force: environments and loaded modules of running programs.
//!
//! A start-up file is a program, and its effect shows best in what it has started. For each
//! program of a user the environment is read, and for browsers also the modules, with that
//! user's rights (proc(5)). Only programs that see the same files are read: paths inside a
//! container lead elsewhere.
//!
//! **Not checked:** what a program has changed in its own memory since it started.
//!
//! **Trust:** a program can overwrite its environment. Anyone who can make it do so already
//! runs as the user.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    fs,
    io::Read as _,
    os::unix::{ffi::OsStrExt as _, fs::MetadataExt as _},
    path::{Path, PathBuf},
};

use anchorwatch_home::Tree;

use super::{
    configuration,
    content::Content,
    reader,
    scope::Value,
    sink::RUNNING,
    tool::{self, Tool},
    variable::{self, Assignment},
};
use crate::installation::environment;
use crate::limit::Limit;
use crate::settings::remark::SettingsRemark;
use crate::{Client, Inaccessible, Inventory, StoreKind, User};
use anchorwatch_remark::Remark as _;

/// The most programs that are read; a full desktop has under a thousand.
const MAX_PROGRAMS: usize = 20_000;
/// The most bytes read of one environment or map. By default the kernel gives an
/// environment at most 6 MiB, and one variable 128 KiB (execve(2)).
const MAX_BYTES: u64 = 8 << 20;
/// The most bytes read in total.
const MAX_ALL_BYTES: u64 = 512 << 20;
/// The most different settings that are reported.
const MAX_SETTINGS: usize = 10_000;

const PROC: &str = "/proc";

/// Reads what is in force in one user's programs.
pub(crate) fn of_user(tree: &Tree, user: &User) -> Inventory {
    let Some(uid) = user.uid.filter(|_| tree.is_live()) else {
        return Inventory::default();
    };
    let mut look = Look::default();
    look.at_all(uid);
    let mut inventory = look.settings(tree, user);
    for client in &look.followers {
        inventory.follow(StoreKind::DebianBundle, *client);
    }
    inventory.closed.extend(closed(tree, uid, look.unread));
    inventory
}

/// The users of running programs whose home is not read.
pub(crate) fn others(tree: &Tree, known: &BTreeSet<u32>) -> Vec<User> {
    if !tree.is_live() {
        return Vec::new();
    }
    let mut uids = BTreeSet::new();
    for pid in pids() {
        uids.extend(owner(&pid).filter(|uid| !known.contains(uid)));
    }
    uids.into_iter()
        .map(|uid| User {
            name: uid.to_string(),
            uid: Some(uid),
            gid: Some(uid),
            home: PathBuf::from("/nonexistent"),
        })
        .collect()
}

#[derive(Default)]
struct Look {
    /// Each assignment that matters, and how many programs have it.
    assignments: BTreeMap<(String, String), usize>,
    followers: BTreeSet<Client>,
    /// The files of programs in folders of programs.
    programs: BTreeSet<PathBuf>,
    bytes_read: u64,
    /// Counts of programs that could not be read, and of those that see other files.
    unread: usize,
    elsewhere: usize,
}

impl Look {
    fn at_all(&mut self, uid: u32) {
        let own = std::process::id().to_string();
        let ours = namespace(Path::new("/proc/self"));
        for pid in pids().into_iter().take(MAX_PROGRAMS) {
            let is_own = pid.file_name().is_some_and(|name| name == own.as_str());
            if is_own || owner(&pid) != Some(uid) {
                continue;
            }
            match namespace(&pid) {
                // It has ended, or has no memory because it is a kernel thread.
                None => {}
                theirs if theirs != ours => self.elsewhere += 1,
                _ => self.at(&pid),
            }
        }
    }

    fn at(&mut self, pid: &Path) {
        if self.bytes_read > MAX_ALL_BYTES {
            self.unread += 1;
            return;
        }
        let Some(environment) = self.read(&pid.join("environ")) else {
            return;
        };
        for variable in environment.split(|byte| *byte == 0) {
            let variable = String::from_utf8_lossy(variable);
            let Some((name, value)) = variable.split_once('=') else {
                continue;
            };
            if !value.is_empty() && variable::matters(name) {
                let key = (name.to_owned(), value.to_owned());
                if self.assignments.len() < MAX_SETTINGS || self.assignments.contains_key(&key) {
                    *self.assignments.entry(key).or_default() += 1;
                } else {
                    self.unread += 1;
                }
            }
        }
        self.modules(pid);
        self.environment(pid);
    }

    /// A program of an environment reads that environment's bundle.
    fn environment(&mut self, pid: &Path) {
        // What cannot be read here is counted with the program's variables.
        if let Ok(program) = fs::read_link(pid.join("exe"))
            && program
                .parent()
                .is_some_and(|folder| folder.ends_with("bin"))
        {
            self.programs.insert(program);
        }
    }

    /// A browser whose roots come from p11-kit trusts what the system trusts.
    fn modules(&mut self, pid: &Path) {
        let Some(client) = browser(pid) else { return };
        let Some(maps) = self.read(&pid.join("maps")) else {
            return;
        };
        let maps = String::from_utf8_lossy(&maps);
        let names: BTreeSet<&str> = maps
            .lines()
            .filter_map(|line| line.split_whitespace().nth(5))
            .map(tool::base_name)
            .collect();
        let has = |start: &str| names.iter().any(|name| name.starts_with(start));
        let is_replaced = has("libsoftokn3.so") && !has("libnssckbi");
        if is_replaced
            && (has("p11-kit-trust.so") || has("p11-kit-proxy.so") || has("libp11-kit-proxy"))
        {
            self.followers.insert(client);
        }
    }

    fn read(&mut self, path: &Path) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let file = fs::File::open(path);
        match file.and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut content)) {
            Ok(_) => {
                self.bytes_read += content.len() as u64;
                self.unread += usize::from(content.len() as u64 > MAX_BYTES);
                Some(content)
            }
            Err(error) => {
                // A program that has ended meanwhile has nothing in force.
                let is_gone = error.kind() == std::io::ErrorKind::NotFound
                    || error.raw_os_error() == Some(rustix::io::Errno::SRCH.raw_os_error());
                self.unread += usize::from(!is_gone);
                None
            }
        }
    }

    fn settings(&self, tree: &Tree, user: &User) -> Inventory {
        let mut sink = reader::begin(tree, Some(user));
        for ((name, value), count) in &self.assignments {
            let assignment = Assignment {
                name: name.clone(),
                value: Value::plain(value),
                is_conditional: false,
                running_count: *count,
            };
            sink.take(RUNNING.as_ref(), Content::Assignments(&[assignment]));
        }
        for program in &self.programs {
            let found = environment::of_program(tree, program);
            sink.environment(RUNNING.as_ref(), found);
        }
        configuration::named(&mut sink);
        if self.elsewhere > 0 {
            let count = self.elsewhere as u64;
            let remark = SettingsRemark::IsolatedPrograms { count };
            sink.remark(RUNNING.as_ref(), &remark);
        }
        reader::finish(sink)
    }
}

fn closed(tree: &Tree, uid: u32, unread: usize) -> Option<Inaccessible> {
    (unread > 0).then(|| Inaccessible {
        place: tree.display_path(RUNNING.as_ref()),
        uid: Some(uid),
        is_denied: true,
        why: Limit::RunningPrograms {
            uid: u64::from(uid),
            count: unread as u64,
        }
        .told(),
    })
}

fn pids() -> Vec<PathBuf> {
    let is_pid = |name: &OsString| name.as_bytes().iter().all(u8::is_ascii_digit);
    let entries = fs::read_dir(PROC).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name())
        .filter(is_pid)
        .map(|name| Path::new(PROC).join(name))
        .collect()
}

/// The owner of a program. One that may not be inspected counts as root's.
fn owner(pid: &Path) -> Option<u32> {
    Some(fs::metadata(pid).ok()?.uid())
}

/// The mount namespace: equal for all programs that see the same files.
fn namespace(pid: &Path) -> Option<PathBuf> {
    fs::read_link(pid.join("ns/mnt")).ok()
}

fn browser(pid: &Path) -> Option<Client> {
    let path = fs::read_link(pid.join("exe")).ok()?;
    match tool::program(path.file_name()?.to_str()?)? {
        Tool::Firefox => Some(Client::Firefox),
        Tool::Thunderbird => Some(Client::Thunderbird),
        Tool::Chromium => Some(Client::Chromium),
        _ => None,
    }
}
