//! Whether the originals that a receipt needs to be undone are still as they were saved.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{Journal, MAX_BLOB_BYTES, Receipt, ReceiptId, RecordedChange};
use crate::{Error, LostOriginal, Node, Role};

impl Journal<'_> {
    /// Why the receipt cannot be undone: each saved original that is missing, damaged or cannot be
    /// read. Empty if all are whole.
    ///
    /// The contents are hashed piece by piece and not kept.
    #[must_use]
    pub fn lost_originals(&self, receipt: &Receipt) -> Vec<Error> {
        let mut asked = BTreeSet::new();
        let mut lost = Vec::new();
        for change in &receipt.changes {
            // The distribution made these anew, and `undo` has it make them again.
            if change.role == Role::Rebuilt && receipt.is_rebuilt {
                continue;
            }
            let Some(hash) = original(change).filter(|hash| asked.insert(*hash)) else {
                continue;
            };
            let path = self.blob(&receipt.id, hash);
            match self.tree.sha256_own(&path, MAX_BLOB_BYTES) {
                Ok(is) if is == *hash => {}
                Ok(_) => {
                    lost.push(self.lost(&receipt.id, change, &path, LostOriginal::Damaged));
                }
                Err(error) => lost.push(self.lost_or(error, &receipt.id, change, &path)),
            }
        }
        lost
    }

    pub(super) fn blob(&self, id: &ReceiptId, hash: &str) -> PathBuf {
        self.folder(id).join("blobs").join(hash)
    }

    pub(super) fn lost(
        &self,
        id: &ReceiptId,
        change: &RecordedChange,
        blob: &Path,
        how: LostOriginal,
    ) -> Error {
        Error::OriginalLost {
            id: id.to_string(),
            path: self.tree.display_path(&change.path),
            blob: self.tree.display_path(blob),
            how,
        }
    }

    /// A missing blob, or the error itself.
    pub(super) fn lost_or(
        &self,
        error: Error,
        id: &ReceiptId,
        change: &RecordedChange,
        blob: &Path,
    ) -> Error {
        if error.is_not_found() {
            self.lost(id, change, blob, LostOriginal::Missing)
        } else {
            error
        }
    }
}

/// The hash of the original, if the change has one.
fn original(change: &RecordedChange) -> Option<&String> {
    let hash = change.before.content_sha256.as_ref()?;
    matches!(change.before.node, Node::File(_)).then_some(hash)
}
