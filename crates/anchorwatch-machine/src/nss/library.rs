//! What a module's library is, determined by its content and not by its name.
//!
//! A link or a copy under another name changes what a program trusts: with p11-kit's module
//! as `libnssckbi.so`, Chromium 156 and Firefox ESR use the system's bundle as their own
//! roots (measured). Each library contains the texts that it shows for its token. Only
//! these are read, and no code of it is run.
//!
//! A library built from NSS's own sources with an added root has NSS's texts. If no package
//! of the system brought the file with exactly these octets, the certificates inside it are
//! therefore read too ([`foreign_roots`]): NSS keeps them unchanged, in DER.
//!
//! **Not checked:** what the code of a library does. A library made to hide a root that
//! keeps NSS's texts and roots is recognized only by its package's checksum, and anyone
//! with root's rights can rewrite the package's list.

use std::{
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

use anchorwatch_container::certificate_file;
use anchorwatch_home::{EntryKind, Error, Tree};
use anchorwatch_identity::{
    Certificate, CertificateFile,
    certificate_file::Form,
    registry::{self, ProgramStatus},
};
use data_encoding::HEXLOWER;
use md5::{Digest as _, Md5};

/// The largest library that is read, in bytes. NSS's list of roots has 0.6 MB.
const MAX_LIBRARY_BYTES: u64 = 32 << 20;

/// The largest list of a package's files that is read, in bytes.
const MAX_LIST_BYTES: u64 = 4 << 20;

/// Where dpkg keeps what each package installed.
const PACKAGES: &str = "/var/lib/dpkg/info";

/// How the names of packages begin that bring NSS's list of roots, or a module without
/// trust.
const PACKAGES_WITH_MODULES: [&str; 7] = [
    "libnss3",
    "nss-",
    "firefox",
    "thunderbird",
    "chromium",
    "opensc",
    "ykcs11",
];

/// Certificates of NSS's list that are missing from the root programs' records, and that it
/// trusts for no server: the first two classes of VeriSign's and Symantec's, for e-mail,
/// and DigiNotar's root, which it refuses (NSS 3.87, certdata.txt).
const NEVER_FOR_SERVERS: [&str; 5] = [
    "9187a8d3b4b711dd51f53c2fd29041cf7c7b9535329556bfc9c706f38db0f81a",
    "92a9d9833fe1944db366e8bfae7a95b6480c2d6c6c2a1be65d4236b608fca1bb",
    "9d190b2e314566685be8a889e27aa8c7d7ae1d8aaddba3c1ecf9d24863cd34b9",
    "cb627d18b58ad56dde331a30456bc65c601a4e9b18dedcea08e7daaa07815ff0",
    "cbb5af185e942a2402f9eacbc0ed5bb876eea3c1223623d00447e4f3ba554b65",
];

/// Fewer certificates than any NSS list of roots had in this century; Debian's of 2026 has
/// 160.
const MIN_ROOTS: usize = 60;

/// The library folders that every loader searches, which may have subfolders per machine
/// type.
const FOLDERS: [&str; 6] = [
    "/usr/local/lib",
    "/usr/lib",
    "/lib",
    "/usr/local/lib64",
    "/usr/lib64",
    "/lib64",
];

/// The files that name more folders.
const LOADERS_LIST: &str = "/etc/ld.so.conf";
const LOADERS_LISTS: &str = "/etc/ld.so.conf.d";

/// More folders than any system's loader searches.
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

/// The texts that a library contains: all of them, and for NSS none of p11-kit's.
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

    /// The library at a path; `None` if there is nothing.
    ///
    /// # Errors
    /// Those of [`Tree::read`]: too large, not a file, not readable.
    pub(crate) fn at(tree: &Tree, path: &Path) -> Result<Option<Seen>, Error> {
        match tree.read(path, MAX_LIBRARY_BYTES) {
            Ok(content) => Ok(Some(Seen::of(tree, path, &content))),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// A library found at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) library: Library,
    /// Where it came from.
    pub(crate) origin: Origin,
    /// Certificates inside it that belong to no public root. They are read from an NSS list
    /// or an unknown library, unless a package brought it with the same octets.
    pub(crate) foreign: Vec<Certificate>,
    /// Whether it is an NSS list with fewer certificates than NSS ever had.
    pub(crate) hides_roots: bool,
}

/// Where a file came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A package, with the same octets.
    Package,
    /// A package, with different octets.
    Changed,
    /// None of the packages that bring such a library.
    NoPackage,
    /// There are no package lists to compare with.
    Unknown,
}

impl Seen {
    fn of(tree: &Tree, path: &Path, content: &[u8]) -> Self {
        let (library, origin) = (Library::of(content), Origin::of(tree, path, content));
        let is_looked_into =
            matches!(library, Library::NssRoots | Library::Other) && origin != Origin::Package;
        let certificates = if is_looked_into {
            certificate_file(content)
        } else {
            CertificateFile::default()
        };
        let count = certificates.certificates().count();
        let hides_roots = is_looked_into && library == Library::NssRoots && count < MIN_ROOTS;
        Self {
            library,
            origin,
            foreign: foreign_roots(&certificates),
            hides_roots,
        }
    }

    /// NSS's own list of roots, as far as can be seen without running it.
    pub(crate) fn is_nss_roots(&self) -> bool {
        self.library == Library::NssRoots && self.origin != Origin::Changed && !self.hides_roots
    }
}

/// The certificates that neither are nor were in Mozilla's root program. NSS's list keeps
/// some removed ones in order to refuse them.
fn foreign_roots(file: &CertificateFile) -> Vec<Certificate> {
    let in_der = file.found().filter(|found| found.form == Form::Der);
    let mut foreign: Vec<Certificate> = in_der
        .map(|found| &found.certificate)
        .filter(|one| {
            let status = registry::program_status(one).mozilla;
            !registry::in_public_program(&one.spki_sha256())
                && !matches!(status, ProgramStatus::Included | ProgramStatus::Removed)
                && !NEVER_FOR_SERVERS.contains(&one.sha256().to_string().as_str())
        })
        .cloned()
        .collect();
    foreign.sort_by_key(Certificate::sha256);
    foreign.dedup_by_key(|one| one.sha256());
    foreign
}

impl Origin {
    fn of(tree: &Tree, path: &Path, content: &[u8]) -> Self {
        let Ok(place) = tree.resolve_final(path) else {
            return Self::Unknown;
        };
        let entries = tree.list(PACKAGES.as_ref()).unwrap_or_default();
        let names = entries.iter().filter_map(|entry| entry.name.to_str());
        let mut lists = names.filter(|name| name.ends_with(".md5sums")).peekable();
        if lists.peek().is_none() {
            return Self::Unknown;
        }
        // If /lib is a link to /usr/lib, a list may use either path.
        let inner = place.strip_prefix("/").unwrap_or(&place);
        let below = inner.strip_prefix("usr").unwrap_or(inner);
        let places = [below.to_owned(), Path::new("usr").join(below)];
        let brings = |name: &&str| {
            PACKAGES_WITH_MODULES
                .iter()
                .any(|one| name.starts_with(one))
        };
        let said: Vec<bool> = lists
            .filter(brings)
            .filter_map(|list| {
                let path = Path::new(PACKAGES).join(list);
                let sums = tree.read(&path, MAX_LIST_BYTES).ok()?;
                let sum = places.iter().find_map(|place| sum_of(&sums, place))?;
                Some(sum == HEXLOWER.encode(&Md5::digest(content)).as_bytes())
            })
            .collect();
        match said.as_slice() {
            [] => Self::NoPackage,
            said if said.contains(&true) => Self::Package,
            _ => Self::Changed,
        }
    }
}

/// The checksum that a package's list gives for a file: one `sum  path` per line.
fn sum_of<'a>(sums: &'a [u8], place: &Path) -> Option<&'a [u8]> {
    sums.split(|octet| *octet == b'\n').find_map(|line| {
        let (sum, path) = line.split_at_checked(32)?;
        (path.strip_prefix(b"  ")? == place.as_os_str().as_bytes()).then_some(sum)
    })
}

fn contains(content: &[u8], text: &[u8]) -> bool {
    content.windows(text.len()).any(|window| window == text)
}

/// The folders that the loader searches for a bare name, each once.
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
