//! The hand that changes a tree: each change with the rights that it needs, and no more.
//!
//! What lies in a folder that a user can write to is planned, changed and taken back by
//! a process with that user's rights ([`errand`](crate::errand)): a planted link leads
//! it no further than its owner could go. Everything else is this process's own work.

use std::{collections::BTreeMap, path::PathBuf};

use anchorwatch_home::{Actor, BlockList, Change, Node, RecordedChange, SharedFormat, Tree};

use crate::{
    Rights, User,
    block::{self, Draft, Request},
    errand::{self, Errand},
    machine, nss,
    reading::with_cause,
    undo::{Outcome, TakingBack},
};

/// Why a change could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read or changed.
    #[error(transparent)]
    Home(#[from] anchorwatch_home::Error),
    /// The process with a user's rights could not make it, or could not be asked.
    #[error("{}: with the rights of user {uid}: {why}", path.display())]
    AsUser {
        /// Which path, as a person would name it.
        path: PathBuf,
        /// Whose rights.
        uid: u32,
        /// What it said.
        why: String,
    },
    /// A database that is edited in place was not.
    #[error("cannot edit {}: {why}", path.display())]
    Database {
        /// Which database.
        path: PathBuf,
        /// What kept us.
        why: String,
    },
}

/// Changes one tree.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hand<'tree> {
    tree: &'tree Tree,
    rights: Rights,
}

impl<'tree> Hand<'tree> {
    pub(crate) fn new(tree: &'tree Tree, rights: Rights) -> Self {
        Self { tree, rights }
    }

    /// What a user's part needs.
    pub(crate) fn plan(&self, user: &User, request: &Request) -> Draft {
        match self.actor_for(user) {
            None => block::of_user(self.tree, user, request),
            Some(actor) => self.draft_as(actor, user, &Errand::plan(request)),
        }
    }

    /// What a user's profiles are to forget, when only this list is still refused.
    pub(crate) fn forget(&self, user: &User, still: &BlockList) -> Draft {
        match self.actor_for(user) {
            None => block::forget(self.tree, user, still),
            Some(actor) => self.draft_as(actor, user, &Errand::forget(still.encode())),
        }
    }

    fn draft_as(&self, actor: Actor, user: &User, errand: &Errand) -> Draft {
        errand::run(self.tree, actor, Some(user), errand)
            .and_then(|answer| answer.draft())
            .map(|draft| belonging(draft, user, actor))
            .unwrap_or_else(|why| unseen(self.tree, user, &why))
    }

    /// Makes one change.
    pub(crate) fn make(&self, change: &Change, temporary: &str) -> Result<(), Error> {
        let Some(actor) = self.foreign(change.actor) else {
            return make(self.tree, change, temporary);
        };
        let errand = Errand::make(change, temporary);
        errand::run(self.tree, actor, None, &errand)
            .and_then(|answer| answer.made())
            .map_err(|why| Error::AsUser {
                path: self.tree.shown(&change.path),
                uid: actor.uid,
                why,
            })
    }

    /// What taking recorded changes back means, newest first; all have the same actor.
    pub(crate) fn take_back(
        &self,
        actor: Option<Actor>,
        recorded: Vec<(RecordedChange, Node)>,
    ) -> Vec<Outcome> {
        let Some(actor) = self.foreign(actor) else {
            return TakingBack::new(self.tree).all(&recorded);
        };
        let number = recorded.len();
        let paths: Vec<PathBuf> = recorded.iter().map(|(one, _)| one.path.clone()).collect();
        errand::run(self.tree, actor, None, &Errand::take_back(&recorded))
            .and_then(|answer| answer.outcomes(actor))
            .and_then(|outcomes| {
                let is_whole = outcomes.len() == number;
                is_whole
                    .then_some(outcomes)
                    .ok_or_else(|| "its answer is cut".to_owned())
            })
            .unwrap_or_else(|why| {
                let failed = |path: &PathBuf| {
                    Outcome::conflict(format!("{}: {why}", self.tree.shown(path).display()))
                };
                paths.iter().map(failed).collect()
            })
    }

    /// Takes away what a killed run may have left beside paths.
    pub(crate) fn discard(&self, beside: BTreeMap<Option<Actor>, Vec<(PathBuf, String)>>) {
        for (actor, leftovers) in beside {
            match self.foreign(actor) {
                // A leftover that stays does no harm: its name is ours alone.
                Some(actor) => {
                    let errand = Errand::discard(&leftovers);
                    drop(errand::run(self.tree, actor, None, &errand));
                }
                None => discard(self.tree, &leftovers),
            }
        }
    }

    /// With whose rights a user's part is changed; `None`: with our own.
    fn actor_for(&self, user: &User) -> Option<Actor> {
        let uid = machine::owner(self.tree, user)?;
        let gid = user.gid.unwrap_or(errand::NOBODY);
        self.foreign(Some(Actor { uid, gid }))
    }

    fn foreign(&self, actor: Option<Actor>) -> Option<Actor> {
        // Root's own files are root's business, in any process.
        actor.filter(|actor| self.rights == Rights::EachUsers && actor.uid != 0)
    }
}

/// Makes a change with the rights of this process.
pub(crate) fn make(tree: &Tree, change: &Change, temporary: &str) -> Result<(), Error> {
    if change.after == Node::Database {
        return database(tree, change);
    }
    Ok(tree.make(change, temporary)?)
}

fn database(tree: &Tree, change: &Change) -> Result<(), Error> {
    let why = match change.role.edit() {
        Some(edit) if edit.format == SharedFormat::NssDatabase => {
            match nss::edit::make(tree, &change.path, &edit.items) {
                Ok(()) => return Ok(()),
                Err(refused) => with_cause(&refused.why),
            }
        }
        _ => "no form of database is known".to_owned(),
    };
    Err(Error::Database {
        path: tree.shown(&change.path),
        why,
    })
}

pub(crate) fn discard(tree: &Tree, leftovers: &[(PathBuf, String)]) {
    for (path, temporary) in leftovers {
        tree.discard_beside(path, temporary);
    }
}

/// What a user's process planned is made with that user's rights, and only below the
/// user's home.
fn belonging(mut draft: Draft, user: &User, actor: Actor) -> Draft {
    draft.changes.retain(|change| is_below(change, user));
    for change in &mut draft.changes {
        change.actor = Some(actor);
    }
    draft
}

fn is_below(change: &Change, user: &User) -> bool {
    let is_plain = !change
        .path
        .components()
        .any(|part| part.as_os_str() == "..");
    is_plain && change.path.starts_with(&user.home)
}

fn unseen(tree: &Tree, user: &User, why: &str) -> Draft {
    Draft {
        blind_spots: vec![format!(
            "{}: planning with the rights of {} failed: {why}",
            tree.shown(&user.home).display(),
            user.name
        )],
        ..Draft::default()
    }
}
