//! Refusing keys in every program of a machine, with the root still installed.
//!
//! A plan asks each row of the table in `mechanism.rs` what its mechanism needs where. Each
//! program has a folder, with what refuses, what takes that back, and their tests:
//!
//! | mechanism | where | refuses |
//! |---|---|---|
//! | `debian/filter` | Debian's system store, and the hook that filters it after every update | by key |
//! | `openssl` | the folder that OpenSSL reads, and the bundle | by name and key, in chains that another root cross-signed too |
//! | `chromium` | policies of Chromium and what is built on it | by key |
//! | `mozilla/autoconfig` | Firefox and Thunderbird | by name and key, and by key what they have while they run |
//! | `mozilla/security_state` | Firefox and Thunderbird | by name and key |
//! | `mozilla/policy`, `mozilla/cert_override` | the ways around a refusal in both | – |
//! | `nss` | NSS's databases of every user | each certificate |
//! | `java/keystore` | keystores, Debian's after every update too | by key |
//! | `java/blocked_certs` | Java's list of blocked certificates | each certificate |
//! | `pem` | Python's bundles, and what settings name | by key |
//!
//! The keys are written down in `/etc/anchorwatch/blocked.toml`. Nothing is deleted where
//! it was installed: the root's own file stays, and taking the block back lets it in
//! again. What lies in a user's folders is planned and changed with that user's rights.
//!
//! With [`UnlistedRoots::Withhold`] the hook lets in only what someone answers for, and so do
//! Chromium, Firefox and Thunderbird: see `allowlist.rs` and `added_roots.rs`.
//!
//! **Not covered:** programs that bring their own roots compiled in, containers, and in
//! programs built on GnuTLS and in Java a chain that another installed root
//! cross-signed: their stores hold what is believed and not what is refused.

use std::{collections::BTreeSet, mem};

use anchorwatch_home::{
    BlockList, BlockedKey, Change, EditItem, Journal, Lock, ReceiptId, Status, Tree, Unlisted,
    paths,
};
use anchorwatch_identity::{CertSha256, Certificate, UnixSeconds};
use anchorwatch_machine::{
    Client, Rights, Store,
    debian::{DIRECTORY, Shipped},
    user,
};

use crate::{
    ApplyError, LayoutRefusal, PlanError,
    added_roots::{AddedRoots, UnlistedRoot},
    allowlist::Allowlist,
    apply, consequence, debian, installed_files,
    mechanism::{self, Scope},
    nss, openssl,
    planner::Planner,
    residual_trust,
    targets::{Goal, Targets},
};

pub use crate::{
    coverage::{Covered, Mechanism, Reach},
    debian::watch::{Watch, state as watch_state},
    draft::{Draft, Withheld},
    in_force::{Drift, DriftKind, InForce, drift, in_force},
    mechanism::{edit_formats, mechanisms},
    reapply::{Reapplied, Trigger, reapply},
};

/// What an owner asks for.
#[derive(Debug, Clone)]
pub struct BlockOptions {
    /// The keys to refuse.
    pub keys: Vec<BlockedKey>,
    /// What is done with certificates that nobody answers for.
    pub unlisted_roots: UnlistedRoots,
    /// Origins at which a browser's user may still click through a failed certificate,
    /// as Chromium's policy SSLErrorOverrideAllowedForOrigins takes them.
    pub override_origins: Vec<String>,
}

/// What the system store does with certificates that the distribution does not ship, that
/// are in no public program and that the owner does not consent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnlistedRoots {
    /// What the owner's list says already.
    Allow,
    /// They are held out.
    Withhold,
}

/// What would be changed, and what that means. Nothing is changed yet.
#[derive(Debug)]
pub struct Plan {
    /// The changes and what they mean.
    pub draft: Draft,
    /// The keys that will be refused from now on, or are taken out.
    pub keys: Vec<BlockedKey>,
    /// What will be done with what nobody answers for.
    pub unlisted_roots: UnlistedRoots,
    /// The certificates in the store that are held out because nobody answers for them,
    /// each once.
    pub unlisted: Vec<Certificate>,
    /// What for, as one line of the receipt.
    purpose: String,
    /// The runs that were recorded when it was begun.
    runs: Runs,
}

/// Which runs are recorded, and how far each has come.
pub(crate) type Runs = Vec<(ReceiptId, Status)>;

/// Those that are recorded now; none where the journal cannot be read.
pub(crate) fn runs(tree: &Tree) -> Runs {
    let receipts = Journal::new(tree).receipts().unwrap_or_default();
    let receipts = receipts.into_iter();
    receipts.map(|one| (one.id, one.status)).collect()
}

/// Plans what an owner asks for. `program` is the program that hooks will run: this one.
/// `stores` is what an audit read; what no mechanism reaches there is told.
///
/// # Errors
/// [`PlanError`] says why the tree cannot be blocked in.
pub fn plan(
    tree: &Tree,
    rights: Rights,
    options: BlockOptions,
    program: &[u8],
    stores: &[Store],
    now: UnixSeconds,
) -> Result<Plan, PlanError> {
    let BlockOptions {
        keys,
        unlisted_roots,
        override_origins,
    } = options;
    if let Some(refusal) = LayoutRefusal::of(tree) {
        return Err(PlanError::Layout(refusal));
    }
    let runs = runs(tree);
    let list = list_for(tree, &keys, unlisted_roots)?;
    let mut targets = Targets {
        override_origins,
        ..Targets::of(Goal::Refuse, tree, list, stores)
    };
    let mut draft = Draft::default();
    // Our own files first: once the store is filtered, the hook that keeps it so is there.
    installed_files::changes(tree, &targets.list, program, &mut draft)?;
    let list = targets.list.clone();
    let (allowlist, said) = Allowlist::of(tree, &list, now);
    draft.blind_spots.extend(said);
    targets.added_roots = AddedRoots::of(&allowlist, stores, now);
    debian::filter::changes(tree, &targets, &allowlist, &mut draft)?;
    draft.covered.push(Covered {
        mechanism: debian::filter::MECHANISM,
        path: DIRECTORY.into(),
        clients: of_the_system_store(stores),
    });
    everywhere_else(tree, rights, &targets, &allowlist, &mut draft);
    let elsewhere = residual_trust::still_trusted_elsewhere(tree, stores, &targets.list, &draft);
    draft.not_refused.extend(elsewhere);
    let added = targets
        .added_roots
        .iter()
        .flat_map(|added_roots| &added_roots.unlisted_roots);
    let residual_trust = added
        .clone()
        .filter_map(|one| residual_trust::of_unlisted_root(tree, one, &draft));
    let residual_trust: Vec<String> = residual_trust.collect();
    draft.not_refused.extend(residual_trust);
    draft
        .not_refused
        .extend(residual_trust::in_named_places(tree, stores, &allowlist));
    draft
        .not_refused
        .extend(openssl::elsewhere::namesakes(tree, stores, &targets));
    draft.warnings.extend(consequence::of(&keys));
    let unlisted = unlisted(&draft, &targets.list, added);
    let further = match unlisted_roots {
        UnlistedRoots::Allow => "",
        UnlistedRoots::Withhold => " and whatever nobody answers for",
    };
    let purpose = format!("block {}{further}", counted(keys.len()));
    Ok(Plan {
        unlisted_roots,
        unlisted,
        ..Plan::new(purpose, draft, keys, runs)
    })
}

/// The owner's list as it will be.
fn list_for(
    tree: &Tree,
    keys: &[BlockedKey],
    unlisted_roots: UnlistedRoots,
) -> Result<BlockList, PlanError> {
    let list = BlockList::read(tree)?.with(keys.to_vec());
    match unlisted_roots {
        UnlistedRoots::Allow => Ok(list),
        UnlistedRoots::Withhold => {
            let shipped = Shipped::read(tree).map_err(|why| PlanError::NoRecords { why })?;
            Ok(list.holding_out_unlisted(Unlisted::of(shipped.certificates)))
        }
    }
}

/// What is held out though no key of it is refused.
fn unlisted<'one>(
    draft: &Draft,
    list: &BlockList,
    added: impl Iterator<Item = &'one UnlistedRoot>,
) -> Vec<Certificate> {
    let withheld = draft.withheld.iter().map(|held| &held.certificate);
    let mut unlisted: Vec<Certificate> = withheld
        .chain(added.map(|one| &one.certificate))
        .filter(|certificate| !list.refuses_key_of(certificate))
        .cloned()
        .collect();
    unlisted.sort_by_key(Certificate::sha256);
    unlisted.dedup_by_key(|certificate| certificate.sha256());
    unlisted
}

/// The programs that believe what the system store holds.
fn of_the_system_store(stores: &[Store]) -> Vec<Client> {
    let stores = stores.iter().filter(|store| store.kind.is_the_systems());
    let anchors = stores.flat_map(|store| &store.anchors);
    let clients: BTreeSet<Client> = anchors
        .flat_map(|anchor| anchor.effective_for.iter().copied())
        .collect();
    clients.into_iter().collect()
}

/// What the mechanisms need beyond the system store, each user's part with that user's
/// rights.
pub(crate) fn everywhere_else(
    tree: &Tree,
    rights: Rights,
    targets: &Targets,
    allowlist: &Allowlist<'_>,
    draft: &mut Draft,
) {
    // What kept us from seeing a user is said by the audit that was read before.
    let users = user::users(tree).0;
    let scope = Scope {
        tree,
        targets,
        users: &users,
        allowlist,
    };
    mechanism::plan_system(&scope, draft);
    let planner = Planner::new(tree, rights);
    for user in &users {
        draft.add(planner.plan(user, targets));
    }
    mechanism::plan_after_users(&scope, draft);
    leave_what_would_stay(tree, draft);
}

/// What could not be taken back is not changed, and told.
fn leave_what_would_stay(tree: &Tree, draft: &mut Draft) {
    let (made, left): (Vec<Change>, Vec<Change>) = mem::take(&mut draft.changes)
        .into_iter()
        .partition(mechanism::comes_back);
    draft.changes = made;
    for change in left {
        draft.withheld.retain(|held| held.path != change.path);
        draft.covered.retain(|covered| covered.path != change.path);
        draft.blind_spots.push(format!(
            "{} is {}: it could not be brought back so, and is not changed",
            tree.display_path(&change.path).display(),
            change.before
        ));
    }
}

impl Plan {
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

    /// Whether everything is as the plan wants it already.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.draft.changes.is_empty()
    }

    /// Makes the changes and returns the receipt with which they are taken back.
    ///
    /// # Errors
    /// [`ApplyError::Home`]: usually a missing right, or a file that changed since the
    /// plan. What was changed by then can be taken back with `undo`.
    /// [`ApplyError::NotAllMade`] where only changes in users' folders failed, such as one of a
    /// database that a browser holds: all others are made. [`ApplyError::NotWatched`]: all are.
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
            apply::make(tree, rights, &self.purpose, changes, now)
        };
        // What only failed in a user's folder keeps nothing from being watched.
        if !matches!(made, Ok(_) | Err(ApplyError::NotAllMade { .. })) {
            return made;
        }
        match (debian::watch::begin(tree, changes), made) {
            (Err(why), Ok(receipt)) => Err(ApplyError::NotWatched { receipt, why }),
            (_, made) => made,
        }
    }
}

impl Plan {
    /// What was as it should be is not looked at again: another run may have taken it back.
    fn expect_no_other_run(&self, tree: &Tree) -> Result<(), ApplyError> {
        if runs(tree) == self.runs {
            return Ok(());
        }
        Err(anchorwatch_home::Error::Changed {
            path: tree.display_path(paths::JOURNAL.as_ref()),
            difference: "another run made changes meanwhile".to_owned(),
        }
        .into())
    }
}

/// How many keys, for a person.
pub(crate) fn counted(keys: usize) -> String {
    match keys {
        1 => "1 key".to_owned(),
        _ => format!("{keys} keys"),
    }
}

/// Whether the hook that filters the system store after every update is installed.
#[must_use]
pub fn has_hook(tree: &Tree) -> bool {
    debian::hook::is_there(tree)
}

/// Whether the hook is as it was written and can run.
#[must_use]
pub fn hook_stands(tree: &Tree) -> bool {
    debian::hook::stands(tree)
}

/// Which of these certificates the hook holds out of the system store at its next run;
/// none where there is no hook or it was changed, or where its list cannot be read and it would fail.
#[must_use]
pub fn held_out_next<'c>(
    tree: &Tree,
    certificates: impl Iterator<Item = &'c Certificate>,
    now: UnixSeconds,
) -> BTreeSet<CertSha256> {
    let list = match BlockList::read(tree) {
        Ok(list) if debian::hook::stands(tree) => list,
        _ => return BTreeSet::new(),
    };
    let (allowlist, _said) = Allowlist::of(tree, &list, now);
    certificates
        .filter(|certificate| allowlist.holds_out(certificate))
        .map(Certificate::sha256)
        .collect()
}

/// What an item of an edit in place changes, a line each: from what, to what.
#[must_use]
pub fn readable(item: &EditItem) -> (String, String) {
    let say = |text: &Option<String>| {
        text.as_deref()
            .map_or_else(|| "not there".to_owned(), nss::edit::readable)
    };
    (say(&item.before), say(&item.after))
}

#[cfg(test)]
mod tests;
