//! What an audit did not look at, and why.

use std::{collections::BTreeSet, path::PathBuf};

use anchorwatch_home::Tree;
use anchorwatch_remark::{Remark as _, Told, Value};

use crate::{Inaccessible, Inventory, Store};

/// Something that was not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotChecked {
    /// What.
    pub what: Unseen,
    /// Why: a remark of any list of this crate.
    pub why: Told,
    /// What that means for the answer.
    pub weight: Impact,
}

/// What it means for the answer that something was not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impact {
    /// It is there and could hold a root: without a finding the answer is «inconclusive».
    Inconclusive,
    /// Another user's home, or a kind of store that this version does not read.
    Informational,
}

anchorwatch_remark::remarks! {
    /// What was not looked at.
    pub enum Unseen {
        /// A place.
        "unseen_place" => Place {
            /// The place, as a person would name it from outside the tree.
            path: PathBuf,
        },
        /// A part of a store; the rest was read.
        "unseen_part" => Part {
            /// The store's place.
            path: PathBuf,
        },
        /// Installations out of reach of the search.
        "unseen_installations" => Installations,
        /// What scripts compute, and settings out of reach of the search.
        "unseen_computed_settings" => ComputedSettings,
        /// Bundles inside other programs.
        "unseen_bundles" => Bundles,
        /// What Chromium's policies take back from sandboxes, and their constraints.
        "unseen_chromium_policies" => ChromiumPolicies,
        /// GNOME's database of settings.
        "unseen_dconf" => Dconf,
        /// Signatures in databases with a primary password.
        "unseen_nss_signatures" => NssSignatures,
    }
}

anchorwatch_remark::remarks! {
    /// Why a kind of store is not looked at, or a tree as a whole was not.
    pub enum NotReadHere {
        /// Installations are searched for in these folders alone.
        "not_read_outside_the_search" => OutsideTheSearch,
        /// A script cannot be read to its end.
        "not_read_to_its_end" => ToItsEnd,
        /// This version does not read them.
        "not_read_by_this_version" => ByThisVersion,
        /// Each root is reported as it is stored.
        "not_read_beyond_the_store" => BeyondTheStore,
        /// They need the password.
        "not_read_without_password" => WithoutPassword,
        /// The tree is empty.
        "not_read_since_empty" => SinceEmpty,
    }
}

/// Kinds of stores that programs use and that are not read; said in every answer.
const NOT_READ: [(Unseen, NotReadHere); 6] = [
    (Unseen::Installations, NotReadHere::OutsideTheSearch),
    (Unseen::ComputedSettings, NotReadHere::ToItsEnd),
    (Unseen::Bundles, NotReadHere::ByThisVersion),
    (Unseen::ChromiumPolicies, NotReadHere::BeyondTheStore),
    (Unseen::Dconf, NotReadHere::ByThisVersion),
    (Unseen::NssSignatures, NotReadHere::WithoutPassword),
];

/// Everything that was not looked at, each once.
pub(super) fn of(tree: &Tree, inventory: &Inventory, asking_uid: u32) -> Vec<NotChecked> {
    let mut entries: Vec<NotChecked> = inventory.stores.iter().flat_map(of_store).collect();
    let closed = inventory.closed.iter();
    entries.extend(closed.map(|closed| of_inaccessible(closed, asking_uid)));
    entries.extend(NOT_READ.map(|(what, why)| NotChecked {
        what,
        why: why.told(),
        weight: Impact::Informational,
    }));
    // A file that several programs read is closed to each of them, and several policies may
    // name one file.
    let mut seen = BTreeSet::new();
    entries.retain(|entry| {
        let what = (!names_a_file(&entry.why)).then(|| entry.what.told());
        let is_informational = entry.weight == Impact::Informational;
        seen.insert((what, entry.why.clone(), is_informational))
    });
    entries.extend(of_nothing(tree));
    entries
}

/// Whether a remark on a part of a store says itself which file it is about.
fn names_a_file(why: &Told) -> bool {
    let is_file = |value: &Value| match value {
        Value::Text(text) => text.starts_with('/'),
        Value::Path(path) => path.is_absolute(),
        _ => false,
    };
    ["name", "path"]
        .into_iter()
        .any(|fact| why.fact(fact).is_some_and(is_file))
}

fn of_store(store: &Store) -> Vec<NotChecked> {
    let path = || store.path.clone();
    let entry = |what, why: &Told, weight| NotChecked {
        what,
        why: why.clone(),
        weight,
    };
    let whole = |why| entry(Unseen::Place { path: path() }, why, Impact::Inconclusive);
    let part = |why| entry(Unseen::Part { path: path() }, why, Impact::Inconclusive);
    let remark = |why| entry(Unseen::Place { path: path() }, why, Impact::Informational);
    let parts = store.unreadable.iter().map(part);
    let remarks = store.remarks.iter().map(remark);
    let whole = store.error.iter().map(whole);
    whole.chain(parts).chain(remarks).collect()
}

fn of_inaccessible(closed: &Inaccessible, asking_uid: u32) -> NotChecked {
    // What is closed to root too is odd enough to be no clean answer.
    let is_other_user = asking_uid != 0 && closed.uid.is_some_and(|uid| uid != asking_uid);
    NotChecked {
        what: Unseen::Place {
            path: closed.place.clone(),
        },
        why: closed.why.clone(),
        weight: if is_other_user && closed.is_denied {
            Impact::Informational
        } else {
            Impact::Inconclusive
        },
    }
}

/// A disk that is not mounted looks like this, and is not a clean system.
fn of_nothing(tree: &Tree) -> Option<NotChecked> {
    let is_empty = tree.list("/".as_ref()).is_ok_and(|names| names.is_empty());
    is_empty.then(|| NotChecked {
        what: Unseen::Place {
            path: tree.display_path("/".as_ref()),
        },
        why: NotReadHere::SinceEmpty.told(),
        weight: Impact::Inconclusive,
    })
}
