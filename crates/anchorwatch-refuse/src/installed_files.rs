//! The files that only we write, on any distribution: the list of refused keys, the installed
//! program, and the watch that runs it.

use std::path::Path;

use anchorwatch_home::{BlockList, Tree, paths};

use crate::{PlanError, draft::Draft, plan_file::plan_file, watch};

/// The files that only this program writes.
const OWN_FILES: [&str; 5] = [
    paths::BLOCK_LIST,
    paths::CONSENTS,
    paths::INSTALLED_BINARY,
    paths::JOURNAL,
    paths::LOCK,
];

/// Plans the list of refused keys.
pub(super) fn list(tree: &Tree, list: &BlockList, draft: &mut Draft) -> Result<(), PlanError> {
    let text = list.encode();
    plan_file(
        tree,
        draft,
        paths::BLOCK_LIST,
        text.as_bytes(),
        0o644,
        tree.owner(),
    )?;
    Ok(())
}

/// All of them, except a distribution's hook.
pub(super) fn all() -> impl Iterator<Item = &'static Path> {
    let of_watch = watch::FILES.into_iter().chain(watch::lists::FILES);
    OWN_FILES.into_iter().chain(of_watch).map(Path::new)
}

/// Whether the path is one of our files or a folder above it.
pub(super) fn is_ours(path: &Path) -> bool {
    all().any(|own| own.starts_with(path))
}
