//! What the table says about a system store.

use std::path::Path;

use anchorwatch_home::{Change, Tree};
use anchorwatch_identity::UnixSeconds;

use crate::{ApplyError, PlanError, draft::Draft, scope::Scope};

/// A distribution's system store. Nothing can be blocked without it, so planning it can fail.
pub(crate) struct SystemStore {
    /// The codes of the layouts that have it.
    pub(crate) layouts: &'static [&'static str],
    /// Plans the files that only we write: the list of refused keys, and the program and what
    /// runs it. They come first, because they must be in place once the store is filtered.
    pub(crate) install: fn(&Scope<'_>, program: &[u8], &mut Draft) -> Result<(), PlanError>,
    /// Plans the changes after which the store shows no withheld certificate.
    pub(crate) filter: fn(&Scope<'_>, &mut Draft) -> Result<(), PlanError>,
    /// Whether what filters it after every update is installed.
    pub(crate) has_hook: fn(&Tree) -> bool,
    /// Whether that is unchanged and can run.
    pub(crate) is_hook_intact: fn(&Tree) -> bool,
    /// Whether the distribution's tool is writing the store now, so that a filter has to wait.
    pub(crate) is_updating: fn(&Tree, UnixSeconds) -> bool,
    /// Runs the distribution's tool, which builds the store again. On the running system only.
    pub(crate) rebuild: fn() -> Result<(), ApplyError>,
    /// The changes that undoing these requires beside them.
    pub(crate) beside_undo: fn(&Tree, &[&Change]) -> Result<Vec<Change>, anchorwatch_home::Error>,
    /// Whether the distribution's tool or the owner also writes this path.
    pub(crate) is_also_others: fn(&Path) -> bool,
}
