//! Programs that something starts: the targets of links and scripts in PATH's folders, and
//! of desktop entries.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::{EntryKind, Tree};

use crate::mozilla::program::{MAX_BYTES, is_program};
use crate::{User, desktop, user};

/// Folders of PATH in which people who unpack a program put a link to it or a script.
const PATHS: [&str; 4] = ["/usr/local/bin", "/usr/local/sbin", "/opt/bin", "/usr/bin"];
const PATHS_OF_USER: [&str; 3] = [".local/bin", "bin", ".bin"];

/// The most names read of one folder; `/usr/bin` of a desktop has 3,000.
const MAX_NAMES: usize = 10_000;

/// The most words of one file that are tried as a program's path.
const MAX_WORDS: usize = 100;

/// Program folders that were found, and all paths that were checked: hundreds of links lead
/// to the same few.
#[derive(Default)]
struct Found {
    programs: Vec<PathBuf>,
    seen: HashSet<PathBuf>,
}

pub(super) fn of_system(tree: &Tree) -> Vec<PathBuf> {
    let mut found = Found::default();
    for folder in PATHS {
        // A package's scripts start programs of packages.
        let reads_scripts = folder != "/usr/bin";
        in_path(tree, folder.as_ref(), reads_scripts, &mut found);
    }
    for folder in desktop::SYSTEM_FOLDERS {
        entries(tree, folder.as_ref(), &mut found);
    }
    found.programs
}

pub(super) fn of_user(tree: &Tree, user: &User) -> Vec<PathBuf> {
    let mut found = Found::default();
    for folder in PATHS_OF_USER {
        in_path(tree, &user.home.join(folder), true, &mut found);
    }
    for folder in desktop::USER_FOLDERS {
        entries(tree, &user.home.join(folder), &mut found);
    }
    found.programs
}

pub(super) fn homes(tree: &Tree) -> Vec<PathBuf> {
    let (users, _) = user::users(tree);
    users.into_iter().map(|user| user.home).collect()
}

fn in_path(tree: &Tree, folder: &Path, reads_scripts: bool, found: &mut Found) {
    let entries = tree.list(folder).unwrap_or_default();
    for entry in entries.into_iter().take(MAX_NAMES) {
        let path = folder.join(&entry.name);
        match entry.kind {
            EntryKind::Symlink => {
                let target = tree.resolve_final(&path).ok();
                take(tree, target.as_deref(), found);
            }
            EntryKind::File if reads_scripts => {
                let text = tree.read(&path, MAX_BYTES).unwrap_or_default();
                if text.starts_with(b"#!") {
                    words(tree, &String::from_utf8_lossy(&text), found);
                }
            }
            _ => {}
        }
    }
}

fn entries(tree: &Tree, folder: &Path, found: &mut Found) {
    let entries = tree.list(folder).unwrap_or_default();
    for entry in entries.into_iter().take(MAX_NAMES) {
        if entry.name.as_encoded_bytes().ends_with(b".desktop") {
            let text = tree
                .read(&folder.join(&entry.name), MAX_BYTES)
                .unwrap_or_default();
            let text = String::from_utf8_lossy(&text);
            let lines = text.lines().filter(|line| line.contains("Exec"));
            lines.for_each(|line| words(tree, line, found));
        }
    }
}

fn words(tree: &Tree, text: &str, found: &mut Found) {
    let is_between = |sign: char| sign.is_whitespace() || "\"'=;&|()`".contains(sign);
    let words = text.split(is_between).filter(|word| word.starts_with('/'));
    for word in words.take(MAX_WORDS) {
        let target = tree.resolve_final(word.as_ref()).ok();
        take(tree, target.as_deref(), found);
    }
}

fn take(tree: &Tree, program: Option<&Path>, found: &mut Found) {
    let Some(folder) = program.and_then(Path::parent) else {
        return;
    };
    if found.seen.insert(folder.to_owned()) && is_program(tree, folder) {
        found.programs.push(folder.to_owned());
    }
}
