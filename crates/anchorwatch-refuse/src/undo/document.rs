//! The wire format of an outcome between processes.

use anchorwatch_home::WireChanges;
use anchorwatch_machine::format::{Error, RemarkDocument};
use serde::{Deserialize, Serialize};

use super::revert::Outcome;
use crate::{mechanism, remark};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutcomeDocument {
    change: Option<WireChanges>,
    conflict: Option<RemarkDocument>,
    warning: Option<RemarkDocument>,
}

impl OutcomeDocument {
    pub(crate) fn of(outcome: &Outcome) -> Self {
        Self {
            change: outcome
                .change
                .as_ref()
                .map(|change| WireChanges::of(std::slice::from_ref(change))),
            conflict: outcome.conflict.as_ref().map(RemarkDocument::of),
            warning: outcome.warning.as_ref().map(RemarkDocument::of),
        }
    }

    pub(crate) fn read(self) -> Result<Outcome, Error> {
        let changes = self.change.map(WireChanges::changes).transpose()?;
        let mut all = changes.iter().flatten();
        if let Some(word) = all.find_map(mechanism::unknown_format) {
            let word = word.to_owned();
            return Err(Error::UnknownWord { word });
        }
        Ok(Outcome {
            change: changes.and_then(|mut changes| changes.pop()),
            conflict: self.conflict.map(remark::read).transpose()?,
            warning: self.warning.map(remark::read).transpose()?,
        })
    }
}
