//! Plans each user's part with that user's rights.
//!
//! **Trust:** a worker's plan is the user's word. It may only concern the user's home, and
//! takes no more than its share of a receipt or page.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::{Actor, BlockList, Change, Node, RecordedChange, Tree};
use anchorwatch_machine::{Rights, User, privsep::NOBODY, survey};
use anchorwatch_remark::{Remark as _, Told};

use crate::{
    draft::Draft,
    mechanism,
    mozilla::security_state::forget,
    pem_filter::FilterRemark,
    privsep::{self, WorkerRemark, WorkerRequest},
    remark::shortened,
    targets::Targets,
    undo::revert::{Outcome, RevertPlanner},
    writable::{PlaceRemark, others_can_write},
};

/// The most bytes that one user's changes may take in a receipt. A change takes about 500, and
/// a removed certificate 2,000. The whole receipt is limited too, and a user must not be able
/// to crowd out everyone else's part.
const MAX_RECORDED_BYTES: u64 = 4 << 20;

/// The most remarks on one user's part.
const MOST_REMARKS: usize = 200;

/// The most databases outside the home that one user's files name; normally one or two.
const MOST_DATABASES: usize = 1_000;

/// The most bytes of one of these remarks: the longest path (PATH_MAX) and some words.
const MAX_REMARK_BYTES: usize = 5_000;

/// Plans changes of one tree, and changes nothing.
#[derive(Debug)]
pub(crate) struct Planner<'tree> {
    tree: &'tree Tree,
    rights: Rights,
    /// What later receipts changed that are not undone.
    changed_later: BTreeSet<PathBuf>,
}

impl<'tree> Planner<'tree> {
    pub(crate) fn new(tree: &'tree Tree, rights: Rights) -> Self {
        Self {
            tree,
            rights,
            changed_later: BTreeSet::new(),
        }
    }

    /// A planner for undoing receipts while later ones, which changed these paths, stay.
    pub(crate) fn before(self, changed_later: BTreeSet<PathBuf>) -> Self {
        Self {
            changed_later,
            ..self
        }
    }

    /// Plans a user's part.
    pub(crate) fn plan(&self, user: &User, targets: &Targets) -> Draft {
        match self.actor_for(user) {
            None => self.roots(mechanism::plan_user(self.tree, user, targets)),
            Some(actor) => {
                let mut draft = self.draft_as(actor, user, &WorkerRequest::plan(user, targets));
                of_what_was_asked(&mut draft, targets);
                draft
            }
        }
    }

    /// Plans what to remove from a user's profiles if only this list is still refused.
    pub(crate) fn forget(&self, user: &User, still: &BlockList) -> Draft {
        match self.actor_for(user) {
            None => self.roots(forget(self.tree, user, still)),
            Some(actor) => self.draft_as(actor, user, &WorkerRequest::forget(user, still)),
        }
    }

    /// Checks a draft of root's own process for a home of root's: a folder in it may belong to
    /// another user, who could replace it with a link, as in a shared `/home/all`.
    fn roots(&self, mut draft: Draft) -> Draft {
        if self.rights == Rights::Own {
            return draft;
        }
        let planned = std::mem::take(&mut draft.changes).into_iter();
        let (roots, others): (Vec<Change>, Vec<Change>) = planned
            .partition(|change| matches!(others_can_write(self.tree, &change.path), Ok(false)));
        draft.changes = roots;
        draft.leave(&others.iter().map(|change| &*change.path).collect());
        for change in others {
            draft.cannot_see(&PlaceRemark::OthersCanWriteInHomeOfRoot {
                path: self.tree.display_path(&change.path),
            });
        }
        draft
    }

    fn draft_as(&self, actor: Actor, user: &User, targets: &WorkerRequest) -> Draft {
        privsep::ask(self.tree, actor, targets)
            .and_then(|reply| reply.draft())
            .and_then(|draft| belonging(draft, user, actor))
            .unwrap_or_else(|why| unseen(self.tree, user, why))
    }

    /// Plans the undo of recorded changes, newest first; all have the same actor.
    pub(crate) fn take_back(
        &self,
        actor: Option<Actor>,
        recorded: Vec<(RecordedChange, Node)>,
    ) -> Vec<Outcome> {
        let Some(actor) = self.foreign(actor) else {
            return RevertPlanner::new(self.tree, &self.changed_later).all(&recorded);
        };
        let paths: Vec<PathBuf> = recorded.iter().map(|(one, _)| one.path.clone()).collect();
        privsep::ask(self.tree, actor, &WorkerRequest::take_back(&recorded))
            .and_then(|reply| reply.outcomes(actor))
            .and_then(|outcomes| about(&paths, outcomes))
            .unwrap_or_else(|why| {
                let failed = |path: &PathBuf| {
                    let (path, why) = (self.tree.display_path(path), why.clone().into());
                    Outcome::conflict(FilterRemark::AtPath { path, why }.told())
                };
                paths.iter().map(failed).collect()
            })
    }

    /// The user with whose rights a part is planned; `None` for this process.
    fn actor_for(&self, user: &User) -> Option<Actor> {
        // A user without a number gets nobody's rights, never root's.
        let uid = survey::owner(self.tree, user).unwrap_or(NOBODY);
        let gid = user.gid.unwrap_or(NOBODY);
        self.foreign(Some(Actor { uid, gid }))
    }

    /// The user whose worker plans; `None` for this process.
    pub(crate) fn foreign(&self, actor: Option<Actor>) -> Option<Actor> {
        privsep::foreign(self.rights, actor)
    }
}

/// What a user's process planned, limited to the user's home and to a bounded part of a
/// receipt and of a page. It is made with that user's rights.
fn belonging(mut draft: Draft, user: &User, actor: Actor) -> Result<Draft, Told> {
    draft.changes.retain(|change| is_below(&change.path, user));
    draft.withheld.retain(|held| is_below(&held.path, user));
    draft.confined.retain(|held| is_below(&held.path, user));
    draft
        .covered
        .retain(|covered| is_below(&covered.path, user) && !covered.mechanism.reaches_all);
    if draft.databases_elsewhere.len() > MOST_DATABASES {
        draft.databases_elsewhere.truncate(MOST_DATABASES);
        draft.cannot_see(&WorkerRemark::TooManyDatabases {
            max: MOST_DATABASES as u64,
        });
    }
    if RecordedChange::bytes_of(&draft.changes) > MAX_RECORDED_BYTES {
        let max = MAX_RECORDED_BYTES;
        return Err(WorkerRemark::PlanTooLarge { max }.told());
    }
    for change in &mut draft.changes {
        change.actor = Some(actor);
    }
    draft.blind_spots = bounded(draft.blind_spots);
    draft.not_refused = bounded(draft.not_refused);
    draft.warnings = bounded(draft.warnings);
    Ok(draft)
}

/// Keeps what a user's process says of roots that are held to names to what it was asked for.
fn of_what_was_asked(draft: &mut Draft, targets: &Targets) {
    draft
        .confined
        .retain(|held| targets.limited.stands(&held.certificate));
    for held in &mut draft.confined {
        held.names = targets.limited.names_of(&held.certificate);
    }
}

fn is_below(path: &Path, user: &User) -> bool {
    let is_plain = !path.components().any(|part| part.as_os_str() == "..");
    is_plain && path.starts_with(&user.home)
}

/// Remarks of a user's process, as many and as long as anyone reads.
fn bounded(mut remarks: Vec<Told>) -> Vec<Told> {
    let further = remarks.len().saturating_sub(MOST_REMARKS);
    remarks.truncate(MOST_REMARKS);
    for told in &mut remarks {
        *told = shortened(told, MAX_REMARK_BYTES);
    }
    if further > 0 {
        let count = further as u64;
        remarks.push(WorkerRemark::FurtherRemarks { count }.told());
    }
    remarks
}

/// Checks that each outcome is about the requested change: another path could be taken for one
/// of root's own files.
fn about(paths: &[PathBuf], mut outcomes: Vec<Outcome>) -> Result<Vec<Outcome>, Told> {
    if outcomes.len() != paths.len() {
        return Err(WorkerRemark::AnswerCut.told());
    }
    for (outcome, path) in outcomes.iter_mut().zip(paths) {
        if outcome
            .change
            .as_ref()
            .is_some_and(|change| change.path != *path)
        {
            return Err(WorkerRemark::AnswerAboutAnotherPath.told());
        }
        let said = [&mut outcome.conflict, &mut outcome.warning];
        for told in said.into_iter().flatten() {
            *told = shortened(told, MAX_REMARK_BYTES);
        }
    }
    Ok(outcomes)
}

fn unseen(tree: &Tree, user: &User, why: Told) -> Draft {
    let mut draft = Draft::default();
    draft.cannot_see(&WorkerRemark::PlanFailed {
        path: tree.display_path(&user.home),
        user: user.name.clone(),
        why: why.into(),
    });
    draft
}

#[cfg(test)]
mod tests;
