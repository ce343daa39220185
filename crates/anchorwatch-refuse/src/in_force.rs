//! What is refused on this machine now, and whether it still stands as it was written.
//!
//! A key on the owner's list is not refused by being on it. A root counts as refused only
//! where no program trusts it any more: by what the stores say, by the hook that holds a
//! waiting file out, or by the script that Firefox and Thunderbird run, if that stands.
//!
//! **Trust:** the list and the receipts are root's. Who can change them can undo the
//! block; then the stores show the root again, and it is an alarm again.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anchorwatch_home::{
    BlockList, Change, Node, Receipt, RecordedChange, Role, Status, Tree, paths,
};
use anchorwatch_identity::{CertSha256, UnixSeconds};
use anchorwatch_machine::{
    Client, Finding, Store, StoreKind,
    debian::{DIRECTORY, LOCAL},
    error_text::with_cause,
};

use crate::PlanError;
use crate::{
    added_roots::AddedRoots,
    allowlist::Allowlist,
    debian::hook,
    draft::Draft,
    installed_files,
    mechanism::{self, Scope},
    mozilla::autoconfig,
    openssl,
    targets::{Goal, Targets},
};

/// What is refused on this machine now.
#[derive(Debug, Clone, Default)]
pub struct InForce {
    /// Certificates in the stores whose key is refused, or that nobody answers for where
    /// that is refused.
    refused: BTreeSet<CertSha256>,
    /// Whether the hook that filters the system store stands as it was written.
    hook_stands: bool,
    /// By store: the programs that refuse what is in it by other means.
    reached: BTreeMap<String, Vec<Client>>,
}

/// A file of a block that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Drift {
    /// The file, below the tree's root.
    pub path: PathBuf,
    /// How it differs.
    pub kind: DriftKind,
}

/// How a file of a block differs from what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DriftKind {
    /// It is gone.
    Missing,
    /// Someone else changed it.
    Changed,
    /// A block made now would write it otherwise, such as for a browser that came since.
    Outdated,
}

impl DriftKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Missing, Self::Changed, Self::Outdated];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Changed => "changed",
            Self::Outdated => "outdated",
        }
    }
}

/// What is refused here now; `None` where nothing is. `stores` is what was read.
///
/// # Errors
/// [`PlanError::Home`]: the owner's list cannot be read, trusted or understood.
pub fn in_force(
    tree: &Tree,
    stores: &[Store],
    now: UnixSeconds,
) -> Result<Option<InForce>, PlanError> {
    let list = BlockList::read(tree)?;
    if list.is_empty() {
        return Ok(None);
    }
    let (allowlist, _said) = Allowlist::of(tree, &list, now);
    let anchors = stores.iter().flat_map(|store| &store.anchors);
    let refused = anchors
        .map(|anchor| &anchor.certificate)
        .filter(|certificate| allowlist.holds_out(certificate))
        .map(anchorwatch_identity::Certificate::sha256)
        .collect();
    let clients = by_script(tree, &list, &allowlist, stores, now);
    let reached = stores
        .iter()
        .map(|store| (store.id.clone(), reached(tree, store, &clients)))
        .filter(|(_, clients)| !clients.is_empty());
    Ok(Some(InForce {
        refused,
        hook_stands: hook::stands(tree),
        reached: reached.collect(),
    }))
}

/// The programs whose script stands as a block made now would write it.
fn by_script(
    tree: &Tree,
    list: &BlockList,
    allowlist: &Allowlist<'_>,
    stores: &[Store],
    now: UnixSeconds,
) -> Vec<Client> {
    let mut targets = Targets::of(Goal::Refuse, tree, list.clone(), stores);
    targets.added_roots = AddedRoots::of(allowlist, stores, now);
    let mut draft = Draft::default();
    autoconfig::of_system(tree, &targets, &mut draft);
    if !draft.changes.is_empty() {
        return Vec::new();
    }
    let covered = draft
        .covered
        .iter()
        .filter(|covered| covered.mechanism == autoconfig::MECHANISM);
    covered
        .flat_map(|covered| covered.clients.iter().copied())
        .collect()
}

fn reached(tree: &Tree, store: &Store, clients: &[Client]) -> Vec<Client> {
    let reaches = |client: &Client| {
        store.kind != StoreKind::Nss || autoconfig::reaches_store(tree, *client, store)
    };
    clients.iter().copied().filter(reaches).collect()
}

impl InForce {
    /// Whether a certificate that a finding is about is refused where it was found: no
    /// program trusts it there. `store` is the finding's.
    #[must_use]
    pub fn refuses(&self, store: &Store, finding: &Finding) -> bool {
        let is_refused = finding
            .held()
            .is_some_and(|held| self.refused.contains(&held.certificate.sha256()));
        let is_source = store.kind.waits_for_update();
        is_refused
            && (self.hook_stands || !is_source)
            && self.still_trusting(store, finding).next().is_none()
    }

    /// The programs that trust what a finding is about, in spite of a block.
    fn still_trusting<'a>(
        &'a self,
        store: &Store,
        finding: &'a Finding,
    ) -> impl Iterator<Item = Client> + 'a {
        let reached = self.reached.get(&store.id).map_or(&[][..], Vec::as_slice);
        let clients = finding.effective_for.iter().copied();
        clients.filter(move |client| !reached.contains(client))
    }

    /// Whether the key of the certificate is refused somewhere on this machine.
    #[must_use]
    pub fn concerns(&self, finding: &Finding) -> bool {
        finding
            .held()
            .is_some_and(|held| self.refused.contains(&held.certificate.sha256()))
    }
}

/// What of a block does not stand as it was written, sorted, each path once; and what
/// could not be looked at, a sentence each.
///
/// # Errors
/// [`PlanError::Home`]: the owner's list cannot be read, trusted or understood.
pub fn drift(
    tree: &Tree,
    receipts: &[Receipt],
    stores: &[Store],
    now: UnixSeconds,
) -> Result<(Vec<Drift>, Vec<String>), PlanError> {
    let list = BlockList::read(tree)?;
    let mut found = BTreeMap::new();
    let mut said = Vec::new();
    for (path, change) in last_written(receipts) {
        match tree.node(path) {
            Ok(node) if change.after.is_same_as(&node) => {}
            Ok(Node::Absent) => {
                found.insert(path.to_owned(), DriftKind::Missing);
            }
            Ok(_) => {
                found.insert(path.to_owned(), DriftKind::Changed);
            }
            Err(error) => said.push(with_cause(&error)),
        }
    }
    if !list.is_empty() {
        let mut draft = as_it_would_be(tree, &list, stores, now)?;
        said.append(&mut draft.blind_spots);
        let files = draft.changes.iter();
        let files = files.filter(|change| !is_the_same_list(change));
        for change in files.filter(|change| is_another_file(&change.before, &change.after)) {
            let kind = match change.before {
                Node::Absent => DriftKind::Missing,
                _ => DriftKind::Outdated,
            };
            found.entry(change.path.clone()).or_insert(kind);
        }
    }
    let found = found.into_iter().map(|(path, kind)| Drift { path, kind });
    Ok((found.collect(), said))
}

/// Whether more than the owner differs: whoever asks may be another than whoever blocked,
/// and whose file it was is in the receipt. A folder above a file is told by the file.
fn is_another_file(before: &Node, after: &Node) -> bool {
    match (before, after) {
        (_, Node::Directory(_)) => false,
        (Node::File(before), Node::File(after)) => {
            before.content != after.content || before.mode != after.mode
        }
        (Node::Symlink(before), Node::Symlink(after)) => before.target != after.target,
        _ => true,
    }
}

/// Whether only the wording of the list's comments differs. What it says is the same, since
/// the other one is made from it.
fn is_the_same_list(change: &Change) -> bool {
    change.path == Path::new(paths::BLOCK_LIST)
        && matches!((&change.before, &change.after), (Node::File(before), Node::File(after))
            if before.mode == after.mode)
}

/// The last change of each file that is ours alone, of receipts that are not taken back.
fn last_written(receipts: &[Receipt]) -> BTreeMap<&Path, &RecordedChange> {
    let mut last = BTreeMap::new();
    for receipt in receipts {
        for change in &receipt.changes {
            match receipt.status {
                Status::Applied if is_ours_alone(change) => {
                    last.insert(change.path.as_path(), change);
                }
                // Not finished: either state may be there.
                Status::Begun => {
                    last.remove(change.path.as_path());
                }
                _ => {}
            }
        }
    }
    last
}

/// Whether no tool of the distribution and no user writes the file too.
fn is_ours_alone(change: &RecordedChange) -> bool {
    let path = change.path.as_path();
    let is_the_stores =
        path.parent() == Some(Path::new(DIRECTORY)) && !openssl::is_path_of_one(path);
    change.role == Role::Own
        && change.actor.is_none()
        && !matches!(change.after.node, Node::Absent | Node::Database)
        && !is_the_stores
        && !path.starts_with(LOCAL)
}

/// The files that a block of the same list would write now outside users' homes.
fn as_it_would_be(
    tree: &Tree,
    list: &BlockList,
    stores: &[Store],
    now: UnixSeconds,
) -> Result<Draft, PlanError> {
    let (allowlist, _said) = Allowlist::of(tree, list, now);
    let mut targets = Targets::of(Goal::Refuse, tree, list.clone(), stores);
    targets.added_roots = AddedRoots::of(&allowlist, stores, now);
    let mut draft = Draft::default();
    // The program as it is installed: that it is still ours, the receipts say.
    let program = match tree.node(paths::INSTALLED_BINARY.as_ref())? {
        Node::File(file) => file.content,
        _ => Vec::new(),
    };
    installed_files::changes(tree, list, &program, &mut draft)?;
    // Whether the watch runs is a question of its own.
    draft.blind_spots.clear();
    let scope = Scope {
        tree,
        targets: &targets,
        users: &[],
        allowlist: &allowlist,
    };
    mechanism::plan_own_files(&scope, &mut draft);
    Ok(draft)
}

#[cfg(test)]
mod tests;
