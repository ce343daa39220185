//! Refuses keys in every program of a machine. The roots stay installed.
//!
//! A plan asks each mechanism in the table of `mechanism.rs` for its changes. Each program has
//! a folder with refusing, undoing, and their tests. `docs/reference/codes.md` lists the
//! mechanisms and how much of a key each refuses.
//!
//! The keys are recorded in `/etc/anchorwatch/blocked.toml`. Nothing is deleted where it was
//! installed: the root's own file stays, and undoing the block admits it again. Changes in a
//! user's folders are planned and made with that user's rights.
//!
//! With [`UnlistedRoots::Confine`] the system store holds all unlisted roots to names
//! (`confine.rs`). With it and with [`UnlistedRoots::HoldOut`] Chromium, Firefox and Thunderbird
//! admit only listed roots: see `allowlist.rs` and `added_roots.rs`.
//!
//! **Not covered:** programs with compiled-in roots; containers; and, in Java and programs
//! built on GnuTLS, chains that another installed root cross-signed: their stores can only hold
//! what is trusted, not what is refused.

use std::collections::{BTreeMap, BTreeSet};

use anchorwatch_home::{
    BlockList, BlockedKey, Change, Journal, Lock, NodeState, ReceiptId, Status, Tree, Unlisted,
    UnlistedTreatment, paths,
};
use anchorwatch_identity::{CertSha256, Certificate, UnixSeconds};
use anchorwatch_machine::{Rights, Store, confined_cert, layout, user};
use anchorwatch_remark::Remark as _;
use remark::BlockRemark;

use crate::{
    ApplyError, LayoutRefusal, PlanError,
    added_roots::{AddedRoots, UnlistedRoot},
    allowlist::Allowlist,
    apply, consequence,
    limited::search,
    mechanism,
    mozilla::autoconfig::InScripts,
    openssl,
    planner::Planner,
    readmit::{self, Part},
    residual_trust,
    scope::Scope,
    system_store,
    targets::{LimitedPlaces, Targets},
    undo, watch,
};

pub(crate) mod remark;
pub(crate) mod unattended;

pub use unattended::{plan as plan_unattended, used_up as unattended_used_up};

pub use crate::{
    coverage::{Covered, Mechanism, Reach},
    draft::{Confined, Draft, Withheld},
    in_force::{Drift, DriftKind, InForce, drift, in_force},
    item_view::{FieldChange, ItemView},
    mechanism::{edit_formats, items, mechanisms},
    reapply::{Reapplied, Trigger, reapply},
    signed_lists::keys_of_lists,
    watch::{
        Watch,
        homes::{Unwatched, unwatched_homes},
        state as watch_state,
    },
};

/// How the purpose begins in receipts of an owner's blocks.
const PURPOSE: &str = "block ";

/// The owner's request.
#[derive(Debug, Clone)]
pub struct BlockOptions {
    /// The keys to refuse.
    pub keys: Vec<BlockedKey>,
    /// What to do with unlisted roots.
    pub unlisted_roots: UnlistedRoots,
    /// Origins at which users may still click through a certificate error, in the format of
    /// Chromium's policy SSLErrorOverrideAllowedForOrigins.
    pub override_origins: Vec<String>,
}

/// What happens to roots that the distribution does not ship, that are not public and that the
/// owner does not consent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnlistedRoots {
    /// As the owner's list already says.
    Allow,
    /// The system store holds them to private names and to what the owner consents to. Where
    /// that is not possible, they are withheld.
    Confine,
    /// They are withheld, unless the owner consents to them.
    HoldOut,
}

impl UnlistedRoots {
    /// What the owner's list says; `None`: nothing new.
    const fn treatment(self) -> Option<UnlistedTreatment> {
        match self {
            Self::Allow => None,
            Self::Confine => Some(UnlistedTreatment::Confine),
            Self::HoldOut => Some(UnlistedTreatment::HoldOut),
        }
    }
}

/// The changes and their consequences. Nothing is changed yet.
#[derive(Debug)]
pub struct Plan {
    /// The changes and their consequences.
    pub draft: Draft,
    /// The keys to refuse or remove.
    pub keys: Vec<BlockedKey>,
    /// What will happen to unlisted roots.
    pub unlisted_roots: UnlistedRoots,
    /// The unlisted certificates in the store that are withheld, without duplicates.
    pub unlisted: Vec<Certificate>,
    /// The purpose, as one line of the receipt.
    purpose: String,
    /// The runs recorded when planning began.
    runs: Runs,
}

/// The recorded runs, and how far each has come.
pub(crate) type Runs = Vec<(ReceiptId, Status)>;

/// The runs recorded now; empty if the journal cannot be read.
pub(crate) fn runs(tree: &Tree) -> Runs {
    let receipts = Journal::new(tree).receipts().unwrap_or_default();
    let receipts = receipts.into_iter();
    receipts.map(|one| (one.id, one.status)).collect()
}

/// Plans the owner's request. `program` is the program that the hooks will run: this one.
/// `stores` is the result of an audit; stores that no mechanism reaches are reported.
///
/// # Errors
/// [`PlanError`] says why keys cannot be refused in this tree.
pub fn plan(
    tree: &Tree,
    rights: Rights,
    options: BlockOptions,
    program: &[u8],
    stores: &[Store],
    now: UnixSeconds,
) -> Result<Plan, PlanError> {
    let of_lists = keys_of_lists(tree, now)?;
    plan_with(tree, rights, (options, &of_lists), program, stores, now)
}

/// The same, with keys of signed lists, which no owner named.
fn plan_with(
    tree: &Tree,
    rights: Rights,
    (options, of_lists): (BlockOptions, &[BlockedKey]),
    program: &[u8],
    stores: &[Store],
    now: UnixSeconds,
) -> Result<Plan, PlanError> {
    let BlockOptions {
        keys,
        unlisted_roots,
        override_origins,
    } = options;
    LayoutRefusal::check(tree)?;
    let runs = runs(tree);
    let owners = list_for(tree, keys.clone(), unlisted_roots)?;
    let mut targets = Targets {
        override_origins,
        ..Targets::to_refuse(tree, owners, of_lists, stores)
    };
    // A root that no store here has may still be in a receipt, and must not come back.
    let list = targets.list.clone().with(of_lists.to_vec());
    let (allowlist, said) = Allowlist::of(tree, &list, now);
    let in_script = InScripts::read(tree).roots;
    targets.added_roots = AddedRoots::of(&allowlist, (stores, &in_script), now);
    // The audit before this already reports users that could not be read.
    let users = user::users(tree).0;
    let not_confined = search::limit(&mut targets, tree, &allowlist, (stores, &users), now);
    let scope = Scope {
        tree,
        targets: &targets,
        users: &users,
        allowlist: &allowlist,
        stores,
    };
    let mut draft = Draft::default();
    system_store::install(&scope, program, &mut draft)?;
    draft.blind_spots.extend(said);
    draft.warnings.extend(not_confined);
    system_store::filter(&scope, &mut draft)?;
    beyond_the_store(&scope, rights, &mut draft);
    let elsewhere = residual_trust::still_trusted_elsewhere(tree, stores, &targets.list, &draft);
    draft.not_refused.extend(elsewhere);
    let added = targets
        .added_roots
        .iter()
        .flat_map(|added_roots| &added_roots.unlisted_roots);
    let limited = targets.limited_places(&draft, &mechanism::of_places_with_roots());
    in_browsers(tree, added.clone(), &allowlist, &limited, &mut draft);
    draft.not_refused.extend(residual_trust::in_named_places(
        tree, stores, &allowlist, &limited,
    ));
    draft
        .not_refused
        .extend(openssl::elsewhere::namesakes(tree, stores, &targets));
    draft.warnings.extend(consequence::of(&keys));
    limits(&mut draft);
    let unlisted = unlisted(&draft, &allowlist, added);
    Ok(Plan {
        unlisted_roots,
        unlisted,
        ..Plan::new(purpose(keys.len(), unlisted_roots), draft, keys, runs)
    })
}

/// What the receipt says.
fn purpose(key_count: usize, unlisted_roots: UnlistedRoots) -> String {
    let further = match unlisted_roots {
        UnlistedRoots::Allow => "",
        UnlistedRoots::Confine | UnlistedRoots::HoldOut => " and unlisted roots",
    };
    match key_count {
        0 => unattended::PURPOSE.to_owned(),
        count => format!("{PURPOSE}{}{further}", counted(count)),
    }
}

/// The owner's list as it will be.
fn list_for(
    tree: &Tree,
    keys: Vec<BlockedKey>,
    unlisted_roots: UnlistedRoots,
) -> Result<BlockList, PlanError> {
    let list = BlockList::read(tree)?.with(keys);
    let Some(treatment) = unlisted_roots.treatment() else {
        return Ok(list);
    };
    let shipped = layout::shipped(tree).map_err(|why| PlanError::NoRecords { why: why.told() })?;
    Ok(list.limiting_unlisted(Unlisted::of(treatment, shipped.certificates)))
}

/// Certificates that are withheld although their key is not refused.
fn unlisted<'one>(
    draft: &Draft,
    allowlist: &Allowlist<'_>,
    added: impl Iterator<Item = &'one UnlistedRoot>,
) -> Vec<Certificate> {
    let withheld = draft.withheld.iter().map(|held| &*held.certificate);
    let mut unlisted: Vec<Certificate> = withheld
        .chain(added.map(|one| &one.certificate))
        .filter(|certificate| !allowlist.refuses(certificate))
        .cloned()
        .collect();
    unlisted.sort_by_key(Certificate::sha256);
    unlisted.dedup_by_key(|certificate| certificate.sha256());
    let confined: BTreeSet<CertSha256> = confined(draft).keys().copied().collect();
    unlisted.retain(|certificate| !confined.contains(&certificate.sha256()));
    unlisted
}

/// Says of each root that was added to a browser whether something keeps it from being trusted for
/// every name.
fn in_browsers<'one>(
    tree: &Tree,
    added: impl Iterator<Item = &'one UnlistedRoot>,
    allowlist: &Allowlist<'_>,
    limited: &LimitedPlaces,
    draft: &mut Draft,
) {
    let is_limited = |one: &&UnlistedRoot| {
        let path = tree.strip_root(&one.store.path);
        path.is_some_and(|path| limited.has(&path, &one.certificate.sha256()))
    };
    for one in added.filter(|one| !is_limited(one)) {
        if let Some(told) = residual_trust::of_unlisted_root(tree, one, draft) {
            draft.not_refused.push(told);
        } else if let Some((confined, store)) = one.confined(allowlist) {
            let names = allowlist.names_of(&confined);
            draft.confine(confined, names, store);
        }
    }
}

/// The roots that programs hold to names, each once.
fn confined(draft: &Draft) -> BTreeMap<CertSha256, (Certificate, &Confined)> {
    let mut confined = BTreeMap::new();
    // What users' processes say comes last.
    for held in &draft.confined {
        if let Some(root) = confined_cert::root_of(&held.certificate) {
            confined.entry(root.sha256()).or_insert((root, held));
        }
    }
    confined
}

/// Says what holding roots to names does not reach.
fn limits(draft: &mut Draft) {
    let roots = confined(draft).into_values().map(|(root, _)| root);
    let limits: Vec<_> = crate::confine::limits_of(&roots.collect::<Vec<_>>()).collect();
    for limit in limits {
        draft.warn(&limit);
    }
}

/// Plans what goes and what comes back beyond the system store.
fn beyond_the_store(scope: &Scope<'_>, rights: Rights, draft: &mut Draft) {
    everywhere_else(scope, rights, draft);
    let consented = (scope.allowlist, scope.stores);
    readmit::plan(scope.tree, rights, consented, Part::Everywhere, draft);
    leave_what_would_stay(scope.tree, draft);
}

/// Plans the mechanisms beyond the system store, each user's part with that user's rights.
pub(crate) fn everywhere_else(scope: &Scope<'_>, rights: Rights, draft: &mut Draft) {
    mechanism::plan_system(scope, draft);
    let planner = Planner::new(scope.tree, rights);
    for user in scope.users {
        draft.add(planner.plan(user, scope.targets));
    }
    mechanism::plan_after_users(scope, draft);
    leave_what_would_stay(scope.tree, draft);
}

/// Drops changes that could not be undone, and reports them.
fn leave_what_would_stay(tree: &Tree, draft: &mut Draft) {
    // In place: a plan may have a million changes.
    let left: Vec<Change> = draft
        .changes
        .extract_if(.., |change| !mechanism::comes_back(change))
        .collect();
    draft.leave(&left.iter().map(|change| &*change.path).collect());
    for change in left {
        draft.cannot_see(&BlockRemark::NotUndoable {
            path: tree.display_path(&change.path),
            node: NodeState::from(&change.before),
        });
    }
}

impl Plan {
    /// The roots that programs hold to names, each once, with the certificate that is
    /// shown instead.
    #[must_use]
    pub fn confined(&self) -> Vec<(Certificate, &Confined)> {
        confined(&self.draft).into_values().collect()
    }

    pub(crate) fn new(
        purpose: String,
        mut draft: Draft,
        keys: Vec<BlockedKey>,
        runs: Runs,
    ) -> Self {
        draft.say_once();
        Self {
            draft,
            keys,
            unlisted_roots: UnlistedRoots::Allow,
            unlisted: Vec::new(),
            purpose,
            runs,
        }
    }

    /// Whether nothing needs to change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.draft.changes.is_empty()
    }

    /// Makes the changes and returns the receipt that undoes them.
    ///
    /// # Errors
    /// [`ApplyError::Home`]: usually missing rights, or a file that changed since the plan.
    /// Changes made before the error can be undone with `undo`. [`ApplyError::NotAllMade`] if
    /// only changes in users' folders failed, such as in a database that a browser has locked:
    /// all others are made. [`ApplyError::NotWatched`]: all are made.
    pub fn apply(
        self,
        tree: &Tree,
        rights: Rights,
        now: UnixSeconds,
    ) -> Result<ReceiptId, ApplyError> {
        let changes = &self.draft.changes;
        let made = {
            let _lock = Lock::take(tree)?;
            self.expect_no_other_run(tree)?;
            let made = apply::make(tree, rights, &self.purpose, changes, now);
            if made.is_ok() {
                close_finished(tree, rights)?;
            }
            made
        };
        // Failures in users' folders do not prevent the watch.
        if !matches!(made, Ok(_) | Err(ApplyError::NotAllMade { .. })) {
            return made;
        }
        match (watch::begin(tree, changes), made) {
            (Err(why), Ok(receipt)) => Err(ApplyError::NotWatched { receipt, why }),
            (_, made) => made,
        }
    }
}

impl Plan {
    /// Files that were already correct are not checked again: another run may have undone them.
    fn expect_no_other_run(&self, tree: &Tree) -> Result<(), ApplyError> {
        if runs(tree) == self.runs {
            return Ok(());
        }
        Err(anchorwatch_home::Error::OtherRun {
            path: tree.display_path(paths::JOURNAL.as_ref()),
        }
        .into())
    }
}

/// Notes of each interrupted run that all of it is made, once a plan leaves nothing to do.
///
/// # Errors
/// [`ApplyError::Home`]: usually missing rights, or another run.
pub fn finish_interrupted(tree: &Tree, rights: Rights) -> Result<(), ApplyError> {
    let journal = Journal::new(tree);
    let receipts = journal.receipts()?;
    if receipts.iter().all(|one| one.status != Status::Begun) {
        return Ok(());
    }
    let _lock = Lock::take(tree)?;
    close_finished(tree, rights)
}

/// What a killed run left to do may have been done by the one that ended just now.
fn close_finished(tree: &Tree, rights: Rights) -> Result<(), ApplyError> {
    let journal = Journal::new(tree);
    for receipt in journal.receipts()? {
        if receipt.status == Status::Begun && undo::is_all_made(tree, rights, &receipt)? {
            journal.set_status(&receipt.id, Status::Applied)?;
        }
    }
    Ok(())
}

/// The number of keys, as text.
pub(crate) fn counted(keys: usize) -> String {
    match keys {
        1 => "1 key".to_owned(),
        _ => format!("{keys} keys"),
    }
}

/// Whether the hook that filters the system store after every update is installed.
#[must_use]
pub fn has_hook(tree: &Tree) -> bool {
    system_store::has_hook(tree)
}

/// Whether the hook is unchanged and can run.
#[must_use]
pub fn is_hook_intact(tree: &Tree) -> bool {
    system_store::is_hook_intact(tree)
}

/// The certificates that the hook will withhold from the system store at its next run. Empty if
/// there is no hook, if it was changed, or if it would fail because its list cannot be read.
#[must_use]
pub fn withheld_next<'c>(
    tree: &Tree,
    certificates: impl Iterator<Item = &'c Certificate>,
    now: UnixSeconds,
) -> BTreeSet<CertSha256> {
    let list = match BlockList::read(tree) {
        Ok(list) if system_store::is_hook_intact(tree) => list,
        _ => return BTreeSet::new(),
    };
    let (allowlist, _said) = Allowlist::of(tree, &list, now);
    certificates
        .filter(|certificate| allowlist.withholds(certificate))
        .map(Certificate::sha256)
        .collect()
}

#[cfg(test)]
mod tests;
