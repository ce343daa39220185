//! Which processes are in a namespace.

use std::path::PathBuf;

use libtest_mimic::Failed;

/// Returns the folders in `/proc` of the processes whose namespace of this kind is this one, both
/// as links in `/proc/PID/ns` say it.
pub(crate) fn in_namespace(kind: &str, namespace: &str) -> Result<Vec<PathBuf>, Failed> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let path = entry?.path();
        let is_there = std::fs::read_link(path.join("ns").join(kind))
            .is_ok_and(|target| target.to_string_lossy() == namespace);
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
