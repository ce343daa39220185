//! Java's keystores: Debian's, every JDK's, and those that an option names.
//!
//! A JDK reads `lib/security/jssecacerts`, and `lib/security/cacerts` only if the first
//! does not exist (JSSE Reference Guide, «X509TrustManager Interface»; run with OpenJDK
//! 17). Debian's JDKs link to one file. A JDK does not trust certificates on its own list
//! of refused ones; a certificate in a keystore of several JDKs counts as trusted if one of
//! them trusts it.
//!
//! A keystore that an option in a home names counts as trusted, whatever any JDK refuses:
//! which Java is started with it is unknown.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_container::MAX_CONTAINER_BYTES;
use anchorwatch_home::{Error, Tree};
use anchorwatch_identity::{CertSha256, Certificate};
use anchorwatch_remark::{Remark as _, Told};

use crate::{
    Anchor, Client, Inventory, Store, StoreKind, Trust, User, installation::walk::Installations,
    layout, not_read::NoFile, user::owner,
};
use blocked_certs_file::StartedBy;

mod blocked_certs_file;
pub mod jks;
pub mod keystore;
mod option;
mod option_files;
pub(crate) mod remark;

pub(crate) use option_files::OptionFiles;
pub use remark::JavaRemark;

/// Debian's keystore, which its hook fills from the system's certificates.
pub const DEBIAN: &str = "/etc/ssl/certs/java/cacerts";

/// The most bytes of keystores read in one inventory; Debian's has 170 KB.
const MAX_ALL_BYTES: u64 = 256 << 20;

/// Reads the system's keystores.
pub(crate) fn of_system(tree: &Tree, found: &Installations) -> Inventory {
    let mut keystores = Keystores::new(tree, None);
    // First, so that the store that Debian's Javas share gets Debian's name.
    keystores.add(DEBIAN.into(), Readers::None);
    keystores.of_homes(&found.java_homes);
    let filled = layout::keystores().filter(|path| *path != DEBIAN);
    for path in filled.collect::<BTreeSet<&str>>() {
        keystores.add(path.into(), Readers::None);
    }
    for path in layout::keystores() {
        if keystores.is_unread(path.as_ref()) {
            keystores.add(path.into(), Readers::unknown());
        }
    }
    let any = Readers::Refusing(keystores.refused_by_all.clone().unwrap_or_default());
    keystores.named(option_files::of_system(tree, &found.java_options), &any);
    keystores.read()
}

/// Reads one user's keystores.
///
/// Debian's own is included if a Java of the user reads it: that Java may trust what the
/// system's Javas refuse.
pub(crate) fn of_user(tree: &Tree, user: &User, found: &Installations) -> Inventory {
    let mut keystores = Keystores::new(tree, Some(user));
    keystores.add(DEBIAN.into(), Readers::None);
    keystores.of_homes(&found.java_homes);
    let named = option_files::of_user(tree, user, &found.java_options);
    keystores.named(named, &Readers::unknown());
    // Without a Java of the user it was already read as the system's.
    if keystores.is_unread(DEBIAN.as_ref()) {
        keystores.files.remove(0);
    }
    keystores.read()
}

/// Reads the keystores of JDKs in one folder, and those that files of options there name.
pub(crate) fn of_folder(tree: &Tree, user: Option<&User>, found: &Installations) -> Inventory {
    let mut keystores = Keystores::new(tree, user);
    keystores.of_homes(&found.java_homes);
    let named = option_files::of_files(tree, user, &found.java_options);
    keystores.named(named, &Readers::unknown());
    keystores.read()
}

/// Records what a settings file says about keystores, unless the file is read for its
/// options anyway.
pub(crate) fn take_options(
    tree: &Tree,
    text: &str,
    path: &Path,
    user: Option<&User>,
    named: &mut OptionFiles,
) {
    if !option_files::is_among(path, user) {
        option_files::take(tree, text, path, user, named);
    }
}

/// Reads the keystores that settings files name.
pub(crate) fn of_options(tree: &Tree, user: Option<&User>, named: OptionFiles) -> Inventory {
    let mut keystores = Keystores::new(tree, user);
    keystores.named(named, &Readers::unknown());
    keystores.read()
}

/// Passwords that configurations name, for the system or a user.
pub fn passwords(tree: &Tree, user: Option<&User>) -> Vec<String> {
    let mut passwords = match user {
        Some(user) => option_files::of_user(tree, user, &[]).passwords,
        None => option_files::of_system(tree, &[]).passwords,
    };
    if user.is_none() {
        passwords.extend(option_files::password_of_debians(tree));
    }
    passwords
}

/// The keystores of one inventory, each file once.
struct Keystores<'a> {
    tree: &'a Tree,
    user: Option<&'a User>,
    files: Vec<File>,
    passwords: Vec<String>,
    /// What every Java of this inventory refuses; `None` if there is no Java.
    refused_by_all: Option<BTreeSet<CertSha256>>,
    inventory: Inventory,
}

struct File {
    path: PathBuf,
    identity: (u64, u64),
    readers: Readers,
    remarks: Vec<JavaRemark>,
}

/// Which Javas trust a keystore, and what all of them refuse.
#[derive(Debug, Clone)]
enum Readers {
    /// No Java that we know; the file is hidden by another.
    None,
    /// At least one.
    Refusing(BTreeSet<CertSha256>),
}

impl Readers {
    /// An unknown Java refuses nothing.
    const fn unknown() -> Self {
        Self::Refusing(BTreeSet::new())
    }

    /// Adds a Java, which trusts what it does not refuse.
    fn join(&mut self, other: &Self) {
        match (&mut *self, other) {
            (_, Self::None) => {}
            (Self::None, Self::Refusing(_)) => *self = other.clone(),
            (Self::Refusing(ours), Self::Refusing(theirs)) => {
                ours.retain(|hash| theirs.contains(hash));
            }
        }
    }

    /// The trust that they give an anchor of the keystore.
    fn trust(&self, certificate: &Certificate, trust: Trust) -> Trust {
        match self {
            Self::None => Trust::None,
            Self::Refusing(refused)
                if trust == Trust::Trusted && refused.contains(&certificate.sha256()) =>
            {
                Trust::Distrusted
            }
            Self::Refusing(_) => trust,
        }
    }
}

impl<'a> Keystores<'a> {
    fn new(tree: &'a Tree, user: Option<&'a User>) -> Self {
        Self {
            tree,
            user,
            files: Vec::new(),
            passwords: Vec::new(),
            refused_by_all: None,
            inventory: Inventory::default(),
        }
    }

    fn of_homes(&mut self, homes: &[PathBuf]) {
        let mut bytes_left = blocked_certs_file::MAX_ALL_BYTES;
        let started_by = match self.user {
            Some(_) => StartedBy::ItsOwner,
            None => StartedBy::Anyone,
        };
        for home in homes {
            let security = home.join("lib/security");
            let blocked = blocked_certs_file::of(self.tree, &security, started_by, &mut bytes_left);
            match &mut self.refused_by_all {
                Some(all) => all.retain(|hash| blocked.certificates.contains(hash)),
                None => self.refused_by_all = Some(blocked.certificates.clone()),
            }
            let readers = Readers::Refusing(blocked.certificates);
            let (first, second) = (security.join("jssecacerts"), security.join("cacerts"));
            let place = match self.add(first, readers.clone()) {
                Some(place) => {
                    self.add(second, Readers::None);
                    Some(place)
                }
                None => self.add(second, readers),
            };
            if let Some(file) = place.and_then(|place| self.files.get_mut(place)) {
                file.remarks.extend(blocked.remarks);
            }
        }
    }

    fn named(&mut self, named: OptionFiles, readers: &Readers) {
        for path in named.files {
            self.add(path, readers.clone());
        }
        self.passwords = named.passwords;
        self.inventory.closed.extend(named.closed);
    }

    fn is_unread(&self, path: &Path) -> bool {
        let identity = self.tree.identity(path).ok();
        let file = self
            .files
            .iter()
            .find(|file| Some(file.identity) == identity);
        file.is_some_and(|file| matches!(file.readers, Readers::None))
    }

    /// Adds a file if it exists, and returns its index.
    fn add(&mut self, path: PathBuf, readers: Readers) -> Option<usize> {
        match self.tree.identity(&path) {
            Ok(identity) => {
                let known = self.files.iter().position(|file| file.identity == identity);
                let place = known.unwrap_or_else(|| {
                    self.files.push(File {
                        path,
                        identity,
                        readers: Readers::None,
                        remarks: Vec::new(),
                    });
                    self.files.len() - 1
                });
                if let Some(file) = self.files.get_mut(place) {
                    file.readers.join(&readers);
                }
                Some(place)
            }
            Err(error) => {
                self.note(&path, &error);
                None
            }
        }
    }

    fn read(mut self) -> Inventory {
        let mut bytes_left = MAX_ALL_BYTES;
        for file in std::mem::take(&mut self.files) {
            let limit = (MAX_CONTAINER_BYTES as u64).min(bytes_left);
            match self.tree.read(&file.path, limit) {
                Ok(content) => {
                    bytes_left -= content.len() as u64;
                    let store = self.store(&file, &content);
                    self.inventory.stores.push(store);
                }
                Err(error) => self.note(&file.path, &error),
            }
        }
        self.inventory
    }

    fn store(&self, file: &File, content: &[u8]) -> Store {
        let mut store = self.empty(&file.path);
        store
            .remarks
            .extend(file.remarks.iter().map(JavaRemark::told));
        match keystore::read(content, &self.passwords) {
            Ok(keystore) => {
                store.anchors = keystore
                    .certificates
                    .into_iter()
                    .map(|(certificate, trust)| {
                        let trust = file.readers.trust(&certificate, trust);
                        Anchor::new(certificate, trust, &[Client::Java])
                    })
                    .collect();
                store.unreadable = told(keystore.unreadable);
                store.remarks.extend(told(keystore.remarks));
            }
            Err(why) => store.error = Some(why.told()),
        }
        store
    }

    fn empty(&self, path: &Path) -> Store {
        Store::new(self.tree, StoreKind::JavaKeystore, path, self.user)
    }

    fn note(&mut self, path: &Path, error: &Error) {
        let uid = owner(self.tree, path, self.user);
        let store = self.empty(path);
        self.inventory
            .not_read(self.tree, store, path, uid, NoFile::Nothing, error);
    }
}

fn told(remarks: Vec<JavaRemark>) -> Vec<Told> {
    remarks.iter().map(JavaRemark::told).collect()
}

#[cfg(test)]
pub(crate) use tests::keystore_of;

#[cfg(test)]
mod tests;
