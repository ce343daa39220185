//! What planning outside users' homes works on.

use anchorwatch_home::Tree;
use anchorwatch_machine::{Store, User};

use crate::{allowlist::Allowlist, targets::Targets};

/// The input for planning outside users' homes.
pub(crate) struct Scope<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) targets: &'a Targets,
    /// Users whose homes are planned separately.
    pub(crate) users: &'a [User],
    /// What the system store may show.
    pub(crate) allowlist: &'a Allowlist<'a>,
    /// The result of an audit.
    pub(crate) stores: &'a [Store],
}
