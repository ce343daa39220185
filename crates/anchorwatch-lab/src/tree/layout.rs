use std::fs;
use std::path::{Path, PathBuf};

use crate::pki::{PUBLIC_ROOT_NAMES, certificate_pem, public_root};
use crate::{Error, Root, programs};

/// Alice's user id; Bob's is the next.
const FIRST_UID: u32 = 1000;

/// The two people, besides root, who have a home in the tree.
pub const USERS: [&str; 2] = ["alice", "bob"];

const PASSWD: &str = "root:x:0:0:root:/root:/bin/bash\n\
    daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n\
    alice:x:1000:1000:Alice,,,:/home/alice:/bin/bash\n\
    bob:x:1001:1001:Bob,,,:/home/bob:/bin/bash\n";

/// A finished tree.
#[derive(Debug)]
pub struct DebianTree {
    root: PathBuf,
    hash_links: HashLinks,
}

/// A root certificate and the stem of its file name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedRoot {
    /// The file name without its extension; ASCII letters, digits, `_`, `-` and `.`.
    pub file_stem: String,
    /// The certificate, PEM.
    pub pem: String,
}

/// Whether `etc/ssl/certs` has the links with which OpenSSL finds roots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashLinks {
    /// Made by `openssl rehash`.
    Made,
    /// The program openssl is not installed; there are only the bundle and the named links.
    OpensslMissing,
}

impl DebianTree {
    /// Makes a tree in a folder that is empty or does not exist yet.
    ///
    /// # Errors
    ///
    /// [`Error::RootOfMachine`] for `/`, [`Error::NotEmpty`] for a folder that is not empty,
    /// [`Error::File`] if the file system refuses, [`Error::Failed`] if `openssl rehash` fails.
    pub fn create(root: &Path, packaged: &[NamedRoot], local: &[NamedRoot]) -> Result<Self, Error> {
        let root = empty_folder(root)?;
        let tree = Writer { root: &root };
        tree.write("etc/passwd", PASSWD)?;
        tree.write("etc/ca-certificates.conf", &configuration(packaged))?;
        tree.make_folder("etc/ca-certificates/update.d")?;
        tree.make_folder("root")?;
        for user in USERS {
            tree.make_folder(&format!("home/{user}"))?;
        }
        tree.make_folder(LOCAL_FOLDER)?;
        tree.make_folder(PACKAGED_FOLDER)?;
        tree.make_folder(CERTS_FOLDER)?;
        for (folder, roots) in [(PACKAGED_FOLDER, packaged), (LOCAL_FOLDER, local)] {
            for NamedRoot { file_stem, pem } in roots {
                tree.write(&format!("{folder}/{file_stem}.crt"), pem)?;
                // A file during the rehash; a link afterwards.
                tree.write(&format!("{CERTS_FOLDER}/{file_stem}.pem"), pem)?;
            }
        }
        let hash_links = tree.rehash()?;
        tree.link_certificates(PACKAGED_FOLDER, packaged)?;
        tree.link_certificates(LOCAL_FOLDER, local)?;
        let bundle: String = packaged
            .iter()
            .chain(local)
            .map(|r| r.pem.as_str())
            .collect();
        tree.write(&format!("{CERTS_FOLDER}/ca-certificates.crt"), &bundle)?;
        Ok(Self { root, hash_links })
    }

    /// Returns the folder that takes the place of `/`, absolute and without links.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// Returns a user's home inside the tree; root's is `root`.
    pub fn home(&self, user: &str) -> PathBuf {
        match user {
            "root" => self.root.join("root"),
            _ => self.root.join("home").join(user),
        }
    }

    /// Gives each home and everything in it to its owner, if the process may do that.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if the file system refuses.
    pub fn hand_over_homes(&self) -> Result<(), Error> {
        if !programs::is_root() {
            return Ok(());
        }
        for (number, user) in (FIRST_UID..).zip(USERS) {
            hand_over(&self.home(user), number)?;
        }
        Ok(())
    }

    /// Returns whether OpenSSL's links were made.
    pub fn hash_links(&self) -> HashLinks {
        self.hash_links
    }
}

fn hand_over(path: &Path, owner: u32) -> Result<(), Error> {
    let refused = || Error::file("give away", path);
    std::os::unix::fs::lchown(path, Some(owner), Some(owner)).map_err(refused())?;
    if path.is_symlink() || !path.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(refused())? {
        hand_over(&entry.map_err(refused())?.path(), owner)?;
    }
    Ok(())
}

impl NamedRoot {
    /// Names a root of the lab by this file name.
    pub fn new(file_stem: &str, root: &Root) -> Self {
        Self {
            file_stem: file_stem.to_owned(),
            pem: root.pem(),
        }
    }

    /// Returns six real roots of Mozilla's set, named as Debian names them.
    pub fn public() -> Vec<Self> {
        PUBLIC_ROOT_NAMES
            .iter()
            .filter_map(|name| {
                Some(Self {
                    file_stem: name.replace(' ', "_"),
                    pem: certificate_pem(&public_root(name)?),
                })
            })
            .collect()
    }
}

/// Writes below one folder and nowhere else.
pub(super) struct Writer<'a> {
    pub(super) root: &'a Path,
}

impl Writer<'_> {
    pub(super) fn make_folder(&self, path: &str) -> Result<PathBuf, Error> {
        let folder = self.root.join(path);
        fs::create_dir_all(&folder).map_err(Error::file("make the folder", &folder))?;
        Ok(folder)
    }

    pub(super) fn write(&self, path: &str, text: &str) -> Result<(), Error> {
        if let Some((folder, _)) = path.rsplit_once('/') {
            self.make_folder(folder)?;
        }
        let file = self.root.join(path);
        fs::write(&file, text).map_err(Error::file("write", &file))
    }

    pub(super) fn link(&self, path: &str, target: &str) -> Result<(), Error> {
        if let Some((folder, _)) = path.rsplit_once('/') {
            self.make_folder(folder)?;
        }
        let link = self.root.join(path);
        std::os::unix::fs::symlink(target, &link).map_err(Error::file("link", &link))
    }

    fn rehash(&self) -> Result<HashLinks, Error> {
        let folder = self.root.join(CERTS_FOLDER);
        let mut command = match programs::command("openssl", "openssl", &folder) {
            Err(Error::MissingProgram { .. }) => return Ok(HashLinks::OpensslMissing),
            command => command?,
        };
        let output = command
            .arg("rehash")
            .arg(&folder)
            .output()
            .map_err(Error::run("openssl"))?;
        programs::succeeded("openssl rehash", output)?;
        Ok(HashLinks::Made)
    }

    fn link_certificates(&self, target_folder: &str, roots: &[NamedRoot]) -> Result<(), Error> {
        for NamedRoot { file_stem, .. } in roots {
            let link = self.root.join(format!("{CERTS_FOLDER}/{file_stem}.pem"));
            let target = format!("/{target_folder}/{file_stem}.crt");
            fs::remove_file(&link).map_err(Error::file("replace", &link))?;
            std::os::unix::fs::symlink(target, &link).map_err(Error::file("link", &link))?;
        }
        Ok(())
    }
}

/// Returns the folder, created if necessary; refuses the root of a machine and a folder that is
/// not empty.
pub(super) fn empty_folder(path: &Path) -> Result<PathBuf, Error> {
    fs::create_dir_all(path).map_err(Error::file("make the folder", path))?;
    let folder = path.canonicalize().map_err(Error::file("find", path))?;
    if folder.parent().is_none() {
        return Err(Error::RootOfMachine { path: folder });
    }
    let mut entries = fs::read_dir(&folder).map_err(Error::file("read", &folder))?;
    if entries.next().is_some() {
        return Err(Error::NotEmpty { path: folder });
    }
    Ok(folder)
}

fn configuration(packaged: &[NamedRoot]) -> String {
    let lines = packaged
        .iter()
        .map(|root| format!("mozilla/{}.crt\n", root.file_stem));
    std::iter::once("# This file lists the certificates that are installed.\n".to_owned())
        .chain(lines)
        .collect()
}

const CERTS_FOLDER: &str = "etc/ssl/certs";
const LOCAL_FOLDER: &str = "usr/local/share/ca-certificates";
const PACKAGED_FOLDER: &str = "usr/share/ca-certificates/mozilla";

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> (tempfile::TempDir, DebianTree) {
        let place = tempfile::tempdir().unwrap();
        let company = Root::company("Example Works Root").unwrap();
        let local = [NamedRoot::new("example-works", &company)];
        let tree = DebianTree::create(place.path(), &NamedRoot::public(), &local).unwrap();
        (place, tree)
    }

    #[test]
    fn the_bundle_holds_packaged_roots_first_and_local_ones_last() {
        let (_place, tree) = made();
        let bundle = tree.path().join("etc/ssl/certs/ca-certificates.crt");
        let bundle = fs::read_to_string(bundle).unwrap();
        assert_eq!(bundle.matches("BEGIN CERTIFICATE").count(), 7);
        let local = tree
            .path()
            .join("usr/local/share/ca-certificates/example-works.crt");
        assert!(bundle.ends_with(&fs::read_to_string(local).unwrap()));
    }

    #[test]
    fn named_links_are_absolute_as_on_a_real_machine() {
        let (_place, tree) = made();
        let link = tree.path().join("etc/ssl/certs/ISRG_Root_X1.pem");
        let target = fs::read_link(link).unwrap();
        let expected = "/usr/share/ca-certificates/mozilla/ISRG_Root_X1.crt";
        assert_eq!(target, Path::new(expected));
    }

    #[test]
    fn hash_links_lead_to_named_links_where_openssl_is_installed() {
        let (_place, tree) = made();
        let links = fs::read_dir(tree.path().join("etc/ssl/certs"))
            .unwrap()
            .filter_map(|entry| fs::read_link(entry.unwrap().path()).ok())
            .filter(|target| target.is_relative());
        let expected = match tree.hash_links() {
            HashLinks::Made => 7,
            HashLinks::OpensslMissing => 0,
        };
        assert_eq!(links.count(), expected);
    }

    #[test]
    fn a_running_machine_and_a_folder_in_use_are_refused() {
        let refusal = DebianTree::create(Path::new("/"), &[], &[]);
        assert!(matches!(refusal, Err(Error::RootOfMachine { .. })));
        let (_place, tree) = made();
        let refusal = DebianTree::create(tree.path(), &[], &[]);
        assert!(matches!(refusal, Err(Error::NotEmpty { .. })));
    }
}
