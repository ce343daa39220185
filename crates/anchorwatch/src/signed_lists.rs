//! The signed lists that a machine follows, as `list update` published them for its programs.

use anchorwatch_home::{ListFiles, Tree, paths};
use anchorwatch_list::ListState;

use crate::problem::{Hint, Hinted, Problem};

/// The lists that the tree follows; `None` if it follows none.
///
/// # Errors
/// The file is damaged, or others could have written it. To go on without it would trust what the
/// lists refuse.
pub(crate) fn followed(tree: &Tree) -> anyhow::Result<Option<ListState>> {
    let octets = ListFiles::new(tree).published()?;
    let state = octets.as_deref().map(ListState::decode).transpose();
    state.map_err(|why| {
        let path = tree.display_path(paths::SIGNED_LISTS.as_ref());
        Hinted::new(&Problem::ListStateUnreadable { path }, &Hint::UpdateLists)
            .because(why)
            .into()
    })
}
