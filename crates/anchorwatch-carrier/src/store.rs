//! A source that is open: files by their names, within what it may cost.

use std::{
    cell::Cell,
    path::PathBuf,
    time::{Duration, Instant},
};

use crate::{CarrierProblem, Limits, file_name::FileName, folder, http::Mirror};

/// What is asked for files.
pub(crate) enum Store {
    Mirror(Box<Mirror>),
    Folder(PathBuf),
}

/// What is left of the limits.
pub(crate) struct Budget {
    octets: Cell<u64>,
    until: Instant,
    request: Duration,
}

/// A source and its limits.
pub(crate) struct Opened {
    pub(crate) store: Store,
    pub(crate) budget: Budget,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        let now = Instant::now();
        Self {
            octets: Cell::new(limits.octets),
            until: now.checked_add(limits.source).unwrap_or(now),
            request: limits.request,
        }
    }

    /// How long the next request may take; `None` if the time is over.
    pub(crate) fn time(&self) -> Option<Duration> {
        let left = self.until.saturating_duration_since(Instant::now());
        (!left.is_zero()).then(|| left.min(self.request))
    }

    fn spend(&self, octets: usize) {
        let left = self.octets.get().saturating_sub(octets as u64);
        self.octets.set(left);
    }
}

impl Opened {
    /// A file of at most so many octets; `None` if it is not there.
    pub(crate) fn find(
        &self,
        file: &FileName,
        max: u64,
    ) -> Result<Option<Vec<u8>>, CarrierProblem> {
        let max = max.min(self.budget.octets.get());
        let found = match &self.store {
            Store::Mirror(mirror) => mirror.get(file, max, &self.budget)?,
            Store::Folder(folder) => {
                let name = file.to_string();
                folder::read(&folder.join(&name), &name, max)?
            }
        };
        self.budget.spend(found.as_ref().map_or(0, Vec::len));
        Ok(found)
    }

    /// A file that has to be there.
    pub(crate) fn get(&self, file: &FileName, max: u64) -> Result<Vec<u8>, CarrierProblem> {
        let found = self.find(file, max)?;
        found.ok_or_else(|| CarrierProblem::Missing {
            file: file.to_string(),
        })
    }
}
