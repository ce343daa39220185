//! Work in a user's own folders, done by a process that has no more rights than the user.
//!
//! ```text
//! parent, root     spawns /proc/self/exe errand …; its stdin is the tree's root folder,
//!                  a sealed file in memory, inherited by number, holds the errand
//! child, the user  does it below that folder, writes one document to stdout, ends
//! ```
//!
//! **Trust:** what the child answers is the user's word about the user's own files. What
//! it can change is what the user could change without us.

use std::{
    fs::File,
    io::{Read as _, Seek as _, Write as _},
    os::fd::{AsRawFd as _, OwnedFd},
    path::PathBuf,
};

use anchorwatch_home::{Actor, BlockList, Change, Node, RecordedChange, Transfer, Tree};
use anchorwatch_machine::{
    User, as_user,
    format::{path, path_text},
};
use rustix::fs::{MemfdFlags, memfd_create};
use serde::{Deserialize, Serialize};

use crate::{
    apply::direct,
    draft::{Draft, document::DraftDocument},
    mechanism,
    mozilla::security_state::forget,
    request::{Aim, Request},
    undo::{
        document::OutcomeDocument,
        revert::{Outcome, RevertPlanner},
    },
};

/// The hidden sub-command that does an errand.
const SUBCOMMAND: &str = "errand";

/// Whom a user without a number is taken for: the kernel's overflow user, who owns nothing.
pub(crate) const NOBODY: u32 = as_user::NOBODY;

/// The largest errand, in bytes: a change of the largest file, in base64.
const MAX_ERRAND_BYTES: u64 = 1 << 30;

/// What a process is asked to do.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Errand {
    /// Say what the user's part needs, by the owner's list.
    Plan { list: String, aim: AimDocument },
    /// Say what the user's profiles are to forget, when only this list is still refused.
    Forget { list: String },
    /// Make one change.
    Make { change: Transfer, temporary: String },
    /// Say what taking changes back means, newest first.
    TakeBack { recorded: Transfer },
    /// Take away what a killed run may have left.
    Discard { leftovers: Vec<(String, String)> },
}

#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AimDocument {
    Refuse,
    Remove,
}

/// What came of it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Answer {
    Planned(DraftDocument),
    Made,
    TakenBack(Vec<OutcomeDocument>),
    Refused(String),
}

impl Errand {
    pub(crate) fn plan(request: &Request) -> Self {
        Self::Plan {
            list: request.list.encode(),
            aim: match request.aim {
                Aim::Refuse => AimDocument::Refuse,
                Aim::Remove => AimDocument::Remove,
            },
        }
    }

    pub(crate) fn forget(list: String) -> Self {
        Self::Forget { list }
    }

    pub(crate) fn make(change: &Change, temporary: &str) -> Self {
        Self::Make {
            change: Transfer::of(std::slice::from_ref(change)),
            temporary: temporary.to_owned(),
        }
    }

    pub(crate) fn take_back(recorded: &[(RecordedChange, Node)]) -> Self {
        Self::TakeBack {
            recorded: Transfer::of_recorded(recorded),
        }
    }

    pub(crate) fn discard(leftovers: &[(PathBuf, String)]) -> Self {
        let places = leftovers.iter();
        Self::Discard {
            leftovers: places
                .map(|(place, temporary)| (path_text(place), temporary.clone()))
                .collect(),
        }
    }

    fn changes_files(&self) -> bool {
        matches!(self, Self::Make { .. } | Self::Discard { .. })
    }
}

impl Answer {
    pub(crate) fn draft(self) -> Result<Draft, String> {
        match self {
            Self::Planned(document) => document.read().map_err(|error| error.to_string()),
            other => Err(other.unexpected()),
        }
    }

    pub(crate) fn made(self) -> Result<(), String> {
        match self {
            Self::Made => Ok(()),
            other => Err(other.unexpected()),
        }
    }

    /// What a user's process wants to be done is done with that user's rights.
    pub(crate) fn outcomes(self, actor: Actor) -> Result<Vec<Outcome>, String> {
        let Self::TakenBack(documents) = self else {
            return Err(self.unexpected());
        };
        let mut outcomes = Vec::new();
        for document in documents {
            let mut outcome = document.read().map_err(|error| error.to_string())?;
            if let Some(change) = &mut outcome.change {
                change.actor = Some(actor);
            }
            outcomes.push(outcome);
        }
        Ok(outcomes)
    }

    fn unexpected(self) -> String {
        match self {
            Self::Refused(why) => why,
            _ => "its answer is to another question".to_owned(),
        }
    }
}

/// Has an errand done with a user's rights. `user` names whose part is planned.
pub(crate) fn run(
    tree: &Tree,
    actor: Actor,
    user: Option<&User>,
    errand: &Errand,
) -> Result<Answer, String> {
    let asked = in_memory(errand).map_err(|error| error.to_string())?;
    let mut arguments = vec![as_user::joined(
        "--asked=",
        asked.as_raw_fd().to_string().as_ref(),
    )];
    if let Some(user) = user {
        arguments.push(as_user::joined("--name=", user.name.as_ref()));
        arguments.push(as_user::joined("--home=", user.home.as_os_str()));
    }
    let answer = as_user::ask(tree, actor, SUBCOMMAND, &arguments)?;
    serde_json::from_slice(&answer).map_err(|error| error.to_string())
}

/// Without the flag that closes it, the file is inherited under its number.
fn in_memory(errand: &Errand) -> std::io::Result<OwnedFd> {
    let mut file = File::from(memfd_create("errand", MemfdFlags::empty())?);
    file.write_all(&serde_json::to_vec(errand)?)?;
    file.rewind()?;
    Ok(file.into())
}

/// Does an errand in the process that has the user's rights, and returns the answer as
/// one document. `asked` is the inherited file with the errand.
///
/// # Errors
/// The process could not give up what it does not need, or the errand is none.
pub fn serve(tree: &Tree, user: Option<&User>, asked: File) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    asked.take(MAX_ERRAND_BYTES).read_to_end(&mut text)?;
    let errand: Errand = serde_json::from_slice(&text)?;
    if errand.changes_files() {
        as_user::confine_writer()?;
    } else {
        as_user::confine()?;
    }
    let answer = act(tree, user, errand).unwrap_or_else(Answer::Refused);
    Ok(serde_json::to_vec(&answer)?)
}

fn act(tree: &Tree, user: Option<&User>, errand: Errand) -> Result<Answer, String> {
    let said = |error: &dyn std::error::Error| anchorwatch_machine::error_text::with_cause(error);
    Ok(match errand {
        Errand::Plan { list, aim } => {
            let aim = match aim {
                AimDocument::Refuse => Aim::Refuse,
                AimDocument::Remove => Aim::Remove,
            };
            let user = user.ok_or("nobody's part is to be planned")?;
            let list = BlockList::of_text(list.as_bytes()).map_err(|error| said(&*error))?;
            let stores = anchorwatch_machine::read_user(tree, user).stores;
            let draft = mechanism::plan_user(tree, user, &Request::of(aim, tree, list, &stores));
            Answer::Planned(DraftDocument::of(&draft))
        }
        Errand::Forget { list } => {
            let user = user.ok_or("nobody's profiles are to be looked at")?;
            let list = BlockList::of_text(list.as_bytes()).map_err(|error| said(&*error))?;
            Answer::Planned(DraftDocument::of(&forget(tree, user, &list)))
        }
        Errand::Make { change, temporary } => {
            for change in change.changes().map_err(|error| said(&error))? {
                direct::make(tree, &change, &temporary).map_err(|error| said(&error))?;
            }
            Answer::Made
        }
        Errand::TakeBack { recorded } => {
            let recorded = recorded.recorded().map_err(|error| said(&error))?;
            let outcomes = RevertPlanner::new(tree).all(&recorded);
            Answer::TakenBack(outcomes.iter().map(OutcomeDocument::of).collect())
        }
        Errand::Discard { leftovers } => {
            for (place, temporary) in &leftovers {
                let place = path(place).map_err(|error| said(&error))?;
                tree.discard_beside(&place, temporary);
            }
            Answer::Made
        }
    })
}
