//! Plans each user's part with that user's rights.
//!
//! **Trust:** a worker's plan is the user's word. It may only concern the user's home, and
//! takes no more than its share of a receipt or page.

use std::path::{Path, PathBuf};

use anchorwatch_home::{Actor, BlockList, Change, Node, RecordedChange, Tree};
use anchorwatch_machine::{Rights, User, privsep::NOBODY, survey};

use crate::{
    draft::Draft,
    mechanism,
    mozilla::security_state::forget,
    privsep::{self, WorkerRequest},
    targets::Targets,
    undo::revert::{Outcome, RevertPlanner},
    writable::others_can_write,
};

/// The most bytes that one user's changes may take in a receipt. A change takes about 500, and
/// a removed certificate 2,000. The whole receipt is limited too, and a user must not be able
/// to crowd out everyone else's part.
const MAX_RECORDED_BYTES: u64 = 4 << 20;

/// The most sentences from one user's part.
const MOST_SENTENCES: usize = 200;

/// The most databases outside the home that one user's files name; normally one or two.
const MOST_DATABASES: usize = 1_000;

/// The longest of these sentences, in characters: enough for the longest path (PATH_MAX).
const MOST_LETTERS: usize = 5_000;

/// Plans changes of one tree, and changes nothing.
#[derive(Debug)]
pub(crate) struct Planner<'tree> {
    tree: &'tree Tree,
    rights: Rights,
}

impl<'tree> Planner<'tree> {
    pub(crate) fn new(tree: &'tree Tree, rights: Rights) -> Self {
        Self { tree, rights }
    }

    /// Plans a user's part.
    pub(crate) fn plan(&self, user: &User, targets: &Targets) -> Draft {
        match self.actor_for(user) {
            None => self.roots(mechanism::plan_user(self.tree, user, targets)),
            Some(actor) => self.draft_as(actor, user, &WorkerRequest::plan(user, targets)),
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
        for change in others {
            draft.withheld.retain(|held| held.path != change.path);
            draft.covered.retain(|covered| covered.path != change.path);
            draft.blind_spots.push(format!(
                "{} lies in a home of root's and others than root can write there, so it is not changed",
                self.tree.display_path(&change.path).display()
            ));
        }
        draft
    }

    fn draft_as(&self, actor: Actor, user: &User, targets: &WorkerRequest) -> Draft {
        privsep::ask(self.tree, actor, targets)
            .and_then(|reply| reply.draft())
            .and_then(|draft| belonging(draft, user, actor))
            .unwrap_or_else(|why| unseen(self.tree, user, &why))
    }

    /// Plans the undo of recorded changes, newest first; all have the same actor.
    pub(crate) fn take_back(
        &self,
        actor: Option<Actor>,
        recorded: Vec<(RecordedChange, Node)>,
    ) -> Vec<Outcome> {
        let Some(actor) = self.foreign(actor) else {
            return RevertPlanner::new(self.tree).all(&recorded);
        };
        let paths: Vec<PathBuf> = recorded.iter().map(|(one, _)| one.path.clone()).collect();
        privsep::ask(self.tree, actor, &WorkerRequest::take_back(&recorded))
            .and_then(|reply| reply.outcomes(actor))
            .and_then(|outcomes| about(&paths, outcomes))
            .unwrap_or_else(|why| {
                let failed = |path: &PathBuf| {
                    Outcome::conflict(format!("{}: {why}", self.tree.display_path(path).display()))
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

/// Limits a user's plan: its changes are made with that user's rights and only below the user's
/// home. It cannot speak for other places, and its share of a receipt and a page is limited.
fn belonging(mut draft: Draft, user: &User, actor: Actor) -> Result<Draft, String> {
    draft.changes.retain(|change| is_below(&change.path, user));
    draft.withheld.retain(|held| is_below(&held.path, user));
    draft
        .covered
        .retain(|covered| is_below(&covered.path, user) && !covered.mechanism.reaches_all);
    if draft.databases_elsewhere.len() > MOST_DATABASES {
        draft.databases_elsewhere.truncate(MOST_DATABASES);
        draft.blind_spots.push(format!(
            "more than {MOST_DATABASES} databases outside the home are named; the rest was not looked into"
        ));
    }
    if RecordedChange::bytes_of(&draft.changes) > MAX_RECORDED_BYTES {
        return Err(format!(
            "its plan takes up more than {MAX_RECORDED_BYTES} bytes of a receipt"
        ));
    }
    for change in &mut draft.changes {
        change.actor = Some(actor);
    }
    draft.blind_spots = bounded(draft.blind_spots);
    draft.not_refused = bounded(draft.not_refused);
    draft.warnings = bounded(draft.warnings);
    Ok(draft)
}

fn is_below(path: &Path, user: &User) -> bool {
    let is_plain = !path.components().any(|part| part.as_os_str() == "..");
    is_plain && path.starts_with(&user.home)
}

/// Limits the sentences of a user's process to a readable number and length.
fn bounded(mut sentences: Vec<String>) -> Vec<String> {
    let further = sentences.len().saturating_sub(MOST_SENTENCES);
    sentences.truncate(MOST_SENTENCES);
    for sentence in &mut sentences {
        if let Some((end, _)) = sentence.char_indices().nth(MOST_LETTERS) {
            sentence.truncate(end);
            sentence.push('…');
        }
    }
    if further > 0 {
        sentences.push(format!(
            "and {further} further remarks of this user's process"
        ));
    }
    sentences
}

/// Checks that each outcome is about the requested change: another path could be taken for one
/// of root's own files.
fn about(paths: &[PathBuf], mut outcomes: Vec<Outcome>) -> Result<Vec<Outcome>, String> {
    if outcomes.len() != paths.len() {
        return Err("its answer is cut".to_owned());
    }
    for (outcome, path) in outcomes.iter_mut().zip(paths) {
        if outcome
            .change
            .as_ref()
            .is_some_and(|change| change.path != *path)
        {
            return Err("its answer is about another path".to_owned());
        }
        let said = [&mut outcome.conflict, &mut outcome.warning];
        for sentence in said.into_iter().flatten() {
            *sentence = bounded(vec![std::mem::take(sentence)]).concat();
        }
    }
    Ok(outcomes)
}

fn unseen(tree: &Tree, user: &User, why: &str) -> Draft {
    Draft {
        blind_spots: vec![format!(
            "{}: planning with the rights of {} failed: {why}",
            tree.display_path(&user.home).display(),
            user.name
        )],
        ..Draft::default()
    }
}

#[cfg(test)]
mod tests;
