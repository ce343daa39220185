//! Folders whose programs something runs one after another: which of their files it runs.
//!
//! A file that may not be executed is not run. Debian's run-parts also passes over names
//! with a dot or another unusual sign (run-parts(8)); other systems' do not.

use std::path::Path;

use anchorwatch_home::Node;

use super::sink::Sink;
use crate::layout::{DEBIAN, SystemLayout};

/// Folders that Debian's run-parts runs.
const OF_DEBIAN: [&str; 6] = [
    "/etc/ca-certificates/update.d",
    "/etc/cron.",
    "/etc/kernel/",
    "/etc/network/if-",
    "/etc/ppp/",
    "/etc/update-motd.d",
];

/// Whether a file of such a folder is run.
pub(super) fn is_run(sink: &Sink<'_>, path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_usual = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    let place = path.to_string_lossy();
    let is_of_debian = OF_DEBIAN.iter().any(|folder| place.starts_with(folder));
    if is_of_debian && !name.chars().all(is_usual) && is_debian(sink) {
        return false;
    }
    is_executable(sink, path)
}

fn is_debian(sink: &Sink<'_>) -> bool {
    let layouts = SystemLayout::of(sink.tree);
    !layouts.is_empty() && layouts.iter().all(|layout| layout.code == DEBIAN.code)
}

/// What cannot be looked at counts as executable.
fn is_executable(sink: &Sink<'_>, path: &Path) -> bool {
    const EXECUTE: u32 = 0o111;
    let end = sink.tree.resolve_final(path);
    let node = end.and_then(|path| sink.tree.node_without_content(&path));
    match node {
        Ok(Node::File(file)) => file.mode & EXECUTE != 0,
        _ => true,
    }
}
