use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::Error;

/// A namespace, as the kernel identifies it: namespaces(7), "The /proc/pid/ns/ directory". No two
/// that exist at the same time are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NamespaceId {
    device: u64,
    inode: u64,
}

/// The kinds of namespace that a network has of its own, as `/proc/PID/ns` names them.
pub(super) const KINDS: [&str; 4] = ["user", "mnt", "pid_for_children", "net"];

impl NamespaceId {
    /// Reads the namespace of this process.
    pub(super) fn own(kind: &str) -> Result<Self, Error> {
        Self::read(&PathBuf::from(format!("/proc/self/ns/{kind}")))
    }

    /// Reads the namespace of another process.
    pub(super) fn of(pid: u32, kind: &str) -> Result<Self, Error> {
        Self::read(&PathBuf::from(format!("/proc/{pid}/ns/{kind}")))
    }

    /// Reads the namespace that a file stands for.
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let metadata = fs::metadata(path).map_err(Error::file("read", path))?;
        Ok(Self {
            device: metadata.dev(),
            inode: metadata.ino(),
        })
    }
}
