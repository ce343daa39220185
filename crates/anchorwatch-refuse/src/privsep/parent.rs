//! Starts the worker that changes.

use anchorwatch_home::{Actor, Tree};
use anchorwatch_machine::privsep;
use anchorwatch_remark::{Remark as _, Told};

use super::{
    document::{WorkerReply, WorkerRequest},
    remark::WorkerRemark,
};

/// The worker's name.
const CHANGES: &str = "change";

/// Has a request done with a user's rights.
///
/// # Errors
/// The worker failed, or its output is not a reply.
pub(crate) fn ask(tree: &Tree, actor: Actor, request: &WorkerRequest) -> Result<WorkerReply, Told> {
    let answer = privsep::ask(tree, actor, CHANGES, request).map_err(|why| why.told())?;
    serde_json::from_slice(&answer).map_err(|error| {
        let why = (&error).into();
        WorkerRemark::DocumentMalformed { why }.told()
    })
}
