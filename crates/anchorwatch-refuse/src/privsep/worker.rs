//! The worker that changes. It can write only if the request is to make a change.

use std::{collections::BTreeSet, fs::File, io};

use anchorwatch_home::{BlockList, Tree};
use anchorwatch_machine::{
    format::{RemarkDocument, path},
    privsep::{confine, confine_writer, request},
};
use anchorwatch_remark::Told;

use super::document::{LimitedDocument, WorkerReply, WorkerRequest, malformed};
use crate::{
    apply::direct,
    draft::document::DraftDocument,
    mechanism,
    mozilla::security_state::forget,
    targets::Targets,
    undo::{document::OutcomeDocument, revert::RevertPlanner},
};

/// Runs the request in the inherited file, and returns the reply as one document.
///
/// # Errors
/// The process could not drop its rights, or the file is not a request.
pub fn serve(tree: &Tree, inherited: File) -> io::Result<Vec<u8>> {
    let request: WorkerRequest = request(inherited)?;
    if request.changes_files() {
        confine_writer()?;
    } else {
        confine()?;
    }
    let reply =
        act(tree, request).unwrap_or_else(|why| WorkerReply::Refused(RemarkDocument::of(&why)));
    Ok(serde_json::to_vec(&reply)?)
}

fn act(tree: &Tree, request: WorkerRequest) -> Result<WorkerReply, Told> {
    Ok(match request {
        WorkerRequest::Plan {
            user,
            list,
            goal,
            places,
            limited,
        } => {
            let user = user.read().map_err(|error| malformed(&error))?;
            let list = list_of(&list)?;
            let places = places.into_iter().map(|place| place.read(&user));
            let places = places.collect::<Result<_, _>>();
            let places = places.map_err(|error| malformed(&error))?;
            let limited = limited.into_iter().map(LimitedDocument::read);
            let limited = limited.collect::<Result<_, _>>();
            let request = Targets {
                limited: limited.map_err(|error| malformed(&error))?,
                ..Targets::for_places(goal.read(), list, places)
            };
            let draft = mechanism::plan_user(tree, &user, &request);
            WorkerReply::Planned(DraftDocument::of(&draft))
        }
        WorkerRequest::Forget { user, list } => {
            let user = user.read().map_err(|error| malformed(&error))?;
            let draft = forget(tree, &user, &list_of(&list)?);
            WorkerReply::Planned(DraftDocument::of(&draft))
        }
        WorkerRequest::Make { change, temporary } => {
            for change in change.changes().map_err(|error| malformed(&error))? {
                direct::make(tree, &change, &temporary).map_err(|error| error.told())?;
            }
            WorkerReply::Made
        }
        WorkerRequest::TakeBack { recorded } => {
            let recorded = recorded.recorded().map_err(|error| malformed(&error))?;
            let outcomes = RevertPlanner::new(tree, &BTreeSet::new()).all(&recorded);
            WorkerReply::TakenBack(outcomes.iter().map(OutcomeDocument::of).collect())
        }
        WorkerRequest::Discard { leftovers } => {
            for (place, temporary) in &leftovers {
                let place = path(place).map_err(|error| malformed(&error))?;
                tree.discard_beside(&place, temporary);
            }
            WorkerReply::Made
        }
    })
}

fn list_of(text: &str) -> Result<BlockList, Told> {
    BlockList::of_text(text.as_bytes()).map_err(|error| malformed(&error))
}
