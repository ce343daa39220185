//! Whom nothing is sent to, whatever a run asks for: the opt-out lists.
//!
//! Unlike the exclusions, which belong to one run and are kept with it, these lists belong to this
//! machine and stay. They are read again before each round, also of a run that began without them,
//! and what they name is left out before its address is looked up. They are not kept with the
//! evidence.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use anchorwatch_home::paths::OPT_OUT;

use super::{exclusion::Exclusions, targets::MAX_LIST_BYTES};
use crate::{
    input,
    problem::{Hint, Hinted, Problem},
};

/// The opt-out lists of this machine and of a run.
#[derive(Debug, Default)]
pub(super) struct OptOut {
    lists: Vec<Exclusions>,
    /// The files that were read.
    pub(super) files: Vec<PathBuf>,
}

impl OptOut {
    /// Reads the machine's list, if there is one, and the one that was given.
    ///
    /// # Errors
    /// A list, or a line of it, cannot be read. Whom it names is not known then, so nothing may be
    /// sent to anyone.
    pub(super) fn read(given: Option<&Path>) -> anyhow::Result<Self> {
        let mut read = Self::default();
        let of_machine = Path::new(OPT_OUT);
        if is_there(of_machine)? {
            read.add(of_machine)?;
        }
        if let Some(given) = given {
            read.add(given)?;
        }
        Ok(read)
    }

    fn add(&mut self, path: &Path) -> anyhow::Result<()> {
        let list = Exclusions::read(&input::found(path, MAX_LIST_BYTES)?);
        list.refuse_bad_lines(path)?;
        self.lists.push(list);
        self.files.push(path.to_owned());
        Ok(())
    }

    pub(super) fn has_host(&self, host: &str) -> bool {
        self.lists.iter().any(|it| it.has_host(host))
    }

    pub(super) fn has_address(&self, ip: std::net::IpAddr) -> bool {
        self.lists.iter().any(|it| it.has_address(ip))
    }
}

/// A link that leads nowhere is there: somebody wanted a list.
fn is_there(path: &Path) -> anyhow::Result<bool> {
    match path.symlink_metadata() {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => {
            let path = path.to_owned();
            let refused = Hinted::new(&Problem::CannotRead { path }, &Hint::CheckPath);
            Err(refused.because(error).into())
        }
    }
}
