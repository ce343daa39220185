//! Files that only programs inside a network see. They are in memory, in the private `/run` of its
//! mount namespace, and end with it, also if this process is killed.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::net::IpAddr;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::Ordering;

use super::Network;
use crate::Error;

/// Where programs inside start, and where [`Network::write`] writes.
pub(super) const HOME: &str = "/run/lab/home";

/// The names and addresses that programs inside know.
const HOSTS: &str = "/run/lab/hosts";

impl Network {
    /// Writes a file into the private home and returns its path, as programs inside see it.
    ///
    /// # Errors
    ///
    /// [`Error::OutsideSeal`] if the name is not one plain name; [`Error::File`] if the write fails.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
        let path = Path::new(HOME).join(name);
        let mut parts = Path::new(name).components();
        let is_plain = matches!(parts.next(), Some(Component::Normal(_))) && parts.next().is_none();
        if !is_plain {
            return Err(Error::OutsideSeal { path });
        }
        self.write_private(&path, bytes)?;
        Ok(path)
    }

    /// Makes this name known to programs in all nodes, as a line of `/etc/hosts`.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if the write fails. **Not checked:** that it is a name.
    pub fn publish(&self, name: &str, address: impl Into<IpAddr>) -> Result<(), Error> {
        let path = self.outside_path(Path::new(HOSTS));
        let address = address.into();
        let mut file = OpenOptions::new()
            .append(true)
            .open(&path)
            .map_err(Error::file("write", &path))?;
        file.write_all(format!("{address} {name}\n").as_bytes())
            .map_err(Error::file("write", &path))
    }

    /// Returns the path under which this process finds a file of the private mount namespace. Once
    /// the holder has ended it leads nowhere: the holder's number stays reserved until it is
    /// dropped.
    pub(super) fn outside_path(&self, path: &Path) -> PathBuf {
        let mut outside = PathBuf::from(format!("/proc/{}/root", self.holder.id()));
        outside.extend(path.components().filter(|part| *part != Component::RootDir));
        outside
    }

    /// Makes a private folder in memory and returns its path, as programs inside see it.
    fn make_folder(&self) -> Result<PathBuf, Error> {
        let number = self.folder_count.fetch_add(1, Ordering::SeqCst);
        let path = PathBuf::from(format!("/run/lab/{number}"));
        let outside = self.outside_path(&path);
        DirBuilder::new()
            .mode(0o700)
            .create(&outside)
            .map_err(Error::file("make", &outside))?;
        Ok(path)
    }

    fn write_private(&self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let outside = self.outside_path(path);
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&outside)
            .and_then(|mut file| file.write_all(bytes))
            .map_err(Error::file("write", &outside))
    }
}

/// A private folder in memory for one program's files.
#[derive(Debug)]
pub(super) struct Folder<'a> {
    network: &'a Network,
    pub(super) path: PathBuf,
}

impl<'a> Folder<'a> {
    pub(super) fn new(network: &'a Network) -> Result<Self, Error> {
        let path = network.make_folder()?;
        Ok(Self { network, path })
    }

    /// Writes a file that only its owner can read, and returns its path.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<String, Error> {
        let path = self.path.join(name);
        self.network.write_private(&path, text.as_bytes())?;
        Ok(path.display().to_string())
    }
}

impl Drop for Folder<'_> {
    fn drop(&mut self) {
        // If this fails, the folder is already gone with the network.
        let outside: &Path = &self.network.outside_path(&self.path);
        drop(std::fs::remove_dir_all(outside));
    }
}
