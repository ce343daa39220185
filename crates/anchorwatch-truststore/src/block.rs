//! Refusing keys in the system store of Debian, and keeping them refused.
//!
//! A plan takes every certificate with a refused key out of the bundle and the
//! folder around it, writes the keys down in `/etc/anchorwatch/blocked.toml`, and
//! puts a hook beside `update-ca-certificates` that does the same after every
//! update, so that neither a re-installation nor a renamed or re-issued twin brings
//! the key back. Nothing is deleted where it was installed: the root's own file
//! stays, and taking the block back lets it in again.
//!
//! **Not covered:** stores of their own (browsers, Java, Python's certifi), and a
//! chain through another installed root that cross-signed the key: without an anchor
//! in the store, OpenSSL and GnuTLS have no list of what to distrust.

use std::path::{Path, PathBuf};

use anchorwatch_home::{
    BlockList, BlockedKey, Change, Journal, Lock, ReceiptId, Role, Tree, paths,
};
use anchorwatch_identity::{UnixSeconds, registry};

use crate::{Anchor, Store, debian, reading::with_cause};

mod filter;
mod own;

pub use filter::HeldOut;

/// Why a block cannot be planned or made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The tree has no system store where Debian keeps it.
    #[error("there is no {}", bundle.display())]
    NoSystemStore {
        /// Where it would be.
        bundle: PathBuf,
    },
    /// The bundle is no plain file: some other tool manages it.
    #[error("{} is no plain file, so another tool manages it", bundle.display())]
    ManagedElsewhere {
        /// Where it is.
        bundle: PathBuf,
    },
    /// A refused key is still there after it was taken out: the text is ambiguous.
    #[error("{} still shows a refused key after it was taken out", path.display())]
    StillThere {
        /// Which file.
        path: PathBuf,
    },
    /// The hook is there and its list is not, or is empty: nothing would be kept out.
    #[error("{} names no key, though the hook that needs it is installed", list.display())]
    NoList {
        /// Where the list should be.
        list: PathBuf,
    },
    /// A file could not be read or changed.
    #[error(transparent)]
    Home(#[from] anchorwatch_home::Error),
}

/// What would be changed, and what that means. Nothing is changed yet.
#[derive(Debug)]
pub struct Plan {
    /// The changes, in the order in which they are made.
    pub changes: Vec<Change>,
    /// The certificates that are taken out.
    pub held_out: Vec<HeldOut>,
    /// The keys that will be refused from now on.
    pub keys: Vec<BlockedKey>,
    /// What could not be looked into: a refused key may be in it.
    pub blind_spots: Vec<String>,
    /// What the owner should know first, a sentence each.
    pub warnings: Vec<String>,
}

/// Plans to refuse keys. `program` is the program that hooks will run: this one.
/// `stores` is what an audit read: of those that are not changed it warns.
///
/// # Errors
/// [`Error`] says why the tree cannot be blocked in.
pub fn plan(
    tree: &Tree,
    keys: Vec<BlockedKey>,
    program: &[u8],
    stores: &[Store],
) -> Result<Plan, Error> {
    let list = BlockList::read(tree)?.with(keys.clone());
    let filtered = filter::changes(tree, &list)?;
    let mut own = own::changes(tree, &list, program)?;
    own.warnings.extend(believed_elsewhere(stores, &list));
    own.warnings.extend(
        keys.iter()
            .filter(|blocked| registry::in_public_program(&blocked.key))
            .map(|blocked| {
                format!(
                    "{} is the key of a public root: many sites will stop working",
                    blocked.key
                )
            }),
    );
    // Our own files first: once the store is filtered, the hook that keeps it so is there.
    own.changes.extend(filtered.changes);
    Ok(Plan {
        changes: own.changes,
        held_out: filtered.held_out,
        keys,
        blind_spots: filtered.blind_spots,
        warnings: own.warnings,
    })
}

/// Stores of their own that hold a refused key: their programs go on believing it.
fn believed_elsewhere(stores: &[Store], list: &BlockList) -> Vec<String> {
    let mut warnings = Vec::new();
    for store in stores.iter().filter(|store| !store.kind.is_the_systems()) {
        let refused = |anchor: &&Anchor| list.refuses_key_of(&anchor.certificate);
        for anchor in store.anchors.iter().filter(refused) {
            let clients: Vec<&str> = anchor
                .effective_for
                .iter()
                .map(|client| client.id())
                .collect();
            if !clients.is_empty() {
                warnings.push(format!(
                    "{} holds a refused key too, and is not changed: {} will go on believing it",
                    store.path.display(),
                    clients.join(", ")
                ));
            }
        }
    }
    warnings
}

impl Plan {
    /// Whether everything is as the plan wants it already.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Makes the changes and returns the receipt with which they are taken back.
    ///
    /// # Errors
    /// [`Error::Home`]: usually a missing right, or a file that changed since the
    /// plan. What was changed by then can be taken back with `undo`.
    pub fn apply(self, tree: &Tree, now: UnixSeconds) -> Result<ReceiptId, Error> {
        let _lock = Lock::take(tree)?;
        let purpose = format!("block {} keys in the system store", self.keys.len());
        let receipt = Journal::new(tree).begin(&purpose, &self.changes, now)?;
        Ok(receipt.make(&self.changes)?)
    }
}

/// What the hook found and did.
#[derive(Debug)]
pub struct Refiltered {
    /// The certificates that were taken out.
    pub held_out: Vec<HeldOut>,
    /// What could not be looked into, or could not be written down.
    pub blind_spots: Vec<String>,
}

/// Takes refused keys out of the system store again, after the distribution's tool
/// rebuilt it. This is what the hook runs.
///
/// The store is filtered first and the journal written after: whatever is wrong with
/// our records must not let a key back in. Files that someone put into the folder by
/// hand get a receipt, since no tool would bring them back.
///
/// # Errors
/// [`Error`]: above all a list of refused keys that is missing, or cannot be trusted
/// or understood. The hook without its list would keep nothing out.
pub fn refilter(tree: &Tree, now: UnixSeconds) -> Result<Refiltered, Error> {
    let _lock = Lock::wait(tree)?;
    let list = BlockList::read(tree)?;
    if list.keys().is_empty() {
        return Err(Error::NoList {
            list: tree.shown(paths::BLOCK_LIST.as_ref()),
        });
    }
    let filtered = filter::changes(tree, &list)?;
    let mut blind_spots = filtered.blind_spots;
    let (rebuilt, by_hand): (Vec<Change>, Vec<Change>) = filtered
        .changes
        .into_iter()
        .partition(|change| change.role == Role::Rebuilt);
    for change in &rebuilt {
        tree.make(change, ".anchorwatch-refilter")?;
    }
    if !by_hand.is_empty() {
        let purpose = format!(
            "the hook took refused keys out of {} files put there by hand",
            by_hand.len()
        );
        Journal::new(tree)
            .begin(&purpose, &by_hand, now)?
            .make(&by_hand)?;
    }
    if let Err(error) = Journal::new(tree).note_rebuilt() {
        blind_spots.push(with_cause(&error));
    }
    Ok(Refiltered {
        held_out: filtered.held_out,
        blind_spots,
    })
}

/// Whether a block or its hook ever changes this path. What claims otherwise is no
/// receipt of ours.
pub(crate) fn may_touch(path: &Path) -> bool {
    own::is_ours(path) || path.parent() == Some(Path::new(debian::DIRECTORY))
}
