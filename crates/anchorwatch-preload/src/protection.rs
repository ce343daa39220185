//! What is made of this process.
//!
//! The owner's files are read when the library is loaded: a program may enter a chroot, or
//! give up its rights, before it first connects. They are understood at the first
//! connection, because most programs make none.

use std::{
    os::linux::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use anchorwatch_home::Tree;
use anchorwatch_verify_ffi::{Acceptance, Connection, Error, OwnersFiles, Verifier};

use crate::notice;

/// What is made of this process.
enum Stance {
    /// Its connections are asked about.
    Asked(Box<Verifier>),
    /// The owner wants this program left alone.
    LeftAlone,
}

/// What was found when the library was loaded.
struct Found {
    files: Result<OwnersFiles, Error>,
    /// The program's file, by the kernel's word, where the owner's files leave any alone.
    program: Option<PathBuf>,
    place: Place,
}

/// Which folders the names of the owner's files start at, each as the kernel tells them
/// apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place([Option<(u64, u64)>; 2]);

static FOUND: OnceLock<Found> = OnceLock::new();

/// Reads the owner's files, once.
pub(crate) fn begin() {
    FOUND.get_or_init(Found::now);
}

/// Whether a connection that the program accepted is accepted by us too; says on stderr
/// what it is asked to say. Where the owner's files cannot be read, none is, and none of
/// which it cannot be told whose it is.
pub(crate) fn asked(connection: Option<&Connection>) -> Acceptance {
    let verifier = match stance() {
        Some(Stance::Asked(verifier)) => verifier,
        Some(Stance::LeftAlone) => return Acceptance::Given,
        None => return Acceptance::Denied,
    };
    let Some(connection) = connection else {
        notice::unknown();
        return Acceptance::Denied;
    };
    let is_refused = if notice::is_verbose() {
        let objection = verifier.objection(connection);
        objection.inspect(notice::told).is_some()
    } else {
        verifier.objects(connection)
    };
    if is_refused {
        Acceptance::Denied
    } else {
        Acceptance::Given
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
    let at_load = FOUND.get_or_init(Found::now);
    let made = at_load.stance().or_else(|error| {
        // In another place no file would pass for one that wants nothing.
        let is_there = at_load.place == Place::now();
        is_there
            .then(Found::now)
            .map_or(Err(error), |now| now.stance())
    });
    match made {
        Ok(made) => Some(STANCE.get_or_init(|| made)),
        Err(error) => {
            notice::closed(&error);
            None
        }
    }
}

impl Found {
    fn now() -> Self {
        let place = Place::now();
        let tree = Tree::open(Path::new("/")).map_err(Error::Owner);
        let files = tree.and_then(|tree| OwnersFiles::read(&tree));
        let leaves_some = |files: &OwnersFiles| !files.configuration().left_alone.is_empty();
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

    /// Or why there is none, on one line.
    fn stance(&self) -> Result<Stance, String> {
        let files = self.files.as_ref().map_err(Error::line)?;
        // A program that the kernel says nothing of is not left alone.
        let left_alone = &files.configuration().left_alone;
        if self
            .program
            .as_ref()
            .is_some_and(|it| left_alone.contains(it))
        {
            return Ok(Stance::LeftAlone);
        }
        // The program says by itself which roots it believes.
        let verifier = files.verifier_without_local_roots();
        verifier
            .map(|verifier| Stance::Asked(Box::new(verifier)))
            .map_err(|error| error.line())
    }
}

impl Place {
    fn now() -> Self {
        Self(["/", "/etc"].map(|path| {
            let folder = std::fs::metadata(path).ok()?;
            Some((folder.st_dev(), folder.st_ino()))
        }))
    }
}
