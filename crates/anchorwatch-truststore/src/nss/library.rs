//! What a module's library is, told by what is in the file and not by its name.
//!
//! A link or a copy under another name changes what a program believes: with
//! p11-kit's module as `libnssckbi.so`, Chromium 156 and Firefox ESR take the system's
//! bundle for their own roots (measured). Each library carries the texts that it shows as
//! its token's; they are all that is looked at, and nothing of it is run.
//!
//! **Not checked:** who built it. A library of NSS's own sources with a root more is NSS's
//! by its texts; where a package of the system brought the file, its sum is held against
//! the package's list, which whoever has root's rights can rewrite too.

use std::{
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

use anchorwatch_home::{EntryKind, Error, Tree};
use data_encoding::HEXLOWER;
use md5::{Digest as _, Md5};

/// The largest library that is read, in bytes. NSS's list of roots has 0.6 MB.
const MAX_LIBRARY_BYTES: u64 = 32 << 20;

/// The largest list of a package's files that is read, in bytes.
const MAX_LIST_BYTES: u64 = 4 << 20;

/// Where dpkg keeps what each package installed.
const PACKAGES: &str = "/var/lib/dpkg/info";

/// The packages that bring NSS's list of roots, by how their names begin.
const PACKAGES_WITH_ROOTS: [&str; 4] = ["libnss3", "firefox", "thunderbird", "chromium"];

/// The folders of libraries that every loader looks into, and where their sub-folders by
/// machine lie.
const FOLDERS: [&str; 6] = [
    "/usr/local/lib",
    "/usr/lib",
    "/lib",
    "/usr/local/lib64",
    "/usr/lib64",
    "/lib64",
];

/// The files that name further folders.
const LOADERS_LIST: &str = "/etc/ld.so.conf";
const LOADERS_LISTS: &str = "/etc/ld.so.conf.d";

/// More folders than any system's loader looks into.
const MAX_FOLDERS: usize = 200;

/// What a library is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Library {
    /// NSS's own list of public roots.
    NssRoots,
    /// NSS's own database and cryptography.
    NssSoftToken,
    /// p11-kit's trust module, which brings the system's roots.
    P11KitTrust,
    /// p11-kit's proxy, which brings what other modules bring.
    P11KitProxy,
    /// None of these.
    Other,
}

/// The texts that a library carries; all of them, and none of p11-kit's in NSS's.
const TEXTS: [(Library, &[&str]); 4] = [
    (
        Library::P11KitTrust,
        &["PKCS#11 Kit Trust Module", "C_GetFunctionList"],
    ),
    (
        Library::P11KitProxy,
        &["PKCS#11 Kit Proxy Module", "C_GetFunctionList"],
    ),
    (
        Library::NssRoots,
        &[
            "NSS Builtin Object Cryptoki Module",
            "Builtin Object Token",
            "C_GetFunctionList",
        ],
    ),
    (
        Library::NssSoftToken,
        &[
            "NSS Certificate DB",
            "NSS Generic Crypto Services",
            "C_GetFunctionList",
        ],
    ),
];

impl Library {
    pub(crate) fn of(content: &[u8]) -> Self {
        if !content.starts_with(b"\x7fELF") {
            return Self::Other;
        }
        let has = |text: &&str| contains(content, text.as_bytes());
        let found = TEXTS.iter().find(|(_, texts)| texts.iter().all(has));
        found.map_or(Self::Other, |(library, _)| *library)
    }

    /// What lies there; nothing where nothing does.
    ///
    /// # Errors
    /// Those of [`Tree::read`]: too large, no file, not to be read.
    pub(crate) fn at(tree: &Tree, path: &Path) -> Result<Option<Self>, Error> {
        match tree.read(path, MAX_LIBRARY_BYTES) {
            Ok(content) => Ok(Some(match Self::of(&content) {
                Self::NssRoots if is_changed(tree, path, &content) => Self::Other,
                library => library,
            })),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Whether a package brought the file, and brought other octets.
fn is_changed(tree: &Tree, path: &Path, content: &[u8]) -> bool {
    let Ok(place) = tree.resting_place(path) else {
        return false;
    };
    let place = place.strip_prefix("/").unwrap_or(&place).to_owned();
    let entries = tree.list(PACKAGES.as_ref()).unwrap_or_default();
    let mut lists = entries.iter().filter_map(|entry| entry.name.to_str());
    lists.any(|list| {
        let is_one = list.ends_with(".md5sums")
            && PACKAGES_WITH_ROOTS
                .iter()
                .any(|name| list.starts_with(name));
        is_one
            && tree
                .read(&Path::new(PACKAGES).join(list), MAX_LIST_BYTES)
                .is_ok_and(|sums| {
                    sum_of(&sums, &place)
                        .is_some_and(|sum| sum != HEXLOWER.encode(&Md5::digest(content)).as_bytes())
                })
    })
}

/// The sum that a package's list gives a file: `sum  path`, a line each.
fn sum_of<'a>(sums: &'a [u8], place: &Path) -> Option<&'a [u8]> {
    sums.split(|octet| *octet == b'\n').find_map(|line| {
        let (sum, path) = line.split_at_checked(32)?;
        (path.strip_prefix(b"  ")? == place.as_os_str().as_bytes()).then_some(sum)
    })
}

fn contains(content: &[u8], text: &[u8]) -> bool {
    content.windows(text.len()).any(|window| window == text)
}

/// The folders into which the loader looks for a name without a folder, each once.
pub(crate) fn folders(tree: &Tree) -> Vec<PathBuf> {
    let mut named = named_by_loader(tree);
    for folder in FOLDERS.map(PathBuf::from) {
        for entry in tree.list(&folder).unwrap_or_default() {
            let is_machines = entry
                .name
                .to_str()
                .is_some_and(|name| name.contains("-linux-"));
            if is_machines && matches!(entry.kind, EntryKind::Directory | EntryKind::Symlink) {
                named.push(folder.join(entry.name));
            }
        }
        named.push(folder);
    }
    let (mut known, mut folders) = (Vec::new(), Vec::new());
    for folder in named.into_iter().take(MAX_FOLDERS) {
        if let Ok(identity) = tree.identity(&folder)
            && !known.contains(&identity)
        {
            known.push(identity);
            folders.push(folder);
        }
    }
    folders
}

/// The folders that the loader's own files name.
fn named_by_loader(tree: &Tree) -> Vec<PathBuf> {
    let mut files = vec![PathBuf::from(LOADERS_LIST)];
    let lists = tree.list(LOADERS_LISTS.as_ref()).unwrap_or_default();
    files.extend(
        lists
            .iter()
            .map(|entry| Path::new(LOADERS_LISTS).join(&entry.name)),
    );
    let mut folders = Vec::new();
    for file in files.iter().take(MAX_FOLDERS) {
        let text = tree.read(file, MAX_LIST_BYTES).unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        let lines = text.lines().map(str::trim);
        folders.extend(
            lines
                .filter(|line| line.starts_with('/'))
                .map(PathBuf::from),
        );
    }
    folders
}

#[cfg(test)]
pub(crate) mod tests;
