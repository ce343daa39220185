//! Decides for this process which connections are accepted.
//!
//! The owner's files are read when the library is loaded: a program may enter a chroot, or drop
//! its rights, before it first connects. They are parsed at the first connection, because most
//! programs make none.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use anchorwatch_home::Tree;
use anchorwatch_verify_ffi::{Acceptance, Connection, Error, OwnerFiles, Place, Verifier};

use crate::notice;

/// How this process is treated.
enum Treatment {
    /// Its connections are checked.
    Checked(Box<Verifier>),
    /// The owner wants this program left alone.
    LeftAlone,
}

/// What was found when the library was loaded.
struct Found {
    files: Result<OwnerFiles, Error>,
    /// The program's file according to the kernel, if the owner's files leave any program alone.
    program: Option<PathBuf>,
    place: Place,
}

static FOUND: OnceLock<Found> = OnceLock::new();

/// Reads the owner's files, once.
pub(crate) fn begin() {
    FOUND.get_or_init(Found::now);
}

/// Decides whether a connection that the program accepted is accepted here too, and reports on
/// stderr as configured. If the owner's files cannot be read, or it is unknown whose connection it
/// is, it is refused.
pub(crate) fn check(connection: Option<&Connection>) -> Acceptance {
    let verifier = match treatment() {
        Some(Treatment::Checked(verifier)) => verifier,
        Some(Treatment::LeftAlone) => return Acceptance::Given,
        None => return Acceptance::Denied,
    };
    let Some(connection) = connection else {
        notice::unknown_copy();
        return Acceptance::Denied;
    };
    let is_refused = if notice::is_verbose() {
        let refusal = verifier.refusal(connection);
        refusal.inspect(notice::refused).is_some()
    } else {
        verifier.refuses(connection)
    };
    if is_refused {
        Acceptance::Denied
    } else {
        Acceptance::Given
    }
}

/// Determined at the first connection and, while that fails, again at each further one: a
/// file may be about to be written, or the process out of descriptors. Two threads may both do it;
/// the first result stays. It never waits: after a fork, the thread that is doing it may not exist.
fn treatment() -> Option<&'static Treatment> {
    static TREATMENT: OnceLock<Treatment> = OnceLock::new();
    if let Some(found) = TREATMENT.get() {
        return Some(found);
    }
    let at_load = FOUND.get_or_init(Found::now);
    let made = at_load.treatment().or_else(|error| {
        // In another root folder a missing file would look like one without settings.
        let is_there = at_load.place == Place::now();
        is_there
            .then(Found::now)
            .map_or(Err(error), |now| now.treatment())
    });
    match made {
        Ok(made) => Some(TREATMENT.get_or_init(|| made)),
        Err(error) => {
            notice::nothing_accepted(&error);
            None
        }
    }
}

impl Found {
    fn now() -> Self {
        let place = Place::now();
        let tree = Tree::open(Path::new("/")).map_err(Error::Owner);
        let files = tree.and_then(|tree| OwnerFiles::read(&tree));
        let leaves_some = |files: &OwnerFiles| !files.configuration().left_alone.is_empty();
        let program = if files.as_ref().is_ok_and(leaves_some) {
            std::fs::read_link("/proc/self/exe").ok()
        } else {
            None
        };
        Self {
            files,
            program,
            place,
        }
    }

    /// Returns the treatment, or on one line why there is none.
    fn treatment(&self) -> Result<Treatment, String> {
        let files = self.files.as_ref().map_err(Error::line)?;
        // A program whose file the kernel does not report is not left alone.
        let left_alone = &files.configuration().left_alone;
        if self
            .program
            .as_ref()
            .is_some_and(|it| left_alone.contains(it))
        {
            return Ok(Treatment::LeftAlone);
        }
        // The program says by itself which roots it trusts.
        let verifier = files.verifier_without_local_roots();
        verifier
            .map(|verifier| Treatment::Checked(Box::new(verifier)))
            .map_err(|error| error.line())
    }
}
