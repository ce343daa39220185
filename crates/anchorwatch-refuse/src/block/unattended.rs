//! A run that nobody looks at: it brings what came since to the list, when a home changes and every
//! hour.
//!
//! **Trust:** users decide what there is to do, because they own their homes. So what such runs
//! may write into the journal is bounded: a user could otherwise fill the disk. Each user has a
//! share. Who uses it up loses only what is done in the own home. What is written outside homes, such
//! as the browsers' lists, depends on roots in homes too; it then depends on the others' alone. It has
//! a share of its own; once that is used up, what depends on homes stays as it is there, and the
//! browsers go on refusing the roots that come.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anchorwatch_home::{
    BlockList, BlockedKey, Change, Journal, Node, Receipt, Status, Tree, paths,
};
use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_machine::{Rights, Store, survey, user};
use anchorwatch_remark::{Remark as _, Told};
use sha2::{Digest as _, Sha256};

use super::{BlockOptions, Plan, UnlistedRoots, remark::BlockRemark};
use crate::{PlanError, signed_lists::keys_of_lists};

/// How what receipts of these runs say begins. It ends with the keys of signed lists, if there are any:
/// see [`purpose`].
pub(super) const PURPOSE: &str = "bring what came since to the list";

/// The most receipts of such runs, since the owner's last block and not undone, that change something
/// in one user's home.
const MOST_OF_USER: usize = 30;

/// The most that change something outside homes because of what is in homes. A run for which other keys
/// of signed lists count than for the one before is the publishers' doing and not counted.
const MOST_OF_MACHINE: usize = 100;

/// The most bytes of one user's files that one run keeps.
const MAX_USERS_BYTES: usize = 4 << 20;

/// Plans for what the owner's list says already, and for the keys of the signed lists that this
/// machine follows.
///
/// # Errors
/// [`PlanError::NotBlocked`]: it refuses nothing. Else those of [`plan`](super::plan).
pub fn plan(
    tree: &Tree,
    rights: Rights,
    program: &[u8],
    stores: &[Store],
    now: UnixSeconds,
) -> Result<Plan, PlanError> {
    if BlockList::read(tree)?.is_empty() {
        let list = tree.display_path(paths::BLOCK_LIST.as_ref());
        return Err(PlanError::NotBlocked { list });
    }
    let (of_lists, unread) = match keys_of_lists(tree, now) {
        Ok(keys) => (keys, None),
        Err(why) => (Vec::new(), Some(why.told())),
    };
    let of = |stores: &[Store]| {
        let wish = BlockOptions {
            keys: Vec::new(),
            unlisted_roots: UnlistedRoots::Allow,
            override_origins: Vec::new(),
        };
        super::plan_with(tree, rights, (wish, &of_lists), program, stores, now)
    };
    let mut plan = of(stores)?;
    plan.purpose = purpose(&of_lists, stores);
    plan.draft.blind_spots.extend(unread);
    leave_large(tree, &mut plan);
    let used_up = UsedUp::of(&Journal::new(tree).receipts()?);
    let is_left = |change: &Change| match change.actor {
        Some(actor) => used_up.users.contains(&actor.uid),
        None => false,
    };
    let left = paths_of(&plan, is_left);
    plan.draft
        .leave(&left.iter().map(PathBuf::as_path).collect());
    let counted = used_up.without(tree, stores);
    if counted.len() < stores.len() {
        take_outside_homes(&mut plan, of(&counted)?);
    }
    if used_up.is_the_machines && plan.draft.changes.iter().any(is_outside_homes) {
        let mut machines = stores.to_vec();
        machines.retain(|store| store.user.is_none());
        leave_what_homes_change(&mut plan, &of(&machines)?);
    }
    plan.draft.blind_spots.extend(used_up.told());
    Ok(plan)
}

/// What the receipt says: which keys of signed lists are refused in the machine's own stores. Whatever
/// is in homes makes no difference here.
fn purpose(of_lists: &[BlockedKey], stores: &[Store]) -> String {
    let machines = stores.iter().filter(|store| store.user.is_none());
    let anchors = machines.flat_map(|store| &store.anchors);
    let here: BTreeSet<SpkiSha256> = anchors
        .map(|anchor| anchor.certificate.spki_sha256())
        .collect();
    let keys = of_lists.iter().map(|blocked| blocked.key);
    let keys: BTreeSet<SpkiSha256> = keys.filter(|key| here.contains(key)).collect();
    if keys.is_empty() {
        return PURPOSE.to_owned();
    }
    let mut all = Sha256::new();
    for key in &keys {
        all.update(key.as_bytes());
    }
    let hash: [u8; 32] = all.finalize().into();
    let [one, two, three, four, ..] = hash;
    let hash = u32::from_be_bytes([one, two, three, four]);
    format!("{PURPOSE} (signed lists: {}, {hash:08x})", keys.len())
}

/// Which shares of the journal are used up, one remark each.
#[must_use]
pub fn used_up(receipts: &[Receipt]) -> Vec<Told> {
    UsedUp::of(receipts).told()
}

/// Whose share is used up.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct UsedUp {
    users: BTreeSet<u32>,
    is_the_machines: bool,
}

impl UsedUp {
    pub(super) fn of(receipts: &[Receipt]) -> Self {
        let mut counts: BTreeMap<Option<u32>, usize> = BTreeMap::new();
        let open = receipts.iter().filter(|one| one.status != Status::Undone);
        let mut of_lists = "";
        for receipt in open {
            if receipt.purpose.starts_with(super::PURPOSE) {
                // The owner has looked.
                counts.clear();
            }
            let Some(now) = receipt.purpose.strip_prefix(PURPOSE) else {
                continue;
            };
            let has_news = std::mem::replace(&mut of_lists, now) != now;
            let changes = receipt.changes.iter();
            let counted = changes.filter(|change| !(has_news && change.actor.is_none()));
            let actors = counted.map(|change| change.actor);
            let owners: BTreeSet<Option<u32>> =
                actors.map(|actor| actor.map(|actor| actor.uid)).collect();
            for owner in owners {
                *counts.entry(owner).or_default() += 1;
            }
        }
        let is_the_machines = counts.remove(&None).unwrap_or_default() >= MOST_OF_MACHINE;
        let users = counts
            .into_iter()
            .filter(|(_, count)| *count >= MOST_OF_USER);
        Self {
            users: users.filter_map(|(owner, _)| owner).collect(),
            is_the_machines,
        }
    }

    /// The stores that may have something changed outside homes.
    fn without(&self, tree: &Tree, stores: &[Store]) -> Vec<Store> {
        let users = user::users(tree).0;
        let is_used_up = |name: &String| {
            users.iter().any(|user| {
                let uid = survey::owner(tree, user);
                user.name == *name && uid.is_some_and(|uid| self.users.contains(&uid))
            })
        };
        let mut stores = stores.to_vec();
        stores.retain(|store| !store.user.as_ref().is_some_and(is_used_up));
        stores
    }

    fn told(&self) -> Vec<Told> {
        let users = self.users.iter().map(|uid| {
            let (uid, count) = ((*uid).into(), MOST_OF_USER as u64);
            BlockRemark::TooManyOfUser { uid, count }.told()
        });
        let machines = self.is_the_machines.then(|| {
            let count = MOST_OF_MACHINE as u64;
            BlockRemark::TooManyUnattended { count }.told()
        });
        users.chain(machines).collect()
    }
}

fn is_outside_homes(change: &Change) -> bool {
    change.actor.is_none()
}

fn paths_of(plan: &Plan, is_one: impl Fn(&Change) -> bool) -> BTreeSet<PathBuf> {
    let changes = plan.draft.changes.iter();
    changes
        .filter(|change| is_one(change))
        .map(|change| change.path.clone())
        .collect()
}

/// Puts the changes outside homes of another plan in place of those of this one.
fn take_outside_homes(plan: &mut Plan, other: Plan) {
    let outside = paths_of(plan, is_outside_homes);
    plan.draft
        .leave(&outside.iter().map(PathBuf::as_path).collect());
    let changes = other.draft.changes.into_iter();
    let outside = changes.filter(is_outside_homes);
    plan.draft.changes.splice(0..0, outside);
}

/// Leaves the changes outside homes that would be others if nothing were in homes.
fn leave_what_homes_change(plan: &mut Plan, of_machine: &Plan) {
    let is_same = |change: &Change| {
        let mut changes = of_machine.draft.changes.iter();
        changes.any(|one| one.path == change.path && one.after.is_same_as(&change.after))
    };
    let left = paths_of(plan, |change| is_outside_homes(change) && !is_same(change));
    plan.draft
        .leave(&left.iter().map(PathBuf::as_path).collect());
}

/// Leaves the files of a user whose files are larger than a run keeps.
pub(super) fn leave_large(tree: &Tree, plan: &mut Plan) {
    let size = |change: &Change| match &change.before {
        Node::File(file) => file.content.len(),
        _ => 0,
    };
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for change in &plan.draft.changes {
        if let Some(actor) = change.actor {
            *sizes.entry(actor.uid).or_default() += size(change);
        }
    }
    let is_large = |change: &Change| {
        let of_user = change.actor.and_then(|actor| sizes.get(&actor.uid));
        size(change) > 0 && of_user.is_some_and(|size| *size > MAX_USERS_BYTES)
    };
    let large: Vec<Change> = plan
        .draft
        .changes
        .extract_if(.., |it| is_large(it))
        .collect();
    let paths: BTreeSet<&Path> = large.iter().map(|change| &*change.path).collect();
    plan.draft.leave(&paths);
    for change in &large {
        let path = tree.display_path(&change.path);
        plan.draft.cannot_see(&BlockRemark::LeftUnattended { path });
    }
}
