//! A source that is open: files by their names, within what it may cost.

use std::path::PathBuf;

use crate::{CarrierProblem, budget::Budget, file_name::FileName, folder, http::Mirror};

/// What is asked for files.
pub(crate) enum Store {
    Mirror(Box<Mirror>),
    Folder(PathBuf),
}

/// A source and its limits.
pub(crate) struct Opened {
    pub(crate) store: Store,
    pub(crate) budget: Budget,
}

impl Opened {
    /// A file of at most so many octets; `None` if it is not there.
    pub(crate) fn find(
        &self,
        file: &FileName,
        max: u64,
    ) -> Result<Option<Vec<u8>>, CarrierProblem> {
        let max = max.min(self.budget.octets());
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
