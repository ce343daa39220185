//! A private copy of this machine's file tree, for trials on real programs.
//!
//! Inside a [`Sealed`] mount namespace a program sees the machine as it is and may change it:
//! install a root, run `update-ca-certificates`, write policies. The changes go to a layer in
//! memory and are gone when the value is dropped. The machine's own folders are never written.
//!
//! ```no_run
//! use anchorwatch_lab::Sealed;
//!
//! let sealed = Sealed::new()?;
//! sealed.write("/usr/local/share/ca-certificates/imposed.crt", b"-----BEGIN ...")?;
//! let before = sealed.snapshot(&["/etc/ssl/certs"])?;
//! let done = sealed.command("update-ca-certificates").output();
//! println!("{}", before.diff(&sealed.snapshot(&["/etc/ssl/certs"])?));
//! # drop(done);
//! # Ok::<(), anchorwatch_lab::Error>(())
//! ```

mod snapshot;

pub use snapshot::{Change, Difference, Entry, Snapshot};

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::{Error, programs};

/// The folders of which a sealed program sees a private copy, as far as this machine has them.
/// `/run` is empty inside, so that no program reaches the machine's services through their
/// sockets (and none finds named network namespaces either).
///
/// **Shared with the machine:** everything else, above all `/tmp` and `/var/tmp`, where build
/// results are run and exchanged.
pub const SEALED_FOLDERS: [&str; 9] = [
    "/etc",
    "/home",
    "/opt",
    "/root",
    "/srv",
    "/usr",
    "/var/cache",
    "/var/lib",
    "/var/log",
];

/// A private mount namespace with layers over [`SEALED_FOLDERS`]. Dropping it ends it.
///
/// **Not separated:** network, processes, `/tmp`, devices, the kernel's settings. A program
/// inside can still kill, listen and mount; this protects against mistakes, not malice.
pub struct Sealed {
    holder: Child,
    place: TempDir,
    nsenter: PathBuf,
}

impl Sealed {
    /// Makes the namespace and checks that every layer is in place.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsRoot`] without root's rights, [`Error::MissingProgram`] without util-linux,
    /// [`Error::Failed`] if the kernel refuses a mount (usual in containers),
    /// [`Error::NotSealed`] if a layer is missing afterwards.
    pub fn new() -> Result<Self, Error> {
        if !programs::is_root() {
            return Err(Error::NeedsRoot);
        }
        let place = tempfile::Builder::new()
            .prefix("anchorwatch-sealed-")
            .tempdir()
            .map_err(Error::file("make a folder in", &std::env::temp_dir()))?;
        let nsenter = programs::require("nsenter", "util-linux")?;
        let folders = SEALED_FOLDERS.iter().filter(|folder| is_own_folder(folder));
        let holder = programs::command("unshare", "util-linux", place.path())?
            .args([
                "--mount",
                "--propagation",
                "private",
                "--",
                "sh",
                "-c",
                HOLD,
                "hold",
            ])
            .arg(place.path())
            .args(folders)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(Error::run("unshare"))?;
        // From here on, returning early drops the value, which ends the holder.
        let mut sealed = Self {
            holder,
            place,
            nsenter,
        };
        programs::wait_until_ready(&mut sealed.holder, "making a private mount namespace")?;
        sealed.check_layers()?;
        Ok(sealed)
    }

    /// Returns a command that runs this program inside. Its environment is empty except for `PATH`,
    /// `LC_ALL=C.UTF-8` and a private, empty `HOME`, which is also its current folder.
    ///
    /// `program` is looked up inside; an absolute path under `/tmp` or a build folder works too.
    /// The `Command`'s own `env` and `current_dir` do not reach the program: use
    /// [`Sealed::command_with`].
    pub fn command(&self, program: &str) -> Command {
        self.command_with(&[], program)
    }

    /// Like [`Sealed::command`], with these additional variables.
    pub fn command_with(&self, variables: &[(&str, &str)], program: &str) -> Command {
        let home = self.home();
        let mut command = Command::new(&self.nsenter);
        command
            .env_clear()
            .arg(format!("--mount=/proc/{}/ns/mnt", self.holder.id()))
            .args(["--", "env", "-i"])
            .arg(format!("--chdir={}", home.display()))
            .arg(format!("PATH={}", programs::PATH))
            .arg(format!("HOME={}", home.display()))
            .arg("LC_ALL=C.UTF-8")
            .args(
                variables
                    .iter()
                    .map(|(name, value)| format!("{name}={value}")),
            )
            .arg(program);
        command
    }

    /// Returns the private home, as programs inside see it. Outside, the folder stays empty.
    pub fn home(&self) -> PathBuf {
        self.place.path().join("home")
    }

    /// Writes a file inside; missing folders on the way are created.
    ///
    /// # Errors
    ///
    /// [`Error::OutsideSeal`] for a path that the namespace shares with the machine, one that is
    /// not absolute or one that contains `..`; [`Error::Failed`] if the write fails. **Not
    /// checked:** links on the way.
    pub fn write(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), Error> {
        let path = path.as_ref();
        if !self.is_sealed(path) {
            return Err(Error::OutsideSeal {
                path: path.to_owned(),
            });
        }
        let mut child = self
            .command("sh")
            .args(["-c", r#"mkdir -p "${1%/*}" && cat > "$1""#, "write"])
            .arg(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(Error::run("nsenter"))?;
        let written = match child.stdin.take() {
            Some(mut stdin) => stdin.write_all(bytes),
            None => Ok(()),
        };
        let output = child.wait_with_output().map_err(Error::run("sh"))?;
        programs::succeeded("writing inside", output)?;
        written.map_err(Error::file("write", path))
    }

    /// Returns everything at and below these paths, as it is inside. A path that does not exist
    /// contributes nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Failed`] if `find` or `sha256sum` cannot read something.
    pub fn snapshot(&self, paths: &[&str]) -> Result<Snapshot, Error> {
        Snapshot::read(|| self.command("sh"), paths)
    }

    /// Returns whether a write to this path stays inside.
    fn is_sealed(&self, path: &Path) -> bool {
        let is_plain = path
            .components()
            .all(|part| matches!(part, Component::RootDir | Component::Normal(_)));
        let is_layered = SEALED_FOLDERS
            .iter()
            .any(|folder| is_own_folder(folder) && path.starts_with(folder));
        path.is_absolute()
            && is_plain
            && (is_layered || path.starts_with("/run") || path.starts_with(self.home()))
    }

    /// Checks the kernel's own list instead of relying on the script.
    fn check_layers(&self) -> Result<(), Error> {
        let list = PathBuf::from(format!("/proc/{}/mountinfo", self.holder.id()));
        let list = fs::read_to_string(&list).map_err(Error::file("read", &list))?;
        let mut layers = SEALED_FOLDERS
            .iter()
            .filter(|folder| is_own_folder(folder))
            .map(|folder| (*folder, "overlay"))
            .chain([("/run", "tmpfs")]);
        match layers.find(|(folder, kind)| mounted_at(&list, folder) != Some(kind)) {
            Some((folder, _)) => Err(Error::NotSealed {
                path: PathBuf::from(folder),
            }),
            None => Ok(()),
        }
    }
}

impl Drop for Sealed {
    fn drop(&mut self) {
        drop(self.holder.stdin.take());
        // Closing its input has ended it; `kill` is for one that hangs, and `wait` frees its
        // process number.
        drop(self.holder.kill());
        drop(self.holder.wait());
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sealed")
            .field("holder_pid", &self.holder.id())
            .finish_non_exhaustive()
    }
}

/// Returns whether this machine has the folder itself, not a link to another place.
fn is_own_folder(folder: &str) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir())
}

/// Returns the file system of the last mount at this folder (proc(5): the fifth field is the
/// mount point, the one after the dash the file system).
fn mounted_at<'a>(mountinfo: &'a str, folder: &str) -> Option<&'a str> {
    let line = mountinfo
        .lines()
        .rfind(|line| line.split(' ').nth(4) == Some(folder))?;
    line.split_once(" - ")?.1.split(' ').next()
}

const HOLD: &str = include_str!("sealed/hold.sh");

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTINFO: &str = "21 1 254:0 / / rw - ext4 /dev/vda rw\n\
        30 21 0:40 / /etc rw,relatime - overlay lab rw,lowerdir=/etc\n\
        31 21 0:41 / /usr rw,relatime - overlay lab rw,lowerdir=/usr\n\
        32 31 0:42 / /usr rw,relatime - tmpfs lab rw\n";

    #[test]
    fn the_last_mount_counts() {
        assert_eq!(mounted_at(MOUNTINFO, "/etc"), Some("overlay"));
        assert_eq!(mounted_at(MOUNTINFO, "/usr"), Some("tmpfs"));
        assert_eq!(mounted_at(MOUNTINFO, "/home"), None);
    }
}
