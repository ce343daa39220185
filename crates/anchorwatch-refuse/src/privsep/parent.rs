//! Starts the worker that changes.

use anchorwatch_home::{Actor, Tree};
use anchorwatch_machine::privsep;

use super::document::{WorkerReply, WorkerRequest};

/// The worker's name.
const CHANGES: &str = "change";

/// Runs a request with a user's rights.
///
/// # Errors
/// A sentence: the worker failed, or its output is not a reply.
pub(crate) fn ask(
    tree: &Tree,
    actor: Actor,
    request: &WorkerRequest,
) -> Result<WorkerReply, String> {
    let answer = privsep::ask(tree, actor, CHANGES, request)
        .map_err(|why| crate::told_text::text_of(&why))?;
    serde_json::from_slice(&answer).map_err(|error| error.to_string())
}
