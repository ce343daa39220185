//! The one verifier of this process.

use std::{path::Path, sync::OnceLock};

use anchorwatch_home::Tree;
use anchorwatch_verify_ffi::{Acceptance, Connection, Error, LocalRoots, Verifier};

use crate::notice;

/// Whether a connection that the program accepted is accepted by us too; says on stderr
/// what it is asked to say. Where the owner's files cannot be read, none is.
pub(crate) fn asked(connection: &Connection) -> Acceptance {
    let Some(verifier) = verifier() else {
        return Acceptance::Denied;
    };
    match verifier.objection(connection) {
        None => Acceptance::Given,
        Some(objection) => {
            notice::told(&objection);
            Acceptance::Denied
        }
    }
}

/// Made at the first question. Two threads may both make one; the first stays. Never
/// waited for: after a fork the one who makes it may not be there.
fn verifier() -> Option<&'static Verifier> {
    static VERIFIER: OnceLock<Option<Verifier>> = OnceLock::new();
    if let Some(made) = VERIFIER.get() {
        return made.as_ref();
    }
    let made = of_machine();
    if let Err(error) = &made {
        notice::closed(error);
    }
    // That another thread was faster is as good.
    drop(VERIFIER.set(made.ok()));
    VERIFIER.get().and_then(Option::as_ref)
}

fn of_machine() -> Result<Verifier, Error> {
    let tree = Tree::open(Path::new("/")).map_err(Error::Owner)?;
    // The program says by itself which roots it believes.
    Verifier::of_machine(&tree, &LocalRoots::None)
}
