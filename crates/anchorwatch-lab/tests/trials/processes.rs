//! Which processes are in a namespace.

use std::fs::File;
use std::path::PathBuf;

use libtest_mimic::Failed;

/// A namespace with processes. It is kept open, because the kernel gives the number of one that is
/// gone to the next, which another trial may make.
pub(crate) struct Inhabited {
    kind: &'static str,
    name: String,
    _open: File,
}

impl Inhabited {
    /// Finds the namespace that a link in `/proc/PID/ns` names so. It is an error if no process is
    /// in it.
    pub(crate) fn find(kind: &'static str, name: &str) -> Result<Self, Failed> {
        for process in processes(kind, name)? {
            // One that has ended since is no reason to give up.
            if let Ok(open) = File::open(process.join("ns").join(kind)) {
                return Ok(Self {
                    kind,
                    name: name.to_owned(),
                    _open: open,
                });
            }
        }
        Err(format!("no process is in {name}").into())
    }

    /// Returns the folders in `/proc` of its processes.
    pub(crate) fn processes(&self) -> Result<Vec<PathBuf>, Failed> {
        processes(self.kind, &self.name)
    }
}

fn processes(kind: &str, name: &str) -> Result<Vec<PathBuf>, Failed> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let path = entry?.path();
        let is_there = std::fs::read_link(path.join("ns").join(kind))
            .is_ok_and(|target| target.to_string_lossy() == name);
        let is_process = path.file_name().is_some_and(|name| {
            name.to_string_lossy()
                .chars()
                .all(|digit| digit.is_ascii_digit())
        });
        if is_there && is_process {
            found.push(path);
        }
    }
    Ok(found)
}
