//! What is made of this process, found out once.

use std::{path::Path, sync::OnceLock};

use anchorwatch_home::{Configuration, Tree};
use anchorwatch_verify_ffi::{Acceptance, Connection, Error, LocalRoots, Verifier};

use crate::notice;

/// What is made of this process.
enum Stance {
    /// Its connections are asked about.
    Asked(Box<Verifier>),
    /// The owner wants this program left alone.
    LeftAlone,
}

/// Whether a connection that the program accepted is accepted by us too; says on stderr
/// what it is asked to say. Where the owner's files cannot be read, none is.
pub(crate) fn asked(connection: &Connection) -> Acceptance {
    let verifier = match stance() {
        Some(Stance::Asked(verifier)) => verifier,
        Some(Stance::LeftAlone) => return Acceptance::Given,
        None => return Acceptance::Denied,
    };
    match verifier.objection(connection) {
        None => Acceptance::Given,
        Some(objection) => {
            notice::told(&objection);
            Acceptance::Denied
        }
    }
}

/// Found out at the first question, and again at each further one for as long as that
/// fails: a file may be in the making, or the process out of descriptors. Two threads may
/// both find it out; the first stays. Never waited for: after a fork the one who is at it
/// may not be there.
fn stance() -> Option<&'static Stance> {
    static STANCE: OnceLock<Stance> = OnceLock::new();
    if let Some(found) = STANCE.get() {
        return Some(found);
    }
    match of_machine() {
        Ok(found) => Some(STANCE.get_or_init(|| found)),
        Err(error) => {
            notice::closed(&error);
            None
        }
    }
}

fn of_machine() -> Result<Stance, Error> {
    let tree = Tree::open(Path::new("/")).map_err(Error::Owner)?;
    let configuration = Configuration::read(&tree).map_err(Error::Owner)?;
    if is_listed(&configuration) {
        return Ok(Stance::LeftAlone);
    }
    // The program says by itself which roots it believes.
    let verifier = Verifier::of_machine(&tree, &LocalRoots::None)?;
    Ok(Stance::Asked(Box::new(verifier)))
}

/// Whether the owner wants the program left alone, by the kernel's word on its file. A
/// program that the kernel says nothing of is not.
fn is_listed(configuration: &Configuration) -> bool {
    let program = std::fs::read_link("/proc/self/exe");
    program.is_ok_and(|program| configuration.left_alone.contains(&program))
}
