//! What is refused on this machine now, and whether the block is unchanged.
//!
//! A key on the owner's list is not necessarily refused. A root counts as refused only if no
//! program trusts it any more, according to the stores, the hook that withholds a waiting file,
//! or the unchanged script of Firefox and Thunderbird.
//!
//! **Trust:** the list and the receipts belong to root. Anyone who can change them can undo the
//! block; then the stores show the root again, and it is an alarm again.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anchorwatch_home::{
    BlockList, Change, Node, Receipt, RecordedChange, Role, Status, Tree, paths,
};
use anchorwatch_identity::{CertSha256, UnixSeconds};
use anchorwatch_machine::{Client, Finding, Store, StoreKind, Trust, confined_cert};
use anchorwatch_remark::Told;

use crate::{
    PlanError,
    added_roots::AddedRoots,
    allowlist::{Allowlist, Standing},
    chromium,
    draft::Draft,
    mechanism,
    mozilla::autoconfig::{self, InScripts},
    scope::Scope,
    system_store,
    targets::{Goal, Targets},
};

/// What is refused on this machine now.
#[derive(Debug, Clone, Default)]
pub struct InForce {
    /// Certificates in the stores that are refused: by key, or because they are unlisted.
    refused: BTreeSet<CertSha256>,
    /// Certificates in the stores that hold a root to the names that the owner allows.
    confined: BTreeSet<CertSha256>,
    /// Roots that the system store holds to names.
    confinable: BTreeSet<CertSha256>,
    /// Roots that the script of Firefox and Thunderbird holds to names, if it is in force.
    confined_by_script: BTreeSet<CertSha256>,
    /// Certificates that are limited because they are unlisted; their keys are not refused.
    unlisted: BTreeSet<CertSha256>,
    /// Our files of Chromium's policies, if they are in force and say what a new block would
    /// write.
    chromium_files: BTreeSet<PathBuf>,
    /// Whether the hook that filters the system store is as it was written.
    is_hook_intact: bool,
    /// By store: the programs that refuse its roots by other means.
    reached: BTreeMap<String, Vec<Client>>,
}

/// A file of a block that differs from its expected state.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Drift {
    /// The file, below the tree's root.
    pub path: PathBuf,
    /// How it differs.
    pub kind: DriftKind,
}

anchorwatch_remark::closed_list! {
    /// How a file of a block differs from what was written.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum DriftKind {
        /// It is missing.
        Missing,
        /// Someone else changed it.
        Changed,
        /// A new block would write it differently, for example for a browser installed since.
        Outdated,
    }
}

impl DriftKind {
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

/// What is refused here now; `None` if nothing is. `stores` is the result of an audit.
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
    let mut state = InForce {
        is_hook_intact: system_store::is_hook_intact(tree),
        ..InForce::default()
    };
    let anchors = stores.iter().flat_map(|store| &store.anchors);
    for certificate in anchors.map(|anchor| &anchor.certificate) {
        let hash = certificate.sha256();
        match allowlist.standing(certificate) {
            Standing::Admitted => continue,
            Standing::Instead(shown) if *shown == *certificate => {
                state.confined.insert(hash);
            }
            Standing::Instead(_) => {
                if allowlist.is_confined_in_database(certificate) {
                    state.confined.insert(hash);
                } else {
                    state.confinable.insert(hash);
                }
            }
            Standing::Withheld(_) => {}
        }
        if !allowlist.refuses(certificate) {
            state.unlisted.insert(hash);
        }
        state.refused.insert(hash);
    }
    let mut targets = Targets::of(Goal::Refuse, tree, list.clone(), stores);
    targets.added_roots = of_present_scripts(tree, &allowlist, stores, now);
    state.chromium_files = chromium_files(tree, &targets);
    let clients = by_script(tree, &targets);
    let by_script = targets
        .added_roots
        .iter()
        .flat_map(|it| &it.by_script.confined);
    let roots = by_script.filter_map(|one| confined_cert::root_of(&one.confined));
    state.confined_by_script = roots
        .filter(|_| !clients.is_empty())
        .map(|root| root.sha256())
        .collect();
    let reached = stores
        .iter()
        .map(|store| (store.id.clone(), reached(tree, store, &clients)))
        .filter(|(_, clients)| !clients.is_empty());
    state.reached = reached.collect();
    Ok(Some(state))
}

/// The added roots, with what the scripts of Firefox and Thunderbird should say now of the roots that
/// they know. They refuse a root that came since, which is no reason to distrust them.
fn of_present_scripts(
    tree: &Tree,
    allowlist: &Allowlist<'_>,
    stores: &[Store],
    now: UnixSeconds,
) -> Option<AddedRoots> {
    let by_script = InScripts::read(tree).now(allowlist, now);
    let added_roots = AddedRoots::of(allowlist, (stores, &[]), now)?;
    Some(AddedRoots {
        by_script,
        ..added_roots
    })
}

/// The files of Chromium's policies that a new block would leave as they are, as displayed.
fn chromium_files(tree: &Tree, targets: &Targets) -> BTreeSet<PathBuf> {
    let mut draft = Draft::default();
    chromium::of_system(tree, targets, &mut draft);
    let changed: BTreeSet<&PathBuf> = draft.changes.iter().map(|change| &change.path).collect();
    let covered = draft.covered.iter().map(|covered| &covered.path);
    let kept = covered.filter(|path| !changed.contains(path));
    kept.map(|path| tree.display_path(path)).collect()
}

/// The programs whose script is what a new block would write.
fn by_script(tree: &Tree, targets: &Targets) -> Vec<Client> {
    let mut draft = Draft::default();
    autoconfig::of_system(tree, targets, &mut draft);
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
    /// Whether the certificate of a finding is refused where it was found: no program trusts it
    /// there. `store` is the finding's store.
    #[must_use]
    pub fn refuses(&self, store: &Store, finding: &Finding) -> bool {
        let is_refused = finding
            .held()
            .is_some_and(|held| self.refused.contains(&held.certificate.sha256()));
        let is_source = store.kind.waits_for_update();
        // Nobody knows which programs read it.
        let is_in_database = store.kind == StoreKind::Nss
            && finding.effective_for.is_empty()
            && finding
                .held()
                .is_some_and(|held| held.trust == Trust::Trusted);
        is_refused
            && !is_in_database
            && (self.is_hook_intact || !is_source)
            && self.still_trusting(store, finding).next().is_none()
    }

    /// Whether a root is held to the names that the owner allows where it was found: either its
    /// certificate there is the one that does so, or it waits there for an update of the store
    /// that shows that one, or the place is a policy of Chromium's that says the names, or the
    /// script of Firefox and Thunderbird does so.
    #[must_use]
    pub fn confines(&self, store: &Store, finding: &Finding) -> bool {
        let Some(held) = finding.held() else {
            return false;
        };
        let hash = held.certificate.sha256();
        // Java does not apply constraints, wherever it reads the certificate.
        let is_javas = finding.effective_for.contains(&Client::Java);
        if is_javas || store.kind == StoreKind::JavaKeystore {
            return false;
        }
        let is_source = store.kind.waits_for_update();
        let waits = is_source && self.is_hook_intact;
        let says_names = self.chromium_files.contains(&store.path);
        // Of those that the script reaches, all the programs.
        let is_in_script = !finding.effective_for.is_empty()
            && (store.user.is_some() || store.kind != StoreKind::Nss)
            && !is_source
            && self.confined_by_script.contains(&hash);
        self.confined.contains(&hash)
            || self.confinable.contains(&hash)
                && (says_names
                    || (waits || is_in_script)
                        && self.still_trusting(store, finding).next().is_none())
    }

    /// The programs that trust the certificate of a finding despite a block.
    fn still_trusting<'a>(
        &'a self,
        store: &Store,
        finding: &'a Finding,
    ) -> impl Iterator<Item = Client> + 'a {
        let reached = self.reached.get(&store.id).map_or(&[][..], Vec::as_slice);
        let clients = finding.effective_for.iter().copied();
        clients.filter(move |client| !reached.contains(client))
    }

    /// Whether the owner's list limits the certificate because it is unlisted: its key is not
    /// refused, and it is not one that holds its root to the right names.
    #[must_use]
    pub fn is_unlisted(&self, finding: &Finding) -> bool {
        finding.held().is_some_and(|held| {
            let hash = held.certificate.sha256();
            self.unlisted.contains(&hash) && !self.confined.contains(&hash)
        })
    }

    /// Whether the key of the certificate is refused somewhere on this machine.
    #[must_use]
    pub fn concerns(&self, finding: &Finding) -> bool {
        finding
            .held()
            .is_some_and(|held| self.refused.contains(&held.certificate.sha256()))
    }
}

/// The files of a block that differ from what was written, sorted by path, without duplicates;
/// and what could not be checked, one sentence each.
///
/// # Errors
/// [`PlanError::Home`]: the owner's list cannot be read, trusted or understood.
pub fn drift(
    tree: &Tree,
    receipts: &[Receipt],
    stores: &[Store],
    now: UnixSeconds,
) -> Result<(Vec<Drift>, Vec<Told>), PlanError> {
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
            Err(error) => said.push(error.told()),
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

/// Whether more than the owner differs: the user who checks may not be the one who blocked. For
/// folders, their files are checked instead.
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

/// Whether only the comments of the list differ. The entries are the same, because the other
/// text is made from them.
fn is_the_same_list(change: &Change) -> bool {
    change.path == Path::new(paths::BLOCK_LIST)
        && matches!((&change.before, &change.after), (Node::File(before), Node::File(after))
            if before.mode == after.mode)
}

/// The last change of each file that only we write, from receipts that are not undone.
fn last_written(receipts: &[Receipt]) -> BTreeMap<&Path, &RecordedChange> {
    let mut last = BTreeMap::new();
    for receipt in receipts {
        for change in &receipt.changes {
            match receipt.status {
                Status::Applied if is_ours_alone(change) => {
                    last.insert(change.path.as_path(), change);
                }
                // Not finished: either state is possible.
                Status::Begun => {
                    last.remove(change.path.as_path());
                }
                _ => {}
            }
        }
    }
    last
}

/// Whether neither a tool of the distribution nor a user also writes the file.
fn is_ours_alone(change: &RecordedChange) -> bool {
    change.role == Role::Own
        && change.actor.is_none()
        && !matches!(change.after.node, Node::Absent | Node::Database)
        && !system_store::is_also_others(&change.path)
}

/// The files that a new block with the same list would write outside users' homes.
fn as_it_would_be(
    tree: &Tree,
    list: &BlockList,
    stores: &[Store],
    now: UnixSeconds,
) -> Result<Draft, PlanError> {
    let (allowlist, _said) = Allowlist::of(tree, list, now);
    let mut targets = Targets::of(Goal::Refuse, tree, list.clone(), stores);
    targets.added_roots = of_present_scripts(tree, &allowlist, stores, now);
    let mut draft = Draft::default();
    // The installed program as it is; the receipts tell whether it is ours.
    let program = match tree.node(paths::INSTALLED_BINARY.as_ref())? {
        Node::File(file) => file.content,
        _ => Vec::new(),
    };
    let scope = Scope {
        tree,
        targets: &targets,
        users: &[],
        allowlist: &allowlist,
        stores,
    };
    system_store::install(&scope, &program, &mut draft)?;
    // Whether the watch runs is checked separately.
    draft.blind_spots.clear();
    mechanism::plan_own_files(&scope, &mut draft);
    Ok(draft)
}

#[cfg(test)]
mod tests;
