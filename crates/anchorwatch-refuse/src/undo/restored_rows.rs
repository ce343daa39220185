//! Leaves rows out of an undo that nobody needs any more.
//!
//! A block adds a certificate to an NSS database that holds a root to names. A consent replaces it
//! with another, and undoing the consent brings the first one back, for the block that still stands.
//! If that block was undone before, the row would stay for ever: no receipt removes it.

use std::{collections::BTreeSet, path::PathBuf};

use anchorwatch_home::{Edit, EditItem, Receipt, Role};
use anchorwatch_identity::Certificate;
use anchorwatch_machine::confined_cert;

use crate::nss::edit::{added_certificate, whose};

/// Takes such rows out of the receipts, which are not undone, the oldest first.
pub(super) fn leave_out(receipts: &mut [Receipt]) {
    let mut added: BTreeSet<(PathBuf, String)> = BTreeSet::new();
    for change in receipts.iter_mut().flat_map(|receipt| &mut receipt.changes) {
        let Role::Shared(edit) = &mut change.role else {
            continue;
        };
        let confined = replaced_confined(edit);
        edit.items.retain(|item| {
            let is_of_one = whose(item).is_some_and(|whose| confined.contains(whose));
            let place = (change.path.clone(), item.name.clone());
            !(is_of_one && is_removal(item)) || added.contains(&place)
        });
        let additions = edit.items.iter().filter(|item| item.after.is_some());
        added.extend(additions.map(|item| (change.path.clone(), item.name.clone())));
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
