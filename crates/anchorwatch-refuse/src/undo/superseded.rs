//! Leaves items out of an undo that nobody needs any more.
//!
//! A block puts something into a file or database for a root: a certificate that holds it to names, or
//! «not trusted». A later run replaces that, or brings the root back because the owner now consents to
//! it. Undoing the later run puts it there again, for the block that is still in force. If that block
//! was undone before, it would stay for ever: no receipt removes it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use anchorwatch_home::{Edit, EditItem, Receipt, RecordedChange, Role, Status};
use anchorwatch_identity::Certificate;
use anchorwatch_machine::confined_cert;

use crate::{
    java::keystore,
    nss::{
        self,
        edit::{added_certificate, is_made_by_us, say_the_same, whose},
    },
    pem,
};

/// Takes such items out of receipts, the oldest first. Those that are undone only say who made what.
pub(crate) fn leave_out(receipts: &mut [Receipt]) {
    let mut made = Made::default();
    for receipt in receipts {
        let is_undone = receipt.status == Status::Undone;
        receipt
            .changes
            .retain_mut(|change| made.take(change, is_undone));
    }
}

/// Has the undo of a change of a file go by its items, not by the whole content.
pub(crate) fn by_items(change: &mut RecordedChange) {
    if let Some(hash) = &mut change.after.content_sha256 {
        // No content has it.
        *hash = "0".repeat(64);
    }
}

/// What earlier receipts made.
#[derive(Default)]
struct Made {
    /// Rows that receipts added to databases and that are not undone.
    rows: BTreeSet<(PathBuf, String)>,
    /// By path: what each item made, and whether it is undone.
    items: BTreeMap<PathBuf, Vec<(EditItem, bool)>>,
}

impl Made {
    /// Whether something of a change is left.
    fn take(&mut self, change: &mut RecordedChange, is_undone: bool) -> bool {
        let path = change.path.clone();
        let Role::Shared(edit) = &mut change.role else {
            return true;
        };
        let Some(format) = Format::of(edit) else {
            return true;
        };
        let before = edit.items.len();
        let confined = match format {
            Format::Nss => replaced_confined(edit),
            _ => BTreeSet::new(),
        };
        let earlier = self.items.get(&path).map_or(&[][..], Vec::as_slice);
        let (rows, mut left_out) = (&self.rows, Vec::new());
        edit.items.retain(|item| {
            let is_of_one = whose(item).is_some_and(|whose| confined.contains(whose));
            let is_needed_row = !(is_of_one && is_removal(item))
                || rows.contains(&(path.clone(), item.name.clone()));
            let is_needed = is_needed_row && !format.is_superseded(item, earlier);
            if !is_needed {
                left_out.push(item.clone());
            }
            is_needed
        });
        if !is_undone {
            let additions = edit.items.iter().filter(|item| item.after.is_some());
            let additions = additions.map(|item| (path.clone(), item.name.clone()));
            self.rows.extend(additions);
        }
        let kept = edit.items.iter().map(|item| (item.clone(), is_undone));
        let left_out = left_out.into_iter().map(|item| (item, true));
        let made = self.items.entry(path).or_default();
        made.extend(kept.chain(left_out));
        let (left, is_changed) = (edit.items.len(), edit.items.len() < before);
        if is_changed {
            by_items(change);
        }
        left > 0 || !is_changed
    }
}

/// The formats in which a root can come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Pem,
    Keystore,
    Nss,
}

impl Format {
    fn of(edit: &Edit) -> Option<Self> {
        match edit.format.code() {
            pem::FORMAT => Some(Self::Pem),
            keystore::FORMAT => Some(Self::Keystore),
            nss::FORMAT => Some(Self::Nss),
            _ => None,
        }
    }

    /// Whether undoing an item restores what only an undone item made.
    fn is_superseded(self, item: &EditItem, earlier: &[(EditItem, bool)]) -> bool {
        if !self.restores_ours(item) {
            return false;
        }
        let mut makers = earlier.iter().filter(|(one, _)| match self {
            Self::Nss => {
                one.name == item.name && say_the_same(one.after.as_deref(), item.before.as_deref())
            }
            Self::Pem if item.before.is_some() => one.after == item.before,
            Self::Pem | Self::Keystore => one.name == item.name && one.after == item.before,
        });
        makers.clone().next().is_some() && makers.all(|(_, is_undone)| *is_undone)
    }

    /// Whether what an item found may have been made by an earlier one.
    fn restores_ours(self, item: &EditItem) -> bool {
        match (self, &item.before) {
            (Self::Nss, before) => before.as_deref().is_some_and(is_made_by_us),
            (Self::Keystore | Self::Pem, None) => true,
            (Self::Keystore, Some(_)) => false,
            (Self::Pem, Some(before)) => {
                let certificate = pem::revert::certificate(before);
                certificate.is_ok_and(|one| confined_cert::is_one(&one))
            }
        }
    }
}

/// The certificates that hold roots to names, and that the edit removed.
fn replaced_confined(edit: &Edit) -> BTreeSet<String> {
    let removed = edit.items.iter().filter(|item| is_removal(item));
    let confined = removed.filter(|item| {
        let der = item.before.as_deref().and_then(added_certificate);
        let certificate = der.and_then(|der| Certificate::from_der(&der).ok());
        certificate.is_some_and(|certificate| confined_cert::is_one(&certificate))
    });
    confined
        .filter_map(|item| whose(item).map(str::to_owned))
        .collect()
}

fn is_removal(item: &EditItem) -> bool {
    item.before.is_some() && item.after.is_none()
}
